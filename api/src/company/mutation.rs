//! Root fields: a company is created, changed, or changed later.

use async_graphql::{Context, InputObject, Object};

use super::{Company, CompanyInput};
use crate::{
    Result,
    content::object::LocaleTag,
    mutation::{self, payload, update_input},
};

/// A company to create.
#[derive(InputObject)]
pub struct CompanyCreateInput {
    #[graphql(flatten)]
    fields: CompanyInput,
}

update_input! {
    /// Changes of a company. What is left out stays as it is, `null` clears it.
    CompanyUpdateInput: CompanyInput
}

payload!(CompanyPayload {
    /// The company as it is now; null when nothing was written.
    company: Company
});

#[derive(Default)]
pub struct CompanyMutation;

#[Object]
impl CompanyMutation {
    /// Creates a company, as a draft: `contentPublish` makes it public.
    async fn company_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The company.")] input: CompanyCreateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<CompanyPayload>> {
        mutation::create(ctx, None, input.fields, locale).await
    }

    /// Changes a company at once.
    async fn company_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which company, and what becomes of it.")] input: CompanyUpdateInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<CompanyPayload>> {
        mutation::update(ctx, input.id, input.version, input.fields, locale).await
    }

    /// Keeps changes of a company as pending edits, until `contentPublish` makes them public or `draftDiscard` lets them
    /// go. The company stays as it is.
    async fn company_draft_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which company, and what is to become of it.")] input: CompanyUpdateInput,
        #[graphql(desc = "The version of the pending edits that these go on from; absent when there are none yet.")]
        draft_version: Option<i32>,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<CompanyPayload>> {
        mutation::save_draft(ctx, input.id, input.version, draft_version, input.fields, locale).await
    }
}
