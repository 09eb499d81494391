use super::*;
use crate::geo::testing::{fixed, place};
use proptest::prelude::*;

/// A fix so many metres east and north of a place on the border, at a second.
fn fix(second: i64, east: f64, north: f64) -> Fix {
    let place = place(104.0 + east / 103_970.4, 21.0 + north / 110_717.0);
    Fix { place, at: Some(Instant::from_millis(second * 1_000)), accuracy: None }
}

fn untimed(east: f64) -> Fix {
    Fix { at: None, ..fix(0, east, 0.0) }
}

/// A walk eastwards at 1.4 m/s, a fix every 10 s.
fn walk(from: i64, fixes: i64) -> Vec<Fix> {
    (from..from + fixes).map(|step| fix(step * 10, metres(step) * 14.0, 0.0)).collect()
}

fn metres(step: i64) -> f64 {
    f64::from(i32::try_from(step).expect("small"))
}

fn cleaned(fixes: Vec<Fix>) -> CleanTrack {
    clean(&[fixes], &TrackRules::default())
}

/// The indices left out, with the reason.
fn bad(track: &CleanTrack) -> Vec<(usize, BadFix)> {
    track.bad.iter().map(|marked| (marked.fix, marked.why)).collect()
}

fn lengths(track: &CleanTrack) -> Vec<usize> {
    track.segments.iter().map(|segment| segment.fixes().len()).collect()
}

#[test]
fn a_sound_walk_is_kept_whole() {
    let track = cleaned(walk(0, 100));
    assert_eq!((bad(&track), lengths(&track), track.fixes), (vec![], vec![100], 100));
    assert_eq!(track.segments[0].fixes(), walk(0, 100));
    assert_eq!((track.cuts, track.untimed), (Cuts::default(), 0));
}

#[test]
fn each_bad_fix_gets_one_name() {
    let mut fixes = walk(0, 12);
    fixes[2].place = place(0.0, 0.0);
    fixes[4].accuracy = Some(Metres(101.0));
    fixes[5].accuracy = Some(Metres(100.0));
    fixes[6].at = None;
    fixes[7].at = fixes[1].at; // 60 s back
    fixes[9] = fix(90, 126.0, 5_000.0);
    fixes[11].at = fixes[10].at;
    let track = cleaned(fixes);
    let expected = [
        (2, BadFix::ZeroPoint),
        (4, BadFix::Imprecise),
        (6, BadFix::NoTime),
        (7, BadFix::TimeBack),
        (9, BadFix::Spike),
        (11, BadFix::Repeated),
    ];
    assert_eq!((bad(&track), lengths(&track)), (expected.to_vec(), vec![6]));
    assert!(BadFix::ALL.iter().all(|&why| track.count(why) == 1));
}

#[test]
fn a_zero_point_is_not_believed_even_where_the_patrol_is_near_it() {
    let near = |second: i64, lon| Fix { place: place(lon, 0.0), ..fix(second, 0.0, 0.0) };
    let track = cleaned(vec![near(0, 0.000_3), near(10, 0.000_002), near(20, 0.000_2)]);
    assert_eq!(bad(&track), [(1, BadFix::ZeroPoint)]);
}

#[test]
fn several_spikes_in_a_row_go_and_the_walk_around_them_stays() {
    for spikes in [
        vec![(0.0, 9_000.0)],
        vec![(0.0, 9_000.0), (10.0, 9_000.0), (20.0, 9_010.0)], // one wrong place
        vec![(0.0, 9_000.0), (70_000.0, 0.0), (0.0, -8_000.0), (-9_000.0, 4.0)], // all over the place
        vec![(20_000.0, 0.0); 15],
    ] {
        let mut fixes = walk(0, 40);
        let wrong: Vec<_> = (10..10 + spikes.len()).map(|i| (i, BadFix::Spike)).collect();
        for (&(east, north), &(i, _)) in spikes.iter().zip(&wrong) {
            fixes[i] = fix(metres_to_step(i) * 10, east, north);
        }
        let track = cleaned(fixes);
        assert_eq!(
            (bad(&track), track.cuts),
            (wrong, Cuts { time: usize::from(spikes.len() > 11), ..Cuts::default() })
        );
    }
}

fn metres_to_step(index: usize) -> i64 {
    i64::try_from(index).expect("small")
}

#[test]
fn a_single_spike_does_not_take_its_neighbours_along() {
    let mut fixes = walk(0, 9);
    fixes[1] = fix(10, 0.0, 4_000.0);
    fixes[3] = fix(30, 0.0, -4_000.0);
    fixes[7] = fix(70, 0.0, 4_000.0);
    assert_eq!(bad(&cleaned(fixes)), [(1, BadFix::Spike), (3, BadFix::Spike), (7, BadFix::Spike)]);
}

#[test]
fn a_track_that_is_too_fast_throughout_loses_no_fix_and_covers_nothing() {
    let flight: Vec<Fix> = (0..30).map(|i| fix(i, metres(i) * 150.0, 0.0)).collect();
    let track = cleaned(flight);
    assert_eq!((bad(&track), lengths(&track)), (vec![], vec![1; 30]));
    assert_eq!(track.cuts.speed, 29);
}

#[test]
fn at_an_end_a_spike_shows_only_beside_a_longer_run() {
    let stale = fix(-10, -9_000.0, 0.0);
    let track = cleaned([vec![stale], walk(0, 3)].concat());
    assert_eq!((bad(&track), lengths(&track)), (vec![(0, BadFix::Spike)], vec![3]));
    let track = cleaned([walk(0, 3), vec![fix(30, 9_000.0, 0.0)]].concat());
    assert_eq!((bad(&track), lengths(&track)), (vec![(3, BadFix::Spike)], vec![3]));
    let track = cleaned([vec![stale], walk(0, 2)].concat());
    assert_eq!((bad(&track), lengths(&track), track.cuts.speed), (vec![], vec![1, 2], 1));
    let both = cleaned(vec![fix(0, 0.0, 0.0), fix(10, 5_000.0, 0.0)]);
    assert_eq!((bad(&both), lengths(&both)), (vec![], vec![1, 1]));
}

#[test]
fn on_foot_less_is_a_spike_than_in_a_vehicle_and_noise_never_is() {
    let mut fixes = walk(0, 9);
    fixes[4] = fix(40, 56.0, 200.0);
    assert_eq!(bad(&cleaned(fixes.clone())), []);
    let on_foot = clean(&[fixes], &TrackRules::ON_FOOT);
    assert_eq!(bad(&on_foot), [(4, BadFix::Spike)]);
    let noisy: Vec<Fix> = (0..60).map(|i| fix(i, metres(i) * 1.4, metres(i % 2) * 25.0)).collect();
    assert_eq!(bad(&clean(&[noisy], &TrackRules::ON_FOOT)), [], "25 m there and back every second");
    let mut unsound = walk(0, 9);
    unsound[4] = Fix { accuracy: Some(Metres(f64::NAN)), ..fix(40, 0.0, 9_000.0) };
    assert_eq!(bad(&cleaned(unsound)), [(4, BadFix::Spike)]);
}

#[test]
fn one_time_far_ahead_costs_one_fix() {
    let mut fixes = walk(0, 9);
    fixes[0].at = Some(Instant::from_millis(4_000_000_000_000));
    fixes[5].at = Some(Instant::from_millis(4_000_000_000_000));
    let track = cleaned(fixes);
    assert_eq!((bad(&track), lengths(&track)), (vec![(0, BadFix::TimeBack), (5, BadFix::TimeBack)], vec![7]));
}

#[test]
fn recording_is_cut_where_it_paused_and_where_the_device_began_a_segment() {
    let rules = TrackRules::default();
    let pause = [walk(0, 5), walk(16, 5), walk(33, 5)].concat(); // 120 s, then 130 s
    let track = clean(&[pause.clone(), vec![], walk(38, 1)], &rules);
    assert_eq!((lengths(&track), track.cuts), (vec![10, 5, 1], Cuts { time: 1, ..Cuts::default() }));
    let patient = clean(&[pause], &TrackRules { max_gap_s: 130, ..rules });
    assert_eq!(lengths(&patient), [15]);
}

#[test]
fn what_is_left_out_opens_a_gap_where_it_was_long_enough() {
    let mut fixes = walk(0, 30);
    for wrong in &mut fixes[8..20] {
        wrong.place = place(0.0, 0.0);
    }
    let track = cleaned(fixes);
    assert_eq!((lengths(&track), track.cuts.time), (vec![8, 10], 1));
}

#[test]
fn without_times_distance_decides() {
    let fixes: Vec<Fix> = [0.0, 150.0, 150.0, 340.0, 600.0, 700.0, 9_000.0, 710.0].map(untimed).to_vec();
    let track = cleaned(fixes);
    assert_eq!(bad(&track), [(2, BadFix::Repeated), (6, BadFix::Spike)]);
    assert_eq!((lengths(&track), track.untimed), (vec![3, 3], 1));
    assert_eq!(track.cuts, Cuts { distance: 1, ..Cuts::default() });
}

#[test]
fn without_times_a_long_step_at_an_end_is_no_spike() {
    let track = cleaned([0.0, 100.0, 200.0, 300.0, 400.0, 4_000.0].map(untimed).to_vec());
    assert_eq!((bad(&track), lengths(&track)), (vec![], vec![5, 1]));
    let drawn = cleaned([0.0, 2_600.0, 300.0, 400.0].map(untimed).to_vec());
    assert_eq!((bad(&drawn), drawn.cuts.distance), (vec![], 2), "300 m: those around it do not agree");
}

#[test]
fn one_time_for_all_is_no_time() {
    let fixes: Vec<Fix> = (0..20).map(|i| fix(7, metres(i) * 50.0, 0.0)).collect();
    let track = cleaned(fixes);
    assert_eq!((bad(&track), lengths(&track), track.untimed), (vec![], vec![20], 1));
}

#[test]
fn a_few_times_among_many_without_are_not_read() {
    let mut fixes: Vec<Fix> = (0..10).map(|i| untimed(metres(i) * 50.0)).collect();
    for (i, second) in [(1, 0), (4, 7_000), (8, 100)] {
        fixes[i].at = fix(second, 0.0, 0.0).at;
    }
    let track = cleaned(fixes);
    assert_eq!((bad(&track), lengths(&track), track.untimed), (vec![], vec![10], 1));
    assert!(track.segments[0].fixes().iter().all(|fix| fix.at.is_none()));
}

#[test]
fn of_fixes_at_one_time_the_most_accurate_stays() {
    let rough = Fix { accuracy: Some(Metres(30.0)), ..fix(10, 14.0, 9.0) };
    let fine = Fix { accuracy: Some(Metres(5.0)), ..fix(10, 14.0, 0.0) };
    let unstated = fix(10, 14.0, 3.0);
    let absurd = Fix { accuracy: Some(Metres(-1.0)), ..unstated };
    let track = cleaned(vec![fix(0, 0.0, 0.0), rough, absurd, unstated, fine, fix(20, 28.0, 0.0)]);
    assert_eq!(bad(&track), [1, 2, 3].map(|i| (i, BadFix::Repeated)));
    let spiked = cleaned(vec![fix(0, 0.0, 0.0), fix(10, 0.0, 7_000.0), fix(10, 14.0, 0.0), fix(20, 28.0, 0.0)]);
    assert_eq!(bad(&spiked), [(1, BadFix::Spike)]);
}

#[test]
fn nothing_gives_nothing() {
    for recorded in [vec![], vec![vec![]], vec![vec![], vec![]]] {
        assert_eq!(clean(&recorded, &TrackRules::default()), CleanTrack::default());
    }
}

/// Walks with everything that devices do wrong.
fn recordings() -> impl Strategy<Value = Vec<Fix>> {
    let step = (0..24_u8, -20.0..40.0, -20.0..20.0, 1..30_i64, prop::option::weighted(0.3, 1.0..130.0));
    prop::collection::vec(step, 0..40).prop_map(|steps| {
        let (mut second, mut east) = (0, 0.0);
        let walk = steps.iter().map(|&(kind, ahead, north, passed, accuracy)| {
            second += if kind == 0 { passed * 20 } else { passed };
            east += ahead;
            let sound = Fix { accuracy: accuracy.map(Metres), ..fix(second, east, north) };
            match kind {
                1 | 2 => fix(second, east, north * 900.0),
                3 => fix(second - 300, east, north),
                4 => fix(second - passed, east, north),
                5 => Fix { place: place(0.0, 0.0), ..sound },
                6 => Fix { at: None, ..sound },
                7 => Fix { place: fix(0, 0.0, 0.0).place, ..sound },
                _ => sound,
            }
        });
        walk.collect()
    })
}

/// What was kept, as a set that no order can change.
fn content(track: &CleanTrack) -> Vec<String> {
    let mut segments: Vec<String> = track.segments.iter().map(|segment| format!("{segment:?}")).collect();
    segments.sort();
    segments
}

fn counts(track: &CleanTrack) -> [usize; 6] {
    BadFix::ALL.map(|why| track.count(why))
}

proptest! {
    #![proptest_config(fixed(33, 600))]

    #[test]
    fn neither_direction_nor_order_of_segments_changes_what_is_kept(one in recordings(), other in recordings()) {
        let rules = TrackRules::default();
        let forward = clean(&[one.clone(), other.clone()], &rules);
        let backward: Vec<Vec<Fix>> = [other, one].map(|fixes| fixes.into_iter().rev().collect()).into();
        let backward = clean(&backward, &rules);
        prop_assert_eq!(content(&forward), content(&backward));
        prop_assert_eq!(counts(&forward), counts(&backward));
        prop_assert_eq!((forward.cuts, forward.untimed, forward.fixes), (backward.cuts, backward.untimed, backward.fixes));
    }

    #[test]
    fn every_fix_is_kept_once_or_marked_once_and_what_is_kept_is_sound(fixes in recordings()) {
        let rules = TrackRules::default();
        let track = clean(std::slice::from_ref(&fixes), &rules);
        let kept: usize = lengths(&track).iter().sum();
        prop_assert_eq!(kept + track.bad.len(), fixes.len());
        prop_assert!(track.bad.array_windows().all(|[one, next]| one.fix < next.fix));
        for segment in &track.segments {
            for [one, next] in segment.fixes().array_windows() {
                let metres = crate::geo::distance(one.place, next.place).0;
                match one.at.zip(next.at) {
                    Some((from, to)) => {
                        let passed = (to.millis() - from.millis()) / 1_000;
                        prop_assert!((1..=120).contains(&passed), "{} s", passed);
                        prop_assert!(metres <= rules.max_speed * 120.0 + 200.0);
                    }
                    None => prop_assert!(metres <= rules.max_gap.0 + 1e-3),
                }
            }
        }
        // What was kept is kept again.
        let again: Vec<Vec<Fix>> = track.segments.iter().map(|segment| segment.fixes().to_vec()).collect();
        let again = clean(&again, &rules);
        prop_assert_eq!((again.segments, again.bad), (track.segments, vec![]));
    }
}
