//! Where a row says it is, in markers and offsets: the referent, never coordinates.

use super::Row;
use crate::domain::fault::{Code, Fault};
use crate::domain::location::{OffsetMetres, Referent};
use crate::domain::number::{Parsed, SegmentKey};

impl Row<'_> {
    /// What the row refers to: `near_marker`; `segment`, or `from_marker` and `to_marker`; `marker`, with `toward` and
    /// `offset_m` where it is a way along the line; `area`. The first of those that is there.
    pub fn referent(&mut self) -> Option<Referent> {
        if self.has("near_marker") {
            return self.marker("near_marker").map(Referent::NearMarker);
        }
        if self.has("segment") {
            return match self.parsed("segment")? {
                Parsed::Marker(key) => Some(Referent::Marker(key)),
                range @ Parsed::Range { .. } => range.segment().map(Referent::Segment),
            };
        }
        if self.has("from_marker") || self.has("to_marker") {
            let (from, to) = (self.needed_marker("from_marker"), self.needed_marker("to_marker"));
            let (from, to) = (from?, to?);
            let (from, to) = if from <= to { (from, to) } else { (to, from) };
            return match SegmentKey::new(from, to) {
                Ok(key) => Some(Referent::Segment(key)),
                Err(fault) => {
                    self.fault(Fault::number("to_marker", &fault));
                    None
                }
            };
        }
        if self.has("marker") {
            let marker = self.marker("marker");
            if !self.has("toward") && !self.has("offset_m") {
                return marker.map(Referent::Marker);
            }
            let (toward, metres) = (self.needed_marker("toward"), self.metres("offset_m"));
            if !self.has("offset_m") {
                self.fault(Fault::new("offset_m", Code::Missing));
            }
            let offset_m = OffsetMetres::new(metres?)?;
            return Some(Referent::Along { marker: marker?, toward: toward?, offset_m });
        }
        self.text("area").map(Referent::Area)
    }

    fn needed_marker(&mut self, name: &str) -> Option<crate::domain::number::MarkerKey> {
        if !self.has(name) {
            self.fault(Fault::new(name, Code::Missing));
            return None;
        }
        self.marker(name)
    }
}
