//! What a resolver may ask of its request.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use async_graphql::{Context, ContextSelectionSet, Positioned, parser::types::Field};
use chrono::{DateTime, Utc};

use crate::{
    Error, Result,
    content::{
        Content, Localized, Translation,
        object::{ContentObject, GlobalId, LocaleTag},
        rows::Rows,
        write::Write,
    },
    export::Addresses,
    footprint,
    instance::Instance,
    locale::{Chain, Locale, Locales, messages::Args},
    selection::Selections,
    viewer::{Idempotency, Viewer, Writer},
};

/// One request: who asks, its reads, its language, and what was served of it.
pub struct Request {
    pub instance: Arc<Instance>,
    pub viewer: Viewer,
    rows: Rows,
    language: Locale,
    /// Whether it reads what would be if pending edits were published: then it writes nothing.
    is_preview: bool,
    pub idempotency: Option<Arc<Idempotency>>,
    /// Whether the answer can set a cookie.
    pub takes_cookies: bool,
    language_was_used: AtomicBool,
    clock_was_read: AtomicBool,
    served: Mutex<Vec<Locale>>,
    cookies: Mutex<Vec<String>>,
    selections: Selections,
}

impl Request {
    /// `language` is what the address or the header asks for; an argument of a field goes before it.
    pub fn new(
        instance: Arc<Instance>,
        viewer: Viewer,
        rows: Rows,
        language: Locale,
        is_preview: bool,
        idempotency: Option<Arc<Idempotency>>,
    ) -> Self {
        Self {
            instance,
            viewer,
            rows,
            language,
            is_preview,
            idempotency,
            takes_cookies: true,
            language_was_used: AtomicBool::new(false),
            clock_was_read: AtomicBool::new(false),
            served: Mutex::default(),
            cookies: Mutex::default(),
            selections: Selections::default(),
        }
    }

    /// Sends a cookie with the answer.
    pub fn set_cookie(&self, cookie: String) {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).push(cookie);
    }

    pub fn cookies(&self) -> Vec<String> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every locale that a text was served in: that of the request first, the others by tag. Which was first used depends
    /// on what had to be loaded.
    pub fn served(&self) -> Vec<Locale> {
        let mut served = self.served.lock().unwrap_or_else(PoisonError::into_inner).clone();
        served.sort_unstable_by_key(|locale| (*locale != self.language, locale.clone()));
        served
    }

    /// Whether a field took the language of the request, having no argument of its own.
    pub fn language_was_used(&self) -> bool {
        self.language_was_used.load(Ordering::Relaxed)
    }

    /// Whether the answer changes from one moment to the next.
    pub fn clock_was_read(&self) -> bool {
        self.clock_was_read.load(Ordering::Relaxed)
    }

    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// What is asked of the items of a field, when others may ask the same of them and did.
    pub fn selection(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> Option<Arc<str>> {
        let seen = &self.instance.cache.selections;
        self.rows.loads().shares().then(|| self.selections.of_field(ctx, field, seen)).flatten()
    }

    /// Notes that a text was served in a locale.
    pub fn note_served(&self, tag: &str) {
        let mut served = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        let known = served.iter().find(|locale| locale.as_str() == tag).cloned();
        let Some(locale) = known.or_else(|| Locale::parse(tag)) else { return };
        footprint::note(|footprint| footprint.serve(&locale));
        if !served.contains(&locale) {
            served.push(locale);
        }
    }

    /// Notes that a field took the language of the request.
    fn use_language(&self) -> &Locale {
        self.language_was_used.store(true, Ordering::Relaxed);
        footprint::note(|footprint| footprint.is_private = true);
        &self.language
    }
}

/// What a resolver may ask.
pub trait RequestContext {
    fn request(&self) -> &Request;
    fn instance(&self) -> &Instance;
    /// Who is asking.
    fn viewer(&self) -> &Viewer;
    /// A content transaction of whoever is asking; fails when nobody is signed in.
    fn write(&self) -> impl Future<Output = Result<Write>> + Send;
    /// Ends a content transaction: what is read from now on is what was written.
    fn commit(&self, write: Write) -> impl Future<Output = Result<()>> + Send;
    /// Fails when this request only looks at what would be.
    fn require_writable(&self) -> Result<()>;
    /// What Tribune says, in the language of the request.
    fn say(&self, message: (&str, Args)) -> String;
    /// The door to all content.
    fn rows(&self) -> &Rows;
    /// The instant of the request. What anything is at it changes with publication alone.
    fn now(&self) -> DateTime<Utc>;
    /// As [`RequestContext::now`], for what changes from one moment to the next: nobody keeps the answer.
    fn clock(&self) -> DateTime<Utc>;
    /// What languages are offered.
    fn locales(&self) -> &Locales;
    /// The address of a document of this server in a language; a path when the server does not know its own.
    fn document_url(&self, path: &str, language: &Chain) -> String;
    /// The locales to try for a root field with these arguments.
    fn chain(&self, locale: Option<LocaleTag>, fallback: Option<Vec<LocaleTag>>) -> Result<Chain>;
    /// The locales to try for the thing that an id names.
    fn chain_of(&self, id: &GlobalId) -> Result<Chain>;
    /// What answers to a slug, for a root field with these arguments.
    fn by_slug<O: ContentObject>(
        &self,
        slug: &str,
        locale: Option<LocaleTag>,
        fallback: Option<Vec<LocaleTag>>,
    ) -> impl Future<Output = Option<Result<O>>> + Send;
    /// The text that the reader sees, in the language around it or in the one that the argument names.
    fn show<E: Content>(
        &self,
        item: &Localized<E>,
        locale: Option<LocaleTag>,
        text: fn(&Translation<E>) -> Option<&str>,
    ) -> Option<Result<String>>;
}

impl RequestContext for Context<'_> {
    fn request(&self) -> &Request {
        self.data_unchecked::<Arc<Request>>()
    }

    fn instance(&self) -> &Instance {
        &self.request().instance
    }

    fn viewer(&self) -> &Viewer {
        &self.request().viewer
    }

    async fn write(&self) -> Result<Write> {
        let (request, viewer) = (self.request(), self.viewer());
        viewer.require_account()?;
        self.require_writable()?;
        let writer = Writer {
            actor: viewer.actor.clone(),
            authority: viewer.authority.clone(),
            idempotency: request.idempotency.clone(),
        };
        request.instance.write(&writer).await
    }

    async fn commit(&self, write: Write) -> Result<()> {
        let now = write.now();
        let committed = write.commit().await?;
        self.rows().forget(now);
        self.instance().changed(&committed);
        self.instance().written.notify_waiters();
        Ok(())
    }

    fn require_writable(&self) -> Result<()> {
        if self.request().is_preview { Err(Error::PreviewIsReadOnly) } else { Ok(()) }
    }

    fn say(&self, message: (&str, Args)) -> String {
        let request = self.request();
        request.instance.say(request.instance.locales.chain(request.use_language()), message)
    }

    fn rows(&self) -> &Rows {
        self.request().rows()
    }

    fn now(&self) -> DateTime<Utc> {
        self.rows().scope().now
    }

    fn clock(&self) -> DateTime<Utc> {
        self.request().clock_was_read.store(true, Ordering::Relaxed);
        footprint::note(|footprint| footprint.is_private = true);
        self.now()
    }

    fn locales(&self) -> &Locales {
        &self.request().instance.locales
    }

    fn document_url(&self, path: &str, language: &Chain) -> String {
        let path = format!("{path}?locale={}", language.requested());
        // A schema that is only written down has none.
        self.data_opt::<Addresses>().map_or_else(|| path.clone(), |addresses| addresses.of_path(&path))
    }

    fn chain(&self, locale: Option<LocaleTag>, fallback: Option<Vec<LocaleTag>>) -> Result<Chain> {
        let request = self.request();
        let locale = match locale {
            Some(tag) => request.instance.locales.require(&tag.0)?,
            None => request.use_language(),
        };
        match fallback {
            None => Ok(request.instance.locales.chain(locale).clone()),
            Some(tags) => {
                let fallback = tags.iter().map(|tag| request.instance.locales.require(&tag.0).cloned());
                Ok(Chain::closed(locale.clone(), fallback.collect::<Result<Vec<_>>>()?))
            }
        }
    }

    fn chain_of(&self, id: &GlobalId) -> Result<Chain> {
        id.chain(self.locales())
    }

    async fn by_slug<O: ContentObject>(
        &self,
        slug: &str,
        locale: Option<LocaleTag>,
        fallback: Option<Vec<LocaleTag>>,
    ) -> Option<Result<O>> {
        let chain = match self.chain(locale, fallback) {
            Ok(chain) => chain,
            Err(error) => return Some(Err(error)),
        };
        Some(self.rows().by_slug::<O::Entity>(slug, &chain).await.transpose()?.map(O::from))
    }

    fn show<E: Content>(
        &self,
        item: &Localized<E>,
        locale: Option<LocaleTag>,
        text: fn(&Translation<E>) -> Option<&str>,
    ) -> Option<Result<String>> {
        let other = match locale.map(|tag| self.request().instance.locales.require(&tag.0).cloned()).transpose() {
            Ok(locale) => locale.map(|locale| Localized {
                record: item.record.clone(),
                // A closed chain stays closed: nothing but the locale that was asked for.
                chain: if item.chain.is_closed() {
                    Chain::closed(locale, [])
                } else {
                    self.request().instance.locales.chain(&locale).clone()
                },
            }),
            Err(error) => return Some(Err(error)),
        };
        let (served, text) = other.as_ref().unwrap_or(item).shown(text)?;
        self.request().note_served(served);
        Some(Ok(text.into_owned()))
    }
}
