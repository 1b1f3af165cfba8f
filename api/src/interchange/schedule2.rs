//! frab JSON, version 2: sessions stand in one list, with start and end, texts in several languages, people with
//! roles, and breaks of their own. Its identifiers are those of version 1. Start at [`FORMAT`].

use entity::value::Role;

use super::{
    Format, clean,
    document::{SessionKind, SessionState},
    json::Json,
    programme::{self, Event, Link, Person, Programme, Room, Session, Texts, Track},
    reading::{Expected, Notes, Options, ReadError, Reading, Reason},
};

/// frab JSON, version 2.
pub const FORMAT: Format = Format { recognises, read };

const KNOWN_IN_CONFERENCE: &[&str] = &[
    "acronym",
    "title",
    "description",
    "start",
    "end",
    "timeslot_duration",
    "time_zone_name",
    "logo",
    "url",
    "languages",
    "defaults",
    "tracks",
    "rooms",
    "days",
];

const KNOWN_IN_EVENT: &[&str] = &[
    "guid",
    "code",
    "id",
    "start",
    "end",
    "duration",
    "room",
    "slug",
    "url",
    "title",
    "subtitle",
    "track",
    "type",
    "language",
    "abstract",
    "description",
    "participants",
    "links",
    "attachments",
    "state",
    "do_not_record",
];

const KNOWN_IN_ROOM: &[&str] = &["name", "slug", "guid", "description", "capacity"];

const KNOWN_IN_TRACK: &[&str] = &["name", "slug", "type", "color", "colors", "description"];

const KNOWN_IN_PERSON: &[&str] = &["name", "role", "guid", "url", "links"];

/// Fields that need not be texts.
const STRUCTURED: &[&str] = &[
    "title",
    "subtitle",
    "description",
    "abstract",
    "logo",
    "languages",
    "defaults",
    "tracks",
    "rooms",
    "days",
    "room",
    "track",
    "participants",
    "links",
    "attachments",
    "colors",
];

fn recognises(root: &Json) -> bool {
    root.get("schedule").is_some_and(|schedule| schedule.has(&["conference", "events"]))
}

fn read(root: &Json, options: &Options, mut notes: Notes) -> Result<Reading, ReadError> {
    let schedule = root.get("schedule").unwrap_or(root);
    let Some(conference) = schedule.get("conference").filter(|conference| matches!(conference, Json::Object(_))) else {
        return Err(ReadError::Shape { path: "schedule.conference".to_owned(), expected: Expected::Object });
    };
    let Some(Json::List(events)) = schedule.get("events") else {
        return Err(ReadError::Shape { path: "schedule.events".to_owned(), expected: Expected::List });
    };
    let mut programme = Programme { event: event(conference, &mut notes), ..Programme::of("frab") };
    let path = "schedule.conference";
    programme.rooms = conference.items("rooms", path, &mut notes).iter().map(|item| room(item, None)).collect();
    programme.tracks = conference.items("tracks", path, &mut notes).iter().map(|item| track(item, None)).collect();
    for (list, known) in [("rooms", KNOWN_IN_ROOM), ("tracks", KNOWN_IN_TRACK)] {
        for item in conference.get(list).map(Json::list).unwrap_or_default() {
            let place = format!("{list} \"{}\"", item.text("name").unwrap_or_default());
            item.note_unknown(known, STRUCTURED, &place, &mut notes);
        }
    }
    let days = conference.items("days", path, &mut notes);
    programme.days = days.iter().filter_map(|day| day.text("date")).collect();
    for item in events {
        add(item, &mut programme, &mut notes);
    }
    Ok(programme::reading(&programme, options, notes))
}

fn event(conference: &Json, notes: &mut Notes) -> Event {
    let place = "schedule.conference".to_owned();
    conference.note_unknown(KNOWN_IN_CONFERENCE, STRUCTURED, &place, notes);
    let languages = conference.strings("languages", &place, notes).unwrap_or_default();
    let default = conference.get("defaults").and_then(|defaults| defaults.text("language"));
    Event {
        acronym: conference.text("acronym"),
        title: conference.texts("title"),
        description: conference.texts("description"),
        start: conference.text("start"),
        end: conference.text("end"),
        time_zone: conference.text("time_zone_name"),
        url: conference.text("url"),
        cover_url: conference.get("logo").and_then(image),
        language: default.or_else(|| Some(languages).filter(|all| all.len() == 1).map(|all| all.concat())),
        place,
        ..Event::default()
    }
}

fn image(image: &Json) -> Option<String> {
    match image {
        Json::Text(url) => Some(url.clone()),
        image => image.text("url"),
    }
}

/// A room that is listed, or that an event names.
fn room(room: &Json, place: Option<&str>) -> Room {
    let name = match room {
        Json::Text(name) => Some(name.as_str().into()),
        room => room.texts("name").or_else(|| room.texts("slug")),
    };
    let place = place.map_or_else(|| format!("room \"{}\"", room.text("name").unwrap_or_default()), str::to_owned);
    Room {
        name,
        guid: room.text("guid"),
        capacity: room.text("capacity"),
        description: room.texts("description"),
        place,
        ..Room::default()
    }
}

fn track(track: &Json, place: Option<&str>) -> Track {
    let slug = track.text("slug").filter(|slug| clean::token(slug).is_some());
    let place = place.map_or_else(|| format!("track \"{}\"", slug.as_deref().unwrap_or_default()), str::to_owned);
    Track {
        name: track.texts("name").or_else(|| slug.as_deref().map(Texts::from)),
        colour: track.text("color").or_else(|| track.get("colors").and_then(|colours| colours.text("light"))),
        description: track.texts("description"),
        id: slug,
        guid: None,
        place,
    }
}

/// Whether what is in this state takes place; `Err` when it is not in the programme.
fn state(raw: &str) -> Result<Option<SessionState>, ()> {
    match raw {
        "" => Ok(None),
        "CONFIRMED" | "DELAYED" => Ok(Some(SessionState::Confirmed)),
        "ACCEPTED" => Ok(Some(SessionState::Tentative)),
        "CANCELED" | "CANCELLED" => Ok(Some(SessionState::Cancelled)),
        _ => Err(()),
    }
}

/// Adds a session, and the room and the track that it names.
fn add(item: &Json, programme: &mut Programme, notes: &mut Notes) {
    let id = item.text("code").or_else(|| item.text("guid")).unwrap_or_default();
    let place = format!("event {id}");
    let raw = item.text("state").unwrap_or_default();
    let Ok(state) = state(&raw.to_ascii_uppercase()) else {
        return notes.skipped(&place, Reason::NotAccepted { state: raw });
    };
    item.note_unknown(KNOWN_IN_EVENT, STRUCTURED, &place, notes);
    let kind = item.text("type").unwrap_or_default();
    let (room_name, track_name) = (item.get("room").map(room_key), item.get("track").map(track_key));
    if let Some(named) = item.get("room").filter(|room| !room.is_empty()) {
        programme.rooms.push(room(named, Some(&place)));
    }
    if let Some(named) = item.get("track").filter(|track| matches!(track, Json::Object(_))) {
        programme.tracks.push(track(named, Some(&place)));
    }
    let links = |name| item.get(name).map(|_| item.get(name).map(Json::list).unwrap_or_default());
    let is_slides = |link: &&Json| link.text("type").is_some_and(|kind| kind == "SLIDES");
    let all = [links("links"), links("attachments")];
    let slides = all.iter().flatten().flat_map(|links| links.iter()).find(is_slides);
    let others = |links: Option<&[Json]>| -> Option<Vec<Link>> {
        Some(links?.iter().filter(|link| slides.is_none_or(|slides| !std::ptr::eq(*link, slides))).map(link).collect())
    };
    programme.sessions.push(Session {
        guid: item.text("guid"),
        id: item.text("code").or_else(|| item.text("id")),
        slug: item.text("slug"),
        title: item.texts("title"),
        subtitle: item.texts("subtitle"),
        r#abstract: item.texts("abstract"),
        description: item.texts("description"),
        language: item.text("language"),
        room: room_name,
        track: track_name,
        known_kind: (kind == "BREAK").then_some(SessionKind::Break),
        kind: Some(kind.replace('_', " ").into()),
        state,
        date: item.text("start"),
        end: item.text("end"),
        duration: item.text("duration").filter(|_| item.text("end").is_none_or(|end| end.is_empty())),
        url: item.text("url"),
        slides_url: slides.and_then(|link| link.text("url")),
        do_not_record: item.text("do_not_record"),
        persons: item.items("participants", &place, notes).iter().map(|item| person(item, &place, notes)).collect(),
        links: others(all[0]),
        attachments: others(all[1]),
        place,
        ..Session::default()
    });
}

/// By guid, else by slug, else by name.
fn room_key(room: &Json) -> String {
    match room {
        Json::Text(name) => name.clone(),
        room => {
            let mut names = ["guid", "name", "slug"].into_iter().filter_map(|name| room.text(name));
            names.find(|name| clean::token(name).is_some()).unwrap_or_default()
        }
    }
}

fn track_key(track: &Json) -> String {
    match track {
        Json::Text(slug) => slug.clone(),
        track => track.text("slug").or_else(|| track.text("name")).unwrap_or_default(),
    }
}

fn person(person: &Json, place: &str, notes: &mut Notes) -> Person {
    person.note_unknown(KNOWN_IN_PERSON, STRUCTURED, place, notes);
    let role = match person.text("role").unwrap_or_default().as_str() {
        "MODERATOR" => Role::Moderator,
        "HOST" => Role::Host,
        _ => Role::Speaker,
    };
    Person {
        guid: person.text("guid"),
        name: person.text("name"),
        url: person.text("url"),
        links: person.get("links").map(|links| links.list().iter().map(link).collect()),
        role: Some(role),
        ..Person::default()
    }
}

/// Its type, or the service that it is on, tells what it is.
fn link(link: &Json) -> Link {
    let kind = link.text("type").or_else(|| link.text("service"));
    let kind =
        kind.map(|kind| kind.to_ascii_lowercase()).map(|kind| if kind == "web" { "website".into() } else { kind });
    Link { url: link.text("url"), title: link.text("title"), kind: kind.filter(|kind| !kind.is_empty()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::{document::Field, read};

    const MINI: &str = r##"{"schedule": {"version": "1", "conference": {
        "acronym": "mini", "title": "Mini", "description": {"de": "Klein", "en": "Small"}, "languages": ["de", "en"],
        "start": "2027-05-10T09:00:00+02:00", "end": "2027-05-10T18:00:00+02:00", "time_zone_name": "Europe/Berlin",
        "defaults": {"language": "de"}, "url": "https://mini.example/", "keywords": ["x"],
        "tracks": [{"name": "Web", "slug": "web", "color": "#abcdef"}],
        "rooms": [{"name": "Saal", "guid": "r1", "slug": "saal", "capacity": 40, "description": {"en": "Up"}}],
        "days": [{"index": 1, "date": "2027-05-10", "start": "2027-05-10T09:00:00+02:00",
                  "end": "2027-05-10T18:00:00+02:00"}]},
        "events": [
            {"guid": "g1", "code": "ABC", "start": "2027-05-10T10:00:00+02:00", "end": "2027-05-10T10:45:00+02:00",
             "duration": "PT45M", "room": {"guid": "r1"}, "slug": "mini-1-eins", "url": "https://mini.example/1",
             "title": "Eins", "subtitle": null, "track": {"slug": "web"}, "type": "LIGHTNING_TALK", "language": "de",
             "abstract": {"de": "Kurz", "en": "Short"}, "links": [{"type": "SLIDES", "url": "https://mini.example/s"},
                {"type": "WEB", "url": "https://mini.example/w", "title": "W"}],
             "participants": [{"guid": "p1", "name": "Ana", "role": "MODERATOR"}, {"guid": "p2", "name": "Bo"}]},
            {"type": "BREAK", "title": "Pause", "start": "2027-05-10T11:00:00+02:00",
             "end": "2027-05-10T11:30:00+02:00"},
            {"guid": "g3", "title": "Nie", "state": "WITHDRAWN"},
            {"guid": "g4", "title": "Aus", "state": "CANCELED", "start": "2027-05-10T12:00:00+02:00",
             "end": "2027-05-10T12:30:00+02:00", "room": {"guid": "r2", "name": "Hof"}, "participants": []}]}}"##;

    fn mini() -> Reading {
        read(MINI.as_bytes(), &Options::of_locale("en")).expect("it is JSON")
    }

    #[test]
    fn texts_come_in_several_languages() {
        let reading = mini();
        let event = &reading.document.events[0];
        let one = &event.sessions[0];

        assert_eq!(event.external_ids, ["frab:mini"]);
        assert_eq!(event.source_locale, Some("de".into()));
        assert_eq!(event.translations["en"].description, Field::Value("Small".into()));
        assert_eq!(one.translations["de"].r#abstract, Field::Value("Kurz".into()));
        assert_eq!(one.translations["en"].r#abstract, Field::Value("Short".into()));
        assert_eq!(one.translations["en"].title, Field::Absent);
        assert_eq!(event.rooms[0].translations["en"].description, Field::Value("Up".into()));
    }

    #[test]
    fn sessions_have_what_the_file_tells() {
        let reading = mini();
        let event = &reading.document.events[0];
        let [one, pause, off] = event.sessions.as_slice() else { panic!("three sessions") };

        assert_eq!(one.external_ids, ["guid:g1", "frab:mini:session:ABC", "frab:mini:session:mini-1-eins"]);
        assert_eq!(one.ends_at.value().map(ToString::to_string).as_deref(), Some("2027-05-10 08:45:00 UTC"));
        assert_eq!((&one.room, &off.room), (&Field::Value("guid:r1".into()), &Field::Value("guid:r2".into())));
        assert_eq!(one.track, Field::Value("frab:mini:track:web".into()));
        assert_eq!(one.slides_url, Field::Value("https://mini.example/s".into()));
        assert_eq!(
            (&one.kind, &pause.kind),
            (&Field::Value(SessionKind::LightningTalk), &Field::Value(SessionKind::Break))
        );
        assert_eq!(off.state, Field::Value(SessionState::Cancelled));
        let speakers = one.speakers.value().expect("there are speakers");
        assert_eq!((speakers[0].role, speakers[1].role), (Role::Moderator.into(), Role::Speaker.into()));
        for reason in [Reason::NotAccepted { state: "WITHDRAWN".into() }, Reason::Ignored { field: "keywords".into() }]
        {
            assert!(reading.notes.iter().any(|note| note.reason == reason), "{reason}");
        }
    }

    #[test]
    fn errors_say_where() {
        let refused = read(br#"{"schedule": {"conference": {}, "events": 1}}"#, &Options::of_locale("en"));

        assert_eq!(refused.err().map(|error| error.to_string()).as_deref(), Some("`schedule.events` should be a list"));
    }
}
