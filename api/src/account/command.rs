//! `tribune user` and `tribune token`.

use std::io::BufRead;

use chrono::{DateTime, Utc};
use entity::{
    api_token, event, user,
    value::{ActorKind, Grant},
};
use uuid::Uuid;

use super::{
    password,
    store::{self, AccountWrite},
};
use crate::{
    Error, Fault, Result, Rule,
    config::{GrantOptions, TokenCommand, UserCommand},
    content::{names::Names, write::Write},
    database::Database,
    locale::messages::Args,
    output::{self, Voice},
    permission,
    viewer::Actor,
};

/// Commands about accounts.
pub struct Accounts<'c> {
    pub database: &'c Database,
    pub now: DateTime<Utc>,
    pub voice: Voice<'c>,
}

impl Accounts<'_> {
    pub async fn user(&self, command: UserCommand, write: Write) -> Result<()> {
        match command {
            UserCommand::Create { email, name, grants } => {
                let grants = resolve(&grants, &write).await?;
                write.commit().await?;
                let hash = new_password().await?;
                let user = store::new_user(&email, name, hash, grants, self.now);
                let user = self.begin().await?.add_user(user, Vec::new()).await?;
                output::line(self.described(&user));
            }
            UserCommand::List => {
                write.commit().await?;
                for user in store::users(self.database.connection(), None).await? {
                    output::line(self.described(&user));
                }
            }
            UserCommand::Password { email } => {
                write.commit().await?;
                // Before anybody types a password in vain.
                let known = store::user_by_email(self.database.connection(), &email).await?;
                known.ok_or_else(|| not_found(&email))?;
                let password_hash = new_password().await?;
                self.change(&email, |user| user.password_hash = password_hash).await?;
            }
            UserCommand::Grant { email, grants } => {
                let grants = resolve(&grants, &write).await?;
                write.commit().await?;
                self.change(&email, |user| user.grants.0 = grants).await?;
            }
            UserCommand::Disable { email } => {
                write.commit().await?;
                self.change(&email, |user| user.disabled_at = user.disabled_at.or(Some(self.now))).await?;
            }
            UserCommand::Enable { email } => {
                write.commit().await?;
                self.change(&email, |user| user.disabled_at = None).await?;
            }
        }
        Ok(())
    }

    pub async fn token(&self, command: TokenCommand, write: Write) -> Result<()> {
        match command {
            TokenCommand::Create { name, grants, expires_at } => {
                let grants = resolve(&grants, &write).await?;
                write.commit().await?;
                let (_, token) = self.begin().await?.add_token(name, grants, None, expires_at, Vec::new()).await?;
                output::line(token);
            }
            TokenCommand::List => {
                write.commit().await?;
                for token in store::tokens(self.database.connection(), None, None).await? {
                    output::line(self.described_token(&token));
                }
            }
            TokenCommand::Revoke { uid } => {
                write.commit().await?;
                let write = self.begin().await?;
                let token = write.token(uid).await?;
                let token = token.ok_or(Error::NotFound { argument: "uid", given: uid.to_string() })?;
                write.revoke_token(token).await?;
            }
        }
        Ok(())
    }

    async fn begin(&self) -> Result<AccountWrite> {
        let actor = Actor { kind: ActorKind::Command, name: "command line".to_owned(), ..Actor::default() };
        AccountWrite::begin(self.database, actor, self.now, None).await
    }

    /// Changes a user, who is read in the transaction: nothing that was changed meanwhile is lost.
    async fn change(&self, email: &str, change: impl FnOnce(&mut user::Model)) -> Result<()> {
        let write = self.begin().await?;
        let before = write.user_called(&store::normal_email(email)).await?;
        let before = before.ok_or_else(|| not_found(email))?;
        let mut after = user::Model { updated_at: self.now, ..before.clone() };
        change(&mut after);
        let user = write.change_user(&before, after, Vec::new(), "userUpdate").await?;
        output::line(self.described(&user));
        Ok(())
    }

    fn described(&self, user: &user::Model) -> String {
        let disabled = user.disabled_at.map(|_| self.voice.say(("account-disabled", vec![])));
        let disabled = disabled.map(|disabled| format!("  {disabled}")).unwrap_or_default();
        format!("{}  {}  {}  {}{disabled}", user.uid, user.email, user.name, self.roles(&user.grants.0))
    }

    fn described_token(&self, token: &api_token::Model) -> String {
        let at = |id, at: DateTime<Utc>| self.voice.say((id, vec![("at", at.to_string().into())]));
        let state = match (token.revoked_at, token.expires_at) {
            (Some(revoked), _) => at("account-token-revoked", revoked),
            (None, Some(expires)) if expires <= self.now => at("account-token-expired", expires),
            (None, Some(expires)) => at("account-token-until", expires),
            (None, None) => self.voice.say(("account-token-for-ever", vec![])),
        };
        let used = match token.last_used_at {
            Some(used) => at("account-token-used", used),
            None => self.voice.say(("account-token-never-used", vec![])),
        };
        format!("{}  {}  {}  {state}  {used}", token.uid, token.name, self.roles(&token.grants.0))
    }

    /// `editor of 2 events in fr`
    fn roles(&self, grants: &[Grant]) -> String {
        let role = |grant: &Grant| {
            let mut args: Args = vec![("role", permission::name(grant.role).into())];
            args.extend(grant.events.as_ref().map(|events| ("events", events.len().into())));
            args.extend(grant.locales.as_ref().map(|locales| ("locales", locales.join(",").into())));
            let id = match (&grant.events, &grant.locales) {
                (None, None) => return permission::name(grant.role).to_owned(),
                (Some(_), None) => "account-role-of-events",
                (None, Some(_)) => "account-role-in-locales",
                (Some(_), Some(_)) => "account-role-of-events-in-locales",
            };
            self.voice.say((id, args))
        };
        grants.iter().map(role).collect::<Vec<_>>().join("; ")
    }
}

fn not_found(email: &str) -> Error {
    Error::NotFound { argument: "email", given: email.to_owned() }
}

/// Reads a password from standard input: it is in no list of processes and in no history of a shell.
async fn new_password() -> Result<String> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.map_err(|error| Error::Internal(format!("standard input: {error}")))?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    match password::fault("password", &password) {
        Some(fault) => Err(Error::Invalid(vec![fault])),
        None => password::hash(password).await,
    }
}

/// What the options grant.
async fn resolve(options: &GrantOptions, write: &Write) -> Result<Vec<Grant>> {
    let mut names = Names::default();
    names.learn::<event::Entity>(write, Uuid::nil(), options.event.iter().map(String::as_str)).await?;
    let event = |name: &String| {
        let missing = || Fault::new("event", Rule::NamesNothing { kind: "event", name: name.clone() });
        names.get::<event::Entity>(Uuid::nil(), name).ok_or_else(|| Error::Invalid(vec![missing()]))
    };
    let events = options.event.iter().map(event).collect::<Result<Vec<Uuid>>>()?;
    let locales: Vec<String> = options.locale.iter().map(ToString::to_string).collect();
    let grant = |role: &crate::config::RoleOption| Grant {
        role: (*role).into(),
        events: Some(events.clone()).filter(|events| !events.is_empty()),
        locales: Some(locales.clone()).filter(|locales| !locales.is_empty()),
    };
    Ok(options.role.iter().map(grant).collect())
}
