//! `/api`: the OpenAPI 3.0 document, made from the route table, so that it cannot say what the service does not do.

mod alerts;
mod attachments;
mod attention;
mod audit;
mod editing;
mod exchange;
mod field;
mod forms;
mod imports;
mod inspecting;
mod intake;
mod ordered;
mod people;
mod reports;
mod rules;
mod tiles;

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::answer::{self, OPENAPI};
use super::ask::{Ask, Form};
use super::ogc::crs::Served;
use super::present;
use super::problem::Problem;
use super::routes::{Handler, Kind, Param, ROUTES, Route, Rule, Takes};
use super::tiles::MVT;
use crate::atlas::LayerId;
use crate::atlas::words::{Values, values};
use crate::exchange::out_format::OutFormat;

pub use forms::schema as form_schema;

/// Refusals before any route is looked at: address or headers too large, too many requests.
const REFUSED_AT_THE_EDGE: [&str; 3] = ["414", "429", "431"];

/// # Errors
/// 400 for unknown parameters.
pub fn api(ask: &Ask) -> Result<Response, Problem> {
    if ask.form == Form::Html {
        return Ok(answer::html(StatusCode::OK, ask.lang, present::api_page(ask)));
    }
    Ok(answer::json(StatusCode::OK, OPENAPI, &document(&ask.base())))
}

/// The whole document. Paths of layers are written out, since each has parameters of its own.
pub fn document(base: &str) -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        if route.path.contains("{collectionId}") {
            // What is edited is said of layers that are.
            let edits = route.method != "GET";
            for layer in LayerId::ALL.into_iter().filter(|layer| !edits || layer.is_editable()) {
                let path = route.path.replace("{collectionId}", layer.about().id);
                add(&mut paths, &path, route, Some(layer));
            }
        } else {
            add(&mut paths, route.path, route, None);
        }
    }
    let Value::Object(mut all) = schemas() else { return Value::Null };
    all.extend(attachments::schemas());
    all.extend(attention::schemas());
    all.extend(audit::schemas());
    all.extend(field::schemas());
    all.extend(exchange::schemas());
    all.extend(rules::schemas());
    all.extend(forms::schemas());
    all.extend(imports::schemas());
    all.extend(people::schemas());
    all.extend(reports::schemas());
    all.extend(ordered::schemas());
    all.extend(inspecting::schemas());
    all.extend(intake::schemas());
    all.extend(alerts::schemas());
    all.extend(tiles::schemas());
    all.extend(editing::schemas());
    let server = if base.is_empty() { "/" } else { base };
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "Mốc Giới",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Boundary markers, segments, hazards, inspections, works and tasks. Lines are sketches \
                (© OpenStreetMap contributors, ODbL): not for saying where the boundary is.",
            "license": { "name": "Apache-2.0" },
        },
        "servers": [{ "url": server }],
        "paths": paths,
        "components": { "schemas": all, "securitySchemes": people::security_schemes(), "responses": { "problem": {
            "description": "RFC 9457 problem details; `code` is stable, `errors` holds every fault",
            "content": {
                "application/problem+json": { "schema": { "$ref": "#/components/schemas/problem" } },
                "text/html": { "schema": { "type": "string" } },
            },
        } } },
    })
}

fn add(paths: &mut Map<String, Value>, path: &str, route: &Route, layer: Option<LayerId>) {
    let method = route.method.to_ascii_lowercase();
    let mut parameters: Vec<Value> = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    parameters.extend(route.params.iter().map(|param| parameter(param, route.required.contains(&param.name))));
    if let Some(layer) = layer.filter(|_| route.filters) {
        parameters.extend(layer.about().queryables.iter().map(|name| {
            let schema = match values(layer, name) {
                Values::Words(words) => json!({ "type": "string", "enum": words }),
                Values::Number => json!({ "type": "number" }),
                _ => json!({ "type": "string", "minLength": 1 }),
            };
            let about = format!("Only features whose {name} is exactly this.");
            json!({ "name": name, "in": "query", "description": about, "schema": schema })
        }));
    }
    let schema = json!({ "$ref": format!("#/components/schemas/{}", route.answer) });
    let mut content = Map::new();
    content.insert(route.media.to_owned(), json!({ "schema": schema }));
    let (reads, has_page) = (route.method == "GET", !route.json_names.is_empty());
    if matches!(route.handler, Handler::Download(_)) {
        content =
            OutFormat::ALL.iter().map(|format| (format.media().to_owned(), json!({ "schema": schema }))).collect();
    }
    if route.answer == "signs" {
        content.insert("image/png".to_owned(), json!({ "schema": { "$ref": "#/components/schemas/file" } }));
    }
    if reads && has_page {
        content.insert("text/html".to_owned(), json!({ "schema": { "type": "string" } }));
    }
    let mut responses = Map::new();
    let mut success = json!({ "description": route.summary });
    if let Some(success) = success.as_object_mut().filter(|_| route.success != "204") {
        success.insert("content".into(), content.into());
    }
    responses.insert(route.success.to_owned(), success);
    let tagged = has_page || route.media == MVT || route.path.contains("/tiles/");
    if reads && (tagged || matches!(route.handler, Handler::Download(_))) {
        responses.insert("304".to_owned(), json!({ "description": "The client already has this (If-None-Match)" }));
    }
    let some = path.contains('{').then_some("404");
    for status in route.refusals.iter().copied().chain(some).chain(REFUSED_AT_THE_EDGE) {
        responses.insert(status.to_owned(), json!({ "$ref": "#/components/responses/problem" }));
    }
    let name = path.replace(['{', '}'], "").replace('/', "-");
    let mut operation = json!({
        "operationId": format!("{method}{}", if name == "-" { "-landing" } else { &name }),
        "summary": layer.map_or_else(|| route.summary.to_owned(), |layer| format!("{}: {}", route.summary, layer.about().title_en)),
        "parameters": parameters,
        "responses": responses,
    });
    // Whoever is known may read more; where a rule asks for it, somebody must be.
    let mut ways = vec![json!({ "token": [] }), json!({ "basic": [] }), json!({ "session": [] })];
    ways.extend((route.rule == Rule::Anyone).then(|| json!({})));
    if let Some(operation) = operation.as_object_mut() {
        operation.insert("security".into(), ways.into());
    }
    if let (Some(takes), Some(operation)) = (&route.takes, operation.as_object_mut()) {
        operation.insert("requestBody".into(), request_body(takes));
    }
    if let Some(item) = paths.entry(path).or_insert_with(|| json!({})).as_object_mut() {
        item.insert(method, operation);
    }
}

fn request_body(takes: &Takes) -> Value {
    let schema = json!({ "$ref": format!("#/components/schemas/{}", takes.schema) });
    let content: Map<String, Value> =
        takes.media.iter().map(|media| ((*media).to_owned(), json!({ "schema": schema }))).collect();
    json!({ "required": true, "content": content })
}

fn parameter(param: &Param, required: bool) -> Value {
    let (schema, explode) = match param.kind {
        Kind::Text => (json!({ "type": "string", "minLength": 1 }), None),
        Kind::Integer { least, most, default } => {
            (json!({ "type": "integer", "minimum": least, "maximum": most, "default": default }), None)
        }
        Kind::Number { least, most, default } => {
            let mut schema = json!({ "type": "number", "minimum": least, "maximum": most });
            if let (Some(default), Some(object)) = (default, schema.as_object_mut()) {
                object.insert("default".into(), default.into());
            }
            (schema, None)
        }
        Kind::Bbox => {
            (json!({ "type": "array", "minItems": 4, "maxItems": 6, "items": { "type": "number" } }), Some(false))
        }
        Kind::Crs => (
            json!({ "type": "string", "format": "uri", "enum": Served::all().map(Served::uri).collect::<Vec<_>>() }),
            None,
        ),
        Kind::Names => {
            (json!({ "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } }), Some(false))
        }
        Kind::Choice(words) => (json!({ "type": "string", "enum": words }), None),
    };
    let mut value = json!({ "name": param.name, "in": "query", "description": param.about, "schema": schema });
    if let (true, Some(object)) = (required, value.as_object_mut()) {
        object.insert("required".into(), true.into());
    }
    if let (Some(explode), Some(object)) = (explode, value.as_object_mut()) {
        object.insert("style".into(), "form".into());
        object.insert("explode".into(), explode.into());
    }
    value
}

fn schemas() -> Value {
    let text = json!({ "type": "string" });
    let links = json!({ "type": "array", "items": { "$ref": "#/components/schemas/link" } });
    json!({
        "link": { "type": "object", "required": ["href", "rel"],
            "properties": { "href": text, "rel": text, "type": text, "title": text } },
        "landingPage": { "type": "object", "required": ["links"],
            "properties": { "title": text, "description": text, "attribution": text, "links": links } },
        "confClasses": { "type": "object", "required": ["conformsTo"],
            "properties": { "conformsTo": { "type": "array", "items": text } } },
        "openapi": { "type": "object" },
        "jsonSchema": { "type": "object", "required": ["type", "properties"],
            "properties": { "type": { "type": "string", "enum": ["object"] }, "properties": { "type": "object" } } },
        "file": { "type": "string", "format": "binary" },
        "collection": { "type": "object", "required": ["id", "links"],
            "properties": { "id": text, "title": text, "description": text, "itemType": text,
                "itemCount": { "type": "integer" }, "crs": { "type": "array", "items": text }, "storageCrs": text, "editable": { "type": "boolean" },
                "extent": { "type": "object" }, "links": links } },
        "collections": { "type": "object", "required": ["links", "collections"],
            "properties": { "links": links, "crs": { "type": "array", "items": text },
                "collections": { "type": "array", "items": { "$ref": "#/components/schemas/collection" } } } },
        "feature": { "type": "object", "required": ["type", "geometry", "properties"],
            "properties": { "type": { "type": "string", "enum": ["Feature"] }, "id": text,
                "geometry": { "type": "object", "nullable": true }, "properties": { "type": "object" }, "links": links } },
        "featureCollection": { "type": "object", "required": ["type", "features"],
            "properties": { "type": { "type": "string", "enum": ["FeatureCollection"] },
                "features": { "type": "array", "items": { "$ref": "#/components/schemas/feature" } },
                "numberMatched": { "type": "integer", "minimum": 0 },
                "numberReturned": { "type": "integer", "minimum": 0 }, "links": links } },
        "gpx": { "type": "string", "format": "binary", "description": "GPX 1.0 or 1.1 with the times of its fixes" },
        "trackReceipt": { "type": "object", "required": ["epoch", "receipt", "href", "fixes", "bad_fixes"],
            "properties": { "epoch": text, "href": text, "patrol": text, "max_gap_s": { "type": "integer" },
                "parts": { "type": "integer" },
                "fixes": { "type": "integer", "description": "All of the file, bad ones included" },
                "bad_fixes": { "type": "object", "description": "How many were left out, by reason" },
                "receipt": { "type": "object", "required": ["id", "outcome", "seq"],
                    "properties": { "id": text, "outcome": text, "seq": { "type": "integer" } } } } },
        "coverage": { "type": "object", "required": ["type", "features", "segments", "line", "line_version", "patrols"],
            "properties": { "type": { "type": "string", "enum": ["FeatureCollection"] }, "line": text, "line_version": text,
                "tolerance_m": { "type": "number" }, "length_m": { "type": "number" }, "covered_m": { "type": "number" },
                "percent": { "type": "number", "nullable": true, "minimum": 0, "maximum": 100 },
                "segments": { "type": "array", "items": { "$ref": "#/components/schemas/segmentCoverage" } },
                "patrols": { "type": "array", "items": { "type": "object" } },
                "by_unit": { "type": "array", "items": { "type": "object" } },
                "markers": { "type": "array", "items": { "type": "object" } },
                "features": { "type": "array", "items": { "$ref": "#/components/schemas/feature" } }, "links": links } },
        "segmentCoverage": { "type": "object", "required": ["key", "length_m", "covered_m", "percent", "gaps"],
            "properties": { "key": text, "length_m": { "type": "number", "nullable": true },
                "covered_m": { "type": "number", "nullable": true },
                "percent": { "type": "number", "nullable": true, "minimum": 0, "maximum": 100 },
                "gaps": { "type": "array", "items": { "type": "object", "required": ["from_m", "to_m"],
                    "properties": { "from_m": { "type": "number" }, "to_m": { "type": "number" } } } },
                "patrols": { "type": "array", "items": text } } },
        "receipt": { "type": "object", "required": ["epoch", "receipt", "href"],
            "properties": { "epoch": text, "href": text,
                "receipt": { "type": "object", "required": ["id", "outcome", "seq"],
                    "properties": { "id": text, "outcome": text, "seq": { "type": "integer" } } } } },
        "problem": { "type": "object", "required": ["type", "title", "status", "code", "detail"],
            "properties": { "type": text, "title": text, "status": { "type": "integer" }, "code": text, "detail": text,
                "errors": { "type": "array", "items": { "type": "object",
                    "properties": { "pointer": text, "code": text, "detail": text } } } } },
    })
}
