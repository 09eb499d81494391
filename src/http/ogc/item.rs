//! `/collections/{id}/items/{featureId}`.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;
use uuid::Uuid;

use super::collections::layer;
use super::editing;
use super::links::{FEATURES, link, own};
use super::params::{self, cut};
use super::shown::Shown;
use crate::actions::ordered::Ordered;
use crate::atlas::LayerId;
use crate::domain::fault::{Code, Fault};
use crate::domain::verdict::Gone;
use crate::http::answer::{self, GEOJSON, JSON};
use crate::http::api::alerts::of_hazard;
use crate::http::api::{attachments, inspections_due, objects, standing};
use crate::http::ask::{Ask, Form};
use crate::http::present;
use crate::http::problem::Problem;
use crate::http::routes::{LINE_VERSION, REVISION};

/// The feature as it stood under a version of its line, under its number then or now.
fn under(ask: &Ask, layer: LayerId, id: &str, version: &str) -> Result<Option<Vec<u8>>, Problem> {
    let unknown = || Problem::parameter(params::unknown_version(ask, version));
    // A key begins with its line.
    let line = id.split(':').next().and_then(|line| line.parse().ok());
    let past = ask.snapshot.layer_at(layer, line, version).ok_or_else(unknown)?;
    let item = |id: &str| past.item(id, |class| ask.visible.sees(class));
    Ok(item(ask.variable(1)).or_else(|| item(id)))
}

/// What is answered for a feature that is not shown: gone, if the viewer would have seen it, else never heard of.
pub fn missing(ask: &Ask, id: &str) -> Problem {
    match ask.snapshot.gone(id, &ask.visible) {
        Some(why) => gone(ask, id, why),
        None => Problem::not_found(Code::UnknownItem).with(cut(id)),
    }
}

/// What is answered for a record that is shown no more.
pub fn gone(ask: &Ask, id: &str, why: &Gone) -> Problem {
    match why {
        Gone::Withdrawn => Problem::new(StatusCode::GONE, Code::Withdrawn).with(id),
        Gone::Corrected(by) => {
            // Of what took its place, only what the viewer may see.
            let seen =
                |id: &String| LayerId::ALL.iter().any(|layer| ask.snapshot.item(*layer, id, &ask.visible).is_some());
            let by: Vec<String> = by.iter().map(ToString::to_string).filter(seen).collect();
            let named = if by.is_empty() { "-".to_owned() } else { by.join(", ") };
            let mut problem = Problem::new(StatusCode::GONE, Code::Corrected).with(id).with(named);
            problem.extra.push(("corrected_by", by.into()));
            problem
        }
    }
}

/// What crosses the limits that are set for a hazard.
fn of_item(ask: &Ask, bytes: &[u8]) -> Result<Vec<Value>, Problem> {
    if ask.snapshot.watch().is_idle() {
        return Ok(Vec::new());
    }
    Ok(record_of(bytes)?.map(|record| of_hazard(ask, record)).unwrap_or_default())
}

fn record_of(bytes: &[u8]) -> Result<Option<Uuid>, Problem> {
    let feature: Value = serde_json::from_slice(bytes).map_err(|error| Problem::internal(&error))?;
    Ok(feature["properties"]["record"].as_str().and_then(|id| id.parse().ok()))
}

fn with_alerts(bytes: Vec<u8>, alerts: &[Value]) -> Result<Vec<u8>, Problem> {
    if alerts.is_empty() {
        return Ok(bytes);
    }
    let mut feature: Value = serde_json::from_slice(&bytes).map_err(|error| Problem::internal(&error))?;
    feature["properties"]["alerts"] = alerts.into();
    Ok(feature.to_string().into_bytes())
}

/// # Errors
/// 410 for what was withdrawn or corrected, 404 for a layer or feature there is not (or that the viewer may not know of), 400 for unknown parameters.
pub fn item(ask: &Ask) -> Result<Response, Problem> {
    let layer = layer(ask)?;
    let form = Shown::of(ask, layer)?;
    let id = &ask.snapshot.register().canonical(layer, ask.variable(1));
    let found = match (ask.parameter(LINE_VERSION.name), ask.parameter(REVISION.name)) {
        (None, None) if layer == LayerId::Segments => {
            ask.snapshot.board(&ask.outlook(), &ask.visible).layer().item(id, |class| ask.visible.sees(class))
        }
        (None, None) => ask.snapshot.item(layer, id, &ask.visible),
        (Some(version), None) => under(ask, layer, id, version)?,
        (None, Some(rev)) => {
            let rev: Option<i64> = rev.parse().ok().filter(|rev| *rev > 0);
            let bad = || {
                Fault::new(REVISION.name, Code::BadParameter).with("phải là số nguyên dương").with("must be 1 or more")
            };
            let rev = rev.ok_or_else(|| Problem::parameter(bad()))?;
            ask.snapshot.revision(layer, id, rev, &ask.visible)
        }
        (Some(_), Some(_)) => {
            let both = Fault::new(REVISION.name, Code::BadParameter);
            return Err(Problem::parameter(
                both.with("không dùng cùng line_version").with("not together with line_version"),
            ));
        }
    };
    let bytes = found.ok_or_else(|| missing(ask, id))?;
    let files = attachments::of_item(ask, id);
    let mut tag = files.as_ref().map(attachments::Listed::standing).unwrap_or_default();
    // Worked out for whoever asks, so not among the bytes that are ready.
    let alerts = if layer == LayerId::Hazards { of_item(ask, &bytes)? } else { Vec::new() };
    for alert in &alerts {
        tag.push_str(&alert.to_string());
    }
    let ordered = Ordered::of(layer).zip(record_of(&bytes)?);
    let fulfilled = ordered.map(|(of, record)| (of, standing::of_record(ask, of, record)));
    // It stands otherwise on another day.
    if let Some((_, fulfilled)) = &fulfilled {
        tag.push_str(&Value::from(fulfilled.clone()).to_string());
    }
    // The last of the tag: what an edit must know of.
    if let Some(rev) = editing::revision(layer, &bytes) {
        tag.push_str(".r");
        tag.push_str(&rev.to_string());
    }
    answer::tagged_with(ask, &tag, || {
        let bytes = match files {
            Some(files) => files.within(&bytes)?,
            None => bytes,
        };
        let bytes = if layer == LayerId::Objects { objects::within(ask, id, &bytes)? } else { bytes };
        let bytes = with_alerts(bytes, &alerts)?;
        let bytes = match fulfilled {
            Some((of, fulfilled)) => standing::within(of, fulfilled, &bytes)?,
            None => bytes,
        };
        let bytes = inspections_due::within(ask, layer, id, bytes)?;
        if ask.form == Form::Html {
            let mut feature: Value = serde_json::from_slice(&bytes).map_err(|error| Problem::internal(&error))?;
            present::ordered::tell(ask, &mut feature);
            return Ok(answer::html(StatusCode::OK, ask.lang, present::item_page(ask, layer, &feature)));
        }
        let mut links = own(ask, FEATURES);
        links.push(link(
            format!("{}/collections/{}", ask.base(), layer.about().id),
            "collection",
            JSON,
            layer.about().title_vi,
        ));
        let mut body = if form.is_ready() {
            bytes
        } else {
            form.with(|write| {
                let mut out = Vec::with_capacity(bytes.len());
                write(&bytes, &mut out);
                out
            })?
        };
        // The feature is an object: its links go in before the closing brace.
        body.pop();
        body.extend_from_slice(br#","links":"#);
        body.extend_from_slice(&serde_json::to_vec(&links).unwrap_or_default());
        body.push(b'}');
        let mut response = answer::bytes(StatusCode::OK, GEOJSON, body);
        form.name_in(&mut response);
        Ok(response)
    })
}
