//! Lists in the order that a reader expects of what is displayed, page by page, in both directions.

use serde_json::{Value, json};
use tests::{Database, on_both_databases};

use crate::fixtures::LANGUAGES;

on_both_databases![
    titles_stand_in_the_order_of_the_language,
    pages_forwards_join_to_the_whole_list,
    pages_backwards_join_to_the_whole_list,
    page_info_tells_what_is_left,
    edges_and_nodes_agree,
    cursor_holds_in_its_language_only,
];

const FRENCH: [&str; 8] = [
    "Apples",
    "eagle eyes",
    "Éclairs",
    "École ouverte",
    "Objects",
    "Œuvres libres",
    "Zebra crossing",
    "Zèbres et chevaux",
];

/// Spanish sets ñ after n; elsewhere it is an n with a hat on.
const SPANISH: [&str; 8] =
    ["Apples", "eagle eyes", "Horses", "Nube abierta", "Ñandú veloz", "Objects", "Ombú libre", "Zebra crossing"];

const LIST: &str = r#"query ($locale: Locale!, $direction: OrderDirection!,
        $first: Int, $after: String, $last: Int, $before: String) {
    sessions(locale: $locale, filter: { event: "polyglot-days" }, orderBy: [{ field: TITLE, direction: $direction }],
            first: $first, after: $after, last: $last, before: $before) {
        totalCount
        nodes { title }
        edges { cursor node { title } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
}"#;

/// One page: its titles, and what it says of itself.
fn page(database: Database, locale: &str, direction: &str, mut variables: Value) -> (Vec<String>, Value) {
    variables["locale"] = json!(locale);
    variables["direction"] = json!(direction);
    let response = LANGUAGES.on(database).query_with(LIST, variables, &[]);
    let titles = response.texts("/sessions/nodes", "title");
    let titles = titles.into_iter().map(str::to_owned).collect();
    (titles, response.at("/sessions").clone())
}

fn titles_stand_in_the_order_of_the_language(database: Database) {
    let (french, list) = page(database, "fr", "ASC", json!({ "first": 100 }));
    let (spanish, _) = page(database, "es", "ASC", json!({ "first": 100 }));
    let (backwards, _) = page(database, "fr", "DESC", json!({ "first": 100 }));

    assert_eq!(french, FRENCH);
    assert_eq!(spanish, SPANISH);
    assert!(backwards.iter().rev().eq(FRENCH), "{backwards:?}");
    assert_eq!(list["totalCount"], 8);
}

fn pages_forwards_join_to_the_whole_list(database: Database) {
    for size in [1, 3, 8] {
        let mut joined = Vec::new();
        let mut after = Value::Null;
        loop {
            let (titles, list) = page(database, "fr", "ASC", json!({ "first": size, "after": after }));
            joined.extend(titles);
            after = list["pageInfo"]["endCursor"].clone();
            if list["pageInfo"]["hasNextPage"] == false {
                break;
            }
            assert!(joined.len() < FRENCH.len(), "{joined:?}");
        }
        assert_eq!(joined, FRENCH, "pages of {size}");
    }
}

fn pages_backwards_join_to_the_whole_list(database: Database) {
    for size in [1, 3, 8] {
        let mut joined = Vec::new();
        let mut before = Value::Null;
        loop {
            let (titles, list) = page(database, "fr", "ASC", json!({ "last": size, "before": before }));
            joined.splice(0..0, titles);
            before = list["pageInfo"]["startCursor"].clone();
            if list["pageInfo"]["hasPreviousPage"] == false {
                break;
            }
            assert!(joined.len() < FRENCH.len(), "{joined:?}");
        }
        assert_eq!(joined, FRENCH, "pages of {size}");
    }
}

fn page_info_tells_what_is_left(database: Database) {
    let info = |variables| page(database, "fr", "ASC", variables).1["pageInfo"].clone();

    let whole = info(json!({ "first": 8 }));
    assert_eq!([&whole["hasNextPage"], &whole["hasPreviousPage"]], [false, false]);
    let first = info(json!({ "first": 3 }));
    assert_eq!([&first["hasNextPage"], &first["hasPreviousPage"]], [true, false]);
    let last = info(json!({ "last": 3 }));
    assert_eq!([&last["hasNextPage"], &last["hasPreviousPage"]], [false, true]);
    let none = info(json!({ "first": 3, "after": whole["endCursor"] }));
    assert_eq!(none["hasNextPage"], false);
    assert_eq!([&none["startCursor"], &none["endCursor"]], [&Value::Null, &Value::Null]);
}

fn edges_and_nodes_agree(database: Database) {
    let (titles, list) = page(database, "fr", "ASC", json!({ "first": 3 }));

    let edges = list["edges"].as_array().expect("edges are a list");
    let nodes: Vec<_> = edges.iter().map(|edge| &edge["node"]["title"]).collect();
    assert_eq!(nodes, titles.iter().collect::<Vec<_>>());
    assert_eq!(edges[0]["cursor"], list["pageInfo"]["startCursor"]);
    assert_eq!(edges[2]["cursor"], list["pageInfo"]["endCursor"]);
}

/// The order differs by language, so a place in the one is no place in the other.
fn cursor_holds_in_its_language_only(database: Database) {
    let (_, french) = page(database, "fr", "ASC", json!({ "first": 3 }));
    let cursor = &french["pageInfo"]["endCursor"];

    let variables = json!({ "locale": "es", "direction": "ASC", "first": 3, "after": cursor });
    let response = LANGUAGES.on(database).query_with(LIST, variables, &[]);

    assert_eq!(response.code(), "BAD_REQUEST");
}
