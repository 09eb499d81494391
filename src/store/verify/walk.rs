//! The side of a walk that hashes. It knows no database.

use std::collections::HashMap;

use uuid::Uuid;

use super::pages::{Block, Page};
use super::{Broken, Erased, Verified};
use crate::domain::chain::{Digest, Entry, Operation, block_digest, content_digest, entry_hash, payload_digest};
use crate::domain::erasure::erasure_digest;
use crate::store::StoreError;
use crate::store::checkpoints::Kept;
use crate::store::records::{RecordRow, Table};

/// How far a walk has come, and what the entries up to there wrote.
pub(super) struct Walk {
    pub seq: i64,
    pub hash: Digest,
    /// Records with an entry of their own.
    pub records: i64,
    pub contenders: i64,
    /// Rows of imports, and their blocks.
    pub imported: i64,
    pub blocks: i64,
    pub erasures: i64,
    erased: Vec<Erased>,
}

impl Walk {
    pub fn from(since: Option<&Kept>) -> Self {
        let (seq, hash) = since.map_or((0, Digest::ZERO), |kept| (kept.seq, kept.hash));
        let (records, contenders) = since.map_or((0, 0), |kept| (kept.records, kept.contenders));
        let erasures = since.map_or(0, |kept| kept.erased);
        Self { seq, hash, records, contenders, imported: 0, blocks: 0, erasures, erased: Vec::new() }
    }

    pub fn verified(self, epoch: String, since: i64) -> Verified {
        Verified {
            epoch,
            entries: self.seq,
            hash: self.hash,
            records: self.records + self.imported,
            contenders: self.contenders,
            erasures: self.erasures,
            since,
            uncovered: None,
            erased: self.erased,
        }
    }

    pub fn take(&mut self, page: &Page) -> Result<(), Broken> {
        for entry in &page.entries {
            if entry.seq != self.seq + 1 {
                return Err(Broken::EntryMissing { seq: self.seq + 1 });
            }
            let expected = entry_hash(&self.hash, entry.seq, entry.format, &entry.meta, &entry.payload);
            if expected.map_err(StoreError::from)? != entry.hash {
                return Err(Broken::EntryAltered { seq: entry.seq });
            }
            match entry.meta.operation {
                Operation::Add => {
                    check(entry, &page.records, page, Table::Record)?;
                    self.records += 1;
                }
                Operation::Contend => {
                    check(entry, &page.contenders, page, Table::Contender)?;
                    self.contenders += 1;
                }
                Operation::Block => {
                    self.imported += check_block(entry, page.block.as_ref(), page)?;
                    self.blocks += 1;
                }
                Operation::Erase => {
                    check_erasure(entry, page)?;
                    self.erasures += 1;
                    self.erased.push(Erased { record: entry.meta.record, rev: entry.meta.rev, under: entry.seq });
                }
            }
            (self.seq, self.hash) = (entry.seq, entry.hash);
        }
        match page.unreadable {
            Some(seq) => Err(Broken::EntryAltered { seq }),
            None => Ok(()),
        }
    }
}

/// Whether one of the rows of the entry's record gives the digest that the entry names, or was erased by a later entry.
fn check(entry: &Entry, rows: &HashMap<Uuid, Vec<RecordRow>>, page: &Page, table: Table) -> Result<(), Broken> {
    let (seq, record, rev) = (entry.seq, entry.meta.record, entry.meta.rev);
    let rows = rows.get(&record).ok_or(Broken::RecordMissing { seq, record })?;
    let is_erased = page.erased.get(&(record, rev)).is_some_and(|under| *under > seq);
    let holds = |row: &RecordRow| match table {
        // A row of an import has its entry with its block; no other has a digest beside it.
        _ if row.is_in_block() || row.has_payload() => false,
        Table::Record if row.is_erased() => is_erased && !row.has_content_digest(),
        Table::Contender if row.is_erased() => is_erased && row.content_digest() == Some(entry.payload),
        _ => gives(row, &entry.payload),
    };
    let intact = rows.iter().filter(|row| row.rev() == rev).any(holds);
    if intact { Ok(()) } else { Err(Broken::RecordAltered { seq, record }) }
}

/// Whether a row says what it said when this digest was made of it.
pub(in crate::store) fn gives(row: &RecordRow, payload: &Digest) -> bool {
    let (Some(salt), digest) = (row.salt(), row.content_digest()) else { return false };
    let Ok(value) = row.clone().read() else { return false };
    payload_digest(&salt, &value).is_ok_and(|found| found == *payload) && content_digest(&value).ok() == digest
}

/// Checks every row of a block against the digest beside it, and those together against the entry. Returns how many
/// rows there are.
fn check_block(entry: &Entry, held: Option<&Block>, page: &Page) -> Result<i64, Broken> {
    let (seq, import, block) = (entry.seq, entry.meta.record, entry.meta.rev);
    let altered = Broken::BlockAltered { seq, import, block };
    let Some(Block { rows: Some(rows), kept }) = held else { return Err(altered) };
    let mut payloads = Vec::with_capacity(rows.len());
    for row in rows {
        let erased_later = || page.erased.get(&(row.id, row.rev())).is_some_and(|under| *under > seq);
        let holds = |payload: &Digest| {
            if row.is_erased() { !row.has_content_digest() && erased_later() } else { gives(row, payload) }
        };
        let Some(payload) = row.payload().filter(holds) else {
            return Err(Broken::RowAltered { seq, import, block, record: row.id });
        };
        payloads.push(payload);
    }
    let digest = block_digest(import, block, &payloads).map_err(StoreError::from)?;
    if digest != entry.payload {
        return Err(altered);
    }
    match kept {
        Some((payload, state)) if payload == entry.payload.as_bytes() && state == "applied" => {}
        _ => return Err(Broken::ImportAltered { seq, import, block }),
    }
    Ok(i64::try_from(payloads.len()).unwrap_or(i64::MAX))
}

/// Whether the rows are gone, and what is left of them, with the reason, gives the digest of the entry.
fn check_erasure(entry: &Entry, page: &Page) -> Result<(), Broken> {
    let (seq, record, rev) = (entry.seq, entry.meta.record, entry.meta.rev);
    let of = |rows: &HashMap<Uuid, Vec<RecordRow>>| {
        let rows = rows.get(&record).into_iter().flatten().filter(|row| row.rev() == rev);
        rows.cloned().collect::<Vec<_>>()
    };
    let holds = || {
        let (reason, salt) = page.reasons.get(&seq)?;
        let salt: [u8; 16] = salt.as_slice().try_into().ok()?;
        let remains = remains(&of(&page.records), &of(&page.contenders))?;
        Some(erasure_digest(&salt, reason, &remains).ok()? == entry.payload)
    };
    if holds() == Some(true) { Ok(()) } else { Err(Broken::ErasureAltered { seq, record }) }
}

/// What is left of a revision and its contenders, in the order in which an erasure covers it; `None` when one of them was
/// not erased.
pub(in crate::store) fn remains(
    records: &[RecordRow],
    contenders: &[RecordRow],
) -> Option<Vec<crate::domain::erasure::Remains>> {
    if records.is_empty() || !records.iter().chain(contenders).all(RecordRow::is_erased) {
        return None;
    }
    let mut remains: Vec<_> = records.iter().map(|row| row.remains(Table::Record)).collect();
    let mut beside: Vec<_> = contenders.iter().map(|row| row.remains(Table::Contender)).collect();
    beside.sort_unstable_by(|a, b| a.payload.cmp(&b.payload));
    remains.extend(beside);
    Some(remains)
}
