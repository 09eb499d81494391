//! Schemas of the OpenAPI document about reports.

use serde_json::{Map, Value, json};

use crate::domain::inspection::{Condition, Mode};
use crate::domain::object::Subject;

/// A number with the address of its records, and whatever else stands in its row.
fn figure(required: &[&str], more: Value) -> Value {
    let mut properties = json!({ "count": { "type": "integer", "minimum": 0 },
        "href": { "type": "string", "description": "The records that it counts: `numberMatched` there is this number" } });
    if let (Some(all), Value::Object(more)) = (properties.as_object_mut(), more) {
        all.extend(more);
    }
    let required: Vec<&str> = ["count", "href"].iter().chain(required).copied().collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

pub fn schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let mode = json!({ "type": "string", "enum": Mode::ALL.map(Mode::as_str) });
    let condition = json!({ "type": "string", "enum": Condition::ALL.map(Condition::as_str) });
    let list = |row: Value| json!({ "type": "array", "items": row });
    let by_mode = list(figure(&["mode"], json!({ "mode": mode })));
    let by_condition = list(figure(&["condition"], json!({ "condition": condition })));
    let subject = figure(
        &["subject", "title", "by_mode", "by_condition"],
        json!({ "subject": { "type": "string", "enum": Subject::WORDS }, "title": text, "by_mode": by_mode,
            "by_condition": by_condition }),
    );
    let period = json!({ "type": "object", "required": ["name", "length", "from", "to", "starts_at", "ends_at"],
        "properties": { "name": text, "title": text,
            "length": { "type": "string", "enum": ["month", "quarter", "half_year", "year"] },
            "from": { "type": "string", "format": "date", "description": "First day, in Vietnam" },
            "to": { "type": "string", "format": "date", "description": "Last day, in Vietnam" },
            "starts_at": { "type": "string", "format": "date-time" }, "ends_at": { "type": "string", "format": "date-time" },
            "time_zone": text, "rule": text } });
    let report = json!({ "type": "object",
        "required": ["period", "inspections", "by_subject", "by_mode", "by_condition", "waiting", "doubtful_times"],
        "properties": { "period": period, "inspections": figure(&[], json!({})), "by_subject": list(subject),
            "by_mode": by_mode, "by_condition": by_condition,
            "waiting": { "type": "integer", "nullable": true,
                "description": "Submitted and not approved yet; null for whoever is not known" },
            "doubtful_times": { "type": "integer", "description": "Approved, but ahead of their receipt: not counted" },
            "seq": { "type": "integer" } } });
    Map::from_iter([("inspectionReport".to_owned(), report)])
}
