//! A thing on or at the line, as whoever looks after it enters it.

use serde_json::Value;

use super::head::{Head, Received};
use super::place::{along, observed, referent};
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::object::{BoundaryObject, ObjectKind};
use crate::domain::record::{Body, Record};

/// Reads a submission whole. Somewhere it must be: in coordinates, at a marker or so many metres from it, in a marker's
/// area, along a segment.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "object");
    let kind = fields.choice("kind", ObjectKind::ALL, ObjectKind::as_str);
    let name = fields.needed_text("name", LONGEST_NAME);
    let code = fields.name("code", LONGEST_NAME);
    let looked_after_by = fields.name("looked_after_by", LONGEST_NAME);
    let observed_at = fields.optional_instant("observed_at");
    let note = fields.text("notes", LONGEST_NOTE);
    let before = fields.faults();
    let named = referent(&mut fields, &["marker", "near_marker", "segment"]);
    let location = Location { referent: along(&mut fields, named), observed: observed(&mut fields) };
    if location == Location::default() && fields.faults() == before {
        fields.fault(Fault::new("/lon", Code::PlaceMissing));
    }
    fields.finish()?;
    match (head, kind, name) {
        (Some(head), Some(kind), Some(name)) => {
            let (cite, flags) = (Vec::new(), Vec::new());
            let object = BoundaryObject { kind, name, code, looked_after_by, note, cite, flags, source: None };
            let made_at = head.made_at();
            let mut record = head.into_record(received, made_at, location, Body::Object(object));
            // It stands there whether or not anybody said when he saw it.
            record.event_at = observed_at;
            Ok(record)
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::location::Referent;
    use crate::domain::time::Instant;

    fn read(more: &Value) -> Result<Record, Vec<Fault>> {
        let mut value = json!({ "type": "object", "id": "01932f5e-7c1a-7abc-8def-0123456789ab", "kind": "embankment",
            "name": "Kè chân mốc 211" });
        for (name, field) in more.as_object().unwrap() {
            value[name] = field.clone();
        }
        super::read(&value, Received::at(Instant::from_millis(1_800_000_000_000)))
    }

    fn pointers(more: &Value) -> Vec<(String, &'static str)> {
        read(more).unwrap_err().into_iter().map(|fault| (fault.pointer, fault.code.as_str())).collect()
    }

    #[test]
    fn it_is_at_a_marker_near_one_along_the_line_on_a_stretch_or_in_coordinates() {
        let place = |more: &Value| read(more).unwrap().location;
        assert_eq!(
            place(&json!({ "marker": "VN-LA:211" })).referent,
            Some(Referent::Marker("VN-LA:211".parse().unwrap()))
        );
        assert!(matches!(place(&json!({ "near_marker": "VN-LA:211" })).referent, Some(Referent::NearMarker(_))));
        assert!(matches!(place(&json!({ "segment": "VN-LA:144..145" })).referent, Some(Referent::Segment(_))));
        assert!(place(&json!({ "lon": 104.1, "lat": 20.9 })).observed.is_some());
        let along = place(&json!({ "marker": "VN-LA:144", "toward": "VN-LA:145", "offset_m": 300 }));
        let Some(Referent::Along { offset_m, .. }) = along.referent else { panic!("{along:?}") };
        assert!((offset_m.metres() - 300.0).abs() < f64::EPSILON);
    }

    #[test]
    fn every_fault_is_reported_at_once() {
        let missing = |pointer: &str| vec![(pointer.to_owned(), "missing")];
        assert_eq!(pointers(&json!({})), [("/lon".to_owned(), "place_missing")]);
        assert_eq!(pointers(&json!({ "marker": "VN-LA:144", "offset_m": 3 })), missing("/toward"));
        assert_eq!(pointers(&json!({ "marker": "VN-LA:144", "toward": "VN-LA:145" })), missing("/offset_m"));
        assert_eq!(pointers(&json!({ "lon": 1, "lat": 2, "toward": "VN-LA:145", "offset_m": 3 })), missing("/marker"));
        let found = pointers(&json!({ "kind": "fence", "name": " ", "marker": "144", "segment": "x", "form": 2 }));
        for expected in ["/kind", "/name", "/marker", "/segment", "/form"] {
            assert!(found.iter().any(|(pointer, _)| pointer == expected), "{expected} in {found:?}");
        }
    }
}
