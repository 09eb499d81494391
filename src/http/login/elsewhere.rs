//! `/login/oidc` and `/login/oidc/callback`: the way to an issuer of OpenID Connect and back.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::enter::{Sheet, inside};
use super::{own_path, see_other};
use crate::actions::people::issuer::{Issuer, NotVouched};
use crate::actions::people::secret;
use crate::actions::people::vouched::{NotAdmitted, admit};
use crate::domain::fault::Code;
use crate::http::api::desk::unavailable;
use crate::http::api::sessions::agent;
use crate::http::ask::Ask;
use crate::http::door::cookie_of;
use crate::http::page::view::Said;
use crate::http::page::words::Word;
use crate::http::present::own_words;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// What belongs to one attempt, in the browser that makes it; and where it leads on to.
const COOKIE: &str = "__Host-mocgioi-oidc";
const NO_COOKIE: &str = "__Host-mocgioi-oidc=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0";
/// How long somebody may take at the issuer, in seconds.
const PATIENCE: u32 = 600;

/// Where the way there begins.
pub fn beginning(next: &str) -> String {
    format!("/login/oidc?next={}", utf8_percent_encode(next, NON_ALPHANUMERIC))
}

fn issuer(ask: &Ask) -> Result<Arc<Issuer>, Problem> {
    ask.app.issuer.clone().ok_or_else(|| Problem::not_found(Code::NotFound))
}

pub fn begin(ask: Ask) -> Answering {
    Box::pin(async move {
        let issuer = issuer(&ask)?;
        let next = own_path(ask.parameter("next"));
        let secret = secret::token(&mut (ask.app.context.salts)()).map_err(|error| unavailable(&error))?;
        let to = match issuer.begin(secret.expose()).await {
            Ok(to) => to,
            Err(error) => return refused(&ask, next, &error),
        };
        let kept = format!("{}.{}", secret.expose(), utf8_percent_encode(next, NON_ALPHANUMERIC));
        let cookie = format!("{COOKIE}={kept}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={PATIENCE}");
        Ok(see_other(&to, &[cookie]))
    })
}

pub fn back(ask: Ask) -> Answering {
    Box::pin(async move {
        let issuer = issuer(&ask)?;
        let kept = cookie_of(&ask.headers, COOKIE).unwrap_or_default();
        let (secret, next) = kept.split_once('.').unwrap_or_default();
        let next = percent_decode_str(next).decode_utf8_lossy().into_owned();
        let next = own_path(Some(&next));
        let came = comes(&ask, &issuer, secret, next).await;
        came.map(|mut response| {
            // An attempt ends once, however it ends.
            if let Ok(cookie) = NO_COOKIE.parse() {
                response.headers_mut().append(axum::http::header::SET_COOKIE, cookie);
            }
            response
        })
    })
}

async fn comes(ask: &Ask, issuer: &Issuer, secret: &str, next: &str) -> Result<Response, Problem> {
    let (state, from) = (ask.parameter("state").unwrap_or_default(), ask.parameter("iss"));
    if secret.is_empty() || !issuer.belongs(secret, state, from) {
        return say(ask, next, StatusCode::FORBIDDEN, own_words(ask, Word::FormTooOld));
    }
    let code = match (ask.parameter("code"), ask.parameter("error")) {
        (Some(code), None) => code,
        (_, error) => {
            return refused(ask, next, &NotVouched::Refused(error.unwrap_or("no code").to_owned()));
        }
    };
    let vouched = match issuer.finish(secret, code).await {
        Ok(vouched) => vouched,
        Err(error) => return refused(ask, next, &error),
    };
    match admit(&ask.app.context, &vouched, agent(ask)).await {
        Ok(came) => Ok(inside(ask, &Sheet::of(ask, Some(next))?, &came).await),
        Err(NotAdmitted::Store(error)) => Err(unavailable(&error)),
        Err(NotAdmitted::Disabled) => say(ask, next, StatusCode::FORBIDDEN, own_words(ask, Word::VouchedButDisabled)),
        Err(NotAdmitted::Unknown) => {
            tracing::warn!(subject = %vouched.link.subject, "somebody whom the issuer vouches for has no account here");
            let command = format!("mocgioi user link … --issuer {} --subject {}", issuer.id(), vouched.link.subject);
            let words = format!("{} {command}", own_words(ask, Word::VouchedButUnknown));
            say(ask, next, StatusCode::FORBIDDEN, words)
        }
    }
}

/// What went wrong between here and there; the log has why.
fn refused(ask: &Ask, next: &str, error: &NotVouched) -> Result<Response, Problem> {
    tracing::warn!(%error, "nobody was vouched for");
    let (status, word) = match error {
        NotVouched::Unreachable(_) => (StatusCode::SERVICE_UNAVAILABLE, Word::IssuerSilent),
        NotVouched::Refused(_) => (StatusCode::FORBIDDEN, Word::IssuerRefuses),
        NotVouched::Unbelievable(_) => (StatusCode::FORBIDDEN, Word::IssuerUnbelievable),
    };
    say(ask, next, status, own_words(ask, word))
}

/// The log-in page, with what is to be said.
fn say(ask: &Ask, next: &str, status: StatusCode, words: String) -> Result<Response, Problem> {
    let sheet = Sheet::of(ask, Some(next))?;
    Ok(sheet.answer(status, sheet.first(""), Some(Said { words, wrong: true, link: None })))
}
