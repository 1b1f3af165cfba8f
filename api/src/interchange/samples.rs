//! Real lists and programmes, where the folder of them is beside the repository, and our own samples: what comes in, and
//! that all else is named.

use std::{collections::HashSet, path::Path};

use super::{
    document::{EventInput, Field, SessionInput},
    files::Files,
    reading::{Options, ReadError, Reading, Reason},
};

fn read_at(path: &Path) -> Option<Result<Reading, ReadError>> {
    let files = Files::open(path).ok()?;
    let options = Options { time_zone: Some(chrono_tz::Europe::Paris), ..Options::of_locale("en") };
    Some(super::read_files(&files, &options))
}

/// None without the folder.
fn real(name: &str) -> Option<Reading> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/schedules");
    folder.is_dir().then(|| read_at(&folder.join(name)).expect("the file is there").expect("it is read"))
}

fn ours(name: &str) -> Reading {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name);
    read_at(&path).expect("the file is there").expect("it is read")
}

fn event(reading: &Reading) -> &EventInput {
    let [event] = reading.document.events.as_slice() else { panic!("one event") };
    event
}

fn session<'r>(reading: &'r Reading, id: &str) -> &'r SessionInput {
    let ends = format!(":session:{id}");
    let is_it = |session: &&SessionInput| session.external_ids.iter().any(|it| it.ends_with(&ends));
    event(reading).sessions.iter().find(is_it).unwrap_or_else(|| panic!("{id}"))
}

fn title(session: &SessionInput) -> &str {
    session.translations.0.iter().find_map(|texts| texts.title.value()).map_or("", String::as_str)
}

fn starts(session: &SessionInput) -> String {
    session.starts_at.value().map(|at| at.to_rfc3339()).unwrap_or_default()
}

fn reasons(reading: &Reading) -> Vec<&Reason> {
    reading.notes.iter().map(|note| &note.reason).collect()
}

/// How often something was noted.
fn noted(reading: &Reading, is_it: impl Fn(&Reason) -> bool) -> usize {
    reading.notes.iter().filter(|note| is_it(&note.reason)).map(|note| note.count).sum()
}

/// What came in, as INDEX.md counts it.
fn counts(reading: &Reading) -> [usize; 7] {
    let document = &reading.document;
    let of_event = |count: fn(&EventInput) -> usize| document.events.iter().map(count).sum();
    [
        of_event(|event| event.sessions.len()),
        document.speakers.len(),
        document.companies.len(),
        document.posts.len(),
        of_event(|event| event.rooms.len()),
        of_event(|event| event.tiers.len()),
        of_event(|event| event.sponsorships.value().map_or(0, Vec::len)),
    ]
}

#[test]
fn hoverboard_comes_in() {
    let reading = ours("hoverboard.json");

    assert_eq!(counts(&reading), [6, 2, 3, 2, 2, 2, 2]);
    let opening = session(&reading, "101");
    assert_eq!((title(opening), starts(opening).as_str()), ("Ouverture", "2027-05-31T07:00:00+00:00"));
    assert_eq!(opening.recording_url, Field::Value("https://www.youtube.com/watch?v=abc123".into()));
    assert_eq!((&opening.room, opening.spoken_languages.value()), (&Field::Null, Some(&vec!["fr".to_owned()])));
    // It extends over two rows, in the second column.
    let knots = session(&reading, "103");
    assert_eq!(knots.ends_at.value().map(|at| at.to_rfc3339()).as_deref(), Some("2027-05-31T09:00:00+00:00"));
    assert!(knots.room.value().is_some_and(|room| room.0.ends_with("room:pont")), "{:?}", knots.room);
    assert_eq!(starts(session(&reading, "104")), "");
    let again = session(&reading, "100@2027-05-31T10:45");
    assert_eq!((title(again), starts(again).as_str()), ("Pause", "2027-05-31T08:45:00+00:00"));
    for reason in [
        Reason::Dangling { field: "speaker", id: "nobody_here".into() },
        Reason::Dangling { field: "session", id: "999".into() },
        Reason::SeveralTimes { id: "100".into(), count: 2 },
        Reason::Ignored { field: "team".into() },
        Reason::Ignored { field: "source".into() },
        Reason::NamelessCompany,
        Reason::NoStart,
    ] {
        assert!(reasons(&reading).contains(&&reason), "{reason:?}");
    }
}

#[test]
fn folder_of_open_event_comes_in() {
    let reading = ours("open-event");

    assert_eq!(counts(&reading), [4, 4, 3, 0, 2, 2, 2]);
    let event = event(&reading);
    assert_eq!(event.time_zone, Field::Value("US/Pacific".into()));
    let gold = event.tiers[0].translations.0[0].name.value();
    assert_eq!(gold.map(String::as_str), Some("Gold"));
    let (opening, tides) = (session(&reading, "1"), session(&reading, "2"));
    assert_eq!((title(opening), starts(opening).as_str()), ("Opening", "2027-05-31T16:00:00+00:00"));
    assert_eq!(opening.room, Field::Value(event.rooms[0].external_ids[0].clone().into()));
    // The name of the room, which people have read, is that of another.
    assert_eq!(tides.room, Field::Value(event.rooms[1].external_ids[0].clone().into()));
    assert_eq!(tides.ends_at, Field::Null);
    let names: HashSet<String> =
        reading.document.speakers.iter().filter_map(|speaker| speaker.name.value().cloned()).collect();
    assert_eq!(names, ["Ada Winter", "Bo Lindqvist", "Chloé Petit", "Dan Ortiz"].map(String::from).into());
    for reason in [
        Reason::SharedPersonId { id: "2".into() },
        Reason::NotListed { name: "Dan Ortiz".into() },
        Reason::NotAccepted { state: "rejected".into() },
        Reason::RoomContradicts { outer: "Deck".into(), inner: "Quay 1-2".into() },
    ] {
        assert!(reasons(&reading).contains(&&reason), "{reason:?}");
    }
    let ignored = |field: &str| reasons(&reading).contains(&&Reason::Ignored { field: field.into() });
    assert!(ignored("email") && ignored("gender"), "nobody learns what they hold, only that they were there");
    assert!(!format!("{:?}", reading.document).contains("@harbour.example"));
}

#[test]
fn files_of_breizhcamp_come_in() {
    let reading = ours("breizhcamp");

    assert_eq!(counts(&reading), [4, 4, 2, 0, 2, 0, 2]);
    let rooms: Vec<_> =
        event(&reading).rooms.iter().map(|room| room.translations.0[0].name.value().unwrap().as_str()).collect();
    assert_eq!(rooms, ["Amphi A", "Amphi B"]);
    let (opening, tides) = (session(&reading, "1"), session(&reading, "2"));
    assert_eq!((title(opening), starts(opening).as_str()), ("Ouverture 🐚", "2027-05-31T07:30:00+00:00"));
    assert_eq!(opening.speakers.value().map(Vec::len), Some(2));
    // Without the accent it is the same person.
    let chloe = &tides.speakers.value().unwrap()[0].speaker.0;
    assert!(
        reading
            .document
            .speakers
            .iter()
            .any(|speaker| speaker.external_ids.contains(chloe) && speaker.name.value().unwrap() == "Chloé Petit")
    );
    assert_eq!(session(&reading, "3").state, Field::Value(entity::value::SessionState::Cancelled));
    assert!(reasons(&reading).contains(&&Reason::NotListed { name: "Dan Ortiz".into() }));
}

#[test]
fn table_comes_in_with_its_languages() {
    let reading = ours("sheet.csv");

    assert_eq!(counts(&reading), [5, 3, 3, 0, 2, 0, 0]);
    let event = event(&reading);
    assert_eq!(event.slug.as_deref(), Some("harbour-days-2027"));
    assert_eq!(event.translations["fr"].name, Field::Value("Journées du port 2027".into()));
    assert_eq!((&event.country, &event.time_zone), (&Field::Value("DE".into()), &Field::Value("Europe/Berlin".into())));
    let opening = session(&reading, "t1");
    assert_eq!(
        (starts(opening).as_str(), opening.speakers.value().map(Vec::len)),
        ("2027-05-31T07:30:00+00:00", Some(2))
    );
    assert_eq!(opening.translations["fr"].title, Field::Value("Ouverture".into()));
    assert_eq!(opening.translations["en"].r#abstract, Field::Value("Welcome **aboard**.".into()));
    assert_eq!(
        session(&reading, "t2").translations["en"].r#abstract,
        Field::Value("What the moon does,\nand what it does not.".into())
    );
    let night = session(&reading, "t5");
    assert_eq!(night.ends_at.value().map(|at| at.to_rfc3339()).as_deref(), Some("2027-05-31T22:30:00+00:00"));
    assert_eq!(night.state, Field::Value(entity::value::SessionState::Cancelled));
    let ada = reading.document.speakers.iter().find(|speaker| speaker.name.value().unwrap() == "Ada Winter").unwrap();
    assert_eq!(ada.translations["fr"].bio, Field::Value("Ada tient les **journaux**.".into()));
    assert_eq!(ada.company, Field::Value("harbour-museum".into()));
    for reason in [
        Reason::Ignored { field: "e-mail".into() },
        Reason::NotAccepted { state: "rejected".into() },
        Reason::OtherEvent { name: "Other Days".into() },
    ] {
        assert!(reasons(&reading).contains(&&reason), "{reason:?}");
    }
    assert!(!format!("{:?}", reading.document).contains("ada@example.org"));
}

#[test]
fn tables_of_excel_are_read_alike() {
    let (german, unicode) = (ours("sheet.excel.csv"), ours("sheet.unicode.txt"));

    let titles: Vec<_> = event(&german).sessions.iter().map(title).collect();
    assert_eq!(titles, ["Öffnung", "Fragen; und Antworten"]);
    let last = |reading: &Reading| event(reading).sessions[1].ends_at.value().map(|at| at.to_rfc3339());
    assert_eq!(last(&german).as_deref(), Some("2027-06-01T09:15:00+00:00"));
    assert_eq!(last(&german), last(&unicode));
    assert_eq!(german.document.speakers.len(), 3);
    assert!(reasons(&german).contains(&&Reason::GuessedEncoding { encoding: "windows-1252".into() }));
}

#[test]
fn real_lists_come_in_whole() {
    for (file, count) in
        [("lists/conference-data-2024-general.json", 129), ("lists/conference-data-2026-data.json", 92)]
    {
        let Some(reading) = real(file) else { return };
        let events = &reading.document.events;

        assert_eq!(events.len(), count, "{file}");
        let mut names = HashSet::new();
        for event in events {
            assert!(event.slug.iter().chain(&event.external_ids).all(|name| names.insert(name.clone())), "{event:?}");
            assert!(event.starts_at.value().is_some() && event.starts_at.value() < event.ends_at.value(), "{event:?}");
            // Every label is that of a country.
            assert_eq!(event.city.value().is_some(), event.country.value().is_some(), "{event:?}");
        }
        assert_eq!(noted(&reading, |reason| matches!(reason, Reason::Unreadable { .. })), 0, "{file}");
        let without_city = events.iter().filter(|event| event.city.value().is_none()).count();
        assert_eq!(without_city, if count == 129 { 14 } else { 15 });
    }
}

#[test]
fn real_programmes_of_hoverboard_come_in_whole() {
    // Sessions, of which one takes place six times, and six take place seven times more than once.
    for (file, expected, dangling, unscheduled) in [
        ("hoverboard/devfest-toulouse-2018.json", [50 + 5, 42, 0, 3, 5, 5, 37], 1, 1),
        ("hoverboard/devfest-bolivia-2022.json", [41 + 7, 12, 24, 5, 2, 3, 24], 9, 15),
    ] {
        let Some(reading) = real(file) else { return };
        let mut found = counts(&reading);
        if file.contains("toulouse") {
            found[2] = 0;
        }
        assert_eq!(found, expected, "{file}");
        assert_eq!(noted(&reading, |reason| matches!(reason, Reason::Dangling { field: "speaker", .. })), dangling);
        assert_eq!(noted(&reading, |reason| *reason == Reason::NoStart), unscheduled, "{file}");
        let times = |reason: &Reason| match reason {
            Reason::SeveralTimes { count, .. } => count - 1,
            _ => 0,
        };
        let again: usize = reasons(&reading).into_iter().map(times).sum();
        assert_eq!(again, if file.contains("toulouse") { 5 } else { 7 }, "{file}");
    }
}

#[test]
fn real_companies_and_languages_of_hoverboard_are_understood() {
    let Some(reading) = real("hoverboard/devfest-toulouse-2018.json") else { return };

    let employers: HashSet<_> =
        reading.document.speakers.iter().filter_map(|speaker| Some(speaker.company.value()?.0.clone())).collect();
    let spoken = |language: &str| {
        let speaks = |session: &&SessionInput| {
            session.spoken_languages.value().is_some_and(|spoken| spoken.iter().any(|tag| tag == language))
        };
        event(&reading).sessions.iter().filter(speaks).count()
    };
    assert_eq!((spoken("fr"), spoken("en")), (31, 6));
    assert_eq!(employers.len(), 32, "two are written in two ways");
    let keynote = session(&reading, "101");
    assert_eq!(starts(keynote), "2018-11-08T08:00:00+00:00");
}

#[test]
fn real_folder_of_open_event_comes_in_whole() {
    let Some(reading) = real("open-event/pycon-us-2017") else { return };

    let [sessions, speakers, _, _, rooms, tiers, sponsors] = counts(&reading);
    assert_eq!((sessions, speakers, rooms, tiers, sponsors), (147, 143, 18, 9, 103));
    let event = event(&reading);
    assert_eq!(event.tracks.len(), 5);
    let names = event.tiers.iter().map(|tier| tier.translations.0[0].name.value().map_or("", String::as_str));
    assert_eq!(names.take(3).collect::<Vec<_>>(), ["Keystone Level", "Diamond Level", "Platinum Level"]);
    let speaks = |name: &str| {
        let of = reading.document.speakers.iter().find(|speaker| speaker.name.value().is_some_and(|it| it == name));
        let ids = &of.unwrap_or_else(|| panic!("{name}")).external_ids;
        let in_it = |session: &&SessionInput| {
            session.speakers.value().into_iter().flatten().any(|speaker| ids.contains(&speaker.speaker.0))
        };
        event.sessions.iter().filter(in_it).count()
    };
    // Both have the id 400.
    assert_eq!((speaks("Tim Head"), speaks("Kelsey Hightower")), (1, 1));
    assert_eq!(noted(&reading, |reason| matches!(reason, Reason::EndBeforeStart { .. })), 7);
    assert_eq!(noted(&reading, |reason| matches!(reason, Reason::Dangling { .. } | Reason::NotListed { .. })), 0);
    assert!(!format!("{:?}", reading.document).contains("male\""), "gender is nobody's business");
}

#[test]
fn real_files_of_breizhcamp_come_in_whole() {
    let Some(reading) = real("other/breizhcamp-2026") else { return };

    // Two people are named by sessions and are in no list.
    assert_eq!(counts(&reading), [96, 108 + 2, 37, 0, 5, 0, 37]);
    assert_eq!(noted(&reading, |reason| matches!(reason, Reason::NotListed { .. })), 2);
    let several =
        event(&reading).sessions.iter().filter(|session| session.speakers.value().is_some_and(|all| all.len() > 1));
    assert_eq!(several.count(), 23);
    let cancelled = Field::Value(entity::value::SessionState::Cancelled);
    assert_eq!(event(&reading).sessions.iter().filter(|session| session.state == cancelled).count(), 4);
    assert!(!format!("{:?}", reading.document).contains('\u{200b}'));
}
