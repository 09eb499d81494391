//! The file that two sides exchange: a zip archive of stored entries, so that the same content gives the same bytes.
//!
//! | in the archive | what it is |
//! |---|---|
//! | `exchange.json` | the document |
//! | `exchange.sig` | the key, and its Ed25519 signature over the document's bytes as they are |
//! | `files/SHA256` | pictures that the document names |
//!
//! Nothing else may be in it, and no name in it is ever used as a path. Nothing of the document is looked at before its
//! signature was. Cost: linear; the document is held in memory, pictures one at a time.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Cursor, Read as _, Write as _};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::archive::Archive;
use crate::domain::chain::Digest;
use crate::domain::exchange_file::{Document, Entry, FORMAT, MOST_RECORDS, PURPOSE};
use crate::domain::fields::Strict;
use crate::domain::signature::{PublicKey, SecretKey, Signature, hex};

pub const MEDIA: &str = "application/vnd.mocgioi.exchange";
const DOCUMENT: &str = "exchange.json";
const SIGNATURE: &str = "exchange.sig";
const FILES: &str = "files/";
/// Longest document: some hundred records are some hundred kilobytes.
const LONGEST: u64 = 8 * 1024 * 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    purpose: String,
    public: String,
    signature: Signature,
}

/// A file that was made.
#[derive(Debug)]
pub struct Made {
    pub bytes: Vec<u8>,
    /// SHA-256 of the document.
    pub document: String,
}

/// Puts a file together and signs it. `files` are the contents of those that the document names, each once.
///
/// # Errors
/// When it cannot be written.
pub fn write(document: &Document, files: &[(String, Vec<u8>)], key: &SecretKey) -> io::Result<Made> {
    let text = format!("{}\n", serde_json::to_string_pretty(document)?);
    let digest = Digest::of(&[text.as_bytes()]).to_string();
    let signature = key.sign(PURPOSE, &digest).map_err(io::Error::other)?;
    let signed = Signed { purpose: PURPOSE.to_owned(), public: key.public().hex(), signature };
    let signed = format!("{}\n", serde_json::to_string_pretty(&signed)?);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let named = files.iter().map(|(sha256, content)| (format!("{FILES}{sha256}"), content.as_slice()));
    let all = [(DOCUMENT.to_owned(), text.as_bytes()), (SIGNATURE.to_owned(), signed.as_bytes())];
    for (name, content) in all.into_iter().chain(named) {
        zip.start_file(name, options)?;
        zip.write_all(content)?;
    }
    Ok(Made { bytes: zip.finish()?.into_inner(), document: digest })
}

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// No archive, cut short, or altered.
    #[error("damaged: {0}")]
    Damaged(String),
    #[error("{0} does not belong into it, or is in it twice")]
    Stray(String),
    #[error("{0} is not in it")]
    Missing(String),
    /// Signed by a key that nobody trusts.
    #[error("signed by {}, which nobody trusts", .0.id())]
    Untrusted(PublicKey),
    #[error("the signature does not hold")]
    Unsigned,
    #[error("the document cannot be read: {0}")]
    Document(String),
}

/// A file whose signature holds, by a key that is trusted.
#[derive(Debug)]
pub struct Opened {
    pub document: Document,
    pub digest: String,
    pub key: PublicKey,
}

/// Reads a file to its end.
///
/// # Errors
/// [`NotRead`] with the first thing that does not hold.
pub fn read(file: File, is_trusted: impl Fn(&PublicKey) -> bool) -> Result<Opened, NotRead> {
    let damaged = |fault: super::rows::FileFault| NotRead::Damaged(fault.en);
    let mut archive = Archive::open(file).map_err(damaged)?;
    let names = archive.names().to_vec();
    let at = |name: &str| names.iter().position(|held| held == name).ok_or_else(|| NotRead::Missing(name.to_owned()));
    let mut text_of = |name: &str| -> Result<String, NotRead> {
        let unpacked = archive.unpack(at(name)?).map_err(damaged)?;
        let mut text = String::new();
        let read = unpacked.take(LONGEST + 1).read_to_string(&mut text);
        match read {
            Ok(length) if length as u64 <= LONGEST => Ok(text),
            Ok(_) => Err(NotRead::Document(format!("{name} is longer than {LONGEST} bytes"))),
            Err(error) => Err(NotRead::Damaged(format!("{name}: {error}"))),
        }
    };
    let (text, signed) = (text_of(DOCUMENT)?, text_of(SIGNATURE)?);
    let signed: Signed = serde_json::from_str(&signed).map_err(|_| NotRead::Unsigned)?;
    let key = PublicKey::from_hex(&signed.public).ok_or(NotRead::Unsigned)?;
    let digest = Digest::of(&[text.as_bytes()]).to_string();
    if signed.purpose != PURPOSE || !key.verifies(PURPOSE, &digest, &signed.signature) {
        return Err(NotRead::Unsigned);
    }
    if !is_trusted(&key) {
        return Err(NotRead::Untrusted(key));
    }
    let document = parsed(&text)?;
    compare(&mut archive, &names, &document)?;
    Ok(Opened { document, digest, key })
}

/// The document; two fields of one name would mean one thing to one reader and another to the next.
fn parsed(text: &str) -> Result<Document, NotRead> {
    let fault = |error: serde_json::Error| NotRead::Document(error.to_string());
    let Strict(value) = serde_json::from_str(text).map_err(fault)?;
    let document: Document = serde_json::from_value(value).map_err(fault)?;
    let ids: BTreeSet<_> = document.records.iter().map(Entry::id).collect();
    match () {
        () if document.format != FORMAT => Err(NotRead::Document(format!("format {} is not read", document.format))),
        () if document.records.len() > MOST_RECORDS => {
            Err(NotRead::Document(format!("more than {MOST_RECORDS} records")))
        }
        () if document.records.iter().any(names_a_part_twice) => {
            Err(NotRead::Document("a part of a marker is in one of its records twice".to_owned()))
        }
        () if ids.len() != document.records.len() => Err(NotRead::Document("a record is in it twice".to_owned())),
        () => Ok(document),
    }
}

/// What is said twice of one part is said by nobody.
fn names_a_part_twice(entry: &Entry) -> bool {
    let Entry::Observation(observation) = entry else { return false };
    let parts: BTreeSet<&str> = observation.parts.iter().map(|found| found.part.as_str()).collect();
    parts.len() != observation.parts.len()
}

/// Every file that the document names is there as it was, and nothing else is.
fn compare(archive: &mut Archive, names: &[String], document: &Document) -> Result<(), NotRead> {
    let mut seen = BTreeSet::new();
    let wanted: BTreeSet<String> = document.files.iter().map(|file| format!("{FILES}{}", file.sha256)).collect();
    for (n, name) in names.iter().enumerate() {
        let known = name == DOCUMENT || name == SIGNATURE || wanted.contains(name);
        if !known || !seen.insert(name.as_str()) {
            return Err(NotRead::Stray(name.chars().take(80).collect()));
        }
        let Some(sha256) = name.strip_prefix(FILES) else { continue };
        let mut content = archive.unpack(n).map_err(|fault| NotRead::Damaged(fault.en))?;
        if hash_of(&mut content).map_err(|error| NotRead::Damaged(error.to_string()))? != sha256 {
            return Err(NotRead::Damaged(name.clone()));
        }
    }
    let missing = wanted.iter().find(|name| !seen.contains(name.as_str()));
    missing.map_or(Ok(()), |name| Err(NotRead::Missing(name.clone())))
}

fn hash_of(content: &mut File) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        match content.read(&mut piece)? {
            0 => return Ok(hex(&hash.finalize())),
            read => hash.update(piece.get(..read).unwrap_or_default()),
        }
    }
}
