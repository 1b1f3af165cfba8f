//! Which identifiers tell the parts of a programme apart. An identifier that two parts of one file share is no
//! identity for either: real files repeat guids, ids and slugs, and a newer version of the file would overwrite
//! one part with the other.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::interchange::clean;

/// Keys for identifiers made from names: `saal-one`, or the name itself where slugs would be the same.
pub struct Names {
    /// The key of each name by [`clean::name_key`].
    keys: HashMap<String, String>,
}

impl Names {
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: HashSet<String> = names.into_iter().map(clean::name_key).collect();
        let mut by_slug: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in names {
            by_slug.entry(clean::slug(&name)).or_default().push(name);
        }
        let keys = by_slug.into_iter().flat_map(|(slug, names)| {
            let is_sure = names.len() == 1 && !slug.is_empty();
            names.into_iter().map(move |name| (name.clone(), if is_sure { slug.clone() } else { name }))
        });
        Self { keys: keys.collect() }
    }

    pub fn key(&self, name: &str) -> String {
        let name = clean::name_key(name);
        self.keys.get(&name).cloned().unwrap_or(name)
    }
}

/// The identifiers that occur in more than one of the lists.
pub fn shared<'a>(lists: impl IntoIterator<Item = &'a [String]>) -> HashSet<String> {
    let mut seen = HashSet::new();
    let mut shared = HashSet::new();
    for list in lists {
        for id in list.iter().collect::<HashSet<_>>() {
            if !seen.insert(id) {
                shared.insert(id.clone());
            }
        }
    }
    shared
}

/// Each list without what it has in common with another.
pub fn unshared(lists: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let shared = shared(lists.iter().map(Vec::as_slice));
    lists.into_iter().map(|ids| ids.into_iter().filter(|id| !shared.contains(id)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_one_slug_keep_their_own_keys() {
        let names = Names::of(["A+", "A-", "Saal  One", "Saal One", "Jörg"]);

        assert_eq!(names.key("A+"), "A+");
        assert_eq!(names.key("A-"), "A-");
        assert_eq!(names.key("Saal One"), "saal-one");
        assert_eq!(names.key("Jörg"), "jorg");
    }

    #[test]
    fn identifier_twice_in_one_list_is_not_shared() {
        let lists = [vec!["a".to_owned(), "a".to_owned()], vec!["b".to_owned()], vec!["b".to_owned()]];

        assert_eq!(shared(lists.iter().map(Vec::as_slice)), ["b".to_owned()].into());
    }
}
