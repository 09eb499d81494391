//! Schemas of the OpenAPI document about attention levels.

use serde_json::{Map, Value, json};

use crate::domain::attention::{Class, InspectionState};

pub fn schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let name = json!({ "type": "string", "nullable": true, "maxLength": 200 });
    let needed = json!({ "type": "string", "minLength": 1, "maxLength": 200 });
    let class = json!({ "type": "string", "enum": Class::ALL.map(Class::as_str) });
    let term = json!({ "type": "object", "required": ["name", "points", "records"], "properties": { "name": text,
        "points": { "type": "number" }, "records": { "type": "array", "items": text },
        "reasons": { "type": "array", "items": { "type": "object" } } } });
    let named = json!({ "type": "object", "required": ["version", "digest", "approved", "standing"], "properties": {
        "version": text, "digest": { "type": "string", "description": "SHA-256 of data/attention.toml" },
        "approved": { "type": "boolean" }, "standing": text } });
    let schemas = json!({
        "attentionMethod": { "type": "object", "required": ["version", "digest", "approved", "standing", "terms", "sources", "weights"],
            "properties": { "version": text, "digest": text, "approved": { "type": "boolean" }, "standing": text, "issued": text,
                "decision": { "type": "object", "nullable": true }, "terms": { "type": "array", "items": { "type": "object" } },
                "sources": { "type": "array", "items": { "type": "object" } }, "weights": { "type": "object" } } },
        "methodDecision": { "type": "object", "required": ["id", "version", "digest", "decision", "decided_on", "decided_by", "reason"],
            "additionalProperties": false, "properties": {
                "id": { "type": "string", "format": "uuid", "description": "Version 7, made by the sender; sent again, it is the same" },
                "type": text, "form": { "type": "integer", "minimum": 1, "maximum": 1 }, "device": name, "unit": name, "person": name,
                "version": needed, "digest": { "type": "string", "description": "Of the file that this server carries" },
                "approved": { "type": "boolean", "nullable": true, "description": "True unless given; false takes an earlier decision back" },
                "decision": { "type": "string", "minLength": 1, "maxLength": 200, "description": "Number of the decision" },
                "decided_on": { "type": "string", "format": "date" }, "decided_by": needed,
                "reason": { "type": "string", "minLength": 1, "maxLength": 10_000 } } },
        "attentionTrend": { "type": "object", "required": ["segment", "label_level", "series"], "properties": { "segment": text,
            "label_level": { "type": "string", "enum": ["public", "internal", "restricted"] }, "method": named,
            "series": { "type": "array", "items": { "type": "object",
                "required": ["day", "seq", "score", "class", "inspection_state", "method_version", "terms"],
                "properties": { "day": text, "seq": { "type": "integer" }, "score": { "type": "number" }, "class": class,
                    "inspection_state": { "type": "string", "enum": InspectionState::ALL.map(InspectionState::as_str) },
                    "method_version": text, "method_digest": text, "terms": { "type": "array", "items": term } } } } } },
        "whatIf": { "type": "object", "additionalProperties": false, "properties": {
            "segments": { "type": "array", "maxItems": 1000, "items": text,
                "description": "Keys of the stretches to work out; all registered segments unless given" },
            "weights": { "type": "object", "description": "Weights to change, under the names that the method has" },
            "hazard": { "type": "object", "required": ["kind", "severity"], "additionalProperties": false, "properties": {
                "kind": { "type": "string", "enum": ["landslide", "landslide_risk", "crack", "bank_erosion"] },
                "severity": { "type": "string", "enum": ["unknown", "low", "moderate", "high", "critical"] },
                "title": name, "marker": name, "near_marker": name, "segment": name,
                "distance_to_line_m": { "type": "number", "nullable": true, "minimum": 0, "maximum": 100_000 },
                "per_month_mm": { "type": "number", "nullable": true, "minimum": 0, "maximum": 1_000_000,
                    "description": "How fast it would grow, for sure" } } } } },
        "whatIfAnswer": { "type": "object", "required": ["day", "method", "changed", "segments"], "properties": { "day": text,
            "method": named, "changed": { "type": "integer" },
            "hazard_on": { "type": "array", "items": text, "description": "With a hazard: on which of the segments that were asked for it lies" },
            "segments": { "type": "array", "items": { "type": "object",
                "required": ["segment", "now", "then"], "properties": { "segment": text, "now": { "type": "object" },
                    "then": { "type": "object" } } } } } },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
