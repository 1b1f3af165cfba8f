//! GraphQL over WebSocket, as a client that may say anything at all.

use std::{
    io::ErrorKind,
    net::TcpStream,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tungstenite::{
    Message, WebSocket,
    client::IntoClientRequest,
    handshake::HandshakeError,
    http::{HeaderName, HeaderValue},
};

use crate::TestApp;

/// How long a client waits for anything.
const PATIENCE: Duration = Duration::from_secs(30);
/// The sub-protocol.
const PROTOCOL: &str = "graphql-transport-ws";

/// An open socket.
pub struct Socket(WebSocket<TcpStream>);

/// What comes over a socket.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// A message.
    Message(Value),
    /// It is closed: the code, and why.
    Closed(u16, String),
    /// It has ended without a word.
    Gone,
}

/// An upgrade that was refused.
#[derive(Debug)]
pub struct Refused {
    /// The status.
    pub status: u16,
    /// The body, which is JSON.
    pub json: Value,
}

impl TestApp {
    /// A socket at `/graphql`, with further headers, before anything was said.
    #[track_caller]
    pub fn socket(&self, headers: &[(&str, &str)]) -> Socket {
        self.try_socket("", &[&[("Sec-WebSocket-Protocol", PROTOCOL)], headers].concat()).expect("a socket")
    }

    /// As [`TestApp::socket`], with a query string, these headers alone, and the upgrade may be refused.
    pub fn try_socket(&self, query: &str, headers: &[(&str, &str)]) -> Result<Socket, Refused> {
        let authority = self.base_url().trim_start_matches("http://");
        let mut request = format!("ws://{authority}/graphql{query}").into_client_request().expect("an address");
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("the name of a header");
            request.headers_mut().insert(name, HeaderValue::from_str(value).expect("a header"));
        }
        let stream = TcpStream::connect(authority).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("it has a time limit");
        stream.set_nodelay(true).expect("it need not wait");
        match tungstenite::client(request, stream) {
            Ok((socket, _)) => Ok(Socket(socket)),
            Err(HandshakeError::Failure(tungstenite::Error::Http(response))) => {
                let status = response.status().as_u16();
                let body = response.into_body().unwrap_or_default();
                Err(Refused { status, json: serde_json::from_slice(&body).unwrap_or(Value::Null) })
            }
            Err(error) => panic!("no handshake: {error}\n{}", self.log()),
        }
    }

    /// A socket that is ready: `connection_init` was said with this payload (or none), and acknowledged.
    #[track_caller]
    pub fn ready_socket(&self, payload: &Value, headers: &[(&str, &str)]) -> Socket {
        let mut socket = self.socket(headers);
        socket.say(&json!({ "type": "connection_init", "payload": payload }));
        let ack = socket.message();
        assert_eq!(ack["type"], "connection_ack", "{ack}");
        socket
    }
}

impl Socket {
    /// Sends a message.
    #[track_caller]
    pub fn say(&mut self, message: &Value) {
        self.send(Message::text(message.to_string()));
    }

    /// Sends messages at once: the server has the last when it reads the first.
    #[track_caller]
    pub fn say_at_once(&mut self, messages: &[Value]) {
        for message in messages {
            self.0.write(Message::text(message.to_string())).expect("the message can be written");
        }
        self.0.flush().expect("the messages can be sent");
    }

    /// Sends whatever it is.
    #[track_caller]
    pub fn send(&mut self, message: Message) {
        self.0.send(message).expect("the message can be sent");
    }

    /// What comes next.
    pub fn hear(&mut self) -> Heard {
        loop {
            match self.0.read() {
                Ok(Message::Text(text)) => {
                    return Heard::Message(serde_json::from_str(&text).expect("the message is JSON"));
                }
                Ok(Message::Close(Some(frame))) => return Heard::Closed(frame.code.into(), frame.reason.to_string()),
                Ok(Message::Close(None)) => return Heard::Closed(1005, String::new()),
                Ok(_) => {}
                Err(tungstenite::Error::Io(error))
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    panic!("nothing came for {PATIENCE:?}");
                }
                Err(_) => return Heard::Gone,
            }
        }
    }

    /// The next message.
    #[track_caller]
    pub fn message(&mut self) -> Value {
        match self.hear() {
            Heard::Message(message) => message,
            other => panic!("no message: {other:?}"),
        }
    }

    /// How the server closes the socket; messages before that are passed over.
    #[track_caller]
    pub fn closed(&mut self) -> (u16, String) {
        let begin = Instant::now();
        loop {
            match self.hear() {
                Heard::Message(_) => assert!(begin.elapsed() < PATIENCE, "it is not closed"),
                Heard::Closed(code, reason) => return (code, reason),
                Heard::Gone => panic!("it ended without a word"),
            }
        }
    }

    /// Asks an operation under an id.
    #[track_caller]
    pub fn subscribe(&mut self, id: &str, document: &str, variables: &Value) {
        self.say(&subscribe(id, document, variables));
    }

    /// The answer to an operation when nothing else runs: as HTTP has it, with `errors` alone when it failed as a whole.
    #[track_caller]
    pub fn ask(&mut self, document: &str, variables: &Value) -> Value {
        self.subscribe("ask", document, variables);
        self.answer()
    }

    /// The answer to the one operation that runs.
    #[track_caller]
    pub fn answer(&mut self) -> Value {
        let mut first = self.message();
        if first["type"] == "error" {
            return json!({ "errors": first["payload"].take() });
        }
        assert_eq!(first["type"], "next", "{first}");
        let last = self.message();
        assert_eq!((&last["type"], &last["id"]), (&json!("complete"), &first["id"]), "{last}");
        first["payload"].take()
    }

    /// Reads nothing more, and answers no ping, as long as this is kept.
    pub fn fall_silent(self) -> TcpStream {
        self.0.get_ref().try_clone().expect("the connection can be kept")
    }
}

/// The message that asks an operation.
pub fn subscribe(id: &str, document: &str, variables: &Value) -> Value {
    json!({ "id": id, "type": "subscribe", "payload": { "query": document, "variables": variables } })
}
