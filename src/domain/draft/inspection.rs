//! An inspection of a marker, of the course of the line between two markers, or of another object.

use serde_json::Value;
use uuid::Uuid;

use super::LONGEST_NOTE;
use super::head::{Head, Received};
use super::place::{observed, referent};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::hazard::Severity;
use crate::domain::inspection::{Condition, Details, Inspection, Mode, Part, PartFinding, PartState};
use crate::domain::location::{Location, Referent};
use crate::domain::messages::Lang;
use crate::domain::object::ObjectKind;
use crate::domain::record::{Body, Record};

/// What was inspected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A marker, or the course of the line between two.
    Line(Referent),
    /// Another object, by its record. What kind of thing it is, the object says.
    Object(Uuid),
}

impl About {
    const fn is_a_segment(&self) -> bool {
        matches!(self, Self::Line(Referent::Segment(_)))
    }
}

/// The version of the form that knows objects.
const FORM_OF_OBJECTS: i64 = 2;

/// Reads a submission whole. What it is about comes from the path, or stands in `marker`, `segment` or `object`.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, about: Option<About>, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let mut head = Head::read(&mut fields, "inspection");
    let about = about.or_else(|| named(&mut fields));
    if let (Some(head), Some(About::Object(_))) = (&mut head, &about) {
        head.asks_for(FORM_OF_OBJECTS, &mut fields);
    }
    let observed_at = fields.instant("observed_at");
    let mode = fields.choice("mode", &Mode::ALL, Mode::as_str);
    let condition = fields.choice("condition", &Condition::ALL, Condition::as_str);
    if let Some(condition) = condition
        && about.as_ref().is_some_and(About::is_a_segment)
        && !Condition::OF_A_SEGMENT.contains(&condition)
    {
        let words: Vec<_> = Condition::OF_A_SEGMENT.iter().map(|c| c.as_str()).collect();
        fields.fault(Fault::new("/condition", Code::NotForSegment).with(words.join(", ")));
    }
    let notes = fields.text("notes", LONGEST_NOTE);
    let details = details(&mut fields, about.as_ref());
    if about.as_ref().is_some_and(About::is_a_segment)
        && details.as_ref().is_some_and(|details| !details.parts.is_empty())
    {
        fields.fault(Fault::new("/parts", Code::NotForSegment).with("-"));
    }
    let observed = observed(&mut fields);
    fields.finish()?;
    match (head, about, observed_at, mode, condition) {
        (Some(head), Some(about), Some(observed_at), Some(mode), Some(condition)) => {
            let (referent, object) = match about {
                About::Line(referent) => (Some(referent), None),
                About::Object(object) => (None, Some(object)),
            };
            let location = Location { referent, observed };
            let body = Body::Inspection(Inspection { mode, condition, notes, details, object });
            Ok(head.into_record(received, observed_at, location, body))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// What an inspection says that cannot be said of an object of this kind.
pub fn misfits(inspection: &Inspection, kind: ObjectKind) -> Vec<Fault> {
    let not_for = |pointer: String, fitting: Vec<&str>| {
        let fault = Fault::new(pointer, Code::NotForObject).with(kind.title(Lang::Vi)).with(kind.title(Lang::En));
        fault.with(fitting.join(", "))
    };
    let mut faults = Vec::new();
    if !kind.conditions().contains(&inspection.condition) {
        faults.push(not_for("/condition".to_owned(), kind.conditions().iter().map(|it| it.as_str()).collect()));
    }
    let parts = inspection.details.iter().flat_map(|details| &details.parts).map(|found| found.part);
    for part in parts.filter(|part| !kind.parts().contains(part)) {
        let pointer = format!("/parts/{}", part.as_str());
        faults.push(not_for(pointer, kind.parts().iter().map(|it| it.as_str()).collect()));
    }
    faults
}

/// What was found part by part; none when nothing of it was said. Which parts an object has, its kind says.
pub(super) fn details(fields: &mut Fields<'_>, about: Option<&About>) -> Option<Details> {
    let severity = fields.optional_choice("severity", &Severity::ALL, Severity::as_str);
    let (ground_cracked, marker_cracked) = (fields.flag("ground_cracked"), fields.flag("marker_cracked"));
    let object_cracked = fields.flag("object_cracked");
    let is_object = matches!(about, Some(About::Object(_)));
    // Each has its own answer.
    for (name, said) in [
        ("/object_cracked", object_cracked.filter(|_| !is_object && about.is_some())),
        ("/marker_cracked", marker_cracked.filter(|_| is_object)),
    ] {
        if said.is_some() {
            fields.fault(Fault::new(name, Code::UnknownField).with(if is_object {
                "object_cracked"
            } else {
                "marker_cracked"
            }));
        }
    }
    let marker_parts = Part::OF_A_MARKER.map(Part::as_str);
    let found = fields.words_by_name("parts", if is_object { Part::WORDS } else { &marker_parts }, PartState::WORDS);
    let state_of = |part: &Part| {
        let state = found.iter().find(|(name, _)| *name == part.as_str())?.1;
        PartState::ALL.iter().copied().find(|known| known.as_str() == state)
    };
    let parts = Part::ALL.iter().filter_map(|part| Some(PartFinding { part: *part, state: state_of(part)? })).collect();
    let details = Details { severity, ground_cracked, marker_cracked, object_cracked, parts };
    (details != Details::default()).then_some(details)
}

fn named(fields: &mut Fields<'_>) -> Option<About> {
    let before = fields.faults();
    let (place, object) = (referent(fields, &["marker", "segment"]), fields.optional_uuid("object"));
    match (place, object) {
        (Some(_), Some(_)) => {
            fields.fault(Fault::new("/object", Code::TwoPlaces).with("marker, segment, object"));
            None
        }
        (Some(place), None) => Some(About::Line(place)),
        (None, Some(object)) => Some(About::Object(object)),
        (None, None) => {
            if fields.faults() == before {
                fields.fault(Fault::new("/marker", Code::Missing));
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::{Label, ReviewState};
    use crate::domain::time::Instant;

    fn now() -> Received {
        Received::at(Instant::from_millis(1_800_000_000_000))
    }

    fn about(text: &str) -> About {
        About::Line(match text.parse() {
            Ok(key) => Referent::Marker(key),
            Err(_) => Referent::Segment(text.parse().unwrap()),
        })
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
        let about = |place| About::Line(read(place).unwrap().location.referent.unwrap());
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

    fn of_object(more: &str) -> Result<Record, Vec<Fault>> {
        let json = format!(
            r#"{{"type":"inspection","id":"01932f5e-7c1a-7abc-8def-0123456789ab","mode":"joint","condition":"damaged",
                "observed_at":"2026-11-22T08:30:00Z","object":"01932f5e-7c1a-7abc-8def-0123456789ac"{more}}}"#
        );
        read(&serde_json::from_str(&json).unwrap(), None, now())
    }

    #[test]
    fn an_object_is_inspected_on_the_second_version_of_the_form() {
        let record = of_object(r#","object_cracked":true,"parts":{"drainage":"missing","body":"good"}"#).unwrap();
        assert_eq!((record.form, record.body.target().is_some(), record.location.referent.is_none()), (2, true, true));
        assert_eq!(of_object(r#","form":2"#).unwrap().form, 2);
        let first = |more: &str| {
            let fault = of_object(more).unwrap_err().remove(0);
            (fault.pointer, fault.code.as_str())
        };
        assert_eq!(first(r#","form":1"#), ("/form".to_owned(), "not_one_of"));
        assert_eq!(first(r#","form":3"#), ("/form".to_owned(), "not_one_of"));
        assert_eq!(first(r#","marker":"VN-LA:211""#), ("/object".to_owned(), "two_places"));
        assert_eq!(first(r#","marker_cracked":true"#), ("/marker_cracked".to_owned(), "unknown_field"));
        // And a marker has neither drainage nor another thing's cracks.
        let of_marker = |more: &str| {
            let json = format!(
                r#"{{"id":"01932f5e-7c1a-7abc-8def-0123456789ab","observed_at":"2026-11-22T08:30:00Z","mode":"joint",
                    "condition":"damaged"{more}}}"#
            );
            faults(&json, "VN-LA:211")
        };
        assert_eq!(of_marker(r#","parts":{"drainage":"good"}"#)[0].0, "/parts/drainage");
        assert_eq!(of_marker(r#","object_cracked":true"#)[0].0, "/object_cracked");
    }

    #[test]
    fn what_does_not_fit_the_kind_of_an_object_is_named() {
        let record = of_object(r#","parts":{"inscription":"missing","slope":"damaged"}"#).unwrap();
        let Body::Inspection(mut inspection) = record.body else { panic!() };
        let pointers = |inspection: &Inspection, kind| -> Vec<String> {
            misfits(inspection, kind).into_iter().map(|fault| fault.pointer).collect()
        };
        assert_eq!(pointers(&inspection, ObjectKind::Ridge), ["/parts/inscription"]);
        assert_eq!(pointers(&inspection, ObjectKind::VillageMark), ["/parts/slope"]);
        inspection.condition = Condition::Tilted;
        assert_eq!(pointers(&inspection, ObjectKind::PatrolRoad), ["/condition", "/parts/inscription"]);
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
