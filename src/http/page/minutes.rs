//! Minutes of an inspection to print and sign: Vietnamese with the labels of the other side, on A4 as Decree 30/2020 lays
//! administrative documents out. Nothing is filled in that no record says; what is missing is left to be written by hand.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::minutes_style::PRINT_STYLE;

/// A label in both languages, and where the other one is from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Both {
    pub vi: String,
    pub other: String,
    /// Number of its source; `None` for what nobody confirmed.
    pub source: Option<usize>,
}

/// How a field of both stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    Agreed(Both),
    Disputed(Both),
    Missing(Both),
    /// Only one side is asked.
    None,
}

/// What a side said: a word that has a label, or words as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Nothing,
    Word(Both),
    Text(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub label: Both,
    pub ours: Said,
    pub theirs: Said,
    pub mark: Mark,
}

/// The room of one side for signing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    pub country: Both,
    pub names: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesPage {
    /// Code of the other language.
    pub other_lang: &'static str,
    /// Of the unit above, and the unit itself.
    pub agency: [Option<String>; 2],
    pub number: Option<String>,
    /// Day, month, year.
    pub day: Option<[String; 3]>,
    pub title: Both,
    pub about: String,
    /// Why it is only a draft; none when it is more.
    pub draft: Option<(Both, Vec<String>)>,
    pub facts: Vec<(Both, Said)>,
    /// Content, our country, the other, how they compare.
    pub columns: [Both; 4],
    pub rows: Vec<Row>,
    pub represents: Both,
    pub signature: Both,
    pub signing: [Signing; 2],
    /// Ids and digests of what stands here.
    pub identity: Vec<(Both, String)>,
    /// Title and address.
    pub sources: Vec<(String, String)>,
    /// When it was printed, and by which program.
    pub printed: String,
}

/// The whole document.
pub fn minutes_page(page: &MinutesPage) -> Markup {
    let show = |both: &Both| show(both, page.other_lang);
    let [content, ours, theirs, compared] = &page.columns;
    html! {
        (DOCTYPE)
        html lang="vi" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title.vi) " · " (page.about) }
                style { (PreEscaped(PRINT_STYLE)) }
            }
            body {
                @if page.draft.is_some() { div class="stamp" aria-hidden="true" { "DỰ THẢO" } }
                (head(page))
                h1 { (page.title.vi) }
                p class="h2nd" lang=(page.other_lang) { (page.title.other) (sign(&page.title)) }
                p class="about" { (page.about) }
                @if let Some((label, reasons)) = &page.draft {
                    p class="why" { b { (label.vi.to_uppercase()) } " / " (other(label, page.other_lang)) @for reason in reasons { " · " (reason) } }
                }
                dl class="facts" {
                    @for (label, said) in &page.facts { dt { (show(label)) } dd { (show_said(said, page.other_lang)) } }
                }
                table {
                    thead { tr {
                        th scope="col" { (show(content)) }
                        th scope="col" { (show(ours)) }
                        th scope="col" { (show(theirs)) }
                        th scope="col" { (show(compared)) }
                    } }
                    tbody {
                        @for row in &page.rows {
                            tr {
                                th scope="row" { (show(&row.label)) }
                                td { (show_said(&row.ours, page.other_lang)) }
                                td { (show_said(&row.theirs, page.other_lang)) }
                                (marked(&row.mark, page.other_lang))
                            }
                        }
                    }
                }
                div class="sign" {
                    @for side in &page.signing {
                        div {
                            p class="who" { (page.represents.vi.to_uppercase()) " " (side.country.vi.to_uppercase()) }
                            p class="who2" lang=(page.other_lang) { (page.represents.other) (sign(&page.represents)) " " (side.country.other) (sign(&side.country)) }
                            p class="how" { "(" (page.signature.vi) " / " (other(&page.signature, page.other_lang)) ")" }
                            div class="room" {}
                            @for name in &side.names { p class="name" { (name) } }
                            @if side.names.is_empty() { p class="name" { "…………………………………" } }
                        }
                    }
                }
                (foot(page))
            }
        }
    }
}

fn head(page: &MinutesPage) -> Markup {
    let [above, unit] = &page.agency;
    html! {
        header {
            div class="agency" {
                @if let Some(above) = above { p { (above.to_uppercase()) } }
                p class="unit" { @match unit { Some(unit) => (unit.to_uppercase()), None => "……………………………" } }
                p class="no" { "Số: " (page.number.as_deref().unwrap_or("…………")) }
            }
            div class="nation" {
                p class="qh" { "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" }
                p class="tn" { span { "Độc lập - Tự do - Hạnh phúc" } }
                p class="day" {
                    @match &page.day {
                        Some([day, month, year]) => { "……………, ngày " (day) " tháng " (month) " năm " (year) }
                        None => "……………, ngày …… tháng …… năm ………"
                    }
                }
            }
        }
    }
}

fn foot(page: &MinutesPage) -> Markup {
    html! {
        footer {
            @for (label, value) in &page.identity { p { (show(label, page.other_lang)) ": " code { (value) } } }
            p { (page.printed) }
            p { "Nhãn có dấu ° chưa được kiểm chứng: bản dịch nháp, chưa người bản ngữ hay văn bản nào xác nhận. Số nhỏ chỉ nguồn:" }
            p { "Labels with ° are unverified drafts; a small number names the source:" }
            ol { @for (title, address) in &page.sources { li { (title) ", " span class="at" { (address) } } } }
        }
    }
}

/// Both languages, one below the other.
fn show(both: &Both, lang: &str) -> Markup {
    html! { span class="vi" { (both.vi) } " " (other(both, lang)) }
}

fn other(both: &Both, lang: &str) -> Markup {
    html! { span class="other" lang=(lang) { (both.other) (sign(both)) } }
}

fn sign(both: &Both) -> Markup {
    html! { @match both.source { Some(source) => sup { (source) }, None => sup { "°" } } }
}

fn show_said(said: &Said, lang: &str) -> Markup {
    html! {
        @match said {
            Said::Nothing => span class="blank" { "………………" },
            Said::Word(both) => (show(both, lang)),
            Said::Text(text) => span class="text" { (text) },
        }
    }
}

fn marked(mark: &Mark, lang: &str) -> Markup {
    let (class, glyph, label) = match mark {
        Mark::Agreed(label) => ("agreed", "=", label),
        Mark::Disputed(label) => ("disputed", "≠", label),
        Mark::Missing(label) => ("missing", "…", label),
        Mark::None => return html! { td {} },
    };
    html! { td class=(class) { b { (glyph) } " " (show(label, lang)) } }
}
