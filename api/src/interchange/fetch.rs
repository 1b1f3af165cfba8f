//! Programmes at an address on the web: any file, or a whole event of pretalx, told by what is answered there.
//! Everything has a measure: bytes, pages, redirects, time. A token goes to the host that was named, and to no
//! other. Start at [`Source::fetch`].

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use ammonia::Url;
use serde_json::{Map, Value, json};
use ureq::{
    Agent,
    http::{HeaderMap, StatusCode, header},
};

use super::{pretalx, reading::LARGEST_BYTES};
use crate::locale::messages::Said;

/// How long a connection may take, and one answer.
const TIMEOUT_CONNECT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);

/// And all that makes a programme.
const TIMEOUT_OF_ALL: Duration = Duration::from_secs(600);

/// No longer than this is waited when a server asks to, and no more often.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
const MOST_WAITS: usize = 3;

const MOST_REDIRECTS: usize = 5;

/// Most pages of one list of an API.
const MOST_PAGES: usize = 200;

/// What submissions refer to, so that it comes with them.
const EXPAND: &str = "answers,answers.question,resources,slots,slots.room,speakers,speakers.answers,\
                      speakers.answers.question,submission_type,tags,track";

/// Why there is nothing to read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    #[error("it is not an address on the web")]
    NotOnTheWeb,
    #[error("the server answers with status {0}")]
    Status(u16),
    #[error("the answer is larger than {LARGEST_BYTES} bytes")]
    TooLarge,
    #[error("there are more than {MOST_PAGES} pages")]
    TooManyPages,
    #[error("there are more than {MOST_REDIRECTS} redirects")]
    TooManyRedirects,
    #[error("it takes longer than {} seconds", TIMEOUT_OF_ALL.as_secs())]
    TooSlow,
    #[error("there is a page for people at this address, and no event of pretalx")]
    Page,
    #[error("the server cannot be reached: {0}")]
    Failed(String),
}

impl FetchError {
    /// The Fluent message of `locales/*/reports.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        match self {
            Self::NotOnTheWeb => ("fetch-not-on-the-web", vec![]),
            Self::Status(status) => ("fetch-status", vec![("status", status.to_string().into())]),
            Self::TooLarge => ("fetch-too-large", vec![("limit", LARGEST_BYTES.to_string().into())]),
            Self::TooManyPages => ("fetch-too-many-pages", vec![("limit", MOST_PAGES.to_string().into())]),
            Self::TooManyRedirects => ("fetch-too-many-redirects", vec![("limit", MOST_REDIRECTS.to_string().into())]),
            Self::TooSlow => ("fetch-too-slow", vec![("seconds", TIMEOUT_OF_ALL.as_secs().to_string().into())]),
            Self::Page => ("fetch-page", vec![]),
            Self::Failed(reason) => ("fetch-failed", vec![("reason", reason.as_str().into())]),
        }
    }
}

/// What is at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    Bytes(Vec<u8>),
    /// The same as last time.
    Unchanged,
}

/// An address that a programme is read from, perhaps again and again.
pub struct Source {
    address: Url,
    token: Option<String>,
    agent: Agent,
    /// What tells whether the answer is still the same: `ETag`, `Last-Modified`.
    known: HashMap<&'static str, String>,
    /// When it was begun to ask.
    begun: Instant,
}

/// What a server has answered.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Source {
    /// Whether what is to be imported is an address, and no file.
    pub fn is_address(text: &str) -> bool {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        matches!(scheme.as_deref(), Some("http" | "https"))
    }

    pub fn new(address: &str, token: Option<String>) -> Result<Self, FetchError> {
        let address = Url::parse(address).map_err(|_| FetchError::NotOnTheWeb)?;
        if !is_web(&address) {
            return Err(FetchError::NotOnTheWeb);
        }
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            // They are followed here, where the token is known.
            .max_redirects(0)
            .timeout_connect(Some(TIMEOUT_CONNECT))
            .timeout_global(Some(TIMEOUT))
            .user_agent(concat!("tribune/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self { address, token, agent: agent.into(), known: HashMap::new(), begun: Instant::now() })
    }

    /// The address as it may be shown: without what may be secret in it.
    pub fn name(&self) -> String {
        let mut address = self.address.clone();
        address.set_query(None);
        address.set_fragment(None);
        // Only an address without a host refuses that.
        let _ = address.set_username("");
        let _ = address.set_password(None);
        address.to_string()
    }

    /// What the event is called where nothing else names it: the last part of the address.
    pub fn stem(&self) -> String {
        let last = self.address.path_segments().and_then(|parts| parts.rev().find(|part| !part.is_empty()));
        let stem = last.map(|last| last.rsplit_once('.').map_or(last, |(stem, _)| stem));
        stem.or(self.address.host_str()).unwrap_or_default().to_owned()
    }

    /// The bytes of a file, or all that a programme needs to know of an event of pretalx.
    pub fn fetch(&mut self) -> Result<Fetched, FetchError> {
        self.begun = Instant::now();
        if let Some(api) = api_of(&self.address).filter(|api| api.path() == self.address.path()) {
            return Ok(Fetched::Bytes(self.gathered(&api)?));
        }
        let answer = self.get(&self.address, &self.known)?;
        if answer.status == StatusCode::NOT_MODIFIED {
            return Ok(Fetched::Unchanged);
        }
        let is_page = header_of(&answer, header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html"))
            || is_html(&answer.body);
        if answer.status.is_success() && !is_page {
            let told = [(header::ETAG, "if-none-match"), (header::LAST_MODIFIED, "if-modified-since")];
            let told = told.into_iter().filter_map(|(told, asked)| Some((asked, header_of(&answer, told)?)));
            self.known = told.collect();
            return Ok(Fetched::Bytes(answer.body));
        }
        // Whoever may not see the page may still see the API with a token.
        match api_of(&self.address).map(|api| self.gathered(&api)) {
            Some(Ok(bytes)) => Ok(Fetched::Bytes(bytes)),
            Some(Err(error)) if error != FetchError::Page && !matches!(error, FetchError::Status(_)) => Err(error),
            _ if !answer.status.is_success() => Err(FetchError::Status(answer.status.as_u16())),
            _ => Err(FetchError::Page),
        }
    }

    /// All lists of an event, as [`pretalx`] reads them.
    fn gathered(&self, api: &Url) -> Result<Vec<u8>, FetchError> {
        let mut budget = LARGEST_BYTES;
        let event = self.json(api, &mut budget)?.ok_or(FetchError::Page)?;
        if !["slug", "name", "date_from", "timezone"].iter().all(|field| event.get(field).is_some()) {
            return Err(FetchError::Page);
        }
        let mut gathered = Map::new();
        for (field, path) in [
            ("rooms", "rooms/"),
            ("tracks", "tracks/"),
            ("submissionTypes", "submission-types/"),
            ("questions", "questions/"),
            ("tags", "tags/"),
        ] {
            let list = self.list(&join(api, path)?, &mut budget)?;
            gathered.insert(field.to_owned(), list.unwrap_or_default().into());
        }
        let mut address = join(api, "submissions/")?;
        address.query_pairs_mut().append_pair("expand", EXPAND);
        let mut submissions = match self.list(&address, &mut budget)? {
            Some(submissions) => submissions,
            // Before 2025 the public had an address of its own.
            None => self.list(&join(api, "talks/")?, &mut budget)?.ok_or(FetchError::Status(404))?,
        };
        let names_people =
            |talk: &Value| talk["speakers"].as_array().is_some_and(|all| all.iter().any(Value::is_string));
        if submissions.iter().any(names_people) {
            let speakers = self.list(&join(api, "speakers/")?, &mut budget)?;
            gathered.insert("speakers".to_owned(), speakers.unwrap_or_default().into());
        }
        submissions.extend(self.breaks(&event, api, &mut budget)?);
        gathered.insert("submissions".to_owned(), submissions.into());
        gathered.insert("event".to_owned(), event);
        Ok(json!({ pretalx::GATHERED: gathered }).to_string().into_bytes())
    }

    /// Only the data of the widget has breaks: what has a title and no code.
    fn breaks(&self, event: &Value, api: &Url, budget: &mut usize) -> Result<Vec<Value>, FetchError> {
        let slug = event["slug"].as_str().unwrap_or_default();
        let Ok(widget) = api.join(&format!("../../../{slug}/schedule/widgets/schedule.json")) else {
            return Ok(Vec::new());
        };
        let mut widget = self.json(&widget, budget)?.unwrap_or_default();
        let mut talks = match widget["talks"].take() {
            Value::Array(talks) => talks,
            _ => Vec::new(),
        };
        talks.retain(|talk| talk.get("code").is_none_or(Value::is_null) && talk.get("title").is_some());
        Ok(talks)
    }

    /// All pages of a list; none when the list is not there, or not for us.
    fn list(&self, address: &Url, budget: &mut usize) -> Result<Option<Vec<Value>>, FetchError> {
        let mut address = address.clone();
        address.query_pairs_mut().append_pair("page_size", "50");
        let mut items = Vec::new();
        for _ in 0..MOST_PAGES {
            let Some(page) = self.json(&address, budget)? else { return Ok(None) };
            let (results, next) = match page {
                Value::Array(results) => (results, None),
                Value::Object(mut page) => {
                    let next = page.get("next").and_then(Value::as_str).map(str::to_owned);
                    match page.remove("results") {
                        Some(Value::Array(results)) => (results, next),
                        _ => return Ok(None),
                    }
                }
                _ => return Ok(None),
            };
            items.extend(results);
            let Some(next) = next else { return Ok(Some(items)) };
            // No more than its query: the next page is at the same place, whatever a server behind a proxy calls it.
            address.set_query(join(&address, &next)?.query());
        }
        Err(FetchError::TooManyPages)
    }

    /// A JSON document; none when it is not there, or not for us.
    fn json(&self, address: &Url, budget: &mut usize) -> Result<Option<Value>, FetchError> {
        let answer = self.get(address, &HashMap::new())?;
        match answer.status.as_u16() {
            200..300 => {}
            401 | 403 | 404 => return Ok(None),
            status => return Err(FetchError::Status(status)),
        }
        *budget = budget.checked_sub(answer.body.len()).ok_or(FetchError::TooLarge)?;
        Ok(serde_json::from_slice(&answer.body).ok())
    }

    /// Asks, waits when it is told to, and follows redirects.
    fn get(&self, address: &Url, conditions: &HashMap<&'static str, String>) -> Result<Answer, FetchError> {
        let (mut address, mut waits) = (address.clone(), 0);
        for _ in 0..=MOST_REDIRECTS {
            let mut answer = self.get_once(&address, conditions)?;
            while answer.status == StatusCode::TOO_MANY_REQUESTS && waits < MOST_WAITS {
                waits += 1;
                let asked = header_of(&answer, header::RETRY_AFTER).and_then(|seconds| seconds.parse().ok());
                std::thread::sleep(Duration::from_secs(asked.unwrap_or(1)).min(LONGEST_WAIT));
                answer = self.get_once(&address, conditions)?;
            }
            let target = header_of(&answer, header::LOCATION).filter(|_| is_redirect(answer.status));
            let Some(target) = target else { return Ok(answer) };
            address = join(&address, &target)?;
        }
        Err(FetchError::TooManyRedirects)
    }

    fn get_once(&self, address: &Url, conditions: &HashMap<&'static str, String>) -> Result<Answer, FetchError> {
        if self.begun.elapsed() > TIMEOUT_OF_ALL {
            return Err(FetchError::TooSlow);
        }
        let mut request = self.agent.get(address.as_str()).header(header::ACCEPT, "application/json, */*;q=0.8");
        for (name, value) in conditions {
            request = request.header(*name, value);
        }
        let token = self.token.as_ref().filter(|_| address.origin() == self.address.origin());
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Token {token}"));
        }
        let mut response = request.call().map_err(failed)?;
        let limit = u64::try_from(LARGEST_BYTES).unwrap_or(u64::MAX);
        let body = response.body_mut().with_config().limit(limit).read_to_vec().map_err(failed)?;
        Ok(Answer { status: response.status(), headers: response.headers().clone(), body })
    }
}

fn failed(error: ureq::Error) -> FetchError {
    match error {
        ureq::Error::BodyExceedsLimit(_) => FetchError::TooLarge,
        // What cannot be sent is the token, or the address with what may be secret in it.
        ureq::Error::Http(_) | ureq::Error::BadUri(_) => FetchError::Failed("malformed request".to_owned()),
        error => FetchError::Failed(error.to_string()),
    }
}

fn is_web(address: &Url) -> bool {
    matches!(address.scheme(), "http" | "https") && address.has_host()
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn join(address: &Url, relative: &str) -> Result<Url, FetchError> {
    address.join(relative).ok().filter(is_web).ok_or(FetchError::NotOnTheWeb)
}

fn header_of(answer: &Answer, name: header::HeaderName) -> Option<String> {
    answer.headers.get(name)?.to_str().ok().map(str::to_owned)
}

/// Also when nothing says so: a page of errors, a page to sign in.
fn is_html(body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    let start = start.get(..15).unwrap_or(start).to_ascii_lowercase();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
}

/// Where the API of pretalx tells of the event with this address: `https://pretalx.example/fest/`, and any page
/// below that, or the address in the API itself.
fn api_of(address: &Url) -> Option<Url> {
    let parts: Vec<&str> = address.path_segments()?.filter(|part| !part.is_empty()).collect();
    let (root, slug) = match parts.iter().position(|part| *part == "api") {
        Some(at) if parts.get(at + 1) == Some(&"events") => (&parts[..at], parts.get(at + 2)?),
        _ => {
            // Below the event there are pages of its programme.
            let below = ["schedule", "talk", "speaker", "sneak", "featured", "cfp"];
            let end = parts.iter().position(|part| below.contains(part)).unwrap_or(parts.len());
            let (slug, root) = parts.get(..end)?.split_last()?;
            (root, slug)
        }
    };
    let path: String = root.iter().map(|part| format!("/{part}")).collect();
    let mut api = address.clone();
    api.set_query(None);
    api.set_fragment(None);
    api.set_path(&format!("{path}/api/events/{slug}/"));
    Some(api)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(address: &str) -> Option<String> {
        api_of(&Url::parse(address).expect("it is an address")).map(String::from)
    }

    #[test]
    fn api_is_beside_the_event() {
        let expected = Some("https://p.example/api/events/fest/".to_owned());

        for address in [
            "https://p.example/fest",
            "https://p.example/fest/",
            "https://p.example/fest/schedule/?lang=fr",
            "https://p.example/fest/talk/ABCDEF/",
            "https://p.example/api/events/fest/",
        ] {
            assert_eq!(api(address), expected, "{address}");
        }
        assert_eq!(api("https://p.example/sub/fest/").as_deref(), Some("https://p.example/sub/api/events/fest/"));
        assert_eq!(api("https://p.example/"), None);
    }

    #[test]
    fn only_the_web_is_asked() {
        assert!(Source::is_address("HTTPS://p.example/fest") && !Source::is_address("fest.json"));
        assert!(!Source::is_address("file:///etc/passwd"));
        assert_eq!(Source::new("file:///etc/passwd", None).err(), Some(FetchError::NotOnTheWeb));
    }

    #[test]
    fn secrets_of_an_address_are_not_shown() {
        let source = Source::new("https://me:secret@p.example/fest.json?token=secret#x", None).expect("it is one");

        assert_eq!(source.name(), "https://p.example/fest.json");
        assert_eq!(source.stem(), "fest");
    }
}
