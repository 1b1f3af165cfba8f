//! Lists in the order that a reader expects of what is displayed, page by page, in both directions.

use serde_json::{Value, json};
use tests::{DEMO, Database, on_both_databases};

use crate::fixtures::LANGUAGES;

on_both_databases![
    titles_stand_in_the_order_of_the_language,
    pages_join_to_the_whole_list,
    pages_of_every_list_join_to_the_whole_list,
    pages_of_equal_and_missing_keys_join_too,
    names_stand_in_the_order_of_the_language,
    page_info_tells_what_is_left,
    page_between_two_cursors,
    edges_and_nodes_agree,
    page_holds_twenty_unless_told,
    cursor_holds_in_its_language_and_order_only,
];

/// Half of the titles have no French.
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
    list: sessions(locale: $locale, filter: { event: "polyglot-days" }, orderBy: [{ field: TITLE, direction: $direction }],
            first: $first, after: $after, last: $last, before: $before) {
        totalCount
        nodes { title slug }
        edges { cursor node { title } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
}"#;

/// One page: the field of its nodes, and what it says of itself.
type Page<'p> = &'p dyn Fn(Value) -> (Vec<String>, Value);

/// A page of the list of titles.
fn titles(database: Database, locale: &str, direction: &str, mut variables: Value) -> (Vec<String>, Value) {
    variables["locale"] = json!(locale);
    variables["direction"] = json!(direction);
    page(LANGUAGES.on(database), LIST, "title", variables)
}

fn page(app: &tests::TestApp, document: &str, field: &str, variables: Value) -> (Vec<String>, Value) {
    let response = app.query_with(document, variables, &[]);
    let nodes = response.texts("/list/nodes", field);
    let nodes = nodes.into_iter().map(str::to_owned).collect();
    (nodes, response.at("/list").clone())
}

/// Turns the pages from the start to the end, or from the end to the start.
fn joined(page: Page, size: usize, forwards: bool) -> Vec<String> {
    let mut joined = Vec::new();
    let mut cursor = Value::Null;
    for _ in 0..200 {
        let (has_more, end) = if forwards {
            let (nodes, list) = page(json!({ "first": size, "after": cursor }));
            assert!(nodes.len() <= size, "{nodes:?}");
            joined.extend(nodes);
            (list["pageInfo"]["hasNextPage"].clone(), list["pageInfo"]["endCursor"].clone())
        } else {
            let (nodes, list) = page(json!({ "last": size, "before": cursor }));
            assert!(nodes.len() <= size, "{nodes:?}");
            joined.splice(0..0, nodes);
            (list["pageInfo"]["hasPreviousPage"].clone(), list["pageInfo"]["startCursor"].clone())
        };
        if has_more == false {
            return joined;
        }
        cursor = end;
    }
    panic!("the list does not end: {joined:?}");
}

fn titles_stand_in_the_order_of_the_language(database: Database) {
    let (french, list) = titles(database, "fr", "ASC", json!({ "first": 100 }));
    let (spanish, _) = titles(database, "es", "ASC", json!({ "first": 100 }));
    let (backwards, _) = titles(database, "fr", "DESC", json!({ "first": 100 }));

    assert_eq!(french, FRENCH);
    assert_eq!(spanish, SPANISH);
    assert!(backwards.iter().rev().eq(FRENCH), "{backwards:?}");
    assert_eq!(list["totalCount"], 8);
}

fn pages_join_to_the_whole_list(database: Database) {
    for (locale, whole) in [("fr", FRENCH), ("es", SPANISH)] {
        for size in [1, 3, 7, 8] {
            for forwards in [true, false] {
                let upwards = joined(&|variables| titles(database, locale, "ASC", variables), size, forwards);
                let downwards = joined(&|variables| titles(database, locale, "DESC", variables), size, forwards);
                assert_eq!(upwards, whole, "{locale}, pages of {size}, forwards: {forwards}");
                assert!(downwards.iter().rev().eq(whole), "{locale}, pages of {size}, forwards: {forwards}");
            }
        }
    }
}

/// Every list of the demo, by itself and below another thing.
fn pages_of_every_list_join_to_the_whole_list(database: Database) {
    let lists = [
        ("sessions", "STARTS_AT"),
        ("sessions", "ENDS_AT"),
        ("speakers", "NAME"),
        ("companies", "NAME"),
        ("tags", "LABEL"),
        ("posts", "PUBLISHED_AT"),
        ("events", "STARTS_AT"),
        ("seriesList", "NAME"),
    ];
    for (field, order) in lists {
        let document = format!(
            "query ($first: Int, $after: String, $last: Int, $before: String) {{
                list: {field}(locale: \"es\", first: $first, after: $after, last: $last, before: $before,
                        orderBy: [{{ field: {order}, direction: DESC }}]) {{
                    totalCount nodes {{ slug }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
                }}
            }}"
        );
        let turn = |variables| page(DEMO.on(database), &document, "slug", variables);
        let (whole, list) = turn(json!({ "first": 100 }));
        assert_eq!(list["totalCount"], whole.len(), "{field}");
        for size in [3, 7] {
            assert_eq!(joined(&turn, size, true), whole, "{field} by {order}, pages of {size} forwards");
            assert_eq!(joined(&turn, size, false), whole, "{field} by {order}, pages of {size} backwards");
        }
    }
}

/// Everything of an import has one `updatedAt`, and some sessions have no start.
fn pages_of_equal_and_missing_keys_join_too(database: Database) {
    for order in ["{ field: UPDATED_AT }", "{ field: ENDS_AT }, { field: TITLE, direction: DESC }"] {
        let document = format!(
            "query ($first: Int, $after: String, $last: Int, $before: String) {{
                list: sessions(locale: \"fr\", filter: {{ event: \"polyglot-days\" }}, orderBy: [{order}],
                        first: $first, after: $after, last: $last, before: $before) {{
                    nodes {{ title }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
                }}
            }}"
        );
        let turn = |variables| page(LANGUAGES.on(database), &document, "title", variables);
        let (whole, _) = turn(json!({ "first": 100 }));
        let mut sorted = whole.clone();
        sorted.sort();
        let mut all = FRENCH.to_vec();
        all.sort_unstable();
        assert_eq!(sorted, all);
        if order.contains("TITLE") {
            assert!(whole.iter().rev().eq(FRENCH), "the second order decides: {whole:?}");
        }
        for size in [1, 3, 7] {
            assert_eq!(joined(&turn, size, true), whole, "{order}, pages of {size} forwards");
            assert_eq!(joined(&turn, size, false), whole, "{order}, pages of {size} backwards");
        }
    }
}

/// A name is one in all languages, but not its place in the alphabet.
fn names_stand_in_the_order_of_the_language(database: Database) {
    let names = |locale: &str| {
        let document = "query ($locale: Locale!) {
            companies(first: 100, locale: $locale) { nodes { name } } }";
        let response = DEMO.on(database).query_with(document, json!({ "locale": locale }), &[]);
        let companies = response.texts("/companies/nodes", "name");
        companies.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };

    let expected = [
        "Atelier Œil Neuf",
        "Coopérative Luciole",
        "Datavigne",
        "Econsultancy",
        "Estudio Ñandú",
        "Gemalto",
        "IABC France",
        "Laboratorio Colibrí",
        "Observatoire des usages numériques",
        "Orange",
        "Radio Contrevent",
        "Viadeo",
    ];
    for locale in ["en", "fr", "es"] {
        assert_eq!(names(locale), expected, "{locale}");
    }
    let speakers = DEMO.on(database).query(r#"{ speakers(first: 4, locale: "fr") { nodes { name } } }"#);
    let first = ["Agathe Écorceverte", "Aurélien Tournebise", "Bastien Delorangeraie", "Begoña Madreselva"];
    assert_eq!(speakers.texts("/speakers/nodes", "name"), first);
}

fn page_info_tells_what_is_left(database: Database) {
    let info = |variables| titles(database, "fr", "ASC", variables).1["pageInfo"].clone();

    let whole = info(json!({ "first": 8 }));
    assert_eq!([&whole["hasNextPage"], &whole["hasPreviousPage"]], [false, false]);
    let first = info(json!({ "first": 3 }));
    assert_eq!([&first["hasNextPage"], &first["hasPreviousPage"]], [true, false]);
    let last = info(json!({ "last": 3 }));
    assert_eq!([&last["hasNextPage"], &last["hasPreviousPage"]], [false, true]);
    let second = info(json!({ "first": 3, "after": first["endCursor"] }));
    assert_eq!([&second["hasNextPage"], &second["hasPreviousPage"]], [true, true]);
    let none = info(json!({ "first": 3, "after": whole["endCursor"] }));
    assert_eq!(none["hasNextPage"], false);
    assert_eq!([&none["startCursor"], &none["endCursor"]], [&Value::Null, &Value::Null]);
    let (nothing, list) = titles(database, "fr", "ASC", json!({ "first": 0 }));
    assert!(nothing.is_empty());
    assert_eq!([&list["totalCount"], &list["pageInfo"]["startCursor"]], [&json!(8), &Value::Null]);
}

fn page_between_two_cursors(database: Database) {
    let (_, list) = titles(database, "fr", "ASC", json!({ "first": 8 }));
    let cursor = |place: usize| list["edges"][place]["cursor"].clone();

    let between = json!({ "after": cursor(1), "before": cursor(5) });
    let with = |name: &str, size: i32| {
        let mut variables = between.clone();
        variables[name] = json!(size);
        titles(database, "fr", "ASC", variables).0
    };

    assert_eq!(with("first", 100), FRENCH[2..5]);
    assert_eq!(with("first", 2), FRENCH[2..4]);
    assert_eq!(with("last", 2), FRENCH[3..5]);
}

fn edges_and_nodes_agree(database: Database) {
    let (titles, list) = titles(database, "fr", "ASC", json!({ "first": 3 }));

    let edges = list["edges"].as_array().expect("edges are a list");
    let nodes: Vec<_> = edges.iter().map(|edge| &edge["node"]["title"]).collect();
    assert_eq!(nodes, titles.iter().collect::<Vec<_>>());
    assert_eq!(edges[0]["cursor"], list["pageInfo"]["startCursor"]);
    assert_eq!(edges[2]["cursor"], list["pageInfo"]["endCursor"]);
}

fn page_holds_twenty_unless_told(database: Database) {
    let response = DEMO.on(database).query("{ sessions { totalCount nodes { slug } pageInfo { hasNextPage } } }");

    assert_eq!(response.at("/sessions/totalCount"), 30);
    assert_eq!(response.texts("/sessions/nodes", "slug").len(), 20);
    assert_eq!(response.at("/sessions/pageInfo/hasNextPage"), true);
}

/// The order differs by language, so a place in the one is no place in the other.
fn cursor_holds_in_its_language_and_order_only(database: Database) {
    let (_, french) = titles(database, "fr", "ASC", json!({ "first": 3 }));
    let cursor = &french["pageInfo"]["endCursor"];

    for (locale, direction) in [("es", "ASC"), ("fr", "DESC")] {
        let variables = json!({ "locale": locale, "direction": direction, "first": 3, "after": cursor });
        let response = LANGUAGES.on(database).query_with(LIST, variables, &[]);
        assert_eq!(response.code(), "BAD_REQUEST", "{locale} {direction}");
    }
}
