//! Hoverboard: what the web sites of many DevFests keep in Firestore, as the JSON that fills it. Sessions, speakers and
//! posts are maps by id; when a session takes place stands in a schedule of days, slots and columns. Start at [`read`].

use std::collections::{BTreeMap, HashSet};

use entity::value::SessionKind;

use super::{
    Format,
    json::Json,
    parts::titled,
    programme::{self, Company, Link, Person, Post, Programme, Room, Session, Texts, Tier},
    reading::{Notes, Options, ReadError, Reading, Reason},
};

/// Hoverboard.
pub const FORMAT: Format = Format { recognises, read };

const KNOWN: &[&str] = &["sessions", "speakers", "schedule", "partners", "blog"];

const KNOWN_IN_SESSION: &[&str] = &[
    "id",
    "title",
    "description",
    "isBreak",
    "language",
    "tags",
    "complexity",
    "type",
    "icon",
    "videoId",
    "presentation",
    "speakers",
];

const KNOWN_IN_SPEAKER: &[&str] = &[
    "id",
    "order",
    "name",
    "bio",
    "shortBio",
    "title",
    "pronouns",
    "company",
    "companyLogo",
    "companyLogoUrl",
    "photo",
    "photoUrl",
    "socials",
];

const KNOWN_IN_POST: &[&str] = &["title", "brief", "content", "image", "published", "tags"];

/// Whether it has maps of sessions or speakers, and something in them that only Hoverboard has.
fn recognises(json: &Json) -> bool {
    let is_map = |name| matches!(json.get(name), Some(Json::Object(_)));
    let has_slots = || json.get("schedule").into_iter().flat_map(entries).any(|(_, day)| day.has(&["timeslots"]));
    let has_people = || {
        let speakers = json.get("speakers").into_iter().flat_map(entries);
        speakers.take(20).any(|(_, speaker)| speaker.has(&["name", "bio"]) || speaker.has(&["name", "socials"]))
    };
    (is_map("sessions") && (has_slots() || has_people())) || (is_map("speakers") && has_people())
}

/// Reads a programme.
fn read(json: &Json, options: &Options, mut notes: Notes) -> Result<Reading, ReadError> {
    json.note_unknown(KNOWN, KNOWN, "the file", &mut notes);
    let mut programme = Programme::of("hoverboard");
    programme.event.place = "the file".to_owned();
    programme.without_event = ["sessions", "schedule", "partners"].iter().all(|name| json.get(name).is_none());
    let slots = slots(json, &mut programme, &mut notes);
    programme.people = map(json, "speakers").iter().map(|(key, speaker)| person(key, speaker, &mut notes)).collect();
    for (key, session) in map(json, "sessions") {
        add_sessions(key, session, slots.get(key), &mut programme, &mut notes);
    }
    note_dangling(json, &slots, &mut notes);
    programme.tiers = json.get("partners").map(|partners| tiers(partners, &mut notes));
    programme.posts = map(json, "blog").iter().map(|(key, post)| self::post(key, post, &mut notes)).collect();
    Ok(programme::reading(&programme, options, notes))
}

/// The entries of a map, or of a list by index.
fn entries(json: &Json) -> impl Iterator<Item = (String, &Json)> {
    let items = json.list().iter().enumerate().map(|(at, item)| (at.to_string(), item));
    json.fields().iter().map(|(key, value)| (key.clone(), value)).chain(items)
}

fn map<'a>(json: &'a Json, name: &str) -> &'a [(String, Json)] {
    json.get(name).map(Json::fields).unwrap_or_default()
}

/// When and where a session takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Slot {
    place: String,
    day: String,
    start: Option<String>,
    end: Option<String>,
    room: Option<String>,
}

/// The slots of each session. The columns of a day, called tracks, are its rooms.
fn slots(json: &Json, programme: &mut Programme, notes: &mut Notes) -> BTreeMap<String, Vec<Slot>> {
    let mut slots: BTreeMap<String, Vec<Slot>> = BTreeMap::new();
    for (key, day) in json.get("schedule").into_iter().flat_map(entries) {
        let date = day.text("date").filter(|date| !date.trim().is_empty()).unwrap_or_else(|| key.clone());
        programme.days.push(date.clone());
        let place = format!("schedule.{key}");
        let rooms: Vec<Option<String>> =
            day.items("tracks", &place, notes).iter().map(|room| room.text("title")).collect();
        for (at, room) in rooms.iter().enumerate() {
            let name = room.clone().map(Texts::from);
            programme.rooms.push(Room { place: format!("{place}.tracks[{at}]"), name, ..Room::default() });
        }
        let timeslots = day.items("timeslots", &place, notes);
        for (at, timeslot) in timeslots.iter().enumerate() {
            let place = format!("{place}.timeslots[{at}]");
            let columns = timeslot.items("sessions", &place, notes);
            for (column, cell) in columns.iter().enumerate() {
                // What stands alone takes the whole width: it is for everybody, in whichever room is large enough.
                let room = rooms.get(column).cloned().flatten().filter(|_| columns.len() > 1 || rooms.len() == 1);
                let last = timeslots.get(last_row(at, cell)).unwrap_or(timeslot);
                let slot = Slot {
                    place: place.clone(),
                    day: date.clone(),
                    start: timeslot.text("startTime"),
                    end: last.text("endTime"),
                    room,
                };
                for item in cell.items("items", &place, notes) {
                    let Json::Text(id) = item else { continue };
                    slots.entry(id.trim().to_owned()).or_default().push(slot.clone());
                }
            }
        }
    }
    slots
}

/// A session may extend over several rows of the schedule.
fn last_row(at: usize, cell: &Json) -> usize {
    let rows = cell.text("extend").and_then(|rows| rows.trim().parse::<usize>().ok()).unwrap_or(1);
    at.saturating_add(rows.saturating_sub(1))
}

/// Slots of sessions that are not there.
fn note_dangling(json: &Json, slots: &BTreeMap<String, Vec<Slot>>, notes: &mut Notes) {
    let sessions: HashSet<&str> = map(json, "sessions").iter().map(|(key, _)| key.as_str()).collect();
    for (id, slots) in slots.iter().filter(|(id, _)| !sessions.contains(id.as_str())) {
        let place = slots.first().map(|slot| slot.place.as_str()).unwrap_or_default();
        notes.skipped(place, Reason::Dangling { field: "session", id: id.clone() });
    }
}

/// A session for each of its slots: breaks stand in the file once, and take place often.
fn add_sessions(key: &str, json: &Json, slots: Option<&Vec<Slot>>, programme: &mut Programme, notes: &mut Notes) {
    let place = titled(format!("session {key}"), json.text("title").as_deref());
    json.note_unknown(KNOWN_IN_SESSION, &["tags", "speakers"], &place, notes);
    let session = session(key, json, &place, notes);
    let slots = slots.map(Vec::as_slice).unwrap_or_default();
    if slots.is_empty() {
        programme.sessions.push(session);
        return;
    }
    if slots.len() > 1 {
        notes.repaired(&place, Reason::SeveralTimes { id: key.to_owned(), count: slots.len() });
    }
    for (at, slot) in slots.iter().enumerate() {
        let again = (at > 0).then(|| format!("{key}@{}T{}", slot.day, slot.start.as_deref().unwrap_or_default()));
        programme.sessions.push(Session {
            id: Some(again.unwrap_or_else(|| key.to_owned())),
            day: Some(slot.day.clone()),
            start: slot.start.clone(),
            end: slot.end.clone(),
            room: slot.room.clone(),
            ..session.clone()
        });
    }
}

fn session(key: &str, json: &Json, place: &str, notes: &mut Notes) -> Session {
    let text = |name| json.text(name);
    let texts = |name| json.text(name).map(Texts::from);
    let is_break = json.truth("isBreak") == Some(true);
    let video = text("videoId").filter(|id| !id.trim().is_empty());
    let speakers = json.strings("speakers", place, notes).unwrap_or_default();
    Session {
        id: Some(key.to_owned()),
        title: texts("title"),
        description: texts("description"),
        language: text("language"),
        kind: texts("type").or_else(|| texts("icon")),
        known_kind: is_break.then_some(SessionKind::Break),
        level: text("complexity"),
        tags: json.strings("tags", place, notes),
        recording_url: video.map(|id| video_address(id.trim())).or_else(|| text("videoId")),
        slides_url: text("presentation"),
        persons: speakers.into_iter().map(Person::reference).collect(),
        place: place.to_owned(),
        ..Session::default()
    }
}

/// Videos are named by their id on YouTube.
fn video_address(id: &str) -> String {
    if id.contains("://") { id.to_owned() } else { format!("https://www.youtube.com/watch?v={id}") }
}

fn person(key: &str, json: &Json, notes: &mut Notes) -> Person {
    let place = titled(format!("speaker {key}"), json.text("name").as_deref());
    json.note_unknown(KNOWN_IN_SPEAKER, &["socials"], &place, notes);
    let text = |name: &str| json.text(name).filter(|text| !text.trim().is_empty());
    let bio = text("bio");
    let mut job_title = text("title");
    if let Some(short) = text("shortBio").filter(|short| Some(short) != bio.as_ref()) {
        match job_title {
            None => job_title = Some(short),
            Some(_) => notes.skipped(&place, Reason::Ignored { field: "shortBio".to_owned() }),
        }
    }
    let links = json.get("socials").map(|_| {
        let social =
            |social: &Json| Link { url: social.text("link"), title: social.text("name"), kind: social.text("icon") };
        json.items("socials", &place, notes).iter().map(social).collect()
    });
    Person {
        id: Some(key.to_owned()),
        name: json.text("name"),
        biography: json.text("bio").map(Texts::from),
        job_title: job_title.map(Texts::from),
        company: json.text("company").map(|name| Company {
            name: Some(name),
            logo_url: text("companyLogoUrl").or_else(|| text("companyLogo")),
            ..Company::default()
        }),
        pronouns: json.text("pronouns"),
        photo_url: text("photoUrl").or_else(|| text("photo")),
        links,
        place,
        ..Person::default()
    }
}

/// Partners by rank, the highest first.
fn tiers(partners: &Json, notes: &mut Notes) -> Vec<Tier> {
    let mut tiers = Vec::new();
    for (key, tier) in entries(partners) {
        let place = titled(format!("partners {key}"), tier.text("title").as_deref());
        tier.note_unknown(&["title", "style", "order", "logos", "items"], &["logos", "items"], &place, notes);
        let sponsors = ["logos", "items"].iter().flat_map(|list| tier.get(list)).flat_map(entries);
        let sponsors = sponsors.map(|(at, sponsor)| Company {
            place: format!("{place}, [{at}]"),
            name: sponsor.text("name"),
            url: sponsor.text("url"),
            logo_url: sponsor.text("logoUrl"),
            ..Company::default()
        });
        tiers.push(Tier { sponsors: sponsors.collect(), name: tier.text("title").map(Texts::from), place });
    }
    tiers
}

fn post(key: &str, json: &Json, notes: &mut Notes) -> Post {
    let place = titled(format!("post {key}"), json.text("title").as_deref());
    json.note_unknown(KNOWN_IN_POST, &["tags"], &place, notes);
    let texts = |name| json.text(name).map(Texts::from);
    Post {
        id: Some(key.to_owned()),
        title: texts("title"),
        excerpt: texts("brief"),
        body: texts("content"),
        published: json.text("published"),
        cover_url: json.text("image"),
        tags: json.strings("tags", &place, notes),
        place,
    }
}
