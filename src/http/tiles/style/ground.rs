//! Land, sea, and the names of places.
//!
//! No state's edge is drawn here: the boundary comes from the register. What tints the other side follows the sketch line
//! and fades before anybody could measure by it.

use serde_json::{Value, json};

use super::theme::Theme;
use super::{BOLD, REGULAR, name_of};
use crate::domain::messages::Lang;

pub fn land(theme: Theme) -> Vec<Value> {
    let colours = theme.colours();
    let of = |kind: &str| json!(["==", ["get", "kind"], kind]);
    // From near the two sides look the same.
    let fading = json!(["interpolate", ["linear"], ["zoom"], 9, 1, 11, 0]);
    vec![
        json!({ "id": "sea", "type": "background", "paint": { "background-color": colours.sea } }),
        json!({ "id": "land", "type": "fill", "source": "land", "paint": { "fill-color": colours.land } }),
        json!({ "id": "beyond", "type": "fill", "source": "land", "filter": of("neighbours"), "maxzoom": 11,
            "paint": { "fill-color": colours.beyond, "fill-antialias": false, "fill-opacity": fading } }),
        json!({ "id": "beyond-hatched", "type": "fill", "source": "land", "filter": of("neighbours"), "minzoom": 5.5, "maxzoom": 11,
            "paint": { "fill-pattern": colours.hatch, "fill-opacity":
                ["interpolate", ["linear"], ["zoom"], 5.5, 0, 6.5, 0.45, 9, 0.45, 11, 0] } }),
        json!({ "id": "islands", "type": "circle", "source": "islands", "maxzoom": 9, "paint": {
            "circle-radius": ["interpolate", ["linear"], ["zoom"], 3, 1, 7, 2], "circle-color": colours.land,
            "circle-stroke-width": 0.8, "circle-stroke-color": colours.ink3 } }),
    ]
}

pub fn names(theme: Theme, lang: Lang) -> Vec<Value> {
    let colours = theme.colours();
    let name = name_of(lang);
    let owner = match lang {
        Lang::Vi => "owner_vi",
        Lang::En => "owner_en",
    };
    let of = |kinds: Value| json!(["in", ["get", "kind"], ["literal", kinds]]);
    let halo = |colour: &str| json!({ "text-color": colour, "text-halo-color": colours.halo, "text-halo-width": 1.2 });
    let mut at_sea = halo(colours.of_sea);
    at_sea["text-halo-color"] = colours.sea.into();
    let mut sites = halo(colours.ink2);
    sites["icon-color"] = colours.ink2.into();
    vec![
        json!({ "id": "seas", "type": "symbol", "source": "places", "filter": of(json!(["sea"])), "maxzoom": 9,
            "layout": { "text-field": ["get", name], "text-font": [REGULAR], "text-letter-spacing": 0.18, "text-max-width": 7,
                "text-size": ["interpolate", ["linear"], ["zoom"], 3, ["match", ["get", "rank"], 0, 12, 9], 6, ["match", ["get", "rank"], 0, 20, 13]] },
            "paint": at_sea }),
        json!({ "id": "countries", "type": "symbol", "source": "places", "filter": of(json!(["country"])), "maxzoom": 9,
            "layout": { "text-field": ["get", name], "text-font": ["match", ["get", "rank"], 0, ["literal", [BOLD]], ["literal", [REGULAR]]],
                "text-letter-spacing": 0.14, "symbol-sort-key": ["get", "rank"], "text-max-width": 7,
                "text-size": ["interpolate", ["linear"], ["zoom"], 3, ["match", ["get", "rank"], 0, 12, 9], 6, ["match", ["get", "rank"], 0, 19, 14]] },
            "paint": { "text-color": ["match", ["get", "rank"], 0, colours.ink, colours.ink3],
                "text-halo-color": colours.halo, "text-halo-width": 1, "text-opacity": ["match", ["get", "rank"], 0, 0.85, 0.8] } }),
        json!({ "id": "towns", "type": "circle", "source": "places", "filter": of(json!(["capital", "city"])), "minzoom": 4, "maxzoom": 11,
            "paint": { "circle-radius": ["match", ["get", "kind"], "capital", 3.6, 2.6], "circle-color": colours.halo,
                "circle-stroke-width": 1.4, "circle-stroke-color": colours.ink2 } }),
        json!({ "id": "town-names", "type": "symbol", "source": "places", "filter": of(json!(["capital", "city"])), "minzoom": 4, "maxzoom": 11,
            "layout": { "text-field": ["get", name], "text-font": ["match", ["get", "kind"], "capital", ["literal", [BOLD]], ["literal", [REGULAR]]],
                "text-size": ["interpolate", ["linear"], ["zoom"], 4, 11, 8, 14], "text-variable-anchor": ["left", "right", "top"],
                "text-radial-offset": 0.6, "text-justify": "auto", "symbol-sort-key": ["get", "rank"] },
            "paint": halo(colours.ink2) }),
        // These stand whatever else is there.
        json!({ "id": "archipelagos", "type": "symbol", "source": "places", "filter": of(json!(["archipelago"])),
            "layout": { "text-field": ["format", ["get", name], {}, "\n", {}, ["concat", "(", ["get", owner], ")"], { "font-scale": 0.78 }],
                "text-font": [REGULAR], "text-size": ["interpolate", ["linear"], ["zoom"], 3, 9.5, 6, 15], "text-max-width": 11,
                "text-anchor": "bottom", "text-offset": [0, -0.9], "text-allow-overlap": true, "text-ignore-placement": false },
            "paint": at_sea_strong(theme) }),
    ]
}

fn at_sea_strong(theme: Theme) -> Value {
    let colours = theme.colours();
    json!({ "text-color": colours.ink, "text-halo-color": colours.sea, "text-halo-width": 1.6 })
}
