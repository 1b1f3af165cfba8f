//! frab JSON, version 1 (`schedule.json`): frab, pretalx, c3voc. What is a string in one program is a number, an
//! object or nothing in another, so values are read as they come. Start at [`read`].

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};

use super::{
    frab::{
        self, Conference, Link, Person, Room, Schedule, Session, Track,
        language::{self, Stated},
    },
    reading::{self, Expected, NoSchedule, Notes, Options, ReadError, Reading, Reason},
};

const KNOWN_IN_CONFERENCE: &[&str] = &[
    "acronym",
    "title",
    "subtitle",
    "venue",
    "city",
    "start",
    "end",
    "time_zone_name",
    "day_change",
    "url",
    "base_url",
    "tracks",
    "rooms",
    "days",
    "daysCount",
    "timeslot_duration",
];

const KNOWN_IN_EVENT: &[&str] = &[
    "guid",
    "id",
    "code",
    "date",
    "start",
    "duration",
    "end",
    "room",
    "slug",
    "title",
    "subtitle",
    "track",
    "type",
    "language",
    "abstract",
    "description",
    "persons",
    "links",
    "attachments",
    "url",
    "feedback_url",
    "do_not_record",
    "video_download_url",
    "recording",
];

const KNOWN_IN_PERSON: &[&str] =
    &["guid", "id", "code", "name", "public_name", "full_public_name", "biography", "avatar", "url", "link", "links"];

const KNOWN_IN_ROOM: &[&str] = &["name", "guid", "slug", "capacity", "description", "description_en", "description_de"];

const KNOWN_IN_TRACK: &[&str] = &["name", "guid", "slug", "color"];

/// Fields that need not be texts.
const STRUCTURED: &[&str] =
    &["tracks", "rooms", "days", "persons", "links", "attachments", "recording", "track", "description"];

/// Reads a programme. Nothing of it is taken over when it is not JSON.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, ReadError> {
    let mut notes = Notes::default();
    let text = reading::utf8(bytes, &mut notes);
    let root: Json = serde_json::from_str(&text).map_err(|error| ReadError::Syntax {
        line: error.line(),
        column: error.column(),
        problem: error.to_string(),
    })?;
    let (outer, schedule_path) = match root.get("schedule") {
        Some(schedule) => (schedule, "schedule."),
        None => (&root, ""),
    };
    let Some(conference) = outer.get("conference").filter(|conference| matches!(conference, Json::Object(_))) else {
        return Err(ReadError::NotASchedule { problem: NoSchedule::NoConference });
    };
    let path = format!("{schedule_path}conference");
    let mut schedule = Schedule { conference: event(outer, conference, &path, &mut notes), ..Schedule::default() };
    schedule.rooms = listed(conference, "rooms", &path)?.map(|(room, at)| known_room(room, at, &mut notes)).collect();
    schedule.tracks =
        listed(conference, "tracks", &path)?.map(|(track, at)| known_track(track, at, &mut notes)).collect();
    days(conference, &path, &mut schedule, &mut notes)?;
    Ok(frab::reading(&schedule, options, notes))
}

/// JSON as it stands: objects keep their order, in which rooms are to be shown.
#[derive(Debug)]
enum Json {
    Null,
    /// A string, a number, `true` or `false`.
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(fields) => fields.iter().find(|(field, _)| field == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// A field as text; `Some("")` when it is `null`.
    fn text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Json::Text(text) => Some(text.clone()),
            Json::Null => Some(String::new()),
            Json::List(_) | Json::Object(_) => None,
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Json::Null => true,
            Json::Text(text) => text.trim().is_empty(),
            Json::List(items) => items.is_empty(),
            Json::Object(fields) => fields.is_empty(),
        }
    }

    /// Notes the fields that say something nobody reads, and those that should be texts and are not.
    fn note_unknown(&self, known: &[&str], place: &str, notes: &mut Notes) {
        let Json::Object(fields) = self else { return };
        for (field, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            let is_text = matches!(value, Json::Text(_));
            if !known.contains(&field.as_str()) {
                notes.skipped(place, Reason::Ignored { field: field.clone() });
            } else if !is_text && !STRUCTURED.contains(&field.as_str()) {
                notes.skipped(place, Reason::NotText { field: field.clone() });
            }
        }
    }

    /// The items of a list; none, with a note, when it is something else.
    fn items(&self, name: &str, place: &str, notes: &mut Notes) -> &[Json] {
        match self.get(name) {
            Some(Json::List(items)) => items,
            Some(value) if !value.is_empty() => {
                notes.skipped(place, Reason::NotAList { field: name.to_owned() });
                &[]
            }
            _ => &[],
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = access.next_entry()? {
            fields.push(field);
        }
        Ok(Json::Object(fields))
    }
}

fn event(outer: &Json, conference: &Json, path: &str, notes: &mut Notes) -> Conference {
    conference.note_unknown(KNOWN_IN_CONFERENCE, path, notes);
    let text = |name| conference.text(name);
    let either = |name| text(name).or_else(|| outer.text(name));
    Conference {
        place: path.to_owned(),
        acronym: text("acronym"),
        title: text("title"),
        subtitle: text("subtitle"),
        venue: text("venue"),
        city: text("city"),
        start: text("start"),
        end: text("end"),
        time_zone: text("time_zone_name"),
        day_change: text("day_change"),
        url: either("url"),
        base_url: either("base_url"),
    }
}

/// The items of a list, each with its path; none when there is no list.
fn listed<'a>(
    parent: &'a Json,
    name: &str,
    path: &str,
) -> Result<impl Iterator<Item = (&'a Json, String)> + use<'a>, ReadError> {
    let path = format!("{path}.{name}");
    let items = match parent.get(name) {
        Some(Json::List(items)) => items.as_slice(),
        None | Some(Json::Null) => &[],
        Some(_) => return Err(ReadError::Shape { path, expected: Expected::List }),
    };
    Ok(items.iter().enumerate().map(move |(index, item)| (item, format!("{path}[{index}]"))))
}

fn known_room(room: &Json, place: String, notes: &mut Notes) -> Room {
    room.note_unknown(KNOWN_IN_ROOM, &place, notes);
    Room {
        place,
        name: name(room),
        guid: room.text("guid"),
        capacity: room.text("capacity"),
        descriptions: descriptions(room),
    }
}

fn known_track(track: &Json, place: String, notes: &mut Notes) -> Track {
    track.note_unknown(KNOWN_IN_TRACK, &place, notes);
    Track { place, name: name(track), guid: track.text("guid"), colour: track.text("color") }
}

/// A name, or an object that has one.
fn name(item: &Json) -> Option<String> {
    match item {
        Json::Text(name) => Some(name.clone()),
        item => item.text("name"),
    }
}

/// `description`, `description_de`, or `description: {de: …}`.
fn descriptions(room: &Json) -> Vec<(Option<String>, String)> {
    let Json::Object(fields) = room else { return Vec::new() };
    let mut descriptions = Vec::new();
    for (field, value) in fields {
        match (field.strip_prefix("description"), value) {
            (Some(""), Json::Object(texts)) => {
                descriptions.extend(texts.iter().filter_map(|(locale, value)| description(Some(locale), value)));
            }
            (Some(""), value) => descriptions.extend(description(None, value)),
            (Some(locale), value) => {
                descriptions.extend(locale.strip_prefix('_').and_then(|locale| description(Some(locale), value)));
            }
            (None, _) => {}
        }
    }
    descriptions
}

fn description(locale: Option<&str>, value: &Json) -> Option<(Option<String>, String)> {
    let text = match value {
        Json::Text(text) => text.clone(),
        Json::Null => String::new(),
        Json::List(_) | Json::Object(_) => return None,
    };
    match locale {
        None => Some((None, text)),
        Some(locale) => match language::parse(locale).into_iter().next() {
            Some(Stated::Language(tag)) => Some((Some(tag), text)),
            _ => None,
        },
    }
}

fn days(conference: &Json, path: &str, schedule: &mut Schedule, notes: &mut Notes) -> Result<(), ReadError> {
    for ((day, at), position) in listed(conference, "days", path)?.zip(1..) {
        let date = day.text("date");
        schedule.days.extend(date.clone());
        let index = day.text("index").unwrap_or_else(|| position.to_string());
        let rooms = match day.get("rooms") {
            Some(Json::Object(rooms)) => rooms.as_slice(),
            None | Some(Json::Null) => &[],
            // A day without any session is written as an empty list by languages that know no other.
            Some(Json::List(rooms)) if rooms.is_empty() => &[],
            Some(_) => return Err(ReadError::Shape { path: format!("{at}.rooms"), expected: Expected::Object }),
        };
        for (room, events) in rooms {
            let Json::List(events) = events else {
                return Err(ReadError::Shape { path: format!("{at}.rooms[\"{room}\"]"), expected: Expected::List });
            };
            schedule.rooms.push(Room {
                place: format!("day {index}, room \"{room}\""),
                name: Some(room.clone()),
                ..Room::default()
            });
            for (position, event) in events.iter().enumerate() {
                if !matches!(event, Json::Object(_)) {
                    let path = format!("{at}.rooms[\"{room}\"][{position}]");
                    return Err(ReadError::Shape { path, expected: Expected::Object });
                }
                let session = session(event, &index, date.clone(), room, notes);
                if let Some(Json::Text(_) | Json::Object(_)) = event.get("track") {
                    let (place, name) = (session.place.clone(), session.track.clone());
                    schedule.tracks.push(Track { place, name, ..Track::default() });
                }
                schedule.sessions.push(session);
            }
        }
    }
    Ok(())
}

fn session(event: &Json, day: &str, date: Option<String>, room: &str, notes: &mut Notes) -> Session {
    let text = |name| event.text(name);
    let id = text("id").or_else(|| text("guid")).unwrap_or_default();
    let place = format!("day {day}, room \"{room}\", event {id}");
    event.note_unknown(KNOWN_IN_EVENT, &place, notes);
    if let Some(inner) = text("room").filter(|inner| !inner.trim().is_empty() && inner.trim() != room.trim()) {
        notes.repaired(&place, Reason::RoomContradicts { outer: room.to_owned(), inner });
    }
    let persons = event.items("persons", &place, notes);
    let recording = event.get("recording");
    let in_recording = |name| recording.and_then(|recording| recording.text(name));
    Session {
        day: date,
        room: Some(room.to_owned()),
        guid: text("guid"),
        id: text("id"),
        slug: text("slug"),
        title: text("title"),
        subtitle: text("subtitle"),
        r#abstract: text("abstract"),
        description: text("description"),
        language: text("language"),
        track: event.get("track").and_then(|track| name(track).or_else(|| text("track"))),
        kind: text("type"),
        date: text("date"),
        start: text("start"),
        duration: text("duration"),
        url: text("url"),
        feedback_url: text("feedback_url"),
        recording_url: text("video_download_url").or_else(|| in_recording("url")),
        do_not_record: text("do_not_record").or_else(|| in_recording("optout")),
        persons: persons.iter().map(|item| person(item, &place, notes)).collect(),
        links: links(event, "links", &place, notes),
        attachments: links(event, "attachments", &place, notes),
        place,
    }
}

fn person(person: &Json, place: &str, notes: &mut Notes) -> Person {
    person.note_unknown(KNOWN_IN_PERSON, place, notes);
    let mut names = ["public_name", "full_public_name", "name"].into_iter().filter_map(|name| person.text(name));
    let public = names.find(|name| !name.trim().is_empty());
    Person {
        guid: person.text("guid"),
        id: person.text("id"),
        name: public.or_else(|| name(person)),
        biography: person.text("biography"),
        photo_url: person.text("avatar"),
        url: person.text("url").or_else(|| person.text("link")),
        links: links(person, "links", place, notes),
    }
}

/// `{url, title}`, or only an address.
fn links(parent: &Json, name: &str, place: &str, notes: &mut Notes) -> Option<Vec<Link>> {
    parent.get(name)?;
    Some(parent.items(name, place, notes).iter().map(link).collect())
}

fn link(link: &Json) -> Link {
    match link {
        Json::Text(url) => Link { url: Some(url.clone()), title: None },
        link => Link { url: link.text("url").or_else(|| link.text("href")), title: link.text("title") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::document::{EventInput, Field};

    fn read_json(json: &str) -> Result<Reading, ReadError> {
        read(json.as_bytes(), &Options { locale: "en".into(), time_zone: None })
    }

    fn event(reading: &Reading) -> &EventInput {
        &reading.document.events[0]
    }

    const MINI: &str = r##"{"schedule": {"base_url": "https://example.org/", "conference": {
        "acronym": "mini", "title": "Mini", "start": "2026-05-01", "end": "2026-05-01", "time_zone_name": "UTC",
        "rooms": [{"name": "B", "capacity": 40, "description_en": "Up", "description_de": "Oben"}],
        "tracks": [{"name": "Web", "color": "abc"}],
        "days": [{"index": 1, "date": "2026-05-01", "rooms": {
            "Z": [{"id": 1, "guid": "g", "title": "A", "date": "2026-05-01T09:00:00Z", "start": "09:00",
                   "duration": "PT45M", "language": "en", "track": "Web", "subtitle": null, "do_not_record": true,
                   "links": ["https://example.org/a", {"url": "https://example.org/b", "title": "B"}],
                   "persons": [{"id": 5, "public_name": "Ana", "biography": "undefined", "avatar": "/a.png"},
                               "Bob"]}],
            "B": [{"id": 2, "title": "C", "abstract": "x\r\ny", "unheard_of": [1], "slug": {}, "type": ["x"],
                   "persons": {"a": 1}}],
            "A": []}}]}}}"##;

    #[test]
    fn values_are_read_as_they_come() {
        let reading = read_json(MINI).expect("it is JSON");
        let session = &event(&reading).sessions[0];

        assert_eq!(session.external_ids, ["guid:g", "frab:mini:session:1"]);
        assert_eq!(session.ends_at.value().map(ToString::to_string).as_deref(), Some("2026-05-01 09:45:00 UTC"));
        assert_eq!(session.do_not_record, Field::Value(true));
        assert_eq!(session.links.value().map(Vec::len), Some(2));
        assert_eq!(session.translations["en"].subtitle, Field::Null);
        assert_eq!(event(&reading).sessions[1].translations["en"].r#abstract, Field::Value("x\ny".into()));
        assert_eq!(event(&reading).tracks[0].colour, Field::Value("#aabbcc".into()));
        let reasons: Vec<_> = reading.notes.iter().map(|note| note.reason.to_string()).collect();
        assert!(reasons.contains(&"`unheard_of` has no place in Tribune".to_owned()));
        assert!(reasons.contains(&"`type` is not a text".to_owned()));
        assert!(reasons.contains(&"`persons` is not a list".to_owned()));
    }

    #[test]
    fn rooms_keep_the_order_of_the_file() {
        let reading = read_json(MINI).expect("it is JSON");
        let rooms = &event(&reading).rooms;

        let ids: Vec<_> = rooms.iter().map(|room| room.external_ids.concat()).collect();
        assert_eq!(ids, ["frab:mini:room:b", "frab:mini:room:z", "frab:mini:room:a"]);
        assert_eq!((&rooms[0].capacity, &rooms[1].capacity), (&Field::Value(40), &Field::Null));
        assert_eq!(rooms[0].translations["de"].description, Field::Value("Oben".into()));
        assert_eq!(rooms[0].translations["de"].name, Field::Absent);
    }

    #[test]
    fn people_have_what_the_file_tells() {
        let reading = read_json(MINI).expect("it is JSON");
        let [ana, bob] = reading.document.speakers.as_slice() else { panic!("two people") };

        assert_eq!(ana.external_ids, ["frab:mini:person:5:ana", "frab:mini:person:ana"]);
        assert_eq!(ana.photo_url, Field::Value("https://example.org/a.png".into()));
        assert_eq!((&ana.translations["en"].bio, &ana.links), (&Field::Null, &Field::Absent));
        assert_eq!((&bob.name, &bob.photo_url), (&Field::Value("Bob".into()), &Field::Null));
    }

    #[test]
    fn errors_say_where() {
        let error = |json: &str| read_json(json).expect_err("it cannot be read").to_string();

        assert!(error("{\n\"a\": }").starts_with("line 2, column 6: "));
        assert!(error("[]").contains("not a schedule"));
        let days = r#"{"conference": {"days": [{"rooms": {"A": 1}}]}}"#;
        assert_eq!(error(days), "`conference.days[0].rooms[\"A\"]` should be a list");
        assert!(error(&"[".repeat(100_000)).contains("recursion"));
    }
}
