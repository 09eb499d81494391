//! Levels that are kept from picture to picture: what a change touches is worked out anew, and nothing else; in whatever order
//! records come, the end is the same.

use mocgioi::actions::load_reference::reference_records;
use mocgioi::atlas::register::Register;
use mocgioi::atlas::{Outlook, Snapshot};
use mocgioi::domain::access::{Label, ReviewState, Viewer};
use mocgioi::domain::attention::Method;
use mocgioi::domain::hazard::{Hazard, HazardKind, Severity};
use mocgioi::domain::incident::{Incident, IncidentKind};
use mocgioi::domain::inspection::{Condition, Inspection, Mode};
use mocgioi::domain::location::{CRS84, Location, Observed, Referent};
use mocgioi::domain::measurement::{Measurement, Method as HowMeasured};
use mocgioi::domain::number::SegmentKey;
use mocgioi::domain::people::UnitTree;
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::time::{CivilDay, Instant};
use mocgioi::domain::warning::{Warning, WarningKind};
use mocgioi::exchange::reference::method;
use uuid::Uuid;

use crate::features::Dice;
use crate::snapshots::change;

static NOBODY: std::sync::LazyLock<UnitTree> = std::sync::LazyLock::new(UnitTree::default);

pub(crate) fn now() -> Instant {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

fn outlook(method: &Method, days: i64) -> Outlook<'_> {
    Outlook { day: CivilDay::from_number(now().day().number() + days).unwrap(), method, units: &NOBODY }
}

/// The register that the program brings, as a picture, with room for what comes after.
pub(crate) fn first() -> (Snapshot, Register) {
    let records = reference_records(now()).unwrap();
    let register = Register::build(&records);
    let changes: Vec<_> = (1..).zip(records).map(|(seq, record)| change(seq, record, &register)).collect();
    (Snapshot::build("epoch".to_owned(), &changes), register)
}

pub(crate) fn record(n: u128, about: Location, body: Body) -> Record {
    let id = Uuid::from_u128(0x0193_2f5e_7c1a_7000_8000_0000_0000_0000 + n);
    let mut record = Record::new(id, now(), Label::Internal, ReviewState::Approved, about, body);
    record.event_at = Some(now().plus_millis(-86_400_000));
    record
}

pub(crate) fn at(text: &str) -> Location {
    Location::at(text.parse().map_or_else(|_| Referent::Segment(text.parse().unwrap()), Referent::Marker))
}

pub(crate) fn hazard(n: u128, about: Location, severity: Severity) -> Record {
    let body = Hazard {
        title: format!("điểm {n}"),
        kind: HazardKind::Crack,
        severity,
        object: None,
        note: None,
        cite: Vec::new(),
        flags: Vec::new(),
        source: None,
    };
    record(n, about, Body::Hazard(body))
}

pub(crate) fn reading(n: u128, of: &Record, days_ago: i64, width_mm: f64) -> Record {
    let body = Measurement {
        hazard: of.id,
        method: HowMeasured::Tape,
        width_mm: Some(width_mm),
        uncertainty_mm: None,
        volume_m3: None,
        distance_to_line_m: None,
        distance_to_marker_m: None,
        notes: None,
    };
    let mut record = record(n, Location::default(), Body::Measurement(body));
    record.event_at = Some(now().plus_millis(-86_400_000 * days_ago));
    record
}

fn inspection(n: u128, about: &str, condition: Condition) -> Record {
    let body = Inspection { mode: Mode::Joint, condition, notes: None, details: None, object: None };
    record(n, at(about), Body::Inspection(body))
}

fn incident(n: u128, about: &str) -> Record {
    let body = Incident { kind: IncidentKind::Timber, title: "thử".into(), notes: None, kind_named: None };
    record(n, at(about), Body::Incident(body))
}

fn warning(n: u128, about: &str) -> Record {
    let body = Warning {
        kind: WarningKind::Rainfall,
        level: 3,
        valid_from: now().plus_millis(-86_400_000),
        valid_to: now().plus_millis(86_400_000),
        issuer: "thử".into(),
        number: "1".into(),
        provinces: Vec::new(),
        communes: Vec::new(),
        notes: None,
    };
    record(n, at(about), Body::Warning(body))
}

#[test]
fn a_change_in_one_record_works_out_only_the_segments_that_it_touches() {
    let how = method().unwrap();
    let today = outlook(&how, 0);
    let (mut snapshot, register) = first();
    let all = register.segments().count();
    assert!(all > 8, "{all}");
    let everybody = |snapshot: &Snapshot| snapshot.visible(&Viewer::all());
    assert_eq!(snapshot.board(&today, &everybody(&snapshot)).worked_out(), all, "the first time all");
    assert_eq!(snapshot.board(&today, &everybody(&snapshot)).worked_out(), all, "and that is kept, not done again");

    let crack = hazard(1, at("VN-LA:144..145"), Severity::Low);
    let [one, two, three] =
        [(21, 60, 10.0), (22, 30, 15.0), (23, 10, 22.0)].map(|(n, days, mm)| reading(n, &crack, days, mm));
    let course = register.segment(&key("VN-LA:144..145")).unwrap().course;
    let along = Observed::at(course[course.len() / 2], CRS84.to_owned());
    let steps: Vec<(&str, Record, usize)> = vec![
        ("a hazard on a segment", crack.clone(), 1),
        ("its readings", one, 1),
        ("its readings", two, 1),
        ("its readings", three, 1),
        ("a marker between two segments", inspection(30, "VN-LA:144", Condition::Damaged), 2),
        ("the course of a segment", inspection(31, "VN-LA:193..194", Condition::Good), 1),
        ("an incident", incident(40, "VN-LA:211..212"), 1),
        ("a warning for a stretch", warning(50, "VN-LA:143..145"), 2),
        (
            "coordinates beside no segment's end",
            hazard(60, Location { referent: None, observed: Some(along) }, Severity::High),
            1,
        ),
        (
            "a place that no segment lies at",
            hazard(61, Location::at(Referent::Area("Tân Thanh".into())), Severity::High),
            0,
        ),
    ];
    for (what, record, touched) in steps {
        snapshot = snapshot.apply(&[change(snapshot.seq + 1, record, &register)]).unwrap();
        let visible = everybody(&snapshot);
        let board = snapshot.board(&today, &visible);
        if touched > 0 {
            assert_eq!(board.worked_out(), touched, "{what}");
        }
        for (key, level) in board.levels() {
            let found = snapshot.assess(key, &today, &visible);
            assert_eq!(
                (level.tenths, level.class, level.state),
                (found.tenths, found.class, found.inspection_state),
                "{what}: {key}"
            );
        }
    }
    // A new day, and a new viewer, once each.
    let visible = everybody(&snapshot);
    assert_eq!(snapshot.board(&outlook(&how, 1), &visible).worked_out(), all);
    let public = snapshot.visible(&Viewer::public());
    let by_public = snapshot.board(&today, &public);
    assert_eq!(by_public.worked_out(), all);
    assert_eq!(by_public.level(&key("VN-LA:144..145")).unwrap().tenths, 0, "what everybody sees does not know of it");
    let (again, held) = (snapshot.board(&today, &public), snapshot.board(&today, &visible));
    assert!(std::sync::Arc::ptr_eq(&again, &by_public) && held.worked_out() < all, "both are kept beside each other");
}

fn key(text: &str) -> SegmentKey {
    text.parse().unwrap()
}

#[test]
fn in_whatever_order_records_arrive_the_levels_and_their_terms_are_the_same() {
    let how = method().unwrap();
    let today = outlook(&how, 0);
    let (start, register) = first();
    let keys: Vec<SegmentKey> = register.segments().map(|segment| segment.key).collect();
    let mut dice = Dice(7);
    let severities = [Severity::Unknown, Severity::Low, Severity::Moderate, Severity::High, Severity::Critical];
    let conditions = [Condition::Good, Condition::Damaged, Condition::Missing, Condition::Unknown, Condition::NotFound];
    for round in 0_u128..12 {
        let mut records = Vec::new();
        for n in 0..14 {
            let place = dice.one_of(&keys).to_string();
            let n = round * 1_000 + n * 10;
            match dice.below(5) {
                0 => {
                    let crack = hazard(n, at(&place), dice.one_of(&severities));
                    for m in 1..4_u128 {
                        let days = i64::from(dice.below(90));
                        records.push(reading(n + m, &crack, days, f64::from(u8::try_from(dice.below(200)).unwrap())));
                    }
                    records.push(crack);
                }
                1 => records.push(inspection(n, &place, dice.one_of(&conditions))),
                2 => records.push(incident(n, &place)),
                3 => records.push(warning(n, &place)),
                _ => records.push(inspection(n, "VN-LA:144", dice.one_of(&conditions))),
            }
        }
        let mut ends = Vec::new();
        for turn in 0..3 {
            let mut order = records.clone();
            for n in (1..order.len()).rev() {
                order.swap(n, usize::try_from(dice.below(u32::try_from(n + 1).unwrap())).unwrap());
            }
            let portion = [1, 4, 1_000][turn];
            let mut snapshot = start.clone();
            for part in order.chunks(portion) {
                let seq = snapshot.seq;
                let part: Vec<_> =
                    (seq + 1..).zip(part).map(|(seq, record)| change(seq, record.clone(), &register)).collect();
                snapshot = snapshot.apply(&part).unwrap();
                // Asked in between, so that what is kept is what is renewed.
                let _ = snapshot.board(&today, &snapshot.visible(&Viewer::all()));
            }
            let visible = snapshot.visible(&Viewer::all());
            let board = snapshot.board(&today, &visible);
            let found = snapshot.assess_all(&keys, &today, &visible);
            for (key, found) in keys.iter().zip(&found) {
                assert_eq!(board.level(key).unwrap().tenths, found.tenths, "{key}: what is kept is what is so");
                assert_eq!(found.terms.iter().map(|term| term.tenths).sum::<i64>(), found.tenths, "{key}");
            }
            ends.push(found);
        }
        assert!(ends[0] == ends[1] && ends[1] == ends[2], "round {round}");
    }
}
