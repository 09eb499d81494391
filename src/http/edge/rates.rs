//! How often somebody may ask: buckets that hold one minute's worth and fill steadily.
//!
//! A bucket is one number, the time at which it will be full again, so that an address costs some dozen bytes. Tables are
//! bounded: whoever comes when one is full shares a last bucket with all others who do, and nobody can push out a bucket
//! that is not full yet by coming from many addresses.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Time since the program started; never runs back.
pub type Ticks = Arc<dyn Fn() -> Duration + Send + Sync>;

/// How many requests a minute; none is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerMinute {
    pub reads: Option<u32>,
    pub writes: Option<u32>,
}

impl Default for PerMinute {
    /// A map asks for dozens of tiles at a glance, and a province may share one address.
    fn default() -> Self {
        Self { reads: Some(6_000), writes: Some(600) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Read,
    Write,
}

/// Too often: when the next request will be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooOften {
    pub wait: Duration,
}

impl TooOften {
    /// Whole seconds, at least one, for `Retry-After`.
    pub const fn seconds(self) -> u64 {
        self.wait.as_secs() + 1
    }
}

/// Most buckets of a table.
const LARGEST: usize = 65_536;
const MINUTE: Duration = Duration::from_mins(1);
/// Least time between two searches of a full table for buckets that have filled.
const SWEEP: Duration = Duration::from_secs(1);

pub struct Rates {
    limits: PerMinute,
    ticks: Ticks,
    addresses: Mutex<Table<IpAddr>>,
    accounts: Mutex<Table<String>>,
}

impl Rates {
    pub fn new(limits: PerMinute, ticks: Ticks) -> Self {
        Self { limits, ticks, addresses: Mutex::new(Table::new(LARGEST)), accounts: Mutex::new(Table::new(LARGEST)) }
    }

    /// Counts one request from an address. This machine itself is not counted.
    ///
    /// # Errors
    /// [`TooOften`].
    pub fn charge_address(&self, address: IpAddr, kind: Kind) -> Result<(), TooOften> {
        if address.is_loopback() { Ok(()) } else { self.charge(&self.addresses, network(address), kind) }
    }

    /// Counts one request of an account, once it is known whose it is: wherever it comes from.
    ///
    /// # Errors
    /// [`TooOften`].
    pub fn charge_account(&self, account: &str, kind: Kind) -> Result<(), TooOften> {
        self.charge(&self.accounts, account.to_owned(), kind)
    }

    fn charge<K: Hash + Eq>(&self, table: &Mutex<Table<K>>, key: K, kind: Kind) -> Result<(), TooOften> {
        let limit = match kind {
            Kind::Read => self.limits.reads,
            Kind::Write => self.limits.writes,
        };
        let Some(limit) = limit.filter(|limit| *limit > 0) else { return Ok(()) };
        let now = (self.ticks)();
        table.lock().unwrap_or_else(PoisonError::into_inner).charge((key, kind), limit, now)
    }
}

/// What counts as one address: of IPv6 the network, of which a single house has the whole.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(long) => Ipv6Addr::from_bits(long.to_bits() >> 64 << 64).into(),
        short @ IpAddr::V4(_) => short,
    }
}

struct Table<K> {
    largest: usize,
    /// When each bucket will be full again.
    full_at: HashMap<(K, Kind), Duration>,
    /// The bucket of those for whom there was no room.
    others: HashMap<Kind, Duration>,
    swept: Option<Duration>,
}

impl<K: Hash + Eq> Table<K> {
    fn new(largest: usize) -> Self {
        Self { largest, full_at: HashMap::new(), others: HashMap::new(), swept: None }
    }

    fn charge(&mut self, key: (K, Kind), limit: u32, now: Duration) -> Result<(), TooOften> {
        let kind = key.1;
        if let Some(full_at) = self.full_at.get_mut(&key) {
            return take(full_at, limit, now);
        }
        if self.full_at.len() >= self.largest && self.swept.is_none_or(|last| now >= last + SWEEP) {
            self.swept = Some(now);
            self.full_at.retain(|_, full_at| *full_at > now);
        }
        if self.full_at.len() >= self.largest {
            take(self.others.entry(kind).or_default(), limit, now)
        } else {
            take(self.full_at.entry(key).or_default(), limit, now)
        }
    }
}

/// Takes one request out of a bucket.
fn take(full_at: &mut Duration, limit: u32, now: Duration) -> Result<(), TooOften> {
    let next = (*full_at).max(now) + MINUTE / limit;
    match next.checked_sub(now + MINUTE) {
        Some(wait) if !wait.is_zero() => Err(TooOften { wait }),
        _ => {
            *full_at = next;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(table: &mut Table<u32>, key: u32, limit: u32, now: u64, tries: usize) -> usize {
        let mut charge = || table.charge((key, Kind::Read), limit, Duration::from_secs(now)).is_ok();
        (0..tries).filter(|_| charge()).count()
    }

    #[test]
    fn a_bucket_holds_a_minutes_worth_and_fills_steadily() {
        let mut table = Table::new(10);
        assert_eq!(taken(&mut table, 1, 60, 100, 200), 60);
        assert_eq!(taken(&mut table, 2, 60, 100, 200), 60, "another's bucket");
        assert_eq!(taken(&mut table, 1, 60, 110, 200), 10);
        assert_eq!(taken(&mut table, 1, 60, 500, 200), 60, "it never holds more");
        let told = table.charge((1, Kind::Read), 60, Duration::from_secs(500)).unwrap_err();
        assert_eq!((told.wait, told.seconds()), (Duration::from_secs(1), 2));
        assert!(table.charge((1, Kind::Write), 60, Duration::from_secs(500)).is_ok(), "writes are counted apart");
    }

    #[test]
    fn a_full_table_stays_bounded_and_nobody_is_pushed_out() {
        let mut table = Table::new(100);
        assert_eq!(taken(&mut table, 0, 6, 0, 10), 6);
        for key in 1..1_000 {
            let _ = table.charge((key, Kind::Read), 6, Duration::ZERO);
        }
        assert!(table.full_at.len() <= 100);
        assert_eq!(taken(&mut table, 0, 6, 0, 10), 0, "still empty");
        assert_eq!(taken(&mut table, 5_000, 6, 0, 10), 0, "newcomers share one bucket, which is empty");
        assert_eq!(taken(&mut table, 5_001, 6, 61, 10), 6, "room again");
    }

    #[test]
    fn this_machine_is_free_and_a_network_of_ipv6_is_one_client() {
        let rates = Rates::new(PerMinute { reads: Some(2), writes: None }, Arc::new(|| Duration::from_secs(7)));
        let ask = |text: &str| rates.charge_address(text.parse().unwrap(), Kind::Read).is_ok();
        assert!((0..100).all(|_| ask("127.0.0.1") && ask("::1")));
        assert!(ask("2001:db8:0:1::1") && ask("2001:db8:0:1::2") && !ask("2001:db8:0:1::3"));
        assert!(ask("2001:db8:0:2::1"));
        assert!(ask("::ffff:203.0.113.7") && ask("203.0.113.7") && !ask("203.0.113.7"));
        assert!((0..100).all(|_| rates.charge_account("a", Kind::Write).is_ok()), "no limit was set");
        assert!(rates.charge_account("a", Kind::Read).is_ok() && rates.charge_account("a", Kind::Read).is_ok());
        assert!(rates.charge_account("a", Kind::Read).is_err() && rates.charge_account("b", Kind::Read).is_ok());
    }
}
