//! The register as it was: every version of a line stays readable, with the markers as they stood under it.
//!
//! Which version of a line counts: an official one before a sketch, and of two alike the later. Earlier versions are
//! worked out when somebody asks for one, and kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::Register;
use crate::domain::line::LineStatus;
use crate::domain::number::LineKey;
use crate::domain::record::{Body, Record};
use crate::domain::revision::{RegisterLog, Revisions, Versioned};

/// Most earlier registers that are kept at a time; each holds three lines with their knots.
const KEPT: usize = 4;

/// All revisions of lines and markers that count or once counted.
#[derive(Debug, Default)]
pub struct History {
    /// Ascending by number; what undone imports brought is left out.
    log: Vec<Versioned>,
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
        let log = log.register.into_iter().filter(|versioned| {
            !matches!(versioned.record.body, Body::Import(_)) && revisions.is_in_force(&versioned.record)
        });
        Self { log: log.collect(), built: Mutex::default() }
    }

    /// The register as it counts now.
    pub fn current(&self) -> Register {
        Register::build(self.standing_at(i64::MAX, None))
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
        let versions = self.versions();
        let asked = versions.iter().rfind(|held| held.line == line && held.version == version)?;
        let name = (line, version.to_owned());
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(register) = built.get(&name) {
            return Some(Arc::clone(register));
        }
        let next = versions.iter().find(|held| held.line == line && held.seq > asked.seq);
        let until = if asked.current { i64::MAX } else { next.map_or(i64::MAX, |next| next.seq - 1) };
        let register = Arc::new(Register::build(self.standing_at(until, Some(asked))));
        if built.len() >= KEPT {
            built.pop_first();
        }
        built.insert(name, Arc::clone(&register));
        Some(register)
    }

    /// The register right before an entry of the log.
    pub fn before(&self, seq: i64) -> Register {
        Register::build(self.standing_at(seq - 1, None))
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
    fn standing_at(&self, until: i64, asked: Option<&LineVersion>) -> Vec<&Record> {
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
        let mut markers: BTreeMap<uuid::Uuid, &Record> = BTreeMap::new();
        for versioned in self.log.iter().take_while(|versioned| versioned.seq <= until) {
            if let Body::Marker(_) = versioned.record.body {
                let held = markers.entry(versioned.record.id).or_insert(&versioned.record);
                if versioned.record.rev > held.rev {
                    *held = &versioned.record;
                }
            }
        }
        lines.into_values().map(|versioned| &versioned.record).chain(markers.into_values()).collect()
    }

    /// Whether a line's record is the version that counts now.
    pub fn is_current_line(&self, record: &Record) -> bool {
        self.current_lines(i64::MAX)
            .values()
            .any(|versioned| versioned.record.id == record.id && versioned.record.rev == record.rev)
    }
}
