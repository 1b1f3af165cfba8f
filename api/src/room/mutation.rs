//! Root fields: a room is created, changed, or changed later.

use async_graphql::{Context, InputObject, Object};

use super::{Room, RoomInput};
use crate::{
    Result,
    content::{input::Reference, object::LocaleTag},
    mutation::{self, payload, update_input},
};

/// A room to create.
#[derive(InputObject)]
pub struct RoomCreateInput {
    /// The event that it becomes part of: id, uid or slug.
    event: Reference,
    #[graphql(flatten)]
    fields: RoomInput,
}

update_input! {
    /// Changes of a room. What is left out stays as it is, `null` clears it.
    RoomUpdateInput: RoomInput
}

payload!(RoomPayload {
    /// The room as it is now; null when nothing was written.
    room: Room
});

#[derive(Default)]
pub struct RoomMutation;

#[Object]
impl RoomMutation {
    /// Creates a room, as a draft: `contentPublish` makes it public.
    async fn room_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The room.")] input: RoomCreateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<RoomPayload>> {
        mutation::create(ctx, Some(input.event), input.fields, locale).await
    }

    /// Changes a room at once.
    async fn room_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which room, and what becomes of it.")] input: RoomUpdateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<RoomPayload>> {
        mutation::update(ctx, input.id, input.version, input.fields, locale).await
    }

    /// Keeps changes of a room as pending edits, until `contentPublish` makes them public or `draftDiscard` lets them
    /// go. The room stays as it is.
    async fn room_draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which room, and what is to become of it.")] input: RoomUpdateInput,
        #[graphql(desc = "The version of the pending edits that these go on from; absent when there are none yet.")]
        draft_version: Option<i32>,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<RoomPayload>> {
        mutation::save_draft(ctx, input.id, input.version, draft_version, input.fields, locale).await
    }
}
