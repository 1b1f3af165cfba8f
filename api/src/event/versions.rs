//! What bundles held, for a while, so that an app that has an earlier one is sent what differs. Whoever comes from a version
//! that is forgotten, or that another instance has made, is sent all of the present one.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

use quick_cache::{Weighter, sync::Cache};
use serde_json::Value;
use uuid::Uuid;

/// How many bytes of versions are remembered: some hundred of a large conference.
const CAPACITY_BYTES: u64 = 8 * 1024 * 1024;
/// What an item takes, about.
const ITEM_BYTES: usize = 32;
/// What a version takes beside its items, about.
const OVERHEAD: usize = 256;

/// A bundle by its event and its version.
type Key = (Uuid, Box<str>);

/// The items of a bundle: a hash of each, by uid.
pub type Items = HashMap<Uuid, u64>;

/// What bundles held.
pub struct Versions {
    versions: Cache<Key, Arc<Items>, Weight>,
    hasher: RandomState,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Items>> for Weight {
    fn weight(&self, (_, version): &Key, items: &Arc<Items>) -> u64 {
        u64::try_from(OVERHEAD + version.len() + items.len() * ITEM_BYTES).unwrap_or(u64::MAX)
    }
}

impl Default for Versions {
    fn default() -> Self {
        Self { versions: Cache::with_weighter(256, CAPACITY_BYTES, Weight), hasher: RandomState::new() }
    }
}

impl Versions {
    /// Remembers what a bundle holds.
    pub fn keep(&self, event: Uuid, bundle: &Value) -> Arc<Items> {
        let items = Arc::new(self.items(bundle));
        if let Some(version) = bundle["version"].as_str() {
            self.versions.insert((event, version.into()), items.clone());
        }
        items
    }

    /// Leaves of a bundle, whose items are `present`, what differs from an earlier one, and says what is gone; leaves all
    /// of it when that one is not remembered.
    pub fn reduce(&self, event: Uuid, since: &str, present: &Items, bundle: &mut Value) {
        let Some(earlier) = self.versions.get(&(event, since.into())) else { return };
        for list in lists(bundle) {
            list.retain(|item| uid(item).is_none_or(|uid| earlier.get(&uid) != present.get(&uid)));
        }
        let mut gone: Vec<Uuid> = earlier.keys().filter(|uid| !present.contains_key(*uid)).copied().collect();
        gone.sort_unstable();
        bundle["gone"] = gone.iter().map(Uuid::to_string).collect();
        bundle["complete"] = false.into();
    }

    fn items(&self, bundle: &Value) -> Items {
        let lists = bundle.as_object().into_iter().flatten().filter_map(|(_, list)| list.as_array());
        lists.flatten().filter_map(|item| Some((uid(item)?, self.hasher.hash_one(item.to_string())))).collect()
    }
}

/// The lists of a bundle.
fn lists(bundle: &mut Value) -> impl Iterator<Item = &mut Vec<Value>> {
    bundle.as_object_mut().into_iter().flatten().filter_map(|(_, list)| list.as_array_mut())
}

fn uid(item: &Value) -> Option<Uuid> {
    item.get("uid")?.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const EVENT: Uuid = Uuid::nil();

    fn item(number: u128, title: &str) -> Value {
        json!({ "uid": Uuid::from_u128(number), "title": title })
    }

    fn bundle(version: &str, sessions: Vec<Value>) -> Value {
        json!({
            "version": version, "complete": true, "gone": [], "event": { "uid": EVENT }, "sessions": sessions,
            "sponsorships": [{ "company": Uuid::from_u128(9) }],
        })
    }

    #[test]
    fn what_differs_is_left_and_what_is_gone_is_named() {
        let versions = Versions::default();
        versions.keep(EVENT, &bundle("one", vec![item(1, "a"), item(2, "b"), item(3, "c")]));
        let mut two = bundle("two", vec![item(1, "a"), item(2, "B"), item(4, "d")]);

        let items = versions.keep(EVENT, &two);
        versions.reduce(EVENT, "one", &items, &mut two);

        assert_eq!(two["complete"], false);
        assert_eq!(two["sessions"], json!([item(2, "B"), item(4, "d")]));
        assert_eq!(two["gone"], json!([Uuid::from_u128(3)]));
        assert_eq!(two["sponsorships"].as_array().unwrap().len(), 1, "what has no uid is whole");
    }

    #[test]
    fn all_is_left_when_the_version_is_not_remembered() {
        let versions = Versions::default();
        let whole = bundle("two", vec![item(1, "a")]);
        let mut two = whole.clone();

        let items = versions.keep(EVENT, &two);
        versions.reduce(EVENT, "one", &items, &mut two);

        assert_eq!(two, whole);
    }

    #[test]
    fn memory_is_bounded() {
        let versions = Versions::default();
        for number in 0..200_u32 {
            let items = (0..2_000).map(|item_number| item(item_number, "a")).collect();
            versions.keep(EVENT, &bundle(&number.to_string(), items));
        }

        assert!(versions.versions.weight() <= CAPACITY_BYTES);
    }
}
