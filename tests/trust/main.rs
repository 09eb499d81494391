//! A record that nobody can quietly change: what is done behind the program's back is named, what is erased stays erased,
//! and what was signed can be checked by whoever has the program alone.
//!
//! | module | what it holds still |
//! |---|---|
//! | `beside` | entries and rows that stand beside the log count for nothing, and are named |
//! | `blocks` | what is done to imports and their rows is found, and named |
//! | `bundles` | evidence is checked with the program alone, and whatever was done to it is found |
//! | `erasure` | erased is erased, in the tables and in the picture; the chain still holds |
//! | `hidden` | what a viewer may not see shows in no receipt and in no list of what moved |
//! | `history` | what the log says of a record, for whoever may see the record |
//! | `people` | every row of accounts, roles, units, devices and tokens is held against the log of people |
//! | `reads` | who read restricted records is written before they are shown |
//! | `schema` | what could make the database hand out other rows than the walk saw is named |
//! | `secrecy` | what carries a secrecy mark is refused at every door |
//! | `checkpoints` | incremental walks; signed checkpoints against a cut tail and a consistent rewrite |
//! | `claims` | a checkpoint covers the log of people, and is one of its own log alone |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

#[path = "../support/mod.rs"]
mod support;

mod beside;
mod blocks;
mod bundles;
mod checkpoints;
mod claims;
mod desk;
mod erasure;
mod hidden;
mod history;
#[path = "../foundations/make.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod make;
mod people;
#[path = "../foundations/raw.rs"]
mod raw;
mod reads;
mod schema;
mod secrecy;
mod town;
