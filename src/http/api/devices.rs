//! `/api/v1/devices`: phones that a unit carries. Whoever manages the devices of a unit enrols them, and takes a lost one
//! off in one step.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::imports::document_of;
use super::receipts::body;
use super::tokens::{desk, refused};
use crate::domain::access::Permission;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::messages::Lang;
use crate::domain::people::Way;
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::ogc::params::cut;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// How long a device's token lives, in days: a year, and a month to notice.
const DAYS: u32 = 400;

/// Whether the devices of a unit are this person's to manage: of the own unit, or of those below it. A device works on the
/// whole line, so whoever is confined to a part of it manages none.
fn manages(ask: &Ask, unit: &str) -> bool {
    ask.identity.reaches(Permission::ManageDevices, Some(unit))
}

/// # Errors
/// None of its own.
pub fn list(ask: &Ask) -> Result<Response, Problem> {
    let directory = ask.app.context.people.directory();
    let devices: Vec<Value> = directory
        .devices
        .values()
        .filter(|device| manages(ask, &device.unit))
        .map(|device| json!({ "id": device.id, "title": device.title, "unit": device.unit, "revoked": device.revoked }))
        .collect();
    let title = if ask.lang == Lang::Vi { "Thiết bị" } else { "Devices" };
    Ok(document_of(ask, title, &json!({ "devices": devices })))
}

pub fn enrol(ask: Ask) -> Answering {
    Box::pin(async move {
        // As with tokens: one that is stolen must not make another that outlives it.
        if !matches!(ask.identity.way, Way::Session(_) | Way::Open) {
            return Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden));
        }
        let value = body(&ask)?;
        let mut fields = Fields::of(&value).map_err(Problem::invalid)?;
        let (title, unit) = (fields.required_text("title", 200), fields.required_text("unit", 64));
        fields.finish().map_err(Problem::invalid)?;
        let (title, unit) = (title.unwrap_or_default(), unit.unwrap_or_default());
        if !manages(&ask, &unit) {
            return Err(Problem::invalid(vec![Fault::new("/unit", Code::UnknownUnit).with(cut(&unit))]));
        }
        let made = desk(&ask).enrol(&title, &unit, DAYS).await;
        let (id, secret, expires) = made.map_err(|error| refused(&error))?;
        let document = json!({ "id": id, "token": secret.expose(), "expires": expires.to_string() });
        Ok(answer::json(StatusCode::CREATED, JSON, &document))
    })
}

pub fn revoke(ask: Ask) -> Answering {
    Box::pin(async move {
        let text = ask.variable(0);
        let directory = ask.app.context.people.directory();
        let held = Uuid::try_parse(text).ok().and_then(|id| directory.devices.get(&id));
        let device = held.filter(|device| manages(&ask, &device.unit));
        let device = device.ok_or_else(|| Problem::not_found(Code::UnknownDevice).with(cut(text)))?;
        desk(&ask).revoke_device(device.id).await.map_err(|error| refused(&error))?;
        Ok(answer::json(StatusCode::OK, JSON, &json!({ "done": true })))
    })
}
