//! What inspections say of stretches: of their own, of those that cover or meet them, and how much was looked at.

use mocgioi::atlas::facts::FactIndex;
use mocgioi::atlas::register::Register;
use mocgioi::domain::access::{Label, ReviewState};
use mocgioi::domain::attention::{Assessment, Class, Coverage, InspectionState, assess};
use mocgioi::domain::inspection::Condition::{AtRiskOfDamage, Damaged, Good, Missing, NotFound, Tilted, Unknown};
use mocgioi::domain::inspection::{Condition, Inspection, Mode};
use mocgioi::domain::location::{Location, Referent};
use mocgioi::domain::record::{Body, Record};
use mocgioi::domain::time::Instant;
use mocgioi::exchange::reference::method;
use uuid::Uuid;

use crate::small::{equator, known, marker, open, stretch};

/// 3, 4, 5 and 6 are neighbours by number; nobody has registered 1, 2, 7 and 9. 8 has two banks.
fn register() -> Register {
    let mut others = ["VN-LA:3", "VN-LA:4", "VN-LA:5", "VN-LA:6"].map(open).to_vec();
    others.push(known("VN-LA:8.1", 100.79));
    others.push(marker("VN-LA:8.2", Some((100.81, 0.0)), None, &[]));
    equator(&others)
}

/// Logs these inspections, a day apart, and assesses a stretch on the last day.
fn after(looks: &[(&str, Condition)], asked: &str) -> Assessment {
    let register = register();
    let mut facts = FactIndex::default();
    let day = 86_400_000;
    for (n, (about, condition)) in (1_i64..).zip(looks) {
        let about = about.parse().map_or_else(|_| Referent::Segment(stretch(about)), Referent::Marker);
        let body = Body::Inspection(Inspection {
            mode: Mode::Joint,
            condition: *condition,
            notes: None,
            details: None,
            object: None,
        });
        let received = Instant::from_millis(1_000 * day);
        let id = Uuid::from_u128(n.cast_unsigned().into());
        let mut record = Record::new(id, received, Label::Internal, ReviewState::Submitted, Location::at(about), body);
        record.event_at = Some(Instant::from_millis(n * day));
        facts.take(&record, 0, &register);
    }
    let today = Instant::from_millis(i64::try_from(looks.len()).unwrap() * day).day();
    let found = assess(&facts.of(&stretch(asked), &register, &|_| true), today, &method().unwrap());
    assert_eq!(found.terms.iter().map(|term| term.tenths).sum::<i64>(), found.tenths, "the terms add up");
    found
}

/// Which of the inspections, counted from 1, stand behind a term.
fn behind(found: &Assessment, term: &str) -> Vec<u128> {
    let term = found.terms.iter().find(|held| held.name == term);
    term.map_or_else(Vec::new, |term| term.records.iter().map(Uuid::as_u128).collect())
}

fn reasons(found: &Assessment) -> Vec<&str> {
    found.terms.iter().flat_map(|term| &term.reasons).map(|reason| reason.text.as_str()).collect()
}

#[test]
fn a_stretch_that_no_registered_segment_lies_in_has_its_own_inspections() {
    let look = [("VN-LA:6..8.1", Damaged)];
    for asked in ["VN-LA:6..8.1", "VN-LA:6..8.2", "VN-LA:6..10", "VN-LA:0..10", "VN-LA:5..8.1"] {
        let found = after(&look, asked);
        assert_eq!((found.tenths, found.class), (250, Class::Moderate), "{asked}");
        assert_eq!(found.inspection_state, InspectionState::NoRule, "{asked}");
    }
    for asked in ["VN-LA:5..6", "VN-LA:8.1..10", "VN-LA:0..3"] {
        assert_eq!(after(&look, asked).class, Class::NoData, "{asked} only ends where it begins");
    }
}

#[test]
fn a_finding_for_a_long_stretch_counts_on_its_parts_and_says_how_long_it_was() {
    let found = after(&[("VN-LA:0..10", Damaged)], "VN-LA:3..4");
    assert_eq!((found.tenths, found.inspection_coverage), (250, Coverage::Whole));
    assert_eq!(reasons(&found), ["đường biên, đoạn kiểm tra 0–10: hư hỏng (02/01/1970)"]);
}

#[test]
fn the_worst_part_of_a_wide_stretch_counts_until_somebody_looks_there_again() {
    let parts = [("VN-LA:3..4", Damaged), ("VN-LA:4..5", AtRiskOfDamage), ("VN-LA:5..6", Good)];
    let found = after(&parts, "VN-LA:3..6");
    assert_eq!((found.tenths, behind(&found, "line_course")), (250, vec![1, 2, 3]));
    // A newer one for the whole supersedes all; one for a part only that part.
    for (look, tenths, standing) in [
        (("VN-LA:0..10", Good), 0, vec![4]),
        (("VN-LA:3..6", AtRiskOfDamage), 200, vec![4]),
        (("VN-LA:3..4", Good), 200, vec![2, 3, 4]),
        (("VN-LA:4..5", Good), 250, vec![1, 3, 4]),
        (("VN-LA:4..6", Good), 250, vec![1, 4]),
    ] {
        let found = after(&[&parts[..], &[look]].concat(), "VN-LA:3..6");
        assert_eq!((found.tenths, behind(&found, "line_course")), (tenths, standing), "{look:?}");
    }
}

#[test]
fn several_newer_looks_together_supersede_one_that_was_wide() {
    let mut looks = vec![("VN-LA:3..6", Damaged), ("VN-LA:3..4", Good), ("VN-LA:4..5", Good)];
    assert_eq!(after(&looks, "VN-LA:3..6").tenths, 250, "5..6 was not looked at again");
    assert_eq!(after(&looks, "VN-LA:3..5").tenths, 0);
    assert_eq!(after(&looks, "VN-LA:5..6").tenths, 250);
    looks.push(("VN-LA:5..6", Good));
    assert_eq!(behind(&after(&looks, "VN-LA:3..6"), "line_course"), [2, 3, 4]);
}

#[test]
fn who_could_not_tell_takes_nothing_away_and_is_shown() {
    let marker = after(&[("VN-LA:4", Missing), ("VN-LA:4", Unknown)], "VN-LA:4..5");
    assert_eq!((marker.tenths, marker.class), (300, Class::Moderate));
    assert_eq!(reasons(&marker), ["mốc 4: mất (02/01/1970)", "mốc 4: chưa rõ (03/01/1970)"]);
    assert_eq!(marker.days_since_inspection, Some(0), "somebody was there today");
    let course = after(&[("VN-LA:3..6", Damaged), ("VN-LA:4..5", Unknown)], "VN-LA:4..5");
    assert_eq!((course.tenths, behind(&course, "line_course")), (250, vec![1, 2]));
    let found = after(&[("VN-LA:4", Missing), ("VN-LA:4", NotFound)], "VN-LA:4..5");
    assert_eq!(found.tenths, 300, "not finding it does not make it less gone");
    let found = after(&[("VN-LA:4", NotFound), ("VN-LA:4", Unknown), ("VN-LA:4", Good)], "VN-LA:4..5");
    assert_eq!(found.tenths, 0, "it was found");
}

#[test]
fn knowing_nothing_after_an_inspection_is_no_level() {
    for looks in [
        vec![("VN-LA:4", Unknown), ("VN-LA:5", Unknown)],
        vec![("VN-LA:4..5", Unknown)],
        vec![("VN-LA:0..10", Unknown), ("VN-LA:4", Unknown)],
    ] {
        let found = after(&looks, "VN-LA:4..5");
        assert_eq!((found.class, found.inspection_coverage), (Class::NoData, Coverage::None), "{looks:?}");
        assert_eq!(found.inspection_state, InspectionState::NoRule, "{looks:?}: inspected it was");
        assert_eq!(behind(&found, "inspection_age").len(), 1);
    }
}

#[test]
fn very_low_says_no_more_than_was_looked_at() {
    use Coverage::{None, Partial, Whole};
    let both = [("VN-LA:4", Good), ("VN-LA:5", Good)];
    let ends = [("VN-LA:6", Good), ("VN-LA:8.1", Good), ("VN-LA:8.2", Good)];
    for (looks, asked, coverage) in [
        (&both[..1], "VN-LA:4..5", Partial),
        (&both, "VN-LA:4..5", Whole),
        (&both, "VN-LA:3..5", Partial),
        (&both, "VN-LA:0..10", Partial),
        (&both, "VN-LA:8.1..10", None),
        // Between 6 and 8 somebody has yet to look: 7 is not registered.
        (&ends, "VN-LA:6..8.1", Partial),
        (&[("VN-LA:6..8.2", Good)], "VN-LA:6..8.1", Whole),
        (&[("VN-LA:5..8.2", Good)], "VN-LA:6..8.1", Whole),
        (&[("VN-LA:6..8.2", Good)], "VN-LA:5..8.1", Partial),
        (&[("VN-LA:6..8.2", Good), ("VN-LA:5", Good), ("VN-LA:6", Good)], "VN-LA:5..8.1", Whole),
        (&[("VN-LA:6..8.2", Good), ("VN-LA:5..6", Unknown)], "VN-LA:5..8.1", Partial),
        // Same-number markers are all to be seen.
        (&ends[1..2], "VN-LA:8.1..8.2", Partial),
        (&ends[1..], "VN-LA:8.1..8.2", Whole),
        (&[("VN-LA:8.1..8.2", Good)], "VN-LA:8.1..8.2", Whole),
    ] {
        let found = after(looks, asked);
        let class = if coverage == Whole { Class::VeryLow } else { Class::NoData };
        assert_eq!(
            (found.inspection_coverage, found.class, found.tenths),
            (coverage, class, 0),
            "{looks:?} on {asked}"
        );
    }
}

#[test]
fn what_was_found_bad_gives_a_level_however_little_was_looked_at() {
    for asked in ["VN-LA:3..4", "VN-LA:4..5", "VN-LA:0..10"] {
        let good = after(&[("VN-LA:4", Good)], asked);
        let tilted = after(&[("VN-LA:4", Tilted)], asked);
        assert!(tilted.class > good.class && tilted.class == Class::Low, "{asked}");
    }
    // Between same-number markers, and for the stretches that end there.
    for asked in ["VN-LA:8.1..8.2", "VN-LA:6..8.1", "VN-LA:8.2..10", "VN-LA:0..10"] {
        assert_eq!(after(&[("VN-LA:8.1..8.2", Damaged)], asked).tenths, 250, "{asked}");
        assert_eq!(after(&[("VN-LA:8.1..8.2", Damaged), ("VN-LA:6..10", Good)], asked).tenths, 0, "{asked}");
    }
}
