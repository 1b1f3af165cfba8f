//! Removing for good. The change log keeps that something was there and when it went, and nothing of what it was.

use entity::{ContentRow, change, draft, external_id, revision, search_text, slug, sort_key};
use sea_orm::{
    ColumnTrait, EntityTrait, ModelTrait, QueryFilter, Value,
    sea_query::{Condition, Expr, ExprTrait},
};
use serde_json::json;
use uuid::Uuid;

use super::{Action, State, Write};
use crate::{
    Result,
    content::{
        Content,
        relations::Relations,
        sql::{self, Column},
    },
};

impl Write {
    /// Removes a thing and all that is kept of it. Its parts must be gone and whatever named it must have let go,
    /// see `node::purge`; whether the writer may was asked before that, since now it belongs nowhere any more.
    pub async fn purge<E: Content>(&mut self, state: &State<E>) -> Result<()> {
        let uid = state.row.uid();
        let db = &self.transaction;
        E::delete_many().filter(sql::column::<E>(Column::Uid).eq(uid)).exec(db).await?;
        slug::Entity::delete_many().filter(slug::Column::Uid.eq(uid)).exec(db).await?;
        external_id::Entity::delete_many().filter(external_id::Column::Uid.eq(uid)).exec(db).await?;
        sort_key::Entity::delete_many().filter(sort_key::Column::Uid.eq(uid)).exec(db).await?;
        search_text::Entity::delete_many().filter(search_text::Column::Uid.eq(uid)).exec(db).await?;
        revision::Entity::delete_many().filter(revision::Column::Uid.eq(uid)).exec(db).await?;
        draft::Entity::delete_by_id(uid).exec(db).await?;
        change::Entity::update_many()
            .col_expr(change::Column::Fields, Expr::value(json!({})))
            .filter(change::Column::Uid.eq(uid))
            .exec(db)
            .await?;
        self.ledger.forget(uid);
        let touched = state.touches(self.scope.now);
        self.ledger.change::<E>(uid, state.row.version() + 1, Action::Purge, serde_json::Map::new(), touched);
        Ok(())
    }

    /// Makes all things of a type that name `uid` let go of it, each with a version of its own. It takes no right:
    /// whoever may purge a thing may have it gone, wherever else it is named.
    pub async fn let_go<E: Content>(&mut self, uid: Uuid) -> Result<()> {
        let own = sql::column::<E>(Column::Uid);
        let names = E::REFERENCES
            .iter()
            .fold(Condition::any(), |any, column| any.add(Expr::col((E::default(), *column)).eq(uid)));
        let names = E::Relations::owners_of(uid)
            .into_iter()
            .fold(names, |any, owners| any.add(own.clone().in_subquery(owners)));
        if names.is_empty() {
            return Ok(());
        }
        let uids = self.uids::<E>(names).await?;
        for before in self.load::<E>(&uids).await?.into_values() {
            let (own, pending) = (before.row.uid(), self.pending(&before).await?);
            let after = without(before.clone(), uid);
            self.put(&before, after, Action::Update, &[], Vec::new()).await?;
            if pending != before
                && let Some(live) = self.load::<E>(&[own]).await?.remove(&own)
            {
                let known = self.draft(own).await?;
                self.wait_on(&live, known.as_ref(), &without(pending, uid)).await?;
            }
        }
        Ok(())
    }
}

/// A state that names `uid` nowhere.
fn without<E: Content>(mut state: State<E>, uid: Uuid) -> State<E> {
    for column in E::REFERENCES {
        if state.row.get(*column) == Value::from(uid) {
            state.row.set(*column, Value::Uuid(None));
        }
    }
    state.relations.let_go(uid);
    state
}
