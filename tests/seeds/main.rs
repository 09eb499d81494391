//! The data that the program carries inside itself is what its documents say, and nothing more.
//!
//! | module | what it holds |
//! |---|---|
//! | `coverage` | every line of the documents is quoted or left out for a reason; every quote is verbatim |
//! | `records` | the records: ids, places, flags, and that nothing was made up |
//! | `files` | the documents are as received; no file is forgotten |
//! | `reference` | boundary lines and markers |

#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

mod coverage;
mod files;
mod records;
mod reference;

use mocgioi::domain::number::Lines;
use mocgioi::exchange::seeds::{self, Seed};
use serde_json::Value;

fn lines() -> Lines {
    mocgioi::exchange::reference::lines().unwrap()
}

fn all_seeds() -> Vec<Seed> {
    seeds::load(&lines()).unwrap_or_else(|fault| panic!("{fault}"))
}

/// The record with this key of this document.
fn seed<'s>(seeds: &'s [Seed], document: &str, key: &str) -> &'s Seed {
    let mut found = seeds.iter().filter(|seed| seed.document.id == document && seed.key == key);
    found.next().unwrap_or_else(|| panic!("no record {document}/{key}"))
}

/// The body as the wire shows it: one way to look at all kinds alike.
fn json(seed: &Seed) -> Value {
    serde_json::to_value(&seed.body).unwrap()
}

fn items<'v>(body: &'v Value, field: &str) -> impl Iterator<Item = &'v Value> {
    body[field].as_array().into_iter().flatten()
}

/// What a record quotes, with the clauses: its own cites and those of its milestones.
fn cites(seed: &Seed) -> Vec<(String, String)> {
    let body = json(seed);
    let text = |item: &Value, field: &str| item[field].as_str().unwrap().to_owned();
    let quoting = items(&body, "cite").chain(items(&body, "milestone"));
    quoting.map(|item| (text(item, "clause"), text(item, "quote"))).collect()
}
