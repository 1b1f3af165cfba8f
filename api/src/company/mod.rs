//! Companies: whom speakers work for, and who supports events.

mod input;
mod mutation;
mod query;

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{company, company_translation, sponsorship};
use sea_orm::sea_query::Condition;

pub use input::{CompanyInput, CompanyTranslationInput};
pub use mutation::CompanyMutation;
pub use query::CompanyQuery;

use crate::{
    Fault, Result,
    content::{
        Content, Membership, Text, Title,
        connection::{Ask, Connection, ListedObject},
        filter::{Filtering, TextFilter},
        list::{Direction, Listed, OrderField, OrderKey, PageArgs, Via, joined, order, pairs},
        object::{LocaleTag, Shared, TranslationState, object, translations},
        rules::Rules,
        sql::Scope,
        texts,
    },
    context::RequestContext,
    event::{Event, EventFilter, EventOrder, Sponsorship},
    link::Link,
    locale::Chain,
    markdown::{TextFormat, render},
    post::{Post, PostFilter, PostOrder},
    session,
    speaker::{Speaker, SpeakerFilter, SpeakerOrder},
};

impl Content for company::Entity {
    type Translation = company_translation::Entity;
    type Relations = ();
    type Input = CompanyInput;
    const KIND: &'static str = "company";
    const OWNER: company_translation::Column = company_translation::Column::CompanyUid;
    const TITLE: Title<Self> = Title::Plain(company::Column::Name, |row: &company::Model| &row.name);
    const TEXTS: &'static [Text<Self>] = texts!(company_translation { Description: description as Markdown });

    /// The events that it supports, and those that its people take part in.
    fn memberships() -> Vec<Membership<Self>> {
        vec![
            Membership::Through(|company| joined("sponsorship", "event_uid", "company_uid", company)),
            Membership::Through(session::events_with_company),
        ]
    }

    fn faults(row: &company::Model) -> Vec<Fault> {
        Rules::default()
            .line("name", &row.name)
            .links(&row.links)
            .url("website", row.website.as_ref())
            .url("logo_url", row.logo_url.as_ref())
            .faults()
    }
}

/// Which companies to list. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct CompanyFilter {
    /// Companies that support this event: id, uid or slug.
    sponsor_of: Option<ID>,
    #[graphql(flatten)]
    texts: TextFilter,
}

/// What companies can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
pub enum CompanyOrderField {
    /// The name, as the reader's language sorts it.
    Name,
    /// When it was last changed.
    UpdatedAt,
}

order!(CompanyOrder, CompanyOrderField);

impl OrderField<company::Entity> for CompanyOrderField {
    fn key(self) -> OrderKey<company::Entity> {
        match self {
            Self::Name => OrderKey::Title,
            Self::UpdatedAt => OrderKey::Time(company::Column::UpdatedAt),
        }
    }
}

impl Listed for company::Entity {
    type Filter = CompanyFilter;
    type OrderField = CompanyOrderField;
    const DEFAULT_ORDER: &'static [(CompanyOrderField, Direction)] = &[(CompanyOrderField::Name, Direction::Asc)];

    fn texts(filter: &mut CompanyFilter) -> Option<&mut TextFilter> {
        Some(&mut filter.texts)
    }

    fn condition(filter: &CompanyFilter, chain: &Chain, scope: &Scope) -> Condition {
        Filtering::<Self>::new(chain, scope)
            .joined::<sponsorship::Entity, entity::event::Entity>(
                sponsorship::Column::CompanyUid,
                sponsorship::Column::EventUid,
                filter.sponsor_of.as_ref(),
            )
            .texts(&filter.texts)
            .condition()
    }
}

impl ListedObject for Company {
    type Order = CompanyOrder;
}

object! {
    /// A company, an institution, a community.
    Company: company::Entity
}

/// A company, an institution, a community.
#[Object]
impl Company {
    #[graphql(flatten)]
    async fn shared(&self) -> Shared {
        Shared::of(&self.0)
    }

    /// The name; the same in every language.
    async fn name(&self) -> &str {
        &self.0.row().name
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

    /// Its site.
    async fn website(&self) -> Option<&str> {
        self.0.row().website.as_deref()
    }

    /// The address of its logo.
    async fn logo_url(&self) -> Option<&str> {
        self.0.row().logo_url.as_deref()
    }

    /// Where else to find it, in order.
    async fn links(&self) -> Vec<Link> {
        Link::list(&self.0.row().links)
    }

    /// Who works for it, by name.
    async fn speakers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which to list.")] filter: Option<Box<SpeakerFilter>>,
        #[graphql(desc = "In which order; the first that differs decides.")] order_by: Option<Vec<SpeakerOrder>>,
        #[graphql(desc = "Items from the start of the list, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items from the end of the list, at most 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Speaker>> {
        Connection::of(
            ctx,
            self.0.row().uid,
            Via::Column("company_uid"),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// What it supports, and as what rank of sponsor; by their position in each event.
    async fn sponsorships(&self, ctx: &Context<'_>) -> Result<Vec<Sponsorship>> {
        Sponsorship::of(sponsorship::Column::CompanyUid, self.0.row().uid, &self.0.chain, ctx.rows()).await
    }

    /// Events that it supports, by start.
    async fn sponsored_events(
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
            Via::Pairs("sponsorship", "event", |_| pairs("sponsorship", "event_uid", "company_uid")),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// Posts that speak for it, the newest first.
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
            Via::Column("company_uid"),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// All translations that the viewer may see, by language tag.
    async fn translations(&self, ctx: &Context<'_>) -> Vec<CompanyTranslation> {
        translations(ctx, &self.0, CompanyTranslation)
    }
}

/// The texts of a company in one language, without any fallback.
pub struct CompanyTranslation(company_translation::Model, TranslationState);

/// The texts of a company in one language, without any fallback.
#[Object]
impl CompanyTranslation {
    #[graphql(flatten)]
    async fn state(&self) -> &TranslationState {
        &self.1
    }

    /// What it is. Markdown, or sanitised HTML.
    async fn description(
        &self,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
    ) -> Option<String> {
        self.0.description.clone().map(|text| render(text, format))
    }
}
