//! `/api/v1/sessions`, `GET /api/v1/me`: coming, going, where one is logged in, and who one is.

use axum::http::{StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::desk::{list as list_of, named, unavailable};
use super::imports::document_of;
use super::receipts::body;
use crate::actions::people::log_in::{self, Comer, LoggedIn, NotLoggedIn};
use crate::actions::people::secret;
use crate::domain::access::Permission;
use crate::domain::fault::Code;
use crate::domain::fields::Fields;
use crate::domain::messages::Lang;
use crate::domain::people::password::{LONGEST, SHORTEST, Weak};
use crate::domain::people::{Identity, PeopleChange, Way};
use crate::http::answer::{self, JSON, put};
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
        let came = enter(&ask, &name, &password, new_password.as_deref()).await?;
        let document = json!({
            "name": came.account.name,
            "title": came.account.title,
            "csrf_token": secret::csrf(came.session.expose()),
            "expires": came.expires.to_string(),
        });
        let mut response = answer::json(StatusCode::CREATED, JSON, &document);
        put(header::SET_COOKIE, &cookie(&came), &mut response);
        Ok(response)
    })
}

/// Lets somebody in by name and password, unless too many were wrong.
///
/// # Errors
/// Why not.
pub async fn enter(ask: &Ask, name: &str, password: &str, new_password: Option<&str>) -> Result<LoggedIn, Problem> {
    let (context, lockout, from) = (&ask.app.context, &ask.app.edge.lockout, ask.seen.client.0);
    let comer = Comer::named(context, name).await.map_err(|error| unavailable(&error))?;
    let counted_as = comer.counted_as();
    // Counted before the password is looked at: many at once are no more guesses than one after the other.
    if let Some(wait) = lockout.attempt(&counted_as, from) {
        let seconds = wait.as_secs().max(1);
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, Code::LockedOut).with(seconds.to_string());
        return Err(Problem { retry_after: Some(seconds), ..problem });
    }
    let went = log_in::log_in(context, comer, password, new_password, agent(ask)).await;
    if !matches!(&went, Err(NotLoggedIn::Wrong)) {
        lockout.succeeded(&counted_as, from);
    }
    went.map_err(refused)
}

/// What the browser calls itself.
pub fn agent(ask: &Ask) -> &str {
    ask.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
}

/// The cookie of a new session.
pub fn cookie(came: &LoggedIn) -> String {
    let (session, age) = (came.session.expose(), log_in::SESSION_MS / 1_000);
    format!("{COOKIE}={session}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={age}")
}

/// Where somebody is logged in.
///
/// # Errors
/// None of its own.
pub fn list(ask: &Ask) -> Result<Response, Problem> {
    let context = &ask.app.context;
    let own = ask.identity.account.map(|account| context.people.sessions_of(account, (context.clock)()));
    let rows = own.unwrap_or_default().into_iter().map(|(session, used)| {
        json!({
            "id": session.id,
            "created": session.created.to_string(),
            "used": used.to_string(),
            "expires": session.expires.to_string(),
            "agent": session.agent,
            "issuer": session.issuer,
            "current": ask.identity.way == Way::Session(session.digest),
        })
    });
    Ok(list_of(ask, "sessions", ["Nơi đang đăng nhập", "Where I am logged in"], &rows.collect::<Vec<_>>()))
}

/// Ends one of the own sessions.
pub fn end(ask: Ask) -> Answering {
    Box::pin(async move {
        let context = &ask.app.context;
        let session = named(&ask, Code::UnknownSession, |id| {
            let own = context.people.sessions_of(ask.identity.account?, (context.clock)());
            own.into_iter().map(|(session, _)| session).find(|session| session.id == id)
        })?;
        gone(&ask, PeopleChange::CloseSession(session.digest)).await?;
        let mut response = answer::json(StatusCode::OK, JSON, &json!({ "done": true }));
        if ask.identity.way == Way::Session(session.digest) {
            put(header::SET_COOKIE, &no_cookie(), &mut response);
        }
        Ok(response)
    })
}

/// Ends all own sessions but the one that asks.
pub fn end_others(ask: Ask) -> Answering {
    Box::pin(async move {
        let which = match (ask.identity.account, ask.identity.way) {
            (Some(account), Way::Session(but)) => Some(PeopleChange::CloseOtherSessions { account, but }),
            (Some(account), _) => Some(PeopleChange::CloseSessionsOf(account)),
            // A device has none, nor has a server without accounts.
            (None, _) => None,
        };
        if let Some(which) = which {
            gone(&ask, which).await?;
        }
        Ok(answer::json(StatusCode::OK, JSON, &json!({ "done": true })))
    })
}

pub fn close(ask: Ask) -> Answering {
    Box::pin(async move {
        if let Way::Session(digest) = ask.identity.way {
            gone(&ask, PeopleChange::CloseSession(digest)).await?;
        }
        let mut response = answer::json(StatusCode::OK, JSON, &json!({ "done": true }));
        put(header::SET_COOKIE, &no_cookie(), &mut response);
        Ok(response)
    })
}

/// Ends sessions.
///
/// # Errors
/// 503 when the database does not answer.
pub async fn gone(ask: &Ask, which: PeopleChange) -> Result<(), Problem> {
    let ended = log_in::log_out(&ask.app.context, &ask.identity.actor, which).await;
    ended.map_err(|error| unavailable(&error))
}

/// Takes the cookie from the browser.
pub fn no_cookie() -> String {
    format!("{EMPTY_COOKIE}; Max-Age=0")
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
        Way::Console => "console",
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

fn refused(error: NotLoggedIn) -> Problem {
    let weak = |code, limit: usize| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code).with(limit.to_string());
    match error {
        NotLoggedIn::Wrong => Problem::new(StatusCode::UNAUTHORIZED, Code::WrongLogin),
        NotLoggedIn::MustChange => Problem::new(StatusCode::FORBIDDEN, Code::MustChange),
        NotLoggedIn::RunOut => Problem::new(StatusCode::FORBIDDEN, Code::PasswordRunOut),
        NotLoggedIn::Weak(Weak::TooShort) => weak(Code::PasswordTooShort, SHORTEST),
        NotLoggedIn::Weak(Weak::TooLong) => weak(Code::PasswordTooLong, LONGEST),
        NotLoggedIn::Weak(Weak::Guessable) => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, Code::PasswordGuessable),
        NotLoggedIn::Store(error) => unavailable(&error),
    }
}
