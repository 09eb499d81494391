//! People come and go: who is known, and what is changed about it.
//!
//! The [`Directory`] of everybody is held in memory, so that knowing somebody costs no SQL; every change goes through the
//! store, is chained there, and is in force in this process before the call returns. Other processes learn of it by the
//! number of the last change, within half a second.
//!
//! | module | what is done |
//! |---|---|
//! | [`log_in`] | a password becomes a session |
//! | [`secret`] | secrets are made, shown once, and kept as digests |
//! | [`manage`] | accounts, units, roles, devices, tokens |

pub mod log_in;
pub mod manage;
pub mod secret;

use std::sync::Arc;

use tokio::sync::watch;

use super::Clock;
use crate::domain::access::Actor;
use crate::domain::people::{Directory, Identity, PeopleChange};
use crate::store::{Store, StoreError};

/// Everybody who is known, and the way to change it.
#[derive(Debug)]
pub struct People {
    store: Store,
    directory: watch::Sender<Arc<Directory>>,
}

impl People {
    /// Reads everybody.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(store: Store, clock: &Clock) -> Result<Self, StoreError> {
        let directory = store.directory(clock()).await?;
        Ok(Self { store, directory: watch::Sender::new(Arc::new(directory)) })
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
            if !changes.borrow_and_update().still_knows(identity, clock()) {
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
