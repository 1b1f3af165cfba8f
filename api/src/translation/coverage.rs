//! How far content is translated: each text that has a source, in each language that it is to be read in.

use std::collections::BTreeMap;

use entity::ContentRow;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::states;
use crate::{
    Result,
    content::{Content, outdated::is_outdated, sql::Scope, write::State},
    error::camel_case,
    locale::Locale,
    node::each_kind,
};

/// How far a text is translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Progress {
    Complete,
    Missing,
    Outdated,
}

/// Texts, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub complete: usize,
    pub missing: usize,
    pub outdated: usize,
}

impl Tally {
    fn count(&mut self, progress: Progress) {
        match progress {
            Progress::Complete => self.complete += 1,
            Progress::Missing => self.missing += 1,
            Progress::Outdated => self.outdated += 1,
        }
    }

    pub fn total(&self) -> usize {
        self.complete + self.missing + self.outdated
    }

    /// How much is complete, in percent, rounded down: 100 is all of it.
    pub fn percent(&self) -> usize {
        if self.total() == 0 { 100 } else { self.complete * 100 / self.total() }
    }
}

/// A text of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub kind: &'static str,
    pub uid: Uuid,
    pub slug: String,
    /// What it is known by, in its source language.
    pub title: String,
    /// In the words of the contract: `jobTitle`.
    pub field: String,
    pub progress: Progress,
}

/// How far content is translated, by language.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// In the order of the languages that were asked for.
    pub locales: Vec<(Locale, Vec<Item>)>,
}

impl Coverage {
    /// Of an event, or of everything, as far as the viewer may see it.
    pub async fn of(
        db: &impl ConnectionTrait,
        scope: &Scope,
        event: Option<Uuid>,
        kinds: Option<&[String]>,
        locales: &[Locale],
    ) -> Result<Self> {
        let mut coverage = Self { locales: locales.iter().map(|locale| (locale.clone(), Vec::new())).collect() };
        each_kind!(E => {
            if kinds.is_none_or(|kinds| kinds.iter().any(|kind| kind == E::KIND)) {
                for state in states::<E>(db, scope, event).await? {
                    for (locale, items) in &mut coverage.locales {
                        items.extend(progress(&state, locale));
                    }
                }
            }
        });
        Ok(coverage)
    }
}

/// How far each text of a thing that has a source is translated; nothing in its source language.
fn progress<E: Content>(state: &State<E>, locale: &Locale) -> Vec<Item> {
    let row = &state.row;
    let Some(source) = state.translations.get(row.source_locale()) else { return Vec::new() };
    if row.source_locale() == locale.as_str() {
        return Vec::new();
    }
    let translation = state.translations.get(locale.as_str());
    let texts = E::TEXTS.iter().filter(|text| text.of(source).is_some());
    let item = |text: &crate::content::Text<E>| Item {
        kind: E::KIND,
        uid: row.uid(),
        slug: row.slug().to_owned(),
        title: state.title().unwrap_or_default().to_owned(),
        field: camel_case(text.name()),
        progress: match translation.filter(|row| text.of(row).is_some()) {
            None => Progress::Missing,
            Some(row) if is_outdated(text, row, source) => Progress::Outdated,
            Some(_) => Progress::Complete,
        },
    };
    texts.map(item).collect()
}

/// All items together.
pub fn tally<'i>(items: impl IntoIterator<Item = &'i Item>) -> Tally {
    items.into_iter().fold(Tally::default(), |mut tally, item| {
        tally.count(item.progress);
        tally
    })
}

/// Items by type and field, in the order in which they first come.
pub fn by_field(items: &[Item]) -> Vec<((&'static str, &str), Vec<&Item>)> {
    let mut places: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut fields: Vec<((&'static str, &str), Vec<&Item>)> = Vec::new();
    for item in items {
        let name = (item.kind, item.field.as_str());
        let place = *places.entry(name).or_insert(fields.len());
        if place == fields.len() {
            fields.push((name, Vec::new()));
        }
        fields[place].1.push(item);
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_is_100_only_when_nothing_is_left() {
        let tally = |complete, missing, outdated| Tally { complete, missing, outdated };

        assert_eq!(tally(999, 1, 0).percent(), 99);
        assert_eq!(tally(999, 0, 1).percent(), 99);
        assert_eq!(tally(3, 0, 0).percent(), 100);
        assert_eq!(tally(0, 0, 0).percent(), 100);
    }
}
