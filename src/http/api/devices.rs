//! `/api/v1/devices`: phones that a unit carries. Whoever manages the devices of a unit enrols them, and takes a lost one
//! off in one step.

use axum::response::Response;
use serde_json::json;

use super::desk::{desk, done, in_person, list as list_of, made, named};
use super::receipts::body;
use crate::domain::access::Permission;
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
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
    let devices = directory.devices.values().filter(|device| manages(ask, &device.unit));
    let devices = devices.map(
        |device| json!({ "id": device.id, "title": device.title, "unit": device.unit, "revoked": device.revoked }),
    );
    Ok(list_of(ask, "devices", ["Thiết bị", "Devices"], &devices.collect::<Vec<_>>()))
}

pub fn enrol(ask: Ask) -> Answering {
    Box::pin(async move {
        in_person(&ask)?;
        let value = body(&ask)?;
        let mut fields = Fields::of(&value).map_err(Problem::invalid)?;
        let (title, unit) = (fields.required_text("title", 200), fields.required_text("unit", 64));
        fields.finish().map_err(Problem::invalid)?;
        let (title, unit) = (title.unwrap_or_default(), unit.unwrap_or_default());
        if !manages(&ask, &unit) {
            return Err(Problem::invalid(vec![Fault::new("/unit", Code::UnknownUnit).with(cut(&unit))]));
        }
        made(desk(&ask).enrol(&title, &unit, DAYS).await)
    })
}

pub fn revoke(ask: Ask) -> Answering {
    Box::pin(async move {
        let directory = ask.app.context.people.directory();
        let device = named(&ask, Code::UnknownDevice, |id| {
            directory.devices.get(&id).filter(|device| manages(&ask, &device.unit))
        })?;
        done(desk(&ask).revoke_device(device.id).await)
    })
}
