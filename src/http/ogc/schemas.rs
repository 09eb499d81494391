//! `/collections/{id}/queryables` and `/collections/{id}/schema`: JSON Schema of what features can be asked for, and of what they say
//! (OGC API – Features, Part 3 and Part 5). Both from the one table of the layer's [fields](LayerId::fields).

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::collections::layer;
use crate::atlas::LayerId;
use crate::atlas::filter::GEOMETRY;
use crate::atlas::layers::{Field, Kind};
use crate::atlas::words::{Values, values};
use crate::domain::messages::Lang;
use crate::http::answer::{self, SCHEMA};
use crate::http::ask::{Ask, Form};
use crate::http::present::{self, labels::label};
use crate::http::problem::Problem;

pub const QUERYABLES_REL: &str = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
pub const SCHEMA_REL: &str = "http://www.opengis.net/def/rel/ogc/1.0/schema";

/// # Errors
/// 404 for a layer there is not, 400 for unknown parameters.
pub fn queryables(ask: &Ask) -> Result<Response, Problem> {
    let layer = layer(ask)?;
    answered(ask, layer, "queryables", |field| field.kind.is_scalar())
}

/// # Errors
/// 404 for a layer there is not, 400 for unknown parameters.
pub fn schema(ask: &Ask) -> Result<Response, Problem> {
    let layer = layer(ask)?;
    answered(ask, layer, "schema", |_| true)
}

fn answered(ask: &Ask, layer: LayerId, name: &str, holds: fn(&Field) -> bool) -> Result<Response, Problem> {
    let fields = || layer.fields().iter().filter(|field| holds(field));
    answer::tagged(ask, || {
        if ask.form == Form::Html {
            let rows: Vec<[String; 3]> = fields().map(|field| row(layer, *field, ask.lang)).collect();
            return Ok(answer::html(StatusCode::OK, ask.lang, present::schema_page(ask, layer, &rows)));
        }
        let (about, mut properties) = (layer.about(), Map::new());
        properties.insert(GEOMETRY.into(), geometry(layer));
        properties.extend(fields().map(|field| (field.name.to_owned(), property(layer, *field, ask.lang))));
        let (title, description) = match ask.lang {
            Lang::Vi => (about.title_vi, about.description_vi),
            Lang::En => (about.title_en, about.description_en),
        };
        let document = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": format!("{}/collections/{}/{name}", ask.base(), about.id),
            "type": "object",
            "title": title,
            "description": description,
            "properties": properties,
            "additionalProperties": false,
        });
        Ok(answer::json(StatusCode::OK, SCHEMA, &document))
    })
}

/// The closed set of words that a property may be.
fn words(layer: LayerId, field: Field) -> Option<Vec<&'static str>> {
    match values(layer, field.name) {
        Values::Words(words) if field.kind == Kind::Text => Some(words),
        _ => None,
    }
}

fn row(layer: LayerId, field: Field, lang: Lang) -> [String; 3] {
    let what = property(layer, field, lang);
    let unit = what["x-ogc-unit"].as_str().map(|unit| format!(" ({unit})")).unwrap_or_default();
    let format = what["format"].as_str().map(|format| format!(", {format}")).unwrap_or_default();
    let kind = words(layer, field).map_or_else(
        || format!("{}{format}{unit}", what["type"].as_str().unwrap_or_default()),
        |words| words.join(", "),
    );
    [field.name.to_owned(), label(field.name, lang).to_owned(), kind]
}

fn property(layer: LayerId, field: Field, lang: Lang) -> Value {
    let mut schema = match field.kind {
        Kind::Text | Kind::Line | Kind::Marker | Kind::Segment => json!({ "type": "string" }),
        Kind::Id => json!({ "type": "string", "format": "uuid" }),
        Kind::Number(_) => json!({ "type": "number" }),
        Kind::Integer(_) => json!({ "type": "integer" }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Time => json!({ "type": "string", "format": "date-time" }),
        Kind::Day => json!({ "type": "string", "format": "date" }),
        Kind::List => json!({ "type": "array" }),
        Kind::Structure => json!({ "type": "object" }),
    };
    schema["title"] = label(field.name, lang).into();
    if let Some(words) = words(layer, field) {
        schema["enum"] = words.into();
    }
    if let Kind::Number(Some(unit)) | Kind::Integer(Some(unit)) = field.kind {
        schema["x-ogc-unit"] = unit.into();
        schema["x-ogc-unitLang"] = "UCUM".into();
    }
    if let Some(role) = role(layer, field) {
        schema["x-ogc-role"] = role.into();
    }
    schema
}

fn geometry(layer: LayerId) -> Value {
    let format = match layer {
        LayerId::Markers => "geometry-point",
        LayerId::BoundaryLines | LayerId::Segments => "geometry-linestring",
        LayerId::Tracks => "geometry-multilinestring",
        _ => "geometry-any",
    };
    json!({ "title": "Geometry", "format": format, "x-ogc-role": "primary-geometry" })
}

/// What a property is to its feature: what `datetime` looks at, and the id.
const fn role(layer: LayerId, field: Field) -> Option<&'static str> {
    match (layer, field.name.as_bytes()) {
        (LayerId::BoundaryLines | LayerId::Markers | LayerId::Segments, b"key") => Some("id"),
        (LayerId::Patrols | LayerId::Tracks, b"started_at")
        | (LayerId::Warnings, b"valid_from")
        | (LayerId::PatrolPlans, b"starts_on") => Some("primary-interval-start"),
        (LayerId::Patrols | LayerId::Tracks, b"ended_at")
        | (LayerId::Warnings, b"valid_to")
        | (LayerId::PatrolPlans, b"due") => Some("primary-interval-end"),
        (LayerId::Hazards | LayerId::Inspections | LayerId::Readings | LayerId::Incidents, b"observed_at")
        | (
            LayerId::DamageReports
            | LayerId::Notices
            | LayerId::Meetings
            | LayerId::Tasks
            | LayerId::SupervisionVisits
            | LayerId::Urgings
            | LayerId::Assignments
            | LayerId::MapChecks,
            b"at",
        ) => Some("primary-instant"),
        _ => None,
    }
}
