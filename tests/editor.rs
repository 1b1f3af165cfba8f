//! An account that writes, for the tests of writing.

use serde_json::{Value, json};
use tests::{Response, TestApp, Token};

use crate::kinds::Kind;

/// Somebody who may write, and an anonymous reader beside.
pub struct Editor<'a> {
    pub app: &'a TestApp,
    pub token: Token,
}

/// What became of a write, when it was one.
#[derive(Debug)]
pub struct Written {
    pub uid: String,
    pub slug: String,
    pub version: i64,
    /// Path and code of each warning: `input.room ROOM_BOOKED_TWICE`.
    pub warnings: Vec<String>,
}

impl<'a> Editor<'a> {
    /// One who may do everything.
    pub fn of(app: &'a TestApp) -> Self {
        Self { app, token: app.admin() }
    }

    pub fn ask(&self, document: &str, variables: Value) -> Response {
        self.app.ask(Some(&self.token), document, variables)
    }

    /// What the editor sees at a JSON pointer into the answer to a query.
    #[track_caller]
    pub fn sees(&self, query: &str, pointer: &str) -> Value {
        self.ask(query, Value::Null).at(pointer).clone()
    }

    /// The answer to `sessionCreate`, `sessionUpdate` or `sessionDraftSave`; what it gives is `done { thing }`.
    pub fn mutate(&self, kind: &str, deed: &str, input: &Value) -> Response {
        self.app.ask(Some(&self.token), &mutation(kind, deed, ""), json!({ "input": input }))
    }

    /// Creates a thing, which must go well.
    #[track_caller]
    pub fn create(&self, kind: &str, input: &Value) -> Written {
        written(&self.mutate(kind, "Create", input))
    }

    /// Changes a thing, which must go well.
    #[track_caller]
    pub fn update(&self, kind: &str, uid: &str, version: i64, fields: Value) -> Written {
        written(&self.mutate(kind, "Update", &at(uid, version, fields)))
    }

    /// Path and code of all that is wrong with a new thing: `input.slug TAKEN`.
    #[track_caller]
    pub fn create_refused(&self, kind: &str, input: &Value) -> Vec<String> {
        refused(&self.mutate(kind, "Create", input))
    }

    /// Path and code of all that is wrong with a change.
    #[track_caller]
    pub fn update_refused(&self, kind: &str, uid: &str, version: i64, fields: Value) -> Vec<String> {
        refused(&self.mutate(kind, "Update", &at(uid, version, fields)))
    }

    /// The answer to a deed of all types, `contentPublish`; what it gives is `done { thing }`.
    pub fn deed(&self, deed: &str, input: Value) -> Response {
        let name = match deed {
            "contentPublish" | "contentUnpublish" => "ContentPublishInput",
            "contentSchedule" => "ContentScheduleInput",
            "revisionRestore" => "RevisionRestoreInput",
            _ => "ContentInput",
        };
        let document = format!(
            "mutation ($input: {name}!) {{ done: {deed}(input: $input) {{
                thing: content {{ uid slug version status }}
                userErrors {{ field code message }} warnings {{ field code message }}
            }} }}"
        );
        self.app.ask(Some(&self.token), &document, json!({ "input": input }))
    }

    /// Publishes things, which must go well.
    #[track_caller]
    pub fn publish(&self, uids: &[&str]) {
        for uid in uids {
            written(&self.deed("contentPublish", json!({ "id": uid })));
        }
    }

    pub fn purge(&self, uid: &str) -> Response {
        let document = "mutation ($input: ContentInput!) { contentPurge(input: $input) { uid } }";
        self.ask(document, json!({ "input": { "id": uid } }))
    }

    /// Creates the event `fair`, from 8:00 on the first of March 2012 until 18:00 on the second.
    #[track_caller]
    pub fn fair(&self) -> Written {
        self.event("fair")
    }

    /// As [`Editor::fair`], by another name.
    #[track_caller]
    pub fn event(&self, slug: &str) -> Written {
        let input = json!({
            "slug": slug, "startsAt": march(1, 8), "endsAt": march(2, 18), "timeZone": "Europe/Paris",
            "translations": [{ "locale": "en", "name": slug }],
        });
        self.create("event", &input)
    }

    /// Creates a session of `fair` in English, with further fields.
    #[track_caller]
    pub fn session(&self, title: &str, fields: Value) -> Written {
        self.create("session", &session(title, fields))
    }

    /// The changes of a thing, the oldest first.
    #[track_caller]
    pub fn changes(&self, uid: &str) -> Vec<Value> {
        let document = "query ($of: ID!) { changes(of: $of, first: 100) {
            nodes { seq action kind version by { kind name } fields { field locale before after } }
        } }";
        let response = self.ask(document, json!({ "of": uid }));
        response.at("/changes/nodes").as_array().expect("nodes are a list").clone()
    }

    /// Lets go of what is not there: the uids of all that a thing names, in any of its fields.
    pub fn version(&self, uid: &str) -> Option<i64> {
        self.changes(uid).last().and_then(|change| change["version"].as_i64())
    }
}

/// A session of `fair` in English.
pub fn session(title: &str, fields: Value) -> Value {
    with(json!({ "event": "fair", "translations": [{ "locale": "en", "title": title }] }), fields)
}

/// The mutation that writes a thing of a type; `more` is what else to tell of it.
pub fn mutation(kind: &str, deed: &str, more: &str) -> String {
    let name = Kind::named(kind).name;
    let (first, rest) = name.split_at(1);
    let input = if deed == "Create" { "Create" } else { "Update" };
    format!(
        "mutation ($input: {}{rest}{input}Input!) {{ done: {name}{deed}(input: $input) {{
            thing: {name} {{ uid slug version status {more} }}
            userErrors {{ field code message }} warnings {{ field code message }}
        }} }}",
        first.to_uppercase()
    )
}

/// The input of a change.
pub fn at(uid: &str, version: i64, fields: Value) -> Value {
    with(json!({ "id": uid, "version": version }), fields)
}

/// An object with more fields; those that it has already are replaced.
pub fn with(mut object: Value, fields: Value) -> Value {
    if let Value::Object(fields) = fields {
        for (name, value) in fields {
            object[name] = value;
        }
    }
    object
}

/// An hour of the fair, in UTC.
pub fn march(day: u32, hour: u32) -> String {
    format!("2012-03-{day:02}T{hour:02}:00:00Z")
}

/// What was written; fails when anything was wrong.
#[track_caller]
pub fn written(response: &Response) -> Written {
    assert_eq!(response.at("/done/userErrors"), &json!([]), "{}", response.body);
    let thing = response.at("/done/thing");
    let text = |field: &str| thing[field].as_str().unwrap_or_else(|| panic!("no {field}: {thing}")).to_owned();
    Written {
        uid: text("uid"),
        slug: text("slug"),
        version: thing["version"].as_i64().expect("a version is a number"),
        warnings: told(response.at("/done/warnings")),
    }
}

/// Path and code of all that was wrong, in alphabetical order; fails when anything was written.
#[track_caller]
pub fn refused(response: &Response) -> Vec<String> {
    assert_eq!(response.at("/done/thing"), &Value::Null, "{}", response.body);
    assert_eq!(response.at("/done/warnings"), &json!([]), "{}", response.body);
    let errors = told(response.at("/done/userErrors"));
    assert!(!errors.is_empty(), "nothing is wrong, and nothing was written: {}", response.body);
    errors
}

/// `input.translations.0.title TOO_LONG` of each.
fn told(list: &Value) -> Vec<String> {
    let line = |one: &Value| {
        let path: Vec<&str> = one["field"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert!(one["message"].as_str().is_some_and(|message| message.len() > 5), "{one}");
        format!("{} {}", path.join("."), one["code"].as_str().unwrap_or("?"))
    };
    let mut lines: Vec<String> = list.as_array().into_iter().flatten().map(line).collect();
    lines.sort();
    lines
}
