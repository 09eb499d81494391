//! What goes out comes back, within the limits of the format.

use super::{Bytes, zipped};
use crate::exchange::encoding::EncodingHint;
use crate::exchange::rows::{DeclaredCrs, OutKind, OutPlace, OutRow, OutValue, SourcePlace, SourceRow};
use crate::exchange::shapefile::{open, writer};
use crate::exchange::testing::{at, empty_row, layer, row};

fn rows(bytes: &Bytes) -> Vec<SourceRow> {
    bytes.all().into_iter().map(Result::unwrap).collect()
}

#[test]
fn points_and_their_attributes_come_back() {
    let written = Bytes::written(&layer(false), &[row("a", OutPlace::Point(at(103.5, 21.25, None))), empty_row("b")]);
    let file = written.open().unwrap();
    assert_eq!((file.format, file.total), ("shapefile", Some(2)));
    assert_eq!(file.crs, DeclaredCrs::Wkt(r#"GEOGCS["WGS 84"]"#.into()));
    assert_eq!(file.notes, ["encoding: UTF-8"]);
    let [first, second] = rows(&written).try_into().unwrap();
    assert_eq!(first.place, SourcePlace::Point(at(103.5, 21.25, None)));
    for (name, value) in [
        ("id", "a"),
        ("number", "Mốc 1088/2"),
        ("count", "-7"),
        ("length_m", "0.1"),
        ("good", "true"),
        ("observed_a", "2026-11-20T01:30:00.000Z"),
    ] {
        assert_eq!(first.field(name), Some(value), "{name}");
    }
    assert_eq!((second.row, second.place), (2, SourcePlace::None));
    assert_eq!(second.fields, [("id".to_owned(), "b".to_owned())]);
}

#[test]
fn lines_come_back_with_heights_when_all_have_them() {
    let with = vec![at(1.0, 2.0, Some(3.0)), at(4.0, 5.0, Some(-6.5)), at(7.0, 8.0, Some(9.0))];
    let rows_out = [row("a", OutPlace::Line(with.clone())), empty_row("b"), row("c", OutPlace::Line(with.clone()))];
    let places: Vec<_> = rows(&Bytes::written(&layer(true), &rows_out)).into_iter().map(|row| row.place).collect();
    assert_eq!(places, [SourcePlace::Line(with.clone()), SourcePlace::None, SourcePlace::Line(with.clone())]);

    let flat = vec![at(1.0, 2.0, None), at(4.0, 5.0, None)];
    let mixed = [row("a", OutPlace::Line(with.clone())), row("b", OutPlace::Line(flat.clone()))];
    let places: Vec<_> = rows(&Bytes::written(&layer(true), &mixed)).into_iter().map(|row| row.place).collect();
    let flattened = with.iter().map(|point| at(point.x, point.y, None)).collect();
    assert_eq!(places, [SourcePlace::Line(flattened), SourcePlace::Line(flat)]);
}

#[test]
fn heights_of_some_points_become_a_column() {
    let all = [row("a", OutPlace::Point(at(1.0, 2.0, Some(3.25))))];
    assert_eq!(rows(&Bytes::written(&layer(false), &all))[0].place, SourcePlace::Point(at(1.0, 2.0, Some(3.25))));
    let some = [all[0].clone(), row("b", OutPlace::Point(at(1.0, 2.0, None)))];
    let back = rows(&Bytes::written(&layer(false), &some));
    assert_eq!(back[0].place, SourcePlace::Point(at(1.0, 2.0, None)));
    assert_eq!((back[0].field("height"), back[1].field("height")), (Some("3.25"), None));
}

#[test]
fn long_text_is_cut_between_letters_and_numbers_keep_their_digits() {
    let mut layer = layer(false);
    layer.columns = vec![("notes".into(), OutKind::Text), ("n".into(), OutKind::Integer), ("r".into(), OutKind::Real)];
    let numbers = [(i64::MIN, 1e300), (i64::MAX, -0.000_000_123_456_789_012_34), (0, 5e-324), (1, f64::MAX)];
    let long = "a".to_owned() + &"Đồn biên phòng ".repeat(30);
    let out: Vec<OutRow> = numbers
        .iter()
        .map(|(n, r)| {
            let values = vec![OutValue::Text(long.clone()), OutValue::Integer(*n), OutValue::Real(*r)];
            OutRow { id: "a".into(), place: OutPlace::None, values }
        })
        .collect();
    for (row, (n, r)) in rows(&Bytes::written(&layer, &out)).iter().zip(numbers) {
        let notes = row.field("notes").unwrap();
        assert!(long.starts_with(notes) && (250..=254).contains(&notes.len()), "{notes}");
        assert_eq!(row.field("n").unwrap().parse(), Ok(n));
        assert_eq!(row.field("r").unwrap().parse(), Ok(r));
    }
}

#[test]
fn a_layer_without_rows_is_a_file_without_rows() {
    for lines in [false, true] {
        let empty = Bytes::written(&layer(lines), &[]);
        assert_eq!((empty.shp.len(), empty.open().unwrap().total), (100, Some(0)));
        assert_eq!(empty.codes(), Vec::<&str>::new());
    }
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let rows = [row("a", OutPlace::Point(at(103.5, 21.25, None)))];
    assert_eq!(zipped(&layer(false), &rows), zipped(&layer(false), &rows));
}

#[test]
fn an_archive_is_opened_by_its_only_layer_or_the_one_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.zip");
    std::fs::write(&path, zipped(&layer(false), &[empty_row("a")])).unwrap();
    assert_eq!(open(&path, None, EncodingHint::Detect).unwrap().rows.count(), 1);
    assert_eq!(open(&path, Some("markers"), EncodingHint::Detect).unwrap().rows.count(), 1);
    let fault = open(&path, Some("roads"), EncodingHint::Detect).err().unwrap();
    assert_eq!(fault.code, "no_such_layer");
    assert!(fault.en.contains("markers"), "{}", fault.en);
}

#[test]
fn files_beside_each_other_are_found_whatever_the_case_of_their_endings() {
    let written = Bytes::written(&layer(false), &[row("a", OutPlace::Point(at(1.0, 2.0, None)))]);
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    put("Mốc.shp", &written.shp);
    put("Mốc.SHX", written.shx.as_ref().unwrap());
    put("Mốc.dbf", written.dbf.as_ref().unwrap());
    put("Mốc.cpg", b"\xef\xbb\xbfUTF-8\r\n");
    let path = folder.path().join("Mốc.shp");
    let file = open(&path, None, EncodingHint::Detect).unwrap();
    assert_eq!((file.total, file.crs), (Some(1), DeclaredCrs::Undeclared));
    let row = file.rows.map(Result::unwrap).next().unwrap();
    assert_eq!(row.field("number"), Some("Mốc 1088/2"));
    assert_eq!(open(&path, Some("other"), EncodingHint::Detect).err().unwrap().code, "no_such_layer");
    assert_eq!(open(&folder.path().join("no.shp"), None, EncodingHint::Detect).err().unwrap().code, "file_unreadable");
}

#[test]
fn what_the_format_cannot_hold_is_refused() {
    let mut wide = layer(false);
    wide.columns = vec![("c".into(), OutKind::Boolean); 255];
    let refused = writer(std::io::sink(), &wide).err().unwrap();
    assert!(refused.to_string().contains("columns"), "{refused}");
    let mut points = writer(std::io::sink(), &layer(false)).unwrap();
    assert!(points.row(&row("a", OutPlace::Line(vec![at(1.0, 2.0, None); 2]))).is_err());
    assert!(points.row(&row("a", OutPlace::Point(at(1.0, f64::NAN, None)))).is_err());
}
