//! A field without a good network: what fifty devices push, and a thousand photos, over a bad line to a server that is
//! killed again and again. `tests/storm` is the small run of the same.

use crate::storm::{Size, photos, records};
use crate::support::ENGINES;

#[test]
fn ten_thousand_records_of_fifty_devices_survive_a_bad_line_and_twenty_kills() {
    for engine in ENGINES {
        println!("{}", records(engine, &Size { many: 10_000, devices: 50, kills: 20, seed: 5 }));
    }
}

#[test]
fn a_thousand_photos_survive_a_bad_line_and_ten_kills() {
    for engine in ENGINES {
        println!("{}", photos(engine, &Size { many: 1_000, devices: 20, kills: 10, seed: 6 }));
    }
}
