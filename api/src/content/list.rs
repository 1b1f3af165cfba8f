//! Lists of content: filtered, ordered, paged, below many parents at once.
//!
//! A list is a value: two fields that ask for the same list of many parents are answered by one statement.

use std::hash::{Hash, Hasher};

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use sea_orm::{
    EntityTrait, QueryResult,
    sea_query::{
        CaseStatement, Condition, Expr, ExprTrait, Order as SqlOrder, Query, SelectStatement, WindowStatement,
    },
};
use uuid::Uuid;

use super::{
    Content,
    cursor::{self, KeyValue, Position},
    sql::{self, Column, Scope},
};
use crate::{Error, Result, locale::Chain};

/// Most items of a page.
pub const MAX_PAGE: i32 = 100;
/// Items of a page when neither `first` nor `last` is given.
const DEFAULT_PAGE: i32 = 20;

/// A content type that can be listed.
pub trait Listed: Content {
    type Filter: Clone + Default + Eq + Hash + Send + Sync + 'static;
    type OrderField: OrderField<Self>;

    /// The rows that a filter lets through.
    fn condition(filter: &Self::Filter, chain: &Chain, scope: &Scope) -> Condition;

    /// The order when none is asked for.
    const DEFAULT_ORDER: &'static [(Self::OrderField, Direction)];
}

/// What a list can be ordered by.
pub trait OrderField<E: Content>: Copy + Eq + Hash + std::fmt::Debug + Send + Sync + 'static {
    fn key(self) -> OrderKey<E>;
}

/// A value that rows are ordered by.
pub enum OrderKey<E: EntityTrait> {
    /// The title that the reader sees, as the reader's language sorts it.
    Title,
    Time(E::Column),
    /// The column `position`.
    Position,
}

/// The order of what has a position in its parent, and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ByPosition;

impl<E: Content> OrderField<E> for ByPosition {
    fn key(self) -> OrderKey<E> {
        OrderKey::Position
    }
}

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "OrderDirection")]
pub enum Direction {
    /// Smallest, earliest, or first by the alphabet comes first.
    Asc,
    /// Largest, latest, or last by the alphabet comes first. What has no value stays at the end.
    Desc,
}

/// A list of content of one type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct List<F, O> {
    pub filter: F,
    pub order: Vec<(O, Direction)>,
    pub chain: Chain,
    /// The relation to the parents that the list stands below, when it does.
    pub via: Option<Via>,
    /// None: all of it.
    pub window: Option<Window>,
}

/// The list of a content type.
pub type ListOf<E> = List<<E as Listed>::Filter, <E as Listed>::OrderField>;

/// How items and parents are related.
#[derive(Clone, Copy, Debug)]
pub enum Via {
    /// A column of the item names the parent.
    Column(&'static str),
    /// A query of the pairs `child` and `parent`, each pair once. The name tells one relation from another.
    Pairs(&'static str, fn(&Scope) -> SelectStatement),
}

impl Via {
    fn name(&self) -> &'static str {
        match self {
            Self::Column(name) | Self::Pairs(name, _) => name,
        }
    }
}

impl PartialEq for Via {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Via {}

impl Hash for Via {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

/// The pairs of a join table.
pub fn pairs(table: &'static str, child: &'static str, parent: &'static str) -> SelectStatement {
    Query::select()
        .expr_as(Expr::col((table, child)), "child")
        .expr_as(Expr::col((table, parent)), "parent")
        .from(table)
        .take()
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    pub after: Option<Position>,
    pub before: Option<Position>,
    pub size: u64,
    /// Counted from the end (`last`).
    pub backward: bool,
}

/// The arguments of a page, as a client gives them.
#[derive(Clone, Debug, Default)]
pub struct PageArgs {
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

/// Items of a list, in order.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub items: Vec<Position>,
    /// Whether there are more items beyond the end that the page was counted towards.
    pub has_more: bool,
}

impl Page {
    /// The items of the window in the list's own order, from what its statement found: one item more than the
    /// page holds, when there are more.
    pub fn cut(mut self, window: Option<&Window>) -> Self {
        if let Some(window) = window {
            let size = usize::try_from(window.size).unwrap_or(usize::MAX);
            self.has_more = self.items.len() > size;
            self.items.truncate(size);
            if window.backward {
                self.items.reverse();
            }
        }
        self
    }
}

impl<F, O: Copy + std::fmt::Debug> List<F, O> {
    /// Names type, order and language: what a cursor of the list must agree with.
    pub fn name<E: Listed<OrderField = O>>(&self) -> String {
        let mut name = format!("{}:{}", E::KIND, self.chain.requested());
        for (field, direction) in &self.order {
            name.push_str(&format!(":{field:?} {direction:?}"));
        }
        name
    }

    /// Narrows the list to the page that the arguments ask for.
    pub fn paged<E: Listed<OrderField = O>>(mut self, args: PageArgs) -> Result<Self> {
        let (size, backward) = match (args.first, args.last) {
            (Some(_), Some(_)) => return Err(Error::FirstAndLast),
            (None, Some(last)) => (size("last", last)?, true),
            (first, None) => (size("first", first.unwrap_or(DEFAULT_PAGE))?, false),
        };
        let name = self.name::<E>();
        let columns = self.order.len() * COLUMNS_OF_ORDER;
        let position = |argument, cursor: Option<String>| {
            let position = cursor.map(|cursor| cursor::decode(&name, argument, &cursor)).transpose()?;
            match position {
                Some(position) if position.keys.len() != columns => Err(Error::ForeignCursor { argument }),
                position => Ok(position),
            }
        };
        let (after, before) = (position("after", args.after)?, position("before", args.before)?);
        self.window = Some(Window { after, before, size, backward });
        Ok(self)
    }
}

fn size(argument: &'static str, given: i32) -> Result<u64> {
    match u64::try_from(given) {
        Ok(size) if given <= MAX_PAGE => Ok(size),
        _ => Err(Error::PageSize { argument, given, max: MAX_PAGE }),
    }
}

/// An order is two sort columns, see [`sort_columns`].
const COLUMNS_OF_ORDER: usize = 2;

/// A column that a list is sorted by, `k0`, `k1`, …
struct SortColumn {
    expression: Expr,
    kind: KeyKind,
    direction: Direction,
}

#[derive(Clone, Copy)]
enum KeyKind {
    Int,
    Time,
    Bytes,
}

/// Each order as two columns: first whether the value is missing, so that what has none comes last in both
/// directions, then the value.
fn sort_columns<E: Listed>(order: &[(E::OrderField, Direction)], chain: &Chain, scope: &Scope) -> Vec<SortColumn> {
    let column = |column| Expr::col((E::default(), column));
    let columns = order.iter().flat_map(|(field, direction)| {
        let (expression, kind) = match field.key() {
            OrderKey::Title => (sql::title_key::<E>(chain, scope), KeyKind::Bytes),
            OrderKey::Time(name) => (column(name), KeyKind::Time),
            OrderKey::Position => (sql::column::<E>(Column::Position), KeyKind::Int),
        };
        let missing = CaseStatement::new().case(expression.clone().is_null(), Expr::cust("1")).finally(Expr::cust("0"));
        [
            SortColumn { expression: missing.into(), kind: KeyKind::Int, direction: Direction::Asc },
            SortColumn { expression, kind, direction: *direction },
        ]
    });
    columns.collect()
}

/// The statement of a list below `parents`; its rows are `uid`, `parent` and the sort columns, in order.
pub fn statement<E: Listed>(list: &ListOf<E>, parents: &[Uuid], scope: &Scope) -> SelectStatement {
    let columns = sort_columns::<E>(&list.order, &list.chain, scope);
    let mut items = matching::<E>(list, parents, scope);
    for (at, column) in columns.iter().enumerate() {
        items.expr_as(column.expression.clone(), key(at));
    }
    let mut query = Query::select();
    query.from_subquery(items, "list");
    let names = ["uid", "parent"].map(str::to_owned).into_iter().chain((0..columns.len()).map(key));
    for name in names {
        query.column(("list", name));
    }
    let backward = list.window.as_ref().is_some_and(|window| window.backward);
    if let Some(window) = &list.window {
        for (position, wants_later) in [(&window.after, true), (&window.before, false)] {
            if let Some(position) = position {
                query.cond_where(beyond(&columns, position, wants_later));
            }
        }
    }
    let order = |reverse: bool| {
        let columns = columns.iter().enumerate().map(move |(at, column)| {
            (key(at), if (column.direction == Direction::Desc) == reverse { SqlOrder::Asc } else { SqlOrder::Desc })
        });
        columns.chain([("uid".to_owned(), if reverse { SqlOrder::Desc } else { SqlOrder::Asc })])
    };
    match &list.window {
        Some(window) if parents.len() > 1 => {
            let mut numbered = WindowStatement::partition_by(("list", "parent"));
            for (name, direction) in order(backward) {
                numbered.order_by(("list", name), direction);
            }
            query.expr_window_as(Expr::cust("ROW_NUMBER()"), numbered, "place");
            let mut pages = Query::select();
            pages.column(("page", "uid")).column(("page", "parent"));
            for at in 0..columns.len() {
                pages.column(("page", key(at)));
            }
            pages
                .from_subquery(query, "page")
                .and_where(Expr::col(("page", "place")).lte(size_of(window.size + 1)))
                .order_by(("page", "parent"), SqlOrder::Asc)
                .order_by(("page", "place"), SqlOrder::Asc);
            pages
        }
        window => {
            for (name, direction) in order(backward) {
                query.order_by(("list", name), direction);
            }
            if let Some(window) = window {
                query.limit(window.size + 1);
            }
            query
        }
    }
}

fn size_of(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// The statement that counts a list below `parents`; its rows are `parent` and `total`.
pub fn count_statement<E: Listed>(list: &ListOf<E>, parents: &[Uuid], scope: &Scope) -> SelectStatement {
    Query::select()
        .column(("list", "parent"))
        .expr_as(Expr::cust("COUNT(*)"), "total")
        .from_subquery(matching::<E>(list, parents, scope), "list")
        .group_by_col(("list", "parent"))
        .take()
}

/// What the list holds, in no order: `uid` and `parent`.
fn matching<E: Listed>(list: &ListOf<E>, parents: &[Uuid], scope: &Scope) -> SelectStatement {
    let uid = sql::column::<E>(Column::Uid);
    let mut items = Query::select();
    items.expr_as(uid.clone(), "uid").from(E::default());
    match &list.via {
        None => items.expr_as(Expr::cust("NULL"), "parent"),
        Some(Via::Column(name)) => {
            let parent = Expr::col((E::default(), *name));
            items.expr_as(parent.clone(), "parent").and_where(sql::among(parent, parents))
        }
        Some(Via::Pairs(_, pairs)) => items
            .expr_as(Expr::col(("via", "parent")), "parent")
            .join_subquery(sea_orm::JoinType::InnerJoin, pairs(scope), "via", Expr::col(("via", "child")).eq(uid))
            .and_where(sql::among(Expr::col(("via", "parent")), parents)),
    };
    items.cond_where(sql::visible::<E>(scope));
    if let Some(available) = sql::available::<E>(&list.chain, scope) {
        items.and_where(available);
    }
    items.cond_where(E::condition(&list.filter, &list.chain, scope));
    items
}

/// The rows strictly after a position, or strictly before it: of the columns of the order, the first that
/// differs decides, and the uid at last.
fn beyond(columns: &[SortColumn], position: &Position, later: bool) -> Condition {
    let uid = Expr::col(("list", "uid"));
    let last = if later { uid.gt(position.uid) } else { uid.lt(position.uid) };
    let mut any = Condition::any();
    let mut same = Condition::all();
    for (at, (column, value)) in columns.iter().zip(&position.keys).enumerate() {
        let expression = Expr::col(("list", key(at)));
        if let Some(value) = sql_value(value) {
            let upward = (column.direction == Direction::Asc) == later;
            let differs =
                if upward { expression.clone().gt(value.clone()) } else { expression.clone().lt(value.clone()) };
            any = any.add(same.clone().add(differs));
            same = same.add(expression.eq(value));
        } else {
            same = same.add(expression.is_null());
        }
    }
    any.add(same.add(last))
}

fn sql_value(value: &KeyValue) -> Option<Expr> {
    match value {
        KeyValue::Missing => None,
        KeyValue::Int(value) => Some(Expr::value(*value)),
        KeyValue::Time(value) => Some(Expr::value(*value)),
        KeyValue::Bytes(value) => Some(Expr::value(value.clone())),
    }
}

fn key(at: usize) -> String {
    format!("k{at}")
}

/// The parent and the position of a row of [`statement`].
pub fn position<E: Listed>(list: &ListOf<E>, row: &QueryResult, scope: &Scope) -> Result<(Option<Uuid>, Position)> {
    let columns = sort_columns::<E>(&list.order, &list.chain, scope);
    let keys = columns.iter().enumerate().map(|(at, column)| {
        let name = key(at);
        let value = match column.kind {
            KeyKind::Int => row.try_get::<Option<i32>>("", &name)?.map(KeyValue::Int),
            KeyKind::Time => row.try_get::<Option<DateTime<Utc>>>("", &name)?.map(KeyValue::Time),
            KeyKind::Bytes => row.try_get::<Option<Vec<u8>>>("", &name)?.map(KeyValue::Bytes),
        };
        Ok(value.unwrap_or(KeyValue::Missing))
    });
    let position = Position { keys: keys.collect::<Result<_>>()?, uid: row.try_get("", "uid")? };
    let parent = if list.via.is_some() { row.try_get("", "parent")? } else { None };
    Ok((parent, position))
}

/// Declares how a list is ordered, as a client says it: `order!(EventOrder, EventOrderField)`.
macro_rules! order {
    ($name:ident, $field:ident) => {
        /// How a list is ordered: by one field, up or down.
        #[derive(Clone, Copy, Debug, async_graphql::InputObject)]
        pub struct $name {
            /// What to order by.
            field: $field,
            /// Up or down.
            #[graphql(default_with = "crate::content::list::Direction::Asc")]
            direction: crate::content::list::Direction,
        }

        impl From<$name> for ($field, crate::content::list::Direction) {
            fn from(order: $name) -> Self {
                (order.field, order.direction)
            }
        }
    };
}
pub(crate) use order;
