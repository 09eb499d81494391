//! The rows of a layer. SQLite works in a thread of its own, with a runtime of its own, so that the rows are a plain
//! iterator wherever they are asked for; it is a few hundred rows or some megabytes ahead and then waits.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use futures_util::TryStreamExt as _;
use sqlx::sqlite::{SqliteRow, SqliteValueRef};
use sqlx::{AssertSqlSafe, Decode, Row as _, Sqlite, TypeInfo as _, ValueRef as _};

use super::catalog::Layer;
use super::connection::Connection;
use super::{blob, fault, file};
use crate::exchange::rows::{DeclaredCrs, FileFault, SourceFile, SourcePlace, SourceRow};

const ROWS_TOGETHER: usize = 256;
const BYTES_TOGETHER: usize = 4 << 20;

/// What the thread tells.
enum Message {
    Opened { crs: DeclaredCrs, notes: Vec<String>, total: Option<u64> },
    Rows(Vec<Result<SourceRow, FileFault>>),
    Done,
}

/// Opens the layer of this name, or the only one.
///
/// # Errors
/// No GeoPackage, one that is cut short, damaged, in use or not as it should be; no layer, or several and none chosen.
pub fn open(path: &Path, layer: Option<&str>) -> Result<SourceFile, FileFault> {
    let header = file::check(path)?;
    let (to, from) = sync_channel(2);
    let (path, layer) = (PathBuf::from(path), layer.map(str::to_owned));
    thread::Builder::new()
        .name("geopackage".to_owned())
        .spawn(move || work(&path, layer.as_deref(), &to))
        .map_err(|error| FileFault::unreadable(&error))?;
    match from.recv() {
        Ok(Message::Opened { crs, mut notes, total }) => {
            if header.with_wal {
                notes.push(
                    "the file was written with a write-ahead log: rows still in it when the file was copied are missing"
                        .to_owned(),
                );
            }
            let rows = Box::new(Rows { from: Some(from), waiting: Vec::new().into_iter() });
            Ok(SourceFile { format: "geopackage", crs, notes, total, rows })
        }
        Ok(Message::Rows(rows)) => Err(rows.into_iter().find_map(Result::err).unwrap_or_else(fault::stopped)),
        Ok(Message::Done) | Err(_) => Err(fault::stopped()),
    }
}

struct Rows {
    /// `None` when all was said.
    from: Option<Receiver<Message>>,
    waiting: std::vec::IntoIter<Result<SourceRow, FileFault>>,
}

impl Iterator for Rows {
    type Item = Result<SourceRow, FileFault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.waiting.next() {
                return Some(row);
            }
            match self.from.as_ref()?.recv() {
                Ok(Message::Rows(rows)) => self.waiting = rows.into_iter(),
                Ok(Message::Opened { .. }) => {}
                Ok(Message::Done) => self.from = None,
                Err(_) => {
                    self.from = None;
                    return Some(Err(fault::stopped()));
                }
            }
        }
    }
}

/// The thread. Sending fails when nobody listens any more, which ends it.
fn work(path: &Path, layer: Option<&str>, to: &SyncSender<Message>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(tell(path, layer, to)),
        Err(error) => Err(FileFault::unreadable(&error)),
    };
    let last = match done {
        Ok(()) => Message::Done,
        Err(fault) => Message::Rows(vec![Err(fault)]),
    };
    let is_fault = matches!(last, Message::Rows(_));
    if to.send(last).is_ok() && is_fault {
        let _ = to.send(Message::Done);
    }
}

async fn tell(path: &Path, name: Option<&str>, to: &SyncSender<Message>) -> Result<(), FileFault> {
    let mut connection = Connection::open(path).await?;
    let layer = Layer::find(&mut connection, name).await?;
    let sql = layer.selection();
    let budget = connection.budget();
    budget.renew();
    let counted = sqlx::query(AssertSqlSafe(layer.counting())).fetch_one(&mut connection.sqlite).await;
    // A table too large to count in the time for it is read all the same.
    let total =
        counted.ok().and_then(|row| row.try_get_unchecked::<i64, _>(0).ok()).and_then(|n| u64::try_from(n).ok());
    let opened = Message::Opened { crs: layer.crs.clone(), notes: layer.notes.clone(), total };
    if to.send(opened).is_err() {
        return Ok(());
    }

    budget.renew();
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut connection.sqlite);
    let mut together = Together { to, rows: Vec::new(), bytes: 0 };
    let (mut number, mut last_key) = (0, None);
    while let Some(row) = rows.try_next().await.map_err(|error| fault::damaged(&error))? {
        budget.renew();
        number += 1;
        let key: i64 = row.try_get_unchecked(0).map_err(|error| fault::damaged(&error))?;
        // A damaged tree can lead to one page many times over.
        if last_key.is_some_and(|last| key <= last) {
            together.send();
            return Err(fault::order(number));
        }
        last_key = Some(key);
        if !together.add(&row, number, &layer) {
            return Ok(());
        }
    }
    together.send();
    Ok(())
}

/// Rows on their way.
struct Together<'a> {
    to: &'a SyncSender<Message>,
    rows: Vec<Result<SourceRow, FileFault>>,
    bytes: usize,
}

impl Together<'_> {
    /// Whether anybody still listens.
    fn add(&mut self, row: &SqliteRow, number: u64, layer: &Layer) -> bool {
        let row = source_row(row, number, layer);
        self.bytes += row.as_ref().map_or(0, size);
        self.rows.push(row);
        (self.rows.len() < ROWS_TOGETHER && self.bytes < BYTES_TOGETHER) || self.send()
    }

    fn send(&mut self) -> bool {
        self.bytes = 0;
        self.to.send(Message::Rows(std::mem::take(&mut self.rows))).is_ok()
    }
}

fn size(row: &SourceRow) -> usize {
    let place = if let SourcePlace::Line(line) = &row.place { line.len() * 32 } else { 32 };
    place + row.fields.iter().map(|(name, value)| name.len() + value.len() + 48).sum::<usize>()
}

fn source_row(row: &SqliteRow, number: u64, layer: &Layer) -> Result<SourceRow, FileFault> {
    let geometry: Option<&[u8]> = row.try_get_unchecked(1).map_err(|_| blob::BlobFault::NotOne.at(number))?;
    let place = match geometry {
        None => SourcePlace::None,
        Some(bytes) => blob::place(bytes, layer.srs).map_err(|fault| fault.at(number))?,
    };
    let mut fields = Vec::with_capacity(layer.columns.len());
    for (column, index) in layer.columns.iter().zip(2..) {
        let value = row.try_get_raw(index).ok().and_then(|value| text(value, column.is_boolean));
        let value = value.ok_or_else(|| fault::value(number, &column.name))?;
        let value = value.trim();
        if !value.is_empty() {
            fields.push((column.name.clone(), value.to_owned()));
        }
    }
    Ok(SourceRow { row: number, line: None, place, given: None, fields })
}

/// A value as text, empty where it is null; `None` where it is binary or no text.
fn text(value: SqliteValueRef<'_>, is_boolean: bool) -> Option<String> {
    if value.is_null() {
        return Some(String::new());
    }
    let kind = value.type_info().name().to_owned();
    match kind.as_str() {
        "TEXT" => decoded(value),
        "INTEGER" => Some(match (decoded::<i64>(value)?, is_boolean) {
            (0, true) => "false".to_owned(),
            (1, true) => "true".to_owned(),
            (number, _) => number.to_string(),
        }),
        "REAL" => decoded(value).map(number),
        _ => None,
    }
}

fn decoded<'r, T: Decode<'r, Sqlite>>(value: SqliteValueRef<'r>) -> Option<T> {
    T::decode(value).ok()
}

/// The shortest digits that give the number again; 144.0, as spreadsheets leave it, is 144.
fn number(number: f64) -> String {
    let is_common = number == 0.0 || (1e-5..1e17).contains(&number.abs());
    if is_common { number.to_string() } else { format!("{number:e}") }
}
