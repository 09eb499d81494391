//! Which marker a row of a marker list means: by its number, or by one that it had before.
//!
//! A row with a new `number` and the old one in `aliases` gives a marker another number. A number in use goes to another
//! marker only when the same file gives its bearer another one (143 → 144 and 144 → 145); those rows stand or fall
//! together. Everything else that would make one marker of two, or leave a number with two, is refused.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::atlas::register::history::History;
use crate::domain::fault::Fault;
use crate::domain::marker::Marker;
use crate::domain::number::MarkerKey;
use crate::domain::record::{Body, Record};
use crate::domain::row::marker::MarkerRow;

/// Numbers of the register, and what the file does with them.
pub struct Numbers<'a> {
    /// Markers by the numbers they have now.
    held: BTreeMap<MarkerKey, &'a Record>,
    /// Who had a number before, or has it on another line.
    aliases: BTreeMap<MarkerKey, BTreeSet<Uuid>>,
    /// Numbers in use whose bearers the file gives others.
    vacated: BTreeSet<MarkerKey>,
    /// Numbers that the file gives to markers that had others, and how many of its rows have each number.
    given: BTreeSet<MarkerKey>,
    rows: BTreeMap<MarkerKey, usize>,
    /// Numbers of the rows that name an old number which no marker has.
    named: BTreeMap<MarkerKey, BTreeSet<MarkerKey>>,
    /// Whether the file was read ahead to its end.
    is_whole: bool,
}

impl<'a> Numbers<'a> {
    pub fn new(history: &'a History) -> Self {
        let held = history.markers();
        let mut aliases: BTreeMap<MarkerKey, BTreeSet<Uuid>> = BTreeMap::new();
        for record in held.values() {
            for alias in marker_of(record).map(|marker| marker.aliases.as_slice()).unwrap_or_default() {
                aliases.entry(*alias).or_default().insert(record.id);
            }
        }
        Self {
            held,
            aliases,
            vacated: BTreeSet::new(),
            given: BTreeSet::new(),
            rows: BTreeMap::new(),
            named: BTreeMap::new(),
            is_whole: false,
        }
    }

    /// Reads the file ahead: which of the numbers in use does it give to others?
    pub fn look_ahead(&mut self, rows: &[MarkerRow], is_whole: bool) {
        self.is_whole = is_whole;
        for row in rows {
            *self.rows.entry(row.key).or_default() += 1;
            for alias in old_numbers(row).filter(|alias| !self.held.contains_key(alias)) {
                self.named.entry(alias).or_default().insert(row.key);
            }
        }
        // A chain of them is found link by link, from the end that is free.
        loop {
            let before = self.vacated.len();
            for row in rows {
                let freed: Vec<MarkerKey> = self.renamed(row).iter().map(|(number, _)| *number).collect();
                if let [freed] = freed.as_slice() {
                    self.vacated.insert(*freed);
                    self.given.insert(row.key);
                }
            }
            if self.vacated.len() == before {
                return;
            }
        }
    }

    /// Whether rows of the file rely on each other, so that one cannot go in without the others.
    pub fn hang_together(&self) -> bool {
        self.vacated.iter().any(|number| self.given.contains(number))
    }

    /// Markers whose numbers the row calls old: they get the row's own.
    fn renamed(&self, row: &MarkerRow) -> Vec<(MarkerKey, &'a Record)> {
        let bearer = self.held.get(&row.key).copied().filter(|_| !self.vacated.contains(&row.key));
        let known = bearer.and_then(marker_of).map(|marker| marker.aliases.as_slice()).unwrap_or_default();
        // That the row's own marker had the number before is no news.
        let old = old_numbers(row).filter(|alias| !known.contains(alias));
        old.filter_map(|alias| Some((alias, *self.held.get(&alias)?))).collect()
    }

    /// The row under its marker's own number, where it has that which a tripoint bears on another line.
    pub fn under_own_number<'r>(&self, row: &'r MarkerRow) -> Cow<'r, MarkerRow> {
        let ids = self.aliases.get(&row.key).filter(|_| !self.held.contains_key(&row.key));
        let Some(ids) = ids else { return Cow::Borrowed(row) };
        let elsewhere = |key: &MarkerKey, record: &Record| key.line() != row.key.line() && ids.contains(&record.id);
        let own = self.held.iter().find(|(key, record)| elsewhere(key, record));
        own.map_or(Cow::Borrowed(row), |(key, _)| Cow::Owned(MarkerRow { key: *key, ..row.clone() }))
    }

    /// The marker that a row means; none for a new one.
    ///
    /// # Errors
    /// When the row would make one marker of two, or leave a number with two.
    pub fn meant(&self, row: &MarkerRow) -> Result<Option<&'a Record>, Vec<Fault>> {
        let renamed = self.renamed(row);
        let bearer = self.held.get(&row.key).copied();
        if self.given.contains(&row.key) && self.rows.get(&row.key).is_some_and(|rows| *rows > 1) {
            return Err(vec![number_twice(row.key)]);
        }
        let target = match (renamed.as_slice(), bearer) {
            ([], Some(_)) if self.vacated.contains(&row.key) => return Err(vec![number_twice(row.key)]),
            ([], bearer) => bearer,
            ([(old, _)], Some(_)) if !self.vacated.contains(&row.key) => return Err(vec![in_use(row.key, *old)]),
            ([(old, _)], _) if !self.is_whole => return Err(vec![too_many(*old)]),
            ([(_, renamed)], _) => Some(*renamed),
            (several, _) => return Err(vec![several_markers(several.iter().map(|(number, _)| *number))]),
        };
        let id = target.map(|record| record.id);
        for alias in row.aliases.iter().flatten().filter(|alias| **alias != row.key) {
            let bearer = self.held.get(alias).filter(|record| Some(record.id) != id);
            // Its own old number may be somebody else's by now, once that was settled.
            let is_known = target.and_then(marker_of).is_some_and(|marker| marker.aliases.contains(alias));
            let had = self.aliases.get(alias).into_iter().flatten().any(|held| Some(*held) != id);
            let by_rows = self.named.get(alias).is_some_and(|rows| rows.len() > 1);
            if !is_known && (bearer.is_some() || had || by_rows) {
                return Err(vec![shared(*alias)]);
            }
        }
        Ok(target)
    }
}

/// Old numbers on the row's own line; a tripoint's number on another is no old one.
fn old_numbers(row: &MarkerRow) -> impl Iterator<Item = MarkerKey> + '_ {
    let here = move |alias: &&MarkerKey| alias.line() == row.key.line() && **alias != row.key;
    row.aliases.iter().flatten().filter(here).copied()
}

fn marker_of(record: &Record) -> Option<&Marker> {
    match &record.body {
        Body::Marker(marker) => Some(marker),
        _ => None,
    }
}

fn in_use(number: MarkerKey, old: MarkerKey) -> Fault {
    Fault::foreign(
        "number",
        "number_in_use",
        format!(
            "Số {number} đang là của một mốc khác với mốc {old} nêu ở số cũ: hai mốc sẽ nhập làm một. Nếu đổi số dây chuyền, đưa mọi mốc đổi số vào cùng một tệp, mỗi dòng có số mới và số cũ."
        ),
        format!(
            "{number} is the number of another marker than {old}, the old number given: the two would become one. To shift numbers, put every marker that gets another into one file, each row with its new and its old number."
        ),
    )
}

fn number_twice(number: MarkerKey) -> Fault {
    Fault::foreign(
        "number",
        "number_twice",
        format!(
            "Tệp trao số {number} cho một mốc khác, nên dòng này không thể cùng dùng số đó. Nạp lần sau, khi việc đổi số đã xong."
        ),
        format!(
            "The file gives the number {number} to another marker, so this row cannot have it as well. Load it afterwards, when the numbers are settled."
        ),
    )
}

fn several_markers(numbers: impl Iterator<Item = MarkerKey>) -> Fault {
    let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
    let numbers = numbers.join(", ");
    Fault::foreign(
        "aliases",
        "aliases_of_several",
        format!("Các số cũ {numbers} là của nhiều mốc khác nhau: chúng sẽ nhập làm một."),
        format!("The old numbers {numbers} belong to several markers: they would become one."),
    )
}

fn shared(alias: MarkerKey) -> Fault {
    Fault::foreign(
        "aliases",
        "alias_shared",
        format!(
            "Số {alias} là số hiện nay hoặc số cũ của một mốc khác, hay của dòng khác trong tệp: hai mốc không thể cùng trả lời theo một số."
        ),
        format!(
            "{alias} is the number, or an old number, of another marker or of another row: two markers cannot answer to one number."
        ),
    )
}

fn too_many(old: MarkerKey) -> Fault {
    Fault::foreign(
        "aliases",
        "file_too_long_to_renumber",
        format!("Đổi số mốc {old}: tệp có quá nhiều dòng để xét cùng nhau; hãy để các mốc đổi số vào một tệp riêng."),
        format!(
            "To give marker {old} another number the rows are looked at together, and there are too many: put those markers into a file of their own."
        ),
    )
}

/// A number that a marker had first, whose record keeps it for ever.
pub fn was_anothers(number: MarkerKey, now: MarkerKey) -> Fault {
    Fault::foreign(
        "number",
        "number_was_anothers",
        format!("Số {number} trước đây là của mốc nay mang số {now}; chưa thể lập mốc mới với số đó."),
        format!("{number} was the number of the marker that is {now} now; no new marker can have it yet."),
    )
}
