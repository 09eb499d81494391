//! Reads what somebody says of a file, as words: the parameters of an address, or the options of the command line.
//!
//! All faults are told at once, each with the name of its word.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::options::{ImportLayer, ImportOptions, MOVED_SHARE};
use crate::domain::crs::Crs;
use crate::domain::fault::{Code, Fault};
use crate::domain::line::LineStatus;
use crate::domain::number::LineKey;
use crate::domain::row::line::LineOptions;
use crate::domain::secrecy::mark;
use crate::exchange::files::FileOptions;

/// Longest word, in characters.
const LONGEST: usize = 500;

/// The options that these words mean. Where the file lies is for the caller to say.
///
/// # Errors
/// Every word that cannot be meant.
pub fn read(words: &BTreeMap<String, String>) -> Result<ImportOptions, Vec<Fault>> {
    let mut said = Said { words, faults: Vec::new() };
    let file_name = said.file_name();
    let layer = said.layer();
    let (crs, line, status) = (said.crs(), said.line(), said.status());
    let (source, licence) = (said.text("source"), said.text("licence"));
    let (version, vertical_datum) = (said.text("line_version"), said.text("vertical_datum"));
    let accuracy_m = said.number("accuracy_m");
    let max_distance_m = said.number("max_distance_m");
    let max_moved_share = said.number("max_moved_share").unwrap_or(MOVED_SHARE);
    let (skip_refused, apply) = (said.truth("skip_refused"), said.truth("apply"));
    let file = said.file();
    match (layer, file) {
        (Some(layer), Some(file)) if said.faults.is_empty() => Ok(ImportOptions {
            path: PathBuf::new(),
            file_name,
            layer,
            crs,
            line,
            new_line: LineOptions { version, status, source: source.clone(), licence, accuracy_m },
            source,
            unit: None,
            importer: None,
            vertical_datum,
            file,
            max_distance_m,
            max_moved_share,
            skip_refused,
            apply,
            edit: None,
        }),
        _ => Err(said.faults),
    }
}

struct Said<'a> {
    words: &'a BTreeMap<String, String>,
    faults: Vec<Fault>,
}

impl Said<'_> {
    fn text(&mut self, name: &str) -> Option<String> {
        let text = self.words.get(name)?;
        if text.chars().count() > LONGEST {
            self.faults.push(Fault::new(name, Code::TooLong).with(LONGEST.to_string()));
            return None;
        }
        if let Some(bad) = text.chars().find(|c| c.is_control() && *c != '\t') {
            self.faults.push(Fault::new(name, Code::ControlCharacter).with(format!("{:04X}", u32::from(bad))));
            return None;
        }
        if let Some(mark) = mark(text) {
            self.faults.push(Fault::new(name, Code::SecrecyMark).with(mark));
            return None;
        }
        Some(text.clone())
    }

    /// The name alone, without the folders that some browsers send along.
    fn file_name(&mut self) -> String {
        let name = self.text("name").unwrap_or_default();
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        if name.is_empty() && !self.faults.iter().any(|fault| fault.pointer == "name") {
            self.faults.push(Fault::new("name", Code::Missing));
        }
        name.to_owned()
    }

    fn layer(&mut self) -> Option<ImportLayer> {
        let layer = self.words.get("layer").and_then(|name| ImportLayer::named(name));
        if layer.is_none() {
            let all = ImportLayer::ALL.map(ImportLayer::as_str).join(", ");
            self.faults.push(Fault::new("layer", Code::NotOneOf).with(all));
        }
        layer
    }

    fn crs(&mut self) -> Option<Crs> {
        let text = self.text("crs")?;
        let read = Crs::parse(&text).map_err(|fault| {
            self.faults.push(Fault::foreign("crs", fault.code(), fault.message_vi(), fault.message_en()));
        });
        read.ok()
    }

    fn line(&mut self) -> Option<LineKey> {
        let text = self.text("line")?;
        let read = text.to_uppercase().parse::<LineKey>().map_err(|fault| {
            self.faults.push(Fault::number("line", &fault));
        });
        read.ok()
    }

    fn status(&mut self) -> Option<LineStatus> {
        let known = [("official", LineStatus::Official), ("sketch", LineStatus::Sketch)];
        self.one_of("status", &known)
    }

    /// Yes or no; no unless said.
    fn truth(&mut self, name: &str) -> bool {
        self.one_of(name, &[("true", true), ("false", false)]).unwrap_or(false)
    }

    fn one_of<T: Copy>(&mut self, name: &str, known: &[(&str, T)]) -> Option<T> {
        let text = self.words.get(name)?;
        let found = known.iter().find(|(word, _)| word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let all: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            self.faults.push(Fault::new(name, Code::NotOneOf).with(all.join(", ")));
        }
        found
    }

    fn number(&mut self, name: &str) -> Option<f64> {
        let text = self.words.get(name)?;
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        if number.is_none() {
            let fault = Fault::new(name, Code::BadParameter);
            self.faults.push(fault.with("phải là số không âm").with("must be a number, 0 or more"));
        }
        number
    }

    fn file(&mut self) -> Option<FileOptions> {
        let [encoding, delimiter, axes] =
            ["encoding", "delimiter", "axes"].map(|name| self.words.get(name).map(String::as_str));
        // One by one, so that each fault has the name of its word.
        let alone = [
            ("encoding", FileOptions::read(encoding, None, None, None)),
            ("delimiter", FileOptions::read(None, delimiter, None, None)),
            ("axes", FileOptions::read(None, None, axes, None)),
        ];
        for (name, read) in alone {
            if let Err(fault) = read {
                self.faults.push(Fault::foreign(name, fault.code, fault.vi, fault.en));
            }
        }
        let table = self.text("table");
        FileOptions::read(encoding, delimiter, axes, table.as_deref()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[(&str, &str)]) -> BTreeMap<String, String> {
        all.iter().map(|(name, word)| ((*name).to_owned(), (*word).to_owned())).collect()
    }

    #[test]
    fn a_dry_run_is_what_happens_unless_somebody_says_otherwise() {
        let read = read(&words(&[("layer", "markers"), ("name", "C:\\bản kê\\mốc.csv")])).unwrap();
        assert!(!read.apply && !read.skip_refused);
        assert_eq!((read.file_name.as_str(), read.layer), ("mốc.csv", ImportLayer::Markers));
        assert!((read.max_moved_share - MOVED_SHARE).abs() < f64::EPSILON);
    }

    #[test]
    fn no_word_carries_a_secrecy_mark() {
        for name in ["name", "source", "licence", "line_version", "vertical_datum", "table"] {
            let faults = read(&words(&[("layer", "markers"), ("name", "mốc.csv"), (name, "kế hoạch TỐI MẬT")]));
            let faults = faults.map(|_| ()).unwrap_err();
            assert_eq!((faults.len(), faults[0].pointer.as_str(), faults[0].code), (1, name, Code::SecrecyMark));
        }
    }

    #[test]
    fn every_word_that_cannot_be_meant_is_named() {
        let said = [
            ("layer", "patrols"),
            ("crs", "EPSG:1"),
            ("line", "XX"),
            ("status", "final"),
            ("accuracy_m", "-1"),
            ("max_distance_m", "far"),
            ("max_moved_share", "NaN"),
            ("skip_refused", "yes"),
            ("apply", "1"),
            ("encoding", "ebcdic"),
            ("delimiter", ";;"),
            ("axes", "z-up"),
            ("source", "a\u{0}b"),
        ];
        let faults = read(&words(&said)).unwrap_err();
        let mut named: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        let mut expected: Vec<&str> = said.iter().map(|(name, _)| *name).chain(["name"]).collect();
        named.sort_unstable();
        expected.sort_unstable();
        assert_eq!(named, expected);
    }
}
