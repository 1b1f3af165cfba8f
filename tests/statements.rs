//! The number of statements depends on the shape of an operation, never on its data.

use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, on_both_databases};

use crate::fixtures::{many_events, many_sessions};

on_both_databases![
    a_thousand_sessions_take_the_statements_of_one,
    twenty_events_take_the_statements_of_one,
    a_page_in_the_middle_takes_the_statements_of_the_first,
    changes_of_many_events_take_the_statements_of_one,
];

/// The query that the project promises this of, and one that asks for more.
const PROGRAMMES: [&str; 2] = [
    r#"{ event(slug: "many", locale: "fr") {
        name sessions(first: 100) { nodes { title speakers { name company { name } } } }
    } }"#,
    r#"{ event(slug: "many", locale: "fr") {
        name
        sessions(first: 100, orderBy: [{ field: TITLE }]) {
            totalCount
            nodes {
                title room { name } tags { label }
                participations { role speaker { name company { name speakers(first: 2) { nodes { name } } } } }
            }
        }
        schedule { days { date rooms { room { name } sessions { title } } } }
    } }"#,
];

/// The statements of an answer. Those of one level run at once, in any order.
fn statements(response: &Response) -> Vec<String> {
    response.data();
    assert!(!response.statements.is_empty(), "the server names no statements");
    let mut statements = response.statements.clone();
    statements.sort();
    statements
}

fn a_thousand_sessions_take_the_statements_of_one(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let mut seen = Vec::new();

    for count in [1, 10, 1_000] {
        app.import_document(&many_sessions(count));
        let total = app.query(r#"{ event(slug: "many") { sessions { totalCount } } }"#);
        assert_eq!(total.at("/event/sessions/totalCount"), count);
        let answers = PROGRAMMES.map(|document| app.query(document));
        let shown = answers[0].texts("/event/sessions/nodes", "title").len();
        assert_eq!(shown, count.min(100));
        seen.push(answers.map(|response| statements(&response).len()));
    }

    assert_eq!([seen[1], seen[2]], [seen[0]; 2]);
    // The event: found, loaded. Its sessions: listed, loaded. Who takes part, the speakers, their companies.
    assert_eq!(seen[0][0], 7);
}

fn twenty_events_take_the_statements_of_one(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let document = "query ($first: Int!) { events(first: $first, locale: \"fr\") { nodes {
        name
        rooms { name }
        sessions(first: 3, orderBy: [{ field: TITLE, direction: DESC }]) {
            totalCount pageInfo { hasNextPage }
            nodes { title room { name } speakers { name } }
        }
    } } }";
    app.import_document(&many_events(20, 5));
    let ask = |first: usize| app.query_with(document, json!({ "first": first }), &[]);

    let (one, twenty) = (ask(1), ask(20));

    let events = twenty.at("/events/nodes").as_array().cloned().unwrap_or_default();
    assert_eq!(events.len(), 20);
    for (number, event) in events.iter().enumerate() {
        let titles: Vec<_> =
            event["sessions"]["nodes"].as_array().into_iter().flatten().map(|node| &node["title"]).collect();
        let expected = [4, 3, 2].map(|session| Value::from(format!("Session {session} of {number:02}")));
        assert_eq!(titles, expected.iter().collect::<Vec<_>>());
        assert_eq!(event["sessions"]["totalCount"], 5);
        assert_eq!(event["sessions"]["pageInfo"]["hasNextPage"], true);
    }
    let counts = [&one, &twenty].map(|response| statements(response).len());
    assert_eq!(counts[0], counts[1], "{:#?}", statements(&twenty));
}

fn a_page_in_the_middle_takes_the_statements_of_the_first(database: Database) {
    let app = TestApp::start(database, &Options::default());
    app.import_document(&many_sessions(30));
    let document =
        "query ($after: String) { sessions(first: 10, after: $after, locale: \"fr\", orderBy: [{ field: TITLE }]) {
        nodes { title tags { label } } pageInfo { endCursor } } }";

    let first = app.query(document);
    let cursor = first.at("/sessions/pageInfo/endCursor");
    let second = app.query_with(document, json!({ "after": cursor }), &[]);

    assert_eq!(second.texts("/sessions/nodes", "title").len(), 10);
    assert_eq!(statements(&first).len(), statements(&second).len());
}

fn changes_of_many_events_take_the_statements_of_one(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let mut document = many_events(3, 5);
    for event in document["events"].as_array_mut().expect("there are events") {
        let release = |day| {
            json!({ "publishedAt": format!("2012-02-0{day}T09:00:00Z"),
            "translations": { "en": { "name": format!("Version {day}") } } })
        };
        event["releases"] = (1..=4).map(release).collect();
        let sessions = event["sessions"].as_array_mut().expect("there are sessions");
        for (day, session) in [1, 2, 3, 4, 4].into_iter().zip(sessions) {
            session["publishedAt"] = format!("2012-02-0{day}T08:00:00Z").into();
        }
    }
    app.import_document(&document);
    let fields = "releases { changes { kind session { title } after { title room { name } speakers { name } } } }";
    let query = format!("query ($first: Int!) {{ events(first: $first) {{ nodes {{ {fields} }} }} }}");
    let ask = |first: usize| app.query_with(&query, json!({ "first": first }), &[]);

    let (one, three) = (ask(1), ask(3));

    let added = |answer: &Response| answer.at("/events/nodes").to_string().matches("ADDED").count();
    // The first release has none before it.
    assert_eq!((added(&one), added(&three)), (4, 12));
    assert_eq!(statements(&one).len(), statements(&three).len(), "{:#?}", statements(&three));
}
