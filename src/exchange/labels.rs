//! Labels of the minutes in the languages of the other sides (`data/labels`): each sourced, or said to be unverified.
//!
//! ```
//! use mocgioi::exchange::labels::{OtherLang, labels};
//!
//! let chinese = labels(OtherLang::Chinese)?;
//! assert_eq!(chinese.row("marker").map(|row| row.text.as_str()), Some("界碑"));
//! # Ok::<(), mocgioi::exchange::ExchangeFault>(())
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ExchangeFault;
use super::toml_file;
use crate::domain::number::LineKey;

/// A language that minutes are printed with beside Vietnamese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherLang {
    Lao,
    Chinese,
    Khmer,
}

impl OtherLang {
    pub const ALL: [Self; 3] = [Self::Lao, Self::Chinese, Self::Khmer];
    pub const WORDS: &[&str] = &["lo", "zh", "km"];

    /// The code of ISO 639-1.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lao => "lo",
            Self::Chinese => "zh",
            Self::Khmer => "km",
        }
    }

    /// The language of those who live across a line.
    pub fn across(line: LineKey) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| labels(*lang).is_ok_and(|labels| labels.line == line.to_string()))
    }

    const fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Lao => ("data/labels/lo.toml", include_str!("../../data/labels/lo.toml")),
            Self::Chinese => ("data/labels/zh.toml", include_str!("../../data/labels/zh.toml")),
            Self::Khmer => ("data/labels/km.toml", include_str!("../../data/labels/km.toml")),
        }
    }
}

/// Where a word stands in the sense in which it is used here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub key: String,
    pub title: String,
    pub address: String,
}

/// One label in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub vi: String,
    pub text: String,
    /// Key of a source; `unverified` for what nobody confirmed.
    source: String,
}

/// All labels of a language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    pub lang: String,
    /// The line that the language is spoken across.
    pub line: String,
    #[serde(rename = "source")]
    pub sources: Vec<Source>,
    #[serde(rename = "labels")]
    pub rows: BTreeMap<String, Row>,
}

impl Labels {
    pub fn row(&self, field: &str) -> Option<&Row> {
        self.rows.get(field)
    }

    /// The source of a row, counted from 1; `None` for what is unverified.
    pub fn source_of(&self, row: &Row) -> Option<usize> {
        self.sources.iter().position(|source| source.key == row.source).map(|at| at + 1)
    }
}

/// The labels of a language.
///
/// # Errors
/// What is wrong with the file. It is part of the program and a test reads it, so none is expected.
pub fn labels(lang: OtherLang) -> Result<Labels, ExchangeFault> {
    let (file, text) = lang.file();
    toml_file::read(file, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_label_and_every_label_says_where_it_is_from() {
        let all: Vec<Labels> = OtherLang::ALL.iter().map(|lang| labels(*lang).unwrap()).collect();
        for (labels, lang) in all.iter().zip(OtherLang::ALL) {
            assert_eq!(labels.lang, lang.code());
            assert_eq!(OtherLang::across(labels.line.parse().unwrap()), Some(lang));
            assert!(labels.rows.keys().eq(all[0].rows.keys()), "{}", labels.lang);
            for (field, row) in &labels.rows {
                let is_said = row.source == "unverified" || labels.source_of(row).is_some();
                assert!(is_said && !row.text.is_empty() && !row.vi.is_empty(), "{} {field}: {row:?}", labels.lang);
                // Only the country's own name is another in each.
                assert!(field == "country" || row.vi == all[0].rows[field].vi, "{field}");
            }
            let of_source = |source: &Source| labels.rows.values().any(|row| row.source == source.key);
            assert!(labels.sources.iter().all(of_source), "{}: a source that nothing is from", labels.lang);
            assert!(labels.sources.iter().all(|source| source.address.starts_with("http")));
        }
    }
}
