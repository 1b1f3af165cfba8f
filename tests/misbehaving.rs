//! Clients that misbehave, all at once: they do not push out what everybody asks for, nor fill the memory.

use std::{
    fs,
    io::Write,
    net::TcpStream,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{Database, Options, TestApp, on_both_databases};

use crate::cache::{figure, metric};

on_both_databases![misbehaving_clients_change_nothing_for_others];

const TIME: Duration = Duration::from_secs(6);
/// How many connections a client opens that leaves them waiting.
const CONNECTIONS: usize = 40;
/// What everybody asks for.
const HOT: &str = r#"{ event(slug: "social-media-week-paris-2012") { name schedule { days { date rooms { room { name }
    sessions { title startsAt endsAt speakers { name } } } } } } }"#;
/// A large answer.
const LARGE: &str = "{ sessions(first: 100) { nodes { title abstract description(format: HTML)
    event { name description } speakers { name bio company { name description } } } } }";
/// Most that a server may take that was started with `--cache-mb 4`, in kilobytes, not optimised.
const RESIDENT_KB: u64 = 250_000;
/// So many of a hundred answers to the hot question are kept ones.
const HITS: usize = 95;

fn start(database: Database) -> TestApp {
    let arguments = &["--cache-mb", "4"];
    TestApp::start(database, &Options { demo: true, cache: true, arguments, ..Options::default() })
}

/// A request as it stands on the wire.
fn wire(app: &TestApp, body: &str) -> (String, String) {
    let authority = app.base_url().trim_start_matches("http://").to_owned();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: {authority}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    (authority, request)
}

/// Asks for much and reads nothing.
fn read_nothing(app: &TestApp, round: usize) -> Vec<TcpStream> {
    let ask = |number| {
        let document = format!("query Slow{round}x{number} {LARGE}");
        let (authority, request) = wire(app, &json!({ "query": document }).to_string());
        let mut stream = TcpStream::connect(authority).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        Some(stream)
    };
    (0..CONNECTIONS).filter_map(ask).collect()
}

/// Sends a part of a request and nothing more.
fn send_half(app: &TestApp) -> Vec<TcpStream> {
    let ask = |number: usize| {
        let (authority, request) = wire(app, &json!({ "query": HOT }).to_string());
        let mut stream = TcpStream::connect(authority).ok()?;
        let length = [10, 60, request.len() / 2, request.len() - 1][number % 4];
        stream.write_all(&request.as_bytes()[..length]).ok()?;
        Some(stream)
    };
    (0..CONNECTIONS).filter_map(ask).collect()
}

/// Variables just below the limit of a body, other ones each time.
fn send_much(app: &TestApp, round: usize) {
    let slug = format!("{round}{}", "x".repeat(900_000));
    let document = "query ($slug: String!) { event(slug: $slug) { name } }";
    let response = app.ask(None, document, json!({ "slug": slug }));
    assert!(response.status < 500, "{}", response.status);
}

/// The same under other names.
fn rename(app: &TestApp, round: usize) {
    let response = app.ask(None, &format!("query Name{round} {LARGE}"), Value::Null);
    assert_eq!(response.status, 200);
}

/// Other selections of the same items each time, and each twice, as if they were worth keeping.
fn reselect(app: &TestApp, round: usize) {
    for number in 0..2 {
        let document = LARGE.replace("title", &format!("title{round}: title"));
        let response = app.ask(None, &format!("query Again{number} {document}"), Value::Null);
        assert_eq!(response.status, 200);
    }
}

/// Asks for what is not there.
fn guess(app: &TestApp, round: usize) {
    for number in 0..10 {
        let document = format!(r#"{{ event(slug: "absent-{round}-{number}") {{ name }} }}"#);
        assert_eq!(app.ask(None, &document, Value::Null).at("/event"), &Value::Null);
    }
}

/// What the server takes of the memory, in kilobytes, where the system tells it.
fn resident_kb(app: &TestApp) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", app.process())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn misbehaving_clients_change_nothing_for_others(database: Database) {
    let app = &start(database);
    let hot = || app.ask(None, HOT, Value::Null);
    let begin = Instant::now();
    while hot().header("x-cache") != "HIT" {
        assert!(begin.elapsed() < Duration::from_secs(5), "never kept\n{}", app.log());
    }
    let expected = hot().body;
    let is_over = &AtomicBool::new(false);
    let rounds: &[AtomicUsize; 6] = &Default::default();
    let (mut asked, mut hits, mut slowest, mut most_kb) = (0, 0, Duration::ZERO, 0);

    thread::scope(|scope| {
        let goes_on = move |client: usize| {
            let round = rounds[client].fetch_add(1, Ordering::SeqCst);
            (!is_over.load(Ordering::SeqCst)).then_some(round)
        };
        scope.spawn(move || {
            while let Some(round) = goes_on(0) {
                let streams = read_nothing(app, round);
                thread::sleep(Duration::from_secs(2));
                drop(streams);
            }
        });
        scope.spawn(move || std::iter::from_fn(|| goes_on(1)).for_each(|round| send_much(app, round)));
        scope.spawn(move || std::iter::from_fn(|| goes_on(2)).for_each(|round| rename(app, round)));
        scope.spawn(move || std::iter::from_fn(|| goes_on(3)).for_each(|round| guess(app, round)));
        scope.spawn(move || std::iter::from_fn(|| goes_on(5)).for_each(|round| reselect(app, round)));
        scope.spawn(move || {
            while goes_on(4).is_some() {
                let streams = send_half(app);
                thread::sleep(Duration::from_secs(1));
                drop(streams);
            }
        });

        let begin = Instant::now();
        while begin.elapsed() < TIME {
            let sent = Instant::now();
            let response = hot();
            slowest = slowest.max(sent.elapsed());
            (asked, hits) = (asked + 1, hits + usize::from(response.header("x-cache") == "HIT"));
            let metrics = app.get("/metrics", &[]).body;
            let (bytes, capacity) = (figure(&metrics, "cache_bytes"), figure(&metrics, "cache_capacity_bytes"));
            most_kb = most_kb.max(resident_kb(app).unwrap_or(0));
            // The others are not to wait for a judgement.
            if response.body != expected || bytes > capacity || capacity > 4_000_000 * 11 / 10 {
                is_over.store(true, Ordering::SeqCst);
                panic!("{bytes} of {capacity} bytes; {}", response.body);
            }
            thread::sleep(Duration::from_millis(20));
        }
        is_over.store(true, Ordering::SeqCst);
    });

    let rounds = rounds.each_ref().map(|rounds| rounds.load(Ordering::SeqCst));
    assert!(metric(app, "cache_item_misses_total") > 100, "no items are kept");
    println!(
        "{database:?}: {hits} of {asked} were kept, the slowest took {slowest:?}; {most_kb} kB; {rounds:?} rounds"
    );
    assert!(rounds.iter().all(|rounds| *rounds > 1), "not everybody misbehaved: {rounds:?}");
    assert!(hits * 100 >= asked * HITS, "{hits} of {asked}");
    assert!(most_kb < RESIDENT_KB, "{most_kb} kB");
    let begin = Instant::now();
    assert_eq!(app.get("/health/ready", &[]).status, 200);
    assert_eq!(hot().body, expected);
    assert!(begin.elapsed() < Duration::from_secs(2), "{:?}", begin.elapsed());
}
