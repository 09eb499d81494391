//! Rows of an import on their way in, block by block.
//!
//! Each block is one short transaction that takes no number of the log, and after it the file is left alone for a
//! moment, so that other writers are not held up. Rows of a block are in the order of their ids: the index on them is
//! then filled page by page, which is most of the difference between a fast import and a slow one.

use std::collections::HashSet;
use std::time::Duration;

use duplicate::duplicate_item;
use sqlx::{PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::writing;
use super::imports::ImportSql;
use super::placements::PlacementSql;
use super::records::{COLUMNS, RecordRow, RecordSql};
use super::{Store, StoreError};
use crate::domain::chain::{Digest, block_digest, payload_digest};
use crate::domain::location::Placement;
use crate::domain::record::Record;
use crate::domain::time::Instant;

/// Rows of one block: one transaction, and one entry of the log.
pub const BLOCK: usize = 2_000;
/// Rows of one statement: SQLite takes 32,766 values, a row has 25.
const STATEMENT: usize = 1_000;
/// For how long an import leaves the file to others after each block, where there is one writer at a time.
const PAUSE: Duration = Duration::from_millis(4);

/// A record made ready for its block: written out and hashed, which costs more than storing it.
#[derive(Debug)]
pub struct StagedRow {
    row: RecordRow,
    payload: Digest,
    placement: Option<Placement>,
}

impl StagedRow {
    /// `content` is the record's content digest; `placement` its derived place, where that is known already.
    ///
    /// # Errors
    /// When the record cannot be written in canonical bytes.
    pub fn new(
        record: &Record,
        content: &Digest,
        order_key: i64,
        placement: Option<Placement>,
        salt: [u8; 16],
    ) -> Result<Self, StoreError> {
        let payload = payload_digest(&salt, record)?;
        Ok(Self { row: RecordRow::write_as(record, content, order_key, salt)?, payload, placement })
    }

    /// The same as a further revision: the id is held, and what is held of it was undone.
    ///
    /// # Errors
    /// When the record cannot be written in canonical bytes.
    pub fn as_revision(self, rev: i64) -> Result<Self, StoreError> {
        let id = self.row.id;
        let unreadable = |why: &str| StoreError::Unreadable { id, why: why.to_owned() };
        let content = self.row.content_digest().ok_or_else(|| unreadable("a digest has 32 bytes"))?;
        let (order_key, salt) = (self.row.order_key, self.row.salt().ok_or(StoreError::NoSalt)?);
        let mut record = self.row.read()?;
        record.rev = rev;
        Self::new(&record, &content, order_key, self.placement, salt)
    }

    /// The record, read back.
    pub fn record(&self) -> Option<Record> {
        self.row.clone().read().ok()
    }

    /// What blocks are put in order by.
    pub const fn order(&self) -> (Uuid, i64) {
        (self.row.id, self.row.rev())
    }
}

/// Why a block was not taken. Nothing of it is stored then.
#[derive(Debug, thiserror::Error)]
pub enum NotStaged {
    #[error("another import is under way")]
    Busy,
    #[error("the import was cancelled")]
    Cancelled,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for NotStaged {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A block on its way into the tables.
struct Block {
    import: Uuid,
    number: i64,
    payload: Digest,
    /// As many rows as one statement takes.
    pieces: Vec<Vec<RecordRow>>,
    places: Vec<(Uuid, Placement)>,
}

impl Block {
    fn new(import: Uuid, number: i64, mut rows: Vec<StagedRow>) -> Result<Self, StoreError> {
        rows.sort_unstable_by_key(StagedRow::order);
        let payloads: Vec<Digest> = rows.iter().map(|row| row.payload).collect();
        let payload = block_digest(import, number, &payloads)?;
        let (mut pieces, mut places): (Vec<Vec<RecordRow>>, _) = (Vec::new(), Vec::with_capacity(rows.len()));
        for StagedRow { row, payload, placement } in rows {
            places.extend(placement.map(|place| (row.id, place)));
            let row = row.in_block(number, &payload);
            match pieces.last_mut().filter(|piece| piece.len() < STATEMENT) {
                Some(piece) => piece.push(row),
                None => pieces.push(vec![row]),
            }
        }
        Ok(Self { import, number, payload, pieces, places })
    }

    fn len(&self) -> i64 {
        i64::try_from(self.pieces.iter().map(Vec::len).sum::<usize>()).unwrap_or(i64::MAX)
    }
}

pub(super) trait StagingSql {
    /// Inserts rows that must all be new. Returns how many went in. Says less than
    /// [`insert_new`](RecordSql::insert_new), and takes half its time.
    async fn insert_block(&mut self, rows: Vec<RecordRow>) -> Result<u64, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl StagingSql for Conn {
    async fn insert_block(&mut self, rows: Vec<RecordRow>) -> Result<u64, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("INSERT INTO record (");
        sql.push(COLUMNS).push(") ");
        sql.push_values(rows, |values, row| row.bind(values));
        sql.push(" ON CONFLICT DO NOTHING");
        Ok(sql.build().execute(&mut *self).await?.rows_affected())
    }
}

impl Store {
    /// Stores one block, in one transaction. Others can write before the next.
    ///
    /// # Errors
    /// [`NotStaged`]; nothing of the block is stored then.
    pub async fn import_stage(
        &self,
        import: Uuid,
        block: i64,
        rows: Vec<StagedRow>,
        now: Instant,
    ) -> Result<(), NotStaged> {
        let block = Block::new(import, block, rows)?;
        let staged = writing!(self, |tx| stage(&mut *tx, block, now).await?);
        if let Self::Sqlite { .. } = self {
            tokio::time::sleep(PAUSE).await;
        }
        if staged { Ok(()) } else { Err(NotStaged::Cancelled) }
    }
}

/// Whether the import was still going in.
async fn stage<C>(tx: &mut C, block: Block, now: Instant) -> Result<bool, StoreError>
where
    C: ImportSql + RecordSql + StagingSql + PlacementSql,
{
    if !tx.beat(block.import, now.millis(), block.len()).await? {
        return Ok(false);
    }
    tx.add_block(block.import, block.number, &block.payload).await?;
    for piece in block.pieces {
        let ids: Vec<Uuid> = piece.iter().map(|row| row.id).collect();
        if usize::try_from(tx.insert_block(piece).await?).ok() != Some(ids.len()) {
            let held = tx.rows_of_block(block.import, block.number).await?;
            let came: HashSet<Uuid> = held.iter().map(|row| row.id).collect();
            let taken = ids.iter().find(|id| !came.contains(id)).map(Uuid::to_string).unwrap_or_default();
            return Err(StoreError::Refused(format!("record {taken}, or its key, was taken by others meanwhile")));
        }
    }
    for piece in block.places.chunks(STATEMENT) {
        let piece: Vec<(Uuid, &Placement)> = piece.iter().map(|(id, place)| (*id, place)).collect();
        tx.insert_placements(&piece).await?;
    }
    Ok(true)
}
