//! Pages without a picture: a problem, the conformance classes, the routes.

use maud::{Markup, html};

use super::frame::{Tab, document, href};
use super::view::{Context, ProblemPage};
use super::words::Word;

/// Says what happened, then what to do.
pub fn problem_page(ctx: &Context, page: &ProblemPage) -> Markup {
    let lang = ctx.lang;
    let body = html! {
        div class="oops" {
            h1 { (page.title) }
            p class="lead" { (page.detail) }
            p class="meta" { span { (Word::ProblemCode.say(lang)) " " code { (page.code) } } span { "HTTP " (page.status) } }
            @if let Some((to, known)) = &page.log_in {
                p { a class="btn main" href=(href(to)) { (if *known { Word::LogInAsOther } else { Word::LogIn }.say(lang)) } }
            }
            @if !page.advice.is_empty() {
                h3 { (Word::WhatToDo.say(lang)) }
                ul { @for step in &page.advice { li { (step) } } }
            }
        }
    };
    document(ctx, &page.title, Tab::Elsewhere, &[], &body)
}

pub fn conformance_page(ctx: &Context, classes: &[&str]) -> Markup {
    let title = Word::Conformance.say(ctx.lang);
    let body = html! {
        h1 { (title) }
        p class="lead" { (Word::ConformanceLead.say(ctx.lang)) }
        br;
        ul class="links panel" {
            @for class in classes { li { a href=(href(class)) { (class) } } }
        }
    };
    document(ctx, title, Tab::Conformance, &[], &body)
}

/// Method, path and summary of every route.
pub fn api_page(ctx: &Context, routes: &[[String; 3]]) -> Markup {
    let lang = ctx.lang;
    let title = Word::ApiTitle.say(lang);
    let body = html! {
        h1 { (title) }
        p class="lead" { (Word::ApiLead.say(lang)) }
        br;
        table {
            thead { tr { @for word in [Word::Method, Word::Path, Word::Summary] { th scope="col" { (word.say(lang)) } } } }
            tbody {
                @for [method, path, summary] in routes {
                    tr { td { code { (method) } } td { code { (path) } } td { (summary) } }
                }
            }
        }
    };
    document(ctx, title, Tab::Api, &[], &body)
}

/// The properties of a layer: name, what people call it, what it is.
pub fn schema_page(ctx: &Context, title: &str, heads: [&str; 3], rows: &[[String; 3]]) -> Markup {
    let body = html! {
        h1 { (title) }
        br;
        table {
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody { @for [name, label, kind] in rows { tr { td { code { (name) } } td { (label) } td { (kind) } } } }
        }
    };
    document(ctx, title, Tab::Collections, &[], &body)
}
