//! The kinds of reports, as `data/report-kinds.toml` lists them.

use serde::Deserialize;

use super::window::Window;
use crate::domain::period::Length;

/// Both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize)]
pub struct Both {
    pub vi: String,
    pub en: String,
}

impl Both {
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }
}

/// The whole file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    pub version: String,
    pub windows: Windows,
    pub sending: Both,
    #[serde(rename = "section")]
    pub sections: Vec<SectionHead>,
    #[serde(rename = "kind")]
    pub kinds: Vec<Kind>,
}

/// What the windows rest on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Windows {
    pub rule: String,
    pub vi: String,
    pub en: String,
    pub verified: String,
    pub unverified: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionHead {
    pub key: String,
    pub vi: String,
    pub en: String,
    /// Words alone, no figures.
    #[serde(default)]
    pub narrative: bool,
    /// Left out where nothing is in it.
    #[serde(default)]
    pub optional: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub key: String,
    pub title: String,
    pub title_en: String,
    /// `month`, `quarter`, `half_year`, `year`; `days` for from and to.
    pub periods: Vec<String>,
    /// Whom it is for.
    pub to: Vec<String>,
    /// Who gets a copy.
    pub copies: Vec<String>,
    /// Reporting duties in answer to which agencies send their parts of it: `000:periodic-report`.
    #[serde(default)]
    pub duties: Vec<String>,
    /// In the words of the document, where one sets a day.
    pub deadline: Option<String>,
    pub source: Cited,
    pub note: Option<String>,
    /// What whoever sends it must look at.
    pub flag: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Cited {
    pub document: String,
    pub clause: String,
    pub quote: String,
}

impl Kinds {
    pub fn named(&self, key: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.key == key)
    }

    pub fn section(&self, key: &str) -> Option<&SectionHead> {
        self.sections.iter().find(|section| section.key == key)
    }
}

impl Kind {
    /// Whether it is made for a window of this length.
    pub fn takes(&self, window: Window) -> bool {
        let length = window.length().map_or("days", Length::as_str);
        self.periods.iter().any(|period| period == length)
    }
}
