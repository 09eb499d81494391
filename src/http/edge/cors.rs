//! Which pages of other sites may read answers in a browser: those that the operator names.
//!
//! Never with credentials: a page elsewhere sends a token in `Authorization`, or reads what is public. A cookie of this
//! site works on this site alone.

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;

/// Headers of answers that a page elsewhere may read, besides those that every page may.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "Content-Crs, ETag, Link, Location, Retry-After, Tus-Resumable, Upload-Expires, Upload-Length, Upload-Offset",
);
/// Headers that a page elsewhere may send.
const TAKEN: HeaderValue = HeaderValue::from_static(
    "Accept, Accept-Language, Authorization, Content-Crs, Content-Type, If-Match, If-None-Match, Tus-Resumable, Upload-Length, \
         Upload-Metadata, Upload-Offset",
);
/// How long a browser may remember a permission, in seconds.
const REMEMBERED: HeaderValue = HeaderValue::from_static("600");

/// Origins that may read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cors {
    anybody: bool,
    named: Vec<String>,
}

impl Cors {
    /// Reads origins such as `https://map.example`, or `*`.
    ///
    /// # Errors
    /// The text that is no origin.
    pub fn read<S: AsRef<str>>(texts: &[S]) -> Result<Self, String> {
        let mut cors = Self::default();
        for text in texts.iter().map(|text| text.as_ref().trim()) {
            match text {
                "*" => cors.anybody = true,
                origin if is_origin(origin) => cors.named.push(origin.to_ascii_lowercase()),
                _ => return Err(text.to_owned()),
            }
        }
        Ok(cors)
    }

    /// Whether any page on the internet may read.
    pub const fn is_for_anybody(&self) -> bool {
        self.anybody
    }

    /// What `Access-Control-Allow-Origin` says to a request from a page of this origin.
    fn allowed(&self, origin: Option<&HeaderValue>) -> Option<HeaderValue> {
        let origin = origin?;
        if self.anybody {
            return Some(HeaderValue::from_static("*"));
        }
        let named = origin.to_str().is_ok_and(|origin| self.named.iter().any(|named| named == origin));
        named.then(|| origin.clone())
    }

    /// The answer to a browser that asks beforehand whether a page may send its request. `methods` are those of the path.
    pub fn preflight(&self, parts: &Parts, methods: impl FnOnce() -> Option<String>) -> Option<Response> {
        let asks = parts.method == Method::OPTIONS
            && parts.headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
            && self.allowed(parts.headers.get(header::ORIGIN)).is_some();
        let methods = if asks { HeaderValue::from_str(&methods()?).ok()? } else { return None };
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, TAKEN);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, REMEMBERED);
        Some(response)
    }

    /// Says on an answer which page may read it.
    pub fn dress(&self, origin: Option<&HeaderValue>, response: &mut Response) {
        if self == &Self::default() {
            return;
        }
        let headers = response.headers_mut();
        if !self.anybody {
            // Also where nothing is allowed: an answer kept for one page must not be shown to another.
            headers.append(header::VARY, HeaderValue::from_static("Origin"));
        }
        if let Some(origin) = self.allowed(origin) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }
}

/// Scheme, host and perhaps a port, as browsers write them: no path, no user.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    !host.is_empty() && host.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        for text in ["map.example", "https://", "https://map.example/", "https://a@b", "null", "", "https://*.example"]
        {
            assert_eq!(Cors::read(&[text]), Err(text.to_owned()));
        }
        let cors = Cors::read(&["https://Map.example", "http://[::1]:8080"]).unwrap();
        assert!(!cors.is_for_anybody());
        let asked = |origin: &'static str| cors.allowed(Some(&HeaderValue::from_static(origin)));
        assert_eq!(asked("https://map.example").unwrap(), "https://map.example");
        assert_eq!(asked("http://[::1]:8080").unwrap(), "http://[::1]:8080");
        for stranger in ["http://map.example", "https://map.example.evil", "https://map.example:444", "null"] {
            assert_eq!(asked(stranger), None, "{stranger}");
        }
    }
}
