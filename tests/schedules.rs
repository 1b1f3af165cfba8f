//! Programmes go out as frab XML and JSON: valid by the schemas of c3voc, and the same when they come in again.
//!
//! The schemas and the real programmes lie beside this repository, in `../shared/data`; without them those tests say so
//! and pass.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use reqwest::Method;
use serde_json::{Value, json};
use tests::{DEMO, Database, Options, Response, TestApp, on_both_databases};

use crate::{
    editor::{Editor, march, with},
    files::schedules,
};

on_both_databases![
    every_programme_goes_out_valid_and_comes_in_again_the_same,
    whatever_editors_write_goes_out_valid,
    what_cannot_be_said_is_left_out,
    demo_comes_in_again_the_same,
    sessions_are_known_by_the_same_numbers_in_every_language,
    both_formats_say_the_same,
    client_that_has_the_programme_gets_none,
    change_of_a_session_changes_the_documents_of_its_event_alone,
    language_is_that_of_the_address_or_the_reader,
    hidden_event_has_no_programme,
];

const LOCALES: [&str; 3] = ["en", "fr", "es"];

/// The folder of the schemas; none when it is not there.
fn validators() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/validators");
    if !folder.is_dir() {
        eprintln!("left out: there is no folder {}", folder.display());
        return None;
    }
    Some(folder)
}

fn empty(database: Database) -> TestApp {
    TestApp::start(database, &Options::default())
}

/// A programme in one language, in one of the two formats.
#[track_caller]
fn document(app: &TestApp, event: &str, format: &str, locale: &str) -> String {
    let response = app.get(&format!("/events/{event}/schedule.{format}?locale={locale}"), &[]);
    assert_eq!(response.status, 200, "{event}: {}", response.body);
    response.body
}

/// Writes the programmes of these events in a language into files; one folder for each language and format.
fn written(app: &TestApp, events: &[String], format: &str, locale: &str) -> Vec<PathBuf> {
    let folder = app.folder().join(format!("{format}-{locale}"));
    fs::create_dir_all(&folder).expect("a folder can be made");
    let file = |event: &String| {
        let file = folder.join(format!("{event}.{format}"));
        fs::write(&file, document(app, event, format, locale)).expect("a file can be written");
        file
    };
    events.iter().map(file).collect()
}

#[track_caller]
fn succeeds(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}: run `make test`"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().take(5_000).collect::<String>();
    assert!(output.status.success(), "{command:?}\n{}{}", text(&output.stdout), text(&output.stderr));
}

/// Holds files against the schema of their format; without the schema, XML has to be well-formed.
#[track_caller]
fn assert_valid(format: &str, files: &[PathBuf]) {
    let schemas = validators();
    if format == "xml" {
        let schema = schemas.map(|folder| folder.join("schedule.xml.xsd"));
        let schema = schema.iter().flat_map(|file| [Path::new("--schema"), file]);
        succeeds(Command::new("xmllint").arg("--noout").args(schema).args(files));
    } else if let Some(folder) = schemas {
        let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/python");
        let schema = folder.join("schedule.schema.json");
        let mut command = Command::new("python3");
        command.env("PYTHONPATH", &tools).args(["-m", "check_jsonschema", "--schemafile"]).arg(schema).args(files);
        succeeds(&mut command);
    }
}

/// The slugs of all events.
fn events(app: &TestApp) -> Vec<String> {
    let response = app.query("{ events(first: 100) { nodes { slug } } }");
    response.texts("/events/nodes", "slug").into_iter().map(str::to_owned).collect()
}

const EVENT: &str = "query ($event: ID!, $locale: Locale) { event(slug: $event, locale: $locale) {
    name timeZone dayStartsAt startsAt endsAt website rooms { name } tracks { name colour }
} }";

/// All of a session that the formats can say.
const SESSIONS: &str = "query ($event: ID!, $locale: Locale, $after: String) {
    sessions(first: 100, after: $after, locale: $locale, filter: { event: $event }) {
        nodes { uid guid title subtitle abstract description kind state startsAt endsAt spokenLanguages doNotRecord
            livestreamUrl recordingUrl slidesUrl room { name } track { name } speakers { name }
            links { url title kind } }
        pageInfo { hasNextPage endCursor }
    }
}";

fn sessions(app: &TestApp, event: &str, locale: &str) -> Vec<Value> {
    let (mut sessions, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = app.ask(None, SESSIONS, json!({ "event": event, "locale": locale, "after": after }));
        sessions.extend(page.at("/sessions/nodes").as_array().cloned().unwrap_or_default());
        if page.at("/sessions/pageInfo/hasNextPage") == false {
            return sessions;
        }
        after = page.at("/sessions/pageInfo/endCursor").clone();
    }
}

fn is_uuid(text: &str) -> bool {
    let is_digit = |(at, letter): (usize, char)| match at {
        8 | 13 | 18 | 23 => letter == '-',
        _ => letter.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.chars().enumerate().all(is_digit)
}

/// The programme as a reader sees it, by the guid that it goes out with: what has a time and takes place.
fn programme(app: &TestApp, event: &str, locale: &str) -> (Value, BTreeMap<String, Value>) {
    let response = app.ask(None, EVENT, json!({ "event": event, "locale": locale }));
    let mut by_guid = BTreeMap::new();
    for mut session in sessions(app, event, locale) {
        if session["startsAt"].is_null() || session["state"] == "CANCELLED" {
            continue;
        }
        let guid = session["guid"].as_str().filter(|guid| is_uuid(guid));
        let guid = guid.or(session["uid"].as_str()).expect("it has a uid").to_owned();
        for field in ["uid", "guid", "state"] {
            session.as_object_mut().expect("it is an object").remove(field);
        }
        assert_eq!(by_guid.insert(guid, session), None, "{event}: two sessions with one guid");
    }
    (response.at("/event").clone(), by_guid)
}

/// Fails unless both servers show the same programme.
#[track_caller]
fn assert_same(one: &TestApp, other: &TestApp, event: &str, locale: &str) -> usize {
    let ((event_here, here), (event_there, there)) = (programme(one, event, locale), programme(other, event, locale));
    assert_eq!(event_here, event_there, "{event}, {locale}");
    assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>(), "{event}, {locale}");
    for (guid, session) in &here {
        assert_eq!(session, &there[guid], "{event}, {locale}, {guid}");
    }
    here.len()
}

/// All files that a programme can be in.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read").map(|entry| entry.expect("it is there").path()) {
        let is_file = ["xml", "json", "ics"].iter().any(|ending| entry.extension().is_some_and(|own| own == *ending));
        match entry.is_dir() {
            true => files.extend(files_in(&entry)),
            false if is_file => files.push(entry),
            false => {}
        }
    }
    files.sort();
    files
}

fn every_programme_goes_out_valid_and_comes_in_again_the_same(database: Database) {
    let Some(folder) = schedules() else { return };
    let app = empty(database);
    let import = |file: &PathBuf| app.import_with(&["--time-zone", "Europe/Brussels"], &[file]).status.success();
    let programmes = files_in(&folder).iter().filter(|file| import(file)).count();
    assert!(programmes >= 15, "{programmes} programmes came in");
    let events = events(&app);

    for locale in LOCALES {
        let files = written(&app, &events, "xml", locale);
        assert_valid("xml", &files);
        assert_valid("json", &written(&app, &events, "json", locale));
        let other = empty(database);
        other.import(&files).succeeded();

        let compared: usize = events.iter().map(|event| assert_same(&app, &other, event, locale)).sum();
        assert!(compared > 1_400, "{compared} sessions");
    }
}

/// Everything that a schema forbids and an editor may write.
fn traps() -> Value {
    let session = |slug: &str, title: &str, fields: Value| {
        let session = json!({
            "slug": slug, "startsAt": "2012-06-01T16:00:00Z", "endsAt": "2012-06-01T17:00:00Z",
            "translations": { "en": { "title": title } },
        });
        with(session, fields)
    };
    let speakers = ["ana", "ben"].map(|speaker| json!({ "speaker": speaker }));
    let links = [
        json!({ "url": "https://zügli.app/é?a[]=1", "kind": "website" }),
        json!({ "url": "HTTPS://Example.org/a b", "title": "<b>&", "kind": "odd \"kind\"" }),
        json!({ "url": "https://example.org/50%", "kind": "feedback" }),
        json!({ "url": "https://example.org/{x}|y", "kind": "attachment" }),
    ];
    let sessions = [
        session(
            "x",
            "A & <B> ]]> \u{1}\u{b}\u{fffe}\u{feff}",
            json!({ "room": "a", "track": "1-data", "speakers": speakers, "links": links }),
        ),
        session("xy", "Guid of its own", json!({ "guid": "g2VQ_base64url", "room": "a" })),
        session("same-guid-1", "One", json!({ "guid": "5e1f0f00-0000-4000-8000-000000000001", "room": "b" })),
        session("same-guid-2", "Two", json!({ "guid": "5E1F0F00-0000-4000-8000-000000000001", "room": "c" })),
        session("no-room", "Nowhere", json!({ "kind": "other", "spokenLanguages": ["de", "en", "pt-BR"] })),
        session("no-end", "Open end", json!({ "endsAt": null, "room": "b" })),
        session("no-time", "Some day", json!({ "startsAt": null, "endsAt": null, "room": "b" })),
        session("cancelled", "Not at all", json!({ "state": "cancelled", "room": "b" })),
        session("exhibition", "Five days", json!({ "endsAt": "2012-06-06T17:00:30Z", "kind": "social", "room": "a" })),
        session("long", "All month", json!({ "endsAt": "2012-06-30T17:00:00Z", "room": "b" })),
        session(
            "night",
            "After midnight",
            json!({
                "startsAt": "2012-06-02T08:30:00Z", "endsAt": "2012-06-02T08:30:00Z", "room": "b", "kind": "break",
                "doNotRecord": true, "recordingUrl": "https://video.example/ä b", "slidesUrl": "https://slides.example/",
                "livestreamUrl": "https://live.example/",
            }),
        ),
    ];
    let room = |slug: &str, name: &str| json!({ "slug": slug, "translations": { "en": { "name": name } } });
    json!({
        "tribune": 1,
        "speakers": [
            { "slug": "ana", "name": "Ana <i> & \"Co\"", "photoUrl": "https://photo.example/é.jpg", "links": [
                { "url": "https://ana.example/ñ", "kind": "website" } ] },
            { "slug": "ben", "name": "Ben", "translations": { "en": { "bio": "*Bio*" } } },
        ],
        "events": [
            {
                "slug": "wk", "timeZone": "US/Pacific", "startsAt": "2012-06-01T07:00:00Z", "endsAt": "2012-07-01T07:00:00Z",
                "dayStartsAt": "05:30:00", "website": "https://zügli.app/", "translations": { "en": { "name": "W & K" } },
                "rooms": [
                    room("a", "Hall"), room("b", "Hall"), room("c", "Attic"),
                    with(room("d", "Guid of its own"), json!({ "guid": "not a guid" })),
                ],
                "tracks": [
                    { "slug": "1-data", "colour": "#0A1B2C", "translations": { "en": { "name": "Data" } } },
                    { "slug": "9", "translations": { "en": { "name": "Data" } } },
                ],
                "sessions": sessions,
            },
            {
                "slug": "nothing-yet", "timeZone": "Etc/GMT+3", "startsAt": "1850-01-01T00:00:00Z",
                "endsAt": "9999-12-31T23:59:59Z", "translations": { "en": { "name": "Nothing yet" } },
            },
        ],
    })
}

fn with_traps(database: Database) -> TestApp {
    let app = empty(database);
    let output = app.import_document(&traps());
    assert_eq!((output.tally("session").created, output.tally("session").skipped), (11, 0), "{}", output.text());
    app
}

fn whatever_editors_write_goes_out_valid(database: Database) {
    let app = with_traps(database);
    let events = ["wk", "nothing-yet"].map(str::to_owned);

    for locale in LOCALES {
        assert_valid("xml", &written(&app, &events, "xml", locale));
        assert_valid("json", &written(&app, &events, "json", locale));
    }

    let xml = document(&app, "wk", "xml", "en");
    assert!(xml.contains("<acronym>wk__</acronym>") && xml.contains(r#"slug="track-1-data""#), "{xml}");
    for name in [r#"<room name="Hall" "#, r#"<room name="Hall (b)" "#, r#"<room name="">"#] {
        assert!(xml.contains(name), "{name}: {xml}");
    }
    assert!(xml.contains("<duration>5:01:01</duration>") && xml.contains("<duration>9:23:59</duration>"), "{xml}");
    let empty = document(&app, "nothing-yet", "xml", "en");
    assert_eq!((empty.matches("<day ").count(), empty.matches("<event ").count()), (1, 0), "{empty}");
}

fn what_cannot_be_said_is_left_out(database: Database) {
    let app = with_traps(database);

    for format in ["xml", "json"] {
        let document = document(&app, "wk", format, "en");
        for absent in ["Some day", "Not at all", "cancelled"] {
            assert!(!document.contains(absent), "{absent}: {document}");
        }
        let guid = if format == "xml" { "guid=" } else { "\"guid\":" };
        let guid = &format!("{guid}\"5e1f0f00-0000-4000-8000-000000000001\"");
        for present in ["Nowhere", "Open end", "After midnight", guid] {
            assert_eq!(document.matches(present).count(), 1, "{present}: {document}");
        }
    }
}

/// The demo has drafts of no importance and everything else: three languages, livestreams, slides.
fn demo_comes_in_again_the_same(database: Database) {
    let app = DEMO.on(database);
    let events = events(app);

    for locale in LOCALES {
        let files = written(app, &events, "xml", locale);
        assert_valid("xml", &files);
        assert_valid("json", &written(app, &events, "json", locale));
        let other = empty(database);
        other.import(&files).succeeded();

        let compared: usize = events.iter().map(|event| assert_same(app, &other, event, locale)).sum();
        assert!(compared > 20, "{compared} sessions");
    }
}

/// Number and guid of each session, in the order of the file.
fn identities(json: &str) -> Vec<(i64, String)> {
    let events = each_event(json);
    let identity =
        |event: &Value| (event["id"].as_i64().expect("a number"), event["guid"].as_str().expect("a guid").to_owned());
    events.iter().map(identity).collect()
}

fn each_event(json: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(json).expect("it is JSON");
    let days = document["schedule"]["conference"]["days"].as_array().cloned().unwrap_or_default();
    let rooms = days.iter().filter_map(|day| day["rooms"].as_object());
    let events = rooms.flat_map(|rooms| rooms.values().filter_map(Value::as_array).flatten());
    events.cloned().collect()
}

fn sessions_are_known_by_the_same_numbers_in_every_language(database: Database) {
    let app = DEMO.on(database);
    let event = "social-media-week-paris-2012";
    let [english, french, spanish] = LOCALES.map(|locale| document(app, event, "json", locale));

    let numbers: BTreeSet<_> = identities(&english).into_iter().collect();
    let again: BTreeSet<_> = identities(&french).into_iter().chain(identities(&spanish)).collect();

    assert_eq!(numbers, again);
    assert_eq!(numbers.iter().map(|(number, _)| number).collect::<BTreeSet<_>>().len(), identities(&english).len());
    assert!(numbers.iter().all(|(number, _)| (1..=i64::from(i32::MAX)).contains(number)));
    let slugs = |json: &str| -> Vec<String> {
        let conference = serde_json::from_str::<Value>(json).expect("it is JSON")["schedule"]["conference"].clone();
        let named = |list: &str| conference[list].as_array().cloned().unwrap_or_default();
        named("rooms").iter().chain(&named("tracks")).map(|thing| thing["slug"].to_string()).collect()
    };
    assert_eq!(slugs(&english), slugs(&french));
    assert!(english.contains("\"type\":\"Round table\"") && french.contains("\"type\":\"Table ronde\""));
    assert_eq!(document(app, event, "json", "fr"), french);
}

fn both_formats_say_the_same(database: Database) {
    let app = DEMO.on(database);
    let event = "social-media-week-paris-2012";
    let (xml, json) = (document(app, event, "xml", "fr"), document(app, event, "json", "fr"));

    let events = each_event(&json);

    assert_eq!(xml.matches("<event ").count(), events.len());
    for session in &events {
        let text = |field: &str| session[field].as_str().unwrap_or_default();
        let tag = format!(r#"<event guid="{}" id="{}">"#, text("guid"), session["id"]);
        let (_, own) = xml.split_once(&tag).unwrap_or_else(|| panic!("no {tag}"));
        let own = own.split_once("</event>").expect("it ends").0;
        for field in ["date", "start", "duration", "language"] {
            assert!(own.contains(&format!("<{field}>{}</{field}>", text(field))), "{field}: {session} {own}");
        }
        let persons = session["persons"].as_array().expect("they are a list");
        assert_eq!(own.matches("<person ").count(), persons.len());
    }
}

fn fair(app: &TestApp) -> (Editor<'_>, HashMap<&'static str, String>) {
    let editor = Editor::of(app);
    let (fair, other) = (editor.fair().uid, editor.event("other").uid);
    let times = json!({ "startsAt": march(1, 9), "endsAt": march(1, 10) });
    let talk = editor.session("Talk", times.clone()).uid;
    let elsewhere = editor.session("Elsewhere", with(times, json!({ "event": "other" }))).uid;
    editor.publish(&[&fair, &other, &talk, &elsewhere]);
    (editor, HashMap::from([("fair", fair), ("talk", talk)]))
}

fn cached(database: Database) -> TestApp {
    TestApp::start(database, &Options { cache: true, ..Options::default() })
}

fn client_that_has_the_programme_gets_none(database: Database) {
    let app = cached(database);
    fair(&app);
    for (format, media_type) in
        [("xml", "application/vnd.c3voc.schedule+xml; charset=utf-8"), ("json", "application/json; charset=utf-8")]
    {
        let path = format!("/events/fair/schedule.{format}");
        let plain = app.get(&path, &[("Accept-Encoding", "identity")]);
        let zipped = app.get(&path, &[("Accept-Encoding", "gzip")]);
        let head = app.send(app.request(Method::HEAD, &path).header("Accept-Encoding", "identity"));
        assert_eq!((plain.status, plain.header("content-type").as_str()), (200, media_type));
        assert_eq!((head.status, head.body.as_str(), head.header("etag")), (200, "", plain.header("etag")));
        assert_eq!(zipped.header("content-encoding"), "gzip");
        assert_ne!(zipped.header("etag"), plain.header("etag"));
        assert_eq!(plain.header("last-modified"), "Tue, 14 Feb 2012 18:30:00 GMT");
        assert_eq!(plain.header("access-control-allow-origin"), "*");
        for (coding, tag) in [("identity", plain.header("etag")), ("gzip", zipped.header("etag"))] {
            assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
            let again = app.get(&path, &[("Accept-Encoding", coding), ("If-None-Match", &tag)]);
            assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", tag), "{format} {coding}");
        }
    }
}

fn change_of_a_session_changes_the_documents_of_its_event_alone(database: Database) {
    let app = cached(database);
    let (editor, uids) = fair(&app);
    let read = |event: &str, format: &str| app.get(&format!("/events/{event}/schedule.{format}?locale=en"), &[]);
    let all = || ["fair", "other"].map(|event| ["xml", "json"].map(|format| read(event, format)));
    let tags = |responses: &[[Response; 2]; 2]| {
        responses
            .iter()
            .map(|pair| pair.iter().map(|response| response.header("etag")).collect())
            .collect::<Vec<Vec<_>>>()
    };
    let before = tags(&all());

    let version = editor.version(&uids["talk"]).expect("it has a version");
    let renamed = json!({ "translations": [{ "locale": "en", "title": "Renamed" }] });
    editor.update("session", &uids["talk"], version, renamed);

    let after = all();
    assert!(after[0].iter().all(|response| response.body.contains("Renamed")));
    let after = tags(&after);
    assert_eq!(before[1], after[1], "the other event");
    assert!(before[0].iter().zip(&after[0]).all(|(before, after)| before != after), "{before:?} {after:?}");
    // What no format says changes none of them.
    let version = editor.version(&uids["talk"]).expect("it has a version");
    editor.update("session", &uids["talk"], version, json!({ "level": "BEGINNER" }));
    assert_eq!(tags(&all()), after);
}

fn language_is_that_of_the_address_or_the_reader(database: Database) {
    let app = DEMO.on(database);
    let path = "/events/social-media-week-paris-2012/schedule.xml";

    let given = app.get(&format!("{path}?locale=fr"), &[("Accept-Language", "es")]);
    let negotiated = app.get(path, &[("Accept-Language", "fr;q=0.9, de")]);
    let unknown = app.get(&format!("{path}?locale=tlh"), &[]);

    assert_eq!(given.body, negotiated.body);
    assert!(given.header("content-language").contains("fr"), "{}", given.header("content-language"));
    assert_eq!(given.header_list("vary"), ["accept-encoding"]);
    assert_eq!(negotiated.header_list("vary"), ["accept-encoding", "accept-language"]);
    assert_eq!(unknown.status, 400);
}

fn hidden_event_has_no_programme(database: Database) {
    let app = empty(database);
    let editor = Editor::of(&app);
    let fair = editor.fair().uid;
    let path = "/events/fair/schedule.xml";
    assert_eq!(app.get(path, &[]).status, 404);

    editor.publish(&[&fair]);

    assert_eq!(app.get(path, &[]).status, 200);
    assert_eq!(app.get("/events/nowhere/schedule.json", &[]).status, 404);
}
