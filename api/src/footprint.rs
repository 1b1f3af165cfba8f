//! What a part of an answer follows from and says of itself, noted while that part is made: so it can be kept by itself.
//!
//! A request notes the same for its answer as a whole, see `batch::Loads::tags` and `context::Request`. Whoever notes
//! something there notes it here too.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task_local;

use crate::{cache::tag::Tag, locale::Locale};

task_local! {
    /// That of the part that is being polled; parts lie within parts.
    static CURRENT: Arc<Mutex<Footprint>>;
}

/// What a part of an answer follows from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Footprint {
    pub tags: Vec<Tag>,
    /// The locales of its texts.
    pub served: Vec<Locale>,
    /// How many objects it took from the budget of the request.
    pub objects: usize,
    /// Whether it follows from something else in the request: who asks, its language, the moment.
    pub is_private: bool,
}

impl Footprint {
    pub fn follow(&mut self, tags: &[Tag]) {
        self.tags.extend(tags);
    }

    pub fn serve(&mut self, locale: &Locale) {
        if !self.served.contains(locale) {
            self.served.push(locale.clone());
        }
    }

    /// As if all of `other` were noted here.
    fn extend(&mut self, other: &Self) {
        self.follow(&other.tags);
        other.served.iter().for_each(|locale| self.serve(locale));
        self.objects += other.objects;
        self.is_private |= other.is_private;
    }
}

/// Notes something of the part that is being made, when one is.
pub fn note(with: impl FnOnce(&mut Footprint)) {
    // Outside of parts there is nothing to note.
    CURRENT.try_with(|footprint| with(&mut lock(footprint))).unwrap_or_default();
}

/// Makes a part of an answer. Its footprint is one of the part around it, too.
pub async fn trace<T>(making: impl Future<Output = T>) -> (T, Footprint) {
    let footprint = Arc::new(Mutex::default());
    let made = CURRENT.scope(footprint.clone(), making).await;
    let mut footprint = std::mem::take(&mut *lock(&footprint));
    footprint.tags.sort_unstable();
    footprint.tags.dedup();
    note(|around| around.extend(&footprint));
    (made, footprint)
}

fn lock(footprint: &Mutex<Footprint>) -> MutexGuard<'_, Footprint> {
    footprint.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use futures::future::{join, ready};
    use tokio::task::yield_now;
    use uuid::Uuid;

    use super::*;

    fn tag(number: u128) -> Tag {
        Tag::thing(Uuid::from_u128(number))
    }

    async fn follow(number: u128) {
        yield_now().await;
        note(|footprint| footprint.follow(&[tag(number)]));
        yield_now().await;
    }

    #[tokio::test]
    async fn parts_that_are_made_at_once_are_told_apart() {
        let both = join(trace(follow(1)), trace(follow(2)));

        let (((), one), ((), two)) = both.await;

        assert_eq!((one.tags, two.tags), (vec![tag(1)], vec![tag(2)]));
    }

    #[tokio::test]
    async fn a_part_holds_those_within_it() {
        let outer = async {
            let (inner, ()) = join(trace(follow(1)), follow(2)).await;
            note(|footprint| footprint.is_private = true);
            inner.1
        };

        let (inner, outer) = trace(outer).await;

        assert_eq!(inner, Footprint { tags: vec![tag(1)], ..Footprint::default() });
        let mut tags = vec![tag(1), tag(2)];
        tags.sort_unstable();
        assert_eq!(outer, Footprint { tags, is_private: true, ..Footprint::default() });
    }

    #[tokio::test]
    async fn outside_of_parts_nothing_is_noted() {
        note(|_| unreachable!("there is no part"));

        assert_eq!(trace(ready(7)).await, (7, Footprint::default()));
    }
}
