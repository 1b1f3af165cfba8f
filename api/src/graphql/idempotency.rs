//! Requests that must not be carried out twice: `Idempotency-Key`, as Stripe's API and the IETF's draft have it. The
//! transaction of a mutation notes the key, so that a request is carried out once whatever crashes; its answer is
//! kept for a day and given again.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use actix_web::HttpRequest;
use chrono::{DateTime, TimeDelta, Utc};
use entity::idempotency;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use super::request::Operation;
use crate::{
    Error, Result,
    database::Database,
    instance::Instance,
    signing::sha256,
    viewer::{Idempotency, Viewer},
};

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// Most letters of a key.
const MAX: usize = 255;

/// What is known of a request with a key.
pub enum Known {
    /// Nothing: it is to be carried out.
    New(Arc<Idempotency>),
    /// It was carried out; this was the answer.
    Answered(String),
}

/// The keyed requests that run now in this instance.
#[derive(Default)]
pub struct InFlight(Mutex<HashSet<(Uuid, String)>>);

impl InFlight {
    /// A turn for the request; fails while the same one is carried out.
    pub fn enter(&self, request: &Idempotency) -> Result<Turn<'_>> {
        let name = (request.account, request.key.clone());
        let is_first = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone());
        if is_first { Ok(Turn { in_flight: self, name }) } else { Err(Error::InProgress) }
    }
}

/// As long as it lives, the same request waits.
pub struct Turn<'f> {
    in_flight: &'f InFlight,
    name: (Uuid, String),
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.in_flight.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.name);
    }
}

/// What is known of the mutation, when it has a key and somebody is signed in.
pub async fn known(
    request: &HttpRequest,
    operation: &Operation,
    viewer: &Viewer,
    instance: &Instance,
) -> Result<Option<Known>> {
    let Some((key, account)) = request.headers().get("idempotency-key").zip(viewer.account.as_ref()) else {
        return Ok(None);
    };
    let invalid = Error::InvalidKey { max: MAX };
    let key = key.to_str().map_err(|_| invalid.clone())?;
    if key.is_empty() || key.len() > MAX {
        return Err(invalid);
    }
    let account = account.uid;
    let hash = sha256(operation.fingerprint().as_bytes());
    let row = idempotency::Entity::find_by_id((account, key.to_owned()));
    let row = row.one(instance.database.connection()).await?;
    let is_kept = |row: &idempotency::Model| instance.clock.now() < row.created_at + KEPT;
    match row {
        Some(row) if !is_kept(&row) => {
            forget(&instance.database, instance.clock.now()).await?;
            Ok(Some(Known::New(Arc::new(Idempotency::new(account, key.to_owned(), hash)))))
        }
        Some(row) if row.request_hash != hash => Err(Error::KeyReused),
        Some(row) => Ok(Some(Known::Answered(row.answer.ok_or(Error::AnswerLost)?))),
        None => Ok(Some(Known::New(Arc::new(Idempotency::new(account, key.to_owned(), hash))))),
    }
}

/// Keeps the answer of a request that was carried out.
pub async fn keep(request: &Idempotency, answer: String, database: &Database) -> Result<()> {
    let transaction = database.begin().await?;
    let row = idempotency::ActiveModel {
        actor_uid: Set(request.account),
        key: Set(request.key.clone()),
        answer: Set(Some(answer)),
        ..Default::default()
    };
    row.update(&transaction).await?;
    Ok(transaction.commit().await?)
}

/// Forgets the answers of more than a day ago.
pub async fn forget(database: &Database, now: DateTime<Utc>) -> Result<()> {
    let transaction = database.begin().await?;
    let old = idempotency::Entity::delete_many().filter(idempotency::Column::CreatedAt.lte(now - KEPT));
    old.exec(&transaction).await?;
    Ok(transaction.commit().await?)
}
