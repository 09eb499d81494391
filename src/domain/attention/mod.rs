//! The attention level of a segment: a composite that explains itself.
//!
//! **What it computes.** Points for what is known about the stretch between two neighbouring markers, added up and
//! put into five classes. Every point belongs to a term, every term names the records it came from.
//!
//! **Where the method comes from.** From `data/attention.toml`, read into a [`Method`]: weights with version and digest, the
//! idea of each term with its source, and nothing approved until somebody who plans records a decision about that very
//! file (`domain/method_approval`). The shape is an additive weighted score, the plainest of multi-criteria methods, because
//! each term can be shown.
//!
//! ```text
//! score = hazards + marker_condition + line_course + incidents + works + warnings + inspection_age + alerts
//! hazards          = Σ kind × severity × trend × across × along, each hazard rounded to a tenth
//! marker_condition = the worst of the markers of the stretch        line_course = the worst in force on any part
//! incidents        = Σ by kind, of those not resolved               works       = each × number
//! warnings         = of each kind the highest level in force        alerts      = 0: said, not counted
//! inspection_age   = by how far its rule is overdue; 0 without a rule
//! ```
//!
//! **What is not known.** Nothing recorded is [`Class::NoData`], never "very low". Nor is a stretch of which only a part
//! was looked at and found good: zero points make "very low" where the inspections cover the [whole](Coverage::Whole) of
//! it, and `NoData` with a [`Coverage`] elsewhere. A hazard whose severity nobody stated counts between "low" and "moderate";
//! an unknown distance counts in full. An inspection that could not tell (`unknown`) changes no level; see
//! [`findings`](super::findings). Any point at all is something known and gives a class: a level never falls because
//! something worse was found.
//!
//! **Degenerate input.** An event whose time is doubted is left out here and shown where it is listed. Points are whole
//! tenths, so that terms add up to the score exactly.
//!
//! **Cost.** Linear in the number of facts of the segment.
//!
//! | module | what it holds |
//! |---|---|
//! | [`method`] | the weights |
//! | [`facts`] | what goes in |
//! | `terms` | points, records and reasons of each term |
//! | [`class`], `words` | five classes; what terms say |

pub mod class;
pub mod facts;
pub mod method;
mod terms;
mod words;

use serde::Serialize;
use uuid::Uuid;

use super::inspection_due::Due;
pub use super::inspection_due::InspectionState;
use super::time::CivilDay;
pub use class::Class;
pub use facts::{AlertFact, Coverage, Facts, HazardFact, IncidentFact, Told, Trend, WarningFact, WorksFact};
pub use method::Method;
pub use words::{condition_vi, kind_of_warning_vi};

/// Words of a document that stand behind a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub record: Uuid,
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

/// A part of the score. Points are tenths inside, so that sums are exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub name: &'static str,
    pub tenths: i64,
    pub records: Vec<Uuid>,
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    pub class: Class,
    pub tenths: i64,
    pub terms: Vec<Term>,
    pub inspection_state: InspectionState,
    pub inspection_coverage: Coverage,
    /// Days since the latest inspection of an end or of the course; none when never inspected.
    pub days_since_inspection: Option<i64>,
    /// What the strictest rule says; none where no rule applies.
    pub due: Option<Due>,
}

/// Assesses one segment on one day. Terms come in a fixed order; terms without records are left out, but for the
/// inspection age, which always says how inspections stand.
pub fn assess(facts: &Facts, day: CivilDay, method: &Method) -> Assessment {
    let weights = &method.weights;
    let latest = facts.markers.iter().chain(&facts.courses).max_by_key(|fact| fact.age());
    let days_since_inspection = latest.map(|fact| (day.number() - fact.observed_at.day().number()).max(0));
    let inspection_state = match (&facts.due, latest) {
        (Some(due), _) => due.state,
        (None, Some(_)) => InspectionState::NoRule,
        (None, None) => InspectionState::NeverInspected,
    };
    let said = [
        terms::hazards(facts, weights),
        terms::conditions(facts, weights),
        terms::courses(facts, weights),
        terms::incidents(facts, weights),
        terms::works(facts, weights),
        terms::warnings(facts, day, weights),
        terms::alerts(facts),
        Some(terms::inspection_age(facts, day, latest.map(|fact| fact.record), weights)),
    ];
    let terms: Vec<Term> = said.into_iter().flatten().collect();
    let tenths = terms.iter().map(|term| term.tenths).sum();
    // Zero points say that all is well only of what was looked at.
    let known = tenths > 0 || facts.coverage == Coverage::Whole;
    let class = if known { Class::of(tenths, &weights.classes) } else { Class::NoData };
    Assessment {
        class,
        tenths,
        terms,
        inspection_state,
        inspection_coverage: facts.coverage,
        days_since_inspection,
        due: facts.due.clone(),
    }
}

/// Tenths of a point as the number people read.
#[expect(clippy::cast_precision_loss, reason = "scores are below a million")]
pub fn points(tenths: i64) -> f64 {
    tenths as f64 / 10.0
}
