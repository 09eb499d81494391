//! `GET /api/v1/export`: the same files over HTTP.

use crate::program::Desk;
use crate::support::{Database, Engine, Server};
use mocgioi::domain::access::Viewer;
use mocgioi::domain::people::Identity;

#[test]
fn a_download_is_what_the_command_writes() {
    let desk = Desk::new(Engine::Sqlite);
    let program = desk.serve();
    for (format, media, ending) in [
        ("csv", "text/csv; charset=utf-8; header=present", "csv"),
        ("geojson", "application/geo+json", "geojson"),
        ("geojsonseq", "application/geo+json-seq", "geojsons"),
        ("gpx", "application/gpx+xml", "gpx"),
        ("kml", "application/vnd.google-earth.kml+xml", "kml"),
        ("shapefile", "application/zip", "shp.zip"),
        ("flatgeobuf", "application/flatgeobuf", "fgb"),
        ("geopackage", "application/geopackage+sqlite3", "gpkg"),
    ] {
        let answer = program.get(&format!("/api/v1/export?layer=segments&format={format}"));
        assert_eq!((answer.status, answer.header("content-type")), (200, media));
        let disposition = answer.header("content-disposition");
        assert!(disposition.starts_with("attachment; filename=\"segments-epsg4326-"), "{disposition}");
        assert!(disposition.ends_with(&format!(".{ending}\"")), "{disposition}");
        assert_eq!(answer.header("content-crs"), "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let path = desk.folder.path().join(format!("segments.{ending}"));
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_mocgioi"))
            .args(["export", "--layer", "segments", "--format", format, "--database", &desk.database.url, "-o"])
            .arg(&path)
            .output()
            .unwrap();
        assert!(output.status.success());
        let written = std::fs::read(&path).unwrap();
        // A GeoPackage says when it was made.
        if format == "geopackage" {
            assert_eq!(answer.body.len(), written.len());
        } else {
            assert!(answer.body == written, "{format}");
        }
    }
    let national = program.get("/api/v1/export?layer=markers&format=csv&crs=EPSG:9206");
    assert!(national.text().starts_with("id,easting_epsg_9206,northing_epsg_9206,"), "{}", national.text());
    assert_eq!(national.header("content-crs"), "<http://www.opengis.net/def/crs/EPSG/0/9206>");
}

#[test]
fn a_file_that_a_client_has_is_not_sent_again() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    let path = "/api/v1/export?layer=markers&format=csv";
    let tag = server.get(path).header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let again = server.get_with(path, &[("if-none-match", &tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[test]
fn what_there_is_not_is_refused_with_what_there_is() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start(&database);
    for (query, code, word) in [
        ("format=csv", "missing", "layer"),
        ("layer=markers", "missing", "format"),
        ("layer=moc&format=csv", "not_one_of", "boundary-lines"),
        ("layer=markers&format=dwg", "not_one_of", "flatgeobuf"),
        ("layer=markers&format=csv&crs=3857", "crs_unsupported", "EPSG:9206"),
        ("layer=markers&format=gpx&crs=9206", "crs_not_for_format", "WGS 84"),
        ("layer=markers&format=csv&limit=3", "unknown_parameter", "layer, format, crs"),
        ("layer=markers&format=csv&f=csv", "unknown_parameter", "layer, format, crs"),
    ] {
        // A client that accepts only the file's own type still hears what is wrong.
        let answer = server.get_with(&format!("/api/v1/export?{query}"), &[("accept", "text/csv")]);
        assert_eq!((answer.status, answer.code().as_str()), (400, code), "{query}: {}", answer.text());
        assert!(answer.text().contains(word), "{query}: {}", answer.text());
    }
    let page = server.get_with("/api/v1/export?layer=moc&format=csv", &[("accept", "text/html")]);
    assert_eq!((page.status, page.header("content-type")), (400, "text/html; charset=utf-8"));
}

#[test]
fn a_viewer_gets_what_that_viewer_may_see() {
    let database = Database::new(Engine::Sqlite);
    let server = Server::start_with(&database, |app| {
        app.open_as = Some(std::sync::Arc::new(Identity { viewer: Viewer::public(), ..Identity::open() }));
    });
    let secret = crate::support::inspection(1);
    assert_eq!(server.post("/api/v1/markers/VN-LA:211/inspections", &secret).status, 201);
    let rows = |layer: &str| server.get(&format!("/api/v1/export?layer={layer}&format=csv")).text().lines().count();
    assert_eq!(rows("inspections"), 1, "the header alone");
    let none = server.get("/api/v1/export?layer=inspections&format=geojsonseq");
    assert_eq!((none.status, none.body.len()), (200, 0), "a sequence of none");
    assert_eq!(rows("markers"), 38);
}
