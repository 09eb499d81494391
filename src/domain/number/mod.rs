//! Marker numbers as people write them and as keys name them.
//!
//! | file | noun |
//! |---|---|
//! | [`line`](LineKey) | which boundary line: `VN-LA` |
//! | [`marker`](MarkerNumber) | a number along a line: `144`, `1088/2`, `261(1)`, `cọc dấu 12` |
//! | `digits` | reads the digits of a number |
//! | [`kind`](MarkerKind) | what a number says about its marker: main, auxiliary, … |
//! | [`key`](MarkerKey) | a number on its line, as URLs write it: `VN-CN:1088_2` |
//! | [`segment`](SegmentKey) | two markers of one line in ascending order: `VN-CN:1088_2..1089` |
//! | [`lines`](Lines) | data: how far each line's numbers go |
//! | [`text`](parse_text) | reads running text, with `scan` (text → tokens) and `words` (known words) |
//! | [`parsed`](Parsed) | one marker or range that a text names |
//! | [`fault`](NumberFault) | why something was refused, with `message` (Vietnamese and English) |
//!
//! Two doors lead in. `FromStr` of the keys takes the canonical form only; [`parse_text`] takes every
//! form the documents use. Neither guesses: what can not be read, or could mean several lines, is refused.
//!
//! ```
//! use mocgioi::domain::number::{LineNumbers, Lines, parse_text};
//!
//! let line = "VN-CN".parse()?;
//! let lines = Lines(vec![LineNumbers {
//!     line,
//!     last_sure: 1378,
//!     last_possible: 1378,
//!     stakes: false,
//!     tripoints: vec![0],
//! }]);
//! let parsed = parse_text("1088/2 – 1089 và 1119-1120", Some(line), &lines)?;
//! let keys: Vec<String> = parsed.iter().map(ToString::to_string).collect();
//! assert_eq!(keys, ["VN-CN:1088_2..1089", "VN-CN:1119..1120"]);
//! # Ok::<(), mocgioi::domain::number::NumberFault>(())
//! ```
//!
//! Deliberately absent: where a marker stands, on which side, whether it was ever planted.

mod as_text;
mod digits;
mod fault;
#[cfg(test)]
mod fixtures;
mod key;
mod kind;
mod line;
mod lines;
mod marker;
mod message;
mod parsed;
mod scan;
mod segment;
mod text;
#[cfg(test)]
mod text_properties;
#[cfg(test)]
mod text_refusals;
#[cfg(test)]
mod text_tests;
mod words;

pub use fault::NumberFault;
pub use key::MarkerKey;
pub use kind::MarkerKind;
pub use line::LineKey;
pub use lines::{LineNumbers, Lines};
pub use marker::MarkerNumber;
pub use parsed::Parsed;
pub use segment::SegmentKey;
pub use text::parse_text;
