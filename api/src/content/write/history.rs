//! Earlier versions: what they were, and what was changed since.

use std::{collections::HashSet, sync::Arc};

use chrono::{DateTime, Utc};
use entity::{change, revision};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{State, Write, difference};
use crate::{
    Error, Result,
    content::Content,
    error::{Conflict, ConflictingChange},
    scalar,
};

/// Most changes that a conflict tells: the latest.
const MOST_CHANGES: u64 = 50;

/// A thing as it was at one version.
pub async fn revision<E: Content>(db: &impl ConnectionTrait, uid: Uuid, version: i32) -> Result<Option<State<E>>> {
    let row = revision::Entity::find_by_id((uid, version)).one(db).await?;
    row.map(|row| State::of_snapshot(row.snapshot)).transpose()
}

impl Write {
    /// The thing as it was at one version.
    pub async fn revision<E: Content>(&self, uid: Uuid, version: i32) -> Result<Option<State<E>>> {
        revision(&self.transaction, uid, version).await
    }

    /// Fails when the version is not the present one, and tells who changed what since.
    pub async fn require_version<E: Content>(&self, uid: Uuid, given: i32, present: i32) -> Result<()> {
        if given == present { Ok(()) } else { Err(self.conflict(uid, given, present).await?) }
    }

    /// What was changed since an instant, each with the instant of the change.
    pub async fn changes_since<E: Content>(&self, since: DateTime<Utc>) -> Result<HashSet<(Uuid, DateTime<Utc>)>> {
        let rows = change::Entity::find()
            .select_only()
            .columns([change::Column::Uid, change::Column::At])
            .filter(change::Column::Kind.eq(E::KIND))
            .filter(change::Column::At.gt(since));
        Ok(rows.into_tuple().all(&self.transaction).await?.into_iter().collect())
    }

    /// What has been changed since a version, as the error of whoever started from that one.
    pub(super) async fn conflict(&self, uid: Uuid, given: i32, present: i32) -> Result<Error> {
        let mut since = change::Entity::find()
            .filter(change::Column::Uid.eq(uid))
            .filter(change::Column::Version.gt(given))
            .order_by_desc(change::Column::Seq)
            .limit(MOST_CHANGES)
            .all(&self.transaction)
            .await?;
        since.reverse();
        let change = |row: change::Model| ConflictingChange {
            version: row.version,
            at: scalar::DateTime(row.at).to_string(),
            by: row.actor,
            action: row.action,
            fields: row.fields.as_object().map(difference::readable).unwrap_or_default(),
        };
        let changes = since.into_iter().map(change).collect();
        Ok(Error::Conflict { given, conflict: Arc::new(Conflict { version: present, changes }) })
    }
}
