//! Slugs: one in every language, one of a language, and those of former days.

use serde_json::{Value, json};
use tests::{DEMO, Database, Options, TestApp, on_both_databases};

on_both_databases![
    slug_of_a_translation_finds_the_thing,
    former_slug_finds_the_thing,
    former_slug_of_a_translation_finds_the_thing,
    former_slug_gives_way_to_a_new_thing,
    reference_takes_id_uid_and_slug,
];

fn slug_of_a_translation_finds_the_thing(database: Database) {
    let document = r#"{
        fr: session(slug: "medias-sociaux-en-entreprise", locale: "fr") { slug canonicalSlug }
        es: session(slug: "medias-sociaux-en-entreprise", locale: "es") { slug canonicalSlug }
        en: session(slug: "medias-sociaux-en-entreprise", locale: "en") { slug canonicalSlug }
        plain: session(slug: "social-media-in-corporations", locale: "fr") { slug canonicalSlug }
        filtered: posts(filter: { session: "medias-sociaux-en-entreprise" }) { totalCount }
    }"#;

    let response = DEMO.on(database).query(document);

    let session = |canonical: &str| json!({ "slug": "social-media-in-corporations", "canonicalSlug": canonical });
    let expected = json!({
        "fr": session("medias-sociaux-en-entreprise"),
        "es": session("medios-sociales-en-la-empresa"),
        "en": session("social-media-in-corporations"),
        "plain": session("medias-sociaux-en-entreprise"),
        "filtered": { "totalCount": 2 },
    });
    assert_eq!(response.data(), &expected);
}

/// A speaker, known by its uid, with these slugs.
fn speaker(uid: &Value, slug: &str, french: &str) -> Value {
    let translations = json!({ "en": { "bio": "Sails." }, "fr": { "bio": "Navigue.", "slug": french } });
    let mut speaker = json!({ "slug": slug, "name": "Ada Winter", "translations": translations });
    if !uid.is_null() {
        speaker["uid"] = uid.clone();
    }
    json!({ "tribune": 1, "speakers": [speaker] })
}

/// A server with one speaker, and its uid.
fn with_speaker(database: Database) -> (TestApp, Value) {
    let app = TestApp::start(database, &Options::default());
    app.import_document(&speaker(&Value::Null, "ada-winter", "ada-hiver"));
    let uid = app.query(r#"{ speaker(slug: "ada-winter") { uid } }"#).at("/speaker/uid").clone();
    (app, uid)
}

fn former_slug_finds_the_thing(database: Database) {
    let (app, uid) = with_speaker(database);

    app.import_document(&speaker(&uid, "ada-summer", "ada-hiver"));

    let document = r#"{
        former: speaker(slug: "ada-winter") { uid slug canonicalSlug }
        present: speaker(slug: "ada-summer") { uid slug canonicalSlug }
        speakers { totalCount }
    }"#;
    let ada = json!({ "uid": uid, "slug": "ada-summer", "canonicalSlug": "ada-summer" });
    let expected = json!({ "former": ada, "present": ada, "speakers": { "totalCount": 1 } });
    assert_eq!(app.query(document).data(), &expected);
}

fn former_slug_of_a_translation_finds_the_thing(database: Database) {
    let (app, uid) = with_speaker(database);

    app.import_document(&speaker(&uid, "ada-winter", "ada-ete"));

    let document = r#"{
        former: speaker(slug: "ada-hiver", locale: "fr") { uid canonicalSlug }
        present: speaker(slug: "ada-ete", locale: "en") { uid canonicalSlug }
    }"#;
    let response = app.query(document);
    assert_eq!([response.at("/former/uid"), response.at("/present/uid")], [&uid, &uid]);
    let slugs = ["/former/canonicalSlug", "/present/canonicalSlug"].map(|pointer| response.at(pointer));
    // A speaker's name is the same in every language, so the French slug is right whatever was found by.
    assert_eq!(slugs, ["ada-ete", "ada-winter"]);
}

fn former_slug_gives_way_to_a_new_thing(database: Database) {
    let (app, uid) = with_speaker(database);
    app.import_document(&speaker(&uid, "ada-summer", "ada-hiver"));

    let new = json!({ "slug": "ada-winter", "uid": "01890000-0000-7000-8000-000000000001", "name": "Ada Winter II" });
    app.import_document(&json!({ "tribune": 1, "speakers": [new] }));

    let document = r#"{ new: speaker(slug: "ada-winter") { name } old: speaker(slug: "ada-summer") { uid } }"#;
    let expected = json!({ "new": { "name": "Ada Winter II" }, "old": { "uid": uid } });
    assert_eq!(app.query(document).data(), &expected);
}

fn reference_takes_id_uid_and_slug(database: Database) {
    let app = DEMO.on(database);
    let names = app.query(r#"{ event(slug: "social-media-week-paris-2012", locale: "fr") { id uid slug } }"#);

    for name in ["id", "uid", "slug"] {
        let event = names.at(&format!("/event/{name}"));
        let document = "query ($event: ID!) {
            sessions(filter: { event: $event }) { totalCount }
            happeningNow(event: $event) { room { slug } }
        }";
        let response = app.query_with(document, json!({ "event": event }), &[]);
        assert_eq!(response.at("/sessions/totalCount"), 24, "{name}");
        assert_eq!(response.at("/happeningNow/0/room/slug"), "main-auditorium", "{name}");
    }
}
