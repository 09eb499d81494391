//! What somebody sends of a marker, as the one row of an import.
//!
//! A client that read a feature sends all of it back, with what the program worked out: how a place is known, how far it
//! lies off the line. Such properties are passed over where a feature is sent whole, and refused where a patch names them.
//! A place that comes back as it was shown stays to the last digit, however few of them a client was shown.

use serde_json::{Map, Value, json};

use super::Change;
use crate::actions::import::options::RowEdit;
use crate::atlas::LayerId;
use crate::domain::fault::{Code, Fault};
use crate::domain::number::MarkerKey;

/// What a person says of a marker.
pub const SAID: [&str; 6] = ["side", "description", "height_m", "source", "aliases", "accuracy_m"];
/// Properties that say which marker it is.
const NAMES: [&str; 4] = ["key", "number", "line", "kind"];
/// Members of a feature that say nothing of the marker.
const AROUND: [&str; 5] = ["type", "id", "links", "bbox", "conformsTo"];

/// A row of a marker list, and how it is meant.
#[derive(Debug)]
pub(super) struct Row {
    pub feature: Value,
    pub meant: RowEdit,
}

/// A feature that says which marker is meant, and nothing else.
pub(super) fn kept(key: MarkerKey) -> Value {
    json!({ "type": "Feature", "geometry": null, "properties": { "key": key } })
}

/// # Errors
/// Every fault, with the pointer to its place.
pub(super) fn row(key: MarkerKey, change: &Change, shown: Option<&[u8]>) -> Result<Row, Vec<Fault>> {
    let shown: Value = shown.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
    let mut faults = Vec::new();
    let feature = match change {
        Change::Add(feature) | Change::Replace(feature) => {
            members(feature, true, &mut faults);
            feature.clone()
        }
        Change::Patch(patch) => {
            members(patch, false, &mut faults);
            let mut whole = json!({ "geometry": shown["geometry"], "properties": shown["properties"] });
            merge(&mut whole, patch);
            whole
        }
        Change::Remove => kept(key),
    };
    let mut properties = Map::new();
    properties.insert("key".to_owned(), json!(key));
    for name in SAID {
        let said = &feature["properties"][name];
        faults.extend(wrong(name, said));
        if !said.is_null() {
            properties.insert(name.to_owned(), said.clone());
        }
    }
    for name in NAMES {
        let (said, is) = (&feature["properties"][name], &shown["properties"][name]);
        if !said.is_null() && !shown.is_null() && said != is {
            faults.push(Fault::new(pointer(name), Code::OtherFeature).with(text(said)).with(text(is)));
        }
    }
    let meant = RowEdit {
        keeps_place: !shown.is_null() && feature["geometry"] == shown["geometry"],
        says_accuracy: feature["properties"]["accuracy_m"] != shown["properties"]["accuracy_m"],
        removes: false,
    };
    if meant.keeps_place && !meant.says_accuracy {
        properties.remove("accuracy_m");
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let geometry = if meant.keeps_place { Value::Null } else { feature["geometry"].clone() };
    Ok(Row { feature: json!({ "type": "Feature", "geometry": geometry, "properties": properties }), meant })
}

/// Whether every member means something here.
fn members(feature: &Value, whole: bool, faults: &mut Vec<Fault>) {
    let Some(object) = feature.as_object() else {
        faults.push(Fault::new("", Code::NotObject));
        return;
    };
    if whole && feature["type"] != "Feature" {
        faults.push(Fault::new("/type", Code::NotOneOf).with("Feature"));
    }
    let unknown = object.keys().filter(|name| !matches!(name.as_str(), "geometry" | "properties"));
    let unknown = unknown.filter(|name| !AROUND.contains(&name.as_str()));
    faults.extend(unknown.map(|name| Fault::new(format!("/{name}"), Code::UnknownField)));
    match &feature["geometry"] {
        Value::Null | Value::Object(_) => {}
        _ => faults.push(Fault::new("/geometry", Code::NotObject)),
    }
    let properties = match &feature["properties"] {
        Value::Null => return,
        Value::Object(properties) => properties,
        _ => return faults.push(Fault::new("/properties", Code::NotObject)),
    };
    for name in properties.keys().map(String::as_str) {
        let sent_back = NAMES.contains(&name) || (whole && is_shown(name));
        if !SAID.contains(&name) && !sent_back {
            faults.push(Fault::new(pointer(name), Code::UnknownField));
        }
    }
}

/// Whether features say it, though nobody may.
fn is_shown(name: &str) -> bool {
    LayerId::Markers.field(name).is_some() || matches!(name, "marker" | "inspection" | "inspection_due" | "attachments")
}

/// What is wrong with the kind of a value.
fn wrong(name: &str, said: &Value) -> Option<Fault> {
    let (fits, code) = match name {
        "aliases" => (said.as_array().is_some_and(|all| all.iter().all(Value::is_string)), Code::NotAList),
        "accuracy_m" => (said.is_number(), Code::NotNumber),
        "height_m" => (said.is_number() || said.is_string(), Code::NotNumber),
        _ => (said.is_string(), Code::NotText),
    };
    (!fits && !said.is_null()).then(|| Fault::new(pointer(name), code))
}

fn pointer(name: &str) -> String {
    format!("/properties/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned).chars().take(60).collect()
}

/// A JSON Merge Patch, as RFC 7396 puts it.
pub fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    let Some(object) = target.as_object_mut() else { return };
    for (name, value) in patch {
        if value.is_null() {
            object.remove(name);
        } else {
            merge(object.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the appendix of RFC 7396.
    #[test]
    fn a_patch_is_merged_as_the_standard_says() {
        for (target, patch, result) in [
            (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"a":null}"#, "{}"),
            (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
            (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
            (r#"{"a":{"b":"c"}}"#, r#"{"a":{"b":"d","c":null}}"#, r#"{"a":{"b":"d"}}"#),
            (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
            (r#"["a","b"]"#, r#"["c","d"]"#, r#"["c","d"]"#),
            (r#"{"a":"b"}"#, r#"["c"]"#, r#"["c"]"#),
            (r#"{"a":"foo"}"#, "null", "null"),
            (r#"{"a":"foo"}"#, r#""bar""#, r#""bar""#),
            (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"a":1,"e":null}"#),
            ("[1,2]", r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#),
            ("{}", r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
        ] {
            let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            let mut merged = read(target);
            merge(&mut merged, &read(patch));
            assert_eq!(merged, read(result), "{target} {patch}");
        }
    }
}
