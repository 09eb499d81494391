//! Layers of a GeoPackage, their columns and reference systems (OGC 12-128, 1.1.2, 1.1.3, 2.1.5).

use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Decode, Row as _, Sqlite};

use super::connection::Connection;
use super::{fault, quoted};
use crate::exchange::rows::{DeclaredCrs, FileFault};

const MOST_LAYERS: usize = 1_000;
const MOST_NAME: usize = 1_024;
const MOST_DEFINITION: usize = 1 << 16;
const MOST_COLUMNS: usize = 255;
/// Half a million points.
const MOST_GEOMETRY: usize = 8 << 20;
const MOST_VALUE: usize = 1 << 16;

/// A layer as it will be read.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub(super) table: String,
    key: String,
    geometry: String,
    pub(super) srs: i32,
    pub(super) crs: DeclaredCrs,
    pub(super) columns: Vec<Column>,
    pub(super) notes: Vec<String>,
}

/// A column with values for people.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) is_boolean: bool,
}

impl Layer {
    /// The layer of this name, or the only one.
    ///
    /// # Errors
    /// No layer, several and none chosen, or one whose table is not as it should be.
    pub(super) async fn find(from: &mut Connection, name: Option<&str>) -> Result<Self, FileFault> {
        let all = layers(from).await?;
        let names: Vec<&str> = all.iter().map(|(table, _, _)| table.as_str()).collect();
        let (table, geometry, srs) = match (name, all.as_slice()) {
            (None, []) => return Err(fault::no_layers()),
            (None, [one]) => one,
            (None, _) => return Err(fault::several_layers(&names)),
            (Some(name), all) => {
                all.iter().find(|(table, _, _)| table == name).ok_or_else(|| fault::no_layer(name, &names))?
            }
        };
        plain_table(from, table).await?;
        let mut layer = Self {
            table: table.clone(),
            key: String::new(),
            geometry: geometry.clone(),
            srs: *srs,
            crs: system(from, *srs).await?,
            columns: Vec::new(),
            notes: Vec::new(),
        };
        layer.describe(from).await?;
        layer.notes.extend(machinery(from).await?);
        Ok(layer)
    }

    /// Fills in key and columns.
    async fn describe(&mut self, from: &mut Connection) -> Result<(), FileFault> {
        let sql = AssertSqlSafe(format!("PRAGMA table_xinfo({})", quoted(&self.table)));
        let rows = sqlx::query(sql).fetch_all(&mut from.sqlite).await.map_err(|error| fault::damaged(&error))?;
        if rows.len() > MOST_COLUMNS {
            return Err(fault::layer_form(&self.table, &format!("more than {MOST_COLUMNS} columns")));
        }
        let (mut passed_over, mut has_geometry) = (Vec::new(), false);
        for row in rows {
            let (name, kind): (String, String) = (get(&row, 1)?, get(&row, 2)?);
            let (key, hidden): (i64, i64) = (get(&row, 5)?, get(&row, 6)?);
            if name == self.geometry && hidden == 0 {
                has_geometry = true;
            } else if key == 1 && kind.eq_ignore_ascii_case("INTEGER") && self.key.is_empty() {
                self.key = name;
            } else if key > 0 {
                self.key.clear();
                break;
            } else if hidden != 0 || kind.to_ascii_uppercase().contains("BLOB") {
                passed_over.push(name);
            } else {
                self.columns.push(Column { name, is_boolean: kind.eq_ignore_ascii_case("BOOLEAN") });
            }
        }
        if self.key.is_empty() {
            return Err(fault::layer_form(&self.table, "its primary key is not one integer"));
        }
        if !has_geometry {
            return Err(fault::layer_form(&self.table, "it has no such geometry column as the file says"));
        }
        self.notes.push(format!("column {} numbers the rows and is passed over", self.key));
        if !passed_over.is_empty() {
            self.notes.push(format!("columns passed over (binary or computed): {}", passed_over.join(", ")));
        }
        Ok(())
    }

    /// Key, geometry and columns of all rows, as the table's tree has them: in the order of the key. What is too long
    /// comes as an empty blob, which no column may have.
    pub(super) fn selection(&self) -> String {
        let guarded = |name: &str, most: usize| {
            let name = quoted(name);
            format!("CASE WHEN octet_length({name}) > {most} THEN x'' ELSE {name} END")
        };
        let values = self.columns.iter().map(|column| guarded(&column.name, MOST_VALUE));
        let values: Vec<String> = std::iter::once(guarded(&self.geometry, MOST_GEOMETRY)).chain(values).collect();
        let (key, table, values) = (quoted(&self.key), quoted(&self.table), values.join(", "));
        format!("SELECT {key}, {values} FROM {table} NOT INDEXED")
    }

    /// How many rows there are. The condition makes SQLite walk the rows, which can be interrupted; plain counting
    /// cannot.
    pub(super) fn counting(&self) -> String {
        format!("SELECT count(*) FROM {} NOT INDEXED WHERE {} > {}", quoted(&self.table), quoted(&self.key), i64::MIN)
    }
}

/// Table, geometry column and reference system of each layer.
async fn layers(from: &mut Connection) -> Result<Vec<(String, String, i32)>, FileFault> {
    plain_table(from, "gpkg_contents").await?;
    let short = |name: &str| format!("octet_length({name}) <= {MOST_NAME}");
    let sql = format!(
        "SELECT table_name FROM gpkg_contents NOT INDEXED WHERE data_type = 'features' AND {} LIMIT {MOST_LAYERS}",
        short("table_name")
    );
    let contents = from.select(sql).await?;
    let features = contents.iter().map(|row| get::<String>(row, 0)).collect::<Result<Vec<_>, _>>()?;
    if features.is_empty() {
        return Ok(Vec::new());
    }
    plain_table(from, "gpkg_geometry_columns").await?;
    let sql = format!(
        "SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns NOT INDEXED WHERE {} AND {} \
         LIMIT {MOST_LAYERS}",
        short("table_name"),
        short("column_name")
    );
    let mut layers = Vec::new();
    for row in from.select(sql).await? {
        let (table, column, srs): (String, String, i64) = (get(&row, 0)?, get(&row, 1)?, get(&row, 2)?);
        let srs =
            i32::try_from(srs).map_err(|_| fault::layer_form(&table, "its reference system has no valid number"))?;
        if features.contains(&table) && !table.contains('\0') && !column.contains('\0') {
            layers.push((table, column, srs));
        }
    }
    Ok(layers)
}

/// Refuses what the schema does not call a table in so many words. Comments in odd places are unusual enough to refuse.
async fn plain_table(from: &mut Connection, table: &str) -> Result<(), FileFault> {
    let literal = table.replace('\'', "''");
    let sql = format!(
        "SELECT type, CASE WHEN octet_length(sql) > {MOST_DEFINITION} THEN '' ELSE sql END FROM sqlite_schema \
         NOT INDEXED WHERE name = '{literal}' AND type <> 'index' AND type <> 'trigger' LIMIT 1"
    );
    let rows = from.select(sql).await?;
    let row = rows.first().ok_or_else(|| fault::missing_table(table))?;
    let (kind, sql): (String, Option<String>) = (get(row, 0)?, get(row, 1)?);
    let words = sql.unwrap_or_default().to_ascii_uppercase();
    if kind != "table" {
        Err(fault::not_a_table(table, &kind))
    } else if words.starts_with("CREATE TABLE") {
        Ok(())
    } else if words.starts_with("CREATE VIRTUAL") {
        Err(fault::not_a_table(table, "virtual"))
    } else {
        Err(fault::not_a_table(table, "defined in an unusual way"))
    }
}

/// What the file says of a reference system.
async fn system(from: &mut Connection, srs: i32) -> Result<DeclaredCrs, FileFault> {
    const TABLE: &str = "gpkg_spatial_ref_sys";
    // Undefined, Cartesian and geographic.
    if matches!(srs, -1 | 0) {
        return Ok(DeclaredCrs::Undeclared);
    }
    plain_table(from, TABLE).await?;
    let sql = format!(
        "SELECT organization, organization_coordsys_id, definition FROM {TABLE} NOT INDEXED WHERE srs_id = {srs} \
         AND octet_length(organization) <= {MOST_NAME} AND octet_length(definition) <= {MOST_DEFINITION} LIMIT 1"
    );
    let rows = from.select(sql).await?;
    let Some(row) = rows.first() else {
        return Ok(DeclaredCrs::Undeclared);
    };
    let (organization, code, definition): (String, i64, String) = (get(row, 0)?, get(row, 1)?, get(row, 2)?);
    let code = u32::try_from(code).ok().filter(|_| organization.eq_ignore_ascii_case("EPSG"));
    Ok(match code {
        Some(code) => DeclaredCrs::Epsg(code),
        None if definition.trim().is_empty() || definition.eq_ignore_ascii_case("undefined") => DeclaredCrs::Undeclared,
        None => DeclaredCrs::Wkt(definition),
    })
}

/// A note on what else the file brings and what is never run.
async fn machinery(from: &mut Connection) -> Result<Option<String>, FileFault> {
    let sql = "SELECT type FROM sqlite_schema NOT INDEXED WHERE type = 'trigger' OR type = 'view' LIMIT 10000";
    let found = from.select(sql.to_owned()).await?.len();
    Ok((found > 0).then(|| format!("the file has triggers or views ({found}); none is run, nothing is written to it")))
}

fn get<'r, T: Decode<'r, Sqlite>>(row: &'r SqliteRow, index: usize) -> Result<T, FileFault> {
    row.try_get_unchecked(index).map_err(|error| fault::damaged(&error))
}
