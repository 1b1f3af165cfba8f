//! One language at a time: negotiation, fallback, and what the answer says about it.

use serde_json::{Value, json};
use tests::{Database, Options, Response, TestApp, on_both_databases};

use crate::fixtures::LANGUAGES;

on_both_databases![
    header_decides_by_quality,
    header_that_names_nothing_we_have_means_the_default,
    regional_locale_takes_its_language,
    address_wins_over_header,
    argument_wins_over_address,
    nearest_argument_wins,
    locale_cascades_to_everything_nested,
    missing_and_empty_fields_fall_back_alone,
    answer_names_what_it_served,
    header_lists_every_language_served,
    header_varies_only_when_asked,
    exact_means_that_locale_or_nothing,
    fallback_can_be_chosen,
    id_differs_by_locale_and_uid_does_not,
    node_comes_back_in_the_language_of_its_id,
    translations_list_every_locale,
    filter_sees_what_the_reader_sees,
    node_keeps_the_chain_of_its_id,
    closed_chain_sorts_and_counts_what_it_serves,
    chains_are_configured,
    locale_argument_is_a_tag_in_any_spelling,
    order_of_a_locale_survives_a_program_that_offers_fewer,
];

const NAME: &str = r#"{ event(slug: "polyglot-days") { name } }"#;

fn ask(database: Database, document: &str, headers: &[(&str, &str)]) -> Response {
    LANGUAGES.on(database).query_with(document, Value::Null, headers)
}

fn name_for(database: Database, accept_language: &str) -> String {
    let response = ask(database, NAME, &[("Accept-Language", accept_language)]);
    response.at("/event/name").as_str().unwrap_or_default().to_owned()
}

fn header_decides_by_quality(database: Database) {
    assert_eq!(name_for(database, "es;q=0.2, fr;q=0.9, en;q=0.5"), "Journées polyglottes");
    assert_eq!(name_for(database, "de, es;q=0.8, en;q=0.1"), "Jornadas políglotas");
    assert_eq!(name_for(database, "FR"), "Journées polyglottes");
    assert_eq!(name_for(database, "fr;q=0, es"), "Jornadas políglotas");
}

fn header_that_names_nothing_we_have_means_the_default(database: Database) {
    for header in ["de", "*", "tlh, *;q=0.1", "", ";;;q=x"] {
        assert_eq!(name_for(database, header), "Polyglot Days", "{header}");
    }
}

fn regional_locale_takes_its_language(database: Database) {
    assert_eq!(name_for(database, "fr-CA"), "Journées polyglottes");
    assert_eq!(name_for(database, "es-419, en;q=0.9"), "Jornadas políglotas");

    let argument = r#"{ event(slug: "polyglot-days", locale: "fr-CA") { name localization { requested served } } }"#;
    let response = ask(database, argument, &[]);
    let served = json!({ "requested": "fr", "served": "fr" });
    assert_eq!(response.at("/event/localization"), &served);
}

fn address_wins_over_header(database: Database) {
    let app = LANGUAGES.on(database);

    let path = "/graphql?locale=fr&query=%7Bevent(slug:%22polyglot-days%22)%7Bname%7D%7D";
    let response = app.get(path, &[("Accept-Language", "es")]);

    assert_eq!(response.at("/event/name"), "Journées polyglottes");
    assert_eq!(response.header_list("content-language"), ["fr"]);
}

fn argument_wins_over_address(database: Database) {
    let app = LANGUAGES.on(database);

    let path = "/graphql?locale=fr&query=%7Bevent(slug:%22polyglot-days%22,locale:%22es%22)%7Bname%7D%7D";
    let response = app.get(path, &[("Accept-Language", "en")]);

    assert_eq!(response.at("/event/name"), "Jornadas políglotas");
}

fn nearest_argument_wins(database: Database) {
    let document =
        r#"{ event(slug: "polyglot-days", locale: "fr") { name en: name(locale: "en") es: name(locale: "es") } }"#;

    let response = ask(database, document, &[]);

    let names = json!({ "name": "Journées polyglottes", "en": "Polyglot Days", "es": "Jornadas políglotas" });
    assert_eq!(response.at("/event"), &names);
}

fn locale_cascades_to_everything_nested(database: Database) {
    let document = r#"{ event(slug: "polyglot-days", locale: "fr") {
        sessions(first: 100, filter: { tag: "open-data" }) { nodes {
            title tags { label } speakers { jobTitle } event { name }
        } }
    } }"#;

    let response = ask(database, document, &[("Accept-Language", "es")]);

    let session = json!({
        "title": "École ouverte",
        "tags": [{ "label": "Données ouvertes" }],
        "speakers": [{ "jobTitle": "Cartographe" }],
        "event": { "name": "Journées polyglottes" },
    });
    assert_eq!(response.at("/event/sessions/nodes"), &json!([session]));
}

fn missing_and_empty_fields_fall_back_alone(database: Database) {
    let document = r#"{ event(slug: "polyglot-days", locale: "fr") { name tagline description } }"#;

    let response = ask(database, document, &[]);

    let event = json!({
        "name": "Journées polyglottes",
        "tagline": "One word is not enough",
        "description": "Deux jours de *langues*.",
    });
    assert_eq!(response.at("/event"), &event);
}

fn answer_names_what_it_served(database: Database) {
    let document = r#"{ event(slug: "polyglot-days", locale: "fr") {
        localization { requested served available complete fields { name locale } }
    } }"#;

    let response = ask(database, document, &[]);

    let localization = response.at("/event/localization");
    assert_eq!(localization["requested"], "fr");
    assert_eq!(localization["served"], "fr");
    assert_eq!(localization["available"], json!(["en", "es", "fr"]));
    assert_eq!(localization["complete"], false);
    let fields = localization["fields"].as_array().expect("fields are a list");
    for (name, locale) in [("name", "fr"), ("tagline", "en"), ("description", "fr")] {
        assert!(fields.contains(&json!({ "name": name, "locale": locale })), "{name}: {fields:?}");
    }
}

fn header_lists_every_language_served(database: Database) {
    let mixed = r#"{ event(slug: "polyglot-days", locale: "fr") { name tagline } }"#;

    assert_eq!(ask(database, mixed, &[]).header_list("content-language"), ["en", "fr"]);
    let plain = ask(database, NAME, &[("Accept-Language", "es")]);
    assert_eq!(plain.header_list("content-language"), ["es"]);
}

fn header_varies_only_when_asked(database: Database) {
    let varies = |response: Response| response.header_list("vary").contains(&"accept-language".to_owned());
    let fixed = r#"{ event(slug: "polyglot-days", locale: "fr") { name } }"#;

    assert!(varies(ask(database, NAME, &[("Accept-Language", "fr")])));
    assert!(varies(ask(database, NAME, &[])), "without the header it decides too");
    assert!(!varies(ask(database, fixed, &[("Accept-Language", "es")])));
}

fn exact_means_that_locale_or_nothing(database: Database) {
    let document = r#"{
        present: event(slug: "english-only", locale: "en", fallback: []) { name }
        absent: event(slug: "english-only", locale: "fr", fallback: []) { name }
        event(slug: "polyglot-days", locale: "fr", fallback: []) {
            name tagline
            sessions(first: 100, orderBy: [{ field: TITLE, direction: ASC }]) { totalCount nodes { title } }
        }
        events(first: 100, locale: "es", fallback: []) { totalCount nodes { slug } }
    }"#;

    let response = ask(database, document, &[]);

    assert_eq!(response.at("/present/name"), "English Only");
    assert_eq!(response.at("/absent"), &Value::Null);
    assert_eq!(response.at("/event/name"), "Journées polyglottes");
    assert_eq!(response.at("/event/tagline"), &Value::Null);
    let titles = response.texts("/event/sessions/nodes", "title");
    assert_eq!(titles, ["Éclairs", "École ouverte", "Œuvres libres", "Zèbres et chevaux"]);
    assert_eq!(response.at("/event/sessions/totalCount"), 4);
    assert_eq!(response.texts("/events/nodes", "slug"), ["polyglot-days"]);
    assert_eq!(response.at("/events/totalCount"), 1);
}

fn fallback_can_be_chosen(database: Database) {
    let document = r#"{
        spanish: event(slug: "polyglot-days", locale: "fr", fallback: ["es", "en"]) { tagline }
        none: event(slug: "english-only", locale: "fr", fallback: ["es"]) { name }
    }"#;

    let response = ask(database, document, &[]);

    assert_eq!(response.at("/spanish/tagline"), "Una palabra no basta");
    assert_eq!(response.at("/none"), &Value::Null);
}

fn id_differs_by_locale_and_uid_does_not(database: Database) {
    let document = r#"{
        en: event(slug: "polyglot-days", locale: "en") { id uid }
        fr: event(slug: "polyglot-days", locale: "fr") { id uid }
    }"#;

    let response = ask(database, document, &[]);

    assert_ne!(response.at("/en/id"), response.at("/fr/id"));
    assert_eq!(response.at("/en/uid"), response.at("/fr/uid"));
}

fn node_comes_back_in_the_language_of_its_id(database: Database) {
    let document = r#"{ event(slug: "polyglot-days", locale: "fr") { id } }"#;
    let id = ask(database, document, &[]).at("/event/id").clone();

    let document = "query ($id: ID!) { node(id: $id) { id ... on Event { name } } nodes(ids: [$id]) { id } }";
    let spanish = [("Accept-Language", "es")];
    let response = LANGUAGES.on(database).query_with(document, json!({ "id": id }), &spanish);

    let event = json!({ "id": id, "name": "Journées polyglottes" });
    assert_eq!(response.data(), &json!({ "node": event, "nodes": [{ "id": id }] }));
}

fn translations_list_every_locale(database: Database) {
    let document = r#"{ event(slug: "polyglot-days", locale: "fr") {
        translations { locale name tagline slug status outdated }
    } }"#;

    let response = ask(database, document, &[]);

    let translation = |locale: &str, name: &str, tagline: Option<&str>| {
        json!({
            "locale": locale, "name": name, "tagline": tagline, "slug": null, "status": "PUBLISHED", "outdated": false,
        })
    };
    let translations = json!([
        translation("en", "Polyglot Days", Some("One word is not enough")),
        translation("es", "Jornadas políglotas", Some("Una palabra no basta")),
        translation("fr", "Journées polyglottes", None),
    ]);
    assert_eq!(response.at("/event/translations"), &translations);
}

fn filter_sees_what_the_reader_sees(database: Database) {
    let document = r#"{ sessions(first: 10, locale: "fr", filter: { event: "polyglot-days", availableIn: "es" },
        orderBy: [{ field: TITLE, direction: DESC }]) { totalCount nodes { title } } }"#;

    let response = ask(database, document, &[]);

    assert_eq!(response.texts("/sessions/nodes", "title"), ["Œuvres libres", "École ouverte", "Éclairs"]);
}

fn node_keeps_the_chain_of_its_id(database: Database) {
    let document = r#"{
        exact: event(slug: "polyglot-days", locale: "fr", fallback: []) { id }
        chosen: event(slug: "polyglot-days", locale: "fr", fallback: ["es"]) { id }
        usual: event(slug: "polyglot-days", locale: "fr") { id }
    }"#;
    let response = ask(database, document, &[]);
    let ids = ["/exact/id", "/chosen/id", "/usual/id"].map(|pointer| response.at(pointer).clone());
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2], "{ids:?}");

    let document = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Event { tagline } } }";
    let response = LANGUAGES.on(database).query_with(document, json!({ "ids": ids }), &[]);

    assert_eq!(response.texts("/nodes", "tagline"), ["null", "Una palabra no basta", "One word is not enough"]);
    assert_eq!(response.texts("/nodes", "id"), ids);
}

fn closed_chain_sorts_and_counts_what_it_serves(database: Database) {
    let document = r#"{ sessions(locale: "es", fallback: ["fr"], filter: { event: "polyglot-days" },
        orderBy: [{ field: TITLE }]) { totalCount nodes { title localization { served } } } }"#;

    let response = ask(database, document, &[]);

    let titles = ["Nube abierta", "Ñandú veloz", "Ombú libre", "Zèbres et chevaux"];
    assert_eq!(response.texts("/sessions/nodes", "title"), titles);
    assert_eq!(response.at("/sessions/totalCount"), 4);
    assert_eq!(response.at("/sessions/nodes/3/localization/served"), "fr");
    assert_eq!(response.header_list("content-language"), ["es", "fr"]);
}

/// Catalan falls back to Spanish before English, and sorts by its own alphabet at once.
fn chains_are_configured(database: Database) {
    let mut app = TestApp::start(database, &Options::default());
    app.import(&["languages.json"]).succeeded();
    let ask = r#"{
        event(slug: "polyglot-days") { name description localization { requested served } }
        sessions(filter: { event: "polyglot-days" }, orderBy: [{ field: TITLE }]) { nodes { title } }
    }"#;
    let catalan = [("Accept-Language", "ca-ES, fr;q=0.5")];
    assert_eq!(app.query_with(ask, Value::Null, &catalan).at("/event/localization/requested"), "fr");

    let arguments = ["--locales", "en,fr,es,ca", "--fallback", "ca=es,fr", "--default-locale", "fr"];
    app.restart(&Options { arguments: &arguments, ..Options::default() });
    let response = app.query_with(ask, Value::Null, &catalan);

    let event = json!({
        "name": "Jornadas políglotas",
        "description": "Deux jours de *langues*.",
        "localization": { "requested": "ca", "served": "es" },
    });
    assert_eq!(response.at("/event"), &event);
    let titles = ["Apples", "eagle eyes", "Ñandú veloz", "Nube abierta", "Objects", "Ombú libre"];
    assert_eq!(response.texts("/sessions/nodes", "title")[..6], titles);
    assert_eq!(response.texts("/sessions/nodes", "title")[6..], ["Zebra crossing", "Zèbres et chevaux"]);
}

fn locale_argument_is_a_tag_in_any_spelling(database: Database) {
    for tag in ["FR", "fr-CA", "fr-latn-ca"] {
        let document = format!(r#"{{ event(slug: "polyglot-days", locale: "{tag}") {{ name }} }}"#);
        assert_eq!(ask(database, &document, &[]).at("/event/name"), "Journées polyglottes", "{tag}");
        let header = [("Accept-Language", tag)];
        assert_eq!(ask(database, NAME, &header).at("/event/name"), "Journées polyglottes", "{tag}");
    }
}

/// The import offers the default locales; the server beside it offers German too.
fn order_of_a_locale_survives_a_program_that_offers_fewer(database: Database) {
    let app = TestApp::start(database, &Options { arguments: &["--locales", "en,fr,es,de"], ..Options::default() });
    let tag = |label: &str| json!({ "slug": label, "translations": { "en": { "label": label } } });
    let import = |labels: &[&str]| {
        let tags: Vec<_> = labels.iter().map(|label| tag(label)).collect();
        app.import_document(&json!({ "tribune": 1, "tags": tags })).succeeded();
    };
    let sorted = || {
        let answer = app.query(r#"{ tags(locale: "de", orderBy: { field: LABEL }) { nodes { label } } }"#);
        answer.texts("/tags/nodes", "label").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };

    import(&["cello", "alto"]);
    assert_eq!(sorted(), ["alto", "cello"]);
    import(&["drum", "bass"]);

    assert_eq!(sorted(), ["alto", "bass", "cello", "drum"]);
}
