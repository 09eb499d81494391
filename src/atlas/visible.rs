//! Who sees what of a picture: decided once for each class of records.

use std::sync::Arc;

use super::block::ClassId;
use super::encode;
use super::snapshot::Snapshot;
use crate::domain::access::{AccessClass, Label, ReviewState, Viewer};
use crate::domain::chain::Digest;

/// What one viewer sees of one snapshot: decided once per class, asked per record. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Visible {
    sees: Arc<[bool]>,
    /// Digest of the names of the classes that are seen, and the tag of the picture; for what is kept.
    named: Option<(Digest, Arc<str>)>,
}

/// Equal where it decides the same.
impl PartialEq for Visible {
    fn eq(&self, other: &Self) -> bool {
        self.sees == other.sees
    }
}

impl Eq for Visible {}

impl FromIterator<bool> for Visible {
    fn from_iter<T: IntoIterator<Item = bool>>(sees: T) -> Self {
        Self { sees: sees.into_iter().collect(), named: None }
    }
}

impl Visible {
    #[cfg(test)]
    pub(super) fn of(classes: Vec<bool>) -> Self {
        classes.into_iter().collect()
    }

    /// Whether everything that the other sees is seen.
    pub fn holds(&self, other: &Self) -> bool {
        (0..).zip(other.sees.iter()).all(|(class, sees)| !sees || self.sees(class))
    }

    /// Whether it decides the same about all classes that there were for the other.
    pub(super) fn begins_with(&self, former: &Self) -> bool {
        self.sees.starts_with(&former.sees)
    }

    pub fn sees(&self, class: ClassId) -> bool {
        self.sees.get(class as usize).copied().unwrap_or(false)
    }
}

impl Snapshot {
    /// The view of a label: what is approved and labelled no higher.
    pub fn up_to(&self, label: Label) -> Visible {
        let within = |class: &AccessClass| class.review == ReviewState::Approved && class.label <= label;
        self.classes.iter().map(within).collect()
    }

    /// Decides for each class whether the viewer sees it; once for each set of rights.
    pub fn visible(&self, viewer: &Viewer) -> Visible {
        let decide = || {
            let visible: Visible = self.classes.iter().map(|class| viewer.sees(class)).collect();
            self.named(&visible.sees, self.names(&visible))
        };
        let renew = |former: &Visible| match &former.named {
            Some((names, _)) => self.named(&former.sees, *names),
            None => former.clone(),
        };
        self.views.of(viewer, &self.classes, decide, renew)
    }

    fn named(&self, sees: &Arc<[bool]>, names: Digest) -> Visible {
        let visible = Visible { sees: Arc::clone(sees), named: None };
        let tag = self.tag_of(&visible, names).into();
        Visible { named: Some((names, tag)), ..visible }
    }

    /// What waits for approval and would be seen by this viewer if it were approved: he may know how much that is.
    pub fn waiting(&self, viewer: &Viewer) -> Visible {
        let waits = |class: &AccessClass| {
            class.review == ReviewState::Submitted
                && viewer.sees(&AccessClass { review: ReviewState::Approved, ..class.clone() })
        };
        self.classes.iter().map(waits).collect()
    }

    /// What somebody sees without the classes of a label.
    pub fn without(&self, visible: &Visible, label: Label) -> Visible {
        self.classes.iter().zip(visible.sees.iter()).map(|(class, sees)| *sees && class.label != label).collect()
    }

    /// Short name of everything an answer from this picture depends on: the log up to the last entry that concerns what
    /// the viewer sees, how features are written, and which classes those are (by name: their numbers differ from picture
    /// to picture).
    pub fn tag(&self, visible: &Visible) -> Arc<str> {
        match &visible.named {
            Some((_, tag)) => Arc::clone(tag),
            None => self.tag_of(visible, self.names(visible)).into(),
        }
    }

    fn tag_of(&self, visible: &Visible, names: Digest) -> String {
        let (seq, hash) = self.last_touched(visible);
        let parts = [self.epoch.as_bytes(), hash.as_bytes(), encode::VERSION.as_bytes(), names.as_bytes()];
        let mut tag = Digest::of(&parts).to_string();
        tag.truncate(16);
        format!("{seq}-{tag}")
    }

    fn names(&self, visible: &Visible) -> Digest {
        let seen = self.classes.iter().zip(visible.sees.iter()).filter(|(_, sees)| **sees);
        let mut names: Vec<String> = seen.map(|(class, _)| format!("{class:?}")).collect();
        names.sort_unstable();
        Digest::of(&names.iter().map(String::as_bytes).collect::<Vec<_>>())
    }

    /// The last change that concerns anything the viewer sees: what others do, he does not learn from a number.
    pub fn last_seen(&self, visible: &Visible) -> i64 {
        self.last_touched(visible).0
    }

    fn last_touched(&self, visible: &Visible) -> (i64, Digest) {
        let seen = self.touched.iter().zip(visible.sees.iter()).filter(|(_, sees)| **sees).map(|(last, _)| *last);
        seen.max().unwrap_or((0, Digest::ZERO))
    }
}
