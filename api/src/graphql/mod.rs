//! The GraphQL endpoint: a request over HTTP in, the answer out (GraphQL over HTTP).

mod answer;
pub mod idempotency;
mod request;
mod unsent;

use std::{sync::Arc, time::Duration};

use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::{
    Response,
    parser::types::{ExecutableDocument, OperationType},
};
use chrono::{DateTime, Utc};

pub use self::idempotency::InFlight;
use self::{
    answer::Answer,
    idempotency::Known,
    request::{MediaType, Operation},
    unsent::drop_unsent,
};
use crate::{
    Error, Result,
    account::{Credentials, authenticate, require_csrf_token},
    batch::{Loads, drive},
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
    let is_get = body.is_none();
    let answer = async {
        let (language, language_is_given) = app.language(request)?;
        let operation = match body {
            Some(body) => Operation::of_body(request, body, app.config.body_limit_bytes).await?,
            None => Operation::of_query_string(request)?,
        };
        let (viewer, credentials) = authenticate(request, &app.instance, &app.config.trusted_proxies.0).await?;
        let chain = app.instance.locales.chain(&language).clone();
        let parsed = match parse(&operation, is_get, app) {
            Ok(parsed) => parsed,
            Err(error @ Error::MutationOverGet) => return Err(error),
            Err(error) => return Ok(Answer::invalid(error, app, &chain)),
        };
        let asked = Asked { request, app, operation, parsed, language, chain, viewer, credentials };
        let mut answer = asked.answer().await?;
        answer.language_is_given = language_is_given;
        Ok(answer)
    };
    match answer.await {
        Ok(answer) => answer.http(media_type),
        Err(error) => Answer::refusal(error, app, request).http(media_type),
    }
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
}

impl Asked<'_> {
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
        let Self { request, app, operation, parsed, language, chain, viewer, .. } = self;
        let instance = &app.instance;
        let log =
            (app.config.explain && request.headers().contains_key("x-tribune-explain")).then(StatementLog::default);
        let (loads, now) = (Loads::default(), instance.clock.now());
        let preview = preview(request, instance, now)?;
        if preview.is_some() && parsed.mutates {
            return Err(Error::PreviewIsReadOnly);
        }
        let is_private = preview.is_some() || parsed.mutates;
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
                None => instance.database.reader(log.clone()),
            };
            let rows = Rows::new(reader, loads.clone(), scope, Budget::new(app.config.object_limit, timeout));
            let context = Request::new(instance.clone(), viewer, rows, language, preview.is_some(), idempotency);
            let context = Arc::new(context);

            let mut graphql =
                async_graphql::Request::new(operation.query).variables(operation.variables).data(context.clone());
            graphql.operation_name = operation.operation_name;
            graphql.set_parsed_query(parsed.document);
            Ok((drive(loads, app.schema.execute(graphql)).await, context))
        };
        match tokio::time::timeout(timeout, execution).await {
            Ok(Ok((response, context))) if !timed_out(&response) => {
                let mut answer = Answer::executed(response, log.clone(), &context, app, &chain);
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
    let Some(token) = request.headers().get("x-tribune-preview") else { return Ok(None) };
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
    let invalid = |reason: String| Error::InvalidRequest { reason };
    let parsed = async_graphql::parser::parse_query(&operation.query);
    let mut document = parsed.map_err(|error| invalid(error.to_string()))?;
    app.limits.check(&document)?;
    if operation.has_nul() {
        return Err(invalid("a text holds the character U+0000".to_owned()));
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
