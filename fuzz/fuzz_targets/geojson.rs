//! GeoJSON and its text sequences, as rows.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use mocgioi::exchange::geojson;

fuzz_target!(|data: &[u8]| {
    if let Ok(file) = geojson::open(Cursor::new(data.to_vec())) {
        assert!(file.rows.take(data.len() + 1).count() <= data.len(), "more rows than bytes");
    }
});
