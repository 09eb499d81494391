//! The document that seed records were taken from, as its `document.toml` describes it.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::number::LineKey;
use crate::domain::source::{Flag, Source};
use crate::domain::time::CivilDay;

/// A public document. What it does not say is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// "000" to "004".
    pub id: String,
    pub title: String,
    pub issuer: String,
    #[serde(deserialize_with = "unless_empty")]
    pub number: Option<String>,
    /// Its date in its own words.
    #[serde(deserialize_with = "unless_empty")]
    pub date_words: Option<String>,
    /// Only for the order of ids; `date_note` says where it comes from.
    pub date: CivilDay,
    pub date_note: String,
    #[serde(deserialize_with = "unless_empty")]
    pub province: Option<String>,
    /// The line its marker numbers belong to; none when it is about all of them.
    #[serde(deserialize_with = "unless_empty")]
    pub line: Option<LineKey>,
    /// Its text, as a path under `seeds/`.
    pub file: String,
    pub status: String,
    /// What is doubtful about the document as a whole.
    pub flags: Vec<Flag>,
}

impl Document {
    /// What a record of this document says about where it comes from.
    pub fn source(&self, key: &str) -> Source {
        Source {
            document: self.id.clone(),
            key: key.to_owned(),
            title: format!("{}: {}", self.issuer, self.title),
            province: self.province.clone(),
        }
    }
}

/// The files write `""` for what a document does not have, so that nobody takes it for forgotten.
fn unless_empty<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    let text = String::deserialize(from)?;
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(D::Error::custom) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{seeds::files, toml_file};

    fn document(path: &str) -> Document {
        toml_file::read(path, files::text(path).unwrap()).unwrap()
    }

    #[test]
    fn what_a_document_does_not_have_is_absent() {
        let resolution = document("001/document.toml");
        assert_eq!((resolution.province, resolution.line), (None, None));
        assert_eq!(resolution.number.as_deref(), Some("23 /NQ-CP"));
        assert_eq!(document("000/document.toml").number, None);
    }

    #[test]
    fn a_field_left_out_is_a_fault_because_absence_is_written() {
        let text = files::text("001/document.toml").unwrap().replace("province = \"\"\n", "");
        let fault = toml_file::read::<Document>("d.toml", &text).unwrap_err();
        assert!(fault.to_string().contains("missing field `province`"), "{fault}");
    }
}
