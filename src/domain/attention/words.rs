//! What terms say in words.

use super::Reason;
use super::facts::Trend;
use super::terms::plain;
use crate::domain::findings::InspectionFact;
use crate::domain::hazard::Severity;
use crate::domain::inspection::Condition;
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::domain::threshold::Watched;
use crate::domain::warning::WarningKind;

pub(super) const fn severity_vi(severity: Severity) -> &'static str {
    match severity {
        Severity::Unknown => "chưa rõ",
        Severity::Low => "nhẹ",
        Severity::Moderate => "trung bình",
        Severity::High => "nặng",
        Severity::Critical => "rất nặng",
    }
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

pub const fn kind_of_warning_vi(kind: WarningKind) -> &'static str {
    match kind {
        WarningKind::Rainfall => "cảnh báo mưa lớn",
        WarningKind::FlashFloodLandslide => "cảnh báo lũ quét, sạt lở đất",
    }
}

pub(super) fn trend_vi(title: &str, trend: &Trend) -> String {
    let (what, unit) = match trend.watched {
        Watched::Width => ("bề rộng tăng", "mm"),
        Watched::Volume => ("khối lượng dịch chuyển tăng", "m³"),
        Watched::DistanceToLine => ("tiến gần đường biên", "mm"),
        Watched::DistanceToMarker => ("tiến gần mốc", "mm"),
    };
    let how = if trend.is_sure { "" } else { "có thể " };
    // With at most one decimal.
    let rate = (trend.per_month * 10.0).round() / 10.0;
    format!("{title}: {how}{what} {rate} {unit} trong 30 ngày ({} lần đo)", trend.readings)
}

pub(super) fn inspected(fact: &InspectionFact, what: &str) -> Reason {
    let key = &fact.subject;
    let subject = key.parse().map(|marker: MarkerKey| marker.number().to_string());
    let subject = subject.or_else(|_| key.parse().map(|stretch: SegmentKey| stretch.label()));
    let subject = subject.as_deref().unwrap_or(key);
    let text = format!("{what} {subject}: {} ({})", condition_vi(fact.condition), fact.observed_at.day().written_vi());
    plain(fact.record, text)
}
