//! `/collections/{id}/items/{key}`: one record with everything it says, and where it is.

use maud::{Markup, html};

use super::frame::{Tab, document, href};
use super::small::small_picture;
use super::value::properties;
use super::view::{Context, ItemPage, Picture};
use super::words::Word;

pub fn item_page(ctx: &Context, page: &ItemPage, picture: &Picture) -> Markup {
    let lang = ctx.lang;
    let body = html! {
        h1 { (page.title) }
        @if !page.links.is_empty() {
            p class="meta" { @for (words, to) in &page.links { span { a href=(href(to)) { (words) } } } }
        }
        div class="split" {
            section class="panel" aria-label=(Word::Properties.say(lang)) { (properties(lang, &page.properties)) }
            (small_picture(picture, lang, page.focus.as_ref()))
        }
    };
    let crumbs = [
        (Word::Collections.say(lang), "/collections"),
        (page.collection_title.as_str(), page.collection_href.as_str()),
    ];
    document(ctx, &page.title, Tab::Collections, &crumbs, &body)
}
