//! KML and KMZ as programs and attackers bring them.

use std::io::{BufReader, Cursor, Write};

use super::*;
use crate::exchange::rows::{
    FileFault, OutKind, OutLayer, OutPlace, OutRow, OutShapes, OutValue, RowWriter, SourceFile, SourcePlace,
    SourcePoint, SourceRow,
};
use crate::geo::testing::fixed;
use proptest::prelude::*;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

fn kml(inside: &str) -> String {
    format!("<kml xmlns=\"http://www.opengis.net/kml/2.2\" xmlns:gx=\"x\"><Document>\n{inside}</Document></kml>")
}

fn opened(text: impl Into<Vec<u8>>) -> Result<SourceFile, FileFault> {
    read::open(BufReader::with_capacity(5, Cursor::new(text.into())))
}

fn items(text: &str) -> Vec<Result<SourceRow, FileFault>> {
    opened(text).unwrap().rows.collect()
}

fn rows(text: &str) -> Vec<SourceRow> {
    items(text).into_iter().map(Result::unwrap).collect()
}

fn fault(file: Result<SourceFile, FileFault>) -> FileFault {
    match file {
        Err(fault) => fault,
        Ok(file) => file.rows.filter_map(Result::err).last().expect("a fault"),
    }
}

fn place(geometry: &str) -> SourcePlace {
    rows(&kml(&format!("<Placemark>{geometry}</Placemark>"))).remove(0).place
}

const POINT: &str = "<Point><coordinates>102.4,21.70,0</coordinates></Point>";
const LINE: &str = "<LineString><coordinates>1,2 3,4</coordinates></LineString>";

#[test]
fn placemarks_in_folders_become_rows_with_their_data() {
    let text = kml(&format!(
        "<name>no row</name><Style id='s'/><Schema id='x'><SimpleField name='a'/></Schema>
        <Folder><name>F</name><Folder><Placemark id='p1'><name>211/2</name><visibility>1</visibility>
        <description><![CDATA[<b>Mốc</b><br>đá]]></description><TimeStamp><when>2026-11-20</when></TimeStamp>
        <ExtendedData><Data name='foo'><displayName>Foo</displayName><value>bar</value></Data>
        <SchemaData schemaUrl='#x'><SimpleData name='a'>1</SimpleData><gx:SimpleArrayData name='b'><gx:value>2</gx:value></gx:SimpleArrayData></SchemaData>
        </ExtendedData>{POINT}</Placemark></Folder></Folder><Placemark/>"
    ));
    let found = rows(&text);
    assert_eq!(found.len(), 2);
    let fields: Vec<(&str, &str)> = found[0].fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(
        fields,
        [
            ("name", "211/2"),
            ("description", "Mốc\nđá"),
            ("time", "2026-11-20"),
            ("foo", "bar"),
            ("a", "1"),
            ("id", "p1"),
            ("number", "211/2"),
        ]
    );
    assert_eq!((found[0].line, found[0].given.as_deref()), (Some(3), Some("102.4,21.70,0")));
    assert_eq!(found[1].place, SourcePlace::None);
}

#[test]
fn points_and_lines_become_places_and_the_rest_is_named() {
    let point = SourcePlace::Point(SourcePoint { x: 102.4, y: 21.7, z: None });
    assert_eq!(place(POINT), point, "a height of the default mode means nothing");
    let absolute = POINT.replace("<coordinates>", "<altitudeMode>absolute</altitudeMode><coordinates>");
    assert_eq!(place(&absolute), SourcePlace::Point(SourcePoint { x: 102.4, y: 21.7, z: Some(0.0) }));
    let line =
        SourcePlace::Line(vec![SourcePoint { x: 1.0, y: 2.0, z: None }, SourcePoint { x: 3.0, y: 4.0, z: None }]);
    assert_eq!(place(LINE), line);
    assert_eq!(place(&format!("<MultiGeometry><MultiGeometry>{LINE}</MultiGeometry></MultiGeometry>")), line);
    let polygon = "<Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,6 1,2</coordinates></LinearRing></outerBoundaryIs></Polygon>";
    for (geometry, name) in [
        (polygon.to_owned(), "Polygon"),
        (format!("<MultiGeometry>{POINT}{LINE}</MultiGeometry>"), "MultiGeometry"),
        (format!("{POINT}{POINT}"), "MultiGeometry"),
        ("<gx:Track><when>x</when><gx:coord>1 2 3</gx:coord></gx:Track>".to_owned(), "gx:Track"),
    ] {
        assert_eq!(place(&geometry), SourcePlace::Other(name.to_owned()));
    }
    let elsewhere = kml("<NetworkLink><Link><href>http://example.com/a.kml</href></Link></NetworkLink>");
    assert_eq!(rows(&elsewhere)[0].place, SourcePlace::Other("NetworkLink".to_owned()));
}

#[test]
fn coordinates_that_are_none_are_faults_of_their_row() {
    for coordinates in ["no,no", "102.4", "1,2,3,4", "NaN,2", "1e999,1", "1,2 3,4", "102,4,21,7", ""] {
        let text = kml(&format!(
            "<Placemark><Point><coordinates>{coordinates}</coordinates></Point></Placemark>\n<Placemark>{POINT}</Placemark>"
        ));
        let found = items(&text);
        let fault = found[0].as_ref().unwrap_err();
        assert_eq!((fault.code, fault.row, fault.line, fault.ends()), ("kml_coordinates", Some(1), Some(2), false));
        assert!(found[1].is_ok());
    }
    let short = kml("<Placemark><LineString><coordinates>1,2</coordinates></LineString></Placemark>");
    assert_eq!(items(&short)[0].as_ref().unwrap_err().code, "kml_coordinates");
}

#[test]
fn what_is_no_kml_broken_or_hostile_is_refused() {
    for (text, code) in [
        (String::new(), "xml_empty"),
        ("<gpx/>".to_owned(), "kml_not_kml"),
        ("<!DOCTYPE kml [<!ENTITY a 'b'>]><kml/>".to_owned(), "xml_doctype"),
        (kml("<Placemark><name>&nbsp;</name></Placemark>"), "xml_entity"),
        (kml("<Placemark>").replace("</Document>", ""), "xml_syntax"),
        (kml(&"<Folder>".repeat(80)), "xml_too_deep"),
        (kml("<Placemark id=1/>"), "xml_syntax"),
    ] {
        let fault = fault(opened(text.clone()));
        assert_eq!((fault.code, fault.ends()), (code, true), "{text}");
    }
    let whole = kml(&format!("<Placemark><name>Mốc</name>{POINT}</Placemark>"));
    for cut in 0..whole.len() {
        assert!(fault(opened(&whole.as_bytes()[..cut])).ends(), "cut at {cut}");
    }
}

#[test]
fn ten_megabytes_of_coordinates_on_one_line_are_a_line() {
    let text = kml(&format!(
        "<Placemark><LineString><coordinates>{}</coordinates></LineString></Placemark>",
        "102.4123456789,21.7123456789,0.0000000 ".repeat(280_000)
    ));
    assert!(text.len() > 10_000_000);
    assert!(matches!(&rows(&text)[0].place, SourcePlace::Line(points) if points.len() == 280_000));
}

fn kmz(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn of_kmz(bytes: Vec<u8>) -> Result<SourceFile, FileFault> {
    open(Cursor::new(bytes))
}

#[test]
fn the_kml_inside_a_kmz_is_read() {
    let inside = |name: &str| kml(&format!("<Placemark><name>{name}</name>{POINT}</Placemark>"));
    let (doc, other) = (inside("doc"), inside("other"));
    let first = |entries: &[(&str, &[u8])]| {
        let file = of_kmz(kmz(entries, CompressionMethod::Deflated)).unwrap();
        let name = file.rows.map(Result::unwrap).next().unwrap().field("name").map(str::to_owned);
        name.unwrap()
    };
    assert_eq!(first(&[("files/a.KML", other.as_bytes()), ("doc.kml", doc.as_bytes())]), "doc");
    assert_eq!(first(&[("icon.png", b"x"), ("../../etc/a.KML", other.as_bytes())]), "other");
    let plain = of_kmz(doc.into_bytes()).unwrap();
    assert_eq!(plain.rows.map(Result::unwrap).count(), 1);
}

#[test]
fn a_kmz_that_is_broken_empty_or_a_bomb_is_refused() {
    let good = kmz(&[("doc.kml", kml("<Placemark/>").as_bytes())], CompressionMethod::Deflated);
    for cut in 4..good.len() {
        assert_eq!(fault(of_kmz(good[..cut].to_vec())).code, "kmz_broken", "cut at {cut}");
    }
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 0x55;
        if let Ok(file) = of_kmz(bytes) {
            file.rows.for_each(drop);
        }
    }
    let no_kml = kmz(&[("a.png", b"x")], CompressionMethod::Deflated);
    assert_eq!(fault(of_kmz(no_kml)).code, "kmz_no_kml");
    assert_eq!(fault(of_kmz(kmz(&[], CompressionMethod::Stored))).code, "kmz_no_kml");
    let bomb = kmz(&[("doc.kml", &vec![b' '; 5 << 20])], CompressionMethod::Deflated);
    assert!(bomb.len() < 10_000);
    assert_eq!(fault(of_kmz(bomb)).code, "kmz_too_large");
    let large = kmz(&[("doc.kml", &vec![b' '; 65 << 20])], CompressionMethod::Stored);
    assert_eq!(fault(of_kmz(large)).code, "kmz_too_large");
}

fn layer() -> OutLayer {
    let columns = [("number", OutKind::Text), ("số \"liệu\"", OutKind::Real), ("gone", OutKind::Text)];
    OutLayer {
        name: "a & b".to_owned(),
        columns: columns.map(|(name, kind)| (name.to_owned(), kind)).to_vec(),
        epsg: 4326,
        wkt: String::new(),
        shapes: OutShapes::Points,
        attribution: "<nguồn>".to_owned(),
    }
}

#[test]
fn what_is_written_is_read_back() {
    let values = vec![OutValue::Text("211 <\"Đá\">\u{1}".to_owned()), OutValue::Real(1.5), OutValue::Null];
    let point = SourcePoint { x: 105.306_454_17, y: 23.0, z: Some(1.25) };
    let line = vec![SourcePoint { z: None, ..point }, SourcePoint { x: 1.0, y: 2.0, z: None }];
    let mut out = Vec::new();
    let mut writer: Box<dyn RowWriter + '_> = Box::new(KmlWriter::new(&mut out, &layer()).unwrap());
    for place in [OutPlace::Point(point), OutPlace::None, OutPlace::Line(line.clone())] {
        writer.row(&OutRow { id: "a-1".to_owned(), place, values: values.clone() }).unwrap();
    }
    writer.finish().unwrap();
    let back = rows(std::str::from_utf8(&out).unwrap());
    let places: Vec<&SourcePlace> = back.iter().map(|row| &row.place).collect();
    assert_eq!(places, [&SourcePlace::Point(point), &SourcePlace::None, &SourcePlace::Line(line)]);
    for row in &back {
        assert_eq!(row.field("number"), Some("211 <\"Đá\">\u{fffd}"));
        assert_eq!((row.field("số \"liệu\""), row.field("gone"), row.field("id")), (Some("1.5"), None, Some("a-1")));
    }
    assert!(KmlWriter::new(Vec::new(), &OutLayer { epsg: 3405, ..layer() }).is_err());
}

proptest! {
    #![proptest_config(fixed(33, 2_000))]

    #[test]
    fn no_broken_file_makes_it_panic(at in 0_usize..1_000, byte in any::<u8>(), cut in 0_usize..1_000) {
        let text = kml(&format!("<Placemark id='a'><name>T&amp;ố</name><description><![CDATA[<b>x</b>]]></description>{POINT}</Placemark><Placemark><MultiGeometry>{LINE}</MultiGeometry></Placemark>"));
        let mut text = text.into_bytes();
        let at = at % text.len();
        text[at] = byte;
        text.remove(cut % text.len());
        if let Ok(file) = opened(text) {
            file.rows.for_each(drop);
        }
    }
}
