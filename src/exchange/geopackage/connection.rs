//! SQLite, opened so that a hostile file can do nothing; see the [folder's page](super).

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions as _, SqliteConnection};

use super::fault;
use crate::exchange::rows::FileFault;

/// Steps of SQLite's machine between two looks at the budget.
const STEPS: i32 = 10_000;
/// How many looks there may be without a row: ten million steps, under a second.
const MOST_LOOKS: u32 = 1_000;
/// Rows that wait between SQLite and the reader; a hostile file can make each 24 MiB large.
const ROWS_WAITING: usize = 16;

/// A connection that only selects.
pub(super) struct Connection {
    pub(super) sqlite: SqliteConnection,
    budget: Budget,
}

/// How much SQLite has worked since the last row.
#[derive(Debug, Clone, Default)]
pub(super) struct Budget(Arc<AtomicU32>);

impl Budget {
    pub(super) fn renew(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    fn is_left(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) < MOST_LOOKS
    }
}

impl Connection {
    /// # Errors
    /// A file that SQLite does not open.
    pub(super) async fn open(path: &Path) -> Result<Self, FileFault> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .immutable(true)
            .foreign_keys(false)
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            .pragma("mmap_size", "0")
            .pragma("query_only", "ON")
            .row_buffer_size(ROWS_WAITING)
            .disable_statement_logging();
        let mut sqlite = options.connect().await.map_err(|error| fault::damaged(&error))?;
        let budget = Budget::default();
        let watched = budget.clone();
        let mut handle = sqlite.lock_handle().await.map_err(|error| fault::damaged(&error))?;
        handle.set_progress_handler(STEPS, move || watched.is_left());
        drop(handle);
        Ok(Self { sqlite, budget })
    }

    pub(super) fn budget(&self) -> Budget {
        self.budget.clone()
    }

    /// # Errors
    /// What SQLite refuses.
    pub(super) async fn select(&mut self, sql: String) -> Result<Vec<SqliteRow>, FileFault> {
        self.budget.renew();
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut self.sqlite).await;
        rows.map_err(|error| fault::damaged(&error))
    }
}
