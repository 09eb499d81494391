//! A boundary marker as the register holds it.

use serde::{Deserialize, Serialize};

use super::number::MarkerKey;
use super::source::Cite;

/// Which bank or side the marker stands on. `(k)` does not say: 261(1) is on the Chinese bank, 222(1) on ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Ours,
    Theirs,
    OnTheLine,
    Unknown,
}

/// How the register knows that the marker exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attestation {
    /// Its official position was published.
    Published,
    /// A document names it.
    Named,
    /// A marker list that an operator loaded has it.
    Listed,
    /// Nobody names it; the numbering of its neighbours says that it is there.
    ImpliedByNumbering,
}

/// A marker that stands at an end of its line, whose published coordinates nobody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    LineStart,
    LineEnd,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    pub key: MarkerKey,
    pub side: Side,
    pub attestation: Attestation,
    /// What the source says of its build, in its words.
    pub description: Option<String>,
    /// Height as published, in metres; its vertical datum is not stated.
    pub height_m: Option<String>,
    /// Where the position or the mention comes from.
    pub source: String,
    pub anchor: Option<Anchor>,
    /// Other names: the tripoint carries the other line's number too.
    pub aliases: Vec<MarkerKey>,
    pub cite: Vec<Cite>,
    /// Whether this revision takes the marker out of the register. Its earlier ones stay in the log.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
}
