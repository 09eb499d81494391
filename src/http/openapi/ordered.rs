//! Schemas of the OpenAPI document about tasks and works: how they stand, reports, visits, urgings, assignments.

use serde_json::{Map, Value, json};

use super::forms;
use crate::domain::draft::Kind;
use crate::domain::fulfilment::State;

/// A form without the record that the path names.
fn without(kind: Kind, named: &str) -> Value {
    let mut schema = forms::schema(kind);
    if let Some(properties) = schema["properties"].as_object_mut() {
        properties.remove(named);
    }
    if let Some(required) = schema["required"].as_array_mut() {
        required.retain(|name| name != named && name != "type");
    }
    schema
}

fn desk(required: &[&str], more: Value) -> Value {
    let name = json!({ "type": "string", "nullable": true, "maxLength": 200 });
    let mut properties = json!({
        "id": { "type": "string", "format": "uuid", "description": "Version 7, made by the sender; sent again, it is the same" },
        "type": { "type": "string" }, "form": { "type": "integer", "nullable": true, "minimum": 1, "maximum": 1 },
        "at": { "type": "string", "format": "date-time" },
        "target": { "type": "string", "format": "uuid", "description": "Record of the task, works or reporting duty" },
        "to": { "type": "string", "minLength": 1, "maxLength": 200 },
        "text": { "type": "string", "nullable": true, "maxLength": 10_000 },
        "deadline": name, "device": name, "unit": name, "person": name,
        "draft": { "type": "boolean", "nullable": true }, "corrects": { "type": "string", "nullable": true, "format": "uuid" },
        "label": { "type": "string", "nullable": true, "enum": ["internal", "restricted"] },
        "attachments": super::attachments::manifest() });
    if let (Some(all), Value::Object(more)) = (properties.as_object_mut(), more) {
        all.extend(more);
    }
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

pub fn schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let maybe = json!({ "type": "string", "nullable": true });
    let list = |item: Value| json!({ "type": "array", "items": item });
    let object = json!({ "type": "object" });
    let name = json!({ "type": "string", "nullable": true, "maxLength": 200 });
    let answers = json!({ "type": "object", "nullable": true, "required": ["state"],
        "description": "Who answers for it on the day: itself, a successor, or undetermined (chưa xác định)",
        "properties": { "state": { "type": "string", "enum": ["same", "successor", "undetermined"] }, "name": maybe,
            "since": { "type": "string", "format": "date" }, "state_words": text } });
    let reading = json!({ "type": "object", "required": ["kind", "meaning", "doubts", "waits_for"],
        "description": "What the words of the deadline were read as; what is doubtful or unread has no last day",
        "properties": { "kind": { "type": "string",
                "enum": ["dated", "continuing", "recurring", "relative", "dependent", "none", "unread"] },
            "meaning": text, "meaning_en": text, "last_day": maybe, "strength": maybe, "strength_words": maybe,
            "waits_for": list(text.clone()), "doubts": list(object.clone()), "every": text,
            "month": { "type": "integer" }, "day": { "type": "integer" }, "days": { "type": "integer" },
            "working_days": { "type": "boolean" }, "event": text, "year_from_document": { "type": "boolean" } } });
    let entry = json!({ "type": "object", "required": ["record", "kind", "title", "deadline_read", "state", "state_words", "passed"],
        "properties": { "record": text, "kind": { "type": "string", "enum": ["task", "works"] }, "href": text, "title": text,
            "works": maybe, "milestone": { "type": "integer", "nullable": true, "description": "Of works, counted from 1" },
            "document": maybe, "document_title": maybe, "province": maybe, "clause": maybe, "quote": maybe,
            "lead": list(text.clone()), "lead_now": list(object.clone()), "support": list(text.clone()), "topic": maybe,
            "place": object, "deadline": maybe, "deadline_read": { "$ref": "#/components/schemas/deadlineReading" },
            "state": { "type": "string", "enum": State::WORDS }, "state_words": text, "state_words_en": text,
            "last_day": maybe, "days_left": { "type": "integer", "nullable": true },
            "passed": { "type": "boolean", "description": "Its last day is over and nobody reported that it is done" },
            "in_time": { "type": "boolean", "nullable": true },
            "progress": { "type": "object", "nullable": true, "properties": { "state": maybe, "said": maybe, "as_of": text,
                "record": maybe } },
            "reports": list(object.clone()), "visits": list(object.clone()), "urgings": list(object.clone()),
            "assignments": list(object.clone()), "flags": list(object.clone()), "note": maybe } });
    let counts = json!({ "type": "object", "additionalProperties": { "type": "integer" }, "description": "How many are in which state" });
    let agency = json!({ "type": "object", "required": ["agency", "counts", "passed", "entries"],
        "properties": { "agency": { "type": "string", "nullable": true, "description": "As named; null where no lead is known" },
            "province": maybe, "answers_now": answers, "counts": counts, "passed": { "type": "integer" },
            "entries": list(json!({ "$ref": "#/components/schemas/orderedEntry" })) } });
    let schemas = json!({
        "deadlineReading": reading,
        "orderedEntry": entry,
        "orderedStanding": { "type": "object", "required": ["day", "matched", "counts", "passed", "agencies"],
            "properties": { "day": { "type": "string", "format": "date" }, "remind_days": { "type": "integer" },
                "matched": { "type": "integer", "description": "Each once, however many agencies lead it" },
                "counts": counts, "passed": { "type": "integer" }, "agencies": list(agency) } },
        "taskReport": without(Kind::TaskReport, "task"),
        "worksReport": without(Kind::WorksReport, "works"),
        "supervisionVisit": without(Kind::SupervisionVisit, "works"),
        "urging": desk(&["id", "at", "target", "to"], json!({ "number": name,
            "milestone": { "type": "integer", "nullable": true, "minimum": 1, "maximum": 200 },
            "period": { "type": "string", "nullable": true, "maxLength": 200,
                "description": "Of a reporting duty: 2026-11, 2026-Q4, 2026-H2 or 2026" } })),
        "assignment": desk(&["id", "at", "target", "to", "basis"], json!({
            "basis": { "type": "string", "minLength": 1, "maxLength": 10_000 },
            "support": { "type": "array", "nullable": true, "maxItems": 50, "items": { "type": "string", "maxLength": 200 } } })),
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
