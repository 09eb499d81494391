//! A map in pieces, so that the next picture shares all of them but those that change.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher, Hash};
use std::sync::Arc;

const PIECES: usize = 64;

/// Cost: a look-up is one of a hash map; an edit copies one piece of 64.
#[derive(Debug, Clone)]
pub struct Shards<K, V>(Vec<Arc<HashMap<K, V>>>);

impl<K, V> Default for Shards<K, V> {
    fn default() -> Self {
        Self((0..PIECES).map(|_| Arc::default()).collect())
    }
}

impl<K: Hash + Eq + Clone, V: Clone> Shards<K, V> {
    fn piece(key: &K) -> usize {
        let hash = BuildHasherDefault::<DefaultHasher>::new().hash_one(key);
        usize::try_from(hash % PIECES as u64).unwrap_or(0)
    }

    pub fn get(&self, key: &K) -> Option<&V> {
        self.0[Self::piece(key)].get(key)
    }

    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().flat_map(|piece| piece.keys())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().flat_map(|piece| piece.iter())
    }

    /// Copies the piece that the key is in.
    pub fn edit(&mut self, key: &K) -> &mut HashMap<K, V> {
        Arc::make_mut(&mut self.0[Self::piece(key)])
    }
}
