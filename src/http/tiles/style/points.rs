//! Markers: square, circle, bar, hexagon or stacked squares; solid when the place is measured, dashed and hollow with “≈” when not;
//! a letter at the corner for what is wrong.

use serde_json::{Value, json};

use super::theme::Theme;
use super::{BOLD, REGULAR, indicative, layer};
use crate::domain::messages::Lang;

/// What is wrong with a marker: the condition, its letter in Vietnamese and in English.
const LETTERS: [(&str, &str, &str); 7] = [
    ("damaged", "H", "D"),
    ("tilted", "N", "T"),
    ("displaced", "X", "S"),
    ("buried", "V", "B"),
    ("missing", "M", "M"),
    ("not_found", "K", "N"),
    ("at_risk_of_damage", "C", "R"),
];

fn letter(lang: Lang) -> Value {
    let mut all = vec![json!("match"), json!(["get", "condition"])];
    for (word, vi, en) in LETTERS {
        all.extend([json!(word), json!(if lang == Lang::Vi { vi } else { en })]);
    }
    all.push(json!(""));
    all.into()
}

/// The sign of a marker's kind.
fn sign() -> Value {
    let kind = json!([
        "match",
        ["get", "kind"],
        "auxiliary",
        "auxiliary",
        "stake",
        "stake",
        "tripoint",
        "tripoint",
        "same_number",
        "same-number",
        "main"
    ]);
    json!(["case", indicative(), ["concat", kind, "-indicative"], kind])
}

pub fn markers(theme: Theme, lang: Lang) -> Vec<Value> {
    let colours = theme.colours();
    let words: Vec<&str> = LETTERS.iter().map(|(word, ..)| *word).collect();
    let wrong = json!(["in", ["get", "condition"], ["literal", words]]);
    let grave = json!([
        "case",
        ["in", ["get", "condition"], ["literal", ["missing", "damaged", "displaced"]]],
        colours.danger,
        colours.warn
    ]);
    let ink = json!(["case", wrong, grave, colours.ink]);
    let size = json!(["interpolate", ["linear"], ["zoom"], 11, 0.78, 14, 1.05]);
    vec![
        layer(
            "marker-dots",
            "circle",
            "markers",
            json!({ "minzoom": 4, "maxzoom": 11, "paint": {
            "circle-radius": ["interpolate", ["linear"], ["zoom"], 4, 1.6, 8, 3, 11, 4.4],
            "circle-color": ["case", indicative(), colours.halo, ink],
            "circle-stroke-color": ["case", indicative(), ink, colours.halo],
            "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 4, 0.8, 10, 1.4] } }),
        ),
        layer(
            "marker-signs",
            "symbol",
            "markers",
            json!({ "minzoom": 11,
            "layout": { "icon-image": sign(), "icon-size": size, "icon-allow-overlap": true, "icon-ignore-placement": true },
            "paint": { "icon-color": ink, "icon-halo-color": colours.halo, "icon-halo-width": 1.6 } }),
        ),
        layer(
            "marker-numbers",
            "symbol",
            "markers",
            json!({ "minzoom": 9,
            "filter": ["any", [">=", ["zoom"], 10.5], ["==", ["get", "kind"], "tripoint"], wrong],
            "layout": { "text-field": ["case", indicative(), ["concat", "≈", ["get", "number"]], ["get", "number"]],
                "text-font": [BOLD], "text-size": ["interpolate", ["linear"], ["zoom"], 9, 11, 13, 14],
                "text-variable-anchor": ["left", "right", "bottom", "top"], "text-radial-offset": 0.95, "text-justify": "auto",
                "symbol-sort-key": ["match", ["get", "kind"], "tripoint", 0, "main", 1, "same_number", 2, 3] },
            "paint": { "text-color": ink, "text-halo-color": colours.halo, "text-halo-width": 2 } }),
        ),
        layer(
            "marker-conditions",
            "circle",
            "markers",
            json!({ "minzoom": 6, "filter": wrong, "paint": {
            "circle-radius": ["interpolate", ["linear"], ["zoom"], 6, 4.5, 10, 6.5, 13, 7.5], "circle-color": grave,
            "circle-stroke-color": colours.halo, "circle-stroke-width": 1.5, "circle-translate": [9, -9] } }),
        ),
        layer(
            "marker-letters",
            "symbol",
            "markers",
            json!({ "minzoom": 6, "filter": wrong,
            "layout": { "text-field": letter(lang), "text-font": [BOLD], "text-size": ["interpolate", ["linear"], ["zoom"], 6, 7, 10, 10, 13, 11],
                "text-allow-overlap": true, "text-ignore-placement": true },
            "paint": { "text-color": colours.halo, "text-translate": [9, -9] } }),
        ),
        // Inspected, and nobody could tell.
        layer(
            "marker-doubts",
            "symbol",
            "markers",
            json!({ "minzoom": 11,
            "filter": ["all", ["==", ["get", "condition"], "unknown"], ["has", "last_inspected_at"]],
            "layout": { "text-field": "?", "text-font": [BOLD], "text-size": 12, "text-allow-overlap": true },
            "paint": { "text-color": colours.warn, "text-halo-color": colours.halo, "text-halo-width": 2, "text-translate": [9, -9] } }),
        ),
        layer(
            "marker-uninspected",
            "symbol",
            "markers",
            json!({ "minzoom": 13, "filter": ["==", ["get", "never_inspected"], true],
            "layout": { "text-field": match lang { Lang::Vi => "chưa từng kiểm tra", Lang::En => "never inspected" },
                "text-font": [REGULAR], "text-size": 10, "text-offset": [0, 1.7], "text-optional": true },
            "paint": { "text-color": colours.ink3, "text-halo-color": colours.halo, "text-halo-width": 1.6 } }),
        ),
    ]
}
