//! The attention level of a segment: a composite that explains itself.
//!
//! **What it computes.** Points for what is known about the stretch between two neighbouring markers, added up and
//! put into five classes. Every point belongs to a term, every term names the records it came from.
//!
//! **Where the method comes from.** Our own, weights version [`WEIGHTS_VERSION`], *not approved by anybody yet*: no
//! document gives an inspection interval or a severity, so the weights only put the documents' own words in order.
//! What the plan of Sơn La orders to be watched (clause IV.4) comes first; a hazard whose severity nobody stated
//! counts between "low" and "moderate", stated as such.
//!
//! | term | points |
//! |---|---|
//! | hazard, per record | kind (landslide 40, crack 35, bank erosion 35, high landslide risk 25) × severity (unknown 0.6, low 0.3, moderate 0.7, high 0.9, critical 1.0) |
//! | marker condition, worst of the markers of the stretch | missing 30, not found 25, displaced 25, damaged 20, buried 20, tilted 15, at risk 15, else 0 |
//! | course of the line, worst of what is in force on any part | damaged 25, at risk of damage 20, else 0 |
//! | works at the segment, per record | 10 |
//! | limits that units set for its hazards, crossed | 0: said, not counted |
//! | age of the last inspection | 0 in every case: no rule sets an interval (`no_rule`), and never inspected is a state, not a fault |
//!
//! **What is not known.** Nothing recorded is [`Class::NoData`], never "very low". Nor is a stretch of which only a part
//! was looked at and found good: zero points make "very low" where the inspections cover the [whole](Coverage::Whole) of
//! it, and `NoData` with a [`Coverage`] elsewhere. An inspection that could not tell (`unknown`) changes no level; see
//! [`findings`](super::findings). Any point at all is something known and gives a class: a level never falls because
//! something worse was found.
//!
//! **Degenerate input.** An event whose time is doubted is left out here and shown where it is listed. Points are whole
//! tenths, so that terms add up to the score exactly.
//!
//! **Cost.** Linear in the number of facts of the segment.

use serde::Serialize;
use uuid::Uuid;

use super::findings::InspectionFact;
use super::hazard::{HazardKind, Severity};
use super::inspection::Condition;
use super::inspection_due::Due;
pub use super::inspection_due::InspectionState;
use super::number::{MarkerKey, SegmentKey};
use super::source::{Cite, Source};
use super::time::CivilDay;

pub const WEIGHTS_VERSION: &str = "2026-11-draft-2";

/// A hazard that lies on the segment or in the area of one of its markers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HazardFact {
    pub record: Uuid,
    pub kind: HazardKind,
    pub severity: Severity,
    pub title: String,
    /// What the record is tied to, in the words shown to people ("khu vực mốc 211").
    pub place: String,
    pub source: Option<Source>,
    pub cite: Vec<Cite>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorksFact {
    pub record: Uuid,
    pub title: String,
    pub source: Option<Source>,
    pub cite: Vec<Cite>,
}

/// A limit that a unit set for one of the hazards, and what crosses it. It gives no points: how severe the hazard is counts
/// already, and no weight for limits was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertFact {
    pub hazard: Uuid,
    /// The reading that crossed first.
    pub reading: Uuid,
    pub text: String,
}

/// Everything known about one segment that the viewer may know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub hazards: Vec<HazardFact>,
    /// What stands of the inspections of its markers, and of the course.
    pub markers: Vec<InspectionFact>,
    pub courses: Vec<InspectionFact>,
    pub works: Vec<WorksFact>,
    pub alerts: Vec<AlertFact>,
    pub coverage: Coverage,
    /// What a rule says of its inspections; none where no rule applies.
    pub due: Option<Due>,
}

/// How much of a stretch inspections looked at and could tell about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    #[default]
    None,
    Partial,
    /// The course all along, or, between registered neighbours by number, every marker.
    Whole,
}

impl Coverage {
    /// Of two parts together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        if self == other { self } else { Self::Partial }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Partial => "partial",
            Self::Whole => "whole",
        }
    }
}

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

/// Five classes, and one for not knowing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    NoData,
    VeryLow,
    Low,
    Moderate,
    High,
    VeryHigh,
}

impl Class {
    pub const ALL: [Self; 6] = [Self::NoData, Self::VeryLow, Self::Low, Self::Moderate, Self::High, Self::VeryHigh];

    /// From this many tenths of a point each class begins.
    const fn of(tenths: i64) -> Self {
        match tenths {
            ..100 => Self::VeryLow,
            100..200 => Self::Low,
            200..350 => Self::Moderate,
            350..600 => Self::High,
            _ => Self::VeryHigh,
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoData => "no_data",
            Self::VeryLow => "very_low",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::VeryHigh => "very_high",
        }
    }

    /// The numeral on maps, 1 to 5; none without data.
    pub const fn numeral(self) -> Option<u8> {
        match self {
            Self::NoData => None,
            Self::VeryLow => Some(1),
            Self::Low => Some(2),
            Self::Moderate => Some(3),
            Self::High => Some(4),
            Self::VeryHigh => Some(5),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    pub class: Class,
    pub tenths: i64,
    pub terms: Vec<Term>,
    pub inspection_state: InspectionState,
    pub inspection_coverage: Coverage,
    /// Days since the latest inspection of an end or of the course; none when never inspected.
    pub days_since_inspection: Option<i64>,
}

/// Assesses one segment on one day. Terms come in a fixed order; terms without records are left out, but for the
/// inspection age, which always says how inspections stand.
pub fn assess(facts: &Facts, day: CivilDay) -> Assessment {
    let mut terms = Vec::new();
    hazards(facts, &mut terms);
    conditions(facts, &mut terms);
    courses(facts, &mut terms);
    works(facts, &mut terms);
    alerts(facts, &mut terms);

    let latest = facts.markers.iter().chain(&facts.courses).max_by_key(|fact| fact.age());
    let days_since_inspection = latest.map(|fact| (day.number() - fact.observed_at.day().number()).max(0));
    let inspection_state = match (&facts.due, latest) {
        (Some(due), _) => due.state,
        (None, Some(_)) => InspectionState::NoRule,
        (None, None) => InspectionState::NeverInspected,
    };
    terms.push(Term {
        name: "inspection_age",
        tenths: 0,
        records: latest.map(|fact| fact.record).into_iter().collect(),
        reasons: Vec::new(),
    });

    let tenths = terms.iter().map(|term| term.tenths).sum();
    // Zero points say that all is well only of what was looked at.
    let known = tenths > 0 || facts.coverage == Coverage::Whole;
    let class = if known { Class::of(tenths) } else { Class::NoData };
    let inspection_coverage = facts.coverage;
    Assessment { class, tenths, terms, inspection_state, inspection_coverage, days_since_inspection }
}

fn hazards(facts: &Facts, terms: &mut Vec<Term>) {
    if facts.hazards.is_empty() {
        return;
    }
    let mut term = Term { name: "hazards", tenths: 0, records: Vec::new(), reasons: Vec::new() };
    for fact in &facts.hazards {
        term.tenths += hazard_tenths(fact.kind, fact.severity);
        term.records.push(fact.record);
        let text = format!("{} ({}; mức độ: {})", fact.title, fact.place, severity_vi(fact.severity));
        term.reasons.push(reason(fact.record, text, fact.source.as_ref(), &fact.cite));
    }
    terms.push(term);
}

fn alerts(facts: &Facts, terms: &mut Vec<Term>) {
    if facts.alerts.is_empty() {
        return;
    }
    let mut term = Term { name: "alerts", tenths: 0, records: Vec::new(), reasons: Vec::new() };
    for fact in &facts.alerts {
        for record in [fact.hazard, fact.reading] {
            if !term.records.contains(&record) {
                term.records.push(record);
            }
        }
        term.reasons.push(reason(fact.reading, fact.text.clone(), None, &[]));
    }
    terms.push(term);
}

/// Kind × severity in whole tenths; a more severe hazard never counts less.
const fn hazard_tenths(kind: HazardKind, severity: Severity) -> i64 {
    let base = match kind {
        HazardKind::Landslide => 40,
        HazardKind::Crack | HazardKind::BankErosion => 35,
        HazardKind::LandslideRisk => 25,
    };
    let share = match severity {
        Severity::Unknown => 6,
        Severity::Low => 3,
        Severity::Moderate => 7,
        Severity::High => 9,
        Severity::Critical => 10,
    };
    base * share
}

const fn severity_vi(severity: Severity) -> &'static str {
    match severity {
        Severity::Unknown => "chưa rõ",
        Severity::Low => "nhẹ",
        Severity::Moderate => "trung bình",
        Severity::High => "nặng",
        Severity::Critical => "rất nặng",
    }
}

fn conditions(facts: &Facts, terms: &mut Vec<Term>) {
    let points = |condition| match condition {
        Condition::Missing => 300,
        Condition::NotFound | Condition::Displaced => 250,
        Condition::Damaged | Condition::Buried => 200,
        Condition::Tilted | Condition::AtRiskOfDamage => 150,
        Condition::Good | Condition::Unknown => 0,
    };
    let Some(tenths) = facts.markers.iter().map(|fact| points(fact.condition)).max() else { return };
    terms.push(Term {
        name: "marker_condition",
        tenths,
        records: facts.markers.iter().map(|fact| fact.record).collect(),
        reasons: facts.markers.iter().map(|fact| inspected(fact, "mốc")).collect(),
    });
}

fn courses(facts: &Facts, terms: &mut Vec<Term>) {
    let points = |condition| match condition {
        Condition::Damaged => 250,
        Condition::AtRiskOfDamage => 200,
        _ => 0,
    };
    let Some(tenths) = facts.courses.iter().map(|fact| points(fact.condition)).max() else { return };
    terms.push(Term {
        name: "line_course",
        tenths,
        records: facts.courses.iter().map(|fact| fact.record).collect(),
        // Named by the stretch that was inspected, which may be much longer than the one asked about.
        reasons: facts.courses.iter().map(|fact| inspected(fact, "đường biên, đoạn kiểm tra")).collect(),
    });
}

fn works(facts: &Facts, terms: &mut Vec<Term>) {
    if facts.works.is_empty() {
        return;
    }
    let mut term = Term { name: "works", tenths: 0, records: Vec::new(), reasons: Vec::new() };
    for fact in &facts.works {
        term.tenths += 100;
        term.records.push(fact.record);
        term.reasons.push(reason(fact.record, fact.title.clone(), fact.source.as_ref(), &fact.cite));
    }
    terms.push(term);
}

fn inspected(fact: &InspectionFact, what: &str) -> Reason {
    let key = &fact.subject;
    let subject = key.parse().map(|marker: MarkerKey| marker.number().to_string());
    let subject = subject.or_else(|_| key.parse().map(|stretch: SegmentKey| stretch.label()));
    let subject = subject.as_deref().unwrap_or(key);
    let text = format!("{what} {subject}: {} ({})", condition_vi(fact.condition), fact.observed_at.day().written_vi());
    Reason { record: fact.record, text, document: None, document_title: None, clause: None, quote: None }
}

/// The condition in the words of the glossary.
pub const fn condition_vi(condition: Condition) -> &'static str {
    match condition {
        Condition::Good => "tốt",
        Condition::Damaged => "hư hỏng",
        Condition::Tilted => "nghiêng",
        Condition::Displaced => "xê dịch",
        Condition::Buried => "vùi lấp",
        Condition::Missing => "mất",
        Condition::NotFound => "không tìm thấy",
        Condition::AtRiskOfDamage => "có nguy cơ hư hỏng",
        Condition::Unknown => "chưa rõ",
    }
}

fn reason(record: Uuid, text: String, source: Option<&Source>, cite: &[Cite]) -> Reason {
    let first = cite.first();
    Reason {
        record,
        text,
        document: source.map(|source| source.document.clone()),
        document_title: source.map(|source| source.title.clone()),
        clause: first.map(|cite| cite.clause.clone()),
        quote: first.map(|cite| cite.quote.clone()),
    }
}

/// Tenths of a point as the number people read.
#[expect(clippy::cast_precision_loss, reason = "scores are below a million")]
pub fn points(tenths: i64) -> f64 {
    tenths as f64 / 10.0
}
