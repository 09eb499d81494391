//! The part of a line that a person is responsible for, by marker numbers.

use std::fmt;
use std::str::FromStr;

use crate::domain::location::Referent;
use crate::domain::number::{LineKey, MarkerKey, NumberFault, SegmentKey};

/// Main numbers from one to another on a line, both included. Auxiliary markers belong to their main number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stretch {
    pub line: LineKey,
    pub from: u16,
    pub to: u16,
}

impl Stretch {
    /// A whole line.
    pub const fn whole(line: LineKey) -> Self {
        Self { line, from: 0, to: u16::MAX }
    }

    fn between(a: &MarkerKey, b: &MarkerKey) -> Self {
        let (a, b, line) = (a.number().main(), b.number().main(), a.line());
        Self { line, from: a.min(b), to: a.max(b) }
    }

    /// What a referent is about; none for a named area, and for stakes, which are numbered on their own.
    pub fn of(referent: &Referent) -> Option<Self> {
        let (a, b) = match referent {
            Referent::Marker(key) | Referent::NearMarker(key) => (*key, *key),
            Referent::Segment(key) => (key.from(), key.to()),
            Referent::Along { marker, toward, .. } => (*marker, *toward),
            Referent::Area(_) => return None,
        };
        (!a.number().is_stake() && !b.number().is_stake()).then(|| Self::between(&a, &b))
    }

    /// Whether some marker or stretch lies in both.
    pub fn meets(&self, other: &Self) -> bool {
        self.line == other.line && self.from <= other.to && other.from <= self.to
    }
}

impl FromStr for Stretch {
    type Err = NumberFault;

    /// `VN-LA`, `VN-LA:144` or `VN-LA:140..160`.
    fn from_str(text: &str) -> Result<Self, NumberFault> {
        if let Ok(line) = text.parse() {
            return Ok(Self::whole(line));
        }
        match text.parse::<SegmentKey>() {
            Ok(key) => Ok(Self::between(&key.from(), &key.to())),
            Err(_) => text.parse::<MarkerKey>().map(|key| Self::between(&key, &key)),
        }
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (0, u16::MAX) => write!(out, "{}", self.line),
            (from, to) if from == to => write!(out, "{}:{from}", self.line),
            (from, to) => write!(out, "{}:{from}..{to}", self.line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(text: &str) -> Stretch {
        text.parse().unwrap()
    }

    #[test]
    fn a_stretch_is_written_as_it_is_read() {
        for text in ["VN-LA", "VN-LA:144", "VN-LA:140..160"] {
            assert_eq!(stretch(text).to_string(), text);
        }
        assert!("144".parse::<Stretch>().is_err());
    }

    #[test]
    fn stretches_meet_on_their_own_line_only() {
        let post = stretch("VN-LA:140..160");
        assert!(post.meets(&stretch("VN-LA:160..170")) && post.meets(&stretch("VN-LA:144_2")));
        assert!(!post.meets(&stretch("VN-LA:161")) && !post.meets(&stretch("VN-CN:144")));
        assert!(stretch("VN-LA").meets(&post));
    }
}
