//! Schemas of the OpenAPI document about what units set for themselves: rules of approval, limits, alerts.

use serde_json::{Map, Value, json};

use crate::domain::approval_rule::Passable;
use crate::domain::hazard::{HazardKind, Severity};
use crate::domain::incident::IncidentKind;
use crate::domain::inspection::Condition;
use crate::domain::patrol::PlanState;
use crate::domain::threshold::{Certainty, Measure, Watched};

pub fn schemas() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let id = json!({ "type": "string", "format": "uuid", "description": "Version 7, made by the sender; sent again, it is the same" });
    let time = |about: &str| json!({ "type": "string", "nullable": true, "format": "date-time", "description": about });
    let name = json!({ "type": "string", "nullable": true, "maxLength": 200 });
    let reason = json!({ "type": "string", "minLength": 1, "maxLength": 10_000 });
    let some = |all: &[&str], about: &str| json!({ "type": "array", "nullable": true, "description": about, "items": { "type": "string", "enum": all } });
    let passing = json!({ "type": "object", "required": ["kind"], "additionalProperties": false, "properties": {
        "kind": { "type": "string", "enum": Passable::WORDS, "description": "A patrol's tracks pass with it" },
        "min_severity": { "type": "string", "nullable": true, "enum": Severity::ALL.map(Severity::as_str),
            "description": "Of hazards and inspections: at least so severe" },
        "conditions": some(&Condition::ALL.map(Condition::as_str), "Of inspections"),
        "hazards": some(&HazardKind::ALL.map(HazardKind::as_str), "Of hazards"),
        "incidents": some(IncidentKind::WORDS, "Of incidents") } });
    let schemas = json!({
        "approvalRule": { "type": "object", "required": ["id", "passes", "reason"], "additionalProperties": false,
            "properties": { "id": id, "type": text, "form": { "type": "integer", "minimum": 1, "maximum": 1 },
                "device": name, "person": name,
                "unit": { "type": "string", "nullable": true, "maxLength": 200, "description": "The own one unless given" },
                "passes": { "type": "array", "minItems": 1, "maxItems": 50, "items": passing },
                "from": time("Covers what was observed from then on, also what came before the rule; from now unless given"),
                "until": time("Does not cover what was observed from then on"),
                "restricted": { "type": "boolean", "nullable": true, "description": "Restricted records pass, too; they do not unless given" },
                "reason": reason } },
        "ruleEnd": { "type": "object", "required": ["id", "reason"], "additionalProperties": false,
            "properties": { "id": id, "type": text, "form": { "type": "integer", "minimum": 1, "maximum": 1 },
                "device": name, "unit": name, "person": name,
                "until": time("Now unless given; never earlier"), "reason": reason } },
        "approvalRules": { "type": "object", "required": ["rules"], "properties": { "rules": { "type": "array",
            "items": { "type": "object", "required": ["id", "unit", "passes", "restricted", "from", "holds", "reason", "set_at"],
                "properties": { "id": text, "unit": { "type": "string", "nullable": true }, "passes": { "type": "array", "items": passing },
                    "restricted": { "type": "boolean" }, "from": text, "until": { "type": "string", "nullable": true },
                    "holds": { "type": "boolean" }, "reason": text, "set_by": { "type": "string", "nullable": true },
                    "set_at": text, "ended": { "type": "array", "items": { "type": "object" } } } } } } },
        "threshold": { "type": "object", "required": ["id", "watched", "limit", "reason"], "additionalProperties": false,
            "properties": { "id": id, "type": text, "form": { "type": "integer", "minimum": 1, "maximum": 1 },
                "device": name, "unit": name, "person": name,
                "hazard": { "type": "string", "nullable": true, "format": "uuid", "description": "One hazard; or `kind`" },
                "kind": { "type": "string", "nullable": true, "enum": HazardKind::ALL.map(HazardKind::as_str),
                    "description": "All hazards of this kind of the own units and those below" },
                "watched": { "type": "string", "enum": Watched::WORDS },
                "measure": { "type": "string", "nullable": true, "enum": Measure::WORDS,
                    "description": "A reading itself (unless given), or its change in 30 days" },
                "limit": { "type": "number", "minimum": 0, "description": "An upper limit; of distances a lower one. Of a rate: how much worse in 30 days" },
                "reason": reason } },
        "thresholdEnd": { "type": "object", "required": ["id", "reason"], "additionalProperties": false,
            "properties": { "id": id, "type": text, "form": { "type": "integer", "minimum": 1, "maximum": 1 },
                "device": name, "unit": name, "person": name, "reason": reason } },
        "thresholds": { "type": "object", "required": ["thresholds"], "properties": { "thresholds": { "type": "array",
            "items": { "type": "object", "required": ["id", "watched", "measure", "limit", "reason", "set_at"] } } } },
        "patrolPlans": { "type": "object", "required": ["day", "plans"], "properties": { "day": text, "plans": { "type": "array",
            "items": { "type": "object", "required": ["record", "starts_on", "due", "state", "carried_out_by"],
                "properties": { "record": text, "starts_on": text, "due": text,
                    "state": { "type": "string", "enum": PlanState::WORDS }, "late": { "type": "boolean" },
                    "carried_out_by": { "type": "array", "items": text } } } } } },
        "alerts": { "type": "object", "required": ["matched", "alerts"], "properties": {
            "matched": { "type": "integer" }, "alerts": { "type": "array",
            "items": { "type": "object", "required": ["hazard", "title", "state", "certainty", "observed_at", "threshold"],
                "properties": { "hazard": text, "title": text, "state": { "type": "string", "enum": ["now", "past"] },
                    "certainty": { "type": "string", "enum": Certainty::WORDS,
                        "description": "With the whole interval of uncertainty, or with part of it" },
                    "observed_at": text, "since": text, "threshold": { "type": "object" },
                    "first": { "type": "object" }, "latest": { "type": "object" }, "rate": { "type": "object" } } } } } },
    });
    match schemas {
        Value::Object(schemas) => schemas,
        _ => Map::new(),
    }
}
