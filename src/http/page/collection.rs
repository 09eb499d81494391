//! `/collections` and `/collections/{id}`.

use maud::{Markup, html};

use super::frame::{Tab, document};
use super::small::small_picture;
use super::view::{CollectionCard, Context, Focus, Picture};
use super::words::{Lang, Word, count};

pub fn collections_page(ctx: &Context, collections: &[CollectionCard]) -> Markup {
    let title = Word::Collections.say(ctx.lang);
    let body = html! {
        h1 { (title) }
        p class="lead" { (Word::TryItHint.say(ctx.lang)) }
        br;
        (cards(ctx.lang, collections))
    };
    document(ctx, title, Tab::Collections, &[], &body)
}

pub fn collection_page(ctx: &Context, page: &CollectionCard, focus: Option<&Focus>, picture: &Picture) -> Markup {
    let items = format!("/collections/{}/items?f=html", page.id);
    let body = html! {
        h1 { (page.title) }
        div class="split" {
            div {
                p { (page.description) }
                p class="meta" { span { b { (count(ctx.lang, page.count)) } " " (Word::Records.say(ctx.lang)) } code { (page.id) } }
                br;
                a class="btn" href=(items) { (Word::Items.say(ctx.lang)) }
            }
            (small_picture(picture, ctx.lang, focus))
        }
    };
    let crumbs = [(Word::Collections.say(ctx.lang), "/collections")];
    document(ctx, &page.title, Tab::Collections, &crumbs, &body)
}

/// One card a collection: how many, of what.
pub fn cards(lang: Lang, collections: &[CollectionCard]) -> Markup {
    html! {
        ul class="cards" {
            @for c in collections {
                li {
                    a href=(format!("/collections/{}?f=html", c.id)) { (c.title) }
                    div class="n" { (count(lang, c.count)) span { " " (Word::Records.say(lang)) } }
                    p { (c.description) }
                }
            }
        }
    }
}
