//! Secrets: words that must not be printed, compared without telling how much of a guess was right.

use std::fmt;

use serde::{Deserialize, Deserializer};
use subtle::ConstantTimeEq as _;

/// A password, a token or a key in text. It has no words for a log, a page or a JSON document: whoever needs it says so
/// with [`Secret::expose`].
///
/// ```
/// use mocgioi::domain::secret::Secret;
/// let secret = Secret::new("hunter2");
/// assert_eq!(format!("{secret:?}"), "Secret(…)");
/// assert!(secret.is("hunter2") && !secret.is("hunter3"));
/// ```
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that hashes, sends or shows it once.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether a guess is right, in a time that depends on lengths alone.
    pub fn is(&self, guess: impl AsRef<[u8]>) -> bool {
        same(self.0.as_bytes(), guess.as_ref())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// Two secrets are equal in constant time, too.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.0)
    }
}

impl Eq for Secret {}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}

/// Whether two byte strings (digests, tags) are equal, in a time that depends on their lengths alone.
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        #[derive(Debug)]
        struct Holder {
            #[expect(dead_code, reason = "it is there to be printed")]
            token: Option<Secret>,
        }
        let holder = Holder { token: Some(Secret::new("mật khẩu")) };
        for printed in [format!("{holder:?}"), format!("{holder:#?}")] {
            assert!(printed.contains("Secret(…)") && !printed.contains("mật"), "{printed}");
        }
    }

    #[test]
    fn comparing_tells_equal_from_different() {
        assert!(same(b"", b"") && same(b"abc", b"abc"));
        assert!(!same(b"abc", b"abd") && !same(b"abc", b"ab") && !same(b"", b"a"));
        assert!(Secret::new("a") == Secret::new("a") && Secret::new("a") != Secret::new("b"));
    }
}
