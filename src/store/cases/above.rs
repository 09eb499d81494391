//! The labels of the records that others are about: of those nothing is read but their contents and what was said about them,
//! however many other records hang on them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use super::PIECE;
use super::pool::{hold, witnesses};
use super::sql::By;
use crate::domain::verdict::{Case, HIGHEST, LabelPast, Witness, stands_under};
use crate::store::{Store, StoreError};

#[derive(Default)]
pub(super) struct Above {
    contents: HashMap<Uuid, Vec<Arc<Witness>>>,
    said: HashMap<Uuid, Vec<Arc<Witness>>>,
    pasts: HashMap<Uuid, Arc<LabelPast>>,
}

/// What contents stand under.
fn over<'a>(contents: impl Iterator<Item = &'a Arc<Witness>>) -> BTreeSet<Uuid> {
    contents.filter_map(|content| stands_under(&content.record.body)).collect()
}

impl Above {
    /// Reads what all of these are about, and what that is about, as far up as it counts.
    pub(super) async fn gather(
        &mut self,
        store: &Store,
        contents: &HashMap<Uuid, Vec<Arc<Witness>>>,
        upto: i64,
    ) -> Result<(), StoreError> {
        let mut next = over(contents.values().flatten());
        for _ in 0..HIGHEST {
            let new: Vec<Uuid> = next.iter().filter(|id| !self.contents.contains_key(*id)).copied().collect();
            if new.is_empty() {
                break;
            }
            for piece in new.chunks(PIECE) {
                self.contents.extend(piece.iter().map(|id| (*id, Vec::new())));
                for (is_contender, witness) in witnesses(store, By::Id, piece, upto).await? {
                    hold(&mut self.contents, is_contender, witness);
                }
                // What was erased, or taken back with its import, opens nothing that hangs on it.
                let is_gone = |id: &Uuid| self.contents.get(id).is_none_or(Vec::is_empty);
                let gone: Vec<Uuid> = piece.iter().copied().filter(is_gone).collect();
                for (is_contender, witness) in witnesses(store, By::Left, &gone, upto).await? {
                    hold(&mut self.contents, is_contender, witness);
                }
                for (_, witness) in witnesses(store, By::Said, piece, upto).await? {
                    let target = witness.record.body.target().unwrap_or_default();
                    self.said.entry(target).or_default().push(Arc::new(witness));
                }
            }
            next = over(new.iter().filter_map(|id| self.contents.get(id)).flatten());
        }
        self.judge();
        Ok(())
    }

    /// Each round looks one level further up, until none changes: so a chain that is too long, and a circle, which nobody should have
    /// sent, come to the same whatever else was asked for.
    fn judge(&mut self) {
        for _ in 0..HIGHEST {
            let mut pasts = HashMap::with_capacity(self.contents.len());
            for (id, contents) in &self.contents {
                let statements = self.said.get(id).cloned().unwrap_or_default();
                let (contents, above) = (contents.clone(), self.of(contents));
                let case = Case { id: *id, contents, statements, above, ..Case::default() };
                pasts.extend(case.label_past().map(|past| (*id, Arc::new(past))));
            }
            let before = std::mem::replace(&mut self.pasts, pasts);
            if before == self.pasts {
                break;
            }
        }
    }

    /// What the labels of those were that these contents are about.
    pub(super) fn of(&self, contents: &[Arc<Witness>]) -> Vec<(Uuid, Arc<LabelPast>)> {
        let known = |id| Some((id, Arc::clone(self.pasts.get(&id)?)));
        over(contents.iter()).into_iter().filter_map(known).collect()
    }
}
