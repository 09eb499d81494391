//! What a form of ours sent. A page of another site can make a browser send one, too; what it cannot do is read the cookie
//! that was set with the page, or the word that belongs to it and stands in the form.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, StatusCode};

use crate::actions::people::secret;
use crate::domain::fault::Code;
use crate::domain::secret::same;
use crate::http::api::desk::unavailable;
use crate::http::ask::{Ask, parse_query};
use crate::http::door::cookie_of;
use crate::http::problem::Problem;

/// The media type of a form that a browser sends.
pub const MEDIA: &str = "application/x-www-form-urlencoded";
/// Name of the field with the word.
pub const WORD: &str = "word";
/// The cookie of a log-in page: before there is a session, something must belong to one browser alone.
const COOKIE: &str = "__Host-mocgioi-form";

/// The fields of a form.
///
/// # Errors
/// 400 for what no browser sends.
pub fn fields(body: &[u8]) -> Result<BTreeMap<String, String>, Problem> {
    let text = std::str::from_utf8(body);
    parse_query(text.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, Code::BodyUnreadable))?)
}

/// Whether what a session sends as a form comes from a page of ours.
pub fn is_of_session(headers: &HeaderMap, body: &[u8], session: &str) -> bool {
    let shown = fields(body).ok().and_then(|fields| fields.get(WORD).cloned()).unwrap_or_default();
    is_same_site(headers) && same(shown.as_bytes(), secret::csrf(session).as_bytes())
}

/// Whether no browser says that another site sent this.
pub fn is_same_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    site.is_none_or(|site| matches!(site, "same-origin" | "none"))
}

/// What a log-in page carries, so that its form is known again.
#[derive(Debug, Clone)]
pub struct Mark {
    secret: String,
    /// Whether the browser has it already.
    held: bool,
}

impl Mark {
    /// The browser's own, or a new one.
    ///
    /// # Errors
    /// 503 when the machine gives no randomness.
    pub fn of(ask: &Ask) -> Result<Self, Problem> {
        if let Some(secret) = cookie_of(&ask.headers, COOKIE).filter(|secret| secret.len() == 67) {
            return Ok(Self { secret, held: true });
        }
        let secret = secret::token(&mut (ask.app.context.salts)()).map_err(|error| unavailable(&error))?;
        Ok(Self { secret: secret.expose().to_owned(), held: false })
    }

    pub fn word(&self) -> String {
        secret::csrf(&self.secret)
    }

    /// Whether a form shows the word of the page that it came with.
    pub fn knows(&self, ask: &Ask, fields: &BTreeMap<String, String>) -> bool {
        let shown = fields.get(WORD).map(String::as_str).unwrap_or_default();
        self.held && is_same_site(&ask.headers) && same(shown.as_bytes(), self.word().as_bytes())
    }

    /// What to tell the browser to keep; nothing if it has it.
    pub fn cookie(&self) -> Option<String> {
        let kept = format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax", self.secret);
        (!self.held).then_some(kept)
    }
}

/// Takes the mark from the browser.
pub fn no_cookie() -> String {
    format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}
