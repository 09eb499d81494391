//! Cleaning a recorded track: which fixes can not be right, and where the recording was broken.
//!
//! A device writes *fixes* in recorded segments (`trkseg` of GPX). Each recorded segment is cleaned by itself, in the
//! order below, so neither the order of segments and uploads nor the direction of a file changes what is kept. A fix
//! that can not be right is marked with the first reason that applies, counted and left out; it is never moved.
//!
//! | reason | when |
//! |---|---|
//! | [`ZeroPoint`](BadFix::ZeroPoint) | 0° 0°, what devices write when they have no fix |
//! | [`Imprecise`](BadFix::Imprecise) | its own stated accuracy is worse than [`TrackRules::worst_accuracy`] |
//! | [`NoTime`](BadFix::NoTime) | no time, where the others have theirs |
//! | [`TimeBack`](BadFix::TimeBack) | out of the order of time; see `order` |
//! | [`Spike`](BadFix::Spike) | nobody could have got there and away again, while those around agree; see `spikes` |
//! | [`Repeated`](BadFix::Repeated) | the time of its neighbour again, or without times its place again |
//!
//! What is kept is cut into [`TrackSegment`]s: at the ends of recorded segments, where more than
//! [`TrackRules::max_gap_s`] passed between two fixes, and where nobody could have got from one to the next. Nothing is
//! ever interpolated across a cut. [`Cuts`] counts them.
//!
//! **Without times.** A segment that has fewer different times than half its fixes is read without any (some programs
//! write one and the same time to all): it is cut where two fixes are more than [`TrackRules::max_gap`] apart, and a
//! fix is a spike where the way out and the way back are each more than ten times that, while those around it are
//! within it. [`CleanTrack::untimed`] says how many segments were read so.
//!
//! **Degenerate input.** Segments without fixes are passed over. One fix alone is kept as a segment of one: it covers
//! nothing, for a stretch needs two, but it may show that a marker was visited. Times that descend throughout are read
//! backwards. Of a tie between both directions, or between fixes of one time, the places decide, not the file's order.
//!
//! **Limits.** A spike that the allowed speed could explain is not seen: at the default of 120 km/h and ten seconds
//! between fixes that is 360 m off. Whoever knows that the patrol walked passes [`TrackRules::ON_FOOT`].
//!
//! **Cost.** O(n log n): 10 ms for 10,000 fixes.

mod cleaned;
mod fix;
mod order;
mod rules;
mod spikes;
#[cfg(test)]
mod tests;

pub use cleaned::{CleanTrack, Cuts, Marked, TrackSegment, recut};
pub use fix::{BadFix, Fix};
pub use rules::TrackRules;

pub(super) use fix::stated_or;

use super::capsule::{Earth, apart};
use super::distance::earth_centred;
use crate::domain::position::Metres;
use crate::domain::time::Instant;
use std::collections::HashSet;
use std::time::Duration;

/// Nearer to 0° 0° than this, in degrees, no fix is believed (1 m).
const ZERO: f64 = 1e-5;
/// Without times, a spike is this many times farther off than a gap.
const UNTIMED_SPIKE: f64 = 10.0;

/// Cleans the recorded segments of a track; see the [module](self).
///
/// ```
/// use mocgioi::domain::time::Instant;
/// use mocgioi::geo::{BadFix, Fix, LonLat, TrackRules, clean};
///
/// let fix = |second: i64, lon, lat| {
///     let at = Some(Instant::from_millis(second * 1_000));
///     LonLat::new(lon, lat).map(|place| Fix { place, at, accuracy: None })
/// };
/// let recorded = vec![
///     fix(0, 104.0, 21.0)?,
///     fix(10, 104.000_1, 21.0)?,
///     fix(20, 104.05, 21.0)?, // 5 km off, ten seconds later
///     fix(30, 104.000_3, 21.0)?,
///     fix(40, 0.0, 0.0)?,
///     fix(900, 104.01, 21.0)?, // after a quarter of an hour
/// ];
/// let track = clean(&[recorded], &TrackRules::default());
/// assert_eq!((track.count(BadFix::Spike), track.count(BadFix::ZeroPoint)), (1, 1));
/// let lengths: Vec<usize> = track.segments.iter().map(|segment| segment.fixes().len()).collect();
/// assert_eq!((lengths, track.cuts.time), (vec![3, 1], 1));
/// # Ok::<(), mocgioi::geo::PositionFault>(())
/// ```
#[must_use]
pub fn clean(recorded: &[Vec<Fix>], rules: &TrackRules) -> CleanTrack {
    let mut track = CleanTrack::default();
    for (number, fixes) in recorded.iter().enumerate() {
        track.fixes += fixes.len();
        let mut cleaner = Cleaner { rules, bad: Vec::new() };
        let (spots, timed) = cleaner.believed(fixes);
        track.untimed += usize::from(!timed && !spots.is_empty());
        cut(&spots, rules, &mut track);
        track.bad.extend(cleaner.bad.iter().map(|&(fix, why)| Marked { segment: number, fix, why }));
    }
    track.bad.sort_unstable();
    track
}

/// A fix with its place in the recorded segment.
#[derive(Clone, Copy, Debug)]
struct Spot {
    index: usize,
    fix: Fix,
    earth: Earth,
}

/// One recorded segment while it is cleaned.
struct Cleaner<'a> {
    rules: &'a TrackRules,
    bad: Vec<(usize, BadFix)>,
}

impl Cleaner<'_> {
    /// What is left after all checks, in the order of time, and whether times were read.
    fn believed(&mut self, fixes: &[Fix]) -> (Vec<Spot>, bool) {
        let spot = |(index, &fix): (usize, &Fix)| Spot { index, fix, earth: earth_centred(fix.place) };
        let mut spots: Vec<Spot> = fixes.iter().enumerate().map(spot).collect();
        let worst = self.rules.worst_accuracy;
        self.leave_out(&mut spots, BadFix::ZeroPoint, |fix| fix.place.lon().abs().max(fix.place.lat().abs()) < ZERO);
        self.leave_out(&mut spots, BadFix::Imprecise, |fix| fix.accuracy.is_some_and(|stated| stated > worst));
        let different: HashSet<i64> = spots.iter().filter_map(|spot| spot.fix.at).map(Instant::millis).collect();
        let timed = !different.is_empty() && different.len() * 2 >= spots.len();
        if timed {
            self.leave_out(&mut spots, BadFix::NoTime, |fix| fix.at.is_none());
        } else {
            for spot in &mut spots {
                spot.fix.at = None;
            }
        }
        order::set_forward(&mut spots);
        let in_time = order::longest_in_time(&spots);
        self.keep(&mut spots, &in_time, BadFix::TimeBack);
        let agreeing = spikes::agreeing(&spots, self.rules);
        self.keep(&mut spots, &agreeing, BadFix::Spike);
        let single = first_of_each(&spots, timed);
        self.keep(&mut spots, &single, BadFix::Repeated);
        (spots, timed)
    }

    fn leave_out(&mut self, spots: &mut Vec<Spot>, why: BadFix, is_bad: impl Fn(&Fix) -> bool) {
        let kept: Vec<bool> = spots.iter().map(|spot| !is_bad(&spot.fix)).collect();
        self.keep(spots, &kept, why);
    }

    /// Keeps those whose flag is set and marks the others.
    fn keep(&mut self, spots: &mut Vec<Spot>, kept: &[bool], why: BadFix) {
        let mut kept = kept.iter();
        spots.retain(|spot| {
            let keep = kept.next().is_some_and(|&kept| kept);
            if !keep {
                self.bad.push((spot.index, why));
            }
            keep
        });
    }
}

/// Of neighbours with one time (without times: with one place) the most accurate; then the places decide.
fn first_of_each(spots: &[Spot], timed: bool) -> Vec<bool> {
    let same =
        |one: &Spot, other: &Spot| if timed { one.fix.at == other.fix.at } else { one.fix.place == other.fix.place };
    let better = |one: &&Spot, other: &&Spot| {
        let accuracy = |spot: &Spot| stated_or(spot.fix.accuracy, Metres(f64::INFINITY));
        accuracy(one).total_cmp(&accuracy(other)).then_with(|| order::by_place(one, other))
    };
    let groups = spots.chunk_by(same).flat_map(|group| {
        let best = group.iter().min_by(better).map(|spot| spot.index);
        group.iter().map(move |spot| Some(spot.index) == best)
    });
    groups.collect()
}

/// Cuts what is left into segments.
fn cut(spots: &[Spot], rules: &TrackRules, track: &mut CleanTrack) {
    let mut segment = Vec::new();
    let mut last: Option<&Spot> = None;
    for spot in spots {
        let cut = last.is_some_and(|last| {
            let cuts = &mut track.cuts;
            let why = match seconds(last, spot) {
                Some(passed) if passed > f64::from(rules.max_gap_s) => &mut cuts.time,
                Some(_) if is_impossible(last, spot, rules) => &mut cuts.speed,
                None if apart(last.earth, spot.earth) > rules.max_gap.0 => &mut cuts.distance,
                _ => return false,
            };
            *why += 1;
            true
        });
        if cut {
            track.segments.push(TrackSegment(std::mem::take(&mut segment)));
        }
        segment.push(spot.fix);
        last = Some(spot);
    }
    if !segment.is_empty() {
        track.segments.push(TrackSegment(segment));
    }
}

/// Between the times of two fixes; `None` where they are read without.
fn seconds(one: &Spot, other: &Spot) -> Option<f64> {
    let (one, other) = (one.fix.at?, other.fix.at?);
    Some(Duration::from_millis(one.millis().abs_diff(other.millis())).as_secs_f64())
}

/// Whether nobody could have got from one to the other, give or take how far off both may be.
fn is_impossible(one: &Spot, other: &Spot, rules: &TrackRules) -> bool {
    let metres = apart(one.earth, other.earth);
    let off = |spot: &Spot| stated_or(spot.fix.accuracy, rules.noise);
    match seconds(one, other) {
        Some(passed) => metres > rules.max_speed * passed + off(one) + off(other),
        None => metres > rules.max_gap.0 * UNTIMED_SPIKE,
    }
}

/// Whether two fixes support each other against what lies between them in the recording.
fn agree(one: &Spot, other: &Spot, rules: &TrackRules) -> bool {
    match seconds(one, other) {
        Some(_) => !is_impossible(one, other, rules),
        None => apart(one.earth, other.earth) <= rules.max_gap.0,
    }
}
