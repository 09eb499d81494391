//! The same answers after any number of changes, in the delta or folded into the base.

use mocgioi::atlas::layer::{Edit, Layer};

use crate::features::{Dice, Held};
use crate::naive::{List, VIEWERS};

/// Draws changes: new ones, replaced in place, moved in the order, removed, removed twice, back again.
pub(crate) fn draw(dice: &mut Dice, list: &List, count: u32) -> Vec<Edit> {
    let ids: Vec<&String> = list.0.keys().collect();
    let mut edits = Vec::new();
    for n in 0..count {
        let known = (!ids.is_empty()).then(|| ids[dice.below(u32::try_from(ids.len()).unwrap()) as usize]);
        let put = |(feature, class): Held| Edit::Put(feature, class);
        edits.push(match (dice.below(10), known) {
            (0..=2, Some(id)) => Edit::Remove(id.as_str().into()),
            (3..=6, Some(id)) => put(dice.feature(id, Some(&list.0[id].0.order))),
            (7, Some(id)) => put(dice.feature(id, None)),
            (8, _) => Edit::Remove(format!("never there {n}").as_str().into()),
            _ => {
                let id = format!("new {}", dice.below(2_000));
                put(dice.feature(&id, None))
            }
        });
    }
    edits
}

fn compare(dice: &mut Dice, layer: &Layer, list: &List, questions: u32, what: &str) {
    list.compare_whole(layer, what);
    let held: Vec<Held> = list.0.values().cloned().collect();
    for n in 0..questions {
        let query = dice.query(&held);
        list.compare(layer, &query, &format!("{what}, question {n}"));
    }
}

#[test]
fn after_every_batch_of_changes_the_answers_are_those_of_a_plain_loop() {
    let mut dice = Dice(4);
    for start in [0, 1, 400] {
        let features = dice.features(start);
        let (mut layer, mut list) = (Layer::build(features.clone()), List::new(&features));
        for round in 0..12 {
            let size = dice.one_of(&[0, 1, 2, 20, 60]);
            let edits = draw(&mut dice, &list, size);
            list.edit(&edits);
            layer = layer.edited(&edits);
            compare(&mut dice, &layer, &list, 40, &format!("from {start}, round {round}"));
        }
        assert!(!layer.delta().added.is_empty(), "nothing was folded: this was about the delta");
    }
}

#[test]
fn a_fold_changes_no_answer() {
    let mut dice = Dice(5);
    let features = dice.features(1_500);
    let (mut layer, mut list) = (Layer::build(features.clone()), List::new(&features));
    let mut folds = 0;
    for round in 0..8 {
        let size = dice.one_of(&[300, 1_500]);
        let edits = draw(&mut dice, &list, size);
        list.edit(&edits);
        layer = layer.edited(&edits);
        let folded = layer.delta().added.is_empty() && layer.delta().hidden.is_empty();
        folds += u32::from(folded);
        compare(&mut dice, &layer, &list, 25, &format!("round {round}, folded: {folded}"));
        for sees in VIEWERS {
            let (extent, bounds) = (layer.extent(&sees), list.bounds(sees));
            assert_eq!(extent, bounds, "round {round}, folded: {folded}");
        }
    }
    assert!((1..8).contains(&folds), "some rounds fold and some do not: {folds}");
}

#[test]
fn everything_may_go_and_come_back() {
    let mut dice = Dice(6);
    let features = dice.features(1_500);
    let (layer, mut list) = (Layer::build(features.clone()), List::new(&features));
    let gone: Vec<Edit> = list.0.keys().map(|id| Edit::Remove(id.as_str().into())).collect();
    let empty = layer.edited(&gone);
    assert!(empty.delta().hidden.is_empty(), "it was folded");
    list.edit(&gone);
    compare(&mut dice, &empty, &list, 20, "all gone");
    assert_eq!(empty.extent(&|_| true), None);

    let few = layer.edited(&gone[..900]);
    assert!(!few.delta().hidden.is_empty(), "it was not folded");
    let back: Vec<Edit> = features.iter().map(|(feature, class)| Edit::Put(feature.clone(), *class)).collect();
    for from in [&empty, &few, &layer] {
        let again = from.edited(&back);
        compare(&mut dice, &again, &List::new(&features), 20, "all back");
    }
    // Whoever holds a layer keeps it as it was.
    compare(&mut dice, &layer, &List::new(&features), 20, "the first");
}

#[test]
fn one_batch_may_change_the_same_feature_again_and_again() {
    let mut dice = Dice(7);
    let features = dice.features(50);
    let (layer, mut list) = (Layer::build(features.clone()), List::new(&features));
    let put = |(feature, class): Held| Edit::Put(feature, class);
    let mut edits = Vec::new();
    for id in ["f1", "f2", "new"] {
        edits.push(put(dice.feature(id, None)));
        edits.push(Edit::Remove(id.into()));
        edits.push(Edit::Remove(id.into()));
        edits.push(put(dice.feature(id, None)));
        edits.push(put(dice.feature(id, None)));
    }
    edits.push(Edit::Remove("f2".into()));
    list.edit(&edits);
    let at_once = layer.edited(&edits);
    let one_by_one = edits.iter().fold(layer, |layer, edit| layer.edited(std::slice::from_ref(edit)));
    for layer in [at_once, one_by_one] {
        compare(&mut dice, &layer, &list, 30, "again and again");
    }
}
