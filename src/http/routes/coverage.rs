//! Row of the route table about coverage.

use super::{F, Kind, LINE, LINE_VERSION, MAX_GAP, Param, Route, Rule, geo, read};
use crate::http::api;

pub const COVERAGE: Route = Route {
    refusals: &["400", "401", "404", "406", "422", "500"],
    ..geo(&read(
        Rule::Anyone,
        "/api/v1/coverage",
        "How much of a line patrols covered, by segment",
        &[
            F,
            LINE,
            LINE_VERSION,
            Param { name: "segment", kind: Kind::Text, about: "Only this range, such as VN-LA:144..194." },
            Param {
                name: "from_marker",
                kind: Kind::Text,
                about: "Only from this marker on; a number alone is one of the line.",
            },
            Param { name: "to_marker", kind: Kind::Text, about: "Only up to this marker." },
            Param { name: "patrol", kind: Kind::Text, about: "Only these patrols: ids with commas between them." },
            Param {
                name: "from",
                kind: Kind::Text,
                about: "Only patrols that were out at or after this day or time. A marker means from_marker.",
            },
            Param {
                name: "to",
                kind: Kind::Text,
                about: "Only patrols that were out at or before this day or time. A marker means to_marker.",
            },
            Param { name: "unit", kind: Kind::Text, about: "Only patrols of this unit." },
            Param {
                name: "mode",
                kind: Kind::Choice(&["unilateral", "bilateral", "joint"]),
                about: "Only patrols of this mode.",
            },
            Param {
                name: "force",
                kind: Kind::Choice(&["border_guard", "police", "rangers", "militia", "customs", "army", "other"]),
                about: "Only patrols that this force led or joined.",
            },
            Param {
                name: "tolerance_m",
                kind: Kind::Number { least: 1.0, most: 5_000.0, default: Some(50.0) },
                about: "How near a track must pass for a place to count as covered.",
            },
            MAX_GAP,
        ],
        "coverage",
        api::coverage::coverage,
    ))
};
