//! Fills the pages for people from the atlas. What a page looks like is in [`page`](super::page); what it says is
//! decided here.

mod about;
mod alert_words;
mod attention_words;
mod coverage;
mod document_words;
mod features;
mod inspecting_words;
mod intake;
mod intake_words;
pub mod labels;
mod linear;
mod links;
mod login;
pub mod minutes;
mod moment;
mod object_words;
pub mod ordered;
mod ordered_words;
mod pages;
mod picture;
mod report;
pub mod report_json;
mod report_words;
mod risk;
mod side_labels;

pub use coverage::coverage_page;
pub use features::{document_page, item_page, items_page, linear_page};
pub use intake::{intake_page, merged_page};
pub use linear::range_page;
pub use login::{login_page, own_words};
pub use pages::{
    api_page, collection_page, collections_page, conformance_page, landing_page, problem_page, schema_page,
};
pub use picture::PictureCache;
pub use report::report_page;
pub use risk::{at_risk_page, line_name, risk_page};

use std::sync::Arc;

use super::ask::Ask;
use super::page::view::{Context, Picture, Visitor};
use super::page::words;
use crate::actions::people::secret;
use crate::domain::messages::Lang;
use crate::domain::people::{Identity, Way};

const fn words_lang(lang: Lang) -> words::Lang {
    match lang {
        Lang::Vi => words::Lang::Vi,
        Lang::En => words::Lang::En,
    }
}

/// What every page needs: the language, and where the same thing is as JSON.
fn context(ask: &Ask) -> Context {
    let json = super::ogc::links::address(ask, super::ask::Form::Json, &[]);
    Context { lang: words_lang(ask.lang), json: Some(json), visitor: visitor_of(ask) }
}

/// As [`context`], for what is a page alone.
fn page_context(ask: &Ask) -> Context {
    Context { lang: words_lang(ask.lang), json: None, visitor: visitor_of(ask) }
}

fn visitor_of(ask: &Ask) -> Visitor {
    visitor(&ask.identity, super::door::session_of(&ask.headers).as_deref(), &ask.address)
}

/// What is around a page that tells of a problem.
pub struct Around {
    pub visitor: Identity,
    /// Path and query.
    pub address: String,
    /// The secret in the cookie of a session.
    pub session: Option<String>,
}

/// Whom a page is for.
fn visitor(identity: &Identity, session: Option<&str>, address: &str) -> Visitor {
    let word = match identity.way {
        Way::Open => return Visitor::Unnamed,
        Way::Anonymous => return Visitor::Stranger { log_in: super::login::leading_to(address) },
        Way::Session(_) => session.map(secret::csrf),
        Way::Token(_) | Way::Console => None,
    };
    Visitor::Known { name: identity.name.clone(), title: identity.title.clone(), word }
}

/// What may be drawn for this request.
fn picture(ask: &Ask) -> Arc<Picture> {
    ask.app.pictures.of(&ask.snapshot, &ask.visible, &ask.outlook())
}
