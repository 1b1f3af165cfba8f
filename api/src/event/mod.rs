//! Events: what they are, and what GraphQL shows of them.

pub mod bundle;
mod frab;
mod happening;
pub mod ics;
mod input;
pub mod json_ld;
mod mutation;
pub mod programme;
mod query;
mod schedule;
pub mod schedule_json;
pub mod schedule_xml;
mod sponsorship;
mod venue;
pub mod versions;

use async_graphql::{Context, Enum, ID, InputObject, Object};
use entity::{event, event_translation};
use sea_orm::{
    EntityTrait, QuerySelect,
    sea_query::{Condition, Expr, ExprTrait},
};
use uuid::Uuid;

pub use happening::HappeningQuery;
pub use input::{EventInput, EventTranslationInput, SponsorshipInput};
pub use mutation::EventMutation;
pub use query::EventQuery;
pub use sponsorship::Sponsorship;

use self::{schedule::Schedule, venue::Venue};
use crate::{
    Error, Fault, Result, Rule,
    content::{
        Content, Localized, Membership, Text, Title,
        connection::{Ask, Connection, ListedObject, whole},
        filter::{Filtering, TextFilter, TimeRange},
        formatted::{self, DateTimeStyle, Formatter, Styles},
        list::{Direction, Listed, OrderField, OrderKey, PageArgs, Via, order, pairs},
        object::{LocaleTag, Shared, TranslationState, object, translations},
        past::Span,
        relations::relations,
        rows::Rows,
        rules::Rules,
        sql::Scope,
        texts,
        write::{State, Write},
    },
    context::RequestContext,
    locale::Chain,
    markdown::{TextFormat, render},
    post::{Post, PostFilter, PostOrder},
    release::{
        self, Release,
        changes::{self, ProgrammeChange},
    },
    room::Room,
    scalar::{DateTime, Time},
    series::Series,
    session::{self, Session, SessionFilter, SessionOrder, on_day},
    speaker::{Speaker, SpeakerFilter, SpeakerOrder},
    tier::Tier,
    track::Track,
};

relations! {
    /// Who supports an event.
    EventRelations { sponsorships: sponsorship, }
}

impl Content for event::Entity {
    type Translation = event_translation::Entity;
    type Relations = EventRelations;
    type Input = EventInput;
    const KIND: &'static str = "event";
    const OWNER: event_translation::Column = event_translation::Column::EventUid;
    const TITLE: Title<Self> = Title::Localised(Self::TEXTS[0]);
    const TEXTS: &'static [Text<Self>] = texts!(event_translation {
        Name: name as Line,
        Tagline: tagline as Line,
        Description: description as Markdown,
        VenueName: venue_name as Line
    });
    const REFERENCES: &'static [event::Column] = &[event::Column::SeriesUid];

    fn memberships() -> Vec<Membership<Self>> {
        vec![Membership::Column(event::Column::Uid)]
    }

    fn faults(row: &event::Model) -> Vec<Fault> {
        Rules::default()
            .given("starts_at", row.starts_at)
            .given("ends_at", row.ends_at)
            .in_order("ends_at", Some(row.starts_at), Some(row.ends_at))
            .time_zone("time_zone", &row.time_zone)
            .between("latitude", row.latitude, -90.0, 90.0)
            .between("longitude", row.longitude, -180.0, 180.0)
            .url("website", row.website.as_ref())
            .url("livestream_url", row.livestream_url.as_ref())
            .url("cover_url", row.cover_url.as_ref())
            .country("country", row.country.as_ref())
            .faults()
    }

    /// Its sessions stay inside it.
    async fn rules(write: &Write, state: &State<Self>) -> Result<Vec<Fault>> {
        let row = &state.row;
        let mut outside = Condition::any();
        for column in [entity::session::Column::StartsAt, entity::session::Column::EndsAt] {
            // A session may have a start and no end.
            outside = outside.add(session_column(column).lt(row.starts_at)).add(session_column(column).gt(row.ends_at));
        }
        let own = Condition::all().add(session_column(entity::session::Column::EventUid).eq(row.uid));
        match write.uids::<entity::session::Entity>(own.add(outside)).await?.len() {
            0 => Ok(Vec::new()),
            count => Ok(vec![Fault::new("ends_at", Rule::LeavesSessionsOutside { count })]),
        }
    }
}

fn session_column(column: entity::session::Column) -> Expr {
    Expr::col((entity::session::Entity, column))
}

/// How one can take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "entity::value::AttendanceMode")]
pub enum AttendanceMode {
    /// At the place only.
    Offline,
    /// From afar only.
    Online,
    /// Both.
    Mixed,
}

/// Which events to list. All that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, InputObject)]
pub struct EventFilter {
    /// Editions of this series: id, uid or slug.
    series: Option<ID>,
    /// Events with a session of this speaker: id, uid or slug.
    speaker: Option<ID>,
    /// Events that this company supports: id, uid or slug.
    sponsor: Option<ID>,
    /// When it starts.
    starts_at: Option<TimeRange>,
    /// When it ends.
    ends_at: Option<TimeRange>,
    /// How one can take part.
    attendance_mode: Option<AttendanceMode>,
    /// The city, as it is written.
    city: Option<String>,
    /// The country, ISO 3166-1 alpha-2: `FR`.
    country: Option<String>,
    /// Events with this hashtag, without `#`.
    hashtag: Option<String>,
    #[graphql(flatten)]
    texts: TextFilter,
}

/// What events can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
pub enum EventOrderField {
    /// When it starts.
    StartsAt,
    /// The name that the reader sees, as the reader's language sorts it.
    Name,
    /// When it was last changed.
    UpdatedAt,
}

order!(EventOrder, EventOrderField);

impl OrderField<event::Entity> for EventOrderField {
    fn key(self) -> OrderKey<event::Entity> {
        match self {
            Self::StartsAt => OrderKey::Time(event::Column::StartsAt),
            Self::Name => OrderKey::Title,
            Self::UpdatedAt => OrderKey::Time(event::Column::UpdatedAt),
        }
    }
}

impl Listed for event::Entity {
    type Filter = EventFilter;
    type OrderField = EventOrderField;
    const DEFAULT_ORDER: &'static [(EventOrderField, Direction)] = &[(EventOrderField::StartsAt, Direction::Asc)];

    fn texts(filter: &mut EventFilter) -> Option<&mut TextFilter> {
        Some(&mut filter.texts)
    }

    fn condition(filter: &EventFilter, chain: &Chain, scope: &Scope) -> Condition {
        Filtering::<Self>::new(chain, scope)
            .refers::<entity::series::Entity>(event::Column::SeriesUid, filter.series.as_ref())
            .rule(filter.speaker.as_ref().map(|speaker| session::events_of_speaker(speaker, scope)))
            .joined::<entity::sponsorship::Entity, entity::company::Entity>(
                entity::sponsorship::Column::EventUid,
                entity::sponsorship::Column::CompanyUid,
                filter.sponsor.as_ref(),
            )
            .within(event::Column::StartsAt, filter.starts_at)
            .within(event::Column::EndsAt, filter.ends_at)
            .equals(event::Column::AttendanceMode, filter.attendance_mode.map(entity::value::AttendanceMode::from))
            .equals(event::Column::City, filter.city.clone())
            .equals(event::Column::Country, filter.country.clone())
            .contains(event::Column::Hashtags, filter.hashtag.as_ref())
            .texts(&filter.texts)
            .condition()
    }
}

impl ListedObject for Event {
    type Order = EventOrder;
}

object! {
    /// One edition, at one place, over some days.
    Event: event::Entity
}

/// Whether what is public of the programme of an event changes with releases only. One that is made by the very
/// transaction has had no release to wait for.
pub async fn is_released_only(write: &Write, uid: Uuid) -> Result<bool> {
    if write.is_new(uid) {
        return Ok(false);
    }
    let event = event::Entity::find_by_id(uid).select_only().column(event::Column::ReleasedOnly);
    Ok(event.into_tuple().one(write.connection()).await?.unwrap_or(false))
}

/// The event that something is part of.
pub async fn of_part(uid: Uuid, chain: &Chain, rows: &Rows) -> Result<Localized<event::Entity>> {
    let event = rows.get(uid, chain).await?;
    event.ok_or_else(|| Error::Internal("an event went away while its part was read".to_owned()))
}

impl Event {
    /// An instant as the reader writes it, on the clocks of the event or of another zone.
    fn written(
        &self,
        ctx: &Context<'_>,
        at: chrono::DateTime<chrono::Utc>,
        styles: Styles,
        time_zone: Option<String>,
        locale: Option<LocaleTag>,
    ) -> Result<String> {
        let zone = formatted::zone(time_zone, &self.0.row().time_zone)?;
        Formatter::of(ctx, &self.0.chain, locale)?.instant(at, zone, styles)
    }
}

/// One edition, at one place, over some days.
#[Object]
impl Event {
    #[graphql(flatten)]
    async fn shared(&self) -> Shared {
        Shared::of(&self.0)
    }

    /// What it is an edition of.
    async fn series(&self, ctx: &Context<'_>) -> Option<Result<Series>> {
        let uid = self.0.row().series_uid?;
        Some(ctx.rows().get(uid, &self.0.chain).await.transpose()?.map(Series))
    }

    /// Which edition of its series it is: 3 for the third.
    async fn edition(&self) -> Option<i32> {
        self.0.row().edition
    }

    /// The name.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.name.as_deref())
    }

    /// One line that says what it is about.
    async fn tagline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.tagline.as_deref())
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

    /// When it starts.
    async fn starts_at(&self) -> DateTime {
        self.0.row().starts_at.into()
    }

    /// When it ends.
    async fn ends_at(&self) -> DateTime {
        self.0.row().ends_at.into()
    }

    /// When it starts, as the reader writes it: “14 February 2012 at 18:30”.
    async fn starts_at_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How much it says of the date; without a style of the time, nothing of the time.")]
        date_style: Option<DateTimeStyle>,
        #[graphql(desc = "How much it says of the time.")] time_style: Option<DateTimeStyle>,
        #[graphql(desc = "The IANA time zone of the clocks, instead of that of the event.")] time_zone: Option<String>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Result<String> {
        let styles = Styles { date: date_style, time: time_style };
        self.written(ctx, self.0.row().starts_at, styles, time_zone, locale)
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
    ) -> Result<String> {
        let styles = Styles { date: date_style, time: time_style };
        self.written(ctx, self.0.row().ends_at, styles, time_zone, locale)
    }

    /// The days that it lasts, as the reader writes them: “13–17 février 2012”.
    async fn dates_text(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How much it says of each day.", default_with = "DateTimeStyle::Long")]
        date_style: DateTimeStyle,
        #[graphql(desc = "The IANA time zone of the clocks, instead of that of the event.")] time_zone: Option<String>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Result<String> {
        let row = self.0.row();
        let zone = formatted::zone(time_zone, &row.time_zone)?;
        let styles = Styles { date: Some(date_style), time: None };
        let until = formatted::last(row.starts_at, row.ends_at);
        Formatter::of(ctx, &self.0.chain, locale)?.span(row.starts_at, until, zone, styles)
    }

    /// The IANA time zone that its local times are in: `Europe/Paris`.
    async fn time_zone(&self) -> &str {
        &self.0.row().time_zone
    }

    /// When a day of its programme begins on local clocks: what starts earlier belongs to the day before.
    async fn day_starts_at(&self) -> Time {
        Time(self.0.row().day_starts_at)
    }

    /// How one can take part.
    async fn attendance_mode(&self) -> AttendanceMode {
        self.0.row().attendance_mode.into()
    }

    /// Where it takes place.
    async fn venue(&self) -> Venue {
        Venue(self.0.clone())
    }

    /// The city that it takes place in.
    async fn city(&self) -> Option<&str> {
        self.0.row().city.as_deref()
    }

    /// Its hashtags, without `#`.
    async fn hashtags(&self) -> &[String] {
        &self.0.row().hashtags.0
    }

    /// Its own site.
    async fn website(&self) -> Option<&str> {
        self.0.row().website.as_deref()
    }

    /// Where it is streamed.
    async fn livestream_url(&self) -> Option<&str> {
        self.0.row().livestream_url.as_deref()
    }

    /// Whether everybody sees the programme of the latest release only. Then what is written to a session that is, or is
    /// to be, public becomes its pending edits (`draft`), whichever way it came, and the next release makes them public.
    async fn released_only(&self) -> bool {
        self.0.row().released_only
    }

    /// The address of its picture.
    async fn cover_url(&self) -> Option<&str> {
        self.0.row().cover_url.as_deref()
    }

    /// The address of its programme as a calendar (iCalendar), in the reader's language; a path when the server does not
    /// know its own. `track`, `room`, `speaker` and `language` as parameters leave the rest out, and with `.svg` or `.png`
    /// for `.ics` it is the QR code of the address.
    async fn calendar_url(&self, ctx: &Context<'_>) -> String {
        ctx.document_url(&ics::path(&self.0.row().slug), &self.0.chain)
    }

    /// Its rooms, in order.
    async fn rooms(&self, ctx: &Context<'_>) -> Result<Vec<Room>> {
        let rooms = whole(ctx.rows(), self.0.row().uid, Via::Column("event_uid"), &self.0.chain).await?;
        Ok(rooms.into_iter().map(Room).collect())
    }

    /// The tracks of its programme, in order.
    async fn tracks(&self, ctx: &Context<'_>) -> Result<Vec<Track>> {
        let tracks = whole(ctx.rows(), self.0.row().uid, Via::Column("event_uid"), &self.0.chain).await?;
        Ok(tracks.into_iter().map(Track).collect())
    }

    /// The ranks of its sponsors, the highest first.
    async fn tiers(&self, ctx: &Context<'_>) -> Result<Vec<Tier>> {
        let tiers = whole(ctx.rows(), self.0.row().uid, Via::Column("event_uid"), &self.0.chain).await?;
        Ok(tiers.into_iter().map(Tier).collect())
    }

    /// Who supports it, in order.
    async fn sponsorships(&self, ctx: &Context<'_>) -> Result<Vec<Sponsorship>> {
        Sponsorship::of(entity::sponsorship::Column::EventUid, self.0.row().uid, &self.0.chain, ctx.rows()).await
    }

    /// Its programme by day and room.
    async fn schedule(&self, ctx: &Context<'_>) -> Result<Schedule> {
        Schedule::of(self, ctx.rows()).await
    }

    /// Programmes of it that were announced, the latest first.
    async fn releases(&self, ctx: &Context<'_>) -> Result<Vec<Release>> {
        Release::of_event(self.0.row().uid, &self.0.chain, ctx.rows()).await
    }

    /// What changed of its programme, by start of the sessions: since a release, else since an instant, else since the
    /// latest release, and since the beginning when there is none; until a release, else an instant, else now.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Since this instant, exclusive.")] since: Option<DateTime>,
        #[graphql(desc = "Since this release: id, uid or slug.")] since_release: Option<ID>,
        #[graphql(desc = "Until this instant, inclusive.")] until: Option<DateTime>,
        #[graphql(desc = "Until this release: id, uid or slug.")] until_release: Option<ID>,
    ) -> Result<Vec<ProgrammeChange>> {
        let releases = Release::of_event(self.0.row().uid, &self.0.chain, ctx.rows()).await?;
        let instant = |argument, given: Option<ID>| match given {
            Some(given) => release::instant(&releases, argument, &given).map(Some),
            None => Ok(None),
        };
        let since = instant("sinceRelease", since_release)?.or(since.map(Into::into));
        let until = instant("untilRelease", until_release)?.or(until.map(Into::into));
        let span = Span { since: since.unwrap_or_else(|| release::latest(&releases)), until };
        changes::of_event(self.0.row().uid, span, &self.0.chain, ctx.rows()).await
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
        let filter = on_day(ctx, filter, Some(self.0.row().uid), &self.0.chain).await?;
        Connection::of(
            ctx,
            self.0.row().uid,
            Via::Column("event_uid"),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// Who takes part in its sessions, by name.
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
            Via::Pairs("event_speakers", "session", session::speakers_by_event),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
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
            Via::Pairs("post_event", "post", |_| pairs("post_event", "post_uid", "event_uid")),
            Ask { filter, order_by, page: PageArgs { first, after, last, before } },
            self.0.chain.clone(),
        )
    }

    /// All translations that the viewer may see, by language tag.
    async fn translations(&self, ctx: &Context<'_>) -> Vec<EventTranslation> {
        translations(ctx, &self.0, EventTranslation)
    }
}

/// The texts of an event in one language, without any fallback.
pub struct EventTranslation(event_translation::Model, TranslationState);

/// The texts of an event in one language, without any fallback.
#[Object]
impl EventTranslation {
    #[graphql(flatten)]
    async fn state(&self) -> &TranslationState {
        &self.1
    }

    /// The name.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// One line that says what it is about.
    async fn tagline(&self) -> Option<&str> {
        self.0.tagline.as_deref()
    }

    /// What it is about. Markdown, or sanitised HTML.
    async fn description(
        &self,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
    ) -> Option<String> {
        self.0.description.clone().map(|text| render(text, format))
    }

    /// The name of the place.
    async fn venue_name(&self) -> Option<&str> {
        self.0.venue_name.as_deref()
    }
}
