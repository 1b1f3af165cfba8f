//! Series: what events are editions of.

mod input;
mod mutation;
mod query;

use async_graphql::{Context, Enum, InputObject, Object};
use entity::{event, series, series_translation};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};

pub use input::SeriesInput;
pub use mutation::SeriesMutation;
pub use query::SeriesQuery;

use crate::{
    Result,
    content::{
        Content, Membership, Text, Title,
        connection::{Ask, Connection, ListedObject},
        filter::{Filtering, TextFilter},
        list::{Direction, Listed, OrderField, OrderKey, PageArgs, Via, order},
        object::{LocaleTag, Shared, TranslationState, object, translations},
        sql::Scope,
        texts,
    },
    context::RequestContext,
    event::{Event, EventFilter, EventOrder},
    locale::Chain,
    markdown::{TextFormat, render},
};

impl Content for series::Entity {
    type Translation = series_translation::Entity;
    type Relations = ();
    type Input = SeriesInput;
    const KIND: &'static str = "series";
    const OWNER: series_translation::Column = series_translation::Column::SeriesUid;
    const TITLE: Title<Self> = Title::Localised(Self::TEXTS[0]);
    const TEXTS: &'static [Text<Self>] =
        texts!(series_translation { Name: name as Line, Description: description as Markdown });

    /// Its editions.
    fn memberships() -> Vec<Membership<Self>> {
        vec![Membership::Through(|series| {
            Query::select()
                .expr_as(Expr::col((event::Entity, event::Column::Uid)), "event_uid")
                .from(event::Entity)
                .and_where(Expr::col((event::Entity, event::Column::SeriesUid)).eq(series))
                .take()
        })]
    }
}

/// Which series to list. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct SeriesFilter {
    #[graphql(flatten)]
    texts: TextFilter,
}

/// What series can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
pub enum SeriesOrderField {
    /// The name that the reader sees, as the reader's language sorts it.
    Name,
    /// When it was last changed.
    UpdatedAt,
}

order!(SeriesOrder, SeriesOrderField);

impl OrderField<series::Entity> for SeriesOrderField {
    fn key(self) -> OrderKey<series::Entity> {
        match self {
            Self::Name => OrderKey::Title,
            Self::UpdatedAt => OrderKey::Time(series::Column::UpdatedAt),
        }
    }
}

impl Listed for series::Entity {
    type Filter = SeriesFilter;
    type OrderField = SeriesOrderField;
    const DEFAULT_ORDER: &'static [(SeriesOrderField, Direction)] = &[(SeriesOrderField::Name, Direction::Asc)];

    fn texts(filter: &mut SeriesFilter) -> Option<&mut TextFilter> {
        Some(&mut filter.texts)
    }

    fn condition(filter: &SeriesFilter, chain: &Chain, scope: &Scope) -> Condition {
        Filtering::<Self>::new(chain, scope).texts(&filter.texts).condition()
    }
}

impl ListedObject for Series {
    type Order = SeriesOrder;
}

object! {
    /// What events are editions of.
    Series: series::Entity
}

/// What events are editions of.
#[Object]
impl Series {
    #[graphql(flatten)]
    async fn shared(&self) -> Shared {
        Shared::of(&self.0)
    }

    /// The name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.name.as_deref())
    }

    /// What it is. Markdown, or sanitised HTML.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        Some(ctx.show(&self.0, locale, |row| row.description.as_deref())?.map(|text| render(text, format)))
    }

    /// Its editions, by start.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which to list.")] filter: Option<Box<EventFilter>>,
        #[graphql(desc = "In which order; the first that differs decides.")] order_by: Option<Vec<EventOrder>>,
        #[graphql(desc = "Items from the start of the list, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Event>> {
        Connection::of(
            ctx,
            self.0.row().uid,
            Via::Column("series_uid"),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// All translations that the viewer may see, by language tag.
    async fn translations(&self, ctx: &Context<'_>) -> Vec<SeriesTranslation> {
        translations(ctx, &self.0, SeriesTranslation)
    }
}

/// The texts of a series in one language, without any fallback.
pub struct SeriesTranslation(series_translation::Model, TranslationState);

/// The texts of a series in one language, without any fallback.
#[Object]
impl SeriesTranslation {
    #[graphql(flatten)]
    async fn state(&self) -> &TranslationState {
        &self.1
    }

    /// The name.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// What it is. Markdown, or sanitised HTML.
    async fn description(
        &self,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
    ) -> Option<String> {
        self.0.description.clone().map(|text| render(text, format))
    }
}
