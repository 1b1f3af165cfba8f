//! Texts out to translation tools, and translations in. What no longer matches its source is refused and told, the
//! rest comes in; what is done is right from now on, what is not done changes nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::{ContentRow, TranslationRow, revision};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    catalogue::{Catalogue, Problem, ReadError, Reading, Translation, Unit},
    po, seen_before_public, states, xliff,
};
use crate::{
    Error, Result, Rule,
    content::{
        Content, Form, Text,
        outdated::{is_outdated, version},
        sql::Scope,
        write::{Action, State, Write},
    },
    error::camel_case,
    locale::{Locale, messages::Said},
    node::{by_kind, each_kind},
};

/// Which texts go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    All,
    /// Those without a translation.
    Missing,
    /// Those whose source has changed since they were translated.
    Outdated,
}

/// In which format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xliff,
    Po,
}

/// What of what is translated.
#[derive(Clone, Debug)]
pub struct Order {
    pub target: Locale,
    /// Of an event, or of everything.
    pub event: Option<Uuid>,
    pub extent: Extent,
}

/// A file for translators: the texts of one source language.
#[derive(Clone, Debug)]
pub struct File {
    pub source_locale: String,
    /// `fr.en.xlf`: from English into French.
    pub name: String,
    pub content: String,
    pub units: usize,
}

/// The texts that are to be translated, one file for each source language, in the order of their tags.
pub async fn export(db: &impl ConnectionTrait, scope: &Scope, order: &Order, format: Format) -> Result<Vec<File>> {
    let mut by_source: BTreeMap<String, Vec<Unit>> = BTreeMap::new();
    each_kind!(E => {
        let states = states::<E>(db, scope, order.event).await?;
        let seen = seen_before_public::<E>(db, scope, &states).await?;
        let former = former_sources::<E>(db, &states, &seen, &order.target).await?;
        for state in &states {
            let source = state.row.source_locale();
            if source != order.target.as_str() {
                by_source.entry(source.to_owned()).or_default().extend(units(state, order, &former));
            }
        }
    });
    let file = |(source_locale, units): (String, Vec<Unit>)| {
        let (count, target_locale) = (units.len(), order.target.to_string());
        let catalogue = Catalogue { source_locale: source_locale.clone(), target_locale, units };
        let (content, ending) = match format {
            Format::Xliff => (xliff::write(&catalogue), "xlf"),
            Format::Po => (po::write(&catalogue), "po"),
        };
        File { name: format!("{}.{source_locale}.{ending}", order.target), source_locale, content, units: count }
    };
    Ok(by_source.into_iter().filter(|(_, units)| !units.is_empty()).map(file).collect())
}

/// Source texts as they were in the versions that outdated translations were made from.
type Former = HashMap<(Uuid, i32), serde_json::Value>;

/// What a thing was is for those alone who may see it before it is public.
async fn former_sources<E: Content>(
    db: &impl ConnectionTrait,
    states: &[State<E>],
    seen: &HashSet<Uuid>,
    target: &Locale,
) -> Result<Former> {
    let mut wanted: Vec<(Uuid, i32)> = Vec::new();
    for state in states.iter().filter(|state| seen.contains(&state.row.uid())) {
        let pair = state.translations.get(state.row.source_locale()).zip(state.translations.get(target.as_str()));
        let Some((source, row)) = pair else { continue };
        let outdated = E::TEXTS.iter().filter(|text| is_outdated(text, row, source));
        wanted.extend(outdated.map(|text| (state.row.uid(), version(text, row))));
    }
    let mut former = Former::new();
    for wanted in wanted.chunks(500) {
        let revisions = revision::Entity::find()
            .filter(revision::Column::Uid.is_in(wanted.iter().map(|(uid, _)| *uid)))
            .filter(revision::Column::Version.is_in(wanted.iter().map(|(_, version)| *version)));
        former.extend(revisions.all(db).await?.into_iter().map(|row| ((row.uid, row.version), row.snapshot)));
    }
    Ok(former)
}

fn units<E: Content>(state: &State<E>, order: &Order, former: &Former) -> Vec<Unit> {
    let row = &state.row;
    let Some(source) = state.translations.get(row.source_locale()) else { return Vec::new() };
    let translated = state.translations.get(order.target.as_str());
    let unit = |text: &Text<E>| {
        let shown = text.of(source)?;
        let translation = match translated.and_then(|row| Some((row, text.of(row)?))) {
            None => Translation::Missing,
            Some((row, target)) if is_outdated(text, row, source) => {
                let snapshot = former.get(&(state.row.uid(), version(text, row)));
                let previous = snapshot
                    .and_then(|snapshot| snapshot["translations"][state.row.source_locale()][text.name()].as_str());
                let previous_source = previous.filter(|previous| *previous != shown).map(str::to_owned);
                Translation::Outdated { target: target.to_owned(), previous_source }
            }
            Some((_, target)) => Translation::Translated { target: target.to_owned() },
        };
        let is_wanted = match order.extent {
            Extent::All => true,
            Extent::Missing => matches!(translation, Translation::Missing),
            Extent::Outdated => matches!(translation, Translation::Outdated { .. }),
        };
        let (max_length, form) = match text.form {
            Form::Line => (Some(text.form.max()), "One line of plain text."),
            Form::Markdown => (None, "Markdown: keep its marks and addresses."),
        };
        let what = format!("{} of the {} “{}”", camel_case(text.name()), E::KIND, state.title().unwrap_or_default());
        is_wanted.then(|| Unit {
            id: format!("{}/{}/{}", E::KIND, row.uid(), camel_case(text.name())),
            notes: vec![what, form.to_owned()],
            max_length,
            source: shown.to_owned(),
            translation,
        })
    };
    E::TEXTS.iter().filter_map(unit).collect()
}

/// Reads a file of either format.
pub fn read(bytes: &[u8]) -> std::result::Result<Reading, ReadError> {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    match start.first() {
        // UTF-16 begins with a mark of its own.
        Some(b'<' | 0xFE | 0xFF) => xliff::read(bytes),
        _ => po::read(bytes),
    }
}

/// What became of a file of translations.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// Texts that are new or other now.
    pub translated: usize,
    /// Texts that stay as they are, and are right for their present source.
    pub confirmed: usize,
    /// Texts that were the same, and right, already.
    pub unchanged: usize,
    /// Texts that the file does not say to be done.
    pub unfinished: usize,
    pub refused: Vec<Refusal>,
}

/// A text that did not come in.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// As the file names it; none when it does not.
    pub unit: Option<String>,
    pub cause: Cause,
}

/// Why a text did not come in.
#[derive(Clone, Debug)]
pub enum Cause {
    Unreadable(Problem),
    /// There is no such text, or the writer may not see it.
    NoSuchText,
    /// The text that it was translated from is another one now.
    SourceChanged,
    /// It says to be done, and is empty.
    Empty,
    Forbidden,
    Broken(Rule),
}

impl Cause {
    /// The Fluent message of `locales/*/rules.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        match self {
            Self::Unreadable(problem) => ("refusal-unreadable", vec![("reason", problem.message().into())]),
            Self::NoSuchText => ("refusal-no-such-text", vec![]),
            Self::SourceChanged => ("refusal-source-changed", vec![]),
            Self::Empty => ("refusal-empty", vec![]),
            Self::Forbidden => ("refusal-forbidden", vec![]),
            Self::Broken(rule) => rule.message(),
        }
    }
}

/// Brings translations in; the transaction is still to be committed.
pub async fn import(reading: Reading, write: &mut Write) -> Result<Import> {
    let mut import = Import::default();
    let unreadable = reading.problems.into_iter();
    import.refused =
        unreadable.map(|problem| Refusal { unit: problem.unit.clone(), cause: Cause::Unreadable(problem) }).collect();
    let Catalogue { source_locale, target_locale, units } = reading.catalogue;
    let languages = Locale::parse(&source_locale).zip(Locale::parse(&target_locale));
    let Some((source, target)) = languages else {
        let tag = if Locale::parse(&source_locale).is_none() { source_locale } else { target_locale };
        return Err(ReadError::NotALanguage { tag }.into());
    };
    // Those of one thing are written together, in the order in which it is first met.
    let mut things: Vec<(Name, Vec<Unit>)> = Vec::new();
    let mut places: HashMap<Name, usize> = HashMap::new();
    for unit in units {
        let Some(name) = Name::of(&unit.id) else {
            import.refuse(unit.id, Cause::NoSuchText);
            continue;
        };
        let place = *places.entry(name.clone()).or_insert(things.len());
        if place == things.len() {
            things.push((name, Vec::new()));
        }
        things[place].1.push(unit);
    }
    for (name, units) in things {
        let ids: Vec<String> = units.iter().map(|unit| unit.id.clone()).collect();
        let done = by_kind!(name.kind.as_str(), E => {
            import.thing::<E>(write, name.uid, units, &source, &target).await?
        });
        if done.is_none() {
            ids.into_iter().for_each(|id| import.refuse(id, Cause::NoSuchText));
        }
    }
    Ok(import)
}

/// The thing that a unit is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Name {
    kind: String,
    uid: Uuid,
}

impl Name {
    /// `session/0190…/title`
    fn of(id: &str) -> Option<Self> {
        let mut parts = id.splitn(3, '/');
        let (kind, uid, _) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { kind: kind.to_owned(), uid: Uuid::try_parse(uid).ok()? })
    }
}

impl Import {
    fn refuse(&mut self, unit: String, cause: Cause) {
        self.refused.push(Refusal { unit: Some(unit), cause });
    }

    async fn thing<E: Content>(
        &mut self,
        write: &mut Write,
        uid: Uuid,
        units: Vec<Unit>,
        source: &Locale,
        target: &Locale,
    ) -> Result<()> {
        let Some(live) = write.find::<E>(uid).await? else {
            units.into_iter().for_each(|unit| self.refuse(unit.id, Cause::NoSuchText));
            return Ok(());
        };
        // What is right, and what is there, may not be public.
        if let Err(error) = write.require_translate::<E>(target, uid).await {
            if !matches!(error, Error::Forbidden { .. }) {
                return Err(error);
            }
            units.into_iter().for_each(|unit| self.refuse(unit.id, Cause::Forbidden));
            return Ok(());
        }
        let before = write.pending(&live).await?;
        let (mut after, mut right, next) = (before.clone(), live.clone(), live.row.version() + 1);
        let waits = live != before;
        let (mut translated, mut confirmed, mut unchanged) = (Vec::new(), Vec::new(), 0);
        for unit in units {
            match apply(&mut after, &unit, source, target, next) {
                Ok(Applied::Translated) => translated.push(unit.id),
                Ok(Applied::Confirmed) => {
                    let mut confirmed_now = right.clone();
                    if waits && matches!(apply(&mut confirmed_now, &unit, source, target, next), Ok(Applied::Confirmed))
                    {
                        right = confirmed_now;
                    }
                    confirmed.push(unit.id);
                }
                Ok(Applied::Unchanged) => unchanged += 1,
                Ok(Applied::Unfinished) => self.unfinished += 1,
                Err(cause) => self.refuse(unit.id, cause),
            }
        }
        if waits {
            // That a public text is right is so at once, and what is translated waits.
            write.update(&live, right, Action::Confirm, Vec::new()).await?;
        }
        let action = if translated.is_empty() { Action::Confirm } else { Action::Update };
        if !waits || action == Action::Update {
            write.update(&before, after, action, Vec::new()).await?;
        }
        self.translated += translated.len();
        self.confirmed += confirmed.len();
        self.unchanged += unchanged;
        Ok(())
    }
}

enum Applied {
    Translated,
    Confirmed,
    Unchanged,
    Unfinished,
}

/// Puts a unit into the state that is to be version `next`.
fn apply<E: Content>(
    state: &mut State<E>,
    unit: &Unit,
    source: &Locale,
    target: &Locale,
    next: i32,
) -> std::result::Result<Applied, Cause> {
    let field = unit.id.splitn(3, '/').nth(2).unwrap_or_default();
    let text = E::TEXTS.iter().find(|text| camel_case(text.name()) == field).ok_or(Cause::NoSuchText)?;
    let source_row = state.translations.get(source.as_str()).cloned();
    let source_row = source_row.filter(|row| row.locale() == state.row.source_locale() && source != target);
    let source_row = source_row.ok_or(Cause::SourceChanged)?;
    if text.of(&source_row) != Some(unit.source.as_str()) {
        return Err(Cause::SourceChanged);
    }
    let Translation::Translated { target: given } = &unit.translation else { return Ok(Applied::Unfinished) };
    if given.trim().is_empty() {
        return Err(Cause::Empty);
    }
    if let Some(rule) = text.fault(given) {
        return Err(Cause::Broken(rule));
    }
    let known = state.translations.get(target.as_str());
    let is_same = known.and_then(|row| text.of(row)) == Some(given.as_str());
    if is_same && known.is_some_and(|row| !is_outdated(text, row, &source_row)) {
        return Ok(Applied::Unchanged);
    }
    let row = state.translations.entry(target.to_string()).or_default();
    row.set_locale(target.to_string());
    sea_orm::ModelTrait::set(row, text.column, Some(given.clone()).into());
    let mut versions = row.text_versions().clone();
    versions.0.insert(text.name().to_owned(), next);
    row.set_text_versions(versions);
    Ok(if is_same { Applied::Confirmed } else { Applied::Translated })
}

/// Finds a translation right as it is, in all its outdated texts or in those named; whether there were any.
pub fn confirm<E: Content>(state: &mut State<E>, locale: &str, fields: Option<&[String]>) -> bool {
    let next = state.row.version() + 1;
    let source = state.translations.get(state.row.source_locale()).cloned();
    let Some((source, row)) = source.zip(state.translations.get_mut(locale)) else { return false };
    let mut versions = row.text_versions().clone();
    let is_named = |text: &Text<E>| fields.is_none_or(|names| names.contains(&camel_case(text.name())));
    let outdated = E::TEXTS.iter().filter(|text| is_outdated(text, row, &source) && is_named(text));
    let names: Vec<&str> = outdated.map(Text::name).collect();
    versions.0.extend(names.iter().map(|name| ((*name).to_owned(), next)));
    row.set_text_versions(versions);
    !names.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_a_thing_and_a_text() {
        let uid = Uuid::from_u128(7);

        assert_eq!(Name::of(&format!("session/{uid}/title")), Some(Name { kind: "session".to_owned(), uid }));
        assert_eq!(Name::of("session/7/title"), None);
        assert_eq!(Name::of(&format!("session/{uid}")), None);
    }
}
