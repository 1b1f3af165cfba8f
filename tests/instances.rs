//! Several servers over one database: what one of them writes, all of them say soon, also when it dies.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, Token, on_both_databases};

use crate::editor::{Editor, at, mutation};

on_both_databases![write_is_seen_through_another_instance, nothing_is_stale_when_another_instance_was_killed];

const WRITES: usize = 500;
/// What a busy machine may take, with a build that is not optimised.
const SEEN: Duration = Duration::from_secs(1);
const SESSIONS: usize = 6;

/// What readers ask while others write.
pub const QUESTIONS: [&str; 6] = [
    r#"{ event(slug: "fair") { name sessions { totalCount nodes { title version } } } }"#,
    r#"{ session(slug: "talk-0") { title version updatedAt event { name } } }"#,
    r#"{ session(slug: "talk-1", locale: "fr") { title localization { served available } } }"#,
    "{ sessions(orderBy: { field: TITLE, direction: DESC }, first: 3) { nodes { title } pageInfo { endCursor } } }",
    r#"{ sessions(filter: { search: "even" }) { totalCount nodes { title } } }"#,
    "{ sessions(orderBy: { field: UPDATED_AT }) { nodes { slug version } } }",
];

pub const CACHED: Options = Options { demo: false, running_clock: true, cache: true, arguments: &[] };
pub const UNCACHED: Options = Options { demo: false, running_clock: true, cache: false, arguments: &[] };

pub fn read(app: &TestApp, document: &str) -> Response {
    app.ask(None, document, Value::Null)
}

/// The fair with some sessions, all public: their uids.
pub fn sessions(app: &TestApp) -> (Token, Vec<String>) {
    let editor = Editor::of(app);
    let fair = editor.fair().uid;
    let session = |number| editor.session("Talk", json!({ "slug": format!("talk-{number}") })).uid;
    let sessions: Vec<String> = (0..SESSIONS).map(session).collect();
    editor.publish(&[&fair]);
    sessions.iter().for_each(|uid| editor.publish(&[uid]));
    (editor.token, sessions)
}

/// The input that gives a session a title after the version that it has.
pub fn retitle(uid: &str, version: i64) -> Value {
    let parity = if version % 2 == 0 { "even" } else { "odd" };
    at(uid, version, json!({ "translations": [{ "locale": "en", "title": format!("Version {version} is {parity}") }] }))
}

/// Asks until the answer is kept.
pub fn warm(app: &TestApp, document: &str) -> Response {
    let begin = Instant::now();
    loop {
        let response = read(app, document);
        if response.header("x-cache") == "HIT" {
            return response;
        }
        assert!(begin.elapsed() < Duration::from_secs(5), "never kept: {}\n{}", response.body, app.log());
        thread::sleep(Duration::from_millis(2));
    }
}

/// The questions to which both servers do not say the same.
pub fn differing(one: &TestApp, other: &TestApp) -> Vec<String> {
    let differs = |document: &&str| {
        let (one, other) = (read(one, document), read(other, document));
        (one.body != other.body).then(|| format!("{document}\n{}\n{}", one.body, other.body))
    };
    QUESTIONS.iter().filter_map(differs).collect()
}

fn write_is_seen_through_another_instance(database: Database) {
    let writer = TestApp::start(database, &CACHED);
    let (token, sessions) = sessions(&writer);
    let reader = writer.beside(&CACHED);
    let editor = Editor { app: &writer, token };
    let document = r#"{ session(slug: "talk-0") { title version } }"#;
    let mut waits = Vec::new();
    for version in 2..2 + i64::try_from(WRITES).unwrap() {
        let before = warm(&reader, document);
        assert_eq!(before.at("/session/version"), version);

        editor.mutate("session", "Update", &retitle(&sessions[0], version)).data();
        let begin = Instant::now();
        assert_eq!(read(&writer, document).at("/session/version"), version + 1, "by the one that wrote, at once");
        while read(&reader, document).at("/session/version") != version + 1 {
            assert!(begin.elapsed() < 5 * SEEN, "never seen\n{}", reader.log());
        }
        waits.push(begin.elapsed());
    }

    waits.sort();
    let [median, p99, longest] = [WRITES / 2, WRITES - 1 - WRITES / 100, WRITES - 1].map(|at| waits[at]);
    println!("{database:?}: {WRITES} writes were seen after {median:?} (median), {p99:?} (p99), {longest:?} (longest)");
    assert!(p99 < SEEN, "{waits:?}");
}

fn nothing_is_stale_when_another_instance_was_killed(database: Database) {
    let victim = TestApp::start(database, &CACHED);
    let (token, sessions) = sessions(&victim);
    let (reader, truth) = (victim.beside(&CACHED), victim.beside(&UNCACHED));
    let (written, asked, is_over) = (&AtomicUsize::new(0), &AtomicUsize::new(0), &AtomicBool::new(false));

    thread::scope(|scope| {
        for uid in &sessions {
            let token = &token;
            let victim = &victim;
            scope.spawn(move || (2..).take_while(|version| retitled(victim, token, uid, *version, written)).count());
        }
        let reader = &reader;
        scope.spawn(move || {
            while !is_over.load(Ordering::SeqCst) {
                QUESTIONS.iter().for_each(|document| drop(read(reader, document)));
                asked.fetch_add(1, Ordering::SeqCst);
            }
        });
        let begin = Instant::now();
        let is_busy = || written.load(Ordering::SeqCst) < 10 * SESSIONS || asked.load(Ordering::SeqCst) < 5;
        while begin.elapsed() < Duration::from_secs(2) || is_busy() {
            assert!(begin.elapsed() < Duration::from_secs(60), "nobody gets to write, or to read");
            thread::sleep(Duration::from_millis(10));
        }
        victim.kill();
        is_over.store(true, Ordering::SeqCst);
    });

    // What the database had accepted before may still be coming in.
    let begin = Instant::now();
    while !differing(&reader, &truth).is_empty() && begin.elapsed() < SEEN {
        thread::sleep(Duration::from_millis(5));
    }
    println!(
        "{database:?}: killed after {} writes, all was seen {:?} later",
        written.load(Ordering::SeqCst),
        begin.elapsed()
    );
    for _ in 0..10 {
        assert_eq!(differing(&reader, &truth), Vec::<String>::new());
    }
    QUESTIONS.iter().for_each(|document| drop(warm(&reader, document)));
    assert_eq!(differing(&reader, &truth), Vec::<String>::new());
    // And it goes on to see what others write.
    let editor = Editor { app: &truth, token };
    let version = editor.version(&sessions[0]).expect("it has a version");
    editor.mutate("session", "Update", &retitle(&sessions[0], version)).data();
    let begin = Instant::now();
    while !differing(&reader, &truth).is_empty() {
        assert!(begin.elapsed() < SEEN, "{:?}", differing(&reader, &truth));
    }
}

/// Gives a session another title; false when the server is gone.
fn retitled(app: &TestApp, token: &Token, uid: &str, version: i64, written: &AtomicUsize) -> bool {
    let body = json!({ "query": mutation("session", "Update", ""), "variables": { "input": retitle(uid, version) } });
    let request = app.request(Method::POST, "/graphql").bearer_auth(&token.0).json(&body);
    let Ok(answer) = request.send().and_then(reqwest::blocking::Response::json::<Value>) else { return false };
    assert_eq!(answer["data"]["done"]["thing"]["version"], version + 1, "{answer}");
    written.fetch_add(1, Ordering::SeqCst);
    true
}
