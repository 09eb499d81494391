//! What each target was told to be overdue and still is, by name: one row for a target, one name a line. It moves with the
//! cursor of alerts, in one transaction with what is to be sent.

use std::collections::BTreeSet;

use duplicate::duplicate_item;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::{reading, writing};
use super::{Store, StoreError};

/// What a target knows to be overdue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownOverdue {
    pub target: Uuid,
    pub things: BTreeSet<String>,
}

pub(super) trait OverdueSql {
    async fn known_overdue(&mut self, target: Uuid) -> Result<Option<String>, sqlx::Error>;
    async fn put_overdue(&mut self, known: &KnownOverdue) -> Result<(), sqlx::Error>;
    async fn drop_overdue(&mut self, target: Uuid) -> Result<(), sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl OverdueSql for Conn {
    async fn known_overdue(&mut self, target: Uuid) -> Result<Option<String>, sqlx::Error> {
        let select = "SELECT things FROM alert_overdue WHERE target = $1";
        let row = sqlx::query_as::<Db, (String,)>(select).bind(target).fetch_optional(&mut *self).await?;
        Ok(row.map(|(things,)| things))
    }

    async fn put_overdue(&mut self, known: &KnownOverdue) -> Result<(), sqlx::Error> {
        let things: Vec<&str> = known.things.iter().map(String::as_str).collect();
        sqlx::query(
            "INSERT INTO alert_overdue (target, things) SELECT id, $2 FROM alert_target WHERE id = $1 AND ended_at IS NULL \
             ON CONFLICT (target) DO UPDATE SET things = excluded.things",
        )
        .bind(known.target)
        .bind(things.join("\n"))
        .execute(&mut *self)
        .await?;
        Ok(())
    }

    async fn drop_overdue(&mut self, target: Uuid) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM alert_overdue WHERE target = $1").bind(target).execute(&mut *self).await?;
        Ok(())
    }
}

impl Store {
    /// What a target knows to be overdue; none where nobody has looked for it yet.
    ///
    /// # Errors
    /// When the database does not answer. So for the other.
    pub async fn known_overdue(&self, target: Uuid) -> Result<Option<KnownOverdue>, StoreError> {
        let things = reading!(self, |conn| conn.known_overdue(target).await?);
        let split = |things: String| things.lines().map(str::to_owned).collect();
        Ok(things.map(|things| KnownOverdue { target, things: split(things) }))
    }

    /// Notes what is overdue when a target is set: that is no news for it.
    ///
    /// # Errors
    /// As above.
    pub async fn note_overdue(&self, known: &KnownOverdue) -> Result<(), StoreError> {
        writing!(self, |tx| tx.put_overdue(known).await?);
        Ok(())
    }
}
