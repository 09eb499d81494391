//! What the rows of some ids come to, case by case.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use super::PIECE;
use super::above::Above;
use super::sql::{By, CaseSql, ContendRow, RecordedRow};
use crate::domain::access::Actor;
use crate::domain::chain::{Digest, payload_digest};
use crate::domain::record::Body;
use crate::domain::verdict::{Case, DEEPEST, Witness};
use crate::geo::NO_PLACE_KEY;
use crate::store::dialect::reading;
use crate::store::records::RecordRow;
use crate::store::{Store, StoreError};

/// What the rows of some ids hold, by what they are about.
#[derive(Default)]
pub(super) struct Pool {
    pub(super) contents: HashMap<Uuid, Vec<Arc<Witness>>>,
    about: HashMap<Uuid, Vec<Arc<Witness>>>,
    pub(super) corrections: HashMap<Uuid, BTreeSet<Uuid>>,
    pub(super) above: Above,
}

impl Pool {
    /// Of each record the newest revision; of statements whatever there is, contending or not.
    pub(super) async fn gather(&mut self, store: &Store, ids: &[Uuid], upto: i64) -> Result<(), StoreError> {
        let new: Vec<Uuid> = ids.iter().filter(|id| !self.contents.contains_key(*id)).copied().collect();
        for piece in new.chunks(PIECE) {
            for id in piece {
                self.contents.insert(*id, Vec::new());
                self.about.insert(*id, Vec::new());
            }
            for by in [By::Id, By::Target, By::Corrects] {
                for (is_contender, witness) in witnesses(store, by, piece, upto).await? {
                    match by {
                        By::Id | By::Left => hold(&mut self.contents, is_contender, witness),
                        By::Target | By::Said => {
                            let target = witness.record.body.target().unwrap_or_default();
                            self.about.entry(target).or_default().push(Arc::new(witness));
                        }
                        By::Corrects => {
                            let corrected = witness.record.corrects.unwrap_or_default();
                            self.corrections.entry(corrected).or_default().insert(witness.record.id);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn tracks(&self, id: Uuid) -> impl Iterator<Item = Uuid> {
        let about = self.about.get(&id).into_iter().flatten();
        about.filter(|witness| matches!(witness.record.body, Body::Track(_))).map(|witness| witness.record.id)
    }

    pub(super) fn parent_of(&self, id: Uuid) -> Option<Uuid> {
        self.contents.get(&id)?.iter().find_map(|witness| match &witness.record.body {
            Body::Track(track) => Some(track.patrol),
            _ => None,
        })
    }

    pub(super) fn corrected_by(&self, id: Uuid) -> impl Iterator<Item = Uuid> {
        self.contents.get(&id).into_iter().flatten().filter_map(|witness| witness.record.corrects)
    }

    fn alone(&self, id: Uuid) -> Case {
        let about = self.about.get(&id).into_iter().flatten().cloned();
        let (statements, related): (Vec<_>, Vec<_>) = about.partition(|witness| witness.record.body.is_statement());
        let contents = self.contents.get(&id).cloned().unwrap_or_default();
        let above = self.above.of(&contents);
        Case { id, contents, related, statements, depth: self.chain_of(id).len(), above, ..Case::default() }
    }

    pub(super) fn case(&self, id: Uuid) -> Case {
        self.case_within(id, &mut BTreeSet::new())
    }

    /// With corrections of corrections, as deep as they count; `seen` ends circles.
    fn case_within(&self, id: Uuid, seen: &mut BTreeSet<Uuid>) -> Case {
        seen.insert(id);
        let by: Vec<Uuid> = self.corrections.get(&id).into_iter().flatten().copied().collect();
        let mut corrections = Vec::with_capacity(by.len());
        for correction in by {
            // What lies deeper takes the place of nothing, whatever corrects it.
            let goes_on = !seen.contains(&correction) && self.chain_of(correction).len() <= DEEPEST;
            corrections.push(if goes_on { self.case_within(correction, seen) } else { self.alone(correction) });
        }
        let parent = self.parent_of(id).map(|parent| Box::new(self.alone(parent)));
        let mut case = Case { corrections, parent, ..self.alone(id) };
        // What hangs on a record, and how far an incident was dealt with, goes on to what took its place.
        let mut later = self.alone(id);
        for former in self.chain_of(id) {
            let former = self.alone(former);
            if !former.gives_way_to(&later) {
                break;
            }
            case.related.extend(former.related.iter().cloned());
            let is_step = |said: &&Arc<Witness>| matches!(said.record.body, Body::ProgressStep(_));
            case.inherited.extend(former.statements.iter().filter(is_step).cloned());
            later = former;
        }
        case
    }

    /// What a record corrects, and what that corrects, and so on, to one more than counts.
    fn chain_of(&self, id: Uuid) -> Vec<Uuid> {
        let (mut chain, mut at) = (Vec::new(), id);
        while let Some(former) = self.corrected_by(at).find(|former| *former != id && !chain.contains(former)) {
            chain.push(former);
            if chain.len() > DEEPEST {
                break;
            }
            at = former;
        }
        chain
    }
}

/// Ascending by revision: the newest takes the place of the one before.
pub(super) fn hold(contents: &mut HashMap<Uuid, Vec<Arc<Witness>>>, is_contender: bool, witness: Witness) {
    let held = contents.entry(witness.record.id).or_default();
    if !is_contender {
        held.clear();
    }
    held.push(Arc::new(witness));
}

/// Rows with what the log says of them, and whether they contend. What somebody spoiled is left out: verifying names it.
pub(super) async fn witnesses(
    store: &Store,
    by: By,
    ids: &[Uuid],
    upto: i64,
) -> Result<Vec<(bool, Witness)>, StoreError> {
    let (rows, beside) = reading!(store, |conn| (conn.recorded(by, ids, upto).await?, conn.contending(by, ids).await?));
    let mut found = Vec::with_capacity(rows.len() + beside.len());
    for RecordedRow { row, entry_seq, actor } in rows {
        let witness = if matches!(by, By::Left) && row.is_erased() {
            left(&row, entry_seq, &actor)
        } else {
            witness(row, entry_seq, &actor)
        };
        found.extend(witness.map(|witness| (false, witness)));
    }
    if beside.is_empty() {
        return Ok(found);
    }
    let named: Vec<Uuid> = beside.iter().map(|row| row.id).collect::<BTreeSet<_>>().into_iter().collect();
    let entries = reading!(store, |conn| conn.contend_entries(&named, upto).await?);
    for row in beside {
        let Some(salt) = row.salt() else { continue };
        let Ok(record) = row.clone().read() else { continue };
        // Contenders of one id share all that their entries say openly, but not the digest.
        let payload = payload_digest(&salt, &record)?;
        let of_row =
            |entry: &&ContendRow| entry.record_id == row.id && Digest::from_slice(&entry.payload) == Some(payload);
        if let Some(entry) = entries.iter().find(of_row) {
            found.extend(witness(row.clone(), entry.seq, &entry.actor).map(|witness| (true, witness)));
        }
    }
    Ok(found)
}

fn witness(row: RecordRow, seq: i64, actor: &str) -> Option<Witness> {
    let digest = row.content_digest()?;
    let written = row.written()?;
    let vouched = Actor::vouches_for_unit(actor);
    let actor = actor.to_owned();
    Some(Witness { record: written.record, digest, actor, vouched, seq, order_key: written.order_key })
}

/// What erasing left: whose it was and its label, under which stands what hangs on it.
fn left(row: &RecordRow, seq: i64, actor: &str) -> Option<Witness> {
    let record = row.what_is_left()?;
    let digest = Digest::of(&[record.id.as_bytes()]);
    let vouched = Actor::vouches_for_unit(actor);
    Some(Witness { record, digest, actor: actor.to_owned(), vouched, seq, order_key: NO_PLACE_KEY.cast_signed() })
}
