//! The public contract is the committed file.

use std::{fs, path::Path};

use tests::{DEMO, Database, Options, TestApp, on_both_databases, run};

on_both_databases![
    served_schema_is_the_committed_one,
    introspection_describes_everything,
    keys_come_in_the_order_of_the_query,
    queries_by_get_and_post_agree,
    an_empty_database_answers,
];

fn committed() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/schema.graphql");
    fs::read_to_string(file).expect("api/schema.graphql is there: `make schema`")
}

#[test]
fn printed_permissions_are_the_committed_ones() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/permissions.md");
    let committed = fs::read_to_string(file).expect("docs/permissions.md is there: `make schema`");

    let printed = run(&["schema", "--permissions"]).succeeded().stdout;

    assert!(printed == committed, "who may do what changed: `make schema`, then look at the difference");
}

#[test]
fn printed_schema_is_the_committed_one() {
    let printed = run(&["schema"]).succeeded().stdout;

    assert!(printed == committed(), "the contract changed: `make schema`, then look at the difference");
}

fn served_schema_is_the_committed_one(database: Database) {
    let response = DEMO.on(database).get("/schema.graphql", &[]);

    assert_eq!(response.status, 200);
    assert!(response.body == committed(), "the contract changed: `make schema`, then look at the difference");
}

fn introspection_describes_everything(database: Database) {
    let document = "{ __schema { types {
        name description
        fields(includeDeprecated: true) { name description args { name description } }
        inputFields { name description }
        enumValues(includeDeprecated: true) { name description }
    } } }";

    let response = DEMO.on(database).query(document);

    let mut silent = Vec::new();
    for ours in response.at("/__schema/types").as_array().into_iter().flatten() {
        let name = ours["name"].as_str().unwrap_or_default();
        // The names of GraphQL's own types are explained by GraphQL.
        let is_standard = name.starts_with("__") || ["ID", "String", "Int", "Float", "Boolean"].contains(&name);
        if !is_standard {
            collect_silent(name, ours, &mut silent);
        }
    }
    assert!(silent.is_empty(), "without a description: {silent:#?}");
}

/// Walks a type and all that belongs to it.
fn collect_silent(path: &str, described: &serde_json::Value, silent: &mut Vec<String>) {
    if described["description"].as_str().is_none_or(str::is_empty) {
        silent.push(path.to_owned());
    }
    for members in ["fields", "args", "inputFields", "enumValues"] {
        for member in described[members].as_array().into_iter().flatten() {
            let name = member["name"].as_str().unwrap_or_default();
            collect_silent(&format!("{path}.{name}"), member, silent);
        }
    }
}

fn keys_come_in_the_order_of_the_query(database: Database) {
    let document = r#"{ z: event(slug: "social-media-week-paris-2012") { slug rooms { slug } name } a: __typename }"#;

    let body = DEMO.on(database).query(document).body;

    let place = |key: &str| body.find(key).unwrap_or_else(|| panic!("no {key} in {body}"));
    let keys = [r#""z":"#, r#""slug":"#, r#""rooms":"#, r#""name":"#, r#""a":"#];
    assert!(keys.map(place).is_sorted(), "{body}");
}

fn queries_by_get_and_post_agree(database: Database) {
    let app = DEMO.on(database);
    let document = r#"{ event(slug: "social-media-week-paris-2012") { uid name } }"#;
    let url = reqwest::Url::parse_with_params("http://host/graphql", [("query", document)]);
    let url = url.expect("the address is sound");
    let path = format!("{}?{}", url.path(), url.query().unwrap_or_default());

    let response = app.get(&path, &[("Accept", "application/graphql-response+json")]);

    assert_eq!(response.status, 200);
    assert_eq!(response.data(), app.query(document).data());
}

fn an_empty_database_answers(database: Database) {
    let app = TestApp::start(database, &Options::default());

    let response = app.query("{ events(first: 10) { totalCount nodes { slug } pageInfo { hasNextPage } } }");

    let empty = serde_json::json!({ "totalCount": 0, "nodes": [], "pageInfo": { "hasNextPage": false } });
    assert_eq!(response.at("/events"), &empty);
}
