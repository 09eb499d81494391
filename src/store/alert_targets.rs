//! Where alerts are sent to. A target is ended, never deleted; its secret goes with its end.

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::alert_overdue::OverdueSql as _;
use super::dialect::{reading, writing};
use super::{Store, StoreError};
use crate::domain::access::Label;
use crate::domain::alert::AlertKind;
use crate::domain::alert_target::{AlertTarget, Scope};
use crate::domain::secret::Secret;
use crate::domain::time::Instant;

#[derive(FromRow)]
struct TargetRow {
    id: Uuid,
    title: String,
    url: String,
    secret: String,
    kinds: String,
    unit: Option<String>,
    label: String,
    unapproved: i64,
    from_seq: i64,
    made_at: i64,
    made_by: String,
    ended_at: Option<i64>,
    ended_by: Option<String>,
}

impl TargetRow {
    fn read(self) -> AlertTarget {
        let words: Vec<&str> = self.kinds.split(',').collect();
        let kinds = AlertKind::ALL.iter().copied().filter(|kind| words.contains(&kind.as_str())).collect();
        // What cannot be read is taken for the narrowest that it can mean.
        let label = Label::ALL.into_iter().find(|label| label.as_str() == self.label).unwrap_or(Label::Public);
        AlertTarget {
            id: self.id,
            title: self.title,
            url: self.url,
            secret: Secret::new(self.secret),
            kinds,
            scope: Scope { unit: self.unit, label, unapproved: self.unapproved != 0 },
            from_seq: self.from_seq,
            made_at: Instant::from_millis(self.made_at),
            made_by: self.made_by,
            ended: self.ended_at.map(Instant::from_millis).zip(self.ended_by),
        }
    }
}

trait TargetSql {
    async fn targets(&mut self) -> Result<Vec<TargetRow>, sqlx::Error>;
    async fn add_target(&mut self, target: &AlertTarget) -> Result<(), sqlx::Error>;
    /// Says whether there was one to end.
    async fn end_target(&mut self, id: Uuid, at: i64, by: &str) -> Result<bool, sqlx::Error>;
    async fn let_go_of(&mut self, target: Uuid, at: i64) -> Result<(), sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl TargetSql for Conn {
    async fn targets(&mut self) -> Result<Vec<TargetRow>, sqlx::Error> {
        sqlx::query_as::<Db, TargetRow>(
            "SELECT id, title, url, secret, kinds, unit, label, unapproved, from_seq, made_at, made_by, ended_at, ended_by \
             FROM alert_target ORDER BY made_at, id",
        )
        .fetch_all(&mut *self)
        .await
    }

    async fn add_target(&mut self, target: &AlertTarget) -> Result<(), sqlx::Error> {
        let kinds: Vec<&str> = target.kinds.iter().map(|kind| kind.as_str()).collect();
        sqlx::query(
            "INSERT INTO alert_target (id, title, url, secret, kinds, unit, label, unapproved, from_seq, made_at, made_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(target.id)
        .bind(target.title.clone())
        .bind(target.url.clone())
        .bind(target.secret.expose().to_owned())
        .bind(kinds.join(","))
        .bind(target.scope.unit.clone())
        .bind(target.scope.label.as_str())
        .bind(i64::from(target.scope.unapproved))
        .bind(target.from_seq)
        .bind(target.made_at.millis())
        .bind(target.made_by.clone())
        .execute(&mut *self)
        .await?;
        Ok(())
    }

    async fn end_target(&mut self, id: Uuid, at: i64, by: &str) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE alert_target SET ended_at = $2, ended_by = $3, secret = '' WHERE id = $1 AND ended_at IS NULL",
        )
        .bind(id)
        .bind(at)
        .bind(by.to_owned())
        .execute(&mut *self)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn let_go_of(&mut self, target: Uuid, at: i64) -> Result<(), sqlx::Error> {
        let ends = "UPDATE alert_delivery SET state = 'ended', done_at = $2 WHERE target = $1 AND state = 'pending'";
        sqlx::query(ends).bind(target).bind(at).execute(&mut *self).await?;
        Ok(())
    }
}

impl Store {
    /// All targets, those that were ended among them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn alert_targets(&self) -> Result<Vec<AlertTarget>, StoreError> {
        let rows = reading!(self, |conn| conn.targets().await?);
        Ok(rows.into_iter().map(TargetRow::read).collect())
    }

    /// # Errors
    /// When the database does not answer; nothing was stored then.
    pub async fn add_alert_target(&self, target: &AlertTarget) -> Result<(), StoreError> {
        writing!(self, |tx| tx.add_target(target).await?);
        Ok(())
    }

    /// Ends a target: nothing goes there any more. Says whether there was one to end.
    ///
    /// # Errors
    /// When the database does not answer; nothing was changed then.
    pub async fn end_alert_target(&self, id: Uuid, at: Instant, by: &str) -> Result<bool, StoreError> {
        Ok(writing!(self, |tx| {
            let ended = tx.end_target(id, at.millis(), by).await?;
            if ended {
                tx.let_go_of(id, at.millis()).await?;
                tx.drop_overdue(id).await?;
            }
            ended
        }))
    }
}
