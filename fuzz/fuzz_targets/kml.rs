//! KML and KMZ, as rows.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use mocgioi::exchange::kml;

fuzz_target!(|data: &[u8]| {
    // A KMZ may unpack to far more rows than it has bytes.
    if let Ok(file) = kml::open(Cursor::new(data.to_vec())) {
        file.rows.for_each(drop);
    }
});
