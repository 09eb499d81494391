//! The log of restricted reads: written in batches by one task, chained apart from the change log.
//!
//! Whoever is about to answer with restricted records notes it first and waits for the commit. When that fails the answer
//! must not go out: reading without a trace is what this log is there to rule out.

use std::sync::Arc;
use std::time::Duration;

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::dialect::{reading, snapshot, writing};
use super::{Store, StoreError};
use crate::domain::access::Label;
use crate::domain::chain::Digest;
use crate::domain::reading::Reading;
use crate::domain::time::Instant;

/// Most lines in one transaction.
const BATCH: usize = 500;
/// Readers that may wait before further ones do.
const QUEUE: usize = 4 * BATCH;
/// How long an answer waits for its line. One that is committed later says more than was read, never less.
const PATIENCE: Duration = Duration::from_secs(10);
/// Lines that are verified together.
const PAGE: i64 = 2_000;
/// Longest name of a reader or a route that is kept, in characters.
const LONGEST: usize = 500;

/// Tells the time.
pub type Now = Arc<dyn Fn() -> Instant + Send + Sync>;

struct Job {
    line: Reading,
    reply: oneshot::Sender<Result<(), StoreError>>,
}

/// Handle to the task that writes. Cheap to clone.
#[derive(Clone)]
pub struct ReadLog {
    queue: mpsc::Sender<Job>,
    now: Now,
}

impl std::fmt::Debug for ReadLog {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ReadLog")
    }
}

impl ReadLog {
    /// Starts the task. It ends when every handle is gone and the queue is empty.
    pub fn start(store: Store, now: Now) -> (Self, JoinHandle<()>) {
        let (queue, mut jobs) = mpsc::channel::<Job>(QUEUE);
        let task = tokio::spawn(async move {
            let mut batch = Vec::with_capacity(BATCH);
            while jobs.recv_many(&mut batch, BATCH).await > 0 {
                let (mut lines, replies): (Vec<_>, Vec<_>) = batch.drain(..).map(|job| (job.line, job.reply)).unzip();
                let noted = store.note_reads(&mut lines).await;
                for reply in replies {
                    let _ = reply.send(noted.clone());
                }
            }
        });
        (Self { queue, now }, task)
    }

    /// Notes that somebody is about to be shown restricted records, and waits for the commit.
    ///
    /// # Errors
    /// When it could not be written: then the answer must not go out.
    pub async fn note(&self, who: &str, route: &str, label: Label, count: u64) -> Result<(), StoreError> {
        // PostgreSQL takes no NUL; a name with one must not keep those of others from being written.
        let plain = |text: &str| text.chars().take(LONGEST).map(|c| if c == '\0' { '\u{fffd}' } else { c }).collect();
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let line = Reading { seq: 0, at: (self.now)(), who: plain(who), route: plain(route), label, count };
        let (reply, answer) = oneshot::channel();
        let noting = async {
            self.queue.send(Job { line, reply }).await.map_err(|_| StoreError::WriterStopped)?;
            answer.await.map_err(|_| StoreError::WriterStopped)?
        };
        let late = || StoreError::Unavailable("the log of restricted reads is not written in time".to_owned());
        tokio::time::timeout(PATIENCE, noting).await.map_err(|_| late())?
    }
}

#[derive(FromRow)]
pub(super) struct LineRow {
    seq: i64,
    at: i64,
    who: String,
    route: String,
    label: String,
    count: i64,
    hash: Vec<u8>,
}

impl LineRow {
    /// The line and its hash; `None` for what this program never wrote.
    fn read(self) -> Option<(Reading, Digest)> {
        let label = [Label::Public, Label::Internal, Label::Restricted].into_iter();
        let label = label.into_iter().find(|label| label.as_str() == self.label)?;
        let at = Instant::from_millis(self.at);
        let line = Reading { seq: self.seq, at, who: self.who, route: self.route, label, count: self.count };
        Some((line, Digest::from_slice(&self.hash)?))
    }
}

pub(super) trait ReadLogSql {
    /// Locks the head until the transaction ends.
    async fn lock_reads(&mut self) -> Result<(i64, Vec<u8>), sqlx::Error>;
    async fn reads_head(&mut self) -> Result<Option<(i64, Vec<u8>)>, sqlx::Error>;
    async fn store_reads_head(&mut self, seq: i64, hash: &Digest) -> Result<(), sqlx::Error>;
    async fn append_reads(&mut self, lines: &[(Reading, Digest)]) -> Result<(), sqlx::Error>;
    async fn reads_after(&mut self, seq: i64, limit: i64) -> Result<Vec<LineRow>, sqlx::Error>;
    /// The first number that is none.
    async fn read_before_the_first(&mut self) -> Result<Option<i64>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl ReadLogSql for Conn {
    async fn lock_reads(&mut self) -> Result<(i64, Vec<u8>), sqlx::Error> {
        sqlx::query_as::<Db, (i64, Vec<u8>)>("UPDATE read_head SET seq = seq WHERE one = 1 RETURNING seq, hash")
            .fetch_one(&mut *self)
            .await
    }

    async fn reads_head(&mut self) -> Result<Option<(i64, Vec<u8>)>, sqlx::Error> {
        sqlx::query_as::<Db, (i64, Vec<u8>)>("SELECT seq, hash FROM read_head WHERE one = 1")
            .fetch_optional(&mut *self)
            .await
    }

    async fn store_reads_head(&mut self, seq: i64, hash: &Digest) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE read_head SET seq = $1, hash = $2 WHERE one = 1")
            .bind(seq)
            .bind(hash.as_bytes().to_vec())
            .execute(&mut *self)
            .await?;
        Ok(())
    }

    async fn append_reads(&mut self, lines: &[(Reading, Digest)]) -> Result<(), sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("INSERT INTO read_log (seq, at, who, route, label, count, hash) ");
        sql.push_values(lines, |mut row, (line, hash)| {
            row.push_bind(line.seq)
                .push_bind(line.at.millis())
                .push_bind(line.who.clone())
                .push_bind(line.route.clone())
                .push_bind(line.label.as_str())
                .push_bind(line.count)
                .push_bind(hash.as_bytes().to_vec());
        });
        sql.build().execute(&mut *self).await?;
        Ok(())
    }

    async fn read_before_the_first(&mut self) -> Result<Option<i64>, sqlx::Error> {
        sqlx::query_scalar::<Db, i64>("SELECT seq FROM read_log WHERE seq < 1 ORDER BY seq LIMIT 1")
            .fetch_optional(&mut *self)
            .await
    }

    async fn reads_after(&mut self, seq: i64, limit: i64) -> Result<Vec<LineRow>, sqlx::Error> {
        sqlx::query_as::<Db, LineRow>(
            "SELECT seq, at, who, route, label, count, hash FROM read_log WHERE seq > $1 ORDER BY seq LIMIT $2",
        )
        .bind(seq)
        .bind(limit)
        .fetch_all(&mut *self)
        .await
    }
}

/// What a walk over the whole log of reads found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadsVerified {
    pub seq: i64,
    pub hash: Digest,
    /// The last lines, oldest first.
    pub last: Vec<Reading>,
}

/// The first thing in the log of reads that does not hold.
#[derive(Debug, thiserror::Error)]
pub enum ReadsBroken {
    #[error("line {seq} of the log of reads is missing")]
    Missing { seq: i64 },
    #[error("line {seq} of the log of reads does not follow from the lines before it")]
    Altered { seq: i64 },
    #[error("line {seq} stands beside the log of reads, whose numbers begin with 1: it was put there")]
    Inserted { seq: i64 },
    #[error("the head of the log of reads is missing or cannot be read")]
    HeadMissing,
    #[error("the head of the log of reads says line {head}, the log ends at {last}")]
    HeadMoved { head: i64, last: i64 },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for ReadsBroken {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Appends lines in one transaction; numbers them.
    async fn note_reads(&self, lines: &mut [Reading]) -> Result<(), StoreError> {
        writing!(self, |tx| append(&mut *tx, lines).await?);
        Ok(())
    }

    /// Walks the whole log of reads, as of one moment, and returns its last lines.
    ///
    /// # Errors
    /// [`ReadsBroken`] with the first line that does not hold.
    pub async fn verify_reads(&self, last: usize) -> Result<ReadsVerified, ReadsBroken> {
        snapshot!(self, |conn| walk(&mut *conn, last).await)
    }

    /// Where the log of reads stands.
    ///
    /// # Errors
    /// When the database does not answer, or has no head of it.
    pub async fn reads_head(&self) -> Result<(i64, Digest), StoreError> {
        let head = reading!(self, |conn| conn.reads_head().await?);
        head.and_then(|(seq, hash)| Some((seq, Digest::from_slice(&hash)?))).ok_or_else(headless)
    }

    /// The hash of one line; [`Digest::ZERO`] for number 0; `None` when the log does not reach so far.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn reads_hash_at(&self, seq: i64) -> Result<Option<Digest>, StoreError> {
        if seq == 0 {
            return Ok(Some(Digest::ZERO));
        }
        let rows = reading!(self, |conn| conn.reads_after(seq - 1, 1).await?);
        let line = rows.into_iter().next().filter(|row| row.seq == seq).and_then(LineRow::read);
        Ok(line.map(|(_, hash)| hash))
    }
}

fn headless() -> StoreError {
    StoreError::Unavailable("read_head is empty or unreadable".to_owned())
}

async fn append<C: ReadLogSql>(tx: &mut C, lines: &mut [Reading]) -> Result<(), StoreError> {
    let (mut seq, hash) = tx.lock_reads().await?;
    let mut hash = Digest::from_slice(&hash).ok_or_else(headless)?;
    let mut chained = Vec::with_capacity(lines.len());
    for line in lines {
        seq += 1;
        line.seq = seq;
        hash = line.hash(&hash)?;
        chained.push((line.clone(), hash));
    }
    tx.append_reads(&chained).await?;
    tx.store_reads_head(seq, &hash).await?;
    Ok(())
}

async fn walk<C: ReadLogSql>(conn: &mut C, last: usize) -> Result<ReadsVerified, ReadsBroken> {
    let (mut seq, mut hash, mut kept) = (0, Digest::ZERO, std::collections::VecDeque::new());
    loop {
        let rows = conn.reads_after(seq, PAGE).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.seq != seq + 1 {
                return Err(ReadsBroken::Missing { seq: seq + 1 });
            }
            seq = row.seq;
            let (line, stored) = row.read().ok_or(ReadsBroken::Altered { seq })?;
            hash = line.hash(&hash).map_err(StoreError::from)?;
            if hash != stored {
                return Err(ReadsBroken::Altered { seq });
            }
            kept.push_back(line);
            if kept.len() > last {
                kept.pop_front();
            }
        }
    }
    if let Some(seq) = conn.read_before_the_first().await? {
        return Err(ReadsBroken::Inserted { seq });
    }
    let (head, head_hash) = conn.reads_head().await?.ok_or(ReadsBroken::HeadMissing)?;
    if Digest::from_slice(&head_hash).is_none() {
        return Err(ReadsBroken::HeadMissing);
    }
    if head != seq || head_hash != hash.as_bytes() {
        return Err(ReadsBroken::HeadMoved { head, last: seq });
    }
    Ok(ReadsVerified { seq, hash, last: kept.into() })
}
