//! A report as a page, laid out like the document on paper, to read or to print.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::minutes_style::PRINT_STYLE;
use super::report_style::REPORT_STYLE;
use crate::domain::report::document::{Block, Document, Run, Stand};
use crate::exchange::drawing::{self, Svg};

/// The whole page.
pub fn report_page(document: &Document) -> Markup {
    html! {
        (DOCTYPE)
        html lang="vi" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (document.title) " · " (document.period) }
                style { (PreEscaped(PRINT_STYLE)) }
                style { (PreEscaped(REPORT_STYLE)) }
            }
            body class="report" {
                (head(document))
                h1 { "Báo cáo" }
                p class="about" { (document.title) }
                p class="about" { (document.period) }
                hr;
                p class="remark" { "(" (document.remark) ")" }
                p class="to" { "Kính gửi: " (document.to.join("; ")) }
                @for block in &document.blocks { (one(block)) }
                (foot(document))
            }
        }
    }
}

fn head(document: &Document) -> Markup {
    html! {
        header {
            div class="agency" {
                @if let Some(above) = &document.above { p { (above.to_uppercase()) } }
                p class="unit" { @match &document.agency { Some(unit) => (unit.to_uppercase()), None => "………………………" } }
                p class="no" { "Số: " (document.number.as_deref().unwrap_or("………/BC-……")) }
            }
            div class="nation" {
                p class="qh" { "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" }
                p class="tn" { span { "Độc lập - Tự do - Hạnh phúc" } }
                p class="day" { (document.dated()) }
            }
        }
    }
}

fn one(block: &Block) -> Markup {
    html! {
        @match block {
            Block::Heading(text) => h2 { (text) },
            Block::Paragraph(Stand::Body, content) => p class="body" { (runs(content)) },
            Block::Paragraph(Stand::Centered, content) => p class="to" { (runs(content)) },
            Block::Table { title, columns, rows, .. } => {
                @if !title.is_empty() { h3 { (title) } }
                div class="wide" {
                    table {
                        thead { tr { @for column in columns { th scope="col" { (column) } } } }
                        tbody { @for row in rows { tr { @for cell in row { td { (run(cell)) } } } } }
                    }
                }
            },
            Block::Map { title, data } => (picture(&drawing::map(title, data))),
            Block::Bars { title, bars } => (picture(&drawing::bars(title, bars))),
        }
    }
}

fn picture(svg: &Svg) -> Markup {
    // Our own drawing, in which every text is escaped.
    html! { figure role="img" aria-label=(svg.alt) { (PreEscaped(&svg.text)) } }
}

fn runs(all: &[Run]) -> Markup {
    html! { @for one in all { (run(one)) } }
}

fn run(one: &Run) -> Markup {
    html! {
        @match &one.href {
            Some(href) => a href=(href) { (dressed(one)) },
            None => (dressed(one)),
        }
    }
}

fn dressed(one: &Run) -> Markup {
    html! {
        @match (one.bold, one.italic) {
            (true, _) => b { (one.text) },
            (false, true) => i { (one.text) },
            (false, false) => (one.text),
        }
    }
}

fn foot(document: &Document) -> Markup {
    html! {
        div class="sign" {
            div class="recipients" {
                p { b { i { "Nơi nhận:" } } }
                @for one in &document.recipients { p { "- " (one) ";" } }
            }
            div {
                p class="who" { (document.position.as_deref().map_or_else(|| "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ".to_owned(), str::to_uppercase)) }
                div class="room" {}
                p class="name" { (document.signer.as_deref().unwrap_or("(Họ và tên)")) }
            }
        }
    }
}
