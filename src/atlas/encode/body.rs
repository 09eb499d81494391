//! What a feature says of the body of its record.

use serde_json::{Map, Value, json};

use crate::atlas::register::Register;
use crate::domain::inspection::{Details, Inspection};
use crate::domain::record::{Body, Record};

/// What was found part by part, beside the condition as a whole.
fn found(details: &Details) -> Map<String, Value> {
    let parts: Map<String, Value> =
        details.parts.iter().map(|found| (found.part.as_str().to_owned(), json!(found.state))).collect();
    let mut properties = Map::new();
    properties.insert("severity".into(), json!(details.severity));
    properties.insert("ground_cracked".into(), json!(details.ground_cracked));
    properties.insert("marker_cracked".into(), json!(details.marker_cracked));
    if let Some(cracked) = details.object_cracked {
        properties.insert("object_cracked".into(), json!(cracked));
    }
    properties.insert("parts".into(), parts.into());
    properties
}

pub(super) fn properties(record: &Record, register: &Register) -> Map<String, Value> {
    let mut properties = match serde_json::to_value(&record.body) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    };
    properties.remove("type");
    if let Body::Inspection(Inspection { details: Some(details), .. }) = &record.body {
        properties.remove("details");
        properties.extend(found(details));
    }
    if let Some(Value::Object(told)) = properties.remove("told") {
        properties.extend(told);
    }
    match &record.body {
        Body::BoundaryLine(line) => {
            properties.remove("vertices");
            let length = register.line(line.key).map(|placed| (placed.course.length().0).round());
            properties.insert("line".into(), json!(line.key));
            properties.insert("length_m".into(), json!(length));
        }
        Body::Marker(marker) => {
            let number = marker.key.number();
            properties.insert("line".into(), json!(marker.key.line()));
            properties.insert("number".into(), json!(number.to_string()));
            properties.insert("kind".into(), json!(number.kind()));
            // What unapproved inspections say is theirs to see who may; here only what is public and approved.
            properties.insert("condition".into(), json!("unknown"));
            if let Some(placed) = register.marker(&marker.key) {
                let off = placed.off_line_m.map(|metres| (metres * 10.0).round() / 10.0);
                properties.insert("off_line_m".into(), json!(off));
            }
        }
        _ => {}
    }
    if let Some(Value::Object(source)) = properties.get("source").cloned() {
        properties.remove("source");
        properties.insert("document".into(), source.get("document").cloned().unwrap_or_default());
        properties.insert("document_title".into(), source.get("title").cloned().unwrap_or_default());
        properties.insert("province".into(), source.get("province").cloned().unwrap_or_default());
        properties.insert("seed_key".into(), source.get("key").cloned().unwrap_or_default());
    }
    if let Some(first) = properties.get("cite").and_then(|cite| cite.get(0)).cloned() {
        properties.insert("clause".into(), first.get("clause").cloned().unwrap_or_default());
        properties.insert("quote".into(), first.get("quote").cloned().unwrap_or_default());
    }
    properties
}
