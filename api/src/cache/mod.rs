//! What was read and answered is kept, and given again until something that it follows from changes: here, in another
//! instance, or by the clock.
//!
//! An answer is found by the bytes of the request, with nothing parsed, or by its meaning, once parsed. Beneath lie what
//! the items of lists were shown as, rows and lists ([`rows`]), so that a new question about known content asks no
//! database. Each knows its tags ([`tag`]), and is over with the first change that touches one of them ([`validity`]).
//! Answers with errors, with drafts, or for an account never come in. Start at [`Cache::get`] and [`Cache::keep`].

use std::{
    collections::{BTreeSet, HashMap},
    ops::RangeInclusive,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, Utc};
use quick_cache::{Weighter, sync};
use tokio::sync::OwnedMutexGuard;

use self::{
    page::{Page, Variant},
    rows::RowCache,
    seen::Seen,
    tag::Touched,
    validity::{Kept, Ticket, Validity},
};

pub mod page;
pub mod rows;
pub mod seen;
pub mod tag;
pub mod validity;

/// What an entry costs beside its bytes.
const OVERHEAD: usize = 256;

/// By what an answer is found: compared in full, and not by a hash alone.
pub type Key = Box<[u8]>;

/// What one instance keeps, bounded in bytes: one half for answers, the other for rows, lists and items.
pub struct Cache {
    pub validity: Validity,
    pub rows: RowCache,
    /// The selections that items were asked for with.
    pub selections: Seen,
    answers: sync::Cache<Key, Entry, Weight>,
    flights: Mutex<HashMap<Key, Weak<tokio::sync::Mutex<()>>>>,
    /// The changes of this instance, which the change log will tell once more.
    own: Mutex<BTreeSet<i64>>,
    hits: AtomicU64,
    misses: AtomicU64,
    bypasses: AtomicU64,
    item_hits: AtomicU64,
    item_misses: AtomicU64,
}

/// An answer that is kept.
#[derive(Clone)]
pub struct Entry {
    pub answer: Arc<Kept<Page>>,
    /// How the client wants it, when the key says so.
    pub variant: Option<Variant>,
}

/// A turn to make an answer: whoever asks the same meanwhile waits.
pub struct Turn {
    _guard: OwnedMutexGuard<()>,
    /// Whether nobody else was making it.
    pub is_first: bool,
}

/// How the cache has been doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub hits: u64,
    pub misses: u64,
    pub bypasses: u64,
    pub item_hits: u64,
    pub item_misses: u64,
    pub answers: usize,
    pub rows: usize,
    pub bytes: u64,
    pub capacity_bytes: u64,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Entry> for Weight {
    fn weight(&self, key: &Key, Entry { answer, .. }: &Entry) -> u64 {
        let bytes = key.len() + answer.value.weight() + size_of_val(answer.tags()) + OVERHEAD;
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}

impl Cache {
    /// At most so many bytes; 0 keeps nothing.
    pub fn new(capacity_bytes: u64) -> Self {
        let (average, capacity) = (4096, capacity_bytes / 2);
        let items = usize::try_from(capacity / average).unwrap_or(usize::MAX).max(16);
        Self {
            validity: Validity::default(),
            rows: RowCache::new(items, capacity),
            selections: Seen::default(),
            answers: sync::Cache::with_weighter(items, capacity, Weight),
            flights: Mutex::default(),
            own: Mutex::default(),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
            bypasses: AtomicU64::new(0),
            item_hits: AtomicU64::new(0),
            item_misses: AtomicU64::new(0),
        }
    }

    /// Whether it keeps anything at all.
    pub fn keeps(&self) -> bool {
        self.answers.capacity() > 0
    }

    /// The ticket of an answer that is begun now; none when it could not be kept.
    pub fn ticket(&self, now: DateTime<Utc>) -> Option<Ticket> {
        self.validity.ticket(now).filter(|_| self.keeps())
    }

    /// The answer that was kept, when it is still so.
    pub fn get(&self, key: &[u8]) -> Option<Entry> {
        let entry = self.answers.get(key)?;
        if self.validity.holds(&entry.answer) {
            return Some(entry);
        }
        self.answers.remove_if(key, |other| Arc::ptr_eq(&other.answer, &entry.answer));
        None
    }

    /// Keeps an answer under the meaning of a request, or under its bytes and for the client that sent them.
    pub fn keep(&self, key: Key, answer: Arc<Kept<Page>>, variant: Option<Variant>) {
        self.answers.insert(key, Entry { answer, variant });
    }

    /// This instance has changed something, in the change log with these numbers.
    pub fn touch_own(&self, change: &Touched, numbers: Option<RangeInclusive<i64>>) {
        lock(&self.own).extend(numbers.into_iter().flatten());
        self.validity.touch(change);
    }

    /// Whether the change is one of this instance. The log has been read as far as this one.
    pub fn is_own(&self, number: i64) -> bool {
        let mut own = lock(&self.own);
        let is_own = own.contains(&number);
        *own = own.split_off(&(number + 1));
        is_own
    }

    /// Waits until nobody else makes the same answer.
    pub async fn turn(&self, key: &[u8]) -> Turn {
        let flight = {
            let mut flights = lock(&self.flights);
            match flights.get(key).and_then(Weak::upgrade) {
                Some(flight) => flight,
                None => {
                    flights.retain(|_, flight| flight.strong_count() > 0);
                    let flight = Arc::default();
                    flights.insert(key.into(), Arc::downgrade(&flight));
                    flight
                }
            }
        };
        match flight.clone().try_lock_owned() {
            Ok(guard) => Turn { _guard: guard, is_first: true },
            Err(_) => Turn { _guard: flight.lock_owned().await, is_first: false },
        }
    }

    /// The answer that others have made meanwhile, or nothing and a turn to make it. Whoever waited in vain asks for what
    /// is not kept, and lets nobody wait for it.
    pub async fn wait(&self, key: &[u8]) -> std::result::Result<Entry, Option<Turn>> {
        let turn = self.turn(key).await;
        match self.get(key) {
            Some(entry) => Ok(entry),
            None => Err(turn.is_first.then_some(turn)),
        }
    }

    pub fn count_hit(&self) {
        self.hits.fetch_add(1, Ordering::Relaxed);
    }

    pub fn count_miss(&self) {
        self.misses.fetch_add(1, Ordering::Relaxed);
    }

    pub fn count_bypass(&self) {
        self.bypasses.fetch_add(1, Ordering::Relaxed);
    }

    /// An item of a list was shown as it had been shown before.
    pub fn count_item_hit(&self) {
        self.item_hits.fetch_add(1, Ordering::Relaxed);
    }

    /// An item of a list was made, and is kept.
    pub fn count_item_miss(&self) {
        self.item_misses.fetch_add(1, Ordering::Relaxed);
    }

    pub fn figures(&self) -> Figures {
        Figures {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            bypasses: self.bypasses.load(Ordering::Relaxed),
            item_hits: self.item_hits.load(Ordering::Relaxed),
            item_misses: self.item_misses.load(Ordering::Relaxed),
            answers: self.answers.len(),
            rows: self.rows.len(),
            bytes: self.answers.weight() + self.rows.bytes(),
            capacity_bytes: self.answers.capacity() + self.rows.capacity_bytes(),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{tag::Tag, *};

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn answer(cache: &Cache, body: &str, uid: u128) -> Arc<Kept<Page>> {
        let page = Page::new(body.to_owned(), None, false);
        Arc::new(Kept::new(page, Box::new([Tag::thing(Uuid::from_u128(uid))]), cache.ticket(NOW).unwrap()))
    }

    /// A cache that knows that nothing is due.
    fn open() -> Cache {
        let cache = Cache::new(200_000);
        assert!(cache.validity.settle(cache.validity.unsettled(NOW).unwrap(), &Touched::default(), None));
        cache
    }

    #[test]
    fn an_answer_is_kept_until_what_it_shows_changes() {
        let cache = open();
        cache.keep(b"one".as_slice().into(), answer(&cache, "{}", 1), None);
        cache.keep(b"two".as_slice().into(), answer(&cache, "{}", 2), None);
        assert!(cache.get(b"one").is_some());

        let tags = [Tag::thing(Uuid::from_u128(1))].into();
        cache.touch_own(&Touched { tags, due_at: None }, Some(7..=8));

        assert!(cache.get(b"one").is_none());
        assert!(cache.get(b"two").is_some());
        assert_eq!(cache.figures().answers, 1);
        assert_eq!([7, 8, 9].map(|number| cache.is_own(number)), [true, true, false]);
    }

    #[test]
    fn memory_is_bounded() {
        let cache = open();

        for number in 0..1_000_u32 {
            cache.keep(Box::from(number.to_be_bytes().as_slice()), answer(&cache, &"x".repeat(1_000), 1), None);
        }

        let figures = cache.figures();
        assert!(figures.bytes <= figures.capacity_bytes, "{figures:?}");
        assert!(figures.answers > 10, "{figures:?}");
    }

    #[tokio::test]
    async fn the_second_waits_for_the_first() {
        let cache = open();
        let first = cache.turn(b"key").await;
        let other = cache.turn(b"other").await;
        assert!(first.is_first && other.is_first);

        let mut second = std::pin::pin!(cache.turn(b"key"));
        assert!(futures::future::poll_immediate(second.as_mut()).await.is_none());
        drop(first);

        assert!(!second.await.is_first);
        assert!(cache.turn(b"key").await.is_first);
    }
}
