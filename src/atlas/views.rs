//! What viewers see of a picture, worked out once for each set of rights and kept as long as the picture is.
//!
//! A class for every marker makes some thousand classes, and going through them would cost a small read more than all
//! the rest of it. Readers take no lock: the table is replaced whole by who adds to it.

use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::ArcSwap;

use super::visible::Visible;
use crate::domain::access::{AccessClass, Viewer};

/// Most that are kept; one more, and they begin anew.
const MOST: usize = 256;

type Table = HashMap<Viewer, View>;

/// What one viewer sees.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) visible: Visible,
    /// The classes that this was decided for.
    classes: Arc<Vec<AccessClass>>,
}

#[derive(Debug, Default)]
pub(super) struct Views {
    now: ArcSwap<Table>,
    /// Those of the picture before: where no class came since, they still hold but for their tags.
    before: Arc<Table>,
}

/// A picture that is about to be changed.
impl Clone for Views {
    fn clone(&self) -> Self {
        Self { now: ArcSwap::default(), before: self.now.load_full() }
    }
}

impl Views {
    /// What a viewer sees; `decide` works it out from nothing, `renew` from what he saw of the picture before.
    pub(super) fn of(
        &self,
        viewer: &Viewer,
        classes: &Arc<Vec<AccessClass>>,
        decide: impl FnOnce() -> Visible,
        renew: impl FnOnce(&Visible) -> Visible,
    ) -> Visible {
        if let Some(held) = self.now.load().get(viewer) {
            return held.visible.clone();
        }
        let former = self.before.get(viewer).filter(|held| Arc::ptr_eq(&held.classes, classes));
        let visible = former.map_or_else(decide, |held| renew(&held.visible));
        let view = View { visible: visible.clone(), classes: Arc::clone(classes) };
        self.now.rcu(|table| {
            let mut next = if table.len() < MOST { Table::clone(table) } else { Table::new() };
            next.insert(viewer.clone(), view.clone());
            next
        });
        visible
    }
}
