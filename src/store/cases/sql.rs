//! The rows that tell of some ids, and of what is about them.

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use crate::store::held::UNDONE_UPTO;
use crate::store::records::{COLUMNS, RecordRow};

/// What says something about the standing of another record.
const STATEMENTS: &str = " AND type IN ('review', 'tombstone', 'relabel', 'progress_step')";

/// What has its label raised by that of the record that it is about.
const UNDER: &str = " AND type NOT IN ('review', 'tombstone', 'relabel', 'progress_step', 'forward')";

/// Which column leads to the rows that are looked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) enum By {
    Id,
    /// The same, whatever became of it: erased, or of an import that was undone.
    Left,
    Target,
    /// What is said about its standing alone, of all that is about it.
    Said,
    Corrects,
}

impl By {
    const fn column(self) -> &'static str {
        match self {
            Self::Id | Self::Left => "id",
            Self::Target | Self::Said => "target",
            Self::Corrects => "corrects",
        }
    }

    const fn only(self) -> &'static str {
        match self {
            Self::Said => STATEMENTS,
            Self::Id | Self::Left | Self::Target | Self::Corrects => "",
        }
    }
}

#[derive(FromRow)]
pub(in crate::store) struct RecordedRow {
    #[sqlx(flatten)]
    pub(in crate::store) row: RecordRow,
    pub(in crate::store) entry_seq: i64,
    pub(in crate::store) actor: String,
}

/// An entry that kept a contender.
#[derive(FromRow)]
pub(in crate::store) struct ContendRow {
    pub record_id: Uuid,
    pub(in crate::store) seq: i64,
    pub actor: String,
    pub payload: Vec<u8>,
}

pub(in crate::store) trait CaseSql {
    /// Rows in revisions that no undone import brought, unless what is left is asked for, with the entries that wrote them.
    async fn recorded(&mut self, by: By, ids: &[Uuid], upto: i64) -> Result<Vec<RecordedRow>, sqlx::Error>;
    async fn contending(&mut self, by: By, ids: &[Uuid]) -> Result<Vec<RecordRow>, sqlx::Error>;
    async fn contend_entries(&mut self, ids: &[Uuid], upto: i64) -> Result<Vec<ContendRow>, sqlx::Error>;
    /// Whether anything is said about any record, corrects or contends with one.
    async fn anything_spoken(&mut self) -> Result<bool, sqlx::Error>;
    /// Those of the ids that something is said about, that something corrects or contends with.
    async fn spoken_of(&mut self, ids: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error>;
    /// Those of the ids whose label may be stricter than what an internal record has that is about them.
    async fn weighty(&mut self, ids: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error>;
    /// What is about these ids and may have its label raised by theirs.
    async fn under(&mut self, ids: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error>;
}

/// `(?, ?, …)`.
macro_rules! list {
    ($sql:expr, $ids:expr) => {{
        $sql.push("(");
        let mut list = $sql.separated(", ");
        for id in $ids {
            list.push_bind(*id);
        }
        $sql.push(")");
    }};
}

/// What different values such columns of such tables hold that are among these ids: `(column, table, what else must hold)`.
macro_rules! distinct {
    ($connection:expr, $db:ty, $ids:expr, $places:expr) => {{
        let mut found = Vec::new();
        if $ids.is_empty() {
            return Ok(found);
        }
        for (column, table, only) in $places {
            let mut sql = QueryBuilder::<$db>::new("SELECT DISTINCT ");
            sql.push(column).push(" FROM ").push(table).push(" WHERE ").push(column).push(" IN ");
            list!(sql, $ids);
            sql.push(only);
            found.extend(sql.build_query_scalar::<Uuid>().fetch_all(&mut *$connection).await?);
        }
        Ok(found)
    }};
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl CaseSql for Conn {
    async fn recorded(&mut self, by: By, ids: &[Uuid], upto: i64) -> Result<Vec<RecordedRow>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new("WITH wanted AS (SELECT * FROM record WHERE ");
        sql.push(by.column()).push(" IN ");
        list!(sql, ids);
        sql.push(by.only()).push(") SELECT ").push(COLUMNS).push(
            ", entry_seq, actor FROM (SELECT w.*, l.seq AS entry_seq, l.actor AS actor FROM wanted w \
             JOIN change_log l ON l.record_id = w.id AND l.rev = w.rev AND l.operation = 'add' WHERE w.block IS NULL \
             UNION ALL SELECT w.*, l.seq AS entry_seq, l.actor AS actor FROM wanted w \
             JOIN change_log l ON l.record_id = w.import_id AND l.rev = w.block AND l.operation = 'block' \
             JOIN import_run i ON i.import_id = w.import_id AND i.state = 'applied' \
             WHERE w.block IS NOT NULL) AS numbered WHERE entry_seq BETWEEN 1 AND ",
        );
        sql.push_bind(upto);
        if !matches!(by, By::Left) {
            sql.push(" AND (import_id IS NULL OR import_id NOT IN (").push(UNDONE_UPTO).push_bind(upto).push(")))");
        }
        sql.push(" ORDER BY id, rev");
        sql.build_query_as::<RecordedRow>().fetch_all(&mut *self).await
    }

    async fn contending(&mut self, by: By, ids: &[Uuid]) -> Result<Vec<RecordRow>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(" FROM contender WHERE ").push(by.column()).push(" IN ");
        list!(sql, ids);
        sql.push(by.only()).push(" ORDER BY id, content_digest");
        sql.build_query_as::<RecordRow>().fetch_all(&mut *self).await
    }

    async fn contend_entries(&mut self, ids: &[Uuid], upto: i64) -> Result<Vec<ContendRow>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new(
            "SELECT record_id, seq, actor, payload FROM change_log WHERE operation = 'contend' AND seq BETWEEN 1 AND ",
        );
        sql.push_bind(upto).push(" AND record_id IN ");
        list!(sql, ids);
        sql.build_query_as::<ContendRow>().fetch_all(&mut *self).await
    }

    async fn anything_spoken(&mut self) -> Result<bool, sqlx::Error> {
        for (table, which) in [
            ("record", "target IS NOT NULL AND type IN ('review', 'tombstone', 'relabel', 'progress_step')"),
            ("record", "corrects IS NOT NULL"),
            ("contender", "1 = 1"),
        ] {
            let mut sql = QueryBuilder::<Db>::new("SELECT id FROM ");
            sql.push(table).push(" WHERE ").push(which).push(" LIMIT 1");
            if sql.build_query_scalar::<Uuid>().fetch_optional(&mut *self).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn spoken_of(&mut self, ids: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
        distinct!(
            self,
            Db,
            ids,
            [
                ("target", "record", STATEMENTS),
                ("target", "contender", STATEMENTS),
                ("corrects", "record", ""),
                ("corrects", "contender", ""),
                ("id", "contender", ""),
            ]
        )
    }

    async fn weighty(&mut self, ids: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
        distinct!(
            self,
            Db,
            ids,
            [
                ("id", "record", " AND (label = 'restricted' OR target IS NOT NULL)"),
                ("id", "contender", ""),
                ("target", "record", " AND type = 'relabel'"),
                ("target", "contender", " AND type = 'relabel'"),
            ]
        )
    }

    async fn under(&mut self, ids: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
        let mut found = Vec::new();
        if ids.is_empty() {
            return Ok(found);
        }
        for table in ["record", "contender"] {
            let mut sql = QueryBuilder::<Db>::new("SELECT DISTINCT id FROM ");
            sql.push(table).push(" WHERE target IN ");
            list!(sql, ids);
            sql.push(UNDER);
            found.extend(sql.build_query_scalar::<Uuid>().fetch_all(&mut *self).await?);
        }
        Ok(found)
    }
}
