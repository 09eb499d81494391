//! Two different things: to urge and to assign.
//!
//! A department urges (đôn đốc): it reminds an agency of what is due, and orders nothing. Only who stands above a unit assigns
//! to it (giao).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An agency is reminded of a task, of works, or of a reporting duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Urging {
    /// The task, works or duty.
    pub target: Uuid,
    /// Of works: which milestone, counted from 1.
    pub milestone: Option<u32>,
    /// Of a duty: the report of which period (`2026-11`, `2026-Q4`, `2026-H1`, `2026`).
    pub period: Option<String>,
    /// The agency, as named, or the key of a unit.
    pub to: String,
    /// Of the letter.
    pub number: Option<String>,
    pub text: Option<String>,
    /// Until when an answer is asked for, in words.
    pub deadline: Option<String>,
}

/// A unit gets a task from one above it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The task or works.
    pub target: Uuid,
    /// Key of the unit that leads.
    pub to: String,
    /// Who supports, as named.
    pub support: Vec<String>,
    /// In words, read as those of documents.
    pub deadline: Option<String>,
    /// Document and clause, or order, that it rests on.
    pub basis: String,
    pub text: Option<String>,
    /// Key of the unit that assigns.
    pub by: Option<String>,
}
