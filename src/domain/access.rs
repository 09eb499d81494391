//! Who may see a record and who acts.
//!
//! Every record belongs to one [`AccessClass`]. A [`Viewer`] either sees a whole class or none of it, so the atlas
//! decides once per class and request, never per record. Until accounts exist the program uses [`Viewer::all`] and
//! one fixed [`Actor`]; the rules are here from the start so that nothing has to be added below later.

use serde::{Deserialize, Serialize};

use super::number::LineKey;

/// How widely a record may be shown. State secrets do not belong in this system at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    Public,
    Internal,
    Restricted,
}

impl Label {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Restricted => "restricted",
        }
    }
}

/// How far a record has come on its way from its maker to the unit's superiors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    Draft,
    Submitted,
    Approved,
    Returned,
}

impl ReviewState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Returned => "returned",
        }
    }
}

/// What decides who may see a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccessClass {
    pub label: Label,
    pub review: ReviewState,
    pub unit: Option<String>,
    pub line: Option<LineKey>,
}

/// Someone who reads. Made at the edge, passed to every query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    highest: Label,
    unreviewed: bool,
}

impl Viewer {
    /// Sees everything: the one viewer there is until accounts exist.
    pub const fn all() -> Self {
        Self { highest: Label::Restricted, unreviewed: true }
    }

    /// Sees what is public and approved.
    pub const fn public() -> Self {
        Self { highest: Label::Public, unreviewed: false }
    }

    pub fn sees(&self, class: &AccessClass) -> bool {
        class.label <= self.highest && (self.unreviewed || class.review == ReviewState::Approved)
    }
}

/// Someone who writes. The name goes into the chain with every change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    name: String,
}

impl Actor {
    /// The fixed actor that stands for every field record until accounts exist.
    pub fn field_post() -> Self {
        Self { name: "field".to_owned() }
    }

    /// The program itself, when it loads reference data and seed records.
    pub fn loader() -> Self {
        Self { name: "loader".to_owned() }
    }

    /// Whoever runs a command at the console of the server.
    pub fn operator() -> Self {
        Self { name: "operator".to_owned() }
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(label: Label, review: ReviewState) -> AccessClass {
        AccessClass { label, review, unit: None, line: None }
    }

    #[test]
    fn the_public_sees_only_what_is_public_and_approved() {
        let public = Viewer::public();
        assert!(public.sees(&class(Label::Public, ReviewState::Approved)));
        assert!(!public.sees(&class(Label::Public, ReviewState::Submitted)));
        assert!(!public.sees(&class(Label::Internal, ReviewState::Approved)));
        assert!(Viewer::all().sees(&class(Label::Restricted, ReviewState::Draft)));
    }
}
