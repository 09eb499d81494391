//! Our inspection beside what the other side said of the same, as far as the viewer sees it; and the signed paper.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::actions::attachments::manifest;
use crate::actions::speak::Hanging;
use crate::atlas::attachments::Manifest;
use crate::domain::counterpart::{Compared, Counterpart, compare};
use crate::domain::inspection::Inspection;
use crate::domain::record::{Body, Record};
use crate::http::ask::Ask;

/// Both sides of an inspection.
pub(super) struct TwoSides {
    /// What the other side said last, as it counts.
    pub theirs: Option<Record>,
    pub compared: Compared,
    /// The records that the signed paper may hang on: theirs, and the meeting that theirs names.
    papers: Vec<Uuid>,
}

impl TwoSides {
    pub fn of(ask: &Ask, ours: &Inspection, related: &[Hanging], sees: &dyn Fn(&Record, bool) -> bool) -> Self {
        let standing = related.iter().filter_map(|held| held.case.judge());
        let shown = standing.filter(|verdict| verdict.stands() && sees(&verdict.record(), verdict.shown.vouched));
        let records = shown.map(|verdict| verdict.record());
        let theirs = records.filter(|record| said(record).is_some()).max_by_key(|record| (record.event_at, record.id));
        let counterpart = theirs.as_ref().and_then(said);
        let meeting = counterpart.and_then(|said| said.meeting);
        let papers: Vec<Uuid> = theirs.as_ref().map(|record| record.id).into_iter().chain(meeting).collect();
        let is_here = papers.iter().filter_map(|paper| files_of(ask, *paper)).any(|files| is_whole(ask, files));
        Self { compared: compare(ours, counterpart, is_here), papers, theirs }
    }

    pub fn counterpart(&self) -> Option<&Counterpart> {
        self.theirs.as_ref().and_then(said)
    }

    /// The records whose files may be the signed paper.
    pub fn papers(&self) -> impl Iterator<Item = Uuid> {
        self.papers.iter().copied()
    }

    /// For the record's thread: what stands where, and which files are the signed paper.
    pub fn document(&self, ask: &Ask) -> Value {
        let scans = self.papers.iter().filter_map(|paper| files_of(ask, *paper)).flat_map(|manifest| {
            manifest.files.iter().map(|named| {
                let (state, _) = manifest::state(&ask.app.context.files, named);
                json!({ "record": manifest.record, "sha256": named.file.sha256.to_string(), "name": named.file.name,
                    "state": state.as_str() })
            })
        });
        let scans: Vec<Value> = scans.collect();
        let mut told = json!(self.compared);
        told["counterpart"] = json!(self.theirs.as_ref().map(|record| record.id));
        told["scans"] = scans.into();
        told
    }
}

const fn said(record: &Record) -> Option<&Counterpart> {
    match &record.body {
        Body::Counterpart(said) => Some(said),
        _ => None,
    }
}

fn files_of(ask: &Ask, record: Uuid) -> Option<&Manifest> {
    let manifest = ask.snapshot.manifests().of(record, &ask.visible)?;
    Some(manifest.as_ref())
}

/// Whether there is a paper, and every page of it has come as it was named.
fn is_whole(ask: &Ask, manifest: &Manifest) -> bool {
    !manifest.files.is_empty() && manifest::is_complete(&ask.app.context.files, manifest)
}
