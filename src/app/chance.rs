//! Time and chance: the only place that asks the machine for either.

use std::sync::Arc;
use std::time::{Instant as Moment, SystemTime, UNIX_EPOCH};

use uuid::{Builder, Uuid};

use crate::actions::Clock;
use crate::domain::time::Instant;
use crate::http::edge::rates::Ticks;
use crate::store::writer::Salts;

pub fn clock() -> Clock {
    Arc::new(now)
}

fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Salts from the operating system.
pub fn salts() -> Salts {
    Box::new(|| {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).ok().map(|()| salt)
    })
}

/// Time since this was called, for what is counted by the minute.
pub fn ticks() -> Ticks {
    let began = Moment::now();
    Arc::new(move || began.elapsed())
}

/// A new `UUIDv7`.
pub fn new_id() -> Uuid {
    let mut random = [0; 10];
    // Without randomness the id is still a valid one; it is used for names only, never for secrets.
    let _ = getrandom::fill(&mut random);
    Builder::from_unix_timestamp_millis(now().millis().cast_unsigned(), &random).into_uuid()
}

/// Any number, for what is to differ from one time to the next.
pub fn any() -> u64 {
    let mut random = [0; 8];
    // Without randomness nothing is left to chance, which is no harm.
    let _ = getrandom::fill(&mut random);
    u64::from_le_bytes(random)
}

/// The seed of a new key; `None` when the machine has no randomness to give.
pub fn seed() -> Option<[u8; 32]> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).ok().map(|()| seed)
}
