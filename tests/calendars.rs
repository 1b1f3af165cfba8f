//! Programmes as calendars: what other people's programs read in them is what GraphQL says.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use reqwest::Method;
use serde_json::{Value, json};
use tests::{DEMO, Database, Options, Response, Tally, TestApp, on_both_databases};

use crate::{
    editor::{Editor, session},
    files::{FILES, schedules},
};

on_both_databases![
    calendar_of_an_event_says_what_graphql_says,
    each_thing_has_a_calendar_of_its_own,
    query_leaves_out_what_is_not_asked_for,
    what_no_address_can_mean_is_refused,
    clocks_that_change_change_no_instant,
    change_of_a_session_changes_the_calendars_that_show_it,
    calendar_says_what_takes_place_and_what_does_not,
    descriptions_are_plain_text,
    addresses_are_whole_when_the_server_knows_its_own,
    qr_code_leads_to_the_calendar,
    real_programmes_go_out_with_their_instants,
    calendar_comes_in_and_comes_in_once,
    calendar_with_new_uids_is_the_same_programme,
    our_own_calendar_comes_in_with_the_same_instants,
    real_calendars_come_in_whole,
];

const PARIS: &str = "/events/social-media-week-paris-2012/calendar.ics";

/// What ical.js and icalendar read in a calendar; they agree.
#[track_caller]
fn read(calendar: &str) -> Value {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let by_python = run(Command::new("python3").arg(here.join("tools/ics.py")), calendar);
    let by_node = run(Command::new("node").arg("ics.mjs").current_dir(here.join("web")), calendar);
    assert_eq!(by_python, by_node);
    by_node
}

#[track_caller]
fn run(command: &mut Command, stdin: &str) -> Value {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("node and python3 are there: run `make test`");
    let mut pipe = child.stdin.take().expect("it is piped");
    let written = stdin.to_owned();
    let writer = std::thread::spawn(move || pipe.write_all(written.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    let _ = writer.join();
    assert!(output.status.success(), "{}\n{stdin}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

#[track_caller]
fn calendar(app: &TestApp, path: &str) -> Value {
    let response = app.get(path, &[]);
    assert_eq!(response.status, 200, "{path}: {}", response.body);
    assert_eq!(response.header("content-type"), "text/calendar; charset=utf-8");
    assert!(response.body.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{}", response.body);
    read(&response.body)
}

fn events(calendar: &Value) -> &Vec<Value> {
    calendar["events"].as_array().expect("it has a list of events")
}

fn field<'e>(calendar: &'e Value, name: &str) -> Vec<&'e str> {
    events(calendar).iter().map(|event| event[name].as_str().unwrap_or("null")).collect()
}

const SESSIONS: &str = "query ($event: ID!, $after: String, $locale: Locale) {
    sessions(first: 100, after: $after, locale: $locale, filter: { event: $event, scheduled: true }) {
        nodes { uid title startsAt endsAt version state room { name } }
        pageInfo { hasNextPage endCursor }
    }
}";

/// The scheduled sessions of an event as GraphQL has them, in the words of the calendar.
fn sessions(app: &TestApp, event: &str, locale: &str) -> Vec<Value> {
    let (mut sessions, mut after) = (Vec::new(), Value::Null);
    loop {
        let variables = json!({ "event": event, "after": after, "locale": locale });
        let page = app.query_with(SESSIONS, variables, &[]);
        sessions.extend(page.at("/sessions/nodes").as_array().into_iter().flatten().map(|node| {
            json!({
                "uid": node["uid"], "summary": node["title"], "startsAt": node["startsAt"], "endsAt": node["endsAt"],
                "status": node["state"], "sequence": node["version"].as_i64().unwrap_or_default() - 1,
                "location": node["room"]["name"],
            })
        }));
        if page.at("/sessions/pageInfo/hasNextPage") == false {
            return sessions;
        }
        after = page.at("/sessions/pageInfo/endCursor").clone();
    }
}

/// The same of what a calendar says.
fn said(calendar: &Value) -> Vec<Value> {
    let names = ["uid", "summary", "startsAt", "endsAt", "status", "sequence", "location"];
    let of = |event: &Value| names.iter().map(|name| ((*name).to_owned(), event[*name].clone())).collect();
    let mut events: Vec<Value> = events(calendar).iter().map(of).map(Value::Object).collect();
    for event in &mut events {
        let is_elsewhere = event["location"].as_str().is_some_and(|location| location.contains(", "));
        // Without a room, it is where the event is.
        if is_elsewhere {
            event["location"] = Value::Null;
        }
    }
    events
}

fn calendar_of_an_event_says_what_graphql_says(database: Database) {
    let app = DEMO.on(database);
    let response = app.query("{ events(first: 100) { nodes { slug } } }");
    let slugs = response.texts("/events/nodes", "slug");
    assert!(slugs.len() > 1, "{slugs:?}");

    for slug in slugs {
        for locale in ["en", "fr", "es"] {
            let calendar = calendar(app, &format!("/events/{slug}/calendar.ics?locale={locale}"));

            assert_eq!(said(&calendar), sessions(app, slug, locale), "{slug} {locale}");
        }
    }
    let french = app.get(PARIS, &[("Accept-Language", "fr")]);
    assert_eq!(french.header("content-language"), "fr");
    assert_eq!(french.header_list("vary"), ["accept-encoding", "accept-language"]);
    assert!(read(&french.body)["events"].as_array().is_some_and(|events| events.iter().any(|e| e["language"] == "fr")));
}

fn each_thing_has_a_calendar_of_its_own(database: Database) {
    let app = DEMO.on(database);
    let document = r#"{ event(slug: "social-media-week-paris-2012", locale: "en") {
        calendarUrl
        rooms { name calendarUrl sessions(first: 100, filter: { scheduled: true }) { nodes { uid } } }
        tracks { name calendarUrl sessions(first: 100, filter: { scheduled: true }) { nodes { uid } } }
        speakers(first: 5) { nodes { name calendarUrl
            sessions(first: 100, filter: { scheduled: true }) { nodes { uid } } } }
        sessions(first: 5, filter: { scheduled: true }) { nodes { uid title calendarUrl } }
        unscheduled: sessions(filter: { scheduled: false }) { nodes { calendarUrl } }
    } }"#;
    let response = app.query(document);
    let event = response.at("/event");
    assert_eq!(event["calendarUrl"], format!("{PARIS}?locale=en"));

    let parts = [&event["rooms"], &event["tracks"], &event["speakers"]["nodes"]];
    for part in parts.into_iter().flat_map(|parts| parts.as_array().expect("they are a list")) {
        let calendar = calendar(app, part["calendarUrl"].as_str().expect("it has an address"));
        let uids: Vec<&str> =
            part["sessions"]["nodes"].as_array().into_iter().flatten().filter_map(|s| s["uid"].as_str()).collect();
        assert_eq!(field(&calendar, "uid"), uids, "{part:#}");
        let name = calendar["name"].as_str().expect("it has a name");
        assert!(name.ends_with(part["name"].as_str().expect("it has a name")), "{name}");
    }
    for session in event["sessions"]["nodes"].as_array().into_iter().flatten() {
        let calendar = calendar(app, session["calendarUrl"].as_str().expect("it has an address"));
        assert_eq!((&calendar["name"], field(&calendar, "uid").len()), (&session["title"], 1));
        assert_eq!(calendar["events"][0]["uid"], session["uid"]);
    }
    for session in event["unscheduled"]["nodes"].as_array().into_iter().flatten() {
        assert_eq!(session["calendarUrl"], Value::Null);
    }
}

fn query_leaves_out_what_is_not_asked_for(database: Database) {
    let app = DEMO.on(database);
    let response = app.query(
        r#"{ event(slug: "social-media-week-paris-2012") {
            rooms { slug uid } tracks { slug uid } speakers(first: 3) { nodes { slug } } } }"#,
    );
    let event = response.at("/event");
    let room = event["rooms"][0]["slug"].as_str().expect("there is a room");
    let track = event["tracks"][0]["slug"].as_str().expect("there is a track");
    let uid = event["tracks"][0]["uid"].as_str().expect("there is a track");
    let speaker = event["speakers"]["nodes"][0]["slug"].as_str().expect("there is a speaker");
    let filters = [
        (format!("track={track}"), format!("track: \"{uid}\"")),
        (format!("track={uid}"), format!("track: \"{uid}\"")),
        (format!("room={room}"), format!("room: \"{}\"", event["rooms"][0]["uid"].as_str().unwrap_or_default())),
        (format!("speaker={speaker}"), format!("speaker: \"{speaker}\"")),
        ("language=fr".to_owned(), "spokenLanguage: \"fr\"".to_owned()),
        (format!("language=en&track={track}"), format!("spokenLanguage: \"en\", track: \"{uid}\"")),
    ];

    let whole = field(&calendar(app, PARIS), "uid").len();
    for (query, filter) in filters {
        let found = app.query(&format!(
            "{{ event(slug: \"social-media-week-paris-2012\") {{
                sessions(first: 100, filter: {{ scheduled: true, {filter} }}) {{ nodes {{ uid }} }} }} }}"
        ));
        let calendar = calendar(app, &format!("{PARIS}?{query}"));

        assert_eq!(field(&calendar, "uid"), found.texts("/event/sessions/nodes", "uid"), "{query}");
        assert!(field(&calendar, "uid").len() < whole, "{query}");
    }
}

fn what_no_address_can_mean_is_refused(database: Database) {
    let app = DEMO.on(database);
    let refused = |path: &str| {
        let response = app.get(path, &[]);
        (response.status, response.code().to_owned())
    };
    let (not_found, bad) = ((404, "NOT_FOUND".to_owned()), |code: &str| (400, code.to_owned()));

    assert_eq!(refused("/events/none/calendar.ics"), not_found);
    assert_eq!(refused("/sessions/none.ics"), not_found);
    assert_eq!(refused("/speakers/none.ics"), not_found);
    assert_eq!(refused("/events/social-media-week-paris-2012/tracks/none.ics"), not_found);
    assert_eq!(refused("/events/social-media-week-paris-2012/rooms/none.ics"), not_found);
    for parameter in ["track", "room", "speaker"] {
        assert_eq!(refused(&format!("{PARIS}?{parameter}=none")), not_found);
    }
    assert_eq!(refused(&format!("{PARIS}?tracks=law")), bad("BAD_REQUEST"));
    assert_eq!(refused(&format!("{PARIS}?language=%21")), bad("VALIDATION_FAILED"));
    assert_eq!(refused(&format!("{PARIS}?language=fr&language=en")), bad("VALIDATION_FAILED"));
    assert_eq!(refused(&format!("{PARIS}?locale=tlh")), bad("BAD_REQUEST"));
    let said = app.get(&format!("{PARIS}?tracks=law&locale=fr"), &[]);
    assert!(said.message().contains("«\u{a0}tracks\u{a0}»"), "{}", said.body);
    assert_eq!(app.send(app.request(Method::POST, PARIS)).status, 405);
}

/// Sessions on both sides of each change and across it, in zones that change in each way.
fn clocks_that_change_change_no_instant(database: Database) {
    let zones = [
        (
            "Europe/Paris",
            &["2025-10-25T23:30:00Z", "2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z", "2025-03-30T00:30:00Z"][..],
        ),
        ("America/Sao_Paulo", &["2025-02-16T01:30:00Z", "2018-02-18T01:30:00Z"]),
        ("Asia/Kathmandu", &["2025-05-01T04:15:00Z"]),
        ("Australia/Lord_Howe", &["2025-04-05T13:30:00Z", "2025-04-05T14:45:00Z", "2025-10-04T15:00:00Z"]),
        ("Africa/Casablanca", &["2025-02-23T01:30:00Z", "2025-02-23T02:30:00Z", "2025-04-06T01:30:00Z"]),
        ("UTC", &["2025-02-23T01:30:00Z"]),
    ];
    let app = TestApp::start(database, &Options::default());
    let events = zones.iter().enumerate().map(|(at, (zone, starts))| {
        let sessions = starts.iter().map(|start| {
            let start: chrono::DateTime<chrono::Utc> = start.parse().expect("it is an instant");
            let end = start + chrono::TimeDelta::hours(2);
            json!({ "startsAt": start, "endsAt": end, "translations": { "en": { "title": start.to_string() } } })
        });
        json!({
            "slug": format!("event-{at}"), "timeZone": zone,
            "startsAt": "2018-01-01T00:00:00Z", "endsAt": "2026-01-01T00:00:00Z",
            "translations": { "en": { "name": zone } }, "sessions": sessions.collect::<Vec<_>>(),
        })
    });
    app.import_document(&json!({ "tribune": 1, "events": events.collect::<Vec<_>>() }));

    for (at, (zone, starts)) in zones.iter().enumerate() {
        let slug = format!("event-{at}");
        let calendar = calendar(&app, &format!("/events/{slug}/calendar.ics?locale=en"));
        assert_eq!(events_by_instant(said(&calendar)), events_by_instant(sessions(&app, &slug, "en")), "{zone}");
        assert_eq!(calendar["events"].as_array().map(Vec::len), Some(starts.len()));
    }
}

fn events_by_instant(mut events: Vec<Value>) -> Vec<Value> {
    events.sort_by_key(|event| event["startsAt"].to_string());
    events
}

fn change_of_a_session_changes_the_calendars_that_show_it(database: Database) {
    let app = TestApp::start(database, &Options { cache: true, running_clock: true, ..Options::default() });
    let editor = Editor::of(&app);
    let fair = editor.fair();
    let part = |kind: &str, slug: &str| {
        let input = json!({ "event": "fair", "slug": slug, "translations": [{ "locale": "en", "name": slug }] });
        editor.create(kind, &input)
    };
    let parts = [part("room", "hall"), part("room", "yard"), part("track", "law")];
    let [ana, luc] =
        ["Ana", "Luc"].map(|name| editor.create("speaker", &json!({ "name": name, "slug": name.to_lowercase() })));
    let take_part = |speaker: &str| json!([{ "speaker": speaker }]);
    let one = editor.session(
        "One",
        json!({ "slug": "one", "room": "hall", "track": "law", "startsAt": "2012-03-01T09:00:00Z",
            "endsAt": "2012-03-01T10:00:00Z", "speakers": take_part("ana") }),
    );
    let two = editor.session(
        "Two",
        json!({ "slug": "two", "room": "yard", "startsAt": "2012-03-01T09:00:00Z", "endsAt": "2012-03-01T10:00:00Z",
            "speakers": take_part("luc") }),
    );
    let mut all = vec![fair.uid.as_str(), &ana.uid, &luc.uid, &one.uid, &two.uid];
    all.extend(parts.iter().map(|part| part.uid.as_str()));
    editor.publish(&all);
    let paths = [
        "/events/fair/calendar.ics",
        "/events/fair/calendar.ics?room=hall",
        "/events/fair/rooms/hall.ics",
        "/events/fair/tracks/law.ics",
        "/speakers/ana.ics",
        "/sessions/one.ics",
        "/events/fair/calendar.ics?room=yard",
        "/events/fair/rooms/yard.ics",
        "/speakers/luc.ics",
        "/sessions/two.ics",
    ];
    let before = paths.map(|path| app.get(path, &[]));
    let tags = before.each_ref().map(|response| response.header("etag"));
    let again: Vec<u16> =
        paths.iter().zip(&tags).map(|(path, tag)| app.get(path, &[("If-None-Match", tag)]).status).collect();
    assert_eq!(again, [304; 10]);

    let version = editor.version(&one.uid).expect("it has a version");
    let changed = editor.update("session", &one.uid, version, json!({ "endsAt": "2012-03-01T11:00:00Z" }));

    let after: Vec<Response> =
        paths.iter().zip(&tags).map(|(path, tag)| app.get(path, &[("If-None-Match", tag)])).collect();
    let statuses: Vec<u16> = after.iter().map(|response| response.status).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 304, 304, 304, 304]);
    for (before, after) in before.iter().zip(&after).take(6) {
        let (before, after) = (read(&before.body), read(&after.body));
        let one = |calendar: &Value| events(calendar).iter().find(|event| event["summary"] == "One").cloned();
        let (before, after) = (one(&before).expect("it is there"), one(&after).expect("it is there"));
        assert_eq!(after["endsAt"], "2012-03-01T11:00:00Z");
        assert_eq!(after["sequence"], changed.version - 1);
        assert!(after["sequence"].as_i64() > before["sequence"].as_i64());
        assert!(after["changedAt"].as_str() >= before["changedAt"].as_str());
    }
    let head = app.send(app.request(Method::HEAD, paths[0]));
    assert_eq!((head.status, head.body.as_str(), head.header("etag")), (200, "", after[0].header("etag")));
    assert_eq!(head.header("content-type"), "text/calendar; charset=utf-8");
    assert!(!head.header("last-modified").is_empty());
}

fn calendar_says_what_takes_place_and_what_does_not(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let fair = editor.fair();
    let times = |hour: u32| json!({ "startsAt": format!("2012-03-01T{hour:02}:00:00Z"), "endsAt": format!("2012-03-01T{hour:02}:30:00Z") });
    let mut created = vec![fair.uid];
    for (hour, state) in [(9, "TENTATIVE"), (10, "CONFIRMED"), (11, "CANCELLED")] {
        let mut fields = times(hour);
        fields["state"] = state.into();
        created.push(editor.session(state, fields).uid);
    }
    created.push(editor.create("session", &session("Open", json!({ "startsAt": "2012-03-01T12:00:00Z" }))).uid);
    created.push(editor.session("Unscheduled", json!({ "slug": "unscheduled" })).uid);
    editor.publish(&created.iter().map(String::as_str).collect::<Vec<_>>());
    editor.session("Draft", times(13));

    let calendar = calendar(&app, "/events/fair/calendar.ics");

    assert_eq!(field(&calendar, "summary"), ["TENTATIVE", "CONFIRMED", "CANCELLED", "Open"]);
    assert_eq!(field(&calendar, "status"), ["TENTATIVE", "CONFIRMED", "CANCELLED", "CONFIRMED"]);
    assert_eq!(calendar["events"][3]["endsAt"], Value::Null);
    assert_eq!(app.get("/sessions/unscheduled.ics", &[]).status, 404);
}

fn descriptions_are_plain_text(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let fair = editor.fair();
    let people = ["Ana", "Luc", "Zoë"].map(|name| editor.create("speaker", &json!({ "name": name })));
    let roles = [("SPEAKER", 0), ("SPEAKER", 1), ("MODERATOR", 2)];
    let participations = roles.map(|(role, at): (_, usize)| json!({ "role": role, "speaker": people[at].uid }));
    let texts = json!([{
        "locale": "en", "title": "A; b, c\\d", "subtitle": "Or not",
        "abstract": "A *short* word, on <b>it</b>:\n\n- [one](https://fair.example/one)\n- two",
        "description": "More & more",
    }]);
    let created = editor.session(
        "",
        json!({ "slug": "talk", "startsAt": "2012-03-01T12:00:00Z", "speakers": participations,
            "translations": texts }),
    );
    let mut all = vec![fair.uid.as_str(), &created.uid];
    all.extend(people.iter().map(|person| person.uid.as_str()));
    editor.publish(&all);

    let calendar = calendar(&app, "/sessions/talk.ics?locale=en");

    assert_eq!(calendar["events"][0]["summary"], "A; b, c\\d");
    assert_eq!(
        calendar["events"][0]["description"],
        "Or not\n\nA short word, on it:\n\n• one (https://fair.example/one)\n• two\n\nMore & more\n\n\
         With Ana and Luc\nModerated by Zoë"
    );
}

fn addresses_are_whole_when_the_server_knows_its_own(database: Database) {
    let options = Options {
        demo: true,
        arguments: &[
            "--public-url",
            "https://api.fair.example",
            "--page-url",
            "https://fair.example/{locale}/{type}/{slug}",
        ],
        ..Options::default()
    };
    let app = TestApp::start(database, &options);

    let told = app.query(r#"{ event(slug: "social-media-week-paris-2012", locale: "fr") { calendarUrl } }"#);
    let response = app.get(&format!("{PARIS}?locale=fr&language=en"), &[]);

    assert_eq!(told.at("/event/calendarUrl"), &format!("https://api.fair.example{PARIS}?locale=fr"));
    let unfolded = response.body.replace("\r\n ", "");
    let source = format!("SOURCE;VALUE=URI:https://api.fair.example{PARIS}?locale=fr&language=en\r\n");
    assert!(unfolded.contains(&source), "{unfolded}");
    let urls = read(&response.body);
    assert!(field(&urls, "url").iter().all(|url| url.starts_with("https://fair.example/fr/session/")), "{urls:#}");
}

fn qr_code_leads_to_the_calendar(database: Database) {
    let base = "/events/social-media-week-paris-2012/calendar";
    assert_eq!(DEMO.on(database).get(&format!("{base}.svg"), &[]).status, 404);
    let options =
        Options { demo: true, arguments: &["--public-url", "https://api.fair.example"], ..Options::default() };
    let app = TestApp::start(database, &options);

    let [svg, png] = ["svg", "png"].map(|kind| app.get(&format!("{base}.{kind}"), &[]));
    let french = app.get(&format!("{base}.svg?locale=fr"), &[]);

    assert_eq!((svg.status, svg.header("content-type")), (200, "image/svg+xml".to_owned()));
    assert!(svg.body.contains("<svg"), "{}", svg.body);
    assert_ne!(svg.body, french.body);
    assert_eq!((png.status, png.header("content-type")), (200, "image/png".to_owned()));
    assert!(png.body.contains("PNG"), "{}", png.body);
    assert!(!svg.header("etag").is_empty() && !png.header("etag").is_empty());
}

fn real_programmes_go_out_with_their_instants(database: Database) {
    let Some(folder) = schedules() else { return };
    let app = TestApp::start(database, &Options::default());
    for (file, event, count, _) in FILES {
        app.import_with(&["--time-zone", "Europe/Brussels"], &[folder.join(file)]).succeeded();

        let calendar = calendar(&app, &format!("/events/{event}/calendar.ics?locale=en"));

        let instants = |events: Vec<Value>| {
            let mut instants: Vec<_> = events
                .iter()
                .map(|e| [e["uid"].clone(), e["startsAt"].clone(), e["endsAt"].clone()].map(|v| v.to_string()))
                .collect();
            instants.sort();
            instants
        };
        let said = said(&calendar);
        assert!(!said.is_empty() && said.len() <= count, "{file}");
        assert_eq!(instants(said), instants(sessions(&app, event, "en")), "{file}");
    }
}

const COME_IN: &str = "query ($event: String!) { event(slug: $event, locale: \"en\") {
    name timeZone rooms { name } tracks { name }
    sessions(first: 100) { nodes { title description startsAt endsAt state room { name } track { name } speakers { name } } }
} }";

fn calendar_comes_in_and_comes_in_once(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let first = app.import(&["harbour.ics"]).succeeded();
    let programme = app.query_with(COME_IN, json!({ "event": "harbour-2012" }), &[]);
    let again = app.import(&["harbour.ics"]).succeeded();

    let event = programme.at("/event");
    let session = |node: &Value| {
        json!([
            node["title"],
            node["startsAt"],
            node["endsAt"],
            node["state"],
            node["room"]["name"],
            node["track"]["name"]
        ])
    };
    let sessions: Vec<Value> = event["sessions"]["nodes"].as_array().into_iter().flatten().map(session).collect();
    assert_eq!((&event["name"], &event["timeZone"]), (&json!("Harbour 2012"), &json!("Europe/Berlin")));
    assert_eq!(
        sessions,
        [
            json!(["Opening", "2012-05-04T08:00:00Z", "2012-05-04T09:00:00Z", "CONFIRMED", "Quay", "Sea"]),
            json!(["Tides", "2012-05-04T09:00:00Z", "2012-05-04T09:45:00Z", "CANCELLED", "Quay", null]),
            json!(["Night watch", "2012-05-04T23:30:00Z", "2012-05-05T00:00:00Z", "CONFIRMED", "Deck", "Land"]),
            json!(["Night watch", "2012-05-05T23:30:00Z", "2012-05-06T00:00:00Z", "CONFIRMED", "Deck", "Land"]),
        ]
    );
    assert_eq!(event["sessions"]["nodes"][0]["description"], "Welcome **aboard**, all");
    assert_eq!(event["sessions"]["nodes"][0]["speakers"], json!([{ "name": "Ada Winter" }]));
    for told in ["line 26: a line that is not understood", "event 4@harbour.example (line 37): it is not for everybody"]
    {
        assert!(first.text().contains(told), "{told}: {}", first.text());
    }
    assert!(!app.everything().contains("ada@harbour.example"));
    for kind in ["event", "room", "track", "session", "speaker"] {
        let Tally { created, updated, .. } = again.tally(kind);
        assert_eq!((created, updated), (0, 0), "{kind}: {}", again.text());
    }
}

fn calendar_with_new_uids_is_the_same_programme(database: Database) {
    let app = TestApp::start(database, &Options::default());
    app.import(&["harbour.ics"]).succeeded();
    let file = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/harbour.ics"));
    let built_anew = app.folder().join("harbour.ics");
    std::fs::write(&built_anew, file.expect("it is there").replace("@harbour.example", "-of-today"))
        .expect("it can be written");

    let again = app.import(&[built_anew]).succeeded();

    let Tally { created, updated, unchanged, .. } = again.tally("session");
    assert_eq!((created, updated, unchanged), (0, 0, 4), "{}", again.text());
}

fn our_own_calendar_comes_in_with_the_same_instants(database: Database) {
    let demo = DEMO.on(database);
    let written = demo.get(&format!("{PARIS}?locale=en"), &[]).body;
    let app = TestApp::start(database, &Options::default());
    let file = app.folder().join("paris.ics");
    std::fs::write(&file, &written).expect("it can be written");

    let report = app.import(&[file]).succeeded();

    let slug = app.query("{ events(first: 1) { nodes { slug } } }").texts("/events/nodes", "slug")[0].to_owned();
    let core = |events: Vec<Value>| {
        let mut events: Vec<_> = events
            .iter()
            .map(|e| ["summary", "startsAt", "endsAt", "status"].map(|name| e[name].to_string()))
            .collect();
        events.sort();
        events
    };
    let expected = core(sessions(demo, "social-media-week-paris-2012", "en"));
    assert_eq!(core(sessions(&app, &slug, "en")), expected, "{}", report.text());
}

/// Each file, the event that it becomes, how many sessions it has, and one of them.
const CALENDARS: [(&str, &str, u32, [&str; 3]); 5] = [
    (
        "ics/linux-conf-au-2020.ics",
        "linux-conf-au-2020",
        262,
        ["Conference Opening", "2020-01-12T23:00:00Z", "2020-01-13T00:10:00Z"],
    ),
    (
        "ics/kielux-2020.ics",
        "18-kieler-open-source-und-linux-tage",
        24,
        ["Xen - ist das nicht tot?", "2020-09-18T12:00:00Z", "2020-09-18T13:00:00Z"],
    ),
    (
        "pretalx-live/schedule.en.ics",
        "schedule-en",
        3,
        ["Charla de medianoche - Ana López", "2025-10-25T23:30:00Z", "2025-10-26T00:15:00Z"],
    ),
    (
        "pretalx-live/schedule.es.ics",
        "schedule-es",
        3,
        ["Charla de medianoche - Ana López", "2025-10-25T23:30:00Z", "2025-10-26T00:15:00Z"],
    ),
    (
        "pretalx-live/schedule.fr.ics",
        "schedule-fr",
        3,
        ["Charla de medianoche - Ana López", "2025-10-25T23:30:00Z", "2025-10-26T00:15:00Z"],
    ),
];

fn real_calendars_come_in_whole(database: Database) {
    let Some(folder) = schedules() else { return };
    let app = TestApp::start(database, &Options::default());
    for (file, event, count, [title, start, end]) in CALENDARS {
        let first = app.import(&[folder.join(file)]).succeeded();
        let again = app.import(&[folder.join(file)]).succeeded();

        let tally = first.tally("session");
        assert_eq!((tally.created, tally.skipped), (count as usize, 0), "{file}: {}", first.text());
        for kind in ["event", "room", "track", "session", "speaker"] {
            let Tally { created, updated, .. } = again.tally(kind);
            assert_eq!((created, updated), (0, 0), "{file} {kind}: {}", again.text());
        }
        let sessions = sessions(&app, event, "en");
        assert_eq!(sessions.len(), count as usize, "{file}");
        let found = sessions.iter().find(|session| session["summary"] == title).expect("it is there");
        assert_eq!((&found["startsAt"], &found["endsAt"]), (&json!(start), &json!(end)), "{file}");
        let written = calendar(&app, &format!("/events/{event}/calendar.ics"));
        assert_eq!(events(&written).len(), count as usize);
    }
}
