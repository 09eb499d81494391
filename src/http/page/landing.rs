//! The first look: what this is, the picture, what needs attention and why, what else there is.

use maud::{Markup, html};

use super::badges::LETTERS;
use super::collection::cards;
use super::frame::{Tab, document, href};
use super::legend::legend;
use super::picture::{chip, frames, whole};
use super::stretch::{rank, stretches};
use super::view::{AttentionRow, Context, Landing, Picture};
use super::words::{Lang, Word, class_name, count, number};

pub fn landing(ctx: &Context, page: &Landing, picture: &Picture) -> Markup {
    let lang = ctx.lang;
    let enlarged = stretches(picture, LETTERS.len());
    let frames_shown = enlarged.len();
    let body = html! {
        h1 { (Word::Tagline.say(lang)) }
        p class="lead" { (Word::Lead.say(lang)) }
        p class="meta" {
            span { (Word::SeqLabel.say(lang)) " " b { (count(lang, page.seq)) } }
            span { (Word::DayLabel.say(lang)) " " b { (page.day) } }
        }
        @if !page.work.is_empty() {
            p class="meta" { @for (words, to) in &page.work { span { a href=(href(to)) { (words) } } } }
        }
        @if picture.lines.iter().any(|line| line.status_sketch) {
            p class="bar-note" { b { (Word::Sketch.say(lang)) } span { (Word::SketchNotice.say(lang)) } }
        }
        // In the order of importance; a wide page puts the frames at both sides of the picture.
        div class={ "pic n" (frames_shown) } {
            (whole(picture, lang, &enlarged))
            (attention(lang, page))
            (frames(picture, lang, &enlarged))
            div class="key-note" {
                (legend(lang))
                p class="note" { (Word::PictureNote.say(lang)) " " (Word::Attribution.say(lang)) "." }
            }
        }
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
        section class="worst" aria-labelledby="h-att" {
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
