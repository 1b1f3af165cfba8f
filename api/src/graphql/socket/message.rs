//! The words of `graphql-transport-ws`: messages, and why a socket is closed.

use actix_web::web::Bytes;
use actix_ws::{CloseCode, CloseReason, ProtocolError};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::request::Sent;

/// What a client says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromClient {
    ConnectionInit {
        #[serde(default)]
        payload: Option<Init>,
    },
    Ping {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    Pong {
        #[serde(default)]
        #[expect(dead_code, reason = "it has to be an object, and says nothing")]
        payload: Option<Map<String, Value>>,
    },
    Subscribe {
        id: String,
        payload: Sent,
    },
    Complete {
        id: String,
    },
}

/// What a page cannot say in the headers of an upgrade.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Init {
    /// The language of what is said over this socket.
    pub locale: Option<String>,
    /// As the header: `Bearer …`.
    #[serde(alias = "Authorization")]
    pub authorization: Option<String>,
    /// As the header `X-CSRF-Token`.
    pub csrf_token: Option<String>,
    /// As the header `X-Tribune-Preview`.
    pub preview: Option<String>,
}

pub fn ack(locale: &str) -> String {
    format!(r#"{{"type":"connection_ack","payload":{{"locale":{}}}}}"#, quoted(locale))
}

pub fn pong(payload: Option<Map<String, Value>>) -> String {
    match payload {
        Some(payload) => format!(r#"{{"type":"pong","payload":{}}}"#, Value::from(payload)),
        None => r#"{"type":"pong"}"#.to_owned(),
    }
}

/// An answer; `json` is that of HTTP.
pub fn next(id: &str, json: &Bytes) -> Vec<u8> {
    [br#"{"id":"#, quoted(id).as_bytes(), br#","type":"next","payload":"#, json, b"}"].concat()
}

/// The errors of an operation that failed as a whole.
pub fn error(id: &str, errors: &str) -> Vec<u8> {
    format!(r#"{{"id":{},"type":"error","payload":{errors}}}"#, quoted(id)).into_bytes()
}

pub fn complete(id: &str) -> String {
    format!(r#"{{"id":{},"type":"complete"}}"#, quoted(id))
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Why a socket is closed, in the words of the protocol, which are the same in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    GoingAway,
    NotText,
    TooLarge,
    Failed,
    BadRequest,
    NotAcknowledged,
    Forbidden,
    SubProtocol,
    InitialisedTooLate,
    InitialisedTwice,
    SubscribedTwice,
    Unavailable,
    Broken,
}

impl Closing {
    fn code(self) -> u16 {
        match self {
            Self::GoingAway => 1001,
            Self::Broken => 1002,
            Self::NotText => 1007,
            Self::TooLarge => 1009,
            Self::Unavailable => 1013,
            Self::BadRequest => 4400,
            Self::NotAcknowledged => 4401,
            Self::Forbidden => 4403,
            Self::SubProtocol => 4406,
            Self::InitialisedTooLate => 4408,
            Self::SubscribedTwice => 4409,
            Self::InitialisedTwice => 4429,
            Self::Failed => 4500,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::GoingAway => "Going away",
            Self::Broken => "Protocol error",
            Self::NotText => "Invalid UTF-8",
            Self::TooLarge => "Message too large",
            Self::Unavailable => "Try again later",
            Self::BadRequest => "Invalid message",
            Self::NotAcknowledged => "Unauthorized",
            Self::Forbidden => "Forbidden",
            Self::SubProtocol => "Subprotocol not acceptable",
            Self::InitialisedTooLate => "Connection initialisation timeout",
            Self::SubscribedTwice => "Subscriber already exists",
            Self::InitialisedTwice => "Too many initialisation requests",
            Self::Failed => "Internal server error",
        }
    }

    /// With the words of the protocol.
    pub fn reason(self) -> CloseReason {
        self.because(self.words())
    }

    /// With words of our own; what is longer than a close frame holds is cut.
    pub fn because(self, words: impl Into<String>) -> CloseReason {
        (CloseCode::from(self.code()), words).into()
    }
}

impl From<&ProtocolError> for Closing {
    fn from(error: &ProtocolError) -> Self {
        match error {
            ProtocolError::Overflow => Self::TooLarge,
            ProtocolError::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => Self::NotText,
            _ => Self::Broken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<FromClient, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn messages_are_those_of_the_protocol() {
        for sound in [
            r#"{"type":"connection_init"}"#,
            r#"{"type":"connection_init","payload":null}"#,
            r#"{"type":"connection_init","payload":{"locale":"fr","other":1}}"#,
            r#"{"type":"ping"}"#,
            r#"{"type":"pong","payload":{"at":1}}"#,
            r#"{"id":"1","type":"subscribe","payload":{"query":"{ a }","variables":null,"extensions":null}}"#,
            r#"{"id":"1","type":"complete"}"#,
        ] {
            assert!(read(sound).is_ok(), "{sound}: {:?}", read(sound));
        }
        for unsound in [
            "",
            "[]",
            "null",
            "{}",
            r#"{"type":"start"}"#,
            r#"{"type":"next","id":"1","payload":{}}"#,
            r#"{"type":"connection_init","payload":"fr"}"#,
            r#"{"type":"connection_init","payload":{"locale":1}}"#,
            r#"{"type":"ping","payload":1}"#,
            r#"{"type":"subscribe","payload":{"query":"{ a }"}}"#,
            r#"{"id":1,"type":"subscribe","payload":{"query":"{ a }"}}"#,
            r#"{"id":"1","type":"subscribe"}"#,
            r#"{"id":"1","type":"subscribe","payload":{"query":1}}"#,
            r#"{"id":"1","type":"subscribe","payload":{"query":"{ a }","variables":[]}}"#,
            r#"{"type":"complete"}"#,
        ] {
            assert!(read(unsound).is_err(), "{unsound}");
        }
    }

    #[test]
    fn what_is_said_is_json() {
        let id = "a\"\n";
        let json = Bytes::from_static(br#"{"data":null}"#);
        for said in [
            next(id, &json),
            error(id, "[]"),
            complete(id).into_bytes(),
            ack("fr").into_bytes(),
            pong(None).into_bytes(),
            pong(Some(Map::new())).into_bytes(),
        ] {
            let value: Value = serde_json::from_slice(&said).unwrap();
            assert!(value["id"].is_null() || value["id"] == id, "{value}");
        }
    }
}
