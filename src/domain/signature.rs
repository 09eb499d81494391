//! Ed25519 signatures over canonical bytes, each under the name of what it is for: a signature on one kind of document is
//! none on another.

use ed25519_dalek::{Signature as Ed25519, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Deserializer, Serialize};

use super::canonical::{self, NotCanonical};
use super::chain::Digest;

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads what [`hex`] writes, and nothing else: upper case would be another spelling of the same bytes.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    rest.is_empty().then(|| bytes.collect())?
}

/// Bytes of a fixed number, as hexadecimal digits.
pub fn unhex_array<const N: usize>(text: &str) -> Option<[u8; N]> {
    unhex(text)?.try_into().ok()
}

/// A key that signatures are checked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// `None` for what is no point of the curve, or a point that verifies anything.
    pub fn from_hex(text: &str) -> Option<Self> {
        let key = VerifyingKey::from_bytes(&unhex_array(text)?).ok()?;
        (!key.is_weak()).then_some(Self(key))
    }

    pub fn hex(&self) -> String {
        hex(self.0.as_bytes())
    }

    /// Short name of the key: the first 8 bytes of its SHA-256.
    pub fn id(&self) -> String {
        let mut id = Digest::of(&[self.0.as_bytes()]).to_string();
        id.truncate(16);
        id
    }

    /// Whether this key signed this value for this purpose.
    pub fn verifies(&self, purpose: &str, value: &impl Serialize, signature: &Signature) -> bool {
        let Ok(bytes) = message(purpose, value) else { return false };
        // Strict: one signature has one form.
        self.0.verify_strict(&bytes, &Ed25519::from_bytes(&signature.0)).is_ok()
    }
}

/// A key that signs. Wiped from memory when dropped.
pub struct SecretKey(SigningKey);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SecretKey({})", self.public().id())
    }
}

impl SecretKey {
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// # Errors
    /// [`NotCanonical`] when the value has no canonical bytes.
    pub fn sign(&self, purpose: &str, value: &impl Serialize) -> Result<Signature, NotCanonical> {
        Ok(Signature(self.0.sign(&message(purpose, value)?).to_bytes()))
    }
}

#[derive(Serialize)]
struct Message<'a, T> {
    purpose: &'a str,
    value: &'a T,
}

fn message(purpose: &str, value: &impl Serialize) -> Result<Vec<u8>, NotCanonical> {
    canonical::bytes(&Message { purpose, value })
}

/// A signature, written as 128 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl Signature {
    pub fn from_hex(text: &str) -> Option<Self> {
        unhex_array(text).map(Self)
    }

    pub fn hex(&self) -> String {
        hex(&self.0)
    }
}

impl Serialize for Signature {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.hex())
    }
}

impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::from_hex(&text).ok_or_else(|| serde::de::Error::custom("not a signature of 128 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_one_key_one_purpose_and_one_value() {
        let (key, other) = (SecretKey::from_seed(&[7; 32]), SecretKey::from_seed(&[8; 32]));
        let signature = key.sign("checkpoint", &(5_i64, "a")).unwrap();
        let public = PublicKey::from_hex(&key.public().hex()).unwrap();
        assert!(public.verifies("checkpoint", &(5_i64, "a"), &signature));
        assert!(!public.verifies("checkpoint", &(6_i64, "a"), &signature));
        assert!(!public.verifies("bundle", &(5_i64, "a"), &signature));
        assert!(!other.public().verifies("checkpoint", &(5_i64, "a"), &signature));
        let mut bytes = signature.0;
        bytes[0] ^= 1;
        assert!(!public.verifies("checkpoint", &(5_i64, "a"), &Signature(bytes)));
    }

    #[test]
    fn hexadecimal_digits_have_one_spelling() {
        assert_eq!(unhex("00ff1a"), Some(vec![0, 255, 26]));
        assert_eq!(hex(&[0, 255, 26]), "00ff1a");
        for bad in ["0", "0F", "zz", "00 1"] {
            assert_eq!(unhex(bad), None, "{bad}");
        }
        assert_eq!(PublicKey::from_hex(&"00".repeat(32)), None, "a key that would verify anything");
    }
}
