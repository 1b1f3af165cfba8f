//! Root fields: a session is created, changed, or changed later.

use async_graphql::{Context, InputObject, Object};

use super::{Session, SessionInput};
use crate::{
    Result,
    content::{input::Reference, object::LocaleTag},
    mutation::{self, payload, update_input},
};

/// A session to create.
#[derive(InputObject)]
pub struct SessionCreateInput {
    /// The event that it becomes part of: id, uid or slug.
    event: Reference,
    #[graphql(flatten)]
    fields: SessionInput,
}

update_input! {
    /// Changes of a session. What is left out stays as it is, `null` clears it.
    SessionUpdateInput: SessionInput
}

payload!(SessionPayload {
    /// The session as it is now; null when nothing was written.
    session: Session
});

#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Creates a session, as a draft: `contentPublish` makes it public.
    async fn session_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session.")] input: SessionCreateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<SessionPayload>> {
        mutation::create(ctx, Some(input.event), input.fields, locale).await
    }

    /// Changes a session at once; with the next release when its event is `releasedOnly`.
    async fn session_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session, and what becomes of it.")] input: SessionUpdateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<SessionPayload>> {
        mutation::update(ctx, input.id, input.version, input.fields, locale).await
    }

    /// Keeps changes of a session as pending edits, until `contentPublish` makes them public or `draftDiscard` lets them
    /// go. The session stays as it is.
    async fn session_draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which session, and what is to become of it.")] input: SessionUpdateInput,
        #[graphql(desc = "The version of the pending edits that these go on from; absent when there are none yet.")]
        draft_version: Option<i32>,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<SessionPayload>> {
        mutation::save_draft(ctx, input.id, input.version, draft_version, input.fields, locale).await
    }
}
