//! Alerts that go out of themselves: found in the log of changes, kept until they have arrived.
//!
//! | module | what it does |
//! |---|---|
//! | [`targets`] | says where alerts go: who may, and what a target may see |
//! | [`find`], [`overdue`] | what in a change, or in a new day, is an alert for a target |
//! | [`spread`] | moves the cursor on the log, and writes down what is to be sent |
//! | [`send`] | sends what is due, and notes what came of it |
//! | [`signing`] | the signature that a receiver checks |
//!
//! How something is sent is passed in ([`Deliver`]); nothing here knows the network.

pub mod find;
pub mod overdue;
pub mod send;
pub mod signing;
pub mod spread;
pub mod targets;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use super::people::People;
use super::{Clock, Context};
use crate::atlas::Atlas;
use crate::domain::alert_target::AlertTarget;
use crate::domain::time::Instant;
use crate::store::{Store, StoreError};

/// What is sent to an address.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// What came back: the status, or why nothing did.
pub type Delivering = Pin<Box<dyn Future<Output = Result<u16, String>> + Send>>;
/// Sends something to an address; passed in.
pub type Deliver = Arc<dyn Fn(Outgoing) -> Delivering + Send + Sync>;
/// Any number; passed in.
pub type Chance = fn() -> u64;

/// How long one process has the work to itself, unless it goes on with it.
const LEASE: Duration = Duration::from_secs(15);
/// How long what is done with is kept.
const KEPT_MS: i64 = 30 * 24 * 3_600_000;
const PRUNED_EVERY_MS: i64 = 3_600_000;
/// How often is looked at what there is to do, where nothing wakes.
const PAUSE: Duration = Duration::from_secs(1);

const BREATH: Duration = Duration::from_millis(100);

/// What the sending of alerts works with. It has no handle of the writer, so that it holds up no end.
#[derive(Clone)]
pub struct Alerts {
    pub(super) store: Store,
    pub(super) atlas: Arc<Atlas>,
    pub(super) people: Arc<People>,
    pub(super) clock: Clock,
    pub(super) new_id: fn() -> Uuid,
    chance: Chance,
    deliver: Deliver,
    /// Names this process to others on the same database.
    holder: Uuid,
    /// Where this server is, for links.
    public_url: Option<Arc<str>>,
}

impl Alerts {
    pub fn new(context: &Context, public_url: Option<Arc<str>>, deliver: Deliver, chance: Chance) -> Self {
        Self {
            store: context.store.clone(),
            atlas: Arc::clone(&context.atlas),
            people: Arc::clone(&context.people),
            clock: Arc::clone(&context.clock),
            new_id: context.new_id,
            chance,
            deliver,
            holder: (context.new_id)(),
            public_url,
        }
    }

    /// Finds and sends alerts, for as long as it is let.
    pub async fn run(self) {
        let mut pruned = Instant::from_millis(0);
        self.warn_of_no_link().await;
        loop {
            if let Err(error) = self.round(&mut pruned).await {
                tracing::error!(%error, "alerts could not be looked after; trying again");
                tokio::time::sleep(PAUSE).await;
            }
            // What is written in one breath is looked at together.
            tokio::time::sleep(BREATH).await;
            let seq = self.atlas.snapshot().seq;
            let _ = tokio::time::timeout(PAUSE, self.atlas.wait_for(seq + 1)).await;
        }
    }

    /// What goes out without a link is said at the start, where anything goes out.
    async fn warn_of_no_link(&self) {
        let targets = self.store.alert_targets().await.unwrap_or_default();
        if self.public_url.is_none() && targets.iter().any(|target| target.ended.is_none()) {
            tracing::warn!("public_url is not set: alerts go out without a link (href)");
        }
    }

    /// One look at everything there is to do.
    async fn round(&self, pruned: &mut Instant) -> Result<(), StoreError> {
        let now = (self.clock)();
        let mut targets = self.store.alert_targets().await?;
        targets.retain(|target| target.ended.is_none());
        if targets.is_empty() {
            return Ok(());
        }
        let cursor = self.store.alert_cursor(now.day(), self.holder).await?;
        let snapshot = self.atlas.snapshot();
        let looks = (cursor.seq, cursor.day) != (snapshot.seq, now.day().number()) || cursor.epoch != snapshot.epoch;
        let sends = looks || self.has_due(&targets, now).await?;
        // Whoever has nothing to do writes nothing.
        if !sends || !cursor.is_free_for(self.holder, now) || !self.hold(now).await? {
            return Ok(());
        }
        if looks {
            spread::spread(self, &targets, cursor, &snapshot, now).await?;
        }
        send::send_due(self, targets).await?;
        if now.millis() - pruned.millis() > PRUNED_EVERY_MS {
            *pruned = now;
            self.store.prune_alerts(now.plus_millis(-KEPT_MS)).await?;
        }
        Ok(())
    }

    async fn has_due(&self, targets: &[AlertTarget], now: Instant) -> Result<bool, StoreError> {
        for target in targets {
            if self.store.alert_due(target.id, now).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes the work up, or goes on with it.
    async fn hold(&self, now: Instant) -> Result<bool, StoreError> {
        let until = now.plus_millis(i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX));
        self.store.hold_alerts(self.holder, now, until).await
    }
}
