//! The page at `/`: what this is, where to go, a query to try.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, VARY},
    web,
};

use crate::{config::TrustedDocuments, server::App};

const PAGE: &str = include_str!("landing.html");
/// Where the query to try begins.
const TRY: &str = "<p>{try}</p>\n";

/// `GET /`, in the language of the reader.
pub async fn page(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let locale = app.language_of_errors(&request);
    let chain = app.instance.locales.chain(&locale);
    let text = |id: &str| app.instance.say(chain, (id, vec![]));
    let is_closed = app.config.trusted_documents == TrustedDocuments::Only;
    // No query that is tried would be carried out.
    let page = match PAGE.split_once(TRY) {
        Some((before, after)) if is_closed => format!("{before}{}", after.split_once("</pre>\n").unwrap_or_default().1),
        _ => PAGE.to_owned(),
    };
    let explore = if is_closed { "landing-explore-closed" } else { "landing-explore" };
    let page = page
        .replace("{locale}", locale.as_str())
        .replace("{tagline}", &text("landing-tagline"))
        .replace("{explore}", &text(explore))
        .replace("{schema}", &text("landing-schema"))
        .replace("{feed}", &text("landing-feed"))
        .replace("{feed-title}", &text("feed-posts"))
        .replace("{health}", &text("landing-health"))
        .replace("{try}", &text("landing-try"));
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_LANGUAGE, locale.as_str()))
        .insert_header((VARY, "Accept-Language"))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"))
        .body(page)
}
