//! Every deadline of the seeds, with what it is read as. The table was written from the documents, not from the program.

use std::collections::BTreeMap;
use std::path::Path;

use mocgioi::domain::deadline::{Deadline, Kind, Said, read};
use mocgioi::domain::source::Flag;
use mocgioi::domain::standing::Period;
use mocgioi::domain::task::Recurrence;
use mocgioi::domain::time::CivilDay;
use mocgioi::domain::works::Strength;
use serde::Deserialize;

/// Document, kind, key (of works with the number of the milestone), what it is read as.
const READ_AS: &[(&str, &str, &str, &str)] = &[
    ("000", "task", "military-briefing-lao", "continuing"),
    ("000", "task", "joint-inspection-prepare", "dependent, waits for 1"),
    ("000", "task", "border-guard-watch-points", "continuing"),
    ("000", "task", "assigned-budget", "unread"),
    ("000", "duty", "periodic-report", "unread"),
    ("001", "task", "task-health-staff-border", "none, strive"),
    ("001", "task", "task-carry-out-resolution", "none, order"),
    ("001", "task", "task-border-trade-watch", "continuing"),
    ("001", "task", "task-localities-propaganda-border-law", "continuing"),
    // "trước ngày 30 tháng 11", every year: the 29th is the last day.
    ("001", "duty", "duty-yearly-review", "every year on 29.11"),
    ("001", "duty", "duty-yearly-summary-government", "every year on 31.12"),
    ("002", "task", "task-residential-planning", "2026-03-31, order"),
    ("002", "task", "task-land-review", "continuing, order"),
    ("002", "task", "task-market-funding", "2026-06-30, order"),
    ("002", "task", "task-planning-review", "2026-03-31, order"),
    ("002", "task", "task-slow-projects", "2026-03-31, order"),
    ("002", "task", "task-dry-port-investor", "2026-06-30, order"),
    ("002", "task", "task-road-ql4a", "2026-03-31, order"),
    ("002", "task", "task-logistics-centres", "2026-03-31, order"),
    ("002", "task", "task-foreigners-stay", "2026-06-30, order"),
    ("002", "task", "task-widen-coc-nam-1104-1105", "2026-06-30, order"),
    ("002", "task", "task-commune-violations", "continuing, order"),
    ("002", "duty", "duty-residential-planning", "2026-03-31"),
    ("002", "duty", "duty-market-funding", "2026-06-30"),
    ("002", "duty", "duty-planning-review", "2026-03-31"),
    ("002", "duty", "duty-road-ql4a", "2026-03-31"),
    ("002", "duty", "duty-logistics", "2026-03-31"),
    ("002", "duty", "duty-foreigners-stay", "2026-06-30"),
    ("002", "duty", "duty-coc-nam-widening", "2026-06-30"),
    ("002", "works", "works-tan-thanh-dry-port/1", "2026-06-30, order"),
    ("002", "works", "works-road-ql4a-tan-thanh/1", "2026-03-31, order"),
    ("002", "works", "works-tan-thanh-markets/1", "2026-06-30, order"),
    ("002", "works", "works-logistics-na-dan-po-chai/1", "2026-03-31, order"),
    // "trude ngay 15/4/2026" is "trước ngày" as scanned: the day before.
    ("003", "task", "task-management-board-model", "2026-04-14, order"),
    ("003", "task", "task-quarter-report", "2026-03-21, order"),
    ("003", "task", "task-land-clearance-meeting", "2026-03-31, order, waits for 1"),
    ("003", "task", "task-classification-letter", "2026-03-23, order"),
    // A notice of March 2026 that orders a day of March 2025.
    ("003", "task", "task-social-insurance-letter", "dated, order, doubtful"),
    ("003", "task", "task-huu-lung-zone-plan", "2026-10-31, order"),
    ("003", "task", "task-carry-out-conclusions", "none, order"),
    ("003", "duty", "duty-figures-so-tai-chinh", "2026-03-20"),
    ("003", "duty", "duty-figures-thong-ke", "2026-03-20"),
    ("003", "duty", "duty-so-tai-chinh-report", "2026-03-21"),
    ("003", "duty", "duty-so-noi-vu-management-board", "2026-04-14"),
    ("003", "duty", "duty-clearance-difficulties", "2026-03-23"),
    ("003", "duty", "duty-unit-classification-dossiers", "2026-03-31"),
    // "trudc ngay 30 hang thang": the 29th, and in February its end.
    ("003", "duty", "duty-bql-huu-lung-monthly", "every month on 29.1"),
    ("004", "task", "task-clearance-phase-2-1119-1120", "2025-05-31, strive"),
    ("004", "task", "task-clearance-1088-2-1089", "2025-06-30, strive"),
    ("004", "task", "task-design-to-cao-loc", "2025-05-23, order"),
    ("004", "task", "task-cao-loc-passes-design", "dependent, waits for 1"),
    ("004", "task", "task-sign-minutes", "2025-05-31, order"),
    ("004", "task", "task-internal-external-procedures", "2025-06-30, strive, waits for 2"),
    ("004", "task", "task-off-budget-investment", "2025-05-31, order"),
    ("004", "task", "task-guide-land-environment-forest", "none, order"),
    ("004", "duty", "duty-so-tai-chinh-off-budget", "2025-05-31"),
    ("004", "works", "works-1119-1120/2", "2025-05-31, strive"),
    ("004", "works", "works-1119-1120/3", "2025-05-23, order"),
    ("004", "works", "works-1119-1120/4", "2025-06-20, strive"),
    ("004", "works", "works-1119-1120/5", "2026-06-30, order"),
    ("004", "works", "works-freight-road-1088-2-1089/1", "2025-05-23, order"),
    ("004", "works", "works-freight-road-1088-2-1089/2", "2025-06-30, strive"),
    ("004", "works", "works-freight-road-1088-2-1089/3", "2025-07-10, strive"),
    ("004", "works", "works-freight-road-1088-2-1089/4", "2026-06-30, order"),
    ("004", "works", "works-interagency-building-1088-2-1089/1", "2025-06-30, strive"),
    ("004", "works", "works-interagency-building-1088-2-1089/2", "2025-06-20, strive"),
    ("004", "works", "works-interagency-building-1088-2-1089/3", "2026-06-30, order"),
];

#[derive(Deserialize)]
struct Ordered {
    key: Option<String>,
    deadline: Option<String>,
    due: Option<CivilDay>,
    strength: Option<Strength>,
    recurrence: Option<Recurrence>,
    #[serde(default)]
    period: Vec<Period>,
    #[serde(default)]
    depends_on: Vec<String>,
    #[serde(default)]
    flags: Vec<Flag>,
    #[serde(default)]
    milestone: Vec<Ordered>,
}

impl Ordered {
    fn read(&self, written_on: CivilDay) -> Deadline {
        read(&Said {
            words: self.deadline.as_deref(),
            due: self.due,
            strength: self.strength,
            recurrence: self.recurrence,
            periods: &self.period,
            depends_on: &self.depends_on,
            flags: &self.flags,
            written_on: Some(written_on),
        })
    }
}

fn short(deadline: &Deadline) -> String {
    let mut parts = vec![match (&deadline.kind, deadline.last_day()) {
        (_, Some(day)) => day.to_string(),
        (Kind::Recurring(of), None) => {
            let every = if of.month == 1 { "month" } else { "year" };
            format!("every {every} on {}.{}", of.day, of.month)
        }
        (kind, None) => kind.as_str().to_owned(),
    }];
    parts.extend(
        deadline.strength.map(|strength| if strength == Strength::Order { "order" } else { "strive" }.to_owned()),
    );
    if !deadline.waits_for.is_empty() {
        parts.push(format!("waits for {}", deadline.waits_for.len()));
    }
    if !deadline.doubts.is_empty() {
        parts.push("doubtful".to_owned());
    }
    parts.join(", ")
}

/// Everything of the seeds that may have a deadline, read by the program.
fn all() -> BTreeMap<(String, String, String), Deadline> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut found = BTreeMap::new();
    for document in ["000", "001", "002", "003", "004"] {
        let head: toml::Table =
            toml::from_str(&std::fs::read_to_string(seeds.join(document).join("document.toml")).unwrap()).unwrap();
        let written_on: CivilDay = head["date"].as_str().unwrap().parse().unwrap();
        for kind in ["task", "duty", "works"] {
            let Ok(text) = std::fs::read_to_string(seeds.join(document).join(format!("{kind}.toml"))) else { continue };
            let records: BTreeMap<String, Vec<Ordered>> = toml::from_str(&text).unwrap();
            for record in &records[kind] {
                let key = record.key.clone().unwrap();
                let mut put = |key: String, of: &Ordered| {
                    let deadline = of.read(written_on);
                    // What was read by hand is what the program reads.
                    if of.due.is_some() {
                        assert_eq!(deadline.last_day(), of.due, "{document} {key}: {deadline:?}");
                    }
                    assert_eq!(deadline.words, of.deadline, "{document} {key}: kept as written");
                    found.insert((document.to_owned(), kind.to_owned(), key), deadline);
                };
                if kind == "works" {
                    for (n, milestone) in (1..).zip(&record.milestone) {
                        put(format!("{key}/{n}"), milestone);
                    }
                } else {
                    put(key, record);
                }
            }
        }
    }
    found
}

#[test]
fn every_deadline_of_the_seeds_is_read_as_the_table_says() {
    let mut found = all();
    let total = found.len();
    for (document, kind, key, expected) in READ_AS {
        let deadline = found.remove(&((*document).to_owned(), (*kind).to_owned(), (*key).to_owned()));
        let deadline = deadline.unwrap_or_else(|| panic!("{document} {kind} {key} is not in the seeds"));
        assert_eq!(short(&deadline), *expected, "{document} {kind} {key}: {deadline:?}");
    }
    // Whatever else there is says no deadline at all; of some it is said that they are orders.
    for (name, deadline) in &found {
        assert_eq!(deadline.kind, Kind::None, "{name:?}");
        assert!(deadline.words.is_none() && deadline.last_day().is_none() && deadline.waits_for.is_empty(), "{name:?}");
    }
    assert_eq!(total, found.len() + READ_AS.len());
    assert!(found.len() > 100, "{}", found.len());
}

#[test]
fn days_that_come_again_are_those_of_the_document() {
    let found = all();
    let monthly = found[&("003".into(), "duty".into(), "duty-bql-huu-lung-monthly".into())].recurring().unwrap();
    let day = |text: &str| text.parse::<CivilDay>().unwrap();
    let due: Vec<String> = monthly
        .between(day("2026-03-20"), day("2027-03-31"), 100)
        .iter()
        .map(|one| format!("{} for {} to {}", one.due, one.from, one.to))
        .collect();
    assert_eq!(due.len(), 13);
    assert_eq!(due[0], "2026-03-29 for 2026-03-01 to 2026-03-31");
    assert_eq!(due[11], "2027-02-28 for 2027-02-01 to 2027-02-28");
}
