//! Failed log-ins make the next one wait, longer each time.
//!
//! Three counts: of a name from one address, of an address whatever the names, of a name from wherever. The last one is
//! patient and its waits are short, so that nobody can lock a person out from elsewhere for long. Kept in memory, bounded;
//! an attempt made during the wait counts as failed without a look at the password.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::rates::{Ticks, network};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    NameFrom(String, IpAddr),
    Address(IpAddr),
    Name(String),
    /// All for whom the table had no room.
    Others,
}

impl Key {
    /// Failures without consequence, and the longest wait.
    const fn leniency(&self) -> (u32, Duration) {
        match self {
            Self::NameFrom(..) => (5, Duration::from_mins(15)),
            Self::Address(_) | Self::Others => (20, Duration::from_mins(15)),
            Self::Name(_) => (50, Duration::from_mins(1)),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: Duration,
    until: Duration,
}

/// Failures are forgotten after so long without a further one.
const FORGOTTEN: Duration = Duration::from_hours(24);
const LARGEST: usize = 65_536;

/// Least time between two searches of a full table for what can be forgotten.
const SWEEP: Duration = Duration::from_mins(1);

pub struct Lockout {
    ticks: Ticks,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    failures: HashMap<Key, Failures>,
    swept: Option<Duration>,
}

impl Held {
    /// The key itself while there is room for it, else that of all the others.
    fn room_for(&mut self, key: Key, now: Duration) -> Key {
        if self.failures.len() < LARGEST || self.failures.contains_key(&key) {
            return key;
        }
        if self.swept.is_none_or(|last| now >= last + SWEEP) {
            self.swept = Some(now);
            self.failures.retain(|_, failures| now < failures.last + FORGOTTEN);
        }
        if self.failures.len() < LARGEST { key } else { Key::Others }
    }
}

impl Lockout {
    pub fn new(ticks: Ticks) -> Self {
        Self { ticks, held: Mutex::default() }
    }

    /// How long this name has to wait at this address; none when it may try.
    pub fn wait(&self, name: &str, address: IpAddr) -> Option<Duration> {
        let now = (self.ticks)();
        self.held.lock().unwrap_or_else(PoisonError::into_inner).wait(name, address, now)
    }

    /// As [`Self::wait`]; when there is none, the attempt counts as failed until it turns out not to be.
    pub fn attempt(&self, name: &str, address: IpAddr) -> Option<Duration> {
        let now = (self.ticks)();
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = held.wait(name, address, now);
        if wait.is_none() {
            held.count(name, address, now);
        }
        wait
    }

    pub fn failed(&self, name: &str, address: IpAddr) {
        let now = (self.ticks)();
        self.held.lock().unwrap_or_else(PoisonError::into_inner).count(name, address, now);
    }

    /// The right password: the name starts anew. The address does not, or an account of one's own would buy free guesses;
    /// it gets this one attempt back.
    pub fn succeeded(&self, name: &str, address: IpAddr) {
        let held = &mut self.held.lock().unwrap_or_else(PoisonError::into_inner).failures;
        let [pair, from, named] = keys(name, address);
        held.remove(&pair);
        held.remove(&named);
        if let Some(failures) = held.get_mut(&from) {
            failures.count = failures.count.saturating_sub(1);
        }
    }
}

impl Held {
    fn wait(&self, name: &str, address: IpAddr, now: Duration) -> Option<Duration> {
        let held = &self.failures;
        let [pair, from, named] = keys(name, address);
        let waits = [&pair, &from, &named].map(|key| {
            // Without room for a key of its own, what holds for all the others holds.
            let failures = held.get(key).or_else(|| held.get(&Key::Others));
            failures.map_or(Duration::ZERO, |failures| failures.until.saturating_sub(now))
        });
        waits.into_iter().max().filter(|wait| !wait.is_zero())
    }

    fn count(&mut self, name: &str, address: IpAddr, now: Duration) {
        for key in keys(name, address) {
            let key = self.room_for(key, now);
            let (free, longest) = key.leniency();
            let failures = self.failures.entry(key).or_insert(Failures { count: 0, last: now, until: now });
            if now >= failures.last + FORGOTTEN {
                failures.count = 0;
            }
            failures.count = failures.count.saturating_add(1);
            failures.last = now;
            if failures.count >= free {
                // 1 s after the last free one, then twice as long each time.
                let doubled = 1_u64 << (failures.count - free).min(20);
                failures.until = now + Duration::from_secs(doubled).min(longest);
            }
        }
    }
}

fn keys(name: &str, address: IpAddr) -> [Key; 3] {
    let (name, address) = (name.to_lowercase(), network(address));
    [Key::NameFrom(name.clone(), address), Key::Address(address), Key::Name(name)]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    fn lockout() -> (Lockout, impl Fn(u64)) {
        let now = Arc::new(AtomicU64::new(1_000));
        let passing = Arc::clone(&now);
        let ticks: Ticks = Arc::new(move || Duration::from_secs(now.load(Ordering::SeqCst)));
        (Lockout::new(ticks), move |seconds| {
            passing.fetch_add(seconds, Ordering::SeqCst);
        })
    }

    fn at(last: u8) -> IpAddr {
        [203, 0, 113, last].into()
    }

    #[test]
    fn each_failure_makes_the_next_wait_longer() {
        let (lockout, pass) = lockout();
        let mut waits = Vec::new();
        for _ in 0..18 {
            lockout.failed("Hà", at(7));
            waits.push(lockout.wait("hà", at(7)).map_or(0, |wait| wait.as_secs()));
            pass(waits.last().copied().unwrap_or_default());
        }
        assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
        assert_eq!(lockout.wait("hà", at(7)), None, "the wait is over");
        lockout.succeeded("hà", at(7));
        lockout.failed("hà", at(7));
        assert_eq!(lockout.wait("hà", at(7)), None, "starts anew");
        pass(24 * 3_600);
        lockout.failed("bình", at(7));
        assert_eq!(lockout.wait("bình", at(7)), None, "yesterday is forgotten");
    }

    #[test]
    fn guessing_many_names_from_one_address_and_one_name_from_many_is_slowed_too() {
        let (lockout, _) = lockout();
        for n in 0..20 {
            lockout.failed(&format!("name {n}"), at(1));
        }
        assert!(lockout.wait("somebody else", at(1)).is_some() && lockout.wait("somebody else", at(2)).is_none());
        lockout.succeeded("somebody else", at(1));
        assert!(lockout.wait("somebody else", at(1)).is_some(), "an own account buys no free guesses");
        for n in 0..200 {
            lockout.failed("chỉ huy", at(n));
        }
        let wait = lockout.wait("chỉ huy", at(250)).unwrap();
        assert!(wait <= Duration::from_mins(1), "the person is not shut out for long: {wait:?}");
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let (lockout, _) = lockout();
        for n in 0..40_000_u32 {
            lockout.failed(&format!("{n}"), std::net::Ipv4Addr::from_bits(0x5000_0000 + n).into());
        }
        assert!(lockout.held.lock().unwrap().failures.len() <= LARGEST + 1);
        assert!(lockout.wait("a newcomer", at(9)).is_some(), "with no room left, nobody guesses for free");
    }
}
