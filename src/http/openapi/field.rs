//! Schemas of the OpenAPI document about the field record: what is said about records, and synchronisation.

use serde_json::{Map, Value, json};

use super::forms;
use crate::actions::queue::brought::OfFile;
use crate::domain::access::Label;
use crate::domain::draft::Kind;
use crate::domain::incident::Progress;
use crate::domain::inspection::Part;
use crate::domain::statement::Decision;

pub fn schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let id = json!({ "type": "string", "format": "uuid", "description": "Version 7, made by the device; sent again, it is the same" });
    let at = json!({ "type": "string", "nullable": true, "format": "date-time", "description": "When it was decided; the time in the id unless given" });
    let name = json!({ "type": "string", "nullable": true, "maxLength": 200 });
    let words = json!({ "type": "string", "minLength": 1, "maxLength": 10_000 });
    let list = |item: &str| json!({ "type": "array", "items": { "$ref": format!("#/components/schemas/{item}") } });
    let statement = |required: &[&str], more: Value| {
        let mut properties = json!({ "id": id, "type": text, "form": { "type": "integer", "minimum": 1, "maximum": 1 },
            "decided_at": at, "device": name, "unit": name, "person": name });
        if let (Some(all), Value::Object(more)) = (properties.as_object_mut(), more) {
            all.extend(more);
        }
        json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
    };
    let schemas = json!({
        "review": statement(&["id", "decision"], json!({
            "decision": { "type": "string", "enum": Decision::ALL.map(Decision::as_str) },
            "content": { "type": "string", "nullable": true, "minLength": 64, "maxLength": 64,
                "description": "Digest of the content that was looked at; needed where several contend" },
            "remark": { "type": "string", "nullable": true, "maxLength": 10_000, "description": "Needed to return a record" } })),
        "withdrawal": statement(&["id", "reason"], json!({ "reason": words })),
        "relabel": statement(&["id", "label", "reason"], json!({
            "label": { "type": "string", "enum": Label::ALL.map(Label::as_str) }, "reason": words })),
        "progressStep": statement(&["id", "to", "reason"], json!({
            "to": { "type": "string", "enum": Progress::WORDS }, "reason": words,
            "assignee": { "type": "string", "nullable": true, "maxLength": 200, "description": "Needed to assign it, and to escalate it: the unit above" },
            "duplicate_of": { "type": "string", "nullable": true, "format": "uuid" } })),
        "readings": { "type": "object", "required": ["hazard", "readings", "rates", "alerts"],
            "properties": { "hazard": text, "title": text,
                "readings": { "type": "array", "items": { "type": "object" } },
                "alerts": { "type": "array", "items": { "type": "object" }, "description": "As in /api/v1/alerts" },
                "rates": { "type": "object", "description": "By what is watched: last value, change per 30 days (Theil–Sen) and its 95 % interval" } } },
        "recordThread": { "type": "object", "required": ["record", "type", "label", "review_state", "contents", "statements"],
            "properties": { "record": text, "type": text, "label": text, "review_state": text,
                "reviewed": { "type": "object", "nullable": true }, "relabelled": { "type": "object", "nullable": true },
                "withdrawn": { "type": "object", "nullable": true }, "contended": { "type": "boolean" },
                "corrects": { "type": "string", "nullable": true }, "corrected_by": { "type": "array", "items": text },
                "contents": { "type": "array", "items": { "type": "object" } },
                "statements": { "type": "array", "items": { "type": "object" } },
                "points": { "type": "array", "items": { "type": "object" },
                    "description": "Of a meeting: each agreed point with the tasks that came of it" },
                "passed_on": { "type": "array", "items": { "type": "object" },
                    "description": "Of a notice: to whom it was passed on, and when each acknowledged it" },
                "two_sided": { "$ref": "#/components/schemas/twoSided" } } },
        "forms": { "type": "object", "required": ["forms"], "properties": { "forms": { "type": "array",
            "items": { "type": "object", "required": ["type", "form", "href"],
                "properties": { "type": text, "form": { "type": "integer" }, "href": text } } } } },
        "formSchema": { "type": "object", "required": ["title", "type", "required", "properties"],
            "properties": { "title": text, "type": text, "required": { "type": "array", "items": text },
                "properties": { "type": "object" }, "additionalProperties": { "type": "boolean" } } },
        "waiting": { "type": "object", "required": ["waiting", "units"],
            "properties": { "waiting": { "type": "integer", "minimum": 0 },
                "units": { "type": "array", "items": { "type": "object", "required": ["waiting", "layers"],
                    "properties": { "unit": { "type": "string", "nullable": true }, "waiting": { "type": "integer" },
                        "layers": { "type": "object" } } } } } },
        "push": { "type": "object", "additionalProperties": false, "required": ["records"],
            "properties": { "device": name,
                "sent_at": { "type": "string", "nullable": true, "format": "date-time",
                    "description": "The clock of the device when it sent: how far it is off is kept with each record" },
                "records": { "type": "array", "maxItems": crate::http::api::push::MOST_RECORDS,
                    "items": { "type": "object", "required": ["type", "id"],
                        "description": "Of a type below `/api/v1/forms`; what a newer program sends is held",
                        "properties": { "id": id, "type": { "type": "string",
                            "description": Kind::WORDS.join(", ") } } } } } },
        "pushReceipt": { "type": "object", "required": ["index", "outcome"],
            "properties": { "index": { "type": "integer" }, "id": { "type": "string", "nullable": true },
                "outcome": { "type": "string", "enum": ["accepted", "duplicate", "conflict", "held", "refused"] },
                "seq": { "type": "integer", "nullable": true },
                "errors": { "type": "array", "items": { "type": "object",
                    "properties": { "pointer": text, "code": text, "detail": text } } } } },
        "pushed": { "type": "object", "required": ["epoch", "received_at", "receipts"],
            "properties": { "epoch": text, "received_at": text, "clock_skew_ms": { "type": "integer", "nullable": true },
                "receipts": list("pushReceipt") } },
        "brought": { "type": "object", "required": ["epoch", "received_at", "receipts", "bundle", "files"],
            "properties": { "epoch": text, "received_at": text, "clock_skew_ms": { "type": "integer", "nullable": true },
                "bundle": { "type": "string", "description": "SHA-256 of the bundle" },
                "mac": { "type": "string", "description": "HMAC-SHA-256 by the `reply_key` of the queue, where it has one" },
                "receipts": list("pushReceipt"),
                "files": { "type": "array", "items": { "type": "object", "required": ["sha256", "outcome"],
                    "properties": { "sha256": text, "outcome": { "type": "string", "enum": OfFile::WORDS },
                        "errors": { "type": "array", "items": { "type": "object" } } } } } } },
        "recipient": { "type": "object", "required": ["recipient", "format"],
            "properties": { "recipient": { "type": "string", "pattern": "^age1[0-9a-z]+$" }, "format": text } },
        "pulled": { "type": "object", "required": ["epoch", "cursor", "reset", "complete", "records", "drop"],
            "properties": { "epoch": text, "cursor": text,
                "reset": { "type": "boolean", "description": "Everything is sent anew: drop what has not come when `complete` is true" },
                "complete": { "type": "boolean", "description": "Nothing more for now" },
                "records": list("feature"), "drop": { "type": "array", "items": text } } },
    });
    let mut all = testimony();
    all.extend(match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    });
    all
}

/// What is sent to a route of its own: the path says what it is about, and may leave the type out.
fn testimony() -> Map<String, Value> {
    let of_line: &[&str] = &["marker", "segment", "object", "object_cracked"];
    let of_object: &[&str] = &["marker", "segment", "object", "marker_cracked"];
    let of_paths: [(&str, Kind, &[&str], &[&str]); 5] = [
        ("inspection", Kind::Inspection, of_line, &[]),
        ("objectInspection", Kind::Inspection, of_object, &[]),
        ("objectEntry", Kind::Object, &[], &[]),
        ("patrol", Kind::Patrol, &[], &[]),
        // Unless it is given another title, it is called as the point was worded.
        ("task", Kind::Task, &["meeting"], &["title"]),
    ];
    of_paths
        .into_iter()
        .map(|(name, kind, in_path, may_miss)| {
            let mut schema = forms::schema(kind);
            if let Some(required) = schema["required"].as_array_mut() {
                required.retain(|field| field != "type" && !in_path.iter().chain(may_miss).any(|name| field == name));
            }
            if let Some(properties) = schema["properties"].as_object_mut() {
                properties.retain(|field, _| !in_path.contains(&field.as_str()));
            }
            if name == "inspection" {
                schema["properties"]["parts"] = forms::parts(&Part::OF_A_MARKER.map(Part::as_str));
            }
            (name.to_owned(), schema)
        })
        .collect()
}
