//! What is reported of tasks and works, and what was found where works were looked at.
//!
//! Facts about works come as reports, each with who reports, its day and its evidence; what a document said is never edited.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::fulfilment::{Report, Reported};
use super::inspection::Mode;
use super::time::CivilDay;
use super::words::words;

/// What every report says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    pub state: Reported,
    /// In the words of the report: "trên 80%" stays "trên 80%".
    pub progress: Option<String>,
    /// The day that it is true of.
    pub as_of: CivilDay,
    /// When it was done, where that is said.
    pub done_on: Option<CivilDay>,
    /// The day of the event that a deadline counts from ("07 ngày kể từ …"), where that is reported.
    pub event_on: Option<CivilDay>,
    /// The agency that reports, as named; the unit of whoever writes it down is on the envelope.
    pub reported_by: Option<String>,
    /// Of the letter.
    pub number: Option<String>,
    pub evidence: Option<String>,
}

impl Told {
    /// As it counts for how something stands.
    pub fn report(&self, record: Uuid) -> Report {
        Report {
            as_of: self.as_of,
            record: Some(record),
            reported: Some(self.state),
            progress: self.progress.clone(),
            done_on: self.done_on,
            event_on: self.event_on,
            by: self.reported_by.clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskReport {
    pub task: Uuid,
    pub told: Told,
    pub notes: Option<String>,
}

words! {
    /// Which side of works a report is about.
    WorksFact {
        SiteClearance = "site_clearance",
        HandOver = "hand_over",
        Start = "start",
        Completion = "completion",
        /// Who owns, builds, supervises.
        Agency = "agency",
        Permit = "permit",
        Talks = "talks",
        Minutes = "minutes",
        /// Between which markers it lies: the place of the report.
        Extent = "extent",
        Other = "other",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorksReport {
    pub works: Uuid,
    /// Which of its milestones, counted from 1.
    pub milestone: Option<u32>,
    pub fact: Option<WorksFact>,
    pub told: Told,
    /// An agency of the works, where that is what is reported.
    pub agency: Option<String>,
    /// The talks with the other side that it came of.
    pub meeting: Option<Uuid>,
    pub notes: Option<String>,
}

/// Somebody looked at works on site. The time of the event is when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupervisionVisit {
    pub works: Uuid,
    /// Alone or with the other side.
    pub mode: Mode,
    /// Who came along, as named.
    pub with: Vec<String>,
    /// Who of the other side was there.
    pub other_side: Option<String>,
    pub findings: String,
    /// What was asked of those who build.
    pub demands: Option<String>,
    pub notes: Option<String>,
}
