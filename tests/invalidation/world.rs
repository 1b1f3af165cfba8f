//! What the test knows of what is there: enough to change it and to ask for it, and nothing of what it says.

use std::collections::BTreeMap;

use serde_json::Value;

use super::chance::Chance;

/// How many things of each type there are, at most; half of them at least.
const BOUNDS: [(&str, usize); 11] = [
    ("tag", 5),
    ("series", 3),
    ("company", 5),
    ("speaker", 8),
    ("event", 4),
    ("room", 7),
    ("track", 5),
    ("tier", 5),
    ("release", 4),
    ("session", 14),
    ("post", 9),
];

/// Words of texts and of searches: accents, ligatures, and a letter that Spanish sorts on its own.
pub const WORDS: [&str; 8] = ["alpha", "bravo", "Éclair", "delta", "Œuvre", "ñandú", "golf", "Zèbre"];
pub const LOCALES: [&str; 3] = ["en", "fr", "es"];
/// Two days in which all takes place.
pub const DAYS: [&str; 2] = ["2030-05-06", "2030-05-07"];

/// What the test wants to know of a thing that was written.
pub const SAID: &str = "id uid slug version status draft { version }";

/// A thing that somebody wrote.
#[derive(Clone, Debug)]
pub struct Thing {
    pub kind: &'static str,
    pub uid: String,
    /// Its ids in the languages that it was read in.
    pub ids: Vec<String>,
    /// All slugs that it has had, the present one last.
    pub slugs: Vec<String>,
    /// The uid of the event that it is part of.
    pub event: Option<String>,
    pub status: String,
    pub version: i64,
    /// The version of its pending edits.
    pub draft: Option<i64>,
}

/// All things, by uid.
#[derive(Default)]
pub struct World {
    things: BTreeMap<String, Thing>,
    numbers: usize,
}

impl World {
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        BOUNDS.iter().map(|(kind, _)| *kind)
    }

    pub fn most(kind: &str) -> usize {
        BOUNDS.iter().find(|(name, _)| *name == kind).map_or(0, |(_, most)| *most)
    }

    pub fn count(&self, kind: &str) -> usize {
        self.things.values().filter(|thing| thing.kind == kind).count()
    }

    /// A number that was not given before.
    pub fn number(&mut self) -> usize {
        self.numbers += 1;
        self.numbers
    }

    pub fn all(&self) -> Vec<&Thing> {
        self.things.values().collect()
    }

    pub fn of(&self, kind: &str) -> Vec<&Thing> {
        self.things.values().filter(|thing| thing.kind == kind).collect()
    }

    /// The things of a type that are part of an event.
    pub fn parts(&self, kind: &str, event: &str) -> Vec<&Thing> {
        self.of(kind).into_iter().filter(|thing| thing.event.as_deref() == Some(event)).collect()
    }

    pub fn get(&self, uid: &str) -> Option<&Thing> {
        self.things.get(uid)
    }

    pub fn any(&self, chance: &mut Chance) -> Option<&Thing> {
        let all = self.all();
        (!all.is_empty()).then(|| *chance.one(&all))
    }

    pub fn any_of(&self, kind: &str, chance: &mut Chance) -> Option<&Thing> {
        let all = self.of(kind);
        (!all.is_empty()).then(|| *chance.one(&all))
    }

    /// What the server says of a thing: [`SAID`].
    pub fn note(&mut self, kind: &'static str, event: Option<String>, said: &Value) {
        let text = |name: &str| said[name].as_str().unwrap_or_else(|| panic!("no {name} in {said}")).to_owned();
        let thing = self.things.entry(text("uid")).or_insert_with(|| Thing {
            kind,
            uid: text("uid"),
            ids: Vec::new(),
            slugs: Vec::new(),
            event: None,
            status: String::new(),
            version: 0,
            draft: None,
        });
        if event.is_some() {
            thing.event = event;
        }
        thing.status = text("status");
        thing.version = said["version"].as_i64().expect("a version is a number");
        thing.draft = said["draft"]["version"].as_i64();
        let (id, slug) = (text("id"), text("slug"));
        if !thing.ids.contains(&id) {
            thing.ids.push(id);
        }
        thing.slugs.retain(|known| *known != slug);
        thing.slugs.push(slug);
        // Former ones answer too; all of them for ever would be many.
        if thing.slugs.len() > 4 {
            thing.slugs.remove(0);
        }
    }

    /// Sooner or later it is not public any more, and nobody will say so.
    pub fn expect_hidden(&mut self, uid: &str) {
        if let Some(thing) = self.things.get_mut(uid) {
            "UNPUBLISHED".clone_into(&mut thing.status);
        }
    }

    /// A thing and all that is part of it are gone.
    pub fn forget(&mut self, uid: &str) {
        self.things.retain(|_, thing| thing.uid != uid && thing.event.as_deref() != Some(uid));
    }
}

impl Thing {
    /// Any of the names that an argument takes.
    pub fn name(&self, chance: &mut Chance) -> String {
        match chance.below(4) {
            0 => self.uid.clone(),
            1 => chance.one(&self.ids).clone(),
            _ => chance.one(&self.slugs).clone(),
        }
    }
}

/// Some words in a row.
pub fn phrase(chance: &mut Chance, most: usize) -> String {
    let words: Vec<&str> = (0..=chance.below(most)).map(|_| *chance.one(&WORDS)).collect();
    words.join(" ")
}
