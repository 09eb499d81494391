//! A picture that is kept up to date is the picture built whole, and each viewer sees his part of it.

use mocgioi::actions::{load_reference::reference_records, load_seeds::seed_records};
use mocgioi::atlas::query::Query;
use mocgioi::atlas::register::Register;
use mocgioi::atlas::{LayerId, Outlook, Snapshot};
use mocgioi::domain::access::{Label, ReviewState, Viewer};
use mocgioi::domain::chain::{Change, Digest, Entry, FORMAT, Meta, Operation, Written};
use mocgioi::domain::inspection::{Condition, Inspection, Mode};
use mocgioi::domain::location::{Location, Referent};
use mocgioi::domain::number::SegmentKey;
use mocgioi::domain::people::UnitTree;
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::time::{CivilDay, Instant};
use mocgioi::exchange::reference::method;
use uuid::Uuid;

use crate::features::Dice;

const VIEWERS: [Viewer; 2] = [Viewer::all(), Viewer::public()];

fn now() -> Instant {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn today() -> CivilDay {
    now().day()
}

pub(crate) fn change(seq: i64, record: Record, register: &Register) -> Change {
    let meta = Meta { at: now(), operation: Operation::Add, record: record.id, rev: 1, actor: "a test".to_owned() };
    let payload = Digest::of(&[record.id.as_bytes()]);
    let hash = Digest::of(&[&seq.to_be_bytes()]);
    let order_key = register.place(&record.location).0.order_key().cast_signed();
    Change { entry: Entry { seq, format: FORMAT, meta, payload, hash }, written: vec![Written { record, order_key }] }
}

fn inspection(n: u32, about: Referent, condition: Condition, label: Label, review: ReviewState) -> Record {
    let body = Body::Inspection(Inspection { mode: Mode::Joint, condition, notes: None, details: None, object: None });
    let id = Uuid::from_u128(0x0193_2f5e_7c1a_7000_8000_0000_0000_0000 + u128::from(n));
    let mut record = Record::new(id, now(), label, review, Location::at(about), body);
    record.event_at = Some(now().plus_millis(-i64::from(n) * 60_000));
    record
}

/// What the program carries, then inspections of all kinds.
fn changes() -> (Vec<Change>, usize) {
    let mut records = reference_records(now()).unwrap();
    let register = Register::build(&records);
    records.extend(seed_records(&register, now()).unwrap());
    let carried = records.len();
    let mut dice = Dice(10);
    for n in 0..80 {
        let about = match dice.below(3) {
            0 => Referent::Segment(dice.one_of(&["VN-LA:144..145", "VN-LA:193..195"]).parse().unwrap()),
            _ => Referent::Marker(dice.one_of(&["VN-LA:144", "VN-LA:211", "VN-LA:0", "VN-CN:1089"]).parse().unwrap()),
        };
        let condition = dice.one_of(&[Condition::Good, Condition::Damaged, Condition::Unknown]);
        let label = dice.one_of(&[Label::Public, Label::Internal, Label::Restricted]);
        let review = dice.one_of(&[ReviewState::Submitted, ReviewState::Approved]);
        let mut record = inspection(n, about, condition, label, review);
        record.unit = dice.one_of(&[None, Some("Đồn 1"), Some("Đồn 2")]).map(str::to_owned);
        records.push(record);
    }
    let numbered = (1..).zip(records).map(|(seq, record)| change(seq, record, &register));
    (numbered.collect(), carried)
}

fn assert_same(one: &Snapshot, other: &Snapshot, what: &str) {
    assert_eq!((one.seq, one.hash, &one.epoch), (other.seq, other.hash, &other.epoch), "{what}");
    for viewer in VIEWERS {
        let (by_one, by_other) = (one.visible(&viewer), other.visible(&viewer));
        for layer in LayerId::ALL {
            assert_eq!(one.count(layer, &by_one), other.count(layer, &by_other), "{what}: {layer:?}");
            assert_eq!(one.extent(layer, &by_one), other.extent(layer, &by_other), "{what}: {layer:?}");
            let all = Query { limit: 10_000, ..Query::default() };
            assert_eq!(one.query(layer, &all, &by_one), other.query(layer, &all, &by_other), "{what}: {layer:?}");
        }
        let how = method().unwrap();
        let units = UnitTree::default();
        let outlook = Outlook { day: today(), method: &how, units: &units };
        let levels = [one.board(&outlook, &by_one), other.board(&outlook, &by_other)];
        assert!(levels[0].levels().eq(levels[1].levels()), "{what}");
        for segment in one.register().segments() {
            let assessed =
                [one.assess(&segment.key, &outlook, &by_one), other.assess(&segment.key, &outlook, &by_other)];
            assert_eq!(assessed[0], assessed[1], "{what}: {}", segment.key);
            assert_eq!(one.provinces(&segment.key, &by_one), other.provinces(&segment.key, &by_other), "{what}");
        }
    }
}

#[test]
fn kept_up_to_date_or_built_whole_it_is_the_same_picture() {
    let (changes, carried) = changes();
    let whole = Snapshot::build("epoch".to_owned(), &changes);
    // From the reference data on, whatever comes in whatever portions.
    let lines_and_markers = changes
        .iter()
        .take_while(|change| matches!(change.record().unwrap().body, Body::BoundaryLine(_) | Body::Marker(_)));
    for (start, portion) in [(lines_and_markers.count(), 50), (carried, 1), (carried, 7), (carried, 1_000)] {
        let mut kept = Snapshot::build("epoch".to_owned(), &changes[..start]);
        for portion in changes[start..].chunks(portion) {
            kept = kept.apply(portion).unwrap();
        }
        assert_same(&kept, &whole, &format!("from {start} on, {portion} at a time"));
    }
}

#[test]
fn a_line_or_a_marker_asks_for_a_new_picture() {
    let (changes, carried) = changes();
    let first = Snapshot::build("epoch".to_owned(), &changes[..carried]);
    for (change, kind) in [(&changes[0], "boundary_line"), (&changes[5], "marker")] {
        assert_eq!(change.record().unwrap().body.kind(), kind);
        let among_others = [changes[carried].clone(), change.clone()];
        assert!(first.apply(&among_others).is_none(), "{kind}");
    }
    // A contender adds a number and nothing else.
    let mut contender = changes[carried].clone();
    contender.written.clear();
    contender.entry.meta.operation = Operation::Contend;
    let after = first.apply(std::slice::from_ref(&contender)).unwrap();
    assert_eq!((after.seq, after.hash), (contender.entry.seq, contender.entry.hash));
    let all = after.visible(&Viewer::all());
    assert_eq!(after.count(LayerId::Inspections, &all), first.count(LayerId::Inspections, &all));
}

#[test]
fn a_viewer_learns_nothing_from_what_he_may_not_see() {
    let (changes, carried) = changes();
    let records = changes[..carried].iter().filter_map(|change| change.record());
    let register = Register::build(records);
    let marker = || Referent::Marker("VN-LA:145".parse().unwrap());
    let secret = inspection(900, marker(), Condition::Missing, Label::Restricted, ReviewState::Approved);
    let unreviewed = inspection(901, marker(), Condition::Damaged, Label::Public, ReviewState::Submitted);
    let open = inspection(902, marker(), Condition::Good, Label::Public, ReviewState::Approved);
    let before = Snapshot::build("epoch".to_owned(), &changes[..carried]);
    let hidden = [secret.clone(), unreviewed.clone()];
    let mut seq = before.seq;
    let mut next = |record: &Record| {
        seq += 1;
        change(seq, record.clone(), &register)
    };
    let after = before.apply(&hidden.map(|record| next(&record))).unwrap();
    let [all, public] = VIEWERS.map(|viewer| after.visible(&viewer));

    let query = Query { limit: 100, ..Query::default() };
    assert_eq!(after.query(LayerId::Inspections, &query, &all).matched, 2);
    let seen = after.query(LayerId::Inspections, &query, &public);
    assert_eq!((seen.matched, seen.returned, seen.next, seen.features.len()), (0, 0, None, 0));
    assert_eq!((after.count(LayerId::Inspections, &all), after.count(LayerId::Inspections, &public)), (2, 0));
    assert_eq!(after.extent(LayerId::Inspections, &public), None);
    for record in [&secret, &unreviewed] {
        let id = record.id.to_string();
        assert!(after.item(LayerId::Inspections, &id, &all).is_some());
        assert_eq!(after.item(LayerId::Inspections, &id, &public), None);
    }

    let segment: SegmentKey = "VN-LA:144..145".parse().unwrap();
    let names = |snapshot: &Snapshot, viewer: &Viewer| {
        let (how, units) = (method().unwrap(), UnitTree::default());
        let outlook = Outlook { day: today(), method: &how, units: &units };
        let assessed = snapshot.assess(&segment, &outlook, &snapshot.visible(viewer));
        (assessed.tenths, assessed.terms.iter().flat_map(|term| term.records.clone()).collect::<Vec<Uuid>>())
    };
    let [by_all, by_public] = VIEWERS.map(|viewer| names(&after, &viewer));
    assert_eq!(by_public, names(&before, &VIEWERS[1]), "the level is what it was");
    assert!(by_all.0 > by_public.0 && (by_all.1.contains(&secret.id) || by_all.1.contains(&unreviewed.id)));
    assert!(!by_public.1.contains(&secret.id) && !by_public.1.contains(&unreviewed.id));

    let after = after.apply(&[next(&open)]).unwrap();
    assert_eq!(after.count(LayerId::Inspections, &after.visible(&VIEWERS[1])), 1);
    assert!(names(&after, &VIEWERS[1]).1.contains(&open.id), "what is open counts");
}
