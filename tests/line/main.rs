//! The line itself: datums, linear reference, coverage of patrols, re-survey, files in and out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

mod csv;
