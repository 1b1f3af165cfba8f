//! Everything can be written: each field of each type, and back. Slugs, relations, order.

use serde_json::{Value, json};
use tests::{Database, Options, TestApp, on_both_databases};

use crate::editor::{Editor, at, mutation, session, with, written};

on_both_databases![
    each_field_of_each_type_is_written_and_read_back,
    each_text_of_each_type_is_written_and_read_back,
    change_of_nothing_is_no_change,
    variable_that_was_not_sent_leaves_the_field,
    source_locale_is_the_one_that_the_others_are_made_from,
    slug_is_made_from_the_title_and_stays,
    slug_is_unique_in_its_scope,
    former_slugs_are_found_and_belong_to_the_thing,
    translation_has_a_slug_of_its_own,
    name_elsewhere_finds_the_thing,
    things_are_named_by_id_uid_or_slug,
    lists_keep_their_order,
    parts_are_put_into_an_order,
];

/// A field of an input, and how it is read back.
struct Field {
    name: &'static str,
    /// The selection that reads it.
    read: &'static str,
    /// Two values, each with what is read then.
    values: [(Value, Value); 2],
    /// What is read when it was cleared; none when it cannot be.
    cleared: Option<Value>,
}

/// A field that is read as it is written.
fn plain(name: &'static str, one: impl Into<Value>, other: impl Into<Value>, cleared: impl Into<Value>) -> Field {
    let (one, other) = (one.into(), other.into());
    Field { name, read: name, values: [(one.clone(), one), (other.clone(), other)], cleared: Some(cleared.into()) }
}

/// A field that cannot be cleared.
fn required(name: &'static str, one: &str, other: &str) -> Field {
    Field { cleared: None, ..plain(name, one, other, Value::Null) }
}

/// A field that names another thing by its slug.
fn naming(name: &'static str, read: &'static str, one: &str, other: &str) -> Field {
    let value = |slug: &str| (json!(slug), json!({ "slug": slug }));
    Field { name, read, values: [value(one), value(other)], cleared: Some(Value::Null) }
}

fn url(name: &'static str) -> Field {
    plain(name, "https://one.example/", "https://two.example/?a=b#c", Value::Null)
}

fn links() -> Field {
    let link = |title: Value, kind: Value| json!({ "url": "https://link.example/", "title": title, "kind": kind });
    let values = [
        json!([link(json!("Slides"), json!("slides")), link(Value::Null, Value::Null)]),
        json!([link(json!("Code"), Value::Null)]),
    ];
    let values = values.map(|value| (value.clone(), value));
    Field { name: "links", read: "links { url title kind }", values, cleared: Some(json!([])) }
}

/// A field of the venue.
fn venue(name: &'static str, read: &'static str, part: &str, one: &str, other: &str) -> Field {
    let value = |text: &str| (json!(text), json!({ part: text }));
    Field { name, read, values: [value(one), value(other)], cleared: Some(json!({ part: null })) }
}

/// All fields of a type that are the same in every language.
#[expect(clippy::too_many_lines, reason = "a table")]
fn fields(kind: &str) -> Vec<Field> {
    match kind {
        "series" | "tag" => Vec::new(),
        "company" => vec![required("name", "One", "Two"), url("website"), url("logoUrl"), links()],
        "speaker" => vec![
            required("name", "Ana", "Ada"),
            plain("pronouns", "she/her", "they/them", Value::Null),
            naming("company", "company { slug }", "company-one", "company-two"),
            url("photoUrl"),
            links(),
            plain("languages", json!(["fr", "en-GB"]), json!(["es"]), json!([])),
        ],
        "room" => vec![
            plain("capacity", 30, 0, Value::Null),
            plain("position", 3, -1, 0),
            plain("guid", "g1", "g2", Value::Null),
        ],
        "track" => vec![plain("colour", "#aAbB09", "#000000", Value::Null), plain("position", 3, 1, 0)],
        "tier" => vec![plain("position", 3, 1, 0)],
        "release" => vec![],
        "event" => vec![
            naming("series", "series { slug }", "series-one", "series-two"),
            plain("edition", 3, 4, Value::Null),
            required("startsAt", "2012-03-01T08:00:00Z", "2012-03-01T07:00:00.123456Z"),
            required("endsAt", "2012-03-02T18:00:00Z", "2012-03-02T19:00:00Z"),
            required("timeZone", "Europe/Paris", "America/Argentina/Ushuaia"),
            plain("dayStartsAt", "05:30", "00:00", "04:00"),
            plain("attendanceMode", "MIXED", "ONLINE", "OFFLINE"),
            venue("address", "venue { address }", "address", "1 quai", "2 quai"),
            venue("city", "venue { city }", "city", "Paris", "Lyon"),
            venue("country", "venue { country }", "country", "FR", "ES"),
            // A place has both or neither.
            Field {
                name: "latitude",
                read: "venue { geo { latitude } }",
                values: [(48.5, 48.5), (-90.0, -90.0)].map(|(at, _)| (json!(at), json!({ "geo": { "latitude": at } }))),
                cleared: Some(json!({ "geo": null })),
            },
            Field {
                name: "longitude",
                read: "venue { geo { longitude } }",
                values: [2.25, 180.0].map(|at| (json!(at), json!({ "geo": { "longitude": at } }))),
                cleared: Some(json!({ "geo": null })),
            },
            plain("hashtags", json!(["smw", "paris"]), json!(["été"]), json!([])),
            url("website"),
            url("livestreamUrl"),
            url("coverUrl"),
            Field {
                name: "sponsorships",
                read: "sponsorships { position company { slug } tier { slug } }",
                values: [
                    (
                        json!([{ "company": "company-two" }, { "company": "company-one" }]),
                        json!([
                            { "position": 0, "company": { "slug": "company-two" }, "tier": null },
                            { "position": 1, "company": { "slug": "company-one" }, "tier": null },
                        ]),
                    ),
                    (
                        json!([{ "company": "company-one", "tier": null }]),
                        json!([{ "position": 0, "company": { "slug": "company-one" }, "tier": null }]),
                    ),
                ],
                cleared: Some(json!([])),
            },
        ],
        "session" => vec![
            naming("room", "room { slug }", "room-one", "room-two"),
            naming("track", "track { slug }", "track-one", "track-two"),
            plain("kind", "ROUND_TABLE", "WORKSHOP", "TALK"),
            plain("startsAt", "2012-03-01T09:00:00Z", "2012-03-01T08:30:00Z", Value::Null),
            plain("endsAt", "2012-03-01T10:00:00Z", "2012-03-01T10:30:00Z", Value::Null),
            plain("spokenLanguages", json!(["en", "fr"]), json!(["es-MX"]), json!([])),
            plain("level", "BEGINNER", "ADVANCED", Value::Null),
            plain("state", "TENTATIVE", "CANCELLED", "CONFIRMED"),
            url("livestreamUrl"),
            url("recordingUrl"),
            url("slidesUrl"),
            links(),
            plain("doNotRecord", true, false, false),
            plain("featured", true, false, false),
            plain("guid", "g1", "g2", Value::Null),
            Field {
                name: "speakers",
                read: "participations { position role speaker { slug } }",
                values: [
                    (
                        json!([{ "speaker": "speaker-two", "role": "HOST" }, { "speaker": "speaker-one" }]),
                        json!([
                            { "position": 0, "role": "HOST", "speaker": { "slug": "speaker-two" } },
                            { "position": 1, "role": "SPEAKER", "speaker": { "slug": "speaker-one" } },
                        ]),
                    ),
                    (
                        json!([{ "speaker": "speaker-two", "role": "PANELLIST" }]),
                        json!([{ "position": 0, "role": "PANELLIST", "speaker": { "slug": "speaker-two" } }]),
                    ),
                ],
                cleared: Some(json!([])),
            },
            many("tags", "tags { slug }", "tag-one", "tag-two"),
        ],
        "post" => vec![
            naming("author", "author { slug }", "speaker-one", "speaker-two"),
            naming("company", "company { slug }", "company-one", "company-two"),
            url("canonicalUrl"),
            url("coverUrl"),
            many("events", "events { slug }", "event-one", "event-two"),
            many("sessions", "sessions { slug }", "session-one", "session-two"),
            many("tags", "tags { slug }", "tag-one", "tag-two"),
        ],
        other => panic!("`{other}` is no type"),
    }
}

/// A list of other things.
fn many(name: &'static str, read: &'static str, one: &str, other: &str) -> Field {
    let value = |slugs: &[&str]| {
        let read: Vec<Value> = slugs.iter().map(|slug| json!({ "slug": slug })).collect();
        (json!(slugs), json!(read))
    };
    Field { name, read, values: [value(&[other, one]), value(&[one])], cleared: Some(json!([])) }
}

/// All texts of a type, the title first.
fn texts(kind: &str) -> &'static [&'static str] {
    match kind {
        "series" | "room" | "track" => &["name", "description"],
        "event" => &["name", "tagline", "description", "venueName"],
        "tier" => &["name"],
        "release" => &["name", "note"],
        "session" => &["title", "subtitle", "abstract", "description"],
        "speaker" => &["jobTitle", "bio"],
        "company" => &["description"],
        "post" => &["title", "excerpt", "body"],
        "tag" => &["label"],
        other => panic!("`{other}` is no type"),
    }
}

const TYPES: [&str; 11] =
    ["series", "event", "room", "track", "tier", "release", "session", "speaker", "company", "post", "tag"];

/// Two of everything that others name, all of the event `event-one`.
fn others(editor: &Editor) {
    for number in ["one", "two"] {
        let slug = |kind: &str| format!("{kind}-{number}");
        editor.create("series", &json!({ "slug": slug("series"), "translations": [{ "locale": "en", "name": "S" }] }));
        editor.create("company", &json!({ "slug": slug("company"), "name": "C" }));
        editor.create("speaker", &json!({ "slug": slug("speaker"), "name": "S" }));
        editor.create("tag", &json!({ "slug": slug("tag"), "translations": [{ "locale": "en", "label": "T" }] }));
        editor.event(&slug("event"));
        for kind in ["room", "track"] {
            let part = json!({
                "event": "event-one", "slug": slug(kind), "translations": [{ "locale": "en", "name": "R" }],
            });
            editor.create(kind, &part);
        }
        editor.create("session", &session("S", json!({ "event": "event-one", "slug": slug("session") })));
    }
}

/// A new thing of a type with its title in English and whatever it cannot be without.
fn new(kind: &str) -> Value {
    let title = match kind {
        "company" | "speaker" => json!({ "name": "Name" }),
        _ => json!({ "translations": [{ "locale": "en", texts(kind)[0]: "Title" }] }),
    };
    let rest = match kind {
        "event" => json!({ "startsAt": "2012-03-01T08:00:00Z", "endsAt": "2012-03-02T18:00:00Z", "timeZone": "UTC" }),
        "room" | "track" | "tier" | "release" | "session" => json!({ "event": "event-one" }),
        _ => json!({}),
    };
    with(title, rest)
}

fn each_field_of_each_type_is_written_and_read_back(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    others(&editor);

    for kind in TYPES {
        let fields = fields(kind);
        let reads: Vec<String> = fields.iter().enumerate().map(|(at, field)| alias(at, field.read)).collect();
        let create = mutation(kind, "Create", &reads.join(" "));
        let update = mutation(kind, "Update", &reads.join(" "));
        let mut input = new(kind);
        for field in &fields {
            input[field.name] = field.values[0].0.clone();
        }
        let mut expected: Vec<Value> = fields.iter().map(|field| field.values[0].1.clone()).collect();
        let read = |document: &str, input: Value| {
            let response = editor.ask(document, json!({ "input": input }));
            let done = written(&response);
            let read: Vec<Value> =
                (0..fields.len()).map(|at| response.at(&format!("/done/thing/f{at}")).clone()).collect();
            (done, read)
        };

        let (mut done, found) = read(&create, input);
        assert_eq!(found, expected, "a new {kind}");
        for (at_field, field) in fields.iter().enumerate() {
            let other = json!({ field.name: field.values[1].0 });
            let found;
            (done, found) = read(&update, at(&done.uid, done.version, other));
            expected[at_field] = field.values[1].1.clone();
            assert_eq!(found, expected, "{kind}: `{}` changed", field.name);
        }
        for (at_field, field) in fields.iter().enumerate() {
            let clear = at(&done.uid, done.version, json!({ field.name: null }));
            let Some(cleared) = &field.cleared else {
                let errors = editor.update_refused(kind, &done.uid, done.version, json!({ field.name: null }));
                assert_eq!(errors, [format!("input.{} REQUIRED", field.name)], "{kind}");
                continue;
            };
            let found;
            (done, found) = read(&update, clear);
            expected[at_field] = cleared.clone();
            if field.name == "latitude" {
                expected[at_field + 1] = cleared.clone();
            }
            assert_eq!(found, expected, "{kind}: `{}` cleared", field.name);
        }
    }
}

/// `f3: room { slug }`.
fn alias(at: usize, read: &str) -> String {
    format!("f{at}: {read}")
}

fn each_text_of_each_type_is_written_and_read_back(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    others(&editor);

    for kind in TYPES {
        let texts = texts(kind);
        let update = mutation(kind, "Update", &format!("translations {{ locale {} }}", texts.join(" ")));
        let translation = |locale: &str, word: &str| {
            let mut all = json!({ "locale": locale });
            for text in texts {
                all[*text] = json!(format!("{text} {word}"));
            }
            all
        };
        let created = editor.create(kind, &new(kind));
        let mut version = created.version;
        let mut write = |translations: Value| {
            let input = at(&created.uid, version, json!({ "translations": translations }));
            let response = editor.ask(&update, json!({ "input": input }));
            version = written(&response).version;
            response.at("/done/thing/translations").clone()
        };

        let (english, mut french) = (translation("en", "one"), translation("fr", "un"));
        assert_eq!(write(json!([english, french])), json!([english, french]), "{kind}");
        let last = texts[texts.len() - 1];
        if texts.len() > 1 {
            french[last] = Value::Null;
            assert_eq!(
                write(json!([{ "locale": "fr", last: null }])),
                json!([english, french]),
                "{kind}: `null` clears"
            );
            assert_eq!(
                write(json!([{ "locale": "fr", last: "  " }])),
                json!([english, french]),
                "{kind}: so does nothing but spaces"
            );
        }
        french[texts[0]] = json!("autre");
        assert_eq!(
            write(json!([{ "locale": "fr", texts[0]: "autre" }])),
            json!([english, french]),
            "{kind}: absent leaves"
        );
        let mut nothing = json!({ "locale": "fr" });
        for text in texts {
            nothing[*text] = Value::Null;
        }
        assert_eq!(write(json!([nothing])), json!([english]), "{kind}: without text there is no translation");
        // A language that is not offered is kept all the same.
        let german = translation("de", "eins");
        assert_eq!(write(json!([german])), json!([german, english]), "{kind}");
    }
}

fn change_of_nothing_is_no_change(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    others(&editor);

    for kind in TYPES {
        let created = editor.create(kind, &new(kind));

        let nothing = editor.update(kind, &created.uid, 1, json!({}));
        let same = editor.update(kind, &created.uid, 1, json!({ "slug": created.slug }));

        assert_eq!((nothing.version, same.version), (1, 1), "{kind}");
        assert_eq!(editor.changes(&created.uid).len(), 1, "{kind}");
    }
}

fn variable_that_was_not_sent_leaves_the_field(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let company = json!({
        "name": "One", "website": "https://one.example/",
        "translations": [{ "locale": "en", "description": "What it is" }],
    });
    let created = editor.create("company", &company);
    let document = "mutation ($id: ID!, $version: Int!, $name: String, $website: String, $text: String) {
        companyUpdate(input: {
            id: $id, version: $version, name: $name, website: $website,
            translations: [{ locale: \"en\", description: $text }]
        }) { company { name website description version } userErrors { field code } }
    }";
    let write = |variables: Value| {
        let variables = with(json!({ "id": created.uid }), variables);
        editor.ask(document, variables).at("/companyUpdate/company").clone()
    };

    let named = write(json!({ "version": 1, "name": "Two" }));
    let cleared = write(json!({ "version": 2, "website": null }));
    let retold = write(json!({ "version": 3, "text": "Another" }));

    let company = |version: i64, website: Value, text: &str| json!({ "name": "Two", "website": website, "description": text, "version": version });
    assert_eq!(named, company(2, json!("https://one.example/"), "What it is"));
    assert_eq!(cleared, company(3, Value::Null, "What it is"));
    assert_eq!(retold, company(4, Value::Null, "Another"));
}

fn source_locale_is_the_one_that_the_others_are_made_from(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let input = json!({
        "sourceLocale": "FR",
        "translations": [{ "locale": "en", "label": "word" }, { "locale": "fr", "label": "mot" }],
    });
    let created = editor.create("tag", &input);
    assert_eq!(created.slug, "mot", "the slug is made from the source");
    let translations = || {
        editor.sees(
            r#"{ tag(slug: "mot") { translations { locale sourceVersion outdatedFields } } }"#,
            "/tag/translations",
        )
    };

    let before = translations();
    editor.update("tag", &created.uid, 1, json!({ "translations": [{ "locale": "fr", "label": "parole" }] }));
    let after = translations();

    let of = |outdated: Value| {
        json!([
            { "locale": "en", "sourceVersion": 1, "outdatedFields": outdated },
            { "locale": "fr", "sourceVersion": null, "outdatedFields": [] },
        ])
    };
    assert_eq!(before, of(json!([])));
    assert_eq!(after, of(json!(["label"])));
}

fn slug_is_made_from_the_title_and_stays(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    editor.fair();

    let made = editor.session("Débat : L’Œuvre — ¿Qué? 北京", json!({}));
    let renamed =
        editor.update("session", &made.uid, 1, json!({ "translations": [{ "locale": "en", "title": "Another" }] }));
    let person = editor.create("speaker", &json!({ "name": "Łukasz Ñandú-Öz" }));
    let wordless = editor.session("!!!", json!({}));
    let empty = editor.session("Empty", json!({ "slug": "" }));

    assert_eq!(made.slug, "debat-l-oeuvre-que-bei-jing");
    assert_eq!(renamed.slug, made.slug);
    assert_eq!(person.slug, "lukasz-nandu-oz");
    assert_eq!(wordless.slug, "session");
    assert_eq!(empty.slug, "empty");
}

fn slug_is_unique_in_its_scope(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    editor.fair();
    editor.event("other");
    let room = |event: &str| json!({ "event": event, "translations": [{ "locale": "en", "name": "Hall" }] });

    let sessions = ["Talk"; 3].map(|title| editor.session(title, json!({})).slug);
    let rooms = ["fair", "fair", "other"].map(|event| editor.create("room", &room(event)).slug);
    let taken = editor.create_refused("session", &session("Talk", json!({ "slug": "talk-2" })));
    let of_another_type = editor.create("tag", &json!({ "translations": [{ "locale": "en", "label": "Talk" }] }));
    let renamed = editor.session("Fourth", json!({}));
    let taken_later = editor.update_refused("session", &renamed.uid, 1, json!({ "slug": "talk" }));

    assert_eq!(sessions, ["talk", "talk-2", "talk-3"]);
    assert_eq!(rooms, ["hall", "hall-2", "hall"], "a room's is unique in its event");
    assert_eq!(taken, ["input.slug TAKEN"]);
    assert_eq!(of_another_type.slug, "talk");
    assert_eq!(taken_later, ["input.slug TAKEN"]);
}

fn former_slugs_are_found_and_belong_to_the_thing(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let tag = |slug: &str| json!({ "slug": slug, "translations": [{ "locale": "en", "label": "Tag" }] });
    let created = editor.create("tag", &tag("first"));

    editor.update("tag", &created.uid, 1, json!({ "slug": "second" }));
    editor.update("tag", &created.uid, 2, json!({ "slug": "third" }));
    let found = ["first", "second", "third"]
        .map(|slug| editor.sees(&format!(r#"{{ tag(slug: "{slug}") {{ slug canonicalSlug }} }}"#), "/tag"));
    let of_another = editor.create_refused("tag", &tag("first"));
    let back = editor.update("tag", &created.uid, 3, json!({ "slug": "first" }));
    let made = editor.create("tag", &json!({ "translations": [{ "locale": "en", "label": "Second" }] }));

    let third = json!({ "slug": "third", "canonicalSlug": "third" });
    assert_eq!(found, [third.clone(), third.clone(), third]);
    assert_eq!(of_another, ["input.slug TAKEN"]);
    assert_eq!(back.slug, "first");
    assert_eq!(made.slug, "second-2", "nor is it made of a title");
}

fn translation_has_a_slug_of_its_own(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let fair = editor.fair();
    let french = |slug: Value| json!({ "translations": [{ "locale": "fr", "title": "Le débat", "slug": slug }] });
    let created = editor.session("The debate", json!({}));
    let canonical = |slug: &str, locale: &str| {
        let query = format!(r#"{{ session(slug: "{slug}", locale: "{locale}") {{ slug canonicalSlug }} }}"#);
        app.query(&query).at("/session").clone()
    };

    editor.update("session", &created.uid, 1, french(json!("le-debat")));
    editor.publish(&[&fair.uid, &created.uid]);
    let by_either = [canonical("the-debate", "fr"), canonical("le-debat", "fr"), canonical("le-debat", "en")];
    let other = editor.session("Other", json!({}));
    let taken = editor.update_refused("session", &other.uid, 1, french(json!("the-debate")));
    let twice = json!({ "translations": [
        { "locale": "fr", "title": "Autre", "slug": "otra" }, { "locale": "es", "title": "Otra", "slug": "otra" },
    ] });
    let twice = editor.update("session", &other.uid, 1, twice);
    let own = editor.update("session", &other.uid, twice.version, french(json!("other")));
    let cleared = editor.update("session", &created.uid, 3, french(Value::Null));
    let afterwards = canonical("le-debat", "fr");

    let of = |canonical: &str| json!({ "slug": "the-debate", "canonicalSlug": canonical });
    assert_eq!(by_either, [of("le-debat"), of("le-debat"), of("the-debate")]);
    assert_eq!(taken, ["input.translations.0.slug TAKEN"]);
    assert_eq!((twice.version, own.version), (2, 3), "a thing may use one of its own twice");
    assert_eq!(cleared.version, 4);
    assert_eq!(afterwards, of("the-debate"), "it was its own once");
}

fn name_elsewhere_finds_the_thing(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let tag =
        |label: &str, ids: &[&str]| json!({ "translations": [{ "locale": "en", "label": label }], "externalIds": ids });
    let created = editor.create("tag", &tag("One", &["guid:1", "https://tags.example/1"]));
    let other = editor.create("tag", &tag("Two", &[]));

    let taken = editor.create_refused("tag", &tag("Three", &["guid:3", "guid:1"]));
    let taken_later = editor.update_refused("tag", &other.uid, 1, json!({ "externalIds": ["guid:1"] }));
    editor.update("tag", &other.uid, 1, json!({ "externalIds": ["guid:2"] }));
    let post = json!({
        "translations": [{ "locale": "en", "title": "Post" }], "tags": ["guid:2", "https://tags.example/1"],
    });
    let post = editor.create("post", &post);

    assert_eq!(taken, ["input.externalIds.1 TAKEN"]);
    assert_eq!(taken_later, ["input.externalIds.0 TAKEN"]);
    let tags = editor.sees(&format!(r#"{{ post(slug: "{}") {{ tags {{ uid }} }} }}"#, post.slug), "/post/tags");
    assert_eq!(tags, json!([{ "uid": other.uid }, { "uid": created.uid }]));
}

fn things_are_named_by_id_uid_or_slug(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let company = editor.create("company", &json!({ "name": "Company" }));
    let ids =
        editor.sees(r#"{ en: company(slug: "company") { id } fr: company(slug: "company", locale: "fr") { id } }"#, "");
    let (english, french) = (&ids["en"]["id"], &ids["fr"]["id"]);
    assert_ne!(english, french);

    let names =
        [english.clone(), french.clone(), json!(company.uid), json!(company.uid.to_uppercase()), json!("company")];
    for (at_name, name) in names.iter().enumerate() {
        let speaker = editor.create("speaker", &json!({ "name": "Ana", "company": name }));
        let query = format!(r#"{{ speaker(slug: "{}") {{ company {{ uid }} }} }}"#, speaker.slug);
        assert_eq!(editor.sees(&query, "/speaker/company/uid"), company.uid, "{name}");
        let update = json!({ "id": name, "version": at_name + 1, "website": format!("https://{at_name}.example/") });
        assert_eq!(written(&editor.mutate("company", "Update", &update)).uid, company.uid, "{name}");
    }
    // The id of a speaker is none of a company.
    let speaker = editor.sees(r#"{ speaker(slug: "ana") { id uid } }"#, "/speaker");
    for name in [&speaker["id"], &speaker["uid"]] {
        let errors = editor.create_refused("speaker", &json!({ "name": "Eve", "company": name }));
        assert_eq!(errors, ["input.company NOT_FOUND"]);
        let update = json!({ "id": name, "version": 1 });
        assert_eq!(editor.mutate("company", "Update", &update).code(), "NOT_FOUND");
    }
}

fn lists_keep_their_order(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    editor.fair();
    let speakers = ["Ana", "Bea", "Cid", "Dan"].map(|name| editor.create("speaker", &json!({ "name": name })).slug);
    let created = editor.session("Panel", json!({}));
    let mut version = created.version;
    let mut put = |order: &[usize]| {
        let speakers: Vec<Value> = order.iter().map(|at| json!({ "speaker": speakers[*at] })).collect();
        version = editor.update("session", &created.uid, version, json!({ "speakers": speakers })).version;
        let speakers = editor.sees(r#"{ session(slug: "panel") { speakers { slug } } }"#, "/session/speakers");
        let slugs: Vec<String> = speakers
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|speaker| speaker["slug"].as_str())
            .map(str::to_owned)
            .collect();
        slugs.join(" ")
    };

    assert_eq!(put(&[3, 0, 2]), "dan ana cid");
    assert_eq!(put(&[2, 1, 0, 3]), "cid bea ana dan");
    assert_eq!(put(&[1, 1, 0]), "bea ana", "each once");
    assert_eq!(put(&[]), "");
}

fn parts_are_put_into_an_order(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let editor = Editor::of(&app);
    let fair = editor.fair();
    editor.event("other");
    let part = |kind: &str, event: &str, name: &str| {
        editor.create(kind, &json!({ "event": event, "translations": [{ "locale": "en", "name": name }] })).uid
    };
    let talk = editor.session("Talk", json!({}));
    let reorder = |ids: &[&String]| {
        let document = "mutation ($ids: [ID!]!) { contentReorder(input: { ids: $ids }) {
            contents { uid version } userErrors { field code message }
        } }";
        editor.ask(document, json!({ "ids": ids }))
    };
    let error = |ids: &[&String]| {
        let response = reorder(ids);
        assert_eq!(response.at("/contentReorder/contents"), &json!([]));
        let error = response.at("/contentReorder/userErrors/0").clone();
        format!("{}.{} {}", error["field"][1], error["field"][2], error["code"]).replace('"', "")
    };

    for kind in ["room", "track", "tier"] {
        let parts = ["A", "B", "C"].map(|name| part(kind, "fair", name));
        let [a, b, c] = &parts;
        let foreign = part(kind, "other", "D");
        let other_type = part(if kind == "room" { "track" } else { "room" }, "fair", "E");
        let order = || {
            let list = format!("{kind}s");
            let query = format!(r#"{{ event(slug: "fair") {{ list: {list} {{ uid }} }} }}"#);
            let found = editor.sees(&query, "/event/list");
            let found = found.as_array().into_iter().flatten().filter_map(|part| part["uid"].as_str());
            found.filter(|uid| parts.iter().any(|part| part == uid)).map(str::to_owned).collect::<Vec<_>>()
        };

        let response = reorder(&[c, a, b]);

        let contents = json!([
            { "uid": c, "version": 1 }, { "uid": a, "version": 2 }, { "uid": b, "version": 2 },
        ]);
        assert_eq!(response.at("/contentReorder/contents"), &contents, "{kind}");
        assert_eq!(order(), [c, a, b].map(String::as_str), "{kind}");
        assert_eq!(error(&[a, b, &foreign]), "ids.2 OF_ANOTHER_EVENT", "{kind}");
        assert_eq!(error(&[a, &other_type]), "ids.1 NOT_ORDERED", "{kind}");
        assert_eq!(error(&[a, b, a]), "ids.2 GIVEN_TWICE", "{kind}");
        assert_eq!(order(), [c, a, b].map(String::as_str), "all or nothing: {kind}");
    }
    assert_eq!(error(&[&talk.uid]), "ids.0 NOT_ORDERED");
    assert_eq!(error(&[&fair.uid]), "ids.0 NOT_ORDERED");
    assert_eq!(reorder(&[&"00000000-0000-7000-8000-000000000000".to_owned()]).code(), "NOT_FOUND");
}
