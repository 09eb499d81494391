//! Everything that is known about some ids: records, what contends with them, what was said about them, what corrects
//! them. What follows from it is for [`verdict`](crate::domain::verdict) to say.

mod pool;
mod sql;

use std::collections::BTreeSet;

use uuid::Uuid;

use super::dialect::reading;
use super::log::LogSql;
use super::{Store, StoreError};
use crate::domain::chain::{Change, Operation};
use crate::domain::record::Body;
use crate::domain::verdict::{Case, DEEPEST};
use pool::Pool;
pub(super) use sql::{By, CaseSql};

/// Ids that are asked for in one statement.
pub(super) const PIECE: usize = 1_000;

impl Store {
    /// What is known about these ids, and about what hangs on them: the tracks of a patrol, what a correction corrects.
    /// Only what entries up to `upto` say. Cost: some look-ups by index for each thousand ids.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cases(&self, ids: &[Uuid], upto: i64) -> Result<Vec<Case>, StoreError> {
        // What stands beyond the head was written behind the program's back.
        let head = reading!(self, |conn| conn.head().await?);
        let upto = head.map_or(0, |head| upto.min(head.seq));
        let mut pool = Pool::default();
        pool.gather(self, ids, upto).await?;
        let mut wanted: BTreeSet<Uuid> = ids.iter().copied().collect();
        // Upward and downward along corrections, until nothing new comes, or deeper than counts.
        for _ in 0..=DEEPEST {
            let known: Vec<Uuid> = wanted.iter().copied().collect();
            for id in &known {
                wanted.extend(pool.tracks(*id));
                wanted.extend(pool.corrected_by(*id));
                wanted.extend(pool.corrections.get(id).into_iter().flatten());
            }
            let new: Vec<Uuid> = wanted.iter().filter(|id| !pool.contents.contains_key(*id)).copied().collect();
            if new.is_empty() {
                break;
            }
            pool.gather(self, &new, upto).await?;
        }
        let parents: BTreeSet<Uuid> = wanted.iter().filter_map(|id| pool.parent_of(*id)).collect();
        pool.gather(self, &parents.into_iter().collect::<Vec<_>>(), upto).await?;
        Ok(wanted.into_iter().map(|id| pool.case(id)).collect())
    }

    /// The cases that these changes touch. `grows` when a picture is carried on, which holds what earlier changes brought;
    /// one that is built from the start meets each record when its own change comes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cases_touched(&self, changes: &[Change], upto: i64, grows: bool) -> Result<Vec<Case>, StoreError> {
        let (mut touched, mut added): (BTreeSet<Uuid>, Vec<(Uuid, Uuid)>) = (BTreeSet::new(), Vec::new());
        for change in changes {
            if grows && change.entry.meta.operation == Operation::Contend {
                touched.insert(change.entry.meta.record);
            }
            for record in change.written.iter().map(|written| &written.record) {
                if grows && record.body.is_statement() {
                    touched.extend(record.body.target());
                }
                if grows {
                    touched.extend(record.corrects);
                }
                // Whatever kind it is: another kind may contend for its id.
                added.push((record.id, record.id));
                if let Body::Track(track) = &record.body {
                    added.push((track.patrol, record.id));
                }
                // What it takes the place of, steps of an incident go on to it.
                added.extend(record.corrects.map(|former| (former, record.id)));
            }
        }
        // Where nothing was ever said, a million rows of an import are not asked about one by one.
        let spoken = !added.is_empty() && reading!(self, |conn| conn.anything_spoken().await?);
        for piece in added.chunks(PIECE).filter(|_| spoken) {
            let asked: BTreeSet<Uuid> = piece.iter().map(|(asked, _)| *asked).collect();
            let asked: Vec<Uuid> = asked.into_iter().collect();
            let spoken: BTreeSet<Uuid> = reading!(self, |conn| conn.spoken_of(&asked).await?).into_iter().collect();
            touched.extend(piece.iter().filter(|(asked, _)| spoken.contains(asked)).map(|(_, id)| *id));
        }
        // What contends with a statement is a statement, too.
        if grows {
            let contended: Vec<Uuid> = touched.iter().copied().collect();
            let rows = reading!(self, |conn| conn.contending(By::Id, &contended).await?);
            touched.extend(rows.into_iter().filter_map(|row| row.read().ok()?.body.target()));
        }
        self.cases(&touched.into_iter().collect::<Vec<_>>(), upto).await
    }
}
