//! Relay connections: the pages of a list as GraphQL sees them.

use std::borrow::Cow;

use async_graphql::{Context, Object, OutputType, SimpleObject, TypeName};
use uuid::Uuid;

use super::{
    Localized,
    cursor::{self, Position},
    item::Item,
    list::{Direction, ListOf, Listed, PageArgs, Via},
    object::ContentObject,
    rows::Rows,
};
use crate::{Result, context::RequestContext, locale::Chain};

/// The GraphQL object of a content type that can be listed.
pub trait ListedObject: OutputType + ContentObject<Entity: Listed> + 'static {
    /// How a client says the order.
    type Order: Into<(<Self::Entity as Listed>::OrderField, Direction)>;
}

/// A page of a list, loaded when its fields are asked for.
pub struct Connection<T: ListedObject> {
    list: Box<ListOf<T::Entity>>,
    parent: Option<Uuid>,
}

/// What a client asks of a list.
pub struct Ask<T: ListedObject> {
    /// Boxed: the future of every field of an object is as large as that of its largest.
    pub filter: Option<Box<<T::Entity as Listed>::Filter>>,
    pub order_by: Option<Vec<T::Order>>,
    pub page: PageArgs,
}

impl<T: ListedObject> Connection<T> {
    /// All content of the type.
    pub fn all(ctx: &Context<'_>, ask: Ask<T>, chain: Chain) -> Result<Self> {
        Self::new(ctx, ask, chain, None, None)
    }

    /// What is related to `parent`.
    pub fn of(ctx: &Context<'_>, parent: Uuid, via: Via, ask: Ask<T>, chain: Chain) -> Result<Self> {
        Self::new(ctx, ask, chain, Some(via), Some(parent))
    }

    fn new(ctx: &Context<'_>, ask: Ask<T>, chain: Chain, via: Option<Via>, parent: Option<Uuid>) -> Result<Self> {
        let mut filter = ask.filter.map(|filter| *filter).unwrap_or_default();
        if let Some(texts) = T::Entity::texts(&mut filter) {
            texts.resolve(ctx.locales())?;
        }
        let order: Vec<_> = ask.order_by.unwrap_or_default().into_iter().map(Into::into).collect();
        let list = ListOf::<T::Entity> {
            filter,
            order: if order.is_empty() { T::Entity::DEFAULT_ORDER.to_vec() } else { order },
            chain,
            via,
            window: None,
        };
        Ok(Self { list: Box::new(list.paged::<T::Entity>(ask.page)?), parent })
    }

    fn cursor(&self, position: &Position) -> String {
        cursor::encode(&self.list.name::<T::Entity>(), position)
    }
}

/// All that is related to `parent`, for what is bounded by its parent: the rooms of an event.
pub async fn whole<E: Listed>(rows: &Rows, parent: Uuid, via: Via, chain: &Chain) -> Result<Vec<Localized<E>>> {
    whole_of(rows, parent, via, E::Filter::default(), chain).await
}

/// As [`whole`], but only what a filter lets through.
pub async fn whole_of<E: Listed>(
    rows: &Rows,
    parent: Uuid,
    via: Via,
    filter: E::Filter,
    chain: &Chain,
) -> Result<Vec<Localized<E>>> {
    let list =
        ListOf::<E> { filter, order: E::DEFAULT_ORDER.to_vec(), chain: chain.clone(), via: Some(via), window: None };
    let page = rows.page::<E>(list, Some(parent)).await?;
    rows.many(page.items.iter().map(|item| item.uid), chain).await
}

impl<T: ListedObject> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

/// A page of a list (Relay Cursor Connections). A page holds 20 items when neither `first` nor `last` is
/// given, and at most 100.
#[Object(name_type)]
impl<T: ListedObject> Connection<T> {
    /// The items of the page.
    #[graphql(complexity = "1 + child_complexity")]
    async fn nodes(&self, ctx: &Context<'_>) -> Result<Vec<Item<T>>> {
        let page = ctx.rows().page::<T::Entity>((*self.list).clone(), self.parent).await?;
        let items = ctx.rows().many(page.items.iter().map(|item| item.uid), &self.list.chain).await?;
        Ok(items.into_iter().map(|item| Item(T::from(item))).collect())
    }

    /// The items of the page, each with its cursor.
    async fn edges(&self, ctx: &Context<'_>) -> Result<Vec<Edge<T>>> {
        let page = ctx.rows().page::<T::Entity>((*self.list).clone(), self.parent).await?;
        let mut edges = Vec::with_capacity(page.items.len());
        let items = page.items.iter().map(|item| ctx.rows().find(item.uid, &self.list.chain));
        for (item, node) in page.items.iter().zip(futures::future::try_join_all(items).await?) {
            edges.extend(node.map(|node| Edge { cursor: self.cursor(item), node: Item(T::from(node)) }));
        }
        Ok(edges)
    }

    /// Where the page stands in the list.
    async fn page_info(&self, ctx: &Context<'_>) -> Result<PageInfo> {
        let page = ctx.rows().page::<T::Entity>((*self.list).clone(), self.parent).await?;
        let window = self.list.window.as_ref();
        let backward = window.is_some_and(|window| window.backward);
        let behind =
            window.is_some_and(|window| if backward { window.before.is_some() } else { window.after.is_some() });
        Ok(PageInfo {
            has_next_page: if backward { behind } else { page.has_more },
            has_previous_page: if backward { page.has_more } else { behind },
            start_cursor: page.items.first().map(|item| self.cursor(item)),
            end_cursor: page.items.last().map(|item| self.cursor(item)),
        })
    }

    /// How many items the list has, on all pages together.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i64> {
        ctx.rows().count::<T::Entity>((*self.list).clone(), self.parent).await
    }
}

/// An item of a page.
pub struct Edge<T> {
    cursor: String,
    node: Item<T>,
}

impl<T: ListedObject> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}

/// An item of a page, with its place in the list.
#[Object(name_type)]
impl<T: ListedObject> Edge<T> {
    /// The place of the item, for `after` and `before`; good in a list of the same type, order and language.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The item.
    async fn node(&self) -> &Item<T> {
        &self.node
    }
}

/// Where a page stands in its list.
#[derive(SimpleObject)]
pub struct PageInfo {
    /// Whether there are items after this page.
    pub has_next_page: bool,
    /// Whether there are items before this page.
    pub has_previous_page: bool,
    /// The cursor of the first item; null when the page is empty.
    pub start_cursor: Option<String>,
    /// The cursor of the last item; null when the page is empty.
    pub end_cursor: Option<String>,
}
