//! A part of a report: what one agency sends for a period, in answer to a reporting duty.
//!
//! Plan of Sơn La 2026, IV.14: agencies send a report of their own, or, where there is little to say, one item of their general
//! report; the department of foreign affairs puts the parts together. A part is testimony: it is sent when it is approved, a
//! corrected one takes the place of what it corrects, and both are kept.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::period::Period;
use super::time::CivilDay;
use super::words::words;

words! {
    /// How much of an agency's report the part is.
    PartScope {
        /// A report of its own.
        Whole = "whole",
        /// One item of the agency's general report.
        Item = "item",
    }
}

/// The letter that the part came with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    pub number: String,
    pub on: CivilDay,
}

/// What the part says in one section of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartText {
    /// Short name of the section: lower-case letters, digits, underscores.
    pub section: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportPart {
    /// Record of the reporting duty that it answers.
    pub duty: Uuid,
    /// As people write it: `2026-11`.
    pub period: String,
    /// Whose part it is, by name.
    pub agency: String,
    pub scope: PartScope,
    pub letter: Option<Letter>,
    pub sections: Vec<PartText>,
    /// Entered by the department from the letter of an agency that has no account.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_behalf: bool,
}

impl ReportPart {
    pub fn period(&self) -> Option<Period> {
        self.period.parse().ok()
    }

    /// Whether one part takes the place of another: of the same agency, duty and period.
    pub fn replaces(&self, former: &Self) -> bool {
        (self.duty, &self.period, &self.agency) == (former.duty, &former.period, &former.agency)
    }

    /// 1 to 40 lower-case ASCII letters, digits and underscores.
    pub fn is_section(text: &str) -> bool {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        (1..=40).contains(&text.len()) && text.bytes().all(plain)
    }
}
