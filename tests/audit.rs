//! The audit log: who did what to what, when and from where; for good, and without any secret.

use serde_json::{Value, json};
use tests::{Database, NOW, Options, TestApp, Token, on_both_databases};

use crate::{
    fixtures::{PASSWORD, with_many_sign_ins},
    kinds::{Kind, PREVIEW, PURGE, of_all},
};

on_both_databases![
    what_is_done_to_content_is_logged,
    what_is_done_to_accounts_is_logged,
    what_is_refused_leaves_nothing,
    entries_are_found_by_what_they_say,
    the_command_line_prints_the_log_as_lines_of_json,
    the_database_changes_and_removes_no_entry,
    no_secret_is_kept_or_told_anywhere,
];

const LOG: &str = "query ($filter: AuditFilter, $first: Int, $after: String) {
    auditLog(filter: $filter, first: $first, after: $after) {
        nodes { seq at actor { kind uid name } address deed outcome kind uid fields }
        pageInfo { hasNextPage endCursor }
    }
}";

/// The entries that a filter finds, the oldest first.
fn entries(app: &TestApp, admin: &Token, filter: Value) -> Vec<Value> {
    let response = app.ask(Some(admin), LOG, json!({ "filter": filter, "first": 100 }));
    let mut nodes = response.at("/auditLog/nodes").as_array().expect("a list").clone();
    nodes.reverse();
    nodes
}

fn deeds(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["deed"].as_str().unwrap_or_default()).collect()
}

/// Creates a tag; its id and uid.
fn tag(app: &TestApp, who: &Token, label: &str) -> Value {
    let kind = Kind::named("tag");
    app.ask(Some(who), &kind.create(), json!({ "input": kind.fields(label, "en") })).at("/done/thing").clone()
}

fn what_is_done_to_content_is_logged(database: Database) {
    let app = with_many_sign_ins(database);
    let admin = app.token(&["--role", "admin"]);
    let uid = app.ask(Some(&admin), "{ viewer { uid } }", Value::Null).at("/viewer/uid").clone();
    let kind = Kind::named("tag");
    let tag = tag(&app, &admin, "first");
    let mut version = 1;
    let mut does = |document: &str, fields: Value| {
        let mut input = fields;
        input["id"] = tag["uid"].clone();
        if input.get("version").is_some() {
            input["version"] = json!(version);
        }
        let response = app.ask(Some(&admin), document, json!({ "input": input }));
        if let Some(now) = response.data()["done"]["thing"]["version"].as_i64() {
            version = now;
        }
    };
    let french = json!([{ "locale": "fr", "label": "Premier" }]);
    let later = json!([{ "locale": "es", "label": "Primero" }]);
    does(&kind.update(), json!({ "version": 0, "slug": "second", "translations": french }));
    does(&of_all("contentPublish", "ContentPublishInput"), json!({}));
    does(&of_all("contentUnpublish", "ContentPublishInput"), json!({ "translation": "fr" }));
    does(&of_all("contentSchedule", "ContentScheduleInput"), json!({ "unpublishAt": "2013-01-01T00:00:00Z" }));
    does(&kind.save_draft(), json!({ "version": 0, "translations": later }));
    does(&of_all("draftDiscard", "ContentInput"), json!({}));
    does(&of_all("contentArchive", "ContentInput"), json!({}));
    does(&of_all("contentRestore", "ContentInput"), json!({}));
    does(&of_all("revisionRestore", "RevisionRestoreInput"), json!({ "version": 0, "revision": 1 }));
    does(PREVIEW, json!({}));
    // What changes nothing is no deed.
    does(&kind.update(), json!({ "version": 0, "slug": "first" }));
    does(PURGE, json!({}));

    let found = entries(&app, &admin, json!({ "target": tag["uid"] }));

    let shown: Vec<(&str, Value)> =
        found.iter().map(|entry| (entry["deed"].as_str().unwrap_or_default(), entry["fields"].clone())).collect();
    let expected = [
        ("create", json!(["slug", "sourceLocale", "translations.en.label"])),
        ("update", json!(["slug", "translations.fr.label"])),
        ("publish", json!(["publishedAt"])),
        ("unpublish", json!(["translations.fr.unpublishedAt"])),
        ("schedule", json!(["unpublishedAt"])),
        ("draftSave", json!(["translations.es.label"])),
        ("draftDiscard", json!([])),
        ("archive", json!(["archivedAt"])),
        ("restore", json!(["archivedAt"])),
        ("revert", json!(["slug", "translations.fr.label", "translations.fr.unpublishedAt"])),
        ("previewTokenCreate", json!([])),
        ("purge", json!([])),
    ];
    assert_eq!(shown, expected);
    for entry in &found {
        let mut entry = entry.clone();
        for field in ["seq", "deed", "fields"] {
            entry[field] = Value::Null;
        }
        let expected = json!({
            "seq": null, "at": NOW, "actor": { "kind": "TOKEN", "uid": uid, "name": "test" }, "address": "127.0.0.1",
            "deed": null, "outcome": "DONE", "kind": "tag", "uid": tag["uid"], "fields": null,
        });
        assert_eq!(entry, expected);
    }
    // By its id too, and for an import.
    assert_eq!(entries(&app, &admin, json!({ "target": tag["id"] })), found);
    app.import_document(
        &json!({ "tribune": 1, "tags": [{ "slug": "third", "translations": { "en": { "label": "3" } } }] }),
    );
    let of_import = entries(&app, &admin, json!({ "actorKind": ["COMMAND"], "kind": ["tag"] }));
    assert_eq!(deeds(&of_import), ["create"]);
    assert_eq!(of_import[0]["actor"], json!({ "kind": "COMMAND", "uid": null, "name": "import document.json" }));
    assert_eq!(of_import[0]["address"], Value::Null);
}

fn what_is_done_to_accounts_is_logged(database: Database) {
    let app = with_many_sign_ins(database);
    app.user("ana@example.org", PASSWORD, &["--role", "admin"]);
    let ana = app.sign_in("ana@example.org", PASSWORD);
    let ana_uid = app.ask(Some(&ana), "{ viewer { uid } }", Value::Null).at("/viewer/uid").clone();
    let sign_in = "mutation ($input: SignInInput!) { signIn(input: $input) { token } }";
    for (email, password) in [("Ana@example.org", "wrong"), ("nobody@example.org", PASSWORD)] {
        app.ask(None, sign_in, json!({ "input": { "email": email, "password": password } }));
    }
    let user_create = r#"mutation ($grants: [GrantInput!]!) { userCreate(input: {
        email: "eva@example.org", name: "Eva", password: "another password", grants: $grants
    }) { user { uid } } }"#;
    let grants = json!([{ "role": "EDITOR" }, { "role": "TRANSLATOR" }]);
    let created = app.ask(Some(&ana), user_create, json!({ "grants": grants }));
    let eva_uid = created.at("/userCreate/user/uid").clone();
    let update = "mutation ($input: UserUpdateInput!) { userUpdate(input: $input) { user { uid } } }";
    let changes =
        json!({ "uid": eva_uid, "name": "Eva B.", "password": "a third password", "grants": [], "disabled": true });
    app.ask(Some(&ana), update, json!({ "input": changes })).data();
    let token_create =
        r#"mutation { tokenCreate(input: { name: "script", grants: [{ role: EDITOR }] }) { apiToken { uid } } }"#;
    let token_uid = app.ask(Some(&ana), token_create, Value::Null).at("/tokenCreate/apiToken/uid").clone();
    let revoke = "mutation ($uid: ID!) { tokenRevoke(uid: $uid) { apiToken { uid } } }";
    app.ask(Some(&ana), revoke, json!({ "uid": token_uid })).data();
    let password = "mutation ($input: PasswordChangeInput!) { passwordChange(input: $input) { user { uid } } }";
    app.ask(Some(&ana), password, json!({ "input": { "current": PASSWORD, "new": "a new password" } })).data();
    let ana = app.sign_in("ana@example.org", "a new password");
    app.ask(Some(&ana), "mutation { signOut { signedOut } }", Value::Null).data();
    app.run(&["user", "enable", "eva@example.org"], "").succeeded();

    let admin = app.admin();
    let found = entries(&app, &admin, json!({ "kind": ["user", "token"] }));
    let denied = entries(&app, &admin, json!({ "outcome": "DENIED" }));

    let shown = |entry: &Value| {
        let names = [&entry["deed"], &entry["actor"]["name"], &entry["kind"], &entry["uid"], &entry["fields"]];
        json!(names)
    };
    let (name, command) = ("ana@example.org", "command line");
    let all = json!(["grants.editor", "grants.translator"]);
    let changed = json!(["name", "password", "grants", "disabled"]);
    let expected = [
        json!(["userCreate", command, "user", ana_uid, ["grants.admin"]]),
        json!(["signIn", name, "user", ana_uid, []]),
        json!(["userCreate", name, "user", eva_uid, all]),
        json!(["userUpdate", name, "user", eva_uid, changed]),
        json!(["tokenCreate", name, "token", token_uid, ["grants.editor"]]),
        json!(["tokenRevoke", name, "token", token_uid, []]),
        json!(["passwordChange", name, "user", ana_uid, ["password"]]),
        json!(["signIn", name, "user", ana_uid, []]),
        json!(["signOut", name, "user", ana_uid, []]),
        json!(["userUpdate", command, "user", eva_uid, ["disabled"]]),
    ];
    assert_eq!(found[..expected.len()].iter().map(shown).collect::<Vec<_>>(), expected);
    assert_eq!(found.len(), expected.len() + 1, "and the token of the test itself");
    assert_eq!(found[1]["actor"], json!({ "kind": "USER", "uid": ana_uid, "name": name }));
    assert_eq!(found[1]["address"], "127.0.0.1");
    let who = |entry: &Value| json!([entry["deed"], entry["actor"], entry["address"], entry["uid"], entry["kind"]]);
    let anonymous =
        |email: &str| json!(["signIn", { "kind": "ANONYMOUS", "uid": null, "name": email }, "127.0.0.1", null, null]);
    let expected = [anonymous("ana@example.org"), anonymous("nobody@example.org")];
    assert_eq!(denied.iter().map(who).collect::<Vec<_>>(), expected);
}

fn what_is_refused_leaves_nothing(database: Database) {
    let app = with_many_sign_ins(database);
    let (admin, moderator) = (app.admin(), app.token(&["--role", "moderator"]));
    let tag = tag(&app, &admin, "first");
    let before = entries(&app, &admin, json!({}));
    let kind = Kind::named("tag");

    let tries = [
        (kind.create(), kind.fields("second", "en")),
        (kind.update(), json!({ "id": tag["uid"], "version": 1, "slug": "second" })),
        (kind.update(), json!({ "id": tag["uid"], "version": 7, "slug": "second" })),
        (kind.update(), json!({ "id": tag["uid"], "version": 1, "slug": "Not a slug!" })),
        (of_all("contentPublish", "ContentPublishInput"), json!({ "id": tag["uid"] })),
        (PURGE.to_owned(), json!({ "id": tag["uid"] })),
        (PREVIEW.to_owned(), json!({ "id": tag["uid"], "minutes": 0 })),
    ];
    for (document, input) in &tries {
        app.ask(Some(&moderator), document, json!({ "input": input }));
        app.ask(None, document, json!({ "input": input }));
    }
    for (document, input) in [&tries[2], &tries[3], &tries[6]] {
        app.ask(Some(&admin), document, json!({ "input": input }));
    }

    let after = entries(&app, &admin, json!({}));
    assert_eq!(before, after);
    let seqs: Vec<i64> = after.iter().filter_map(|entry| entry["seq"].as_i64()).collect();
    assert_eq!(seqs, (1..=after.len() as i64).collect::<Vec<_>>(), "without a gap");
}

fn entries_are_found_by_what_they_say(database: Database) {
    let arguments = &["--trusted-proxies", "127.0.0.0/8"];
    let app = TestApp::start(database, &Options { arguments, ..Options::default() });
    let [admin, editor] = ["admin", "editor"].map(|role| app.token(&["--role", role]));
    let uid = app.ask(Some(&editor), "{ viewer { uid } }", Value::Null).at("/viewer/uid").clone();
    let (first, second) = (tag(&app, &admin, "first"), tag(&app, &editor, "second"));
    let publish = of_all("contentPublish", "ContentPublishInput");
    let bearer = format!("Bearer {}", editor.0);
    let from_afar = [("Authorization", bearer.as_str()), ("X-Forwarded-For", "10.1.2.3")];
    app.query_with(&publish, json!({ "input": { "id": first["uid"] } }), &from_afar).data();
    let found = |filter: Value| {
        let found = entries(&app, &admin, filter);
        found.iter().map(|entry| json!([entry["deed"], entry["uid"]])).collect::<Vec<_>>()
    };
    let created = |tag: &Value| json!(["create", tag["uid"]]);
    let published = json!(["publish", first["uid"]]);

    assert_eq!(found(json!({ "kind": ["tag"] })), [created(&first), created(&second), published.clone()]);
    assert_eq!(found(json!({ "deed": ["publish"] })), std::slice::from_ref(&published));
    assert_eq!(found(json!({ "deed": ["publish", "tokenCreate"], "kind": ["tag"] })), std::slice::from_ref(&published));
    assert_eq!(found(json!({ "actor": uid })), [created(&second), published.clone()]);
    assert_eq!(found(json!({ "actor": uid, "target": second["uid"] })), [created(&second)]);
    assert_eq!(found(json!({ "target": first["id"] })), [created(&first), published.clone()]);
    assert_eq!(found(json!({ "address": "10.1.2.3" })), std::slice::from_ref(&published));
    assert_eq!(found(json!({ "actorKind": ["COMMAND"], "kind": ["tag"] })), [json!(null); 0]);
    assert_eq!(found(json!({ "actorKind": ["TOKEN"] })).len(), 3);
    assert_eq!(found(json!({ "outcome": "DENIED" })), [json!(null); 0]);
    assert_eq!(found(json!({ "at": { "gte": NOW }, "deed": ["publish"] })), [published]);
    assert_eq!(found(json!({ "at": { "lt": NOW } })), [json!(null); 0]);
    assert_eq!(found(json!({ "deed": [] })), [json!(null); 0]);
    assert_eq!(found(json!({ "target": "nonsense" })), [json!(null); 0]);

    // Page by page, the latest first.
    let mut seqs = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = app.ask(Some(&admin), LOG, json!({ "first": 2, "after": after }));
        seqs.extend(page.at("/auditLog/nodes").as_array().into_iter().flatten().map(|entry| entry["seq"].clone()));
        if page.at("/auditLog/pageInfo/hasNextPage") == false {
            break;
        }
        after = page.at("/auditLog/pageInfo/endCursor").clone();
    }
    assert_eq!(seqs, [5, 4, 3, 2, 1]);
    let foreign = app.ask(Some(&admin), LOG, json!({ "after": "nonsense" }));
    assert_eq!(foreign.code(), "BAD_REQUEST");
}

fn the_command_line_prints_the_log_as_lines_of_json(database: Database) {
    let app = with_many_sign_ins(database);
    let admin = app.admin();
    tag(&app, &admin, "first");
    app.ask(None, "mutation { signIn(input: { email: \"x\", password: \"y\" }) { token } }", Value::Null);
    let shown = entries(&app, &admin, json!({}));

    let printed = app.run(&["audit"], "").succeeded().stdout;
    let after = app.run(&["audit", "--after", "1"], "").succeeded().stdout;

    let lines: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    assert_eq!(lines.len(), shown.len());
    for (line, entry) in lines.iter().zip(&shown) {
        let lower = |value: &Value| json!(value.as_str().unwrap_or_default().to_lowercase());
        let expected = json!({
            "seq": entry["seq"], "at": entry["at"], "actorKind": lower(&entry["actor"]["kind"]),
            "actorUid": entry["actor"]["uid"], "actor": entry["actor"]["name"], "address": entry["address"],
            "deed": entry["deed"], "outcome": lower(&entry["outcome"]), "kind": entry["kind"], "uid": entry["uid"],
            "fields": entry["fields"],
        });
        let mut line = line.clone();
        for field in ["actorKind", "outcome"] {
            line[field] = lower(&line[field]);
        }
        assert_eq!(line, expected);
    }
    let expected: String = printed.lines().skip(1).map(|line| format!("{line}\n")).collect();
    assert_eq!(after, expected);
}

fn the_database_changes_and_removes_no_entry(database: Database) {
    let app = with_many_sign_ins(database);
    let admin = app.admin();
    tag(&app, &admin, "first");
    let before = app.run(&["audit"], "").succeeded().stdout;
    assert_eq!(before.lines().count(), 2);

    let mut statements = vec![
        "UPDATE audit SET actor = 'somebody else'",
        "UPDATE audit SET actor = actor WHERE seq = 1",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE seq = 2",
        "INSERT INTO audit SELECT * FROM audit WHERE seq = 1",
    ];
    if database == Database::Postgres {
        statements.push("TRUNCATE audit");
    }
    for statement in statements {
        let refused = app.sql(statement).expect_err(statement);
        assert!(refused.contains("append-only") || statement.contains("INTO"), "{statement}: {refused}");
    }

    assert_eq!(app.run(&["audit"], "").succeeded().stdout, before);
    assert!(app.sql("SELECT COUNT(*) FROM audit").expect("it can be read").starts_with('2'));
}

fn no_secret_is_kept_or_told_anywhere(database: Database) {
    let arguments = &["--log", "debug", "--sign-in-attempts-per-minute", "1000"];
    let app = TestApp::start(database, &Options { arguments, ..Options::default() });
    let secrets = ["ana's secret phrase", "eva's secret phrase", "some wrong phrase", "another secret phrase"];
    app.user("ana@example.org", secrets[0], &["--role", "admin"]);
    let sign_in = "mutation ($input: SignInInput!) { signIn(input: $input) { token csrfToken } }";
    let input = |email: &str, password: &str| json!({ "input": { "email": email, "password": password } });
    let token = app.sign_in("ana@example.org", secrets[0]);
    let mut answers = Vec::new();
    let mut ask = |who: Option<&Token>, document: &str, variables: Value| {
        let response = app.ask(who, document, variables);
        answers.push(response.body.clone());
        response
    };
    ask(None, sign_in, input("ana@example.org", secrets[2]));
    ask(None, sign_in, json!({ "input": { "email": "ana@example.org", "password": [secrets[2]] } }));
    ask(None, sign_in, json!({ "input": { "email": "ana@example.org", "password": secrets[2], "cookie": "no" } }));
    let user =
        "mutation ($input: UserCreateInput!) { userCreate(input: $input) { user { uid } userErrors { message } } }";
    let eva = json!({ "email": "eva@example.org", "name": "Eva", "password": secrets[1], "grants": [] });
    ask(Some(&token), user, json!({ "input": eva }));
    ask(Some(&token), user, json!({ "input": eva }));
    let change = "mutation ($input: PasswordChangeInput!) { passwordChange(input: $input) { userErrors { message } } }";
    ask(Some(&token), change, json!({ "input": { "current": secrets[2], "new": secrets[3] } }));
    let everything = "{ viewer { uid email } users { nodes { uid email name } } apiTokens { nodes { uid name } }
        auditLog(first: 100) { nodes { deed fields actor { name } } } changes(first: 100) { nodes { fields { field after } } } }";
    ask(Some(&token), everything, Value::Null);
    let create = r#"mutation { tokenCreate(input: { name: "script", grants: [{ role: ADMIN }] }) { token } }"#;
    let key = [("Idempotency-Key", "once"), ("Authorization", &format!("Bearer {}", token.0))];
    let made = app.query_with(create, Value::Null, &key);
    let made = made.at("/tokenCreate/token").as_str().expect("a token").to_owned();
    let again = app.query_with(create, Value::Null, &key);
    let cookie = app.ask(
        None,
        sign_in,
        json!({ "input": {
        "email": "ana@example.org", "password": secrets[0], "cookie": true,
    } }),
    );
    let cookie_token = cookie.header("set-cookie");
    let cookie_token = cookie_token.split(['=', ';']).nth(1).expect("a value");
    app.ask(Some(&Token(made.clone())), "{ viewer { uid } }", Value::Null).data();

    let commands =
        [&["user", "list"][..], &["token", "list"], &["audit"]].map(|arguments| app.run(arguments, "").text());
    let told = [answers.concat(), again.body, commands.concat(), app.log()];
    let kept = app.everything();

    assert!(kept.contains("ana@example.org") && app.log().contains("/graphql"), "it is looked in the right place");
    let tokens = [token.0.as_str(), &made, cookie_token];
    for secret in secrets.iter().chain(&tokens) {
        assert!(told.iter().all(|text| !text.contains(secret)), "{secret} is told");
        assert!(!kept.contains(secret), "{secret} is kept");
    }
    // Nor what is kept in the place of passwords.
    assert!(kept.contains("$argon2id$") && told.iter().all(|text| !text.contains("argon2")), "a hash is told");
}
