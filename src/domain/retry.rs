//! When something that did not arrive is tried again: soon at first, then ever later, never all at the same moment.
//!
//! The wait doubles from 5 s to an hour; of each wait a fifth is left to chance, so that what failed together does not come
//! back together. After three days nothing is tried any more until somebody asks for it.

use super::time::Instant;

const FIRST_MS: i64 = 5_000;
const LONGEST_MS: i64 = 3_600_000;
/// How long something is tried.
const GIVE_UP_MS: i64 = 3 * 24 * 3_600_000;

/// When to try again after so many tries; `None` when it is to be given up. `chance` is any number.
pub fn next(tries: u32, since: Instant, now: Instant, chance: u64) -> Option<Instant> {
    if now.millis().saturating_sub(since.millis()) >= GIVE_UP_MS {
        return None;
    }
    let wait = FIRST_MS.saturating_mul(1 << tries.saturating_sub(1).min(20)).min(LONGEST_MS);
    let fifth = wait / 5;
    let given = i64::try_from(chance % u64::try_from(fifth + 1).unwrap_or(1)).unwrap_or(0);
    Some(now.plus_millis(wait - fifth + given))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_to_an_hour_and_ends_after_three_days() {
        let at = Instant::from_millis;
        let wait = |tries, chance| next(tries, at(0), at(1_000), chance).unwrap().millis() - 1_000;
        assert_eq!([wait(1, 0), wait(1, 1_000), wait(2, 0), wait(3, 0)], [4_000, 5_000, 8_000, 16_000]);
        for chance in [0, 7, 1_001, u64::MAX] {
            for tries in 1..200 {
                assert!((4_000..=LONGEST_MS).contains(&wait(tries, chance)), "{tries} {chance}");
            }
        }
        assert_eq!(wait(50, 720_000), LONGEST_MS);
        assert_eq!(next(70, at(0), at(GIVE_UP_MS), 0), None);
    }
}
