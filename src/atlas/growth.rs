//! How one picture becomes the next: built from a whole log, or grown by what came since.
//!
//! Changes are taken in pages, so that a log of millions of rows is never in memory at once; what is kept of each record
//! is its feature. A change to the register (a line, a marker, a revision, an import that is undone) may move every place
//! or take records away, and so does an erasure: growing declines it, and the picture is built anew.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use super::block::ClassId;
use super::board::Boards;
use super::encode::{self, Told};
use super::facts::FactIndex;
use super::layer::{Edit, Layer};
use super::layers::LayerId;
use super::register::history::History;
use super::snapshot::{PUBLIC, Snapshot};
use super::touched::Trail;
use crate::domain::access::{Actor, Label};
use crate::domain::chain::Change;
use crate::domain::import::ImportState;
use crate::domain::incident::Progress;
use crate::domain::record::{Body, Record};
use crate::domain::revision::{RegisterLog, Revisions};
use crate::domain::verdict::{Case, Verdict};

/// Records with a stricter label than their cases come to.
pub type Labels = BTreeMap<Uuid, Label>;

/// A picture in the making.
#[derive(Debug)]
pub struct Growth {
    snapshot: Snapshot,
    facts: FactIndex,
    /// What counts, when the picture is built from the start; then layers are built whole, not edited.
    whole: Option<Revisions>,
    /// Classes of what counts no more, by record and by import: what replaces it concerns those who saw it.
    former: HashMap<Uuid, BTreeSet<ClassId>>,
    edits: [Vec<Edit>; LayerId::ALL.len()],
    /// Records whose case is settled, when the picture is built from the start.
    settled: HashSet<Uuid>,
    labels: Labels,
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
            edits: std::array::from_fn(|_| Vec::new()),
            settled: HashSet::new(),
            labels: Labels::new(),
        }
    }

    /// The same, of a log of which some records got a stricter label since: everything is told as if they had had it then.
    #[must_use]
    pub fn with_labels(self, labels: Labels) -> Self {
        Self { labels, ..self }
    }

    /// What follows a picture.
    pub fn after(snapshot: &Snapshot) -> Self {
        Self {
            snapshot: snapshot.clone(),
            facts: snapshot.facts().clone(),
            whole: None,
            former: HashMap::new(),
            edits: std::array::from_fn(|_| Vec::new()),
            settled: HashSet::new(),
            labels: Labels::new(),
        }
    }

    /// Number of the last change that was taken.
    pub fn seq(&self) -> i64 {
        self.snapshot.seq
    }

    /// Takes changes in, and the cases that they touch: of a record that something is said about, what counts follows
    /// from its whole case, not from the change that brought it. `false` when one of the changes asks for a picture built
    /// anew; this one is of no use then.
    #[must_use]
    pub fn take(&mut self, changes: &[Change], cases: &[Case]) -> bool {
        let spoken_of: HashSet<Uuid> = cases.iter().map(|case| case.id).collect();
        for change in changes {
            // What was erased may be in any layer, in facts, in tracks: nothing of it stays in a picture built anew.
            if change.erases() {
                if self.whole.is_none() {
                    return false;
                }
                self.snapshot.touch_all(change.entry.seq, change.entry.hash);
            }
            for written in &change.written {
                let record = &*labelled(&self.labels, Cow::Borrowed(&written.record));
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
                if self.snapshot.watch_mut().set(record, class) {
                    let limit = record.body.target().filter(|_| matches!(record.body, Body::RuleEnd(_)));
                    self.snapshot.touch_limit(limit.unwrap_or(record.id), change.entry.seq, change.entry.hash);
                    self.facts.touch_everything();
                }
                if self.snapshot.set_order(record, vouched, change.entry.seq, change.entry.hash) {
                    self.facts.touch_everything();
                }
                self.snapshot.take_decision(record);
                if counts && self.snapshot.shows(record) && !spoken_of.contains(&record.id) {
                    self.put(record, class, (change.entry.seq, &change.entry.meta.actor), written.order_key, None);
                }
            }
            (self.snapshot.seq, self.snapshot.hash) = (change.entry.seq, change.entry.hash);
        }
        for case in cases {
            self.settle(case);
        }
        true
    }

    /// Puts a record into its layer and into whatever else is drawn from it.
    fn put(
        &mut self,
        record: &Record,
        class: ClassId,
        (seq, actor): (i64, &str),
        order_key: i64,
        verdict: Option<&Verdict<'_>>,
    ) {
        let Some(layer) = LayerId::of(&record.body) else { return };
        let register = Arc::clone(self.snapshot.register());
        // With its markers as they are called now.
        let history = Arc::clone(self.snapshot.history());
        let record = &*history.names().read(record, seq, i64::MAX);
        let progress = verdict.map_or(Progress::Reported, |verdict| verdict.progress);
        self.facts.take_as(record, progress, class, &register);
        self.touch_watched(record);
        self.snapshot.take_patrol(record, seq, class);
        self.snapshot.take_watched(record, class, Actor::vouches_for_unit(actor));
        let unit = record.own_class(Actor::vouches_for_unit(actor)).unit;
        self.facts.take_progress(record, unit.clone(), class);
        self.snapshot.looked.take(record, class, unit, &register);
        let curve = order_key.cast_unsigned();
        let feature = encode::record_feature(layer, record, seq, curve, &register, &Told { verdict, actor });
        self.edits[layer.index()].push(Edit::Put(Arc::new(feature), class));
    }

    /// Brings a record to what its case comes to, whatever was shown of it before.
    fn settle(&mut self, case: &Case) {
        let Some(verdict) = case.judge() else { return };
        if self.whole.is_some() && !self.settled.insert(case.id) {
            return;
        }
        let (seq, hash) = (self.snapshot.seq, self.snapshot.hash);
        let (register, names) = (Arc::clone(self.snapshot.register()), Arc::clone(self.snapshot.history()));
        for content in &case.contents {
            // Those who saw any of it learn that it became something else.
            let former = self.snapshot.class_of(content.record.access_class(content.vouched));
            self.snapshot.touch(former, seq, hash);
            self.snapshot.watch_mut().forget(case.id);
            self.snapshot.looked.forget(case.id);
            self.facts.forget(&names.names().read(&content.record, content.seq, i64::MAX), &register);
            self.touch_watched(&content.record);
            let Some(layer) = LayerId::of(&content.record.body) else { continue };
            if matches!(layer, LayerId::Patrols | LayerId::Tracks) {
                self.snapshot.forget_patrol(case.id);
            }
            // Contents of one id may be of several kinds: it stands in one layer at most.
            let id = encode::feature_id(&content.record);
            if let Some(former) = self.class_in(layer, &id) {
                self.snapshot.touch(former, seq, hash);
                self.edits[layer.index()].push(Edit::Remove(id.into()));
            }
        }
        let record = &*labelled(&self.labels, Cow::Owned(verdict.record()));
        let class = self.snapshot.class_of(record.access_class(verdict.shown.vouched));
        self.snapshot.touch(class, seq, hash);
        self.snapshot.manifests_mut().forget(case.id);
        self.snapshot.set_gone(&encode::feature_id(record), verdict.gone().map(|gone| (class, gone)));
        if verdict.stands() {
            self.snapshot.manifests_mut().take(record, class, &verdict.shown.actor, true);
            self.put(record, class, (verdict.shown.seq, &verdict.shown.actor), verdict.shown.order_key, Some(&verdict));
        }
    }

    /// Notes that a reading changed what its hazard comes to.
    fn touch_watched(&mut self, record: &Record) {
        if let Body::WorksReport(report) = &record.body {
            for works in self.snapshot.watched_now(report.works) {
                self.facts.touch_works(works);
            }
        }
        if let Body::Measurement(measured) = &record.body {
            for hazard in self.snapshot.watched_now(measured.hazard) {
                self.facts.touch_hazard(hazard);
            }
        }
    }

    /// The class that a feature has in the picture so far.
    fn class_in(&self, layer: LayerId, id: &str) -> Option<ClassId> {
        let pending = self.edits[layer.index()].iter().rev().find_map(|edit| match edit {
            Edit::Put(feature, class) if &*feature.order.id == id => Some(*class),
            _ => None,
        });
        pending.or_else(|| self.snapshot.class_in(layer, id)).filter(|_| self.whole.is_none())
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
        let was_whole = self.whole.is_some();
        if was_whole {
            let public = self.snapshot.class_of(PUBLIC);
            for segment in self.snapshot.register().segments() {
                let feature = Arc::new(encode::segment_feature(segment, None));
                self.edits[LayerId::Segments.index()].push(Edit::Put(feature, public));
            }
            self.snapshot.set_layers(self.edits.map(Layer::of_edits));
        } else {
            self.snapshot.edit_layers(&self.edits);
        }
        let touched = self.facts.take_touched();
        self.snapshot.set_boards(if was_whole { Boards::default() } else { self.snapshot.boards().next(&touched) });
        let seq = self.snapshot.seq;
        let trail = if was_whole { Trail::from(seq) } else { self.snapshot.trail().and(touched, seq) };
        self.snapshot.set_trail(trail);
        self.snapshot.set_facts(Arc::new(self.facts));
        self.snapshot
    }
}

/// A record with its stricter label, where it has one.
fn labelled<'a>(labels: &Labels, mut record: Cow<'a, Record>) -> Cow<'a, Record> {
    if let Some(label) = labels.get(&record.id).filter(|label| **label > record.label) {
        record.to_mut().label = *label;
    }
    record
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
