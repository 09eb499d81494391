//! Who writes, as HTTP says it when he may not.

use axum::http::StatusCode;

use super::api::receipts::unstored;
use super::ask::Ask;
use super::problem::Problem;
use crate::actions::author::{Author, NotSigned};
use crate::actions::speak;
use crate::domain::fault::Code;
use crate::domain::location::Referent;
use crate::domain::record::Record;

/// Puts the writer's unit on what he sends about a place, and asks whether he may send what takes the place of another
/// record, or contends with one. On a server without accounts the unit stays the claim that it is.
///
/// # Errors
/// 422 for a unit that the writer does not write for, or the name of another account; 403 for a part of the line that is
/// not his; 503 when the database does not answer.
pub async fn sign(ask: &Ask, about: Option<&Referent>, record: &mut Record) -> Result<(), Problem> {
    let directory = ask.app.context.people.directory();
    let author = Author { identity: &ask.identity, directory: &directory };
    let person = record.person.clone();
    author.sign(about, &mut record.unit, person.as_deref()).map_err(|refused| match refused {
        NotSigned::Forbidden => forbidden(),
        NotSigned::Faults(faults) => Problem::invalid(faults),
    })?;
    let known = speak::cases_of(&ask.app.context, &ask.identity, std::iter::once(&*record));
    let known = known.await.map_err(|error| unstored(&error))?;
    let corrects = record.corrects.is_none_or(|former| speak::may_correct(&ask.identity, known.get(&former)));
    let may = corrects && speak::may_contend(&ask.identity, known.get(&record.id));
    if may { Ok(()) } else { Err(forbidden()) }
}

fn forbidden() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, Code::Forbidden)
}
