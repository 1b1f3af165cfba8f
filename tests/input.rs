//! Bad input: a clear answer in the reader's language, with its code.

use serde_json::json;
use tests::{DEMO, Database, Options, TestApp, on_both_databases};

on_both_databases![
    unknown_slug_is_null,
    unknown_locale_is_refused,
    unknown_locale_in_the_address_is_refused,
    negative_and_oversized_pages_are_refused,
    both_directions_at_once_are_refused,
    foreign_cursor_is_refused,
    unknown_id_is_null,
    malformed_id_is_refused,
    malformed_body_is_refused,
    wrong_content_type_is_refused,
    invalid_document_is_refused,
    wrong_variable_is_refused,
    mutation_by_get_is_refused,
    day_beyond_the_calendar_is_refused,
    text_that_a_database_cannot_hold_is_refused_by_both,
    long_search_is_no_internal_error,
];

const EVENT: &str = "social-media-week-paris-2012";

fn unknown_slug_is_null(database: Database) {
    let app = DEMO.on(database);

    let response = app.query(
        r#"{ event(slug: "no-such-thing") { name } speaker(slug: "no-such-thing") { name }
            company(slug: "no-such-thing") { name } post(slug: "no-such-thing") { title } }"#,
    );

    assert_eq!(response.status, 200);
    let nothing = json!({ "event": null, "speaker": null, "company": null, "post": null });
    assert_eq!(response.data(), &nothing);
}

fn unknown_locale_is_refused(database: Database) {
    let app = DEMO.on(database);

    for locale in ["tlh", "not a locale", ""] {
        let document = format!(r#"{{ event(slug: "{EVENT}", locale: "{locale}") {{ name }} }}"#);
        let response = app.query(&document);
        assert_eq!(response.code(), "BAD_REQUEST", "{locale}");
    }
}

fn unknown_locale_in_the_address_is_refused(database: Database) {
    let app = DEMO.on(database);

    let response = app.get("/graphql?query=%7B__typename%7D&locale=tlh", &[]);

    assert_eq!(response.status, 400, "{}", response.body);
    assert_eq!(response.code(), "BAD_REQUEST");
}

fn negative_and_oversized_pages_are_refused(database: Database) {
    let app = DEMO.on(database);

    for arguments in ["first: -1", "last: -1", "first: 101", "last: 101"] {
        let response = app.query(&format!("{{ events({arguments}) {{ totalCount }} }}"));
        assert_eq!(response.code(), "BAD_REQUEST", "{arguments}");
    }
    let response = app.query("{ events(first: 101) { totalCount } }");
    assert!(response.message().contains("100"), "it names the limit: {}", response.message());
}

fn both_directions_at_once_are_refused(database: Database) {
    let response = DEMO.on(database).query("{ events(first: 1, last: 1) { totalCount } }");

    assert_eq!(response.code(), "BAD_REQUEST");
}

fn foreign_cursor_is_refused(database: Database) {
    let app = DEMO.on(database);
    let speakers = app.query("{ speakers(first: 1) { pageInfo { endCursor } } }");
    let foreign = speakers.at("/speakers/pageInfo/endCursor").as_str().expect("there is a speaker");

    for cursor in [foreign, "zzz", "", "é"] {
        let document = "query ($after: String!) { events(first: 1, after: $after) { totalCount } }";
        let response = app.query_with(document, json!({ "after": cursor }), &[]);
        assert_eq!(response.code(), "BAD_REQUEST", "{cursor}");
    }
}

fn unknown_id_is_null(database: Database) {
    // The ids of one thing in two databases differ by their uid alone.
    let ids =
        [DEMO.on(database), &TestApp::start(database, &Options { demo: true, ..Options::default() })].map(|app| {
            let event = app.query(&format!(r#"{{ event(slug: "{EVENT}") {{ id }} }}"#));
            event.at("/event/id").clone()
        });
    assert_ne!(ids[0], ids[1]);

    let document = "query ($ids: [ID!]!, $unknown: ID!) { node(id: $unknown) { id } nodes(ids: $ids) { id } }";
    let response = DEMO.on(database).query_with(document, json!({ "ids": ids, "unknown": ids[1] }), &[]);

    assert_eq!(response.data(), &json!({ "node": null, "nodes": [{ "id": ids[0] }, null] }));
}

fn malformed_id_is_refused(database: Database) {
    let response = DEMO.on(database).query(r#"{ node(id: "***") { id } }"#);

    assert_eq!(response.code(), "BAD_REQUEST");
}

fn malformed_body_is_refused(database: Database) {
    let app = DEMO.on(database);

    for body in ["", "{", "[]", "null", "{}", r#"{"query": 1}"#, "{\"query\": \"{__typename}\", \"variables\": 1}"] {
        let response = app.post("application/json", body, &[]);
        assert_eq!(response.status, 400, "{body}: {}", response.body);
        assert_eq!(response.code(), "BAD_REQUEST", "{body}");
        assert!(response.json.get("data").is_none(), "{body}");
    }
}

fn wrong_content_type_is_refused(database: Database) {
    let app = DEMO.on(database);

    for content_type in ["text/plain", "application/xml", "nonsense"] {
        let response = app.post(content_type, r#"{"query":"{__typename}"}"#, &[]);
        assert_eq!(response.status, 415, "{content_type}: {}", response.body);
        assert_eq!(response.code(), "BAD_REQUEST", "{content_type}");
    }
}

fn invalid_document_is_refused(database: Database) {
    let app = DEMO.on(database);

    for document in
        ["{", "{ nothingOfThisName }", "{ event { name } }", "query a { __typename } query b { __typename }"]
    {
        let response = app.query(document);
        assert_eq!(response.status, 400, "{document}: {}", response.body);
        assert_eq!(response.json["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{document}");
        assert!(response.json.get("data").is_none(), "{document}");
    }
}

fn wrong_variable_is_refused(database: Database) {
    let app = DEMO.on(database);

    let document = "query ($slug: String!) { event(slug: $slug) { name } }";
    for variables in [json!({}), json!({ "slug": null }), json!({ "slug": 7 })] {
        let response = app.query_with(document, variables.clone(), &[]);
        assert_eq!(response.code(), "BAD_REQUEST", "{variables}");
    }
}

fn mutation_by_get_is_refused(database: Database) {
    let path = "/graphql?query=mutation%7B__typename%7D";

    let response = DEMO.on(database).get(path, &[("Accept", "application/graphql-response+json")]);

    // 405 once there are mutations; as long as there are none the document itself is invalid.
    assert!([400, 405].contains(&response.status), "{} {}", response.status, response.body);
}

/// Neither the clock's arithmetic nor the database knows such days.
fn day_beyond_the_calendar_is_refused(database: Database) {
    let app = DEMO.on(database);

    for day in ["+262142-12-31", "-262143-01-01", "-4800-01-01", "2012-02-30"] {
        let document =
            "query ($event: ID!, $day: Date!) { sessions(filter: { event: $event, day: $day }) { totalCount } }";
        let response = app.query_with(document, json!({ "event": EVENT, "day": day }), &[]);
        assert_eq!(response.code(), "BAD_REQUEST", "{day}");
    }
}

/// PostgreSQL takes no U+0000, and one API answers alike on both.
fn text_that_a_database_cannot_hold_is_refused_by_both(database: Database) {
    let app = DEMO.on(database);

    for field in [
        "event(slug: $text) { slug }",
        "events(filter: { search: $text }) { totalCount }",
        "events(filter: { city: $text }) { totalCount }",
    ] {
        let document = format!("query ($text: String!) {{ {field} }}");
        let response = app.query_with(&document, json!({ "text": "a\u{0}b" }), &[]);
        assert_eq!(response.code(), "BAD_REQUEST", "{field}");
    }
}

fn long_search_is_no_internal_error(database: Database) {
    let words = "a b c d e f ".repeat(200);

    let document = "query ($words: String!) { sessions(filter: { search: $words }) { totalCount } }";
    let response = DEMO.on(database).query_with(document, json!({ "words": words }), &[]);

    assert_ne!(response.json["errors"][0]["extensions"]["code"], "INTERNAL");
}
