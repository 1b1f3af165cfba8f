//! What accounts hold out against, and their bounds: over GraphQL and on the command line.

use std::{io::Write, process::Stdio, thread, time::Duration};

use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, Token, on_both_databases};

use crate::fixtures::{PASSWORD, many_events};

on_both_databases![
    what_is_no_address_is_refused_and_not_kept,
    nobody_stays_signed_in_with_a_former_password,
    a_password_is_changed_once_with_the_same_one,
    a_cookie_signs_a_browser_in_and_takes_a_second_token_to_write,
    a_cookie_holds_no_api_token,
    a_proxy_that_is_trusted_says_where_a_request_comes_from,
    an_answer_is_given_again_unless_there_is_a_secret_in_it,
    a_token_makes_no_accounts,
    a_command_changes_nothing_but_what_it_says,
    accounts_are_listed_page_by_page,
    events_of_grants_are_looked_up_together,
    grants_have_a_bound,
];

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
    let app =
        TestApp::start(database, &Options { arguments: &["--sign-in-attempts-per-minute", "3"], ..Options::default() });
    let admin = app.admin();

    assert_eq!(sign_in(&app, "Nobody@tribune.example", PASSWORD).code(), "UNAUTHENTICATED");
    assert_eq!(sign_in(&app, &format!("{}@b", "a".repeat(900_000)), PASSWORD).code(), "UNAUTHENTICATED");
    assert_eq!(sign_in(&app, "my secret", PASSWORD).code(), "UNAUTHENTICATED");
    assert_eq!(sign_in(&app, "another secret", PASSWORD).code(), "RATE_LIMITED");

    let row = |name: &str| json!({ "actor": { "name": name }, "address": "127.0.0.1" });
    assert_eq!(refused(&app, &admin), [row("nobody@tribune.example"), row(""), row("")]);
}

/// Each of many sign-ins reads the user at once and then waits for its turn to verify the password, which is another
/// one meanwhile.
fn nobody_stays_signed_in_with_a_former_password(database: Database) {
    let app = TestApp::start(
        database,
        &Options { arguments: &["--sign-in-attempts-per-minute", "1000"], ..Options::default() },
    );
    app.user("ana@tribune.example", PASSWORD, &["--role", "editor"]);

    let answers = thread::scope(|threads| {
        let attempt = || sign_in(&app, "ana@tribune.example", PASSWORD);
        let attempts: Vec<_> = (0..60).map(|_| threads.spawn(attempt)).collect();
        app.run(&["user", "password", "ana@tribune.example"], "another battery\n").succeeded();
        attempts.into_iter().map(|attempt| attempt.join().unwrap()).collect::<Vec<Response>>()
    });

    for answer in &answers {
        if let Some(token) = answer.json["data"]["signIn"]["token"].as_str() {
            let viewer = app.ask(Some(&Token(token.to_owned())), "{ viewer { name } }", Value::Null);
            assert_eq!(viewer.code(), "UNAUTHENTICATED", "{}", viewer.body);
        }
    }
    let refused = answers.iter().filter(|answer| answer.json["errors"].is_array());
    assert!(refused.count() > 0, "all had signed in before the password was changed");
    assert!(sign_in(&app, "ana@tribune.example", "another battery").at("/signIn/token").is_string());
}

/// Of many changes at once, all with the right password, the first makes it a former one.
fn a_password_is_changed_once_with_the_same_one(database: Database) {
    let app = TestApp::start(
        database,
        &Options { arguments: &["--sign-in-attempts-per-minute", "1000"], ..Options::default() },
    );
    app.user("ana@tribune.example", PASSWORD, &["--role", "editor"]);
    let ana = app.sign_in("ana@tribune.example", PASSWORD);
    let document = "mutation ($input: PasswordChangeInput!) { passwordChange(input: $input) {
        user { uid } userErrors { field code }
    } }";

    let answers = thread::scope(|threads| {
        let change = |number: usize| {
            let input = json!({ "current": PASSWORD, "new": format!("battery number {number}") });
            app.ask(Some(&ana), document, json!({ "input": input }))
        };
        let changes: Vec<_> = (0..8).map(|number| threads.spawn(move || change(number))).collect();
        changes.into_iter().map(|change| change.join().unwrap()).collect::<Vec<Response>>()
    });

    let changed = answers.iter().filter(|answer| answer.json["data"]["passwordChange"]["user"].is_object());
    assert_eq!(changed.count(), 1);
}

const SIGN_OUT: &str = "mutation { signOut { signedOut } }";

/// Signs in as a browser: the cookie as it is set, and the second token.
fn sign_in_by_cookie(app: &TestApp) -> (String, String) {
    let input = json!({ "email": "ana@tribune.example", "password": PASSWORD, "cookie": true });
    let document = "mutation ($input: SignInInput!) { signIn(input: $input) { token csrfToken } }";
    let answer = app.ask(None, document, json!({ "input": input }));
    assert_eq!(*answer.at("/signIn/token"), Value::Null);
    (answer.header("set-cookie"), answer.at("/signIn/csrfToken").as_str().unwrap().to_owned())
}

fn a_cookie_signs_a_browser_in_and_takes_a_second_token_to_write(database: Database) {
    for (options, name, other) in [
        (&[][..], "__Host-tribune_session", "tribune_session"),
        (&["--insecure-cookies"][..], "tribune_session", "__Host-tribune_session"),
    ] {
        let app = TestApp::start(database, &Options { arguments: options, ..Options::default() });
        app.user("ana@tribune.example", PASSWORD, &["--role", "editor"]);

        let (set, csrf_token) = sign_in_by_cookie(&app);

        let mut parts = set.split("; ");
        let (set_name, token) = parts.next().and_then(|part| part.split_once('=')).unwrap();
        let parts: Vec<&str> = parts.collect();
        assert_eq!(set_name, name);
        assert_eq!(parts.contains(&"Secure"), options.is_empty(), "{set}");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(parts.contains(&part), "{set}");
        }
        assert!(!set.contains("Domain"), "{set}");

        let ask = |cookie: &str, document: &str, headers: &[(&str, &str)]| {
            let cookie = format!("{cookie}={token}");
            app.query_with(document, Value::Null, &[&[("Cookie", cookie.as_str())], headers].concat())
        };
        assert_eq!(*ask(name, "{ viewer { name } }", &[]).at("/viewer/name"), "ana@tribune.example");
        assert_eq!(*ask(other, "{ viewer { name } }", &[]).at("/viewer"), Value::Null);
        assert_eq!(ask(name, SIGN_OUT, &[]).code(), "FORBIDDEN");
        assert_eq!(ask(name, SIGN_OUT, &[("X-CSRF-Token", "nonsense")]).code(), "FORBIDDEN");
        assert_eq!(*ask(name, SIGN_OUT, &[("X-CSRF-Token", &csrf_token)]).at("/signOut/signedOut"), true);
        assert_eq!(*ask(name, "{ viewer { name } }", &[]).at("/viewer"), Value::Null);
    }
}

/// Else another site could make a browser write with it: an API token has no second one.
fn a_cookie_holds_no_api_token(database: Database) {
    let app = app(database);
    let admin = app.admin();
    let create = "mutation { tagCreate(input: { slug: \"foreign\" }) { tag { slug } } }";

    for name in ["__Host-tribune_session", "tribune_session"] {
        let cookie = format!("{name}={}", admin.0);
        let ask = |document: &str| app.query_with(document, Value::Null, &[("Cookie", cookie.as_str())]);

        assert_eq!(*ask("{ viewer { name } }").at("/viewer"), Value::Null);
        assert_eq!(ask(create).code(), "UNAUTHENTICATED");
    }
}

fn a_proxy_that_is_trusted_says_where_a_request_comes_from(database: Database) {
    let proxies = ["--trusted-proxies", "127.0.0.0/8,10.0.0.0/8"];
    let app = TestApp::start(database, &Options { arguments: &proxies, ..Options::default() });
    let admin = app.admin();
    let said = ["x, 9.9.9.1", "9.9.9.2:1234", "[2001:db8::3]:1234", "8.8.8.8, 9.9.9.4, 10.0.0.1", "8.8.8.8, x"];

    for value in said {
        let input = json!({ "input": { "email": "nobody@tribune.example", "password": PASSWORD } });
        assert_eq!(app.query_with(SIGN_IN, input, &[("X-Forwarded-For", value)]).code(), "UNAUTHENTICATED");
    }

    let addresses: Vec<Value> = refused(&app, &admin).iter().map(|row| row["address"].clone()).collect();
    assert_eq!(addresses, ["9.9.9.1", "9.9.9.2", "2001:db8::3", "9.9.9.4", "127.0.0.1"]);
}

/// Signs in a user who may do everything.
fn ana(app: &TestApp) -> Token {
    app.user("ana@tribune.example", PASSWORD, &["--role", "admin"]);
    app.sign_in("ana@tribune.example", PASSWORD)
}

const USER_CREATE: &str = "mutation ($input: UserCreateInput!) { userCreate(input: $input) {
    user { uid email grants { role events locales } } userErrors { field code }
} }";

const TOKEN_CREATE: &str = "mutation ($input: TokenCreateInput!) { tokenCreate(input: $input) {
    token apiToken { uid grants { role events } } userErrors { field code }
} }";

fn an_answer_is_given_again_unless_there_is_a_secret_in_it(database: Database) {
    let app = app(database);
    let ana = ana(&app);
    let ask = |document: &str, input: Value, key: &str| {
        let bearer = format!("Bearer {}", ana.0);
        let headers = [("Authorization", bearer.as_str()), ("Idempotency-Key", key)];
        app.query_with(document, json!({ "input": input }), &headers)
    };
    let luc = json!({ "email": "luc@tribune.example", "name": "Luc", "password": PASSWORD, "grants": [] });
    let token = json!({ "name": "importer", "grants": [] });

    let created = [(); 2].map(|()| ask(USER_CREATE, luc.clone(), "user"));
    let made = [(); 2].map(|()| ask(TOKEN_CREATE, token.clone(), "token"));
    let signed_in =
        [(); 2].map(|()| ask(SIGN_IN, json!({ "email": "luc@tribune.example", "password": PASSWORD }), "in"));

    assert_eq!(*created[0].at("/userCreate/user/email"), "luc@tribune.example");
    assert_eq!(created[1].header("idempotent-replayed"), "true");
    assert_eq!(created[1].data(), created[0].data());
    assert!(made[0].at("/tokenCreate/token").is_string());
    assert!(signed_in[0].at("/signIn/token").is_string());
    for lost in [&made[1], &signed_in[1]] {
        assert_eq!((lost.status, lost.code()), (409, "CONFLICT"), "{}", lost.body);
    }
}

const USER_UPDATE: &str = "mutation ($input: UserUpdateInput!) { userUpdate(input: $input) {
    user { email name disabledAt grants { role } } userErrors { field code }
} }";

/// They would outlive its expiry and its revocation.
fn a_token_makes_no_accounts(database: Database) {
    let app = app(database);
    let (ana, token) = (ana(&app), app.admin());
    let uid = app.ask(Some(&ana), "{ viewer { uid } }", Value::Null).at("/viewer/uid").clone();
    let luc = json!({ "email": "luc@tribune.example", "name": "Luc", "password": PASSWORD, "grants": [] });
    let deeds = [
        (USER_CREATE, luc),
        (TOKEN_CREATE, json!({ "name": "another", "grants": [] })),
        (USER_UPDATE, json!({ "uid": uid, "password": "another battery" })),
    ];

    for (document, input) in &deeds {
        let refused = app.ask(Some(&token), document, json!({ "input": input }));

        assert_eq!(refused.code(), "FORBIDDEN", "{document}");
        assert_eq!(refused.message(), "This is for users. A token cannot do it.", "{document}");
    }

    for (document, input) in &deeds {
        app.ask(Some(&ana), document, json!({ "input": input })).data();
    }
    assert!(sign_in(&app, "luc@tribune.example", PASSWORD).at("/signIn/token").is_string());
    assert!(sign_in(&app, "ana@tribune.example", "another battery").at("/signIn/token").is_string());
}

/// A password is typed in while the user is disabled.
fn a_command_changes_nothing_but_what_it_says(database: Database) {
    let app = app(database);
    app.user("ana@tribune.example", PASSWORD, &["--role", "editor"]);
    let mut command = app.command(&["user", "password", "ana@tribune.example"]);
    let mut command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program can be started");
    // Until it waits for the password; too short a time hides what the test is for and fails nothing.
    thread::sleep(Duration::from_secs(2));

    app.run(&["user", "disable", "ana@tribune.example"], "").succeeded();
    app.run(&["user", "grant", "ana@tribune.example", "--role", "author"], "").succeeded();
    let mut stdin = command.stdin.take().expect("it is piped");
    stdin.write_all(b"another battery\n").expect("it reads a line");
    assert!(command.wait().expect("it is our child").success());

    let listed = app.run(&["user", "list"], "").succeeded().stdout;
    assert!(listed.trim_end().ends_with("ana@tribune.example  ana@tribune.example  author  disabled"), "{listed}");
    app.run(&["user", "enable", "ana@tribune.example"], "").succeeded();
    assert!(sign_in(&app, "ana@tribune.example", "another battery").at("/signIn/token").is_string());
}

/// What a list of accounts says, page by page; each page but the last is full.
fn paged(app: &TestApp, who: &Token, list: &str, size: usize) -> Vec<String> {
    let document = format!(
        "query ($size: Int, $after: String) {{ list: {list}(first: $size, after: $after) {{
            nodes {{ name }} edges {{ cursor node {{ name }} }}
            pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
        }} }}"
    );
    let (mut names, mut after) = (Vec::new(), Value::Null);
    loop {
        let answer = app.ask(Some(who), &document, json!({ "size": size, "after": after }));
        let page: Vec<String> = answer.texts("/list/nodes", "name").into_iter().map(str::to_owned).collect();
        assert_eq!(answer.at("/list/edges").as_array().unwrap().len(), page.len());
        assert_eq!(*answer.at("/list/pageInfo/hasPreviousPage"), !names.is_empty());
        let is_last = *answer.at("/list/pageInfo/hasNextPage") == false;
        assert!(is_last || page.len() == size);
        names.extend(page);
        if is_last {
            return names;
        }
        after = answer.at("/list/pageInfo/endCursor").clone();
        assert_eq!(after, answer.at("/list/edges").as_array().unwrap().last().unwrap()["cursor"]);
    }
}

fn accounts_are_listed_page_by_page(database: Database) {
    let app = app(database);
    let ana = ana(&app);
    app.user("luc@tribune.example", PASSWORD, &["--role", "editor"]);
    app.user("eva@tribune.example", PASSWORD, &["--role", "editor"]);
    let luc = app.sign_in("luc@tribune.example", PASSWORD);
    for (who, name) in [(&ana, "of ana"), (&luc, "of luc"), (&ana, "again of ana")] {
        let input = json!({ "name": name, "grants": [] });
        app.ask(Some(who), TOKEN_CREATE, json!({ "input": input })).data();
    }
    let users = ["eva@tribune.example", "luc@tribune.example", "ana@tribune.example"];
    let tokens = ["again of ana", "of luc", "of ana"];

    for size in 1..=4 {
        assert_eq!(paged(&app, &ana, "users", size), users);
        assert_eq!(paged(&app, &ana, "apiTokens", size), tokens);
        assert_eq!(paged(&app, &luc, "apiTokens", size), ["of luc"]);
    }

    let document = "query ($size: Int, $after: String) { users(first: $size, after: $after) { nodes { name } } }";
    let code = |variables: Value| app.ask(Some(&ana), document, variables).code().to_owned();
    assert_eq!(code(json!({ "size": 101 })), "BAD_REQUEST");
    assert_eq!(code(json!({ "after": "bG9nOjE" })), "BAD_REQUEST", "the cursor of a log names no user");
}

fn events_of_grants_are_looked_up_together(database: Database) {
    let app = app(database);
    let ana = ana(&app);
    app.import_document(&many_events(6, 1)).succeeded();
    let events: Vec<String> = (0..6).map(|number| format!("event-{number:02}")).collect();
    let ask = |grants: Value| {
        let headers = [("Authorization", &*format!("Bearer {}", ana.0))];
        app.query_with(TOKEN_CREATE, json!({ "input": { "name": "importer", "grants": grants } }), &headers)
    };

    let one = ask(json!([{ "role": "EDITOR", "events": [events[0]] }]));
    let many = ask(json!([
        { "role": "EDITOR", "events": [events[1], events[2], events[1]] },
        { "role": "AUTHOR", "events": [events[3], events[4], events[5]] },
    ]));
    let wrong = ask(
        json!([{ "role": "EDITOR", "events": [events[1], "nothing"] }, { "role": "AUTHOR", "events": ["nowhere"] }]),
    );

    let grants = many.at("/tokenCreate/apiToken/grants").as_array().unwrap();
    let counts: Vec<usize> = grants.iter().map(|grant| grant["events"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [2, 3]);
    assert!(!one.statements.is_empty());
    assert_eq!(one.statements.len(), many.statements.len(), "{:#?}", many.statements);
    let not_found = |path: [&str; 5]| json!({ "field": path, "code": "NOT_FOUND" });
    assert_eq!(
        *wrong.at("/tokenCreate/userErrors"),
        json!([not_found(["input", "grants", "0", "events", "1"]), not_found(["input", "grants", "1", "events", "0"])])
    );
}

fn grants_have_a_bound(database: Database) {
    let app = app(database);
    let ana = ana(&app);
    let errors = |grants: Value| {
        let input = json!({ "name": "importer", "grants": grants });
        app.ask(Some(&ana), TOKEN_CREATE, json!({ "input": input })).at("/tokenCreate/userErrors").clone()
    };
    let role = json!({ "role": "EDITOR" });

    assert_eq!(errors(json!(vec![&role; 100])), json!([]));
    assert_eq!(errors(json!(vec![&role; 101])), json!([{ "field": ["input", "grants"], "code": "TOO_MANY" }]));
    assert_eq!(
        errors(json!([role, { "role": "EDITOR", "events": vec!["nothing"; 1001] }])),
        json!([{ "field": ["input", "grants", "1", "events"], "code": "TOO_MANY" }])
    );
    assert_eq!(
        errors(json!([{ "role": "EDITOR", "locales": vec!["fr"; 1001] }])),
        json!([{ "field": ["input", "grants", "0", "locales"], "code": "TOO_MANY" }])
    );
}
