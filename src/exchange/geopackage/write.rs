//! A GeoPackage 1.3 of one layer.
//!
//! The file is made in a temporary folder by a thread of its own, in one transaction and 500 rows a statement, and copied
//! to the output at the end: SQLite needs a file it can jump about in. There is no spatial index; programs that want one
//! make it.
//!
//! **What the format loses.** Nothing: points and lines have a height or none each by itself (a line flat where not all
//! its vertices have one), times are `DATETIME` in UTC. The source and licence stand in the description of the layer.
//! Columns `fid` and `geom` are the format's own; a column of the layer with that name is numbered.
//!
//! Cost: linear; memory for about 2,000 rows; the file twice on disk while it is copied.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, QueryBuilder, Sqlite, SqliteConnection};
use tempfile::TempDir;

use super::create::{self, Own};
use super::{blob, quoted};
use crate::exchange::rows::{OutLayer, OutRow, RowWriter};
use crate::exchange::table::{Cell, Columns};

const ROWS_TOGETHER: usize = 500;
/// SQLite takes 32,766 values in a statement.
const MOST_VALUES: usize = 32_000;
const NAME_BYTES: usize = 250;
const MOST_COLUMNS: usize = 400;

/// A writer that puts all into `out` when it finishes.
///
/// # Errors
/// A layer whose name is reserved, too many columns, no temporary folder.
pub fn writer(out: impl Write + Send + 'static, layer: &OutLayer) -> io::Result<Box<dyn RowWriter + Send>> {
    let name = layer.name.to_ascii_lowercase();
    let is_reserved = ["gpkg_", "rtree_", "sqlite_"].iter().any(|prefix| name.starts_with(prefix));
    if name.is_empty() || is_reserved || name.contains('\0') {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("a layer cannot be named {name:?}")));
    }
    if layer.columns.len() > MOST_COLUMNS {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a GeoPackage layer cannot hold so many columns"));
    }
    let own = Own { key: "fid".to_owned(), geometry: "geom".to_owned() };
    let columns = Columns::of(layer, &[&own.key, &own.geometry], NAME_BYTES);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("layer.gpkg");
    let (to, rows) = sync_channel(2);
    let job = Job { file: file.clone(), layer: layer.clone(), columns: columns.clone(), own };
    let thread = thread::Builder::new().name("geopackage".to_owned()).spawn(move || job.work(&rows))?;
    let most = MOST_VALUES / (columns.list().len() + 1);
    Ok(Box::new(Writer {
        out,
        columns,
        together: ROWS_TOGETHER.min(most),
        waiting: Vec::new(),
        to: Some(to),
        thread: Some(thread),
        file,
        _folder: folder,
    }))
}

struct Writer<W> {
    out: W,
    columns: Columns,
    together: usize,
    waiting: Vec<OutRow>,
    to: Option<SyncSender<Vec<OutRow>>>,
    thread: Option<JoinHandle<io::Result<()>>>,
    file: PathBuf,
    /// Removed with what is in it when the writer goes.
    _folder: TempDir,
}

impl<W: Write> RowWriter for Writer<W> {
    fn row(&mut self, row: &OutRow) -> io::Result<()> {
        self.columns.vertices(row)?;
        self.columns.cells(row)?;
        self.waiting.push(row.clone());
        if self.waiting.len() < self.together { Ok(()) } else { self.send() }
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.send()?;
        self.join()?;
        io::copy(&mut File::open(&self.file)?, &mut self.out)?;
        self.out.flush()
    }
}

impl<W> Writer<W> {
    fn send(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.waiting);
        let is_sent = self.to.as_ref().is_some_and(|to| to.send(rows).is_ok());
        // The thread stopped early: why, it tells itself.
        if is_sent { Ok(()) } else { self.join().and(Err(stopped())) }
    }

    fn join(&mut self) -> io::Result<()> {
        self.to = None;
        self.thread.take().map_or(Err(stopped()), |thread| thread.join().unwrap_or_else(|_| Err(stopped())))
    }
}

fn stopped() -> io::Error {
    io::Error::other("writing the GeoPackage stopped unexpectedly")
}

/// What the thread does.
struct Job {
    file: PathBuf,
    layer: OutLayer,
    columns: Columns,
    own: Own,
}

impl Job {
    fn work(self, rows: &Receiver<Vec<OutRow>>) -> io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        runtime.block_on(self.write(rows)).map_err(|error| match error {
            sqlx::Error::Io(error) => error,
            error => io::Error::other(error),
        })
    }

    async fn write(self, rows: &Receiver<Vec<OutRow>>) -> sqlx::Result<()> {
        // Nobody else sees the file before it is whole, so it needs neither journal nor flush.
        let options = SqliteConnectOptions::new()
            .filename(&self.file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Off)
            .synchronous(SqliteSynchronous::Off)
            .disable_statement_logging();
        let mut connection = options.connect().await?;
        sqlx::raw_sql("BEGIN").execute(&mut connection).await?;
        create::tables(&mut connection, &self.layer, &self.columns, &self.own).await?;
        let mut extent = Extent::default();
        for rows in rows {
            self.insert(&mut connection, &rows, &mut extent).await?;
        }
        if let Some([west, south, east, north]) = extent.0 {
            sqlx::query("UPDATE gpkg_contents SET min_x = $1, min_y = $2, max_x = $3, max_y = $4")
                .bind(west)
                .bind(south)
                .bind(east)
                .bind(north)
                .execute(&mut connection)
                .await?;
        }
        sqlx::raw_sql("COMMIT").execute(&mut connection).await?;
        connection.close().await
    }

    async fn insert(
        &self,
        connection: &mut SqliteConnection,
        rows: &[OutRow],
        extent: &mut Extent,
    ) -> sqlx::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let names = self.columns.list().iter().map(|(name, _)| quoted(name));
        let names: Vec<String> = std::iter::once(quoted(&self.own.geometry)).chain(names).collect();
        let into = format!("INSERT INTO {} ({}) ", quoted(&self.layer.name), names.join(", "));
        let mut insert = QueryBuilder::<Sqlite>::new(into);
        let srs = i32::try_from(self.layer.epsg).unwrap_or(0);
        let mut prepared = Vec::with_capacity(rows.len());
        for row in rows {
            let vertices = self.columns.vertices(row)?;
            extent.add(vertices);
            let geometry = (!vertices.is_empty()).then(|| blob::bytes(vertices, self.layer.lines, srs));
            prepared.push((geometry, self.columns.cells(row)?));
        }
        insert.push_values(prepared, |mut values, (geometry, cells)| {
            values.push_bind(geometry);
            for cell in cells {
                match cell {
                    Cell::Null => values.push_bind(None::<i64>),
                    Cell::Text(text) => values.push_bind(text.to_owned()),
                    Cell::Integer(number) => values.push_bind(number),
                    Cell::Real(number) => values.push_bind(number),
                    Cell::Boolean(truth) => values.push_bind(truth),
                };
            }
        });
        insert.build().execute(connection).await.map(|_| ())
    }
}

/// West, south, east, north of what was written.
#[derive(Debug, Default)]
struct Extent(Option<[f64; 4]>);

impl Extent {
    fn add(&mut self, vertices: &[crate::exchange::rows::SourcePoint]) {
        for vertex in vertices {
            let [west, south, east, north] = self.0.unwrap_or([vertex.x, vertex.y, vertex.x, vertex.y]);
            self.0 = Some([west.min(vertex.x), south.min(vertex.y), east.max(vertex.x), north.max(vertex.y)]);
        }
    }
}
