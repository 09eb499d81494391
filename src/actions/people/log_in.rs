//! A password becomes a session. How long somebody waits who was wrong is the edge's to say.

use uuid::Uuid;

use super::secret;
use crate::actions::Context;
use crate::domain::access::Actor;
use crate::domain::people::password::{self, Weak};
use crate::domain::people::{Account, PeopleChange, Session};
use crate::domain::secret::Secret;
use crate::domain::time::Instant;
use crate::store::StoreError;
use crate::store::people::Credential;

/// How long a session lasts: a shift.
pub const SESSION_MS: i64 = 12 * 60 * 60 * 1_000;
/// Most of what a browser calls itself.
const LONGEST_AGENT: usize = 200;

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum NotLoggedIn {
    /// No such account, another password, or disabled: told alike.
    #[error("wrong name or password")]
    Wrong,
    /// The password was given by somebody else, for one use.
    #[error("choose a password of your own")]
    MustChange,
    /// A password for one use that nobody used in time.
    #[error("the password for one use has run out")]
    RunOut,
    #[error("the new password is too easy: {0:?}")]
    Weak(Weak),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who came in, and what he shows from now on.
#[derive(Debug)]
pub struct LoggedIn {
    pub account: Account,
    pub session: Secret,
    pub expires: Instant,
}

/// Somebody at the door, who says what his name is.
#[derive(Debug)]
pub struct Comer<'a> {
    name: &'a str,
    credential: Option<Credential>,
}

impl<'a> Comer<'a> {
    /// # Errors
    /// When the database does not answer.
    pub async fn named(context: &Context, name: &'a str) -> Result<Self, StoreError> {
        Ok(Self { name, credential: context.store.credential(name).await? })
    }

    /// What wrong passwords are counted under: the name and the password that would be right, so that a new one, given
    /// at the console, does not have to wait for guesses at the old.
    pub fn counted_as(&self) -> String {
        let password = self.credential.as_ref().and_then(|found| found.password.as_deref());
        format!("{} {}", self.name, password.map_or_else(String::new, |hash| secret::digest(hash).to_string()))
    }
}

/// Lets somebody in. `new_password` replaces the one that was right, and all other sessions of the account end.
///
/// # Errors
/// [`NotLoggedIn`].
pub async fn log_in(
    context: &Context,
    comer: Comer<'_>,
    password: &str,
    new_password: Option<&str>,
    agent: &str,
) -> Result<LoggedIn, NotLoggedIn> {
    let (now, name) = ((context.clock)(), comer.name);
    let known = comer.credential.as_ref().filter(|found| !found.disabled);
    let hash = known.and_then(|found| found.password.clone());
    let right = password.chars().count() <= password::LONGEST && secret::is_password(password, hash).await;
    let Some(credential) = comer.credential.filter(|_| right) else {
        tracing::warn!("a wrong name or password");
        return Err(NotLoggedIn::Wrong);
    };
    if credential.must_change && credential.expires.is_some_and(|until| until <= now.millis()) {
        return Err(NotLoggedIn::RunOut);
    }
    let mut changes = Vec::new();
    let mut salts = (context.salts)();
    match new_password {
        None if credential.must_change => return Err(NotLoggedIn::MustChange),
        None => {}
        Some(new) => {
            password::check(new, name).map_err(NotLoggedIn::Weak)?;
            if new == password {
                return Err(NotLoggedIn::Weak(Weak::Guessable));
            }
            let password = secret::hash(new, &mut salts).await?;
            changes.push(PeopleChange::SetPassword { account: credential.id, password, one_use_until: None });
            changes.push(PeopleChange::CloseSessionsOf(credential.id));
        }
    }
    open_session(context, Opening { account: credential.id, name, agent, issuer: None }, changes).await
}

/// A session to be opened, for somebody who has shown who he is.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    pub account: Uuid,
    pub name: &'a str,
    /// What the browser calls itself.
    pub agent: &'a str,
    /// Who knew him, if it was not here.
    pub issuer: Option<&'a str>,
}

/// Opens a session, together with other changes: all or none.
///
/// # Errors
/// [`NotLoggedIn::Wrong`] for an account that is no more, [`NotLoggedIn::Store`].
pub async fn open_session(
    context: &Context,
    opening: Opening<'_>,
    mut changes: Vec<PeopleChange>,
) -> Result<LoggedIn, NotLoggedIn> {
    let (people, now, account) = (&context.people, (context.clock)(), opening.account);
    let session = secret::token(&mut (context.salts)())?;
    let expires = now.plus_millis(SESSION_MS);
    changes.push(PeopleChange::OpenSession(Session {
        digest: secret::digest(session.expose()),
        id: (context.new_id)(),
        account,
        created: now,
        expires,
        seen: now,
        agent: opening.agent.chars().filter(|c| !c.is_control()).take(LONGEST_AGENT).collect(),
        issuer: opening.issuer.map(str::to_owned),
    }));
    people.change(&changes, &Actor::account(opening.name), &context.clock).await?;
    let account = people.directory().accounts.get(&account).cloned().ok_or(NotLoggedIn::Wrong)?;
    Ok(LoggedIn { account, session, expires })
}

/// Ends sessions, by one of [`PeopleChange`]'s ways.
///
/// # Errors
/// When the database does not answer.
pub async fn log_out(context: &Context, actor: &Actor, which: PeopleChange) -> Result<(), StoreError> {
    context.people.change(&[which], actor, &context.clock).await
}
