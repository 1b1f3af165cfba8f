//! What has come before, lately: most things that come once never come again, and are not worth keeping.

use std::{
    hash::{BuildHasher, Hash, RandomState},
    sync::atomic::{AtomicU64, Ordering},
};

/// How many things are remembered.
const PLACES: usize = 4096;

/// Remembers what it was asked for, by a hash and within bounds: now and then it forgets.
pub struct Seen {
    places: Box<[AtomicU64]>,
    hasher: RandomState,
}

impl Default for Seen {
    fn default() -> Self {
        Self { places: (0..PLACES).map(|_| AtomicU64::new(0)).collect(), hasher: RandomState::new() }
    }
}

impl Seen {
    /// Whether it has come before; from now on it has.
    pub fn again(&self, thing: impl Hash) -> bool {
        let hash = self.hasher.hash_one(thing);
        let place = usize::try_from(hash % PLACES as u64).unwrap_or_default();
        self.places[place].swap(hash, Ordering::Relaxed) == hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_again_was_seen() {
        let seen = Seen::default();

        assert_eq!(["a", "b", "a"].map(|thing| seen.again(thing)), [false, false, true]);
    }
}
