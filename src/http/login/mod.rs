//! The way in and out for people with a browser: pages and forms, without a script.
//!
//! | module | what it holds |
//! |---|---|
//! | [`enter`] | the log-in page, and the page where a password for one use is changed |
//! | [`leave`] | the way out |
//! | [`form`] | what a form sent, and how it is known to be of a page of ours |
//! | `elsewhere` | people whom somebody else vouches for (OpenID Connect) |

#[cfg(feature = "oidc")]
pub mod elsewhere;
pub mod enter;
pub mod form;
pub mod leave;

use axum::http::{StatusCode, header};
use axum::response::Response;

use super::answer::{bytes, put};
use super::ask::Ask;
use super::edge::headers::keep_nowhere;
use super::page::view::Elsewhere;

/// Where somebody logs in with a browser.
pub const PAGE: &str = "/login";

/// Whether a route is for those who are on their way in or out: a cookie that is worth nothing any more does not keep
/// them from it.
pub fn is_way_in(path: &str) -> bool {
    path == PAGE || path == "/logout" || path.starts_with("/login/")
}

/// Who else vouches for people, and where the way there begins.
#[cfg(feature = "oidc")]
fn elsewhere_of(ask: &Ask, next: &str) -> Option<Elsewhere> {
    let issuer = ask.app.issuer.as_ref()?;
    Some(Elsewhere { name: issuer.name().to_owned(), href: elsewhere::beginning(next) })
}

#[cfg(not(feature = "oidc"))]
fn elsewhere_of(_: &Ask, _: &str) -> Option<Elsewhere> {
    None
}

/// Where somebody logs out who was vouched for elsewhere.
#[cfg(feature = "oidc")]
fn end_elsewhere(ask: &Ask) -> Option<String> {
    ask.app.issuer.as_ref()?.way_out()
}

#[cfg(not(feature = "oidc"))]
fn end_elsewhere(_: &Ask) -> Option<String> {
    None
}

/// Sends a browser on, with a GET.
pub fn see_other(to: &str, cookies: &[String]) -> Response {
    let mut response = bytes(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", "");
    put(header::LOCATION, to, &mut response);
    for cookie in cookies {
        if let Ok(value) = cookie.parse() {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    keep_nowhere(&mut response);
    response
}

/// Where somebody wants to go on to: a path of this server, whatever was asked for. Browsers read `//host` and `/\host`
/// as another server, and drop tabs and line feeds before they read.
pub fn own_path(next: Option<&str>) -> &str {
    let own = |path: &&str| {
        let mut rest = path.chars();
        rest.next() == Some('/')
            && !matches!(rest.next(), Some('/' | '\\'))
            && path.len() <= 2_000
            && path.chars().all(|c| c.is_ascii_graphic() && c != '\\')
            && !is_way_in(path.split(['?', '#']).next().unwrap_or_default())
    };
    next.filter(own).unwrap_or("/")
}

/// The address of the log-in page that leads on to a path.
pub fn leading_to(path: &str) -> String {
    let path = own_path(Some(path));
    if path == "/" {
        return PAGE.to_owned();
    }
    let next = percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC);
    format!("{PAGE}?next={next}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_server() {
        for own in ["/", "/collections", "/collections/markers/items?line=VN-LA&limit=5", "/a//b", "/api?x=%2F%2Fy"] {
            assert_eq!(own_path(Some(own)), own);
        }
        let others = [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "",
            "evil",
            "/\t/evil.example",
            "/\n/evil.example",
            "\\\\evil.example",
            "/ /evil",
            "/login",
            "/login?next=/x",
            "/logout",
            "/đường",
        ];
        for other in others {
            assert_eq!(own_path(Some(other)), "/", "{other}");
        }
        assert_eq!(own_path(None), "/");
        assert_eq!(leading_to("/a?b=c&d"), "/login?next=%2Fa%3Fb%3Dc%26d");
        assert_eq!(leading_to("//x"), "/login");
    }
}
