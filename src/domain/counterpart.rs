//! What the other side saw of the same thing, kept apart from what we saw; and where the two agree.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::inspection::{Condition, Inspection};

/// The other side's observation of what one of our inspections is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counterpart {
    pub inspection: Uuid,
    /// The other side, as named.
    pub other: String,
    pub condition: Condition,
    pub notes: Option<String>,
    pub our_signatories: Vec<String>,
    pub their_signatories: Vec<String>,
    /// Number of the minutes that both signed.
    pub minutes: Option<String>,
}

/// How far a two-sided record has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    Unilateral,
    Bilateral,
    Minuted,
}

/// What both say alike, what they dispute, and what one of them has not said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    pub sides: Sides,
    pub agreed: Vec<&'static str>,
    pub disputed: Vec<&'static str>,
    pub missing: Vec<&'static str>,
}

/// Sets our inspection beside what the other side said.
pub fn compare(ours: &Inspection, theirs: Option<&Counterpart>) -> Compared {
    let mut compared =
        Compared { sides: Sides::Unilateral, agreed: Vec::new(), disputed: Vec::new(), missing: Vec::new() };
    let Some(theirs) = theirs else {
        compared.missing = vec!["condition", "notes", "our_signatories", "their_signatories", "minutes"];
        return compared;
    };
    compared.sides = if theirs.minutes.is_some() { Sides::Minuted } else { Sides::Bilateral };
    let told = |condition: Condition| condition != Condition::Unknown;
    match (told(ours.condition), told(theirs.condition)) {
        (true, true) if ours.condition == theirs.condition => compared.agreed.push("condition"),
        (true, true) => compared.disputed.push("condition"),
        _ => compared.missing.push("condition"),
    }
    // Words are for people to compare: they agree only where they are the same.
    match (&ours.notes, &theirs.notes) {
        (Some(our), Some(their)) if our == their => compared.agreed.push("notes"),
        (Some(_), Some(_)) => compared.disputed.push("notes"),
        _ => compared.missing.push("notes"),
    }
    for (name, is_missing) in [
        ("our_signatories", theirs.our_signatories.is_empty()),
        ("their_signatories", theirs.their_signatories.is_empty()),
        ("minutes", theirs.minutes.is_none()),
    ] {
        if is_missing { compared.missing.push(name) } else { compared.agreed.push(name) }
    }
    compared
}
