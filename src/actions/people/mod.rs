//! People come and go: who is known, and what is changed about it.
//!
//! The [`Directory`] of everybody is held in memory, so that knowing somebody costs no SQL; every change goes through the
//! store, is chained there, and is in force in this process before the call returns. Other processes learn of it by the
//! number of the last change, within half a second.
//!
//! | module | what is done |
//! |---|---|
//! | [`log_in`] | a password becomes a session |
//! | [`activity`] | sessions that are not used end |
//! | [`tickets`] | what lies between two pages of a log-in |
//! | [`secret`] | secrets are made, shown once, and kept as digests |
//! | `issuer`, `vouched` | somebody else vouches for people (OpenID Connect) |
//! | [`manage`] | accounts, units, roles, devices, tokens |

pub mod activity;
#[cfg(feature = "oidc")]
pub mod issuer;
pub mod log_in;
pub mod manage;
pub mod secret;
pub mod tickets;
#[cfg(feature = "oidc")]
pub mod vouched;

use std::sync::Arc;

use tokio::sync::watch;

use super::Clock;
use crate::domain::access::Actor;
use crate::domain::chain::Digest;
use crate::domain::people::{Denied, Directory, Identity, PeopleChange, Session, Way};
use crate::domain::time::Instant;
use crate::store::{Store, StoreError};
use activity::{Activity, Lifetimes};

/// Everybody who is known, and the way to change it.
#[derive(Debug)]
pub struct People {
    store: Store,
    directory: watch::Sender<Arc<Directory>>,
    activity: Activity,
    pub lifetimes: Lifetimes,
}

impl People {
    /// Reads everybody.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(store: Store, clock: &Clock) -> Result<Self, StoreError> {
        let directory = store.directory(clock()).await?;
        let directory = watch::Sender::new(Arc::new(directory));
        Ok(Self { store, directory, activity: Activity::default(), lifetimes: Lifetimes::default() })
    }

    #[must_use]
    pub fn with(self, lifetimes: Lifetimes) -> Self {
        Self { lifetimes, ..self }
    }

    pub fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.directory.borrow())
    }

    /// Changes people, and returns when that is in force here.
    ///
    /// # Errors
    /// When the database refuses; nothing is changed then.
    pub async fn change(&self, changes: &[PeopleChange], actor: &Actor, clock: &Clock) -> Result<(), StoreError> {
        self.store.change_people(changes, actor, clock()).await?;
        self.refresh(clock).await
    }

    /// Reads everybody again.
    ///
    /// # Errors
    /// When the database does not answer; who was known stays known then.
    pub async fn refresh(&self, clock: &Clock) -> Result<(), StoreError> {
        let next = Arc::new(self.store.directory(clock()).await?);
        // Two may read at once; the later reading stays.
        self.directory.send_if_modified(|held| {
            let newer = next.version >= held.version;
            if newer {
                *held = next;
            }
            newer
        });
        Ok(())
    }

    /// Reads everybody again if another process has changed something.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look(&self, clock: &Clock) -> Result<(), StoreError> {
        if self.store.people_version().await? == self.directory.borrow().version {
            return Ok(());
        }
        self.refresh(clock).await
    }

    /// Who holds a session; it is used by that.
    ///
    /// # Errors
    /// [`Denied`], for one that was not used for long, too.
    pub fn by_session(&self, digest: &Digest, now: Instant) -> Result<Identity, Denied> {
        let directory = self.directory();
        let identity = directory.by_session(digest, now)?;
        if self.is_idle(&directory, digest, now) {
            return Err(Denied::Expired);
        }
        self.activity.note(*digest, now);
        Ok(identity)
    }

    /// Sessions of an account that can still be used, and when each was used last; the latest first.
    pub fn sessions_of(&self, account: uuid::Uuid, now: Instant) -> Vec<(Session, Instant)> {
        let directory = self.directory();
        let own = directory.sessions.values().filter(|session| session.account == account && session.expires > now);
        let mut own: Vec<(Session, Instant)> = own
            .filter(|session| !self.is_idle(&directory, &session.digest, now))
            .map(|session| (session.clone(), self.activity.last(session)))
            .collect();
        own.sort_by_key(|(session, used)| (std::cmp::Reverse(*used), session.id));
        own
    }

    fn is_idle(&self, directory: &Directory, digest: &Digest, now: Instant) -> bool {
        let last = directory.sessions.get(digest).map(|session| self.activity.last(session));
        last.is_none_or(|last| last.plus_millis(self.lifetimes.idle_ms) <= now)
    }

    /// Tells the other instances which sessions were used here, and hears of theirs.
    ///
    /// # Errors
    /// When the database does not answer; it is told the next time.
    pub async fn exchange_activity(&self) -> Result<(), StoreError> {
        let fresh = self.activity.fresh();
        if let Err(error) = self.store.note_seen(&fresh).await {
            for (session, at) in fresh {
                self.activity.note(session, at);
            }
            return Err(error);
        }
        self.activity.merge(&self.store.seen().await?);
        Ok(())
    }

    /// Takes away what has run out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prune(&self, clock: &Clock) -> Result<(), StoreError> {
        self.store.prune_people(clock()).await
    }

    /// Ends when somebody who was known is known no more, or may less.
    pub async fn until_unknown(&self, identity: &Identity, clock: &Clock) {
        let mut changes = self.directory.subscribe();
        loop {
            let directory = Arc::clone(&changes.borrow_and_update());
            // To be shown something is no use of a session: whoever left it open is gone all the same.
            let left = match identity.way {
                Way::Session(digest) => self.is_idle(&directory, &digest, clock()),
                _ => false,
            };
            if left || !directory.still_knows(identity, clock()) {
                return;
            }
            // A session or token may run out without anybody changing anything.
            let waited = tokio::time::timeout(std::time::Duration::from_secs(1), changes.changed()).await;
            if let Ok(Err(_)) = waited {
                return;
            }
        }
    }
}
