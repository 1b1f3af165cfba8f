//! API tokens: what programs show. They are shown once, end, shrink with whoever made them, and make no others.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{Database, NOW, Options, Response, TestApp, Token, on_both_databases};

use crate::fixtures::{PASSWORD, with_many_sign_ins};

on_both_databases![
    a_token_is_shown_once_and_works,
    a_token_ends_in_time,
    a_token_is_revoked_by_whoever_made_it_or_an_admin,
    a_token_makes_no_tokens,
    a_token_shrinks_with_whoever_made_it,
    nobody_grants_what_they_do_not_have,
];

const CREATE: &str = "mutation ($input: TokenCreateInput!) { tokenCreate(input: $input) {
    token apiToken { uid name user expiresAt lastUsedAt revokedAt grants { role events locales } }
    userErrors { field code message }
} }";
const REVOKE: &str = "mutation ($uid: ID!) { tokenRevoke(uid: $uid) { apiToken { uid revokedAt } } }";
const LIST: &str = "{ apiTokens { nodes { uid name user lastUsedAt revokedAt } } }";
const VIEWER: &str = "{ viewer { kind uid name email expiresAt csrfToken grants { role events locales } } }";
const WRITE: &str =
    r#"mutation { tagCreate(input: { translations: [{ locale: "en", label: "Tag" }] }) { tag { slug } } }"#;

fn start(database: Database) -> TestApp {
    let app = with_many_sign_ins(database);
    let event = |slug: &str| {
        json!({ "slug": slug, "startsAt": "2012-03-01T08:00:00Z", "endsAt": "2012-03-01T18:00:00Z",
            "timeZone": "Europe/Paris", "translations": { "en": { "name": slug } } })
    };
    app.import_document(&json!({ "tribune": 1, "events": [event("expo"), event("fair")] }));
    app
}

/// A user who is signed in.
fn user(app: &TestApp, email: &str, options: &[&str]) -> Token {
    app.user(email, PASSWORD, options);
    app.sign_in(email, PASSWORD)
}

fn create(app: &TestApp, who: &Token, grants: Value) -> Response {
    app.ask(Some(who), CREATE, json!({ "input": { "name": "script", "grants": grants } }))
}

/// A token, and its uid.
#[track_caller]
fn made(app: &TestApp, who: &Token, grants: Value) -> (Token, Value) {
    let response = create(app, who, grants);
    let token = response.at("/tokenCreate/token").as_str().unwrap_or_else(|| panic!("no token: {}", response.body));
    (Token(token.to_owned()), response.at("/tokenCreate/apiToken/uid").clone())
}

fn may_write(app: &TestApp, who: &Token) -> bool {
    app.ask(Some(who), WRITE, Value::Null).json["errors"].is_null()
}

#[track_caller]
fn assert_refused(app: &TestApp, token: &Token) {
    let response = app.ask(Some(token), VIEWER, Value::Null);
    assert_eq!((response.status, response.code()), (401, "UNAUTHENTICATED"));
}

fn a_token_is_shown_once_and_works(database: Database) {
    let app = start(database);
    let ana = user(&app, "ana@example.org", &["--role", "admin"]);
    let ana_uid = app.ask(Some(&ana), VIEWER, Value::Null).at("/viewer/uid").clone();
    let grants = json!([{ "role": "EDITOR", "events": ["expo"], "locales": ["fr"] }, { "role": "MODERATOR" }]);

    let input = json!({ "name": "script", "grants": grants, "expiresAt": "2013-01-01T00:00:00Z" });
    let response = app.ask(Some(&ana), CREATE, json!({ "input": input }));

    let token = response.at("/tokenCreate/token").as_str().expect("a token").to_owned();
    assert!(token.starts_with("tribune_token_") && token.len() > 50, "{token}");
    let kept = response.at("/tokenCreate/apiToken").clone();
    let expo = app.query(r#"{ event(slug: "expo") { uid } }"#).at("/event/uid").clone();
    let expected = json!({
        "uid": kept["uid"], "name": "script", "user": ana_uid, "expiresAt": "2013-01-01T00:00:00Z",
        "lastUsedAt": null, "revokedAt": null, "grants": [
            { "role": "EDITOR", "events": [expo], "locales": ["fr"] },
            { "role": "MODERATOR", "events": null, "locales": null },
        ],
    });
    assert_eq!(kept, expected);
    let list = app.ask(Some(&ana), LIST, Value::Null);
    assert_eq!(list.texts("/apiTokens/nodes", "name"), ["script"]);
    assert!(!list.body.contains(&token));

    let token = Token(token);
    let viewer = app.ask(Some(&token), VIEWER, Value::Null).at("/viewer").clone();
    assert_eq!(
        viewer,
        json!({
            "kind": "TOKEN", "uid": kept["uid"], "name": "script", "email": null, "csrfToken": null,
            "expiresAt": "2013-01-01T00:00:00Z", "grants": kept["grants"],
        })
    );
    // Nobody waits for the note of its use.
    let begin = Instant::now();
    while app.ask(Some(&ana), LIST, Value::Null).at("/apiTokens/nodes/0/lastUsedAt") != NOW {
        assert!(begin.elapsed() < Duration::from_secs(10), "its use was not noted");
        thread::sleep(Duration::from_millis(20));
    }
    // Of others one sees none, but as an admin.
    let eva = user(&app, "eva@example.org", &["--role", "editor"]);
    made(&app, &eva, json!([{ "role": "EDITOR" }]));
    assert_eq!(app.ask(Some(&eva), LIST, Value::Null).at("/apiTokens/nodes").as_array().map(Vec::len), Some(1));
    assert_eq!(app.ask(Some(&ana), LIST, Value::Null).at("/apiTokens/nodes").as_array().map(Vec::len), Some(2));
    assert_eq!(app.ask(Some(&token), LIST, Value::Null).at("/apiTokens/nodes"), &json!([]));
    assert_eq!(app.ask(None, LIST, Value::Null).code(), "UNAUTHENTICATED");
}

fn a_token_ends_in_time(database: Database) {
    let mut app = start(database);
    let ana = user(&app, "ana@example.org", &["--role", "editor"]);
    let with_end = |end: &str| {
        let grants = json!([{ "role": "EDITOR" }]);
        app.ask(Some(&ana), CREATE, json!({ "input": { "name": "script", "grants": grants, "expiresAt": end } }))
    };

    for end in [NOW, "2012-02-14T18:29:59Z"] {
        let refused = with_end(end);
        assert_eq!(refused.at("/tokenCreate/token"), &Value::Null);
        assert_eq!(refused.at("/tokenCreate/userErrors/0/field"), &json!(["input", "expiresAt"]));
        assert_eq!(refused.at("/tokenCreate/userErrors/0/code"), "OUT_OF_RANGE");
    }
    let short = with_end("2012-02-14T18:30:01Z");
    let short = Token(short.at("/tokenCreate/token").as_str().expect("a token").to_owned());
    let by_command = app.token(&["--role", "editor", "--expires-at", "2012-02-15T00:00:00Z"]);
    let (for_ever, _) = made(&app, &ana, json!([{ "role": "EDITOR" }]));
    assert!(may_write(&app, &short) && may_write(&app, &by_command) && may_write(&app, &for_ever));

    app.restart(&Options { running_clock: true, ..Options::default() });

    assert_refused(&app, &short);
    assert_refused(&app, &by_command);
    assert!(may_write(&app, &for_ever));
}

fn a_token_is_revoked_by_whoever_made_it_or_an_admin(database: Database) {
    let app = start(database);
    let admin = app.admin();
    let ana = user(&app, "ana@example.org", &["--role", "editor"]);
    let eva = user(&app, "eva@example.org", &["--role", "editor"]);
    let [mine, hers] = [&ana, &eva].map(|who| made(&app, who, json!([{ "role": "EDITOR" }])));
    let revoke = |who: &Token, uid: &Value| app.ask(Some(who), REVOKE, json!({ "uid": uid }));

    // That of somebody else is there for nobody else.
    let absent = json!("018f2f6e-0000-7000-8000-00000000dead");
    let nameless =
        |response: &Response, uid: &Value| response.json.to_string().replace(uid.as_str().unwrap_or_default(), "…");
    for who in [&ana, &mine.0] {
        let refused = revoke(who, &hers.1);
        assert_eq!(refused.code(), "NOT_FOUND");
        assert_eq!(nameless(&refused, &hers.1), nameless(&revoke(who, &absent), &absent));
    }
    assert_eq!(app.ask(None, REVOKE, json!({ "uid": mine.1 })).code(), "UNAUTHENTICATED");
    assert!(may_write(&app, &hers.0));

    assert_eq!(revoke(&ana, &mine.1).at("/tokenRevoke/apiToken/revokedAt"), NOW);
    assert_refused(&app, &mine.0);
    revoke(&admin, &hers.1).data();
    assert_refused(&app, &hers.0);
    // Of the command line.
    let (last, uid) = made(&app, &eva, json!([{ "role": "EDITOR" }]));
    app.run(&["token", "revoke", uid.as_str().expect("a uid")], "").succeeded();
    assert_refused(&app, &last);
    let list = app.run(&["token", "list"], "").succeeded().stdout;
    assert!(
        list.lines().any(|line| line.starts_with(uid.as_str().expect("a uid")) && line.contains("revoked")),
        "{list}"
    );
}

fn a_token_makes_no_tokens(database: Database) {
    let app = start(database);
    let ana = user(&app, "ana@example.org", &["--role", "admin"]);
    let (token, _) = made(&app, &ana, json!([{ "role": "ADMIN" }]));

    for who in [&token, &app.admin()] {
        let refused = create(&app, who, json!([{ "role": "MODERATOR" }]));
        assert_eq!(refused.code(), "FORBIDDEN");
    }
    let document = "mutation ($input: TokenCreateInput!) { tokenCreate(input: $input) { token } }";
    let anonymous = app.ask(None, document, json!({ "input": { "name": "x", "grants": [] } }));
    assert_eq!(anonymous.code(), "UNAUTHENTICATED");
    assert_eq!(app.ask(Some(&ana), LIST, Value::Null).texts("/apiTokens/nodes", "name"), ["test", "script"]);
}

fn a_token_shrinks_with_whoever_made_it(database: Database) {
    let app = start(database);
    let admin = user(&app, "root@example.org", &["--role", "admin"]);
    let ana = user(&app, "ana@example.org", &["--role", "editor"]);
    let uid = app.ask(Some(&ana), VIEWER, Value::Null).at("/viewer/uid").clone();
    let (token, _) = made(&app, &ana, json!([{ "role": "EDITOR" }, { "role": "EDITOR", "events": ["expo"] }]));
    let grant = |grants: Value| {
        let document =
            "mutation ($input: UserUpdateInput!) { userUpdate(input: $input) { user { uid } userErrors { code } } }";
        let input = json!({ "uid": uid, "grants": grants });
        app.ask(Some(&admin), document, json!({ "input": input })).at("/userUpdate/user/uid");
    };
    let grants = || {
        let viewer = app.ask(Some(&token), VIEWER, Value::Null);
        viewer.at("/viewer/grants").as_array().map(Vec::len).expect("a list")
    };
    assert_eq!((grants(), may_write(&app, &token)), (2, true));

    grant(json!([{ "role": "TRANSLATOR" }]));
    assert_eq!((grants(), may_write(&app, &token)), (0, false));
    grant(json!([{ "role": "EDITOR", "events": ["expo", "fair"] }]));
    assert_eq!(grants(), 1);
    grant(json!([{ "role": "EDITOR", "events": ["fair"] }]));
    assert_eq!(grants(), 0);
    grant(json!([{ "role": "EDITOR", "locales": ["fr"] }]));
    assert_eq!(grants(), 0);
    grant(json!([{ "role": "ADMIN" }]));
    assert_eq!((grants(), may_write(&app, &token)), (2, true));

    app.run(&["user", "disable", "ana@example.org"], "").succeeded();
    assert_refused(&app, &token);
    app.run(&["user", "enable", "ana@example.org"], "").succeeded();
    assert!(may_write(&app, &token));
}

fn nobody_grants_what_they_do_not_have(database: Database) {
    let app = start(database);
    let ana = user(&app, "ana@example.org", &["--role", "editor", "--event", "expo", "--locale", "fr,es"]);
    let eva = user(&app, "eva@example.org", &["--role", "admin", "--event", "expo"]);
    let is_granted = |who: &Token, grant: Value| {
        let response = create(&app, who, json!([grant]));
        let faults = response.at("/tokenCreate/userErrors");
        let is_refused = faults == &json!([]);
        if !is_refused {
            assert_eq!(faults[0]["field"], json!(["input", "grants", "0"]));
            assert_eq!(faults[0]["code"], "GRANTS_TOO_MUCH", "{}", response.body);
            assert_eq!(response.at("/tokenCreate/token"), &Value::Null);
        }
        is_refused
    };

    let own = |fields: Value| {
        let mut grant = json!({ "role": "EDITOR", "events": ["expo"], "locales": ["fr"] });
        for (name, value) in fields.as_object().into_iter().flatten() {
            grant[name] = value.clone();
        }
        grant
    };
    assert!(is_granted(&ana, own(json!({}))));
    assert!(is_granted(&ana, own(json!({ "locales": ["es", "fr"] }))));
    for too_much in [
        json!({ "role": "ADMIN" }),
        json!({ "role": "MODERATOR" }),
        json!({ "events": null }),
        json!({ "events": ["fair"] }),
        json!({ "events": ["expo", "fair"] }),
        json!({ "locales": null }),
        json!({ "locales": ["fr", "en"] }),
    ] {
        assert!(!is_granted(&ana, own(too_much.clone())), "{too_much}");
    }
    // An admin may what all others may, where they are admin.
    assert!(is_granted(&eva, json!({ "role": "EDITOR", "events": ["expo"] })));
    assert!(is_granted(&eva, json!({ "role": "ADMIN", "events": ["expo"], "locales": ["fr"] })));
    assert!(!is_granted(&eva, json!({ "role": "MODERATOR" })));
    // All that is too much is told at once.
    let many = json!([{ "role": "ADMIN" }, own(json!({})), { "role": "EDITOR", "events": ["fair"] }, { "role": "EDITOR", "events": ["nowhere"] }]);
    let response = create(&app, &ana, many);
    let faults = response.at("/tokenCreate/userErrors").as_array().expect("a list");
    let places: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault["field"][2], fault["code"])).collect();
    assert_eq!(places[..2], [r#""0" "GRANTS_TOO_MUCH""#, r#""2" "GRANTS_TOO_MUCH""#]);
    assert!(places.contains(&r#""3" "NOT_FOUND""#.to_owned()), "{places:?}");
}
