//! What frontends say: the messages below `/locales/`, and those that the server formats; the words of a site over them;
//! and content beside its raw values as the reader writes it.

use std::{
    fs,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{DEMO, Database, Options, Response, TestApp, on_both_databases, run};

on_both_databases![
    manifest_names_each_locale_and_its_files,
    file_with_a_hash_is_right_for_good,
    other_formats_say_what_they_cannot_express,
    locale_has_a_name_in_each_language,
    message_is_formatted_by_the_server,
    message_falls_back_like_content,
    arguments_that_are_wrong_are_told,
    many_messages_are_formatted_at_once,
    messages_are_listed_by_prefix_and_resource,
    content_is_written_as_the_reader_writes_it,
    times_are_shown_on_the_clocks_of_a_zone,
    site_says_it_in_its_own_words,
    broken_file_of_a_site_changes_nothing,
    german_is_a_matter_of_files,
    what_is_said_of_locales_is_the_law,
    commands_offer_the_languages_of_the_site,
    pseudo_locales_look_foreign,
    errors_come_in_the_language_of_the_request,
];

const ROUND_TABLE: &str = "social-media-in-corporations";

fn start(database: Database, arguments: &[&str]) -> TestApp {
    TestApp::start(database, &Options { arguments, ..Options::default() })
}

fn manifest(app: &TestApp) -> Value {
    serde_json::from_str(&app.get("/locales/manifest.json", &[]).body).expect("the manifest is JSON")
}

fn locale<'m>(manifest: &'m Value, code: &str) -> &'m Value {
    let locales = manifest["locales"].as_array().expect("a list");
    locales.iter().find(|locale| locale["code"] == code).unwrap_or_else(|| panic!("there is no {code}: {manifest}"))
}

fn message(app: &TestApp, id: &str, args: Value, locale: &str) -> Response {
    let document = "query($id: String!, $args: JSON, $locale: Locale) {
        message(id: $id, args: $args, locale: $locale, isolate: false) { text locale attributes { name value } errors }
    }";
    app.query_with(document, json!({ "id": id, "args": args, "locale": locale }), &[])
}

fn text(app: &TestApp, id: &str, args: Value, locale: &str) -> String {
    message(app, id, args, locale).at("/message/text").as_str().expect("there is a text").to_owned()
}

/// Waits until it is so: a server looks at the files of its site each second.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let give_up = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < give_up, "it never came about that {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn manifest_names_each_locale_and_its_files(database: Database) {
    let app = DEMO.on(database);

    let manifest = manifest(app);
    let french = locale(&manifest, "fr");

    assert_eq!(manifest["defaultLocale"], "en");
    assert_eq!((&french["name"], &french["nativeName"]), (&json!("French"), &json!("français")));
    assert_eq!((&french["direction"], &french["fallback"]), (&json!("ltr"), &json!(["fr", "en"])));
    assert_eq!(french["coverage"]["messages"], french["coverage"]["total"]);
    for name in ["errors", "programme", "sessions", "posts"] {
        let file = &french["resources"][name];
        let answer = app.get(&format!("/locales/{}", file["url"].as_str().expect("an address")), &[]);
        assert_eq!((answer.status, answer.body.len()), (200, file["bytes"].as_u64().unwrap() as usize), "{name}");
    }
}

fn file_with_a_hash_is_right_for_good(database: Database) {
    let app = DEMO.on(database);
    let manifest = manifest(app);
    let url = locale(&manifest, "es")["resources"]["programme"]["url"].as_str().expect("an address").to_owned();

    let hashed = app.get(&format!("/locales/{url}"), &[]);
    let plain = app.get("/locales/es/programme.ftl", &[]);

    assert_eq!(hashed.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(plain.header("cache-control"), "public, max-age=60");
    assert_eq!((hashed.body == plain.body, plain.header("content-language")), (true, "es".to_owned()));
    assert_eq!(plain.header("content-type"), "text/plain; charset=utf-8");
    assert!(plain.body.contains("session-count =\n    { $count ->"), "{}", plain.body);
    let etag = plain.header("etag");
    assert!(etag.starts_with('"'), "{etag}");
    let again = app.get("/locales/es/programme.ftl", &[("If-None-Match", &etag)]);
    assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", etag));
    for absent in ["es/nothing.ftl", "es/programme.0123456789abcdef.ftl", "de/programme.ftl", "../Cargo.toml", ""] {
        assert_eq!(app.get(&format!("/locales/{absent}"), &[]).status, 404, "{absent}");
    }
}

fn other_formats_say_what_they_cannot_express(database: Database) {
    let app = DEMO.on(database);
    let manifest = manifest(app);
    let bundles = &locale(&manifest, "fr")["bundles"];
    let file = |format: &str| -> Value {
        let url = bundles[format]["url"].as_str().expect("an address");
        serde_json::from_str(&app.get(&format!("/locales/{url}"), &[]).body).expect("it is JSON")
    };
    let (i18next, icu) = (file("i18next"), file("icu"));

    assert_eq!(i18next["session-count_zero"], "Aucune session");
    assert_eq!(i18next["session-count_many"], "{{count, number}} de sessions");
    assert_eq!(i18next["programme-day-short"], "{{date, datetime(weekday: short; day: numeric; month: short)}}");
    assert_eq!(
        icu["session-count"],
        "{count, plural, =0 {Aucune session} one {{count} session} many {{count} de sessions} other {{count} sessions}}"
    );
    assert_eq!(icu["session-state-tentative.title"], "L’horaire ou la salle peuvent encore changer.");
    for (format, messages) in [("i18next", &i18next), ("icu", &icu)] {
        let unsupported = bundles[format]["unsupported"].as_object().expect("some cannot be expressed");
        assert!(unsupported.len() < 60, "{format}: {unsupported:?}");
        for (id, reason) in unsupported {
            assert!(messages.get(id).is_none() && !reason.as_str().unwrap().is_empty(), "{format} {id}");
        }
    }
    assert!(bundles["icu"]["unsupported"].as_object().unwrap().values().any(|reason| reason == "it calls LIST"));
}

fn locale_has_a_name_in_each_language(database: Database) {
    let app = DEMO.on(database);

    let locales = app.query("{ locales(locale: \"es\") { code name nativeName direction fallback isDefault } }");

    assert_eq!(
        *locales.at("/locales"),
        json!([
            { "code": "en", "name": "inglés", "nativeName": "English", "direction": "LTR", "fallback": ["en"], "isDefault": true },
            { "code": "fr", "name": "francés", "nativeName": "français", "direction": "LTR", "fallback": ["fr", "en"], "isDefault": false },
            { "code": "es", "name": "español", "nativeName": "español", "direction": "LTR", "fallback": ["es", "en"], "isDefault": false },
        ])
    );
    assert_eq!(locales.header("content-language"), "es");
}

fn message_is_formatted_by_the_server(database: Database) {
    let app = DEMO.on(database);
    let count = |count: u64, locale| text(app, "session-count", json!({ "count": count }), locale);

    assert_eq!([count(0, "en"), count(1, "en"), count(1234, "en")], ["No sessions", "1 session", "1,234 sessions"]);
    assert_eq!(count(1, "fr"), "1 session");
    assert_eq!(count(1_000_000, "fr"), "1\u{202f}000\u{202f}000 de sessions");
    let names = json!({ "names": ["Ana", "Íñigo", "Marie"] });
    assert_eq!(text(app, "session-with", names.clone(), "en"), "With Ana, Íñigo, and Marie");
    assert_eq!(text(app, "session-with", names, "fr"), "Avec Ana, Íñigo et Marie");
    let date = json!({ "date": "2012-02-14T23:30:00Z[Europe/Paris]" });
    assert_eq!(text(app, "programme-day", date, "fr"), "mercredi 15 février");
    let isolated = app.query("{ message(id: \"session-count\", args: { count: 3 }, locale: \"en\") { text } }");
    assert_eq!(*isolated.at("/message/text"), "\u{2068}3\u{2069} sessions");
    let state = message(app, "session-state-cancelled", json!({}), "en");
    assert_eq!(
        *state.at("/message/attributes"),
        json!([{ "name": "title", "value": "This session will not take place." }])
    );
}

fn message_falls_back_like_content(database: Database) {
    let app = start(database, &["--locales", "en,fr,es,ca", "--fallback", "ca=es"]);

    let catalan = message(&app, "session-count", json!({ "count": 2 }), "ca");
    let exact = app.query("{ message(id: \"session-count\", locale: \"ca\", fallback: []) { text } }");
    let absent = message(&app, "no-such-message", json!({}), "fr");

    assert_eq!((catalan.at("/message/text"), catalan.at("/message/locale")), (&json!("2 sesiones"), &json!("es")));
    assert_eq!(catalan.header("content-language"), "es");
    assert_eq!((exact.at("/message"), absent.at("/message")), (&Value::Null, &Value::Null));
}

fn arguments_that_are_wrong_are_told(database: Database) {
    let app = DEMO.on(database);

    let missing = message(app, "session-count", json!({}), "en");
    let wrong = message(app, "programme-day", json!({ "date": "tomorrow" }), "en");
    let list = message(app, "session-count", json!([1]), "fr");

    assert_eq!(*missing.at("/message/errors"), json!(["Resolver error: Unknown variable: $count"]));
    assert_eq!(wrong.at("/message/errors").as_array().expect("a list").len(), 1);
    assert_eq!((list.code(), list.json["errors"][0]["extensions"]["argument"].clone()), ("BAD_REQUEST", json!("args")));
    assert!(list.message().starts_with("The arguments of a message"), "{}", list.message());
}

fn many_messages_are_formatted_at_once(database: Database) {
    let app = DEMO.on(database);
    let document = "query($messages: [MessageInput!]!) {
        formattedMessages(messages: $messages, locale: \"es\", isolate: false) { id text }
    }";

    let two = json!({ "messages": [{ "id": "session-kind-keynote" }, { "id": "nothing" }] });
    let two = app.query_with(document, two, &[]);
    let many: Vec<Value> = (0..201).map(|_| json!({ "id": "session-kind-keynote" })).collect();
    let many = app.query_with(document, json!({ "messages": many }), &[]);

    assert_eq!(
        *two.at("/formattedMessages"),
        json!([{ "id": "session-kind-keynote", "text": "Conferencia magistral" }, null])
    );
    assert_eq!(many.code(), "BAD_REQUEST");
}

fn messages_are_listed_by_prefix_and_resource(database: Database) {
    let app = DEMO.on(database);

    let kinds = app.query(
        "{ messages(locale: \"fr\", prefix: \"session-state-\", resources: [\"sessions\"]) {
            id resource locale value attributes { name value } } }",
    );
    let none = app.query("{ messages(prefix: \"session-state-\", resources: [\"posts\"]) { id } }");

    assert_eq!(
        kinds.texts("/messages", "id"),
        ["session-state-cancelled", "session-state-confirmed", "session-state-tentative"]
    );
    assert_eq!(kinds.at("/messages/0/attributes/0/name"), "title");
    assert_eq!(*none.at("/messages"), json!([]));
}

fn content_is_written_as_the_reader_writes_it(database: Database) {
    let app = DEMO.on(database);
    let document = "query($slug: String!, $locale: Locale!) {
        session(slug: $slug, locale: $locale) {
            startsAtText day: startsAtText(dateStyle: FULL) timeText duration durationText
            moderator: speakersText(role: MODERATOR) languageNames
            event { datesText short: startsAtText(dateStyle: SHORT) venue { countryName } }
        }
    }";
    let read = |locale: &str| {
        let answer = app.query_with(document, json!({ "slug": ROUND_TABLE, "locale": locale }), &[]);
        answer.at("/session").clone()
    };

    let (english, french, spanish) = (read("en"), read("fr"), read("es"));

    let texts = |session: &Value| {
        ["/startsAtText", "/day", "/timeText", "/duration", "/durationText", "/event/datesText", "/event/short"]
            .map(|pointer| session.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned())
    };
    assert_eq!(
        texts(&english),
        [
            "February 14, 2012 at 7:00 PM",
            "Tuesday, February 14, 2012",
            "7:00\u{2009}–\u{2009}9:00\u{202f}PM",
            "PT2H",
            "2 hr",
            "February 13\u{2009}–\u{2009}17, 2012",
            "2/13/12",
        ]
    );
    assert_eq!(
        texts(&french),
        [
            "14 février 2012 à 19:00",
            "mardi 14 février 2012",
            "19:00\u{2009}–\u{2009}21:00",
            "PT2H",
            "2\u{202f}h",
            "13–17 février 2012",
            "13/02/2012",
        ]
    );
    assert_eq!(
        texts(&spanish),
        [
            "14 de febrero de 2012 a las 19:00",
            "martes, 14 de febrero de 2012",
            "19:00–21:00",
            "PT2H",
            "2 h",
            "13–17 de febrero de 2012",
            "13/2/12",
        ]
    );
    assert_eq!(french["languageNames"], json!(["anglais", "français"]));
    assert_eq!(
        [&english["event"]["venue"]["countryName"], &spanish["event"]["venue"]["countryName"]],
        ["France", "Francia"]
    );
}

fn times_are_shown_on_the_clocks_of_a_zone(database: Database) {
    let app = DEMO.on(database);
    let query = |zone: &str| {
        let document = "query($slug: String!, $zone: String) {
            session(slug: $slug, locale: \"fr\") { timeText(timeZone: $zone) }
        }";
        app.query_with(document, json!({ "slug": ROUND_TABLE, "zone": zone }), &[])
    };

    let tokyo = query("Asia/Tokyo");
    let nowhere = query("Europe/Lutetia");

    assert!(tokyo.at("/session/timeText").is_string(), "{tokyo:?}");
    assert_eq!(
        (nowhere.code(), nowhere.json["errors"][0]["extensions"]["argument"].clone()),
        ("BAD_REQUEST", json!("timeZone"))
    );
}

fn site_says_it_in_its_own_words(database: Database) {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    fs::create_dir_all(folder.join("fr")).unwrap();
    fs::write(folder.join("fr/site.ftl"), "session-count = { $count } rendez-vous\nsite-welcome = Bienvenue\n")
        .unwrap();
    let app = start(database, &["--locales-dir", folder.to_str().unwrap()]);
    let count = || text(&app, "session-count", json!({ "count": 3 }), "fr");

    assert_eq!(count(), "3 rendez-vous");
    assert_eq!(text(&app, "site-welcome", json!({}), "fr"), "Bienvenue");
    let file = app.get("/locales/fr/programme.ftl", &[]).body;
    assert!(file.contains("session-count = { $count } rendez-vous"), "{file}");
    let own = app.get("/locales/fr/site.ftl", &[]).body;
    assert_eq!(own, "site-welcome = Bienvenue\n");
    let before =
        app.query("{ message(id: \"session-count\", args: { count: 3 }, locale: \"fr\", isolate: false) { text } }");

    fs::write(folder.join("fr/site.ftl"), "session-count = { $count } séances\n").unwrap();

    until("the new words are said", || count() == "3 séances");
    let after =
        app.query("{ message(id: \"session-count\", args: { count: 3 }, locale: \"fr\", isolate: false) { text } }");
    assert_ne!(before.answer(), after.answer());
    assert!(app.get("/metrics", &[]).body.contains("tribune_locales_reloads_total 1"));
}

fn broken_file_of_a_site_changes_nothing(database: Database) {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    fs::create_dir_all(folder.join("en")).unwrap();
    fs::write(folder.join("en/site.ftl"), "site-welcome = Welcome\n").unwrap();
    let app = start(database, &["--locales-dir", folder.to_str().unwrap()]);

    fs::write(folder.join("en/site.ftl"), "site-welcome = Hello\nsite-broken = { $name\n").unwrap();

    until("the file is refused", || app.get("/metrics", &[]).body.contains("tribune_locales_refusals_total 1"));
    assert_eq!(text(&app, "site-welcome", json!({}), "en"), "Welcome");
    until("the log says where", || app.log().contains("en/site.ftl:3:1"));
    let start = run(&["locales", "check", folder.to_str().unwrap()]);
    assert_eq!((start.status.code(), start.stdout.contains("en/site.ftl:3:1")), (Some(1), true), "{}", start.text());
    fs::write(folder.join("en/site.ftl"), "site-welcome = Hello\n").unwrap();
    until("it is taken once it is mended", || text(&app, "site-welcome", json!({}), "en") == "Hello");
}

fn german_is_a_matter_of_files(database: Database) {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    fs::create_dir_all(folder.join("de")).unwrap();
    let files = [
        (
            "errors",
            "error-not-found = „{ $given }“ gibt es nicht.\nerror-invalid-request = Die GraphQL-Anfrage ist nicht gültig: { $reason }\n",
        ),
        ("rules", "rule-required = Das muss angegeben werden.\n"),
        (
            "programme",
            "session-count = { $count ->\n    [one] { $count } Veranstaltung\n   *[other] { $count } Veranstaltungen\n}\n",
        ),
    ];
    for (name, text) in files {
        fs::write(folder.join(format!("de/{name}.ftl")), text).unwrap();
    }
    let app = start(database, &["--locales-dir", folder.to_str().unwrap()]);
    let tag = |slug: &str, label: &str| {
        let translations = json!({ "de": { "label": label } });
        json!({ "slug": slug, "publishedAt": "2012-01-01T00:00:00Z", "translations": translations })
    };
    let event = json!({
        "tribune": 1,
        "events": [{
            "slug": "messe", "timeZone": "Europe/Berlin", "publishedAt": "2012-01-01T00:00:00Z",
            "startsAt": "2012-02-13T09:00:00+01:00", "endsAt": "2012-02-17T18:00:00+01:00",
            "translations": { "en": { "name": "Fair" }, "de": { "name": "Messe" } },
        }],
        "tags": [tag("oslo", "Oslo"), tag("at", "Österreich"), tag("zh", "Zürich")],
    });
    app.import_document(&event).succeeded();

    let read = app.query("{ event(slug: \"messe\", locale: \"de\") { name datesText localization { served } } }");
    let unsound = app.query_with("{ nothing }", Value::Null, &[("Accept-Language", "de-AT, en;q=0.5")]);
    let tags = app.query("{ tags(locale: \"de\", orderBy: [{ field: LABEL }]) { nodes { label } } }");

    assert_eq!(*read.at("/event/name"), "Messe");
    assert_eq!(*read.at("/event/datesText"), "13.–17. Februar 2012");
    assert_eq!(text(&app, "session-count", json!({ "count": 1234 }), "de"), "1.234 Veranstaltungen");
    assert_eq!(text(&app, "session-kind-keynote", json!({}), "de"), "Keynote");
    assert!(unsound.message().starts_with("Die GraphQL-Anfrage ist nicht gültig: "), "{}", unsound.message());
    assert_eq!(tags.texts("/tags/nodes", "label"), ["Oslo", "Österreich", "Zürich"]);
    let german = manifest(&app);
    assert_eq!(locale(&german, "de")["nativeName"], "Deutsch");
    assert_eq!(locale(&german, "de")["coverage"]["messages"], 4);
    let offered = app.query("{ locales { code } }");
    assert_eq!(offered.texts("/locales", "code"), ["en", "fr", "es", "de"]);
}

fn what_is_said_of_locales_is_the_law(database: Database) {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    fs::create_dir_all(folder.join("de")).unwrap();
    fs::write(folder.join("de/rules.ftl"), "rule-required = Das muss angegeben werden.\n").unwrap();

    let app = start(database, &["--locales-dir", folder.to_str().unwrap(), "--locales", "fr,en"]);

    let offered = app.query("{ locales { code } }");
    assert_eq!(offered.texts("/locales", "code"), ["fr", "en"]);
    assert_eq!(app.query("{ events(locale: \"de\") { totalCount } }").code(), "BAD_REQUEST");
}

/// Commands find the same languages as the server: what they report is German too.
fn commands_offer_the_languages_of_the_site(database: Database) {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    fs::create_dir_all(folder.join("de")).unwrap();
    fs::write(folder.join("de/reports.ftl"), "account-none = Keine.\n").unwrap();
    let site = folder.to_str().unwrap();
    let app = start(database, &["--locales-dir", site]);

    let coverage = app.run(&["coverage", "--locales-dir", site], "").succeeded();
    fs::create_dir_all(folder.join("de_DE!")).unwrap();
    fs::write(folder.join("de_DE!/reports.ftl"), "account-none = Keine.\n").unwrap();
    let refused = app.run(&["coverage", "--locales-dir", site], "");

    assert!(coverage.stdout.lines().any(|line| line == "de"), "{}", coverage.stdout);
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stderr.contains("its folder is not named by a language tag"), "{}", refused.stderr);
}

fn pseudo_locales_look_foreign(database: Database) {
    let app = TestApp::start(database, &Options { demo: true, arguments: &["--pseudo-locales"], ..Options::default() });
    let title = |locale: &str| {
        let document = "query($slug: String!, $locale: Locale) { session(slug: $slug, locale: $locale) { title } }";
        let answer = app.query_with(document, json!({ "slug": ROUND_TABLE, "locale": locale }), &[]);
        answer.at("/session/title").as_str().expect("a title").to_owned()
    };

    let (plain, accented, mirrored) = (title("en"), title("en-XA"), title("ar-XB"));

    assert!(
        accented.starts_with('[')
            && accented.ends_with(']')
            && accented.chars().count() > plain.chars().count() * 5 / 4,
        "{accented}"
    );
    assert!(accented.contains("Šöçíáļ Méðíá") || accented.contains("Šöçíáļ"), "{accented}");
    assert!(mirrored.starts_with("\u{202e}Social\u{202c} "), "{mirrored}");
    assert_eq!(text(&app, "session-kind-keynote", json!({}), "en-XA"), "[Ķéýñöťé one]");
    let locales = app.query("{ locales { code direction } }");
    assert_eq!(*locales.at("/locales/4"), json!({ "code": "ar-XB", "direction": "RTL" }));
    let absent = DEMO.on(database).query("{ events(locale: \"ar-XB\") { totalCount } }");
    assert_eq!(absent.code(), "BAD_REQUEST");
}

fn errors_come_in_the_language_of_the_request(database: Database) {
    let app = DEMO.on(database);
    let admin = app.admin();
    let bearer = format!("Bearer {}", admin.0);
    let headers = [("Accept-Language", "fr"), ("Authorization", bearer.as_str())];

    let mutation = app.query_with(
        "mutation { contentPublish(input: { id: \"nothing\" }) { userErrors { code } } }",
        Value::Null,
        &headers,
    );
    let malformed = app.query_with("{ event(", Value::Null, &[("Accept-Language", "es")]);

    assert_eq!(mutation.message(), "«\u{a0}nothing\u{a0}» n’existe pas.");
    assert!(malformed.message().starts_with("La petición GraphQL no es válida"), "{}", malformed.message());
}

/// Mozilla's tool for localisers has nothing to say of the messages of the program.
#[test]
fn compare_locales_finds_nothing() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tools = tests.join("tools/python");
    assert!(tools.is_dir(), "compare-locales is not installed: run `make test`");

    let output = Command::new("python3")
        // pip keeps the scripts of the package that it put there last.
        .args(["-c", "import sys, compare_locales.commands as c; sys.exit(c.CompareLocales.call())"])
        .args(["l10n.toml", ".", "fr", "es"])
        .current_dir(tests.join("../locales"))
        .env("PYTHONPATH", &tools)
        .output()
        .expect("there is a program `python3`");

    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{report}{}", String::from_utf8_lossy(&output.stderr));
    for word in ["missing", "obsolete", "errors", "warnings"] {
        assert!(!report.contains(word), "{report}");
    }
    assert!(report.contains("unchanged") || report.contains("changed"), "{report}");
}

/// And so does our own, which knows plurals, functions and the code besides.
#[test]
fn own_check_finds_nothing() {
    let checked = run(&["locales", "check"]).succeeded();

    assert!(checked.stdout.ends_with(" messages in 3 locales: nothing is wrong.\n"), "{}", checked.stdout);
}
