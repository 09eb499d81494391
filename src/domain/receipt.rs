//! What a maker is told about a submission: a receipt says "durably stored", not "won".

use uuid::Uuid;

/// What became of a submission. What it says is stored, is durably stored when it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// New, stored under this number.
    Accepted { seq: i64 },
    /// The same content was stored before, under this number.
    Duplicate { seq: i64 },
    /// Another content has this id, under this number; this one is kept beside it.
    Contended { seq: i64 },
    /// The record with this id was lawfully erased, under this number; this one is not kept.
    Erased { seq: i64 },
    /// Another record has this key ("VN-LA:144").
    KeyTaken,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub id: Uuid,
    pub epoch: String,
    pub outcome: Outcome,
    /// Number that the log ended with when it was stored, what came beside it included.
    pub upto: i64,
}
