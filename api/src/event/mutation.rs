//! Root fields: an event is created, changed, or changed later.

use async_graphql::{Context, InputObject, Object};

use super::{Event, EventInput};
use crate::{
    Result,
    content::object::LocaleTag,
    mutation::{self, payload, update_input},
};

/// An event to create.
#[derive(InputObject)]
pub struct EventCreateInput {
    #[graphql(flatten)]
    fields: EventInput,
}

update_input! {
    /// Changes of an event. What is left out stays as it is, `null` clears it.
    EventUpdateInput: EventInput
}

payload!(EventPayload {
    /// The event as it is now; null when nothing was written.
    event: Event
});

#[derive(Default)]
pub struct EventMutation;

#[Object]
impl EventMutation {
    /// Creates an event, as a draft: `contentPublish` makes it public.
    async fn event_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The event.")] input: EventCreateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<EventPayload>> {
        mutation::create(ctx, None, input.fields, locale).await
    }

    /// Changes an event at once.
    async fn event_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and what becomes of it.")] input: EventUpdateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<EventPayload>> {
        mutation::update(ctx, input.id, input.version, input.fields, locale).await
    }

    /// Keeps changes of an event as pending edits, until `contentPublish` makes them public or `draftDiscard` lets them
    /// go. The event stays as it is.
    async fn event_draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and what is to become of it.")] input: EventUpdateInput,
        #[graphql(desc = "The version of the pending edits that these go on from; absent when there are none yet.")]
        draft_version: Option<i32>,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<EventPayload>> {
        mutation::save_draft(ctx, input.id, input.version, draft_version, input.fields, locale).await
    }
}
