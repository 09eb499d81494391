//! `mocgioi export`: GDAL reads back every format, and finds what the interface serves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Map, Value, json};

use crate::gdal::{self, Read};
use crate::program::Desk;
use crate::support::{Engine, Program, inspection, post};

pub(crate) const FORMATS: [(&str, &str); 8] = [
    ("csv", "csv"),
    ("geojson", "geojson"),
    ("geojsonseq", "geojsons"),
    ("gpx", "gpx"),
    ("kml", "kml"),
    ("shapefile", "shp.zip"),
    ("geopackage", "gpkg"),
    ("flatgeobuf", "fgb"),
];
pub(crate) const WGS_84_ONLY: [&str; 3] = ["geojsonseq", "gpx", "kml"];

/// WGS 84 to VN-2000 / TM-3 104-00 by EPSG:6960 in PROJ's own words; `ogr2ogr` hands over latitude first.
const TO_9206: &str = "+proj=pipeline +step +proj=axisswap +order=2,1 +step +proj=unitconvert +xy_in=deg +xy_out=rad \
    +step +proj=cart +ellps=WGS84 +step +inv +proj=helmert +x=-191.90441429 +y=-39.30318279 +z=-111.45032835 \
    +rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372 +s=0.252906278 +convention=coordinate_frame \
    +step +inv +proj=cart +ellps=WGS84 \
    +step +proj=tmerc +lat_0=0 +lon_0=104 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84";

/// A patrol with a pause.
const TRACK: &str = r#"<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk>
    <trkseg><trkpt lat="20.9" lon="104.0"><time>2026-11-20T00:00:00Z</time></trkpt>
    <trkpt lat="20.9005" lon="104.0005"><time>2026-11-20T00:01:00Z</time></trkpt>
    <trkpt lat="20.901" lon="104.0"><time>2026-11-20T00:02:00Z</time></trkpt></trkseg>
    <trkseg><trkpt lat="20.91" lon="104.01"><time>2026-11-20T03:00:00Z</time></trkpt>
    <trkpt lat="20.9105" lon="104.0105"><time>2026-11-20T03:01:00Z</time></trkpt></trkseg></trk></gpx>"#;

/// What the program said and did.
pub(crate) fn run(desk: &Desk, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mocgioi"))
        .args(["export", "--database", &desk.database.url])
        .args(arguments)
        .output()
        .unwrap()
}

#[track_caller]
pub(crate) fn went(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

/// A layer in a format, as a file.
pub(crate) fn exported(desk: &Desk, layer: &str, (format, ending): (&str, &str), crs: &str) -> PathBuf {
    // Tests run beside each other on one desk.
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let folder = desk.folder.path().join(NEXT.fetch_add(1, Ordering::Relaxed).to_string());
    std::fs::create_dir(&folder).unwrap();
    let path = folder.join(format!("{layer}.{ending}"));
    let to = path.to_str().unwrap();
    went(&run(desk, &["--layer", layer, "--format", format, "--crs", crs, "--output", to]));
    path
}

/// A desk with inspections at a marker, at a marker and coordinates, and of a segment, and what the interface serves of it.
pub(crate) struct World {
    pub(crate) desk: Desk,
    pub(crate) served: BTreeMap<String, BTreeMap<String, Value>>,
}

pub(crate) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let desk = Desk::new(Engine::Sqlite);
        let program = desk.serve();
        let mut observed = inspection(2);
        (observed["lon"], observed["lat"], observed["accuracy_m"]) = (json!(104.6), json!(20.600_000_012), json!(5));
        observed["notes"] = json!("=1+1, \"dấu\" <b>&amp;</b>\nhai dòng");
        for (of, body) in [
            ("markers/VN-LA:211", inspection(1)),
            ("markers/VN-LA:144", observed),
            ("segments/VN-LA:144..145", inspection(3)),
        ] {
            let url = format!("{}/api/v1/{of}/inspections", program.base);
            assert_eq!(post(&url, "application/json", body.to_string().as_bytes()).status, 201);
        }
        let patrol = "01932f5e-7c1a-7abc-8def-00000000beef";
        let url = format!("{}/api/v1/patrols", program.base);
        let body = json!({ "id": patrol, "mode": "unilateral", "force": "border_guard", "unit": "Đồn thử",
            "started_at": "2026-11-20T06:00:00+07:00", "ended_at": "2026-11-20T12:00:00+07:00" });
        assert_eq!(post(&url, "application/json", body.to_string().as_bytes()).status, 201);
        let sent = post(&format!("{url}/{patrol}/track"), "application/gpx+xml", TRACK.as_bytes());
        assert_eq!(sent.status, 201, "{}", sent.text());
        let served = ["markers", "segments", "hazards", "inspections", "units", "boundary-lines", "patrols", "tracks"];
        let served = served.map(|layer| (layer.to_owned(), items(&program, layer))).into();
        drop(program);
        World { desk, served }
    })
}

fn items(program: &Program, layer: &str) -> BTreeMap<String, Value> {
    let page = program.get(&format!("/collections/{layer}/items?limit=10000")).json();
    let features = page["features"].as_array().unwrap().iter();
    features.map(|feature| (feature["id"].as_str().unwrap().to_owned(), feature.clone())).collect()
}

/// A value as a format may give it back: text where it has no kinds, nothing where it has no null.
fn same(format: &str, served: &Value, found: Option<&Value>) -> bool {
    let found = found.unwrap_or(&Value::Null);
    let empty = found.is_null() || found == "";
    let text = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
    match served {
        Value::Null => empty,
        Value::Bool(truth) => matches!((truth, text.as_str()), (true, "true" | "T") | (false, "false" | "F")),
        Value::Number(number) => {
            text.parse::<f64>().is_ok_and(|found| (found - number.as_f64().unwrap()).abs() <= 1e-9 * found.abs())
        }
        Value::Array(_) | Value::Object(_) => {
            let whole = serde_json::from_str::<Value>(&text).is_ok_and(|found| found == *served);
            whole || (format == "shapefile" && served.to_string().starts_with(&text) && text.len() > 250)
        }
        Value::String(served) => {
            // Whole seconds of a time may go without their zeros.
            let served = &served.replace(".000Z", "Z");
            let text = text.replace(".000Z", "Z");
            let found = if found.is_string() { text } else { found.to_string() };
            let in_csv = format == "csv" && found == format!("'{served}");
            let cut = format == "shapefile" && served.starts_with(&found) && found.len() > 250;
            // GPX says no kinds, and GDAL takes what looks like a number for one.
            // Of the extensions of a GPX it leaves out line ends.
            let one_line = format == "gpx" && served.replace('\n', "") == found;
            let guessed = format == "gpx" && served.parse::<f64>().ok().is_some_and(|n| found.parse() == Ok(n));
            *served == found || in_csv || cut || guessed || one_line || (served.trim().is_empty() && empty)
        }
    }
}

fn column(format: &str, name: &str) -> String {
    match format {
        "gpx" => format!("mocgioi_{name}"),
        "shapefile" => name.chars().take(10).collect(),
        _ => name.to_owned(),
    }
}

/// Every property that is served stands in the file, under the name that the format has for it.
fn compare_properties(format: &str, served: &Map<String, Value>, found: &Read) {
    let cut_alike =
        |name: &str| served.keys().filter(|other| column(format, other) == column(format, name)).count() > 1;
    for (name, value) in served {
        // Lines have their source flat; names that are cut alike are numbered.
        if name == "provenance" || cut_alike(name) {
            continue;
        }
        let held = found.properties.get(&column(format, name));
        assert!(same(format, value, held), "{format} {name}: {value} became {held:?}");
    }
}

fn vertices(feature: &Value) -> Vec<[f64; 2]> {
    gdal::parts(&feature["geometry"]).concat()
}

#[track_caller]
fn compare_places(what: &str, one: &[[f64; 2]], other: &[[f64; 2]], within: f64) {
    assert_eq!(one.len(), other.len(), "{what}");
    for (a, b) in one.iter().zip(other) {
        let off = (a[0] - b[0]).abs().max((a[1] - b[1]).abs());
        assert!(off <= within, "{what}: {a:?} became {b:?}");
    }
}

fn by_id(file: &Path, format: &str) -> BTreeMap<String, Read> {
    let read = gdal::features(file);
    let count = read.len();
    let id = if format == "gpx" { "mocgioi_id" } else { "id" };
    let read: BTreeMap<_, _> =
        read.into_iter().map(|read| (read.properties[id].as_str().unwrap().to_owned(), read)).collect();
    assert_eq!(read.len(), count, "{format}: a feature twice");
    read
}

#[test]
fn gdal_reads_every_format_back_with_count_places_and_attributes() {
    let World { desk, served } = world();
    for layer in ["markers", "segments", "hazards", "inspections"] {
        // Doubles as they are: what the others are held against.
        let exact = by_id(&exported(desk, layer, ("geopackage", "exact.gpkg"), "EPSG:4326"), "geopackage");
        for kind @ (format, _) in FORMATS {
            let file = exported(desk, layer, kind, "EPSG:4326");
            let read = by_id(&file, format);
            let want: Vec<&String> = served[layer].keys().collect();
            assert_eq!(read.keys().collect::<Vec<_>>(), want, "{layer} as {format}");
            for (id, feature) in &served[layer] {
                compare_properties(format, feature["properties"].as_object().unwrap(), &read[id]);
                // The interface rounds to a centimetre, files do not.
                compare_places(&format!("{format} {id}"), &vertices(feature), &read[id].vertices(), 5.1e-8);
                compare_places(&format!("{format} {id}"), &exact[id].vertices(), &read[id].vertices(), 1e-9);
            }
            if format != "csv" {
                assert!(gdal::systems(&file).iter().all(|code| *code == 4326), "{layer} as {format}");
            }
        }
    }
}

#[test]
fn a_published_position_goes_out_to_the_last_digit() {
    let World { desk, .. } = world();
    for kind @ (format, _) in FORMATS {
        let read = by_id(&exported(desk, "markers", kind, "EPSG:4326"), format);
        compare_places(format, &[[104.734_388_61, 22.831_846_67]], &read["VN-CN:234"].vertices(), 1e-9);
    }
    let read = by_id(&exported(desk, "inspections", ("csv", "csv"), "EPSG:4326"), "csv");
    assert!(read.values().any(|read| read.vertices() == [[104.6, 20.600_000_012]]), "{read:?}");
}

#[test]
fn a_national_grid_is_what_proj_makes_of_it_with_the_named_operation() {
    let World { desk, served } = world();
    for layer in ["markers", "segments", "hazards"] {
        let wgs84 = exported(desk, layer, ("geopackage", "wgs.gpkg"), "EPSG:4326");
        let want = gdal::of_layer(&wgs84, layer, &["-t_srs", "EPSG:9206", "-ct", TO_9206]);
        let want: BTreeMap<&str, &Read> =
            want.iter().map(|read| (read.properties["id"].as_str().unwrap(), read)).collect();
        for kind @ (format, _) in FORMATS {
            if WGS_84_ONLY.contains(&format) {
                let output = run(desk, &["--layer", layer, "--format", format, "--crs", "9206", "--output", "-"]);
                assert_eq!(output.status.code(), Some(2), "{format} is always WGS 84");
                assert!(output.stdout.is_empty());
                continue;
            }
            let file = exported(desk, layer, kind, "EPSG:9206");
            let read = by_id(&file, format);
            assert_eq!(read.len(), served[layer].len(), "{layer} as {format}");
            for (id, read) in &read {
                compare_places(&format!("{format} {id}"), &want[id.as_str()].vertices(), &read.vertices(), 1e-3);
            }
            if format != "csv" {
                assert!(gdal::systems(&file).iter().all(|code| *code == 9206), "{layer} as {format}");
            }
        }
    }
}

#[test]
fn a_layer_of_points_and_lines_keeps_both() {
    let World { desk, .. } = world();
    for kind @ (format, _) in FORMATS {
        let file = exported(desk, "inspections", kind, "EPSG:4326");
        let mut lengths: Vec<usize> = gdal::features(&file).iter().map(|read| read.vertices().len().min(2)).collect();
        lengths.sort_unstable();
        assert_eq!(lengths, [1, 1, 2], "{format}");
        let layers: &[&str] = match format {
            "shapefile" => &["inspections_lines", "inspections_points"],
            "gpx" => &["tracks", "waypoints"],
            _ => continue,
        };
        let mut found = gdal::layers(&file);
        found.sort();
        assert_eq!(found, layers);
    }
    let gpx = std::fs::read_to_string(exported(desk, "inspections", ("gpx", "gpx"), "EPSG:4326")).unwrap();
    assert!(gpx.rfind("<wpt").unwrap() < gpx.find("<trk>").unwrap(), "waypoints before tracks, as the schema wants it");
}

#[test]
fn a_track_with_pauses_keeps_its_parts() {
    let World { desk, served } = world();
    let (_, feature) = served["tracks"].first_key_value().unwrap();
    let lengths = |parts: &[Vec<[f64; 2]>]| parts.iter().map(Vec::len).collect::<Vec<_>>();
    let want = lengths(&gdal::parts(&feature["geometry"]));
    assert_eq!(want.len(), 2);
    for kind @ (format, _) in FORMATS {
        for crs in
            ["EPSG:4326", "EPSG:9206"].iter().filter(|crs| !(WGS_84_ONLY.contains(&format) && crs.ends_with("9206")))
        {
            let file = exported(desk, "tracks", kind, crs);
            let read = gdal::features(&file);
            assert_eq!((read.len(), &lengths(&read[0].parts)), (1, &want), "{format} {crs}");
            if *crs == "EPSG:4326" {
                compare_places(format, &vertices(feature), &read[0].vertices(), 5.1e-8);
            }
        }
    }
}

#[test]
fn a_layer_without_places_is_a_table() {
    let World { desk, served } = world();
    for kind @ (format, _) in FORMATS {
        let file = exported(desk, "units", kind, "EPSG:4326");
        if format == "gpx" {
            assert!(gdal::layers(&file).is_empty(), "GPX has only places");
            continue;
        }
        let read = by_id(&file, format);
        assert_eq!(read.len(), served["units"].len(), "{format}: as many");
        assert!(read.values().all(|read| read.vertices().is_empty()), "{format}");
    }
}

#[test]
fn every_file_says_that_it_is_a_sketch_and_whose() {
    let World { desk, .. } = world();
    let note = "SƠ ĐỒ, không dùng để xác định biên giới";
    for kind @ (format, _) in FORMATS {
        let read = by_id(&exported(desk, "segments", kind, "EPSG:4326"), format);
        for read in read.values() {
            let of = |name: &str| read.properties[&column(format, name)].as_str().unwrap().to_owned();
            assert_eq!((of("line_status").as_str(), of("line_version").as_str()), ("sketch", "osm-2026c"));
            assert!(of("attribution").contains("OpenStreetMap"));
        }
        // These have no place for a word on the whole.
        if !matches!(format, "csv" | "geojsonseq" | "shapefile") {
            let bytes = std::fs::read(exported(desk, "hazards", kind, "EPSG:4326")).unwrap();
            assert!(String::from_utf8_lossy(&bytes).contains(note), "{format}");
        }
    }
    let lines = by_id(&exported(desk, "boundary-lines", ("csv", "csv"), "EPSG:4756"), "csv");
    let line = &lines["VN-LA"].properties;
    assert!(line["status"] == "sketch" && line["licence"].as_str().unwrap().contains("ODbL"), "{line:?}");
}
