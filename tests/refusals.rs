//! Every refusal, word for word: its status, its code, and its message in three languages.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{DEMO, Database, Options, Response, TestApp, on_both_databases};

on_both_databases![
    operations_are_refused_in_the_language_of_the_reader,
    unknown_locale_in_a_filter_is_refused_too,
    requests_are_refused_in_the_language_of_the_reader,
    addresses_are_refused_in_the_language_of_the_reader,
    limits_are_named,
    address_decides_the_language_of_errors_too,
    refusal_of_a_field_leaves_its_neighbours,
    internals_stay_inside,
    chain_of_fragments_does_not_end_the_server,
    answer_has_a_limit_of_objects,
];

/// What is asked, the status of the answer, its code, and its message in English, French and Spanish.
type Refusal<'a> = (&'a str, u16, &'a str, [&'a str; 3]);

/// Operations that are sound GraphQL: the answer is one of GraphQL, so its status is 200.
const OPERATIONS: [Refusal; 9] = [
    (
        r#"{ event(slug: "x", locale: "tlh") { name } }"#,
        200,
        "BAD_REQUEST",
        [
            "Unknown locale “tlh”. These are offered: en, fr, es.",
            "Langue inconnue : « tlh ». Langues proposées : en, fr, es.",
            "Idioma desconocido: «tlh». Se ofrecen: en, fr, es.",
        ],
    ),
    (
        r#"{ event(slug: "x", fallback: ["fr", "tlh"]) { name } }"#,
        200,
        "BAD_REQUEST",
        [
            "Unknown locale “tlh”. These are offered: en, fr, es.",
            "Langue inconnue : « tlh ». Langues proposées : en, fr, es.",
            "Idioma desconocido: «tlh». Se ofrecen: en, fr, es.",
        ],
    ),
    (
        "{ events(first: -1) { totalCount } }",
        200,
        "BAD_REQUEST",
        [
            "“first: -1” is not between 0 and 100.",
            "« first: -1 » n’est pas compris entre 0 et 100.",
            "«first: -1» no está entre 0 y 100.",
        ],
    ),
    (
        "{ events(last: 101) { totalCount } }",
        200,
        "BAD_REQUEST",
        [
            "“last: 101” is not between 0 and 100.",
            "« last: 101 » n’est pas compris entre 0 et 100.",
            "«last: 101» no está entre 0 y 100.",
        ],
    ),
    (
        "{ events(first: 1, last: 1) { totalCount } }",
        200,
        "BAD_REQUEST",
        [
            "Give either “first” or “last”, not both.",
            "Donnez « first » ou « last », pas les deux.",
            "Indique «first» o «last», no ambos.",
        ],
    ),
    (
        r#"{ events(first: 1, after: "zzz") { totalCount } }"#,
        200,
        "BAD_REQUEST",
        [
            "“after” is not a cursor of this list: it is good with the same type, order and language only.",
            "« after » n’est pas un curseur de cette liste : il ne vaut que pour le même type, le même ordre et la même langue.",
            "«after» no es un cursor de esta lista: solo vale con el mismo tipo, el mismo orden y el mismo idioma.",
        ],
    ),
    (
        r#"{ node(id: "***") { id } }"#,
        200,
        "BAD_REQUEST",
        [
            "“id: ***” is not an id of this API.",
            "« id: *** » n’est pas un identifiant de cette API.",
            "«id: ***» no es un identificador de esta API.",
        ],
    ),
    (
        r#"{ sessions(filter: { day: "2012-02-14" }) { totalCount } }"#,
        200,
        "BAD_REQUEST",
        [
            "“day” needs an event, whose time zone says when the day begins.",
            "« day » exige un événement, dont le fuseau horaire dit quand le jour commence.",
            "«day» requiere un evento, cuya zona horaria dice cuándo empieza el día.",
        ],
    ),
    (
        "{ nothingOfThisName }",
        400,
        "BAD_REQUEST",
        [
            "The GraphQL request is not valid: Unknown field \"nothingOfThisName\" on type \"Query\".",
            "La requête GraphQL n’est pas valide : Unknown field \"nothingOfThisName\" on type \"Query\".",
            "La petición GraphQL no es válida: Unknown field \"nothingOfThisName\" on type \"Query\".",
        ],
    ),
];

/// Asks in each language, and holds the answers against what is expected.
fn hold(refusal: &Refusal, ask: impl Fn(&str) -> Response) {
    let (what, status, code, messages) = refusal;
    for (language, message) in ["en", "fr", "es"].into_iter().zip(messages) {
        let response = ask(language);
        assert_eq!(response.status, *status, "{what}: {}", response.body);
        assert_eq!(response.code(), *code, "{what}");
        // French sets no-break spaces of two widths.
        let shown = response.message().replace(['\u{a0}', '\u{202f}'], " ");
        // What Fluent puts in is marked, so that it keeps its direction in any text.
        let shown = shown.replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(shown, *message, "{what}");
        assert!(response.header_list("vary").contains(&"accept-language".to_owned()), "{what}");
    }
    assert_eq!(ask("tlh").message(), ask("en").message(), "{what}");
}

fn operations_are_refused_in_the_language_of_the_reader(database: Database) {
    let app = DEMO.on(database);

    for refusal in &OPERATIONS {
        hold(refusal, |language| app.query_with(refusal.0, Value::Null, &[("Accept-Language", language)]));
    }
}

fn unknown_locale_in_a_filter_is_refused_too(database: Database) {
    let document = r#"{ sessions(filter: { availableIn: "tlh" }) { totalCount } }"#;

    let messages = OPERATIONS[0].3;
    hold(&(document, 200, "BAD_REQUEST", messages), |language| {
        DEMO.on(database).query_with(document, Value::Null, &[("Accept-Language", language)])
    });
}

fn requests_are_refused_in_the_language_of_the_reader(database: Database) {
    let app = DEMO.on(database);
    let malformed = [
        "This is not a GraphQL request: EOF while parsing an object at line 1 column 1",
        "Ce n’est pas une requête GraphQL : EOF while parsing an object at line 1 column 1",
        "Esto no es una petición GraphQL: EOF while parsing an object at line 1 column 1",
    ];
    let unsupported = [
        "The content type “text/plain” is not supported; send application/json.",
        "Le type de contenu « text/plain » n’est pas pris en charge ; envoyez application/json.",
        "El tipo de contenido «text/plain» no se admite; envíe application/json.",
    ];
    let not_acceptable = [
        "Nothing here can be sent as “text/html”; accept application/graphql-response+json or application/json.",
        "Rien ici ne peut être envoyé en « text/html » ; acceptez application/graphql-response+json ou application/json.",
        "Aquí nada puede enviarse como «text/html»; acepte application/graphql-response+json o application/json.",
    ];
    let too_large = [
        "The body is larger than 1,048,576 bytes.",
        "Le corps dépasse 1 048 576 octets.",
        "El cuerpo supera los 1.048.576 bytes.",
    ];
    let large = "x".repeat(1_048_577);

    hold(&("a malformed body", 400, "BAD_REQUEST", malformed), |language| {
        app.post("application/json", "{", &[("Accept-Language", language)])
    });
    hold(&("a wrong content type", 415, "BAD_REQUEST", unsupported), |language| {
        app.post("text/plain", "{", &[("Accept-Language", language)])
    });
    hold(&("an answer in HTML", 406, "BAD_REQUEST", not_acceptable), |language| {
        app.get("/graphql?query=%7B__typename%7D", &[("Accept", "text/html"), ("Accept-Language", language)])
    });
    hold(&("a large body", 413, "BAD_REQUEST", too_large), |language| {
        app.post("application/json", &large, &[("Accept-Language", language)])
    });
}

fn addresses_are_refused_in_the_language_of_the_reader(database: Database) {
    let app = DEMO.on(database);
    let unknown_locale = [
        "Unknown locale “tlh”. These are offered: en, fr, es.",
        "Langue inconnue : « tlh ». Langues proposées : en, fr, es.",
        "Idioma desconocido: «tlh». Se ofrecen: en, fr, es.",
    ];
    let nothing =
        ["There is nothing at this address.", "Il n’y a rien à cette adresse.", "No hay nada en esta dirección."];
    let method = [
        "This method is not allowed here.",
        "Cette méthode n’est pas permise ici.",
        "Este método no está permitido aquí.",
    ];

    hold(&("an unknown locale in the address", 400, "BAD_REQUEST", unknown_locale), |language| {
        let headers = [("Accept", "application/graphql-response+json"), ("Accept-Language", language)];
        app.get("/graphql?query=%7B__typename%7D&locale=tlh", &headers)
    });
    hold(&("an unknown address", 404, "NOT_FOUND", nothing), |language| {
        app.get("/nowhere", &[("Accept-Language", language)])
    });
    hold(&("another method", 405, "BAD_REQUEST", method), |language| {
        app.send(app.request(Method::PUT, "/graphql").header("Accept-Language", language))
    });
}

fn limits_are_named(database: Database) {
    let app = DEMO.on(database);
    let deep = format!(
        "{{ session(slug: \"x\") {{ {} slug {} }}",
        "event { series { events { nodes {".repeat(3),
        "} ".repeat(13)
    );
    let aliases: String = (0..16).map(|number| format!(" a{number}: event(slug: \"x\") {{ slug }}")).collect();

    for (document, limit) in [(deep, "12"), (format!("{{{aliases} }}"), "15")] {
        let response = app.query(&document);
        assert_eq!(response.status, 400, "{}", response.body);
        assert_eq!(response.code(), "TOO_COMPLEX");
        assert!(response.message().contains(limit), "{}", response.message());
    }
}

fn address_decides_the_language_of_errors_too(database: Database) {
    let path = "/graphql?locale=es&query=%7Bevents(first:-1)%7BtotalCount%7D%7D";

    let response = DEMO.on(database).get(path, &[("Accept-Language", "fr")]);

    assert!(response.message().contains("no está entre"), "{}", response.message());
}

fn refusal_of_a_field_leaves_its_neighbours(database: Database) {
    let document = r#"{ event(slug: "social-media-week-paris-2012", locale: "fr") { slug name(locale: "tlh") } }"#;

    let response = DEMO.on(database).query(document);

    assert_eq!(response.status, 200);
    assert_eq!(response.json["data"], json!({ "event": { "slug": "social-media-week-paris-2012", "name": null } }));
    assert_eq!(response.code(), "BAD_REQUEST");
    assert_eq!(response.json["errors"][0]["path"], json!(["event", "name"]));
}

/// What goes wrong inside is told by a number that the log has too.
fn internals_stay_inside(database: Database) {
    let arguments = ["--execution-timeout-ms", "0"];
    let app = TestApp::start(database, &Options { demo: true, arguments: &arguments, ..Options::default() });
    let sessions =
        "sessions(first: 100) { nodes { title speakers { name sessions { nodes { title tags { label } } } } } }";
    let long: String = (0..15).map(|number| format!(" a{number}: {sessions}")).collect();

    let response = app.query(&format!("{{{long} }}"));

    assert_eq!(response.status, 503, "{}", response.body);
    assert_eq!(response.code(), "UNAVAILABLE");
    assert_eq!(response.message(), "The operation took longer than 0 ms.");
    assert!(!response.header("retry-after").is_empty());
    let id = &response.json["errors"][0]["extensions"]["requestId"];
    assert!(app.log().contains(id.as_str().expect("the error has a number")), "{id}");
}

fn chain_of_fragments_does_not_end_the_server(database: Database) {
    let app = DEMO.on(database);
    let links: String = (0..20_000).map(|at| format!("fragment f{at} on Query{{...f{}}}", at + 1)).collect();

    let refused = app.query(&format!("{{...f0}}{links}fragment f20000 on Query{{__typename}}"));

    assert_eq!(refused.code(), "TOO_COMPLEX", "{}", refused.body);
    assert_eq!(app.query("{ __typename }").at("/__typename"), "Query");
}

fn answer_has_a_limit_of_objects(database: Database) {
    let app = DEMO.on(database);
    let event = "event { sessions(first: 100) { nodes { slug ";
    let document = format!("{{ sessions(first: 100) {{ nodes {{ {} }} }} }}", event.repeat(3) + &"} } } ".repeat(3));

    let refused = app.query(&document);

    assert_eq!(refused.code(), "TOO_COMPLEX", "{:.300}", refused.body);
    assert!(refused.message().contains("20,000"), "{}", refused.message());
}
