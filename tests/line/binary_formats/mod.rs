//! Shapefile, GeoPackage and FlatGeobuf against GDAL, a reader and writer that is not ours.

mod gdal;
mod gdal_reads;
mod gdal_writes;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use mocgioi::exchange::rows::{OutKind, OutLayer, OutPlace, OutRow, OutShapes, OutValue, RowWriter, SourcePoint};
use mocgioi::exchange::{flatgeobuf, geopackage, shapefile};

/// Reference systems of the tests: degrees, a provincial zone, a UTM zone; with the place of a first marker.
const SYSTEMS: [(u32, f64, f64); 3] = [
    (4326, 103.519_273_512_345_67, 21.333_333_333_333_33),
    (9206, 450_123.456_78, 2_359_876.543_21),
    (3405, 346_789.012_34, 2_360_001.000_1),
];

const FORMATS: [&str; 3] = ["zip", "gpkg", "fgb"];

fn writer(path: &Path, layer: &OutLayer) -> io::Result<Box<dyn RowWriter + Send>> {
    let out = File::create(path)?;
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("zip") => shapefile::writer(out, layer),
        Some("gpkg") => geopackage::writer(out, layer),
        _ => flatgeobuf::writer(out, layer),
    }
}

/// Writes the rows to a file of the format, in the folder.
fn write(folder: &Path, format: &str, layer: &OutLayer, rows: &[OutRow]) -> PathBuf {
    let path = folder.join(format!("{}.{format}", layer.name));
    let mut writer = writer(&path, layer).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap();
    path
}

fn layer(epsg: u32, lines: bool) -> OutLayer {
    let columns = [
        ("number", OutKind::Text),
        ("inspections", OutKind::Integer),
        ("length_m", OutKind::Real),
        ("surveyed", OutKind::Boolean),
        ("observed_at", OutKind::DateTime),
    ];
    OutLayer {
        name: if lines { "segments" } else { "markers" }.to_owned(),
        columns: columns.map(|(name, kind)| (name.to_owned(), kind)).to_vec(),
        epsg,
        wkt: gdal::wkt(epsg),
        shapes: if lines { OutShapes::Lines } else { OutShapes::Points },
        attribution: "© Mốc Giới, nguồn: thử nghiệm".to_owned(),
    }
}

fn row(n: u32, place: OutPlace) -> OutRow {
    let values = vec![
        OutValue::Text(format!("Mốc {n}/2 – Đồn Biên phòng Cửa khẩu Tây Trang")),
        OutValue::Integer(i64::from(n) - 2),
        OutValue::Real(f64::from(n) / 7.0),
        OutValue::Boolean(n.is_multiple_of(2)),
        OutValue::Text(format!("2026-11-{:02}T01:30:00.250Z", n % 28 + 1)),
    ];
    OutRow { id: format!("VN-LA:{n}"), place, values }
}

fn point(x: f64, y: f64, n: u32, step: f64, z: Option<f64>) -> SourcePoint {
    SourcePoint { x: x + step * f64::from(n), y: y - step * f64::from(n) / 3.0, z }
}

/// A tenth of a millimetre, or the degrees of it.
const fn tolerance(epsg: u32) -> f64 {
    if epsg == 4326 { 1e-9 } else { 1e-4 }
}

/// How far apart neighbouring vertices of the tests are.
const fn step(epsg: u32) -> f64 {
    if epsg == 4326 { 0.001_234_567_890_123 } else { 123.456_789 }
}
