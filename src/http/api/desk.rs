//! What managing people, tokens, devices and sessions over the interface has in common.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::imports::document_of;
use crate::actions::people::manage::{Desk, NotManaged};
use crate::domain::fault::{Code, Fault};
use crate::domain::messages::Lang;
use crate::domain::people::Way;
use crate::domain::secret::Secret;
use crate::domain::time::Instant;
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::ogc::params::cut;
use crate::http::problem::Problem;

/// The desk at which whoever asks manages what he may.
pub fn desk(ask: &Ask) -> Desk<'_> {
    let context = &ask.app.context;
    Desk {
        people: &context.people,
        clock: &context.clock,
        salts: context.salts,
        new_id: context.new_id,
        actor: ask.identity.actor.clone(),
    }
}

/// Refuses who came with a token: one that is stolen must not make secrets that outlive it.
///
/// # Errors
/// 403.
pub fn in_person(ask: &Ask) -> Result<(), Problem> {
    match ask.identity.way {
        Way::Session(_) | Way::Open => Ok(()),
        Way::Token(_) | Way::Console | Way::Anonymous => Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden)),
    }
}

/// What the path's variable names, where it is somebody's to name; what is not his is as if it were not there.
///
/// # Errors
/// 404 with the code.
pub fn named<T>(ask: &Ask, unknown: Code, find: impl FnOnce(Uuid) -> Option<T>) -> Result<T, Problem> {
    let text = ask.variable(0);
    let found = Uuid::try_parse(text).ok().and_then(find);
    found.ok_or_else(|| Problem::not_found(unknown).with(cut(text)))
}

/// A secret that is shown this once.
///
/// # Errors
/// Why it was not made.
pub fn made(made: Result<(Uuid, Secret, Instant), NotManaged>) -> Result<Response, Problem> {
    let (id, secret, expires) = made.map_err(|error| refused(&error))?;
    let document = json!({ "id": id, "token": secret.expose(), "expires": expires.to_string() });
    Ok(answer::json(StatusCode::CREATED, JSON, &document))
}

/// What was taken away.
///
/// # Errors
/// Why it was not.
pub fn done(done: Result<(), NotManaged>) -> Result<Response, Problem> {
    done.map_err(|error| refused(&error))?;
    Ok(answer::json(StatusCode::OK, JSON, &json!({ "done": true })))
}

/// A list, as JSON or as a page with a title, Vietnamese and English.
pub fn list(ask: &Ask, name: &str, titles: [&str; 2], rows: &[Value]) -> Response {
    let [vi, en] = titles;
    document_of(ask, if ask.lang == Lang::Vi { vi } else { en }, &json!({ name: rows }))
}

/// Why something was not done, for the outside.
pub fn refused(error: &NotManaged) -> Problem {
    match error {
        NotManaged::Unknown { what: "unit", name } => {
            Problem::invalid(vec![Fault::new("/unit", Code::UnknownUnit).with(cut(name))])
        }
        NotManaged::Unknown { what: "account", name } => Problem::not_found(Code::UnknownAccount).with(cut(name)),
        error => unavailable(error),
    }
}

/// What could not be stored, and may be tried again.
pub fn unavailable(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "people could not be read or changed");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::StoreUnavailable)
}
