//! Root fields: a track is created, changed, or changed later.

use async_graphql::{Context, InputObject, Object};

use super::{Track, TrackInput};
use crate::{
    Result,
    content::{input::Reference, object::LocaleTag},
    mutation::{self, payload, update_input},
};

/// A track to create.
#[derive(InputObject)]
pub struct TrackCreateInput {
    /// The event that it becomes part of: id, uid or slug.
    event: Reference,
    #[graphql(flatten)]
    fields: TrackInput,
}

update_input! {
    /// Changes of a track. What is left out stays as it is, `null` clears it.
    TrackUpdateInput: TrackInput
}

payload!(TrackPayload {
    /// The track as it is now; null when nothing was written.
    track: Track
});

#[derive(Default)]
pub struct TrackMutation;

#[Object]
impl TrackMutation {
    /// Creates a track, as a draft: `contentPublish` makes it public.
    async fn track_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The track.")] input: TrackCreateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<TrackPayload>> {
        mutation::create(ctx, Some(input.event), input.fields, locale).await
    }

    /// Changes a track at once.
    async fn track_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which track, and what becomes of it.")] input: TrackUpdateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<TrackPayload>> {
        mutation::update(ctx, input.id, input.version, input.fields, locale).await
    }

    /// Keeps changes of a track as pending edits, until `contentPublish` makes them public or `draftDiscard` lets them
    /// go. The track stays as it is.
    async fn track_draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which track, and what is to become of it.")] input: TrackUpdateInput,
        #[graphql(desc = "The version of the pending edits that these go on from; absent when there are none yet.")]
        draft_version: Option<i32>,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<TrackPayload>> {
        mutation::save_draft(ctx, input.id, input.version, draft_version, input.fields, locale).await
    }
}
