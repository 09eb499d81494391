//! The tables that every GeoPackage has (OGC 12-128r18, annex C), and those of one layer.

use sqlx::{AssertSqlSafe, SqliteConnection};

use super::quoted;
use crate::exchange::rows::{OutKind, OutLayer, OutShapes};
use crate::exchange::table::Columns;

/// `GPKG`, and version 1.3.
const IDENTITY: &str = "PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;";

const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL PRIMARY KEY,
    organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL,
    definition TEXT NOT NULL,
    description TEXT
);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY,
    data_type TEXT NOT NULL,
    identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE,
    min_y DOUBLE,
    max_x DOUBLE,
    max_y DOUBLE,
    srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL,
    m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
";

const WGS_84: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,\
    AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],\
    UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]";

const SYSTEM: &str = "INSERT OR REPLACE INTO gpkg_spatial_ref_sys \
    (srs_name, srs_id, organization, organization_coordsys_id, definition) VALUES ($1, $2, $3, $4, $5)";

/// The names that the two columns of the format's own get.
#[derive(Debug, Clone)]
pub(super) struct Own {
    pub(super) key: String,
    pub(super) geometry: String,
}

/// Makes the tables of an empty file.
pub(super) async fn package(connection: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::raw_sql(IDENTITY).execute(&mut *connection).await?;
    sqlx::raw_sql(TABLES).execute(&mut *connection).await?;
    system(connection, "Undefined Cartesian", -1, "NONE", "undefined").await?;
    system(connection, "Undefined geographic", 0, "NONE", "undefined").await?;
    system(connection, "WGS 84", 4326, "EPSG", WGS_84).await
}

async fn system(
    connection: &mut SqliteConnection,
    name: &str,
    number: i32,
    organization: &str,
    definition: &str,
) -> sqlx::Result<()> {
    sqlx::query(SYSTEM)
        .bind(name)
        .bind(number)
        .bind(organization)
        .bind(number)
        .bind(definition)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Makes the table of a layer and lists it.
pub(super) async fn layer(
    connection: &mut SqliteConnection,
    layer: &OutLayer,
    columns: &Columns,
    own: &Own,
) -> sqlx::Result<()> {
    let srs = i32::try_from(layer.epsg).unwrap_or(0);
    system(connection, name_of(&layer.wkt), srs, "EPSG", &layer.wkt).await?;
    let geometry = geometry_type(layer.shapes);
    let listed = columns.list().iter().map(|(name, kind)| format!(", {} {}", quoted(name), sql_type(*kind)));
    let create = format!(
        "CREATE TABLE {} ({} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL{}{})",
        quoted(&layer.name),
        quoted(&own.key),
        geometry.map(|kind| format!(", {} {kind}", quoted(&own.geometry))).unwrap_or_default(),
        listed.collect::<String>()
    );
    sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut *connection).await?;
    sqlx::query(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) \
         VALUES ($1, $2, $1, $3, $4)",
    )
    .bind(&layer.name)
    .bind(if geometry.is_some() { "features" } else { "attributes" })
    .bind(&layer.attribution)
    .bind(geometry.map(|_| srs))
    .execute(&mut *connection)
    .await?;
    let Some(geometry) = geometry else { return Ok(()) };
    // z = 2: heights may be there or not.
    sqlx::query("INSERT INTO gpkg_geometry_columns VALUES ($1, $2, $3, $4, 2, 0)")
        .bind(&layer.name)
        .bind(&own.geometry)
        .bind(geometry)
        .bind(srs)
        .execute(connection)
        .await?;
    Ok(())
}

const fn geometry_type(shapes: OutShapes) -> Option<&'static str> {
    match shapes {
        OutShapes::None => None,
        OutShapes::Points => Some("POINT"),
        OutShapes::Lines => Some("LINESTRING"),
        OutShapes::MultiLines => Some("MULTILINESTRING"),
        OutShapes::Mixed => Some("GEOMETRY"),
    }
}

const fn sql_type(kind: OutKind) -> &'static str {
    match kind {
        OutKind::Text => "TEXT",
        OutKind::Integer => "INTEGER",
        OutKind::Real => "REAL",
        OutKind::Boolean => "BOOLEAN",
        OutKind::DateTime => "DATETIME",
    }
}

/// The name that well-known text begins with: `PROJCS["VN-2000 / UTM zone 48N",…`.
fn name_of(wkt: &str) -> &str {
    wkt.split('"').nth(1).unwrap_or("unnamed")
}
