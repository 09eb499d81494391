//! Schemas of the OpenAPI document about files that hang on records.

use serde_json::{Map, Value, json};

use crate::actions::attachments::manifest::FileState;
use crate::domain::attachment::{LARGEST_FILE, MOST_ATTACHMENTS, MediaType};

/// The field `attachments` of whatever is sent.
pub fn manifest() -> Value {
    let media = MediaType::ALL.map(MediaType::as_str);
    json!({ "type": "array", "nullable": true, "maxItems": MOST_ATTACHMENTS, "items": { "type": "object",
        "additionalProperties": false, "required": ["sha256", "bytes", "media_type"], "properties": {
            "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" },
            "bytes": { "type": "integer", "minimum": 1, "maximum": LARGEST_FILE },
            "media_type": { "type": "string", "enum": media },
            "name": { "type": "string", "nullable": true, "maxLength": 200 },
            "taken_at": { "type": "string", "nullable": true, "format": "date-time" } } } })
}

pub fn schemas() -> Map<String, Value> {
    let (text, whole) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let maybe = json!({ "type": "number", "nullable": true });
    let schemas = json!({
        "upload": { "type": "object", "required": ["id", "href", "sha256", "length", "offset", "expires"],
            "properties": { "id": text, "href": text, "sha256": text, "length": whole, "expires": text,
                "offset": { "type": "integer", "description": "What is durably stored; with the full length the file is kept" } } },
        "attachments": { "type": "object", "required": ["record", "complete", "attachments"],
            "properties": { "record": text, "complete": { "type": "boolean" },
                "attachments": { "type": "array", "items": { "$ref": "#/components/schemas/attachment" } } } },
        "attachment": { "type": "object", "required": ["sha256", "bytes", "media_type", "state"],
            "properties": { "sha256": text, "bytes": whole, "media_type": text, "name": text, "taken_at": text,
                "state": { "type": "string", "enum": FileState::ALL.map(FileState::as_str) },
                "href": text, "thumbnail": text,
                "picture": { "type": "object", "description": "What the camera noted; shown, and nothing hangs on it",
                    "properties": { "lon": maybe, "lat": maybe, "taken_at": { "type": "string", "nullable": true },
                        "distance_m": maybe, "seconds": { "type": "integer", "nullable": true,
                            "description": "The picture's time minus the record's" } } } } },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
