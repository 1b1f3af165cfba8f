//! The audit log: who did what to what, when, from where. A row is written in the transaction of the deed itself;
//! the database refuses to change or to remove one.

mod query;

use chrono::{DateTime, Utc};
use entity::{
    audit,
    value::{Outcome, Words},
};
use sea_orm::{ConnectionTrait, Set};
use uuid::Uuid;

pub use query::{AuditQuery, entries, line};

use crate::{
    Result,
    database::{insert, last_seq},
    viewer::Actor,
};

/// A row of the log; its number is given out by [`append`].
pub fn deed(
    actor: &Actor,
    now: DateTime<Utc>,
    deed: &str,
    outcome: Outcome,
    thing: Option<(&str, Uuid)>,
    fields: Vec<String>,
) -> audit::ActiveModel {
    audit::ActiveModel {
        seq: Set(0),
        at: Set(now),
        actor_kind: Set(actor.kind),
        actor_uid: Set(actor.uid),
        actor: Set(actor.name.clone()),
        address: Set(actor.address.map(|address| address.to_string())),
        deed: Set(deed.to_owned()),
        outcome: Set(outcome),
        kind: Set(thing.map(|(kind, _)| kind.to_owned())),
        uid: Set(thing.map(|(_, uid)| uid)),
        fields: Set(Words(fields)),
    }
}

/// Appends to the log, in a transaction of `Database::begin`.
pub async fn append(db: &impl ConnectionTrait, mut deeds: Vec<audit::ActiveModel>) -> Result<()> {
    if deeds.is_empty() {
        return Ok(());
    }
    let next = last_seq::<audit::Entity>(audit::Column::Seq, db).await? + 1;
    for (seq, deed) in (next..).zip(&mut deeds) {
        deed.seq = Set(seq);
    }
    insert::<audit::Entity>(db, deeds).await
}
