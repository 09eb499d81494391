//! Values of properties as people read them.

use maud::{Markup, html};

use super::picture::chip;
use super::view::{Property, ValueView};
use super::words::{Lang, Word, class_name, number};

pub fn value(lang: Lang, view: &ValueView) -> Markup {
    match view {
        ValueView::Absent => html! { span class="none" { (Word::Absent.say(lang)) } },
        ValueView::Text(text) => html! { (text) },
        ValueView::Code(code) => html! { code { (code) } },
        ValueView::Number(n) => html! { (number(lang, *n)) },
        ValueView::Class(class) => html! {
            (chip(lang, *class)) @if matches!(class, Some(1..=5)) { span aria-hidden="true" { " " (class_name(*class, lang)) } }
        },
        ValueView::Quote { text, clause, document } => quote(lang, text, clause.as_deref(), document.as_deref()),
        ValueView::List(values) if values.is_empty() => value(lang, &ValueView::Absent),
        ValueView::List(values) => html! {
            ul class="vals" { @for v in values { li { (value(lang, v)) } } }
        },
        ValueView::Fields(fields) => properties(lang, fields),
    }
}

/// A table of names and values; nested ones use it again.
pub fn properties(lang: Lang, fields: &[Property]) -> Markup {
    html! {
        dl class="props" {
            @for p in fields {
                dt { (p.label) @if p.name != p.label && !p.name.is_empty() { " " code { (p.name) } } }
                dd { (value(lang, &p.value)) }
            }
        }
    }
}

/// The words of a document, then which clause of which document.
fn quote(lang: Lang, text: &str, clause: Option<&str>, document: Option<&str>) -> Markup {
    html! {
        blockquote {
            p { (text) }
            @if clause.is_some() || document.is_some() {
                footer {
                    @if let Some(clause) = clause { (Word::Clause.say(lang)) " " (clause) }
                    @if clause.is_some() && document.is_some() { ", " }
                    @if let Some(document) = document { cite { (document) } }
                }
            }
        }
    }
}
