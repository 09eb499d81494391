//! Points and lines as well-known text (OGC 06-103r4, 7.2): the WKT column of a table.
//!
//! `POINT`, `LINESTRING`, with or without `Z`, `M` or `ZM`, and a `MULTI…` of a single part, which is what many
//! programs write for every line. Measures are passed over, `EMPTY` is no place. Other geometries are named and not
//! read.
//!
//! **Degenerate input.** Numbers that are not finite, the wrong count of them, a line of one point, anything behind
//! the last bracket: a fault. Nesting is not followed, so depth costs nothing. Cost: one pass.

use crate::exchange::rows::{SourcePlace, SourcePoint};

/// Reads one geometry; `None` if this is none that can be read.
pub(super) fn read(text: &str) -> Option<SourcePlace> {
    let text = text.trim();
    let end = text.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(text.len());
    let (kind, rest) = text.split_at(end);
    let mut kind = kind.to_ascii_uppercase();
    let mut rest = rest.trim_start();
    let mut dimensions = "";
    for written in ["ZM", "Z", "M"] {
        // Both `POINT Z (` and `POINTZ(`.
        if let Some(after) = rest.get(..written.len()).filter(|word| word.eq_ignore_ascii_case(written)) {
            rest = rest.get(after.len()..)?.trim_start();
            dimensions = written;
            break;
        }
        if kind.ends_with(written) && kind != written {
            kind.truncate(kind.len() - written.len());
            dimensions = written;
            break;
        }
    }
    if rest.eq_ignore_ascii_case("EMPTY") {
        return is_known(&kind).then_some(SourcePlace::None);
    }
    match kind.as_str() {
        "POINT" => point(inside(rest)?, dimensions),
        "MULTIPOINT" => match parts(inside(rest)?)?.as_slice() {
            [part] => {
                point(part.trim().strip_prefix('(').and_then(|part| part.strip_suffix(')')).unwrap_or(part), dimensions)
            }
            _ => Some(SourcePlace::Other("MultiPoint".to_owned())),
        },
        "LINESTRING" => line(inside(rest)?, dimensions),
        "MULTILINESTRING" => match parts(inside(rest)?)?.as_slice() {
            [part] => line(inside(part)?, dimensions),
            _ => Some(SourcePlace::Other("MultiLineString".to_owned())),
        },
        _ if is_known(&kind) && inside(rest).is_some() => Some(SourcePlace::Other(kind)),
        _ => None,
    }
}

fn is_known(kind: &str) -> bool {
    const KINDS: [&str; 11] = [
        "POINT",
        "LINESTRING",
        "POLYGON",
        "MULTIPOINT",
        "MULTILINESTRING",
        "MULTIPOLYGON",
        "GEOMETRYCOLLECTION",
        "CIRCULARSTRING",
        "COMPOUNDCURVE",
        "CURVEPOLYGON",
        "TRIANGLE",
    ];
    KINDS.contains(&kind)
}

fn inside(text: &str) -> Option<&str> {
    text.trim().strip_prefix('(')?.strip_suffix(')')
}

/// The parts between the commas that lie in no bracket, up to two: more are not told apart.
fn parts(text: &str) -> Option<Vec<&str>> {
    let mut depth = 0_usize;
    for (at, sign) in text.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => return Some(vec![text.get(..at)?, text.get(at..)?]),
            _ => {}
        }
    }
    Some(vec![text])
}

fn point(text: &str, dimensions: &str) -> Option<SourcePlace> {
    vertex(text, dimensions).map(SourcePlace::Point)
}

fn line(text: &str, dimensions: &str) -> Option<SourcePlace> {
    let vertices: Option<Vec<SourcePoint>> = text.split(',').map(|text| vertex(text, dimensions)).collect();
    vertices.filter(|vertices| vertices.len() > 1).map(SourcePlace::Line)
}

fn vertex(text: &str, dimensions: &str) -> Option<SourcePoint> {
    let mut numbers = text.split_ascii_whitespace().map(|number| {
        // Not the names of what is no number, which `f64` reads, too.
        let plain =
            number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
        number.parse().ok().filter(|value: &f64| plain && value.is_finite())
    });
    let (x, y) = (numbers.next()??, numbers.next()??);
    let third = numbers.next();
    let fourth = numbers.next();
    if numbers.next().is_some() {
        return None;
    }
    let z = match (dimensions, third, fourth) {
        ("" | "Z", third, None) => third.map_or(Some(None), |z| z.map(Some)),
        ("M", Some(Some(_)), None) => Some(None),
        ("ZM", Some(Some(z)), Some(Some(_))) => Some(Some(z)),
        _ => None,
    }?;
    (dimensions != "Z" || z.is_some()).then_some(SourcePoint { x, y, z })
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(x: f64, y: f64, z: Option<f64>) -> SourcePoint {
        SourcePoint { x, y, z }
    }

    #[test]
    fn points_and_lines_are_read_with_their_heights() {
        assert_eq!(read("POINT (102.5 22.5)"), Some(SourcePlace::Point(at(102.5, 22.5, None))));
        assert_eq!(read("point z(102.5 22.5 -1.5)"), Some(SourcePlace::Point(at(102.5, 22.5, Some(-1.5)))));
        assert_eq!(read("POINTZ (1 2 3)"), Some(SourcePlace::Point(at(1.0, 2.0, Some(3.0)))));
        assert_eq!(read("POINT ZM (1 2 3 4)"), Some(SourcePlace::Point(at(1.0, 2.0, Some(3.0)))));
        assert_eq!(read("POINT M (1 2 9)"), Some(SourcePlace::Point(at(1.0, 2.0, None))));
        let line = SourcePlace::Line(vec![at(1.0, 2.0, None), at(3.0, 4.5, None)]);
        assert_eq!(read(" LINESTRING(1 2,3 4.5) "), Some(line.clone()));
        assert_eq!(read("MULTILINESTRING ((1 2, 3 4.5))"), Some(line));
        assert_eq!(read("MULTIPOINT ((1 2))"), read("MULTIPOINT (1 2)"));
        assert_eq!(read("POINT EMPTY"), Some(SourcePlace::None));
    }

    #[test]
    fn other_geometries_are_named() {
        assert_eq!(read("POLYGON ((0 0,1 1,1 0,0 0))"), Some(SourcePlace::Other("POLYGON".to_owned())));
        assert_eq!(
            read("MULTILINESTRING ((1 2,3 4),(5 6,7 8))"),
            Some(SourcePlace::Other("MultiLineString".to_owned()))
        );
        let deep = format!("GEOMETRYCOLLECTION {}{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(read(&deep), Some(SourcePlace::Other("GEOMETRYCOLLECTION".to_owned())));
    }

    #[test]
    fn what_is_malformed_is_no_geometry() {
        for text in [
            "",
            "POINT",
            "POINT (1)",
            "POINT (1 2",
            "POINT (1 2) x",
            "POINT (nan 2)",
            "POINT (1e999 2)",
            "POINT Z (1 2)",
            "LINESTRING (1 2)",
            "LINESTRING (1 2,)",
            "POINT (1 2 3 4)",
            "SRID=4326;POINT (1 2)",
            "MỐC (1 2)",
            "Z (1 2 3)",
            "MULTILINESTRING (1 2))",
            "POINT (١ 2)",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
