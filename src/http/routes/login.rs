//! Rows of the route table about the way in and out with a browser.

use std::time::Duration;

use super::{Kind, Param, Route, Rule, Takes, read, write};
#[cfg(feature = "oidc")]
use crate::http::login::elsewhere;
use crate::http::login::{enter, form, leave};

const HTML: &str = "text/html";
const FORM: Takes =
    Takes { schema: "form", media: &[form::MEDIA], most: 16 * 1024, patience: Duration::from_secs(30), spooled: false };

const NEXT: Param = Param { name: "next", kind: Kind::Text, about: "Path of this server to go on to; any other is /." };
const LEFT: Param =
    Param { name: leave::LEFT, kind: Kind::Choice(leave::FROM), about: "From where somebody comes who has left." };

pub const PAGE: Route = Route {
    media: HTML,
    json_names: &[],
    refusals: &["400", "401", "500", "503"],
    ..read(Rule::Anyone, "/login", "The log-in page", &[NEXT, LEFT], "page", enter::page)
};

pub const ENTER: Route = Route {
    media: HTML,
    json_names: &[],
    params: &[],
    answer: "page",
    success: "303",
    takes: Some(FORM),
    refusals: &["400", "401", "403", "408", "413", "415", "422", "500", "503"],
    ..write(Rule::Anyone, "/login", "Log in by the form of that page", "form", enter::enter)
};

pub const LEAVE: Route = Route {
    media: HTML,
    json_names: &[],
    params: &[],
    answer: "page",
    success: "303",
    takes: Some(FORM),
    refusals: &["400", "401", "403", "408", "413", "415", "500", "503"],
    ..write(Rule::Anyone, "/logout", "Log out by the form on top of every page", "form", leave::leave)
};

/// To whoever else vouches for people; a link leads there, since a form may not lead to another server.
#[cfg(feature = "oidc")]
pub const ELSEWHERE: Route = Route {
    method: "GET",
    media: HTML,
    json_names: &[],
    params: &[NEXT],
    answer: "page",
    success: "303",
    takes: None,
    refusals: &["400", "401", "404", "500", "503"],
    ..write(Rule::Anyone, "/login/oidc", "Log in by OpenID Connect: to the issuer", "", elsewhere::begin)
};

#[cfg(feature = "oidc")]
pub const BACK: Route = Route {
    method: "GET",
    media: HTML,
    json_names: &[],
    params: SENT_BACK,
    answer: "page",
    success: "303",
    takes: None,
    refusals: &["400", "401", "403", "404", "500", "503"],
    ..write(Rule::Anyone, "/login/oidc/callback", "Back from the issuer of OpenID Connect", "", elsewhere::back)
};

/// What an issuer sends back with somebody.
#[cfg(feature = "oidc")]
const SENT_BACK: &[Param] = &[
    Param { name: "code", kind: Kind::Text, about: "What stands for somebody, once." },
    Param { name: "state", kind: Kind::Text, about: "The attempt that this ends." },
    Param { name: "iss", kind: Kind::Text, about: "Who says so (RFC 9207)." },
    Param { name: "session_state", kind: Kind::Text, about: "Not looked at." },
    Param { name: "error", kind: Kind::Text, about: "Why not." },
    Param { name: "error_description", kind: Kind::Text, about: "Not looked at." },
    Param { name: "error_uri", kind: Kind::Text, about: "Not looked at." },
];
