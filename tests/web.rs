//! What only JavaScript can tell: the audits of GraphQL over HTTP, the clients that frontends use for sockets and streams, and
//! GraphiQL in a browser.

use std::{path::Path, process::Command};

use tests::{DEMO, Database, NOW, on_both_databases};

on_both_databases![every_audit_of_graphql_over_http_passes, clients_of_sockets_and_streams_get_the_answers_of_http];

/// Runs a script of `tests/web` against the demo.
fn script(name: &str, database: Database, arguments: &[&str]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
    let installed = folder.join("node_modules").is_dir();
    assert!(installed, "the packages of tests/web are not installed: run `make test`");

    let output = Command::new("node")
        .arg(folder.join(name))
        .arg(DEMO.on(database).base_url())
        .args(arguments)
        .current_dir(&folder)
        .output()
        .expect("there is a program `node`");

    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {}\n{stdout}\n{stderr}", output.status);
}

fn every_audit_of_graphql_over_http_passes(database: Database) {
    script("audit.mjs", database, &[]);
}

fn clients_of_sockets_and_streams_get_the_answers_of_http(database: Database) {
    script("clients.mjs", database, &[]);
}

/// The page does not know which database is behind it: once is enough for a browser.
#[test]
fn graphiql_answers_with_every_foreign_request_blocked() {
    script("graphiql.mjs", Database::Sqlite, &[]);
}

/// Nor do messages.
#[test]
fn every_message_is_the_same_in_a_page() {
    script("fluent.mjs", Database::Sqlite, &[NOW]);
}
