//! A row of a list of past inspections.

use super::{Row, RowContext};
use crate::domain::fault::{Code, Fault};
use crate::domain::inspection::{Condition, Inspection, Mode};
use crate::domain::location::Referent;
use crate::domain::time::Instant;

const MODES: &[(Mode, &str, &[&str])] = &[
    (Mode::Unilateral, "unilateral", &["đơn phương"]),
    (Mode::Bilateral, "bilateral", &["song phương"]),
    (Mode::Joint, "joint", &["liên hợp", "phối hợp"]),
];

const CONDITIONS: &[(Condition, &str, &[&str])] = &[
    (Condition::Good, "good", &["tốt", "nguyên vẹn", "bình thường"]),
    (Condition::Damaged, "damaged", &["hư hỏng", "hỏng", "hư hại", "nứt vỡ"]),
    (Condition::Tilted, "tilted", &["nghiêng"]),
    (Condition::Displaced, "displaced", &["xê dịch", "dịch chuyển"]),
    (Condition::Buried, "buried", &["vùi lấp", "bị vùi lấp"]),
    (Condition::Missing, "missing", &["mất", "bị mất"]),
    (Condition::NotFound, "not_found", &["không tìm thấy", "chưa tìm thấy"]),
    (Condition::AtRiskOfDamage, "at_risk_of_damage", &["nguy cơ hư hỏng", "có nguy cơ hư hỏng"]),
    (Condition::Unknown, "unknown", &["chưa rõ", "không rõ"]),
];

/// What a row says of an inspection.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectionRow {
    pub id: Option<String>,
    pub inspection: Inspection,
    pub observed_at: Instant,
    pub referent: Referent,
    pub unit: Option<String>,
    pub person: Option<String>,
    pub accuracy_m: Option<f64>,
}

impl InspectionRow {
    /// # Errors
    /// Every fault, under the name of its column.
    pub fn read(fields: &[(String, String)], context: RowContext<'_>) -> Result<Self, Vec<Fault>> {
        let mut row = Row::new(fields, context);
        let mode = row.word("mode", MODES);
        let condition = row.word("condition", CONDITIONS);
        let observed_at = row.time("observed_at");
        for name in ["mode", "condition", "observed_at"] {
            if !row.has(name) {
                row.fault(Fault::new(name, Code::Missing));
            }
        }
        let referent = row.referent().or_else(|| row.marker("number").map(Referent::Marker));
        match &referent {
            Some(Referent::Marker(_)) => {}
            Some(Referent::Segment(_)) if condition.is_none_or(|c| Condition::OF_A_SEGMENT.contains(&c)) => {}
            Some(Referent::Segment(_)) => {
                let words: Vec<_> = Condition::OF_A_SEGMENT.iter().map(|c| c.as_str()).collect();
                row.fault(Fault::new("condition", Code::NotForSegment).with(words.join(", ")));
            }
            // One that is there and cannot be read has its own fault.
            None if ["marker", "number", "segment", "near_marker", "from_marker", "to_marker"]
                .iter()
                .any(|name| row.has(name)) => {}
            _ => row.fault(Fault::new("marker", Code::Missing)),
        }
        let notes = row.text("notes");
        let (unit, person, accuracy_m) = (row.text("unit"), row.text("person"), row.metres("accuracy_m"));
        let id = row.text("id");
        let read = match (mode, condition, observed_at, referent) {
            (Some(mode), Some(condition), Some(observed_at), Some(referent)) => {
                let inspection = Inspection { mode, condition, notes, details: None, object: None };
                Some(Self { id, inspection, observed_at, referent, unit, person, accuracy_m })
            }
            _ => None,
        };
        row.finish(read)
    }
}
