//! Schemas of the OpenAPI document about the log.

use serde_json::{Map, Value, json};

pub fn schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let links = json!({ "type": "array", "items": { "$ref": "#/components/schemas/link" } });
    let schemas = json!({
        "auditHistory": { "type": "object", "required": ["record", "epoch", "entries", "links"],
            "properties": { "record": text, "epoch": text, "links": links,
                "entries": { "type": "array", "items": { "type": "object",
                    "required": ["seq", "operation", "rev", "at", "actor", "hash", "erased", "erased_under"],
                    "properties": { "seq": { "type": "integer" },
                        "operation": { "type": "string", "enum": ["add", "contend", "block", "erase"] },
                        "rev": { "type": "integer", "nullable": true }, "at": text, "actor": text, "hash": text,
                        "import": { "type": "string", "nullable": true },
                        "block": { "type": "integer", "nullable": true }, "erased": { "type": "boolean" },
                        "erased_under": { "type": "integer", "nullable": true } } } } } }
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
