//! Whose word counts beside what: readings of hazards, reports of works, by the tree of units.

use mocgioi::atlas::{Outlook, Snapshot};
use mocgioi::domain::access::Actor;
use mocgioi::domain::access::Viewer;
use mocgioi::domain::fulfilment::Reported;
use mocgioi::domain::hazard::Severity;
use mocgioi::domain::number::SegmentKey;
use mocgioi::domain::people::{Unit, UnitTree};
use mocgioi::domain::progress::{Told, WorksFact, WorksReport};
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::source::Source;
use mocgioi::domain::works::{Milestone, Works};
use mocgioi::exchange::reference::method;

use crate::levels::{at, first, hazard, now, reading, record};
use crate::snapshots::change;

fn tree() -> UnitTree {
    let unit = |key: &str, title: &str, parent: Option<&str>| {
        let (key, title, parent) = (key.to_owned(), title.to_owned(), parent.map(str::to_owned));
        Unit { key, title, parent, valid_from: None, valid_to: None, successor: None }
    };
    UnitTree::new([
        unit("son-la", "Bộ Chỉ huy tỉnh Sơn La", None),
        unit("don-a", "Đồn A", Some("son-la")),
        unit("don-b", "Đồn B", Some("son-la")),
        unit("don-c", "Đồn C tỉnh Điện Biên", None),
    ])
}

/// The picture after these, each sent by somebody with an account.
fn picture(records: &[Record]) -> Snapshot {
    let (mut snapshot, register) = first();
    for record in records {
        let mut next = change(snapshot.seq + 1, record.clone(), &register);
        Actor::account("thử").name().clone_into(&mut next.entry.meta.actor);
        snapshot = snapshot.apply(&[next]).unwrap();
    }
    snapshot
}

fn of(unit: &str, mut record: Record) -> Record {
    record.unit = Some(unit.to_owned());
    record
}

/// The points of a term of the segment beside marker 193, in tenths, and the records that it names.
fn term(snapshot: &Snapshot, name: &str) -> (i64, Vec<uuid::Uuid>) {
    let (how, units, key) = (method().unwrap(), tree(), "VN-LA:193..194".parse::<SegmentKey>().unwrap());
    let outlook = Outlook { day: now().day(), method: &how, units: &units };
    let visible = snapshot.visible(&Viewer::all());
    let found = snapshot.assess(&key, &outlook, &visible);
    // What the board says is what the explanation comes to.
    assert_eq!(snapshot.board(&outlook, &visible).level(&key).unwrap().tenths, found.tenths);
    let term = found.terms.iter().find(|term| term.name == name);
    term.map_or((0, Vec::new()), |term| (term.tenths, term.records.clone()))
}

#[test]
fn what_a_unit_above_measured_counts_and_what_another_post_measured_does_not() {
    let crack = of("don-a", hazard(1, at("VN-LA:193..194"), Severity::Moderate));
    let grows = |unit: &str| {
        let readings = [(20, 5.0), (10, 50.0), (1, 400.0)];
        let mut all = vec![crack.clone()];
        all.extend((2..).zip(readings).map(|(n, (days, width))| of(unit, reading(n, &crack, days, width))));
        term(&picture(&all), "hazards").0
    };
    let still = term(&picture(std::slice::from_ref(&crack)), "hazards").0;
    assert!(still > 0);
    assert!(grows("don-a") > still, "its own");
    assert_eq!(grows("son-la"), grows("don-a"), "of the unit above");
    assert_eq!((grows("don-b"), grows("don-c")), (still, still), "of others");
}

fn works(milestones: usize) -> Record {
    let milestone = Milestone {
        title: "Khởi công".into(),
        deadline: None,
        due: None,
        strength: None,
        progress: Some("trên 80%".into()),
        as_of: None,
        note: None,
        clause: "1".into(),
        quote: "khởi công".into(),
    };
    let source =
        Source {
            document: "000".into(), key: "kè".into(), title: "Kế hoạch".into(), province: Some("Sơn La".into())
        };
    let body = Works {
        title: "Kè mốc 193".into(),
        owner: None,
        milestone: vec![milestone; milestones],
        note: None,
        cite: Vec::new(),
        flags: Vec::new(),
        source: Some(source),
    };
    record(1, at("VN-LA:193..194"), Body::Works(body))
}

fn report(n: u128, unit: &str, milestone: Option<u32>, fact: Option<WorksFact>, state: Reported, day: &str) -> Record {
    let told = Told {
        state,
        progress: None,
        as_of: day.parse().unwrap(),
        done_on: None,
        event_on: None,
        reported_by: None,
        number: None,
        evidence: None,
    };
    let body = WorksReport { works: works(0).id, milestone, fact, told, agency: None, meeting: None, notes: None };
    of(unit, record(n, mocgioi::domain::location::Location::default(), Body::WorksReport(body)))
}

#[test]
fn works_that_are_reported_finished_count_no_more_until_a_report_says_otherwise() {
    use Reported::{Done, UnderWay};
    let points = |milestones: usize, reports: &[Record]| {
        let all = [&[works(milestones)], reports].concat();
        term(&picture(&all), "works")
    };
    let active = points(0, &[]).0;
    assert_eq!(active, 100);
    let done = report(2, "don-a", None, None, Done, "2026-11-01");
    let (tenths, named) = points(0, std::slice::from_ref(&done));
    assert_eq!((tenths, named), (0, vec![works(0).id, done.id]), "said with the report, and not counted");
    // By a unit of another province, tomorrow, or of one side of the works: not finished.
    for not in [
        report(2, "don-c", None, None, Done, "2026-11-01"),
        report(2, "don-a", None, None, Done, "2026-11-23"),
        report(2, "don-a", None, Some(WorksFact::SiteClearance), Done, "2026-11-01"),
        report(2, "don-a", Some(1), None, Done, "2026-11-01"),
    ] {
        assert_eq!(points(2, std::slice::from_ref(&not)).0, active, "{not:?}");
    }
    // Each milestone is done; then one is not after all. In whatever order they come.
    let each: Vec<Record> = (1..=2)
        .map(|number| report(10 + u128::from(number), "don-a", Some(number), None, Done, "2026-11-01"))
        .collect();
    let undone = report(20, "don-b", Some(2), None, UnderWay, "2026-11-10");
    let all = [each[0].clone(), each[1].clone(), undone.clone()];
    let turned = [undone, each[1].clone(), each[0].clone()];
    assert_eq!((points(2, &each).0, points(2, &all).0, points(2, &turned).0), (0, active, active));
    // A whole that is under way since undoes its own end.
    let again = report(3, "son-la", None, None, UnderWay, "2026-11-11");
    assert_eq!(points(0, &[done, again]).0, active);
}

#[test]
fn a_report_of_works_touches_the_segments_of_the_works_alone() {
    let (how, units) = (method().unwrap(), tree());
    let outlook = Outlook { day: now().day(), method: &how, units: &units };
    let before = picture(&[works(0)]);
    let visible = before.visible(&Viewer::all());
    let _ = before.board(&outlook, &visible);
    let (_, register) = first();
    let done = report(2, "don-a", None, None, Reported::Done, "2026-11-01");
    let mut next = change(before.seq + 1, done, &register);
    Actor::account("thử").name().clone_into(&mut next.entry.meta.actor);
    let after = before.apply(&[next]).unwrap();
    let board = after.board(&outlook, &after.visible(&Viewer::all()));
    assert_eq!(board.worked_out(), 1, "only where the works are");
    // Units that changed change whose word counts: everything anew.
    let other = UnitTree::default();
    let outlook = Outlook { units: &other, ..outlook };
    assert!(after.board(&outlook, &after.visible(&Viewer::all())).worked_out() > 1);
}
