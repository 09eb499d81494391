//! Paragraphs and runs.

use super::package::Package;
use crate::domain::report::document::Run;

/// Text that stands in XML 1.0: what no XML holds becomes a space.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push(' '),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// How a run is dressed; sizes in half points, as the format has them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dress {
    pub size: u32,
    pub bold: bool,
    pub italic: bool,
    pub linked: bool,
}

impl Dress {
    pub(super) const fn of(size: u32) -> Self {
        Self { size, bold: false, italic: false, linked: false }
    }

    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) const fn italic(self) -> Self {
        Self { italic: true, ..self }
    }
}

/// A run in one dress.
pub(super) fn run(text: &str, dress: Dress) -> String {
    let (bold, italic) = (if dress.bold { "<w:b/>" } else { "" }, if dress.italic { "<w:i/>" } else { "" });
    // Black, as the decree wants it; dots below tell that a number leads somewhere. Not below words: there they would be read as marks
    // of vowels ("ạ", "ộ").
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let linked = if dress.linked && is_number { "<w:u w:val=\"dotted\"/>" } else { "" };
    let size = dress.size;
    format!(
        "<w:r><w:rPr>{bold}{italic}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>{linked}</w:rPr>\
         <w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escaped(text)
    )
}

/// Runs of a document, those with an address as links.
pub(super) fn runs(runs: &[Run], size: u32, package: &mut Package) -> String {
    let one = |run_: &Run| {
        // An address without a server leads nowhere from a file.
        let href = run_.href.as_ref().filter(|href| href.starts_with("http"));
        let written = run(&run_.text, Dress { size, bold: run_.bold, italic: run_.italic, linked: href.is_some() });
        match href {
            Some(href) => {
                format!("<w:hyperlink r:id=\"{}\" w:history=\"1\">{written}</w:hyperlink>", package.link(href))
            }
            None => written,
        }
    };
    runs.iter().map(one).collect()
}

/// A paragraph: its properties as XML, and what stands in it.
pub(super) fn paragraph(properties: &str, content: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>")
}

/// In the middle, without an indent.
pub(super) fn centered(content: &str) -> String {
    paragraph("<w:spacing w:before=\"0\" w:after=\"0\"/><w:ind w:firstLine=\"0\"/><w:jc w:val=\"center\"/>", content)
}

/// A short stroke in the middle: so far in from both sides, in twips.
pub(super) fn stroke(indent: u32) -> String {
    paragraph(
        &format!(
            "<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"0\" w:color=\"000000\"/></w:pBdr>\
             <w:spacing w:before=\"70\" w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>\
             <w:ind w:left=\"{indent}\" w:right=\"{indent}\" w:firstLine=\"0\"/>"
        ),
        "",
    )
}

/// A table without lines of so many columns, each with its width in twips and its content.
pub(super) fn side_by_side(columns: &[(u32, String)]) -> String {
    let grid: String =
        columns.iter().map(|(width, _)| format!("<w:gridCol w:w=\"{width}\"/>")).collect::<Vec<_>>().concat();
    let cells: String = columns
        .iter()
        .map(|(width, content)| {
            format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{content}</w:tc>")
        })
        .collect::<Vec<_>>()
        .concat();
    let whole: u32 = columns.iter().map(|(width, _)| width).sum();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>\
         <w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_xml_holds_becomes_a_space() {
        assert_eq!(escaped("a<b>&\"\u{0}\u{7}\u{FFFF}c"), "a&lt;b&gt;&amp;&quot;   c");
    }
}
