//! `contentUpsert`: many things of any type at once, each known by its name elsewhere; all of them or none. It is an
//! import whose every fault is an error.

use std::collections::HashMap;

use async_graphql::{Context, Enum, InputObject, MaybeUndefined, Object, OneofObject, SimpleObject};
use chrono::Utc;
use futures::future::try_join_all;
use indicatif::ProgressBar;
use uuid::Uuid;

use super::{
    document::{
        CompanyInput, EventInput, PostInput, Reference, ReleaseInput, RoomInput, SeriesInput, SessionInput,
        SpeakerInput, TagInput, TierInput, TrackInput,
    },
    import::{Importer, Manner},
    report::{Arrival, Became, Report},
};
use crate::{
    Error, Fault, Result, Rule,
    content::{
        input::{Field, Input},
        object::LocaleTag,
    },
    context::RequestContext,
    mutation::{MOST_FAULTS, UserError, locales_of, path},
    node::{self, AnyContent},
    scalar::DateTime,
};

/// Most items of one request.
const MAX: usize = 1_000;

/// Declares an item: what its type takes, its name elsewhere, when it is public, and what it is part of.
macro_rules! item {
    ($(#[$doc:meta])* $name:ident: $fields:ty $(, $event:ident)?) => {
        $(#[$doc])*
        #[derive(InputObject)]
        pub struct $name {
            /// Its name elsewhere: what has it already is changed, else something new is created.
            external_id: String,
            $(
                /// The event that it is part of: id, uid, slug, or what it is called elsewhere.
                $event: Reference,
            )?
            /// From when on it is public; `null`: a draft, as what is new is without it.
            published_at: MaybeUndefined<DateTime>,
            /// Until when it is public, exclusive.
            unpublished_at: MaybeUndefined<DateTime>,
            /// Since when it is archived.
            archived_at: MaybeUndefined<DateTime>,
            #[graphql(flatten)]
            fields: $fields,
        }

        impl $name {
            /// The item at a place, with all that it says.
            fn at(self, place: String) -> $fields {
                let time = |at: MaybeUndefined<DateTime>| match at {
                    MaybeUndefined::Undefined => Field::Absent,
                    MaybeUndefined::Null => Field::Null,
                    MaybeUndefined::Value(at) => Field::<chrono::DateTime<Utc>>::Value(at.0),
                };
                let mut fields = self.fields;
                fields.external_ids.insert(0, self.external_id);
                fields.published_at = time(self.published_at);
                fields.unpublished_at = time(self.unpublished_at);
                fields.archived_at = time(self.archived_at);
                fields.place = Some(place);
                fields
            }
        }
    };
}

item! {
    /// A tag, and its name elsewhere.
    TagUpsertInput: TagInput
}
item! {
    /// A series, and its name elsewhere.
    SeriesUpsertInput: SeriesInput
}
item! {
    /// A company, and its name elsewhere.
    CompanyUpsertInput: CompanyInput
}
item! {
    /// A speaker, and its name elsewhere.
    SpeakerUpsertInput: SpeakerInput
}
item! {
    /// An event, and its name elsewhere.
    EventUpsertInput: EventInput
}
item! {
    /// A room, its event, and its name elsewhere.
    RoomUpsertInput: RoomInput, event
}
item! {
    /// A track, its event, and its name elsewhere.
    TrackUpsertInput: TrackInput, event
}
item! {
    /// A tier, its event, and its name elsewhere.
    TierUpsertInput: TierInput, event
}
item! {
    /// A session, its event, and its name elsewhere.
    SessionUpsertInput: SessionInput, event
}
item! {
    /// A release, its event, and its name elsewhere.
    ReleaseUpsertInput: ReleaseInput, event
}
item! {
    /// A post, and its name elsewhere.
    PostUpsertInput: PostInput
}

/// One thing of any type.
#[derive(OneofObject)]
pub enum ContentUpsertItem {
    /// A tag.
    Tag(TagUpsertInput),
    /// A series.
    Series(SeriesUpsertInput),
    /// A company.
    Company(CompanyUpsertInput),
    /// A speaker.
    Speaker(SpeakerUpsertInput),
    /// An event.
    Event(EventUpsertInput),
    /// A room.
    Room(RoomUpsertInput),
    /// A track.
    Track(TrackUpsertInput),
    /// A tier.
    Tier(TierUpsertInput),
    /// A session.
    Session(SessionUpsertInput),
    /// A release.
    Release(ReleaseUpsertInput),
    /// A post.
    Post(PostUpsertInput),
}

/// Many things of any type.
#[derive(InputObject)]
pub struct ContentUpsertInput {
    /// At most 1 000, in any order: one may name another of them.
    items: Vec<ContentUpsertItem>,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "UpsertOutcome", remote = "Became")]
pub enum UpsertOutcome {
    /// It is new.
    Created,
    /// It was there, and is other now.
    Updated,
    /// It was there, as it is.
    Unchanged,
}

/// What became of an item.
#[derive(SimpleObject)]
pub struct ContentUpsertResult {
    /// The place of the item in the input, from 0 on.
    index: usize,
    /// What became of it.
    outcome: UpsertOutcome,
    /// The thing as it is now.
    content: Option<AnyContent>,
}

/// What became of many things.
#[derive(SimpleObject)]
pub struct ContentUpsertPayload {
    /// What became of each item, in the order of the input; empty when nothing was written.
    results: Vec<ContentUpsertResult>,
    /// All that is wrong with the items, the first 100 of it. When there is anything, nothing was written.
    user_errors: Vec<UserError>,
}

/// The items by type, each with the event that it is part of.
#[derive(Default)]
struct Batch {
    tags: Vec<TagInput>,
    series: Vec<SeriesInput>,
    companies: Vec<CompanyInput>,
    speakers: Vec<SpeakerInput>,
    events: Vec<EventInput>,
    rooms: Vec<(Reference, RoomInput)>,
    tracks: Vec<(Reference, TrackInput)>,
    tiers: Vec<(Reference, TierInput)>,
    sessions: Vec<(Reference, SessionInput)>,
    releases: Vec<(Reference, ReleaseInput)>,
    posts: Vec<PostInput>,
    /// The languages of each item, for the paths of its errors.
    locales: HashMap<String, Vec<String>>,
}

impl Batch {
    fn of(items: Vec<ContentUpsertItem>) -> Self {
        let mut batch = Self::default();
        for (at, item) in items.into_iter().enumerate() {
            let place = |kind: &str| format!("items.{at}.{kind}");
            match item {
                ContentUpsertItem::Tag(item) => batch.tags.push(item.at(place("tag"))),
                ContentUpsertItem::Series(item) => batch.series.push(item.at(place("series"))),
                ContentUpsertItem::Company(item) => batch.companies.push(item.at(place("company"))),
                ContentUpsertItem::Speaker(item) => batch.speakers.push(item.at(place("speaker"))),
                ContentUpsertItem::Event(item) => batch.events.push(item.at(place("event"))),
                ContentUpsertItem::Room(item) => batch.rooms.push((item.event.clone(), item.at(place("room")))),
                ContentUpsertItem::Track(item) => batch.tracks.push((item.event.clone(), item.at(place("track")))),
                ContentUpsertItem::Tier(item) => batch.tiers.push((item.event.clone(), item.at(place("tier")))),
                ContentUpsertItem::Session(item) => {
                    batch.sessions.push((item.event.clone(), item.at(place("session"))));
                }
                ContentUpsertItem::Release(item) => {
                    batch.releases.push((item.event.clone(), item.at(place("release"))));
                }
                ContentUpsertItem::Post(item) => batch.posts.push(item.at(place("post"))),
            }
        }
        batch.note_locales();
        batch
    }

    fn note_locales(&mut self) {
        fn of<'i, I: Input + 'i>(items: impl Iterator<Item = &'i I>) -> impl Iterator<Item = (String, Vec<String>)> {
            items.map(|item| (item.head().place.unwrap_or_default().to_owned(), locales_of(item)))
        }
        fn parts<I>(items: &[(Reference, I)]) -> impl Iterator<Item = &I> {
            items.iter().map(|(_, item)| item)
        }
        let all = of(self.tags.iter())
            .chain(of(self.series.iter()))
            .chain(of(self.companies.iter()))
            .chain(of(self.speakers.iter()))
            .chain(of(self.events.iter()))
            .chain(of(parts(&self.rooms)))
            .chain(of(parts(&self.tracks)))
            .chain(of(parts(&self.tiers)))
            .chain(of(parts(&self.sessions)))
            .chain(of(parts(&self.releases)))
            .chain(of(self.posts.iter()));
        self.locales = all.collect();
    }

    /// Brings all of it in.
    async fn bring_in(&self, importer: &mut Importer<'_>) -> Result<()> {
        importer.items(&self.tags, Uuid::nil(), "items").await?;
        importer.items(&self.series, Uuid::nil(), "items").await?;
        importer.items(&self.companies, Uuid::nil(), "items").await?;
        importer.items(&self.speakers, Uuid::nil(), "items").await?;
        let events = importer.items(&self.events, Uuid::nil(), "items").await?;
        of_events(importer, &self.rooms).await?;
        of_events(importer, &self.tracks).await?;
        of_events(importer, &self.tiers).await?;
        for (event, uid) in self.events.iter().zip(events) {
            if let Some(uid) = uid {
                importer.parts(event, uid, event.place.as_deref().unwrap_or_default()).await?;
            }
        }
        of_events(importer, &self.sessions).await?;
        of_events(importer, &self.releases).await?;
        importer.items(&self.posts, Uuid::nil(), "items").await?;
        Ok(())
    }
}

/// Brings parts in, event by event.
async fn of_events<I: Input>(importer: &mut Importer<'_>, items: &[(Reference, I)]) -> Result<()> {
    importer.learn_events(items.iter().map(|(event, _)| &**event)).await?;
    let mut by_event: Vec<(Uuid, Vec<I>)> = Vec::new();
    for (name, item) in items {
        let Some(event) = importer.event(name) else {
            let rule = Rule::NamesNothing { kind: "event", name: name.0.clone() };
            importer.refuse::<I>(item, Fault::new("event", rule));
            continue;
        };
        match by_event.iter_mut().find(|(uid, _)| *uid == event) {
            Some((_, items)) => items.push(item.clone()),
            None => by_event.push((event, vec![item.clone()])),
        }
    }
    for (event, items) in by_event {
        importer.items(&items, event, "items").await?;
    }
    Ok(())
}

/// The path of a fault of an item, with the place of a language in the list of its translations.
fn located(ctx: &Context<'_>, place: &str, fault: &Fault, locales: &[String]) -> UserError {
    let mut parts: Vec<String> = place.split('.').map(str::to_owned).collect();
    // What an item is called elsewhere has a field of its own, before the others.
    match fault.field.strip_prefix("externalIds") {
        Some("" | ".0") => parts.push("externalId".to_owned()),
        Some(rest) => {
            let at: usize = rest.trim_start_matches('.').parse().unwrap_or(1);
            parts.extend(["externalIds".to_owned(), (at - 1).to_string()]);
        }
        None if fault.field.is_empty() => {}
        None => parts.extend(path(&fault.field, locales)),
    }
    UserError::new(ctx, parts, &fault.rule)
}

#[derive(Default)]
pub struct UpsertMutation;

#[Object]
impl UpsertMutation {
    /// Creates or changes many things of any type at once: all of them, or none when anything is wrong with one.
    /// Each is known by its `externalId`, so that the same request again changes nothing.
    async fn content_upsert(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The things.")] input: ContentUpsertInput,
        #[graphql(desc = "The language to read the answer in; without it that of the request.")] locale: Option<
            LocaleTag,
        >,
    ) -> Option<Result<ContentUpsertPayload>> {
        let done = async {
            let chain = ctx.chain(locale, None)?;
            if input.items.len() > MAX {
                return Err(Error::TooManyItems { given: input.items.len(), max: MAX });
            }
            let mut write = ctx.write().await?;
            let batch = Batch::of(input.items);
            let (mut report, progress) = (Report::default(), ProgressBar::hidden());
            let default = ctx.locales().default_locale();
            let mut importer = Importer::new(&mut write, default, Manner::Strict, &mut report, &progress);
            batch.bring_in(&mut importer).await?;
            if !report.faults.is_empty() {
                let error = |(place, fault): &(String, Fault)| {
                    let locales = batch.locales.get(place).map(Vec::as_slice).unwrap_or_default();
                    located(ctx, place, fault, locales)
                };
                let user_errors = report.faults.iter().take(MOST_FAULTS).map(error).collect();
                return Ok(ContentUpsertPayload { results: Vec::new(), user_errors });
            }
            ctx.commit(write).await?;
            let contents = report.arrivals.iter().map(|arrival| node::find(ctx, arrival.kind, arrival.uid, &chain));
            let contents = try_join_all(contents).await?;
            let result = |(arrival, content): (Arrival, Option<AnyContent>)| {
                let index = arrival.place.split('.').nth(1).and_then(|at| at.parse().ok()).unwrap_or_default();
                ContentUpsertResult { index, outcome: arrival.became.into(), content }
            };
            let mut results: Vec<_> = report.arrivals.into_iter().zip(contents).map(result).collect();
            results.sort_by_key(|result| result.index);
            Ok(ContentUpsertPayload { results, user_errors: Vec::new() })
        };
        Some(done.await)
    }
}
