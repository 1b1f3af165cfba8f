//! Root fields: translations come in, and are found to be right.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::exchange::{self, Import, confirm, read};
use crate::{
    Error, Result,
    content::object::LocaleTag,
    content::write::Action,
    context::RequestContext,
    deed::{ContentPayload, finish, kind_of, seen},
    locale::Locale,
    node::by_kind,
};

/// A file of translations.
#[derive(InputObject)]
pub struct TranslationsImportInput {
    /// XLIFF 2.1 or PO, as `translationsExport` gave it out, with translations in it.
    content: String,
    /// Whether to say only what would become of it.
    #[graphql(default)]
    dry_run: bool,
}

/// What became of a file of translations.
#[derive(SimpleObject)]
pub struct TranslationsImportPayload {
    /// How many texts are new or other now.
    translated: usize,
    /// How many stay as they are, and are right for their present source.
    confirmed: usize,
    /// How many were the same, and right, already.
    unchanged: usize,
    /// How many the file does not say to be done; they changed nothing.
    unfinished: usize,
    /// Those that did not come in; all others did.
    refused: Vec<TranslationRefusal>,
}

/// A text that did not come in.
#[derive(SimpleObject)]
pub struct TranslationRefusal {
    /// Which text, as the file names it: `session/0190…/title`.
    unit: Option<String>,
    /// Why, in the language of the request.
    message: String,
}

/// A translation that is right as it is.
#[derive(InputObject)]
pub struct TranslationConfirmInput {
    /// The thing: its id in any language, or its uid.
    id: ID,
    /// The language of the translation.
    translation: LocaleTag,
    /// Only these texts: `["title"]`; all that are outdated when absent.
    fields: Option<Vec<String>>,
}

#[derive(Default)]
pub struct TranslationMutation;

#[Object]
impl TranslationMutation {
    /// Brings translations in: what the file says to be done is right from now on. A text whose source has changed
    /// since it went out is refused, the rest comes in.
    async fn translations_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: TranslationsImportInput,
    ) -> Option<Result<TranslationsImportPayload>> {
        let done = async {
            ctx.viewer().require_account()?;
            let reading = read(input.content.as_bytes())?;
            let mut write = ctx.write().await?;
            let Import { translated, confirmed, unchanged, unfinished, refused } =
                exchange::import(reading, &mut write).await?;
            if !input.dry_run {
                ctx.commit(write).await?;
            }
            let refusal = |refusal: exchange::Refusal| TranslationRefusal {
                unit: refusal.unit,
                message: ctx.say(refusal.cause.message()),
            };
            let refused = refused.into_iter().map(refusal).collect();
            Ok(TranslationsImportPayload { translated, confirmed, unchanged, unfinished, refused })
        };
        Some(done.await)
    }

    /// Finds a translation right though its source has changed: its outdated texts are not outdated any more.
    async fn translation_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which translation.")] input: TranslationConfirmInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ContentPayload>> {
        let done = async {
            let chain = ctx.chain(locale, None)?;
            let mut write = ctx.write().await?;
            let (kind, uid) = kind_of(&write, &input.id).await?;
            let none = || Error::NotFound { argument: "translation", given: input.translation.0.clone() };
            let tag = Locale::parse(&input.translation.0).ok_or_else(none)?;
            let done = by_kind!(kind.as_str(), E => {
                let before = seen::<E>(&write, &input.id, uid).await?;
                // Whether there is such a translation may not be public.
                write.require_translate::<E>(&tag, uid).await?;
                let mut after = before.clone();
                if !after.translations.contains_key(tag.as_str()) {
                    return Err(none());
                }
                confirm(&mut after, tag.as_str(), input.fields.as_deref());
                write.update(&before, after, Action::Confirm, Vec::new()).await.map(|_| ())
            });
            finish(ctx, write, &input.id, &kind, uid, &chain, done).await
        };
        Some(done.await)
    }
}
