//! pretalx: pages of its API with what they refer to expanded or not, the data of its widget (the only one with
//! breaks), what [`super::fetch`] gathers of a whole event, and talks as sites regroup them, by day, minute and room.
//! Names are texts or maps of texts by language, in all of them. Start at [`FORMAT`].

use std::collections::{HashMap, HashSet};

use super::{
    Format, clean,
    document::{SessionKind, SessionState},
    json::Json,
    programme::{self, Link, Person, Programme, Room, Session, Texts, Track, kind_of},
    question::{Answer, Subject},
    reading::{Notes, Options, ReadError, Reading, Reason},
};

/// Any of its shapes.
pub const FORMAT: Format = Format { recognises, read };

/// The key of what is gathered of an event: `{"pretalx": {"event": …, "submissions": …}}`.
pub const GATHERED: &str = "pretalx";

/// What is read, and what concerns nobody but the organisers.
const KNOWN_IN_TALK: &[&str] = &[
    "code",
    "id",
    "title",
    "abstract",
    "description",
    "speakers",
    "submission_type",
    "submission_type_id",
    "track",
    "track_id",
    "tags",
    "tag_ids",
    "state",
    "pending_state",
    "duration",
    "slot_count",
    "content_locale",
    "do_not_record",
    "is_featured",
    "resources",
    "slots",
    "slot",
    "answers",
    "created",
    "updated",
    "start",
    "end",
    "room",
    "room_id",
    "notes",
    "internal_notes",
    "reviews",
    "assigned_reviewers",
    "median_score",
    "mean_score",
    "access_code",
    "review_code",
    "invitation_token",
    "anonymised_data",
    "is_anonymised",
    "invitations",
    "log",
];

const KNOWN_IN_SPEAKER: &[&str] = &[
    "code",
    "id",
    "name",
    "biography",
    "avatar",
    "avatar_url",
    "avatar_thumbnail_default",
    "avatar_thumbnail_tiny",
    "avatar_source",
    "avatar_license",
    "submissions",
    "answers",
    "email",
    "availabilities",
    "has_arrived",
    "locale",
    "timezone",
    "internal_notes",
];

const KNOWN_IN_ROOM: &[&str] =
    &["id", "name", "description", "guid", "uuid", "capacity", "position", "url", "speaker_info", "availabilities"];

const KNOWN_IN_TRACK: &[&str] = &["id", "name", "description", "color", "position", "requires_access_code"];

/// Fields that need not be texts.
const STRUCTURED: &[&str] = &[
    "title",
    "name",
    "description",
    "speakers",
    "submission_type",
    "track",
    "tags",
    "tag_ids",
    "resources",
    "slots",
    "slot",
    "answers",
    "room",
    "submissions",
    "availabilities",
    "reviews",
    "assigned_reviewers",
    "anonymised_data",
    "speaker_info",
    "invitations",
    "log",
];

/// Talks of a regrouped programme stand no deeper: day, minute, room.
const DEEPEST: usize = 4;

/// The shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Gathered,
    Page,
    Widget,
    Regrouped,
}

fn shape(root: &Json) -> Option<Shape> {
    let is_object = |name| matches!(root.get(name), Some(Json::Object(_)));
    let is_list = |name| matches!(root.get(name), Some(Json::List(_)));
    let is_expected = |item: &Json| item.has(&["code", "title"]) || item.has(&["code", "name"]);
    if root.get(GATHERED).is_some_and(|gathered| gathered.has(&["event", "submissions"])) {
        Some(Shape::Gathered)
    } else if root.has(&["count", "results"]) && root.get("results")?.list().iter().all(is_expected) {
        Some(Shape::Page)
    } else if is_list("talks") && is_list("rooms") && is_list("speakers") && root.has(&["timezone"]) {
        Some(Shape::Widget)
    } else if is_object("schedule") && !root.get("schedule")?.has(&["conference"]) && root.has(&["rooms", "speakers"]) {
        Some(Shape::Regrouped)
    } else {
        None
    }
}

fn recognises(root: &Json) -> bool {
    shape(root).is_some()
}

fn read(root: &Json, options: &Options, notes: Notes) -> Result<Reading, ReadError> {
    let mut reader = Reader { programme: Programme::of("pretalx"), notes, ..Reader::default() };
    reader.programme.event.place = "the file".to_owned();
    match shape(root) {
        Some(Shape::Gathered) => reader.gathered(root.get(GATHERED).unwrap_or(root)),
        Some(Shape::Widget) => reader.widget(root),
        Some(Shape::Regrouped) => reader.regrouped(root),
        Some(Shape::Page) | None => reader.page(root),
    }
    reader.rooms.sort_by_key(|(position, _)| *position);
    reader.programme.rooms = reader.rooms.into_iter().map(|(_, room)| room).collect();
    Ok(programme::reading(&reader.programme, options, reader.notes))
}

#[derive(Default)]
struct Reader {
    programme: Programme,
    notes: Notes,
    /// By the position that the organisers gave them; those without one come last.
    rooms: Vec<(i64, Room)>,
    /// The names of kinds of sessions, questions and tags by their ids, where they are listed.
    types: HashMap<String, Texts>,
    questions: HashMap<String, Texts>,
    tags: HashMap<String, String>,
    /// The codes of people and talks, and the ids of rooms and tracks, that were met.
    people: HashSet<String>,
    talks: HashSet<String>,
    known: HashSet<(&'static str, String)>,
    /// What the pages of talks begin with.
    base: Option<String>,
}

/// Something that is named by its id, by its name, or by an object with both.
struct Named<'a> {
    id: Option<String>,
    name: Option<Texts>,
    /// The object, where it is one.
    item: Option<&'a Json>,
}

impl<'a> Named<'a> {
    fn of(parent: &'a Json, field: &str) -> Option<Self> {
        let beside = || parent.text(&format!("{field}_id")).filter(|id| !id.is_empty());
        match parent.get(field)? {
            item @ Json::Object(_) if item.has(&["name"]) => {
                Some(Self { id: item.text("id").or_else(beside), name: item.texts("name"), item: Some(item) })
            }
            Json::Object(names) if !names.is_empty() => {
                Some(Self { id: beside(), name: parent.texts(field), item: None })
            }
            Json::Text(id) if id.bytes().all(|byte| byte.is_ascii_digit()) && !id.is_empty() => {
                Some(Self { id: Some(id.clone()), name: None, item: None })
            }
            Json::Text(name) if clean::token(name).is_some() => {
                Some(Self { id: beside(), name: Some(name.as_str().into()), item: None })
            }
            _ => None,
        }
    }

    /// How a session refers to it.
    fn reference(&self) -> Option<String> {
        self.id.clone().or_else(|| self.name.as_ref().and_then(Texts::first).map(str::to_owned))
    }
}

impl Reader {
    fn gathered(&mut self, root: &Json) {
        if let Some(event) = root.get("event") {
            self.event(event);
        }
        for (list, names, field) in
            [("submissionTypes", &mut self.types, "name"), ("questions", &mut self.questions, "question")]
        {
            let items = root.get(list).map(Json::list).unwrap_or_default();
            names.extend(items.iter().filter_map(|item| item.text("id").zip(item.texts(field))));
        }
        let tags = root.get("tags").map(Json::list).unwrap_or_default();
        self.tags.extend(tags.iter().filter_map(|tag| tag.text("id").zip(tag.text("tag"))));
        self.lists(root);
        for talk in root.get("submissions").map(Json::list).unwrap_or_default() {
            self.talk(talk);
        }
    }

    fn event(&mut self, event: &Json) {
        let url = event.get("urls").and_then(|urls| urls.text("base")).or_else(|| event.text("url"));
        self.base = url.clone();
        self.programme.event = programme::Event {
            place: "event".to_owned(),
            acronym: event.text("slug"),
            title: event.texts("name"),
            start: event.text("date_from"),
            end: event.text("date_to"),
            time_zone: event.text("timezone"),
            language: event.text("locale"),
            url,
            ..programme::Event::default()
        };
    }

    /// A page of talks, or of speakers.
    fn page(&mut self, root: &Json) {
        let results = root.get("results").map(Json::list).unwrap_or_default();
        if root.text("next").is_some_and(|next| !next.is_empty()) {
            self.notes.skipped("the file", Reason::OnePage);
        }
        let is_person = |item: &Json| !item.has(&["title"]);
        self.programme.without_event = !results.is_empty() && results.iter().all(is_person);
        for item in results {
            if is_person(item) {
                self.person(item);
            } else {
                self.talk(item);
            }
        }
    }

    fn widget(&mut self, root: &Json) {
        let event = &mut self.programme.event;
        event.time_zone = root.text("timezone");
        event.start = root.text("event_start");
        event.end = root.text("event_end");
        self.lists(root);
        for talk in root.get("talks").map(Json::list).unwrap_or_default() {
            self.talk(talk);
        }
    }

    fn regrouped(&mut self, root: &Json) {
        self.lists(root);
        for (field, value) in root.fields() {
            match field.as_str() {
                "rooms" | "tracks" | "speakers" => {}
                "extra" => self.breaks(value),
                _ => {
                    let before = self.programme.sessions.len();
                    self.nested(value, 0);
                    if self.programme.sessions.len() == before && !value.is_empty() {
                        self.notes.skipped("the file", Reason::Ignored { field: field.clone() });
                    }
                }
            }
        }
        let days = root.get("schedule").map(Json::fields).unwrap_or_default();
        self.programme.days.extend(days.iter().map(|(day, _)| day.clone()));
    }

    /// Talks, however deep sites have put them.
    fn nested(&mut self, value: &Json, depth: usize) {
        if value.has(&["code", "title"]) {
            self.talk(value);
        } else if depth < DEEPEST {
            value.fields().iter().for_each(|(_, value)| self.nested(value, depth + 1));
            value.list().iter().for_each(|value| self.nested(value, depth + 1));
        }
    }

    /// `{"2027-05-10": {"750": {"id": "lunch", "title": {"en": "Lunch"}}}}`: by day, and by the minute of the day.
    fn breaks(&mut self, days: &Json) {
        for (day, minutes) in days.fields() {
            for (minute, item) in minutes.fields() {
                let place = format!("day {day}, break {}", item.text("id").unwrap_or_default());
                let start = minute.parse::<u32>().ok().map(|minute| format!("{:02}:{:02}", minute / 60, minute % 60));
                let title = item.texts("title");
                self.programme.sessions.push(Session {
                    id: item.text("id"),
                    known_kind: Some(kind_of_break(title.as_ref())),
                    title,
                    day: Some(day.clone()),
                    start: start.or_else(|| Some(minute.clone())),
                    place,
                    ..Session::default()
                });
            }
        }
    }

    /// What the file lists beside the talks.
    fn lists(&mut self, root: &Json) {
        for room in root.get("rooms").map(Json::list).unwrap_or_default() {
            self.room(room);
        }
        for track in root.get("tracks").map(Json::list).unwrap_or_default() {
            self.track(track);
        }
        match root.get("speakers") {
            Some(Json::Object(people)) => people.iter().for_each(|(_, person)| self.person(person)),
            Some(people) => people.list().iter().for_each(|person| self.person(person)),
            None => {}
        }
    }

    fn is_new(&mut self, kind: &'static str, id: Option<&String>) -> bool {
        id.is_none_or(|id| self.known.insert((kind, id.clone())))
    }

    fn room(&mut self, room: &Json) {
        let id = room.text("id");
        if !self.is_new("room", id.as_ref()) {
            return;
        }
        let place = format!("room {}", id.as_deref().unwrap_or_default());
        room.note_unknown(KNOWN_IN_ROOM, STRUCTURED, &place, &mut self.notes);
        let guid = room.text("guid").filter(|guid| !guid.is_empty()).or_else(|| room.text("uuid"));
        let position = room.text("position").and_then(|position| position.parse().ok());
        let room = Room {
            id,
            name: room.texts("name"),
            guid,
            capacity: room.text("capacity"),
            description: room.texts("description"),
            place,
        };
        self.rooms.push((position.unwrap_or(i64::MAX), room));
    }

    fn track(&mut self, track: &Json) {
        let id = track.text("id");
        if !self.is_new("track", id.as_ref()) {
            return;
        }
        let place = format!("track {}", id.as_deref().unwrap_or_default());
        track.note_unknown(KNOWN_IN_TRACK, STRUCTURED, &place, &mut self.notes);
        self.programme.tracks.push(Track {
            id,
            name: track.texts("name"),
            guid: None,
            colour: track.text("color"),
            description: track.texts("description"),
            place,
        });
    }

    fn person(&mut self, item: &Json) {
        let code = item.text("code").unwrap_or_default();
        if !self.people.insert(code.clone()) {
            return;
        }
        let place = format!("speaker {code}");
        item.note_unknown(KNOWN_IN_SPEAKER, STRUCTURED, &place, &mut self.notes);
        let photo = ["avatar_url", "avatar"].into_iter().filter_map(|name| item.text(name));
        let photo = photo.max_by_key(|url| !url.is_empty());
        let mut person = Person {
            id: Some(code),
            name: item.text("name"),
            biography: item.texts("biography"),
            photo_url: photo,
            place,
            ..Person::default()
        };
        for answer in self.answers(item, &person.place) {
            answer.of_person(&mut person, &mut self.notes);
        }
        self.programme.people.push(person);
    }

    fn talk(&mut self, item: &Json) {
        let code = item.text("code").unwrap_or_else(|| item.text("id").unwrap_or_default());
        let place = format!("talk {code}");
        let state = item.text("state").unwrap_or_default();
        let state = match state.as_str() {
            "" => None,
            "confirmed" => Some(SessionState::Confirmed),
            "accepted" => Some(SessionState::Tentative),
            _ => return self.notes.skipped(&place, Reason::NotAccepted { state }),
        };
        item.note_unknown(KNOWN_IN_TALK, STRUCTURED, &place, &mut self.notes);
        let mut session = self.session(item, &place);
        session.state = state;
        let slots = slots(item);
        if slots.is_empty() {
            session.id = Some(code.clone());
            self.talks.insert(code);
            return self.programme.sessions.push(session);
        }
        for slot in slots {
            // A talk that is given again is another session; the first has the talk's own name.
            let is_first = self.talks.insert(code.clone());
            let again = || slot.text("id").or_else(|| slot.text("start")).unwrap_or_default();
            let id = if is_first { code.clone() } else { format!("{code}-{}", again()) };
            let room = self.room_of(slot, &place);
            let end = slot.text("end").filter(|end| !end.is_empty());
            self.programme.sessions.push(Session {
                id: Some(id),
                room,
                date: slot.text("start"),
                duration: session.duration.clone().filter(|_| end.is_none()),
                end,
                ..session.clone()
            });
        }
    }

    /// All but when and where.
    fn session(&mut self, item: &Json, place: &str) -> Session {
        let is_break = !item.has(&["code"]);
        let title = item.texts("title");
        let language = item.text("content_locale");
        let mut session = Session {
            r#abstract: item.texts("abstract"),
            description: item.texts("description"),
            text_language: language.clone(),
            language,
            known_kind: is_break.then(|| kind_of_break(title.as_ref())),
            kind: self.kind(item, place),
            track: self.track_of(item, place),
            tags: self.tags(item, place),
            featured: item.truth("is_featured"),
            do_not_record: item.text("do_not_record"),
            duration: item.text("duration"),
            persons: self.persons(item),
            attachments: self.resources(item, place),
            url: self.base.as_ref().zip(item.text("code")).map(|(base, code)| format!("{base}talk/{code}/")),
            title,
            place: place.to_owned(),
            ..Session::default()
        };
        for answer in self.answers(item, place) {
            answer.of_session(&mut session, &mut self.notes);
        }
        session
    }

    fn kind(&mut self, item: &Json, place: &str) -> Option<Texts> {
        let named = Named::of(item, "submission_type")?;
        let name = named.name.or_else(|| self.types.get(named.id.as_ref()?).cloned());
        if let (None, Some(id)) = (&name, named.id) {
            self.notes.skipped(place, Reason::Dangling { field: "submission_type", id });
        }
        name
    }

    fn track_of(&mut self, item: &Json, place: &str) -> Option<String> {
        let Some(named) = Named::of(item, "track") else { return item.get("track").map(|_| String::new()) };
        match named.item {
            Some(track) => self.track(track),
            None if named.name.is_some() && self.is_new("track", named.id.as_ref()) => {
                let (id, name) = (named.id.clone(), named.name.clone());
                self.programme.tracks.push(Track { place: place.to_owned(), id, name, ..Track::default() });
            }
            None => {}
        }
        named.reference()
    }

    fn room_of(&mut self, slot: &Json, place: &str) -> Option<String> {
        let Some(named) = Named::of(slot, "room") else { return slot.get("room").map(|_| String::new()) };
        match named.item {
            Some(room) => self.room(room),
            None if named.name.is_some() && self.is_new("room", named.id.as_ref()) => {
                let (id, name) = (named.id.clone(), named.name.clone());
                self.rooms.push((i64::MAX, Room { place: place.to_owned(), id, name, ..Room::default() }));
            }
            None => {}
        }
        named.reference()
    }

    fn tags(&mut self, item: &Json, place: &str) -> Option<Vec<String>> {
        item.get("tags")?;
        let mut tags = Vec::new();
        for tag in item.items("tags", place, &mut self.notes) {
            match tag {
                Json::Text(tag) => tags.push(self.tags.get(tag).unwrap_or(tag).clone()),
                tag => tags.extend(tag.text("tag")),
            }
        }
        Some(tags)
    }

    fn persons(&mut self, item: &Json) -> Vec<Person> {
        let mut persons = Vec::new();
        for person in item.get("speakers").map(Json::list).unwrap_or_default() {
            match person {
                Json::Text(code) => persons.push(Person::reference(code)),
                person => {
                    self.person(person);
                    persons.push(Person::reference(person.text("code").unwrap_or_default()));
                }
            }
        }
        persons
    }

    fn resources(&mut self, item: &Json, place: &str) -> Option<Vec<Link>> {
        item.get("resources")?;
        let mut links = Vec::new();
        for resource in item.items("resources", place, &mut self.notes) {
            let url = ["resource", "link", "url"].into_iter().find_map(|name| resource.text(name));
            match url {
                Some(url) => links.push(Link { url: Some(url), title: resource.text("description"), kind: None }),
                // An API that was not asked to expand them has numbers.
                None => {
                    let id = match resource {
                        Json::Text(id) => id.clone(),
                        resource => resource.text("id").unwrap_or_default(),
                    };
                    self.notes.skipped(place, Reason::Dangling { field: "resource", id });
                }
            }
        }
        Some(links)
    }

    fn answers(&mut self, item: &Json, place: &str) -> Vec<Answer> {
        let mut answers = Vec::new();
        for answer in item.items("answers", place, &mut self.notes) {
            let question = answer.get("question");
            let titles = match question {
                Some(Json::Text(id)) => self.questions.get(id).cloned(),
                Some(question) => question.texts("question"),
                None => None,
            };
            let Some(titles) = titles else {
                self.notes.skipped(place, Reason::Ignored { field: "answers".to_owned() });
                continue;
            };
            let options = answer.get("options").map(Json::list).unwrap_or_default();
            let options: Vec<Texts> = options.iter().filter_map(|option| option.texts("answer")).collect();
            let mut values: Vec<String> = options.iter().filter_map(Texts::first).map(str::to_owned).collect();
            if values.is_empty() {
                values.extend(answer.text("answer"));
            }
            let title = titles.first().unwrap_or_default().to_owned();
            let subject = Subject::of(titles.iter().map(|(_, title)| title));
            answers.push(Answer { subject, title, values });
        }
        answers
    }
}

fn kind_of_break(title: Option<&Texts>) -> SessionKind {
    let told = title.and_then(Texts::first).and_then(kind_of);
    told.filter(|kind| *kind == SessionKind::Social).unwrap_or(SessionKind::Break)
}

/// When and where a talk is given, the earliest slot of the organisers first.
fn slots(item: &Json) -> Vec<&Json> {
    let has_start = |slot: &&Json| slot.text("start").is_some_and(|start| !start.is_empty());
    let listed = item.get("slots").map(Json::list).unwrap_or_default();
    let mut slots: Vec<&Json> = listed.iter().chain(item.get("slot")).filter(has_start).collect();
    if slots.is_empty() && has_start(&item) {
        slots.push(item);
    }
    slots.sort_by_key(|slot| slot.text("id").and_then(|id| id.parse::<u64>().ok()));
    slots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::{
        document::{EventInput, Field, SessionLevel},
        read,
    };

    fn options() -> Options {
        let time_zone = Some(chrono_tz::Tz::Europe__Paris);
        Options { time_zone, event: Some("Mini".into()), ..Options::of_locale("fr") }
    }

    fn reading(json: &str) -> Reading {
        read(json.as_bytes(), &options()).expect("it is pretalx")
    }

    fn event(reading: &Reading) -> &EventInput {
        &reading.document.events[0]
    }

    fn has_note(reading: &Reading, reason: &Reason) -> bool {
        reading.notes.iter().any(|note| note.reason == *reason)
    }

    const PAGE: &str = r##"{"count": 3, "next": null, "previous": null, "results": [
        {"code": "AAAAAA", "title": "Un", "state": "confirmed", "content_locale": "fr", "duration": 45,
         "abstract": "a\r\nb", "submission_type": {"id": 2, "name": {"en": "Workshop", "fr": "Atelier"}},
         "track": {"id": 3, "name": {"en": "Data", "fr": "Données"}, "color": "#112233"}, "tags": ["Rust"],
         "speakers": [{"code": "PPPPPP", "name": "Ana", "biography": "B", "avatar_url": "", "email": "a@example.org",
            "answers": [{"question": {"id": 9, "question": {"en": "Company"}}, "answer": "ACME", "options": []}]}],
         "resources": [{"resource": "https://example.org/a.pdf", "description": "Slides"}, 7],
         "answers": [{"question": {"id": 1, "question": {"en": "Intended audience", "fr": "Public visé"}},
            "answer": "Débutant", "options": [{"answer": {"en": "Beginner", "fr": "Débutant"}}]}],
         "slots": [{"id": 6, "start": "2027-05-10T14:00:00+02:00", "end": "2027-05-10T14:45:00+02:00",
            "room": {"id": 1, "name": {"en": "Hall", "fr": "Salle"}, "uuid": "u", "guid": null, "position": 1}},
            {"id": 5, "start": "2027-05-10T09:00:00+02:00", "end": "2027-05-10T09:45:00+02:00",
            "room": {"id": 2, "name": {"en": "Yard", "fr": "Cour"}, "position": 0}}]},
        {"code": "BBBBBB", "title": "Two", "state": "accepted", "content_locale": "en", "submission_type": 8,
         "speakers": ["PPPPPP", "QQQQQQ"], "slots": []},
        {"code": "CCCCCC", "title": "Non", "state": "rejected", "speakers": []}]}"##;

    #[test]
    fn page_of_submissions_is_a_programme() {
        let reading = reading(PAGE);
        let event = event(&reading);
        let [one, again, two] = event.sessions.as_slice() else { panic!("three sessions") };

        assert_eq!(one.external_ids, ["pretalx:mini:session:AAAAAA"]);
        assert_eq!(again.external_ids, ["pretalx:mini:session:AAAAAA-6"]);
        assert_eq!(one.starts_at.value().map(ToString::to_string).as_deref(), Some("2027-05-10 07:00:00 UTC"));
        assert_eq!(
            (&one.kind, &one.level),
            (&Field::Value(SessionKind::Workshop), &Field::Value(SessionLevel::Beginner))
        );
        assert_eq!(
            (&one.state, &two.state),
            (&Field::Value(SessionState::Confirmed), &Field::Value(SessionState::Tentative))
        );
        assert_eq!(two.translations["en"].title, Field::Value("Two".into()));
        assert_eq!((&two.starts_at, &two.source_locale), (&Field::Null, &Some("en".into())));
        assert_eq!(event.rooms[0].translations["fr"].name, Field::Value("Cour".into()));
        assert_eq!(event.rooms[1].translations["en"].name, Field::Value("Hall".into()));
        assert_eq!(event.rooms[1].external_ids[0], "guid:u");
        assert_eq!(event.tracks[0].translations["en"].name, Field::Value("Data".into()));
        assert_eq!(reading.document.speakers[0].external_ids[0], "pretalx:mini:person:PPPPPP");
        assert_eq!(reading.document.speakers[0].company, Field::Value("acme".into()));
        assert_eq!(one.tags, Field::Value(vec!["rust".into()]));
    }

    #[test]
    fn what_a_page_refers_to_and_has_not_is_noted() {
        let reading = reading(PAGE);

        for reason in [
            Reason::NotAccepted { state: "rejected".into() },
            Reason::Dangling { field: "speaker", id: "QQQQQQ".into() },
            Reason::Dangling { field: "submission_type", id: "8".into() },
            Reason::Dangling { field: "resource", id: "7".into() },
        ] {
            assert!(has_note(&reading, &reason), "{reason}");
        }
        assert!(!format!("{reading:?}").contains("a@example.org"));
    }

    #[test]
    fn widget_has_breaks() {
        let reading = reading(
            r##"{"talks": [{"code": "AAAAAA", "id": 5, "title": "Un", "speakers": ["PPPPPP"], "track": 1, "room": 1,
                "start": "2027-05-10T09:00:00+02:00", "end": "2027-05-10T09:45:00+02:00", "state": null},
                {"id": 6, "title": {"en": "Lunch", "fr": "Déjeuner"}, "start": "2027-05-10T10:00:00Z",
                 "end": "2027-05-10T11:00:00Z", "room": 1}],
                "version": "v2", "timezone": "Europe/Paris", "event_start": "2027-05-10", "event_end": "2027-05-10",
                "tracks": [{"id": 1, "name": {"en": "Data"}, "description": "", "color": "#112233"}],
                "rooms": [{"id": 1, "name": {"en": "Hall"}}], "speakers": [{"code": "PPPPPP", "name": "Ana"}]}"##,
        );
        let [talk, lunch] = event(&reading).sessions.as_slice() else { panic!("two sessions") };

        assert_eq!(lunch.kind, Field::Value(SessionKind::Break));
        assert_eq!(lunch.translations["en"].title, Field::Value("Lunch".into()));
        assert_eq!(lunch.translations["fr"].title, Field::Value("Déjeuner".into()));
        assert_eq!(lunch.room, talk.room);
        assert_eq!(talk.track, Field::Value("pretalx:mini:track:1".into()));
        assert_eq!(
            event(&reading).starts_at.value().map(ToString::to_string).as_deref(),
            Some("2027-05-09 22:00:00 UTC")
        );
    }

    #[test]
    fn regrouped_talks_are_found() {
        let reading = reading(
            r#"{"schedule": {"2027-05-10": {"540": {"1": {"code": "AAAAAA", "title": "Un", "state": "confirmed",
                "speakers": [{"code": "PPPPPP", "name": "Ana", "biography": null}], "submission_type": {"fr": "Atelier"},
                "submission_type_id": 3, "track": null, "track_id": null, "answers": [], "content_locale": "fr",
                "slot": {"room_id": 1, "room": {"fr": "Salle"}, "start": "2027-05-10T09:00:00+02:00",
                         "end": "2027-05-10T09:30:00+02:00"}}}, "570": {}}},
                "rooms": [{"id": 1, "name": {"fr": "Salle"}, "in_conferences": true}],
                "extra": {"2027-05-10": {"750": {"id": "lunch", "title": {"fr": "Déjeuner", "en": "Lunch"}}}},
                "speakers": {"PPPPPP": {"code": "PPPPPP", "name": "Ana", "biography": "B"}}}"#,
        );
        let [talk, lunch] = event(&reading).sessions.as_slice() else { panic!("two sessions") };

        assert_eq!(talk.room, Field::Value("pretalx:mini:room:1".into()));
        assert_eq!((&talk.kind, &talk.track), (&Field::Value(SessionKind::Workshop), &Field::Null));
        assert_eq!(lunch.starts_at.value().map(ToString::to_string).as_deref(), Some("2027-05-10 10:30:00 UTC"));
        assert_eq!(lunch.external_ids, ["pretalx:mini:session:lunch"]);
        assert_eq!(reading.document.speakers.len(), 1);
        assert!(has_note(&reading, &Reason::Ignored { field: "in_conferences".into() }));
    }
}
