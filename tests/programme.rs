//! The programme of an event as a whole, and what happens at an instant.

use serde_json::{Value, json};
use tests::{DEMO, Database, on_both_databases};

on_both_databases![
    schedule_holds_every_session_once,
    night_belongs_to_the_day_it_began_on,
    what_has_no_time_stands_apart,
    schedule_is_in_one_language,
    exact_schedule_leaves_out_what_is_not_translated,
    now_and_next_at_the_round_table,
    cancelled_sessions_do_not_happen,
    session_ends_when_its_end_has_come,
    nothing_happens_where_there_is_no_event,
];

const EVENT: &str = "social-media-week-paris-2012";

fn schedule_holds_every_session_once(database: Database) {
    let document = format!(
        r#"{{ event(slug: "{EVENT}") {{
            schedule {{ days {{ rooms {{ sessions {{ slug }} }} }} unscheduled {{ slug }} }}
            sessions(first: 100) {{ nodes {{ slug }} }}
        }} }}"#
    );

    let response = DEMO.on(database).query(&document);

    fn slugs(value: &Value) -> Vec<&str> {
        match value {
            Value::Array(items) => items.iter().flat_map(slugs).collect(),
            Value::Object(fields) => fields.values().flat_map(slugs).collect(),
            Value::String(slug) => vec![slug],
            _ => vec![],
        }
    }
    let mut scheduled = slugs(response.at("/event/schedule"));
    let mut listed = slugs(response.at("/event/sessions"));
    scheduled.sort_unstable();
    listed.sort_unstable();
    assert_eq!(scheduled.len(), 24);
    assert_eq!(scheduled, listed);
}

fn night_belongs_to_the_day_it_began_on(database: Database) {
    let document = format!(
        r#"{{ event(slug: "{EVENT}") {{ dayStartsAt schedule {{ days {{ date opensAt closesAt rooms {{ room {{ slug }} }} }} }} }} }}"#
    );

    let response = DEMO.on(database).query(&document);

    assert_eq!(response.at("/event/dayStartsAt"), "04:00");
    let dates = response.texts("/event/schedule/days", "date");
    assert_eq!(dates, ["2012-02-13", "2012-02-14", "2012-02-15", "2012-02-16", "2012-02-17"]);
    let thursday = json!({
        "date": "2012-02-16",
        "opensAt": "2012-02-16T09:00:00Z",
        "closesAt": "2012-02-17T01:00:00Z",
        "rooms": [
            { "room": { "slug": "main-auditorium" } },
            { "room": { "slug": "daguerre" } },
            { "room": { "slug": "foyer" } },
        ],
    });
    assert_eq!(response.at("/event/schedule/days/3"), &thursday);
}

fn what_has_no_time_stands_apart(database: Database) {
    let document = format!(
        r#"{{ event(slug: "{EVENT}") {{ schedule {{ unscheduled {{ slug startsAt endsAt room {{ slug }} }} }} }} }}"#
    );

    let response = DEMO.on(database).query(&document);

    let session = json!({ "slug": "bring-your-own-question", "startsAt": null, "endsAt": null, "room": null });
    assert_eq!(response.at("/event/schedule/unscheduled"), &json!([session]));
}

fn schedule_is_in_one_language(database: Database) {
    let document = format!(
        r#"{{ event(slug: "{EVENT}", locale: "es") {{
            schedule {{ days {{ rooms {{ room {{ name }} sessions {{ title localization {{ requested }} }} }} }} }}
        }} }}"#
    );

    let response = DEMO.on(database).query(&document);

    let thursday = response.at("/event/schedule/days/3/rooms");
    let session = |title: &str| json!({ "title": title, "localization": { "requested": "es" } });
    let expected = json!([
        { "room": { "name": "Gran auditorio" }, "sessions": [session("Contratar a la vista de todos")] },
        {
            "room": { "name": "Sala Daguerre" },
            "sessions": [session("Periodismo de bolsillo"), session("Works councils and walls")],
        },
        { "room": { "name": "El vestíbulo" }, "sessions": [session("La noche de las etiquetas")] },
    ]);
    assert_eq!(thursday, &expected);
    assert_eq!(response.header_list("content-language"), ["en", "es", "fr"], "two holes are shown elsewhere");
}

fn exact_schedule_leaves_out_what_is_not_translated(database: Database) {
    let document = format!(
        r#"{{
            event(slug: "{EVENT}", locale: "es", fallback: []) {{
                schedule {{ days {{ date rooms {{ sessions {{ slug }} }} }} }}
            }}
            happeningNow(event: "{EVENT}", at: "2012-02-16T13:15:00Z", locale: "es", fallback: []) {{
                room {{ slug }} now {{ slug }}
            }}
        }}"#
    );

    let response = DEMO.on(database).query(&document);

    let daguerre = response.at("/event/schedule/days/3/rooms/1/sessions");
    assert_eq!(daguerre, &json!([{ "slug": "pocket-journalism" }]));
    assert_eq!(response.at("/happeningNow/1"), &json!({ "room": { "slug": "daguerre" }, "now": null }));
}

/// Now and next of each room at an instant, `-` for nothing.
fn happening(database: Database, arguments: &str) -> Vec<String> {
    let document = format!(
        "{{ happeningNow(event: \"{EVENT}\" {arguments}) {{ room {{ slug }} now {{ slug }} next {{ slug }} }} }}"
    );
    let response = DEMO.on(database).query(&document);
    let rooms = response.at("/happeningNow").as_array().cloned().unwrap_or_default();
    let slug = |room: &Value, field: &str| room[field]["slug"].as_str().unwrap_or("-").to_owned();
    let line = |room| ["room", "now", "next"].map(|field| slug(room, field)).join(" ");
    rooms.iter().map(line).collect()
}

fn now_and_next_at_the_round_table(database: Database) {
    let expected = [
        "main-auditorium social-media-in-corporations a-crisis-in-140-characters",
        "daguerre - anonymat-et-pseudonymes",
        "workshop - measuring-what-matters",
        "foyer - six-ideas-in-sixty-minutes",
    ];

    assert_eq!(happening(database, ""), expected);
    assert_eq!(happening(database, r#", at: "2012-02-14T19:30:00+01:00""#), expected);
}

fn cancelled_sessions_do_not_happen(database: Database) {
    let during = happening(database, r#", at: "2012-02-15T15:45:00Z""#);

    assert_eq!(during[1], "daguerre - pocket-journalism");
    let before = happening(database, r#", at: "2012-02-15T15:20:00Z""#);
    assert_eq!(before[1], "daguerre - pocket-journalism");
}

fn session_ends_when_its_end_has_come(database: Database) {
    let main = |at: &str| happening(database, &format!(", at: \"{at}\"")).swap_remove(0);

    assert_eq!(main("2012-02-14T18:00:00Z").split(' ').nth(1), Some("social-media-in-corporations"));
    assert_eq!(main("2012-02-14T19:59:59Z").split(' ').nth(1), Some("social-media-in-corporations"));
    assert_eq!(main("2012-02-14T20:00:00Z").split(' ').nth(1), Some("-"));
    assert_eq!(main("2012-02-17T16:00:00Z"), "main-auditorium - -");
}

fn nothing_happens_where_there_is_no_event(database: Database) {
    let response = DEMO.on(database).query(r#"{ happeningNow(event: "no-such-event") { room { slug } } }"#);

    assert_eq!(response.data(), &json!({ "happeningNow": null }));
}
