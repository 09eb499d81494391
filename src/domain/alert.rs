//! What is worth telling somebody at once: the one table of alerts.
//!
//! | kind | what happened | where it shows |
//! |---|---|---|
//! | `hazard_urgent` | a hazard of severity high or critical | `hazards` |
//! | `limit_crossed` | a reading crosses a limit, and the one before did not | `readings` |
//! | `incident_reported` | an incident | `incidents` |
//! | `incident_escalated` | an incident is put before a unit above | `incidents` |
//! | `notice_forwarded` | a notice is passed on to a unit | `notices` |
//! | `record_returned` | a commander returned a record | any layer |
//! | `overdue` | a patrol that was planned, a task, a milestone of works, an inspection by a rule is past its last day | `patrol-plans`, `tasks`, `works`, `markers`, `segments`, `objects` |
//!
//! Whoever sees the record is told, and nobody else; a record that is approved later is told of then. Each has a name
//! that is the same whenever the log is looked through, so that it is told once.

use serde::Serialize;
use uuid::Uuid;

use super::time::Instant;
use super::words::words;

words! {
    /// What happened.
    AlertKind {
        HazardUrgent = "hazard_urgent",
        LimitCrossed = "limit_crossed",
        IncidentReported = "incident_reported",
        IncidentEscalated = "incident_escalated",
        NoticeForwarded = "notice_forwarded",
        RecordReturned = "record_returned",
        Overdue = "overdue",
    }
}

impl AlertKind {
    /// In words, for a message on a telephone.
    pub const fn title_vi(self) -> &'static str {
        match self {
            Self::HazardUrgent => "Điểm sạt lở, vết nứt nặng",
            Self::LimitCrossed => "Vượt ngưỡng theo dõi",
            Self::IncidentReported => "Vụ việc mới",
            Self::IncidentEscalated => "Vụ việc chuyển lên cấp trên",
            Self::NoticeForwarded => "Thông báo chuyển đến đơn vị",
            Self::RecordReturned => "Bản ghi bị trả lại",
            Self::Overdue => "Đã qua hạn",
        }
    }
}

/// Something that happened, as it is told: which record, where, and nothing of what anybody wrote in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alert {
    pub kind: AlertKind,
    pub title_vi: &'static str,
    /// The record that it is about, and the feature that shows it.
    pub record: Uuid,
    pub layer: &'static str,
    pub feature: String,
    /// Entry of the log that brought it.
    pub seq: i64,
    pub label: Option<String>,
    pub unit: Option<String>,
    pub line: Option<String>,
    pub marker: Option<String>,
    pub segment: Option<String>,
    /// A word of the record's own list: kind of hazard or incident.
    pub what: Option<String>,
    pub severity: Option<String>,
    /// The same whenever the log is looked through.
    #[serde(skip)]
    pub name: String,
}

/// Records that came longer ago are told to nobody any more: what is said about them later makes them no news.
pub const NEWS_FOR_MS: i64 = 30 * 24 * 3_600_000;

/// Whether a record that came then is news now.
pub fn is_news(received: Instant, now: Instant) -> bool {
    now.millis().saturating_sub(received.millis()) <= NEWS_FOR_MS
}
