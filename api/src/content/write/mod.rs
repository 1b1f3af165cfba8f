//! The one door for writes: row, translations, relations, revision and change in one transaction.
//!
//! Before the commit nothing is there, after it nothing is lost: whoever listens to the change log goes on
//! from the `seq` that it last handled. The log's order is the order of commits, since a database has one
//! content transaction at a time, see `Database::begin`.

mod ledger;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use entity::{ContentRow, TranslationRow};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    Content, Model, TextColumn, Title, Translation,
    relations::Relations,
    slug,
    sql::{self, Column},
};
use crate::{
    Error, Fault, Result, Rule,
    database::{self, Database},
    locale::Locales,
};
use ledger::Ledger;

/// Most values of one `IN` list; both databases take more.
const CHUNK: usize = 1_000;

/// A thing as a whole: what a revision is a snapshot of.
pub struct State<E: Content> {
    pub row: Model<E>,
    /// Its translations by locale tag.
    pub translations: BTreeMap<String, Translation<E>>,
    pub relations: E::Relations,
}

impl<E: Content> Clone for State<E> {
    fn clone(&self) -> Self {
        Self { row: self.row.clone(), translations: self.translations.clone(), relations: self.relations.clone() }
    }
}

impl<E: Content> Default for State<E> {
    fn default() -> Self {
        Self { row: Model::<E>::default(), translations: BTreeMap::new(), relations: E::Relations::default() }
    }
}

impl<E: Content> PartialEq for State<E> {
    fn eq(&self, other: &Self) -> bool {
        self.row == other.row && self.translations == other.translations && self.relations == other.relations
    }
}

impl<E: Content> State<E> {
    fn snapshot(&self) -> Result<Value> {
        let json = |value: serde_json::Result<Value>| value.map_err(|error| Error::Internal(error.to_string()));
        Ok(json!({
            "row": json(serde_json::to_value(&self.row))?,
            "translations": json(serde_json::to_value(&self.translations))?,
            "relations": json(serde_json::to_value(&self.relations))?,
        }))
    }

    /// What its slug is unique in; the nil uid when it stands alone.
    fn slug_scope(&self) -> Uuid {
        let parent = E::parent().filter(|_| E::SLUG_IN_PARENT);
        parent.map_or(Uuid::nil(), |parent| (parent.uid)(&self.row))
    }

    /// The title in its source language, else in any other.
    pub fn title(&self) -> Option<&str> {
        match E::TITLE {
            Title::Plain(_, get) => Some(get(&self.row)),
            Title::Localised(title) => {
                let source = self.translations.get(self.row.source_locale());
                let shown = |row| (title.get)(row).filter(|title| !title.is_empty());
                source.into_iter().chain(self.translations.values()).find_map(shown)
            }
        }
        .filter(|title| !title.is_empty())
    }
}

/// What became of an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Updated {
    /// There was nothing to change: no revision, no change, the same version.
    Unchanged,
    /// The version that it has now.
    Version(i32),
}

/// A content transaction. Nothing of it is seen before [`Write::commit`]; dropped, it never was.
pub struct Write {
    transaction: DatabaseTransaction,
    locales: Arc<Locales>,
    now: DateTime<Utc>,
    ledger: Ledger,
}

impl Write {
    /// Waits until no other content transaction runs. `actor` is who writes, in the words of the change log.
    pub async fn begin(database: &Database, locales: Arc<Locales>, now: DateTime<Utc>, actor: &str) -> Result<Self> {
        let transaction = database.begin().await?;
        Ok(Self { transaction, locales, now, ledger: Ledger::new(actor, now) })
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Whether there is no content of the type at all.
    pub async fn is_empty<E: Content>(&self) -> Result<bool> {
        Ok(E::find().one(&self.transaction).await?.is_none())
    }

    /// The things with these uids, whoever may see them.
    pub async fn load<E: Content>(&self, uids: &[Uuid]) -> Result<HashMap<Uuid, State<E>>> {
        let mut found = HashMap::new();
        for uids in uids.chunks(CHUNK) {
            let mut relations = E::Relations::load(&self.transaction, uids).await?;
            let rows = E::find().filter(sql::column::<E>(Column::Uid).is_in(uids.iter().copied()));
            for row in rows.all(&self.transaction).await? {
                let relations = relations.remove(&row.uid()).unwrap_or_default();
                found.insert(row.uid(), State { row, translations: BTreeMap::new(), relations });
            }
            let rows = E::Translation::find().filter(E::OWNER.is_in(uids.iter().copied()));
            for row in rows.all(&self.transaction).await? {
                if let Some(state) = found.get_mut(&row.owner_uid()) {
                    state.translations.insert(row.locale().to_owned(), row);
                }
            }
        }
        Ok(found)
    }

    /// The rows of all that is part of `parent`, whoever may see them.
    pub async fn parts<E: Content>(&self, parent: Uuid) -> Result<Vec<Model<E>>> {
        match E::parent() {
            None => Ok(Vec::new()),
            Some(part) => Ok(E::find().filter(part.column.eq(parent)).all(&self.transaction).await?),
        }
    }

    /// The uids that these slugs name now or named once, in the parent or alone.
    pub async fn find_by_slug<E: Content>(&self, scope: Uuid, slugs: &[String]) -> Result<HashMap<String, Uuid>> {
        ledger::find_slugs(&self.transaction, E::KIND, scope, slugs).await
    }

    /// The uids of what is called so elsewhere: of the parts of `parent`, or of any.
    pub async fn find_by_external_id<E: Content>(
        &self,
        parent: Option<Uuid>,
        ids: &[String],
    ) -> Result<HashMap<String, Uuid>> {
        ledger::find_external_ids(&self.transaction, E::KIND, parent, ids).await
    }

    /// Notes what a thing is called elsewhere, among the parts of `parent`, the nil uid when it is part of
    /// nothing. A name that is taken stays with whom it has named.
    pub fn identify<E: Content>(&mut self, parent: Uuid, uid: Uuid, external_ids: &[String]) {
        self.ledger.identify(E::KIND, parent, uid, external_ids);
    }

    /// `wanted` when it is free in `scope`, else the first free of `wanted-2`, `wanted-3`, …
    pub async fn free_slug<E: Content>(&self, scope: Uuid, wanted: &str) -> Result<String> {
        let taken: HashSet<String> = ledger::slugs_like(&self.transaction, E::KIND, scope, wanted).await?;
        Ok(slug::free(wanted, |slug| taken.contains(slug)))
    }

    /// Creates a thing; its uid is made when it is nil, its slug from its title when it is empty.
    pub async fn create<E: Content>(&mut self, mut state: State<E>, uid: Uuid) -> Result<Uuid> {
        let uid = if uid.is_nil() { Uuid::now_v7() } else { uid };
        if state.row.slug().is_empty() {
            let title = slug::slugify(state.title().unwrap_or_default());
            let wanted = if title.is_empty() { E::KIND } else { &title };
            let free = self.free_slug::<E>(state.slug_scope(), wanted).await?;
            state.row.set_slug(free);
        }
        check(&state)?;
        self.keep_slugs(&state, uid).await?;
        state.row.stamp(uid, 1, self.now, self.now);
        state.relations.set_owner(uid);
        let source = state.row.source_locale().to_owned();
        for (locale, row) in &mut state.translations {
            row.stamp(uid, 1, (*locale != source).then_some(1), self.now);
        }
        let fields = differences(&Value::Null, &state.snapshot()?);

        E::insert(state.row.clone().into_active_model()).exec_without_returning(&self.transaction).await?;
        self.insert_translations::<E>(state.translations.values()).await?;
        state.relations.save(&E::Relations::default(), uid, &self.transaction).await?;
        self.keep(&state, uid, "create", fields)?;
        Ok(uid)
    }

    /// Makes a thing what `after` says, where it was `before`.
    pub async fn update<E: Content>(&mut self, before: &State<E>, mut after: State<E>) -> Result<Updated> {
        if *before == after {
            return Ok(Updated::Unchanged);
        }
        let (uid, version) = (before.row.uid(), before.row.version() + 1);
        check(&after)?;
        self.keep_slugs(&after, uid).await?;
        let fields = differences(&before.snapshot()?, &after.snapshot()?);

        after.row.stamp(uid, version, before.row.created_at(), self.now);
        let source = after.row.source_locale().to_owned();
        let mut changed = Vec::new();
        for (locale, row) in &mut after.translations {
            let old = before.translations.get(locale);
            if old == Some(row) {
                continue;
            }
            if old.is_some_and(|old| same_texts::<E>(old, row)) {
                row.stamp(uid, row.text_version(), row.source_version(), self.now);
            } else {
                row.stamp(uid, version, (*locale != source).then_some(version), self.now);
            }
            changed.push(locale.clone());
        }
        let gone = before.translations.keys().filter(|locale| !after.translations.contains_key(*locale));
        let replaced: Vec<&str> = changed.iter().chain(gone).map(String::as_str).collect();

        after.row.clone().into_active_model().reset_all().update(&self.transaction).await?;
        if !replaced.is_empty() {
            E::Translation::delete_many()
                .filter(E::OWNER.eq(uid))
                .filter(Expr::col((E::Translation::default(), Column::Locale)).is_in(replaced))
                .exec(&self.transaction)
                .await?;
        }
        self.insert_translations::<E>(changed.iter().filter_map(|locale| after.translations.get(locale))).await?;
        after.relations.save(&before.relations, uid, &self.transaction).await?;
        self.keep(&after, uid, "update", fields)?;
        Ok(Updated::Version(version))
    }

    /// Ends the transaction: from now on all of it is seen.
    pub async fn commit(mut self) -> Result<()> {
        self.ledger.write(&self.transaction).await?;
        Ok(self.transaction.commit().await?)
    }

    /// Makes the sort keys of all content of a type anew.
    pub async fn remake_sort_keys<E: Content>(&mut self) -> Result<()> {
        let uids: Vec<Uuid> = E::find().all(&self.transaction).await?.iter().map(ContentRow::uid).collect();
        for uids in uids.chunks(CHUNK) {
            for (uid, state) in self.load::<E>(uids).await? {
                self.ledger.index(&state, uid, self.locales.collators());
            }
        }
        Ok(())
    }

    /// A fact about the database itself.
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        database::setting(&self.transaction, name).await
    }

    pub async fn set_setting(&self, name: &str, value: &str) -> Result<()> {
        ledger::set_setting(&self.transaction, name, value).await
    }

    async fn insert_translations<'r, E: Content>(&self, rows: impl Iterator<Item = &'r Translation<E>>) -> Result<()> {
        let rows: Vec<_> = rows.map(|row| row.clone().into_active_model()).collect();
        if !rows.is_empty() {
            E::Translation::insert_many(rows).exec_without_returning(&self.transaction).await?;
        }
        Ok(())
    }

    /// Claims the slugs of a thing; the ones that it had stay its own.
    async fn keep_slugs<E: Content>(&self, state: &State<E>, uid: Uuid) -> Result<()> {
        let of_translations = state.translations.values().filter_map(|row| Some((row.slug()?, row.locale())));
        let slugs: Vec<(&str, &str)> = std::iter::once((state.row.slug(), "")).chain(of_translations).collect();
        ledger::keep_slugs(&self.transaction, E::KIND, state.slug_scope(), uid, &slugs).await
    }

    fn keep<E: Content>(
        &mut self,
        state: &State<E>,
        uid: Uuid,
        action: &str,
        fields: Map<String, Value>,
    ) -> Result<()> {
        self.ledger.index(state, uid, self.locales.collators());
        self.ledger.keep(E::KIND, uid, state.row.version(), action, fields, state.snapshot()?);
        Ok(())
    }
}

/// What every type must hold, then what the type itself says.
fn check<E: Content>(state: &State<E>) -> Result<()> {
    let mut faults = E::faults(&state.row);
    let translated = state.translations.values().filter_map(TranslationRow::slug);
    for slug in std::iter::once(state.row.slug()).chain(translated).filter(|slug| !slug::is_slug(slug)) {
        faults.push(Fault::new("slug", Rule::Slug(slug.to_owned())));
    }
    if state.title().is_none() {
        let field = match E::TITLE {
            Title::Plain(column, _) => sea_orm::IdenStatic::as_str(&column),
            Title::Localised(text) => sea_orm::IdenStatic::as_str(&text.column),
        };
        faults.push(Fault::new(field, Rule::Required));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

fn same_texts<E: Content>(left: &Translation<E>, right: &Translation<E>) -> bool {
    E::TEXTS.iter().all(|text| (text.get)(left) == (text.get)(right))
}

/// What differs between two snapshots: `{"translations.fr.title": {"before": …, "after": …}}`. Objects are
/// compared field by field, everything else as a whole.
fn differences(before: &Value, after: &Value) -> Map<String, Value> {
    fn compare(path: &str, before: &Value, after: &Value, found: &mut Map<String, Value>) {
        if before == after {
            return;
        }
        if before.is_object() || after.is_object() {
            let empty = Map::new();
            let (old, new) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
            let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for name in names {
                let of = |fields: &Map<String, Value>| fields.get(name).cloned().unwrap_or(Value::Null);
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                compare(&path, &of(old), &of(new), found);
            }
        } else {
            found.insert(path.to_owned(), json!({ "before": before, "after": after }));
        }
    }
    let mut found = Map::new();
    compare("", before, after, &mut found);
    found
}

/// The column of a text, as the search index names it.
fn field_name<E: Content>(column: &TextColumn<E>) -> &'static str {
    sea_orm::IdenStatic::as_str(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_name_the_path() {
        let before = json!({"row": {"kind": "talk", "links": []}, "translations": {"en": {"title": "A"}}});
        let after = json!({"row": {"kind": "panel", "links": []}, "translations": {"en": {"title": "A"}, "fr": {"title": "B"}}});

        let found = differences(&before, &after);

        assert_eq!(found.keys().collect::<Vec<_>>(), ["row.kind", "translations.fr.title"]);
        assert_eq!(found["row.kind"], json!({"before": "talk", "after": "panel"}));
    }
}
