//! The log as it lies in the database, read past the program.

use sqlx::Connection as _;
use uuid::Uuid;

use crate::support::{Database, Engine, block_on};

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) seq: i64,
    pub(crate) operation: String,
    pub(crate) record: Option<Uuid>,
    pub(crate) rev: Option<i64>,
}

type Columns = (i64, String, Option<Uuid>, Option<i64>);

macro_rules! all {
    ($database:expr, $kind:ty, $sql:literal) => {{
        let database = $database;
        block_on(async {
            match database.engine {
                Engine::Sqlite => {
                    let mut conn = sqlx::SqliteConnection::connect(&database.url).await.unwrap();
                    sqlx::query_as::<_, $kind>($sql).fetch_all(&mut conn).await.unwrap()
                }
                Engine::Postgres => {
                    let mut conn = sqlx::PgConnection::connect(&database.url).await.unwrap();
                    sqlx::query_as::<_, $kind>($sql).fetch_all(&mut conn).await.unwrap()
                }
            }
        })
    }};
}

pub(crate) fn rows(database: &Database) -> Vec<Row> {
    let rows = all!(database, Columns, "SELECT seq, operation, record_id, rev FROM change_log ORDER BY seq");
    rows.into_iter().map(|(seq, operation, record, rev)| Row { seq, operation, record, rev }).collect()
}

pub(crate) fn epoch(database: &Database) -> String {
    all!(database, (String,), "SELECT epoch FROM chain_head").remove(0).0
}

/// Every revision of every record that has a row.
pub(crate) fn records(database: &Database) -> Vec<(Uuid, i64)> {
    all!(database, (Uuid, i64), "SELECT id, rev FROM record ORDER BY id, rev")
}

/// Every content that contends, by the id that it wants.
pub(crate) fn contenders(database: &Database) -> Vec<Uuid> {
    all!(database, (Uuid,), "SELECT id FROM contender ORDER BY id").into_iter().map(|(id,)| id).collect()
}
