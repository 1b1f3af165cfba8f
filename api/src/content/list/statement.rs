//! A list as SQL. The innermost query says what the list holds and what it is ordered by (`uid`, `parent`, `k0`,
//! `k1`, …); around it come the place of the page, the order, and for several parents the page of each.

use chrono::{DateTime, Utc};
use sea_orm::{
    JoinType, QueryResult,
    sea_query::{
        Condition, Expr, ExprTrait, NullOrdering, Order, OrderedStatement, Query, SelectStatement, WindowStatement,
    },
};
use uuid::Uuid;

use super::{Direction, ListOf, Listed, OrderField, OrderKey, Via};
use crate::{
    Result,
    content::{
        cursor::{KeyValue, Position},
        sql::{self, Column, Scope},
    },
};

/// What a list is ordered by, as a column of its innermost query.
struct SortColumn {
    name: String,
    direction: Direction,
    /// In which type the databases give it.
    kind: KeyKind,
}

#[derive(Clone, Copy)]
enum KeyKind {
    Int,
    Time,
    Bytes,
}

fn sort_columns<E: Listed>(list: &ListOf<E>) -> Vec<SortColumn> {
    let kind = |field: E::OrderField| match field.key() {
        OrderKey::Title => KeyKind::Bytes,
        OrderKey::Time(_) => KeyKind::Time,
        OrderKey::Position => KeyKind::Int,
    };
    let column = |(at, (field, direction)): (usize, &(E::OrderField, Direction))| SortColumn {
        name: format!("k{at}"),
        direction: *direction,
        kind: kind(*field),
    };
    list.order.iter().enumerate().map(column).collect()
}

/// The statement of a list below `parents`; its rows are `uid`, `parent` and the sort columns, in order, one
/// more for each parent than its page holds.
pub fn statement<E: Listed>(list: &ListOf<E>, parents: &[Uuid], scope: &Scope) -> SelectStatement {
    let columns = sort_columns::<E>(list);
    let mut query = Query::select();
    select(&mut query, "list", &columns);
    query.from_subquery(items::<E>(list, &columns, parents, scope), "list");
    let Some(window) = &list.window else {
        order(&mut query, &columns, false);
        return query;
    };
    if let Some(position) = &window.after {
        query.cond_where(beyond(&columns, position, true));
    }
    if let Some(position) = &window.before {
        query.cond_where(beyond(&columns, position, false));
    }
    if parents.len() <= 1 {
        order(&mut query, &columns, window.backward);
        return query.limit(window.size + 1).take();
    }
    let mut within_parent = WindowStatement::partition_by(("list", "parent"));
    order(&mut within_parent, &columns, window.backward);
    query.expr_window_as(Expr::cust("ROW_NUMBER()"), within_parent, "place");
    let mut pages = Query::select();
    select(&mut pages, "page", &columns);
    let size = i64::try_from(window.size).unwrap_or(i64::MAX - 1) + 1;
    pages
        .from_subquery(query, "page")
        .and_where(Expr::col(("page", "place")).lte(size))
        .order_by(("page", "parent"), Order::Asc)
        .order_by(("page", "place"), Order::Asc)
        .take()
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

/// The parent and the position of a row of [`statement`].
pub fn position<E: Listed>(list: &ListOf<E>, row: &QueryResult) -> Result<(Option<Uuid>, Position)> {
    let key = |column: &SortColumn| {
        let value = match column.kind {
            KeyKind::Int => row.try_get::<Option<i32>>("", &column.name)?.map(KeyValue::Int),
            KeyKind::Time => row.try_get::<Option<DateTime<Utc>>>("", &column.name)?.map(KeyValue::Time),
            KeyKind::Bytes => row.try_get::<Option<Vec<u8>>>("", &column.name)?.map(KeyValue::Bytes),
        };
        Ok(value.unwrap_or(KeyValue::Missing))
    };
    let keys = sort_columns::<E>(list).iter().map(key).collect::<Result<_>>()?;
    let parent = if list.via.is_some() { row.try_get("", "parent")? } else { None };
    Ok((parent, Position { keys, uid: row.try_get("", "uid")? }))
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
        Some(Via::Pairs(_, _, pairs)) => items
            .expr_as(Expr::col(("via", "parent")), "parent")
            .join_subquery(JoinType::InnerJoin, pairs(scope), "via", Expr::col(("via", "child")).eq(uid))
            .and_where(sql::among(Expr::col(("via", "parent")), parents)),
    };
    items.cond_where(sql::visible::<E>(scope));
    if !scope.sight::<E>().is_public() && !list.asks_for_status::<E>() {
        // Whoever may see the archive sees it when asked for.
        items.and_where(sql::column::<E>(Column::ArchivedAt).is_null());
    }
    if let Some(available) = sql::available::<E>(&list.chain, scope) {
        items.and_where(available);
    }
    items.cond_where(E::condition(&list.filter, &list.chain, scope)).take()
}

/// What the list holds, with what it is ordered by.
fn items<E: Listed>(list: &ListOf<E>, columns: &[SortColumn], parents: &[Uuid], scope: &Scope) -> SelectStatement {
    let mut items = matching::<E>(list, parents, scope);
    for ((field, _), column) in list.order.iter().zip(columns) {
        let key = match field.key() {
            OrderKey::Title => sql::title_key::<E>(&list.chain, scope),
            OrderKey::Time(name) => Expr::col((E::default(), name)),
            OrderKey::Position => sql::column::<E>(Column::Position),
        };
        items.expr_as(key, column.name.clone());
    }
    items
}

fn select(query: &mut SelectStatement, from: &'static str, columns: &[SortColumn]) {
    query.column((from, "uid")).column((from, "parent"));
    for column in columns {
        query.column((from, column.name.clone()));
    }
}

/// Orders by the columns, what has no value at the end in both directions, and by uid at last; all of it the
/// other way round when `backward`.
fn order(query: &mut impl OrderedStatement, columns: &[SortColumn], backward: bool) {
    for column in columns {
        let direction = if (column.direction == Direction::Asc) == backward { Order::Desc } else { Order::Asc };
        let missing = if backward { NullOrdering::First } else { NullOrdering::Last };
        query.order_by_with_nulls(("list", column.name.clone()), direction, missing);
    }
    query.order_by(("list", "uid"), if backward { Order::Desc } else { Order::Asc });
}

/// The rows strictly after a position, or strictly before it: of the columns of the order, the first that
/// differs decides, and the uid at last.
fn beyond(columns: &[SortColumn], position: &Position, later: bool) -> Condition {
    let uid = Expr::col(("list", "uid"));
    let last = if later { uid.gt(position.uid) } else { uid.lt(position.uid) };
    let mut any = Condition::any();
    let mut same = Condition::all();
    for (column, value) in columns.iter().zip(&position.keys) {
        let key = || Expr::col(("list", column.name.clone()));
        let Some(value) = sql_value(value) else {
            // What has no value comes after all that has one.
            if !later {
                any = any.add(same.clone().add(key().is_not_null()));
            }
            same = same.add(key().is_null());
            continue;
        };
        let upward = (column.direction == Direction::Asc) == later;
        let differs = if upward { key().gt(value.clone()) } else { key().lt(value.clone()) };
        let differs = if later { differs.or(key().is_null()) } else { differs };
        any = any.add(same.clone().add(differs));
        same = same.add(key().eq(value));
    }
    any.add(same.add(last))
}

/// None for a missing value.
fn sql_value(value: &KeyValue) -> Option<Expr> {
    match value {
        KeyValue::Missing => None,
        KeyValue::Int(value) => Some(Expr::value(*value)),
        KeyValue::Time(value) => Some(Expr::value(*value)),
        KeyValue::Bytes(value) => Some(Expr::value(value.clone())),
    }
}
