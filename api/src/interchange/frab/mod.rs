//! What the readers of frab XML and frab JSON share: a [`Schedule`] of strings as they stand in the file, and
//! the one way from there to a document. The readers find the strings; everything that has to be understood
//! (identity, time, language, kind) is understood here. Start at [`reading`].
//!
//! A field that no item of a file mentions is absent in the document: a dialect without subtitles must not clear
//! those that an editor added. One that other items have, and this one has not, is `null`.

pub mod element;
mod identity;
pub mod language;
mod link;
mod rooms;
#[cfg(test)]
mod samples;
mod session;
mod speakers;
mod time;

use chrono::{DateTime, Utc};

use self::{identity::Names, language::Languages, time::Clock};
use super::{
    clean,
    document::{Document, EventInput, EventTranslationInput, Field, Translations, VERSION},
    reading::{Notes, Options, Reading, Reason},
};

/// No longer one may be the slug of anything.
const LONGEST_SLUG: usize = 200;

/// A programme as its file has it. `None` is what the file does not mention.
#[derive(Debug, Default)]
pub struct Schedule {
    pub conference: Conference,
    /// Those the file lists, then those it uses, in order of appearance. A name may occur often.
    pub rooms: Vec<Room>,
    /// Those the file lists, then those it uses, in order of appearance. A name may occur often.
    pub tracks: Vec<Track>,
    pub sessions: Vec<Session>,
    /// The `date` of each day.
    pub days: Vec<String>,
}

#[derive(Debug, Default)]
pub struct Conference {
    pub place: String,
    pub acronym: Option<String>,
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub venue: Option<String>,
    pub city: Option<String>,
    pub start: Option<String>,
    pub end: Option<String>,
    pub time_zone: Option<String>,
    pub day_change: Option<String>,
    pub url: Option<String>,
    pub base_url: Option<String>,
}

#[derive(Debug, Default)]
pub struct Room {
    pub place: String,
    pub name: Option<String>,
    pub guid: Option<String>,
    pub capacity: Option<String>,
    /// By language, where the file tells it.
    pub descriptions: Vec<(Option<String>, String)>,
}

#[derive(Debug, Default)]
pub struct Track {
    pub place: String,
    pub name: Option<String>,
    pub guid: Option<String>,
    pub colour: Option<String>,
}

#[derive(Debug, Default)]
pub struct Session {
    pub place: String,
    /// The `date` of the day that the session stands under.
    pub day: Option<String>,
    /// The name of the room that the session stands under, else the one it names.
    pub room: Option<String>,
    pub guid: Option<String>,
    pub id: Option<String>,
    pub slug: Option<String>,
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub r#abstract: Option<String>,
    pub description: Option<String>,
    pub language: Option<String>,
    pub track: Option<String>,
    /// `type`: a word of the organisers.
    pub kind: Option<String>,
    pub date: Option<String>,
    pub start: Option<String>,
    pub duration: Option<String>,
    pub url: Option<String>,
    pub feedback_url: Option<String>,
    pub recording_url: Option<String>,
    pub do_not_record: Option<String>,
    pub persons: Vec<Person>,
    pub links: Option<Vec<Link>>,
    pub attachments: Option<Vec<Link>>,
}

#[derive(Debug, Default)]
pub struct Person {
    pub guid: Option<String>,
    pub id: Option<String>,
    pub name: Option<String>,
    pub biography: Option<String>,
    pub photo_url: Option<String>,
    pub url: Option<String>,
    pub links: Option<Vec<Link>>,
}

#[derive(Debug, Default)]
pub struct Link {
    pub url: Option<String>,
    pub title: Option<String>,
}

/// What all parts of a document need to know of the event.
struct Frame {
    /// `frab:39c3`: what the identifiers of its parts begin with.
    prefix: String,
    /// The locale of texts whose own language is not told.
    locale: String,
    /// What relative addresses are relative to.
    base: Option<ammonia::Url>,
}

/// The document that a schedule makes, with one event.
pub fn reading(schedule: &Schedule, options: &Options, mut notes: Notes) -> Reading {
    let conference = &schedule.conference;
    let name = notes.line("title", &conference.place, conference.title.as_deref());
    let acronym = conference.acronym.as_deref().map(clean::slug).filter(|slug| !slug.is_empty());
    let slug = acronym.or_else(|| name.as_deref().map(clean::slug)).filter(|slug| !slug.is_empty());
    if slug.is_none() {
        notes.repaired(&conference.place, Reason::NoIdentity);
    }

    let languages = Languages::of(schedule, options, &mut notes);
    let frame = Frame {
        prefix: format!("frab:{}", slug.clone().unwrap_or_else(|| clean::slug(&first_day(schedule)))),
        locale: languages.event.clone(),
        base: [&conference.base_url, &conference.url].into_iter().flatten().find_map(|url| link::absolute(url)),
    };
    let rooms = rooms::rooms(schedule, &frame, &mut notes);
    let tracks = rooms::tracks(schedule, &frame, &mut notes);
    let speakers = speakers::speakers(schedule, &frame, &mut notes);
    let clock = Clock::of(schedule, options, &mut notes);
    let parts = session::Parts { frame: &frame, rooms: &rooms, tracks: &tracks, speakers: &speakers, clock: &clock };
    let sessions = session::sessions(schedule, &languages, &parts, &mut notes);

    let (starts_at, ends_at) = clock.event_times(schedule, &sessions, &mut notes);
    let mut event = event(conference, name, &frame, &mut notes);
    event.external_ids = slug.iter().map(|slug| format!("frab:{slug}")).collect();
    event.slug = slug.filter(|slug| slug.len() <= LONGEST_SLUG);
    event.starts_at = known_time(starts_at);
    event.ends_at = known_time(ends_at);
    event.time_zone = Field::Value(clock.zone().name().to_owned());
    event.day_starts_at = clock.day_starts_at();
    event.rooms = rooms.items;
    event.tracks = tracks.items;
    event.sessions = sessions;
    let document = Document { tribune: VERSION, events: vec![event], speakers: speakers.items, ..Document::default() };
    Reading { document, notes: notes.into_vec() }
}

fn event(conference: &Conference, name: Option<String>, frame: &Frame, notes: &mut Notes) -> EventInput {
    let place = &conference.place;
    let mut line = |field, raw: &Option<String>| {
        let text = notes.line(field, place, raw.as_deref());
        mentioned(text, raw.is_some())
    };
    let texts = EventTranslationInput {
        name: Field::known(name),
        tagline: line("subtitle", &conference.subtitle),
        venue_name: line("venue", &conference.venue),
        ..EventTranslationInput::default()
    };
    let city = line("city", &conference.city);
    let addresses = [&conference.url, &conference.base_url];
    let website = addresses.into_iter().flatten().find_map(|url| link::web(url, frame.base.as_ref(), place, notes));
    EventInput {
        source_locale: Some(frame.locale.clone().into()),
        translations: Translations::one(&frame.locale, texts),
        place: Some(place.clone()),
        website: mentioned(website, addresses.into_iter().any(Option::is_some)),
        city,
        ..EventInput::default()
    }
}

/// What tells the sessions of nameless programmes apart.
fn first_day(schedule: &Schedule) -> String {
    schedule.conference.start.as_ref().or(schedule.days.first()).cloned().unwrap_or_default()
}

/// An event must have times; without any they are left to whoever completes the document.
fn known_time(time: Option<DateTime<Utc>>) -> Field<DateTime<Utc>> {
    time.map_or(Field::Absent, Field::Value)
}

/// A field of an item: `null` when it is empty and the file mentions it, absent when the file never does.
fn mentioned<T>(value: Option<T>, mentioned: bool) -> Field<T> {
    if mentioned { Field::known(value) } else { value.map_or(Field::Absent, Field::Value) }
}
