//! Any text is an angle of its axis that can be written and read again, or refused.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mocgioi::exchange::angle::{Axis, format, parse, parse_both};

fuzz_target!(|text: &str| {
    let _ = parse_both(text);
    for (axis, most) in [(Axis::Latitude, 90.0), (Axis::Longitude, 180.0)] {
        if let Ok(degrees) = parse(text, axis) {
            assert!(degrees.abs() <= most);
            let again = parse(&format(degrees, axis, 9), axis).expect("our own");
            assert!((again - degrees).abs() < 1e-12);
        }
    }
});
