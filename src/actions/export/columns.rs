//! The columns of a file, from properties that are JSON.
//!
//! A column is there when a row has the property. Its kind is the narrowest that takes every value: whole numbers beside
//! others are real, anything beside a text is text, lists and objects are text in JSON. A column is of times when its name
//! ends in `_at` and all its values are times. The order is the same whatever the rows: what a person looks for first, then
//! by name, then how far to trust the place, then the envelope.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::domain::time::Instant;
use crate::exchange::rows::{OutKind, OutValue};

const FIRST: [&str; 22] = [
    "key",
    "number",
    "name",
    "name_en",
    "title",
    "label_text",
    "line",
    "version",
    "kind",
    "marker",
    "near_marker",
    "segment",
    "area",
    "from_marker",
    "to_marker",
    "observed_at",
    "started_at",
    "ended_at",
    "condition",
    "severity",
    "status",
    "length_m",
];

const LAST: [&str; 17] = [
    "position_method",
    "accuracy_m",
    "accuracy_basis",
    "indicative",
    "measure_m",
    "line_version",
    "line_status",
    "attribution",
    "label",
    "review_state",
    "location_basis",
    "record",
    "rev",
    "form",
    "seq",
    "received_at",
    "import",
];

/// What the values of a column have been so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Nothing,
    Boolean,
    Integer,
    Real,
    Time,
    Text,
}

impl Seen {
    fn of(name: &str, value: &Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_i64() => Self::Integer,
            Value::Number(_) => Self::Real,
            Value::String(text) if name.ends_with("_at") && text.parse::<Instant>().is_ok() => Self::Time,
            Value::String(_) | Value::Array(_) | Value::Object(_) => Self::Text,
        }
    }

    fn with(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::Nothing, one) | (one, Self::Nothing) => one,
            (Self::Integer, Self::Real) | (Self::Real, Self::Integer) => Self::Real,
            _ => Self::Text,
        }
    }

    const fn kind(self) -> OutKind {
        match self {
            Self::Nothing | Self::Text => OutKind::Text,
            Self::Boolean => OutKind::Boolean,
            Self::Integer => OutKind::Integer,
            Self::Real => OutKind::Real,
            Self::Time => OutKind::DateTime,
        }
    }
}

/// Columns as the rows so far need them.
#[derive(Debug, Default)]
pub struct Learning(BTreeMap<String, Seen>);

impl Learning {
    pub fn take(&mut self, properties: &Map<String, Value>) {
        for (name, value) in properties {
            let seen = Seen::of(name, value);
            match self.0.get_mut(name) {
                Some(held) => *held = held.with(seen),
                None => drop(self.0.insert(name.clone(), seen)),
            }
        }
    }

    pub fn finish(self) -> Columns {
        let mut list: Vec<(String, OutKind)> = self.0.into_iter().map(|(name, seen)| (name, seen.kind())).collect();
        // Stable: the middle stays sorted by name.
        list.sort_by_key(|(name, _)| rank(name));
        Columns(list)
    }
}

fn rank(name: &str) -> (u8, usize) {
    let at = |list: &[&str]| list.iter().position(|held| *held == name);
    at(&FIRST).map(|n| (0, n)).or_else(|| at(&LAST).map(|n| (2, n))).unwrap_or((1, 0))
}

/// The columns of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns(Vec<(String, OutKind)>);

impl Columns {
    pub fn list(&self) -> &[(String, OutKind)] {
        &self.0
    }

    /// The values of a row, in the order of the columns.
    pub fn values(&self, properties: &Map<String, Value>) -> Vec<OutValue> {
        let value = |(name, kind): &(String, OutKind)| properties.get(name).map_or(OutValue::Null, |v| out(*kind, v));
        self.0.iter().map(value).collect()
    }
}

fn out(kind: OutKind, value: &Value) -> OutValue {
    let found = match (kind, value) {
        (_, Value::Null) => None,
        (OutKind::Boolean, Value::Bool(truth)) => Some(OutValue::Boolean(*truth)),
        (OutKind::Integer, Value::Number(number)) => number.as_i64().map(OutValue::Integer),
        (OutKind::Real, Value::Number(number)) => number.as_f64().map(OutValue::Real),
        (OutKind::Text | OutKind::DateTime, Value::String(text)) => Some(OutValue::Text(text.clone())),
        (_, other) => Some(OutValue::Text(other.to_string())),
    };
    found.unwrap_or(OutValue::Null)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn columns(rows: &[Value]) -> Columns {
        let mut learning = Learning::default();
        for row in rows {
            learning.take(row.as_object().unwrap());
        }
        learning.finish()
    }

    fn kinds(rows: &[Value]) -> Vec<(String, OutKind)> {
        columns(rows).0
    }

    #[test]
    fn a_column_is_of_the_narrowest_kind_that_takes_all() {
        let cases = [
            (json!(1), json!(2), OutKind::Integer),
            (json!(1), json!(2.5), OutKind::Real),
            (json!(1.0), json!(2.0), OutKind::Real),
            (json!(true), json!(null), OutKind::Boolean),
            (json!(true), json!(1), OutKind::Text),
            (json!("a"), json!(1), OutKind::Text),
            (json!(["a"]), json!(null), OutKind::Text),
            (json!(null), json!(null), OutKind::Text),
            (json!(u64::MAX), json!(1), OutKind::Real),
        ];
        for (one, other, kind) in cases {
            for rows in [[&one, &other], [&other, &one]] {
                let rows = rows.map(|value| json!({ "x": value }));
                assert_eq!(kinds(&rows), [("x".to_owned(), kind)], "{rows:?}");
            }
        }
    }

    #[test]
    fn times_are_told_by_name_and_value() {
        let at = "2026-11-20T01:30:00.000Z";
        assert_eq!(kinds(&[json!({ "received_at": at })])[0].1, OutKind::DateTime);
        assert_eq!(kinds(&[json!({ "notes": at })])[0].1, OutKind::Text, "somebody's words stay words");
        assert_eq!(kinds(&[json!({ "received_at": at }), json!({ "received_at": "sáng" })])[0].1, OutKind::Text);
    }

    #[test]
    fn the_order_does_not_depend_on_the_rows() {
        let rows = [json!({ "seq": 1, "b": 1, "key": "k" }), json!({ "accuracy_m": 1.5, "number": "1", "a": [1] })];
        let names = |rows: &[Value]| kinds(rows).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let reversed: Vec<Value> = rows.iter().rev().cloned().collect();
        assert_eq!(names(&rows), ["key", "number", "a", "b", "accuracy_m", "seq"]);
        assert_eq!(names(&rows), names(&reversed));
    }

    #[test]
    fn every_value_stands_in_its_column() {
        let rows = [json!({ "a": 1, "b": ["x", 2], "c": true }), json!({ "a": 0.5, "b": "y" })];
        let columns = columns(&rows);
        let values = |row: &Value| columns.values(row.as_object().unwrap());
        let text = |text: &str| OutValue::Text(text.to_owned());
        assert_eq!(values(&rows[0]), [OutValue::Real(1.0), text(r#"["x",2]"#), OutValue::Boolean(true)]);
        assert_eq!(values(&rows[1]), [OutValue::Real(0.5), text("y"), OutValue::Null]);
    }
}
