//! Records taken by hand from five public documents (`seeds/`, whose README gives the rules and the fields).
//!
//! A file of records is named after their kind, and a record's fields are those of its domain body. Three things are
//! taken out or put in on the way: `key` and `place` belong to the envelope, `source` comes from the document.
//!
//! ```
//! use mocgioi::exchange::{reference, seeds};
//!
//! let lines = reference::lines()?;
//! let hazards = seeds::load(&lines)?.into_iter().filter(|seed| seed.body.kind() == "hazard");
//! assert_eq!(hazards.count(), 4);
//! # Ok::<(), mocgioi::exchange::ExchangeFault>(())
//! ```

pub mod document;
pub mod files;
mod place;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde::Deserialize as _;
use toml::{Table, Value};
use uuid::Uuid;

pub use document::Document;
use files::{FILES, SeedFile};

use super::identity::record_id;
use super::{ExchangeFault, RecordFault, toml_file};
use crate::domain::location::Referent;
use crate::domain::number::{LineKey, Lines};
use crate::domain::record::Body;

/// One record of a document. No seed has coordinates: no document gives any.
#[derive(Debug, Clone)]
pub struct Seed {
    pub id: Uuid,
    pub document: Arc<Document>,
    /// Unique within its document, whatever the kind.
    pub key: String,
    pub referent: Option<Referent>,
    /// The line of the referent, or else of the document.
    pub line: Option<LineKey>,
    pub body: Body,
}

/// Reads the embedded records, in the order of the documents and of their files.
///
/// # Errors
/// The first thing wrong with the files. They are part of the program and a test loads them, so none is expected
/// unless `lines` lacks a number that a document names.
pub fn load(lines: &Lines) -> Result<Vec<Seed>, ExchangeFault> {
    read(FILES, lines)
}

fn read(files: &[SeedFile], lines: &Lines) -> Result<Vec<Seed>, ExchangeFault> {
    let mut folders: BTreeMap<&str, Folder> = BTreeMap::new();
    let mut seeds = Vec::new();
    for file in files {
        let Some((name, kind)) = file.path.strip_suffix(".toml").and_then(|path| path.split_once('/')) else {
            continue; // the text of a document
        };
        let path = format!("seeds/{}", file.path);
        match kind {
            "document" => {
                let document = Arc::new(toml_file::read(&path, file.text)?);
                folders.insert(name, Folder { document, keys: HashSet::new() });
            }
            "omitted" => {} // speaks of lines that no record quotes: for the test alone
            _ => {
                let folder = folders.get_mut(name);
                let folder =
                    folder.ok_or_else(|| ExchangeFault::NotEmbedded { file: format!("seeds/{name}/document.toml") })?;
                folder.read(&path, kind, file.text, lines, &mut seeds)?;
            }
        }
    }
    Ok(seeds)
}

struct Folder {
    document: Arc<Document>,
    keys: HashSet<String>,
}

impl Folder {
    fn read(
        &mut self,
        path: &str,
        kind: &str,
        text: &str,
        lines: &Lines,
        seeds: &mut Vec<Seed>,
    ) -> Result<(), ExchangeFault> {
        let mut kinds: BTreeMap<String, Vec<Table>> = toml_file::read(path, text)?;
        let (Some(records), true) = (kinds.remove(kind), kinds.is_empty()) else {
            return Err(ExchangeFault::WrongKind { file: path.to_owned(), kind: kind.to_owned() });
        };
        for (at, mut record) in records.into_iter().enumerate() {
            let Some(Value::String(key)) = record.remove("key") else {
                return Err(ExchangeFault::record(path, &format!("number {}", at + 1), RecordFault::NoKey));
            };
            let seed = self.seed(kind, &key, record, lines);
            seeds.push(seed.map_err(|what| ExchangeFault::record(path, &key, what))?);
        }
        Ok(())
    }

    fn seed(&mut self, kind: &str, key: &str, mut record: Table, lines: &Lines) -> Result<Seed, RecordFault> {
        let document = &self.document;
        if !is_key(key) {
            return Err(RecordFault::KeyForm);
        }
        if !self.keys.insert(key.to_owned()) {
            return Err(RecordFault::KeyTwice);
        }
        let place = record.remove("place");
        let referent = place.map(|place| place::read(&place, document.line, lines)).transpose()?;
        let source = Value::try_from(document.source(key)).map_err(RecordFault::Source)?;
        if record.insert("source".to_owned(), source).is_some() {
            return Err(RecordFault::SourceGiven);
        }
        record.insert("type".to_owned(), Value::String(kind.to_owned()));
        Ok(Seed {
            id: record_id("seed", document.date, &[&document.id, kind, key]),
            document: Arc::clone(document),
            key: key.to_owned(),
            line: referent.as_ref().and_then(Referent::line).or(document.line),
            referent,
            body: Body::deserialize(record).map_err(RecordFault::Fields)?,
        })
    }
}

/// Lower-case ASCII letters and digits in groups, set apart by single hyphens.
fn is_key(key: &str) -> bool {
    key.split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
