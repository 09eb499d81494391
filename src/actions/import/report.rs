//! What is told of an import, the same at the terminal and over HTTP.

use serde_json::{Map, Value, json};

use super::options::{Outcome, RowReport};
use crate::domain::fault::Fault;
use crate::domain::messages::Lang;
use crate::domain::position::LonLat;

/// A fault in words: its stable code, the column where one is to blame, and the message.
pub fn words(fault: &Fault, lang: Lang) -> String {
    let column = if fault.pointer.is_empty() { String::new() } else { format!("[{}] ", fault.pointer) };
    format!("{}: {column}{}", fault.stable_code(), fault.detail(lang))
}

/// One row.
pub fn row(report: &RowReport, lang: Lang) -> Value {
    let reasons: Vec<String> = report.reasons.iter().map(|fault| words(fault, lang)).collect();
    json!({
        "row": report.row,
        "line": report.line,
        "action": report.action.as_str(),
        "reasons": reasons,
        "lon": report.position.map(LonLat::lon),
        "lat": report.position.map(LonLat::lat),
        "name": report.name,
        "moved_m": report.moved_m,
    })
}

/// The file as a whole.
pub fn outcome(outcome: &Outcome, lang: Lang) -> Map<String, Value> {
    let document = json!({
        "refused": outcome.refused.as_ref().map(|refusal| words(&refusal.0, lang)),
        "format": outcome.format,
        "sha256": outcome.file_digest,
        "notes": outcome.notes,
        "count": {
            "rows": outcome.rows, "add": outcome.added, "change": outcome.changed,
            "unchanged": outcome.unchanged, "refuse": outcome.refused_rows,
        },
        "moved_markers": outcome.moved,
        "surveyed_markers": outcome.surveyed,
        "applied": outcome.applied,
        "import": outcome.import,
        "seq": outcome.seq,
        "relocated_records": outcome.relocated,
        "farthest_m": outcome.farthest_m,
    });
    match document {
        Value::Object(document) => document,
        _ => Map::new(),
    }
}
