//! GeoJSON as people, programs and attackers bring it.

use std::io::{self, BufReader, Cursor, Read};

use super::*;
use crate::exchange::rows::{
    DeclaredCrs, FileFault, OutKind, OutLayer, OutPlace, OutRow, OutShapes, OutValue, RowWriter, SourceFile,
    SourcePlace, SourcePoint, SourceRow,
};
use crate::geo::testing::fixed;
use proptest::prelude::*;

fn opened(text: impl Into<Vec<u8>>) -> Result<SourceFile, FileFault> {
    // A tiny buffer, so that every token is cut somewhere.
    open(BufReader::with_capacity(7, Cursor::new(text.into())))
}

fn items(text: &str) -> Vec<Result<SourceRow, FileFault>> {
    opened(text).unwrap().rows.collect()
}

fn rows(text: &str) -> Vec<SourceRow> {
    items(text).into_iter().map(Result::unwrap).collect()
}

/// The fault of opening, or the only one of the rows.
fn fault(text: impl Into<Vec<u8>>) -> FileFault {
    match opened(text) {
        Err(fault) => fault,
        Ok(file) => {
            let mut faults: Vec<FileFault> = file.rows.filter_map(Result::err).collect();
            assert_eq!(faults.len(), 1, "{faults:?}");
            faults.remove(0)
        }
    }
}

fn collection(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}

fn point(coordinates: &str) -> String {
    feature("{}", &format!(r#"{{"type":"Point","coordinates":{coordinates}}}"#))
}

fn code_of_point(coordinates: &str) -> &'static str {
    let fault = fault(collection(&point(coordinates)));
    assert!(!fault.ends() && fault.row == Some(1), "{fault:?}");
    fault.code
}

#[test]
fn properties_become_text_as_they_are_written() {
    let properties = r#"{"number":" 211/2 ","height":1.50,"big":123456789012345678901234,"seen":true,"gone":null,
        "empty":"","more":{"a":[1, 2]},"Tên":"Mốc đá"}"#;
    let row = rows(&collection(&feature(properties, "null"))).remove(0);
    let want = [
        ("number", "211/2"),
        ("height", "1.50"),
        ("big", "123456789012345678901234"),
        ("seen", "true"),
        ("more", r#"{"a":[1, 2]}"#),
        ("Tên", "Mốc đá"),
    ];
    assert_eq!(row.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect::<Vec<_>>(), want);
    assert_eq!(row.place, SourcePlace::None);
}

#[test]
fn points_and_lines_become_places_and_the_rest_is_named() {
    let place = |geometry: &str| rows(&collection(&feature("null", geometry))).remove(0).place;
    let at = |x, y, z| SourcePoint { x, y, z };
    assert_eq!(
        place(r#"{"type":"Point","coordinates":[102.1, 22.4, 900.5]}"#),
        SourcePlace::Point(at(102.1, 22.4, Some(900.5)))
    );
    let line = SourcePlace::Line(vec![at(1.0, 2.0, None), at(3.0, 4.0, None)]);
    assert_eq!(place(r#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#), line);
    assert_eq!(place(r#"{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}"#), line);
    for (kind, coordinates) in [
        ("MultiLineString", "[[[1,2],[3,4]],[[5,6],[7,8]]]"),
        ("Polygon", "[[[1,2],[3,4],[5,6],[1,2]]]"),
        ("MultiPolygon", "[]"),
    ] {
        let geometry = format!(r#"{{"type":"{kind}","coordinates":{coordinates}}}"#);
        assert_eq!(place(&geometry), SourcePlace::Other(kind.to_owned()));
    }
    let given = rows(&collection(&point("[102.10, 22.4]"))).remove(0).given;
    assert_eq!(given.as_deref(), Some("[102.10, 22.4]"));
}

#[test]
fn coordinates_that_are_none_are_faults_of_their_row() {
    assert_eq!(code_of_point("[NaN, 22.4]"), "geojson_not_a_number");
    assert_eq!(code_of_point("[1e999, 22.4]"), "geojson_not_a_number");
    assert_eq!(code_of_point("[102.1, -Infinity]"), "geojson_not_a_number");
    assert_eq!(code_of_point(r#"["102.1", "22.4"]"#), "geojson_not_a_number");
    assert_eq!(code_of_point("[null, 22.4]"), "geojson_not_a_number");
    assert_eq!(code_of_point("[102.1]"), "geojson_position");
    assert_eq!(code_of_point("[1,2,3,4]"), "geojson_position");
    assert_eq!(code_of_point("[[102.1, 22.4]]"), "geojson_position");
    assert_eq!(code_of_point("{}"), "geojson_coordinates");
    let text = collection(&[point("[NaN,1]"), point("[1,2]")].join(",\n"));
    let found = items(&text);
    assert!(found[0].is_err() && found[1].as_ref().is_ok_and(|row| (row.row, row.line) == (2, Some(2))));
}

#[test]
fn features_of_the_wrong_shape_are_faults_of_their_row() {
    let code = |feature: &str| {
        let fault = fault(collection(feature));
        assert!(!fault.ends(), "{fault:?}");
        fault.code
    };
    assert_eq!(code("null"), "geojson_type");
    assert_eq!(code(r#"{"type":"Featre","properties":{},"geometry":null}"#), "geojson_type");
    assert_eq!(code(r#"{"type":"feature","properties":{},"geometry":null}"#), "geojson_type");
    assert_eq!(code(r#"{"type":"Point","coordinates":[1,2]}"#), "geojson_type");
    assert_eq!(code(&feature("[]", "null")), "geojson_properties");
    assert_eq!(code(&feature(r#"{"a":1,"a":2}"#, "null")), "geojson_twice");
    assert_eq!(code(&feature(r#"{"a":"\ud800"}"#, "null")), "geojson_not_unicode");
    assert_eq!(code(r#"{"type":"Feature","id":{},"properties":{},"geometry":null}"#), "geojson_id");
    assert_eq!(code(&feature("{}", r#"{"type":"LineString","coordinates":[[1,2]]}"#)), "geojson_short_line");
    assert_eq!(code(&feature("{}", r#"{"type":"MultiPolygon","coordinates":[1,2]}"#)), "geojson_coordinates");
    assert_eq!(code(&feature("{}", r#"{"type":"GeometryCollection","geometries":[false]}"#)), "geojson_type");
}

#[test]
fn a_file_that_is_no_geojson_is_refused_with_its_line() {
    for (text, code, line) in [
        ("", "geojson_empty", None),
        ("null", "geojson_not_geojson", Some(1)),
        ("\n[1]", "geojson_not_geojson", Some(2)),
        ("{}", "geojson_not_geojson", Some(1)),
        (r#"{"type":"Topology","objects":{}}"#, "geojson_not_geojson", Some(1)),
        (r#"{"type":"FeatureCollection"}"#, "geojson_not_geojson", Some(1)),
        (r#"{"type":"FeatureCollection","features":{}}"#, "geojson_features", Some(1)),
        (r#"{"type":"Feature","features":[]}"#, "geojson_type", Some(1)),
        (r#"{"features":[],"type":"Feature"}"#, "geojson_type", Some(1)),
        (r#"{"type":"FeatureCollection","type":"Feature","features":[]}"#, "geojson_twice", Some(1)),
        ("{\"type\":\"FeatureCollection\"\n\"features\":[]}", "geojson_syntax", Some(2)),
        ("{\"type\":\"FeatureCollection\",\n\"features\":[],}", "geojson_syntax", Some(2)),
        ("{\"type\":\"FeatureCollection\",\n\"features\":[]}\nx", "geojson_trailing", Some(3)),
        ("{\"type\":\"FeatureCollection\",\n\"features\":[\n", "geojson_truncated", Some(3)),
    ] {
        let fault = fault(text);
        assert_eq!((fault.code, fault.line, fault.ends()), (code, line, true), "{text}");
    }
}

#[test]
fn what_breaks_in_the_middle_ends_the_file_with_line_and_column() {
    let good = point("[1,2]");
    let text = collection(&format!("{good},\n{{\"type\":\"Feature\",\n \"é\":1 \"geometry\":null}},{good}"));
    let found = items(&text);
    let fault = found[1].as_ref().unwrap_err();
    assert_eq!((found.len(), fault.code, fault.row, fault.line), (2, "geojson_syntax", Some(2), Some(3)));
    assert!(fault.ends() && fault.en.contains("column 8"), "{}", fault.en);
    let whole = collection(&format!("{good},\n{good}"));
    for cut in 1..whole.len() {
        let broken = match opened(&whole[..cut]) {
            Err(fault) => vec![fault],
            Ok(file) => file.rows.filter_map(Result::err).collect(),
        };
        assert!(broken.last().is_some_and(FileFault::ends), "cut at {cut}");
    }
}

#[test]
fn wrong_encodings_are_refused_and_a_utf_8_bom_is_passed_over() {
    let text = collection(&feature(r#"{"name":"Mốc"}"#, "null"));
    let utf16 = |bom: bool| {
        let bom = if bom { "\u{feff}" } else { "" };
        format!("{bom}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    assert_eq!(fault(utf16(true)).code, "geojson_not_utf8");
    assert_eq!(fault(utf16(false)).code, "geojson_not_utf8");
    let windows_1258 =
        text.replace("Mốc", "M?c").into_bytes().iter().map(|&b| if b == b'?' { 0xf4 } else { b }).collect::<Vec<u8>>();
    let latin = fault(windows_1258);
    assert!(latin.code == "geojson_not_utf8" && latin.ends() && latin.line == Some(1), "{latin:?}");
    let with_bom = opened(format!("\u{feff}{text}")).unwrap();
    assert_eq!(with_bom.notes, ["UTF-8 BOM"]);
    assert_eq!(with_bom.rows.map(Result::unwrap).count(), 1);
}

#[test]
fn the_old_crs_member_is_honoured_where_it_stands_before_the_features() {
    let crs = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4756"}}"#;
    let declared = |text: &str| opened(text).map(|file| file.crs);
    assert_eq!(declared(&collection("")), Ok(DeclaredCrs::ByStandard));
    let early = format!(r#"{{"type":"FeatureCollection",{crs},"features":[]}}"#);
    assert_eq!(declared(&early), Ok(DeclaredCrs::Epsg(4756)));
    let late = format!(r#"{{"type":"FeatureCollection","features":[],{crs}}}"#);
    assert_eq!(fault(late).code, "geojson_late_crs");
    let lone = format!(r#"{{"type":"Point",{crs},"coordinates":[1,2]}}"#);
    assert_eq!(declared(&lone), Ok(DeclaredCrs::Epsg(4756)));
    // The second of a sequence says nothing and is WGS 84: the two must not be mixed.
    assert_eq!(fault(format!("{lone}\n{}", point("[1,2]"))).code, "geojson_crs_differs");
    assert_eq!(fault(collection(&lone.replace("Point", "Feature"))).code, "geojson_crs_differs");
}

#[test]
fn sequences_are_read_with_and_without_record_separators() {
    let (one, two) = (point("[1,2]"), r#"{"type":"Point","coordinates":[3,4]}"#);
    for text in [format!("{one}\n{two}\n"), format!("\u{1e}{one}\n\u{1e}{two}\n"), format!("{one} {two}")] {
        let found = rows(&text);
        assert_eq!(found.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 2], "{text}");
        assert_eq!(found[1].place, SourcePlace::Point(SourcePoint { x: 3.0, y: 4.0, z: None }));
    }
}

#[test]
fn a_sequence_is_taken_up_again_after_a_record_that_was_cut_off() {
    let good = point("[1,2]");
    for broken in [r#"{"type":"Feature","prop"#, r#"{"type":"Feature" 1}"#, "[}", "nonsense", "{]"] {
        for text in [format!("\u{1e}{broken}\n\u{1e}{good}\n"), format!("\u{1e}{good}\n\u{1e}{broken}\n\u{1e}{good}\n")]
        {
            let found = items(&text);
            assert_eq!(found.iter().filter(|item| item.is_err()).count(), 1, "{text}");
            assert!(found.last().unwrap().is_ok(), "{text}");
        }
    }
}

#[test]
fn ten_megabytes_on_one_line_are_read_and_seventeen_are_refused() {
    let long =
        |megabytes: usize| collection(&feature(&format!(r#"{{"name":"{}"}}"#, "a".repeat(megabytes << 20)), "null"));
    assert_eq!(rows(&long(10))[0].field("name").map(str::len), Some(10 << 20));
    let refused = fault(long(17));
    assert_eq!((refused.code, refused.ends()), ("geojson_too_large", true));
    assert_eq!(fault(collection(&"[".repeat(1 << 20))).code, "geojson_too_deep");
}

/// A collection of many features that is never whole anywhere.
struct Endless {
    left: u64,
    now: Cursor<Vec<u8>>,
}

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.now.position() == self.now.get_ref().len() as u64 && self.left > 0 {
            self.left -= 1;
            let end = if self.left == 0 { "]}" } else { "," };
            self.now = Cursor::new(format!("{}{end}", point("[102.1,22.4]")).into_bytes());
        }
        self.now.read(out)
    }
}

#[test]
fn a_long_collection_is_read_as_it_comes() {
    let head = Cursor::new(br#"{"type":"FeatureCollection","features":["#.to_vec());
    let file = open(BufReader::new(Endless { left: 100_000, now: head })).unwrap();
    let last = file.rows.map(Result::unwrap).last().unwrap();
    assert_eq!(last.row, 100_000);
}

fn layer(epsg: u32) -> OutLayer {
    let columns =
        [("number", OutKind::Text), ("height", OutKind::Real), ("year", OutKind::Integer), ("seen", OutKind::Boolean)];
    OutLayer {
        name: "markers".to_owned(),
        columns: columns.map(|(name, kind)| (name.to_owned(), kind)).to_vec(),
        epsg,
        wkt: String::new(),
        shapes: OutShapes::Points,
        attribution: "nguồn \"A\"".to_owned(),
    }
}

fn out_row(place: OutPlace) -> OutRow {
    let values =
        vec![OutValue::Text("211 \"Đá\"\n".to_owned()), OutValue::Real(1.5), OutValue::Null, OutValue::Boolean(true)];
    OutRow { id: "a-1".to_owned(), place, values }
}

#[test]
fn what_is_written_is_read_back() {
    let places = [
        OutPlace::None,
        OutPlace::Point(SourcePoint { x: 105.306_454_17, y: -0.0, z: Some(1.25) }),
        OutPlace::Line(vec![SourcePoint { x: 1.0, y: 2.0, z: None }, SourcePoint { x: 3.5, y: 4.0, z: None }]),
    ];
    for sequence in [false, true] {
        let mut out = Vec::new();
        let mut writer: Box<dyn RowWriter + '_> = if sequence {
            Box::new(GeoJsonSeqWriter::new(&mut out, &layer(4326)).unwrap())
        } else {
            Box::new(GeoJsonWriter::new(&mut out, &layer(4326)).unwrap())
        };
        for place in &places {
            writer.row(&out_row(place.clone())).unwrap();
        }
        writer.finish().unwrap();
        let back = rows(std::str::from_utf8(&out).unwrap());
        assert_eq!(back.len(), 3);
        assert_eq!(back[1].place, SourcePlace::Point(SourcePoint { x: 105.306_454_17, y: 0.0, z: Some(1.25) }));
        assert_eq!(back[1].field("number"), Some("211 \"Đá\""));
        assert_eq!(
            (back[1].field("height"), back[1].field("year"), back[1].field("id")),
            (Some("1.5"), None, Some("a-1"))
        );
    }
}

#[test]
fn other_systems_are_declared_in_a_collection_and_refused_in_a_sequence() {
    let mut out = Vec::new();
    Box::new(GeoJsonWriter::new(&mut out, &layer(3405)).unwrap()).finish().unwrap();
    assert_eq!(opened(out).unwrap().crs, DeclaredCrs::Epsg(3405));
    assert!(GeoJsonSeqWriter::new(Vec::new(), &layer(3405)).is_err());
}

#[test]
fn what_is_no_number_is_not_written() {
    let mut writer = GeoJsonWriter::new(Vec::new(), &layer(4326)).unwrap();
    assert!(writer.row(&out_row(OutPlace::Point(SourcePoint { x: f64::NAN, y: 1.0, z: None }))).is_err());
    let mut row = out_row(OutPlace::None);
    row.values[1] = OutValue::Real(f64::INFINITY);
    assert!(writer.row(&row).is_err());
}

/// Bytes that mean something to a JSON reader, and some that do not.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        ",",
        ":",
        "\u{1e}",
        "\n",
        "1",
        "-",
        "1e999",
        "NaN",
        "null",
        "true",
        "\"type\"",
        "\"Feature\"",
        "\"FeatureCollection\"",
        "\"features\"",
        "\"coordinates\"",
        "\"crs\"",
        "\"Point\"",
        "ố",
        "\u{feff}",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60).prop_map(|pieces| pieces.concat().into_bytes())
}

proptest! {
    #![proptest_config(fixed(31, 2_000))]

    #[test]
    fn no_text_makes_it_panic_or_go_on_for_ever(text in hostile()) {
        if let Ok(file) = opened(text.clone()) {
            prop_assert!(file.rows.take(text.len() + 1).count() <= text.len());
        }
    }

    #[test]
    fn no_broken_file_makes_it_panic(at in 0_usize..400, byte in any::<u8>(), cut in 0_usize..400) {
        let mut text = collection(&[point("[1,2]"), feature(r#"{"a":"é"}"#, "null"), point("[3,4]")].join(",")).into_bytes();
        let at = at % text.len();
        text[at] = byte;
        text.remove(cut % text.len());
        if let Ok(file) = opened(text) {
            file.rows.for_each(drop);
        }
    }
}
