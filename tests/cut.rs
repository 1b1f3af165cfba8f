//! A server that is cut from PostgreSQL for a while.
//!
//! When its connections are closed, it forgets what it keeps, and each answer is UNAVAILABLE until the database is
//! back; until it has noticed, it may say what it said before. When the network swallows everything it does not know,
//! and goes on to say what it said before.

use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

use tests::{Database, Proxy, Response, TestApp};

use crate::{
    editor::Editor,
    instances::{CACHED, QUESTIONS, UNCACHED, differing, read, retitle, sessions, warm},
};

const CUT: Duration = Duration::from_secs(5);
/// How long a server may take to find a database that is back.
const FOUND: Duration = Duration::from_secs(10);

/// There is no such network to cut SQLite from.
mod postgres {
    #[test]
    fn nothing_is_stale_when_the_database_is_back() {
        super::nothing_is_stale_when_the_database_is_back();
    }

    #[test]
    fn nothing_is_stale_for_long_when_the_network_is_back() {
        super::nothing_is_stale_for_long_when_the_network_is_back();
    }
}

/// A server that writes, one that keeps answers and may be cut off, and one that keeps none.
struct Servers {
    writer: TestApp,
    proxy: Proxy,
    reader: TestApp,
    truth: TestApp,
}

impl Servers {
    fn start() -> (Self, impl Fn(&TestApp, i64)) {
        let writer = TestApp::start(Database::Postgres, &CACHED);
        let (token, sessions) = sessions(&writer);
        let proxy = Proxy::before(writer.database_url());
        let reader = writer.beside_by_way_of(proxy.url(), &CACHED);
        let truth = writer.beside(&UNCACHED);
        QUESTIONS.iter().for_each(|document| drop(warm(&reader, document)));
        assert_eq!(differing(&reader, &truth), Vec::<String>::new());
        let write = move |app: &TestApp, version: i64| {
            let editor = Editor { app, token: token.clone() };
            for uid in &sessions {
                editor.mutate("session", "Update", &retitle(uid, version)).data();
            }
        };
        (Self { writer, proxy, reader, truth }, write)
    }
}

/// Whether it says that the database is not there.
fn is_unavailable(response: &Response) -> bool {
    let errors = response.json["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    !errors.is_empty() && errors.iter().all(|error| error["extensions"]["code"] == "UNAVAILABLE")
}

fn nothing_is_stale_when_the_database_is_back() {
    let (Servers { writer, proxy, reader, truth }, write) = Servers::start();
    let before = QUESTIONS.map(|document| read(&reader, document).body);

    proxy.cut();
    let begin = Instant::now();
    let mut meanwhile: BTreeMap<&str, usize> = BTreeMap::new();
    for version in 2.. {
        if begin.elapsed() > CUT {
            break;
        }
        write(&writer, version);
        for (document, before) in QUESTIONS.iter().zip(&before) {
            let response = read(&reader, document);
            let became = if response.body == *before { "as before" } else { "UNAVAILABLE" };
            assert!(response.body == *before || is_unavailable(&response), "{}", response.body);
            *meanwhile.entry(became).or_default() += 1;
        }
        thread::sleep(Duration::from_millis(100));
    }
    let now = QUESTIONS.map(|document| read(&truth, document).body);
    assert_ne!(now[0], before[0], "something was written");

    proxy.restore();
    let begin = Instant::now();
    let mut refused = 0;
    let mut back = None;
    while back.is_none_or(|back: Instant| back.elapsed() < Duration::from_secs(1)) {
        assert!(begin.elapsed() < FOUND, "the database is not found again\n{}", reader.log());
        for (document, now) in QUESTIONS.iter().zip(&now) {
            let response = read(&reader, document);
            if is_unavailable(&response) {
                refused += 1;
                continue;
            }
            assert_eq!(response.body, *now, "{:?} after the database is back", begin.elapsed());
            back.get_or_insert_with(Instant::now);
        }
    }
    let first = back.map(|back| back.duration_since(begin));
    println!("cut: {meanwhile:?}; back: first answer after {first:?}, {refused} refused");
    QUESTIONS.iter().for_each(|document| drop(warm(&reader, document)));
    assert_eq!(differing(&reader, &truth), Vec::<String>::new());
}

fn nothing_is_stale_for_long_when_the_network_is_back() {
    let (Servers { writer, proxy, reader, truth }, write) = Servers::start();
    let before = QUESTIONS.map(|document| read(&reader, document).body);

    proxy.hold();
    let (first, rest) = thread::scope(|scope| {
        let reader = &reader;
        // Whoever asks the database waits until it is back.
        let questions = QUESTIONS.map(|document| scope.spawn(move || read(reader, document)));
        thread::sleep(CUT / 2);
        write(&writer, 2);
        thread::sleep(CUT / 2);
        proxy.restore();
        let begin = Instant::now();
        let now = QUESTIONS.map(|document| read(&truth, document).body);
        for (question, (before, now)) in questions.into_iter().zip(before.iter().zip(&now)) {
            let response = question.join().expect("it is answered");
            let is_known = response.body == *before || response.body == *now;
            assert!(is_known || is_unavailable(&response), "{} {}", response.status, response.body);
        }
        (begin, now)
    });

    let mut stale = 0;
    while !differing(&reader, &truth).is_empty() {
        stale += 1;
        assert!(first.elapsed() < FOUND, "stale for ever: {:?}", differing(&reader, &truth));
    }
    println!("held: {stale} rounds were stale, all is seen {:?} after the network is back", first.elapsed());
    assert!(first.elapsed() < Duration::from_secs(2), "stale for {:?}", first.elapsed());
    for (document, now) in QUESTIONS.iter().zip(&rest) {
        assert_eq!(warm(&reader, document).body, *now);
    }
}
