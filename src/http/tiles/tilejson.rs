//! `TileJSON` 3.0: a tileset as map libraries read it.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::tilesets::{named, title};
use super::{MAX_ZOOM, known_grid, layers, template, variable};
use crate::atlas::LayerId;
use crate::atlas::tiles::WHOLE_FROM;
use crate::atlas::tiles::attributes::{Attribute, COUNT, Kind};
use crate::domain::messages::Lang;
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::problem::Problem;

pub const ATTRIBUTION: &str = "© OpenStreetMap contributors (ODbL)";

/// # Errors
/// 404 for a layer or grid there is not, 400 for unknown parameters and layers.
pub fn tilejson(ask: &Ask) -> Result<Response, Problem> {
    known_grid(variable(ask, 0))?;
    answer(ask, &layers(ask)?)
}

/// The document of some layers.
pub(super) fn answer(ask: &Ask, layers: &[LayerId]) -> Result<Response, Problem> {
    answer::tagged(ask, || Ok(answer::json(StatusCode::OK, JSON, &document(ask, layers))))
}

pub fn document(ask: &Ask, layers: &[LayerId]) -> Value {
    let mut document = json!({
        "tilejson": "3.0.0",
        "name": title(ask, layers),
        "description": thinned(ask.lang),
        "attribution": ATTRIBUTION,
        "version": "1.0.0",
        "scheme": "xyz",
        "tiles": [template(ask, layers, "{z}/{y}/{x}")],
        "minzoom": 0,
        "maxzoom": MAX_ZOOM,
        "vector_layers": layers.iter().map(|layer| vector_layer(ask, *layer)).collect::<Vec<_>>(),
        "thinned": { "below_zoom": WHOLE_FROM, "count": COUNT.name },
    });
    if let (Some(bounds), Some(object)) = (bounds(ask, layers), document.as_object_mut()) {
        object.insert("bounds".into(), json!(bounds));
    }
    document
}

const fn thinned(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => {
            "Dưới mức phóng 14 không vẽ đủ: mốc bớt theo số (mốc hư hỏng, mất hoặc ở đoạn cần quan tâm vẫn giữ); điểm của lớp \
             khác mỗi ô giữ một điểm nặng nhất, count là số điểm trong ô. Đường biên là sơ đồ, không dùng để xác định biên giới."
        }
        Lang::En => {
            "Not everything is drawn below zoom 14: markers are thinned by number (damaged, missing and those that need attention \
             stay); of other points each cell keeps the worst, and count says how many there are. The line is a sketch: not for \
             saying where the boundary is."
        }
    }
}

fn vector_layer(ask: &Ask, layer: LayerId) -> Value {
    let fields: Map<String, Value> = layer.keys().map(|key| (key.name.to_owned(), about(key).into())).collect();
    json!({ "id": layer.about().id, "description": named(ask, layer).1, "minzoom": 0, "maxzoom": MAX_ZOOM, "fields": fields })
}

const fn about(key: Attribute) -> &'static str {
    match key.kind {
        Kind::Text => "String",
        Kind::Day => "String: a day such as 2026-11-22 (Asia/Ho_Chi_Minh)",
        Kind::Number => "Number",
        Kind::Flag => "Boolean",
    }
}

/// Whether the layer is made of lines.
pub(super) const fn is_line(layer: LayerId) -> bool {
    matches!(layer, LayerId::BoundaryLines | LayerId::Segments | LayerId::Tracks)
}

/// Around all that the viewer sees of the layers, as GeoJSON has it.
pub(super) fn bounds(ask: &Ask, layers: &[LayerId]) -> Option<[f64; 4]> {
    layers
        .iter()
        .filter_map(|layer| ask.snapshot.extent(*layer, &ask.visible))
        .reduce(|[w, s, e, n], [west, south, east, north]| [w.min(west), s.min(south), e.max(east), n.max(north)])
}

/// Where the document of a tileset is.
pub(super) fn address(ask: &Ask, layers: &[LayerId]) -> String {
    template(ask, layers, "tilejson.json")
}
