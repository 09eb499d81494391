//! Who sees what of a picture: decided once for each class of records.

use super::block::ClassId;
use super::encode;
use super::snapshot::Snapshot;
use crate::domain::access::{AccessClass, Label, ReviewState, Viewer};
use crate::domain::chain::Digest;

/// What one viewer sees of one snapshot: decided once per class, asked per record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visible(Vec<bool>);

impl Visible {
    #[cfg(test)]
    pub(super) const fn of(classes: Vec<bool>) -> Self {
        Self(classes)
    }

    /// Whether everything that the other sees is seen.
    pub fn holds(&self, other: &Self) -> bool {
        (0..).zip(&other.0).all(|(class, sees)| !sees || self.sees(class))
    }

    /// Whether it decides the same about all classes that there were for the other.
    pub(super) fn begins_with(&self, former: &Self) -> bool {
        self.0.starts_with(&former.0)
    }

    pub fn sees(&self, class: ClassId) -> bool {
        self.0.get(class as usize).copied().unwrap_or(false)
    }
}

impl Snapshot {
    /// The view of a label: what is approved and labelled no higher.
    pub fn up_to(&self, label: Label) -> Visible {
        let within = |class: &AccessClass| class.review == ReviewState::Approved && class.label <= label;
        Visible(self.classes.iter().map(within).collect())
    }

    /// Decides for each class whether the viewer sees it.
    pub fn visible(&self, viewer: &Viewer) -> Visible {
        Visible(self.classes.iter().map(|class| viewer.sees(class)).collect())
    }

    /// What waits for approval and would be seen by this viewer if it were approved: he may know how much that is.
    pub fn waiting(&self, viewer: &Viewer) -> Visible {
        let waits = |class: &AccessClass| {
            class.review == ReviewState::Submitted
                && viewer.sees(&AccessClass { review: ReviewState::Approved, ..class.clone() })
        };
        Visible(self.classes.iter().map(waits).collect())
    }

    /// What somebody sees without the classes of a label.
    pub fn without(&self, visible: &Visible, label: Label) -> Visible {
        Visible(self.classes.iter().zip(&visible.0).map(|(class, sees)| *sees && class.label != label).collect())
    }

    /// Short name of everything an answer from this picture depends on: the log up to the last entry that concerns what
    /// the viewer sees, how features are written, and which classes those are (by name: their numbers differ from picture
    /// to picture).
    pub fn tag(&self, visible: &Visible) -> String {
        let seen = self.classes.iter().zip(&visible.0).filter(|(_, sees)| **sees);
        let mut names: Vec<String> = seen.map(|(class, _)| format!("{class:?}")).collect();
        names.sort_unstable();
        let (seq, hash) = self.last_touched(visible);
        let parts = [self.epoch.as_bytes(), hash.as_bytes(), encode::VERSION.as_bytes()];
        let names: Vec<&[u8]> = names.iter().map(String::as_bytes).collect();
        let mut tag = Digest::of(&[&parts[..], &names[..]].concat()).to_string();
        tag.truncate(16);
        format!("{seq}-{tag}")
    }

    /// The last change that concerns anything the viewer sees: what others do, he does not learn from a number.
    pub fn last_seen(&self, visible: &Visible) -> i64 {
        self.last_touched(visible).0
    }

    fn last_touched(&self, visible: &Visible) -> (i64, Digest) {
        let seen = self.touched.iter().zip(&visible.0).filter(|(_, sees)| **sees).map(|(last, _)| *last);
        seen.max().unwrap_or((0, Digest::ZERO))
    }
}
