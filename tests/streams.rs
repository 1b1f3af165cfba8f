//! GraphQL over Server-Sent Events (`graphql-sse`, distinct connections): the same answers as over HTTP, as events.

use std::{
    thread,
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::{Value, json};
use tests::{DEMO, Database, Options, Response, TestApp, on_both_databases};

use crate::fixtures::PASSWORD;

on_both_databases![
    answer_is_an_event_and_the_end_another,
    query_may_stand_in_the_address,
    what_is_no_request_is_refused_with_a_status,
    events_are_not_compressed_and_kept_by_nobody,
    mutation_is_carried_out,
    stream_sets_no_cookie,
];

const EVENT: &str = "query ($slug: String!) { event(slug: $slug) { name tagline } }";
const STREAM: (&str, &str) = ("Accept", "text/event-stream");

/// The events of a stream: the name of each, and its data; null when there is none.
pub fn events(body: &str) -> Vec<(String, Value)> {
    let event = |block: &str| {
        let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim();
        (field("event:").to_owned(), serde_json::from_str(field("data:")).unwrap_or(Value::Null))
    };
    body.split_terminator("\n\n").filter(|block| !block.starts_with(':')).map(event).collect()
}

/// The stream of the answers to a document.
pub fn ask(app: &TestApp, document: &str, variables: &Value, headers: &[(&str, &str)]) -> Response {
    post(app, "/graphql", headers, &json!({ "query": document, "variables": variables }).to_string())
}

fn post(app: &TestApp, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let mut request = app.request(Method::POST, path);
    for (name, value) in [&[STREAM, ("Content-Type", "application/json")], headers].concat() {
        request = request.header(name, value);
    }
    app.send(request.body(body.to_owned()))
}

fn answer_is_an_event_and_the_end_another(database: Database) {
    let app = DEMO.on(database);
    let variables = json!({ "slug": "social-media-week-paris-2012" });

    let streamed = ask(app, EVENT, &variables, &[("Accept-Language", "fr")]);
    let answered = app.query_with(EVENT, variables, &[("Accept-Language", "fr")]);

    assert_eq!((streamed.status, streamed.header("content-language")), (200, "fr".to_owned()));
    assert_eq!(streamed.header("content-type"), "text/event-stream; charset=utf-8");
    assert_eq!(events(&streamed.body), [("next".to_owned(), answered.json), ("complete".to_owned(), Value::Null)]);
    assert!(streamed.body.ends_with("event: complete\ndata:\n\n"), "{}", streamed.body);
}

fn query_may_stand_in_the_address(database: Database) {
    let app = DEMO.on(database);

    let query = app.get("/graphql?query=%7B__typename%7D&locale=es", &[STREAM]);
    let mutation = app.get("/graphql?query=mutation%7BsignOut%7BsignedOut%7D%7D", &[STREAM]);

    assert_eq!(events(&query.body)[0], ("next".to_owned(), json!({ "data": { "__typename": "Query" } })));
    assert_eq!((mutation.status, mutation.header("allow")), (405, "GET, POST".to_owned()));
}

fn what_is_no_request_is_refused_with_a_status(database: Database) {
    let app = DEMO.on(database);
    let body = json!({ "query": "{ __typename }" }).to_string();
    for (response, status) in [
        (post(app, "/graphql", &[], "[]"), 400),
        (post(app, "/graphql", &[], "{"), 400),
        (post(app, "/graphql", &[], "{}"), 400),
        (post(app, "/graphql?locale=de", &[], &body), 400),
        (post(app, "/graphql", &[("Authorization", "Bearer nonsense")], &body), 401),
        (app.send(app.request(Method::POST, "/graphql").header("Accept", STREAM.1).body(body.clone())), 415),
    ] {
        assert_eq!(response.status, status, "{}", response.body);
        assert_eq!(response.header("content-type"), "application/graphql-response+json; charset=utf-8");
        assert!(response.json["errors"][0]["message"].is_string(), "{}", response.body);
    }
    // A document that is not sound is an answer.
    let unsound = post(app, "/graphql?locale=fr", &[], r#"{"query":"{ nothing }"}"#);
    let events = events(&unsound.body);
    assert_eq!((unsound.status, events.len()), (200, 2), "{}", unsound.body);
    assert_eq!(events[0].1["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    assert!(events[0].1.get("data").is_none(), "{events:?}");
}

fn events_are_not_compressed_and_kept_by_nobody(database: Database) {
    let app = TestApp::start(database, &Options { demo: true, cache: true, ..Options::default() });
    let body = json!({ "query": EVENT, "variables": { "slug": "social-media-week-paris-2012" } }).to_string();
    let post = |accept: &str| {
        let request = app.request(Method::POST, "/graphql").header("Content-Type", "application/json");
        let request = request.header("Accept", accept).header("Origin", "https://elsewhere.example");
        app.send(request.header("Accept-Encoding", "br, gzip, zstd").body(body.clone()))
    };

    let begin = Instant::now();
    while post("application/json").header("x-cache") != "HIT" {
        assert!(begin.elapsed() < Duration::from_secs(10), "never kept");
        thread::sleep(Duration::from_millis(20));
    }
    let (plain, first, again) = (post("application/json"), post(STREAM.1), post(STREAM.1));

    for stream in [&first, &again] {
        assert!(["", "identity"].contains(&stream.header("content-encoding").as_str()), "{stream:?}");
        assert_eq!(stream.header("cache-control"), "private, no-store");
        assert!(stream.header_list("vary").contains(&"accept".to_owned()), "{stream:?}");
        assert_eq!(stream.header("access-control-allow-origin"), "*");
        assert!(stream.body.starts_with("event: next\ndata: {"), "{}", stream.body);
    }
    assert_eq!(first.body, again.body);
    assert!(["br", "gzip", "zstd"].contains(&plain.header("content-encoding").as_str()), "{plain:?}");
    assert_eq!(post("application/json").header("x-cache"), "HIT");
}

fn mutation_is_carried_out(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let admin = app.admin();
    let bearer = format!("Bearer {}", admin.0);
    let document =
        r#"mutation { tagCreate(input: { translations: [{ locale: "en", label: "Tag" }] }) { tag { slug } } }"#;
    let headers = [("Authorization", bearer.as_str()), ("Idempotency-Key", "one")];

    let first = events(&ask(&app, document, &Value::Null, &headers).body);
    let again = events(&ask(&app, document, &Value::Null, &headers).body);

    assert_eq!(first[0].1["data"]["tagCreate"]["tag"]["slug"], "tag", "{first:?}");
    assert_eq!(again[0].1["data"], first[0].1["data"]);
    assert_eq!(*app.ask(Some(&admin), "{ tags { totalCount } }", Value::Null).at("/tags/totalCount"), 1);
}

fn stream_sets_no_cookie(database: Database) {
    let app = TestApp::start(database, &Options::default());
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    let document = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
    let input = json!({ "input": { "email": "ana@example.org", "password": PASSWORD, "cookie": true } });

    let refused = ask(&app, document, &input, &[]);

    assert_eq!(events(&refused.body)[0].1["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    assert_eq!(refused.header("set-cookie"), "");
}
