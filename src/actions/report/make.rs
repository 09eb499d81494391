//! The content of a report: a function of the log up to its cut-off, of the day, and of who may see what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::kept::{Held, KEPT, Key};
use super::said::{self, Of};
use super::stands::stands;
use super::{Ground, NotMade, Wanted, as_of, beside, earlier};
use crate::actions::ordered::Ordered;
use crate::actions::picture::on_a_thread;
use crate::atlas::reported::{self, Beside, Scope};
use crate::atlas::{Labels, LayerId, Snapshot, Visible};
use crate::domain::access::{Label, Viewer};
use crate::domain::chain::Digest;
use crate::domain::people::{Directory, Identity, UnitTree, Way};
use crate::domain::report::content::{Content, MapData, Section};
use crate::domain::report::cut_off::CutOff;
use crate::domain::report::kind::Kinds;
use crate::domain::report::province::Documents;
use crate::domain::report::window::Window;
use crate::domain::report_merge::MergedSection;
use crate::domain::time::CivilDay;

/// The section for what fits into no other.
const ELSE: &str = "other";
/// Units above one another; more than any tree has.
const MOST_ABOVE: usize = 32;

/// A report, and what it was worked out from.
#[derive(Debug, Clone)]
pub struct Made {
    pub content: Arc<Content>,
    digest: String,
    pub snapshot: Arc<Snapshot>,
    /// What was counted of it, up to the label of the report.
    pub visible: Visible,
    /// Restricted records that it may tell of.
    pub restricted: u64,
}

impl Made {
    /// SHA-256 of the content.
    pub fn digest(&self) -> String {
        self.digest.clone()
    }
}

/// One moment of the log, as one viewer sees it.
pub(super) struct Moment {
    pub snapshot: Arc<Snapshot>,
    pub visible: Visible,
    waiting: Option<Visible>,
    beside: Beside,
    pub directory: Arc<Directory>,
    pub restricted: u64,
}

/// What is the same for all moments of a report.
#[derive(Clone)]
pub(super) struct Frame {
    pub kinds: Arc<Kinds>,
    pub window: Window,
    pub day: CivilDay,
    pub units: Option<BTreeSet<String>>,
    pub documents: Documents,
}

/// Makes a report for whoever asks.
///
/// # Errors
/// [`NotMade`].
pub async fn make(
    ground: &Ground,
    identity: &Identity,
    kinds: &Arc<Kinds>,
    wanted: &Wanted,
    today: CivilDay,
) -> Result<Made, NotMade> {
    let viewer = &identity.viewer;
    let live = &ground.live;
    if let Some(unit) = wanted.unit.as_deref().filter(|unit| !ground.has_unit(viewer, unit)) {
        return Err(NotMade::UnknownUnit(unit.to_owned()));
    }
    let seen = last_told(live, identity);
    let cut_off = wanted.cut_off.unwrap_or(CutOff { seq: seen, day: today });
    if cut_off.seq > live.seq {
        return Err(NotMade::Ahead(cut_off.seq));
    }
    let Seen { snapshot, visible, waiting, labels } = seen_at(ground, identity, wanted.level, cut_off.seq).await?;
    let key = Key {
        identity: identity.clone(),
        wanted: Wanted { cut_off: Some(cut_off), ..wanted.clone() },
        tags: [Some(&visible), waiting.as_ref()]
            .map(|seen| seen.map_or_else(String::new, |seen| snapshot.tag(seen).to_string())),
        erased: ground.store.last_erasure().await?,
        labels,
        directory: Arc::clone(&ground.directory),
    };
    if let Some(Held { content, digest, restricted, .. }) = KEPT.find(&key) {
        return Ok(Made { content, digest, snapshot, visible, restricted });
    }
    let moment = moment(ground, identity, wanted.level, cut_off.seq).await?;
    let directory = &ground.directory;
    let units = wanted.unit.as_ref().map(|unit| {
        let mut all = directory.units.own(unit);
        all.extend(directory.units.below(unit));
        all
    });
    let documents = documents(&directory.units, wanted.unit.as_deref());
    let own = wanted.unit.as_ref().and_then(|unit| directory.units.get(unit));
    let is_known_unit = wanted.unit.as_deref().is_some_and(|unit| viewer.sees_everything() || reaches(identity, unit));
    let own = own.filter(|_| is_known_unit);
    let above = own.and_then(|unit| directory.units.get(unit.parent.as_deref()?)).map(|unit| unit.title.clone());
    let frame = Frame { kinds: Arc::clone(kinds), window: wanted.window, day: cut_off.day, units, documents };
    let of = Of { kind: &wanted.kind, window: wanted.window, unit: wanted.unit.as_deref(), level: wanted.level };
    let (mut words, secret) = said::narratives(ground, viewer, of, cut_off.seq).await?;
    let (snapshot, visible, restricted) =
        (Arc::clone(&moment.snapshot), moment.visible.clone(), moment.restricted + secret);
    let moment = Arc::new(moment);
    let (mut sections, map) = count(&moment, &frame).await?;
    let mut sent = sent(&moment, &frame, kinds, &wanted.kind).await?;
    for section in &mut sections {
        section.say(words.remove(&section.key), sent.remove(&section.key));
    }
    let is_optional = |section: &Section| kinds.section(&section.key).is_some_and(|head| head.optional);
    sections.retain(|section| !is_optional(section) || section.narrative.is_some());
    let corrections = earlier::corrections(ground, identity, wanted, cut_off.seq, (&moment, &frame)).await?;
    let content = Content {
        kind: wanted.kind.clone(),
        window: wanted.window,
        unit: wanted.unit.clone(),
        unit_title: own.map(|unit| unit.title.clone()),
        above,
        units: frame.units.iter().flatten().cloned().collect(),
        level: wanted.level,
        epoch: snapshot.epoch.clone(),
        cut_off,
        sections,
        corrections,
        map,
    };
    let written = serde_json::to_vec(&content).unwrap_or_default();
    let (content, digest) = (Arc::new(content), Digest::of(&[&written]).to_string());
    let held = Held { content: Arc::clone(&content), digest: digest.clone(), restricted, bytes: written.len() };
    KEPT.keep(key, held);
    Ok(Made { content, digest, snapshot, visible, restricted })
}

/// What documents name is no unit's: it stands in the report of the highest unit of the province that it concerns.
fn documents(tree: &UnitTree, unit: Option<&str>) -> Documents {
    let mut titles: Vec<&str> = Vec::new();
    let mut next = unit.and_then(|unit| tree.get(unit));
    while let Some(unit) = next.filter(|_| titles.len() < MOST_ABOVE) {
        titles.push(&unit.title);
        next = unit.parent.as_deref().and_then(|parent| tree.get(parent));
    }
    Documents::of(&titles)
}

fn reaches(identity: &Identity, unit: &str) -> bool {
    use crate::domain::access::Permission::ReadInternal;
    identity.viewer.allowing(ReadInternal).any(|grant| grant.units.reach(Some(unit)))
}

/// The log as it stood, seen up to a label.
pub(super) async fn moment(ground: &Ground, identity: &Identity, level: Label, seq: i64) -> Result<Moment, NotMade> {
    let viewer = &identity.viewer;
    let Seen { snapshot, visible, waiting, labels } = seen_at(ground, identity, level, seq).await?;
    let (beside, hanging) = beside::gather(ground, (&snapshot, &labels), &visible, (viewer, level), seq).await?;
    let restricted = hanging + restricted(&snapshot, &visible, viewer);
    let directory = Arc::clone(&ground.directory);
    Ok(Moment { snapshot, visible, waiting, beside, directory, restricted })
}

/// The last entry of the log that concerns what a report tells somebody: of what he sees, or of what waits.
fn last_told(live: &Snapshot, identity: &Identity) -> i64 {
    let seen = live.last_seen(&live.visible(&identity.viewer));
    let waits = (identity.way != Way::Anonymous).then(|| live.last_seen(&live.waiting(&identity.viewer)));
    seen.max(waits.unwrap_or(0))
}

/// The picture of a moment, what is seen of it up to a label, and what waits.
struct Seen {
    snapshot: Arc<Snapshot>,
    visible: Visible,
    waiting: Option<Visible>,
    /// Labels that are stricter today; the picture has them.
    labels: Labels,
}

async fn seen_at(ground: &Ground, identity: &Identity, level: Label, seq: i64) -> Result<Seen, NotMade> {
    let (viewer, live) = (&identity.viewer, &ground.live);
    // What came since concerns others: for this viewer the picture at hand is the one of the cut-off.
    let is_live = (last_told(live, identity)..=live.seq).contains(&seq);
    let (snapshot, labels) =
        if is_live { (Arc::clone(live), Labels::new()) } else { as_of::picture(ground, seq).await? };
    let visible = up_to(&snapshot, &snapshot.visible(viewer), level);
    let is_known = identity.way != Way::Anonymous;
    let waiting = is_known.then(|| up_to(&snapshot, &snapshot.waiting(viewer), level));
    Ok(Seen { snapshot, visible, waiting, labels })
}

fn up_to(snapshot: &Snapshot, visible: &Visible, level: Label) -> Visible {
    let above = Label::ALL.into_iter().filter(|label| *label > level);
    above.fold(visible.clone(), |visible, label| snapshot.without(&visible, label))
}

/// At most how many restricted records are told of, up to the label that is counted.
fn restricted(snapshot: &Snapshot, visible: &Visible, viewer: &Viewer) -> u64 {
    if !viewer.sees_restricted() {
        return 0;
    }
    let less = snapshot.without(visible, Label::Restricted);
    let of = |layer: LayerId| snapshot.count(layer, visible).saturating_sub(snapshot.count(layer, &less));
    LayerId::ALL.into_iter().map(of).sum()
}

/// All sections, and the map.
pub(super) async fn count(moment: &Arc<Moment>, frame: &Frame) -> Result<(Vec<Section>, MapData), NotMade> {
    let (moment, frame) = (Arc::clone(moment), frame.clone());
    let counted = on_a_thread(move || {
        let of = |of| stands((&moment.snapshot, &moment.visible), &moment.directory.units, frame.day, of);
        let (tasks, works) = (of(Ordered::Tasks), of(Ordered::Works));
        let scope = Scope { tasks: &tasks, works: &works, ..scope(&moment, &frame) };
        (reported::sections(&scope, &frame.kinds), reported::map(&scope))
    });
    Ok(counted.await?)
}

/// What agencies sent, by section. Whatever stands in no section of the report stands in the one for everything else.
async fn sent(
    moment: &Arc<Moment>,
    frame: &Frame,
    kinds: &Kinds,
    kind: &str,
) -> Result<BTreeMap<String, MergedSection>, NotMade> {
    let (moment, frame) = (Arc::clone(moment), frame.clone());
    let duties = kinds.named(kind).map_or_else(Vec::new, |kind| kind.duties.clone());
    let merged = on_a_thread(move || reported::merged(&scope(&moment, &frame), &duties)).await?;
    let mut sent: BTreeMap<String, MergedSection> = BTreeMap::new();
    for one in merged {
        let section = kinds.section(&one.section).map_or(ELSE, |head| head.key.as_str()).to_owned();
        let held = sent.entry(section.clone());
        held.or_insert_with(|| MergedSection { section, paragraphs: Vec::new() }).paragraphs.extend(one.paragraphs);
    }
    Ok(sent)
}

fn scope<'a>(moment: &'a Moment, frame: &'a Frame) -> Scope<'a> {
    Scope {
        snapshot: &moment.snapshot,
        visible: &moment.visible,
        waiting: moment.waiting.as_ref(),
        window: frame.window,
        day: frame.day,
        units: frame.units.as_ref(),
        documents: &frame.documents,
        tree: &moment.directory.units,
        beside: &moment.beside,
        tasks: &[],
        works: &[],
    }
}
