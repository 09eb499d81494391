//! Schemas of the OpenAPI document about edits of the register.

use serde_json::{Map, Value, json};

pub fn schemas() -> Map<String, Value> {
    let (text, whole) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let maybe = json!({ "type": "string", "nullable": true });
    let schemas = json!({
        "featurePatch": { "type": "object",
            "description": "JSON Merge Patch (RFC 7396) of a feature: `geometry`, and of `properties` those that people say",
            "properties": { "type": text, "id": text, "geometry": { "type": "object", "nullable": true },
                "properties": { "type": "object" } } },
        "edited": { "type": "object", "required": ["id", "record", "rev", "changed", "href"],
            "properties": { "id": text, "record": text, "rev": whole, "changed": { "type": "boolean" },
                "seq": { "type": "integer", "nullable": true }, "epoch": text, "href": text, "import": maybe,
                "undo": maybe } },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
