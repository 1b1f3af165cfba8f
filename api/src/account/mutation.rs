//! Root fields: signing in and out, users, tokens.

use actix_web::cookie::{Cookie, SameSite, time};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::TimeDelta;
use entity::value::AccessRole;

use super::{
    ApiToken, GrantInput, User, authenticate, password,
    store::{self, AccountWrite},
};
use crate::{
    Error, Fault, Result, Rule,
    content::object::uid_of,
    context::RequestContext,
    mutation::{UserError, user_errors},
    scalar::DateTime,
    signing::sha256,
};

/// Who signs in.
#[derive(InputObject)]
pub struct SignInInput {
    /// The e-mail address, whatever its case.
    email: String,
    /// The password.
    #[graphql(secret)]
    password: String,
    /// For a browser: the token goes into a cookie that scripts cannot read, and not into the answer. Each
    /// mutation then needs the header `X-CSRF-Token` as well. Not over WebSocket or as a stream of events.
    #[graphql(default)]
    cookie: bool,
}

/// A user is signed in.
#[derive(SimpleObject)]
pub struct SignInPayload {
    /// Goes into the header `Authorization: Bearer …` of each request; null when it went into a cookie.
    token: Option<String>,
    /// Goes into the header `X-CSRF-Token` of each mutation, when the token went into a cookie.
    csrf_token: Option<String>,
    /// Until when.
    expires_at: DateTime,
    /// Who.
    user: User,
}

/// A user is signed out.
#[derive(SimpleObject)]
pub struct SignOutPayload {
    /// Whether somebody was signed in.
    signed_out: bool,
}

/// A new user.
#[derive(InputObject)]
pub struct UserCreateInput {
    /// What they sign in with.
    email: String,
    /// The name, as the logs show it.
    name: String,
    /// At least 10 letters.
    #[graphql(secret)]
    password: String,
    /// What they may do; at most 100 grants.
    grants: Vec<GrantInput>,
}

/// A change of a user. What is left out stays as it is.
#[derive(InputObject)]
pub struct UserUpdateInput {
    /// Who.
    uid: ID,
    /// What they sign in with.
    email: Option<String>,
    /// The name, as the logs show it.
    name: Option<String>,
    /// At least 10 letters; the user is signed out everywhere.
    #[graphql(secret)]
    password: Option<String>,
    /// What they may do, all of it; at most 100 grants.
    grants: Option<Vec<GrantInput>>,
    /// Whether they cannot sign in any more; then they are signed out everywhere.
    disabled: Option<bool>,
}

/// A user, as the mutation left it.
#[derive(SimpleObject)]
pub struct UserPayload {
    /// The user; null when nothing was written.
    user: Option<User>,
    /// All that is wrong with the input.
    user_errors: Vec<UserError>,
}

/// A new password of the viewer.
#[derive(InputObject)]
pub struct PasswordChangeInput {
    /// The present password.
    #[graphql(secret)]
    current: String,
    /// The new one, at least 10 letters. The user is signed out everywhere.
    #[graphql(secret)]
    new: String,
}

/// A new API token.
#[derive(InputObject)]
pub struct TokenCreateInput {
    /// What it is for, as people call it.
    name: String,
    /// What it may do; nothing that the viewer may not, and at most 100 grants.
    grants: Vec<GrantInput>,
    /// Until when it is good; for ever when absent or null.
    expires_at: Option<DateTime>,
}

/// A new API token.
#[derive(SimpleObject)]
pub struct TokenCreatePayload {
    /// The token itself, shown here and never again.
    token: Option<String>,
    /// What is kept of it; null when nothing was written.
    api_token: Option<ApiToken>,
    /// All that is wrong with the input.
    user_errors: Vec<UserError>,
}

/// An API token that is not good any more.
#[derive(SimpleObject)]
pub struct TokenRevokePayload {
    /// What is kept of it.
    api_token: ApiToken,
}

async fn begin(ctx: &Context<'_>) -> Result<AccountWrite> {
    ctx.require_writable()?;
    let (actor, idempotency) = (ctx.viewer().actor.clone(), ctx.request().idempotency.clone());
    AccountWrite::begin(&ctx.instance().database, actor, ctx.now(), idempotency).await
}

/// Fails when nobody is signed in who may make accounts. A token may not: an account with a password would outlive its
/// expiry and its revocation.
fn require_admin(ctx: &Context<'_>) -> Result<()> {
    ctx.viewer().require(AccessRole::Admin)?;
    ctx.viewer().require_user()?;
    Ok(())
}

/// A payload of what was written, or of what was wrong.
fn user_payload(ctx: &Context<'_>, written: Result<entity::user::Model>) -> Result<UserPayload> {
    match written {
        Ok(user) => Ok(UserPayload { user: Some(User(user)), user_errors: Vec::new() }),
        Err(Error::Invalid(faults)) => Ok(UserPayload { user: None, user_errors: user_errors(ctx, faults, &[]) }),
        Err(error) => Err(error),
    }
}

fn cookie(value: String, lifetime: TimeDelta, is_secure: bool) -> String {
    let lifetime = time::Duration::seconds(lifetime.num_seconds());
    Cookie::build(authenticate::cookie_name(is_secure), value)
        .http_only(true)
        .secure(is_secure)
        .same_site(SameSite::Lax)
        .path("/")
        .max_age(lifetime)
        .finish()
        .to_string()
}

#[derive(Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Signs a user in. A wrong password and an unknown address are the same, `UNAUTHENTICATED`; too many
    /// attempts from an address or for an account are `RATE_LIMITED`. Once in an operation.
    async fn sign_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in.")] input: SignInInput,
    ) -> Option<Result<SignInPayload>> {
        let done = async {
            let (instance, email) = (ctx.instance(), store::possible_email(&input.email));
            ctx.require_writable()?;
            if input.cookie && !ctx.request().takes_cookies {
                return Err(Error::NoCookies);
            }
            instance.attempts.count(ctx.viewer().actor.address, email.as_deref())?;
            let user = match &email {
                Some(email) => store::user_by_email(instance.database.connection(), email).await?,
                None => None,
            };
            let verified = store::verified(user, input.password).await?;
            let write = begin(ctx).await?;
            let Some(user) = write.still(verified).await? else {
                write.refuse_sign_in(email).await?;
                return Err(Error::InvalidCredentials);
            };
            let (token, expires_at) = write.sign_in(&user, instance.session_lifetime).await?;
            let mut payload =
                SignInPayload { token: None, csrf_token: None, expires_at: expires_at.into(), user: User(user) };
            if input.cookie {
                payload.csrf_token = Some(authenticate::csrf_token(&instance.key, &sha256(token.as_bytes())));
                ctx.request().set_cookie(cookie(token, instance.session_lifetime, instance.secure_cookies));
            } else {
                payload.token = Some(token);
            }
            Ok(payload)
        };
        Some(done.await)
    }

    /// Signs the viewer out: the token of the session is good for nothing any more. An API token stays.
    async fn sign_out(&self, ctx: &Context<'_>) -> Option<Result<SignOutPayload>> {
        let done = async {
            let account = ctx.viewer().account.as_ref();
            let session = account.and_then(|account| Some((account.uid, account.session.as_ref()?)));
            ctx.request().set_cookie(cookie(String::new(), TimeDelta::zero(), ctx.instance().secure_cookies));
            if let Some((user, session)) = session {
                begin(ctx).await?.sign_out(user, session).await?;
            }
            Ok(SignOutPayload { signed_out: session.is_some() })
        };
        Some(done.await)
    }

    /// Gives the viewer a new password, and signs them out everywhere.
    async fn password_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The present password and the new one.")] input: PasswordChangeInput,
    ) -> Option<Result<UserPayload>> {
        let done = async {
            let account = ctx.viewer().require_user()?;
            ctx.instance().attempts.count(ctx.viewer().actor.address, Some(&account.uid.to_string()))?;
            let mut faults: Vec<Fault> = password::fault("new", &input.new).into_iter().collect();
            let known = store::user(ctx.instance().database.connection(), account.uid).await?;
            let verified = store::verified(known, input.current).await?;
            let password_hash = password::hash(input.new).await?;
            let write = begin(ctx).await?;
            let before = write.user(account.uid).await?.ok_or(Error::Unauthenticated)?;
            if write.still(verified).await?.is_none() {
                faults.push(Fault::new("current", Rule::WrongPassword));
            }
            let after = entity::user::Model { password_hash, updated_at: ctx.now(), ..before.clone() };
            user_payload(ctx, write.change_user(&before, after, faults, "passwordChange").await)
        };
        Some(done.await)
    }

    /// Adds a user. For users with the role ADMIN of all events: a token makes no users, who would outlive it.
    async fn user_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who.")] input: UserCreateInput,
    ) -> Option<Result<UserPayload>> {
        let done = async {
            require_admin(ctx)?;
            let mut faults: Vec<Fault> = password::fault("password", &input.password).into_iter().collect();
            let grants = GrantInput::resolve(&input.grants, ctx, &mut faults).await?;
            let hash = password::hash(input.password).await?;
            let user = store::new_user(&input.email, input.name, hash, grants, ctx.now());
            user_payload(ctx, begin(ctx).await?.add_user(user, faults).await)
        };
        Some(done.await)
    }

    /// Changes a user. For users with the role ADMIN of all events: a token changes no users.
    async fn user_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and what becomes of them.")] input: UserUpdateInput,
    ) -> Option<Result<UserPayload>> {
        let done = async {
            require_admin(ctx)?;
            let mut faults = Vec::new();
            let grants = match &input.grants {
                Some(grants) => Some(GrantInput::resolve(grants, ctx, &mut faults).await?),
                None => None,
            };
            faults.extend(input.password.as_ref().and_then(|password| password::fault("password", password)));
            let hash = match input.password {
                Some(password) => Some(password::hash(password).await?),
                None => None,
            };
            let write = begin(ctx).await?;
            let not_found = || Error::NotFound { argument: "uid", given: input.uid.to_string() };
            let uid = uid_of(&input.uid).ok_or_else(not_found)?;
            let before = write.user(uid).await?.ok_or_else(not_found)?;
            let mut after = entity::user::Model { updated_at: ctx.now(), ..before.clone() };
            if let Some(email) = input.email {
                after.email = store::normal_email(&email);
            }
            if let Some(name) = input.name {
                after.name = name;
            }
            if let Some(hash) = hash {
                after.password_hash = hash;
            }
            if let Some(grants) = grants {
                after.grants.0 = grants;
            }
            if let Some(disabled) = input.disabled {
                after.disabled_at = disabled.then(|| before.disabled_at.unwrap_or(ctx.now()));
            }
            user_payload(ctx, write.change_user(&before, after, faults, "userUpdate").await)
        };
        Some(done.await)
    }

    /// Makes an API token, which may do what it is granted as long as the viewer may do that too. A token makes no
    /// tokens.
    async fn token_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What for, and what it may do.")] input: TokenCreateInput,
    ) -> Option<Result<TokenCreatePayload>> {
        let done = async {
            let account = ctx.viewer().require_user()?;
            let mut faults = Vec::new();
            let grants = GrantInput::resolve(&input.grants, ctx, &mut faults).await?;
            let expires_at = input.expires_at.map(|at| at.0);
            match begin(ctx).await?.add_token(input.name, grants, Some(account.uid), expires_at, faults).await {
                Ok((row, token)) => Ok(TokenCreatePayload {
                    token: Some(token),
                    api_token: Some(ApiToken(row)),
                    user_errors: Vec::new(),
                }),
                Err(Error::Invalid(faults)) => {
                    let user_errors = user_errors(ctx, faults, &[]);
                    Ok(TokenCreatePayload { token: None, api_token: None, user_errors })
                }
                Err(error) => Err(error),
            }
        };
        Some(done.await)
    }

    /// Makes an API token good for nothing any more: one of the viewer's own, or any for the role ADMIN of all
    /// events.
    async fn token_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The uid of the token.")] uid: ID,
    ) -> Option<Result<TokenRevokePayload>> {
        let done = async {
            let account = ctx.viewer().require_account()?;
            let write = begin(ctx).await?;
            let not_found = || Error::NotFound { argument: "uid", given: uid.to_string() };
            let token = write.token(uid_of(&uid).ok_or_else(not_found)?).await?;
            let is_mine = |token: &entity::api_token::Model| {
                token.user_uid == Some(account.uid) || ctx.viewer().authority.is(AccessRole::Admin)
            };
            let token = token.filter(is_mine).ok_or_else(not_found)?;
            Ok(TokenRevokePayload { api_token: ApiToken(write.revoke_token(token).await?) })
        };
        Some(done.await)
    }
}
