//! What it costs to work out the levels of all segments: 10,000 with 100,000 records less than twenty times 500 with 5,000;
//! and that a change in one record works out no more than what it touches, however many there are.

use std::time::{Duration, Instant as Watch};

use mocgioi::atlas::register::Register;
use mocgioi::atlas::{Outlook, Snapshot};
use mocgioi::domain::access::{Label, ReviewState, Viewer};
use mocgioi::domain::chain::{Change, Digest, Entry, FORMAT, Meta, Operation, Written};
use mocgioi::domain::hazard::{Hazard, HazardKind, Severity};
use mocgioi::domain::incident::{Incident, IncidentKind};
use mocgioi::domain::inspection::{Condition, Inspection, Mode};
use mocgioi::domain::location::{Location, Referent};
use mocgioi::domain::measurement::{Measurement, Method as HowMeasured};
use mocgioi::domain::people::UnitTree;
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::time::{CivilDay, Instant};
use mocgioi::exchange::reference::method;
use uuid::Uuid;

use crate::small::{line, marker};

const DAY_MS: i64 = 86_400_000;
const RUNS: i64 = 9;

pub(crate) fn now() -> Instant {
    "2026-11-22T08:00:00Z".parse().unwrap()
}

pub(crate) fn record(n: usize, about: Location, body: Body, days_ago: i64) -> Record {
    let id = Uuid::from_u128(0x0193_2f5e_7c1a_7000_8000_0000_0000_0000 + n as u128);
    let mut record = Record::new(id, now(), Label::Internal, ReviewState::Approved, about, body);
    record.event_at = Some(now().plus_millis(-DAY_MS * days_ago));
    record
}

/// Ten records about a segment: two hazards, three readings, three inspections, two incidents.
fn about(first: usize, segment: &str, from: &str) -> Vec<Record> {
    let along = || Location::at(Referent::Segment(segment.parse().unwrap()));
    let at = || Location::at(Referent::Marker(from.parse().unwrap()));
    let hazard = |n: usize, severity| {
        let (title, kind) = (format!("điểm {n}"), HazardKind::Crack);
        let (cite, flags) = (Vec::new(), Vec::new());
        let body = Hazard { title, kind, severity, object: None, note: None, cite, flags, source: None };
        record(n, along(), Body::Hazard(body), 100)
    };
    let crack = hazard(first, Severity::Unknown);
    let reading = |n: usize, days_ago: i64, width_mm: f64| {
        let body = Measurement {
            hazard: crack.id,
            method: HowMeasured::Tape,
            width_mm: Some(width_mm),
            uncertainty_mm: None,
            volume_m3: None,
            distance_to_line_m: None,
            distance_to_marker_m: None,
            notes: None,
        };
        record(n, Location::default(), Body::Measurement(body), days_ago)
    };
    let look = |n: usize, about: Location, condition| {
        let body = Inspection { mode: Mode::Joint, condition, notes: None, details: None, object: None };
        record(n, about, Body::Inspection(body), 30)
    };
    let incident = |n: usize| {
        let body = Incident { kind: IncidentKind::Timber, title: "thử".into(), notes: None, kind_named: None };
        record(n, along(), Body::Incident(body), 10)
    };
    vec![
        hazard(first + 1, Severity::High),
        reading(first + 2, 90, 10.0),
        reading(first + 3, 60, 12.0),
        reading(first + 4, 30, 15.0),
        look(first + 5, at(), Condition::Damaged),
        look(first + 6, at(), Condition::Good),
        look(first + 7, along(), Condition::Good),
        incident(first + 8),
        incident(first + 9),
        crack,
    ]
}

/// Two straight lines with so many segments, and ten records about each.
pub(crate) fn picture(segments: usize) -> (Snapshot, Register) {
    let mut records = Vec::new();
    let each = segments / 2;
    for (key, lat) in [("VN-LA", 0.0), ("VN-CN", 1.0)] {
        records.push(line(key, (100.0, lat), (110.0, lat)));
        for n in 0..=each {
            let lon = 100.0 + 10.0 * f64::from(u32::try_from(n).unwrap()) / f64::from(u32::try_from(each).unwrap());
            records.push(marker(&format!("{key}:{n}"), Some((lon, lat)), None, &[]));
        }
    }
    // Each with an id of its own.
    for (n, record) in (1..).zip(&mut records) {
        record.id = Uuid::from_u128(n);
    }
    let register = Register::build(&records);
    assert_eq!(register.segments().count(), segments);
    for key in ["VN-LA", "VN-CN"] {
        for n in 0..each {
            let first = records.len() + 1;
            records.extend(about(first, &format!("{key}:{n}..{}", n + 1), &format!("{key}:{n}")));
        }
    }
    let changes: Vec<Change> = (1..).zip(records).map(|(seq, record)| change(seq, record)).collect();
    (Snapshot::build("epoch".to_owned(), &changes), register)
}

pub(crate) fn change(seq: i64, record: Record) -> Change {
    let meta = Meta { at: now(), operation: Operation::Add, record: record.id, rev: 1, actor: "a proof".to_owned() };
    let (payload, hash) = (Digest::of(&[record.id.as_bytes()]), Digest::of(&[&seq.to_be_bytes()]));
    Change {
        entry: Entry { seq, format: FORMAT, meta, payload, hash },
        written: vec![Written { record, order_key: seq }],
    }
}

/// The shortest of several runs, each on a day of its own, so that nothing is there yet.
fn whole(snapshot: &Snapshot, segments: usize) -> Duration {
    let how = method().unwrap();
    let visible = snapshot.visible(&Viewer::all());
    let times = (0..RUNS).map(|n| {
        let day = CivilDay::from_number(now().day().number() + n).unwrap();
        let begun = Watch::now();
        let board = snapshot.board(&Outlook { day, method: &how, units: &UnitTree::default() }, &visible);
        let took = begun.elapsed();
        assert_eq!(board.worked_out(), segments);
        took
    });
    times.min().unwrap()
}

#[test]
fn the_levels_of_ten_thousand_segments_cost_less_than_twenty_times_those_of_five_hundred() {
    let ((few, _), (many, _)) = (picture(500), picture(10_000));
    let (small, large) = (whole(&few, 500), whole(&many, 10_000));
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    println!("levels: 500 segments, 5,000 records {small:?}; 10,000 segments, 100,000 records {large:?}; × {ratio:.1}");
    assert!(ratio < 20.0, "× {ratio:.1}");

    // One record more, as the follower takes it in.
    let how = method().unwrap();
    let units = UnitTree::default();
    let outlook = Outlook { day: now().day(), method: &how, units: &units };
    let _ = many.board(&outlook, &many.visible(&Viewer::all()));
    let body =
        Inspection { mode: Mode::Joint, condition: Condition::Missing, notes: None, details: None, object: None };
    let one =
        record(9_000_000, Location::at(Referent::Marker("VN-LA:2500".parse().unwrap())), Body::Inspection(body), 1);
    let begun = Watch::now();
    let next = many.apply(&[change(many.seq + 1, one)]).unwrap();
    let grown = begun.elapsed();
    let begun = Watch::now();
    let board = next.board(&outlook, &next.visible(&Viewer::all()));
    println!(
        "levels: one record more: picture {grown:?}, levels {:?}, {} segments",
        begun.elapsed(),
        board.worked_out()
    );
    assert_eq!(board.worked_out(), 2);
}
