//! What formats with fixed columns write: the columns by name, a row as its cells.
//!
//! The id of a row becomes a column `id` before the others, unless the layer has a column of that name. Names are cut to
//! what the format allows and numbered where they would be equal (`condition`, `conditio_1`); case does not tell two
//! columns apart. A row that does not fit its layer is refused: that is a mistake of the caller, and nothing is guessed.

use std::io;

use super::rows::{OutKind, OutLayer, OutPlace, OutRow, OutShapes, OutValue, SourcePoint};

/// The columns of a layer under the names they get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    list: Vec<(String, OutKind)>,
    has_id: bool,
    shapes: OutShapes,
}

/// A value of a row, of the kind that its column has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    Null,
    Text(&'a str),
    Integer(i64),
    Real(f64),
    Boolean(bool),
}

impl Columns {
    /// Names of at most `limit` bytes, none of which is among `taken`.
    pub fn of(layer: &OutLayer, taken: &[&str], limit: usize) -> Self {
        let has_id = !layer.columns.iter().any(|(name, _)| name.eq_ignore_ascii_case("id"));
        let mut columns = Self { list: Vec::new(), has_id, shapes: layer.shapes };
        let id = has_id.then(|| ("id".to_owned(), OutKind::Text));
        for (name, kind) in id.iter().chain(&layer.columns) {
            let name = columns.free(name, taken, limit);
            columns.list.push((name, *kind));
        }
        columns
    }

    pub fn list(&self) -> &[(String, OutKind)] {
        &self.list
    }

    /// The name, or the first numbered form of it that nobody has.
    pub fn free(&self, name: &str, taken: &[&str], limit: usize) -> String {
        let is_taken = |candidate: &str| {
            let same = |other: &str| other.to_lowercase() == candidate.to_lowercase();
            taken.iter().any(|other| same(other)) || self.list.iter().any(|(other, _)| same(other))
        };
        let whole = cut(if name.is_empty() { "column" } else { name }, limit).to_owned();
        if !is_taken(&whole) {
            return whole;
        }
        let numbered = (1_u32..).map(|n| {
            let tail = format!("_{n}");
            format!("{}{tail}", cut(&whole, limit.saturating_sub(tail.len())))
        });
        numbered.into_iter().find(|candidate| !is_taken(candidate)).unwrap_or(whole)
    }

    /// The cells of a row, in the order of [`Self::list`].
    ///
    /// # Errors
    /// `InvalidInput` when a value is not of its column's kind or not finite, or when they are not as many as columns.
    pub fn cells<'a>(&self, row: &'a OutRow) -> io::Result<Vec<Cell<'a>>> {
        let id = self.has_id.then_some(Cell::Text(row.id.as_str()));
        if row.values.len() + usize::from(self.has_id) != self.list.len() {
            return Err(misfit(&row.id, "has not as many values as there are columns"));
        }
        let kinds = self.list.iter().skip(usize::from(self.has_id));
        let values = row.values.iter().zip(kinds).map(|(value, (name, kind))| match (value, kind) {
            (OutValue::Null, _) => Ok(Cell::Null),
            (OutValue::Text(text), OutKind::Text | OutKind::DateTime) => Ok(Cell::Text(text)),
            (OutValue::Integer(number), OutKind::Integer) => Ok(Cell::Integer(*number)),
            (OutValue::Real(number), OutKind::Real) if number.is_finite() => Ok(Cell::Real(*number)),
            (OutValue::Boolean(truth), OutKind::Boolean) => Ok(Cell::Boolean(*truth)),
            _ => Err(misfit(&row.id, &format!("has in {name} a value that is not of the column's kind"))),
        });
        id.map(Ok).into_iter().chain(values).collect()
    }

    /// The vertices of a row's place, part by part: no part, one of one point, or lines.
    ///
    /// # Errors
    /// `InvalidInput` when the place is not of the layer's kind, a line has fewer than two vertices, or a coordinate is
    /// not finite.
    pub fn parts<'a>(&self, row: &'a OutRow) -> io::Result<Vec<&'a [SourcePoint]>> {
        let parts = row.place.parts();
        let least = if row.place.is_line() { 2 } else { 1 };
        let is_empty = matches!(&row.place, OutPlace::Lines(lines) if lines.is_empty());
        if !self.shapes.takes(&row.place) || is_empty || parts.iter().any(|part| part.len() < least) {
            return Err(misfit(&row.id, "has a place that is not of the layer's kind"));
        }
        let is_finite =
            |point: &SourcePoint| point.x.is_finite() && point.y.is_finite() && point.z.is_none_or(f64::is_finite);
        if parts.iter().copied().flatten().all(is_finite) {
            Ok(parts)
        } else {
            Err(misfit(&row.id, "has a place that is not finite"))
        }
    }
}

/// At most so many bytes of the text, cut between letters.
pub fn cut(text: &str, limit: usize) -> &str {
    text.get(..text.floor_char_boundary(limit)).unwrap_or_default()
}

fn misfit(id: &str, what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("row {id} {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(columns: &[(&str, OutKind)], lines: bool) -> OutLayer {
        let columns = columns.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
        let text = String::new;
        let shapes = if lines { OutShapes::Lines } else { OutShapes::Points };
        OutLayer { name: text(), columns, epsg: 4326, wkt: text(), shapes, attribution: text() }
    }

    fn names(columns: &[&str], limit: usize) -> Vec<String> {
        let columns: Vec<_> = columns.iter().map(|name| (*name, OutKind::Text)).collect();
        let list = Columns::of(&layer(&columns, false), &["geom"], limit).list;
        list.into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn names_are_cut_and_told_apart() {
        let long = ["inspection_state", "inspection_mode", "INSPECTION", "trạng thái", "geom", ""];
        let want = ["id", "inspection", "inspecti_1", "INSPECTI_2", "trạng th", "geom_1", "column"];
        assert_eq!(names(&long, 10), want);
        assert_eq!(names(&["Id", "number"], 10), ["Id", "number"], "the layer has an id of its own");
        assert_eq!(names(&["kilômét", "kilômét"], 8), ["id", "kilômét"[..8].trim(), "kilôm_1"]);
    }

    #[test]
    fn a_row_that_does_not_fit_is_refused() {
        let columns = Columns::of(&layer(&[("n", OutKind::Integer), ("r", OutKind::Real)], false), &[], 63);
        let row = |values| OutRow { id: "a".into(), place: OutPlace::None, values };
        let good = row(vec![OutValue::Integer(1), OutValue::Real(0.5)]);
        assert_eq!(columns.cells(&good).unwrap(), [Cell::Text("a"), Cell::Integer(1), Cell::Real(0.5)]);
        for values in [
            vec![OutValue::Integer(1)],
            vec![OutValue::Real(1.0), OutValue::Null],
            vec![OutValue::Null, OutValue::Real(f64::NAN)],
            vec![OutValue::Null, OutValue::Null, OutValue::Null],
        ] {
            assert_eq!(columns.cells(&row(values)).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        }
    }

    #[test]
    fn a_place_of_another_kind_is_refused() {
        let point = |x| SourcePoint { x, y: 2.0, z: None };
        let row = |place| OutRow { id: "a".into(), place, values: Vec::new() };
        let (points, lines) = (Columns::of(&layer(&[], false), &[], 63), Columns::of(&layer(&[], true), &[], 63));
        let count = |columns: &Columns, place| columns.parts(&row(place)).map(|parts| parts.concat().len()).ok();
        assert_eq!(count(&points, OutPlace::None), Some(0));
        assert_eq!(count(&points, OutPlace::Point(point(1.0))), Some(1));
        assert_eq!(count(&lines, OutPlace::Line(vec![point(1.0); 2])), Some(2));
        assert_eq!(count(&lines, OutPlace::Line(vec![point(1.0)])), None);
        assert_eq!(count(&lines, OutPlace::Point(point(1.0))), None);
        assert_eq!(count(&points, OutPlace::Point(point(f64::INFINITY))), None);
    }
}
