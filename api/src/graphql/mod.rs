//! The GraphQL endpoint: a request over HTTP in, the answer out (GraphQL over HTTP).

mod answer;
mod request;

use std::{sync::Arc, time::Duration};

use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::{Response, parser::types::OperationType};

use self::{
    answer::Answer,
    request::{MediaType, Operation},
};
use crate::{
    Error, Result,
    batch::{Loads, drive},
    content::{
        rows::{Budget, Rows},
        sql::Scope,
    },
    context::Request,
    database::StatementLog,
    locale::Locale,
    server::App,
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
    let (language, language_is_given) = match app.language(request) {
        Ok(language) => language,
        Err(error) => return Answer::refusal(error, app, request).http(media_type),
    };
    let is_get = body.is_none();
    let operation = match body {
        Some(body) => Operation::of_body(request, body, app.config.body_limit_bytes).await,
        None => Operation::of_query_string(request),
    };
    match operation {
        Ok(operation) => {
            let mut answer = execute(operation, is_get, request, app, language).await;
            answer.language_is_given = language_is_given;
            answer.http(media_type)
        }
        Err(error) => Answer::refusal(error, app, request).http(media_type),
    }
}

async fn execute(operation: Operation, is_get: bool, request: &HttpRequest, app: &App, language: Locale) -> Answer {
    let chain = app.locales.chain(&language).clone();
    let document = match parse(&operation, is_get, app) {
        Ok(document) => document,
        Err(Error::MutationOverGet) => return Answer::refusal(Error::MutationOverGet, app, request),
        Err(error) => return Answer::invalid(error, app, &chain),
    };
    let log = (app.config.explain && request.headers().contains_key("x-tribune-explain")).then(StatementLog::default);
    let loads = Loads::default();
    let scope = Scope {
        now: app.clock.now(),
        backend: app.database.backend(),
        authority: crate::permission::Authority::none(),
    };
    let timeout = Duration::from_millis(app.config.execution_timeout_ms);
    let budget = Budget::new(app.config.object_limit, timeout);
    let rows = Rows::new(app.database.reader(log.clone()), loads.clone(), scope, budget);
    let context = Arc::new(Request::new(rows, app.locales.clone(), language));

    let mut graphql = async_graphql::Request::new(operation.query).variables(operation.variables).data(context.clone());
    graphql.operation_name = operation.operation_name;
    graphql.set_parsed_query(document);
    let execution = drive(loads, app.schema.execute(graphql));
    match tokio::time::timeout(timeout, execution).await {
        Ok(response) if !timed_out(&response) => Answer::executed(response, log, &context, app, &chain),
        _ => Answer::refusal(Error::Timeout { limit_ms: app.config.execution_timeout_ms }, app, request),
    }
}

/// The document, when it is one, within the limits, and not a mutation over GET.
fn parse(operation: &Operation, is_get: bool, app: &App) -> Result<async_graphql::parser::types::ExecutableDocument> {
    let invalid = |reason: String| Error::InvalidRequest { reason };
    let document = async_graphql::parser::parse_query(&operation.query).map_err(|error| invalid(error.to_string()))?;
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
    if mutates && is_get { Err(Error::MutationOverGet) } else { Ok(document) }
}

/// Whether a read found that the time is over: then the rest of the answer is of no use.
fn timed_out(response: &Response) -> bool {
    response.errors.iter().any(|error| matches!(error.source::<Error>(), Some(Error::Timeout { .. })))
}

/// Whether the request failed before anything was executed: then the answer has no `data`.
fn is_request_error(response: &Response) -> bool {
    response.data == async_graphql::Value::Null && response.errors.iter().any(|error| error.path.is_empty())
}
