//! A good GeoPackage with any bytes changed is a GeoPackage, or refused: rows count up and end, the file stays as it was.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mocgioi::exchange::geopackage::{open, writer};
use mocgioi::exchange::rows::{OutKind, OutLayer, OutPlace, OutRow, OutShapes, OutValue, SourcePoint};

static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let columns = vec![("number".to_owned(), OutKind::Text), ("length_m".to_owned(), OutKind::Real)];
    let (name, text) = ("x".to_owned(), String::new());
    let layer = OutLayer { name, columns, epsg: 3405, wkt: text.clone(), shapes: OutShapes::Points, attribution: text };
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    let mut out = writer(file.reopen().expect("the same file"), &layer).expect("a writer");
    for n in 0..200 {
        let place = OutPlace::Point(SourcePoint { x: f64::from(n), y: 20.0, z: None });
        let values = vec![OutValue::Text("Mốc".to_owned()), OutValue::Real(0.5)];
        out.row(&OutRow { id: n.to_string(), place, values }).expect("a row");
    }
    out.finish().expect("a file");
    std::fs::read(file.path()).expect("its bytes")
});

fuzz_target!(|changes: Vec<(u16, u8)>| {
    let mut bytes = GOOD.clone();
    for (at, byte) in changes {
        if let Some(there) = bytes.get_mut(usize::from(at)) {
            *there = byte;
        }
    }
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), &bytes).expect("room for it");
    if let Ok(opened) = open(file.path(), None) {
        let mut last = 0;
        for row in opened.rows.flatten() {
            assert!(row.row > last, "rows count up");
            last = row.row;
        }
    }
    assert!(std::fs::read(file.path()).expect("its bytes") == bytes, "nothing is written");
});
