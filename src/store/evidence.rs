//! What the log and the tables hold of a record, as evidence of it.

use duplicate::duplicate_item;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::{reading, snapshot};
use super::history::HistorySql;
use super::log::{EntryRow, LogSql};
use super::records::{RecordRow, RecordSql, Table};
use super::verify::PageSql;
use super::{Store, StoreError};
use crate::domain::chain::{Digest, Entry, Operation, payload_digest};
use crate::domain::record::Record;

/// One revision of a record, or a contender, with the entry that wrote it.
#[derive(Debug)]
pub struct Piece {
    pub rev: i64,
    pub contender: bool,
    pub seq: i64,
    /// The import and the block that it came with.
    pub block: Option<(Uuid, i64)>,
    pub payload: Digest,
    pub erased_under: Option<i64>,
    /// None of what was erased, or cannot be read.
    pub content: Option<(Record, [u8; 16])>,
}

pub(super) trait EvidenceSql {
    async fn block_payloads(&mut self, import: Uuid, block: i64) -> Result<Vec<Option<Vec<u8>>>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl EvidenceSql for Conn {
    async fn block_payloads(&mut self, import: Uuid, block: i64) -> Result<Vec<Option<Vec<u8>>>, sqlx::Error> {
        sqlx::query_scalar::<Db, Option<Vec<u8>>>(
            "SELECT payload FROM record WHERE import_id = $1 AND block = $2 ORDER BY id, rev",
        )
        .bind(import)
        .bind(block)
        .fetch_all(&mut *self)
        .await
    }
}

impl Store {
    /// Every revision of a record and every contender, with the entries that wrote them; empty when the log knows none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn evidence(&self, record: Uuid) -> Result<Vec<Piece>, StoreError> {
        Ok(snapshot!(self, |conn| evidence(&mut *conn, record).await?))
    }

    /// Payload digests of the rows of a block, in its order.
    ///
    /// # Errors
    /// When the database does not answer, or a row has none.
    pub async fn block_payloads(&self, import: Uuid, block: i64) -> Result<Vec<Digest>, StoreError> {
        let rows = reading!(self, |conn| conn.block_payloads(import, block).await?);
        let digest = |row: Option<Vec<u8>>| Digest::from_slice(&row?);
        let why = || StoreError::Unreadable { id: import, why: format!("a row of block {block} has no digest") };
        rows.into_iter().map(|row| digest(row).ok_or_else(why)).collect()
    }

    /// Entries after a number, in order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn entries_after(&self, seq: i64, limit: i64) -> Result<Vec<Entry>, StoreError> {
        Ok(reading!(self, |conn| conn.entries_after(seq, limit).await?))
    }
}

async fn evidence<C>(conn: &mut C, record: Uuid) -> Result<Vec<Piece>, sqlx::Error>
where
    C: LogSql + RecordSql + PageSql + HistorySql,
{
    let records = conn.rows_by_id(Table::Record, &[record]).await?;
    let contenders = conn.rows_by_id(Table::Contender, &[record]).await?;
    let erased = conn.erasures_of(&[record]).await?;
    let entries = conn.entries_of(record, 0, i64::MAX).await?.into_iter().map(EntryRow::read);
    let entries: Vec<Entry> = entries.collect::<Result<_, _>>()?;
    let under = |rev: i64| erased.iter().find(|(_, of, _)| *of == rev).map(|(_, _, seq)| *seq);
    let mut pieces = Vec::new();
    for entry in entries {
        let (seq, rev) = (entry.seq, entry.meta.rev);
        match entry.meta.operation {
            Operation::Add => {
                if let Some(row) = records.iter().find(|row| row.rev() == rev && !row.is_in_block()) {
                    pieces.push(piece(row, seq, entry.payload, under(rev), false));
                }
            }
            Operation::Contend => {
                let wrote = |row: &&RecordRow| row.rev() == rev && payload_of(row) == Some(entry.payload);
                if let Some(row) = contenders.iter().find(wrote) {
                    pieces.push(piece(row, seq, entry.payload, under(rev), true));
                }
            }
            Operation::Block => {
                let block = (entry.meta.record, rev);
                for row in records.iter().filter(|row| row.block_of() == Some(block)) {
                    if let Some(payload) = row.payload() {
                        let erased_under = under(row.rev());
                        pieces.push(Piece { block: Some(block), ..piece(row, seq, payload, erased_under, false) });
                    }
                }
            }
            Operation::Erase => {}
        }
    }
    Ok(pieces)
}

fn payload_of(row: &RecordRow) -> Option<Digest> {
    if row.is_erased() {
        return row.content_digest();
    }
    payload_digest(&row.salt()?, &row.clone().read().ok()?).ok()
}

fn piece(row: &RecordRow, seq: i64, payload: Digest, erased_under: Option<i64>, contender: bool) -> Piece {
    let content = if row.is_erased() { None } else { row.clone().read().ok().zip(row.salt()) };
    Piece { rev: row.rev(), contender, seq, block: None, payload, erased_under, content }
}
