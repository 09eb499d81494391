//! Fills the pages for people from the atlas. What a page looks like is in [`page`](super::page); what it says is
//! decided here.

mod coverage;
mod features;
mod labels;
mod linear;
mod pages;
mod picture;
mod risk;

pub use coverage::coverage_page;
pub use features::{document_page, item_page, items_page, linear_page};
pub use linear::range_page;
pub use pages::{api_page, collection_page, collections_page, conformance_page, landing_page, problem_page};
pub use picture::PictureCache;
pub use risk::{at_risk_page, risk_page};

use std::sync::Arc;

use super::ask::Ask;
use super::page::view::{Context, Picture};
use super::page::words;
use crate::domain::messages::Lang;

const fn words_lang(lang: Lang) -> words::Lang {
    match lang {
        Lang::Vi => words::Lang::Vi,
        Lang::En => words::Lang::En,
    }
}

/// What every page needs: the language, and where the same thing is as JSON.
fn context(ask: &Ask) -> Context {
    let json = super::ogc::links::address(ask, super::ask::Form::Json, &[]);
    Context { lang: words_lang(ask.lang), json: Some(json) }
}

/// What may be drawn for this request.
fn picture(ask: &Ask) -> Arc<Picture> {
    ask.app.pictures.of(&ask.snapshot, &ask.visible, ask.day)
}
