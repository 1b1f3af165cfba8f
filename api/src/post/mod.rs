//! Posts: news, announcements, reports.

pub mod atom;
mod feed;
mod input;
pub mod json_feed;
mod mutation;
mod query;

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{post, post_event, post_session, post_tag, post_translation};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement};

pub use input::{PostInput, PostTranslationInput};
pub use mutation::PostMutation;
pub use query::PostQuery;

use crate::{
    Fault, Result,
    company::Company,
    content::{
        Content, Membership, Text, Title,
        connection::ListedObject,
        filter::{Filtering, TextFilter, TimeRange},
        list::{Direction, Listed, OrderField, OrderKey, joined, order},
        object::{LocaleTag, Shared, TranslationState, object, translations},
        relations::relations,
        rules::Rules,
        sql::Scope,
        texts,
    },
    context::RequestContext,
    event::Event,
    locale::Chain,
    markdown::{TextFormat, render},
    session::Session,
    speaker::Speaker,
    tag::Tag,
};

relations! {
    /// What a post is about.
    PostRelations { events: post_event, sessions: post_session, tags: post_tag, }
}

impl Content for post::Entity {
    type Translation = post_translation::Entity;
    type Relations = PostRelations;
    type Input = PostInput;
    const KIND: &'static str = "post";
    const OWNER: post_translation::Column = post_translation::Column::PostUid;
    const TITLE: Title<Self> = Title::Localised(Self::TEXTS[0]);
    const TEXTS: &'static [Text<Self>] =
        texts!(post_translation { Title: title as Line, Excerpt: excerpt as Markdown, Body: body as Markdown });
    const REFERENCES: &'static [post::Column] = &[post::Column::AuthorUid, post::Column::CompanyUid];

    /// The events that it is about.
    fn memberships() -> Vec<Membership<Self>> {
        vec![Membership::Through(|post| joined("post_event", "event_uid", "post_uid", post))]
    }

    fn faults(row: &post::Model) -> Vec<Fault> {
        Rules::default()
            .url("canonical_url", row.canonical_url.as_ref())
            .url("cover_url", row.cover_url.as_ref())
            .faults()
    }
}

/// The events (`event_uid`) that posts with a tag are about, public or not.
pub fn events_with_tag(tag: Expr) -> SelectStatement {
    let of_tag = |column| Expr::col((post_tag::Entity, column));
    let of_event = |column| Expr::col((post_event::Entity, column));
    Query::select()
        .expr_as(of_event(post_event::Column::EventUid), "event_uid")
        .from(post_tag::Entity)
        .inner_join(post_event::Entity, of_tag(post_tag::Column::PostUid).eq(of_event(post_event::Column::PostUid)))
        .and_where(of_tag(post_tag::Column::TagUid).eq(tag))
        .take()
}

/// Which posts to list. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct PostFilter {
    /// Posts about this event: id, uid or slug.
    pub event: Option<ID>,
    /// Posts about this session: id, uid or slug.
    session: Option<ID>,
    /// Posts by this speaker: id, uid or slug.
    author: Option<ID>,
    /// Posts that speak for this company: id, uid or slug.
    company: Option<ID>,
    /// Posts with this tag: id, uid or slug.
    tag: Option<ID>,
    /// Since when it has been public.
    published_at: Option<TimeRange>,
    #[graphql(flatten)]
    texts: TextFilter,
}

/// What posts can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
pub enum PostOrderField {
    /// Since when it has been public.
    PublishedAt,
    /// The title that the reader sees, as the reader's language sorts it.
    Title,
    /// When it was last changed.
    UpdatedAt,
}

order!(PostOrder, PostOrderField);

impl OrderField<post::Entity> for PostOrderField {
    fn key(self) -> OrderKey<post::Entity> {
        match self {
            Self::PublishedAt => OrderKey::Time(post::Column::PublishedAt),
            Self::Title => OrderKey::Title,
            Self::UpdatedAt => OrderKey::Time(post::Column::UpdatedAt),
        }
    }
}

impl Listed for post::Entity {
    type Filter = PostFilter;
    type OrderField = PostOrderField;
    const DEFAULT_ORDER: &'static [(PostOrderField, Direction)] = &[(PostOrderField::PublishedAt, Direction::Desc)];

    fn texts(filter: &mut PostFilter) -> Option<&mut TextFilter> {
        Some(&mut filter.texts)
    }

    fn condition(filter: &PostFilter, chain: &Chain, scope: &Scope) -> Condition {
        Filtering::<Self>::new(chain, scope)
            .joined::<post_event::Entity, entity::event::Entity>(
                post_event::Column::PostUid,
                post_event::Column::EventUid,
                filter.event.as_ref(),
            )
            .joined::<post_session::Entity, entity::session::Entity>(
                post_session::Column::PostUid,
                post_session::Column::SessionUid,
                filter.session.as_ref(),
            )
            .refers::<entity::speaker::Entity>(post::Column::AuthorUid, filter.author.as_ref())
            .refers::<entity::company::Entity>(post::Column::CompanyUid, filter.company.as_ref())
            .joined::<post_tag::Entity, entity::tag::Entity>(
                post_tag::Column::PostUid,
                post_tag::Column::TagUid,
                filter.tag.as_ref(),
            )
            .within(post::Column::PublishedAt, filter.published_at)
            .texts(&filter.texts)
            .condition()
    }
}

impl ListedObject for Post {
    type Order = PostOrder;
}

object! {
    /// News, an announcement, a report.
    Post: post::Entity
}

/// News, an announcement, a report.
#[Object]
impl Post {
    #[graphql(flatten)]
    async fn shared(&self) -> Shared {
        Shared::of(&self.0)
    }

    /// The title.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.title.as_deref())
    }

    /// What it says, in short. Markdown, or sanitised HTML.
    async fn excerpt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        Some(ctx.show(&self.0, locale, |row| row.excerpt.as_deref())?.map(|text| render(text, format)))
    }

    /// All of it. Markdown, or sanitised HTML.
    async fn body(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        Some(ctx.show(&self.0, locale, |row| row.body.as_deref())?.map(|text| render(text, format)))
    }

    /// The speaker who wrote it.
    async fn author(&self, ctx: &Context<'_>) -> Option<Result<Speaker>> {
        let uid = self.0.row().author_uid?;
        Some(ctx.rows().get(uid, &self.0.chain).await.transpose()?.map(Speaker))
    }

    /// The company that it speaks for.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company>> {
        let uid = self.0.row().company_uid?;
        Some(ctx.rows().get(uid, &self.0.chain).await.transpose()?.map(Company))
    }

    /// Where it was first published, when that was elsewhere.
    async fn canonical_url(&self) -> Option<&str> {
        self.0.row().canonical_url.as_deref()
    }

    /// The address of its picture.
    async fn cover_url(&self) -> Option<&str> {
        self.0.row().cover_url.as_deref()
    }

    /// Events that it is about, in order.
    async fn events(&self, ctx: &Context<'_>) -> Result<Vec<Event>> {
        let joined = ctx.rows().joined::<post_event::Entity>(self.0.row().uid).await?;
        let events = ctx.rows().many(joined.iter().map(|row| row.event_uid), &self.0.chain).await?;
        Ok(events.into_iter().map(Event).collect())
    }

    /// Sessions that it is about, in order.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let joined = ctx.rows().joined::<post_session::Entity>(self.0.row().uid).await?;
        let sessions = ctx.rows().many(joined.iter().map(|row| row.session_uid), &self.0.chain).await?;
        Ok(sessions.into_iter().map(Session).collect())
    }

    /// Its tags, in order.
    async fn tags(&self, ctx: &Context<'_>) -> Result<Vec<Tag>> {
        let joined = ctx.rows().joined::<post_tag::Entity>(self.0.row().uid).await?;
        let tags = ctx.rows().many(joined.iter().map(|row| row.tag_uid), &self.0.chain).await?;
        Ok(tags.into_iter().map(Tag).collect())
    }

    /// All translations that the viewer may see, by language tag.
    async fn translations(&self, ctx: &Context<'_>) -> Vec<PostTranslation> {
        translations(ctx, &self.0, PostTranslation)
    }
}

/// The texts of a post in one language, without any fallback.
pub struct PostTranslation(post_translation::Model, TranslationState);

/// The texts of a post in one language, without any fallback.
#[Object]
impl PostTranslation {
    #[graphql(flatten)]
    async fn state(&self) -> &TranslationState {
        &self.1
    }

    /// The title.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// What it says, in short. Markdown, or sanitised HTML.
    async fn excerpt(
        &self,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
    ) -> Option<String> {
        self.0.excerpt.clone().map(|text| render(text, format))
    }

    /// All of it. Markdown, or sanitised HTML.
    async fn body(&self, #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat) -> Option<String> {
        self.0.body.clone().map(|text| render(text, format))
    }
}
