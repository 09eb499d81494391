//! Which revision of a record counts, and what the register was at any moment of the log.
//!
//! A record of the register can be changed by a further revision, and an import can be taken back as a whole. Nothing is
//! ever deleted for that: the newest revision that no undone import brought is the one that counts.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::chain::Change;
use super::import::ImportState;
use super::record::{Body, Record};

/// A record with the number of the entry that wrote it.
#[derive(Debug, Clone)]
pub struct Versioned {
    pub seq: i64,
    pub record: Record,
}

/// One revision of a record that has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    pub id: Uuid,
    pub rev: i64,
    pub import: Option<Uuid>,
}

/// Lines, markers and imports in all their revisions, and the revisions of everything else that has more than one.
#[derive(Debug, Clone, Default)]
pub struct RegisterLog {
    /// Ascending by number.
    pub register: Vec<Versioned>,
    pub revisions: Vec<Revision>,
}

impl RegisterLog {
    /// The same, worked out from a whole log that is at hand.
    pub fn of(changes: &[Change]) -> Self {
        let mut log = Self::default();
        let mut all: HashMap<Uuid, Vec<Revision>> = HashMap::new();
        for change in changes {
            for record in change.written.iter().map(|written| &written.record) {
                all.entry(record.id).or_default().push(Revision {
                    id: record.id,
                    rev: record.rev,
                    import: record.import_id,
                });
                if matches!(record.body, Body::BoundaryLine(_) | Body::Marker(_) | Body::Import(_)) {
                    log.register.push(Versioned { seq: change.entry.seq, record: record.clone() });
                }
            }
        }
        log.revisions = all.into_values().filter(|of_one| of_one.len() > 1).flatten().collect();
        log
    }
}

/// Decides which revision of each record counts.
#[derive(Debug, Clone, Default)]
pub struct Revisions {
    undone: HashSet<Uuid>,
    latest: HashMap<Uuid, i64>,
}

impl Revisions {
    pub fn new(log: &RegisterLog) -> Self {
        Self::but(log, None)
    }

    /// What would count if this import were undone, too.
    pub fn as_if_undone(log: &RegisterLog, import: Uuid) -> Self {
        Self::but(log, Some(import))
    }

    fn but(log: &RegisterLog, undone: Option<Uuid>) -> Self {
        let mut imports: HashMap<Uuid, (i64, ImportState)> = HashMap::new();
        for Versioned { record, .. } in &log.register {
            if let Body::Import(import) = &record.body {
                let held = imports.entry(record.id).or_insert((record.rev, import.state));
                if record.rev > held.0 {
                    *held = (record.rev, import.state);
                }
            }
        }
        let before = imports.into_iter().filter(|(_, (_, state))| *state == ImportState::Undone).map(|(id, _)| id);
        let undone: HashSet<Uuid> = before.chain(undone).collect();
        let mut latest = HashMap::new();
        for revision in &log.revisions {
            // Without any that counts, 0: then none of them does.
            let counts = revision.import.is_none_or(|import| !undone.contains(&import));
            let held = latest.entry(revision.id).or_insert(0);
            *held = if counts { revision.rev.max(*held) } else { *held };
        }
        Self { undone, latest }
    }

    /// Whether this is the revision of its record that counts.
    pub fn counts(&self, record: &Record) -> bool {
        self.latest.get(&record.id).map_or_else(|| self.is_in_force(record), |latest| *latest == record.rev)
    }

    /// Whether no undone import brought the revision.
    pub fn is_in_force(&self, record: &Record) -> bool {
        record.import_id.is_none_or(|import| !self.undone.contains(&import))
    }
}
