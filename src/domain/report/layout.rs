//! How the content of a report becomes an official document, in Vietnamese: every number leads to its records.

use std::fmt::Write as _;

use super::content::{Change, Content, Correction, Figure, Section};
use super::document::{Bar, Block, Document, Run, Stand};
use super::kind::{Kind, Kinds};
use super::words;
use crate::domain::time::CivilDay;

/// What is known of a report that went out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Issue {
    pub number: Option<String>,
    pub place: Option<String>,
    pub position: Option<String>,
    pub signer: Option<String>,
    pub day: Option<CivilDay>,
}

const ROMAN: [&str; 16] =
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI"];

/// A space at which no line ends.
const NARROW: char = '\u{a0}';

/// The document. `base`: where this server is, as readers see it.
pub fn lay_out(content: &Content, kinds: &Kinds, kind: &Kind, issue: Option<&Issue>, base: &str) -> Document {
    let writer = Writer { content, base };
    let mut blocks = Vec::new();
    let mut numbers = ROMAN.into_iter();
    // What goes out has no empty sections; a draft has room for their words.
    let is_something = |section: &&Section| issue.is_none() || section.narrative.is_some() || has_figures(section);
    for section in content.sections.iter().filter(is_something) {
        let number = numbers.next().unwrap_or("…");
        blocks.push(Block::Heading(format!("{number}. {}", section.title.vi.to_uppercase())));
        writer.section(section, &mut blocks);
        if section.key == "conditions" && !content.map.lines.is_empty() {
            let title = if content.map.is_official { "BẢN ĐỒ" } else { "SƠ ĐỒ" };
            blocks.push(Block::Map { title: title.to_owned(), data: content.map.clone() });
        }
    }
    let number = numbers.next().unwrap_or("…");
    blocks.push(Block::Heading(format!("{number}. SỐ LIỆU BỔ SUNG, ĐÍNH CHÍNH KỲ TRƯỚC")));
    corrections(content, &mut blocks);
    blocks.push(about(content, kinds));
    let (period, _) = content.window.title();
    let (first, last) = (content.window.first_day(), content.window.last_day());
    let draft = if issue.is_none() { "Dự thảo. " } else { "" };
    let level = words::vi(content.level.as_str());
    let mut recipients = vec!["Như trên".to_owned()];
    recipients.extend(kind.copies.iter().cloned());
    Document {
        above: content.above.clone(),
        agency: content.unit_title.clone().or_else(|| content.unit.clone()),
        number: issue.and_then(|issue| issue.number.clone()),
        place: issue.and_then(|issue| issue.place.clone()),
        day: issue.and_then(|issue| issue.day),
        title: kind.title.clone(),
        period: format!("{period} (từ ngày {} đến ngày {})", first.written_vi(), last.written_vi()),
        remark: format!("{draft}Số liệu tính đến hết ngày {}; mức phổ biến: {level}", counted_to(content).written_vi()),
        to: kind.to.clone(),
        blocks,
        recipients,
        position: issue.and_then(|issue| issue.position.clone()),
        signer: issue.and_then(|issue| issue.signer.clone()),
    }
}

fn has_figures(section: &Section) -> bool {
    !section.figures.is_empty() || !section.tables.is_empty() || !section.notes.is_empty()
}

/// The last day that is counted: that of the window, or the day of a cut-off within it.
fn counted_to(content: &Content) -> CivilDay {
    content.window.last_day().min(content.cut_off.day)
}

struct Writer<'a> {
    content: &'a Content,
    base: &'a str,
}

impl Writer<'_> {
    fn section(&self, section: &Section, blocks: &mut Vec<Block>) {
        let before = blocks.len();
        if let Some(said) = &section.narrative {
            let paragraphs = said.text.lines().map(str::trim).filter(|line| !line.is_empty());
            blocks.extend(paragraphs.map(|line| Block::Paragraph(Stand::Body, vec![Run::plain(line)])));
        }
        let mut figures = section.figures.as_slice();
        while let [first, rest @ ..] = figures {
            let parts = rest.iter().take_while(|figure| figure.depth > first.depth).count();
            // Nothing broken down is nothing once more.
            if first.count() > 0 || parts == 0 || !first.title.vi.starts_with("Theo ") {
                blocks.push(self.line(first, &rest[..parts]));
            }
            figures = &rest[parts..];
        }
        if let Some(chart) = chart(section) {
            blocks.push(chart);
        }
        for table in section.tables.iter().filter(|table| !table.rows.is_empty()) {
            let cell = |(n, text): (usize, &String), row: &super::content::Row| match &row.record {
                Some(record) if n == 0 => {
                    Run::linked(text.clone(), format!("{}/collections/{}/items/{}", self.base, record.layer, record.id))
                }
                _ => Run::plain(text.clone()),
            };
            let rows = table.rows.iter().map(|row| row.cells.iter().enumerate().map(|one| cell(one, row)).collect());
            blocks.push(Block::Table {
                title: table.title.vi.clone(),
                columns: table.columns.iter().map(|column| column.vi.clone()).collect(),
                widths: widths(table),
                rows: rows.collect(),
            });
        }
        for note in &section.notes {
            blocks.push(Block::Paragraph(Stand::Body, vec![Run::italic(note.vi.clone())]));
        }
        if let Some(waiting) = section.waiting.filter(|waiting| *waiting > 0) {
            let text = format!("(Ngoài ra có {waiting} bản ghi đang chờ duyệt, chưa tính vào số liệu trên.)");
            blocks.push(Block::Paragraph(Stand::Body, vec![Run::italic(text)]));
        }
        if blocks.len() == before {
            blocks.push(Block::Paragraph(Stand::Body, vec![Run::plain("……………")]));
        }
    }

    /// "- Tuần tra: 12; trong đó: đơn phương 9; song phương 3." Parts that are nothing are left out.
    fn line(&self, whole: &Figure, parts: &[Figure]) -> Block {
        // A number stands on no line without the word before it.
        let mut runs = vec![Run::plain(format!("- {}:{NARROW}", whole.title.vi))];
        runs.extend(self.value(whole));
        let parts: Vec<&Figure> = parts.iter().filter(|part| part.count() > 0).collect();
        for (n, part) in parts.iter().enumerate() {
            let before = if n == 0 { "; trong đó: " } else { "; " };
            runs.push(Run::plain(format!("{before}{}{NARROW}", part.title.vi)));
            runs.extend(self.value(part));
        }
        runs.push(Run::plain("."));
        Block::Paragraph(Stand::Body, runs)
    }

    fn value(&self, figure: &Figure) -> Vec<Run> {
        let count = Run { bold: figure.depth == 0, ..Run::linked(figure.count().to_string(), self.href(figure)) };
        let amount = figure.amount.as_ref().map(|amount| {
            let value = format!("{:.1}", amount.value).replace('.', ",");
            Run::plain(format!(" ({value}{NARROW}{})", amount.unit.vi))
        });
        std::iter::once(count).chain(amount).collect()
    }

    fn href(&self, figure: &Figure) -> String {
        format!("{}{}&f=html", self.base, href_of(self.content, &figure.key))
    }
}

/// Where the records of a figure are, on this server.
pub fn href_of(content: &Content, figure: &str) -> String {
    let (kind, window, level, cut) = (&content.kind, content.window, content.level.as_str(), content.cut_off);
    let unit = content.unit.as_ref().map_or_else(String::new, |unit| format!("&unit={}", encoded(unit)));
    format!("/api/v1/reports/{kind}/{window}/records?figure={figure}{unit}&level={level}&cutoff={cut}")
}

/// As RFC 3986 writes what is none of its unreserved characters.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes().fold(String::new(), |mut out, byte| {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// Bars of a section whose first figure has parts: one of each part that is something.
fn chart(section: &Section) -> Option<Block> {
    let group = match section.key.as_str() {
        "inspections" => "inspections.subject.",
        "conditions" => "conditions.markers.",
        "patrols" => "patrols.mode.",
        "incidents" => "incidents.kind.",
        _ => return None,
    };
    let parts = section.figures.iter().filter(|figure| figure.key.starts_with(group) && figure.count() > 0);
    let bars: Vec<Bar> = parts.map(|figure| Bar { text: figure.title.vi.clone(), count: figure.count() }).collect();
    (bars.len() > 1).then(|| Block::Bars { title: section.title.vi.clone(), bars })
}

/// Shares of the width, in hundredths, by the longest text of each column.
fn widths(table: &super::content::Table) -> Vec<u32> {
    let longest = |n: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(n)).map(|cell| cell.chars().count());
        let head = table.columns.get(n).map_or(0, |column| column.vi.chars().count());
        cells.chain([head]).max().unwrap_or(1).clamp(12, 34) + 4
    };
    let longest: Vec<usize> = (0..table.columns.len()).map(longest).collect();
    let sum = longest.iter().sum::<usize>().max(1);
    longest.iter().map(|width| u32::try_from(width * 100 / sum).unwrap_or(10)).collect()
}

fn corrections(content: &Content, blocks: &mut Vec<Block>) {
    if content.corrections.is_empty() {
        let text = "Không có bản ghi nào của các kỳ đã báo cáo được bổ sung hoặc đính chính sau thời điểm chốt số liệu kỳ trước.";
        blocks.push(Block::Paragraph(Stand::Body, vec![Run::plain(text)]));
        return;
    }
    let row = |one: &Correction| {
        let change = if one.change == Change::Added { "bổ sung" } else { "không còn tính" };
        let section = content.sections.iter().find(|section| section.key == one.section);
        vec![
            Run::plain(one.period.title().0),
            Run::plain(section.map_or_else(|| one.section.clone(), |section| section.title.vi.clone())),
            Run::plain(change),
            Run::plain(one.about.clone()),
        ]
    };
    blocks.push(Block::Table {
        title: String::new(),
        columns: ["Kỳ", "Mục", "Thay đổi", "Bản ghi"].map(str::to_owned).to_vec(),
        widths: vec![16, 30, 14, 40],
        rows: content.corrections.iter().map(row).collect(),
    });
}

/// What the figures rest on.
fn about(content: &Content, kinds: &Kinds) -> Block {
    let text = format!(
        "Ghi chú: chỉ tính bản ghi đã duyệt trong phạm vi người lập báo cáo được xem, mức phổ biến đến “{}”. Kỳ số liệu theo {}. \
         Số liệu chốt tại số {} của nhật ký, theo những gì đã ghi nhận đến ngày {} (ngày chốt, khác với ngày ký ghi ở đầu văn bản); mở lại với cùng thời điểm chốt thì số liệu không đổi. Mỗi con số dẫn tới danh sách bản ghi.",
        words::vi(content.level.as_str()),
        kinds.windows.rule,
        content.cut_off.seq,
        content.cut_off.day.written_vi(),
    );
    Block::Paragraph(Stand::Body, vec![Run::italic(text)])
}
