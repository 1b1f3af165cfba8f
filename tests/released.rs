//! An event that shows released programmes only: whatever is written to its sessions waits for the next release.

use std::{
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};
use tests::{Database, Options, Response, Tally, TestApp, on_both_databases};

use crate::editor::{Editor, march, with, written};

on_both_databases![
    edits_wait_for_a_release,
    new_sessions_wait_for_a_release,
    what_is_called_off_waits_for_a_release,
    what_was_to_be_shown_is_taken_back,
    edits_of_several_come_together,
    imports_wait_for_a_release,
    a_release_of_a_later_instant_is_that_of_what_waits_then,
    what_cannot_be_released_when_it_is_due_stays_pending,
    a_release_of_the_past_makes_nothing_public,
    a_release_that_cannot_be_made_changes_nothing,
    previews_show_what_waits,
    what_is_to_go_stays_whatever_else_is_written,
    drafts_that_nobody_is_to_see_are_no_part_of_a_release,
    rights_are_those_of_ones_own_edits,
    imported_releases_make_nothing_public,
    purges_wait_for_nothing,
    translations_are_corrected_while_they_wait,
    a_version_of_old_is_a_conflict_with_what_waits,
    translations_are_found_right_at_once,
    drafts_stay_when_a_session_is_scheduled,
    corrections_of_before_stay,
    nothing_waits_without_the_setting,
];

/// As the server tells it.
fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

fn running() -> Options<'static> {
    Options { running_clock: true, ..Options::default() }
}

/// The public sessions of the fair: `title state`.
fn programme(app: &TestApp) -> Vec<String> {
    let response = app.query(
        r#"{ event(slug: "fair") { sessions(first: 20, orderBy: [{ field: TITLE }]) { nodes { title state } } } }"#,
    );
    shown(&response)
}

fn shown(response: &Response) -> Vec<String> {
    let nodes = response.at("/event/sessions/nodes").as_array().expect("a list");
    let text = |node: &Value, field: &str| node[field].as_str().expect("a text").to_owned();
    nodes.iter().map(|node| format!("{} {}", text(node, "title"), text(node, "state"))).collect()
}

/// A fair that shows released programmes only, with the public sessions `a` and `b` and a room.
fn fair(editor: &Editor) -> [String; 2] {
    let fair = editor.fair();
    let hall = json!({ "event": "fair", "slug": "hall", "translations": [{ "locale": "en", "name": "Hall" }] });
    let hall = editor.create("room", &hall);
    let sessions = ["a", "b"].map(|slug| session(editor, slug));
    editor.publish(&[&fair.uid, &hall.uid, &sessions[0], &sessions[1]]);
    editor.update("event", &fair.uid, 2, json!({ "releasedOnly": true }));
    sessions
}

fn session(editor: &Editor, slug: &str) -> String {
    let fields = json!({ "slug": slug, "startsAt": march(1, 10), "endsAt": march(1, 11), "state": "CONFIRMED" });
    editor.session(slug, fields).uid
}

fn update(editor: &Editor, uid: &str, fields: Value) {
    let version = editor.version(uid).expect("a version");
    editor.update("session", uid, version, fields);
}

fn title(title: &str) -> Value {
    json!({ "translations": [{ "locale": "en", "title": title }] })
}

fn new_release(editor: &Editor, slug: &str) -> String {
    let release = json!({ "event": "fair", "slug": slug, "translations": [{ "locale": "en", "name": slug }] });
    editor.create("release", &release).uid
}

fn release(editor: &Editor, slug: &str) {
    editor.publish(&[&new_release(editor, slug)]);
}

/// `MOVED_IN_TIME a` of each change since a release.
fn changes(app: &TestApp, since: &str) -> Vec<String> {
    let query = format!(
        r#"{{ event(slug: "fair") {{ changes(sinceRelease: "{since}") {{ kind before {{ title }} after {{ title }} }} }} }}"#
    );
    let line = |change: &Value| {
        let title = change["after"]["title"].as_str().or(change["before"]["title"].as_str());
        format!("{} {}", change["kind"].as_str().unwrap_or("?"), title.unwrap_or("?"))
    };
    app.query(&query).at("/event/changes").as_array().expect("a list").iter().map(line).collect()
}

fn edits_wait_for_a_release(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, _] = fair(&editor);
    release(&editor, "first");

    update(&editor, &a, title("A new title"));
    update(&editor, &a, json!({ "startsAt": march(1, 9) }));

    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);
    assert_eq!(changes(&app, "first"), [""; 0]);
    let draft = r#"{ session(slug: "a") { title version draft { changes { field after } } } }"#;
    let seen = editor.sees(draft, "/session");
    assert_eq!(seen["title"], "a");
    let pending: Vec<&str> =
        seen["draft"]["changes"].as_array().expect("a list").iter().filter_map(|one| one["field"].as_str()).collect();
    assert_eq!(pending, ["startsAt", "title"]);

    release(&editor, "second");

    assert_eq!(programme(&app), ["A new title CONFIRMED", "b CONFIRMED"]);
    assert_eq!(editor.sees(draft, "/session/draft"), Value::Null);
    assert_eq!(changes(&app, "first"), ["MOVED_IN_TIME A new title", "RETITLED A new title"]);
    assert_eq!(changes(&app, "second"), [""; 0]);
}

fn new_sessions_wait_for_a_release(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    fair(&editor);
    release(&editor, "first");

    let (c, _never) = (session(&editor, "c"), session(&editor, "d"));
    // Nobody sees it yet: it is changed at once.
    update(&editor, &c, title("c, again"));
    let answer = editor.deed("contentPublish", json!({ "id": c }));
    assert_eq!(written(&answer).uid, c);

    assert_eq!(answer.at("/done/thing/status"), "DRAFT");
    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);
    release(&editor, "second");
    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED", "c, again CONFIRMED"]);
    assert_eq!(changes(&app, "first"), ["ADDED c, again"]);
}

fn what_is_called_off_waits_for_a_release(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, b] = fair(&editor);
    let c = session(&editor, "c");
    editor.publish(&[&c]);
    release(&editor, "first");
    assert_eq!(programme(&app).len(), 3);

    editor.deed("contentUnpublish", json!({ "id": a })).data();
    editor.deed("contentArchive", json!({ "id": b })).data();
    update(&editor, &c, json!({ "state": "CANCELLED" }));

    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED", "c CONFIRMED"]);
    release(&editor, "second");
    assert_eq!(programme(&app), ["c CANCELLED"]);
    assert_eq!(changes(&app, "first").len(), 3);
}

fn what_was_to_be_shown_is_taken_back(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, _] = fair(&editor);
    let c = session(&editor, "c");

    editor.publish(&[&c]);
    editor.deed("contentUnpublish", json!({ "id": c })).data();
    editor.deed("contentUnpublish", json!({ "id": a })).data();
    editor.publish(&[&a]);
    release(&editor, "first");

    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);
}

fn edits_of_several_come_together(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, _] = fair(&editor);
    let version = editor.version(&a).expect("a version");

    editor.update("session", &a, version, title("One"));
    editor.update("session", &a, version, json!({ "state": "CANCELLED" }));
    let both =
        json!({ "input": { "id": a, "version": version, "translations": [{ "locale": "en", "title": "Other" }] } });
    let document = "mutation ($input: SessionUpdateInput!) { sessionUpdate(input: $input) { session { slug } } }";
    let refused = editor.ask(document, both);

    assert_eq!(refused.code(), "CONFLICT", "{}", refused.body);
    assert!(refused.body.contains("One"), "it says what is there: {}", refused.body);
    release(&editor, "first");
    assert_eq!(programme(&app), ["b CONFIRMED", "One CANCELLED"]);
}

fn imports_wait_for_a_release(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let session = |slug: &str, title: &str| {
        json!({ "slug": slug, "startsAt": march(1, 10), "endsAt": march(1, 11), "externalIds": [format!("x:{slug}")],
            "translations": { "en": { "title": title } } })
    };
    let document = |sessions: &[Value]| {
        json!({ "tribune": 1, "events": [{ "slug": "fair", "startsAt": march(1, 8), "endsAt": march(2, 18),
            "timeZone": "Europe/Paris", "releasedOnly": true, "translations": { "en": { "name": "Fair" } },
            "sessions": sessions }] })
    };
    // What comes in with its event has no release to wait for.
    app.import_document(&document(&[session("a", "a"), session("b", "b")]));
    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);

    let newer = document(&[session("a", "A"), session("b", "b"), session("c", "c")]);
    let first = app.import_document(&newer);
    let again = app.import_document(&newer);

    let tally = |created, updated, unchanged| Tally { created, updated, unchanged, ..Tally::default() };
    assert_eq!(first.tally("session"), tally(1, 1, 1), "{}", first.text());
    assert_eq!(again.tally("session"), tally(0, 0, 3), "{}", again.text());
    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);

    // What was pending and is not in the newest file does not come back.
    app.import_document(&document(&[session("a", "Á"), session("b", "b"), session("c", "C")]));
    release(&editor, "first");
    assert_eq!(programme(&app), ["Á CONFIRMED", "b CONFIRMED", "C CONFIRMED"]);
}

fn a_release_of_a_later_instant_is_that_of_what_waits_then(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, _] = fair(&editor);
    release(&editor, "first");
    update(&editor, &a, title("Early"));
    let later = new_release(&editor, "later");
    let at: DateTime<Utc> = now() + TimeDelta::milliseconds(1_500);
    let times = json!({ "id": later, "publishAt": at.to_rfc3339_opts(SecondsFormat::Micros, true) });
    editor.deed("contentSchedule", times).data();
    update(&editor, &a, json!({ "startsAt": march(1, 9) }));
    assert_eq!(programme(&app)[0], "a CONFIRMED");

    let begin = Instant::now();
    while programme(&app) != ["b CONFIRMED", "Early CONFIRMED"] {
        assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", programme(&app));
        thread::sleep(Duration::from_millis(20));
    }

    assert!(now() >= at);
    let told = app.query(r#"{ event(slug: "fair") { releases { slug changes { kind } } } }"#);
    assert_eq!(
        told.at("/event/releases/0"),
        &json!({ "slug": "later", "changes": [{ "kind": "MOVED_IN_TIME" }, { "kind": "RETITLED" }] })
    );
}

fn what_cannot_be_released_when_it_is_due_stays_pending(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, b] = fair(&editor);
    update(&editor, &a, title("A"));
    update(&editor, &b, json!({ "room": "hall" }));
    let hall = editor.sees(r#"{ event(slug: "fair") { rooms { uid } } }"#, "/event/rooms/0/uid");
    editor.purge(hall.as_str().expect("a uid")).data();
    let later = new_release(&editor, "later");
    let at = now() + TimeDelta::milliseconds(500);
    let times = json!({ "id": later, "publishAt": at.to_rfc3339_opts(SecondsFormat::Micros, true) });
    editor.deed("contentSchedule", times).data();

    let begin = Instant::now();
    while !app.log().contains("could not be published") {
        assert!(begin.elapsed() < Duration::from_secs(20), "{}", app.log());
        thread::sleep(Duration::from_millis(20));
    }

    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);
    assert_eq!(editor.sees(r#"{ session(slug: "a") { draft { version } } }"#, "/session/draft/version"), 1);
    let begin = Instant::now();
    while editor.sees(r#"{ event(slug: "fair") { releases { status } } }"#, "/event/releases/0/status") != "DRAFT" {
        assert!(begin.elapsed() < Duration::from_secs(20), "{}", app.log());
        thread::sleep(Duration::from_millis(20));
    }
    let refused = editor.deed("contentPublish", json!({ "id": later }));
    assert_eq!(refused.at("/done/userErrors/0/field"), &json!(["input", "session", "b", "room"]), "{}", refused.body);
}

fn a_release_of_the_past_makes_nothing_public(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, _] = fair(&editor);
    update(&editor, &a, title("A"));
    let past = new_release(&editor, "past");

    let just_now = (now() - TimeDelta::milliseconds(20)).to_rfc3339_opts(SecondsFormat::Micros, true);
    editor.deed("contentSchedule", json!({ "id": past, "publishAt": just_now })).data();
    thread::sleep(Duration::from_millis(600));
    let version = editor.version(&past).expect("a version");
    editor.update("release", &past, version, json!({ "translations": [{ "locale": "en", "note": "Of old." }] }));

    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);
    release(&editor, "now");
    assert_eq!(programme(&app), ["A CONFIRMED", "b CONFIRMED"]);
}

fn a_release_that_cannot_be_made_changes_nothing(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, b] = fair(&editor);
    update(&editor, &a, title("A"));
    update(&editor, &b, json!({ "room": "hall" }));
    let hall = editor.sees(r#"{ event(slug: "fair") { rooms { uid } } }"#, "/event/rooms/0/uid");
    editor.purge(hall.as_str().expect("a uid")).data();
    let first = new_release(&editor, "first");

    let refused = editor.deed("contentPublish", json!({ "id": first }));

    assert_eq!(refused.at("/done/userErrors/0/field"), &json!(["input", "session", "b", "room"]), "{}", refused.body);
    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);
    assert_eq!(app.query(r#"{ event(slug: "fair") { releases { slug } } }"#).at("/event/releases"), &json!([]));
    update(&editor, &b, json!({ "spokenLanguages": ["fr"] }));
    editor
        .ask("mutation ($id: ID!) { draftDiscard(input: { id: $id }) { userErrors { message } } }", json!({ "id": b }))
        .data();
    editor.publish(&[&first]);
    assert_eq!(programme(&app), ["A CONFIRMED", "b CONFIRMED"]);
}

fn previews_show_what_waits(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, b] = fair(&editor);
    update(&editor, &a, title("A"));
    let c = session(&editor, "c");
    editor.publish(&[&c]);
    update(&editor, &c, title("C"));
    editor.deed("contentArchive", json!({ "id": b })).data();
    let event = editor.sees(r#"{ event(slug: "fair") { id } }"#, "/event/id");
    let token = "mutation ($id: ID!) { previewTokenCreate(input: { id: $id }) { previewToken { token } } }";
    let token = editor.ask(token, json!({ "id": event }));
    let token = token.at("/previewTokenCreate/previewToken/token").as_str().expect("a token").to_owned();

    let query =
        r#"{ event(slug: "fair") { sessions(first: 20, orderBy: [{ field: TITLE }]) { nodes { title state } } } }"#;
    let preview = app.query_with(query, Value::Null, &[("X-Tribune-Preview", &token)]);

    assert_eq!(shown(&preview), ["A CONFIRMED", "C CONFIRMED"]);
    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);
}

fn nothing_waits_without_the_setting(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, b] = fair(&editor);
    update(&editor, &b, title("B"));
    let event = editor.sees(r#"{ event(slug: "fair") { uid releasedOnly } }"#, "/event");
    assert_eq!(event["releasedOnly"], true);
    let fair = event["uid"].as_str().expect("a uid");
    let version = editor.version(fair).expect("a version");
    editor.update("event", fair, version, json!({ "releasedOnly": null }));

    update(&editor, &a, title("A"));
    editor.publish(&[&session(&editor, "c")]);

    assert_eq!(programme(&app), ["A CONFIRMED", "b CONFIRMED", "c CONFIRMED"], "at once");
    release(&editor, "first");
    assert_eq!(programme(&app)[1], "b CONFIRMED", "what is pending is published when its editor says so");
    editor.publish(&[&b]);
    assert_eq!(programme(&app)[1], "B CONFIRMED");
}

fn what_is_to_go_stays_whatever_else_is_written(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, b] = fair(&editor);

    editor.deed("contentUnpublish", json!({ "id": a })).data();
    update(&editor, &a, json!({ "spokenLanguages": ["fr"] }));
    editor.deed("contentArchive", json!({ "id": b })).data();
    editor.deed("contentUnpublish", json!({ "id": b })).data();

    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);
    release(&editor, "first");
    assert_eq!(programme(&app), [""; 0]);
    assert_eq!(editor.sees(r#"{ session(slug: "a") { spokenLanguages } }"#, "/session/spokenLanguages"), json!(["fr"]));
}

fn drafts_that_nobody_is_to_see_are_no_part_of_a_release(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    fair(&editor);
    let c = session(&editor, "c");
    save_draft(&editor, &c, title("Later"));
    update(&editor, &c, json!({ "spokenLanguages": ["fr"] }));
    release(&editor, "first");

    let seen = r#"{ session(slug: "c") { title spokenLanguages draft { version changes { field } } } }"#;
    let expected = json!({ "title": "c", "spokenLanguages": ["fr"],
        "draft": { "version": 1, "changes": [{ "field": "title" }] } });
    assert_eq!(editor.sees(seen, "/session"), expected);
    // Published, it waits with what was edited.
    editor.publish(&[&c]);
    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);
    release(&editor, "second");
    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED", "Later CONFIRMED"]);
}

fn rights_are_those_of_ones_own_edits(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, _] = fair(&editor);
    update(&editor, &a, json!({ "startsAt": march(1, 9) }));
    let translator = app.token(&["--role", "translator", "--locale", "fr"]);

    let document = "mutation ($input: SessionUpdateInput!) { sessionUpdate(input: $input) { userErrors { message } } }";
    let input = |fields: Value| {
        let mut input = json!({ "id": a, "version": editor.version(&a) });
        for (name, value) in fields.as_object().expect("fields") {
            input[name] = value.clone();
        }
        json!({ "input": input })
    };
    let french = json!({ "translations": [{ "locale": "fr", "title": "un" }] });
    app.query_as(&translator, document, input(french)).data();
    let refused = app.query_as(&translator, document, input(json!({ "endsAt": march(1, 12) })));

    assert_eq!(refused.code(), "FORBIDDEN", "{}", refused.body);
    let french =
        |app: &TestApp| app.query(r#"{ session(slug: "a", locale: "fr") { title startsAt } }"#).at("/session").clone();
    assert_eq!(french(&app)["title"], "a");
    release(&editor, "first");
    assert_eq!(french(&app), json!({ "title": "un", "startsAt": march(1, 9) }));
}

fn imported_releases_make_nothing_public(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, _] = fair(&editor);
    update(&editor, &a, title("A"));

    let release_ = json!({ "slug": "old", "translations": { "en": { "name": "Old" } } });
    app.import_document(&json!({ "tribune": 1, "events": [{ "slug": "fair", "startsAt": march(1, 8),
        "endsAt": march(2, 18), "timeZone": "Europe/Paris", "translations": { "en": { "name": "fair" } },
        "releases": [release_] }] }));
    thread::sleep(Duration::from_millis(600));

    assert_eq!(programme(&app), ["a CONFIRMED", "b CONFIRMED"]);
}

fn purges_wait_for_nothing(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, b] = fair(&editor);
    let rooms = r#"{ event(slug: "fair") { rooms { uid } } }"#;
    update(&editor, &a, json!({ "room": "hall" }));
    release(&editor, "first");
    update(&editor, &a, json!({ "room": null }));
    update(&editor, &b, title("B"));

    let hall = editor.sees(rooms, "/event/rooms/0/uid");
    editor.purge(hall.as_str().expect("a uid")).data();

    let room = r#"{ session(slug: "a") { version room { slug } } }"#;
    assert_eq!(app.query(room).at("/session"), &json!({ "version": 4, "room": null }));
    release(&editor, "second");
    assert_eq!(programme(&app), ["a CONFIRMED", "B CONFIRMED"]);
    let room = |slug: &str| {
        let room = json!({ "event": "fair", "slug": slug, "translations": [{ "locale": "en", "name": slug }] });
        let room = editor.create("room", &room).uid;
        editor.publish(&[&room]);
        room
    };
    let (north, _) = (room("north"), room("south"));
    update(&editor, &a, json!({ "room": "north" }));
    release(&editor, "third");
    update(&editor, &a, json!({ "room": "south" }));
    editor.purge(&north).data();
    let where_ = r#"{ session(slug: "a") { room { slug } } }"#;
    assert_eq!(app.query(where_).at("/session/room"), &Value::Null);
    release(&editor, "fourth");
    assert_eq!(app.query(where_).at("/session/room/slug"), "south");

    let event = editor.sees(r#"{ event(slug: "fair") { uid } }"#, "/event/uid");
    update(&editor, &a, title("A"));
    editor.purge(event.as_str().expect("a uid")).data();
    assert_eq!(app.query(r#"{ session(slug: "a") { slug } }"#).at("/session"), &Value::Null);
}

fn translations_are_corrected_while_they_wait(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, _] = fair(&editor);
    let export = r#"query { translationsExport(locale: "fr", format: PO, extent: ALL) { content } }"#;
    let file = editor.ask(export, Value::Null).at("/translationsExport/0/content").as_str().expect("a file").to_owned();
    let unit = format!("msgctxt \"session/{a}/title\"\nmsgid \"a\"\nmsgstr ");
    assert!(file.contains(&unit), "{file}");
    let import = |title: &str| {
        let document = "mutation ($content: String!) {
            translationsImport(input: { content: $content }) { translated refused { unit message } } }";
        let content = file.replace(&format!("{unit}\"\""), &format!("{unit}\"{title}\""));
        editor.ask(document, json!({ "content": content })).at("/translationsImport/translated").clone()
    };

    assert_eq!(import("un"), 1);
    assert_eq!(import("deux"), 1);
    release(&editor, "first");

    let french = app.query(r#"{ session(slug: "a", locale: "fr") { title } }"#);
    assert_eq!(french.at("/session/title"), "deux");
}

fn a_version_of_old_is_a_conflict_with_what_waits(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, _] = fair(&editor);
    update(&editor, &a, title("A"));

    let input = json!({ "id": a, "revision": 1, "version": editor.version(&a) });
    assert_eq!(editor.deed("revisionRestore", input).code(), "CONFLICT");
    let title_of_old =
        json!({ "id": a, "version": editor.version(&a), "translations": [{ "locale": "en", "title": "a" }] });
    let document = "mutation ($input: SessionUpdateInput!) { sessionUpdate(input: $input) { session { slug } } }";
    let refused = editor.ask(document, json!({ "input": title_of_old }));

    assert_eq!(refused.code(), "CONFLICT", "{}", refused.body);
    release(&editor, "first");
    assert_eq!(programme(&app), ["A CONFIRMED", "b CONFIRMED"]);
}

fn save_draft(editor: &Editor, uid: &str, fields: Value) {
    let document =
        "mutation ($input: SessionUpdateInput!) { sessionDraftSave(input: $input) { userErrors { message } } }";
    let input = with(json!({ "id": uid, "version": editor.version(uid) }), fields);
    editor.ask(document, json!({ "input": input })).data();
}

fn translations_are_found_right_at_once(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, _] = fair(&editor);
    let both = json!([{ "locale": "en", "title": "a" }, { "locale": "fr", "title": "un" }]);
    update(&editor, &a, json!({ "translations": both }));
    release(&editor, "first");
    update(&editor, &a, title("a, again"));
    release(&editor, "second");
    update(&editor, &a, json!({ "startsAt": march(1, 9) }));
    let french = || {
        let query = r#"{ session(slug: "a", locale: "fr") { title startsAt translations { locale outdatedFields } } }"#;
        let session = app.query(query).at("/session").clone();
        (session["title"].clone(), session["startsAt"].clone(), session["translations"][1]["outdatedFields"].clone())
    };
    let seen = |starts_at: String, outdated: Value| (json!("un"), json!(starts_at), outdated);
    assert_eq!(french(), seen(march(1, 10), json!(["title"])));

    let export = r#"query { translationsExport(locale: "fr", format: PO, extent: OUTDATED) { content } }"#;
    let file = editor.ask(export, Value::Null).at("/translationsExport/0/content").as_str().expect("a file").to_owned();
    let lines: Vec<&str> = file.lines().filter(|line| !line.starts_with("#, fuzzy")).collect();
    let document = "mutation ($content: String!) {
        translationsImport(input: { content: $content }) { confirmed refused { unit message } } }";
    let done = editor.ask(document, json!({ "content": lines.join("\n") }));

    assert_eq!(done.at("/translationsImport"), &json!({ "confirmed": 1, "refused": [] }), "{file}");
    assert_eq!(french(), seen(march(1, 10), json!([])));
    release(&editor, "third");
    assert_eq!(french(), seen(march(1, 9), json!([])));
}

fn drafts_stay_when_a_session_is_scheduled(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    fair(&editor);
    let c = session(&editor, "c");

    save_draft(&editor, &c, title("Later"));
    editor.deed("contentSchedule", json!({ "id": c, "publishAt": "2999-01-01T00:00:00Z" })).data();
    release(&editor, "first");

    let seen = editor.sees(r#"{ session(slug: "c") { title status draft { version } } }"#, "/session");
    assert_eq!(seen, json!({ "title": "Later", "status": "SCHEDULED", "draft": null }));
}

fn corrections_of_before_stay(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let event = editor.fair().uid;
    let a = session(&editor, "a");
    editor.publish(&[&event, &a]);
    save_draft(&editor, &a, title("B"));
    update(&editor, &a, title("C"));
    update(&editor, &a, json!({ "startsAt": march(1, 9) }));
    editor.update("event", &event, 2, json!({ "releasedOnly": true }));

    let first = new_release(&editor, "first");
    let refused = editor.deed("contentPublish", json!({ "id": first }));
    assert_eq!(refused.code(), "CONFLICT");
    assert!(refused.body.contains("session.a.title"), "{}", refused.body);
    update(&editor, &a, json!({ "spokenLanguages": ["fr"] }));
    editor.publish(&[&first]);

    let seen = app.query(r#"{ session(slug: "a") { title startsAt spokenLanguages } }"#);
    let expected = json!({ "title": "B", "startsAt": march(1, 9), "spokenLanguages": ["fr"] });
    assert_eq!(seen.at("/session"), &expected);
}
