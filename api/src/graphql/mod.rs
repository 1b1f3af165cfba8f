//! The GraphQL endpoint: what is sent in, the answer out. All ways in (`http`, `socket`, `stream`) meet in `reply`.

mod answer;
mod asker;
mod cdn;
pub mod documents;
pub mod front;
pub mod http;
pub mod idempotency;
mod meaning;
mod parser;
mod request;
pub mod socket;
mod stream;
mod unsent;

use std::{rc::Rc, sync::Arc, time::Duration};

use actix_web::web::{self, Bytes};
use async_graphql::{
    Response,
    parser::types::{ExecutableDocument, OperationType},
};
use futures::{
    StreamExt,
    future::Either,
    stream::{self as streams, LocalBoxStream},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::{
    answer::Answer,
    asker::{Asker, Client},
    idempotency::Known,
    request::{Operation, Sent},
    unsent::drop_unsent,
};
pub use self::{idempotency::InFlight, parser::Parser, socket::Sockets};
use crate::{
    Error, Result,
    account::{Credentials, require_csrf_token},
    batch::{Loads, drive},
    cache::{
        Key,
        page::{Page, Source},
        validity::{Kept, Ticket},
    },
    content::{
        rows::{Budget, Rows},
        sql::Scope,
    },
    context::Request,
    database::{Reader, StatementLog},
    locale::{Chain, Locale},
    permission::Authority,
    server::App,
    viewer::{Idempotency, Viewer},
};

/// The header that asks for what would be seen if it were published.
const PREVIEW: &str = "x-tribune-preview";
/// The header that asks for the statements.
const EXPLAIN: &str = "x-tribune-explain";

/// The reply to what was sent, by the one path that there is, whatever it came over.
async fn reply(asker: &Asker<'_>, app: &App, sent: Sent) -> Outcome<Reply> {
    let cache = &app.instance.cache;
    let ticket = cache.ticket(app.instance.clock.now());
    let operation = documents::find(sent, app, asker.language).await?;
    let Some(ticket) = ticket.filter(|_| asker.is_public(app)) else {
        cache.count_bypass();
        return Ok(Reply::of(Asked::of(asker, app, operation, ticket).await?.answer().await?));
    };
    let meaning = meaning::key(&operation, asker.language);
    if let Some(entry) = cache.get(&meaning) {
        cache.count_hit();
        return Ok(Reply::Kept { answer: entry.answer, source: Source::Hit });
    }
    Asked::of(asker, app, operation, Some(ticket)).await?.kept_or_answered(ticket, meaning).await
}

/// What is told of an operation, one answer after the other. A query and a mutation have one; where there is a
/// subscription, which the schema does not have yet, it has its answers made here.
fn replies(client: Rc<Client>, app: web::Data<App>, mut sent: Sent, turns: Turns) -> LocalBoxStream<'static, Told> {
    let told = async move {
        let turn = turns.take().await;
        let replied = match sent.extensions.idempotency_key.take() {
            None => reply(&client.asker(None), &app, sent).await,
            Some(serde_json::Value::String(key)) => reply(&client.asker(Some(&key)), &app, sent).await,
            Some(_) => Err(idempotency::invalid_key().into()),
        };
        Told::of(replied, &app, &client.language, turn)
    };
    streams::once(told).boxed_local()
}

/// How many operations of a client are carried out at once.
#[derive(Clone)]
struct Turns(Arc<Semaphore>);

impl Turns {
    fn new(count: usize) -> Self {
        Self(Arc::new(Semaphore::new(count)))
    }

    async fn take(&self) -> Option<Turn> {
        self.0.clone().acquire_owned().await.ok()
    }
}

/// The next operation waits until it is dropped.
type Turn = OwnedSemaphorePermit;

/// A reply that is one of several messages.
struct Told {
    reply: Reply,
    /// Whether the request as a whole is refused: HTTP has a status for that.
    is_refused: bool,
    turn: Option<Turn>,
}

impl Told {
    fn of(replied: Outcome<Reply>, app: &App, language: &Locale, turn: Option<Turn>) -> Self {
        let (reply, is_refused) = match replied {
            Ok(reply) => (reply, false),
            Err(Refused::Unsound(answer)) => (Reply::ForOne(answer), false),
            Err(Refused::Refused(error)) => (Reply::ForOne(Box::new(Answer::refusal(error, app, language))), true),
        };
        Self { reply, is_refused, turn }
    }
}

/// Why a request is not carried out.
enum Refused {
    Refused(Error),
    /// Its document is not sound, which is an answer of its own.
    Unsound(Box<Answer>),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

type Outcome<T> = std::result::Result<T, Refused>;

/// What is sent.
enum Reply {
    /// What is kept, or was.
    Kept { answer: Arc<Kept<Page>>, source: Source },
    /// What anybody may have, and nobody keeps.
    ForAll(Box<Page>),
    /// What is for this request alone.
    ForOne(Box<Answer>),
}

impl Reply {
    /// An answer that is not kept.
    fn of(answer: Answer) -> Self {
        match answer.page() {
            Some(page) => Self::ForAll(Box::new(page)),
            None => Self::ForOne(Box::new(answer)),
        }
    }

    /// The page, or else the answer.
    fn content(&self) -> Either<&Page, &Answer> {
        match self {
            Self::Kept { answer, .. } => Either::Left(&answer.value),
            Self::ForAll(page) => Either::Left(page),
            Self::ForOne(answer) => Either::Right(answer),
        }
    }

    /// What is sent of it, as JSON.
    fn json(&self) -> serde_json::Result<Bytes> {
        match self.content() {
            Either::Left(page) => Ok(page.body().clone()),
            Either::Right(answer) => answer.json().map(Bytes::from),
        }
    }
}

/// A sound operation, and who asks it.
struct Asked<'r> {
    asker: &'r Asker<'r>,
    app: &'r App,
    operation: Operation,
    parsed: Parsed,
    chain: Chain,
    viewer: Viewer,
    credentials: Credentials,
    /// None when nothing that is read for it may be kept.
    ticket: Option<Ticket>,
}

impl<'r> Asked<'r> {
    /// A sound operation; an error is one of the request as a whole.
    async fn of(asker: &'r Asker<'r>, app: &'r App, operation: Operation, ticket: Option<Ticket>) -> Outcome<Self> {
        let (viewer, credentials) = asker.authenticate(app).await?;
        let chain = app.instance.locales.chain(asker.language).clone();
        match parse(&operation, asker.reads_only, app) {
            Ok(parsed) => Ok(Self { asker, app, operation, parsed, chain, viewer, credentials, ticket }),
            Err(error @ Error::MutationOverGet) => Err(error.into()),
            Err(error) => Err(Refused::Unsound(Box::new(Answer::invalid(error, app, &chain)))),
        }
    }

    /// The answer that was kept meanwhile, or a new one, which is kept if anybody may have it.
    async fn kept_or_answered(self, ticket: Ticket, meaning: Key) -> Outcome<Reply> {
        let cache = &self.app.instance.cache;
        if self.parsed.mutates {
            cache.count_bypass();
            return Ok(Reply::of(self.answer().await?));
        }
        let _turn = match cache.wait(&meaning).await {
            Ok(entry) => {
                cache.count_hit();
                return Ok(Reply::Kept { answer: entry.answer, source: Source::Hit });
            }
            Err(turn) => turn,
        };
        let mut answer = self.answer().await?;
        match (answer.tags.take(), Reply::of(answer)) {
            (Some(tags), Reply::ForAll(page)) => {
                cache.count_miss();
                let answer = Arc::new(Kept::new(*page, tags, ticket));
                cache.keep(meaning, answer.clone(), None);
                Ok(Reply::Kept { answer, source: Source::Miss })
            }
            (_, reply) => {
                cache.count_bypass();
                Ok(reply)
            }
        }
    }

    /// The answer; an error is one of the request as a whole.
    async fn answer(self) -> Result<Answer> {
        let instance = &self.app.instance;
        if !self.parsed.mutates {
            return self.execute(None).await;
        }
        require_csrf_token(self.asker.headers, instance, &self.viewer, self.credentials)?;
        let app = self.app;
        match idempotency::known(self.asker, &self.operation, &self.viewer, instance, &app.in_flight).await? {
            None => self.execute(None).await,
            Some(Known::Answered(body)) => Ok(Answer::again(body, &self.chain)),
            Some(Known::New(request, _turn)) => {
                let answer = self.execute(Some(request.clone())).await?;
                if request.keeps_answer()
                    && let Ok(body) = answer.json()
                {
                    idempotency::keep(&request, body, &app.instance.database).await;
                }
                Ok(answer)
            }
        }
    }

    async fn execute(self, idempotency: Option<Arc<Idempotency>>) -> Result<Answer> {
        let Self { asker, app, operation, parsed, chain, viewer, ticket, .. } = self;
        let instance = &app.instance;
        let log = asker.explains(app).then(StatementLog::default);
        let now = instance.clock.now();
        let preview = asker.preview(instance, now)?;
        if preview.is_some() && parsed.mutates {
            return Err(Error::PreviewIsReadOnly);
        }
        let is_private = preview.is_some() || parsed.mutates;
        let loads = match ticket.filter(|_| !is_private && viewer.account.is_none()) {
            Some(ticket) => Loads::sharing(instance.cache.clone(), ticket),
            None => Loads::default(),
        };
        let timeout = Duration::from_millis(app.config.execution_timeout_ms);
        let execution = async {
            let mut scope = Scope { now, backend: instance.database.backend(), authority: viewer.authority.clone() };
            // One at a time, so that writers have every other turn.
            let _turn = match &preview {
                Some(_) => app.previews.acquire().await.ok(),
                None => None,
            };
            let reader = match &preview {
                Some(preview) => {
                    let (transaction, now) = preview.open(instance).await?;
                    // What everybody would see.
                    scope = Scope { now, authority: Authority::none(), ..scope };
                    Reader::of_transaction(transaction, log.clone())
                }
                // Whoever writes reads what was written.
                None if viewer.account.is_some() => instance.database.reader(log.clone()),
                None => instance.database.public_reader(log.clone()),
            };
            let rows = Rows::new(reader, loads.clone(), scope, Budget::new(app.config.object_limit, timeout));
            let language = asker.language.clone();
            let mut context = Request::new(instance.clone(), viewer, rows, language, preview.is_some(), idempotency);
            context.takes_cookies = asker.takes_cookies;
            let context = Arc::new(context);

            let mut graphql =
                async_graphql::Request::new(operation.query).variables(operation.variables).data(context.clone());
            graphql.operation_name = operation.operation_name;
            graphql.set_parsed_query(parsed.document);
            Ok((drive(loads.clone(), app.schema.execute(graphql)).await, context, loads.tags()))
        };
        match tokio::time::timeout(timeout, execution).await {
            Ok(Ok((response, context, tags))) if !timed_out(&response) => {
                let mut answer = Answer::executed(response, log.clone(), &context, app, &chain);
                answer.tags = tags;
                // A mutation may answer with a token.
                answer.is_private |= is_private;
                Ok(answer)
            }
            Ok(Err(error)) => Err(error),
            _ => Err(Error::Timeout { limit_ms: app.config.execution_timeout_ms }),
        }
    }
}

/// A document, and whether the operation that is asked of it is a mutation.
struct Parsed {
    document: ExecutableDocument,
    mutates: bool,
}

/// The document, when it is one, within the limits, and not a mutation where only queries are carried out.
fn parse(operation: &Operation, reads_only: bool, app: &App) -> Result<Parsed> {
    let mut document = app.parser.parse(&operation.query)?;
    if operation.has_nul() {
        return Err(parser::nul());
    }
    let named = operation.operation_name.as_deref();
    let mut operations = document.operations.iter();
    let wanted = match named {
        Some(name) => operations.find(|(other, _)| other.is_some_and(|other| other == name)),
        None => operations.next(),
    };
    let mutates = wanted.is_some_and(|(_, operation)| operation.node.ty == OperationType::Mutation);
    if mutates && reads_only {
        return Err(Error::MutationOverGet);
    }
    drop_unsent(&mut document, named, &operation.variables);
    Ok(Parsed { document, mutates })
}

/// Whether a read found that the time is over: then the rest of the answer is of no use.
fn timed_out(response: &Response) -> bool {
    response.errors.iter().any(|error| matches!(error.source::<Error>(), Some(Error::Timeout { .. })))
}

/// Whether the request failed before anything was executed: then the answer has no `data`.
fn is_request_error(response: &Response) -> bool {
    response.data == async_graphql::Value::Null && response.errors.iter().any(|error| error.path.is_empty())
}
