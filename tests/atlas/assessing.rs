//! For random facts: the terms add up, a record that is taken away changes no term but those that name it, worse never counts
//! less, and nothing depends on the order of arrival.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed};
use uuid::Uuid;

use mocgioi::domain::attention::{
    Assessment, Class, Coverage, Facts, HazardFact, IncidentFact, InspectionState, Method, Term, Told, Trend,
    WarningFact, WorksFact, assess,
};
use mocgioi::domain::findings::InspectionFact;
use mocgioi::domain::hazard::{HazardKind, Severity};
use mocgioi::domain::incident::IncidentKind;
use mocgioi::domain::inspection::Condition;
use mocgioi::domain::inspection_due::Due;
use mocgioi::domain::source::Source;
use mocgioi::domain::threshold::Watched;
use mocgioi::domain::time::{CivilDay, Instant};
use mocgioi::domain::warning::{Warning, WarningKind};

const DAY_MS: i64 = 86_400_000;

fn method() -> Method {
    mocgioi::exchange::reference::method().unwrap()
}

fn config() -> Config {
    Config {
        cases: 300,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(6),
        failure_persistence: None,
        ..Config::default()
    }
}

fn today() -> CivilDay {
    Instant::from_millis(20_000 * DAY_MS).day()
}

/// A record of a kind: ids of kinds never meet.
fn id(kind: u128, n: u128) -> Uuid {
    Uuid::from_u128(kind << 64 | n)
}

fn told(province: Option<&str>) -> Arc<Told> {
    let source = province.map(|name| Source {
        document: "000".into(),
        title: "a test".into(),
        key: "x".into(),
        province: Some(name.to_owned()),
    });
    Arc::new(Told { title: "thử".into(), source, ..Told::default() })
}

fn trend() -> impl Strategy<Value = Trend> {
    (0..Watched::ALL.len(), -50.0..20_000.0_f64, any::<bool>(), 0..9_u128).prop_map(
        |(watched, per_month, is_sure, n)| Trend {
            watched: Watched::ALL[watched],
            per_month,
            is_sure,
            readings: 4,
            records: [id(9, n), id(9, n + 10)],
        },
    )
}

fn hazard() -> impl Strategy<Value = HazardFact> {
    let place = (prop::option::of(0.0..5_000.0_f64), prop::sample::select(vec![0.0, 0.0, 40.0, 300.0, 800.0]));
    (0..4_usize, 0..5_usize, place, prop::collection::vec(trend(), 0..3), any::<bool>()).prop_map(
        |(kind, severity, (across_m, along_m), trends, in_province)| HazardFact {
            record: Uuid::nil(),
            kind: HazardKind::ALL[kind],
            severity: Severity::ALL[severity],
            told: told(in_province.then_some("Sơn La")),
            across_m,
            across_by: None,
            along_m,
            trends,
        },
    )
}

fn look(kind: u128, subject: &'static str) -> impl Strategy<Value = InspectionFact> {
    (0..Condition::ALL.len(), 0..400_i64, 0..u128::from(u64::MAX)).prop_map(move |(condition, days, n)| {
        InspectionFact {
            record: id(kind, n),
            subject: subject.to_owned(),
            observed_at: Instant::from_millis((20_000 - days) * DAY_MS),
            condition: Condition::ALL[condition],
        }
    })
}

fn warning() -> impl Strategy<Value = WarningFact> {
    (0..2_usize, 1..6_u8, -3..3_i64, any::<bool>()).prop_map(|(kind, level, from, is_here)| {
        let warning = Warning {
            kind: WarningKind::ALL[kind],
            level,
            valid_from: Instant::from_millis((20_000 + from) * DAY_MS),
            valid_to: Instant::from_millis((20_001 + from) * DAY_MS),
            issuer: "a test".into(),
            number: "1".into(),
            provinces: vec!["Sơn La".into()],
            communes: Vec::new(),
            notes: None,
        };
        WarningFact { record: Uuid::nil(), warning: Arc::new(warning), is_here }
    })
}

prop_compose! {
    fn facts()(
        hazards in prop::collection::vec(hazard(), 0..6),
        markers in prop::collection::vec(look(2, "VN-LA:144"), 0..4),
        courses in prop::collection::vec(look(3, "VN-LA:144..145"), 0..3),
        incidents in prop::collection::vec(0..IncidentKind::ALL.len(), 0..4),
        works in 0..4_u128,
        warnings in prop::collection::vec(warning(), 0..4),
        late in prop::option::of(-40..200_i64),
        whole in any::<bool>(),
    ) -> Facts {
        let numbered = |kind, n: usize| id(kind, n as u128 + 1);
        let hazards = hazards.into_iter().enumerate().map(|(n, fact)| HazardFact { record: numbered(1, n), ..fact });
        let warnings = warnings.into_iter().enumerate().map(|(n, fact)| WarningFact { record: numbered(6, n), ..fact });
        let incidents = incidents.into_iter().enumerate();
        let due = late.map(|late| Due {
            rule: id(7, 1),
            state: if late > 0 { InspectionState::Overdue } else if late > -30 { InspectionState::DueSoon } else { InspectionState::Ok },
            due_on: CivilDay::from_number(today().number() - late).unwrap(),
            interval_days: 90,
            inspection: None,
            basis: "a test".into(),
        });
        Facts {
            hazards: hazards.collect(),
            markers,
            courses,
            incidents: incidents
                .map(|(n, kind)| IncidentFact { record: numbered(4, n), kind: IncidentKind::ALL[kind], told: told(None) })
                .collect(),
            works: (0..works)
                .map(|n| WorksFact {
                    record: id(5, n + 1),
                    told: told(None),
                    milestones: 0,
                    unit: None,
                    finished: Vec::new(),
                })
                .collect(),
            warnings: warnings.collect(),
            alerts: Vec::new(),
            coverage: if whole { Coverage::Whole } else { Coverage::Partial },
            due,
        }
    }
}

fn without(facts: &Facts, record: Uuid) -> Facts {
    let mut less = facts.clone();
    less.hazards.retain(|fact| fact.record != record);
    for fact in &mut less.hazards {
        fact.trends.retain(|trend| !trend.records.contains(&record));
    }
    less.markers.retain(|fact| fact.record != record);
    less.courses.retain(|fact| fact.record != record);
    less.incidents.retain(|fact| fact.record != record);
    less.works.retain(|fact| fact.record != record);
    less.warnings.retain(|fact| fact.record != record);
    less
}

fn term<'a>(found: &'a Assessment, name: &str) -> Option<&'a Term> {
    found.terms.iter().find(|term| term.name == name)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_terms_add_up_to_the_score_and_name_their_records(facts in facts()) {
        let found = assess(&facts, today(), &method());
        prop_assert_eq!(found.terms.iter().map(|term| term.tenths).sum::<i64>(), found.tenths);
        for term in &found.terms {
            prop_assert!(term.tenths == 0 || !term.records.is_empty(), "points from nowhere: {:?}", term);
            prop_assert!(term.reasons.iter().all(|reason| term.records.contains(&reason.record)), "{:?}", term);
        }
        prop_assert!(found.tenths >= 0);
        prop_assert_eq!(found.class == Class::NoData, found.tenths == 0 && facts.coverage != Coverage::Whole);
    }

    #[test]
    fn a_record_that_is_taken_away_changes_no_term_but_those_that_name_it(facts in facts()) {
        let found = assess(&facts, today(), &method());
        let records: BTreeSet<Uuid> = found.terms.iter().flat_map(|term| term.records.clone()).collect();
        // The rule itself is not among the facts that can be taken away here.
        for record in records.into_iter().filter(|record| *record != id(7, 1)) {
            let less = assess(&without(&facts, record), today(), &method());
            for term_of in &found.terms {
                if !term_of.records.contains(&record) {
                    prop_assert_eq!(Some(term_of), term(&less, term_of.name), "{} by {}", term_of.name, record);
                }
            }
        }
    }

    #[test]
    fn more_severe_growing_faster_or_nearer_never_counts_less(facts in facts(), n in any::<prop::sample::Index>(), more in hazard()) {
        prop_assume!(!facts.hazards.is_empty());
        let was = assess(&facts, today(), &method());
        let n = n.index(facts.hazards.len());
        let held = facts.hazards[n].clone();
        let order = [Severity::Low, Severity::Unknown, Severity::Moderate, Severity::High, Severity::Critical];
        let rank = |severity| order.iter().position(|held| *held == severity).unwrap();
        let mut worse = vec![
            HazardFact { severity: order[rank(held.severity).max(rank(more.severity))], ..held.clone() },
            HazardFact { along_m: held.along_m.min(more.along_m), ..held.clone() },
            HazardFact { across_m: None, ..held.clone() },
            HazardFact { across_m: held.across_m.map(|metres| metres / 2.0), ..held.clone() },
            HazardFact { trends: [held.trends.clone(), more.trends.clone()].concat(), ..held.clone() },
        ];
        let faster = |trend: &Trend| Trend { per_month: trend.per_month.max(0.0) * 3.0, ..trend.clone() };
        worse.push(HazardFact { trends: held.trends.iter().map(faster).collect(), ..held.clone() });
        for hazard in worse {
            let mut facts = facts.clone();
            facts.hazards[n] = hazard.clone();
            let is = assess(&facts, today(), &method());
            prop_assert!(is.tenths >= was.tenths && is.class >= was.class, "{:?} after {:?}", hazard, held);
        }
        // One more of anything is never less, either.
        let mut facts = facts;
        facts.hazards.push(HazardFact { record: id(1, 99), ..more });
        prop_assert!(assess(&facts, today(), &method()).tenths >= was.tenths);
    }

    #[test]
    fn a_worse_marker_a_higher_warning_and_a_later_day_under_a_rule_never_count_less(facts in facts(), worst in 0..Condition::ALL.len()) {
        let (how, was) = (method(), assess(&facts, today(), &method()));
        let mut worse = facts.clone();
        for fact in &mut worse.markers {
            if how.weights.condition(Condition::ALL[worst]) >= how.weights.condition(fact.condition) {
                fact.condition = Condition::ALL[worst];
            }
        }
        for fact in &mut worse.warnings {
            let level = (fact.warning.level + 1).min(5);
            fact.warning = Arc::new(Warning { level, ..Warning::clone(&fact.warning) });
        }
        if let Some(due) = &mut worse.due {
            due.due_on = CivilDay::from_number(due.due_on.number() - 30).unwrap();
            due.state = InspectionState::Overdue;
        }
        prop_assert!(assess(&worse, today(), &how).tenths >= was.tenths);
    }

    #[test]
    fn nothing_depends_on_the_order_of_arrival(facts in facts(), seed in any::<u64>()) {
        let mut mixed = facts.clone();
        let turn = |len: usize| if len == 0 { 0 } else { usize::try_from(seed % 97).unwrap() % len };
        mixed.hazards.rotate_left(turn(facts.hazards.len()));
        mixed.works.reverse();
        mixed.incidents.reverse();
        mixed.warnings.rotate_left(turn(facts.warnings.len()));
        mixed.put_in_order();
        let mut ordered = facts;
        ordered.put_in_order();
        prop_assert_eq!(assess(&mixed, today(), &method()), assess(&ordered, today(), &method()));
    }
}

#[test]
fn severity_that_nobody_stated_lies_between_low_and_moderate() {
    let how = method();
    let one = |severity| {
        let hazard = HazardFact {
            record: id(1, 1),
            kind: HazardKind::Landslide,
            severity,
            told: told(None),
            across_m: None,
            across_by: None,
            along_m: 0.0,
            trends: Vec::new(),
        };
        assess(&Facts { hazards: vec![hazard], ..Facts::default() }, today(), &how).tenths
    };
    assert!(one(Severity::Low) < one(Severity::Unknown) && one(Severity::Unknown) < one(Severity::Moderate));
    assert_eq!((one(Severity::Unknown), one(Severity::Critical)), (240, 400));
}

#[test]
fn without_a_rule_the_age_of_an_inspection_gives_no_points_and_under_one_the_longer_the_more() {
    let how = method();
    let found = |due: Option<Due>| {
        let found = assess(&Facts { due, ..Facts::default() }, today(), &how);
        (found.tenths, found.inspection_state)
    };
    assert_eq!(found(None), (0, InspectionState::NeverInspected));
    let due = |late: i64, state| {
        let due_on = CivilDay::from_number(today().number() - late).unwrap();
        Some(Due {
            rule: id(7, 1), state, due_on, interval_days: 90, inspection: None, basis: "điểm a khoản 1".into()
        })
    };
    assert_eq!(found(due(-60, InspectionState::Ok)), (0, InspectionState::Ok));
    assert_eq!(found(due(-5, InspectionState::DueSoon)), (20, InspectionState::DueSoon));
    assert_eq!(found(due(1, InspectionState::Overdue)), (100, InspectionState::Overdue));
    assert_eq!(found(due(91, InspectionState::Overdue)), (150, InspectionState::Overdue));
    assert_eq!(found(due(91, InspectionState::NeverInspected)), (150, InspectionState::NeverInspected));
}
