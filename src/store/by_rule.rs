//! What passes by a rule of its unit: approvals that the server writes in the transaction that stores a record.
//!
//! Whichever came first, the rule or the record, the same approvals are written: when a record comes, of all rules of its
//! unit; when a rule comes, of all records that wait in its unit. What is stored already is recognised by its id.

use std::collections::{BTreeMap, BTreeSet};

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::reading;
use super::records::{COLUMNS, RecordRow, Table};
use super::writer::Submission;
use super::{Store, StoreError};
use crate::domain::access::{Actor, ReviewState};
use crate::domain::approval_rule::{Passing, Standing};
use crate::domain::chain::{Digest, content_digest, payload_digest};
use crate::domain::record::{Body, Record};
use crate::domain::time::Instant;

/// What is listed at once: rules are written by commanders, one at a time.
const MOST_RULES: i64 = 10_000;

/// A row that waits, with what the log says of it.
#[derive(FromRow)]
pub(super) struct WaitingRow {
    #[sqlx(flatten)]
    row: RecordRow,
    actor: String,
    logged: Vec<u8>,
}

pub(super) trait RuleSql {
    /// Rules of these units.
    async fn rules_of(&mut self, units: &BTreeSet<&str>) -> Result<Vec<RecordRow>, sqlx::Error>;
    /// What ends them, or thresholds.
    async fn ends_of(&mut self, ids: &[Uuid]) -> Result<Vec<RecordRow>, sqlx::Error>;
    /// Records of some types that a unit sent as finished, from a time on.
    async fn waiting(
        &mut self,
        table: Table,
        unit: &str,
        from: Instant,
        types: &BTreeSet<&str>,
    ) -> Result<Vec<WaitingRow>, sqlx::Error>;
    async fn all_rules(&mut self) -> Result<Vec<RecordRow>, sqlx::Error>;
    async fn ended(&mut self) -> Result<Vec<RecordRow>, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl RuleSql for Conn {
    async fn rules_of(&mut self, units: &BTreeSet<&str>) -> Result<Vec<RecordRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(" FROM record WHERE type = 'approval_rule' AND unit IN (");
        let mut list = sql.separated(", ");
        for unit in units {
            list.push_bind((*unit).to_owned());
        }
        sql.push(") ORDER BY id");
        sql.build_query_as::<RecordRow>().fetch_all(&mut *self).await
    }

    async fn ends_of(&mut self, ids: &[Uuid]) -> Result<Vec<RecordRow>, sqlx::Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(" FROM record WHERE type = 'rule_end' AND target IN (");
        let mut list = sql.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        sql.push(") ORDER BY id");
        sql.build_query_as::<RecordRow>().fetch_all(&mut *self).await
    }

    async fn waiting(
        &mut self,
        table: Table,
        unit: &str,
        from: Instant,
        types: &BTreeSet<&str>,
    ) -> Result<Vec<WaitingRow>, sqlx::Error> {
        let operation = if table == Table::Record { "add" } else { "contend" };
        let mut sql = QueryBuilder::<Db>::new("WITH wanted AS (SELECT * FROM ");
        sql.push(table.name()).push(" WHERE review_state = 'submitted' AND unit = ").push_bind(unit.to_owned());
        sql.push(" AND event_at >= ").push_bind(from.millis()).push(" AND type IN (");
        let mut list = sql.separated(", ");
        for kind in types {
            list.push_bind((*kind).to_owned());
        }
        sql.push(")) SELECT ")
            .push(COLUMNS)
            .push(", actor, logged FROM (SELECT w.*, l.actor AS actor, l.payload AS logged FROM wanted w ")
            .push("JOIN change_log l ON l.record_id = w.id AND l.operation = ")
            .push_bind(operation)
            .push(" WHERE l.operation = 'contend' OR l.rev = w.rev) AS numbered ORDER BY id");
        sql.build_query_as::<WaitingRow>().fetch_all(&mut *self).await
    }

    async fn all_rules(&mut self) -> Result<Vec<RecordRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(" FROM record WHERE type = 'approval_rule' ORDER BY id LIMIT ").push_bind(MOST_RULES);
        sql.build_query_as::<RecordRow>().fetch_all(&mut *self).await
    }

    async fn ended(&mut self) -> Result<Vec<RecordRow>, sqlx::Error> {
        let mut sql = QueryBuilder::<Db>::new("SELECT ");
        sql.push(COLUMNS).push(" FROM record WHERE type = 'rule_end' ORDER BY id LIMIT ").push_bind(MOST_RULES);
        sql.build_query_as::<RecordRow>().fetch_all(&mut *self).await
    }
}

fn records(rows: Vec<RecordRow>) -> Vec<Record> {
    rows.into_iter().filter_map(|row| Some(row.written()?.record)).collect()
}

/// The approvals that follow from what was just written, each once.
pub(super) async fn approvals<C: RuleSql>(
    conn: &mut C,
    written: &[&Submission],
) -> Result<Vec<Submission>, StoreError> {
    let mut found = BTreeMap::new();
    let waits = |one: &&&Submission| one.record.review == ReviewState::Submitted && one.record.body.is_testimony();
    let units: BTreeSet<&str> = written.iter().filter(waits).filter_map(|one| one.record.unit.as_deref()).collect();
    if !units.is_empty() {
        let rules = records(conn.rules_of(&units).await?);
        let ids: Vec<Uuid> = rules.iter().map(|rule| rule.id).collect();
        let ends = records(conn.ends_of(&ids).await?);
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
        let ends = records(conn.ends_of(&[rule.record.id]).await?);
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
async fn waiting<C: RuleSql>(conn: &mut C, rule: &Standing<'_>) -> Result<Vec<(Record, Digest, bool)>, StoreError> {
    let types = |passing: &Passing| passing.kind.types();
    let types: BTreeSet<&str> = rule.rule.passes.iter().flat_map(types).copied().collect();
    let Some(unit) = rule.record.unit.as_deref().filter(|_| !types.is_empty()) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for table in [Table::Record, Table::Contender] {
        for WaitingRow { row, actor, logged } in conn.waiting(table, unit, rule.from(), &types).await? {
            let (Some(salt), Some(digest)) = (row.salt(), row.content_digest()) else { continue };
            let Some(written) = row.written() else { continue };
            if Digest::from_slice(&logged) == Some(payload_digest(&salt, &written.record)?) {
                found.push((written.record, digest, Actor::vouches_for_unit(&actor)));
            }
        }
    }
    Ok(found)
}

impl Store {
    /// All rules of units by which records pass, and whatever ends rules and thresholds.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn approval_rules(&self) -> Result<(Vec<Record>, Vec<Record>), StoreError> {
        let (rules, ends) = reading!(self, |conn| (conn.all_rules().await?, conn.ended().await?));
        Ok((records(rules), records(ends)))
    }
}
