//! Users: signing in and out, cookies, passwords, and who may do what to whom.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, Token, on_both_databases};

use crate::fixtures::{PASSWORD, with_many_sign_ins};

on_both_databases![
    a_user_signs_in_with_the_right_password,
    wrong_unknown_and_disabled_are_the_same,
    an_unknown_user_takes_as_long_as_a_wrong_password,
    signing_in_stands_once_in_an_operation,
    attempts_are_limited_for_an_account_and_from_an_address,
    forwarded_addresses_are_believed_of_trusted_proxies_alone,
    signing_out_ends_the_session_and_no_other,
    a_session_ends_in_time,
    a_cookie_is_for_browsers_and_a_mutation_takes_a_second_token,
    a_new_password_signs_out_everywhere,
    users_are_for_admins_of_all_events,
    what_a_user_may_do_changes_at_once,
    answers_to_accounts_are_kept_by_nobody,
];

const SIGN_IN: &str = "mutation ($input: SignInInput!) { signIn(input: $input) {
    token csrfToken expiresAt user { uid email name grants { role events locales } disabledAt }
} }";
const VIEWER: &str = "{ viewer { kind uid name email expiresAt csrfToken grants { role events locales } } }";

fn sign_in(app: &TestApp, email: &str, password: &str) -> Response {
    app.ask(None, SIGN_IN, json!({ "input": { "email": email, "password": password } }))
}

/// An answer over HTTP without what differs each time.
fn whole(response: &Response) -> (u16, Value) {
    (response.status, response.json.clone())
}

/// Whether nobody is let in with the token.
fn is_refused(app: &TestApp, token: &Token) -> bool {
    let response = app.ask(Some(token), VIEWER, Value::Null);
    if response.status == 401 {
        assert_eq!((response.code(), response.header("www-authenticate").as_str()), ("UNAUTHENTICATED", "Bearer"));
    }
    response.status == 401
}

fn a_user_signs_in_with_the_right_password(database: Database) {
    let app = with_many_sign_ins(database);
    app.user("Ana@Example.org", PASSWORD, &["--role", "editor", "--role", "translator", "--locale", "fr"]);

    let response = sign_in(&app, " ANA@example.ORG", PASSWORD);

    let grants = json!([
        { "role": "EDITOR", "events": null, "locales": ["fr"] },
        { "role": "TRANSLATOR", "events": null, "locales": ["fr"] },
    ]);
    assert_eq!(response.at("/signIn/user/email"), "ana@example.org");
    assert_eq!(response.at("/signIn/user/grants"), &grants);
    assert_eq!(response.at("/signIn/csrfToken"), &Value::Null);
    assert_eq!(response.at("/signIn/expiresAt"), "2012-02-21T18:30:00Z");
    assert_eq!(response.header("set-cookie"), "");
    let token = Token(response.at("/signIn/token").as_str().expect("a token").to_owned());
    let viewer = app.ask(Some(&token), VIEWER, Value::Null);
    assert_eq!(viewer.at("/viewer/kind"), "USER");
    assert_eq!(viewer.at("/viewer/uid"), response.at("/signIn/user/uid"));
    assert_eq!(viewer.at("/viewer/grants"), &grants);
    assert_eq!(viewer.at("/viewer/expiresAt"), "2012-02-21T18:30:00Z");
    assert_eq!(app.query(VIEWER).at("/viewer"), &Value::Null);
    let other = app.sign_in("ana@example.org", PASSWORD);
    assert_ne!(token.0, other.0);
}

fn wrong_unknown_and_disabled_are_the_same(database: Database) {
    let app = with_many_sign_ins(database);
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    app.user("eva@example.org", PASSWORD, &["--role", "admin"]);
    app.run(&["user", "disable", "eva@example.org"], "").succeeded();

    let wrong = sign_in(&app, "ana@example.org", "incorrect horse battery");

    assert_eq!((wrong.status, wrong.code()), (200, "UNAUTHENTICATED"));
    assert_eq!(wrong.json["data"], json!({ "signIn": null }));
    let long = "x".repeat(5_000);
    let others = [
        ("nobody@example.org", PASSWORD),
        ("nobody@example.org", ""),
        ("", ""),
        ("eva@example.org", PASSWORD),
        ("eva@example.org", "wrong"),
        ("ana@example.org", ""),
        ("ana@example.org", &long),
        // What is verified when there is nobody.
        ("nobody@example.org", "nobody's password"),
    ];
    for (email, password) in others {
        assert_eq!(whole(&sign_in(&app, email, password)), whole(&wrong), "{email}");
    }
    app.run(&["user", "enable", "eva@example.org"], "").succeeded();
    assert_eq!(sign_in(&app, "eva@example.org", PASSWORD).at("/signIn/user/name"), "eva@example.org");
}

/// Each try takes a hash of tens of milliseconds or, were it left out, almost no time. The tries take turns, so that
/// whatever else the machine does weighs on both.
fn an_unknown_user_takes_as_long_as_a_wrong_password(database: Database) {
    let app = with_many_sign_ins(database);
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    let time = |email: &str| {
        let begin = Instant::now();
        assert_eq!(sign_in(&app, email, "wrong password").code(), "UNAUTHENTICATED");
        begin.elapsed()
    };
    let (mut unknown, mut wrong) = (Vec::new(), Vec::new());
    for _ in 0..11 {
        unknown.push(time("nobody@example.org"));
        wrong.push(time("ana@example.org"));
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };

    let (unknown, wrong) = (median(&mut unknown), median(&mut wrong));

    assert!(unknown < wrong * 3 && wrong < unknown * 3, "unknown: {unknown:?}, wrong: {wrong:?}");
}

fn signing_in_stands_once_in_an_operation(database: Database) {
    let app = with_many_sign_ins(database);
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    let one = format!(r#"signIn(input: {{ email: "ana@example.org", password: "{PASSWORD}" }}) {{ token }}"#);
    let refused = [
        format!("mutation {{ a: {one} b: {one} }}"),
        format!("mutation {{ {one} ... {{ b: {one} }} }}"),
        format!("mutation {{ {one} ... on Mutation {{ b: {one} }} }}"),
        format!("mutation {{ {one} ...more }} fragment more on Mutation {{ b: {one} }}"),
        format!(
            "mutation {{ ...more ...less }} fragment more on Mutation {{ a: {one} }} fragment less on Mutation {{ b: {one} }}"
        ),
        format!(
            "mutation {{ ...more }} fragment more on Mutation {{ ...less a: {one} }} fragment less on Mutation {{ b: {one} }}"
        ),
        format!("mutation {{ a: {one} b: {one} @skip(if: true) }}"),
        format!("query {{ __typename }} mutation m {{ a: {one} b: {one} }}"),
    ];
    for document in refused {
        let response = app.query(&document);
        assert_eq!((response.status, response.code()), (400, "BAD_REQUEST"), "{document}");
    }
    let body = json!({ "query": format!("mutation {{ {one} }}") });
    let list = app.post("application/json", &json!([body, body]).to_string(), &[]);
    assert_eq!((list.status, list.code()), (400, "BAD_REQUEST"));
    let admin = app.admin();
    let tried = app.ask(Some(&admin), r#"{ auditLog(filter: { deed: ["signIn"] }) { nodes { seq } } }"#, Value::Null);
    assert_eq!(tried.at("/auditLog/nodes"), &json!([]), "none of them was tried");

    // Two operations are two requests.
    let document = format!("mutation a {{ {one} }} mutation b {{ {one} }}");
    let body = json!({ "query": document, "operationName": "b" });
    assert!(app.post("application/json", &body.to_string(), &[]).at("/signIn/token").is_string());
}

/// Signs in from an address, as a trusted proxy tells it.
fn sign_in_from(app: &TestApp, address: &str, email: &str, password: &str) -> Response {
    let input = json!({ "input": { "email": email, "password": password } });
    app.query_with(SIGN_IN, input, &[("X-Forwarded-For", address)])
}

fn attempts_are_limited_for_an_account_and_from_an_address(database: Database) {
    let arguments = &["--sign-in-attempts-per-minute", "3", "--trusted-proxies", "127.0.0.0/8"];
    let app = TestApp::start(database, &Options { arguments, ..Options::default() });
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    let assert_limited = |response: &Response| {
        assert_eq!(response.code(), "RATE_LIMITED");
        let wait = response.json["errors"][0]["extensions"]["retryAfter"].as_u64().expect("seconds");
        assert!((1..=60).contains(&wait) && response.message().contains(&wait.to_string()), "{}", response.body);
    };

    // Many addresses, one account: even the right password is too late, however it is written.
    for at in 1..=3 {
        let response = sign_in_from(&app, &format!("10.0.0.{at}"), "ana@example.org", "wrong password");
        assert_eq!(response.code(), "UNAUTHENTICATED");
    }
    assert_limited(&sign_in_from(&app, "10.0.0.4", "ana@example.org", PASSWORD));
    assert_limited(&sign_in_from(&app, "10.0.0.5", " ANA@EXAMPLE.ORG ", PASSWORD));
    // One address, many accounts.
    for at in 1..=3 {
        let response = sign_in_from(&app, "10.0.1.1", &format!("user{at}@example.org"), PASSWORD);
        assert_eq!(response.code(), "UNAUTHENTICATED");
    }
    assert_limited(&sign_in_from(&app, "10.0.1.1", "user4@example.org", PASSWORD));
    // Another account from another address.
    let response = sign_in_from(&app, "10.0.1.2", "user5@example.org", PASSWORD);
    assert_eq!(response.code(), "UNAUTHENTICATED");
    let admin = app.admin();
    let document = r#"{ auditLog(filter: { deed: ["signIn"] }) { nodes { outcome } } }"#;
    let denied = app.ask(Some(&admin), document, Value::Null);
    assert_eq!(denied.texts("/auditLog/nodes", "outcome"), ["DENIED"; 7], "what was not tried is no attempt");

    // Whoever has a token of a session does not get to try passwords either.
    app.user("eva@example.org", PASSWORD, &["--role", "editor"]);
    let eva = sign_in_from(&app, "10.0.2.1", "eva@example.org", PASSWORD);
    let eva = Token(eva.at("/signIn/token").as_str().expect("a token").to_owned());
    let change = |at: usize| {
        let input = json!({ "input": { "current": "wrong password", "new": "a new password" } });
        let (bearer, address) = (format!("Bearer {}", eva.0), format!("10.0.3.{at}"));
        app.query_with(CHANGE, input, &[("Authorization", &bearer), ("X-Forwarded-For", &address)])
    };
    for at in 1..=3 {
        assert_eq!(change(at).at("/passwordChange/userErrors/0/code"), "WRONG_PASSWORD");
    }
    assert_limited(&change(4));
}

const CHANGE: &str = "mutation ($input: PasswordChangeInput!) { passwordChange(input: $input) {
    user { uid } userErrors { field code }
} }";

fn forwarded_addresses_are_believed_of_trusted_proxies_alone(database: Database) {
    let limit = ["--sign-in-attempts-per-minute", "2"];
    let mut app = TestApp::start(database, &Options { arguments: &limit, ..Options::default() });
    let last_address = |app: &TestApp| {
        let admin = app.admin();
        let document = r#"{ auditLog(first: 1, filter: { deed: ["signIn"] }) { nodes { address } } }"#;
        app.ask(Some(&admin), document, Value::Null).at("/auditLog/nodes/0/address").clone()
    };

    for (at, expected) in [(1, "UNAUTHENTICATED"), (2, "UNAUTHENTICATED"), (3, "RATE_LIMITED")] {
        let response = sign_in_from(&app, &format!("10.0.0.{at}"), &format!("user{at}@example.org"), PASSWORD);
        assert_eq!(response.code(), expected, "an address of one's own choice is none");
    }
    assert_eq!(last_address(&app), "127.0.0.1");

    let arguments = &[&limit[..], &["--trusted-proxies", "127.0.0.0/8,10.9.0.0/16"]].concat();
    app.restart(&Options { arguments, ..Options::default() });
    for (header, address) in [
        ("1.2.3.4", "1.2.3.4"),
        ("6.6.6.6, 1.2.3.5", "1.2.3.5"),
        ("6.6.6.6, 1.2.3.6, 10.9.1.1", "1.2.3.6"),
        ("2001:db8::1", "2001:db8::1"),
        ("nonsense", "127.0.0.1"),
    ] {
        assert_eq!(sign_in_from(&app, header, header, PASSWORD).code(), "UNAUTHENTICATED", "{header}");
        assert_eq!(last_address(&app), address, "{header}");
    }
}

fn signing_out_ends_the_session_and_no_other(database: Database) {
    let app = with_many_sign_ins(database);
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    let [here, there] = [(); 2].map(|()| app.sign_in("ana@example.org", PASSWORD));
    let sign_out = "mutation { signOut { signedOut } }";

    assert_eq!(app.ask(Some(&here), sign_out, Value::Null).at("/signOut/signedOut"), true);

    assert!(is_refused(&app, &here));
    assert!(!is_refused(&app, &there));
    // A token that is not good is told, whatever is asked.
    let response = app.ask(Some(&here), "{ events { totalCount } }", Value::Null);
    assert_eq!((response.status, response.code()), (401, "UNAUTHENTICATED"));
    assert_eq!(app.ask(Some(&here), sign_out, Value::Null).status, 401);
    assert_eq!(app.ask(None, sign_out, Value::Null).at("/signOut/signedOut"), false);
    // An API token stays.
    let token = app.admin();
    assert_eq!(app.ask(Some(&token), sign_out, Value::Null).at("/signOut/signedOut"), false);
    assert!(!is_refused(&app, &token));
    for nonsense in ["tribune_session_nonsense", "tribune_token_nonsense", "nonsense", ""] {
        assert!(is_refused(&app, &Token(nonsense.to_owned())), "{nonsense}");
    }
}

fn a_session_ends_in_time(database: Database) {
    let mut app = with_many_sign_ins(database);
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    let token = app.sign_in("ana@example.org", PASSWORD);
    assert!(!is_refused(&app, &token));

    // Years later.
    app.restart(&Options { running_clock: true, ..Options::default() });

    assert!(is_refused(&app, &token));
    let again = app.sign_in("ana@example.org", PASSWORD);
    assert!(!is_refused(&app, &again));
}

/// A session in a cookie, and the second token of it.
fn cookie_of(app: &TestApp, email: &str) -> (String, String, Response) {
    let input = json!({ "input": { "email": email, "password": PASSWORD, "cookie": true } });
    let response = app.ask(None, SIGN_IN, input);
    let header = response.header("set-cookie");
    let cookie = header.split(';').next().expect("a cookie").to_owned();
    let second = response.at("/signIn/csrfToken").as_str().expect("a second token").to_owned();
    (cookie, second, response)
}

fn a_cookie_is_for_browsers_and_a_mutation_takes_a_second_token(database: Database) {
    let mut app = with_many_sign_ins(database);
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    app.user("eva@example.org", PASSWORD, &["--role", "editor"]);
    let create =
        r#"mutation { tagCreate(input: { translations: [{ locale: "en", label: "Tag" }] }) { tag { slug } } }"#;

    let (cookie, second, response) = cookie_of(&app, "ana@example.org");

    assert_eq!(response.at("/signIn/token"), &Value::Null);
    let value = cookie.strip_prefix("__Host-tribune_session=").expect("the name of the cookie");
    assert!(!response.body.contains(value), "the token is in the cookie alone");
    let header = response.header("set-cookie");
    let attributes: Vec<&str> = header.split("; ").skip(1).collect();
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=604800"] {
        assert!(attributes.contains(&attribute), "{attribute} in {header}");
    }
    let ask = |app: &TestApp, document: &str, headers: &[(&str, &str)]| {
        app.query_with(document, Value::Null, &[&[("Cookie", cookie.as_str())], headers].concat())
    };
    let viewer = ask(&app, VIEWER, &[]);
    assert_eq!(viewer.at("/viewer/email"), "ana@example.org");
    assert_eq!(viewer.at("/viewer/csrfToken"), &json!(second));
    let by_get = app.get("/graphql?query=%7Bviewer%7Bemail%7D%7D", &[("Cookie", &cookie)]);
    assert_eq!(by_get.at("/viewer/email"), "ana@example.org");

    let (_, of_another, _) = cookie_of(&app, "eva@example.org");
    let (_, of_another_session, _) = cookie_of(&app, "ana@example.org");
    let wrong: [&[(&str, &str)]; 5] = [
        &[],
        &[("X-CSRF-Token", "")],
        &[("X-CSRF-Token", "nonsense")],
        &[("X-CSRF-Token", &of_another)],
        &[("X-CSRF-Token", &of_another_session)],
    ];
    for headers in wrong {
        let refused = ask(&app, create, headers);
        assert_eq!((refused.status, refused.code()), (403, "FORBIDDEN"), "{headers:?}");
        assert_eq!(ask(&app, "mutation { signOut { signedOut } }", headers).status, 403);
    }
    assert_eq!(ask(&app, create, &[("X-CSRF-Token", &second)]).at("/tagCreate/tag/slug"), "tag");
    // Of a mutation in a document of many, too.
    let body = json!({ "query": format!("query q {{ __typename }} {}", create.replace("mutation", "mutation m")), "operationName": "m" });
    let refused = app.post("application/json", &body.to_string(), &[("Cookie", &cookie)]);
    assert_eq!((refused.status, refused.code()), (403, "FORBIDDEN"));
    // The header goes before the cookie, and needs no second token.
    let bearer = format!("Bearer {}", app.admin().0);
    assert_eq!(ask(&app, create, &[("Authorization", &bearer)]).at("/tagCreate/tag/slug"), "tag-2");

    // A cookie that is not good is none; nor is one that holds what is no session.
    let token = app.token(&["--role", "admin"]);
    for bad in
        ["__Host-tribune_session=nonsense", "__Host-tribune_session=", &format!("__Host-tribune_session={}", token.0)]
    {
        let anonymous = app.query_with(VIEWER, Value::Null, &[("Cookie", bad)]);
        assert_eq!((anonymous.status, anonymous.at("/viewer")), (200, &Value::Null), "{bad}");
        assert_eq!(app.query_with(create, Value::Null, &[("Cookie", bad)]).code(), "UNAUTHENTICATED");
    }

    let out = ask(&app, "mutation { signOut { signedOut } }", &[("X-CSRF-Token", &second)]);
    assert_eq!(out.at("/signOut/signedOut"), true);
    assert!(out.header("set-cookie").starts_with("__Host-tribune_session=;"), "{}", out.header("set-cookie"));
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    assert_eq!(ask(&app, VIEWER, &[]).at("/viewer"), &Value::Null);

    app.restart(&Options { arguments: &["--insecure-cookies"], ..Options::default() });
    let (_, _, response) = cookie_of(&app, "ana@example.org");
    assert!(!response.header("set-cookie").contains("Secure"), "{}", response.header("set-cookie"));
}

fn a_new_password_signs_out_everywhere(database: Database) {
    let app = with_many_sign_ins(database);
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    let change = |token: &Token, current: &str, new: &str| {
        app.ask(Some(token), CHANGE, json!({ "input": { "current": current, "new": new } }))
    };
    let [here, there] = [(); 2].map(|()| app.sign_in("ana@example.org", PASSWORD));

    let wrong = change(&here, "wrong", "short");

    let faults = json!([
        { "field": ["input", "new"], "code": "TOO_SHORT" },
        { "field": ["input", "current"], "code": "WRONG_PASSWORD" },
    ]);
    assert_eq!(wrong.at("/passwordChange/userErrors"), &faults);
    assert!(!is_refused(&app, &here));
    assert_eq!(change(&app.admin(), PASSWORD, "another password").code(), "FORBIDDEN");
    assert_eq!(app.ask(None, CHANGE, json!({ "input": { "current": "", "new": "" } })).code(), "UNAUTHENTICATED");

    assert_eq!(change(&here, PASSWORD, "another password").at("/passwordChange/userErrors"), &json!([]));
    assert!(is_refused(&app, &here) && is_refused(&app, &there));
    assert_eq!(sign_in(&app, "ana@example.org", PASSWORD).code(), "UNAUTHENTICATED");
    let again = app.sign_in("ana@example.org", "another password");

    app.run(&["user", "password", "ana@example.org"], "a third password\n").succeeded();
    assert!(is_refused(&app, &again));
    app.sign_in("ana@example.org", "a third password");
    let refused = app.run(&["user", "password", "ana@example.org"], "short\n");
    assert!(!refused.status.success() && !refused.text().contains("short\n"), "{}", refused.text());
}

const USER_CREATE: &str = "mutation ($input: UserCreateInput!) { userCreate(input: $input) {
    user { uid email name } userErrors { field code }
} }";
const USER_UPDATE: &str = "mutation ($input: UserUpdateInput!) { userUpdate(input: $input) {
    user { uid email name disabledAt grants { role } } userErrors { field code }
} }";

fn users_are_for_admins_of_all_events(database: Database) {
    let app = with_many_sign_ins(database);
    let event = json!({ "slug": "expo", "startsAt": "2012-03-01T08:00:00Z", "endsAt": "2012-03-01T18:00:00Z",
        "timeZone": "Europe/Paris", "translations": { "en": { "name": "Expo" } } });
    app.import_document(&json!({ "tribune": 1, "events": [event] }));
    app.user("ana@example.org", PASSWORD, &["--role", "admin"]);
    let ana = app.sign_in("ana@example.org", PASSWORD);
    let uid = app.ask(Some(&ana), VIEWER, Value::Null).at("/viewer/uid").clone();
    let new = json!({ "email": "eva@example.org", "name": "Eva", "password": PASSWORD, "grants": [] });
    let tries = [
        ("{ users { nodes { email } } }", Value::Null),
        ("{ auditLog { nodes { seq } } }", Value::Null),
        (USER_CREATE, json!({ "input": new })),
        (USER_UPDATE, json!({ "input": { "uid": uid, "name": "Nobody" } })),
        (USER_UPDATE, json!({ "input": { "uid": "018f2f6e-0000-7000-8000-00000000dead", "name": "Nobody" } })),
    ];
    for role in ["editor", "author", "translator", "moderator"] {
        let token = app.token(&["--role", role]);
        for (document, variables) in &tries {
            assert_eq!(app.ask(Some(&token), document, variables.clone()).code(), "FORBIDDEN", "{role} {document}");
        }
    }
    let of_one_event = app.token(&["--role", "admin", "--event", "expo"]);
    for (document, variables) in &tries {
        assert_eq!(app.ask(Some(&of_one_event), document, variables.clone()).code(), "FORBIDDEN", "{document}");
        assert_eq!(app.ask(None, document, variables.clone()).code(), "UNAUTHENTICATED", "{document}");
    }
    let changes = "{ changes { nodes { seq } } }";
    for (role, may) in [("editor", true), ("author", false), ("translator", false), ("moderator", false)] {
        let response = app.ask(Some(&app.token(&["--role", role])), changes, Value::Null);
        assert_eq!(response.json["errors"].is_null(), may, "{role}");
    }
    assert_eq!(app.ask(Some(&of_one_event), changes, Value::Null).code(), "FORBIDDEN");
    let emails =
        |who: &Token| app.ask(Some(who), "{ users { nodes { email } } }", Value::Null).at("/users/nodes").clone();
    assert_eq!(emails(&ana), json!([{ "email": "ana@example.org" }]));

    let created = app.ask(Some(&ana), USER_CREATE, json!({ "input": new }));
    assert_eq!(created.at("/userCreate/user/email"), "eva@example.org");
    app.sign_in("eva@example.org", PASSWORD);
    let bad = json!({ "email": "EVA@example.org ", "name": " ", "password": "short", "grants": [
        { "role": "EDITOR", "events": ["no-such-event"] }, { "role": "EDITOR", "locales": ["not a tag"] },
    ] });
    let faults = app.ask(Some(&ana), USER_CREATE, json!({ "input": bad }));
    let expected = json!([
        { "field": ["input", "password"], "code": "TOO_SHORT" },
        { "field": ["input", "grants", "0", "events", "0"], "code": "NOT_FOUND" },
        { "field": ["input", "grants", "1", "locales", "0"], "code": "INVALID_LOCALE" },
        { "field": ["input", "name"], "code": "REQUIRED" },
        { "field": ["input", "email"], "code": "TAKEN" },
    ]);
    assert_eq!(faults.at("/userCreate"), &json!({ "user": null, "userErrors": expected }));
    assert_eq!(emails(&ana), json!([{ "email": "eva@example.org" }, { "email": "ana@example.org" }]));
}

fn what_a_user_may_do_changes_at_once(database: Database) {
    let app = with_many_sign_ins(database);
    app.user("root@example.org", PASSWORD, &["--role", "admin"]);
    let admin = app.sign_in("root@example.org", PASSWORD);
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    let ana = app.sign_in("ana@example.org", PASSWORD);
    let uid = app.ask(Some(&ana), VIEWER, Value::Null).at("/viewer/uid").clone();
    let update = |fields: Value| {
        let mut input = fields;
        input["uid"] = uid.clone();
        app.ask(Some(&admin), USER_UPDATE, json!({ "input": input }))
    };
    let create =
        r#"mutation { tagCreate(input: { translations: [{ locale: "en", label: "Tag" }] }) { tag { slug } } }"#;
    let may_write = |token: &Token| app.ask(Some(token), create, Value::Null).json["errors"].is_null();
    assert!(may_write(&ana));

    update(json!({ "grants": [{ "role": "TRANSLATOR" }] })).at("/userUpdate/user/uid");
    assert!(!may_write(&ana));
    update(json!({ "grants": [{ "role": "EDITOR" }], "email": "Ana.B@example.org" })).at("/userUpdate/user/uid");
    assert!(may_write(&ana));
    assert_eq!(sign_in(&app, "ana@example.org", PASSWORD).code(), "UNAUTHENTICATED");
    let there = app.sign_in("ana.b@example.org", PASSWORD);

    let disabled = update(json!({ "disabled": true }));
    assert_eq!(disabled.at("/userUpdate/user/disabledAt"), "2012-02-14T18:30:00Z");
    assert!(is_refused(&app, &ana) && is_refused(&app, &there));
    assert_eq!(sign_in(&app, "ana.b@example.org", PASSWORD).code(), "UNAUTHENTICATED");

    // Whoever may sign in again starts anew.
    assert_eq!(update(json!({ "disabled": false })).at("/userUpdate/user/disabledAt"), &Value::Null);
    assert!(is_refused(&app, &ana) && is_refused(&app, &there));
    let again = app.sign_in("ana.b@example.org", PASSWORD);
    update(json!({ "password": "another password" })).at("/userUpdate/user/uid");
    assert!(is_refused(&app, &again));
    app.run(&["user", "grant", "ana.b@example.org", "--role", "moderator"], "").succeeded();
    assert!(!may_write(&app.sign_in("ana.b@example.org", "another password")));
    let absent = json!({ "input": { "uid": "018f2f6e-0000-7000-8000-00000000dead", "disabled": true } });
    assert_eq!(app.ask(Some(&admin), USER_UPDATE, absent).code(), "NOT_FOUND");
}

fn answers_to_accounts_are_kept_by_nobody(database: Database) {
    let app = with_many_sign_ins(database);
    app.user("ana@example.org", PASSWORD, &["--role", "editor"]);
    let assert_private = |response: &Response| {
        assert_eq!(response.header("cache-control"), "private, no-store", "{}", response.body);
        let vary = response.header_list("vary");
        assert!(vary.contains(&"authorization".to_owned()) && vary.contains(&"cookie".to_owned()), "{vary:?}");
    };

    let (cookie, _, signed_in) = cookie_of(&app, "ana@example.org");
    assert_private(&signed_in);
    assert_private(&sign_in(&app, "ana@example.org", PASSWORD));
    assert_private(&sign_in(&app, "ana@example.org", "wrong password"));
    let token = app.sign_in("ana@example.org", PASSWORD);
    for document in [VIEWER, "{ events { totalCount } }", "{ nonsense }"] {
        let response = app.ask(Some(&token), document, Value::Null);
        if document != "{ nonsense }" {
            assert_private(&response);
        }
        assert_private(&app.query_with(VIEWER, Value::Null, &[("Cookie", &cookie)]));
    }
    let anonymous = app.query("{ events { totalCount } }");
    assert!(!anonymous.header("cache-control").contains("private"), "{}", anonymous.header("cache-control"));
}
