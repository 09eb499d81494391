//! The envelope that every record carries, and the bodies it can hold.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access::{AccessClass, Label, ReviewState, Stretch};
use super::attachment::Attachment;
use super::crossing::Crossing;
use super::hazard::Hazard;
use super::import::Import;
use super::inspection::{Inspection, TimeStanding};
use super::line::BoundaryLine;
use super::location::Location;
use super::marker::Marker;
use super::number::LineKey;
use super::patrol::Patrol;
use super::standing::{Channel, Duty, Rule, Unit};
use super::task::Task;
use super::time::Instant;
use super::track::Track;
use super::works::Works;

/// What a record is about. The name of a variant is its `type` in storage; on the wire the layer says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Body {
    BoundaryLine(BoundaryLine),
    Marker(Marker),
    Hazard(Hazard),
    Inspection(Inspection),
    Works(Works),
    Crossing(Crossing),
    Task(Task),
    Unit(Unit),
    Rule(Rule),
    Duty(Duty),
    Channel(Channel),
    Import(Import),
    Patrol(Patrol),
    Track(Track),
}

impl Body {
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::BoundaryLine(_) => "boundary_line",
            Self::Marker(_) => "marker",
            Self::Hazard(_) => "hazard",
            Self::Inspection(_) => "inspection",
            Self::Works(_) => "works",
            Self::Crossing(_) => "crossing",
            Self::Task(_) => "task",
            Self::Unit(_) => "unit",
            Self::Rule(_) => "rule",
            Self::Duty(_) => "duty",
            Self::Channel(_) => "channel",
            Self::Import(_) => "import",
            Self::Patrol(_) => "patrol",
            Self::Track(_) => "track",
        }
    }
}

/// One record: what its maker asserted and what the receiver added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// `UUIDv7` from its maker.
    pub id: Uuid,
    /// Version of the form it was filled in on.
    pub form: i64,
    /// Revision, from 1; only register data gets further ones.
    pub rev: i64,
    /// The key people use, for what has one (`VN-LA:144`).
    pub key: Option<String>,
    /// When it happened, by the maker's clock.
    pub event_at: Option<Instant>,
    pub received_at: Instant,
    /// Clock of the device minus clock of the server, where it was measured, in milliseconds.
    pub skew_ms: Option<i64>,
    pub device: Option<String>,
    pub person: Option<String>,
    pub unit: Option<String>,
    pub label: Label,
    pub review: ReviewState,
    pub line: Option<LineKey>,
    pub location: Location,
    /// The record that this one corrects.
    pub corrects: Option<Uuid>,
    pub import_id: Option<Uuid>,
    pub body: Body,
    /// Files that belong to it. Left out where there are none, so that what was digested before there were any stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// The part of a record that its maker vouches for; two submissions are the same when this is the same.
#[derive(Debug, Serialize)]
pub struct Asserted<'a> {
    id: Uuid,
    form: i64,
    key: Option<&'a str>,
    event_at: Option<Instant>,
    device: Option<&'a str>,
    person: Option<&'a str>,
    unit: Option<&'a str>,
    line: Option<LineKey>,
    location: &'a Location,
    corrects: Option<Uuid>,
    body: &'a Body,
    attachments: Option<&'a [Attachment]>,
}

impl Record {
    /// A record with nothing but its id, its body and where it is; the rest by field update.
    pub fn new(
        id: Uuid,
        received_at: Instant,
        label: Label,
        review: ReviewState,
        location: Location,
        body: Body,
    ) -> Self {
        let line = location.referent.as_ref().and_then(super::location::Referent::line);
        Self {
            id,
            form: 1,
            rev: 1,
            key: None,
            event_at: None,
            received_at,
            skew_ms: None,
            device: None,
            person: None,
            unit: None,
            label,
            review,
            line,
            location,
            corrects: None,
            import_id: None,
            body,
            attachments: Vec::new(),
        }
    }

    pub fn asserted(&self) -> Asserted<'_> {
        Asserted {
            id: self.id,
            form: self.form,
            key: self.key.as_deref(),
            event_at: self.event_at,
            device: self.device.as_deref(),
            person: self.person.as_deref(),
            unit: self.unit.as_deref(),
            line: self.line,
            location: &self.location,
            corrects: self.corrects,
            body: &self.body,
            attachments: (!self.attachments.is_empty()).then_some(&self.attachments),
        }
    }

    /// What decides who may see it. `vouched` says whether whoever wrote it was checked for its unit: what a maker
    /// merely writes into `unit` is a claim. What everybody sees is one class, wherever it lies.
    pub fn access_class(&self, vouched: bool) -> AccessClass {
        let is_open = self.label == Label::Public && self.review == ReviewState::Approved;
        AccessClass {
            label: self.label,
            review: self.review,
            unit: self.unit.clone().filter(|_| vouched && !is_open),
            line: self.line,
            stretch: self.location.referent.as_ref().filter(|_| !is_open).and_then(Stretch::of),
        }
    }

    pub fn time_standing(&self) -> TimeStanding {
        TimeStanding::of(self.event_at, self.received_at)
    }
}
