//! The database as somebody sees it who goes round the program.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Connection as _, FromRow, PgConnection, SqliteConnection};

use crate::support::{Database, Engine};

pub(crate) enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    pub(crate) async fn open(database: &Database) -> Self {
        match database.engine {
            Engine::Sqlite => Self::Sqlite(SqliteConnection::connect(&database.url).await.unwrap()),
            Engine::Postgres => Self::Postgres(PgConnection::connect(&database.url).await.unwrap()),
        }
    }

    /// Runs statements, several with `;` between them.
    pub(crate) async fn run(&mut self, sql: &str) {
        let done = match self {
            Self::Sqlite(connection) => sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(|_| ()),
            Self::Postgres(connection) => sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(|_| ()),
        };
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    pub(crate) async fn rows<T>(&mut self, sql: &str) -> Vec<T>
    where
        T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        let rows = match self {
            Self::Sqlite(connection) => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await,
            Self::Postgres(connection) => sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await,
        };
        rows.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    pub(crate) async fn number(&mut self, sql: &str) -> i64 {
        self.rows::<(i64,)>(sql).await[0].0
    }
}
