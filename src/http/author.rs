//! Who writes, as HTTP says it when he may not.

use axum::http::StatusCode;
use uuid::Uuid;

use super::api::receipts::unstored;
use super::ask::Ask;
use super::problem::Problem;
use crate::actions::author::{Author, NotSigned};
use crate::actions::speak;
use crate::domain::fault::Code;
use crate::domain::location::Referent;

/// Puts the writer's unit on what he sends about a place. On a server without accounts it stays the claim
/// that it is.
///
/// # Errors
/// 422 for a unit that the writer does not write for, or the name of another account; 403 for a part of the line that is
/// not his.
pub fn sign(
    ask: &Ask,
    about: Option<&Referent>,
    unit: &mut Option<String>,
    person: Option<&str>,
) -> Result<(), Problem> {
    let directory = ask.app.context.people.directory();
    let author = Author { identity: &ask.identity, directory: &directory };
    author.sign(about, unit, person).map_err(|refused| match refused {
        NotSigned::Forbidden => Problem::new(StatusCode::FORBIDDEN, Code::Forbidden),
        NotSigned::Faults(faults) => Problem::invalid(faults),
    })
}

/// Whether the writer may send what takes the place of another record.
///
/// # Errors
/// 403; 503 when the database does not answer.
pub async fn corrects(ask: &Ask, former: Option<Uuid>) -> Result<(), Problem> {
    let Some(former) = former else { return Ok(()) };
    let case = speak::case_of(&ask.app.context, former).await.map_err(|error| unstored(&error))?;
    let may = speak::may_correct(&ask.identity, case.as_ref());
    if may { Ok(()) } else { Err(Problem::new(StatusCode::FORBIDDEN, Code::Forbidden)) }
}
