//! Root fields: one of the series by slug, and the list of them.

use async_graphql::{Context, Object};

use super::{Series, SeriesFilter, SeriesOrder};
use crate::{
    Result,
    content::{
        connection::{Ask, Connection},
        list::PageArgs,
        object::LocaleTag,
    },
    context::RequestContext,
};

#[derive(Default)]
pub struct SeriesQuery;

#[Object]
impl SeriesQuery {
    /// The series with this slug; null when there is none that the viewer may see.
    async fn series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its slug, that of one of its translations, or a former one.")] slug: String,
        #[graphql(desc = "The language to read in; without it that of the request.")] locale: Option<LocaleTag>,
        #[graphql(
            desc = "What is tried when that language has no text, instead of the configured chain. `[]`: nothing else, and what has no title in the language is absent."
        )]
        fallback: Option<Vec<LocaleTag>>,
    ) -> Option<Result<Series>> {
        ctx.by_slug(&slug, locale, fallback).await
    }

    /// Series, by name.
    async fn series_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which to list.")] filter: Option<Box<SeriesFilter>>,
        #[graphql(desc = "In which order; the first that differs decides.")] order_by: Option<Vec<SeriesOrder>>,
        #[graphql(desc = "Items from the start of the list, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "The language to read in; without it that of the request.")] locale: Option<LocaleTag>,
        #[graphql(
            desc = "What is tried when that language has no text, instead of the configured chain. `[]`: nothing else, and what has no title in the language is absent."
        )]
        fallback: Option<Vec<LocaleTag>>,
    ) -> Result<Connection<Series>> {
        let chain = ctx.chain(locale, fallback)?;
        Connection::all(ctx, Ask { filter, order_by, page: PageArgs { first, after, last, before } }, chain)
    }
}
