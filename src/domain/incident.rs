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
    /// What the unit calls it, above all where no document names its kind (`other`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind_named: Option<String>,
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
        /// Put before a unit above, which deals with it or assigns it.
        Escalated = "escalated",
    }
}

impl Progress {
    /// What may follow. Everything else is impossible, and refused.
    ///
    /// | from | to |
    /// |---|---|
    /// | reported | verified, duplicate, closed (nothing was there) |
    /// | verified | assigned, in progress, resolved, duplicate, escalated |
    /// | assigned | assigned (to somebody else), in progress, resolved, escalated |
    /// | in progress | assigned, resolved, escalated |
    /// | escalated | assigned, in progress, resolved, escalated (further up) |
    /// | resolved | closed, reopened |
    /// | closed | reopened |
    /// | reopened | assigned, in progress, resolved, duplicate, escalated |
    /// | duplicate | reopened |
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Reported => &[Self::Verified, Self::Duplicate, Self::Closed],
            Self::Verified | Self::Reopened => {
                &[Self::Assigned, Self::InProgress, Self::Resolved, Self::Duplicate, Self::Escalated]
            }
            Self::Assigned | Self::Escalated => &[Self::Assigned, Self::InProgress, Self::Resolved, Self::Escalated],
            Self::InProgress => &[Self::Assigned, Self::Resolved, Self::Escalated],
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
    /// To whom it is assigned, or the unit above that it is put before.
    pub assignee: Option<String>,
    /// Of what, where it is a duplicate.
    pub duplicate_of: Option<Uuid>,
    /// Whether whoever says it may not read what is restricted: then it is said about nothing that is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncleared: bool,
}
