//! `/collections` and `/collections/{id}`.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::crs::{CRS84, Served};
use super::links::{PLAIN, TILESETS, link, own};
use super::schemas::{QUERYABLES_REL, SCHEMA_REL};
use crate::atlas::LayerId;
use crate::domain::fault::Code;
use crate::domain::messages::Lang;
use crate::http::answer::{self, GEOJSON, JSON, SCHEMA};
use crate::http::ask::{Ask, Form};
use crate::http::present;
use crate::http::problem::Problem;

/// The layer that a path names.
///
/// # Errors
/// 404 that names the layers there are.
pub fn layer(ask: &Ask) -> Result<LayerId, Problem> {
    LayerId::named(ask.variable(0)).ok_or_else(|| {
        let all: Vec<_> = LayerId::ALL.iter().map(|layer| layer.about().id).collect();
        Problem::not_found(Code::UnknownCollection).with(ask.variable(0)).with(all.join(", "))
    })
}

/// # Errors
/// 400 for unknown parameters.
pub fn collections(ask: &Ask) -> Result<Response, Problem> {
    answer::tagged(ask, || {
        if ask.form == Form::Html {
            return Ok(answer::html(StatusCode::OK, ask.lang, present::collections_page(ask)));
        }
        let all: Vec<Value> = LayerId::ALL.iter().map(|layer| document(ask, *layer)).collect();
        // The systems once, not once a layer: the list stays small.
        let document = json!({ "links": own(ask, PLAIN), "crs": systems(), "collections": all });
        Ok(answer::json(StatusCode::OK, JSON, &document))
    })
}

/// # Errors
/// 404 for a layer there is not, 400 for unknown parameters.
pub fn collection(ask: &Ask) -> Result<Response, Problem> {
    let layer = layer(ask)?;
    answer::tagged(ask, || {
        if ask.form == Form::Html {
            return Ok(answer::html(StatusCode::OK, ask.lang, present::collection_page(ask, layer)));
        }
        let mut document = document(ask, layer);
        if let Some(links) = document.get_mut("links").and_then(Value::as_array_mut) {
            links.extend(own(ask, PLAIN).iter().map(|link| json!(link)));
        }
        document["crs"] = systems().into();
        Ok(answer::json(StatusCode::OK, JSON, &document))
    })
}

/// The systems that every layer is served in.
fn systems() -> Vec<String> {
    Served::all().map(Served::uri).collect()
}

fn document(ask: &Ask, layer: LayerId) -> Value {
    let about = layer.about();
    let (title, description) = match ask.lang {
        Lang::Vi => (about.title_vi, about.description_vi),
        Lang::En => (about.title_en, about.description_en),
    };
    let here = format!("{}/collections/{}", ask.base(), about.id);
    let items = format!("{here}/items");
    let mut document = json!({
        "id": about.id,
        "title": title,
        "description": description,
        "itemType": "feature",
        "itemCount": ask.snapshot.count(layer, &ask.visible),
        "crs": ["#/crs"],
        "storageCrs": CRS84,
        "editable": layer.is_editable(),
        "links": [
            link(&items, "items", GEOJSON, title),
            link(format!("{items}?f=html"), "items", "text/html", title),
            link(format!("{}/collections/{}/tiles", ask.base(), about.id), TILESETS, JSON, title),
            link(format!("{here}/queryables"), QUERYABLES_REL, SCHEMA, title),
            link(format!("{here}/schema"), SCHEMA_REL, SCHEMA, title),
        ],
    });
    // Outward, to the decimals that features are served with: a box of it must hold them all.
    let extent = ask.snapshot.extent(layer, &ask.visible).map(|[west, south, east, north]| {
        [(west * 1e7).floor() / 1e7, (south * 1e7).floor() / 1e7, (east * 1e7).ceil() / 1e7, (north * 1e7).ceil() / 1e7]
    });
    if let (Some(extent), Some(document)) = (extent, document.as_object_mut()) {
        document.insert("extent".into(), json!({ "spatial": { "bbox": [extent], "crs": CRS84 } }));
    }
    document
}
