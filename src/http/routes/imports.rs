//! Rows of the route table about imports.

use std::time::Duration;

use super::{F, Handler, Kind, LIMIT, LINE, Param, REFUSED_LOOKUPS, Route, Rule, Takes, read, write};
use crate::domain::access::Permission;
use crate::http::answer::{EVENTS, JSON};
use crate::http::api::{import_events, import_jobs, imports};

/// Who puts files in also sees what was put in, and by whom.
const IMPORTERS: Rule = Rule::Needs(Permission::Import);

/// Larger files go in by the command line.
const FILE: Takes = Takes {
    schema: "file",
    media: &[
        "application/octet-stream",
        "text/csv",
        "text/plain",
        "application/geo+json",
        "application/geo+json-seq",
        JSON,
        "application/gpx+xml",
        "application/vnd.google-earth.kml+xml",
        "application/vnd.google-earth.kmz",
        "application/xml",
        "text/xml",
        "application/zip",
        "application/geopackage+sqlite3",
    ],
    most: 64 * 1024 * 1024,
    patience: Duration::from_mins(10),
    spooled: true,
};

const fn text(name: &'static str, about: &'static str) -> Param {
    Param { name, kind: Kind::Text, about }
}

const fn words(name: &'static str, words: &'static [&'static str], about: &'static str) -> Param {
    Param { name, kind: Kind::Choice(words), about }
}

const fn metres(name: &'static str, default: Option<f64>, about: &'static str) -> Param {
    Param { name, kind: Kind::Number { least: 0.0, most: 1e9, default }, about }
}

const REFUSED: &[&str] = &["400", "401", "403", "406", "500"];
const TRUTH: &[&str] = &["true", "false"];

const SAID: &[Param] = &[
    F,
    words("layer", &["boundary-lines", "markers", "hazards", "inspections"], "Layer that the rows belong to."),
    text("name", "Name of the file, as people know it; its ending tells a KMZ from a zipped Shapefile."),
    text("crs", "Reference system of the coordinates, such as EPSG:9206, where the file does not say."),
    LINE,
    text("line_version", "Version that a new boundary line gets."),
    words("status", &["official", "sketch"], "Whether a new boundary line is official."),
    text("source", "Where the data comes from, in words."),
    text("licence", "Licence of a boundary line."),
    metres("accuracy_m", None, "How far off a boundary line may be, in metres."),
    text("vertical_datum", "What heights are counted from, in words."),
    words(
        "encoding",
        &["utf-8", "utf-16le", "utf-16be", "windows-1258", "tcvn3", "vni"],
        "Encoding of a text file where it cannot be told.",
    ),
    text("delimiter", "Delimiter of a CSV file where it cannot be told; `tab` for tabulators."),
    words("axes", &["x-northing", "x-easting"], "What columns named X and Y hold."),
    text("table", "Table of a GeoPackage, or layer of an archive, that has several."),
    metres("max_distance_m", None, "How far from its line a place may be, in metres; by layer unless given."),
    metres("max_moved_share", Some(0.2), "Share of the surveyed markers that the file may move."),
    words("skip_refused", TRUTH, "Put the good rows in although others are refused; false unless given."),
    words("apply", TRUTH, "Put the file in; false unless given: a dry run only says what it would do."),
];

pub const SEND: Route = Route {
    params: SAID,
    required: &["layer", "name"],
    answer: "importStarted",
    success: "202",
    takes: Some(FILE),
    refusals: &["400", "401", "403", "406", "408", "409", "413", "415", "500"],
    ..write(
        IMPORTERS,
        "/api/v1/imports",
        "Send a file: a dry run, or the import itself, in the background",
        "file",
        imports::send,
    )
};

pub const LIST: Route = Route {
    refusals: REFUSED,
    ..read(IMPORTERS, "/api/v1/imports", "What was imported, newest first", &[F, LIMIT], "imports", imports::list)
};

pub const ONE: Route =
    Route { refusals: REFUSED, ..read(IMPORTERS, "/api/v1/imports/{id}", "One import", &[F], "import", imports::one) };

pub const MOVES: Route = Route {
    refusals: &["400", "401", "403", "404", "406", "500", "503"],
    handler: Handler::Write(imports::moved),
    ..read(
        IMPORTERS,
        "/api/v1/imports/{id}/moves",
        "How far an import moved the places of records, farthest first",
        &[F, LIMIT],
        "importMoves",
        imports::one,
    )
};

pub const UNDO: Route = Route {
    answer: "importUndone",
    success: "200",
    refusals: &["400", "401", "403", "406", "408", "409", "413", "415", "422", "500", "503"],
    ..write(IMPORTERS, "/api/v1/imports/{id}/undo", "Take an import back as a whole", "importUndo", imports::take_back)
};

pub const JOB: Route = Route {
    refusals: REFUSED,
    ..read(
        IMPORTERS,
        "/api/v1/import-jobs/{id}",
        "How far an import in the background is, and what came of it",
        &[F],
        "importJob",
        import_jobs::job,
    )
};

pub const EVENTS_OF_JOB: Route = Route {
    json_names: &[],
    media: EVENTS,
    refusals: &["400", "401", "403", "404", "429", "500"],
    ..read(
        IMPORTERS,
        "/api/v1/import-jobs/{id}/events",
        "How far an import is, as server-sent events: progress, then end",
        &[],
        "eventStream",
        import_events::events,
    )
};

pub const CANCEL: Route = Route {
    answer: "importJob",
    success: "200",
    takes: None,
    refusals: &["400", "401", "403", "404", "406", "500"],
    ..write(
        IMPORTERS,
        "/api/v1/import-jobs/{id}/cancel",
        "Stop an import; nothing of it stays",
        "",
        import_jobs::cancel,
    )
};

pub const VERSIONS: Route = Route {
    refusals: REFUSED_LOOKUPS,
    ..read(
        Rule::Anyone,
        "/api/v1/lines/{line}/versions",
        "Every version of a line",
        &[F],
        "lineVersions",
        imports::versions,
    )
};
