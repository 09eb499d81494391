//! Schemas of the OpenAPI document about imports.

use serde_json::{Map, Value, json};

use crate::actions::import::jobs::JobState;

pub fn schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let maybe = json!({ "type": "string", "nullable": true });
    let (whole, number) = (json!({ "type": "integer" }), json!({ "type": "number", "nullable": true }));
    let states = JobState::ALL.map(JobState::as_str);
    let count = json!({ "type": "object", "properties":
        { "rows": whole, "add": whole, "change": whole, "unchanged": whole, "refuse": whole } });
    let pair = json!({ "type": "array", "nullable": true, "items": { "type": "number" } });
    let schemas = json!({
        "file": { "type": "string", "format": "binary",
            "description": "CSV, GeoJSON, GPX, KML, KMZ, a zipped Shapefile or a GeoPackage" },
        "eventStream": { "type": "string", "description": "text/event-stream: `progress` with rows and total, then `end` with state" },
        "importStarted": { "type": "object", "required": ["job", "href", "events"],
            "properties": { "job": text, "href": text, "events": text } },
        "importJob": { "type": "object", "required": ["job", "state", "progress", "count", "rows", "applied", "refused"],
            "properties": { "job": text, "state": { "type": "string", "enum": states }, "layer": text, "file_name": text,
                "apply": { "type": "boolean" }, "started_at": text, "href": text, "events": text, "import_href": maybe,
                "progress": { "type": "object", "required": ["rows", "total"],
                    "properties": { "rows": whole, "total": { "type": "integer", "nullable": true } } },
                "failed": maybe, "refused": maybe, "format": text, "sha256": text,
                "notes": { "type": "array", "items": text }, "count": count, "moved_markers": whole,
                "surveyed_markers": whole, "applied": { "type": "boolean" }, "import": maybe,
                "seq": { "type": "integer", "nullable": true }, "relocated_records": whole, "farthest_m": number,
                "rows": { "type": "array", "items": { "$ref": "#/components/schemas/importRow" },
                    "description": "The first 1,000 that are not unchanged" },
                "rows_left_out": whole } },
        "importRow": { "type": "object", "required": ["row", "action", "reasons"],
            "properties": { "row": whole, "line": { "type": "integer", "nullable": true },
                "action": { "type": "string", "enum": ["add", "change", "unchanged", "refuse"] },
                "reasons": { "type": "array", "items": text }, "lon": number, "lat": number, "name": maybe,
                "moved_m": number } },
        "imports": { "type": "object", "required": ["imports", "numberMatched", "numberReturned"],
            "properties": { "imports": { "type": "array", "items": { "$ref": "#/components/schemas/import" } },
                "numberMatched": whole, "numberReturned": whole } },
        "import": { "type": "object", "required": ["import", "state", "layer", "file_name", "sha256", "count"],
            "properties": { "import": text, "state": { "type": "string", "enum": ["applied", "undone"] }, "layer": text,
                "file_name": text, "sha256": text, "format": text, "crs": text, "count": count, "begun_at": text,
                "undone_at": maybe, "reason": maybe, "href": text, "moves": text } },
        "importMoves": { "type": "object", "required": ["import", "moves"],
            "properties": { "import": text, "moves": { "type": "array", "items": { "type": "object",
                "required": ["record", "type", "line", "metres"],
                "properties": { "record": text, "type": text, "key": maybe, "line": text, "from_version": text,
                    "to_version": text, "from_method": maybe, "to_method": maybe, "from": pair, "to": pair,
                    "metres": number } } } } },
        "importUndo": { "type": "object", "additionalProperties": false,
            "properties": { "reason": { "type": "string", "nullable": true, "maxLength": 2000 } } },
        "importUndone": { "type": "object", "required": ["import", "state", "seq", "epoch"],
            "properties": { "import": text, "state": text, "seq": whole, "epoch": text, "href": text } },
        "lineVersions": { "type": "object", "required": ["line", "versions"],
            "properties": { "line": text, "versions": { "type": "array", "items": { "type": "object",
                "required": ["version", "status", "seq", "current"],
                "properties": { "version": text, "status": { "type": "string", "enum": ["official", "sketch"] },
                    "seq": whole, "current": { "type": "boolean" } } } } } },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
