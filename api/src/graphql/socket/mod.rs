//! GraphQL over WebSocket: `graphql-transport-ws`, the protocol of graphql-ws. Each operation takes the path of every other
//! ([`super::reply`]); whose it is, is asked anew each time. Start at [`upgrade`].

mod connection;
mod message;
mod open;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{COOKIE, HOST, HeaderMap, HeaderName, ORIGIN, SEC_WEBSOCKET_PROTOCOL, UPGRADE},
    rt, web,
};

pub use self::open::Sockets;
use self::{connection::Connection, message::Closing};
use super::{answer::Answer, asker::Client, request::MediaType};
use crate::{Error, account::address, server::App};

/// The only sub-protocol.
const PROTOCOL: &str = "graphql-transport-ws";
/// What names one request is no header of a socket, which has many.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Whether a request is to become a WebSocket.
pub fn is_upgrade(headers: &HeaderMap) -> bool {
    let upgrades = headers.get_all(UPGRADE).filter_map(|value| value.to_str().ok());
    upgrades.flat_map(|value| value.split(',')).any(|protocol| protocol.trim().eq_ignore_ascii_case("websocket"))
}

/// `GET /graphql` with `Upgrade: websocket`.
pub async fn upgrade(request: HttpRequest, body: web::Payload, app: web::Data<App>) -> HttpResponse {
    let language = match app.language(&request) {
        Ok((language, _)) => language,
        Err(error) => {
            let language = app.language_of_errors(&request);
            return Answer::refusal(error, &app, &language).http(MediaType::GraphqlResponse);
        }
    };
    let address = address(request.headers(), request.peer_addr(), &app.config.trusted_proxies.0);
    let place = match app.sockets.enter(address) {
        Ok(place) => place,
        Err(error) => return app.refuse(&request, &error),
    };
    let (response, session, messages) = match actix_ws::handle_with_protocols(&request, body, &[PROTOCOL]) {
        Ok(opened) => opened,
        Err(error) => return app.refuse(&request, &Error::MalformedRequest { reason: error.to_string() }),
    };
    let mut client = Client::of(&request, language);
    client.reads_only = false;
    client.headers.remove(IDEMPOTENCY_KEY);
    if !is_own_page(&client.headers, app.instance.secure_cookies) {
        client.headers.remove(COOKIE);
    }
    // Whoever speaks another protocol is told so over the socket: a page learns nothing of a refused upgrade.
    let speaks = response.headers().contains_key(SEC_WEBSOCKET_PROTOCOL);
    let connection = Connection::new(app, session, messages, client, place);
    rt::spawn(async move {
        if speaks {
            connection.run().await;
        } else {
            connection.close(Closing::SubProtocol.reason()).await;
        }
    });
    response
}

/// Whether a page of this very server has opened the socket. A browser sends the cookies of the server with whatever page
/// opens one, and says in `Origin` which it was; a page cannot.
fn is_own_page(headers: &HeaderMap, secure_cookies: bool) -> bool {
    let header = |name: HeaderName| headers.get(name)?.to_str().ok();
    let Some(((scheme, authority), host)) =
        header(ORIGIN).and_then(|origin| origin.split_once("://")).zip(header(HOST))
    else {
        return false;
    };
    // What is for https only is not for a page that somebody on the way may have written.
    let is_safe = scheme == "https" || (scheme == "http" && !secure_cookies);
    is_safe && authority.eq_ignore_ascii_case(host)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn is_own(origin: Option<&str>, secure_cookies: bool) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("Events.example.org:8080"));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        is_own_page(&headers, secure_cookies)
    }

    #[test]
    fn only_pages_of_this_server_are_its_own() {
        assert!(is_own(Some("https://events.example.org:8080"), true));
        assert!(is_own(Some("http://events.example.org:8080"), false));
        for foreign in [
            None,
            Some("null"),
            Some(""),
            Some("https://events.example.org"),
            Some("https://example.org:8080"),
            Some("https://events.example.org:8080.evil.example"),
            Some("https://evil.example/?events.example.org:8080"),
            Some("ftp://events.example.org:8080"),
            Some("http://events.example.org:8080"),
        ] {
            assert!(!is_own(foreign, true), "{foreign:?}");
        }
    }
}
