//! Reports: worked out from the log up to a cut-off, written into, issued.
//!
//! | module | what it does |
//! |---|---|
//! | [`make`] | the content of a report, for one viewer |
//! | [`as_of`] | pictures of the log as it stood, a few kept |
//! | [`beside`] | answers and acknowledgements, as of a number of the log |
//! | `kept` | the last reports that were worked out |
//! | [`said`] | narratives and issued reports, as somebody may see them |
//! | `stands` | tasks and works by how they stand |
//! | [`mod@write`] | somebody writes into a section; a report is issued |
//! | [`document`] | the report as an official document |

pub mod as_of;
pub mod beside;
pub mod document;
mod earlier;
mod kept;
pub mod make;
pub mod said;
mod stands;
pub mod write;

use std::sync::Arc;

use super::Context;
use crate::atlas::{LayerId, Snapshot};
use crate::domain::access::{Label, Viewer};
use crate::domain::people::Directory;
use crate::domain::report::cut_off::CutOff;
use crate::domain::report::window::Window;
use crate::store::{Store, StoreError};

/// What reports are worked out from.
#[derive(Clone)]
pub struct Ground {
    pub store: Store,
    /// The picture of the whole log.
    pub live: Arc<Snapshot>,
    pub directory: Arc<Directory>,
}

impl Ground {
    pub fn of(context: &Context) -> Self {
        Self { store: context.store.clone(), live: context.atlas.snapshot(), directory: context.people.directory() }
    }

    /// Whether there is such a unit: in the tree, or, on a server that has none, named by a record that the viewer sees.
    pub fn has_unit(&self, viewer: &Viewer, unit: &str) -> bool {
        let named = || self.live.names_unit(&LayerId::ALL, unit, &self.live.visible(viewer));
        self.directory.units.get(unit).is_some() || named()
    }
}

/// Which report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub kind: String,
    pub window: Window,
    pub unit: Option<String>,
    /// Records up to this label are counted.
    pub level: Label,
    /// As it stands now where none is given.
    pub cut_off: Option<CutOff>,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum NotMade {
    /// The log has not come that far.
    #[error("the log ends before {0}")]
    Ahead(i64),
    /// Another old picture is being made.
    #[error("another report of an earlier cut-off is being made")]
    Busy,
    #[error("không có đơn vị \"{0}\" · there is no unit \"{0}\"")]
    UnknownUnit(String),
    #[error(transparent)]
    Unread(#[from] StoreError),
}
