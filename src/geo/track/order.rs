//! The order of time: in which direction a segment was written, and which fixes fall out of it.
//!
//! Of the fixes with times the *longest part that never goes back* is kept, found by patience sorting (Fredman, *On
//! computing the length of longest increasing subsequences*, Discrete Math. 11, 1975). So one fix with a time far in
//! the future costs that fix alone, where "not before the last" would cost all that follow.
//!
//! **Direction.** Whichever of both has more steps ahead in time than back; of a tie, the one whose times and places
//! come first in their own order. So a file and its reverse are read alike.
//!
//! **Degenerate input.** Without times nothing is out of order. **Cost.** O(n log n).

use super::Spot;
use crate::domain::time::Instant;
use std::cmp::Ordering;

/// Turns the fixes round where they were written backwards.
pub(super) fn set_forward(spots: &mut [Spot]) {
    let steps = spots.array_windows().map(|[one, next]| next.fix.at.cmp(&one.fix.at));
    let (ahead, back) = steps.fold((0, 0), |(ahead, back), step| match step {
        Ordering::Greater => (ahead + 1, back),
        Ordering::Less => (ahead, back + 1),
        Ordering::Equal => (ahead, back),
    });
    let reads_better_backwards = || {
        let both_ways = spots.iter().zip(spots.iter().rev());
        both_ways.map(|(one, other)| by_content(one, other)).find(|order| order.is_ne()) == Some(Ordering::Greater)
    };
    if back > ahead || (back == ahead && reads_better_backwards()) {
        spots.reverse();
    }
}

/// Which fixes belong to the longest part whose times never go back.
pub(super) fn longest_in_time(spots: &[Spot]) -> Vec<bool> {
    // Of all such parts of each length, the fix on which the one that ends earliest ends.
    let mut ends: Vec<(i64, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(spots.len());
    for (i, spot) in spots.iter().enumerate() {
        let time = spot.fix.at.map_or(0, Instant::millis);
        let length = ends.partition_point(|&(end, _)| end <= time);
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter)).map(|&(_, end)| end));
        match ends.get_mut(length) {
            Some(end) => *end = (time, i),
            None => ends.push((time, i)),
        }
    }
    let mut kept = vec![false; spots.len()];
    let mut next = ends.last().map(|&(_, end)| end);
    while let Some(i) = next {
        if let Some(flag) = kept.get_mut(i) {
            *flag = true;
        }
        next = before.get(i).copied().flatten();
    }
    kept
}

/// By longitude, then latitude.
pub(super) fn by_place(one: &Spot, other: &Spot) -> Ordering {
    let (one, other) = (one.fix.place, other.fix.place);
    one.lon().total_cmp(&other.lon()).then_with(|| one.lat().total_cmp(&other.lat()))
}

/// A total order of what two fixes say, whatever their place in the file.
fn by_content(one: &Spot, other: &Spot) -> Ordering {
    one.fix.at.cmp(&other.fix.at).then_with(|| by_place(one, other))
}
