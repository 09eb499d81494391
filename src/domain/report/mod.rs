//! Reports of a unit for a period: which there are, what they say, and what was said in words.
//!
//! A report's content is a value ([`content`]), worked out from the picture of the log as of a [cut-off](cut_off); laid out
//! it is a [document] that does not know whether it becomes HTML or DOCX. What is stored is only what people
//! say: the words of a section ([`Narrative`]) and that a report was issued ([`IssuedReport`]).
//!
//! | module | what it holds |
//! |---|---|
//! | [`kind`] | the kinds of reports, as the embedded file lists them |
//! | [`window`] | a period, or days from and to |
//! | [`cut_off`] | up to where the log counts, and the day |
//! | [`content`] | sections, figures, tables; every figure holds the records that it counts |
//! | [`corrections`] | what changed in periods that were reported before |
//! | [`document`], [`layout`] | the blocks of an official document, and how content becomes one |
//! | [`province`] | of which province a unit is, and what of the documents concerns it |
//! | [`words`] | Vietnamese words for the data |

pub mod content;
pub mod corrections;
pub mod cut_off;
pub mod document;
pub mod kind;
pub mod layout;
pub mod province;
pub mod window;
pub mod words;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access::Label;
use super::time::CivilDay;

/// What somebody writes into a section of a report. The newest of a section counts; all are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Narrative {
    pub kind: String,
    /// The window as its address writes it.
    pub period: String,
    pub section: String,
    pub text: String,
    /// The one that it takes the place of: whoever wrote it had read that.
    pub previous: Option<Uuid>,
    /// Of which report it is, by the label up to which that counts; left out where it is the internal one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Label>,
}

impl Narrative {
    /// The level as it is kept.
    pub fn kept(level: Label) -> Option<Label> {
        (level != Label::Internal).then_some(level)
    }

    pub fn level(&self) -> Label {
        self.level.unwrap_or(Label::Internal)
    }
}

/// A report went out. The unit stands in the envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedReport {
    pub kind: String,
    pub period: String,
    /// The unit and those below it, as they stood: what was rolled up. Empty where no unit was named.
    pub units: Vec<String>,
    /// Up to which label it counts.
    pub level: Label,
    /// The log that the number is of.
    pub epoch: String,
    pub cut_off: i64,
    pub day: CivilDay,
    /// SHA-256 of the content, in hexadecimal digits.
    pub content: String,
    /// Number and symbol of the letter.
    pub number: Option<String>,
    pub place: Option<String>,
    /// As what somebody signs, and his name.
    pub position: Option<String>,
    pub signer: Option<String>,
}

/// Names one narrative of many: nobody writes past what he has not read.
pub fn narrative_key(unit: Option<&str>, said: &Narrative) -> String {
    let previous = said.previous.map_or_else(|| "first".to_owned(), |id| id.to_string());
    let key = format!("{}/{}/{}/{}/{previous}", said.kind, said.period, unit.unwrap_or("-"), said.section);
    said.level.map_or_else(|| key.clone(), |level| format!("{key}/{}", level.as_str()))
}
