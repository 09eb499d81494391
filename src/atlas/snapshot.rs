//! All layers as of one number of the change log.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use super::attachments::Manifests;
use super::block::ClassId;
use super::board::Boards;
use super::facts::FactIndex;
use super::growth::Growth;
use super::layer::{Edit, Layer};
use super::layers::LayerId;
use super::looked::Looked;
use super::orders::Orders;
use super::patrols::Patrols;
use super::query::{Page, Query};
use super::register::Register;
use super::register::history::History;
use super::shards::Shards;
use super::tiles::Tiles;
use super::touched::{Lineage, Touched, Trail};
use super::views::Views;
pub use super::visible::Visible;
use super::walk::Step;
use super::watched::Watch;
use crate::domain::access::{AccessClass, Label, ReviewState};
use crate::domain::chain::{Change, Digest};
use crate::domain::method_approval::MethodApproval;
use crate::domain::record::{Body, Record};
use crate::domain::revision::RegisterLog;
use crate::domain::time::Instant;
use crate::domain::verdict::Gone;

#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Name of the log this is a picture of.
    pub epoch: String,
    /// Number and hash of the last change it holds.
    pub seq: i64,
    pub hash: Digest,
    pub(super) classes: Arc<Vec<AccessClass>>,
    /// What viewers see of it.
    pub(super) views: Views,
    /// Number and hash of the last change that concerned each class.
    pub(super) touched: Vec<(i64, Digest)>,
    class_ids: HashMap<AccessClass, ClassId>,
    layers: [Layer; LayerId::ALL.len()],
    pub(super) register: Arc<Register>,
    history: Arc<History>,
    pub(super) facts: Arc<FactIndex>,
    patrols: Arc<Patrols>,
    /// What was withdrawn or corrected, by the id it was shown under, and who may know.
    pub(super) gone: Arc<HashMap<String, (ClassId, Gone)>>,
    /// What each record took the place of.
    former: Shards<Uuid, BTreeSet<String>>,
    manifests: Manifests,
    watch: Watch,
    pub(super) looked: Looked,
    pub(super) orders: Orders,
    /// Decisions about the method of attention levels, in the order in which they came.
    pub(super) decisions: Arc<BTreeMap<(Instant, Uuid), MethodApproval>>,
    /// Levels that were worked out.
    boards: Boards,
    /// What the last changes touched.
    trail: Trail,
    /// Tiles that were made.
    tiles: Tiles,
}

impl Snapshot {
    /// The picture of an empty log.
    pub fn empty(epoch: String) -> Self {
        Self {
            epoch,
            seq: 0,
            hash: Digest::ZERO,
            classes: Arc::default(),
            views: Views::default(),
            touched: Vec::new(),
            class_ids: HashMap::new(),
            layers: std::array::from_fn(|_| Layer::default()),
            register: Arc::default(),
            history: Arc::default(),
            facts: Arc::default(),
            patrols: Arc::default(),
            gone: Arc::default(),
            former: Shards::default(),
            manifests: Manifests::default(),
            watch: Watch::default(),
            looked: Looked::default(),
            orders: Orders::default(),
            decisions: Arc::default(),
            boards: Boards::default(),
            trail: Trail::default(),
            tiles: Tiles::default(),
        }
    }

    /// The picture of a whole log that is at hand. `changes` holds every change from the first.
    pub fn build(epoch: String, changes: &[Change]) -> Self {
        let mut growth = Growth::begin(epoch, RegisterLog::of(changes));
        // From the start nothing is declined.
        let _ = growth.take(changes, &[]);
        growth.finish()
    }

    /// The picture after these changes, which follow its own last one. `None` when it must be built anew.
    pub fn apply(&self, changes: &[Change]) -> Option<Self> {
        let mut growth = Growth::after(self);
        growth.take(changes, &[]).then(|| growth.finish())
    }

    pub(super) fn set_register(&mut self, register: Arc<Register>, history: Arc<History>) {
        (self.register, self.history) = (register, history);
    }

    pub(super) fn set_layers(&mut self, layers: [Layer; LayerId::ALL.len()]) {
        self.layers = layers;
    }

    pub(super) fn edit_layers(&mut self, edits: &[Vec<Edit>; LayerId::ALL.len()]) {
        for (layer, edits) in self.layers.iter_mut().zip(edits) {
            *layer = layer.edited(edits);
        }
    }

    pub const fn layer(&self, layer: LayerId) -> &Layer {
        &self.layers[layer.index()]
    }

    pub(super) const fn tiles(&self) -> &Tiles {
        &self.tiles
    }

    /// The label of a class.
    pub(super) fn label_of(&self, class: ClassId) -> Option<Label> {
        self.classes.get(class as usize).map(|class| class.label)
    }

    pub(super) fn facts(&self) -> &FactIndex {
        &self.facts
    }

    pub(super) fn set_facts(&mut self, facts: Arc<FactIndex>) {
        self.facts = facts;
    }

    /// Patrols and their tracks; what of them somebody sees is for who asks to heed.
    pub fn patrols(&self) -> &Arc<Patrols> {
        &self.patrols
    }

    /// Which records name which files.
    pub const fn manifests(&self) -> &Manifests {
        &self.manifests
    }

    pub(super) const fn manifests_mut(&mut self) -> &mut Manifests {
        &mut self.manifests
    }

    /// What is watched, and the limits that are set for it.
    pub const fn watch(&self) -> &Watch {
        &self.watch
    }

    pub(super) const fn watch_mut(&mut self) -> &mut Watch {
        &mut self.watch
    }

    pub(super) const fn trail(&self) -> &Trail {
        &self.trail
    }

    pub(super) fn set_trail(&mut self, trail: Trail) {
        self.trail = trail;
    }

    /// What was touched since the picture of a number of the log; `None` when nobody knows any more.
    pub fn touched_since(&self, seq: i64, lineage: &Lineage) -> Option<Touched> {
        self.trail.since(seq, lineage)
    }

    /// Which picture this one grew out of.
    pub const fn lineage(&self) -> &Lineage {
        self.trail.lineage()
    }

    pub(super) const fn boards(&self) -> &Boards {
        &self.boards
    }

    pub(super) fn set_boards(&mut self, boards: Boards) {
        self.boards = boards;
    }

    /// Takes in a patrol or a track; other records are passed over.
    pub(super) fn take_patrol(&mut self, record: &Record, seq: i64, class: ClassId) {
        if matches!(record.body, Body::Patrol(_) | Body::Track(_)) {
            Arc::make_mut(&mut self.patrols).take(record, seq, class);
        }
    }

    /// Lets go of a patrol or a track that counts no more, or counts otherwise.
    pub(super) fn forget_patrol(&mut self, id: Uuid) {
        if self.patrols.holds(id) {
            Arc::make_mut(&mut self.patrols).forget(id);
        }
    }

    pub(super) fn class_in(&self, layer: LayerId, id: &str) -> Option<ClassId> {
        self.layers[layer.index()].class_of(id)
    }

    /// Notes what became of a record that is shown no more; nothing of one that is.
    pub(super) fn set_gone(&mut self, id: &str, gone: Option<(ClassId, Gone)>) {
        if self.gone.get(id) == gone.as_ref() {
            return;
        }
        let by = |gone: &Option<(ClassId, Gone)>| match gone {
            Some((_, Gone::Corrected(by))) => by.clone(),
            _ => Vec::new(),
        };
        for by in by(&self.gone.get(id).cloned()) {
            self.former.edit(&by).entry(by).or_default().remove(id);
        }
        for by in by(&gone) {
            self.former.edit(&by).entry(by).or_default().insert(id.to_owned());
        }
        let all = Arc::make_mut(&mut self.gone);
        match gone {
            Some(gone) => all.insert(id.to_owned(), gone),
            None => all.remove(id),
        };
    }

    /// A record and those that it takes the place of, by their ids.
    pub fn with_former(&self, id: &str) -> Vec<String> {
        let mut all = vec![id.to_owned()];
        let mut at = 0;
        while let Some(last) = all.get(at) {
            let former = last.parse().ok().and_then(|last: Uuid| self.former.get(&last));
            let new: Vec<String> = former.into_iter().flatten().filter(|id| !all.contains(*id)).cloned().collect();
            all.extend(new);
            at += 1;
        }
        all
    }

    /// What took the place of a record.
    pub(super) fn corrected_by(&self, id: Uuid) -> Option<&[Uuid]> {
        match self.gone.get(&id.to_string()) {
            Some((_, Gone::Corrected(by))) => Some(by),
            _ => None,
        }
    }

    /// What became of a record that is shown no more, for whoever would see it.
    pub fn gone(&self, id: &str, visible: &Visible) -> Option<&Gone> {
        self.gone.get(id).filter(|(class, _)| visible.sees(*class)).map(|(_, gone)| gone)
    }

    /// Whether a record is shown in its layer: of the versions of a line, the one that counts.
    pub(super) fn shows(&self, record: &Record) -> bool {
        match record.body {
            Body::BoundaryLine(_) => self.history.is_current_line(record),
            _ => !record.body.is_removed(),
        }
    }

    /// Earlier versions of lines, and the markers as they stood under them.
    pub fn history(&self) -> &Arc<History> {
        &self.history
    }

    pub(super) fn class_of(&mut self, class: AccessClass) -> ClassId {
        if let Some(&id) = self.class_ids.get(&class) {
            return id;
        }
        let id = ClassId::try_from(self.classes.len()).unwrap_or(ClassId::MAX);
        Arc::make_mut(&mut self.classes).push(class.clone());
        self.touched.push((0, Digest::ZERO));
        self.class_ids.insert(class, id);
        id
    }

    /// Notes that a change concerns a class: something of it came, went or became something else.
    pub(super) fn touch(&mut self, class: ClassId, seq: i64, hash: Digest) {
        if let Some(last) = self.touched.get_mut(class as usize) {
            *last = (*last).max((seq, hash));
        }
    }

    /// Notes that a change concerns everybody: of what was erased nobody remembers who saw it.
    pub(super) fn touch_all(&mut self, seq: i64, hash: Digest) {
        self.touched.iter_mut().for_each(|last| *last = (*last).max((seq, hash)));
    }

    pub(super) fn class_id(&self, class: &AccessClass) -> Option<ClassId> {
        self.class_ids.get(class).copied()
    }

    pub fn count(&self, layer: LayerId, visible: &Visible) -> u64 {
        self.layers[layer.index()].count_of(|class| visible.sees(class))
    }

    /// How many features of each class each layer has, whoever may see them.
    pub fn counts(&self) -> impl Iterator<Item = (LayerId, &AccessClass, u64)> {
        LayerId::ALL.into_iter().flat_map(move |layer| {
            let of = &self.layers[layer.index()];
            (0..).zip(self.classes.iter()).map(move |(id, class)| (layer, class, of.count_of(|held| held == id)))
        })
    }

    pub fn query(&self, layer: LayerId, query: &Query, visible: &Visible) -> Page {
        query.run(&self.layers[layer.index()], &|class| visible.sees(class))
    }

    /// Everything the viewer sees of a layer, in layer order.
    pub fn walk<'a>(&'a self, layer: LayerId, visible: &'a Visible) -> impl Iterator<Item = Step<'a>> {
        self.layers[layer.index()].walk(|class| visible.sees(class))
    }

    /// The bytes of one feature; `None` when there is none or the viewer does not see it.
    pub fn item(&self, layer: LayerId, id: &str, visible: &Visible) -> Option<Vec<u8>> {
        self.layers[layer.index()].item(id, |class| visible.sees(class))
    }

    /// Smallest box around what the viewer sees of a layer.
    pub fn extent(&self, layer: LayerId, visible: &Visible) -> Option<[f64; 4]> {
        self.layers[layer.index()].extent(&|class| visible.sees(class))
    }

    pub fn register(&self) -> &Arc<Register> {
        &self.register
    }
}

/// Lines, markers of the register and the stretches between them: nothing in them is anybody's secret.
pub(super) const PUBLIC: AccessClass =
    AccessClass { label: Label::Public, review: ReviewState::Approved, unit: None, line: None, stretch: None };
