//! What goes out comes back.

use super::{Package, open};
use crate::exchange::geopackage::writer;
use crate::exchange::rows::{DeclaredCrs, OutKind, OutPlace, OutRow, OutValue, SourcePlace, SourceRow};
use crate::exchange::testing::{at, empty_row, layer, row};

fn rows(package: &Package) -> Vec<SourceRow> {
    package.all(None).into_iter().map(Result::unwrap).collect()
}

#[test]
fn points_and_their_attributes_come_back() {
    let point = at(103.5, 21.25, Some(812.5));
    let package = Package::written(&layer(false), &[row("a", OutPlace::Point(point)), empty_row("b")]);
    let file = open(&package.path, None).unwrap();
    assert_eq!((file.format, &file.crs, file.total), ("geopackage", &DeclaredCrs::Epsg(4326), Some(2)));
    assert_eq!(file.notes, ["column fid numbers the rows and is passed over"]);
    let [first, second] = rows(&package).try_into().unwrap();
    assert_eq!((first.row, &first.place), (1, &SourcePlace::Point(point)));
    for (name, value) in [
        ("id", "a"),
        ("number", "Mốc 1088/2"),
        ("count", "-7"),
        ("length_m", "0.1"),
        ("good", "true"),
        ("observed_at", "2026-11-20T01:30:00.000Z"),
    ] {
        assert_eq!(first.field(name), Some(value), "{name}");
    }
    assert_eq!((second.place, second.fields.len()), (SourcePlace::None, 1));
}

#[test]
fn lines_come_back_and_more_rows_than_go_in_one_statement() {
    let line = vec![at(1.0, 2.0, None), at(3.0, 4.0, None)];
    let count = 1_234;
    let out: Vec<OutRow> = (0..count).map(|n| row(&n.to_string(), OutPlace::Line(line.clone()))).collect();
    let package = Package::written(&layer(true), &out);
    assert_eq!(open(&package.path, Some("markers")).unwrap().total, Some(count));
    for (n, row) in (0..count).zip(rows(&package)) {
        assert_eq!((row.row, row.field("id")), (n + 1, Some(n.to_string().as_str())));
        assert_eq!(row.place, SourcePlace::Line(line.clone()));
    }
}

#[test]
fn names_that_want_to_be_sql_stay_names() {
    let mut layer = layer(false);
    layer.name = "x\" (a); DROP TABLE gpkg_contents; --".into();
    layer.columns =
        ["fid", "geom", "a\"b", "it's", "select", "$1", "?"].map(|name| (name.to_owned(), OutKind::Integer)).to_vec();
    let values = (0..7).map(OutValue::Integer).collect();
    let package = Package::written(&layer, &[OutRow { id: "i".into(), place: OutPlace::None, values }]);
    let row = rows(&package).remove(0);
    for (name, value) in
        [("fid_1", "0"), ("geom_1", "1"), ("a\"b", "2"), ("it's", "3"), ("select", "4"), ("$1", "5"), ("?", "6")]
    {
        assert_eq!(row.field(name), Some(value), "{name}");
    }
    assert_eq!(open(&package.path, Some("y")).err().unwrap().code, "no_such_layer");
}

#[test]
fn numbers_keep_their_value() {
    let mut layer = layer(false);
    layer.columns = vec![("n".into(), OutKind::Integer), ("r".into(), OutKind::Real)];
    let numbers = [(i64::MIN, 1e300), (i64::MAX, -1.25e-9), (0, 5e-324), (1, 144.0)];
    let out: Vec<OutRow> = numbers
        .iter()
        .map(|(n, r)| OutRow {
            id: "a".into(),
            place: OutPlace::None,
            values: vec![OutValue::Integer(*n), OutValue::Real(*r)],
        })
        .collect();
    let back = rows(&Package::written(&layer, &out));
    for (row, (n, r)) in back.iter().zip(numbers) {
        assert_eq!(row.field("n").unwrap().parse(), Ok(n));
        assert_eq!(row.field("r").unwrap().parse(), Ok(r));
    }
    assert_eq!(back[3].field("r"), Some("144"));
}

#[test]
fn a_layer_without_rows_is_a_file_without_rows() {
    let package = Package::written(&layer(true), &[]);
    assert_eq!(open(&package.path, None).unwrap().total, Some(0));
    assert!(rows(&package).is_empty());
}

#[test]
fn reserved_names_and_rows_that_do_not_fit_are_refused() {
    for name in ["", "gpkg_markers", "SQLITE_x", "rtree_a", "a\0b"] {
        let mut layer = layer(false);
        layer.name = name.into();
        assert!(writer(std::io::sink(), &layer).is_err(), "{name}");
    }
    let mut points = writer(std::io::sink(), &layer(false)).unwrap();
    assert!(points.row(&row("a", OutPlace::Line(vec![at(1.0, 2.0, None); 2]))).is_err());
    points.finish().unwrap();
}

#[test]
fn a_writer_that_is_given_up_leaves_nothing_behind() {
    let mut given_up = writer(std::io::sink(), &layer(false)).unwrap();
    given_up.row(&empty_row("a")).unwrap();
    drop(given_up);
}
