//! A reading of a watch point.

use serde_json::Value;

use super::LONGEST_NOTE;
use super::head::{Head, Received};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::measurement::{Measurement, Method};
use crate::domain::record::{Body, Record};

/// Reads a submission whole. Something must have been measured.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "reading");
    let hazard = fields.uuid("hazard");
    let observed_at = fields.instant("observed_at");
    let method = fields.choice("method", Method::ALL, Method::as_str);
    let before = fields.faults();
    let width_mm = fields.number_within("width_mm", 0.0, 1e6);
    let uncertainty_mm = fields.number_within("uncertainty_mm", 0.0, 1e6);
    let volume_m3 = fields.number_within("volume_m3", 0.0, 1e9);
    let distance_to_line_m = fields.number_within("distance_to_line_m", 0.0, 1e5);
    let distance_to_marker_m = fields.number_within("distance_to_marker_m", 0.0, 1e5);
    let measured = [width_mm, volume_m3, distance_to_line_m, distance_to_marker_m];
    if measured.iter().all(Option::is_none) && fields.faults() == before {
        fields.fault(Fault::new("/width_mm", Code::Missing));
    }
    if uncertainty_mm.is_some() && width_mm.is_none() {
        fields.fault(Fault::new("/width_mm", Code::Missing));
    }
    let notes = fields.text("notes", LONGEST_NOTE);
    fields.finish()?;
    match (head, hazard, observed_at, method) {
        (Some(head), Some(hazard), Some(observed_at), Some(method)) => {
            let reading = Measurement {
                hazard,
                method,
                width_mm,
                uncertainty_mm,
                volume_m3,
                distance_to_line_m,
                distance_to_marker_m,
                notes,
            };
            Ok(head.into_record(received, observed_at, Location::default(), Body::Measurement(reading)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}
