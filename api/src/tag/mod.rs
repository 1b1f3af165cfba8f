//! Tags: words that sessions and posts are found by.

mod input;
mod mutation;
mod query;

use async_graphql::{Context, Enum, InputObject, Object};
use entity::{tag, tag_translation};
use sea_orm::sea_query::Condition;

pub use input::{TagInput, TagTranslationInput};
pub use mutation::TagMutation;
pub use query::TagQuery;

use crate::{
    Result,
    content::{
        Content, Membership, Text, Title,
        connection::{Ask, Connection, ListedObject},
        filter::{Filtering, TextFilter},
        list::{Direction, Listed, OrderField, OrderKey, PageArgs, Via, order, pairs},
        object::{LocaleTag, Shared, TranslationState, object, translations},
        sql::Scope,
        texts,
    },
    context::RequestContext,
    locale::Chain,
    post::{self, Post, PostFilter, PostOrder},
    session::{self, Session, SessionFilter, SessionOrder, on_day},
};

impl Content for tag::Entity {
    type Translation = tag_translation::Entity;
    type Relations = ();
    type Input = TagInput;
    const KIND: &'static str = "tag";
    const OWNER: tag_translation::Column = tag_translation::Column::TagUid;
    const TITLE: Title<Self> = Title::Localised(Self::TEXTS[0]);
    const TEXTS: &'static [Text<Self>] = texts!(tag_translation { Label: label as Line });

    /// The events of the sessions and posts that have it.
    fn memberships() -> Vec<Membership<Self>> {
        vec![Membership::Through(session::events_with_tag), Membership::Through(post::events_with_tag)]
    }
}

/// Which tags to list. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct TagFilter {
    #[graphql(flatten)]
    texts: TextFilter,
}

/// What tags can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
pub enum TagOrderField {
    /// The word that the reader sees, as the reader's language sorts it.
    Label,
}

order!(TagOrder, TagOrderField);

impl OrderField<tag::Entity> for TagOrderField {
    fn key(self) -> OrderKey<tag::Entity> {
        match self {
            Self::Label => OrderKey::Title,
        }
    }
}

impl Listed for tag::Entity {
    type Filter = TagFilter;
    type OrderField = TagOrderField;
    const DEFAULT_ORDER: &'static [(TagOrderField, Direction)] = &[(TagOrderField::Label, Direction::Asc)];

    fn texts(filter: &mut TagFilter) -> Option<&mut TextFilter> {
        Some(&mut filter.texts)
    }

    fn condition(filter: &TagFilter, chain: &Chain, scope: &Scope) -> Condition {
        Filtering::<Self>::new(chain, scope).texts(&filter.texts).condition()
    }
}

impl ListedObject for Tag {
    type Order = TagOrder;
}

object! {
    /// A word that sessions and posts are found by.
    Tag: tag::Entity
}

/// A word that sessions and posts are found by.
#[Object]
impl Tag {
    #[graphql(flatten)]
    async fn shared(&self) -> Shared {
        Shared::of(&self.0)
    }

    /// The word.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.label.as_deref())
    }

    /// Sessions with this tag, by start.
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which to list.")] filter: Option<Box<SessionFilter>>,
        #[graphql(desc = "In which order; the first that differs decides.")] order_by: Option<Vec<SessionOrder>>,
        #[graphql(desc = "Items from the start of the list, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Session>> {
        let filter = on_day(ctx, filter, None, &self.0.chain).await?;
        Connection::of(
            ctx,
            self.0.row().uid,
            Via::Pairs("session_tag", "session", |_| pairs("session_tag", "session_uid", "tag_uid")),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// Posts with this tag, the newest first.
    async fn posts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which to list.")] filter: Option<Box<PostFilter>>,
        #[graphql(desc = "In which order; the first that differs decides.")] order_by: Option<Vec<PostOrder>>,
        #[graphql(desc = "Items from the start of the list, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Post>> {
        Connection::of(
            ctx,
            self.0.row().uid,
            Via::Pairs("post_tag", "post", |_| pairs("post_tag", "post_uid", "tag_uid")),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// All translations that the viewer may see, by language tag.
    async fn translations(&self, ctx: &Context<'_>) -> Vec<TagTranslation> {
        translations(ctx, &self.0, TagTranslation)
    }
}

/// The texts of a tag in one language, without any fallback.
pub struct TagTranslation(tag_translation::Model, TranslationState);

/// The texts of a tag in one language, without any fallback.
#[Object]
impl TagTranslation {
    #[graphql(flatten)]
    async fn state(&self) -> &TranslationState {
        &self.1
    }

    /// The word.
    async fn label(&self) -> Option<&str> {
        self.0.label.as_deref()
    }
}
