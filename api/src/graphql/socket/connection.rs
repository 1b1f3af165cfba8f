//! One socket, from its upgrade to its end.

use std::{collections::HashMap, ops::ControlFlow, rc::Rc, time::Duration};

use actix_web::{
    http::header::{AUTHORIZATION, HeaderName, HeaderValue},
    web::{self, Bytes},
};
use actix_ws::{CloseReason, Item, Message, MessageStream, ProtocolError, Session};
use futures::{SinkExt, StreamExt, future::Either, stream::LocalBoxStream};
use tokio::{
    task::{AbortHandle, Id, JoinError, JoinSet},
    time::{MissedTickBehavior, interval_at, sleep, timeout},
};

use super::{
    super::{PREVIEW, Told, Turn, Turns, answer::Answer, asker::Client, replies, request::Sent},
    message::{self, Closing, FromClient, Init},
    open::{Place, Running},
};
use crate::{Error, account::CSRF_TOKEN, error::Code, server::App};

/// How long a client may take to say `connection_init`.
const INIT: Duration = Duration::from_secs(10);
/// How many pings a client may leave without an answer.
const SILENT_PINGS: u32 = 2;
/// Most operations of a socket that are not complete: a page has some dozens, and none costs anything but its text.
const MOST_OPERATIONS: usize = 64;
/// How many of them are carried out at once, or wait with their answers for a client that reads slowly.
const AT_ONCE: usize = 8;
/// How many of the largest messages the operations of a socket may take together.
const LARGEST_AT_ONCE: usize = 2;
/// Most letters of the id of an operation.
const MOST_OF_ID: usize = 255;

/// One socket.
pub struct Connection {
    app: web::Data<App>,
    session: Session,
    messages: MessageStream,
    /// What has come of a message in parts.
    part: Option<Vec<u8>>,
    /// Who is at the other end: what the upgrade says, and then `connection_init`.
    client: Rc<Client>,
    is_initialised: bool,
    is_signed_in: bool,
    operations: HashMap<String, Operation>,
    tasks: JoinSet<String>,
    turns: Turns,
    place: Place,
}

/// An operation that is not complete.
struct Operation {
    task: AbortHandle,
    /// Of the message that asked for it.
    bytes: usize,
}

/// How a socket ends: with a reason, or without when nobody is there any more.
type End = Option<CloseReason>;

impl Connection {
    pub fn new(app: web::Data<App>, session: Session, messages: MessageStream, client: Client, place: Place) -> Self {
        let messages = messages.max_frame_size(app.config.body_limit_bytes);
        Self {
            app,
            session,
            messages,
            part: None,
            client: Rc::new(client),
            is_initialised: false,
            is_signed_in: false,
            operations: HashMap::new(),
            tasks: JoinSet::new(),
            turns: Turns::new(AT_ONCE),
            place,
        }
    }

    /// Says what is said until the end of the socket. Operations that run then are dropped.
    pub async fn run(mut self) {
        if let ControlFlow::Break(Some(reason)) = self.serve().await {
            self.close(reason).await;
        }
    }

    pub async fn close(self, reason: CloseReason) {
        // Whoever does not read does not learn why.
        timeout(self.patience(), self.session.close(Some(reason))).await.ok();
    }

    /// How long a client may read nothing.
    fn patience(&self) -> Duration {
        Duration::from_millis(self.app.config.sockets.socket_ping_ms)
    }

    async fn serve(&mut self) -> ControlFlow<End> {
        let pause = self.patience();
        let mut pings = interval_at(tokio::time::Instant::now() + pause, pause);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut stopping = self.place.stopping();
        let mut is_stopping = false;
        let mut unanswered = 0;
        let mut too_late = std::pin::pin!(sleep(INIT));
        loop {
            tokio::select! {
                heard = self.messages.next() => {
                    unanswered = 0;
                    self.hear(heard).await?;
                }
                Some(done) = self.tasks.join_next_with_id() => self.forget(done)?,
                () = &mut too_late, if !self.is_initialised => {
                    return end(Closing::InitialisedTooLate.reason());
                }
                _ = pings.tick() => {
                    if unanswered == SILENT_PINGS {
                        return ControlFlow::Break(None);
                    }
                    unanswered += 1;
                    self.send(Message::Ping(Bytes::new())).await?;
                    self.authenticate_again().await?;
                }
                _ = stopping.wait_for(|stopping| *stopping), if !is_stopping => is_stopping = true,
            }
            if is_stopping && self.operations.is_empty() {
                return end(Closing::GoingAway.reason());
            }
        }
    }

    /// Sends a message, unless the client has not read for long.
    async fn send(&mut self, message: Message) -> ControlFlow<End> {
        let patience = self.patience();
        match timeout(patience, self.session.send(message)).await {
            Ok(Ok(())) => ControlFlow::Continue(()),
            Ok(Err(_)) | Err(_) => ControlFlow::Break(None),
        }
    }

    async fn hear(&mut self, heard: Option<Result<Message, ProtocolError>>) -> ControlFlow<End> {
        match heard {
            None => ControlFlow::Break(None),
            Some(Err(error)) => end(Closing::from(&error).reason()),
            Some(Ok(Message::Text(text))) => self.understand(text.as_bytes()).await,
            Some(Ok(Message::Continuation(item))) => match self.gather(item) {
                Ok(None) => ControlFlow::Continue(()),
                Ok(Some(text)) => self.understand(&text).await,
                Err(reason) => end(reason),
            },
            Some(Ok(Message::Ping(payload))) => self.send(Message::Pong(payload)).await,
            Some(Ok(Message::Close(reason))) => ControlFlow::Break(Some(
                reason.unwrap_or(CloseReason { code: actix_ws::CloseCode::Normal, description: None }),
            )),
            Some(Ok(Message::Binary(_))) => end(Closing::BadRequest.reason()),
            Some(Ok(Message::Pong(_) | Message::Nop)) => ControlFlow::Continue(()),
        }
    }

    /// The text of a message in parts, once it is whole. The library would keep each part as it came, and a client may
    /// send parts of one byte.
    fn gather(&mut self, item: Item) -> Result<Option<Vec<u8>>, CloseReason> {
        let (bytes, is_last) = match item {
            Item::FirstText(bytes) => {
                self.part = Some(Vec::new());
                (bytes, false)
            }
            Item::FirstBinary(_) => return Err(Closing::BadRequest.reason()),
            Item::Continue(bytes) => (bytes, false),
            Item::Last(bytes) => (bytes, true),
        };
        let part = self.part.as_mut().ok_or_else(|| Closing::Broken.reason())?;
        if part.len() + bytes.len() > self.app.config.body_limit_bytes {
            return Err(Closing::TooLarge.reason());
        }
        part.extend_from_slice(&bytes);
        match is_last {
            false => Ok(None),
            true if std::str::from_utf8(part).is_err() => Err(Closing::NotText.reason()),
            true => Ok(self.part.take()),
        }
    }

    async fn understand(&mut self, text: &[u8]) -> ControlFlow<End> {
        // Whoever has heard that an operation is complete may use its id again.
        while let Some(done) = self.tasks.try_join_next_with_id() {
            self.forget(done)?;
        }
        let message = match serde_json::from_slice(text) {
            Ok(message) => message,
            Err(error) => return end(self.bad_request(&error.to_string())),
        };
        match message {
            FromClient::ConnectionInit { .. } if self.is_initialised => end(Closing::InitialisedTwice.reason()),
            FromClient::ConnectionInit { payload } => self.initialise(payload.unwrap_or_default()).await,
            FromClient::Ping { payload } => self.send(Message::Text(message::pong(payload).into())).await,
            FromClient::Pong { .. } => ControlFlow::Continue(()),
            FromClient::Subscribe { .. } if !self.is_initialised => end(Closing::NotAcknowledged.reason()),
            FromClient::Subscribe { id, payload } => self.subscribe(id, payload, text.len()).await,
            FromClient::Complete { id } => {
                if let Some(operation) = self.operations.remove(&id) {
                    operation.task.abort();
                }
                ControlFlow::Continue(())
            }
        }
    }

    fn bad_request(&self, reason: &str) -> CloseReason {
        self.refusal(&Error::MalformedRequest { reason: reason.to_owned() })
    }

    /// Why the socket is closed, in the language of its client.
    fn refusal(&self, error: &Error) -> CloseReason {
        let closing = match error.code() {
            Code::Unauthenticated | Code::Forbidden => Closing::Forbidden,
            Code::Unavailable => Closing::Unavailable,
            Code::Internal => Closing::Failed,
            _ => Closing::BadRequest,
        };
        let instance = &self.app.instance;
        closing.because(instance.say(instance.locales.chain(&self.client.language), error.message()))
    }

    /// `connection_init`: what it says stands in the place of what the headers say.
    async fn initialise(&mut self, init: Init) -> ControlFlow<End> {
        self.is_initialised = true;
        let mut headers = self.client.headers.clone();
        let given = [(AUTHORIZATION, init.authorization), (CSRF_TOKEN, init.csrf_token)];
        for (name, value) in given.into_iter().chain([(HeaderName::from_static(PREVIEW), init.preview)]) {
            match value.map(HeaderValue::try_from) {
                Some(Ok(value)) => drop(headers.insert(name, value)),
                Some(Err(error)) => return end(self.bad_request(&format!("{name}: {error}"))),
                None => {}
            }
        }
        let language = match init.locale.as_deref().map(|tag| self.app.instance.locales.require(tag)) {
            None => self.client.language.clone(),
            Some(Ok(locale)) => locale.clone(),
            Some(Err(error)) => return end(self.refusal(&error)),
        };
        self.client = Rc::new(Client { headers, peer: self.client.peer, language, reads_only: false });
        match self.client.asker(None).authenticate(&self.app).await {
            Ok((viewer, _)) => self.is_signed_in = viewer.account.is_some(),
            Err(error) => return end(self.refusal(&error)),
        }
        let ack = message::ack(self.client.language.as_str());
        self.send(Message::Text(ack.into())).await
    }

    /// Whether whoever signed in still is: a socket does not outlive its session or token.
    async fn authenticate_again(&self) -> ControlFlow<End> {
        if !self.is_signed_in {
            return ControlFlow::Continue(());
        }
        match self.client.asker(None).authenticate(&self.app).await {
            Ok((viewer, _)) if viewer.account.is_none() => end(Closing::Forbidden.reason()),
            Err(error) if error.code() == Code::Unauthenticated => end(self.refusal(&error)),
            // Each operation asks itself; that the database does not answer passes.
            Ok(_) | Err(_) => ControlFlow::Continue(()),
        }
    }

    async fn subscribe(&mut self, id: String, sent: Sent, bytes: usize) -> ControlFlow<End> {
        if id.is_empty() || id.len() > MOST_OF_ID {
            return end(self.bad_request("id"));
        }
        if self.operations.contains_key(&id) {
            return end(Closing::SubscribedTwice.because(format!("Subscriber for {id} already exists")));
        }
        if !sent.has_document() {
            return end(self.bad_request("missing field `query`"));
        }
        let held: usize = self.operations.values().map(|operation| operation.bytes).sum();
        let has_room = held + bytes <= LARGEST_AT_ONCE * self.app.config.body_limit_bytes;
        if self.operations.len() >= MOST_OPERATIONS || !has_room {
            let refusal = Error::TooManyOperations { limit: MOST_OPERATIONS };
            let answer = Answer::refusal(refusal, &self.app, &self.client.language);
            let errors = answer.failure().and_then(std::result::Result::ok);
            return match errors.and_then(|errors| text(message::error(&id, &errors), None)) {
                Some(message) => self.send(message).await,
                None => end(Closing::Failed.reason()),
            };
        }
        let replies = replies(self.client.clone(), self.app.clone(), sent, self.turns.clone());
        let running = self.place.operation();
        let task = self.tasks.spawn_local(answer(id.clone(), replies, self.session.clone(), running));
        self.operations.insert(id, Operation { task, bytes });
        ControlFlow::Continue(())
    }

    /// An operation is complete, or was cancelled.
    fn forget(&mut self, done: Result<(Id, String), JoinError>) -> ControlFlow<End> {
        match done {
            // The client may have cancelled it, and asked for another one of this id.
            Ok((task, id)) if self.operations.get(&id).is_some_and(|operation| operation.task.id() == task) => {
                self.operations.remove(&id);
                ControlFlow::Continue(())
            }
            Err(error) if error.is_panic() => end(Closing::Failed.reason()),
            Ok(_) | Err(_) => ControlFlow::Continue(()),
        }
    }
}

fn end(reason: CloseReason) -> ControlFlow<End> {
    ControlFlow::Break(Some(reason))
}

/// Sends the answers to an operation as they come; its id when there are no more.
async fn answer(
    id: String,
    mut replies: LocalBoxStream<'static, Told>,
    mut session: Session,
    _running: Running,
) -> String {
    while let Some(Told { reply, turn, .. }) = replies.next().await {
        let failure = match reply.content() {
            Either::Left(_) => None,
            Either::Right(answer) => answer.failure(),
        };
        let is_over = failure.is_some();
        let message = match failure {
            Some(errors) => errors.map(|errors| message::error(&id, &errors)),
            None => reply.json().map(|json| message::next(&id, &json)),
        };
        let message = message.inspect_err(|error| tracing::error!(%error, "an answer cannot be written as JSON"));
        let Some(message) = message.ok().and_then(|message| text(message, turn)) else { break };
        if session.send(message).await.is_err() || is_over {
            return id;
        }
    }
    session.send(Message::Text(message::complete(&id).into())).await.ok();
    id
}

/// A message that keeps its turn until it leaves for the network.
fn text(message: Vec<u8>, turn: Option<Turn>) -> Option<Message> {
    struct Waiting(Vec<u8>, #[expect(dead_code, reason = "it ends with the message")] Option<Turn>);
    impl AsRef<[u8]> for Waiting {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }
    Bytes::from_owner(Waiting(message, turn)).try_into().ok().map(Message::Text)
}
