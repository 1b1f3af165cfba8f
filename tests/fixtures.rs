//! Content whose every word the tests know.

use serde_json::{Value, json};
use tests::{Database, Options, Shared, TestApp};

/// The password of whoever signs in.
pub const PASSWORD: &str = "correct horse battery";

/// A server where one may try to sign in as often as a test does.
pub fn with_many_sign_ins(database: Database) -> TestApp {
    let arguments = &["--sign-in-attempts-per-minute", "1000"];
    TestApp::start(database, &Options { arguments, ..Options::default() })
}

/// An event in three languages with holes, and one in English alone: `data/languages.json`.
pub static LANGUAGES: Shared = Shared::new(|database| {
    let app = TestApp::start(database, &Options::default());
    app.import(&["languages.json"]).succeeded();
    app
});

/// A document with one event, `many`, of so many sessions: each with a speaker, of a company, a room and a tag.
///
/// Speakers, companies, rooms and tags are ten each, or fewer when there are fewer sessions.
pub fn many_sessions(count: usize) -> Value {
    let few = count.min(10);
    let named = |kind: &str, number: usize| format!("{kind}-{number}");
    let tag = |number| {
        json!({
            "slug": named("tag", number),
            "translations": { "en": { "label": format!("Tag {number}") } },
        })
    };
    let company = |number| {
        json!({
            "slug": named("company", number),
            "name": format!("Company {number}"),
        })
    };
    let speaker = |number| {
        json!({
            "slug": named("speaker", number),
            "name": format!("Speaker {number}"),
            "company": named("company", number),
        })
    };
    let room = |number| {
        json!({
            "slug": named("room", number),
            "translations": { "en": { "name": format!("Room {number}") } },
        })
    };
    let session = |number| {
        json!({
            "slug": named("session", number),
            "room": named("room", number % few),
            "startsAt": "2012-03-01T09:00:00Z",
            "endsAt": "2012-03-01T10:00:00Z",
            "speakers": [{ "speaker": named("speaker", number % few) }],
            "tags": [named("tag", number % few)],
            "translations": { "en": { "title": format!("Session {number}") } },
        })
    };
    let list = |length, item: &dyn Fn(usize) -> Value| (0..length).map(item).collect::<Vec<_>>();
    json!({
        "tribune": 1,
        "tags": list(few, &tag),
        "companies": list(few, &company),
        "speakers": list(few, &speaker),
        "events": [{
            "slug": "many",
            "startsAt": "2012-03-01T08:00:00Z",
            "endsAt": "2012-03-02T18:00:00Z",
            "timeZone": "Europe/Paris",
            "translations": { "en": { "name": "Many" }, "fr": { "name": "Beaucoup" } },
            "rooms": list(few, &room),
            "sessions": list(count, &session),
        }],
    })
}

/// A document with so many events of so many sessions each; all speakers speak at all of them.
pub fn many_events(count: usize, sessions: usize) -> Value {
    let speaker = |number: usize| json!({ "slug": format!("speaker-{number}"), "name": format!("Speaker {number}") });
    let session = |event: usize, number: usize| {
        json!({
            "slug": format!("session-{event}-{number}"),
            "room": "hall",
            "startsAt": format!("2012-03-01T{:02}:00:00Z", 9 + number),
            "endsAt": format!("2012-03-01T{:02}:00:00Z", 10 + number),
            "speakers": [{ "speaker": format!("speaker-{number}") }],
            "translations": { "en": { "title": format!("Session {number} of {event:02}") } },
        })
    };
    let event = |number: usize| {
        json!({
            "slug": format!("event-{number:02}"),
            "startsAt": format!("2012-03-01T08:{number:02}:00Z"),
            "endsAt": "2012-03-02T18:00:00Z",
            "timeZone": "Europe/Paris",
            "translations": { "en": { "name": format!("Event {number}") } },
            "rooms": [{ "slug": "hall", "translations": { "en": { "name": "Hall" } } }],
            "sessions": (0..sessions).map(|session_number| session(number, session_number)).collect::<Vec<_>>(),
        })
    };
    json!({
        "tribune": 1,
        "speakers": (0..sessions).map(speaker).collect::<Vec<_>>(),
        "events": (0..count).map(event).collect::<Vec<_>>(),
    })
}
