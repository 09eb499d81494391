//! One file per thing a person does, or the program does for them.
//!
//! An action takes what the edge has parsed, lets the domain decide, and hands the result to the writer. It knows
//! the store and the atlas, and nothing of HTTP.

pub mod alerts;
pub mod approve_method;
pub mod attachments;
pub mod audit_history;
pub mod author;
pub mod edit_register;
pub mod evidence;
pub mod exchange_file;
pub mod export;
pub mod import;
pub mod inspection_rules;
pub mod keep_levels;
pub mod labels_since;
pub mod levels_then;
pub mod load_reference;
pub mod load_seeds;
pub mod map_events;
pub mod ordered;
pub mod people;
pub mod picture;
pub mod plans;
pub mod pull;
pub mod queue;
pub mod record_track;
pub mod report;
pub mod report_parts;
pub mod rules;
pub mod sending_deadlines;
pub mod speak;
pub mod store_record;
pub mod submit;
pub mod thresholds;
pub mod urge;

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::atlas::Atlas;
use crate::domain::attention::Method;
use crate::domain::time::Instant;
use crate::store::Store;
/// What can go wrong with the database: an action passes it on.
pub use crate::store::StoreError;
use crate::store::read_log::ReadLog;
use crate::store::writer::{Salts, Writer};
use attachments::Files;
use exchange_file::Signing;
use import::Tools;
use import::jobs::Jobs;
use people::People;
use queue::bundle::Keyrings;

/// Tells the time. Passed in, so that a test can hold it still.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// How long an answer waits for the picture to hold what was stored.
const PATIENCE: Duration = Duration::from_secs(5);
/// The same while a whole import is on its way in.
const PATIENCE_BESIDE_IMPORTS: Duration = Duration::from_millis(300);

/// What actions work with.
#[derive(Clone)]
pub struct Context {
    pub store: Store,
    pub writer: Writer,
    pub atlas: Arc<Atlas>,
    pub clock: Clock,
    pub salts: fn() -> Salts,
    pub new_id: fn() -> Uuid,
    /// Imports in the background.
    pub jobs: Arc<Jobs>,
    /// Who is known.
    pub people: Arc<People>,
    /// Who reads restricted records; an answer that could not be noted must not go out.
    pub read_log: ReadLog,
    /// Files that hang on records.
    pub files: Arc<Files>,
    /// What opens bundles.
    pub keyrings: Keyrings,
    /// What signs files for the other side, and whose files are believed.
    pub signing: Signing,
    /// How attention levels are worked out.
    pub method: Arc<Method>,
}

impl Context {
    pub fn tools(&self) -> Tools {
        Tools { store: self.store.clone(), clock: Arc::clone(&self.clock), salts: self.salts, new_id: self.new_id }
    }

    /// Waits until the picture holds an entry of the log. Not for ever: it is stored whether or not the picture follows
    /// in time; false then.
    pub async fn caught_up(&self, seq: i64, patience: Duration) -> bool {
        let caught_up = tokio::time::timeout(patience, self.atlas.wait_for(seq)).await.is_ok();
        if !caught_up {
            tracing::warn!(seq, "the picture has not caught up with the log");
        }
        caught_up
    }

    /// As [`caught_up`](Self::caught_up), for somebody who waits at the other end of a line: while a whole import is on
    /// its way into the picture, the receipt does not wait for it.
    pub async fn caught_up_soon(&self, seq: i64) {
        let import = async {
            self.atlas.wait_for_import().await;
            tokio::time::sleep(PATIENCE_BESIDE_IMPORTS).await;
        };
        tokio::select! {
            _ = self.caught_up(seq, PATIENCE) => {}
            () = import => tracing::info!(seq, "stored; to be seen when the import before it is"),
        }
    }
}

/// Why the reference data or the seed records did not go in.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("the data that the program carries cannot be read: {0}")]
    Data(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a load did. A second load of the same data adds nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    pub added: usize,
    pub unchanged: usize,
    /// Records whose stored content differs from the data: what is stored stays, the other is kept beside it.
    pub contended: usize,
    /// Records whose key another record has: not stored.
    pub refused: usize,
}
