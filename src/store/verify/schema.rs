//! What the engine itself is to be trusted with: that tables, indexes and triggers are those that the migrations made,
//! and, on SQLite, that indexes lead to every row. An index that leaves rows out hides them from whoever reads by it, and
//! leaves every row where the walk finds it.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::store::StoreError;
use crate::store::dialect::{POSTGRES, SQLITE};

/// What is wrong with a table, an index, a trigger or a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaFault {
    Added,
    Altered,
    Missing,
}

pub(in crate::store) trait SchemaSql {
    /// The first thing that the migrations did not make as it stands there. Cost: the same whatever the tables hold.
    async fn strange(&mut self) -> Result<Option<(String, SchemaFault)>, StoreError>;
    /// The first thing that the engine finds wrong with its own file. Cost: linear in the rows.
    async fn damage(&mut self) -> Result<Option<String>, sqlx::Error>;
}

/// Names and texts of all that was made in a file, but for what the engine and the migrator keep for themselves.
const MADE: &str = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite@_%' ESCAPE '@' \
    AND name <> '_sqlx_migrations' ORDER BY type, name";

type Made = BTreeMap<(String, String), (String, Option<String>)>;

async fn made(conn: &mut SqliteConnection) -> Result<Made, sqlx::Error> {
    let rows = sqlx::query_as::<_, (String, String, String, Option<String>)>(MADE).fetch_all(conn).await?;
    Ok(rows.into_iter().map(|(kind, name, table, sql)| ((kind, name), (table, sql))).collect())
}

impl SchemaSql for SqliteConnection {
    async fn strange(&mut self) -> Result<Option<(String, SchemaFault)>, StoreError> {
        let mut fresh = Self::connect("sqlite::memory:").await?;
        SQLITE.run(&mut fresh).await.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let expected = made(&mut fresh).await?;
        fresh.close().await?;
        let found = made(self).await?;
        for (of, made) in &expected {
            match found.get(of) {
                None => return Ok(Some((of.1.clone(), SchemaFault::Missing))),
                Some(other) if other != made => return Ok(Some((of.1.clone(), SchemaFault::Altered))),
                Some(_) => {}
            }
        }
        // Tables of somebody's own change nothing, nor do their indexes.
        let is_ours = |table: &str| expected.contains_key(&("table".to_owned(), table.to_owned()));
        let added = found.iter().find(|((kind, name), (table, _))| {
            let matters = match kind.as_str() {
                "table" => false,
                "index" => is_ours(table),
                _ => true,
            };
            matters && !expected.contains_key(&(kind.clone(), name.clone()))
        });
        Ok(added.map(|((_, name), _)| (name.clone(), SchemaFault::Added)))
    }

    async fn damage(&mut self) -> Result<Option<String>, sqlx::Error> {
        match sqlx::query_scalar::<_, String>("PRAGMA integrity_check(20)").fetch_all(self).await {
            // CORRUPT, NOTADB: so damaged that it cannot even be looked through.
            Err(sqlx::Error::Database(cause)) if cause.code().is_some_and(|code| code == "11" || code == "26") => {
                Ok(Some(cause.to_string()))
            }
            found => Ok(first_said(&found?.join("\n"))),
        }
    }
}

/// Of what the engine says is wrong the first line about an index, for that names it; else the first of all.
fn first_said(said: &str) -> Option<String> {
    let mut lines = said.lines().filter(|line| *line != "ok" && !line.starts_with("***"));
    let first = lines.clone().next();
    lines.find(|line| line.contains("index")).or(first).map(str::to_owned)
}

/// Tables as they are found by the names that statements use, with what may stand between a statement and its rows.
const BETWEEN: &str = "SELECT n.name, CASE WHEN c.oid IS NULL THEN 'missing' \
    WHEN c.relkind <> 'r' OR c.relrowsecurity OR c.relforcerowsecurity THEN 'altered' ELSE 'sound' END, \
    COALESCE((SELECT t.tgname::text FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal ORDER BY 1 LIMIT 1), \
    (SELECT r.rulename::text FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN' ORDER BY 1 LIMIT 1)) \
    FROM unnest($1::text[]) AS n(name) LEFT JOIN pg_class c ON c.oid = to_regclass(n.name) ORDER BY n.name";

/// How the tables are kept, their columns, constraints and indexes; and what the migrations made of them. `catalogue.txt` is
/// what the question answers of a database that they have just made.
const CATALOGUE: &str = include_str!("catalogue.sql");
const MADE_ON_POSTGRES: &str = include_str!("catalogue.txt");

impl SchemaSql for PgConnection {
    async fn strange(&mut self) -> Result<Option<(String, SchemaFault)>, StoreError> {
        let tables: BTreeSet<String> = POSTGRES.iter().flat_map(|one| tables_of(one.sql.as_str())).collect();
        let tables: Vec<String> = tables.into_iter().collect();
        let rows =
            sqlx::query_as::<_, (String, String, Option<String>)>(BETWEEN).bind(&tables).fetch_all(&mut *self).await?;
        let between = rows.into_iter().find_map(|(table, state, added)| match (state.as_str(), added) {
            ("missing", _) => Some((table, SchemaFault::Missing)),
            ("altered", _) => Some((table, SchemaFault::Altered)),
            (_, added) => added.map(|name| (name, SchemaFault::Added)),
        });
        if between.is_some() {
            return Ok(between);
        }
        let found = sqlx::query_as::<_, (String, String)>(CATALOGUE).bind(tables).fetch_all(self).await?;
        Ok(differing(&found))
    }

    async fn damage(&mut self) -> Result<Option<String>, sqlx::Error> {
        Ok(None)
    }
}

/// The first fact of the catalogue that is not as the migrations made it, by the last word of what it is about.
fn differing(found: &[(String, String)]) -> Option<(String, SchemaFault)> {
    let expected: BTreeMap<&str, &str> = MADE_ON_POSTGRES.lines().filter_map(|line| line.split_once(" | ")).collect();
    let found: BTreeMap<&str, &str> = found.iter().map(|(what, fact)| (what.as_str(), fact.as_str())).collect();
    let named = |what: &str, fault| (what.rsplit(' ').next().unwrap_or(what).to_owned(), fault);
    let stands = expected.iter().find_map(|(what, made)| match found.get(what) {
        None => Some(named(what, SchemaFault::Missing)),
        Some(fact) => (fact != made).then(|| named(what, SchemaFault::Altered)),
    });
    let added = found.keys().find(|what| !expected.contains_key(*what));
    stands.or_else(|| added.map(|what| named(what, SchemaFault::Added)))
}

/// Names of the tables that a migration makes.
fn tables_of(sql: &str) -> impl Iterator<Item = String> {
    let made = sql.lines().filter_map(|line| line.strip_prefix("CREATE TABLE "));
    made.filter_map(|rest| rest.split([' ', '(']).next()).map(str::to_owned)
}
