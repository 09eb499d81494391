//! What everything else stands on: canonical bytes, the chain, the store on both engines, the follower.
//!
//! | module | what it holds still |
//! |---|---|
//! | `canonical` | the bytes of every kind of value, and of a whole record, written down |
//! | `chain` | whatever is changed behind the program's back is found, and named |
//! | `console` | the program where nobody reads what it writes |
//! | `contract` | what a submission gets, one at a time and in one batch, on both engines |
//! | `opening` | making and opening a database; durability |
//! | `writers` | batches, replays, several writers on one database, the end of a writer |
//! | `follower` | what others write shows; a replaced log is noticed |
//! | `imports` | rows of an import count all at once or not at all |
//! | `load` | a second load adds nothing; the same load gives the same log |
//! | `statements` | a map's question runs no SQL |
//! | `kill` | kill −9 in a stream of submissions loses nothing that was acknowledged |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

#[path = "../support/mod.rs"]
mod support;

mod canonical;
mod chain;
mod console;
mod contract;
mod follower;
mod imports;
mod kill;
mod load;
mod make;
mod opening;
mod raw;
mod statements;
mod writers;
