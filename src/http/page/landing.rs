//! The first look: what this is, the picture, what needs attention and why, what else there is.

use maud::{Markup, html};

use super::collection::cards;
use super::frame::{Tab, document, href};
use super::picture::{chip, figure};
use super::stretch::rank;
use super::view::{AttentionRow, Context, Landing, Picture};
use super::words::{Lang, Word, class_name, count, number};

pub fn landing(ctx: &Context, page: &Landing, picture: &Picture) -> Markup {
    let lang = ctx.lang;
    let body = html! {
        h1 { (Word::Tagline.say(lang)) }
        p class="lead" { (Word::Lead.say(lang)) }
        p class="meta" {
            span { (Word::SeqLabel.say(lang)) " " b { (count(lang, page.seq)) } }
            span { (Word::DayLabel.say(lang)) " " b { (page.day) } }
        }
        @if let Some(since) = &page.stale_since {
            p class="bar-note" role="status" { b { (Word::Stale.say(lang)) " " (since) } }
        }
        @if page.sketch {
            p class="bar-note" { b { (Word::Sketch.say(lang)) } span { (Word::SketchNotice.say(lang)) } }
        }
        (figure(picture, lang))
        (attention(lang, page))
        section aria-labelledby="h-col" {
            h2 id="h-col" { (Word::Collections.say(lang)) }
            (cards(lang, &page.collections))
        }
        @if !page.curl.is_empty() {
            section aria-labelledby="h-cli" {
                h2 id="h-cli" { (Word::TryIt.say(lang)) }
                p { (Word::TryItHint.say(lang)) }
                div class="cli" {
                    @for (line, what) in &page.curl { div { p { (what) } pre { (line) } } }
                }
            }
        }
    };
    document(ctx, Word::Brand.say(lang), Tab::Home, &[], &body)
}

fn attention(lang: Lang, page: &Landing) -> Markup {
    html! {
        section aria-labelledby="h-att" {
            h2 id="h-att" { (Word::Attention.say(lang)) }
            @if page.attention.is_empty() {
                p class="panel" { (Word::AttentionNone.say(lang)) }
            } @else {
                ol class="att" { @for row in &page.attention { (attention_row(lang, row)) } }
            }
            @if let Some((more, to)) = &page.attention_more {
                p class="pager" { a class="btn" href=(href(to)) { "+ " (more) " " (Word::MoreSegments.say(lang)) } }
            }
        }
    }
}

fn attention_row(lang: Lang, row: &AttentionRow) -> Markup {
    html! {
        li {
            div class="lvl" {
                (chip(lang, row.class))
                @if rank(row.class) > 0 { span aria-hidden="true" { (class_name(row.class, lang)) } }
            }
            div class="who" {
                a href=(href(&row.href)) { (Word::Segment.say(lang)) " " (row.label) }
                span { (row.line_name) }
            }
            div class="why" { (row.reasons.join(" · ")) }
            div class="pts" {
                @if let Some(score) = row.score { (number(lang, score)) span { " " (Word::Points.say(lang)) } }
            }
        }
    }
}
