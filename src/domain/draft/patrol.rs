//! A patrol as a post reports it.

use serde_json::Value;

use super::head::{Head, Received};
use super::place::referent;
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::inspection::Mode;
use crate::domain::location::Location;
use crate::domain::patrol::{Force, Participants, Patrol, PatrolPlan};
use crate::domain::record::{Body, Record};
use crate::domain::time::CivilDay;

/// More people than walk one border patrol: a typing fault.
const MOST_MEMBERS: i64 = 10_000;
/// Entries that a list of forces may have; each force stands once in it.
const MOST_FORCES: usize = 20;

/// Reads a submission whole.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "patrol");
    let mode = fields.choice("mode", &Mode::ALL, Mode::as_str);
    let force = fields.choice("force", &Force::ALL, Force::as_str);
    let with = fields.choices("with", &Force::ALL, Force::as_str);
    let started_at = fields.instant("started_at");
    let ended_at = fields.optional_instant("ended_at");
    if let (Some(started_at), Some(ended_at)) = (started_at, ended_at)
        && ended_at < started_at
    {
        fields.fault(Fault::new("/ended_at", Code::EndsBeforeStart));
    }
    let members = fields.count("members", MOST_MEMBERS);
    let participants = participants(&mut fields);
    let other_side = fields.name("other_side", LONGEST_NAME);
    let plan = fields.optional_uuid("plan");
    // The stretch that it was sent to; none when nobody said.
    let location = referent(&mut fields, &["segment"]).map(Location::at).unwrap_or_default();
    let notes = fields.text("notes", LONGEST_NOTE);
    fields.finish()?;
    match (head, mode, force, started_at) {
        (Some(head), Some(mode), Some(force), Some(started_at)) => {
            let counted: i64 = participants.iter().map(|counted| counted.people).sum();
            let members = members.or_else(|| (counted > 0).then_some(counted));
            let came = |of: &Force| *of != force && participants.iter().any(|counted| counted.force == *of);
            let with = Force::ALL.into_iter().filter(|of| with.contains(of) || came(of)).collect();
            let patrol =
                Patrol { mode, force, with, started_at, ended_at, members, notes, participants, other_side, plan };
            Ok(head.into_record(received, started_at, location, Body::Patrol(patrol)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

/// Reads a patrol that is to be walked.
///
/// # Errors
/// As for [`read`].
pub fn plan(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "patrol_plan");
    let mode = fields.choice("mode", &Mode::ALL, Mode::as_str);
    let force = fields.choice("force", &Force::ALL, Force::as_str);
    let (starts_on, due) = (day(&mut fields, "starts_on"), day(&mut fields, "due"));
    if let (Some(starts_on), Some(due)) = (starts_on, due)
        && due < starts_on
    {
        fields.fault(Fault::new("/due", Code::EndsBeforeStart));
    }
    let participants = participants(&mut fields);
    let other_side = fields.name("other_side", LONGEST_NAME);
    let location = referent(&mut fields, &["marker", "segment"]).map(Location::at).unwrap_or_default();
    let notes = fields.text("notes", LONGEST_NOTE);
    fields.finish()?;
    match (head, mode, force, starts_on, due) {
        (Some(head), Some(mode), Some(force), Some(starts_on), Some(due)) => {
            let plan = PatrolPlan { mode, force, starts_on, due, participants, other_side, notes };
            Ok(head.into_record(received, starts_on.bounds().0, location, Body::PatrolPlan(plan)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

fn day(fields: &mut Fields<'_>, name: &'static str) -> Option<CivilDay> {
    let text = fields.required_text(name, 100)?;
    let day = text.parse().ok();
    if day.is_none() {
        fields.fault(Fault::new(format!("/{name}"), Code::NotDay));
    }
    day
}

/// How many of each force, each force once.
fn participants(fields: &mut Fields<'_>) -> Vec<Participants> {
    let mut found: Vec<Participants> = Vec::new();
    for (n, item) in fields.list("participants").iter().enumerate().take(MOST_FORCES) {
        let one = counted(item).and_then(|one| {
            let is_again = found.iter().any(|held| held.force == one.force);
            if is_again { Err(vec![Fault::new("/force", Code::ForceTwice)]) } else { Ok(one) }
        });
        match one {
            Ok(one) => found.push(one),
            Err(faults) => faults.into_iter().for_each(|fault| {
                let pointer = format!("/participants/{n}{}", fault.pointer);
                fields.fault(Fault { pointer, ..fault });
            }),
        }
    }
    found.sort_by_key(|counted| counted.force);
    found
}

fn counted(value: &Value) -> Result<Participants, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let force = fields.choice("force", &Force::ALL, Force::as_str);
    let before = fields.faults();
    let people = fields.count("people", MOST_MEMBERS);
    if people.is_none() && fields.faults() == before {
        fields.fault(Fault::new("/people", Code::Missing));
    }
    fields.finish()?;
    let counted = force.zip(people).map(|(force, people)| Participants { force, people });
    counted.ok_or_else(|| vec![Fault::new("", Code::Missing)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::{Label, ReviewState};
    use crate::domain::time::Instant;

    fn read(json: &str) -> Result<Record, Vec<Fault>> {
        super::read(&serde_json::from_str(json).unwrap(), Received::at(Instant::from_millis(1_800_000_000_000)))
    }

    fn patrol(record: &Record) -> &Patrol {
        match &record.body {
            Body::Patrol(patrol) => patrol,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_full_submission_is_read_and_those_who_came_along_are_put_in_order() {
        let record = read(
            r#"{"id":"01932f5e-7c1a-7abc-8def-0123456789ab","mode":"bilateral","force":"border_guard",
                "with":["rangers","police","rangers"],"started_at":"2026-11-20T06:00:00+07:00",
                "ended_at":"2026-11-20T15:30:00+07:00","unit":"Đồn Biên phòng Chiềng Khương","members":7,
                "segment":"VN-LA:144..145","notes":"phối hợp với bạn"}"#,
        )
        .unwrap();
        assert_eq!(patrol(&record).with, [Force::Police, Force::Rangers]);
        assert_eq!(patrol(&record).members, Some(7));
        assert_eq!((record.label, record.review), (Label::Internal, ReviewState::Submitted));
        assert_eq!(record.line.map(|line| line.to_string()).as_deref(), Some("VN-LA"));
        assert_eq!(record.event_at.unwrap().to_string(), "2026-11-19T23:00:00.000Z");
    }

    #[test]
    fn every_fault_is_reported_at_once() {
        let faults = read(
            r#"{"id":"x","mode":"alone","with":["police","navy",7],"started_at":"2026-11-20T06:00:00+07:00",
                "ended_at":"2026-11-20T05:59:59+07:00","members":1.5,"segment":"144-145","kind":"x"}"#,
        )
        .unwrap_err();
        let found: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
        for expected in [
            ("/id", Code::NotUuid),
            ("/mode", Code::NotOneOf),
            ("/force", Code::Missing),
            ("/with/1", Code::NotOneOf),
            ("/with/2", Code::NotOneOf),
            ("/ended_at", Code::EndsBeforeStart),
            ("/members", Code::NotACount),
            ("/segment", Code::Number),
            ("/kind", Code::UnknownField),
        ] {
            assert!(found.contains(&expected), "{expected:?} in {found:?}");
        }
        assert_eq!(found.len(), 9);
    }

    #[test]
    fn what_is_no_list_of_forces_is_refused_and_an_open_end_is_taken() {
        let with = |value: &str| {
            read(&format!(
                r#"{{"id":"01932f5e-7c1a-7abc-8def-0123456789ab","mode":"joint","force":"police",
                    "started_at":"2026-11-20T06:00:00Z","with":{value}}}"#
            ))
        };
        assert_eq!(with("\"police\"").unwrap_err()[0].code, Code::NotAList);
        let record = with("[]").unwrap();
        assert_eq!((patrol(&record).ended_at, patrol(&record).with.len()), (None, 0));
    }
}
