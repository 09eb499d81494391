//! A password becomes a session; wrong ones cost time.
//!
//! After five wrong passwords an account waits five seconds, each time twice as long, up to a quarter of an hour. Names that nobody
//! has wait alike, so that waiting tells nothing about who has an account.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::secret::{self, Secret};
use crate::actions::{Clock, Context};
use crate::domain::access::Actor;
use crate::domain::people::password::{self, Weak};
use crate::domain::people::{Account, PeopleChange, Session};
use crate::domain::time::Instant;
use crate::store::StoreError;

/// Wrong passwords that cost nothing.
const FREE: i64 = 5;
/// First wait, and the longest, in milliseconds.
const FIRST_WAIT_MS: i64 = 5_000;
const LONGEST_WAIT_MS: i64 = 15 * 60 * 1_000;
/// How long a session lasts: a shift.
pub const SESSION_MS: i64 = 12 * 60 * 60 * 1_000;
/// Names nobody has that are remembered.
const MOST_STRANGERS: usize = 10_000;

/// Why somebody was not let in.
#[derive(Debug, thiserror::Error)]
pub enum NotLoggedIn {
    /// No such account, another password, or disabled: told alike.
    #[error("wrong name or password")]
    Wrong,
    #[error("too many wrong passwords; wait {0} s")]
    Wait(u64),
    /// The password was given by somebody else, for one use.
    #[error("choose a password of your own")]
    MustChange,
    #[error("the new password is too easy: {0:?}")]
    Weak(Weak),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Wrong passwords for names that nobody has.
#[derive(Debug, Default)]
pub struct Strangers(Mutex<HashMap<String, (i64, i64)>>);

impl Strangers {
    fn failures(&self, name: &str) -> (i64, i64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).copied().unwrap_or_default()
    }

    fn count(&self, name: &str, now: i64) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST_STRANGERS {
            held.clear();
        }
        let failures = held.entry(name.to_owned()).or_default();
        *failures = (failures.0 + 1, now);
    }
}

/// How long to wait yet, in milliseconds.
fn wait(failures: i64, failed_at: i64, now: i64) -> i64 {
    if failures < FREE {
        return 0;
    }
    let doublings = u32::try_from(failures - FREE).unwrap_or(u32::MAX).min(20);
    let whole = (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS);
    (failed_at + whole - now).max(0)
}

/// Who came in, and what he shows from now on.
#[derive(Debug)]
pub struct LoggedIn {
    pub account: Account,
    pub session: Secret,
    pub expires: Instant,
}

/// Lets somebody in. `new_password` replaces the one that was right, and all other sessions of the account end.
///
/// # Errors
/// [`NotLoggedIn`].
pub async fn log_in(
    context: &Context,
    name: &str,
    password: &str,
    new_password: Option<&str>,
) -> Result<LoggedIn, NotLoggedIn> {
    let (people, now) = (&context.people, (context.clock)());
    let credential = context.store.credential(name).await?;
    let (failures, failed_at) =
        credential.as_ref().map_or_else(|| people.strangers.failures(name), |found| (found.failures, found.failed_at));
    let wait = wait(failures, failed_at, now.millis());
    if wait > 0 {
        return Err(NotLoggedIn::Wait(u64::try_from(wait).unwrap_or(0).div_ceil(1_000)));
    }
    let hash = credential.as_ref().filter(|found| !found.disabled).and_then(|found| found.password.clone());
    let right = password.chars().count() <= password::LONGEST && secret::is_password(password, hash).await;
    let Some(credential) = credential.filter(|_| right) else {
        match context.store.credential(name).await? {
            Some(found) => context.store.log_in_failed(found.id, now).await?,
            None => people.strangers.count(name, now.millis()),
        }
        tracing::warn!(wrong = failures + 1, "a wrong name or password");
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
    let digest = secret::digest(session.reveal());
    changes.push(PeopleChange::OpenSession(Session { digest, account: credential.id, created: now, expires }));
    if failures > 0 {
        context.store.log_in_went(credential.id).await?;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_password_after_the_fifth_doubles_the_wait() {
        assert_eq!(wait(4, 0, 0), 0);
        assert_eq!(wait(5, 0, 0), 5_000);
        assert_eq!(wait(8, 0, 0), 40_000);
        assert_eq!(wait(8, 0, 40_000), 0);
        assert_eq!(wait(60, 0, 0), LONGEST_WAIT_MS);
    }

    #[test]
    fn strangers_are_not_remembered_without_end() {
        let strangers = Strangers::default();
        for n in 0..=MOST_STRANGERS {
            strangers.count(&n.to_string(), 7);
        }
        assert_eq!(strangers.failures(&MOST_STRANGERS.to_string()), (1, 7));
        assert_eq!(strangers.failures("1"), (0, 0));
    }
}
