//! `GET /events/{slug}/schedule.json`: the programme as frab JSON, version 1, which says what `schedule.xml` says, and
//! something of people besides. It is valid by the schema of c3voc, whatever editors wrote.

use actix_web::{HttpRequest, HttpResponse, web};
use icu_time::zone::iana::IanaParserExtended;
use serde::{Serialize, Serializer};

use super::frab::{self, Day, GENERATOR, GENERATOR_VERSION, Reference, Schedule, Session, TIMESLOT, hours, uri};
use crate::{Error, export, server::App};

const JSON: &str = "application/json; charset=utf-8";

/// What the schema calls itself.
const SCHEMA: &str = "https://c3voc.de/schedule/schema.json";

/// What a link may be, by the schema.
const KINDS: &[&str] = &["slides", "paper", "web", "blog", "article", "media", "related", "activitypub"];

#[derive(Serialize)]
struct Root<'s> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    generator: Generator,
    schedule: Versioned<'s>,
}

#[derive(Serialize)]
struct Generator {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Versioned<'s> {
    version: String,
    conference: &'s Conference<'s>,
}

#[derive(Serialize)]
struct Conference<'s> {
    acronym: &'s str,
    title: &'s str,
    start: &'s str,
    end: &'s str,
    #[serde(rename = "daysCount")]
    days_count: usize,
    timeslot_duration: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'s str>,
    tracks: Vec<ConferenceTrack<'s>>,
    rooms: Vec<ConferenceRoom<'s>>,
    days: Vec<ConferenceDay<'s>>,
}

#[derive(Serialize)]
struct ConferenceTrack<'s> {
    name: &'s str,
    slug: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<&'s str>,
}

#[derive(Serialize)]
struct ConferenceRoom<'s> {
    name: &'s str,
    slug: &'s str,
    guid: &'s str,
    description: Option<&'s str>,
    capacity: Option<i32>,
}

#[derive(Serialize)]
struct ConferenceDay<'s> {
    index: usize,
    date: String,
    day_start: &'s str,
    day_end: &'s str,
    rooms: Rooms<'s>,
}

/// The sessions of each room by its name: an object, in order.
struct Rooms<'s>(Vec<(&'s str, Vec<ConferenceEvent<'s>>)>);

impl Serialize for Rooms<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, events)| (name, events)))
    }
}

#[derive(Serialize)]
struct ConferenceEvent<'s> {
    guid: &'s str,
    id: i32,
    date: &'s str,
    start: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<&'s str>,
    duration: String,
    room: &'s str,
    slug: &'s str,
    /// The schema wants one. A session whose page nobody knows is named by its guid, which leads nowhere.
    url: String,
    title: &'s str,
    subtitle: Option<&'s str>,
    track: Option<&'s str>,
    r#type: &'s str,
    language: Option<&'s str>,
    r#abstract: Option<&'s str>,
    description: Option<&'s str>,
    do_not_record: bool,
    persons: Vec<ConferencePerson<'s>>,
    links: Vec<Link<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    feedback_url: Option<&'s str>,
    attachments: Vec<Link<'s>>,
}

/// As pretalx has them. `public_name` is frab's; a person with both is invalid.
#[derive(Serialize)]
struct ConferencePerson<'s> {
    id: i32,
    guid: &'s str,
    name: &'s str,
    biography: Option<&'s str>,
    avatar: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'s str>,
}

#[derive(Serialize)]
struct Link<'s> {
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'s str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'s str>,
}

/// `GET /events/{slug}/schedule.json`.
pub async fn document(request: HttpRequest, slug: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    export::serve(&request, &app, JSON, async |export| {
        let schedule = Schedule::of(&slug, export).await?;
        json(&schedule).map_err(|error| Error::Internal(error.to_string()))
    })
    .await
}

/// The document.
fn json(schedule: &Schedule) -> serde_json::Result<Vec<u8>> {
    let conference = conference(schedule);
    let version = frab::version(&serde_json::to_vec(&conference)?);
    serde_json::to_vec(&Root {
        schema: SCHEMA,
        generator: Generator { name: GENERATOR, version: GENERATOR_VERSION },
        schedule: Versioned { version, conference: &conference },
    })
}

fn conference(schedule: &Schedule) -> Conference<'_> {
    Conference {
        acronym: &schedule.acronym,
        title: &schedule.title,
        start: &schedule.starts_at,
        end: &schedule.ends_at,
        days_count: schedule.days.len(),
        timeslot_duration: TIMESLOT,
        time_zone_name: zone_name(&schedule.time_zone),
        url: schedule.url.as_deref(),
        tracks: schedule.tracks.iter().map(track).collect(),
        rooms: schedule.rooms.iter().map(room).collect(),
        days: schedule.days.iter().map(day).collect(),
    }
}

fn track(track: &frab::Track) -> ConferenceTrack<'_> {
    ConferenceTrack { name: &track.name, slug: &track.slug, color: track.colour.as_deref() }
}

fn room(room: &frab::Room) -> ConferenceRoom<'_> {
    ConferenceRoom {
        name: &room.name,
        slug: &room.slug,
        guid: &room.guid,
        description: room.description.as_deref(),
        capacity: room.capacity,
    }
}

fn day(day: &Day) -> ConferenceDay<'_> {
    ConferenceDay {
        index: day.index,
        date: day.date.to_string(),
        day_start: &day.starts_at,
        day_end: &day.ends_at,
        rooms: Rooms(day.rooms.iter().map(events).collect()),
    }
}

fn events(room: &frab::DayRoom) -> (&str, Vec<ConferenceEvent<'_>>) {
    (&room.name, room.sessions.iter().map(event).collect())
}

fn event(session: &Session) -> ConferenceEvent<'_> {
    ConferenceEvent {
        guid: &session.guid,
        id: session.number,
        date: &session.date,
        start: &session.start,
        end: session.end.as_deref(),
        duration: hours(session.minutes),
        room: &session.room,
        slug: &session.slug,
        url: session.url.clone().unwrap_or_else(|| format!("urn:uuid:{}", session.guid)),
        title: &session.title,
        subtitle: session.subtitle.as_deref(),
        track: session.track.as_deref(),
        r#type: &session.kind,
        language: session.language.as_deref(),
        r#abstract: session.r#abstract.as_deref(),
        description: session.description.as_deref(),
        do_not_record: session.do_not_record,
        persons: session.persons.iter().map(person).collect(),
        links: session.links.iter().filter_map(link).chain(recording(session)).collect(),
        feedback_url: session.feedback_url.as_deref(),
        attachments: session.attachments.iter().filter_map(link).collect(),
    }
}

fn person(person: &frab::Person) -> ConferencePerson<'_> {
    ConferencePerson {
        id: person.number,
        guid: &person.guid,
        name: &person.name,
        biography: person.biography.as_deref(),
        avatar: person.photo_url.as_deref(),
        url: person.url.as_deref(),
    }
}

/// A link that is a URI, which JSON wants and XML does not.
fn link(reference: &Reference) -> Option<Link<'_>> {
    Some(Link {
        url: uri(&reference.address)?,
        title: reference.title.as_deref(),
        r#type: reference.kind.as_deref().filter(|kind| KINDS.contains(kind)),
    })
}

/// JSON has no other place for a recording.
fn recording(session: &Session) -> Option<Link<'_>> {
    Some(Link { url: session.recording_url.clone()?, title: None, r#type: Some("media") })
}

/// The name of a time zone as the schema allows it, `Europe/Paris` or `UTC`: that of CLDR for a zone with an old name
/// like `US/Pacific`. None when it has no such name; the offsets stay.
fn zone_name(name: &str) -> Option<String> {
    let canonical = || IanaParserExtended::new().parse(name).canonical;
    [name, canonical()].into_iter().find(|name| is_zone_name(name)).map(str::to_owned)
}

/// `^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$`, as it stands there.
fn is_zone_name(name: &str) -> bool {
    let is_word = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(|letter| letter.is_ascii_uppercase())
            && letters.next().is_some_and(|letter| letter.is_ascii_lowercase())
    };
    let is_area = |area: &str| is_word(area) && area[1..].bytes().all(|letter| letter.is_ascii_lowercase());
    name.ends_with("UTC") || name.split_once('/').is_some_and(|(area, place)| is_area(area) && is_word(place))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::event::frab::sample;

    fn written() -> (String, Value) {
        let text = String::from_utf8(super::json(&sample()).unwrap()).unwrap();
        let value = serde_json::from_str(&text).unwrap();
        (text, value)
    }

    #[test]
    fn rooms_stand_in_order() {
        let (text, value) = written();

        assert!(text.contains(r#""rooms":{"Quay":[{"guid""#) && text.contains(r#"],"Attic":[],"":[{"guid""#), "{text}");
        assert_eq!(value.pointer("/schedule/conference/rooms/1/name"), Some(&json!("Attic")));
    }

    #[test]
    fn what_the_schema_wants_is_there_and_nothing_that_it_forbids() {
        let (_, value) = written();
        let rooms = &value["schedule"]["conference"]["days"][0]["rooms"];
        let (full, empty) = (&rooms["Quay"][0], &rooms[""][0]);

        assert_eq!(full["duration"], "100:00");
        assert_eq!(full["end"], "2012-05-08T14:00:00+02:00");
        assert_eq!(
            full["links"],
            json!([
                { "url": "https://xn--zgli-0ra.app/" },
                { "url": "https://a/", "title": "A", "type": "slides" },
                { "url": "https://harbour.example/video", "type": "media" },
            ])
        );
        assert_eq!(full["attachments"], json!([{ "url": "https://a/b.pdf" }]));
        let person = full["persons"][0].as_object().unwrap();
        assert_eq!((&person["name"], person.get("public_name")), (&json!("Ana <b>"), None));
        assert_eq!(empty["url"], "urn:uuid:01900000-0000-7000-8000-000000000002");
        for field in ["abstract", "language", "subtitle", "track"] {
            assert_eq!(empty.get(field), Some(&Value::Null), "{field}");
        }
        assert_eq!((empty["duration"].as_str(), empty.get("end")), (Some("00:00"), None));
    }

    #[test]
    fn a_time_zone_has_a_name_that_the_schema_knows() {
        let name = |zone: &str| zone_name(zone);
        for known in ["Europe/Paris", "America/New_York", "America/Argentina/Buenos_Aires", "UTC", "Etc/UTC"] {
            assert_eq!(name(known).as_deref(), Some(known));
        }
        assert_eq!(name("US/Pacific").as_deref(), Some("America/Los_Angeles"));
        assert_eq!(name("Japan").as_deref(), Some("Asia/Tokyo"));
        assert_eq!(name("Etc/GMT+3"), None);
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        use crate::interchange::{document::Field, read, reading::Options};

        let reading = read(written().0.as_bytes(), &Options::of_locale("en")).unwrap();

        let event = &reading.document.events[0];
        assert_eq!(event.slug.as_deref(), Some("harbour-2012"));
        assert_eq!(event.day_starts_at.value().map(ToString::to_string).as_deref(), Some("04:00:00"));
        assert_eq!(event.rooms.len(), 2);
        assert_eq!(event.sessions[0].slides_url, Field::Value("https://a/".to_owned()));
        assert_eq!(event.sessions[1].links, Field::Null);
        assert_eq!(reading.document.speakers[0].translations["en"].bio, Field::Value("Knows *tides*.".to_owned()));
    }
}
