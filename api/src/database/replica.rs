//! Copies of the database that may lag behind: one is read from as soon as it has all that this instance knows of.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicUsize, Ordering},
};

use entity::change;
use sea_orm::DatabaseConnection;

use super::last_seq;
use crate::Result;

/// No change, and no copy that answers.
const NOTHING: i64 = -1;

/// The copies, and how far each must be.
#[derive(Clone, Debug, Default)]
pub struct Replicas(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    copies: Vec<Copy>,
    /// The last change that this instance knows of.
    known: AtomicI64,
    /// Whose turn it is.
    turn: AtomicUsize,
}

#[derive(Debug)]
struct Copy {
    connection: DatabaseConnection,
    /// The last change that it is known to have.
    has: AtomicI64,
}

impl Default for Inner {
    fn default() -> Self {
        Self { copies: Vec::new(), known: AtomicI64::new(i64::MAX), turn: AtomicUsize::new(0) }
    }
}

impl Replicas {
    pub fn new(connections: Vec<DatabaseConnection>) -> Self {
        let copy = |connection| Copy { connection, has: AtomicI64::new(NOTHING) };
        Self(Arc::new(Inner { copies: connections.into_iter().map(copy).collect(), ..Inner::default() }))
    }

    pub fn is_empty(&self) -> bool {
        self.0.copies.is_empty()
    }

    /// Notes a change that this instance knows of from now on; before anything that it ends is.
    pub fn know(&self, seq: i64) {
        let known = self.0.known.load(Ordering::Acquire);
        // The first one says how far the log is.
        if known == i64::MAX {
            self.0.known.store(seq, Ordering::Release);
        } else {
            self.0.known.fetch_max(seq, Ordering::AcqRel);
        }
    }

    /// Nobody knows how far a copy must be: none is read from.
    pub fn lose(&self) {
        self.0.known.store(i64::MAX, Ordering::Release);
    }

    /// Looks how far each copy is. One that does not answer is not read from.
    pub async fn look(&self) {
        for copy in &self.0.copies {
            let has: Result<i64> = last_seq::<change::Entity>(change::Column::Seq, &copy.connection).await;
            match has {
                Ok(has) => copy.has.store(has, Ordering::Release),
                Err(error) => {
                    if copy.has.swap(NOTHING, Ordering::AcqRel) != NOTHING {
                        tracing::warn!(?error, "a replica does not answer");
                    }
                }
            }
        }
    }

    /// A copy that has all that this instance knows of, each in turn.
    pub fn get(&self) -> Option<&DatabaseConnection> {
        let Inner { copies, known, turn } = &*self.0;
        let known = known.load(Ordering::Acquire);
        let from = turn.fetch_add(1, Ordering::Relaxed);
        let in_turn = (0..copies.len()).map(|offset| &copies[from.wrapping_add(offset) % copies.len()]);
        in_turn.into_iter().find(|copy| copy.has.load(Ordering::Acquire) >= known).map(|copy| &copy.connection)
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::Database;

    use super::*;

    async fn replicas(has: [i64; 2]) -> Replicas {
        let mut connections = Vec::new();
        for _ in has {
            connections.push(Database::connect("sqlite::memory:").await.unwrap());
        }
        let replicas = Replicas::new(connections);
        for (copy, has) in replicas.0.copies.iter().zip(has) {
            copy.has.store(has, Ordering::Release);
        }
        replicas
    }

    /// Which copy is read from.
    fn chosen(replicas: &Replicas) -> Option<usize> {
        let chosen = replicas.get()?;
        replicas.0.copies.iter().position(|copy| std::ptr::eq(&copy.connection, chosen))
    }

    #[tokio::test]
    async fn a_copy_is_read_from_when_it_has_what_is_known() {
        let replicas = replicas([4, 6]).await;
        assert_eq!(chosen(&replicas), None, "nobody knows yet how far it must be");

        replicas.know(4);
        let both = [chosen(&replicas), chosen(&replicas)];
        replicas.know(5);
        let one = [chosen(&replicas), chosen(&replicas)];
        replicas.know(7);

        assert!(both.contains(&Some(0)) && both.contains(&Some(1)), "{both:?}");
        assert_eq!(one, [Some(1), Some(1)]);
        assert_eq!(chosen(&replicas), None);
        replicas.lose();
        replicas.know(3);
        assert!(chosen(&replicas).is_some());
    }

    #[tokio::test]
    async fn a_copy_that_does_not_answer_is_not_read_from() {
        let replicas = replicas([4, 6]).await;
        replicas.know(4);

        // It has no tables.
        replicas.look().await;

        assert_eq!(chosen(&replicas), None);
    }
}
