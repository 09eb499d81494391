//! The log-in page, filled.

use maud::Markup;

use super::{page_context, words_lang};
use crate::http::ask::Ask;
use crate::http::page;
use crate::http::page::view::{LogIn, Visitor};
use crate::http::page::words::Word;

pub fn login_page(ask: &Ask, view: &LogIn) -> Markup {
    // Who is about to log in needs no button that leads there, and the page has its own way out.
    page::login_page(&page::view::Context { visitor: Visitor::Unnamed, ..page_context(ask) }, view)
}

/// What the page says by itself.
pub fn own_words(ask: &Ask, word: Word) -> String {
    word.say(words_lang(ask.lang)).to_owned()
}
