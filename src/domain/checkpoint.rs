//! A signed checkpoint: the log had this entry with this hash. Kept elsewhere, it shows what the log itself can not: that
//! it was rewritten consistently, or that its end was cut off.

use serde::{Deserialize, Serialize};

use super::canonical::NotCanonical;
use super::chain::Digest;
use super::signature::{PublicKey, SecretKey, Signature, unhex};
use super::time::Instant;

/// Version of the document.
pub const FORMAT: i64 = 1;
const PURPOSE: &str = "mocgioi checkpoint";

/// What is claimed of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    pub format: i64,
    /// Name of the log.
    pub epoch: String,
    /// Number and hash of its last entry.
    pub seq: i64,
    pub hash: String,
    /// The same of the log of restricted reads.
    pub reads_seq: i64,
    pub reads_hash: String,
    pub at: Instant,
    /// Id of the key that signs.
    pub key: String,
}

impl Claim {
    pub fn digest(&self) -> Option<Digest> {
        Digest::from_slice(&unhex(&self.hash)?)
    }

    pub fn reads_digest(&self) -> Option<Digest> {
        Digest::from_slice(&unhex(&self.reads_hash)?)
    }
}

/// Where a log stands: number and hash of its last entry.
pub type Standing = (i64, Digest);

/// A claim with its signature, as it lies in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    pub checkpoint: Claim,
    pub signature: Signature,
}

impl Checkpoint {
    /// # Errors
    /// [`NotCanonical`] never happens for these fields; it is passed on rather than hidden.
    pub fn sign(
        epoch: &str,
        (seq, hash): Standing,
        (reads_seq, reads_hash): Standing,
        at: Instant,
        key: &SecretKey,
    ) -> Result<Self, NotCanonical> {
        let (hash, reads_hash, key_id) = (hash.to_string(), reads_hash.to_string(), key.public().id());
        let epoch = epoch.to_owned();
        let checkpoint = Claim { format: FORMAT, epoch, seq, hash, reads_seq, reads_hash, at, key: key_id };
        Ok(Self { signature: key.sign(PURPOSE, &checkpoint)?, checkpoint })
    }

    /// Whether the key signed it, and is the key that it names.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let claim = &self.checkpoint;
        claim.format == FORMAT && claim.key == key.id() && key.verifies(PURPOSE, claim, &self.signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_of_it_is_changed_it_is_no_longer_signed() {
        let key = SecretKey::from_seed(&[3; 32]);
        let at = Instant::from_millis(1_764_000_000_000);
        let signed = Checkpoint::sign("log", (9, Digest::of(&[b"x"])), (4, Digest::of(&[b"y"])), at, &key).unwrap();
        let text = serde_json::to_string(&signed).unwrap();
        assert!(serde_json::from_str::<Checkpoint>(&text).unwrap().is_signed_by(&key.public()));
        let change = |with: fn(&mut Claim)| {
            let mut other = signed.clone();
            with(&mut other.checkpoint);
            other.is_signed_by(&key.public())
        };
        let changes: [fn(&mut Claim); 8] = [
            |claim| claim.reads_seq = 3,
            |claim| claim.reads_hash = Digest::ZERO.to_string(),
            |claim| claim.format = 2,
            |claim| claim.epoch.push('x'),
            |claim| claim.seq = 8,
            |claim| claim.hash = Digest::ZERO.to_string(),
            |claim| claim.at = claim.at.plus_millis(1),
            |claim| claim.key.push('0'),
        ];
        assert!(!changes.into_iter().any(change));
        assert!(!signed.is_signed_by(&SecretKey::from_seed(&[4; 32]).public()));
    }
}
