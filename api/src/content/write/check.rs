//! What must hold of whatever is written: the rules of all types, then those of the type. All that is wrong is
//! told at once.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::{ContentRow, TranslationRow};
use sea_orm::IdenStatic;
use uuid::Uuid;

use super::{State, Write, ledger, slugs};
use crate::{
    Error, Fault, Result, Rule,
    content::{Content, Title, Translation, slug},
};

impl Write {
    /// `found` is what is wrong already; the rules of the row are asked only when the row is written.
    pub(super) async fn check<E: Content>(
        &self,
        state: &State<E>,
        uid: Uuid,
        found: Vec<Fault>,
        row_is_written: bool,
    ) -> Result<()> {
        let mut faults = found;
        if row_is_written {
            let mut of_row = E::faults(&state.row);
            of_row.extend(E::rules(self, state).await?);
            // What is not there breaks no other rule.
            let is_missing = |fault: &&Fault| matches!(fault.rule, Rule::Required);
            let missing: HashSet<String> = of_row.iter().filter(is_missing).map(|fault| fault.field.clone()).collect();
            of_row.retain(|fault| is_missing(&fault) || !missing.contains(&fault.field));
            faults.extend(of_row);
        }
        faults.extend(self.faults_of_slugs(state, uid).await?);
        faults.extend(faults_of_texts(state));
        faults.extend(faults_of_times(state));
        if state.title().is_none() {
            let field = match E::TITLE {
                Title::Plain(column, _) => column.as_str().to_owned(),
                Title::Localised(text) => format!("translations.{}.{}", state.row.source_locale(), text.name()),
            };
            faults.push(Fault::new(field, Rule::Required));
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
    }

    async fn faults_of_slugs<E: Content>(&self, state: &State<E>, uid: Uuid) -> Result<Vec<Fault>> {
        let slugs = slugs(state);
        let field = |locale: &str| {
            if locale.is_empty() { "slug".to_owned() } else { format!("translations.{locale}.slug") }
        };
        let malformed = slugs.iter().filter(|(slug, _)| !slug::is_slug(slug));
        let mut faults: Vec<Fault> =
            malformed.map(|(slug, locale)| Fault::new(field(locale), Rule::Slug((*slug).to_owned()))).collect();
        let taken = ledger::taken_slugs(&self.transaction, E::KIND, state.slug_scope(), uid, &slugs).await?;
        let of_others = slugs.iter().filter(|(slug, _)| taken.contains(*slug));
        faults.extend(of_others.map(|(slug, locale)| Fault::new(field(locale), Rule::SlugTaken((*slug).to_owned()))));
        Ok(faults)
    }
}

/// Nothing ends being public before it begins to be.
fn faults_of_times<E: Content>(state: &State<E>) -> Vec<Fault> {
    let publication = state.row.publication();
    let of_row = ("unpublished_at".to_owned(), publication.published_at, publication.unpublished_at);
    let of_translation = |row: &Translation<E>| {
        (format!("translations.{}.unpublished_at", row.locale()), row.published_at(), row.unpublished_at())
    };
    let times = std::iter::once(of_row).chain(state.translations.values().map(of_translation));
    let is_wrong = |from: Option<DateTime<Utc>>, until: Option<DateTime<Utc>>| {
        from.zip(until).is_some_and(|(from, until)| until < from)
    };
    times
        .filter(|(_, from, until)| is_wrong(*from, *until))
        .map(|(field, ..)| Fault::new(field, Rule::EndsBeforeStart))
        .collect()
}

fn faults_of_texts<E: Content>(state: &State<E>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for row in state.translations.values() {
        for text in E::TEXTS {
            let rule = text.of(row).and_then(|shown| text.fault(shown));
            faults.extend(rule.map(|rule| Fault::new(format!("translations.{}.{}", row.locale(), text.name()), rule)));
        }
    }
    faults
}
