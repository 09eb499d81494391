//! `/tiles/style.json`: the whole map as `MapLibre` draws it, from this server alone.
//!
//! Shape tells the kind of a thing, fill how sure its place is, colour comes third: what is indicative is dashed and hollow and has “≈”
//! before its number. Markers and segments lie over everything; the line is dash-dot, and says that it is a sketch while it is one.
//!
//! | file | what it draws |
//! |---|---|
//! | [`theme`] | colours of both themes |
//! | `ground` | land, sea, names of places |
//! | [`line`] | the boundary, segments, tracks |
//! | `points` | markers |
//! | `records` | hazards, incidents, works, crossings, tasks, objects |
//! | [`assets`] | what the style refers to: land, places, letters, signs |

pub mod assets;
mod ground;
mod line;
mod points;
mod records;
pub mod theme;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::{matrix, tilejson};
use crate::domain::messages::Lang;
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::ogc::params::choice;
use crate::http::problem::Problem;
use theme::Theme;

/// The source that our own layers come from.
const REGISTER: &str = "register";
const REGULAR: &str = "Noto Sans Regular";
const BOLD: &str = "Noto Sans Bold";

/// # Errors
/// 400 for a theme or language there is not, and for unknown parameters.
pub fn style(ask: &Ask) -> Result<Response, Problem> {
    let theme = choice(ask, "theme", &Theme::ALL, Theme::as_str)?.unwrap_or(Theme::Light);
    let lang = choice(ask, "lang", &[Lang::Vi, Lang::En], Lang::as_str)?.unwrap_or(ask.lang);
    let tag = format!("{}.{}", theme.as_str(), lang.as_str());
    answer::tagged_with(ask, &tag, || Ok(answer::json(StatusCode::OK, JSON, &document(&ask.base(), theme, lang))))
}

/// The style, with addresses below `base`.
pub fn document(base: &str, theme: Theme, lang: Lang) -> Value {
    let mut layers = ground::land(theme);
    layers.extend(line::lines(theme, lang));
    layers.extend(ground::names(theme, lang));
    layers.extend(records::records(theme, lang));
    layers.extend(points::markers(theme, lang));
    let of_land = match lang {
        Lang::Vi => "Nền: Natural Earth; sơ đồ, không dùng để xác định biên giới",
        Lang::En => "Ground: Natural Earth; a sketch, not for saying where the boundary is",
    };
    let data = |file: &str| json!({ "type": "geojson", "data": format!("{base}/tiles/base/{file}") });
    let mut ground = data("land.geojson");
    ground["attribution"] = of_land.into();
    json!({
        "version": 8,
        "name": match lang { Lang::Vi => "Mốc Giới", Lang::En => "Boundary markers" },
        "metadata": { "mocgioi:theme": theme.as_str(), "mocgioi:lang": lang.as_str() },
        "center": [105.2, 18.6],
        "zoom": 4.9,
        "glyphs": format!("{base}/tiles/fonts/{{fontstack}}/{{range}}.pbf"),
        "sprite": format!("{base}/tiles/sprite/signs"),
        "sources": {
            "land": ground,
            "islands": data("islands.geojson"),
            "places": data("places.geojson"),
            REGISTER: {
                "type": "vector",
                "tiles": [format!("{base}/tiles/{}/{{z}}/{{y}}/{{x}}", matrix::ID)],
                "minzoom": 0,
                "maxzoom": super::MAX_ZOOM,
                "promoteId": "id",
                "attribution": tilejson::ATTRIBUTION,
            },
        },
        "layers": layers,
    })
}

/// A layer drawn from our own tiles.
fn layer(id: &str, kind: &str, of: &str, more: Value) -> Value {
    let mut layer = json!({ "id": id, "type": kind, "source": REGISTER, "source-layer": of });
    if let (Some(layer), Value::Object(more)) = (layer.as_object_mut(), more) {
        layer.extend(more);
    }
    layer
}

/// A name by the language of the map.
const fn name_of(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "name_vi",
        Lang::En => "name_en",
    }
}

/// An expression: whether the place is not measured.
fn indicative() -> Value {
    json!(["==", ["get", "indicative"], true])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::atlas::LayerId;

    fn texts(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Array(all) => all.iter().for_each(|one| texts(one, found)),
            Value::Object(all) => all.values().for_each(|one| texts(one, found)),
            _ => {}
        }
    }

    #[test]
    fn both_themes_and_languages_draw_the_same_layers_from_here_alone() {
        let mut drawn = BTreeSet::new();
        for theme in Theme::ALL {
            for lang in [Lang::Vi, Lang::En] {
                let style = document("https://moc.example", theme, lang);
                let ids: Vec<String> = style["layers"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|one| one["id"].as_str().unwrap().to_owned())
                    .collect();
                assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id stands twice");
                drawn.insert(ids);
                let mut all = Vec::new();
                texts(&style, &mut all);
                let elsewhere: Vec<_> = all
                    .iter()
                    .filter(|text| text.contains("://") && !text.starts_with("https://moc.example/"))
                    .collect();
                assert!(elsewhere.is_empty(), "{elsewhere:?}");
            }
        }
        assert_eq!(drawn.len(), 1);
    }

    #[test]
    fn what_it_draws_is_in_the_tiles_and_its_signs_are_in_the_sprite() {
        let style = document("", Theme::Light, Lang::Vi);
        let signs: Value = serde_json::from_str(include_str!("../../../../data/basemap/sprite.json")).unwrap();
        for layer in style["layers"].as_array().unwrap() {
            let id = layer["id"].as_str().unwrap();
            if let Some(of) = layer["source-layer"].as_str() {
                let known: BTreeSet<&str> = LayerId::named(of).unwrap().keys().map(|key| key.name).collect();
                let mut asked = Vec::new();
                gets(layer, &mut asked);
                for name in asked {
                    assert!(known.contains(name.as_str()), "{id} asks for {name}");
                }
            }
            let pattern = layer["paint"]["fill-pattern"].as_str();
            assert!(pattern.is_none_or(|name| signs.get(name).is_some()), "{id}");
        }
        for kind in [
            "main",
            "auxiliary",
            "stake",
            "tripoint",
            "same-number",
            "hazard",
            "incident",
            "works",
            "crossing",
            "object",
        ] {
            assert!(signs.get(kind).is_some() && signs.get(format!("{kind}-indicative")).is_some(), "{kind}");
        }
    }

    fn gets(value: &Value, found: &mut Vec<String>) {
        if let Value::Array(all) = value {
            if let [Value::String(get), Value::String(name)] = &all[..]
                && (get == "get" || get == "has")
            {
                found.push(name.clone());
            }
            for one in all {
                gets(one, found);
            }
        }
        if let Value::Object(all) = value {
            for one in all.values() {
                gets(one, found);
            }
        }
    }
}
