//! A walk by cursor while records come, change and go.

use std::collections::{BTreeMap, BTreeSet};

use mocgioi::atlas::layer::{Edit, Layer};
use mocgioi::atlas::query::{Page, Query};

use crate::features::{Dice, Held};
use crate::naive::{List, VIEWERS};

fn ids(page: &Page) -> Vec<String> {
    let list = page.features.as_list();
    let list: Vec<serde_json::Value> = serde_json::from_slice(&list).unwrap();
    list.iter().map(|feature| feature["id"].as_str().unwrap().to_owned()).collect()
}

/// Changes that leave every feature at its frozen place.
fn draw(dice: &mut Dice, list: &List, count: u32) -> Vec<Edit> {
    let known: Vec<&Held> = list.0.values().collect();
    let mut edits = Vec::new();
    for _ in 0..count {
        let (feature, _) = known[dice.below(u32::try_from(known.len()).unwrap()) as usize];
        edits.push(match dice.below(4) {
            0 => Edit::Remove(feature.order.id.clone()),
            1 => {
                let id = format!("new {}", dice.below(100_000));
                // An id that is taken keeps its place.
                let held = list.0.get(&id).map(|(held, _)| held.order.clone());
                let (feature, class) = dice.feature(&id, held.as_ref());
                Edit::Put(feature, class)
            }
            _ => {
                let (feature, class) = dice.feature(&feature.order.id, Some(&feature.order));
                Edit::Put(feature, class)
            }
        });
    }
    edits
}

#[test]
fn a_walk_through_memory_is_the_query_for_everything() {
    let mut dice = Dice(21);
    let features = dice.features(700);
    let (mut layer, mut list) = (Layer::build(features.clone()), List::new(&features));
    // An untouched base, a delta beside it, a base that was folded in between.
    for changes in [0, 40, 1_500, 3] {
        let edits = draw(&mut dice, &list, changes);
        list.edit(&edits);
        layer = layer.edited(&edits);
        for sees in VIEWERS {
            let page = Query { limit: 10_000, ..Query::default() }.run(&layer, &sees);
            let walked: Vec<&[u8]> = layer.walk(sees).map(|step| step.json).collect();
            assert_eq!(walked.join(&b','), page.features.to_vec(), "after {changes} changes");
            for step in layer.walk(sees) {
                let (held, _) = &list.0[&*step.order.id];
                assert_eq!((&held.order, &held.shape), (step.order, step.shape), "unrounded, in its place");
            }
        }
    }
}

#[test]
fn whatever_was_there_throughout_is_seen_once() {
    let mut dice = Dice(8);
    // The last two change so much at each step that the delta is folded in the midst of the walk.
    for (limit, changes) in [(1, 3), (7, 5), (40, 30), (25, 400), (90, 1_100)] {
        let features = dice.features(900);
        let (mut layer, mut list) = (Layer::build(features.clone()), List::new(&features));
        let mut throughout: BTreeSet<String> = list.0.keys().cloned().collect();
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        let (mut after, mut folds) = (None, 0);
        loop {
            let page = Query { after: after.clone(), limit, ..Query::default() }.run(&layer, &|_| true);
            assert_eq!(page.matched, list.0.len() as u64);
            for id in ids(&page) {
                *seen.entry(id).or_default() += 1;
            }
            let Some(next) = page.next else { break };
            after = Some(next);
            let edits = draw(&mut dice, &list, changes);
            list.edit(&edits);
            layer = layer.edited(&edits);
            folds += u32::from(layer.delta().added.is_empty());
            // Gone for a while is gone: it may come back behind the walk.
            for edit in &edits {
                if let Edit::Remove(id) = edit {
                    throughout.remove(&**id);
                }
            }
        }
        let missed: Vec<_> = throughout.iter().filter(|id| !seen.contains_key(*id)).collect();
        assert!(missed.is_empty(), "limit {limit}: {missed:?}");
        let twice: Vec<_> = throughout.iter().filter(|id| seen[*id] != 1).collect();
        assert!(twice.is_empty(), "limit {limit}: {twice:?}");
        assert!(changes < 400 || folds > 0, "limit {limit}: nothing was folded");
        assert!(throughout.len() > 10 && seen.len() > throughout.len(), "limit {limit}: {}", throughout.len());
    }
}

#[test]
fn a_frozen_place_holds_although_the_feature_has_moved() {
    let mut dice = Dice(9);
    let features = dice.features(60);
    let layer = Layer::build(features.clone());
    let whole = Query { limit: 100, ..Query::default() };
    let before = ids(&whole.run(&layer, &|_| true));
    let moved = features.iter().map(|(feature, _)| dice.feature(&feature.order.id, Some(&feature.order)));
    let edits: Vec<Edit> = moved.map(|(feature, class)| Edit::Put(feature, class)).collect();
    assert_eq!(ids(&whole.run(&layer.edited(&edits), &|_| true)), before);
}
