//! What passes by a rule of its unit: approvals that the server writes in the transaction that stores a record.
//!
//! Whichever came first, the rule or the record, the same approvals are written: when a record comes, of all rules of its
//! unit; when a rule comes, of all records that wait in its unit. What is stored already is recognised by its id.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::cases::{CaseSql, PIECE};
use super::dialect::reading;
use super::records::{COLUMNS, RecordRow};
use super::writer::Submission;
use super::{Store, StoreError};
use crate::domain::access::{Actor, ReviewState};
use crate::domain::approval_rule::{Passing, Standing};
use crate::domain::chain::{Digest, content_digest, payload_digest};
use crate::domain::record::{Body, Record};
use crate::domain::time::Instant;

/// What is listed at once: rules are written by commanders, one at a time.
const MOST_RULES: i64 = 10_000;

/// A row with what the log says of it.
#[derive(FromRow)]
pub(super) struct LoggedRow {
    #[sqlx(flatten)]
    row: RecordRow,
    actor: String,
    logged: Vec<u8>,
}

pub(super) trait RuleSql {
    /// Rules of these units, as the log has them.
    async fn rules_of(&mut self, units: &BTreeSet<&str>) -> Result<Vec<LoggedRow>, sqlx::Error>;
    /// What ends them, or thresholds.
    async fn ends_of(&mut self, ids: &[Uuid]) -> Result<Vec<LoggedRow>, sqlx::Error>;
    /// Records of some types that a unit sent as finished, from a time on, as the log has them.
    async fn waiting(
        &mut self,
        unit: &str,
        from: Instant,
        types: &BTreeSet<&str>,
    ) -> Result<Vec<LoggedRow>, sqlx::Error>;
    /// The same of what contends with others.
    async fn contending_of(
        &mut self,
        unit: &str,
        from: Instant,
        types: &BTreeSet<&str>,
    ) -> Result<Vec<RecordRow>, sqlx::Error>;
    /// All of a type that is written by hand, as the log has them.
    async fn all_of(&mut self, kind: &str) -> Result<Vec<LoggedRow>, sqlx::Error>;
}

/// Of what is wanted, the rows that an entry of the log wrote; whether they are what it wrote, its payload says.
const LOGGED: &str = ", actor, logged FROM (SELECT w.*, l.actor AS actor, l.payload AS logged FROM wanted w \
    JOIN change_log l ON l.record_id = w.id AND l.rev = w.rev AND l.operation = 'add' \
    WHERE l.seq BETWEEN 1 AND (SELECT seq FROM chain_head WHERE one = 1)) AS numbered ORDER BY id";

/// What a unit sent as finished, from a time on.
macro_rules! finished {
    ($sql:expr, $unit:expr, $from:expr, $types:expr) => {{
        $sql.push("review_state = 'submitted' AND unit = ").push_bind($unit.to_owned());
        $sql.push(" AND event_at >= ").push_bind($from.millis()).push(" AND type IN (");
        let mut list = $sql.separated(", ");
        for kind in $types {
            list.push_bind((*kind).to_owned());
        }
        $sql.push(")");
    }};
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl RuleSql for Conn {
    async fn rules_of(&mut self, units: &BTreeSet<&str>) -> Result<Vec<LoggedRow>, sqlx::Error> {
        let mut sql =
            QueryBuilder::<Db>::new("WITH wanted AS (SELECT * FROM record WHERE type = 'approval_rule' AND unit IN (");
        let mut list = sql.separated(", ");
        for unit in units {
            list.push_bind((*unit).to_owned());
        }
        sql.push(")) SELECT ").push(COLUMNS).push(LOGGED);
        sql.build_query_as::<LoggedRow>().fetch_all(&mut *self).await
    }

    async fn ends_of(&mut self, ids: &[Uuid]) -> Result<Vec<LoggedRow>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql =
            QueryBuilder::<Db>::new("WITH wanted AS (SELECT * FROM record WHERE type = 'rule_end' AND target IN (");
        let mut list = sql.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        sql.push(")) SELECT ").push(COLUMNS).push(LOGGED);
        sql.build_query_as::<LoggedRow>().fetch_all(&mut *self).await
    }

    async fn waiting(
        &mut self,
        unit: &str,
        from: Instant,
        types: &BTreeSet<&str>,
    ) -> Result<Vec<LoggedRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("WITH wanted AS (SELECT * FROM record WHERE ");
        finished!(sql, unit, from, types);
        sql.push(") SELECT ").push(COLUMNS).push(LOGGED);
        sql.build_query_as::<LoggedRow>().fetch_all(&mut *self).await
    }

    async fn contending_of(
        &mut self,
        unit: &str,
        from: Instant,
        types: &BTreeSet<&str>,
    ) -> Result<Vec<RecordRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(" FROM contender WHERE ");
        finished!(sql, unit, from, types);
        sql.push(" ORDER BY id");
        sql.build_query_as::<RecordRow>().fetch_all(&mut *self).await
    }

    async fn all_of(&mut self, kind: &str) -> Result<Vec<LoggedRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("WITH wanted AS (SELECT * FROM record WHERE type = ");
        sql.push_bind(kind.to_owned()).push(" ORDER BY id LIMIT ").push_bind(MOST_RULES);
        sql.push(") SELECT ").push(COLUMNS).push(LOGGED);
        sql.build_query_as::<LoggedRow>().fetch_all(&mut *self).await
    }
}

/// Those of the rows that are what their entries wrote: a row that somebody put there himself makes no approval.
fn logged(rows: Vec<LoggedRow>) -> Result<Vec<(Record, Option<Digest>, String)>, StoreError> {
    let mut found = Vec::with_capacity(rows.len());
    for LoggedRow { row, actor, logged } in rows {
        let (Some(salt), digest) = (row.salt(), row.content_digest()) else { continue };
        let Some(written) = row.written() else { continue };
        if Digest::from_slice(&logged) == Some(payload_digest(&salt, &written.record)?) {
            found.push((written.record, digest, actor));
        }
    }
    Ok(found)
}

fn only_records(found: Vec<(Record, Option<Digest>, String)>) -> Vec<Record> {
    found.into_iter().map(|(record, ..)| record).collect()
}

/// The approvals that follow from what was just written, each once.
pub(super) async fn approvals<C: RuleSql + CaseSql>(
    conn: &mut C,
    written: &[&Submission],
) -> Result<Vec<Submission>, StoreError> {
    let mut found = BTreeMap::new();
    let waits = |one: &&&Submission| one.record.review == ReviewState::Submitted && one.record.body.is_testimony();
    let units: BTreeSet<&str> = written.iter().filter(waits).filter_map(|one| one.record.unit.as_deref()).collect();
    if !units.is_empty() {
        let rules = only_records(logged(conn.rules_of(&units).await?)?);
        let ids: Vec<Uuid> = rules.iter().map(|rule| rule.id).collect();
        let ends = only_records(logged(conn.ends_of(&ids).await?)?);
        for rule in rules.iter().filter_map(|rule| Standing::of(rule, &ends)) {
            for one in written.iter().filter(waits) {
                let vouched = Actor::vouches_for_unit(one.actor.name());
                if rule.covers(&one.record, vouched) {
                    let digest = content_digest(&one.record)?;
                    let approval = rule.approval(&one.record, &digest, one.record.received_at);
                    found.insert(approval.id, approval);
                }
            }
        }
    }
    for rule in written.iter().filter(|one| matches!(one.record.body, Body::ApprovalRule(_))) {
        // Whatever ended it before it came is not known yet to anybody.
        let ends = only_records(logged(conn.ends_of(&[rule.record.id]).await?)?);
        let Some(rule) = Standing::of(&rule.record, &ends) else { continue };
        for (content, digest, vouched) in waiting(conn, &rule).await? {
            if rule.covers(&content, vouched) {
                let approval = rule.approval(&content, &digest, rule.record.received_at);
                found.insert(approval.id, approval);
            }
        }
    }
    let submission = |record| Submission { record, actor: Actor::program(), placement: None, order_key: i64::MAX };
    Ok(found.into_values().map(submission).collect())
}

/// What waits in the unit of a rule and is of its kinds, contenders too, each as the log knows it.
async fn waiting<C: RuleSql + CaseSql>(
    conn: &mut C,
    rule: &Standing<'_>,
) -> Result<Vec<(Record, Digest, bool)>, StoreError> {
    let types = |passing: &Passing| passing.kind.types();
    let types: BTreeSet<&str> = rule.rule.passes.iter().flat_map(types).copied().collect();
    let Some(unit) = rule.record.unit.as_deref().filter(|_| !types.is_empty()) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (record, digest, actor) in logged(conn.waiting(unit, rule.from(), &types).await?)? {
        found.extend(digest.map(|digest| (record, digest, Actor::vouches_for_unit(&actor))));
    }
    let contenders = conn.contending_of(unit, rule.from(), &types).await?;
    let ids: BTreeSet<Uuid> = contenders.iter().map(|row| row.id).collect();
    let mut actors: HashMap<(Uuid, Digest), String> = HashMap::new();
    for piece in ids.into_iter().collect::<Vec<_>>().chunks(PIECE) {
        for entry in conn.contend_entries(piece, i64::MAX).await? {
            let Some(payload) = Digest::from_slice(&entry.payload) else { continue };
            actors.insert((entry.record_id, payload), entry.actor);
        }
    }
    for row in contenders {
        let (Some(salt), Some(digest)) = (row.salt(), row.content_digest()) else { continue };
        let Some(written) = row.written() else { continue };
        let payload = payload_digest(&salt, &written.record)?;
        if let Some(actor) = actors.get(&(written.record.id, payload)) {
            found.push((written.record, digest, Actor::vouches_for_unit(actor)));
        }
    }
    Ok(found)
}

impl Store {
    /// All rules of units by which records pass, and whatever ends rules and thresholds; without rows that no entry wrote.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn approval_rules(&self) -> Result<(Vec<Record>, Vec<Record>), StoreError> {
        let (rules, ends) =
            reading!(self, |conn| (conn.all_of("approval_rule").await?, conn.all_of("rule_end").await?));
        Ok((only_records(logged(rules)?), only_records(logged(ends)?)))
    }
}
