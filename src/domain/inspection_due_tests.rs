use proptest::prelude::*;

use super::*;

fn day(text: &str) -> CivilDay {
    text.parse().unwrap()
}

fn every(every: u32, per: Per) -> Interval {
    Interval { every, per }
}

fn rule(interval: Interval, mode: Option<Mode>, from: &str) -> Standard {
    let (rule, basis) = (Uuid::from_u128(7), "Lệnh số 1".to_owned());
    Standard { rule, interval, mode, from: day(from), until: None, notice_days: 14, basis }
}

fn look(n: u128, on: &str, mode: Mode) -> Look {
    Look { record: Uuid::from_u128(n), at: day(on).bounds().0, mode }
}

#[test]
fn months_end_on_the_same_day_or_at_the_months_end() {
    for (from, interval, to) in [
        ("2026-01-31", every(1, Per::Month), "2026-02-28"),
        ("2028-01-31", every(1, Per::Month), "2028-02-29"),
        ("2026-08-31", every(6, Per::Month), "2027-02-28"),
        ("2028-02-29", every(1, Per::Year), "2029-02-28"),
        ("2026-01-31", every(30, Per::Day), "2026-03-02"),
        ("2026-11-26", every(10, Per::Year), "2036-11-26"),
    ] {
        assert_eq!(interval.after(day(from)), day(to), "{from} {interval:?}");
    }
}

#[test]
fn the_five_states_are_five_things() {
    use InspectionState::{DueSoon, NeverInspected, NoRule, Ok, Overdue};
    let rule = rule(every(6, Per::Month), None, "2026-01-01");
    let seen = look(1, "2026-03-10", Mode::Unilateral);
    for (latest, ever, on, expected) in [
        (Some(&seen), true, "2026-08-26", Ok),
        (Some(&seen), true, "2026-08-27", DueSoon),
        (Some(&seen), true, "2026-09-10", DueSoon),
        (Some(&seen), true, "2026-09-11", Overdue),
        // Inspected, but never as this rule asks: counted from its first day.
        (None, true, "2026-07-01", DueSoon),
        (None, true, "2026-07-02", Overdue),
        (None, false, "2026-09-11", NeverInspected),
    ] {
        assert_eq!(rule.judge(latest, ever, day(on)).unwrap().state, expected, "{on} {latest:?} {ever}");
    }
    assert_eq!((state(None, true), state(None, false)), (NoRule, NeverInspected));
    let never = rule.judge(None, false, day("2026-09-11")).unwrap();
    assert!(never.is_past(day("2026-09-11")) && never.due_on == day("2026-07-01"), "never, and since when it was due");
    assert_eq!(InspectionState::ALL.map(InspectionState::as_str), InspectionState::WORDS);
}

#[test]
fn a_rule_says_nothing_before_its_first_day_and_after_its_end() {
    let mut rule = rule(every(1, Per::Month), None, "2026-06-01");
    assert_eq!(rule.judge(None, true, day("2026-05-31")), None);
    rule.until = Some(day("2026-08-01"));
    assert!(rule.judge(None, true, day("2026-07-31")).is_some());
    assert_eq!(rule.judge(None, true, day("2026-08-01")), None);
    // What was inspected long before is not late on the first day.
    let old = look(1, "2020-01-01", Mode::Joint);
    assert_eq!(rule.due_on(Some(&old)), day("2026-07-01"));
}

#[test]
fn a_joint_inspection_is_no_unilateral_one_and_the_future_is_not_known() {
    let looks = [look(1, "2026-02-01", Mode::Unilateral), look(2, "2026-04-01", Mode::Joint)];
    let found = |mode, on| latest(&looks, mode, day(on)).map(|look| look.record.as_u128());
    assert_eq!(found(Some(Mode::Unilateral), "2026-12-31"), Some(1));
    assert_eq!(found(Some(Mode::Bilateral), "2026-12-31"), None);
    assert_eq!(found(None, "2026-12-31"), Some(2));
    assert_eq!(found(None, "2026-03-31"), Some(1));
}

fn any_interval() -> impl Strategy<Value = Interval> {
    (0_usize..3, 1_u32..40).prop_map(|(n, count)| Interval { every: count, per: Per::ALL[n] })
}

fn any_rule() -> impl Strategy<Value = Standard> {
    (any_interval(), 0_usize..4, 20_000_i64..21_000, 0_i64..60, 1_u128..1_000).prop_map(
        |(interval, mode, from, notice_days, id)| Standard {
            rule: Uuid::from_u128(id),
            interval,
            mode: Mode::ALL.get(mode).copied(),
            from: CivilDay::from_number(from).unwrap(),
            until: None,
            notice_days,
            basis: String::new(),
        },
    )
}

fn any_looks() -> impl Strategy<Value = Vec<Look>> {
    let one = (1_u128..10_000, 19_500_i64..21_500, 0_usize..3).prop_map(|(id, day, mode)| Look {
        record: Uuid::from_u128(id),
        at: CivilDay::from_number(day).unwrap().bounds().0,
        mode: Mode::ALL[mode],
    });
    proptest::collection::vec(one, 0..12)
}

/// As it is asked for: over all rules, from what is known on the day.
fn found(rules: &[Standard], looks: &[Look], day: CivilDay) -> Option<Due> {
    let ever = looks.iter().any(|look| look.counts(None, day));
    strictest(rules.iter().filter_map(|rule| rule.judge(latest(looks, rule.mode, day), ever, day)))
}

fn rank(due: Option<&Due>) -> i32 {
    match due.map(|due| due.state) {
        Some(InspectionState::Overdue) => 3,
        Some(InspectionState::DueSoon) => 2,
        Some(InspectionState::Ok) => 1,
        _ => 0,
    }
}

proptest! {
    #[test]
    fn time_alone_makes_nothing_better(rule in any_rule(), looks in any_looks(), on in 20_000_i64..22_000, more in 0_i64..900) {
        let (before, after) = (CivilDay::from_number(on).unwrap(), CivilDay::from_number(on + more).unwrap());
        // Nothing is inspected in between.
        let known: Vec<Look> = looks.into_iter().filter(|look| look.at.day() <= before).collect();
        let (early, late) = (found(std::slice::from_ref(&rule), &known, before), found(&[rule], &known, after));
        prop_assert!(rank(early.as_ref()) <= rank(late.as_ref()), "{:?} {:?}", early, late);
        if let (Some(early), Some(late)) = (early, late) {
            prop_assert_eq!(early.due_on, late.due_on);
        }
    }

    #[test]
    fn one_more_inspection_makes_nothing_due_earlier(
        rules in proptest::collection::vec(any_rule(), 1..5), looks in any_looks(), on in 20_000_i64..22_000, place in 0_usize..12
    ) {
        let day = CivilDay::from_number(on).unwrap();
        let mut fewer = looks.clone();
        if place < fewer.len() {
            fewer.remove(place);
        }
        let (few, all) = (found(&rules, &fewer, day), found(&rules, &looks, day));
        prop_assert_eq!(few.is_some(), all.is_some());
        if let (Some(few), Some(all)) = (few, all) {
            prop_assert!(few.due_on <= all.due_on);
        }
    }

    #[test]
    fn one_more_rule_makes_nothing_later(
        rules in proptest::collection::vec(any_rule(), 1..5), looks in any_looks(), on in 20_000_i64..22_000
    ) {
        let day = CivilDay::from_number(on).unwrap();
        let (few, all) = (found(&rules[1..], &looks, day), found(&rules, &looks, day));
        if let (Some(few), Some(all)) = (&few, &all) {
            prop_assert!(all.due_on <= few.due_on);
        }
        prop_assert!(few.is_none() || all.is_some());
        // Nor does the order of rules and inspections matter.
        let (turned, back): (Vec<_>, Vec<_>) = (rules.into_iter().rev().collect(), looks.into_iter().rev().collect());
        prop_assert_eq!(found(&turned, &back, day), all);
    }

    #[test]
    fn an_interval_leads_forward_and_a_longer_one_further(day in 10_000_i64..30_000, interval in any_interval()) {
        let day = CivilDay::from_number(day).unwrap();
        let longer = Interval { every: interval.every + 1, ..interval };
        prop_assert!(day < interval.after(day) && interval.after(day) < longer.after(day));
    }
}
