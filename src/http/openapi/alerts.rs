//! Schemas of alerts that go out.

use serde_json::{Map, Value, json};

use crate::domain::access::Label;
use crate::domain::alert::AlertKind;

pub fn schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let some = json!({ "type": "string", "nullable": true });
    let number = json!({ "type": "integer", "minimum": 0 });
    let kind = json!({ "type": "string", "enum": AlertKind::WORDS });
    let kinds = json!({ "type": "array", "minItems": 1, "items": kind });
    let label = json!({ "type": "string", "enum": Label::ALL.map(Label::as_str), "description": "The highest label of what is sent" });
    let unit = json!({ "type": "string", "nullable": true, "description": "Records of this unit and those below it; of all where there is none" });
    let unapproved = json!({ "type": "boolean", "nullable": true, "description": "Records of the unit itself that nobody has approved, too" });
    let held = json!({ "id": text, "title": text, "url": text, "kinds": kinds, "unit": unit, "label": label,
        "unapproved": { "type": "boolean" }, "made_at": text, "made_by": text, "ended_at": some, "ended_by": some });
    let mut made = held.clone();
    made["secret"] = json!({ "type": "string", "description": "Signs what is sent; shown this once" });
    let required = ["id", "title", "url", "kinds", "label", "made_at"];
    let when_made = [&required[..], &["secret"]].concat();
    let schemas = json!({
        "alertTarget": { "type": "object", "required": ["title", "url", "kinds", "label"], "additionalProperties": false,
            "properties": { "title": { "type": "string", "minLength": 1, "maxLength": 200 },
                "url": { "type": "string", "maxLength": 2_000, "description": "https://host[:port]/path" },
                "kinds": kinds, "unit": unit, "label": label, "unapproved": unapproved } },
        "alertTargetMade": { "type": "object", "required": when_made, "properties": made },
        "alertTargets": { "type": "object", "required": ["targets", "kinds"], "properties": {
            "targets": { "type": "array", "items": { "type": "object", "required": required, "properties": held } },
            "kinds": { "type": "array", "items": kind } } },
        "alertDeliveries": { "type": "object", "required": ["target", "deliveries"], "properties": { "target": text,
            "deliveries": { "type": "array", "items": { "type": "object",
                "required": ["id", "kind", "record", "seq", "state", "tries", "found_at"],
                "properties": { "id": text, "kind": kind, "record": text, "seq": number,
                    "state": { "type": "string", "enum": ["pending", "delivered", "given_up", "withheld", "ended"],
                        "description": "withheld: the target may not see the record any more; ended: with its target" },
                    "tries": number, "found_at": text, "done_at": some, "next_at": some,
                    "status": { "type": "integer", "nullable": true, "description": "What the receiver answered last" },
                    "error": some } } } } },
        "alertReplayed": { "type": "object", "required": ["id", "state"], "properties": { "id": text, "state": text } },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
