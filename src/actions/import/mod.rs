//! An operator imports a file into a layer: looks first at what it would do (a dry run), then lets it go in.
//!
//! A reader thread turns the file into records, chunk by chunk; this side compares each chunk with the store and puts it
//! in by blocks, in the order of ids. Nothing counts before the last step, and a failure or a cancelled import leaves
//! nothing behind. Memory: three chunks, and the ids of the file's rows (to find repeated ones).
//!
//! | module | what it does |
//! |---|---|
//! | [`options`] | what is said of the file, what is to be done, what came of it |
//! | [`reader`] | the thread: rows to records |
//! | [`interpret`] | what a row becomes, compared with the register |
//! | [`candidate`] | one row: what it would add or change, or why it is refused |
//! | [`importer`] | for whom a row of testimony speaks |
//! | `marker_row`, `line_row` | the same, for markers and lines |
//! | [`numbers`] | which marker a row means |
//! | [`alike`] | whether a row says again what is stored |
//! | [`site`] | coordinates of a row: converted, and checked against line and system |
//! | [`settle`] | after the last step: derived places, and how far everything moved |
//! | [`undo`], [`leaving`] | takes an import back |
//! | [`moves`] | what an import moved |
//! | [`said`] | reads what somebody says of a file, as words |
//! | [`report`] | what is told of rows and of the file |
//! | [`jobs`] | imports in the background of a server |

pub mod alike;
pub mod candidate;
pub mod importer;
pub mod interpret;
pub mod jobs;
pub mod leaving;
mod line_row;
mod marker_row;
pub mod moves;
pub mod numbers;
pub mod options;
pub mod reader;
pub mod report;
pub mod said;
pub mod settle;
pub mod site;
pub mod undo;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc;
use uuid::Uuid;

use super::Clock;
use crate::atlas::Snapshot;
use crate::domain::access::{Actor, Label, ReviewState};
use crate::domain::fault::Fault;
use crate::domain::import::{Import, ImportState};
use crate::domain::location::Location;
use crate::domain::record::{Body, Record};
use crate::geo::NO_PLACE_KEY;
use crate::store::held::Held;
use crate::store::staging::{BLOCK, NotStaged, StagedRow};
use crate::store::writer::Salts;
use crate::store::{Store, StoreError};
use candidate::{Before, Candidate, Decision};
use options::{ImportOptions, Outcome, Refusal, RowReport};
use reader::Chunk;

/// What imports work with.
#[derive(Clone)]
pub struct Tools {
    pub store: Store,
    pub clock: Clock,
    pub salts: fn() -> Salts,
    pub new_id: fn() -> Uuid,
}

/// Why an import stopped. Nothing of it counts, and what it had put in is gone or will be swept away.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("another import is under way; try again when it has ended")]
    Busy,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the reader of the file ended on its own")]
    Reader,
    /// Lines or markers changed since the picture that an edit was worked out on.
    #[error("the register changed meanwhile")]
    Changed,
}

impl From<NotStaged> for ImportError {
    fn from(error: NotStaged) -> Self {
        match error {
            NotStaged::Busy => Self::Busy,
            NotStaged::Cancelled => Self::Store(StoreError::Unavailable("the import was cancelled".to_owned())),
            NotStaged::Store(error) => Self::Store(error),
        }
    }
}

/// Gets to hear of every row and of how far the import has come.
pub trait Listener: Send {
    fn row(&mut self, report: &RowReport);
    fn progress(&mut self, rows: u64, total: Option<u64>);
}

/// A file, a layer, and what to do.
pub struct Job {
    pub tools: Tools,
    pub snapshot: Arc<Snapshot>,
    pub actor: Actor,
    pub options: ImportOptions,
    /// Raised by whoever wants the import to stop.
    pub cancel: Arc<AtomicBool>,
}

impl Job {
    /// Reads the file and says what it would do; puts it in when the options say so and nothing speaks against it.
    ///
    /// # Errors
    /// [`ImportError`]; nothing counts then. A file that is refused is not an error but an [`Outcome`].
    pub async fn run(self, listener: &mut dyn Listener) -> Result<Outcome, ImportError> {
        let (import, known) = ((self.tools.new_id)(), self.snapshot.seq);
        if !self.options.apply {
            return self.go(import, listener).await.map(|(outcome, _)| outcome);
        }
        self.tools.store.import_begin(import, (self.tools.clock)()).await?;
        // From here on nobody else changes the register: what an edit was compared with must still be so.
        let is_as_seen = self.options.edit.is_none() || self.is_as_seen().await?;
        let went = if is_as_seen { self.go(import, listener).await } else { Err(ImportError::Changed) };
        // Whatever came of it, what does not count must not stay.
        let applied = matches!(&went, Ok((outcome, _)) if outcome.applied);
        if !applied {
            self.tools.store.import_cancel(import).await?;
        }
        let (mut outcome, record) = went?;
        if let (true, Some(record)) = (applied, record) {
            // It counts by now, so this is no failure of the import.
            if let Err(error) = settle::settle(&self.tools.store, &record, known, &mut outcome).await {
                tracing::error!(%error, %import, "places that an import changed could not all be written");
                outcome.notes.push(
                    "đã nạp, nhưng chưa ghi đủ vị trí suy ra · put in, but not all derived places could be written"
                        .to_owned(),
                );
            }
        }
        Ok(outcome)
    }

    /// Whether the register is as the picture has it.
    async fn is_as_seen(&self) -> Result<bool, ImportError> {
        let (_, log) = self.tools.store.register_log().await?;
        Ok(log.register.iter().all(|versioned| versioned.seq <= self.snapshot.seq))
    }

    async fn go(&self, import: Uuid, listener: &mut dyn Listener) -> Result<(Outcome, Option<Record>), ImportError> {
        let measured = self.snapshot.register().markers().filter(|marker| marker.method.is_measured()).count();
        let mut outcome = Outcome { surveyed: u64::try_from(measured).unwrap_or(0), ..Outcome::default() };
        let (chunks, mut incoming) = mpsc::channel::<Chunk>(1);
        let (snapshot, options) = (Arc::clone(&self.snapshot), self.options.clone());
        let (now, salts, cancel) = ((self.tools.clock)(), (self.tools.salts)(), Arc::clone(&self.cancel));
        let mut seen = Seen::default();
        let reading = tokio::task::spawn_blocking(move || {
            reader::read(&snapshot, &options, import, now, salts, &cancel, |chunk| chunks.blocking_send(chunk).is_ok())
        });
        let mut block = 0;
        while let Some(chunk) = incoming.recv().await {
            let before = outcome.rows;
            let mut staged = self.decide(chunk.rows, &mut seen, &mut outcome, listener).await?;
            staged.sort_unstable_by_key(StagedRow::order);
            let (mut done, all) = (0, staged.len().max(1));
            let mut staged = staged.into_iter().peekable();
            while staged.peek().is_some() && outcome.refused.is_none() && !self.cancel.load(Ordering::Relaxed) {
                let rows: Vec<StagedRow> = staged.by_ref().take(BLOCK).collect();
                done += rows.len();
                block += 1;
                self.tools.store.import_stage(import, block, rows, (self.tools.clock)()).await?;
                let share = (outcome.rows - before) * done as u64 / all as u64;
                listener.progress(before + share, chunk.total);
            }
            listener.progress(outcome.rows, chunk.total);
            if self.cancel.load(Ordering::Relaxed) {
                break;
            }
        }
        drop(incoming);
        let read = reading.await.map_err(|_| ImportError::Reader)?;
        outcome.notes = read.notes;
        outcome.hangs_together = read.hangs_together;
        (outcome.format, outcome.file_digest) = (read.format, read.digest);
        if self.cancel.load(Ordering::Relaxed) {
            outcome.refuse(Refusal::cancelled());
        }
        if let Some(fault) = read.fault {
            outcome.refuse(fault);
        }
        outcome.weigh(&self.options);
        if !outcome.foreseen.is_empty() {
            settle::foresee(&self.tools.store, &mut outcome).await?;
        }
        if !self.options.apply || outcome.refused.is_some() || outcome.added + outcome.changed == 0 {
            return Ok((outcome, None));
        }
        let record = self.record_of(import, &outcome);
        let salt = (self.tools.salts)()().ok_or(StoreError::NoSalt)?;
        let order_key = NO_PLACE_KEY.cast_signed();
        let seq = self.tools.store.import_apply(&record, order_key, &self.actor, salt).await?;
        (outcome.applied, outcome.import, outcome.seq) = (true, Some(import), Some(seq));
        Ok((outcome, Some(record)))
    }

    /// Compares a chunk with what is stored, reports each row, and returns what is to be put in.
    async fn decide(
        &self,
        rows: Vec<Candidate>,
        seen: &mut Seen,
        outcome: &mut Outcome,
        listener: &mut dyn Listener,
    ) -> Result<Vec<StagedRow>, ImportError> {
        let mut ids: Vec<Uuid> = rows.iter().filter_map(Candidate::to_look_up).collect();
        ids.sort_unstable();
        let stored = self.tools.store.held(&ids).await?;
        let alike = self.alike(&rows, &stored).await?;
        let mut staged = Vec::new();
        for mut candidate in rows {
            let before = seen.take(&candidate);
            let decision = candidate.decide(before, &stored, &alike);
            outcome.count(&decision, candidate.moved_m);
            listener.row(&candidate.report(&decision));
            if let (Decision::Take(_), Some(Body::BoundaryLine(_) | Body::Marker(_))) =
                (&decision, candidate.record.as_ref().map(|record| &record.body))
                && !self.options.apply
            {
                outcome.foreseen.extend(candidate.record.take().map(|record| *record));
            }
            match (&decision, candidate.staged) {
                (Decision::Take(_), Some(row)) => staged.push(row),
                (Decision::TakeAgain(rev), Some(row)) => staged.push(row.as_revision(*rev)?),
                _ => {}
            }
        }
        Ok(staged)
    }

    /// Ids whose stored records say the same as these rows, though not in the same bytes.
    async fn alike(&self, rows: &[Candidate], stored: &HashMap<Uuid, Held>) -> Result<HashSet<Uuid>, ImportError> {
        let differing: Vec<Record> =
            rows.iter().filter(|row| row.differs(stored)).filter_map(Candidate::record).collect();
        let ids: Vec<Uuid> = differing.iter().map(|record| record.id).collect();
        let held = self.tools.store.first_records(&ids).await?;
        let register = self.snapshot.register();
        let alike = differing
            .iter()
            .filter(|record| held.get(&record.id).is_some_and(|held| alike::same_record(record, held, register)));
        Ok(alike.map(|record| record.id).collect())
    }

    fn record_of(&self, import: Uuid, outcome: &Outcome) -> Record {
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let body = Import {
            layer: self.options.layer.as_str().to_owned(),
            file_name: self.options.file_name.clone(),
            file_digest: outcome.file_digest.clone(),
            format: outcome.format.to_owned(),
            crs: self
                .options
                .crs
                .map_or_else(|| "theo tệp · by the file".to_owned(), crate::domain::crs::Crs::epsg_name),
            added: count(outcome.added),
            changed: count(outcome.changed),
            unchanged: count(outcome.unchanged),
            refused: count(outcome.refused_rows),
            state: ImportState::Applied,
            reason: None,
        };
        let now = (self.tools.clock)();
        let (label, review) = (Label::Internal, ReviewState::Approved);
        let mut record = Record::new(import, now, label, review, Location::default(), Body::Import(body));
        record.unit.clone_from(&self.options.unit);
        record
    }
}

/// Rows of the file by what they are about, each with the beginning of its digest, to find those that come again.
#[derive(Default)]
struct Seen(HashMap<Uuid, (u64, u64)>);

impl Seen {
    /// The row before that was about the same record, if there was one.
    fn take(&mut self, candidate: &Candidate) -> Option<Before> {
        let read = candidate.read.as_ref().ok()?;
        let start = read.digest.as_bytes().first_chunk().map_or(0, |start| u64::from_be_bytes(*start));
        match self.0.entry(read.id) {
            std::collections::hash_map::Entry::Occupied(held) => {
                let (row, held) = *held.get();
                Some(Before { row, same: held == start })
            }
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert((candidate.row, start));
                None
            }
        }
    }
}

/// A fault that a whole file has, or one row.
pub type RowFaults = Vec<Fault>;
