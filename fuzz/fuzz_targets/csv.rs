//! Any bytes are a table, or refused: rows count up, places are finite, nothing panics.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use mocgioi::exchange::csv::{CsvOptions, open};
use mocgioi::exchange::rows::SourcePlace;

fuzz_target!(|bytes: Vec<u8>| {
    let Ok(file) = open(Cursor::new(bytes), &CsvOptions::default()) else { return };
    let mut last = 0;
    for row in file.rows.flatten() {
        assert!(row.row > last, "rows count up");
        last = row.row;
        if let SourcePlace::Point(point) = row.place {
            assert!(point.x.is_finite() && point.y.is_finite());
        }
    }
});
