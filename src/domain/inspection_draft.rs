//! What a post sends when it logs an inspection, before it is a record.

use serde_json::Value;
use uuid::Uuid;

use super::access::{Label, ReviewState};
use super::attachment::{self, Attachment};
use super::fault::{Code, Fault};
use super::fields::Fields;
use super::inspection::{Condition, Inspection, Mode};
use super::location::{CRS84, Location, Observed, Referent};
use super::position::{LonLat, PositionFault};
use super::record::{Body, Record};
use super::time::Instant;

pub(super) const LONGEST_NOTE: usize = 10_000;
pub(super) const LONGEST_NAME: usize = 200;

/// A submission whose fields are all sound. What it is about (marker or segment) comes from the path.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectionDraft {
    pub id: Uuid,
    pub observed_at: Instant,
    pub inspection: Inspection,
    pub observed: Option<Observed>,
    pub device: Option<String>,
    pub unit: Option<String>,
    pub person: Option<String>,
    pub attachments: Vec<Attachment>,
}

impl InspectionDraft {
    /// Reads a submission whole.
    ///
    /// # Errors
    /// Every fault, each with a pointer to its field.
    pub fn read(value: &Value, about: &Referent) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(value)?;
        let id = fields.uuid_v7("id");
        let observed_at = fields.instant("observed_at");
        let mode = fields.choice("mode", &Mode::ALL, Mode::as_str);
        let condition = fields.choice("condition", &Condition::ALL, Condition::as_str);
        if let (Referent::Segment(_), Some(condition)) = (about, condition)
            && !Condition::OF_A_SEGMENT.contains(&condition)
        {
            let words: Vec<_> = Condition::OF_A_SEGMENT.iter().map(|c| c.as_str()).collect();
            fields.fault(Fault::new("/condition", Code::NotForSegment).with(words.join(", ")));
        }
        let notes = fields.text("notes", LONGEST_NOTE);
        let device = fields.name("device", LONGEST_NAME);
        let unit = fields.name("unit", LONGEST_NAME);
        let person = fields.name("person", LONGEST_NAME);
        let observed = observed(&mut fields);
        let attachments = attachment::read(&mut fields);
        fields.finish()?;
        match (id, observed_at, mode, condition) {
            (Some(id), Some(observed_at), Some(mode), Some(condition)) => Ok(Self {
                id,
                observed_at,
                inspection: Inspection { mode, condition, notes },
                observed,
                device,
                unit,
                person,
                attachments,
            }),
            // Every `None` above has left a fault, so `finish` has returned before.
            _ => Err(vec![Fault::new("", Code::Missing)]),
        }
    }

    /// The record this becomes when it is received. Internal, and waiting for approval.
    pub fn into_record(self, about: Referent, received_at: Instant) -> Record {
        let location = Location { referent: Some(about), observed: self.observed };
        let body = Body::Inspection(self.inspection);
        let mut record = Record::new(self.id, received_at, Label::Internal, ReviewState::Submitted, location, body);
        record.event_at = Some(self.observed_at);
        record.device = self.device;
        record.unit = self.unit;
        record.person = self.person;
        record.attachments = self.attachments;
        record
    }
}

fn observed(fields: &mut Fields<'_>) -> Option<Observed> {
    let (lon, lat) = (fields.number("lon"), fields.number("lat"));
    let accuracy_m = fields.number("accuracy_m");
    if accuracy_m.is_some_and(|metres| !(0.0..=100_000.0).contains(&metres) || lon.is_none()) {
        fields.fault(Fault::new("/accuracy_m", Code::AccuracyRange));
    }
    match (lon, lat) {
        (Some(lon), Some(lat)) => match LonLat::new(lon, lat) {
            Ok(position) => Some(Observed { accuracy_m, ..Observed::at(position, CRS84.to_owned()) }),
            Err(PositionFault::Latitude(_)) => {
                fields.fault(Fault::new("/lat", Code::LatitudeRange));
                None
            }
            Err(_) => {
                fields.fault(Fault::new("/lon", Code::LongitudeRange));
                None
            }
        },
        (None, None) => None,
        (Some(_), None) => {
            fields.fault(Fault::new("/lat", Code::PairIncomplete));
            None
        }
        (None, Some(_)) => {
            fields.fault(Fault::new("/lon", Code::PairIncomplete));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(text: &str) -> Referent {
        match text.parse() {
            Ok(key) => Referent::Marker(key),
            Err(_) => Referent::Segment(text.parse().unwrap()),
        }
    }

    fn faults(json: &str, about_text: &str) -> Vec<(String, &'static str)> {
        let value = serde_json::from_str(json).unwrap();
        let faults = InspectionDraft::read(&value, &about(about_text)).unwrap_err();
        faults.into_iter().map(|fault| (fault.pointer, fault.code.as_str())).collect()
    }

    #[test]
    fn a_full_submission_is_read() {
        let value = serde_json::json!({
            "id": "01932f5e-7c1a-7abc-8def-0123456789ab", "observed_at": "2026-11-22T08:30:00+07:00",
            "mode": "bilateral", "condition": "at_risk_of_damage", "notes": "sụt đất chân mốc",
            "lon": 104.1, "lat": 20.9, "accuracy_m": 6
        });
        let draft = InspectionDraft::read(&value, &about("VN-LA:211")).unwrap();
        assert_eq!(draft.inspection.mode, Mode::Bilateral);
        assert_eq!(draft.observed.unwrap().accuracy_m, Some(6.0));
    }

    #[test]
    fn every_fault_is_reported_at_once() {
        let found = faults(
            r#"{"id":"x","observed_at":"yesterday","mode":"alone","lon":104.1,"notes":7,"kondition":"good"}"#,
            "VN-LA:211",
        );
        for expected in [
            ("/id", "not_uuid_v7"),
            ("/observed_at", "not_date_time"),
            ("/mode", "not_one_of"),
            ("/condition", "missing"),
            ("/lat", "coordinates_incomplete"),
            ("/notes", "not_text"),
            ("/kondition", "unknown_field"),
        ] {
            assert!(found.contains(&(expected.0.to_owned(), expected.1)), "{expected:?} not in {found:?}");
        }
        assert_eq!(found.len(), 7);
    }

    #[test]
    fn a_stretch_of_the_line_cannot_be_tilted() {
        let json = r#"{"id":"01932f5e-7c1a-7abc-8def-0123456789ab","observed_at":"2026-11-22T08:30:00Z",
            "mode":"joint","condition":"tilted"}"#;
        assert_eq!(faults(json, "VN-LA:144..145"), [("/condition".to_owned(), "not_for_segment")]);
    }

    #[test]
    fn text_that_a_database_cannot_hold_is_refused() {
        let json = "{\"id\":\"01932f5e-7c1a-7abc-8def-0123456789ab\",\"observed_at\":\"2026-11-22T08:30:00Z\",
            \"mode\":\"joint\",\"condition\":\"good\",\"notes\":\"a\\u0000b\"}";
        assert_eq!(faults(json, "VN-LA:144"), [("/notes".to_owned(), "control_character")]);
    }
}
