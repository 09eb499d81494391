//! The forms of the field record as JSON Schema: what a record of each type may say.
//!
//! The same table makes the OpenAPI document and what `GET /api/v1/forms/{type}` serves, so that an app can draw a form from it.

use serde_json::{Map, Value, json};

use super::attachments;
use crate::domain::damage_report::Ruling;
use crate::domain::draft::Kind;
use crate::domain::fulfilment::Reported;
use crate::domain::hazard::{HazardKind, HazardObject, Severity};
use crate::domain::incident::{IncidentKind, Progress};
use crate::domain::inspection::{Condition, Mode, Part, PartState};
use crate::domain::map_check::{MapFinding, MapUse};
use crate::domain::measurement::Method;
use crate::domain::meeting::MeetingKind;
use crate::domain::notice::{Direction, NoticeKind};
use crate::domain::object::ObjectKind;
use crate::domain::patrol::Force;
use crate::domain::progress::WorksFact;
use crate::domain::statement::Decision;
use crate::domain::warning::WarningKind;

/// The fields of a type, and which of them must be there.
struct Form {
    required: &'static [&'static str],
    fields: Value,
}

fn text(most: u32) -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": most })
}

fn optional(most: u32) -> Value {
    json!({ "type": "string", "nullable": true, "maxLength": most })
}

fn words(all: &[&str]) -> Value {
    json!({ "type": "string", "enum": all })
}

fn some_words(all: &[&str]) -> Value {
    json!({ "type": "string", "nullable": true, "enum": all })
}

fn number(least: f64, most: f64) -> Value {
    json!({ "type": "number", "nullable": true, "minimum": least, "maximum": most })
}

fn texts(most: u32) -> Value {
    json!({ "type": "array", "nullable": true, "maxItems": 200, "items": { "type": "string", "maxLength": most } })
}

fn id() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

fn time() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

/// How many of each force.
fn participants(forces: &[&str]) -> Value {
    let people = json!({ "type": "integer", "minimum": 1, "maximum": 10_000 });
    json!({ "type": "array", "nullable": true, "maxItems": 20, "items": { "type": "object", "additionalProperties": false,
        "required": ["force", "people"], "properties": { "force": words(forces), "people": people } } })
}

fn place() -> Map<String, Value> {
    fields(json!({ "lon": number(-180.0, 180.0), "lat": number(-90.0, 90.0), "accuracy_m": number(0.0, 100_000.0) }))
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn with_place(value: Value) -> Value {
    let mut all = fields(value);
    all.extend(place());
    all.into()
}

/// How each of these parts is.
pub(super) fn parts(names: &[&str]) -> Value {
    let state = words(PartState::WORDS);
    let all: Map<String, Value> = names.iter().map(|part| ((*part).to_owned(), state.clone())).collect();
    json!({ "type": "object", "nullable": true, "additionalProperties": false, "properties": all })
}

/// A thing to look after.
fn object() -> Value {
    let name = || optional(200);
    with_place(json!({ "kind": words(ObjectKind::WORDS), "name": text(200), "code": name(), "looked_after_by": name(),
        "observed_at": { "type": "string", "nullable": true, "format": "date-time" }, "notes": optional(10_000),
        "marker": name(), "near_marker": name(), "segment": name(),
        "toward": { "type": "string", "nullable": true, "maxLength": 200,
            "description": "With marker and offset_m: so many metres along the line from the marker toward this one" },
        "offset_m": number(0.0, 1e7) }))
}

/// What a report on a task or on works says.
fn told(more: Value) -> Value {
    let mut all = fields(json!({ "state": words(Reported::WORDS),
        "progress": { "type": "string", "nullable": true, "maxLength": 200, "description": "In the words of the report, such as \"trên 80%\"" },
        "as_of": day(), "done_on": { "type": "string", "nullable": true, "format": "date" },
        "event_on": { "type": "string", "nullable": true, "format": "date", "description": "Day of the event that a deadline counts from" }, "reported_by": optional(200),
        "number": optional(200), "evidence": optional(10_000) }));
    all.extend(fields(more));
    all.into()
}

#[expect(clippy::too_many_lines, reason = "a table: one row a kind")]
fn form_of(kind: Kind) -> Form {
    let notes = optional(10_000);
    let name = || optional(200);
    let flag = json!({ "type": "boolean", "nullable": true });
    let conditions = Condition::ALL.map(Condition::as_str);
    let modes = Mode::ALL.map(Mode::as_str);
    let severities = Severity::ALL.map(Severity::as_str);
    let forces = Force::ALL.map(Force::as_str);
    let (required, fields): (&'static [&'static str], Value) = match kind {
        Kind::Inspection => (
            &["observed_at", "mode", "condition"],
            with_place(json!({ "marker": name(), "segment": name(),
                "object": { "type": "string", "nullable": true, "format": "uuid",
                    "description": "Record of another object; one of marker, segment and object must be there" },
                "object_cracked": flag, "observed_at": time(), "mode": words(&modes),
                "condition": words(&conditions), "severity": some_words(&severities), "ground_cracked": flag,
                "marker_cracked": flag, "parts": parts(Part::WORDS), "notes": notes })),
        ),
        Kind::Object => (&["kind", "name"], object()),
        Kind::Hazard => (
            &["kind", "severity", "observed_at"],
            with_place(
                json!({ "kind": words(&HazardKind::ALL.map(HazardKind::as_str)), "severity": words(&severities),
                "object": some_words(&HazardObject::ALL.map(HazardObject::as_str)), "observed_at": time(), "title": name(),
                "notes": notes, "marker": name(), "near_marker": name(), "segment": name() }),
            ),
        ),
        Kind::Reading => (
            &["hazard", "observed_at", "method"],
            json!({ "hazard": id(), "observed_at": time(), "method": words(Method::WORDS), "width_mm": number(0.0, 1e6),
                "uncertainty_mm": number(0.0, 1e6), "volume_m3": number(0.0, 1e9), "distance_to_line_m": number(0.0, 1e5),
                "distance_to_marker_m": number(0.0, 1e5), "notes": notes }),
        ),
        Kind::Patrol => (
            &["mode", "force", "started_at"],
            json!({ "mode": words(&modes), "force": words(&forces),
                "with": { "type": "array", "nullable": true, "items": words(&forces) }, "started_at": time(),
                "ended_at": { "type": "string", "nullable": true, "format": "date-time" },
                "members": { "type": "integer", "nullable": true, "minimum": 1, "maximum": 10_000 }, "segment": name(),
                "participants": participants(&forces), "other_side": name(),
                "plan": { "type": "string", "nullable": true, "format": "uuid" }, "notes": notes }),
        ),
        Kind::PatrolPlan => (
            &["mode", "force", "starts_on", "due"],
            json!({ "mode": words(&modes), "force": words(&forces), "starts_on": day(), "due": day(),
                "participants": participants(&forces), "other_side": name(), "marker": name(), "segment": name(),
                "notes": notes }),
        ),
        Kind::Warning => (
            &["kind", "level", "valid_from", "valid_to", "issuer", "number"],
            json!({ "kind": words(WarningKind::WORDS), "level": { "type": "integer", "minimum": 1, "maximum": 5 },
                "valid_from": time(), "valid_to": time(), "issuer": text(200), "number": text(200),
                "provinces": { "type": "array", "nullable": true, "maxItems": 200, "items": text(200) },
                "communes": { "type": "array", "nullable": true, "maxItems": 200, "items": text(200) },
                "marker": name(), "near_marker": name(), "segment": name(), "notes": notes }),
        ),
        Kind::Incident => (
            &["kind", "title", "observed_at"],
            with_place(
                json!({ "kind": words(IncidentKind::WORDS), "kind_named": name(), "title": text(200), "observed_at": time(),
                "notes": notes, "marker": name(), "near_marker": name(), "segment": name(), "area": name() }),
            ),
        ),
        Kind::DamageReport => (
            &["finding", "reported_at", "addressee", "remedy"],
            json!({ "finding": id(), "reported_at": time(), "number": name(), "addressee": text(200),
                "remedy": text(10_000), "deadline": name(), "notes": notes }),
        ),
        Kind::Answer => (
            &["report", "answered_at", "ruling", "authority"],
            json!({ "report": id(), "answered_at": time(), "ruling": words(Ruling::WORDS), "authority": text(200),
                "number": name(), "text": notes, "leads_to": { "type": "string", "nullable": true, "format": "uuid" } }),
        ),
        Kind::Notice => (
            &["at", "direction", "kind", "other", "subject"],
            json!({ "at": time(), "direction": words(Direction::WORDS), "kind": words(NoticeKind::WORDS), "other": text(200),
                "subject": text(200), "text": notes }),
        ),
        Kind::Forward => (
            &["at", "notice", "to", "subject"],
            json!({ "at": time(), "notice": id(), "to": text(200), "subject": text(200), "text": notes }),
        ),
        Kind::Acknowledgement => (&["at", "forward"], json!({ "at": time(), "forward": id(), "notes": notes })),
        Kind::Meeting => (
            &["held_at", "kind", "title", "other"],
            json!({ "held_at": time(), "kind": words(MeetingKind::WORDS), "title": text(200), "other": text(200),
                "place": name(), "our_delegates": texts(200), "their_delegates": texts(200), "agreed": texts(10_000),
                "notes": notes, "marker": name(), "near_marker": name(), "segment": name() }),
        ),
        Kind::Counterpart => (
            &["inspection", "observed_at", "other", "condition"],
            json!({ "inspection": id(), "observed_at": time(), "other": text(200), "condition": words(&conditions),
                "notes": notes, "our_signatories": texts(200), "their_signatories": texts(200), "minutes": name(),
                "meeting": id(), "severity": some_words(&severities), "ground_cracked": flag, "marker_cracked": flag,
                "parts": parts(&Part::OF_A_MARKER.map(Part::as_str)) }),
        ),
        Kind::Task => (
            &["at", "meeting", "point", "title", "lead", "deadline"],
            json!({ "at": time(), "meeting": id(), "point": { "type": "integer", "minimum": 1, "maximum": 200,
                "description": "Which of the agreed points, counted from 1" },
                "title": text(10_000), "lead": texts(200), "support": texts(200), "deadline": text(200), "notes": notes,
                "marker": name(), "near_marker": name(), "segment": name() }),
        ),
        Kind::TaskReport => (&["task", "state", "as_of"], told(json!({ "task": id(), "notes": notes }))),
        Kind::WorksReport => (
            &["works", "state", "as_of"],
            told(
                json!({ "works": id(), "milestone": { "type": "integer", "nullable": true, "minimum": 1, "maximum": 200,
                "description": "Which of its milestones, counted from 1" }, "fact": some_words(WorksFact::WORDS), "agency": name(),
                "meeting": { "type": "string", "nullable": true, "format": "uuid" }, "marker": name(), "near_marker": name(),
                "segment": name(), "notes": notes }),
            ),
        ),
        Kind::SupervisionVisit => (
            &["works", "visited_at", "mode", "findings"],
            json!({ "works": id(), "visited_at": time(), "mode": words(&modes), "with": texts(200), "other_side": name(),
                "findings": text(10_000), "demands": notes, "marker": name(), "near_marker": name(), "segment": name(),
                "notes": notes }),
        ),
        Kind::MapCheck => (
            &["checked_at", "checked", "used_for", "title", "sheet", "result", "finding"],
            json!({ "checked_at": time(), "checked": text(200), "used_for": words(MapUse::WORDS), "title": text(200),
                "works": { "type": "string", "nullable": true, "format": "uuid" }, "sheet": text(200),
                "result": words(MapFinding::WORDS), "finding": text(10_000), "follow_up": notes,
                "deadline": { "type": "string", "nullable": true, "maxLength": 200,
                    "description": "In words; only with follow_up" },
                "notes": optional(10_000), "marker": name(), "near_marker": name(), "segment": name(), "area": name() }),
        ),
        Kind::Review => (
            &["target", "decision"],
            json!({ "target": id(), "decision": words(&Decision::ALL.map(Decision::as_str)), "content": name(), "remark": notes }),
        ),
        Kind::Tombstone => (&["target", "reason"], json!({ "target": id(), "reason": text(10_000) })),
        Kind::Relabel => (
            &["target", "label", "reason"],
            json!({ "target": id(), "label": words(&["public", "internal", "restricted"]), "reason": text(10_000) }),
        ),
        Kind::ProgressStep => (
            &["target", "to", "reason"],
            json!({ "target": id(), "to": words(Progress::WORDS), "reason": text(10_000), "assignee": name(),
                "duplicate_of": { "type": "string", "nullable": true, "format": "uuid" } }),
        ),
    };
    Form { required, fields }
}

const fn is_statement(kind: Kind) -> bool {
    matches!(kind, Kind::Review | Kind::Tombstone | Kind::Relabel | Kind::ProgressStep)
}

/// The schema of one form, as JSON Schema (the dialect of OpenAPI 3.0).
pub fn schema(kind: Kind) -> Value {
    let Form { required, fields: own } = form_of(kind);
    let mut properties = fields(own);
    let newest = kind.newest_form();
    properties.extend(fields(json!({
        "type": words(&[kind.as_str()]),
        "id": { "type": "string", "format": "uuid", "description": "Version 7, made by the device; sent again, it is the same record" },
        "form": { "type": "integer", "nullable": true, "minimum": 1, "maximum": newest },
        "device": optional(200), "unit": optional(200), "person": optional(200),
    })));
    if is_statement(kind) {
        properties.insert("decided_at".into(), json!({ "type": "string", "nullable": true, "format": "date-time" }));
    } else {
        properties.extend(fields(json!({
            "draft": { "type": "boolean", "nullable": true, "description": "Not for its commander yet" },
            "label": some_words(&["internal", "restricted"]),
            "corrects": { "type": "string", "nullable": true, "format": "uuid" },
            "attachments": attachments::manifest(),
        })));
    }
    let required: Vec<&str> = ["type", "id"].into_iter().chain(required.iter().copied()).collect();
    json!({ "title": kind.as_str(), "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

/// All forms, by the names that the OpenAPI document gives them.
pub fn schemas() -> Map<String, Value> {
    Kind::ALL.iter().map(|kind| (format!("form_{}", kind.as_str()), schema(*kind))).collect()
}
