//! Makes bundles as a device does.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tar::{Builder, EntryType, Header};

/// One entry of an archive.
pub(crate) fn add(tar: &mut Builder<Vec<u8>>, name: &str, kind: EntryType, content: &[u8]) {
    let mut header = Header::new_ustar();
    header.set_path(name).unwrap();
    header.set_entry_type(kind);
    header.set_mode(0o600);
    header.set_size(content.len() as u64);
    header.set_cksum();
    tar.append(&header, content).unwrap();
}

/// The archive of a queue, each file under the name that is given.
pub(crate) fn packed(queue: &Value, files: &[(String, &[u8])]) -> Vec<u8> {
    let mut tar = Builder::new(Vec::new());
    add(&mut tar, "queue.json", EntryType::Regular, queue.to_string().as_bytes());
    for (sha256, content) in files {
        add(&mut tar, &format!("files/{sha256}"), EntryType::Regular, content);
    }
    tar.into_inner().unwrap()
}

pub(crate) fn seal(recipient: &str, archive: &[u8]) -> Vec<u8> {
    age::encrypt(&recipient.parse::<age::x25519::Recipient>().unwrap(), archive).unwrap()
}

/// A bundle of records and files, each file under its digest.
pub(crate) fn bundle(recipient: &str, records: &[Value], files: &[&[u8]]) -> Vec<u8> {
    let files: Vec<(String, &[u8])> = files.iter().map(|content| (sha256(content), *content)).collect();
    seal(recipient, &packed(&queue(records), &files))
}

pub(crate) fn queue(records: &[Value]) -> Value {
    json!({ "device": "máy thử", "sent_at": "2026-11-20T10:00:00+07:00", "records": records })
}

pub(crate) fn sha256(content: &[u8]) -> String {
    mocgioi::domain::chain::Digest::of(&[content]).to_string()
}

/// How a record names a photo.
pub(crate) fn named(content: &[u8]) -> Value {
    json!({ "sha256": sha256(content), "bytes": content.len(), "media_type": "image/jpeg" })
}

pub(crate) fn put(folder: &Path, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// The outcomes of receipts, in order.
pub(crate) fn outcomes(document: &Value) -> Vec<&str> {
    let receipts = document["receipts"].as_array().unwrap_or_else(|| panic!("{document}"));
    receipts.iter().map(|receipt| receipt["outcome"].as_str().unwrap()).collect()
}

/// What became of a file.
pub(crate) fn of_file<'a>(document: &'a Value, content: &[u8]) -> &'a Value {
    let sha256 = sha256(content);
    let files = document["files"].as_array().unwrap();
    files.iter().find(|file| file["sha256"] == sha256.as_str()).unwrap_or_else(|| panic!("{document}"))
}
