//! The door: who asks, and whether the route is for him.
//!
//! Somebody is known by a token (`Authorization: Bearer`, or `Basic` with the token as password, for QGIS and GDAL) or by
//! the cookie of a session. Whoever shows something that is worth nothing is refused, never taken for a stranger.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::App;
use super::login::form;
use super::problem::Problem;
use super::routes::Rule;
use crate::actions::people::secret;
use crate::domain::fault::Code;
use crate::domain::people::{Denied, Identity, Way};
use crate::domain::secret::same;

/// Sent over TLS alone (browsers make an exception for the machine they run on), to this host alone, never to scripts.
pub const COOKIE: &str = "__Host-mocgioi";
/// The same with nothing in it.
pub const EMPTY_COOKIE: &str = "__Host-mocgioi=; Path=/; Secure; HttpOnly; SameSite=Lax";
/// Where somebody logs in.
pub const LOG_IN: &str = "/api/v1/sessions";
/// What a page shows with whatever it sends, so that no other site can send for it.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// How a browser sends what it sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// With the session's word in a header.
    ByScript,
    /// As a form, with the word in it: [`admit_form`] looks there once it has been read.
    AsForm,
}

/// Refuses a form that a session sends from a page that is not ours.
///
/// # Errors
/// 403.
pub fn admit_form(identity: &Identity, headers: &HeaderMap, body: &[u8]) -> Result<(), Problem> {
    let Way::Session(_) = identity.way else { return Ok(()) };
    let session = session_of(headers).unwrap_or_default();
    if form::is_of_session(headers, body, &session) {
        return Ok(());
    }
    Err(Problem::new(StatusCode::FORBIDDEN, Code::CsrfMissing))
}

/// Who asks on a way in or out: somebody whose cookie is worth nothing any more is a stranger there.
///
/// # Errors
/// As [`identify`], for what is shown on purpose.
pub fn identify_on_the_way(app: &App, parts: &Parts, by: Sent) -> Result<Identity, Problem> {
    match shown(parts) {
        Shown::Session(_) => Ok(identify(app, parts, by).unwrap_or_else(|_| Identity::anonymous())),
        _ => identify(app, parts, by),
    }
}

/// Who asks.
///
/// # Errors
/// 401 for a token, password or session that is worth nothing (any more).
pub fn identify(app: &App, parts: &Parts, by: Sent) -> Result<Identity, Problem> {
    if let Some(everybody) = &app.open_as {
        return Ok(Identity::clone(everybody));
    }
    let (directory, now) = (app.context.people.directory(), (app.context.clock)());
    let known = match shown(parts) {
        Shown::Nothing => return Ok(Identity::anonymous()),
        Shown::Unreadable => Err(Denied::Unknown),
        Shown::Token { token, name } => directory.by_token(&secret::digest(&token), now).and_then(|known| {
            // With a name beside it, it must be the right one: a token in the wrong field is somebody's mistake.
            let fits = name.is_none_or(|name| name.is_empty() || name == known.name);
            if fits { Ok(known) } else { Err(Denied::Unknown) }
        }),
        Shown::Session(session) => app.context.people.by_session(&secret::digest(&session), now).and_then(|known| {
            let reads = matches!(parts.method, Method::GET | Method::HEAD);
            let ours = reads || by == Sent::AsForm || is_from_our_page(parts, &session);
            if ours { Ok(known) } else { Err(Denied::Revoked) }
        }),
    };
    known.map_err(|denied| {
        tracing::info!(?denied, "somebody was not let in");
        let reads = matches!(parts.method, Method::GET | Method::HEAD);
        let by_cookie = matches!(shown(parts), Shown::Session(_));
        if by_cookie && !reads && denied == Denied::Revoked {
            return Problem::new(StatusCode::FORBIDDEN, Code::CsrfMissing);
        }
        Problem::new(StatusCode::UNAUTHORIZED, Code::NotKnown)
    })
}

/// Whether a route is for somebody.
///
/// # Errors
/// 401 for somebody unknown, 403 for somebody known.
pub fn admit(rule: Rule, identity: &Identity) -> Result<(), Problem> {
    let allowed = match rule {
        Rule::Anyone => true,
        Rule::Known => !matches!(identity.way, Way::Anonymous),
        Rule::Needs(permission) => identity.may(permission),
    };
    match (allowed, identity.way) {
        (true, _) => Ok(()),
        (false, Way::Anonymous) => Err(Problem::new(StatusCode::UNAUTHORIZED, Code::NotKnown)),
        (false, _) => Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden)),
    }
}

/// What a request shows.
enum Shown {
    Nothing,
    Unreadable,
    Token { token: String, name: Option<String> },
    Session(String),
}

fn shown(parts: &Parts) -> Shown {
    if let Some(value) = parts.headers.get(header::AUTHORIZATION) {
        return value.to_str().ok().and_then(authorization).unwrap_or(Shown::Unreadable);
    }
    session(parts).map_or(Shown::Nothing, Shown::Session)
}

fn authorization(value: &str) -> Option<Shown> {
    let (scheme, rest) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(Shown::Token { token: rest.trim().to_owned(), name: None });
    }
    if scheme.eq_ignore_ascii_case("basic") {
        let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
        let (name, token) = text.split_once(':')?;
        return Some(Shown::Token { token: token.to_owned(), name: Some(name.to_owned()) });
    }
    None
}

fn session(parts: &Parts) -> Option<String> {
    session_of(&parts.headers)
}

/// The secret in the session's cookie, if there is one.
pub fn session_of(headers: &HeaderMap) -> Option<String> {
    cookie_of(headers, COOKIE)
}

/// What a cookie holds.
pub fn cookie_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(held, _)| *held == name).map(|(_, value)| value.to_owned())
}

/// Whether what a session sends comes from a page of ours: it shows the session's own word, and no browser says that
/// another site sent it.
fn is_from_our_page(parts: &Parts, session: &str) -> bool {
    let word = secret::csrf(session);
    let shown = parts.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    form::is_same_site(&parts.headers) && same(shown.as_bytes(), word.as_bytes())
}
