//! Links between resources.

use serde_json::{Value, json};

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

pub fn link(href: &str, rel: &str, media: &str, title: &str) -> Value {
    json!({ "href": href, "rel": rel, "type": media, "title": title })
}

/// `self` and `alternate`: the same resource, this form and the other.
pub fn own(ask: &Ask, forms: Forms) -> Vec<Value> {
    let media = |form| if form == Form::Json { forms.json } else { "text/html" };
    let (this, other) = match ask.form {
        Form::Json => (Form::Json, Form::Html),
        Form::Html => (Form::Html, Form::Json),
    };
    vec![
        link(&address(ask, this, &[]), "self", media(this), "This document"),
        link(&address(ask, other, &[]), "alternate", media(other), "The same in another form"),
    ]
}

/// Address of the resource asked for, with these parameters changed (`None` takes one out).
pub fn address(ask: &Ask, form: Form, changes: &[(&str, Option<&str>)]) -> String {
    let mut query = ask.query.clone();
    query.insert("f".to_owned(), form.as_str().to_owned());
    for (name, value) in changes {
        match value {
            Some(value) => query.insert((*name).to_owned(), (*value).to_owned()),
            None => query.remove(*name),
        };
    }
    let pairs: Vec<String> = query.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    format!("{}{}?{}", ask.base(), ask.path, pairs.join("&"))
}

/// A text as it may stand in a path or query.
pub fn escape(text: &str) -> String {
    const KEEP: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~')
        .remove(b',')
        .remove(b':');
    percent_encoding::utf8_percent_encode(text, KEEP).to_string()
}
