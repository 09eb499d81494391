//! `/collections/{id}/items`: the list, with what filters it and what to do when nothing is left.

use maud::{Markup, html};

use super::frame::{Tab, document, href};
use super::small::small_picture;
use super::value::value;
use super::view::{Context, ItemRow, ItemsPage, Picture};
use super::words::{Word, count};

pub fn items_page(ctx: &Context, page: &ItemsPage, picture: &Picture) -> Markup {
    let lang = ctx.lang;
    let title = format!("{}: {}", page.collection_title, Word::Items.say(lang).to_lowercase());
    let body = html! {
        h1 { (page.collection_title) }
        p class="meta" {
            @for (text, to) in &page.sums {
                span { @if let Some(to) = to { a href=(href(to)) { (text) } } @else { (text) } }
            }
            @if page.sums.is_empty() { span {
                (Word::Shown.say(lang)) " " b { (count(lang, page.rows.len() as u64)) }
                " " (Word::Of.say(lang)) " " b { (count(lang, page.number_matched)) }
                " " (Word::Records.say(lang))
            } }
        }
        @if !page.filters.is_empty() {
            p class="filters" {
                (Word::Filters.say(lang)) ":"
                @for f in &page.filters { span class="f" { (f) } }
                @if let Some(clear) = &page.clear_href { a href=(href(clear)) { (Word::ClearFilters.say(lang)) } }
            }
        }
        div class="split" {
            div {
                @if page.rows.is_empty() { (empty(ctx, page)) } @else { (table(ctx, page)) }
                (pager(ctx, page))
            }
            (small_picture(picture, lang, page.focus.as_ref()))
        }
    };
    let crumbs = [
        (Word::Collections.say(lang), "/collections"),
        (page.collection_title.as_str(), page.collection_href.as_str()),
    ];
    document(ctx, &title, Tab::Collections, &crumbs, &body)
}

fn table(ctx: &Context, page: &ItemsPage) -> Markup {
    html! {
        table {
            thead { tr { @for column in &page.columns { th scope="col" { (column) } } } }
            tbody { @for row in &page.rows { (table_row(ctx, page, row)) } }
        }
    }
}

/// On a phone the row becomes a block, and each cell says its column itself; the first one is the heading.
fn table_row(ctx: &Context, page: &ItemsPage, row: &ItemRow) -> Markup {
    html! {
        tr {
            @for (i, cell) in row.cells.iter().enumerate() {
                @if i == 0 {
                    td { a href=(href(&row.href)) { (value(ctx.lang, cell)) } }
                } @else {
                    td data-label=[page.columns.get(i)] { (value(ctx.lang, cell)) }
                }
            }
        }
    }
}

fn empty(ctx: &Context, page: &ItemsPage) -> Markup {
    let filtered = !page.filters.is_empty();
    let (head, hint) =
        if filtered { (Word::EmptyFiltered, Word::EmptyFilteredHint) } else { (Word::Empty, Word::EmptyHint) };
    html! {
        div class="panel empty" {
            b { (head.say(ctx.lang)) }
            (hint.say(ctx.lang))
            @if let (true, Some(clear)) = (filtered, &page.clear_href) {
                div { a class="btn" href=(href(clear)) { (Word::ClearFilters.say(ctx.lang)) } }
            }
        }
    }
}

fn pager(ctx: &Context, page: &ItemsPage) -> Markup {
    html! {
        @if let Some(to) = &page.next {
            nav class="pager" aria-label=(Word::Items.say(ctx.lang)) {
                a class="btn" rel="next" href=(href(to)) { (Word::Next.say(ctx.lang)) }
            }
        }
    }
}
