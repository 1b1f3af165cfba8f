//! Nothing is lost and nobody overwrites another: versions and conflicts, pending edits, times of translations,
//! earlier revisions, and what goes for good.

use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, Token, on_both_databases};

use crate::{
    editor::{Editor, at, march, mutation, refused, session, with, written},
    kinds::KINDS,
};

on_both_databases![
    stale_version_is_a_conflict_that_tells_who_changed_what,
    version_of_the_future_is_a_conflict_too,
    draft_keeps_the_thing_as_it_is_until_it_is_published,
    draft_has_a_version_of_its_own,
    draft_goes_onto_what_others_changed_meanwhile,
    what_both_changed_is_a_conflict,
    draft_that_leaves_nothing_is_none,
    discarded_draft_is_gone,
    draft_has_no_say_in_publication,
    translator_saves_a_draft_more_than_once,
    draft_that_breaks_a_rule_by_now_is_not_published,
    translation_is_published_on_its_own,
    unpublishing_calls_a_schedule_off,
    earlier_revision_comes_back_whole,
    revision_that_names_what_is_gone_stays_where_it_is,
    purged_thing_is_named_by_nothing,
    purged_event_takes_its_parts_along,
    purged_thing_leaves_its_names_and_nothing_else,
];

/// The conflict that an answer tells.
#[track_caller]
fn conflict(response: &Response) -> &Value {
    assert_eq!(response.code(), "CONFLICT", "{}", response.body);
    assert_eq!(response.json["errors"][0]["extensions"]["argument"], "version");
    &response.json["errors"][0]["extensions"]["conflict"]
}

/// `title en: "A" → "B"` of each field of a change.
fn differences(fields: &Value) -> Vec<String> {
    let line = |field: &Value| {
        let locale = field["locale"].as_str().map(|locale| format!(" {locale}")).unwrap_or_default();
        format!("{}{locale}: {} → {}", field["field"].as_str().unwrap_or("?"), field["before"], field["after"])
    };
    fields.as_array().into_iter().flatten().map(line).collect()
}

fn title(locale: &str, title: &str) -> Value {
    json!({ "translations": [{ "locale": locale, "title": title }] })
}

/// What anybody sees of the session `talk`.
fn shown(app: &TestApp, locale: &str) -> Value {
    let query = format!(r#"{{ session(slug: "talk", locale: "{locale}") {{ title subtitle kind featured }} }}"#);
    app.query(&query).at("/session").clone()
}

/// A public event with a public session, `talk`, at version 2.
fn talk(editor: &Editor) -> String {
    let fair = editor.fair();
    let talk = editor.session("Talk", json!({}));
    editor.publish(&[&fair.uid, &talk.uid]);
    talk.uid
}

fn save_draft(editor: &Editor, uid: &str, version: i64, draft_version: Option<i64>, fields: Value) -> Response {
    let document = "mutation ($input: SessionUpdateInput!, $draftVersion: Int) {
        done: sessionDraftSave(input: $input, draftVersion: $draftVersion) {
            thing: session {
                uid slug version status
                draft { version baseVersion changes { field locale before after } }
            }
            userErrors { field code message } warnings { field code message }
        }
    }";
    let variables = match draft_version {
        Some(draft_version) => json!({ "input": at(uid, version, fields), "draftVersion": draft_version }),
        None => json!({ "input": at(uid, version, fields) }),
    };
    editor.ask(document, variables)
}

fn draft(response: &Response) -> &Value {
    response.at("/done/thing/draft")
}

fn publish(editor: &Editor, uid: &str) -> Response {
    editor.deed("contentPublish", json!({ "id": uid }))
}

fn stale_version_is_a_conflict_that_tells_who_changed_what(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);
    app.user("ana@example.org", "a long enough secret", &["--role", "editor"]);
    let ana = Editor { app: &app, token: app.sign_in("ana@example.org", "a long enough secret") };
    ana.update("session", &talk, 2, with(title("fr", "Causerie"), json!({ "kind": "PANEL" })));
    editor.deed("contentArchive", json!({ "id": talk })).data();

    let updated = editor.mutate("session", "Update", &at(&talk, 2, json!({ "featured": true })));
    let saved = save_draft(&editor, &talk, 2, None, json!({ "featured": true }));
    let restored = editor.deed("revisionRestore", json!({ "id": talk, "revision": 1, "version": 2 }));
    let french = app.query_with(
        &mutation("session", "Update", ""),
        json!({ "input": at(&talk, 2, json!({})) }),
        &[("Authorization", &format!("Bearer {}", editor.token.0)), ("Accept-Language", "fr")],
    );

    let at = tests::NOW;
    for response in [&updated, &saved, &restored] {
        let told = conflict(response);
        assert_eq!(told["version"], 4);
        let changes = told["changes"].as_array().expect("a list");
        let who: Vec<_> = changes
            .iter()
            .map(|change| json!([change["version"], change["by"], change["action"], change["at"]]))
            .collect();
        assert_eq!(who, [json!([3, "ana@example.org", "update", at]), json!([4, "test", "archive", at])]);
        assert_eq!(differences(&changes[0]["fields"]), [r#"kind: "talk" → "panel""#, r#"title fr: null → "Causerie""#]);
        assert_eq!(differences(&changes[1]["fields"]), [format!("archivedAt: null → \"{at}\"")]);
    }
    let message =
        "La version 2 est dépassée\u{a0}: la version actuelle est 4. «\u{a0}conflict\u{a0}» dit qui a modifié quoi.";
    assert_eq!(french.message(), message);
    assert_eq!(
        editor.sees(r#"{ session(slug: "talk") { version featured } }"#, "/session"),
        json!({ "version": 4, "featured": false })
    );
}

fn version_of_the_future_is_a_conflict_too(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);

    for version in [3, 99, 0, -1] {
        let response = editor.mutate("session", "Update", &at(&talk, version, json!({ "featured": true })));
        assert_eq!(conflict(&response)["version"], 2, "{version}");
    }
    let none = json!({ "version": 2, "changes": [] });
    assert_eq!(conflict(&editor.mutate("session", "Update", &at(&talk, 3, json!({})))), &none);
}

fn draft_keeps_the_thing_as_it_is_until_it_is_published(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let fair = editor.fair();
    editor.publish(&[&fair.uid]);

    for kind in &KINDS {
        let mut input = kind.fields(&format!("a-{}", kind.name), "en");
        if kind.is_part {
            input["event"] = json!("fair");
        }
        let created = editor.create(kind.name, &input);
        editor.publish(&[&created.uid]);
        let (field, value) = (kind.field)(7);
        let edits = json!({ field: value, "translations": [{ "locale": "en", kind.text: "Edited" }] });
        let id = app.ask(
            Some(&editor.token),
            "query ($of: ID!) { changes(of: $of) { nodes { seq } } }",
            json!({ "of": created.uid }),
        );
        assert_eq!(id.at("/changes/nodes").as_array().map(Vec::len), Some(2));
        // What is read is what differs in two revisions.
        let diff = |from: i64, to: i64| {
            let query = "query ($id: ID!, $from: Int!, $to: Int!) {
                revisionDiff(id: $id, from: $from, to: $to) { field locale before after }
            }";
            let response = editor.ask(query, json!({ "id": created.uid, "from": from, "to": to }));
            differences(response.at("/revisionDiff"))
        };

        let saved = editor.mutate(kind.name, "DraftSave", &at(&created.uid, 2, edits));
        let changes_of_draft = editor.changes(&created.uid).len();
        let published = publish(&editor, &created.uid);

        assert_eq!(written(&saved).version, 2, "{}", kind.name);
        assert_eq!(changes_of_draft, 2, "a draft is no change: {}", kind.name);
        assert_eq!(written(&published).version, 3, "{}", kind.name);
        let mut fields: Vec<String> =
            diff(2, 3).iter().filter_map(|line| line.split(':').next()).map(str::to_owned).collect();
        fields.sort();
        let mut expected = vec![field.to_owned(), format!("{} en", kind.text)];
        expected.sort();
        assert_eq!(fields, expected, "{}", kind.name);
        assert!(diff(2, 3).iter().any(|line| line.ends_with(r#"→ "Edited""#)), "{}", kind.name);
    }
}

fn draft_has_a_version_of_its_own(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);

    let first = save_draft(&editor, &talk, 2, None, title("en", "First"));
    let blind = save_draft(&editor, &talk, 2, None, title("en", "Blind"));
    let second = save_draft(&editor, &talk, 2, Some(1), json!({ "kind": "PANEL" }));
    let stale = save_draft(&editor, &talk, 2, Some(1), json!({ "kind": "KEYNOTE" }));

    let one = json!({
        "version": 1, "baseVersion": 2,
        "changes": [{ "field": "title", "locale": "en", "before": "Talk", "after": "First" }],
    });
    assert_eq!(draft(&first), &one);
    assert_eq!(draft(&second)["version"], 2);
    assert_eq!(
        differences(&draft(&second)["changes"]),
        [r#"kind: "talk" → "panel""#, r#"title en: "Talk" → "First""#],
        "the second goes on from the first"
    );
    let told = conflict(&blind);
    assert_eq!(told["version"], 2);
    assert_eq!(told["changes"][0]["action"], "draftSave");
    assert_eq!(told["changes"][0]["by"], "test");
    assert_eq!(differences(&told["changes"][0]["fields"]), [r#"title en: "Talk" → "First""#]);
    assert_eq!(conflict(&stale)["changes"][0]["version"], 2);
    assert_eq!(shown(&app, "en")["title"], "Talk");
}

fn draft_goes_onto_what_others_changed_meanwhile(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);

    save_draft(&editor, &talk, 2, None, title("en", "Edited")).data();
    let live = with(title("fr", "Causerie"), json!({ "featured": true }));
    editor.update("session", &talk, 2, live);
    let pending = editor
        .sees(r#"{ session(slug: "talk") { draft { changes { field locale before after } } } }"#, "/session/draft");
    let again = save_draft(&editor, &talk, 3, Some(1), json!({ "kind": "PANEL" }));
    let published = publish(&editor, &talk);

    assert_eq!(differences(&pending["changes"]), [r#"title en: "Talk" → "Edited""#], "only what the draft changes");
    let both = [r#"kind: "talk" → "panel""#, r#"title en: "Talk" → "Edited""#];
    assert_eq!(differences(&draft(&again)["changes"]), both);
    assert_eq!(written(&published).version, 4);
    let english = json!({ "title": "Edited", "subtitle": null, "kind": "PANEL", "featured": true });
    assert_eq!(shown(&app, "en"), english);
    assert_eq!(shown(&app, "fr")["title"], "Causerie");
    let last = editor.changes(&talk).pop().expect("there are changes");
    assert_eq!((&last["action"], differences(&last["fields"])), (&json!("publish"), both.map(str::to_owned).to_vec()));
}

fn what_both_changed_is_a_conflict(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);
    let edits = with(title("en", "Edited"), json!({ "kind": "PANEL", "featured": true }));
    save_draft(&editor, &talk, 2, None, edits).data();
    // The kind alike, the title not.
    editor.update("session", &talk, 2, with(title("en", "Corrected"), json!({ "kind": "PANEL" })));

    let refused = publish(&editor, &talk);
    let preview = preview(&editor, &talk);
    editor.update("session", &talk, 3, title("en", "Talk"));
    let published = publish(&editor, &talk);

    let told = conflict(&refused);
    assert_eq!(told["version"], 3);
    assert_eq!(differences(&told["changes"][0]["fields"]), [r#"title en: "Edited" → "Corrected""#]);
    assert_eq!(preview["title"], "Corrected", "what could not be published is not previewed");
    assert_eq!(written(&published).version, 5);
    assert_eq!(shown(&app, "en"), json!({ "title": "Edited", "subtitle": null, "kind": "PANEL", "featured": true }));
}

/// What a preview of the session shows.
fn preview(editor: &Editor, uid: &str) -> Value {
    let document = "mutation ($id: ID!) { previewTokenCreate(input: { id: $id }) { previewToken { token } } }";
    let response = editor.ask(document, json!({ "id": uid }));
    let token = response.at("/previewTokenCreate/previewToken/token").as_str().expect("a token").to_owned();
    let query = r#"{ session(slug: "talk") { title subtitle kind featured } }"#;
    editor.app.query_with(query, Value::Null, &[("X-Tribune-Preview", &token)]).at("/session").clone()
}

fn draft_that_leaves_nothing_is_none(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);

    let nothing = save_draft(&editor, &talk, 2, None, json!({ "kind": "TALK" }));
    let something = save_draft(&editor, &talk, 2, None, json!({ "kind": "PANEL" }));
    let back = save_draft(&editor, &talk, 2, Some(1), json!({ "kind": "TALK" }));

    assert_eq!(draft(&nothing), &Value::Null);
    assert_eq!(draft(&something)["version"], 1);
    assert_eq!(draft(&back), &Value::Null);
}

fn discarded_draft_is_gone(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);
    save_draft(&editor, &talk, 2, None, title("en", "Edited")).data();

    let discarded = editor.deed("draftDiscard", json!({ "id": talk }));
    let again = editor.deed("draftDiscard", json!({ "id": talk }));
    let published = publish(&editor, &talk);
    let anew = save_draft(&editor, &talk, 2, None, title("en", "Another"));

    assert_eq!((written(&discarded).version, written(&again).version, written(&published).version), (2, 2, 2));
    assert_eq!(shown(&app, "en")["title"], "Talk");
    assert_eq!(draft(&anew)["version"], 1);
}

fn draft_has_no_say_in_publication(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    editor.fair();
    let talk = editor.session("Talk", json!({})).uid;
    save_draft(&editor, &talk, 1, None, title("en", "Edited")).data();
    let schedule = json!({ "id": talk, "publishAt": march(1, 8), "unpublishAt": march(2, 8) });
    editor.deed("contentSchedule", schedule).data();

    let saved = save_draft(&editor, &talk, 2, Some(1), json!({ "kind": "PANEL" }));

    assert_eq!(differences(&draft(&saved)["changes"]), [r#"kind: "talk" → "panel""#, r#"title en: "Talk" → "Edited""#]);
    let times = editor.sees(r#"{ session(slug: "talk") { status publishedAt unpublishedAt } }"#, "/session");
    assert_eq!(times, json!({ "status": "SCHEDULED", "publishedAt": march(1, 8), "unpublishedAt": march(2, 8) }));
}

fn translator_saves_a_draft_more_than_once(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);
    let translator = Editor { app: &app, token: app.token(&["--role", "translator", "--locale", "fr"]) };
    let text = |field: &str, text: &str| json!({ "translations": [{ "locale": "fr", field: text }] });

    let first = save_draft(&translator, &talk, 2, None, text("title", "Causerie"));
    let second = save_draft(&translator, &talk, 2, Some(1), text("subtitle", "En bref"));
    // Others go on meanwhile, which is none of the translator's doing.
    editor.update("session", &talk, 2, json!({ "kind": "PANEL" }));
    editor.update("session", &talk, 3, title("en", "A talk"));
    editor.deed("contentUnpublish", json!({ "id": talk })).data();
    let third = save_draft(&translator, &talk, 5, Some(2), text("subtitle", "En peu de mots"));
    let too_much = save_draft(&translator, &talk, 5, Some(3), json!({ "kind": "KEYNOTE" }));
    let other_language = save_draft(&translator, &talk, 5, Some(3), title("es", "Charla"));

    assert_eq!((&draft(&first)["version"], &draft(&second)["version"]), (&json!(1), &json!(2)));
    assert_eq!(
        differences(&draft(&third)["changes"]),
        [r#"subtitle fr: null → "En peu de mots""#, r#"title fr: null → "Causerie""#]
    );
    assert_eq!((too_much.code(), other_language.code()), ("FORBIDDEN", "FORBIDDEN"));
    assert_eq!(publish(&translator, &talk).code(), "FORBIDDEN");
    assert_eq!(written(&publish(&editor, &talk)).version, 6);
    let french = json!({ "title": "Causerie", "subtitle": "En peu de mots", "kind": "PANEL", "featured": false });
    assert_eq!(shown(&app, "fr"), french);
}

fn draft_that_breaks_a_rule_by_now_is_not_published(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);
    let room = json!({ "event": "fair", "slug": "hall", "translations": [{ "locale": "en", "name": "Hall" }] });
    let room = editor.create("room", &room).uid;
    let edits = json!({ "room": "hall", "slug": "wanted", "startsAt": march(2, 16), "endsAt": march(2, 17) });
    save_draft(&editor, &talk, 2, None, edits).data();

    editor.session("Other", json!({ "slug": "wanted" }));
    let fair = editor.sees(r#"{ event(slug: "fair") { uid version } }"#, "/event");
    let fair_uid = fair["uid"].as_str().expect("a uid");
    editor.update("event", fair_uid, 2, json!({ "endsAt": march(2, 15) }));
    let first = publish(&editor, &talk);
    editor.purge(&room).data();
    let second = publish(&editor, &talk);

    let told = ["input.endsAt OUTSIDE_EVENT", "input.slug TAKEN", "input.startsAt OUTSIDE_EVENT"];
    assert_eq!(refused(&first), told);
    assert_eq!(
        refused(&second),
        ["input.endsAt OUTSIDE_EVENT", "input.room NOT_FOUND", "input.slug TAKEN", "input.startsAt OUTSIDE_EVENT"]
    );
    let draft = editor.sees(r#"{ session(slug: "talk") { version draft { version } } }"#, "/session");
    assert_eq!(draft, json!({ "version": 2, "draft": { "version": 1 } }), "the draft is still there");
    let preview = preview(&editor, &talk);
    assert_eq!(preview["title"], "Talk", "what could not be published is not previewed");
}

fn translation_is_published_on_its_own(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);
    editor.update("session", &talk, 2, title("fr", "Causerie"));
    let deed = |deed: &str, fields: Value| {
        let response = editor.deed(deed, with(json!({ "id": talk, "translation": "fr" }), fields));
        written(&response).version
    };
    let french = || shown(&app, "fr")["title"].clone();
    assert_eq!(french(), "Causerie");

    let unpublished = deed("contentUnpublish", json!({}));
    assert_eq!((unpublished, french()), (4, json!("Talk")));
    let published = deed("contentPublish", json!({}));
    assert_eq!((published, french()), (5, json!("Causerie")));
    let scheduled = deed("contentSchedule", json!({ "publishAt": march(1, 8) }));
    assert_eq!((scheduled, french()), (6, json!("Talk")));
    let called_off = deed("contentUnpublish", json!({}));
    assert_eq!((called_off, french()), (7, json!("Talk")));
    let with_the_thing = deed("contentSchedule", json!({ "publishAt": null, "unpublishAt": null }));
    assert_eq!((with_the_thing, french()), (8, json!("Causerie")));
    let until = deed("contentSchedule", json!({ "unpublishAt": tests::NOW }));
    assert_eq!((until, french()), (9, json!("Talk")), "the end is exclusive");

    let unknown = editor.deed("contentPublish", json!({ "id": talk, "translation": "es" }));
    let nonsense = editor.deed("contentPublish", json!({ "id": talk, "translation": "not a locale" }));
    assert_eq!((unknown.code(), nonsense.code()), ("NOT_FOUND", "NOT_FOUND"));
    assert_eq!(shown(&app, "en")["title"], "Talk");
    let actions: Vec<Value> = editor.changes(&talk).iter().map(|change| change["action"].clone()).collect();
    let expected =
        ["create", "publish", "update", "unpublish", "publish", "schedule", "unpublish", "schedule", "schedule"];
    assert_eq!(actions, expected);
}

fn unpublishing_calls_a_schedule_off(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let tag = editor.create("tag", &json!({ "slug": "tag", "translations": [{ "locale": "en", "label": "Tag" }] })).uid;
    let status = || editor.sees(r#"{ tag(slug: "tag") { status publishedAt unpublishedAt } }"#, "/tag");

    editor.deed("contentSchedule", json!({ "id": tag, "publishAt": march(1, 8) })).data();
    assert_eq!(status()["status"], "SCHEDULED");
    let unpublished = editor.deed("contentUnpublish", json!({ "id": tag }));

    assert_eq!(written(&unpublished).version, 3);
    assert_eq!(status(), json!({ "status": "DRAFT", "publishedAt": null, "unpublishedAt": null }));
    let again = editor.deed("contentUnpublish", json!({ "id": tag }));
    assert_eq!(written(&again).version, 3, "a draft is not public anyway");
    editor.publish(&[&tag]);
    assert_eq!(status()["status"], "PUBLISHED");
}

fn earlier_revision_comes_back_whole(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);
    for (kind, input) in [
        ("speaker", json!({ "name": "Ana" })),
        ("speaker", json!({ "name": "Bea" })),
        ("room", json!({ "event": "fair", "slug": "hall", "translations": [{ "locale": "en", "name": "Hall" }] })),
        ("tag", json!({ "slug": "tag", "translations": [{ "locale": "en", "label": "Tag" }] })),
    ] {
        let created = editor.create(kind, &input);
        editor.publish(&[&created.uid]);
    }
    let whole = json!({
        "room": "hall", "kind": "PANEL", "links": [{ "url": "https://link.example/" }], "tags": ["tag"],
        "speakers": [{ "speaker": "bea", "role": "MODERATOR" }, { "speaker": "ana" }], "featured": true,
        "translations": [
            { "locale": "en", "title": "Whole", "abstract": "Of *all*." },
            { "locale": "fr", "title": "Entier", "slug": "entier" },
        ],
    });
    let query = r#"{ session(slug: "talk") {
        slug kind featured room { slug } links { url } tags { slug } participations { role position speaker { slug } }
        translations { locale slug title abstract }
    } }"#;
    editor.update("session", &talk, 2, whole);
    let before = app.query(query).at("/session").clone();
    let empty = json!({
        "slug": "other", "room": null, "kind": null, "links": null, "tags": null, "speakers": null, "featured": null,
        "translations": [
            { "locale": "en", "title": "Other", "abstract": null }, { "locale": "fr", "title": null, "slug": null },
        ],
    });
    editor.update("session", &talk, 3, empty);
    assert_ne!(app.query(query).at("/session"), &before);
    editor.deed("contentUnpublish", json!({ "id": talk })).data();

    let restored = editor.deed("revisionRestore", json!({ "id": talk, "revision": 3, "version": 5 }));

    assert_eq!(written(&restored).version, 6);
    assert_eq!(restored.at("/done/thing/status"), "UNPUBLISHED", "whether it is public is another question");
    editor.publish(&[&talk]);
    assert_eq!(app.query(query).at("/session"), &before);
    assert_eq!(app.query(r#"{ session(slug: "other") { slug } }"#).at("/session/slug"), "talk");
    let last = editor.changes(&talk);
    assert_eq!(last[5]["action"], "revert");
    for revision in [0, 99] {
        let unknown = editor.deed("revisionRestore", json!({ "id": talk, "revision": revision, "version": 7 }));
        assert_eq!(unknown.code(), "NOT_FOUND");
    }
}

fn revision_that_names_what_is_gone_stays_where_it_is(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let talk = talk(&editor);
    let speaker = editor.create("speaker", &json!({ "name": "Ana" })).uid;
    let room = json!({ "event": "fair", "slug": "hall", "translations": [{ "locale": "en", "name": "Hall" }] });
    let room = editor.create("room", &room).uid;
    let tag = editor.create("tag", &json!({ "slug": "tag", "translations": [{ "locale": "en", "label": "Tag" }] })).uid;
    let names = json!({ "room": "hall", "speakers": [{ "speaker": "ana" }], "tags": ["tag"], "slug": "named" });
    editor.update("session", &talk, 2, names);
    for uid in [&speaker, &room, &tag] {
        editor.purge(uid).data();
    }
    let version = editor.version(&talk).expect("it has versions");
    editor.update("session", &talk, version, json!({ "slug": "talk" }));
    let taken = editor.create_refused("session", &session("Other", json!({ "slug": "named" })));

    let gone = editor.deed("revisionRestore", json!({ "id": talk, "revision": 3, "version": version + 1 }));
    let fine = editor.deed("revisionRestore", json!({ "id": talk, "revision": 2, "version": version + 1 }));

    assert_eq!(taken, ["input.slug TAKEN"], "a former slug stays with the thing");
    assert_eq!(
        refused(&gone),
        ["input.room NOT_FOUND", "input.speakers.0.speaker NOT_FOUND", "input.tags.0 NOT_FOUND"]
    );
    assert_eq!(written(&fine).version, version + 2);
}

/// All that names something else, by what it names.
fn purged_thing_is_named_by_nothing(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let texts = |field: &str| json!([{ "locale": "en", field: "Text" }]);
    let series = editor.create("series", &json!({ "slug": "series", "translations": texts("name") })).uid;
    let company = editor.create("company", &json!({ "name": "Company" })).uid;
    let speaker = editor.create("speaker", &json!({ "name": "Ana", "company": "company" })).uid;
    let tag = editor.create("tag", &json!({ "slug": "tag", "translations": texts("label") })).uid;
    let fair = editor.fair().uid;
    let part =
        |kind: &str| editor.create(kind, &json!({ "event": "fair", "slug": kind, "translations": texts("name") })).uid;
    let (room, track, tier) = (part("room"), part("track"), part("tier"));
    let relations = json!({ "series": "series", "sponsorships": [{ "company": "company", "tier": "tier" }] });
    editor.update("event", &fair, 1, relations);
    let talk = json!({ "room": "room", "track": "track", "speakers": [{ "speaker": "ana" }], "tags": ["tag"] });
    let talk = editor.session("Talk", talk).uid;
    let post = json!({
        "slug": "post", "author": "ana", "company": "company", "events": ["fair"], "sessions": ["talk"], "tags": ["tag"],
        "translations": texts("title"),
    });
    let post = editor.create("post", &post).uid;
    let others = [&series, &company, &speaker, &tag, &fair, &room, &track, &tier, &talk, &post];
    let versions = || -> Vec<Option<i64>> { others.iter().map(|uid| editor.version(uid)).collect() };
    let read = || {
        editor.sees(
            r#"{
                speaker(slug: "ana") { company { slug } }
                event(slug: "fair") { series { slug } sponsorships { company { slug } tier { slug } } }
                session(slug: "talk") { room { slug } track { slug } speakers { slug } tags { slug } }
                post(slug: "post") { author { slug } company { slug } events { slug } sessions { slug } tags { slug } }
            }"#,
            "",
        )
    };
    let mut expected = read();
    assert!(!expected.to_string().contains("null") && !expected.to_string().contains("[]"), "{expected:#}");

    /// What is purged, which pointers it clears, and whose version grows.
    type Step<'s> = (&'s String, &'s [(&'s str, Value)], &'s [&'s String]);
    let steps: [Step; 7] = [
        (&series, &[("/event/series", Value::Null)], &[&fair]),
        (&tier, &[("/event/sponsorships/0/tier", Value::Null)], &[&fair]),
        (&room, &[("/session/room", Value::Null)], &[&talk]),
        (&track, &[("/session/track", Value::Null)], &[&talk]),
        (&tag, &[("/session/tags", json!([])), ("/post/tags", json!([]))], &[&talk, &post]),
        (
            &company,
            &[("/speaker/company", Value::Null), ("/event/sponsorships", json!([])), ("/post/company", Value::Null)],
            &[&speaker, &fair, &post],
        ),
        (&talk, &[("/session", Value::Null), ("/post/sessions", json!([]))], &[&post]),
    ];
    for (purged, cleared, grown) in steps {
        let before = versions();
        assert_eq!(editor.purge(purged).at("/contentPurge/uid"), purged);

        for (pointer, value) in cleared {
            *expected.pointer_mut(pointer).expect("it was there") = value.clone();
        }
        assert_eq!(read(), expected, "{cleared:?}");
        for ((uid, before), after) in others.iter().zip(before).zip(versions()) {
            // The purge is a version of its own.
            let grows = grown.contains(uid) || *uid == purged;
            assert_eq!(after, before.map(|version| version + i64::from(grows)), "{cleared:?}");
        }
        for uid in grown {
            let change = editor.changes(uid).pop().expect("there are changes");
            assert_eq!(change["action"], "update");
            assert!(change["fields"].as_array().is_some_and(|fields| !fields.is_empty()), "{change:#}");
        }
    }
    // Nothing is left of what is gone in the present state of anything.
    for uid in [&speaker, &fair, &post] {
        let query = "query ($id: ID!) { changes(of: $id) { nodes { version } } }";
        editor.ask(query, json!({ "id": uid })).data();
    }
}

fn purged_event_takes_its_parts_along(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let texts = |field: &str| json!([{ "locale": "en", field: "Secret" }]);
    let speaker = editor.create("speaker", &json!({ "name": "Ana" })).uid;
    let fair = editor.fair().uid;
    let part =
        |kind: &str| editor.create(kind, &json!({ "event": "fair", "slug": kind, "translations": texts("name") })).uid;
    let (room, track, tier) = (part("room"), part("track"), part("tier"));
    let talk = json!({ "room": "room", "track": "track", "speakers": [{ "speaker": "ana" }] });
    let talk = editor.session("Secret", talk).uid;
    let other = editor.event("other").uid;
    let post =
        json!({ "slug": "post", "events": ["fair", "other"], "sessions": ["secret"], "translations": texts("title") });
    let post = editor.create("post", &post).uid;
    save_draft(&editor, &talk, 1, None, json!({ "kind": "PANEL" })).data();

    editor.purge(&fair).data();

    let read = editor.sees(
        r#"{
            event(slug: "fair") { slug } session(slug: "secret") { slug } sessions { totalCount }
            post(slug: "post") { events { slug } sessions { slug } }
            speaker(slug: "ana") { sessions { totalCount } }
        }"#,
        "",
    );
    let rest = json!({
        "event": null, "session": null, "sessions": { "totalCount": 0 },
        "post": { "events": [{ "slug": "other" }], "sessions": [] },
        "speaker": { "sessions": { "totalCount": 0 } },
    });
    assert_eq!(read, rest);
    for uid in [&fair, &room, &track, &tier, &talk] {
        let changes = editor.changes(uid);
        assert_eq!(changes.last().expect("a purge is told")["action"], "purge");
        assert!(changes.iter().all(|change| change["fields"] == json!([])), "nothing of what it was: {changes:#?}");
        let versions: Vec<_> = changes.iter().filter_map(|change| change["version"].as_i64()).collect();
        assert_eq!(versions, (1..).take(versions.len()).collect::<Vec<_>>());
        for deed in ["contentPublish", "contentArchive", "draftDiscard"] {
            assert_eq!(editor.deed(deed, json!({ "id": uid })).code(), "NOT_FOUND");
        }
    }
    assert_eq!(editor.version(&other), Some(1));
    assert_eq!(editor.version(&speaker), Some(1));
    assert_eq!(editor.changes(&post).last().expect("there are changes")["action"], "update");
    editor.publish(&[&post, &other]);
}

fn purged_thing_leaves_its_names_and_nothing_else(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let input = json!({
        "slug": "tag", "externalIds": ["guid:1"],
        "translations": [{ "locale": "en", "label": "Unmentionable" }, { "locale": "fr", "label": "Mot", "slug": "mot" }],
    });
    let tag = editor.create("tag", &input);
    editor.update("tag", &tag.uid, 1, json!({ "slug": "renamed" }));
    let token = Token(String::new());
    let diff = "query ($id: ID!) { revisionDiff(id: $id, from: 1, to: 2) { field } }";
    assert_eq!(editor.ask(diff, json!({ "id": tag.uid })).at("/revisionDiff/0/field"), "slug");

    editor.purge(&tag.uid).data();
    let anew = editor.create("tag", &input);

    assert_ne!(anew.uid, tag.uid);
    assert_eq!(anew.slug, "tag", "the slug is free again, and so is the name elsewhere");
    assert_eq!(editor.ask(diff, json!({ "id": tag.uid })).code(), "NOT_FOUND");
    let log = editor.sees(
        "{ auditLog(first: 100) { nodes { deed fields } } changes(first: 100) { nodes { uid fields { after } } } }",
        "",
    );
    let of_old: Vec<_> =
        log["changes"]["nodes"].as_array().into_iter().flatten().filter(|change| change["uid"] == tag.uid).collect();
    assert_eq!(of_old.len(), 3);
    assert!(!format!("{of_old:?}").contains("Unmentionable"));
    assert!(token.0.is_empty());
}
