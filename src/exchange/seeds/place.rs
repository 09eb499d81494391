//! The `place` of a seed record: what it refers to on the line of its document.

use toml::Value;

use crate::domain::location::Referent;
use crate::domain::number::{LineKey, Lines, MarkerKey, Parsed, SegmentKey, parse_text};
use crate::exchange::RecordFault;

/// Reads `{ segment = "144-145" }`, `{ marker = "211" }`, `{ near_marker = "211" }` or `{ area = "Tân Thanh" }`.
///
/// Numbers are written as in the document; `line` is the document's own. Without one a number that exists on several
/// lines is refused.
pub(super) fn read(place: &Value, line: Option<LineKey>, lines: &Lines) -> Result<Referent, RecordFault> {
    let mut entries = place.as_table().into_iter().flatten();
    let (Some((kind, Value::String(text))), None) = (entries.next(), entries.next()) else {
        return Err(RecordFault::PlaceForm);
    };
    match kind.as_str() {
        "segment" => Ok(Referent::Segment(segment(text, line, lines)?)),
        "marker" => Ok(Referent::Marker(marker(text, line, lines)?)),
        "near_marker" => Ok(Referent::NearMarker(marker(text, line, lines)?)),
        "area" if !text.trim().is_empty() => Ok(Referent::Area(text.clone())),
        _ => Err(RecordFault::PlaceForm),
    }
}

fn segment(text: &str, line: Option<LineKey>, lines: &Lines) -> Result<SegmentKey, RecordFault> {
    match parse_text(text, line, lines)?.as_slice() {
        [Parsed::Range { from, to }] => Ok(SegmentKey::new(*from, *to)?),
        _ => Err(RecordFault::NotOneSegment(text.to_owned())),
    }
}

fn marker(text: &str, line: Option<LineKey>, lines: &Lines) -> Result<MarkerKey, RecordFault> {
    match parse_text(text, line, lines)?.as_slice() {
        [Parsed::Marker(key)] => Ok(*key),
        _ => Err(RecordFault::NotOneMarker(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::reference;

    fn place(text: &str, line: Option<&str>) -> Result<Referent, String> {
        let lines = reference::lines().unwrap();
        let table: toml::Table = toml::from_str(&format!("place = {text}")).unwrap();
        let line = line.map(|line| line.parse().unwrap());
        read(&table["place"], line, &lines).map_err(|fault| fault.to_string())
    }

    #[test]
    fn the_four_kinds_of_place_are_kept_apart() {
        let at = |text| place(text, Some("VN-CN")).unwrap();
        let segment = Referent::Segment("VN-CN:1088_2..1089".parse().unwrap());
        assert_eq!(at("{ segment = '1088/2 – 1089' }"), segment);
        assert_eq!(at("{ marker = '211' }"), Referent::Marker("VN-CN:211".parse().unwrap()));
        assert_eq!(at("{ near_marker = '211' }"), Referent::NearMarker("VN-CN:211".parse().unwrap()));
        assert_eq!(at("{ area = 'Tân Thanh' }"), Referent::Area("Tân Thanh".to_owned()));
    }

    #[test]
    fn a_number_on_several_lines_needs_the_line_of_the_document() {
        assert!(place("{ marker = '144' }", None).is_err());
        assert!(place("{ marker = '1104' }", None).is_ok());
        assert!(place("{ marker = '801' }", Some("VN-LA")).is_err());
    }

    #[test]
    fn a_range_is_no_marker_and_a_marker_no_segment() {
        let refused = |text| place(text, Some("VN-LA")).unwrap_err();
        assert_eq!(refused("{ marker = '144-145' }"), "`144-145` is not one marker");
        assert_eq!(refused("{ segment = '144' }"), "`144` is not one segment");
    }

    #[test]
    fn a_place_is_one_thing() {
        let form = "a place is one of segment, marker, near_marker, area, with a text";
        for text in
            ["{}", "'144'", "{ marker = 144 }", "{ town = 'x' }", "{ area = ' ' }", "{ area = 'x', marker = '1' }"]
        {
            assert_eq!(place(text, Some("VN-LA")).unwrap_err(), form, "{text}");
        }
    }
}
