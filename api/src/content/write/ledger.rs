//! What the write door keeps beside the content: slugs, external ids, sort keys, folded texts, revisions and
//! the change log. What needs no answer is gathered and written in bulk before the commit.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    ops::RangeInclusive,
};

use chrono::{DateTime, Utc};
use entity::{TranslationRow, change, external_id, revision, search_text, slug, sort_key, value::Outcome};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryTrait, Set,
    sea_query::{ExprTrait, LikeExpr, OnConflict},
};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Action, CHUNK, State, difference};
use crate::{
    Error, Fault, Result, Rule, audit,
    cache::tag::Touched,
    content::{Content, Title, input::LONGEST_NAME, text::fold},
    database::{BULK, insert, last_seq, news::tell},
    locale::collation::Collators,
    viewer::Actor,
};

/// What is written at the end of the transaction.
pub struct Ledger {
    actor: Actor,
    now: DateTime<Utc>,
    revisions: Vec<revision::ActiveModel>,
    changes: Vec<change::ActiveModel>,
    deeds: Vec<entity::audit::ActiveModel>,
    external_ids: BTreeMap<(&'static str, Uuid, String), Uuid>,
    /// The sort keys and the folded texts of each thing; the last word counts.
    indexed: BTreeMap<Uuid, Index>,
    touched: Touched,
}

/// What a transaction has changed.
#[derive(Debug, Default)]
pub struct Committed {
    pub touched: Touched,
    /// Its numbers in the change log, when it is there.
    pub numbers: Option<RangeInclusive<i64>>,
}

struct Index {
    sort_keys: Vec<sort_key::ActiveModel>,
    texts: Vec<search_text::ActiveModel>,
}

impl Ledger {
    pub fn new(actor: Actor, now: DateTime<Utc>) -> Self {
        Self {
            actor,
            now,
            revisions: Vec::new(),
            changes: Vec::new(),
            deeds: Vec::new(),
            external_ids: BTreeMap::new(),
            indexed: BTreeMap::new(),
            touched: Touched::default(),
        }
    }

    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Notes a revision and a change.
    pub fn keep<E: Content>(
        &mut self,
        uid: Uuid,
        version: i32,
        action: Action,
        fields: Map<String, Value>,
        touched: Touched,
        snapshot: Value,
    ) {
        self.revisions.push(revision::ActiveModel {
            uid: Set(uid),
            version: Set(version),
            kind: Set(E::KIND.to_owned()),
            at: Set(self.now),
            actor_kind: Set(self.actor.kind),
            actor_uid: Set(self.actor.uid),
            actor: Set(self.actor.name.clone()),
            snapshot: Set(snapshot),
        });
        self.change::<E>(uid, version, action, fields, touched);
    }

    /// Notes a change, and the deed that it was.
    pub fn change<E: Content>(
        &mut self,
        uid: Uuid,
        version: i32,
        action: Action,
        fields: Map<String, Value>,
        touched: Touched,
    ) {
        self.audit(action.as_str(), Some((E::KIND, uid)), difference::names(&fields));
        self.changes.push(change::ActiveModel {
            // Given out at the end.
            seq: Set(0),
            at: Set(self.now),
            actor_kind: Set(self.actor.kind),
            actor_uid: Set(self.actor.uid),
            actor: Set(self.actor.name.clone()),
            kind: Set(E::KIND.to_owned()),
            uid: Set(uid),
            version: Set(version),
            action: Set(action.as_str().to_owned()),
            fields: Set(Value::Object(fields)),
            touches: Set(Some(touched.text())),
            due_at: Set(touched.due_at),
        });
        self.touched.extend(touched);
    }

    /// Notes a deed.
    pub fn audit(&mut self, deed: &str, thing: Option<(&str, Uuid)>, fields: Vec<String>) {
        self.deeds.push(audit::deed(&self.actor, self.now, deed, Outcome::Done, thing, fields));
    }

    /// Drops what was noted of a thing that is gone, but that it was changed.
    pub fn forget(&mut self, uid: Uuid) {
        for change in self.changes.iter_mut().filter(|row| row.uid == Set(uid)) {
            change.fields = Set(Value::Object(Map::new()));
        }
        self.indexed.remove(&uid);
        self.external_ids.retain(|_, named| *named != uid);
        self.revisions.retain(|row| row.uid != Set(uid));
    }

    pub fn identify(&mut self, kind: &'static str, scope: Uuid, uid: Uuid, external_ids: &[String]) {
        for id in external_ids.iter().filter(|id| id.chars().count() <= LONGEST_NAME) {
            self.external_ids.entry((kind, scope, id.clone())).or_insert(uid);
        }
    }

    /// Notes what a thing is sorted by and found by.
    pub fn index<E: Content>(&mut self, state: &State<E>, uid: Uuid, collators: &Collators) {
        let mut index = Index { sort_keys: Vec::new(), texts: Vec::new() };
        let mut sort = |locale: &str, title: &str| {
            index.sort_keys.extend(collators.sort_keys(title).map(|(collation, key)| sort_key::ActiveModel {
                uid: Set(uid),
                locale: Set(locale.to_owned()),
                collation: Set(collation.to_string()),
                key: Set(key),
            }));
        };
        let mut find = |field: &str, locale: &str, text: &str| {
            index.texts.push(search_text::ActiveModel {
                uid: Set(uid),
                field: Set(field.to_owned()),
                locale: Set(locale.to_owned()),
                folded: Set(fold(text)),
            });
        };
        if let Title::Plain(column, get) = E::TITLE {
            sort("", get(&state.row));
            find(sea_orm::IdenStatic::as_str(&column), "", get(&state.row));
        }
        for (locale, row) in &state.translations {
            debug_assert_eq!(locale, row.locale());
            if let Title::Localised(title) = E::TITLE
                && let Some(title) = title.of(row)
            {
                sort(locale, title);
            }
            for text in E::TEXTS {
                if let Some(shown) = text.of(row) {
                    find(text.name(), locale, shown);
                }
            }
        }
        self.indexed.insert(uid, index);
    }

    /// Writes all that was noted.
    pub async fn write(&mut self, db: &impl ConnectionTrait) -> Result<Committed> {
        let uids: Vec<Uuid> = self.indexed.keys().copied().collect();
        for uids in uids.chunks(CHUNK) {
            sort_key::Entity::delete_many().filter(sort_key::Column::Uid.is_in(uids.iter().copied())).exec(db).await?;
            search_text::Entity::delete_many()
                .filter(search_text::Column::Uid.is_in(uids.iter().copied()))
                .exec(db)
                .await?;
        }
        let indexed = std::mem::take(&mut self.indexed);
        let (keys, texts): (Vec<_>, Vec<_>) = indexed.into_values().map(|index| (index.sort_keys, index.texts)).unzip();
        insert::<sort_key::Entity>(db, keys.into_iter().flatten().collect()).await?;
        insert::<search_text::Entity>(db, texts.into_iter().flatten().collect()).await?;
        self.write_external_ids(db).await?;
        insert::<revision::Entity>(db, std::mem::take(&mut self.revisions)).await?;
        let numbers = self.write_changes(db).await?;
        audit::append(db, std::mem::take(&mut self.deeds)).await?;
        Ok(Committed { touched: std::mem::take(&mut self.touched), numbers })
    }

    async fn write_external_ids(&mut self, db: &impl ConnectionTrait) -> Result<()> {
        let rows: Vec<_> = std::mem::take(&mut self.external_ids)
            .into_iter()
            .map(|((kind, scope, id), uid)| external_id::ActiveModel {
                kind: Set(kind.to_owned()),
                scope_uid: Set(scope),
                external_id: Set(id),
                uid: Set(uid),
            })
            .collect();
        for rows in rows.chunks(BULK) {
            let taken = OnConflict::columns([
                external_id::Column::Kind,
                external_id::Column::ScopeUid,
                external_id::Column::ExternalId,
            ])
            .do_nothing()
            .to_owned();
            external_id::Entity::insert_many(rows.to_vec()).on_conflict(taken).exec_without_returning(db).await?;
        }
        Ok(())
    }

    /// The log has no gap: the numbers go on from the last one, which no other transaction can take meanwhile.
    async fn write_changes(&mut self, db: &impl ConnectionTrait) -> Result<Option<RangeInclusive<i64>>> {
        if self.changes.is_empty() {
            return Ok(None);
        }
        let next = last_seq::<change::Entity>(change::Column::Seq, db).await? + 1;
        let mut changes = std::mem::take(&mut self.changes);
        for (seq, change) in (next..).zip(&mut changes) {
            change.seq = Set(seq);
        }
        let last = next - 1 + i64::try_from(changes.len()).unwrap_or_default();
        insert::<change::Entity>(db, changes).await?;
        tell(db).await?;
        Ok(Some(next..=last))
    }
}

/// The slugs of `kind` in `scope` that begin like `wanted`.
pub async fn slugs_like(db: &impl ConnectionTrait, kind: &str, scope: Uuid, wanted: &str) -> Result<HashSet<String>> {
    let numbered = LikeExpr::new(format!("{wanted}-%")).escape('\\');
    let rows = slug::Entity::find()
        .filter(slug::Column::Kind.eq(kind))
        .filter(slug::Column::ScopeUid.eq(scope))
        .filter(slug::Column::Slug.eq(wanted).or(ExprTrait::like(slug::Column::Slug.into_expr(), numbered)))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.slug).collect())
}

/// What the slugs name in the scope.
async fn slug_rows(
    db: &impl ConnectionTrait,
    kind: &str,
    scope: Uuid,
    slugs: &[impl AsRef<str>],
) -> Result<Vec<slug::Model>> {
    Ok(slug::Entity::find()
        .filter(slug::Column::Kind.eq(kind))
        .filter(slug::Column::ScopeUid.eq(scope))
        .filter(slug::Column::Slug.is_in(slugs.iter().map(AsRef::as_ref)))
        .all(db)
        .await?)
}

pub async fn find_slugs(
    db: &impl ConnectionTrait,
    kind: &str,
    scope: Uuid,
    slugs: &[String],
) -> Result<HashMap<String, Uuid>> {
    let mut found = HashMap::new();
    for slugs in slugs.chunks(CHUNK) {
        let rows = slug_rows(db, kind, scope, slugs).await?;
        found.extend(rows.into_iter().map(|row| (row.slug, row.uid)));
    }
    Ok(found)
}

/// What the names elsewhere name, in the scope or in any.
pub async fn find_external_ids(
    db: &impl ConnectionTrait,
    kind: &str,
    scope: Option<Uuid>,
    ids: &[String],
) -> Result<Vec<(String, Uuid)>> {
    let mut found = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let rows = external_id::Entity::find()
            .filter(external_id::Column::Kind.eq(kind))
            .filter(external_id::Column::ExternalId.is_in(ids))
            .apply_if(scope, |rows, scope| rows.filter(external_id::Column::ScopeUid.eq(scope)))
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.external_id, row.uid)));
    }
    Ok(found)
}

/// Those of the slugs that name, or named once, another thing than `uid`.
pub async fn taken_slugs(
    db: &impl ConnectionTrait,
    kind: &str,
    scope: Uuid,
    uid: Uuid,
    slugs: &[(&str, &str)],
) -> Result<HashSet<String>> {
    let names: Vec<&str> = slugs.iter().map(|(slug, _)| *slug).collect();
    let known = slug_rows(db, kind, scope, &names).await?;
    Ok(known.into_iter().filter(|row| row.uid != uid).map(|row| row.slug).collect())
}

/// Claims each slug, with the locale that it is of, for `uid`; how many were not its own before.
pub async fn keep_slugs(
    db: &impl ConnectionTrait,
    kind: &str,
    scope: Uuid,
    uid: Uuid,
    slugs: &[(&str, &str)],
) -> Result<usize> {
    let names: Vec<&str> = slugs.iter().map(|(slug, _)| *slug).collect();
    let known = slug_rows(db, kind, scope, &names).await?;
    if let Some(taken) = known.iter().find(|row| row.uid != uid) {
        return Err(Error::Invalid(vec![Fault::new("slug", Rule::SlugTaken(taken.slug.clone()))]));
    }
    let is_new = |(name, locale): &(&str, &str)| !known.iter().any(|row| row.slug == *name && row.locale == *locale);
    let new: BTreeSet<(&str, &str)> = slugs.iter().copied().filter(is_new).collect();
    let row = |(name, locale): (&str, &str)| slug::ActiveModel {
        kind: Set(kind.to_owned()),
        scope_uid: Set(scope),
        slug: Set(name.to_owned()),
        uid: Set(uid),
        locale: Set(locale.to_owned()),
    };
    let rows: Vec<_> = new.into_iter().map(row).collect();
    let claimed = rows.len();
    insert::<slug::Entity>(db, rows).await?;
    Ok(claimed)
}
