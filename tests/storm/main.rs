//! Devices on a bad line while the server dies: nothing is lost, nothing is there twice. The small run of what
//! `make proof` does at length; and a database whose disk is full.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod full;
mod room;
#[path = "mod.rs"]
mod storm;
#[path = "../support/mod.rs"]
mod support;

use support::ENGINES;

#[test]
fn records_on_a_bad_line_are_there_once_and_every_receipt_is_true() {
    for engine in ENGINES {
        let told = storm::records(engine, &storm::Size { many: 600, devices: 8, kills: 3, seed: 5 });
        println!("{told}");
    }
}

#[test]
fn photos_on_a_bad_line_arrive_whole_and_records_name_those_that_do_not() {
    for engine in ENGINES {
        let told = storm::photos(engine, &storm::Size { many: 40, devices: 4, kills: 2, seed: 6 });
        println!("{told}");
    }
}
