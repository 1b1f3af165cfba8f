//! Programmes of real conferences, when they are there: in `../shared/data/schedules` beside this repository.
//!
//! They are other people's, so they are no part of it; without them these tests say so and pass.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use serde_json::json;
use tests::{Database, Options, Response, Tally, TestApp, on_both_databases};

on_both_databases![
    every_session_comes_in_and_comes_in_once,
    newer_release_adds_five_sessions,
    instants_are_right,
    zone_can_be_told,
    xml_and_json_of_one_congress_agree,
];

/// Each file, the event it becomes, and how many sessions and speakers it has.
pub const FILES: [(&str, &str, usize, usize); 16] = [
    ("frab-xml/39c3-himmel.xml", "39c3", 186, 274),
    ("frab-xml/debconf17.xml", "debconf17", 181, 126),
    ("frab-xml/fosdem-2010.xml", "fosdem-2010", 301, 266),
    ("frab-xml/fosdem-2024.xml", "fosdem-2024", 674, 732),
    ("frab-xml/opensouthcode-2026.v1-0616.xml", "opensouthcode2026", 52, 58),
    ("frab-xml/opensouthcode-2026.v6-0627.xml", "opensouthcode2026", 57, 61),
    ("frab-json/39c3-himmel.json", "39c3", 186, 274),
    ("frab-json/frab-camp2019.json", "camp2019", 79, 90),
    ("frab-json/pretalx-democon.json", "democon", 36, 27),
    ("pretalx-api/pyconfr-2024.json", "pyconfr-2024", 81, 77),
    ("pretalx-live/api-submissions.expanded.json", "api-submissions-expanded", 3, 2),
    ("pretalx-live/widget-schedule.json", "widget-schedule", 4, 2),
    ("sessionize/azure-bootcamp-linz-2025-All.json", "azure-bootcamp-linz-2025-all", 13, 12),
    ("sessionize/demo-All.json", "demo-all", 11, 10),
    ("sessionize/demo-GridSmart.json", "demo-gridsmart", 11, 10),
    ("sessionize/demo-Sessions.json", "demo-sessions", 10, 10),
];

/// The folder of the files; none when it is not there.
pub fn schedules() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/schedules");
    if !folder.is_dir() {
        eprintln!("left out: there is no folder {}", folder.display());
        return None;
    }
    Some(folder)
}

fn empty(database: Database) -> TestApp {
    TestApp::start(database, &Options::default())
}

/// Sessions and speakers of an event.
fn totals(app: &TestApp, event: &str) -> (usize, usize) {
    let document = "query ($event: ID!) {
        sessions(filter: { event: $event }) { totalCount } speakers(filter: { event: $event }) { totalCount } }";
    let response = app.query_with(document, json!({ "event": event }), &[]);
    let total = |list: &str| response.at(&format!("/{list}/totalCount")).as_u64().unwrap_or_default();
    let total = |list: &str| usize::try_from(total(list)).unwrap_or_default();
    (total("sessions"), total("speakers"))
}

fn every_session_comes_in_and_comes_in_once(database: Database) {
    let Some(folder) = schedules() else { return };
    let app = empty(database);
    let import = |file: &str| app.import_with(&["--time-zone", "Europe/Brussels"], &[folder.join(file)]).succeeded();

    for (file, event, sessions, speakers) in FILES {
        let first = import(file);
        let again = import(file);

        let text = first.text();
        let Tally { created, updated, unchanged, skipped } = first.tally("session");
        assert_eq!((created + updated + unchanged, skipped), (sessions, 0), "{file}: {text}");
        let (found, people) = totals(&app, event);
        assert_eq!(found, sessions, "{file}: {text}");
        assert!(people >= speakers, "{file}: {people} of {speakers} speakers");
        for kind in ["event", "room", "track", "session", "speaker"] {
            let (first, again) = (first.tally(kind), again.tally(kind));
            assert_eq!((again.created, again.updated), (0, 0), "{file} again, {kind}");
            let whole = first.created + first.updated + first.unchanged;
            assert_eq!(again.unchanged, whole, "{file} again, {kind}");
        }
        assert_eq!(first.tally("speaker").skipped, 0, "{file}: {text}");
    }
    assert_eq!(app.query("{ sessions { totalCount } }").at("/sessions/totalCount"), 1_647);
}

/// All that both formats can say. (The XML leaves out the guid of one room.)
const SESSIONS: &str = "query ($event: ID!, $after: String) {
    sessions(first: 100, after: $after, filter: { event: $event }, orderBy: [{ field: STARTS_AT }, { field: TITLE }]) {
        nodes { guid title subtitle abstract description startsAt endsAt spokenLanguages doNotRecord
            room { name } track { name } speakers { name } links { url title } }
        pageInfo { hasNextPage endCursor }
    }
}";

fn all_sessions(app: &TestApp, event: &str) -> Vec<serde_json::Value> {
    let mut sessions = Vec::new();
    let mut after = json!(null);
    loop {
        let page = app.query_with(SESSIONS, json!({ "event": event, "after": after }), &[]);
        sessions.extend(page.at("/sessions/nodes").as_array().cloned().unwrap_or_default());
        if page.at("/sessions/pageInfo/hasNextPage") == false {
            return sessions;
        }
        after = page.at("/sessions/pageInfo/endCursor").clone();
    }
}

fn newer_release_adds_five_sessions(database: Database) {
    let Some(folder) = schedules() else { return };
    let app = empty(database);
    let import = |version: &str| {
        let file = folder.join(format!("frab-xml/opensouthcode-2026.{version}.xml"));
        app.import_with(&["--time-zone", "Europe/Madrid"], &[file]).succeeded()
    };
    assert_eq!(import("v1-0616").tally("session"), Tally { created: 52, ..Tally::default() });
    let document = r#"{ sessions(filter: { search: "Growing the Linux App Ecosystem" }) {
        nodes { uid startsAt room { name } } } }"#;
    let before = app.query(document);

    let newer = import("v6-0627");

    assert_eq!(newer.tally("session"), Tally { created: 5, updated: 11, unchanged: 41, skipped: 0 });
    assert_eq!(totals(&app, "opensouthcode2026").0, 57);
    let after = app.query(document);
    let moved = |response: &Response| response.at("/sessions/nodes/0").clone();
    assert_eq!(moved(&before)["uid"], moved(&after)["uid"]);
    assert_eq!(moved(&before)["startsAt"], "2026-06-26T08:30:00Z");
    assert_eq!(moved(&before)["room"]["name"], "Sala Benamocarra 23");
    assert_eq!(moved(&after)["startsAt"], "2026-06-26T10:30:00Z");
    assert_eq!(moved(&after)["room"]["name"], "Sala Canillas 013");
    let people = app.query("{ speakers(first: 100) { totalCount nodes { name } } }");
    let names = people.texts("/speakers/nodes", "name");
    let distinct: BTreeSet<_> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(names.len(), distinct.len(), "{names:?}");
    assert_eq!(people.at("/speakers/totalCount"), names.len());
}

/// When sessions start that are found by these words.
fn starts(app: &TestApp, event: &str, words: &str) -> Vec<String> {
    let document = "query ($event: ID!, $words: String!) {
        sessions(filter: { event: $event, search: $words }) { nodes { startsAt endsAt } } }";
    let response = app.query_with(document, json!({ "event": event, "words": words }), &[]);
    response.texts("/sessions/nodes", "startsAt").into_iter().map(str::to_owned).collect()
}

fn instants_are_right(database: Database) {
    let Some(folder) = schedules() else { return };
    let app = empty(database);
    let files = ["frab-xml/39c3-himmel.xml", "frab-json/frab-camp2019.json"].map(|file| folder.join(file));
    app.import(&files).succeeded();

    assert_eq!(starts(&app, "39c3", "opening ceremony"), ["2025-12-27T09:30:00Z"]);
    let document = r#"{
        event(slug: "39c3") { timeZone endsAt rooms { name } schedule { days { date } } }
        german: sessions(filter: { event: "39c3", spokenLanguage: "de" }) { totalCount }
        english: sessions(filter: { event: "39c3", spokenLanguage: "en" }) { totalCount }
        camp: event(slug: "camp2019") { timeZone }
    }"#;
    let response = app.query(document);
    assert_eq!([response.at("/german/totalCount"), response.at("/english/totalCount")], [80, 106]);
    // Six sessions start after midnight, and belong to the day before.
    let dates = response.texts("/event/schedule/days", "date");
    assert_eq!(dates, ["2025-12-27", "2025-12-28", "2025-12-29", "2025-12-30"]);
    assert_eq!([response.at("/event/timeZone"), response.at("/camp/timeZone")], ["Europe/Berlin"; 2]);
    assert_eq!(response.at("/event/rooms").as_array().map(Vec::len), Some(5));
}

/// The one says nothing of its zone, the offsets of the other are wrong.
fn zone_can_be_told(database: Database) {
    let Some(folder) = schedules() else { return };
    let app = empty(database);
    let import = |zone: &str, file: &str| app.import_with(&["--time-zone", zone], &[folder.join(file)]).succeeded();

    import("Europe/Brussels", "frab-xml/fosdem-2024.xml");
    let debconf = import("America/Montreal", "frab-xml/debconf17.xml");

    assert_eq!(starts(&app, "fosdem-2024", "turtlestitch creative"), ["2024-02-03T09:30:00Z"]);
    assert!(debconf.text().contains("the local start was taken (181 times)"), "{}", debconf.text());
    let first = app.query(r#"{ sessions(first: 1, filter: { event: "debconf17" }) { nodes { startsAt } } }"#);
    assert_eq!(first.texts("/sessions/nodes", "startsAt"), ["2017-08-05T11:45:00Z"]);
}

fn xml_and_json_of_one_congress_agree(database: Database) {
    let Some(folder) = schedules() else { return };
    let from = |file: &str| {
        let app = empty(database);
        app.import(&[folder.join(file)]).succeeded();
        all_sessions(&app, "39c3")
    };

    let (xml, json) = (from("frab-xml/39c3-himmel.xml"), from("frab-json/39c3-himmel.json"));

    assert_eq!(xml.len(), 186);
    for (one, other) in xml.iter().zip(&json) {
        assert_eq!(one, other);
    }
}
