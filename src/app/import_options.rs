//! Options of `mocgioi import`, checked before anything is opened.

use std::collections::BTreeMap;

use super::command::ImportCommand;
use crate::actions::import::options::ImportOptions;
use crate::actions::import::said;
use crate::domain::fault::Fault;
use crate::domain::messages::Lang;

/// Options that cannot be meant.
#[derive(Debug, thiserror::Error)]
pub enum BadOption {
    #[error("cần tên tệp · a file is needed: mocgioi import FILE --layer LAYER")]
    NoFile,
    #[error("{}", written(.0))]
    Unclear(Vec<Fault>),
}

/// One option a line, as it is typed.
fn written(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults
        .iter()
        .map(|fault| {
            let option = fault.pointer.replace('_', "-");
            format!("--{option}: {} · {}", fault.detail(Lang::Vi), fault.detail(Lang::En))
        })
        .collect();
    lines.join("\n")
}

/// # Errors
/// [`BadOption`], which names every option that is not clear.
pub fn read(command: &ImportCommand) -> Result<ImportOptions, BadOption> {
    let path = command.file.clone().ok_or(BadOption::NoFile)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let number = |number: Option<f64>| number.map(|number| number.to_string());
    let words = [
        ("name", name),
        ("layer", command.layer.clone()),
        ("crs", command.crs.clone()),
        ("line", command.line.clone()),
        ("line_version", command.line_version.clone()),
        ("status", command.status.clone()),
        ("source", command.source.clone()),
        ("licence", command.licence.clone()),
        ("vertical_datum", command.vertical_datum.clone()),
        ("encoding", command.encoding.clone()),
        ("delimiter", command.delimiter.clone()),
        ("axes", command.axes.clone()),
        ("table", command.table.clone()),
        ("accuracy_m", number(command.accuracy_m)),
        ("max_distance_m", number(command.max_distance_m)),
        ("max_moved_share", number(command.max_moved_share)),
        ("skip_refused", Some(command.skip_refused.to_string())),
        ("apply", Some((!command.dry_run).to_string())),
    ];
    let words = words.into_iter().filter_map(|(name, word)| Some((name.to_owned(), word?)));
    let options = said::read(&words.collect::<BTreeMap<_, _>>()).map_err(BadOption::Unclear)?;
    Ok(ImportOptions { path, ..options })
}
