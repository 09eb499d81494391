//! A row from the text of one feature.
//!
//! Points and lines become places. A multi-geometry with one part is that part; everything else is named and its
//! coordinates are only checked to be coordinates. `properties` become fields: strings as they are, numbers as
//! they were written, booleans as `true` and `false`, objects and arrays as JSON text, `null` left out. The feature's
//! own `id` becomes the field `id`, unless a property has that name.

use serde::de::IgnoredAny;

use super::fault::{not_utf8, syntax};
use super::scan::{At, after};
use super::text::{elements, members, string};
use super::{Refusal, crs};
use crate::exchange::fields::{has, push, quoted};
use crate::exchange::rows::{DeclaredCrs, FileFault, SourcePlace, SourcePoint, SourceRow};

/// The types of RFC 7946 that have coordinates, and how deep these are nested.
const GEOMETRIES: [(&str, u8); 6] =
    [("Point", 0), ("MultiPoint", 1), ("LineString", 1), ("MultiLineString", 2), ("Polygon", 2), ("MultiPolygon", 3)];
/// What programs write where they have no number.
const NO_NUMBERS: [&str; 6] = ["NaN", "nan", "Infinity", "infinity", "Inf", "inf"];
const COLLECTION: &str = "GeometryCollection";

pub(super) fn is_geometry(kind: &str) -> bool {
    kind == COLLECTION || GEOMETRIES.iter().any(|(name, _)| *name == kind)
}

/// Where a feature stands, and what it may leave unsaid.
pub(super) struct Setting<'a> {
    pub(super) row: u64,
    pub(super) at: At,
    pub(super) crs: &'a DeclaredCrs,
    /// In a text sequence every feature stands for itself: it may be a bare geometry, and without a `crs` of its own
    /// it is WGS 84. In a collection the collection speaks for all.
    pub(super) alone: bool,
}

/// Reads the text of one feature.
///
/// # Errors
/// Of the row, where the next one may be good. Text that is not UTF-8, or no JSON, says nothing good of the rest of a
/// file and ends it, except in a sequence.
pub(super) fn read(text: &[u8], setting: &Setting<'_>) -> Result<SourceRow, FileFault> {
    let of_row =
        |refusal: Refusal, at: At| FileFault::row(setting.row, refusal.code, refusal.vi, refusal.en).at_line(at.line);
    let ending = |mut fault: FileFault| {
        fault.row = Some(setting.row);
        fault.fatal = !setting.alone;
        fault
    };
    let text = std::str::from_utf8(text).map_err(|error| {
        let at = after(setting.at, text.get(..error.valid_up_to()).unwrap_or_default());
        ending(not_utf8(at))
    })?;
    if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
        let at = place_of(&error, text, setting.at);
        if let Some(word) = no_number(text) {
            let refusal = Refusal::new(
                "geojson_not_a_number",
                format!("{word} không phải là số trong JSON"),
                format!("{word} is not a number in JSON"),
            );
            return Err(of_row(refusal, at));
        }
        return Err(ending(syntax(at)));
    }
    row(text, setting).map_err(|refusal| of_row(refusal, setting.at))
}

fn row(text: &str, setting: &Setting<'_>) -> Result<SourceRow, Refusal> {
    let object = members(text)?.ok_or_else(|| kind_refused(text))?;
    let member = |name: &str| object.iter().find(|(key, _)| key == name).map(|(_, value)| *value);
    let kind = member("type").map(string).transpose()?.flatten();
    let kind = kind.ok_or_else(|| kind_refused(member("type").unwrap_or("null")))?;
    let own = member("crs").map(crs::declared).transpose()?;
    if own.or_else(|| setting.alone.then_some(DeclaredCrs::ByStandard)).is_some_and(|own| own != *setting.crs) {
        return Err(Refusal::new(
            "geojson_crs_differs",
            "Đối tượng khai hệ tọa độ khác với cả tệp",
            "The feature declares another reference system than the file",
        ));
    }
    let mut fields = Vec::new();
    let (place, given) = match kind.as_str() {
        "Feature" => {
            if let Some(properties) = member("properties").filter(|value| *value != "null") {
                read_properties(properties, &mut fields)?;
            }
            if let Some(id) = member("id").filter(|_| !has(&fields, "id")) {
                push(&mut fields, "id", &id_text(id)?);
            }
            member("geometry").filter(|value| *value != "null").map_or(Ok((SourcePlace::None, None)), geometry)?
        }
        kind if setting.alone && is_geometry(kind) => geometry(text)?,
        _ => return Err(kind_refused(&kind)),
    };
    Ok(SourceRow { row: setting.row, line: Some(setting.at.line), place, given, fields })
}

fn read_properties(value: &str, fields: &mut Vec<(String, String)>) -> Result<(), Refusal> {
    let properties = members(value)?.ok_or_else(|| {
        Refusal::new(
            "geojson_properties",
            "\"properties\" phải là đối tượng hoặc null",
            "\"properties\" must be an object or null",
        )
    })?;
    for (name, value) in properties {
        match string(value)? {
            Some(text) => push(fields, &name, &text),
            None if value == "null" => {}
            None => push(fields, &name, value),
        }
    }
    Ok(())
}

fn id_text(value: &str) -> Result<String, Refusal> {
    match string(value)? {
        Some(text) => Ok(text),
        None if value.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => Ok(value.to_owned()),
        None => Err(Refusal::new("geojson_id", "\"id\" phải là chuỗi hoặc số", "\"id\" must be a string or a number")),
    }
}

/// The place, and the coordinates of a point as they were written.
fn geometry(text: &str) -> Result<(SourcePlace, Option<String>), Refusal> {
    let object = members(text)?.ok_or_else(|| kind_refused(text))?;
    let member = |name: &str| object.iter().find(|(key, _)| key == name).map(|(_, value)| *value);
    let kind = member("type").map(string).transpose()?.flatten();
    let kind = kind.ok_or_else(|| kind_refused(member("type").unwrap_or("null")))?;
    if kind == COLLECTION {
        let parts = member("geometries").and_then(elements).ok_or_else(no_coordinates)?;
        return match parts.iter().find(|part| !part.starts_with('{')) {
            Some(part) => Err(kind_refused(part)),
            None => Ok((SourcePlace::Other(kind), None)),
        };
    }
    let Some((_, depth)) = GEOMETRIES.iter().find(|(name, _)| *name == kind) else {
        return Err(kind_refused(&kind));
    };
    let coordinates = member("coordinates").ok_or_else(no_coordinates)?;
    if kind == "Point" {
        return Ok((SourcePlace::Point(position(coordinates)?), Some(coordinates.to_owned())));
    }
    let parts = elements(coordinates).ok_or_else(no_coordinates)?;
    let place = match (kind.as_str(), parts.as_slice()) {
        ("MultiPoint", [only]) => SourcePlace::Point(position(only)?),
        ("LineString", vertices) => SourcePlace::Line(line(vertices)?),
        ("MultiLineString", [only]) => SourcePlace::Line(line(&elements(only).ok_or_else(no_coordinates)?)?),
        _ => {
            parts.iter().try_for_each(|part| check(part, depth - 1))?;
            SourcePlace::Other(kind)
        }
    };
    Ok((place, None))
}

fn line(vertices: &[&str]) -> Result<Vec<SourcePoint>, Refusal> {
    if vertices.len() < 2 {
        return Err(Refusal::new(
            "geojson_short_line",
            "Đường phải có ít nhất hai đỉnh",
            "A line needs at least two vertices",
        ));
    }
    vertices.iter().map(|vertex| position(vertex)).collect()
}

/// Whether a value is positions nested so deep.
fn check(value: &str, depth: u8) -> Result<(), Refusal> {
    if depth == 0 {
        return position(value).map(|_| ());
    }
    elements(value).ok_or_else(no_coordinates)?.iter().try_for_each(|part| check(part, depth - 1))
}

fn position(value: &str) -> Result<SourcePoint, Refusal> {
    let numbers = elements(value).ok_or_else(no_coordinates)?;
    match numbers.as_slice() {
        [x, y] => Ok(SourcePoint { x: number(x)?, y: number(y)?, z: None }),
        [x, y, z] => Ok(SourcePoint { x: number(x)?, y: number(y)?, z: Some(number(z)?) }),
        _ => Err(Refusal::new(
            "geojson_position",
            format!("Vị trí phải có hai số, hoặc ba khi có độ cao; ở đây có {}", numbers.len()),
            format!("A position has two numbers, or three with a height; here it has {}", numbers.len()),
        )),
    }
}

fn number(value: &str) -> Result<f64, Refusal> {
    let is_number = value.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    match value.parse::<f64>() {
        Ok(number) if is_number && number.is_finite() => Ok(number),
        _ => Err(Refusal::new(
            "geojson_not_a_number",
            format!("Tọa độ {} không phải là số hữu hạn", quoted(value)),
            format!("The coordinate {} is not a finite number", quoted(value)),
        )),
    }
}

fn no_coordinates() -> Refusal {
    Refusal::new(
        "geojson_coordinates",
        "Không có tọa độ đúng với loại hình học đã khai",
        "There are no coordinates as this type of geometry has them",
    )
}

fn kind_refused(found: &str) -> Refusal {
    let found = quoted(found.trim_matches('"'));
    Refusal::new(
        "geojson_type",
        format!("Loại \"{found}\" không có trong GeoJSON ở vị trí này (phân biệt chữ hoa, chữ thường)"),
        format!("GeoJSON has no type \"{found}\" here (capitals count)"),
    )
}

/// The word with which a program wrote that it had no number, outside strings; JSON has no such words.
fn no_number(text: &str) -> Option<&'static str> {
    let mut rest = text;
    loop {
        let string = rest.find('"').unwrap_or(rest.len());
        let (bare, after) = rest.split_at_checked(string)?;
        let mut words = bare.split(|c: char| !c.is_ascii_alphanumeric());
        if let Some(word) = words.find_map(|found| NO_NUMBERS.into_iter().find(|word| *word == found)) {
            return Some(word);
        }
        let mut escaped = false;
        let inside = after.strip_prefix('"')?;
        let end = inside.find(|c: char| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        })?;
        rest = inside.get(end + 1..)?;
    }
}

/// `serde_json` counts from the start of the text, and its columns in bytes.
fn place_of(error: &serde_json::Error, text: &str, at: At) -> At {
    let start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let until = (start + error.column().saturating_sub(1)).min(text.len());
    after(at, text.as_bytes().get(..until).unwrap_or_default())
}
