//! `POST /api/v1/meetings/{id}/tasks`: what a meeting agreed on becomes a task of somebody; and which point has become which.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::receipts::{body, receipt, refused};
use super::records::{seen, sees, unknown};
use crate::actions::speak::Hanging;
use crate::actions::submit::submit;
use crate::atlas::LayerId;
use crate::domain::draft::head::Received;
use crate::domain::draft::task;
use crate::domain::fault::{Code, Fault};
use crate::domain::meeting::Meeting;
use crate::domain::record::{Body, Record};
use crate::domain::task::{AgreedPoint, Task};
use crate::domain::verdict::{Case, Verdict};
use crate::http::ask::Ask;
use crate::http::author;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

pub fn task(ask: Ask) -> Answering {
    Box::pin(async move {
        let case = seen(&ask).await?;
        let meeting = meeting_of(&case).ok_or_else(|| unknown(&ask))?;
        let label = case.judge().map(|verdict| verdict.label);
        let mut given = body(&ask)?;
        let point = given.get("point").and_then(Value::as_u64).and_then(|point| u32::try_from(point).ok());
        // Unless it is given another title, it is called as the point was worded.
        let worded = point.and_then(|point| meeting.point(point));
        if let (Some(object), Some(words)) = (given.as_object_mut(), worded) {
            object.entry("title").or_insert_with(|| words.into());
        }
        let received = Received::at((ask.app.context.clock)());
        let mut record = task::read(&given, Some(case.id), received).map_err(Problem::invalid)?;
        // It says what was agreed in the meeting, and is for no more people.
        record.label = label.map_or(record.label, |label| record.label.max(label));
        if worded.is_none() {
            return Err(Problem::invalid(vec![
                Fault::new("/point", Code::NotACount).with(meeting.agreed.len().to_string()),
            ]));
        }
        let about = record.location.referent.clone();
        author::sign(&ask, about.as_ref(), &mut record).await?;
        let taken = submit(&ask.app.context, &ask.identity.actor, record).await.map_err(refused)?;
        let more = Map::from_iter([("meeting".to_owned(), json!(case.id)), ("point".to_owned(), json!(point))]);
        receipt(&ask, LayerId::Tasks, taken, more)
    })
}

/// The meeting that a case is about, as it counts; none for what was withdrawn.
fn meeting_of(case: &Case) -> Option<Meeting> {
    let verdict = case.judge().filter(Verdict::stands)?;
    match &verdict.shown.record.body {
        Body::Meeting(meeting) => Some(meeting.clone()),
        _ => None,
    }
}

/// Each point that was agreed on, with the tasks that have come of it, as far as the viewer sees them.
pub(super) fn points(ask: &Ask, meeting: &Meeting, related: &[Hanging]) -> Vec<Value> {
    let sees = sees(ask);
    let standing = related.iter().filter_map(|held| held.case.judge()).filter(Verdict::stands);
    let tasks: Vec<Record> = standing.filter(|it| sees(&it.record(), it.shown.vouched)).map(|it| it.record()).collect();
    let of_point = |number: u32| -> Vec<Value> {
        let of_it = |record: &&Record| agreed(record).is_some_and(|(_, of)| of.point == number);
        tasks.iter().filter(of_it).filter_map(told).collect()
    };
    (1..).zip(&meeting.agreed).map(|(n, text)| json!({ "point": n, "text": text, "tasks": of_point(n) })).collect()
}

const fn agreed(record: &Record) -> Option<(&Task, &AgreedPoint)> {
    match &record.body {
        Body::Task(task) => match &task.agreed {
            Some(of) => Some((task, of)),
            None => None,
        },
        _ => None,
    }
}

fn told(record: &Record) -> Option<Value> {
    let (task, _) = agreed(record)?;
    let id: Uuid = record.id;
    Some(
        json!({ "task": id, "title": task.title, "lead": task.lead, "support": task.support, "deadline": task.deadline,
        "review_state": record.review }),
    )
}
