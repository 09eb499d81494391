//! The line itself: datums, linear reference, coverage of patrols, re-survey, files in and out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "the helpers of these tests are tests, too")]

#[path = "../support/mod.rs"]
mod support;

mod binary_formats;
mod csv;
mod datum;
mod export;
mod export_command;
mod export_http;
mod gdal;
mod geodesic;
mod hand_over;
mod imports;
mod numbers;
mod official;
mod places;
mod program;
mod resurvey;
mod round_trip;
mod undone;
mod xml_formats;
