//! Every field of Tribune's own JSON comes back as it went in.

use serde_json::{Value, json};
use tests::{Database, Options, Shared, TestApp, on_both_databases};

on_both_databases![
    event_keeps_its_fields,
    session_keeps_its_fields,
    speaker_keeps_its_fields,
    company_keeps_its_fields,
    post_keeps_its_fields,
    parts_of_an_event_keep_their_fields,
    rich_text_comes_as_source_or_as_safe_html,
    absent_field_stays_and_null_clears,
    translation_is_outdated_when_its_source_has_changed,
];

/// `data/everything.json`: each type with each of its fields.
static EVERYTHING: Shared = Shared::new(|database| {
    let app = TestApp::start(database, &Options::default());
    app.import(&["everything.json"]).succeeded();
    app
});

/// The first root field of the answer.
fn ask(database: Database, document: &str) -> Value {
    let response = EVERYTHING.on(database).query(document);
    let fields = response.data().as_object().cloned().unwrap_or_default();
    fields.into_iter().next().map(|(_, value)| value).unwrap_or_default()
}

fn event_keeps_its_fields(database: Database) {
    let event = ask(
        database,
        r#"{ event(slug: "whole") {
            slug canonicalSlug publishedAt edition startsAt endsAt timeZone dayStartsAt attendanceMode city
            hashtags website livestreamUrl coverUrl name tagline description
            venue { name address city country geo { latitude longitude } } series { name description }
            sponsorships { position tier { name position } company { name } }
            translations { locale slug name tagline description venueName status }
        } }"#,
    );

    let expected = json!({
        "slug": "whole", "canonicalSlug": "whole", "publishedAt": "2012-01-01T00:00:00Z",
        "edition": 3, "startsAt": "2012-06-01T07:00:00Z", "endsAt": "2012-06-02T16:30:00Z",
        "timeZone": "America/Mexico_City", "dayStartsAt": "05:30", "attendanceMode": "ONLINE", "city": "Coyoacán",
        "hashtags": ["whole", "Ñandú"], "website": "https://whole.example/", "livestreamUrl": "https://live.example/",
        "coverUrl": "https://whole.example/cover.png", "name": "Whole", "tagline": "All of it", "description": "*Every* field.",
        "venue": {
            "name": "The hall", "address": "1 Long Street", "city": "Coyoacán", "country": "MX",
            "geo": { "latitude": 19.3467, "longitude": -99.1617 },
        },
        "series": { "name": "Wholes", "description": "A series." },
        "sponsorships": [{ "position": 0, "tier": { "name": "Gold", "position": 2 }, "company": { "name": "Œil & Fils" } }],
        "translations": [
            {
                "locale": "en", "slug": null, "name": "Whole", "tagline": "All of it", "description": "*Every* field.",
                "venueName": "The hall", "status": "PUBLISHED",
            },
            {
                "locale": "es", "slug": "entero", "name": "Entero", "tagline": null, "description": null,
                "venueName": null, "status": "PUBLISHED",
            },
        ],
    });
    assert_eq!(event, expected);
}

fn session_keeps_its_fields(database: Database) {
    let session = ask(
        database,
        r#"{ session(slug: "all-of-it") {
            slug kind level state startsAt endsAt spokenLanguages livestreamUrl recordingUrl slidesUrl doNotRecord featured
            guid links { url title kind } title subtitle abstract description
            room { slug } track { slug } tags { slug } event { slug }
            participations { position role speaker { slug } } speakers(role: MODERATOR) { slug }
        } }"#,
    );

    let expected = json!({
        "slug": "all-of-it", "kind": "LIGHTNING_TALK", "level": "ADVANCED", "state": "TENTATIVE",
        "startsAt": "2012-06-01T08:00:00Z", "endsAt": "2012-06-01T08:05:00Z", "spokenLanguages": ["nah", "es-MX"],
        "livestreamUrl": "https://live.example/1", "recordingUrl": "https://video.example/1",
        "slidesUrl": "https://slides.example/1", "doNotRecord": true, "featured": true,
        "guid": "5e1f0f00-0000-4000-8000-000000000009",
        "links": [
            { "url": "https://code.example/", "title": "Code", "kind": "github" },
            { "url": "http://bare.example/", "title": null, "kind": null },
        ],
        "title": "All of it", "subtitle": "And more", "abstract": "Short.", "description": "Long.",
        "room": { "slug": "hall" }, "track": { "slug": "craft" }, "tags": [{ "slug": "second" }, { "slug": "first" }],
        "event": { "slug": "whole" },
        "participations": [
            { "position": 0, "role": "MODERATOR", "speaker": { "slug": "ximena" } },
            { "position": 1, "role": "PANELLIST", "speaker": { "slug": "zoe" } },
        ],
        "speakers": [{ "slug": "ximena" }],
    });
    assert_eq!(session, expected);
}

fn speaker_keeps_its_fields(database: Database) {
    let speaker = ask(
        database,
        r#"{ speaker(slug: "ximena") {
            name pronouns jobTitle bio photoUrl languages links { url kind } company { name }
        } }"#,
    );

    let expected = json!({
        "name": "Ximena Ñ.", "pronouns": "ella", "jobTitle": "Editor", "bio": "Edits.",
        "photoUrl": "https://photo.example/x.jpg", "languages": ["es", "nah"],
        "links": [{ "url": "https://ximena.example/", "kind": "blog" }], "company": { "name": "Œil & Fils" },
    });
    assert_eq!(speaker, expected);
}

fn company_keeps_its_fields(database: Database) {
    let company =
        ask(database, r#"{ company(slug: "oeil") { name description website logoUrl links { url title kind } } }"#);

    let expected = json!({
        "name": "Œil & Fils", "description": "Glasses.", "website": "https://oeil.example/",
        "logoUrl": "https://oeil.example/logo.svg",
        "links": [{ "url": "https://oeil.example/jobs", "title": "Jobs", "kind": null }],
    });
    assert_eq!(company, expected);
}

fn post_keeps_its_fields(database: Database) {
    let post = ask(
        database,
        r#"{ post(slug: "report") {
            title excerpt body canonicalUrl coverUrl publishedAt author { slug } company { slug }
            events { slug } sessions { slug } tags { slug }
        } }"#,
    );

    let expected = json!({
        "title": "Report", "excerpt": "In short.", "body": "At length.", "canonicalUrl": "https://elsewhere.example/1",
        "coverUrl": "https://elsewhere.example/1.png", "publishedAt": "2012-02-01T10:00:00Z",
        "author": { "slug": "ximena" }, "company": { "slug": "oeil" }, "events": [{ "slug": "whole" }],
        "sessions": [{ "slug": "all-of-it" }], "tags": [{ "slug": "first" }],
    });
    assert_eq!(post, expected);
}

fn parts_of_an_event_keep_their_fields(database: Database) {
    let event = ask(
        database,
        r#"{ event(slug: "whole") {
            rooms { slug name description capacity position guid }
            tracks { slug name description colour position }
            tiers { slug name position }
        } }"#,
    );

    let expected = json!({
        "rooms": [
            { "slug": "attic", "name": "Attic", "description": null, "capacity": null, "position": 1, "guid": null },
            {
                "slug": "hall", "name": "Hall", "description": "Large.", "capacity": 250, "position": 2,
                "guid": "5e1f0f00-0000-4000-8000-00000000000a",
            },
        ],
        "tracks": [{ "slug": "craft", "name": "Craft", "description": "By hand.", "colour": "#0a1b2c", "position": 4 }],
        "tiers": [{ "slug": "gold", "name": "Gold", "position": 2 }],
    });
    assert_eq!(event, expected);
}

fn rich_text_comes_as_source_or_as_safe_html(database: Database) {
    let post = ask(
        database,
        r#"{ post(slug: "rich") {
            source: body plain: body(format: MARKDOWN) html: body(format: HTML) translations { body(format: HTML) }
        } }"#,
    );

    let source = "# Rich\n\n<script>alert(1)</script>\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n[bad](javascript:alert(1)) <b onclick=\"x()\">bold</b> [good](https://good.example/)";
    assert_eq!([&post["source"], &post["plain"]], [source, source]);
    let html = post["html"].as_str().unwrap_or_default();
    for kept in ["<h1>Rich</h1>", "<table>", "<strong>2</strong>", "bold", "href=\"https://good.example/\""] {
        assert!(html.contains(kept), "{kept} is missing in {html}");
    }
    for gone in ["<script", "alert(1)", "javascript:", "onclick"] {
        assert!(!html.contains(gone), "{gone} is left in {html}");
    }
    assert_eq!(post["translations"][0]["body"], post["html"]);
}

/// A speaker with these fields beside its slug.
fn speaker(fields: Value) -> Value {
    let mut speaker = json!({ "slug": "ada" });
    for (name, value) in fields.as_object().into_iter().flatten() {
        speaker[name] = value.clone();
    }
    json!({ "tribune": 1, "speakers": [speaker] })
}

fn absent_field_stays_and_null_clears(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let english = json!({ "en": { "jobTitle": "Sailor", "bio": "Sails." } });
    app.import_document(&speaker(json!({ "name": "Ada", "pronouns": "she", "translations": english })));

    let french = json!({ "fr": { "bio": "Navigue." } });
    app.import_document(&speaker(json!({ "translations": french })));
    let ask = r#"{ speaker(slug: "ada") { name pronouns version translations { locale jobTitle bio } } }"#;
    let added = app.query(ask).at("/speaker").clone();
    app.import_document(&speaker(json!({ "pronouns": null, "translations": { "en": { "jobTitle": null } } })));
    let cleared = app.query(ask).at("/speaker").clone();

    let french = json!({ "locale": "fr", "jobTitle": null, "bio": "Navigue." });
    let english = json!({ "locale": "en", "jobTitle": "Sailor", "bio": "Sails." });
    let expected = json!({ "name": "Ada", "pronouns": "she", "version": 2, "translations": [english, french] });
    assert_eq!(added, expected);
    let english = json!({ "locale": "en", "jobTitle": null, "bio": "Sails." });
    let expected = json!({ "name": "Ada", "pronouns": null, "version": 3, "translations": [english, french] });
    assert_eq!(cleared, expected);
}

fn translation_is_outdated_when_its_source_has_changed(database: Database) {
    let app = TestApp::start(database, &Options::default());
    let texts = |en: &str, fr: &str| {
        speaker(
            json!({ "name": "Ada", "sourceLocale": "en", "translations": { "en": { "bio": en }, "fr": { "bio": fr } } }),
        )
    };
    let outdated = || {
        let response = app.query(r#"{ speaker(slug: "ada") { translations { locale outdated } } }"#);
        let translations = response.at("/speaker/translations").as_array().cloned().unwrap_or_default();
        translations.iter().map(|translation| translation["outdated"] == true).collect::<Vec<_>>()
    };

    app.import_document(&texts("Sails.", "Navigue."));
    assert_eq!(outdated(), [false, false]);
    app.import_document(&texts("Sails well.", "Navigue."));
    assert_eq!(outdated(), [false, true]);
    app.import_document(&texts("Sails well.", "Navigue bien."));
    assert_eq!(outdated(), [false, false]);
}
