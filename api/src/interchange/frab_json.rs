//! frab JSON, version 1 (`schedule.json`): frab, pretalx, c3voc. What is a string in one program is a number, an
//! object or nothing in another, so values are read as they come. Start at [`read`].

use super::{
    Format,
    json::Json,
    programme::{
        self, Event, Link, Person, Programme, Room, Session, Texts, Track,
        language::{self, Stated},
    },
    reading::{Expected, NoSchedule, Notes, Options, ReadError, Reading, Reason},
};

/// frab JSON, version 1.
pub const FORMAT: Format = Format { recognises, read };

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

fn recognises(root: &Json) -> bool {
    root.has(&["schedule"]) || root.has(&["conference"])
}

fn read(root: &Json, options: &Options, mut notes: Notes) -> Result<Reading, ReadError> {
    let (outer, schedule_path) = match root.get("schedule") {
        Some(schedule) => (schedule, "schedule."),
        None => (root, ""),
    };
    let Some(conference) = outer.get("conference").filter(|conference| matches!(conference, Json::Object(_))) else {
        return Err(ReadError::NotASchedule { problem: NoSchedule::NoConference });
    };
    let path = format!("{schedule_path}conference");
    let event = event(outer, conference, &path, &mut notes);
    let mut programme = Programme { event, ..Programme::of("frab") };
    programme.rooms = listed(conference, "rooms", &path)?.map(|(room, at)| known_room(room, at, &mut notes)).collect();
    programme.tracks =
        listed(conference, "tracks", &path)?.map(|(track, at)| known_track(track, at, &mut notes)).collect();
    days(conference, &path, &mut programme, &mut notes)?;
    Ok(programme::reading(&programme, options, notes))
}

fn event(outer: &Json, conference: &Json, path: &str, notes: &mut Notes) -> Event {
    conference.note_unknown(KNOWN_IN_CONFERENCE, STRUCTURED, path, notes);
    let text = |name| conference.text(name);
    let either = |name| text(name).or_else(|| outer.text(name));
    Event {
        place: path.to_owned(),
        acronym: text("acronym"),
        title: text("title").map(Texts::from),
        subtitle: text("subtitle").map(Texts::from),
        venue: text("venue").map(Texts::from),
        city: text("city"),
        start: text("start"),
        end: text("end"),
        time_zone: text("time_zone_name"),
        day_change: text("day_change"),
        url: either("url"),
        base_url: either("base_url"),
        ..Event::default()
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
    room.note_unknown(KNOWN_IN_ROOM, STRUCTURED, &place, notes);
    Room {
        place,
        name: name(room).map(Texts::from),
        guid: room.text("guid"),
        capacity: room.text("capacity"),
        description: Some(descriptions(room)),
        ..Room::default()
    }
}

fn known_track(track: &Json, place: String, notes: &mut Notes) -> Track {
    track.note_unknown(KNOWN_IN_TRACK, STRUCTURED, &place, notes);
    let name = name(track).map(Texts::from);
    Track { place, name, guid: track.text("guid"), colour: track.text("color"), ..Track::default() }
}

/// A name, or an object that has one.
fn name(item: &Json) -> Option<String> {
    match item {
        Json::Text(name) => Some(name.clone()),
        item => item.text("name"),
    }
}

/// `description`, `description_de`, or `description: {de: …}`.
fn descriptions(room: &Json) -> Texts {
    let Json::Object(fields) = room else { return Texts::default() };
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
    descriptions.into_iter().collect()
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

fn days(conference: &Json, path: &str, programme: &mut Programme, notes: &mut Notes) -> Result<(), ReadError> {
    for ((day, at), position) in listed(conference, "days", path)?.zip(1..) {
        let date = day.text("date");
        programme.days.extend(date.clone());
        programme.spans.extend(day.text("day_start").zip(day.text("day_end")));
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
            programme.rooms.push(Room {
                place: format!("day {index}, room \"{room}\""),
                name: Some(room.as_str().into()),
                ..Room::default()
            });
            for (position, event) in events.iter().enumerate() {
                if !matches!(event, Json::Object(_)) {
                    let path = format!("{at}.rooms[\"{room}\"][{position}]");
                    return Err(ReadError::Shape { path, expected: Expected::Object });
                }
                let session = session(event, &index, date.clone(), room, notes);
                if let Some(Json::Text(_) | Json::Object(_)) = event.get("track") {
                    let (place, name) = (session.place.clone(), session.track.clone().map(Texts::from));
                    programme.tracks.push(Track { place, name, ..Track::default() });
                }
                programme.sessions.push(session);
            }
        }
    }
    Ok(())
}

fn session(event: &Json, day: &str, date: Option<String>, room: &str, notes: &mut Notes) -> Session {
    let text = |name| event.text(name);
    let id = text("id").or_else(|| text("guid")).unwrap_or_default();
    let place = format!("day {day}, room \"{room}\", event {id}");
    event.note_unknown(KNOWN_IN_EVENT, STRUCTURED, &place, notes);
    if let Some(inner) = text("room").filter(|inner| !inner.trim().is_empty() && inner.trim() != room.trim()) {
        notes.repaired(&place, Reason::RoomContradicts { outer: room.to_owned(), inner });
    }
    let persons = event.items("persons", &place, notes);
    let recording = event.get("recording");
    let in_recording = |name| recording.and_then(|recording| recording.text(name));
    let mut session = Session {
        day: date,
        room: Some(room.to_owned()),
        guid: text("guid"),
        id: text("id"),
        slug: text("slug"),
        title: text("title").map(Texts::from),
        subtitle: text("subtitle").map(Texts::from),
        r#abstract: text("abstract").map(Texts::from),
        description: text("description").map(Texts::from),
        language: text("language"),
        track: event.get("track").and_then(|track| name(track).or_else(|| text("track"))),
        kind: text("type").map(Texts::from),
        date: text("date"),
        start: text("start"),
        duration: text("duration"),
        // The schema wants an address, which those without a page make of their guid.
        url: text("url").filter(|url| !url.starts_with("urn:")),
        feedback_url: text("feedback_url"),
        recording_url: text("video_download_url").or_else(|| in_recording("url")),
        do_not_record: text("do_not_record").or_else(|| in_recording("optout")),
        persons: persons.iter().map(|item| person(item, &place, notes)).collect(),
        links: links(event, "links", &place, notes),
        attachments: links(event, "attachments", &place, notes),
        place,
        ..Session::default()
    };
    session.sort_links();
    session
}

fn person(person: &Json, place: &str, notes: &mut Notes) -> Person {
    person.note_unknown(KNOWN_IN_PERSON, STRUCTURED, place, notes);
    let mut names = ["public_name", "full_public_name", "name"].into_iter().filter_map(|name| person.text(name));
    let public = names.find(|name| !name.trim().is_empty());
    Person {
        guid: person.text("guid"),
        id: person.text("id"),
        name: public.or_else(|| name(person)),
        biography: person.text("biography").map(Texts::from),
        photo_url: person.text("avatar"),
        url: person.text("url").or_else(|| person.text("link")),
        links: links(person, "links", place, notes),
        ..Person::default()
    }
}

/// `{url, title}`, or only an address.
fn links(parent: &Json, name: &str, place: &str, notes: &mut Notes) -> Option<Vec<Link>> {
    parent.get(name)?;
    Some(parent.items(name, place, notes).iter().map(link).collect())
}

fn link(link: &Json) -> Link {
    match link {
        Json::Text(url) => Link { url: Some(url.clone()), ..Link::default() },
        link => Link {
            url: link.text("url").or_else(|| link.text("href")),
            title: link.text("title"),
            kind: link.text("type"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::document::{EventInput, Field};

    fn read_json(json: &str) -> Result<Reading, ReadError> {
        crate::interchange::read(json.as_bytes(), &Options::of_locale("en"))
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
    }
}
