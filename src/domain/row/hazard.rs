//! A row of a list of hazards.

use super::{Row, RowContext};
use crate::domain::fault::{Code, Fault};
use crate::domain::hazard::{Hazard, HazardKind, Severity};
use crate::domain::location::Referent;
use crate::domain::time::Instant;

const KINDS: &[(HazardKind, &str, &[&str])] = &[
    (HazardKind::Landslide, "landslide", &["sạt lở", "điểm sạt lở", "trượt lở", "sạt lở đất"]),
    (HazardKind::LandslideRisk, "landslide_risk", &["nguy cơ sạt lở", "nguy cơ cao sạt lở"]),
    (HazardKind::Crack, "crack", &["vết nứt", "nứt", "nứt đất"]),
    (HazardKind::BankErosion, "bank_erosion", &["sạt lở bờ", "xói lở bờ", "sạt lở bờ sông", "xói lở"]),
];

const SEVERITIES: &[(Severity, &str, &[&str])] = &[
    (Severity::Unknown, "unknown", &["chưa rõ", "không rõ"]),
    (Severity::Low, "low", &["thấp", "nhẹ"]),
    (Severity::Moderate, "moderate", &["trung bình", "vừa"]),
    (Severity::High, "high", &["cao", "nặng", "lớn"]),
    (Severity::Critical, "critical", &["rất cao", "nghiêm trọng", "đặc biệt nghiêm trọng"]),
];

/// What a row says of a hazard.
#[derive(Debug, Clone, PartialEq)]
pub struct HazardRow {
    pub id: Option<String>,
    pub hazard: Hazard,
    pub observed_at: Option<Instant>,
    pub referent: Option<Referent>,
    pub accuracy_m: Option<f64>,
}

impl HazardRow {
    /// # Errors
    /// Every fault, under the name of its column.
    pub fn read(fields: &[(String, String)], context: RowContext<'_>) -> Result<Self, Vec<Fault>> {
        let mut row = Row::new(fields, context);
        let kind = row.word("kind", KINDS);
        if !row.has("kind") {
            row.fault(Fault::new("kind", Code::Missing));
        }
        // Without a word about it the severity is unknown, which is a state of its own.
        let severity = if row.has("severity") { row.word("severity", SEVERITIES) } else { Some(Severity::Unknown) };
        let title = row.text("title").or_else(|| row.text("name"));
        let note = row.text("notes").or_else(|| row.text("description"));
        let observed_at = row.time("observed_at");
        let referent = row.referent();
        let accuracy_m = row.metres("accuracy_m");
        let id = row.text("id");
        let read = kind.zip(severity).map(|(kind, severity)| {
            let title = title.unwrap_or_else(|| kind.as_str().to_owned());
            let hazard =
                Hazard { title, kind, severity, object: None, note, cite: Vec::new(), flags: Vec::new(), source: None };
            Self { id, hazard, observed_at, referent, accuracy_m }
        });
        row.finish(read)
    }
}
