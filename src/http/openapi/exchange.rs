//! Schemas of the OpenAPI document about signed files between two sides.

use serde_json::{Map, Value, json};

use crate::actions::exchange_file::take::Action;
use crate::domain::counterpart::Sides;

pub fn schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let id = json!({ "type": "string", "format": "uuid", "description": "Version 7; sent again, it is the same" });
    let schemas = json!({
        "twoSided": { "type": "object", "description": "Of an inspection: what both sides say",
            "required": ["sides", "agreed", "disputed", "missing", "scans"], "properties": {
                "sides": { "type": "string", "enum": Sides::ALL.map(Sides::as_str),
                    "description": "Follows from what is there: the other side's observation; then both sides' signatories and the signed scan" },
                "agreed": { "type": "array", "items": text }, "disputed": { "type": "array", "items": text },
                "missing": { "type": "array", "items": text }, "counterpart": { "type": "string", "nullable": true },
                "scans": { "type": "array", "items": { "type": "object" } } } },
        "exchangeOrder": { "type": "object", "additionalProperties": false, "required": ["id", "from", "to", "records"],
            "properties": { "id": id, "from": { "type": "string", "minLength": 1, "maxLength": 200 },
                "to": { "type": "string", "minLength": 1, "maxLength": 200 },
                "records": { "type": "array", "maxItems": 200, "items": { "type": "string", "format": "uuid" } },
                "release": { "type": "array", "maxItems": 200, "items": { "type": "string", "format": "uuid" },
                    "description": "Internal records among them that are released by this" },
                "reason": { "type": "string", "nullable": true, "maxLength": 2000, "description": "Needed to release" },
                "about": { "type": "object", "additionalProperties": { "type": "string", "format": "uuid" },
                    "description": "Ids that the other side gave to what some of them are about, by our ids" } } },
        "exchangeTaken": { "type": "object", "required": ["dry_run", "document", "key", "from", "records"],
            "properties": { "dry_run": { "type": "boolean" }, "document": text, "key": text,
                "trusted_as": { "type": "string", "nullable": true }, "from": text, "to": text,
                "files": { "type": "integer" },
                "records": { "type": "array", "items": { "type": "object", "required": ["id", "type", "action"],
                    "properties": { "id": text, "type": text, "action": { "type": "string", "enum": Action::WORDS },
                        "inspection": { "type": "string", "nullable": true },
                        "counterpart": { "type": "string", "nullable": true },
                        "seq": { "type": "integer", "nullable": true },
                        "errors": { "type": "array", "items": { "type": "object" } } } } } } },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
