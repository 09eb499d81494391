//! `/collections/{id}/items/{featureId}`.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use super::collections::layer;
use super::links::{FEATURES, link, own};
use super::params::cut;
use crate::domain::fault::Code;
use crate::http::answer::{self, GEOJSON, JSON};
use crate::http::ask::{Ask, Form};
use crate::http::present;
use crate::http::problem::Problem;

/// # Errors
/// 404 for a layer or feature there is not (or that the viewer may not know of), 400 for unknown parameters.
pub fn item(ask: &Ask) -> Result<Response, Problem> {
    let layer = layer(ask)?;
    let id = &ask.snapshot.register().canonical(layer, ask.variable(1));
    let bytes = ask
        .snapshot
        .item(layer, id, &ask.visible)
        .ok_or_else(|| Problem::not_found(Code::UnknownItem).with(cut(id)))?;
    answer::tagged(ask, || {
        if ask.form == Form::Html {
            let feature: Value = serde_json::from_slice(&bytes).map_err(|error| Problem::internal(&error))?;
            return Ok(answer::html(StatusCode::OK, ask.lang, present::item_page(ask, layer, &feature)));
        }
        let mut links = own(ask, FEATURES);
        links.push(link(
            &format!("{}/collections/{}", ask.base(), layer.about().id),
            "collection",
            JSON,
            layer.about().title_vi,
        ));
        let mut body = bytes;
        // The feature is an object: its links go in before the closing brace.
        body.pop();
        body.extend_from_slice(br#","links":"#);
        body.extend_from_slice(Value::from(links).to_string().as_bytes());
        body.push(b'}');
        Ok(answer::bytes(StatusCode::OK, GEOJSON, body))
    })
}
