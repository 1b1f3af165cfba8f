//! Lists, tables, folders and archives come in, and come in again.

use std::{fs, path::Path};

use serde_json::{Value, json};
use tests::{Database, Options, Output, Tally, TestApp, on_both_databases};

on_both_databases![
    list_of_conferences_comes_in,
    table_comes_in_with_speakers_and_languages,
    programme_of_hoverboard_comes_in_with_companies_and_posts,
    folder_is_one_source,
    same_files_again_change_nothing,
    newer_table_changes_what_is_new_in_it,
    broken_file_of_a_folder_is_named_and_nothing_comes_in,
    site_tells_what_addresses_are_relative_to,
    real_files_come_in_and_change_nothing_again,
];

fn empty(database: Database) -> TestApp {
    TestApp::start(database, &Options::default())
}

const BERLIN: [&str; 2] = ["--time-zone", "Europe/Berlin"];

fn created(count: usize) -> Tally {
    Tally { created: count, ..Tally::default() }
}

fn list_of_conferences_comes_in(database: Database) {
    let app = empty(database);

    let output = app.import_with(&BERLIN, &["list.json"]).succeeded();

    // One has no day on which it starts.
    assert_eq!(output.tally("event"), Tally { created: 4, skipped: 1, ..Tally::default() }, "{}", output.text());
    let document = r#"{ event(slug: "harbour-days-2027-10-04", locale: "en") {
        name startsAt endsAt timeZone attendanceMode website venue { city country }
    } }"#;
    let event = json!({
        "name": "Harbour Days",
        "startsAt": "2027-10-03T22:00:00Z",
        "endsAt": "2027-10-05T22:00:00Z",
        "timeZone": "Europe/Berlin",
        "attendanceMode": "MIXED",
        "website": "https://harbour.example/2027-autumn",
        "venue": { "city": "Dover", "country": "GB" },
    });
    assert_eq!(app.query(document).at("/event"), &event);
    for word in
        ["`cfpUrl` has no place in Tribune", "country `Atlantis`", "[4] \"Harbour Days\": it stands in the file"]
    {
        assert!(output.text().contains(word), "{word}: {}", output.text());
    }
}

fn table_comes_in_with_speakers_and_languages(database: Database) {
    let app = empty(database);

    let output = app.import(&["sheet.csv"]).succeeded();

    let told = output.text();
    assert_eq!((output.tally("session"), output.tally("speaker")), (created(5), created(3)), "{told}");
    let document = r#"{ event(slug: "harbour-days-2027", locale: "fr") {
        name timeZone rooms { name }
        sessions(first: 2, orderBy: [{ field: STARTS_AT, direction: ASC }]) { nodes {
            title abstract startsAt endsAt kind track { name } speakers { name bio company { name } }
        } }
    } }"#;
    let speaker =
        |name: &str, bio: Value, company: &str| json!({ "name": name, "bio": bio, "company": { "name": company } });
    let opening = json!({
        "title": "Ouverture",
        "abstract": "Bienvenue.",
        "startsAt": "2027-05-31T07:30:00Z",
        "endsAt": "2027-05-31T08:00:00Z",
        "kind": "KEYNOTE",
        "track": null,
        "speakers": [
            speaker("Ada Winter", json!("Ada tient les **journaux**."), "Harbour Museum"),
            speaker("Bo Lindqvist", json!("Bo measures tides."), "Tide Works"),
        ],
    });
    let response = app.query(document);
    assert_eq!(response.at("/event/name"), "Journées du port 2027");
    assert_eq!(response.at("/event/rooms"), &json!([{ "name": "Quai" }, { "name": "Pont" }]));
    assert_eq!(response.at("/event/sessions/nodes/0"), &opening);
    assert!(told.contains("line 1: `e-mail` has no place in Tribune"), "{told}");
    assert!(!told.contains("ada@example.org"), "{told}");
}

fn programme_of_hoverboard_comes_in_with_companies_and_posts(database: Database) {
    let app = empty(database);
    let options = ["--time-zone", "Europe/Paris", "--locale", "fr", "--event", "Fête du port 2027"];

    let output = app.import_with(&options, &["hoverboard.json"]).succeeded();

    let told = output.text();
    for (kind, count) in [("session", 6), ("speaker", 2), ("company", 3), ("post", 2), ("tier", 2), ("room", 2)] {
        assert_eq!(output.tally(kind), created(count), "{kind}: {told}");
    }
    let document = r#"{
        event(slug: "fete-du-port-2027", locale: "fr") {
            name tiers { name }
            sponsorships { tier { name } company { name website } }
            posts(first: 5, orderBy: [{ field: PUBLISHED_AT, direction: ASC }]) { nodes { title excerpt body } }
        }
    }"#;
    let sponsor = |tier: &str, name: &str, site: &str| json!({ "tier": { "name": tier }, "company": { "name": name, "website": site } });
    let event = json!({
        "name": "Fête du port 2027",
        "tiers": [{ "name": "Or" }, { "name": "Argent" }],
        "sponsorships": [
            sponsor("Or", "Tide Works", "https://tide.example/"),
            sponsor("Argent", "Corderie", "https://rope.example/"),
        ],
        "posts": { "nodes": [] },
    });
    // The clock of the test stands before both were published.
    assert_eq!(app.query(document).at("/event"), &event);
    for word in ["its speaker `nobody_here` is not in the file", "`team` has no place", "takes place 2 times"] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

fn folder_is_one_source(database: Database) {
    let app = empty(database);

    let output = app.import(&["open-event"]).succeeded();

    let told = output.text();
    for (kind, count) in [("event", 1), ("session", 4), ("speaker", 4), ("company", 3), ("tier", 2), ("room", 2)] {
        assert_eq!(output.tally(kind), created(count), "{kind}: {told}");
    }
    let document = r#"{ event(slug: "harbour-days-2027", locale: "en") {
        timeZone description tiers { name } tracks { name colour }
        sessions(first: 1, orderBy: [{ field: STARTS_AT, direction: ASC }]) {
            nodes { title startsAt room { name } speakers { name jobTitle company { name } } }
        }
    } }"#;
    let ada = json!({ "name": "Ada Winter", "jobTitle": "Keeper", "company": { "name": "Harbour Museum" } });
    let opening = json!({
        "title": "Opening",
        "startsAt": "2027-05-31T16:00:00Z",
        "room": { "name": "Quay 1-2" },
        "speakers": [ada],
    });
    let event = json!({
        "timeZone": "US/Pacific",
        "description": "All about the **harbour**.",
        "tiers": [{ "name": "Gold" }, { "name": "Silver" }],
        "tracks": [{ "name": "Sea", "colour": "#0044aa" }],
        "sessions": { "nodes": [opening] },
    });
    assert_eq!(app.query(document).at("/event"), &event);
    assert!(told.contains("sessions.json: [1] \"Tides\": it ends at"), "{told}");
}

/// Nothing but what is unchanged.
fn assert_unchanged(output: &Output, what: &str) {
    for kind in ["event", "session", "speaker", "company", "post", "room", "track", "tier", "tag"] {
        let Tally { created, updated, .. } = output.tally(kind);
        assert_eq!((created, updated), (0, 0), "{what}, {kind}: {}", output.text());
    }
}

fn same_files_again_change_nothing(database: Database) {
    let app = empty(database);
    for file in ["list.json", "sheet.csv", "sheet.excel.csv", "hoverboard.json", "open-event", "breizhcamp"] {
        app.import_with(&BERLIN, &[file]).succeeded();

        let again = app.import_with(&BERLIN, &[file]).succeeded();

        assert_unchanged(&again, file);
    }
}

fn newer_table_changes_what_is_new_in_it(database: Database) {
    let app = empty(database);
    let file = app.folder().join("programme.csv");
    let write = |text: &str| fs::write(&file, text).expect("a table can be written");
    write(
        "id,title,start,duration,speakers\n1,Tides,2027-05-31 10:00,45,Bo Lindqvist\n2,Knots,2027-05-31 11:00,45,Chloé Petit\n",
    );
    let options = ["--event", "Harbour Days 2027", "--time-zone", "Europe/Berlin"];
    app.import_with(&options, &[&file]).succeeded();

    write(
        "id,title,start,duration,speakers\n1,The tides,2027-05-31 10:00,60,Bo Lindqvist\n3,Ropes,2027-05-31 12:00,45,Bo Lindqvist\n",
    );
    let newer = app.import_with(&options, &[&file]).succeeded();

    let sessions = Tally { created: 1, updated: 1, ..Tally::default() };
    assert_eq!(newer.tally("session"), sessions, "{}", newer.text());
    assert_eq!(newer.tally("speaker"), Tally { unchanged: 1, ..Tally::default() }, "{}", newer.text());
    assert!(newer.text().contains("Not in this file, and kept:"), "{}", newer.text());
}

fn broken_file_of_a_folder_is_named_and_nothing_comes_in(database: Database) {
    let app = empty(database);
    let folder = app.folder().join("export");
    fs::create_dir(&folder).expect("a folder can be made");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/open-event/event.json");
    fs::copy(sample, folder.join("event.json")).expect("a file can be copied");
    fs::write(folder.join("sessions.json"), "[{\"id\": 1,\n \"title\": }]").expect("a file can be written");

    let broken = app.import(&[&folder]);

    assert!(!broken.status.success(), "{}", broken.text());
    assert!(broken.text().contains("sessions.json: line 2, column 11"), "{}", broken.text());
    assert_eq!(app.query("{ events { totalCount } }").at("/events/totalCount"), 0);

    fs::write(folder.join("sessions.json"), "some notes of ours").expect("a file can be written");
    let foreign = app.import(&[&folder]).succeeded();
    assert!(foreign.text().contains("sessions.json: it was not read: the format is not known"), "{}", foreign.text());
    assert_eq!(app.query("{ events { totalCount } }").at("/events/totalCount"), 1);
}

fn site_tells_what_addresses_are_relative_to(database: Database) {
    let app = empty(database);
    let options = ["--site", "https://harbour.example/2027/", "--time-zone", "Europe/Berlin"];

    let output = app.import_with(&options, &["open-event"]).succeeded();

    let company = app.query(r#"{ company(slug: "tide-works") { logoUrl } }"#);
    assert_eq!(company.at("/company/logoUrl"), "https://harbour.example/images/tide.png", "{}", output.text());
}

/// Only where the folder of real files is beside the repository.
fn real_files_come_in_and_change_nothing_again(database: Database) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/schedules");
    if !folder.is_dir() {
        return;
    }
    let app = empty(database);
    for (file, kind, count) in [
        ("lists/conference-data-2024-general.json", "event", 129),
        ("lists/conference-data-2026-data.json", "event", 92),
        ("hoverboard/devfest-toulouse-2018.json", "session", 55),
        ("hoverboard/devfest-bolivia-2022.json", "session", 48),
        ("open-event/pycon-us-2017", "session", 147),
        ("other/breizhcamp-2026", "session", 96),
    ] {
        let first = app.import_with(&BERLIN, &[folder.join(file)]).succeeded();
        let Tally { created, skipped, .. } = first.tally(kind);
        assert_eq!((created, skipped), (count, 0), "{file}: {}", first.text());

        let again = app.import_with(&BERLIN, &[folder.join(file)]).succeeded();

        assert_unchanged(&again, file);
    }
}
