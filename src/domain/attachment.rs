//! Files that hang on a record: its manifest names them by digest, so that a record is whole or says what is missing.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::chain::Digest;
use super::draft::LONGEST_NAME;
use super::fault::{Code, Fault};
use super::fields::Fields;
use super::time::Instant;

/// Most files of one record.
pub const MOST_ATTACHMENTS: usize = 20;
/// Most bytes of one file, whatever the operator sets: 512 MiB.
pub const LARGEST_FILE: u32 = 512 * 1024 * 1024;

/// What may be attached. Everything else is refused, whatever it calls itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MediaType {
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/webp")]
    Webp,
    #[serde(rename = "image/heic")]
    Heic,
    #[serde(rename = "application/pdf")]
    Pdf,
    /// The recording of a patrol.
    #[serde(rename = "application/gpx+xml")]
    Gpx,
}

impl MediaType {
    pub const ALL: [Self; 6] = [Self::Jpeg, Self::Png, Self::Webp, Self::Heic, Self::Pdf, Self::Gpx];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Pdf => "application/pdf",
            Self::Gpx => "application/gpx+xml",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.as_str() == name)
    }

    /// The names of all, for messages.
    pub fn names() -> String {
        Self::ALL.map(Self::as_str).join(", ")
    }

    /// What the first bytes of a file say that it is.
    pub fn of_content(bytes: &[u8]) -> Option<Self> {
        let brand = bytes.get(8..12).unwrap_or_default();
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', ..] if brand == b"WEBP" => Some(Self::Webp),
            [_, _, _, _, b'f', b't', b'y', b'p', ..]
                if [b"heic", b"heix", b"heim", b"heis", b"mif1"].iter().any(|known| brand == *known) =>
            {
                Some(Self::Heic)
            }
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => Self::begins_as_gpx(bytes).then_some(Self::Gpx),
        }
    }

    /// Whether text begins like XML whose first element is that of a GPX file; reading it says whether it is one.
    fn begins_as_gpx(bytes: &[u8]) -> bool {
        let text = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes).trim_ascii_start();
        let head = text.get(..2_048).unwrap_or(text);
        text.starts_with(b"<gpx") || text.starts_with(b"<?xml") && head.windows(4).any(|four| four == b"<gpx")
    }

    /// Whether this program opens such a file: then it can be made smaller, and rid of what it tells beside the picture.
    pub const fn is_opened(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }
}

/// One file, as the record's maker names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    #[serde(serialize_with = "write_digest", deserialize_with = "read_digest")]
    pub sha256: Digest,
    pub bytes: u32,
    pub media_type: MediaType,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Instant>,
}

fn write_digest<S: Serializer>(digest: &Digest, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(digest)
}

fn read_digest<'de, D: Deserializer<'de>>(from: D) -> Result<Digest, D::Error> {
    let text = String::deserialize(from)?;
    digest(&text).ok_or_else(|| serde::de::Error::custom(format_args!("{text} is no SHA-256")))
}

/// A digest in its one spelling: 64 digits of base 16, small letters.
pub fn digest(text: &str) -> Option<Digest> {
    let digits = text.as_bytes();
    if digits.len() != 64 || !digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Digest::from_slice(&bytes)
}

/// Reads the manifest of a submission: nothing when the field is not there.
pub fn read(fields: &mut Fields<'_>) -> Vec<Attachment> {
    let items = fields.list("attachments");
    if items.len() > MOST_ATTACHMENTS {
        fields.fault(Fault::new("/attachments", Code::TooManyAttachments).with(MOST_ATTACHMENTS.to_string()));
        return Vec::new();
    }
    let mut all: Vec<Attachment> = Vec::with_capacity(items.len());
    for (n, item) in items.iter().enumerate() {
        match one(item) {
            Ok(found) if all.iter().any(|held| held.sha256 == found.sha256) => {
                fields.fault(Fault::new(format!("/attachments/{n}/sha256"), Code::AttachmentTwice));
            }
            Ok(found) => all.push(found),
            Err(faults) => {
                for mut fault in faults {
                    fault.pointer = format!("/attachments/{n}{}", fault.pointer);
                    fields.fault(fault);
                }
            }
        }
    }
    all
}

/// What can be read of a manifest that a newer program wrote: its files must not be taken for files that nothing names.
pub fn readable(manifest: &Value) -> Vec<Attachment> {
    let known = |name: &str| ["sha256", "bytes", "media_type", "name", "taken_at"].contains(&name);
    let mut all: Vec<Attachment> = Vec::new();
    for item in manifest.as_array().into_iter().flatten().filter_map(Value::as_object) {
        let item: Value = item.iter().filter(|(name, _)| known(name)).map(|(n, v)| (n.clone(), v.clone())).collect();
        if let Ok(file) = one(&item)
            && !all.iter().any(|held| held.sha256 == file.sha256)
        {
            all.push(file);
        }
    }
    all
}

fn one(value: &Value) -> Result<Attachment, Vec<Fault>> {
    let mut fields = Fields::of(value)?;
    let sha256 = fields.required_text("sha256", 100).and_then(|text| {
        let found = digest(&text);
        if found.is_none() {
            fields.fault(Fault::new("/sha256", Code::NotADigest));
        }
        found
    });
    let bytes = size(&mut fields);
    let media_type = fields.choice("media_type", &MediaType::ALL, MediaType::as_str);
    let name = fields.name("name", LONGEST_NAME);
    let taken_at = fields.optional_instant("taken_at");
    fields.finish()?;
    match (sha256, bytes, media_type) {
        (Some(sha256), Some(bytes), Some(media_type)) => Ok(Attachment { sha256, bytes, media_type, name, taken_at }),
        // Every `None` above has left a fault, so `finish` has returned before.
        _ => Err(vec![Fault::new("", Code::Missing)]),
    }
}

fn size(fields: &mut Fields<'_>) -> Option<u32> {
    let before = fields.fault_count();
    let number = fields.number("bytes");
    let Some(number) = number else {
        if fields.fault_count() == before {
            fields.fault(Fault::new("/bytes", Code::Missing));
        }
        return None;
    };
    if number.fract() != 0.0 || !(1.0..=f64::from(LARGEST_FILE)).contains(&number) {
        fields.fault(Fault::new("/bytes", Code::NotACount).with(LARGEST_FILE.to_string()));
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number of 1 to 2^29")]
    let bytes = number as u32;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SHA: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    fn read_of(list: &Value) -> Result<Vec<Attachment>, Vec<(String, &'static str)>> {
        let value = json!({ "attachments": list });
        let mut fields = Fields::of(&value).unwrap();
        let all = read(&mut fields);
        let told = |fault: Fault| (fault.pointer, fault.code.as_str());
        fields.finish().map(|()| all).map_err(|faults| faults.into_iter().map(told).collect())
    }

    #[test]
    fn a_manifest_is_read_and_written_the_same_way() {
        let full = json!([{ "sha256": SHA, "bytes": 4, "media_type": "image/jpeg", "name": "chân mốc.jpg",
            "taken_at": "2026-11-22T01:30:00.000Z" }]);
        let read = read_of(&full).unwrap();
        assert_eq!(serde_json::from_value::<Vec<Attachment>>(serde_json::to_value(&read).unwrap()).unwrap(), read);
        assert_eq!((read[0].sha256.to_string().as_str(), read[0].media_type), (SHA, MediaType::Jpeg));
        assert_eq!(read_of(&json!([])).unwrap(), []);
    }

    #[test]
    fn every_fault_of_every_file_is_told_with_its_place() {
        let good = json!({ "sha256": SHA, "bytes": 4, "media_type": "image/jpeg" });
        let found =
            read_of(&json!([good, good, 7, { "sha256": "AB", "bytes": 0.5, "media_type": "image/gif", "x": 1 }, {}]));
        let found = found.unwrap_err();
        for expected in [
            ("/attachments/1/sha256", "attachment_twice"),
            ("/attachments/2", "not_object"),
            ("/attachments/3/sha256", "not_a_digest"),
            ("/attachments/3/bytes", "not_a_count"),
            ("/attachments/3/media_type", "not_one_of"),
            ("/attachments/3/x", "unknown_field"),
            ("/attachments/4/sha256", "missing"),
            ("/attachments/4/bytes", "missing"),
            ("/attachments/4/media_type", "missing"),
        ] {
            assert!(found.contains(&(expected.0.to_owned(), expected.1)), "{expected:?} not in {found:?}");
        }
        assert_eq!(found.len(), 9);
        let many: Vec<Value> = (0..=MOST_ATTACHMENTS).map(|_| good.clone()).collect();
        assert_eq!(read_of(&json!(many)).unwrap_err(), [("/attachments".to_owned(), "too_many_attachments")]);
        assert_eq!(read_of(&json!("x")).unwrap_err(), [("/attachments".to_owned(), "not_a_list")]);
    }

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        for (bytes, expected) in [
            (&b"\xFF\xD8\xFF\xE0"[..], Some(MediaType::Jpeg)),
            (b"\x89PNG\r\n\x1a\n", Some(MediaType::Png)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some(MediaType::Webp)),
            (b"\0\0\0\x18ftypheic", Some(MediaType::Heic)),
            (b"%PDF-1.7", Some(MediaType::Pdf)),
            (b"GIF89a", None),
            (b"<svg xmlns='x'>", None),
            (b"<html>", None),
            (b"RIFF\0\0\0\0WAVE", None),
            (b"\0\0\0\x18ftypmp42", None),
            (b"", None),
        ] {
            assert_eq!(MediaType::of_content(bytes), expected, "{bytes:?}");
        }
    }
}
