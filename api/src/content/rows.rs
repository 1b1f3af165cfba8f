//! The one door for reads: what the viewer may see, in the reader's language, batched.
//!
//! Whatever is read in one request is read once; whatever many fields ask for at the same depth is read by one
//! statement, see `crate::batch`.

use std::{
    collections::{BTreeMap, HashMap},
    marker::PhantomData,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use async_graphql::ID;
use chrono::{DateTime, Utc};
use entity::{ContentRow, Join, TranslationRow, draft, revision, slug};
use futures::future::try_join_all;
use sea_orm::{
    FromQueryResult, IdenStatic, Iterable, QueryResult,
    sea_query::{Expr, ExprTrait, Order, Query, SelectStatement, WindowStatement},
};
use uuid::Uuid;

use super::{
    Content, Localized, Model, Record, Translation,
    list::{self, ListOf, Listed, Page},
    object::referred,
    outline::{self, Outline},
    sql::{self, Column, Scope},
};
use crate::{
    Error, Result,
    batch::{Batch, Loads, Source},
    cache::tag::Tag,
    database::Reader,
    error::Limit,
    footprint,
    locale::Chain,
    log::Stretch,
};

/// The reads of one request. Cheap to clone.
#[derive(Clone)]
pub struct Rows {
    reader: Reader,
    loads: Loads,
    scope: Arc<RwLock<Scope>>,
    budget: Arc<Budget>,
}

/// What a request may still take. One poll of a large request can be long, so that no timer interrupts it.
pub struct Budget {
    limit: usize,
    taken: AtomicUsize,
    deadline: Instant,
    timeout: Duration,
}

impl Budget {
    /// As many objects, counted each time they are shown, and as much time.
    pub fn new(limit: usize, timeout: Duration) -> Self {
        Self { limit, taken: AtomicUsize::new(0), deadline: Instant::now() + timeout, timeout }
    }

    fn take(&self) -> Result<()> {
        footprint::note(|footprint| footprint.objects += 1);
        if self.taken.fetch_add(1, Ordering::Relaxed) >= self.limit {
            return Err(Error::TooComplex { what: Limit::Objects, limit: self.limit });
        }
        if Instant::now() > self.deadline {
            let limit_ms = u64::try_from(self.timeout.as_millis()).unwrap_or(u64::MAX);
            return Err(Error::Timeout { limit_ms });
        }
        Ok(())
    }

    /// Takes as many when they are left, and else none.
    fn take_whole(&self, objects: usize) -> bool {
        let taken = self.taken.fetch_add(objects, Ordering::Relaxed);
        let is_left = taken + objects <= self.limit;
        if is_left {
            footprint::note(|footprint| footprint.objects += objects);
        } else {
            self.taken.fetch_sub(objects, Ordering::Relaxed);
        }
        is_left
    }
}

impl Rows {
    /// The loads are answered only inside `crate::batch::drive`.
    pub fn new(reader: Reader, loads: Loads, scope: Scope, budget: Budget) -> Self {
        Self { reader, loads, scope: Arc::new(RwLock::new(scope)), budget: Arc::new(budget) }
    }

    /// What it reads through.
    pub(super) fn reader(&self) -> &Reader {
        &self.reader
    }

    /// What it reads by.
    pub fn loads(&self) -> &Loads {
        &self.loads
    }

    /// Takes so many objects of what the request may still take, when as many are left; else none.
    pub fn take_whole(&self, objects: usize) -> bool {
        self.budget.take_whole(objects)
    }

    /// Who reads, and when.
    pub fn scope(&self) -> Scope {
        self.scope.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets go of all that was read: it has been changed at `now`.
    pub fn forget(&self, now: DateTime<Utc>) {
        self.scope.write().unwrap_or_else(PoisonError::into_inner).now = now;
        self.loads.forget();
    }

    /// Whether the viewer may see a thing before it is public, and so its revisions and pending edits.
    pub async fn sees<E: Content>(&self, uid: Uuid) -> Result<bool> {
        let sight = self.scope().sight::<E>();
        if sight.all || sight.is_public() {
            return Ok(sight.all);
        }
        let batch = || SeenOf::<E> { rows: self.clone(), content: PhantomData };
        Ok(self.loads.load(batch, uid).await?.is_some())
    }

    /// The pending edits of a thing, whoever may see them.
    pub async fn draft(&self, uid: Uuid) -> Result<Option<Arc<draft::Model>>> {
        self.loads.load(|| DraftsOf { rows: self.clone() }, uid).await
    }

    /// A stretch of the revisions of a thing, the youngest first, whoever may see them; one more when there are
    /// more.
    pub async fn revisions(&self, uid: Uuid, stretch: Stretch) -> Result<Arc<Vec<revision::Model>>> {
        let batch = || RevisionsOf { rows: self.clone() };
        let revisions = self.loads.load(batch, (uid, stretch)).await?.unwrap_or_default();
        revisions.iter().try_for_each(|_| self.budget.take())?;
        Ok(revisions)
    }

    /// A thing as it was at one version, whoever may see it.
    pub async fn version(&self, uid: Uuid, version: i32) -> Result<Option<Arc<revision::Model>>> {
        self.loads.load(|| VersionsOf { rows: self.clone() }, (uid, version)).await
    }

    /// What `uid` names, when the viewer may see it.
    pub async fn get<E: Content>(&self, uid: Uuid, chain: &Chain) -> Result<Option<Localized<E>>> {
        self.budget.take()?;
        let batch = || RecordsOf::<E> { rows: self.clone(), content: PhantomData };
        let record = self.loads.load(batch, uid).await?;
        Ok(record.map(|record| Localized { record, chain: chain.clone() }))
    }

    /// As [`Rows::get`], but none when a closed chain has no text for it.
    pub async fn find<E: Content>(&self, uid: Uuid, chain: &Chain) -> Result<Option<Localized<E>>> {
        Ok(self.get(uid, chain).await?.filter(|found| found.record.is_available(chain)))
    }

    /// Those of `uids` that the viewer may see and the chain has text for, in their order.
    pub async fn many<E: Content>(
        &self,
        uids: impl IntoIterator<Item = Uuid>,
        chain: &Chain,
    ) -> Result<Vec<Localized<E>>> {
        let found = try_join_all(uids.into_iter().map(|uid| self.find(uid, chain))).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// What answers to `slug`: its present slug, that of a translation, or a former one.
    pub async fn by_slug<E: Content>(&self, slug: &str, chain: &Chain) -> Result<Option<Localized<E>>> {
        match self.named::<E>(slug).await? {
            Some(uid) => self.find(uid, chain).await,
            None => Ok(None),
        }
    }

    /// What a client names by id, uid or slug, whatever the chain has text for.
    pub async fn by_reference<E: Content>(&self, reference: &ID, chain: &Chain) -> Result<Option<Localized<E>>> {
        let uid = match referred::<E>(reference) {
            Some(uid) => Some(uid),
            None => self.named::<E>(reference).await?,
        };
        match uid {
            Some(uid) => self.get(uid, chain).await,
            None => Ok(None),
        }
    }

    async fn named<E: Content>(&self, slug: &str) -> Result<Option<Uuid>> {
        let batch = || SlugsOf::<E> { rows: self.clone(), content: PhantomData };
        self.loads.load(batch, slug.to_owned()).await
    }

    /// The items of a list below `parent`, which a list without a relation has none of.
    pub async fn page<E: Listed>(&self, list: ListOf<E>, parent: Option<Uuid>) -> Result<Arc<Page>> {
        let batch = || PagesOf::<E> { rows: self.clone(), content: PhantomData };
        Ok(self.loads.load(batch, (list, parent.unwrap_or_default())).await?.unwrap_or_default())
    }

    /// How many items a list has below `parent`, on all pages together.
    pub async fn count<E: Listed>(&self, mut list: ListOf<E>, parent: Option<Uuid>) -> Result<i64> {
        list.window = None;
        let batch = || CountsOf::<E> { rows: self.clone(), content: PhantomData };
        Ok(self.loads.load(batch, (list, parent.unwrap_or_default())).await?.unwrap_or_default())
    }

    /// All things of a type that the viewer may see, without their texts, the oldest first.
    pub async fn outlines<E: Content>(&self) -> Result<Arc<Vec<Outline>>> {
        let batch = || OutlinesOf::<E> { rows: self.clone(), content: PhantomData };
        Ok(self.loads.load(batch, ()).await?.unwrap_or_default())
    }

    /// The rows of a join table that `owner` owns, in order.
    pub async fn joined<J: Join<Model: Clone + Send + Sync>>(&self, owner: Uuid) -> Result<Arc<Vec<J::Model>>> {
        self.joined_by::<J>(J::OWNER, owner).await
    }

    /// The rows of a join table with `uid` in a column, in order.
    pub async fn joined_by<J: Join<Model: Clone + Send + Sync>>(
        &self,
        column: J::Column,
        uid: Uuid,
    ) -> Result<Arc<Vec<J::Model>>> {
        let batch = || JoinedBy::<J> { rows: self.clone(), join: PhantomData };
        Ok(self.loads.load(batch, (column.as_str(), uid)).await?.unwrap_or_default())
    }
}

/// Rows with their translations by uid.
struct RecordsOf<E> {
    rows: Rows,
    content: PhantomData<E>,
}

impl<E: Content> Batch for RecordsOf<E> {
    type Key = Uuid;
    type Value = Arc<Record<E>>;

    async fn load(&self, uids: Vec<Uuid>) -> Result<HashMap<Uuid, Arc<Record<E>>>> {
        let rows = self.rows.reader.rows(&records::<E>(&uids, &self.rows.scope())).await?;
        rows.iter().map(|row| record::<E>(row).map(|record| (record.row.uid(), Arc::new(record)))).collect()
    }

    fn source(&self, uid: &Uuid, record: Option<&Arc<Record<E>>>) -> Option<Source> {
        let tags = record_tags::<E>(*uid, record.map(|record| &record.row));
        Some(Source { tags, bytes: record.map_or(0, |record| record.bytes()) })
    }
}

/// What a row, or that it is not there, follows from.
pub(super) fn record_tags<E: Content>(uid: Uuid, row: Option<&Model<E>>) -> Vec<Tag> {
    // A part is seen where its parent is.
    let parent = E::parent().map(|parent| match row {
        Some(row) => Tag::thing((parent.uid)(row)),
        None => Tag::all(parent.kind),
    });
    parent.into_iter().chain([Tag::thing(uid)]).collect()
}

const TRANSLATIONS: &str = "translations";

/// The visible rows among `uids`, each with its visible translations in one cell: what a row costs is its cells.
fn records<E: Content>(uids: &[Uuid], scope: &Scope) -> SelectStatement {
    Query::select()
        .columns(E::Column::iter().map(|column| (E::default(), column)))
        .expr_as(sql::translations_as_json::<E>(scope), TRANSLATIONS)
        .from(E::default())
        .and_where(sql::among(sql::column::<E>(Column::Uid), uids))
        .cond_where(sql::visible::<E>(scope))
        .take()
}

fn record<E: Content>(found: &QueryResult) -> Result<Record<E>> {
    let row = Model::<E>::from_query_result(found, "")?;
    let json: Option<String> = found.try_get("", TRANSLATIONS)?;
    let translations = json.map(|json| serde_json::from_str::<Vec<Translation<E>>>(&json)).transpose();
    let mut translations =
        translations.map_err(|error| Error::Internal(format!("translations: {error}")))?.unwrap_or_default();
    for translation in &mut translations {
        translation.stamp(
            row.uid(),
            translation.text_version(),
            translation.source_version(),
            translation.updated_at(),
        );
    }
    translations.sort_by(|left, right| left.locale().cmp(right.locale()));
    Ok(Record { row, translations })
}

/// Uids by slug.
struct SlugsOf<E> {
    rows: Rows,
    content: PhantomData<E>,
}

impl<E: Content> Batch for SlugsOf<E> {
    type Key = String;
    type Value = Uuid;

    async fn load(&self, slugs: Vec<String>) -> Result<HashMap<String, Uuid>> {
        let named = |column| Expr::col((slug::Entity, column));
        let scope = &self.rows.scope();
        let of_translation = Query::select()
            .expr(Expr::cust("1"))
            .from(E::Translation::default())
            .and_where(Expr::col((E::Translation::default(), E::OWNER)).eq(named(slug::Column::Uid)))
            .and_where(sql::column::<E::Translation>(Column::Locale).eq(named(slug::Column::Locale)))
            .cond_where(sql::visible_translation::<E>(scope))
            .take();
        let query = Query::select()
            .column((slug::Entity, slug::Column::Slug))
            .column((slug::Entity, slug::Column::Uid))
            .from(slug::Entity)
            .inner_join(E::default(), sql::column::<E>(Column::Uid).eq(named(slug::Column::Uid)))
            .and_where(named(slug::Column::Kind).eq(E::KIND))
            .and_where(named(slug::Column::ScopeUid).eq(Uuid::nil()))
            .and_where(named(slug::Column::Slug).is_in(slugs))
            .and_where(named(slug::Column::Locale).eq("").or(Expr::exists(of_translation)))
            .cond_where(sql::visible::<E>(scope))
            .take();
        let pair = |row: &QueryResult| Ok((row.try_get("", "slug")?, row.try_get("", "uid")?));
        self.rows.reader.rows(&query).await?.iter().map(pair).collect()
    }

    fn source(&self, slug: &String, uid: Option<&Uuid>) -> Option<Source> {
        // A slug names one thing for good; what none names yet may be named by any.
        let tags = match (uid, E::parent()) {
            (Some(uid), _) => vec![Tag::thing(*uid)],
            (None, None) => vec![Tag::all(E::KIND)],
            (None, Some(parent)) => vec![Tag::all(E::KIND), Tag::all(parent.kind)],
        };
        Some(Source { tags, bytes: slug.len() })
    }
}

/// Which things the viewer may see before they are public.
struct SeenOf<E> {
    rows: Rows,
    content: PhantomData<E>,
}

impl<E: Content> Batch for SeenOf<E> {
    type Key = Uuid;
    type Value = ();

    async fn load(&self, uids: Vec<Uuid>) -> Result<HashMap<Uuid, ()>> {
        let uid = sql::column::<E>(Column::Uid);
        let query = Query::select()
            .expr_as(uid.clone(), "uid")
            .from(E::default())
            .and_where(sql::among(uid, &uids))
            .cond_where(sql::seen_by::<E>(&self.rows.scope().sight::<E>()))
            .take();
        self.rows.reader.rows(&query).await?.iter().map(|row| Ok((row.try_get("", "uid")?, ()))).collect()
    }

    /// What an account may see is its own.
    fn source(&self, _: &Uuid, _: Option<&()>) -> Option<Source> {
        None
    }
}

/// Pending edits by what they are of.
struct DraftsOf {
    rows: Rows,
}

impl Batch for DraftsOf {
    type Key = Uuid;
    type Value = Arc<draft::Model>;

    async fn load(&self, uids: Vec<Uuid>) -> Result<HashMap<Uuid, Arc<draft::Model>>> {
        let query = Query::select()
            .columns(draft::Column::iter().map(|column| (draft::Entity, column)))
            .from(draft::Entity)
            .and_where(sql::among(Expr::col((draft::Entity, draft::Column::Uid)), &uids))
            .take();
        let found = self.rows.reader.all::<draft::Model>(&query).await?;
        Ok(found.into_iter().map(|draft| (draft.uid, Arc::new(draft))).collect())
    }

    /// Drafts and revisions are for who may see them.
    fn source(&self, _: &Self::Key, _: Option<&Self::Value>) -> Option<Source> {
        None
    }
}

/// Revisions by what they are of, a stretch of each.
struct RevisionsOf {
    rows: Rows,
}

impl Batch for RevisionsOf {
    type Key = (Uuid, Stretch);
    type Value = Arc<Vec<revision::Model>>;

    async fn load(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>> {
        let mut by_stretch: HashMap<Stretch, Vec<Uuid>> = HashMap::new();
        for (uid, stretch) in keys {
            by_stretch.entry(stretch).or_default().push(uid);
        }
        let mut found: HashMap<Self::Key, Vec<revision::Model>> = HashMap::new();
        for (stretch, uids) in by_stretch {
            let column = |column| Expr::col((revision::Entity, column));
            let mut latest = WindowStatement::partition_by((revision::Entity, revision::Column::Uid));
            latest.order_by((revision::Entity, revision::Column::Version), Order::Desc);
            let mut numbered = Query::select();
            numbered
                .columns(revision::Column::iter().map(|column| (revision::Entity, column)))
                .expr_window_as(Expr::cust("ROW_NUMBER()"), latest, "place")
                .from(revision::Entity)
                .and_where(sql::among(column(revision::Column::Uid), &uids));
            if let Some(after) = stretch.after {
                numbered.and_where(column(revision::Column::Version).lt(after));
            }
            let query = Query::select()
                .columns(revision::Column::iter().map(|column| ("revision", column)))
                .from_subquery(numbered, "revision")
                .and_where(Expr::col(("revision", "place")).lte(stretch.size + 1))
                .order_by(("revision", revision::Column::Version), Order::Desc)
                .take();
            for row in self.rows.reader.all::<revision::Model>(&query).await? {
                found.entry((row.uid, stretch)).or_default().push(row);
            }
        }
        Ok(found.into_iter().map(|(key, rows)| (key, Arc::new(rows))).collect())
    }

    /// Drafts and revisions are for who may see them.
    fn source(&self, _: &Self::Key, _: Option<&Self::Value>) -> Option<Source> {
        None
    }
}

/// Things as they were.
struct VersionsOf {
    rows: Rows,
}

impl Batch for VersionsOf {
    type Key = (Uuid, i32);
    type Value = Arc<revision::Model>;

    async fn load(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>> {
        let column = |column| Expr::col((revision::Entity, column));
        let uids: Vec<Uuid> = keys.iter().map(|(uid, _)| *uid).collect();
        let query = Query::select()
            .columns(revision::Column::iter().map(|column| (revision::Entity, column)))
            .from(revision::Entity)
            .and_where(sql::among(column(revision::Column::Uid), &uids))
            .and_where(column(revision::Column::Version).is_in(keys.iter().map(|(_, version)| *version)))
            .take();
        let found = self.rows.reader.all::<revision::Model>(&query).await?;
        Ok(found.into_iter().map(|row| ((row.uid, row.version), Arc::new(row))).collect())
    }

    /// Drafts and revisions are for who may see them.
    fn source(&self, _: &Self::Key, _: Option<&Self::Value>) -> Option<Source> {
        None
    }
}

/// A list and the parent that it stands below; the nil uid when it stands alone.
type ListKey<E> = (ListOf<E>, Uuid);

/// The parents by list, in the order of asking: each list is one statement.
fn by_list<E: Listed>(keys: Vec<ListKey<E>>) -> Vec<(ListOf<E>, Vec<Uuid>)> {
    let mut places: HashMap<ListOf<E>, usize> = HashMap::new();
    let mut lists: Vec<(ListOf<E>, Vec<Uuid>)> = Vec::new();
    for (list, parent) in keys {
        let place = *places.entry(list.clone()).or_insert(lists.len());
        if place == lists.len() {
            lists.push((list, Vec::new()));
        }
        lists[place].1.push(parent);
    }
    lists
}

/// Pages of lists by list and parent.
struct PagesOf<E> {
    rows: Rows,
    content: PhantomData<E>,
}

impl<E: Listed> Batch for PagesOf<E> {
    type Key = ListKey<E>;
    type Value = Arc<Page>;

    async fn load(&self, keys: Vec<ListKey<E>>) -> Result<HashMap<ListKey<E>, Arc<Page>>> {
        let mut pages: HashMap<ListKey<E>, Page> = HashMap::new();
        for (list, parents) in by_list::<E>(keys) {
            let query = list::statement::<E>(&list, &parents, &self.rows.scope());
            for row in self.rows.reader.rows(&query).await? {
                let (parent, position) = list::position::<E>(&list, &row)?;
                pages.entry((list.clone(), parent.unwrap_or_default())).or_default().items.push(position);
            }
        }
        Ok(pages.into_iter().map(|(key, page)| (key.clone(), Arc::new(page.cut(key.0.window.as_ref())))).collect())
    }

    fn source(&self, (list, parent): &ListKey<E>, page: Option<&Arc<Page>>) -> Option<Source> {
        let bytes = page.map_or(0, |page| page.bytes());
        Some(Source { tags: list::tags::<E>(list, *parent, &self.rows.scope()), bytes })
    }
}

/// Totals of lists by list and parent.
struct CountsOf<E> {
    rows: Rows,
    content: PhantomData<E>,
}

impl<E: Listed> Batch for CountsOf<E> {
    type Key = ListKey<E>;
    type Value = i64;

    async fn load(&self, keys: Vec<ListKey<E>>) -> Result<HashMap<ListKey<E>, i64>> {
        let mut totals = HashMap::new();
        for (list, parents) in by_list::<E>(keys) {
            let query = list::count_statement::<E>(&list, &parents, &self.rows.scope());
            for row in self.rows.reader.rows(&query).await? {
                let parent = if list.via.is_some() { row.try_get("", "parent")? } else { Uuid::nil() };
                totals.insert((list.clone(), parent), row.try_get("", "total")?);
            }
        }
        Ok(totals)
    }

    fn source(&self, (list, parent): &ListKey<E>, _: Option<&i64>) -> Option<Source> {
        Some(Source { tags: list::tags::<E>(list, *parent, &self.rows.scope()), bytes: size_of::<i64>() })
    }
}

/// All things of a type without their texts.
struct OutlinesOf<E> {
    rows: Rows,
    content: PhantomData<E>,
}

impl<E: Content> Batch for OutlinesOf<E> {
    type Key = ();
    type Value = Arc<Vec<Outline>>;

    async fn load(&self, _: Vec<()>) -> Result<HashMap<(), Self::Value>> {
        let rows = self.rows.reader.rows(&outline::statement::<E>(&self.rows.scope())).await?;
        Ok(HashMap::from([((), Arc::new(outline::outlines(&rows)?))]))
    }

    fn source(&self, (): &(), outlines: Option<&Self::Value>) -> Option<Source> {
        let tags = E::parent().map(|parent| Tag::all(parent.kind)).into_iter().chain([Tag::all(E::KIND)]).collect();
        Some(Source { tags, bytes: outlines.map_or(0, |outlines| outlines.iter().map(Outline::bytes).sum()) })
    }
}

/// The rows of a join table by column and what is in it.
struct JoinedBy<J> {
    rows: Rows,
    join: PhantomData<J>,
}

impl<J: Join<Model: Clone + Send + Sync>> Batch for JoinedBy<J> {
    type Key = (&'static str, Uuid);
    type Value = Arc<Vec<J::Model>>;

    async fn load(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>> {
        let mut uids_by_column: BTreeMap<&'static str, Vec<Uuid>> = BTreeMap::new();
        for (column, uid) in keys {
            uids_by_column.entry(column).or_default().push(uid);
        }
        let mut joined: HashMap<Self::Key, Vec<J::Model>> = HashMap::new();
        for (name, uids) in uids_by_column {
            let column = |column: J::Column| Expr::col((J::default(), column));
            let mut query = Query::select();
            query
                .columns(J::Column::iter().map(|column| (J::default(), column)))
                .from(J::default())
                .and_where(sql::among(Expr::col((J::default(), name)), &uids))
                .order_by_expr(column(J::POSITION), Order::Asc)
                .order_by_expr(column(J::OWNER), Order::Asc)
                .order_by_expr(column(J::TARGET), Order::Asc);
            for row in self.rows.reader.rows(&query).await? {
                let uid: Uuid = row.try_get("", name)?;
                joined.entry((name, uid)).or_default().push(J::Model::from_query_result(&row, "")?);
            }
        }
        Ok(joined.into_iter().map(|(key, rows)| (key, Arc::new(rows))).collect())
    }

    fn source(&self, (column, uid): &Self::Key, rows: Option<&Self::Value>) -> Option<Source> {
        let tag = if *column == J::OWNER.as_str() { Tag::thing(*uid) } else { Tag::named(*uid) };
        Some(Source { tags: vec![tag], bytes: rows.map_or(0, |rows| rows.len() * size_of::<J::Model>()) })
    }
}
