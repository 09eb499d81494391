//! Rows of the route table about linear reference: a place on the line, and back.

use super::params::{F, LINE, LINE_VERSION};
use super::{Kind, Param, REFUSED_LOOKUPS, Route, Rule::Anyone, geo, read};
use crate::http::api;

pub const PLACE: Route = Route {
    required: &["marker", "toward", "offset_m"],
    refusals: REFUSED_LOOKUPS,
    ..geo(&read(
        Anyone,
        "/api/v1/linear/place",
        "The place at an offset from a marker toward another",
        &[
            F,
            Param { name: "marker", kind: Kind::Text, about: "Key of the marker that the offset starts from." },
            Param { name: "toward", kind: Kind::Text, about: "Key of a marker that says the direction." },
            Param {
                name: "offset_m",
                kind: Kind::Number { least: -1e7, most: 1e7, default: None },
                about: "Metres along the line; negative ones lead away from `toward`.",
            },
            LINE_VERSION,
        ],
        "feature",
        api::linear::place,
    ))
};

pub const LOCATE: Route = Route {
    required: &["line", "lon", "lat"],
    ..geo(&read(
        Anyone,
        "/api/v1/linear/locate",
        "Where along a line, and how far beside it, a place lies",
        &[
            F,
            LINE,
            Param {
                name: "lon",
                kind: Kind::Number { least: -180.0, most: 180.0, default: None },
                about: "Longitude in degrees (WGS 84).",
            },
            Param {
                name: "lat",
                kind: Kind::Number { least: -90.0, most: 90.0, default: None },
                about: "Latitude in degrees (WGS 84).",
            },
            LINE_VERSION,
        ],
        "feature",
        api::linear::locate,
    ))
};

pub const RANGE: Route = Route {
    required: &["from", "to"],
    refusals: REFUSED_LOOKUPS,
    ..geo(&read(
        Anyone,
        "/api/v1/linear/range",
        "The segments that a range of markers covers",
        &[
            F,
            Param { name: "from", kind: Kind::Text, about: "Key of the marker with the lower number." },
            Param { name: "to", kind: Kind::Text, about: "Key of the marker with the higher number." },
            LINE_VERSION,
        ],
        "featureCollection",
        api::linear::range,
    ))
};
