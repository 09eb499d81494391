//! How often what is inspected: a rule that a unit sets, with the clause or order that it comes from.
//!
//! None of the documents at hand sets an interval; their own words are kept as [`Rule`](super::standing::Rule), mostly
//! with the interval "none". A rule may name one of those as what it carries out, and nothing makes a number of "none":
//! the number then comes from an order of somebody's own, which must be named. A rule is never edited: it is ended
//! ([`RuleEnd`](super::approval_rule::RuleEnd)), and another one takes its place.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::inspection::Mode;
use super::inspection_due::Interval;
use super::location::Referent;
use super::messages::Lang;
use super::number::LineKey;
use super::object::ObjectKind;
use super::time::CivilDay;
use super::words::words;

words! {
    /// What is inspected.
    InspectionSubject {
        Markers = "markers",
        /// The course of the line ("hướng đi của đường biên giới").
        LineCourse = "line_course",
        Objects = "objects",
    }
}

impl InspectionSubject {
    pub const fn title(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Markers, Lang::Vi) => "Mốc quốc giới",
            (Self::Markers, Lang::En) => "Boundary markers",
            (Self::LineCourse, Lang::Vi) => "Hướng đi của đường biên giới",
            (Self::LineCourse, Lang::En) => "Course of the line",
            (Self::Objects, Lang::Vi) => "Đối tượng khác",
            (Self::Objects, Lang::En) => "Other objects",
        }
    }
}

/// Where something comes from, in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Number and name of the document or order, such as "Lệnh số 12/L-BCH ngày 05/01/2026".
    pub document: String,
    pub clause: Option<String>,
    /// Its own words.
    pub quote: String,
    /// The record of the standing order that it carries out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Uuid>,
}

impl Basis {
    /// In one line, for people.
    pub fn written(&self) -> String {
        let clause = self.clause.as_ref().map(|clause| format!(", mục {clause}")).unwrap_or_default();
        format!("{}{clause}: “{}”", self.document, self.quote)
    }
}

/// Where something is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    pub line: LineKey,
    /// Markers and stretches of that line; the whole line where none are named.
    #[serde(default)]
    pub places: Vec<Referent>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectionRule {
    pub title: String,
    pub subject: InspectionSubject,
    /// Of objects: of these kinds; of all where none are named.
    #[serde(default)]
    pub kinds: Vec<ObjectKind>,
    pub reach: Reach,
    pub interval: Interval,
    /// In which it must be; absent where any will do.
    pub mode: Option<Mode>,
    /// Who inspects, in words.
    pub by: Option<String>,
    /// The unit whose duty it is, by its key.
    pub in_charge: Option<String>,
    /// First day on which it holds.
    pub from: CivilDay,
    /// So many days before the last day it is due soon.
    pub notice_days: i64,
    pub basis: Basis,
    /// Units that are told of it, beside the one that set it.
    #[serde(default)]
    pub told: Vec<String>,
}
