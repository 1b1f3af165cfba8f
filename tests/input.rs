//! Bad input: a clear answer in the reader's language, with its code.

use serde_json::json;
use tests::{DEMO, Database, Response, on_both_databases};

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
    messages_come_in_the_language_of_the_reader,
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
    let app = DEMO.on(database);
    let event = app.query(&format!(r#"{{ event(slug: "{EVENT}") {{ uid }} }}"#));
    let uid = event.at("/event/uid").as_str().expect("a uid is text");
    let unknown = if uid.ends_with('0') { "1" } else { "0" };
    let unknown = format!("{}{unknown}", &uid[..uid.len() - 1]);

    let response = app.query_with("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": unknown }), &[]);

    assert_eq!(response.data(), &json!({ "node": null }));
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

fn messages_come_in_the_language_of_the_reader(database: Database) {
    let app = DEMO.on(database);
    let unknown_locale = format!(r#"{{ event(slug: "{EVENT}", locale: "tlh") {{ name }} }}"#);
    let ask = |document: &str, language| app.query_with(document, json!(null), &[("Accept-Language", language)]);
    let page = |language| ask("{ events(first: -1) { totalCount } }", language);
    let locale = |language| ask(&unknown_locale, language);
    let body = |language| app.post("application/json", "{", &[("Accept-Language", language)]);

    let refusals: [&dyn Fn(&'static str) -> Response; 3] = [&page, &locale, &body];
    for refused in refusals {
        let message = |language| refused(language).message().to_owned();
        let [en, fr, es] = ["en", "fr", "es"].map(message);
        assert!(en != fr && fr != es && en != es, "{en} / {fr} / {es}");
        assert_eq!(message("tlh"), en);
    }
}
