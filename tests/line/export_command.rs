//! `mocgioi export` as a person runs it: who sees what, what is refused, and what happens to files that are there.

use std::process::Command;

use serde_json::json;

use crate::export::{FORMATS, World, exported, run, went, world};
use crate::gdal;
use crate::program::on_both;
use crate::support::{inspection, post};

#[test]
fn the_public_gets_what_is_public_and_approved() {
    on_both(|desk| {
        let program = desk.serve();
        let mut secret = inspection(1);
        secret["notes"] = json!("NỘI-BỘ-7731");
        let url = format!("{}/api/v1/markers/VN-LA:211/inspections", program.base);
        assert_eq!(post(&url, "application/json", secret.to_string().as_bytes()).status, 201);
        drop(program);
        for kind @ (format, ending) in FORMATS {
            let path = desk.folder.path().join(format!("public.{ending}"));
            let to = path.to_str().unwrap();
            for layer in ["inspections", "markers", "segments"] {
                went(&run(desk, &["--layer", layer, "--format", format, "--viewer", "public", "--force", "-o", to]));
                if layer == "inspections" && format == "geojsonseq" {
                    assert_eq!(std::fs::metadata(&path).unwrap().len(), 0, "a sequence of none");
                    continue;
                }
                // Inside an archive a text could not be seen.
                let found = gdal::features(&path);
                let text = format!("{found:?}");
                assert!(!text.contains("NỘI-BỘ-7731"), "{format} {layer}");
                assert_eq!(found.is_empty(), layer == "inspections", "{format} {layer}");
            }
            let all = exported(desk, "inspections", kind, "EPSG:4326");
            let text = format!("{:?}", gdal::features(&all));
            assert!(text.contains("NỘI-BỘ-7731"), "{format}: whoever runs the server sees all");
        }
        let said = went(&run(desk, &["--layer", "inspections", "--format", "csv", "-o", "-", "--lang", "en"]));
        assert!(said.contains("1 records in it are not public"), "{said}");
    });
}

#[test]
fn a_file_that_is_there_stays_and_no_half_one_is_left() {
    let World { desk, .. } = world();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("moc.csv");
    std::fs::write(&path, "của người khác").unwrap();
    let to = path.to_str().unwrap();
    let export = |more: &[&str]| run(desk, &[&["--layer", "markers", "--format", "csv", "-o", to], more].concat());
    let refused = export(&[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--force"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "của người khác");
    went(&export(&["--force"]));
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("id,lon,lat,key,number,"));
    let nowhere = folder.path().join("không có").join("x.csv");
    let output = run(desk, &["--layer", "markers", "--format", "csv", "-o", nowhere.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
}

#[test]
fn options_that_cannot_be_meant_are_refused_with_what_there_is() {
    let World { desk, .. } = world();
    for (arguments, word) in [
        (["--layer", "moc", "--format", "csv", "--crs", "4326"], "boundary-lines"),
        (["--layer", "markers", "--format", "dwg", "--crs", "4326"], "geopackage"),
        (["--layer", "markers", "--format", "csv", "--crs", "3857"], "EPSG:9206"),
        (["--layer", "markers", "--format", "csv", "--crs", "UTM 48N"], "EPSG:3405"),
    ] {
        let output = run(desk, &[&arguments[..], &["-o", "-"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said.contains(word), "{said}");
        assert!(output.stdout.is_empty());
    }
    let empty = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", empty.path().join("none.db").display());
    let output = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["export", "--layer", "markers", "--format", "csv", "-o", "-", "--database", &url])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0, "no database is made by asking for one");
}
