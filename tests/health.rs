//! What an operator sees: health, addresses, a clean end.

use std::process::Stdio;

use reqwest::Method;
use tests::{DEMO, Database, Options, TestApp, on_both_databases};

on_both_databases![
    live_and_ready_once_the_address_is_announced,
    start_page_leads_on,
    unknown_paths_and_methods_are_refused,
    head_is_answered_as_get_is,
    sigterm_ends_it_cleanly,
    content_survives_a_restart_of_the_demo,
    the_example_environment_is_one_to_serve_with,
];

fn live_and_ready_once_the_address_is_announced(database: Database) {
    let app = DEMO.on(database);

    for path in ["/health/live", "/health/ready"] {
        let response = app.get(path, &[]);
        assert_eq!(response.status, 200, "{path}: {}", response.body);
    }
}

fn start_page_leads_on(database: Database) {
    let response = DEMO.on(database).get("/", &[("Accept", "text/html")]);

    assert_eq!(response.status, 200);
    assert!(response.header("content-type").starts_with("text/html"));
    assert!(response.body.contains("/graphiql"), "{}", response.body);
}

fn unknown_paths_and_methods_are_refused(database: Database) {
    let app = DEMO.on(database);

    assert_eq!(app.get("/nowhere", &[]).status, 404);
    let put = app.send(app.request(Method::PUT, "/graphql"));
    assert_eq!(put.status, 405);
    assert_eq!(put.header_list("allow"), ["get", "post"]);
}

/// Probes and caches ask with HEAD; what is there refuses other methods with 405, not as if it were not there.
fn head_is_answered_as_get_is(database: Database) {
    let app = DEMO.on(database);

    for path in ["/", "/schema.graphql", "/health/live", "/health/ready"] {
        let head = app.send(app.request(Method::HEAD, path));
        assert_eq!((head.status, head.body.as_str()), (200, ""), "HEAD {path}");
        let delete = app.send(app.request(Method::DELETE, path));
        assert_eq!(delete.status, 405, "DELETE {path}");
    }
}

fn sigterm_ends_it_cleanly(database: Database) {
    let mut app = TestApp::start(database, &Options::default());
    assert_eq!(app.get("/health/ready", &[]).status, 200);

    let status = app.terminate();

    assert!(status.success(), "{status}\n{}", app.log());
}

fn content_survives_a_restart_of_the_demo(database: Database) {
    let options = Options { demo: true, ..Options::default() };
    let mut app = TestApp::start(database, &options);
    let all = "{ events(first: 100) { totalCount nodes { id uid version } } }";
    let before = app.query(all).data().clone();

    app.restart(&options);

    assert!(before["events"]["nodes"][0]["uid"].is_string(), "{before:#}");
    assert_eq!(app.query(all).data(), &before);
}

fn the_example_environment_is_one_to_serve_with(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let example = include_str!("../.env.example");
    let variables = example.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('='));

    let mut command = app.command(&["serve", "--bind", "127.0.0.1:0", "--stop-on-stdin-eof"]);
    let output = command.envs(variables).stdin(Stdio::null()).output().expect("the program can be started");

    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    assert!(printed.contains("http://127.0.0.1:"), "{printed}");
}
