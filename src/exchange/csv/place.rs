//! Where a row is: from two cells, or from one.

use std::borrow::Cow;

use super::layout::Column;
use super::number::{self, Number, NumberFault};
use super::split::Record;
use super::{Axes, fault, wkt};
use crate::exchange::angle::{self, AngleFault};
use crate::exchange::encoding::nfc;
use crate::exchange::rows::{FileFault, SourcePlace, SourcePoint};

/// The columns that hold the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Pair {
        east: usize,
        north: usize,
        kind: PairKind,
    },
    Wkt(usize),
    /// Latitude and longitude in one cell, with letters.
    Both(usize),
}

/// What the numbers of a pair can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PairKind {
    Degrees,
    Metres,
    Either,
}

/// A place that was read.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) place: SourcePlace,
    pub(super) given: Option<String>,
    /// Whether the numbers have a decimal comma, or a point, where they have one.
    pub(super) comma: Option<bool>,
}

impl Read {
    pub(super) const NOWHERE: Self = Self { place: SourcePlace::None, given: None, comma: None };
}

struct Cell<'a> {
    at: usize,
    header: &'a str,
    text: Cow<'a, str>,
}

impl<'a> Cell<'a> {
    fn new(record: &'a Record, columns: &'a [Column], at: usize) -> Self {
        let header = columns.get(at).map_or("", |column| column.header.as_str());
        Self { at, header, text: nfc(record.cell(at).unwrap_or_default().trim()) }
    }
}

/// A fault in Vietnamese and in English.
type Words = (String, String);

impl Place {
    /// X and Y by a convention; an unstated one counts as that of map programs until it is settled.
    pub(super) const fn xy(x: usize, y: usize, axes: Axes) -> Self {
        let (east, north) = if matches!(axes, Axes::XIsNorthing) { (y, x) } else { (x, y) };
        Self::Pair { east, north, kind: PairKind::Either }
    }

    /// The two numbers of a record that reads well, for a look ahead.
    pub(super) fn peek(self, record: &Record) -> Option<(f64, f64)> {
        match self.read(record, &[], 0).ok()?.place {
            SourcePlace::Point(point) => Some((point.x, point.y)),
            _ => None,
        }
    }

    pub(super) fn read(self, record: &Record, columns: &[Column], row: u64) -> Result<Read, FileFault> {
        let cell = |at| Cell::new(record, columns, at);
        match self {
            Self::Pair { east, north, kind } => pair(&cell(east), &cell(north), kind, row),
            Self::Wkt(at) | Self::Both(at) if cell(at).text.is_empty() => Ok(Read::NOWHERE),
            Self::Wkt(at) => {
                let Cell { header, text, .. } = cell(at);
                let Some(place) = wkt::read(&text) else {
                    let words = ("không phải là WKT đọc được", "is no well-known text that can be read");
                    return Err(fault::cells(
                        row,
                        "csv_wkt",
                        &[(header, &text, words.0.to_owned(), words.1.to_owned())],
                    ));
                };
                // The vertices of a line say the same as its text.
                let given = matches!(place, SourcePlace::Point(_)).then(|| text.into_owned());
                Ok(Read { place, given, comma: Some(false) })
            }
            Self::Both(at) => {
                let Cell { header, text, .. } = cell(at);
                match angle::parse_both(&text) {
                    Ok((y, x)) => {
                        let place = SourcePlace::Point(SourcePoint { x, y, z: None });
                        Ok(Read { place, comma: decimal_sign(&text), given: Some(text.into_owned()) })
                    }
                    Err(what) => {
                        let (vi, en) = (what.message_vi(), what.message_en());
                        Err(fault::cells(row, "csv_coordinate", &[(header, &text, vi, en)]))
                    }
                }
            }
        }
    }
}

fn pair(east: &Cell<'_>, north: &Cell<'_>, kind: PairKind, row: u64) -> Result<Read, FileFault> {
    match (east.text.is_empty(), north.text.is_empty()) {
        (true, true) => return Ok(Read::NOWHERE),
        (true, false) => return Err(fault::half_a_place(row, east.header)),
        (false, true) => return Err(fault::half_a_place(row, north.header)),
        (false, false) => {}
    }
    let (x, y) = match (plain(&east.text, kind), plain(&north.text, kind)) {
        (Ok(x), Ok(y)) => (Ok(x.value), Ok(y.value)),
        (x, y) if kind == PairKind::Metres => (x.map(|x| x.value).map_err(words), y.map(|y| y.value).map_err(words)),
        (x, y) => {
            let (latitude, longitude) = angle::parse_pair(&north.text, &east.text);
            (either(x, longitude), either(y, latitude))
        }
    };
    match (x, y) {
        (Ok(x), Ok(y)) => {
            let (first, second) = if east.at < north.at { (east, north) } else { (north, east) };
            Ok(Read {
                place: SourcePlace::Point(SourcePoint { x, y, z: None }),
                given: Some(format!("{} {}", first.text, second.text)),
                comma: decimal_sign(&east.text).or_else(|| decimal_sign(&north.text)),
            })
        }
        (x, y) => {
            let faults = [(east, x.err()), (north, y.err())].map(|(cell, words)| (cell.header, &*cell.text, words));
            let faults: Vec<(&str, &str, String, String)> = faults
                .into_iter()
                .filter_map(|(header, text, words)| words.map(|(vi, en)| (header, text, vi, en)))
                .collect();
            Err(fault::cells(row, "csv_coordinate", &faults))
        }
    }
}

/// A number; where it can be metres it may say so.
fn plain(text: &str, kind: PairKind) -> Result<Number, NumberFault> {
    number::read(text).or_else(|fault| match text.strip_suffix(['m', 'M']) {
        Some(metres) if kind != PairKind::Degrees => number::read(metres).map_err(|_| fault),
        _ => Err(fault),
    })
}

/// The number, or else the angle. Blanks group thousands in the one and separate minutes in the other.
fn either(number: Result<Number, NumberFault>, angle: Result<f64, AngleFault>) -> Result<f64, Words> {
    match (number, angle) {
        (Ok(number), _) => Ok(number.value),
        (Err(NumberFault::Unreadable | NumberFault::Grouped), Ok(degrees)) => Ok(degrees),
        (Err(NumberFault::Unreadable), Err(what)) => Err((what.message_vi(), what.message_en())),
        (Err(NumberFault::Grouped), Err(what)) if what != AngleFault::Unreadable => {
            Err((what.message_vi(), what.message_en()))
        }
        (Err(fault), _) => Err(words(fault)),
    }
}

fn words(fault: NumberFault) -> Words {
    (fault.vi().to_owned(), fault.en().to_owned())
}

/// Whether a text has a decimal comma, or a point.
fn decimal_sign(text: &str) -> Option<bool> {
    text.find([',', '.']).map(|at| text.as_bytes().get(at) == Some(&b','))
}
