//! A good shapefile with any bytes changed and any part cut is a shapefile, or refused: rows count up, places are finite,
//! nothing panics.

#![no_main]

use std::io::{Cursor, Read as _};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mocgioi::exchange::archive::Archive;
use mocgioi::exchange::rows::{OutKind, OutLayer, OutPlace, OutRow, OutShapes, OutValue, SourcePlace, SourcePoint};
use mocgioi::exchange::shapefile::{Parts, read, writer};

/// Points, and lines with heights: `.shp`, `.shx`, `.dbf` of each.
static GOOD: LazyLock<[[Vec<u8>; 3]; 2]> = LazyLock::new(|| [good(false), good(true)]);

fn good(lines: bool) -> [Vec<u8>; 3] {
    let columns = vec![("number".to_owned(), OutKind::Text), ("length_m".to_owned(), OutKind::Real)];
    let (name, text) = ("x".to_owned(), String::new());
    let shapes = if lines { OutShapes::Lines } else { OutShapes::Points };
    let layer = OutLayer { name, columns, epsg: 4326, wkt: text.clone(), shapes, attribution: text };
    let mut packed = tempfile::tempfile().expect("a temporary file");
    let mut out = writer(packed.try_clone().expect("the same file"), &layer).expect("a writer");
    for n in 0..3 {
        let at = |x| SourcePoint { x, y: 20.0, z: Some(5.0) };
        let place = if lines { OutPlace::Line(vec![at(1.0), at(2.0)]) } else { OutPlace::Point(at(f64::from(n))) };
        let values = vec![OutValue::Text("Mốc".to_owned()), OutValue::Real(0.5)];
        out.row(&OutRow { id: n.to_string(), place, values }).expect("a row");
    }
    out.finish().expect("a file");
    std::io::Seek::rewind(&mut packed).expect("a file");
    let mut archive = Archive::open(packed).expect("an archive");
    [0, 1, 2].map(|entry| {
        let mut bytes = Vec::new();
        archive.unpack(entry).expect("an entry").read_to_end(&mut bytes).expect("its bytes");
        bytes
    })
}

/// Which file, how it is changed (part, place, byte), where its parts end, which of them there are, the encoding.
type Input = (bool, Vec<(u8, u16, u8)>, [u16; 3], [bool; 2], u8);

fuzz_target!(|input: Input| {
    let (lines, changes, ends, present, encoding) = input;
    let mut good = GOOD[usize::from(lines)].clone();
    for (part, at, byte) in changes {
        if let Some(there) = good[usize::from(part) % 3].get_mut(usize::from(at)) {
            *there = byte;
        }
    }
    for (part, end) in good.iter_mut().zip(ends) {
        // Mostly whole.
        if end % 4 == 0 {
            part.truncate(usize::from(end / 4));
        }
    }
    let [shp, shx, dbf] = good;
    let mut parts = Parts::new(Cursor::new(shp));
    parts.shx = present[0].then(|| Box::new(Cursor::new(shx)) as _);
    parts.dbf = present[1].then(|| Box::new(Cursor::new(dbf)) as _);
    parts.cpg = [None, Some("UTF-8"), Some("1258"), Some("TCVN3")][usize::from(encoding) % 4].map(str::to_owned);
    let Ok(file) = read(parts) else { return };
    let mut last = 0;
    for row in file.rows.flatten() {
        assert!(row.row > last, "rows count up");
        last = row.row;
        if let SourcePlace::Point(point) = row.place {
            assert!(point.x.is_finite() && point.y.is_finite());
        }
    }
});
