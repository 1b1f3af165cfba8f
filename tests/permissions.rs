//! Who may do what, tried for real: every role with every deed on every type, for all events and for some, on what
//! belongs to an event of its own, to another one, to both and to none, public and hidden. What is expected is the
//! printed table (`tribune schema --permissions`), and nothing else.

use std::{
    collections::{BTreeSet, HashMap},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use serde_json::{Value, json};
use tests::{Database, NOW, Options, Response, TestApp, Token, on_both_databases, run};

use crate::kinds::{KINDS, Kind, PREVIEW, PURGE, UPSERT, of_all, word};

on_both_databases![
    every_role_does_what_the_table_says_and_no_more,
    languages_limit_texts_and_nothing_else,
    a_name_elsewhere_takes_the_right_to_update,
    pending_edits_are_let_go_by_whoever_may_write_them,
    nothing_is_moved_to_where_the_account_may_not_write,
];

const DEEDS: [&str; 7] = ["view", "create", "update", "translate", "publish", "archive", "purge"];

/// A word of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Yes,
    Own,
    No,
}

/// The printed table.
struct Table {
    roles: Vec<String>,
    reach: HashMap<[String; 3], Reach>,
}

impl Table {
    fn printed() -> Self {
        let page = run(&["schema", "--permissions"]).succeeded().stdout;
        let cells = |line: &str| -> Vec<String> {
            line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
        };
        let mut rows = page.lines().skip_while(|line| !line.starts_with("| type | deed |")).map(cells);
        let roles = rows.next().expect("the page has the table")[2..].to_vec();
        let mut reach = HashMap::new();
        for row in rows.skip(1) {
            for (role, word) in roles.iter().zip(&row[2..]) {
                let word = match word.as_str() {
                    "yes" => Reach::Yes,
                    "own" => Reach::Own,
                    "no" => Reach::No,
                    other => panic!("`{other}` is no word of the table"),
                };
                reach.insert([role.clone(), row[1].clone(), row[0].clone()], word);
            }
        }
        let table = Self { roles, reach };
        table.assert_complete();
        table
    }

    /// What the table left out would be tried by nobody.
    fn assert_complete(&self) {
        assert_eq!(self.roles, ["admin", "editor", "author", "translator", "moderator"]);
        assert_eq!(self.reach.len(), self.roles.len() * DEEDS.len() * KINDS.len());
        for ([role, deed, kind], reach) in &self.reach {
            assert!(DEEDS.contains(&deed.as_str()) && Kind::named(kind).name == kind, "{role} {deed} {kind}");
            // Only of posts there are some that another account has created, see `World::of_somebody`.
            assert!(*reach != Reach::Own || kind == "post", "{role} {deed} {kind}");
        }
    }

    /// Nobody is no role, and may nothing.
    fn reach(&self, role: &str, deed: &str, kind: &Kind) -> Reach {
        self.reach.get(&[role, deed, kind.name].map(str::to_owned)).copied().unwrap_or(Reach::No)
    }
}

/// Where a thing belongs, for an account with a grant for its own events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Own,
    Other,
    /// To an own event and to another.
    Shared,
    Nowhere,
}

impl Place {
    const ALL: [Self; 4] = [Self::Own, Self::Other, Self::Shared, Self::Nowhere];
    const SIDES: [Self; 2] = [Self::Own, Self::Other];

    fn of(kind: &Kind) -> &'static [Self] {
        if kind.is_part || kind.name == "event" { &Self::SIDES } else { &Self::ALL }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Other => "other",
            Self::Shared => "shared",
            Self::Nowhere => "nowhere",
        }
    }

    /// The sides whose events it belongs to.
    fn sides(self) -> &'static [Self] {
        match self {
            Self::Own => &[Self::Own],
            Self::Other => &[Self::Other],
            Self::Shared => &Self::SIDES,
            Self::Nowhere => &[],
        }
    }
}

/// Who has created a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Maker {
    /// An import.
    Nobody,
    /// Another account.
    Somebody,
    /// The account that tries.
    Itself,
}

/// Something to try a deed on.
#[derive(Clone, Debug)]
struct Target {
    kind: &'static Kind,
    place: Place,
    is_public: bool,
    maker: Maker,
    slug: String,
    id: String,
    uid: String,
}

impl Target {
    fn new(kind: &'static Kind, place: Place, is_public: bool, maker: Maker) -> Self {
        Self { kind, place, is_public, maker, slug: String::new(), id: String::new(), uid: String::new() }
    }

    /// As the answer to what has created it names it.
    fn named(self, slug: &str, thing: &Value) -> Self {
        let text = |field: &str| thing[field].as_str().unwrap_or_default().to_owned();
        Self { slug: slug.to_owned(), id: text("id"), uid: text("uid"), ..self }
    }
}

/// How a try ends.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Done,
    /// It is seen, and still this may not be done.
    Forbidden,
    /// As for a thing that never was.
    Absent,
    /// Without an account.
    Unauthenticated,
    Else(String),
}

impl Verdict {
    fn of(response: &Response) -> Self {
        if response.is_forbidden() {
            return Self::Forbidden;
        }
        let Some(errors) = response.json["errors"].as_array() else {
            let is_refused = response.json["data"]["done"]["userErrors"].as_array().is_some_and(|all| !all.is_empty());
            return if is_refused { Self::Else(response.body.clone()) } else { Self::Done };
        };
        match (errors.len(), errors[0]["extensions"]["code"].as_str()) {
            (1, Some("UNAUTHENTICATED")) => Self::Unauthenticated,
            _ => Self::Else(response.body.clone()),
        }
    }

    /// Done when all of it is so, absent when nothing is.
    fn of_sights(sights: &[bool], response: &Response) -> Self {
        match (sights.contains(&true), sights.contains(&false)) {
            (true, false) => Self::Done,
            (false, true) => Self::Absent,
            _ => Self::Else(format!("seen by some paths {sights:?}: {}", response.body)),
        }
    }
}

/// A uid that nothing has.
const ABSENT: &str = "018f2f6e-0000-7000-8000-00000000dead";

/// An answer without the name that it was asked by.
fn nameless(response: &Response, name: &str) -> (u16, String) {
    (response.status, response.json.to_string().replace(name, "…"))
}

/// Another number each time.
fn number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// An account, and the things that it is tried on: no other account touches them.
struct World<'t> {
    app: &'t TestApp,
    table: &'t Table,
    admin: &'t Token,
    /// Another account, which writes posts.
    neighbour: &'t Token,
    role: &'t str,
    /// Whether its grant is for its own events alone.
    is_scoped: bool,
    token: Option<Token>,
    /// What the slugs of its things begin with.
    name: String,
    /// The answers about what is not there, by document.
    absent: HashMap<String, (u16, String)>,
    tried: BTreeSet<[&'static str; 2]>,
    wrong: Vec<String>,
}

impl World<'_> {
    /// What the table says of a deed, in the words of the page around it.
    fn may(&self, deed: &str, target: &Target) -> bool {
        let is_own = target.maker == Maker::Itself;
        let is_reached = match self.table.reach(self.role, deed, target.kind) {
            Reach::Yes => true,
            Reach::Own => is_own,
            Reach::No => false,
        };
        let is_covered = match target.place {
            Place::Own => true,
            Place::Other | Place::Shared => false,
            Place::Nowhere => is_own,
        };
        is_reached && (is_covered || !self.is_scoped)
    }

    /// Whether it sees the thing before it is public, and so its history.
    fn sees_behind(&self, target: &Target) -> bool {
        let is_own = target.maker == Maker::Itself;
        match self.table.reach(self.role, "view", target.kind) {
            Reach::Yes => match target.place {
                Place::Own | Place::Shared => true,
                Place::Other => !self.is_scoped,
                Place::Nowhere => !self.is_scoped || is_own,
            },
            Reach::Own => is_own,
            Reach::No => false,
        }
    }

    fn expected(&self, deed: &str, target: &Target) -> Verdict {
        if self.token.is_none() {
            Verdict::Unauthenticated
        } else if self.may(deed, target) {
            Verdict::Done
        } else if target.is_public || self.sees_behind(target) {
            Verdict::Forbidden
        } else {
            Verdict::Absent
        }
    }

    /// Notes a try, and what was wrong about it.
    fn note(&mut self, deed: &'static str, target: &Target, what: &str, expected: &Verdict, found: &Verdict) {
        self.tried.insert([deed, target.kind.name]);
        if expected != found {
            let Target { kind, place, is_public, maker, .. } = target;
            let (name, place) = (&self.name, place.name());
            let state = if *is_public { "public" } else { "hidden" };
            let thing = format!("{state} {} of {place}, made by {maker:?}", kind.name);
            self.wrong.push(format!("{name} · {deed} · {what} · {thing}: expected {expected:?}, found {found:?}"));
        }
    }

    fn ask(&self, document: &str, variables: Value) -> Response {
        self.app.ask(self.token.as_ref(), document, variables)
    }

    fn ask_admin(&self, document: &str, variables: Value) -> Response {
        self.app.ask(Some(self.admin), document, variables)
    }

    fn event(&self, side: Place, state: &str) -> String {
        format!("{}-event-{}-{state}", self.name, side.name())
    }

    fn events(&self, place: Place) -> Vec<String> {
        place.sides().iter().map(|side| self.event(*side, "public")).collect()
    }

    /// Whether an answer is the one about what is not there.
    fn is_absent(&mut self, response: &Response, uid: &str, document: &str, variables: &Value) -> bool {
        if !self.absent.contains_key(document) {
            let variables = variables.to_string().replace(uid, ABSENT);
            let absent = self.ask(document, serde_json::from_str(&variables).expect("it is JSON"));
            assert!(absent.body.contains("NOT_FOUND"), "{}", absent.body);
            self.absent.insert(document.to_owned(), nameless(&absent, ABSENT));
        }
        self.absent[document] == nameless(response, uid)
    }

    /// What becomes of an operation that names the target by its uid.
    fn verdict(&mut self, target: &Target, document: &str, variables: &Value) -> (Verdict, Response) {
        let response = self.ask(document, variables.clone());
        let verdict = match Verdict::of(&response) {
            Verdict::Else(_) if self.is_absent(&response, &target.uid, document, variables) => Verdict::Absent,
            verdict => verdict,
        };
        (verdict, response)
    }

    /// The version of a thing, and how many changes the log has of it.
    fn known(&self, target: &Target) -> (Value, usize) {
        let document = "query ($of: ID!) { changes(of: $of, first: 100) { nodes { version } } }";
        let response = self.ask_admin(document, json!({ "of": target.uid }));
        let changes = response.at("/changes/nodes").as_array().expect("a list");
        (changes.last().map(|change| change["version"].clone()).unwrap_or_default(), changes.len())
    }

    /// A thing as the viewer finds it: by its slug, or among the parts of its event.
    fn find(&self, who: Option<&Token>, target: &Target) -> (Value, Response) {
        let fields = "slug revisions(first: 1) { nodes { version } }";
        let Target { kind, place, slug, .. } = target;
        if kind.is_root {
            let document = format!("query ($slug: String!) {{ found: {}(slug: $slug) {{ {fields} }} }}", kind.name);
            let response = self.app.ask(who, &document, json!({ "slug": slug }));
            return (response.at("/found").clone(), response);
        }
        let document =
            format!("query ($slug: String!) {{ event(slug: $slug) {{ list: {} {{ {fields} }} }} }}", kind.list);
        let response = self.app.ask(who, &document, json!({ "slug": self.event(*place, "public") }));
        let list = response.at("/event/list").as_array().expect("a list");
        (list.iter().find(|item| item["slug"] == **slug).cloned().unwrap_or_default(), response)
    }

    /// Tries to create, wherever things of the type can belong; what it has created is there for other deeds.
    fn creates(&mut self) -> Vec<Target> {
        let mut made = Vec::new();
        for kind in &KINDS {
            // Posts and parts say where they belong, an event is an event of its own, the rest is not used yet.
            let places: &[Place] = match kind.name {
                "post" => &Place::ALL,
                "event" => &[Place::Other],
                _ if kind.is_part => &Place::SIDES,
                _ => &[Place::Nowhere],
            };
            for place in places {
                let slug = format!("{}-{}-{}-created", self.name, kind.name, place.name());
                let mut fields = kind.fields(&slug, "en");
                match kind.name {
                    "post" => fields["events"] = json!(self.events(*place)),
                    _ if kind.is_part => fields["event"] = json!(self.events(*place)[0]),
                    _ => {}
                }
                let response = self.ask(&kind.create(), json!({ "input": fields }));
                let new = Target::new(kind, *place, true, Maker::Itself);
                let new = new.named(&slug, &response.json["data"]["done"]["thing"]);
                let (expected, found) = (self.expected("create", &new), Verdict::of(&response));
                self.note("create", &new, "create", &expected, &found);
                if found == Verdict::Done {
                    made.push(Target { is_public: false, ..new });
                } else {
                    let (found, _) = self.find(Some(self.admin), &new);
                    let expected = if found.is_null() { expected } else { Verdict::Else("nothing written".to_owned()) };
                    self.note("create", &new, "created all the same", &expected, &Verdict::of(&response));
                }
            }
            if kind.is_part {
                self.creates_in_hidden_events(kind);
            }
        }
        // What it may not put there itself, somebody else may.
        let posts = made.iter().filter(|target| target.kind.name == "post").map(|post| post.place);
        let posts: Vec<Place> = posts.collect();
        if !posts.is_empty() {
            let token = self.token.clone();
            let missing = Place::ALL.into_iter().filter(|place| !posts.contains(place));
            made.extend(
                missing.map(|place| self.post(token.as_ref(), Maker::Itself, place, false)).collect::<Vec<_>>(),
            );
        }
        made
    }

    /// For whoever does not see an event it is not there, and has no parts.
    fn creates_in_hidden_events(&mut self, kind: &'static Kind) {
        for side in Place::SIDES {
            let event = self.event(side, "hidden");
            let host = Target::new(Kind::named("event"), side, false, Maker::Nobody);
            let slug = format!("{}-{}-{}-inside", self.name, kind.name, side.name());
            let create = |event: &str| {
                let mut fields = kind.fields(&slug, "en");
                fields["event"] = json!(event);
                self.ask(&kind.create(), json!({ "input": fields }))
            };
            let response = create(&event);
            let new = Target::new(kind, side, true, Maker::Itself);
            let (expected, found) = if self.token.is_none() || self.sees_behind(&host) {
                (self.expected("create", &new), Verdict::of(&response))
            } else {
                let absent = create("no-such-event");
                let is_absent = nameless(&response, &event) == nameless(&absent, "no-such-event")
                    && absent.json["data"]["done"]["userErrors"][0]["code"] == "NOT_FOUND";
                (Verdict::Absent, if is_absent { Verdict::Absent } else { Verdict::of(&response) })
            };
            self.note("create", &new, "in a hidden event", &expected, &found);
        }
    }

    /// A post by an account, brought to its place by an admin.
    fn post(&self, by: Option<&Token>, maker: Maker, place: Place, is_public: bool) -> Target {
        let kind = Kind::named("post");
        let slug = format!("{}-post-{}-{}-end", self.name, place.name(), number());
        let response = self.app.ask(by, &kind.create(), json!({ "input": kind.fields(&slug, "en") }));
        let post = Target::new(kind, place, is_public, maker).named(&slug, response.at("/done/thing"));
        let input = json!({ "id": post.uid, "version": 1, "events": self.events(place) });
        self.ask_admin(&kind.update(), json!({ "input": input })).at("/done/thing/uid");
        if is_public {
            let publish = of_all("contentPublish", "ContentPublishInput");
            self.ask_admin(&publish, json!({ "input": { "id": post.uid } })).at("/done/thing/uid");
        }
        post
    }

    /// Posts that another account has created.
    fn of_somebody(&self) -> Vec<Target> {
        let post = |place, is_public| self.post(Some(self.neighbour), Maker::Somebody, place, is_public);
        Place::ALL.into_iter().flat_map(|place| [post(place, true), post(place, false)]).collect()
    }

    /// Tries to see a thing: by name, by id, in a list, by search, by its state, its history, a preview.
    fn views(&mut self, target: &Target) {
        let Target { kind, slug, is_public, .. } = target;
        let (found, response) = self.find(self.token.as_ref(), target);
        let mut sights = vec![found.is_object()];
        let has_history = found["revisions"]["nodes"].as_array().is_some_and(|nodes| !nodes.is_empty());
        let history = Verdict::of_sights(&[has_history], &response);
        let lists = format!(
            "list: {0}(filter: {{ search: $word }}) {{ totalCount nodes {{ slug }} }}
            hidden: {0}(filter: {{ search: $word, status: [DRAFT, SCHEDULED, UNPUBLISHED] }}) {{ totalCount }}",
            kind.list
        );
        let (parameters, lists) = if kind.is_root { ("$id: ID!, $word: String!", &*lists) } else { ("$id: ID!", "") };
        let document = format!("query ({parameters}) {{ node(id: $id) {{ id }} nodes(ids: [$id]) {{ id }} {lists} }}");
        let response = self.ask(&document, json!({ "id": target.id, "word": word(slug) }));
        let data = response.data();
        sights.extend([data["node"].is_object(), data["nodes"][0].is_object()]);
        if kind.is_root {
            sights.extend([data["list"]["totalCount"] == 1, data["list"]["nodes"][0]["slug"] == **slug]);
            sights.extend((!is_public).then(|| data["hidden"]["totalCount"] == 1));
        }

        let seen = |is_seen: bool| if is_seen { Verdict::Done } else { Verdict::Absent };
        let (expected, found) = (seen(*is_public || self.sees_behind(target)), Verdict::of_sights(&sights, &response));
        self.note("view", target, "the thing", &expected, &found);
        let behind = seen(self.sees_behind(target));
        self.note("view", target, "its revisions", &behind, &history);
        let document = "query ($id: ID!) { revisionDiff(id: $id, from: 1, to: 1) { field } }";
        let (found, _) = self.verdict(target, document, &json!({ "id": target.uid }));
        let expected = if self.token.is_none() { Verdict::Unauthenticated } else { behind };
        self.note("view", target, "a difference", &expected, &found);
        let (found, _) = self.verdict(target, PREVIEW, &json!({ "input": { "id": target.uid } }));
        self.note("view", target, "a preview", &self.expected("view", target), &found);
    }

    /// Tries all deeds that leave the thing where it is, and how it is in the end.
    fn changes(&mut self, target: &Target) {
        let (mut version, changes) = self.known(target);
        let mut writes = 0;
        for (deed, what, document, mut input) in tries(target) {
            input["id"] = json!(target.uid);
            for field in ["version", "revision"] {
                if input.get(field).is_some() {
                    input[field] = version.clone();
                }
            }
            let (found, response) = self.verdict(target, &document, &json!({ "input": input }));
            self.note(deed, target, what, &self.expected(deed, target), &found);
            if found != Verdict::Done {
                continue;
            }
            let now = response.at("/done/thing/version");
            writes += usize::from(*now != version);
            version = now.clone();
            if what == "keep for later" {
                let discard = of_all("draftDiscard", "ContentInput");
                let (found, _) = self.verdict(target, &discard, &json!({ "input": { "id": target.uid } }));
                self.note(deed, target, "let go again", &Verdict::Done, &found);
            }
        }
        let (before, after) = ((version, changes + writes), self.known(target));
        if before != after {
            self.wrong.push(format!("{} · {}: {before:?} was said, {after:?} is there", self.name, target.slug));
        }
    }

    /// Tries to write a thing by its name elsewhere. What is taken is taken: who may create learns of what it does
    /// not see that something has the name, and nobody else does.
    fn upserts(&mut self, target: &Target) {
        let Target { kind, place, slug, is_public, .. } = target;
        let before = self.known(target);
        let (field, value) = (kind.field)(number());
        let mut item = json!({ "externalId": slug, field: value });
        if kind.is_part {
            item["event"] = json!(self.events(*place)[0]);
        }
        let response = self.ask(UPSERT, json!({ "input": { "items": [{ kind.name: item }] } }));
        let is_seen = *is_public || self.sees_behind(target);
        let is_taken = response.json["data"]["done"]["userErrors"][0]["code"] == "TAKEN";
        let (expected, found) = match self.expected("update", target) {
            Verdict::Absent if self.table.reach(self.role, "create", kind) == Reach::No => {
                (Verdict::Forbidden, Verdict::of(&response))
            }
            Verdict::Absent if is_taken => (Verdict::Absent, Verdict::Absent),
            expected => (expected, Verdict::of(&response)),
        };
        self.note("update", target, "write by its name elsewhere", &expected, &found);
        let is_written = before != self.known(target);
        if is_written != (found == Verdict::Done) || (is_written && !is_seen) {
            self.wrong.push(format!("{} · upsert · {slug}: {found:?}, and written: {is_written}", self.name));
        }
    }

    fn purges(&mut self, target: &Target) {
        let before = self.known(target);
        let expected = self.expected("purge", target);
        let (found, _) = self.verdict(target, PURGE, &json!({ "input": { "id": target.uid } }));
        self.note("purge", target, "purge", &expected, &found);
        let response = self.ask_admin("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": target.id }));
        let is_there = response.at("/node").is_object();
        if is_there == (found == Verdict::Done) || (is_there && before != self.known(target)) {
            self.wrong.push(format!("{} · purge · {}: {found:?}, and it is there: {is_there}", self.name, target.slug));
        }
    }

    /// Tries everything.
    fn run(mut self, mut targets: Vec<Target>) -> Self {
        targets.extend(self.of_somebody());
        targets.extend(self.creates());
        // An event takes all that is part of it along.
        targets.sort_by_key(|target| KINDS.iter().position(|kind| kind.name == target.kind.name));
        for target in &targets {
            self.views(target);
            self.changes(target);
            if target.maker == Maker::Nobody {
                self.upserts(target);
            }
        }
        for target in &targets {
            self.purges(target);
        }
        self
    }
}

type Try = (&'static str, &'static str, String, Value);

/// The deed, the words for it, the mutation and its input without the id; `version` and `revision` stand for the
/// present one. What is public is so again in the end, and what is hidden is hidden.
fn tries(target: &Target) -> Vec<Try> {
    let Target { kind, is_public, .. } = target;
    let with = |(field, value): (&str, Value)| json!({ "version": 0, field: value });
    let translation = json!([{ "locale": "fr", kind.text: format!("Texte {}", number()) }]);
    let publish = || ("publish", "publish", of_all("contentPublish", "ContentPublishInput"), json!({}));
    let unpublish = || ("publish", "unpublish", of_all("contentUnpublish", "ContentPublishInput"), json!({}));
    let schedule = |times: Value| ("publish", "schedule", of_all("contentSchedule", "ContentScheduleInput"), times);
    let mut tries = vec![
        ("update", "update", kind.update(), with((kind.field)(number()))),
        ("update", "keep for later", kind.save_draft(), with((kind.field)(number()))),
        (
            "update",
            "go back",
            of_all("revisionRestore", "RevisionRestoreInput"),
            json!({ "version": 0, "revision": 0 }),
        ),
        ("translate", "translate", kind.update(), json!({ "version": 0, "translations": translation })),
        (
            "translate",
            "find right",
            of_all("translationConfirm", "TranslationConfirmInput"),
            json!({ "translation": "en" }),
        ),
    ];
    tries.extend(if *is_public {
        [unpublish(), schedule(json!({ "publishAt": NOW, "unpublishAt": null })), publish()]
    } else {
        [schedule(json!({ "publishAt": "2013-01-01T00:00:00Z" })), publish(), unpublish()]
    });
    tries.extend(
        ["contentArchive", "contentRestore"].map(|deed| ("archive", deed, of_all(deed, "ContentInput"), json!({}))),
    );
    tries
}

/// A programme for each world: of each type a public thing and a hidden one, wherever it can belong.
fn programme(worlds: &[String]) -> Value {
    let names = ["tags", "series", "companies", "speakers", "events", "posts"];
    let mut document = json!({ "tribune": 1 });
    for name in names {
        document[name] = json!([]);
    }
    for world in worlds {
        let part = programme_of(world);
        for name in names {
            let list = document[name].as_array_mut().expect("it was made a list");
            list.extend(part[name].as_array().into_iter().flatten().cloned());
        }
    }
    document
}

fn programme_of(world: &str) -> Value {
    let slug = |kind: &str, place: &str, state: &str| format!("{world}-{kind}-{place}-{state}");
    let thing = |kind: &str, place: &str, state: &str| {
        let (kind, slug) = (Kind::named(kind), slug(kind, place, state));
        let published_at = if state == "public" { json!(NOW) } else { Value::Null };
        let mut thing = json!({ "slug": slug, "externalIds": [slug], "publishedAt": published_at });
        if ["company", "speaker"].contains(&kind.name) {
            thing["name"] = json!(word(&slug));
            thing["translations"] = json!({ "en": { kind.text: "Text" } });
        } else {
            thing["translations"] = json!({ "en": { kind.title: word(&slug) } });
        }
        if kind.name == "event" {
            thing["startsAt"] = json!("2012-02-14T08:00:00Z");
            thing["endsAt"] = json!("2012-02-14T20:00:00Z");
            thing["timeZone"] = json!("Europe/Paris");
        }
        thing
    };
    let everywhere = |kind: &str| {
        let places = Place::ALL.iter().flat_map(|place| STATES.map(|state| thing(kind, place.name(), state)));
        places.collect::<Vec<Value>>()
    };
    let used_at = |kind: &str, side: &str| -> Vec<String> {
        [side, "shared"].iter().flat_map(|place| STATES.map(|state| slug(kind, place, state))).collect()
    };
    let mut events = Vec::new();
    for side in Place::SIDES.map(Place::name) {
        let parts = |kind: &str| STATES.map(|state| thing(kind, side, state)).to_vec();
        let mut host = thing("event", side, "public");
        host["series"] = json!(slug("series", side, "public"));
        let lists = [
            ("rooms", "room"),
            ("tracks", "track"),
            ("tiers", "tier"),
            ("sessions", "session"),
            ("releases", "release"),
        ];
        for (list, kind) in lists {
            host[list] = json!(parts(kind));
        }
        // Who takes part here, and what is spoken of.
        let mut busy = thing("session", side, "public");
        busy["slug"] = json!(format!("{world}-busy-{side}"));
        busy["externalIds"] = json!([]);
        let speakers = used_at("speaker", side).into_iter().map(|speaker| json!({ "speaker": speaker }));
        busy["speakers"] = speakers.collect();
        busy["tags"] = json!(used_at("tag", side));
        busy["translations"] = json!({ "en": { "title": "Busy" } });
        host["sessions"].as_array_mut().expect("it was made a list").push(busy);
        let companies = used_at("company", side).into_iter().map(|company| json!({ "company": company }));
        host["sponsorships"] = companies.collect();
        let mut hidden = thing("event", side, "hidden");
        hidden["series"] = json!(slug("series", side, "hidden"));
        events.extend([host, hidden]);
        // An event has one series: what is shared takes two more events.
        for state in STATES {
            let mut other = thing("event", side, "public");
            other["slug"] = json!(format!("{world}-edition-{side}-{state}"));
            other["externalIds"] = json!([]);
            other["series"] = json!(slug("series", "shared", state));
            other["translations"] = json!({ "en": { "name": "Edition" } });
            events.push(other);
        }
    }
    let mut posts = everywhere("post");
    for (place, posts) in Place::ALL.iter().zip(posts.chunks_mut(STATES.len())) {
        let events: Vec<String> = place.sides().iter().map(|side| slug("event", side.name(), "public")).collect();
        for post in posts {
            post["events"] = json!(events);
        }
    }
    json!({
        "tags": everywhere("tag"), "series": everywhere("series"), "companies": everywhere("company"),
        "speakers": everywhere("speaker"), "events": events, "posts": posts,
    })
}

const STATES: [&str; 2] = ["public", "hidden"];

/// The events of its own that an account with a grant for some has it for.
fn own_events(world: &str) -> String {
    let events = ["event", "edition"].map(|kind| STATES.map(|state| format!("{world}-{kind}-own-{state}")));
    events.concat().join(",")
}

/// All things that are there, by type and slug.
fn directory(app: &TestApp, admin: &Token) -> HashMap<(&'static str, String), Value> {
    let mut found = HashMap::new();
    let mut add = |kind: &'static Kind, list: &Value| {
        for thing in list.as_array().into_iter().flatten() {
            found.insert((kind.name, thing["slug"].as_str().unwrap_or_default().to_owned()), thing.clone());
        }
    };
    for kind in KINDS.iter().filter(|kind| kind.is_root) {
        let parts = KINDS.iter().filter(|part| kind.name == "event" && !part.is_root);
        let parts: String = parts.map(|part| format!("{} {{ slug id uid }} ", part.list)).collect();
        let document = format!(
            "query ($after: String) {{ list: {}(first: 100, after: $after) {{
                nodes {{ slug id uid {parts} }} pageInfo {{ hasNextPage endCursor }}
            }} }}",
            kind.list
        );
        let mut after = Value::Null;
        loop {
            let response = app.ask(Some(admin), &document, json!({ "after": after }));
            let list = response.at("/list");
            add(kind, &list["nodes"]);
            for event in list["nodes"].as_array().into_iter().flatten() {
                KINDS.iter().filter(|part| !part.is_root).for_each(|part| add(part, &event[part.list]));
            }
            if list["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = list["pageInfo"]["endCursor"].clone();
        }
    }
    found
}

fn imported(world: &str, directory: &HashMap<(&'static str, String), Value>) -> Vec<Target> {
    let mut targets = Vec::new();
    for kind in &KINDS {
        for place in Place::of(kind) {
            for state in STATES {
                let slug = format!("{world}-{}-{}-{state}", kind.name, place.name());
                let thing = directory.get(&(kind.name, slug.clone()));
                let thing = thing.unwrap_or_else(|| panic!("{slug} is not there"));
                targets.push(Target::new(kind, *place, state == "public", Maker::Nobody).named(&slug, thing));
            }
        }
    }
    targets
}

fn every_role_does_what_the_table_says_and_no_more(database: Database) {
    const NOBODY: &str = "nobody";
    let table = Table::printed();
    // Of many thousand requests the log says nothing that the tries do not.
    let app = TestApp::start(database, &Options { arguments: &["--log", "warn"], ..Options::default() });
    let scopes = |role: &str| [(role.to_owned(), false), (role.to_owned(), true)];
    let mut accounts: Vec<(String, bool)> = table.roles.iter().flat_map(|role| scopes(role)).collect();
    accounts.push((NOBODY.to_owned(), false));
    let name = |(role, is_scoped): &(String, bool)| format!("{role}-{}", if *is_scoped { "some" } else { "all" });
    let worlds: Vec<String> = accounts.iter().map(name).collect();
    app.import_document(&programme(&worlds));
    let (admin, neighbour) = (app.admin(), app.token(&["--role", "author"]));
    let directory = directory(&app, &admin);
    let world = |(role, is_scoped): &'_ (String, bool), name: &String| {
        let events = own_events(name);
        let scope: &[&str] = if *is_scoped { &["--event", &events] } else { &[] };
        (role != NOBODY).then(|| app.token(&[&["--role", role], scope].concat()))
    };

    let results: Vec<World> = thread::scope(|threads| {
        let mut running = Vec::new();
        for (account, name) in accounts.iter().zip(&worlds) {
            let targets = imported(name, &directory);
            let world = World {
                app: &app,
                table: &table,
                admin: &admin,
                neighbour: &neighbour,
                role: &account.0,
                is_scoped: account.1,
                token: world(account, name),
                name: name.clone(),
                absent: HashMap::new(),
                tried: BTreeSet::new(),
                wrong: Vec::new(),
            };
            running.push(threads.spawn(move || world.run(targets)));
        }
        running.into_iter().map(|thread| thread.join().expect("a world does not panic")).collect()
    });

    for world in &results {
        assert_eq!(world.tried.len(), DEEDS.len() * KINDS.len(), "{} tried {:?}", world.name, world.tried);
    }
    let wrong: Vec<&String> = results.iter().flat_map(|world| &world.wrong).collect();
    assert!(wrong.is_empty(), "{} tries went wrong: {:#?}", wrong.len(), &wrong[..wrong.len().min(30)]);
}

/// A programme of one world, whose own things the account of a test is tried on.
fn one_of_each(database: Database) -> (TestApp, Token, Vec<Target>) {
    let app = TestApp::start(database, &Options::default());
    app.import_document(&programme(&["test".to_owned()]));
    let admin = app.admin();
    let targets = imported("test", &directory(&app, &admin));
    (app, admin, targets)
}

/// The public thing of an own event, of each type.
fn own(targets: &[Target]) -> impl Iterator<Item = &Target> {
    targets.iter().filter(|target| target.place == Place::Own && target.is_public)
}

fn version(app: &TestApp, admin: &Token, target: &Target) -> Value {
    let document = "query ($id: ID!) { node(id: $id) { ... on Content { version } } }";
    app.ask(Some(admin), document, json!({ "id": target.id })).at("/node/version").clone()
}

fn languages_limit_texts_and_nothing_else(database: Database) {
    let table = Table::printed();
    let (app, admin, targets) = one_of_each(database);
    let mut roles = 0;
    for role in &table.roles {
        let french = app.token(&["--role", role, "--locale", "fr"]);
        let tries = |target: &Target, document: &str, mut input: Value| {
            input["id"] = json!(target.uid);
            input["version"] = version(&app, &admin, target);
            Verdict::of(&app.ask(Some(&french), document, json!({ "input": input })))
        };
        for target in own(&targets).filter(|target| table.reach(role, "translate", target.kind) == Reach::Yes) {
            roles += 1;
            let kind = target.kind;
            let before = version(&app, &admin, target);
            let text = |locale: &str| json!({ "locale": locale, kind.text: format!("Text {}", number()) });
            let known = if ["company", "speaker"].contains(&kind.name) { kind.text } else { kind.title };
            let cleared = json!([{ "locale": "en", known: null }]);
            let row = (kind.field)(number());

            for document in [kind.update(), kind.save_draft()] {
                for other in
                    [json!([text("es")]), json!([text("fr"), text("es")]), json!([text("en")]), cleared.clone()]
                {
                    let found = tries(target, &document, json!({ "translations": other }));
                    assert_eq!(found, Verdict::Forbidden, "{role} of French writes {other} of a {}", kind.name);
                }
            }
            assert_eq!(version(&app, &admin, target), before);
            let found = tries(target, &kind.update(), json!({ "translations": [text("fr")] }));
            assert_eq!(found, Verdict::Done, "{role} of French, {}", kind.name);
            let found = tries(target, &kind.update(), json!({ row.0: row.1 }));
            let may_update = table.reach(role, "update", kind) == Reach::Yes;
            assert_eq!(found, if may_update { Verdict::Done } else { Verdict::Forbidden }, "{role}, {}", kind.name);

            for (locale, expected) in [("en", Verdict::Forbidden), ("fr", Verdict::Done)] {
                let mut fields = kind.fields(&format!("{role}-{}-{locale}", kind.name), locale);
                if kind.is_part {
                    fields["event"] = json!("test-event-own-public");
                }
                let response = app.ask(Some(&french), &kind.create(), json!({ "input": fields }));
                let may_create = table.reach(role, "create", kind) == Reach::Yes;
                let expected = if may_create { expected } else { Verdict::Forbidden };
                assert_eq!(Verdict::of(&response), expected, "{role} of French creates in {locale}: {}", response.body);
            }
        }
        // Back to other texts than those of French.
        for target in own(&targets).filter(|target| table.reach(role, "update", target.kind) == Reach::Yes) {
            let kind = target.kind;
            let now = version(&app, &admin, target);
            let text = json!([{ "locale": "es", kind.text: format!("Texto {}", number()) }]);
            let input = json!({ "id": target.uid, "version": now, "translations": text });
            app.ask(Some(&admin), &kind.update(), json!({ "input": input })).at("/done/thing/uid");
            let restore = of_all("revisionRestore", "RevisionRestoreInput");
            let found = tries(target, &restore, json!({ "revision": now }));
            assert_eq!(found, Verdict::Forbidden, "{role} of French, {}", kind.name);
        }
    }
    assert!(roles >= 3 * KINDS.len(), "admins, editors and translators write texts");
}

fn a_name_elsewhere_takes_the_right_to_update(database: Database) {
    let (app, admin, targets) = one_of_each(database);
    let (translator, moderator) = (app.token(&["--role", "translator"]), app.token(&["--role", "moderator"]));
    let text = |kind: &Kind| json!([{ "locale": "fr", kind.text: "Texte" }]);
    for target in own(&targets) {
        let kind = target.kind;
        let call = |fields: Value| {
            let mut item = fields;
            item["externalId"] = json!(target.slug);
            if kind.is_part {
                item["event"] = json!("test-event-own-public");
            }
            json!({ "input": { "items": [{ kind.name: item }] } })
        };
        let new_name = json!([format!("another-{}", kind.name)]);
        let with_version = |mut input: Value| {
            input["id"] = json!(target.uid);
            input["version"] = version(&app, &admin, target);
            json!({ "input": input })
        };

        let mut tries = Vec::new();
        for who in [&translator, &moderator] {
            tries.push(app.ask(Some(who), &kind.update(), with_version(json!({ "externalIds": new_name }))));
            tries.push(app.ask(Some(who), UPSERT, call(json!({ "externalIds": new_name }))));
        }
        let mixed = json!({ "externalIds": new_name, "translations": text(kind) });
        tries.push(app.ask(Some(&translator), &kind.update(), with_version(mixed.clone())));
        tries.push(app.ask(Some(&translator), UPSERT, call(mixed)));
        // Not even whether it is what they say it is.
        tries.push(app.ask(Some(&moderator), UPSERT, call(json!({}))));

        for response in tries {
            assert!(response.is_forbidden(), "{}: {}", kind.name, response.body);
        }
        let by_new_name = json!({ "id": new_name[0], "version": 1, "translations": text(kind) });
        let response = app.ask(Some(&admin), &kind.update(), json!({ "input": by_new_name }));
        assert_eq!(response.code(), "NOT_FOUND", "{} has got a new name", kind.name);
        // A text comes in by the name that it has.
        let response = app.ask(Some(&translator), UPSERT, call(json!({ "translations": text(kind) })));
        assert_eq!(response.at("/done/results/0/outcome"), "UPDATED", "{}", response.body);
    }
}

fn pending_edits_are_let_go_by_whoever_may_write_them(database: Database) {
    let (app, admin, targets) = one_of_each(database);
    let translator = app.token(&["--role", "translator", "--locale", "fr"]);
    let discard = of_all("draftDiscard", "ContentInput");
    let has_draft = |target: &Target| {
        let document = "query ($id: ID!) { node(id: $id) { ... on Content { draft { version } } } }";
        app.ask(Some(&admin), document, json!({ "id": target.id })).at("/node/draft").is_object()
    };
    for target in own(&targets) {
        let kind = target.kind;
        let save = |who: &Token, fields: (&str, Value)| {
            let input = json!({ "id": target.uid, "version": version(&app, &admin, target), fields.0: fields.1 });
            app.ask(Some(who), &kind.save_draft(), json!({ "input": input })).at("/done/thing/uid");
            assert!(has_draft(target));
        };
        let lets_go = |who: &Token| {
            let response = app.ask(Some(who), &discard, json!({ "input": { "id": target.uid } }));
            Verdict::of(&response)
        };
        let text =
            |locale: &str| ("translations", json!([{ "locale": locale, kind.text: format!("Text {}", number()) }]));

        for edits in [(kind.field)(number()), text("es")] {
            save(&admin, edits);
            assert_eq!(lets_go(&translator), Verdict::Forbidden, "{}", kind.name);
            assert!(has_draft(target), "{} has lost its pending edits", kind.name);
            assert_eq!(lets_go(&admin), Verdict::Done);
            assert!(!has_draft(target));
        }
        save(&translator, text("fr"));
        assert_eq!(lets_go(&translator), Verdict::Done);
        assert!(!has_draft(target));
    }
}

fn nothing_is_moved_to_where_the_account_may_not_write(database: Database) {
    let (app, admin, targets) = one_of_each(database);
    let editor = app.token(&["--role", "editor", "--event", "test-event-own-public"]);
    let post = own(&targets).find(|target| target.kind.name == "post").expect("there is a post");
    let about = |post: &Target, events: &[&str]| {
        let input = json!({ "id": post.uid, "version": version(&app, &admin, post), "events": events });
        Verdict::of(&app.ask(Some(&editor), &post.kind.update(), json!({ "input": input })))
    };
    let (ours, theirs) = ("test-event-own-public", "test-event-other-public");
    let before = version(&app, &admin, post);

    assert_eq!(about(post, &[ours, theirs]), Verdict::Forbidden);
    assert_eq!(about(post, &[theirs]), Verdict::Forbidden);
    // What belongs to nothing is that of whoever created it, and that is somebody else.
    assert_eq!(about(post, &[]), Verdict::Forbidden);
    assert_eq!(version(&app, &admin, post), before);
    let fields = post.kind.fields("of-the-editor", "en");
    let created = app.ask(Some(&editor), &post.kind.create(), json!({ "input": fields }));
    let made = Target::new(post.kind, Place::Nowhere, false, Maker::Itself);
    let made = made.named("of-the-editor", created.at("/done/thing"));
    assert_eq!(about(&made, &[theirs]), Verdict::Forbidden);
    assert_eq!(about(&made, &[ours]), Verdict::Done);
    assert_eq!(about(&made, &[]), Verdict::Done);
}
