//! What a maker sends, before it is a record: read whole, all faults at once.
//!
//! | module | what is sent |
//! |---|---|
//! | [`head`] | what every submission may say of itself |
//! | [`place`] | where it was, in coordinates or by markers |
//! | [`inspection`], [`hazard`], [`patrol`] | what was seen and done |
//! | [`statement`] | what is said about another record |
//! | [`unread`] | what a newer program sends, kept as it came |

pub mod hazard;
pub mod head;
pub mod inspection;
pub mod patrol;
pub mod place;
pub mod statement;
pub mod unread;

use serde_json::Value;

use super::fault::{Code, Fault};
use super::record::Record;
use head::Received;

pub(super) const LONGEST_NOTE: usize = 10_000;
pub(super) const LONGEST_NAME: usize = 200;

/// What can be sent to `sync/push`, by the word in `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Inspection,
    Hazard,
    Patrol,
    Review,
    Tombstone,
    Relabel,
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::Inspection, Self::Hazard, Self::Patrol, Self::Review, Self::Tombstone, Self::Relabel];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inspection => "inspection",
            Self::Hazard => "hazard",
            Self::Patrol => "patrol",
            Self::Review => "review",
            Self::Tombstone => "tombstone",
            Self::Relabel => "relabel",
        }
    }

    /// The newest version of its form that this program reads.
    pub const fn newest_form(self) -> i64 {
        1
    }
}

/// Reads one submission of any kind. What a newer program made is kept unread: a form of a later version, or a kind that
/// this one does not know.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, received: Received) -> Result<Record, Vec<Fault>> {
    let Some(object) = value.as_object() else { return Err(vec![Fault::new("", Code::NotObject)]) };
    let Some(word) = object.get("type").and_then(Value::as_str) else {
        let words: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        return Err(vec![Fault::new("/type", Code::NotOneOf).with(words.join(", "))]);
    };
    let form = object.get("form").and_then(Value::as_i64).unwrap_or(1);
    let known = Kind::ALL.into_iter().find(|kind| kind.as_str() == word && form <= kind.newest_form());
    match known {
        Some(Kind::Inspection) => inspection::read(value, None, received),
        Some(Kind::Hazard) => hazard::read(value, received),
        Some(Kind::Patrol) => patrol::read(value, received),
        Some(Kind::Review) => statement::review(value, None, received),
        Some(Kind::Tombstone) => statement::tombstone(value, None, received),
        Some(Kind::Relabel) => statement::relabel(value, None, received),
        None => unread::read(value, word, form, received),
    }
}
