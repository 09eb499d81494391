//! CQL2 JSON.
//!
//! `serde_json` refuses deep nesting by itself (128 levels), so reading its value is safe; the budget bounds the rest.

use serde_json::{Map, Value};

use super::text::shapes::{day, endpoint, instant, of_numbers};
use super::{Budget, Corner, Cql2Fault, Endpoint, Geometry, Node, Op};

/// Reads a filter.
///
/// ```
/// use mocgioi::domain::cql2::{json, text};
///
/// let json = json::parse(r#"{"op": "=", "args": [{"property": "kind"}, "main"]}"#)?;
/// assert_eq!(json, text::parse("kind = 'main'")?);
/// # Ok::<(), mocgioi::domain::cql2::Cql2Fault>(())
/// ```
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<Node, Cql2Fault> {
    let mut budget = Budget::of(text)?;
    let value: Value = serde_json::from_str(text).map_err(|error| {
        Cql2Fault::syntax(format!("không phải JSON: {error}"), format!("this is not JSON: {error}"))
    })?;
    node(&value, &mut budget)
}

fn not_one(value: &Value) -> Cql2Fault {
    let shown: String = value.to_string().chars().take(60).collect();
    Cql2Fault::syntax(format!("không hiểu {shown}"), format!("{shown} means nothing in CQL2 JSON"))
}

fn node(value: &Value, budget: &mut Budget) -> Result<Node, Cql2Fault> {
    budget.node()?;
    budget.down()?;
    let node = match value {
        Value::Bool(truth) => Node::Truth(*truth),
        Value::Number(number) => Node::Number(number.as_f64().ok_or_else(|| not_one(value))?),
        Value::String(text) => Node::Text(text.clone()),
        Value::Object(members) => object(value, members, budget)?,
        Value::Array(_) | Value::Null => return Err(not_one(value)),
    };
    budget.up();
    Ok(node)
}

fn object(value: &Value, members: &Map<String, Value>, budget: &mut Budget) -> Result<Node, Cql2Fault> {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    if let Some(op) = text("op") {
        return call(op, members, budget);
    }
    if let Some(name) = text("property") {
        return Ok(Node::Property(name.to_owned()));
    }
    if let Some(date) = text("date") {
        let (first, last) = day(date)?;
        return Ok(Node::Moment(first, last));
    }
    if let Some(timestamp) = text("timestamp") {
        let (first, last) = instant(timestamp)?;
        return Ok(Node::Moment(first, last));
    }
    if let Some([from, to]) = members.get("interval").and_then(Value::as_array).map(Vec::as_slice) {
        return Ok(Node::Interval(end(from)?, end(to)?));
    }
    if let Some(bbox) = members.get("bbox").filter(|_| !members.contains_key("type")) {
        return numbers(bbox).as_deref().and_then(of_numbers).map(Node::Geometry).ok_or_else(|| not_one(value));
    }
    geometry(value, budget).map(Node::Geometry)
}

fn end(value: &Value) -> Result<Endpoint, Cql2Fault> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    match (value, text("property"), text("date").or_else(|| text("timestamp"))) {
        (Value::String(text), ..) => endpoint(text),
        (_, Some(name), _) => Ok(Endpoint::Property(name.to_owned())),
        (_, _, Some(text)) => endpoint(text),
        _ => Err(not_one(value)),
    }
}

fn call(word: &str, members: &Map<String, Value>, budget: &mut Budget) -> Result<Node, Cql2Fault> {
    let op = Op::named(word).ok_or_else(|| {
        let word: String = word.chars().take(40).collect();
        Cql2Fault::syntax(format!("không có phép “{word}”"), format!("there is no operator \"{word}\""))
    })?;
    let args = members.get("args").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let fits = match op {
        Op::And | Op::Or => args.len() >= 2,
        Op::Not | Op::IsNull | Op::Casei | Op::Accenti => args.len() == 1,
        Op::Compare(_) | Op::Like | Op::Spatial(_) | Op::Temporal(_) | Op::In => args.len() == 2,
        Op::Between => args.len() == 3,
    };
    if !fits {
        let said = |words: &str| format!("“{}”: {words}", op.as_str());
        return Err(Cql2Fault::syntax(said("số đối số không đúng"), said("the number of arguments is wrong")));
    }
    let mut all = Vec::with_capacity(args.len());
    for (n, arg) in args.iter().enumerate() {
        match arg {
            Value::Array(list) if op == Op::In && n == 1 && !list.is_empty() => {
                for one in list {
                    all.push(node(one, budget)?);
                }
            }
            _ if op == Op::In && n == 1 => return Err(not_one(arg)),
            arg => all.push(node(arg, budget)?),
        }
    }
    Ok(Node::Call(op, all))
}

fn numbers(value: &Value) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(Value::as_f64).collect()
}

/// A GeoJSON geometry.
fn geometry(value: &Value, budget: &mut Budget) -> Result<Geometry, Cql2Fault> {
    let at = &value["coordinates"];
    Ok(match value["type"].as_str() {
        Some("Point") => Geometry::Point(corner(at, budget)?),
        Some("LineString") => Geometry::Line(list(at, budget, corner)?),
        Some("Polygon") => Geometry::Polygon(list(at, budget, line)?),
        Some("MultiPoint") => Geometry::Points(list(at, budget, corner)?),
        Some("MultiLineString") => Geometry::Lines(list(at, budget, line)?),
        Some("MultiPolygon") => Geometry::Polygons(list(at, budget, |rings, budget| list(rings, budget, line))?),
        Some("GeometryCollection") => Geometry::Collection(list(&value["geometries"], budget, |one, budget| {
            if one["type"] == "GeometryCollection" { Err(not_one(one)) } else { geometry(one, budget) }
        })?),
        _ => return Err(not_one(value)),
    })
}

fn line(value: &Value, budget: &mut Budget) -> Result<Vec<Corner>, Cql2Fault> {
    list(value, budget, corner)
}

fn list<T>(
    value: &Value,
    budget: &mut Budget,
    one: impl Fn(&Value, &mut Budget) -> Result<T, Cql2Fault>,
) -> Result<Vec<T>, Cql2Fault> {
    let all = value.as_array().filter(|all| !all.is_empty()).ok_or_else(|| not_one(value))?;
    all.iter().map(|value| one(value, budget)).collect()
}

fn corner(value: &Value, budget: &mut Budget) -> Result<Corner, Cql2Fault> {
    budget.vertex()?;
    match numbers(value).as_deref() {
        Some([x, y] | [x, y, _]) => Ok([*x, *y]),
        _ => Err(not_one(value)),
    }
}
