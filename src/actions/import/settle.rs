//! After an import counts: derived places for readers of the database, and how far everything moved.
//!
//! A new line or marker moves nothing that anybody asserted: records keep their markers and offsets, observed
//! coordinates stay. What moves is worked out here, before and after, and kept as a report.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::options::Outcome;
use crate::atlas::register::Register;
use crate::atlas::register::history::History;
use crate::domain::location::{Location, Placement, Referent};
use crate::domain::number::LineKey;
use crate::domain::record::{Body, Record};
use crate::domain::revision::Revisions;
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
            Some((written.record.id, place_of(&after, &written.record)?))
        });
        let places: Vec<(Uuid, Placement)> = places.collect();
        store.keep_placements(&places).await?;
    }
    if let (false, Some(seq)) = (moved_lines.is_empty(), outcome.seq) {
        // The blocks of the import stand right before its own entry.
        let blocks = i64::try_from(store.import_blocks(import.id).await?.len()).unwrap_or(0);
        let before = history.before(seq - blocks);
        for line in moved_lines {
            relocate(store, import.id, line, (&before, &after), outcome).await?;
        }
    }
    Ok(())
}

async fn relocate(
    store: &Store,
    import: Uuid,
    line: LineKey,
    (before, after): (&Register, &Register),
    outcome: &mut Outcome,
) -> Result<(), StoreError> {
    let mut last = Uuid::nil();
    loop {
        let records = store.records_on_line(line, last, PAGE).await?;
        let Some(end) = records.last() else { return Ok(()) };
        last = end.id;
        let (mut places, mut moves) = (Vec::new(), Vec::new());
        for record in &records {
            let (was, is) = (place_of(before, record), place_of(after, record));
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
        store.keep_placements(&places).await?;
        store.keep_relocations(import, &moves).await?;
    }
}

/// A marker stands where its own record says, or where its number puts it; everything else where it says.
fn place_of(register: &Register, record: &Record) -> Option<Placement> {
    match &record.body {
        Body::BoundaryLine(_) => None,
        Body::Marker(marker) => register.place(&Location::at(Referent::Marker(marker.key))).1,
        _ => register.place(&record.location).1,
    }
}
