//! An official document as blocks, which do not know whether they become HTML or DOCX.

use super::content::MapData;
use crate::domain::time::CivilDay;

/// A piece of text in one dress.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub href: Option<String>,
}

impl Run {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn bold(text: impl Into<String>) -> Self {
        Self { bold: true, ..Self::plain(text) }
    }

    pub fn italic(text: impl Into<String>) -> Self {
        Self { italic: true, ..Self::plain(text) }
    }

    pub fn linked(text: impl Into<String>, href: String) -> Self {
        Self { href: Some(href), ..Self::plain(text) }
    }
}

/// How a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Justified, first line indented.
    Body,
    Centered,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Heading(String),
    Paragraph(Stand, Vec<Run>),
    Table { title: String, columns: Vec<String>, widths: Vec<u32>, rows: Vec<Vec<Run>> },
    Map { title: String, data: MapData },
    Bars { title: String, bars: Vec<Bar> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub text: String,
    pub count: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The unit above, and the unit itself; left to be filled in where it is not known.
    pub above: Option<String>,
    pub agency: Option<String>,
    pub number: Option<String>,
    pub place: Option<String>,
    /// Day of issue; none of a draft.
    pub day: Option<CivilDay>,
    pub title: String,
    pub period: String,
    /// What stands small below the title: level, cut-off, draft.
    pub remark: String,
    pub to: Vec<String>,
    pub blocks: Vec<Block>,
    pub recipients: Vec<String>,
    /// As what somebody signs ("GIÁM ĐỐC"), and his name.
    pub position: Option<String>,
    pub signer: Option<String>,
}

impl Document {
    /// "ngày 14 tháng 11 năm 2026", with a zero before days under 10 and the months 1 and 2, as the decree wants it.
    pub fn dated(&self) -> String {
        let place = self.place.as_deref().unwrap_or("……………");
        let Some(day) = self.day else { return format!("{place}, ngày …… tháng …… năm ………") };
        let written = day.to_string();
        let mut parts = written.split('-');
        let (year, month, day) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        let month = if matches!(month, "01" | "02") { month } else { month.trim_start_matches('0') };
        format!("{place}, ngày {day} tháng {month} năm {year}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dated_as_the_decree_wants_it() {
        let mut document = Document {
            above: None,
            agency: None,
            number: None,
            place: Some("Sơn La".to_owned()),
            day: "2026-03-05".parse().ok(),
            title: String::new(),
            period: String::new(),
            remark: String::new(),
            to: Vec::new(),
            blocks: Vec::new(),
            recipients: Vec::new(),
            position: None,
            signer: None,
        };
        assert_eq!(document.dated(), "Sơn La, ngày 05 tháng 3 năm 2026");
        document.day = "2026-02-14".parse().ok();
        assert_eq!(document.dated(), "Sơn La, ngày 14 tháng 02 năm 2026");
    }
}
