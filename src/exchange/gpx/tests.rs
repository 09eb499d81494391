//! GPX as devices, programs and attackers bring it.

use std::io::{self, BufReader, Cursor, Read};

use super::*;
use crate::exchange::rows::{
    FileFault, OutKind, OutLayer, OutPlace, OutRow, OutShapes, OutValue, RowWriter, SourcePlace, SourcePoint, SourceRow,
};
use crate::geo::testing::fixed;
use proptest::prelude::*;

fn gpx(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n{inside}</gpx>\n"
    )
}

fn track(text: impl AsRef<[u8]>) -> Result<GpxFile, FileFault> {
    read_track(BufReader::with_capacity(5, text.as_ref()))
}

fn items(text: &str) -> Vec<Result<SourceRow, FileFault>> {
    open(BufReader::with_capacity(5, Cursor::new(text.as_bytes().to_vec()))).unwrap().rows.collect()
}

fn rows(text: &str) -> Vec<SourceRow> {
    items(text).into_iter().map(Result::unwrap).collect()
}

#[test]
fn every_fix_is_kept_in_its_order_with_its_time_and_height() {
    let text = gpx("<trk><name>Tổ 1</name><trkseg>
        <trkpt lat='21.7' lon='102.4'><ele>900.5</ele><time>2026-11-20T01:30:00Z</time><hdop>1.5</hdop>
          <extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>90</gpxtpx:hr></gpxtpx:TrackPointExtension>
          <accuracy>4.5</accuracy></extensions></trkpt>
        <trkpt lat='21.8' lon='102.5'/></trkseg><trkseg/></trk>
        <rte><name>R</name><rtept lat='1' lon='2'/></rte><wpt lat='3' lon='4'><name>W</name></wpt>");
    let file = track(text).unwrap();
    let first = &file.tracks[0].segments[0][0];
    assert_eq!(
        (first.lon, first.lat, first.ele, first.hdop, first.accuracy),
        (102.4, 21.7, Some(900.5), Some(1.5), Some(4.5))
    );
    assert_eq!(first.at, Some("2026-11-20T01:30:00Z".parse().unwrap()));
    let second = &file.tracks[0].segments[0][1];
    assert_eq!((second.at, second.ele), (None, None));
    assert_eq!(file.tracks[0].name.as_deref(), Some("Tổ 1"));
    assert_eq!(file.tracks[0].segments.iter().map(Vec::len).collect::<Vec<_>>(), [2, 0]);
    assert_eq!((file.routes[0].points.len(), file.waypoints[0].name.as_deref()), (1, Some("W")));
    assert_eq!((file.bad, file.bad_times, file.bad_heights), (0, 0, 0));
}

#[test]
fn bad_fixes_are_kept_and_counted() {
    let text = gpx("<trk><trkseg><trkpt lat='91' lon='1'/><trkpt lat='undefined' lon='1'/><trkpt lon='1'/>
        <trkpt lat='NaN' lon='1'/><trkpt lat='1' lon='1e999'/>
        <trkpt lat='1' lon='2'><time>yesterday</time><ele>high</ele></trkpt>
        <trkpt lat='1' lon='2'><time></time><ele/></trkpt></trkseg></trk>");
    let file = track(text).unwrap();
    let fixes = &file.tracks[0].segments[0];
    assert_eq!((fixes.len(), file.bad, file.bad_times, file.bad_heights), (7, 5, 1, 1));
    let places: Vec<bool> = fixes.iter().map(|fix| fix.place().is_some()).collect();
    assert_eq!(places, [false, false, false, false, false, true, true]);
}

#[test]
fn a_file_without_times_and_an_older_version_are_read() {
    let text = "<gpx version='1.0' xmlns='http://www.topografix.com/GPX/1/0'><time>2011-07-05T04:11:41Z</time>
        <trk><trkseg><trkpt lat='1' lon='2'><course>1</course><speed>2</speed></trkpt></trkseg></trk></gpx>";
    let file = track(text).unwrap();
    assert!(file.tracks[0].segments[0].iter().all(|fix| fix.at.is_none()));
    let prefixed = "<g:gpx><g:trk><g:trkseg><g:trkpt lat='1' lon='2'/></g:trkseg></g:trk></g:gpx>";
    assert_eq!(track(prefixed).unwrap().tracks[0].segments[0].len(), 1);
}

#[test]
fn decimal_commas_refuse_a_track_and_are_the_fault_of_a_row() {
    let text = gpx("<wpt lat='21,7' lon='102,4'/>\n<wpt lat='1' lon='2'/>");
    let fault = track(&text).unwrap_err();
    assert_eq!((fault.code, fault.line, fault.ends()), ("gpx_comma_decimals", Some(3), true));
    let found = items(&text);
    let fault = found[0].as_ref().unwrap_err();
    assert_eq!((fault.code, fault.row, fault.line, fault.ends()), ("gpx_comma_decimals", Some(1), Some(3), false));
    assert!(found[1].as_ref().is_ok_and(|row| (row.row, row.line) == (2, Some(4))));
}

#[test]
fn waypoints_become_rows_and_their_name_is_offered_as_number() {
    let text = gpx(
        "<metadata><name>no row</name></metadata>
        <wpt lat='21.70' lon='102.4'><ele>900</ele><time>2026-11-20T01:30:00Z</time><name> 211/2 </name><desc>Mốc &amp; đá</desc>
        <link href='http://example.com'><text>x</text></link><other:name>no</other:name>
        <extensions><gpxx:Depth>1</gpxx:Depth><mocgioi:status>ok</mocgioi:status><ogr:note>n</ogr:note></extensions></wpt>",
    );
    let row = rows(&text).remove(0);
    assert_eq!(row.place, SourcePlace::Point(SourcePoint { x: 102.4, y: 21.7, z: Some(900.0) }));
    assert_eq!((row.line, row.given.as_deref()), (Some(4), Some("lat=21.70 lon=102.4")));
    let fields: Vec<(&str, &str)> = row.fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(
        fields,
        [
            ("time", "2026-11-20T01:30:00Z"),
            ("name", "211/2"),
            ("desc", "Mốc & đá"),
            ("link", "http://example.com"),
            ("status", "ok"),
            ("note", "n"),
            ("number", "211/2"),
        ]
    );
}

#[test]
fn routes_and_tracks_of_one_segment_are_lines() {
    let two = "<trkpt lat='1' lon='2'/><trkpt lat='3' lon='4'/>";
    let place = |inside: &str| rows(&gpx(inside)).remove(0).place;
    let line =
        SourcePlace::Line(vec![SourcePoint { x: 2.0, y: 1.0, z: None }, SourcePoint { x: 4.0, y: 3.0, z: None }]);
    assert_eq!(place(&format!("<trk><trkseg>{two}</trkseg><trkseg/></trk>")), line);
    assert_eq!(place(&format!("<rte><name>x</name>{}</rte>", two.replace("trkpt", "rtept"))), line);
    let segments = format!("<trk><trkseg>{two}</trkseg><trkseg>{two}</trkseg></trk>");
    assert_eq!(place(&segments), SourcePlace::Other("trk (2 trkseg)".to_owned()));
    assert_eq!(place("<trk><trkseg/></trk>"), SourcePlace::None);
    let fault = |inside: &str| items(&gpx(inside)).remove(0).unwrap_err();
    assert_eq!(fault("<rte><rtept lat='1' lon='2'/></rte>").code, "gpx_short_line");
    let bad = fault("<rte><rtept lat='1' lon='2'/>\n<rtept lat='x' lon='2'/><rtept lat='1' lon='2'/></rte>");
    assert_eq!((bad.code, bad.row, bad.line, bad.ends()), ("gpx_coordinates", Some(1), Some(4), false));
}

#[test]
fn what_is_no_gpx_broken_or_hostile_is_refused() {
    for (text, code) in [
        ("", "xml_empty"),
        ("<html><body/></html>", "gpx_not_gpx"),
        ("<!DOCTYPE gpx [<!ENTITY a 'b'>]><gpx/>", "xml_doctype"),
        ("<gpx>&a;</gpx>", "xml_entity"),
        ("<gpx><wpt lat=1 lon=2/></gpx>", "xml_syntax"),
        ("<gpx><wpt lat='1' lat='1' lon='2'/></gpx>", "xml_syntax"),
        ("<gpx><wpt lat='1' lon='2'>", "xml_truncated"),
        ("<gpx></gpx><gpx></gpx>", "xml_syntax"),
        ("{\"type\":\"FeatureCollection\"}", "xml_syntax"),
    ] {
        assert_eq!(track(text).unwrap_err().code, code, "{text}");
        let by_rows = match open(Cursor::new(text.as_bytes().to_vec())) {
            Err(fault) => fault,
            Ok(file) => file.rows.filter_map(Result::err).last().unwrap(),
        };
        assert_eq!((by_rows.code, by_rows.ends()), (code, true), "{text}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let whole = gpx(
        "<trk><name>Tổ</name><trkseg><trkpt lat='1' lon='2'><time>2026-11-20T01:30:00Z</time></trkpt></trkseg></trk>",
    );
    assert!(track(&whole).is_ok());
    for cut in 0..whole.trim_end().len() {
        let fault = track(&whole.as_bytes()[..cut]).unwrap_err();
        assert!(fault.ends() && (fault.line.is_some() || fault.code == "xml_empty"), "{cut}: {fault:?}");
    }
}

#[test]
fn ten_megabytes_on_one_line_are_read() {
    let point = format!("<trkpt lat='1' lon='2'><cmt>{}</cmt></trkpt>", "x".repeat(400));
    let text = format!("<gpx><trk><trkseg>{}</trkseg></trk></gpx>", point.repeat((10 << 20) / point.len()));
    assert!(text.len() > 10_000_000 && !text.contains('\n'));
    assert_eq!(track(&text).unwrap().tracks[0].segments[0].len(), (10 << 20) / point.len());
}

#[test]
fn more_fixes_or_parts_than_fit_are_refused() {
    let endless = |head: &str, piece: &'static str| {
        let pieces = std::iter::repeat(piece.as_bytes());
        let head = Cursor::new(head.as_bytes().to_vec());
        track::within(BufReader::new(head.chain(Pieces { pieces, left: &[] })), 10_000).unwrap_err().code
    };
    assert_eq!(endless("<gpx><trk>", "<trkseg/>"), "gpx_too_many");
    assert_eq!(endless("<gpx><trk><trkseg>", "<trkpt/>"), "gpx_too_many");
}

struct Pieces<I> {
    pieces: I,
    left: &'static [u8],
}

impl<I: Iterator<Item = &'static [u8]>> Read for Pieces<I> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.left.is_empty() {
            self.left = self.pieces.next().unwrap_or_default();
        }
        self.left.read(out)
    }
}

fn layer() -> OutLayer {
    let columns = [("number", OutKind::Text), ("số liệu", OutKind::Real), ("gone", OutKind::Text)];
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
    let mut writer: Box<dyn RowWriter + '_> = Box::new(GpxWriter::new(&mut out, &layer()).unwrap());
    for place in [OutPlace::Point(point), OutPlace::None, OutPlace::Line(line.clone())] {
        writer.row(&OutRow { id: "a-1".to_owned(), place, values: values.clone() }).unwrap();
    }
    writer.finish().unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("<!-- 1 rows without a place are left out -->"));
    let back = rows(&text);
    assert_eq!((back.len(), &back[0].place, &back[1].place), (2, &SourcePlace::Point(point), &SourcePlace::Line(line)));
    for row in &back {
        assert_eq!(row.field("number"), Some("211 <\"Đá\">\u{fffd}"));
        assert_eq!((row.field("số_liệu"), row.field("gone"), row.field("id")), (Some("1.5"), None, Some("a-1")));
    }
    assert!(GpxWriter::new(Vec::new(), &OutLayer { epsg: 3405, ..layer() }).is_err());
}

proptest! {
    #![proptest_config(fixed(32, 2_000))]

    #[test]
    fn no_broken_file_makes_it_panic(at in 0_usize..1_000, byte in any::<u8>(), cut in 0_usize..1_000) {
        let mut text = gpx(
            "<trk><name>T&amp;ố</name><trkseg><trkpt lat='1' lon='2'><ele>1</ele></trkpt></trkseg></trk>
            <wpt lat='1' lon='2'><name><![CDATA[x]]></name><!-- c --><?p i?></wpt>",
        )
        .into_bytes();
        let at = at % text.len();
        text[at] = byte;
        text.remove(cut % text.len());
        let _ = track(&text);
        if let Ok(file) = open(Cursor::new(text)) {
            file.rows.for_each(drop);
        }
    }
}
