//! Incidents and violations, and how they are dealt with.
//!
//! The documents say "kịp thời" (in time) and no number: no deadline is invented here.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::words::words;

words! {
    /// Kinds that the documents name.
    IncidentKind {
        EncroachmentOnLine = "encroachment_on_line",
        EncroachmentOnMarker = "encroachment_on_marker",
        /// Against the agreement on the border regime or on crossings (hai văn kiện biên giới).
        AgreementBreach = "agreement_breach",
        IllegalCrossing = "illegal_crossing",
        Smuggling = "smuggling",
        Drugs = "drugs",
        Timber = "timber",
        Wildlife = "wildlife",
        /// Lorries or people that wait at a crossing.
        Congestion = "congestion",
        Other = "other",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    pub kind: IncidentKind,
    pub title: String,
    pub notes: Option<String>,
}

words! {
    /// How far an incident is dealt with.
    Progress {
        Reported = "reported",
        Verified = "verified",
        Assigned = "assigned",
        InProgress = "in_progress",
        Resolved = "resolved",
        Closed = "closed",
        Reopened = "reopened",
        /// Of another one.
        Duplicate = "duplicate",
    }
}

impl Progress {
    /// What may follow. Everything else is impossible, and refused.
    ///
    /// | from | to |
    /// |---|---|
    /// | reported | verified, duplicate, closed (nothing was there) |
    /// | verified | assigned, in progress, resolved, duplicate |
    /// | assigned | assigned (to somebody else), in progress, resolved |
    /// | in progress | assigned, resolved |
    /// | resolved | closed, reopened |
    /// | closed | reopened |
    /// | reopened | assigned, in progress, resolved, duplicate |
    /// | duplicate | reopened |
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Reported => &[Self::Verified, Self::Duplicate, Self::Closed],
            Self::Verified | Self::Reopened => &[Self::Assigned, Self::InProgress, Self::Resolved, Self::Duplicate],
            Self::Assigned => &[Self::Assigned, Self::InProgress, Self::Resolved],
            Self::InProgress => &[Self::Assigned, Self::Resolved],
            Self::Resolved => &[Self::Closed, Self::Reopened],
            Self::Closed | Self::Duplicate => &[Self::Reopened],
        }
    }
}

/// An incident is brought a step further: who, when and why are those of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgressStep {
    pub target: Uuid,
    pub to: Progress,
    pub reason: String,
    /// To whom, where it is assigned.
    pub assignee: Option<String>,
    /// Of what, where it is a duplicate.
    pub duplicate_of: Option<Uuid>,
    /// Whether whoever says it may not read what is restricted: then it is said about nothing that is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncleared: bool,
}
