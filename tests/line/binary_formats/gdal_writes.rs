//! What GDAL writes, we read.

use std::path::Path;

use mocgioi::exchange::encoding::EncodingHint;
use mocgioi::exchange::rows::{DeclaredCrs, FileFault, SourceFile, SourcePlace, SourcePoint, SourceRow};
use mocgioi::exchange::{geopackage, shapefile};
use serde_json::{Value, json};

use super::{SYSTEMS, gdal, point, step};

/// A collection in degrees; GDAL is told to take the numbers as another system's where one is wanted.
fn collection(geometries: &[Value]) -> Value {
    let features = geometries.iter().zip(0..).map(|(geometry, n)| {
        let properties = json!({"ten": format!("Mốc {n} – Điện Biên"), "so": n, "dai": f64::from(n) / 8.0, "tot": n % 2 == 0, "ngay": "2026-11-20", "trong": null});
        json!({"type": "Feature", "geometry": geometry, "properties": properties})
    });
    json!({"type": "FeatureCollection", "features": features.collect::<Vec<_>>()})
}

fn open_shapefile(path: &Path) -> Result<SourceFile, FileFault> {
    shapefile::open(path, None, EncodingHint::Detect)
}

fn rows(file: SourceFile) -> Vec<SourceRow> {
    file.rows.map(Result::unwrap).collect()
}

fn check_attributes(row: &SourceRow, n: u32, bool_text: Option<&str>) {
    assert_eq!(row.field("ten"), Some(format!("Mốc {n} – Điện Biên").as_str()));
    assert_eq!(row.field("so"), Some(n.to_string().as_str()));
    assert_eq!(row.field("dai").unwrap().parse(), Ok(f64::from(n) / 8.0));
    assert_eq!(row.field("ngay"), Some("2026-11-20"));
    assert_eq!(row.field("trong"), None);
    assert_eq!(row.field("tot"), bool_text);
}

fn points(x: f64, y: f64, step: f64) -> Vec<SourcePoint> {
    (0..20).map(|n| point(x, y, n, step, Some(f64::from(n) + 0.5))).collect()
}

fn as_geometries(points: &[SourcePoint]) -> Vec<Value> {
    points.iter().map(|point| json!({"type": "Point", "coordinates": [point.x, point.y, point.z]})).collect()
}

#[test]
fn shapefiles_in_every_system_and_encoding() {
    for (epsg, x, y) in SYSTEMS {
        for encoding in ["UTF-8", "CP1258"] {
            let folder = tempfile::tempdir().unwrap();
            let places = points(x, y, step(epsg));
            let system = format!("EPSG:{epsg}");
            let lco = format!("ENCODING={encoding}");
            let options = ["-f", "ESRI Shapefile", "-a_srs", &system, "-lco", &lco];
            let path = gdal::convert(folder.path(), &collection(&as_geometries(&places)), "markers.shp", &options);
            let file = open_shapefile(&path).unwrap();
            assert_eq!(file.total, Some(20));
            let DeclaredCrs::Wkt(wkt) = &file.crs else { panic!("{:?}", file.crs) };
            assert!(wkt.contains(if epsg == 4326 { "WGS_1984" } else { "Vietnam_2000" }), "{wkt}");
            for ((n, place), row) in (0..).zip(&places).zip(rows(file)) {
                assert_eq!(row.place, SourcePlace::Point(*place), "{epsg} {encoding}");
                check_attributes(&row, n, Some(if n % 2 == 0 { "1" } else { "0" }));
            }
        }
    }
}

#[test]
fn geopackages_in_every_system_with_their_index_and_its_triggers() {
    for (epsg, x, y) in SYSTEMS {
        let folder = tempfile::tempdir().unwrap();
        let places = points(x, y, step(epsg));
        let system = format!("EPSG:{epsg}");
        let options = ["-f", "GPKG", "-a_srs", &system, "-nln", "mốc giới"];
        let path = gdal::convert(folder.path(), &collection(&as_geometries(&places)), "markers.gpkg", &options);
        let file = geopackage::open(&path, None).unwrap();
        assert_eq!((file.total, &file.crs), (Some(20), &DeclaredCrs::Epsg(epsg)));
        assert!(file.notes.iter().any(|note| note.contains("triggers")), "{:?}", file.notes);
        for ((n, place), row) in (0..).zip(&places).zip(rows(file)) {
            assert_eq!(row.place, SourcePlace::Point(*place), "{epsg}");
            check_attributes(&row, n, Some(if n % 2 == 0 { "true" } else { "false" }));
        }
    }
}

#[test]
fn lines_and_what_is_no_line_in_both_formats() {
    let geometries = [
        json!({"type": "LineString", "coordinates": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]}),
        json!({"type": "MultiLineString", "coordinates": [[[1.0, 2.0], [3.0, 4.0]]]}),
        json!({"type": "MultiLineString", "coordinates": [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]}),
        Value::Null,
    ];
    let at = |x: f64, y: f64| SourcePoint { x, y, z: None };
    let places = |name: &str| {
        [
            SourcePlace::Line(vec![at(1.0, 2.0), at(3.0, 4.0), at(5.0, 6.0)]),
            SourcePlace::Line(vec![at(1.0, 2.0), at(3.0, 4.0)]),
            SourcePlace::Other(name.to_owned()),
            SourcePlace::None,
        ]
    };
    let folder = tempfile::tempdir().unwrap();
    let source = collection(&geometries);
    let options = ["-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8", "-nlt", "MULTILINESTRING"];
    let path = gdal::convert(folder.path(), &source, "lines.shp", &options);
    let read: Vec<_> = rows(open_shapefile(&path).unwrap()).into_iter().map(|row| row.place).collect();
    assert_eq!(read, places("PolyLine (2 parts)"));
    let path = gdal::convert(folder.path(), &source, "lines.gpkg", &["-f", "GPKG", "-nlt", "MULTILINESTRING"]);
    let read: Vec<_> = rows(geopackage::open(&path, None).unwrap()).into_iter().map(|row| row.place).collect();
    assert_eq!(read, places("MultiLineString"));
}

#[test]
fn polygons_are_named_in_both_formats() {
    let ring = [[1.0, 2.0], [3.0, 4.0], [5.0, 2.0], [1.0, 2.0]];
    let source = collection(&[json!({"type": "Polygon", "coordinates": [ring]})]);
    let folder = tempfile::tempdir().unwrap();
    let path = gdal::convert(folder.path(), &source, "a.shp", &["-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8"]);
    assert_eq!(rows(open_shapefile(&path).unwrap())[0].place, SourcePlace::Other("Polygon".into()));
    let path = gdal::convert(folder.path(), &source, "a.gpkg", &["-f", "GPKG"]);
    assert_eq!(rows(geopackage::open(&path, None).unwrap())[0].place, SourcePlace::Other("Polygon".into()));
}

#[test]
fn what_we_write_we_read_back_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let places = points(103.5, 21.5, 0.01);
    let written: Vec<_> =
        (0..).zip(&places).map(|(n, place)| super::row(n, mocgioi::exchange::rows::OutPlace::Point(*place))).collect();
    for format in ["zip", "gpkg"] {
        let path = super::write(folder.path(), format, &super::layer(4326, false), &written);
        let file = if format == "zip" { open_shapefile(&path) } else { geopackage::open(&path, None) };
        for ((row, place), n) in rows(file.unwrap()).iter().zip(&places).zip(0..) {
            assert_eq!(row.place, SourcePlace::Point(*place), "{format}");
            assert_eq!(row.field("id"), Some(format!("VN-LA:{n}").as_str()), "{format}");
        }
    }
}
