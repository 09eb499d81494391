//! A row that is a boundary line: a new version of one.

use super::{Row, RowContext};
use crate::domain::fault::{Code, Fault};
use crate::domain::line::{BoundaryLine, LineProvenance, LineStatus};
use crate::domain::number::LineKey;
use crate::domain::position::LonLat;

const STATUSES: &[(LineStatus, &str, &[&str])] =
    &[(LineStatus::Official, "official", &["chính thức", "bản đồ chuẩn"]), (LineStatus::Sketch, "sketch", &["sơ đồ"])];

/// What the person who imports says of the line, where the row does not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LineOptions {
    pub version: Option<String>,
    pub status: Option<LineStatus>,
    pub source: Option<String>,
    pub licence: Option<String>,
    pub accuracy_m: Option<f64>,
}

/// What a row says of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineRow {
    pub key: LineKey,
    pub version: String,
    pub status: LineStatus,
    pub source: String,
    pub licence: Option<String>,
    pub accuracy_m: f64,
}

impl LineRow {
    /// # Errors
    /// Every fault, under the name of its column: whether a line is official, where it comes from and how accurate it is
    /// must be said, by the row or for the file.
    pub fn read(
        fields: &[(String, String)],
        context: RowContext<'_>,
        options: &LineOptions,
    ) -> Result<Self, Vec<Fault>> {
        let mut row = Row::new(fields, context);
        let key = match row.raw("key") {
            Some(written) => match written.to_uppercase().parse() {
                Ok(key) => Some(key),
                Err(fault) => {
                    row.fault(Fault::number("key", &fault));
                    None
                }
            },
            None => row.line(),
        };
        if key.is_none() && !row.has("key") && !row.has("line") {
            row.fault(Fault::new("line", Code::Missing));
        }
        let version = row.text("version").or_else(|| options.version.clone());
        let status = if row.has("status") { row.word("status", STATUSES) } else { options.status };
        let source = row.text("source").or_else(|| options.source.clone());
        let licence = row.text("licence").or_else(|| options.licence.clone());
        // What this program exports says in words how accurate a line is, and in `worst_m` how far it can be off.
        let stated = ["worst_m", "accuracy_m"].into_iter().find(|name| row.has(name));
        let accuracy_m = stated.map_or(options.accuracy_m, |name| row.metres(name));
        let present = [
            ("version", version.is_some()),
            ("status", status.is_some() || row.has("status")),
            ("source", source.is_some()),
            ("accuracy_m", accuracy_m.is_some() || stated.is_some()),
        ];
        for (name, there) in present {
            if !there {
                row.fault(Fault::new(name, Code::Missing));
            }
        }
        let read = match (key, version, status, source, accuracy_m) {
            (Some(key), Some(version), Some(status), Some(source), Some(accuracy_m)) => {
                Some(Self { key, version, status, source, licence, accuracy_m })
            }
            _ => None,
        };
        row.finish(read)
    }

    /// The line after this row: names and numbers stay those of the version before.
    pub fn over(&self, held: &BoundaryLine, vertices: Vec<LonLat>) -> BoundaryLine {
        let licence = self.licence.clone().unwrap_or_else(|| "chưa nêu · not stated".to_owned());
        BoundaryLine {
            key: self.key,
            version: self.version.clone(),
            status: self.status,
            name: held.name.clone(),
            name_en: held.name_en.clone(),
            provenance: LineProvenance {
                source: self.source.clone(),
                attribution: self.source.clone(),
                licence,
                how_made: "Nạp từ tệp · loaded from a file".to_owned(),
                official_length: held.provenance.official_length.clone(),
                accuracy: format!("{} m, theo người nạp · as stated by who loaded it", self.accuracy_m),
            },
            typical_m: self.accuracy_m,
            worst_m: self.accuracy_m,
            numbers: held.numbers.clone(),
            numbers_note: held.numbers_note.clone(),
            vertices,
        }
    }
}
