//! `data/lines.toml` and the courses it names.

use serde::Deserialize;

use super::ReferenceLine;
use crate::domain::line::{BoundaryLine, LineProvenance, LineStatus};
use crate::domain::number::{LineKey, LineNumbers, Lines};
use crate::domain::time::CivilDay;
use crate::exchange::identity::record_id;
use crate::exchange::{ExchangeFault, geojson_line, toml_file};

/// Embedded courses by the name that `lines.toml` uses.
const COURSES: [(&str, &str); 3] = [
    ("boundary-line-vn-cn.geojson", include_str!("../../../data/boundary-line-vn-cn.geojson")),
    ("boundary-line-vn-la.geojson", include_str!("../../../data/boundary-line-vn-la.geojson")),
    ("boundary-line-vn-kh.geojson", include_str!("../../../data/boundary-line-vn-kh.geojson")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    registered: CivilDay,
    line: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    key: LineKey,
    name: String,
    name_en: String,
    version: String,
    status: LineStatus,
    file: String,
    typical_m: f64,
    worst_m: f64,
    numbers: Numbers,
    provenance: LineProvenance,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbers {
    last_sure: u16,
    last_possible: u16,
    stakes: bool,
    tripoints: Vec<u16>,
    note: String,
}

pub(super) fn read(file: &str, text: &str) -> Result<Vec<ReferenceLine>, ExchangeFault> {
    let File { registered, line } = toml_file::read(file, text)?;
    line.into_iter().map(|entry| entry.check(registered)).collect()
}

pub(super) fn numbers(file: &str, text: &str) -> Result<Lines, ExchangeFault> {
    let File { line, .. } = toml_file::read(file, text)?;
    Ok(Lines(line.iter().map(|entry| entry.numbers.of(entry.key)).collect()))
}

impl Numbers {
    fn of(&self, line: LineKey) -> LineNumbers {
        LineNumbers {
            line,
            last_sure: self.last_sure,
            last_possible: self.last_possible,
            stakes: self.stakes,
            tripoints: self.tripoints.clone(),
        }
    }
}

impl Entry {
    fn check(self, registered: CivilDay) -> Result<ReferenceLine, ExchangeFault> {
        let course = COURSES.iter().find(|(name, _)| *name == self.file);
        let (_, course) = course.ok_or_else(|| ExchangeFault::NotEmbedded { file: self.file.clone() })?;
        let vertices = geojson_line::read(&self.file, course)?;
        Ok(ReferenceLine {
            id: record_id("line", registered, &[self.key.as_str()]),
            body: BoundaryLine {
                key: self.key,
                version: self.version,
                status: self.status,
                name: self.name,
                name_en: self.name_en,
                provenance: self.provenance,
                typical_m: self.typical_m,
                worst_m: self.worst_m,
                numbers: self.numbers.of(self.key),
                numbers_note: self.numbers.note,
                vertices,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = include_str!("../../../data/lines.toml");

    #[test]
    fn a_course_that_is_not_embedded_is_refused_by_name() {
        let text = LINES.replace("boundary-line-vn-la.geojson", "elsewhere.geojson");
        let fault = read("lines.toml", &text).unwrap_err();
        assert_eq!(fault.to_string(), "elsewhere.geojson: not among the embedded files");
    }

    #[test]
    fn a_field_that_nobody_reads_is_refused() {
        let fault = read("lines.toml", &LINES.replace("worst_m", "worst_km")).unwrap_err();
        assert!(fault.to_string().contains("unknown field `worst_km`"), "{fault}");
    }
}
