//! `POST /api/v1/segments/what-if`: levels with other weights, or with one more hazard. Nothing is stored.

use std::sync::Arc;

use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::at_risk::terms;
use super::attention_method::named;
use super::imports::document_of;
use super::receipts::body;
use crate::atlas::Outlook;
use crate::atlas::register::span::Span;
use crate::domain::attention::method::Weights;
use crate::domain::attention::{Assessment, HazardFact, Method, points};
use crate::domain::draft::what_if::{Supposed, read};
use crate::domain::fault::{Code, Fault};
use crate::domain::location::Referent;
use crate::domain::messages::Lang;
use crate::domain::number::SegmentKey;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

pub fn what_if(ask: Ask) -> Answering {
    Box::pin(async move {
        let supposed = read(&body(&ask)?).map_err(Problem::invalid)?;
        let method = match &supposed.weights {
            None => Arc::clone(&ask.app.context.method),
            Some(weights) => Arc::new(changed(&ask.app.context.method, weights)?),
        };
        answer(&ask, &supposed, &method)
    })
}

/// The method with some of its weights changed. Its rules hold all the same: worse never counts less.
fn changed(method: &Method, weights: &Value) -> Result<Method, Problem> {
    let fault = |why: String| Problem::invalid(vec![Fault::new("/weights", Code::BadWeights).with(why)]);
    let mut all = serde_json::to_value(&method.weights).map_err(|error| Problem::internal(&error))?;
    lay_over(&mut all, weights, 0).map_err(&fault)?;
    let weights: Weights = serde_json::from_value(all).map_err(|error| fault(error.to_string()))?;
    weights.check().map_err(|rule| fault(rule.to_owned()))?;
    Ok(Method { weights, ..method.clone() })
}

/// Puts values in the place of those of the same name; no name is added.
fn lay_over(all: &mut Value, changes: &Value, depth: usize) -> Result<(), String> {
    match (all, changes) {
        (Value::Object(all), Value::Object(changes)) if depth < 8 => {
            for (name, change) in changes {
                let held = all.get_mut(name).ok_or_else(|| format!("{name}: ?"))?;
                lay_over(held, change, depth + 1)?;
            }
            Ok(())
        }
        (Value::Object(_), _) => Err(changes.to_string().chars().take(100).collect()),
        (held, change) => {
            *held = change.clone();
            Ok(())
        }
    }
}

fn answer(ask: &Ask, supposed: &Supposed, method: &Method) -> Result<Response, Problem> {
    let (snapshot, visible) = (&ask.snapshot, &ask.visible);
    let register = snapshot.register();
    let keys: Vec<SegmentKey> = if supposed.segments.is_empty() {
        register.segments().map(|segment| segment.key).collect()
    } else {
        supposed.segments.clone()
    };
    if let Some(unknown) = keys.iter().find(|key| register.segment(key).is_none()) {
        return Err(Problem::invalid(vec![Fault::new("/segments", Code::UnknownItem).with(unknown.to_string())]));
    }
    let spans = supposed.at.as_ref().map(|at| register.spans(at)).unwrap_or_default();
    let is_on = |key: &SegmentKey| spans.iter().any(|span| span.meets(&Span::of(key)));
    if let Some(at) = supposed.at.as_ref().filter(|_| !register.segments().any(|segment| is_on(&segment.key))) {
        return Err(Problem::invalid(vec![nowhere(at)]));
    }
    let hazard_on: Vec<&SegmentKey> = keys.iter().filter(|key| is_on(key)).collect();
    let now = snapshot.assess_all(&keys, &ask.outlook(), visible);
    let outlook = Outlook { method, ..ask.outlook() };
    let then = snapshot.assess_with(&keys, &outlook, visible, |key| {
        supposed
            .hazard
            .as_ref()
            .filter(|_| is_on(key))
            .map(|hazard| HazardFact { record: Uuid::nil(), ..hazard.clone() })
    });
    let pairs = keys.iter().zip(now.iter().zip(&then)).filter(|(_, (now, then))| now != then);
    let rows: Vec<Value> =
        pairs.map(|(key, (now, then))| json!({ "segment": key, "now": level(now), "then": level(then) })).collect();
    let title = if ask.lang == Lang::Vi { "Nếu như" } else { "What if" };
    let mut document = json!({ "day": ask.day, "method": named(ask), "changed": rows.len(), "segments": rows });
    if supposed.hazard.is_some() {
        document["hazard_on"] = json!(hazard_on);
    }
    Ok(document_of(ask, title, &document))
}

/// A place that lies on no registered segment: a hazard there would change nothing, and that is no answer to "what if".
fn nowhere(at: &Referent) -> Fault {
    match at {
        Referent::Marker(key) => Fault::new("/hazard/marker", Code::UnknownMarker).with(key.to_string()),
        Referent::NearMarker(key) => Fault::new("/hazard/near_marker", Code::UnknownMarker).with(key.to_string()),
        Referent::Segment(key) => Fault::new("/hazard/segment", Code::UnknownItem).with(key.to_string()),
        Referent::Area(_) | Referent::Along { .. } => Fault::new("/hazard/segment", Code::Missing),
    }
}

fn level(found: &Assessment) -> Value {
    json!({ "score": points(found.tenths), "class": found.class, "class_numeral": found.class.numeral(),
        "terms": terms(&found.terms) })
}
