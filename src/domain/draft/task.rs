//! A task that comes of what a meeting agreed on: who does it, and until when in words.

use serde_json::Value;
use uuid::Uuid;

use super::head::{Head, Received};
use super::place::referent;
use super::{LONGEST_NAME, LONGEST_NOTE};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::record::{Body, Record};
use crate::domain::task::{AgreedPoint, Task, Topic};

/// Most points of a meeting, and most who take part in one.
const MOST: i64 = 200;
const MOST_NAMES: usize = 50;

/// Reads a submission whole. Which meeting it is about comes from the path, or stands in `meeting`.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, meeting: Option<Uuid>, received: Received) -> Result<Record, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let head = Head::read(&mut fields, "task");
    let at = fields.instant("at");
    let meeting = meeting.or_else(|| fields.uuid("meeting"));
    let before = fields.faults();
    let point = fields.count("point", MOST);
    if point.is_none() && fields.faults() == before {
        fields.fault(Fault::new("/point", Code::Missing));
    }
    let title = fields.needed_text("title", LONGEST_NOTE);
    let before = fields.faults();
    let lead = fields.texts("lead", MOST_NAMES, LONGEST_NAME);
    if lead.is_empty() && fields.faults() == before {
        fields.fault(Fault::new("/lead", Code::Missing));
    }
    let support = fields.texts("support", MOST_NAMES, LONGEST_NAME);
    let deadline = fields.needed_text("deadline", LONGEST_NAME);
    let note = fields.text("notes", LONGEST_NOTE);
    let location = referent(&mut fields, &["marker", "near_marker", "segment"]).map(Location::at).unwrap_or_default();
    fields.finish()?;
    let point = point.and_then(|point| u32::try_from(point).ok());
    match (head, at, meeting, point, title) {
        (Some(head), Some(at), Some(meeting), Some(point), Some(title)) => {
            let task = Task {
                title,
                lead,
                support,
                deadline,
                // The words are not taken for a date: "trước mùa mưa" is none.
                due: None,
                strength: None,
                recurrence: None,
                depends_on: Vec::new(),
                topic: Topic::ForeignAffairs,
                note,
                cite: Vec::new(),
                flags: Vec::new(),
                source: None,
                agreed: Some(AgreedPoint { meeting, point }),
            };
            Ok(head.into_record(received, at, location, Body::Task(task)))
        }
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Instant;

    fn read(json: &str) -> Result<Record, Vec<Fault>> {
        super::read(&serde_json::from_str(json).unwrap(), None, Received::at(Instant::from_millis(1_800_000_000_000)))
    }

    #[test]
    fn who_does_it_and_until_when_must_be_said() {
        let id = "01932f5e-7c1a-7abc-8def-0123456789ab";
        let faults = read(&format!(r#"{{"id":"{id}","point":0,"lead":[" "],"due":"2026-12-01"}}"#)).unwrap_err();
        let found: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
        for expected in [
            ("/at", Code::Missing),
            ("/meeting", Code::Missing),
            ("/point", Code::NotACount),
            ("/title", Code::Missing),
            ("/lead", Code::Missing),
            ("/deadline", Code::Missing),
            ("/due", Code::UnknownField),
        ] {
            assert!(found.contains(&expected), "{expected:?} in {found:?}");
        }
        assert_eq!(found.len(), 7);
        let record = read(&format!(
            r#"{{"type":"task","id":"{id}","at":"2026-11-21T00:00:00Z","meeting":"{id}","point":2,"title":"Kè chân mốc 211",
                "lead":["Đồn Biên phòng Chiềng Khương"],"deadline":"trước mùa mưa năm 2027","marker":"VN-LA:211"}}"#
        ))
        .unwrap();
        assert_eq!(record.body.target().map(|target| target.to_string()).as_deref(), Some(id));
        assert!(record.body.is_testimony());
    }
}
