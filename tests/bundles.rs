//! An app keeps an event on the phone, asks whether it has changed, and is sent what differs.

use std::{collections::BTreeMap, process::Command};

use serde_json::{Value, json};
use tests::{Database, Options, TestApp, on_both_databases};

use crate::{
    cache::warm,
    editor::{Editor, march},
};

on_both_databases![
    bundle_holds_all_that_an_app_shows_in_one_language,
    whoever_has_a_bundle_gets_none,
    what_differs_makes_the_present_bundle_of_an_earlier_one,
    change_elsewhere_leaves_a_bundle_as_it_is,
    what_is_hidden_is_named_by_nothing,
    unknown_event_and_unknown_language_are_refused,
    bundle_of_the_demo_follows_its_schema,
];

const LISTS: [&str; 8] = ["rooms", "tracks", "sessions", "speakers", "companies", "tiers", "tags", "posts"];

fn address(rest: &str) -> String {
    format!("/events/fair/bundle.json?locale=en{rest}")
}

fn bundle(app: &TestApp, rest: &str) -> Value {
    let response = app.get(&address(rest), &[]);
    assert_eq!(response.status, 200, "{}", response.body);
    response.json
}

/// A public fair with a hall, two speakers, a sponsor and two sessions.
fn fair(editor: &Editor) -> BTreeMap<&'static str, String> {
    let texts = |field: &str, text: &str| json!([{ "locale": "en", field: text }]);
    let company = editor.create("company", &json!({ "slug": "acme", "name": "Acme" })).uid;
    let ana = editor.create("speaker", &json!({ "slug": "ana", "name": "Ana", "company": "acme" })).uid;
    let luc = editor.create("speaker", &json!({ "slug": "luc", "name": "Luc" })).uid;
    let tag = editor.create("tag", &json!({ "slug": "rust", "translations": texts("label", "Rust") })).uid;
    let fair = editor.fair().uid;
    let hall = json!({ "event": "fair", "slug": "hall", "translations": texts("name", "Hall") });
    let hall = editor.create("room", &hall).uid;
    let talk = json!({
        "slug": "talk", "startsAt": march(1, 10), "endsAt": march(1, 11), "room": "hall", "tags": ["rust"],
        "speakers": [{ "speaker": "ana", "role": "MODERATOR" }],
        "translations": [{ "locale": "en", "title": "Talk" }, { "locale": "fr", "title": "Exposé" }],
    });
    let talk = editor.session("Talk", talk).uid;
    let other = editor.session("Other", json!({ "slug": "other", "speakers": [{ "speaker": "luc" }] })).uid;
    let hidden = editor.session("Hidden", json!({ "slug": "hidden" })).uid;
    let post = json!({ "slug": "news", "events": ["fair"], "author": "luc", "translations": texts("title", "News") });
    let post = editor.create("post", &post).uid;
    editor.publish(&[&company, &ana, &luc, &tag, &fair, &hall, &talk, &other, &post]);
    [
        ("acme", company),
        ("ana", ana),
        ("luc", luc),
        ("rust", tag),
        ("fair", fair),
        ("hall", hall),
        ("talk", talk),
        ("other", other),
        ("hidden", hidden),
        ("news", post),
    ]
    .into()
}

fn update(editor: &Editor, kind: &str, uid: &str, fields: Value) {
    let version = editor.version(uid).unwrap();
    editor.update(kind, uid, version, fields);
}

fn bundle_holds_all_that_an_app_shows_in_one_language(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let uids = fair(&Editor::of(&app));

    let response = app.get("/events/fair/bundle.json?locale=fr", &[]);

    let bundle = &response.json;
    assert_eq!(response.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(response.header("content-language"), "en, fr");
    assert_eq!((&bundle["locale"], &bundle["complete"], &bundle["gone"]), (&json!("fr"), &json!(true), &json!([])));
    let slugs = |list: &str| {
        let items = bundle[list].as_array().into_iter().flatten();
        items.filter_map(|item| item["slug"].as_str()).collect::<Vec<_>>().join(" ")
    };
    let expected = ["hall", "", "talk other", "ana luc", "acme", "", "rust", "news"];
    assert_eq!(LISTS.map(slugs), expected, "nothing that is hidden");
    let talk = &bundle["sessions"][0];
    assert_eq!((talk["title"].as_str(), talk["room"].as_str()), (Some("Exposé"), Some(&*uids["hall"])));
    assert_eq!(talk["speakers"], json!([{ "speaker": uids["ana"], "role": "moderator" }]));
    assert_eq!(talk["tags"], json!([uids["rust"]]));
    assert_eq!(bundle["sessions"][1]["startsAt"], Value::Null);
    assert_eq!(bundle["speakers"][0]["company"], json!(uids["acme"]));
    assert_eq!(bundle["posts"][0]["author"], json!(uids["luc"]));
}

fn whoever_has_a_bundle_gets_none(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let uids = fair(&Editor::of(&app));

    let first = app.get(&address(""), &[("accept-encoding", "gzip")]);
    let tag = first.header("etag");
    let again = app.get(&address(""), &[("accept-encoding", "gzip"), ("if-none-match", &tag)]);

    assert_eq!((first.status, again.status), (200, 304));
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
    assert!(!first.header("last-modified").is_empty());
    assert_eq!(first.header("access-control-allow-origin"), "*");
    assert_eq!(first.header("vary"), "Accept-Encoding");
    assert_eq!(app.get("/events/fair/bundle.json", &[]).header("vary"), "Accept-Encoding, Accept-Language");
    let version = bundle(&app, "&hash");
    assert_eq!(version, json!({ "version": bundle(&app, "")["version"] }));
    update(&Editor::of(&app), "session", &uids["talk"], json!({ "featured": true }));
    assert_ne!(bundle(&app, "&hash"), version);
    assert_eq!(app.get(&address(""), &[("accept-encoding", "gzip"), ("if-none-match", &tag)]).status, 200);
}

/// Makes of a bundle what came after it.
fn apply(mut earlier: Value, difference: &Value) -> Value {
    let is_gone = |item: &Value| difference["gone"].as_array().is_some_and(|gone| gone.contains(&item["uid"]));
    for list in LISTS {
        let mut items: BTreeMap<String, Value> = BTreeMap::new();
        let old = earlier[list].as_array().into_iter().flatten().filter(|item| !is_gone(item));
        for item in old.chain(difference[list].as_array().into_iter().flatten()) {
            items.insert(item["uid"].to_string(), item.clone());
        }
        earlier[list] = items.into_values().collect();
    }
    for whole in ["version", "event", "sponsorships"] {
        earlier[whole] = difference[whole].clone();
    }
    earlier
}

/// With the items in an order of their own.
fn sorted(bundle: &Value) -> Value {
    apply(
        bundle.clone(),
        &json!({ "version": bundle["version"], "event": bundle["event"], "sponsorships": bundle["sponsorships"] }),
    )
}

fn what_differs_makes_the_present_bundle_of_an_earlier_one(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let uids = fair(&editor);
    let first = bundle(&app, "");

    update(&editor, "session", &uids["talk"], json!({ "speakers": [{ "speaker": "luc" }] }));
    editor.publish(&[&uids["hidden"]]);
    editor.deed("contentArchive", json!({ "id": uids["hall"] }));
    let difference = bundle(&app, &format!("&since={}", first["version"].as_str().unwrap()));

    assert_eq!(difference["complete"], false);
    let present = bundle(&app, "");
    assert_eq!(sorted(&apply(first.clone(), &difference)), sorted(&present));
    let mut gone = vec![uids["ana"].as_str(), &uids["acme"], &uids["hall"]];
    gone.sort_unstable();
    assert_eq!(difference["gone"], json!(gone));
    let sent: Vec<usize> = LISTS.map(|list| difference[list].as_array().unwrap().len()).into();
    assert_eq!(sent, [0, 0, 2, 0, 0, 0, 0, 0], "{difference}");
    let none = bundle(&app, &format!("&since={}", present["version"].as_str().unwrap()));
    assert!(LISTS.iter().all(|list| none[*list] == json!([])) && none["gone"] == json!([]), "{none}");
    let forgotten = bundle(&app, "&since=forgotten");
    assert_eq!(forgotten, present, "all of it");
}

fn change_elsewhere_leaves_a_bundle_as_it_is(database: Database) {
    let app = TestApp::start(database, &Options { cache: true, running_clock: true, ..Options::default() });
    let editor = Editor::of(&app);
    let uids = fair(&editor);
    let other = editor.event("other").uid;
    editor.publish(&[&other]);
    warm(&app, || app.get(&address(""), &[]));

    update(&editor, "event", &other, json!({ "city": "Paris" }));
    let session =
        editor.create("session", &json!({ "event": "other", "translations": [{ "locale": "en", "title": "T" }] }));
    editor.publish(&[&session.uid]);

    assert_eq!(app.get(&address(""), &[]).header("x-cache"), "HIT");
    update(&editor, "speaker", &uids["ana"], json!({ "pronouns": "she/her" }));
    let after = app.get(&address(""), &[]);
    assert_ne!(after.header("x-cache"), "HIT");
    assert_eq!(after.json["speakers"][0]["pronouns"], "she/her");
}

fn what_is_hidden_is_named_by_nothing(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let uids = fair(&editor);
    update(&editor, "post", &uids["news"], json!({ "company": "acme", "author": "ana" }));

    for hidden in ["acme", "ana", "hall", "rust"] {
        editor.deed("contentArchive", json!({ "id": uids[hidden] }));
        let bundle = app.get(&address(""), &[]).body;
        assert!(!bundle.contains(uids[hidden].as_str()), "{hidden}: {bundle}");
    }
}

fn unknown_event_and_unknown_language_are_refused(database: Database) {
    let app = TestApp::start(database, &Options::default());
    fair(&Editor::of(&app));

    let unknown = app.get("/events/none/bundle.json", &[("accept-language", "fr")]);
    let language = app.get("/events/fair/bundle.json?locale=xx", &[]);

    assert_eq!((unknown.status, unknown.header("content-language").as_str()), (404, "fr"));
    assert_eq!(unknown.json["errors"][0]["extensions"]["code"], "NOT_FOUND");
    assert_eq!(language.status, 400);
    assert!(language.body.contains("xx"), "{}", language.body);
}

fn bundle_of_the_demo_follows_its_schema(database: Database) {
    let app = TestApp::start(database, &Options { demo: true, ..Options::default() });
    let folder = tempfile::tempdir().unwrap();
    let mut check = Command::new("python3");
    let tools = concat!(env!("CARGO_MANIFEST_DIR"), "/tools/python");
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../api/bundle.schema.json");
    check.env("PYTHONPATH", tools).args(["-m", "check_jsonschema", "--schemafile", schema]);
    for locale in ["en", "fr", "es"] {
        let path = format!("/events/social-media-week-paris-2012/bundle.json?locale={locale}");
        let file = folder.path().join(locale);
        std::fs::write(&file, app.get(&path, &[]).body).unwrap();
        check.arg(file);
    }

    let checked = check.output().unwrap();

    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}
