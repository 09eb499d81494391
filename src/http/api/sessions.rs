//! `POST /api/v1/sessions`, `DELETE /api/v1/sessions/current`, `GET /api/v1/me`: coming, going, and who one is.

use axum::http::{StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::imports::document_of;
use super::receipts::body;
use crate::actions::people::log_in::{self, Comer, LoggedIn, NotLoggedIn};
use crate::actions::people::secret;
use crate::domain::access::Permission;
use crate::domain::fault::Code;
use crate::domain::fields::Fields;
use crate::domain::messages::Lang;
use crate::domain::people::password::{LONGEST, SHORTEST, Weak};
use crate::domain::people::{Identity, Way};
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::door::{COOKIE, EMPTY_COOKIE};
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// Longest name or password that is read at all.
const LONGEST_TEXT: usize = 1_000;

pub fn open(ask: Ask) -> Answering {
    Box::pin(async move {
        let value = body(&ask)?;
        let mut fields = Fields::of(&value).map_err(Problem::invalid)?;
        let name = fields.required_text("name", LONGEST_TEXT);
        let password = fields.required_text("password", LONGEST_TEXT);
        let new_password = fields.text("new_password", LONGEST_TEXT);
        fields.finish().map_err(Problem::invalid)?;
        let (name, password) = (name.unwrap_or_default(), password.unwrap_or_default());
        let (context, lockout, from) = (&ask.app.context, &ask.app.edge.lockout, ask.seen.client.0);
        let comer = Comer::named(context, &name).await.map_err(|error| unavailable(&error))?;
        let counted_as = comer.counted_as();
        // Counted before the password is looked at: many at once are no more guesses than one after the other.
        if let Some(wait) = lockout.attempt(&counted_as, from) {
            let seconds = wait.as_secs().max(1);
            let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, Code::LockedOut).with(seconds.to_string());
            return Err(Problem { retry_after: Some(seconds), ..problem });
        }
        let went = log_in::log_in(context, comer, &password, new_password.as_deref()).await;
        if !matches!(&went, Err(NotLoggedIn::Wrong)) {
            lockout.succeeded(&counted_as, from);
        }
        let LoggedIn { account, session, expires } = went.map_err(refused)?;
        let document = json!({
            "name": account.name,
            "title": account.title,
            "csrf_token": secret::csrf(session.expose()),
            "expires": expires.to_string(),
        });
        let mut response = answer::json(StatusCode::CREATED, JSON, &document);
        let age = log_in::SESSION_MS / 1_000;
        cookie(
            &format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={age}", session.expose()),
            &mut response,
        );
        Ok(response)
    })
}

pub fn close(ask: Ask) -> Answering {
    Box::pin(async move {
        if let Way::Session(digest) = ask.identity.way {
            log_in::log_out(&ask.app.context, &ask.identity.actor, digest)
                .await
                .map_err(|error| unavailable(&error))?;
        }
        let mut response = answer::json(StatusCode::OK, JSON, &json!({ "done": true }));
        cookie(&format!("{EMPTY_COOKIE}; Max-Age=0"), &mut response);
        Ok(response)
    })
}

/// # Errors
/// None of its own.
pub fn me(ask: &Ask) -> Result<Response, Problem> {
    let title = if ask.lang == Lang::Vi { "Tôi là ai" } else { "Who I am" };
    let mut document = about(&ask.identity);
    // Only a session has a word to show; it is worked out from the cookie, which no script can read.
    if let (Way::Session(_), Some(object)) = (ask.identity.way, document.as_object_mut()) {
        let session = crate::http::door::session_of(&ask.headers).unwrap_or_default();
        object.insert("csrf_token".into(), secret::csrf(&session).into());
    }
    Ok(document_of(ask, title, &document))
}

fn about(identity: &Identity) -> Value {
    let known_by = match identity.way {
        Way::Anonymous => "nothing",
        Way::Open => "open_server",
        Way::Session(_) => "session",
        Way::Token(_) => "token",
    };
    let permissions: Vec<&str> = identity.permissions.iter().map(Permission::as_str).collect();
    let units: Vec<Value> = identity.units.iter().map(|unit| json!({ "key": unit.key, "title": unit.title })).collect();
    json!({
        "known_by": known_by,
        "name": identity.name,
        "title": identity.title,
        "permissions": permissions,
        "units": units,
    })
}

fn cookie(text: &str, response: &mut Response) {
    answer::put(header::SET_COOKIE, text, response);
}

fn refused(error: NotLoggedIn) -> Problem {
    let weak = |code, limit: usize| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code).with(limit.to_string());
    match error {
        NotLoggedIn::Wrong => Problem::new(StatusCode::UNAUTHORIZED, Code::WrongLogin),
        NotLoggedIn::MustChange => Problem::new(StatusCode::FORBIDDEN, Code::MustChange),
        NotLoggedIn::Weak(Weak::TooShort) => weak(Code::PasswordTooShort, SHORTEST),
        NotLoggedIn::Weak(Weak::TooLong) => weak(Code::PasswordTooLong, LONGEST),
        NotLoggedIn::Weak(Weak::Guessable) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, Code::PasswordGuessable),
        NotLoggedIn::Store(error) => unavailable(&error),
    }
}

/// What could not be stored, and may be tried again.
pub fn unavailable(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "people could not be read or changed");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::StoreUnavailable)
}
