//! Schemas of the OpenAPI document about inspection rules, what is due, campaigns, and checks of the standard map set.

use serde_json::{Map, Value, json};

use crate::domain::campaign::CampaignState;
use crate::domain::inspection::Mode;
use crate::domain::inspection_due::{InspectionState, Per};
use crate::domain::inspection_rule::InspectionSubject;
use crate::domain::map_check::{MapFinding, MapUse};
use crate::domain::object::ObjectKind;

fn name() -> Value {
    json!({ "type": "string", "nullable": true, "maxLength": 200 })
}

fn text(most: u32) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": most })
}

fn day(about: &str) -> Value {
    json!({ "type": "string", "format": "date", "description": about })
}

fn some_text() -> Value {
    json!({ "type": "string", "nullable": true })
}

fn texts(about: &str, most: u32) -> Value {
    json!({ "type": "array", "nullable": true, "maxItems": most, "description": about, "items": { "type": "string", "maxLength": 200 } })
}

const PLACES: &str = "Keys of markers and stretches of one line; the whole line unless given";
const TOLD: &str = "Units that are told of it, by key; all that one plans for unless given";

/// What is sent.
fn sent() -> Value {
    let id = json!({ "type": "string", "format": "uuid", "description": "Version 7, made by the sender; sent again, it is the same" });
    let head = json!({ "id": id, "type": { "type": "string" }, "form": { "type": "integer", "minimum": 1, "maximum": 1 },
        "device": name(), "person": name(),
        "unit": { "type": "string", "nullable": true, "maxLength": 200, "description": "The own one unless given" },
        "title": text(200), "line": name(), "places": texts(PLACES, 200), "told": texts(TOLD, 1_000),
        "mode": { "type": "string", "nullable": true, "enum": Mode::ALL.map(Mode::as_str) } });
    let with = |required: &[&str], more: Value| {
        let mut properties = head.clone();
        if let (Some(all), Value::Object(more)) = (properties.as_object_mut(), more) {
            all.extend(more);
        }
        json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
    };
    json!({
        "inspectionRule": with(&["id", "title", "subject", "every", "per", "from", "basis"], json!({
            "subject": { "type": "string", "enum": InspectionSubject::WORDS },
            "kinds": { "type": "array", "nullable": true, "description": "Of objects; of all kinds unless given",
                "items": { "type": "string", "enum": ObjectKind::WORDS } },
            "every": { "type": "integer", "minimum": 1, "maximum": 36_500 },
            "per": { "type": "string", "enum": Per::WORDS },
            "by": { "type": "string", "nullable": true, "maxLength": 200, "description": "Who inspects, in words" },
            "in_charge": { "type": "string", "nullable": true, "maxLength": 200, "description": "Whose duty it is: a unit" },
            "from": day("First day on which it holds"),
            "notice_days": { "type": "number", "nullable": true, "minimum": 0, "maximum": 3_650, "description": "14 unless given" },
            "basis": { "type": "object", "required": ["document", "quote"], "additionalProperties": false, "properties": {
                "document": text(200), "clause": name(), "quote": text(10_000),
                "rule": { "type": "string", "nullable": true, "format": "uuid",
                    "description": "A record of the layer rules that it carries out; its interval, mostly none, makes no number" } } } })),
        "campaignPlan": with(&["id", "title", "mode", "subjects", "from", "to", "source"], json!({
            "subjects": { "type": "array", "minItems": 1, "items": { "type": "string", "enum": ["markers", "line_course"] } },
            "from": day("First day"), "to": day("Last day"),
            "source": text(200), "clause": name(), "quote": { "type": "string", "nullable": true, "maxLength": 10_000 },
            "shares": { "type": "array", "nullable": true, "maxItems": 200, "description": "Who inspects which part",
                "items": { "type": "object", "required": ["unit", "places"], "additionalProperties": false,
                    "properties": { "unit": text(200), "places": texts("Keys of markers and stretches", 200) } } },
            "notes": { "type": "string", "nullable": true, "maxLength": 10_000 } })),
    })
}

pub fn schemas() -> Map<String, Value> {
    let plain = json!({ "type": "string" });
    let number = json!({ "type": "integer", "minimum": 0 });
    let list = |item: Value| json!({ "type": "array", "items": item });
    let object = json!({ "type": "object" });
    let tally = json!({ "type": "object", "required": ["done", "of", "percent"], "properties": { "done": number, "of": number,
        "percent": { "type": "integer", "nullable": true, "description": "Whole percent, rounded down; null where there is nothing" } } });
    let state = json!({ "type": "string", "enum": InspectionState::WORDS });
    let of_states: Map<String, Value> =
        InspectionState::WORDS.iter().map(|word| ((*word).to_owned(), number.clone())).collect();
    let counts = json!({ "type": "object", "required": InspectionState::WORDS, "properties": of_states });
    let due = json!({ "type": "object", "required": ["subject", "state", "due_on", "rule", "basis", "last_inspection", "href"],
        "properties": { "subject": { "type": "string", "enum": InspectionSubject::WORDS }, "marker": plain, "segment": plain,
            "object": plain, "href": plain, "state": state, "due_on": some_text(),
            "past_due": { "type": "boolean", "nullable": true, "description": "Also of what was never inspected" },
            "days_left": { "type": "integer", "nullable": true }, "rule": some_text(), "basis": some_text(),
            "unit": some_text(), "counted_inspection": some_text(),
            "last_inspection": { "type": "object", "nullable": true, "description": "In whatever mode" } } });
    let campaign = json!({ "type": "object",
        "required": ["id", "title", "mode", "subjects", "line", "from", "to", "source", "state", "progress", "shares", "by_unit"],
        "properties": { "id": plain, "href": plain, "title": plain, "mode": plain, "subjects": list(plain.clone()), "line": plain,
            "places": list(plain.clone()), "from": plain, "to": plain, "source": plain,
            "state": { "type": "string", "enum": CampaignState::WORDS },
            "progress": { "type": "object", "required": ["all", "markers", "segments"],
                "properties": { "all": tally, "markers": tally, "segments": tally } },
            "shares": list(object.clone()), "by_unit": list(object.clone()), "missing": object,
            "by_marker": list(object.clone()), "by_segment": list(object.clone()),
            "ended": { "type": "object", "nullable": true } } });
    let figure = json!({ "type": "object", "required": ["count", "href"], "properties": { "count": number, "href": plain,
        "result": { "type": "string", "enum": MapFinding::WORDS }, "used_for": { "type": "string", "enum": MapUse::WORDS } } });
    let rule = json!({ "type": "object",
        "required": ["id", "title", "subject", "line", "every", "per", "from", "basis", "holds", "set_at"],
        "properties": { "id": plain, "title": plain, "subject": plain, "every": number, "per": plain, "interval_vi": plain,
            "holds": { "type": "boolean" }, "basis": { "type": "object", "required": ["document", "quote"],
                "properties": { "document": plain, "clause": some_text(), "quote": plain,
                    "carries_out": { "type": "object", "nullable": true } } },
            "ended": { "type": "object", "nullable": true } } });
    let answered = json!({
        "inspectionRules": { "type": "object", "required": ["day", "rules"], "properties": { "day": plain, "rules": list(rule) } },
        "inspectionsDue": { "type": "object", "required": ["day", "counts", "numberMatched", "numberReturned", "due", "links"],
            "properties": { "day": plain, "numberMatched": number, "numberReturned": number, "due": list(due),
                "counts": { "type": "object", "required": ["all", "markers", "line_course", "objects"],
                    "properties": { "all": counts, "markers": counts, "line_course": counts, "objects": counts } },
                "links": list(object) } },
        "campaigns": { "type": "object", "required": ["day", "campaigns"],
            "properties": { "day": plain, "campaigns": list(json!({ "$ref": "#/components/schemas/campaign" })) } },
        "campaign": campaign,
        "mapCheckReport": { "type": "object", "required": ["period", "map_checks", "by_result", "by_use", "waiting"],
            "properties": { "period": { "type": "object" }, "map_checks": figure, "by_result": list(figure.clone()),
                "by_use": list(figure.clone()), "with_follow_up": number,
                "waiting": { "type": "integer", "nullable": true,
                    "description": "Submitted and not approved yet; null for whoever is not known" } } },
    });
    let all = [sent(), answered].into_iter().filter_map(|part| match part {
        Value::Object(part) => Some(part),
        _ => None,
    });
    all.flatten().collect()
}
