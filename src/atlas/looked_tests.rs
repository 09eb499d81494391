use proptest::prelude::*;

use super::*;

fn seen(n: u128, day: &str) -> Seen {
    let at = day.parse::<CivilDay>().unwrap().bounds().0;
    let look = Look { record: Uuid::from_u128(n), at, mode: Mode::Unilateral };
    Seen { class: 0, look, condition: Condition::Good, unit: None }
}

fn along(looks: &[(&str, &str)]) -> Vec<(Span, Seen)> {
    (1..).zip(looks).map(|(n, (stretch, day))| (Span::of(&stretch.parse().unwrap()), seen(n, day))).collect()
}

fn days(asked: &str, looks: &[(&str, &str)]) -> (Option<String>, Option<String>) {
    let day = "2027-01-01".parse().unwrap();
    let found = walked(&asked.parse().unwrap(), &along(looks), None, day);
    assert_eq!(found.some, found.last.is_some());
    let written = |look: Option<Look>| look.map(|look| look.at.day().to_string());
    (written(found.weakest), written(found.last))
}

#[test]
fn a_stretch_is_as_old_as_the_piece_that_was_looked_at_longest_ago() {
    let day = |text: &str| Some(text.to_owned());
    let whole = [("VN-LA:140..150", "2026-01-01")];
    assert_eq!(days("VN-LA:144..145", &whole), (day("2026-01-01"), day("2026-01-01")));
    // A part that was seen again leaves the rest as it was.
    let two = [("VN-LA:140..150", "2026-01-01"), ("VN-LA:144..147", "2026-06-01")];
    assert_eq!(days("VN-LA:144..148", &two), (day("2026-01-01"), day("2026-06-01")));
    assert_eq!(days("VN-LA:144..147", &two), (day("2026-06-01"), day("2026-06-01")));
    // Two parts make a whole; one alone does not.
    let parts = [("VN-LA:144..146", "2026-03-01"), ("VN-LA:146..148", "2026-02-01")];
    assert_eq!(days("VN-LA:144..148", &parts), (day("2026-02-01"), day("2026-03-01")));
    assert_eq!(days("VN-LA:144..149", &parts), (None, day("2026-03-01")));
    assert_eq!(days("VN-LA:144..145", &[]), (None, None));
}

#[test]
fn every_stretch_that_meets_another_shares_a_drawer_with_it() {
    let all = |text: &str| drawers(&text.parse().unwrap()).map(|one| one.number).collect::<Vec<_>>();
    assert_eq!(all("VN-LA:144..145"), [9]);
    assert_eq!(all("VN-LA:143..144"), [8, 9]);
    assert_eq!(all("VN-LA:0..48"), [0, 1, 2, 3]);
}

fn any_stretch() -> impl Strategy<Value = SegmentKey> {
    (1_u16..200, 1_u16..60, 0_u16..2).prop_map(|(from, more, line)| {
        let line = if line == 0 { "VN-LA" } else { "VN-CN" };
        format!("{line}:{from}..{}", from + more).parse().unwrap()
    })
}

proptest! {
    #[test]
    fn drawers_hold_what_the_obvious_loop_finds_and_let_go_of_it(
        looks in proptest::collection::vec(any_stretch(), 0..30), gone in proptest::collection::vec(0_usize..30, 0..8), asked in any_stretch()
    ) {
        let mut kept = Looked::default();
        for (n, stretch) in looks.iter().enumerate() {
            kept.put(Place::Course(*stretch), seen(n as u128, "2026-01-01"));
        }
        for n in &gone {
            kept.forget(Uuid::from_u128(*n as u128));
        }
        let found: BTreeSet<u128> = kept.along(&asked, &|_| true).iter().map(|(_, seen)| seen.look.record.as_u128()).collect();
        let meets = |(n, stretch): &(usize, &SegmentKey)| !gone.contains(n) && Span::of(stretch).meets(&Span::of(&asked));
        let expected: BTreeSet<u128> = looks.iter().enumerate().filter(meets).map(|(n, _)| n as u128).collect();
        prop_assert_eq!(found, expected);
        prop_assert!(kept.along(&asked, &|_| false).is_empty());
    }
}
