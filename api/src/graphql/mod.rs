//! The GraphQL endpoint: a request over HTTP in, the answer out (GraphQL over HTTP).

mod answer;
mod cdn;
pub mod documents;
pub mod front;
pub mod idempotency;
mod meaning;
mod parser;
mod request;
mod unsent;

use std::{sync::Arc, time::Duration};

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    http::{
        Method,
        header::{AUTHORIZATION, COOKIE},
    },
    web,
};
use async_graphql::{
    Response,
    parser::types::{ExecutableDocument, OperationType},
};
use chrono::{DateTime, Utc};

use self::{
    answer::Answer,
    front::RequestKey,
    idempotency::Known,
    request::{MediaType, Operation, Sent, read_body},
    unsent::drop_unsent,
};
pub use self::{idempotency::InFlight, parser::Parser};
use crate::{
    Error, Result,
    account::{Credentials, authenticate, cookie_name, require_csrf_token},
    batch::{Loads, drive},
    cache::{
        Key,
        page::{Page, Source, Variant},
        validity::{Kept, Ticket},
    },
    content::{
        rows::{Budget, Rows},
        sql::Scope,
    },
    context::Request,
    database::{Reader, StatementLog},
    instance::Instance,
    locale::{Chain, Locale},
    permission::Authority,
    preview::Preview,
    server::App,
    viewer::{Idempotency, Viewer},
};

/// The header that asks for what would be seen if it were published.
const PREVIEW: &str = "x-tribune-preview";
/// The header that asks for the statements.
const EXPLAIN: &str = "x-tribune-explain";

/// `POST /graphql`.
pub async fn post(request: HttpRequest, body: web::Payload, app: web::Data<App>) -> HttpResponse {
    serve(&request, &app, Some(body)).await
}

/// `GET /graphql`: queries only.
pub async fn get(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    serve(&request, &app, None).await
}

async fn serve(request: &HttpRequest, app: &App, body: Option<web::Payload>) -> HttpResponse {
    let media_type = match MediaType::accepted(request) {
        Ok(media_type) => media_type,
        Err(error) => return app.refuse(request, &error),
    };
    let (language, language_is_given) = match app.language(request) {
        Ok(language) => language,
        Err(error) => return Answer::refusal(error, app, request).http(media_type),
    };
    let variant = Variant::of(request, media_type.content_type(), language_is_given);
    let reply: Outcome<Reply> = async {
        let sent = match body {
            Some(body) => Sent::of_body(request, &read_body(body, app.config.body_limit_bytes).await?)?,
            None => Sent::of_query_string(request)?,
        };
        let cache = &app.instance.cache;
        let ticket = cache.ticket(app.instance.clock.now());
        let registers = sent.registers();
        let operation = documents::find(sent, app, &language).await?;
        let Some(ticket) = ticket.filter(|_| is_public(request, app)) else {
            cache.count_bypass();
            return Ok(Reply::of(Asked::of(request, app, operation, language, ticket).await?.answer().await?));
        };
        // What registers a document is to be seen, though its answer is known.
        let bytes = request.extensions_mut().remove::<RequestKey>().filter(|_| !registers);
        let keep = |answer: &Arc<Kept<Page>>| {
            if let Some(RequestKey(bytes)) = bytes {
                cache.keep(bytes, answer.clone(), Some(variant));
            }
        };
        let meaning = meaning::key(&operation, &language);
        if let Some(entry) = cache.get(&meaning) {
            cache.count_hit();
            keep(&entry.answer);
            return Ok(Reply::Kept { answer: entry.answer, source: Source::Hit });
        }
        let reply = Asked::of(request, app, operation, language, Some(ticket)).await?;
        let reply = reply.kept_or_answered(ticket, meaning).await?;
        if let Reply::Kept { answer, .. } = &reply {
            keep(answer);
        }
        Ok(reply)
    }
    .await;
    match reply {
        Ok(Reply::Kept { answer, source }) => front::respond(request, app, &answer, &variant, source),
        Ok(Reply::ForAll(page)) => page.respond(request, &variant, Source::Bypass),
        Ok(Reply::ForOne(mut answer)) => {
            answer.language_is_given = language_is_given;
            answer.http(media_type)
        }
        Err(Refused::Unsound(answer)) => answer.http(media_type),
        Err(Refused::Refused(error)) => Answer::refusal(error, app, request).http(media_type),
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
    ForAll(Page),
    /// What is for this request alone.
    ForOne(Answer),
}

impl Reply {
    /// An answer that is not kept.
    fn of(answer: Answer) -> Self {
        match answer.page() {
            Some(page) => Self::ForAll(page),
            None => Self::ForOne(answer),
        }
    }
}

/// Whether anybody who sends the same gets the same: nobody says who they are, and nothing is asked about the answer.
fn is_public(request: &HttpRequest, app: &App) -> bool {
    let headers = request.headers();
    let has_session = || request.cookie(cookie_name(app.instance.secure_cookies)).is_some();
    let is_for_one = headers.contains_key(AUTHORIZATION)
        || headers.contains_key(PREVIEW)
        || (app.config.explain && headers.contains_key(EXPLAIN))
        || (headers.contains_key(COOKIE) && has_session());
    !is_for_one
}

/// A sound operation, and who asks it.
struct Asked<'r> {
    request: &'r HttpRequest,
    app: &'r App,
    operation: Operation,
    parsed: Parsed,
    language: Locale,
    chain: Chain,
    viewer: Viewer,
    credentials: Credentials,
    /// None when nothing that is read for it may be kept.
    ticket: Option<Ticket>,
}

impl<'r> Asked<'r> {
    /// A sound operation; an error is one of the request as a whole.
    async fn of(
        request: &'r HttpRequest,
        app: &'r App,
        operation: Operation,
        language: Locale,
        ticket: Option<Ticket>,
    ) -> Outcome<Self> {
        let (viewer, credentials) = authenticate(request, &app.instance, &app.config.trusted_proxies.0).await?;
        let chain = app.instance.locales.chain(&language).clone();
        match parse(&operation, request.method() == Method::GET, app) {
            Ok(parsed) => Ok(Self { request, app, operation, parsed, language, chain, viewer, credentials, ticket }),
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
        let turn = cache.turn(&meaning).await;
        if let Some(entry) = cache.get(&meaning) {
            cache.count_hit();
            return Ok(Reply::Kept { answer: entry.answer, source: Source::Hit });
        }
        // Whoever waited in vain asks for what is not kept, and lets nobody wait for it.
        let _turn = turn.is_first.then_some(turn);
        let mut answer = self.answer().await?;
        match (answer.tags.take(), Reply::of(answer)) {
            (Some(tags), Reply::ForAll(page)) => {
                cache.count_miss();
                let answer = Arc::new(Kept::new(page, tags, ticket));
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
        require_csrf_token(self.request, instance, &self.viewer, self.credentials)?;
        let app = self.app;
        match idempotency::known(self.request, &self.operation, &self.viewer, instance, &app.in_flight).await? {
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
        let Self { request, app, operation, parsed, language, chain, viewer, ticket, .. } = self;
        let instance = &app.instance;
        let log = (app.config.explain && request.headers().contains_key(EXPLAIN)).then(StatementLog::default);
        let now = instance.clock.now();
        let preview = preview(request, instance, now)?;
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
            let context = Request::new(instance.clone(), viewer, rows, language, preview.is_some(), idempotency);
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

/// What the header `X-Tribune-Preview` shows.
fn preview(request: &HttpRequest, instance: &Instance, now: DateTime<Utc>) -> Result<Option<Preview>> {
    let Some(token) = request.headers().get(PREVIEW) else { return Ok(None) };
    let token = token.to_str().map_err(|_| Error::InvalidPreview)?;
    Preview::of(token, &instance.key, now).map(Some)
}

/// A document, and whether the operation that is asked of it is a mutation.
struct Parsed {
    document: ExecutableDocument,
    mutates: bool,
}

/// The document, when it is one, within the limits, and not a mutation over GET.
fn parse(operation: &Operation, is_get: bool, app: &App) -> Result<Parsed> {
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
    if mutates && is_get {
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
