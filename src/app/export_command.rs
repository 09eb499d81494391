//! `mocgioi export`: a layer, or the whole register, as a file.
//!
//! The file is written under another name beside its own and takes its name when it is whole, so that nobody finds half of
//! one. Exit code 0 when it is there, 2 when the options are refused, 1 when it could not be written.

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};
use tempfile::NamedTempFile;

use super::export_options::{BadOption, ExportCommand, ExportViewer, Target, What};
use super::{chance, follower, starter};
use crate::actions::export::hand_over::HandOver;
use crate::actions::export::{ExportError, ExportOptions, Exported, export as write_layer};
use crate::actions::people::People;
use crate::app::config::{Config, ConfigError};
use crate::atlas::{LayerId, Outlook, Snapshot};
use crate::domain::access::Viewer;
use crate::domain::crs::Crs;
use crate::domain::messages::Lang;
use crate::domain::people::Directory;
use crate::exchange::out_format::OutFormat;
use crate::exchange::reference;
use crate::store::{Store, StoreError};

#[derive(Debug, thiserror::Error)]
pub enum ExportCommandError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Option(#[from] BadOption),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("chưa có cơ sở dữ liệu · there is no database: {0}")]
    NoDatabase(String),
    #[error("{}", .0.message(*.1))]
    Export(ExportError, Lang),
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("the export ended on its own")]
    Ended,
}

/// Runs the command to its end.
pub fn export(command: ExportCommand) -> ExitCode {
    starter::run(async { run(command).await.map(|()| ExitCode::SUCCESS) }, failed)
}

fn failed(error: &ExportCommandError) -> ExitCode {
    eprintln!("mocgioi: {error}");
    match error {
        ExportCommandError::Option(_) => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    }
}

async fn run(command: ExportCommand) -> Result<(), ExportCommandError> {
    let (what, target) = command.read()?;
    let config = Config::read(command.place.serve_options())?;
    // Opening one that is not there would make it.
    if !config.database_exists() {
        return Err(ExportCommandError::NoDatabase(config.database));
    }
    let store = Store::open(&config.database, &chance::new_id().to_string()).await?;
    let snapshot = follower::picture(&store).await;
    let people = People::load(store.clone(), &chance::clock()).await;
    store.close().await;
    let cancel = Arc::new(AtomicBool::new(false));
    let job = Job {
        what,
        target,
        snapshot: snapshot?,
        directory: people?.directory(),
        lang: command.lang(),
        cancel: Arc::clone(&cancel),
    };
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            cancel.store(true, Ordering::Relaxed);
        }
    });
    tokio::task::spawn_blocking(move || job.run()).await.map_err(|_| ExportCommandError::Ended)?
}

struct Job {
    what: What,
    target: Target,
    snapshot: Snapshot,
    directory: Arc<Directory>,
    lang: Lang,
    cancel: Arc<AtomicBool>,
}

impl Job {
    fn run(&self) -> Result<(), ExportCommandError> {
        let Target::File { path, force } = &self.target else {
            let said = self.write(io::stdout())?;
            eprintln!("{said}");
            return Ok(());
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = beside(folder)?;
        let said = self.write(file.reopen()?)?;
        file.as_file().sync_all()?;
        let kept = if *force { file.persist(path) } else { file.persist_noclobber(path) };
        kept.map_err(|error| match error.error.kind() {
            // Somebody was faster.
            io::ErrorKind::AlreadyExists => BadOption::Exists(path.display().to_string()).into(),
            _ => ExportCommandError::Io(error.error),
        })?;
        eprintln!("{}: {said}", path.display());
        Ok(())
    }

    /// Writes all of it and returns what is to be said of it.
    fn write(&self, out: impl Write + Send + 'static) -> Result<String, ExportCommandError> {
        let out = Watched { out, cancel: Arc::clone(&self.cancel) };
        let bar = if io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {percent} % {wide_bar} {eta}") {
            bar.set_style(style);
        }
        let mut watch = |done, total| {
            bar.set_length(total);
            bar.set_position(done);
            !self.cancel.load(Ordering::Relaxed)
        };
        let went = match &self.what {
            What::Layer(options, viewer) => {
                let visible = self.snapshot.visible(&viewer.viewer());
                let method = reference::method().map_err(|error| io::Error::other(error.to_string()))?;
                let outlook = Outlook { day: chance::clock()().day(), method: &method, units: &self.directory.units };
                let levels = (options.layer == LayerId::Segments).then(|| self.snapshot.board(&outlook, &visible));
                let went = write_layer(&self.snapshot, &visible, *options, levels.as_deref(), out, &mut watch);
                went.map(|exported| self.about_layer(*options, *viewer, exported))
            }
            What::HandOver(crs) => {
                let program = format!("mocgioi {}", env!("CARGO_PKG_VERSION"));
                let hand_over = HandOver { crs: *crs, at: chance::clock()(), program };
                let visible = self.snapshot.visible(&Viewer::all());
                let went = hand_over.write(&self.snapshot, &visible, out, &mut watch);
                went.map(|files| self.about_package(*crs, files.len()))
            }
        };
        bar.finish_and_clear();
        let stopped = |error| if self.cancel.load(Ordering::Relaxed) { ExportError::Cancelled } else { error };
        went.map_err(|error| ExportCommandError::Export(stopped(error), self.lang))
    }

    fn about_layer(&self, options: ExportOptions, viewer: ExportViewer, exported: Exported) -> String {
        let ExportOptions { layer, format, crs } = options;
        let Exported { rows, placeless, beyond_zone } = exported;
        let count = |viewer: &Viewer| self.snapshot.count(layer, &self.snapshot.visible(viewer));
        let not_public = count(&viewer.viewer()).saturating_sub(count(&Viewer::public()));
        let left_out = if format == OutFormat::Gpx { placeless } else { 0 };
        let written = rows - left_out;
        let (format, crs_name) = (format.as_str(), crs.name(self.lang));
        let notes = match self.lang {
            Lang::Vi => [
                (left_out, "dòng không có vị trí nên không vào tệp GPX"),
                (beyond_zone, "dòng nằm ngoài múi chiếu: tọa độ đúng nhưng độ dài bị biến dạng"),
                (not_public, "bản ghi không công khai có trong tệp (bỏ ra: --viewer public)"),
            ],
            Lang::En => [
                (left_out, "rows without a place are not in the GPX file"),
                (beyond_zone, "rows lie outside the zone: the coordinates are right, lengths are distorted"),
                (not_public, "records in it are not public (--viewer public leaves them out)"),
            ],
        };
        let notes = notes.iter().filter(|(n, _)| *n > 0).map(|(n, text)| format!("\n  {n} {text}"));
        let first = match self.lang {
            Lang::Vi => format!("{written} dòng, {format}, {crs} ({crs_name})"),
            Lang::En => format!("{written} rows, {format}, {crs} ({crs_name})"),
        };
        std::iter::once(first).chain(notes).collect()
    }

    fn about_package(&self, crs: Crs, files: usize) -> String {
        let (name, seq) = (crs.name(self.lang), self.snapshot.seq);
        match self.lang {
            Lang::Vi => format!("{files} tệp, {crs} ({name}), nhật ký số {seq}"),
            Lang::En => format!("{files} files, {crs} ({name}), log number {seq}"),
        }
    }
}

/// A file without its name yet, readable as other files of this person are.
pub(super) fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".mocgioi-export-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The umask takes away what is not wanted.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Stops writing when somebody asks for it.
struct Watched<W> {
    out: W,
    cancel: Arc<AtomicBool>,
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(io::Error::other("stopped as asked"));
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
