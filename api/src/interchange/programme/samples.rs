//! Real programmes, where they are at hand: every session of every file comes in.

use std::{collections::HashSet, fs, path::Path};

use chrono_tz::Tz;

use crate::interchange::{
    document::{EventInput, Field, SessionInput, SessionKind},
    reading::{Options, Reading, Reason},
};

/// They are not part of the repository; without them there is nothing to test.
const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/schedules");

fn read_in(file: &str, time_zone: Option<Tz>) -> Option<Reading> {
    let bytes = fs::read(Path::new(SAMPLES).join(file)).ok()?;
    let options = Options { time_zone, event: Some("Sample".to_owned()), ..Options::of_locale("en") };
    Some(crate::interchange::read(&bytes, &options).unwrap_or_else(|error| panic!("{file}: {error}")))
}

fn read(file: &str) -> Option<Reading> {
    read_in(file, None)
}

fn event(reading: &Reading) -> &EventInput {
    &reading.document.events[0]
}

fn session<'a>(reading: &'a Reading, id: &str) -> &'a SessionInput {
    let is_it = |session: &&SessionInput| session.external_ids.iter().any(|other| other == id);
    event(reading).sessions.iter().find(is_it).unwrap_or_else(|| panic!("no session {id}"))
}

fn start(session: &SessionInput) -> String {
    session.starts_at.value().map(|time| time.format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

fn noted(reading: &Reading, is_it: impl Fn(&Reason) -> bool) -> usize {
    reading.notes.iter().filter(|note| is_it(&note.reason)).map(|note| note.count).sum()
}

#[test]
fn every_session_room_and_speaker_comes_in() {
    for (file, sessions, rooms, tracks, speakers) in [
        ("frab-xml/39c3-himmel.xml", 186, 5, 9, 274),
        ("frab-xml/debconf17.xml", 181, 6, 12, 126),
        ("frab-xml/fosdem-2010.xml", 301, 20, 32, 266),
        ("frab-xml/fosdem-2024.xml", 674, 32, 66, 732),
        ("frab-xml/opensouthcode-2026.v1-0616.xml", 52, 6, 0, 58),
        ("frab-xml/opensouthcode-2026.v6-0627.xml", 57, 8, 0, 61),
        ("frab-json/39c3-himmel.json", 186, 5, 9, 274),
        ("frab-json/frab-camp2019.json", 79, 2, 7, 90),
        ("frab-json/pretalx-democon.json", 36, 2, 2, 27),
        ("pretalx-live/schedule.en.xml", 3, 1, 1, 2),
        ("pretalx-live/schedule.es.xml", 3, 1, 1, 2),
        ("pretalx-live/schedule.fr.xml", 3, 1, 1, 2),
        ("pretalx-live/schedule.en.json", 3, 2, 1, 2),
        ("pretalx-live/schedule.es.json", 3, 2, 1, 2),
        ("pretalx-live/schedule.fr.json", 3, 2, 1, 2),
        ("pretalx-live/api-submissions.expanded.json", 3, 1, 1, 2),
        ("pretalx-live/api-submissions.expanded.lang-fr.json", 3, 1, 1, 2),
        ("pretalx-live/widget-schedule.json", 4, 1, 1, 2),
        // 76 talks and five breaks; 72 people are listed, five more are named by talks alone.
        ("pretalx-api/pyconfr-2024.json", 81, 11, 0, 77),
        ("sessionize/demo-All.json", 11, 3, 3, 10),
        ("sessionize/demo-GridSmart.json", 11, 3, 3, 10),
        // The view by groups has no breaks.
        ("sessionize/demo-Sessions.json", 10, 2, 3, 10),
        ("sessionize/azure-bootcamp-linz-2025-All.json", 13, 3, 0, 12),
    ] {
        let Some(reading) = read(file) else { return };
        let event = event(&reading);
        let found = (event.sessions.len(), event.rooms.len(), event.tracks.len(), reading.document.speakers.len());
        assert_eq!(found, (sessions, rooms, tracks, speakers), "{file}");
    }
}

#[test]
fn whatever_is_named_is_there_and_nothing_else_has_its_name() {
    for file in [
        "frab-xml/39c3-himmel.xml",
        "frab-xml/debconf17.xml",
        "frab-xml/fosdem-2010.xml",
        "frab-xml/fosdem-2024.xml",
        "pretalx-live/api-submissions.expanded.json",
        "pretalx-live/widget-schedule.json",
        "pretalx-api/pyconfr-2024.json",
        "sessionize/demo-All.json",
        "sessionize/azure-bootcamp-linz-2025-All.json",
    ] {
        let Some(reading) = read(file) else { return };
        let event = event(&reading);
        let mut ids = HashSet::new();
        let rooms = event.rooms.iter().map(|room| &room.external_ids);
        let tracks = event.tracks.iter().map(|track| &track.external_ids);
        let speakers = reading.document.speakers.iter().map(|speaker| &speaker.external_ids);
        let sessions = event.sessions.iter().map(|session| &session.external_ids);
        for list in rooms.chain(tracks).chain(speakers).chain(sessions) {
            assert!(!list.is_empty(), "{file}");
            for id in list {
                assert!(ids.insert(id.clone()), "{file}: {id} twice");
            }
        }
        for session in &event.sessions {
            let speakers = session.speakers.value().into_iter().flatten().map(|participation| &participation.speaker);
            for id in session.room.value().into_iter().chain(session.track.value()).chain(speakers).map(|id| &id.0) {
                assert!(ids.contains(id), "{file}: {id} is not there");
            }
            assert!(event.starts_at.value() <= session.starts_at.value(), "{file}");
            assert!(event.ends_at.value() >= session.ends_at.value(), "{file}");
            let is_endless = session.ends_at.value().is_none() && noted(&reading, |it| *it == Reason::NoDuration) > 0;
            assert!(is_endless || session.starts_at.value() < session.ends_at.value(), "{file}");
            assert!(session.place.is_some(), "{file}");
            assert!(session.translations.0.iter().all(|texts| texts.title.value().is_some()), "{file}");
        }
    }
}

#[test]
fn newer_version_matches_the_older_by_guid() {
    let files = ["frab-xml/opensouthcode-2026.v1-0616.xml", "frab-xml/opensouthcode-2026.v6-0627.xml"];
    let [Some(older), Some(newer)] = files.map(read) else { return };
    let ids = |reading: &Reading| -> HashSet<String> {
        event(reading).sessions.iter().map(|session| session.external_ids[0].clone()).collect()
    };

    assert!(ids(&newer).iter().all(|id| id.starts_with("guid:")));
    assert!(ids(&older).is_subset(&ids(&newer)));
    assert_eq!(ids(&newer).difference(&ids(&older)).count(), 5);
}

#[test]
fn xml_and_json_of_one_programme_say_the_same() {
    let files = ["frab-xml/39c3-himmel.xml", "frab-json/39c3-himmel.json"];
    let [Some(xml), Some(json)] = files.map(read) else { return };

    // Of one room only the JSON tells the guid.
    let comparable = |session: &SessionInput| SessionInput { place: None, room: Field::Absent, ..session.clone() };
    for (one, other) in event(&xml).sessions.iter().zip(&event(&json).sessions) {
        assert_eq!(comparable(one), comparable(other));
    }
    let opted_out = |reading: &Reading| {
        event(reading).sessions.iter().filter(|session| session.do_not_record.value() == Some(&true)).count()
    };
    assert_eq!((opted_out(&xml), opted_out(&json)), (10, 10));
    let capacities: Vec<_> = event(&json).rooms.iter().filter_map(|room| room.capacity.value()).collect();
    assert_eq!(capacities[..3], [&3025, &1160, &965]);
}

#[test]
fn identity_does_not_depend_on_the_language_of_the_export() {
    let files = ["schedule.en.json", "schedule.fr.json", "schedule.en.xml"].map(|file| format!("pretalx-live/{file}"));
    let [Some(english), Some(french), Some(xml)] = files.each_ref().map(|file| read(file)) else { return };

    for other in [&french, &xml] {
        for (one, other) in event(&english).sessions.iter().zip(&event(other).sessions) {
            assert_eq!(one.external_ids, other.external_ids);
            assert_eq!((one.starts_at, one.ends_at), (other.starts_at, other.ends_at));
        }
        let id = &english.document.speakers[0].external_ids;
        assert!(other.document.speakers[0].external_ids.iter().any(|other| id.contains(other)));
    }
    assert_eq!(english.document.speakers[1].name, Field::Value("Jean Müller".into()));
}

#[test]
fn session_over_the_end_of_summer_time_keeps_its_length() {
    let Some(reading) = read("pretalx-live/schedule.fr.xml") else { return };
    let session = session(&reading, "frab:fest2025:session:3");

    assert_eq!(start(session), "2025-10-25T23:30");
    assert_eq!(session.ends_at.value().map(|end| end.format("%H:%M").to_string()).as_deref(), Some("01:30"));
}

#[test]
fn programme_without_zone_needs_one() {
    let file = "frab-xml/fosdem-2024.xml";
    let (Some(utc), Some(brussels)) = (read(file), read_in(file, Some(Tz::Europe__Brussels))) else { return };
    let id = "frab:fosdem-2024:session:10528";

    assert_eq!(start(session(&utc, id)), "2024-02-03T10:30");
    assert_eq!(noted(&utc, |reason| *reason == Reason::NoTimeZone), 1);
    assert_eq!(start(session(&brussels, id)), "2024-02-03T09:30");
    assert_eq!(noted(&brussels, |reason| *reason == Reason::NoTimeZone), 0);
    assert_eq!(event(&brussels).time_zone, Field::Value("Europe/Brussels".into()));
    assert!(utc.notes.len() < 12, "{:#?}", utc.notes);
}

#[test]
fn offset_that_lies_is_seen_when_the_zone_is_known() {
    let file = "frab-xml/debconf17.xml";
    let (Some(utc), Some(toronto)) = (read(file), read_in(file, Some(Tz::America__Toronto))) else { return };
    let id = "frab:debconf17:session:246";

    assert_eq!(start(session(&utc, id)), "2017-08-05T10:00");
    assert_eq!(noted(&utc, |reason| *reason == Reason::OffsetUnproven), 181);
    assert_eq!(start(session(&toronto, id)), "2017-08-05T14:00");
    assert_eq!(noted(&toronto, |reason| matches!(reason, Reason::OffsetContradictsZone { .. })), 181);
    assert_eq!(event(&utc).day_starts_at, Field::Value(chrono::NaiveTime::MIN));
}

#[test]
fn shared_room_guid_identifies_no_room() {
    let Some(reading) = read("frab-json/pretalx-democon.json") else { return };

    let ids: Vec<_> = event(&reading).rooms.iter().flat_map(|room| &room.external_ids).collect();
    assert_eq!(ids, ["frab:democon:room:gray-room", "frab:democon:room:tan-room"]);
    assert!(event(&reading).rooms.iter().all(|room| room.guid == Field::Null));
}

#[test]
fn views_of_one_event_say_the_same() {
    let views = ["All", "GridSmart", "Sessions"].map(|view| read(&format!("sessionize/demo-{view}.json")));
    let [Some(all), Some(grid), Some(groups)] = views else { return };

    let languages = [&all, &groups].map(|reading| &event(reading).sessions).map(|sessions| {
        let told = sessions.iter().filter(|it| it.spoken_languages.value().is_some());
        let mut spoken: Vec<_> = told.map(|it| (&it.external_ids, &it.spoken_languages)).collect();
        spoken.sort_by_key(|(ids, _)| *ids);
        spoken
    });
    assert_eq!(languages[0], languages[1]);
    for (id, kind) in [("14022", SessionKind::Talk), ("14026", SessionKind::Workshop)] {
        let sessions = [&all, &grid, &groups].map(|view| session(view, &format!("sessionize:sample:session:{id}")));
        assert!(sessions.iter().all(|it| it.kind == Field::Value(kind)), "{id}");
        assert!(sessions.iter().all(|it| start(it) == start(sessions[0]) && it.level == sessions[0].level), "{id}");
        assert!(sessions.iter().all(|it| it.room == sessions[0].room && it.track == sessions[0].track), "{id}");
    }
    let breaks = |reading: &Reading| {
        event(reading).sessions.iter().filter(|it| it.kind == Field::Value(SessionKind::Break)).count()
    };
    // The view by groups has no breaks.
    assert_eq!([breaks(&all), breaks(&grid), breaks(&groups)], [1, 1, 0]);
    assert_eq!(noted(&all, |reason| matches!(reason, Reason::Dangling { .. })), 0);
}

#[test]
fn views_of_speakers_name_the_people_of_the_others() {
    let views = ["All", "Speakers", "SpeakerWall"].map(|view| read(&format!("sessionize/demo-{view}.json")));
    let [Some(all), Some(speakers), Some(wall)] = views else { return };

    let ids = |reading: &Reading| -> HashSet<String> {
        reading.document.speakers.iter().map(|speaker| speaker.external_ids[0].clone()).collect()
    };
    assert!(speakers.document.events.is_empty() && wall.document.events.is_empty());
    assert_eq!((ids(&all), ids(&all)), (ids(&speakers), ids(&wall)));
}

#[test]
fn local_times_are_of_the_zone_that_is_given() {
    let file = "sessionize/azure-bootcamp-linz-2025-All.json";
    let (Some(utc), Some(vienna)) = (read(file), read_in(file, Some(Tz::Europe__Vienna))) else { return };
    let id = "sessionize:sample:session:1";

    assert_eq!(start(session(&utc, id)), "2025-05-10T09:55");
    assert_eq!(noted(&utc, |reason| *reason == Reason::NoTimeZone), 1);
    assert_eq!(start(session(&vienna, id)), "2025-05-10T07:55");
    assert_eq!(session(&vienna, id).slug.as_deref(), Some("central-network-management"));
    let recorded = event(&vienna).sessions.iter().filter(|session| session.recording_url.value().is_some()).count();
    assert_eq!(recorded, 13);
}

#[test]
fn talks_of_pretalx_have_languages_and_localised_names() {
    let Some(reading) = read("pretalx-api/pyconfr-2024.json") else { return };

    let spoken = |language: &str| {
        let is_it = |it: &&SessionInput| it.spoken_languages == Field::Value(vec![language.to_owned()]);
        event(&reading).sessions.iter().filter(is_it).count()
    };
    assert_eq!((spoken("fr"), spoken("en")), (57, 19));
    let kinds = |kind| event(&reading).sessions.iter().filter(|session| session.kind == Field::Value(kind)).count();
    assert_eq!((kinds(SessionKind::Workshop), kinds(SessionKind::Break)), (9, 6));
    let Some(widget) = read("pretalx-live/widget-schedule.json") else { return };
    let hall = &event(&widget).rooms[0].translations;
    let names = ["en", "es", "fr"].map(|locale| hall[locale].name.value().cloned().unwrap_or_default());
    assert_eq!(names, ["Main hall", "Sala grande", "Grande salle"]);
    let over_summer_time = session(&widget, "pretalx:sample:session:ZXGLZE");
    assert_eq!(start(over_summer_time), "2025-10-25T23:30");
    assert_eq!(over_summer_time.ends_at.value().map(|end| end.format("%H:%M").to_string()).as_deref(), Some("01:30"));
}

#[test]
fn same_bytes_make_the_same_document() {
    for file in ["frab-xml/fosdem-2010.xml", "frab-json/frab-camp2019.json"] {
        let (Some(one), Some(other)) = (read(file), read(file)) else { return };

        assert_eq!(one.document, other.document);
        assert_eq!(one.notes, other.notes);
    }
}
