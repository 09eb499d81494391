//! Whose cases a page of changes touches.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::PIECE;
use super::sql::{By, CaseSql};
use crate::domain::access::Label;
use crate::domain::chain::{Change, Operation};
use crate::domain::record::{Body, Record};
use crate::domain::statement::{Decision, Review};
use crate::domain::verdict::{HIGHEST, stands_under};
use crate::store::dialect::reading;
use crate::store::{Store, StoreError};

/// What may concern other records than those that changed.
#[derive(Default)]
struct Reach {
    /// Certainly.
    touched: BTreeSet<Uuid>,
    /// The second, when something was ever said about the first.
    spoken: Vec<(Uuid, Uuid)>,
    /// The second, when the first may have a stricter label.
    under: Vec<(Uuid, Uuid)>,
    /// May have another label from now on.
    labelled: BTreeSet<Uuid>,
}

impl Reach {
    fn take(&mut self, record: &Record, grows: bool) {
        if grows {
            if record.body.is_statement() {
                self.touched.extend(record.body.target());
            }
            self.touched.extend(record.corrects);
            self.labelled.extend(labels(&record.body));
            // What hangs on it may have come before it.
            if !record.body.is_statement() {
                self.labelled.insert(record.id);
            }
        }
        // Whatever kind it is: another kind may contend for its id.
        self.spoken.push((record.id, record.id));
        if let Body::Track(track) = &record.body {
            self.spoken.push((track.patrol, record.id));
        }
        // What it takes the place of, steps of an incident go on to it.
        self.spoken.extend(record.corrects.map(|former| (former, record.id)));
        match (record.label, stands_under(&record.body)) {
            (Label::Public, Some(_)) => {
                self.touched.insert(record.id);
            }
            (Label::Internal, Some(target)) => self.under.push((target, record.id)),
            (Label::Restricted, _) | (_, None) => {}
        }
    }
}

/// The record whose label something said may change.
const fn labels(body: &Body) -> Option<Uuid> {
    match body {
        Body::Relabel(relabel) => Some(relabel.target),
        // A content that is set aside asks for no label any more.
        Body::Review(Review { target, decision: Decision::Return, .. }) => Some(*target),
        _ => None,
    }
}

impl Store {
    /// The ids whose cases these changes touch. `grows` when a picture is carried on, which holds what earlier changes brought;
    /// one that is built from the start meets each record when its own change comes. Cost: some look-ups by index for each
    /// thousand changes, and for each thousand records that hang on one that gets another label.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn touched(&self, changes: &[Change], grows: bool) -> Result<BTreeSet<Uuid>, StoreError> {
        let mut reach = Reach::default();
        for change in changes {
            if grows && change.entry.meta.operation == Operation::Contend {
                reach.touched.insert(change.entry.meta.record);
                reach.labelled.insert(change.entry.meta.record);
            }
            for written in &change.written {
                reach.take(&written.record, grows);
            }
        }
        let Reach { mut touched, spoken, under, mut labelled } = reach;
        // Where nothing was ever said, a million rows of an import are not asked about one by one.
        let is_spoken = !spoken.is_empty() && reading!(self, |conn| conn.anything_spoken().await?);
        for piece in spoken.chunks(PIECE).filter(|_| is_spoken) {
            let asked = firsts(piece);
            let found: BTreeSet<Uuid> = reading!(self, |conn| conn.spoken_of(&asked).await?).into_iter().collect();
            touched.extend(piece.iter().filter(|(asked, _)| found.contains(asked)).map(|(_, id)| *id));
        }
        for piece in under.chunks(PIECE) {
            let asked = firsts(piece);
            let found: BTreeSet<Uuid> = reading!(self, |conn| conn.weighty(&asked).await?).into_iter().collect();
            touched.extend(piece.iter().filter(|(asked, _)| found.contains(asked)).map(|(_, id)| *id));
        }
        // What contends with a statement is a statement, too.
        if grows {
            let contended: Vec<Uuid> = touched.iter().copied().collect();
            for piece in contended.chunks(PIECE) {
                let rows = reading!(self, |conn| conn.contending(By::Id, piece).await?);
                for body in rows.into_iter().filter_map(|row| Some(row.read().ok()?.body)) {
                    touched.extend(body.target());
                    labelled.extend(labels(&body));
                }
            }
        }
        self.touch_under(labelled, &mut touched).await?;
        Ok(touched)
    }

    /// Adds what hangs on records that may have another label, and what hangs on that.
    async fn touch_under(&self, labelled: BTreeSet<Uuid>, touched: &mut BTreeSet<Uuid>) -> Result<(), StoreError> {
        let mut asked: BTreeSet<Uuid> = labelled.clone();
        let mut next: Vec<Uuid> = labelled.into_iter().collect();
        for _ in 0..HIGHEST {
            let mut found = Vec::new();
            for piece in next.chunks(PIECE) {
                found.extend(reading!(self, |conn| conn.under(piece).await?));
            }
            touched.extend(found.iter().copied());
            next = found.into_iter().filter(|id| asked.insert(*id)).collect();
            if next.is_empty() {
                break;
            }
        }
        Ok(())
    }
}

fn firsts(pairs: &[(Uuid, Uuid)]) -> Vec<Uuid> {
    pairs.iter().map(|(asked, _)| *asked).collect::<BTreeSet<_>>().into_iter().collect()
}
