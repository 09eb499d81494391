//! What lawful erasure leaves of a row.

use uuid::Uuid;

use super::{RecordRow, Table, word};
use crate::domain::access::{AccessClass, Stretch};
use crate::domain::erasure::Remains;
use crate::domain::location::{Location, LocationBasis};
use crate::domain::record::{Body, Record};
use crate::domain::time::Instant;
use crate::domain::unread::Unread;

impl RecordRow {
    /// Whether nothing is left in the row of what lawful erasure takes away.
    pub fn is_erased(&self) -> bool {
        self.body.is_none()
            && self.location_basis == LocationBasis::None.as_str()
            && self.location.is_none()
            && self.salt.is_none()
            && self.event_at.is_none()
            && self.skew_ms.is_none()
            && self.device.is_none()
            && self.person.is_none()
            && self.corrects.is_none()
            && self.target.is_none()
            && self.attachments.is_none()
    }

    /// What lawful erasure leaves of the row.
    pub fn remains(&self, table: Table) -> Remains {
        let payload = match table {
            Table::Record => self.payload(),
            Table::Contender => self.content_digest(),
        };
        Remains {
            table: table.name(),
            id: self.id,
            kind: self.kind.clone(),
            form: self.form,
            rev: self.rev,
            key: self.key.clone(),
            received_at: self.received_at,
            unit: self.unit.clone(),
            label: self.label.clone(),
            review: self.review_state.clone(),
            line: self.line.clone(),
            import_id: self.import_id,
            block: self.block,
            payload: payload.map(|digest| digest.to_string()),
        }
    }

    /// What is left of an erased row as a record without words.
    pub fn what_is_left(&self) -> Option<Record> {
        let (label, review) = (word(&self.label).ok()?, word(&self.review_state).ok()?);
        let body = Body::Unread(Unread::erased(&self.kind, self.form));
        let received_at = Instant::from_millis(self.received_at);
        let mut record = Record::new(self.id, received_at, label, review, Location::default(), body);
        (record.rev, record.unit) = (self.rev, self.unit.clone());
        Some(record)
    }

    /// The import and the block that a row came with.
    pub fn block_of(&self) -> Option<(Uuid, i64)> {
        self.import_id.zip(self.block)
    }

    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Who may see it; what an erasure leaves is enough for that. `vouched` as for
    /// [`Record::access_class`](crate::domain::record::Record::access_class).
    pub fn access_class(&self, vouched: bool) -> Option<AccessClass> {
        let line = self.line.as_deref().map(str::parse).transpose().ok()?;
        let (label, review) = (word(&self.label).ok()?, word(&self.review_state).ok()?);
        let location: Option<Location> = self.location.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let stretch = location.and_then(|location| Stretch::of(location.referent.as_ref()?));
        Some(AccessClass { label, review, unit: self.unit.clone().filter(|_| vouched), line, stretch })
    }
}
