//! Root fields: a speaker is created, changed, or changed later.

use async_graphql::{Context, InputObject, Object};

use super::{Speaker, SpeakerInput};
use crate::{
    Result,
    content::object::LocaleTag,
    mutation::{self, payload, update_input},
};

/// A speaker to create.
#[derive(InputObject)]
pub struct SpeakerCreateInput {
    #[graphql(flatten)]
    fields: SpeakerInput,
}

update_input! {
    /// Changes of a speaker. What is left out stays as it is, `null` clears it.
    SpeakerUpdateInput: SpeakerInput
}

payload!(SpeakerPayload {
    /// The speaker as it is now; null when nothing was written.
    speaker: Speaker
});

#[derive(Default)]
pub struct SpeakerMutation;

#[Object]
impl SpeakerMutation {
    /// Creates a speaker, as a draft: `contentPublish` makes it public.
    async fn speaker_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The speaker.")] input: SpeakerCreateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<SpeakerPayload>> {
        mutation::create(ctx, None, input.fields, locale).await
    }

    /// Changes a speaker at once.
    async fn speaker_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which speaker, and what becomes of it.")] input: SpeakerUpdateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<SpeakerPayload>> {
        mutation::update(ctx, input.id, input.version, input.fields, locale).await
    }

    /// Keeps changes of a speaker as pending edits, until `contentPublish` makes them public or `draftDiscard` lets them
    /// go. The speaker stays as it is.
    async fn speaker_draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which speaker, and what is to become of it.")] input: SpeakerUpdateInput,
        #[graphql(desc = "The version of the pending edits that these go on from; absent when there are none yet.")]
        draft_version: Option<i32>,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<SpeakerPayload>> {
        mutation::save_draft(ctx, input.id, input.version, draft_version, input.fields, locale).await
    }
}
