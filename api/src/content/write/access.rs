//! Whether the writer may: asked by the door itself, for where a thing was and for where it is put.

use std::collections::BTreeSet;

use entity::{ContentRow, TranslationRow, revision};
use sea_orm::{
    ConnectionTrait, EntityTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

use super::{State, Write, same_texts};
use crate::{
    Error, Result,
    content::{
        Content, Membership, Translation,
        sql::{self, Column},
    },
    locale::Locale,
    permission::{Authority, Belongs, Deed},
};

/// A deed, and the language that it is done to when it is done to one.
pub type Needed = (Deed, Option<String>);

/// The deeds that creating a thing in this state takes.
pub fn deeds_of_creation<E: Content>(state: &State<E>) -> Vec<Needed> {
    let mut deeds = vec![(Deed::Create, None)];
    deeds.extend(state.translations.keys().map(|locale| (Deed::Translate, Some(locale.clone()))));
    let publication = state.row.publication();
    let is_timed = |row: &Translation<E>| row.published_at().is_some() || row.unpublished_at().is_some();
    if publication.published_at.is_some()
        || publication.unpublished_at.is_some()
        || state.translations.values().any(is_timed)
    {
        deeds.push((Deed::Publish, None));
    }
    if publication.archived_at.is_some() {
        deeds.push((Deed::Archive, None));
    }
    deeds
}

/// The deeds that lead from one state to another.
pub fn deeds_between<E: Content>(before: &State<E>, after: &State<E>) -> Vec<Needed> {
    let mut deeds = Vec::new();
    let (old, new) = (before.row.publication(), after.row.publication());
    let mut publishes = (old.published_at, old.unpublished_at) != (new.published_at, new.unpublished_at);
    if old.archived_at != new.archived_at {
        deeds.push((Deed::Archive, None));
    }
    let mut rest = after.row.clone();
    rest.set_publication(old);
    if rest != before.row || before.relations != after.relations {
        deeds.push((Deed::Update, None));
    }
    let locales: BTreeSet<&String> = before.translations.keys().chain(after.translations.keys()).collect();
    for locale in locales {
        let (old, new) = (before.translations.get(locale), after.translations.get(locale));
        let times = |row: Option<&Translation<E>>| row.map(|row| (row.published_at(), row.unpublished_at()));
        publishes |= times(old).unwrap_or_default() != times(new).unwrap_or_default();
        let is_same = match (old, new) {
            (Some(old), Some(new)) => {
                same_texts::<E>(old, new) && old.slug() == new.slug() && old.text_versions() == new.text_versions()
            }
            (old, new) => old.is_none() && new.is_none(),
        };
        if !is_same {
            deeds.push((Deed::Translate, Some(locale.clone())));
        }
    }
    if publishes {
        deeds.push((Deed::Publish, None));
    }
    deeds
}

/// Whether more than texts is written: then the rules of the whole row are asked too.
pub fn touch_row(deeds: &[Needed]) -> bool {
    deeds.iter().any(|(deed, _)| matches!(deed, Deed::Create | Deed::Update))
}

impl Write {
    /// Fails when the writer may not do one of the deeds to what `uid` names.
    pub(super) async fn require_all<E: Content>(&self, deeds: &[Needed], uid: Uuid) -> Result<()> {
        if matches!(self.scope.authority, Authority::Operator) || deeds.is_empty() {
            return Ok(());
        }
        let belongs = self.belongs::<E>(uid).await?;
        let may = |(deed, locale): &&Needed| self.scope.authority.may(*deed, E::KIND, locale.as_deref(), &belongs);
        match deeds.iter().find(|needed| !may(needed)) {
            None => Ok(()),
            Some((deed, _)) => Err(Error::Forbidden { deed: *deed, kind: E::KIND }),
        }
    }

    /// Fails when the writer may not do the deed to what `uid` names.
    pub async fn require<E: Content>(&self, deed: Deed, uid: Uuid) -> Result<()> {
        self.require_all::<E>(&[(deed, None)], uid).await
    }

    /// Fails when the writer may not write the texts of what `uid` names in a language.
    pub async fn require_translate<E: Content>(&self, locale: &Locale, uid: Uuid) -> Result<()> {
        self.require_all::<E>(&[(Deed::Translate, Some(locale.to_string()))], uid).await
    }

    /// Fails when the writer may write nothing of what `uid` names, in whatever language.
    pub async fn require_any<E: Content>(&self, uid: Uuid) -> Result<()> {
        match self.require::<E>(Deed::Update, uid).await {
            Err(forbidden @ Error::Forbidden { .. }) => {
                self.require::<E>(Deed::Translate, uid).await.map_err(|_| forbidden)
            }
            answer => answer,
        }
    }

    /// Fails when there is nothing of the type that the writer may do the deed to: asked before anything else, it
    /// keeps from strangers what would be wrong with their input, a name that is taken for one.
    pub fn require_ever<E: Content>(&self, deed: Deed) -> Result<()> {
        let may = self.scope.authority.may_ever(deed, E::KIND);
        if may { Ok(()) } else { Err(Error::Forbidden { deed, kind: E::KIND }) }
    }

    /// Where a thing belongs.
    async fn belongs<E: Content>(&self, uid: Uuid) -> Result<Belongs> {
        let mut events = BTreeSet::new();
        for membership in E::memberships() {
            let query = match membership {
                Membership::Through(query) => query(Expr::value(uid)),
                Membership::Column(event) => Query::select()
                    .expr_as(Expr::col((E::default(), event)), "event_uid")
                    .from(E::default())
                    .and_where(sql::column::<E>(Column::Uid).eq(uid))
                    .take(),
            };
            for row in self.transaction.query_all(&query).await? {
                events.extend(row.try_get::<Option<Uuid>>("", "event_uid")?);
            }
        }
        let creator = match (&self.scope.authority, self.created.contains(&uid)) {
            (Authority::Account(account), true) => account.uid,
            _ => revision::Entity::find_by_id((uid, 1)).one(&self.transaction).await?.and_then(|first| first.actor_uid),
        };
        Ok(Belongs { events: events.into_iter().collect(), creator })
    }
}
