//! The number of statements depends on the shape of an operation, never on its data.

use serde_json::json;
use tests::{Database, Options, TestApp, on_both_databases};

use crate::fixtures::many_sessions;

on_both_databases![a_thousand_sessions_take_the_statements_of_one];

const PROGRAMME: &str = r#"query ($first: Int!) {
    event(slug: "many", locale: "fr") {
        name
        sessions(first: $first, orderBy: [{ field: TITLE, direction: ASC }]) {
            totalCount
            nodes { title room { name } tags { label } speakers { name company { name } } }
        }
    }
}"#;

fn a_thousand_sessions_take_the_statements_of_one(database: Database) {
    let app = TestApp::start(database, &Options::default());
    app.import_document(&many_sessions(1));
    let one = app.query_with(PROGRAMME, json!({ "first": 100 }), &[]);
    app.import_document(&many_sessions(1_000));

    let thousand = app.query_with(PROGRAMME, json!({ "first": 100 }), &[]);

    assert_eq!(one.at("/event/sessions/totalCount"), 1);
    assert_eq!(thousand.at("/event/sessions/totalCount"), 1_000);
    assert_eq!(thousand.texts("/event/sessions/nodes", "title").len(), 100);
    assert!(!one.statements.is_empty());
    assert_eq!(one.statements, thousand.statements);
}
