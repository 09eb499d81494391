//! Derived places, for readers of the database. The atlas works its own out from the same rules.

use duplicate::duplicate_item;
use sqlx::{PgConnection, Postgres, QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use crate::domain::location::Placement;

pub(super) trait PlacementSql {
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
        sql.build().execute(&mut *self).await?;
        Ok(())
    }
}
