//! Requests that must not be carried out twice: `Idempotency-Key`, as Stripe's API and the IETF's draft have it. The
//! transaction of a mutation notes the key, so that a request is carried out once whatever crashes; its answer is
//! kept for a day and given again.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use entity::idempotency;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::{asker::Asker, request::Operation};
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
pub enum Known<'f> {
    /// Nothing: it is to be carried out, and nobody else does meanwhile.
    New(Arc<Idempotency>, Turn<'f>),
    /// It was carried out; this was the answer.
    Answered(String),
}

/// The keyed requests that run now in this instance.
#[derive(Default)]
pub struct InFlight(Mutex<HashSet<(Uuid, String)>>);

impl InFlight {
    /// A turn for the request; fails while the same one is carried out.
    fn enter(&self, account: Uuid, key: &str) -> Result<Turn<'_>> {
        let name = (account, key.to_owned());
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
pub async fn known<'f>(
    asker: &Asker<'_>,
    operation: &Operation,
    viewer: &Viewer,
    instance: &Instance,
    in_flight: &'f InFlight,
) -> Result<Option<Known<'f>>> {
    let Some((key, account)) = asker.idempotency_key().zip(viewer.account.as_ref()) else {
        return Ok(None);
    };
    let key = std::str::from_utf8(key).ok().filter(|key| key.bytes().all(is_visible)).ok_or_else(invalid_key)?;
    if key.is_empty() || key.len() > MAX {
        return Err(invalid_key());
    }
    let account = account.uid;
    let hash = sha256(operation.fingerprint().as_bytes());
    // Before the look: whoever was first is through, and has left its answer, or is not.
    let turn = in_flight.enter(account, key)?;
    let row = idempotency::Entity::find_by_id((account, key.to_owned()));
    let row = row.one(instance.database.connection()).await?;
    let is_kept = |row: &idempotency::Model| instance.clock.now() < row.created_at + KEPT;
    match row {
        Some(row) if is_kept(&row) && row.request_hash != hash => return Err(Error::KeyReused),
        Some(row) if is_kept(&row) => return Ok(Some(Known::Answered(row.answer.ok_or(Error::AnswerLost)?))),
        Some(_) => forget(&instance.database, instance.clock.now()).await?,
        None => {}
    }
    let request = Arc::new(Idempotency::new(account, key.to_owned(), hash));
    Ok(Some(Known::New(request, turn)))
}

/// What is given as a key and is none.
pub fn invalid_key() -> Error {
    Error::InvalidKey { max: MAX }
}

/// Whether a header may hold it.
fn is_visible(byte: u8) -> bool {
    matches!(byte, b'\t' | b' '..=b'~')
}

/// Keeps the answer of a request that was carried out. Whoever asked has it anyway: a failure is only told.
pub async fn keep(request: &Idempotency, answer: String, database: &Database) {
    let kept = async {
        let transaction = database.begin().await?;
        idempotency::Entity::update_many()
            .col_expr(idempotency::Column::Answer, Expr::value(answer))
            .filter(idempotency::Column::ActorUid.eq(request.account))
            .filter(idempotency::Column::Key.eq(&request.key))
            .filter(idempotency::Column::RequestHash.eq(&request.request_hash))
            .filter(idempotency::Column::Answer.is_null())
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok::<_, Error>(())
    };
    if let Err(error) = kept.await {
        tracing::warn!(%error, "the answer of a request with an Idempotency-Key was not kept");
    }
}

/// Forgets the answers of more than a day ago.
pub async fn forget(database: &Database, now: DateTime<Utc>) -> Result<()> {
    let transaction = database.begin().await?;
    let old = idempotency::Entity::delete_many().filter(idempotency::Column::CreatedAt.lte(now - KEPT));
    old.exec(&transaction).await?;
    Ok(transaction.commit().await?)
}
