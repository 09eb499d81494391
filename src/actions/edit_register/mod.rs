//! Somebody edits one entry of the register by hand: adds a marker, changes it, takes it out.
//!
//! An edit is an import of one row, made here instead of read from a file of his: the same checks, the same log, and it is
//! taken back the same way. What it changes is compared with the register under the lock that lets one import in at a
//! time, so of two who read the same revision only one can write the next.
//!
//! A marker leaves the register as a further revision that says so; it cannot while records are tied to it.

mod row;
mod tied;

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};
use uuid::Uuid;

use super::Context;
use super::import::options::{ImportLayer, ImportOptions, Outcome, RowEdit, RowReport};
use super::import::{ImportError, Job, Listener};
use crate::atlas::{LayerId, Snapshot};
use crate::domain::fault::Fault;
use crate::domain::number::MarkerKey;
use crate::domain::people::Identity;
use crate::domain::record::Record;
use crate::domain::row::line::LineOptions;
use crate::exchange::files::FileOptions;
use crate::store::StoreError;
use row::{Row, kept, row};

/// How often an edit looks anew when others change the register under it.
const TRIES: u8 = 4;
/// Where markers come from that somebody entered by hand and said no source of.
const SOURCE: &str = "OGC API – Features";

/// What somebody wants of a marker. The features are GeoJSON.
#[derive(Debug, Clone)]
pub enum Change {
    Add(Value),
    /// What the feature does not say, the marker has no longer.
    Replace(Value),
    /// A JSON Merge Patch (RFC 7396).
    Patch(Value),
    Remove,
}

impl Change {
    const fn name(&self) -> &'static str {
        match self {
            Self::Add(_) => "POST",
            Self::Replace(_) => "PUT",
            Self::Patch(_) => "PATCH",
            Self::Remove => "DELETE",
        }
    }
}

/// Which revisions somebody knows of what he changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    Any,
    Revisions(Vec<i64>),
}

#[derive(Debug, Clone)]
pub struct Edit {
    pub who: Identity,
    pub key: MarkerKey,
    pub change: Change,
    pub known: Known,
}

/// What came of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edited {
    pub record: Uuid,
    pub rev: i64,
    /// By which it is taken back; none where everything was so already.
    pub import: Option<Uuid>,
    pub seq: Option<i64>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum NotEdited {
    #[error("there is no such marker")]
    Missing,
    #[error("there is such a marker")]
    There,
    #[error("it is revision {0} by now")]
    Stale(i64),
    #[error("records are tied to it: {0}")]
    InUse(String),
    #[error("{} faults", .0.len())]
    Invalid(Vec<Fault>),
    /// A file is going in, or others edit without end.
    #[error("an import is under way")]
    Busy,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Carries an edit out and waits until it can be read.
///
/// # Errors
/// [`NotEdited`]; everything is as before then.
pub async fn edit(context: &Context, edit: Edit) -> Result<Edited, NotEdited> {
    let context = context.clone();
    // To its end, whether or not somebody still waits for the answer.
    let work = tokio::spawn(async move {
        let _turn = context.jobs.editing.lock().await;
        for _ in 0..TRIES {
            let head = context.store.log_head().await?;
            context.caught_up_soon(head.seq).await;
            match once(&context, &edit).await {
                Err(Stopped::Changed) => {}
                Err(Stopped::For(why)) => return Err(why),
                Ok(edited) => return Ok(edited),
            }
        }
        Err(NotEdited::Busy)
    });
    work.await.map_err(|_| StoreError::Unavailable("an edit was broken off".to_owned()))?
}

enum Stopped {
    /// The register is another by now.
    Changed,
    For(NotEdited),
}

impl From<NotEdited> for Stopped {
    fn from(why: NotEdited) -> Self {
        Self::For(why)
    }
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::For(error.into())
    }
}

async fn once(context: &Context, edit: &Edit) -> Result<Edited, Stopped> {
    let snapshot = context.atlas.snapshot();
    let held = snapshot.history().markers().get(&edit.key).map(|record| (*record).clone());
    check(edit, held.as_ref(), &snapshot)?;
    let row = match (&edit.change, &held) {
        (Change::Remove, Some(record)) => {
            tied::begin(context, record).await?;
            Row { feature: kept(edit.key), meant: RowEdit { keeps_place: true, removes: true, ..RowEdit::default() } }
        }
        (change, _) => {
            let shown = snapshot.item(LayerId::Markers, &edit.key.to_string(), &snapshot.visible(&edit.who.viewer));
            row(edit.key, change, shown.as_deref()).map_err(NotEdited::Invalid)?
        }
    };
    let went = import(context, &snapshot, edit, &row).await;
    let went = match went {
        Ok((outcome, rows)) => outcome_of(&outcome, rows, edit, held.as_ref(), context).await,
        Err(stopped) => Err(stopped),
    };
    if let (Change::Remove, Some(record)) = (&edit.change, &held) {
        tied::end(context, record).await;
    }
    went
}

/// Whether the register is as whoever edits knows it.
fn check(edit: &Edit, held: Option<&Record>, snapshot: &Snapshot) -> Result<(), NotEdited> {
    match (&edit.change, held) {
        // An old number means a marker, too.
        (Change::Add(_), None) if !snapshot.register().knows(&edit.key) => Ok(()),
        (Change::Add(_), _) => Err(NotEdited::There),
        (_, None) => Err(NotEdited::Missing),
        (_, Some(record)) => match &edit.known {
            Known::Revisions(known) if !known.contains(&record.rev) => Err(NotEdited::Stale(record.rev)),
            _ => Ok(()),
        },
    }
}

/// Puts the row in.
async fn import(
    context: &Context,
    snapshot: &Arc<Snapshot>,
    edit: &Edit,
    row: &Row,
) -> Result<(Outcome, Vec<RowReport>), Stopped> {
    let unwritten = |error: std::io::Error| StoreError::Unavailable(format!("the row could not be written: {error}"));
    let mut file = tempfile::Builder::new().suffix(".geojson").tempfile().map_err(unwritten)?;
    let collection = json!({ "type": "FeatureCollection", "features": [row.feature] });
    file.write_all(collection.to_string().as_bytes()).map_err(unwritten)?;
    let path = file.into_temp_path();
    let job = Job {
        tools: context.tools(),
        snapshot: Arc::clone(snapshot),
        actor: edit.who.actor.clone(),
        options: options(path.to_path_buf(), edit, row.meant),
        cancel: Arc::new(AtomicBool::new(false)),
    };
    let mut told = Told::default();
    match job.run(&mut told).await {
        Ok(outcome) => Ok((outcome, told.0)),
        Err(ImportError::Changed) => Err(Stopped::Changed),
        Err(ImportError::Busy) => Err(NotEdited::Busy.into()),
        Err(ImportError::Store(error)) => Err(error.into()),
        Err(ImportError::Reader) => Err(StoreError::Unavailable("the row could not be read".to_owned()).into()),
    }
}

fn options(path: PathBuf, edit: &Edit, meant: RowEdit) -> ImportOptions {
    ImportOptions {
        path,
        file_name: format!("{} {}", edit.change.name(), edit.key),
        layer: ImportLayer::Markers,
        crs: None,
        line: Some(edit.key.line()),
        new_line: LineOptions::default(),
        source: Some(SOURCE.to_owned()),
        unit: None,
        importer: None,
        vertical_datum: None,
        file: FileOptions::default(),
        max_distance_m: None,
        // One marker, and somebody says himself where it stands.
        max_moved_share: 1.0,
        skip_refused: false,
        apply: true,
        edit: Some(meant),
    }
}

async fn outcome_of(
    outcome: &Outcome,
    rows: Vec<RowReport>,
    edit: &Edit,
    held: Option<&Record>,
    context: &Context,
) -> Result<Edited, Stopped> {
    let faults: Vec<Fault> = rows.into_iter().flat_map(|row| row.reasons).collect();
    if let Some(refusal) = &outcome.refused {
        let faults = if outcome.refused_rows > 0 { faults } else { vec![refusal.0.clone()] };
        return Err(NotEdited::Invalid(faults).into());
    }
    if let Some(seq) = outcome.seq {
        context.caught_up_soon(seq).await;
    }
    let snapshot = context.atlas.snapshot();
    let now = snapshot.history().markers().get(&edit.key).map(|record| (record.id, record.rev));
    let further = held.map(|record| (record.id, record.rev + i64::from(outcome.applied)));
    let (record, rev) = now.or(further).unwrap_or((Uuid::nil(), 1));
    Ok(Edited { record, rev, import: outcome.import, seq: outcome.seq })
}

/// Remembers what is told of the row.
#[derive(Default)]
struct Told(Vec<RowReport>);

impl Listener for Told {
    fn row(&mut self, report: &RowReport) {
        self.0.push(report.clone());
    }

    fn progress(&mut self, _rows: u64, _total: Option<u64>) {}
}
