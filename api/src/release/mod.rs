//! Releases: programmes of an event that were announced. A release keeps nothing: it is what was public when it was
//! published, which the revisions know.

pub mod atom;
pub mod changes;
pub mod document;
mod input;
mod mutation;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime as Instant, Utc};
use entity::{event, release, release_translation, session};
use sea_orm::sea_query::Condition;
use uuid::Uuid;

pub use input::ReleaseInput;
pub use mutation::ReleaseMutation;

use self::changes::ProgrammeChange;
use crate::{
    Error, Result,
    content::{
        Content, Membership, Parent, Text, Title,
        connection::whole,
        filter::TextFilter,
        list::{Direction, Listed, OrderField, OrderKey, Via},
        object::{LocaleTag, Shared, TranslationState, object, referred, translations},
        past::Span,
        rows::Rows,
        sql::{self, Scope},
        texts,
        write::{State, Write},
    },
    context::RequestContext,
    event::{Event, is_released_only, of_part},
    locale::Chain,
    markdown::{TextFormat, render},
    scalar::DateTime,
};

impl Content for release::Entity {
    type Translation = release_translation::Entity;
    type Relations = ();
    type Input = ReleaseInput;
    const KIND: &'static str = "release";
    const OWNER: release_translation::Column = release_translation::Column::ReleaseUid;
    const TITLE: Title<Self> = Title::Localised(Self::TEXTS[0]);
    const TEXTS: &'static [Text<Self>] = texts!(release_translation { Name: name as Line, Note: note as Markdown });
    const SLUG_IN_PARENT: bool = true;

    fn memberships() -> Vec<Membership<Self>> {
        vec![Membership::Column(release::Column::EventUid)]
    }

    fn parent() -> Option<Parent<Self>> {
        Some(Parent {
            kind: event::Entity::KIND,
            column: release::Column::EventUid,
            uid: |row| row.event_uid,
            visible: sql::exists_visible::<event::Entity>,
        })
    }

    async fn release(write: &mut Write, state: &State<Self>) -> Result<()> {
        let event = state.row.event_uid;
        if is_released_only(write, event).await? { write.release::<session::Entity>(event).await } else { Ok(()) }
    }
}

/// The order of releases: by the instant of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ByInstant;

impl OrderField<release::Entity> for ByInstant {
    fn key(self) -> OrderKey<release::Entity> {
        OrderKey::Time(release::Column::PublishedAt)
    }
}

impl Listed for release::Entity {
    /// All releases of an event are listed, or none.
    type Filter = ();
    type OrderField = ByInstant;
    const DEFAULT_ORDER: &'static [(ByInstant, Direction)] = &[(ByInstant, Direction::Desc)];

    fn texts((): &mut ()) -> Option<&mut TextFilter> {
        None
    }

    fn condition((): &(), _: &Chain, _: &Scope) -> Condition {
        Condition::all()
    }
}

object! {
    /// A programme of an event that was announced.
    Release: release::Entity
}

impl Release {
    /// The releases of an event, the latest first.
    pub async fn of_event(event: Uuid, chain: &Chain, rows: &Rows) -> Result<Vec<Self>> {
        let releases = whole::<release::Entity>(rows, event, Via::Column("event_uid"), chain).await?;
        Ok(releases.into_iter().map(Self).collect())
    }

    /// From the release before this one to this one; none for the first, and before it is public.
    async fn span(&self, rows: &Rows) -> Result<Option<Span>> {
        let Some(until) = self.0.row().published_at else { return Ok(None) };
        let releases = Self::of_event(self.0.row().event_uid, &self.0.chain, rows).await?;
        let instants = releases.iter().filter_map(|release| release.0.row().published_at);
        let before = instants.filter(|instant| *instant < until).max();
        Ok(before.map(|since| Span { since, until: Some(until) }))
    }
}

/// The instant of the release that an argument names by its id, uid or slug.
pub fn instant(releases: &[Release], argument: &'static str, given: &ID) -> Result<Instant<Utc>> {
    let uid = referred::<release::Entity>(given);
    let is_named = |release: &&Release| {
        let row = release.0.row();
        uid == Some(row.uid) || row.slug == given.as_str()
    };
    let named = releases.iter().find(is_named).and_then(|release| release.0.row().published_at);
    named.ok_or_else(|| Error::NotFound { argument, given: given.to_string() })
}

/// The instant of the latest release; before everything when there is none.
pub fn latest(releases: &[Release]) -> Instant<Utc> {
    releases.first().and_then(|release| release.0.row().published_at).unwrap_or(Instant::UNIX_EPOCH)
}

/// A programme of an event that was announced. It is what was public when the release was published.
#[Object]
impl Release {
    #[graphql(flatten)]
    async fn shared(&self) -> Shared {
        Shared::of(&self.0)
    }

    /// The event whose programme was announced.
    async fn event(&self, ctx: &Context<'_>) -> Result<Event> {
        of_part(self.0.row().event_uid, &self.0.chain, ctx.rows()).await.map(Event)
    }

    /// The name: `Version 2`.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        ctx.show(&self.0, locale, |row| row.name.as_deref())
    }

    /// What is new, for readers. Markdown, or sanitised HTML.
    async fn note(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat,
        #[graphql(desc = "The language, instead of the one around it.")] locale: Option<LocaleTag>,
    ) -> Option<Result<String>> {
        Some(ctx.show(&self.0, locale, |row| row.note.as_deref())?.map(|text| render(text, format)))
    }

    /// The instant that it is the programme of: when it was published, or will be; null for a draft.
    async fn released_at(&self) -> Option<DateTime> {
        self.0.row().published_at.map(DateTime)
    }

    /// What changed of the programme since the release before it, by start of the sessions; nothing for the first one.
    async fn changes(&self, ctx: &Context<'_>) -> Result<Vec<ProgrammeChange>> {
        match self.span(ctx.rows()).await? {
            Some(span) => changes::of_event(self.0.row().event_uid, span, &self.0.chain, ctx.rows()).await,
            None => Ok(Vec::new()),
        }
    }

    /// All translations that the viewer may see, by language tag.
    async fn translations(&self, ctx: &Context<'_>) -> Vec<ReleaseTranslation> {
        translations(ctx, &self.0, ReleaseTranslation)
    }
}

/// The texts of a release in one language, without any fallback.
pub struct ReleaseTranslation(release_translation::Model, TranslationState);

/// The texts of a release in one language, without any fallback.
#[Object]
impl ReleaseTranslation {
    #[graphql(flatten)]
    async fn state(&self) -> &TranslationState {
        &self.1
    }

    /// The name.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// What is new, for readers. Markdown, or sanitised HTML.
    async fn note(&self, #[graphql(desc = "Source or sanitised HTML.", default)] format: TextFormat) -> Option<String> {
        self.0.note.clone().map(|text| render(text, format))
    }
}
