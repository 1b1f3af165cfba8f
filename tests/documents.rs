//! Documents that clients name instead of sending them: by a hash that they have sent once (automatic persisted
//! queries), or by an id that was added on the command line (trusted documents).

use std::{
    fs,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use reqwest::Url;
use serde_json::{Value, json};
use tests::{DEMO, Database, Options, Output, Response, TestApp, on_both_databases};

use crate::editor::Editor;

on_both_databases![
    document_is_sent_once_and_named_from_then_on,
    document_is_named_over_get,
    unknown_hash_is_told_in_the_same_word_everywhere,
    hash_must_be_that_of_the_document,
    what_is_malformed_is_refused,
    unsound_document_is_not_remembered,
    mutation_is_named_over_post_only,
    answer_is_found_by_what_the_named_document_means,
    document_is_added_in_the_format_of_each_tool,
    added_document_is_known_the_next_time,
    refused_document_is_told_and_the_others_come_in,
    document_is_found_under_each_of_its_names,
    document_is_added_and_removed_while_the_server_runs,
    removed_document_has_no_kept_answer,
    only_trusted_documents_are_carried_out,
    pages_say_that_only_trusted_documents_are_carried_out,
];

/// Documents and their SHA-256, as `sha256sum` has it.
const TAGS: [&str; 2] = ["{ tags { totalCount } }", "1582c348f61a25b49d7ff2d5be6b29f6ddbfd5cb12d46d5ccd98f788eb3c2f94"];
const EVENT: [&str; 2] = [
    "query Event($slug: String!) { event(slug: $slug) { name } }",
    "fbeb1c11ca916c5c2bc36530d999d7d11d9fb151f26b08b5c5d0e2dd07f176e1",
];
const TWO: [&str; 2] = [
    "query Two { tags { totalCount } } query Event($slug: String!) { event(slug: $slug) { slug } }",
    "61807a406e0579609fe8d3bd9380de16602c82ff87e5a2f8634d2401ef39954e",
];
const CREATE: [&str; 2] = [
    "mutation Tag($label: String!) { tagCreate(input: { translations: [{ locale: \"en\", label: $label }] }) { tag { slug } } }",
    "ec83a6a4dca6d1e5e755b2a1c4574ff73a57a7307532dac6bb081a021aa292fb",
];
const UNSOUND: [&str; 2] = ["{ nothing }", "919c0b7aa452b0b2fb42688461501bb8b0c3ef3b9d05ce7b9afd4f28bbe96ceb"];
/// With a line end after it, as an editor leaves it in a file.
const COMPANIES: [&str; 2] =
    ["{ companies { totalCount } }\n", "abe30bd0a0e97f299f4f300a3208160ee73509314c776bdc199c893e7a745172"];

const NOT_FOUND: &str = "PERSISTED_QUERY_NOT_FOUND";
const ONLY: [&str; 2] = ["--trusted-documents", "only"];

fn start(database: Database, arguments: &[&str]) -> TestApp {
    TestApp::start(database, &Options { arguments, ..Options::default() })
}

fn extensions(hash: &str) -> Value {
    json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } })
}

fn post(app: &TestApp, body: Value) -> Response {
    app.post("application/json", &body.to_string(), &[])
}

/// Names a document over POST.
fn name(app: &TestApp, [_, hash]: [&str; 2]) -> Response {
    post(app, json!({ "extensions": extensions(hash) }))
}

/// Sends a document with its hash.
fn register(app: &TestApp, [text, hash]: [&str; 2], variables: Value) -> Response {
    post(app, json!({ "query": text, "variables": variables, "extensions": extensions(hash) }))
}

fn get(app: &TestApp, parameters: &[(&str, &str)], accept: &str) -> Response {
    let url = Url::parse_with_params("http://host/graphql", parameters).expect("the address is sound");
    app.get(&format!("{}?{}", url.path(), url.query().unwrap_or_default()), &[("Accept", accept)])
}

const GRAPHQL: &str = "application/graphql-response+json";

/// A file of a test, beside the database.
fn file(app: &TestApp, name: &str, content: &str) -> PathBuf {
    let path = app.folder().join(name);
    fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("a folder can be made");
    fs::write(&path, content).expect("a file can be written");
    path
}

fn documents(app: &TestApp, arguments: &[&str]) -> Output {
    app.run(&[&["documents"][..], arguments].concat(), "")
}

/// Adds a file, which must go well; the report.
#[track_caller]
fn add(app: &TestApp, name: &str, content: &str) -> String {
    let path = file(app, name, content);
    documents(app, &["add", path.to_str().expect("it is UTF-8")]).succeeded().stdout
}

fn document_is_sent_once_and_named_from_then_on(database: Database) {
    let app = start(database, &[]);
    let variables = json!({ "slug": "absent" });

    let unknown = name(&app, EVENT);
    let registered = register(&app, EVENT, variables.clone());
    let named = post(&app, json!({ "variables": variables, "extensions": extensions(EVENT[1]) }));

    assert_eq!((unknown.status, unknown.code(), unknown.message()), (400, NOT_FOUND, "PersistedQueryNotFound"));
    assert_eq!(unknown.header("cache-control"), "private, no-store");
    assert_eq!(registered.at("/event"), &Value::Null);
    assert_eq!((named.status, &named.body), (200, &registered.body));
    // As GraphQL over HTTP spells the same name.
    let body = json!({ "documentId": format!("sha256:{}", EVENT[1]), "variables": variables });
    assert_eq!(post(&app, body).body, registered.body);
    // What is unknown to us is passed over, in the extension and beside it.
    let more = json!({
        "variables": variables,
        "extensions": { "clientLibrary": { "name": "a" },
            "persistedQuery": { "version": 1, "sha256Hash": EVENT[1], "miss": true } },
    });
    assert_eq!(post(&app, more).body, registered.body);
}

fn document_is_named_over_get(database: Database) {
    let app = start(database, &[]);
    let of_two = extensions(TWO[1]).to_string();
    let parameters = [("operationName", "Event"), ("variables", r#"{"slug":"absent"}"#), ("extensions", &of_two)];

    let unknown = get(&app, &parameters, GRAPHQL);
    let unknown_json = get(&app, &parameters, "application/json");
    let registered = get(&app, &[&[("query", TWO[0])][..], &parameters].concat(), GRAPHQL);
    let named = get(&app, &parameters, GRAPHQL);

    assert_eq!((unknown.status, unknown.code()), (400, NOT_FOUND));
    // The status of a well-formed request, as for other errors of GraphQL.
    assert_eq!((unknown_json.status, unknown_json.code()), (200, NOT_FOUND));
    for response in [&unknown, &unknown_json] {
        assert_eq!(response.header("cache-control"), "private, no-store");
        assert_eq!((response.header("etag"), response.header("x-cache")), (String::new(), "BYPASS".to_owned()));
    }
    assert_eq!(registered.at("/event"), &Value::Null);
    assert_eq!(named.body, registered.body);
    assert_eq!(get(&app, &[("operationName", "Two"), ("extensions", &of_two)], GRAPHQL).at("/tags/totalCount"), 0);
}

fn unknown_hash_is_told_in_the_same_word_everywhere(database: Database) {
    let app = DEMO.on(database);
    let body = json!({ "extensions": extensions(&"0".repeat(64)) }).to_string();

    for language in ["en", "fr", "es"] {
        let response = app.post("application/json", &body, &[("Accept-Language", language)]);
        assert_eq!((response.code(), response.message()), (NOT_FOUND, "PersistedQueryNotFound"));
    }
    // No hash that was ever sent, and none that a database could look up.
    for hash in ["", "a\0b", &"0".repeat(1_000), "🎈"] {
        assert_eq!(post(app, json!({ "extensions": extensions(hash) })).code(), NOT_FOUND, "{hash:?}");
        assert_eq!(post(app, json!({ "documentId": hash })).code(), NOT_FOUND, "{hash:?}");
    }
    let messages = [
        ("en", "There is no document “abc”."),
        ("fr", "Le document «\u{a0}abc\u{a0}» n’existe pas."),
        ("es", "No existe el documento «abc»."),
    ];
    for (language, message) in messages {
        let unknown = app.post("application/json", r#"{"documentId": "abc"}"#, &[("Accept-Language", language)]);
        assert_eq!((unknown.status, unknown.code(), unknown.message()), (400, NOT_FOUND, message));
        assert_eq!(unknown.json["errors"][0]["extensions"]["argument"], "documentId");
        assert_eq!(unknown.header("cache-control"), "private, no-store");
    }
}

fn hash_must_be_that_of_the_document(database: Database) {
    let app = start(database, &[]);

    let refused = register(&app, [TAGS[0], EVENT[1]], Value::Null);

    assert_eq!((refused.status, refused.code()), (400, "BAD_REQUEST"));
    assert_eq!(refused.message(), "“sha256Hash” is not the SHA-256 of “query”.");
    assert_eq!(refused.json["errors"][0]["extensions"]["argument"], "extensions.persistedQuery.sha256Hash");
    assert_eq!(name(&app, [TAGS[0], EVENT[1]]).code(), NOT_FOUND);
    assert_eq!(name(&app, TAGS).code(), NOT_FOUND);
}

fn what_is_malformed_is_refused(database: Database) {
    let app = DEMO.on(database);
    let [text, hash] = TAGS;

    for version in [json!(2), json!("1"), Value::Null] {
        let extension = json!({ "persistedQuery": { "version": version, "sha256Hash": hash } });
        let refused = post(app, json!({ "query": text, "extensions": extension }));
        assert_eq!((refused.status, refused.code()), (400, "BAD_REQUEST"));
        let message = format!("Version {version} of persisted queries is not supported; send version 1.");
        assert_eq!(refused.message(), message);
    }
    let malformed = [
        (json!({ "extensions": [] }), "expected a map"),
        (json!({ "extensions": { "persistedQuery": "x" } }), "extensions.persistedQuery: "),
        (json!({ "extensions": { "persistedQuery": { "version": 1 } } }), "missing field `sha256Hash`"),
        (json!({ "documentId": 1 }), "expected a string"),
        (json!({ "documentId": "a", "doc_id": "b" }), "duplicate field"),
        (json!({ "documentId": "a", "query": text }), "either `query` or `documentId`"),
        (json!({ "query": null }), "missing field `query`"),
        (json!({ "extensions": {} }), "missing field `query`"),
        (json!({ "extensions": { "persistedQuery": null } }), "missing field `query`"),
    ];
    for (body, reason) in malformed {
        let refused = post(app, body.clone());
        assert_eq!((refused.status, refused.code()), (400, "BAD_REQUEST"), "{body}");
        assert!(refused.message().contains(reason), "{body}: {}", refused.message());
    }
    let refused = get(app, &[("extensions", "[]")], GRAPHQL);
    assert_eq!((refused.status, refused.code()), (400, "BAD_REQUEST"), "{}", refused.body);
}

fn unsound_document_is_not_remembered(database: Database) {
    let app = start(database, &["--depth-limit", "1"]);

    for document in [UNSOUND, TAGS] {
        let refused = register(&app, document, Value::Null);
        assert_eq!(refused.status, 400, "{}", refused.body);
        assert_ne!(refused.code(), NOT_FOUND);
        assert_eq!(name(&app, document).code(), NOT_FOUND);
    }
}

fn mutation_is_named_over_post_only(database: Database) {
    let app = start(database, &[]);
    let editor = Editor::of(&app);
    let bearer = format!("Bearer {}", editor.token.0);
    let body = |query: Option<&str>, label: &str| {
        let mut body = json!({ "variables": { "label": label }, "extensions": extensions(CREATE[1]) });
        if let Some(query) = query {
            body["query"] = query.into();
        }
        app.post("application/json", &body.to_string(), &[("Authorization", &bearer)])
    };

    assert_eq!(body(None, "One").code(), NOT_FOUND);
    assert_eq!(body(Some(CREATE[0]), "One").at("/tagCreate/tag/slug"), "one");
    assert_eq!(body(None, "Two").at("/tagCreate/tag/slug"), "two");
    let over_get = get(&app, &[("extensions", &extensions(CREATE[1]).to_string())], GRAPHQL);

    assert_eq!((over_get.status, over_get.header("allow")), (405, "GET, POST".to_owned()));
    assert_eq!(editor.sees("{ tags { totalCount } }", "/tags/totalCount"), 2);
}

/// Asks until the answer is a kept one.
#[track_caller]
fn warm(ask: impl Fn() -> Response) -> Response {
    within("it is kept", || Some(ask()).filter(|response| response.header("x-cache") == "HIT"))
}

/// Tries until there is something, for some seconds.
#[track_caller]
fn within<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begin.elapsed() < Duration::from_secs(10), "not true: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

fn answer_is_found_by_what_the_named_document_means(database: Database) {
    let app = TestApp::start(database, &Options { cache: true, ..Options::default() });
    warm(|| post(&app, json!({ "query": "{ __typename }" })));
    let extension = extensions(TAGS[1]).to_string();
    let by_hash = || get(&app, &[("extensions", &extension)], GRAPHQL);

    assert_eq!(by_hash().code(), NOT_FOUND);
    assert_eq!(register(&app, TAGS, Value::Null).header("x-cache"), "MISS");
    let named = by_hash();
    let by_text = post(&app, json!({ "query": TAGS[0] }));
    let again = register(&app, TAGS, Value::Null);

    for response in [&named, &by_text, &again] {
        assert_eq!((response.header("x-cache"), &response.body), ("HIT".to_owned(), &named.body));
    }
    assert_eq!(named.at("/tags/totalCount"), 0);
    let tag = by_hash().header("etag");
    let known = app.get(&path(&extension), &[("Accept", GRAPHQL), ("If-None-Match", &tag)]);
    assert_eq!((known.status, known.body.as_str()), (304, ""));
}

/// The address that names a document by its hash.
fn path(extension: &str) -> String {
    let url = Url::parse_with_params("http://host/graphql", [("extensions", extension)]).expect("it is sound");
    format!("{}?{}", url.path(), url.query().unwrap_or_default())
}

/// The count, asked by an id.
#[track_caller]
fn counted(app: &TestApp, id: &str) -> Value {
    let response = post(app, json!({ "documentId": id }));
    response.data().as_object().and_then(|data| data.values().next()).expect("it has a field")["totalCount"].clone()
}

fn document_is_added_in_the_format_of_each_tool(database: Database) {
    let app = start(database, &[]);
    let manifest = json!({
        "format": "apollo-persisted-query-manifest", "version": 1,
        "operations": [
            { "id": TAGS[1], "body": TAGS[0], "name": "Tags", "type": "query" },
            { "id": EVENT[1], "body": EVENT[0], "name": "Event", "type": "query" },
        ],
    });
    let relay = json!({ "3be4abb81fa595e25eb725b2c6a87508": "query Relay { posts { totalCount } }" });
    let codegen = json!({ "aa1b34a7a8e3b5f6a1f0e2b0c3d4e5f60718293a": "query Codegen { speakers { totalCount } }" });
    let pairs = json!([["pair", "query Pair { events { totalCount } }"]]);

    assert!(add(&app, "apollo.json", &manifest.to_string()).ends_with("apollo.json\n  added 2, known 0, refused 0\n"));
    assert!(add(&app, "relay.json", &relay.to_string()).contains("added 1, known 0, refused 0"));
    assert!(add(&app, "codegen.json", &codegen.to_string()).contains("added 1, known 0, refused 0"));
    file(&app, "folder/pairs.json", &pairs.to_string());
    file(&app, "folder/deep/companies.graphql", COMPANIES[0]);
    file(&app, "folder/README.md", "no document");
    let folder = app.folder().join("folder");
    let report = documents(&app, &["add", folder.to_str().expect("it is UTF-8")]).succeeded().stdout;

    assert_eq!(report.matches("added 1, known 0, refused 0").count(), 2, "{report}");
    let ids =
        [TAGS[1], "3be4abb81fa595e25eb725b2c6a87508", "aa1b34a7a8e3b5f6a1f0e2b0c3d4e5f60718293a", "pair", COMPANIES[1]];
    for id in ids {
        assert_eq!(counted(&app, id), 0, "{id}");
    }
    let list = documents(&app, &["list"]).succeeded().stdout;
    assert_eq!(list.lines().count(), 6, "{list}");
    let line = list.lines().find(|line| line.starts_with(EVENT[1])).expect("it is listed");
    assert_eq!(line, format!("{}  Event  2012-02-14 18:30:00 UTC", EVENT[1]));
}

fn added_document_is_known_the_next_time(database: Database) {
    let app = start(database, &[]);
    let map = json!({ "one": TAGS[0], "two": TAGS[0], format!("sha256:{}", TAGS[1]): TAGS[0] }).to_string();

    assert!(add(&app, "map.json", &map).contains("added 3, known 0, refused 0"));
    assert!(add(&app, "map.json", &map).contains("added 0, known 3, refused 0"));
    assert!(add(&app, "tags.graphql", TAGS[0]).contains("added 0, known 1, refused 0"));
    assert_eq!(documents(&app, &["list"]).succeeded().stdout.lines().count(), 3);
}

fn refused_document_is_told_and_the_others_come_in(database: Database) {
    let app = start(database, &[]);
    add(&app, "first.json", &json!({ "taken": TAGS[0] }).to_string());
    let map = json!({
        "sound": TAGS[0], "taken": COMPANIES[0], "unsound": UNSOUND[0], "broken": "{", "of two words": TAGS[0],
        EVENT[1]: TAGS[0], "deep": "{ events { nodes { name } } }",
    });
    let path = file(&app, "second.json", &map.to_string());
    let absent = app.folder().join("absent.json");
    let package = file(&app, "package.json", r#"{ "name": "app", "scripts": {} }"#);
    let files = [&path, &absent, &package].map(|path| path.to_str().expect("it is UTF-8"));

    let output = documents(&app, &[&["add", "--depth-limit", "2"][..], &files].concat());

    assert!(!output.status.success());
    assert!(output.stdout.contains("added 1, known 0, refused 6"), "{}", output.stdout);
    for reason in [
        "taken: This id stands for another text already.",
        "unsound: The GraphQL request is not valid: Unknown field \"nothing\"",
        "broken: The GraphQL request is not valid: ",
        "of two words: An id has 1 to 255 letters, digits and signs of ASCII, and no spaces.",
        &format!("{}: An id of 64 hexadecimal digits must be the SHA-256 of the text, and this one is not.", EVENT[1]),
        "deep: The operation goes over the limit of 2 for depth.",
    ] {
        assert!(output.stdout.contains(reason), "{reason}\n{}", output.stdout);
    }
    assert_eq!(output.stderr.matches("Nothing of this file was taken.").count(), 2, "{}", output.stderr);
    assert!(output.stderr.contains("neither a manifest of Apollo"), "{}", output.stderr);
    assert_eq!(counted(&app, "sound"), 0);
    let in_french = app.command(&["documents", "add", files[0]]).env("TRIBUNE_DEFAULT_LOCALE", "fr").output();
    let in_french = String::from_utf8_lossy(&in_french.expect("it can be started").stdout).into_owned();
    assert!(in_french.contains("taken: Cet identifiant désigne déjà un autre texte."), "{in_french}");
}

fn document_is_found_under_each_of_its_names(database: Database) {
    let app = start(database, &[]);
    add(&app, "relay.json", &json!({ "3be4abb81fa595e25eb725b2c6a87508": EVENT[0] }).to_string());
    let variables = json!({ "slug": "absent" });
    let with = |mut body: Value| {
        body["variables"] = variables.clone();
        post(&app, body)
    };
    let expected = json!({ "event": null });

    for body in [
        json!({ "documentId": "3be4abb81fa595e25eb725b2c6a87508" }),
        json!({ "doc_id": "3be4abb81fa595e25eb725b2c6a87508" }),
        json!({ "documentId": EVENT[1] }),
        json!({ "documentId": format!("sha256:{}", EVENT[1]) }),
        json!({ "extensions": extensions(EVENT[1]) }),
        json!({ "extensions": extensions("3be4abb81fa595e25eb725b2c6a87508") }),
    ] {
        assert_eq!(with(body.clone()).data(), &expected, "{body}");
    }
    for parameter in ["documentId", "doc_id"] {
        let parameters = [
            (parameter, "3be4abb81fa595e25eb725b2c6a87508"),
            ("variables", r#"{"slug":"absent"}"#),
            ("operationName", ""),
        ];
        assert_eq!(get(&app, &parameters, GRAPHQL).data(), &expected, "{parameter}");
    }
}

fn document_is_added_and_removed_while_the_server_runs(database: Database) {
    let app = start(database, &[]);
    let by_id = || post(&app, json!({ "documentId": "count" }));
    assert_eq!(by_id().code(), NOT_FOUND);

    add(&app, "count.json", &json!({ "count": TAGS[0], "other": COMPANIES[0] }).to_string());
    assert_eq!(by_id().at("/tags/totalCount"), 0);
    let none = documents(&app, &["remove", "count", "absent"]);
    assert!(!none.status.success() && none.stderr.contains("absent"), "{}", none.text());
    assert_eq!(documents(&app, &["list"]).succeeded().stdout.lines().count(), 2);
    documents(&app, &["remove", "count"]).succeeded();

    within("a removed document is refused", || (by_id().json["data"].is_null()).then_some(()));
    assert_eq!(by_id().code(), NOT_FOUND);
    // Another text may have its id now.
    add(&app, "again.json", &json!({ "count": "{ posts { totalCount } }" }).to_string());
    assert_eq!(by_id().at("/posts/totalCount"), 0);
}

fn removed_document_has_no_kept_answer(database: Database) {
    let options = Options { cache: true, arguments: &ONLY, ..Options::default() };
    let app = TestApp::start(database, &options);
    add(&app, "count.json", &json!({ "count": TAGS[0] }).to_string());
    let by_id = || get(&app, &[("documentId", "count")], GRAPHQL);
    warm(by_id);

    documents(&app, &["remove", "count"]).succeeded();

    within("its answer is given no more", || (by_id().status == 400).then_some(()));
    assert_eq!(by_id().code(), NOT_FOUND);
}

fn only_trusted_documents_are_carried_out(database: Database) {
    let mut app = start(database, &[]);
    register(&app, COMPANIES, Value::Null).data();
    app.restart(&Options { arguments: &ONLY, ..Options::default() });
    add(&app, "relay.json", &json!({ "relay": TAGS[0] }).to_string());

    for trusted in [
        json!({ "documentId": "relay" }),
        json!({ "extensions": extensions(TAGS[1]) }),
        // Its very text is trusted too, with its hash or without.
        json!({ "query": TAGS[0] }),
        json!({ "query": TAGS[0], "extensions": extensions(TAGS[1]) }),
    ] {
        assert_eq!(post(&app, trusted.clone()).at("/tags/totalCount"), 0, "{trusted}");
    }
    for other in [
        json!({ "query": COMPANIES[0] }),
        json!({ "query": "{ tags { totalCount }}" }),
        json!({ "query": "{ __schema { queryType { name } } }" }),
        json!({ "query": "{" }),
        json!({ "query": COMPANIES[0], "extensions": extensions(COMPANIES[1]) }),
        json!({ "extensions": extensions(COMPANIES[1]) }),
    ] {
        let refused = post(&app, other.clone());
        assert_eq!((refused.status, refused.code()), (400, "TRUSTED_DOCUMENTS_ONLY"), "{other}");
        assert_eq!(refused.header("cache-control"), "private, no-store");
    }
    let json = get(&app, &[("query", "{ __typename }")], "application/json");
    assert_eq!((json.status, json.code()), (200, "TRUSTED_DOCUMENTS_ONLY"));
    assert_eq!(post(&app, json!({ "documentId": "other" })).code(), NOT_FOUND);
    for (language, message) in [
        ("en", "This server carries out trusted documents only, and this is not one of them."),
        ("fr", "Ce serveur n’exécute que des documents approuvés, et celui-ci n’en fait pas partie."),
        ("es", "Este servidor solo ejecuta documentos de confianza, y este no es uno de ellos."),
    ] {
        let refused = app.post("application/json", r#"{"query": "{ __typename }"}"#, &[("Accept-Language", language)]);
        assert_eq!(refused.message(), message);
    }
}

fn pages_say_that_only_trusted_documents_are_carried_out(database: Database) {
    let app = start(database, &ONLY);

    let landing = app.get("/", &[("Accept-Language", "fr")]);
    let graphiql = app.get("/graphiql", &[("Accept-Language", "fr")]);

    let closed = "ce serveur n’exécute que des documents approuvés.";
    assert_eq!((landing.status, graphiql.status), (200, 403));
    assert!(landing.body.contains(closed) && !landing.body.contains("<pre>"), "{}", landing.body);
    assert!(landing.body.ends_with("</html>\n") && !landing.body.contains("{try}"), "{}", landing.body);
    assert!(graphiql.body.contains(closed), "{}", graphiql.body);
    assert_eq!(app.get("/schema.graphql", &[]).status, 200);
    assert!(DEMO.on(database).get("/", &[]).body.contains("<pre>"));
}
