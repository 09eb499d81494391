//! The last reports that were worked out: whoever opens their figures, one after the other, asks for the same one each time.
//!
//! One is given again only to the very same person with the very same rights, for the same question, over the same tree of units,
//! while nothing that he sees was added up to its cut-off and nothing was erased. Pictures are not kept with it. Bounded in number
//! and in bytes; the one that was used longest ago goes first.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::Wanted;
use crate::atlas::Labels;
use crate::domain::people::{Directory, Identity};
use crate::domain::report::content::Content;

const MOST: usize = 16;
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Which report, as whom, over what.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub identity: Identity,
    /// With its cut-off.
    pub wanted: Wanted,
    /// Of what he sees of the picture that it is worked out from, and of what waits.
    pub tags: [String; 2],
    /// The last entry of the log that erased something.
    pub erased: i64,
    /// Labels of its records that are stricter today.
    pub labels: Labels,
    pub directory: Arc<Directory>,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.directory, &other.directory)
            && (self.erased, &self.tags, &self.wanted) == (other.erased, &other.tags, &other.wanted)
            && self.labels == other.labels
            && self.identity == other.identity
    }
}

/// What was worked out.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub content: Arc<Content>,
    /// SHA-256 of the content.
    pub digest: String,
    pub restricted: u64,
    pub bytes: usize,
}

#[derive(Debug)]
pub(super) struct Kept(Mutex<VecDeque<(Key, Held)>>);

pub(super) static KEPT: Kept = Kept::empty();

impl Kept {
    pub(super) const fn empty() -> Self {
        Self(Mutex::new(VecDeque::new()))
    }

    pub(super) fn find(&self, key: &Key) -> Option<Held> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = all.iter().position(|(held, _)| held == key)?;
        let found = all.remove(at)?;
        let held = found.1.clone();
        all.push_front(found);
        Some(held)
    }

    pub(super) fn keep(&self, key: Key, held: Held) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(other, _)| *other != key);
        all.push_front((key, held));
        all.truncate(MOST);
        while all.iter().map(|(_, held)| held.bytes).sum::<usize>() > MOST_BYTES {
            all.pop_back();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::Label;
    use crate::domain::report::content::MapData;
    use crate::domain::report::cut_off::CutOff;

    fn key(directory: &Arc<Directory>, name: &str, seq: i64) -> Key {
        let cut_off = CutOff { seq, day: "2026-11-14".parse().unwrap() };
        let (kind, window) = ("periodic".to_owned(), "2026-11".parse().unwrap());
        let wanted = Wanted { kind, window, unit: None, level: Label::Internal, cut_off: Some(cut_off) };
        let identity = Identity { name: name.to_owned(), ..Identity::anonymous() };
        let tags = [String::new(), String::new()];
        Key { identity, wanted, tags, erased: 0, labels: Labels::new(), directory: Arc::clone(directory) }
    }

    fn held(of: &Key, bytes: usize) -> Held {
        let content = Content {
            kind: of.wanted.kind.clone(),
            window: of.wanted.window,
            unit: None,
            unit_title: None,
            above: None,
            units: Vec::new(),
            level: Label::Internal,
            epoch: String::new(),
            cut_off: of.wanted.cut_off.unwrap(),
            sections: Vec::new(),
            corrections: Vec::new(),
            map: MapData::default(),
        };
        Held { content: Arc::new(content), digest: of.identity.name.clone(), restricted: 0, bytes }
    }

    #[test]
    fn a_report_is_given_again_to_the_same_person_for_the_same_question_alone() {
        let (kept, directory) = (Kept::empty(), Arc::new(Directory::default()));
        let of = key(&directory, "an", 7);
        kept.keep(of.clone(), held(&of, 10));
        assert_eq!(kept.find(&of).unwrap().digest, "an");
        let other = |change: &dyn Fn(&mut Key)| {
            let mut key = of.clone();
            change(&mut key);
            kept.find(&key).is_none()
        };
        assert!(other(&|key| key.identity.name = "binh".to_owned()));
        assert!(other(&|key| key.identity.viewer = Identity::open().viewer));
        assert!(other(&|key| key.wanted.level = Label::Restricted));
        assert!(other(&|key| key.wanted.unit = Some("don-a".to_owned())));
        assert!(other(&|key| key.wanted.cut_off = Some(CutOff { seq: 8, day: "2026-11-14".parse().unwrap() })));
        assert!(other(&|key| key.tags[1] = "8".to_owned()));
        assert!(other(&|key| key.erased = 8));
        assert!(other(&|key| key.labels = Labels::from([(uuid::Uuid::nil(), Label::Restricted)])));
        assert!(other(&|key| key.directory = Arc::new(Directory::default())));
    }

    #[test]
    fn few_are_kept_and_not_much_of_them() {
        let (kept, directory) = (Kept::empty(), Arc::new(Directory::default()));
        for seq in 0..40 {
            let of = key(&directory, "an", seq);
            kept.keep(of.clone(), held(&of, 10));
        }
        let count = |kept: &Kept| (0..40).filter(|seq| kept.find(&key(&directory, "an", *seq)).is_some()).count();
        assert_eq!(count(&kept), MOST);
        let large = key(&directory, "an", 100);
        kept.keep(large.clone(), held(&large, MOST_BYTES));
        assert!(kept.find(&large).is_some() && count(&kept) == 0);
        let larger = key(&directory, "an", 101);
        kept.keep(larger.clone(), held(&larger, MOST_BYTES + 1));
        assert!(kept.find(&larger).is_none() && kept.0.lock().unwrap().is_empty());
    }
}
