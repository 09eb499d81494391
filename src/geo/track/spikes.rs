//! Spikes: fixes that nobody could have reached and left again, while the fixes around them agree.
//!
//! Neighbours between which the way was possible hang together; every impossible step parts one *run* from the next.
//! A run between two that agree with each other, though not with it, is a spike: one fix, several in one wrong place,
//! or a number of runs that jump about. Which of the runs are wrong is decided for the whole segment at once, as the
//! cheapest way through it (dynamic programming over the runs):
//!
//! - leaving a run out costs one point a fix, and only runs that are neighbours then may follow each other which the
//!   allowed speed connects;
//! - keeping two runs with an impossible step between them costs [`STEP`] points: the track will be cut there.
//!
//! So a wrong place is left out with up to 15 fixes on it; a longer one is a track of its own. A patrol in a helicopter
//! loses no fix: its runs agree with nobody, so its track is cut everywhere, covers nothing, and the count of cuts says why.
//!
//! **At either end** a run has one neighbour only. One or two fixes there are a spike where the run beside them is at
//! least three times as large: a device that begins with its last known place. Otherwise nobody can tell, and both
//! stay; so do they without times, where a long first step may just be how somebody draws.
//!
//! **Degenerate input.** Fixes at one time must be as near each other as their accuracies allow. **Cost.** O(n), at
//! most [`MOST_LEFT_OUT`] comparisons for each run.

use super::{Spot, TrackRules, agree, is_impossible};

/// What an impossible step costs, in fixes.
const STEP: usize = 8;
/// The most fixes left out in a row.
const MOST_LEFT_OUT: usize = 64;
/// The most fixes left out at an end, and how many times larger the run beside them must be.
const AT_AN_END: usize = 2;
const LARGER: usize = 3;

/// Neighbours between which every step was possible.
struct Run {
    start: usize,
    end: usize,
    /// The least cost of a way that keeps this run, and the run it keeps before; `None` if there is none.
    cost: usize,
    before: Option<usize>,
}

impl Run {
    const fn len(&self) -> usize {
        self.end - self.start
    }
}

/// Which fixes are no spikes.
pub(super) fn agreeing(spots: &[Spot], rules: &TrackRules) -> Vec<bool> {
    let mut runs: Vec<Run> = Vec::new();
    for group in spots.chunk_by(|one, next| !is_impossible(one, next, rules)) {
        let start = runs.last().map_or(0, |last| last.end);
        let run = Run { start, end: start + group.len(), cost: 0, before: None };
        let (cost, before) = cheapest(&runs, &run, spots, rules);
        runs.push(Run { cost, before, ..run });
    }
    let mut kept = vec![false; spots.len()];
    let mut next = last_kept(&runs, spots);
    while let Some(run) = next.and_then(|i| runs.get(i)) {
        kept.iter_mut().take(run.end).skip(run.start).for_each(|flag| *flag = true);
        next = run.before;
    }
    kept
}

/// The cheapest way to `run`: its cost, and the run kept before it.
fn cheapest(runs: &[Run], run: &Run, spots: &[Spot], rules: &TrackRules) -> (usize, Option<usize>) {
    let mut best = None;
    for (i, earlier) in runs.iter().enumerate().rev() {
        let left_out = run.start - earlier.end;
        if left_out > MOST_LEFT_OUT {
            break;
        }
        let ways_on = (spots.get(earlier.end - 1), spots.get(run.start));
        let cost = match ways_on {
            _ if left_out == 0 => STEP,
            (Some(from), Some(to)) if agree(from, to, rules) => left_out,
            _ => continue,
        };
        let cost = earlier.cost + cost;
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, Some(i)));
        }
    }
    let from_the_start = may_end(run.start, run, spots).then_some((run.start, None));
    // The run just before is always a way, and the first run always a start.
    match (best, from_the_start) {
        (Some(best), Some(start)) if best.0 <= start.0 => best,
        (best, start) => start.or(best).unwrap_or((0, None)),
    }
}

/// The run on which the cheapest way through all fixes ends.
fn last_kept(runs: &[Run], spots: &[Spot]) -> Option<usize> {
    let after = |run: &Run| spots.len() - run.end;
    let candidates = runs.iter().enumerate().rev().filter(|(_, run)| may_end(after(run), run, spots));
    candidates.min_by_key(|(_, run)| run.cost + after(run)).map(|(i, _)| i)
}

/// Whether so many fixes may be left out between a run and the end of the segment.
fn may_end(left_out: usize, beside: &Run, spots: &[Spot]) -> bool {
    let timed = spots.first().is_some_and(|spot| spot.fix.at.is_some());
    left_out == 0 || (timed && left_out <= AT_AN_END && beside.len() >= left_out * LARGER)
}
