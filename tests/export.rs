//! What is exported, brought into an empty database and exported again is the same, byte for byte.

use std::{fs, io::Read, process::Stdio};

use serde_json::{Value, json};
use tests::{Database, Options, TestApp, on_both_databases};

use crate::files::schedules;

on_both_databases![
    export_of_everything_is_the_same_after_a_round_trip,
    export_of_one_event_is_the_same_after_a_round_trip,
    what_is_hidden_is_exported_as_it_is,
    unknown_event_is_refused,
    a_slow_reader_of_an_export_keeps_nobody_from_writing,
];

fn exported(app: &TestApp, options: &[&str]) -> String {
    app.run(&[&["export"], options].concat(), "").succeeded().stdout
}

/// A server over an empty database that this document was brought into.
#[track_caller]
fn with(database: Database, document: &str) -> TestApp {
    let app = TestApp::start(database, &Options::default());
    let output = app.try_document(document).succeeded();
    assert!(!output.stdout.contains("Skipped") && !output.stdout.contains("Repaired"), "{}", output.stdout);
    app
}

fn export_of_everything_is_the_same_after_a_round_trip(database: Database) {
    let app = TestApp::start(database, &Options { demo: true, ..Options::default() });
    if let Some(folder) = schedules() {
        let files = ["frab-xml/39c3-himmel.xml", "frab-json/frab-camp2019.json"].map(|file| folder.join(file));
        app.import(&files).succeeded();
    }
    let first = exported(&app, &[]);

    let second = exported(&with(database, &first), &[]);

    assert!(first.len() > 100_000);
    assert!(first == second, "the second export differs");
}

fn export_of_one_event_is_the_same_after_a_round_trip(database: Database) {
    let app = TestApp::start(database, &Options { demo: true, ..Options::default() });
    let event = ["--event", "social-media-week-paris-2012"];
    let first = exported(&app, &event);

    let other = with(database, &first);

    assert!(exported(&other, &event) == first, "the event differs");
    assert!(exported(&other, &[]) == first, "there is more than the event names, or less");
    let query = r#"{ event(slug: "social-media-week-paris-2012", locale: "fr") {
        name series { name } sponsorships { tier { name } company { name } }
        sessions(first: 100) { totalCount nodes { title tags { label } speakers { name company { name } } } }
        posts { nodes { title author { name } } }
    } }"#;
    assert_eq!(other.query(query).data(), app.query(query).data());
}

fn what_is_hidden_is_exported_as_it_is(database: Database) {
    let app = TestApp::start(database, &Options::default());
    app.import_document(&json!({
        "tribune": 1,
        "tags": [{ "slug": "draft", "publishedAt": null, "translations": { "en": { "label": "Draft" } } }],
        "posts": [{
            "slug": "post", "sourceLocale": "en", "externalIds": ["guid:1", "another"], "archivedAt": "2012-01-01T00:00:00Z",
            "publishedAt": "2011-01-01T00:00:00Z", "unpublishedAt": "2012-03-01T00:00:00Z", "tags": ["draft"],
            "translations": {
                "en": { "title": "Post", "excerpt": "Short." },
                "fr": { "title": "Billet", "slug": "billet", "excerpt": "Bref.", "publishedAt": "2012-02-01T00:00:00Z" },
            },
        }],
    }));
    // A former slug, and a source that has changed since it was translated.
    let change = |fields: Value| {
        let mut post = json!({ "slug": "post", "externalIds": ["guid:1"] });
        post.as_object_mut().expect("it is one").extend(fields.as_object().expect("they are one").clone());
        app.import_document(&json!({ "tribune": 1, "posts": [post] }));
    };
    change(json!({ "translations": { "en": { "excerpt": "Shorter." }, "fr": { "slug": "le-billet" } } }));

    let first = exported(&app, &[]);
    let other = with(database, &first);

    let document: Value = serde_json::from_str(&first).expect("it is JSON");
    let post = &document["posts"][0];
    assert_eq!(post["formerSlugs"], json!(["billet"]));
    assert_eq!(post["externalIds"], json!(["guid:1", "another"]));
    assert_eq!(post["translations"]["fr"]["outdated"], json!(["excerpt"]));
    assert_eq!(document["tags"][0]["publishedAt"], Value::Null);
    assert!(exported(&other, &[]) == first, "{}", exported(&other, &[]));
    let query = r#"{ post(slug: "billet") { slug status translations { locale outdatedFields } } }"#;
    let answer = other.query_as(&other.admin(), query, Value::Null);
    assert_eq!(answer.at("/post/status"), "ARCHIVED");
    assert_eq!(answer.at("/post/translations/1/outdatedFields"), &json!(["excerpt"]));
    // Once more into the same database: nothing to do.
    let again = other.try_document(&first).succeeded();
    assert_eq!((again.tally("post").unchanged, again.tally("tag").unchanged), (1, 1), "{}", again.stdout);
}

fn unknown_event_is_refused(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let file = app.folder().join("event.json");

    let output = app.run(&["export", "--event", "nowhere", "--output", file.to_str().expect("it is UTF-8")], "");

    assert!(!output.status.success() && output.stderr.contains("nowhere"), "{}", output.text());
    assert!(fs::metadata(file).is_err());
}

/// `tribune export | less`
fn a_slow_reader_of_an_export_keeps_nobody_from_writing(database: Database) {
    let app = TestApp::start(database, &Options { demo: true, ..Options::default() });
    let admin = app.admin();
    let mut export = app.command(&["export"]).stdout(Stdio::piped()).spawn().expect("the program can be started");
    let mut pipe = export.stdout.take().expect("it is piped");
    let mut first = [0];
    pipe.read_exact(&mut first).expect("it prints something");
    assert!(export.try_wait().expect("it is our child").is_none(), "the pipe holds the whole export");

    let written = app.ask(
        Some(&admin),
        "mutation ($input: TagCreateInput!) { tagCreate(input: $input) { tag { slug } } }",
        json!({ "input": { "slug": "meanwhile", "translations": [{ "locale": "en", "label": "Meanwhile" }] } }),
    );

    assert_eq!(written.data()["tagCreate"]["tag"]["slug"], "meanwhile");
    let mut rest = Vec::new();
    pipe.read_to_end(&mut rest).expect("it prints the rest");
    assert!(export.wait().expect("it is our child").success());
}
