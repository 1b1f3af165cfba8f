//! Root fields: who is asking, and for admins who else there is.

use async_graphql::{Context, Object};
use entity::value::AccessRole;

use super::{ApiToken, User, Viewer, store};
use crate::{
    Result,
    context::RequestContext,
    log::{Log, Stretch},
};

#[derive(Default)]
pub struct AccountQuery;

#[Object]
impl AccountQuery {
    /// Who is asking; null when nobody is signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        ctx.viewer().account.clone().map(Viewer)
    }

    /// All users, the latest first. For the role ADMIN of all events.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor: who was added earlier.")] after: Option<String>,
    ) -> Option<Result<Log<User>>> {
        let found = async {
            ctx.viewer().require(AccessRole::Admin)?;
            let stretch = Stretch::of(first, after.as_deref())?;
            let users = store::users(ctx.instance().database.connection(), Some(stretch)).await?;
            Ok(Log::new(stretch, users.into_iter().map(User).collect()))
        };
        Some(found.await)
    }

    /// The API tokens that the viewer has made, the latest first; for the role ADMIN of all events all of them.
    async fn api_tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor: what was made earlier.")] after: Option<String>,
    ) -> Option<Result<Log<ApiToken>>> {
        let found = async {
            let account = ctx.viewer().require_account()?;
            let of_user = (!ctx.viewer().authority.is(AccessRole::Admin)).then_some(account.uid);
            let stretch = Stretch::of(first, after.as_deref())?;
            let tokens = store::tokens(ctx.instance().database.connection(), of_user, Some(stretch)).await?;
            Ok(Log::new(stretch, tokens.into_iter().map(ApiToken).collect()))
        };
        Some(found.await)
    }
}
