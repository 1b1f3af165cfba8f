//! The tutorial of the README: plain requests that build an event from nothing, `tutorial/NN-name.graphql`. Each
//! step is sent as it stands there; what earlier answers said goes into its variables.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use tests::{Database, Options, Response, TestApp, Token, on_both_databases};

on_both_databases![
    requests_build_an_event_from_nothing,
    what_is_due_while_the_server_is_down_is_announced_once,
    translation_appears_at_its_own_time,
];

#[test]
fn the_readme_shows_the_steps_as_they_are() {
    let readme = fs::read_to_string(folder().join("../../README.md")).expect("there is a README");
    let shown: Vec<(&str, &str)> = readme
        .split("```graphql\n# tests/tutorial/")
        .skip(1)
        .filter_map(|block| block.split("```").next()?.split_once(".graphql\n"))
        .collect();

    assert!(shown.len() > 3, "{shown:?}");
    for (name, document) in shown {
        assert_eq!(document, request(name, Value::Null).0, "{name}");
    }
}

/// The session of the tutorial.
const SESSION: &str = r#"{ session(slug: "the-last-train-leaves-too-early") { title kind } }"#;
/// How long a test waits for what must come at once.
const PATIENCE: Duration = Duration::from_secs(10);

/// An editor who follows the tutorial, and anonymous readers beside.
struct Tutorial<'a> {
    app: &'a TestApp,
    editor: Token,
    /// The uids of what was made, by the name in the variables of the steps.
    uids: Map<String, Value>,
}

impl<'a> Tutorial<'a> {
    fn new(app: &'a TestApp) -> Self {
        Self { app, editor: app.admin(), uids: Map::new() }
    }

    /// The answer to a step, as the editor sends it.
    fn step(&self, name: &str, variables: Value) -> Response {
        let (document, variables) = request(name, variables);
        self.app.query_as(&self.editor, &document, variables)
    }

    /// The answer to a step that a reader sends, with further headers.
    fn read(&self, name: &str, headers: &[(&str, &str)]) -> Response {
        let (document, variables) = request(name, Value::Null);
        self.app.query_with(&document, variables, headers)
    }

    /// Keeps the uid at a JSON pointer into an answer.
    #[track_caller]
    fn keep(&mut self, name: &str, response: &Response, pointer: &str) {
        let uid = response.at(pointer).clone();
        assert!(uid.is_string(), "{uid}");
        self.uids.insert(name.to_owned(), uid);
    }

    fn uid(&self, name: &str) -> &Value {
        &self.uids[name]
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tutorial")
}

/// The document of a step, and its variables: those of its file and the given ones.
fn request(name: &str, variables: Value) -> (String, Value) {
    let read = |file: String| fs::read_to_string(folder().join(file));
    let document = read(format!("{name}.graphql")).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut all: Value = match read(format!("{name}.variables.json")) {
        Ok(json) => serde_json::from_str(&json).expect("variables are JSON"),
        Err(_) => json!({}),
    };
    for (name, value) in variables.as_object().into_iter().flatten() {
        all[name] = value.clone();
    }
    (document, all)
}

fn requests_build_an_event_from_nothing(database: Database) {
    let app = TestApp::start(database, &Options { running_clock: true, ..Options::default() });
    let mut tutorial = Tutorial::new(&app);

    creates(&mut tutorial);
    translates_and_relates(&tutorial);
    previews(&tutorial);
    publishes(&tutorial);
    schedules(&tutorial);
    edits_as_draft(&tutorial);
    conflicts(&tutorial);
    goes_back(&tutorial);
    ends(&tutorial);
}

fn creates(tutorial: &mut Tutorial) {
    let nothing_wrong = json!([]);

    let response = tutorial.step("01-series", Value::Null);
    tutorial.keep("series", &response, "/seriesCreate/series/uid");
    let series = json!({
        "uid": tutorial.uid("series"), "slug": "night-trains-forum", "version": 1, "status": "DRAFT",
    });
    assert_eq!(response.data(), &json!({ "seriesCreate": { "series": series, "userErrors": [] } }));

    let response = tutorial.step("02-event", Value::Null);
    tutorial.keep("event", &response, "/eventCreate/event/uid");
    let event = json!({
        "uid": tutorial.uid("event"), "slug": "night-trains-forum-2027", "version": 1, "status": "DRAFT",
        "series": { "name": "Night Trains Forum" },
    });
    assert_eq!(response.data(), &json!({ "eventCreate": { "event": event, "userErrors": [] } }));

    let response = tutorial.step("03-rooms", Value::Null);
    for room in ["hall", "buffet"] {
        tutorial.keep(room, &response, &format!("/{room}/room/uid"));
        assert_eq!(response.at(&format!("/{room}/room/slug")), room);
        assert_eq!(response.at(&format!("/{room}/room/version")), 1);
        assert_eq!(response.at(&format!("/{room}/userErrors")), &nothing_wrong);
    }

    let response = tutorial.step("04-track-tier-tag", Value::Null);
    for (kind, slug) in [("track", "lines"), ("tier", "main-partner"), ("tag", "timetables")] {
        tutorial.keep(kind, &response, &format!("/{kind}Create/{kind}/uid"));
        assert_eq!(response.at(&format!("/{kind}Create/{kind}/slug")), slug);
        assert_eq!(response.at(&format!("/{kind}Create/userErrors")), &nothing_wrong);
    }

    let response = tutorial.step("05-people", Value::Null);
    tutorial.keep("company", &response, "/companyCreate/company/uid");
    tutorial.keep("odile", &response, "/odile/speaker/uid");
    tutorial.keep("tomas", &response, "/tomas/speaker/uid");
    let people = json!({
        "companyCreate": {
            "company": { "uid": tutorial.uid("company"), "slug": "couchette-cie" }, "userErrors": [],
        },
        "odile": {
            "speaker": {
                "uid": tutorial.uid("odile"), "slug": "odile-marceau", "company": { "name": "Couchette & Cie" },
            },
            "userErrors": [],
        },
        "tomas": {
            "speaker": { "uid": tutorial.uid("tomas"), "slug": "tomas-ibarra", "company": null }, "userErrors": [],
        },
    });
    assert_eq!(response.data(), &people);

    let response = tutorial.step("06-session", Value::Null);
    tutorial.keep("session", &response, "/sessionCreate/session/uid");
    let session = json!({
        "uid": tutorial.uid("session"), "slug": "the-last-train-leaves-too-early", "version": 1, "status": "DRAFT",
        "room": { "name": "Platform hall" },
        "participations": [
            { "role": "MODERATOR", "position": 0, "speaker": { "name": "Tomás Ibarra" } },
            { "role": "PANELLIST", "position": 1, "speaker": { "name": "Odile Marceau" } },
        ],
    });
    let created = json!({ "sessionCreate": { "session": session, "userErrors": [], "warnings": [] } });
    assert_eq!(response.data(), &created);

    let response = tutorial.step("07-post", Value::Null);
    tutorial.keep("post", &response, "/postCreate/post/uid");
    let post = json!({
        "uid": tutorial.uid("post"), "slug": "the-programme-is-out", "status": "DRAFT",
        "events": [{ "name": "Night Trains Forum 2027" }],
        "sessions": [{ "title": "The last train leaves too early" }],
        "tags": [{ "label": "Timetables" }],
    });
    assert_eq!(response.data(), &json!({ "postCreate": { "post": post, "userErrors": [] } }));
}

fn translates_and_relates(tutorial: &Tutorial) {
    let response = tutorial.step("08-translate", Value::Null);
    let translation = |locale: &str, title: &str, slug: Option<&str>| json!({ "locale": locale, "title": title, "slug": slug, "status": "PUBLISHED", "outdated": false });
    let translated = json!({
        "eventUpdate": {
            "event": {
                "version": 2, "french": "Forum des trains de nuit 2027", "spanish": "Foro de trenes nocturnos 2027",
            },
            "userErrors": [],
        },
        "sessionUpdate": {
            "session": {
                "version": 2,
                "translations": [
                    translation("en", "The last train leaves too early", None),
                    translation("es", "El último tren sale demasiado pronto", None),
                    translation("fr", "Le dernier train part trop tôt", Some("le-dernier-train-part-trop-tot")),
                ],
            },
            "userErrors": [],
        },
    });
    assert_eq!(response.data(), &translated);

    let response = tutorial.step("09-sponsors", json!({ "version": 2 }));
    let sponsorship =
        json!({ "position": 0, "company": { "name": "Couchette & Cie" }, "tier": { "name": "Main partner" } });
    let event = json!({ "version": 3, "sponsorships": [sponsorship] });
    assert_eq!(response.data(), &json!({ "eventUpdate": { "event": event, "userErrors": [] } }));

    let ids = [tutorial.uid("buffet"), tutorial.uid("hall")];
    let response = tutorial.step("10-reorder", json!({ "ids": ids }));
    // The first has its place already.
    let rooms = json!([
        { "slug": "buffet", "position": 0, "version": 1 },
        { "slug": "hall", "position": 1, "version": 2 },
    ]);
    assert_eq!(response.data(), &json!({ "contentReorder": { "contents": rooms, "userErrors": [] } }));
}

/// What step 12 shows once all is there.
fn programme() -> Value {
    json!({
        "event": {
            "name": "Forum des trains de nuit 2027",
            "tagline": "Deux jours sur le voyage en dormant",
            "venue": { "name": "L’ancienne gare", "city": "Strasbourg" },
            "rooms": [{ "name": "Buffet de la gare" }, { "name": "Halle des quais" }],
            "sponsorships": [{ "company": { "name": "Couchette & Cie" }, "tier": { "name": "Partenaire principal" } }],
            "schedule": { "days": [{
                "date": "2027-10-14",
                "rooms": [{
                    "room": { "name": "Halle des quais" },
                    "sessions": [{
                        "title": "Le dernier train part trop tôt",
                        "speakers": [
                            { "name": "Tomás Ibarra", "jobTitle": "Author" },
                            { "name": "Odile Marceau", "jobTitle": "Horairiste" },
                        ],
                    }],
                }],
            }] },
            "posts": { "nodes": [{ "title": "The programme is out" }] },
        },
    })
}

/// A token that shows the event as it would be.
fn preview_token(tutorial: &Tutorial) -> String {
    let response = tutorial.step("11-preview-token", json!({ "id": tutorial.uid("event") }));
    assert_eq!(response.at("/previewTokenCreate/userErrors"), &json!([]));
    let token = response.at("/previewTokenCreate/previewToken/token");
    token.as_str().expect("a token is a text").to_owned()
}

fn previews(tutorial: &Tutorial) {
    let token = preview_token(tutorial);

    let without = tutorial.read("12-programme", &[]);
    let with = tutorial.read("12-programme", &[("X-Tribune-Preview", &token)]);
    let forged = tutorial.read("12-programme", &[("X-Tribune-Preview", &format!("{token}A"))]);
    let after = tutorial.read("12-programme", &[]);

    assert_eq!(without.data(), &json!({ "event": null }));
    assert_eq!(with.data(), &programme());
    assert_eq!(with.header("Cache-Control"), "private, no-store");
    assert_eq!(forged.code(), "UNAUTHENTICATED");
    assert_eq!(after.data(), &json!({ "event": null }), "a preview leaves nothing behind");
}

fn publishes(tutorial: &Tutorial) {
    let response = tutorial.step("13-publish-all", Value::Object(tutorial.uids.clone()));

    let published = json!({ "content": { "status": "PUBLISHED" }, "userErrors": [] });
    for (name, payload) in response.data().as_object().expect("data is an object") {
        assert_eq!(payload, &published, "{name}");
    }
    let mut expected = programme();
    // The post has a time of its own.
    expected["event"]["posts"]["nodes"] = json!([]);
    assert_eq!(tutorial.read("12-programme", &[]).data(), &expected);
}

fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[track_caller]
fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no instant: {value}"))
}

/// Asks until the answer is another one; that one. What was asked before `at` must not have it yet, what was asked
/// after it must.
#[track_caller]
fn turns_at(at: DateTime<Utc>, before: &Value, after: &Value, ask: impl Fn() -> Value) {
    loop {
        let asked = now();
        let answer = ask();
        let answered = now();
        if answered < at {
            assert_eq!(&answer, before, "{answered} is before {at}");
        } else if at <= asked {
            assert_eq!(&answer, after, "{asked} is after {at}");
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// The changes of a thing after `seq`, as soon as there are so many.
#[track_caller]
fn changes(tutorial: &Tutorial, of: &Value, after: &Value, count: usize) -> Vec<Value> {
    let begin = SystemTime::now();
    loop {
        let response = tutorial.step("15-changes", json!({ "of": of, "afterSeq": after }));
        let nodes = response.at("/changes/nodes").as_array().expect("nodes are a list").clone();
        if nodes.len() >= count {
            return nodes;
        }
        let waited = begin.elapsed().unwrap_or_default();
        assert!(waited < PATIENCE, "only {nodes:#?} after {waited:?}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The number of the last change of all.
fn last_seq(tutorial: &Tutorial) -> Value {
    let mut last = json!(0);
    loop {
        let response = tutorial.step("15-changes", json!({ "afterSeq": last }));
        let nodes = response.at("/changes/nodes").as_array().expect("nodes are a list");
        match nodes.last() {
            Some(change) => last = change["seq"].clone(),
            None => return last,
        }
    }
}

/// That the clock announced an action, of this thing, within a second of its time.
#[track_caller]
fn assert_announced(change: &Value, action: &str, due: DateTime<Utc>) {
    let said = json!({ "action": change["action"], "by": change["by"] });
    assert_eq!(said, json!({ "action": action, "by": { "kind": "SCHEDULE", "name": "schedule" } }), "{change:#}");
    let at = instant(&change["at"]);
    assert!(due <= at && at < due + TimeDelta::seconds(1), "announced at {at}, due at {due}");
}

fn schedules(tutorial: &Tutorial) {
    let post = tutorial.uid("post");
    let (publish_at, unpublish_at) = (now() + TimeDelta::seconds(2), now() + TimeDelta::seconds(4));
    let before = last_seq(tutorial);

    let times = json!({ "id": post, "publishAt": written(publish_at), "unpublishAt": written(unpublish_at) });
    let response = tutorial.step("14-schedule", times);

    let content = response.at("/contentSchedule/content");
    assert_eq!(content["status"], "SCHEDULED");
    assert_eq!(content["version"], 2);
    let (publish_at, unpublish_at) = (instant(&content["publishedAt"]), instant(&content["unpublishedAt"]));
    let ask = || {
        let response = tutorial.app.query(r#"{ post(slug: "the-programme-is-out") { title status } }"#);
        response.at("/post").clone()
    };
    let shown = json!({ "title": "The programme is out", "status": "PUBLISHED" });
    turns_at(publish_at, &Value::Null, &shown, ask);
    turns_at(unpublish_at, &shown, &Value::Null, ask);

    let told = changes(tutorial, post, &before, 3);
    let actions: Vec<_> = told.iter().map(|change| &change["action"]).collect();
    assert_eq!(actions, ["schedule", "publish", "unpublish"]);
    assert_announced(&told[1], "publish", publish_at);
    assert_announced(&told[2], "unpublish", unpublish_at);
    // Nothing was written, so the version is what it was.
    assert!(told.iter().all(|change| change["version"] == 2), "{told:#?}");

    let response = tutorial.step("14-schedule", json!({ "id": post, "unpublishAt": null }));
    assert_eq!(response.at("/contentSchedule/content/status"), "PUBLISHED");
    assert_eq!(ask(), shown);
}

fn edits_as_draft(tutorial: &Tutorial) {
    let session = tutorial.uid("session");
    let shown = json!({ "session": { "title": "The last train leaves too early", "kind": "PANEL" } });
    let edited = json!({ "session": { "title": "Why the last train leaves too early", "kind": "ROUND_TABLE" } });

    let response = tutorial.step("16-draft", json!({ "version": 3 }));
    let draft = json!({
        "version": 3, "title": "The last train leaves too early", "draft": { "version": 1, "baseVersion": 3 },
    });
    assert_eq!(response.data(), &json!({ "sessionDraftSave": { "session": draft, "userErrors": [] } }));

    let response = tutorial.step("17-pending", Value::Null);
    let pending = json!({
        "session": {
            "version": 3,
            "title": "The last train leaves too early",
            "kind": "PANEL",
            "draft": {
                "version": 1,
                "baseVersion": 3,
                "savedBy": { "name": "test" },
                "changes": [
                    { "field": "kind", "locale": null, "before": "panel", "after": "round_table" },
                    {
                        "field": "title", "locale": "en", "before": "The last train leaves too early",
                        "after": "Why the last train leaves too early",
                    },
                ],
            },
        },
    });
    assert_eq!(response.data(), &pending);
    assert_eq!(tutorial.read("17-pending", &[]).at("/session/draft"), &Value::Null, "a reader sees no draft");
    assert_eq!(tutorial.app.query(SESSION).data(), &shown);
    let token = preview_token(tutorial);
    let preview = tutorial.app.query_with(SESSION, Value::Null, &[("X-Tribune-Preview", &token)]);
    assert_eq!(preview.data(), &edited);
    assert_eq!(tutorial.app.query(SESSION).data(), &shown);

    let response = tutorial.step("18-publish", json!({ "id": session }));
    let content = json!({
        "version": 4, "status": "PUBLISHED", "draft": null, "title": "Why the last train leaves too early",
        "kind": "ROUND_TABLE",
    });
    assert_eq!(response.data(), &json!({ "contentPublish": { "content": content, "userErrors": [] } }));
    assert_eq!(tutorial.app.query(SESSION).data(), &edited);
}

fn conflicts(tutorial: &Tutorial) {
    let stale = tutorial.step("19-update", json!({ "version": 3 }));

    assert_eq!(stale.code(), "CONFLICT");
    assert_eq!(stale.status, 200);
    let conflict = &stale.json["errors"][0]["extensions"]["conflict"];
    let at = &conflict["changes"][0]["at"];
    instant(at);
    let told = json!({
        "version": 4,
        "changes": [{
            "version": 4,
            "at": at,
            "by": "test",
            "action": "publish",
            "fields": [
                { "field": "kind", "before": "panel", "after": "round_table" },
                {
                    "field": "title", "locale": "en", "before": "The last train leaves too early",
                    "after": "Why the last train leaves too early",
                },
            ],
        }],
    });
    assert_eq!(conflict, &told);

    let fresh = tutorial.step("19-update", json!({ "version": 4 }));
    // An address stays what it is.
    let session = json!({
        "version": 5, "title": "Why does the last train leave so early?", "slug": "the-last-train-leaves-too-early",
    });
    assert_eq!(fresh.data(), &json!({ "sessionUpdate": { "session": session, "userErrors": [] } }));
}

fn goes_back(tutorial: &Tutorial) {
    let session = tutorial.uid("session");

    let response = tutorial.step("20-revisions", Value::Null);
    let revisions = response.at("/session/revisions/nodes").as_array().expect("nodes are a list");
    let versions: Vec<_> = revisions.iter().filter_map(|revision| revision["version"].as_i64()).collect();
    assert_eq!(versions, [5, 4, 3, 2, 1]);
    assert!(revisions.iter().all(|revision| revision["by"]["name"] == "test"), "{revisions:#?}");

    let response = tutorial.step("21-diff", json!({ "id": session, "from": 3, "to": 5 }));
    let diff = json!([
        { "field": "kind", "locale": null, "before": "panel", "after": "round_table" },
        {
            "field": "title", "locale": "en", "before": "The last train leaves too early",
            "after": "Why does the last train leave so early?",
        },
    ]);
    assert_eq!(response.at("/revisionDiff"), &diff);

    let response = tutorial.step("22-restore-revision", json!({ "id": session, "revision": 3, "version": 5 }));
    let content =
        json!({ "version": 6, "status": "PUBLISHED", "title": "The last train leaves too early", "kind": "PANEL" });
    assert_eq!(response.data(), &json!({ "revisionRestore": { "content": content, "userErrors": [] } }));
    let shown = json!({ "session": { "title": "The last train leaves too early", "kind": "PANEL" } });
    assert_eq!(tutorial.app.query(SESSION).data(), &shown);

    let stale = tutorial.step("22-restore-revision", json!({ "id": session, "revision": 3, "version": 5 }));
    assert_eq!(stale.code(), "CONFLICT");
}

fn ends(tutorial: &Tutorial) {
    let session = json!({ "id": tutorial.uid("session") });
    let nothing = json!({ "session": null });
    let content =
        |version: i32, status: &str| json!({ "content": { "version": version, "status": status }, "userErrors": [] });

    let response = tutorial.step("23-unpublish", session.clone());
    assert_eq!(response.at("/contentUnpublish"), &content(7, "UNPUBLISHED"));
    assert_eq!(tutorial.app.query(SESSION).data(), &nothing);

    let response = tutorial.step("18-publish", session.clone());
    assert_eq!(response.at("/contentPublish/content/status"), "PUBLISHED");
    assert_ne!(tutorial.app.query(SESSION).data(), &nothing);

    let response = tutorial.step("24-archive", session.clone());
    assert_eq!(response.at("/contentArchive"), &content(9, "ARCHIVED"));
    assert_eq!(tutorial.app.query(SESSION).data(), &nothing);

    let response = tutorial.step("25-restore", session.clone());
    assert_eq!(response.at("/contentRestore"), &content(10, "PUBLISHED"));
    assert_ne!(tutorial.app.query(SESSION).data(), &nothing);

    let response = tutorial.step("26-purge", session.clone());
    assert_eq!(response.at("/contentPurge/uid"), tutorial.uid("session"));
    assert_eq!(tutorial.app.query(SESSION).data(), &nothing);
    let again = tutorial.step("26-purge", session);
    assert_eq!(again.code(), "NOT_FOUND");
    let post = r#"{ post(slug: "the-programme-is-out") { sessions { title } } }"#;
    let post = tutorial.app.query_as(&tutorial.editor, post, Value::Null);
    assert_eq!(post.data(), &json!({ "post": { "sessions": [] } }));
}

fn what_is_due_while_the_server_is_down_is_announced_once(database: Database) {
    let options = Options { running_clock: true, ..Options::default() };
    let mut app = TestApp::start(database, &options);
    let mut tutorial = Tutorial::new(&app);
    let response = tutorial.step("01-series", Value::Null);
    tutorial.keep("series", &response, "/seriesCreate/series/uid");
    let (editor, series) = (tutorial.editor.clone(), tutorial.uid("series").clone());
    let due = now() + TimeDelta::milliseconds(1500);
    let times = json!({ "id": series, "publishAt": written(due) });
    assert_eq!(tutorial.step("14-schedule", times).at("/contentSchedule/content/status"), "SCHEDULED");
    let ask = |app: &TestApp| app.query(r#"{ series(slug: "night-trains-forum") { name } }"#).at("/series").clone();
    assert_eq!(ask(&app), Value::Null);

    app.kill();
    while now() <= due {
        thread::sleep(Duration::from_millis(20));
    }
    app.restart(&options);
    assert_eq!(ask(&app), json!({ "name": "Night Trains Forum" }));
    let told = changes(&Tutorial { app: &app, editor: editor.clone(), uids: Map::new() }, &series, &json!(2), 1);
    app.restart(&options);
    thread::sleep(Duration::from_secs(1));

    let tutorial = Tutorial { app: &app, editor, uids: Map::new() };
    assert_eq!(told[0]["action"], "publish");
    assert_eq!(told[0]["by"]["kind"], "SCHEDULE");
    assert_eq!(changes(&tutorial, &series, &json!(2), 1), told, "once is enough");
}

fn translation_appears_at_its_own_time(database: Database) {
    let app = TestApp::start(database, &Options { running_clock: true, ..Options::default() });
    let mut tutorial = Tutorial::new(&app);
    for step in ["01-series", "02-event"] {
        tutorial.step(step, Value::Null).data();
    }
    let response = tutorial.step("03-rooms", Value::Null);
    tutorial.keep("hall", &response, "/hall/room/uid");
    let hall = tutorial.uid("hall");
    let due = now() + TimeDelta::milliseconds(1500);
    let schedule = "mutation ($id: ID!, $at: DateTime) {
        contentSchedule(input: { id: $id, translation: \"fr\", publishAt: $at }) {
            content { ... on Room { translations { locale status publishedAt } } }
            userErrors { field code }
        }
    }";

    let response = app.query_as(&tutorial.editor, schedule, json!({ "id": hall, "at": written(due) }));
    let event = app.query_as(&tutorial.editor, r#"{ event(slug: "night-trains-forum-2027") { uid } }"#, Value::Null);
    for id in [hall, event.at("/event/uid")] {
        tutorial.step("18-publish", json!({ "id": id })).data();
    }

    let translations = json!([
        { "locale": "en", "status": "PUBLISHED", "publishedAt": null },
        { "locale": "es", "status": "PUBLISHED", "publishedAt": null },
        { "locale": "fr", "status": "SCHEDULED", "publishedAt": response.at("/contentSchedule/content/translations/2/publishedAt") },
    ]);
    assert_eq!(response.at("/contentSchedule/content/translations"), &translations);
    let due = instant(&translations[2]["publishedAt"]);
    let ask = || {
        let rooms =
            r#"{ event(slug: "night-trains-forum-2027", locale: "fr") { rooms { name localization { available } } } }"#;
        app.query(rooms).at("/event/rooms/0").clone()
    };
    let before = json!({ "name": "Platform hall", "localization": { "available": ["en", "es"] } });
    let after = json!({ "name": "Halle des quais", "localization": { "available": ["en", "es", "fr"] } });
    turns_at(due, &before, &after, ask);
    let told = changes(&tutorial, hall, &json!(0), 4);
    assert_announced(&told[3], "publish", due);
    assert_eq!(told[3]["fields"][0]["locale"], "fr");
}
