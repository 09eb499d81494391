//! A password becomes a session. How long somebody waits who was wrong is the edge's to say.

use super::secret;
use crate::actions::{Clock, Context};
use crate::domain::access::Actor;
use crate::domain::people::password::{self, Weak};
use crate::domain::people::{Account, PeopleChange, Session};
use crate::domain::secret::Secret;
use crate::domain::time::Instant;
use crate::store::StoreError;
use crate::store::people::Credential;

/// How long a session lasts: a shift.
pub const SESSION_MS: i64 = 12 * 60 * 60 * 1_000;
/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum NotLoggedIn {
    /// No such account, another password, or disabled: told alike.
    #[error("wrong name or password")]
    Wrong,
    /// The password was given by somebody else, for one use.
    #[error("choose a password of your own")]
    MustChange,
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
) -> Result<LoggedIn, NotLoggedIn> {
    let (people, now, name) = (&context.people, (context.clock)(), comer.name);
    let known = comer.credential.as_ref().filter(|found| !found.disabled);
    let hash = known.and_then(|found| found.password.clone());
    let right = password.chars().count() <= password::LONGEST && secret::is_password(password, hash).await;
    let Some(credential) = comer.credential.filter(|_| right) else {
        tracing::warn!("a wrong name or password");
        return Err(NotLoggedIn::Wrong);
    };
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
            changes.push(PeopleChange::SetPassword { account: credential.id, password, must_change: false });
            changes.push(PeopleChange::CloseSessionsOf(credential.id));
        }
    }
    let session = secret::token(&mut salts)?;
    let expires = now.plus_millis(SESSION_MS);
    let digest = secret::digest(session.expose());
    changes.push(PeopleChange::OpenSession(Session { digest, account: credential.id, created: now, expires }));
    people.change(&changes, &Actor::account(name), &context.clock).await?;
    let account = people.directory().accounts.get(&credential.id).cloned().ok_or(NotLoggedIn::Wrong)?;
    Ok(LoggedIn { account, session, expires })
}

/// Ends a session.
///
/// # Errors
/// When the database does not answer.
pub async fn log_out(
    context: &Context,
    actor: &Actor,
    session: crate::domain::chain::Digest,
) -> Result<(), StoreError> {
    let clock: &Clock = &context.clock;
    context.people.change(&[PeopleChange::CloseSession(session)], actor, clock).await
}
