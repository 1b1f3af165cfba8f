//! An answer over HTTP.

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::{Answer, normalise};

/// An answer over HTTP, read to its end.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: String,
    /// The body without what the server explains of itself; null when it is not JSON.
    pub json: Value,
    /// The SQL that the answer took, in order, in the one spelling of [`normalise`].
    pub statements: Vec<String>,
}

impl Response {
    pub(crate) fn read(response: reqwest::blocking::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.text().expect("the answer is text");
        let mut json = serde_json::from_str(&body).unwrap_or(Value::Null);
        let statements = take_statements(&mut json);
        Self { status, headers, body, json, statements }
    }

    /// `data` of an answer without errors.
    #[track_caller]
    pub fn data(&self) -> &Value {
        assert!(self.json.get("errors").is_none(), "{:#}", self.json["errors"]);
        self.json.get("data").unwrap_or_else(|| panic!("no data: {} {}", self.status, self.body))
    }

    /// What stands at a JSON pointer into `data`, `/event/name`, of an answer without errors.
    #[track_caller]
    pub fn at(&self, pointer: &str) -> &Value {
        let data = self.data();
        data.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {data:#}"))
    }

    /// The texts of one field of all nodes of the list at a JSON pointer.
    #[track_caller]
    pub fn texts(&self, pointer: &str, field: &str) -> Vec<&str> {
        let list = self.at(pointer);
        let nodes = list.as_array().unwrap_or_else(|| panic!("{pointer} is no list: {list:#}"));
        nodes.iter().map(|node| node[field].as_str().unwrap_or("null")).collect()
    }

    /// The code of the only error.
    #[track_caller]
    pub fn code(&self) -> &str {
        self.only_error()["extensions"]["code"].as_str().expect("the error has a code")
    }

    /// The message of the only error.
    #[track_caller]
    pub fn message(&self) -> &str {
        self.only_error()["message"].as_str().expect("the error has a message")
    }

    /// Whether the account may not do this: none of the request, or one of the items of a list.
    pub fn is_forbidden(&self) -> bool {
        let pointer = if self.json["errors"].is_array() { "/errors" } else { "/data/done/userErrors" };
        let errors = self.json.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let code = |error: &Value| {
            if pointer == "/errors" { error["extensions"]["code"].clone() } else { error["code"].clone() }
        };
        errors.iter().any(|error| code(error) == "FORBIDDEN")
    }

    /// A header; the empty text when it is not there, a list when it is there more than once.
    pub fn header(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter();
        let values: Vec<_> = values.map(|value| value.to_str().unwrap_or("?")).collect();
        values.join(", ")
    }

    /// The members of a header that is a list, in lower case, in alphabetical order.
    pub fn header_list(&self, name: &str) -> Vec<String> {
        let header = self.header(name).to_lowercase();
        let members = header.split(',').map(str::trim).filter(|member| !member.is_empty());
        let mut members: Vec<_> = members.map(str::to_owned).collect();
        members.sort();
        members
    }

    /// The answer for a snapshot: in its own order, with names in the place of random identifiers.
    #[track_caller]
    pub fn answer(&self) -> String {
        Answer::parse(&self.body).snapshot()
    }

    #[track_caller]
    fn only_error(&self) -> &Value {
        match self.json["errors"].as_array().map(Vec::as_slice) {
            Some([error]) => error,
            _ => panic!("not one error: {} {}", self.status, self.body),
        }
    }
}

/// Takes `extensions.explain` out of the answer, and `extensions` too when nothing else is in it.
fn take_statements(json: &mut Value) -> Vec<String> {
    let Some(extensions) = json.get_mut("extensions").and_then(Value::as_object_mut) else {
        return Vec::new();
    };
    let explain = extensions.remove("explain").unwrap_or_default();
    if extensions.is_empty() {
        json.as_object_mut().and_then(|answer| answer.remove("extensions"));
    }
    let statements = explain["statements"].as_array().into_iter().flatten();
    statements.filter_map(Value::as_str).map(normalise).collect()
}
