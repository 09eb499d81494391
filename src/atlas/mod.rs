//! The picture that every read comes from: immutable, in memory, replaced whole.
//!
//! A [`Snapshot`] holds all layers as of one number of the change log. Readers take the current one, without a lock,
//! and run no SQL. Changes go in through [`Snapshot::apply`], which makes the next one and shares what is the same.
//!
//! | module | what it does |
//! |---|---|
//! | [`layers`], [`words`] | which layers there are and what can be asked of them |
//! | [`register`] | lines, markers and segments, and where a referent lies on them |
//! | [`facts`], [`strip`], [`courses`] | what is known about each stretch, kept per access class; what lies where; what stands where several looked |
//! | [`patrols`], [`coverage`] | patrols and their cleaned tracks, and how much of the line they cover |
//! | [`watched`] | hazards with their readings, limits, and what crosses them |
//! | [`looked`], [`orders`] | who looked at what; rules of how often what is inspected, and campaigns |
//! | [`due`], [`campaigns`] | what is due for inspection; how far a campaign has come |
//! | [`attachments`], [`shards`] | which records name which files; a map that pictures share |
//! | [`feature`], [`encode`] | one feature: its columns and its ready-made GeoJSON bytes |
//! | [`block`], [`layer`] | base blocks with an R-tree each, and the delta of changes since |
//! | [`query`] | which features, in which order, for which viewer |
//! | [`filter`] | filters in CQL2, over typed columns |
//! | `scan` | single properties out of ready-made features |
//! | [`inspected`] | what was inspected, and when: for the page of an object and for reports |
//! | [`walk`] | all features, as they lie in memory |
//! | `assessed`, [`ranking`], [`board`], [`touched`] | what is known of a segment; segments by how much attention they need; the levels of all, kept; what of them a change touches |
//! | [`snapshot`], [`visible`] | all of it as of one number; who sees what of it |
//! | [`tiles`] | vector tiles of the layers |
//! | [`growth`] | how one picture becomes the next |
//! | [`past`] | lines, markers and segments under an earlier version of a line |
//!
//! Not here: SQL, HTTP.

mod assessed;
pub mod attachments;
pub mod block;
pub mod board;
pub mod campaigns;
pub mod courses;
pub mod coverage;
pub mod delta;
pub mod due;
mod edits;
pub mod encode;
pub mod facts;
pub mod feature;
pub mod filter;
pub mod growth;
pub mod inspected;
pub mod layer;
pub mod layers;
pub mod looked;
pub mod orders;
pub mod past;
pub mod patrols;
pub mod pieces;
pub mod query;
pub mod ranking;
pub mod register;
pub mod reported;
mod scan;
pub mod shards;
pub mod snapshot;
pub mod strip;
pub mod tiles;
pub mod touched;
mod units_named;
mod views;
pub mod visible;
pub mod walk;
pub mod watched;
pub mod words;

use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::watch;

pub use board::{Board, Outlook};
pub use growth::Growth;
pub use layers::LayerId;
pub use snapshot::{Snapshot, Visible};
pub use touched::{Lineage, Touched};

/// The current snapshot, and how far it has come.
#[derive(Debug)]
pub struct Atlas {
    current: ArcSwap<Snapshot>,
    applied: watch::Sender<i64>,
    /// Whether a whole import is on its way into the picture, which takes seconds.
    loading: watch::Sender<bool>,
}

impl Atlas {
    pub fn new(first: Snapshot) -> Self {
        let (applied, _) = watch::channel(first.seq);
        let (loading, _) = watch::channel(false);
        Self { current: ArcSwap::from_pointee(first), applied, loading }
    }

    /// The picture as of now. Stays as it is for as long as the caller holds it.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    /// Puts the next picture in place and wakes whoever waits for it. For the follower alone.
    pub fn publish(&self, next: Snapshot) {
        let seq = next.seq;
        self.current.store(Arc::new(next));
        self.loading.send_replace(false);
        self.applied.send_replace(seq);
    }

    /// Says that the next picture will be some seconds in coming. For the follower alone.
    pub fn announce_import(&self) {
        self.loading.send_replace(true);
    }

    /// Waits until the picture holds change `seq`.
    pub async fn wait_for(&self, seq: i64) {
        let mut applied = self.applied.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = applied.wait_for(|&now| now >= seq).await;
    }

    /// Waits until an import is on its way into the picture.
    pub async fn wait_for_import(&self) {
        let mut loading = self.loading.subscribe();
        let _ = loading.wait_for(|&loading| loading).await;
    }
}
