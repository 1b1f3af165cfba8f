//! Lists of content: filtered, ordered, paged, below many parents at once.
//!
//! A list is a value: two fields that ask for the same list of many parents are answered by one statement.

mod statement;
mod tags;

use std::hash::{Hash, Hasher};

use async_graphql::Enum;
use sea_orm::{
    EntityTrait,
    sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement},
};

pub use self::{
    statement::{count_statement, position, statement},
    tags::tags,
};

use super::{
    Content,
    cursor::{self, KeyValue, Position},
    filter::TextFilter,
    sql::Scope,
};
use crate::{Error, Result, locale::Chain, scalar};

/// Most items of a page.
pub const MAX_PAGE: i32 = 100;
/// Most fields that one list is ordered by.
const MAX_ORDER: usize = 5;
/// Items of a page when neither `first` nor `last` is given.
pub const DEFAULT_PAGE: i32 = 20;

/// A content type that can be listed.
pub trait Listed: Content {
    type Filter: Clone + Default + Eq + Hash + Send + Sync + 'static;
    type OrderField: OrderField<Self>;

    /// The part of a filter that those of all types have.
    fn texts(filter: &mut Self::Filter) -> Option<&mut TextFilter>;

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
    /// A query of the pairs `child` and `parent`, each pair once. The first name tells one relation from another; the
    /// second is the type of what makes the pairs, by naming the parent.
    Pairs(&'static str, &'static str, fn(&Scope) -> SelectStatement),
}

impl Via {
    fn name(&self) -> &'static str {
        match self {
            Self::Column(name) | Self::Pairs(name, ..) => name,
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

/// The events (`event_uid`) that a join table joins with what `uid` names.
pub fn joined(table: &'static str, event: &'static str, own: &'static str, uid: Expr) -> SelectStatement {
    Query::select()
        .expr_as(Expr::col((table, event)), "event_uid")
        .from(table)
        .and_where(Expr::col((table, own)).eq(uid))
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
    /// How much memory it takes, about.
    pub fn bytes(&self) -> usize {
        let key =
            |key: &KeyValue| size_of::<KeyValue>() + if let KeyValue::Bytes(bytes) = key { bytes.len() } else { 0 };
        self.items.iter().map(|item| size_of::<Position>() + item.keys.iter().map(key).sum::<usize>()).sum()
    }

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

    /// Whether its filter says what has become public or archived.
    fn asks_for_status<E: Listed<Filter = F>>(&self) -> bool
    where
        F: Clone,
    {
        E::texts(&mut self.filter.clone()).is_some_and(|texts| texts.status.is_some())
    }

    /// Whether the position has a value of the right type for each order: a cursor may have been made by hand.
    fn fits<E: Listed<OrderField = O>>(&self, position: &Position) -> bool
    where
        O: OrderField<E>,
    {
        let fits = |(value, (field, _)): (&KeyValue, &(O, Direction))| match OrderField::<E>::key(*field) {
            OrderKey::Title => matches!(value, KeyValue::Missing | KeyValue::Bytes(_)),
            OrderKey::Time(_) => match value {
                KeyValue::Time(instant) => scalar::is_in_range(instant.date_naive()),
                other => *other == KeyValue::Missing,
            },
            OrderKey::Position => matches!(value, KeyValue::Missing | KeyValue::Int(_)),
        };
        position.keys.len() == self.order.len() && position.keys.iter().zip(&self.order).all(fits)
    }

    /// Narrows the list to the page that the arguments ask for.
    pub fn paged<E: Listed<OrderField = O>>(mut self, args: PageArgs) -> Result<Self>
    where
        O: OrderField<E>,
    {
        if self.order.len() > MAX_ORDER {
            return Err(Error::TooManyOrders { given: self.order.len(), max: MAX_ORDER });
        }
        let (size, backward) = match (args.first, args.last) {
            (Some(_), Some(_)) => return Err(Error::FirstAndLast),
            (None, Some(last)) => (size("last", last)?, true),
            (first, None) => (size("first", first.unwrap_or(DEFAULT_PAGE))?, false),
        };
        let name = self.name::<E>();
        let position = |argument, cursor: Option<String>| {
            let position = cursor.map(|cursor| cursor::decode(&name, argument, &cursor)).transpose()?;
            match position {
                Some(position) if !self.fits::<E>(&position) => Err(Error::ForeignCursor { argument }),
                position => Ok(position),
            }
        };
        let (after, before) = (position("after", args.after)?, position("before", args.before)?);
        self.window = Some(Window { after, before, size, backward });
        Ok(self)
    }
}

/// The number of items that an argument asks for, when it may.
pub fn size(argument: &'static str, given: i32) -> Result<u64> {
    match u64::try_from(given) {
        Ok(size) if given <= MAX_PAGE => Ok(size),
        _ => Err(Error::PageSize { argument, given, max: MAX_PAGE }),
    }
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
