//! `/api/v1/forms`: the forms of the field record, as JSON Schema.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::imports::document_of;
use crate::domain::draft::Kind;
use crate::domain::fault::Code;
use crate::domain::messages::Lang;
use crate::http::answer;
use crate::http::ask::{Ask, Form};
use crate::http::ogc::params::cut;
use crate::http::openapi::form_schema;
use crate::http::problem::Problem;

/// JSON Schema, as the OGC API names it.
pub const SCHEMA: &str = "application/schema+json";

/// # Errors
/// None.
pub fn forms(ask: &Ask) -> Result<Response, Problem> {
    let all: Vec<Value> = Kind::ALL
        .iter()
        .map(|kind| {
            let href = format!("{}/api/v1/forms/{}", ask.base(), kind.as_str());
            json!({ "type": kind.as_str(), "form": kind.newest_form(), "href": href })
        })
        .collect();
    answer::tagged(ask, || {
        let title = if ask.lang == Lang::Vi { "Biểu mẫu" } else { "Forms" };
        Ok(document_of(ask, title, &json!({ "forms": all })))
    })
}

/// # Errors
/// 404 for a form there is not.
pub fn form(ask: &Ask) -> Result<Response, Problem> {
    let kind = Kind::ALL.iter().copied().find(|kind| kind.as_str() == ask.variable(0));
    let kind = kind.ok_or_else(|| Problem::not_found(Code::NotFound).with(cut(ask.variable(0))))?;
    answer::tagged(ask, || {
        if ask.form == Form::Html {
            return Ok(document_of(ask, kind.as_str(), &form_schema(kind)));
        }
        Ok(answer::json(StatusCode::OK, SCHEMA, &form_schema(kind)))
    })
}
