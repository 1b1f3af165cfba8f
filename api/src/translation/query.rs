//! Root fields: what is translated, and the files for translators.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};

use super::{
    coverage::{Coverage as Covered, Item, Progress, by_field, tally},
    exchange::{self, Order},
};
use crate::{Error, Result, content::object::LocaleTag, context::RequestContext, locale::Locale};

/// How far a text is translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "TranslationProgress", remote = "Progress")]
pub enum TranslationProgress {
    /// It is there, and made from the present source.
    Complete,
    /// It is not there.
    Missing,
    /// Its source has changed since it was made.
    Outdated,
}

/// How far content is translated, by language. Texts without a source, and those in their source language, do not
/// count.
#[derive(SimpleObject)]
pub struct TranslationCoverage {
    /// The languages, in the order in which they are offered or were asked for.
    locales: Vec<LocaleCoverage>,
}

/// How far content is translated into one language.
pub struct LocaleCoverage {
    locale: Locale,
    items: Vec<Item>,
}

/// Texts, counted.
#[derive(SimpleObject)]
pub struct CoverageCount {
    /// Those that are complete.
    complete: usize,
    /// Those that are missing.
    missing: usize,
    /// Those whose source has changed since.
    outdated: usize,
    /// All of them.
    total: usize,
    /// How many of all are complete, in percent, rounded down.
    percent: usize,
}

fn count<'i>(items: impl IntoIterator<Item = &'i Item>) -> CoverageCount {
    let tally = tally(items);
    CoverageCount {
        complete: tally.complete,
        missing: tally.missing,
        outdated: tally.outdated,
        total: tally.total(),
        percent: tally.percent(),
    }
}

/// How far content is translated into one language.
#[Object]
impl LocaleCoverage {
    /// The language.
    async fn locale(&self) -> LocaleTag {
        (&self.locale).into()
    }

    /// All texts, counted.
    async fn count(&self) -> CoverageCount {
        count(&self.items)
    }

    /// The same by type and field.
    async fn fields(&self) -> Vec<FieldCoverage> {
        let field = |((kind, name), items): ((&str, &str), Vec<&Item>)| FieldCoverage {
            kind: kind.to_owned(),
            name: name.to_owned(),
            items: items.into_iter().cloned().collect(),
        };
        by_field(&self.items).into_iter().map(field).collect()
    }
}

/// How far a field of a type is translated into one language.
pub struct FieldCoverage {
    kind: String,
    name: String,
    items: Vec<Item>,
}

/// How far a field of a type is translated into one language.
#[Object]
impl FieldCoverage {
    /// The type: `session`.
    async fn kind(&self) -> &str {
        &self.kind
    }

    /// The field: `title`.
    async fn field(&self) -> &str {
        &self.name
    }

    /// Its texts, counted.
    async fn count(&self) -> CoverageCount {
        count(&self.items)
    }

    /// Its texts, each with what it is of.
    async fn items(
        &self,
        #[graphql(desc = "Only those that are so far; without it what is missing or outdated.")] progress: Option<
            Vec<TranslationProgress>,
        >,
    ) -> Vec<CoverageItem> {
        let is_wanted = |item: &&Item| match &progress {
            Some(wanted) => wanted.contains(&item.progress.into()),
            None => item.progress != Progress::Complete,
        };
        let shown = |item: &Item| CoverageItem {
            uid: item.uid.into(),
            slug: item.slug.clone(),
            title: item.title.clone(),
            progress: item.progress.into(),
        };
        self.items.iter().filter(is_wanted).map(shown).collect()
    }
}

/// A text of a thing.
#[derive(SimpleObject)]
pub struct CoverageItem {
    /// The uid of the thing.
    uid: ID,
    /// The slug of the thing.
    slug: String,
    /// What the thing is known by, in its source language.
    title: String,
    /// How far the text is translated.
    progress: TranslationProgress,
}

/// Which texts go to translators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "TranslationExtent", remote = "exchange::Extent")]
pub enum TranslationExtent {
    /// All of them.
    All,
    /// Those without a translation.
    Missing,
    /// Those whose source has changed since they were translated.
    Outdated,
}

/// In which format texts go to translators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "TranslationFormat", remote = "exchange::Format")]
pub enum TranslationFormat {
    /// XLIFF 2.1.
    Xliff,
    /// PO of GNU gettext.
    Po,
}

/// A file for translators: the texts of one source language.
#[derive(SimpleObject)]
pub struct TranslationFile {
    /// The language to translate from.
    source_locale: LocaleTag,
    /// `fr.en.xlf`: from English into French.
    name: String,
    /// The file.
    content: String,
    /// How many texts are in it.
    units: usize,
}

#[derive(Default)]
pub struct TranslationQuery;

#[Object]
impl TranslationQuery {
    /// What is translated, missing and out of date, by language, type and field; as far as the viewer may see the
    /// content. For accounts.
    async fn translation_coverage(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only what belongs to this event: id, uid or slug.")] event: Option<ID>,
        #[graphql(desc = "Only these types: `session`.")] kind: Option<Vec<String>>,
        #[graphql(desc = "Only these languages; all that are offered when absent.")] locale: Option<Vec<LocaleTag>>,
    ) -> Option<Result<TranslationCoverage>> {
        let answer = async {
            ctx.viewer().require_account()?;
            let locales = match locale {
                None => ctx.locales().offered().to_vec(),
                Some(tags) => {
                    tags.iter().map(|LocaleTag(tag)| ctx.locales().require(tag).cloned()).collect::<Result<_>>()?
                }
            };
            let event = event_named(ctx, event.as_ref()).await?;
            let db = ctx.instance().database.connection();
            let covered = Covered::of(db, &ctx.rows().scope(), event, kind.as_deref(), &locales).await?;
            let locales = covered.locales.into_iter().map(|(locale, items)| LocaleCoverage { locale, items });
            Ok(TranslationCoverage { locales: locales.collect() })
        };
        Some(answer.await)
    }

    /// Texts for translators, one file for each language that they are to be translated from; as far as the viewer
    /// may see them. For accounts.
    async fn translations_export(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to translate into.")] locale: LocaleTag,
        #[graphql(desc = "Only what belongs to this event: id, uid or slug.")] event: Option<ID>,
        #[graphql(desc = "Which texts.", default_with = "TranslationExtent::All")] extent: TranslationExtent,
        #[graphql(desc = "In which format.", default_with = "TranslationFormat::Xliff")] format: TranslationFormat,
    ) -> Option<Result<Vec<TranslationFile>>> {
        let answer = async {
            ctx.viewer().require_account()?;
            let target = ctx.locales().require(&locale.0)?.clone();
            let event = event_named(ctx, event.as_ref()).await?;
            let order = Order { target, event, extent: extent.into() };
            let db = ctx.instance().database.connection();
            let files = exchange::export(db, &ctx.rows().scope(), &order, format.into()).await?;
            let file = |file: exchange::File| TranslationFile {
                source_locale: file.source_locale.into(),
                name: file.name,
                content: file.content,
                units: file.units,
            };
            Ok(files.into_iter().map(file).collect())
        };
        Some(answer.await)
    }
}

/// The event that an argument names.
async fn event_named(ctx: &Context<'_>, event: Option<&ID>) -> Result<Option<uuid::Uuid>> {
    let Some(reference) = event else { return Ok(None) };
    let chain = ctx.chain(None, None)?;
    let found = ctx.rows().by_reference::<entity::event::Entity>(reference, &chain).await?;
    let not_found = || Error::NotFound { argument: "event", given: reference.to_string() };
    Ok(Some(found.ok_or_else(not_found)?.row().uid))
}
