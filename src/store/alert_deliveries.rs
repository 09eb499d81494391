//! Alerts on their way, one row for each target, and how far the log was looked through for them.
//!
//! Cursor and deliveries move in one transaction, so that nothing is lost and nothing is new twice; an alert has a name that
//! is the same whenever the log is looked through. One process at a time does it, as long as its lease runs.

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::alert_overdue::{KnownOverdue, OverdueSql as _};
use super::dialect::{reading, writing};
use super::log::LogSql as _;
use super::{Store, StoreError};
use crate::domain::time::{CivilDay, Instant};

/// How far the log was looked through.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Cursor {
    pub epoch: String,
    pub seq: i64,
    /// Number of the last day that was looked through for what became overdue.
    pub day: i64,
    holder: Uuid,
    held_until: i64,
}

/// An alert for a target.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Delivery {
    pub id: Uuid,
    pub target: Uuid,
    /// Its name.
    pub alert: String,
    pub kind: String,
    pub record: Uuid,
    pub layer: String,
    pub feature: String,
    pub seq: i64,
    pub body: String,
    /// `pending`, `delivered`, `given_up`, `withheld` (the target may not see it any more), `ended` (with its target).
    pub state: String,
    pub tries: i64,
    pub made_at: i64,
    pub since: i64,
    pub next_at: i64,
    pub done_at: Option<i64>,
    /// What the receiver answered last.
    pub status: Option<i64>,
    pub error: Option<String>,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub state: &'static str,
    pub next_at: Option<Instant>,
    pub status: Option<u16>,
    pub error: Option<String>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, target, alert, kind, record, layer, feature, seq, body, state, tries, made_at, since, next_at, done_at, \
             status, error FROM alert_delivery ",
            $rest
        )
    };
}

trait DeliverySql {
    async fn cursor(&mut self) -> Result<Option<Cursor>, sqlx::Error>;
    async fn found_cursor(&mut self, epoch: &str, day: i64, holder: Uuid) -> Result<(), sqlx::Error>;
    async fn hold(&mut self, holder: Uuid, now: i64, until: i64) -> Result<bool, sqlx::Error>;
    async fn move_on(&mut self, holder: Uuid, from: &Cursor, to: (&str, i64, i64)) -> Result<bool, sqlx::Error>;
    async fn add_delivery(&mut self, delivery: &Delivery) -> Result<(), sqlx::Error>;
    async fn due(&mut self, target: Uuid, now: i64) -> Result<Option<Delivery>, sqlx::Error>;
    async fn tried(&mut self, delivery: &Delivery, outcome: &Outcome, now: i64) -> Result<bool, sqlx::Error>;
    async fn of_target(&mut self, target: Uuid, limit: i64) -> Result<Vec<Delivery>, sqlx::Error>;
    async fn delivery(&mut self, id: Uuid) -> Result<Option<Delivery>, sqlx::Error>;
    async fn replay(&mut self, id: Uuid, now: i64) -> Result<bool, sqlx::Error>;
    async fn prune(&mut self, before: i64) -> Result<u64, sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl DeliverySql for Conn {
    async fn cursor(&mut self) -> Result<Option<Cursor>, sqlx::Error> {
        let select = "SELECT epoch, seq, day, holder, held_until FROM alert_cursor WHERE one = 1";
        sqlx::query_as::<Db, Cursor>(select).fetch_optional(&mut *self).await
    }

    async fn found_cursor(&mut self, epoch: &str, day: i64, holder: Uuid) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO alert_cursor (one, epoch, seq, day, holder, held_until) VALUES (1, $1, 0, $2, $3, 0) \
             ON CONFLICT (one) DO NOTHING",
        )
        .bind(epoch.to_owned())
        .bind(day)
        .bind(holder)
        .execute(&mut *self)
        .await?;
        Ok(())
    }

    async fn hold(&mut self, holder: Uuid, now: i64, until: i64) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE alert_cursor SET holder = $1, held_until = $3 WHERE one = 1 AND (holder = $1 OR held_until < $2)",
        )
        .bind(holder)
        .bind(now)
        .bind(until)
        .execute(&mut *self)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn move_on(&mut self, holder: Uuid, from: &Cursor, to: (&str, i64, i64)) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE alert_cursor SET epoch = $4, seq = $5, day = $6 \
             WHERE one = 1 AND holder = $1 AND epoch = $2 AND seq = $3 AND day = $7",
        )
        .bind(holder)
        .bind(from.epoch.clone())
        .bind(from.seq)
        .bind(to.0.to_owned())
        .bind(to.1)
        .bind(to.2)
        .bind(from.day)
        .execute(&mut *self)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn add_delivery(&mut self, of: &Delivery) -> Result<(), sqlx::Error> {
        // To a target that was ended meanwhile nothing is added.
        sqlx::query(
            "INSERT INTO alert_delivery (id, target, alert, kind, record, layer, feature, seq, body, state, tries, made_at, \
             since, next_at) SELECT $1, id, $3, $4, $5, $6, $7, $8, $9, 'pending', 0, $10, $10, $10 FROM alert_target \
             WHERE id = $2 AND ended_at IS NULL ON CONFLICT (target, alert) DO NOTHING",
        )
        .bind(of.id)
        .bind(of.target)
        .bind(of.alert.clone())
        .bind(of.kind.clone())
        .bind(of.record)
        .bind(of.layer.clone())
        .bind(of.feature.clone())
        .bind(of.seq)
        .bind(of.body.clone())
        .bind(of.made_at)
        .execute(&mut *self)
        .await?;
        Ok(())
    }

    async fn due(&mut self, target: Uuid, now: i64) -> Result<Option<Delivery>, sqlx::Error> {
        let query = sqlx::query_as::<Db, Delivery>(select!(
            "WHERE target = $1 AND state = 'pending' AND next_at <= $2 ORDER BY next_at, seq, id LIMIT 1"
        ));
        query.bind(target).bind(now).fetch_optional(&mut *self).await
    }

    async fn tried(&mut self, delivery: &Delivery, outcome: &Outcome, now: i64) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE alert_delivery SET state = $3, tries = tries + 1, next_at = $4, done_at = $5, status = $6, error = $7 \
             WHERE id = $1 AND tries = $2 AND state = 'pending'",
        )
        .bind(delivery.id)
        .bind(delivery.tries)
        .bind(outcome.state)
        .bind(outcome.next_at.map_or(delivery.next_at, Instant::millis))
        .bind((outcome.state != "pending").then_some(now))
        .bind(outcome.status.map(i64::from))
        .bind(outcome.error.clone())
        .execute(&mut *self)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn of_target(&mut self, target: Uuid, limit: i64) -> Result<Vec<Delivery>, sqlx::Error> {
        let query = sqlx::query_as::<Db, Delivery>(select!(
            "WHERE target = $1 ORDER BY made_at DESC, seq DESC, id DESC LIMIT $2"
        ));
        query.bind(target).bind(limit).fetch_all(&mut *self).await
    }

    async fn delivery(&mut self, id: Uuid) -> Result<Option<Delivery>, sqlx::Error> {
        sqlx::query_as::<Db, Delivery>(select!("WHERE id = $1")).bind(id).fetch_optional(&mut *self).await
    }

    async fn replay(&mut self, id: Uuid, now: i64) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE alert_delivery SET state = 'pending', since = $2, next_at = $2, done_at = NULL \
             WHERE id = $1 AND target IN (SELECT id FROM alert_target WHERE ended_at IS NULL)",
        )
        .bind(id)
        .bind(now)
        .execute(&mut *self)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    async fn prune(&mut self, before: i64) -> Result<u64, sqlx::Error> {
        let delete = "DELETE FROM alert_delivery WHERE state <> 'pending' AND made_at < $1 AND done_at < $1";
        Ok(sqlx::query(delete).bind(before).execute(&mut *self).await?.rows_affected())
    }
}

impl Cursor {
    /// Whether somebody may take the work up, or has it already.
    pub fn is_free_for(&self, holder: Uuid, now: Instant) -> bool {
        self.holder == holder || self.held_until < now.millis()
    }
}

impl Store {
    /// How far the log was looked through; not at all where nobody has looked yet: each target knows from where on it is told.
    ///
    /// # Errors
    /// When the database does not answer. So for the others.
    pub async fn alert_cursor(&self, day: CivilDay, holder: Uuid) -> Result<Cursor, StoreError> {
        if let Some(cursor) = reading!(self, |conn| conn.cursor().await?) {
            return Ok(cursor);
        }
        let cursor = writing!(self, |tx| {
            let head = tx.head().await?;
            let epoch = head.map_or_else(String::new, |head| head.epoch);
            tx.found_cursor(&epoch, day.number(), holder).await?;
            tx.cursor().await?
        });
        cursor.ok_or_else(|| StoreError::Unavailable("alert_cursor is empty".to_owned()))
    }

    /// Takes the work up for so long, or goes on with it; false when another process has it.
    ///
    /// # Errors
    /// As above.
    pub async fn hold_alerts(&self, holder: Uuid, now: Instant, until: Instant) -> Result<bool, StoreError> {
        Ok(writing!(self, |tx| tx.hold(holder, now.millis(), until.millis()).await?))
    }

    /// Moves the cursor on, adds what was found on the way, and notes what targets know to be overdue now; all or nothing. False when another process has moved it.
    ///
    /// # Errors
    /// As above.
    pub async fn move_alerts(
        &self,
        holder: Uuid,
        from: &Cursor,
        to: (&str, i64, CivilDay),
        (found, known): (&[Delivery], &[KnownOverdue]),
    ) -> Result<bool, StoreError> {
        let (epoch, seq, day) = to;
        Ok(writing!(self, |tx| {
            let moved = tx.move_on(holder, from, (epoch, seq, day.number())).await?;
            for delivery in found.iter().filter(|_| moved) {
                tx.add_delivery(delivery).await?;
            }
            for known in known.iter().filter(|_| moved) {
                tx.put_overdue(known).await?;
            }
            moved
        }))
    }

    /// What is to be sent to a target next.
    ///
    /// # Errors
    /// As above.
    pub async fn alert_due(&self, target: Uuid, now: Instant) -> Result<Option<Delivery>, StoreError> {
        Ok(reading!(self, |conn| conn.due(target, now.millis()).await?))
    }

    /// Notes what came of a try; false when another process has noted one meanwhile.
    ///
    /// # Errors
    /// As above.
    pub async fn alert_tried(&self, of: &Delivery, outcome: &Outcome, now: Instant) -> Result<bool, StoreError> {
        Ok(writing!(self, |tx| tx.tried(of, outcome, now.millis()).await?))
    }

    /// What went to a target, the latest first.
    ///
    /// # Errors
    /// As above.
    pub async fn alert_deliveries(&self, target: Uuid, limit: i64) -> Result<Vec<Delivery>, StoreError> {
        Ok(reading!(self, |conn| conn.of_target(target, limit).await?))
    }

    /// # Errors
    /// As above.
    pub async fn alert_delivery(&self, id: Uuid) -> Result<Option<Delivery>, StoreError> {
        Ok(reading!(self, |conn| conn.delivery(id).await?))
    }

    /// Sends one again, with the id and the words that it had; false when its target was ended.
    ///
    /// # Errors
    /// As above.
    pub async fn replay_alert(&self, id: Uuid, now: Instant) -> Result<bool, StoreError> {
        Ok(writing!(self, |tx| tx.replay(id, now.millis()).await?))
    }

    /// Takes away what was done with before a moment; says how many.
    ///
    /// # Errors
    /// As above.
    pub async fn prune_alerts(&self, before: Instant) -> Result<u64, StoreError> {
        Ok(writing!(self, |tx| tx.prune(before.millis()).await?))
    }
}
