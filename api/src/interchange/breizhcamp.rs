//! The files of BreizhCamp's web site: sessions with their speakers as one text of names, speakers, and sponsors.
//! Each may be there without the others. Start at [`read`].

use std::collections::HashMap;

use entity::value::SessionState;

use super::{
    clean,
    json::Json,
    parts::{Part, PartFormat, titled},
    programme::{self, Company, Link, Person, Programme, Room, Session, Texts, Tier, Track},
    reading::{Notes, Options, Reading, Reason},
    standing::Standing,
};

/// The files of BreizhCamp.
pub const FORMAT: PartFormat = PartFormat { recognises, read };

const KNOWN_IN_SESSION: &[&str] = &[
    "id",
    "name",
    "description",
    "event_start",
    "event_end",
    "event_type",
    "format",
    "venue",
    "venue_id",
    "speakers",
    "level",
    "video_url",
    "files_url",
    "slides_url",
    "day_of_week",
];

const KNOWN_IN_SPEAKER: &[&str] =
    &["id", "firstname", "lastname", "imageProfilURL", "bio", "github", "twitter", "social"];

/// What a file tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Sessions,
    Speakers,
    Sponsors,
}

impl Kind {
    fn of(json: &Json) -> Option<Self> {
        let first = json.list().first()?;
        let has = |fields| first.has(fields);
        if has(&["event_start", "event_end", "venue"]) {
            Some(Self::Sessions)
        } else if has(&["firstname", "lastname", "bio"]) {
            Some(Self::Speakers)
        } else if has(&["name", "url", "linkedin"]) {
            Some(Self::Sponsors)
        } else {
            None
        }
    }
}

/// Whether it is one of the files.
fn recognises(json: &Json) -> bool {
    Kind::of(json).is_some()
}

/// Reads the files that are there as one programme.
fn read(parts: &[Part], options: &Options, mut notes: Notes) -> Reading {
    let mut programme = Programme::of("breizhcamp");
    programme.event.place = "the file".to_owned();
    let of = |kind| parts.iter().filter(move |part| Kind::of(part.json) == Some(kind));
    programme.without_event = of(Kind::Sessions).next().is_none() && of(Kind::Sponsors).next().is_none();
    for (place, json) in of(Kind::Speakers).flat_map(Part::items) {
        programme.people.push(person(place, json, &mut notes));
    }
    let names = Names::of(&programme.people);
    for (place, json) in of(Kind::Sessions).flat_map(Part::items) {
        add_session(place, json, &names, &mut programme, &mut notes);
    }
    programme.rooms.sort_by_key(|room| room.id.as_deref().and_then(|id| id.trim().parse::<u32>().ok()));
    if of(Kind::Sponsors).next().is_some() {
        let sponsors = of(Kind::Sponsors).flat_map(Part::items);
        let sponsors = sponsors.map(|(place, json)| sponsor(place, json, &mut notes)).collect();
        programme.tiers = Some(vec![Tier { sponsors, ..Tier::default() }]);
    }
    programme::reading(&programme, options, notes)
}

fn person(place: String, json: &Json, notes: &mut Notes) -> Person {
    let name = ["firstname", "lastname"].map(|name| json.text(name).unwrap_or_default());
    let name = name.iter().filter_map(|name| clean::token(name)).collect::<Vec<_>>().join(" ");
    let place = titled(place, Some(&name));
    json.note_unknown(KNOWN_IN_SPEAKER, &[], &place, notes);
    let links = ["github", "twitter", "social"].into_iter().filter_map(|kind| {
        let url = json.text(kind).filter(|url| !url.trim().is_empty())?;
        Some(Link { url: Some(url), title: None, kind: Some(kind.to_owned()).filter(|kind| kind != "social") })
    });
    Person {
        id: json.text("id"),
        name: Some(name),
        biography: json.text("bio").map(Texts::from),
        photo_url: json.text("imageProfilURL"),
        links: Some(links.collect()),
        place,
        ..Person::default()
    }
}

/// Who is meant by a name.
struct Names {
    /// The ids of people by name, and by name without accents.
    ids: HashMap<String, Vec<String>>,
}

impl Names {
    fn of(people: &[Person]) -> Self {
        let mut ids: HashMap<String, Vec<String>> = HashMap::new();
        for person in people {
            let (Some(name), Some(id)) = (&person.name, &person.id) else { continue };
            ids.entry(clean::slug(name)).or_default().push(id.clone());
        }
        Self { ids }
    }

    /// One of the list, else somebody of whom nothing but the name is known.
    fn person(&self, name: &str, place: &str, notes: &mut Notes) -> Person {
        match self.ids.get(&clean::slug(name)).map(Vec::as_slice) {
            Some([id]) => return Person::reference(id.clone()),
            Some(_) => notes.repaired(place, Reason::AmbiguousPerson { name: name.to_owned() }),
            None if self.ids.is_empty() => {}
            None => notes.repaired(place, Reason::NotListed { name: name.to_owned() }),
        }
        Person { name: Some(name.to_owned()), ..Person::default() }
    }
}

fn add_session(place: String, json: &Json, names: &Names, programme: &mut Programme, notes: &mut Notes) {
    let text = |name| json.text(name);
    let texts = |name| json.text(name).map(Texts::from);
    let place = titled(place, text("name").as_deref());
    json.note_unknown(KNOWN_IN_SESSION, &[], &place, notes);
    let room = text("venue_id").filter(|id| !id.trim().is_empty()).or_else(|| text("venue"));
    programme.rooms.push(Room { place: place.clone(), id: room.clone(), name: texts("venue"), ..Room::default() });
    programme.tracks.push(Track { place: place.clone(), name: texts("event_type"), ..Track::default() });
    let speakers = text("speakers").unwrap_or_default();
    let speakers = speakers.split(',').filter_map(clean::token);
    programme.sessions.push(Session {
        id: text("id"),
        title: texts("name"),
        description: texts("description"),
        date: text("event_start"),
        end: text("event_end"),
        room,
        track: text("event_type"),
        kind: texts("format"),
        level: text("level"),
        state: Standing::is_cancelled(&text("name").unwrap_or_default()).then_some(SessionState::Cancelled),
        recording_url: text("video_url"),
        slides_url: text("slides_url"),
        attachments: json.get("files_url").map(|_| {
            let url = text("files_url").filter(|url| !url.trim().is_empty());
            url.into_iter().map(|url| Link { url: Some(url), ..Link::default() }).collect()
        }),
        persons: speakers.map(|name| names.person(name, &place, notes)).collect(),
        place,
        ..Session::default()
    });
}

fn sponsor(place: String, json: &Json, notes: &mut Notes) -> Company {
    let place = titled(place, json.text("name").as_deref());
    // What stands under `linkedin` is mostly how the company is called there, which leads nowhere.
    let linkedin = json.text("linkedin").filter(|address| address.contains("://"));
    let known: &[&str] = if linkedin.is_some() { &["name", "url", "linkedin"] } else { &["name", "url"] };
    json.note_unknown(known, &[], &place, notes);
    let link = |url| Link { url: Some(url), title: None, kind: Some("linkedin".to_owned()) };
    Company {
        name: json.text("name"),
        url: json.text("url"),
        links: linkedin.map(|url| vec![link(url)]),
        place,
        ..Company::default()
    }
}
