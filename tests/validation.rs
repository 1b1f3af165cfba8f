//! What cannot be written, and what an editor had better look at: each rule with its path, its code, and its
//! message in the editor's language; all of it at once.

use serde_json::{Value, json};
use tests::{Database, Options, TestApp, on_both_databases};

use crate::editor::{Editor, march, mutation, refused, session, with};

on_both_databases![
    each_rule_is_told_with_its_path_and_code,
    all_errors_are_told_at_once,
    messages_come_in_the_language_of_the_request,
    nothing_is_written_when_anything_is_wrong,
    session_lies_inside_its_event,
    event_leaves_no_session_outside,
    room_and_track_are_those_of_the_event,
    names_of_nothing_are_told_apart,
    times_of_publication_are_in_order,
    oddities_are_warned_of_and_written,
    what_does_not_clash_is_not_warned_of,
    warnings_come_in_the_language_of_the_request,
];

/// A type, what is wrong with a new thing of it, and what is told of it.
type Case = (&'static str, Value, &'static [&'static str]);

fn title(field: &str) -> Value {
    json!([{ "locale": "en", field: "Title" }])
}

/// A new event, with further fields.
fn event(fields: Value) -> Value {
    let event = json!({
        "startsAt": march(1, 8), "endsAt": march(2, 18), "timeZone": "Europe/Paris", "translations": title("name"),
    });
    with(event, fields)
}

/// A new tag with such translations.
fn tag(translations: Value) -> Value {
    json!({ "translations": translations })
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<Case> {
    let long = |letters: usize| "x".repeat(letters);
    let label = |label: &str| tag(json!([{ "locale": "en", "label": label }]));
    let slug = |slug: &str| json!({ "slug": slug, "translations": title("label") });
    let mut cases: Vec<Case> = vec![
        // What must be there.
        ("tag", tag(json!([])), &["input.translations REQUIRED"]),
        ("tag", label(" "), &["input.translations.0.label REQUIRED"]),
        ("tag", tag(json!([{ "locale": "fr" }, { "locale": "en" }])), &["input.translations.1.label REQUIRED"]),
        ("company", json!({}), &["input.name REQUIRED"]),
        ("company", json!({ "name": "" }), &["input.name REQUIRED"]),
        ("speaker", json!({ "name": " \t" }), &["input.name REQUIRED"]),
        (
            "event",
            json!({ "translations": title("name") }),
            &["input.endsAt REQUIRED", "input.startsAt REQUIRED", "input.timeZone REQUIRED"],
        ),
        // Texts.
        ("tag", label("two\nlines"), &["input.translations.0.label NOT_ONE_LINE"]),
        ("tag", label(&long(501)), &["input.translations.0.label TOO_LONG"]),
        ("speaker", json!({ "name": "two\nlines" }), &["input.name NOT_ONE_LINE"]),
        ("speaker", json!({ "name": long(501) }), &["input.name TOO_LONG"]),
        (
            "speaker",
            json!({ "name": "Ana", "translations": [{ "locale": "fr", "bio": long(100_001) }] }),
            &["input.translations.0.bio TOO_LONG"],
        ),
        // Slugs.
        ("tag", slug("Not a slug"), &["input.slug INVALID_SLUG"]),
        ("tag", slug("é"), &["input.slug INVALID_SLUG"]),
        ("tag", slug("-a"), &["input.slug INVALID_SLUG"]),
        ("tag", slug("a-"), &["input.slug INVALID_SLUG"]),
        ("tag", slug("a/b"), &["input.slug INVALID_SLUG"]),
        ("tag", slug(&long(201)), &["input.slug INVALID_SLUG"]),
        (
            "tag",
            tag(json!([{ "locale": "en", "label": "A" }, { "locale": "fr", "label": "B", "slug": "É" }])),
            &["input.translations.1.slug INVALID_SLUG"],
        ),
        // Languages.
        (
            "tag",
            tag(json!([{ "locale": "en", "label": "A" }, { "locale": "not a locale", "label": "B" }])),
            &["input.translations.1 INVALID_LOCALE"],
        ),
        (
            "tag",
            tag(
                json!([{ "locale": "en", "label": "A" }, { "locale": "fr", "label": "B" }, { "locale": "FR", "label": "C" }]),
            ),
            &["input.translations.2 GIVEN_TWICE"],
        ),
        (
            "tag",
            tag(json!([{ "locale": "en", "label": "A" }, { "locale": "fr-ca", "label": "two\nlines" }])),
            &["input.translations.1.label NOT_ONE_LINE"],
        ),
        ("tag", with(label("A"), json!({ "sourceLocale": "not a locale" })), &["input.sourceLocale INVALID_LOCALE"]),
        (
            "speaker",
            json!({ "name": "Ana", "languages": ["fr", "french!", "en", "?"] }),
            &["input.languages.1 INVALID_LOCALE", "input.languages.3 INVALID_LOCALE"],
        ),
        (
            "session",
            session("Talk", json!({ "spokenLanguages": ["en", "all of them"] })),
            &["input.spokenLanguages.1 INVALID_LOCALE"],
        ),
        // Time and place.
        ("event", event(json!({ "timeZone": "Europe/Lutetia" })), &["input.timeZone INVALID_TIME_ZONE"]),
        ("event", event(json!({ "timeZone": "+01:00" })), &["input.timeZone INVALID_TIME_ZONE"]),
        ("event", event(json!({ "endsAt": march(1, 7) })), &["input.endsAt ENDS_BEFORE_START"]),
        (
            "session",
            session("Talk", json!({ "startsAt": march(1, 10), "endsAt": march(1, 9) })),
            &["input.endsAt ENDS_BEFORE_START"],
        ),
        ("event", event(json!({ "country": "fr" })), &["input.country INVALID_COUNTRY"]),
        ("event", event(json!({ "country": "FRA" })), &["input.country INVALID_COUNTRY"]),
        ("event", event(json!({ "latitude": 90.1 })), &["input.latitude OUT_OF_RANGE"]),
        ("event", event(json!({ "longitude": -180.1 })), &["input.longitude OUT_OF_RANGE"]),
    ];
    for colour in ["red", "#12345", "#1234567", "#12345g", "123456"] {
        let track = json!({ "event": "fair", "colour": colour, "translations": title("name") });
        cases.push(("track", track, &["input.colour INVALID_COLOUR"]));
    }
    for url in ["javascript:alert(1)", "ftp://files.example/", "site.example", "https://", "//site.example", ""] {
        cases.extend([
            ("company", json!({ "name": "A", "website": url }), &["input.website INVALID_URL"] as &[&str]),
            ("company", json!({ "name": "A", "logoUrl": url }), &["input.logoUrl INVALID_URL"]),
            ("speaker", json!({ "name": "A", "photoUrl": url }), &["input.photoUrl INVALID_URL"]),
            ("event", event(json!({ "website": url })), &["input.website INVALID_URL"]),
            ("event", event(json!({ "livestreamUrl": url })), &["input.livestreamUrl INVALID_URL"]),
            ("event", event(json!({ "coverUrl": url })), &["input.coverUrl INVALID_URL"]),
            ("session", session("A", json!({ "livestreamUrl": url })), &["input.livestreamUrl INVALID_URL"]),
            ("session", session("A", json!({ "recordingUrl": url })), &["input.recordingUrl INVALID_URL"]),
            ("session", session("A", json!({ "slidesUrl": url })), &["input.slidesUrl INVALID_URL"]),
            (
                "post",
                json!({ "canonicalUrl": url, "translations": title("title") }),
                &["input.canonicalUrl INVALID_URL"],
            ),
            ("post", json!({ "coverUrl": url, "translations": title("title") }), &["input.coverUrl INVALID_URL"]),
        ]);
        let good = json!({ "url": "https://good.example/" });
        let links = json!([{ "url": url }, good, { "url": url }]);
        let told: &[&str] = &["input.links.0.url INVALID_URL", "input.links.2.url INVALID_URL"];
        cases.extend([
            ("company", json!({ "name": "A", "links": links }), told),
            ("speaker", json!({ "name": "A", "links": links }), told),
            ("session", session("A", json!({ "links": links })), told),
        ]);
    }
    cases
}

fn each_rule_is_told_with_its_path_and_code(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    editor.fair();

    for (kind, input, told) in cases() {
        let response = editor.mutate(kind, "Create", &input);
        assert_eq!(response.at("/done/thing"), &Value::Null, "{kind} {input}");
        assert_eq!(refused(&response), told, "{kind} {input}");
    }
}

fn all_errors_are_told_at_once(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    editor.fair();
    let input = session(
        "",
        json!({
            "slug": "Not a slug", "room": "nowhere", "startsAt": march(4, 10), "endsAt": march(4, 9),
            "speakers": [{ "speaker": "nobody" }, { "speaker": "nobody-else" }], "tags": ["nothing"],
            "recordingUrl": "there", "spokenLanguages": ["?"],
            "translations": [
                { "locale": "fr", "title": "Trois\nlignes\n", "slug": "É" },
                { "locale": "!", "title": "Non" },
                { "locale": "en", "subtitle": "x".repeat(501) },
            ],
        }),
    );

    let told = [
        "input.endsAt ENDS_BEFORE_START",
        "input.endsAt OUTSIDE_EVENT",
        "input.recordingUrl INVALID_URL",
        "input.room NOT_FOUND",
        "input.slug INVALID_SLUG",
        "input.speakers.0.speaker NOT_FOUND",
        "input.speakers.1.speaker NOT_FOUND",
        "input.spokenLanguages.0 INVALID_LOCALE",
        "input.startsAt OUTSIDE_EVENT",
        "input.tags.0 NOT_FOUND",
        "input.translations.0.slug INVALID_SLUG",
        "input.translations.0.title NOT_ONE_LINE",
        "input.translations.1 INVALID_LOCALE",
        "input.translations.2.subtitle TOO_LONG",
    ];
    assert_eq!(editor.create_refused("session", &input), told);
    let talk = editor.session("Talk", json!({}));
    let mut change = input;
    change.as_object_mut().expect("an object").remove("event");
    assert_eq!(editor.update_refused("session", &talk.uid, 1, change.clone()), told);
    let draft = editor.mutate("session", "DraftSave", &crate::editor::at(&talk.uid, 1, change));
    assert_eq!(refused(&draft), told, "a draft holds what could be published");
}

fn messages_come_in_the_language_of_the_request(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    editor.fair();
    let input = session(
        "Talk",
        json!({
            "slug": "É", "room": "nulle-part", "startsAt": march(4, 9), "recordingUrl": "là",
            "translations": [{ "locale": "en", "title": "Talk" }, { "locale": "fr", "title": "x".repeat(501) }],
        }),
    );
    let bearer = format!("Bearer {}", editor.token.0);
    let ask = |language: &str| {
        let headers = [("Authorization", bearer.as_str()), ("Accept-Language", language)];
        let response = app.query_with(&mutation("session", "Create", ""), json!({ "input": input }), &headers);
        let errors = response.at("/done/userErrors").as_array().expect("a list").clone();
        let mut messages: Vec<String> =
            errors.iter().filter_map(|error| error["message"].as_str()).map(str::to_owned).collect();
        messages.sort();
        messages
    };

    let french = [
        "Ce texte dépasse 500 caractères.",
        "Ceci se situe en dehors de l’événement, qui dure de 2012-03-01T08:00:00Z à 2012-03-02T18:00:00Z.",
        "«\u{a0}là\u{a0}» n’est pas une adresse http ou https.",
        "«\u{a0}nulle-part\u{a0}» n’existe pas.",
        "«\u{a0}É\u{a0}» n’est pas un slug\u{a0}: employez a–z, 0–9 et le trait d’union.",
    ];
    assert_eq!(ask("fr"), french);
    assert_eq!(ask("fr-CA, en;q=0.5"), french);
    assert!(ask("en").contains(&"There is no “nulle-part”.".to_owned()));
    assert_ne!(ask("es"), ask("en"));
}

fn nothing_is_written_when_anything_is_wrong(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    editor.fair();
    let talk = editor.session("Talk", json!({}));
    let before = editor.sees("{ changes(first: 100) { nodes { seq } } auditLog(first: 100) { nodes { seq } } }", "");

    editor.create_refused("session", &session("Other", json!({ "recordingUrl": "there" })));
    let wrong = json!({ "featured": true, "recordingUrl": "there", "slug": "another" });
    editor.update_refused("session", &talk.uid, 1, wrong);

    let session = editor.sees(r#"{ session(slug: "talk") { version featured slug } }"#, "/session");
    assert_eq!(session, json!({ "version": 1, "featured": false, "slug": "talk" }));
    assert_eq!(editor.sees("{ sessions { totalCount } }", "/sessions/totalCount"), 1);
    let after = editor.sees("{ changes(first: 100) { nodes { seq } } auditLog(first: 100) { nodes { seq } } }", "");
    assert_eq!(after, before);
}

fn session_lies_inside_its_event(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    editor.fair();
    let at = |from: Value, until: Value| session("Talk", json!({ "startsAt": from, "endsAt": until }));
    let error = |from: Value, until: Value| editor.create_refused("session", &at(from, until));

    let whole = editor.create("session", &at(json!(march(1, 8)), json!(march(2, 18))));

    assert_eq!(whole.version, 1, "the ends of the event are inside");
    assert_eq!(error(json!("2012-03-01T07:59:59Z"), json!(march(1, 9))), ["input.startsAt OUTSIDE_EVENT"]);
    assert_eq!(error(json!(march(2, 17)), json!("2012-03-02T18:00:01Z")), ["input.endsAt OUTSIDE_EVENT"]);
    assert_eq!(error(json!(march(3, 9)), Value::Null), ["input.startsAt OUTSIDE_EVENT"]);
    assert_eq!(error(Value::Null, json!(march(3, 9))), ["input.endsAt OUTSIDE_EVENT"]);
    let moved = json!({ "startsAt": march(3, 9), "endsAt": march(3, 10) });
    assert_eq!(
        editor.update_refused("session", &whole.uid, 1, moved),
        ["input.endsAt OUTSIDE_EVENT", "input.startsAt OUTSIDE_EVENT"]
    );
}

fn event_leaves_no_session_outside(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let fair = editor.fair();
    editor.session("Early", json!({ "startsAt": march(1, 9), "endsAt": march(1, 10) }));
    editor.session("Late", json!({ "startsAt": march(2, 16), "endsAt": march(2, 17) }));
    editor.session("Open", json!({ "startsAt": march(2, 17) }));
    editor.session("Not scheduled", json!({}));
    let message = |from: String, until: String| {
        let input = json!({ "id": "fair", "version": 1, "startsAt": from, "endsAt": until });
        let response = editor.mutate("event", "Update", &input);
        assert_eq!(refused(&response), ["input.endsAt OUTSIDE_EVENT"]);
        response.at("/done/userErrors/0/message").as_str().expect("a message").to_owned()
    };

    assert_eq!(message(march(1, 10), march(2, 18)), "Sessions would lie outside the event: 1.");
    assert_eq!(message(march(1, 8), "2012-03-02T16:30:00Z".to_owned()), "Sessions would lie outside the event: 2.");
    assert_eq!(message(march(4, 8), march(4, 18)), "Sessions would lie outside the event: 3.");
    let tight = editor.update("event", &fair.uid, 1, json!({ "startsAt": march(1, 9), "endsAt": march(2, 17) }));
    assert_eq!(tight.version, 2);
}

fn room_and_track_are_those_of_the_event(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let fair = editor.fair();
    editor.event("other");
    let part = |kind: &str, event: &str, slug: &str| {
        editor.create(kind, &json!({ "event": event, "slug": slug, "translations": title("name") }))
    };
    let (room, track, tier) =
        (part("room", "other", "hall"), part("track", "other", "line"), part("tier", "other", "gold"));
    editor.create("company", &json!({ "name": "Company" }));
    part("room", "fair", "hall");

    // By its slug and by its uid, a room of another event is none.
    let by_slug = editor.create_refused("session", &session("A", json!({ "track": "line" })));
    let by_uid = session("A", json!({ "room": room.uid, "track": track.uid }));
    let by_uid = editor.create_refused("session", &by_uid);
    let sponsors = json!({ "sponsorships": [{ "company": "company", "tier": tier.uid }] });
    let sponsors = editor.update_refused("event", &fair.uid, 1, sponsors);
    let own = editor.session("A", json!({ "room": "hall" }));

    assert_eq!(by_slug, ["input.track NOT_FOUND"]);
    assert_eq!(by_uid, ["input.room NOT_FOUND", "input.track NOT_FOUND"]);
    assert_eq!(sponsors, ["input.sponsorships.0.tier NOT_FOUND"]);
    let query = format!(r#"{{ session(slug: "{}") {{ room {{ event {{ slug }} }} }} }}"#, own.slug);
    assert_eq!(editor.sees(&query, "/session/room/event/slug"), "fair");
}

fn names_of_nothing_are_told_apart(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let fair = editor.fair();
    editor.create("company", &json!({ "name": "Company" }));
    editor.create("tag", &json!({ "slug": "tag", "translations": title("label") }));

    for name in ["nothing", "00000000-0000-7000-8000-000000000000", "", "c2Vzc2lvbg"] {
        let part = json!({ "event": name, "translations": title("name") });
        for kind in ["room", "track", "tier"] {
            assert_eq!(editor.create_refused(kind, &part), ["input.event NOT_FOUND"], "{name}");
        }
        assert_eq!(
            editor.create_refused("session", &session("A", json!({ "event": name }))),
            ["input.event NOT_FOUND"]
        );
        let talk = session(
            "A",
            json!({
                "room": name, "track": name, "speakers": [{ "speaker": name }], "tags": ["tag", name],
            }),
        );
        let told = [
            "input.room NOT_FOUND",
            "input.speakers.0.speaker NOT_FOUND",
            "input.tags.1 NOT_FOUND",
            "input.track NOT_FOUND",
        ];
        assert_eq!(editor.create_refused("session", &talk), told, "{name}");
        let sponsors = json!({
            "series": name,
            "sponsorships": [{ "company": "company" }, { "company": name }, { "company": "company", "tier": name }],
        });
        let told =
            ["input.series NOT_FOUND", "input.sponsorships.1.company NOT_FOUND", "input.sponsorships.2.tier NOT_FOUND"];
        assert_eq!(editor.update_refused("event", &fair.uid, 1, sponsors), told, "{name}");
        assert_eq!(
            editor.create_refused("speaker", &json!({ "name": "Ana", "company": name })),
            ["input.company NOT_FOUND"]
        );
        let post = json!({
            "author": name, "company": name, "events": [name, "fair"], "sessions": [name], "tags": [name],
            "translations": title("title"),
        });
        let told = [
            "input.author NOT_FOUND",
            "input.company NOT_FOUND",
            "input.events.0 NOT_FOUND",
            "input.sessions.0 NOT_FOUND",
            "input.tags.0 NOT_FOUND",
        ];
        assert_eq!(editor.create_refused("post", &post), told, "{name}");
    }
}

fn times_of_publication_are_in_order(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let tag = editor.create("tag", &json!({ "translations": title("label") }));
    let schedule = |fields: Value| editor.deed("contentSchedule", with(json!({ "id": tag.uid }), fields));

    let reversed = schedule(json!({ "publishAt": march(2, 8), "unpublishAt": march(1, 8) }));
    let of_translation = schedule(json!({ "translation": "en", "publishAt": march(2, 8), "unpublishAt": march(1, 8) }));
    schedule(json!({ "unpublishAt": march(3, 8) })).data();
    let one_by_one = schedule(json!({ "publishAt": march(4, 8) }));
    let token = "mutation ($id: ID!, $minutes: Int!) {
        done: previewTokenCreate(input: { id: $id, minutes: $minutes }) { previewToken { token } userErrors { field code } }
    }";

    for response in [&reversed, &of_translation, &one_by_one] {
        assert_eq!(refused(response), ["input.unpublishAt ENDS_BEFORE_START"]);
    }
    for minutes in [0, -1, 43_201] {
        let response = editor.ask(token, json!({ "id": tag.uid, "minutes": minutes }));
        assert_eq!(response.at("/done/previewToken"), &Value::Null);
        let error = json!([{ "field": ["input", "minutes"], "code": "OUT_OF_RANGE" }]);
        assert_eq!(response.at("/done/userErrors"), &error);
    }
}

/// A fair with a room, a busy speaker of French, and a busy session.
fn busy(editor: &Editor) {
    editor.fair();
    editor.create(
        "room",
        &json!({ "event": "fair", "slug": "hall", "translations": [{ "locale": "en", "name": "Hall" }] }),
    );
    for name in ["Ana", "Bea"] {
        editor.create("speaker", &json!({ "name": name, "languages": ["fr-CA"] }));
    }
    let busy = json!({
        "room": "hall", "startsAt": march(1, 9), "endsAt": march(1, 11), "speakers": [{ "speaker": "bea" }],
    });
    editor.session("Busy", busy);
}

fn oddities_are_warned_of_and_written(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    busy(&editor);
    let odd = json!({
        "room": "hall", "startsAt": march(1, 10), "endsAt": march(1, 12), "spokenLanguages": ["fr", "en-GB", "es"],
        "speakers": [{ "speaker": "ana" }, { "speaker": "bea" }],
    });

    let created = editor.session("Odd", odd);
    let no_room = editor.update("session", &created.uid, 1, json!({ "room": null }));
    let draft = editor.mutate("session", "DraftSave", &crate::editor::at(&created.uid, 2, json!({ "featured": true })));

    let [speaker, english, spanish] = [
        "input.speakers.1 SPEAKER_BOOKED_TWICE",
        "input.spokenLanguages.1 LANGUAGE_NOT_OFFERED",
        "input.spokenLanguages.2 LANGUAGE_NOT_OFFERED",
    ];
    assert_eq!(created.warnings, ["input.room ROOM_BOOKED_TWICE", speaker, english, spanish]);
    assert_eq!(created.version, 1);
    assert_eq!(no_room.warnings, ["input.room NO_ROOM", speaker, english, spanish]);
    assert_eq!(no_room.version, 2);
    let session = editor.sees(r#"{ session(slug: "odd") { version room { slug } speakers { slug } } }"#, "/session");
    let written = json!({ "version": 2, "room": null, "speakers": [{ "slug": "ana" }, { "slug": "bea" }] });
    assert_eq!(session, written);
    assert_eq!(draft.at("/done/userErrors"), &json!([]));
}

fn what_does_not_clash_is_not_warned_of(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    busy(&editor);
    let talk = |title: &str, from: u32, until: u32, fields: Value| {
        let fields = with(
            json!({
                "room": "hall", "startsAt": march(1, from), "endsAt": march(1, until),
                "speakers": [{ "speaker": "bea" }], "spokenLanguages": ["fr"],
            }),
            fields,
        );
        editor.session(title, fields).warnings
    };
    let none: [&str; 0] = [];

    assert_eq!(talk("Before", 8, 9, json!({})), none, "one ends as the next begins");
    assert_eq!(talk("After", 11, 12, json!({})), none);
    assert_eq!(talk("Cancelled", 9, 10, json!({ "state": "CANCELLED" })), none);
    assert_eq!(talk("Nobody known", 12, 13, json!({ "speakers": [], "spokenLanguages": ["tlh"] })), none);
    assert_eq!(editor.session("Not scheduled", json!({ "speakers": [{ "speaker": "bea" }] })).warnings, none);
    let busy = editor.sees(r#"{ session(slug: "busy") { uid } }"#, "/session/uid");
    editor.deed("contentArchive", json!({ "id": busy })).data();
    assert_eq!(talk("In place of what is archived", 9, 10, json!({})), none);
}

fn warnings_come_in_the_language_of_the_request(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    busy(&editor);
    let odd = session(
        "Odd",
        json!({
            "room": "hall", "startsAt": march(1, 10), "endsAt": march(1, 12), "spokenLanguages": ["es"],
            "speakers": [{ "speaker": "bea" }],
        }),
    );

    let headers = [("Authorization", &*format!("Bearer {}", editor.token.0)), ("Accept-Language", "fr")];
    let response = app.query_with(&mutation("session", "Create", ""), json!({ "input": odd }), &headers);

    let french = [
        "Bea participe au même moment à «\u{a0}Busy\u{a0}».",
        "«\u{a0}Busy\u{a0}» a lieu au même moment dans Hall.",
        "On ne sait de personne parmi les participants qu’il parle «\u{a0}es\u{a0}».",
    ];
    assert_eq!(response.texts("/done/warnings", "message"), french);
}
