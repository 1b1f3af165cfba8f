//! Open Event: the export of eventyay and its predecessors, a folder or an archive of JSON files. Each may be there
//! without the others; what they are is told by their shape. Keys are in kebab-case or in snake_case. Start at [`read`].

use std::collections::{HashMap, HashSet};

use super::{
    clean,
    json::Json,
    parts::{Part, PartFormat, titled},
    programme::{self, Company, Event, Link, Person, Programme, Room, Session, Texts, Tier, Track},
    reading::{Notes, Options, Reading, Reason},
    standing::Standing,
};

/// Open Event.
pub const FORMAT: PartFormat = PartFormat { recognises, read };

const KNOWN_IN_EVENT: &[&str] = &[
    "id",
    "identifier",
    "name",
    "description",
    "location-name",
    "latitude",
    "longitude",
    "starts-at",
    "start-time",
    "ends-at",
    "end-time",
    "timezone",
    "original-image-url",
    "external-event-url",
    "privacy",
    "state",
    "version",
];

const KNOWN_IN_SESSION: &[&str] = &[
    "id",
    "title",
    "subtitle",
    "short-abstract",
    "long-abstract",
    "starts-at",
    "start-time",
    "ends-at",
    "end-time",
    "language",
    "level",
    "state",
    "track",
    "session-type",
    "microlocation",
    "speakers",
    "slides-url",
    "slides",
    "video-url",
    "video",
    "audio-url",
    "audio",
    "signup-url",
];

const KNOWN_IN_SPEAKER: &[&str] = &[
    "id",
    "name",
    "short-biography",
    "long-biography",
    "organisation",
    "position",
    "photo-url",
    "photo",
    "website",
    "twitter",
    "facebook",
    "github",
    "linkedin",
    "sessions",
];

/// Fields that need not be texts.
const STRUCTURED: &[&str] =
    &["track", "session-type", "session_type", "microlocation", "speakers", "sessions", "version"];

/// Ranks by the words for them, the highest first. Some files count their levels up, others down.
const RANKS: &[&str] = &["keystone", "diamond", "platinum", "gold", "silver", "bronze"];

/// What a file tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Event,
    Sessions,
    Speakers,
    Sponsors,
    Tracks,
    Rooms,
    SessionTypes,
}

impl Kind {
    fn of(json: &Json) -> Option<Self> {
        let has = |item: &Json, fields: &[&str]| fields.iter().all(|field| get(item, field).is_some());
        match json {
            Json::Object(_) if has(json, &["name", "timezone", "identifier"]) => Some(Self::Event),
            Json::List(items) => {
                let first = items.first()?;
                let shapes: [(Self, &[&str]); 8] = [
                    (Self::Sessions, &["microlocation", "speakers", "title"]),
                    (Self::Sessions, &["session-type", "speakers", "title"]),
                    (Self::Speakers, &["short-biography", "name"]),
                    (Self::Sponsors, &["level", "logo-url", "name"]),
                    (Self::Sponsors, &["sponsor-type", "logo", "name"]),
                    (Self::Tracks, &["color", "font-color", "name"]),
                    (Self::Rooms, &["floor", "latitude", "name"]),
                    (Self::SessionTypes, &["length", "name"]),
                ];
                shapes.into_iter().find(|(_, fields)| has(first, fields)).map(|(kind, _)| kind)
            }
            _ => None,
        }
    }
}

/// A field by its name in kebab-case.
fn get<'a>(json: &'a Json, name: &str) -> Option<&'a Json> {
    json.get(name).or_else(|| json.get(&name.replace('-', "_")))
}

fn text(json: &Json, name: &str) -> Option<String> {
    json.text(name).or_else(|| json.text(&name.replace('-', "_")))
}

/// The first of the fields that is there.
fn either(json: &Json, names: [&str; 2]) -> Option<String> {
    names.iter().find_map(|name| text(json, name))
}

fn told(json: &Json, name: &str) -> Option<String> {
    text(json, name).filter(|text| !text.trim().is_empty())
}

/// Whether it is one of the files.
fn recognises(json: &Json) -> bool {
    Kind::of(json).is_some()
}

/// Reads the files that are there as one programme.
fn read(parts: &[Part], options: &Options, mut notes: Notes) -> Reading {
    let of = |kind| parts.iter().filter(move |part| Kind::of(part.json) == Some(kind));
    let has = |kind| of(kind).next().is_some();
    let mut programme = Programme::of("open-event");
    programme.event.place = "the file".to_owned();
    let of_event = [Kind::Event, Kind::Sessions, Kind::Sponsors, Kind::Tracks, Kind::Rooms];
    programme.without_event = !of_event.into_iter().any(has);
    if let Some(part) = of(Kind::Event).next() {
        programme.event = event(part, &mut notes);
    }
    for (place, json) in of(Kind::Rooms).flat_map(Part::items) {
        programme.rooms.push(room(place, json, &mut notes));
    }
    for (place, json) in of(Kind::Tracks).flat_map(Part::items) {
        programme.tracks.push(track(place, json, &mut notes));
    }
    let speakers: Vec<_> = of(Kind::Speakers).flat_map(Part::items).collect();
    let people = People::of(&speakers);
    programme.people = speakers.into_iter().map(|(place, json)| person(place, json, &people, &mut notes)).collect();
    let rooms = Rooms::of(&programme.rooms);
    for (place, json) in of(Kind::Sessions).flat_map(Part::items) {
        let session = session(place, json, &rooms, &people, &mut notes);
        programme.sessions.extend(session);
    }
    complete(&mut programme);
    if has(Kind::Sponsors) {
        let sponsors: Vec<_> = of(Kind::Sponsors).flat_map(Part::items).collect();
        programme.tiers = Some(tiers(sponsors, &mut notes));
    }
    programme::reading(&programme, options, notes)
}

/// Rooms and tracks that no list has, from the sessions that name them.
fn complete(programme: &mut Programme) {
    let known: HashSet<_> = programme.rooms.iter().filter_map(|room| room.id.clone()).collect();
    let is_new = |session: &&Session| session.room.as_ref().is_some_and(|room| !known.contains(room));
    let rooms = programme.sessions.iter().filter(is_new).map(|session| Room {
        place: session.place.clone(),
        name: session.room.clone().map(Texts::from),
        ..Room::default()
    });
    let rooms: Vec<_> = rooms.collect();
    programme.rooms.extend(rooms);
}

fn event(part: &Part, notes: &mut Notes) -> Event {
    let (json, place) = (part.json, part.place("event"));
    note_unknown(json, KNOWN_IN_EVENT, &place, notes);
    Event {
        title: text(json, "name").map(Texts::from),
        description: text(json, "description").map(Texts::from),
        venue: text(json, "location-name").map(Texts::from),
        latitude: text(json, "latitude"),
        longitude: text(json, "longitude"),
        start: either(json, ["starts-at", "start-time"]),
        end: either(json, ["ends-at", "end-time"]),
        time_zone: text(json, "timezone"),
        url: text(json, "external-event-url"),
        cover_url: text(json, "original-image-url"),
        place,
        ..Event::default()
    }
}

fn room(place: String, json: &Json, notes: &mut Notes) -> Room {
    let place = titled(place, text(json, "name").as_deref());
    note_unknown(json, &["id", "name"], &place, notes);
    Room { id: text(json, "id"), name: text(json, "name").map(Texts::from), place, ..Room::default() }
}

fn track(place: String, json: &Json, notes: &mut Notes) -> Track {
    let place = titled(place, text(json, "name").as_deref());
    note_unknown(json, &["id", "name", "color", "description", "sessions"], &place, notes);
    Track {
        id: text(json, "id"),
        name: text(json, "name").map(Texts::from),
        colour: text(json, "color"),
        description: text(json, "description").map(Texts::from),
        place,
        ..Track::default()
    }
}

/// What sessions call people. Ids are given to several people, and names are misspelt.
struct People {
    /// The names of those who have an id.
    names: HashMap<String, HashSet<String>>,
}

impl People {
    fn of(speakers: &[(String, &Json)]) -> Self {
        let mut names: HashMap<String, HashSet<String>> = HashMap::new();
        for (_, json) in speakers {
            names.entry(told(json, "id").unwrap_or_default()).or_default().insert(key(text(json, "name")));
        }
        Self { names }
    }

    /// The id of somebody: with the name, when several have it.
    fn id(&self, json: &Json) -> Option<String> {
        let id = told(json, "id")?;
        match self.names.get(&id).map_or(0, HashSet::len) {
            2.. => Some(format!("{id}:{}", key(text(json, "name")))),
            _ => Some(id),
        }
    }

    /// Who takes part in a session.
    fn person(&self, json: &Json, place: &str, notes: &mut Notes) -> Person {
        let name = text(json, "name");
        match told(json, "id") {
            Some(id) if self.names.contains_key(&id) => Person::reference(self.id(json).unwrap_or(id)),
            _ => {
                if let Some(name) = name.clone().filter(|_| !self.names.is_empty()) {
                    notes.repaired(place, Reason::NotListed { name });
                }
                Person { name, ..Person::default() }
            }
        }
    }
}

/// What is the same in all spellings of a name.
fn key(name: Option<String>) -> String {
    clean::slug(&name.unwrap_or_default())
}

fn person(place: String, json: &Json, people: &People, notes: &mut Notes) -> Person {
    let place = titled(place, text(json, "name").as_deref());
    note_unknown(json, KNOWN_IN_SPEAKER, &place, notes);
    let id = people.id(json);
    if id != told(json, "id") {
        notes.repaired(&place, Reason::SharedPersonId { id: told(json, "id").unwrap_or_default() });
    }
    let sites = ["twitter", "facebook", "github", "linkedin"];
    let links = sites
        .into_iter()
        .filter_map(|kind| Some(Link { url: Some(told(json, kind)?), title: None, kind: Some(kind.to_owned()) }));
    Person {
        id,
        name: text(json, "name"),
        biography: told(json, "long-biography").or_else(|| text(json, "short-biography")).map(Texts::from),
        job_title: text(json, "position").map(Texts::from),
        company: text(json, "organisation").map(|name| Company { name: Some(name), ..Company::default() }),
        photo_url: either(json, ["photo-url", "photo"]),
        url: told(json, "website"),
        links: Some(links.collect()),
        place,
        ..Person::default()
    }
}

/// The rooms of the list, by id and by name.
struct Rooms {
    by_name: HashMap<String, String>,
    name_of: HashMap<String, String>,
}

impl Rooms {
    fn of(rooms: &[Room]) -> Self {
        let (mut by_name, mut name_of) = (HashMap::new(), HashMap::new());
        for room in rooms {
            let Some(id) = room.id.as_deref().and_then(clean::token) else { continue };
            let name = room.name.as_ref().and_then(Texts::first).unwrap_or_default();
            by_name.entry(clean::slug(name)).or_insert_with(|| id.to_owned());
            name_of.entry(id.to_owned()).or_insert_with(|| name.to_owned());
        }
        Self { by_name, name_of }
    }

    /// The id of a room of the list, else the name of another. Where id and name are those of two rooms, people
    /// have read the name.
    fn named(&self, json: &Json, place: &str, notes: &mut Notes) -> Option<String> {
        let (id, name) = (told(json, "id"), told(json, "name"));
        let by_id = id.filter(|id| self.name_of.contains_key(id.trim()));
        let by_name = name.as_ref().and_then(|name| self.by_name.get(&clean::slug(name)).cloned());
        match (by_name, by_id) {
            (Some(by_name), Some(by_id)) if by_name != by_id.trim() => {
                let inner = self.name_of.get(by_id.trim()).cloned().unwrap_or_default();
                notes.repaired(
                    place,
                    Reason::RoomContradicts { outer: name.unwrap_or_default().trim().to_owned(), inner },
                );
                Some(by_name)
            }
            (Some(id), _) | (None, Some(id)) => Some(id),
            (None, None) => name,
        }
    }
}

/// None for a session that was turned down.
fn session(place: String, json: &Json, rooms: &Rooms, people: &People, notes: &mut Notes) -> Option<Session> {
    let place = titled(place, text(json, "title").as_deref());
    note_unknown(json, KNOWN_IN_SESSION, &place, notes);
    let state = match told(json, "state").map(|word| (Standing::of(&word), word)) {
        Some((Some(Standing::TurnedDown), state)) => {
            notes.skipped(&place, Reason::NotAccepted { state });
            return None;
        }
        Some((Some(Standing::In(state)), _)) => Some(state),
        Some((None, value)) => {
            notes.skipped(&place, Reason::Unreadable { field: "state", value });
            None
        }
        None => None,
    };
    let texts = |name| text(json, name).map(Texts::from);
    let of = |name, field| get(json, name).and_then(|inner| told(inner, field));
    let link = |names, kind: &str| {
        let url = either(json, names).filter(|url| !url.trim().is_empty())?;
        Some(Link { url: Some(url), title: None, kind: Some(kind.to_owned()) })
    };
    let links = [link(["audio-url", "audio"], "audio"), link(["signup-url", "signup"], "signup")];
    let speakers = get(json, "speakers").map(Json::list).unwrap_or_default();
    Some(Session {
        id: text(json, "id"),
        title: texts("title"),
        subtitle: texts("subtitle"),
        r#abstract: texts("short-abstract"),
        description: texts("long-abstract"),
        language: text(json, "language"),
        level: text(json, "level"),
        state,
        track: of("track", "id").or_else(|| of("track", "name")),
        kind: of("session-type", "name").map(Texts::from),
        room: get(json, "microlocation").and_then(|room| rooms.named(room, &place, notes)),
        date: either(json, ["starts-at", "start-time"]),
        end: either(json, ["ends-at", "end-time"]),
        slides_url: either(json, ["slides-url", "slides"]),
        recording_url: either(json, ["video-url", "video"]),
        links: Some(links.into_iter().flatten().collect()),
        persons: speakers.iter().map(|speaker| people.person(speaker, &place, notes)).collect(),
        place,
        ..Session::default()
    })
}

/// Ranks of sponsors, the highest first.
fn tiers(sponsors: Vec<(String, &Json)>, notes: &mut Notes) -> Vec<Tier> {
    let mut tiers: Vec<(Option<i64>, Tier)> = Vec::new();
    let mut known: HashMap<Option<String>, usize> = HashMap::new();
    for (place, json) in sponsors {
        let place = titled(place, text(json, "name").as_deref());
        note_unknown(
            json,
            &["id", "name", "description", "level", "type", "sponsor-type", "url", "logo-url", "logo"],
            &place,
            notes,
        );
        let level = text(json, "level").and_then(|level| level.trim().parse().ok());
        let name = told(json, "type").or_else(|| told(json, "sponsor-type")).or_else(|| told(json, "level"));
        let sponsor = Company {
            name: text(json, "name"),
            description: text(json, "description").map(Texts::from),
            url: text(json, "url"),
            logo_url: either(json, ["logo-url", "logo"]),
            place: place.clone(),
            ..Company::default()
        };
        let next = tiers.len();
        match tiers.get_mut(*known.entry(name.clone()).or_insert(next)) {
            Some((_, tier)) => tier.sponsors.push(sponsor),
            None => tiers.push((level, Tier { place, name: name.map(Texts::from), sponsors: vec![sponsor] })),
        }
    }
    let counts_up = counts_up(&tiers);
    tiers.sort_by_key(|(level, _)| level.map(|level| if counts_up { level } else { level.saturating_neg() }));
    tiers.into_iter().map(|(_, tier)| tier).collect()
}

/// Whether the first level is the highest, as far as the words for two ranks tell.
fn counts_up(tiers: &[(Option<i64>, Tier)]) -> bool {
    let level = |rank: &&str| {
        let is_it = |tier: &&(Option<i64>, Tier)| {
            tier.1.name.as_ref().and_then(Texts::first).is_some_and(|name| name.to_lowercase().contains(rank))
        };
        tiers.iter().find(is_it).and_then(|(level, _)| *level)
    };
    let levels: Vec<i64> = RANKS.iter().filter_map(level).collect();
    matches!(levels.as_slice(), [first, second, ..] if first < second)
}

/// As [`Json::note_unknown`], whatever the keys are written in.
fn note_unknown(json: &Json, known: &[&str], place: &str, notes: &mut Notes) {
    let snake: Vec<String> = known.iter().map(|name| name.replace('-', "_")).collect();
    let all: Vec<&str> = known.iter().copied().chain(snake.iter().map(String::as_str)).collect();
    json.note_unknown(&all, STRUCTURED, place, notes);
}
