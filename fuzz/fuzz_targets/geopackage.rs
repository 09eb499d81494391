//! Any bytes are a geometry whose coordinates are finite, or refused; what is written again reads the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mocgioi::exchange::geopackage::blob::{BlobKind, bytes, place};
use mocgioi::exchange::rows::{SourcePlace, SourcePoint};

fn is_finite(point: &SourcePoint) -> bool {
    point.x.is_finite() && point.y.is_finite() && point.z.is_none_or(f64::is_finite)
}

fuzz_target!(|blob: &[u8]| {
    match place(blob, 4326) {
        Ok(SourcePlace::Point(point)) => {
            assert!(is_finite(&point));
            assert_eq!(place(&bytes(&[&[point]], BlobKind::Point, 4326), 4326), Ok(SourcePlace::Point(point)));
        }
        Ok(SourcePlace::Line(line)) => {
            assert!(line.len() > 1 && line.iter().all(is_finite));
            assert_eq!(place(&bytes(&[&line], BlobKind::Line, 4326), 4326), Ok(SourcePlace::Line(line)));
        }
        _ => {}
    }
});
