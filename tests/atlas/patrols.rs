//! Patrols and their tracks in the picture: one by one or all at once, whatever came first.

use mocgioi::atlas::Snapshot;
use mocgioi::atlas::coverage::{Answer, NoCoverage, Question, coverage};
use mocgioi::atlas::register::Register;
use mocgioi::domain::access::{Label, ReviewState, Viewer};
use mocgioi::domain::chain::Change;
use mocgioi::domain::inspection::Mode;
use mocgioi::domain::location::Location;
use mocgioi::domain::patrol::{Force, Patrol};
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::time::Instant;
use mocgioi::domain::track::{RecordedFix, Track};
use mocgioi::geo::{Metres, Tolerance};
use uuid::Uuid;

use crate::small::{line, marker, place};
use crate::snapshots::change;

const METRES_A_DEGREE: f64 = 111_319.490_793;

fn at(second: i64) -> Instant {
    Instant::from_millis(1_763_600_000_000 + second * 1_000)
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0193_2f5e_7c1a_7000_8000_0000_0000_0000 + n)
}

fn record(n: u128, review: ReviewState, unit: &str, body: Body) -> Record {
    let mut record = Record::new(id(n), at(0), Label::Internal, review, Location::default(), body);
    record.unit = Some(unit.to_owned());
    record
}

fn patrol(n: u128, unit: &str) -> Record {
    let patrol = Patrol {
        mode: Mode::Unilateral,
        force: Force::BorderGuard,
        with: Vec::new(),
        started_at: at(0),
        ended_at: Some(at(36_000)),
        members: None,
        notes: None,
        participants: Vec::new(),
        other_side: None,
        plan: None,
    };
    record(n, ReviewState::Submitted, unit, Body::Patrol(patrol))
}

/// Along the equator from one longitude to another, a fix a minute, 111 m apart.
fn track(n: u128, of: u128, from: u32, to: u32) -> Record {
    let fix = |step: u32| RecordedFix {
        place: place(f64::from(step) / 1_000.0, 0.0),
        height_m: None,
        at: Some(at(i64::from(step) * 60)),
        accuracy_m: None,
    };
    let track = Track {
        patrol: id(of),
        format: "gpx".to_owned(),
        file_digest: String::new(),
        max_gap_s: None,
        out_of_range: 0,
        segments: vec![(from..=to).map(fix).collect()],
    };
    record(n, ReviewState::Submitted, "A", Body::Track(track))
}

fn world() -> Vec<Record> {
    let mut register = vec![
        line("VN-LA", (0.0, 0.0), (1.0, 0.0)),
        marker("VN-LA:1", Some((0.1, 0.0)), None, &[]),
        marker("VN-LA:2", Some((0.3, 0.0)), None, &[]),
        marker("VN-LA:3", Some((0.6, 0.0)), None, &[]),
    ];
    for (n, record) in (1_000..).zip(&mut register) {
        record.id = id(n);
    }
    register
}

fn changes(records: Vec<Record>) -> Vec<Change> {
    let register = Register::build(&records);
    (1..).zip(records).map(|(seq, record)| change(seq, record, &register)).collect()
}

fn question() -> Question {
    Question {
        patrols: None,
        from: None,
        to: None,
        unit: None,
        mode: None,
        force: None,
        tolerance: Tolerance::new(Metres(50.0)).unwrap(),
        max_gap_s: None,
    }
}

fn ask(snapshot: &Snapshot, viewer: &Viewer, question: &Question) -> Result<Answer, NoCoverage> {
    let chosen = snapshot.patrols_asked_for(question, &snapshot.visible(viewer))?;
    let register = snapshot.register();
    let line = register.lines().next().unwrap();
    Ok(coverage(register, line, None, question, chosen))
}

fn summary(answer: &Answer) -> Vec<(String, Option<String>)> {
    let segments =
        answer.segments.iter().map(|held| (held.segment.key.to_string(), format!("{:?} {:?}", held.coverage, held.by)));
    segments.map(|(key, found)| (key, Some(found))).collect()
}

#[test]
fn what_was_covered_does_not_depend_on_how_the_picture_came_about() {
    let mut records = world();
    // A track before its patrol, as a stick may bring them.
    records.extend([
        track(11, 1, 100, 200),
        patrol(1, "A"),
        patrol(2, "B"),
        track(12, 2, 180, 350),
        track(13, 2, 500, 550),
    ]);
    let changes = changes(records);
    let whole = Snapshot::build("e".to_owned(), &changes);
    let mut grown = Snapshot::build("e".to_owned(), &changes[..4]);
    for one in &changes[4..] {
        grown = grown.apply(std::slice::from_ref(one)).unwrap();
    }
    let (whole, grown) =
        (ask(&whole, &Viewer::all(), &question()).unwrap(), ask(&grown, &Viewer::all(), &question()).unwrap());
    assert_eq!(summary(&whole), summary(&grown));

    let [first, second] = &whole.segments[..] else { panic!("{}", whole.segments.len()) };
    let covered = |held: &mocgioi::atlas::coverage::SegmentCoverage| held.coverage.clone().unwrap();
    assert_eq!((covered(first).percent(), first.by.as_slice()), (100.0, &[id(1), id(2)][..]));
    // From 0.3 to 0.35 and from 0.5 to 0.55, and 50 m beyond each end that is not a marker.
    let expected = 0.1 * METRES_A_DEGREE + 3.0 * 50.0;
    assert!((covered(second).covered.0 - expected).abs() < 0.1, "{:?}", covered(second));
    assert_eq!((covered(second).gaps.len(), second.by.as_slice()), (2, &[id(2)][..]));
    let (from, to) = second.when.unwrap();
    assert!(from >= at(299 * 60) && to == at(550 * 60), "{from} {to}");
    let units: Vec<_> = whole.by_unit.iter().map(|unit| (unit.unit.as_deref(), unit.patrols)).collect();
    assert_eq!(units, [(Some("A"), 1), (Some("B"), 1)]);
    assert!((whole.by_unit[0].covered_m - (0.1 * METRES_A_DEGREE + 50.0)).abs() < 0.1);
}

#[test]
fn a_pause_counts_as_long_as_the_question_says() {
    let mut records = world();
    let mut sparse = track(11, 1, 100, 300);
    if let Body::Track(track) = &mut sparse.body {
        // A fix every five minutes.
        track.segments[0] = track.segments[0].iter().step_by(5).copied().collect();
    }
    records.extend([patrol(1, "A"), sparse]);
    let snapshot = Snapshot::build("e".to_owned(), &changes(records));
    let percent = |max_gap_s| {
        let answer = ask(&snapshot, &Viewer::all(), &Question { max_gap_s, ..question() }).unwrap();
        answer.segments[0].coverage.clone().unwrap().percent()
    };
    assert_eq!((percent(None), percent(Some(299)), percent(Some(300)), percent(Some(299))), (0.0, 0.0, 100.0, 0.0));
}

#[test]
fn who_may_not_see_a_patrol_learns_nothing_of_it() {
    let mut records = world();
    records.extend([patrol(1, "A"), track(11, 1, 100, 200)]);
    let snapshot = Snapshot::build("e".to_owned(), &changes(records));
    let answer = ask(&snapshot, &Viewer::public(), &question()).unwrap();
    assert_eq!((answer.walkers.len(), answer.covered_m, answer.by_unit.len()), (0, 0.0, 0));
    let named = Question { patrols: Some(vec![id(1)]), ..question() };
    assert_eq!(ask(&snapshot, &Viewer::public(), &named).unwrap_err(), NoCoverage::UnknownPatrol(id(1)));
    assert!(ask(&snapshot, &Viewer::all(), &named).is_ok());
    let nobody = Question { patrols: Some(vec![id(99)]), ..question() };
    assert_eq!(ask(&snapshot, &Viewer::all(), &nobody).unwrap_err(), NoCoverage::UnknownPatrol(id(99)));
}
