//! One row of a file: what it would add or change, or why it is refused.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::options::{Action, RowReport};
use crate::domain::chain::Digest;
use crate::domain::fault::Fault;
use crate::domain::position::LonLat;
use crate::domain::record::Record;
use crate::store::held::Held;
use crate::store::staging::StagedRow;

/// What the reader made of a row.
#[derive(Debug)]
pub struct Candidate {
    pub row: u64,
    pub line: Option<u64>,
    pub name: Option<String>,
    pub position: Option<LonLat>,
    pub moved_m: Option<f64>,
    pub read: Result<Read, Vec<Fault>>,
    /// Ready for its block; only when the import is to be put in.
    pub staged: Option<StagedRow>,
    /// What it became, where it is not ready for its block.
    pub record: Option<Box<Record>>,
}

/// A row that could be read.
#[derive(Debug, Clone)]
pub struct Read {
    pub id: Uuid,
    /// What the row asserts; equal digests are equal content.
    pub digest: Digest,
    pub plan: Plan,
    /// Shown with the row although it is good.
    pub notes: Vec<Fault>,
}

/// What is to be done with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// A register row, compared with the register already.
    Settled(Action),
    /// A field record: new, unless the store has its id.
    AddUnlessStored,
}

/// What is done with a row.
#[derive(Debug, Clone)]
pub enum Decision {
    Take(Action),
    /// As [`Take`](Self::Take), as a further revision: what is held of the id was undone.
    TakeAgain(i64),
    Unchanged(Vec<Fault>),
    Refuse(Vec<Fault>),
}

/// An earlier row of the file that was about the same record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    pub row: u64,
    /// Whether it said the same.
    pub same: bool,
}

impl Candidate {
    pub fn id(&self) -> Option<Uuid> {
        self.read.as_ref().ok().map(|read| read.id)
    }

    /// The id that the store is to be asked for.
    pub fn to_look_up(&self) -> Option<Uuid> {
        self.read.as_ref().ok().filter(|read| read.plan == Plan::AddUnlessStored).map(|read| read.id)
    }

    /// What it became.
    pub fn record(&self) -> Option<Record> {
        self.record.as_deref().cloned().or_else(|| self.staged.as_ref().and_then(StagedRow::record))
    }

    /// Whether something else is stored under its id, as far as digests tell.
    pub fn differs(&self, stored: &HashMap<Uuid, Held>) -> bool {
        let read = self.read.as_ref().ok().filter(|read| read.plan == Plan::AddUnlessStored);
        let first = read.and_then(|read| stored.get(&read.id)).and_then(|held| held.first);
        first.is_some_and(|first| Some(first.content) != read.map(|read| Some(read.digest)))
    }

    /// Decides, knowing the row before that was about the same record, what is stored, and which of the stored records
    /// say the same in other words.
    pub fn decide(&self, before: Option<Before>, stored: &HashMap<Uuid, Held>, alike: &HashSet<Uuid>) -> Decision {
        let read = match &self.read {
            Ok(read) => read,
            Err(faults) => return Decision::Refuse(faults.clone()),
        };
        let alone = alone(read, stored, alike);
        let Some(before) = before else { return alone };
        match alone {
            Decision::Refuse(_) => alone,
            _ if read.plan == Plan::AddUnlessStored && before.same => Decision::Unchanged(vec![repeats(before.row)]),
            _ if read.plan == Plan::AddUnlessStored => Decision::Refuse(vec![differs(before.row)]),
            _ => Decision::Refuse(vec![repeats(before.row)]),
        }
    }

    pub fn report(&self, decision: &Decision) -> RowReport {
        let (action, reasons) = match decision {
            Decision::Take(action) => (*action, self.notes()),
            Decision::TakeAgain(_) => (Action::Add, self.notes()),
            Decision::Unchanged(notes) => (Action::Unchanged, notes.clone()),
            Decision::Refuse(faults) => (Action::Refuse, faults.clone()),
        };
        RowReport {
            row: self.row,
            line: self.line,
            action,
            reasons,
            position: self.position,
            name: self.name.clone(),
            moved_m: self.moved_m,
        }
    }

    fn notes(&self) -> Vec<Fault> {
        self.read.as_ref().map(|read| read.notes.clone()).unwrap_or_default()
    }
}

/// What is to be done with a row, whatever else the file says.
fn alone(read: &Read, stored: &HashMap<Uuid, Held>, alike: &HashSet<Uuid>) -> Decision {
    let held = match read.plan {
        Plan::Settled(Action::Unchanged) => return Decision::Unchanged(read.notes.clone()),
        Plan::Settled(action) => return Decision::Take(action),
        Plan::AddUnlessStored => stored.get(&read.id),
    };
    match held {
        None => Decision::Take(Action::Add),
        Some(Held { first: None, newest }) => Decision::TakeAgain(newest + 1),
        Some(Held { first: Some(first), .. }) if first.content == Some(read.digest) || alike.contains(&read.id) => {
            Decision::Unchanged(read.notes.clone())
        }
        Some(Held { first: Some(first), .. }) if first.content.is_none() => Decision::Refuse(vec![Fault::foreign(
            "id",
            "erased",
            "Bản ghi có mã này đã được xóa hợp pháp nên không nhận lại.",
            "The record with this id was lawfully erased and is not taken again.",
        )]),
        Some(_) => Decision::Refuse(vec![Fault::foreign(
            "id",
            "already_recorded",
            "Mã này đã có bản ghi với nội dung khác; bản ghi hiện trường không sửa đè, hãy lập bản đính chính.",
            "This id has a record with other content; field records are never overwritten, a correction names them.",
        )]),
    }
}

fn differs(before: u64) -> Fault {
    Fault::foreign(
        "id",
        "already_recorded",
        format!("Dòng {before} của tệp đã dùng mã này với nội dung khác; bản ghi hiện trường không sửa đè."),
        format!("Row {before} of the file has this id with other content; field records are never overwritten."),
    )
}

fn repeats(before: u64) -> Fault {
    Fault::foreign(
        "",
        "repeats_row",
        format!("Lặp lại dòng {before} của tệp."),
        format!("Repeats row {before} of the file."),
    )
}
