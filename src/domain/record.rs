//! The envelope that every record carries, and the bodies it can hold.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::access::{AccessClass, Label, ReviewState, Stretch};
use super::approval_rule::{ApprovalRule, RuleEnd};
use super::attachment::Attachment;
use super::campaign::Campaign;
use super::counterpart::Counterpart;
use super::crossing::Crossing;
use super::damage_report::{Answer, DamageReport};
use super::exchange_file::ExchangeFile;
use super::hazard::Hazard;
use super::import::Import;
use super::incident::{Incident, ProgressStep};
use super::inspection::{Inspection, TimeStanding};
use super::inspection_rule::InspectionRule;
use super::line::BoundaryLine;
use super::location::Location;
use super::map_check::MapCheck;
use super::marker::Marker;
use super::measurement::Measurement;
use super::meeting::Meeting;
use super::method_approval::MethodApproval;
use super::notice::{Acknowledgement, Forward, Notice};
use super::number::LineKey;
use super::object::BoundaryObject;
use super::patrol::{Patrol, PatrolPlan};
use super::progress::{SupervisionVisit, TaskReport, WorksReport};
use super::report::{IssuedReport, Narrative};
use super::report_part::ReportPart;
use super::sending_deadline::SendingDeadline;
use super::standing::{Channel, Duty, Rule, Unit};
use super::statement::{Relabel, Review, Tombstone};
use super::task::{AgreedPoint, Task};
use super::threshold::Threshold;
use super::time::Instant;
use super::track::Track;
use super::unread::Unread;
use super::urging::{Assignment, Urging};
use super::warning::Warning;
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
    Review(Review),
    Tombstone(Tombstone),
    Relabel(Relabel),
    Unread(Unread),
    #[serde(rename = "reading")]
    Measurement(Measurement),
    Incident(Incident),
    ProgressStep(ProgressStep),
    DamageReport(DamageReport),
    Answer(Answer),
    Notice(Notice),
    Forward(Forward),
    Acknowledgement(Acknowledgement),
    Meeting(Meeting),
    Counterpart(Counterpart),
    Object(BoundaryObject),
    ExchangeFile(ExchangeFile),
    ApprovalRule(ApprovalRule),
    RuleEnd(RuleEnd),
    Threshold(Threshold),
    PatrolPlan(PatrolPlan),
    Narrative(Narrative),
    IssuedReport(IssuedReport),
    TaskReport(TaskReport),
    WorksReport(WorksReport),
    SupervisionVisit(SupervisionVisit),
    Urging(Urging),
    Assignment(Assignment),
    InspectionRule(InspectionRule),
    Campaign(Campaign),
    MapCheck(MapCheck),
    Warning(Warning),
    MethodApproval(MethodApproval),
    ReportPart(ReportPart),
    SendingDeadline(SendingDeadline),
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
            Self::Review(_) => "review",
            Self::Tombstone(_) => "tombstone",
            Self::Relabel(_) => "relabel",
            Self::Unread(_) => "unread",
            Self::Measurement(_) => "reading",
            Self::Incident(_) => "incident",
            Self::ProgressStep(_) => "progress_step",
            Self::DamageReport(_) => "damage_report",
            Self::Answer(_) => "answer",
            Self::Notice(_) => "notice",
            Self::Forward(_) => "forward",
            Self::Acknowledgement(_) => "acknowledgement",
            Self::Meeting(_) => "meeting",
            Self::Counterpart(_) => "counterpart",
            Self::Object(_) => "object",
            Self::ExchangeFile(_) => "exchange_file",
            Self::ApprovalRule(_) => "approval_rule",
            Self::RuleEnd(_) => "rule_end",
            Self::Threshold(_) => "threshold",
            Self::PatrolPlan(_) => "patrol_plan",
            Self::Narrative(_) => "narrative",
            Self::IssuedReport(_) => "issued_report",
            Self::TaskReport(_) => "task_report",
            Self::WorksReport(_) => "works_report",
            Self::SupervisionVisit(_) => "supervision_visit",
            Self::Urging(_) => "urging",
            Self::Assignment(_) => "assignment",
            Self::InspectionRule(_) => "inspection_rule",
            Self::Campaign(_) => "campaign",
            Self::MapCheck(_) => "map_check",
            Self::Warning(_) => "warning",
            Self::MethodApproval(_) => "method_approval",
            Self::ReportPart(_) => "report_part",
            Self::SendingDeadline(_) => "sending_deadline",
        }
    }

    /// The record that this one is about, and cannot be understood without.
    pub const fn target(&self) -> Option<Uuid> {
        match self {
            Self::Review(Review { target, .. })
            | Self::Tombstone(Tombstone { target, .. })
            | Self::Relabel(Relabel { target, .. })
            | Self::ProgressStep(ProgressStep { target, .. })
            | Self::Track(Track { patrol: target, .. })
            | Self::Measurement(Measurement { hazard: target, .. })
            | Self::DamageReport(DamageReport { finding: target, .. })
            | Self::Answer(Answer { report: target, .. })
            | Self::Forward(Forward { notice: target, .. })
            | Self::Acknowledgement(Acknowledgement { forward: target, .. })
            | Self::Counterpart(Counterpart { inspection: target, .. })
            | Self::Inspection(Inspection { object: Some(target), .. })
            | Self::Task(Task { agreed: Some(AgreedPoint { meeting: target, .. }), .. })
            | Self::TaskReport(TaskReport { task: target, .. })
            | Self::WorksReport(WorksReport { works: target, .. })
            | Self::SupervisionVisit(SupervisionVisit { works: target, .. })
            | Self::Urging(Urging { target, .. })
            | Self::Assignment(Assignment { target, .. })
            | Self::RuleEnd(RuleEnd { target, .. }) => Some(*target),
            _ => None,
        }
    }

    /// Whether a revision takes its record out of the register.
    pub const fn is_removed(&self) -> bool {
        matches!(self, Self::Marker(Marker { removed: true, .. }))
    }

    /// Whether it says something about the standing of another record, and nothing about the world.
    pub const fn is_statement(&self) -> bool {
        matches!(self, Self::Review(_) | Self::Tombstone(_) | Self::Relabel(_) | Self::ProgressStep(_))
    }

    /// Whether somebody testifies in it to what he saw or did: then it is never edited, but approved, corrected or
    /// withdrawn.
    pub const fn is_testimony(&self) -> bool {
        matches!(
            self,
            Self::Hazard(_)
                | Self::Inspection(_)
                | Self::Patrol(_)
                | Self::Track(_)
                | Self::Measurement(_)
                | Self::Incident(_)
                | Self::DamageReport(_)
                | Self::Answer(_)
                | Self::Notice(_)
                | Self::Forward(_)
                | Self::Acknowledgement(_)
                | Self::Meeting(_)
                | Self::Counterpart(_)
                | Self::Object(_)
                | Self::Task(Task { agreed: Some(_), .. })
                | Self::PatrolPlan(_)
                | Self::TaskReport(_)
                | Self::WorksReport(_)
                | Self::SupervisionVisit(_)
                | Self::Urging(_)
                | Self::Assignment(_)
                | Self::MapCheck(_)
                | Self::Warning(_)
                | Self::ReportPart(_)
        )
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
    /// Only where the maker asked for it: what was digested before either could be said stands.
    restricted: Option<bool>,
    draft: Option<bool>,
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
            restricted: (self.label == Label::Restricted).then_some(true),
            draft: (self.review == ReviewState::Draft).then_some(true),
        }
    }

    /// What decides who may see it. `vouched` says whether whoever wrote it was checked for its unit: what a maker
    /// merely writes into `unit` is a claim. What everybody sees is one class, wherever it lies.
    pub fn access_class(&self, vouched: bool) -> AccessClass {
        let own = self.own_class(vouched);
        let is_open = self.label == Label::Public && self.review == ReviewState::Approved;
        if is_open { AccessClass { unit: None, stretch: None, ..own } } else { own }
    }

    /// The same with whose it is and where, also of what everybody sees: that does not make it everybody's to change.
    pub fn own_class(&self, vouched: bool) -> AccessClass {
        AccessClass {
            label: self.label,
            review: self.review,
            unit: self.unit.clone().filter(|_| vouched),
            line: self.line,
            stretch: self.location.referent.as_ref().and_then(Stretch::of),
        }
    }

    pub fn time_standing(&self) -> TimeStanding {
        TimeStanding::of(self.event_at, self.received_at)
    }
}
