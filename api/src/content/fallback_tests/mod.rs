//! The rule of fallback stands twice: in memory (`locale::localize`) and in SQL (`content::sql`). Here random
//! content is written, and what SQL shows, sorts, counts and finds is held against what a reader sees in memory.
//!
//! On SQLite always, and on PostgreSQL when `TRIBUNE_TEST_POSTGRES` names a server.

mod sample;
mod world;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_graphql::{InputType, Value, value};
use entity::{ContentRow, TranslationRow, series, speaker};
use futures::future::{try_join, try_join_all};
use proptest::{
    prop_assert_eq,
    test_runner::{Config, TestCaseResult, TestRunner},
};
use sea_orm::{
    ConnectionTrait, JoinType,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::{
    Content, Record, Translation,
    cursor::{self, Position},
    list::{Direction, ListOf, OrderField, OrderKey, PageArgs, Via},
    rows::Rows,
    sql::{Column, Scope},
};
use crate::{
    Result,
    database::Database,
    locale::{Chain, localize},
};
use sample::{MOST_ITEMS, SLUGS, Sample, TAGS, case};
use world::{World, has_words, is_available_in};

/// For each property, type and database.
const CASES: u32 = 8;
const PAGE_SIZES: RangeInclusive<i32> = 1..=5;

#[test]
fn a_text_in_sql_is_the_one_that_the_reader_sees() {
    for database in databases() {
        database.holds::<series::Entity>(same_texts);
        database.holds::<speaker::Entity>(same_texts);
    }
}

#[test]
fn a_list_by_title_is_sorted_by_what_the_reader_sees_on_pages_of_every_size() {
    for database in databases() {
        database.holds::<series::Entity>(same_pages);
        database.holds::<speaker::Entity>(same_pages);
    }
}

#[test]
fn a_list_below_many_parents_is_the_list_below_each() {
    for database in databases() {
        database.holds::<series::Entity>(same_pages_below_parents);
        database.holds::<speaker::Entity>(same_pages_below_parents);
    }
}

#[test]
fn a_filter_keeps_what_the_reader_would_keep() {
    for database in databases() {
        database.holds::<series::Entity>(same_filtered);
        database.holds::<speaker::Entity>(same_filtered);
    }
}

#[test]
fn a_slug_names_its_owner_unless_it_is_of_a_hidden_translation() {
    for database in databases() {
        database.holds::<series::Entity>(async |world| same_slugs(world, |places| places == 1).await);
    }
}

#[test]
fn a_slug_of_many_places_names_its_owner_when_one_of_them_is_shown() {
    for database in databases() {
        database.holds::<series::Entity>(async |world| same_slugs(world, |places| places > 1).await);
    }
}

async fn same_texts<E: Sample>(world: &World<'_, E>) -> TestCaseResult {
    for chain in &world.chains {
        let in_sql = world.shown(chain).await?;
        let uids = world.case.items.iter().map(|item| item.uid);
        let read = world.read(async |rows| try_join_all(uids.map(|uid| rows.get::<E>(uid, chain))).await).await?;

        let seen = |record: &Arc<Record<E>>, get| localize(chain, &record.translations, get).map(owned);
        let in_memory = by_uid::<E, _>(&world.records, |record, get| seen(record, get));
        let text_alone = |record: &Arc<Record<E>>, get| Some(seen(record, get)?.1);
        prop_assert_eq!(in_sql, by_uid::<E, _>(&world.records, text_alone), "{:?}", chain);
        let read = read.into_iter().flatten().map(|item| item.record).collect::<Vec<_>>();
        prop_assert_eq!(by_uid::<E, _>(&read, seen), in_memory, "{:?}", chain);
    }
    Ok(())
}

async fn same_pages<E: Sample>(world: &World<'_, E>) -> TestCaseResult {
    for (chain, direction) in world.orders() {
        let list = list::<E>(chain, direction, value!({}));
        let walks = PAGE_SIZES.flat_map(|size| [(size, false), (size, true)]);

        let whole = world.whole(&list).await?;
        let pages = world
            .read(async |rows| try_join_all(walks.clone().map(|(size, end)| walk::<E>(rows, &list, size, end))).await)
            .await?;

        let in_memory = world.sorted(chain, direction, |_| true);
        prop_assert_eq!(&whole, &in_memory, "{:?} {:?}", chain, direction);
        for ((size, is_backward), pages) in walks.zip(pages) {
            let (items, count) = (&in_memory.0, usize::try_from(size)?);
            let expected: Vec<&[Uuid]> =
                if is_backward { items.rchunks(count).collect() } else { items.chunks(count).collect() };
            prop_assert_eq!(pages, expected, "{:?} {:?} {} backward: {}", chain, direction, size, is_backward);
        }
    }
    Ok(())
}

async fn same_pages_below_parents<E: Sample>(world: &World<'_, E>) -> TestCaseResult {
    let parents: Vec<Uuid> = world.records.iter().map(|record| record.row.uid()).take(4).collect();
    for (chain, direction) in world.orders() {
        let all = list::<E>(chain, direction, value!({}));
        let below = ListOf::<E> { via: Some(Via::Pairs("others", E::KIND, others::<E>)), ..all.clone() };
        let positions = world.read(async |rows| rows.page::<E>(all.clone(), None).await).await?;
        let (items, middle) = (uids(&positions.items), positions.items.len() / 2);
        let cursor = positions.items.get(middle).map(|item| cursor::encode(&all.name::<E>(), item));
        for size in PAGE_SIZES {
            let after = PageArgs { first: Some(size), after: cursor.clone(), ..PageArgs::default() };
            let before = PageArgs { last: Some(size), before: cursor.clone(), ..PageArgs::default() };
            let (after, before) = (below.clone().paged::<E>(after)?, below.clone().paged::<E>(before)?);

            let pages = world
                .read(async |rows| {
                    let page = |list: &ListOf<E>, parent: &Uuid| rows.page::<E>(list.clone(), Some(*parent));
                    try_join_all(parents.iter().map(|parent| try_join(page(&after, parent), page(&before, parent))))
                        .await
                })
                .await?;

            let size = usize::try_from(size)?;
            for (parent, (after, before)) in parents.iter().zip(pages) {
                let without = |items: &[Uuid]| items.iter().copied().filter(|uid| uid != parent).collect::<Vec<_>>();
                let (earlier, later) =
                    (without(&items[..middle]), without(items.get(middle + 1..).unwrap_or_default()));
                let (start, end) = (earlier.len().saturating_sub(size), later.len().min(size));
                prop_assert_eq!(uids(&after.items), &later[..end], "{:?} {:?} after", chain, direction);
                prop_assert_eq!(uids(&before.items), &earlier[start..], "{:?} {:?} before", chain, direction);
                prop_assert_eq!((before.has_more, after.has_more), (start > 0, end < later.len()));
            }
        }
    }
    Ok(())
}

async fn same_filtered<E: Sample>(world: &World<'_, E>) -> TestCaseResult {
    for chain in &world.chains {
        for tag in TAGS {
            let in_sql = world.whole(&list::<E>(chain, Direction::Asc, value!({ "availableIn": tag }))).await?;

            let in_memory = world.sorted(chain, Direction::Asc, |item| is_available_in(item, tag));
            prop_assert_eq!(in_sql, in_memory, "{:?} available in {}", chain, tag);
        }
        for words in &world.case.searches {
            let filter = value!({ "search": (words.as_str()) });
            let in_sql = world.whole(&list::<E>(chain, Direction::Asc, filter)).await?;

            let in_memory = world.sorted(chain, Direction::Asc, |item| has_words(item, words));
            prop_assert_eq!(in_sql, in_memory, "{:?} search {:?}", chain, words);
        }
    }
    Ok(())
}

/// `are_tried` says of how many places the slugs are that are tried: of the thing itself, of a translation.
async fn same_slugs<E: Sample>(world: &World<'_, E>, are_tried: impl Fn(usize) -> bool) -> TestCaseResult {
    for record in &world.records {
        let item = world.item(record.row.uid());
        let is_shown = |tag: &str| tag.is_empty() || record.translations.iter().any(|row| row.locale() == tag);
        for letter in SLUGS {
            let slug = item.slug(letter);
            let places: BTreeSet<&str> = item.versions.iter().flat_map(|version| version.places_of(letter)).collect();
            if !are_tried(places.len()) {
                continue;
            }

            let in_sql = world.named(&slug).await?;
            let read = world.read(async |rows| rows.by_slug::<E>(&slug, &world.chains[0]).await).await?;

            let in_memory: Vec<Uuid> = places.into_iter().any(is_shown).then_some(item.uid).into_iter().collect();
            prop_assert_eq!(&in_sql, &in_memory, "{}", slug);
            prop_assert_eq!(read.iter().map(|item| item.row().uid()).collect::<Vec<_>>(), in_memory, "{}", slug);
        }
    }
    Ok(())
}

fn list<E: Sample>(chain: &Chain, direction: Direction, filter: Value) -> ListOf<E> {
    let (title, _) = E::DEFAULT_ORDER[0];
    assert!(matches!(title.key(), OrderKey::Title), "the types of these tests are listed by title");
    let filter = E::Filter::parse(Some(filter)).unwrap_or_else(|_| panic!("a filter of {}", E::KIND));
    ListOf::<E> { filter, order: vec![(title, direction)], chain: chain.clone(), via: None, window: None }
}

/// The pages of a list, from its start or from its end.
async fn walk<E: Sample>(rows: &Rows, list: &ListOf<E>, size: i32, is_backward: bool) -> Result<Vec<Vec<Uuid>>> {
    let (mut pages, mut cursor) = (Vec::new(), None);
    loop {
        let args = if is_backward {
            PageArgs { last: Some(size), before: cursor, ..PageArgs::default() }
        } else {
            PageArgs { first: Some(size), after: cursor, ..PageArgs::default() }
        };
        let page = rows.page::<E>(list.clone().paged::<E>(args)?, None).await?;
        let Some(end) = (if is_backward { page.items.first() } else { page.items.last() }) else { break };
        pages.push(uids(&page.items));
        cursor = Some(cursor::encode(&list.name::<E>(), end));
        // A walk that comes by the same items again would have no end.
        if !page.has_more || pages.len() > MOST_ITEMS {
            break;
        }
    }
    Ok(pages)
}

/// Below each thing of a type all the others.
fn others<E: Content>(_: &Scope) -> SelectStatement {
    let uid = |table: &'static str| Expr::col((table, Column::Uid));
    Query::select()
        .expr_as(uid("other"), "child")
        .expr_as(uid("one"), "parent")
        .from_as(E::default(), "one")
        .join_as(JoinType::InnerJoin, E::default(), "other", uid("one").ne(uid("other")))
        .take()
}

fn uids(items: &[Position]) -> Vec<Uuid> {
    items.iter().map(|item| item.uid).collect()
}

/// What `text` says of each text of each record.
fn by_uid<E: Content, T>(
    records: &[Arc<Record<E>>],
    text: impl Fn(&Arc<Record<E>>, fn(&Translation<E>) -> Option<&str>) -> Option<T>,
) -> BTreeMap<Uuid, Vec<Option<T>>> {
    let texts = |record| E::TEXTS.iter().map(|shown| text(record, shown.get)).collect();
    records.iter().map(|record| (record.row.uid(), texts(record))).collect()
}

fn owned((locale, text): (&str, &str)) -> (String, String) {
    (locale.to_owned(), text.to_owned())
}

/// SQLite, and PostgreSQL when there is a server.
fn databases() -> impl Iterator<Item = Scratch> {
    std::iter::once_with(Scratch::file).chain(server().map(|server| Scratch::on(&server)))
}

/// The PostgreSQL server to test on, when one is named.
#[expect(clippy::disallowed_methods, reason = "the tests have no Config")]
fn server() -> Option<String> {
    std::env::var("TRIBUNE_TEST_POSTGRES").ok()
}

/// A database that exists as long as this value.
struct Scratch {
    runtime: Runtime,
    url: String,
    place: Place,
}

enum Place {
    File(#[expect(dead_code, reason = "removes the file when it is dropped")] TempDir),
    Server { url: String, name: String },
}

impl Scratch {
    fn file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("tribune.db").display());
        Self { runtime: runtime(), url, place: Place::File(folder) }
    }

    /// Sorts text as people do, not by its bytes: what most servers are set up with.
    fn on(server: &str) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let (base, options) = server.split_once('?').unwrap_or((server, ""));
        let url_of = |name: &str| format!("{}/{name}?{options}", base.trim_end_matches('/'));
        let name = format!("tribune_fallback_{}_{number}", std::process::id());
        let (url, admin) = (url_of(&name), url_of("postgres"));
        let runtime = runtime();
        let sorted = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'";
        runtime.block_on(administer(&admin, &format!("CREATE DATABASE {name} {sorted}"))).unwrap();
        Self { runtime, url, place: Place::Server { url: admin, name } }
    }

    /// Tries the property on random content of the type.
    fn holds<E: Sample>(&self, property: impl AsyncFn(&World<'_, E>) -> TestCaseResult) {
        let connect = async {
            let database = Database::connect(&self.url, 2).await?;
            database.migrate().await.map(|()| database)
        };
        let database = self.runtime.block_on(connect).unwrap();
        let config = Config { cases: CASES, max_shrink_iters: 300, failure_persistence: None, ..Config::default() };

        let outcome = TestRunner::new(config).run(&case(), |case| {
            self.runtime.block_on(async { property(&World::written(&database, &case).await?).await })
        });

        outcome.unwrap_or_else(|failure| panic!("{} on {}: {failure}", E::KIND, self.url));
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Place::Server { url, name } = &self.place {
            self.runtime.block_on(administer(url, &format!("DROP DATABASE {name} WITH (FORCE)"))).unwrap();
        }
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

async fn administer(url: &str, statement: &str) -> Result<()> {
    let connection = sea_orm::Database::connect(url).await?;
    connection.execute_unprepared(statement).await?;
    Ok(connection.close().await?)
}
