//! The one door for writes: row, translations, relations, revision, change and audit in one transaction.
//!
//! Before the commit nothing is there, after it nothing is lost: whoever listens to the change log goes on
//! from the `seq` that it last handled. The log's order is the order of commits, since a database has one
//! content transaction at a time, see `Database::begin`. The door itself asks whether the writer may, for each
//! state that it leaves and each that it makes; see `access`.

mod access;
mod check;
pub mod difference;
mod draft;
pub mod history;
mod ledger;
mod purge;
mod touches;
mod waiting;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use entity::{ContentRow, Publication, TranslationRow, value::TextVersions};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Condition, Expr, ExprTrait, Query},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    Content, Model, Title, Translation,
    names::Names,
    relations::Relations,
    slug,
    sql::{self, Column, Scope},
};
use crate::{
    Error, Fault, Result,
    cache::tag::Touched,
    clock::Clock,
    database::{self, Database},
    locale::Locales,
    permission::{Authority, Deed},
    viewer::{Idempotency, Writer},
};
use access::Needed;
pub use ledger::Committed;
use ledger::Ledger;

/// Most values of one `IN` list; both databases take more.
pub const CHUNK: usize = 1_000;

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
    pub fn snapshot(&self) -> Result<Value> {
        let json = |value: serde_json::Result<Value>| value.map_err(|error| Error::Internal(error.to_string()));
        Ok(json!({
            "row": json(serde_json::to_value(&self.row))?,
            "translations": json(serde_json::to_value(&self.translations))?,
            "relations": json(serde_json::to_value(&self.relations))?,
        }))
    }

    /// What a snapshot is of; columns that it does not know yet have their defaults.
    pub fn of_snapshot(snapshot: Value) -> Result<Self> {
        #[derive(serde::Deserialize)]
        #[serde(bound = "", default)]
        struct Snapshot<E: Content> {
            row: Model<E>,
            translations: BTreeMap<String, Translation<E>>,
            relations: E::Relations,
        }
        impl<E: Content> Default for Snapshot<E> {
            fn default() -> Self {
                let State { row, translations, relations } = State::<E>::default();
                Self { row, translations, relations }
            }
        }
        let snapshot: Snapshot<E> =
            serde_json::from_value(snapshot).map_err(|error| Error::Internal(format!("snapshot: {error}")))?;
        let mut state = Self { row: snapshot.row, translations: snapshot.translations, relations: snapshot.relations };
        for (locale, row) in &mut state.translations {
            row.set_locale(locale.clone());
        }
        state.drop_empty_translations();
        state.relations.set_owner(state.row.uid());
        Ok(state)
    }

    /// A language without any text is no translation.
    pub fn drop_empty_translations(&mut self) {
        self.translations.retain(|_, row| E::TEXTS.iter().any(|text| (text.get)(row).is_some()));
    }

    /// What it is part of; the nil uid when it stands alone.
    pub fn parent(&self) -> Uuid {
        E::parent().map_or(Uuid::nil(), |parent| (parent.uid)(&self.row))
    }

    /// What the names in it are looked up in: what it is part of, or itself.
    pub fn scope_of_names(&self) -> Uuid {
        E::parent().map_or(self.row.uid(), |parent| (parent.uid)(&self.row))
    }

    /// What its slug is unique in; the nil uid when it stands alone.
    pub fn slug_scope(&self) -> Uuid {
        if E::SLUG_IN_PARENT { self.parent() } else { Uuid::nil() }
    }

    /// The title in its source language, else in any other.
    pub fn title(&self) -> Option<&str> {
        match E::TITLE {
            Title::Plain(_, get) => Some(get(&self.row)),
            Title::Localised(title) => {
                let source = self.translations.get(self.row.source_locale());
                source.into_iter().chain(self.translations.values()).find_map(|row| title.of(row))
            }
        }
        .filter(|title| !title.trim().is_empty())
    }
}

/// What a change does, in the words of the change log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Create,
    Update,
    Publish,
    Unpublish,
    Schedule,
    Archive,
    Restore,
    /// Back to an earlier revision.
    Revert,
    /// A translation was found to be right, though its source has changed.
    Confirm,
    Purge,
}

impl Action {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Publish => "publish",
            Self::Unpublish => "unpublish",
            Self::Schedule => "schedule",
            Self::Archive => "archive",
            Self::Restore => "restore",
            Self::Revert => "revert",
            Self::Confirm => "confirm",
            Self::Purge => "purge",
        }
    }
}

/// What became of an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Updated {
    /// There was nothing to change: no revision, no change, the same version.
    Unchanged,
    /// The version that it has now.
    Version(i32),
    /// It waits for a release, as pending edits.
    Pending,
}

/// A content transaction. Nothing of it is seen before [`Write::commit`]; dropped, it never was.
pub struct Write {
    transaction: DatabaseTransaction,
    locales: Arc<Locales>,
    scope: Scope,
    ledger: Ledger,
    /// What was created in it: the revisions that say so are written at its end.
    created: HashSet<Uuid>,
    idempotency: Option<Arc<Idempotency>>,
}

impl Write {
    /// Waits until no other content transaction runs.
    pub async fn begin(database: &Database, locales: Arc<Locales>, clock: Clock, writer: &Writer) -> Result<Self> {
        let transaction = database.begin().await?;
        // Only now: the order of the instants is that of the transactions.
        let now = clock.now();
        let scope = Scope { now, backend: database.backend(), authority: writer.authority.clone() };
        let ledger = Ledger::new(writer.actor.clone(), now);
        let idempotency = writer.idempotency.clone();
        Ok(Self { transaction, locales, scope, ledger, created: HashSet::new(), idempotency })
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.scope.now
    }

    /// Who writes, for what is looked up beforehand.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    pub fn locales(&self) -> &Locales {
        &self.locales
    }

    /// For the rules of a domain, which look at other rows.
    pub fn connection(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Gives the transaction up for reading what it has written; nothing of it will stay.
    pub async fn into_preview(mut self) -> Result<DatabaseTransaction> {
        self.ledger.write(&self.transaction).await?;
        Ok(self.transaction)
    }

    /// Whether there is no content of the type at all.
    pub async fn is_empty<E: Content>(&self) -> Result<bool> {
        Ok(E::find().one(&self.transaction).await?.is_none())
    }

    /// The things with these uids, whoever may see them.
    pub async fn load<E: Content>(&self, uids: &[Uuid]) -> Result<HashMap<Uuid, State<E>>> {
        load::<E>(&self.transaction, uids).await
    }

    /// The thing with this uid, when the writer may see it.
    pub async fn find<E: Content>(&self, uid: Uuid) -> Result<Option<State<E>>> {
        if self.seen::<E>(&[uid], Uuid::nil()).await?.is_empty() {
            return Ok(None);
        }
        Ok(self.load::<E>(&[uid]).await?.remove(&uid))
    }

    /// What a name stands alone for: an id, a uid, a slug, or a name elsewhere.
    pub async fn named<E: Content>(&self, name: &str) -> Result<Option<Uuid>> {
        let mut names = Names::default();
        names.learn::<E>(self, Uuid::nil(), [name]).await?;
        Ok(names.get::<E>(Uuid::nil(), name))
    }

    /// Those of `uids` that are there for the writer to see; parts of `parent` only, when it is not the nil uid
    /// and their slugs are unique in it.
    pub async fn seen<E: Content>(&self, uids: &[Uuid], parent: Uuid) -> Result<HashSet<Uuid>> {
        let mut seen = HashSet::new();
        for uids in uids.chunks(CHUNK) {
            let mut query = Query::select();
            let uid = sql::column::<E>(Column::Uid);
            query
                .expr_as(uid.clone(), "uid")
                .from(E::default())
                .and_where(sql::among(uid, uids))
                .cond_where(sql::visible::<E>(&self.scope));
            if let Some(part) = E::parent().filter(|_| E::SLUG_IN_PARENT && !parent.is_nil()) {
                query.and_where(Expr::col((E::default(), part.column)).eq(parent));
            }
            for row in self.transaction.query_all(&query).await? {
                seen.insert(row.try_get("", "uid")?);
            }
        }
        Ok(seen)
    }

    /// The titles of these things, as far as the writer may see them.
    pub async fn titles<E: Content>(&self, uids: &[Uuid]) -> Result<HashMap<Uuid, String>> {
        let uids: Vec<Uuid> = self.seen::<E>(uids, Uuid::nil()).await?.into_iter().collect();
        let mut seen = HashSet::new();
        for uids in uids.chunks(CHUNK) {
            for row in self.transaction.query_all(&sql::translations_of::<E>(uids, &self.scope)).await? {
                seen.insert((row.try_get::<Uuid>("", "uid")?, row.try_get::<String>("", "locale")?));
            }
        }
        let mut titles = HashMap::new();
        for (uid, mut state) in self.load::<E>(&uids).await? {
            state.translations.retain(|locale, _| seen.contains(&(uid, locale.clone())));
            titles.extend(state.title().map(|title| (uid, title.to_owned())));
        }
        Ok(titles)
    }

    /// The uids of all rows that a condition holds for.
    pub async fn uids<E: Content>(&self, condition: Condition) -> Result<Vec<Uuid>> {
        uids::<E>(&self.transaction, condition).await
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

    /// The uids of what is called so elsewhere: of the parts of `parent`, or of any that the writer may see. What
    /// parts of several events are called names none of them.
    pub async fn find_by_external_id<E: Content>(
        &self,
        parent: Option<Uuid>,
        ids: &[String],
    ) -> Result<HashMap<String, Uuid>> {
        let mut found = ledger::find_external_ids(&self.transaction, E::KIND, parent, ids).await?;
        if parent.is_none() && E::parent().is_some() {
            let uids: Vec<Uuid> = found.iter().map(|(_, uid)| *uid).collect();
            let seen = self.seen::<E>(&uids, Uuid::nil()).await?;
            found.retain(|(_, uid)| seen.contains(uid));
            let mut counts: HashMap<String, usize> = HashMap::new();
            for (id, _) in &found {
                *counts.entry(id.clone()).or_default() += 1;
            }
            found.retain(|(id, _)| counts[id] == 1);
        }
        Ok(found.into_iter().collect())
    }

    /// Notes what a thing is called elsewhere, among the parts of `parent`, the nil uid when it is part of
    /// nothing. A name that is taken stays with whom it has named. A new name takes the right to update.
    pub async fn identify<E: Content>(&mut self, parent: Uuid, uid: Uuid, external_ids: &[String]) -> Result<()> {
        if !external_ids.is_empty() && !matches!(self.scope.authority, Authority::Operator) {
            let known = self.find_by_external_id::<E>(Some(parent), external_ids).await?;
            if external_ids.iter().any(|id| !known.contains_key(id)) {
                let deed = if self.created.contains(&uid) { Deed::Create } else { Deed::Update };
                self.require::<E>(deed, uid).await?;
                self.audit("identify", E::KIND, uid, vec!["externalIds".to_owned()]);
            }
        }
        self.ledger.identify(E::KIND, parent, uid, external_ids);
        Ok(())
    }

    /// `wanted` when it is free in `scope`, else the first free of `wanted-2`, `wanted-3`, …
    pub async fn free_slug<E: Content>(&self, scope: Uuid, wanted: &str) -> Result<String> {
        let taken: HashSet<String> = ledger::slugs_like(&self.transaction, E::KIND, scope, wanted).await?;
        Ok(slug::free(wanted, |slug| taken.contains(slug)))
    }

    /// Claims further slugs for a thing: those that it had once. It answers to more names then, which is a change,
    /// though of no version.
    pub async fn keep_former_slugs<E: Content>(&mut self, scope: Uuid, uid: Uuid, slugs: &[String]) -> Result<()> {
        let slugs: Vec<(&str, &str)> = slugs.iter().map(|slug| (slug.as_str(), "")).collect();
        let claimed = ledger::keep_slugs(&self.transaction, E::KIND, scope, uid, &slugs).await?;
        if claimed > 0
            && !self.created.contains(&uid)
            && let Some(state) = self.load::<E>(&[uid]).await?.remove(&uid)
        {
            self.announce(&state, Action::Update, None);
        }
        Ok(())
    }

    /// Creates a thing; its uid is made when it is nil, its slug from its title when it is empty. `found` is what
    /// is wrong with it already.
    pub async fn create<E: Content>(&mut self, mut state: State<E>, uid: Uuid, found: Vec<Fault>) -> Result<Uuid> {
        self.require_ever::<E>(Deed::Create)?;
        let uid = if uid.is_nil() { Uuid::now_v7() } else { uid };
        if state.row.slug().is_empty() {
            let title = slug::slugify(state.title().unwrap_or_default());
            let wanted = if title.is_empty() { E::KIND } else { &title };
            let free = self.free_slug::<E>(state.slug_scope(), wanted).await?;
            state.row.set_slug(free);
        }
        self.created.insert(uid);
        let deeds = access::deeds_of_creation(&state);
        self.check(&state, uid, found, access::touch_row(&deeds)).await?;
        state.row.stamp(uid, 1, self.scope.now, self.scope.now);
        state.relations.set_owner(uid);
        let wanted = state.row.publication();
        let has_to_wait = self.has_to_wait(None, &state).await?;
        if has_to_wait {
            state.row.set_publication(Publication::default());
        }
        let source = state.row.source_locale().to_owned();
        for (locale, row) in &mut state.translations {
            let versions = text_versions::<E>(None, row, 1);
            row.set_text_versions(versions);
            row.stamp(uid, 1, (*locale != source).then_some(1), self.scope.now);
        }
        let fields = difference::differences(&Value::Null, &state.snapshot()?);

        self.keep_slugs(&state, uid).await?;
        E::insert(state.row.clone().into_active_model()).exec_without_returning(&self.transaction).await?;
        self.insert_translations::<E>(state.translations.values()).await?;
        state.relations.save(&E::Relations::default(), uid, &self.transaction).await?;
        self.require_all::<E>(&deeds, uid).await?;
        let touched = state.touches(self.scope.now);
        self.keep(&state, uid, Action::Create, fields, touched)?;
        if has_to_wait {
            let mut after = state.clone();
            after.row.set_publication(wanted);
            self.put_off(&state, &after, &[], Vec::new()).await?;
        }
        Ok(uid)
    }

    /// Makes a thing what `after` says, where it was `before`: of [`Write::pending`] when it may have to wait for a
    /// release. `found` is what is wrong with it already.
    pub async fn update<E: Content>(
        &mut self,
        before: &State<E>,
        after: State<E>,
        action: Action,
        found: Vec<Fault>,
    ) -> Result<Updated> {
        // That a translation is right changes no programme.
        if action != Action::Confirm && *before != after && self.has_to_wait(Some(before), &after).await? {
            let deeds = access::deeds_between(before, &after);
            return self.put_off(before, &after, &deeds, found).await;
        }
        self.update_at_once(before, after, action, found).await
    }

    /// As [`Write::update`], but it waits for no release.
    pub async fn update_at_once<E: Content>(
        &mut self,
        before: &State<E>,
        after: State<E>,
        action: Action,
        found: Vec<Fault>,
    ) -> Result<Updated> {
        let deeds = access::deeds_between(before, &after);
        self.put(before, after, action, &deeds, found).await
    }

    /// As [`Write::update_at_once`], when it takes no other right than `deeds`.
    async fn put<E: Content>(
        &mut self,
        before: &State<E>,
        mut after: State<E>,
        action: Action,
        deeds: &[Needed],
        found: Vec<Fault>,
    ) -> Result<Updated> {
        let uid = before.row.uid();
        self.require_all::<E>(deeds, uid).await?;
        if *before == after && found.is_empty() {
            return Ok(Updated::Unchanged);
        }
        let version = before.row.version() + 1;
        self.check(&after, uid, found, access::touch_row(deeds)).await?;
        let mut fields = difference::differences(&before.snapshot()?, &after.snapshot()?);
        if action == Action::Confirm {
            fields = confirmed(before, &after);
        }

        after.row.stamp(uid, version, before.row.created_at(), self.scope.now);
        let source = after.row.source_locale().to_owned();
        let mut changed = Vec::new();
        for (locale, row) in &mut after.translations {
            let old = before.translations.get(locale);
            if old == Some(row) {
                continue;
            }
            let versions = text_versions::<E>(old, row, version);
            let text_version = match old {
                Some(old) if same_texts::<E>(old, row) => old.text_version(),
                _ => version,
            };
            let source_version = versions.0.values().min().copied().unwrap_or(version);
            row.set_text_versions(versions);
            row.stamp(uid, text_version, (*locale != source).then_some(source_version), self.scope.now);
            changed.push(locale.clone());
        }
        let gone = before.translations.keys().filter(|locale| !after.translations.contains_key(*locale));
        let replaced: Vec<&str> = changed.iter().chain(gone).map(String::as_str).collect();

        self.keep_slugs(&after, uid).await?;
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
        // Nothing is moved to where the writer may not write.
        self.require_all::<E>(deeds, uid).await?;
        let mut touched = after.touches(self.scope.now);
        touched.tags.extend(before.touches(self.scope.now).tags);
        self.keep(&after, uid, action, fields, touched)?;
        Ok(Updated::Version(version))
    }

    /// Appends a change without a new version: something became public by the clock, or ceased to be, or has a former
    /// slug.
    pub fn announce<E: Content>(&mut self, state: &State<E>, action: Action, locale: Option<&str>) {
        let mut fields = Map::new();
        if let Some(locale) = locale {
            fields.insert(format!("translations.{locale}.published_at"), json!({}));
        }
        self.ledger.change::<E>(state.row.uid(), state.row.version(), action, fields, state.touches(self.scope.now));
    }

    /// Ends the transaction: from now on all of it is seen.
    pub async fn commit(mut self) -> Result<Committed> {
        let committed = self.ledger.write(&self.transaction).await?;
        database::commit(self.transaction, self.idempotency.as_deref(), self.scope.now).await?;
        Ok(committed)
    }

    /// Makes the sort keys of all content of a type anew.
    pub async fn remake_sort_keys<E: Content>(&mut self) -> Result<()> {
        let uids = self.uids::<E>(Condition::all()).await?;
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
        database::set_setting(&self.transaction, name, value).await
    }

    /// Notes a deed that changes no content: a preview was given out, a draft saved.
    pub fn audit(&mut self, deed: &str, kind: &str, uid: Uuid, fields: Vec<String>) {
        self.ledger.audit(deed, Some((kind, uid)), fields);
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
        ledger::keep_slugs(&self.transaction, E::KIND, state.slug_scope(), uid, &slugs(state)).await?;
        Ok(())
    }

    fn keep<E: Content>(
        &mut self,
        state: &State<E>,
        uid: Uuid,
        action: Action,
        fields: Map<String, Value>,
        touched: Touched,
    ) -> Result<()> {
        self.ledger.index(state, uid, self.locales.collators());
        self.ledger.keep::<E>(uid, state.row.version(), action, fields, touched, state.snapshot()?);
        Ok(())
    }
}

/// The uids of all rows that a condition holds for.
pub async fn uids<E: Content>(db: &impl ConnectionTrait, condition: Condition) -> Result<Vec<Uuid>> {
    let uid = sql::column::<E>(Column::Uid);
    let query = Query::select().expr_as(uid, "uid").from(E::default()).cond_where(condition).take();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| row.try_get("", "uid").map_err(Error::from)).collect()
}

/// The things with these uids, whoever may see them.
pub async fn load<E: Content>(db: &impl ConnectionTrait, uids: &[Uuid]) -> Result<HashMap<Uuid, State<E>>> {
    let mut found = HashMap::new();
    for uids in uids.chunks(CHUNK) {
        let mut relations = E::Relations::load(db, uids).await?;
        let rows = E::find().filter(sql::column::<E>(Column::Uid).is_in(uids.iter().copied()));
        for row in rows.all(db).await? {
            let relations = relations.remove(&row.uid()).unwrap_or_default();
            found.insert(row.uid(), State { row, translations: BTreeMap::new(), relations });
        }
        let rows = E::Translation::find().filter(E::OWNER.is_in(uids.iter().copied()));
        for row in rows.all(db).await? {
            if let Some(state) = found.get_mut(&row.owner_uid()) {
                state.translations.insert(row.locale().to_owned(), row);
            }
        }
    }
    Ok(found)
}

/// All slugs of a thing, each with the locale that it is of.
fn slugs<E: Content>(state: &State<E>) -> Vec<(&str, &str)> {
    let of_translations = state.translations.values().filter_map(|row| Some((row.slug()?, row.locale())));
    std::iter::once((state.row.slug(), "")).chain(of_translations).collect()
}

fn same_texts<E: Content>(left: &Translation<E>, right: &Translation<E>) -> bool {
    E::TEXTS.iter().all(|text| (text.get)(left) == (text.get)(right))
}

/// The version of each text: a new one for what was written now, unless the row says another one on purpose.
fn text_versions<E: Content>(old: Option<&Translation<E>>, new: &Translation<E>, version: i32) -> TextVersions {
    let given = &new.text_versions().0;
    let of_text = |text: &super::Text<E>| {
        text.of(new)?;
        let name = text.name();
        let before = old.and_then(|old| old.text_versions().0.get(name));
        let is_given = given.get(name).is_some_and(|given| Some(given) != before);
        let is_written = old.is_none_or(|old| (text.get)(old) != (text.get)(new));
        let kept = given.get(name).copied().filter(|_| is_given || !is_written);
        // A row from before texts had versions of their own.
        let whole = old.map(|old| old.source_version().unwrap_or(old.text_version())).filter(|_| !is_written);
        Some((name.to_owned(), kept.or(whole).unwrap_or(version)))
    };
    TextVersions(E::TEXTS.iter().filter_map(of_text).collect())
}

/// The texts whose versions differ: they are what they were, and were found to be right.
fn confirmed<E: Content>(before: &State<E>, after: &State<E>) -> Map<String, Value> {
    let mut fields = Map::new();
    for (locale, row) in &after.translations {
        let old = before.translations.get(locale);
        for text in E::TEXTS {
            let version = |row: &Translation<E>| row.text_versions().0.get(text.name()).copied();
            if let Some(shown) = text.of(row).filter(|_| old.and_then(version) != version(row)) {
                fields.insert(
                    format!("translations.{locale}.{}", text.name()),
                    json!({ "before": old.and_then(|old| text.of(old)), "after": shown }),
                );
            }
        }
    }
    fields
}
