//! GraphQL over Server-Sent Events, as graphql-sse has it with distinct connections: `Accept: text/event-stream` makes of
//! the answer to a request a stream of events, which ends with the operation.

use std::{rc::Rc, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderName, HeaderValue, VARY},
    web::{self, Bytes},
};
use futures::{
    Stream, StreamExt,
    future::Either,
    stream::{self, LocalBoxStream},
};
use tokio::time::timeout;

use super::{
    Reply, Told, Turns,
    asker::Client,
    replies,
    request::{MediaType, Sent},
};
use crate::{locale::Locale, server::App};

/// After how much silence something is sent, so that nobody in between takes the connection for dead.
const SILENCE: Duration = Duration::from_secs(12);
/// A comment, which clients pass over.
const COMMENT: Bytes = Bytes::from_static(b":\n\n");
const COMPLETE: Bytes = Bytes::from_static(b"event: complete\ndata:\n\n");
/// Keeps nginx from gathering events.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The stream of the answers to what was sent. What is no request that may be carried out is refused with a status, as
/// long as nothing was sent.
pub async fn serve(request: &HttpRequest, app: &web::Data<App>, sent: Sent, language: Locale) -> HttpResponse {
    let client = Rc::new(Client::of(request, language));
    let mut replies = replies(client, app.clone(), sent, Turns::new(1));
    let first = timeout(SILENCE, replies.next()).await;
    let mut http = HttpResponse::Ok();
    match first {
        Ok(Some(Told { reply: Reply::ForOne(answer), is_refused: true, .. })) => {
            return answer.http(MediaType::EventStream.of_refusals());
        }
        Ok(Some(told)) => {
            if let Some(languages) = languages(&told.reply) {
                http.insert_header((CONTENT_LANGUAGE, languages));
            }
            replies = stream::iter([told]).chain(replies).boxed_local();
        }
        Ok(None) | Err(_) => {}
    }
    http.insert_header((CONTENT_TYPE, MediaType::EventStream.content_type()))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((VARY, "Accept, Accept-Language, Authorization, Cookie"))
        // Otherwise it is compressed, and events wait for others.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((X_ACCEL_BUFFERING, "no"))
        .streaming(events(replies, SILENCE).map(Ok::<_, actix_web::Error>))
}

fn languages(reply: &Reply) -> Option<HeaderValue> {
    let languages = match reply.content() {
        Either::Left(page) => page.languages().map(str::to_owned),
        Either::Right(answer) => Some(answer.languages()),
    };
    languages.filter(|languages| !languages.is_empty())?.try_into().ok()
}

/// The events as they stand on the wire, and comments in between where an answer takes long.
fn events(replies: LocalBoxStream<'static, Told>, silence: Duration) -> impl Stream<Item = Bytes> {
    stream::unfold(Some(replies), move |replies| async move {
        let mut replies = replies?;
        match timeout(silence, replies.next()).await {
            Err(_) => Some((COMMENT, Some(replies))),
            Ok(Some(told)) => Some((next(&told.reply), Some(replies))),
            Ok(None) => Some((COMPLETE, None)),
        }
    })
}

/// An answer as an event: JSON has no line ends.
fn next(reply: &Reply) -> Bytes {
    let json = reply.json().unwrap_or_else(|error| {
        tracing::error!(%error, "an answer cannot be written as JSON");
        Bytes::from_static(b"{\"data\":null}")
    });
    [b"event: next\ndata: ", &json[..], b"\n\n"].concat().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::page::Page;

    fn told(body: &str) -> Told {
        Told { reply: Reply::ForAll(Box::new(Page::new(body.to_owned(), None, false))), is_refused: false, turn: None }
    }

    #[tokio::test]
    async fn comments_stand_where_an_answer_takes_long() {
        let late = stream::once(async {
            tokio::time::sleep(Duration::from_millis(250)).await;
            told(r#"{"data":{}}"#)
        });
        let sent: Vec<Bytes> = events(late.boxed_local(), Duration::from_millis(100)).collect().await;

        assert_eq!(sent.concat(), b":\n\n:\n\nevent: next\ndata: {\"data\":{}}\n\nevent: complete\ndata:\n\n");
    }

    #[tokio::test]
    async fn each_answer_is_an_event() {
        let replies = stream::iter([told("1"), told("2")]).boxed_local();
        let sent: Vec<Bytes> = events(replies, SILENCE).collect().await;

        assert_eq!(sent, ["event: next\ndata: 1\n\n", "event: next\ndata: 2\n\n", "event: complete\ndata:\n\n"]);
    }
}
