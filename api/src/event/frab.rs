//! A programme as frab's formats exchange it: what `schedule.xml` and `schedule.json` are both written from, so that they
//! agree. Start at [`Schedule::of`].
//!
//! Both have schemas, by c3voc, that are stricter than what editors may write, so everything here fits them already. What
//! they cannot say is decided as the apps that read them expect:
//!
//! - What is cancelled is left out. Neither format knows of a state, and apps strike out what they had and find no more.
//! - So is what has no time, or one that no calendar with four digits for a year can say.
//! - A session without an end lasts `00:00`, one without a room stands in a room without a name, after the others.
//! - The days are those that have sessions, and are counted from 1 without a gap, since apps count along. Without any
//!   session there is one day, the first.
//! - Names tell rooms apart in JSON, and in most apps, so no two have one name: the second is followed by its slug.

use std::collections::{BTreeMap, HashMap, HashSet};

use ammonia::Url;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use entity::{
    room, session, speaker, track,
    value::{Link, SessionKind, SessionState},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::programme::{Items, Programme, Session as Content};
use crate::{
    Result,
    content::{self, Localized, Translation},
    export::Export,
    session::{day_of, number, span, time_zone},
};

/// The name of the program that writes the documents.
pub const GENERATOR: &str = "Tribune";
/// Its version.
pub const GENERATOR_VERSION: &str = env!("CARGO_PKG_VERSION");
/// The raster of the programme. Nothing here keeps to one; it is the least that people plan with.
pub const TIMESLOT: &str = "00:05";
/// Bytes of a hash that tell one version from another, for people to read.
const HASH: usize = 9;
/// An acronym is that long at least.
const ACRONYM: usize = 4;
/// The longest duration that both hours and days can be said of in XML: 9 days, 23:59.
const LONGEST_MINUTES: i64 = 10 * 24 * 60 - 1;

/// A programme in one language.
#[derive(Debug, Default)]
pub struct Schedule {
    /// The slug of the event: in its letters, digits and `_`, four at least.
    pub acronym: String,
    /// The slug as it is, for addresses.
    pub slug: String,
    pub title: String,
    pub starts_at: String,
    pub ends_at: String,
    /// IANA name.
    pub time_zone: String,
    /// The site of the event.
    pub url: Option<String>,
    /// In order.
    pub rooms: Vec<Room>,
    /// In order.
    pub tracks: Vec<Track>,
    /// At least one.
    pub days: Vec<Day>,
}

#[derive(Debug)]
pub struct Room {
    pub uid: Uuid,
    pub guid: String,
    pub slug: String,
    pub name: String,
    /// Markdown.
    pub description: Option<String>,
    pub capacity: Option<i32>,
}

#[derive(Debug)]
pub struct Track {
    /// Begins with a letter, and has two at least.
    pub slug: String,
    pub name: String,
    /// `#rrggbb`.
    pub colour: Option<String>,
}

#[derive(Debug)]
pub struct Day {
    /// From 1.
    pub index: usize,
    pub date: NaiveDate,
    pub starts_at: String,
    /// Exclusive: the hour of it is when days change, in some apps.
    pub ends_at: String,
    /// All rooms in order, so that they stand in the same order on each day; at last what has no room, if anything.
    pub rooms: Vec<DayRoom>,
}

#[derive(Debug)]
pub struct DayRoom {
    /// Empty for what has no room.
    pub name: String,
    pub guid: Option<String>,
    /// By start.
    pub sessions: Vec<Session>,
}

#[derive(Debug, Default)]
pub struct Session {
    pub number: i32,
    pub guid: String,
    pub slug: String,
    pub title: String,
    pub subtitle: Option<String>,
    /// Markdown.
    pub r#abstract: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// What Tribune calls the kind in the language of the reader.
    pub kind: String,
    /// The name of a track.
    pub track: Option<String>,
    /// The name of a room.
    pub room: String,
    /// With the offset of the zone.
    pub date: String,
    /// Local, `HH:MM`.
    pub start: String,
    /// With the offset of the zone.
    pub end: Option<String>,
    /// Whole minutes; 0 when nobody knows when it ends.
    pub minutes: i64,
    /// BCP 47, `de, en` when there are several.
    pub language: Option<String>,
    pub do_not_record: bool,
    pub recording_url: Option<String>,
    /// Its page.
    pub url: Option<String>,
    pub feedback_url: Option<String>,
    pub persons: Vec<Person>,
    pub links: Vec<Reference>,
    pub attachments: Vec<Reference>,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub number: i32,
    pub guid: String,
    pub name: String,
    /// Markdown.
    pub biography: Option<String>,
    pub photo_url: Option<String>,
    pub url: Option<String>,
}

/// A link or an attachment.
#[derive(Debug, PartialEq, Eq)]
pub struct Reference {
    /// As it was given: it may be an IRI.
    pub address: String,
    pub title: Option<String>,
    /// What it is, in a word.
    pub kind: Option<String>,
}

impl Schedule {
    /// The programme of the event that an address names, as anybody may see it.
    pub async fn of(name: &str, export: &Export<'_>) -> Result<Self> {
        let programme = Programme::named(name, export).await?;
        Ok(Writer::new(&programme, export).schedule())
    }
}

/// What tells a document from any other: it changes when and only when what is hashed changes.
pub fn version(content: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(content)[..HASH])
}

/// What sessions refer to.
struct Writer<'p> {
    programme: &'p Programme,
    export: &'p Export<'p>,
    zone: Tz,
    numbers: HashMap<Uuid, i32>,
    guids: HashMap<Uuid, String>,
    rooms: Named,
    tracks: Named,
    persons: HashMap<Uuid, Person>,
}

/// The names of things, each once.
#[derive(Default)]
struct Named {
    names: HashMap<Uuid, String>,
    taken: HashSet<String>,
}

impl Named {
    /// A thing without a name has its slug, and one with the name of another has its slug after it.
    fn add(&mut self, uid: Uuid, name: Option<&str>, slug: &str) {
        let name = words(name.unwrap_or(slug));
        let numbered = (2..).map(|number| format!("{name} ({slug} {number})"));
        let mut candidates = [name.clone(), format!("{name} ({slug})")].into_iter().chain(numbered);
        let free = candidates.find(|name| self.taken.insert(name.clone()));
        self.names.extend(free.map(|name| (uid, name)));
    }

    fn get(&self, uid: Uuid) -> Option<String> {
        self.names.get(&uid).cloned()
    }
}

/// A name on one line, with single spaces: names that differ in nothing else are one name to apps.
fn words(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl<'p> Writer<'p> {
    fn new(programme: &'p Programme, export: &'p Export<'p>) -> Self {
        let sessions = || programme.sessions.iter().map(Content::row);
        let (mut rooms, mut tracks) = (Named::default(), Named::default());
        for room in programme.rooms.iter() {
            let name = text(export, room, |row| row.name.as_deref());
            rooms.add(room.row().uid, name.as_deref(), &room.row().slug);
        }
        for track in programme.tracks.iter() {
            let name = text(export, track, |row| row.name.as_deref());
            tracks.add(track.row().uid, name.as_deref(), &track.row().slug);
        }
        Self {
            programme,
            export,
            zone: time_zone(programme.event.row()),
            numbers: number::numbers(sessions().map(|row| row.uid)),
            guids: number::guids(sessions().map(|row| (row.uid, row.guid.as_deref()))),
            rooms,
            tracks,
            persons: persons(&programme.speakers, export),
        }
    }

    fn schedule(&self) -> Schedule {
        let event = &self.programme.event;
        let row = event.row();
        let rooms = self.rooms();
        Schedule {
            acronym: acronym(&row.slug),
            slug: row.slug.clone(),
            title: text(self.export, event, |row| row.name.as_deref()).unwrap_or_else(|| row.slug.clone()),
            starts_at: timestamp(sayable(row.starts_at), self.zone),
            ends_at: timestamp(sayable(row.ends_at), self.zone),
            time_zone: self.zone.name().to_owned(),
            url: row.website.as_deref().and_then(uri),
            tracks: self.tracks(),
            days: self.days(&rooms),
            rooms,
        }
    }

    fn rooms(&self) -> Vec<Room> {
        let rooms = &self.programme.rooms;
        let guids = number::guids(rooms.iter().map(|room| (room.row().uid, room.row().guid.as_deref())));
        let room = |room: &Localized<room::Entity>| Room {
            uid: room.row().uid,
            guid: guids[&room.row().uid].clone(),
            slug: identifier(&room.row().slug, "room"),
            name: self.rooms.get(room.row().uid).unwrap_or_default(),
            description: text(self.export, room, |row| row.description.as_deref()),
            capacity: room.row().capacity,
        };
        rooms.iter().map(room).collect()
    }

    fn tracks(&self) -> Vec<Track> {
        let track = |track: &Localized<track::Entity>| Track {
            slug: identifier(&track.row().slug, "track"),
            name: self.tracks.get(track.row().uid).unwrap_or_default(),
            colour: track.row().colour.clone(),
        };
        self.programme.tracks.iter().map(track).collect()
    }

    fn days(&self, rooms: &[Room]) -> Vec<Day> {
        let event = self.programme.event.row();
        let mut days: BTreeMap<NaiveDate, Vec<(Option<Uuid>, Session)>> = BTreeMap::new();
        for content in &self.programme.sessions {
            let row = content.row();
            let starts_at = row.starts_at.filter(|at| sayable(*at) == *at && row.state != SessionState::Cancelled);
            if let Some(starts_at) = starts_at {
                let room = row.room_uid.filter(|uid| self.programme.rooms.get(*uid).is_some());
                days.entry(day_of(starts_at, event)).or_default().push((room, self.session(content, starts_at)));
            }
        }
        if days.is_empty() {
            days.insert(day_of(sayable(event.starts_at), event), Vec::new());
        }
        let day = |(index, (date, sessions))| {
            let (from, until) = span(date, event);
            Day {
                index,
                date,
                starts_at: timestamp(from, self.zone),
                ends_at: timestamp(until, self.zone),
                rooms: by_room(sessions, rooms),
            }
        };
        (1..).zip(days).map(day).collect()
    }

    fn session(&self, content: &Content, starts_at: DateTime<Utc>) -> Session {
        let (row, export, content_text) = (content.row(), self.export, &content.content);
        let show = |get| text(export, content_text, get);
        let ends_at = row.ends_at.map(sayable).filter(|ends_at| *ends_at >= starts_at);
        let mut links = Links::of(row, export.addresses.page_of(content_text, export.locale()), export);
        Session {
            number: self.numbers[&row.uid],
            guid: self.guids[&row.uid].clone(),
            slug: identifier(&row.slug, "session"),
            title: show(|row| row.title.as_deref()).unwrap_or_else(|| row.slug.clone()),
            subtitle: show(|row| row.subtitle.as_deref()),
            r#abstract: show(|row| row.r#abstract.as_deref()),
            description: show(|row| row.description.as_deref()),
            kind: readable(export.say(kind(row.kind), vec![])),
            track: row.track_uid.and_then(|uid| self.tracks.get(uid)),
            room: row.room_uid.and_then(|uid| self.rooms.get(uid)).unwrap_or_default(),
            date: timestamp(starts_at, self.zone),
            start: starts_at.with_timezone(&self.zone).format("%H:%M").to_string(),
            end: ends_at.map(|ends_at| timestamp(ends_at, self.zone)),
            minutes: ends_at.map_or(0, |ends_at| minutes(ends_at - starts_at)),
            language: Some(row.spoken_languages.0.join(", ")).filter(|languages| !languages.is_empty()),
            do_not_record: row.do_not_record,
            recording_url: row.recording_url.as_deref().and_then(uri),
            url: links.page.take(),
            feedback_url: links.feedback.take(),
            persons: content.participations.iter().filter_map(|(_, uid)| self.persons.get(uid).cloned()).collect(),
            links: links.links,
            attachments: links.attachments,
        }
    }
}

fn by_room(sessions: Vec<(Option<Uuid>, Session)>, rooms: &[Room]) -> Vec<DayRoom> {
    let mut by_room: HashMap<Option<Uuid>, Vec<Session>> = HashMap::new();
    for (room, session) in sessions {
        by_room.entry(room).or_default().push(session);
    }
    let mut of_rooms: Vec<DayRoom> = Vec::with_capacity(rooms.len() + 1);
    of_rooms.extend(rooms.iter().map(|room| DayRoom {
        name: room.name.clone(),
        guid: Some(room.guid.clone()),
        sessions: by_room.remove(&Some(room.uid)).unwrap_or_default(),
    }));
    let elsewhere = by_room.remove(&None);
    of_rooms.extend(elsewhere.map(|sessions| DayRoom { name: String::new(), guid: None, sessions }));
    of_rooms
}

fn persons(speakers: &Items<speaker::Entity>, export: &Export<'_>) -> HashMap<Uuid, Person> {
    let numbers = number::numbers(speakers.iter().map(|speaker| speaker.row().uid));
    let person = |speaker: &Localized<speaker::Entity>| {
        let row = speaker.row();
        let website = row.links.0.iter().find(|link| link.kind.as_deref() == Some(WEBSITE));
        let url = export.addresses.page_of(speaker, export.locale());
        let person = Person {
            number: numbers[&row.uid],
            guid: row.uid.to_string(),
            name: readable(row.name.clone()),
            biography: text(export, speaker, |row| row.bio.as_deref()),
            photo_url: row.photo_url.as_deref().and_then(uri),
            url: url.as_deref().or(website.map(|link| link.url.as_str())).and_then(uri),
        };
        (row.uid, person)
    };
    speakers.iter().map(person).collect()
}

/// The kinds of links that the formats have a place for, as the readers of both call them.
const WEBSITE: &str = "website";
const FEEDBACK: &str = "feedback";
const ATTACHMENT: &str = "attachment";

/// Where the links of a session go.
#[derive(Default)]
struct Links {
    page: Option<String>,
    feedback: Option<String>,
    links: Vec<Reference>,
    attachments: Vec<Reference>,
}

impl Links {
    /// The page of a session is that on the site, or else the first link that is a website. Livestream and slides come
    /// first among the links: of several slides, a reader takes the first for those of the session.
    fn of(row: &session::Model, page: Option<String>, export: &Export<'_>) -> Self {
        let own =
            [("livestream", "session-livestream", &row.livestream_url), ("slides", "session-slides", &row.slides_url)];
        let own = own.into_iter().filter_map(|(kind, title, url)| {
            Some(Reference {
                address: address(url.as_deref()?)?,
                title: Some(readable(export.say(title, vec![]))),
                kind: Some(kind.to_owned()),
            })
        });
        let mut links = Self { page: page.as_deref().and_then(uri), links: own.collect(), ..Self::default() };
        row.links.0.iter().for_each(|link| links.add(link));
        links
    }

    fn add(&mut self, link: &Link) {
        let Some(address) = address(&link.url) else { return };
        let title = link.title.clone().map(readable).filter(|title| !title.trim().is_empty());
        let kind = link.kind.clone().map(readable);
        let place = match kind.as_deref() {
            Some(WEBSITE) => Some(&mut self.page),
            Some(FEEDBACK) => Some(&mut self.feedback),
            _ => None,
        };
        // Those two have no place for a title.
        if let Some(place) = place.filter(|place| place.is_none() && title.is_none())
            && let Some(uri) = uri(&address)
        {
            *place = Some(uri);
        } else if kind.as_deref() == Some(ATTACHMENT) {
            self.attachments.push(Reference { address, title, kind: None });
        } else {
            self.links.push(Reference { address, title, kind });
        }
    }
}

/// The message for a kind.
fn kind(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::Keynote => "session-kind-keynote",
        SessionKind::Talk => "session-kind-talk",
        SessionKind::Panel => "session-kind-panel",
        SessionKind::RoundTable => "session-kind-round-table",
        SessionKind::Workshop => "session-kind-workshop",
        SessionKind::LightningTalk => "session-kind-lightning-talk",
        SessionKind::Break => "session-kind-break",
        SessionKind::Social => "session-kind-social",
        SessionKind::Other => "session-kind-other",
    }
}

/// A text that the reader sees, if there is anything to see.
fn text<E: content::Content>(
    export: &Export<'_>,
    item: &Localized<E>,
    get: fn(&Translation<E>) -> Option<&str>,
) -> Option<String> {
    export.text(item, get).map(readable).filter(|text| !text.trim().is_empty())
}

/// Without the characters that XML has no way to write, and with line ends that it leaves alone.
fn readable(text: String) -> String {
    let is_fit = |c: char| matches!(c, '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_fit) {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| is_fit(*c)).collect()
}

/// The slug with `_` in the place of `-`, which JSON forbids, and as many more as it takes. Whoever makes a slug of it
/// again has the slug.
fn acronym(slug: &str) -> String {
    format!("{:_<ACRONYM$}", slug.replace('-', "_"))
}

/// A slug that begins with a letter, ends with a letter or digit, and has two characters at least.
fn identifier(slug: &str, kind: &str) -> String {
    let slug = slug.trim_matches('-');
    let is_fit = slug.len() > 1 && slug.starts_with(|c: char| c.is_ascii_lowercase());
    if is_fit { slug.to_owned() } else { format!("{kind}-{slug}").trim_end_matches('-').to_owned() }
}

/// The instant, or the nearest one that has a year from 1 to 9999 in every zone.
fn sayable(instant: DateTime<Utc>) -> DateTime<Utc> {
    let day = |year, month, day| Utc.with_ymd_and_hms(year, month, day, 0, 0, 0).single().unwrap_or(instant);
    instant.clamp(day(1, 1, 8), day(9999, 12, 24))
}

/// `2012-02-14T18:30:00+01:00`. Zones had odd seconds until a hundred years ago, which no offset can say; then it is UTC.
fn timestamp(instant: DateTime<Utc>, zone: Tz) -> String {
    use chrono::Offset;
    const FORMAT: &str = "%Y-%m-%dT%H:%M:%S%:z";
    let local = instant.with_timezone(&zone);
    if local.offset().fix().local_minus_utc() % 60 == 0 {
        local.format(FORMAT).to_string()
    } else {
        instant.format(FORMAT).to_string()
    }
}

/// To the nearest minute; neither format has seconds that apps understand.
fn minutes(duration: TimeDelta) -> i64 {
    (duration + TimeDelta::seconds(30)).num_minutes()
}

/// `01:30`, however many hours.
pub fn hours(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `01:30`, from 100 hours on `4:05:00` with days; XML knows no more than 9 of them.
pub fn days_and_hours(minutes: i64) -> String {
    let minutes = minutes.min(LONGEST_MINUTES);
    match minutes / 60 {
        0..100 => hours(minutes),
        all => format!("{}:{:02}:{:02}", all / 24, all % 24, minutes % 60),
    }
}

/// An address of the web, as it was given where it is whole.
fn address(given: &str) -> Option<String> {
    let url = web(given)?;
    let is_clean = !given.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
    Some(if is_clean { given.to_owned() } else { url.to_string() })
}

fn web(given: &str) -> Option<Url> {
    Url::parse(given).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

/// An address of the web as a URI to the letter (RFC 3986), which an IRI or `?tags[]=a` is not.
pub fn uri(given: &str) -> Option<String> {
    let url = web(given)?;
    let is_lower = given.starts_with("http://") || given.starts_with("https://");
    let text = if is_lower && is_uri(given) { given } else { url.as_str() };
    let (scheme, rest) = text.split_once("://")?;
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let is_host = authority.bytes().all(|byte| is_allowed(byte) || matches!(byte, b'[' | b']'));
    is_host.then(|| format!("{scheme}://{authority}{}", encoded(rest)))
}

fn is_uri(text: &str) -> bool {
    text.bytes().all(|byte| is_allowed(byte) || b"/?#%".contains(&byte))
}

/// What may stand in any part of a URI as it is.
fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte)
}

/// Path, query and fragment, with everything encoded that may not stand there.
fn encoded(rest: &str) -> String {
    let mut text = String::with_capacity(rest.len());
    let (bytes, mut in_fragment) = (rest.as_bytes(), false);
    for (at, byte) in bytes.iter().copied().enumerate() {
        let is_escape = || bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let stays = match byte {
            b'#' => !std::mem::replace(&mut in_fragment, true),
            b'%' => is_escape(),
            b'/' | b'?' => true,
            byte => is_allowed(byte),
        };
        if stays { text.push(char::from(byte)) } else { text.push_str(&format!("%{byte:02X}")) }
    }
    text
}

#[cfg(test)]
pub use tests::sample;

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn an_acronym_has_four_characters_and_gives_the_slug_back() {
        for (slug, expected) in [("39c3", "39c3"), ("smw", "smw_"), ("a", "a___"), ("smw-paris-2012", "smw_paris_2012")]
        {
            let acronym = acronym(slug);

            assert_eq!(acronym, expected);
            assert_eq!(content::slug::slugify(&acronym), slug);
        }
    }

    #[test]
    fn an_identifier_begins_with_a_letter() {
        assert_eq!(identifier("data-privacy", "track"), "data-privacy");
        assert_eq!(identifier("1-data-privacy", "track"), "track-1-data-privacy");
        assert_eq!(identifier("x", "session"), "session-x");
        assert_eq!(identifier("-", "room"), "room");
    }

    #[test]
    fn characters_that_no_xml_can_hold_are_left_out() {
        let text = "a\u{0}b\u{b}c\u{1b}[1m\u{fffe}\u{ffff}\r\nd\re\tf\u{85}\u{10ffff}".to_owned();

        assert_eq!(readable(text), "abc[1m\nd\ne\tf\u{85}\u{10ffff}");
    }

    #[test]
    fn no_two_rooms_have_one_name() {
        let mut named = Named::default();
        let rooms = [
            (Some("Salle  A"), "a"),
            (Some("Salle A"), "b"),
            (None, "c"),
            (Some("Salle A (d)"), "x"),
            (Some("Salle A"), "d"),
        ];
        for (number, (name, slug)) in (0..).zip(rooms) {
            named.add(Uuid::from_u128(number), name, slug);
        }

        let names: Vec<_> = (0..5).filter_map(|number| named.get(Uuid::from_u128(number))).collect();
        assert_eq!(names, ["Salle A", "Salle A (b)", "c", "Salle A (d)", "Salle A (d 2)"]);
    }

    #[test]
    fn times_are_those_of_the_zone_with_its_offset() {
        let paris = Tz::Europe__Paris;

        assert_eq!(timestamp(at("2025-10-26T00:30:00Z"), paris), "2025-10-26T02:30:00+02:00");
        assert_eq!(timestamp(at("2025-10-26T01:30:00Z"), paris), "2025-10-26T02:30:00+01:00");
        // Paris was 9 minutes and 21 seconds ahead then.
        assert_eq!(timestamp(at("1889-05-06T14:00:00Z"), paris), "1889-05-06T14:00:00+00:00");
    }

    #[test]
    fn years_have_four_digits_in_every_zone() {
        for instant in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            for zone in [Tz::Pacific__Kiritimati, Tz::Pacific__Pago_Pago] {
                let text = timestamp(sayable(instant), zone);

                assert_eq!(text.len(), "2025-10-26T02:30:00+02:00".len(), "{text}");
                assert!(!text.starts_with("0000"), "{text}");
            }
        }
    }

    #[test]
    fn durations_are_of_whole_minutes() {
        assert_eq!(minutes(TimeDelta::seconds(20 * 60 + 29)), 20);
        assert_eq!(minutes(TimeDelta::seconds(20 * 60 + 30)), 21);
        let of = |minutes| (hours(minutes), days_and_hours(minutes));
        let same = |text: &str| (text.to_owned(), text.to_owned());
        assert_eq!(of(0), same("00:00"));
        assert_eq!(of(90), same("01:30"));
        assert_eq!(of(99 * 60 + 59), same("99:59"));
        assert_eq!(of(100 * 60), ("100:00".to_owned(), "4:04:00".to_owned()));
        assert_eq!(of(365 * 24 * 60), ("8760:00".to_owned(), "9:23:59".to_owned()));
    }

    #[test]
    fn an_address_is_a_uri_to_the_letter() {
        for whole in [
            "https://example.org",
            "http://example.org:8080/a%20b?c=d/?&e=%C3%A9#f",
            "https://u@[::1]/",
            "https://a/~b(c)",
        ] {
            assert_eq!(uri(whole).as_deref(), Some(whole));
        }
        assert_eq!(uri("https://zügli.app/é").as_deref(), Some("https://xn--zgli-0ra.app/%C3%A9"));
        assert_eq!(uri("HTTPS://Example.org").as_deref(), Some("https://example.org/"));
        assert_eq!(uri("https://a/?tags[]=x|y&z={1}").as_deref(), Some("https://a/?tags%5B%5D=x%7Cy&z=%7B1%7D"));
        assert_eq!(uri("https://a/50%#b#c").as_deref(), Some("https://a/50%25#b%23c"));
        assert_eq!(uri(" https://a/b\nc d ").as_deref(), Some("https://a/bc%20d"));
        for other in ["ftp://a/", "javascript:alert(1)", "/a", "", "https://"] {
            assert_eq!(uri(other), None, "{other}");
        }
    }

    #[test]
    fn an_address_stays_as_it_was_given_where_it_is_whole() {
        assert_eq!(address("https://zügli.app/?a[]=1").as_deref(), Some("https://zügli.app/?a[]=1"));
        assert_eq!(address("https://a/b c").as_deref(), Some("https://a/b%20c"));
        assert_eq!(address("mailto:a@example.org"), None);
    }

    #[test]
    fn links_go_where_the_formats_have_a_place_for_them() {
        let link = |url: &str, title: Option<&str>, kind: Option<&str>| Link {
            url: url.to_owned(),
            title: title.map(str::to_owned),
            kind: kind.map(str::to_owned),
        };
        let mut links = Links::default();
        for link in [
            link("https://a/1", Some("Titled"), Some("website")),
            link("https://a/2", None, Some("website")),
            link("https://a/3", None, Some("website")),
            link("https://a/4", None, Some("feedback")),
            link("https://a/5", Some("Paper"), Some("attachment")),
            link("https://a/6", Some(" "), None),
            link("nowhere", None, None),
        ] {
            links.add(&link);
        }

        let listed = |references: &[Reference]| -> Vec<_> {
            references.iter().map(|link| (link.address.clone(), link.title.clone(), link.kind.clone())).collect()
        };
        let own = |text: &str| Some(text.to_owned());
        assert_eq!((links.page, links.feedback), (own("https://a/2"), own("https://a/4")));
        assert_eq!(
            listed(&links.links),
            [
                ("https://a/1".to_owned(), own("Titled"), own("website")),
                ("https://a/3".to_owned(), None, own("website")),
                ("https://a/6".to_owned(), None, None),
            ]
        );
        assert_eq!(listed(&links.attachments), [("https://a/5".to_owned(), own("Paper"), None)]);
    }

    /// A programme of one session with everything in it, and one with nothing.
    pub fn sample() -> Schedule {
        let person = Person {
            number: 7,
            guid: "01900000-0000-7000-8000-000000000007".to_owned(),
            name: "Ana <b>".to_owned(),
            biography: Some("Knows *tides*.".to_owned()),
            photo_url: None,
            url: None,
        };
        let full = Session {
            number: 101,
            guid: "01900000-0000-7000-8000-000000000001".to_owned(),
            slug: "opening-words".to_owned(),
            title: "Opening & welcome".to_owned(),
            subtitle: Some("“Hi”".to_owned()),
            r#abstract: Some("Come in.\n\nSit down.".to_owned()),
            kind: "Talk".to_owned(),
            track: Some("Sea".to_owned()),
            room: "Quay".to_owned(),
            date: "2012-05-04T10:00:00+02:00".to_owned(),
            start: "10:00".to_owned(),
            end: Some("2012-05-08T14:00:00+02:00".to_owned()),
            minutes: 100 * 60,
            language: Some("de, en".to_owned()),
            do_not_record: true,
            recording_url: Some("https://harbour.example/video".to_owned()),
            url: Some("https://harbour.example/opening".to_owned()),
            feedback_url: Some("https://harbour.example/feedback".to_owned()),
            persons: vec![person],
            links: vec![
                Reference { address: "https://zügli.app/".to_owned(), title: None, kind: Some("github".to_owned()) },
                Reference {
                    address: "https://a/".to_owned(),
                    title: Some("A".to_owned()),
                    kind: Some("slides".to_owned()),
                },
            ],
            attachments: vec![Reference { address: "https://a/b.pdf".to_owned(), title: None, kind: None }],
            ..Session::default()
        };
        let empty = Session {
            number: 102,
            guid: "01900000-0000-7000-8000-000000000002".to_owned(),
            slug: "xy".to_owned(),
            title: "XY".to_owned(),
            kind: "Break".to_owned(),
            date: "2012-05-04T11:00:00+02:00".to_owned(),
            start: "11:00".to_owned(),
            ..Session::default()
        };
        let room = |number: u128, name: &str| Room {
            uid: Uuid::from_u128(number),
            guid: Uuid::from_u128(number).to_string(),
            slug: name.to_lowercase(),
            name: name.to_owned(),
            description: None,
            capacity: Some(10),
        };
        let rooms = vec![room(2, "Quay"), room(1, "Attic")];
        let sessions = vec![(Some(rooms[0].uid), full), (None, empty)];
        let day = Day {
            index: 1,
            date: NaiveDate::from_ymd_opt(2012, 5, 4).unwrap(),
            starts_at: "2012-05-04T04:00:00+02:00".to_owned(),
            ends_at: "2012-05-05T04:00:00+02:00".to_owned(),
            rooms: by_room(sessions, &rooms),
        };
        Schedule {
            acronym: "harbour_2012".to_owned(),
            slug: "harbour-2012".to_owned(),
            title: "Harbour".to_owned(),
            starts_at: "2012-05-04T08:00:00+02:00".to_owned(),
            ends_at: "2012-05-09T20:00:00+02:00".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            url: None,
            rooms,
            tracks: vec![Track { slug: "sea".to_owned(), name: "Sea".to_owned(), colour: Some("#0a1b2c".to_owned()) }],
            days: vec![day],
        }
    }
}
