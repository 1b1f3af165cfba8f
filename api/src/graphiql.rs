//! GraphiQL, whole from the binary: no request of the page leaves this host.
//!
//! `build.rs` makes the bundle out of `api/graphiql/`. Without Node it makes none, and `/graphiql` says so.
//! Every address in the page is relative, so that a proxy may put the server under a path of its own.

use std::io::{self, Read as _};

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header::{self, AcceptEncoding, ContentEncoding, Encoding, EntityTag, Header as _, IfNoneMatch},
    web,
};
use flate2::read::GzDecoder;

use crate::{cache::page::FOR_GOOD, config::TrustedDocuments, server::App};

include!(concat!(env!("OUT_DIR"), "/graphiql_assets.rs"));

/// Everything that the page is made of.
struct Bundle {
    html: &'static str,
    hash: &'static str,
    assets: &'static [Asset],
}

/// A file that the page loads. Its name changes with its content.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    /// Of the content, in hexadecimal.
    hash: &'static str,
    /// 7.5 MB would be in the binary without it, instead of 2.2.
    gzip: &'static [u8],
}

/// Nothing but this host. The editor adds style elements as it goes, and its style sheet carries fonts and
/// pictures as `data:`; scripts and workers are files.
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; \
                      style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// `GET /graphiql`: the page, 403 when no query that is typed would be carried out, or 503 with the reason when this
/// build left it out.
pub async fn page(request: HttpRequest) -> HttpResponse {
    if let Some(app) = request.app_data::<web::Data<App>>()
        && app.config.trusted_documents == TrustedDocuments::Only
    {
        return closed(&request, app);
    }
    match BUNDLE {
        Ok(Bundle { html, hash, .. }) => unless_known(&request, hash, "no-cache", |answer| {
            answer.content_type("text/html; charset=utf-8").body(html)
        }),
        Err(reason) => secured(HttpResponse::ServiceUnavailable())
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .content_type("text/html; charset=utf-8")
            .body(left_out(reason)),
    }
}

/// `GET /graphiql/{file}`: a script, style sheet or font of the page.
pub async fn asset(request: HttpRequest, file: web::Path<String>) -> HttpResponse {
    let Some(asset) = find(&file) else {
        return secured(HttpResponse::NotFound()).content_type("text/plain; charset=utf-8").body("Not found");
    };
    // The name carries a hash of the content: what has been fetched once is right for good.
    unless_known(&request, asset.hash, FOR_GOOD, |answer| {
        answer.content_type(asset.media_type).insert_header((header::VARY, "Accept-Encoding"));
        if accepts_gzip(&request) {
            return answer.insert_header(ContentEncoding::Gzip).body(asset.gzip);
        }
        match asset.unzipped() {
            Ok(bytes) => answer.body(bytes),
            Err(error) => HttpResponse::InternalServerError().body(error.to_string()),
        }
    })
}

/// The asset of this name; none in a build without GraphiQL.
fn find(name: &str) -> Option<&'static Asset> {
    BUNDLE.ok()?.assets.iter().find(|asset| asset.name == name)
}

impl Asset {
    /// The content itself, for the rare client that takes no gzip.
    fn unzipped(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        GzDecoder::new(self.gzip).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// 304 when the client has this content already, else what `answer` makes of a prepared 200.
fn unless_known(
    request: &HttpRequest,
    hash: &str,
    cache_control: &'static str,
    answer: impl FnOnce(&mut HttpResponseBuilder) -> HttpResponse,
) -> HttpResponse {
    // Weak, for the same content goes out in several encodings.
    let tag = EntityTag::new_weak(hash.to_owned());
    let known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut prepared = secured(if known { HttpResponse::NotModified() } else { HttpResponse::Ok() });
    prepared.insert_header((header::CACHE_CONTROL, cache_control)).insert_header(header::ETag(tag));
    if known { prepared.finish() } else { answer(&mut prepared) }
}

fn secured(mut answer: HttpResponseBuilder) -> HttpResponseBuilder {
    answer
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    answer
}

fn accepts_gzip(request: &HttpRequest) -> bool {
    let offered = [Encoding::gzip(), Encoding::identity()];
    request.headers().contains_key(header::ACCEPT_ENCODING)
        && AcceptEncoding::parse(request)
            .is_ok_and(|accepted| accepted.negotiate(offered.iter()) == Some(Encoding::gzip()))
}

/// The page in place of GraphiQL, where only trusted documents are carried out.
fn closed(request: &HttpRequest, app: &App) -> HttpResponse {
    let locale = app.language_of_errors(request);
    let reason = app.instance.say(app.instance.locales.chain(&locale), ("landing-explore-closed", vec![]));
    secured(HttpResponse::Forbidden())
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_LANGUAGE, locale.as_str()))
        .insert_header((header::VARY, "Accept-Language"))
        .content_type("text/html; charset=utf-8")
        .body(format!(
            r#"<!doctype html>
<html lang="{locale}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>GraphiQL · Tribune</title>
    <style>body {{ max-width: 40rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; }}</style>
  </head>
  <body>
    <h1>GraphiQL</h1>
    <p>{reason}</p>
    <p><a href="schema.graphql">/schema.graphql</a></p>
  </body>
</html>
"#
        ))
}

/// The page in place of GraphiQL, for someone who can build this server again.
fn left_out(reason: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>No GraphiQL in this build · Tribune</title>
    <style>body {{ max-width: 40rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; }}</style>
  </head>
  <body>
    <h1>No GraphiQL in this build</h1>
    <p>It was left out: {reason}.</p>
    <p>To have it, build where Node 20 or newer, npm and its registry are at hand:</p>
    <pre>touch api/graphiql/package.json
cargo build --release</pre>
    <p>The API itself is complete: POST a query to <code>graphql</code>, or read
      <a href="schema.graphql">its schema</a>.</p>
  </body>
</html>
"#
    )
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App,
        body::to_bytes,
        dev::ServiceResponse,
        http::{StatusCode, header::HeaderName},
        middleware::Compress,
        test,
    };

    use super::*;

    #[actix_web::test]
    async fn every_asset_is_served_for_good_and_with_its_media_type() {
        for asset in assets() {
            let answer = get(&format!("/graphiql/{}", asset.name), &[(header::ACCEPT_ENCODING, "gzip, br")]).await;

            assert_eq!(answer.status(), StatusCode::OK, "{}", asset.name);
            let media_type = match asset.name.rsplit_once('.').unwrap().1 {
                "css" => "text/css; charset=utf-8",
                "js" => "text/javascript; charset=utf-8",
                "ttf" => "font/ttf",
                "txt" => "text/plain; charset=utf-8",
                other => panic!("an asset of the kind {other}"),
            };
            assert_eq!(value(&answer, header::CONTENT_TYPE), media_type);
            assert_eq!(value(&answer, header::CONTENT_ENCODING), "gzip");
            assert_eq!(value(&answer, header::CACHE_CONTROL), "public, max-age=31536000, immutable");
            assert_eq!(value(&answer, header::X_CONTENT_TYPE_OPTIONS), "nosniff");
            assert_eq!(to_bytes(answer.into_body()).await.unwrap(), asset.gzip);
        }
    }

    #[actix_web::test]
    async fn an_asset_is_unzipped_for_a_client_without_gzip() {
        for asset in assets() {
            let answer = get(&format!("/graphiql/{}", asset.name), &[]).await;

            assert_eq!(value(&answer, header::CONTENT_ENCODING), "");
            let mut bytes = Vec::new();
            GzDecoder::new(asset.gzip).read_to_end(&mut bytes).unwrap();
            assert!(to_bytes(answer.into_body()).await.unwrap() == bytes, "{}", asset.name);
        }
    }

    #[actix_web::test]
    async fn what_is_known_is_not_sent_again() {
        let addresses = assets().iter().map(|asset| format!("/graphiql/{}", asset.name));
        for address in addresses.chain(BUNDLE.is_ok().then(|| "/graphiql".to_owned())) {
            let first = get(&address, &[]).await;
            let tag = value(&first, header::ETAG).to_owned();

            let known = get(&address, &[(header::IF_NONE_MATCH, &tag)]).await;
            let other = get(&address, &[(header::IF_NONE_MATCH, r#"W/"0""#)]).await;

            assert_eq!((known.status(), other.status()), (StatusCode::NOT_MODIFIED, StatusCode::OK));
            assert_eq!(value(&known, header::ETAG), tag);
            assert_eq!(to_bytes(known.into_body()).await.unwrap(), "");
        }
    }

    #[actix_web::test]
    async fn an_unknown_asset_is_not_found() {
        for file in ["start.js", "index.html", "..%2fgraphiql"] {
            assert_eq!(get(&format!("/graphiql/{file}"), &[]).await.status(), StatusCode::NOT_FOUND, "{file}");
        }
    }

    #[actix_web::test]
    async fn the_page_loads_its_own_assets_and_nothing_foreign() {
        let answer = get("/graphiql", &[]).await;
        let policy = value(&answer, header::CONTENT_SECURITY_POLICY).to_owned();
        assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
        let Ok(bundle) = BUNDLE else {
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
            return;
        };
        let html = String::from_utf8(to_bytes(answer.into_body()).await.unwrap().to_vec()).unwrap();

        assert_eq!(html, bundle.html);
        assert!(!html.contains("//"), "{html}");
        let mut loaded: Vec<_> =
            html.split("\"graphiql/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        loaded.sort_unstable_by_key(|file| file.rsplit_once('.').map(|(_, extension)| extension));
        assert!(loaded.iter().all(|file| find(file).is_some()), "{loaded:?}");
        assert_eq!(loaded.len(), 3, "a style sheet, a script, the licences: {loaded:?}");
    }

    #[actix_web::test]
    async fn no_asset_knows_a_place_to_load_code_or_fonts_from() {
        let cdns = ["unpkg.com", "esm.sh", "jsdelivr", "cdnjs", "googleapis", "gstatic", "skypack"];
        for asset in assets().iter().filter(|asset| !asset.name.starts_with("licences")) {
            let text = String::from_utf8_lossy(&asset.unzipped().unwrap()).into_owned();

            let met: Vec<_> = cdns.iter().filter(|cdn| text.contains(**cdn)).collect();
            assert!(met.is_empty(), "{} names {met:?}", asset.name);
            assert!(!text.contains("url(http") && !text.contains("url(\"http"), "{}", asset.name);
        }
    }

    #[::core::prelude::v1::test]
    fn the_page_without_graphiql_says_why() {
        let html = left_out("Node and npm were not found");

        assert!(html.contains("It was left out: Node and npm were not found."), "{html}");
        assert!(!html.contains("//"), "{html}");
    }

    fn assets() -> &'static [Asset] {
        BUNDLE.map_or(&[], |bundle| bundle.assets)
    }

    async fn get(address: &str, headers: &[(HeaderName, &str)]) -> ServiceResponse {
        let app = App::new()
            .wrap(Compress::default())
            .route("/graphiql", web::get().to(page))
            .route("/graphiql/{file}", web::get().to(asset));
        let request = headers
            .iter()
            .fold(test::TestRequest::with_uri(address), |request, (name, value)| request.insert_header((name, *value)));
        test::call_service(&test::init_service(app).await, request.to_request()).await.map_into_boxed_body()
    }

    fn value(answer: &ServiceResponse, name: HeaderName) -> &str {
        answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }
}
