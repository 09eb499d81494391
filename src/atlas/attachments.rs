//! Which records name which files, and of what class those are: who may read a file is decided by them.
//!
//! A file is shown by a record only when whoever named it there had sent it himself; who sent what is not known here.

use std::sync::Arc;

use uuid::Uuid;

use super::block::ClassId;
use super::shards::Shards;
use super::snapshot::Visible;
use crate::domain::access::{AccessClass, Actor, Label};
use crate::domain::attachment::Attachment;
use crate::domain::chain::Digest;
use crate::domain::location::Location;
use crate::domain::record::Record;
use crate::domain::time::Instant;

/// A file of a record, and who named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    pub file: Attachment,
    /// Name of the actor.
    pub by: Arc<str>,
}

/// A record that names files.
#[derive(Debug, Clone)]
pub struct Manifest {
    pub record: Uuid,
    pub class: ClassId,
    /// Of what class it would be if not everybody saw it: its files are whole for those who would see it then.
    pub inside: AccessClass,
    pub files: Vec<NamedFile>,
    pub event_at: Option<Instant>,
    pub location: Location,
    /// Whether this revision counts; an earlier one is kept for who named what.
    counts: bool,
}

/// All manifests, by record and by file.
#[derive(Debug, Clone, Default)]
pub struct Manifests {
    records: Shards<Uuid, Arc<Manifest>>,
    files: Shards<Digest, Vec<Uuid>>,
}

impl Manifests {
    /// Takes in a revision of a record; `by` wrote its entry. What an earlier revision named was named by whoever wrote
    /// that: who approves a record has not seen its files before.
    pub fn take(&mut self, record: &Record, class: ClassId, by: &str, counts: bool) {
        let former = self.records.get(&record.id).cloned();
        if former.is_none() && record.attachments.is_empty() {
            return;
        }
        let named = |file: &Attachment| {
            let before = former.iter().flat_map(|former| &former.files).find(|held| held.file.sha256 == file.sha256);
            NamedFile { file: file.clone(), by: before.map_or_else(|| Arc::from(by), |held| Arc::clone(&held.by)) }
        };
        let files: Vec<NamedFile> = record.attachments.iter().map(named).collect();
        self.unlink(former.as_deref());
        for named in &files {
            self.files.edit(&named.file.sha256).entry(named.file.sha256).or_default().push(record.id);
        }
        let (event_at, location) = (record.event_at, record.location.clone());
        let own = record.own_class(Actor::vouches_for_unit(by));
        let inside = AccessClass { label: own.label.max(Label::Internal), ..own };
        let manifest = Manifest { record: record.id, class, inside, files, event_at, location, counts };
        self.records.edit(&record.id).insert(record.id, Arc::new(manifest));
    }

    /// Forgets a record that is shown no more.
    pub fn forget(&mut self, record: Uuid) {
        let former = self.records.edit(&record).remove(&record);
        self.unlink(former.as_deref());
    }

    fn unlink(&mut self, former: Option<&Manifest>) {
        let Some(former) = former else { return };
        for named in &former.files {
            if let Some(records) = self.files.edit(&named.file.sha256).get_mut(&named.file.sha256) {
                records.retain(|record| *record != former.record);
            }
        }
    }

    /// The manifest of a record that names files and is seen.
    pub fn of(&self, record: Uuid, visible: &Visible) -> Option<&Arc<Manifest>> {
        self.records.get(&record).filter(|manifest| manifest.counts && visible.sees(manifest.class))
    }

    /// Records that are seen and name a file, and what each says of it.
    pub fn naming<'a>(
        &'a self,
        file: &'a Digest,
        visible: &'a Visible,
    ) -> impl Iterator<Item = (&'a Arc<Manifest>, &'a NamedFile)> {
        let records = self.files.get(file).into_iter().flatten();
        let manifests = records.filter_map(|record| self.of(*record, visible));
        let named = manifests.flat_map(|manifest| manifest.files.iter().map(move |named| (manifest, named)));
        named.filter(move |(_, named)| named.file.sha256 == *file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::ReviewState;
    use crate::domain::attachment::MediaType;
    use crate::domain::inspection::{Condition, Inspection, Mode};
    use crate::domain::record::Body;

    fn record(n: u128, files: &[&str]) -> Record {
        let inspection = Inspection { mode: Mode::Joint, condition: Condition::Good, notes: None, details: None };
        let (now, at) = (Instant::from_millis(0), Location::default());
        let body = Body::Inspection(inspection);
        let mut record = Record::new(Uuid::from_u128(n), now, Label::Internal, ReviewState::Submitted, at, body);
        let file = |word: &&str| Attachment {
            sha256: Digest::of(&[word.as_bytes()]),
            bytes: 1,
            media_type: MediaType::Jpeg,
            name: None,
            taken_at: None,
        };
        record.attachments = files.iter().map(file).collect();
        record
    }

    fn by(manifests: &Manifests, word: &str, visible: &Visible) -> Vec<String> {
        let file = Digest::of(&[word.as_bytes()]);
        manifests.naming(&file, visible).map(|(_, named)| named.by.to_string()).collect()
    }

    #[test]
    fn whoever_named_a_file_first_named_it_and_what_counts_no_more_names_nothing() {
        let mut manifests = Manifests::default();
        let all = Visible::of(vec![true, true]);
        manifests.take(&record(1, &["a", "b"]), 0, "an", false);
        assert!(by(&manifests, "a", &all).is_empty());
        // Approved by another, one file taken out and one put in.
        manifests.take(&record(1, &["a", "c"]), 1, "binh", true);
        assert_eq!(by(&manifests, "a", &all), ["an"]);
        assert_eq!(by(&manifests, "c", &all), ["binh"]);
        assert!(by(&manifests, "b", &all).is_empty());
        assert!(by(&manifests, "a", &Visible::of(vec![true, false])).is_empty());
        let before = manifests.clone();
        manifests.forget(Uuid::from_u128(1));
        assert!(by(&manifests, "a", &all).is_empty());
        assert_eq!(by(&before, "a", &all), ["an"], "the picture before is not touched");
        manifests.take(&record(2, &[]), 0, "an", true);
        assert!(manifests.of(Uuid::from_u128(2), &all).is_none());
    }
}
