//! Schemas of parts of reports.

use serde_json::{Map, Value, json};

use crate::domain::report_part::PartScope;

pub fn schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let some = json!({ "type": "string", "nullable": true });
    let name = json!({ "type": "string", "nullable": true, "maxLength": 200 });
    let id = json!({ "type": "string", "format": "uuid", "description": "Version 7, made by the sender; sent again, it is the same" });
    let number = json!({ "type": "integer", "minimum": 0 });
    let day = |about: &str| json!({ "type": "string", "nullable": true, "format": "date", "description": about });
    let letter = json!({ "type": "object", "nullable": true, "required": ["number", "on"],
        "properties": { "number": text, "on": { "type": "string", "format": "date" } } });
    let scope = json!({ "type": "string", "enum": PartScope::WORDS, "description": "A report of its own, or one item of the agency's general report" });
    let part = json!({ "type": "object", "required": ["id", "duty", "period", "scope", "sections"], "additionalProperties": false,
        "properties": { "id": id, "type": text, "form": { "type": "integer", "minimum": 1, "maximum": 1 },
            "device": name, "unit": name, "person": name,
            "duty": { "type": "string", "format": "uuid", "description": "The record of the reporting duty" },
            "period": { "type": "string", "description": "2026-11, 2026-Q4, 2026-H2 or 2026" },
            "agency": { "type": "string", "nullable": true, "maxLength": 200,
                "description": "The own unit unless given; another one only where it has no account, by whoever urges, with its letter" },
            "scope": scope, "letter_number": name, "letter_date": day("Goes with the number"),
            "sections": { "type": "array", "minItems": 1, "maxItems": 30, "items": { "type": "object",
                "required": ["section", "text"], "additionalProperties": false,
                "properties": { "section": { "type": "string", "pattern": "^[a-z0-9_]{1,40}$" },
                    "text": { "type": "string", "minLength": 1, "maxLength": 20_000 } } } },
            "label": { "type": "string", "nullable": true, "enum": ["internal", "restricted"] },
            "draft": { "type": "boolean", "nullable": true },
            "corrects": { "type": "string", "nullable": true, "format": "uuid", "description": "The part that this one takes the place of" },
            "attachments": { "type": "array", "nullable": true, "items": { "type": "object" } } } });
    let row = json!({ "type": "object", "required": ["agency", "state", "parts", "urged", "asked_for"], "properties": {
        "agency": text,
        "by_collective": { "type": "string", "nullable": true, "description": "The duty's own words, where they name many agencies at once" },
        "dissolved": { "type": "string", "nullable": true, "description": "As the duty names it; the same as `agency` where nobody is known to have taken over" },
        "asked_for": { "type": "boolean", "description": "False for whoever sends without being on the list" },
        "state": { "type": "string", "enum": ["sent", "waiting", "returned", "draft", "not_sent"],
            "description": "Only the agency's own people see more than sent and not sent" },
        "past_deadline": { "type": "boolean", "nullable": true, "description": "Null where the duty says no day" },
        "sent_at": some,
        "parts": { "type": "array", "items": { "type": "object", "required": ["record", "scope", "review_state"],
            "properties": { "record": text, "href": text, "scope": scope, "letter": letter, "review_state": text,
                "sections": { "type": "array", "items": text }, "sent_at": some, "sent_by": some,
                "on_behalf": { "type": "boolean" }, "replaces": some, "attachments": number } } },
        "urged": { "type": "array", "items": { "type": "object" } } } });
    let duty = json!({ "type": "object", "required": ["duty", "title", "to", "counts", "agencies"], "properties": {
        "duty": text, "key": text, "title": text, "to": text, "document": text, "clause": text,
        "deadline": { "type": "string", "nullable": true, "description": "In the document's words" },
        "deadline_day": day("Only where the duty says a day"),
        "owed_by_itself": { "type": "boolean", "description": "False for what is reported once, or when somebody asks" },
        "counts": { "type": "object", "properties": { "agencies": number, "sent": number, "waiting": number, "not_sent": number, "urged": number } },
        "agencies": { "type": "array", "items": row }, "merged": text } });
    let schemas = json!({
        "reportPart": part,
        "reportIntake": { "type": "object", "required": ["period", "day", "duties"], "properties": {
            "period": { "type": "object" }, "day": text, "duties": { "type": "array", "items": duty } } },
        "mergedReport": { "type": "object", "required": ["period", "duty", "sections"], "properties": {
            "period": text, "duty": text, "sections": { "type": "array", "items": { "type": "object",
                "required": ["section", "text", "paragraphs"], "properties": { "section": text, "text": text,
                    "paragraphs": { "type": "array", "items": { "type": "object", "required": ["text", "agency", "record"],
                        "properties": { "text": text, "agency": text, "letter": letter, "record": text } } } } } } } },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
