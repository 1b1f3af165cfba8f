//! Items of lists that are shown again as they were: in other answers, and not longer than they look so.

use std::iter;

use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, on_both_databases};

use crate::{
    cache::{metric, warm},
    editor::Editor,
};

on_both_databases![
    item_is_the_same_wherever_it_is_shown,
    only_what_changed_is_made_anew,
    item_is_over_with_whatever_it_shows,
    objects_that_are_asked_for_twice_are_joined,
    each_field_has_items_of_its_own,
    object_of_which_all_is_skipped_is_joined,
    selection_that_comes_twice_at_once_came_once,
    items_count_towards_the_limit,
    item_with_an_error_is_not_kept,
    long_selection_is_not_kept,
    somebody_gets_items_of_their_own,
];

const SESSION: &str = r"title(locale: $in) room { name } event { slug sessions(first: 2) { nodes { title } } }
    participations { role speaker { name company { name } } }";

fn start(database: Database, arguments: &[&str]) -> TestApp {
    let app = TestApp::start(database, &Options { cache: true, demo: true, arguments, ..Options::default() });
    warm(&app, || app.ask(None, "{ __typename }", Value::Null));
    app
}

/// The same server, but that it keeps nothing.
fn forgetful(app: &TestApp, arguments: &[&str]) -> TestApp {
    app.beside(&Options { arguments, ..Options::default() })
}

/// Asks by a name that was never used before, so that no answer is given again as a whole.
fn ask(app: &TestApp, number: usize, operation: &str) -> Response {
    let response = app.ask(None, &format!("query Q{number} {operation}"), json!({ "in": "fr" }));
    assert_ne!(response.header("x-cache"), "HIT");
    response
}

/// Asks a server that keeps what it can and one that keeps nothing: both say the same.
#[track_caller]
fn agree(app: &TestApp, plain: &TestApp, number: usize, operation: &str) -> Response {
    let (made, expected) = (ask(app, number, operation), ask(plain, number, operation));
    assert_eq!(made.body, expected.body, "{operation}");
    for header in ["content-language", "vary"] {
        assert_eq!(made.header(header), expected.header(header), "{header} of {operation}");
    }
    made
}

/// Asks one operation after the other, so many times each: the servers agree, and nothing is wrong.
#[track_caller]
fn agree_on_all<O: AsRef<str>>(app: &TestApp, plain: &TestApp, times: usize, operations: &[O]) {
    for (number, operation) in iter::repeat_n(operations, times).flatten().enumerate() {
        agree(app, plain, number, operation.as_ref()).data();
    }
}

fn item_is_the_same_wherever_it_is_shown(database: Database) {
    let app = start(database, &[]);
    let plain = forgetful(&app, &[]);
    let operations = [
        format!("($in: Locale) {{ sessions(locale: \"fr\") {{ nodes {{ {SESSION} }} }} }}"),
        format!("($in: Locale) {{ sessions(locale: \"fr\", first: 2) {{ edges {{ cursor node {{ {SESSION} }} }} }} }}"),
        // In another language, with another chain, and in none.
        format!("($in: Locale) {{ sessions(locale: \"es\") {{ nodes {{ {SESSION} }} }} }}"),
        format!("($in: Locale) {{ sessions(locale: \"fr\", fallback: []) {{ nodes {{ {SESSION} }} }} }}"),
        format!("($in: Locale) {{ sessions {{ nodes {{ {SESSION} }} }} }}"),
        // As a fragment, and the value in place of the variable.
        format!(
            "($in: Locale = \"fr\") {{ events {{ nodes {{ sessions(first: 3) {{ nodes {{ ...S }} }} }} }} }}
             fragment S on Session {{ {SESSION} }}"
        ),
        format!("{{ sessions(locale: \"fr\") {{ nodes {{ {} }} }} }}", SESSION.replace("$in", "\"fr\"")),
        // The same keys, other fields.
        format!(
            "($in: Locale) {{ sessions(locale: \"fr\") {{ nodes {{ {} }} }} }}",
            SESSION.replace("title", "title: slug uid @skip(if: true) x: title")
        ),
    ];

    agree_on_all(&app, &plain, 3, &operations);
    assert!(metric(&app, "cache_item_hits_total") > metric(&app, "cache_item_misses_total"));
}

/// The uids of some sessions of the fair, which is public, each with a speaker of its own.
fn sessions(editor: &Editor, count: usize) -> Vec<String> {
    let fair = editor.fair().uid;
    let session = |number: usize| {
        let speaker = editor.create("speaker", &json!({ "name": format!("Speaker {number}") })).uid;
        let fields = json!({ "speakers": [{ "speaker": speaker }] });
        let session = editor.session(&format!("Talk {number}"), fields).uid;
        editor.publish(&[&speaker, &session]);
        session
    };
    editor.publish(&[&fair]);
    (0..count).map(session).collect()
}

const FAIR: &str = r#"{ event(slug: "fair") { sessions(orderBy: [{ field: TITLE }]) {
    nodes { title event { name } speakers { name } }
} } }"#;

/// How many items an operation took as they were, and how many it made anew.
fn items(app: &TestApp, number: usize, operation: &str) -> (u64, u64, Response) {
    let counts = || ["hits", "misses"].map(|name| metric(app, &format!("cache_item_{name}_total")));
    let before = counts();
    let response = ask(app, number, operation);
    let after = counts();
    (after[0] - before[0], after[1] - before[1], response)
}

fn only_what_changed_is_made_anew(database: Database) {
    let app = start(database, &[]);
    let editor = Editor::of(&app);
    let sessions = sessions(&editor, 4);
    let items = |number| {
        let (hits, misses, response) = items(&app, number, FAIR);
        (hits, misses, response.texts("/event/sessions/nodes", "title").join(" "))
    };

    // A selection that comes for the first time is not worth keeping.
    assert_eq!(items(1), (0, 0, "Talk 0 Talk 1 Talk 2 Talk 3".to_owned()));
    assert_eq!(items(2).1, 4);
    assert_eq!((items(3).0, items(4).1), (4, 0));

    editor.update("session", &sessions[1], 2, json!({ "translations": [{ "locale": "en", "title": "Talk 9" }] }));

    assert_eq!(items(5), (3, 1, "Talk 0 Talk 2 Talk 3 Talk 9".to_owned()));
    assert_eq!(items(6).0, 4);
}

fn item_is_over_with_whatever_it_shows(database: Database) {
    let app = start(database, &[]);
    let editor = Editor::of(&app);
    sessions(&editor, 3);
    let found = app.query(r#"{ session(slug: "talk-1") { speakers { uid } } }"#);
    let speaker = found.at("/session/speakers/0/uid").as_str().expect("there is one");
    (1..4).for_each(|number| drop(items(&app, number, FAIR)));

    editor.update("speaker", speaker, 2, json!({ "name": "Somebody else" }));
    let (hits, misses, response) = items(&app, 4, FAIR);

    assert_eq!((hits, misses), (2, 1));
    assert_eq!(response.at("/event/sessions/nodes/1/speakers/0/name"), "Somebody else");
    editor.deed("contentUnpublish", json!({ "id": speaker })).data();
    assert_eq!(items(&app, 5, FAIR).2.at("/event/sessions/nodes/1/speakers"), &json!([]));
    let fair = app.query(r#"{ event(slug: "fair") { uid } }"#).at("/event/uid").as_str().expect("it is").to_owned();
    editor.update("event", &fair, 2, json!({ "translations": [{ "locale": "en", "name": "The Fair" }] }));
    let (_, misses, response) = items(&app, 6, FAIR);
    assert_eq!((misses, response.at("/event/sessions/nodes/0/event/name")), (3, &json!("The Fair")));
}

fn objects_that_are_asked_for_twice_are_joined(database: Database) {
    let app = start(database, &[]);
    let plain = forgetful(&app, &[]);
    let operation = r"{
        events { nodes { slug sessions { nodes { title } } } }
        ...Rooms
        events { nodes { sessions { nodes { slug room { name } } } } totalCount }
        sessions(first: 2) { nodes { room { name } room { slug } ... on Session { speakers { name } } } }
    }
    fragment Rooms on Query { events { nodes { rooms { name } sessions { nodes { uid } } } } }";

    for number in 0..4 {
        let made = agree(&app, &plain, number, operation);
        assert!(made.at("/events/nodes/0/sessions/nodes/0/uid").is_string(), "{}", made.body);
        assert!(made.at("/events/nodes/0/sessions/nodes/0/title").is_string(), "{}", made.body);
    }
    assert!(metric(&app, "cache_item_hits_total") > 0, "those that are not joined");
}

fn each_field_has_items_of_its_own(database: Database) {
    let app = start(database, &[]);
    let plain = forgetful(&app, &[]);
    // To the parser, both `nodes` stand in one line and column.
    let tricky = "{ a: sessions(first: 1) {\rnodes { slug } } b: sessions(first: 4) {\rnodes { slug: uid } } }";
    let operations =
        [tricky, "{ sessions(first: 4) { nodes { slug } } }", "{ sessions(first: 4) { nodes { slug: uid } } }"];

    agree_on_all(&app, &plain, 4, &operations);
    assert!(metric(&app, "cache_item_hits_total") > 0);
}

fn object_of_which_all_is_skipped_is_joined(database: Database) {
    let app = start(database, &[]);
    let plain = forgetful(&app, &[]);
    let fragments =
        "fragment F on Event { name } fragment G on Query { events { nodes { slug } edges { node { uid } } } }";
    let operations = [
        format!("{{ events {{ nodes {{ ...F @include(if: false) }} }} ...G }} {fragments}"),
        format!("{{ ...G events {{ nodes {{ ...F @include(if: false) }} }} }} {fragments}"),
        format!("{{ events {{ edges {{ node {{ ...F @skip(if: true) }} }} }} ...G }} {fragments}"),
        "{ ...G events { edges { node { name @skip(if: true) } } } } fragment F on Event { name }
            fragment G on Query { events { nodes { ...F } edges { node { uid } } } }"
            .to_owned(),
    ];

    agree_on_all(&app, &plain, 4, &operations);
}

fn selection_that_comes_twice_at_once_came_once(database: Database) {
    let app = start(database, &[]);
    let operation = "{ a: sessions { nodes { title } } b: sessions { nodes { title } } }";

    ask(&app, 1, operation).data();
    assert_eq!(metric(&app, "cache_item_misses_total"), 0);
    ask(&app, 2, operation).data();
    assert!(metric(&app, "cache_item_misses_total") > 0);
}

fn items_count_towards_the_limit(database: Database) {
    let limit = ["--object-limit", "40"];
    let app = start(database, &limit);
    let plain = forgetful(&app, &limit);
    let items = "nodes { title speakers { name company { name } } }";
    let few = format!("{{ sessions(first: 3) {{ {items} }} }}");
    let many = format!(
        "{{ a: sessions(first: 3) {{ {items} }} b: sessions(first: 3) {{ {items} }} c: sessions(first: 3) {{ {items} }}
            d: sessions(first: 3) {{ {items} }} e: sessions(first: 3) {{ {items} }} }}"
    );
    for number in 0..3 {
        ask(&app, number, &few).data();
    }
    assert!(metric(&app, "cache_item_hits_total") > 0);

    for number in 3..6 {
        let (made, expected) = (ask(&app, number, &many), ask(&plain, number, &many));
        let first = |answer: &Response| answer.json["errors"][0]["extensions"]["code"].clone();
        assert_eq!((first(&made), first(&expected)), (json!("TOO_COMPLEX"), json!("TOO_COMPLEX")), "{}", made.body);
    }
}

fn item_with_an_error_is_not_kept(database: Database) {
    let app = start(database, &[]);
    let plain = forgetful(&app, &[]);
    let operation = r#"{ sessions(first: 3) { nodes { slug title(locale: "xx") } } }"#;

    for number in 0..4 {
        assert!(agree(&app, &plain, number, operation).json["errors"].is_array());
    }
    assert_eq!(metric(&app, "cache_item_misses_total"), 0);
}

fn long_selection_is_not_kept(database: Database) {
    let app = start(database, &[]);
    let plain = forgetful(&app, &[]);
    let alias = "x".repeat(5_000);
    let operation = format!("{{ events {{ nodes {{ {alias}: slug }} }} }}");

    agree_on_all(&app, &plain, 4, &[operation]);
    assert_eq!(metric(&app, "cache_item_misses_total"), 0);
}

fn somebody_gets_items_of_their_own(database: Database) {
    let app = start(database, &[]);
    let editor = Editor::of(&app);
    sessions(&editor, 2);
    let draft = editor.session("Draft", json!({})).uid;
    let operation = r#"{ event(slug: "fair") { sessions { nodes { uid status revisions { nodes { version } } } } } }"#;
    let theirs = |number: usize| app.ask(Some(&editor.token), &format!("query Q{number} {operation}"), Value::Null);

    for number in 0..4 {
        let anybody = ask(&app, number, operation);
        assert_eq!(anybody.at("/event/sessions/nodes/0/revisions/nodes"), &json!([]));
        assert!(!anybody.body.contains(&draft));
        let somebody = theirs(number);
        assert_ne!(somebody.at("/event/sessions/nodes/0/revisions/nodes"), &json!([]));
        assert!(somebody.body.contains(&draft));
    }
    assert!(metric(&app, "cache_item_hits_total") > 0);
}
