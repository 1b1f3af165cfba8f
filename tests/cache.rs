//! Answers that are given again: found again, for anybody who asks the same, and gone as soon as anything changes.

use std::{
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, on_both_databases};

use crate::editor::{Editor, at};

on_both_databases![
    answer_is_given_again,
    answer_is_found_by_what_it_means,
    client_that_has_the_answer_gets_none,
    each_language_has_its_own_answer,
    answer_is_the_same_kept_or_not,
    change_is_seen_at_once,
    change_by_another_process_is_seen_soon,
    what_is_due_is_seen_when_it_is_due,
    answer_to_somebody_is_not_kept,
    answer_with_errors_is_not_kept,
    answer_that_follows_the_clock_is_not_kept,
    same_request_at_once_is_answered_once,
    write_leaves_what_does_not_show_it,
    new_question_about_known_content_asks_no_database,
    answer_says_the_same_wherever_it_comes_from,
    cdn_is_told_what_ends_an_answer,
];

const FAIR: &str = r#"{ event(slug: "fair") { name sessions { totalCount nodes { title } } } }"#;

fn start(database: Database) -> TestApp {
    TestApp::start(database, &Options { cache: true, running_clock: true, ..Options::default() })
}

/// An editor, and the fair, which is public.
fn fair(app: &TestApp) -> (Editor<'_>, String) {
    let editor = Editor::of(app);
    let fair = editor.fair().uid;
    editor.publish(&[&fair]);
    (editor, fair)
}

fn read(app: &TestApp, document: &str) -> Response {
    app.ask(None, document, Value::Null)
}

/// Asks until the cache keeps what it is asked: it does as soon as it knows what is due next.
pub fn warm(app: &TestApp, ask: impl Fn() -> Response) -> Response {
    let begin = Instant::now();
    loop {
        let response = ask();
        if response.header("x-cache") == "HIT" {
            return response;
        }
        assert!(begin.elapsed() < Duration::from_secs(5), "never kept: {}\n{}", response.body, app.log());
        thread::sleep(Duration::from_millis(5));
    }
}

pub fn metric(app: &TestApp, name: &str) -> u64 {
    figure(&app.get("/metrics", &[]).body, name)
}

/// A figure of `/metrics`.
pub fn figure(metrics: &str, name: &str) -> u64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix(&format!("tribune_{name} ")));
    line.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no {name} in {metrics}"))
}

fn answer_is_given_again(database: Database) {
    let app = start(database);
    fair(&app);

    let kept = warm(&app, || read(&app, FAIR));
    let before = metric(&app, "cache_hits_total");
    let again = read(&app, FAIR);

    assert_eq!(again.header("x-cache"), "HIT");
    assert_eq!((&again.body, again.header("content-language")), (&kept.body, "en".to_owned()));
    assert_eq!(metric(&app, "cache_hits_total"), before + 1);
    assert!(metric(&app, "cache_bytes") > 0 && metric(&app, "cache_entries") > 0);
}

fn answer_is_found_by_what_it_means(database: Database) {
    let app = start(database);
    fair(&app);
    let document = r"query ($slug: String!) { event(slug: $slug) { name } }";
    let body = json!({ "query": document, "variables": { "slug": "fair" } }).to_string();
    let kept = warm(&app, || app.post("application/json", &body, &[]));

    let spaced = body.replace(',', " ,\n ");
    let spaced = app.post("application/json", &spaced, &[]);
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
    let variables = encoded(r#"{"slug":"fair"}"#);
    let get = app.get(&format!("/graphql?query={}&variables={variables}", encoded(document)), &[]);
    let other = json!({ "query": document, "variables": { "slug": "fare" } }).to_string();

    assert_eq!((spaced.header("x-cache"), &spaced.body), ("HIT".to_owned(), &kept.body));
    assert_eq!((get.header("x-cache"), &get.body), ("HIT".to_owned(), &kept.body));
    assert_eq!(app.post("application/json", &other, &[]).at("/event"), &Value::Null);
    // What is wrong with a request is wrong again.
    assert_eq!(app.post("text/plain", &body, &[]).status, 415);
}

fn client_that_has_the_answer_gets_none(database: Database) {
    let app = start(database);
    let (editor, fair) = fair(&app);
    let path = "/graphql?query={event(slug:%22fair%22){name}}";
    for coding in ["identity", "gzip", "br", "zstd"] {
        let first = warm(&app, || app.get(path, &[("Accept-Encoding", coding)]));
        let tag = first.header("etag");

        let again = app.get(path, &[("Accept-Encoding", coding), ("If-None-Match", &tag)]);

        assert_eq!((first.status, again.status), (200, 304), "{coding}");
        assert_eq!((again.body.as_str(), again.header("etag")), ("", tag.clone()), "{coding}");
        assert_eq!(first.header("cache-control"), "public, no-cache");
        assert_eq!(first.header_list("vary"), ["accept", "accept-encoding", "accept-language"]);
        let version = editor.version(&fair).expect("it has a version");
        editor.update("event", &fair, version, json!({ "translations": [{ "locale": "en", "name": coding }] }));
        let changed = app.get(path, &[("Accept-Encoding", coding), ("If-None-Match", &tag)]);
        assert_eq!(changed.status, 200, "{coding}");
        assert_ne!(changed.header("etag"), tag, "{coding}");
    }
}

fn each_language_has_its_own_answer(database: Database) {
    let app = start(database);
    let (editor, fair) = fair(&app);
    editor.update("event", &fair, 2, json!({ "translations": [{ "locale": "fr", "name": "Foire" }] }));
    let ask = |language: &str| {
        app.post("application/json", &json!({ "query": FAIR }).to_string(), &[("Accept-Language", language)])
    };

    for _ in 0..2 {
        let (english, french) = (warm(&app, || ask("en")), warm(&app, || ask("fr-CA, en;q=0.5")));
        assert_eq!((english.at("/event/name"), french.at("/event/name")), (&json!("fair"), &json!("Foire")));
        assert_eq!((english.header("content-language"), french.header("content-language")), ("en".into(), "fr".into()));
        assert_eq!(french.header_list("vary"), ["accept", "accept-encoding", "accept-language"]);
        let given = app.post(
            "application/json",
            &json!({ "query": r#"{ event(slug: "fair", locale: "fr") { name } }"# }).to_string(),
            &[],
        );
        assert_eq!(given.header_list("vary"), ["accept", "accept-encoding"]);
    }
}

fn answer_is_the_same_kept_or_not(database: Database) {
    let app = TestApp::start(database, &Options { cache: true, demo: true, ..Options::default() });
    let event = r#"event(slug: "social-media-week-paris-2012")"#;
    let documents = [
        "{ __typename }".to_owned(),
        "{ events { totalCount nodes { name tagline startsAt venue { name city } series { name } } } }".to_owned(),
        format!(
            "{{ {event} {{ name schedule {{ days {{ date rooms {{ room {{ name }} sessions {{ title }} }} }} }} }} }}"
        ),
        format!(
            "{{ {event} {{ sponsorships {{ company {{ name }} tier {{ name }} }} rooms {{ name }} tracks {{ name }} }} }}"
        ),
        "{ speakers(first: 5) { nodes { name jobTitle company { name } } pageInfo { endCursor hasNextPage } } }"
            .to_owned(),
        r#"{ sessions(filter: { search: "media" }) { totalCount nodes { title localization { available } } } }"#
            .to_owned(),
        "{ posts(first: 3) { nodes { title body publishedAt tags { label } } } companies { totalCount } }".to_owned(),
        r#"{ session(slug: "absent") { title } }"#.to_owned(),
    ];
    for document in &documents {
        for language in ["en", "fr", "es", "de"] {
            let body = json!({ "query": document }).to_string();
            // A cookie that is no session says nothing, and keeps the answer from being kept.
            let made = app.post(
                "application/json",
                &body,
                &[("Accept-Language", language), ("Cookie", "__Host-tribune_session=no")],
            );
            let kept = warm(&app, || app.post("application/json", &body, &[("Accept-Language", language)]));

            assert_eq!(made.header("x-cache"), "BYPASS");
            assert_eq!((kept.status, &kept.body), (made.status, &made.body), "{document}");
            for header in ["content-type", "content-language", "vary"] {
                assert_eq!(kept.header(header), made.header(header), "{header} of {document}");
            }
        }
    }
}

fn change_is_seen_at_once(database: Database) {
    let app = start(database);
    let (editor, fair) = fair(&app);
    let mut hits = 0;
    for version in 2..60 {
        let name = format!("Fair {version}");
        editor.update("event", &fair, version, json!({ "translations": [{ "locale": "en", "name": name }] }));
        let read = || app.ask(None, FAIR, Value::Null);
        let found: Vec<Response> = (0..3).map(|_| read()).collect();
        assert!(found.iter().all(|response| response.at("/event/name") == name.as_str()), "{version}");
        warm(&app, read);
        hits += 1;
    }
    assert_eq!(hits, 58);
    editor.deed("contentUnpublish", json!({ "id": fair })).data();
    assert_eq!(read(&app, FAIR).at("/event"), &Value::Null);
    editor.publish(&[&fair]);
    assert_ne!(read(&app, FAIR).at("/event"), &Value::Null);
    assert_eq!(editor.purge(&fair).at("/contentPurge/uid"), fair.as_str());
    assert_eq!(read(&app, FAIR).at("/event"), &Value::Null);
}

fn change_by_another_process_is_seen_soon(database: Database) {
    let app = start(database);
    let document = |name: &str| {
        json!({ "tribune": 1, "events": [{ "slug": "fair", "startsAt": "2012-03-01T08:00:00Z",
            "endsAt": "2012-03-02T18:00:00Z", "timeZone": "Europe/Paris", "translations": { "en": { "name": name } } }] })
    };
    for name in ["One", "Two", "Three", "Four"] {
        app.import_document(&document(name));
        let begin = Instant::now();
        while read(&app, FAIR).data().pointer("/event/name") != Some(&json!(name)) {
            assert!(begin.elapsed() < Duration::from_secs(2), "{name} is not seen after {:?}", begin.elapsed());
            thread::sleep(Duration::from_millis(2));
        }
        warm(&app, || read(&app, FAIR));
        assert_eq!(read(&app, FAIR).at("/event/name"), name);
    }
}

fn what_is_due_is_seen_when_it_is_due(database: Database) {
    let app = start(database);
    let (editor, fair) = fair(&app);
    let now = || -> DateTime<Utc> { std::time::SystemTime::now().into() };
    let (from, until) = (now() + TimeDelta::milliseconds(1_200), now() + TimeDelta::milliseconds(2_400));
    let written = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let times = json!({ "id": fair, "publishAt": written(from), "unpublishAt": written(until) });
    editor.deed("contentSchedule", times).data();

    let mut hits = [0, 0, 0];
    loop {
        let asked = now();
        let response = read(&app, r#"{ event(slug: "fair") { name } }"#);
        let answered = now();
        let is_there = response.at("/event") != &Value::Null;
        let phase = match () {
            () if answered < from => 0,
            () if from <= asked && answered < until => 1,
            () if until <= asked => 2,
            () => continue,
        };
        assert_eq!(is_there, phase == 1, "asked at {asked}, public from {from} until {until}");
        hits[phase] += usize::from(response.header("x-cache") == "HIT");
        if phase == 2 && hits[2] > 3 {
            break;
        }
        assert!(asked < until + TimeDelta::seconds(5), "{hits:?}");
        thread::sleep(Duration::from_millis(2));
    }
    assert!(hits.iter().all(|hits| *hits > 3), "{hits:?}");
}

fn answer_to_somebody_is_not_kept(database: Database) {
    let app = start(database);
    let (editor, fair) = fair(&app);
    let uid = editor.session("Hidden talk", json!({})).uid;
    warm(&app, || read(&app, FAIR));

    let seen = editor.ask(FAIR, Value::Null);
    let token = "mutation ($id: ID!) { previewTokenCreate(input: { id: $id }) { previewToken { token } } }";
    let token = editor.ask(token, json!({ "id": fair }));
    let token = token.at("/previewTokenCreate/previewToken/token").as_str().expect("a token").to_owned();
    let body = json!({ "query": FAIR }).to_string();
    let preview = app.post("application/json", &body, &[("X-Tribune-Preview", &token)]);

    for response in [&seen, &preview] {
        assert_eq!(response.header("x-cache"), "BYPASS");
        assert_eq!(response.header("cache-control"), "private, no-store");
        assert_eq!(response.at("/event/sessions/totalCount"), 1);
        assert_eq!(read(&app, FAIR).at("/event/sessions/totalCount"), 0);
    }
    assert_eq!(app.post("application/json", &body, &[("X-Tribune-Preview", "nonsense")]).json["data"], Value::Null);
    editor.publish(&[&uid]);
    assert_eq!(read(&app, FAIR).at("/event/sessions/totalCount"), 1);
}

fn answer_with_errors_is_not_kept(database: Database) {
    let app = start(database);
    fair(&app);
    warm(&app, || read(&app, FAIR));
    let wrong = ["{ event(slug: \"fair\") { nothing } }", "{ node(id: \"nonsense\") { id } }", "{"];
    for document in wrong {
        for _ in 0..3 {
            let response = read(&app, document);
            assert!(response.json["errors"].is_array(), "{}", response.body);
            assert_eq!(response.header("x-cache"), "BYPASS", "{document}");
            assert_eq!(response.header("etag"), "");
        }
    }
}

fn answer_that_follows_the_clock_is_not_kept(database: Database) {
    let app = start(database);
    fair(&app);
    warm(&app, || read(&app, FAIR));
    for _ in 0..3 {
        let response = read(&app, r#"{ happeningNow(event: "fair") { now { title } } }"#);
        assert_eq!((response.header("x-cache"), response.at("/happeningNow")), ("BYPASS".to_owned(), &json!([])));
    }
    let at = r#"{ happeningNow(event: "fair", at: "2012-03-01T09:00:00Z") { now { title } } }"#;
    warm(&app, || read(&app, at));
}

fn same_request_at_once_is_answered_once(database: Database) {
    let app = start(database);
    let (editor, fair) = fair(&app);
    warm(&app, || read(&app, FAIR));
    for version in 2..6 {
        editor.update("event", &fair, version, json!({ "city": format!("City {version}") }));
        let before = metric(&app, "cache_misses_total");
        // Until the cache knows what is due next, nothing is kept; a sentinel says when that is.
        warm(&app, || read(&app, "{ __typename }"));
        let sentinel = metric(&app, "cache_misses_total") - before;
        thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| read(&app, FAIR).data().clone());
            }
        });
        let misses = metric(&app, "cache_misses_total") - before - sentinel;
        assert!(misses <= 2, "{misses} executions of one request");
    }
    let input = at(&fair, 6, json!({ "city": null }));
    assert_eq!(editor.mutate("event", "Update", &input).at("/done/thing/version"), 7);
}

/// Two public events with a session each; the uid of each session.
fn two_events(editor: &Editor) -> [String; 2] {
    let mut sessions = Vec::new();
    for event in ["fair", "forum"] {
        let uid = editor.event(event).uid;
        let session = editor.session(&format!("Talk at {event}"), json!({ "event": event })).uid;
        editor.publish(&[&uid, &session]);
        sessions.push(session);
    }
    sessions.try_into().expect("two")
}

fn write_leaves_what_does_not_show_it(database: Database) {
    let app = start(database);
    let editor = Editor::of(&app);
    let [session, _] = two_events(&editor);
    let documents = [
        r#"{ event(slug: "fair") { name sessions { nodes { title } } } }"#,
        r#"{ event(slug: "fair") { sessions { totalCount } } }"#,
        r#"{ session(slug: "talk-at-fair") { title } }"#,
        r#"{ event(slug: "forum") { name sessions { nodes { title } } } }"#,
        r#"{ event(slug: "fair") { name tagline } }"#,
        "{ events { nodes { name } } }",
        "{ posts { totalCount } speakers { totalCount } companies { totalCount } }",
        r#"{ session(slug: "talk-at-forum") { title event { name } } }"#,
    ];
    let ask = |document: &str| read(&app, document).header("x-cache");
    for document in documents {
        warm(&app, || read(&app, document));
    }

    editor.update("session", &session, 2, json!({ "translations": [{ "locale": "en", "title": "Another talk" }] }));

    let after = documents.map(ask);
    assert_eq!(after, ["MISS", "MISS", "MISS", "HIT", "HIT", "HIT", "HIT", "HIT"]);
    assert_eq!(documents.map(ask), ["HIT"; 8]);
    editor.deed("contentUnpublish", json!({ "id": session })).data();
    let after = documents.map(ask);
    assert_eq!(after, ["MISS", "MISS", "MISS", "HIT", "HIT", "HIT", "HIT", "HIT"]);
    assert_eq!(read(&app, documents[1]).at("/event/sessions/totalCount"), 0);
}

fn new_question_about_known_content_asks_no_database(database: Database) {
    let app = TestApp::start(database, &Options { cache: true, demo: true, ..Options::default() });
    let document = |operation: usize| {
        format!(
            "query Q{operation} {{ event(slug: \"social-media-week-paris-2012\") {{
                name sessions {{ totalCount nodes {{ title room {{ name }} speakers {{ name company {{ name }} }} }} }}
            }} absent: event(slug: \"absent\") {{ name }} }}"
        )
    };
    let statements = |operation: usize| {
        let body = json!({ "query": document(operation) }).to_string();
        let response = app.post("application/json", &body, &[("X-Tribune-Explain", "1")]);
        (response.statements.len(), response.at("/event").clone())
    };
    warm(&app, || read(&app, "{ __typename }"));

    let first = statements(1);
    let second = statements(2);

    assert!(first.0 > 4, "{first:?}");
    assert_eq!((second.0, &second.1), (0, &first.1));
}

fn answer_says_the_same_wherever_it_comes_from(database: Database) {
    let app = start(database);
    fair(&app);
    let body = json!({ "query": FAIR }).to_string();
    let headers = |response: &Response| {
        let mut headers = response.headers.clone();
        headers.remove("date");
        headers
    };
    for origin in [&[][..], &[("Origin", "https://example.org")]] {
        let hit = warm(&app, || app.post("application/json", &body, origin));
        let spaced = app.post("application/json", &body.replace("name", "name "), origin);

        assert_eq!(spaced.header("x-cache"), "HIT");
        assert_eq!(headers(&hit), headers(&spaced));
        assert_eq!(
            (hit.header("access-control-allow-origin"), hit.header("x-content-type-options")),
            ("*".into(), "nosniff".into())
        );
    }
}

const PROGRAMME: &str = "/events/fair/schedule.json";

fn cdn_is_told_what_ends_an_answer(database: Database) {
    for (manner, name, control, separator) in [
        ("cache-tag", "cache-tag", "cdn-cache-control", ','),
        ("surrogate-key", "surrogate-key", "surrogate-control", ' '),
    ] {
        let arguments = ["--cache-tags", manner];
        let app = TestApp::start(
            database,
            &Options { cache: true, running_clock: true, arguments: &arguments, ..Options::default() },
        );
        let (editor, fair) = fair(&app);
        let get = || app.get("/graphql?query={event(slug:%22fair%22){name}}", &[]);
        let tags = |response: &Response| -> Vec<String> {
            response.header(name).split(separator).map(str::to_owned).collect()
        };
        let kept = warm(&app, get);
        let last = editor.sees("{ changes(first: 100) { nodes { seq } } }", "/changes/nodes");
        let last = last.as_array().and_then(|nodes| nodes.last()?["seq"].as_i64()).expect("there are changes");

        let before = get();
        let programme = warm(&app, || app.get(PROGRAMME, &[]));
        let head = app.send(app.request(Method::HEAD, PROGRAMME));
        editor.update("event", &fair, 2, json!({ "city": "Paris" }));
        let query = format!("{{ changes(afterSeq: {last}) {{ nodes {{ touches }} }} }}");
        let touched = editor.sees(&query, "/changes/nodes/0/touches");

        assert_eq!((before.header("x-cache"), tags(&before)), ("HIT".to_owned(), tags(&kept)));
        assert_eq!((head.header(name), head.header(control)), (programme.header(name), programme.header(control)));
        assert_eq!(head.header(control), "max-age=86400");
        assert_eq!(kept.header(control), "max-age=86400");
        let touched: Vec<&str> = touched.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        assert!(tags(&kept).iter().any(|tag| touched.contains(&tag.as_str())), "{:?} {touched:?}", tags(&kept));
        assert_eq!(get().header("x-cache"), "MISS");
        assert_eq!(read(&app, FAIR).header(name), "", "a POST is nobody's but the client's");
    }
}
