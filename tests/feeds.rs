//! What feed readers, search engines and crawlers read: posts as feeds, events as JSON-LD, the sitemap.

use std::{
    collections::BTreeSet,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use tests::{DEMO, Database, Options, Response, TestApp, on_both_databases};

use crate::files::schedules;

on_both_databases![
    feed_readers_find_nothing_wrong,
    feed_is_in_one_language,
    fallback_is_marked,
    json_feed_has_what_it_must,
    text_is_safe_elsewhere,
    address_of_nobody_leaves,
    other_languages_are_linked,
    server_that_knows_no_address_names_none,
    feed_has_pages,
    whoever_has_a_feed_gets_none,
    change_changes_the_feeds_that_show_it,
    post_appears_when_its_time_has_come,
    kept_feed_ends_when_a_post_appears,
    unknown_tag_and_event_are_refused,
    event_is_described_for_search_engines,
    every_session_of_a_real_programme_is_described,
    sitemap_names_each_page_in_each_language,
    sitemap_needs_to_know_the_pages,
    landing_page_names_the_feeds,
];

const ATOM: &str = "application/atom+xml; charset=utf-8";
const ADDRESSES: [&str; 4] =
    ["--public-url", "https://api.conf.example", "--page-url", "https://conf.example/{locale}/{type}/{slug}"];

fn start(database: Database, arguments: &[&str]) -> TestApp {
    let app = TestApp::start(database, &Options { arguments, ..Options::default() });
    app.import_document(&content());
    app
}

/// Three posts that are public, one that will be in half an hour, a draft.
fn content() -> Value {
    let fair = json!({
        "slug": "fair", "startsAt": "2012-03-01T08:00:00Z", "endsAt": "2012-03-02T18:00:00Z", "timeZone": "Europe/Paris",
        "translations": { "en": { "name": "The Fair" }, "fr": { "name": "La Foire", "slug": "foire" } },
    });
    let tides = json!({
        "slug": "tides", "sourceLocale": "en", "publishedAt": "2012-02-01T10:00:00Z", "author": "ada", "events": ["fair"],
        "tags": ["news", "harbour"],
        "translations": {
            "en": {
                "title": "Tides & <currents>", "excerpt": "Short *and* sweet.",
                "body": "<script>alert(1)</script>\n\n<b onclick=\"x()\">Bold</b>, [programme](/programme), ![map](map.png)\u{b}",
            },
            "fr": { "title": "Marées", "slug": "marees", "body": "L’eau monte." },
        },
    });
    let english = json!({
        "slug": "quay", "sourceLocale": "en", "publishedAt": "2012-02-03T10:00:00Z", "company": "port", "author": "hidden",
        "canonicalUrl": "https://elsewhere.example/quay", "translations": { "en": { "title": "The quay", "excerpt": "Only [that](b)." } },
    });
    let french = json!({
        "slug": "phare", "sourceLocale": "fr", "publishedAt": "2012-02-02T10:00:00Z", "tags": ["news"],
        "translations": { "fr": { "title": "Le phare" } },
    });
    let post = |slug: &str, published_at: Value| {
        json!({ "slug": slug, "sourceLocale": "en", "publishedAt": published_at, "author": "ada", "tags": ["news"],
            "translations": { "en": { "title": slug }, "fr": { "title": slug } } })
    };
    json!({
        "tribune": 1,
        "tags": [
            { "slug": "news", "translations": { "en": { "label": "News" }, "fr": { "label": "Actualités" } } },
            { "slug": "harbour", "translations": { "en": { "label": "Harbour" } } },
        ],
        "companies": [{ "slug": "port", "name": "Port of Call", "website": "https://port.example/" }],
        "speakers": [{ "slug": "ada", "name": "Ada Winter" }, { "slug": "hidden", "name": "Nobody Yet", "publishedAt": null }],
        "events": [fair],
        "posts": [tides, english, french, post("draft", Value::Null), post("later", json!("2012-02-14T19:00:00Z"))],
    })
}

/// What a tool of `tools/` makes of a text.
#[track_caller]
fn read(tool: &str, arguments: &[&str], text: &str) -> Value {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools");
    let mut child = Command::new("python3")
        .arg(tools.join(tool))
        .args(arguments)
        .env("PYTHONPATH", tools.join("python"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("there is a program `python3`");
    child.stdin.take().expect("it is piped").write_all(text.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{text}");
    serde_json::from_slice(&output.stdout).expect("it prints JSON")
}

/// What a feed reader makes of a feed that it must find sound.
#[track_caller]
fn feed(app: &TestApp, query: &str) -> Value {
    let response = app.get(&format!("/posts/feed.atom{query}"), &[]);
    assert_eq!((response.status, response.header("content-type").as_str()), (200, ATOM), "{}", response.body);
    let feed = read("feed.py", &[ATOM], &response.body);
    assert_eq!((&feed["bozo"], &feed["version"]), (&Value::Null, &json!("atom10")), "{}", response.body);
    feed
}

fn texts<'v>(list: &'v Value, field: &str) -> Vec<&'v str> {
    list.as_array().into_iter().flatten().filter_map(|item| item[field].as_str()).collect()
}

fn titles(feed: &Value) -> Vec<&str> {
    texts(&feed["entries"], "title")
}

/// The addresses of the links of a kind, each with its language.
fn links<'v>(thing: &'v Value, rel: &str, media_type: &str) -> Vec<(&'v str, &'v str)> {
    let links = thing["links"].as_array().into_iter().flatten();
    let links = links.filter(|link| link["rel"] == rel && (media_type.is_empty() || link["type"] == media_type));
    links.map(|link| (link["hreflang"].as_str().unwrap_or(""), link["href"].as_str().unwrap_or(""))).collect()
}

fn feed_readers_find_nothing_wrong(database: Database) {
    let demo = DEMO.on(database);
    for query in ["?locale=en", "?locale=fr", "?locale=es&fallback=true", "?event=social-media-week-paris-2012"] {
        assert!(titles(&feed(demo, query)).len() > 1, "{query}");
    }
    let app = start(database, &ADDRESSES);

    let feed = feed(&app, "?locale=en&event=foire&tag=news");

    assert_eq!(feed["feed"]["title"], "Posts about The Fair tagged “News”");
    assert_eq!(feed["feed"]["generator_detail"]["name"], "Tribune");
    assert_eq!((&feed["feed"]["language"], &feed["feed"]["author"]), (&json!("en"), &json!("The Fair")));
    let entry = &feed["entries"][0];
    assert_eq!((titles(&feed).len(), &entry["title"]), (1, &json!("Tides & <currents>")));
    assert_eq!(
        (&entry["published"], &entry["updated"]),
        (&json!("2012-02-01T10:00:00Z"), &json!("2012-02-14T18:30:00Z"))
    );
    assert_eq!(
        (&entry["author"], &entry["link"]),
        (&json!("Ada Winter"), &json!("https://conf.example/en/post/tides"))
    );
    assert_eq!(entry["author_detail"], json!({ "name": "Ada Winter", "href": "https://conf.example/en/speaker/ada" }));
    assert_eq!(
        (texts(&entry["tags"], "term"), texts(&entry["tags"], "label")),
        (vec!["news", "harbour"], vec!["News", "Harbour"])
    );
    assert!(entry["id"].as_str().is_some_and(|id| id.starts_with("urn:uuid:")), "{entry}");
    assert_eq!(feed["feed"]["updated"], entry["updated"]);
}

fn feed_is_in_one_language(database: Database) {
    let app = start(database, &ADDRESSES);

    let english = feed(&app, "?locale=en");
    let french = app.get("/posts/feed.atom", &[("Accept-Language", "fr-CA, en;q=0.5")]);
    let spanish = feed(&app, "?locale=es");

    let read = read("feed.py", &[ATOM], &french.body);
    assert_eq!(titles(&english), ["The quay", "Tides & <currents>"]);
    assert_eq!(titles(&read), ["Le phare", "Marées"]);
    assert_eq!((titles(&spanish), &spanish["feed"]["title"]), (vec![], &json!("Artículos de conf.example")));
    assert_eq!((french.header("content-language").as_str(), &read["feed"]["language"]), ("fr", &json!("fr")));
    // The tag “Harbour” has no name in French, the post no summary: nothing is said in another language.
    let tides = &read["entries"][1];
    assert_eq!(texts(&tides["tags"], "label"), ["Actualités"]);
    assert_eq!(
        (&tides["content"][0]["value"], &tides["content"][0]["language"]),
        (&json!("<p>L’eau monte.</p>"), &json!("fr"))
    );
    assert!(!french.body.contains("sweet"), "{}", french.body);
    assert_ne!(tides["id"], english["entries"][1]["id"], "a post in another language is another entry");
    assert_ne!(read["feed"]["id"], english["feed"]["id"]);
    assert_eq!(read["feed"]["id"], feed(&app, "?locale=fr")["feed"]["id"]);
}

fn fallback_is_marked(database: Database) {
    let app = start(database, &ADDRESSES);

    let atom = feed(&app, "?locale=fr&fallback=true");
    let json = app.get("/posts/feed.json?locale=fr&fallback=true", &[]);
    let own = feed(&app, "?locale=en");

    assert_eq!(titles(&atom), ["The quay", "Le phare", "Marées"]);
    let language = |entry: usize, text: &str| atom["entries"][entry][text]["language"].as_str().unwrap_or("none");
    assert_eq!(
        [language(0, "title_detail"), language(1, "title_detail"), language(2, "title_detail")],
        ["en", "fr", "fr"]
    );
    assert_eq!(language(2, "summary_detail"), "en", "a post that is translated in part");
    assert_eq!(texts(&json.json["items"], "language"), ["en", "fr", "fr"]);
    assert_eq!(json.header_list("content-language"), ["en", "fr"]);
    assert_eq!(atom["entries"][0]["id"], own["entries"][0]["id"], "it is the English post");
    assert_eq!(atom["entries"][0]["link"], "https://conf.example/en/post/quay");
}

fn json_feed_has_what_it_must(database: Database) {
    let app = start(database, &ADDRESSES);

    let response = app.get("/posts/feed.json?locale=en", &[]);

    let (feed, media_type) = (&response.json, response.header("content-type"));
    assert_eq!(media_type, "application/feed+json; charset=utf-8");
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!((&feed["title"], &feed["language"]), (&json!("Posts from conf.example"), &json!("en")));
    assert_eq!(feed["feed_url"], "https://api.conf.example/posts/feed.json?locale=en");
    let items = feed["items"].as_array().expect("a list");
    let is_text = |item: &Value, name: &str| item[name].as_str().is_some_and(|text| !text.is_empty());
    for item in items {
        for name in ["id", "url", "title", "content_html", "date_published", "date_modified", "language"] {
            assert!(is_text(item, name), "{name}: {item}");
        }
        assert!(item["tags"].is_array() && is_text(&item["authors"][0], "name"), "{item}");
    }
    assert_eq!(items[1]["summary"], "Short and sweet.");
    assert_eq!(items[1]["tags"], json!(["News", "Harbour"]));
    assert_eq!(items[0]["authors"], json!([{ "name": "Port of Call", "url": "https://conf.example/en/company/port" }]));
    assert_eq!(items[0]["external_url"], "https://elsewhere.example/quay");
    let translations = json!([{ "language": "fr", "url": "https://conf.example/fr/post/marees" }]);
    assert_eq!(items[1]["_tribune"]["translations"], translations);
    assert_eq!(feed["_tribune"]["translations"][0]["url"], "https://api.conf.example/posts/feed.json?locale=fr");
}

fn text_is_safe_elsewhere(database: Database) {
    let app = start(database, &ADDRESSES);

    let response = app.get("/posts/feed.atom?locale=en", &[]);
    let feed = feed(&app, "?locale=en");
    let items = app.get("/posts/feed.json?locale=en", &[]);

    assert!(!response.body.contains('\u{b}') && !response.body.contains("alert"), "{}", response.body);
    let content = items.json["items"][1]["content_html"].as_str().expect("a text");
    assert!(content.contains("<b>Bold</b>") && !content.contains("alert") && !content.contains("onclick"), "{content}");
    assert!(content.contains("href=\"https://conf.example/programme\""), "{content}");
    assert!(content.contains("src=\"https://conf.example/en/post/map.png\""), "{content}");
    let read = feed["entries"][1]["content"][0]["value"].as_str().expect("a text");
    assert!(read.contains("https://conf.example/programme"), "{read}");
    // Without a page, links are seen from where it was first published, or left out.
    let alone = start(database, &[]);
    let items = alone.get("/posts/feed.json?locale=en", &[]);
    let content = |item: usize| items.json["items"][item]["content_html"].as_str().unwrap_or_default();
    assert!(content(0).contains("href=\"https://elsewhere.example/b\""), "{}", content(0));
    assert!(!content(1).contains("href") && content(1).contains("programme"), "{}", content(1));
}

fn address_of_nobody_leaves(database: Database) {
    let app = start(database, &ADDRESSES);
    app.user("ada@secret.example", "correct horse battery staple", &["--role", "author"]);

    let paths = [
        "/posts/feed.atom?fallback=true",
        "/posts/feed.json?fallback=true",
        "/events/fair/event.jsonld",
        "/sitemap.xml",
    ];
    for path in paths {
        let response = app.get(path, &[]);
        assert!(response.status == 200 && !response.body.contains('@') || path.contains("jsonld"), "{}", response.body);
        assert!(!response.body.contains("secret.example") && !response.body.contains("<email"), "{}", response.body);
        assert!(!response.body.contains("Nobody Yet") && !response.body.contains("draft"), "{}", response.body);
    }
}

fn other_languages_are_linked(database: Database) {
    let app = start(database, &ADDRESSES);

    let feed = feed(&app, "?locale=fr&tag=news");

    let address = |locale: &str| format!("https://api.conf.example/posts/feed.atom?locale={locale}&tag=news");
    assert_eq!(links(&feed["feed"], "self", ""), [("", address("fr").as_str())]);
    let others = [("en", address("en")), ("es", address("es"))];
    let others: Vec<_> = others.iter().map(|(locale, address)| (*locale, address.as_str())).collect();
    assert_eq!(links(&feed["feed"], "alternate", "application/atom+xml"), others);
    let json = address("fr").replace("atom", "json");
    assert_eq!(links(&feed["feed"], "alternate", "application/feed+json"), [("fr", json.as_str())]);
    let (own, english) = ("https://conf.example/fr/post/marees", "https://conf.example/en/post/tides");
    let pages = [("", own), ("en", english), ("fr", own)];
    assert_eq!(links(&feed["entries"][1], "alternate", "text/html"), pages);
    let quay = &self::feed(&app, "?locale=en")["entries"][0];
    assert_eq!(links(quay, "via", ""), [("", "https://elsewhere.example/quay")]);
}

fn server_that_knows_no_address_names_none(database: Database) {
    let app = start(database, &[]);

    let feed = feed(&app, "?locale=en");
    let json = app.get("/posts/feed.json?locale=en", &[]).json;

    assert_eq!((&feed["feed"]["title"], &feed["feed"]["author"]), (&json!("Posts"), &json!("Posts")));
    assert_eq!(links(&feed["feed"], "self", ""), []);
    assert_eq!(links(&feed["entries"][0], "alternate", ""), [("", "https://elsewhere.example/quay")]);
    assert_eq!(links(&feed["entries"][1], "alternate", ""), []);
    assert_eq!((&json["feed_url"], &json["items"][1]["url"]), (&Value::Null, &Value::Null));
}

fn feed_has_pages(database: Database) {
    let app = TestApp::start(database, &Options { arguments: &ADDRESSES, ..Options::default() });
    let post = |number: u32| {
        json!({ "slug": format!("post-{number}"), "publishedAt": format!("2011-01-01T{:02}:{:02}:00Z", number / 60, number % 60),
            "translations": { "en": { "title": format!("{number}") } } })
    };
    app.import_document(&json!({ "tribune": 1, "posts": (0..120).map(post).collect::<Vec<_>>() }));
    let query = |feed: &Value, rel: &str| {
        let links = links(&feed["feed"], rel, "");
        links.first().and_then(|(_, href)| href.split_once('?')).map(|(_, query)| format!("?{query}"))
    };

    let first = feed(&app, "?locale=en");
    let second = feed(&app, &query(&first, "next").expect("there are more"));
    let third = feed(&app, &query(&second, "next").expect("there are more"));
    let back = feed(&app, &query(&third, "previous").expect("there are younger ones"));

    let numbers = |range: std::ops::Range<u32>| range.rev().map(|number| number.to_string()).collect::<Vec<_>>();
    assert_eq!(titles(&first), numbers(70..120));
    assert_eq!(titles(&second), numbers(20..70));
    assert_eq!(titles(&third), numbers(0..20));
    assert_eq!(titles(&back), titles(&second));
    assert_eq!((query(&first, "previous"), query(&third, "next"), query(&first, "first")), (None, None, None));
    assert_eq!(query(&second, "first").as_deref(), Some("?locale=en"));
    assert_eq!(first["feed"]["id"], third["feed"]["id"]);
    let next = app.get("/posts/feed.json?locale=en", &[]).json["next_url"].as_str().map(str::to_owned);
    let next = app.get(next.expect("there are more").trim_start_matches("https://api.conf.example"), &[]).json;
    assert_eq!(next["items"][0]["title"], "69");
    assert_eq!(app.get("/posts/feed.atom?locale=en&after=nonsense", &[]).code(), "BAD_REQUEST");
}

fn whoever_has_a_feed_gets_none(database: Database) {
    let app = start(database, &ADDRESSES);
    let documents = ["/posts/feed.atom", "/posts/feed.json", "/events/fair/event.jsonld"];

    for path in documents {
        let first = app.get(path, &[("Accept-Language", "fr"), ("Accept-Encoding", "gzip")]);
        let tag = first.header("etag");
        let again = app.get(path, &[("Accept-Language", "fr"), ("Accept-Encoding", "gzip"), ("If-None-Match", &tag)]);
        let english = app.get(path, &[("Accept-Language", "en"), ("Accept-Encoding", "gzip"), ("If-None-Match", &tag)]);
        let head =
            app.send(app.request(Method::HEAD, path).header("Accept-Language", "fr").header("Accept-Encoding", "gzip"));

        assert_eq!((first.status, again.status, english.status), (200, 304, 200), "{path}");
        assert_eq!((again.body.as_str(), again.header("etag")), ("", tag.clone()), "{path}");
        assert_eq!((head.status, head.body.as_str(), head.header("etag")), (200, "", tag), "{path}");
        assert_eq!(first.header_list("vary"), ["accept-encoding", "accept-language"], "{path}");
        assert_eq!(first.header("content-language"), "fr", "{path}");
        assert_eq!(first.header("last-modified"), "Tue, 14 Feb 2012 18:30:00 GMT", "{path}");
        assert_eq!(first.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(app.get(&format!("{path}?locale=fr"), &[]).header_list("vary"), ["accept-encoding"], "{path}");
    }
    let sitemap = app.get("/sitemap.xml", &[("Accept-Language", "fr")]);
    assert_eq!(
        (sitemap.header("content-language").as_str(), sitemap.header_list("vary")),
        ("", vec!["accept-encoding".into()])
    );
    assert_eq!(app.get("/sitemap.xml", &[("If-None-Match", &sitemap.header("etag"))]).status, 304);
}

fn change_changes_the_feeds_that_show_it(database: Database) {
    let options = Options { cache: true, arguments: &ADDRESSES, ..Options::default() };
    let app = TestApp::start(database, &options);
    app.import_document(&content());
    let admin = app.admin();
    let feeds = ["?locale=en", "?locale=fr", "?locale=en&tag=news", "?locale=en&event=fair", "?locale=en&tag=harbour"];
    let tags = || feeds.map(|query| app.get(&format!("/posts/feed.atom{query}"), &[]).header("etag"));
    let before = tags();

    let quay = app.query(r#"{ post(slug: "quay") { uid version } }"#);
    let input = json!({ "id": quay.at("/post/uid"), "version": quay.at("/post/version"),
        "translations": [{ "locale": "en", "title": "The quays" }] });
    let document = "mutation ($input: PostUpdateInput!) { postUpdate(input: $input) { userErrors { code } } }";
    assert_eq!(app.ask(Some(&admin), document, json!({ "input": input })).at("/postUpdate/userErrors"), &json!([]));

    let changed: Vec<bool> = before.iter().zip(tags()).map(|(before, after)| *before != after).collect();
    assert_eq!(changed, [true, false, false, false, false]);
    assert_eq!(titles(&feed(&app, "?locale=en"))[0], "The quays");
}

fn post_appears_when_its_time_has_come(database: Database) {
    let mut app = start(database, &ADDRESSES);
    let before = titles(&feed(&app, "?locale=en")).join(", ");

    let mut restart_at = |time| {
        app.restart(&Options { running_clock: true, arguments: &["--now", time], ..Options::default() });
        feed(&app, "?locale=en")
    };
    let just_before = titles(&restart_at("2012-02-14T18:59:59Z")).join(", ");
    let after = restart_at("2012-02-14T19:00:00Z");

    assert_eq!((before.as_str(), just_before.as_str()), ("The quay, Tides & <currents>", before.as_str()));
    assert_eq!(titles(&after), ["later", "The quay", "Tides & <currents>"]);
    assert_eq!(after["entries"][0]["updated"], "2012-02-14T19:00:00Z", "it was written before that");
}

fn kept_feed_ends_when_a_post_appears(database: Database) {
    let app = TestApp::start(database, &Options { cache: true, running_clock: true, ..Options::default() });
    let now = || -> DateTime<Utc> { std::time::SystemTime::now().into() };
    let due = now() + TimeDelta::seconds(4);
    let post = |slug: &str, at: String| json!({ "slug": slug, "publishedAt": at, "translations": { "en": { "title": slug } } });
    let due_at = due.to_rfc3339_opts(SecondsFormat::Millis, true);
    let posts = [post("old", "2012-01-01T00:00:00Z".to_owned()), post("new", due_at)];
    app.import_document(&json!({ "tribune": 1, "posts": posts }));
    let ask = || app.get("/posts/feed.json?locale=en", &[]);
    let titles = |response: &Response| response.json["items"].as_array().map_or(0, Vec::len);
    let give_up = Instant::now() + Duration::from_secs(20);
    let mut was_kept = false;

    loop {
        let (asked_at, response) = (now(), ask());
        let (answered_at, found) = (now(), titles(&response));
        was_kept |= found == 1 && response.header("x-cache") == "HIT";
        assert!(!(found == 1 && asked_at >= due), "it is asked for at {asked_at}, was due at {due}");
        assert!(!(found == 2 && answered_at < due), "it is shown at {answered_at}, is due at {due}");
        if found == 2 {
            break;
        }
        assert!(Instant::now() < give_up, "it never appears");
        thread::sleep(Duration::from_millis(20));
    }
    assert!(was_kept, "the feed without it was never kept");
}

fn unknown_tag_and_event_are_refused(database: Database) {
    let app = start(database, &[]);

    for (query, message) in [
        ("?tag=nothing&locale=en", "There is no “nothing”."),
        ("?event=nowhere&locale=fr", "«\u{a0}nowhere\u{a0}» n’existe pas."),
        ("?fallback=perhaps&locale=en", "There is nothing at this address."),
    ] {
        for format in ["atom", "json"] {
            let response = app.get(&format!("/posts/feed.{format}{query}"), &[]);
            assert_eq!((response.status, response.code(), response.message()), (404, "NOT_FOUND", message), "{query}");
        }
    }
    assert_eq!(app.get("/posts/feed.atom?locale=xx", &[]).status, 400);
    assert_eq!(app.send(app.request(Method::POST, "/posts/feed.atom")).status, 405);
}

/// What every event must say: schema.org as search engines read it.
#[track_caller]
fn check_event(event: &Value, has_start: bool) {
    let text = |name: &str| event[name].as_str().unwrap_or_default();
    assert_eq!(event["@type"], "Event", "{event:#}");
    assert!(text("@id").starts_with("urn:uuid:") && !text("name").is_empty(), "{event:#}");
    assert!(text("eventStatus").starts_with("https://schema.org/Event"), "{event:#}");
    assert!(text("eventAttendanceMode").ends_with("EventAttendanceMode"), "{event:#}");
    for name in ["startDate", "endDate"] {
        assert!(!has_start && event[name].is_null() || DateTime::parse_from_rfc3339(text(name)).is_ok(), "{event:#}");
    }
    let locations = match &event["location"] {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    };
    assert!(!locations.is_empty());
    for location in locations {
        let named = if location["@type"] == "VirtualLocation" { "url" } else { "name" };
        assert!(location[named].as_str().is_some_and(|text| !text.is_empty()), "{event:#}");
    }
}

fn event_is_described_for_search_engines(database: Database) {
    let app = TestApp::start(database, &Options { demo: true, arguments: &ADDRESSES, ..Options::default() });

    let response = app.get("/events/social-media-week-paris-2012/event.jsonld?locale=fr", &[]);

    let event: Value = serde_json::from_str(&response.body).expect("it is JSON");
    assert_eq!((response.status, response.header("content-type").as_str()), (200, "application/ld+json"));
    assert!(!response.body.contains(['<', '>', '&']), "it can stand in a page");
    assert_eq!(event["@context"], "https://schema.org");
    check_event(&event, true);
    assert_eq!(event["startDate"], "2012-02-13T09:00:00+01:00");
    assert_eq!(event["superEvent"]["@type"], "EventSeries");
    assert!(texts(&event["sponsor"], "name").len() > 2, "{event:#}");
    let sessions = event["subEvent"].as_array().expect("a list");
    assert_eq!(sessions.len(), 24);
    let session = |address: &str| {
        let url = format!("https://conf.example/fr/session/{address}");
        sessions.iter().find(|session| session["url"] == url.as_str()).unwrap_or_else(|| panic!("no {address}"))
    };
    sessions.iter().for_each(|session| check_event(session, false));
    let table = session("medias-sociaux-en-entreprise");
    assert_eq!(table["startDate"], "2012-02-14T19:00:00+01:00");
    assert_eq!(table["eventStatus"], "https://schema.org/EventScheduled");
    let person = &table["performer"][0];
    assert_eq!(person["@type"], "Person");
    assert!(person["jobTitle"].is_string() && person["worksFor"]["name"].is_string(), "{person:#}");
    let cancelled = sessions.iter().filter(|session| session["eventStatus"] == "https://schema.org/EventCancelled");
    assert!(cancelled.count() > 0);
    assert_eq!(app.get("/events/nowhere/event.jsonld", &[]).status, 404);
}

fn every_session_of_a_real_programme_is_described(database: Database) {
    let Some(folder) = schedules() else { return };
    let app = TestApp::start(database, &Options::default());
    let files = [
        ("frab-xml/39c3-himmel.xml", "39c3", 186),
        ("frab-xml/debconf17.xml", "debconf17", 181),
        ("frab-xml/fosdem-2010.xml", "fosdem-2010", 301),
        ("frab-xml/fosdem-2024.xml", "fosdem-2024", 674),
        ("frab-xml/opensouthcode-2026.v6-0627.xml", "opensouthcode2026", 57),
        ("frab-json/frab-camp2019.json", "camp2019", 79),
        ("frab-json/pretalx-democon.json", "democon", 36),
    ];

    for (file, event, sessions) in files {
        app.import_with(&["--time-zone", "Europe/Brussels"], &[folder.join(file)]).succeeded();
        let response = app.get(&format!("/events/{event}/event.jsonld"), &[]);
        let described: Value = serde_json::from_str(&response.body).expect("it is JSON");
        check_event(&described, true);
        let described = described["subEvent"].as_array().expect("a list");
        assert_eq!(described.len(), sessions, "{file}");
        described.iter().for_each(|session| check_event(session, false));
    }
}

/// The pages of a sitemap, each with the languages and addresses of its alternates.
fn sitemap(app: &TestApp) -> Vec<(String, Vec<(String, String)>)> {
    let response = app.get("/sitemap.xml", &[]);
    assert_eq!((response.status, response.header("content-type").as_str()), (200, "application/xml; charset=utf-8"));
    let tree = read("tree.py", &[], &response.body);
    assert_eq!(tree["name"], "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset");
    let url = |url: &Value| {
        let children = url["children"].as_array().expect("a list");
        assert!(children[1]["text"].as_str().is_some_and(|at| at.ends_with('Z')), "{url:#}");
        let alternates = children.iter().filter(|child| child["name"] == "{http://www.w3.org/1999/xhtml}link");
        let attribute = |link: &Value, name: &str| link["attributes"][name].as_str().unwrap_or_default().to_owned();
        let alternates = alternates.map(|link| (attribute(link, "hreflang"), attribute(link, "href")));
        (children[0]["text"].as_str().unwrap_or_default().to_owned(), alternates.collect())
    };
    tree["children"].as_array().into_iter().flatten().map(url).collect()
}

fn sitemap_names_each_page_in_each_language(database: Database) {
    let app = start(database, &ADDRESSES);

    let pages = sitemap(&app);

    let addresses: BTreeSet<&str> = pages.iter().map(|(address, _)| address.as_str()).collect();
    let expected = [
        "en/company/port",
        "en/event/fair",
        "en/post/quay",
        "en/post/tides",
        "en/speaker/ada",
        "fr/event/foire",
        "fr/post/marees",
        "fr/post/phare",
    ];
    let whole = |path: &str| format!("https://conf.example/{path}");
    assert_eq!(addresses, expected.map(whole).iter().map(String::as_str).collect());
    assert_eq!(pages.len(), expected.len());
    let alternates = |path: &str| {
        let (_, alternates) = pages.iter().find(|(address, _)| *address == whole(path)).expect("it is there");
        alternates.iter().map(|(language, address)| format!("{language} {address}")).collect::<Vec<_>>()
    };
    let tides = [
        "en https://conf.example/en/post/tides",
        "fr https://conf.example/fr/post/marees",
        "x-default https://conf.example/en/post/tides",
    ];
    assert_eq!(
        (alternates("en/post/tides"), alternates("fr/post/marees")),
        (tides.map(str::to_owned).to_vec(), tides.map(str::to_owned).to_vec())
    );
    let phare = ["fr https://conf.example/fr/post/phare", "x-default https://conf.example/fr/post/phare"];
    assert_eq!(alternates("fr/post/phare"), phare);
    assert_eq!(alternates("en/speaker/ada"), Vec::<String>::new());
    assert_eq!((app.get("/sitemap-1.xml", &[]).status, app.get("/sitemap-2.xml", &[]).status), (200, 404));
    let other = TestApp::start(database, &Options { demo: true, arguments: &ADDRESSES, ..Options::default() });
    let count = sitemap(&other).len();
    assert!(count > 100, "{count}");
}

fn sitemap_needs_to_know_the_pages(database: Database) {
    let response = DEMO.on(database).get("/sitemap.xml?locale=fr", &[]);

    assert_eq!((response.status, response.code()), (404, "NOT_FOUND"));
    assert!(response.message().contains("--page-url"), "{}", response.message());
}

fn landing_page_names_the_feeds(database: Database) {
    let page = DEMO.on(database).get("/?locale=fr", &[]).body;

    for link in
        ["type=\"application/atom+xml\" title=\"Billets\"", "href=\"posts/feed.json?locale=fr\"", "lecteurs de flux"]
    {
        assert!(page.contains(link), "{page}");
    }
}
