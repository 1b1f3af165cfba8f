//! Programmes are announced, and readers are told what changed since.

use serde_json::{Value, json};
use tests::{Database, Options, TestApp, on_both_databases};

use crate::editor::{Editor, march};

on_both_databases![
    changes_are_told_in_the_words_of_who_wants_to_attend,
    a_release_tells_what_changed_since_the_one_before,
    only_what_was_public_is_told,
    a_change_of_texts_is_told_in_the_language_of_the_reader,
    changes_have_an_address,
    a_release_that_does_not_exist_is_named,
    changes_are_news_for_feed_readers,
    what_was_corrected_does_not_live_on,
];

const CHANGES: &str = "kind sessionUid session { slug } before { title startsAt room { slug } speakers { slug } }
    after { title startsAt room { slug } speakers { slug } }";

fn running() -> Options<'static> {
    Options { running_clock: true, ..Options::default() }
}

/// `MOVED_IN_TIME talk` of each change.
fn told(changes: &Value) -> Vec<String> {
    let line = |change: &Value| {
        let title = change["after"]["title"].as_str().or(change["before"]["title"].as_str());
        format!("{} {}", change["kind"].as_str().unwrap_or("?"), title.unwrap_or("?"))
    };
    changes.as_array().into_iter().flatten().map(line).collect()
}

fn release(editor: &Editor, slug: &str) {
    let release = json!({ "event": "fair", "slug": slug, "translations": [
        { "locale": "en", "name": slug, "note": "All **rooms** are known." }, { "locale": "fr", "name": "un" }
    ] });
    let release = editor.create("release", &release);
    editor.publish(&[&release.uid]);
}

fn session(editor: &Editor, slug: &str) -> String {
    let fields = json!({ "slug": slug, "startsAt": march(1, 10), "endsAt": march(1, 11), "spokenLanguages": ["en"] });
    let session = editor.session(slug, fields);
    editor.publish(&[&session.uid]);
    session.uid
}

fn update(editor: &Editor, uid: &str, fields: Value) {
    let version = editor.version(uid).unwrap();
    editor.update("session", uid, version, fields);
}

/// A fair with a room, a speaker and four sessions, which was announced.
fn announced(editor: &Editor) -> [String; 4] {
    let fair = editor.fair();
    editor.publish(&[&fair.uid]);
    let hall = json!({ "event": "fair", "slug": "hall", "translations": [{ "locale": "en", "name": "Hall" }] });
    let hall = editor.create("room", &hall);
    let ana = editor.create("speaker", &json!({ "slug": "ana", "name": "Ana" }));
    editor.publish(&[&hall.uid, &ana.uid]);
    let sessions = ["a", "b", "c", "d"].map(|slug| session(editor, slug));
    release(editor, "first");
    sessions
}

fn since(app: &TestApp, arguments: &str) -> Value {
    app.query(&format!(r#"{{ event(slug: "fair") {{ changes{arguments} {{ {CHANGES} }} }} }}"#))
        .at("/event/changes")
        .clone()
}

fn changes_are_told_in_the_words_of_who_wants_to_attend(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, b, c, d] = announced(&editor);
    assert_eq!(since(&app, ""), json!([]));

    update(&editor, &a, json!({ "room": "hall", "startsAt": march(1, 9) }));
    update(&editor, &b, json!({ "state": "CANCELLED" }));
    update(&editor, &c, json!({ "speakers": [{ "speaker": "ana" }], "spokenLanguages": ["fr"] }));
    update(&editor, &d, json!({ "translations": [{ "locale": "en", "title": "d, again", "abstract": "More." }] }));
    session(&editor, "e");

    let changes = since(&app, "");
    let expected = [
        "MOVED_IN_TIME a",
        "MOVED_IN_ROOM a",
        "CANCELLED b",
        "SPEAKERS_CHANGED c",
        "LANGUAGE_CHANGED c",
        "RETITLED d, again",
        "TEXT_CHANGED d, again",
        "ADDED e",
    ];
    assert_eq!(told(&changes), expected);
    let moved = json!({
        "kind": "MOVED_IN_ROOM", "sessionUid": a, "session": { "slug": "a" },
        "before": { "title": "a", "startsAt": march(1, 10), "room": null, "speakers": [] },
        "after": { "title": "a", "startsAt": march(1, 9), "room": { "slug": "hall" }, "speakers": [] },
    });
    assert_eq!(changes[1], moved);
    update(&editor, &b, json!({ "state": "CONFIRMED" }));
    assert!(!told(&since(&app, "")).contains(&"CANCELLED b".to_owned()), "it takes place again");
}

fn a_release_tells_what_changed_since_the_one_before(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, b, ..] = announced(&editor);
    update(&editor, &a, json!({ "startsAt": march(1, 9) }));
    release(&editor, "second");
    update(&editor, &b, json!({ "startsAt": march(1, 8) }));

    let response = app.query(
        r#"{ event(slug: "fair", locale: "fr") { releases { slug name note(format: HTML) releasedAt changes { kind after { title } } } } }"#,
    );

    let releases = response.at("/event/releases");
    assert_eq!(response.texts("/event/releases", "slug"), ["second", "first"]);
    assert_eq!(told(&releases[0]["changes"]), ["MOVED_IN_TIME a"]);
    assert_eq!(releases[1]["changes"], json!([]));
    assert_eq!(releases[0]["name"], "un");
    assert!(releases[0]["note"].as_str().unwrap().contains("<strong>rooms</strong>"));
    assert!(releases[0]["releasedAt"].is_string());
    assert_eq!(told(&since(&app, "")), ["MOVED_IN_TIME b"], "since the latest");
    assert_eq!(told(&since(&app, r#"(sinceRelease: "first")"#)), ["MOVED_IN_TIME b", "MOVED_IN_TIME a"]);
    assert_eq!(told(&since(&app, r#"(sinceRelease: "first", untilRelease: "second")"#)), ["MOVED_IN_TIME a"]);
    let instant = releases[0]["releasedAt"].as_str().unwrap();
    assert_eq!(told(&since(&app, &format!(r#"(since: "{instant}")"#))), ["MOVED_IN_TIME b"]);
}

fn only_what_was_public_is_told(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, b, ..] = announced(&editor);

    editor.session("draft", json!({ "slug": "draft" }));
    let version = editor.version(&a).unwrap();
    let saved = editor.mutate("session", "DraftSave", &json!({ "id": a, "version": version, "startsAt": march(1, 8) }));
    assert_eq!(saved.at("/done/userErrors"), &json!([]));
    editor.deed("contentArchive", json!({ "id": b }));

    let changes = since(&app, "");
    assert_eq!(told(&changes), ["CANCELLED b"]);
    assert_eq!(changes[0]["session"], Value::Null);
    assert_eq!(changes[0]["after"], Value::Null);
    editor.purge(&b);
    assert_eq!(since(&app, ""), json!([]), "what is purged leaves no trace");
}

fn a_change_of_texts_is_told_in_the_language_of_the_reader(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, ..] = announced(&editor);

    update(&editor, &a, json!({ "translations": [{ "locale": "fr", "title": "Séance" }] }));

    let ask = |locale: &str| {
        let query = format!(r#"{{ event(slug: "fair", locale: "{locale}") {{ changes {{ {CHANGES} }} }} }}"#);
        app.query(&query).at("/event/changes").clone()
    };
    assert_eq!(ask("en"), json!([]));
    assert_eq!(told(&ask("fr")), ["TEXT_CHANGED Séance"], "no new title: the first in French");
}

fn changes_have_an_address(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, ..] = announced(&editor);
    update(&editor, &a, json!({ "startsAt": march(1, 9) }));

    let first = app.get("/events/fair/changes.json?locale=en", &[]);

    assert_eq!(first.status, 200, "{}", first.body);
    assert_eq!(first.header("content-type"), "application/json; charset=utf-8");
    let change = &first.json["changes"][0];
    assert_eq!((change["kind"].as_str(), change["slug"].as_str()), (Some("moved-in-time"), Some("a")));
    assert_eq!(change["before"]["startsAt"], march(1, 10));
    let cursor = first.json["cursor"].as_str().unwrap();
    let next = app.get(&format!("/events/fair/changes.json?locale=en&since={cursor}"), &[]);
    assert_eq!(next.json["changes"], json!([]));
    let all = app.get("/events/fair/changes.json?since=first&until=first", &[]);
    assert_eq!(all.json["changes"], json!([]));
    update(&editor, &a, json!({ "startsAt": march(1, 8) }));
    let after = app.get("/events/fair/changes.json?locale=en", &[]);
    assert_eq!(after.json["changes"][0]["after"]["startsAt"], march(1, 8), "no answer is older than a change");
}

fn a_release_that_does_not_exist_is_named(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    announced(&editor);

    let response = app.query(r#"{ event(slug: "fair") { changes(sinceRelease: "zeroth") { kind } } }"#);

    assert_eq!(response.code(), "NOT_FOUND");
    assert_eq!(response.json["errors"][0]["extensions"]["argument"], "sinceRelease");
    assert_eq!(app.get("/events/fair/changes.json?since=zeroth", &[]).status, 404);
    assert_eq!(app.get("/events/none/changes.json", &[]).status, 404);
}

fn changes_are_news_for_feed_readers(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, b, ..] = announced(&editor);
    update(&editor, &a, json!({ "room": "hall" }));
    update(&editor, &a, json!({ "startsAt": march(1, 9), "translations": [{ "locale": "en", "title": "A & <b>" }] }));
    update(&editor, &b, json!({ "state": "CANCELLED" }));

    let feed = app.get("/events/fair/changes.atom?locale=fr", &[]);

    assert_eq!((feed.status, feed.header("content-type").as_str()), (200, "application/atom+xml; charset=utf-8"));
    let titles: Vec<&str> =
        feed.body.split("<title>").skip(1).filter_map(|rest| Some(rest.split_once("</title>")?.0)).collect();
    let expected = [
        "Modifications du programme de fair",
        "Annulé\u{a0}: b",
        "Nouvel horaire\u{a0}: A &amp; &lt;b&gt;",
        "Nouvelle salle\u{a0}: A &amp; &lt;b&gt;",
        "Nouveau titre\u{a0}: A &amp; &lt;b&gt;",
    ];
    assert_eq!(titles, expected);
    assert!(feed.body.contains(r#"<category term="moved-in-room"/><content>Hall</content>"#), "{}", feed.body);
    assert!(feed.body.contains("<content>a → A &amp; &lt;b&gt;</content>"), "{}", feed.body);
    let again = app.get("/events/fair/changes.atom?locale=fr", &[]);
    assert_eq!(again.body, feed.body, "each entry keeps its id");
}

fn what_was_corrected_does_not_live_on(database: Database) {
    let app = TestApp::start(database, &running());
    let editor = Editor::of(&app);
    let [a, ..] = announced(&editor);
    let about = |text: &str| json!({ "translations": [{ "locale": "en", "title": "a", "abstract": text }] });
    update(&editor, &a, about("Call 0123"));
    release(&editor, "second");

    update(&editor, &a, about("Call us"));

    let feed = app.get("/events/fair/changes.atom?locale=en", &[]).body;
    assert!(feed.contains("<content>Call us</content>"), "{feed}");
    let json = app.get("/events/fair/changes.json?locale=en&since=first", &[]).body;
    assert!(!feed.contains("0123") && !json.contains("0123"), "{feed}{json}");
}
