//! `/api/v1/tokens`: what programs show instead of a password. Each is shown once, when it is made.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::imports::document_of;
use super::receipts::body;
use super::sessions::unavailable;
use crate::actions::people::manage::{Desk, LONGEST_DAYS, NotManaged};
use crate::domain::access::{Permission, Permissions};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::messages::Lang;
use crate::domain::people::account::Owner;
use crate::domain::people::{Token, Way};
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::ogc::params::cut;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// Days that a token lives unless its maker says otherwise.
const USUAL_DAYS: f64 = 90.0;

/// # Errors
/// None of its own.
pub fn list(ask: &Ask) -> Result<Response, Problem> {
    let directory = ask.app.context.people.directory();
    let own = ask.identity.account.map(Owner::Account);
    let mut tokens: Vec<&Token> =
        directory.tokens.values().filter(|token| Some(token.owner) == own && !token.revoked).collect();
    tokens.sort_by_key(|token| token.id);
    let tokens: Vec<Value> = tokens.into_iter().map(document).collect();
    let title = if ask.lang == Lang::Vi { "Mã truy cập của tôi" } else { "My tokens" };
    Ok(document_of(ask, title, &json!({ "tokens": tokens })))
}

fn document(token: &Token) -> Value {
    let scope: Vec<&str> = token.scope.iter().map(Permission::as_str).collect();
    json!({
        "id": token.id, "title": token.title, "scope": scope,
        "created": token.created.to_string(), "expires": token.expires.to_string(),
    })
}

/// Makes a token. Only a session can: a token that is stolen must not make others that outlive it.
pub fn issue(ask: Ask) -> Answering {
    Box::pin(async move {
        if !matches!(ask.identity.way, Way::Session(_)) {
            return Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden));
        }
        let value = body(&ask)?;
        let mut fields = Fields::of(&value).map_err(Problem::invalid)?;
        let title = fields.required_text("title", 200);
        let mut scope = Permissions::NONE;
        for permission in fields.choices("scope", &Permission::ALL, Permission::as_str) {
            scope = scope.and(Permissions::of(&[permission]));
        }
        let days = fields.number("days").unwrap_or(USUAL_DAYS);
        if !(1.0..=f64::from(LONGEST_DAYS)).contains(&days) {
            fields.fault(Fault::new("/days", Code::NotOneOf).with(format!("1–{LONGEST_DAYS}")));
        }
        fields.finish().map_err(Problem::invalid)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within 1 and 400")]
        let days = days as u32;
        let desk = desk(&ask);
        let made = desk.issue(&ask.identity.name, &title.unwrap_or_default(), scope, days).await;
        let (id, secret, expires) = made.map_err(|error| refused(&error))?;
        let document = json!({ "id": id, "token": secret.expose(), "expires": expires.to_string() });
        Ok(answer::json(StatusCode::CREATED, JSON, &document))
    })
}

/// Takes one of the own tokens back; whoever manages people, anybody's.
pub fn revoke(ask: Ask) -> Answering {
    Box::pin(async move {
        let text = ask.variable(0);
        let directory = ask.app.context.people.directory();
        let own = ask.identity.account.map(Owner::Account);
        let id = Uuid::try_parse(text).ok().filter(|id| {
            let mut tokens = directory.tokens.values();
            let mine = |token: &Token| Some(token.owner) == own || ask.identity.everywhere(Permission::ManagePeople);
            tokens.any(|token| token.id == *id && mine(token))
        });
        let id = id.ok_or_else(|| Problem::not_found(Code::UnknownToken).with(cut(text)))?;
        desk(&ask).revoke_token(id).await.map_err(|error| refused(&error))?;
        Ok(answer::json(StatusCode::OK, JSON, &json!({ "done": true })))
    })
}

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

/// Why something was not done, for the outside.
pub fn refused(error: &NotManaged) -> Problem {
    match error {
        NotManaged::Unknown { what: "unit", name } => {
            Problem::invalid(vec![Fault::new("/unit", Code::UnknownUnit).with(cut(name))])
        }
        error => unavailable(error),
    }
}
