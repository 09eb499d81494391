//! Story 13, the file part. A file without a declared reference system is refused, with the systems it may be in and where
//! each would put its first point; with the right one declared it goes in.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{Database, ENGINES, Program};

fn import(database: &str, file: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["import", "--json", "--layer", "markers", "--database", database])
        .arg(file)
        .args(arguments)
        .output()
        .unwrap();
    let answer = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    });
    (output.status.code().unwrap(), answer)
}

#[test]
fn a_file_without_a_declared_system_is_refused_and_with_it_goes_in() {
    for engine in ENGINES {
        let database = Database::new(engine);
        drop(Program::start(&database.url, &["--load-seeds"]));
        let folder = tempfile::tempdir().unwrap();
        // The tripoint in the grid of its province, as the surveyor's list has it: X to the north.
        let file = folder.path().join("bang_ke_toa_do.csv");
        std::fs::write(&file, "Số hiệu mốc;Tuyến;X (m);Y (m)\n0;VN-CN;2478272,151;411660,529\n").unwrap();

        let (code, answer) = import(&database.url, &file, &[]);
        assert_eq!(code, 2, "{answer}");
        let refused = answer["refused"].as_str().unwrap();
        assert!(refused.starts_with("crs_undeclared"), "{refused}");
        assert!(refused.contains("EPSG:9205") && refused.contains("102.14"), "the right one, and where: {refused}");
        assert_eq!(answer["rows"].as_array().unwrap().len(), 0, "nothing was read under a guess");

        let (code, answer) = import(&database.url, &file, &["--crs", "EPSG:9205"]);
        assert_eq!((code, &answer["applied"]), (0, &Value::Bool(true)), "{answer}");
        let marker = Program::start(&database.url, &[]).get("/collections/markers/items/VN-CN:0").json();
        let [lon, lat] = [0, 1].map(|axis| marker["geometry"]["coordinates"][axis].as_f64().unwrap());
        assert!((lon - 102.143_919_2).abs() < 2e-7 && (lat - 22.400_637_5).abs() < 2e-7, "{marker}");
        assert_eq!(marker["properties"]["position_method"], "surveyed");

        // GeoJSON is WGS 84 by its standard; nobody has to say so.
        let file = folder.path().join("moc.geojson");
        let text = r#"{"type":"Feature","properties":{"number":"0","line":"VN-CN"},
            "geometry":{"type":"Point","coordinates":[102.14391917,22.4006375]}}"#;
        std::fs::write(&file, text).unwrap();
        let (code, answer) = import(&database.url, &file, &["--dry-run"]);
        assert_eq!(code, 0, "{answer}");
    }
}
