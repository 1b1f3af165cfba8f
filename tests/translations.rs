//! Texts go out to translators and come back: exactly, and only where they still match.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};
use tests::{Database, Options, Output, TestApp, on_both_databases};

use crate::files::schedules;

on_both_databases![
    what_goes_out_and_comes_back_untouched_changes_nothing,
    every_text_comes_back_as_it_was_written,
    changed_source_is_refused_and_the_rest_comes_in,
    outdated_is_told_text_by_text_and_ends_when_confirmed,
    translator_writes_one_language,
    coverage_counts_and_names_what_is_missing,
    files_that_cannot_be_read_change_nothing,
    dry_run_changes_nothing,
];

/// The demo and a programme of another conference, in English and German.
fn app(database: Database) -> TestApp {
    let app = TestApp::start(database, &Options { demo: true, ..Options::default() });
    if let Some(schedules) = schedules() {
        app.import(&[schedules.join("frab-xml/39c3-himmel.xml")]).succeeded();
    }
    app
}

/// The texts for translators into French, as files of a folder.
#[track_caller]
fn exported(app: &TestApp, format: &str, scope: &str) -> Vec<PathBuf> {
    let number = fs::read_dir(app.folder()).expect("it is there").count();
    let folder = app.folder().join(format!("{format}-{scope}-{number}"));
    fs::create_dir(&folder).expect("a folder can be made");
    let arguments = ["translations", "export", "--locale", "fr", "--format", format, "--scope", scope, "--output"];
    let folder_name = folder.to_str().expect("it is UTF-8");
    app.run(&[&arguments[..], &[folder_name]].concat(), "").succeeded();
    let files = fs::read_dir(&folder).expect("the folder is there").flatten();
    let mut files: Vec<PathBuf> = files.map(|file| file.path()).collect();
    files.sort();
    files
}

fn brought_back(app: &TestApp, files: &[PathBuf]) -> Output {
    let names = files.iter().map(|file| file.to_str().expect("it is UTF-8"));
    let arguments: Vec<&str> = ["translations", "import"].into_iter().chain(names).collect();
    app.run(&arguments, "")
}

fn document(app: &TestApp) -> String {
    app.run(&["export"], "").succeeded().stdout
}

/// `translated 1, confirmed 2, …` of all files together.
fn counted(output: &Output, word: &str) -> usize {
    let numbers = output.stdout.lines().filter(|line| line.starts_with("  translated "));
    let number = |line: &str| {
        let of_word = line.split(", ").find_map(|part| part.trim().strip_prefix(word).map(str::trim));
        of_word.and_then(|number| number.parse::<usize>().ok()).unwrap_or_else(|| panic!("no {word} in {line}"))
    };
    numbers.map(number).sum()
}

fn what_goes_out_and_comes_back_untouched_changes_nothing(database: Database) {
    let app = app(database);
    let before = document(&app);

    for format in ["xliff", "po"] {
        let files = exported(&app, format, "all");
        let output = brought_back(&app, &files).succeeded();

        assert!(counted(&output, "unchanged") > 100, "{}", output.text());
        assert!(counted(&output, "not done") > 0);
        for word in ["translated", "confirmed", "refused"] {
            assert_eq!(counted(&output, word), 0, "{format} {word}: {}", output.text());
        }
    }

    assert!(document(&app) == before, "something changed");
}

/// A file of missing texts, each translated by its own source: then the two languages must be the same letter for
/// letter, Markdown, placeholders and all.
fn every_text_comes_back_as_it_was_written(database: Database) {
    for (format, translate) in [("xliff", translate_xliff as fn(&str) -> String), ("po", translate_po)] {
        let app = app(database);
        app.import_document(&odd_texts());
        let files = exported(&app, format, "missing");
        for file in &files {
            let content = fs::read_to_string(file).expect("it is UTF-8");
            fs::write(file, translate(&content)).expect("it can be written");
        }

        let output = brought_back(&app, &files).succeeded();

        assert!(counted(&output, "translated") > 5, "{}", output.text());
        assert_eq!(counted(&output, "refused"), 0, "{}", output.text());
        assert_eq!(counted(&output, "not done"), 0, "{}", output.text());
        let texts = texts(&serde_json::from_str(&document(&app)).expect("it is JSON"));
        assert!(texts.iter().any(|(_, french)| french.contains("{ $count }")));
        let missing = texts.iter().find(|(source, french)| french.is_empty() && !source.is_empty());
        assert!(missing.is_none(), "{format}: {missing:#?}");
        assert_eq!(exported(&app, format, "missing"), [] as [PathBuf; 0]);
        for (source, french) in odd_sources(&texts) {
            assert_eq!(source, french, "{format}");
        }
    }
}

/// Copies each source into its target.
fn translate_xliff(content: &str) -> String {
    let mut translated = String::with_capacity(content.len() * 2);
    let mut rest = content;
    while let Some(start) = rest.find("<segment id=\"s1\" state=\"initial\">") {
        let end = rest[start..].find("</segment>").expect("a segment ends") + start;
        let segment = &rest[start..end];
        let (from, until) = (segment.find("<source").expect("a source"), segment.find("</source>").expect("its end"));
        let inner = &segment[from + segment[from..].find('>').expect("its tag ends") + 1..until];
        translated.push_str(&rest[..start]);
        translated.push_str(&segment.replace("state=\"initial\"", "state=\"translated\""));
        // Codes of the target refer to the same data.
        translated.push_str(&format!("<target>{inner}</target>\n"));
        rest = &rest[end..];
    }
    translated.push_str(rest);
    translated
}

/// Copies each `msgid` into its `msgstr`.
fn translate_po(content: &str) -> String {
    let entries = content.split("\n\n").enumerate().map(|(at, entry)| {
        let Some((_, id)) = entry.split_once("\nmsgid ").filter(|_| at > 0) else { return entry.to_owned() };
        let (id, _) = id.split_once("\nmsgstr ").expect("an entry has a translation");
        entry.replace("\nmsgstr \"\"", &format!("\nmsgstr {id}"))
    });
    entries.collect::<Vec<_>>().join("\n\n")
}

/// Texts with all that a format could trip over.
fn odd_texts() -> Value {
    let body = "# Heading\r\n\nA [link](https://a.example/b?c=1&d=2 \"Title\"), `code`, <b>bold</b>,\ta tab, {name}, %s, \
                { $count }, \"quotes\", a \\ backslash, <https://b.example>\n\n```rust\nfn main() {}\n```\n\n\
                | a | b |\n|---|---|\n| 1 | 2 |\n\n  trailing  \n\n";
    json!({
        "tribune": 1,
        "posts": [
            { "slug": "odd", "sourceLocale": "en", "translations": { "en": {
                "title": "A “title” & <more> {name} \u{1}", "excerpt": "\n\nline breaks before and after\n\n", "body": body,
            } } },
            { "slug": "odd-spaces", "sourceLocale": "en", "translations": { "en": {
                "title": " spaces  around ", "excerpt": "#. tribune:breaks |\\n", "body": "]]> &amp; &#13; msgid \"x\"",
            } } },
        ],
    })
}

/// Pairs of each source text and its French one, all over a document.
fn texts(document: &Value) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    walk(document, &mut pairs);
    pairs
}

fn walk(value: &Value, pairs: &mut Vec<(String, String)>) {
    if let (Some(source), Some(translations)) = (value["sourceLocale"].as_str(), value["translations"].as_object()) {
        let not_a_text = ["slug", "publishedAt", "unpublishedAt", "outdated"];
        for (name, text) in translations.get(source).and_then(Value::as_object).into_iter().flatten() {
            if source != "fr" && !not_a_text.contains(&name.as_str()) {
                let french = translations.get("fr").map(|texts| texts[name].as_str().unwrap_or_default());
                let text = text.as_str().unwrap_or_default();
                pairs.push((text.to_owned(), french.unwrap_or_default().to_owned()));
            }
        }
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, pairs)),
        Value::Object(fields) => fields.values().for_each(|field| walk(field, pairs)),
        _ => {}
    }
}

fn odd_sources(texts: &[(String, String)]) -> impl Iterator<Item = &(String, String)> {
    const ODD: [&str; 6] =
        ["# Heading\r", "<more>", "line breaks before", " spaces  around ", "#. tribune:breaks", "]]> &amp;"];
    let is_odd = |text: &str| ODD.iter().any(|odd| text.contains(odd));
    let odd: Vec<_> = texts.iter().filter(|(source, _)| is_odd(source)).collect();
    assert_eq!(odd.len(), 6);
    odd.into_iter()
}

/// An event with two sessions, of which the first has French and both have texts to translate.
fn small(app: &TestApp) {
    app.import_document(&json!({
        "tribune": 1,
        "events": [{
            "slug": "small", "sourceLocale": "en", "timeZone": "Europe/Paris",
            "startsAt": "2012-02-14T08:00:00Z", "endsAt": "2012-02-14T20:00:00Z",
            "translations": { "en": { "name": "Small" }, "fr": { "name": "Petit" } },
            "sessions": [
                { "slug": "one", "sourceLocale": "en", "translations": {
                    "en": { "title": "One", "abstract": "About one." }, "fr": { "title": "Un", "abstract": "Sur un." } } },
                { "slug": "two", "sourceLocale": "en", "translations": { "en": { "title": "Two" } } },
            ],
        }],
    }));
}

fn session(app: &TestApp, slug: &str) -> Value {
    let document = format!(
        r#"{{ session(slug: "{slug}") {{ id uid version translations {{ locale title abstract outdated outdatedFields }} }} }}"#
    );
    app.query(&document).at("/session").clone()
}

#[track_caller]
fn update(app: &TestApp, slug: &str, fields: Value) -> Value {
    let session = session(app, slug);
    let mut input = json!({ "id": session["uid"], "version": session["version"] });
    input.as_object_mut().expect("it is one").extend(fields.as_object().expect("they are one").clone());
    let mutation = "mutation ($input: SessionUpdateInput!) { sessionUpdate(input: $input) {
        session { version } userErrors { field code } } }";
    let response = app.query_as(&app.admin(), mutation, json!({ "input": input }));
    assert_eq!(response.at("/sessionUpdate/userErrors"), &json!([]));
    response.at("/sessionUpdate/session").clone()
}

fn changed_source_is_refused_and_the_rest_comes_in(database: Database) {
    let app = TestApp::start(database, &Options::default());
    small(&app);
    let files = exported(&app, "po", "all");
    let content = fs::read_to_string(&files[0]).expect("it is UTF-8");
    fs::write(&files[0], translate_po(&content).replace("msgstr \"Sur un.\"", "msgstr \"À propos d’un.\""))
        .expect("it can be written");
    update(&app, "two", json!({ "translations": [{ "locale": "en", "title": "Two, at last" }] }));

    let output = brought_back(&app, &files).succeeded();

    assert_eq!((counted(&output, "translated"), counted(&output, "refused")), (1, 1), "{}", output.text());
    assert!(output.stdout.contains("has changed since"), "{}", output.stdout);
    assert_eq!(session(&app, "one")["translations"][1]["abstract"], "À propos d’un.");
    assert_eq!(session(&app, "two")["translations"].as_array().map(Vec::len), Some(1));
}

fn outdated_is_told_text_by_text_and_ends_when_confirmed(database: Database) {
    let app = TestApp::start(database, &Options::default());
    small(&app);
    let french = |app: &TestApp| session(app, "one")["translations"][1]["outdatedFields"].clone();
    assert_eq!(french(&app), json!([]));

    update(
        &app,
        "one",
        json!({ "translations": [{ "locale": "en", "title": "Number one", "abstract": "All about one." }] }),
    );
    assert_eq!(french(&app), json!(["title", "abstract"]));
    let xliff = fs::read_to_string(&exported(&app, "xliff", "outdated")[0]).expect("it is UTF-8");
    assert!(xliff.contains("subState=\"tribune:outdated\"") && xliff.contains("About one."), "{xliff}");
    assert!(!xliff.contains("Two"), "{xliff}");

    // One text is translated anew, the other is found to be right.
    update(&app, "one", json!({ "translations": [{ "locale": "fr", "title": "Numéro un" }] }));
    assert_eq!(french(&app), json!(["abstract"]));
    let confirm = "mutation ($id: ID!) { translationConfirm(input: { id: $id, translation: \"fr\" }) {
        content { version } userErrors { code } } }";
    let before = session(&app, "one")["version"].as_i64();
    let confirmed = app.query_as(&app.admin(), confirm, json!({ "id": session(&app, "one")["id"] }));
    assert_eq!(confirmed.at("/translationConfirm/content/version").as_i64(), before.map(|version| version + 1));
    assert_eq!(french(&app), json!([]));
    assert_eq!(session(&app, "one")["translations"][1]["abstract"], "Sur un.");

    // Source and translation written at once belong together.
    update(
        &app,
        "one",
        json!({ "translations": [{ "locale": "en", "title": "First" }, { "locale": "fr", "title": "Premier" }] }),
    );
    assert_eq!(french(&app), json!([]));
}

fn translator_writes_one_language(database: Database) {
    let app = TestApp::start(database, &Options::default());
    small(&app);
    let translator = app.token(&["--role", "translator", "--locale", "fr"]);
    let export = "query ($locale: Locale!) { translationsExport(locale: $locale, format: PO, extent: MISSING) {
        sourceLocale name units content } }";
    let import = "mutation ($content: String!) { translationsImport(input: { content: $content }) {
        translated confirmed unchanged unfinished refused { unit message } } }";
    let translated = |locale: &str| {
        let files = app.query_as(&translator, export, json!({ "locale": locale }));
        let content = files.at("/translationsExport/0/content").as_str().expect("a file").to_owned();
        let response = app.query_as(&translator, import, json!({ "content": translate_po(&content) }));
        response.at("/translationsImport").clone()
    };

    let french = translated("fr");
    let spanish = translated("es");

    let anonymous = app.query_with(export, json!({ "locale": "fr" }), &[]);
    assert_eq!(anonymous.code(), "UNAUTHENTICATED");
    assert_eq!((&french["translated"], &french["refused"]), (&json!(1), &json!([])));
    assert_eq!(session(&app, "two")["translations"][1]["title"], "Two");
    assert_eq!(spanish["translated"], 0);
    assert_eq!(spanish["refused"].as_array().map(Vec::len), Some(4), "{spanish:#}");
    assert_eq!(spanish["refused"][0]["message"], "Your account may not write this text.");
}

fn coverage_counts_and_names_what_is_missing(database: Database) {
    let app = TestApp::start(database, &Options::default());
    small(&app);
    update(&app, "one", json!({ "translations": [{ "locale": "en", "abstract": "Something else." }] }));
    let document = r#"{ translationCoverage(event: "small", locale: ["fr", "es"]) { locales {
        locale count { complete missing outdated total percent }
        fields { kind field count { complete missing outdated } items { slug title progress } }
    } } }"#;

    let response = app.query_as(&app.admin(), document, Value::Null);
    let table = app.run(&["coverage", "--event", "small", "--locale", "fr"], "").succeeded();
    let enough = app.run(&["coverage", "--event", "small", "--locale", "fr", "--min", "50"], "");
    let too_little = app.run(&["coverage", "--event", "small", "--locale", "fr,es", "--min", "51"], "");

    assert_eq!(app.query(document).code(), "UNAUTHENTICATED");
    let expected = json!({
        "locale": "fr",
        "count": { "complete": 2, "missing": 1, "outdated": 1, "total": 4, "percent": 50 },
        "fields": [
            { "kind": "event", "field": "name", "count": { "complete": 1, "missing": 0, "outdated": 0 }, "items": [] },
            { "kind": "session", "field": "title", "count": { "complete": 1, "missing": 1, "outdated": 0 },
              "items": [{ "slug": "two", "title": "Two", "progress": "MISSING" }] },
            { "kind": "session", "field": "abstract", "count": { "complete": 0, "missing": 0, "outdated": 1 },
              "items": [{ "slug": "one", "title": "One", "progress": "OUTDATED" }] },
        ],
    });
    assert_eq!(response.at("/translationCoverage/locales/0"), &expected);
    assert_eq!(response.at("/translationCoverage/locales/1/count/percent"), 0);
    let row = table.stdout.lines().find(|line| line.contains("session.title")).expect("a row for titles");
    assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["session.title", "1", "1", "0", "2", "50", "%"]);
    assert!(enough.status.success(), "{}", enough.text());
    assert!(!too_little.status.success() && too_little.stderr.contains("es 0 %"), "{}", too_little.text());
}

fn files_that_cannot_be_read_change_nothing(database: Database) {
    let app = TestApp::start(database, &Options::default());
    small(&app);
    let before = document(&app);
    let broken = app.folder().join("broken.xlf");
    fs::write(&broken, "<xliff version=\"2.1\"><file>").expect("it can be written");

    let output = brought_back(&app, &[broken]);
    let import = "mutation { translationsImport(input: { content: \"nonsense\" }) { translated } }";
    let response = app.query_as(&app.admin(), import, Value::Null);

    assert!(!output.status.success() && output.stderr.contains("line 1"), "{}", output.text());
    assert_eq!(response.code(), "BAD_REQUEST");
    assert!(document(&app) == before);
}

fn dry_run_changes_nothing(database: Database) {
    let app = TestApp::start(database, &Options::default());
    small(&app);
    let before = document(&app);
    let files = exported(&app, "po", "missing");
    let content = fs::read_to_string(&files[0]).expect("it is UTF-8");
    fs::write(&files[0], translate_po(&content)).expect("it can be written");
    let name = files[0].to_str().expect("it is UTF-8");

    let output = app.run(&["translations", "import", "--dry-run", name], "").succeeded();

    assert_eq!(counted(&output, "translated"), 1);
    assert!(document(&app) == before);
}

/// Programs that are not ours take our files: the schema of OASIS with its further rules, npm's reader of XLIFF,
/// and `msgfmt --check`. Once is enough: the files do not depend on the database.
#[test]
fn tools_of_others_take_our_files() {
    let app = app(Database::Sqlite);
    app.import_document(&odd_texts());
    update(&app, "measuring-what-matters", json!({ "translations": [{ "locale": "en", "title": "Measuring" }] }));
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));

    for file in exported(&app, "xliff", "all") {
        succeeds(Command::new("/usr/bin/python3").arg(here.join("tools/xliff.py")).arg(&file));
        if file.ends_with("fr.es.xlf") {
            // What cannot fail proves nothing.
            succeeds(Command::new("/usr/bin/python3").arg(here.join("tools/xliff.py")).arg("--self-test").arg(&file));
        }
        let read =
            succeeds(Command::new("node").arg(here.join("web/xliff.mjs")).arg(&file).current_dir(here.join("web")));
        assert!(read.lines().count() > 50 || !file.ends_with("fr.en.xlf"), "{read}");
    }
    for file in exported(&app, "po", "all") {
        succeeds(Command::new("msgfmt").args(["--check", "--output-file=/dev/null"]).arg(&file));
    }
}

#[track_caller]
fn succeeds(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{text}", output.status);
    String::from_utf8_lossy(&output.stdout).into_owned()
}
