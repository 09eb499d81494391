//! The parts of agencies as one text, section by section: every paragraph says whose words it is and by which letter.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use super::report_part::Letter;

/// One part, as far as it is merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub record: Uuid,
    pub agency: String,
    pub letter: Option<Letter>,
    /// Section and text.
    pub texts: Vec<(String, String)>,
}

/// What one agency says in a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    pub text: String,
    pub agency: String,
    pub letter: Option<Letter>,
    pub record: Uuid,
}

/// A section of the merged report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergedSection {
    pub section: String,
    pub paragraphs: Vec<Paragraph>,
}

impl MergedSection {
    /// As one text, each paragraph with its source in brackets.
    pub fn text(&self) -> String {
        let all: Vec<String> = self.paragraphs.iter().map(Paragraph::with_source).collect();
        all.join("\n\n")
    }
}

impl Paragraph {
    fn with_source(&self) -> String {
        let Self { text, agency, letter, .. } = self;
        match letter {
            Some(letter) => {
                format!("{} ({agency}, số {}, ngày {})", text.trim(), letter.number, letter.on.written_vi())
            }
            None => format!("{} ({agency})", text.trim()),
        }
    }
}

/// Puts parts together: paragraphs in the order of the parts as given, sections in the order in which they are first met
/// in the part that has most of them, then by name. Cost: O(n log n) in the texts.
pub fn merge(parts: &[Source]) -> Vec<MergedSection> {
    let mut sections: BTreeMap<&str, Vec<Paragraph>> = BTreeMap::new();
    for part in parts {
        for (section, text) in &part.texts {
            sections.entry(section).or_default().push(Paragraph {
                text: text.clone(),
                agency: part.agency.clone(),
                letter: part.letter.clone(),
                record: part.record,
            });
        }
    }
    let widest = parts.iter().max_by_key(|part| part.texts.len());
    let place = |name: &str| widest.and_then(|part| part.texts.iter().position(|(held, _)| held == name));
    let mut merged: Vec<MergedSection> = sections
        .into_iter()
        .map(|(section, paragraphs)| MergedSection { section: section.to_owned(), paragraphs })
        .collect();
    merged.sort_by_key(|merged| (place(&merged.section).unwrap_or(usize::MAX), merged.section.clone()));
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paragraph_says_whose_it_is() {
        let part = |agency: &str, number: Option<&str>, texts: &[(&str, &str)]| Source {
            record: Uuid::nil(),
            agency: agency.to_owned(),
            letter: number.map(|number| Letter { number: number.to_owned(), on: "2026-11-13".parse().unwrap() }),
            texts: texts.iter().map(|(section, text)| ((*section).to_owned(), (*text).to_owned())).collect(),
        };
        let merged = merge(&[
            part("Công an tỉnh", Some("12/CAT"), &[("incidents", "Hai vụ việc.")]),
            part("Sở Xây dựng", None, &[("works", "Kè đạt trên 80%. "), ("incidents", "Không có.")]),
        ]);
        let names: Vec<_> = merged.iter().map(|merged| merged.section.as_str()).collect();
        assert_eq!(names, ["works", "incidents"]);
        assert_eq!(merged[0].text(), "Kè đạt trên 80%. (Sở Xây dựng)");
        let expected = "Hai vụ việc. (Công an tỉnh, số 12/CAT, ngày 13/11/2026)\n\nKhông có. (Sở Xây dựng)";
        assert_eq!(merged[1].text(), expected);
        assert!(merge(&[]).is_empty());
    }
}
