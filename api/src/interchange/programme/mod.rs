//! The one way from what a file says to a document. Each reader finds the strings of its format and puts them into
//! a [`Programme`]; everything that has to be understood (identity, time, language, kind) is understood here, once
//! for all formats. Start at [`reading`].
//!
//! A field that no item of a file mentions is absent in the document: a dialect without subtitles must not clear
//! those that an editor added. One that other items have, and this one has not, is `null`.

mod companies;
mod country;
pub mod identity;
pub mod language;
mod link;
mod posts;
mod rooms;
#[cfg(test)]
mod samples;
mod session;
mod shape;
mod speakers;
mod tags;
mod texts;
pub mod time;

use chrono::{DateTime, Utc};

use self::{identity::Names, language::Languages, texts::Gathered, time::Clock};
pub use self::{
    link::absolute,
    session::kind_of,
    shape::{Company, Event, Link, Person, Post, Programme, Room, Session, Tier, Track},
    texts::Texts,
};
use super::{
    clean,
    document::{Document, EventInput, EventTranslationInput, Field, Reference, VERSION},
    once::once,
    reading::{Notes, Options, Reading, Reason},
};

/// No longer one may be the slug of anything.
const LONGEST_SLUG: usize = 200;

/// What all parts of a document need to know of the event.
struct Frame {
    /// `frab:39c3`: what the identifiers of its parts begin with.
    prefix: String,
    /// The locale of texts whose own language is not told.
    locale: String,
    /// What relative addresses are relative to.
    base: Option<ammonia::Url>,
}

/// The document that a programme makes, with one event.
pub fn reading(programme: &Programme, options: &Options, notes: Notes) -> Reading {
    readings(std::slice::from_ref(programme), options, notes)
}

/// The document that several programmes of one file make.
pub fn readings(programmes: &[Programme], options: &Options, mut notes: Notes) -> Reading {
    let mut document = Document { tribune: VERSION, ..Document::default() };
    for programme in programmes {
        add(programme, options, &mut document, &mut notes);
    }
    once(&mut document);
    Reading { document, notes: notes.into_vec() }
}

fn add(programme: &Programme, options: &Options, document: &mut Document, notes: &mut Notes) {
    let languages = Languages::of(programme, options, notes);
    let (name, slug) = identity(programme, &languages.event, options, notes);
    let event = &programme.event;
    let of_day = || clean::slug(&first_day(programme));
    let frame = Frame {
        prefix: format!("{}:{}", programme.source, slug.clone().unwrap_or_else(of_day)),
        locale: languages.event.clone(),
        base: [&event.base_url, &event.url, &options.site].into_iter().flatten().find_map(|url| link::absolute(url)),
    };
    let tags = tags::tags(programme, &frame, notes);
    let companies = companies::companies(programme, &frame, notes);
    let speakers = speakers::speakers(programme, &frame, &companies, notes);
    let mut posts = posts::posts(programme, &frame, &tags, options, notes);
    if !programme.without_event {
        let mut event = whole_event(programme, options, &languages, &frame, &speakers, &tags, notes);
        event.external_ids = slug.iter().map(|slug| format!("{}:{slug}", programme.source)).collect();
        event.slug = slug.filter(|slug| slug.len() <= LONGEST_SLUG);
        if let Some(name) = name {
            event.translations.0.iter_mut().take(1).for_each(|texts| texts.name = Field::Value(name.clone()));
        }
        if let Some(tiers) = &programme.tiers {
            (event.tiers, event.sponsorships) = companies::tiers(tiers, &companies, &frame, notes);
        }
        posts.iter_mut().for_each(|post| post.events = about(&event));
        document.events.push(event);
    }
    document.tags.extend(tags.items);
    document.companies.extend(companies.items);
    document.speakers.extend(speakers.items);
    document.posts.extend(posts);
}

fn about(event: &EventInput) -> Field<Vec<Reference>> {
    match event.external_ids.first() {
        Some(id) => Field::Value(vec![id.clone().into()]),
        None => Field::Absent,
    }
}

/// The name of an event whose file tells none, and the slug of any.
fn identity(
    programme: &Programme,
    locale: &str,
    options: &Options,
    notes: &mut Notes,
) -> (Option<String>, Option<String>) {
    let event = &programme.event;
    let text = |title: &Texts| title.in_locale(locale).or_else(|| title.first()).map(str::to_owned);
    let title = event.title.as_ref().and_then(text).and_then(|title| clean::line(&title).text);
    let acronym = event.acronym.as_deref().map(clean::slug).filter(|slug| !slug.is_empty());
    let given = || options.event.clone().or_else(|| options.file.clone()).filter(|_| title.is_none());
    let name = given().filter(|_| acronym.is_none() || options.event.is_some());
    if !programme.without_event && options.event.is_none() {
        name.iter().for_each(|name| notes.repaired(&event.place, Reason::NoEventName { name: name.clone() }));
    }
    let slug = acronym.or_else(|| name.as_deref().or(title.as_deref()).map(clean::slug));
    let slug = slug.filter(|slug| !slug.is_empty());
    if slug.is_none() && !programme.without_event {
        notes.repaired(&event.place, Reason::NoIdentity);
    }
    (name, slug)
}

/// The event with its parts.
fn whole_event(
    programme: &Programme,
    options: &Options,
    languages: &Languages,
    frame: &Frame,
    speakers: &speakers::Speakers,
    tags: &tags::Tags,
    notes: &mut Notes,
) -> EventInput {
    let rooms = rooms::rooms(programme, frame, notes);
    let tracks = rooms::tracks(programme, frame, notes);
    let clock = Clock::of(programme, options, notes);
    let parts = session::Parts { frame, rooms: &rooms, tracks: &tracks, speakers, tags, clock: &clock };
    let sessions = session::sessions(programme, languages, &parts, notes);
    let (starts_at, ends_at) = clock.event_times(programme, &sessions, notes);
    EventInput {
        starts_at: known_time(starts_at),
        ends_at: known_time(ends_at),
        time_zone: Field::Value(clock.zone().name().to_owned()),
        day_starts_at: clock.day_starts_at(),
        rooms: rooms.items,
        tracks: tracks.items,
        sessions,
        ..event(&programme.event, frame, notes)
    }
}

fn event(event: &Event, frame: &Frame, notes: &mut Notes) -> EventInput {
    let place = &event.place;
    let locale = Texts::locale(event.title.as_ref(), &frame.locale);
    let mut texts = Gathered::<EventTranslationInput>::new(&locale, place);
    texts.line("title", event.title.as_ref(), true, |texts| &mut texts.name, notes);
    let (tagline, description) = (event.subtitle.as_ref(), event.description.as_ref());
    texts.line("subtitle", tagline, tagline.is_some(), |texts| &mut texts.tagline, notes);
    texts.markdown("description", description, description.is_some(), |texts| &mut texts.description, notes);
    let venue = event.venue.as_ref();
    texts.line("venue", venue, venue.is_some(), |texts| &mut texts.venue_name, notes);

    let addresses = [&event.url, &event.base_url];
    let mut web = |raw: Option<&String>| raw.and_then(|url| link::web(url, frame.base.as_ref(), place, notes));
    let website = addresses.into_iter().flatten().find_map(|url| web(Some(url)));
    let cover = web(event.cover_url.as_ref());
    let mut line = |field, raw: &Option<String>| mentioned(notes.line(field, place, raw.as_deref()), raw.is_some());
    let (address, city) = (line("address", &event.address), line("city", &event.city));
    let country = event.country.as_deref().and_then(|country| country::code(country, place, notes));
    EventInput {
        source_locale: Some(locale.as_str().into()),
        translations: texts.translations(),
        place: Some(place.clone()),
        website: mentioned(website, addresses.into_iter().any(Option::is_some)),
        cover_url: mentioned(cover, event.cover_url.is_some()),
        address,
        city,
        country: mentioned(country, event.country.is_some()),
        latitude: degrees("latitude", event.latitude.as_deref(), 90.0, place, notes),
        longitude: degrees("longitude", event.longitude.as_deref(), 180.0, place, notes),
        ..EventInput::default()
    }
}

fn degrees(field: &'static str, raw: Option<&str>, most: f64, place: &str, notes: &mut Notes) -> Field<f64> {
    let Some(raw) = raw else { return Field::Absent };
    let Some(text) = clean::token(raw) else { return Field::Null };
    let degrees = text.parse().ok().filter(|degrees: &f64| degrees.abs() <= most);
    if degrees.is_none() {
        notes.skipped(place, Reason::Unreadable { field, value: text.to_owned() });
    }
    Field::known(degrees)
}

/// What tells the sessions of nameless programmes apart.
fn first_day(programme: &Programme) -> String {
    programme.event.start.as_ref().or(programme.days.first()).cloned().unwrap_or_default()
}

/// An event must have times; without any they are left to whoever completes the document.
fn known_time(time: Option<DateTime<Utc>>) -> Field<DateTime<Utc>> {
    time.map_or(Field::Absent, Field::Value)
}

/// A field of an item: `null` when it is empty and the file mentions it, absent when the file never does.
fn mentioned<T>(value: Option<T>, mentioned: bool) -> Field<T> {
    if mentioned { Field::known(value) } else { value.map_or(Field::Absent, Field::Value) }
}
