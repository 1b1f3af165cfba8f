//! Sessionize: the views of one endpoint (All, GridSmart, Sessions, Speakers, SpeakerWall). None of them names the
//! event, and the two of speakers tell of nothing else. Start at [`FORMAT`].

use std::collections::{HashMap, HashSet};

use super::{
    Format, clean,
    document::SessionKind,
    json::Json,
    programme::{self, Link, Person, Programme, Room, Session, Texts, Track, kind_of},
    question::{Answer, Subject},
    reading::{Notes, Options, ReadError, Reading, Reason},
};

/// Any of its views.
pub const FORMAT: Format = Format { recognises, read };

const KNOWN_IN_SESSION: &[&str] = &[
    "id",
    "title",
    "description",
    "startsAt",
    "endsAt",
    "isServiceSession",
    "isPlenumSession",
    "speakers",
    "categories",
    "categoryItems",
    "questionAnswers",
    "roomId",
    "room",
    "liveUrl",
    "recordingUrl",
    "status",
    "isInformed",
    "isConfirmed",
];

const KNOWN_IN_SPEAKER: &[&str] = &[
    "id",
    "firstName",
    "lastName",
    "fullName",
    "bio",
    "tagLine",
    "profilePicture",
    "isTopSpeaker",
    "links",
    "sessions",
    "categories",
    "categoryItems",
    "questionAnswers",
];

/// Fields that need not be texts.
const STRUCTURED: &[&str] = &["speakers", "categories", "categoryItems", "questionAnswers", "links", "sessions"];

/// States of a session that is in the programme.
const ACCEPTED: &[&str] = &["", "accepted", "accept_queue", "confirmed"];

/// The views.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    All,
    Grid,
    Sessions,
    Speakers,
}

fn view(root: &Json) -> Option<View> {
    let is_list = |name| matches!(root.get(name), Some(Json::List(_)));
    if is_list("sessions") && is_list("speakers") && is_list("rooms") && root.has(&["questions", "categories"]) {
        return Some(View::All);
    }
    let first = root.list().first()?;
    if first.has(&["date", "rooms", "timeSlots"]) {
        Some(View::Grid)
    } else if first.has(&["groupId", "groupName", "sessions"]) {
        Some(View::Sessions)
    } else if first.has(&["id", "fullName", "tagLine", "profilePicture"]) {
        Some(View::Speakers)
    } else {
        None
    }
}

fn recognises(root: &Json) -> bool {
    view(root).is_some()
}

fn read(root: &Json, options: &Options, mut notes: Notes) -> Result<Reading, ReadError> {
    let mut programme = Programme::of("sessionize");
    programme.event.place = "the file".to_owned();
    let mut custom = Custom::default();
    match view(root) {
        Some(View::All) | None => all(root, &mut programme, &mut custom, &mut notes),
        Some(View::Grid) => grid(root, &mut programme, &custom, &mut notes),
        Some(View::Sessions) => groups(root, &mut programme, &custom, &mut notes),
        Some(View::Speakers) => {
            programme.without_event = true;
            programme.people = people(root.list(), &custom, &mut notes);
        }
    }
    Ok(programme::reading(&programme, options, notes))
}

/// What the organisers have added: questions, and the items of categories, by their ids.
#[derive(Default)]
struct Custom {
    questions: HashMap<String, String>,
    /// The title of the category, and the name of the item.
    items: HashMap<String, (String, String)>,
}

impl Custom {
    fn of(root: &Json) -> Self {
        let mut custom = Self::default();
        for question in lists(root, "questions") {
            custom.questions.extend(question.text("id").zip(question.text("question")));
        }
        for category in lists(root, "categories") {
            let title = category.text("title").unwrap_or_default();
            for item in lists(category, "items") {
                let named = item.text("id").zip(item.text("name"));
                custom.items.extend(named.map(|(id, name)| (id, (title.clone(), name))));
            }
        }
        custom
    }

    /// What is said of a session or of a person in fields of the organisers, in whichever form the view has it.
    fn answers(&self, item: &Json, place: &str, notes: &mut Notes) -> Vec<Answer> {
        let (mut answers, mut known) = (Vec::new(), HashMap::new());
        for id in item.strings("categoryItems", place, notes).unwrap_or_default() {
            match self.items.get(&id) {
                Some((title, name)) => add_item(&mut answers, &mut known, title, name.clone()),
                None => notes.skipped(place, Reason::Dangling { field: "category", id }),
            }
        }
        for category in item.items("categories", place, notes) {
            let title = category.text("name").unwrap_or_default();
            for name in lists(category, "categoryItems").iter().filter_map(|item| item.text("name")) {
                add_item(&mut answers, &mut known, &title, name);
            }
        }
        for answer in item.items("questionAnswers", place, notes) {
            let id = answer.text("questionId").or_else(|| answer.text("id")).unwrap_or_default();
            let title = answer.text("question").or_else(|| self.questions.get(&id).cloned()).unwrap_or(id);
            let value = answer.text("answerValue").or_else(|| answer.text("answer"));
            let subject = Subject::of([title.as_str()]);
            answers.push(Answer { subject, title, values: value.into_iter().collect() });
        }
        answers
    }
}

/// What a category is about, and if that is not known, words to find something by.
fn add_item(answers: &mut Vec<Answer>, known: &mut HashMap<String, usize>, title: &str, name: String) {
    let next = answers.len();
    match answers.get_mut(*known.entry(title.to_owned()).or_insert(next)) {
        Some(answer) => answer.values.push(name),
        None => {
            let subject = Subject::of([title]).filter(|subject| subject.is_of_categories()).unwrap_or(Subject::Tags);
            answers.push(Answer { subject: Some(subject), title: title.to_owned(), values: vec![name] });
        }
    }
}

/// The items of a list that nothing is to be said of when it is none.
fn lists<'a>(parent: &'a Json, name: &str) -> &'a [Json] {
    parent.get(name).map(Json::list).unwrap_or_default()
}

/// In the order that the organisers gave them.
fn sorted(items: &[Json]) -> Vec<&Json> {
    let mut sorted: Vec<&Json> = items.iter().collect();
    let sort = |item: &Json| item.text("sort").and_then(|sort| sort.parse::<i64>().ok()).unwrap_or(i64::MAX);
    sorted.sort_by_key(|item| sort(item));
    sorted
}

fn all(root: &Json, programme: &mut Programme, custom: &mut Custom, notes: &mut Notes) {
    root.note_unknown(
        &["sessions", "speakers", "questions", "categories", "rooms"],
        &["sessions", "speakers", "questions", "categories", "rooms"],
        "the file",
        notes,
    );
    *custom = Custom::of(root);
    programme.rooms = sorted(lists(root, "rooms")).into_iter().map(room).collect();
    let is_track = |category: &&&Json| Subject::of(category.text("title").as_deref()) == Some(Subject::Track);
    for category in sorted(lists(root, "categories")).iter().filter(is_track) {
        programme.tracks.extend(sorted(lists(category, "items")).into_iter().map(track));
    }
    programme.people = people(lists(root, "speakers"), custom, notes);
    for item in lists(root, "sessions") {
        add(item, programme, custom, notes);
    }
    note_missing(root, notes);
}

/// A speaker names sessions too, and not all of them need to be there.
fn note_missing(root: &Json, notes: &mut Notes) {
    let known: HashSet<String> = lists(root, "sessions").iter().filter_map(|session| session.text("id")).collect();
    for speaker in lists(root, "speakers") {
        let place = format!("speaker {}", speaker.text("id").unwrap_or_default());
        for id in speaker.strings("sessions", &place, notes).unwrap_or_default() {
            if !known.contains(&id) {
                notes.skipped(&place, Reason::Dangling { field: "session", id });
            }
        }
    }
}

fn grid(root: &Json, programme: &mut Programme, custom: &Custom, notes: &mut Notes) {
    let mut seen = HashSet::new();
    for day in root.list() {
        let date = day.text("date").unwrap_or_default();
        programme.days.extend(date.split('T').next().map(str::to_owned));
        for room in lists(day, "rooms") {
            programme.rooms.push(self::room(room));
            // A session for everybody may stand in several rooms.
            let new = |item: &&Json| seen.insert((item.text("id"), item.text("startsAt")));
            for item in lists(room, "sessions").iter().filter(new) {
                add(item, programme, custom, notes);
            }
        }
    }
}

fn groups(root: &Json, programme: &mut Programme, custom: &Custom, notes: &mut Notes) {
    let mut seen = HashSet::new();
    for group in root.list() {
        let new = |item: &&Json| seen.insert((item.text("id"), item.text("startsAt")));
        for item in lists(group, "sessions").iter().filter(new) {
            programme.rooms.push(Room {
                place: place(item),
                id: item.text("roomId"),
                name: item.text("room").map(Texts::from),
                ..Room::default()
            });
            add(item, programme, custom, notes);
        }
    }
    programme.rooms.retain(|room| room.name.as_ref().is_some_and(|name| name.first().is_some()));
}

fn room(room: &Json) -> Room {
    let id = room.text("id");
    let place = format!("room {}", id.as_deref().unwrap_or_default());
    Room { place, id, name: room.text("name").map(Texts::from), ..Room::default() }
}

fn track(item: &Json) -> Track {
    let place = format!("category item {}", item.text("id").unwrap_or_default());
    Track { place, name: item.text("name").map(Texts::from), ..Track::default() }
}

fn place(session: &Json) -> String {
    format!("session {}", session.text("id").unwrap_or_default())
}

/// Adds a session, and what it names that is listed nowhere.
fn add(item: &Json, programme: &mut Programme, custom: &Custom, notes: &mut Notes) {
    let place = place(item);
    let status = item.text("status").unwrap_or_default();
    if !ACCEPTED.contains(&status.to_ascii_lowercase().as_str()) {
        notes.skipped(&place, Reason::NotAccepted { state: status });
        return;
    }
    item.note_unknown(KNOWN_IN_SESSION, STRUCTURED, &place, notes);
    let mut session = Session {
        room: item.text("roomId").filter(|id| !id.is_empty()).or_else(|| item.text("room")),
        id: item.text("id"),
        title: item.texts("title"),
        description: item.texts("description"),
        date: item.text("startsAt"),
        end: item.text("endsAt"),
        livestream_url: item.text("liveUrl"),
        recording_url: item.text("recordingUrl"),
        persons: lists(item, "speakers").iter().map(person_of_session).collect(),
        place,
        ..Session::default()
    };
    for answer in custom.answers(item, &session.place, notes) {
        answer.of_session(&mut session, notes);
    }
    if item.truth("isServiceSession") == Some(true) {
        let told = session.title.as_ref().and_then(Texts::first).and_then(kind_of);
        let social = told.filter(|kind| *kind == SessionKind::Social);
        session.known_kind = Some(social.unwrap_or(SessionKind::Break));
    }
    let used = session.track.clone().map(|name| Track {
        place: session.place.clone(),
        name: Some(name.into()),
        ..Track::default()
    });
    programme.tracks.extend(used);
    programme.sessions.push(session);
}

/// An id, or an id with a name.
fn person_of_session(person: &Json) -> Person {
    match person {
        Json::Text(id) => Person::reference(id),
        person => Person { guid: person.text("id"), name: person.text("name"), ..Person::default() },
    }
}

fn people(items: &[Json], custom: &Custom, notes: &mut Notes) -> Vec<Person> {
    items.iter().map(|item| person(item, custom, notes)).collect()
}

fn person(item: &Json, custom: &Custom, notes: &mut Notes) -> Person {
    let place = format!("speaker {}", item.text("id").unwrap_or_default());
    item.note_unknown(KNOWN_IN_SPEAKER, STRUCTURED, &place, notes);
    let text = |name| item.text(name).filter(|text| clean::token(text).is_some());
    let both = || [text("firstName"), text("lastName")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    if item.truth("isTopSpeaker") == Some(true) {
        notes.skipped(&place, Reason::Ignored { field: "isTopSpeaker".to_owned() });
    }
    let mut person = Person {
        // It is a UUID, the same in every event.
        guid: item.text("id"),
        id: item.text("id"),
        name: text("fullName").or_else(|| Some(both())),
        biography: item.texts("bio"),
        job_title: item.texts("tagLine"),
        photo_url: item.text("profilePicture"),
        links: item.get("links").map(|_| item.items("links", &place, notes).iter().map(link).collect()),
        place,
        ..Person::default()
    };
    for answer in custom.answers(item, &person.place, notes) {
        answer.of_person(&mut person, notes);
    }
    person
}

fn link(link: &Json) -> Link {
    let kind = link.text("linkType").map(|kind| match kind.as_str() {
        "Company_Website" => "company".to_owned(),
        kind => kind.to_ascii_lowercase(),
    });
    let title = link.text("title").filter(|title| !title.eq_ignore_ascii_case(kind.as_deref().unwrap_or_default()));
    Link { url: link.text("url"), title, kind: kind.filter(|kind| kind != "other") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::{
        document::{Field, SessionLevel},
        read,
    };

    fn options() -> Options {
        let time_zone = Some(chrono_tz::Tz::Europe__Vienna);
        Options { time_zone, event: Some("Mini".into()), ..Options::of_locale("de") }
    }

    const ALL: &str = r#"{
        "sessions": [
            {"id": "1", "title": "Rust", "description": "x\r\ny", "startsAt": "2027-05-10T09:00:00",
             "endsAt": "2027-05-10T09:45:00", "isServiceSession": false, "isPlenumSession": true, "roomId": 8,
             "speakers": ["5e1f0f00-0000-4000-8000-00000000000a", "nobody"], "categoryItems": [11, 21, 22, 31, 99],
             "questionAnswers": [{"questionId": 7, "answerValue": "https://video.example/rust"},
                                 {"questionId": 8, "answerValue": "XL"}],
             "liveUrl": null, "recordingUrl": null, "status": "Accepted"},
            {"id": "2", "title": "Lunch", "startsAt": "2027-05-10T12:00:00Z", "endsAt": "2027-05-10T13:00:00Z",
             "isServiceSession": true, "isPlenumSession": true, "speakers": [], "categoryItems": [], "roomId": 9},
            {"id": "3", "title": "Not taken", "speakers": [], "roomId": null, "status": "Declined"}],
        "speakers": [{"id": "5e1f0f00-0000-4000-8000-00000000000a", "firstName": "Ana", "lastName": "Gil",
             "fullName": "Ana Gil", "bio": "B", "tagLine": "Engineer", "profilePicture": "https://a.example/a.png",
             "isTopSpeaker": true, "links": [{"title": "Twitter", "url": "https://t.example", "linkType": "Twitter"}],
             "sessions": [1, 4], "categoryItems": [], "questionAnswers": [{"questionId": 9, "answerValue": "ACME"}]}],
        "questions": [{"id": 7, "question": "Video"}, {"id": 8, "question": "T-shirt"}, {"id": 9, "question": "Firma"}],
        "categories": [
            {"id": 1, "title": "Language", "items": [{"id": 11, "name": "English"}]},
            {"id": 2, "title": "Track", "items": [{"id": 22, "name": "Web", "sort": 1}, {"id": 21, "name": "Data"}]},
            {"id": 3, "title": "Level", "items": [{"id": 31, "name": "Introductory"}]}],
        "rooms": [{"id": 9, "name": "Café", "sort": 2}, {"id": 8, "name": "Saal", "sort": 1}]}"#;

    fn all() -> Reading {
        let with_mark = [b"\xEF\xBB\xBF", ALL.as_bytes()].concat();
        read(&with_mark, &options()).expect("it is Sessionize")
    }

    #[test]
    fn sessions_have_what_their_categories_tell() {
        let reading = all();
        let event = &reading.document.events[0];
        let [rust, lunch] = event.sessions.as_slice() else { panic!("two sessions") };

        assert_eq!(
            (event.slug.as_deref(), &event.translations["en"].name),
            (Some("mini"), &Field::Value("Mini".into()))
        );
        assert_eq!(rust.external_ids, ["sessionize:mini:session:1"]);
        assert_eq!(rust.starts_at.value().map(ToString::to_string).as_deref(), Some("2027-05-10 07:00:00 UTC"));
        assert_eq!(
            (&rust.spoken_languages, &rust.source_locale),
            (&Field::Value(vec!["en".into()]), &Some("en".into()))
        );
        assert_eq!(rust.level, Field::Value(SessionLevel::Beginner));
        assert_eq!(rust.track, Field::Value("sessionize:mini:track:data".into()));
        assert_eq!(rust.tags, Field::Value(vec!["web".into()]));
        assert_eq!(rust.recording_url, Field::Value("https://video.example/rust".into()));
        assert_eq!((&rust.kind, &lunch.kind), (&Field::Value(SessionKind::Talk), &Field::Value(SessionKind::Break)));
        assert_eq!(lunch.ends_at.value().map(ToString::to_string).as_deref(), Some("2027-05-10 13:00:00 UTC"));
        let rooms: Vec<_> = event.rooms.iter().map(|room| room.external_ids.join(" ")).collect();
        assert_eq!(rooms[0], "sessionize:mini:room:8 sessionize:mini:room:saal");
        assert_eq!(lunch.room, Field::Value("sessionize:mini:room:9".into()));
    }

    #[test]
    fn people_are_known_by_the_same_id_everywhere() {
        let reading = all();
        let [ana] = reading.document.speakers.as_slice() else { panic!("one speaker") };

        assert_eq!(ana.external_ids[0], "guid:5e1f0f00-0000-4000-8000-00000000000a");
        assert_eq!(ana.translations["en"].job_title, Field::Value("Engineer".into()));
        assert_eq!(ana.company, Field::Value("acme".into()));
        assert_eq!(ana.links.value().and_then(|links| links[0].kind.as_deref()), Some("twitter"));
        assert_eq!(reading.document.companies.len(), 1);
    }

    #[test]
    fn whatever_is_left_out_is_noted() {
        let reading = all();
        let has = |reason: Reason| assert!(reading.notes.iter().any(|note| note.reason == reason), "{reason}");

        has(Reason::Dangling { field: "speaker", id: "nobody".into() });
        has(Reason::Dangling { field: "category", id: "99".into() });
        has(Reason::Dangling { field: "session", id: "4".into() });
        has(Reason::NotAccepted { state: "Declined".into() });
        has(Reason::Ignored { field: "T-shirt".into() });
        has(Reason::Ignored { field: "isTopSpeaker".into() });
    }

    #[test]
    fn view_of_speakers_brings_no_event() {
        let wall = r#"[{"id": "5e1f0f00-0000-4000-8000-00000000000a", "fullName": "Ana Gil", "tagLine": "",
            "profilePicture": "https://a.example/a.png", "isTopSpeaker": false}]"#;

        let reading = read(wall.as_bytes(), &options()).expect("it is Sessionize");

        assert!(reading.document.events.is_empty() && reading.notes.is_empty(), "{:?}", reading.notes);
        let [ana] = reading.document.speakers.as_slice() else { panic!("one speaker") };
        assert_eq!((&ana.translations["de"].bio, &ana.links), (&Field::Absent, &Field::Absent));
    }
}
