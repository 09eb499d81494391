//! Answers: bytes with their media type, cache headers and language.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use maud::Markup;
use serde_json::Value;

use super::ask::{Ask, Form};
use super::edge::headers::{page_policy, printed_policy};
use super::present::{self, Around};
use super::problem::Problem;
use crate::domain::messages::Lang;
use crate::domain::people::Way;

pub const JSON: &str = "application/json";
pub const GEOJSON: &str = "application/geo+json";
pub const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";
/// JSON Schema.
pub const SCHEMA: &str = "application/schema+json";
pub const EVENTS: &str = "text/event-stream";
const HTML: &str = "text/html; charset=utf-8";
/// What a client is told that is not known.
pub const CHALLENGE: &str = "Bearer realm=\"mocgioi\"";
/// Of a file whose format is a parameter.
pub const BYTES: &str = "application/octet-stream";
const PROBLEM: &str = "application/problem+json";

/// An answer of these bytes.
pub fn bytes(status: StatusCode, media: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    // What is answered depends on who asks and how; nothing may be kept without asking again.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept, Accept-Language, Authorization, Cookie"));
    response
}

pub fn json(status: StatusCode, media: &'static str, value: &Value) -> Response {
    bytes(status, media, value.to_string())
}

/// A page for people. No script and nothing from elsewhere: the policy says so to the browser.
pub fn html(status: StatusCode, lang: Lang, page: Markup) -> Response {
    let mut response = bytes(status, HTML, page.into_string());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.as_str()));
    headers.insert(header::CONTENT_SECURITY_POLICY, page_policy());
    response
}

/// A document to print, in Vietnamese whatever the reader's language.
pub fn printed(page: Markup) -> Response {
    let mut response = html(StatusCode::OK, Lang::Vi, page);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, printed_policy());
    response
}

/// A problem, as a page for browsers and as a problem document for programs.
pub fn problem(problem: &Problem, lang: Lang, page: Option<&Around>) -> Response {
    let mut response = if let Some(around) = page {
        html(problem.status, lang, present::problem_page(problem, lang, around))
    } else {
        let mut response = json(problem.status, PROBLEM, &problem.json(lang));
        response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.as_str()));
        response
    };
    if let Some(allow) = problem.allow.as_deref().and_then(|allow| HeaderValue::from_str(allow).ok()) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    if problem.status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(CHALLENGE));
        // A cookie that is worth nothing any more would keep its browser out for as long as it has it.
        put(header::SET_COOKIE, &format!("{}; Max-Age=0", super::door::EMPTY_COOKIE), &mut response);
    }
    let busy = (problem.status == StatusCode::SERVICE_UNAVAILABLE).then_some(5);
    if let Some(seconds) = problem.retry_after.or(busy) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// A tag of everything an answer is made from besides its address: the picture, the access set, the program, the form
/// and language, and the day and method that attention levels are reckoned by. No hashing of bodies.
pub fn etag(ask: &Ask) -> String {
    let picture = ask.snapshot.tag(&ask.visible);
    let (version, form, lang) = (env!("CARGO_PKG_VERSION"), ask.form.as_str(), ask.lang.as_str());
    // A page says on top who is logged in.
    let visitor = match (ask.form, ask.identity.way) {
        (Form::Html, Way::Session(digest)) => format!(".{}", &digest.to_string()[..16]),
        _ => String::new(),
    };
    let method = &ask.app.context.method.digest.to_string()[..8];
    format!("\"{picture}.{version}.{form}.{lang}.{}.{method}{visitor}\"", ask.day)
}

/// 304 when the client already has this; otherwise the answer with its tag.
///
/// # Errors
/// Those of making the answer.
pub fn tagged(ask: &Ask, make: impl FnOnce() -> Result<Response, Problem>) -> Result<Response, Problem> {
    tagged_as(ask, &etag(ask), make)
}

/// The answer to a client that already has the file it asks for. The tag of a file is a weak one: the same rows, but not
/// always the same bytes (a `GeoPackage` says when it was made).
pub fn unchanged_file(ask: &Ask) -> Option<Response> {
    has(&ask.headers, &etag(ask)).then(|| tagged_file(ask, not_modified()))
}

/// The file with its tag.
pub fn tagged_file(ask: &Ask, mut response: Response) -> Response {
    put(header::ETAG, &format!("W/{}", etag(ask)), &mut response);
    response
}

/// Sets a header; a value that cannot be one is left out.
pub fn put(name: HeaderName, value: &str, response: &mut Response) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// As [`tagged`], for an answer that depends on more than the picture: `more` is part of its tag.
///
/// # Errors
/// Those of making the answer.
pub fn tagged_with(
    ask: &Ask,
    more: &str,
    make: impl FnOnce() -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    let tag = format!("{}.{more}\"", etag(ask).trim_end_matches('"'));
    tagged_as(ask, &tag, make)
}

/// As [`tagged`], under a tag of the answer's own.
///
/// # Errors
/// Those of making the answer.
pub fn tagged_as(ask: &Ask, tag: &str, make: impl FnOnce() -> Result<Response, Problem>) -> Result<Response, Problem> {
    let mut response = if has(&ask.headers, tag) { not_modified() } else { make()? };
    put(header::ETAG, tag, &mut response);
    Ok(response)
}

/// Whether the client has what goes by this tag.
pub fn is_held(ask: &Ask, tag: &str) -> bool {
    has(&ask.headers, tag)
}

fn not_modified() -> Response {
    let mut response = bytes(StatusCode::NOT_MODIFIED, JSON, Body::empty());
    response.headers_mut().remove(header::CONTENT_TYPE);
    response
}

fn has(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|held| matches!(held.trim(), "*") || held.trim().trim_start_matches("W/") == tag)
}
