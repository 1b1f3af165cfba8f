//! Rows and lists that were read, beneath the answers: what a request loads is kept under the kind of load and its key,
//! so that a new question about known content asks no database. So is what is made of loads: an item of a list.

use std::{
    any::{Any, TypeId},
    hash::{Hash, Hasher},
    marker::PhantomData,
    sync::Arc,
};

use quick_cache::{Equivalent, Weighter, sync};

use super::{
    OVERHEAD,
    tag::Tag,
    validity::{Kept, Ticket, Validity},
};

/// What a kind of load gave; only that kind knows its type.
type Value = Box<dyn Any + Send + Sync>;

/// What was loaded or made, by its kind and key.
pub struct RowCache(sync::Cache<RowKey, Row, Weight>);

/// A kind of load, and a key of it.
struct RowKey {
    kind: TypeId,
    key: Box<dyn AnyKey>,
}

/// As a [`RowKey`], borrowed.
struct Sought<'k, K> {
    kind: TypeId,
    key: &'k K,
}

#[derive(Clone)]
struct Row {
    kept: Arc<Kept<Value>>,
    bytes: usize,
}

trait AnyKey: Send + Sync {
    fn is(&self, other: &dyn Any) -> bool;
    fn hash_into(&self, state: &mut dyn Hasher);
    fn as_any(&self) -> &dyn Any;
}

impl<K: Eq + Hash + Send + Sync + 'static> AnyKey for K {
    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }

    fn hash_into(&self, mut state: &mut dyn Hasher) {
        self.hash(&mut state);
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl PartialEq for RowKey {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.key.is(other.key.as_any())
    }
}

impl Eq for RowKey {}

impl Hash for RowKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
        self.key.hash_into(state);
    }
}

impl<K: Hash> Hash for Sought<'_, K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
        self.key.hash(state);
    }
}

impl<K: Eq + 'static> Equivalent<RowKey> for Sought<'_, K> {
    fn equivalent(&self, other: &RowKey) -> bool {
        self.kind == other.kind && other.key.as_any().downcast_ref::<K>() == Some(self.key)
    }
}

#[derive(Clone)]
struct Weight;

impl Weighter<RowKey, Row> for Weight {
    fn weight(&self, _: &RowKey, row: &Row) -> u64 {
        u64::try_from(row.bytes + size_of_val(row.kept.tags()) + OVERHEAD).unwrap_or(u64::MAX)
    }
}

impl RowCache {
    pub fn new(items: usize, capacity_bytes: u64) -> Self {
        Self(sync::Cache::with_weighter(items, capacity_bytes, Weight))
    }

    /// What a kind of load gave for a key, when it is still so.
    pub fn get<K, V>(&self, kind: TypeId, key: &K, validity: &Validity) -> Option<Loaded<V>>
    where
        K: Eq + Hash + 'static,
        V: Send + Sync + 'static,
    {
        let sought = Sought { kind, key };
        let row = self.0.get(&sought)?;
        if validity.holds(&row.kept) {
            return Some(Loaded { kept: row.kept, value: PhantomData });
        }
        self.0.remove_if(&sought, |other| Arc::ptr_eq(&other.kept, &row.kept));
        None
    }

    /// Keeps what a kind of load gave for a key; `bytes` is how much memory that takes.
    pub fn keep<K, V>(
        &self,
        kind: TypeId,
        key: K,
        value: V,
        bytes: usize,
        tags: Box<[Tag]>,
        ticket: Ticket,
    ) -> Loaded<V>
    where
        K: Eq + Hash + Send + Sync + 'static,
        V: Send + Sync + 'static,
    {
        let kept = Arc::new(Kept::new(Box::new(value) as Value, tags, ticket));
        self.0.insert(RowKey { kind, key: Box::new(key) }, Row { kept: kept.clone(), bytes });
        Loaded { kept, value: PhantomData }
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn bytes(&self) -> u64 {
        self.0.weight()
    }

    pub fn capacity_bytes(&self) -> u64 {
        self.0.capacity()
    }
}

/// What is kept.
pub struct Loaded<V> {
    kept: Arc<Kept<Value>>,
    value: PhantomData<V>,
}

impl<V> Clone for Loaded<V> {
    fn clone(&self) -> Self {
        Self { kept: self.kept.clone(), value: PhantomData }
    }
}

impl<V: 'static> Loaded<V> {
    pub fn value(&self) -> &V {
        let value: &dyn Any = &*self.kept.value;
        value.downcast_ref().unwrap_or_else(|| unreachable!("a kind of load gives values of one type"))
    }

    pub fn tags(&self) -> &[Tag] {
        self.kept.tags()
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::cache::tag::Touched;

    struct Names;
    struct Sizes;

    #[test]
    fn what_was_loaded_is_found_by_kind_and_key() {
        let (rows, validity) = (RowCache::new(16, 100_000), Validity::default());
        assert!(validity.settle(validity.unsettled(DateTime::UNIX_EPOCH).unwrap(), &Touched::default(), None));
        let ticket = validity.ticket(DateTime::UNIX_EPOCH).unwrap();
        let tag = Tag::thing(Uuid::from_u128(1));

        rows.keep(TypeId::of::<Names>(), (1_u32, "a".to_owned()), 7_u64, 8, Box::new([tag]), ticket);

        let get = |kind, key: (u32, String)| rows.get::<_, u64>(kind, &key, &validity).map(|found| *found.value());
        assert_eq!(get(TypeId::of::<Names>(), (1, "a".to_owned())), Some(7));
        assert_eq!(get(TypeId::of::<Names>(), (1, "b".to_owned())), None);
        assert_eq!(get(TypeId::of::<Sizes>(), (1, "a".to_owned())), None);
        validity.touch(&Touched { tags: [tag].into(), due_at: None });
        assert_eq!(get(TypeId::of::<Names>(), (1, "a".to_owned())), None);
        assert_eq!(rows.len(), 0);
    }
}
