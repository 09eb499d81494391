//! A signed checkpoint: the log had this entry with this hash. Kept elsewhere, it shows what the log itself can not: that
//! it was rewritten consistently, or that its end was cut off.

use serde::{Deserialize, Serialize};

use super::canonical::NotCanonical;
use super::chain::Digest;
use super::signature::{PublicKey, SecretKey, Signature, unhex};
use super::time::Instant;

/// Version of the document. Format 1 claimed nothing of the log of people; it goes on being read.
pub const FORMAT: i64 = 2;
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
    /// The same of the log of people; not in format 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people_seq: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people_hash: Option<String>,
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

    /// Number and hash of the last line of the log of people. A hash that cannot be read is none that a line has.
    pub fn people(&self) -> Option<(i64, Option<Digest>)> {
        let hash = self.people_hash.as_deref().and_then(unhex);
        Some((self.people_seq?, hash.and_then(|bytes| Digest::from_slice(&bytes))))
    }

    /// Whether it claims what its format claims, no less.
    fn is_whole(&self) -> bool {
        let claimed = self.people_seq.is_some() && self.people_hash.is_some();
        let absent = self.people_seq.is_none() && self.people_hash.is_none();
        matches!((self.format, claimed, absent), (1, _, true) | (FORMAT, true, _))
    }
}

/// Where a log stands: number and hash of its last entry.
pub type Standing = (i64, Digest);

/// Where all three stand.
#[derive(Debug, Clone, Copy)]
pub struct Standings {
    pub changes: Standing,
    pub reads: Standing,
    pub people: Standing,
}

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
    pub fn sign(epoch: &str, standings: Standings, at: Instant, key: &SecretKey) -> Result<Self, NotCanonical> {
        let Standings { changes, reads, people } = standings;
        let checkpoint = Claim {
            format: FORMAT,
            epoch: epoch.to_owned(),
            seq: changes.0,
            hash: changes.1.to_string(),
            reads_seq: reads.0,
            reads_hash: reads.1.to_string(),
            people_seq: Some(people.0),
            people_hash: Some(people.1.to_string()),
            at,
            key: key.public().id(),
        };
        Ok(Self { signature: key.sign(PURPOSE, &checkpoint)?, checkpoint })
    }

    /// Whether the key signed it, and is the key that it names.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let claim = &self.checkpoint;
        claim.is_whole() && claim.key == key.id() && key.verifies(PURPOSE, claim, &self.signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Instant = Instant::from_millis(1_764_000_000_000);

    fn signed(key: &SecretKey) -> Checkpoint {
        let (changes, reads, people) = ((9, Digest::of(&[b"x"])), (4, Digest::of(&[b"y"])), (2, Digest::of(&[b"z"])));
        Checkpoint::sign("log", Standings { changes, reads, people }, AT, key).unwrap()
    }

    #[test]
    fn a_checkpoint_of_the_first_format_still_verifies() {
        // As version 0.1 signed it before there were three logs in it.
        let text = concat!(
            r#"{"checkpoint":{"format":1,"epoch":"log","seq":9,"#,
            r#""hash":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","#,
            r#""reads_seq":4,"reads_hash":"a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa","#,
            r#""at":"2025-11-24T16:00:00.000Z","key":"b62e867fa2f33afe"},"#,
            r#""signature":"28e37ca15368e09d7466953a0a1202b1ff560086016ddb11423724c0b22a6911cfa0fdeb6c60515ac131bf537b41e0ae6674a561d391c5d1612ece95f0f99105"}"#,
        );
        let old: Checkpoint = serde_json::from_str(text).unwrap();
        assert!(old.is_signed_by(&SecretKey::from_seed(&[3; 32]).public()));
        assert_eq!((old.checkpoint.format, old.checkpoint.people()), (1, None));
        assert_eq!(serde_json::to_string(&old).unwrap(), text, "and is written as it was");
        let mut more = old.clone();
        (more.checkpoint.people_seq, more.checkpoint.people_hash) = (Some(2), Some(Digest::ZERO.to_string()));
        assert!(!more.is_signed_by(&SecretKey::from_seed(&[3; 32]).public()));
    }

    #[test]
    fn whatever_of_it_is_changed_it_is_no_longer_signed() {
        let key = SecretKey::from_seed(&[3; 32]);
        let signed = signed(&key);
        let text = serde_json::to_string(&signed).unwrap();
        assert!(serde_json::from_str::<Checkpoint>(&text).unwrap().is_signed_by(&key.public()));
        let change = |with: fn(&mut Claim)| {
            let mut other = signed.clone();
            with(&mut other.checkpoint);
            other.is_signed_by(&key.public())
        };
        let changes: [fn(&mut Claim); 12] = [
            |claim| claim.people_seq = Some(1),
            |claim| claim.people_seq = None,
            |claim| claim.people_hash = Some(Digest::ZERO.to_string()),
            |claim| (claim.format, claim.people_seq, claim.people_hash) = (1, None, None),
            |claim| claim.reads_seq = 3,
            |claim| claim.reads_hash = Digest::ZERO.to_string(),
            |claim| claim.format = 1,
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
