//! Queries as three files: `queries/NAME.graphql` (with `NAME.variables.json` when it has variables), the answer,
//! and the SQL that it took, both in `snapshots/`.
//!
//! A lost batch shows in the third. Both databases give one answer; the SQL is one file while they agree on it,
//! `NAME.sql`, and two when they do not, `NAME.sqlite.sql` and `NAME.postgres.sql`. `make accept` writes them.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
};

use serde_json::Value;
use tests::{DEMO, Database, Response};

#[test]
fn both_databases_give_the_answer_in_the_statements_that_are_known() {
    let queries = names(&folder("queries"), ".graphql");
    assert!(!queries.is_empty(), "there are no queries");

    let mut failed = Vec::new();
    let mut written = BTreeSet::new();
    for query in &queries {
        match catch_unwind(|| hold(query)) {
            Ok(snapshots) => written.extend(snapshots),
            Err(_) => failed.push(query),
        }
    }

    assert!(failed.is_empty(), "{failed:?} changed; `make accept` when that is right");
    let stale: Vec<_> = names(&folder("snapshots"), ".snap").difference(&written).cloned().collect();
    assert!(stale.is_empty(), "remove the snapshots of no query: {stale:?}");
}

/// Holds one query against its snapshots, and gives their names.
fn hold(query: &str) -> Vec<String> {
    let document = read(&format!("{query}.graphql")).expect("the query can be read");
    let variables = read(&format!("{query}.variables.json"));
    let variables = variables.map_or(Value::Null, |json| {
        serde_json::from_str(&json).unwrap_or_else(|error| panic!("{query}.variables.json: {error}"))
    });
    let ask = |database| DEMO.on(database).query_with(&document, variables.clone(), &[]);
    let sqlite = ask(Database::Sqlite);
    let postgres = ask(Database::Postgres);

    sqlite.data();
    similar(&sqlite.answer(), &postgres.answer(), query);
    let mut snapshots = vec![(format!("{query}.answer"), sqlite.answer())];
    match (statements(&sqlite), statements(&postgres)) {
        (one, other) if one == other => snapshots.push((format!("{query}.sql"), one)),
        (one, other) => {
            snapshots.push((format!("{query}.sqlite.sql"), one));
            snapshots.push((format!("{query}.postgres.sql"), other));
        }
    }
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(folder("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, content) in &snapshots {
            insta::assert_snapshot!(name.as_str(), content);
        }
    });
    snapshots.into_iter().map(|(name, _)| name).collect()
}

/// One statement a paragraph, in alphabetical order: those of one level run at once, and which of them the log
/// has first is chance.
fn statements(response: &Response) -> String {
    assert!(!response.statements.is_empty(), "the server names no statements");
    let mut statements = response.statements.clone();
    statements.sort();
    statements.join("\n\n")
}

/// Shows the first line in which two answers differ, not two whole answers.
fn similar(sqlite: &str, postgres: &str, query: &str) {
    let mut lines = sqlite.lines().zip(postgres.lines()).enumerate();
    if let Some((line, (one, other))) = lines.find(|(_, (one, other))| one != other) {
        panic!("{query}: line {} is{one} on SQLite and{other} on PostgreSQL\n{sqlite}", line + 1);
    }
    assert_eq!(sqlite.lines().count(), postgres.lines().count(), "{query}");
}

fn names(folder: &Path, ending: &str) -> BTreeSet<String> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = files.filter_map(|file| {
        let name = file.file_name();
        name.to_str()?.strip_suffix(ending).map(str::to_owned)
    });
    names.collect()
}

fn read(name: &str) -> Option<String> {
    fs::read_to_string(folder("queries").join(OsStr::new(name))).ok()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
