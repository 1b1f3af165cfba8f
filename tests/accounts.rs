//! Signing in and out, users and tokens: over GraphQL and on the command line.

use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, Token, on_both_databases};

on_both_databases![what_is_no_address_is_refused_and_not_kept];

const PASSWORD: &str = "correct horse battery";

const SIGN_IN: &str = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";

fn app(database: Database) -> TestApp {
    TestApp::start(database, &Options::default())
}

fn sign_in(app: &TestApp, email: &str, password: &str) -> Response {
    app.ask(None, SIGN_IN, json!({ "input": { "email": email, "password": password } }))
}

/// The sign-ins that were refused, the first first.
fn refused(app: &TestApp, admin: &Token) -> Vec<Value> {
    let document = "{ auditLog(filter: { deed: [\"signIn\"], outcome: DENIED }) { nodes { actor { name } address } } }";
    let mut refused = app.ask(Some(admin), document, Value::Null).at("/auditLog/nodes").as_array().unwrap().clone();
    refused.reverse();
    refused
}

fn what_is_no_address_is_refused_and_not_kept(database: Database) {
    let app = TestApp::start(
        database,
        &Options { arguments: &["--sign-in-attempts-per-minute", "3"], ..Options::default() },
    );
    let admin = app.admin();

    assert_eq!(sign_in(&app, "Nobody@tribune.example", PASSWORD).code(), "UNAUTHENTICATED");
    assert_eq!(sign_in(&app, &format!("{}@b", "a".repeat(900_000)), PASSWORD).code(), "UNAUTHENTICATED");
    assert_eq!(sign_in(&app, "my secret", PASSWORD).code(), "UNAUTHENTICATED");
    assert_eq!(sign_in(&app, "another secret", PASSWORD).code(), "RATE_LIMITED");

    let row = |name: &str| json!({ "actor": { "name": name }, "address": "127.0.0.1" });
    assert_eq!(refused(&app, &admin), [row("nobody@tribune.example"), row(""), row("")]);
}
