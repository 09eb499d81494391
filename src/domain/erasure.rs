//! Lawful erasure: what is taken away, what stays, and what the entry in the chain stands for.
//!
//! Taken away is all that may tell of a person: place, content, times of the event, device, person, what it corrects,
//! the salt and the content digest (which has no salt, so that it could be guessed). What stays says that there was a
//! record, of what kind, and whose: the chain goes on holding, and access rights go on applying. The entry's digest
//! covers the reason and what stays, under a salt of its own.

use serde::Serialize;
use uuid::Uuid;

use super::canonical::{self, NotCanonical};
use super::chain::Digest;

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 2_000;

/// What is left of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remains {
    pub table: &'static str,
    pub id: Uuid,
    #[serde(rename = "type")]
    pub kind: String,
    pub form: i64,
    pub rev: i64,
    pub key: Option<String>,
    pub received_at: i64,
    pub unit: Option<String>,
    pub label: String,
    pub review: String,
    pub line: Option<String>,
    pub import_id: Option<Uuid>,
    pub block: Option<i64>,
    /// The digest of what was erased, where the row keeps it: of a row of an import, and of a contender.
    pub payload: Option<String>,
}

#[derive(Serialize)]
struct Erasure<'a> {
    reason: &'a str,
    remains: &'a [Remains],
}

/// The payload digest of an entry that erased these rows.
///
/// # Errors
/// [`NotCanonical`] never happens for these fields; it is passed on rather than hidden.
pub fn erasure_digest(salt: &[u8; 16], reason: &str, remains: &[Remains]) -> Result<Digest, NotCanonical> {
    Ok(Digest::of(&[salt, &canonical::bytes(&Erasure { reason, remains })?]))
}

/// The reason without blanks around it; `None` where there is none, or one too long.
pub fn reason(text: &str) -> Option<&str> {
    let text = text.trim();
    let is_sound = !text.is_empty() && text.chars().count() <= LONGEST_REASON && !text.contains('\0');
    is_sound.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_more_than_blanks() {
        assert_eq!(reason("  theo yêu cầu của người dân "), Some("theo yêu cầu của người dân"));
        for bad in ["", "  \n", "a\0b", &"x".repeat(LONGEST_REASON + 1)] {
            assert_eq!(reason(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn the_digest_depends_on_salt_reason_and_every_field_that_stays() {
        let remains = Remains {
            table: "record",
            id: Uuid::nil(),
            kind: "inspection".to_owned(),
            form: 1,
            rev: 1,
            key: None,
            received_at: 5,
            unit: None,
            label: "internal".to_owned(),
            review: "submitted".to_owned(),
            line: None,
            import_id: None,
            block: None,
            payload: None,
        };
        let digest = |salt: u8, reason: &str, remains: &Remains| {
            erasure_digest(&[salt; 16], reason, std::slice::from_ref(remains)).unwrap()
        };
        let first = digest(1, "a", &remains);
        assert_eq!(first, digest(1, "a", &remains));
        let public = Remains { label: "public".to_owned(), ..remains.clone() };
        let later = Remains { received_at: 6, ..remains.clone() };
        for other in
            [digest(2, "a", &remains), digest(1, "b", &remains), digest(1, "a", &public), digest(1, "a", &later)]
        {
            assert_ne!(first, other);
        }
    }
}
