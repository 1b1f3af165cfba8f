//! What a running server holds, and every route on one page.

use std::sync::Arc;

use actix_cors::Cors;
use actix_web::{
    FromRequest, Handler, HttpRequest, HttpResponse, HttpServer, Resource,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    guard::fn_guard,
    http::header::{
        ACCEPT_LANGUAGE, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ALLOW, CONTENT_LANGUAGE,
        HeaderName, HeaderValue, RETRY_AFTER, VARY, X_CONTENT_TYPE_OPTIONS,
    },
    middleware::{Compress, DefaultHeaders, Logger, from_fn},
    rt, web,
};
use futures::future::poll_immediate;
use serde_json::json;
use tokio::sync::Semaphore;

use crate::{
    Error, Result, Schema,
    config::Serve,
    error::Code,
    event::{self, versions::Versions},
    export::Addresses,
    graphiql,
    graphql::{self, InFlight, Parser, Sockets, http, socket},
    instance::Instance,
    jobs, landing,
    locale::{Locale, Locales, ftl},
    metrics, post, release, schema, session, sitemap, speaker,
};

/// What all requests share.
pub struct App {
    pub schema: Schema,
    pub instance: Arc<Instance>,
    pub parser: Parser,
    /// Requests with an `Idempotency-Key` that run now.
    pub in_flight: InFlight,
    /// A preview's turn: it takes a writer's, and nobody may take all of them.
    pub previews: Semaphore,
    /// The sockets that are open.
    pub sockets: Arc<Sockets>,
    pub config: Serve,
    /// What bundles of events held.
    pub bundles: Versions,
    /// Where this server and the pages of the site are found.
    pub addresses: Addresses,
}

impl App {
    /// The language that the address or the header asks for, and whether it was the address.
    pub fn language(&self, request: &HttpRequest) -> Result<(Locale, bool)> {
        #[derive(serde::Deserialize)]
        struct Parameters {
            locale: Option<String>,
        }
        let parameters = web::Query::<Parameters>::from_query(request.query_string()).ok();
        match parameters.and_then(|parameters| parameters.into_inner().locale) {
            Some(tag) => Ok((self.instance.locales.require(&tag)?.clone(), true)),
            None => Ok((self.negotiated(request), false)),
        }
    }

    /// The language for an error, also when the address asks for an unknown one.
    pub fn language_of_errors(&self, request: &HttpRequest) -> Locale {
        self.language(request).map_or_else(|_| self.negotiated(request), |(locale, _)| locale)
    }

    fn negotiated(&self, request: &HttpRequest) -> Locale {
        let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        self.instance.locales.negotiate(header.unwrap_or_default()).clone()
    }

    /// An HTTP answer that is an error and nothing else.
    pub fn refuse(&self, request: &HttpRequest, error: &Error) -> HttpResponse {
        let locale = self.language_of_errors(request);
        let message = self.instance.say(self.instance.locales.chain(&locale), error.message());
        let mut refusal = HttpResponse::build(error.status());
        if matches!(error.code(), Code::Unavailable | Code::RateLimited) {
            refusal.insert_header((RETRY_AFTER, "1"));
        }
        refusal
            .insert_header((VARY, "Accept, Accept-Language"))
            .insert_header((CONTENT_LANGUAGE, locale.as_str()))
            .json(json!({ "errors": [{ "message": message, "extensions": { "code": error.code().as_str() } }] }))
    }
}

/// Where each request is logged.
pub const ACCESS_LOG: &str = "tribune::http";

/// The headers that clients on other sites may read.
const EXPOSED: &str = "content-language, etag, idempotent-replayed, retry-after, x-cache";

/// What every answer says, whoever asks: it is of the type that it names, and anybody's frontend may read it. A cache in
/// between gives one client's answer to another.
pub const HEADERS: [(HeaderName, &str); 3] =
    [(X_CONTENT_TYPE_OPTIONS, "nosniff"), (ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)];

/// Every route.
fn routes(config: &mut web::ServiceConfig) {
    config
        .service(page("/", landing::page))
        .service(
            web::resource(graphql::front::PATH)
                .route(
                    web::get()
                        .guard(fn_guard(|context| socket::is_upgrade(context.head().headers())))
                        .to(socket::upgrade),
                )
                .route(web::get().to(http::get))
                .route(web::post().to(http::post))
                .default_service(web::to(|request, app| method_not_allowed(request, app, "GET, POST"))),
        )
        .service(page("/graphiql", graphiql::page))
        .service(web::redirect("/graphiql/", "../graphiql").permanent())
        .service(page("/graphiql/{file}", graphiql::asset))
        .service(page("/schema.graphql", schema_file))
        .service(page("/locales/{path:.*}", ftl::document))
        .service(page("/events/{slug}/bundle.json", event::bundle::document))
        .service(page("/events/{slug}/changes.json", release::document::json))
        .service(page("/events/{slug}/changes.atom", release::atom::document))
        .service(page("/events/{slug}/event.jsonld", event::json_ld::document))
        .service(page(post::atom::PATH, post::atom::document))
        .service(page(post::json_feed::PATH, post::json_feed::document))
        .service(page("/sitemap.xml", sitemap::document))
        .service(page(r"/sitemap-{number:\d+}.xml", sitemap::numbered))
        .service(page("/events/{slug}/schedule.json", event::schedule_json::document))
        .service(page("/events/{slug}/schedule.xml", event::schedule_xml::document))
        .service(page("/events/{slug}/calendar.ics", event::ics::document))
        .service(page("/events/{slug}/calendar.svg", event::ics::qr_svg))
        .service(page("/events/{slug}/calendar.png", event::ics::qr_png))
        .service(page("/events/{slug}/tracks/{track}.ics", event::ics::of_track))
        .service(page("/events/{slug}/rooms/{room}.ics", event::ics::of_room))
        .service(page("/sessions/{slug}.ics", session::ics::document))
        .service(page("/speakers/{slug}.ics", speaker::ics::document))
        .service(page("/metrics", metrics::page))
        .service(page("/health/live", live))
        .service(page("/health/ready", ready))
        .default_service(web::to(not_found));
}

/// Something that is read: GET and HEAD.
fn page<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args, Output = HttpResponse>,
    Args: FromRequest + 'static,
{
    web::resource(path)
        .route(web::get().to(handler.clone()))
        .route(web::head().to(handler))
        .default_service(web::to(|request, app| method_not_allowed(request, app, "GET, HEAD")))
}

/// Starts what runs beside the requests. Without it nothing is kept, since nobody hears what others write.
pub fn start_jobs(app: &App) -> jobs::Jobs {
    jobs::start(&app.instance)
}

/// What answers requests.
pub fn service(
    app: web::Data<App>,
) -> actix_web::App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    actix_web::App::new()
        .app_data(app)
        .wrap(Compress::default())
        .wrap(cors())
        .wrap(HEADERS.into_iter().fold(DefaultHeaders::new(), DefaultHeaders::add))
        .wrap(Logger::new("%a \"%r\" %s %b %Ts").log_target(ACCESS_LOG))
        .wrap(from_fn(graphql::front::give_again))
        .configure(routes)
}

/// Listens, says where, and answers until it is told to stop; then finishes what runs, at most 30 seconds.
pub async fn serve(app: App) -> std::io::Result<()> {
    let (bind, workers, stop_on_stdin_eof) = (app.config.bind, app.config.workers, app.config.stop_on_stdin_eof);
    let languages = languages(&app.instance.locales);
    let sockets = app.sockets.clone();
    let jobs = start_jobs(&app);
    let app = web::Data::new(app);
    let server = HttpServer::new(move || service(app.clone())).shutdown_timeout(30);
    let server = if workers == 0 { server } else { server.workers(workers) };
    let server = server.bind(bind)?;
    let addresses = server.addrs();
    let mut running = server.run();
    // The server listens to signals from its first poll on; only then is it announced.
    if let Some(ended) = poll_immediate(&mut running).await {
        return ended;
    }
    for address in addresses {
        banner(&format!("http://{address}"), &languages);
    }
    let stopping = rt::spawn(stop_on_sigterm(sockets.clone()));
    // Not before: standard input may be at its end already, and a server that ran has been announced.
    if stop_on_stdin_eof {
        stop_on_stdin_eof_of(running.handle(), sockets);
    }
    let ended = running.await;
    stopping.abort();
    jobs.stop().await;
    ended
}

fn languages(locales: &Locales) -> String {
    let name = |locale: &Locale| {
        if locale == locales.default_locale() { format!("{locale} (default)") } else { locale.to_string() }
    };
    locales.offered().iter().map(name).collect::<Vec<_>>().join(", ")
}

fn banner(address: &str, languages: &str) {
    println!("Tribune {} listens on {address}", env!("CARGO_PKG_VERSION"));
    println!("  explore    {address}/graphiql");
    println!("  query      {address}/graphql");
    println!("  schema     {address}/schema.graphql");
    println!("  languages  {languages}");
}

/// Ends the sockets when the server is told to finish what runs: it would wait for them.
async fn stop_on_sigterm(sockets: Arc<Sockets>) {
    #[cfg(unix)]
    match rt::signal::unix::signal(rt::signal::unix::SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
            sockets.stop();
        }
        Err(error) => tracing::error!(%error, "sockets cannot be ended with the server"),
    }
}

fn stop_on_stdin_eof_of(server: actix_web::dev::ServerHandle, sockets: Arc<Sockets>) {
    let runtime = tokio::runtime::Handle::current();
    std::thread::spawn(move || {
        if let Err(error) = std::io::copy(&mut std::io::stdin(), &mut std::io::sink()) {
            tracing::warn!(%error, "standard input cannot be read");
        }
        sockets.stop();
        runtime.block_on(server.stop(true));
    });
}

/// Anybody's frontend may read. Without `Access-Control-Allow-Credentials` no browser sends a cookie with a request
/// that another site makes.
fn cors() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .disable_vary_header()
        .allow_any_header()
        .allowed_methods(["GET", "POST", "HEAD", "OPTIONS"])
        .max_age(86_400)
}

async fn schema_file(app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(schema::sdl(&app.schema))
}

/// The process answers.
async fn live() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "live" }))
}

/// The database answers too.
async fn ready(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    match app.instance.database.ping().await {
        Ok(()) => HttpResponse::Ok().json(json!({ "status": "ready" })),
        Err(error) => {
            tracing::error!(?error, "the database does not answer");
            app.refuse(&request, &error.unavailable())
        }
    }
}

async fn not_found(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    app.refuse(&request, &Error::NoSuchAddress)
}

async fn method_not_allowed(request: HttpRequest, app: web::Data<App>, allowed: &'static str) -> HttpResponse {
    let mut refusal = app.refuse(&request, &Error::MethodNotAllowed);
    refusal.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    refusal
}
