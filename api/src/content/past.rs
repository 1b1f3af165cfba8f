//! What was public at an instant, read from the revisions: what changed of an event since. Only what everybody could see
//! then is told, and only of things that were not purged since.
//!
//! A thing that was public before its first revision (it was imported with an older date) was as that one says.

use std::{collections::HashMap, marker::PhantomData, sync::Arc};

use chrono::{DateTime, Utc};
use entity::{ContentRow, TranslationRow, revision};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement, SimpleExpr};
use uuid::Uuid;

use super::{
    Content, Localized, Record,
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

    /// For the reader of a chain.
    pub fn localized(&self, chain: &Chain) -> Localized<E> {
        Localized { record: self.record.clone(), chain: chain.clone() }
    }
}

impl Rows {
    /// The things of which something changed in a span of time.
    pub async fn changed<E: Content>(&self, which: Which, span: Span) -> Result<Arc<Vec<Changed<E>>>> {
        let batch = || ChangedOf::<E> { rows: self.clone(), content: PhantomData };
        Ok(self.load(batch, (which, span)).await?.unwrap_or_default())
    }
}

/// Of which things changes are asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    /// The parts of one thing.
    Parts(Uuid),
    Things(Vec<Uuid>),
    /// All of the type.
    All,
}

/// What changed, by what is asked.
struct ChangedOf<E> {
    rows: Rows,
    content: PhantomData<E>,
}

impl<E: Content> Batch for ChangedOf<E> {
    type Key = (Which, Span);
    type Value = Arc<Vec<Changed<E>>>;

    async fn load(&self, keys: Vec<Self::Key>) -> Result<HashMap<Self::Key, Self::Value>> {
        let mut found = HashMap::new();
        for (which, span) in keys {
            let until = span.until.unwrap_or(self.rows.scope().now);
            let ends = Ends { since: span.since, until };
            let revisions = self.rows.reader().all::<revision::Model>(&revisions::<E>(&which, ends)).await?;
            let mut by_uid: Vec<Vec<revision::Model>> = Vec::new();
            for revision in revisions {
                match by_uid.last_mut().filter(|of_one| of_one[0].uid == revision.uid) {
                    Some(of_one) => of_one.push(revision),
                    None => by_uid.push(vec![revision]),
                }
            }
            let changed = by_uid.into_iter().map(|revisions| changed::<E>(revisions, ends));
            let changed: Vec<Changed<E>> = changed.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
            found.insert((which, span), Arc::new(changed));
        }
        Ok(found)
    }

    fn source(&self, (which, _): &Self::Key, value: Option<&Self::Value>) -> Option<Source> {
        let tags = match which {
            Which::Parts(parent) => vec![Tag::naming(E::KIND, *parent)],
            Which::Things(uids) => uids.iter().map(|uid| Tag::thing(*uid)).collect(),
            Which::All => vec![Tag::all(E::KIND)],
        };
        let past = |past: &Option<Past<E>>| past.as_ref().map_or(0, |past| past.record.bytes());
        let bytes = value.map_or(0, |value| value.iter().map(|one| past(&one.before) + past(&one.after)).sum());
        Some(Source { tags, bytes })
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

/// Of each thing that changed, in the order of their uids, the revisions that hold at either end of the span, and the
/// first.
fn revisions<E: Content>(which: &Which, span: Ends) -> SelectStatement {
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
        .and_where(column(revision::Column::Uid).in_subquery(touched::<E>(which, span)))
        .cond_where(
            Condition::any()
                .add(column(revision::Column::Version).eq(1))
                .add(column(revision::Column::Version).eq(latest(span.since)))
                .add(column(revision::Column::Version).eq(latest(span.until))),
        )
        .order_by((revision::Entity, revision::Column::Uid), Order::Asc)
        .order_by((revision::Entity, revision::Column::Version), Order::Asc)
        .take()
}

/// The uids of the things that were written since the span began, or that the clock changed.
fn touched<E: Content>(which: &Which, span: Ends) -> SelectStatement {
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
    let mut query = Query::select();
    query.expr(sql::column::<E>(Column::Uid)).from(E::default()).cond_where(
        Condition::any()
            .add(sql::column::<E>(Column::UpdatedAt).gt(span.since))
            .add(within(sql::column::<E>(Column::PublishedAt)))
            .add(within(sql::column::<E>(Column::UnpublishedAt)))
            .add(Expr::exists(of_texts)),
    );
    match (which, E::parent()) {
        (Which::All, _) => {}
        (Which::Things(uids), _) => {
            query.and_where(sql::among(sql::column::<E>(Column::Uid), uids));
        }
        (Which::Parts(uid), Some(parent)) => {
            query.and_where(Expr::col((E::default(), parent.column)).eq(*uid));
        }
        // What is part of nothing is no part of this.
        (Which::Parts(_), None) => {
            query.and_where(Expr::value(false));
        }
    }
    query.take()
}
