//! Schemas of the OpenAPI document about reports.

use serde_json::{Map, Value, json};

use crate::domain::access::Label;
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
    let mut all = Map::from_iter([("inspectionReport".to_owned(), report)]);
    all.extend(of_units());
    all
}

/// Schemas of reports of units: kinds, content, words, issue.
fn of_units() -> Map<String, Value> {
    let text = json!({ "type": "string" });
    let maybe = |about: &str| json!({ "type": "string", "nullable": true, "description": about });
    let level = json!({ "type": "string", "enum": Label::ALL.map(Label::as_str),
        "description": "Records up to this label are counted" });
    let cut_off = json!({ "type": "string", "example": "412@2026-11-14",
        "description": "A number of the log and a day; with the same cut-off the report says the same" });
    let list = |row: Value| json!({ "type": "array", "items": row });
    let recipients = json!({ "type": "object", "required": ["to", "copies", "source"], "properties": { "to": list(text.clone()),
        "copies": list(text.clone()), "deadline": maybe("In the words of the document, where one sets a day"),
        "source": { "type": "object" }, "flag": maybe("What whoever sends it must look at") } });
    let kind = json!({ "type": "object", "required": ["key", "title", "periods", "recipients"],
        "properties": { "key": text, "title": text, "periods": list(text.clone()), "recipients": recipients } });
    let issued = json!({ "type": "object", "nullable": true, "required": ["id", "kind", "period", "cutoff", "content", "issued_at", "href"],
        "properties": { "id": text, "kind": text, "period": text, "unit": maybe("None where all that is seen was reported"),
            "level": level, "cutoff": cut_off, "epoch": text, "content": { "type": "string", "description": "SHA-256 of the content" },
            "number": maybe("Of the letter"), "issued_at": text, "issued_by": maybe("Account"), "href": text } });
    let one = figure(
        &["key", "title", "of_period", "depth"],
        json!({ "key": text, "title": text,
        "amount": { "type": "object", "nullable": true },
        "of_period": { "type": "boolean", "description": "What happened in the period; the others count what stands at its end" },
        "depth": { "type": "integer", "description": "1: part of the figure before it" } }),
    );
    let table = json!({ "type": "object", "required": ["key", "title", "columns", "rows"], "properties": { "key": text, "title": text,
        "columns": list(text.clone()), "rows": list(json!({ "type": "object", "required": ["cells"],
            "properties": { "cells": list(text.clone()), "href": maybe("The record") } })) } });
    let narrative = json!({ "type": "object", "nullable": true, "required": ["id", "text", "at"],
        "properties": { "id": { "type": "string", "nullable": true,
            "description": "What `If-Match` names; null of what agencies sent, as long as nobody wrote over it" },
            "text": text, "by": maybe("Account"), "at": { "type": "string", "nullable": true } } });
    let part = json!({ "type": "object", "required": ["text", "agency", "letter", "record"], "properties": { "text": text,
        "agency": text, "letter": { "type": "object", "nullable": true, "properties": { "number": text, "on": text } }, "record": text } });
    let section = json!({ "type": "object", "required": ["key", "title", "figures", "tables"], "properties": { "key": text, "title": text,
        "figures": list(one), "tables": list(table), "notes": list(text.clone()), "narrative": narrative, "parts": list(part),
        "waiting": { "type": "integer", "nullable": true, "description": "Submitted and not approved: counted nowhere else" } } });
    let correction = json!({ "type": "object", "required": ["period", "section", "change", "about", "href"], "properties": {
        "period": text, "section": text, "change": { "type": "string", "enum": ["added", "removed"] }, "about": text, "href": text } });
    let name = json!({ "type": "string", "nullable": true, "maxLength": 200 });
    let receipt = json!({ "type": "object", "required": ["id", "outcome", "seq"] });
    let all = json!({
        "reports": { "type": "object", "required": ["version", "kinds", "windows", "sections", "issued"], "properties": { "version": text,
            "kinds": list(kind), "windows": { "type": "object" }, "sending": text, "sections": list(json!({ "type": "object" })),
            "issued": list(issued.clone()) } },
        "report": { "type": "object",
            "required": ["kind", "title", "period", "level", "cutoff", "epoch", "content", "recipients", "sections", "corrections"],
            "properties": { "kind": text, "title": text, "period": { "type": "object" }, "unit": maybe("Key"), "unit_title": maybe("Its name"),
                "units": list(text.clone()), "level": level, "cutoff": cut_off, "epoch": text, "content": text, "issued": issued,
                "recipients": recipients, "sections": list(section), "corrections": list(correction) } },
        "reportIssue": { "type": "object", "required": ["cutoff"], "additionalProperties": false, "properties": { "unit": name, "level": level, "cutoff": cut_off,
            "number": name, "place": name, "position": name, "signer": name } },
        "reportIssued": { "type": "object", "required": ["id", "cutoff", "level", "content", "href", "receipt"], "properties": { "id": text,
            "unit": maybe("Key"), "cutoff": cut_off, "level": level, "content": text, "href": text, "epoch": text, "receipt": receipt } },
        "narrative": { "type": "object", "required": ["text"], "additionalProperties": false, "properties": {
            "text": { "type": "string", "minLength": 1, "maxLength": 20_000 }, "unit": name, "level": level } },
        "sendingDeadline": { "type": "object", "required": ["id", "kind", "period", "letter_number", "letter_date", "issued_by"],
            "additionalProperties": false, "properties": {
            "id": { "type": "string", "format": "uuid", "description": "Version 7, made by the sender; sent again, it is the same" },
            "type": name, "form": { "type": "integer", "minimum": 1, "maximum": 1 }, "device": name, "person": name,
            "unit": { "type": "string", "nullable": true, "maxLength": 200, "description": "It and those below it are bound; everybody unless given" },
            "kind": { "type": "string", "minLength": 1, "maxLength": 200, "description": "Kind of report" },
            "period": { "type": "string", "enum": ["month", "quarter", "half_year", "year"] },
            "day": { "type": "integer", "minimum": 1, "maximum": 31, "nullable": true,
                "description": "Last day, in a shorter month its last; left out it takes back what was set before" },
            "months_after": { "type": "integer", "minimum": 1, "maximum": 6, "nullable": true,
                "description": "Months after the one in which the period ends; in that month unless given" },
            "letter_number": { "type": "string", "minLength": 1, "maxLength": 200 }, "letter_date": { "type": "string", "format": "date" },
            "issued_by": { "type": "string", "minLength": 1, "maxLength": 200 } } },
        "narrativeWritten": { "type": "object", "required": ["id", "section", "level", "receipt"], "properties": { "id": text,
            "unit": maybe("Key"), "level": level, "section": text, "epoch": text, "receipt": receipt } },
    });
    match all {
        Value::Object(all) => all,
        _ => Map::new(),
    }
}
