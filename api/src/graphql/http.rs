//! GraphQL over HTTP: a request in, an answer out.

use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};

use super::{
    Refused, Reply,
    answer::Answer,
    asker::Asker,
    front::{self, RequestKey},
    reply,
    request::{MediaType, Sent, read_body},
    stream,
};
use crate::{
    Result,
    cache::page::{Source, Variant},
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

async fn serve(request: &HttpRequest, app: &web::Data<App>, body: Option<web::Payload>) -> HttpResponse {
    let media_type = match MediaType::accepted(request) {
        Ok(media_type) => media_type,
        Err(error) => return app.refuse(request, &error),
    };
    let refuse = |error, language: &_| Answer::refusal(error, app, language).http(media_type.of_refusals());
    let (language, language_is_given) = match app.language(request) {
        Ok(language) => language,
        Err(error) => return refuse(error, &app.language_of_errors(request)),
    };
    let sent = match sent(request, app, body).await {
        Ok(sent) => sent,
        Err(error) => return refuse(error, &language),
    };
    if media_type == MediaType::EventStream {
        return stream::serve(request, app, sent, language).await;
    }
    let variant = Variant::of(request, media_type.content_type(), language_is_given);
    // What registers a document is to be seen, though its answer is known.
    let registers = sent.registers();
    match reply(&Asker::of(request, &language), app, sent).await {
        Ok(Reply::Kept { answer, source }) => {
            if let Some(RequestKey(bytes)) = request.extensions_mut().remove::<RequestKey>().filter(|_| !registers) {
                app.instance.cache.keep(bytes, answer.clone(), Some(variant));
            }
            front::respond(request, app, &answer, &variant, source)
        }
        Ok(Reply::ForAll(page)) => page.respond(request, &variant, Source::Bypass),
        Ok(Reply::ForOne(mut answer)) => {
            answer.language_is_given = language_is_given;
            answer.http(media_type)
        }
        Err(Refused::Unsound(answer)) => answer.http(media_type),
        Err(Refused::Refused(error)) => refuse(error, &language),
    }
}

/// What was sent, in the body or in the address.
async fn sent(request: &HttpRequest, app: &App, body: Option<web::Payload>) -> Result<Sent> {
    match body {
        Some(body) => Sent::of_body(request, &read_body(body, app.config.body_limit_bytes).await?),
        None => Sent::of_query_string(request),
    }
}
