//! What content is served as beside GraphQL, at an address of its own: programmes, calendars, feeds, for whoever speaks
//! their formats. All is what anybody may see, in one language: that of `?locale=`, else of the reader.
//!
//! A format says how a document is written (`serve` hands it an `Export` to read from); that it is kept, ended by
//! what changes, compressed, and not sent twice is the same for all, and for GraphQL.

mod address;
pub mod atom;
pub mod xml;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    sync::Arc,
    time::Duration,
};

use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, Bytes},
};
use async_graphql::ID;
use chrono::{DateTime, Utc};
use entity::{ContentRow, TranslationRow};
use serde::{Serialize, de::DeserializeOwned};

pub use self::address::{Addresses, PagePattern, web_address};
use crate::{
    Error, Result,
    batch::{Loads, drive},
    cache::{
        Key,
        page::{Page, Source, Variant},
        validity::Kept,
    },
    content::{
        Content, Localized, Translation,
        formatted::Formatter,
        rows::{Budget, Rows},
        sql::Scope,
    },
    error::Code,
    graphql::front,
    instance::Instance,
    locale::{Chain, Locale, messages::Args},
    permission::Authority,
    server::App,
};

/// The media type of documents in JSON that have none of their own.
pub const JSON: &str = "application/json; charset=utf-8";

/// What a document is made from: the content that anybody may see, in the language of a reader.
pub struct Export<'a> {
    pub rows: Rows,
    pub chain: Chain,
    /// Whether the address says the language.
    pub language_is_given: bool,
    pub instance: &'a Instance,
    /// Where this server and the pages of the site are found.
    pub addresses: &'a Addresses,
    served: RefCell<BTreeSet<Locale>>,
    changed_at: RefCell<Option<DateTime<Utc>>>,
    is_for_all_languages: Cell<bool>,
}

impl<'a> Export<'a> {
    fn new(app: &'a App, locale: &Locale, language_is_given: bool, loads: &Loads) -> Self {
        let instance = &*app.instance;
        let scope =
            Scope { now: instance.clock.now(), backend: instance.database.backend(), authority: Authority::none() };
        // A whole event is bounded by what its editors wrote.
        let budget = Budget::new(usize::MAX, time_limit(app));
        let rows = Rows::new(instance.database.public_reader(None), loads.clone(), scope, budget);
        Self {
            rows,
            chain: instance.locales.chain(locale).clone(),
            language_is_given,
            instance,
            addresses: &app.addresses,
            served: RefCell::default(),
            changed_at: RefCell::default(),
            is_for_all_languages: Cell::default(),
        }
    }

    /// The locale that was asked for.
    pub fn locale(&self) -> &Locale {
        self.chain.requested()
    }

    /// Writes times, names and lists for the reader.
    pub fn formatter(&self) -> Formatter {
        Formatter::new(self.locale())
    }

    /// What Tribune says, in the language of the reader.
    pub fn say(&self, id: &str, args: Args) -> String {
        self.instance.say(&self.chain, (id, args))
    }

    /// The content that an address names by its slug, by a former one, by its uid or id.
    pub async fn named<E: Content>(&self, name: &str) -> Result<Localized<E>> {
        let found = self.rows.by_reference::<E>(&ID::from(name), &self.chain).await?;
        found.inspect(|found| self.note(found)).ok_or(Error::NoSuchAddress)
    }

    /// The text that the reader sees.
    pub fn text<E: Content>(&self, item: &Localized<E>, text: fn(&Translation<E>) -> Option<&str>) -> Option<String> {
        self.text_and_locale(item, text).map(|(_, text)| text)
    }

    /// The text that the reader sees, and the locale that it is in.
    pub fn text_and_locale<E: Content>(
        &self,
        item: &Localized<E>,
        text: fn(&Translation<E>) -> Option<&str>,
    ) -> Option<(Locale, String)> {
        let (tag, text) = item.shown(text)?;
        let locale = Locale::parse(tag)?;
        self.served.borrow_mut().insert(locale.clone());
        Some((locale, text.into_owned()))
    }

    /// Notes that the document shows this: it is as old as its last change, at most.
    pub fn note<E: Content>(&self, item: &Localized<E>) {
        self.note_change(changed_at(item));
    }

    /// Notes that something that the document shows changed at an instant.
    pub fn note_change(&self, at: DateTime<Utc>) {
        let latest = self.changed_at.borrow().max(Some(at));
        self.changed_at.replace(latest);
    }

    /// Notes that the document is the same for the readers of all languages.
    pub fn note_all_languages(&self) {
        self.is_for_all_languages.set(true);
    }

    /// When what was noted last changed.
    pub fn changed_at(&self) -> Option<DateTime<Utc>> {
        *self.changed_at.borrow()
    }
}

/// When what the reader sees of a thing last changed: an edit, or an instant at which it or its texts became public.
pub fn changed_at<E: Content>(item: &Localized<E>) -> DateTime<Utc> {
    let texts = item.record.translations.iter();
    let instants = texts.flat_map(|row| [Some(row.updated_at()), row.published_at()]);
    let row = item.row();
    instants.flatten().chain(row.publication().published_at).fold(row.updated_at(), DateTime::max)
}

/// Answers a GET or HEAD of an address with the document that `make` writes, or with the one that was kept.
///
/// Whoever has it already is told so (304). `Last-Modified` says how old it is; it decides nothing: what was withdrawn
/// makes a document younger, and leaves it no trace.
pub async fn serve<B: Into<Bytes>>(
    request: &HttpRequest,
    app: &App,
    media_type: &'static str,
    make: impl AsyncFnOnce(&Export<'_>) -> Result<B>,
) -> HttpResponse {
    match kept_or_made(request, app, media_type, make).await {
        Ok(response) => response,
        Err(error) => {
            if error.code() == Code::Internal {
                tracing::error!(?error, path = request.path(), "a document cannot be made");
            }
            app.refuse(request, &error)
        }
    }
}

async fn kept_or_made<B: Into<Bytes>>(
    request: &HttpRequest,
    app: &App,
    media_type: &'static str,
    make: impl AsyncFnOnce(&Export<'_>) -> Result<B>,
) -> Result<HttpResponse> {
    let (locale, is_given) = app.language(request)?;
    let variant = Variant::of_document(request, media_type, is_given);
    let cache = &app.instance.cache;
    let Some(ticket) = cache.ticket(app.instance.clock.now()) else {
        cache.count_bypass();
        let page = page(app, &locale, is_given, &Loads::default(), make).await?;
        return Ok(page.respond(request, &variant, Source::Bypass));
    };
    let hit = |page: &Kept<Page>| {
        cache.count_hit();
        front::respond(request, app, page, &variant, Source::Hit)
    };
    let key = key(request, &locale);
    if let Some(entry) = cache.get(&key) {
        return Ok(hit(&entry.answer));
    }
    let _turn = match cache.wait(&key).await {
        Ok(entry) => return Ok(hit(&entry.answer)),
        Err(turn) => turn,
    };
    let loads = Loads::sharing(cache.clone(), ticket);
    let page = page(app, &locale, is_given, &loads, make).await?;
    match loads.tags() {
        Some(tags) => {
            cache.count_miss();
            let page = Arc::new(Kept::new(page, tags, ticket));
            cache.keep(key, page.clone(), None);
            Ok(front::respond(request, app, &page, &variant, Source::Miss))
        }
        None => {
            cache.count_bypass();
            Ok(page.respond(request, &variant, Source::Bypass))
        }
    }
}

/// The document, made anew.
async fn page<B: Into<Bytes>>(
    app: &App,
    locale: &Locale,
    is_given: bool,
    loads: &Loads,
    make: impl AsyncFnOnce(&Export<'_>) -> Result<B>,
) -> Result<Page> {
    let export = Export::new(app, locale, is_given, loads);
    let limit = time_limit(app);
    let body = tokio::time::timeout(limit, drive(loads.clone(), make(&export))).await;
    let body = body.map_err(|_| Error::Timeout { limit_ms: app.config.execution_timeout_ms })??;
    let served: Vec<String> = export.served.borrow().iter().map(ToString::to_string).collect();
    let languages = if served.is_empty() { locale.to_string() } else { served.join(", ") };
    let is_for_all = export.is_for_all_languages.get();
    Ok(Page::new(body, (!is_for_all).then_some(languages), !is_for_all).changed_at(export.changed_at()))
}

fn time_limit(app: &App) -> Duration {
    Duration::from_millis(app.config.execution_timeout_ms)
}

/// What an address asks for beside the language; what cannot be read names nothing.
pub fn parameters<P: DeserializeOwned>(request: &HttpRequest) -> Result<P> {
    let parameters = web::Query::from_query(request.query_string());
    parameters.map(web::Query::into_inner).map_err(|_| Error::NoSuchAddress)
}

/// A document in JSON.
pub fn json(document: &impl Serialize) -> Result<String> {
    serde_json::to_string(document).map_err(|error| Error::Internal(error.to_string()))
}

/// All that a document follows from, as it was asked for.
fn key(request: &HttpRequest, locale: &Locale) -> Key {
    // No request of GraphQL begins so, and no meaning.
    format!("E{locale}\0{}\0{}", request.path(), request.query_string()).into_bytes().into()
}
