//! Everything that is known about some ids: records, what contends with them, what was said about them, what corrects
//! them. What follows from it is for [`verdict`](crate::domain::verdict) to say.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::reading;
use super::held::UNDONE_UPTO;
use super::log::LogSql;
use super::records::{COLUMNS, RecordRow};
use super::{Store, StoreError};
use crate::domain::access::Actor;
use crate::domain::chain::{Change, Digest, Operation, payload_digest};
use crate::domain::record::Body;
use crate::domain::verdict::{Case, DEEPEST, Witness};

/// Ids that are asked for in one statement.
pub(super) const PIECE: usize = 1_000;

/// What says something about the standing of another record.
const STATEMENTS: &str = " AND type IN ('review', 'tombstone', 'relabel', 'progress_step')";

/// Which column leads to the rows that are looked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    Id,
    Target,
    Corrects,
}

impl By {
    const fn column(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Target => "target",
            Self::Corrects => "corrects",
        }
    }
}

#[derive(FromRow)]
pub(super) struct RecordedRow {
    #[sqlx(flatten)]
    row: RecordRow,
    entry_seq: i64,
    actor: String,
}

/// An entry that kept a contender.
#[derive(FromRow)]
pub(super) struct ContendRow {
    pub record_id: Uuid,
    seq: i64,
    pub actor: String,
    pub payload: Vec<u8>,
}

pub(super) trait CaseSql {
    /// Rows in revisions that no undone import brought, with the entries that wrote them.
    async fn recorded(&mut self, by: By, ids: &[Uuid], upto: i64) -> Result<Vec<RecordedRow>, sqlx::Error>;
    async fn contending(&mut self, by: By, ids: &[Uuid]) -> Result<Vec<RecordRow>, sqlx::Error>;
    async fn contend_entries(&mut self, ids: &[Uuid], upto: i64) -> Result<Vec<ContendRow>, sqlx::Error>;
    /// Whether anything is said about any record, corrects or contends with one.
    async fn anything_spoken(&mut self) -> Result<bool, sqlx::Error>;
    /// Those of the ids that something is said about, that something corrects or contends with.
    async fn spoken_of(&mut self, ids: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error>;
}

/// `(?, ?, …)`.
macro_rules! list {
    ($sql:expr, $ids:expr) => {{
        $sql.push("(");
        let mut list = $sql.separated(", ");
        for id in $ids {
            list.push_bind(*id);
        }
        $sql.push(")");
    }};
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl CaseSql for Conn {
    async fn recorded(&mut self, by: By, ids: &[Uuid], upto: i64) -> Result<Vec<RecordedRow>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new("WITH wanted AS (SELECT * FROM record WHERE ");
        sql.push(by.column()).push(" IN ");
        list!(sql, ids);
        sql.push(") SELECT ").push(COLUMNS).push(
            ", entry_seq, actor FROM (SELECT w.*, l.seq AS entry_seq, l.actor AS actor FROM wanted w \
             JOIN change_log l ON l.record_id = w.id AND l.rev = w.rev AND l.operation = 'add' WHERE w.block IS NULL \
             UNION ALL SELECT w.*, l.seq AS entry_seq, l.actor AS actor FROM wanted w \
             JOIN change_log l ON l.record_id = w.import_id AND l.rev = w.block AND l.operation = 'block' \
             JOIN import_run i ON i.import_id = w.import_id AND i.state = 'applied' \
             WHERE w.block IS NOT NULL) AS numbered WHERE entry_seq BETWEEN 1 AND ",
        );
        sql.push_bind(upto)
            .push(" AND (import_id IS NULL OR import_id NOT IN (")
            .push(UNDONE_UPTO)
            .push_bind(upto)
            .push("))) ORDER BY id, rev");
        sql.build_query_as::<RecordedRow>().fetch_all(&mut *self).await
    }

    async fn contending(&mut self, by: By, ids: &[Uuid]) -> Result<Vec<RecordRow>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(" FROM contender WHERE ").push(by.column()).push(" IN ");
        list!(sql, ids);
        sql.push(" ORDER BY id, content_digest");
        sql.build_query_as::<RecordRow>().fetch_all(&mut *self).await
    }

    async fn contend_entries(&mut self, ids: &[Uuid], upto: i64) -> Result<Vec<ContendRow>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new(
            "SELECT record_id, seq, actor, payload FROM change_log WHERE operation = 'contend' AND seq BETWEEN 1 AND ",
        );
        sql.push_bind(upto).push(" AND record_id IN ");
        list!(sql, ids);
        sql.build_query_as::<ContendRow>().fetch_all(&mut *self).await
    }

    async fn anything_spoken(&mut self) -> Result<bool, sqlx::Error> {
        for (table, which) in [
            ("record", "target IS NOT NULL AND type IN ('review', 'tombstone', 'relabel', 'progress_step')"),
            ("record", "corrects IS NOT NULL"),
            ("contender", "1 = 1"),
        ] {
            let mut sql = QueryBuilder::<Db>::new("SELECT id FROM ");
            sql.push(table).push(" WHERE ").push(which).push(" LIMIT 1");
            if sql.build_query_scalar::<Uuid>().fetch_optional(&mut *self).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn spoken_of(&mut self, ids: &[Uuid]) -> Result<Vec<Uuid>, sqlx::Error> {
        let mut found = Vec::new();
        if ids.is_empty() {
            return Ok(found);
        }
        for (column, table, only) in [
            ("target", "record", STATEMENTS),
            ("target", "contender", STATEMENTS),
            ("corrects", "record", ""),
            ("corrects", "contender", ""),
            ("id", "contender", ""),
        ] {
            let mut sql = QueryBuilder::<Db>::new("SELECT DISTINCT ");
            sql.push(column).push(" FROM ").push(table).push(" WHERE ").push(column).push(" IN ");
            list!(sql, ids);
            sql.push(only);
            found.extend(sql.build_query_scalar::<Uuid>().fetch_all(&mut *self).await?);
        }
        Ok(found)
    }
}

/// What the rows of some ids hold, by what they are about.
#[derive(Default)]
struct Pool {
    contents: HashMap<Uuid, Vec<Witness>>,
    about: HashMap<Uuid, Vec<Arc<Witness>>>,
    corrections: HashMap<Uuid, BTreeSet<Uuid>>,
}

impl Pool {
    /// Of each record the newest revision; of statements whatever there is, contending or not.
    async fn gather(&mut self, store: &Store, ids: &[Uuid], upto: i64) -> Result<(), StoreError> {
        let new: Vec<Uuid> = ids.iter().filter(|id| !self.contents.contains_key(*id)).copied().collect();
        for piece in new.chunks(PIECE) {
            for id in piece {
                self.contents.insert(*id, Vec::new());
                self.about.insert(*id, Vec::new());
            }
            for by in [By::Id, By::Target, By::Corrects] {
                for (is_contender, witness) in witnesses(store, by, piece, upto).await? {
                    match by {
                        By::Id => {
                            let held = self.contents.entry(witness.record.id).or_default();
                            // Ascending by revision: the newest takes the place of the one before.
                            if !is_contender {
                                held.clear();
                            }
                            held.push(witness);
                        }
                        By::Target => {
                            let target = witness.record.body.target().unwrap_or_default();
                            self.about.entry(target).or_default().push(Arc::new(witness));
                        }
                        By::Corrects => {
                            let corrected = witness.record.corrects.unwrap_or_default();
                            self.corrections.entry(corrected).or_default().insert(witness.record.id);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn tracks(&self, id: Uuid) -> impl Iterator<Item = Uuid> {
        let about = self.about.get(&id).into_iter().flatten();
        about.filter(|witness| matches!(witness.record.body, Body::Track(_))).map(|witness| witness.record.id)
    }

    fn parent_of(&self, id: Uuid) -> Option<Uuid> {
        self.contents.get(&id)?.iter().find_map(|witness| match &witness.record.body {
            Body::Track(track) => Some(track.patrol),
            _ => None,
        })
    }

    fn corrected_by(&self, id: Uuid) -> impl Iterator<Item = Uuid> {
        self.contents.get(&id).into_iter().flatten().filter_map(|witness| witness.record.corrects)
    }

    fn alone(&self, id: Uuid) -> Case {
        let about = self.about.get(&id).into_iter().flatten().cloned();
        let (statements, related): (Vec<_>, Vec<_>) = about.partition(|witness| witness.record.body.is_statement());
        let contents = self.contents.get(&id).cloned().unwrap_or_default();
        Case { id, contents, related, statements, depth: self.chain_of(id).len(), ..Case::default() }
    }

    fn case(&self, id: Uuid) -> Case {
        self.case_within(id, &mut BTreeSet::new())
    }

    /// With corrections of corrections; `seen` ends circles.
    fn case_within(&self, id: Uuid, seen: &mut BTreeSet<Uuid>) -> Case {
        seen.insert(id);
        let by: Vec<Uuid> = self.corrections.get(&id).into_iter().flatten().copied().collect();
        let mut corrections = Vec::with_capacity(by.len());
        for correction in by {
            let is_new = !seen.contains(&correction);
            corrections.push(if is_new { self.case_within(correction, seen) } else { self.alone(correction) });
        }
        let parent = self.parent_of(id).map(|parent| Box::new(self.alone(parent)));
        let mut case = Case { corrections, parent, ..self.alone(id) };
        // What hangs on a record, and how far an incident was dealt with, goes on to what took its place.
        let mut later = self.alone(id);
        for former in self.chain_of(id) {
            let former = self.alone(former);
            if !former.gives_way_to(&later) {
                break;
            }
            case.related.extend(former.related.iter().cloned());
            let is_step = |said: &&Arc<Witness>| matches!(said.record.body, Body::ProgressStep(_));
            case.inherited.extend(former.statements.iter().filter(is_step).cloned());
            later = former;
        }
        case
    }

    /// What a record corrects, and what that corrects, and so on, to one more than counts.
    fn chain_of(&self, id: Uuid) -> Vec<Uuid> {
        let (mut chain, mut at) = (Vec::new(), id);
        while let Some(former) = self.corrected_by(at).find(|former| *former != id && !chain.contains(former)) {
            chain.push(former);
            if chain.len() > DEEPEST {
                break;
            }
            at = former;
        }
        chain
    }
}

/// Rows with what the log says of them, and whether they contend. What somebody spoiled is left out: verifying names it.
async fn witnesses(store: &Store, by: By, ids: &[Uuid], upto: i64) -> Result<Vec<(bool, Witness)>, StoreError> {
    let (rows, beside) = reading!(store, |conn| (conn.recorded(by, ids, upto).await?, conn.contending(by, ids).await?));
    let mut found = Vec::with_capacity(rows.len() + beside.len());
    for RecordedRow { row, entry_seq, actor } in rows {
        found.extend(witness(row, entry_seq, &actor).map(|witness| (false, witness)));
    }
    if beside.is_empty() {
        return Ok(found);
    }
    let named: Vec<Uuid> = beside.iter().map(|row| row.id).collect::<BTreeSet<_>>().into_iter().collect();
    let entries = reading!(store, |conn| conn.contend_entries(&named, upto).await?);
    for row in beside {
        let Some(salt) = row.salt() else { continue };
        let Ok(record) = row.clone().read() else { continue };
        // Contenders of one id share all that their entries say openly, but not the digest.
        let payload = payload_digest(&salt, &record)?;
        let of_row =
            |entry: &&ContendRow| entry.record_id == row.id && Digest::from_slice(&entry.payload) == Some(payload);
        if let Some(entry) = entries.iter().find(of_row) {
            found.extend(witness(row.clone(), entry.seq, &entry.actor).map(|witness| (true, witness)));
        }
    }
    Ok(found)
}

fn witness(row: RecordRow, seq: i64, actor: &str) -> Option<Witness> {
    let digest = row.content_digest()?;
    let written = row.written()?;
    let vouched = Actor::vouches_for_unit(actor);
    let actor = actor.to_owned();
    Some(Witness { record: written.record, digest, actor, vouched, seq, order_key: written.order_key })
}

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
