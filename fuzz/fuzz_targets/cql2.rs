//! Any text is a filter or is refused; in either encoding, within its bounds, and for every layer that takes it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mocgioi::atlas::LayerId;
use mocgioi::atlas::filter::Filter;
use mocgioi::domain::cql2::{json, text};

fuzz_target!(|input: &str| {
    for read in [text::parse, json::parse] {
        if let Ok(node) = read(input) {
            for layer in [LayerId::Markers, LayerId::Inspections, LayerId::Segments] {
                let _ = Filter::new(layer, &node, &|geometry| Ok(geometry.clone()));
            }
        }
    }
});
