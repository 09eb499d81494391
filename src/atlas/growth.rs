//! How one picture becomes the next: built from a whole log, or grown by what came since.
//!
//! Changes are taken in pages, so that a log of millions of rows is never in memory at once; what is kept of each record
//! is its feature. A change to the register (a line, a marker, a revision, an import that is undone) may move every place
//! or take records away, and so does an erasure: growing declines it, and the picture is built anew.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use super::block::ClassId;
use super::encode;
use super::facts::FactIndex;
use super::feature::Feature;
use super::layer::{Edit, Layer};
use super::layers::LayerId;
use super::register::history::History;
use super::snapshot::{PUBLIC, Snapshot};
use crate::domain::access::Actor;
use crate::domain::chain::Change;
use crate::domain::import::ImportState;
use crate::domain::record::{Body, Record};
use crate::domain::revision::{RegisterLog, Revisions};

/// A picture in the making.
#[derive(Debug)]
pub struct Growth {
    snapshot: Snapshot,
    facts: FactIndex,
    /// What counts, when the picture is built from the start; then layers are built whole, not edited.
    whole: Option<Revisions>,
    /// Classes of what counts no more, by record and by import: what replaces it concerns those who saw it.
    former: HashMap<Uuid, BTreeSet<ClassId>>,
    features: [Vec<(Arc<Feature>, ClassId)>; LayerId::ALL.len()],
}

impl Growth {
    /// A picture from the start. `log` is the register as of the last change that will be taken.
    pub fn begin(epoch: String, log: RegisterLog) -> Self {
        let revisions = Revisions::new(&log);
        let history = History::new(log, &revisions);
        let mut snapshot = Snapshot::empty(epoch);
        snapshot.set_register(Arc::new(history.current()), Arc::new(history));
        Self {
            snapshot,
            facts: FactIndex::default(),
            whole: Some(revisions),
            former: HashMap::new(),
            features: std::array::from_fn(|_| Vec::new()),
        }
    }

    /// What follows a picture.
    pub fn after(snapshot: &Snapshot) -> Self {
        Self {
            snapshot: snapshot.clone(),
            facts: snapshot.facts().clone(),
            whole: None,
            former: HashMap::new(),
            features: std::array::from_fn(|_| Vec::new()),
        }
    }

    /// Number of the last change that was taken.
    pub fn seq(&self) -> i64 {
        self.snapshot.seq
    }

    /// Takes changes in. `false` when one of them asks for a picture built anew; this one is of no use then.
    #[must_use]
    pub fn take(&mut self, changes: &[Change]) -> bool {
        for change in changes {
            // What was erased may be in any layer, in facts, in tracks: nothing of it stays in a picture built anew.
            if change.erases() {
                if self.whole.is_none() {
                    return false;
                }
                self.snapshot.touch_all(change.entry.seq, change.entry.hash);
            }
            for written in &change.written {
                let record = &written.record;
                let counts = match &self.whole {
                    Some(revisions) => revisions.counts(record),
                    None if moves_others(record) => return false,
                    None => true,
                };
                if self.whole.is_none() && matches!(record.body, Body::Import(_)) {
                    let history = self.snapshot.history().with_import(record);
                    let register = Arc::clone(self.snapshot.register());
                    self.snapshot.set_register(register, Arc::new(history));
                }
                let vouched = Actor::vouches_for_unit(&change.entry.meta.actor);
                let class = self.snapshot.class_of(record.access_class(vouched));
                self.touch(record, class, counts, change);
                self.snapshot.manifests_mut().take(record, class, &change.entry.meta.actor, counts);
                let Some(layer) = LayerId::of(&record.body).filter(|_| counts && self.snapshot.shows(record)) else {
                    continue;
                };
                let register = Arc::clone(self.snapshot.register());
                // With its markers as they are called now.
                let history = Arc::clone(self.snapshot.history());
                let record = &*history.names().read(record, change.entry.seq, i64::MAX);
                self.facts.take(record, class, &register);
                self.snapshot.take_patrol(record, change.entry.seq, class);
                let curve = written.order_key.cast_unsigned();
                let feature = encode::record_feature(layer, record, change.entry.seq, curve, &register);
                self.features[layer.index()].push((Arc::new(feature), class));
            }
            (self.snapshot.seq, self.snapshot.hash) = (change.entry.seq, change.entry.hash);
        }
        true
    }

    /// Notes whom a record concerns: those who see it, and those who saw what it replaces or takes back.
    fn touch(&mut self, record: &Record, class: ClassId, counts: bool, change: &Change) {
        let (seq, hash) = (change.entry.seq, change.entry.hash);
        self.snapshot.touch(class, seq, hash);
        if !counts {
            for of in [Some(record.id), record.import_id].into_iter().flatten() {
                self.former.entry(of).or_default().insert(class);
            }
        }
        for class in self.former.get(&record.id).into_iter().flatten() {
            self.snapshot.touch(*class, seq, hash);
        }
    }

    /// The next picture.
    pub fn finish(mut self) -> Snapshot {
        if self.whole.is_some() {
            let public = self.snapshot.class_of(PUBLIC);
            for segment in self.snapshot.register().segments() {
                self.features[LayerId::Segments.index()].push((Arc::new(encode::segment_feature(segment)), public));
            }
            self.snapshot.set_layers(self.features.map(Layer::build));
        } else {
            let edits = self.features.map(|features| {
                features.into_iter().map(|(feature, class)| Edit::Put(feature, class)).collect::<Vec<_>>()
            });
            self.snapshot.edit_layers(&edits);
        }
        self.snapshot.set_facts(Arc::new(self.facts));
        self.snapshot
    }
}

/// Whether a record may move or replace others.
fn moves_others(record: &Record) -> bool {
    record.rev > 1
        || match &record.body {
            Body::BoundaryLine(_) | Body::Marker(_) => true,
            Body::Import(import) => import.state == ImportState::Undone,
            _ => false,
        }
}
