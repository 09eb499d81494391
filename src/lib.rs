//! Mốc Giới: a spatial backend for the people who look after a land boundary.
//!
//! Imports go strictly down; a test fails on one that looks up.
//!
//! ```text
//! main → app → http → actions → { store | atlas | exchange | blobs } → geo → domain
//!              http ─────────────→ atlas                    (reads take the short road)
//! ```
//!
//! | module | what is there |
//! |---|---|
//! | [`domain`] | markers, segments, records, attention levels, the chain: pure rules |
//! | [`geo`] | one algorithm a file: measures along the line, boxes, curve order |
//! | [`store`] | SQLite or PostgreSQL; the only place with SQL |
//! | [`atlas`] | the picture in memory that all reads come from |
//! | [`exchange`] | file formats; the reference data and seed records that the binary carries |
//! | [`blobs`] | files under their digest, in the data folder |
//! | [`actions`] | one file per thing a person does |
//! | [`http`] | routes, the OGC API, pages for people |
//! | [`app`] | configuration, command line, start and graceful stop |

pub mod actions;
pub mod app;
pub mod atlas;
pub mod blobs;
pub mod domain;
pub mod exchange;
pub mod geo;
pub mod http;
pub mod store;
