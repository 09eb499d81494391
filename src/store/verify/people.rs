//! Walks the log of people, and holds every row of accounts, memberships, units, devices and tokens against it.

use std::collections::HashMap;

use super::Broken;
use super::pages::is_spoiled;
use crate::domain::chain::Digest;
use crate::domain::people::line::Table;
use crate::domain::people::replay::{Replay, Wrong};
use crate::store::dialect::{reading, snapshot};
use crate::store::people::{PeopleEntry, PeopleSql};
use crate::store::people_stated::StatedSql;
use crate::store::{Store, StoreError};

/// Lines that are looked at together.
const PAGE: i64 = 1_000;

/// What a walk over an intact log of people found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleVerified {
    /// Number and hash of the last line.
    pub lines: i64,
    pub hash: Digest,
    /// Rows that were held against them.
    pub rows: i64,
    /// Number of the line that stated all rows after lines of an earlier version, which stated none.
    pub since: Option<i64>,
    /// Whether any line states rows: where none does, only the words of the lines could be compared.
    pub is_stated: bool,
}

impl Store {
    /// Walks the whole log of people as of one moment, and holds the tables against it. Cost: linear in lines and rows.
    ///
    /// # Errors
    /// [`Broken`] with the first line or row that does not hold.
    pub async fn verify_people(&self) -> Result<PeopleVerified, Broken> {
        snapshot!(self, |conn| walk(&mut *conn).await)
    }

    /// The hash of one line of the log of people; [`Digest::ZERO`] for number 0; `None` when the log does not reach so
    /// far.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn people_hash_at(&self, version: i64) -> Result<Option<Digest>, StoreError> {
        if version == 0 {
            return Ok(Some(Digest::ZERO));
        }
        let lines = reading!(self, |conn| page(&mut *conn, version - 1, 1).await?);
        Ok(lines.first().filter(|line| line.version == version).and_then(|line| Digest::from_slice(&line.hash)))
    }
}

/// The next lines, up to one that cannot be read.
async fn page<C: PeopleSql>(conn: &mut C, after: i64, limit: i64) -> Result<Vec<PeopleEntry>, sqlx::Error> {
    match conn.people_log(after, limit).await {
        Err(error) if is_spoiled(&error) => {}
        page => return page,
    }
    let mut lines: Vec<PeopleEntry> = Vec::new();
    loop {
        match conn.people_log(lines.last().map_or(after, |line| line.version), 1).await {
            Err(error) if is_spoiled(&error) => return Ok(lines),
            line => lines.extend(line?),
        }
    }
}

async fn walk<C: PeopleSql + StatedSql>(conn: &mut C) -> Result<PeopleVerified, Broken> {
    let (mut version, mut hash, mut replay) = (0, Digest::ZERO, Replay::default());
    loop {
        let lines = page(conn, version, PAGE).await?;
        for entry in &lines {
            let line = entry.line();
            let altered = Broken::PeopleLine { line: version + 1 };
            let expected = line.hash(&hash).map_err(StoreError::from)?;
            if entry.version != version + 1 || entry.hash != expected.as_bytes() || replay.take(&line).is_none() {
                return Err(altered);
            }
            (version, hash) = (entry.version, expected);
        }
        if lines.is_empty() {
            break;
        }
    }
    let (head, head_hash) = conn.people_head().await?.unwrap_or_else(|| (0, Digest::ZERO.as_bytes().to_vec()));
    if conn.any_beside(version).await? {
        return Err(Broken::PeopleLine { line: version + 1 });
    }
    if head != version || head_hash != hash.as_bytes() {
        return Err(Broken::PeopleHead { head, last: version });
    }
    let (mut rows, mut names) = (0, HashMap::new());
    for table in Table::ALL {
        for held in conn.held(table, None).await? {
            if table == Table::Account {
                names.insert(held.row.key.clone(), held.label.clone());
            }
            replay.hold(held).map_err(|wrong| named(wrong, &names))?;
            rows += 1;
        }
    }
    replay.end().map_err(|wrong| named(wrong, &names))?;
    Ok(PeopleVerified { lines: version, hash, rows, since: replay.since(), is_stated: replay.is_stated() })
}

/// A membership is known by the name of its account, not by the id.
fn named(wrong: Wrong, names: &HashMap<String, String>) -> Broken {
    let Wrong { row, label, fault } = wrong;
    let name = label.split_once(' ').and_then(|(id, rest)| Some(format!("{} {rest}", names.get(id)?)));
    Broken::PeopleRow { table: row.table.as_str(), row: row.key, label: name.unwrap_or(label), fault }
}
