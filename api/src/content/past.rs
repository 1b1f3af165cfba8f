//! What was public at an instant, read from the revisions: what changed of an event since. Only what everybody could see
//! then is told, and only of things that were not purged since.
//!
//! A thing that was public before its first revision (it was imported with an older date) was as that one says.

use std::{
    collections::{BTreeMap, HashMap},
    marker::PhantomData,
    sync::Arc,
};

use chrono::{DateTime, Utc};
use entity::{ContentRow, TranslationRow, revision};
use sea_orm::{
    FromQueryResult,
    sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType},
};
use uuid::Uuid;

use super::{
    Content, Localized, Model, Record,
    publication::{Status, status, translation_status},
    rows::Rows,
    sql::{self, Column},
    write::State,
};
use crate::{
    Result,
    batch::{Batch, Source},
    cache::tag::Tag,
    locale::Chain,
};

/// Most spans of one statement, below the number of parameters that it may have.
const MOST_SPANS: usize = 100;
/// The column that says which span a row is of.
const PLACE: &str = "place";

/// From one instant, exclusive, to another, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    pub since: DateTime<Utc>,
    /// None: now.
    pub until: Option<DateTime<Utc>>,
}

/// A thing of which something changed in a span of time, as everybody could see it before and after.
pub struct Changed<E: Content> {
    pub uid: Uuid,
    /// When it came to be as it was after.
    pub at: DateTime<Utc>,
    /// None: nobody saw it.
    pub before: Option<Past<E>>,
    /// None: nobody sees it.
    pub after: Option<Past<E>>,
}

/// A thing as everybody could see it at an instant.
pub struct Past<E: Content> {
    record: Arc<Record<E>>,
    pub relations: E::Relations,
}

impl<E: Content> Past<E> {
    /// What a revision says of an instant; none when nobody saw it then.
    fn of(state: State<E>, at: DateTime<Utc>) -> Option<Self> {
        if status(&state.row.publication(), at) != Status::Published {
            return None;
        }
        let translations = state.translations.into_values();
        let translations = translations.filter(|row| translation_status(row, at) == Status::Published).collect();
        Some(Self { record: Arc::new(Record { row: state.row, translations }), relations: state.relations })
    }

    pub fn row(&self) -> &Model<E> {
        &self.record.row
    }

    /// For the reader of a chain.
    pub fn localized(&self, chain: &Chain) -> Localized<E> {
        Localized { record: self.record.clone(), chain: chain.clone() }
    }
}

impl Rows {
    /// The parts of one thing of which something changed in a span of time; what is part of nothing has none.
    pub async fn changed<E: Content>(&self, parent: Uuid, span: Span) -> Result<Arc<Vec<Changed<E>>>> {
        let batch = || ChangedOf::<E> { rows: self.clone(), content: PhantomData };
        Ok(self.loads().load(batch, (parent, span)).await?.unwrap_or_default())
    }
}

/// What changed, by what it is part of.
struct ChangedOf<E> {
    rows: Rows,
    content: PhantomData<E>,
}

impl<E: Content> Batch for ChangedOf<E> {
    type Key = (Uuid, Span);
    type Value = Arc<Vec<Changed<E>>>;

    async fn load(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>> {
        let now = self.rows.scope().now;
        let ends: Vec<Ends> =
            keys.iter().map(|(_, span)| Ends { since: span.since, until: span.until.unwrap_or(now) }).collect();
        let mut found: Vec<Vec<Changed<E>>> = keys.iter().map(|_| Vec::new()).collect();
        for places in (0..keys.len()).collect::<Vec<_>>().chunks(MOST_SPANS) {
            let of_each = places.iter().map(|place| (*place, revisions::<E>(keys[*place].0, ends[*place])));
            let mut revisions: BTreeMap<(usize, Uuid), Vec<revision::Model>> = BTreeMap::new();
            for row in self.rows.reader().rows(&together(of_each)).await? {
                let place = usize::try_from(row.try_get::<i32>("", PLACE)?).unwrap_or_default();
                let revision = revision::Model::from_query_result(&row, "")?;
                revisions.entry((place, revision.uid)).or_default().push(revision);
            }
            for ((place, _), mut revisions) in revisions {
                revisions.sort_unstable_by_key(|revision| revision.version);
                found[place].extend(changed::<E>(revisions, ends[place])?);
            }
        }
        Ok(keys.into_iter().zip(found.into_iter().map(Arc::new)).collect())
    }

    fn source(&self, (parent, _): &Self::Key, value: Option<&Self::Value>) -> Option<Source> {
        let past = |past: &Option<Past<E>>| past.as_ref().map_or(0, |past| past.record.bytes());
        let bytes = value.map_or(0, |value| value.iter().map(|one| past(&one.before) + past(&one.after)).sum());
        Some(Source { tags: vec![Tag::naming(E::KIND, *parent)], bytes })
    }
}

/// A span with its end.
#[derive(Clone, Copy)]
struct Ends {
    since: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// What the revisions of one thing, in their order, say of the two ends of a span.
fn changed<E: Content>(revisions: Vec<revision::Model>, span: Ends) -> Result<Option<Changed<E>>> {
    let Some(first) = revisions.first() else { return Ok(None) };
    let uid = first.uid;
    let at_instant = |instant: DateTime<Utc>| -> Result<(DateTime<Utc>, Option<Past<E>>)> {
        let last = revisions.iter().rev().find(|revision| revision.at <= instant).unwrap_or(&revisions[0]);
        let past = Past::of(State::<E>::of_snapshot(last.snapshot.clone())?, instant);
        Ok((last.at, past))
    };
    let (_, before) = at_instant(span.since)?;
    let (written_at, after) = at_instant(span.until)?;
    let instants = [&before, &after].into_iter().flatten().flat_map(|past| instants(&past.record));
    let at = instants.filter(|at| span.since < *at && *at <= span.until).fold(written_at, Ord::max);
    Ok((before.is_some() || after.is_some()).then_some(Changed { uid, at, before, after }))
}

/// The instants at which something of a thing appears or disappears by the clock alone.
fn instants<E: Content>(record: &Record<E>) -> impl Iterator<Item = DateTime<Utc>> {
    let publication = record.row.publication();
    let own = [publication.published_at, publication.unpublished_at];
    let of_texts = record.translations.iter().flat_map(|row| [row.published_at(), row.unpublished_at()]);
    own.into_iter().chain(of_texts).flatten()
}

/// Several queries of revisions as one, each row with the place of its query.
fn together(queries: impl Iterator<Item = (usize, SelectStatement)>) -> SelectStatement {
    let placed = queries.map(|(place, mut query)| {
        query.expr_as(Expr::value(i32::try_from(place).unwrap_or_default()).cast_as("integer"), PLACE).take()
    });
    let all = placed.reduce(|mut all, one| all.union(UnionType::All, one).take());
    all.unwrap_or_default()
}

/// Of each thing that changed the revisions that hold at either end of the span, and the first.
fn revisions<E: Content>(parent: Uuid, span: Ends) -> SelectStatement {
    let column = |column| Expr::col((revision::Entity, column));
    let other = |column| Expr::col(("other", column));
    let latest = |at: DateTime<Utc>| {
        let latest = Query::select()
            .expr(other(revision::Column::Version).max())
            .from_as(revision::Entity, "other")
            .and_where(other(revision::Column::Uid).eq(column(revision::Column::Uid)))
            .and_where(other(revision::Column::At).lte(at))
            .take();
        SimpleExpr::SubQuery(None, Box::new(latest.into()))
    };
    Query::select()
        .columns(<revision::Column as sea_orm::Iterable>::iter().map(|column| (revision::Entity, column)))
        .from(revision::Entity)
        .and_where(column(revision::Column::Uid).in_subquery(touched::<E>(parent, span)))
        .cond_where(
            Condition::any()
                .add(column(revision::Column::Version).eq(1))
                .add(column(revision::Column::Version).eq(latest(span.since)))
                .add(column(revision::Column::Version).eq(latest(span.until))),
        )
        .take()
}

/// The uids of the parts that were written since the span began, or that the clock changed.
fn touched<E: Content>(parent: Uuid, span: Ends) -> SelectStatement {
    let within = |at: Expr| at.clone().gt(span.since).and(at.lte(span.until));
    let of_texts = Query::select()
        .expr(Expr::cust("1"))
        .from(E::Translation::default())
        .and_where(Expr::col((E::Translation::default(), E::OWNER)).eq(sql::column::<E>(Column::Uid)))
        .cond_where(
            Condition::any()
                .add(within(sql::column::<E::Translation>(Column::PublishedAt)))
                .add(within(sql::column::<E::Translation>(Column::UnpublishedAt))),
        )
        .take();
    let is_part = match E::parent() {
        Some(part) => Expr::col((E::default(), part.column)).eq(parent),
        None => Expr::value(false),
    };
    Query::select()
        .expr(sql::column::<E>(Column::Uid))
        .from(E::default())
        .and_where(is_part)
        .cond_where(
            Condition::any()
                .add(sql::column::<E>(Column::UpdatedAt).gt(span.since))
                .add(within(sql::column::<E>(Column::PublishedAt)))
                .add(within(sql::column::<E>(Column::UnpublishedAt)))
                .add(Expr::exists(of_texts)),
        )
        .take()
}
