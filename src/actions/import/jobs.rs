//! Imports that run in the background of a server: one at a time, the last few remembered in memory.
//!
//! Who looks at a job never holds it up: what there is to see is put where everybody can read it, and who is slow reads
//! only the newest. A server that stops cancels what runs; nothing of it counts then.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use tempfile::TempPath;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use uuid::Uuid;

use super::leaving::Leaving;
use super::options::{Action, ImportLayer, ImportOptions, Outcome, RowReport};
use super::{ImportError, Job, Listener};
use crate::actions::Context;
use crate::domain::access::Actor;
use crate::domain::fault::{Code, Fault};
use crate::domain::time::Instant;

/// Jobs that are remembered.
const KEPT: usize = 20;
/// Rows of a job that are remembered: the first that are not as they were.
pub const KEPT_ROWS: usize = 1_000;
/// How many may watch jobs at a time.
const WATCHERS: usize = 32;
/// How long an import that counts waits for the picture to hold its rows.
const PATIENCE: Duration = Duration::from_mins(2);

/// The jobs of this server.
pub struct Jobs {
    held: Mutex<VecDeque<Arc<ImportJob>>>,
    stopping: watch::Sender<bool>,
    watchers: Arc<Semaphore>,
    /// Markers that are being taken away.
    pub leaving: Leaving,
    /// Whose turn it is to edit the register by hand.
    pub editing: tokio::sync::Mutex<()>,
}

/// Another import is under way, or the server is about to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Busy;

impl Default for Jobs {
    fn default() -> Self {
        Self {
            held: Mutex::default(),
            stopping: watch::Sender::new(false),
            watchers: Arc::new(Semaphore::new(WATCHERS)),
            leaving: Leaving::default(),
            editing: tokio::sync::Mutex::default(),
        }
    }
}

impl Jobs {
    fn held(&self) -> MutexGuard<'_, VecDeque<Arc<ImportJob>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn get(&self, id: Uuid) -> Option<Arc<ImportJob>> {
        self.held().iter().find(|job| job.id == id).map(Arc::clone)
    }

    /// # Errors
    /// [`Busy`] while one runs.
    pub fn free(&self) -> Result<(), Busy> {
        let busy = *self.stopping.borrow() || self.held().iter().any(|job| !job.has_ended());
        if busy { Err(Busy) } else { Ok(()) }
    }

    /// A turn to watch jobs; `None` when too many do already.
    pub fn watch(&self) -> Option<Watching> {
        let turn = Arc::clone(&self.watchers).try_acquire_owned().ok()?;
        Some(Watching { _turn: turn, stopping: self.stopping.subscribe() })
    }

    /// The server is about to stop: what runs is cancelled, and nobody need watch any longer.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
        for job in self.held().iter() {
            job.cancel();
        }
    }

    /// Waits until nothing runs.
    pub async fn ended(&self) {
        let held: Vec<Arc<ImportJob>> = self.held().iter().map(Arc::clone).collect();
        for job in held {
            // The sender lives in the job, so waiting cannot fail.
            let _ = job.progress().wait_for(|progress| progress.ended).await;
        }
    }

    fn take(&self, job: &Arc<ImportJob>) -> Result<(), Busy> {
        let mut held = self.held();
        if *self.stopping.borrow() || held.iter().any(|job| !job.has_ended()) {
            return Err(Busy);
        }
        if held.len() == KEPT {
            held.pop_front();
        }
        held.push_back(Arc::clone(job));
        Ok(())
    }
}

/// Somebody's turn to watch.
pub struct Watching {
    _turn: OwnedSemaphorePermit,
    stopping: watch::Receiver<bool>,
}

impl Watching {
    /// Waits until the server is about to stop.
    pub async fn stopped(&mut self) {
        // A sender that is gone has stopped as well.
        let _ = self.stopping.wait_for(|stopping| *stopping).await;
    }
}

/// How far a job has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    pub rows: u64,
    /// All rows of the file, where that is known before they are read.
    pub total: Option<u64>,
    pub ended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    Running,
    /// The file went in, or could.
    Done,
    /// Something speaks against the file.
    Refused,
    Failed,
    Cancelled,
}

impl JobState {
    pub const ALL: [Self; 5] = [Self::Running, Self::Done, Self::Refused, Self::Failed, Self::Cancelled];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What is known of the rows so far, and in the end of all.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub outcome: Outcome,
    /// The first rows that are not as they were, and how many more there are.
    pub rows: Vec<RowReport>,
    pub left_out: u64,
}

/// One import or dry run.
pub struct ImportJob {
    pub id: Uuid,
    pub layer: ImportLayer,
    pub file_name: String,
    pub apply: bool,
    pub started_at: Instant,
    /// Whose it is.
    pub actor: Actor,
    cancel: Arc<AtomicBool>,
    seen: Mutex<Seen>,
    progress: watch::Sender<Progress>,
    end: OnceLock<(JobState, Option<Fault>)>,
}

impl ImportJob {
    pub fn state(&self) -> JobState {
        self.end.get().map_or(JobState::Running, |(state, _)| *state)
    }

    /// Why it failed.
    pub fn failure(&self) -> Option<&Fault> {
        self.end.get().and_then(|(_, failure)| failure.as_ref())
    }

    fn has_ended(&self) -> bool {
        self.end.get().is_some()
    }

    pub fn seen(&self) -> Seen {
        self.lock().clone()
    }

    /// How far it is, for somebody who waits for more.
    pub fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// Asks it to stop. One that has put everything in already is done all the same.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn finish(&self, state: JobState, failure: Option<Fault>) {
        let _ = self.end.set((state, failure));
        self.progress.send_modify(|progress| progress.ended = true);
    }
}

/// Lets an import run in the background. The file is removed when it has ended.
///
/// # Errors
/// [`Busy`]; the file is removed then, too.
pub fn start(
    context: &Context,
    actor: &Actor,
    mut options: ImportOptions,
    file: TempPath,
) -> Result<Arc<ImportJob>, Busy> {
    options.path = file.to_path_buf();
    let job = Arc::new(ImportJob {
        id: (context.new_id)(),
        layer: options.layer,
        file_name: options.file_name.clone(),
        apply: options.apply,
        started_at: (context.clock)(),
        actor: actor.clone(),
        cancel: Arc::default(),
        seen: Mutex::default(),
        progress: watch::Sender::new(Progress::default()),
        end: OnceLock::new(),
    });
    context.jobs.take(&job)?;
    let (context, actor) = (context.clone(), actor.clone());
    tokio::spawn(run(Arc::clone(&job), context, actor, options, file));
    Ok(job)
}

async fn run(job: Arc<ImportJob>, context: Context, actor: Actor, options: ImportOptions, file: TempPath) {
    let tools = context.tools();
    // Compared with the register as it is: what was undone a moment ago must not pass for there.
    if let Ok(head) = tools.store.log_head().await {
        shown(&context, head.seq).await;
    }
    let snapshot = context.atlas.snapshot();
    let work = Job { tools, snapshot, actor, options, cancel: Arc::clone(&job.cancel) };
    let mut watcher = Watcher { job: Arc::clone(&job), fresh: Seen::default(), kept: 0 };
    // A task of its own: whatever happens in it, the job ends.
    let went = tokio::spawn(async move { work.run(&mut watcher).await }).await;
    drop(file);
    let failed = |code| (JobState::Failed, Some(Fault::new("", code)));
    let (state, failure) = match went {
        Ok(Ok(mut outcome)) => {
            if let Some(seq) = outcome.seq
                && !shown(&context, seq).await
            {
                outcome
                    .notes
                    .push("đã nạp, nhưng bản đồ chưa kịp cập nhật · put in; the map has yet to follow".to_owned());
            }
            let state = match &outcome.refused {
                None => JobState::Done,
                Some(refusal) if refusal.is_cancelled() => JobState::Cancelled,
                Some(_) => JobState::Refused,
            };
            job.lock().outcome = outcome;
            (state, None)
        }
        Ok(Err(ImportError::Busy)) => failed(Code::ImportBusy),
        Ok(Err(ImportError::Store(error))) => {
            tracing::error!(%error, job = %job.id, "an import failed");
            failed(Code::ImportFailed)
        }
        Ok(Err(ImportError::Reader | ImportError::Changed)) | Err(_) => {
            tracing::error!(job = %job.id, "an import was broken off");
            failed(Code::Internal)
        }
    };
    job.finish(state, failure);
}

/// Waits until the picture holds what went in, so that whoever hears that the job is done finds it with the next read.
async fn shown(context: &Context, seq: i64) -> bool {
    let mut stopping = context.jobs.stopping.subscribe();
    tokio::select! {
        caught_up = context.caught_up(seq, PATIENCE) => caught_up,
        _ = stopping.wait_for(|stopping| *stopping) => false,
    }
}

/// Counts what comes by, and shows it chunk by chunk.
struct Watcher {
    job: Arc<ImportJob>,
    /// Counts of all, and the rows since it was shown last.
    fresh: Seen,
    kept: usize,
}

impl Listener for Watcher {
    fn row(&mut self, report: &RowReport) {
        let outcome = &mut self.fresh.outcome;
        outcome.rows += 1;
        match report.action {
            Action::Add => outcome.added += 1,
            Action::Change => outcome.changed += 1,
            Action::Unchanged => outcome.unchanged += 1,
            Action::Refuse => outcome.refused_rows += 1,
        }
        if report.action == Action::Unchanged {
            return;
        }
        if self.kept < KEPT_ROWS {
            self.kept += 1;
            self.fresh.rows.push(report.clone());
        } else {
            self.fresh.left_out += 1;
        }
    }

    fn progress(&mut self, rows: u64, total: Option<u64>) {
        let mut seen = self.job.lock();
        seen.outcome.clone_from(&self.fresh.outcome);
        seen.rows.append(&mut self.fresh.rows);
        seen.left_out = self.fresh.left_out;
        drop(seen);
        self.job.progress.send_modify(|progress| (progress.rows, progress.total) = (rows, total));
    }
}
