//! Root fields: a tag is created, changed, or changed later.

use async_graphql::{Context, InputObject, Object};

use super::{Tag, TagInput};
use crate::{
    Result,
    content::object::LocaleTag,
    mutation::{self, payload, update_input},
};

/// A tag to create.
#[derive(InputObject)]
pub struct TagCreateInput {
    #[graphql(flatten)]
    fields: TagInput,
}

update_input! {
    /// Changes of a tag. What is left out stays as it is, `null` clears it.
    TagUpdateInput: TagInput
}

payload!(TagPayload {
    /// The tag as it is now; null when nothing was written.
    tag: Tag
});

#[derive(Default)]
pub struct TagMutation;

#[Object]
impl TagMutation {
    /// Creates a tag, as a draft: `contentPublish` makes it public.
    async fn tag_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The tag.")] input: TagCreateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<TagPayload>> {
        mutation::create(ctx, None, input.fields, locale).await
    }

    /// Changes a tag at once.
    async fn tag_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tag, and what becomes of it.")] input: TagUpdateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<TagPayload>> {
        mutation::update(ctx, input.id, input.version, input.fields, locale).await
    }

    /// Keeps changes of a tag as pending edits, until `contentPublish` makes them public or `draftDiscard` lets them
    /// go. The tag stays as it is.
    async fn tag_draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tag, and what is to become of it.")] input: TagUpdateInput,
        #[graphql(desc = "The version of the pending edits that these go on from; absent when there are none yet.")]
        draft_version: Option<i32>,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<TagPayload>> {
        mutation::save_draft(ctx, input.id, input.version, draft_version, input.fields, locale).await
    }
}
