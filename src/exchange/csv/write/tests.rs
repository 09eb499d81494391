use std::io::Cursor;
use std::sync::{Arc, Mutex};

use super::*;
use crate::exchange::csv::{CsvOptions, open};
use crate::exchange::rows::{DeclaredCrs, OutKind, OutShapes, SourcePlace, SourceRow};
use crate::geo::testing::fixed;
use proptest::prelude::*;

/// Keeps what is written while the writer owns it.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("one thread").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn layer(epsg: u32, lines: bool) -> OutLayer {
    OutLayer {
        name: "markers".to_owned(),
        columns: vec![("number".to_owned(), OutKind::Text), ("notes".to_owned(), OutKind::Text)],
        epsg,
        wkt: if epsg == 4756 { "GEOGCS[…]".to_owned() } else { "PROJCS[…]".to_owned() },
        shapes: if lines { OutShapes::Lines } else { OutShapes::Points },
        attribution: String::new(),
    }
}

fn row(place: OutPlace, notes: &str) -> OutRow {
    OutRow {
        id: "7".to_owned(),
        place,
        values: vec![OutValue::Text("1088/2".to_owned()), OutValue::Text(notes.to_owned())],
    }
}

const fn at(x: f64, y: f64, z: Option<f64>) -> SourcePoint {
    SourcePoint { x, y, z }
}

fn written(layer: &OutLayer, options: WriteOptions, rows: &[OutRow]) -> io::Result<String> {
    let kept = Shared::default();
    let mut writer = Box::new(CsvWriter::new(kept.clone(), layer, options)?);
    for row in rows {
        writer.row(row)?;
    }
    writer.finish()?;
    let bytes = kept.0.lock().expect("one thread").clone();
    Ok(String::from_utf8(bytes).expect("UTF-8"))
}

fn back(text: &str) -> (DeclaredCrs, Vec<SourceRow>) {
    let file = open(Cursor::new(text.to_owned().into_bytes()), &CsvOptions::default()).expect("our own");
    (file.crs, file.rows.map(|row| row.expect("our own")).collect())
}

#[test]
fn points_have_columns_named_for_their_system() {
    let point = OutPlace::Point(at(102.143_919_17, 22.400_637_5, Some(1866.23)));
    let rows = [row(point, "tốt"), row(OutPlace::None, "a, \"b\"")];
    let text = written(&layer(4326, false), WriteOptions::default(), &rows).expect("written");
    assert_eq!(
        text,
        "id,lon,lat,height_m,number,notes\r\n7,102.14391917,22.4006375,1866.23,1088/2,tốt\r\n7,,,,1088/2,\"a, \"\"b\"\"\"\r\n"
    );
    let plane = [row(OutPlace::Point(at(411_660.528_96, 2_478_272.1, None)), "")];
    let text = written(&layer(9206, false), WriteOptions::default(), &plane).expect("written");
    assert!(text.starts_with("id,easting_epsg_9206,northing_epsg_9206,height_m"));
    assert!(text.contains("411660.529,2478272.1,,"), "{text}");
    assert_eq!(back(&text).0, DeclaredCrs::Epsg(9206));
    let text = written(&layer(4756, false), WriteOptions::default(), &plane).expect("written");
    assert!(text.starts_with("id,lon_epsg_4756,lat_epsg_4756"));
}

#[test]
fn lines_are_well_known_text() {
    let line = OutPlace::Line(vec![at(102.5, 22.5, Some(1.0)), at(-0.000_000_000_1, 22.0, Some(2.5))]);
    let text = written(&layer(4326, true), WriteOptions::default(), &[row(line, "x")]).expect("written");
    assert!(text.contains("\"LINESTRING Z (102.5 22.5 1, 0 22 2.5)\""), "{text}");
    let (_, rows) = back(&text);
    assert_eq!(rows[0].place, SourcePlace::Line(vec![at(102.5, 22.5, Some(1.0)), at(0.0, 22.0, Some(2.5))]));
}

#[test]
fn a_mark_and_another_delimiter_are_options() {
    let options = WriteOptions { bom: true, delimiter: b';' };
    let text = written(&layer(4326, false), options, &[row(OutPlace::None, "a;b")]).expect("written");
    assert!(text.starts_with("\u{feff}id;lon;lat;") && text.contains("\"a;b\""));
    assert_eq!(back(&text).1[0].field("notes"), Some("a;b"));
}

#[test]
fn no_cell_is_a_formula_and_every_text_comes_back() {
    for notes in ["=1+1", "- sạt lở", "@a", "+84", "'=x", "''-", "'tis"] {
        let text =
            written(&layer(4326, false), WriteOptions::default(), &[row(OutPlace::None, notes)]).expect("written");
        let cell = text.trim_end().rsplit(',').next().expect("a cell");
        assert!(!cell.starts_with(FORMULA), "{cell}");
        assert_eq!(back(&text).1[0].field("notes"), Some(notes));
    }
    let numbers = OutLayer { columns: vec![("n".to_owned(), OutKind::Real)], ..layer(4326, false) };
    let below = OutRow { id: "1".to_owned(), place: OutPlace::None, values: vec![OutValue::Real(-1.5)] };
    assert!(written(&numbers, WriteOptions::default(), &[below]).expect("written").ends_with(",-1.5\r\n"));
}

#[test]
fn what_does_not_fit_is_an_error() {
    let fault = |layer: &OutLayer, row| written(layer, WriteOptions::default(), &[row]).expect_err("unfit").to_string();
    let points = layer(4326, false);
    assert_eq!(fault(&points, row(OutPlace::Line(vec![]), "")), "a place that is not of the layer's kind");
    assert_eq!(fault(&points, row(OutPlace::Point(at(f64::NAN, 1.0, None)), "")), "a number that is not finite");
    let short = OutRow { values: vec![], ..row(OutPlace::None, "") };
    assert_eq!(fault(&points, short), "not one value for each column");
    let twice = OutLayer { columns: vec![("lon".to_owned(), OutKind::Text)], ..points };
    assert_eq!(fault(&twice, row(OutPlace::None, "")), "two columns are named lon");
}

proptest! {
    #![proptest_config(fixed(23, 300))]

    #[test]
    fn our_own_files_come_back_with_the_same_values(
        x in -180.0..180.0_f64, y in -90.0..90.0_f64, z in prop::option::of(-100.0..9e3_f64),
        notes in "[-='+@,;\"\r\n a-zđố]{0,12}", number in "[0-9]{1,4}",
    ) {
        let value = |text: &str| OutValue::Text(text.to_owned());
        let out = OutRow {
            id: "7".to_owned(), place: OutPlace::Point(at(x, y, z)), values: vec![value(&number), value(&notes)],
        };
        let text = written(&layer(4326, false), WriteOptions::default(), &[out]).expect("written");
        let (_, rows) = back(&text);
        prop_assert_eq!(rows.len(), 1);
        prop_assert_eq!(rows[0].field("number"), Some(number.as_str()));
        prop_assert_eq!(rows[0].field("notes").unwrap_or_default(), notes.trim());
        let SourcePlace::Point(point) = rows[0].place else { panic!("a point") };
        prop_assert!((point.x - x).abs() <= 5.1e-10 && (point.y - y).abs() <= 5.1e-10);
        prop_assert_eq!(point.z.map(|z| (z * 1e4).round()), z.map(|z| (z * 1e4).round()));
        // What was read once is written and read the same for ever.
        let again = OutRow {
            id: "7".to_owned(), place: OutPlace::Point(point), values: vec![value(&number), value(notes.trim())],
        };
        let (_, second) = back(&written(&layer(4326, false), WriteOptions::default(), &[again]).expect("written"));
        prop_assert_eq!(&second[0].place, &rows[0].place);
    }
}
