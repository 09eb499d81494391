//! The hand-over package: the whole register with its history, which verifies itself.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::gdal;
use crate::program::{Desk, on_both};

fn hand_over(desk: &Desk, name: &str, more: &[&str]) -> PathBuf {
    let zip = desk.folder.path().join(name);
    let output = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["export", "--database", &desk.database.url, "--hand-over"])
        .arg(&zip)
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    unpacked(&zip)
}

fn unpacked(zip: &Path) -> PathBuf {
    let folder = zip.with_extension("");
    zip::ZipArchive::new(std::fs::File::open(zip).unwrap()).unwrap().extract(&folder).unwrap();
    folder
}

fn digest(path: &Path) -> String {
    mocgioi::domain::chain::Digest::of(&[&std::fs::read(path).unwrap()]).to_string()
}

fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("manifest.json")).unwrap()).unwrap()
}

fn rows(folder: &Path, table: &str) -> Vec<serde_json::Map<String, Value>> {
    gdal::of_layer(&folder.join("register.gpkg"), table, &[]).into_iter().map(|read| read.properties).collect()
}

/// A line in a new version, and a marker moved and moved back.
fn busy(desk: &Desk) -> Value {
    let program = desk.serve();
    let line = program.get("/collections/boundary-lines/items/VN-LA").json();
    let status = program.get("/api/v1/linear/locate?line=VN-LA&lon=104.6&lat=20.6").json();
    drop(program);
    let text = json!({ "type": "FeatureCollection", "features": [{
        "type": "Feature", "geometry": line["geometry"],
        "properties": { "line": "VN-LA", "version": "2026-thử", "status": "official", "accuracy_m": 1, "source": "thử" },
    }] })
    .to_string();
    let file = desk.file("tuyen.geojson", &text);
    desk.import(&file, &["--layer", "boundary-lines"]).went();
    let place = &status["geometry"]["coordinates"];
    let text = format!("so hieu,lon,lat\n211,{},{}\n", place[0], place[1]);
    let file = desk.file("moc.csv", &text);
    desk.import(&file, &["--layer", "markers", "--line", "VN-LA", "--crs", "4326", "--max-moved-share", "1"])
        .went()
        .answer
        .clone()
}

#[test]
fn every_file_has_the_digest_that_the_manifest_says() {
    on_both(|desk| {
        let folder = hand_over(desk, "ban-giao.zip", &[]);
        let manifest = manifest(&folder);
        let files = manifest["files"].as_array().unwrap();
        let mut listed: BTreeSet<String> = ["manifest.json", "SHA256SUMS"].map(str::to_owned).into();
        for file in files {
            let name = file["name"].as_str().unwrap();
            let path = folder.join(name);
            assert_eq!(file["sha256"], digest(&path), "{name}");
            assert_eq!(file["bytes"], std::fs::metadata(&path).unwrap().len(), "{name}");
            listed.insert(name.to_owned());
        }
        let mut found = BTreeSet::new();
        for under in ["", "csv/", "geojson/"] {
            for entry in std::fs::read_dir(folder.join(under)).unwrap().map(Result::unwrap) {
                if entry.file_type().unwrap().is_file() {
                    found.insert(format!("{under}{}", entry.file_name().to_str().unwrap()));
                }
            }
        }
        assert_eq!(found, listed);
        let check = Command::new("sha256sum").args(["--strict", "-c", "SHA256SUMS"]).current_dir(&folder).output();
        assert!(check.unwrap().status.success());
        let readme = std::fs::read_to_string(folder.join("README.txt")).unwrap();
        let (vi, en) = (readme.find("BÀN GIAO SỔ ĐĂNG KÝ").unwrap(), readme.find("This package").unwrap());
        assert!(vi < en && readme.contains("SƠ ĐỒ"), "{readme}");
    });
}

#[test]
fn it_names_the_state_of_the_log_and_the_datum() {
    let desk = Desk::new(crate::support::Engine::Sqlite);
    let head = crate::support::block_on(async {
        let store = mocgioi::store::Store::open(&desk.database.url, "unused").await.unwrap();
        let head = store.log_head().await.unwrap();
        store.close().await;
        head
    });
    let folder = hand_over(&desk, "vn2000.zip", &["--crs", "EPSG:4756"]);
    let manifest = manifest(&folder);
    let log = json!({ "epoch": head.epoch, "seq": head.seq, "hash": head.hash.to_string() });
    assert_eq!(manifest["log"], log);
    assert_eq!(manifest["datum"]["tables"]["crs"], "EPSG:4756");
    assert_eq!(manifest["datum"]["operation"]["code"], "EPSG:6960");
    assert!(manifest["datum"]["statement_vi"].as_str().unwrap().contains("VN-2000"));
    let package = folder.join("register.gpkg");
    assert_eq!(gdal::systems(&package), [4756_u32; 3]);
    // 222 to 225 m lie between the datums.
    let place = |path: &Path, layer: &str| {
        let read = gdal::of_layer(path, layer, &[]);
        read.into_iter().find(|read| read.properties["key"] == "VN-CN:234").unwrap().vertices()[0]
    };
    let (national, wgs84) = (place(&package, "markers"), place(&folder.join("geojson/markers.geojson"), "markers"));
    let off = (national[0] - wgs84[0]).abs().max((national[1] - wgs84[1]).abs());
    assert!((0.0005..0.003).contains(&off), "{national:?} {wgs84:?}");
}

#[test]
fn it_holds_every_version_and_every_revision() {
    on_both(|desk| {
        let imported = busy(desk);
        let folder = hand_over(desk, "lich-su.zip", &[]);
        let lines = rows(&folder, "boundary_lines");
        let current: BTreeSet<(&str, &str)> = lines
            .iter()
            .filter(|line| line["current"] == true)
            .map(|line| (line["key"].as_str().unwrap(), line["version"].as_str().unwrap()))
            .collect();
        assert_eq!(lines.len(), 4);
        assert!(current.contains(&("VN-LA", "2026-thử")) && current.len() == 3, "{current:?}");

        let of = |table: &str, key: &str| -> Vec<_> {
            rows(&folder, table).into_iter().filter(|row| row["key"] == key).collect()
        };
        let revisions = of("marker_revisions", "VN-LA:211");
        let mut revs: Vec<_> = revisions.iter().map(|row| (row["rev"].as_i64().unwrap(), &row["current"])).collect();
        revs.sort_by_key(|(rev, _)| *rev);
        assert_eq!(revs, [(1, &json!(false)), (2, &json!(true))]);
        let marker = &of("markers", "VN-LA:211")[0];
        assert_eq!((&marker["position_method"], &marker["line_version"]), (&json!("surveyed"), &json!("2026-thử")));
        assert_eq!(marker["import"], imported["import"]);
        assert_eq!(marker["given_crs"], revisions.iter().find(|row| row["rev"] == 2).unwrap()["given_crs"]);

        let imports = rows(&folder, "imports");
        let names: BTreeSet<&str> = imports.iter().map(|row| row["file_name"].as_str().unwrap()).collect();
        assert_eq!(names, ["moc.csv", "tuyen.geojson"].into());
        let aliases = rows(&folder, "marker_aliases");
        assert!(aliases.iter().any(|row| row["alias"] == "VN-LA:0" && row["marker"] == "VN-CN:0"), "{aliases:?}");
        assert_eq!(manifest(&folder)["lines"].as_array().unwrap().len(), 4);
    });
}
