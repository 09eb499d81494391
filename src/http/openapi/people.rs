//! Schemas of the OpenAPI document about people, their tokens and devices, and how a client shows who it is.

use serde_json::{Map, Value, json};

use crate::domain::access::Permission;

pub fn schemas() -> Map<String, Value> {
    let (text, yes) = (json!({ "type": "string" }), json!({ "type": "boolean" }));
    let permission = json!({ "type": "string", "enum": Permission::ALL.map(Permission::as_str) });
    let permissions = json!({ "type": "array", "items": permission });
    let schemas = json!({
        "page": { "type": "string", "description": "HTML" },
        "form": { "type": "object", "required": ["word"], "additionalProperties": text,
            "description": "As the page has it: `word` is known to that page alone" },
        "done": { "type": "object", "required": ["done"], "properties": { "done": yes } },
        "logIn": { "type": "object", "required": ["name", "password"], "additionalProperties": false,
            "properties": { "name": text, "password": text,
                "new_password": { "type": "string", "nullable": true, "minLength": 12, "maxLength": 200,
                    "description": "Replaces the other; needed with a password for one use" } } },
        "session": { "type": "object", "required": ["name", "title", "csrf_token", "expires"],
            "properties": { "name": text, "title": text, "expires": text,
                "csrf_token": { "type": "string", "description": "To be sent as X-CSRF-Token with whatever the session writes" } } },
        "sessions": { "type": "object", "required": ["sessions"], "properties": { "sessions": { "type": "array",
            "items": { "type": "object", "required": ["id", "created", "used", "expires", "agent", "current"],
                "properties": { "id": text, "created": text, "expires": text, "current": yes,
                    "used": { "type": "string", "description": "When it last asked for something" },
                    "agent": { "type": "string", "description": "What the browser calls itself" },
                    "issuer": { "type": "string", "nullable": true, "description": "Who knew its owner, if it was not here" } } } } } },
        "oneTimePassword": { "type": "object", "required": ["account", "one_time_password", "expires"],
            "properties": { "account": text, "expires": text,
                "one_time_password": { "type": "string", "description": "Shown this once" } } },
        "me": { "type": "object", "required": ["known_by", "name", "title", "permissions", "units"],
            "properties": { "known_by": { "type": "string", "enum": ["nothing", "open_server", "session", "token"] },
                "name": text, "title": text, "permissions": permissions, "csrf_token": text,
                "units": { "type": "array", "items": { "type": "object", "required": ["key", "title"],
                    "properties": { "key": text, "title": text } } } } },
        "tokens": { "type": "object", "required": ["tokens"], "properties": { "tokens": { "type": "array",
            "items": { "type": "object", "required": ["id", "title", "scope", "created", "expires"],
                "properties": { "id": text, "title": text, "scope": permissions, "created": text, "expires": text } } } } },
        "tokenAsked": { "type": "object", "required": ["title", "scope"], "additionalProperties": false,
            "properties": { "title": { "type": "string", "maxLength": 200 }, "scope": permissions,
                "days": { "type": "number", "nullable": true, "minimum": 1, "maximum": 400 } } },
        "tokenMade": { "type": "object", "required": ["id", "token", "expires"],
            "properties": { "id": text, "token": { "type": "string", "description": "Shown this once" }, "expires": text } },
        "devices": { "type": "object", "required": ["devices"], "properties": { "devices": { "type": "array",
            "items": { "type": "object", "required": ["id", "title", "unit", "revoked"],
                "properties": { "id": text, "title": text, "unit": text, "revoked": yes } } } } },
        "deviceAsked": { "type": "object", "required": ["title", "unit"], "additionalProperties": false,
            "properties": { "title": { "type": "string", "maxLength": 200 }, "unit": { "type": "string", "maxLength": 64 } } },
        "deviceEnrolled": { "type": "object", "required": ["id", "token", "expires"],
            "properties": { "id": text, "token": { "type": "string", "description": "Shown this once" }, "expires": text } },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}

/// How a client shows who it is.
pub fn security_schemes() -> Value {
    json!({
        "token": { "type": "http", "scheme": "bearer", "description": "A token of an account or a device" },
        "basic": { "type": "http", "scheme": "basic", "description": "The account's name, and a token as password: for QGIS and GDAL" },
        "session": { "type": "apiKey", "in": "cookie", "name": crate::http::door::COOKIE,
            "description": "From POST /api/v1/sessions; writes need X-CSRF-Token too" },
    })
}
