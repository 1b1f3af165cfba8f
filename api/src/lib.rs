//! Tribune: a headless, multilingual event content API. The modules in reading order:

// The future of a request is as deep as the merged root fields are many, see `schema.rs`.
#![recursion_limit = "256"]

/// Every option, once.
pub mod config;
/// What a resolver may ask of its request.
mod context;
/// The deeds that all content shares.
mod deed;
/// The GraphQL endpoint, over HTTP, WebSocket and as events.
mod graphql;
/// What this instance works with.
mod instance;
/// What an operation may ask for.
mod limits;
/// What the mutations of all types share.
mod mutation;
/// Who may do what.
mod permission;
/// The root fields of all domains.
pub mod schema;
/// What a running server holds, and every route.
pub mod server;
/// Who is asking.
mod viewer;

/// Users, tokens, and who is asking.
mod account;
/// Who did what.
mod audit;
/// Revisions, pending edits, the change log.
mod history;
/// What would be seen if it were published now.
mod preview;
/// Coverage, and texts to translators and back.
mod translation;

/// Whom speakers work for, who sponsors.
mod company;
/// Events and their schedule.
mod event;
/// Links to elsewhere.
mod link;
/// The list of all content types.
mod node;
/// News and reports.
mod post;
/// Announced programmes, and what has changed since.
mod release;
/// Rooms of an event.
mod room;
/// What events are editions of.
mod series;
/// Sessions and who takes part.
mod session;
/// Who speaks, moderates, writes.
mod speaker;
/// Words that things are found by.
mod tag;
/// Ranks of sponsors.
mod tier;
/// Threads through a programme.
mod track;

/// Loads of one request, batched.
mod batch;
mod cache;
/// What all content types share: the doors for reads and writes.
pub mod content;
/// The connections.
pub mod database;
/// What a part of an answer follows from.
mod footprint;
/// Languages: negotiation, fallback, collation, messages.
pub mod locale;

/// What runs beside the requests.
mod jobs;

/// iCalendar, written and read.
pub mod calendar;
/// Documents made of content: programmes, calendars, feeds.
mod export;

/// The content of `serve --demo`.
pub mod demo;
/// Programmes in and out.
pub mod interchange;

/// The only reader of the time.
pub mod clock;
/// The commands.
pub mod command;
/// What can go wrong.
mod error;
/// GraphiQL from the binary.
mod graphiql;
/// The data of an answer, written.
mod json;
/// The page at `/`.
mod landing;
/// Pages of a log.
mod log;
/// Rich text.
mod markdown;
mod metrics;
/// What commands print.
mod output;
/// Scalars of the contract.
mod scalar;
/// What is asked of an object, as a text.
mod selection;
/// Signatures and hashes.
mod signing;
/// The pages of the site for search engines.
mod sitemap;

pub use error::{Error, Fault, Result, Rule};
pub use schema::Schema;

/// The source files of this crate, for tests that read them: name and text of each.
#[cfg(test)]
fn sources() -> Vec<(String, String)> {
    fn add(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                add(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    add(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}
