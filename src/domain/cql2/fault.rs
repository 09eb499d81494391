//! Why a text is no filter.

use std::fmt;

use crate::domain::fault::Fault;

/// A fault in a filter, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cql2Fault {
    pub code: &'static str,
    pub vi: String,
    pub en: String,
}

impl Cql2Fault {
    /// Not of the language.
    pub fn syntax(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: "filter_syntax", vi: vi.into(), en: en.into() }
    }

    /// Not of the language, at this byte.
    pub fn at(byte: usize, vi: impl fmt::Display, en: impl fmt::Display) -> Self {
        Self::syntax(format!("ở byte {byte}: {vi}"), format!("at byte {byte}: {en}"))
    }

    /// Larger than a filter may be.
    pub fn costly(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: "filter_too_large", vi: vi.into(), en: en.into() }
    }

    /// Of the language, but what is compared cannot be.
    pub fn typed(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: "filter_type", vi: vi.into(), en: en.into() }
    }

    /// A property that the layer does not have.
    pub fn property(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: "filter_property", vi: vi.into(), en: en.into() }
    }

    /// As a fault of a parameter.
    pub fn of_parameter(&self, name: &str) -> Fault {
        Fault::foreign(name, self.code, self.vi.clone(), self.en.clone())
    }
}

impl fmt::Display for Cql2Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for Cql2Fault {}
