//! Writes: all deeds, on things of all types.

use std::time::SystemTime;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};
use tests::{Response, TestApp, Token};

use super::{
    chance::Chance,
    fields,
    world::{LOCALES, SAID, Thing, World, phrase},
};

/// What can be done.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Create,
    Update,
    /// Publishes what is hidden, or brings it back.
    Show,
    Publish,
    PublishTranslation,
    Unpublish,
    UnpublishTranslation,
    Schedule,
    ScheduleTranslation,
    Archive,
    Revert,
    SaveDraft,
    DiscardDraft,
    Reorder,
    Purge,
    Upsert,
    Confirm,
    ImportTexts,
}

const DEEDS: [(usize, Deed); 18] = [
    (8, Deed::Create),
    (34, Deed::Update),
    (16, Deed::Show),
    (2, Deed::Publish),
    (7, Deed::PublishTranslation),
    (3, Deed::Unpublish),
    (3, Deed::UnpublishTranslation),
    (7, Deed::Schedule),
    (3, Deed::ScheduleTranslation),
    (3, Deed::Archive),
    (5, Deed::Revert),
    (6, Deed::SaveDraft),
    (2, Deed::DiscardDraft),
    (4, Deed::Reorder),
    (3, Deed::Purge),
    (6, Deed::Upsert),
    (2, Deed::Confirm),
    (2, Deed::ImportTexts),
];

pub fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

/// Somebody who writes through one server or the other.
pub struct Author<'a> {
    pub token: Token,
    pub world: &'a mut World,
    pub chance: &'a mut Chance,
    /// Instants at which something appears or disappears, each with the uid of what does.
    pub instants: &'a mut Vec<(DateTime<Utc>, String)>,
}

/// A write: what was asked for, and whether anything came of it.
pub struct Written {
    pub told: String,
    pub done: bool,
}

impl Author<'_> {
    /// Fills an empty database.
    pub fn fill(&mut self, app: &TestApp) {
        for kind in World::kinds() {
            for _ in 0..World::most(kind) * 3 / 4 {
                self.create(app, kind);
            }
        }
    }

    /// Does anything.
    pub fn write(&mut self, app: &TestApp) -> Written {
        let deed = self.chance.weighted(&DEEDS);
        let kinds: Vec<&'static str> = World::kinds().collect();
        let kind = *self.chance.one(&kinds);
        match deed {
            Deed::Create if self.world.count(kind) < World::most(kind) => self.create(app, kind),
            Deed::Purge if self.world.count(kind) <= World::most(kind).div_ceil(2) => self.create(app, kind),
            Deed::Create | Deed::Purge => self.purge(app, kind),
            Deed::Reorder => self.reorder(app),
            Deed::Upsert => self.upsert(app, kind),
            Deed::ImportTexts => self.import_texts(app),
            deed => {
                let Some(thing) = self.target(deed) else { return self.create(app, kind) };
                self.change(app, deed, &thing)
            }
        }
    }

    /// What a deed is done to. When an event is hidden so is all of it: that happens less often.
    fn target(&mut self, deed: Deed) -> Option<Thing> {
        if matches!(deed, Deed::Show) {
            let hidden: Vec<&Thing> =
                self.world.all().into_iter().filter(|thing| thing.status != "PUBLISHED").collect();
            return (!hidden.is_empty()).then(|| (*self.chance.one(&hidden)).clone());
        }
        let hides = matches!(deed, Deed::Unpublish | Deed::Archive | Deed::Schedule | Deed::UnpublishTranslation);
        let mut thing = self.world.any(self.chance)?;
        if hides && thing.kind == "event" && self.chance.percent(30) {
            thing = self.world.any(self.chance)?;
        }
        Some(thing.clone())
    }

    fn locale(&mut self) -> &'static str {
        LOCALES[self.chance.below(LOCALES.len())]
    }

    fn create(&mut self, app: &TestApp, kind: &'static str) -> Written {
        let is_part = matches!(kind, "room" | "track" | "tier" | "release" | "session");
        let event = match (is_part, self.world.any_of("event", self.chance)) {
            (true, None) => return self.create(app, "event"),
            (true, Some(event)) => Some(event.uid.clone()),
            (false, _) => None,
        };
        let mut input = fields::of_new(kind, event.as_deref(), self.world, self.chance);
        if input["slug"].is_null() && self.chance.percent(70) {
            input["slug"] = json!(format!("{kind}-{}", 100 + self.world.number()));
        }
        let document = own(kind, "Create", "Create");
        let (written, uid) = self.send(app, kind, event, "create", &document, &json!({ "input": input }));
        if let Some(uid) = uid.filter(|_| self.chance.percent(80)) {
            let thing = self.world.get(&uid).expect("it was noted").clone();
            self.change(app, Deed::Publish, &thing);
        }
        written
    }

    fn change(&mut self, app: &TestApp, deed: Deed, thing: &Thing) -> Written {
        let (kind, id, event) = (thing.kind, json!(thing.uid), thing.event.clone());
        let (document, input) = match deed {
            Deed::Update | Deed::SaveDraft => {
                let of = (kind == "event").then_some(&thing.uid).or(event.as_ref());
                let mut input = fields::some(kind, of.map(String::as_str), self.world, self.chance);
                (input["id"], input["version"]) = (id, json!(thing.version));
                let document = match deed {
                    Deed::Update => own(kind, "Update", "Update"),
                    _ => own(kind, "DraftSave", "Update"),
                };
                (document, input)
            }
            Deed::Show if thing.status == "ARCHIVED" => (of_all("contentRestore", "ContentInput"), json!({ "id": id })),
            Deed::Show | Deed::Publish => (of_all("contentPublish", "ContentPublishInput"), json!({ "id": id })),
            Deed::PublishTranslation => {
                (of_all("contentPublish", "ContentPublishInput"), json!({ "id": id, "translation": self.locale() }))
            }
            Deed::Unpublish => (of_all("contentUnpublish", "ContentPublishInput"), json!({ "id": id })),
            Deed::UnpublishTranslation => {
                (of_all("contentUnpublish", "ContentPublishInput"), json!({ "id": id, "translation": self.locale() }))
            }
            Deed::Schedule => {
                (of_all("contentSchedule", "ContentScheduleInput"), self.times(&thing.uid, json!({ "id": id })))
            }
            Deed::ScheduleTranslation => {
                let locale = self.locale();
                let input = self.times(&thing.uid, json!({ "id": id, "translation": locale }));
                (of_all("contentSchedule", "ContentScheduleInput"), input)
            }
            Deed::Archive => (of_all("contentArchive", "ContentInput"), json!({ "id": id })),
            Deed::DiscardDraft => (of_all("draftDiscard", "ContentInput"), json!({ "id": id })),
            Deed::Revert => {
                let earlier = usize::try_from(thing.version).expect("a version is positive");
                let revision = 1 + self.chance.below(earlier);
                let input = json!({ "id": id, "version": thing.version, "revision": revision });
                (of_all("revisionRestore", "RevisionRestoreInput"), input)
            }
            Deed::Confirm => (
                of_all("translationConfirm", "TranslationConfirmInput"),
                json!({ "id": id, "translation": self.locale() }),
            ),
            Deed::Create | Deed::Reorder | Deed::Purge | Deed::Upsert | Deed::ImportTexts => {
                unreachable!("it is not done to one thing")
            }
        };
        let mut variables = json!({ "input": input });
        if matches!(deed, Deed::SaveDraft) {
            variables["draftVersion"] = json!(thing.draft);
        }
        let written = self.send(app, kind, event, &format!("{deed:?}"), &document, &variables).0;
        if matches!(deed, Deed::Schedule) && !variables["input"]["unpublishAt"].is_null() {
            self.world.expect_hidden(&thing.uid);
        }
        written
    }

    /// Instants soon: most of them pass while the test runs. What appears stays for a while.
    fn times(&mut self, uid: &str, mut input: Value) -> Value {
        let soon = |chance: &mut Chance| {
            TimeDelta::milliseconds(i64::try_from(200 + chance.below(2_000)).expect("it is a small number"))
        };
        let mut at = now();
        let both = self.chance.below(3);
        for (number, field) in ["publishAt", "unpublishAt"].into_iter().enumerate() {
            if both == number || both == 2 {
                at += soon(self.chance);
                self.instants.push((at, uid.to_owned()));
                input[field] = json!(at.to_rfc3339_opts(SecondsFormat::Micros, true));
            }
        }
        input
    }

    fn purge(&mut self, app: &TestApp, kind: &'static str) -> Written {
        let Some(uid) = self.world.any_of(kind, self.chance).map(|thing| thing.uid.clone()) else {
            return self.create(app, kind);
        };
        let document = "mutation ($input: ContentInput!) { done: contentPurge(input: $input) { uid } }";
        let response = app.ask(Some(&self.token), document, json!({ "input": { "id": uid } }));
        assert_eq!(response.at("/done/uid"), uid.as_str());
        self.world.forget(&uid);
        Written { told: format!("purge {kind} {uid}"), done: true }
    }

    fn reorder(&mut self, app: &TestApp) -> Written {
        let kind = *self.chance.one(&["room", "track", "tier"]);
        let Some(event) = self.world.any_of("event", self.chance).map(|event| event.uid.clone()) else {
            return self.create(app, "event");
        };
        let mut left: Vec<String> = self.world.parts(kind, &event).iter().map(|thing| thing.uid.clone()).collect();
        let mut ids = Vec::new();
        while !left.is_empty() {
            ids.push(left.swap_remove(self.chance.below(left.len())));
        }
        let document = format!(
            "mutation ($input: ContentReorderInput!) {{ done: contentReorder(input: $input) {{
                things: contents {{ {SAID} }} userErrors {{ field code message }}
            }} }}"
        );
        let response = app.ask(Some(&self.token), &document, json!({ "input": { "ids": ids } }));
        let things = response.json["data"]["done"]["things"].as_array().cloned().unwrap_or_default();
        things.iter().for_each(|said| self.world.note(kind, Some(event.clone()), said));
        Written { told: format!("reorder {kind} {ids:?}"), done: !things.is_empty() }
    }

    /// One that is known by its name elsewhere; a session may come into another event.
    fn upsert(&mut self, app: &TestApp, kind: &'static str) -> Written {
        let is_part = matches!(kind, "room" | "track" | "tier" | "release" | "session");
        let event = self.world.any_of("event", self.chance).map(|event| event.uid.clone()).filter(|_| is_part);
        if is_part && event.is_none() {
            return self.create(app, "event");
        }
        let mut item = fields::of_new(kind, event.as_deref(), self.world, self.chance);
        item["externalId"] = json!(format!("{kind}:{}", self.chance.below(2)));
        if self.chance.percent(70) {
            let (earlier, soon) = (self.chance.percent(70), self.times("", json!({}))["publishAt"].clone());
            item["publishedAt"] = if earlier { json!("2020-01-01T00:00:00Z") } else { soon };
            item["unpublishedAt"] = Value::Null;
            item["archivedAt"] = if self.chance.percent(10) { json!("2020-01-01T00:00:00Z") } else { Value::Null };
        }
        let document = format!(
            "mutation ($input: ContentUpsertInput!) {{ done: contentUpsert(input: $input) {{
                results {{ thing: content {{ {SAID} }} }} userErrors {{ field code message }}
            }} }}"
        );
        let input = json!({ "items": [{ kind: item }] });
        let response = app.ask(Some(&self.token), &document, json!({ "input": input }));
        let said = &response.json["data"]["done"]["results"][0]["thing"];
        if said.is_object() {
            self.world.note(kind, event, said);
        }
        Written { told: format!("upsert {input}: {}", response.body), done: said.is_object() }
    }

    /// Texts as a translator gives them back.
    fn import_texts(&mut self, app: &TestApp) -> Written {
        let (locale, event) = (self.locale(), self.world.any_of("event", self.chance).map(|event| event.uid.clone()));
        let document = "query ($locale: Locale!, $event: ID) {
            translationsExport(locale: $locale, event: $event, format: PO) { content }
        }";
        let export = app.ask(Some(&self.token), document, json!({ "locale": locale, "event": event }));
        let Some(file) = export.json["data"]["translationsExport"][0]["content"].as_str().map(str::to_owned) else {
            return Written { told: format!("export texts: {}", export.body), done: false };
        };
        let (head, units) = file.split_once("\n\n").unwrap_or(("", &file));
        let line = |line: &str, chance: &mut Chance| match line.starts_with("msgstr") && chance.percent(30) {
            true => format!("msgstr \"{}\"", phrase(chance, 2)),
            false => line.to_owned(),
        };
        let units: Vec<String> = units.lines().map(|text| line(text, self.chance)).collect();
        let document = "mutation ($input: TranslationsImportInput!) { done: translationsImport(input: $input) {
            translated confirmed refused { unit message }
        } }";
        let content = format!("{head}\n\n{}\n", units.join("\n"));
        let response = app.ask(Some(&self.token), document, json!({ "input": { "content": content } }));
        let translated = response.json["data"]["done"]["translated"].as_i64();
        Written { told: format!("import texts: {}", response.body), done: translated.is_some_and(|count| count > 0) }
    }

    /// Sends a write of one thing and notes what became of it: its uid, when it is there.
    fn send(
        &mut self,
        app: &TestApp,
        kind: &'static str,
        event: Option<String>,
        deed: &str,
        document: &str,
        variables: &Value,
    ) -> (Written, Option<String>) {
        let mut variables = variables.clone();
        variables["locale"] = json!(self.locale());
        let response = app.ask(Some(&self.token), document, variables.clone());
        let said = &response.json["data"]["done"]["thing"];
        let done = said.is_object();
        if done {
            self.world.note(kind, event, said);
        } else if response.json["errors"].is_array() {
            self.look_again(app, kind, &variables["input"]["id"], &response);
        }
        let became = if done { said.to_string() } else { response.body.clone() };
        let told = format!("{deed} {kind} {}: {became}", variables["input"]);
        (Written { told, done }, said["uid"].as_str().map(str::to_owned))
    }

    /// Another write has changed it, one that removed what it named: it has another version.
    fn look_again(&mut self, app: &TestApp, kind: &'static str, uid: &Value, response: &Response) {
        let known = uid.as_str().and_then(|uid| self.world.get(uid)).cloned();
        let Some(thing) = known else { panic!("a new {kind} failed: {}", response.body) };
        let document = format!("query ($id: ID!) {{ node(id: $id) {{ ... on Content {{ {SAID} }} }} }}");
        let seen = app.ask(Some(&self.token), &document, json!({ "id": thing.ids[0] }));
        match seen.at("/node") {
            Value::Null => self.world.forget(&thing.uid),
            said => self.world.note(kind, None, said),
        }
    }
}

/// The mutation that writes a thing of a type.
fn own(kind: &str, deed: &str, input: &str) -> String {
    let (first, rest) = kind.split_at(1);
    let (parameter, argument) = match deed {
        "DraftSave" => (", $draftVersion: Int", ", draftVersion: $draftVersion"),
        _ => ("", ""),
    };
    format!(
        "mutation ($input: {}{rest}{input}Input!, $locale: Locale{parameter}) {{
            done: {kind}{deed}(input: $input, locale: $locale{argument}) {{
                thing: {kind} {{ {SAID} }} userErrors {{ field code message }}
            }}
        }}",
        first.to_uppercase()
    )
}

/// A mutation of all types.
fn of_all(deed: &str, input: &str) -> String {
    format!(
        "mutation ($input: {input}!, $locale: Locale) {{ done: {deed}(input: $input, locale: $locale) {{
            thing: content {{ {SAID} }} userErrors {{ field code message }}
        }} }}"
    )
}
