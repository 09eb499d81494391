//! What a device is told about its queue: the same whichever way the queue came.

use serde_json::{Map, Value, json};

use super::by_hand::Known;
use crate::actions::store_record::NotRecorded;
use crate::domain::attachment::Attachment;
use crate::domain::fault::{Code, Fault};
use crate::domain::location::Referent;
use crate::domain::messages::Lang;
use crate::domain::receipt::{Outcome, Receipt};
use crate::domain::time::Instant;

/// Receipts, in the order of the records.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipts {
    /// Of the log that the numbers are of.
    pub epoch: String,
    pub received_at: Instant,
    pub skew_ms: Option<i64>,
    pub taken: Vec<Taken>,
}

/// What became of one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// As it was sent; null where it was no text.
    pub id: Value,
    pub said: Said,
    /// The files that it names; of what is refused none.
    pub files: Vec<Attachment>,
    pub known: Option<Known>,
}

/// What is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Accepted {
        seq: i64,
    },
    /// Stored; it counts when what it waits for has come.
    Held {
        seq: i64,
    },
    Duplicate {
        seq: i64,
    },
    /// Whose record it contends with is not for everybody to know, not even by its number.
    Conflict,
    Refused(Vec<Fault>),
}

impl Said {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Held { .. } => "held",
            Self::Duplicate { .. } => "duplicate",
            Self::Conflict => "conflict",
            Self::Refused(_) => "refused",
        }
    }

    pub const fn seq(&self) -> Option<i64> {
        match self {
            Self::Accepted { seq } | Self::Held { seq } | Self::Duplicate { seq } => Some(*seq),
            Self::Conflict | Self::Refused(_) => None,
        }
    }
}

impl Taken {
    pub const fn refused(id: Value, faults: Vec<Fault>) -> Self {
        Self { id, said: Said::Refused(faults), files: Vec::new(), known: None }
    }

    /// # Errors
    /// When the store could not be written: then nothing is said of this record.
    pub(super) fn of(
        id: Value,
        answer: Result<Receipt, NotRecorded>,
        held: bool,
        files: Vec<Attachment>,
        known: Option<Known>,
    ) -> Result<Self, NotRecorded> {
        let said = match answer {
            Ok(receipt) => match receipt.outcome {
                Outcome::Accepted { seq } if held => Said::Held { seq },
                Outcome::Accepted { seq } => Said::Accepted { seq },
                Outcome::Duplicate { seq } => Said::Duplicate { seq },
                Outcome::Contended { .. } => Said::Conflict,
                Outcome::Erased { .. } => Said::Refused(vec![Fault::new("/id", Code::Erased)]),
                Outcome::KeyTaken => Said::Refused(vec![Fault::new("/id", Code::KeyTaken)]),
            },
            Err(error) => Said::Refused(vec![fault(error)?]),
        };
        let files = if matches!(said, Said::Refused(_)) { Vec::new() } else { files };
        Ok(Self { id, said, files, known })
    }

    fn json(&self, index: usize, lang: Lang) -> Value {
        let mut receipt = Map::new();
        receipt.insert("index".into(), json!(index));
        receipt.insert("id".into(), self.id.clone());
        receipt.insert("outcome".into(), self.said.as_str().into());
        match &self.said {
            Said::Refused(faults) => {
                let errors: Vec<Value> = faults.iter().map(|fault| fault_json(fault, lang)).collect();
                receipt.insert("errors".into(), errors.into());
            }
            said => {
                receipt.insert("seq".into(), json!(said.seq()));
            }
        }
        receipt.into()
    }
}

pub(super) fn fault_json(fault: &Fault, lang: Lang) -> Value {
    json!({ "pointer": fault.pointer, "code": fault.stable_code(), "detail": fault.detail(lang) })
}

fn fault(error: NotRecorded) -> Result<Fault, NotRecorded> {
    Ok(match error {
        NotRecorded::UnknownReferent(referent) => match referent {
            Referent::Segment(key) => Fault::new("/segment", Code::UnknownSegment).with(key.to_string()),
            Referent::NearMarker(key) => Fault::new("/near_marker", Code::UnknownMarker).with(key.to_string()),
            Referent::Marker(key) | Referent::Along { marker: key, .. } => {
                Fault::new("/marker", Code::UnknownMarker).with(key.to_string())
            }
            Referent::Area(name) => Fault::new("/area", Code::UnknownItem).with(name),
        },
        NotRecorded::Secret(found) => Fault::new(format!("/{}", found.field), Code::SecrecyMark).with(found.mark),
        NotRecorded::NotStorable(error) => {
            tracing::error!(%error, "the database does not hold such a record");
            Fault::new("", Code::NotStorable)
        }
        NotRecorded::Unavailable(_) | NotRecorded::Full(_) => return Err(error),
    })
}

impl Receipts {
    pub fn json(&self, lang: Lang) -> Value {
        let receipts: Vec<Value> = self.taken.iter().enumerate().map(|(n, taken)| taken.json(n, lang)).collect();
        json!({
            "epoch": self.epoch,
            "received_at": self.received_at,
            "clock_skew_ms": self.skew_ms,
            "receipts": receipts,
        })
    }
}
