//! `/api/v1/accounts/{name}/one-time-password`: whoever manages people lets somebody in who has lost a password.

use axum::http::StatusCode;
use serde_json::json;

use super::desk::{desk, in_person, refused};
use crate::domain::access::Permission;
use crate::domain::fault::Code;
use crate::http::answer::{self, JSON};
use crate::http::ask::Ask;
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// A new password for one use. The account's sessions and tokens end.
pub fn reset(ask: Ask) -> Answering {
    Box::pin(async move {
        in_person(&ask)?;
        if !ask.identity.everywhere(Permission::ManagePeople) {
            return Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden));
        }
        let name = ask.variable(0);
        let once = desk(&ask).reset_password(name).await.map_err(|error| refused(&error))?;
        let document = json!({
            "account": name,
            "one_time_password": once.password.expose(),
            "expires": once.expires.to_string(),
        });
        Ok(answer::json(StatusCode::CREATED, JSON, &document))
    })
}
