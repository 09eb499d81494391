//! What every page has around its content: head, top bar, breadcrumbs, foot.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::style::{MAP_STYLE, STYLE};
use super::view::{Context, Visitor};
use super::words::Word;

/// Which entry of the top bar is the current one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Home,
    Collections,
    Api,
    Conformance,
    Elsewhere,
}

/// A whole document. `crumbs` lead from the collections to the page, nearest last.
pub fn document(ctx: &Context, title: &str, tab: Tab, crumbs: &[(&str, &str)], body: &Markup) -> Markup {
    let brand = Word::Brand.say(ctx.lang);
    html! {
        (DOCTYPE)
        html lang=(ctx.lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { @if title == brand { (brand) " · " (Word::Tagline.say(ctx.lang)) } @else { (title) " · " (brand) } }
                @if let Some(json) = &ctx.json {
                    link rel="alternate" type="application/json" href=(href(json));
                }
                style { (PreEscaped(STYLE)) (PreEscaped(MAP_STYLE)) }
            }
            body {
                a class="skip" href="#content" { (Word::SkipToContent.say(ctx.lang)) }
                (top(ctx, tab))
                main id="content" {
                    div class="in" {
                        @if !crumbs.is_empty() {
                            div class="crumbs" {
                                nav aria-label=(Word::Collections.say(ctx.lang)) {
                                    @for (text, to) in crumbs { a href=(href(to)) { (text) } " › " }
                                }
                                (as_json(ctx))
                            }
                        }
                        (body)
                    }
                }
                footer {
                    div class="in" {
                        (as_json(ctx)) " "
                        (Word::Attribution.say(ctx.lang)) ". " (Word::Licence.say(ctx.lang))
                    }
                }
            }
        }
    }
}

fn top(ctx: &Context, tab: Tab) -> Markup {
    let entries = [
        (Tab::Home, Word::Home, "/"),
        (Tab::Collections, Word::Collections, "/collections"),
        (Tab::Api, Word::Api, "/api"),
        (Tab::Conformance, Word::Conformance, "/conformance"),
    ];
    html! {
        header class="top" {
            div class="in" {
                a class="brand" href="/" { (post()) (Word::Brand.say(ctx.lang)) }
                nav aria-label=(Word::Brand.say(ctx.lang)) {
                    @for (entry, word, to) in entries {
                        a href=(to) aria-current=[(entry == tab).then_some("page")] { (word.say(ctx.lang)) }
                    }
                }
                (visitor(ctx))
            }
        }
    }
}

/// Who is logged in, and the way out; or the way in.
fn visitor(ctx: &Context) -> Markup {
    let lang = ctx.lang;
    html! {
        @match &ctx.visitor {
            Visitor::Unnamed => {}
            Visitor::Stranger { log_in } => {
                div class="me" { a class="btn" href=(href(log_in)) { (Word::LogIn.say(lang)) } }
            }
            Visitor::Known { name, title, word } => {
                div class="me" {
                    span class="name" title=(name) { span class="vh" { (Word::LoggedInAs.say(lang)) " " } (if title.is_empty() { name } else { title }) }
                    @if let Some(word) = word {
                        form method="post" action="/logout" {
                            input type="hidden" name="word" value=(word);
                            button class="btn" { (Word::LogOut.say(lang)) }
                        }
                    }
                }
            }
        }
    }
}

/// A boundary marker: cap, shaft, foot.
fn post() -> Markup {
    html! {
        svg viewBox="0 0 26 26" aria-hidden="true" {
            path d="M13 1l5 4v2H8V5zM9 8.5h8V18H9zM6 19.5h14V22H6zM4 23.5h18V26H4z" {}
        }
    }
}

fn as_json(ctx: &Context) -> Markup {
    html! {
        @if let Some(json) = &ctx.json { a href=(href(json)) { (Word::AsJson.say(ctx.lang)) } }
    }
}

/// An address that a browser may follow; anything but a web address or one of our own becomes `#`, since values of
/// records (a document's address) end up here too.
pub fn href(address: &str) -> &str {
    let lower = address.trim_start().get(..8).unwrap_or(address).to_ascii_lowercase();
    let web = lower.starts_with("http://") || lower.starts_with("https://");
    let ours = address.starts_with(['/', '?', '#']);
    if web || ours { address } else { "#" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(href("https://example.org/a?b"), "https://example.org/a?b");
        assert_eq!(href("/collections"), "/collections");
        assert_eq!(href("?f=json"), "?f=json");
        assert_eq!(href("javascript:alert(1)"), "#");
        assert_eq!(href("data:text/html,x"), "#");
        assert_eq!(href("đường"), "#");
    }
}
