//! Answers that are given again without being made again. What anybody may see is the same for everybody who asks the
//! same in the same language, until something changes: a commit, here or elsewhere, or an instant at which something
//! scheduled appears or disappears. Then all is forgotten.
//!
//! An answer is found by the bytes of the request, with nothing parsed, or by its meaning, once parsed. Answers with
//! errors, with drafts, or for an account never come in. Start at [`Cache::get`] and [`Cache::keep`].

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{DateTime, Utc};
use quick_cache::{Weighter, sync};
use tokio::sync::OwnedMutexGuard;

use self::page::Page;

pub mod page;

/// What an entry costs beside its bytes.
const OVERHEAD: usize = 256;

/// By what an answer is found: compared in full, and not by a hash alone.
pub type Key = Box<[u8]>;

/// The answers of one instance, bounded in bytes.
pub struct Cache {
    entries: sync::Cache<Key, Entry, Weight>,
    era: Mutex<Era>,
    flights: Mutex<HashMap<Key, Weak<tokio::sync::Mutex<()>>>>,
    hits: AtomicU64,
    misses: AtomicU64,
    bypasses: AtomicU64,
}

#[derive(Clone)]
struct Entry {
    era: u64,
    page: Arc<Page>,
}

/// The time from one change to the next.
#[derive(Clone, Copy)]
struct Era {
    number: u64,
    end: End,
}

/// When an era ends by the clock.
#[derive(Clone, Copy)]
enum End {
    /// Not known yet: nothing is kept meanwhile.
    Unknown,
    Never,
    At(DateTime<Utc>),
}

/// The era that an answer was begun in. It is kept if that is not over by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u64);

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
    pub entries: usize,
    pub bytes: u64,
    pub capacity_bytes: u64,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Entry> for Weight {
    fn weight(&self, key: &Key, entry: &Entry) -> u64 {
        u64::try_from(key.len() + entry.page.weight() + OVERHEAD).unwrap_or(u64::MAX)
    }
}

impl Cache {
    /// At most so many bytes; 0 keeps nothing.
    pub fn new(capacity_bytes: u64) -> Self {
        let average = 4096;
        let items = usize::try_from(capacity_bytes / average).unwrap_or(usize::MAX).max(16);
        Self {
            entries: sync::Cache::with_weighter(items, capacity_bytes, Weight),
            era: Mutex::new(Era { number: 0, end: End::Unknown }),
            flights: Mutex::default(),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
            bypasses: AtomicU64::new(0),
        }
    }

    /// Whether it keeps anything at all.
    pub fn keeps(&self) -> bool {
        self.entries.capacity() > 0
    }

    /// The ticket of an answer that is begun now; none when it could not be kept.
    pub fn ticket(&self, now: DateTime<Utc>) -> Option<Ticket> {
        let era = *lock(&self.era);
        let goes_on = match era.end {
            End::Unknown => false,
            End::Never => true,
            End::At(end) => now < end,
        };
        (goes_on && self.keeps()).then_some(Ticket(era.number))
    }

    /// The answer that was kept in this era.
    pub fn get(&self, key: &[u8], ticket: Ticket) -> Option<Arc<Page>> {
        let entry = self.entries.get(key)?;
        (entry.era == ticket.0).then_some(entry.page)
    }

    /// Keeps an answer that was begun with the ticket, unless something has changed meanwhile.
    pub fn keep(&self, key: Key, ticket: Ticket, page: Arc<Page>) {
        // Whatever changes next either sees the entry and forgets it, or has begun another era.
        let era = lock(&self.era);
        if era.number == ticket.0 {
            self.entries.insert(key, Entry { era: ticket.0, page });
        }
    }

    /// Something has changed: begins another era.
    pub fn forget(&self) {
        let mut era = lock(&self.era);
        *era = Era { number: era.number + 1, end: End::Unknown };
        self.entries.clear();
    }

    /// The number of the present era, when nobody has said yet when it ends, or when it is over.
    pub fn open_era(&self, now: DateTime<Utc>) -> Option<u64> {
        let over = matches!(lock(&self.era).end, End::At(end) if end <= now);
        if over {
            self.forget();
        }
        let era = *lock(&self.era);
        matches!(era.end, End::Unknown).then_some(era.number)
    }

    /// Says until when nothing appears or disappears by the clock alone, as it was found during the era.
    pub fn close_era(&self, number: u64, end: Option<DateTime<Utc>>) {
        let mut era = lock(&self.era);
        if era.number == number {
            era.end = end.map_or(End::Never, End::At);
        }
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

    pub fn count_hit(&self) {
        self.hits.fetch_add(1, Ordering::Relaxed);
    }

    pub fn count_miss(&self) {
        self.misses.fetch_add(1, Ordering::Relaxed);
    }

    pub fn count_bypass(&self) {
        self.bypasses.fetch_add(1, Ordering::Relaxed);
    }

    pub fn figures(&self) -> Figures {
        Figures {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            bypasses: self.bypasses.load(Ordering::Relaxed),
            entries: self.entries.len(),
            bytes: self.entries.weight(),
            capacity_bytes: self.entries.capacity(),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn page(body: &str) -> Arc<Page> {
        Arc::new(Page::new(body.to_owned(), None, false))
    }

    /// A cache whose era has no end by the clock.
    fn open() -> Cache {
        let cache = Cache::new(100_000);
        cache.close_era(cache.open_era(DateTime::UNIX_EPOCH).unwrap(), None);
        cache
    }

    #[test]
    fn an_answer_is_kept_until_something_changes() {
        let (cache, now) = (open(), DateTime::UNIX_EPOCH);
        let ticket = cache.ticket(now).unwrap();

        cache.keep(b"key".as_slice().into(), ticket, page("{}"));
        let found = cache.get(b"key", ticket).is_some();
        cache.forget();

        assert!(found);
        assert!(cache.get(b"key", ticket).is_none());
        assert_eq!(cache.ticket(now), None, "nobody knows yet what is due next");
    }

    #[test]
    fn an_answer_that_was_begun_before_a_change_is_not_kept() {
        let (cache, now) = (open(), DateTime::UNIX_EPOCH);
        let ticket = cache.ticket(now).unwrap();

        cache.forget();
        cache.close_era(cache.open_era(now).unwrap(), None);
        cache.keep(b"key".as_slice().into(), ticket, page("{}"));

        assert!(cache.get(b"key", ticket).is_none());
        assert!(cache.get(b"key", cache.ticket(now).unwrap()).is_none());
    }

    #[test]
    fn an_era_ends_when_something_is_due() {
        let cache = Cache::new(100_000);
        let (now, later) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + TimeDelta::seconds(1));
        let era = cache.open_era(now).unwrap();
        cache.close_era(era, Some(later));

        let before = cache.ticket(now);
        let after = cache.ticket(later);

        assert_eq!((before, after), (Some(Ticket(era)), None));
        assert_eq!(cache.open_era(later), Some(era + 1));
    }

    #[test]
    fn what_was_found_out_before_a_change_ends_no_era() {
        let cache = Cache::new(100_000);
        let era = cache.open_era(DateTime::UNIX_EPOCH).unwrap();

        cache.forget();
        cache.close_era(era, None);

        assert_eq!(cache.ticket(DateTime::UNIX_EPOCH), None);
    }

    #[test]
    fn memory_is_bounded() {
        let cache = open();
        let ticket = cache.ticket(DateTime::UNIX_EPOCH).unwrap();

        for number in 0..1_000_u32 {
            cache.keep(Box::from(number.to_be_bytes().as_slice()), ticket, page(&"x".repeat(1_000)));
        }

        let figures = cache.figures();
        assert!(figures.bytes <= figures.capacity_bytes, "{figures:?}");
        assert!(figures.entries > 10, "{figures:?}");
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
