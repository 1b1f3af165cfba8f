//! What is written: any fields of any type, with values of which some are the same again.

use serde_json::{Value, json};

use super::{
    chance::Chance,
    world::{DAYS, LOCALES, Thing, WORDS, World, phrase},
};

/// Titles of a type, and its other texts.
pub fn texts(kind: &str) -> (Option<&'static str>, &'static [&'static str]) {
    match kind {
        "event" => (Some("name"), &["tagline", "description", "venueName"]),
        "session" => (Some("title"), &["subtitle", "abstract", "description"]),
        "post" => (Some("title"), &["excerpt", "body"]),
        "tag" => (Some("label"), &[]),
        "tier" => (Some("name"), &[]),
        "release" => (Some("name"), &["note"]),
        "speaker" => (None, &["jobTitle", "bio"]),
        "company" => (None, &["description"]),
        _ => (Some("name"), &["description"]),
    }
}

/// All that a new thing cannot be without, and some of the rest.
pub fn of_new(kind: &str, event: Option<&str>, world: &World, chance: &mut Chance) -> Value {
    let locale = *chance.one(&LOCALES);
    let mut fields = some(kind, event, world, chance);
    fields["sourceLocale"] = json!(locale);
    let mut translation = translation(kind, locale, chance);
    match texts(kind).0 {
        Some(title) => translation[title] = json!(phrase(chance, 2)),
        None => fields["name"] = json!(phrase(chance, 2)),
    }
    fields["translations"] = json!([translation]);
    if kind == "event" {
        for field in [days(chance), json!({ "timeZone": "Europe/Paris" })] {
            merge(&mut fields, field);
        }
    }
    if let Some(event) = event {
        fields["event"] = json!(event);
    }
    fields
}

/// Some fields of a thing.
pub fn some(kind: &str, event: Option<&str>, world: &World, chance: &mut Chance) -> Value {
    let mut all = own(kind, event, world, chance);
    if chance.percent(60) {
        let locales = chance.some(&LOCALES, 2);
        all.push(json!({ "translations": locales.iter().map(|locale| translation(kind, locale, chance)).collect::<Vec<_>>() }));
    }
    if chance.percent(12) {
        all.push(json!({ "slug": format!("{kind}-{}", chance.below(30)) }));
    }
    let mut fields = json!({});
    let chosen: Vec<Value> = chance.some(&all, 4).into_iter().cloned().collect();
    chosen.into_iter().for_each(|field| merge(&mut fields, field));
    fields
}

fn merge(fields: &mut Value, more: Value) {
    for (name, value) in more.as_object().into_iter().flatten() {
        fields[name] = value.clone();
    }
}

/// The texts of one language: some of them, of which some are taken away; all of them, to take the language away.
fn translation(kind: &str, locale: &str, chance: &mut Chance) -> Value {
    let (title, others) = texts(kind);
    let mut translation = json!({ "locale": locale });
    let is_end = chance.percent(20);
    for text in title.iter().chain(others) {
        if is_end {
            translation[*text] = Value::Null;
        } else if chance.percent(60) {
            translation[*text] = if chance.percent(85) { json!(phrase(chance, 3)) } else { Value::Null };
        }
    }
    if chance.percent(15) {
        translation["slug"] = json!(format!("{kind}-{locale}-{}", chance.below(20)));
    } else if chance.percent(5) {
        translation["slug"] = Value::Null;
    }
    translation
}

/// The name of one of these, or nothing.
fn maybe(of: &[&Thing], chance: &mut Chance) -> Value {
    if of.is_empty() || chance.percent(20) { Value::Null } else { json!(chance.one(of).name(chance)) }
}

fn names(of: &[&Thing], most: usize, chance: &mut Chance) -> Vec<String> {
    chance.some(of, most).into_iter().map(|thing| thing.name(chance)).collect()
}

fn flag(name: &str, chance: &mut Chance) -> Value {
    json!({ name: chance.percent(50) })
}

fn address(name: &str, chance: &mut Chance) -> Value {
    json!({ name: format!("https://example.org/{}", chance.below(50)) })
}

/// Whenever it begins and ends, all of both days lies within.
fn days(chance: &mut Chance) -> Value {
    json!({
        "startsAt": format!("{}T0{}:00:00Z", DAYS[0], 5 + chance.below(3)),
        "endsAt": format!("{}T2{}:00:00Z", DAYS[1], 1 + chance.below(3)),
    })
}

fn hour(chance: &mut Chance) -> Value {
    let (day, hour) = (chance.one(&DAYS), 8 + chance.below(11));
    json!({ "startsAt": format!("{day}T{hour:02}:00:00Z"), "endsAt": format!("{day}T{:02}:00:00Z", hour + 1) })
}

/// Each field but the texts and the slug, with a value.
fn own(kind: &str, event: Option<&str>, world: &World, chance: &mut Chance) -> Vec<Value> {
    let part = |kind| event.map(|event| world.parts(kind, event)).unwrap_or_default();
    let languages =
        |chance: &mut Chance| chance.some(&["en", "fr", "es", "fr-CA"], 2).into_iter().copied().collect::<Vec<_>>();
    match kind {
        "event" => {
            let sponsor = |company: String, chance: &mut Chance| json!({ "company": company, "tier": maybe(&part("tier"), chance) });
            let sponsors: Vec<Value> =
                names(&world.of("company"), 3, chance).into_iter().map(|company| sponsor(company, chance)).collect();
            vec![
                json!({ "series": maybe(&world.of("series"), chance) }),
                json!({ "sponsorships": sponsors }),
                json!({ "sponsorships": sponsors }),
                days(chance),
                json!({ "city": *chance.one(&["Paris", "Lyon", "Madrid"]) }),
                json!({ "country": *chance.one(&["FR", "ES"]) }),
                json!({ "hashtags": chance.some(&["one", "two", "three"], 2) }),
                json!({ "attendanceMode": *chance.one(&["OFFLINE", "ONLINE", "MIXED"]) }),
                json!({ "dayStartsAt": *chance.one(&["00:00", "04:00", "10:00"]) }),
                json!({ "edition": chance.below(9) + 1 }),
                address("website", chance),
            ]
        }
        "session" => {
            let roles = ["SPEAKER", "HOST", "MODERATOR"];
            let speakers = names(&world.of("speaker"), 3, chance);
            let speakers: Vec<Value> =
                speakers.iter().map(|speaker| json!({ "speaker": speaker, "role": *chance.one(&roles) })).collect();
            vec![
                json!({ "room": maybe(&part("room"), chance) }),
                json!({ "track": maybe(&part("track"), chance) }),
                json!({ "speakers": speakers }),
                json!({ "speakers": speakers }),
                json!({ "tags": names(&world.of("tag"), 3, chance) }),
                hour(chance),
                json!({ "startsAt": null, "endsAt": null }),
                json!({ "kind": *chance.one(&["TALK", "PANEL", "KEYNOTE"]) }),
                json!({ "level": *chance.one(&["BEGINNER", "ADVANCED"]) }),
                json!({ "state": *chance.one(&["CONFIRMED", "CANCELLED", "TENTATIVE"]) }),
                json!({ "spokenLanguages": languages(chance) }),
                flag("featured", chance),
                address("recordingUrl", chance),
            ]
        }
        "speaker" => vec![
            json!({ "company": maybe(&world.of("company"), chance) }),
            json!({ "company": maybe(&world.of("company"), chance) }),
            json!({ "name": phrase(chance, 2) }),
            json!({ "languages": languages(chance) }),
            json!({ "pronouns": *chance.one(&WORDS) }),
            address("photoUrl", chance),
        ],
        "company" => vec![json!({ "name": phrase(chance, 2) }), address("website", chance), address("logoUrl", chance)],
        "post" => vec![
            json!({ "author": maybe(&world.of("speaker"), chance) }),
            json!({ "company": maybe(&world.of("company"), chance) }),
            json!({ "events": names(&world.of("event"), 2, chance) }),
            // Sessions of different events may have the same slug: then it names none of them.
            json!({ "sessions": chance.some(&world.of("session"), 2).iter().map(|thing| &thing.uid).collect::<Vec<_>>() }),
            json!({ "tags": names(&world.of("tag"), 2, chance) }),
            address("coverUrl", chance),
        ],
        "room" => vec![json!({ "capacity": chance.below(500) }), json!({ "position": chance.below(6) })],
        "track" => {
            vec![json!({ "colour": format!("#{:06x}", chance.below(4096)) }), json!({ "position": chance.below(6) })]
        }
        "tier" => vec![json!({ "position": chance.below(6) })],
        _ => vec![],
    }
}
