//! Root fields: a post is created, changed, or changed later.

use async_graphql::{Context, InputObject, Object};

use super::{Post, PostInput};
use crate::{
    Result,
    content::object::LocaleTag,
    mutation::{self, payload, update_input},
};

/// A post to create.
#[derive(InputObject)]
pub struct PostCreateInput {
    #[graphql(flatten)]
    fields: PostInput,
}

update_input! {
    /// Changes of a post. What is left out stays as it is, `null` clears it.
    PostUpdateInput: PostInput
}

payload!(PostPayload {
    /// The post as it is now; null when nothing was written.
    post: Post
});

#[derive(Default)]
pub struct PostMutation;

#[Object]
impl PostMutation {
    /// Creates a post, as a draft: `contentPublish` makes it public.
    async fn post_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The post.")] input: PostCreateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<PostPayload>> {
        mutation::create(ctx, None, input.fields, locale).await
    }

    /// Changes a post at once.
    async fn post_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which post, and what becomes of it.")] input: PostUpdateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<PostPayload>> {
        mutation::update(ctx, input.id, input.version, input.fields, locale).await
    }

    /// Keeps changes of a post as pending edits, until `contentPublish` makes them public or `draftDiscard` lets them
    /// go. The post stays as it is.
    async fn post_draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which post, and what is to become of it.")] input: PostUpdateInput,
        #[graphql(desc = "The version of the pending edits that these go on from; absent when there are none yet.")]
        draft_version: Option<i32>,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<PostPayload>> {
        mutation::save_draft(ctx, input.id, input.version, draft_version, input.fields, locale).await
    }
}
