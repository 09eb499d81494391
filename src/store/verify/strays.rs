//! Rows that no entry wrote: counted first, looked for only when the count is off.

use duplicate::duplicate_item;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::Broken;
use super::pages::is_spoiled;
use super::walk::Walk;
use crate::store::imports::ImportSql;
use crate::store::records::{RecordSql, Table};

pub(in crate::store) trait StraySql {
    /// A record with its revision that has no entry of its own though it needs one.
    async fn stray_record(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error>;
    async fn stray_contender(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error>;
    async fn stray_imported(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error>;
    /// A row of an import that does not count, in a block that this import never began.
    async fn stray_staged(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error>;
    /// Rows of imports that do not count.
    async fn count_uncovered(&mut self) -> Result<i64, sqlx::Error>;
    /// Blocks of imports that count, and an import and its block that the log does not know.
    async fn count_blocks(&mut self) -> Result<i64, sqlx::Error>;
    async fn stray_block(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error>;
    async fn stray_run(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error>;
    async fn count_erasures(&mut self) -> Result<i64, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl StraySql for Conn {
    async fn stray_record(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error> {
        sqlx::query_as::<Db, (Uuid, i64)>(
            "SELECT id, rev FROM record WHERE block IS NULL AND NOT EXISTS (SELECT 1 FROM change_log l \
             WHERE l.record_id = record.id AND l.rev = record.rev AND l.operation = 'add') ORDER BY id, rev LIMIT 1",
        )
        .fetch_optional(&mut *self)
        .await
    }

    async fn stray_contender(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error> {
        sqlx::query_as::<Db, (Uuid, i64)>(
            "SELECT id, rev FROM contender c GROUP BY id, rev HAVING COUNT(*) > (SELECT COUNT(*) FROM change_log l \
             WHERE l.record_id = c.id AND l.rev = c.rev AND l.operation = 'contend') ORDER BY id, rev LIMIT 1",
        )
        .fetch_optional(&mut *self)
        .await
    }

    async fn stray_imported(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error> {
        sqlx::query_as::<Db, (Uuid, i64)>(
            "SELECT id, rev FROM record WHERE block IS NOT NULL AND (import_id IS NULL OR import_id NOT IN \
             (SELECT import_id FROM import_run WHERE state IN ('staging', 'cancelled'))) AND NOT EXISTS \
             (SELECT 1 FROM change_log l WHERE l.record_id = record.import_id AND l.rev = record.block \
             AND l.operation = 'block') ORDER BY id, rev LIMIT 1",
        )
        .fetch_optional(&mut *self)
        .await
    }

    async fn stray_staged(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error> {
        sqlx::query_as::<Db, (Uuid, i64)>(
            "SELECT r.id, r.rev FROM record r WHERE r.import_id IN \
             (SELECT import_id FROM import_run WHERE state IN ('staging', 'cancelled')) AND r.block IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM import_block b WHERE b.import_id = r.import_id AND b.block = r.block) \
             ORDER BY r.id, r.rev LIMIT 1",
        )
        .fetch_optional(&mut *self)
        .await
    }

    async fn count_uncovered(&mut self) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar::<Db, i64>(
            "SELECT COUNT(*) FROM record WHERE block IS NOT NULL AND import_id IN \
             (SELECT import_id FROM import_run WHERE state IN ('staging', 'cancelled'))",
        )
        .fetch_one(&mut *self)
        .await
    }

    async fn count_blocks(&mut self) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar::<Db, i64>(
            "SELECT COUNT(*) FROM import_block WHERE import_id NOT IN \
             (SELECT import_id FROM import_run WHERE state IN ('staging', 'cancelled'))",
        )
        .fetch_one(&mut *self)
        .await
    }

    async fn stray_block(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error> {
        sqlx::query_as::<Db, (Uuid, i64)>(
            "SELECT import_id, block FROM import_block b WHERE import_id NOT IN \
             (SELECT import_id FROM import_run WHERE state IN ('staging', 'cancelled')) AND NOT EXISTS \
             (SELECT 1 FROM change_log l WHERE l.record_id = b.import_id AND l.rev = b.block \
             AND l.operation = 'block') ORDER BY import_id, block LIMIT 1",
        )
        .fetch_optional(&mut *self)
        .await
    }

    async fn stray_run(&mut self) -> Result<Option<(Uuid, i64)>, sqlx::Error> {
        sqlx::query_as::<Db, (Uuid, i64)>(
            "SELECT import_id, rows FROM import_run r WHERE state = 'applied' AND NOT EXISTS \
             (SELECT 1 FROM change_log l WHERE l.record_id = r.import_id AND l.operation = 'add') LIMIT 1",
        )
        .fetch_optional(&mut *self)
        .await
    }

    async fn count_erasures(&mut self) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar::<Db, i64>("SELECT COUNT(*) FROM erasure").fetch_one(&mut *self).await
    }
}

/// Compares what the tables hold with what the entries of the whole log wrote.
pub(super) async fn find<C: RecordSql + ImportSql + StraySql>(conn: &mut C, walk: &Walk) -> Result<(), Broken> {
    let rows = conn.count(Table::Record).await?;
    if rows != walk.records {
        return Err(named("record", readable(conn.stray_record().await)?, rows, walk.records));
    }
    let rows = conn.count(Table::Contender).await?;
    if rows != walk.contenders {
        return Err(named("contender", readable(conn.stray_contender().await)?, rows, walk.contenders));
    }
    // Rows of an import that is still going in have no entries yet; all others must have been met.
    let rows = conn.count_imported().await?;
    if rows != walk.imported {
        return Err(named("record", readable(conn.stray_imported().await)?, rows, walk.imported));
    }
    // Each of those came with its block, in one transaction.
    match conn.stray_staged().await {
        Err(error) if is_spoiled(&error) => return Err(named("record", None, 1, 0)),
        Ok(Some(stray)) => return Err(named("record", Some(stray), 1, 0)),
        found => drop(found?),
    }
    let rows = conn.count_blocks().await?;
    if rows != walk.blocks {
        return Err(named("import_block", readable(conn.stray_block().await)?, rows, walk.blocks));
    }
    if let Some(stray) = conn.stray_run().await? {
        return Err(named("import_run", Some(stray), 1, 0));
    }
    let rows = conn.count_erasures().await?;
    if rows != walk.erasures {
        return Err(Broken::RowsInserted { table: "erasure", rows, entries: walk.erasures });
    }
    Ok(())
}

/// A row whose id cannot even be read is counted all the same.
fn readable(found: Result<Option<(Uuid, i64)>, sqlx::Error>) -> Result<Option<(Uuid, i64)>, sqlx::Error> {
    match found {
        Err(error) if is_spoiled(&error) => Ok(None),
        found => found,
    }
}

fn named(table: &'static str, stray: Option<(Uuid, i64)>, rows: i64, entries: i64) -> Broken {
    stray.map_or(Broken::RowsInserted { table, rows, entries }, |(record, rev)| Broken::RowInserted {
        table,
        record,
        rev,
    })
}
