//! Records and contenders, as asserted. Both tables have the same columns, so both are written by the same text.

pub(super) mod manifest;
mod remains;

use duplicate::duplicate_item;
use sqlx::query_builder::Separated;
use sqlx::{Database, Encode, FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection, Type};
use uuid::Uuid;

use super::dialect::reading;
use super::held::UNDONE;
use super::{Store, StoreError};
use crate::domain::access::{Label, ReviewState};
use crate::domain::chain::{Digest, Written, content_digest};
use crate::domain::location::Location;
use crate::domain::number::LineKey;
use crate::domain::record::{Body, Record};
use crate::domain::secrecy::carried;
use crate::domain::time::Instant;

pub(super) const COLUMNS: &str = "id, type, form, rev, key, event_at, received_at, skew_ms, device, person, unit, label, \
    review_state, line, location_basis, location, corrects, import_id, body, order_key, content_digest, salt, block, payload, \
    target, attachments";

/// The two tables that hold whole records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Record,
    Contender,
}

impl Table {
    const fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Contender => "contender",
        }
    }
}

/// A record as it lies in the table.
#[derive(Debug, Clone, FromRow)]
pub(super) struct RecordRow {
    pub id: Uuid,
    #[sqlx(rename = "type")]
    kind: String,
    form: i64,
    rev: i64,
    key: Option<String>,
    event_at: Option<i64>,
    received_at: i64,
    skew_ms: Option<i64>,
    device: Option<String>,
    person: Option<String>,
    unit: Option<String>,
    label: String,
    review_state: String,
    line: Option<String>,
    location_basis: String,
    location: Option<String>,
    corrects: Option<Uuid>,
    import_id: Option<Uuid>,
    body: Option<String>,
    pub order_key: i64,
    content_digest: Option<Vec<u8>>,
    salt: Option<Vec<u8>>,
    /// Of a row of an import: its block, and the digest of what it says.
    block: Option<i64>,
    payload: Option<Vec<u8>>,
    /// The record that this one is about, for whoever looks for it: the body says it.
    target: Option<Uuid>,
    /// The manifest of files as JSON text; none where there are none.
    attachments: Option<String>,
}

/// Id and content digest of a row: which submission it is.
pub(super) type Identity = (Uuid, Vec<u8>);

/// Reads a word that serde knows (`"public"`) back from its column.
fn word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|error| format!("{text}: {error}"))
}

impl RecordRow {
    pub fn write(record: &Record, order_key: i64, salt: [u8; 16]) -> Result<Self, StoreError> {
        Self::write_as(record, &content_digest(record)?, order_key, salt)
    }

    /// As [`write`](Self::write), where the content digest is known already. Every record comes in through here, whatever its
    /// type and whoever sends it: one that carries a secrecy mark does not.
    pub fn write_as(record: &Record, content: &Digest, order_key: i64, salt: [u8; 16]) -> Result<Self, StoreError> {
        match carried(record) {
            Some(carried) => Err(StoreError::Secret(carried)),
            None => Self::rewrite(record, content, order_key, salt),
        }
    }

    /// As [`write_as`](Self::write_as), of a record whose texts are here already.
    pub fn rewrite(record: &Record, content: &Digest, order_key: i64, salt: [u8; 16]) -> Result<Self, StoreError> {
        let unwritable = |error: serde_json::Error| StoreError::Unreadable { id: record.id, why: error.to_string() };
        Ok(Self {
            id: record.id,
            kind: record.body.kind().to_owned(),
            form: record.form,
            rev: record.rev,
            key: record.key.clone(),
            event_at: record.event_at.map(Instant::millis),
            received_at: record.received_at.millis(),
            skew_ms: record.skew_ms,
            device: record.device.clone(),
            person: record.person.clone(),
            unit: record.unit.clone(),
            label: record.label.as_str().to_owned(),
            review_state: record.review.as_str().to_owned(),
            line: record.line.map(|line| line.to_string()),
            location_basis: record.location.basis().as_str().to_owned(),
            location: Some(serde_json::to_string(&record.location).map_err(unwritable)?),
            corrects: record.corrects,
            import_id: record.import_id,
            body: Some(serde_json::to_string(&record.body).map_err(unwritable)?),
            order_key,
            content_digest: Some(content.as_bytes().to_vec()),
            salt: Some(salt.to_vec()),
            block: None,
            payload: None,
            target: record.body.target(),
            attachments: manifest::written(&record.attachments).map_err(unwritable)?,
        })
    }

    /// The row as one of a block, with its payload digest beside it.
    pub fn in_block(mut self, block: i64, payload: &Digest) -> Self {
        self.block = Some(block);
        self.payload = Some(payload.as_bytes().to_vec());
        self
    }

    /// The values of the row in the order of [`COLUMNS`].
    pub fn bind<DB: Database>(self, mut values: Separated<'_, DB, &'static str>)
    where
        Uuid: for<'t> Encode<'t, DB> + Type<DB>,
        Option<Uuid>: for<'t> Encode<'t, DB>,
        String: for<'t> Encode<'t, DB> + Type<DB>,
        Option<String>: for<'t> Encode<'t, DB>,
        i64: for<'t> Encode<'t, DB> + Type<DB>,
        Option<i64>: for<'t> Encode<'t, DB>,
        Vec<u8>: for<'t> Encode<'t, DB> + Type<DB>,
        Option<Vec<u8>>: for<'t> Encode<'t, DB>,
    {
        values
            .push_bind(self.id)
            .push_bind(self.kind)
            .push_bind(self.form)
            .push_bind(self.rev)
            .push_bind(self.key)
            .push_bind(self.event_at)
            .push_bind(self.received_at)
            .push_bind(self.skew_ms)
            .push_bind(self.device)
            .push_bind(self.person)
            .push_bind(self.unit)
            .push_bind(self.label)
            .push_bind(self.review_state)
            .push_bind(self.line)
            .push_bind(self.location_basis)
            .push_bind(self.location)
            .push_bind(self.corrects)
            .push_bind(self.import_id)
            .push_bind(self.body)
            .push_bind(self.order_key)
            .push_bind(self.content_digest)
            .push_bind(self.salt)
            .push_bind(self.block)
            .push_bind(self.payload)
            .push_bind(self.target)
            .push_bind(self.attachments);
    }

    pub const fn is_in_block(&self) -> bool {
        self.block.is_some()
    }

    pub const fn has_payload(&self) -> bool {
        self.payload.is_some()
    }

    /// Whether there is one, readable or not.
    pub const fn has_content_digest(&self) -> bool {
        self.content_digest.is_some()
    }

    pub fn payload(&self) -> Option<Digest> {
        Digest::from_slice(self.payload.as_deref()?)
    }

    /// The record and its place in the order; a row that somebody spoiled is logged and left out, so that it does not
    /// keep all others from being read. Verifying names it.
    pub fn written(self) -> Option<Written> {
        if self.is_erased() {
            return None;
        }
        let order_key = self.order_key;
        let record = self.read().inspect_err(|error| tracing::error!(%error, "left out")).ok()?;
        Some(Written { record, order_key })
    }

    pub fn read(self) -> Result<Record, StoreError> {
        let id = self.id;
        self.try_read().map_err(|why| StoreError::Unreadable { id, why })
    }

    fn try_read(self) -> Result<Record, String> {
        let text = |text: Option<String>| text.ok_or("it was taken away");
        let location: Location =
            serde_json::from_str(&text(self.location)?).map_err(|error| format!("location: {error}"))?;
        let body: Body = serde_json::from_str(&text(self.body)?).map_err(|error| format!("body: {error}"))?;
        let said = (body.kind(), location.basis().as_str(), body.target());
        if said != (self.kind.as_str(), self.location_basis.as_str(), self.target) {
            return Err("columns and body disagree".to_owned());
        }
        Ok(Record {
            id: self.id,
            form: self.form,
            rev: self.rev,
            key: self.key,
            event_at: self.event_at.map(Instant::from_millis),
            received_at: Instant::from_millis(self.received_at),
            skew_ms: self.skew_ms,
            device: self.device,
            person: self.person,
            unit: self.unit,
            label: word::<Label>(&self.label)?,
            review: word::<ReviewState>(&self.review_state)?,
            line: self.line.as_deref().map(str::parse).transpose().map_err(|error| format!("line: {error}"))?,
            location,
            corrects: self.corrects,
            import_id: self.import_id,
            body,
            attachments: manifest::read(self.attachments.as_deref())?,
        })
    }

    pub const fn rev(&self) -> i64 {
        self.rev
    }

    pub fn identity(&self) -> Identity {
        (self.id, self.content_digest.clone().unwrap_or_default())
    }

    pub fn content_digest(&self) -> Option<Digest> {
        Digest::from_slice(self.content_digest.as_deref()?)
    }

    pub fn salt(&self) -> Option<[u8; 16]> {
        self.salt.as_deref()?.try_into().ok()
    }
}

pub(super) trait RecordSql {
    /// Inserts what is not there yet, in one statement. Returns id and content digest of each row that went in: the
    /// id alone would not say which of two rows with the same id it was.
    async fn insert_new(&mut self, table: Table, rows: &[RecordRow]) -> Result<Vec<Identity>, sqlx::Error>;
    async fn rows_by_id(&mut self, table: Table, ids: &[Uuid]) -> Result<Vec<RecordRow>, sqlx::Error>;
    /// Records that entries `from..=to` of the log added.
    async fn records_added_between(&mut self, from: i64, to: i64) -> Result<Vec<RecordRow>, sqlx::Error>;
    /// Rows that have an entry of their own: of records all but those of imports.
    async fn count(&mut self, table: Table) -> Result<i64, sqlx::Error>;
    async fn rows_of_block(&mut self, import: Uuid, block: i64) -> Result<Vec<RecordRow>, sqlx::Error>;
    /// The same; none of an import that does not count.
    async fn rows_of_applied(&mut self, import: Uuid, block: i64) -> Result<Vec<RecordRow>, sqlx::Error>;
    /// Records of one line in the revisions that count, in the order of their ids, after one of them.
    async fn rows_on_line(&mut self, line: &str, after: Uuid, limit: i64) -> Result<Vec<RecordRow>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl RecordSql for Conn {
    async fn insert_new(&mut self, table: Table, rows: &[RecordRow]) -> Result<Vec<Identity>, sqlx::Error> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new("INSERT INTO ");
        sql.push(table.name()).push(" (").push(COLUMNS).push(") ");
        sql.push_values(rows, |values, row| row.clone().bind(values));
        sql.push(" ON CONFLICT DO NOTHING RETURNING id, content_digest");
        sql.build_query_as::<Identity>().fetch_all(&mut *self).await
    }

    async fn rows_by_id(&mut self, table: Table, ids: &[Uuid]) -> Result<Vec<RecordRow>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(" FROM ").push(table.name()).push(" WHERE id IN (");
        let mut list = sql.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        sql.push(")");
        sql.build_query_as::<RecordRow>().fetch_all(&mut *self).await
    }

    async fn records_added_between(&mut self, from: i64, to: i64) -> Result<Vec<RecordRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS)
            .push(" FROM record WHERE block IS NULL AND (id, rev) IN ")
            .push("(SELECT record_id, rev FROM change_log WHERE operation = 'add' AND seq BETWEEN ")
            .push_bind(from)
            .push(" AND ")
            .push_bind(to)
            .push(")");
        sql.build_query_as::<RecordRow>().fetch_all(&mut *self).await
    }

    async fn count(&mut self, table: Table) -> Result<i64, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT COUNT(*) FROM ");
        sql.push(table.name()).push(if table == Table::Record { " WHERE block IS NULL" } else { "" });
        sql.build_query_scalar::<i64>().fetch_one(&mut *self).await
    }

    async fn rows_of_block(&mut self, import: Uuid, block: i64) -> Result<Vec<RecordRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS)
            .push(" FROM record WHERE import_id = ")
            .push_bind(import)
            .push(" AND block = ")
            .push_bind(block)
            .push(" ORDER BY id, rev");
        sql.build_query_as::<RecordRow>().fetch_all(&mut *self).await
    }

    async fn rows_of_applied(&mut self, import: Uuid, block: i64) -> Result<Vec<RecordRow>, sqlx::Error> {
        let state = sqlx::query_scalar::<Db, String>("SELECT state FROM import_run WHERE import_id = $1").bind(import);
        let state = state.fetch_optional(&mut *self).await?;
        if state.as_deref() == Some("applied") { self.rows_of_block(import, block).await } else { Ok(Vec::new()) }
    }

    async fn rows_on_line(&mut self, line: &str, after: Uuid, limit: i64) -> Result<Vec<RecordRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS)
            .push(" FROM record WHERE line = ")
            .push_bind(line.to_owned())
            .push(" AND id > ")
            .push_bind(after)
            .push(" AND rev = (SELECT MAX(rev) FROM record AS other WHERE other.id = record.id AND ")
            // As it counts: neither what is still going in, nor what was undone.
            .push("(block IS NULL OR import_id IN (SELECT import_id FROM import_run WHERE state = 'applied')) AND ")
            .push("(import_id IS NULL OR import_id NOT IN (")
            .push(UNDONE)
            .push("))) ORDER BY id LIMIT ")
            .push_bind(limit);
        sql.build_query_as::<RecordRow>().fetch_all(&mut *self).await
    }
}

impl Store {
    /// Records of a line in the revisions that count, in the order of their ids, after one of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn records_on_line(&self, line: LineKey, after: Uuid, limit: i64) -> Result<Vec<Record>, StoreError> {
        let line = line.to_string();
        let rows = reading!(self, |conn| conn.rows_on_line(&line, after, limit).await?);
        Ok(rows.into_iter().filter_map(|row| Some(row.written()?.record)).collect())
    }
}
