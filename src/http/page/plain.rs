//! Pages without a picture: a problem, the conformance classes, the routes.

use maud::{Markup, html};

use super::frame::{Tab, document, href, links};
use super::view::{ApiPage, ConformancePage, Context, ProblemPage};
use super::words::Word;

/// Says what happened, then what to do.
pub fn problem_page(ctx: &Context, page: &ProblemPage) -> Markup {
    let lang = ctx.lang;
    let body = html! {
        div class="oops" {
            h1 { (page.title) }
            p class="lead" { (page.detail) }
            p class="meta" { span { (Word::ProblemCode.say(lang)) " " code { (page.code) } } span { "HTTP " (page.status) } }
            @if !page.advice.is_empty() {
                h3 { (Word::WhatToDo.say(lang)) }
                ul { @for step in &page.advice { li { (step) } } }
            }
            (links(ctx, &page.links))
        }
    };
    document(ctx, &page.title, Tab::Elsewhere, &[], &body)
}

pub fn conformance_page(ctx: &Context, page: &ConformancePage) -> Markup {
    let title = Word::Conformance.say(ctx.lang);
    let body = html! {
        h1 { (title) }
        p class="lead" { (Word::ConformanceLead.say(ctx.lang)) }
        br;
        ul class="links panel" {
            @for class in &page.classes {
                li { a href=(href(&class.href)) { @if class.title.is_empty() { (class.href) } @else { (class.title) } } }
            }
        }
    };
    document(ctx, title, Tab::Conformance, &[], &body)
}

pub fn api_page(ctx: &Context, page: &ApiPage) -> Markup {
    let lang = ctx.lang;
    let title = Word::ApiTitle.say(lang);
    let body = html! {
        h1 { (title) }
        p class="lead" { (Word::ApiLead.say(lang)) }
        br;
        table {
            thead { tr { @for word in [Word::Method, Word::Path, Word::Summary] { th scope="col" { (word.say(lang)) } } } }
            tbody {
                @for route in &page.routes {
                    tr { td { code { (route.method) } } td { code { (route.path) } } td { (route.summary) } }
                }
            }
        }
        (links(ctx, &page.links))
    };
    document(ctx, title, Tab::Api, &[], &body)
}
