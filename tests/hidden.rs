//! For whoever may not see a thing it is as if it had never been: no answer tells them otherwise, whoever they are
//! and whatever they ask or try. `drafts` has nobody look; here accounts do, which may do other things.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, Token, on_both_databases};

use crate::{
    drafts::{PATHS, programme},
    kinds::{KINDS, Kind, PREVIEW, PURGE, UPSERT, of_all},
};

on_both_databases![
    what_is_hidden_changes_no_answer,
    a_hidden_thing_is_an_absent_thing_for_whoever_names_it,
    a_hidden_reference_is_an_absent_reference,
    who_may_not_create_learns_no_names,
    a_hidden_translation_changes_no_answer,
    a_file_of_translations_tells_nothing_of_what_is_hidden,
];

/// All that is hidden, by type and slug.
const DARK: [(&str, &str); 12] = [
    ("tag", "secret"),
    ("series", "dark-series"),
    ("company", "shade-ltd"),
    ("speaker", "hush"),
    ("post", "rumour"),
    ("room", "vault"),
    ("track", "dusk"),
    ("tier", "smoke"),
    ("release", "leak"),
    ("session", "whisper"),
    ("session", "inside"),
    ("event", "dark-days"),
];

/// The programme of `drafts`, and beside it an event whose accounts see none of that.
fn with_hidden() -> Value {
    let mut document = programme(&json!({ "publishedAt": null }));
    let session = |slug: &str, rest: Value| {
        let mut session = json!({
            "slug": slug, "translations": { "en": { "title": slug } },
            "startsAt": "2012-02-14T18:00:00Z", "endsAt": "2012-02-14T19:00:00Z",
        });
        for (name, value) in rest.as_object().into_iter().flatten() {
            session[name] = value.clone();
        }
        session
    };
    let own_days = json!({
        "slug": "own-days", "startsAt": "2012-02-14T08:00:00Z", "endsAt": "2012-02-14T20:00:00Z",
        "timeZone": "Europe/Paris", "translations": { "en": { "name": "Own days" } },
        "rooms": [{ "slug": "attic", "translations": { "en": { "name": "Attic" } } }],
        "sessions": [
            session("ours", json!({ "room": "attic", "speakers": [{ "speaker": "nia" }, { "speaker": "eve" }] })),
            session("ours-hidden", json!({ "publishedAt": null, "tags": ["open"] })),
        ],
    });
    push(&mut document, "events", own_days);
    push(&mut document, "speakers", json!({ "slug": "nia", "name": "Nia" }));
    document
}

fn push(document: &mut Value, list: &str, item: Value) {
    document[list].as_array_mut().expect("the document has the list").push(item);
}

/// The same without all that is hidden, and without whatever names it.
fn without_hidden() -> Value {
    fn is_dark(value: &Value) -> bool {
        let named = ["slug", "speaker", "company"].iter().any(|field| value.get(field).is_some_and(is_dark_name));
        is_dark_name(value) || (named && value.get("slug").is_none_or(is_dark_name))
    }
    fn is_dark_name(value: &Value) -> bool {
        value.as_str().is_some_and(|name| DARK.iter().any(|(_, dark)| *dark == name))
    }
    fn prune(value: &mut Value) {
        match value {
            Value::Array(items) => {
                items.retain(|item| !is_dark(item));
                items.iter_mut().for_each(prune);
            }
            Value::Object(fields) => {
                fields.retain(|_, value| !is_dark_name(value));
                fields.values_mut().for_each(prune);
            }
            _ => {}
        }
    }
    let mut document = with_hidden();
    prune(&mut document);
    document
}

/// What `drafts` does not ask: states, order, pages, counts, and what is for some accounts only.
const MORE_PATHS: [&str; 37] = [
    "{ seriesList(filter: { status: [DRAFT] }) { totalCount nodes { slug } } }",
    "{ events(filter: { status: [DRAFT, SCHEDULED, UNPUBLISHED, ARCHIVED] }) { totalCount nodes { slug } } }",
    "{ sessions(filter: { status: [DRAFT] }) { totalCount nodes { slug } } }",
    "{ sessions(filter: { status: [PUBLISHED] }) { totalCount nodes { slug } } }",
    "{ speakers(filter: { status: [DRAFT, PUBLISHED] }) { totalCount nodes { slug status } } }",
    "{ companies(filter: { status: [DRAFT] }) { totalCount nodes { slug } } }",
    "{ posts(filter: { status: [DRAFT] }) { totalCount nodes { slug } } }",
    "{ tags(filter: { status: [DRAFT] }) { totalCount nodes { slug } } }",
    r#"{ event(slug: "open-days") { sessions(filter: { status: [DRAFT] }) { totalCount nodes { slug } } } }"#,
    r#"{ event(slug: "open-days") { speakers(filter: { status: [DRAFT] }) { totalCount nodes { slug } } } }"#,
    r#"{ event(slug: "open-days") { posts(filter: { status: [DRAFT] }) { totalCount nodes { slug } } } }"#,
    r#"{ speaker(slug: "ada") { sessions(filter: { status: [DRAFT] }) { totalCount } } }"#,
    r#"{ speaker(slug: "ada") { events(filter: { status: [DRAFT] }) { totalCount } } }"#,
    r#"{ speaker(slug: "ada") { posts(filter: { status: [DRAFT] }) { totalCount } } }"#,
    r#"{ tag(slug: "open") { sessions(filter: { status: [DRAFT] }) { totalCount } } }"#,
    r#"{ sessions(filter: { search: "whisper", status: [DRAFT] }) { totalCount } }"#,
    r#"{ speakers(filter: { search: "hush" }) { totalCount } }"#,
    r#"{ companies(filter: { search: "shade" }) { totalCount } }"#,
    r#"{ posts(filter: { search: "rumour" }) { totalCount } }"#,
    r#"{ tags(filter: { search: "secret" }) { totalCount } }"#,
    r#"{ sessions(filter: { event: "open-days", room: "vault" }) { totalCount } }"#,
    r#"{ sessions(filter: { event: "open-days", track: "dusk" }) { totalCount } }"#,
    r#"{ posts(filter: { session: "whisper" }) { totalCount } }"#,
    r#"{ posts(filter: { tag: "secret" }) { totalCount } }"#,
    r#"{ companies(filter: { sponsorOf: "dark-days" }) { totalCount } }"#,
    r#"{ sessions(filter: { availableIn: "en" }) { totalCount } }"#,
    "{ sessions(first: 3, orderBy: [{ field: TITLE }]) {
        totalCount edges { cursor node { slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }",
    "{ sessions(last: 3, orderBy: [{ field: TITLE }]) {
        totalCount edges { cursor node { slug } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }",
    "{ speakers(first: 2) { nodes { slug sessions { totalCount } events { totalCount } } pageInfo { endCursor } } }",
    "{ events(orderBy: [{ field: NAME, direction: DESC }]) { edges { cursor node { slug } } } }",
    "{ changes(first: 100) { nodes { kind action } pageInfo { endCursor } } }",
    r#"{ auditLog(first: 100, filter: { kind: ["speaker", "session", "event", "post"] }) { nodes { deed kind } } }"#,
    r#"{ happeningNow(event: "dark-days") { now { slug } next { slug } } }"#,
    r#"{ translationCoverage(locale: ["fr"]) {
        locales { count { total missing } fields { kind field items { uid slug title progress } } }
    } }"#,
    r#"{ translationCoverage(event: "dark-days") { locales { locale count { total } } } }"#,
    r#"{ translationsExport(locale: "fr") { sourceLocale name units content } }"#,
    r#"{ translationsExport(locale: "fr", event: "dark-days", format: PO) { units content } }"#,
];

/// Accounts that see nothing of what is hidden, each with a name, and nobody.
fn viewers(app: &TestApp) -> Vec<(&'static str, Option<Token>)> {
    let of_own_days = |role: &str| Some(app.token(&["--role", role, "--event", "own-days"]));
    vec![
        ("nobody", None),
        ("a moderator", Some(app.token(&["--role", "moderator"]))),
        ("an author", Some(app.token(&["--role", "author"]))),
        ("an admin of own-days", of_own_days("admin")),
        ("an editor of own-days", of_own_days("editor")),
        ("a translator of own-days", of_own_days("translator")),
        ("an author of own-days", of_own_days("author")),
    ]
}

/// A session of `own-days` at an hour at which Eve takes part in a hidden one.
fn warnings(app: &TestApp, editor: &Token) -> Value {
    let uid = app.ask(Some(editor), r#"{ session(slug: "ours") { uid version } }"#, Value::Null);
    let session = uid.at("/session").clone();
    let document = "mutation ($input: SessionUpdateInput!) { sessionUpdate(input: $input) {
        userErrors { message } warnings { field code message }
    } }";
    let featured = json!({ "id": session["uid"], "version": session["version"], "featured": true });
    app.ask(Some(editor), document, json!({ "input": featured })).at("/sessionUpdate").clone()
}

fn what_is_hidden_changes_no_answer(database: Database) {
    let app = TestApp::start(database, &Options::default());
    app.import_document(&without_hidden());
    let (admin, viewers) = (app.admin(), viewers(&app));
    let editor = viewers.iter().find(|(name, _)| *name == "an editor of own-days").and_then(|(_, token)| token.clone());
    let editor = editor.expect("there is one");
    let own_days = app.query(r#"{ event(slug: "own-days") { uid } }"#).at("/event/uid").clone();
    let preview = app.ask(Some(&editor), PREVIEW, json!({ "input": { "id": own_days } }));
    let preview = preview.at("/done/previewToken/token").as_str().expect("a token").to_owned();
    let paths: Vec<&str> = PATHS.iter().map(|(path, _)| *path).chain(MORE_PATHS).collect();
    let ask = |token: Option<&Token>, path: &str| {
        let response = app.ask(token, path, Value::Null);
        (response.status, response.json, response.headers.get("content-language").cloned())
    };
    let answers = || {
        let mut answers = BTreeMap::new();
        for path in &paths {
            for (name, token) in &viewers {
                answers.insert((*path, *name), ask(token.as_ref(), path));
            }
            let shown = app.query_with(path, Value::Null, &[("X-Tribune-Preview", &preview)]);
            answers.insert((*path, "a preview of own-days"), (shown.status, shown.json, None));
        }
        answers
    };
    let before = (answers(), warnings(&app, &editor));
    let known: Vec<_> = paths.iter().map(|path| ask(Some(&admin), path)).collect();

    app.import_document(&with_hidden());

    let after = (answers(), warnings(&app, &editor));
    for (path, before) in paths.iter().zip(&known) {
        assert_ne!(*before, ask(Some(&admin), path), "who sees all sees no difference in {path}");
    }
    for ((path, viewer), before) in &before.0 {
        assert_eq!(*before, after.0[&(*path, *viewer)], "{viewer} sees a difference in {path}");
    }
    assert_eq!(before.1, after.1, "an editor of own-days is warned of what is hidden");
    let own = r#"{ sessions(filter: { status: [DRAFT] }) { nodes { slug } } }"#;
    assert_eq!(app.ask(Some(&editor), own, Value::Null).texts("/sessions/nodes", "slug"), ["ours-hidden"]);
}

/// A thing, as an admin finds it.
fn find(app: &TestApp, admin: &Token, kind: &Kind, slug: &str) -> Value {
    let found = if kind.is_root {
        let document = format!("query ($slug: String!) {{ found: {}(slug: $slug) {{ id uid }} }}", kind.name);
        app.ask(Some(admin), &document, json!({ "slug": slug })).at("/found").clone()
    } else {
        let document = format!(r#"{{ event(slug: "open-days") {{ list: {} {{ id uid slug }} }} }}"#, kind.list);
        let response = app.ask(Some(admin), &document, Value::Null);
        let list = response.at("/event/list").as_array().expect("a list");
        list.iter().find(|item| item["slug"] == slug).cloned().unwrap_or_default()
    };
    assert!(found["uid"].is_string(), "{slug} is there to be hidden");
    found
}

/// What a thing can be called by: id, uid, and for most a slug.
fn names(kind: &Kind, slug: &str, thing: &Value) -> Vec<String> {
    let text = |field: &str| thing[field].as_str().expect("a name").to_owned();
    let slug = kind.is_root.then(|| slug.to_owned());
    [text("id"), text("uid")].into_iter().chain(slug).collect()
}

/// The names of a thing of the type that was there and is no more, in the same order.
fn names_of_gone(app: &TestApp, admin: &Token, kind: &Kind) -> Vec<String> {
    let slug = format!("gone-{}", kind.name);
    let mut fields = kind.fields(&slug, "en");
    if kind.is_part {
        fields["event"] = json!("open-days");
    }
    let thing = app.ask(Some(admin), &kind.create(), json!({ "input": fields })).at("/done/thing").clone();
    app.ask(Some(admin), PURGE, json!({ "input": { "id": thing["uid"] } })).data();
    names(kind, &slug, &thing)
}

/// An answer without the name that it was asked by.
fn nameless(response: &Response, name: &str) -> (u16, String) {
    (response.status, response.json.to_string().replace(name, "…"))
}

/// All that one can try with a thing that one can name.
fn tries(kind: &Kind) -> Vec<(String, Value)> {
    let input = |fields: Value| json!({ "input": fields });
    let row = (kind.field)(1);
    let with_row = json!({ "id": "NAME", "version": 1, row.0: row.1 });
    let with_text = json!({ "id": "NAME", "version": 1, "translations": [{ "locale": "fr", kind.text: "Texte" }] });
    let publish = |deed: &str| (of_all(deed, "ContentPublishInput"), input(json!({ "id": "NAME" })));
    let plain = |deed: &str| (of_all(deed, "ContentInput"), input(json!({ "id": "NAME" })));
    let reorder = "mutation ($input: ContentReorderInput!) { contentReorder(input: $input) {
        contents { uid } userErrors { field code message }
    } }";
    let translation = json!({ "id": "NAME", "translation": "en" });
    let query = |field: &str| (format!("query ($name: ID!) {{ {field} }}"), json!({ "name": "NAME" }));
    vec![
        (kind.update(), input(with_row.clone())),
        (kind.update(), input(with_text.clone())),
        (kind.update(), input(json!({ "id": "NAME", "version": 1, "slug": "Not a slug!" }))),
        (kind.update(), input(json!({ "id": "NAME", "version": 7, "externalIds": ["another"] }))),
        (kind.save_draft(), input(with_row)),
        (kind.save_draft(), input(with_text)),
        publish("contentPublish"),
        publish("contentUnpublish"),
        (of_all("contentUnpublish", "ContentPublishInput"), input(translation)),
        (of_all("contentSchedule", "ContentScheduleInput"), input(json!({ "id": "NAME", "publishAt": null }))),
        plain("contentArchive"),
        plain("contentRestore"),
        plain("draftDiscard"),
        (
            of_all("revisionRestore", "RevisionRestoreInput"),
            input(json!({ "id": "NAME", "version": 1, "revision": 1 })),
        ),
        (PURGE.to_owned(), input(json!({ "id": "NAME" }))),
        (PREVIEW.to_owned(), input(json!({ "id": "NAME" }))),
        (PREVIEW.to_owned(), input(json!({ "id": "NAME", "minutes": 0 }))),
        (reorder.to_owned(), input(json!({ "ids": ["NAME"] }))),
        query("node(id: $name) { id }"),
        query("nodes(ids: [$name, $name]) { id }"),
        query("revisionDiff(id: $name, from: 1, to: 1) { field }"),
        query("changes(of: $name) { nodes { seq } }"),
        query("auditLog(filter: { target: $name }) { nodes { seq } }"),
        query("sessions(filter: { speaker: $name, event: $name, tag: $name }) { totalCount }"),
        query("posts(filter: { author: $name, company: $name, session: $name }) { totalCount }"),
        query("happeningNow(event: $name) { now { slug } }"),
    ]
}

fn a_hidden_thing_is_an_absent_thing_for_whoever_names_it(database: Database) {
    let app = TestApp::start(database, &Options::default());
    app.import_document(&with_hidden());
    let (admin, viewers) = (app.admin(), viewers(&app));
    let count = "{ auditLog(first: 1) { nodes { seq } } }";
    let mut differences = Vec::new();

    for (kind, slug) in DARK {
        let kind = Kind::named(kind);
        let hidden = names(kind, slug, &find(&app, &admin, kind, slug));
        let gone = names_of_gone(&app, &admin, kind);
        let before = app.ask(Some(&admin), count, Value::Null).json;
        for (document, variables) in tries(kind) {
            let ask = |token: Option<&Token>, name: &str| {
                let variables = variables.to_string().replace("NAME", name);
                let variables = serde_json::from_str(&variables).expect("it is JSON");
                nameless(&app.ask(token, &document, variables), name)
            };
            for (viewer, token) in &viewers {
                for (hidden, gone) in hidden.iter().zip(&gone) {
                    let (of_hidden, of_gone) = (ask(token.as_ref(), hidden), ask(token.as_ref(), gone));
                    if of_hidden != of_gone {
                        differences.push(format!("{viewer}: {document} {hidden}\n  {of_hidden:?}\n  {of_gone:?}"));
                    }
                }
            }
        }
        assert_eq!(before, app.ask(Some(&admin), count, Value::Null).json, "something was done to {slug}");
    }

    assert!(
        differences.is_empty(),
        "{} differences\n{}",
        differences.len(),
        differences[..differences.len().min(20)].join("\n")
    );
}

/// Gives each thing a name elsewhere: `known-as-hush`.
fn name_elsewhere(document: &mut Value) {
    match document {
        Value::Array(items) => items.iter_mut().for_each(name_elsewhere),
        Value::Object(fields) => {
            fields.values_mut().for_each(name_elsewhere);
            // A translation has a slug too, and no name elsewhere.
            if let Some(slug) = fields.get("slug").filter(|_| fields.contains_key("publishedAt")) {
                let name = format!("known-as-{}", slug.as_str().unwrap_or_default());
                fields.insert("externalIds".to_owned(), json!([name]));
            }
        }
        _ => {}
    }
}

/// Mutations that name another thing in a field of their input, by the type that they name: `NAME`.
fn references(app: &TestApp, admin: &Token) -> Vec<(&'static str, String, Value)> {
    let document =
        r#"{ ours: session(slug: "ours") { id: uid version } own: event(slug: "own-days") { id: uid version } }"#;
    let response = app.ask(Some(admin), document, Value::Null);
    let with = |thing: &Value, fields: Value| {
        let mut input = thing.clone();
        for (name, value) in fields.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        input
    };
    let session = |fields: Value| with(response.at("/ours"), fields);
    let event = |fields: Value| with(response.at("/own"), fields);
    let new = |kind: &str, fields: Value| with(&Kind::named(kind).fields("new-thing", "en"), fields);
    let update = |kind: &str| Kind::named(kind).update();
    let create = |kind: &str| Kind::named(kind).create();
    let name = json!("NAME");
    let people = json!([{ "speaker": "nia" }, { "speaker": "NAME" }]);
    let mut references = vec![
        ("speaker", update("session"), session(json!({ "speakers": people }))),
        ("speaker", Kind::named("session").save_draft(), session(json!({ "speakers": people }))),
        ("room", update("session"), session(json!({ "room": name }))),
        ("track", update("session"), session(json!({ "track": name }))),
        ("tag", update("session"), session(json!({ "tags": ["open", "NAME"] }))),
        ("speaker", create("session"), new("session", json!({ "event": "own-days", "speakers": people }))),
        ("tag", create("session"), new("session", json!({ "event": "own-days", "tags": ["NAME"] }))),
        ("series", update("event"), event(json!({ "series": name }))),
        ("company", update("event"), event(json!({ "sponsorships": [{ "company": "NAME" }] }))),
        ("tier", update("event"), event(json!({ "sponsorships": [{ "company": "light-ltd", "tier": "NAME" }] }))),
        ("company", create("speaker"), new("speaker", json!({ "company": name }))),
        ("speaker", create("post"), new("post", json!({ "author": name }))),
        ("company", create("post"), new("post", json!({ "company": name }))),
        ("event", create("post"), new("post", json!({ "events": ["NAME"] }))),
        ("session", create("post"), new("post", json!({ "sessions": ["NAME"] }))),
        ("tag", create("post"), new("post", json!({ "tags": ["NAME"] }))),
    ];
    for kind in KINDS.iter().filter(|kind| kind.is_part) {
        references.push(("event", kind.create(), new(kind.name, json!({ "event": name }))));
    }
    references
}

fn a_hidden_reference_is_an_absent_reference(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let mut document = with_hidden();
    name_elsewhere(&mut document);
    app.import_document(&document);
    let admin = app.admin();
    let own_days = ["--event", "own-days"];
    app.user("eva@example.org", "a long password", &[&["--role", "editor"], &own_days[..]].concat());
    let writers = [
        ("an editor of own-days", app.sign_in("eva@example.org", "a long password")),
        ("an admin of own-days", app.token(&[&["--role", "admin"], &own_days[..]].concat())),
        ("an author", app.token(&["--role", "author"])),
    ];
    let token_create = "mutation ($input: TokenCreateInput!) { done: tokenCreate(input: $input) {
        thing: apiToken { uid } userErrors { field code message }
    } }";
    let grants = json!({ "name": "test", "grants": [{ "role": "EDITOR", "events": ["NAME"] }] });
    let mut references = references(&app, &admin);
    references.push(("event", token_create.to_owned(), grants));
    let mut is_tried = BTreeMap::new();

    for (kind, slug) in DARK {
        let kind = Kind::named(kind);
        let mut hidden = names(kind, slug, &find(&app, &admin, kind, slug));
        let mut gone = names_of_gone(&app, &admin, kind);
        if kind.is_root {
            hidden.push(format!("known-as-{slug}"));
            gone.push("known-as-nobody".to_owned());
        }
        for (_, document, input) in references.iter().filter(|(named, ..)| *named == kind.name) {
            let ask = |token: &Token, name: &str| {
                let input: Value = serde_json::from_str(&input.to_string().replace("NAME", name)).expect("it is JSON");
                nameless(&app.ask(Some(token), document, json!({ "input": input })), name)
            };
            for (writer, token) in &writers {
                for (hidden, gone) in hidden.iter().zip(&gone) {
                    let (of_hidden, of_gone) = (ask(token, hidden), ask(token, gone));
                    assert_eq!(of_hidden, of_gone, "{writer}: {document} {input}");
                    // That the name means nothing is what is said, at least to one of them.
                    *is_tried.entry(document).or_insert(false) |= of_gone.1.contains("NOT_FOUND");
                }
            }
        }
    }

    assert!(is_tried.len() >= 10 && is_tried.values().all(|tried| *tried), "{is_tried:#?}");
}

/// Two things cannot have one slug, so whoever may create is told that it is taken. Nobody else is.
fn who_may_not_create_learns_no_names(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let mut document = with_hidden();
    name_elsewhere(&mut document);
    app.import_document(&document);
    let strangers = [app.token(&["--role", "moderator"]), app.token(&["--role", "author"])];
    let create = |token: &Token, kind: &Kind, slug: &str, other_name: &str| {
        let mut fields = kind.fields(slug, "en");
        fields["externalIds"] = json!([other_name]);
        if kind.is_part {
            fields["event"] = json!("open-days");
        }
        app.ask(Some(token), &kind.create(), json!({ "input": fields }))
    };

    for (name, slug) in DARK {
        let kind = Kind::named(name);
        for token in strangers.iter().take(if name == "post" { 1 } else { 2 }) {
            for (taken, other_name) in [(slug, "known-as-nobody"), ("free", "known-as-hush")] {
                let response = create(token, kind, taken, other_name);
                assert_eq!(response.code(), "FORBIDDEN", "{name} {taken} {other_name}");
                assert_eq!(
                    nameless(&response, taken),
                    nameless(&create(token, kind, "free", "known-as-nobody"), "free")
                );
            }
            for known in [format!("known-as-{slug}"), "known-as-nobody".to_owned()] {
                let mut item = json!({ "externalId": known });
                if kind.is_part {
                    item["event"] = json!("open-days");
                }
                let twice = json!({ "items": [{ name: item }, { name: item }] });
                let response = app.ask(Some(token), UPSERT, json!({ "input": twice }));
                assert!(response.is_forbidden(), "{name} {known}: {}", response.body);
            }
        }
    }
}

/// A session whose French is there or not, and public later.
fn springtime(french: bool) -> Value {
    let mut texts = json!({ "en": { "title": "Spring", "abstract": "The first." } });
    if french {
        texts["fr"] = json!({ "title": "Abricots", "slug": "abricots", "publishedAt": "2012-02-14T18:30:01Z" });
    }
    json!({ "tribune": 1, "events": [{
        "slug": "seasons", "startsAt": "2012-03-10T08:00:00Z", "endsAt": "2012-03-11T17:00:00Z",
        "timeZone": "Europe/Paris", "translations": { "en": { "name": "Seasons" } },
        "sessions": [{ "slug": "spring", "translations": texts }],
    }, {
        "slug": "own-days", "startsAt": "2012-02-14T08:00:00Z", "endsAt": "2012-02-14T20:00:00Z",
        "timeZone": "Europe/Paris", "translations": { "en": { "name": "Own days" } },
    }] })
}

fn a_hidden_translation_changes_no_answer(database: Database) {
    let app = TestApp::start(database, &Options::default());
    app.import_document(&springtime(false));
    let (admin, viewers) = (app.admin(), viewers(&app));
    let spring = app.query(r#"{ session(slug: "spring") { uid } }"#).at("/session/uid").clone();
    let paths = [
        r#"{ session(slug: "spring", locale: "fr") {
            title canonicalSlug localization { served available complete }
            translations { locale title status outdated } revisions { nodes { version } }
        } }"#,
        r#"{ session(slug: "abricots") { slug } }"#,
        r#"{ sessions(locale: "fr", filter: { search: "abricots" }) { totalCount } }"#,
        r#"{ sessions(filter: { availableIn: "fr" }) { totalCount } }"#,
        r#"{ sessions(locale: "fr", fallback: [], orderBy: [{ field: TITLE }]) { totalCount edges { cursor } } }"#,
        r#"{ translationCoverage(locale: ["fr"]) {
            locales { count { complete missing } fields { items { slug progress } } }
        } }"#,
        r#"{ translationsExport(locale: "fr") { units content } }"#,
        r#"{ translationsExport(locale: "fr", extent: MISSING, format: PO) { units content } }"#,
    ];
    let confirm = of_all("translationConfirm", "TranslationConfirmInput");
    let publish = of_all("contentPublish", "ContentPublishInput");
    let french = json!({ "input": { "id": spring, "translation": "fr" } });
    let ask = |token: Option<&Token>| {
        let mut answers: Vec<Value> = paths.iter().map(|path| app.ask(token, path, Value::Null).json).collect();
        answers.extend([&confirm, &publish].map(|document| app.ask(token, document, french.clone()).json));
        answers
    };
    let before: Vec<_> = viewers.iter().map(|(_, token)| ask(token.as_ref())).collect();
    let known: Vec<Value> = paths.iter().map(|path| app.ask(Some(&admin), path, Value::Null).json).collect();

    app.import_document(&springtime(true));

    for (path, before) in paths.iter().zip(&known) {
        let after = app.ask(Some(&admin), path, Value::Null).json;
        assert_ne!(*before, after, "who sees all sees no difference in {path}");
    }
    for ((viewer, token), before) in viewers.iter().zip(&before) {
        assert_eq!(*before, ask(token.as_ref()), "{viewer} sees a difference");
    }
}

/// Neither that there is a thing, nor what it says in a language that is not public, nor what it once said.
fn a_file_of_translations_tells_nothing_of_what_is_hidden(database: Database) {
    let app = TestApp::start(database, &Options::default());
    app.import_document(&springtime(true));
    let (admin, viewers) = (app.admin(), viewers(&app));
    let export = "query ($format: TranslationFormat!) {
        translationsExport(locale: \"fr\", format: $format) { content }
    }";
    let file = |who: &Token, format: &str| {
        let response = app.ask(Some(who), export, json!({ "format": format }));
        response.at("/translationsExport/0/content").as_str().expect("a file").to_owned()
    };
    let import = |who: Option<&Token>, content: &str| {
        let document = "mutation ($input: TranslationsImportInput!) { translationsImport(input: $input) {
            translated confirmed unchanged unfinished refused { unit message }
        } }";
        app.ask(who, document, json!({ "input": { "content": content, "dryRun": true } }))
    };
    let formats = ["XLIFF", "PO"];

    // What it says in French is not public yet.
    for file in formats.map(|format| file(&admin, format)) {
        assert!(file.contains("Abricots"), "{file}");
        let wrong = file.replace("Abricots", "Pommes");
        assert_ne!(import(Some(&admin), &file).json, import(Some(&admin), &wrong).json);
        for (viewer, token) in &viewers {
            let (right, wrong) = (import(token.as_ref(), &file).json, import(token.as_ref(), &wrong).json);
            assert_eq!(right, wrong, "{viewer} learns what is right");
        }
    }

    // Now it is, and what it was made from is in the history alone.
    let mut document = springtime(true);
    document["events"][0]["sessions"][0]["translations"]["fr"]["publishedAt"] = Value::Null;
    app.import_document(&document);
    let session = app.ask(Some(&admin), r#"{ session(slug: "spring") { id: uid version } }"#, Value::Null);
    let mut input = session.at("/session").clone();
    input["translations"] = json!([{ "locale": "en", "title": "April" }]);
    let update = Kind::named("session").update();
    app.ask(Some(&admin), &update, json!({ "input": input })).at("/done/thing/uid");
    for format in formats {
        let former = "Spring<";
        let is_told = |file: String| file.contains(former) || file.contains("#| msgid \"Spring\"");
        assert!(is_told(file(&admin, format)), "{}", file(&admin, format));
        for (viewer, token) in viewers.iter().filter_map(|(viewer, token)| Some((viewer, token.as_ref()?))) {
            let file = file(token, format);
            assert!(file.contains("April") && !is_told(file.clone()), "{viewer} sees what it once said\n{file}");
        }
    }

    // What is hidden, and what is not there.
    let mut document = springtime(true);
    document["events"][0]["publishedAt"] = Value::Null;
    app.import_document(&document);
    let uid = session.at("/session/id").as_str().expect("a uid");
    let absent = "018f2f6e-0000-7000-8000-00000000dead";
    for file in formats.map(|format| file(&admin, format)) {
        assert!(file.contains(uid));
        for (viewer, token) in &viewers {
            let hidden = nameless(&import(token.as_ref(), &file), uid);
            let gone = nameless(&import(token.as_ref(), &file.replace(uid, absent)), absent);
            assert_eq!(hidden, gone, "{viewer}");
        }
    }
}
