//! Tracks: a thread through the programme of an event.

mod input;
mod mutation;

use async_graphql::{Context, Object};
use entity::{event, track, track_translation};
use sea_orm::sea_query::Condition;

pub use input::{TrackInput, TrackTranslationInput};
pub use mutation::TrackMutation;

use crate::{
    Fault, Result,
    content::{
        Content, Membership, Parent, Text, Title,
        connection::{Ask, Connection},
        filter::TextFilter,
        list::{ByPosition, Direction, Listed, PageArgs, Via},
        object::{LocaleTag, Shared, TranslationState, object, translations},
        rules::Rules,
        sql::{self, Scope},
        texts,
    },
    context::RequestContext,
    event::{Event, ics::track_path, of_part},
    locale::Chain,
    markdown::{TextFormat, render},
    session::{Session, SessionFilter, SessionOrder, on_day},
};

impl Content for track::Entity {
    type Translation = track_translation::Entity;
    type Relations = ();
    type Input = TrackInput;
    const KIND: &'static str = "track";
    const OWNER: track_translation::Column = track_translation::Column::TrackUid;
    const TITLE: Title<Self> = Title::Localised(Self::TEXTS[0]);
    const TEXTS: &'static [Text<Self>] =
        texts!(track_translation { Name: name as Line, Description: description as Markdown });
    const SLUG_IN_PARENT: bool = true;

    fn memberships() -> Vec<Membership<Self>> {
        vec![Membership::Column(track::Column::EventUid)]
    }

    fn parent() -> Option<Parent<Self>> {
        Some(Parent {
            kind: event::Entity::KIND,
            column: track::Column::EventUid,
            uid: |row| row.event_uid,
            visible: sql::exists_visible::<event::Entity>,
        })
    }

    fn faults(row: &track::Model) -> Vec<Fault> {
        Rules::default().colour("colour", row.colour.as_ref()).faults()
    }
}

impl Listed for track::Entity {
    /// All tracks of an event are listed, or none.
    type Filter = ();
    type OrderField = ByPosition;
    const DEFAULT_ORDER: &'static [(ByPosition, Direction)] = &[(ByPosition, Direction::Asc)];

    fn texts((): &mut ()) -> Option<&mut TextFilter> {
        None
    }

    fn condition((): &(), _: &Chain, _: &Scope) -> Condition {
        Condition::all()
    }
}

object! {
    /// A thread through the programme of an event.
    Track: track::Entity
}

/// A thread through the programme of an event.
#[Object]
impl Track {
    #[graphql(flatten)]
    async fn shared(&self) -> Shared {
        Shared::of(&self.0)
    }

    /// The event that it is a track of.
    async fn event(&self, ctx: &Context<'_>) -> Result<Event> {
        of_part(self.0.row().event_uid, &self.0.chain, ctx.rows()).await.map(Event)
    }

    /// The name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.name.as_deref())
    }

    /// What it is about. Markdown, or sanitised HTML.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        Some(ctx.show(&self.0, locale, |row| row.description.as_deref())?.map(|text| render(text, format)))
    }

    /// Its colour, `#rrggbb`.
    async fn colour(&self) -> Option<&str> {
        self.0.row().colour.as_deref()
    }

    /// Order among the tracks of the event.
    async fn position(&self) -> i32 {
        self.0.row().position
    }

    /// The address of a calendar (iCalendar) of the sessions of it, in the reader's language; a path when the server
    /// does not know its own.
    async fn calendar_url(&self, ctx: &Context<'_>) -> Result<String> {
        let event = of_part(self.0.row().event_uid, &self.0.chain, ctx.rows()).await?;
        Ok(ctx.document_url(&track_path(&event.row().slug, &self.0.row().slug), &self.0.chain))
    }

    /// Its sessions, by start.
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
        let filter = on_day(ctx, filter, Some(self.0.row().event_uid), &self.0.chain).await?;
        Connection::of(
            ctx,
            self.0.row().uid,
            Via::Column("track_uid"),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// All translations that the viewer may see, by language tag.
    async fn translations(&self, ctx: &Context<'_>) -> Vec<TrackTranslation> {
        translations(ctx, &self.0, TrackTranslation)
    }
}

/// The texts of a track in one language, without any fallback.
pub struct TrackTranslation(track_translation::Model, TranslationState);

/// The texts of a track in one language, without any fallback.
#[Object]
impl TrackTranslation {
    #[graphql(flatten)]
    async fn state(&self) -> &TranslationState {
        &self.1
    }

    /// The name.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// What it is about. Markdown, or sanitised HTML.
    async fn description(
        &self,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
    ) -> Option<String> {
        self.0.description.clone().map(|text| render(text, format))
    }
}
