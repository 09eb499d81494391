//! A landslide, a crack, an eroded bank, as somebody in the field reports it.

use serde_json::Value;

use super::head::{Head, Received};
use super::place::{observed, referent};
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::hazard::{Hazard, HazardKind, HazardObject, Severity};
use crate::domain::location::Location;
use crate::domain::record::{Body, Record};

/// Reads a submission whole. Somewhere it must be: in coordinates, at a marker, in a marker's area, along a segment.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "hazard");
    let kind = fields.choice("kind", &HazardKind::ALL, HazardKind::as_str);
    let severity = fields.choice("severity", &Severity::ALL, Severity::as_str);
    let object = fields.optional_choice("object", &HazardObject::ALL, HazardObject::as_str);
    let observed_at = fields.instant("observed_at");
    let title = fields.name("title", LONGEST_NAME);
    let note = fields.text("notes", LONGEST_NOTE);
    let before = fields.faults();
    let location = Location {
        referent: referent(&mut fields, &["marker", "near_marker", "segment"]),
        observed: observed(&mut fields),
    };
    if location == Location::default() && fields.faults() == before {
        fields.fault(Fault::new("/lon", Code::PlaceMissing));
    }
    fields.finish()?;
    match (head, kind, severity, observed_at) {
        (Some(head), Some(kind), Some(severity), Some(observed_at)) => {
            let title = title.unwrap_or_else(|| kind.words().to_owned());
            let hazard =
                Hazard { title, kind, severity, object, note, cite: Vec::new(), flags: Vec::new(), source: None };
            Ok(head.into_record(received, observed_at, location, Body::Hazard(hazard)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}
