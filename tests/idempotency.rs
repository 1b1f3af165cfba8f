//! `Idempotency-Key`: a request that is sent twice is carried out once.

use std::thread;

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, Token, on_both_databases};

use crate::editor::Editor;

on_both_databases![
    request_that_is_sent_again_gets_the_first_answer,
    key_is_good_for_one_request,
    key_is_its_accounts_own,
    same_requests_at_once_are_carried_out_once,
    key_survives_a_crash,
    invalid_key_is_refused,
    request_that_wrote_nothing_is_tried_again,
    answer_with_a_secret_is_given_once,
    several_mutations_of_one_request_are_one,
    query_needs_no_key,
];

const CREATE: &str = "mutation ($label: String!) {
    tagCreate(input: { translations: [{ locale: \"en\", label: $label }] }) {
        tag { uid slug } userErrors { field code }
    }
}";

fn send(app: &TestApp, token: &Token, key: &str, document: &str, variables: &Value) -> Response {
    let request = app
        .request(Method::POST, "/graphql")
        .header("Accept", "application/graphql-response+json")
        .header("Idempotency-Key", key)
        .bearer_auth(&token.0)
        .json(&json!({ "query": document, "variables": variables }));
    app.send(request)
}

fn create(app: &TestApp, token: &Token, key: &str, label: &str) -> Response {
    send(app, token, key, CREATE, &json!({ "label": label }))
}

/// How many tags there are.
fn count(editor: &Editor) -> Value {
    editor.sees("{ tags { totalCount } }", "/tags/totalCount")
}

fn is_replayed(response: &Response) -> bool {
    response.header("Idempotent-Replayed") == "true"
}

fn request_that_is_sent_again_gets_the_first_answer(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);

    let first = create(&app, &editor.token, "key", "Tag");
    let again = create(&app, &editor.token, "key", "Tag");
    let without = editor.ask(CREATE, json!({ "label": "Tag" }));

    assert_eq!(first.at("/tagCreate/tag/slug"), "tag");
    assert_eq!((again.status, &again.body), (200, &first.body));
    assert_eq!((is_replayed(&first), is_replayed(&again)), (false, true));
    assert_eq!(again.header("Cache-Control"), "private, no-store");
    assert_eq!(again.header("Content-Type"), first.header("Content-Type"));
    assert_eq!(without.at("/tagCreate/tag/slug"), "tag-2");
    assert_eq!(count(&editor), 2);
}

fn key_is_good_for_one_request(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    create(&app, &editor.token, "key", "One").data();

    let other_variables = create(&app, &editor.token, "key", "Two");
    let other_document = send(&app, &editor.token, "key", &format!("{CREATE} "), &json!({ "label": "One" }));
    let other_key = create(&app, &editor.token, "KEY", "Two");

    for response in [other_variables, other_document] {
        assert_eq!((response.code(), response.status), ("CONFLICT", 409));
        assert_eq!(response.message(), "This Idempotency-Key was used for another request.");
    }
    assert_eq!(other_key.at("/tagCreate/tag/slug"), "two");
    assert_eq!(count(&editor), 2);
}

fn key_is_its_accounts_own(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let other = app.admin();

    let mine = create(&app, &editor.token, "key", "Mine");
    let theirs = create(&app, &other, "key", "Theirs");
    let again = create(&app, &editor.token, "key", "Mine");

    assert_eq!(theirs.at("/tagCreate/tag/slug"), "theirs");
    assert!(!is_replayed(&theirs));
    assert_eq!(again.body, mine.body);
    let nobody = app.query_with(CREATE, json!({ "label": "Mine" }), &[("Idempotency-Key", "key")]);
    assert_eq!(nobody.code(), "UNAUTHENTICATED");
}

fn same_requests_at_once_are_carried_out_once(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);

    for round in 0..10 {
        let key = format!("key-{round}");
        let answers: Vec<Response> = thread::scope(|scope| {
            let (app, editor, key) = (&app, &editor, &key);
            let senders: Vec<_> = (0..8).map(|_| scope.spawn(move || create(app, &editor.token, key, key))).collect();
            senders.into_iter().map(|sender| sender.join().expect("it was answered")).collect()
        });

        let (told, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.json.get("errors").is_none());
        assert!(!told.is_empty());
        assert!(told.iter().all(|answer| answer.body == told[0].body));
        assert_eq!(told.iter().filter(|answer| !is_replayed(answer)).count(), 1, "one carries it out");
        assert!(refused.iter().all(|answer| answer.code() == "CONFLICT"), "the others wait");
        assert_eq!(count(&editor), round + 1);
        assert!(is_replayed(&create(&app, &editor.token, &key, &key)));
    }
}

fn key_survives_a_crash(database: Database) {
    let mut app = TestApp::start(database, &Options::default());
    let token = app.admin();
    let first = create(&app, &token, "key", "Tag");

    app.kill();
    app.restart(&Options::default());
    let again = create(&app, &token, "key", "Tag");

    assert_eq!(again.body, first.body);
    assert!(is_replayed(&again));
}

fn invalid_key_is_refused(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);

    let longest = create(&app, &editor.token, &"x".repeat(255), "Tag");
    for key in ["", &"x".repeat(256), "clé"] {
        let response = create(&app, &editor.token, key, "Tag");
        assert_eq!((response.code(), response.status), ("BAD_REQUEST", 400), "{key}");
    }

    assert_eq!(longest.at("/tagCreate/tag/slug"), "tag");
    assert_eq!(count(&editor), 1);
}

fn request_that_wrote_nothing_is_tried_again(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let tag = editor.create("tag", &json!({ "translations": [{ "locale": "en", "label": "Tag" }] }));
    let slug = "mutation { tagCreate(input: { slug: \"wanted\", translations: [{ locale: \"en\", label: \"A\" }] }) {
        tag { slug } userErrors { code }
    } }";
    let update =
        "mutation ($id: ID!) { tagUpdate(input: { id: $id, version: 2, slug: \"renamed\" }) { tag { version } } }";
    let id = json!({ "id": tag.uid });

    let too_early = send(&app, &editor.token, "update", update, &id);
    editor.update("tag", &tag.uid, 1, json!({ "slug": "wanted" }));
    let in_time = send(&app, &editor.token, "update", update, &id);
    let again = send(&app, &editor.token, "update", update, &id);
    let taken = send(&app, &editor.token, "create", slug, &Value::Null);
    editor.purge(&tag.uid).data();
    let free = send(&app, &editor.token, "create", slug, &Value::Null);
    let broken = send(&app, &editor.token, "broken", "mutation { nonsense }", &Value::Null);
    let repaired = create(&app, &editor.token, "broken", "Repaired");

    assert_eq!(too_early.code(), "CONFLICT");
    assert!(too_early.json["errors"][0]["extensions"]["conflict"].is_object(), "of versions, not of keys");
    assert_eq!(in_time.at("/tagUpdate/tag/version"), 3);
    assert_eq!(again.body, in_time.body);
    assert_eq!(taken.at("/tagCreate/userErrors/0/code"), "TAKEN");
    assert_eq!(free.at("/tagCreate/tag/slug"), "wanted");
    assert!(!is_replayed(&free));
    assert_eq!(broken.code(), "BAD_REQUEST");
    assert_eq!(repaired.at("/tagCreate/tag/slug"), "repaired");
}

fn answer_with_a_secret_is_given_once(database: Database) {
    let app = TestApp::start(database, &Options::default());
    app.user("ana@example.org", "a long enough secret", &["--role", "admin"]);
    let ana = app.sign_in("ana@example.org", "a long enough secret");
    let document = "mutation { tokenCreate(input: { name: \"robot\", grants: [{ role: EDITOR }] }) {
        token userErrors { code }
    } }";

    let first = send(&app, &ana, "key", document, &Value::Null);
    let again = send(&app, &ana, "key", document, &Value::Null);

    assert!(first.at("/tokenCreate/token").is_string());
    assert_eq!((again.code(), again.status), ("CONFLICT", 409));
    assert!(!again.body.contains("tribune_"), "{}", again.body);
    let tokens = app.ask(Some(&ana), "{ apiTokens { nodes { name } } }", Value::Null);
    assert_eq!(tokens.at("/apiTokens/nodes"), &json!([{ "name": "robot" }]));
}

fn several_mutations_of_one_request_are_one(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let document = "mutation {
        a: tagCreate(input: { translations: [{ locale: \"en\", label: \"A\" }] }) { tag { uid } userErrors { code } }
        b: tagCreate(input: { slug: \"É\" }) { tag { uid } userErrors { code } }
        c: tagCreate(input: { translations: [{ locale: \"en\", label: \"C\" }] }) { tag { uid } userErrors { code } }
    }";

    let first = send(&app, &editor.token, "key", document, &Value::Null);
    let again = send(&app, &editor.token, "key", document, &Value::Null);

    assert!(first.at("/a/tag").is_object() && first.at("/c/tag").is_object());
    assert_eq!(first.at("/b/tag"), &Value::Null);
    assert_eq!(again.body, first.body);
    assert_eq!(count(&editor), 2);
}

fn query_needs_no_key(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let query = "{ tags { totalCount } }";

    let before = send(&app, &editor.token, "key", query, &Value::Null);
    create(&app, &editor.token, "key", "Tag").data();
    let after = send(&app, &editor.token, "key", query, &Value::Null);

    assert_eq!((before.at("/tags/totalCount"), after.at("/tags/totalCount")), (&json!(0), &json!(1)));
    assert!(!is_replayed(&after));
}
