//! The page at `/`: what this is, where to go, a query to try.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, VARY},
    web,
};

use crate::server::App;

const PAGE: &str = include_str!("landing.html");

/// `GET /`, in the language of the reader.
pub async fn page(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let locale = app.language_of_errors(&request);
    let chain = app.instance.locales.chain(&locale);
    let text = |id: &str| app.instance.say(chain, (id, vec![]));
    let page = PAGE
        .replace("{locale}", locale.as_str())
        .replace("{tagline}", &text("landing-tagline"))
        .replace("{explore}", &text("landing-explore"))
        .replace("{schema}", &text("landing-schema"))
        .replace("{health}", &text("landing-health"))
        .replace("{try}", &text("landing-try"));
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_LANGUAGE, locale.as_str()))
        .insert_header((VARY, "Accept-Language"))
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"))
        .body(page)
}
