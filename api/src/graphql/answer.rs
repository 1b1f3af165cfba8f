//! What a client gets: data, errors in its language, status and headers.

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::{
        StatusCode,
        header::{
            ALLOW, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, SET_COOKIE, VARY, WWW_AUTHENTICATE,
        },
    },
};
use async_graphql::{ErrorExtensionValues, Response, ServerError};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::{is_request_error, request::MediaType};
use crate::{
    Error,
    cache::{
        page::{Page, Source},
        tag::Tag,
    },
    context::Request,
    database::StatementLog,
    error::Code,
    json,
    locale::{Chain, Locale},
    server::App,
};

/// An answer, before it is known how it is sent.
pub struct Answer {
    body: Body,
    /// The body as it was sent before, when it is sent again.
    replayed: Option<String>,
    /// Whether it is for the viewer alone: then nobody keeps it.
    pub is_private: bool,
    cookies: Vec<String>,
    /// The status that says what became of the request.
    status: StatusCode,
    /// Whether a well-formed request was answered, so that `application/json` says 200.
    is_well_formed: bool,
    served: Vec<Locale>,
    /// Whether it changes by the clock, from one moment to the next.
    clock_was_read: bool,
    /// Whether the language of the request had a say in the answer.
    language_was_used: bool,
    /// Whether that language was given in the address, whatever the header says.
    pub language_is_given: bool,
    /// What it follows from; none when that is not known, so that nobody keeps it.
    pub tags: Option<Box<[Tag]>>,
}

#[derive(Serialize)]
struct Body {
    /// Written by [`json::write`].
    #[serde(skip)]
    data: Option<async_graphql::Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ServerError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<serde_json::Value>,
}

impl Body {
    /// What there is of it, the data first.
    fn json(&self) -> serde_json::Result<String> {
        let rest = serde_json::to_string(self)?;
        let Some(data) = &self.data else { return Ok(rest) };
        let mut out = br#"{"data":"#.to_vec();
        json::write(data, &mut out)?;
        if rest != "{}" {
            out.push(b',');
        }
        out.extend_from_slice(&rest.as_bytes()[1..]);
        String::from_utf8(out).map_err(serde::ser::Error::custom)
    }
}

impl Answer {
    /// The answer to what is no GraphQL request.
    pub fn refusal(error: Error, app: &App, language: &Locale) -> Self {
        let chain = app.instance.locales.chain(language).clone();
        let status = error.status();
        Self { is_well_formed: false, status, ..Self::invalid(error, app, &chain) }
    }

    /// The answer to a request whose document is not sound.
    pub fn invalid(error: Error, app: &App, chain: &Chain) -> Self {
        let mut shown = ServerError::new(String::new(), None);
        present(&error, &mut shown, app, chain);
        Self {
            body: Body { data: None, errors: vec![shown], extensions: None },
            replayed: None,
            is_private: false,
            cookies: Vec::new(),
            status: StatusCode::BAD_REQUEST,
            is_well_formed: true,
            served: vec![chain.requested().clone()],
            clock_was_read: false,
            language_was_used: true,
            language_is_given: false,
            tags: None,
        }
    }

    /// The answer to what was executed.
    pub fn executed(
        mut response: Response,
        log: Option<StatementLog>,
        context: &Request,
        app: &App,
        chain: &Chain,
    ) -> Self {
        let is_request_error = is_request_error(&response);
        for error in &mut response.errors {
            let cause = error.source::<Error>().cloned();
            let cause = cause.unwrap_or_else(|| Error::InvalidRequest { reason: error.message.clone() });
            present(&cause, error, app, chain);
        }
        // The executor says of each rule of validation what it found, some of it twice.
        response.errors.dedup_by(|next, error| {
            next.message == error.message && next.locations == error.locations && next.path == error.path
        });
        let extensions = log.map(|log| json!({ "explain": { "statements": log.statements() } }));
        let (served, has_errors) = (context.served(), !response.errors.is_empty());
        let language_was_used = context.language_was_used() || has_errors;
        Self {
            body: Body { data: (!is_request_error).then_some(response.data), errors: response.errors, extensions },
            replayed: None,
            is_private: context.viewer.account.is_some(),
            cookies: context.cookies(),
            status: if is_request_error { StatusCode::BAD_REQUEST } else { StatusCode::OK },
            is_well_formed: true,
            served: if served.is_empty() && has_errors { vec![chain.requested().clone()] } else { served },
            clock_was_read: context.clock_was_read(),
            language_was_used,
            language_is_given: false,
            tags: None,
        }
    }

    /// The answer that was given to the same request before.
    pub fn again(body: String, chain: &Chain) -> Self {
        Self {
            body: Body { data: None, errors: Vec::new(), extensions: None },
            replayed: Some(body),
            is_private: true,
            cookies: Vec::new(),
            status: StatusCode::OK,
            is_well_formed: true,
            served: vec![chain.requested().clone()],
            clock_was_read: false,
            language_was_used: true,
            language_is_given: false,
            tags: None,
        }
    }

    /// The answer as anybody may have it; none when it is for this request alone.
    pub fn page(&self) -> Option<Page> {
        let is_for_all = self.status == StatusCode::OK
            && self.is_well_formed
            && !self.is_private
            && !self.clock_was_read
            && self.replayed.is_none()
            && self.cookies.is_empty()
            && self.body.errors.is_empty()
            && self.body.extensions.is_none();
        if !is_for_all {
            return None;
        }
        let languages = (!self.served.is_empty()).then(|| self.languages());
        Some(Page::new(self.json().ok()?, languages, self.language_was_used))
    }

    /// The languages of its texts.
    pub fn languages(&self) -> String {
        self.served.iter().map(Locale::as_str).collect::<Vec<_>>().join(", ")
    }

    /// The body as it is sent.
    pub fn json(&self) -> serde_json::Result<String> {
        match &self.replayed {
            Some(body) => Ok(body.clone()),
            None => self.body.json(),
        }
    }

    /// The errors alone, when the request failed as a whole and there is nothing else to say.
    pub fn failure(&self) -> Option<serde_json::Result<String>> {
        let is_failure = self.body.data.is_none() && self.replayed.is_none();
        is_failure.then(|| serde_json::to_string(&self.body.errors))
    }

    pub fn http(self, media_type: MediaType) -> HttpResponse {
        let status = match media_type {
            MediaType::Json if self.is_well_formed => StatusCode::OK,
            _ => self.status,
        };
        let mut http = HttpResponse::build(status);
        http.insert_header((CONTENT_TYPE, media_type.content_type()));
        http.append_header((VARY, "Accept"));
        http.insert_header(("X-Cache", Source::Bypass.as_str()));
        if self.language_was_used && !self.language_is_given {
            http.append_header((VARY, "Accept-Language"));
        }
        if !self.served.is_empty() {
            http.insert_header((CONTENT_LANGUAGE, self.languages()));
        }
        if self.is_private {
            http.insert_header((CACHE_CONTROL, "private, no-store"));
            http.append_header((VARY, "Authorization, Cookie"));
        }
        if self.replayed.is_some() {
            http.insert_header(("Idempotent-Replayed", "true"));
        }
        for cookie in &self.cookies {
            http.append_header((SET_COOKIE, cookie.as_str()));
        }
        hint(&mut http, status);
        match self.json() {
            Ok(body) => http.body(body),
            Err(error) => {
                tracing::error!(%error, "an answer cannot be written as JSON");
                HttpResponse::InternalServerError().finish()
            }
        }
    }
}

fn hint(http: &mut HttpResponseBuilder, status: StatusCode) {
    match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            http.insert_header((ALLOW, "GET, POST"));
        }
        StatusCode::UNAUTHORIZED => {
            http.insert_header((WWW_AUTHENTICATE, "Bearer"));
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            http.insert_header((RETRY_AFTER, "1"));
        }
        _ => {}
    }
}

/// Puts code and message of `error` into what the client sees, and logs what it must not see.
fn present(error: &Error, shown: &mut ServerError, app: &App, chain: &Chain) {
    let extensions = shown.extensions.get_or_insert_with(ErrorExtensionValues::default);
    extensions.set("code", error.code().as_str());
    if let Some(argument) = error.argument() {
        extensions.set("argument", argument);
    }
    if let Some((name, details)) = error.details()
        && let Ok(details) = async_graphql::Value::from_json(details)
    {
        extensions.set(name, details);
    }
    if matches!(error.code(), Code::Internal | Code::Unavailable) {
        let request_id = Uuid::now_v7().to_string();
        tracing::error!(request_id, error = ?error, path = ?shown.path, "request failed");
        extensions.set("requestId", request_id);
    }
    shown.message = app.instance.say(chain, error.message());
}
