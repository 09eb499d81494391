//! Derived places, for readers of the database. The atlas works its own out from the same rules.

use duplicate::duplicate_item;
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::dialect::{reading, writing};
use super::erasures::drop_places_of_erased;
use super::log::LogSql;
use super::{Store, StoreError};
use crate::domain::location::Placement;
use crate::domain::number::LineKey;

/// How far a record moved when its line or a marker did.
#[derive(Debug, Clone)]
pub struct Relocation {
    pub record: Uuid,
    pub kind: &'static str,
    pub key: Option<String>,
    pub line: LineKey,
    /// The place before; none where there was none.
    pub before: Option<Placement>,
    pub after: Option<Placement>,
    pub metres: Option<f64>,
}

/// A row of the report on what an import moved.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct RelocationRow {
    pub record_id: Uuid,
    #[sqlx(rename = "type")]
    pub kind: String,
    pub key: Option<String>,
    pub line: String,
    pub from_version: String,
    pub to_version: String,
    pub from_method: Option<String>,
    pub to_method: Option<String>,
    pub from_lon: Option<f64>,
    pub from_lat: Option<f64>,
    pub to_lon: Option<f64>,
    pub to_lat: Option<f64>,
    pub metres: Option<f64>,
}

/// Rows of one statement: SQLite takes 32,766 values.
const STATEMENT: usize = 2_000;

pub(super) trait PlacementSql {
    async fn insert_relocations(&mut self, import: Uuid, rows: &[Relocation]) -> Result<(), sqlx::Error>;
    async fn relocations(&mut self, import: Uuid, limit: i64) -> Result<Vec<RelocationRow>, sqlx::Error>;
    async fn insert_placements(&mut self, rows: &[(Uuid, &Placement)]) -> Result<(), sqlx::Error>;
}

#[duplicate_item(
    Conn               Db;
    [SqliteConnection] [Sqlite];
    [PgConnection]     [Postgres];
)]
impl PlacementSql for Conn {
    async fn insert_placements(&mut self, rows: &[(Uuid, &Placement)]) -> Result<(), sqlx::Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut sql = QueryBuilder::<Db>::new(
            "INSERT INTO placement (record_id, line, line_version, method, from_m, to_m, lon, lat, accuracy_m) ",
        );
        sql.push_values(rows, |mut values, (id, placement)| {
            let (line, version) = placement
                .line
                .as_ref()
                .map_or_else(Default::default, |(line, version)| (line.to_string(), version.clone()));
            values
                .push_bind(*id)
                .push_bind(line)
                .push_bind(version)
                .push_bind(placement.method.as_str())
                .push_bind(placement.from_m)
                .push_bind(placement.to_m)
                .push_bind(placement.position.lon())
                .push_bind(placement.position.lat())
                .push_bind(placement.accuracy_m);
        });
        // A marker that moved puts the same record elsewhere on the same version of its line.
        sql.push(
            " ON CONFLICT (record_id, line, line_version) DO UPDATE SET method = excluded.method, \
             from_m = excluded.from_m, to_m = excluded.to_m, lon = excluded.lon, lat = excluded.lat, \
             accuracy_m = excluded.accuracy_m",
        );
        sql.build().execute(&mut *self).await?;
        Ok(())
    }

    async fn insert_relocations(&mut self, import: Uuid, rows: &[Relocation]) -> Result<(), sqlx::Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut sql = QueryBuilder::<Db>::new(
            "INSERT INTO relocation (import_id, record_id, type, key, line, from_version, to_version, from_method, \
             to_method, from_lon, from_lat, to_lon, to_lat, metres) ",
        );
        let version = |place: Option<&Placement>| {
            place.and_then(|place| place.line.as_ref()).map(|(_, version)| version.clone()).unwrap_or_default()
        };
        sql.push_values(rows, |mut values, row| {
            let (before, after) = (row.before.as_ref(), row.after.as_ref());
            values
                .push_bind(import)
                .push_bind(row.record)
                .push_bind(row.kind)
                .push_bind(row.key.clone())
                .push_bind(row.line.to_string())
                .push_bind(version(before))
                .push_bind(version(after))
                .push_bind(before.map(|place| place.method.as_str()))
                .push_bind(after.map(|place| place.method.as_str()))
                .push_bind(before.map(|place| place.position.lon()))
                .push_bind(before.map(|place| place.position.lat()))
                .push_bind(after.map(|place| place.position.lon()))
                .push_bind(after.map(|place| place.position.lat()))
                .push_bind(row.metres);
        });
        sql.push(" ON CONFLICT (import_id, record_id) DO NOTHING");
        sql.build().execute(&mut *self).await?;
        Ok(())
    }

    async fn relocations(&mut self, import: Uuid, limit: i64) -> Result<Vec<RelocationRow>, sqlx::Error> {
        sqlx::query_as::<Db, RelocationRow>(
            "SELECT record_id, type, key, line, from_version, to_version, from_method, to_method, from_lon, from_lat, \
             to_lon, to_lat, metres FROM relocation WHERE import_id = $1 ORDER BY metres DESC NULLS LAST, record_id LIMIT $2",
        )
        .bind(import)
        .bind(limit)
        .fetch_all(&mut *self)
        .await
    }
}

impl Store {
    /// Keeps derived places up to date, for readers of the database.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep_placements(&self, rows: &[(Uuid, Placement)]) -> Result<(), StoreError> {
        for piece in rows.chunks(STATEMENT) {
            let piece: Vec<(Uuid, &Placement)> = piece.iter().map(|(id, place)| (*id, place)).collect();
            let ids: Vec<Uuid> = piece.iter().map(|(id, _)| *id).collect();
            writing!(self, |tx| {
                tx.lock_head().await?;
                tx.insert_placements(&piece).await?;
                drop_places_of_erased(&mut *tx, &ids).await?;
            });
        }
        Ok(())
    }

    /// Keeps the report on what an import moved.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn keep_relocations(&self, import: Uuid, rows: &[Relocation]) -> Result<(), StoreError> {
        for piece in rows.chunks(STATEMENT) {
            let ids: Vec<Uuid> = piece.iter().map(|row| row.record).collect();
            writing!(self, |tx| {
                tx.lock_head().await?;
                tx.insert_relocations(import, piece).await?;
                drop_places_of_erased(&mut *tx, &ids).await?;
            });
        }
        Ok(())
    }

    /// What an import moved, farthest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn relocations(&self, import: Uuid, limit: i64) -> Result<Vec<RelocationRow>, StoreError> {
        Ok(reading!(self, |conn| conn.relocations(import, limit).await?))
    }
}
