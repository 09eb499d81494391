//! The two engines, and everything in which they differ.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant};

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};

use super::StoreError;

/// A database of either engine. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Store {
    /// SQLite has one writer at a time, so writes go through a pool of one.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
        file: DatabaseFile,
    },
    Postgres(PgPool),
}

/// The file of an SQLite database as it was opened. Should it be removed or replaced while the program runs, the open
/// handle would go on writing into a file that no restart finds.
#[derive(Debug, Clone)]
pub struct DatabaseFile {
    path: PathBuf,
    identity: Option<(u64, u64)>,
}

impl DatabaseFile {
    fn opened(path: &Path) -> Self {
        // Field records are nobody else's business on this machine. Where the file system has no such rights, none
        // can be set.
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
        Self { path: path.to_owned(), identity: identity(path) }
    }

    /// # Errors
    /// [`StoreError::Unavailable`] when another file, or none, stands where the database was opened.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        if self.identity.is_none() || identity(&self.path) == self.identity {
            return Ok(());
        }
        Err(StoreError::Unavailable(format!(
            "{} was removed or replaced while the program ran; stop it, put the right file in place, start again",
            self.path.display()
        )))
    }
}

fn identity(path: &Path) -> Option<(u64, u64)> {
    let about = std::fs::metadata(path).ok()?;
    Some((about.dev(), about.ino()))
}

/// What makes the tables, on each engine.
pub(super) static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
pub(super) static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Brings the tables up to date. Two programs that start on one new file get in each other's way; the second finds
/// everything done when it tries again.
async fn migrate_sqlite(pool: &SqlitePool) -> Result<(), StoreError> {
    let since = Instant::now();
    let mut tries = 0;
    loop {
        match SQLITE.run(pool).await {
            Ok(()) => return Ok(()),
            Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) if is_busy(&error, since) => {}
            Err(_) if tries < 10 => tries += 1,
            Err(error) => return Err(StoreError::Open(error.to_string())),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Opens a file. Of several that turn a new one into a file with a write-ahead log, all but one are told at once that
/// it is busy, however long they would have waited for a lock.
async fn connect_sqlite(pool: SqlitePoolOptions, to: &SqliteConnectOptions) -> Result<SqlitePool, sqlx::Error> {
    let since = Instant::now();
    loop {
        match pool.clone().connect_with(to.clone()).await {
            Err(error) if is_busy(&error, since) => tokio::time::sleep(Duration::from_millis(20)).await,
            done => return done,
        }
    }
}

/// How long a program waits for others that write into the same SQLite file.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether a transaction could not begin because another program writes, and it is not too long yet to try again.
pub(super) fn is_busy(error: &sqlx::Error, since: Instant) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    let is_busy = code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xFF == 5);
    is_busy && since.elapsed() < PATIENCE
}

/// Runs the same body in a transaction that will write, on whichever engine. The body gets `$tx`, a connection.
macro_rules! writing {
    ($store:expr, |$tx:ident| $body:expr) => {
        match $store {
            $crate::store::Store::Sqlite { write, file, .. } => {
                file.check()?;
                let mut conn = write.acquire().await?;
                let done: Result<_, $crate::store::StoreError> = async {
                    let since = std::time::Instant::now();
                    let mut $tx = loop {
                        // IMMEDIATE: a transaction that began by reading could not always become a writing one.
                        match sqlx::Connection::begin_with(&mut *conn, "BEGIN IMMEDIATE").await {
                            Ok(tx) => break tx,
                            Err(error) if $crate::store::dialect::is_busy(&error, since) => {}
                            Err(error) => return Err(error.into()),
                        }
                    };
                    let out = $body;
                    $tx.commit().await?;
                    Ok(out)
                }
                .await;
                if done.is_err() {
                    // On a full disk SQLite rolls back by itself, of which the driver knows nothing: only a new
                    // connection is sure to be outside of any transaction.
                    conn.close_on_drop();
                }
                // What was written into a file that nobody will find again must not be acknowledged.
                file.check()?;
                done?
            }
            $crate::store::Store::Postgres(pool) => {
                // Said here, whatever the server's default: a writer that waited for the head must see what the one
                // before it wrote.
                let mut $tx = pool.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED").await?;
                let out = $body;
                $tx.commit().await?;
                out
            }
        }
    };
}

/// Runs the same body on a reading connection of either engine.
macro_rules! reading {
    ($store:expr, |$conn:ident| $body:expr) => {
        match $store {
            $crate::store::Store::Sqlite { read, .. } => {
                let mut $conn = read.acquire().await?;
                $body
            }
            $crate::store::Store::Postgres(pool) => {
                let mut $conn = pool.acquire().await?;
                $body
            }
        }
    };
}

/// As `reading`, but everything the body reads is of one moment, whatever is written meanwhile.
macro_rules! snapshot {
    ($store:expr, |$conn:ident| $body:expr) => {
        match $store {
            $crate::store::Store::Sqlite { read, .. } => {
                let mut $conn = read.begin().await?;
                $body
            }
            $crate::store::Store::Postgres(pool) => {
                let mut $conn = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                $body
            }
        }
    };
}

pub(super) use {reading, snapshot, writing};

impl Store {
    /// Opens the database, makes it where there is none (SQLite), and brings its tables up to date.
    /// `new_epoch` names the log when it is made; an existing log keeps its own.
    ///
    /// # Errors
    /// [`StoreError::Open`] with the reason, in words for the operator.
    pub async fn open(url: &str, new_epoch: &str) -> Result<Self, StoreError> {
        let store = if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url).await?
        } else {
            return Err(StoreError::Open(format!(
                "{}: a database is sqlite:PATH or postgres://USER@HOST/NAME",
                url.split(':').next().unwrap_or_default()
            )));
        };
        store.found(new_epoch).await?;
        Ok(store)
    }

    async fn open_sqlite(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|error| StoreError::Open(error.to_string()))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: a receipt means that the record survives a power cut, not only a crash of this program.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE)
            // The answers to a full batch pass between the threads in one go instead of ten.
            .row_buffer_size(super::writer::BATCH)
            // Ids come in no order: with 2 MB, the default, a large import spills pages all the time.
            .pragma("cache_size", "-65536")
            .pragma("wal_autocheckpoint", "4000")
            // What a statement may have to take back is kept in memory, not in a file of its own.
            .pragma("temp_store", "MEMORY")
            // What is erased must not be found in a page that is free.
            .pragma("secure_delete", "ON")
            .pragma("trusted_schema", "OFF");
        let open = |error: sqlx::Error| StoreError::Open(format!("{url}: {error}"));
        let writing = SqlitePoolOptions::new().max_connections(1).after_connect(|conn, _| {
            // SQLite's own waiting sleeps up to 100 ms between tries, and so would lose every race against an import
            // that writes block after block. It tries for 5 ms, and `writing!` again and again.
            Box::pin(async { sqlx::query("PRAGMA busy_timeout = 5").execute(conn).await.map(|_| ()) })
        });
        let write = connect_sqlite(writing, &options).await.map_err(open)?;
        migrate_sqlite(&write).await?;
        let reading = SqlitePoolOptions::new().max_connections(4);
        let read = connect_sqlite(reading, &options).await.map_err(open)?;
        let file = DatabaseFile::opened(options.get_filename());
        Ok(Self::Sqlite { read, write, file })
    }

    async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|error| StoreError::Open(error.to_string()))?
            // A writer that hangs elsewhere must not hold up all others without end.
            .options([("lock_timeout", "15s"), ("idle_in_transaction_session_timeout", "30s")]);
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await
            .map_err(|error| StoreError::Open(error.to_string()))?;
        POSTGRES.run(&pool).await.map_err(|error| {
            StoreError::Open(format!("{error} (the tables need PostGIS: CREATE EXTENSION postgis must be possible)"))
        })?;
        Ok(Self::Postgres(pool))
    }

    /// Waits for running statements and closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write, .. } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// The durability setting of the connection that writes: 2 (FULL) on SQLite; `on` or `off` on PostgreSQL.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn durability(&self) -> Result<String, StoreError> {
        Ok(match self {
            Self::Sqlite { write, .. } => {
                sqlx::query_scalar::<_, i64>("PRAGMA synchronous").fetch_one(write).await?.to_string()
            }
            Self::Postgres(pool) => sqlx::query_scalar("SHOW synchronous_commit").fetch_one(pool).await?,
        })
    }
}
