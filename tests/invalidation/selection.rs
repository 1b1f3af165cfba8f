//! What a question asks of things: fields, relations in all directions, filters and orders of lists.

use serde_json::json;

use super::{
    chance::Chance,
    fields::texts,
    world::{DAYS, LOCALES, World, phrase},
};

/// How a type is related to another one, as the schema tells it.
#[derive(Clone, Copy)]
enum Shape {
    /// A thing, or a list of things.
    Plain(&'static str),
    /// As plain, for those who take part in a session.
    ByRole(&'static str),
    Connection(&'static str),
    Participations,
    Sponsorships,
    Schedule,
    /// What changed of a programme.
    Changes,
}

use Shape::{ByRole, Changes, Connection, Participations, Plain, Schedule, Sponsorships};

fn relations(kind: &str) -> &'static [(&'static str, Shape)] {
    match kind {
        "event" => &[
            ("series", Plain("series")),
            ("rooms", Plain("room")),
            ("tracks", Plain("track")),
            ("tiers", Plain("tier")),
            ("releases", Plain("release")),
            ("changes", Changes),
            ("sessions", Connection("session")),
            ("speakers", Connection("speaker")),
            ("posts", Connection("post")),
            ("sponsorships", Sponsorships),
            ("schedule", Schedule),
        ],
        "session" => &[
            ("event", Plain("event")),
            ("room", Plain("room")),
            ("track", Plain("track")),
            ("speakers", ByRole("speaker")),
            ("participations", Participations),
            ("tags", Plain("tag")),
            ("posts", Connection("post")),
        ],
        "speaker" => &[
            ("company", Plain("company")),
            ("sessions", Connection("session")),
            ("events", Connection("event")),
            ("posts", Connection("post")),
        ],
        "company" => &[
            ("speakers", Connection("speaker")),
            ("sponsoredEvents", Connection("event")),
            ("posts", Connection("post")),
            ("sponsorships", Sponsorships),
        ],
        "post" => &[
            ("author", Plain("speaker")),
            ("company", Plain("company")),
            ("events", Plain("event")),
            ("sessions", Plain("session")),
            ("tags", Plain("tag")),
        ],
        "tag" => &[("sessions", Connection("session")), ("posts", Connection("post"))],
        "series" => &[("events", Connection("event"))],
        "tier" => &[("event", Plain("event")), ("sponsorships", Sponsorships)],
        "release" => &[("event", Plain("event")), ("changes", Changes)],
        _ => &[("event", Plain("event")), ("sessions", Connection("session"))],
    }
}

const SHARED: [&str; 8] = [
    "id",
    "uid",
    "canonicalSlug",
    "version status",
    "updatedAt",
    "publishedAt unpublishedAt",
    "localization { requested served available complete fields { name locale } }",
    "createdAt archivedAt",
];

fn own(kind: &str) -> &'static [&'static str] {
    match kind {
        "event" => &[
            "startsAt endsAt timeZone",
            "city",
            "venue { name city country }",
            "hashtags attendanceMode",
            "edition dayStartsAt",
        ],
        "session" => &["startsAt endsAt", "kind level state", "featured recordingUrl", "spokenLanguages"],
        "speaker" => &["name", "name pronouns", "languages photoUrl"],
        "company" => &["name", "name website", "logoUrl"],
        "post" => &["coverUrl"],
        "room" => &["capacity", "position"],
        "track" => &["colour", "position"],
        "tier" => &["position"],
        "release" => &["releasedAt"],
        _ => &[],
    }
}

/// Now and then a second selection of the same items, which the executor joins with the first; of one, all is skipped.
pub fn also(chance: &mut Chance) -> &'static str {
    match chance.below(12) {
        0 => "nodes { slug @skip(if: true) }",
        1 => "nodes { uid }",
        _ => "",
    }
}

/// Some fields of a type, and so many levels of relations.
pub fn fields(kind: &str, depth: usize, world: &World, chance: &mut Chance) -> String {
    let mut chosen = vec!["slug".to_owned()];
    chosen.extend(chance.some(&SHARED, 2).into_iter().map(|field| (*field).to_owned()));
    chosen.extend(chance.some(own(kind), 2).into_iter().map(|field| (*field).to_owned()));
    let (title, others) = texts(kind);
    if let Some(title) = title {
        chosen.push(title.to_owned());
        if chance.percent(15) {
            let locale = chance.one(&LOCALES);
            chosen.push(format!("in_{locale}: {title}(locale: {})", json!(locale)));
        }
    }
    let hidden = ["venueName"];
    chosen.extend(
        chance.some(others, 2).into_iter().filter(|text| !hidden.contains(text)).map(|text| (*text).to_owned()),
    );
    if chance.percent(15) {
        let title = title.unwrap_or_default();
        chosen.push(format!(
            "translations {{ locale {title} slug status outdated outdatedFields publishedAt updatedAt }}"
        ));
    }
    if depth > 0 {
        let some = chance.some(relations(kind), 2);
        for (field, shape) in some {
            chosen.push(relation(field, *shape, depth - 1, world, chance));
        }
    }
    // A speaker's name may be chosen twice; that is one field.
    chosen.join(" ")
}

fn relation(field: &str, shape: Shape, depth: usize, world: &World, chance: &mut Chance) -> String {
    match shape {
        Plain(kind) => format!("{field} {{ {} }}", fields(kind, depth, world, chance)),
        ByRole(kind) => {
            let role = if chance.percent(30) { "(role: MODERATOR)" } else { "" };
            format!("{field}{role} {{ {} }}", fields(kind, depth, world, chance))
        }
        Connection(kind) => {
            let mut given = list_arguments(kind, world, chance);
            match chance.below(3) {
                0 => given.push(format!("first: {}", chance.below(3) + 1)),
                1 => given.push(format!("last: {}", chance.below(3) + 1)),
                _ => {}
            }
            let count = if chance.percent(50) { "totalCount" } else { "" };
            let info = if chance.percent(30) { "pageInfo { hasNextPage hasPreviousPage endCursor }" } else { "" };
            let nodes = fields(kind, depth, world, chance);
            if chance.percent(10) {
                return format!("{field}{} {{ totalCount }}", arguments(&given));
            }
            let also = also(chance);
            format!("{field}{} {{ {count} {info} {also} nodes {{ {nodes} }} }}", arguments(&given))
        }
        Participations => {
            format!("{field} {{ role position speaker {{ {} }} }}", fields("speaker", depth, world, chance))
        }
        Sponsorships => format!(
            "{field} {{ position company {{ {} }} tier {{ {} }} event {{ {} }} }}",
            fields("company", depth, world, chance),
            fields("tier", 0, world, chance),
            fields("event", 0, world, chance),
        ),
        Schedule => format!(
            "{field} {{ days {{ date opensAt closesAt rooms {{ room {{ {} }} sessions {{ {} }} }} }} unscheduled {{ {} }} }}",
            fields("room", 0, world, chance),
            fields("session", depth.min(1), world, chance),
            fields("session", 0, world, chance),
        ),
        Changes => format!(
            "{field} {{ kind at sessionUid session {{ {} }} before {{ title startsAt speakers {{ slug }} }}
                after {{ title endsAt room {{ {} }} state }} }}",
            fields("session", 0, world, chance),
            fields("room", 0, world, chance),
        ),
    }
}

/// As little as can be asked of a type through so many relations: what it follows from, nothing else hides.
pub fn thread(kind: &str, length: usize, world: &World, chance: &mut Chance) -> String {
    if length == 0 {
        let title = texts(kind).0.unwrap_or("name");
        return chance.one(&["slug", "id", title]).to_string();
    }
    let (mut field, mut shape) = *chance.one(relations(kind));
    if !matches!(shape, Connection(_)) && chance.percent(40) {
        (field, shape) = *chance.one(relations(kind));
    }
    let to = |kind: &str, chance: &mut Chance| thread(kind, length - 1, world, chance);
    match shape {
        Plain(kind) | ByRole(kind) => format!("{field} {{ {} }}", to(kind, chance)),
        Connection(kind) => {
            let nodes = to(kind, chance);
            let given = few_arguments(kind, 30, 20, world, chance);
            let shown = if chance.percent(25) { "totalCount".to_owned() } else { format!("nodes {{ {nodes} }}") };
            format!("{field}{} {{ {shown} }}", arguments(&given))
        }
        Participations => format!("{field} {{ role speaker {{ {} }} }}", to("speaker", chance)),
        Sponsorships => match chance.below(3) {
            0 => format!("{field} {{ company {{ slug }} }}"),
            1 => format!("{field} {{ tier {{ slug }} }}"),
            _ => format!("{field} {{ event {{ slug }} }}"),
        },
        Changes => format!("{field} {{ kind after {{ title }} }}"),
        Schedule => match chance.below(3) {
            0 => format!("{field} {{ unscheduled {{ slug }} }}"),
            1 => format!("{field} {{ days {{ date opensAt closesAt }} }}"),
            _ => {
                format!("{field} {{ days {{ rooms {{ room {{ slug }} sessions {{ {} }} }} }} }}", to("session", chance))
            }
        },
    }
}

/// A filter of one part: more often one that names another thing.
fn one_filter(kind: &str, world: &World, chance: &mut Chance) -> String {
    let (plain, named) = filters(kind, world, chance);
    let of = if chance.percent(65) && !named.is_empty() { named } else { plain };
    format!("filter: {{ {} }}", chance.one(&of))
}

/// `filter` and `orderBy` of a list.
pub fn list_arguments(kind: &str, world: &World, chance: &mut Chance) -> Vec<String> {
    let mut given = Vec::new();
    if chance.percent(50) {
        let (mut candidates, named) = filters(kind, world, chance);
        candidates.extend(named);
        let mut some: Vec<&String> = chance.some(&candidates, 2);
        // Both may name an event.
        some.dedup_by_key(|part| part.split(':').next());
        let some: Vec<&str> = some.into_iter().map(String::as_str).collect();
        given.push(format!("filter: {{ {} }}", some.join(", ")));
    }
    if chance.percent(50) {
        let orders = chance.some(orders(kind), 2);
        let orders: Vec<String> = orders
            .into_iter()
            .map(|field| format!("{{ field: {field}, direction: {} }}", chance.one(&["ASC", "DESC"])))
            .collect();
        given.push(format!("orderBy: [{}]", orders.join(", ")));
    }
    given
}

fn orders(kind: &str) -> &'static [&'static str] {
    match kind {
        "event" => &["NAME", "STARTS_AT", "UPDATED_AT"],
        "session" => &["STARTS_AT", "ENDS_AT", "TITLE", "UPDATED_AT"],
        "post" => &["PUBLISHED_AT", "TITLE", "UPDATED_AT"],
        "tag" => &["LABEL"],
        _ => &["NAME", "UPDATED_AT"],
    }
}

/// Each part that a filter of the type may have, with a value; those that name another thing apart.
fn filters(kind: &str, world: &World, chance: &mut Chance) -> (Vec<String>, Vec<String>) {
    let mut all = vec![
        format!("availableIn: {}", json!(chance.one(&LOCALES))),
        format!("search: {}", json!(phrase(chance, 1).to_lowercase())),
        "status: [PUBLISHED]".to_owned(),
    ];
    let mut named: Vec<(&str, &str)> = Vec::new();
    let span = |field: &str, chance: &mut Chance| {
        let at = format!("\"{}T{:02}:00:00Z\"", chance.one(&DAYS), 5 + chance.below(18));
        format!("{field}: {{ {}: {at} }}", chance.one(&["gte", "lt"]))
    };
    match kind {
        "event" => {
            named.extend([("series", "series"), ("speaker", "speaker"), ("sponsor", "company")]);
            all.extend([span("startsAt", chance), span("endsAt", chance)]);
            all.push(format!("city: {}", json!(chance.one(&["Paris", "Lyon", "Madrid"]))));
            all.push(format!("hashtag: {}", json!(chance.one(&["one", "two", "three"]))));
            all.push(format!("attendanceMode: {}", chance.one(&["OFFLINE", "ONLINE"])));
        }
        "session" => {
            named.extend([
                ("event", "event"),
                ("room", "room"),
                ("track", "track"),
                ("speaker", "speaker"),
                ("company", "company"),
                ("tag", "tag"),
            ]);
            all.push(span("startsAt", chance));
            all.push(format!("kind: [{}]", chance.one(&["TALK", "PANEL", "KEYNOTE, TALK"])));
            all.push(format!("state: [{}]", chance.one(&["CONFIRMED", "CANCELLED"])));
            all.push(format!("level: [{}]", chance.one(&["BEGINNER", "ADVANCED"])));
            all.push(format!("featured: {}", chance.percent(50)));
            all.push(format!("scheduled: {}", chance.percent(70)));
            all.push(format!("spokenLanguage: {}", json!(chance.one(&LOCALES))));
            if let Some(event) = world.any_of("event", chance) {
                let event = json!(chance.one(&event.slugs));
                all.push(format!("event: {event}, day: {}", json!(chance.one(&DAYS))));
            }
        }
        "speaker" => {
            named.extend([("company", "company"), ("event", "event")]);
            all.push(format!("speaks: {}", json!(chance.one(&LOCALES))));
        }
        "company" => named.push(("sponsorOf", "event")),
        "post" => {
            named.extend([
                ("author", "speaker"),
                ("company", "company"),
                ("event", "event"),
                ("session", "session"),
                ("tag", "tag"),
            ]);
            all.push(format!("publishedAt: {{ {}: \"2025-01-01T00:00:00Z\" }}", chance.one(&["gte", "lt"])));
        }
        _ => {}
    }
    let name = |(field, kind): (&str, &str)| {
        let name = world.any_of(kind, chance)?.name(chance);
        Some(format!("{field}: {}", json!(name)))
    };
    (all, named.into_iter().filter_map(name).collect())
}

/// Arguments in their parentheses, when there are any.
pub fn arguments(given: &[String]) -> String {
    if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) }
}

/// The fields of a type within an interface.
pub fn narrow(kind: &str, fields: &str) -> String {
    let (first, rest) = kind.split_at(1);
    format!("... on {}{rest} {{ {fields} }}", first.to_uppercase())
}

/// The arguments of a small list: so often out of a hundred a filter, so often an order and a page.
pub fn few_arguments(kind: &str, filtered: usize, arranged: usize, world: &World, chance: &mut Chance) -> Vec<String> {
    let mut given = Vec::new();
    if chance.percent(filtered) {
        given.push(one_filter(kind, world, chance));
    }
    if chance.percent(arranged) {
        given.push(format!("orderBy: [{{ field: {} }}]", chance.one(orders(kind))));
    }
    if chance.percent(arranged) {
        given.push(format!("{}: {}", chance.one(&["first", "last"]), chance.below(2) + 1));
    }
    given
}
