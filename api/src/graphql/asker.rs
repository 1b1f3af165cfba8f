//! Who asks, in which language, and how: what comes with an operation. Over HTTP it stands in the headers; a socket has
//! those of its upgrade, and what `connection_init` says in their place.

use std::net::SocketAddr;

use actix_web::{
    HttpRequest,
    http::{
        Method,
        header::{AUTHORIZATION, COOKIE, HeaderMap},
    },
};
use chrono::{DateTime, Utc};

use super::{EXPLAIN, PREVIEW};
use crate::{
    Error, Result,
    account::{Credentials, address, authenticate, session_cookie},
    instance::Instance,
    locale::Locale,
    preview::Preview,
    server::App,
    viewer::Viewer,
};

/// What comes with an operation, whatever it came over.
pub struct Asker<'r> {
    pub headers: &'r HeaderMap,
    /// The other end of the connection.
    pub peer: Option<SocketAddr>,
    /// What the answer is in where the operation says nothing else.
    pub language: &'r Locale,
    /// Whether only queries are carried out.
    pub reads_only: bool,
    /// Whether the answer can set a cookie.
    pub takes_cookies: bool,
    /// The `Idempotency-Key` of this one operation, where the headers are those of many.
    pub key: Option<&'r str>,
}

impl<'r> Asker<'r> {
    /// Whoever sent a request over HTTP.
    pub fn of(request: &'r HttpRequest, language: &'r Locale) -> Self {
        Self {
            headers: request.headers(),
            peer: request.peer_addr(),
            language,
            reads_only: request.method() == Method::GET,
            takes_cookies: true,
            key: None,
        }
    }

    /// Whether anybody who sends the same gets the same: nobody says who they are, and nothing is asked about the answer.
    pub fn is_public(&self, app: &App) -> bool {
        let headers = self.headers;
        let has_session = || session_cookie(headers, app.instance.secure_cookies).is_some();
        let is_for_one = headers.contains_key(AUTHORIZATION)
            || headers.contains_key(PREVIEW)
            || self.explains(app)
            || (headers.contains_key(COOKIE) && has_session());
        !is_for_one
    }

    /// Whether the SQL of the answer is asked for.
    pub fn explains(&self, app: &App) -> bool {
        app.config.explain && self.headers.contains_key(EXPLAIN)
    }

    /// Who it is, and how that was said.
    pub async fn authenticate(&self, app: &App) -> Result<(Viewer, Credentials)> {
        let address = address(self.headers, self.peer, &app.config.trusted_proxies.0);
        authenticate(self.headers, address, &app.instance).await
    }

    /// What names a request that must not be carried out twice.
    pub fn idempotency_key(&self) -> Option<&[u8]> {
        let header = || self.headers.get("idempotency-key").map(|key| key.as_bytes());
        self.key.map(str::as_bytes).or_else(header)
    }

    /// What the header `X-Tribune-Preview` shows.
    pub fn preview(&self, instance: &Instance, now: DateTime<Utc>) -> Result<Option<Preview>> {
        let Some(token) = self.headers.get(PREVIEW) else { return Ok(None) };
        let token = token.to_str().map_err(|_| Error::InvalidPreview)?;
        Preview::of(token, &instance.key, now).map(Some)
    }
}

/// An asker who stays: at the other end of a socket, or of a stream.
pub struct Client {
    pub headers: HeaderMap,
    pub peer: Option<SocketAddr>,
    pub language: Locale,
    pub reads_only: bool,
}

impl Client {
    /// Whoever sent a request over HTTP.
    pub fn of(request: &HttpRequest, language: Locale) -> Self {
        Self {
            headers: request.headers().clone(),
            peer: request.peer_addr(),
            language,
            reads_only: request.method() == Method::GET,
        }
    }

    /// The asker of one operation, with the `Idempotency-Key` of that alone.
    pub fn asker<'c>(&'c self, key: Option<&'c str>) -> Asker<'c> {
        let Self { headers, peer, language, reads_only } = self;
        Asker { headers, peer: *peer, language, reads_only: *reads_only, takes_cookies: false, key }
    }
}
