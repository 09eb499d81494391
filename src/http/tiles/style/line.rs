//! The boundary, the segments with their levels, the tracks of patrols.

use serde_json::{Value, json};

use super::theme::{CLASSES, Theme, WIDTHS, by_class};
use super::{BOLD, REGULAR, indicative, layer};
use crate::domain::messages::Lang;

/// Of a line's width near by, what it is from afar.
fn scaled(near: &Value, more: f64) -> Value {
    let times = |factor: f64| json!(["+", ["*", factor, near], more]);
    json!(["interpolate", ["linear"], ["zoom"], 6, times(0.35), 9, times(0.6), 12, times(1.0)])
}

pub fn lines(theme: Theme, lang: Lang) -> Vec<Value> {
    let colours = theme.colours();
    let round = json!({ "line-cap": "round", "line-join": "round" });
    let flat = json!({ "line-cap": "butt", "line-join": "round" });
    let known = json!(["!=", ["get", "risk_class"], "no_data"]);
    let measured = json!(["!", indicative()]);
    let width = by_class(|n| WIDTHS[n], 3.0);
    let casing = by_class(|n| colours.casing[usize::from(n > 2)], colours.ink3);
    let sketch = match lang {
        Lang::Vi => "SƠ ĐỒ – không dùng để xác định biên giới",
        Lang::En => "SKETCH – not for saying where the boundary is",
    };
    vec![
        layer(
            "boundary-halo",
            "line",
            "boundary-lines",
            json!({ "layout": round, "paint": {
            "line-color": colours.halo, "line-opacity": 0.75,
            "line-width": ["interpolate", ["linear"], ["zoom"], 4, 2.4, 9, 4.5, 14, 6] } }),
        ),
        layer(
            "boundary",
            "line",
            "boundary-lines",
            json!({ "layout": flat, "paint": {
            "line-color": colours.ink, "line-dasharray": [6, 2, 1.2, 2],
            "line-width": ["interpolate", ["linear"], ["zoom"], 4, 1, 9, 1.8, 14, 2.6] } }),
        ),
        // What nothing is known of is thin and hollow.
        layer(
            "segments-no-data",
            "line",
            "segments",
            json!({ "minzoom": 9, "filter": ["!", known], "layout": flat, "paint": {
            "line-color": colours.ink3, "line-width": 4, "line-gap-width": 2.4, "line-opacity": 0.35 } }),
        ),
        layer(
            "segments-casing",
            "line",
            "segments",
            json!({ "filter": ["all", known, measured], "layout": round, "paint": {
            "line-color": casing, "line-width": scaled(&width, 2.6) } }),
        ),
        // Ends that follow from numbers alone: the casing is dashed.
        layer(
            "segments-casing-indicative",
            "line",
            "segments",
            json!({ "filter": ["all", known, indicative()], "layout": flat, "paint": {
            "line-color": casing, "line-width": scaled(&width, 2.6), "line-dasharray": [1.4, 0.6] } }),
        ),
        layer(
            "segments",
            "line",
            "segments",
            json!({ "filter": known,
            "layout": { "line-cap": "round", "line-join": "round", "line-sort-key": by_class(|n| n, 0) },
            "paint": { "line-color": by_class(|n| CLASSES[n].2, colours.ink3), "line-width": scaled(&width, 0.0) } }),
        ),
        layer(
            "tracks",
            "line",
            "tracks",
            json!({ "minzoom": 10, "layout": round, "paint": {
            "line-color": colours.link, "line-width": 1.6, "line-opacity": 0.8 } }),
        ),
        layer(
            "sketch",
            "symbol",
            "boundary-lines",
            json!({ "minzoom": 5, "filter": ["==", ["get", "status"], "sketch"],
            "layout": { "symbol-placement": "line", "symbol-spacing": 420, "text-field": sketch, "text-font": [REGULAR],
                "text-size": ["interpolate", ["linear"], ["zoom"], 5, 9, 10, 11], "text-offset": [0, 1.25], "text-letter-spacing": 0.06,
                "text-max-angle": 38, "text-padding": 6 },
            "paint": { "text-color": colours.ink2, "text-halo-color": colours.halo, "text-halo-width": 1.6 } }),
        ),
        layer(
            "segment-numerals",
            "symbol",
            "segments",
            json!({ "minzoom": 9, "filter": ["all", known, ["any",
                ["in", ["get", "risk_class"], ["literal", ["high", "very_high"]]], [">=", ["zoom"], 11]]],
            "layout": { "symbol-placement": "line-center", "text-field": by_class(|n| CLASSES[n].1, ""), "text-font": [BOLD],
                "text-size": 12, "text-rotation-alignment": "viewport", "symbol-sort-key": by_class(|n| 5 - n, 9) },
            "paint": { "text-color": by_class(|n| if n > 2 { "#FFFFFF" } else { "#15201C" }, colours.ink),
                "text-halo-color": by_class(|n| CLASSES[n].2, colours.halo), "text-halo-width": 3 } }),
        ),
    ]
}
