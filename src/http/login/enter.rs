//! `/login`: name and password, and one's own password after one for one use.

use std::collections::BTreeMap;

use axum::http::{StatusCode, header};
use axum::response::Response;

use super::form::{self, Mark};
use super::{leave, own_path, see_other};
use crate::actions::people::log_in::LoggedIn;
use crate::actions::people::secret;
use crate::domain::access::Actor;
use crate::domain::fault::Code;
use crate::domain::people::{PeopleChange, Way};
use crate::http::answer;
use crate::http::api::desk::unavailable;
use crate::http::api::sessions;
use crate::http::ask::Ask;
use crate::http::door;
use crate::http::edge::headers::keep_nowhere;
use crate::http::page::view::{LogIn, Said, Step};
use crate::http::page::words::Word;
use crate::http::present::{login_page, own_words};
use crate::http::problem::Problem;
use crate::http::routes::Answering;

/// # Errors
/// None of its own.
pub fn page(ask: &Ask) -> Result<Response, Problem> {
    let sheet = Sheet::of(ask, ask.parameter("next"))?;
    let step = match ask.identity.way {
        Way::Open => Step::NoAccounts,
        Way::Session(_) => {
            let session = door::session_of(&ask.headers).unwrap_or_default();
            let (name, title) = (&ask.identity.name, &ask.identity.title);
            let title = if title.is_empty() { name.clone() } else { format!("{title} ({name})") };
            Step::Inside { title, word: secret::csrf(&session) }
        }
        Way::Anonymous | Way::Token(_) | Way::Console => sheet.first(""),
    };
    Ok(sheet.answer(StatusCode::OK, step, leave::said(ask)))
}

pub fn enter(ask: Ask) -> Answering {
    Box::pin(async move {
        let fields = form::fields(&ask.body)?;
        let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
        let sheet = Sheet::of(&ask, fields.get("next").map(String::as_str))?;
        if ask.identity.way == Way::Open {
            return Ok(sheet.answer(StatusCode::OK, Step::NoAccounts, None));
        }
        if !sheet.mark.knows(&ask, &fields) {
            let too_old = wrong(own_words(&ask, Word::FormTooOld));
            return Ok(sheet.answer(StatusCode::FORBIDDEN, sheet.first(text("name")), Some(too_old)));
        }
        match fields.get("ticket") {
            Some(ticket) => own_password(&ask, &sheet, ticket, &fields).await,
            None => password(&ask, &sheet, text("name"), text("password")).await,
        }
    })
}

async fn password(ask: &Ask, sheet: &Sheet<'_>, name: &str, password: &str) -> Result<Response, Problem> {
    // No name is longer, or has such letters; not every database takes them.
    let name: String = name.trim().chars().filter(|c| !c.is_control()).take(64).collect();
    match sessions::enter(ask, &name, password, None).await {
        Ok(came) => Ok(inside(ask, sheet, &came).await),
        Err(problem) if problem.fault.code == Code::MustChange => {
            let context = &ask.app.context;
            let issued = ask.app.tickets.issue(&name, password, (context.clock)(), &mut (context.salts)());
            let ticket = issued.map_err(|error| unavailable(&error))?.expose().to_owned();
            Ok(sheet.answer(StatusCode::OK, Step::OwnPassword { name, ticket }, None))
        }
        Err(problem) => Ok(sheet.refused(&problem, sheet.first(&name))),
    }
}

async fn own_password(
    ask: &Ask,
    sheet: &Sheet<'_>,
    ticket: &str,
    fields: &BTreeMap<String, String>,
) -> Result<Response, Problem> {
    let Some((name, once)) = ask.app.tickets.shown(ticket, (ask.app.context.clock)()) else {
        let again = wrong(own_words(ask, Word::StartAgain));
        return Ok(sheet.answer(StatusCode::FORBIDDEN, sheet.first(""), Some(again)));
    };
    let step = || Step::OwnPassword { name: name.clone(), ticket: ticket.to_owned() };
    let new = fields.get("new_password").map(String::as_str).unwrap_or_default();
    if fields.get("again").map(String::as_str) != Some(new) {
        let words = wrong(own_words(ask, Word::NotTheSame));
        return Ok(sheet.answer(StatusCode::UNPROCESSABLE_ENTITY, step(), Some(words)));
    }
    match sessions::enter(ask, &name, once.expose(), Some(new)).await {
        Ok(came) => {
            ask.app.tickets.done(ticket);
            Ok(inside(ask, sheet, &came).await)
        }
        // Of the new one: another can be chosen.
        Err(problem) if problem.status == StatusCode::UNPROCESSABLE_ENTITY => Ok(sheet.refused(&problem, step())),
        Err(problem) => Ok(sheet.refused(&problem, sheet.first(&name))),
    }
}

/// Lets a browser in; the session that it held before is nobody's from now on.
pub(super) async fn inside(ask: &Ask, sheet: &Sheet<'_>, came: &LoggedIn) -> Response {
    let before = door::session_of(&ask.headers).map(|held| secret::digest(&held));
    let people = &ask.app.context.people;
    if let Some(before) = before.filter(|held| people.directory().sessions.contains_key(held)) {
        let actor = Actor::account(&came.account.name);
        let ended = people.change(&[PeopleChange::CloseSession(before)], &actor, &ask.app.context.clock).await;
        if let Err(error) = ended {
            tracing::error!(%error, "the session that a browser held before could not be ended; it runs out by itself");
        }
    }
    see_other(sheet.next, &[sessions::cookie(came), form::no_cookie()])
}

fn wrong(words: String) -> Said {
    Said { words, wrong: true, link: None }
}

/// A log-in page that is being written.
pub(super) struct Sheet<'a> {
    ask: &'a Ask,
    mark: Mark,
    pub next: &'a str,
}

impl<'a> Sheet<'a> {
    /// # Errors
    /// 503 when the machine gives no randomness.
    pub fn of(ask: &'a Ask, next: Option<&'a str>) -> Result<Self, Problem> {
        Ok(Self { ask, mark: Mark::of(ask)?, next: own_path(next) })
    }

    pub fn first(&self, name: &str) -> Step {
        Step::Password { name: name.chars().take(64).collect(), elsewhere: super::elsewhere_of(self.ask, self.next) }
    }

    fn refused(&self, problem: &Problem, step: Step) -> Response {
        let mut response = self.answer(problem.status, step, Some(wrong(problem.detail(self.ask.lang))));
        if let Some(seconds) = problem.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }

    pub fn answer(&self, status: StatusCode, step: Step, said: Option<Said>) -> Response {
        let view = LogIn { step, said, next: self.next.to_owned(), word: self.mark.word() };
        let mut response = answer::html(status, self.ask.lang, login_page(self.ask, &view));
        if status == StatusCode::UNAUTHORIZED {
            answer::put(header::WWW_AUTHENTICATE, answer::CHALLENGE, &mut response);
        }
        if let Some(cookie) = self.mark.cookie() {
            answer::put(header::SET_COOKIE, &cookie, &mut response);
        }
        keep_nowhere(&mut response);
        response
    }
}
