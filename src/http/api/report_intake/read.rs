//! Duties, agencies and parts as the atlas shows them to whoever asks.

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::properties_of;
use crate::atlas::LayerId;
use crate::domain::report_merge::Source;
use crate::domain::report_owed::{DutyWords, Named};
use crate::domain::report_part::{Letter, PartText};
use crate::http::ask::Ask;
use crate::http::problem::Problem;

/// A reporting duty of a document.
pub struct Duty {
    pub id: Uuid,
    /// `000:periodic-report`.
    pub key: String,
    pub title: String,
    pub clause: String,
    pub document_title: String,
    pub words: DutyWords,
}

/// A part that came.
pub struct Part {
    pub id: Uuid,
    pub duty: Uuid,
    pub period: String,
    pub agency: String,
    pub scope: String,
    pub letter: Option<Letter>,
    pub sections: Vec<PartText>,
    pub on_behalf: bool,
    pub review: String,
    pub at: String,
    /// When it was approved, or came in approved.
    pub sent_at: String,
    pub by: Option<String>,
    pub corrects: Option<Uuid>,
    pub attachments: u64,
}

/// That an agency was reminded (đôn đốc).
pub struct Urged {
    pub id: Uuid,
    pub duty: Uuid,
    pub period: Option<String>,
    /// By name, or the key of its unit.
    pub to: String,
    pub at: String,
    pub number: Option<String>,
    pub by: Option<String>,
}

impl Part {
    pub fn shown(&self, ask: &Ask) -> Value {
        json!({
            "record": self.id,
            "href": format!("{}/collections/report-parts/items/{}", ask.base(), self.id),
            "scope": self.scope,
            "letter": self.letter,
            "sections": self.sections.iter().map(|part| part.section.as_str()).collect::<Vec<_>>(),
            "review_state": self.review,
            "sent_at": (self.review == "approved").then_some(&self.sent_at),
            "sent_by": self.by,
            "on_behalf": self.on_behalf,
            "replaces": self.corrects,
            "attachments": self.attachments,
        })
    }

    pub fn source(&self) -> Source {
        let texts = self.sections.iter().map(|part| (part.section.clone(), part.text.clone())).collect();
        Source { record: self.id, agency: self.agency.clone(), letter: self.letter.clone(), texts }
    }

    pub fn letter_words(&self) -> Option<(String, String)> {
        self.letter.as_ref().map(|letter| (letter.number.clone(), letter.on.to_string()))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn some(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn field<T: for<'de> Deserialize<'de>>(value: &Value) -> Option<T> {
    T::deserialize(value).ok()
}

/// By document, in the order in which they were entered.
///
/// # Errors
/// When what the atlas holds is no feature.
pub fn duties(ask: &Ask) -> Result<Vec<Duty>, Problem> {
    let mut all = properties_of(ask, LayerId::Duties)?;
    all.sort_by_key(|duty| (text(&duty["document"]), duty["seq"].as_i64()));
    Ok(all.iter().filter_map(duty).collect())
}

fn duty(duty: &Value) -> Option<Duty> {
    let quotes = duty["cite"].as_array().into_iter().flatten().map(|cite| text(&cite["quote"])).collect();
    let words = DutyWords {
        from: field(&duty["from"])?,
        to: text(&duty["to"]),
        periods: field(&duty["period"])?,
        deadline: some(&duty["deadline"]),
        due: field(&duty["due"]),
        document: text(&duty["document"]),
        quotes,
    };
    Some(Duty {
        id: field(&duty["record"])?,
        key: format!("{}:{}", words.document, text(&duty["seed_key"])),
        title: text(&duty["title"]),
        clause: text(&duty["clause"]),
        document_title: text(&duty["document_title"]),
        words,
    })
}

/// The list of units, in the order of the documents that name them.
pub fn units(ask: &Ask) -> Vec<Named> {
    let mut all = properties_of(ask, LayerId::Units).unwrap_or_default();
    all.sort_by_key(|unit| (text(&unit["document"]), unit["seq"].as_i64()));
    let unit = |unit: &Value| {
        Some(Named {
            title: text(&unit["title"]),
            kind: field(&unit["kind"])?,
            document: text(&unit["document"]),
            valid_from: field(&unit["valid_from"]),
            valid_to: field(&unit["valid_to"]),
            successor: some(&unit["successor"]),
        })
    };
    all.iter().filter_map(unit).collect()
}

/// # Errors
/// When what the atlas holds is no feature.
pub fn parts(ask: &Ask) -> Result<Vec<Part>, Problem> {
    Ok(properties_of(ask, LayerId::ReportParts)?.iter().filter_map(part).collect())
}

fn part(part: &Value) -> Option<Part> {
    let received = text(&part["received_at"]);
    Some(Part {
        id: field(&part["record"])?,
        duty: field(&part["duty"])?,
        period: text(&part["period"]),
        agency: text(&part["agency"]),
        scope: text(&part["scope"]),
        letter: field(&part["letter"]),
        sections: field(&part["sections"])?,
        on_behalf: part["on_behalf"].as_bool().unwrap_or(false),
        review: text(&part["review_state"]),
        at: received.clone(),
        sent_at: some(&part["reviewed_at"]).unwrap_or(received),
        by: some(&part["person"]).or_else(|| some(&part["recorded_by"])),
        corrects: field(&part["corrects"]),
        attachments: part["attachment_count"].as_u64().unwrap_or(0),
    })
}

/// Urgings about anything, the first before the last.
pub fn urgings(ask: &Ask) -> Vec<Urged> {
    let urged = |urged: &Value| {
        Some(Urged {
            id: field(&urged["record"])?,
            duty: field(&urged["target"])?,
            period: some(&urged["period"]),
            to: text(&urged["to"]),
            at: some(&urged["at"]).unwrap_or_else(|| text(&urged["received_at"])),
            number: some(&urged["number"]),
            by: some(&urged["person"]).or_else(|| some(&urged["recorded_by"])),
        })
    };
    let all = properties_of(ask, LayerId::Urgings).unwrap_or_default();
    let mut all: Vec<Urged> = all.iter().filter_map(urged).collect();
    all.sort_by(|a, b| (&a.at, a.id).cmp(&(&b.at, b.id)));
    all
}
