//! The register as it was: every version of a line stays readable, with the markers as they stood under it.
//!
//! Which version of a line counts: an official one before a sketch, and of two alike the later. Earlier versions are
//! worked out when somebody asks for one, and kept.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use super::Register;
use super::names::Names;
use crate::domain::line::LineStatus;
use crate::domain::number::{LineKey, MarkerKey};
use crate::domain::record::{Body, Record};
use crate::domain::revision::{RegisterLog, Revisions, Versioned};

/// Most earlier registers that are kept at a time; each holds three lines with their knots.
const KEPT: usize = 4;

/// All revisions of lines and markers that count or once counted.
#[derive(Debug, Default)]
pub struct History {
    /// Ascending by number; what undone imports brought is left out, and so are imports.
    log: Vec<Versioned>,
    /// Newest revision of each import.
    imports: BTreeMap<Uuid, Record>,
    /// Ids by the keys that they had first, those of undone imports too: a key keeps its id.
    taken: HashMap<String, Uuid>,
    /// Newest revisions, whether they count or not.
    newest: HashMap<Uuid, i64>,
    names: Names,
    built: Mutex<BTreeMap<(LineKey, String), Arc<Register>>>,
}

/// One version of a line, for a list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineVersion {
    pub line: LineKey,
    pub version: String,
    pub status: LineStatus,
    /// Number of the entry that brought it.
    pub seq: i64,
    pub current: bool,
}

impl History {
    pub fn new(log: RegisterLog, revisions: &Revisions) -> Self {
        let mut history = Self::default();
        for versioned in log.register {
            let record = &versioned.record;
            if let Some(key) = &record.key {
                history.taken.entry(key.clone()).or_insert(record.id);
                let newest = history.newest.entry(record.id).or_insert(record.rev);
                *newest = record.rev.max(*newest);
            }
            if let Body::Import(_) = record.body {
                let held = history.imports.entry(record.id).or_insert_with(|| record.clone());
                if record.rev > held.rev {
                    *held = record.clone();
                }
            } else if revisions.is_in_force(record) {
                history.log.push(versioned);
            }
        }
        history.names = Names::of(&history.log);
        history
    }

    /// The same, and one more import that moves nothing.
    #[must_use]
    pub fn with_import(&self, record: &Record) -> Self {
        let mut imports = self.imports.clone();
        imports.insert(record.id, record.clone());
        let built = self.built.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self {
            log: self.log.clone(),
            imports,
            taken: self.taken.clone(),
            newest: self.newest.clone(),
            names: self.names.clone(),
            built: Mutex::new(built),
        }
    }

    /// Numbers that meant more than one marker.
    pub const fn names(&self) -> &Names {
        &self.names
    }

    /// An import's record in its newest revision.
    pub fn import_record(&self, id: Uuid) -> Option<&Record> {
        self.imports.get(&id)
    }

    /// All imports, in the order of their ids, which is that of time.
    pub fn imports(&self) -> impl DoubleEndedIterator<Item = &Record> {
        self.imports.values()
    }

    /// Markers in the revisions that count, by the numbers they have now.
    pub fn markers(&self) -> BTreeMap<MarkerKey, &Record> {
        let standing = self.standing_at(i64::MAX, None).into_iter();
        let markers = standing.filter_map(|versioned| match &versioned.record.body {
            Body::Marker(marker) => Some((marker.key, &versioned.record)),
            _ => None,
        });
        markers.collect()
    }

    /// Whom every number means now: the marker that has it, else the one that had it before.
    pub fn names_now(&self) -> BTreeMap<MarkerKey, Uuid> {
        let markers = self.markers();
        let mut names = BTreeMap::new();
        for record in markers.values() {
            if let Body::Marker(marker) = &record.body {
                names.extend(marker.aliases.iter().map(|alias| (*alias, record.id)));
            }
        }
        names.extend(markers.iter().map(|(key, record)| (*key, record.id)));
        names
    }

    /// Every revision of lines and markers that counts or once counted, in the order of the log.
    pub fn revisions(&self) -> &[Versioned] {
        &self.log
    }

    /// The id whose record was the first under a key, whether it counts or not: whoever writes under it goes on from there.
    pub fn taken(&self, key: &str) -> Option<Uuid> {
        self.taken.get(key).copied()
    }

    /// Newest revision of a record of the register, whether it counts or not; 0 of a new one.
    pub fn newest(&self, id: Uuid) -> i64 {
        self.newest.get(&id).copied().unwrap_or(0)
    }

    /// The record of a version of a line.
    pub fn line_record(&self, line: LineKey, version: &str) -> Option<&Record> {
        let versions = self.log.iter().rev().map(|versioned| &versioned.record);
        versions.into_iter().find(
            |record| matches!(&record.body, Body::BoundaryLine(held) if held.key == line && held.version == version),
        )
    }

    /// The register as it counts now.
    pub fn current(&self) -> Register {
        self.build(&self.standing_at(i64::MAX, None))
    }

    /// Every version of every line, in the order in which they came.
    pub fn versions(&self) -> Vec<LineVersion> {
        let current = self.current_lines(i64::MAX);
        let lines = self.log.iter().filter_map(|versioned| match &versioned.record.body {
            Body::BoundaryLine(line) => Some(LineVersion {
                line: line.key,
                version: line.version.clone(),
                status: line.status,
                seq: versioned.seq,
                current: current.get(&line.key).is_some_and(|now| now.seq == versioned.seq),
            }),
            _ => None,
        });
        lines.collect()
    }

    /// The register under a version of a line: that version, and the markers as they stood when the next one came.
    /// `None` when there is no such version.
    pub fn at(&self, line: LineKey, version: &str) -> Option<Arc<Register>> {
        let name = (line, version.to_owned());
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(register) = built.get(&name) {
            return Some(Arc::clone(register));
        }
        let standing = self.standing_under(line, version);
        if standing.is_empty() {
            return None;
        }
        let register = Arc::new(self.build(&standing));
        if built.len() >= KEPT {
            built.pop_first();
        }
        built.insert(name, Arc::clone(&register));
        Some(register)
    }

    /// Lines and markers that stood under a version of a line; empty when there is no such version.
    pub fn standing_under(&self, line: LineKey, version: &str) -> Vec<&Versioned> {
        let versions = self.versions();
        let Some(asked) = versions.iter().rfind(|held| held.line == line && held.version == version) else {
            return Vec::new();
        };
        let next = versions.iter().find(|held| held.line == line && held.seq > asked.seq);
        let until = if asked.current { i64::MAX } else { next.map_or(i64::MAX, |next| next.seq - 1) };
        self.standing_at(until, Some(asked))
    }

    /// The register right before an entry of the log.
    pub fn before(&self, seq: i64) -> Register {
        self.build(&self.standing_at(seq - 1, None))
    }

    fn build(&self, standing: &[&Versioned]) -> Register {
        let mut former = BTreeMap::new();
        for versioned in standing {
            let Body::BoundaryLine(line) = &versioned.record.body else { continue };
            let before = self.log.iter().rev().filter(|held| held.seq < versioned.seq);
            former.extend(before.into_iter().find_map(|held| match &held.record.body {
                Body::BoundaryLine(held) if held.key == line.key => Some((line.key, held)),
                _ => None,
            }));
        }
        Register::build_after(standing.iter().map(|versioned| &versioned.record), &former)
    }

    fn current_lines(&self, until: i64) -> BTreeMap<LineKey, &Versioned> {
        let mut current: BTreeMap<LineKey, &Versioned> = BTreeMap::new();
        for versioned in self.log.iter().take_while(|versioned| versioned.seq <= until) {
            let Body::BoundaryLine(line) = &versioned.record.body else { continue };
            let held = current.get(&line.key).and_then(|held| match &held.record.body {
                Body::BoundaryLine(held) => Some(held.status),
                _ => None,
            });
            // A newer sketch does not take the place of an official line.
            if !(held == Some(LineStatus::Official) && line.status == LineStatus::Sketch) {
                current.insert(line.key, versioned);
            }
        }
        current
    }

    /// What counted after an entry of the log: one version of each line, the newest revision of each marker.
    fn standing_at(&self, until: i64, asked: Option<&LineVersion>) -> Vec<&Versioned> {
        let mut lines = self.current_lines(until);
        if let Some(asked) = asked
            && let Some(chosen) = self.log.iter().find(|versioned| {
                versioned.seq == asked.seq
                    && matches!(&versioned.record.body, Body::BoundaryLine(line)
                        if line.key == asked.line && line.version == asked.version)
            })
        {
            lines.insert(asked.line, chosen);
        }
        let mut markers: BTreeMap<Uuid, &Versioned> = BTreeMap::new();
        for versioned in self.log.iter().take_while(|versioned| versioned.seq <= until) {
            if let Body::Marker(_) = versioned.record.body {
                let held = markers.entry(versioned.record.id).or_insert(versioned);
                if versioned.record.rev > held.record.rev {
                    *held = versioned;
                }
            }
        }
        let markers = markers.into_values().filter(|versioned| !versioned.record.body.is_removed());
        lines.into_values().chain(markers).collect()
    }

    /// Whether a line's record is the version that counts now.
    pub fn is_current_line(&self, record: &Record) -> bool {
        self.current_lines(i64::MAX)
            .values()
            .any(|versioned| versioned.record.id == record.id && versioned.record.rev == record.rev)
    }
}
