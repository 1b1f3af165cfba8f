//! Many things at once: all of them or none, each known by its name elsewhere.

use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, Token, on_both_databases};

on_both_databases![
    items_of_all_types_come_in_and_come_in_once,
    every_fault_is_told_with_its_index_and_nothing_is_written,
    what_is_new_is_a_draft_unless_it_says_otherwise,
    thousand_items_come_in_at_once_and_no_more,
    one_forbidden_item_forbids_all,
];

const UPSERT: &str = "mutation ($items: [ContentUpsertItem!]!) { contentUpsert(input: { items: $items }) {
    results { index outcome content { __typename slug version status } }
    userErrors { field code message }
} }";

fn upsert(app: &TestApp, token: &Token, items: &Value) -> Response {
    app.query_as(token, UPSERT, json!({ "items": items }))
}

fn outcomes(response: &Response) -> Vec<&str> {
    response.texts("/contentUpsert/results", "outcome")
}

fn texts(field: &str, text: &str) -> Value {
    json!([{ "locale": "en", field: text }])
}

/// One item of each type, which name each other, in the wrong order.
fn items() -> Value {
    let time = |hour: u32| format!("2012-03-01T{hour:02}:00:00Z");
    json!([
        { "post": { "externalId": "p", "author": "s", "company": "c", "events": ["e"], "sessions": ["talk"], "tags": ["t"],
            "translations": [{ "locale": "en", "title": "Post" }, { "locale": "fr", "title": "Billet" }] } },
        { "session": { "externalId": "talk", "event": "e", "room": "r", "track": "tr", "tags": ["t"], "kind": "KEYNOTE",
            "startsAt": time(9), "endsAt": time(10), "speakers": [{ "speaker": "s", "role": "MODERATOR" }],
            "translations": texts("title", "Talk") } },
        { "tier": { "externalId": "ti", "event": "e", "position": 1, "translations": texts("name", "Gold") } },
        { "track": { "externalId": "tr", "event": "e", "colour": "#aabbcc", "translations": texts("name", "Track") } },
        { "room": { "externalId": "r", "event": "e", "capacity": 30, "translations": texts("name", "Room") } },
        { "event": { "externalId": "e", "series": "se", "startsAt": time(8), "endsAt": time(18), "timeZone": "Europe/Paris",
            "sponsorships": [{ "company": "c", "tier": "ti" }], "publishedAt": time(7), "translations": texts("name", "Event") } },
        { "speaker": { "externalId": "s", "name": "Ana", "company": "c" } },
        { "company": { "externalId": "c", "name": "Company" } },
        { "series": { "externalId": "se", "translations": texts("name", "Series") } },
        { "tag": { "externalId": "t", "translations": texts("label", "Tag") } },
        { "release": { "externalId": "re", "event": "e", "translations": texts("name", "Version 1") } },
    ])
}

fn items_of_all_types_come_in_and_come_in_once(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let admin = app.admin();

    let first = upsert(&app, &admin, &items());
    let again = upsert(&app, &admin, &items());
    let mut changed = items();
    changed[1]["session"]["featured"] = json!(true);
    let third = upsert(&app, &admin, &changed);

    assert_eq!(first.at("/contentUpsert/userErrors"), &json!([]));
    assert_eq!(outcomes(&first), ["CREATED"; 11]);
    let types: Vec<&str> = first
        .at("/contentUpsert/results")
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|result| result["content"]["__typename"].as_str())
        .collect();
    assert_eq!(
        types,
        ["Post", "Session", "Tier", "Track", "Room", "Event", "Speaker", "Company", "Series", "Tag", "Release"]
    );
    assert_eq!(outcomes(&again), ["UNCHANGED"; 11]);
    assert_eq!(again.at("/contentUpsert/results/1/content/version"), 1);
    let updated = outcomes(&third);
    assert_eq!((updated[1], updated[0]), ("UPDATED", "UNCHANGED"));
    let document = r#"{ session(slug: "talk") {
        featured kind event { slug series { slug } sponsorships { tier { name } company { name } } } room { name capacity }
        track { colour } tags { label } participations { role speaker { name company { name } } }
        posts { nodes { title author { name } } }
    } }"#;
    let expected = json!({
        "featured": true, "kind": "KEYNOTE",
        "event": { "slug": "event", "series": { "slug": "series" },
            "sponsorships": [{ "tier": { "name": "Gold" }, "company": { "name": "Company" } }] },
        "room": { "name": "Room", "capacity": 30 }, "track": { "colour": "#aabbcc" }, "tags": [{ "label": "Tag" }],
        "participations": [{ "role": "MODERATOR", "speaker": { "name": "Ana", "company": { "name": "Company" } } }],
        "posts": { "nodes": [{ "title": "Post", "author": { "name": "Ana" } }] },
    });
    assert_eq!(app.query_as(&admin, document, Value::Null).at("/session"), &expected);
}

fn every_fault_is_told_with_its_index_and_nothing_is_written(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let admin = app.admin();
    let mut items = items();
    items[1]["session"]["speakers"] = json!([{ "speaker": "nobody" }]);
    items[1]["session"]["endsAt"] = json!("2012-03-01T08:30:00Z");
    items[0]["post"]["translations"][1] = json!({ "locale": "fr", "title": "x".repeat(501), "slug": "Not a slug" });
    items[4]["room"]["event"] = json!("no-event");
    items[7]["company"]["name"] = Value::Null;

    let response = upsert(&app, &admin, &items);

    let errors: Vec<(String, &str)> = response
        .at("/contentUpsert/userErrors")
        .as_array()
        .into_iter()
        .flatten()
        .map(|error| {
            let path: Vec<&str> = error["field"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            (path.join("."), error["code"].as_str().unwrap_or_default())
        })
        .collect();
    for expected in [
        ("input.items.0.post.translations.1.title", "TOO_LONG"),
        ("input.items.0.post.translations.1.slug", "INVALID_SLUG"),
        ("input.items.1.session.speakers.0.speaker", "NOT_FOUND"),
        ("input.items.1.session.endsAt", "ENDS_BEFORE_START"),
        ("input.items.4.room.event", "NOT_FOUND"),
        ("input.items.7.company.name", "REQUIRED"),
    ] {
        assert!(errors.iter().any(|(path, code)| (path.as_str(), *code) == expected), "{expected:?}: {errors:#?}");
    }
    assert_eq!(response.at("/contentUpsert/results"), &json!([]));
    let changes =
        app.query_as(&admin, "{ changes { nodes { seq } } events { totalCount } tags { totalCount } }", Value::Null);
    let nothing = json!({ "changes": { "nodes": [] }, "events": { "totalCount": 0 }, "tags": { "totalCount": 0 } });
    assert_eq!(changes.data(), &nothing);
}

fn what_is_new_is_a_draft_unless_it_says_otherwise(database: Database) {
    let app = TestApp::start(database, &Options::default());

    let response = upsert(&app, &app.admin(), &items());

    let results = response.at("/contentUpsert/results");
    assert_eq!(
        (&results[5]["content"]["status"], &results[8]["content"]["status"]),
        (&json!("SCHEDULED"), &json!("DRAFT"))
    );
    assert_eq!(app.query("{ events { totalCount } }").at("/events/totalCount"), 0);
}

fn thousand_items_come_in_at_once_and_no_more(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let admin = app.admin();
    let speakers = |count: usize| {
        let speaker =
            |number| json!({ "speaker": { "externalId": format!("s{number}"), "name": format!("S {number}") } });
        Value::Array((0..count).map(speaker).collect())
    };

    let all = upsert(&app, &admin, &speakers(1_000));
    let again = upsert(&app, &admin, &speakers(1_000));
    let too_many = upsert(&app, &admin, &speakers(1_001));

    assert_eq!(outcomes(&all), ["CREATED"; 1_000]);
    assert_eq!(outcomes(&again), ["UNCHANGED"; 1_000]);
    assert_eq!(too_many.code(), "BAD_REQUEST");
    assert!(too_many.message().contains("1000") || too_many.message().contains("1,000"), "{}", too_many.message());
}

fn one_forbidden_item_forbids_all(database: Database) {
    let app = TestApp::start(database, &Options::default());
    upsert(&app, &app.admin(), &items()).data();
    let editor = app.token(&["--role", "editor", "--event", "event"]);
    let room = |event: &str, id: &str| json!({ "room": { "externalId": id, "event": event, "translations": texts("name", id) } });
    let other = json!([{ "event": { "externalId": "other", "startsAt": "2012-03-01T08:00:00Z", "publishedAt": "2012-01-01T00:00:00Z",
        "endsAt": "2012-03-01T18:00:00Z", "timeZone": "UTC", "translations": texts("name", "Other") } }]);
    upsert(&app, &app.admin(), &other).data();

    let allowed = upsert(&app, &editor, &json!([room("event", "one")]));
    let forbidden = upsert(&app, &editor, &json!([room("event", "two"), room("other", "three")]));

    assert_eq!(outcomes(&allowed), ["CREATED"]);
    let error = forbidden.at("/contentUpsert/userErrors/0");
    assert_eq!((&error["code"], &error["field"]), (&json!("FORBIDDEN"), &json!(["input", "items", "1", "room"])));
    let rooms = app.query_as(&app.admin(), r#"{ event(slug: "event") { rooms { name } } }"#, Value::Null);
    assert_eq!(rooms.texts("/event/rooms", "name"), ["Room", "one"]);
}
