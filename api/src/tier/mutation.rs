//! Root fields: a tier is created, changed, or changed later.

use async_graphql::{Context, InputObject, Object};

use super::{Tier, TierInput};
use crate::{
    Result,
    content::{input::Reference, object::LocaleTag},
    mutation::{self, payload, update_input},
};

/// A tier to create.
#[derive(InputObject)]
pub struct TierCreateInput {
    /// The event that it becomes part of: id, uid or slug.
    event: Reference,
    #[graphql(flatten)]
    fields: TierInput,
}

update_input! {
    /// Changes of a tier. What is left out stays as it is, `null` clears it.
    TierUpdateInput: TierInput
}

payload!(TierPayload {
    /// The tier as it is now; null when nothing was written.
    tier: Tier
});

#[derive(Default)]
pub struct TierMutation;

#[Object]
impl TierMutation {
    /// Creates a tier, as a draft: `contentPublish` makes it public.
    async fn tier_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The tier.")] input: TierCreateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<TierPayload>> {
        mutation::create(ctx, Some(input.event), input.fields, locale).await
    }

    /// Changes a tier at once.
    async fn tier_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tier, and what becomes of it.")] input: TierUpdateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<TierPayload>> {
        mutation::update(ctx, input.id, input.version, input.fields, locale).await
    }

    /// Keeps changes of a tier as pending edits, until `contentPublish` makes them public or `draftDiscard` lets them
    /// go. The tier stays as it is.
    async fn tier_draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tier, and what is to become of it.")] input: TierUpdateInput,
        #[graphql(desc = "The version of the pending edits that these go on from; absent when there are none yet.")]
        draft_version: Option<i32>,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<TierPayload>> {
        mutation::save_draft(ctx, input.id, input.version, draft_version, input.fields, locale).await
    }
}
