//! `/logout`: the way out.

use super::{PAGE, see_other};
use crate::domain::people::{PeopleChange, Way};
use crate::http::api::sessions::{gone, no_cookie};
use crate::http::ask::Ask;
use crate::http::page::view::Said;
use crate::http::page::words::Word;
use crate::http::present::own_words;
use crate::http::routes::Answering;

/// The parameter of the log-in page that says from where somebody comes who has left.
pub const LEFT: &str = "left";
/// He was known here alone.
const HERE: &str = "here";
/// Somebody else vouched for him, and still does.
const ELSEWHERE: &str = "elsewhere";
pub const FROM: &[&str] = &[HERE, ELSEWHERE];

/// Ends the session. That the form is of a page of ours was looked at before (`door::admit_form`).
pub fn leave(ask: Ask) -> Answering {
    Box::pin(async move {
        let mut from = HERE;
        if let Way::Session(digest) = ask.identity.way {
            let directory = ask.app.context.people.directory();
            if directory.sessions.get(&digest).is_some_and(|session| session.issuer.is_some()) {
                from = ELSEWHERE;
            }
            gone(&ask, PeopleChange::CloseSession(digest)).await?;
        }
        Ok(see_other(&format!("{PAGE}?{LEFT}={from}"), &[no_cookie()]))
    })
}

/// What the log-in page says to somebody who has just left.
pub fn said(ask: &Ask) -> Option<Said> {
    let left = ask.parameter(LEFT).filter(|_| ask.identity.way == Way::Anonymous)?;
    let out = own_words(ask, Word::YouAreOut);
    if left != ELSEWHERE {
        return Some(Said { words: out, wrong: false, link: None });
    }
    let link = super::end_elsewhere(ask).map(|to| (own_words(ask, Word::LeaveElsewhere), to));
    Some(Said { words: format!("{out} {}", own_words(ask, Word::StillInElsewhere)), wrong: false, link })
}
