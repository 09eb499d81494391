//! After an import counts: derived places for readers of the database, and how far everything moved.
//!
//! A new line or marker moves nothing that anybody asserted: records keep their markers and offsets, observed
//! coordinates stay. What moves is worked out here, before and after, and kept as a report.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::options::Outcome;
use crate::atlas::register::Register;
use crate::atlas::register::history::History;
use crate::atlas::register::names::Names;
use crate::domain::location::{Location, Placement, Referent};
use crate::domain::number::LineKey;
use crate::domain::record::{Body, Record};
use crate::domain::revision::{Revisions, Versioned};
use crate::geo::distance;
use crate::store::placements::Relocation;
use crate::store::{Store, StoreError};

/// Records that are read and placed together.
const PAGE: i64 = 2_000;

/// Works the places out that an import changed. `known` is the last change of the picture by which its rows were placed
/// as they went in.
///
/// # Errors
/// When the database does not answer; the import counts all the same.
pub async fn settle(store: &Store, import: &Record, known: i64, outcome: &mut Outcome) -> Result<(), StoreError> {
    let (_, log) = store.register_log().await?;
    // Field records have their places already, unless lines or markers changed while they were read.
    if log.register.iter().all(|versioned| versioned.seq <= known || versioned.record.id == import.id) {
        return Ok(());
    }
    let revisions = Revisions::new(&log);
    let history = History::new(log, &revisions);
    let after = history.current();
    let mut moved_lines = BTreeSet::new();
    for block in store.import_blocks(import.id).await? {
        let written = store.import_records(import.id, block).await?;
        let places = written.iter().filter_map(|written| {
            if let Body::BoundaryLine(_) | Body::Marker(_) = written.record.body {
                moved_lines.extend(written.record.line);
            }
            let now = Then::new(&history, &after, i64::MAX);
            Some((written.record.id, now.place_of(&written.record, i64::MAX)?))
        });
        let places: Vec<(Uuid, Placement)> = places.collect();
        store.keep_placements(&places).await?;
    }
    if let (false, Some(seq)) = (moved_lines.is_empty(), outcome.seq) {
        // The blocks of the import stand right before its own entry.
        let blocks = i64::try_from(store.import_blocks(import.id).await?.len()).unwrap_or(0);
        let before = history.before(seq - blocks);
        let (was, is) = (Then::new(&history, &before, seq - blocks - 1), Then::new(&history, &after, i64::MAX));
        for line in moved_lines {
            relocate(store, Some(import.id), line, (&was, &is), outcome).await?;
        }
    }
    Ok(())
}

/// What the records that a dry run found would move, if they went in.
///
/// # Errors
/// When the database does not answer.
pub async fn foresee(store: &Store, outcome: &mut Outcome) -> Result<(), StoreError> {
    let (head, mut log) = store.register_log().await?;
    let seq = head.seq + 1;
    let mut lines = BTreeSet::new();
    for record in std::mem::take(&mut outcome.foreseen) {
        lines.extend(record.line);
        log.register.push(Versioned { seq, record });
    }
    let revisions = Revisions::new(&log);
    let history = History::new(log, &revisions);
    let (before, after) = (history.before(seq), history.current());
    let (was, is) = (Then::new(&history, &before, head.seq), Then::new(&history, &after, i64::MAX));
    for line in lines {
        relocate(store, None, line, (&was, &is), outcome).await?;
    }
    Ok(())
}

/// Works out where the records of a line were and are. What an import moved is kept; what one would move is counted.
async fn relocate(
    store: &Store,
    import: Option<Uuid>,
    line: LineKey,
    (before, after): (&Then<'_>, &Then<'_>),
    outcome: &mut Outcome,
) -> Result<(), StoreError> {
    let mut last = Uuid::nil();
    loop {
        let records = store.records_on_line(line, last, PAGE).await?;
        let Some(end) = records.last() else { return Ok(()) };
        last = end.id;
        let (mut places, mut moves) = (Vec::new(), Vec::new());
        let made = before.made(store, &records).await?;
        for record in &records {
            let made = made.get(&(record.id, record.rev)).copied().unwrap_or(i64::MAX);
            let (was, is) = (before.place_of(record, made), after.place_of(record, made));
            if was == is {
                continue;
            }
            let metres = was.as_ref().zip(is.as_ref()).map(|(was, is)| distance(was.position, is.position).0);
            if let Some(metres) = metres.filter(|metres| *metres > 0.0) {
                outcome.relocated += 1;
                outcome.farthest_m = Some(outcome.farthest_m.map_or(metres, |far| far.max(metres)));
            }
            places.extend(is.clone().map(|place| (record.id, place)));
            moves.push(Relocation {
                record: record.id,
                kind: record.body.kind(),
                key: record.key.clone(),
                line,
                before: was,
                after: is,
                metres,
            });
        }
        if let Some(import) = import {
            store.keep_placements(&places).await?;
            store.keep_relocations(import, &moves).await?;
        }
    }
}

/// The register at a moment of the log.
struct Then<'a> {
    names: &'a Names,
    register: &'a Register,
    at: i64,
}

impl<'a> Then<'a> {
    const fn new(history: &'a History, register: &'a Register, at: i64) -> Self {
        Self { names: history.names(), register, at }
    }

    /// Numbers of the entries that wrote these records, where that matters: some number passed to another marker.
    async fn made(&self, store: &Store, records: &[Record]) -> Result<HashMap<(Uuid, i64), i64>, StoreError> {
        if self.names.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<Uuid> = records.iter().map(|record| record.id).collect();
        store.entries_of(&ids).await
    }

    /// A marker stands where its own record says, or where its number puts it; everything else where it says.
    fn place_of(&self, record: &Record, made: i64) -> Option<Placement> {
        match &record.body {
            Body::BoundaryLine(_) => None,
            Body::Marker(marker) => {
                let key = self.names.key(record.id, self.at).unwrap_or(marker.key);
                self.register.place(&Location::at(Referent::Marker(key))).1
            }
            _ => self.register.place(&self.names.read(record, made, self.at).location).1,
        }
    }
}
