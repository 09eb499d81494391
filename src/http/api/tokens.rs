//! `/api/v1/tokens`: what programs show instead of a password. Each is shown once, when it is made.

use axum::response::Response;
use serde_json::{Value, json};

use super::desk::{desk, done, in_person, list as list_of, made, named};
use super::receipts::body;
use crate::actions::people::manage::LONGEST_DAYS;
use crate::domain::access::{Permission, Permissions};
use crate::domain::fault::{Code, Fault};
use crate::domain::fields::Fields;
use crate::domain::people::Token;
use crate::domain::people::account::Owner;
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// Days that a token lives unless its maker says otherwise.
const USUAL_DAYS: f64 = 90.0;

fn is_own(ask: &Ask, token: &Token) -> bool {
    ask.identity.account.map(Owner::Account) == Some(token.owner)
}

/// # Errors
/// None of its own.
pub fn list(ask: &Ask) -> Result<Response, Problem> {
    let directory = ask.app.context.people.directory();
    let mut tokens: Vec<&Token> =
        directory.tokens.values().filter(|token| is_own(ask, token) && !token.revoked).collect();
    tokens.sort_by_key(|token| token.id);
    Ok(list_of(
        ask,
        "tokens",
        ["Mã truy cập của tôi", "My tokens"],
        &tokens.into_iter().map(document).collect::<Vec<_>>(),
    ))
}

fn document(token: &Token) -> Value {
    let scope: Vec<&str> = token.scope.iter().map(Permission::as_str).collect();
    json!({
        "id": token.id, "title": token.title, "scope": scope,
        "created": token.created.to_string(), "expires": token.expires.to_string(),
    })
}

pub fn issue(ask: Ask) -> Answering {
    Box::pin(async move {
        in_person(&ask)?;
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
        made(desk(&ask).issue(&ask.identity.name, &title.unwrap_or_default(), scope, days).await)
    })
}

/// Takes one of the own tokens back; whoever manages people, anybody's.
pub fn revoke(ask: Ask) -> Answering {
    Box::pin(async move {
        let directory = ask.app.context.people.directory();
        let token = named(&ask, Code::UnknownToken, |id| {
            let anybodys = ask.identity.everywhere(Permission::ManagePeople);
            directory.tokens.values().find(|token| token.id == id && (is_own(&ask, token) || anybodys))
        })?;
        done(desk(&ask).revoke_token(token.id).await)
    })
}
