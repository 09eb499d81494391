//! What comes in and goes out as files, and the data that the program carries inside itself.
//!
//! | module | what it reads |
//! |---|---|
//! | [`mod@reference`] | `data/`: boundary lines and markers |
//! | [`seeds`] | `seeds/`: records taken by hand from five public documents |
//! | [`mod@csv`] | tables of text, in and out |
//! | [`encoding`] | text of any encoding as UTF-8 |
//! | [`headers`] | what column headers mean, in Vietnamese and English |
//! | [`angle`] | degrees, minutes and seconds as people type them |
//! | [`geojson_line`] | one line of a `GeoJSON` file |
//! | [`identity`] | ids of records that come from files: the same file gives the same ids |
//! | [`rows`] | rows of any format, before anybody interprets them |
//! | [`fault`] | what can be wrong with a file, and where |
//!
//! Deliberately absent: the store. Everything here gives values back and keeps nothing.

pub mod angle;
pub mod csv;
pub mod encoding;
pub mod fault;
pub mod files;
pub mod geojson_line;
pub mod headers;
pub mod identity;
pub mod reference;
pub mod rows;
pub mod seeds;
mod toml_file;

pub use fault::{ExchangeFault, RecordFault};
