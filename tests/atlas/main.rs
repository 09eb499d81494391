//! The picture in memory: every answer against a plain loop over everything, and where markers and segments lie.
//!
//! | module | what it compares |
//! |---|---|
//! | `questions` | boxes, times, filters, viewers, pages, against the loop |
//! | `edits` | the same after any number of changes, folded in or not |
//! | `blocks` | layers of several blocks; a fold builds anew only what it must |
//! | `walks` | a walk by cursor while records come, change and go |
//! | `snapshots` | a picture kept up to date is the picture built whole; what two viewers see |
//! | `patrols` | tracks and what they cover, one by one or all at once |
//! | `register` | lines, markers and segments that the program carries |
//! | `numbers` | where a number alone puts a marker |
//! | `stretches` | same-number groups, tripoints, areas: what they concern and where they lie |
//! | `beside` | whose word counts beside what |
//! | `looks` | what inspections say of stretches, and how much was looked at |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

mod assessing;
mod beside;
mod blocks;
mod edits;
mod features;
mod levels;
mod looks;
mod naive;
mod numbers;
mod patrols;
mod questions;
mod register;
mod small;
mod snapshots;
mod stretches;
mod walks;
