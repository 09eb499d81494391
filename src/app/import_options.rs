//! Options of `mocgioi import`, checked before anything is opened.

use super::command::ImportCommand;
use crate::actions::import::options::{ImportLayer, ImportOptions, MOVED_SHARE};
use crate::domain::crs::Crs;
use crate::domain::line::LineStatus;
use crate::domain::row::line::LineOptions;
use crate::exchange::files::FileOptions;

/// An option that cannot be meant.
#[derive(Debug, thiserror::Error)]
pub enum BadOption {
    #[error("cần tên tệp · a file is needed: mocgioi import FILE --layer LAYER")]
    NoFile,
    #[error("--layer: cần một trong · must be one of: boundary-lines, markers, hazards, inspections")]
    Layer,
    #[error("--crs: {0}")]
    Crs(String),
    #[error("--line: {0}")]
    Line(String),
    #[error("--status: official, sketch")]
    Status,
    #[error("--{0}: phải là số không âm · must be a number, 0 or more")]
    Number(&'static str),
    #[error("{0}")]
    File(String),
}

/// # Errors
/// [`BadOption`], which names the option.
pub fn read(command: &ImportCommand) -> Result<ImportOptions, BadOption> {
    let path = command.file.clone().ok_or(BadOption::NoFile)?;
    let layer = command.layer.as_deref().and_then(ImportLayer::named).ok_or(BadOption::Layer)?;
    let crs = command.crs.as_deref().map(Crs::parse).transpose();
    let crs = crs.map_err(|fault| BadOption::Crs(format!("{} · {}", fault.message_vi(), fault.message_en())))?;
    let line = command.line.as_deref().map(|line| line.to_uppercase().parse()).transpose();
    let line = line.map_err(|fault: crate::domain::number::NumberFault| {
        BadOption::Line(format!("{} · {}", fault.message_vi(), fault.message_en()))
    })?;
    let status = match command.status.as_deref() {
        None => None,
        Some("official") => Some(LineStatus::Official),
        Some("sketch") => Some(LineStatus::Sketch),
        Some(_) => return Err(BadOption::Status),
    };
    let share = command.max_moved_share.unwrap_or(MOVED_SHARE);
    for (name, value) in [
        ("accuracy-m", command.accuracy_m),
        ("max-distance-m", command.max_distance_m),
        ("max-moved-share", Some(share)),
    ] {
        if value.is_some_and(|value| !(value.is_finite() && value >= 0.0)) {
            return Err(BadOption::Number(name));
        }
    }
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let file = FileOptions::read(
        command.encoding.as_deref(),
        command.delimiter.as_deref(),
        command.axes.as_deref(),
        command.table.as_deref(),
    )
    .map_err(|fault| BadOption::File(format!("{} · {}", fault.vi, fault.en)))?;
    Ok(ImportOptions {
        path,
        file_name,
        layer,
        crs,
        line,
        new_line: LineOptions {
            version: command.line_version.clone(),
            status,
            source: command.source.clone(),
            licence: command.licence.clone(),
            accuracy_m: command.accuracy_m,
        },
        source: command.source.clone(),
        vertical_datum: command.vertical_datum.clone(),
        file,
        max_distance_m: command.max_distance_m,
        max_moved_share: share,
        skip_refused: command.skip_refused,
        apply: !command.dry_run,
    })
}
