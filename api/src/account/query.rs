//! Root fields: who is asking, and for admins who else there is.

use async_graphql::{Context, Object};
use entity::value::AccessRole;

use super::{ApiToken, User, Viewer, store};
use crate::{Result, context::RequestContext};

#[derive(Default)]
pub struct AccountQuery;

#[Object]
impl AccountQuery {
    /// Who is asking; null when nobody is signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        ctx.viewer().account.clone().map(Viewer)
    }

    /// All users, by name. For the role ADMIN of all events.
    async fn users(&self, ctx: &Context<'_>) -> Result<Vec<User>> {
        ctx.viewer().require(AccessRole::Admin)?;
        let users = store::users(ctx.instance().database.connection()).await?;
        Ok(users.into_iter().map(User).collect())
    }

    /// The API tokens that the viewer has made, the latest first; for the role ADMIN of all events all of them.
    async fn api_tokens(&self, ctx: &Context<'_>) -> Result<Vec<ApiToken>> {
        let account = ctx.viewer().require_account()?;
        let of_user = (!ctx.viewer().authority.is(AccessRole::Admin)).then_some(account.uid);
        let tokens = store::tokens(ctx.instance().database.connection(), of_user).await?;
        Ok(tokens.into_iter().map(ApiToken).collect())
    }
}
