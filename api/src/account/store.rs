//! The one door to accounts: who may sign in, who is signed in, which tokens there are. Each write is one
//! transaction with its row of the audit log.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    api_token, user, user_session,
    value::{ActorKind, Grant, Grants, Outcome},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Set,
};
use uuid::Uuid;

use super::password;
use crate::{
    Error, Fault, Result, Rule, audit,
    database::{Database, commit},
    log::Stretch,
    permission::Authority,
    signing::{random, sha256},
    viewer::{Account, Actor, Idempotency},
};

/// What the tokens of signed-in users begin with.
const OF_SESSION: &str = "tribune_session_";
/// What API tokens begin with, so that scanners for leaked secrets know them.
const OF_API: &str = "tribune_token_";
/// How exactly it is noted when a token was last used.
const TO_THE_MINUTE: TimeDelta = TimeDelta::minutes(1);

/// A token that nobody can guess, shown once.
fn secret(prefix: &str) -> Result<String> {
    Ok(format!("{prefix}{}", BASE64_URL_SAFE_NO_PAD.encode(random()?)))
}

/// An e-mail address as it is kept and looked up.
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// What somebody says that they sign in with; none when it can be no address of anybody. That has any size and may
/// be a password in the wrong place, so it is kept nowhere.
pub fn possible_email(email: &str) -> Option<String> {
    Some(normal_email(email)).filter(|email| is_email(email))
}

/// A write to the accounts.
pub struct AccountWrite {
    transaction: DatabaseTransaction,
    actor: Actor,
    now: DateTime<Utc>,
    idempotency: Option<Arc<Idempotency>>,
}

impl AccountWrite {
    pub async fn begin(
        database: &Database,
        actor: Actor,
        now: DateTime<Utc>,
        idempotency: Option<Arc<Idempotency>>,
    ) -> Result<Self> {
        Ok(Self { transaction: database.begin().await?, actor, now, idempotency })
    }

    /// Commits what was done, and that it was.
    pub async fn commit(self, deed: &str, thing: Option<(&str, Uuid)>, fields: Vec<String>) -> Result<()> {
        self.end(deed, Outcome::Done, thing, fields).await
    }

    async fn end(self, deed: &str, outcome: Outcome, thing: Option<(&str, Uuid)>, fields: Vec<String>) -> Result<()> {
        let deed = audit::deed(&self.actor, self.now, deed, outcome, thing, fields);
        audit::append(&self.transaction, vec![deed]).await?;
        commit(self.transaction, self.idempotency.as_deref(), self.now).await
    }

    /// A user with this address, when there is one.
    pub async fn user_called(&self, email: &str) -> Result<Option<user::Model>> {
        Ok(user::Entity::find().filter(user::Column::Email.eq(email)).one(&self.transaction).await?)
    }

    pub async fn user(&self, uid: Uuid) -> Result<Option<user::Model>> {
        Ok(user::Entity::find_by_id(uid).one(&self.transaction).await?)
    }

    /// The user as they are now, when what was verified of them outside of this transaction still holds: whoever knows
    /// a password that is not theirs any more must not come in with it.
    pub async fn still(&self, verified: Option<user::Model>) -> Result<Option<user::Model>> {
        let Some(verified) = verified else { return Ok(None) };
        let now = self.user(verified.uid).await?;
        Ok(now.filter(|now| now.password_hash == verified.password_hash && now.disabled_at.is_none()))
    }

    /// What is wrong with the name and the address of a user.
    async fn faults_of(&self, user: &user::Model) -> Result<Vec<Fault>> {
        let mut faults: Vec<Fault> = fault_of_name(&user.name).into_iter().collect();
        if !is_email(&user.email) {
            faults.push(Fault::new("email", Rule::Email(user.email.clone())));
        }
        if self.user_called(&user.email).await?.is_some_and(|other| other.uid != user.uid) {
            faults.push(Fault::new("email", Rule::Taken(user.email.clone())));
        }
        Ok(faults)
    }

    /// Adds a user; `found` is what is wrong already.
    pub async fn add_user(self, user: user::Model, mut found: Vec<Fault>) -> Result<user::Model> {
        found.extend(self.faults_of(&user).await?);
        if !found.is_empty() {
            return Err(Error::Invalid(found));
        }
        user::Entity::insert(user.clone().into_active_model()).exec_without_returning(&self.transaction).await?;
        self.commit("userCreate", Some(("user", user.uid)), fields(&user.grants)).await?;
        Ok(user)
    }

    /// Changes a user. With another password, or none any more, the user is signed out everywhere.
    pub async fn change_user(
        self,
        before: &user::Model,
        after: user::Model,
        mut found: Vec<Fault>,
        deed: &str,
    ) -> Result<user::Model> {
        found.extend(self.faults_of(&after).await?);
        if !found.is_empty() {
            return Err(Error::Invalid(found));
        }
        let changed = [
            ("email", before.email != after.email),
            ("name", before.name != after.name),
            ("password", before.password_hash != after.password_hash),
            ("grants", before.grants != after.grants),
            ("disabled", before.disabled_at != after.disabled_at),
        ];
        let changed: Vec<String> =
            changed.iter().filter(|(_, changed)| *changed).map(|(name, _)| (*name).to_owned()).collect();
        let row = after.clone().into_active_model().reset_all();
        row.update(&self.transaction).await?;
        if before.password_hash != after.password_hash || after.disabled_at.is_some() {
            self.sign_out_everywhere(after.uid).await?;
        }
        self.commit(deed, Some(("user", after.uid)), changed).await?;
        Ok(after)
    }

    /// Keeps the answer of the request out of the database: there is a secret in it.
    fn hide_answer(&self) {
        if let Some(request) = &self.idempotency {
            request.hide_answer();
        }
    }

    async fn sign_out_everywhere(&self, user: Uuid) -> Result<()> {
        let sessions = user_session::Entity::delete_many().filter(user_session::Column::UserUid.eq(user));
        sessions.exec(&self.transaction).await?;
        Ok(())
    }

    /// Notes that somebody did not come in, and as whom they tried.
    pub async fn refuse_sign_in(mut self, email: Option<String>) -> Result<()> {
        self.actor.name = email.unwrap_or_default();
        self.end("signIn", Outcome::Denied, None, Vec::new()).await
    }

    /// Signs a user in, who was read in this transaction; the token is kept nowhere.
    pub async fn sign_in(mut self, user: &user::Model, lifetime: TimeDelta) -> Result<(String, DateTime<Utc>)> {
        self.hide_answer();
        let (token, expires_at) = (secret(OF_SESSION)?, self.now + lifetime);
        let over = user_session::Entity::delete_many().filter(user_session::Column::ExpiresAt.lte(self.now));
        over.exec(&self.transaction).await?;
        let session = user_session::Model {
            token_hash: sha256(token.as_bytes()),
            user_uid: user.uid,
            address: self.actor.address.map(|address| address.to_string()),
            created_at: self.now,
            expires_at,
        };
        user_session::Entity::insert(session.into_active_model()).exec_without_returning(&self.transaction).await?;
        self.actor =
            Actor { kind: ActorKind::User, uid: Some(user.uid), name: user.name.clone(), address: self.actor.address };
        self.commit("signIn", Some(("user", user.uid)), Vec::new()).await?;
        Ok((token, expires_at))
    }

    pub async fn sign_out(self, user: Uuid, session: &str) -> Result<()> {
        user_session::Entity::delete_by_id(session.to_owned()).exec(&self.transaction).await?;
        self.commit("signOut", Some(("user", user)), Vec::new()).await
    }

    /// Adds a token; the token itself is kept nowhere.
    pub async fn add_token(
        self,
        name: String,
        grants: Vec<Grant>,
        user: Option<Uuid>,
        expires_at: Option<DateTime<Utc>>,
        mut found: Vec<Fault>,
    ) -> Result<(api_token::Model, String)> {
        found.extend(fault_of_name(&name));
        if expires_at.is_some_and(|at| at <= self.now) {
            found.push(Fault::new("expires_at", Rule::OutOfRange));
        }
        if !found.is_empty() {
            return Err(Error::Invalid(found));
        }
        self.hide_answer();
        let token = secret(OF_API)?;
        let row = api_token::Model {
            uid: Uuid::now_v7(),
            name,
            token_hash: sha256(token.as_bytes()),
            grants: Grants(grants),
            user_uid: user,
            created_at: self.now,
            expires_at,
            last_used_at: None,
            revoked_at: None,
        };
        api_token::Entity::insert(row.clone().into_active_model()).exec_without_returning(&self.transaction).await?;
        self.commit("tokenCreate", Some(("token", row.uid)), fields(&row.grants)).await?;
        Ok((row, token))
    }

    pub async fn token(&self, uid: Uuid) -> Result<Option<api_token::Model>> {
        Ok(api_token::Entity::find_by_id(uid).one(&self.transaction).await?)
    }

    pub async fn revoke_token(self, token: api_token::Model) -> Result<api_token::Model> {
        let token = api_token::Model { revoked_at: token.revoked_at.or(Some(self.now)), ..token };
        token.clone().into_active_model().reset_all().update(&self.transaction).await?;
        self.commit("tokenRevoke", Some(("token", token.uid)), Vec::new()).await?;
        Ok(token)
    }
}

/// Most letters of the name of a user or a token, which the logs keep with each deed.
const MAX_NAME: usize = 200;

fn fault_of_name(name: &str) -> Option<Fault> {
    let rule = match name.chars().count() {
        _ if name.trim().is_empty() => Rule::Required,
        length if length > MAX_NAME => Rule::TooLong { max: MAX_NAME },
        _ => return None,
    };
    Some(Fault::new("name", rule))
}

/// What the audit log says of grants: roles, not where they hold.
fn fields(grants: &Grants) -> Vec<String> {
    grants.0.iter().map(|grant| format!("grants.{}", crate::permission::name(grant.role))).collect()
}

fn is_email(text: &str) -> bool {
    let is_foreign = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '@';
    let is_part = |part: &str| !part.is_empty() && !part.contains(is_foreign);
    text.len() <= 254 && text.split_once('@').is_some_and(|(name, host)| is_part(name) && is_part(host))
}

/// Users, the latest first: all of them, or a stretch and one more.
pub async fn users(db: &DatabaseConnection, stretch: Option<Stretch<Uuid>>) -> Result<Vec<user::Model>> {
    let users = user::Entity::find()
        .order_by_desc(user::Column::Uid)
        .apply_if(stretch.and_then(|stretch| stretch.after), |users, uid| users.filter(user::Column::Uid.lt(uid)))
        .apply_if(stretch, |users, stretch| users.limit(stretch.size + 1));
    Ok(users.all(db).await?)
}

/// The tokens of a user, or of all, the latest first: all of them, or a stretch and one more.
pub async fn tokens(
    db: &DatabaseConnection,
    of_user: Option<Uuid>,
    stretch: Option<Stretch<Uuid>>,
) -> Result<Vec<api_token::Model>> {
    let tokens = api_token::Entity::find()
        .order_by_desc(api_token::Column::Uid)
        .apply_if(of_user, |tokens, user| tokens.filter(api_token::Column::UserUid.eq(user)))
        .apply_if(stretch.and_then(|stretch| stretch.after), |tokens, uid| {
            tokens.filter(api_token::Column::Uid.lt(uid))
        })
        .apply_if(stretch, |tokens, stretch| tokens.limit(stretch.size + 1));
    Ok(tokens.all(db).await?)
}

pub async fn user(db: &DatabaseConnection, uid: Uuid) -> Result<Option<user::Model>> {
    Ok(user::Entity::find_by_id(uid).one(db).await?)
}

pub async fn user_by_email(db: &DatabaseConnection, email: &str) -> Result<Option<user::Model>> {
    Ok(user::Entity::find().filter(user::Column::Email.eq(normal_email(email))).one(db).await?)
}

/// A user who is as good as new.
pub fn new_user(
    email: &str,
    name: String,
    password_hash: String,
    grants: Vec<Grant>,
    now: DateTime<Utc>,
) -> user::Model {
    user::Model {
        uid: Uuid::now_v7(),
        email: normal_email(email),
        name,
        password_hash,
        grants: Grants(grants),
        disabled_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// The account that a token is of, and what kind of account it is; none when the token is of nobody any more.
pub async fn account_of(database: &Database, token: &str, now: DateTime<Utc>) -> Result<Option<(Account, ActorKind)>> {
    if token.starts_with(OF_API) {
        let hash = sha256(token.as_bytes());
        return Ok(token_of(database, &hash, now).await?.map(|account| (account, ActorKind::Token)));
    }
    Ok(account_of_session(database, token, now).await?.map(|account| (account, ActorKind::User)))
}

/// The user whose session a token is of; none when it is of none any more, or an API token.
pub async fn account_of_session(database: &Database, token: &str, now: DateTime<Utc>) -> Result<Option<Account>> {
    if !token.starts_with(OF_SESSION) {
        return Ok(None);
    }
    let (db, hash) = (database.connection(), sha256(token.as_bytes()));
    let Some(session) = user_session::Entity::find_by_id(hash).one(db).await? else { return Ok(None) };
    let user = user::Entity::find_by_id(session.user_uid).one(db).await?;
    let user = user.filter(|user| user.disabled_at.is_none() && now < session.expires_at);
    Ok(user.map(|user| Account {
        uid: user.uid,
        name: user.name,
        email: Some(user.email),
        grants: user.grants.0,
        expires_at: Some(session.expires_at),
        session: Some(session.token_hash),
    }))
}

async fn token_of(database: &Database, hash: &str, now: DateTime<Utc>) -> Result<Option<Account>> {
    let db = database.connection();
    let token = api_token::Entity::find().filter(api_token::Column::TokenHash.eq(hash)).one(db).await?;
    let is_good = |token: &api_token::Model| token.revoked_at.is_none() && token.expires_at.is_none_or(|end| now < end);
    let Some(mut token) = token.filter(is_good) else { return Ok(None) };
    if let Some(uid) = token.user_uid {
        // A token is no more than whoever made it is now.
        let user = user::Entity::find_by_id(uid).one(db).await?.filter(|user| user.disabled_at.is_none());
        let Some(user) = user else { return Ok(None) };
        let maker = Authority::of(user.uid, user.grants.0);
        token.grants.0.retain(|grant| maker.holds(grant));
    }
    if token.last_used_at.is_none_or(|at| at + TO_THE_MINUTE <= now) {
        note_use(database.clone(), token.uid, now);
    }
    Ok(Some(Account {
        uid: token.uid,
        name: token.name,
        email: None,
        grants: token.grants.0,
        expires_at: token.expires_at,
        session: None,
    }))
}

/// Notes beside the request that a token was used: nobody waits for it.
fn note_use(database: Database, token: Uuid, now: DateTime<Utc>) {
    actix_web::rt::spawn(async move {
        let noted = async {
            let transaction = database.begin().await?;
            let used = api_token::ActiveModel { uid: Set(token), last_used_at: Set(Some(now)), ..Default::default() };
            used.update(&transaction).await?;
            transaction.commit().await?;
            Ok::<_, Error>(())
        };
        if let Err(error) = noted.await {
            tracing::warn!(%error, "the use of a token was not noted");
        }
    });
}

/// The user, when the password is theirs; without a user, never, and as slowly.
pub async fn verified(user: Option<user::Model>, password: String) -> Result<Option<user::Model>> {
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let is_right = password::verify(password, hash).await?;
    Ok(user.filter(|user| is_right && user.disabled_at.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_two_parts() {
        assert!(is_email("ana@tribune.example"));
        let long = format!("{}@tribune.example", "a".repeat(254));
        for wrong in ["ana", "@tribune.example", "ana@", "a na@tribune.example", "a@b@c", "a\u{1b}@b", &long] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }
}
