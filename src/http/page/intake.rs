//! The desk of the department at a period's end: who has sent its part of the report, who has not, and the parts as one text.

use maud::{Markup, html};

use super::frame::{Tab, document, href};
use super::view::Context;
use super::words::Lang;

/// What the page is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IntakePage {
    pub period: String,
    pub from: String,
    pub to: String,
    /// The page of the period after it.
    pub next: Option<String>,
    pub tables: Vec<IntakeTable>,
}

/// One reporting duty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IntakeTable {
    pub title: String,
    pub to: String,
    pub clause: String,
    pub document: String,
    pub deadline: Option<String>,
    pub merged: String,
    pub rows: Vec<IntakeRow>,
}

/// One agency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IntakeRow {
    pub agency: String,
    pub dissolved: bool,
    /// With `past_deadline` for what was not sent and is past its day.
    pub state: &'static str,
    pub href: Option<String>,
    /// Number and day.
    pub letter: Option<(String, String)>,
    pub sent_at: Option<String>,
    pub scope: Option<String>,
    pub on_behalf: bool,
    pub urged: Vec<String>,
    pub unasked: bool,
    /// The last day on which it is in time.
    pub due: Option<String>,
}

fn say(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Vi { vi } else { en }
}

pub fn intake_page(ctx: &Context, page: &IntakePage) -> Markup {
    let lang = ctx.lang;
    let title = format!("{} · {}", say(lang, "Nhận báo cáo", "Reports received"), page.period);
    let body = html! {
        h1 { (title) }
        p class="meta" {
            span { (say(lang, "Số liệu từ", "From")) " " (page.from) " " (say(lang, "đến", "to")) " " (page.to) }
            @if let Some(next) = &page.next { span { a href=(href(next)) { (say(lang, "Kỳ sau", "Next period")) } } }
        }
        @if page.tables.is_empty() {
            div class="panel empty" {
                b { (say(lang, "Không có phần báo cáo nào phải nhận trong kỳ này.", "No part of a report is owed for this period.")) }
                (say(lang, "Không văn bản nào đặt báo cáo cho kỳ này, hoặc không thuộc phạm vi của bạn.", "No document asks for one, or none is yours to see."))
            }
        }
        @for table in &page.tables { (one(lang, table)) }
    };
    document(
        ctx,
        &title,
        Tab::Elsewhere,
        &[(say(lang, "Chế độ báo cáo", "Reporting duties"), "/collections/reporting-duties/items")],
        &body,
    )
}

fn one(lang: Lang, table: &IntakeTable) -> Markup {
    let sent = table.rows.iter().filter(|row| row.state == "sent").count();
    html! {
        h2 { (table.title) }
        p class="meta" {
            span { (say(lang, "Gửi", "To")) ": " (table.to) }
            @if !table.clause.is_empty() { span { (table.clause) ", " (table.document) } }
            span { (say(lang, "Hạn", "Deadline")) ": "
                @match &table.deadline {
                    Some(words) => { "“" (words) "” (" (say(lang, "lời văn bản, giữ nguyên văn", "the document's words, as written")) ")" },
                    None => (say(lang, "văn bản không nêu", "the document says none")),
                }
            }
            span { b { (sent) } " " (say(lang, "đã gửi", "sent")) " / " (table.rows.len()) }
            @if sent > 0 { span { a href=(href(&table.merged)) { (say(lang, "Xem bản tổng hợp", "Put together")) } } }
        }
        @if table.rows.is_empty() {
            div class="panel empty" { b { (say(lang, "Chưa có phần nào gửi theo chế độ này.", "Nothing was sent for this duty.")) } }
        } @else { table {
            thead { tr {
                @for column in [
                    say(lang, "Cơ quan, đơn vị", "Agency"), say(lang, "Tình trạng", "State"), say(lang, "Văn bản", "Letter"),
                    say(lang, "Gửi lúc", "Sent at"), say(lang, "Đã đôn đốc", "Urged"),
                ] { th scope="col" { (column) } }
            } }
            tbody { @for row in &table.rows { (agency(lang, row)) } }
        } }
    }
}

fn agency(lang: Lang, row: &IntakeRow) -> Markup {
    let none = say(lang, "–", "–");
    html! {
        tr {
            td {
                @if let Some(to) = &row.href { a href=(href(to)) { (row.agency) } } @else { (row.agency) }
                @if row.dissolved { " (" (say(lang, "đã giải thể; cơ quan tiếp nhận chưa xác định", "dissolved; nobody is known to have taken over")) ")" }
                @if row.unasked { " (" (say(lang, "không có tên trong danh sách phải gửi", "not on the list")) ")" }
            }
            td data-label=(say(lang, "Tình trạng", "State")) {
                (state(lang, row))
                br;
                small { @match &row.due {
                    Some(day) => { (say(lang, "hạn", "due")) " " (day) },
                    None => (say(lang, "chưa có quy định thời hạn", "no deadline was set")),
                } }
                @if row.on_behalf { " (" (say(lang, "nhập thay từ văn bản", "entered from the letter")) ")" }
            }
            td data-label=(say(lang, "Văn bản", "Letter")) {
                @if let Some((number, day)) = &row.letter { (number) ", " (day) } @else { (none) }
                @if row.scope.as_deref() == Some("item") { " (" (say(lang, "một nội dung trong báo cáo chung", "one item of its general report")) ")" }
            }
            td data-label=(say(lang, "Gửi lúc", "Sent at")) { (row.sent_at.as_deref().unwrap_or(none)) }
            td data-label=(say(lang, "Đã đôn đốc", "Urged")) {
                @if row.urged.is_empty() { (none) } @else { (row.urged.len()) " " (say(lang, "lần, gần nhất", "times, last")) " " (row.urged.last().map_or(none, String::as_str)) }
            }
        }
    }
}

fn state(lang: Lang, row: &IntakeRow) -> &'static str {
    match row.state {
        "sent" => say(lang, "đã gửi", "sent"),
        "waiting" => say(lang, "chờ chỉ huy duyệt", "waits for its commander"),
        "returned" => say(lang, "bị trả lại để sửa", "returned by its commander"),
        "draft" => say(lang, "bản nháp", "draft"),
        "past_deadline" => say(lang, "đã qua hạn, chưa gửi", "past its deadline, not sent"),
        _ => say(lang, "chưa gửi", "not sent"),
    }
}

/// A section of the merged text: its name, and what each agency says with its source.
pub type MergedText = (String, Vec<(String, String)>);

pub fn merged_page(ctx: &Context, period: &str, sections: &[MergedText]) -> Markup {
    let lang = ctx.lang;
    let title = format!("{} · {period}", say(lang, "Bản tổng hợp các phần báo cáo", "Parts put together"));
    let body = html! {
        h1 { (title) }
        @if sections.is_empty() {
            div class="panel empty" {
                b { (say(lang, "Chưa cơ quan nào gửi phần của mình.", "No agency has sent its part.")) }
            }
        }
        @for (name, paragraphs) in sections {
            h2 { (name) }
            @for (text, source) in paragraphs { p { (text) " " span class="none" { "(" (source) ")" } } }
        }
    };
    document(
        ctx,
        &title,
        Tab::Elsewhere,
        &[(say(lang, "Chế độ báo cáo", "Reporting duties"), "/collections/reporting-duties/items")],
        &body,
    )
}
