//! Root fields: a release is created, changed, or changed later.

use async_graphql::{Context, InputObject, Object};

use super::{Release, ReleaseInput};
use crate::{
    Result,
    content::{input::Reference, object::LocaleTag},
    mutation::{self, payload, update_input},
};

/// A release to create.
#[derive(InputObject)]
pub struct ReleaseCreateInput {
    /// The event that it becomes part of: id, uid or slug.
    event: Reference,
    #[graphql(flatten)]
    fields: ReleaseInput,
}

update_input! {
    /// Changes of a release. What is left out stays as it is, `null` clears it.
    ReleaseUpdateInput: ReleaseInput
}

payload!(ReleasePayload {
    /// The release as it is now; null when nothing was written.
    release: Release
});

#[derive(Default)]
pub struct ReleaseMutation;

#[Object]
impl ReleaseMutation {
    /// Creates a release, as a draft: `contentPublish` makes it public.
    async fn release_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The release.")] input: ReleaseCreateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ReleasePayload>> {
        mutation::create(ctx, Some(input.event), input.fields, locale).await
    }

    /// Changes a release at once.
    async fn release_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which release, and what becomes of it.")] input: ReleaseUpdateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ReleasePayload>> {
        mutation::update(ctx, input.id, input.version, input.fields, locale).await
    }

    /// Keeps changes of a release as pending edits, until `contentPublish` makes them public or `draftDiscard` lets them
    /// go. The release stays as it is.
    async fn release_draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which release, and what is to become of it.")] input: ReleaseUpdateInput,
        #[graphql(desc = "The version of the pending edits that these go on from; absent when there are none yet.")]
        draft_version: Option<i32>,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ReleasePayload>> {
        mutation::save_draft(ctx, input.id, input.version, draft_version, input.fields, locale).await
    }
}
