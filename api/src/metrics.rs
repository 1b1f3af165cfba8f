//! `/metrics`: how this instance has been doing, as Prometheus reads it.

use actix_web::{HttpResponse, web};

use crate::server::App;

/// The figures of this instance since its start.
pub async fn page(app: web::Data<App>) -> HttpResponse {
    let cache = app.instance.cache.figures();
    let (reloads, refusals) = app.instance.messages.reloaded();
    let sockets = app.sockets.figures();
    let figures = [
        ("cache_hits_total", "counter", "Answers that were given again.", cache.hits),
        ("cache_misses_total", "counter", "Answers that were made, and kept.", cache.misses),
        ("cache_bypasses_total", "counter", "Answers that were made, and not kept.", cache.bypasses),
        (
            "cache_item_hits_total",
            "counter",
            "Items of lists that were shown as they had been before.",
            cache.item_hits,
        ),
        ("cache_item_misses_total", "counter", "Items of lists that were made, and kept.", cache.item_misses),
        ("cache_entries", "gauge", "Answers that are kept.", u64::try_from(cache.answers).unwrap_or(u64::MAX)),
        (
            "cache_rows",
            "gauge",
            "Rows, lists and items of lists that are kept.",
            u64::try_from(cache.rows).unwrap_or(u64::MAX),
        ),
        ("cache_bytes", "gauge", "How many bytes they take, at most.", cache.bytes),
        ("cache_capacity_bytes", "gauge", "How many bytes they may take.", cache.capacity_bytes),
        ("locales_reloads_total", "counter", "How often the messages of the site were taken anew.", reloads),
        ("locales_refusals_total", "counter", "How often they were refused, being broken.", refusals),
        ("sockets", "gauge", "WebSockets that are open.", sockets.open),
        ("sockets_total", "counter", "WebSockets that were opened.", sockets.opened),
        ("sockets_refused_total", "counter", "WebSockets that were refused, too many being open.", sockets.refused),
        ("socket_operations", "gauge", "Operations over WebSockets that are not complete.", sockets.operations),
    ];
    let lines = figures.map(|(name, kind, help, value)| {
        format!("# HELP tribune_{name} {help}\n# TYPE tribune_{name} {kind}\ntribune_{name} {value}\n")
    });
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(lines.concat())
}
