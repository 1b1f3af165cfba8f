//! Accounts: users who sign in, programs that show a token, and what each may do.

mod attempts;
mod authenticate;
mod command;
mod mutation;
mod password;
mod query;
pub mod store;

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use entity::{api_token, user, value::Grant as GrantValue};
use futures::future::try_join_all;
use uuid::Uuid;

pub use attempts::Attempts;
pub use authenticate::{CSRF_TOKEN, Credentials, address, authenticate, require_csrf_token, session_cookie};
pub use command::Accounts;
pub use mutation::AccountMutation;
pub use password::prepare;
pub use query::AccountQuery;

use crate::{
    Fault, Result, Rule, content::object::LocaleTag, context::RequestContext, locale::Locale, log::Placed,
    scalar::DateTime, viewer,
};

/// What an account is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "AccessRole", remote = "entity::value::AccessRole")]
pub enum AccessRole {
    /// Everything: accounts, the audit log, purging.
    Admin,
    /// Writes, translates, publishes and archives content of every type.
    Editor,
    /// Writes and publishes posts of its own.
    Author,
    /// Sees what is not public yet, and writes texts in the listed languages.
    Translator,
    /// Decides about readers' comments.
    Moderator,
}

/// A role, where it holds, and for which languages.
#[derive(Clone, Debug, SimpleObject)]
pub struct Grant {
    /// The role.
    role: AccessRole,
    /// The uids of the events that it holds for; null: all, and what belongs to none.
    events: Option<Vec<ID>>,
    /// The languages whose texts may be written; null: all.
    locales: Option<Vec<LocaleTag>>,
}

impl From<&GrantValue> for Grant {
    fn from(grant: &GrantValue) -> Self {
        Self {
            role: grant.role.into(),
            events: grant.events.as_ref().map(|events| events.iter().map(|uid| ID::from(*uid)).collect()),
            locales: grant.locales.as_ref().map(|tags| tags.iter().map(|tag| tag.as_str().into()).collect()),
        }
    }
}

/// A role, where it holds, and for which languages.
#[derive(Clone, Debug, InputObject)]
pub struct GrantInput {
    /// The role.
    role: AccessRole,
    /// The events that it holds for, at most 1000: id, uid or slug. Absent: all, and what belongs to none.
    events: Option<Vec<ID>>,
    /// The languages whose texts may be written, at most 1000. Absent: all.
    locales: Option<Vec<LocaleTag>>,
}

/// Most grants of an account.
const MOST_GRANTS: usize = 100;
/// Most events, and most languages, that a grant names.
const MOST_NAMES: usize = 1_000;

impl GrantInput {
    /// What is granted, as far as whoever grants it may; the rest is a fault.
    async fn resolve(all: &[Self], ctx: &Context<'_>, faults: &mut Vec<Fault>) -> Result<Vec<GrantValue>> {
        let lists = all.iter().enumerate().flat_map(|(at, given)| given.lists(at));
        let lists = lists.chain([("grants".to_owned(), all.len(), MOST_GRANTS)]);
        let found = faults.len();
        faults.extend(
            lists
                .filter(|(_, length, max)| length > max)
                .map(|(field, _, max)| Fault::new(field, Rule::TooMany { max })),
        );
        if faults.len() > found {
            return Ok(Vec::new());
        }
        // All at once, so that all names are looked up together.
        let resolved = all.iter().enumerate().map(|(at, given)| given.resolve_one(at, ctx));
        let (grants, wrong): (Vec<_>, Vec<_>) = try_join_all(resolved).await?.into_iter().unzip();
        faults.extend(wrong.into_iter().flatten());
        Ok(grants)
    }

    /// Its lists: the field, how long it is, and how long it may be.
    fn lists(&self, at: usize) -> [(String, usize, usize); 2] {
        let length = |list: Option<usize>| list.unwrap_or_default();
        [
            (format!("grants.{at}.events"), length(self.events.as_ref().map(Vec::len)), MOST_NAMES),
            (format!("grants.{at}.locales"), length(self.locales.as_ref().map(Vec::len)), MOST_NAMES),
        ]
    }

    /// The grant, and what is wrong with it.
    async fn resolve_one(&self, at: usize, ctx: &Context<'_>) -> Result<(GrantValue, Vec<Fault>)> {
        let (mut grant, mut faults) = (GrantValue { role: self.role.into(), events: None, locales: None }, Vec::new());
        if let Some(names) = &self.events {
            let chain = ctx.chain(None, None)?;
            let found = names.iter().map(|name| ctx.rows().by_reference::<entity::event::Entity>(name, &chain));
            let events = grant.events.insert(Vec::new());
            for (place, (name, found)) in names.iter().zip(try_join_all(found).await?).enumerate() {
                match found.map(|event| event.row().uid) {
                    Some(uid) if events.contains(&uid) => {}
                    Some(uid) => events.push(uid),
                    None => faults.push(Fault::new(
                        format!("grants.{at}.events.{place}"),
                        Rule::NamesNothing { kind: "event", name: name.to_string() },
                    )),
                }
            }
        }
        if let Some(tags) = &self.locales {
            let locales = grant.locales.insert(Vec::new());
            for (place, LocaleTag(tag)) in tags.iter().enumerate() {
                match Locale::parse(tag).map(|locale| locale.to_string()) {
                    Some(locale) if locales.contains(&locale) => {}
                    Some(locale) => locales.push(locale),
                    None => faults.push(Fault::new(format!("grants.{at}.locales.{place}"), Rule::Locale(tag.clone()))),
                }
            }
        }
        if !ctx.viewer().authority.holds(&grant) {
            faults.push(Fault::new(format!("grants.{at}"), Rule::GrantsTooMuch));
        }
        Ok((grant, faults))
    }
}

/// Somebody who can sign in.
#[derive(Clone, Debug)]
pub struct User(pub user::Model);

impl Placed for User {
    type Place = Uuid;

    fn place(&self) -> Uuid {
        self.0.uid
    }
}

/// Somebody who can sign in.
#[Object]
impl User {
    /// The same for ever.
    async fn uid(&self) -> ID {
        self.0.uid.into()
    }

    /// What they sign in with.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// The name, as the logs show it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What they may do.
    async fn grants(&self) -> Vec<Grant> {
        self.0.grants.0.iter().map(Grant::from).collect()
    }

    /// Since when they cannot sign in any more.
    async fn disabled_at(&self) -> Option<DateTime> {
        self.0.disabled_at.map(DateTime)
    }

    /// When the account was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When the account was last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }
}

/// What a program shows instead of a password. The token itself is shown once, when it is made.
#[derive(Clone, Debug)]
pub struct ApiToken(pub api_token::Model);

impl Placed for ApiToken {
    type Place = Uuid;

    fn place(&self) -> Uuid {
        self.0.uid
    }
}

/// What a program shows instead of a password. The token itself is shown once, when it is made.
#[Object]
impl ApiToken {
    /// The same for ever.
    async fn uid(&self) -> ID {
        self.0.uid.into()
    }

    /// What it is for, as people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it may do; never more than what whoever made it may do now.
    async fn grants(&self) -> Vec<Grant> {
        self.0.grants.0.iter().map(Grant::from).collect()
    }

    /// The uid of the user who made it; null for one made on the command line.
    async fn user(&self) -> Option<ID> {
        self.0.user_uid.map(ID::from)
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// Until when it is good; null: for ever.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// When it was last used, to the minute.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(DateTime)
    }

    /// Since when it is not good any more.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }
}

/// What kind of account is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ViewerKind {
    /// A user who is signed in.
    User,
    /// A program with a token.
    Token,
}

/// Who is asking.
pub struct Viewer(viewer::Account);

/// Who is asking.
#[Object]
impl Viewer {
    /// What kind of account.
    async fn kind(&self) -> ViewerKind {
        if self.0.session.is_some() { ViewerKind::User } else { ViewerKind::Token }
    }

    /// The uid of the user or the token.
    async fn uid(&self) -> ID {
        self.0.uid.into()
    }

    /// The name, as the logs show it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What the user signs in with; null for a token.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// What the account may do.
    async fn grants(&self) -> Vec<Grant> {
        self.0.grants.iter().map(Grant::from).collect()
    }

    /// Until when it is signed in, or its token is good.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// What a browser that is signed in by a cookie sends as `X-CSRF-Token` with each mutation; null for a token.
    async fn csrf_token(&self, ctx: &Context<'_>) -> Option<String> {
        self.0.session.as_ref().map(|session| authenticate::csrf_token(&ctx.instance().key, session))
    }
}
