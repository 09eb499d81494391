//! The records that a report may count, as their features tell of them.

use serde_json::{Map, Value};

use super::Scope;
use crate::atlas::layers::LayerId;
use crate::atlas::snapshot::{Snapshot, Visible};
use crate::atlas::walk::Step;
use crate::domain::number::{MarkerKey, SegmentKey};
use crate::domain::people::UnitTree;
use crate::domain::report::content::Counted;
use crate::domain::report::province::Told;
use crate::domain::report::words;
use crate::domain::time::Instant;

/// A record of a layer.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub layer: LayerId,
    pub id: String,
    properties: Map<String, Value>,
    /// None where nobody said when.
    pub at: Option<Instant>,
    pub place: Option<[f64; 2]>,
}

impl Item {
    fn of(layer: LayerId, step: &Step<'_>) -> Option<Self> {
        let Value::Object(mut feature) = serde_json::from_slice(step.json).ok()? else { return None };
        let Some(Value::Object(properties)) = feature.remove("properties") else { return None };
        let at = (step.time.from != i64::MIN).then(|| Instant::from_millis(step.time.from));
        let place = step
            .shape
            .as_shown()
            .bounds()
            .map(|[west, south, east, north]| [f64::midpoint(west, east), f64::midpoint(south, north)]);
        Some(Self { layer, id: step.order.id.to_string(), properties, at, place })
    }

    pub(super) fn counted(&self) -> Counted {
        Counted { layer: self.layer.about().id, id: self.id.clone() }
    }

    /// A property that is a text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.properties.get(name).and_then(Value::as_str)
    }

    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.properties.get(name).filter(|value| !value.is_null())
    }

    /// The day in words, or nothing.
    pub(super) fn day(&self) -> String {
        self.at.map_or_else(String::new, |at| at.day().written_vi())
    }

    /// Where it is, as people write it.
    pub(super) fn whereabouts(&self) -> String {
        let named = |name: &str, before: &str| self.text(name).map(|key| format!("{before} {}", words::place(key)));
        named("marker", "mốc")
            .or_else(|| named("near_marker", "khu vực mốc"))
            .or_else(|| named("segment", "đoạn"))
            .or_else(|| self.text("area").map(str::to_owned))
            .unwrap_or_default()
    }

    pub(super) fn texts(&self, name: &str) -> Vec<&str> {
        let list = self.properties.get(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }
}

impl Scope<'_> {
    /// All that is seen of a layer, whenever it was and whosever it is.
    pub(super) fn all(&self, layer: LayerId) -> Vec<Item> {
        self.snapshot.walk(layer, self.visible).filter_map(|step| Item::of(layer, &step)).collect()
    }

    /// What counts of a layer and stood at the end of the window: approved, believed, of the units.
    pub(super) fn standing(&self, layer: LayerId) -> Vec<Item> {
        let end = self.window.bounds().1;
        let approved = |item: &Item| item.text("review_state").is_none_or(|state| state == "approved");
        let believed = |item: &Item| item.text("time_standing").is_none_or(|standing| standing == "plausible");
        let mut found: Vec<Item> = self
            .snapshot
            .walk(layer, self.visible)
            .filter(|step| step.time.from <= end.millis())
            .filter_map(|step| Item::of(layer, &step))
            .filter(|item| approved(item) && believed(item) && self.is_of_units(item))
            .collect();
        found.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        found
    }

    /// Those of them that happened in the window.
    pub(super) fn happened(&self, layer: LayerId) -> Vec<Item> {
        let (from, to) = self.window.bounds();
        let mut found = self.standing(layer);
        found.retain(|item| item.at.is_some_and(|at| from <= at && at <= to));
        found
    }

    pub(super) fn is_of_units(&self, item: &Item) -> bool {
        match (self.units, item.text("unit")) {
            (None, _) => true,
            (Some(units), Some(unit)) => units.contains(unit),
            (Some(_), None) => {
                let mut agencies = [item.texts("lead"), item.texts("support"), item.texts("from")].concat();
                agencies.extend(item.text("owner"));
                let told = Told { province: item.text("province"), agencies };
                self.documents.holds(&told, || self.provinces_of_place(item))
            }
        }
    }

    /// Provinces whose documents speak of where it is.
    fn provinces_of_place(&self, item: &Item) -> Vec<String> {
        let stretch = item.text("segment").and_then(|key| key.parse::<SegmentKey>().ok());
        let marker = ["marker", "near_marker"].into_iter().find_map(|name| item.text(name)?.parse::<MarkerKey>().ok());
        let around =
            marker.into_iter().flat_map(|key| self.snapshot.register().around(&key)).map(|segment| segment.key);
        let all = stretch.into_iter().chain(around);
        all.flat_map(|key| self.snapshot.provinces(&key, self.visible)).collect()
    }

    /// What a unit is called.
    pub(super) fn unit_of(&self, item: &Item) -> String {
        let key = item.text("unit").unwrap_or_default();
        self.tree.get(key).map_or(key, |unit| unit.title.as_str()).to_owned()
    }

    /// What waits for approval of a layer, of the window and the units.
    pub(super) fn count_waiting(&self, layer: LayerId) -> Option<usize> {
        let (from, to) = self.window.bounds();
        let within = |step: &Step<'_>| (from.millis()..=to.millis()).contains(&step.time.from);
        let steps = self.snapshot.walk(layer, self.waiting?).filter(within);
        let items = steps.filter_map(|step| Item::of(layer, &step));
        Some(
            items
                .filter(|item| item.text("unit").is_some() || self.units.is_none())
                .filter(|item| self.is_of_units(item))
                .count(),
        )
    }
}

/// What a record is, in few words, for whoever sees it.
pub fn about((snapshot, visible): (&Snapshot, &Visible), units: &UnitTree, record: &Counted) -> Option<String> {
    let layer = LayerId::named(record.layer)?;
    let feature: Value = serde_json::from_slice(&snapshot.item(layer, &record.id, visible)?).ok()?;
    let text = |name: &str| feature["properties"][name].as_str();
    let what = ["title", "subject", "number", "condition", "kind", "mode"].into_iter().find_map(&text).map(words::vi);
    let place = ["marker", "near_marker", "segment", "area"].into_iter().find_map(&text).map(words::place);
    let when = ["observed_at", "at", "started_at"].into_iter().find_map(&text);
    let day = when.and_then(|at| at.parse::<Instant>().ok()).map(|at| at.day().written_vi());
    let unit = text("unit").map(|key| units.get(key).map_or(key, |unit| unit.title.as_str()).to_owned());
    Some([what, place, day, unit].into_iter().flatten().collect::<Vec<_>>().join(", "))
}
