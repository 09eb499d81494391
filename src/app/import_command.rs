//! `mocgioi import FILE`: what a file would do to a layer, and with `--dry-run` left out, puts it in.
//!
//! Exit code 0 when the file went in or could, 2 when it is refused.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use serde_json::Value;
use uuid::Uuid;

use super::command::{ImportCommand, MessageLang};
use super::{chance, follower, starter};
use crate::actions::LoadError;
use crate::actions::import::options::{Action, Outcome, RowReport};
use crate::actions::import::report;
use crate::actions::import::undo::{NotUndone, undo};
use crate::actions::import::{ImportError, Job, Listener, Tools};
use crate::actions::load_reference::load_reference;
use crate::app::config::{Config, ConfigError};
use crate::app::import_options::{self, BadOption};
use crate::domain::access::Actor;
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::domain::secrecy::mark;
use crate::store::writer::Writer;
use crate::store::{Store, StoreError};

/// Refused rows that are written out for a person; a machine gets all.
const SHOWN: u64 = 50;

#[derive(Debug, thiserror::Error)]
pub enum ImportCommandError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Option(#[from] BadOption),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Undo(#[from] NotUndone),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Runs the command to its end.
pub fn import(command: ImportCommand) -> ExitCode {
    starter::run(run(command), failed)
}

fn failed(error: &ImportCommandError) -> ExitCode {
    eprintln!("mocgioi: {error}");
    match error {
        ImportCommandError::Option(_) | ImportCommandError::Undo(_) => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    }
}

async fn run(command: ImportCommand) -> Result<ExitCode, ImportCommandError> {
    let config = Config::read(command.place.serve_options())?;
    if let Some(import) = command.undo {
        return take_back(&config, import, command.reason).await;
    }
    let options = import_options::read(&command)?;
    let (store, borrowed, is_new) = open(&config, options.apply).await?;
    let carried = borrowed.is_some();
    let snapshot = Arc::new(follower::picture(&store).await?);
    let cancel = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&cancel);
    tokio::spawn(async move {
        let stop = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut asked) => drop(asked.recv().await),
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = stop => {}
        }
        asked.store(true, Ordering::Relaxed);
    });
    let job = Job { tools: tools(&store), snapshot, actor: Actor::operator(), options, cancel };
    let mut output = Output::new(&command)?;
    let done = job.run(&mut output).await;
    store.close().await;
    drop(borrowed);
    let mut outcome = match done {
        Ok(outcome) => outcome,
        Err(error) => {
            output.fail(&error)?;
            return Err(error.into());
        }
    };
    if carried {
        outcome.notes.push(
            "Chưa có cơ sở dữ liệu: so với dữ liệu đi kèm chương trình · no database yet: compared with the data that the program carries".to_owned(),
        );
    }
    if is_new && !carried {
        outcome.notes.push(
            "Cơ sở dữ liệu mới: đã nạp tuyến và mốc đi kèm chương trình · a new database: lines and markers that the program carries were loaded first".to_owned(),
        );
    }
    output.finish(&outcome)?;
    Ok(if outcome.refused.is_some() { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn tools(store: &Store) -> Tools {
    Tools { store: store.clone(), clock: chance::clock(), salts: chance::salts, new_id: chance::new_id }
}

/// A database that is removed with its folder.
struct Borrowed(std::path::PathBuf);

impl Drop for Borrowed {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The database; for a dry run without one, a throw-away copy of what the program carries.
///
/// Into a new one goes what the program carries: a dry run was compared with that, and without lines nothing could go in.
async fn open(config: &Config, apply: bool) -> Result<(Store, Option<Borrowed>, bool), ImportCommandError> {
    let new_epoch = chance::new_id().to_string();
    if apply || config.database_exists() {
        config.prepare_folder()?;
        let store = Store::open(&config.database, &new_epoch).await?;
        let is_new = store.log_head().await?.seq == 0;
        if is_new && apply {
            load(&store).await?;
        }
        if apply || !is_new {
            return Ok((store, None, is_new));
        }
        store.close().await;
    }
    let folder = std::env::temp_dir().join(format!("mocgioi-{}", chance::new_id()));
    std::fs::create_dir_all(&folder)?;
    let borrowed = Borrowed(folder.clone());
    let store = Store::open(&format!("sqlite:{}", folder.join("dry-run.db").display()), &new_epoch).await?;
    load(&store).await?;
    Ok((store, Some(borrowed), true))
}

async fn load(store: &Store) -> Result<(), ImportCommandError> {
    let (writer, writing) = Writer::start(store.clone(), chance::salts());
    load_reference(&writer, &chance::clock()).await?;
    drop(writer);
    let _ = writing.await;
    Ok(())
}

async fn take_back(config: &Config, import: Uuid, reason: Option<String>) -> Result<ExitCode, ImportCommandError> {
    if let Some(mark) = reason.as_deref().and_then(mark) {
        return Err(BadOption::Unclear(vec![Fault::new("reason", Code::SecrecyMark).with(mark)]).into());
    }
    let store = Store::open(&config.database, &chance::new_id().to_string()).await?;
    let seq = undo(&tools(&store), &Actor::operator(), import, reason).await?;
    store.close().await;
    println!("Đã hoàn tác lần nạp {import} (số {seq}) · the import was undone");
    Ok(ExitCode::SUCCESS)
}

/// What is shown while an import runs, and after.
struct Output {
    json: bool,
    lang: Lang,
    bar: ProgressBar,
    shown: u64,
    written: u64,
    out: std::io::BufWriter<std::io::Stdout>,
}

impl Output {
    fn new(command: &ImportCommand) -> Result<Self, ImportCommandError> {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} dòng · rows {wide_bar} {rate} {eta}") {
            let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                let _ = write!(out, "{:.0}/s", state.per_sec());
            };
            bar.set_style(style.with_key("rate", rate));
        }
        let lang = match command.lang {
            MessageLang::Vi => Lang::Vi,
            MessageLang::En => Lang::En,
        };
        let mut out = std::io::BufWriter::new(std::io::stdout());
        if command.json {
            write!(out, "{{\"rows\":[")?;
        }
        Ok(Self { json: command.json, lang, bar, shown: 0, written: 0, out })
    }

    /// Ends what was begun, so that a machine can read it.
    fn fail(mut self, error: &ImportError) -> std::io::Result<()> {
        self.bar.finish_and_clear();
        if self.json {
            writeln!(self.out, "],\"applied\":false,\"failed\":{}}}", Value::from(error.to_string()))?;
        }
        self.out.flush()
    }

    fn finish(mut self, outcome: &Outcome) -> std::io::Result<()> {
        self.bar.finish_and_clear();
        if self.json {
            write!(self.out, "]")?;
            for (name, value) in report::outcome(outcome, self.lang) {
                write!(self.out, ",{}:{value}", Value::from(name))?;
            }
            writeln!(self.out, "}}")?;
            return self.out.flush();
        }
        if outcome.refused_rows > self.shown {
            writeln!(self.out, "  … và {} dòng nữa · and more", outcome.refused_rows - self.shown)?;
        }
        for note in &outcome.notes {
            writeln!(self.out, "  {note}")?;
        }
        writeln!(
            self.out,
            "{} dòng: thêm {}, đổi {}, không đổi {}, từ chối {} · rows: add, change, unchanged, refuse",
            outcome.rows, outcome.added, outcome.changed, outcome.unchanged, outcome.refused_rows
        )?;
        if let Some(farthest) = outcome.farthest_m {
            writeln!(
                self.out,
                "{} bản ghi đổi chỗ, xa nhất {farthest:.1} m · records moved, farthest",
                outcome.relocated
            )?;
        }
        let refused = outcome.refused.as_ref().map(|refusal| report::words(&refusal.0, self.lang));
        match (&refused, outcome.import) {
            (Some(refused), _) => writeln!(self.out, "Không nạp · not put in: {refused}")?,
            (None, Some(import)) => {
                writeln!(self.out, "Đã nạp · put in. Hoàn tác · undo: mocgioi import --undo {import}")?;
            }
            (None, None) if outcome.added + outcome.changed == 0 => {
                writeln!(self.out, "Không có gì mới · nothing new")?;
            }
            (None, None) => {
                writeln!(self.out, "Nạp được; bỏ --dry-run để nạp · could go in; leave --dry-run out to do it")?;
            }
        }
        self.out.flush()
    }
}

impl Listener for Output {
    fn row(&mut self, told: &RowReport) {
        if self.json {
            let value = report::row(told, self.lang);
            let comma = if self.written == 0 { "" } else { "," };
            let _ = write!(self.out, "{comma}{value}");
            self.written += 1;
        } else if told.action == Action::Refuse && self.shown < SHOWN {
            self.shown += 1;
            let name = told.name.as_deref().unwrap_or_default();
            let words = |fault| report::words(fault, self.lang);
            let reasons: Vec<String> = told.reasons.iter().map(words).collect();
            let _ = writeln!(self.out, "  dòng · row {} {name}: {}", told.row, reasons.join("; "));
        }
    }

    fn progress(&mut self, rows: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.bar.set_length(total);
        }
        self.bar.set_position(rows);
    }
}
