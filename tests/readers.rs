//! Programmes of other programs come in from files and from the web, whatever their format.

use std::{
    fs,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{Database, NOW, Options, Page, Tally, TestApp, Website, on_both_databases, program};

on_both_databases![
    sessionize_comes_in_and_comes_in_once,
    page_of_submissions_comes_in_and_comes_in_once,
    version_2_comes_in_and_comes_in_once,
    trial_writes_nothing,
    file_comes_in_from_the_web,
    pretalx_comes_in_by_its_address,
    token_goes_to_its_host_alone,
    what_is_no_programme_is_refused,
    watched_address_comes_in_when_it_changes,
];

/// All that a reader can see of an event.
const EVENT: &str = r#"query ($event: ID!) { event(slug: $event, locale: "en") {
    name timeZone
    rooms { name } tracks { name }
    sessions(first: 100, orderBy: [{ field: STARTS_AT, direction: ASC }]) {
        nodes { title kind level state startsAt endsAt spokenLanguages room { name } track { name }
            tags { slug } recordingUrl slidesUrl speakers { name jobTitle company { name } } }
    }
} }"#;

const NAMED: &[&str] = &["--event", "Mini", "--time-zone", "Europe/Vienna"];

fn empty(database: Database) -> TestApp {
    TestApp::start(database, &Options::default())
}

fn event(app: &TestApp) -> Value {
    app.query_with(EVENT, json!({ "event": "mini" }), &[]).at("/event").clone()
}

/// Brings a file in, and again; the second time nothing changes.
#[track_caller]
fn twice(app: &TestApp, options: &[&str], file: &str) -> Value {
    app.import_with(options, &[file]).succeeded();
    let before = event(app);
    let again = app.import_with(options, &[file]).succeeded();
    for kind in ["event", "room", "track", "session", "speaker", "company", "tag"] {
        let tally = again.tally(kind);
        assert_eq!((tally.created, tally.updated, tally.skipped), (0, 0, 0), "{kind}: {}", again.text());
    }
    assert_eq!(event(app), before);
    before
}

fn sessionize_comes_in_and_comes_in_once(database: Database) {
    let app = empty(database);

    let event = twice(&app, NAMED, "sessionize.json");

    let rust = json!({
        "title": "Rust", "kind": "TALK", "level": "BEGINNER", "state": "CONFIRMED",
        "startsAt": "2027-05-10T07:00:00Z", "endsAt": "2027-05-10T07:45:00Z", "spokenLanguages": ["en"],
        "room": { "name": "Saal" }, "track": { "name": "Data" }, "tags": [{ "slug": "web" }],
        "recordingUrl": "https://video.example/rust", "slidesUrl": null,
        "speakers": [{ "name": "Ana Gil", "jobTitle": "Engineer", "company": { "name": "ACME" } }],
    });
    let lunch = json!({
        "title": "Lunch", "kind": "BREAK", "level": null, "state": "CONFIRMED",
        "startsAt": "2027-05-10T12:00:00Z", "endsAt": "2027-05-10T13:00:00Z", "spokenLanguages": [],
        "room": { "name": "Café" }, "track": null, "tags": [], "recordingUrl": null, "slidesUrl": null, "speakers": [],
    });
    assert_eq!((&event["name"], &event["timeZone"]), (&json!("Mini"), &json!("Europe/Vienna")));
    assert_eq!(event["rooms"], json!([{ "name": "Saal" }, { "name": "Café" }]));
    assert_eq!(event["sessions"]["nodes"], json!([rust, lunch]));
    let told = app.import_with(NAMED, &["sessionize.json"]).text();
    for word in ["its speaker `nobody` is not in the file", "its state is `Declined`", "`T-shirt` has no place"] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

fn page_of_submissions_comes_in_and_comes_in_once(database: Database) {
    let app = empty(database);

    let event = twice(&app, NAMED, "submissions.json");

    assert_eq!(event["rooms"], json!([{ "name": "Yard" }, { "name": "Hall" }]));
    let sessions = event["sessions"]["nodes"].as_array().expect("there are sessions");
    let told: Vec<_> = sessions.iter().map(|it| (&it["title"], &it["startsAt"], &it["state"])).collect();
    let un = |start: &str| (json!("Un"), json!(start), json!("CONFIRMED"));
    let (first, again) = (un("2027-05-10T07:00:00Z"), un("2027-05-10T12:00:00Z"));
    assert!(
        told.contains(&(&first.0, &first.1, &first.2)) && told.contains(&(&again.0, &again.1, &again.2)),
        "{told:?}"
    );
    assert!(told.contains(&(&json!("Two"), &Value::Null, &json!("TENTATIVE"))), "{told:?}");
    let shown = app.import_with(NAMED, &["submissions.json"]).text();
    assert!(!shown.contains("a@example.org"), "{shown}");
}

fn version_2_comes_in_and_comes_in_once(database: Database) {
    let app = empty(database);

    let event = twice(&app, &[], "schedule2.json");

    let sessions = event["sessions"]["nodes"].as_array().expect("there are sessions");
    let told: Vec<_> = sessions.iter().map(|it| json!([it["title"], it["kind"], it["state"], it["endsAt"]])).collect();
    assert_eq!(
        told,
        [
            json!(["Eins", "LIGHTNING_TALK", "CONFIRMED", "2027-05-10T08:45:00Z"]),
            json!(["Pause", "BREAK", "CONFIRMED", "2027-05-10T09:30:00Z"]),
            json!(["Aus", "TALK", "CANCELLED", "2027-05-10T10:30:00Z"]),
        ]
    );
    assert_eq!(sessions[0]["slidesUrl"], "https://mini.example/s");
}

fn trial_writes_nothing(database: Database) {
    let app = empty(database);

    let output = app.import_with(&["--event", "Mini", "--dry-run"], &["sessionize.json"]).succeeded();

    assert_eq!(output.tally("session"), Tally { created: 2, ..Tally::default() }, "{}", output.text());
    assert!(output.text().contains("This was a trial: nothing was written."), "{}", output.text());
    assert_eq!(app.query("{ events { totalCount } speakers { totalCount } }").at("/events/totalCount"), 0);
    let refused = app.import_with(&["--dry-run"], &["broken.xml"]);
    assert!(!refused.status.success(), "{}", refused.text());
}

fn data(file: &str) -> Vec<u8> {
    fs::read(format!("{}/data/{file}", env!("CARGO_MANIFEST_DIR"))).expect("there is such a sample")
}

fn file_comes_in_from_the_web(database: Database) {
    let (app, site) = (empty(database), Website::start());
    site.set("/old.xml", Page::redirect("/harbour.xml"));
    let xml =
        Page { headers: vec![("Content-Type", "application/xml".to_owned())], ..Page::json(data("harbour.v1.xml")) };
    site.set("/harbour.xml", xml);

    let output = app.import(&[format!("{}/old.xml?key=secret", site.url)]).succeeded();

    assert_eq!(output.tally("session").created, 3, "{}", output.text());
    assert!(output.text().contains("/old.xml") && !output.text().contains("secret"), "{}", output.text());
}

/// A pretalx with one event: two pages of submissions, and a break.
fn pretalx() -> Website {
    let site = Website::start();
    let api = "/api/events/mini/";
    site.set("/mini/", Page::html());
    site.set(
        api,
        Page::json(
            r#"{"slug": "mini", "name": {"en": "Mini", "fr": "Mini fr"}, "date_from": "2027-05-10",
                "date_to": "2027-05-11", "timezone": "Europe/Paris", "locale": "fr", "locales": ["en", "fr"]}"#,
        ),
    );
    let list =
        |items: &str| Page::json(format!(r#"{{"count": 1, "next": null, "previous": null, "results": [{items}]}}"#));
    site.set(&format!("{api}rooms/"), list(r#"{"id": 1, "name": {"en": "Hall", "fr": "Salle"}, "capacity": 80}"#));
    site.set(&format!("{api}submission-types/"), list(r#"{"id": 4, "name": {"en": "Workshop"}}"#));
    let talk = |code: &str, title: &str| {
        let slot = r#"{"id": 1, "room": 1, "start": "2027-05-10T09:00:00+02:00", "end": "2027-05-10T10:00:00+02:00"}"#;
        format!(
            r#"{{"code": "{code}", "title": "{title}", "state": "confirmed", "submission_type": 4,
                "speakers": ["PPPPPP"], "content_locale": "en", "slots": [{slot}]}}"#
        )
    };
    // As a server calls itself that does not know that it is behind a proxy.
    let next = format!("http://backend.example{api}submissions/?page=2");
    let first =
        format!(r#"{{"count": 2, "next": "{next}", "previous": null, "results": [{}]}}"#, talk("AAAAAA", "One"));
    site.set(&format!("{api}submissions/"), Page::json(first));
    site.set(&format!("{api}submissions/?page=2"), list(&talk("BBBBBB", "Two")));
    site.set(&format!("{api}speakers/"), list(r#"{"code": "PPPPPP", "name": "Ana", "biography": "B"}"#));
    site.set(
        "/mini/schedule/widgets/schedule.json",
        Page::json(
            r#"{"talks": [{"code": "AAAAAA", "title": "One"}, {"id": 9, "title": {"en": "Lunch"}, "room": 1,
                "start": "2027-05-10T12:00:00+02:00", "end": "2027-05-10T13:00:00+02:00"}]}"#,
        ),
    );
    site
}

fn pretalx_comes_in_by_its_address(database: Database) {
    let (app, site) = (empty(database), pretalx());

    let event = twice(&app, &[], &format!("{}/mini/", site.url));

    let sessions = event["sessions"]["nodes"].as_array().expect("there are sessions");
    let told: Vec<_> = sessions.iter().map(|it| json!([it["title"], it["kind"], it["room"]["name"]])).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    for expected in [["One", "WORKSHOP", "Hall"], ["Two", "WORKSHOP", "Hall"], ["Lunch", "BREAK", "Hall"]] {
        assert!(told.contains(&json!(expected)), "{told:?}");
    }
    assert_eq!(sessions[0]["speakers"][0]["name"], "Ana");
    assert!(site.asked().iter().all(|asked| !asked.headers.contains_key("authorization")));
}

fn token_goes_to_its_host_alone(database: Database) {
    let (app, site, other) = (empty(database), pretalx(), Website::start());
    site.set("/api/events/mini/tags/", Page::redirect(&format!("{}/tags", other.url)));
    other.set("/tags", Page::json(r#"{"results": [], "next": null}"#));
    let address = format!("{}/api/events/mini/", site.url);

    let output = app.import_with(&["--token", "hush-hush"], &[&address]).succeeded();

    assert!(!output.text().contains("hush-hush"), "{}", output.text());
    let of_site: Vec<_> = site.asked().iter().map(|asked| asked.headers.get("authorization").cloned()).collect();
    assert!(of_site.iter().all(|token| token.as_deref() == Some("Token hush-hush")), "{of_site:?}");
    assert_eq!(other.asked().len(), 1);
    assert!(!other.asked()[0].headers.contains_key("authorization"));
    let log = app.query("{ events { totalCount } }");
    assert_eq!(log.at("/events/totalCount"), 1);
}

fn what_is_no_programme_is_refused(database: Database) {
    let (app, site) = (empty(database), Website::start());
    site.set("/page", Page::html());
    site.set("/loop", Page::redirect("/loop"));
    site.set("/away", Page::redirect("file:///etc/passwd"));
    site.set("/other.json", Page::json(r#"{"hello": "world"}"#));
    let gone = format!("{}/gone", Website::start().url);

    for (address, told) in [
        (format!("{}/page", site.url), "a page for people"),
        (format!("{}/loop", site.url), "more than 5 redirects"),
        (format!("{}/away", site.url), "not an address on the web"),
        (format!("{}/other.json", site.url), "the shape of no format"),
        (gone, "status 404"),
        ("http://127.0.0.1:9/x".to_owned(), "cannot be reached"),
    ] {
        let output = app.import(&[&address]);
        assert!(!output.status.success(), "{address}: {}", output.text());
        assert!(output.text().contains(told), "{address}: {}", output.text());
        assert!(output.text().contains("Nothing of this file was taken."), "{}", output.text());
    }
    assert_eq!(app.query("{ events { totalCount } }").at("/events/totalCount"), 0);
}

fn watched_address_comes_in_when_it_changes(database: Database) {
    let (app, site) = (empty(database), Website::start());
    let page = |file: &str, tag: &str| Page::json(data(file)).with("ETag", tag);
    site.set("/harbour.xml", page("harbour.v1.xml", "\"1\""));
    let mut watching = program();
    watching.args(["import", "--watch", "1", &format!("{}/harbour.xml", site.url)]);
    watching
        .args(["--database-url", app.database_url()])
        .env("TRIBUNE_NOW", NOW)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut watching = watching.spawn().expect("the program can be started");
    let sessions = || app.query("{ sessions { totalCount } }").at("/sessions/totalCount").as_u64();
    let until = |is_so: &dyn Fn() -> bool| {
        let begin = Instant::now();
        while !is_so() && begin.elapsed() < Duration::from_secs(30) {
            thread::sleep(Duration::from_millis(50));
        }
        is_so()
    };

    let came_in = until(&|| sessions() == Some(3));
    let asked_again = until(&|| site.asked().iter().any(|asked| asked.headers.contains_key("if-none-match")));
    site.set("/harbour.xml", page("harbour.v2.xml", "\"2\""));
    let changed = until(&|| sessions() == Some(4));

    watching.kill().expect("it still runs");
    watching.wait().expect("it ends");
    assert!(came_in && asked_again && changed, "{came_in} {asked_again} {changed}, asked {} times", site.asked().len());
}
