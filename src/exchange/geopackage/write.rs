//! A GeoPackage 1.3 of one layer, or of several one after the other.
//!
//! The file is made in a temporary folder by a thread of its own, in one transaction and 500 rows a statement, and copied
//! to the output at the end: SQLite needs a file it can jump about in. There is no spatial index; programs that want one
//! make it. A layer without places becomes a table of attributes; one of points and lines a table of `GEOMETRY`.
//!
//! **What the format loses.** Nothing: points and lines have a height or none each by itself (a line flat where not all
//! its vertices have one), times are `DATETIME` in UTC. The source and licence stand in the description of the layer.
//! Columns `fid` and `geom` are the format's own; a column of the layer with that name is numbered.
//!
//! Cost: linear; memory for about 2,000 rows; the file twice on disk while it is copied.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, QueryBuilder, Sqlite, SqliteConnection};
use tempfile::TempDir;

use super::blob::{self, BlobKind};
use super::create::{self, Own};
use super::quoted;
use crate::exchange::rows::{OutLayer, OutPlace, OutRow, OutShapes, RowWriter, SourcePoint};
use crate::exchange::table::{Cell, Columns};

const ROWS_TOGETHER: usize = 500;
/// SQLite takes 32,766 values in a statement.
const MOST_VALUES: usize = 32_000;
const NAME_BYTES: usize = 250;
/// As many as the reader takes, with the three that are the format's.
const MOST_COLUMNS: usize = 252;

/// A writer that puts all into `out` when it finishes.
///
/// # Errors
/// A layer whose name is reserved, too many columns, no temporary folder.
pub fn writer(out: impl Write + Send + 'static, layer: &OutLayer) -> io::Result<Box<dyn RowWriter + Send>> {
    let mut package = Package::begin()?;
    package.layer(layer)?;
    Ok(Box::new(Writer { out, package }))
}

struct Writer<W> {
    out: W,
    package: Package,
}

impl<W: Write> RowWriter for Writer<W> {
    fn row(&mut self, row: &OutRow) -> io::Result<()> {
        self.package.row(row)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.package.finish(&mut self.out)
    }
}

/// A GeoPackage in the making.
pub struct Package {
    columns: Option<Columns>,
    together: usize,
    waiting: Vec<OutRow>,
    to: Option<SyncSender<Part>>,
    thread: Option<JoinHandle<io::Result<()>>>,
    file: PathBuf,
    /// Removed with what is in it when the writer goes.
    _folder: TempDir,
}

/// What the thread is told.
enum Part {
    Layer(Box<Table>),
    Rows(Vec<OutRow>),
}

impl Package {
    /// # Errors
    /// No temporary folder, no thread.
    pub fn begin() -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("layers.gpkg");
        let (to, parts) = sync_channel(2);
        let path = file.clone();
        let thread = thread::Builder::new().name("geopackage".to_owned()).spawn(move || work(&path, &parts))?;
        let (to, thread) = (Some(to), Some(thread));
        Ok(Self { columns: None, together: ROWS_TOGETHER, waiting: Vec::new(), to, thread, file, _folder: folder })
    }

    /// The rows that follow belong to this layer.
    ///
    /// # Errors
    /// A layer whose name is reserved, too many columns.
    pub fn layer(&mut self, layer: &OutLayer) -> io::Result<()> {
        let name = layer.name.to_ascii_lowercase();
        let is_reserved = ["gpkg_", "rtree_", "sqlite_"].iter().any(|prefix| name.starts_with(prefix));
        if name.is_empty() || is_reserved || name.contains('\0') {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("a layer cannot be named {name:?}")));
        }
        if layer.columns.len() > MOST_COLUMNS {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a GeoPackage layer cannot hold so many columns"));
        }
        self.send_rows()?;
        let own = Own { key: "fid".to_owned(), geometry: "geom".to_owned() };
        let columns = Columns::of(layer, &[&own.key, &own.geometry], NAME_BYTES);
        self.together = ROWS_TOGETHER.min(MOST_VALUES / (columns.list().len() + 1));
        self.columns = Some(columns.clone());
        self.send(Part::Layer(Box::new(Table { layer: layer.clone(), columns, own, extent: Extent::default() })))
    }

    /// # Errors
    /// A row that does not fit its layer; what SQLite refuses.
    pub fn row(&mut self, row: &OutRow) -> io::Result<()> {
        let columns = self.columns.as_ref().ok_or_else(stopped)?;
        columns.parts(row)?;
        columns.cells(row)?;
        self.waiting.push(row.clone());
        if self.waiting.len() < self.together { Ok(()) } else { self.send_rows() }
    }

    /// Copies the whole file to `out`.
    ///
    /// # Errors
    /// What SQLite or the output refuses.
    pub fn finish(&mut self, out: &mut impl Write) -> io::Result<()> {
        self.send_rows()?;
        self.join()?;
        io::copy(&mut File::open(&self.file)?, out)?;
        out.flush()
    }

    fn send_rows(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.waiting);
        if rows.is_empty() { Ok(()) } else { self.send(Part::Rows(rows)) }
    }

    fn send(&mut self, part: Part) -> io::Result<()> {
        let is_sent = self.to.as_ref().is_some_and(|to| to.send(part).is_ok());
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
fn work(file: &Path, parts: &Receiver<Part>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(write(file, parts)).map_err(|error| match error {
        sqlx::Error::Io(error) => error,
        error => io::Error::other(error),
    })
}

async fn write(file: &Path, parts: &Receiver<Part>) -> sqlx::Result<()> {
    // Nobody else sees the file before it is whole, so it needs neither journal nor flush.
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .disable_statement_logging();
    let mut connection = options.connect().await?;
    sqlx::raw_sql("BEGIN").execute(&mut connection).await?;
    create::package(&mut connection).await?;
    let mut table: Option<Box<Table>> = None;
    for part in parts {
        match part {
            Part::Layer(next) => {
                if let Some(table) = table.take() {
                    table.end(&mut connection).await?;
                }
                create::layer(&mut connection, &next.layer, &next.columns, &next.own).await?;
                table = Some(next);
            }
            Part::Rows(rows) => {
                if let Some(table) = &mut table {
                    table.insert(&mut connection, &rows).await?;
                }
            }
        }
    }
    if let Some(table) = table {
        table.end(&mut connection).await?;
    }
    sqlx::raw_sql("COMMIT").execute(&mut connection).await?;
    connection.close().await
}

/// The layer that rows go into.
struct Table {
    layer: OutLayer,
    columns: Columns,
    own: Own,
    extent: Extent,
}

impl Table {
    async fn insert(&mut self, connection: &mut SqliteConnection, rows: &[OutRow]) -> sqlx::Result<()> {
        let with_geometry = self.layer.shapes != OutShapes::None;
        let geometry = with_geometry.then(|| quoted(&self.own.geometry));
        let columns = self.columns.list().iter().map(|(name, _)| quoted(name));
        let names = geometry.into_iter().chain(columns).collect::<Vec<_>>().join(", ");
        let mut insert = QueryBuilder::<Sqlite>::new(format!("INSERT INTO {} ({names}) ", quoted(&self.layer.name)));
        let srs = i32::try_from(self.layer.epsg).unwrap_or(0);
        let mut prepared = Vec::with_capacity(rows.len());
        for row in rows {
            let parts = self.columns.parts(row)?;
            self.extent.add(&parts);
            let geometry = (!parts.is_empty()).then(|| blob::bytes(&parts, self.kind(&row.place), srs));
            prepared.push((geometry, self.columns.cells(row)?));
        }
        insert.push_values(prepared, |mut values, (geometry, cells)| {
            if with_geometry {
                values.push_bind(geometry);
            }
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

    /// In a layer of lines in parts a whole line is one of one part.
    const fn kind(&self, place: &OutPlace) -> BlobKind {
        match (place, self.layer.shapes) {
            (OutPlace::None | OutPlace::Point(_), _) => BlobKind::Point,
            (OutPlace::Lines(_), _) | (OutPlace::Line(_), OutShapes::MultiLines) => BlobKind::MultiLine,
            (OutPlace::Line(_), _) => BlobKind::Line,
        }
    }

    /// The box around all rows.
    async fn end(self, connection: &mut SqliteConnection) -> sqlx::Result<()> {
        let Some([west, south, east, north]) = self.extent.0 else { return Ok(()) };
        sqlx::query("UPDATE gpkg_contents SET min_x = $1, min_y = $2, max_x = $3, max_y = $4 WHERE table_name = $5")
            .bind(west)
            .bind(south)
            .bind(east)
            .bind(north)
            .bind(self.layer.name)
            .execute(connection)
            .await
            .map(|_| ())
    }
}

/// West, south, east, north of what was written.
#[derive(Debug, Default)]
struct Extent(Option<[f64; 4]>);

impl Extent {
    fn add(&mut self, parts: &[&[SourcePoint]]) {
        for vertex in parts.iter().copied().flatten() {
            let [west, south, east, north] = self.0.unwrap_or([vertex.x, vertex.y, vertex.x, vertex.y]);
            self.0 = Some([west.min(vertex.x), south.min(vertex.y), east.max(vertex.x), north.max(vertex.y)]);
        }
    }
}
