//! Documents that clients name instead of sending them. Two kinds: what a client has sent once with its hash (automatic
//! persisted queries, after Apollo), which is in memory only; and trusted documents, which an operator has added on the
//! command line ([`store`]), and which may be the only ones that are carried out. Start at [`find`].

pub mod command;
mod file;
pub mod store;

use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicU64, Ordering},
};

use async_graphql::{
    Response,
    async_trait::async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute},
};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter, sync};

use super::{
    Outcome, Refused,
    answer::Answer,
    parser::parse,
    request::{Operation, PersistedQuery, Sent},
};
use crate::{
    Error, Result, Schema, config::TrustedDocuments, database::Database, limits::Limits, locale::Locale, schema,
    server::App, signing::sha256,
};

/// Most bytes of documents in memory.
const CAPACITY_BYTES: u64 = 8 * 1024 * 1024;
/// What a document costs beside its bytes.
const OVERHEAD: usize = 128;
/// Each part of the memory takes whole documents only: few parts, so that long ones find room.
const PARTS: usize = 4;
/// Most letters of an id.
pub const MAX_ID: usize = 255;
/// How GraphQL over HTTP begins an id that is a hash.
const HASH_PREFIX: &str = "sha256:";

/// The documents in memory, bounded in bytes.
pub struct Documents {
    known: sync::Cache<Box<str>, Known, Weight>,
    /// Counts what happened to the trusted ones.
    generation: AtomicU64,
}

#[derive(Clone)]
struct Known {
    text: Arc<str>,
    /// The generation that a trusted document was read in; none for what a client has sent.
    generation: Option<u64>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Box<str>, Known> for Weight {
    fn weight(&self, id: &Box<str>, known: &Known) -> u64 {
        u64::try_from(id.len() + known.text.len() + OVERHEAD).unwrap_or(u64::MAX)
    }
}

impl Default for Documents {
    fn default() -> Self {
        let average = 2048;
        let options = OptionsBuilder::new()
            .shards(PARTS)
            .estimated_items_capacity(usize::try_from(CAPACITY_BYTES / average).unwrap_or(usize::MAX))
            .weight_capacity(CAPACITY_BYTES)
            .build()
            .expect("both capacities are set");
        let hash = DefaultHashBuilder::default();
        let known = sync::Cache::with_options(options, Weight, hash, sync::DefaultLifecycle::default());
        Self { known, generation: AtomicU64::new(0) }
    }
}

impl Documents {
    /// Trusted documents were added or removed: they are to be read again.
    pub fn forget_trusted(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
    }

    /// The text that an id stands for.
    async fn text(&self, id: &str, database: &Database) -> Result<Option<Arc<str>>> {
        let id = without_prefix(id);
        if !is_id(id) {
            return Ok(None);
        }
        // Before the table is read: what is removed meanwhile is not remembered.
        let generation = self.generation.load(Ordering::Acquire);
        if let Some(text) = self.known_in(generation, id) {
            return Ok(Some(text));
        }
        let Some(text) = store::text(id, database.connection()).await? else { return Ok(None) };
        let text: Arc<str> = text.into();
        self.known.insert(id.into(), Known { text: text.clone(), generation: Some(generation) });
        Ok(Some(text))
    }

    fn known_in(&self, generation: u64, id: &str) -> Option<Arc<str>> {
        let known = self.known.get(id)?;
        known.generation.is_none_or(|read_in| read_in == generation).then_some(known.text)
    }

    /// Remembers what a client has sent with its hash, if it can be carried out at all.
    async fn register(&self, hash: &str, text: &str, limits: &Limits) {
        let generation = self.generation.load(Ordering::Acquire);
        if self.known_in(generation, hash).is_none() && check(text, limits).await.is_ok() {
            self.known.insert(hash.into(), Known { text: text.into(), generation: None });
        }
    }
}

/// The operation, its document found when it was only named. That it is not found is an answer of GraphQL, which
/// nobody keeps: a moment later it may be there.
pub(super) async fn find(sent: Sent, app: &App, language: &Locale) -> Outcome<Operation> {
    match document(&sent, app).await {
        Ok(Some(text)) => Ok(sent.of_document(text.as_ref().to_owned())),
        Ok(None) => Ok(sent.of_own_document()),
        Err(error @ (Error::PersistedQueryNotFound | Error::UnknownDocument { .. } | Error::TrustedDocumentsOnly)) => {
            let mut answer = Answer::invalid(error, app, app.instance.locales.chain(language));
            answer.is_private = true;
            Err(Refused::Unsound(Box::new(answer)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The document that is named; none when the one that was sent will do.
async fn document(sent: &Sent, app: &App) -> Result<Option<Arc<str>>> {
    let (documents, database) = (&app.instance.documents, &app.instance.database);
    let trusted_only = app.config.trusted_documents == TrustedDocuments::Only;
    let malformed = |reason: &str| Error::MalformedRequest { reason: reason.to_owned() };
    if let Some(id) = &sent.document_id {
        if sent.query.is_some() {
            return Err(malformed("either `query` or `documentId`, not both"));
        }
        let text = documents.text(id, database).await?;
        return text.map(Some).ok_or_else(|| Error::UnknownDocument { given: id.clone() });
    }
    let hash = sent.extensions.persisted_query.as_ref().map(PersistedQuery::hash).transpose()?;
    match (&sent.query, hash) {
        (None, None) => Err(malformed("missing field `query`")),
        (None, Some(hash)) => match documents.text(hash, database).await? {
            Some(text) => Ok(Some(text)),
            // Otherwise the client would send the text, in vain.
            None if trusted_only => Err(Error::TrustedDocumentsOnly),
            None => Err(Error::PersistedQueryNotFound),
        },
        (Some(text), Some(hash)) if sha256(text.as_bytes()) != hash => Err(Error::PersistedQueryHash),
        (Some(text), _) if trusted_only => {
            let is_trusted = documents.text(&sha256(text.as_bytes()), database).await?.is_some();
            if is_trusted { Ok(None) } else { Err(Error::TrustedDocumentsOnly) }
        }
        (Some(text), Some(hash)) => {
            documents.register(hash, text, &app.config.limits.into()).await;
            Ok(None)
        }
        (Some(_), None) => Ok(None),
    }
}

/// An id as it is kept: a hash stands for itself.
pub fn without_prefix(id: &str) -> &str {
    id.strip_prefix(HASH_PREFIX).filter(|hash| is_hash(hash)).unwrap_or(id)
}

fn is_id(id: &str) -> bool {
    (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_hash(id: &str) -> bool {
    id.len() == 64 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Fails when the text is no document that can be carried out, within the limits.
async fn check(text: &str, limits: &Limits) -> Result<()> {
    /// The schema, for validation alone.
    static SCHEMA: LazyLock<Schema> = LazyLock::new(|| schema::builder().extension(ValidationOnly).finish());

    let document = parse(text, limits)?;
    let mut request = async_graphql::Request::new(text);
    request.operation_name = document.operations.iter().next().and_then(|(name, _)| name.map(ToString::to_string));
    request.set_parsed_query(document);
    let response = SCHEMA.execute(request).await;
    response.errors.into_iter().next().map_or(Ok(()), |error| Err(Error::InvalidRequest { reason: error.message }))
}

/// Ends an execution before it begins: the library validates only what it executes.
struct ValidationOnly;

impl ExtensionFactory for ValidationOnly {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Extension for ValidationOnly {
    async fn execute(&self, _ctx: &ExtensionContext<'_>, _name: Option<&str>, _next: NextExecute<'_>) -> Response {
        Response::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { depth: 12, complexity: 5_000, aliases: 15, directives: 50 };

    #[tokio::test]
    async fn a_document_is_checked_and_not_executed() {
        for sound in [
            "{ __typename }",
            "query ($slug: String!) { event(slug: $slug) { name } }",
            "query A { __typename } query B($first: Int) { events(first: $first) { totalCount } }",
            r#"mutation ($id: ID!) { contentPublish(input: { id: $id }) { content { uid } } }"#,
        ] {
            check(sound, &LIMITS).await.unwrap();
        }
        for unsound in
            ["", "{", "{ nothing }", "fragment f on Event { name }", "{ __typename } fragment f on Event { name }"]
        {
            let error = check(unsound, &LIMITS).await.unwrap_err();
            assert!(matches!(error, Error::InvalidRequest { .. }), "{unsound}: {error}");
        }
        let shallow = Limits { depth: 1, ..LIMITS };
        let error = check("{ events { totalCount } }", &shallow).await.unwrap_err();
        assert!(matches!(error, Error::TooComplex { .. }), "{error}");
    }

    #[test]
    fn a_hash_has_one_spelling() {
        let hash = "a".repeat(64);

        assert_eq!(without_prefix(&format!("sha256:{hash}")), hash);
        for other in [hash.as_str(), "sha256:abc", "x-team:abc", "3be4abb81fa595e25eb725b2c6a87508"] {
            assert_eq!(without_prefix(other), other);
        }
        assert!(is_id("x-team:abc") && !is_id("") && !is_id("a b") && !is_id("a\0") && !is_id(&"a".repeat(256)));
    }

    #[tokio::test]
    async fn what_clients_send_is_bounded_and_outlives_what_is_trusted() {
        let documents = Documents::default();
        documents.register("first", "{ __typename }", &LIMITS).await;
        documents.register("unsound", "{ nothing }", &LIMITS).await;
        let trusted = Known { text: "{ __typename }".into(), generation: Some(0) };
        documents.known.insert("trusted".into(), trusted);
        let found = |id| documents.known_in(documents.generation.load(Ordering::Acquire), id).is_some();
        assert_eq!(["first", "unsound", "trusted"].map(found), [true, false, true]);

        documents.forget_trusted();
        assert_eq!(["first", "trusted"].map(found), [true, false]);

        for number in 0..3_000 {
            let text = format!("{{ __typename }} # {}", "x".repeat(8_000));
            documents.known.insert(number.to_string().into(), Known { text: text.into(), generation: None });
        }
        assert!(documents.known.weight() <= CAPACITY_BYTES, "{}", documents.known.weight());
        assert!(documents.known.len() > 500, "{}", documents.known.len());
    }
}
