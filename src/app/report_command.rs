//! `mocgioi report`: a report of a unit for a period, as a DOCX file.
//!
//! Whoever runs it at the console of the server sees everything there is, up to the label that he asks for. Exit code 0 when
//! the file is there, 2 when the options are refused, 1 when it could not be made.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::export_command::beside;
use super::place::DatabaseOptions;
use super::{chance, follower, starter};
use crate::actions::people::People;
use crate::actions::report::{Ground, NotMade, Wanted, document, make};
use crate::app::config::{Config, ConfigError};
use crate::domain::access::Label;
use crate::domain::people::Identity;
use crate::domain::report::kind::Kinds;
use crate::exchange::reference::report_kinds;
use crate::exchange::{ExchangeFault, docx};
use crate::store::{Store, StoreError};

#[derive(Debug, Args)]
pub struct ReportCommand {
    /// periodic, ad-hoc, resolution-23
    pub kind: String,
    /// 2026-11, 2026-Q4, 2026-H1, 2026, or 2026-10-01..2026-10-31
    pub period: String,
    /// File to write, a .docx
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
    /// Key of a unit: it and those below it [default: all]
    #[arg(long)]
    pub unit: Option<String>,
    /// Records up to this label are counted
    #[arg(long, value_enum, default_value = "internal")]
    pub level: Level,
    /// `412@2026-11-14`: a number of the log and a day [default: now]
    #[arg(long)]
    pub cutoff: Option<String>,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub place: DatabaseOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Level {
    Public,
    Internal,
    Restricted,
}

impl Level {
    const fn label(self) -> Label {
        match self {
            Self::Public => Label::Public,
            Self::Internal => Label::Internal,
            Self::Restricted => Label::Restricted,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Option(String),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("chưa có cơ sở dữ liệu · there is no database: {0}")]
    NoDatabase(String),
    #[error(transparent)]
    Kinds(#[from] ExchangeFault),
    #[error(transparent)]
    Made(NotMade),
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl From<NotMade> for ReportError {
    fn from(error: NotMade) -> Self {
        match error {
            NotMade::UnknownUnit(_) => Self::Option(format!("--unit: {error}")),
            error => Self::Made(error),
        }
    }
}

/// Runs the command to its end.
pub fn report(command: ReportCommand) -> ExitCode {
    starter::run(async { run(command).await.map(|()| ExitCode::SUCCESS) }, failed)
}

fn failed(error: &ReportError) -> ExitCode {
    eprintln!("mocgioi: {error}");
    match error {
        ReportError::Option(_) => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    }
}

async fn run(command: ReportCommand) -> Result<(), ReportError> {
    let kinds = Arc::new(report_kinds::load()?);
    let wanted = wanted(&command, &kinds)?;
    if command.output.exists() && !command.force {
        let name = command.output.display();
        return Err(ReportError::Option(format!(
            "{name} đã có: dùng --force nếu muốn ghi đè · is there already: pass --force to write over it"
        )));
    }
    let config = Config::read(command.place.serve_options())?;
    // Opening one that is not there would make it.
    if !config.database_exists() {
        return Err(ReportError::NoDatabase(config.database));
    }
    let base = config.public_url.as_deref().unwrap_or_default().trim_end_matches('/').to_owned();
    let store = Store::open(&config.database, &chance::new_id().to_string()).await?;
    let file = file(&store, &kinds, &wanted, &base).await;
    store.close().await;
    let file = file?;
    let folder = command.output.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut out = beside(folder.unwrap_or(std::path::Path::new(".")))?;
    out.write_all(&file)?;
    out.as_file().sync_all()?;
    let kept = if command.force { out.persist(&command.output) } else { out.persist_noclobber(&command.output) };
    kept.map_err(|error| error.error)?;
    eprintln!("{}: {} byte", command.output.display(), file.len());
    Ok(())
}

fn wanted(command: &ReportCommand, kinds: &Kinds) -> Result<Wanted, ReportError> {
    let known = || kinds.kinds.iter().map(|kind| kind.key.as_str()).collect::<Vec<_>>().join(", ");
    let kind = kinds
        .named(&command.kind)
        .ok_or_else(|| ReportError::Option(format!("loại báo cáo, một trong · kind, one of: {}", known())))?;
    let window: crate::domain::report::window::Window =
        command.period.parse().map_err(|fault: crate::domain::report::window::NotAWindow| {
            ReportError::Option(format!("{} · {fault}", fault.message_vi()))
        })?;
    if !kind.takes(window) {
        return Err(ReportError::Option(format!("{}: {}", kind.key, kind.periods.join(", "))));
    }
    let cut_off = command.cutoff.as_deref().map(str::parse).transpose();
    let cut_off = cut_off.map_err(|fault: crate::domain::report::cut_off::NotACutOff| {
        ReportError::Option(format!("--cutoff: {} · {fault}", fault.message_vi()))
    })?;
    let (kind, unit, level) = (kind.key.clone(), command.unit.clone(), command.level.label());
    Ok(Wanted { kind, window, unit, level, cut_off })
}

async fn file(store: &Store, kinds: &Arc<Kinds>, wanted: &Wanted, base: &str) -> Result<Vec<u8>, ReportError> {
    let clock = chance::clock();
    let people = People::load(store.clone(), &clock).await?;
    let live = Arc::new(follower::picture(store).await?);
    let ground = Ground { store: store.clone(), live, directory: people.directory() };
    let console = Identity::open();
    let made = make::make(&ground, &console, kinds, wanted, clock().day()).await?;
    let kind = kinds.named(&wanted.kind).ok_or_else(|| ReportError::Option(wanted.kind.clone()))?;
    let laid_out = document::document(&ground, &console, &made, (kinds, kind), base).await?;
    Ok(docx::write(&laid_out)?)
}
