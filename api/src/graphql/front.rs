//! In front of everything: a request that was answered before, and whose answer is still so, gets it again. Nothing is
//! parsed, and nothing else of the server is touched.

use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::PayloadError,
    http::{
        Method,
        header::{
            ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap,
            HeaderName, HeaderValue,
        },
    },
    middleware::Next,
    web::{self, Bytes},
};
use futures::{StreamExt, stream};

use super::{EXPLAIN, PREVIEW, cdn, socket};
use crate::{
    cache::{
        Key,
        page::{Page, Source, Variant, is_read},
        validity::Kept,
    },
    config::CacheTags,
    server::{self, App},
};

/// The address that is looked at.
pub const PATH: &str = "/graphql";

/// The headers that an answer depends on.
const HEADERS: [HeaderName; 4] = [ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_TYPE];

/// All that an answer follows from, as it was sent: for whoever makes the answer.
pub struct RequestKey(pub Key);

/// Answers what was asked before; whatever else is handed on, with its [`RequestKey`].
pub async fn give_again<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<BoxBody, B>>, Error> {
    if request.path() == PATH
        && is_anonymous(request.headers())
        && !socket::is_upgrade(request.headers())
        && let Some(app) = request.app_data::<web::Data<App>>().cloned()
        && let Some(body) = Body::read(&mut request, app.config.body_limit_bytes).await
    {
        let key = key(request.request(), &body.bytes);
        let cache = &app.instance.cache;
        if body.is_whole()
            && cache.ticket(app.instance.clock.now()).is_some()
            && let Some(entry) = cache.get(&key)
            && let Some(variant) = entry.variant
        {
            cache.count_hit();
            let response = hit(request.request(), &app, &entry.answer, &variant);
            return Ok(request.into_response(response).map_into_left_body());
        }
        if body.is_whole() {
            request.extensions_mut().insert(RequestKey(key.into()));
        }
        body.give_back(&mut request);
    }
    next.call(request).await.map(ServiceResponse::map_into_right_body)
}

/// The answer, with all that the rest of the server would add.
fn hit(request: &HttpRequest, app: &App, answer: &Kept<Page>, variant: &Variant) -> HttpResponse {
    let mut response = respond(request, app, answer, variant, Source::Hit);
    for (name, value) in server::HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    tracing::debug!(target: server::ACCESS_LOG, query = request.query_string(), "answered again");
    response
}

/// What a client gets of an answer that is kept.
pub fn respond(
    request: &HttpRequest,
    app: &App,
    answer: &Kept<Page>,
    variant: &Variant,
    source: Source,
) -> HttpResponse {
    let mut response = answer.value.respond(request, variant, source);
    if is_read(request) && app.config.cache_tags != CacheTags::None {
        let good_for = app.instance.cache.validity.settled_for(app.instance.clock.now());
        cdn::describe(response.headers_mut(), answer, app.config.cache_tags, good_for);
    }
    response
}

/// Whether nobody says who they are, and nothing is asked about the answer.
fn is_anonymous(headers: &HeaderMap) -> bool {
    let for_one = [AUTHORIZATION, COOKIE, HeaderName::from_static(PREVIEW), HeaderName::from_static(EXPLAIN)];
    !for_one.iter().any(|name| headers.contains_key(name))
}

/// A body that was read before its time.
struct Body {
    bytes: Bytes,
    /// Why it is not whole.
    error: Option<PayloadError>,
}

impl Body {
    /// The body of a request of a length that is known and within the limit. None for others.
    async fn read(request: &mut ServiceRequest, limit: usize) -> Option<Self> {
        match *request.method() {
            Method::GET => return Some(Self { bytes: Bytes::new(), error: None }),
            Method::POST => {}
            _ => return None,
        }
        let length: usize = request.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()?;
        if length > limit {
            return None;
        }
        let mut payload = request.take_payload();
        let mut chunks: Vec<Bytes> = Vec::new();
        let mut error = None;
        while let Some(chunk) = payload.next().await {
            match chunk {
                Ok(chunk) => chunks.push(chunk),
                Err(failure) => error = Some(failure),
            }
        }
        let bytes = match chunks.as_slice() {
            [one] => one.clone(),
            many => many.concat().into(),
        };
        Some(Self { bytes, error })
    }

    fn is_whole(&self) -> bool {
        self.error.is_none()
    }

    /// Lets the request have it again.
    fn give_back(self, request: &mut ServiceRequest) {
        if request.method() == Method::POST {
            let again: Vec<_> = [Ok(self.bytes)].into_iter().chain(self.error.map(Err)).collect();
            request.set_payload(Payload::Stream { payload: Box::pin(stream::iter(again)) });
        }
    }
}

fn key(request: &HttpRequest, body: &[u8]) -> Vec<u8> {
    let head = request.head();
    let address = request.query_string().as_bytes();
    let mut key = Vec::with_capacity(body.len() + address.len() + 256);
    key.push(if head.method == Method::GET { b'G' } else { b'P' });
    for name in &HEADERS {
        for value in head.headers.get_all(name) {
            key.extend_from_slice(value.as_bytes());
            // No header holds it, and no address.
            key.push(1);
        }
        key.push(0);
    }
    key.extend_from_slice(address);
    key.push(0);
    key.extend_from_slice(body);
    key
}
