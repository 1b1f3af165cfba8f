//! Speakers: who speaks, moderates or writes.

pub mod ics;
mod input;
mod mutation;
mod query;

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{speaker, speaker_translation};
use sea_orm::sea_query::Condition;

pub use input::{SpeakerInput, SpeakerTranslationInput};
pub use mutation::SpeakerMutation;
pub use query::SpeakerQuery;

use crate::{
    Fault, Result,
    company::Company,
    content::{
        Content, Membership, Text, Title,
        connection::{Ask, Connection, ListedObject},
        filter::{Filtering, TextFilter},
        formatted::Formatter,
        list::{Direction, Listed, OrderField, OrderKey, PageArgs, Via, order, pairs},
        object::{LocaleTag, Shared, TranslationState, object, translations},
        rules::Rules,
        sql::Scope,
        texts,
    },
    context::RequestContext,
    event::{Event, EventFilter, EventOrder},
    link::Link,
    locale::Chain,
    markdown::{TextFormat, render},
    post::{Post, PostFilter, PostOrder},
    session::{self, Session, SessionFilter, SessionOrder, on_day},
};

impl Content for speaker::Entity {
    type Translation = speaker_translation::Entity;
    type Relations = ();
    type Input = SpeakerInput;
    const KIND: &'static str = "speaker";
    const OWNER: speaker_translation::Column = speaker_translation::Column::SpeakerUid;
    const TITLE: Title<Self> = Title::Plain(speaker::Column::Name, |row: &speaker::Model| &row.name);
    const TEXTS: &'static [Text<Self>] =
        texts!(speaker_translation { JobTitle: job_title as Line, Bio: bio as Markdown });
    const REFERENCES: &'static [speaker::Column] = &[speaker::Column::CompanyUid];

    /// The events that they take part in.
    fn memberships() -> Vec<Membership<Self>> {
        vec![Membership::Through(session::events_with_speaker)]
    }

    fn faults(row: &speaker::Model) -> Vec<Fault> {
        Rules::default()
            .line("name", &row.name)
            .languages("languages", &row.languages)
            .links(&row.links)
            .url("photo_url", row.photo_url.as_ref())
            .faults()
    }
}

/// Which speakers to list. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct SpeakerFilter {
    /// Who takes part in a session of this event: id, uid or slug.
    pub event: Option<ID>,
    /// Who works for this company: id, uid or slug.
    company: Option<ID>,
    /// Who speaks this language.
    speaks: Option<LocaleTag>,
    #[graphql(flatten)]
    texts: TextFilter,
}

/// What speakers can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
pub enum SpeakerOrderField {
    /// The name, as the reader's language sorts it.
    Name,
    /// When it was last changed.
    UpdatedAt,
}

order!(SpeakerOrder, SpeakerOrderField);

impl OrderField<speaker::Entity> for SpeakerOrderField {
    fn key(self) -> OrderKey<speaker::Entity> {
        match self {
            Self::Name => OrderKey::Title,
            Self::UpdatedAt => OrderKey::Time(speaker::Column::UpdatedAt),
        }
    }
}

impl Listed for speaker::Entity {
    type Filter = SpeakerFilter;
    type OrderField = SpeakerOrderField;
    const DEFAULT_ORDER: &'static [(SpeakerOrderField, Direction)] = &[(SpeakerOrderField::Name, Direction::Asc)];

    fn texts(filter: &mut SpeakerFilter) -> Option<&mut TextFilter> {
        Some(&mut filter.texts)
    }

    fn condition(filter: &SpeakerFilter, chain: &Chain, scope: &Scope) -> Condition {
        Filtering::<Self>::new(chain, scope)
            .rule(filter.event.as_ref().map(|event| session::speakers_of_event(event, scope)))
            .refers::<entity::company::Entity>(speaker::Column::CompanyUid, filter.company.as_ref())
            .speaks(speaker::Column::Languages, filter.speaks.as_ref())
            .texts(&filter.texts)
            .condition()
    }
}

impl ListedObject for Speaker {
    type Order = SpeakerOrder;
}

object! {
    /// A person who speaks, moderates or writes.
    Speaker: speaker::Entity
}

/// A person who speaks, moderates or writes.
#[Object]
impl Speaker {
    #[graphql(flatten)]
    async fn shared(&self) -> Shared {
        Shared::of(&self.0)
    }

    /// The name; the same in every language.
    async fn name(&self) -> &str {
        &self.0.row().name
    }

    /// How to speak of them.
    async fn pronouns(&self) -> Option<&str> {
        self.0.row().pronouns.as_deref()
    }

    /// What the speaker does, in a few words.
    async fn job_title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.job_title.as_deref())
    }

    /// Who the speaker is. Markdown, or sanitised HTML.
    async fn bio(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        Some(ctx.show(&self.0, locale, |row| row.bio.as_deref())?.map(|text| render(text, format)))
    }

    /// Whom they work for.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company>> {
        let uid = self.0.row().company_uid?;
        Some(ctx.rows().get(uid, &self.0.chain).await.transpose()?.map(Company))
    }

    /// The address of a portrait.
    async fn photo_url(&self) -> Option<&str> {
        self.0.row().photo_url.as_deref()
    }

    /// Where else to find them, in order.
    async fn links(&self) -> Vec<Link> {
        Link::list(&self.0.row().links)
    }

    /// The languages that they speak, as BCP 47 tags.
    async fn languages(&self) -> &[String] {
        &self.0.row().languages.0
    }

    /// The names of the languages that they speak.
    async fn language_names(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Result<Vec<String>> {
        Ok(Formatter::of(ctx, &self.0.chain, locale)?.languages(&self.0.row().languages.0))
    }

    /// The address of a calendar (iCalendar) of their sessions, in the reader's language; a path when the server does not
    /// know its own.
    async fn calendar_url(&self, ctx: &Context<'_>) -> String {
        ctx.document_url(&ics::path(&self.0.row().slug), &self.0.chain)
    }

    /// Sessions that they take part in, by start.
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
            Via::Pairs("participation", "session", |_| pairs("participation", "session_uid", "speaker_uid")),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// Events that they take part in, by start.
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
            Via::Pairs("speaker_events", "session", session::events_by_speaker),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// Posts that they wrote, the newest first.
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
            Via::Column("author_uid"),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// All translations that the viewer may see, by language tag.
    async fn translations(&self, ctx: &Context<'_>) -> Vec<SpeakerTranslation> {
        translations(ctx, &self.0, SpeakerTranslation)
    }
}

/// The texts of a speaker in one language, without any fallback.
pub struct SpeakerTranslation(speaker_translation::Model, TranslationState);

/// The texts of a speaker in one language, without any fallback.
#[Object]
impl SpeakerTranslation {
    #[graphql(flatten)]
    async fn state(&self) -> &TranslationState {
        &self.1
    }

    /// What the speaker does, in a few words.
    async fn job_title(&self) -> Option<&str> {
        self.0.job_title.as_deref()
    }

    /// Who the speaker is. Markdown, or sanitised HTML.
    async fn bio(&self, #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat) -> Option<String> {
        self.0.bio.clone().map(|text| render(text, format))
    }
}
