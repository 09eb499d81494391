//! The column `attachments`: the manifest of a record's files as JSON text, for people and tools. Digests are made from the
//! typed values, never from this text.

use crate::domain::attachment::Attachment;

pub fn written(files: &[Attachment]) -> Result<Option<String>, serde_json::Error> {
    (!files.is_empty()).then(|| serde_json::to_string(files)).transpose()
}

pub fn read(text: Option<&str>) -> Result<Vec<Attachment>, String> {
    let Some(text) = text else { return Ok(Vec::new()) };
    let files: Vec<Attachment> = serde_json::from_str(text).map_err(|error| format!("attachments: {error}"))?;
    // One content, one spelling: an empty list would be written as nothing.
    if files.is_empty() { Err("attachments: an empty list".to_owned()) } else { Ok(files) }
}
