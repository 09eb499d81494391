//! One entry as it is shown: what was ordered in the document's words, how the deadline was read, how it stands.

use serde_json::{Map, Value, json};

use crate::actions::ordered::{Entry, Named, Ordered};
use crate::domain::agency::Now;
use crate::domain::deadline::{Deadline, Kind};
use crate::domain::fulfilment::words;
use crate::domain::messages::Lang;
use crate::http::ask::Ask;

pub fn shown(ask: &Ask, entry: &Entry, ordered: Ordered) -> Value {
    let (order, standing) = (&entry.order, &entry.standing);
    let latest = standing.latest.as_ref();
    json!({
        "record": order.record,
        "kind": if ordered == Ordered::Tasks { "task" } else { "works" },
        "href": format!("{}/collections/{}/items/{}", ask.base(), ordered.layer().about().id, order.record),
        "title": order.title,
        "works": order.works,
        "milestone": order.milestone,
        "document": order.document,
        "document_title": order.document_title,
        "province": order.province.as_deref().filter(|province| !province.is_empty()),
        "clause": order.clause,
        "quote": order.quote,
        "lead": order.lead,
        "lead_now": entry.lead.iter().map(lead).collect::<Vec<_>>(),
        "support": order.support,
        "topic": order.topic,
        "place": order.at,
        "deadline": order.deadline,
        "deadline_read": reading(&entry.deadline),
        "state": standing.state,
        "state_words": words::sentence(standing, &entry.deadline, Lang::Vi),
        "state_words_en": words::sentence(standing, &entry.deadline, Lang::En),
        "last_day": standing.last_day,
        "days_left": standing.days_left,
        "passed": standing.passed,
        "in_time": standing.in_time,
        "progress": latest.map(|report| json!({
            "state": report.reported, "said": report.progress, "as_of": report.as_of, "record": report.record, "by": report.by,
        })),
        "reports": entry.about.reports,
        "visits": entry.about.visits,
        "urgings": entry.about.urgings,
        "assignments": entry.about.assignments.iter().map(assigned).collect::<Vec<_>>(),
        "flags": order.flags,
        "note": order.note,
    })
}

fn lead(named: &Named) -> Value {
    json!({ "name": named.name, "answers_now": answers(&named.now) })
}

/// Who answers for an agency on the day.
pub fn answers(now: &Now) -> Value {
    match now {
        Now::Same => json!({ "state": "same" }),
        Now::Successor { name, since } => {
            json!({ "state": "successor", "name": name, "since": since, "state_words": name })
        }
        Now::Unclear { since } => {
            json!({ "state": "undetermined", "name": null, "since": since, "state_words": "chưa xác định" })
        }
    }
}

/// What the words of a deadline were read as.
pub fn reading(deadline: &Deadline) -> Value {
    let mut read = json!({
        "kind": deadline.kind.as_str(),
        "meaning": words::reading(deadline, Lang::Vi),
        "meaning_en": words::reading(deadline, Lang::En),
        "last_day": deadline.last_day(),
        "strength": deadline.strength,
        "strength_words": deadline.strength.map(|strength| words::strength(strength, Lang::Vi)),
        "waits_for": deadline.waits_for,
        "doubts": deadline.doubts,
    });
    match &deadline.kind {
        Kind::Dated { without_year: true, .. } => read["year_from_document"] = json!(true),
        Kind::Recurring(recurring) => {
            read["every"] = json!(recurring.every);
            read["month"] = json!(recurring.month);
            read["day"] = json!(recurring.day);
        }
        Kind::Relative { days, working, event, .. } => {
            read["days"] = json!(days);
            read["working_days"] = json!(working);
            read["event"] = json!(event);
        }
        _ => {}
    }
    read
}

/// An assignment with what its own deadline was read as.
fn assigned(row: &Value) -> Value {
    let words = row["deadline"].as_str();
    let written_on = row["at"].as_str().and_then(|at| at.parse::<crate::domain::time::Instant>().ok());
    let said = crate::domain::deadline::Said {
        words,
        written_on: written_on.map(crate::domain::time::Instant::day),
        ..Default::default()
    };
    let mut shown: Map<String, Value> = row.as_object().cloned().unwrap_or_default();
    shown.insert("deadline_read".to_owned(), reading(&crate::domain::deadline::read(&said)));
    shown.into()
}
