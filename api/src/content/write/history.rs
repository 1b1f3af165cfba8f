//! Earlier versions: what they were, and what was changed since.

use entity::{change, revision};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::sync::Arc;
use uuid::Uuid;

use super::{State, Write, difference};
use crate::{
    Error, Result,
    content::Content,
    error::{Conflict, ConflictingChange},
    scalar,
};

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

    /// What has been changed since a version, as the error of whoever started from that one.
    pub(super) async fn conflict(&self, uid: Uuid, given: i32, present: i32) -> Result<Error> {
        let since = change::Entity::find()
            .filter(change::Column::Uid.eq(uid))
            .filter(change::Column::Version.gt(given))
            .order_by_asc(change::Column::Seq)
            .all(&self.transaction)
            .await?;
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
