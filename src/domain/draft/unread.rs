//! What a newer program sends is kept as it came: an old server must not lose what a new form holds.

use serde_json::Value;

use super::LONGEST_NAME;
use super::head::{Head, Received};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::location::Location;
use crate::domain::record::{Body, Record};
use crate::domain::secrecy;
use crate::domain::unread::Unread;

/// Longest that is kept, in bytes.
const LONGEST: usize = 256 * 1024;

/// Keeps a submission whole. All that is asked of it is an id, and that a database can hold its words. Its label, files and
/// whether it is a draft are read as far as they can be.
///
/// # Errors
/// Every fault, each with a pointer to its field.
pub fn read(value: &Value, kind: &str, form: i64, received: Received) -> Result<Record, Vec<Fault>> {
    let Value::Object(object) = value else { return Err(vec![Fault::new("", Code::NotObject)]) };
    let is_ours = |name: &str| matches!(name, "id" | "device" | "unit" | "person");
    let known: Value = object.iter().filter(|(name, _)| is_ours(name)).map(|(n, v)| (n.clone(), v.clone())).collect();
    let mut fields = Fields::of(&known)?;
    let head = Head::of_unread(&mut fields, object);
    if kind.is_empty()
        || kind.chars().count() > LONGEST_NAME
        || !kind.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
    {
        fields.fault(Fault::new("/type", Code::NotOneOf).with("a-z 0-9 _ - ."));
    }
    let text = canonical(value);
    if text.len() > LONGEST {
        fields.fault(Fault::new("", Code::TooLong).with(LONGEST.to_string()));
    }
    if let Some(mark) = secrecy::mark(&text) {
        fields.fault(Fault::new("", Code::SecrecyMark).with(mark));
    }
    fields.finish()?;
    let head = head.ok_or_else(|| vec![Fault::new("", Code::Missing)])?;
    let unread = Unread { kind: kind.to_owned(), form, text };
    let made_at = head.made_at();
    let mut record = head.into_record(received, made_at, Location::default(), Body::Unread(unread));
    record.form = form;
    Ok(record)
}

/// The same JSON as text in which fields stand in the order of their names: one submission, one text.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let mut names: Vec<&String> = object.keys().collect();
            names.sort_unstable();
            let fields = names.iter().filter_map(|name| Some((name, object.get(name.as_str())?)));
            let fields: Vec<String> =
                fields.map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value))).collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        // A zero character is written as an escape, which every database holds.
        other => other.to_string(),
    }
}
