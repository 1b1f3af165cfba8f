//! Rooms: a room of an event.

mod input;
mod mutation;

use async_graphql::{Context, Object};
use entity::{event, room, room_translation};
use sea_orm::sea_query::Condition;

pub use input::{RoomInput, RoomTranslationInput};
pub use mutation::RoomMutation;

use crate::{
    Result,
    content::{
        Content, Membership, Parent, Text, Title,
        connection::{Ask, Connection},
        filter::TextFilter,
        list::{ByPosition, Direction, Listed, PageArgs, Via},
        object::{LocaleTag, Shared, TranslationState, object, translations},
        sql::{self, Scope},
        texts,
    },
    context::RequestContext,
    event::{Event, ics::room_path, of_part},
    locale::Chain,
    markdown::{TextFormat, render},
    session::{Session, SessionFilter, SessionOrder, on_day},
};

impl Content for room::Entity {
    type Translation = room_translation::Entity;
    type Relations = ();
    type Input = RoomInput;
    const KIND: &'static str = "room";
    const OWNER: room_translation::Column = room_translation::Column::RoomUid;
    const TITLE: Title<Self> = Title::Localised(Self::TEXTS[0]);
    const TEXTS: &'static [Text<Self>] =
        texts!(room_translation { Name: name as Line, Description: description as Markdown });
    const SLUG_IN_PARENT: bool = true;

    fn memberships() -> Vec<Membership<Self>> {
        vec![Membership::Column(room::Column::EventUid)]
    }

    fn parent() -> Option<Parent<Self>> {
        Some(Parent {
            kind: event::Entity::KIND,
            column: room::Column::EventUid,
            uid: |row| row.event_uid,
            visible: sql::exists_visible::<event::Entity>,
        })
    }
}

impl Listed for room::Entity {
    /// All rooms of an event are listed, or none.
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
    /// A room of an event.
    Room: room::Entity
}

/// A room of an event.
#[Object]
impl Room {
    #[graphql(flatten)]
    async fn shared(&self) -> Shared {
        Shared::of(&self.0)
    }

    /// The event that it is a room of.
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

    /// How to find it, what is there. Markdown, or sanitised HTML.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        Some(ctx.show(&self.0, locale, |row| row.description.as_deref())?.map(|text| render(text, format)))
    }

    /// Seats.
    async fn capacity(&self) -> Option<i32> {
        self.0.row().capacity
    }

    /// Order among the rooms of the event.
    async fn position(&self) -> i32 {
        self.0.row().position
    }

    /// The guid that schedules exchange.
    async fn guid(&self) -> Option<&str> {
        self.0.row().guid.as_deref()
    }

    /// The address of a calendar (iCalendar) of the sessions that take place in it, in the reader's language; a path when the server
    /// does not know its own.
    async fn calendar_url(&self, ctx: &Context<'_>) -> Result<String> {
        let event = of_part(self.0.row().event_uid, &self.0.chain, ctx.rows()).await?;
        Ok(ctx.document_url(&room_path(&event.row().slug, &self.0.row().slug), &self.0.chain))
    }

    /// Sessions that take place in it, by start.
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
            Via::Column("room_uid"),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// All translations that the viewer may see, by language tag.
    async fn translations(&self, ctx: &Context<'_>) -> Vec<RoomTranslation> {
        translations(ctx, &self.0, RoomTranslation)
    }
}

/// The texts of a room in one language, without any fallback.
pub struct RoomTranslation(room_translation::Model, TranslationState);

/// The texts of a room in one language, without any fallback.
#[Object]
impl RoomTranslation {
    #[graphql(flatten)]
    async fn state(&self) -> &TranslationState {
        &self.1
    }

    /// The name.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// How to find it, what is there. Markdown, or sanitised HTML.
    async fn description(
        &self,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
    ) -> Option<String> {
        self.0.description.clone().map(|text| render(text, format))
    }
}
