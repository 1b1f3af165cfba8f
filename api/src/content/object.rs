//! What the GraphQL objects of all content types share: ids, localisation, translations.

use std::sync::Arc;

use async_graphql::{
    Context, Enum, ID, InputValueError, InputValueResult, Object, Scalar, ScalarType, SimpleObject, Value,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use entity::{ContentRow, TranslationRow, revision};
use futures::future::{BoxFuture, try_join};
use schemars::JsonSchema;
use sea_orm::{
    IdenStatic,
    sea_query::{Expr, ExprTrait, Query},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Content, Localized, Text, Title, Translation,
    history::{Draft, Revision},
    outdated::outdated,
    publication::{self, Status},
    rows::Rows,
    sql::{self, Column, Scope},
};
use crate::{
    Result,
    context::RequestContext,
    error::camel_case,
    locale::{Chain, Locale, Locales},
    log::{Log, Stretch},
    scalar::DateTime,
};

/// A language tag (BCP 47): `en`, `fr`, `fr-CA`. A region that is not offered is served as its language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LocaleTag(pub String);

/// A language tag (BCP 47): `en`, `fr`, `fr-CA`. A region that is not offered is served as its language.
#[Scalar(name = "Locale", specified_by_url = "https://www.rfc-editor.org/info/bcp47")]
impl ScalarType for LocaleTag {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(tag) => Ok(Self(tag)),
            value => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

impl From<String> for LocaleTag {
    fn from(tag: String) -> Self {
        Self(tag)
    }
}

impl From<&str> for LocaleTag {
    fn from(tag: &str) -> Self {
        Self(tag.to_owned())
    }
}

impl From<&Locale> for LocaleTag {
    fn from(locale: &Locale) -> Self {
        locale.as_str().into()
    }
}

/// What an opaque `id` names: one thing in one language, so that no client cache can mix two languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlobalId {
    pub kind: String,
    pub uid: Uuid,
    pub locale: String,
    /// Set when the caller closed the chain, see `fallback`.
    pub fallback: Option<Vec<String>>,
}

impl GlobalId {
    pub fn of(kind: &str, uid: Uuid, chain: &Chain) -> Self {
        let rest = chain.locales()[1..].iter().map(Locale::to_string).collect();
        Self {
            kind: kind.to_owned(),
            uid,
            locale: chain.requested().to_string(),
            fallback: chain.is_closed().then_some(rest),
        }
    }

    pub fn encode(&self) -> ID {
        let mut text = format!("{}:{}:{}", self.kind, self.uid.simple(), self.locale);
        if let Some(fallback) = &self.fallback {
            text.push(':');
            text.push_str(&fallback.join(","));
        }
        BASE64_URL_SAFE_NO_PAD.encode(text).into()
    }

    pub fn decode(id: &str) -> Option<Self> {
        let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(id).ok()?).ok()?;
        let mut parts = text.split(':');
        let (kind, uid, locale) = (parts.next()?, parts.next()?, parts.next()?);
        let fallback =
            parts.next().map(|tags| tags.split(',').filter(|tag| !tag.is_empty()).map(str::to_owned).collect());
        let id = Self { kind: kind.to_owned(), uid: Uuid::try_parse(uid).ok()?, locale: locale.to_owned(), fallback };
        parts.next().is_none().then_some(id)
    }

    /// The chain that the thing was served with; of the locale alone when it is not offered any more.
    pub fn chain(&self, locales: &Locales) -> Result<Chain> {
        let locale = locales.require(&self.locale)?;
        match &self.fallback {
            None => Ok(locales.chain(locale).clone()),
            Some(tags) => {
                let fallback = tags.iter().map(|tag| locales.require(tag).cloned());
                Ok(Chain::closed(locale.clone(), fallback.collect::<Result<Vec<_>>>()?))
            }
        }
    }
}

/// Whether `column` names the thing that a client names by `reference`: an id, a uid or a slug. What the
/// viewer may not see is not named by anything.
pub fn refers<E: Content>(column: Expr, reference: &ID, scope: &Scope) -> Expr {
    let named = match referred::<E>(reference) {
        Some(uid) => sql::column::<E>(Column::Uid).eq(uid),
        None => sql::has_slug::<E>(reference, scope),
    };
    let uids = Query::select()
        .expr(sql::column::<E>(Column::Uid))
        .from(E::default())
        .and_where(named)
        .cond_where(sql::visible::<E>(scope))
        .take();
    column.in_subquery(uids)
}

/// The uid in a reference; none when it is a slug.
pub fn referred<E: Content>(reference: &ID) -> Option<Uuid> {
    let of_kind = |id: GlobalId| (id.kind == E::KIND).then_some(id.uid);
    Uuid::try_parse(reference).ok().or_else(|| GlobalId::decode(reference).and_then(of_kind))
}

/// The uid in an id of any type, or the uid itself.
pub fn uid_of(reference: &ID) -> Option<Uuid> {
    Uuid::try_parse(reference).ok().or_else(|| GlobalId::decode(reference).map(|id| id.uid))
}

/// The GraphQL object of a content type.
pub trait ContentObject: From<Localized<Self::Entity>> {
    type Entity: Content;

    fn localized(&self) -> &Localized<Self::Entity>;
}

/// Declares the GraphQL object of a content type: `object! { /// … Event: event::Entity }`.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident: $entity:ty) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(pub $crate::content::Localized<$entity>);

        impl From<$crate::content::Localized<$entity>> for $name {
            fn from(item: $crate::content::Localized<$entity>) -> Self {
                Self(item)
            }
        }

        impl $crate::content::object::ContentObject for $name {
            type Entity = $entity;

            fn localized(&self) -> &$crate::content::Localized<$entity> {
                &self.0
            }
        }
    };
}
pub(crate) use object;

/// A row in a language, whatever its type.
pub trait AnyLocalized: Send + Sync {
    fn id(&self) -> ID;
    /// The columns that all content has.
    fn head(&self) -> &dyn ContentRow;
    /// The slug that addresses in the served language should use.
    fn canonical_slug(&self) -> &str;
    fn localization(&self) -> Localization;
    /// Whether the viewer may see it before it is public, and so its revisions and pending edits.
    fn is_seen<'a>(&'a self, rows: &'a Rows) -> BoxFuture<'a, Result<bool>>;
}

impl<E: Content> AnyLocalized for Localized<E> {
    fn id(&self) -> ID {
        GlobalId::of(E::KIND, self.row().uid(), &self.chain).encode()
    }

    fn head(&self) -> &dyn ContentRow {
        self.row()
    }

    fn canonical_slug(&self) -> &str {
        let shown_in = match E::TITLE {
            Title::Localised(title) => self.text(title.get).map(|(locale, _)| locale),
            Title::Plain(..) => Some(self.chain.requested().as_str()),
        };
        // A slug of a language is right only beside a title in that language.
        let of_language = self.record.translations.iter().find(|row| Some(row.locale()) == shown_in);
        of_language.and_then(TranslationRow::slug).unwrap_or(self.row().slug())
    }

    fn is_seen<'a>(&'a self, rows: &'a Rows) -> BoxFuture<'a, Result<bool>> {
        Box::pin(rows.sees::<E>(self.row().uid()))
    }

    fn localization(&self) -> Localization {
        let served = |text: &Text<E>| {
            let locale = self.text(text.get)?.0;
            Some(FieldLocale { name: camel_case(text.column.as_str()), locale: locale.into() })
        };
        let fields: Vec<FieldLocale> = E::TEXTS.iter().filter_map(served).collect();
        let requested: LocaleTag = self.chain.requested().into();
        let title = match E::TITLE {
            Title::Localised(title) => self.text(title.get).map(|(locale, _)| locale.into()),
            Title::Plain(..) => fields.first().map(|field| field.locale.clone()),
        };
        let has_text = |row: &&Translation<E>, text: &Text<E>| (text.get)(row).is_some_and(|text| !text.is_empty());
        let rows = &self.record.translations;
        let in_requested = rows.iter().find(|row| row.locale() == requested.0);
        let complete = E::TEXTS.iter().all(|text| {
            in_requested.is_some_and(|row| has_text(&row, text)) || !rows.iter().any(|row| has_text(&row, text))
        });
        let available = rows.iter().filter(|row| E::TEXTS.iter().any(|text| has_text(row, text)));
        Localization {
            served: title,
            available: available.map(|row| row.locale().into()).collect(),
            complete,
            fields,
            requested,
        }
    }
}

/// The fields that all content has.
pub struct Shared(Arc<dyn AnyLocalized>);

impl Shared {
    pub fn of<E: Content>(item: &Localized<E>) -> Self {
        Self(Arc::new(item.clone()))
    }
}

/// The fields that all content has.
#[Object]
impl Shared {
    /// Opaque, and another one in each language: a client cache can never mix two languages.
    async fn id(&self) -> ID {
        self.0.id()
    }

    /// The same in every language, and for ever.
    async fn uid(&self) -> ID {
        self.0.head().uid().into()
    }

    /// The short name for addresses; the same in every language.
    async fn slug(&self) -> &str {
        self.0.head().slug()
    }

    /// The short name that addresses in the served language should use: that of the translation when it has
    /// one of its own, else `slug`. Look-ups by a former slug find the thing; this is the present one.
    async fn canonical_slug(&self) -> &str {
        self.0.canonical_slug()
    }

    /// Grows by one with each change.
    async fn version(&self) -> i32 {
        self.0.head().version()
    }

    /// Since when it has been public.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.head().publication().published_at.map(DateTime)
    }

    /// Until when it is public.
    async fn unpublished_at(&self) -> Option<DateTime> {
        self.0.head().publication().unpublished_at.map(DateTime)
    }

    /// Since when it is archived.
    async fn archived_at(&self) -> Option<DateTime> {
        self.0.head().publication().archived_at.map(DateTime)
    }

    /// Whether it is public. Only accounts see anything else than `PUBLISHED`.
    async fn status(&self, ctx: &Context<'_>) -> PublicationStatus {
        publication::status(&self.0.head().publication(), ctx.now()).into()
    }

    /// Its pending edits; null when there are none, or when the viewer may not see them.
    async fn draft(&self, ctx: &Context<'_>) -> Option<Result<Draft>> {
        let found = async {
            if !self.0.is_seen(ctx.rows()).await? {
                return Ok(None);
            }
            let head = self.0.head();
            let Some(row) = ctx.rows().draft(head.uid()).await? else { return Ok(None) };
            let version = |version| ctx.rows().version(head.uid(), version);
            let (base, live) = try_join(version(row.base_version), version(head.version())).await?;
            let snapshot = |row: Option<Arc<revision::Model>>| row.map(|row| row.snapshot.clone()).unwrap_or_default();
            Ok(Some(Draft { row: (*row).clone(), base: snapshot(base), live: snapshot(live) }))
        };
        found.await.transpose()
    }

    /// What it was, the youngest first; none for a viewer who may not see it before it is public.
    async fn revisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor: what is older.")] after: Option<String>,
    ) -> Result<Log<Revision>> {
        let stretch = Stretch::of(first, after.as_deref())?;
        if !self.0.is_seen(ctx.rows()).await? {
            return Ok(Log::new(stretch, Vec::new()));
        }
        let found = ctx.rows().revisions(self.0.head().uid(), stretch).await?;
        Ok(Log::new(stretch, found.iter().cloned().map(Revision).collect()))
    }

    /// When it was created.
    async fn created_at(&self) -> DateTime {
        self.0.head().created_at().into()
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.head().updated_at().into()
    }

    /// Which language was asked for, and which was served.
    async fn localization(&self) -> Localization {
        self.0.localization()
    }
}

/// Which language was asked for, and which was served.
#[derive(Clone, Debug, SimpleObject)]
pub struct Localization {
    /// The language that was asked for.
    requested: LocaleTag,
    /// The language of the title, or of the first text of a thing whose name is the same in every language;
    /// null when there is no text.
    served: Option<LocaleTag>,
    /// The languages that it has any text in.
    available: Vec<LocaleTag>,
    /// Whether every text that it has in any language is there in the one that was asked for.
    complete: bool,
    /// The language of each text that was found.
    fields: Vec<FieldLocale>,
}

/// The language of a text.
#[derive(Clone, Debug, SimpleObject)]
pub struct FieldLocale {
    /// The name of the text, as `translations` has it.
    name: String,
    /// The language that it comes in.
    locale: LocaleTag,
}

/// Where content stands between its writing and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(remote = "Status")]
pub enum PublicationStatus {
    /// Not public yet, and no date is set.
    Draft,
    /// Becomes public at its date.
    Scheduled,
    /// Public.
    Published,
    /// Was public until its date.
    Unpublished,
    /// Put away.
    Archived,
}

/// What all translations have.
#[derive(Clone, Debug, SimpleObject)]
pub struct TranslationState {
    /// The language.
    locale: LocaleTag,
    /// The short name for addresses in this language, when it has one of its own.
    slug: Option<String>,
    /// Whether it is public.
    status: PublicationStatus,
    /// From when on it is public; null: with the thing itself.
    published_at: Option<DateTime>,
    /// Until when it is public; null: with the thing itself.
    unpublished_at: Option<DateTime>,
    /// Whether a source text has changed since this translation of it was made.
    outdated: bool,
    /// The texts whose source has changed since they were made: `["title"]`.
    outdated_fields: Vec<String>,
    /// The version of the thing whose source texts it was made from: of several, the oldest; null for the source.
    source_version: Option<i32>,
    /// When it was last changed.
    updated_at: DateTime,
}

/// All translations that the viewer may see, by language tag.
pub fn translations<E: Content, T>(
    ctx: &Context<'_>,
    item: &Localized<E>,
    object: impl Fn(Translation<E>, TranslationState) -> T,
) -> Vec<T> {
    let (rows, now) = (&item.record.translations, ctx.now());
    for row in rows {
        ctx.request().note_served(row.locale());
    }
    let source = rows.iter().find(|row| row.locale() == item.row().source_locale());
    let state = |row: &Translation<E>| TranslationState {
        locale: row.locale().into(),
        slug: row.slug().map(str::to_owned),
        status: publication::translation_status(row, now).into(),
        published_at: row.published_at().map(DateTime),
        unpublished_at: row.unpublished_at().map(DateTime),
        outdated: outdated::<E>(row, source).next().is_some(),
        outdated_fields: outdated::<E>(row, source).map(|text| camel_case(text.name())).collect(),
        source_version: row.source_version(),
        updated_at: row.updated_at().into(),
    };
    rows.iter().map(|row| object(row.clone(), state(row))).collect()
}
