//! Who is asking, and who writes.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use chrono::{DateTime, Utc};
use entity::value::{AccessRole, ActorKind, Grant};
use uuid::Uuid;

use crate::{Error, Result, permission::Authority};

/// Who does something, in the words of the logs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    pub kind: ActorKind,
    /// The user or the token.
    pub uid: Option<Uuid>,
    /// As people call them.
    pub name: String,
    /// The network address.
    pub address: Option<IpAddr>,
}

/// Who asks something of the API.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub actor: Actor,
    pub authority: Authority,
    /// None: nobody is signed in.
    pub account: Option<Account>,
}

/// Who is signed in, and how.
#[derive(Clone, Debug)]
pub struct Account {
    pub uid: Uuid,
    pub name: String,
    /// Of a user; a token has none.
    pub email: Option<String>,
    pub grants: Vec<Grant>,
    pub expires_at: Option<DateTime<Utc>>,
    /// Of a user's session: what names it in the table of sessions.
    pub session: Option<String>,
}

impl Viewer {
    /// Nobody, from an address.
    pub fn anonymous(address: Option<IpAddr>) -> Self {
        Self {
            actor: Actor { kind: ActorKind::Anonymous, address, ..Actor::default() },
            authority: Authority::none(),
            account: None,
        }
    }

    pub fn of(account: Account, kind: ActorKind, address: Option<IpAddr>) -> Self {
        Self {
            actor: Actor { kind, uid: Some(account.uid), name: account.name.clone(), address },
            authority: Authority::of(account.uid, account.grants.clone()),
            account: Some(account),
        }
    }

    /// The account; fails when nobody is signed in.
    pub fn require_account(&self) -> Result<&Account> {
        self.account.as_ref().ok_or(Error::Unauthenticated)
    }

    /// The account of a user; fails for a token too.
    pub fn require_user(&self) -> Result<&Account> {
        let account = self.require_account()?;
        if account.session.is_some() { Ok(account) } else { Err(Error::UserRequired) }
    }

    /// Fails when nobody is signed in, or does not hold the role for all events: accounts and logs ask for it.
    pub fn require(&self, role: AccessRole) -> Result<&Account> {
        let account = self.require_account()?;
        let holds = self.authority.is(role) || self.authority.is(AccessRole::Admin);
        if holds { Ok(account) } else { Err(Error::RoleRequired { role }) }
    }
}

/// Who writes content, and in which request.
#[derive(Clone, Debug)]
pub struct Writer {
    pub actor: Actor,
    pub authority: Authority,
    /// Set when the request must not be carried out twice.
    pub idempotency: Option<Arc<Idempotency>>,
}

impl Writer {
    /// A command of the program: `import programme.json`.
    pub fn command(name: &str) -> Self {
        let actor = Actor { kind: ActorKind::Command, name: name.to_owned(), ..Actor::default() };
        Self { actor, authority: Authority::Operator, idempotency: None }
    }

    /// The clock, which announces what has become due.
    pub fn schedule() -> Self {
        let actor = Actor { kind: ActorKind::Schedule, name: "schedule".to_owned(), ..Actor::default() };
        Self { actor, authority: Authority::Operator, idempotency: None }
    }
}

/// A request with an `Idempotency-Key`.
#[derive(Debug)]
pub struct Idempotency {
    pub account: Uuid,
    pub key: String,
    /// SHA-256 of the request, in hexadecimal.
    pub request_hash: String,
    /// Whether a transaction of the request has noted it, and was committed.
    noted: AtomicBool,
    /// Whether its answer holds a secret, which is kept nowhere.
    is_secret: AtomicBool,
}

impl Idempotency {
    pub fn new(account: Uuid, key: String, request_hash: String) -> Self {
        Self { account, key, request_hash, noted: AtomicBool::new(false), is_secret: AtomicBool::new(false) }
    }

    /// Whether a transaction of the request has noted it, and was committed.
    pub fn is_noted(&self) -> bool {
        self.noted.load(Ordering::Acquire)
    }

    pub fn note(&self) {
        self.noted.store(true, Ordering::Release);
    }

    /// Keeps the answer out of the database.
    pub fn hide_answer(&self) {
        self.is_secret.store(true, Ordering::Release);
    }

    /// Whether something was carried out whose answer may be given again.
    pub fn keeps_answer(&self) -> bool {
        self.is_noted() && !self.is_secret.load(Ordering::Acquire)
    }
}
