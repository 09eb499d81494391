//! Numbers of markers that are being taken away with the import that brought them.
//!
//! Between the entry that undoes an import and the picture without it, readers still see its markers. Nothing new may be
//! tied to them any longer: whoever stores a record asks here, and holds off undoing until the record is in the log.

use std::collections::{BTreeMap, BTreeSet};

use tokio::sync::{RwLock, RwLockReadGuard};

use crate::atlas::register::Register;
use crate::domain::location::Referent;
use crate::domain::number::MarkerKey;

#[derive(Default)]
pub struct Leaving(RwLock<BTreeMap<MarkerKey, usize>>);

/// Somebody's turn to store a record: no undoing begins before it ends.
pub struct Turn<'a>(RwLockReadGuard<'a, BTreeMap<MarkerKey, usize>>);

impl Leaving {
    /// From now on nothing is tied to these, and what was before is in the log.
    pub async fn begin(&self, names: &BTreeSet<MarkerKey>) {
        let mut leaving = self.0.write().await;
        for name in names {
            *leaving.entry(*name).or_default() += 1;
        }
    }

    pub async fn end(&self, names: &BTreeSet<MarkerKey>) {
        let mut leaving = self.0.write().await;
        for name in names {
            if let Some(times) = leaving.get_mut(name) {
                *times -= 1;
            }
        }
        leaving.retain(|_, times| *times > 0);
    }

    pub async fn turn(&self) -> Turn<'_> {
        Turn(self.0.read().await)
    }
}

impl Turn<'_> {
    /// Whether a record may be tied to it: it is in the register, and stays there.
    pub fn allows(&self, referent: &Referent, register: &Register) -> bool {
        let stays = names(referent).into_iter().all(|name| !self.0.contains_key(&name));
        stays
            && match referent {
                Referent::Marker(key) | Referent::NearMarker(key) => register.knows(key),
                Referent::Segment(key) => register.segment(key).is_some(),
                Referent::Along { .. } | Referent::Area(_) => true,
            }
    }
}

/// The markers that a referent names.
pub fn names(referent: &Referent) -> Vec<MarkerKey> {
    match referent {
        Referent::Marker(key) | Referent::NearMarker(key) => vec![*key],
        Referent::Segment(key) => vec![key.from(), key.to()],
        Referent::Along { marker, toward, .. } => vec![*marker, *toward],
        Referent::Area(_) => Vec::new(),
    }
}
