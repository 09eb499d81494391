//! Who may see a record and who acts.
//!
//! Every record belongs to one [`AccessClass`]. A [`Viewer`] either sees a whole class or none of it, so the atlas
//! decides once per class and request, never per record. What nobody was given, nobody has: every rule here begins
//! with no.
//!
//! | module | what it holds |
//! |---|---|
//! | [`role`] | roles, and the one table of what each may do |
//! | [`stretch`] | the part of a line that a person is responsible for |
//! | [`viewer`] | what somebody sees |

pub mod role;
pub mod stretch;
pub mod viewer;

use serde::{Deserialize, Serialize};

pub use role::{Permission, Permissions, Role};
pub use stretch::Stretch;
pub use viewer::{Grant, Units, Viewer};

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
    pub const ALL: [Self; 3] = [Self::Public, Self::Internal, Self::Restricted];

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
    pub const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Approved, Self::Returned];

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
    /// The unit that wrote it, where an account vouches for that; a unit that a maker merely claims counts for nothing.
    pub unit: Option<String>,
    pub line: Option<LineKey>,
    /// Where on its line, for records that not everybody sees.
    pub stretch: Option<Stretch>,
}

/// Someone who writes. The name goes into the chain with every change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    name: String,
}

/// What stands before the name of an account in the chain.
const ACCOUNT: &str = "account:";

impl Actor {
    /// Whoever writes into a server that runs without accounts.
    pub fn field_post() -> Self {
        Self { name: "field".to_owned() }
    }

    /// A person or device that has proved who it is.
    pub fn account(name: &str) -> Self {
        Self { name: format!("{ACCOUNT}{name}") }
    }

    /// The program itself, when it loads reference data and seed records.
    pub fn loader() -> Self {
        Self { name: "loader".to_owned() }
    }

    /// Whoever runs a command at the console of the server.
    pub fn operator() -> Self {
        Self { name: "operator".to_owned() }
    }

    /// The program itself, in what it does with nobody asking.
    pub fn program() -> Self {
        Self { name: "program".to_owned() }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether this is the program itself or its console, whose records nobody else takes the place of.
    pub fn is_of_the_house(name: &str) -> bool {
        name == Self::loader().name || name == Self::operator().name
    }

    /// Name of the account or device behind a name in the chain.
    pub fn account_of(name: &str) -> Option<&str> {
        name.strip_prefix(ACCOUNT)
    }

    /// Whether what somebody of this name wrote says its unit truly: only accounts are checked for it.
    pub fn vouches_for_unit(name: &str) -> bool {
        name.starts_with(ACCOUNT)
    }
}
