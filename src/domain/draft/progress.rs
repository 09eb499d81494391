//! A report on a task or on works, and a visit where works are under way.

use serde_json::Value;
use uuid::Uuid;

use super::head::{Head, Received};
use super::place::referent;
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::fulfilment::Reported;
use crate::domain::inspection::Mode;
use crate::domain::location::Location;
use crate::domain::progress::{SupervisionVisit, TaskReport, Told, WorksFact, WorksReport};
use crate::domain::record::{Body, Record};
use crate::domain::time::CivilDay;

/// Most milestones of works, and most who come along.
const MOST: i64 = 200;
const MOST_NAMES: usize = 50;

/// Which task it is about comes from the path, or stands in `task`.
///
/// # Errors
/// Every fault, each with a pointer to its field. So for the others.
pub fn of_task(value: &Value, task: Option<Uuid>, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "task_report");
    let task = task.or_else(|| fields.uuid("task"));
    let told = told(&mut fields);
    let notes = fields.text("notes", LONGEST_NOTE);
    fields.finish()?;
    match (head, task, told) {
        (Some(head), Some(task), Some(told)) => {
            let at = told.as_of.bounds().0;
            Ok(head.into_record(received, at, Location::default(), Body::TaskReport(TaskReport { task, told, notes })))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// # Errors
/// As for [`of_task`].
pub fn of_works(value: &Value, works: Option<Uuid>, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "works_report");
    let works = works.or_else(|| fields.uuid("works"));
    let milestone = fields.count("milestone", MOST).and_then(|milestone| u32::try_from(milestone).ok());
    let fact = fields.optional_choice("fact", WorksFact::ALL, WorksFact::as_str);
    let told = told(&mut fields);
    let agency = fields.name("agency", LONGEST_NAME);
    let meeting = fields.optional_uuid("meeting");
    let location = referent(&mut fields, &["marker", "near_marker", "segment"]).map(Location::at).unwrap_or_default();
    let notes = fields.text("notes", LONGEST_NOTE);
    fields.finish()?;
    match (head, works, told) {
        (Some(head), Some(works), Some(told)) => {
            let at = told.as_of.bounds().0;
            let report = WorksReport { works, milestone, fact, told, agency, meeting, notes };
            Ok(head.into_record(received, at, location, Body::WorksReport(report)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// # Errors
/// As for [`of_task`].
pub fn visit(value: &Value, works: Option<Uuid>, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "supervision_visit");
    let works = works.or_else(|| fields.uuid("works"));
    let visited_at = fields.instant("visited_at");
    let mode = fields.choice("mode", &Mode::ALL, Mode::as_str);
    let with = fields.texts("with", MOST_NAMES, LONGEST_NAME);
    let other_side = fields.name("other_side", LONGEST_NAME);
    let findings = fields.needed_text("findings", LONGEST_NOTE);
    let demands = fields.text("demands", LONGEST_NOTE);
    let location = referent(&mut fields, &["marker", "near_marker", "segment"]).map(Location::at).unwrap_or_default();
    let notes = fields.text("notes", LONGEST_NOTE);
    fields.finish()?;
    match (head, works, visited_at, mode, findings) {
        (Some(head), Some(works), Some(visited_at), Some(mode), Some(findings)) => {
            let visit = SupervisionVisit { works, mode, with, other_side, findings, demands, notes };
            Ok(head.into_record(received, visited_at, location, Body::SupervisionVisit(visit)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// What is reported.
fn told(fields: &mut Fields<'_>) -> Option<Told> {
    let state = fields.choice("state", Reported::ALL, Reported::as_str);
    let progress = fields.name("progress", LONGEST_NAME);
    let as_of = fields.required_text("as_of", 100).and_then(|text| day(fields, "as_of", &text));
    let done_on = fields.text("done_on", 100).and_then(|text| day(fields, "done_on", &text));
    // What is not done has no day on which it was; nor was it done after the day that is reported of.
    if done_on.is_some() && (state.is_some_and(|state| state != Reported::Done) || done_on > as_of) {
        fields.fault(Fault::new("/done_on", Code::NotDay));
    }
    let event_on = fields.text("event_on", 100).and_then(|text| day(fields, "event_on", &text));
    let reported_by = fields.name("reported_by", LONGEST_NAME);
    let number = fields.name("number", LONGEST_NAME);
    let evidence = fields.text("evidence", LONGEST_NOTE);
    Some(Told { state: state?, progress, as_of: as_of?, done_on, event_on, reported_by, number, evidence })
}

fn day(fields: &mut Fields<'_>, name: &'static str, text: &str) -> Option<CivilDay> {
    let day = text.parse().ok();
    if day.is_none() {
        fields.fault(Fault::new(format!("/{name}"), Code::NotDay));
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Instant;

    const ID: &str = "01932f5e-7c1a-7abc-8def-0123456789ab";

    fn received() -> Received {
        Received::at(Instant::from_millis(1_800_000_000_000))
    }

    #[test]
    fn a_figure_stays_in_its_words() {
        let json = format!(
            r#"{{"id":"{ID}","works":"{ID}","milestone":1,"fact":"site_clearance","state":"under_way","progress":"trên 80%",
                "as_of":"2025-05-21","segment":"VN-CN:1119..1120"}}"#
        );
        let record = of_works(&serde_json::from_str(&json).unwrap(), None, received()).unwrap();
        let Body::WorksReport(report) = &record.body else { panic!("{record:?}") };
        assert_eq!(report.told.progress.as_deref(), Some("trên 80%"));
        assert_eq!(record.body.target().unwrap().to_string(), ID);
        assert!(record.body.is_testimony());
        assert_eq!(record.event_at.unwrap().day().to_string(), "2025-05-21");
    }

    #[test]
    fn every_fault_is_reported_at_once() {
        let json = r#"{"id":"x","state":"late","as_of":"hôm nay","done_on":"2026-01-01","milestone":0,"segment":"?"}"#;
        let faults = of_works(&serde_json::from_str(json).unwrap(), None, received()).unwrap_err();
        let mut found: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, ["/as_of", "/done_on", "/id", "/milestone", "/segment", "/state", "/works"]);
        let json =
            format!(r#"{{"id":"{ID}","task":"{ID}","state":"under_way","as_of":"2026-01-02","done_on":"2026-01-01"}}"#);
        let faults = of_task(&serde_json::from_str(&json).unwrap(), None, received()).unwrap_err();
        assert_eq!((faults[0].pointer.as_str(), faults[0].code), ("/done_on", Code::NotDay));
        let json = format!(r#"{{"id":"{ID}","works":"{ID}","visited_at":"2026-01-02T00:00:00Z","mode":"bilateral"}}"#);
        let faults = visit(&serde_json::from_str(&json).unwrap(), None, received()).unwrap_err();
        assert_eq!((faults[0].pointer.as_str(), faults[0].code), ("/findings", Code::Missing));
    }
}
