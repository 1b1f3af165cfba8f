//! Pending edits: a thing as an editor wants it, kept beside the thing as it is until it is published.

use std::sync::Arc;

use entity::{ContentRow, TranslationRow, draft};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Condition, Expr, ExprTrait, OnConflict},
};
use serde_json::Value;
use uuid::Uuid;

use super::{CHUNK, State, Write, access, difference};
use crate::{
    Error, Fault, Result,
    content::{
        Content, Text,
        outdated::version,
        sql::{self, Column},
    },
    error::{Conflict, ConflictingChange, FieldDifference},
    scalar,
};

impl Write {
    /// The pending edits of a thing, when there are any.
    pub async fn draft(&self, uid: Uuid) -> Result<Option<draft::Model>> {
        Ok(draft::Entity::find_by_id(uid).one(&self.transaction).await?)
    }

    /// The pending edits of these things.
    pub async fn drafts(&self, uids: &[Uuid]) -> Result<Vec<draft::Model>> {
        let mut drafts = Vec::new();
        for uids in uids.chunks(CHUNK) {
            let of_these = draft::Entity::find().filter(draft::Column::Uid.is_in(uids.iter().copied()));
            drafts.extend(of_these.all(&self.transaction).await?);
        }
        Ok(drafts)
    }

    /// Publishes rows and their translations as they are, and notes it nowhere: for a preview, which is undone.
    pub async fn publish_unnoted<E: Content>(&self, uids: &[Uuid]) -> Result<()> {
        let is_ahead = Condition::any()
            .add(sql::column::<E>(Column::PublishedAt).is_null())
            .add(sql::column::<E>(Column::PublishedAt).gt(self.scope.now));
        for uids in uids.chunks(CHUNK) {
            let own = || sql::column::<E>(Column::Uid).is_in(uids.iter().copied());
            E::update_many()
                .col_expr(Column::PublishedAt, Expr::value(self.scope.now))
                .filter(own())
                .filter(is_ahead.clone())
                .exec(&self.transaction)
                .await?;
            E::update_many()
                .col_expr(Column::UnpublishedAt, Expr::cust("NULL"))
                .filter(own())
                .exec(&self.transaction)
                .await?;
            E::Translation::update_many()
                .col_expr(Column::PublishedAt, Expr::cust("NULL"))
                .col_expr(Column::UnpublishedAt, Expr::cust("NULL"))
                .filter(E::OWNER.is_in(uids.iter().copied()))
                .exec(&self.transaction)
                .await?;
        }
        Ok(())
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
        // What others have changed since the edits began is not theirs.
        let base = self.base(live, known).await?;
        let base = base.as_ref().unwrap_or(live);
        let deeds = access::deeds_between(base, after);
        self.require_all::<E>(&deeds, uid).await?;
        self.check(after, uid, found, access::touch_row(&deeds)).await?;
        let version = known.map_or(0, |draft| draft.version) + 1;
        let base_version = known.map_or(live.row.version(), |draft| draft.base_version);
        self.keep_draft::<E>(uid, &base.snapshot()?, version, base_version, after).await
    }

    /// Keeps `after` as pending edits of what a snapshot is of, or none when there are none.
    pub(super) async fn keep_draft<E: Content>(
        &mut self,
        uid: Uuid,
        base: &Value,
        version: i32,
        base_version: i32,
        after: &State<E>,
    ) -> Result<()> {
        let fields = difference::names(&difference::differences(base, &after.snapshot()?));
        if fields.is_empty() {
            return self.drop_draft(uid).await;
        }
        let actor = self.ledger.actor().clone();
        let row = draft::Model {
            uid,
            kind: E::KIND.to_owned(),
            version,
            base_version,
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

    /// Fails when the pending edits, or what they began from, are not those that the writer knows.
    pub async fn require_draft_version<E: Content>(
        &self,
        live: &State<E>,
        known: Option<&draft::Model>,
        version: i32,
        draft_version: Option<i32>,
    ) -> Result<()> {
        let Some(draft) = known else {
            return self.require_version::<E>(live.row.uid(), version, live.row.version()).await;
        };
        if draft_version == Some(draft.version) {
            return Ok(());
        }
        let snapshot = live.snapshot()?;
        let base = self.base(live, known).await?.as_ref().unwrap_or(live).snapshot()?;
        let fields = difference::pending(&base, &draft.snapshot, &snapshot);
        Err(self.clash(live.row.version(), draft, difference::readable(&fields)))
    }

    /// Lets go of the pending edits of a thing, which takes the rights that writing them took.
    pub async fn discard_draft<E: Content>(&mut self, live: &State<E>) -> Result<()> {
        let uid = live.row.uid();
        self.require_any::<E>(uid).await?;
        let Some(draft) = self.draft(uid).await? else { return Ok(()) };
        let base = self.base(live, Some(&draft)).await?;
        let edited = State::of_snapshot(draft.snapshot)?;
        let deeds = access::deeds_between(base.as_ref().unwrap_or(live), &edited);
        self.require_all::<E>(&deeds, uid).await?;
        self.drop_draft(uid).await?;
        self.audit("draftDiscard", E::KIND, uid, Vec::new());
        Ok(())
    }

    /// Lets go of the pending edits of a thing, whoever may write them.
    pub async fn drop_draft(&self, uid: Uuid) -> Result<()> {
        draft::Entity::delete_by_id(uid).exec(&self.transaction).await?;
        Ok(())
    }

    /// `live` with the pending edits. What both have changed since the edits began is a conflict.
    pub async fn with_draft<E: Content>(&self, live: &State<E>, draft: &draft::Model) -> Result<State<E>> {
        let base = self.base(live, Some(draft)).await?.as_ref().unwrap_or(live).snapshot()?;
        let snapshot = live.snapshot()?;
        match difference::merge(&base, &draft.snapshot, &snapshot) {
            Ok(merged) => {
                let mut merged = State::of_snapshot(merged)?;
                for (locale, row) in &mut merged.translations {
                    keep_versions::<E>(row, live.translations.get(locale));
                }
                mark_overtaken(&mut merged, live, draft.base_version);
                Ok(merged)
            }
            Err(paths) => {
                let differences = difference::differences(&draft.snapshot, &snapshot);
                let clashes = differences.into_iter().filter(|(path, _)| paths.contains(path)).collect();
                Err(self.clash(live.row.version(), draft, difference::readable(&clashes)))
            }
        }
    }

    /// As [`Write::with_draft`], but what both have changed is as the edits say.
    pub(super) async fn with_draft_first<E: Content>(&self, live: &State<E>, draft: &draft::Model) -> Result<State<E>> {
        match self.with_draft(live, draft).await {
            Err(Error::Conflict { .. }) => {
                let base = self.base(live, Some(draft)).await?.as_ref().unwrap_or(live).snapshot()?;
                State::of_snapshot(difference::merge_over(&base, &draft.snapshot, &live.snapshot()?))
            }
            merged => merged,
        }
    }

    /// What pending edits began from; none when that is the thing as it is now.
    async fn base<E: Content>(&self, live: &State<E>, draft: Option<&draft::Model>) -> Result<Option<State<E>>> {
        match draft {
            Some(draft) => self.revision::<E>(live.row.uid(), draft.base_version).await,
            None => Ok(None),
        }
    }

    pub(super) fn clash(&self, version: i32, draft: &draft::Model, fields: Vec<FieldDifference>) -> Error {
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

/// Marks what was translated in the edits as outdated when its source has changed since they began, other than by
/// the edits themselves.
fn mark_overtaken<E: Content>(merged: &mut State<E>, live: &State<E>, base_version: i32) {
    let source = merged.row.source_locale().to_owned();
    let (Some(old), Some(new)) = (live.translations.get(&source), merged.translations.get(&source).cloned()) else {
        return;
    };
    for (locale, row) in merged.translations.iter_mut().filter(|(locale, _)| **locale != source) {
        let mut versions = row.text_versions().clone();
        let before = live.translations.get(locale);
        let is_overtaken = |text: &&Text<E>| {
            text.of(row).is_some()
                && before.and_then(|before| (text.get)(before)) != (text.get)(row)
                && (text.get)(old) == (text.get)(&new)
                && version(text, old) > base_version
        };
        for text in E::TEXTS.iter().filter(is_overtaken) {
            versions.0.insert(text.name().to_owned(), 0);
        }
        row.set_text_versions(versions);
    }
}

/// A snapshot knows of a translation only what people wrote: the rest is what it was.
fn keep_versions<E: Content>(row: &mut crate::content::Translation<E>, live: Option<&crate::content::Translation<E>>) {
    if let Some(live) = live {
        row.set_text_versions(live.text_versions().clone());
        row.stamp(live.owner_uid(), live.text_version(), live.source_version(), live.updated_at());
    }
}
