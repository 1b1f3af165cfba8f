//! Sessions: what takes place at an event.

mod day;
pub mod ics;
mod input;
mod mutation;
pub mod number;
mod participation;
mod query;
mod rules;

use async_graphql::{Context, Enum, ID, InputObject, Object};
use chrono::{TimeDelta, Utc};
use chrono_tz::Tz;
use entity::{event, session, session_tag, session_translation};
use sea_orm::sea_query::Condition;

use self::participation::sessions_of_company;
pub use self::{
    day::{day_of, on_day, span, time_zone},
    input::{ParticipationInput, SessionInput, SessionTranslationInput},
    mutation::SessionMutation,
    participation::{
        Participation, Role, events_by_speaker, events_of_speaker, events_with_company, events_with_speaker,
        events_with_tag, speakers_by_event, speakers_of_event,
    },
    query::SessionQuery,
};
use crate::{
    Fault, Result,
    content::{
        Content, Membership, Parent, Text, Title,
        connection::{Ask, Connection, ListedObject},
        filter::{Filtering, TextFilter, TimeRange},
        formatted::{self, DateTimeStyle, DurationStyle, Formatter, Styles},
        list::{Direction, Listed, OrderField, OrderKey, PageArgs, Via, order, pairs},
        object::{LocaleTag, Shared, TranslationState, object, translations},
        relations::relations,
        rules::Rules,
        sql::{self, Scope},
        texts,
        write::{State, Write},
    },
    context::RequestContext,
    error::Warning,
    event::{Event, is_released_only, of_part},
    link::Link,
    locale::Chain,
    markdown::{TextFormat, render},
    post::{Post, PostFilter, PostOrder},
    room::Room,
    scalar::{Date, DateTime},
    speaker::Speaker,
    tag::Tag,
    track::Track,
};

relations! {
    /// Who takes part in a session, and what it is found by.
    SessionRelations { participations: participation, tags: session_tag, }
}

impl Content for session::Entity {
    type Translation = session_translation::Entity;
    type Relations = SessionRelations;
    type Input = SessionInput;
    const KIND: &'static str = "session";
    const OWNER: session_translation::Column = session_translation::Column::SessionUid;
    const TITLE: Title<Self> = Title::Localised(Self::TEXTS[0]);
    const TEXTS: &'static [Text<Self>] = texts!(session_translation {
        Title: title as Line,
        Subtitle: subtitle as Line,
        Abstract: r#abstract as Markdown,
        Description: description as Markdown
    });
    const REFERENCES: &'static [session::Column] = &[session::Column::RoomUid, session::Column::TrackUid];

    fn memberships() -> Vec<Membership<Self>> {
        vec![Membership::Column(session::Column::EventUid)]
    }

    fn parent() -> Option<Parent<Self>> {
        Some(Parent {
            kind: event::Entity::KIND,
            column: session::Column::EventUid,
            uid: |row| row.event_uid,
            visible: sql::exists_visible::<event::Entity>,
        })
    }

    fn faults(row: &session::Model) -> Vec<Fault> {
        Rules::default()
            .in_order("ends_at", row.starts_at, row.ends_at)
            .languages("spoken_languages", &row.spoken_languages)
            .links(&row.links)
            .url("livestream_url", row.livestream_url.as_ref())
            .url("recording_url", row.recording_url.as_ref())
            .url("slides_url", row.slides_url.as_ref())
            .faults()
    }

    async fn rules(write: &Write, state: &State<Self>) -> Result<Vec<Fault>> {
        rules::faults(write, state).await
    }

    async fn warnings(write: &Write, state: &State<Self>) -> Result<Vec<Warning>> {
        rules::warnings(write, state).await
    }

    async fn waits(write: &Write, state: &State<Self>) -> Result<bool> {
        is_released_only(write, state.row.event_uid).await
    }
}

/// What kind of session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "entity::value::SessionKind")]
pub enum SessionKind {
    /// For everybody, at a high point of the programme.
    Keynote,
    /// One or a few people speak.
    Talk,
    /// Some people discuss in front of the audience.
    Panel,
    /// Some people discuss, the audience with them.
    RoundTable,
    /// The audience works.
    Workshop,
    /// A talk of a few minutes.
    LightningTalk,
    /// Coffee, lunch.
    Break,
    /// A party, a dinner, a concert.
    Social,
    /// Anything else.
    Other,
}

/// Whom a session is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "entity::value::SessionLevel")]
pub enum SessionLevel {
    /// Nothing has to be known before.
    Beginner,
    /// The basics have to be known.
    Intermediate,
    /// For people of the trade.
    Advanced,
}

/// Whether a session takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "entity::value::SessionState")]
pub enum SessionState {
    /// Not sure yet.
    Tentative,
    /// It takes place.
    Confirmed,
    /// It does not take place; it stays in the programme so that people see it.
    Cancelled,
}

/// Which sessions to list. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct SessionFilter {
    /// Sessions of this event: id, uid or slug.
    pub event: Option<ID>,
    /// Sessions in this room: id, uid or slug.
    room: Option<ID>,
    /// Sessions of this track: id, uid or slug.
    track: Option<ID>,
    /// What kind of session it is; any of these.
    kind: Option<Vec<SessionKind>>,
    /// Whether it takes place; any of these.
    state: Option<Vec<SessionState>>,
    /// Whom it is for; any of these.
    level: Option<Vec<SessionLevel>>,
    /// Sessions that this speaker takes part in: id, uid or slug.
    speaker: Option<ID>,
    /// Sessions with a speaker who works for this company: id, uid or slug.
    company: Option<ID>,
    /// Sessions with this tag: id, uid or slug.
    tag: Option<ID>,
    /// Sessions held in this language.
    spoken_language: Option<LocaleTag>,
    /// When it starts.
    starts_at: Option<TimeRange>,
    /// Sessions of this day of the event, which lasts until the event's `dayStartsAt` of the next. Needs `event`, unless the list is one of an event.
    pub day: Option<Date>,
    #[graphql(skip)]
    span: Option<TimeRange>,
    /// Whether it has a time already.
    scheduled: Option<bool>,
    /// Whether it is put forward.
    featured: Option<bool>,
    #[graphql(flatten)]
    texts: TextFilter,
}

/// What sessions can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
pub enum SessionOrderField {
    /// When it starts; what is not scheduled yet comes last.
    StartsAt,
    /// When it ends.
    EndsAt,
    /// The title that the reader sees, as the reader's language sorts it.
    Title,
    /// When it was last changed.
    UpdatedAt,
}

order!(SessionOrder, SessionOrderField);

impl OrderField<session::Entity> for SessionOrderField {
    fn key(self) -> OrderKey<session::Entity> {
        match self {
            Self::StartsAt => OrderKey::Time(session::Column::StartsAt),
            Self::EndsAt => OrderKey::Time(session::Column::EndsAt),
            Self::Title => OrderKey::Title,
            Self::UpdatedAt => OrderKey::Time(session::Column::UpdatedAt),
        }
    }
}

impl Listed for session::Entity {
    type Filter = SessionFilter;
    type OrderField = SessionOrderField;
    const DEFAULT_ORDER: &'static [(SessionOrderField, Direction)] = &[(SessionOrderField::StartsAt, Direction::Asc)];

    fn texts(filter: &mut SessionFilter) -> Option<&mut TextFilter> {
        Some(&mut filter.texts)
    }

    fn condition(filter: &SessionFilter, chain: &Chain, scope: &Scope) -> Condition {
        Filtering::<Self>::new(chain, scope)
            .refers::<entity::event::Entity>(session::Column::EventUid, filter.event.as_ref())
            .refers::<entity::room::Entity>(session::Column::RoomUid, filter.room.as_ref())
            .refers::<entity::track::Entity>(session::Column::TrackUid, filter.track.as_ref())
            .any_of(session::Column::Kind, filter.kind.as_deref(), entity::value::SessionKind::from)
            .any_of(session::Column::State, filter.state.as_deref(), entity::value::SessionState::from)
            .any_of(session::Column::Level, filter.level.as_deref(), entity::value::SessionLevel::from)
            .joined::<entity::participation::Entity, entity::speaker::Entity>(
                entity::participation::Column::SessionUid,
                entity::participation::Column::SpeakerUid,
                filter.speaker.as_ref(),
            )
            .rule(filter.company.as_ref().map(|company| sessions_of_company(company, scope)))
            .joined::<session_tag::Entity, entity::tag::Entity>(
                session_tag::Column::SessionUid,
                session_tag::Column::TagUid,
                filter.tag.as_ref(),
            )
            .speaks(session::Column::SpokenLanguages, filter.spoken_language.as_ref())
            .within(session::Column::StartsAt, filter.starts_at)
            .within(session::Column::StartsAt, filter.span)
            .is_set(session::Column::StartsAt, filter.scheduled)
            .equals(session::Column::Featured, filter.featured)
            .texts(&filter.texts)
            .condition()
    }
}

impl ListedObject for Session {
    type Order = SessionOrder;
}

object! {
    /// Something that takes place at an event.
    Session: session::Entity
}

/// Something that takes place at an event.
#[Object]
impl Session {
    #[graphql(flatten)]
    async fn shared(&self) -> Shared {
        Shared::of(&self.0)
    }

    /// The event that it is part of.
    async fn event(&self, ctx: &Context<'_>) -> Result<Event> {
        of_part(self.0.row().event_uid, &self.0.chain, ctx.rows()).await.map(Event)
    }

    /// Where it takes place.
    async fn room(&self, ctx: &Context<'_>) -> Option<Result<Room>> {
        let uid = self.0.row().room_uid?;
        Some(ctx.rows().get(uid, &self.0.chain).await.transpose()?.map(Room))
    }

    /// The thread that it is part of.
    async fn track(&self, ctx: &Context<'_>) -> Option<Result<Track>> {
        let uid = self.0.row().track_uid?;
        Some(ctx.rows().get(uid, &self.0.chain).await.transpose()?.map(Track))
    }

    /// What kind of session it is.
    async fn kind(&self) -> SessionKind {
        self.0.row().kind.into()
    }

    /// The title.
    async fn title(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.title.as_deref())
    }

    /// The subtitle.
    async fn subtitle(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.subtitle.as_deref())
    }

    /// What it is about, in short. Markdown, or sanitised HTML.
    async fn r#abstract(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        Some(ctx.show(&self.0, locale, |row| row.r#abstract.as_deref())?.map(|text| render(text, format)))
    }

    /// What it is about, at length. Markdown, or sanitised HTML.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        Some(ctx.show(&self.0, locale, |row| row.description.as_deref())?.map(|text| render(text, format)))
    }

    /// When it starts; null when it is not scheduled yet.
    async fn starts_at(&self) -> Option<DateTime> {
        self.0.row().starts_at.map(DateTime)
    }

    /// When it ends.
    async fn ends_at(&self) -> Option<DateTime> {
        self.0.row().ends_at.map(DateTime)
    }

    /// The address of its calendar (iCalendar), in the reader's language; a path when the server does not know its own.
    /// Null when it is not scheduled yet.
    async fn calendar_url(&self, ctx: &Context<'_>) -> Option<String> {
        let row = self.0.row();
        row.starts_at.map(|_| ctx.document_url(&ics::path(&row.slug), &self.0.chain))
    }

    /// When it starts, as the reader writes it, on the clocks of the event: “14 February 2012 at 18:30”.
    async fn starts_at_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How much it says of the date; without a style of the time, nothing of the time.")]
        date_style: Option<DateTimeStyle>,
        #[graphql(desc = "How much it says of the time.")] time_style: Option<DateTimeStyle>,
        #[graphql(desc = "The IANA time zone of the clocks, instead of that of the event.")] time_zone: Option<String>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Result<Option<String>> {
        let styles = Styles { date: date_style, time: time_style };
        self.written(ctx, self.0.row().starts_at, styles, time_zone, locale).await
    }

    /// When it ends, as the reader writes it.
    async fn ends_at_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How much it says of the date; without a style of the time, nothing of the time.")]
        date_style: Option<DateTimeStyle>,
        #[graphql(desc = "How much it says of the time.")] time_style: Option<DateTimeStyle>,
        #[graphql(desc = "The IANA time zone of the clocks, instead of that of the event.")] time_zone: Option<String>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Result<Option<String>> {
        let styles = Styles { date: date_style, time: time_style };
        self.written(ctx, self.0.row().ends_at, styles, time_zone, locale).await
    }

    /// From when to when, as the reader writes it: “18:30–20:00”; without an end, when it starts.
    async fn time_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How much it says of the date; nothing without a style.")] date_style: Option<DateTimeStyle>,
        #[graphql(desc = "How much it says of the times.", default_with = "DateTimeStyle::Short")]
        time_style: DateTimeStyle,
        #[graphql(desc = "The IANA time zone of the clocks, instead of that of the event.")] time_zone: Option<String>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Result<Option<String>> {
        let row = self.0.row();
        let Some(from) = row.starts_at else { return Ok(None) };
        let zone = self.zone(ctx, time_zone).await?;
        let styles = Styles { date: date_style, time: Some(time_style) };
        let formatter = Formatter::of(ctx, &self.0.chain, locale)?;
        match row.ends_at {
            Some(until) => formatter.span(from, until, zone, styles).map(Some),
            None => formatter.instant(from, zone, styles).map(Some),
        }
    }

    /// How long it lasts, ISO 8601: `PT1H30M`; null when that is not known yet.
    async fn duration(&self) -> Option<String> {
        self.lasts().map(formatted::iso)
    }

    /// How long it lasts, as the reader writes it: “1 hr 30 min”.
    async fn duration_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How long its words are.", default_with = "DurationStyle::Short")] style: DurationStyle,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Result<Option<String>> {
        let Some(duration) = self.lasts() else { return Ok(None) };
        Formatter::of(ctx, &self.0.chain, locale)?.duration(duration, style).map(Some)
    }

    /// The languages that it is held in, as BCP 47 tags.
    async fn spoken_languages(&self) -> &[String] {
        &self.0.row().spoken_languages.0
    }

    /// The names of the languages that it is held in.
    async fn language_names(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Result<Vec<String>> {
        Ok(Formatter::of(ctx, &self.0.chain, locale)?.languages(&self.0.row().spoken_languages.0))
    }

    /// Whom it is for.
    async fn level(&self) -> Option<SessionLevel> {
        self.0.row().level.map(SessionLevel::from)
    }

    /// Whether it takes place.
    async fn state(&self) -> SessionState {
        self.0.row().state.into()
    }

    /// Where it is streamed.
    async fn livestream_url(&self) -> Option<&str> {
        self.0.row().livestream_url.as_deref()
    }

    /// Where its recording is.
    async fn recording_url(&self) -> Option<&str> {
        self.0.row().recording_url.as_deref()
    }

    /// Where its slides are.
    async fn slides_url(&self) -> Option<&str> {
        self.0.row().slides_url.as_deref()
    }

    /// More about it, in order.
    async fn links(&self) -> Vec<Link> {
        Link::list(&self.0.row().links)
    }

    /// Whether it must not be recorded.
    async fn do_not_record(&self) -> bool {
        self.0.row().do_not_record
    }

    /// Whether it is put forward.
    async fn featured(&self) -> bool {
        self.0.row().featured
    }

    /// The guid that schedules exchange.
    async fn guid(&self) -> Option<&str> {
        self.0.row().guid.as_deref()
    }

    /// Who takes part, in order, whatever their role.
    async fn speakers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those with this role.")] role: Option<Role>,
    ) -> Result<Vec<Speaker>> {
        let participations = Participation::of(&self.0, role, ctx.rows()).await?;
        Ok(participations.into_iter().map(|participation| participation.speaker).collect())
    }

    /// The names of those who take part, as the reader lists them: “Ana, Luc et Marie”; null when nobody does.
    async fn speakers_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those with this role.")] role: Option<Role>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Result<Option<String>> {
        let participations = Participation::of(&self.0, role, ctx.rows()).await?;
        let names: Vec<&str> = participations.iter().map(|one| one.speaker.0.row().name.as_str()).collect();
        if names.is_empty() {
            return Ok(None);
        }
        Formatter::of(ctx, &self.0.chain, locale)?.list(&names).map(Some)
    }

    /// Who takes part, in order, with their role.
    async fn participations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those with this role.")] role: Option<Role>,
    ) -> Result<Vec<Participation>> {
        Participation::of(&self.0, role, ctx.rows()).await
    }

    /// Its tags, in order.
    async fn tags(&self, ctx: &Context<'_>) -> Result<Vec<Tag>> {
        let joined = ctx.rows().joined::<session_tag::Entity>(self.0.row().uid).await?;
        let tags = ctx.rows().many(joined.iter().map(|row| row.tag_uid), &self.0.chain).await?;
        Ok(tags.into_iter().map(Tag).collect())
    }

    /// Posts about it, the newest first.
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
            Via::Pairs("post_session", "post", |_| pairs("post_session", "post_uid", "session_uid")),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// All translations that the viewer may see, by language tag.
    async fn translations(&self, ctx: &Context<'_>) -> Vec<SessionTranslation> {
        translations(ctx, &self.0, SessionTranslation)
    }
}

impl Session {
    /// The zone of the clocks that its times are shown on.
    async fn zone(&self, ctx: &Context<'_>, given: Option<String>) -> Result<Tz> {
        if given.is_some() {
            return formatted::zone(given, "");
        }
        let event = ctx.rows().get::<entity::event::Entity>(self.0.row().event_uid, &self.0.chain).await?;
        formatted::zone(None, event.as_ref().map_or("", |event| &event.row().time_zone))
    }

    /// An instant as the reader writes it, on the clocks of the event or of another zone.
    async fn written(
        &self,
        ctx: &Context<'_>,
        at: Option<chrono::DateTime<Utc>>,
        styles: Styles,
        time_zone: Option<String>,
        locale: Option<LocaleTag>,
    ) -> Result<Option<String>> {
        let Some(at) = at else { return Ok(None) };
        let zone = self.zone(ctx, time_zone).await?;
        Formatter::of(ctx, &self.0.chain, locale)?.instant(at, zone, styles).map(Some)
    }

    fn lasts(&self) -> Option<TimeDelta> {
        let row = self.0.row();
        row.ends_at.zip(row.starts_at).map(|(until, from)| until - from)
    }
}

/// The texts of a session in one language, without any fallback.
pub struct SessionTranslation(session_translation::Model, TranslationState);

/// The texts of a session in one language, without any fallback.
#[Object]
impl SessionTranslation {
    #[graphql(flatten)]
    async fn state(&self) -> &TranslationState {
        &self.1
    }

    /// The title.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// The subtitle.
    async fn subtitle(&self) -> Option<&str> {
        self.0.subtitle.as_deref()
    }

    /// What it is about, in short. Markdown, or sanitised HTML.
    async fn r#abstract(
        &self,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
    ) -> Option<String> {
        self.0.r#abstract.clone().map(|text| render(text, format))
    }

    /// What it is about, at length. Markdown, or sanitised HTML.
    async fn description(
        &self,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
    ) -> Option<String> {
        self.0.description.clone().map(|text| render(text, format))
    }
}
