//! What it costs to reckon what is due, and how tasks stand: of 10,000 segments with 100,000 records about as much a segment as of
//! 500 with 5,000, and of 5,000 tasks with reports as much a task as of 250. What is quadratic would be twenty times that.

use std::time::{Duration, Instant as Watch};

use mocgioi::actions::ordered::{Ordered, View, all};
use mocgioi::atlas::Snapshot;
use mocgioi::domain::access::Viewer;
use mocgioi::domain::fulfilment::Reported;
use mocgioi::domain::inspection_due::{Interval, Per};
use mocgioi::domain::inspection_rule::{Basis, InspectionRule, InspectionSubject, Reach};
use mocgioi::domain::location::Location;
use mocgioi::domain::people::UnitTree;
use mocgioi::domain::progress::{TaskReport, Told};
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::task::{Task, Topic};

use crate::attention_cost::{change, now, picture, record};

const RUNS: usize = 5;
/// Twenty times as much may cost so many times as much.
const MOST: f64 = 60.0;

fn rule(n: usize, subject: InspectionSubject, line: &str) -> Record {
    let body = InspectionRule {
        title: "thử".into(),
        subject,
        kinds: Vec::new(),
        reach: Reach { line: line.parse().unwrap(), places: Vec::new() },
        interval: Interval { every: 20, per: Per::Day },
        mode: None,
        by: None,
        in_charge: None,
        from: "2026-01-01".parse().unwrap(),
        notice_days: 14,
        basis: Basis { document: "Lệnh thử".into(), clause: None, quote: "hai mươi ngày".into(), rule: None },
        told: Vec::new(),
    };
    record(n, Location::default(), Body::InspectionRule(body), 1)
}

fn after(snapshot: &Snapshot, records: Vec<Record>) -> Snapshot {
    let changes: Vec<_> = (snapshot.seq + 1..).zip(records).map(|(seq, record)| change(seq, record)).collect();
    snapshot.apply(&changes).unwrap()
}

fn shortest(work: impl Fn() -> usize, expected: usize) -> Duration {
    let times = (0..RUNS).map(|_| {
        let begun = Watch::now();
        assert_eq!(work(), expected);
        begun.elapsed()
    });
    times.min().unwrap()
}

fn ratio(what: &str, small: Duration, large: Duration) {
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    println!("{what}: {small:?}, twenty times as much {large:?}; × {ratio:.1}");
    assert!(ratio < MOST, "{what}: × {ratio:.1}");
}

#[test]
fn what_is_due_of_ten_thousand_segments_is_reckoned_in_linear_time() {
    let of = |segments: usize| {
        let rules = ["VN-LA", "VN-CN"].into_iter().enumerate().flat_map(|(n, line)| {
            let n = 8_000_000 + 2 * n;
            [rule(n, InspectionSubject::Markers, line), rule(n + 1, InspectionSubject::LineCourse, line)]
        });
        let snapshot = after(&picture(segments).0, rules.collect());
        let visible = snapshot.visible(&Viewer::all());
        let overdue = || {
            let all = snapshot.inspections_due(now().day(), &visible);
            all.iter().filter(|one| one.due.as_ref().is_some_and(|due| due.due_on < now().day())).count()
        };
        // Every segment and every marker was looked at 30 days ago, but for the last of each line: that never.
        shortest(overdue, 2 * segments + 2)
    };
    ratio("due: 500 segments, 5,000 records", of(500), of(10_000));
}

fn task(n: usize) -> Record {
    let body = Task {
        title: format!("việc {n}"),
        lead: vec![format!("Sở {}", n % 20)],
        support: Vec::new(),
        deadline: Some("trước ngày 15/10/2026".into()),
        due: None,
        strength: None,
        recurrence: None,
        depends_on: Vec::new(),
        topic: Topic::Works,
        note: None,
        cite: Vec::new(),
        flags: Vec::new(),
        source: None,
        agreed: None,
    };
    record(n, Location::default(), Body::Task(body), 60)
}

fn report(n: usize, of: &Record) -> Record {
    let told = Told {
        state: Reported::UnderWay,
        progress: Some("trên 80%".into()),
        as_of: "2026-10-01".parse().unwrap(),
        done_on: None,
        event_on: None,
        reported_by: None,
        number: None,
        evidence: None,
    };
    let body = TaskReport { task: of.id, told, notes: None };
    record(n, Location::default(), Body::TaskReport(body), 30)
}

#[test]
fn how_five_thousand_tasks_stand_is_worked_out_in_linear_time() {
    let of = |tasks: usize| {
        let mut records = Vec::new();
        for n in 0..tasks {
            let task = task(9_000_000 + 2 * n);
            records.push(report(9_000_001 + 2 * n, &task));
            records.push(task);
        }
        let snapshot = after(&picture(2).0, records);
        let (visible, units) = (snapshot.visible(&Viewer::all()), UnitTree::default());
        let view = View { snapshot: &snapshot, visible: &visible, units: &units, day: now().day(), remind_days: 14 };
        shortest(|| all(&view, Ordered::Tasks).iter().filter(|entry| entry.standing.passed).count(), tasks)
    };
    ratio("tasks: 250 with reports", of(250), of(5_000));
}
