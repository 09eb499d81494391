//! The reader thread: a file's rows become records, chunk by chunk.
//!
//! What costs time besides storing happens here: parsing, converting coordinates, hashing. It runs beside the side that
//! talks to the database and waits when a chunk is ready that nobody takes.

use std::sync::atomic::{AtomicBool, Ordering};

use uuid::Uuid;

use super::candidate::Candidate;
use super::interpret::Interpreter;
use super::options::{ImportLayer, ImportOptions, Refusal};
use super::site::Sites;
use crate::atlas::Snapshot;
use crate::domain::fault::Fault;
use crate::domain::time::Instant;
use crate::exchange::files;
use crate::store::staging::BLOCK;
use crate::store::writer::Salts;

/// Rows that are decided over together, and put in order of their ids: the more there are, the faster they go in, and
/// the more memory they take (about 1.5 kB each, three times).
const CHUNK: usize = 25 * BLOCK;

/// Rows that were read together.
pub struct Chunk {
    pub rows: Vec<Candidate>,
    pub total: Option<u64>,
}

/// What the thread found out about the file.
#[derive(Debug, Default)]
pub struct ReadFile {
    pub format: &'static str,
    pub digest: String,
    pub notes: Vec<String>,
    pub fault: Option<Refusal>,
    /// Whether rows rely on each other.
    pub hangs_together: bool,
}

/// Reads the whole file and gives each chunk away; stops when nobody wants more.
pub fn read(
    snapshot: &Snapshot,
    options: &ImportOptions,
    import: Uuid,
    now: Instant,
    mut salts: Salts,
    cancel: &AtomicBool,
    mut give: impl FnMut(Chunk) -> bool,
) -> ReadFile {
    let refused = |fault: crate::exchange::rows::FileFault| {
        let place =
            fault.line.map(|line| (format!(" (dòng văn bản {line})"), format!(" (line {line})"))).unwrap_or_default();
        Refusal::new(fault.code, fault.vi + &place.0, fault.en + &place.1)
    };
    let mut found = ReadFile::default();
    match files::digest(&options.path) {
        Ok(digest) => found.digest = digest,
        Err(fault) => return ReadFile { fault: Some(refused(fault)), ..found },
    }
    let opened = match files::open(&options.path, &options.file_name, &options.file) {
        Ok(opened) => opened,
        Err(fault) => return ReadFile { fault: Some(refused(fault)), ..found },
    };
    (found.format, found.notes) = (opened.format, opened.notes);
    let mut rows = opened.rows.peekable();
    let first = rows.peek().and_then(|row| row.as_ref().ok());
    let sites = match Sites::new(snapshot, options, &opened.crs, first) {
        Ok(sites) => sites,
        Err(refusal) => return ReadFile { fault: Some(refusal), ..found },
    };
    found.notes.extend(sites.notes());
    let mut interpreter = Interpreter::new(snapshot, options, &sites, import, now);
    // Numbers pass from marker to marker: a list is looked at as a whole before its rows are taken one by one.
    let ahead: Vec<_> =
        if options.layer == ImportLayer::Markers { rows.by_ref().take(CHUNK).collect() } else { Vec::new() };
    interpreter.look_ahead(ahead.iter().filter_map(|row| row.as_ref().ok()), ahead.len() < CHUNK);
    found.hangs_together = interpreter.hang_together();
    let mut rows = ahead.into_iter().chain(rows);
    loop {
        let mut chunk = Vec::new();
        let mut ended = true;
        for row in rows.by_ref() {
            match row {
                Ok(row) => chunk.push(interpreter.candidate(&row, &mut salts)),
                Err(fault) if fault.ends() => {
                    found.fault = Some(refused(fault));
                    break;
                }
                Err(fault) => chunk.push(Candidate {
                    row: fault.row.unwrap_or(0),
                    line: fault.line,
                    name: None,
                    position: None,
                    moved_m: None,
                    read: Err(vec![Fault::foreign("", fault.code, fault.vi, fault.en)]),
                    staged: None,
                    record: None,
                }),
            }
            if chunk.len() == CHUNK {
                ended = false;
                break;
            }
        }
        let stop = ended || found.fault.is_some() || cancel.load(Ordering::Relaxed);
        if (!chunk.is_empty() && !give(Chunk { rows: chunk, total: opened.total })) || stop {
            return found;
        }
    }
}
