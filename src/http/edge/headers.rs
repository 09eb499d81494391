//! What every answer tells the browser that it may not do with it.

use std::sync::LazyLock;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::client::Scheme;
use crate::http::page::PRINT_STYLE;
use crate::http::page::report_style::REPORT_STYLE;
use crate::http::page::style::{MAP_STYLE, STYLE};

/// What holds for every answer. A page elsewhere reads answers by CORS alone, never by embedding them.
const ALWAYS: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // Not `no-referrer`: a browser would then send `Origin: null` with the forms of this very site.
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
];

/// Nothing in what is no page may be run, shown or framed.
const NO_PAGE: HeaderValue =
    HeaderValue::from_static("default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'");
/// Two years, this name and those below it.
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// The policy of pages: no script at all, the one style that they carry (known by its digest), forms to here.
pub fn page_policy() -> HeaderValue {
    static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
        let digest = STANDARD.encode(Sha256::new().chain_update(STYLE).chain_update(MAP_STYLE).finalize());
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        HeaderValue::from_str(&policy).unwrap_or(NO_PAGE)
    });
    POLICY.clone()
}

/// The same for what is printed: its own style, and no form at all.
pub fn printed_policy() -> HeaderValue {
    static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
        let [print, report] = [PRINT_STYLE, REPORT_STYLE].map(|style| STANDARD.encode(Sha256::digest(style)));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{print}' 'sha256-{report}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        );
        HeaderValue::from_str(&policy).unwrap_or(NO_PAGE)
    });
    POLICY.clone()
}

/// For answers that are not for everybody: no copy of them stays anywhere.
pub fn keep_nowhere(response: &mut Response) {
    response.headers_mut().insert(header::CACHE_CONTROL, NO_STORE);
}

/// Puts on an answer what is not on it yet.
pub fn dress(response: &mut Response, scheme: Scheme) {
    // What a 304 says about policy would take the place of what the kept page says.
    let kept = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    if !kept {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(NO_PAGE);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(NO_STORE);
    if scheme == Scheme::Https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
}
