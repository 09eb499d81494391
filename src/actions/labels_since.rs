//! Labels that were made stricter after a number of the log: whoever looks at the log as it stood is shown nothing that he may not
//! read today.
//!
//! Cost: linear in the log after the number; afterwards in what came since it was asked last.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::atlas::Labels;
use crate::domain::access::Label;
use crate::domain::verdict::Case;
use crate::store::{Store, StoreError};

/// Changes taken from the log at a time.
const PAGE: i64 = 2_000;

/// What is known of a number of the log.
#[derive(Debug, Clone)]
pub struct LabelsSince {
    upto: i64,
    /// The last entry that was looked at.
    checked: i64,
    /// Records of then that have a stricter label now, and which.
    pub stricter: Labels,
}

impl LabelsSince {
    pub const fn of(upto: i64) -> Self {
        Self { upto, checked: upto, stricter: Labels::new() }
    }

    /// Looks at what the log has by now.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn look(&mut self, store: &Store) -> Result<(), StoreError> {
        loop {
            let page = store.changes_after(self.checked, PAGE).await?;
            let Some(last) = page.last().map(|change| change.entry.seq) else { return Ok(()) };
            let touched: Vec<Uuid> = store.touched(&page, true).await?.into_iter().collect();
            let then = labels(&store.cases(&touched, self.upto).await?);
            let known: Vec<Uuid> = then.keys().copied().collect();
            for (id, label) in labels(&store.cases(&known, i64::MAX).await?) {
                if then.get(&id).is_some_and(|then| *then < label) {
                    self.stricter.insert(id, label);
                } else {
                    self.stricter.remove(&id);
                }
            }
            self.checked = last;
        }
    }
}

fn labels(cases: &[Case]) -> BTreeMap<Uuid, Label> {
    cases.iter().filter_map(|case| Some((case.id, strictest(case)?))).collect()
}

/// The label of a record, or that of what took its place where it is stricter: that is the same thing told anew.
fn strictest(case: &Case) -> Option<Label> {
    let verdict = case.judge()?;
    let by = case.corrections.iter().filter(|correction| verdict.corrected_by.contains(&correction.id));
    by.filter_map(strictest).chain([verdict.label]).max()
}
