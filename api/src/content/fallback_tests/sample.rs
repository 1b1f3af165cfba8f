//! Random content in random languages, as plain data, and the types that it is written as.

use std::collections::{BTreeMap, HashMap};

use async_graphql::InputType;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{ContentRow, Publication, TranslationRow, series, series_translation, speaker, speaker_translation};
use proptest::{
    bool::weighted,
    collection::{btree_map, hash_map, vec},
    option,
    prelude::*,
    sample::{select, subsequence},
};
use uuid::Uuid;

use crate::{
    content::{
        Model, Record, Translation,
        list::Listed,
        publication::{Status, status, translation_status},
        write::State,
    },
    locale::{Chain, Locale, Locales},
};

/// A few are offered, all are met in translations. `zh-HK` stands before `zh-Hans`, which not every collation of
/// PostgreSQL agrees with.
pub const TAGS: [&str; 9] = ["ca", "de", "en", "es", "fr", "fr-CA", "sv", "zh-HK", "zh-Hans"];

/// A content type that the properties are tried on.
pub trait Sample: Listed<Filter: InputType> {
    fn named(name: &str) -> Model<Self>;
    fn translated(texts: [Option<String>; 2]) -> Translation<Self>;
}

/// Its title is localised.
impl Sample for series::Entity {
    fn named(_: &str) -> series::Model {
        series::Model::default()
    }

    fn translated([name, description]: [Option<String>; 2]) -> series_translation::Model {
        series_translation::Model { name, description, ..Default::default() }
    }
}

/// Its title is the same in every language.
impl Sample for speaker::Entity {
    fn named(name: &str) -> speaker::Model {
        speaker::Model { name: name.to_owned(), ..Default::default() }
    }

    fn translated([job_title, bio]: [Option<String>; 2]) -> speaker_translation::Model {
        speaker_translation::Model { job_title, bio, ..Default::default() }
    }
}

/// What is written, in which languages it is offered, and how it is read.
#[derive(Clone, Debug)]
pub struct Case {
    languages: Languages,
    pub now: DateTime<Utc>,
    pub items: Vec<Item>,
    pub searches: Vec<String>,
}

impl Case {
    /// The locales, and the chains to read by: of each that is offered the configured one, and the closed ones.
    pub fn languages(&self) -> (Locales, Vec<Chain>) {
        let Languages { offered, fallback, closed } = &self.languages;
        let all = |tags: &[&str]| tags.iter().map(|tag| locale(tag)).collect::<Vec<_>>();
        let fallback = fallback.iter().map(|(from, to)| (locale(from), all(to))).collect();
        let locales = Locales::new(all(offered), locale(offered[0]), &fallback).expect("sound languages");
        let open = all(offered).into_iter().map(|locale| locales.chain(&locale).clone());
        let closed = closed.iter().map(|(requested, rest)| Chain::closed(locale(requested), all(rest)));
        let chains = open.chain(closed).collect();
        (locales, chains)
    }
}

/// What is offered, the first by default; what each falls back to; closed chains.
#[derive(Clone, Debug)]
struct Languages {
    offered: Vec<&'static str>,
    fallback: HashMap<&'static str, Vec<&'static str>>,
    closed: Vec<(&'static str, Vec<&'static str>)>,
}

/// A thing that is written once, and maybe changed.
#[derive(Clone, Debug)]
pub struct Item {
    pub uid: Uuid,
    pub versions: Vec<Version>,
}

#[derive(Clone, Debug)]
pub struct Version {
    slug: char,
    name: String,
    published: Span,
    is_archived: bool,
    texts: BTreeMap<&'static str, Texts>,
}

#[derive(Clone, Debug)]
struct Texts {
    slug: Option<char>,
    published: Span,
    texts: [Option<String>; 2],
}

/// From when until when, in microseconds from now.
type Span = (Option<i64>, Option<i64>);

impl Item {
    fn present(&self) -> &Version {
        self.versions.last().expect("an item has a version")
    }

    pub fn slug(&self, letter: char) -> String {
        format!("{}-{letter}", self.uid.simple())
    }

    pub fn state<E: Sample>(&self, version: &Version, now: DateTime<Utc>) -> State<E> {
        let at = |offset: Option<i64>| offset.map(|offset| now + TimeDelta::microseconds(offset));
        let mut row = E::named(&version.name);
        row.set_slug(self.slug(version.slug));
        row.set_source_locale(version.source().unwrap_or("en").to_owned());
        row.set_publication(Publication {
            published_at: at(version.published.0),
            unpublished_at: at(version.published.1),
            archived_at: version.is_archived.then_some(now),
        });
        let translation = |(tag, texts): (&&str, &Texts)| {
            let mut row = E::translated(texts.texts.clone());
            row.set_locale((*tag).to_owned());
            row.set_slug(texts.slug.map(|letter| self.slug(letter)));
            row.set_publication(at(texts.published.0), at(texts.published.1));
            ((*tag).to_owned(), row)
        };
        State { row, translations: version.texts.iter().map(translation).collect(), relations: E::Relations::default() }
    }

    /// What the viewer may see of it, in memory.
    pub fn seen<E: Sample>(&self, now: DateTime<Utc>) -> Option<Record<E>> {
        let State { mut row, translations, .. } = self.state::<E>(self.present(), now);
        row.stamp(self.uid, 1, now, now);
        let translations = translations.into_values().filter(|row| translation_status(row, now) == Status::Published);
        (status(&row.publication(), now) == Status::Published)
            .then(|| Record { row, translations: translations.collect() })
    }
}

impl Version {
    /// A locale with a title: the write door refuses what has none.
    fn source(&self) -> Option<&'static str> {
        let has_title = |texts: &Texts| texts.texts[0].as_ref().is_some_and(|title| !title.is_empty());
        self.texts.iter().find(|(_, texts)| has_title(texts)).map(|(tag, _)| *tag)
    }

    /// Where the slug of this letter is given: to a translation, or to the thing itself (`""`).
    pub fn places_of(&self, letter: char) -> impl Iterator<Item = &'static str> {
        let own = (self.slug == letter).then_some("");
        let of_texts = self.texts.iter().filter(move |(_, texts)| texts.slug == Some(letter));
        own.into_iter().chain(of_texts.map(|(tag, _)| *tag))
    }
}

pub const SLUGS: [char; 3] = ['a', 'b', 'c'];
pub const MOST_ITEMS: usize = 12;
const DATE: DateTime<Utc> = DateTime::from_timestamp(1_800_000_000, 0).expect("a date");
/// In microseconds.
const HOUR: i64 = 3_600_000_000;

const TEXTS: [&str; 20] = [
    "etude",
    "Étude",
    "ÉTUDE",
    "Etude ",
    "ñandú",
    "nandu",
    "nube",
    "oca",
    "œuvre",
    "Oeuvre",
    "zoo",
    "Ångström",
    "Zürich",
    "Straße",
    "100 %",
    "a_b",
    "a\\b",
    "L’Œuvre",
    "中文",
    "的",
];
/// As people search for them; the last is no word at all.
const FRAGMENTS: [&str; 12] =
    ["ETUD", "etude é", "n", "NANDU", "oeuvre", "ŒUVRE L'", "l'oeuv", "strass", "%", "_", "\\", " "];

pub fn case() -> impl Strategy<Value = Case> {
    // SQLite keeps instants as text: with and without a fraction of a second.
    let now = select(vec![0, 1, 500_000, 999_999]).prop_map(|fraction| DATE + TimeDelta::microseconds(fraction));
    let searches = vec(prop_oneof![select(FRAGMENTS.to_vec()).prop_map(str::to_owned), text()], 4);
    (languages(), now, vec(item(), 0..=MOST_ITEMS), searches).prop_map(|(languages, now, items, searches)| Case {
        languages,
        now,
        items,
        searches,
    })
}

fn languages() -> impl Strategy<Value = Languages> {
    subsequence(TAGS.to_vec(), 1..=4).prop_shuffle().prop_flat_map(|offered| {
        let tag = select(offered.clone());
        let fallback = hash_map(tag.clone(), vec(tag.clone(), 0..=2), 0..=2);
        let closed = vec((tag, subsequence(TAGS.to_vec(), 0..=3).prop_shuffle()), 1..=2);
        (Just(offered), fallback, closed).prop_map(|(offered, fallback, closed)| Languages {
            offered,
            fallback,
            closed,
        })
    })
}

fn item() -> impl Strategy<Value = Item> {
    let uid = any::<[u8; 16]>().prop_map(Uuid::from_bytes).no_shrink();
    (uid, vec(version(), 1..=2)).prop_map(|(uid, versions)| Item { uid, versions })
}

fn version() -> impl Strategy<Value = Version> {
    let published = prop_oneof![6 => Just((Some(-HOUR), None)), 1 => span()];
    let translations = btree_map(select(TAGS.to_vec()), texts(), 0..=5);
    (select(SLUGS.to_vec()), text(), published, weighted(0.05), translations).prop_map(
        |(slug, name, published, is_archived, texts)| {
            let mut version = Version { slug, name, published, is_archived, texts };
            if version.source().is_none() {
                let texts = [Some(version.name.clone()), None];
                version.texts.insert("de", Texts { slug: None, published: (None, None), texts });
            }
            version
        },
    )
}

fn texts() -> impl Strategy<Value = Texts> {
    let hole = || prop_oneof![5 => text().prop_map(Some), 1 => Just(Some(String::new())), 1 => Just(None)];
    let published = prop_oneof![3 => Just((None, None)), 2 => span()];
    (option::weighted(0.4, select(SLUGS.to_vec())), published, hole(), hole())
        .prop_map(|(slug, published, first, second)| Texts { slug, published, texts: [first, second] })
}

fn span() -> impl Strategy<Value = Span> {
    let offset = || option::of(select(vec![-HOUR, -1, 0, 1, HOUR]));
    // Nothing ends before it begins.
    (offset(), offset()).prop_map(|(from, until)| match (from, until) {
        (Some(from), Some(until)) => (Some(from.min(until)), Some(from.max(until))),
        open => open,
    })
}

/// A text of at least one letter: often one that others have too, or one that differs by little.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => select(TEXTS.to_vec()).prop_map(str::to_owned), 1 => "[ a-dÀ-ÿ%_'\\\\]{1,4}", 1 => "\\PC{1,5}"]
        .prop_filter("blank", |text| !text.trim().is_empty())
}

pub fn locale(tag: &str) -> Locale {
    Locale::parse(tag).expect("a well-formed tag")
}
