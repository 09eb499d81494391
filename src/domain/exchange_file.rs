//! What goes to the other side in a signed file, field by field, and what comes back the same way.
//!
//! A field goes out because it is named here, never because nobody thought of it: no persons, devices and units, no notes,
//! no place of the one who looked, no label. The table is in `docs/exchange-file.md`.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::hazard::{HazardKind, HazardObject, Severity};
use super::inspection::{Condition, Details, PartFinding};
use super::location::Referent;
use super::meeting::MeetingKind;
use super::record::{Body, Record};
use super::time::Instant;

/// What the signature is for: it holds for no other kind of document.
pub const PURPOSE: &str = "mocgioi exchange file";
pub const FORMAT: i64 = 1;
/// Most records of one file.
pub const MOST_RECORDS: usize = 200;

/// The document inside a file. The same records give the same bytes: it says nothing of when it was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub format: i64,
    /// Who hands it over, and to whom, as they are called.
    pub from: String,
    pub to: String,
    pub records: Vec<Entry>,
    /// Pictures that belong to the records, without what the camera noted.
    pub files: Vec<HandedFile>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedFile {
    pub sha256: String,
    pub media_type: String,
    pub record: Uuid,
}

/// One record, as the other side gets it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Entry {
    Observation(Observation),
    Hazard(HandedHazard),
    Meeting(HandedMeeting),
}

impl Entry {
    pub const fn id(&self) -> Uuid {
        match self {
            Self::Observation(Observation { id, .. })
            | Self::Hazard(HandedHazard { id, .. })
            | Self::Meeting(HandedMeeting { id, .. }) => *id,
        }
    }

    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Observation(_) => "observation",
            Self::Hazard(_) => "hazard",
            Self::Meeting(_) => "meeting",
        }
    }
}

/// What was seen of a marker or of the course of the line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    pub id: Uuid,
    /// The reader's own inspection of the same, by the id that he gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    pub observed_at: Instant,
    pub condition: Condition,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground_cracked: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker_cracked: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartFinding>,
    /// Words for the reader: ours never leave, those of others are taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedHazard {
    pub id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near_marker: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<String>,
    pub observed_at: Option<Instant>,
    pub kind: HazardKind,
    pub severity: Severity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<HazardObject>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedMeeting {
    pub id: Uuid,
    pub held_at: Option<Instant>,
    pub kind: MeetingKind,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Both sides agreed on them, so both have them.
    pub agreed: Vec<String>,
}

/// What of a record goes to the other side; none for kinds that stay here.
pub fn hand_over(record: &Record, about: Option<Uuid>) -> Option<Entry> {
    let id = record.id;
    let marker = match &record.location.referent {
        Some(Referent::Marker(key)) => Some(key.to_string()),
        _ => None,
    };
    let segment = match &record.location.referent {
        Some(Referent::Segment(key)) => Some(key.to_string()),
        _ => None,
    };
    match &record.body {
        // What was looked at beside the line and its markers is known here by its record alone.
        Body::Inspection(inspection) if inspection.object.is_none() => {
            let details = inspection.details.clone().unwrap_or_default();
            let Details { severity, ground_cracked, marker_cracked, object_cracked: _, parts } = details;
            let (observed_at, condition) = (record.event_at?, inspection.condition);
            Some(Entry::Observation(Observation {
                id,
                about,
                marker,
                segment,
                observed_at,
                condition,
                severity,
                ground_cracked,
                marker_cracked,
                parts,
                notes: None,
            }))
        }
        Body::Hazard(hazard) => {
            let near_marker = match &record.location.referent {
                Some(Referent::NearMarker(key)) => Some(key.to_string()),
                _ => None,
            };
            // What is known by coordinates alone says nothing without them, and they are the place of whoever looked.
            let is_placed = marker.is_some() || near_marker.is_some() || segment.is_some();
            is_placed.then_some(Entry::Hazard(HandedHazard {
                id,
                marker,
                near_marker,
                segment,
                observed_at: record.event_at,
                kind: hazard.kind,
                severity: hazard.severity,
                object: hazard.object,
            }))
        }
        Body::Meeting(meeting) => Some(Entry::Meeting(HandedMeeting {
            id,
            held_at: record.event_at,
            kind: meeting.kind,
            title: meeting.title.clone(),
            place: meeting.place.clone(),
            agreed: meeting.agreed.clone(),
        })),
        _ => None,
    }
}

/// That a file was made: who made it is said by the entry of the log, what was in it here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeFile {
    pub from: String,
    pub to: String,
    /// SHA-256 of the document that was signed, and short name of the key.
    pub document: String,
    pub key: String,
    pub records: Vec<Uuid>,
    /// Internal ones among them, released on purpose, and why.
    pub released: Vec<Uuid>,
    pub reason: Option<String>,
    /// Digests of the pictures in it.
    pub files: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::{Label, ReviewState};
    use crate::domain::inspection::{Inspection, Mode};
    use crate::domain::location::{CRS84, Location, Observed};
    use crate::domain::position::LonLat;

    #[test]
    fn of_an_inspection_nothing_goes_out_that_is_not_named() {
        let observed = Observed::at(LonLat::new(104.123, 20.123).unwrap(), CRS84.to_owned());
        let at = Location { referent: Some(Referent::Marker("VN-LA:211".parse().unwrap())), observed: Some(observed) };
        let details = Details { ground_cracked: Some(true), ..Details::default() };
        let inspection = Inspection {
            mode: Mode::Bilateral,
            condition: Condition::Damaged,
            notes: Some("ghi cho ta".to_owned()),
            details: Some(details),
            object: None,
        };
        let now = Instant::from_millis(1_764_000_000_000);
        let body = Body::Inspection(inspection);
        let mut record = Record::new(Uuid::from_u128(1), now, Label::Internal, ReviewState::Approved, at, body);
        (record.event_at, record.person, record.unit) = (Some(now), Some("An".to_owned()), Some("don-a".to_owned()));
        record.device = Some("máy 7".to_owned());
        let out = serde_json::to_value(hand_over(&record, None).unwrap()).unwrap();
        let mut names: Vec<&str> = out.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["condition", "ground_cracked", "id", "marker", "observed_at", "type"]);
    }
}
