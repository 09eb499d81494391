//! An inspection of a marker, or of the course of the line between two markers.

use serde_json::Value;

use super::LONGEST_NOTE;
use super::head::{Head, Received};
use super::place::{observed, referent};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::hazard::Severity;
use crate::domain::inspection::{Condition, Details, Inspection, Mode, Part, PartFinding, PartState};
use crate::domain::location::{Location, Referent};
use crate::domain::record::{Body, Record};

/// Reads a submission whole. What it is about comes from the path, or stands in `marker` or `segment`.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, about: Option<Referent>, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "inspection");
    let about = about.or_else(|| named(&mut fields));
    let observed_at = fields.instant("observed_at");
    let mode = fields.choice("mode", &Mode::ALL, Mode::as_str);
    let condition = fields.choice("condition", &Condition::ALL, Condition::as_str);
    if let (Some(Referent::Segment(_)), Some(condition)) = (&about, condition)
        && !Condition::OF_A_SEGMENT.contains(&condition)
    {
        let words: Vec<_> = Condition::OF_A_SEGMENT.iter().map(|c| c.as_str()).collect();
        fields.fault(Fault::new("/condition", Code::NotForSegment).with(words.join(", ")));
    }
    let notes = fields.text("notes", LONGEST_NOTE);
    let details = details(&mut fields);
    if let (Some(Referent::Segment(_)), Some(_)) =
        (&about, details.as_ref().filter(|details| !details.parts.is_empty()))
    {
        fields.fault(Fault::new("/parts", Code::NotForSegment).with("-"));
    }
    let observed = observed(&mut fields);
    fields.finish()?;
    match (head, about, observed_at, mode, condition) {
        (Some(head), Some(about), Some(observed_at), Some(mode), Some(condition)) => {
            let location = Location { referent: Some(about), observed };
            let body = Body::Inspection(Inspection { mode, condition, notes, details });
            Ok(head.into_record(received, observed_at, location, body))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// What was found part by part; none when nothing of it was said.
pub(super) fn details(fields: &mut Fields<'_>) -> Option<Details> {
    let severity = fields.optional_choice("severity", &Severity::ALL, Severity::as_str);
    let (ground_cracked, marker_cracked) = (fields.flag("ground_cracked"), fields.flag("marker_cracked"));
    let found = fields.words_by_name("parts", Part::WORDS, PartState::WORDS);
    let state_of = |part: &Part| {
        let state = found.iter().find(|(name, _)| *name == part.as_str())?.1;
        PartState::ALL.iter().copied().find(|known| known.as_str() == state)
    };
    let parts = Part::ALL.iter().filter_map(|part| Some(PartFinding { part: *part, state: state_of(part)? })).collect();
    let details = Details { severity, ground_cracked, marker_cracked, parts };
    (details != Details::default()).then_some(details)
}

fn named(fields: &mut Fields<'_>) -> Option<Referent> {
    let before = fields.faults();
    let found = referent(fields, &["marker", "segment"]);
    if found.is_none() && fields.faults() == before {
        fields.fault(Fault::new("/marker", Code::Missing));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::{Label, ReviewState};
    use crate::domain::time::Instant;

    fn now() -> Received {
        Received::at(Instant::from_millis(1_800_000_000_000))
    }

    fn about(text: &str) -> Referent {
        match text.parse() {
            Ok(key) => Referent::Marker(key),
            Err(_) => Referent::Segment(text.parse().unwrap()),
        }
    }

    fn faults(json: &str, about_text: &str) -> Vec<(String, &'static str)> {
        let value = serde_json::from_str(json).unwrap();
        let faults = read(&value, Some(about(about_text)), now()).unwrap_err();
        faults.into_iter().map(|fault| (fault.pointer, fault.code.as_str())).collect()
    }

    #[test]
    fn a_full_submission_is_read() {
        let value = serde_json::json!({
            "id": "01932f5e-7c1a-7abc-8def-0123456789ab", "observed_at": "2026-11-22T08:30:00+07:00",
            "mode": "bilateral", "condition": "at_risk_of_damage", "notes": "sụt đất chân mốc",
            "lon": 104.1, "lat": 20.9, "accuracy_m": 6
        });
        let record = read(&value, Some(about("VN-LA:211")), now()).unwrap();
        let Body::Inspection(inspection) = &record.body else { panic!("{record:?}") };
        assert_eq!(inspection.mode, Mode::Bilateral);
        assert_eq!((record.label, record.review), (Label::Internal, ReviewState::Submitted));
        assert_eq!(record.location.observed.unwrap().accuracy_m, Some(6.0));
    }

    #[test]
    fn what_it_is_about_may_stand_in_the_submission_once() {
        let read = |place: &str| {
            let json = format!(
                r#"{{"type":"inspection","id":"01932f5e-7c1a-7abc-8def-0123456789ab","mode":"joint","condition":"good",
                    "observed_at":"2026-11-22T08:30:00Z"{place}}}"#
            );
            super::read(&serde_json::from_str(&json).unwrap(), None, now())
        };
        let about = |place| read(place).unwrap().location.referent.unwrap();
        assert_eq!(about(r#","marker":"VN-LA:211""#), super::tests::about("VN-LA:211"));
        assert_eq!(about(r#","segment":"VN-LA:144..145""#), super::tests::about("VN-LA:144..145"));
        assert_eq!(read("").unwrap_err()[0].pointer, "/marker");
        assert_eq!(
            read(r#","marker":"VN-LA:211","segment":"VN-LA:144..145""#).unwrap_err()[0].code.as_str(),
            "two_places"
        );
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
    fn parts_are_named_with_their_state_and_kept_in_one_order() {
        let json = |parts: &str| {
            format!(
                r#"{{"id":"01932f5e-7c1a-7abc-8def-0123456789ab","observed_at":"2026-11-22T08:30:00Z","mode":"joint",
                    "condition":"damaged","severity":"unknown","ground_cracked":true,"marker_cracked":false,"parts":{parts}}}"#
            )
        };
        let read = |parts: &str, place: &str| {
            super::read(&serde_json::from_str(&json(parts)).unwrap(), Some(about(place)), now())
        };
        let record = read(r#"{"revetment":"at_risk","body":"good"}"#, "VN-LA:211").unwrap();
        let Body::Inspection(Inspection { details: Some(details), .. }) = &record.body else { panic!("{record:?}") };
        let parts: Vec<_> = details.parts.iter().map(|found| (found.part, found.state)).collect();
        assert_eq!(parts, [(Part::Body, PartState::Good), (Part::Revetment, PartState::AtRisk)]);
        assert_eq!((details.ground_cracked, details.marker_cracked), (Some(true), Some(false)));
        for (parts, place, pointer) in [
            (r#"{"roof":"good"}"#, "VN-LA:211", "/parts/roof"),
            (r#"{"body":"fine"}"#, "VN-LA:211", "/parts/body"),
            (r#"["body"]"#, "VN-LA:211", "/parts"),
            (r#"{"body":"good"}"#, "VN-LA:144..145", "/parts"),
        ] {
            assert_eq!(read(parts, place).unwrap_err()[0].pointer, pointer, "{parts}");
        }
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
