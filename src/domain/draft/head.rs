//! What every submission may say of itself.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::LONGEST_NAME;
use crate::domain::access::{Label, ReviewState};
use crate::domain::attachment::{self, Attachment};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::record::{Body, Record};
use crate::domain::time::Instant;

/// When something came in, and by how much the clock of its device was off then, where that was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    pub at: Instant,
    pub skew_ms: Option<i64>,
}

impl Received {
    pub const fn at(at: Instant) -> Self {
        Self { at, skew_ms: None }
    }
}

/// Labels that a maker may give: what everybody may see is decided by others.
const BY_MAKER: [Label; 2] = [Label::Internal, Label::Restricted];

/// The fields that submissions of all kinds share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub id: Uuid,
    form: i64,
    device: Option<String>,
    unit: Option<String>,
    person: Option<String>,
    corrects: Option<Uuid>,
    label: Label,
    is_draft: bool,
    attachments: Vec<Attachment>,
}

impl Head {
    /// Of a record that somebody testifies with.
    pub fn read(fields: &mut Fields<'_>, kind: &'static str) -> Option<Self> {
        let is_draft = fields.flag("draft").unwrap_or(false);
        let label = fields.optional_choice("label", &BY_MAKER, Label::as_str).unwrap_or(Label::Internal);
        let corrects = fields.optional_uuid("corrects");
        let attachments = attachment::read(fields);
        let head = Self::plain(fields, kind);
        head.map(|head| Self { corrects, label, is_draft, attachments, ..head })
    }

    /// Of what cannot be read whole, as far as it can be: what it says of itself in a way that is not known here is taken
    /// for the narrowest that it can mean.
    pub fn of_unread(fields: &mut Fields<'_>, whole: &Map<String, Value>) -> Option<Self> {
        let said = |name: &str| whole.get(name).filter(|value| !value.is_null());
        let label = match said("label").map(|label| BY_MAKER.into_iter().find(|known| label == known.as_str())) {
            None => Label::Internal,
            Some(known) => known.unwrap_or(Label::Restricted),
        };
        let is_draft = said("draft").is_some_and(|draft| draft != false);
        let corrects = said("corrects").and_then(Value::as_str).and_then(|id| Uuid::try_parse(id).ok());
        let attachments = said("attachments").map(attachment::readable).unwrap_or_default();
        let head = Self::plain(fields, "");
        head.map(|head| Self { corrects, label, is_draft, attachments, ..head })
    }

    /// Of a statement, which is what it is at once.
    pub fn plain(fields: &mut Fields<'_>, kind: &'static str) -> Option<Self> {
        if fields.text("type", LONGEST_NAME).is_some_and(|word| word != kind) {
            fields.fault(Fault::new("/type", Code::NotOneOf).with(kind));
        }
        let form = fields.count("form", 1_000_000).unwrap_or(1);
        if form != 1 {
            fields.fault(Fault::new("/form", Code::NotOneOf).with("1"));
        }
        let (device, unit) = (fields.name("device", LONGEST_NAME), fields.name("unit", LONGEST_NAME));
        let person = fields.name("person", LONGEST_NAME);
        let id = fields.uuid_v7("id")?;
        let (corrects, label, is_draft, attachments) = (None, Label::Internal, false, Vec::new());
        Some(Self { id, form, device, unit, person, corrects, label, is_draft, attachments })
    }

    /// When the id was made, by the clock of its maker: every `UUIDv7` says so.
    pub fn made_at(&self) -> Instant {
        let (seconds, nanos) = self.id.get_timestamp().map_or((0, 0), |made| made.to_unix());
        let millis = seconds.saturating_mul(1_000).saturating_add(u64::from(nanos / 1_000_000));
        Instant::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }

    /// The same for what waits for nobody.
    pub fn into_approved(self, received: Received, event_at: Instant, location: Location, body: Body) -> Record {
        let mut record = self.into_record(received, event_at, location, body);
        record.review = ReviewState::Approved;
        record
    }

    /// The record this becomes when it is received: waiting for approval, or still in its maker's hands.
    pub fn into_record(self, received: Received, event_at: Instant, location: Location, body: Body) -> Record {
        let review = if self.is_draft { ReviewState::Draft } else { ReviewState::Submitted };
        let mut record = Record::new(self.id, received.at, self.label, review, location, body);
        record.form = self.form;
        record.event_at = Some(event_at);
        record.skew_ms = received.skew_ms;
        record.device = self.device;
        record.unit = self.unit;
        record.person = self.person;
        record.corrects = self.corrects;
        record.attachments = self.attachments;
        record
    }
}
