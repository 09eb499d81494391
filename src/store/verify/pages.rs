//! Reads the log in pages, each with the rows that its entries wrote.

use std::collections::{HashMap, HashSet};

use duplicate::duplicate_item;
use sqlx::{PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{Broken, Watch};
use crate::domain::chain::{Entry, Operation};
use crate::store::log::{EntryRow, LogSql, STANDING};
use crate::store::records::{RecordRow, RecordSql, Table};

/// Entries that are looked at together; bounds the memory of a walk.
const PAGE: i64 = 2_000;

/// Some entries in order, with everything that is needed to check them. At most one of them is a block, the last.
#[derive(Default)]
pub(super) struct Page {
    pub entries: Vec<Entry>,
    /// The entry after these, when it cannot be read at all.
    pub unreadable: Option<i64>,
    pub records: HashMap<Uuid, Vec<RecordRow>>,
    pub contenders: HashMap<Uuid, Vec<RecordRow>>,
    pub block: Option<Block>,
    /// Revisions that some entry erased, with its number.
    pub erased: HashMap<(Uuid, i64), i64>,
    /// Reason and salt of the erasures of this page, by number.
    pub reasons: HashMap<i64, (String, Vec<u8>)>,
}

pub(super) struct Block {
    /// `None` when a row of it cannot be read at all.
    pub rows: Option<Vec<RecordRow>>,
    /// What is kept of the block and its import, where anything is: digest and state.
    pub kept: Option<(Vec<u8>, String)>,
}

pub(in crate::store) trait PageSql {
    async fn kept_block(&mut self, import: Uuid, block: i64) -> Result<Option<(Vec<u8>, String)>, sqlx::Error>;
    /// Entries that erased these records: record, revision, number.
    async fn erasures_of(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, i64, i64)>, sqlx::Error>;
    async fn reasons_between(&mut self, from: i64, to: i64) -> Result<Vec<(i64, String, Vec<u8>)>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl PageSql for Conn {
    async fn kept_block(&mut self, import: Uuid, block: i64) -> Result<Option<(Vec<u8>, String)>, sqlx::Error> {
        sqlx::query_as::<Db, (Vec<u8>, String)>(
            "SELECT b.payload, r.state FROM import_block b JOIN import_run r ON r.import_id = b.import_id \
             WHERE b.import_id = $1 AND b.block = $2",
        )
        .bind(import)
        .bind(block)
        .fetch_optional(&mut *self)
        .await
    }

    async fn erasures_of(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, i64, i64)>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new(
            "SELECT record_id, rev, seq FROM change_log WHERE operation = 'erase' AND rev IS NOT NULL AND record_id IN (",
        );
        let mut list = sql.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        sql.push(") AND ").push(STANDING);
        sql.build_query_as::<(Uuid, i64, i64)>().fetch_all(&mut *self).await
    }

    async fn reasons_between(&mut self, from: i64, to: i64) -> Result<Vec<(i64, String, Vec<u8>)>, sqlx::Error> {
        sqlx::query_as::<Db, (i64, String, Vec<u8>)>(
            "SELECT seq, reason, salt FROM erasure WHERE seq BETWEEN $1 AND $2",
        )
        .bind(from)
        .bind(to)
        .fetch_all(&mut *self)
        .await
    }
}

/// Whether a row, and not the database, is what cannot be read.
pub(super) fn is_spoiled(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. })
}

/// Reads everything after an entry and hands it on, page by page, until nobody takes it any more.
pub(super) async fn feed<C: LogSql + RecordSql + PageSql>(
    conn: &mut C,
    mut after: i64,
    total: i64,
    pages: mpsc::Sender<Page>,
    watch: Watch<'_>,
) -> Result<(), Broken> {
    loop {
        let (entries, unreadable) = entries(conn, after).await?;
        let Some(last) = unreadable.or(entries.last().map(|entry| entry.seq)) else { return Ok(()) };
        after = last;
        let mut entries = entries.into_iter().peekable();
        while entries.peek().is_some() {
            let mut run = Vec::new();
            for entry in entries.by_ref() {
                let is_block = entry.meta.operation == Operation::Block;
                run.push(entry);
                if is_block {
                    break;
                }
            }
            let at = run.last().map_or(after, |entry| entry.seq);
            if pages.send(page(conn, run).await?).await.is_err() {
                return Ok(());
            }
            watch(at, total);
        }
        if unreadable.is_some() {
            let _ = pages.send(Page { unreadable, ..Page::default() }).await;
            return Ok(());
        }
    }
}

/// The next entries, and the number of the one after them when it cannot be read.
async fn entries<C: LogSql>(conn: &mut C, after: i64) -> Result<(Vec<Entry>, Option<i64>), Broken> {
    let rows = match conn.entry_rows_after(after, PAGE).await {
        Err(error) if is_spoiled(&error) => one_by_one(conn, after).await?,
        rows => rows?.into_iter().map(Some).collect(),
    };
    let (mut entries, mut last) = (Vec::with_capacity(rows.len()), after);
    for row in rows {
        let Some(row) = row else { return Ok((entries, Some(last + 1))) };
        let seq = row.seq;
        match row.read() {
            Ok(entry) => entries.push(entry),
            // One that is missing goes before one that cannot be read.
            Err(_) => return Ok((entries, Some(if seq == last + 1 { seq } else { last + 1 }))),
        }
        last = seq;
    }
    Ok((entries, None))
}

/// Entries up to the first that cannot be read, which is `None`.
async fn one_by_one<C: LogSql>(conn: &mut C, mut after: i64) -> Result<Vec<Option<EntryRow>>, Broken> {
    let mut rows = Vec::new();
    loop {
        match conn.entry_rows_after(after, 1).await {
            Err(error) if is_spoiled(&error) => {
                rows.push(None);
                return Ok(rows);
            }
            found => match found?.pop() {
                Some(row) => {
                    after = row.seq;
                    rows.push(Some(row));
                }
                None => return Ok(rows),
            },
        }
    }
}

async fn page<C: RecordSql + PageSql>(conn: &mut C, entries: Vec<Entry>) -> Result<Page, Broken> {
    let ids = |of: &[Operation]| {
        let named = entries.iter().filter(|entry| of.contains(&entry.meta.operation)).map(|entry| entry.meta.record);
        named.collect::<HashSet<_>>().into_iter().collect::<Vec<_>>()
    };
    let records = rows(conn, Table::Record, &ids(&[Operation::Add, Operation::Erase])).await?;
    let contenders = rows(conn, Table::Contender, &ids(&[Operation::Contend, Operation::Erase])).await?;
    let mut page = Page { records: by_id(records), contenders: by_id(contenders), ..Page::default() };
    if let Some(entry) = entries.last().filter(|entry| entry.meta.operation == Operation::Block) {
        let (import, block) = (entry.meta.record, entry.meta.rev);
        let rows = match conn.rows_of_block(import, block).await {
            Err(error) if is_spoiled(&error) => None,
            rows => Some(rows?),
        };
        page.block = Some(Block { rows, kept: conn.kept_block(import, block).await? });
    }
    let block = page.block.iter().flat_map(|block| block.rows.iter().flatten());
    let erased = page.records.values().chain(page.contenders.values()).flatten().chain(block);
    let erased: Vec<Uuid> = erased.filter(|row| row.is_erased()).map(|row| row.id).collect();
    page.erased = conn.erasures_of(&erased).await?.into_iter().map(|(id, rev, seq)| ((id, rev), seq)).collect();
    let mut erasures = entries.iter().filter(|entry| entry.meta.operation == Operation::Erase).map(|entry| entry.seq);
    if let Some(first) = erasures.next() {
        let last = erasures.next_back().unwrap_or(first);
        let reasons = conn.reasons_between(first, last).await?;
        page.reasons = reasons.into_iter().map(|(seq, reason, salt)| (seq, (reason, salt))).collect();
    }
    page.entries = entries;
    Ok(page)
}

/// Rows by id. One that cannot be read at all is left out, as if it said nothing.
async fn rows<C: RecordSql>(conn: &mut C, table: Table, ids: &[Uuid]) -> Result<Vec<RecordRow>, Broken> {
    match conn.rows_by_id(table, ids).await {
        Err(error) if is_spoiled(&error) => {
            let mut rows = Vec::new();
            for id in ids {
                match conn.rows_by_id(table, std::slice::from_ref(id)).await {
                    Err(error) if is_spoiled(&error) => {}
                    found => rows.extend(found?),
                }
            }
            Ok(rows)
        }
        rows => Ok(rows?),
    }
}

fn by_id(rows: Vec<RecordRow>) -> HashMap<Uuid, Vec<RecordRow>> {
    let mut by_id: HashMap<Uuid, Vec<RecordRow>> = HashMap::with_capacity(rows.len());
    for row in rows {
        by_id.entry(row.id).or_default().push(row);
    }
    by_id
}
