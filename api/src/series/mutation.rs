//! Root fields: a series is created, changed, or changed later.

use async_graphql::{Context, InputObject, Object};

use super::{Series, SeriesInput};
use crate::{
    Result,
    content::object::LocaleTag,
    mutation::{self, payload, update_input},
};

/// A series to create.
#[derive(InputObject)]
pub struct SeriesCreateInput {
    #[graphql(flatten)]
    fields: SeriesInput,
}

update_input! {
    /// Changes of a series. What is left out stays as it is, `null` clears it.
    SeriesUpdateInput: SeriesInput
}

payload!(SeriesPayload {
    /// The series as it is now; null when nothing was written.
    series: Series
});

#[derive(Default)]
pub struct SeriesMutation;

#[Object]
impl SeriesMutation {
    /// Creates a series, as a draft: `contentPublish` makes it public.
    async fn series_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The series.")] input: SeriesCreateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<SeriesPayload>> {
        mutation::create(ctx, None, input.fields, locale).await
    }

    /// Changes a series at once.
    async fn series_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which series, and what becomes of it.")] input: SeriesUpdateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<SeriesPayload>> {
        mutation::update(ctx, input.id, input.version, input.fields, locale).await
    }

    /// Keeps changes of a series as pending edits, until `contentPublish` makes them public or `draftDiscard` lets them
    /// go. The series stays as it is.
    async fn series_draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which series, and what is to become of it.")] input: SeriesUpdateInput,
        #[graphql(desc = "The version of the pending edits that these go on from; absent when there are none yet.")]
        draft_version: Option<i32>,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<SeriesPayload>> {
        mutation::save_draft(ctx, input.id, input.version, draft_version, input.fields, locale).await
    }
}
