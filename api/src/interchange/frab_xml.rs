//! frab XML (`schedule.xml`), in all its dialects: pentabarf, frab, pretalx, wafer, OSEM, c3voc. Of 20 real files 2
//! satisfy the schema, so nothing is asked of a file but that it is well-formed, and has sessions where a
//! `<schedule>` may have them. Start at [`read`].

use super::{
    element::{self, Element},
    programme::{self, Event, Link, Person, Programme, Room, Session, Texts, Track},
    reading::{NoSchedule, Notes, Options, ReadError, Reading, Reason},
};

/// Elements of `<conference>` that tell what nobody needs to know twice, or what is read elsewhere.
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
    "track",
    "days",
    "timeslot_duration",
    "release",
    "version",
];

const KNOWN_IN_EVENT: &[&str] = &[
    "date",
    "start",
    "duration",
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
    "person",
    "links",
    "link",
    "attachments",
    "attachment",
    "recording",
    "url",
    "full_conf_url",
    "conf_url",
    "feedback_url",
    "video_download_url",
    "end",
];

/// Reads a programme. Nothing of it is taken over when it is not well-formed.
pub fn read(bytes: &[u8], options: &Options) -> Result<Reading, ReadError> {
    let mut notes = Notes::default();
    let root = element::root(bytes, &mut notes)?;
    if root.name != "schedule" {
        return Err(ReadError::NotASchedule { problem: NoSchedule::Root(root.name) });
    }
    let mut programme = Programme::of("frab");
    conference(&root, &mut programme, &mut notes);
    collect(&root, &Within::default(), &mut programme, &mut notes);
    programme.tracks.extend(used_tracks(&programme.sessions));
    Ok(programme::reading(&programme, options, notes))
}

fn conference(root: &Element, programme: &mut Programme, notes: &mut Notes) {
    let listed = root.named("tracks").flat_map(|tracks| tracks.named("track"));
    let Some(element) = root.named("conference").next() else {
        programme.tracks.extend(listed.map(track));
        programme.event.place = "the file".to_owned();
        return;
    };
    let place = format!("conference (line {})", element.line);
    element.note_unknown(KNOWN_IN_CONFERENCE, &place, notes);
    programme.tracks.extend(element.named("track").chain(listed).map(track));
    let mut text = |name| element.child_text(name, &place, notes);
    programme.event = Event {
        acronym: text("acronym"),
        title: text("title").map(Texts::from),
        subtitle: text("subtitle").map(Texts::from),
        venue: text("venue").map(Texts::from),
        city: text("city"),
        start: text("start"),
        end: text("end"),
        time_zone: text("time_zone_name"),
        day_change: text("day_change"),
        url: text("url"),
        base_url: text("base_url"),
        place: place.clone(),
        ..Event::default()
    };
}

fn track(element: &Element) -> Track {
    Track {
        place: format!("track (line {})", element.line),
        name: element.attributes.get("name").cloned().or_else(|| Some(element.text())).map(Texts::from),
        guid: element.attributes.get("guid").cloned(),
        colour: element.attributes.get("color").cloned(),
        ..Track::default()
    }
}

fn used_tracks(sessions: &[Session]) -> Vec<Track> {
    let used = sessions.iter().filter(|session| session.track.is_some());
    used.map(|session| Track {
        place: session.place.clone(),
        name: session.track.clone().map(Texts::from),
        ..Track::default()
    })
    .collect()
}

/// The day and the room that an element stands in.
#[derive(Clone, Debug, Default)]
struct Within {
    day: Option<String>,
    date: Option<String>,
    room: Option<String>,
}

/// Every `<event>`, wherever it stands: FOSDEM 2010 has them under `<day>`, without `<room>`.
fn collect(parent: &Element, within: &Within, programme: &mut Programme, notes: &mut Notes) {
    for element in parent.children() {
        let mut within = within.clone();
        match element.name.as_str() {
            "event" => {
                let session = session(element, &within, programme, notes);
                programme.sessions.push(session);
                continue;
            }
            "conference" | "tracks" | "version" | "release" | "generator" | "url" | "base_url" => continue,
            "day" => {
                within.date = element.attributes.get("date").cloned();
                programme.days.extend(within.date.clone());
                let bound = |name| element.attributes.get(name).cloned();
                programme.spans.extend(bound("start").zip(bound("end")));
                let index = element.attributes.get("index").cloned();
                within.day = index.or_else(|| Some(programme.days.len().to_string()));
            }
            "room" => {
                within.room = element.attributes.get("name").cloned().filter(|name| !name.trim().is_empty());
                programme.rooms.push(Room {
                    place: format!("room \"{}\" (line {})", within.room.as_deref().unwrap_or_default(), element.line),
                    name: within.room.clone().map(Texts::from),
                    guid: element.attributes.get("guid").cloned(),
                    ..Room::default()
                });
            }
            _ => {}
        }
        let before = programme.sessions.len();
        collect(element, &within, programme, notes);
        let is_known = matches!(element.name.as_str(), "day" | "room");
        if programme.sessions.len() == before && !is_known && !element.is_empty() {
            let place = format!("line {}", element.line);
            notes.skipped(&place, Reason::Ignored { field: element.name.clone() });
        }
    }
}

fn session(event: &Element, within: &Within, programme: &mut Programme, notes: &mut Notes) -> Session {
    let own_room = event.named("room").next().map(|room| room.text().trim().to_owned());
    let room = within.room.clone().or_else(|| own_room.clone());
    let place = place(event, within, room.as_deref());
    match (&within.room, own_room.filter(|own| !own.is_empty())) {
        (Some(outer), Some(inner)) if outer.trim() != inner => {
            notes.repaired(&place, Reason::RoomContradicts { outer: outer.clone(), inner });
        }
        (None, Some(inner)) => {
            programme.rooms.push(Room { place: place.clone(), name: Some(inner.into()), ..Room::default() });
        }
        _ => {}
    }
    event.note_unknown(KNOWN_IN_EVENT, &place, notes);
    let recording = event.named("recording").next();
    if let Some(recording) = recording {
        recording.note_unknown(&["optout", "url"], &place, notes);
    }
    let in_recording = |name| recording?.named(name).next().map(Element::text);
    let persons = event.named("persons").flat_map(|persons| persons.named("person")).chain(event.named("person"));
    let mut text = |name| event.child_text(name, &place, notes);
    let mut session = Session {
        day: within.date.clone(),
        room,
        guid: event.value("guid"),
        id: event.value("id"),
        slug: text("slug"),
        title: text("title").map(Texts::from),
        subtitle: text("subtitle").map(Texts::from),
        r#abstract: text("abstract").map(Texts::from),
        description: text("description").map(Texts::from),
        language: text("language"),
        track: text("track"),
        kind: text("type").map(Texts::from),
        date: text("date"),
        start: text("start"),
        duration: text("duration"),
        url: text("url").or_else(|| text("full_conf_url")).or_else(|| text("conf_url")),
        feedback_url: text("feedback_url"),
        recording_url: text("video_download_url").or_else(|| in_recording("url")),
        do_not_record: in_recording("optout"),
        persons: persons.map(person).collect(),
        links: links(event, "links", "link"),
        attachments: links(event, "attachments", "attachment"),
        place: place.clone(),
        ..Session::default()
    };
    session.sort_links();
    session
}

/// `day 2, room "Saal One", event 1233 (line 812)`
fn place(event: &Element, within: &Within, room: Option<&str>) -> String {
    let id = ["id", "guid"].into_iter().find_map(|name| event.value(name)).unwrap_or_default();
    let day = within.day.as_ref().map(|day| format!("day {day}, ")).unwrap_or_default();
    let room = room.map(|room| format!("room \"{}\", ", room.trim())).unwrap_or_default();
    format!("{day}{room}event {id} (line {})", event.line)
}

fn person(element: &Element) -> Person {
    Person {
        guid: element.attributes.get("guid").cloned(),
        id: element.attributes.get("id").cloned(),
        name: Some(element.text()).filter(|text| !text.trim().is_empty()).or_else(|| element.value("name")),
        ..Person::default()
    }
}

fn links(event: &Element, list: &str, item: &str) -> Option<Vec<Link>> {
    let is_mentioned = event.children().any(|child| child.name == list || child.name == item);
    let items = event.children().filter(|child| child.name == list).flat_map(|list| list.named(item));
    let links = items.chain(event.children().filter(|child| child.name == item)).map(|link| {
        let url = link.attributes.get("href").or_else(|| link.attributes.get("url")).cloned();
        // An address that stands for a title says nothing twice.
        let title = Some(link.text()).filter(|title| Some(title) != url.as_ref());
        Link { url, title, kind: link.attributes.get("type").cloned() }
    });
    is_mentioned.then(|| links.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::document::{EventInput, Field, LinkInput};

    const CONFERENCE: &str = "<acronym>Mini</acronym><title>Mini</title><time_zone_name>Europe/Paris</time_zone_name>\
                              <base_url>https://example.org/mini/</base_url>";

    fn schedule(days: &str) -> Reading {
        let xml = format!("<schedule><conference>{CONFERENCE}</conference>{days}</schedule>");
        let options = Options::of_locale("en");
        read(xml.as_bytes(), &options).expect("it is well-formed")
    }

    /// One day with these events in one room.
    fn day(events: &str) -> Reading {
        schedule(&format!("<day index='1' date='2026-05-01'><room name='Aula'>{events}</room></day>"))
    }

    fn event(reading: &Reading) -> &EventInput {
        &reading.document.events[0]
    }

    fn has_note(reading: &Reading, reason: &Reason) -> bool {
        reading.notes.iter().any(|note| note.reason == *reason)
    }

    #[test]
    fn event_is_told_by_its_conference() {
        let reading = day("<event id='7'><start>09:00</start><duration>01:00</duration><title>A</title></event>");
        let event = event(&reading);

        assert_eq!(
            (event.slug.as_deref(), event.external_ids.as_slice()),
            (Some("mini"), &["frab:mini".to_owned()][..])
        );
        assert_eq!(event.website, Field::Value("https://example.org/mini/".into()));
        assert_eq!(event.translations["en"].tagline, Field::Absent);
        assert_eq!(event.sessions[0].place.as_deref(), Some("day 1, room \"Aula\", event 7 (line 1)"));
        assert_eq!(event.starts_at.value().map(ToString::to_string).as_deref(), Some("2026-04-30 22:00:00 UTC"));
        assert!(has_note(&reading, &Reason::NoEventTime { field: "start" }));
    }

    #[test]
    fn sessions_need_no_room() {
        let reading = schedule("<day date='2026-05-01'><event id='1'><room>B</room></event><event id='2'/></day>");
        let event = event(&reading);

        assert_eq!(event.sessions[0].room, Field::Value("frab:mini:room:b".into()));
        assert_eq!(event.sessions[1].room, Field::Null);
        assert_eq!(event.sessions[1].translations["en"].title, Field::Value("2".into()));
        assert!(has_note(&reading, &Reason::NoTitle { source_field: "id" }));
    }

    #[test]
    fn identifiers_that_are_used_twice_identify_nothing() {
        let reading = day("<event guid='g' id='0'><title>A</title><slug>A_b</slug></event>\
                           <event guid='g' id='0'><title>B</title></event>");
        let sessions = &event(&reading).sessions;

        assert_eq!(sessions[0].external_ids, ["frab:mini:session:a-b"]);
        assert_eq!(sessions[1].external_ids, ["frab:mini:session:b"]);
        assert_eq!((sessions[0].slug.as_deref(), &sessions[0].guid), (Some("a-b"), &Field::Null));
        assert!(has_note(&reading, &Reason::SharedIdentifier { identifier: "guid:g".into() }));
        assert!(has_note(&reading, &Reason::ZeroId));
    }

    #[test]
    fn session_that_is_repeated_is_told_apart_by_its_start() {
        let event_at = |start: &str| format!("<event id='1'><start>{start}</start><title>A</title></event>");
        let reading = day(&(event_at("09:00") + &event_at("14:00") + &event_at("14:00")));

        let ids: Vec<_> = event(&reading).sessions.iter().map(|session| session.external_ids.concat()).collect();
        let afternoon = "frab:mini:session:a:2026-05-01T12:00Z:aula:same";
        assert_eq!(
            ids,
            ["frab:mini:session:a:2026-05-01T07:00Z".to_owned(), format!("{afternoon}-1"), format!("{afternoon}-2")]
        );
        assert!(has_note(&reading, &Reason::NoIdentity));
    }

    #[test]
    fn people_are_told_apart_by_guid_and_name() {
        let reading = day("<event id='1'><persons><person id='1'>Ana  López</person><person id='2'>Ana López</person>\
                           <person id='1'>Bob</person><person id='3'> </person></persons></event>\
                           <event id='2'><persons><person guid='x'>Kim</person><person guid='y'>Kim</person>\
                           <person guid='z'>Lou</person><person guid='z'>Max</person></persons></event>");
        let names: Vec<_> = reading.document.speakers.iter().filter_map(|speaker| speaker.name.value()).collect();

        assert_eq!(names, ["Ana López", "Bob", "Kim", "Kim", "Lou", "Max"]);
        assert_eq!(reading.document.speakers[3].external_ids, ["guid:y"]);
        assert_eq!(reading.document.speakers[5].external_ids, ["frab:mini:person:max"]);
        for reason in [
            Reason::SeveralPersonIds { name: "Ana López".into() },
            Reason::SharedPersonId { id: "1".into() },
            Reason::SharedPersonId { id: "z".into() },
            Reason::NamelessPerson,
            Reason::RepeatedPerson,
        ] {
            assert!(has_note(&reading, &reason), "{reason}");
        }
    }

    #[test]
    fn texts_have_the_language_of_their_session() {
        let reading = day("<event id='1'><title>Un</title><language>Français</language></event>\
                           <event id='2'><title>Deux</title><language>fr</language></event>\
                           <event id='3'><title>Two</title><language>de, en</language></event>\
                           <event id='4'><title>Zwei</title><language>de</language></event>\
                           <event id='5'><title>?</title><language>ab</language></event>");
        let event = event(&reading);

        let locales: Vec<_> =
            event.sessions.iter().flat_map(|session| &session.translations.0).map(|texts| &texts.locale.0).collect();
        assert_eq!(locales, ["fr", "fr", "fr", "de", "fr"]);
        assert_eq!(event.source_locale, Some("fr".into()));
        assert_eq!(event.sessions[2].spoken_languages, Field::Value(vec!["de".into(), "en".into()]));
        assert_eq!(event.sessions[4].spoken_languages, Field::Null);
        assert!(has_note(&reading, &Reason::UnlikelyLanguage { value: "ab".into() }));
    }

    #[test]
    fn texts_that_say_nothing_new_are_left_out() {
        let reading = day("<event id='1'><title>A</title><subtitle/><abstract/><abstract>B</abstract>\
                           <description>B</description><logo>x.png</logo></event>");
        let texts = &event(&reading).sessions[0].translations["en"];

        assert_eq!((&texts.subtitle, &texts.description), (&Field::Null, &Field::Null));
        assert_eq!(texts.r#abstract, Field::Value("B".into()));
        assert!(has_note(&reading, &Reason::Ignored { field: "logo".into() }));
    }

    #[test]
    fn links_lead_to_the_web() {
        let reading = day("<event id='1'><title>A</title><url>https://example.org/1</url><links>\
                           <link href='mailto:a@example.org'>M</link><link href='b'>B</link></links><attachments>\
                           <attachment href='/c.pdf'>C</attachment></attachments><recording><optout>true</optout>\
                           </recording></event>");
        let session = &event(&reading).sessions[0];

        let link = |url: &str, title: Option<&str>, kind: Option<&str>| LinkInput {
            url: url.to_owned(),
            title: title.map(str::to_owned),
            kind: kind.map(str::to_owned),
        };
        assert_eq!(
            session.links,
            Field::Value(vec![
                link("https://example.org/1", None, Some("website")),
                link("https://example.org/mini/b", Some("B"), None),
                link("https://example.org/c.pdf", Some("C"), Some("attachment")),
            ])
        );
        assert_eq!((&session.do_not_record, &session.recording_url), (&Field::Value(true), &Field::Absent));
    }

    #[test]
    fn other_xml_is_not_a_schedule() {
        let options = Options::of_locale("en");

        let error = read(b"<feed/>", &options).expect_err("it is a feed");
        assert_eq!(error.to_string(), "this is not a schedule: it begins with `<feed>`");
    }
}
