//! Links between resources.

use std::borrow::Cow;

use serde::Serialize;

use crate::http::answer::{GEOJSON, JSON};
use crate::http::ask::{Ask, Form};

/// Media types of the two forms of a resource.
#[derive(Debug, Clone, Copy)]
pub struct Forms {
    pub json: &'static str,
}

pub const PLAIN: Forms = Forms { json: JSON };
pub const FEATURES: Forms = Forms { json: GEOJSON };

/// Relation of the tilesets of something.
pub const TILESETS: &str = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";
/// Relation of the grids there are.
pub const GRIDS: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes";

/// Where something else is; fields in the order of their names, as everywhere in our JSON.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    href: String,
    rel: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    templated: Option<bool>,
    title: Cow<'static, str>,
    r#type: &'static str,
}

pub fn link(
    href: impl Into<String>,
    rel: &'static str,
    media: &'static str,
    title: impl Into<Cow<'static, str>>,
) -> Link {
    Link { href: href.into(), rel, templated: None, title: title.into(), r#type: media }
}

impl Link {
    /// With places in braces for whoever follows it to fill in.
    #[must_use]
    pub fn templated(self) -> Self {
        Self { templated: Some(true), ..self }
    }
}

/// `self` and `alternate`: the same resource, this form and the other.
pub fn own(ask: &Ask, forms: Forms) -> Vec<Link> {
    let media = |form| if form == Form::Json { forms.json } else { "text/html" };
    let (this, other) = match ask.form {
        Form::Json => (Form::Json, Form::Html),
        Form::Html => (Form::Html, Form::Json),
    };
    vec![
        link(address(ask, this, &[]), "self", media(this), "This document"),
        link(address(ask, other, &[]), "alternate", media(other), "The same in another form"),
    ]
}

/// Address of the resource asked for, with these parameters changed (`None` takes one out).
pub fn address(ask: &Ask, form: Form, changes: &[(&str, Option<&str>)]) -> String {
    let stays = |name: &str| name != "f" && changes.iter().all(|(changed, _)| *changed != name);
    let held = ask.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|(name, _)| stays(name));
    let put = changes.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
    let mut pairs: Vec<(&str, &str)> = held.chain(put).chain([("f", form.as_str())]).collect();
    pairs.sort_unstable();
    let mut address = ask.base();
    address.push_str(&ask.path);
    for (n, (name, value)) in pairs.into_iter().enumerate() {
        address.push(if n == 0 { '?' } else { '&' });
        address.extend(escaped(name));
        address.push('=');
        address.extend(escaped(value));
    }
    address
}

/// A text as it may stand in a path or query.
pub fn escape(text: &str) -> String {
    escaped(text).to_string()
}

fn escaped(text: &str) -> percent_encoding::PercentEncode<'_> {
    const KEEP: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~')
        .remove(b',')
        .remove(b':');
    percent_encoding::utf8_percent_encode(text, KEEP)
}
