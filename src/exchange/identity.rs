//! Ids of records that come from files.
//!
//! A record that a person makes gets a fresh `UUIDv7`. A record that lies in a file must get the same id on every
//! machine and at every start, so its id is worked out: the layout of version 7 with the day of the file in front, so
//! that such records sort by age like all others, and a hash of what names the record in the place of chance.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::domain::time::CivilDay;

const DAY_MS: i64 = 86_400_000;

/// The id of a record: 00:00 UTC of `day`, then SHA-256 of `mocgioi`, the namespace and the names, set apart by zero
/// bytes. None of the three may ever change for a record that was published.
///
/// ```
/// use mocgioi::exchange::identity::record_id;
///
/// let id = record_id("marker", "2026-11-22".parse()?, &["VN-LA:144"]);
/// assert_eq!(id.get_version_num(), 7);
/// assert_eq!(id, record_id("marker", "2026-11-22".parse()?, &["VN-LA:144"]));
/// # Ok::<(), mocgioi::domain::time::TimeFault>(())
/// ```
pub fn record_id(namespace: &str, day: CivilDay, names: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    hash.update("mocgioi ");
    hash.update(namespace);
    for name in names {
        hash.update([0]);
        hash.update(name);
    }
    let hash = hash.finalize();
    let mut tail = [0; 10];
    for (to, from) in tail.iter_mut().zip(hash) {
        *to = from;
    }
    // No document is older than 1970.
    let ms = u64::try_from(day.number().saturating_mul(DAY_MS)).unwrap_or(0);
    Builder::from_unix_timestamp_millis(ms, &tail).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> CivilDay {
        text.parse().unwrap()
    }

    #[test]
    fn an_id_never_changes() {
        let id = record_id("seed", day("2025-07-10"), &["000", "hazard", "crack-near-211"]);
        assert_eq!(id.to_string(), "0197f1a1-c400-75e7-9f50-4bb48d2ac871");
    }

    #[test]
    fn an_id_is_a_uuidv7_that_begins_with_its_day() {
        let id = record_id("seed", day("1970-01-02"), &["a"]);
        assert_eq!((id.get_version_num(), id.get_variant()), (7, uuid::Variant::RFC4122));
        assert!(id.to_string().starts_with("00000526-5c00-7"), "{id}");
    }

    #[test]
    fn every_part_counts_and_the_seams_too() {
        let base = record_id("seed", day("2026-01-01"), &["ab", "c"]);
        assert_ne!(base, record_id("seed", day("2026-01-01"), &["a", "bc"]));
        assert_ne!(base, record_id("marker", day("2026-01-01"), &["ab", "c"]));
        assert_ne!(base, record_id("seed", day("2026-01-02"), &["ab", "c"]));
    }
}
