//! What the public asks is read from a copy of the database, once the copy has all that the server knows of.
//!
//! The copy of these tests is another database with the same event in another city, so that an answer tells where it was
//! read; the numbers of its changes say how far it is.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{Database, Options, TestApp};

use crate::editor::Editor;

/// SQLite has no copies that follow it.
mod postgres {
    #[test]
    fn copy_is_read_when_it_has_caught_up() {
        super::copy_is_read_when_it_has_caught_up();
    }
}

const CITY: &str = r#"{ event(slug: "fair") { venue { city } } }"#;

/// The uid of a public event in a city.
fn fair(app: &TestApp, city: &str) -> String {
    let editor = Editor::of(app);
    let uid = editor.fair().uid;
    editor.publish(&[&uid]);
    editor.update("event", &uid, 2, json!({ "city": city }));
    uid
}

/// Where the public's answers come from, once that has settled.
fn await_city(app: &TestApp, city: &str) {
    let begin = Instant::now();
    while app.ask(None, CITY, Value::Null).at("/event/venue/city") != city {
        assert!(begin.elapsed() < Duration::from_secs(5), "not from {city}: {}", app.log());
        thread::sleep(Duration::from_millis(5));
    }
    for _ in 0..30 {
        assert_eq!(app.ask(None, CITY, Value::Null).at("/event/venue/city"), city);
        thread::sleep(Duration::from_millis(5));
    }
}

fn copy_is_read_when_it_has_caught_up() {
    let copy = TestApp::start(Database::Postgres, &Options::default());
    fair(&copy, "Copy");
    let shift = |by: i64| copy.sql(&format!("UPDATE change SET seq = seq + {by}")).expect("it is done");
    shift(-1_000_000);
    let arguments = ["--database-replica-url", copy.database_url()];
    let app = TestApp::start(Database::Postgres, &Options { arguments: &arguments, ..Options::default() });
    let uid = fair(&app, "Primary");
    let editor = Editor::of(&app);

    await_city(&app, "Primary");
    shift(2_000_000);
    await_city(&app, "Copy");
    assert_eq!(editor.sees(CITY, "/event/venue/city"), "Primary", "an editor reads what was written");

    let document = "mutation ($input: EventUpdateInput!) { eventUpdate(input: $input) { event { venue { city } } } }";
    let input = json!({ "id": uid, "version": 3, "city": "Changed" });
    let changed = editor.ask(document, json!({ "input": input }));
    assert_eq!(changed.at("/eventUpdate/event/venue/city"), "Changed");
    shift(-2_000_000);
    await_city(&app, "Changed");

    shift(2_000_000);
    await_city(&app, "Copy");
    drop(copy);
    await_city(&app, "Changed");
}
