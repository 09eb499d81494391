//! Everything that is known about some ids: records, what contends with them, what was said about them, what corrects
//! them. What follows from it is for [`verdict`](crate::domain::verdict) to say.

mod above;
mod pool;
mod sql;
mod touched;

use std::collections::BTreeSet;

use uuid::Uuid;

use super::dialect::reading;
use super::log::LogSql;
use super::{Store, StoreError};
use crate::domain::chain::Change;
use crate::domain::verdict::{Case, DEEPEST};
use pool::Pool;
pub(super) use sql::CaseSql;

/// Ids that are asked for in one statement.
pub(super) const PIECE: usize = 1_000;

impl Store {
    /// What is known about these ids, and about what hangs on them: the tracks of a patrol, what a correction corrects.
    /// Only what entries up to `upto` say. Cost: some look-ups by index for each thousand ids.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cases(&self, ids: &[Uuid], upto: i64) -> Result<Vec<Case>, StoreError> {
        let (pool, wanted) = self.gathered(ids, upto).await?;
        Ok(wanted.into_iter().map(|id| pool.case(id)).collect())
    }

    /// What is known about these ids alone; of a long chain of corrections that is a small part of what [`Store::cases`] puts
    /// together.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cases_of(&self, ids: &[Uuid], upto: i64) -> Result<Vec<Case>, StoreError> {
        let (pool, _) = self.gathered(ids, upto).await?;
        Ok(ids.iter().collect::<BTreeSet<_>>().into_iter().map(|id| pool.case(*id)).collect())
    }

    async fn gathered(&self, ids: &[Uuid], upto: i64) -> Result<(Pool, BTreeSet<Uuid>), StoreError> {
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
        let Pool { contents, above, .. } = &mut pool;
        above.gather(self, contents, upto).await?;
        Ok((pool, wanted))
    }

    /// The cases that these changes touch, see [`Store::touched`].
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn cases_touched(&self, changes: &[Change], upto: i64, grows: bool) -> Result<Vec<Case>, StoreError> {
        let touched = self.touched(changes, grows).await?;
        self.cases(&touched.into_iter().collect::<Vec<_>>(), upto).await
    }
}
