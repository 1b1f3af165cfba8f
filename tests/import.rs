//! Programmes come in from files, and come in again.

use serde_json::{Value, json};
use tests::{Database, Options, Tally, TestApp, on_both_databases};

on_both_databases![
    programme_comes_in_at_the_right_instants,
    xml_and_json_of_one_programme_agree,
    after_midnight_belongs_to_the_evening,
    html_is_sanitised,
    same_file_again_changes_nothing,
    newer_version_updates_by_guid,
    broken_xml_changes_nothing_and_says_where,
    foreign_files_are_refused_by_name,
    own_format_refuses_what_it_does_not_know,
    broken_json_says_where,
    one_broken_file_does_not_stop_the_others,
    report_names_what_is_left_out,
    two_events_keep_their_parts_apart,
    uid_of_an_item_is_a_name_for_it,
    item_that_breaks_a_rule_is_skipped_with_its_reason,
    report_is_in_the_language_of_whoever_typed_the_command,
];

/// All that a reader can see of the harbour programme.
const HARBOUR: &str = r#"{ event(slug: "harbour2012", locale: "en") {
    name timeZone
    rooms { name }
    tracks { name }
    sessions(first: 100, orderBy: [{ field: STARTS_AT, direction: ASC }]) {
        totalCount
        nodes { guid title abstract startsAt endsAt spokenLanguages room { name } track { name }
            links { url title } speakers { name } }
    }
} }"#;

/// Identity and version of everything that the file brings.
const VERSIONS: &str = r#"{
    events(first: 100, locale: "en") { nodes { uid version updatedAt rooms { uid version } tracks { uid version } } }
    sessions(first: 100, locale: "en", orderBy: [{ field: TITLE, direction: ASC }]) {
        nodes { uid guid version updatedAt }
    }
    speakers(first: 100, locale: "en", orderBy: [{ field: NAME, direction: ASC }]) { nodes { uid name version } }
}"#;

fn empty(database: Database) -> TestApp {
    TestApp::start(database, &Options::default())
}

fn with(database: Database, file: &str) -> TestApp {
    let app = empty(database);
    app.import(&[file]).succeeded();
    app
}

fn programme_comes_in_at_the_right_instants(database: Database) {
    let app = with(database, "harbour.v1.xml");

    let response = app.query(HARBOUR);

    let speakers = |names: &[&str]| names.iter().map(|name| json!({ "name": name })).collect::<Value>();
    let opening = json!({
        "guid": "5e1f0f00-0000-4000-8000-000000000001",
        "title": "Opening",
        "abstract": "Welcome **aboard**",
        "startsAt": "2012-05-04T08:00:00Z",
        "endsAt": "2012-05-04T09:00:00Z",
        "spokenLanguages": ["en"],
        "room": { "name": "Quay" },
        "track": null,
        "links": [{ "url": "https://harbour.example/opening", "title": "Slides" }],
        "speakers": speakers(&["Ada Winter", "Bo Lindqvist"]),
    });
    let tides = json!({
        "guid": "5e1f0f00-0000-4000-8000-000000000002",
        "title": "Tides",
        "abstract": null,
        "startsAt": "2012-05-04T09:00:00Z",
        "endsAt": "2012-05-04T09:45:00Z",
        "spokenLanguages": ["de"],
        "room": { "name": "Quay" },
        "track": { "name": "Sea" },
        "links": [],
        "speakers": speakers(&["Ada Winter"]),
    });
    let night = json!({
        "guid": "5e1f0f00-0000-4000-8000-000000000003",
        "title": "Night watch",
        "abstract": null,
        "startsAt": "2012-05-04T23:30:00Z",
        "endsAt": "2012-05-05T00:00:00Z",
        "spokenLanguages": ["en"],
        "room": { "name": "Deck" },
        "track": { "name": "Sea" },
        "links": [],
        "speakers": speakers(&["Bo Lindqvist"]),
    });
    let event = json!({
        "name": "Harbour 2012",
        "timeZone": "Europe/Berlin",
        "rooms": [{ "name": "Quay" }, { "name": "Deck" }],
        "tracks": [{ "name": "Sea" }],
        "sessions": { "totalCount": 3, "nodes": [opening, tides, night] },
    });
    assert_eq!(response.at("/event"), &event);
    let people = app.query(r#"{ speakers(first: 10, orderBy: [{ field: NAME, direction: ASC }]) { nodes { name } } }"#);
    assert_eq!(people.texts("/speakers/nodes", "name"), ["Ada Winter", "Bo Lindqvist"]);
}

fn xml_and_json_of_one_programme_agree(database: Database) {
    let xml = with(database, "harbour.v1.xml");
    let json = with(database, "harbour.v1.json");

    assert_eq!(xml.query(HARBOUR).at("/event"), json.query(HARBOUR).at("/event"));
}

fn after_midnight_belongs_to_the_evening(database: Database) {
    let app = with(database, "harbour.v1.xml");
    let document = r#"{ event(slug: "harbour2012") {
        schedule { days { date rooms { room { name } sessions { title } } } }
    } }"#;

    let response = app.query(document);

    let days = json!([{
        "date": "2012-05-04",
        "rooms": [
            { "room": { "name": "Quay" }, "sessions": [{ "title": "Opening" }, { "title": "Tides" }] },
            { "room": { "name": "Deck" }, "sessions": [{ "title": "Night watch" }] },
        ],
    }]);
    assert_eq!(response.at("/event/schedule/days"), &days);
}

fn html_is_sanitised(database: Database) {
    let app = with(database, "harbour.v1.xml");
    let document = r#"{ event(slug: "harbour2012") {
        sessions(first: 1, orderBy: [{ field: STARTS_AT, direction: ASC }]) { nodes { abstract(format: HTML) } }
    } }"#;

    let response = app.query(document);

    let html = response.texts("/event/sessions/nodes", "abstract")[0].to_owned();
    assert!(html.contains("<strong>aboard</strong>"), "{html}");
    assert!(!html.contains("script") && !html.contains("alert"), "{html}");
}

fn same_file_again_changes_nothing(database: Database) {
    let app = empty(database);
    for file in ["harbour.v1.xml", "harbour.v1.json", "languages.json"] {
        app.import(&[file]).succeeded();
        let before = app.query(VERSIONS).data().clone();

        let again = app.import(&[file]).succeeded();

        assert!(before["sessions"]["nodes"][0]["uid"].is_string(), "{before:#}");
        assert_eq!(app.query(VERSIONS).data(), &before, "{file}\n{}", again.text());
    }
}

fn newer_version_updates_by_guid(database: Database) {
    let app = with(database, "harbour.v1.xml");
    let before = app.query(VERSIONS);
    let uid = |response: &tests::Response, guid: &str| {
        let sessions = response.at("/sessions/nodes").as_array().cloned().unwrap_or_default();
        let session = sessions.into_iter().find(|session| session["guid"] == guid);
        session.map(|session| session["uid"].clone())
    };

    app.import(&["harbour.v2.xml"]).succeeded();

    let after = app.query(VERSIONS);
    for number in 1..=3 {
        let guid = format!("5e1f0f00-0000-4000-8000-00000000000{number}");
        assert!(uid(&before, &guid).is_some(), "{guid}");
        assert_eq!(uid(&before, &guid), uid(&after, &guid), "{guid}");
    }
    let speakers = after.texts("/speakers/nodes", "name");
    assert_eq!(speakers, ["Ada Winter", "Bo Lindqvist", "Chloé Petit"]);
    let programme = app.query(HARBOUR);
    let titles = programme.texts("/event/sessions/nodes", "title");
    assert_eq!(titles, ["Opening the harbour", "Tides", "Night watch", "Ropes"]);
    let tides = programme.at("/event/sessions/nodes/1");
    assert_eq!(tides["startsAt"], "2012-05-04T13:30:00Z");
    assert_eq!(tides["room"]["name"], "Deck");
}

fn broken_xml_changes_nothing_and_says_where(database: Database) {
    let app = with(database, "harbour.v1.xml");
    let before = app.query(VERSIONS).data().clone();
    assert!(before["sessions"]["nodes"][0]["uid"].is_string(), "{before:#}");

    let output = app.import(&["broken.xml"]);

    assert!(!output.status.success(), "{}", output.text());
    let told = output.text();
    for word in ["broken.xml: line 11, column 26", "</titel>", "Nothing of this file was taken."] {
        assert!(told.contains(word), "{word}: {told}");
    }
    assert_eq!(app.query(VERSIONS).data(), &before);
}

fn foreign_files_are_refused_by_name(database: Database) {
    let app = empty(database);

    for file in ["nothing-of-ours.json", "no-such-file.xml"] {
        let output = app.import(&[file]);
        assert!(!output.status.success(), "{file}: {}", output.text());
        assert!(output.text().contains(file), "{}", output.text());
    }
    assert_eq!(app.query("{ events(first: 1) { totalCount } }").at("/events/totalCount"), 0);
}

fn own_format_refuses_what_it_does_not_know(database: Database) {
    let app = with(database, "languages.json");
    let before = app.query(VERSIONS).data().clone();

    let output = app.import(&["misspelt.json"]);

    assert!(!output.status.success(), "{}", output.text());
    for word in ["misspelt.json: line 9", "`taglne`", "`tagline`", "Nothing of this file was taken."] {
        assert!(output.text().contains(word), "{word}: {}", output.text());
    }
    assert_eq!(app.query(VERSIONS).data(), &before);
}

fn broken_json_says_where(database: Database) {
    let app = empty(database);

    for (document, told) in [
        ("{\"tribune\": 1,\n \"events\": [}", "line 2, column 13"),
        ("{\"tribune\": 2}", "tribune"),
        ("{\"schedule\": {\n\n \"conference\": ", "line 3"),
        ("", "document.json"),
    ] {
        let output = app.try_document(document);
        assert!(!output.status.success(), "{document}: {}", output.text());
        assert!(output.text().contains(told), "{document}: {}", output.text());
    }
    assert_eq!(app.query("{ events { totalCount } }").at("/events/totalCount"), 0);
}

fn one_broken_file_does_not_stop_the_others(database: Database) {
    let app = empty(database);

    let output = app.import(&["harbour.v1.xml", "broken.xml", "languages.json"]);

    assert!(!output.status.success());
    assert!(output.text().contains("1 of 3 files"), "{}", output.text());
    let events = app.query("{ events { nodes { slug } } }");
    assert_eq!(events.texts("/events/nodes", "slug"), ["polyglot-days", "english-only", "harbour2012"]);
}

fn report_names_what_is_left_out(database: Database) {
    let app = with(database, "harbour.v2.xml");

    let older = app.import(&["harbour.v1.xml"]).succeeded();

    let sessions = Tally { updated: 2, unchanged: 1, ..Tally::default() };
    assert_eq!(older.tally("session"), sessions, "{}", older.text());
    assert!(
        older.text().contains("Not in this file, and kept:\n    session `harbour2012-104-ropes`"),
        "{}",
        older.text()
    );
    let programme = app.query(HARBOUR);
    assert_eq!(programme.texts("/event/sessions/nodes", "title"), ["Opening", "Tides", "Night watch", "Ropes"]);
}

fn item_that_breaks_a_rule_is_skipped_with_its_reason(database: Database) {
    let app = empty(database);
    let event = |slug: &str, zone: &str| {
        json!({
            "slug": slug, "startsAt": "2012-05-01T08:00:00Z", "endsAt": "2012-05-01T17:00:00Z", "timeZone": zone,
            "translations": { "en": { "name": slug } },
        })
    };
    let document = json!({
        "tribune": 1,
        "speakers": [
            { "slug": "No Slug", "name": "A" },
            { "slug": "nameless" },
            { "slug": "good", "name": "Good", "company": "nobody", "photoUrl": "javascript:alert(1)" },
            { "slug": "kind", "name": "Kind", "company": "nobody" },
        ],
        "events": [event("nowhere", "Mars/Olympus"), event("somewhere", "Europe/Paris")],
    });

    let output = app.import_document(&document);

    let told = output.text();
    assert_eq!(output.tally("speaker"), Tally { created: 1, skipped: 3, ..Tally::default() }, "{told}");
    assert_eq!(output.tally("event"), Tally { created: 1, skipped: 1, ..Tally::default() }, "{told}");
    for word in [
        "speakers[0]",
        "No Slug",
        "speakers[1]",
        "speakers[2]",
        "javascript:",
        "speakers[3]",
        "“nobody”",
        "Mars/Olympus",
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

/// As the system has it: `LC_ALL` goes before `LC_MESSAGES`, that before `LANG`; `C` is no language.
fn report_is_in_the_language_of_whoever_typed_the_command(database: Database) {
    let app = empty(database);
    let file = app.folder().join("mixed.json");
    let document = json!({
        "tribune": 1,
        "speakers": [{ "slug": "good", "name": "Good" }, { "slug": "No Slug", "name": "A" }, { "slug": "nameless" }],
    });
    std::fs::write(&file, document.to_string()).expect("it can be written");
    let absent = app.folder().join("absent.xml");
    let (file, absent) = (file.to_str().expect("it is UTF-8"), absent.to_str().expect("it is UTF-8"));
    let import = |files: &[&str], variables: &[(&str, &str)]| {
        let mut command = app.command(&[&["import"], files].concat());
        let output = command.envs(variables.iter().copied()).output().expect("it can be started");
        // French sets no-break spaces of two widths.
        let text = [output.stdout, output.stderr].concat();
        String::from_utf8(text).expect("it is UTF-8").replace(['\u{a0}', '\u{202f}'], " ")
    };

    let french = import(&[file, absent], &[("LANG", "fr_FR.UTF-8")]);
    let spanish = import(&[file], &[("LC_ALL", ""), ("LC_MESSAGES", "es_MX.UTF-8@euro"), ("LANG", "fr_FR.UTF-8")]);
    let english = import(&[file], &[("LC_ALL", "C.UTF-8"), ("LANG", "fr_FR.UTF-8")]);

    for line in [
        "                créés modifiés  inchangés  ignorés",
        "  speaker           1        0          0        2",
        "  Ignoré :",
        "    speakers[1]: slug : « No Slug » n’est pas un slug : employez a–z, 0–9 et le trait d’union.",
        "    speakers[2]: name : Ce champ est obligatoire.",
        &format!("{absent}: ce fichier n’existe pas"),
        "  Rien de ce fichier n’a été repris.",
        "tribune: 1 fichier sur 2 n’a pas pu être importé",
    ] {
        assert!(french.lines().any(|printed| printed == line), "{line}\n{french}");
    }
    assert!(spanish.contains("    speakers[2]: name: Este campo es obligatorio.\n"), "{spanish}");
    assert!(english.contains("    speakers[2]: name: This is required.\n"), "{english}");
}

/// Two events whose sessions and rooms have the same names, elsewhere and here.
fn two_events_keep_their_parts_apart(database: Database) {
    let app = empty(database);
    let event = |slug: &str| {
        serde_json::json!({
            "slug": slug, "startsAt": "2012-02-13T08:00:00.123456789Z", "endsAt": "2012-02-14T08:00:00Z",
            "timeZone": "Europe/Paris", "translations": { "en": { "name": slug } },
            "rooms": [{ "externalIds": ["room-1"], "translations": { "en": { "name": slug } } }],
            "sessions": [{ "slug": "opening", "room": "room-1", "translations": { "en": { "title": slug } } }],
        })
    };
    let document = serde_json::json!({ "tribune": 1, "events": [event("first"), event("second")] });

    app.import_document(&document).succeeded();
    let again = app.import_document(&document).succeeded();

    for kind in ["event", "room", "session"] {
        assert_eq!(again.tally(kind), Tally { unchanged: 2, ..Tally::default() }, "{kind}: {}", again.text());
    }
    let events =
        app.query("{ events { nodes { slug rooms { name } sessions { nodes { title slug room { name } } } } } }");
    let of = |slug: &str, session: &str| {
        serde_json::json!({
            "slug": slug, "rooms": [{ "name": slug }],
            "sessions": { "nodes": [{ "title": slug, "slug": session, "room": { "name": slug } }] },
        })
    };
    let nodes = serde_json::json!([of("first", "opening"), of("second", "opening-2")]);
    assert_eq!(events.at("/events/nodes"), &nodes);
}

fn uid_of_an_item_is_a_name_for_it(database: Database) {
    let app = empty(database);
    let uid = "01890000-0000-7000-8000-000000000001";
    let speaker = |uid: Option<&str>| serde_json::json!({ "uid": uid, "slug": "ana", "name": "Ana" });
    app.import_document(&serde_json::json!({ "tribune": 1, "speakers": [speaker(None)] })).succeeded();

    app.import_document(&serde_json::json!({
        "tribune": 1,
        "speakers": [speaker(Some(uid))],
        "posts": [{ "slug": "post", "author": uid.to_uppercase(), "translations": { "en": { "title": "Post" } } }],
    }))
    .succeeded();

    assert_eq!(app.query(r#"{ post(slug: "post") { author { name } } }"#).at("/post/author/name"), "Ana");
}
