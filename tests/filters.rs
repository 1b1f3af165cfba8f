//! Filters, one by one and together: each row of the tables is a filter and what it leaves.

use serde_json::{Value, json};
use tests::{DEMO, Database, on_both_databases};

on_both_databases![
    sessions_are_filtered,
    speakers_are_filtered,
    companies_are_filtered,
    events_are_filtered,
    posts_are_filtered,
    tags_and_series_are_filtered,
    filters_and_combine,
    day_lasts_until_four_in_the_morning,
    filter_of_a_relation_is_that_of_the_list,
    available_in_takes_a_language_as_any_locale_does,
    search_sees_what_the_reader_sees,
    search_takes_signs_for_what_they_are,
];

/// The slugs that a filter leaves, and that the total counts them.
#[track_caller]
fn left(database: Database, field: &str, filter: &str, order: &str) -> Vec<String> {
    let document = format!(
        "{{ list: {field}(first: 100, locale: \"en\", filter: {{ {filter} }}, orderBy: [{{ field: {order} }}]) {{
            totalCount nodes {{ slug }} }} }}"
    );
    let response = DEMO.on(database).query(&document);
    let slugs: Vec<_> = response.texts("/list/nodes", "slug").into_iter().map(str::to_owned).collect();
    assert_eq!(response.at("/list/totalCount"), slugs.len(), "{filter}");
    slugs
}

fn hold(database: Database, field: &str, order: &str, table: &[(&str, &[&str])]) {
    for (filter, expected) in table {
        assert_eq!(left(database, field, filter, order), *expected, "{field}: {filter}");
    }
}

const SMW: &str = r#"event: "social-media-week-paris-2012""#;

fn sessions_are_filtered(database: Database) {
    let table: [(&str, &[&str]); 22] = [
        (
            r#"event: "social-media-week-paris-2011""#,
            &[
                "what-is-a-fan-worth",
                "a-blog-for-the-workshop-floor",
                "are-you-on-the-network-yet",
                "hands-on-with-feeds",
                "privacy-settings-in-plain-words",
                "closing-drinks-2011",
            ],
        ),
        (r#"event: "no-such-event""#, &[]),
        (
            r#"room: "workshop""#,
            &["first-steps-in-community-management", "writing-a-social-media-policy", "measuring-what-matters"],
        ),
        (
            r#"track: "media""#,
            &[
                "everyone-publishes-now",
                "a-crisis-in-140-characters",
                "the-newsroom-and-the-stream",
                "pocket-journalism",
            ],
        ),
        ("kind: [ROUND_TABLE]", &["social-media-in-corporations"]),
        (
            "kind: [ROUND_TABLE, KEYNOTE]",
            &["what-is-a-fan-worth", "everyone-publishes-now", "social-media-in-corporations", "the-right-to-log-off"],
        ),
        ("kind: []", &[]),
        ("state: [CANCELLED]", &["check-in-opt-out"]),
        ("state: [TENTATIVE]", &["open-data-at-city-hall"]),
        (
            "level: [ADVANCED]",
            &[
                "hands-on-with-feeds",
                "ten-thousand-status-updates",
                "measuring-what-matters",
                "works-councils-and-walls",
            ],
        ),
        (r#"speaker: "lucia-niguez""#, &["the-newsroom-and-the-stream", "pocket-journalism"]),
        (
            r#"company: "datavigne""#,
            &[
                "hands-on-with-feeds",
                "is-the-intranet-dead",
                "ten-thousand-status-updates",
                "six-ideas-in-sixty-minutes",
                "measuring-what-matters",
                "open-data-at-city-hall",
            ],
        ),
        (r#"tag: "crisis""#, &["a-crisis-in-140-characters"]),
        (r#"tag: "collective-works""#, &["night-of-the-hashtags", "cooperative-networks"]),
        (
            r#"spokenLanguage: "es""#,
            &["the-newsroom-and-the-stream", "pocket-journalism", "night-of-the-hashtags", "bring-your-own-question"],
        ),
        (
            r#"startsAt: { gte: "2012-02-14T09:00:00Z", lt: "2012-02-14T18:00:00Z" }"#,
            &["whose-address-book-is-it", "writing-a-social-media-policy", "ten-thousand-status-updates"],
        ),
        (
            r#"startsAt: { gte: "2012-02-17T10:00:00+01:00" }"#,
            &["open-data-at-city-hall", "cooperative-networks", "the-right-to-log-off"],
        ),
        ("scheduled: false", &["bring-your-own-question"]),
        ("featured: true", &["social-media-in-corporations"]),
        (r#"search: "corporations""#, &["social-media-in-corporations"]),
        (r#"availableIn: "es", track: "rights""#, &["whose-address-book-is-it", "check-in-opt-out"]),
        (r#"availableIn: "es", event: "social-media-week-paris-2011", level: [ADVANCED]"#, &[]),
    ];
    hold(database, "sessions", "STARTS_AT", &table);
    assert_eq!(left(database, "sessions", "scheduled: true", "STARTS_AT").len(), 29);
    assert_eq!(left(database, "sessions", "featured: false", "STARTS_AT").len(), 29);
    assert_eq!(left(database, "sessions", "", "STARTS_AT").len(), 30);
}

fn speakers_are_filtered(database: Database) {
    let table: [(&str, &[&str]); 5] = [
        (r#"company: "datavigne""#, &["oskar-lindenblatt", "zelie-papillard"]),
        (r#"speaks: "it""#, &["elodie-marchetti"]),
        (r#"speaks: "es", event: "social-media-week-paris-2012", company: "radio-contrevent""#, &["lucia-niguez"]),
        // Nobody writes ñ, í or capitals in a search field.
        (r#"search: "niguez lucia""#, &["lucia-niguez"]),
        (r#"search: "OEUVRARD""#, &["solene-oeuvrard"]),
    ];
    hold(database, "speakers", "NAME", &table);
    let at_event = left(database, "speakers", SMW, "NAME");
    assert_eq!(at_event.len(), 21, "{at_event:?}");
    assert!(!at_event.contains(&"begona-madreselva".to_owned()), "her session is a draft");
    let without_bio =
        left(database, "speakers", r#"availableIn: "es", company: "observatoire-des-usages-numeriques""#, "NAME");
    assert_eq!(without_bio, ["aurelien-tournebise", "noemie-bruyere"]);
    assert!(!left(database, "speakers", r#"availableIn: "es""#, "NAME").contains(&"gwendal-kermouette".to_owned()));
}

fn companies_are_filtered(database: Database) {
    let table: [(&str, &[&str]); 3] = [
        (
            r#"sponsorOf: "social-media-week-paris-2012""#,
            &[
                "atelier-oeil-neuf",
                "cooperative-luciole",
                "datavigne",
                "iabc-france",
                "observatoire-des-usages-numeriques",
                "radio-contrevent",
            ],
        ),
        (r#"search: "oeil neuf""#, &["atelier-oeil-neuf"]),
        (r#"sponsorOf: "no-such-event""#, &[]),
    ];
    hold(database, "companies", "NAME", &table);
    assert!(!left(database, "companies", r#"availableIn: "es""#, "NAME").contains(&"datavigne".to_owned()));
}

fn events_are_filtered(database: Database) {
    let both: &[&str] = &["social-media-week-paris-2011", "social-media-week-paris-2012"];
    let table: [(&str, &[&str]); 12] = [
        (r#"series: "social-media-week-paris""#, both),
        (r#"series: "jornadas-de-comunicacion-digital""#, &[]),
        (r#"speaker: "cordelia-finchbrook""#, &["social-media-week-paris-2012"]),
        (r#"sponsor: "datavigne""#, both),
        (r#"sponsor: "radio-contrevent""#, &["social-media-week-paris-2012"]),
        (r#"startsAt: { gte: "2012-02-13T08:00:00Z" }"#, &["social-media-week-paris-2012"]),
        (r#"endsAt: { lt: "2012-02-17T17:00:00Z" }"#, &["social-media-week-paris-2011"]),
        ("attendanceMode: MIXED", &["social-media-week-paris-2012"]),
        (r#"city: "Paris", country: "FR""#, both),
        (r#"country: "MX""#, &[]),
        (r#"hashtag: "IABCfr""#, &["social-media-week-paris-2012"]),
        (r#"search: "week 2011", availableIn: "es""#, &["social-media-week-paris-2011"]),
    ];
    hold(database, "events", "STARTS_AT", &table);
}

fn posts_are_filtered(database: Database) {
    let table: [(&str, &[&str]); 8] = [
        (SMW, &["round-table-announced", "watch-the-livestream", "getting-there"]),
        (r#"session: "social-media-in-corporations""#, &["round-table-announced", "watch-the-livestream"]),
        (r#"author: "bastien-delorangeraie""#, &["watch-the-livestream", "getting-there"]),
        (r#"company: "iabc-france""#, &["round-table-announced", "watch-the-livestream"]),
        (r#"tag: "accessibility""#, &["getting-there"]),
        (r#"publishedAt: { lt: "2012-02-10T10:00:00Z" }"#, &["round-table-announced"]),
        (r#"availableIn: "fr""#, &["round-table-announced", "watch-the-livestream"]),
        (r#"search: "round table picture""#, &["watch-the-livestream"]),
    ];
    hold(database, "posts", "PUBLISHED_AT", &table);
}

fn tags_and_series_are_filtered(database: Database) {
    assert!(left(database, "tags", r#"availableIn: "fr""#, "LABEL").contains(&"off-the-record".to_owned()));
    assert!(!left(database, "tags", r#"availableIn: "es""#, "LABEL").contains(&"off-the-record".to_owned()));
    hold(database, "tags", "LABEL", &[(r#"search: "privacy""#, &["privacy"])]);
    hold(database, "seriesList", "NAME", &[(r#"search: "paris""#, &["social-media-week-paris"])]);
}

fn filters_and_combine(database: Database) {
    let filter = format!(
        r#"{SMW}, kind: [TALK, WORKSHOP], level: [ADVANCED], spokenLanguage: "en", company: "datavigne",
            tag: "data", startsAt: {{ gte: "2012-02-15T00:00:00Z" }}, availableIn: "fr""#
    );

    assert_eq!(left(database, "sessions", &filter, "STARTS_AT"), ["measuring-what-matters"]);
    let impossible = format!(r#"{filter}, room: "daguerre""#);
    assert_eq!(left(database, "sessions", &impossible, "STARTS_AT"), [""; 0]);
}

fn day_lasts_until_four_in_the_morning(database: Database) {
    let on = |day: &str| left(database, "sessions", &format!(r#"{SMW}, day: "{day}""#), "STARTS_AT");

    // The night of the hashtags ends on Friday at two, and belongs to Thursday.
    let thursday = ["pocket-journalism", "recruiting-in-public", "works-councils-and-walls", "night-of-the-hashtags"];
    assert_eq!(on("2012-02-16"), thursday);
    assert_eq!(on("2012-02-17"), ["open-data-at-city-hall", "cooperative-networks", "the-right-to-log-off"]);
    assert_eq!(on("2012-02-18"), [""; 0]);
    let first = ["whose-address-book-is-it", "writing-a-social-media-policy"];
    assert_eq!(on("2012-02-14")[..2], first);
}

fn filter_of_a_relation_is_that_of_the_list(database: Database) {
    let document = r#"{ event(slug: "social-media-week-paris-2012") {
        sessions(filter: { day: "2012-02-16", kind: [SOCIAL] }) { totalCount nodes { slug } }
        speakers(filter: { company: "datavigne" }, orderBy: [{ field: NAME, direction: DESC }]) {
            totalCount nodes { slug sessions(filter: { event: "social-media-week-paris-2011" }) { totalCount } }
        }
    } }"#;

    let response = DEMO.on(database).query(document);

    let sessions = json!({ "totalCount": 1, "nodes": [{ "slug": "night-of-the-hashtags" }] });
    assert_eq!(response.at("/event/sessions"), &sessions);
    assert_eq!(response.texts("/event/speakers/nodes", "slug"), ["zelie-papillard", "oskar-lindenblatt"]);
    assert_eq!(response.at("/event/speakers/totalCount"), 2);
}

fn available_in_takes_a_language_as_any_locale_does(database: Database) {
    let count = |tag: &str| left(database, "sessions", &format!("{SMW}, availableIn: \"{tag}\""), "STARTS_AT").len();

    // Without `anonymat-et-pseudonymes`, which is in French alone.
    assert_eq!(count("en"), 23);
    assert_eq!(count("EN"), 23);
    assert_eq!(count("en-GB"), 23);
}

fn search_sees_what_the_reader_sees(database: Database) {
    let app = DEMO.on(database);
    let found = |locale: &str, fallback: &str, words: &str| {
        let document = "query ($words: String!, $locale: Locale!) {
            sessions(first: 100, locale: $locale FALLBACK, filter: { search: $words }) { totalCount nodes { slug } } }";
        let document = document.replace("FALLBACK", fallback);
        let response = app.query_with(&document, json!({ "words": words, "locale": locale }), &[]);
        response.texts("/sessions/nodes", "slug").join(" ")
    };

    assert_eq!(found("fr", "", "deconnexion DROIT"), "the-right-to-log-off");
    assert_eq!(found("fr", "", "log off"), "", "the reader sees French");
    // Its Spanish title is public in 2099: until then the reader sees English.
    assert_eq!(found("es", "", "right log off"), "the-right-to-log-off");
    assert_eq!(found("es", ", fallback: []", "right log off"), "");
    assert_eq!(found("es", ", fallback: [\"fr\"]", "déconnexion"), "the-right-to-log-off");
    // It is in French alone, and shown in French to everybody.
    assert_eq!(found("en", "", "oeil"), "anonymat-et-pseudonymes");
    assert_eq!(found("es", "", "œil"), "anonymat-et-pseudonymes");
    assert_eq!(found("en", "", "   ").split(' ').count(), 30, "no word is no filter");
}

fn search_takes_signs_for_what_they_are(database: Database) {
    let app = DEMO.on(database);

    for words in ["%", "_", "\\", "'", "\"", "100%_'; --"] {
        let document = "query ($words: String!) { tags(filter: { search: $words }) { totalCount } }";
        let response = app.query_with(document, json!({ "words": words }), &[]);
        assert_eq!(response.at("/tags/totalCount"), &Value::from(0), "{words}");
    }
}
