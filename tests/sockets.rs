//! GraphQL over WebSocket (`graphql-transport-ws`): the same answers as over HTTP, who asks, and how a socket ends.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{DEMO, Database, Heard, Options, TestApp, Token, on_both_databases, subscribe};
use tungstenite::{
    Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

use crate::fixtures::PASSWORD;

on_both_databases![
    answers_are_those_of_http,
    errors_are_those_of_http_in_the_language_of_the_request,
    language_is_that_of_the_upgrade_or_of_the_first_message,
    kept_answer_is_not_that_of_an_upgrade,
    named_documents_are_found,
    operations_run_beside_one_another,
    too_many_operations_are_refused,
    cancelled_operation_leaves_nothing,
    cancelled_operation_that_waits_writes_nothing,
    mutation_with_a_key_is_carried_out_once,
    another_protocol_is_closed,
    messages_out_of_turn_close_the_socket,
    invalid_messages_close_the_socket,
    large_messages_close_the_socket,
    messages_may_come_in_parts,
    silence_at_the_beginning_closes_the_socket,
    pings_are_answered,
    token_says_who_asks,
    revoked_token_ends_the_socket,
    cookie_counts_for_pages_of_the_server_alone,
    cookie_needs_a_second_token_to_write,
    session_that_ends_ends_the_socket,
    socket_sets_no_cookie,
    preview_is_shown,
    sockets_are_bounded,
    client_that_has_gone_silent_is_given_up,
    client_that_reads_nothing_is_given_up,
    server_that_stops_completes_what_runs,
];

const VIEWER: &str = "{ viewer { name email } }";
const CREATE: &str = r#"mutation ($label: String!) { tagCreate(input: { translations: [{ locale: "en", label: $label }] }) { tag { slug } } }"#;
const PUBLISH_NOTHING: &str =
    r#"mutation { contentPublish(input: { id: "nothing" }) { userErrors { code message } } }"#;
const TAGS: &str = "{ tags { totalCount } }";
const LARGE: &str = "{ sessions(first: 100) { nodes { title abstract description(format: HTML)
    event { name description } speakers { name bio company { name description } } } } }";
/// The lock that writers of one PostgreSQL wait for.
const WRITE_LOCK: i64 = 0x0074_7269_6275_6e65;

fn start(database: Database, arguments: &[&str]) -> TestApp {
    TestApp::start(database, &Options { arguments, ..Options::default() })
}

fn bearer(token: &Token) -> Value {
    json!({ "authorization": format!("Bearer {}", token.0) })
}

/// A figure of `/metrics`.
fn figure(app: &TestApp, name: &str) -> u64 {
    let metrics = app.get("/metrics", &[]).body;
    let line = metrics.lines().find_map(|line| line.strip_prefix(&format!("tribune_{name} ")));
    line.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no {name} in {metrics}"))
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(20), "not {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn count_tags(app: &TestApp, who: &Token) -> Value {
    app.ask(Some(who), TAGS, Value::Null).at("/tags/totalCount").clone()
}

/// Keeps all writers out, in another thread, for some seconds; back once it does.
fn keep_writers_out(app: &TestApp, database: Database) -> thread::JoinHandle<()> {
    let url = app.database_url().to_owned();
    let mut holder = match database {
        Database::Sqlite => {
            let script = "
import sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
database.execute('BEGIN IMMEDIATE')
print('held', flush=True)
time.sleep(3)
database.execute('ROLLBACK')
";
            let file = url.trim_start_matches("sqlite://").to_owned();
            let mut command = std::process::Command::new("python3");
            command.args(["-c", script, &file]);
            command
        }
        Database::Postgres => {
            let script = format!(
                "BEGIN; SELECT pg_advisory_xact_lock({WRITE_LOCK}); \\echo held\nSELECT pg_sleep(3); ROLLBACK;\n"
            );
            let mut command = std::process::Command::new("sh");
            command.args(["-c", "printf '%s' \"$1\" | psql --no-psqlrc --quiet --dbname \"$0\"", &url, &script]);
            command
        }
    };
    let mut holder = holder.stdout(std::process::Stdio::piped()).spawn().expect("python3 and psql can be started");
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(holder.stdout.take().expect("it prints")));
    assert!(lines.any(|line| line.is_ok_and(|line| line.contains("held"))), "nobody is kept out");
    thread::spawn(move || {
        holder.wait().expect("it ends");
    })
}

fn answers_are_those_of_http(database: Database) {
    let app = DEMO.on(database);
    let mut socket = app.ready_socket(&json!({ "locale": "fr" }), &[]);
    let document =
        "query ($slug: String!) { event(slug: $slug) { name tagline sessions(first: 3) { nodes { title } } } }";
    let variables = json!({ "slug": "social-media-week-paris-2012" });

    let first = socket.ask(document, &variables);
    let again = socket.ask(document, &variables);
    let over_http = app.query_with(document, variables, &[("Accept-Language", "fr")]);

    assert_eq!(first, over_http.json);
    assert_eq!(again, first);
    assert_eq!(first["data"]["event"]["tagline"], *over_http.at("/event/tagline"));
}

/// The same over HTTP, over a socket and as a stream of events, in each language: message, code, place and path.
fn errors_are_those_of_http_in_the_language_of_the_request(database: Database) {
    let app = DEMO.on(database);
    let admin = app.admin();
    let authorization = format!("Bearer {}", admin.0);
    let expected = [
        ("en", "There is no “nothing”", "The GraphQL request is not valid: "),
        ("fr", "«\u{a0}nothing\u{a0}» n’existe pas", "La requête GraphQL n’est pas valide\u{a0}: "),
        ("es", "No existe «nothing»", "La petición GraphQL no es válida: "),
    ];

    for (language, missing, unsound) in expected {
        let headers = [("Accept-Language", language), ("Authorization", authorization.as_str())];
        let mut socket = app.ready_socket(&bearer(&admin), &[("Accept-Language", language)]);
        for (document, begin) in [(PUBLISH_NOTHING, missing), ("{ event(", unsound), ("{ nothing }", unsound)] {
            let over_http = app.query_with(document, Value::Null, &headers).json["errors"].clone();
            let over_socket = socket.ask(document, &Value::Null)["errors"].clone();
            let stream = crate::streams::ask(app, document, &Value::Null, &headers);
            let streamed = crate::streams::events(&stream.body);

            assert!(over_http[0]["message"].as_str().is_some_and(|message| message.starts_with(begin)), "{over_http}");
            assert_eq!(over_socket, over_http);
            assert_eq!(streamed.len(), 2, "{streamed:?}");
            assert_eq!(streamed[0].1["errors"], over_http);
        }
    }
}

fn language_is_that_of_the_upgrade_or_of_the_first_message(database: Database) {
    let app = DEMO.on(database);
    let protocol = ("Sec-WebSocket-Protocol", "graphql-transport-ws");
    let document = r#"{ event(slug: "social-media-week-paris-2012") { localization { requested } } }"#;
    let language = |query: &str, headers: &[(&str, &str)], payload: Value| {
        let mut socket = app.try_socket(query, &[&[protocol], headers].concat()).expect("a socket");
        socket.say(&json!({ "type": "connection_init", "payload": payload }));
        let ack = socket.message();
        let served = socket.ask(document, &Value::Null)["data"]["event"]["localization"]["requested"].clone();
        assert_eq!(ack["payload"]["locale"], served, "{ack}");
        served
    };

    assert_eq!(language("", &[("Accept-Language", "de, es;q=0.5")], Value::Null), "es");
    assert_eq!(language("?locale=fr", &[("Accept-Language", "es")], json!({})), "fr");
    assert_eq!(language("?locale=fr", &[], json!({ "locale": "es-MX" })), "es");

    let refused = app.try_socket("?locale=de", &[protocol]).err().expect("no such language");
    assert_eq!((refused.status, &refused.json["errors"][0]["extensions"]["code"]), (400, &json!("BAD_REQUEST")));
    let mut socket = app.socket(&[("Accept-Language", "fr")]);
    socket.say(&json!({ "type": "connection_init", "payload": { "locale": "de" } }));
    let (code, reason) = socket.closed();
    assert_eq!(code, 4400);
    assert!(reason.contains("«\u{a0}de\u{a0}»") && reason.contains("en, fr, es"), "{reason}");
}

fn kept_answer_is_not_that_of_an_upgrade(database: Database) {
    let app = TestApp::start(database, &Options { demo: true, cache: true, ..Options::default() });
    let query = "?query={tags{totalCount}}";
    until("kept", || app.get(&format!("/graphql{query}"), &[]).header("x-cache") == "HIT");

    let mut socket = app
        .try_socket(query, &[("Sec-WebSocket-Protocol", "graphql-transport-ws")])
        .unwrap_or_else(|refused| panic!("{refused:?}"));

    socket.say(&json!({ "type": "connection_init" }));
    assert_eq!(socket.message()["type"], "connection_ack");
}

fn named_documents_are_found(database: Database) {
    let app = start(database, &[]);
    let mut socket = app.ready_socket(&Value::Null, &[]);
    let hash = "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38";
    let persisted = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let mut ask = |payload: Value| {
        socket.say(&json!({ "id": "1", "type": "subscribe", "payload": payload }));
        socket.answer()
    };

    let unknown = ask(json!({ "extensions": persisted }));
    let registered = ask(json!({ "query": "{__typename}", "extensions": persisted }));
    let known = ask(json!({ "extensions": persisted }));

    assert_eq!(unknown["errors"][0]["message"], "PersistedQueryNotFound");
    assert_eq!(registered, json!({ "data": { "__typename": "Query" } }));
    assert_eq!(known, registered);
    let over_http = app.post("application/json", &json!({ "extensions": persisted }).to_string(), &[]);
    assert_eq!(over_http.json, registered);
}

fn operations_run_beside_one_another(database: Database) {
    let app = DEMO.on(database);
    let mut socket = app.ready_socket(&Value::Null, &[]);
    let ids: Vec<String> = (0..20).map(|number| format!("operation {number}")).collect();

    let messages: Vec<Value> = ids.iter().map(|id| subscribe(id, TAGS, &Value::Null)).collect();
    socket.say_at_once(&messages);

    let mut complete = Vec::new();
    while complete.len() < ids.len() {
        let message = socket.message();
        match message["type"].as_str() {
            Some("next") => assert!(message["payload"]["data"]["tags"]["totalCount"].is_u64(), "{message}"),
            Some("complete") => complete.push(message["id"].as_str().expect("an id").to_owned()),
            _ => panic!("{message}"),
        }
    }
    complete.sort();
    let mut expected = ids;
    expected.sort();
    assert_eq!(complete, expected);
}

fn too_many_operations_are_refused(database: Database) {
    let app = DEMO.on(database);
    let mut socket = app.ready_socket(&json!({ "locale": "es" }), &[]);

    let messages: Vec<Value> = (0..70).map(|number| subscribe(&number.to_string(), LARGE, &Value::Null)).collect();
    socket.say_at_once(&messages);

    let (mut complete, mut refused) = (0, Vec::new());
    while complete + refused.len() < 70 {
        let message = socket.message();
        match message["type"].as_str() {
            Some("complete") => complete += 1,
            Some("error") => refused.push(message["payload"][0].clone()),
            _ => {}
        }
    }
    assert!(complete >= 64 && !refused.is_empty(), "{complete}");
    assert_eq!(refused[0]["extensions"]["code"], "RATE_LIMITED");
    let message = refused[0]["message"].as_str().expect("a message");
    assert!(message.starts_with("Demasiadas operaciones a la vez en este WebSocket: 64"), "{message}");
    assert!(socket.ask(TAGS, &Value::Null)["errors"].is_null());
}

fn cancelled_operation_leaves_nothing(database: Database) {
    let app = start(database, &[]);
    let admin = app.admin();
    let mut socket = app.ready_socket(&bearer(&admin), &[]);

    socket.say_at_once(&[
        subscribe("1", CREATE, &json!({ "label": "Cancelled" })),
        json!({ "id": "1", "type": "complete" }),
        json!({ "id": "never there", "type": "complete" }),
        subscribe("1", TAGS, &Value::Null),
    ]);

    assert_eq!(socket.answer(), json!({ "data": { "tags": { "totalCount": 0 } } }));
    assert_eq!(count_tags(&app, &admin), 0);
    until("forgotten", || figure(&app, "socket_operations") == 0);
}

fn cancelled_operation_that_waits_writes_nothing(database: Database) {
    let app = start(database, &[]);
    let admin = app.admin();
    let mut socket = app.ready_socket(&bearer(&admin), &[]);
    let kept_out = keep_writers_out(&app, database);

    socket.subscribe("1", CREATE, &json!({ "label": "Cancelled" }));
    until("running", || figure(&app, "socket_operations") == 1);
    thread::sleep(Duration::from_millis(300));
    socket.say(&json!({ "id": "1", "type": "complete" }));
    until("cancelled", || figure(&app, "socket_operations") == 0);
    kept_out.join().unwrap();

    let created = socket.ask(CREATE, &json!({ "label": "Created" }));
    assert_eq!(created["data"]["tagCreate"]["tag"]["slug"], "created", "{created}");
    assert_eq!(count_tags(&app, &admin), 1);
}

fn mutation_with_a_key_is_carried_out_once(database: Database) {
    let app = start(database, &[]);
    let admin = app.admin();
    let mut socket = app.ready_socket(&bearer(&admin), &[("Idempotency-Key", "of the upgrade")]);
    let mut create = |label: &str, key: Value| {
        let payload =
            json!({ "query": CREATE, "variables": { "label": label }, "extensions": { "idempotencyKey": key } });
        socket.say(&json!({ "id": "1", "type": "subscribe", "payload": payload }));
        socket.answer()
    };

    let first = create("One", json!("key"));
    let again = create("One", json!("key"));
    let other = create("Two", json!("key"));
    let without = create("Three", Value::Null);
    let number = create("Four", json!(4));

    assert_eq!(first["data"]["tagCreate"]["tag"]["slug"], "one");
    assert_eq!(again, first);
    assert_eq!(other["errors"][0]["extensions"]["code"], "CONFLICT");
    assert_eq!(without["data"]["tagCreate"]["tag"]["slug"], "three");
    assert_eq!(number["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    assert_eq!(count_tags(&app, &admin), 2);
}

fn another_protocol_is_closed(database: Database) {
    let app = DEMO.on(database);
    let mut socket = app.try_socket("", &[]).expect("an upgrade");

    assert_eq!(socket.closed(), (4406, "Subprotocol not acceptable".to_owned()));
    let mut among_others = app.socket(&[("Sec-WebSocket-Protocol", "graphql-ws, graphql-transport-ws")]);
    among_others.say(&json!({ "type": "connection_init" }));
    assert_eq!(among_others.message()["type"], "connection_ack");
    // No handshake at all: the key is missing.
    let broken = app.get("/graphql", &[("Upgrade", "websocket"), ("Connection", "upgrade")]);
    assert_eq!((broken.status, broken.code()), (400, "BAD_REQUEST"));
}

fn messages_out_of_turn_close_the_socket(database: Database) {
    let app = DEMO.on(database);
    let init = || json!({ "type": "connection_init" });
    let closed = |messages: &[Value]| {
        let mut socket = app.socket(&[]);
        socket.say_at_once(messages);
        socket.closed()
    };

    assert_eq!(closed(&[subscribe("1", TAGS, &Value::Null)]), (4401, "Unauthorized".to_owned()));
    assert_eq!(closed(&[init(), init()]), (4429, "Too many initialisation requests".to_owned()));
    let twice = [init(), subscribe("a b", LARGE, &Value::Null), subscribe("a b", TAGS, &Value::Null)];
    assert_eq!(closed(&twice), (4409, "Subscriber for a b already exists".to_owned()));
    let mut bad = app.socket(&[("Accept-Language", "es")]);
    bad.say(&json!({ "type": "connection_init", "payload": { "authorization": "Bearer nonsense" } }));
    assert_eq!(bad.closed().0, 4403);
}

fn invalid_messages_close_the_socket(database: Database) {
    let app = DEMO.on(database);

    for message in [
        "",
        "not JSON",
        "[]",
        r#"{"type":"start"}"#,
        r#"{"type":"connection_ack"}"#,
        r#"{"type":"subscribe","payload":{"query":"{ a }"}}"#,
        r#"{"id":"","type":"subscribe","payload":{"query":"{ a }"}}"#,
        r#"{"id":"1","type":"subscribe","payload":{}}"#,
        r#"{"id":"1","type":"subscribe","payload":{"query":"{ a }","variables":[1]}}"#,
        r#"{"type":"ping","payload":1}"#,
    ] {
        let mut socket = app.ready_socket(&json!({ "locale": "fr" }), &[]);
        socket.send(Message::text(message));
        let (code, reason) = socket.closed();
        assert_eq!(code, 4400, "{message}: {reason}");
        assert!(reason.starts_with("Ce n’est pas une requête GraphQL"), "{message}: {reason}");
    }
    let mut socket = app.ready_socket(&Value::Null, &[]);
    socket.send(Message::binary(br#"{"type":"ping"}"#.to_vec()));
    assert_eq!(socket.closed().0, 4400);
}

fn large_messages_close_the_socket(database: Database) {
    let app = start(database, &["--body-limit-bytes", "2000"]);
    let large = json!({ "type": "ping", "payload": { "text": "x".repeat(3_000) } });
    let large = large.to_string();

    let mut socket = app.ready_socket(&Value::Null, &[]);
    socket.send(Message::text(large.clone()));
    assert_eq!(socket.closed(), (1009, "Message too large".to_owned()));

    let mut socket = app.ready_socket(&Value::Null, &[]);
    for (at, part) in large.as_bytes().chunks(1_000).enumerate() {
        let code = if at == 0 { OpCode::Data(Data::Text) } else { OpCode::Data(Data::Continue) };
        socket.send(Message::Frame(Frame::message(part.to_vec(), code, false)));
    }
    assert_eq!(socket.closed().0, 1009);
    // All that is not complete takes so much at most.
    let mut socket = app.ready_socket(&Value::Null, &[]);
    let document = format!("{TAGS} # {}", "x".repeat(1_700));
    let many: Vec<Value> = (0..4).map(|number| subscribe(&number.to_string(), &document, &Value::Null)).collect();
    socket.say_at_once(&many);
    let first = (0..2).map(|_| socket.message()).find(|message| message["type"] == "error").expect("one is refused");
    assert_eq!(first["payload"][0]["extensions"]["code"], "RATE_LIMITED");
}

fn messages_may_come_in_parts(database: Database) {
    let app = DEMO.on(database);
    let mut socket = app.ready_socket(&Value::Null, &[]);
    let text = json!({ "type": "ping", "payload": { "text": "é" } }).to_string();

    let parts = text.len();
    for (at, part) in text.as_bytes().chunks(1).enumerate() {
        let code = if at == 0 { OpCode::Data(Data::Text) } else { OpCode::Data(Data::Continue) };
        socket.send(Message::Frame(Frame::message(part.to_vec(), code, at == parts - 1)));
        if at == 3 {
            // In between may stand what is no part.
            socket.send(Message::Ping(b"1".to_vec().into()));
        }
    }

    assert_eq!(socket.message(), json!({ "type": "pong", "payload": { "text": "é" } }));
    socket.send(Message::Frame(Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), false)));
    socket.send(Message::Frame(Frame::message(vec![0xff], OpCode::Data(Data::Continue), true)));
    assert_eq!(socket.closed().0, 1007);
}

fn silence_at_the_beginning_closes_the_socket(database: Database) {
    let app = DEMO.on(database);
    let begin = Instant::now();
    let mut socket = app.socket(&[]);

    // What is said beside it does not put it off.
    socket.say(&json!({ "type": "ping" }));
    assert_eq!(socket.message()["type"], "pong");
    assert_eq!(socket.closed(), (4408, "Connection initialisation timeout".to_owned()));
    assert!(begin.elapsed() >= Duration::from_secs(9), "{:?}", begin.elapsed());
}

fn pings_are_answered(database: Database) {
    let app = DEMO.on(database);
    let mut socket = app.socket(&[]);

    socket.say(&json!({ "type": "ping" }));
    socket.say(&json!({ "type": "pong", "payload": { "late": true } }));
    assert_eq!(socket.message(), json!({ "type": "pong" }));
    socket.say(&json!({ "type": "connection_init" }));
    assert_eq!(socket.message()["type"], "connection_ack");
    socket.say(&json!({ "type": "ping", "payload": { "at": 1 } }));
    assert_eq!(socket.message(), json!({ "type": "pong", "payload": { "at": 1 } }));
}

fn token_says_who_asks(database: Database) {
    let app = DEMO.on(database);
    let token = app.token(&["--role", "editor"]);
    let authorization = format!("Bearer {}", token.0);

    let in_payload = app.ready_socket(&bearer(&token), &[]).ask(VIEWER, &Value::Null);
    let capital = json!({ "Authorization": authorization });
    let in_payload_too =
        app.ready_socket(&capital, &[("Origin", "https://elsewhere.example")]).ask(VIEWER, &Value::Null);
    let in_header = app.ready_socket(&Value::Null, &[("Authorization", &authorization)]).ask(VIEWER, &Value::Null);
    let nowhere = app.ready_socket(&Value::Null, &[]).ask(VIEWER, &Value::Null);

    for answer in [in_payload, in_payload_too, in_header] {
        assert_eq!(answer, json!({ "data": { "viewer": { "name": "test", "email": null } } }));
    }
    assert_eq!(nowhere, json!({ "data": { "viewer": null } }));
}

fn revoked_token_ends_the_socket(database: Database) {
    let app = start(database, &["--socket-ping-ms", "3000"]);
    let token = app.admin();
    let mut socket = app.ready_socket(&bearer(&token), &[]);
    let list = app.run(&["token", "list"], "").succeeded().stdout;
    let uid = list.split_whitespace().next().expect("a uid").to_owned();
    assert!(socket.ask(CREATE, &json!({ "label": "Before" }))["errors"].is_null());

    app.run(&["token", "revoke", &uid], "").succeeded();

    let answer = socket.ask(CREATE, &json!({ "label": "After" }));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{answer}");
    assert!(answer["data"].is_null());
    let (code, reason) = socket.closed();
    assert_eq!((code, reason.as_str()), (4403, "The token is not, or no longer, valid."));
}

/// A session in a cookie: the header `Cookie`, the second token, and the page of the server itself.
fn session(app: &TestApp, email: &str) -> (String, String, String) {
    app.user(email, PASSWORD, &["--role", "admin"]);
    let document = "mutation ($input: SignInInput!) { signIn(input: $input) { csrfToken } }";
    let input = json!({ "input": { "email": email, "password": PASSWORD, "cookie": true } });
    let response = app.ask(None, document, input);
    let cookie = response.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let second = response.at("/signIn/csrfToken").as_str().expect("a second token").to_owned();
    let scheme = if cookie.starts_with("__Host-") { "https" } else { "http" };
    (cookie, second, app.base_url().replace("http", scheme))
}

fn cookie_counts_for_pages_of_the_server_alone(database: Database) {
    let app = start(database, &[]);
    let (cookie, _, own) = session(&app, "ana@example.org");
    let viewer = |origin: Option<&str>| {
        let mut headers = vec![("Cookie", cookie.as_str())];
        headers.extend(origin.map(|origin| ("Origin", origin)));
        app.ready_socket(&Value::Null, &headers).ask(VIEWER, &Value::Null)["data"]["viewer"]["email"].clone()
    };

    assert_eq!(viewer(Some(&own)), "ana@example.org");
    // A browser names every page; programs show a token. Somebody on the way may have written what came over http.
    let others = [None, Some("https://evil.example"), Some("null"), Some(app.base_url()), Some("https://127.0.0.1")];
    assert_eq!(others.map(viewer), [const { Value::Null }; 5]);
}

fn cookie_needs_a_second_token_to_write(database: Database) {
    let app = start(database, &["--insecure-cookies"]);
    let (cookie, second, own) = session(&app, "ana@example.org");
    let headers = [("Cookie", cookie.as_str()), ("Origin", own.as_str())];
    let create = |payload: Value| app.ready_socket(&payload, &headers).ask(CREATE, &json!({ "label": "Tag" }));

    let without = create(Value::Null);
    let wrong = create(json!({ "csrfToken": "wrong" }));
    let with = create(json!({ "csrfToken": second }));

    for refused in [without, wrong] {
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{refused}");
    }
    assert_eq!(with["data"]["tagCreate"]["tag"]["slug"], "tag", "{with}");
    let foreign = [("Cookie", cookie.as_str()), ("Origin", "http://evil.example")];
    let foreign = app.ready_socket(&json!({ "csrfToken": second }), &foreign).ask(CREATE, &json!({ "label": "Tag" }));
    assert_eq!(foreign["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{foreign}");
}

fn session_that_ends_ends_the_socket(database: Database) {
    let app = start(database, &["--socket-ping-ms", "300"]);
    let (cookie, _, own) = session(&app, "ana@example.org");
    let headers = [("Cookie", cookie.as_str()), ("Origin", own.as_str())];
    let mut socket = app.ready_socket(&Value::Null, &headers);
    assert_eq!(socket.ask(VIEWER, &Value::Null)["data"]["viewer"]["email"], "ana@example.org");

    app.run(&["user", "disable", "ana@example.org"], "").succeeded();

    assert_eq!(socket.closed(), (4403, "Forbidden".to_owned()));
}

fn socket_sets_no_cookie(database: Database) {
    let app = start(database, &[]);
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    let document = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
    let input =
        |cookie: bool| json!({ "input": { "email": "ana@example.org", "password": PASSWORD, "cookie": cookie } });
    let mut socket = app.ready_socket(&Value::Null, &[]);

    let refused = socket.ask(document, &input(true));
    let token = socket.ask(document, &input(false))["data"]["signIn"]["token"].clone();

    assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{refused}");
    let token = Token(token.as_str().expect("a token").to_owned());
    assert_eq!(
        app.ready_socket(&bearer(&token), &[]).ask(VIEWER, &Value::Null)["data"]["viewer"]["email"],
        "ana@example.org"
    );
}

fn preview_is_shown(database: Database) {
    let app = start(database, &[]);
    let admin = app.admin();
    let event = json!({ "slug": "expo", "startsAt": "2012-03-01T08:00:00Z", "endsAt": "2012-03-01T18:00:00Z",
        "timeZone": "Europe/Paris", "publishedAt": "2013-01-01T00:00:00Z", "translations": { "en": { "name": "Expo" } } });
    app.import_document(&json!({ "tribune": 1, "events": [event] }));
    let uid = app.ask(Some(&admin), r#"{ event(slug: "expo") { uid } }"#, Value::Null).at("/event/uid").clone();
    let document =
        "mutation ($id: ID!) { previewTokenCreate(input: { id: $id, minutes: 120 }) { previewToken { token } } }";
    let made = app.ask(Some(&admin), document, json!({ "id": uid }));
    let token = made.at("/previewTokenCreate/previewToken/token").clone();
    let name = r#"{ event(slug: "expo") { name } }"#;

    let shown = app.ready_socket(&json!({ "preview": token }), &[]).ask(name, &Value::Null);
    let hidden = app.ready_socket(&Value::Null, &[]).ask(name, &Value::Null);

    assert_eq!(shown, json!({ "data": { "event": { "name": "Expo" } } }));
    assert_eq!(hidden, json!({ "data": { "event": null } }));
}

fn sockets_are_bounded(database: Database) {
    let app = start(database, &["--socket-limit-per-address", "2", "--trusted-proxies", "127.0.0.1/32"]);
    let protocol = ("Sec-WebSocket-Protocol", "graphql-transport-ws");
    let first = app.ready_socket(&Value::Null, &[]);
    let _second = app.ready_socket(&Value::Null, &[]);

    let refused = app.try_socket("?locale=fr", &[protocol]).err().expect("no more than two");
    let _elsewhere = app.ready_socket(&Value::Null, &[("X-Forwarded-For", "192.0.2.1")]);

    assert_eq!((refused.status, &refused.json["errors"][0]["extensions"]["code"]), (429, &json!("RATE_LIMITED")));
    assert!(refused.json["errors"][0]["message"].as_str().is_some_and(|message| message.starts_with("2 WebSockets")));
    assert_eq!(
        [figure(&app, "sockets"), figure(&app, "sockets_total"), figure(&app, "sockets_refused_total")],
        [3, 3, 1]
    );
    drop(first);
    until("let in", || app.try_socket("", &[protocol]).is_ok());
    let none = start(database, &["--socket-limit", "0"]);
    assert_eq!(none.try_socket("", &[protocol]).err().expect("none is allowed").status, 429);
    assert!(none.query(TAGS).json["errors"].is_null());
}

fn client_that_has_gone_silent_is_given_up(database: Database) {
    let app = start(database, &["--socket-ping-ms", "200"]);
    let mut alive = app.ready_socket(&Value::Null, &[]);
    let silent = app.ready_socket(&Value::Null, &[]).fall_silent();
    assert_eq!(figure(&app, "sockets"), 2);

    // Whoever reads answers pings.
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(2) {
        assert!(alive.ask(TAGS, &Value::Null)["errors"].is_null());
        thread::sleep(Duration::from_millis(50));
    }

    assert_eq!(figure(&app, "sockets"), 1);
    drop(silent);
}

fn client_that_reads_nothing_is_given_up(database: Database) {
    let arguments = &["--socket-ping-ms", "1000"];
    let app = TestApp::start(database, &Options { demo: true, arguments, ..Options::default() });
    let mut socket = app.ready_socket(&Value::Null, &[]);
    let messages: Vec<Value> = (0..64).map(|number| subscribe(&number.to_string(), LARGE, &Value::Null)).collect();

    socket.say_at_once(&messages);
    let silent = socket.fall_silent();

    until("running", || figure(&app, "socket_operations") > 0);
    until("given up", || figure(&app, "sockets") == 0 && figure(&app, "socket_operations") == 0);
    assert!(app.query(TAGS).json["errors"].is_null());
    drop(silent);
}

fn server_that_stops_completes_what_runs(database: Database) {
    let mut app = start(database, &[]);
    let admin = app.admin();
    let mut idle = app.ready_socket(&Value::Null, &[]);
    let mut busy = app.ready_socket(&bearer(&admin), &[]);
    let kept_out = keep_writers_out(&app, database);
    busy.subscribe("1", CREATE, &json!({ "label": "Last" }));
    until("running", || figure(&app, "socket_operations") == 1);

    let stopped = thread::scope(|scope| {
        let stopped = scope.spawn(|| app.terminate());
        assert_eq!(idle.closed(), (1001, "Going away".to_owned()));
        assert_eq!(busy.answer()["data"]["tagCreate"]["tag"]["slug"], "last");
        assert_eq!(busy.hear(), Heard::Closed(1001, "Going away".to_owned()));
        stopped.join().unwrap()
    });

    assert!(stopped.success(), "{stopped}");
    kept_out.join().unwrap();
}
