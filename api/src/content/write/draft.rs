//! Pending edits: a thing as an editor wants it, kept beside the thing as it is until it is published.

use entity::{ContentRow, draft};
use sea_orm::{EntityTrait, IntoActiveModel, sea_query::OnConflict};
use std::sync::Arc;
use uuid::Uuid;

use super::{State, Write, access, difference};
use crate::{
    Error, Fault, Result,
    content::Content,
    error::{Conflict, ConflictingChange, FieldDifference},
    scalar,
};

impl Write {
    /// The pending edits of a thing, when there are any.
    pub async fn draft(&self, uid: Uuid) -> Result<Option<draft::Model>> {
        Ok(draft::Entity::find_by_id(uid).one(&self.transaction).await?)
    }

    /// Keeps `after` as the pending edits of `live`; `known` are those that were there. Edits that leave nothing
    /// to change are no edits: then there are none afterwards.
    pub async fn save_draft<E: Content>(
        &mut self,
        live: &State<E>,
        known: Option<&draft::Model>,
        after: &State<E>,
        found: Vec<Fault>,
    ) -> Result<()> {
        let uid = live.row.uid();
        let deeds = access::deeds_between(live, after);
        self.require_all::<E>(&deeds, uid).await?;
        self.check(after, uid, found, access::touch_row(&deeds)).await?;
        let fields = difference::names(&difference::differences(&live.snapshot()?, &after.snapshot()?));
        if fields.is_empty() {
            return self.drop_draft(uid).await;
        }
        let actor = self.ledger.actor().clone();
        let row = draft::Model {
            uid,
            kind: E::KIND.to_owned(),
            version: known.map_or(0, |draft| draft.version) + 1,
            base_version: known.map_or(live.row.version(), |draft| draft.base_version),
            snapshot: after.snapshot()?,
            at: self.scope.now,
            actor_kind: actor.kind,
            actor_uid: actor.uid,
            actor: actor.name,
        };
        let replace = OnConflict::column(draft::Column::Uid)
            .update_columns([
                draft::Column::Version,
                draft::Column::BaseVersion,
                draft::Column::Snapshot,
                draft::Column::At,
                draft::Column::ActorKind,
                draft::Column::ActorUid,
                draft::Column::Actor,
            ])
            .to_owned();
        let row = draft::Entity::insert(row.into_active_model()).on_conflict(replace);
        row.exec_without_returning(&self.transaction).await?;
        self.audit("draftSave", E::KIND, uid, fields);
        Ok(())
    }

    /// Lets go of the pending edits of a thing.
    pub async fn drop_draft(&self, uid: Uuid) -> Result<()> {
        draft::Entity::delete_by_id(uid).exec(&self.transaction).await?;
        Ok(())
    }

    /// `live` with the pending edits. What both have changed since the edits began is a conflict.
    pub async fn with_draft<E: Content>(&self, live: &State<E>, draft: &draft::Model) -> Result<State<E>> {
        let uid = live.row.uid();
        let base = match self.revision::<E>(uid, draft.base_version).await? {
            Some(base) => base.snapshot()?,
            None => live.snapshot()?,
        };
        let snapshot = live.snapshot()?;
        match difference::merge(&base, &draft.snapshot, &snapshot) {
            Ok(merged) => {
                let mut merged = State::of_snapshot(merged)?;
                for (locale, row) in &mut merged.translations {
                    keep_versions::<E>(row, live.translations.get(locale));
                }
                Ok(merged)
            }
            Err(paths) => {
                let differences = difference::differences(&draft.snapshot, &snapshot);
                let clashes = differences.into_iter().filter(|(path, _)| paths.contains(path)).collect();
                Err(self.clash(live.row.version(), draft, difference::readable(&clashes)))
            }
        }
    }

    fn clash(&self, version: i32, draft: &draft::Model, fields: Vec<FieldDifference>) -> Error {
        let change = ConflictingChange {
            version: draft.version,
            at: scalar::DateTime(draft.at).to_string(),
            by: draft.actor.clone(),
            action: "draftSave".to_owned(),
            fields,
        };
        let conflict = Arc::new(Conflict { version, changes: vec![change] });
        Error::Conflict { given: draft.base_version, conflict }
    }
}

/// A snapshot knows of a translation only what people wrote: the rest is what it was.
fn keep_versions<E: Content>(row: &mut crate::content::Translation<E>, live: Option<&crate::content::Translation<E>>) {
    use entity::TranslationRow;
    if let Some(live) = live {
        row.set_text_versions(live.text_versions().clone());
        row.stamp(live.owner_uid(), live.text_version(), live.source_version(), live.updated_at());
    }
}
