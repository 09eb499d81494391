//! Where rows are.

use super::*;

fn at(x: f64, y: f64) -> SourcePlace {
    SourcePlace::Point(SourcePoint { x, y, z: None })
}

fn crs(header: &str) -> DeclaredCrs {
    file(header, &CsvOptions::default()).expect("opens").crs
}

#[test]
fn the_coordinates_stay_as_written_beside_their_numbers() {
    let dms = row("lat,lon\n\"22°24'02.295\"\"N\",\"102°08'38.109\"\"E\"\n");
    assert_eq!(dms.given.as_deref(), Some("22°24'02.295\"N 102°08'38.109\"E"));
    let SourcePlace::Point(point) = dms.place else { panic!("a point") };
    assert!((point.x - 102.143_919_166_666_67).abs() < 1e-12 && (point.y - 22.400_637_5).abs() < 1e-12);
    let spaced = row("Vĩ độ;Kinh độ\n22 24 02,295;102-08-38,109\n");
    assert_eq!(spaced.place, SourcePlace::Point(point));
    assert!(spaced.fields.is_empty(), "coordinates are not repeated among the fields");
}

#[test]
fn a_decimal_comma_is_read_where_it_can_be_one() {
    assert_eq!(row("lon;lat\n102,5;21,354\n").place, at(102.5, 21.354));
    assert_eq!(row("lon,lat\n\"102,5\",\"21,354\"\n").place, at(102.5, 21.354));
    assert_eq!(refused("lon,lat\n102,5,21,354\n").0, "csv_ragged");
}

#[test]
fn separators_of_thousands_are_refused() {
    for cell in ["2.330.121", "2 330 121", "2,330,121.5", "2'330'121"] {
        let (code, row, line) = refused(&format!("easting;northing\n498200;{cell}\n"));
        assert_eq!((code, row, line), ("csv_coordinate", Some(1), Some(2)), "{cell}");
        assert_eq!(refused(&format!("x;y\n498200;{cell}\n")).0, "csv_coordinate");
    }
}

#[test]
fn numbers_that_are_none_are_refused() {
    for cell in ["NaN", "inf", "-Infinity", "1E5", "abc", "22°61'", "-22°N", "22°30'E"] {
        assert_eq!(refused(&format!("lon;lat\n102.5;{cell}\n")).0, "csv_coordinate", "{cell}");
    }
    assert_eq!(refused("lon;lat\n102.5;\n").0, "csv_coordinate_missing");
    assert_eq!(row("number;lon;lat\n7;;\n").place, SourcePlace::None);
    let both = rows("lon;lat\nx;y\n").remove(0).expect_err("a fault");
    assert!(both.en.contains("\"x\"") && both.en.contains("\"y\""), "both are named: {}", both.en);
    assert_eq!(refused("lon;lat\n102°30'Đ;22°30'N\n").0, "csv_coordinate", "north or Nam");
}

#[test]
fn heights_are_read_by_the_decimal_sign_of_their_row() {
    let z = |text: &str| match row(text).place {
        SourcePlace::Point(point) => point.z,
        other => panic!("{other:?}"),
    };
    assert_eq!(z("lon;lat;Độ cao (m)\n102,5;22,5;1,866\n"), Some(1.866));
    assert_eq!(z("lon;lat;H\n102.5;22.5;1866.23 m\n"), Some(1866.23));
    assert_eq!(row("lon;lat;H\n102,5;22,5;1866,23\n").field("height_m"), Some("1866.23"));
    assert_eq!(refused("lon;lat;H\n102.5;22.5;1,866\n").0, "csv_number");
    assert_eq!(refused("lon;lat;H\n102,5;22,5;1.866\n").0, "csv_number");
    assert_eq!(refused("lon;lat;H\n102.5;22.5;cao\n").0, "csv_number");
    assert_eq!(row("number;Độ chính xác (m)\n1;chưa rõ\n").field("accuracy_m"), Some("chưa rõ"));
    assert_eq!(row("number;offset\n1;300,5\n").field("offset_m"), Some("300.5"));
}

#[test]
fn surveyors_x_is_told_by_its_size_for_the_whole_file() {
    let text = "Mốc;X (m);Y (m)\n1;2330121,5;498200,25\n2;2330200;498300\n3;2330300;498400\n4;2330300;498400\n5;498500;2330400\n";
    let mut opened = file(text, &CsvOptions::default()).expect("opens");
    assert!(opened.notes.iter().any(|note| note.contains("X is the northing")), "{:?}", opened.notes);
    let first = opened.rows.next().expect("a row").expect("good");
    assert_eq!(first.place, at(498_200.25, 2_330_121.5));
    assert_eq!(first.given.as_deref(), Some("2330121,5 498200,25"));
    let last = opened.rows.last().expect("a row").expect("good");
    assert_eq!(last.place, at(2_330_400.0, 498_500.0), "the swapped row stays as it was written");
    assert_eq!(last.row, 5);
}

#[test]
fn axes_that_cannot_be_told_are_refused_and_stated_ones_believed() {
    assert_eq!(unopened("x,y\n1,2\n"), "csv_axes_unclear");
    assert_eq!(unopened("x,y\n2330121,498200\n498200,2330121\n"), "csv_axes_unclear");
    assert_eq!(rows("x,y\n").len(), 0, "nothing to place, nothing to settle");
    let with = |axes| CsvOptions { axes, ..CsvOptions::default() };
    for (axes, place) in [(Axes::XIsNorthing, at(2.0, 1.0)), (Axes::XIsEasting, at(1.0, 2.0))] {
        let row = file("x,y\n1,2\n", &with(axes)).expect("opens").rows.next().expect("a row").expect("good");
        assert_eq!(row.place, place);
    }
    assert_eq!(row("x,y\n22°30'N,102°30'E\n").place, at(102.5, 22.5), "letters tell, too");
}

#[test]
fn of_several_places_one_must_be_chosen() {
    let text = "lon,lat,x,y\n104.5,21.0,2330121,498200\n";
    assert_eq!(unopened(text), "csv_coordinates_unclear");
    let with = |place| CsvOptions { place: Some(place), ..CsvOptions::default() };
    let by = |place| file(text, &with(place)).expect("opens").rows.next().expect("a row").expect("good");
    let chosen = by(PlaceColumns::Xy);
    assert_eq!(chosen.place, at(498_200.0, 2_330_121.0));
    assert_eq!(chosen.field("lon"), Some("104.5"), "what was not chosen is kept");
    assert_eq!(by(PlaceColumns::LonLat).place, at(104.5, 21.0));
    assert_eq!(file(text, &with(PlaceColumns::Wkt)).err().expect("refused").code, "csv_coordinates_missing");
    assert_eq!(unopened("number,Kinh độ,Vi\n1,2,3\n"), "csv_coordinates_incomplete");
    assert_eq!(row("a,B,x\n1,2,3\n").field("x"), Some("3"), "a letter without its partner is any column");
    assert_eq!(
        row("P,B,L,H\n1,22.5,102.5,7\n").field("height_m"),
        Some("7"),
        "as surveyors write latitude and longitude"
    );
}

#[test]
fn one_cell_may_hold_the_place() {
    assert_eq!(row("Tọa độ\n22°30'N 102°30'E\n").place, at(102.5, 22.5));
    assert_eq!(refused("Tọa độ\n22.5 102.5\n").0, "csv_coordinate");
    let line = row("wkt\n\"LINESTRING (102 22, 103 23)\"\n");
    assert!(matches!(line.place, SourcePlace::Line(vertices) if vertices.len() == 2));
    assert_eq!(row("wkt\nPOINT (102 22)\n").given.as_deref(), Some("POINT (102 22)"));
    assert_eq!(refused("wkt\nPOINT 102 22\n").0, "csv_wkt");
    assert_eq!(row("name,wkt\nmốc,\n").place, SourcePlace::None);
}

#[test]
fn a_system_in_the_header_is_declared() {
    assert_eq!(crs("lon,lat\n"), DeclaredCrs::Undeclared);
    assert_eq!(crs("Kinh độ (WGS84),Vĩ độ (WGS84)\n"), DeclaredCrs::Epsg(4326));
    assert_eq!(crs("Kinh độ VN-2000,Vĩ độ VN-2000\n"), DeclaredCrs::Epsg(4756));
    assert_eq!(crs("x_epsg_9206,y_epsg_9206\n"), DeclaredCrs::Epsg(9206));
    assert_eq!(crs("X VN-2000,Y VN-2000\n"), DeclaredCrs::Undeclared);
    assert_eq!(unopened("lon_epsg_4326,lat_epsg_4756\n"), "csv_crs_contradicted");
}
