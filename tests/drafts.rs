//! What is not public yet, or not any more, cannot be seen, counted, or guessed: by no path.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::{DEMO, Database, NOW, Options, Response, TestApp, on_both_databases};

on_both_databases![
    draft_is_hidden_on_every_path,
    scheduled_is_hidden_on_every_path,
    unpublished_is_hidden_on_every_path,
    archived_is_hidden_on_every_path,
    hidden_event_hides_what_it_holds,
    scheduled_translation_is_as_if_it_were_not_there,
    drafts_of_the_demo_are_hidden,
];

/// Paths to what is hidden, each with the slug that disappears from it.
pub const PATHS: [(&str, &str); 61] = [
    // By slug.
    (r#"{ series(slug: "dark-series") { slug } }"#, "dark-series"),
    (r#"{ event(slug: "dark-days") { slug } }"#, "dark-days"),
    (r#"{ session(slug: "whisper") { slug } }"#, "whisper"),
    (r#"{ session(slug: "inside") { slug } }"#, "inside"),
    (r#"{ speaker(slug: "hush") { slug } }"#, "hush"),
    (r#"{ company(slug: "shade-ltd") { slug } }"#, "shade-ltd"),
    (r#"{ post(slug: "rumour") { slug } }"#, "rumour"),
    (r#"{ tag(slug: "secret") { slug } }"#, "secret"),
    // Lists, and their counts.
    ("{ seriesList { totalCount nodes { slug } } }", "dark-series"),
    ("{ events { totalCount nodes { slug } } }", "dark-days"),
    ("{ sessions { totalCount edges { node { slug } } } }", "whisper"),
    ("{ sessions(last: 100) { totalCount nodes { slug } } }", "inside"),
    ("{ speakers { totalCount nodes { slug } } }", "hush"),
    ("{ companies { totalCount nodes { slug } } }", "shade-ltd"),
    ("{ posts { totalCount nodes { slug } } }", "rumour"),
    ("{ tags { totalCount nodes { slug } } }", "secret"),
    // Relations of one.
    (r#"{ event(slug: "open-days") { series { slug } } }"#, "dark-series"),
    (r#"{ session(slug: "plain") { room { slug } } }"#, "vault"),
    (r#"{ session(slug: "plain") { track { slug } } }"#, "dusk"),
    (r#"{ speaker(slug: "ada") { company { slug } } }"#, "shade-ltd"),
    (r#"{ post(slug: "news") { author { slug } } }"#, "hush"),
    (r#"{ post(slug: "news") { company { slug } } }"#, "shade-ltd"),
    (r#"{ event(slug: "open-days") { sponsorships { tier { slug } } } }"#, "smoke"),
    // Relations of many.
    (r#"{ event(slug: "open-days") { rooms { slug } } }"#, "vault"),
    (r#"{ event(slug: "open-days") { tracks { slug } } }"#, "dusk"),
    (r#"{ event(slug: "open-days") { tiers { slug } } }"#, "smoke"),
    (r#"{ event(slug: "open-days") { releases { slug } } }"#, "leak"),
    (r#"{ event(slug: "open-days") { sponsorships { company { slug } } } }"#, "shade-ltd"),
    (r#"{ event(slug: "open-days") { sessions { totalCount nodes { slug } } } }"#, "whisper"),
    (r#"{ event(slug: "open-days") { speakers { totalCount nodes { slug } } } }"#, "hush"),
    (r#"{ event(slug: "open-days") { speakers { totalCount nodes { slug } } } }"#, "eve"),
    (r#"{ event(slug: "open-days") { posts { totalCount nodes { slug } } } }"#, "rumour"),
    (r#"{ session(slug: "plain") { speakers { slug } } }"#, "hush"),
    (r#"{ session(slug: "plain") { participations { speaker { slug } } } }"#, "hush"),
    (r#"{ session(slug: "plain") { tags { slug } } }"#, "secret"),
    (r#"{ session(slug: "plain") { posts { totalCount nodes { slug } } } }"#, "rumour"),
    (r#"{ speaker(slug: "ada") { sessions { totalCount nodes { slug } } } }"#, "whisper"),
    (r#"{ speaker(slug: "ada") { events { totalCount nodes { slug } } } }"#, "dark-days"),
    (r#"{ speaker(slug: "eve") { events { totalCount nodes { slug } } } }"#, "open-days"),
    (r#"{ speaker(slug: "ada") { posts { totalCount nodes { slug } } } }"#, "rumour"),
    (r#"{ company(slug: "light-ltd") { speakers { totalCount nodes { slug } } } }"#, "hush"),
    (r#"{ company(slug: "light-ltd") { posts { totalCount nodes { slug } } } }"#, "rumour"),
    (r#"{ company(slug: "light-ltd") { sponsoredEvents { totalCount nodes { slug } } } }"#, "dark-days"),
    (r#"{ tag(slug: "open") { sessions { totalCount nodes { slug } } } }"#, "whisper"),
    (r#"{ tag(slug: "open") { posts { totalCount nodes { slug } } } }"#, "rumour"),
    (r#"{ series(slug: "light-series") { events { totalCount nodes { slug } } } }"#, "dark-days"),
    (r#"{ post(slug: "news") { events { slug } } }"#, "dark-days"),
    (r#"{ post(slug: "news") { sessions { slug } } }"#, "whisper"),
    (r#"{ post(slug: "news") { tags { slug } } }"#, "secret"),
    (r#"{ event(slug: "open-days") { schedule { days { rooms { sessions { slug } } } } } }"#, "whisper"),
    (r#"{ event(slug: "open-days") { schedule { days { rooms { room { slug } } } } } }"#, "vault"),
    (r#"{ happeningNow(event: "open-days") { now { slug } next { slug } } }"#, "whisper"),
    (r#"{ happeningNow(event: "dark-days") { now { slug } } }"#, "inside"),
    // Filters by what is hidden, and search in it.
    (r#"{ sessions(filter: { event: "dark-days" }) { totalCount nodes { slug } } }"#, "inside"),
    (r#"{ sessions(filter: { speaker: "hush" }) { totalCount nodes { slug } } }"#, "plain"),
    (r#"{ sessions(filter: { tag: "secret" }) { totalCount nodes { slug } } }"#, "plain"),
    (r#"{ sessions(filter: { company: "shade-ltd" }) { totalCount nodes { slug } } }"#, "plain"),
    (r#"{ sessions(filter: { search: "whisper" }) { totalCount nodes { slug } } }"#, "whisper"),
    (r#"{ speakers(filter: { company: "shade-ltd" }) { totalCount nodes { slug } } }"#, "ada"),
    (r#"{ posts(filter: { author: "hush" }) { totalCount nodes { slug } } }"#, "news"),
    (r#"{ events(filter: { sponsor: "shade-ltd" }) { totalCount nodes { slug } } }"#, "open-days"),
];

fn shown() -> Value {
    json!({ "publishedAt": NOW, "unpublishedAt": null, "archivedAt": null })
}

/// A programme of which a good half has the publication `state`; the rest is public.
pub fn programme(state: &Value) -> Value {
    let item = |state: &Value, fields: Value| {
        let mut item = state.clone();
        for (name, value) in fields.as_object().into_iter().flatten() {
            item[name] = value.clone();
        }
        item
    };
    let open = |fields| item(&shown(), fields);
    let dark = |fields| item(state, fields);
    let texts = |field: &str, text: &str| json!({ "en": { field: text } });
    let time = |slug: &str| {
        json!({
            "slug": slug, "startsAt": "2012-02-14T08:00:00Z", "endsAt": "2012-02-14T20:00:00Z",
            "timeZone": "Europe/Paris", "translations": texts("name", slug),
        })
    };
    let session = |slug: &str, room: &str, rest: Value| {
        let fields = json!({
            "slug": slug, "room": room, "startsAt": "2012-02-14T18:00:00Z", "endsAt": "2012-02-14T19:00:00Z",
            "tags": ["open"], "translations": texts("title", slug),
        });
        item(&fields, rest)
    };
    let whisper = session("whisper", "hall", json!({ "speakers": [{ "speaker": "ada" }, { "speaker": "eve" }] }));
    let inside = session("inside", "cellar", json!({ "speakers": [{ "speaker": "ada" }] }));
    let plain = session(
        "plain",
        "vault",
        json!({
            "track": "dusk", "tags": ["open", "secret"], "speakers": [{ "speaker": "ada" }, { "speaker": "hush" }],
        }),
    );
    let mut open_days = item(
        &time("open-days"),
        json!({
            "series": "dark-series",
            "rooms": [
                open(json!({ "slug": "hall", "translations": texts("name", "Hall") })),
                dark(json!({ "slug": "vault", "translations": texts("name", "Vault") })),
            ],
            "tracks": [dark(json!({ "slug": "dusk", "translations": texts("name", "Dusk") }))],
            "tiers": [
                open(json!({ "slug": "gold", "translations": texts("name", "Gold") })),
                dark(json!({ "slug": "smoke", "translations": texts("name", "Smoke") })),
            ],
            "releases": [
                open(json!({ "slug": "first", "translations": texts("name", "First") })),
                dark(json!({ "slug": "leak", "translations": texts("name", "Leak") })),
            ],
            "sponsorships": [{ "company": "light-ltd", "tier": "smoke" }, { "company": "shade-ltd", "tier": "gold" }],
        }),
    );
    open_days["sessions"] = json!([open(plain), dark(whisper)]);
    let mut dark_days = item(
        &time("dark-days"),
        json!({
            "series": "light-series",
            "rooms": [open(json!({ "slug": "cellar", "translations": texts("name", "Cellar") }))],
            "sponsorships": [{ "company": "light-ltd" }],
        }),
    );
    dark_days["sessions"] = json!([open(inside)]);
    json!({
        "tribune": 1,
        "tags": [
            open(json!({ "slug": "open", "translations": texts("label", "open") })),
            dark(json!({ "slug": "secret", "translations": texts("label", "secret") })),
        ],
        "series": [
            open(json!({ "slug": "light-series", "translations": texts("name", "light") })),
            dark(json!({ "slug": "dark-series", "translations": texts("name", "dark") })),
        ],
        "companies": [
            open(json!({ "slug": "light-ltd", "name": "Light Ltd" })),
            dark(json!({ "slug": "shade-ltd", "name": "Shade Ltd" })),
        ],
        "speakers": [
            open(json!({ "slug": "ada", "name": "Ada", "company": "shade-ltd" })),
            open(json!({ "slug": "eve", "name": "Eve" })),
            dark(json!({ "slug": "hush", "name": "Hush", "company": "light-ltd" })),
        ],
        "events": [open(open_days), dark(dark_days)],
        "posts": [
            open(json!({
                "slug": "news", "author": "hush", "company": "shade-ltd", "events": ["open-days", "dark-days"],
                "sessions": ["plain", "whisper"], "tags": ["open", "secret"], "translations": texts("title", "news"),
            })),
            dark(json!({
                "slug": "rumour", "author": "ada", "company": "light-ltd", "events": ["open-days"],
                "sessions": ["plain"], "tags": ["open"], "translations": texts("title", "rumour"),
            })),
        ],
    })
}

/// Every slug in an answer, and how often.
fn slugs(response: &Response) -> BTreeMap<String, usize> {
    fn collect(value: &Value, slugs: &mut BTreeMap<String, usize>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| collect(item, slugs)),
            Value::Object(fields) => {
                if let Some(slug) = fields.get("slug").and_then(Value::as_str) {
                    *slugs.entry(slug.to_owned()).or_default() += 1;
                }
                if let Some(total) = fields.get("totalCount").and_then(Value::as_u64) {
                    let list = fields.get("nodes").or(fields.get("edges")).and_then(Value::as_array);
                    assert_eq!(Some(total), list.map(|list| list.len() as u64), "{value:#}");
                }
                fields.values().for_each(|value| collect(value, slugs));
            }
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    collect(response.data(), &mut found);
    found
}

/// Every `id` and `uid` of what can be hidden.
fn names_of_hidden(app: &TestApp) -> (Vec<Value>, Value) {
    let document = r#"{
        a: series(slug: "dark-series") { id } b: event(slug: "dark-days") { id }
        c: session(slug: "whisper") { id } d: session(slug: "inside") { id } e: speaker(slug: "hush") { id }
        f: company(slug: "shade-ltd") { id } g: post(slug: "rumour") { id } h: tag(slug: "secret") { id }
        i: session(slug: "plain") { id: __typename room { id } }
        j: event(slug: "open-days") { id: __typename tracks { id } tiers { id slug } }
        hush: speaker(slug: "hush") { uid }
    }"#;
    let response = app.query(document);
    let id = |name: &str| response.at(&format!("/{name}/id")).clone();
    let mut ids: Vec<Value> = ["a", "b", "c", "d", "e", "f", "g", "h"].map(id).into();
    ids.extend(["/i/room/id", "/j/tracks/0/id", "/j/tiers/1/id"].map(|pointer| response.at(pointer).clone()));
    (ids, response.at("/hush/uid").clone())
}

fn hidden_on_every_path(database: Database, hidden: &Value) {
    let app = TestApp::start(database, &Options::default());
    app.import_document(&programme(&shown()));
    let before: Vec<_> = PATHS.iter().map(|(path, _)| slugs(&app.query(path))).collect();
    for ((path, slug), seen) in PATHS.iter().zip(&before) {
        assert!(seen.contains_key(*slug), "{slug} is there to be hidden: {path} gives {seen:?}");
    }
    let (ids, uid) = names_of_hidden(&app);
    let nodes = |app: &TestApp| {
        let document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
        app.query_with(document, json!({ "ids": ids }), &[]).at("/nodes").clone()
    };
    let by_uid = |app: &TestApp| {
        let document = "query ($uid: ID!) { sessions(filter: { speaker: $uid }) { totalCount } }";
        app.query_with(document, json!({ "uid": uid }), &[]).at("/sessions/totalCount").clone()
    };
    assert!(nodes(&app).as_array().is_some_and(|nodes| nodes.iter().all(Value::is_object)), "{}", nodes(&app));
    assert_eq!(by_uid(&app), 1);

    app.import_document(&programme(hidden));

    for ((path, slug), seen) in PATHS.iter().zip(&before) {
        let left = slugs(&app.query(path));
        assert!(!left.contains_key(*slug), "{slug} is seen in {path}");
        assert!(left.iter().all(|(slug, count)| seen[slug] >= *count), "{path}: {left:?}");
    }
    assert_eq!(nodes(&app), json!(vec![Value::Null; ids.len()]));
    assert_eq!(by_uid(&app), 0);
}

fn draft_is_hidden_on_every_path(database: Database) {
    hidden_on_every_path(database, &json!({ "publishedAt": null }));
}

fn scheduled_is_hidden_on_every_path(database: Database) {
    hidden_on_every_path(database, &json!({ "publishedAt": "2012-02-14T18:30:01Z" }));
}

fn unpublished_is_hidden_on_every_path(database: Database) {
    hidden_on_every_path(database, &json!({ "publishedAt": "2012-01-01T00:00:00Z", "unpublishedAt": NOW }));
}

fn archived_is_hidden_on_every_path(database: Database) {
    hidden_on_every_path(database, &json!({ "archivedAt": "2012-02-14T00:00:00Z" }));
}

/// The room is public itself; its event is not.
fn hidden_event_hides_what_it_holds(database: Database) {
    let app = TestApp::start(database, &Options::default());
    app.import_document(&programme(&shown()));
    let document = r#"{ event(slug: "dark-days") { rooms { id } sessions { nodes { id } } } }"#;
    let response = app.query(document);
    let ids = ["/event/rooms/0/id", "/event/sessions/nodes/0/id"].map(|pointer| response.at(pointer).clone());

    app.import_document(&programme(&json!({ "publishedAt": null })));

    let nodes = app.query_with("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids }), &[]);
    assert_eq!(nodes.at("/nodes"), &json!([null, null]));
}

fn scheduled_translation_is_as_if_it_were_not_there(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let document = |from: &str| {
        let session = json!({
            "slug": "spring",
            "translations": {
                "en": { "title": "Zest of spring" },
                "fr": { "title": "Abricots", "slug": "abricots", "publishedAt": from },
            },
        });
        let other = json!({ "slug": "middle", "translations": { "en": { "title": "Middle" } } });
        json!({ "tribune": 1, "events": [{
            "slug": "seasons", "startsAt": "2012-03-10T08:00:00Z", "endsAt": "2012-03-11T17:00:00Z",
            "timeZone": "Europe/Paris", "translations": { "en": { "name": "Seasons" } },
            "sessions": [session, other],
        }] })
    };
    let ask = r#"{
        session(slug: "spring", locale: "fr") {
            title canonicalSlug localization { served available } translations { locale }
        }
        byItsSlug: session(slug: "abricots", locale: "fr") { title }
        exact: session(slug: "spring", locale: "fr", fallback: []) { title }
        sessions(locale: "fr", orderBy: [{ field: TITLE }]) { nodes { title } }
        found: sessions(locale: "fr", filter: { search: "abricot" }) { totalCount }
        french: sessions(locale: "fr", filter: { availableIn: "fr" }) { totalCount }
        filtered: posts(filter: { session: "abricots" }) { totalCount }
    }"#;

    app.import_document(&document("2012-02-14T18:30:01Z"));
    let before = app.query(ask).data().clone();
    app.import_document(&document(NOW));
    let after = app.query(ask).data().clone();

    let english = json!({
        "session": {
            "title": "Zest of spring", "canonicalSlug": "spring",
            "localization": { "served": "en", "available": ["en"] }, "translations": [{ "locale": "en" }],
        },
        "byItsSlug": null, "exact": null,
        "sessions": { "nodes": [{ "title": "Middle" }, { "title": "Zest of spring" }] },
        "found": { "totalCount": 0 }, "french": { "totalCount": 0 }, "filtered": { "totalCount": 0 },
    });
    let french = json!({
        "session": {
            "title": "Abricots", "canonicalSlug": "abricots",
            "localization": { "served": "fr", "available": ["en", "fr"] },
            "translations": [{ "locale": "en" }, { "locale": "fr" }],
        },
        "byItsSlug": { "title": "Abricots" }, "exact": { "title": "Abricots" },
        "sessions": { "nodes": [{ "title": "Abricots" }, { "title": "Middle" }] },
        "found": { "totalCount": 1 }, "french": { "totalCount": 1 }, "filtered": { "totalCount": 0 },
    });
    assert_eq!(before, english);
    assert_eq!(after, french);
}

fn drafts_of_the_demo_are_hidden(database: Database) {
    let app = DEMO.on(database);

    let response = app.query(
        r#"{
            session(slug: "a-surprise-guest") { title }
            post(slug: "five-questions-for-the-moderator") { title }
            sessions(filter: { search: "surprise guest" }) { totalCount }
            speaker(slug: "begona-madreselva") { name sessions { totalCount } events { totalCount } }
            event(slug: "social-media-week-paris-2012") { sessions(first: 100) { totalCount nodes { slug } } }
            later: session(slug: "the-right-to-log-off", locale: "es") { title localization { available } }
        }"#,
    );

    assert_eq!(response.at("/session"), &Value::Null);
    assert_eq!(response.at("/post"), &Value::Null);
    assert_eq!(response.at("/sessions/totalCount"), 0);
    let speaker =
        json!({ "name": "Begoña Madreselva", "sessions": { "totalCount": 0 }, "events": { "totalCount": 0 } });
    assert_eq!(response.at("/speaker"), &speaker);
    assert_eq!(response.at("/event/sessions/totalCount"), 24);
    assert!(!response.texts("/event/sessions/nodes", "slug").contains(&"a-surprise-guest"));
    let english = json!({ "title": "The right to log off", "localization": { "available": ["en", "fr"] } });
    assert_eq!(response.at("/later"), &english);
}
