//! Whether a row says again what is stored, though not in the same bytes.
//!
//! A record that was exported and comes back has lost what its format cannot keep: the coordinates as they were given, the
//! last digits of them, sources and quotations, the end of a long text. It is the same record all the same. What a row
//! does state must agree.

use crate::atlas::register::Register;
use crate::domain::location::{Location, Observed, Referent};
use crate::domain::marker::Marker;
use crate::domain::number::SegmentKey;
use crate::domain::record::{Body, Record};
use crate::geo::distance;

/// Places that differ by less are the same place in other digits: of the seven decimals that clients see, the last.
const SAME_PLACE_M: f64 = 0.02;
/// The same of markers, which are surveyed: what two conversions differ by.
const SAME_MARKER_M: f64 = 0.001_5;
/// A text this long may be the beginning of a longer one: a shapefile keeps 254 bytes.
const CUT: usize = 250;

/// Whether a field record says what the stored one does.
pub fn same_record(new: &Record, stored: &Record, register: &Register) -> bool {
    let bodies = match (&new.body, &stored.body) {
        (Body::Hazard(new), Body::Hazard(stored)) => {
            (new.kind, new.severity) == (stored.kind, stored.severity)
                && same_text(Some(&new.title), Some(&stored.title))
                && same_text(new.note.as_ref(), stored.note.as_ref())
        }
        (Body::Inspection(new), Body::Inspection(stored)) => {
            (new.mode, new.condition) == (stored.mode, stored.condition)
                && same_text(new.notes.as_ref(), stored.notes.as_ref())
        }
        _ => false,
    };
    bodies
        && new.event_at == stored.event_at
        && same_text(new.unit.as_ref(), stored.unit.as_ref())
        && same_text(new.person.as_ref(), stored.person.as_ref())
        && same_location(&new.location, &stored.location, register)
}

fn same_location(new: &Location, stored: &Location, register: &Register) -> bool {
    let own = |referent: &Referent| match referent {
        Referent::Marker(key) => Referent::Marker(register.own_key(key)),
        Referent::NearMarker(key) => Referent::NearMarker(register.own_key(key)),
        Referent::Segment(key) => {
            let (from, to) = (register.own_key(&key.from()), register.own_key(&key.to()));
            SegmentKey::new(from, to).map_or_else(|_| referent.clone(), Referent::Segment)
        }
        other => other.clone(),
    };
    new.referent.as_ref().map(own) == stored.referent.as_ref().map(own)
        && same_observed(new.observed.as_ref(), stored.observed.as_ref(), SAME_PLACE_M)
}

fn same_observed(new: Option<&Observed>, stored: Option<&Observed>, within_m: f64) -> bool {
    match (new, stored) {
        (None, None) => true,
        (Some(new), Some(stored)) => {
            distance(new.position, stored.position).0 < within_m
                && new.accuracy_m == stored.accuracy_m
                && (new.height_m.is_none() || stored.height_m.is_none() || new.height_m == stored.height_m)
        }
        _ => false,
    }
}

fn same_text(new: Option<&String>, stored: Option<&String>) -> bool {
    let (new, stored) = (new.map(|text| text.trim()), stored.map(|text| text.trim()));
    let (new, stored) = (new.unwrap_or_default(), stored.unwrap_or_default());
    // An apostrophe keeps a spreadsheet from taking a text for a formula.
    let plain = new.strip_prefix('\'').unwrap_or(new);
    new == stored || plain == stored || (new.len() >= CUT && stored.starts_with(new))
}

/// Whether two markers say the same, whoever says so.
pub fn same_marker(held: &Marker, new: &Marker) -> bool {
    let mut new = new.clone();
    new.attestation = held.attestation;
    new.source.clone_from(&held.source);
    if same_text(new.description.as_ref(), held.description.as_ref()) {
        new.description.clone_from(&held.description);
    }
    let metres = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
    if metres(&new.height_m) == metres(&held.height_m) {
        new.height_m.clone_from(&held.height_m);
    }
    *held == new
}

/// Whether a marker stays where it is.
pub fn same_place(held: &Location, new: &Location) -> bool {
    held.referent == new.referent && same_observed(new.observed.as_ref(), held.observed.as_ref(), SAME_MARKER_M)
}
