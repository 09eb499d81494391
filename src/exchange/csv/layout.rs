//! What the columns of a file mean: names, where the place is, in which reference system.

use std::collections::HashMap;

use super::place::{PairKind, Place};
use super::split::{MOST_CELLS, Record};
use super::{Axes, CsvOptions, PlaceColumns, fault, number};
use crate::exchange::encoding::nfc;
use crate::exchange::headers::{self, NamedSystem};
use crate::exchange::rows::{DeclaredCrs, FileFault};

/// How many names a note lists.
const LISTED: usize = 20;

/// What becomes of a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Text,
    /// A length in metres; left as it is where it is no number.
    Metres,
    /// The height, which belongs to the place.
    Height,
    Place,
}

#[derive(Debug)]
pub(super) struct Column {
    /// As written.
    pub(super) header: String,
    /// The canonical name, or the header.
    pub(super) name: String,
    pub(super) used: Use,
    system: Option<NamedSystem>,
    is_known: bool,
}

#[derive(Debug)]
pub(super) struct Layout {
    pub(super) columns: Vec<Column>,
    pub(super) place: Option<Place>,
    /// Whether the place is X and Y of a convention that nobody stated.
    pub(super) axes_open: bool,
    pub(super) crs: DeclaredCrs,
}

impl Layout {
    pub(super) fn read(record: &Record, options: &CsvOptions, notes: &mut Vec<String>) -> Result<Self, FileFault> {
        if record.cells > MOST_CELLS {
            return Err(fault::too_many_columns(record.cells));
        }
        if record.has_nul() {
            return Err(fault::nul_in_header());
        }
        let columns = columns(record)?;
        if columns.iter().all(|column| !column.is_known)
            && record.iter().filter(|cell| number::read(cell).is_ok()).count() > 1
        {
            return Err(fault::no_header());
        }
        let columns = without_lone_letters(columns);
        let mut layout = Self { columns, place: None, axes_open: false, crs: DeclaredCrs::Undeclared };
        layout.find_place(options, notes)?;
        layout.note_columns(notes);
        Ok(layout)
    }

    pub(super) fn knows_nothing(&self) -> bool {
        !self.columns.iter().any(|column| column.is_known)
    }

    fn at(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.is_known && column.name == name)
    }

    fn header(&self, at: usize) -> &str {
        self.columns.get(at).map_or("", |column| &column.header)
    }

    fn find_place(&mut self, options: &CsvOptions, notes: &mut Vec<String>) -> Result<(), FileFault> {
        let mut found = Vec::new();
        let mut half = None;
        for choice in PlaceColumns::ALL {
            let (first, second) = choice.names();
            match (self.at(first), second.map(|second| (second, self.at(second)))) {
                (Some(at), None) => found.push((choice, at, at)),
                (Some(one), Some((_, Some(other)))) => found.push((choice, one, other)),
                (Some(one), Some((name, None))) => half = half.or(Some((one, name))),
                (None, Some((_, Some(other)))) => half = half.or(Some((other, first))),
                (None, _) => {}
            }
        }
        let chosen = match (options.place, found.as_slice()) {
            (Some(choice), _) => match found.iter().find(|(found, ..)| *found == choice) {
                Some(chosen) => *chosen,
                None => return Err(fault::no_such_place(&choice.to_string())),
            },
            (None, []) => {
                return half.map_or(Ok(()), |(there, missing)| Err(fault::half_a_pair(self.header(there), missing)));
            }
            (None, [only]) => *only,
            (None, several) => {
                let choices: Vec<String> = several.iter().map(|(choice, ..)| choice.to_string()).collect();
                return Err(fault::several_places(&choices.join("; ")));
            }
        };
        let (choice, one, other) = chosen;
        self.take_system(choice, one, other, notes)?;
        self.axes_open = choice == PlaceColumns::Xy && options.axes == Axes::Unstated;
        self.place = Some(match choice {
            PlaceColumns::LonLat => Place::Pair { east: one, north: other, kind: PairKind::Degrees },
            PlaceColumns::EastingNorthing => Place::Pair { east: one, north: other, kind: PairKind::Metres },
            PlaceColumns::Xy => Place::xy(one, other, options.axes),
            PlaceColumns::Wkt => Place::Wkt(one),
            PlaceColumns::Coordinates => Place::Both(one),
        });
        for at in [one, other] {
            if let Some(column) = self.columns.get_mut(at) {
                column.used = Use::Place;
            }
        }
        Ok(())
    }

    fn take_system(
        &mut self,
        choice: PlaceColumns,
        one: usize,
        other: usize,
        notes: &mut Vec<String>,
    ) -> Result<(), FileFault> {
        let system = |at: usize| self.columns.get(at).and_then(|column| column.system);
        let system = match (system(one), system(other)) {
            (Some(first), Some(second)) if first != second => {
                return Err(fault::systems_differ(self.header(one), self.header(other)));
            }
            (first, second) => first.or(second),
        };
        let in_degrees = matches!(choice, PlaceColumns::LonLat | PlaceColumns::Coordinates);
        self.crs = match system {
            Some(NamedSystem::Epsg(code)) => DeclaredCrs::Epsg(code),
            Some(NamedSystem::Wgs84) if in_degrees => DeclaredCrs::Epsg(4326),
            Some(NamedSystem::Vn2000) if in_degrees => DeclaredCrs::Epsg(4756),
            Some(NamedSystem::Wgs84) => {
                notes.push(
                    "Tiêu đề ghi WGS 84 nhưng không ghi múi · The header says WGS 84, but not the zone".to_owned(),
                );
                DeclaredCrs::Undeclared
            }
            Some(NamedSystem::Vn2000) => {
                notes.push(
                    "Tiêu đề ghi VN-2000 nhưng không ghi kinh tuyến trục · \
                     The header says VN-2000, but not the central meridian"
                        .to_owned(),
                );
                DeclaredCrs::Undeclared
            }
            None => DeclaredCrs::Undeclared,
        };
        Ok(())
    }

    fn note_columns(&self, notes: &mut Vec<String>) {
        let unknown: Vec<&str> =
            self.columns.iter().filter(|column| !column.is_known).map(|column| column.name.as_str()).collect();
        if let Some(shown) = unknown.get(..unknown.len().min(LISTED)).filter(|shown| !shown.is_empty()) {
            let more = if unknown.len() > LISTED { ", …" } else { "" };
            let list = format!("{}{more}", shown.join(", "));
            notes.push(format!(
                "Cột chưa biết, giữ nguyên tên: {list} · Unknown columns, kept under their names: {list}"
            ));
        }
    }
}

/// A single letter means a coordinate only beside its partner: a table may have a column `b` of any other kind.
fn without_lone_letters(mut columns: Vec<Column>) -> Vec<Column> {
    let has = |columns: &[Column], name: &str| columns.iter().any(|column| column.is_known && column.name == name);
    for (one, other) in PlaceColumns::ALL.iter().filter_map(|choice| Some((choice.names().0, choice.names().1?))) {
        if has(&columns, one) == has(&columns, other) {
            continue;
        }
        let lone = columns.iter_mut().find(|column| column.is_known && (column.name == one || column.name == other));
        if let Some(column) = lone.filter(|column| column.header.chars().count() == 1) {
            column.name.clone_from(&column.header);
            column.is_known = false;
        }
    }
    columns
}

/// How many cells of a record are headers that are known.
pub(super) fn known_headers(record: &Record) -> usize {
    record.iter().filter(|cell| headers::known(&nfc(cell)).is_some()).count()
}

fn columns(record: &Record) -> Result<Vec<Column>, FileFault> {
    let mut columns: Vec<Column> = Vec::with_capacity(record.cells);
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (at, cell) in record.iter().enumerate() {
        let header = nfc(cell.trim()).into_owned();
        let known = headers::known(&header);
        let name = match known {
            Some(known) => known.name.to_owned(),
            None if header.is_empty() => format!("column_{}", at + 1),
            None => header.clone(),
        };
        if let Some(first) = seen.insert(name.clone(), at).and_then(|first| columns.get(first)) {
            return Err(fault::header_twice(&name, &first.header, &header));
        }
        let used = match known.map(|known| known.name) {
            Some("height_m") => Use::Height,
            Some("accuracy_m" | "offset_m") => Use::Metres,
            _ => Use::Text,
        };
        let system = known.and_then(|known| known.system);
        columns.push(Column { header, name, used, system, is_known: known.is_some() });
    }
    Ok(columns)
}
