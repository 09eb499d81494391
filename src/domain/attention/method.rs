//! The method: every number that a level is worked out with, read from one file that people can read, too.
//!
//! Points are whole tenths and shares whole thousandths, so that sums are exact and the same on every machine.

use serde::{Deserialize, Serialize};

use crate::domain::chain::Digest;
use crate::domain::hazard::{HazardKind, Severity};
use crate::domain::incident::IncidentKind;
use crate::domain::inspection::Condition;
use crate::domain::time::CivilDay;
use crate::domain::warning::WarningKind;

/// Points, in tenths inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Points(i64);

/// What multiplies points, in thousandths inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Share(i64);

/// A number of so many parts of one, within limits.
#[expect(clippy::cast_possible_truncation, reason = "within the limits, which are small")]
fn parts(value: f64, of: f64, most: f64) -> Option<i64> {
    let scaled = (value * of).round();
    let is_whole = (value * of - scaled).abs() < 1e-6;
    (value.is_finite() && (0.0..=most).contains(&value) && is_whole).then_some(scaled as i64)
}

impl Points {
    pub const fn tenths(self) -> i64 {
        self.0
    }
}

impl Share {
    pub const ONE: Self = Self(1_000);

    pub const fn thousandths(self) -> i64 {
        self.0
    }
}

impl TryFrom<f64> for Points {
    type Error = &'static str;

    fn try_from(points: f64) -> Result<Self, Self::Error> {
        parts(points, 10.0, 1_000.0).map(Self).ok_or("points are 0 to 1000, with one decimal at most")
    }
}

impl TryFrom<f64> for Share {
    type Error = &'static str;

    fn try_from(share: f64) -> Result<Self, Self::Error> {
        parts(share, 1_000.0, 5.0).map(Self).ok_or("a share is 0 to 5, with three decimals at most")
    }
}

impl From<Points> for f64 {
    fn from(points: Points) -> Self {
        super::points(points.0)
    }
}

impl From<Share> for f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most 5000")]
    fn from(share: Share) -> Self {
        share.0 as f64 / 1_000.0
    }
}

/// From a value on, a share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub from: f64,
    pub share: Share,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    pub steps: Vec<Step>,
}

impl Steps {
    /// The share of the last step that a value reaches; of the first where it reaches none.
    pub fn at(&self, value: f64) -> Share {
        let reached = self.steps.iter().rev().find(|step| value >= step.from);
        reached.or(self.steps.first()).map_or(Share::ONE, |step| step.share)
    }

    fn ascend(&self) -> bool {
        !self.steps.is_empty() && self.steps.windows(2).all(|pair| pair[0].from < pair[1].from)
    }

    /// Beyond which value nothing counts any more, if such a step is there.
    pub fn reach(&self) -> Option<f64> {
        self.steps.iter().find(|step| step.share.0 == 0).map(|step| step.from)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    pub landslide: Points,
    pub crack: Points,
    pub bank_erosion: Points,
    pub landslide_risk: Points,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Severities {
    pub low: Share,
    pub unknown: Share,
    pub moderate: Share,
    pub high: Share,
    pub critical: Share,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trends {
    pub possible: Share,
    pub volume: Share,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HazardWeights {
    pub kind: Kinds,
    pub severity: Severities,
    pub trend: Trends,
    pub across: Steps,
    pub along: Steps,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConditionWeights {
    pub missing: Points,
    pub not_found: Points,
    pub displaced: Points,
    pub damaged: Points,
    pub buried: Points,
    pub tilted: Points,
    pub at_risk_of_damage: Points,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CourseWeights {
    pub damaged: Points,
    pub at_risk_of_damage: Points,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentWeights {
    pub encroachment_on_line: Points,
    pub encroachment_on_marker: Points,
    pub agreement_breach: Points,
    pub illegal_crossing: Points,
    pub smuggling: Points,
    pub drugs: Points,
    pub timber: Points,
    pub wildlife: Points,
    pub congestion: Points,
    pub other: Points,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorksWeights {
    pub each: Points,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarningWeights {
    pub rainfall: [Points; 5],
    pub flash_flood_landslide: [Points; 5],
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgeWeights {
    pub due_soon: Points,
    pub overdue: Points,
    pub overdue_again: Points,
}

/// Points from which each class begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    pub low: Points,
    pub moderate: Points,
    pub high: Points,
    pub very_high: Points,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    pub hazards: HazardWeights,
    pub marker_condition: ConditionWeights,
    pub line_course: CourseWeights,
    pub incidents: IncidentWeights,
    pub works: WorksWeights,
    pub warnings: WarningWeights,
    pub inspection_age: AgeWeights,
    pub classes: Bounds,
}

/// Something that an idea was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodSource {
    pub id: String,
    pub text: String,
}

/// What a term rests on, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermBasis {
    pub name: String,
    pub sources: Vec<String>,
    pub basis: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Method {
    pub version: String,
    pub issued: CivilDay,
    /// SHA-256 of the file.
    pub digest: Digest,
    pub sources: Vec<MethodSource>,
    pub terms: Vec<TermBasis>,
    pub weights: Weights,
}

impl Weights {
    /// What is wrong with them: more severe must never count less.
    ///
    /// # Errors
    /// The first rule that does not hold.
    pub fn check(&self) -> Result<(), &'static str> {
        let s = &self.hazards.severity;
        let severity = [s.low, s.unknown, s.moderate, s.high, s.critical];
        let c = &self.classes;
        let classes = [c.low, c.moderate, c.high, c.very_high];
        let trend = Steps { steps: self.hazards.trend.steps.clone() };
        let shares = |steps: &Steps| steps.steps.iter().map(|step| step.share).collect::<Vec<_>>();
        let (across, along, age) = (&self.hazards.across, &self.hazards.along, &self.inspection_age);
        let rules = [
            (severity.is_sorted(), "severity: low ≤ unknown ≤ moderate ≤ high ≤ critical"),
            (classes.windows(2).all(|pair| pair[0] < pair[1]), "classes: low < moderate < high < very_high"),
            (trend.ascend() && shares(&trend).is_sorted(), "trend: steps ascend, and so do their shares"),
            (
                shares(&trend).into_iter().chain([self.hazards.trend.possible, self.hazards.trend.volume]).min()
                    >= Some(Share::ONE),
                "trend: a hazard that grows never counts less",
            ),
            (across.ascend() && shares(across).is_sorted_by(|a, b| a >= b), "across: what is farther counts no more"),
            (along.ascend() && shares(along).is_sorted_by(|a, b| a >= b), "along: what is farther counts no more"),
            (self.warnings.rainfall.is_sorted(), "rainfall: a higher level never counts less"),
            (
                self.warnings.flash_flood_landslide.is_sorted(),
                "flash_flood_landslide: a higher level never counts less",
            ),
            (
                [age.due_soon, age.overdue, age.overdue_again].is_sorted(),
                "inspection_age: due_soon ≤ overdue ≤ overdue_again",
            ),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, rule)| Err(rule))
    }

    pub const fn kind(&self, kind: HazardKind) -> Points {
        let of = &self.hazards.kind;
        match kind {
            HazardKind::Landslide => of.landslide,
            HazardKind::Crack => of.crack,
            HazardKind::BankErosion => of.bank_erosion,
            HazardKind::LandslideRisk => of.landslide_risk,
        }
    }

    pub const fn severity(&self, severity: Severity) -> Share {
        let of = &self.hazards.severity;
        match severity {
            Severity::Unknown => of.unknown,
            Severity::Low => of.low,
            Severity::Moderate => of.moderate,
            Severity::High => of.high,
            Severity::Critical => of.critical,
        }
    }

    /// Of a marker.
    pub const fn condition(&self, condition: Condition) -> i64 {
        let of = &self.marker_condition;
        match condition {
            Condition::Missing => of.missing.0,
            Condition::NotFound => of.not_found.0,
            Condition::Displaced => of.displaced.0,
            Condition::Damaged => of.damaged.0,
            Condition::Buried => of.buried.0,
            Condition::Tilted => of.tilted.0,
            Condition::AtRiskOfDamage => of.at_risk_of_damage.0,
            Condition::Good | Condition::Unknown => 0,
        }
    }

    /// Of the course of the line.
    pub const fn course(&self, condition: Condition) -> i64 {
        match condition {
            Condition::Damaged => self.line_course.damaged.0,
            Condition::AtRiskOfDamage => self.line_course.at_risk_of_damage.0,
            _ => 0,
        }
    }

    pub const fn incident(&self, kind: IncidentKind) -> i64 {
        let of = &self.incidents;
        let points = match kind {
            IncidentKind::EncroachmentOnLine => of.encroachment_on_line,
            IncidentKind::EncroachmentOnMarker => of.encroachment_on_marker,
            IncidentKind::AgreementBreach => of.agreement_breach,
            IncidentKind::IllegalCrossing => of.illegal_crossing,
            IncidentKind::Smuggling => of.smuggling,
            IncidentKind::Drugs => of.drugs,
            IncidentKind::Timber => of.timber,
            IncidentKind::Wildlife => of.wildlife,
            IncidentKind::Congestion => of.congestion,
            IncidentKind::Other => of.other,
        };
        points.0
    }

    /// Of a warning of a level, 1 to 5.
    pub fn warning(&self, kind: WarningKind, level: u8) -> i64 {
        let of = match kind {
            WarningKind::Rainfall => &self.warnings.rainfall,
            WarningKind::FlashFloodLandslide => &self.warnings.flash_flood_landslide,
        };
        of.get(usize::from(level.clamp(1, 5)) - 1).map_or(0, |points| points.0)
    }
}
