//! Hazards as triangles whose size is their severity, incidents as diamonds, works, crossings, tasks and other objects; each with a letter.

use serde_json::{Value, json};

use super::theme::Theme;
use super::{BOLD, REGULAR, indicative, layer};
use crate::domain::messages::Lang;

/// A sign, dashed and hollow where its place is not measured.
fn sign(name: &str) -> Value {
    json!(["case", indicative(), format!("{name}-indicative"), name])
}

fn sized(factor: &Value) -> Value {
    let times = |by: f64| json!(["*", by, factor]);
    json!(["interpolate", ["linear"], ["zoom"], 7, times(0.55), 11, times(0.85), 14, times(1.1)])
}

struct Drawn<'a> {
    id: &'a str,
    of: &'a str,
    sign: &'a str,
    from_zoom: f64,
    colour: Value,
    size: Value,
    letter: Value,
    filter: Value,
    /// Points of the screen above its place: a marker may stand there.
    up: i32,
}

fn drawn(theme: Theme, what: &Drawn<'_>) -> [Value; 2] {
    let colours = theme.colours();
    let signs = layer(
        what.id,
        "symbol",
        what.of,
        json!({ "minzoom": what.from_zoom, "filter": what.filter,
        "layout": { "icon-image": sign(what.sign), "icon-size": sized(&what.size), "icon-allow-overlap": true },
        "paint": { "icon-color": what.colour, "icon-halo-color": colours.halo, "icon-halo-width": 1.5, "icon-translate": [0, -what.up] } }),
    );
    let letters = layer(
        &format!("{}-letters", what.id),
        "symbol",
        what.of,
        json!({ "minzoom": f64::max(what.from_zoom, 9.0), "filter": what.filter,
        "layout": { "text-field": what.letter, "text-font": [BOLD], "text-size": 10, "text-offset": [0, 0.12],
            "text-allow-overlap": true, "text-ignore-placement": true },
        "paint": { "text-color": ["case", indicative(), what.colour, colours.halo], "text-translate": [0, -what.up] } }),
    );
    [signs, letters]
}

#[allow(clippy::too_many_lines, reason = "a table")]
pub fn records(theme: Theme, lang: Lang) -> Vec<Value> {
    let colours = theme.colours();
    let severity = |grave: Value, moderate: Value, other: Value| {
        json!(["match", ["get", "severity"], ["high", "critical"], grave, "moderate", moderate, other])
    };
    let kinds = match lang {
        Lang::Vi => json!(["match", ["get", "kind"], "crack", "N", "bank_erosion", "X", "S"]),
        Lang::En => json!(["match", ["get", "kind"], "crack", "C", "bank_erosion", "E", "L"]),
    };
    // One where there are many says how many.
    let counted = json!(["case", ["has", "count"], ["concat", "×", ["to-string", ["get", "count"]]], ""]);
    let any = json!(["literal", true]);
    let one = json!(1);
    let mut all = Vec::new();
    all.extend(drawn(
        theme,
        &Drawn {
            id: "objects",
            of: "objects",
            sign: "object",
            from_zoom: 12.0,
            colour: json!(colours.ink3),
            size: one.clone(),
            letter: json!(""),
            filter: any.clone(),
            up: 0,
        },
    ));
    all.extend(drawn(
        theme,
        &Drawn {
            id: "crossings",
            of: "crossings",
            sign: "crossing",
            from_zoom: 7.0,
            colour: json!(colours.ink2),
            size: one.clone(),
            letter: json!(""),
            filter: any.clone(),
            up: 0,
        },
    ));
    all.extend(drawn(
        theme,
        &Drawn {
            id: "works",
            of: "works",
            sign: "works",
            from_zoom: 10.0,
            colour: json!(colours.works),
            size: one.clone(),
            letter: json!(""),
            filter: any.clone(),
            up: 0,
        },
    ));
    all.extend(drawn(
        theme,
        &Drawn {
            id: "hazards",
            of: "hazards",
            sign: "hazard",
            from_zoom: 7.0,
            colour: severity(json!(colours.danger), json!(colours.warn), json!(colours.warn)),
            size: severity(json!(1.25), json!(1.05), json!(0.95)),
            letter: kinds,
            filter: json!([
                "any",
                [">=", ["zoom"], 9],
                ["in", ["get", "severity"], ["literal", ["high", "critical", "unknown"]]]
            ]),
            up: 16,
        },
    ));
    all.extend(drawn(
        theme,
        &Drawn {
            id: "incidents",
            of: "incidents",
            sign: "incident",
            from_zoom: 10.0,
            colour: json!([
                "match",
                ["get", "progress"],
                ["resolved", "closed", "duplicate"],
                colours.ink3,
                colours.danger
            ]),
            size: one,
            letter: json!("!"),
            filter: any,
            up: 16,
        },
    ));
    all.push(layer("hazard-counts", "symbol", "hazards", json!({ "minzoom": 7, "filter": ["has", "count"],
        "layout": { "text-field": counted, "text-font": [BOLD], "text-size": 10, "text-offset": [1.2, -0.9], "text-anchor": "left" },
        "paint": { "text-color": colours.ink, "text-halo-color": colours.halo, "text-halo-width": 1.8 } })));
    all.push(layer("crossing-names", "symbol", "crossings", json!({ "minzoom": 9,
        "layout": { "text-field": ["get", "title"], "text-font": [REGULAR], "text-size": 11, "text-max-width": 9,
            "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 1.1, "text-justify": "auto" },
        "paint": { "text-color": colours.ink2, "text-halo-color": colours.halo, "text-halo-width": 1.8 } })));
    all
}
