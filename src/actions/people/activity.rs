//! Sessions that nobody uses any more end: a browser that was left open in a guardroom is nobody's.
//!
//! When a session was last used is held here, and exchanged with the database every few seconds, so that one that is used
//! at one instance does not end at another.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::domain::chain::Digest;
use crate::domain::people::Session;
use crate::domain::time::Instant;

const MINUTE_MS: i64 = 60_000;

/// How long something holds that people are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// Of a session that is not used.
    pub idle_ms: i64,
    /// Of a password for one use.
    pub one_time_ms: i64,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self { idle_ms: 30 * MINUTE_MS, one_time_ms: 72 * 60 * MINUTE_MS }
    }
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    at: Instant,
    /// Whether the database has not heard of it.
    fresh: bool,
}

/// When each session was last used.
#[derive(Debug, Default)]
pub struct Activity(Mutex<HashMap<Digest, Seen>>);

impl Activity {
    pub fn note(&self, session: Digest, now: Instant) {
        self.held().insert(session, Seen { at: now, fresh: true });
    }

    pub fn last(&self, session: &Session) -> Instant {
        let here = self.held().get(&session.digest).map(|seen| seen.at);
        here.map_or(session.seen, |here| here.max(session.seen))
    }

    /// What the database has not heard of yet; taken for told.
    pub fn fresh(&self) -> Vec<(Digest, Instant)> {
        let mut held = self.held();
        let fresh = held.iter_mut().filter(|(_, seen)| seen.fresh);
        fresh
            .map(|(session, seen)| {
                seen.fresh = false;
                (*session, seen.at)
            })
            .collect()
    }

    /// Takes over what all instances have told; what is no session any more is forgotten.
    pub fn merge(&self, told: &[(Digest, Instant)]) {
        let mut held = self.held();
        let mut merged: HashMap<Digest, Seen> =
            told.iter().map(|(session, at)| (*session, Seen { at: *at, fresh: false })).collect();
        for (session, seen) in held.drain() {
            match merged.get_mut(&session) {
                Some(known) if known.at < seen.at => *known = seen,
                // Opened and used after the database was read.
                None if seen.fresh => {
                    merged.insert(session, seen);
                }
                _ => {}
            }
        }
        *held = merged;
    }

    fn held(&self) -> std::sync::MutexGuard<'_, HashMap<Digest, Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_use_counts_wherever_it_was_and_what_has_ended_is_forgotten() {
        let (a, b, c) = (Digest::of(&[b"a"]), Digest::of(&[b"b"]), Digest::of(&[b"c"]));
        let at = Instant::from_millis;
        let activity = Activity::default();
        activity.note(a, at(5));
        activity.note(b, at(5));
        assert_eq!(activity.fresh().len(), 2);
        assert!(activity.fresh().is_empty(), "told once");
        activity.note(c, at(7));
        activity.merge(&[(a, at(9))]);
        let held = activity.held();
        assert_eq!(held.get(&a).map(|seen| seen.at), Some(at(9)), "another instance saw it later");
        assert!(!held.contains_key(&b), "ended");
        assert!(held.contains_key(&c), "opened since");
    }
}
