//! What is still so: which tags were touched when, and until which instant nothing changes by the clock alone.
//!
//! Nothing is searched when something changes. A generation is counted, and noted with each tag that is touched;
//! whatever is kept knows in which generation it was begun, and is looked at when it is asked for next: it is over
//! when one of its tags was touched in a later one.

use std::{
    collections::HashMap,
    sync::{
        PoisonError, RwLock, RwLockWriteGuard,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};

use super::tag::{Tag, Touched};

/// Most tags that are remembered; with more, all that was kept is over.
const MOST_TAGS: usize = 100_000;
/// The instant until which answers are good, as long as nobody knows.
const UNKNOWN: i64 = i64::MIN;
/// That instant when nothing is due.
const NEVER: i64 = i64::MAX;

/// What is still so.
pub struct Validity {
    generation: AtomicU64,
    touched: RwLock<Generations>,
    /// Microseconds since 1970.
    until: AtomicI64,
}

/// In which generation what was touched last.
#[derive(Default)]
struct Generations {
    by_tag: HashMap<Tag, u64>,
    /// Whatever was begun before this one is over.
    oldest: u64,
}

/// The generation that an answer is begun in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u64);

/// What is kept, with what it follows from.
pub struct Kept<T> {
    pub value: T,
    tags: Box<[Tag]>,
    begun: u64,
    /// The last generation in which it was found to be still so.
    checked: AtomicU64,
}

impl<T> Kept<T> {
    pub fn new(value: T, tags: Box<[Tag]>, ticket: Ticket) -> Self {
        Self { value, tags, begun: ticket.0, checked: AtomicU64::new(ticket.0) }
    }

    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }
}

impl Default for Validity {
    /// Nobody knows yet what is due.
    fn default() -> Self {
        Self { generation: AtomicU64::new(0), touched: RwLock::default(), until: AtomicI64::new(UNKNOWN) }
    }
}

impl Validity {
    /// The ticket of an answer that is begun now; none when nobody knows how long it would be good.
    pub fn ticket(&self, now: DateTime<Utc>) -> Option<Ticket> {
        // Before anything is read for it.
        let generation = self.generation.load(Ordering::Acquire);
        (now.timestamp_micros() < self.until.load(Ordering::Acquire)).then_some(Ticket(generation))
    }

    /// Whether nothing that it follows from was touched since it was begun.
    pub fn holds<T>(&self, kept: &Kept<T>) -> bool {
        let generation = self.generation.load(Ordering::Acquire);
        if kept.checked.load(Ordering::Relaxed) == generation {
            return true;
        }
        let touched = self.touched.read().unwrap_or_else(PoisonError::into_inner);
        let generation = self.generation.load(Ordering::Acquire);
        let is_untouched = |tag| touched.by_tag.get(tag).is_none_or(|last| *last <= kept.begun);
        let holds = kept.begun >= touched.oldest && kept.tags.iter().all(is_untouched);
        if holds {
            kept.checked.store(generation, Ordering::Relaxed);
        }
        holds
    }

    /// Something has changed.
    pub fn touch(&self, change: &Touched) {
        let mut touched = self.write();
        // Before the generation is counted: whoever begins in it knows until when it is good.
        if let Some(due_at) = change.due_at {
            self.until.fetch_min(due_at.timestamp_micros(), Ordering::AcqRel);
        }
        self.note(&mut touched, change);
    }

    /// Nobody knows what has changed: all is over, and nothing is kept before [`Validity::settle`].
    pub fn lose(&self) {
        let mut touched = self.write();
        let generation = self.generation.load(Ordering::Acquire) + 1;
        touched.by_tag.clear();
        touched.oldest = generation;
        self.until.store(UNKNOWN, Ordering::Release);
        self.generation.store(generation, Ordering::Release);
    }

    /// The present generation, when nobody knows what is due next, or when it is due.
    pub fn unsettled(&self, now: DateTime<Utc>) -> Option<Ticket> {
        let generation = self.generation.load(Ordering::Acquire);
        (now.timestamp_micros() >= self.until.load(Ordering::Acquire)).then_some(Ticket(generation))
    }

    /// How long it is until something is due; zero when nobody knows what is.
    pub fn settled_for(&self, now: DateTime<Utc>) -> Duration {
        let micros = self.until.load(Ordering::Acquire).saturating_sub(now.timestamp_micros());
        Duration::from_micros(u64::try_from(micros).unwrap_or_default())
    }

    /// Says what has become due, and what is next, as it was found in a generation; false when something has changed
    /// since, so that it must be looked up again.
    pub fn settle(&self, found_in: Ticket, due: &Touched, next: Option<DateTime<Utc>>) -> bool {
        let mut touched = self.write();
        let is_so = self.generation.load(Ordering::Acquire) == found_in.0;
        if is_so {
            self.note(&mut touched, due);
            self.until.store(next.map_or(NEVER, |next| next.timestamp_micros()), Ordering::Release);
        }
        is_so
    }

    fn write(&self) -> RwLockWriteGuard<'_, Generations> {
        self.touched.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, touched: &mut Generations, change: &Touched) {
        let generation = self.generation.load(Ordering::Acquire) + 1;
        if touched.by_tag.len() + change.tags.len() > MOST_TAGS {
            touched.by_tag.clear();
            touched.oldest = generation;
        }
        touched.by_tag.extend(change.tags.iter().map(|tag| (*tag, generation)));
        self.generation.store(generation, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn settled() -> Validity {
        let validity = Validity::default();
        assert!(validity.settle(validity.unsettled(NOW).unwrap(), &Touched::default(), None));
        validity
    }

    fn tag(number: u128) -> Tag {
        Tag::thing(Uuid::from_u128(number))
    }

    fn kept(validity: &Validity, number: u128) -> Kept<()> {
        Kept::new((), Box::new([tag(number)]), validity.ticket(NOW).unwrap())
    }

    fn touch(validity: &Validity, number: u128) {
        validity.touch(&Touched { tags: [tag(number)].into(), due_at: None });
    }

    #[test]
    fn a_change_ends_what_it_touches_and_nothing_else() {
        let validity = settled();
        let (one, two) = (kept(&validity, 1), kept(&validity, 2));

        touch(&validity, 1);

        assert_eq!((validity.holds(&one), validity.holds(&two)), (false, true));
        assert!(validity.holds(&kept(&validity, 1)), "begun after the change");
        touch(&validity, 2);
        assert!(!validity.holds(&two), "it was looked at before");
    }

    #[test]
    fn what_was_begun_before_a_change_is_over_when_it_is_kept_after_it() {
        let validity = settled();
        let ticket = validity.ticket(NOW).unwrap();

        touch(&validity, 1);

        assert!(!validity.holds(&Kept::new((), Box::new([tag(1)]), ticket)));
        assert!(validity.holds(&Kept::new((), Box::new([tag(2)]), ticket)));
    }

    #[test]
    fn all_is_over_when_nobody_knows_what_has_changed() {
        let validity = settled();
        let one = kept(&validity, 1);

        validity.lose();

        assert!(!validity.holds(&one));
        assert_eq!(validity.ticket(NOW), None);
        assert!(validity.settle(validity.unsettled(NOW).unwrap(), &Touched::default(), None));
        assert!(!validity.holds(&one) && validity.holds(&kept(&validity, 1)));
    }

    #[test]
    fn too_many_tags_end_all() {
        let validity = settled();
        let one = kept(&validity, 1);

        for number in 2..=u128::try_from(MOST_TAGS).unwrap() + 2 {
            touch(&validity, number);
        }

        assert!(!validity.holds(&one));
        assert!(validity.holds(&kept(&validity, 1)));
    }

    #[test]
    fn nothing_is_kept_from_when_something_is_due() {
        let validity = settled();
        let at = |seconds| NOW + TimeDelta::seconds(seconds);

        validity.touch(&Touched { tags: [].into(), due_at: Some(at(5)) });
        validity.touch(&Touched { tags: [].into(), due_at: Some(at(9)) });

        assert!(validity.ticket(at(4)).is_some() && validity.unsettled(at(4)).is_none());
        let found_in = validity.unsettled(at(5)).unwrap();
        assert_eq!(validity.ticket(at(5)), None);
        touch(&validity, 1);
        assert!(!validity.settle(found_in, &Touched::default(), Some(at(9))), "something has changed since");
        let due = Touched { tags: [tag(1)].into(), due_at: None };
        let (one, two) = (kept(&validity, 1), kept(&validity, 2));
        assert!(validity.settle(validity.unsettled(at(5)).unwrap(), &due, Some(at(9))));
        assert_eq!((validity.holds(&one), validity.holds(&two)), (false, true));
        assert!(validity.ticket(at(8)).is_some() && validity.ticket(at(9)).is_none());
    }
}
