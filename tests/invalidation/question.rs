//! Questions of readers: any root field, any filter and order, any page, in any language, through any relations.

use serde_json::{Value, json};
use tests::{Response, TestApp};

use super::{
    chance::Chance,
    selection::{also, arguments, few_arguments, fields, list_arguments, narrow, thread},
    world::{DAYS, LOCALES, Thing, World},
};

/// Stands where a page is asked for.
const PAGE: &str = "%PAGE%";
/// The root fields of a type: one by its slug, and the list.
const ROOTS: [(&str, &str, &str); 7] = [
    ("event", "event", "events"),
    ("series", "series", "seriesList"),
    ("session", "session", "sessions"),
    ("speaker", "speaker", "speakers"),
    ("company", "company", "companies"),
    ("post", "post", "posts"),
    ("tag", "tag", "tags"),
];

/// A question, as it is asked again and again.
#[derive(Clone, Debug)]
pub struct Question {
    /// With [`PAGE`] in it, when it is a list that can be paged.
    template: String,
    page: String,
    /// `Accept-Language`.
    language: Option<&'static str>,
    by_get: bool,
}

impl Question {
    /// Any question: one that asks for little and follows from little, or one that asks for much.
    pub fn any(world: &World, chance: &mut Chance) -> Self {
        if chance.percent(65) { Self::small(world, chance) } else { Self::large(world, chance) }
    }

    fn small(world: &World, chance: &mut Chance) -> Self {
        let template = match chance.below(3) {
            0 => small_list(world, chance),
            1 => {
                // Most relations begin or end at an event.
                let (kind, one, _) = if chance.percent(25) { ROOTS[0] } else { *chance.one(&ROOTS) };
                let (slug, length) = (slug(kind, world, chance), chance.below(3));
                format!("{{ {one}(slug: {}) {{ {} }} }}", json!(slug), thread(kind, length, world, chance))
            }
            _ => match world.any(chance) {
                Some(thing) => Self::about(thing, world, chance).template,
                None => "{ __typename }".to_owned(),
            },
        };
        Self { template, page: String::new(), language: None, by_get: false }
    }

    /// A small one about this thing.
    pub fn about(thing: &Thing, world: &World, chance: &mut Chance) -> Self {
        let (id, length) = (chance.one(&thing.ids).clone(), chance.below(3));
        let of_type = narrow(thing.kind, &thread(thing.kind, length, world, chance));
        let template = format!("{{ node(id: {}) {{ id {of_type} }} }}", json!(id));
        Self { template, page: String::new(), language: None, by_get: false }
    }

    /// The title of this thing, by its slug.
    pub fn by_slug_of(thing: &Thing) -> Self {
        let slug = json!(thing.slugs.last());
        let template = match ROOTS.iter().find(|(kind, ..)| *kind == thing.kind) {
            Some((_, one, _)) => format!("{{ {one}(slug: {slug}) {{ slug publishedAt }} }}"),
            None => "{ __typename }".to_owned(),
        };
        Self { template, page: String::new(), language: None, by_get: false }
    }

    /// All things of its type and, when it is a part, of its event.
    pub fn among(thing: &Thing) -> Self {
        let root = ROOTS.iter().find(|(kind, ..)| *kind == thing.kind);
        let template = match (root, &thing.event) {
            (Some((.., list)), _) => format!("{{ {list}(first: 100) {{ totalCount nodes {{ slug }} }} }}"),
            (None, Some(event)) => {
                format!(
                    "{{ happeningNow(event: {}, at: \"{}T08:00:00Z\") {{ room {{ slug }} }} }}",
                    json!(event),
                    DAYS[0]
                )
            }
            (None, None) => "{ __typename }".to_owned(),
        };
        Self { template, page: String::new(), language: None, by_get: false }
    }

    fn large(world: &World, chance: &mut Chance) -> Self {
        let template = match chance.below(100) {
            0..45 => format!("{{ {} }}", list(world, chance)),
            45..70 => format!("{{ {} }}", by_slug(world, chance)),
            70..80 => by_id(world, chance),
            80..88 => format!("{{ {} }}", happening(world, chance)),
            _ => format!("{{ {} one: {} }}", list(world, chance), by_slug(world, chance)),
        };
        let page = match chance.below(4) {
            0 => format!("first: {}", chance.below(4) + 1),
            1 => format!("last: {}", chance.below(4) + 1),
            2 => "first: 100".to_owned(),
            _ => String::new(),
        };
        let languages = [None, None, Some("en"), Some("fr"), Some("es"), Some("fr-CA, es;q=0.5"), Some("de")];
        let by_get = template.len() < 1_000 && chance.percent(20);
        Self { template, page, language: *chance.one(&languages), by_get }
    }

    /// The label of one tag.
    pub fn label_of(slug: &str) -> Self {
        let template = format!("{{ tag(slug: {}) {{ label }} }}", json!(slug));
        Self { template, page: String::new(), language: None, by_get: false }
    }

    pub fn document(&self) -> String {
        self.template.replace(PAGE, &self.page)
    }

    /// The same list before or after the page of an answer.
    pub fn turn(&self, answer: &Response, chance: &mut Chance) -> Option<Self> {
        let info = answer.json.pointer("/data/list/pageInfo")?;
        let size = chance.below(3) + 1;
        let page = match (info["endCursor"].as_str(), info["startCursor"].as_str()) {
            (Some(end), _) if chance.percent(60) => format!("first: {size}, after: {}", json!(end)),
            (_, Some(start)) => format!("last: {size}, before: {}", json!(start)),
            _ => return None,
        };
        Some(Self { page, ..self.clone() })
    }

    /// The answer of a server.
    pub fn ask(&self, app: &TestApp) -> Response {
        let language = self.language.map(|language| ("Accept-Language", language));
        let headers: Vec<(&str, &str)> = language.into_iter().collect();
        if self.by_get {
            let encoded: String = self.document().bytes().map(|byte| format!("%{byte:02x}")).collect();
            return app.get(&format!("/graphql?query={encoded}"), &headers);
        }
        app.post("application/json", &json!({ "query": self.document() }).to_string(), &headers)
    }
}

/// What a reader gets: all that must be the same. Languages are a list in no order.
pub fn said(response: &Response) -> (u16, Vec<String>, &str) {
    (response.status, response.header_list("content-language"), &response.body)
}

/// Arguments of a root field that say in which language to read.
fn reading(chance: &mut Chance) -> Vec<String> {
    let mut arguments = Vec::new();
    if chance.percent(60) {
        arguments.push(format!("locale: {}", json!(chance.one(&LOCALES))));
    }
    match chance.below(8) {
        0 => arguments.push("fallback: []".to_owned()),
        1 => arguments.push(format!("fallback: [{}]", json!(chance.one(&LOCALES)))),
        _ => {}
    }
    arguments
}

fn list(world: &World, chance: &mut Chance) -> String {
    let (kind, _, list) = *chance.one(&ROOTS);
    let mut given = reading(chance);
    given.extend(list_arguments(kind, world, chance));
    given.push(PAGE.to_owned());
    let depth = depth(chance);
    let nodes = fields(kind, depth, world, chance);
    let edges = if chance.percent(10) { "edges { cursor node { slug } }" } else { "" };
    let count = if chance.percent(70) { "totalCount" } else { "" };
    let also = also(chance);
    format!(
        "list: {list}{} {{ {count} {also} nodes {{ {nodes} }} {edges}
            pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }}",
        arguments(&given)
    )
}

fn small_list(world: &World, chance: &mut Chance) -> String {
    let (kind, _, list) = *chance.one(&ROOTS);
    let given = few_arguments(kind, 75, 25, world, chance);
    let length = chance.below(2);
    let shown = match chance.percent(25) {
        true => "totalCount".to_owned(),
        false => format!("nodes {{ {} }}", thread(kind, length, world, chance)),
    };
    format!("{{ {list}{} {{ {shown} }} }}", arguments(&given))
}

/// A slug that a thing of the type has or had, or one that none has: it may come.
fn slug(kind: &str, world: &World, chance: &mut Chance) -> String {
    match world.any_of(kind, chance) {
        Some(thing) if chance.percent(85) => chance.one(&thing.slugs).clone(),
        _ => format!("{kind}-{}", chance.below(30)),
    }
}

fn by_slug(world: &World, chance: &mut Chance) -> String {
    let (kind, one, _) = *chance.one(&ROOTS);
    let slug = slug(kind, world, chance);
    let mut given = reading(chance);
    given.push(format!("slug: {}", json!(slug)));
    let depth = depth(chance);
    format!("{one}{} {{ {} }}", arguments(&given), fields(kind, depth, world, chance))
}

fn by_id(world: &World, chance: &mut Chance) -> String {
    let Some(thing) = world.any(chance) else { return "{ __typename }".to_owned() };
    let (id, depth) = (chance.one(&thing.ids).clone(), depth(chance));
    let of_type = narrow(thing.kind, &fields(thing.kind, depth, world, chance));
    if chance.percent(70) {
        return format!("{{ node(id: {}) {{ id ... on Content {{ slug status updatedAt }} {of_type} }} }}", json!(id));
    }
    let mut ids = vec![id];
    ids.extend(chance.some(&world.all(), 3).iter().map(|thing| thing.ids[0].clone()));
    format!("{{ nodes(ids: {}) {{ id ... on Content {{ uid slug version }} {of_type} }} }}", json!(ids))
}

fn happening(world: &World, chance: &mut Chance) -> String {
    let Some(event) = world.any_of("event", chance) else { return "__typename".to_owned() };
    let mut given = reading(chance);
    given.push(format!("event: {}", json!(event.name(chance))));
    if chance.percent(80) {
        given.push(format!("at: \"{}T{:02}:30:00Z\"", chance.one(&DAYS), 8 + chance.below(12)));
    }
    let session = fields("session", 1, world, chance);
    format!(
        "happeningNow{} {{ room {{ {} }} now {{ {session} }} next {{ {session} }} }}",
        arguments(&given),
        fields("room", 0, world, chance),
    )
}

fn depth(chance: &mut Chance) -> usize {
    chance.weighted(&[(2, 0), (5, 1), (4, 2), (1, 3)])
}

/// Whether an answer could have been kept: it has no errors.
pub fn can_be_kept(question: &Question, response: &Response) -> bool {
    let follows_clock = question.template.contains("happeningNow") && !question.template.contains(" at: ");
    response.json["errors"] == Value::Null && !follows_clock
}
