//! What a post sends when it reports a patrol, before it is a record.

use serde_json::Value;
use uuid::Uuid;

use super::access::{Label, ReviewState};
use super::attachment::{self, Attachment};
use super::fault::{Code, Fault};
use super::fields::Fields;
use super::inspection::Mode;
use super::inspection_draft::{LONGEST_NAME, LONGEST_NOTE};
use super::location::{Location, Referent};
use super::number::SegmentKey;
use super::patrol::{Force, Patrol};
use super::record::{Body, Record};
use super::time::Instant;

/// More people than walk one border patrol: a typing fault.
const MOST_MEMBERS: f64 = 10_000.0;

/// A submission whose fields are all sound.
#[derive(Debug, Clone, PartialEq)]
pub struct PatrolDraft {
    pub id: Uuid,
    pub patrol: Patrol,
    /// The stretch that it was sent to; none when nobody said.
    pub segment: Option<SegmentKey>,
    pub unit: Option<String>,
    pub device: Option<String>,
    pub person: Option<String>,
    pub attachments: Vec<Attachment>,
}

impl PatrolDraft {
    /// Reads a submission whole.
    ///
    /// # Errors
    /// Every fault, each with a pointer to its field.
    pub fn read(value: &Value) -> Result<Self, Vec<Fault>> {
        let mut fields = Fields::of(value)?;
        let id = fields.uuid_v7("id");
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
        let members = members(&mut fields);
        let segment = segment(&mut fields);
        let notes = fields.text("notes", LONGEST_NOTE);
        let unit = fields.text("unit", LONGEST_NAME);
        let device = fields.text("device", LONGEST_NAME);
        let person = fields.text("person", LONGEST_NAME);
        let attachments = attachment::read(&mut fields);
        fields.finish()?;
        match (id, mode, force, started_at) {
            (Some(id), Some(mode), Some(force), Some(started_at)) => {
                let patrol = Patrol { mode, force, with, started_at, ended_at, members, notes };
                Ok(Self { id, patrol, segment, unit, device, person, attachments })
            }
            // Every `None` above has left a fault, so `finish` has returned before.
            _ => Err(vec![Fault::new("", Code::Missing)]),
        }
    }

    /// The record this becomes when it is received. Internal, and waiting for approval.
    pub fn into_record(self, received_at: Instant) -> Record {
        let location = self.segment.map(|segment| Location::at(Referent::Segment(segment))).unwrap_or_default();
        let event_at = self.patrol.started_at;
        let body = Body::Patrol(self.patrol);
        let mut record = Record::new(self.id, received_at, Label::Internal, ReviewState::Submitted, location, body);
        record.event_at = Some(event_at);
        record.unit = self.unit;
        record.device = self.device;
        record.person = self.person;
        record.attachments = self.attachments;
        record
    }
}

fn members(fields: &mut Fields<'_>) -> Option<i64> {
    let number = fields.number("members")?;
    if number.fract() != 0.0 || !(1.0..=MOST_MEMBERS).contains(&number) {
        fields.fault(Fault::new("/members", Code::NotACount).with(MOST_MEMBERS.to_string()));
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number of at most five digits")]
    let members = number as i64;
    Some(members)
}

fn segment(fields: &mut Fields<'_>) -> Option<SegmentKey> {
    let text = fields.text("segment", LONGEST_NAME)?;
    match text.parse() {
        Ok(segment) => Some(segment),
        Err(fault) => {
            fields.fault(Fault::number("/segment", &fault));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<PatrolDraft, Vec<Fault>> {
        PatrolDraft::read(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn a_full_submission_is_read_and_those_who_came_along_are_put_in_order() {
        let draft = read(
            r#"{"id":"01932f5e-7c1a-7abc-8def-0123456789ab","mode":"bilateral","force":"border_guard",
                "with":["rangers","police","rangers"],"started_at":"2026-11-20T06:00:00+07:00",
                "ended_at":"2026-11-20T15:30:00+07:00","unit":"Đồn Biên phòng Chiềng Khương","members":7,
                "segment":"VN-LA:144..145","notes":"phối hợp với bạn"}"#,
        )
        .unwrap();
        assert_eq!(draft.patrol.with, [Force::Police, Force::Rangers]);
        assert_eq!(draft.patrol.members, Some(7));
        let record = draft.into_record(Instant::from_millis(1_800_000_000_000));
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
        let draft = with("[]").unwrap();
        assert_eq!((draft.patrol.ended_at, draft.patrol.with.len()), (None, 0));
    }
}
