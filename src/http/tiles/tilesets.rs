//! Which tiles there are: `/tiles`, `/tiles/WebMercatorQuad`, and the same below a layer.

use axum::response::Response;
use serde_json::{Map, Value, json};

use super::{COLLECTIONS, MVT, is_of_one, known_grid, layers, matrix, template, tilejson, tileset_path, variable};
use crate::atlas::LayerId;
use crate::atlas::tiles::attributes::Kind;
use crate::domain::messages::Lang;
use crate::domain::position::LonLat;
use crate::geo::tile::{DEEPEST, TileId, World};
use crate::http::answer::{self, JSON};
use crate::http::api::imports::document_of;
use crate::http::ask::Ask;
use crate::http::ogc::links::{Link, PLAIN, link, own};
use crate::http::problem::Problem;

const SCHEME: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";

/// # Errors
/// 404 for a layer there is not, 400 for unknown parameters.
pub fn tilesets(ask: &Ask) -> Result<Response, Problem> {
    let layers = layers(ask)?;
    answer::tagged(ask, || {
        let title = title(ask, &layers);
        let href = format!("{}{}", ask.base(), tileset_path(ask));
        let document = json!({
            "tilesets": [{
                "title": title,
                "dataType": "vector",
                "crs": matrix::CRS,
                "tileMatrixSetURI": matrix::URI,
                "links": [
                    link(&href, "self", JSON, title.clone()),
                    link(grid(ask), SCHEME, JSON, matrix::ID),
                    item(ask, &layers),
                ],
            }],
            "links": own(ask, PLAIN),
        });
        Ok(document_of(ask, "Tilesets", &document))
    })
}

/// # Errors
/// 404 for a layer or grid there is not, 400 for unknown parameters and layers.
pub fn tileset(ask: &Ask) -> Result<Response, Problem> {
    known_grid(variable(ask, 0))?;
    let layers = layers(ask)?;
    if ask.parameter("f") == Some("tilejson") {
        return tilejson::answer(ask, &layers);
    }
    answer::tagged(ask, || {
        let mut links = own(ask, PLAIN);
        let described = tilejson::address(ask, &layers);
        links.extend([
            link(grid(ask), SCHEME, JSON, matrix::ID),
            item(ask, &layers),
            link(&described, "describedby", JSON, "TileJSON 3.0"),
        ]);
        let mut document = json!({
            "title": title(ask, &layers),
            "dataType": "vector",
            "crs": matrix::CRS,
            "tileMatrixSetURI": matrix::URI,
            "layers": layers.iter().map(|layer| described_layer(ask, *layer)).collect::<Vec<_>>(),
            "links": links,
        });
        if let (Some(bounds), Some(object)) = (tilejson::bounds(ask, &layers), document.as_object_mut()) {
            let [west, south, east, north] = bounds;
            object.insert(
                "boundingBox".into(),
                json!({
                    "lowerLeft": [west, south], "upperRight": [east, north],
                    "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                }),
            );
            object.insert("tileMatrixSetLimits".into(), limits(bounds).into());
        }
        Ok(document_of(ask, "Tileset", &document))
    })
}

/// The tiles, as a template.
fn item(ask: &Ask, layers: &[LayerId]) -> Link {
    let href = template(ask, layers, "{tileMatrix}/{tileRow}/{tileCol}");
    link(href, "item", MVT, "Mapbox Vector Tiles").templated()
}

fn grid(ask: &Ask) -> String {
    format!("{}/tileMatrixSets/{}", ask.base(), matrix::ID)
}

pub(super) fn title(ask: &Ask, layers: &[LayerId]) -> String {
    let all = if ask.lang == Lang::Vi { "Mốc Giới" } else { "Boundary markers" };
    match layers {
        [one] if is_of_one(ask) || ask.parameter(COLLECTIONS).is_some() => named(ask, *one).0.to_owned(),
        _ => all.to_owned(),
    }
}

/// Title and description of a layer.
pub(super) const fn named(ask: &Ask, layer: LayerId) -> (&'static str, &'static str) {
    let about = layer.about();
    match ask.lang {
        Lang::Vi => (about.title_vi, about.description_vi),
        Lang::En => (about.title_en, about.description_en),
    }
}

fn described_layer(ask: &Ask, layer: LayerId) -> Value {
    let (title, description) = named(ask, layer);
    let properties: Map<String, Value> = layer
        .keys()
        .map(|key| {
            let kind = match key.kind {
                Kind::Text => json!({ "type": "string" }),
                Kind::Day => json!({ "type": "string", "format": "date" }),
                Kind::Number => json!({ "type": "number" }),
                Kind::Flag => json!({ "type": "boolean" }),
            };
            (key.name.to_owned(), kind)
        })
        .collect();
    json!({
        "id": layer.about().id,
        "title": title,
        "description": description,
        "dataType": "vector",
        "geometryDimension": i32::from(tilejson::is_line(layer)),
        "minTileMatrix": "0",
        "maxTileMatrix": DEEPEST.to_string(),
        "propertiesSchema": { "type": "object", "properties": properties },
        "links": [link(format!("{}/collections/{}", ask.base(), layer.about().id), "collection", JSON, title)],
    })
}

/// The tiles of each zoom that there is something in.
fn limits([west, south, east, north]: [f64; 4]) -> Vec<Value> {
    let corner = |lon: f64, lat: f64| LonLat::new(lon.clamp(-180.0, 180.0), lat.clamp(-90.0, 90.0)).ok().map(World::of);
    let (Some(first), Some(last)) = (corner(west, north), corner(east, south)) else { return Vec::new() };
    (0..=DEEPEST)
        .map(|zoom| {
            let (from, to) = (TileId::around(first, zoom), TileId::around(last, zoom));
            json!({ "tileMatrix": zoom.to_string(), "minTileRow": from.row(), "maxTileRow": to.row(),
                "minTileCol": from.column(), "maxTileCol": to.column() })
        })
        .collect()
}
