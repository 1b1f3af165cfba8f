//! Everything that can go wrong, and its ways out: a stable code, a Fluent message, an HTTP status.

use std::sync::Arc;

use actix_web::http::StatusCode;
use async_graphql::Enum;
use entity::value::AccessRole;
use sea_orm::{DbErr, RuntimeErr, sqlx};
use serde::Serialize;

use crate::{
    locale::messages::Said,
    permission::{self, Deed},
};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong. Cloned to every field that waited for the same load.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The document, the variables or the request itself are not sound GraphQL; `reason` is the executor's.
    #[error("{reason}")]
    InvalidRequest { reason: String },
    #[error("not a GraphQL request: {reason}")]
    MalformedRequest { reason: String },
    #[error("unsupported content type `{given}`")]
    UnsupportedMediaType { given: String },
    #[error("nothing acceptable for `{given}`")]
    NotAcceptable { given: String },
    #[error("the body is larger than {limit} bytes")]
    BodyTooLarge { limit: usize },
    #[error("method not allowed")]
    MethodNotAllowed,
    #[error("a mutation needs POST")]
    MutationOverGet,
    #[error("the persisted query is not known yet")]
    PersistedQueryNotFound,
    #[error("version {given} of persisted queries is not supported")]
    PersistedQueryVersion { given: String },
    #[error("`sha256Hash` is not the SHA-256 of `query`")]
    PersistedQueryHash,
    #[error("there is no document `{given}`")]
    UnknownDocument { given: String },
    #[error("this is no trusted document")]
    TrustedDocumentsOnly,
    #[error("unknown locale `{tag}`; known are {known}")]
    UnknownLocale { tag: String, known: String },
    #[error("`{given}` is not a time zone")]
    UnknownTimeZone { given: String },
    #[error("this address has no parameter `{given}`; it has {known}")]
    UnknownParameter { given: String, known: String },
    #[error("the arguments of a message are no object, or too long")]
    MessageArguments { argument: &'static str },
    #[error("`{argument}: {given}` is not between 0 and {max}")]
    PageSize { argument: &'static str, given: i32, max: i32 },
    #[error("both `first` and `last`")]
    FirstAndLast,
    #[error("`{argument}` is not a cursor of this list")]
    ForeignCursor { argument: &'static str },
    #[error("`{given}` is not an id")]
    InvalidId { argument: &'static str, given: String },
    #[error("{given} ids are more than {max}")]
    TooManyIds { given: usize, max: usize },
    #[error("{given} orders are more than {max}")]
    TooManyOrders { given: usize, max: usize },
    #[error("`search` is longer than {words} words or {letters} letters")]
    SearchTooLong { words: usize, letters: usize },
    #[error("`day` needs an event")]
    DayWithoutEvent,
    #[error("the operation goes over the limit of {limit} {what}")]
    TooComplex { what: Limit, limit: usize },
    #[error("the operation took longer than {limit_ms} ms")]
    Timeout { limit_ms: u64 },
    #[error("there is nothing at this address")]
    NoSuchAddress,
    #[error("nobody said where the site shows content: `--page-url`")]
    NoPages,
    #[error("the database does not answer")]
    Unavailable(Arc<DbErr>),
    #[error("database error")]
    Database(Arc<DbErr>),
    #[error("the load was cancelled")]
    Cancelled,
    #[error("{0}")]
    Internal(String),
    /// What a write would break, each fault with its field.
    #[error("{}", .0.iter().map(Fault::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Fault>),
    #[error("nobody is signed in")]
    Unauthenticated,
    #[error("the token is not, or no longer, valid")]
    InvalidToken,
    #[error("e-mail or password is wrong")]
    InvalidCredentials,
    #[error("a cookie cannot be set over a socket, or by a stream of events")]
    NoCookies,
    #[error("{limit} sockets are open")]
    TooManySockets { limit: usize },
    #[error("{limit} operations are not complete, or their messages are too large together")]
    TooManyOperations { limit: usize },
    #[error("`signIn` stands more than once in the operation")]
    SignInOnce,
    #[error("a request with a cookie needs the header `X-CSRF-Token`")]
    CsrfToken,
    #[error("too many attempts; the next in {retry_after_s} s")]
    RateLimited { retry_after_s: u64 },
    #[error("this account may not {} {kind}", .deed.as_str())]
    Forbidden { deed: Deed, kind: &'static str },
    /// What is not content: accounts, the audit log, the change log.
    #[error("this is for the role {} of all events", permission::name(*.role))]
    RoleRequired { role: AccessRole },
    #[error("this is for users, not for tokens")]
    UserRequired,
    #[error("there is no `{given}`")]
    NotFound { argument: &'static str, given: String },
    #[error("version {given} is out of date; it is {} now", .conflict.version)]
    Conflict { given: i32, conflict: Arc<Conflict> },
    #[error("the preview token is not, or no longer, valid")]
    InvalidPreview,
    #[error("a preview shows; it changes nothing")]
    PreviewIsReadOnly,
    #[error("the key was used for another request")]
    KeyReused,
    #[error("`Idempotency-Key` is longer than {max} letters, or has others than those of ASCII")]
    InvalidKey { max: usize },
    #[error("the request was carried out, its answer was lost")]
    AnswerLost,
    #[error("the same request is being carried out")]
    InProgress,
    /// `reason` is for logs, `said` the same for people.
    #[error("the file cannot be read: {reason}")]
    UnreadableFile { reason: String, said: Said },
    #[error("{given} items are more than {max}")]
    TooManyItems { given: usize, max: usize },
}

/// What somebody else did meanwhile.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// The present version.
    pub version: i32,
    /// The changes since the version that was given, the oldest first; the latest 50 when there are more.
    pub changes: Vec<ConflictingChange>,
}

/// One of those changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConflictingChange {
    pub version: i32,
    pub at: String,
    /// Who, as people call them.
    pub by: String,
    pub action: String,
    pub fields: Vec<FieldDifference>,
}

/// What differs in one field between two versions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldDifference {
    pub field: String,
    /// None: the same in every language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    pub before: serde_json::Value,
    pub after: serde_json::Value,
}

/// A rule that is broken, and where: a path into the input, `translations.fr.title`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` {rule}")]
pub struct Fault {
    pub field: String,
    pub rule: Rule,
}

impl Fault {
    /// `field` in the words of columns or of the contract: `starts_at`, `translations.fr.title`.
    pub fn new(field: impl AsRef<str>, rule: Rule) -> Self {
        let names: Vec<String> = field.as_ref().split('.').map(camel_case).collect();
        Self { field: names.join("."), rule }
    }

    /// The Fluent message of `locales/*/errors.ftl`, or of `rules.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        match self.field.as_str() {
            "" => self.rule.message(),
            field => ("error-invalid-field", vec![("field", field.into()), ("fault", self.rule.message().into())]),
        }
    }
}

/// `jobTitle` for `job_title`.
pub fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut name, word| {
        let mut letters = word.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
        name
    })
}

/// A bound of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Depth,
    Complexity,
    Aliases,
    Directives,
    Objects,
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Depth => "depth",
            Self::Complexity => "complexity",
            Self::Aliases => "aliases",
            Self::Directives => "directives",
            Self::Objects => "objects",
        })
    }
}

/// A rule that a written field broke.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rule {
    #[error("is required")]
    Required,
    #[error("`{0}` is not a slug: a-z, 0-9 and - only")]
    Slug(String),
    #[error("the slug `{0}` is taken")]
    SlugTaken(String),
    #[error("`{0}` is not a language tag (BCP 47)")]
    Locale(String),
    #[error("`{0}` is not an IANA time zone")]
    TimeZone(String),
    #[error("`{0}` is not an http or https address")]
    Url(String),
    #[error("`{0}` is not an e-mail address")]
    Email(String),
    #[error("`{0}` is taken")]
    Taken(String),
    #[error("`{0}` is not a colour of the form #rrggbb")]
    Colour(String),
    #[error("`{0}` is not a country of ISO 3166-1 alpha-2: two capital letters")]
    Country(String),
    #[error("ends before it starts")]
    EndsBeforeStart,
    #[error("is out of range")]
    OutOfRange,
    #[error("is longer than {max} letters")]
    TooLong { max: usize },
    #[error("is shorter than {min} letters")]
    TooShort { min: usize },
    #[error("has more than {max} items")]
    TooMany { max: usize },
    #[error("has more than one line")]
    NotOneLine,
    #[error("`{0}` is given twice")]
    GivenTwice(String),
    #[error("{kind} `{name}` names nothing")]
    NamesNothing { kind: &'static str, name: String },
    #[error("{kind} `{name}` is part of another event")]
    OfAnotherEvent { kind: &'static str, name: String },
    #[error("lies outside its event, which lasts from {from} to {until}")]
    OutsideEvent { from: String, until: String },
    #[error("leaves {count} sessions outside")]
    LeavesSessionsOutside { count: usize },
    #[error("grants what this account does not have")]
    GrantsTooMuch,
    #[error("is not the present password")]
    WrongPassword,
    #[error("has no order, or is of another type")]
    NotOrdered,
    #[error("this account may not {} this", .deed.as_str())]
    Forbidden { deed: Deed },
}

impl Rule {
    /// Stable, documented, part of the contract.
    pub fn code(&self) -> RuleCode {
        match self {
            Self::Required => RuleCode::Required,
            Self::Slug(_) => RuleCode::InvalidSlug,
            Self::SlugTaken(_) | Self::Taken(_) => RuleCode::Taken,
            Self::Locale(_) => RuleCode::InvalidLocale,
            Self::TimeZone(_) => RuleCode::InvalidTimeZone,
            Self::Url(_) => RuleCode::InvalidUrl,
            Self::Email(_) => RuleCode::InvalidEmail,
            Self::Colour(_) => RuleCode::InvalidColour,
            Self::Country(_) => RuleCode::InvalidCountry,
            Self::EndsBeforeStart => RuleCode::EndsBeforeStart,
            Self::OutOfRange => RuleCode::OutOfRange,
            Self::TooLong { .. } => RuleCode::TooLong,
            Self::TooShort { .. } => RuleCode::TooShort,
            Self::TooMany { .. } => RuleCode::TooMany,
            Self::NotOneLine => RuleCode::NotOneLine,
            Self::GivenTwice(_) => RuleCode::GivenTwice,
            Self::NamesNothing { .. } => RuleCode::NotFound,
            Self::OfAnotherEvent { .. } => RuleCode::OfAnotherEvent,
            Self::OutsideEvent { .. } | Self::LeavesSessionsOutside { .. } => RuleCode::OutsideEvent,
            Self::GrantsTooMuch => RuleCode::GrantsTooMuch,
            Self::WrongPassword => RuleCode::WrongPassword,
            Self::NotOrdered => RuleCode::NotOrdered,
            Self::Forbidden { .. } => RuleCode::Forbidden,
        }
    }

    /// The Fluent message of `locales/*/rules.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        let given = |given: &String| vec![("given", shortened(given).into())];
        match self {
            Self::Required => ("rule-required", vec![]),
            Self::Slug(slug) => ("rule-slug", given(slug)),
            Self::SlugTaken(slug) | Self::Taken(slug) => ("rule-taken", given(slug)),
            Self::Locale(tag) => ("rule-locale", given(tag)),
            Self::TimeZone(name) => ("rule-time-zone", given(name)),
            Self::Url(url) => ("rule-url", given(url)),
            Self::Email(address) => ("rule-email", given(address)),
            Self::Colour(colour) => ("rule-colour", given(colour)),
            Self::Country(country) => ("rule-country", given(country)),
            Self::EndsBeforeStart => ("rule-ends-before-start", vec![]),
            Self::OutOfRange => ("rule-out-of-range", vec![]),
            Self::TooLong { max } => ("rule-too-long", vec![("max", (*max).into())]),
            Self::TooShort { min } => ("rule-too-short", vec![("min", (*min).into())]),
            Self::TooMany { max } => ("rule-too-many", vec![("max", (*max).into())]),
            Self::NotOneLine => ("rule-not-one-line", vec![]),
            Self::GivenTwice(tag) => ("rule-given-twice", given(tag)),
            Self::NamesNothing { name, .. } => ("rule-names-nothing", given(name)),
            Self::OfAnotherEvent { name, .. } => ("rule-of-another-event", given(name)),
            Self::OutsideEvent { from, until } => {
                ("rule-outside-event", vec![("from", from.clone().into()), ("until", until.clone().into())])
            }
            Self::LeavesSessionsOutside { count } => ("rule-leaves-sessions-outside", vec![("count", (*count).into())]),
            Self::GrantsTooMuch => ("rule-grants-too-much", vec![]),
            Self::WrongPassword => ("rule-wrong-password", vec![]),
            Self::NotOrdered => ("rule-not-ordered", vec![]),
            Self::Forbidden { deed } => ("error-forbidden", vec![("deed", deed.as_str().into())]),
        }
    }
}

/// Something that an editor had better look at, and where; the write went through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// A path into the input, in the words of the contract.
    pub field: String,
    pub caution: Caution,
}

/// What is odd about what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caution {
    /// Who, and the title of the other session.
    SpeakerBookedTwice {
        speaker: String,
        session: String,
    },
    RoomBookedTwice {
        room: String,
        session: String,
    },
    NoRoom,
    LanguageNotOffered {
        language: String,
    },
}

impl Caution {
    pub fn code(&self) -> CautionCode {
        match self {
            Self::SpeakerBookedTwice { .. } => CautionCode::SpeakerBookedTwice,
            Self::RoomBookedTwice { .. } => CautionCode::RoomBookedTwice,
            Self::NoRoom => CautionCode::NoRoom,
            Self::LanguageNotOffered { .. } => CautionCode::LanguageNotOffered,
        }
    }

    /// The Fluent message of `locales/*/rules.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        match self {
            Self::SpeakerBookedTwice { speaker, session } => (
                "warning-speaker-booked-twice",
                vec![("speaker", speaker.clone().into()), ("session", session.clone().into())],
            ),
            Self::RoomBookedTwice { room, session } => {
                ("warning-room-booked-twice", vec![("room", room.clone().into()), ("session", session.clone().into())])
            }
            Self::NoRoom => ("warning-no-room", vec![]),
            Self::LanguageNotOffered { language } => {
                ("warning-language-not-offered", vec![("language", language.clone().into())])
            }
        }
    }
}

/// What is odd about what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "WarningCode")]
pub enum CautionCode {
    /// Somebody takes part in another session at the same time.
    SpeakerBookedTwice,
    /// Another session takes place in the room at the same time.
    RoomBookedTwice,
    /// The session has a time, but no room.
    NoRoom,
    /// Nobody who takes part says that they speak this language of the session.
    LanguageNotOffered,
}

/// Which rule an input breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum)]
#[graphql(name = "UserErrorCode")]
pub enum RuleCode {
    /// It must be given, and not be empty.
    Required,
    /// It is not a slug: `a-z`, `0-9` and `-` only, at most 200 of them.
    InvalidSlug,
    /// Something else has it already, or had it once.
    Taken,
    /// It is not a language tag (BCP 47).
    InvalidLocale,
    /// It is not an IANA time zone.
    InvalidTimeZone,
    /// It is not an `http:` or `https:` address.
    InvalidUrl,
    /// It is not an e-mail address.
    InvalidEmail,
    /// It is not a colour of the form `#rrggbb`.
    InvalidColour,
    /// It is not a country code of ISO 3166-1 alpha-2.
    InvalidCountry,
    /// The end lies before the start.
    EndsBeforeStart,
    /// The number is too small or too large.
    OutOfRange,
    /// The text is too long.
    TooLong,
    /// The text is too short.
    TooShort,
    /// The list is too long.
    TooMany,
    /// The text has line breaks where it must have none.
    NotOneLine,
    /// The same language or thing stands twice in a list.
    GivenTwice,
    /// The name names nothing that this account may see.
    NotFound,
    /// The room, the track or the tier is part of another event.
    OfAnotherEvent,
    /// The session lies outside its event.
    OutsideEvent,
    /// Nobody grants what they do not have.
    GrantsTooMuch,
    /// It is not the present password.
    WrongPassword,
    /// Things of its type have no order, or the others are of another type.
    NotOrdered,
    /// The account may not do that, see `docs/permissions.md`.
    Forbidden,
}

/// The stable word that clients branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    BadRequest,
    ValidationFailed,
    Unauthenticated,
    Forbidden,
    NotFound,
    Conflict,
    RateLimited,
    TooComplex,
    PersistedQueryNotFound,
    TrustedDocumentsOnly,
    Unavailable,
    Internal,
}

impl Code {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::ValidationFailed => "VALIDATION_FAILED",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::Conflict => "CONFLICT",
            Self::RateLimited => "RATE_LIMITED",
            Self::TooComplex => "TOO_COMPLEX",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::TrustedDocumentsOnly => "TRUSTED_DOCUMENTS_ONLY",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }
}

impl Error {
    /// The same failure, as one that passes by itself.
    pub fn unavailable(self) -> Self {
        match self {
            Self::Database(cause) => Self::Unavailable(cause),
            other => other,
        }
    }

    /// Stable, documented, part of the contract.
    pub fn code(&self) -> Code {
        match self {
            Self::Invalid(_) => Code::ValidationFailed,
            Self::NoSuchAddress | Self::NoPages | Self::NotFound { .. } => Code::NotFound,
            Self::TooComplex { .. } => Code::TooComplex,
            Self::PersistedQueryNotFound | Self::UnknownDocument { .. } => Code::PersistedQueryNotFound,
            Self::TrustedDocumentsOnly => Code::TrustedDocumentsOnly,
            Self::Unauthenticated | Self::InvalidToken | Self::InvalidCredentials | Self::InvalidPreview => {
                Code::Unauthenticated
            }
            Self::Forbidden { .. }
            | Self::RoleRequired { .. }
            | Self::UserRequired
            | Self::CsrfToken
            | Self::PreviewIsReadOnly => Code::Forbidden,
            Self::Conflict { .. } | Self::KeyReused | Self::AnswerLost | Self::InProgress => Code::Conflict,
            Self::RateLimited { .. } | Self::TooManySockets { .. } | Self::TooManyOperations { .. } => {
                Code::RateLimited
            }
            Self::Unavailable(_) | Self::Timeout { .. } => Code::Unavailable,
            Self::Database(_) | Self::Cancelled | Self::Internal(_) => Code::Internal,
            _ => Code::BadRequest,
        }
    }

    /// The status of an HTTP answer that is this error and nothing else.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoSuchAddress | Self::NoPages | Self::NotFound { .. } => StatusCode::NOT_FOUND,
            Self::MutationOverGet | Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::UnsupportedMediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotAcceptable { .. } => StatusCode::NOT_ACCEPTABLE,
            Self::BodyTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            _ => match self.code() {
                Code::Unauthenticated => StatusCode::UNAUTHORIZED,
                Code::Forbidden => StatusCode::FORBIDDEN,
                Code::Conflict => StatusCode::CONFLICT,
                Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
                Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
                Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
                _ => StatusCode::BAD_REQUEST,
            },
        }
    }

    /// The argument or field that is wrong, when there is one.
    pub fn argument(&self) -> Option<&str> {
        match self {
            Self::PageSize { argument, .. } | Self::ForeignCursor { argument } | Self::InvalidId { argument, .. } => {
                Some(argument)
            }
            Self::UnknownLocale { .. } => Some("locale"),
            Self::UnknownTimeZone { .. } => Some("timeZone"),
            Self::MessageArguments { argument } => Some(argument),
            Self::PersistedQueryVersion { .. } => Some("extensions.persistedQuery.version"),
            Self::PersistedQueryHash => Some("extensions.persistedQuery.sha256Hash"),
            Self::UnknownDocument { .. } => Some("documentId"),
            Self::FirstAndLast => Some("last"),
            Self::DayWithoutEvent => Some("day"),
            Self::TooManyIds { .. } => Some("ids"),
            Self::TooManyOrders { .. } => Some("orderBy"),
            Self::SearchTooLong { .. } => Some("search"),
            Self::NotFound { argument, .. } => Some(argument),
            Self::Conflict { .. } => Some("version"),
            Self::TooManyItems { .. } => Some("items"),
            Self::UnreadableFile { .. } => Some("content"),
            Self::Invalid(faults) => faults.first().map(|fault| fault.field.as_str()),
            _ => None,
        }
    }

    /// What a client needs besides the message, as `extensions` of the error.
    pub fn details(&self) -> Option<(&'static str, serde_json::Value)> {
        match self {
            Self::Conflict { conflict, .. } => Some(("conflict", serde_json::to_value(&**conflict).ok()?)),
            Self::RateLimited { retry_after_s } => Some(("retryAfter", (*retry_after_s).into())),
            _ => None,
        }
    }

    /// The Fluent message of `locales/*/errors.ftl`, and its arguments.
    pub fn message(&self) -> Said {
        match self {
            Self::InvalidRequest { reason } => ("error-invalid-request", vec![("reason", shortened(reason).into())]),
            Self::MalformedRequest { reason } => {
                ("error-malformed-request", vec![("reason", shortened(reason).into())])
            }
            Self::UnsupportedMediaType { given } => {
                ("error-unsupported-media-type", vec![("given", given.clone().into())])
            }
            Self::NotAcceptable { given } => ("error-not-acceptable", vec![("given", given.clone().into())]),
            Self::BodyTooLarge { limit } => ("error-body-too-large", vec![("limit", (*limit).into())]),
            Self::MethodNotAllowed => ("error-method-not-allowed", vec![]),
            Self::MutationOverGet => ("error-mutation-over-get", vec![]),
            Self::PersistedQueryNotFound => ("error-persisted-query-not-found", vec![]),
            Self::PersistedQueryVersion { given } => {
                ("error-persisted-query-version", vec![("given", shortened(given).into())])
            }
            Self::PersistedQueryHash => ("error-persisted-query-hash", vec![]),
            Self::UnknownDocument { given } => ("error-unknown-document", vec![("given", shortened(given).into())]),
            Self::TrustedDocumentsOnly => ("error-trusted-documents-only", vec![]),
            Self::UnknownLocale { tag, known } => {
                ("error-unknown-locale", vec![("tag", tag.clone().into()), ("known", known.clone().into())])
            }
            Self::UnknownTimeZone { given } => ("error-unknown-time-zone", vec![("given", shortened(given).into())]),
            Self::UnknownParameter { given, known } => {
                ("error-unknown-parameter", vec![("given", shortened(given).into()), ("known", known.clone().into())])
            }
            Self::MessageArguments { .. } => ("error-message-arguments", vec![]),
            Self::PageSize { argument, given, max } => (
                "error-page-size",
                vec![("argument", (*argument).into()), ("given", given.to_string().into()), ("max", (*max).into())],
            ),
            Self::FirstAndLast => ("error-first-and-last", vec![]),
            Self::ForeignCursor { argument } => ("error-foreign-cursor", vec![("argument", (*argument).into())]),
            Self::InvalidId { argument, given } => {
                ("error-invalid-id", vec![("argument", (*argument).into()), ("given", given.clone().into())])
            }
            Self::TooManyIds { given, max } => {
                ("error-too-many-ids", vec![("given", (*given).into()), ("max", (*max).into())])
            }
            Self::TooManyOrders { given, max } => {
                ("error-too-many-orders", vec![("given", (*given).into()), ("max", (*max).into())])
            }
            Self::SearchTooLong { words, letters } => {
                ("error-search-too-long", vec![("words", (*words).into()), ("letters", (*letters).into())])
            }
            Self::DayWithoutEvent => ("error-day-without-event", vec![]),
            Self::TooComplex { what, limit } => {
                ("error-too-complex", vec![("what", what.to_string().into()), ("limit", (*limit).into())])
            }
            Self::Timeout { limit_ms } => ("error-timeout", vec![("limit", (*limit_ms).into())]),
            Self::NoSuchAddress => ("error-no-such-address", vec![]),
            Self::NoPages => ("error-no-pages", vec![]),
            Self::Unavailable(_) => ("error-unavailable", vec![]),
            Self::Database(_) | Self::Cancelled | Self::Internal(_) => ("error-internal", vec![]),
            Self::Invalid(faults) => {
                let faults: Vec<Said> = faults.iter().map(Fault::message).collect();
                ("error-invalid-fields", vec![("faults", faults.into())])
            }
            Self::Unauthenticated => ("error-unauthenticated", vec![]),
            Self::InvalidToken => ("error-invalid-token", vec![]),
            Self::InvalidCredentials => ("error-invalid-credentials", vec![]),
            Self::SignInOnce => ("error-sign-in-once", vec![]),
            Self::NoCookies => ("error-no-cookies", vec![]),
            Self::TooManySockets { limit } => ("error-too-many-sockets", vec![("limit", (*limit).into())]),
            Self::TooManyOperations { limit } => ("error-too-many-operations", vec![("limit", (*limit).into())]),
            Self::CsrfToken => ("error-csrf-token", vec![]),
            Self::RateLimited { retry_after_s } => ("error-rate-limited", vec![("seconds", (*retry_after_s).into())]),
            Self::Forbidden { deed, .. } => ("error-forbidden", vec![("deed", deed.as_str().into())]),
            Self::RoleRequired { role } => ("error-role-required", vec![("role", permission::name(*role).into())]),
            Self::UserRequired => ("error-user-required", vec![]),
            Self::NotFound { given, .. } => ("error-not-found", vec![("given", shortened(given).into())]),
            Self::Conflict { given, conflict } => (
                "error-conflict",
                vec![("given", given.to_string().into()), ("present", conflict.version.to_string().into())],
            ),
            Self::InvalidPreview => ("error-invalid-preview", vec![]),
            Self::PreviewIsReadOnly => ("error-preview-is-read-only", vec![]),
            Self::KeyReused => ("error-key-reused", vec![]),
            Self::InvalidKey { max } => ("error-invalid-key", vec![("max", (*max).into())]),
            Self::AnswerLost => ("error-answer-lost", vec![]),
            Self::InProgress => ("error-in-progress", vec![]),
            Self::UnreadableFile { said, .. } => ("error-unreadable-file", vec![("reason", said.clone().into())]),
            Self::TooManyItems { given, max } => {
                ("error-too-many-items", vec![("given", (*given).into()), ("max", (*max).into())])
            }
        }
    }
}

/// What a parser says may quote the whole request.
pub fn shortened(reason: &str) -> String {
    const LONGEST: usize = 300;
    match reason.char_indices().nth(LONGEST) {
        None => reason.to_owned(),
        Some((end, _)) => format!("{}…", &reason[..end]),
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        let cause = match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => return Self::Unavailable(Arc::new(error)),
            DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => cause,
            _ => return Self::Database(Arc::new(error)),
        };
        let code = cause.as_database_error().and_then(|error| error.code()).unwrap_or_default();
        match &**cause {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Self::Unavailable(Arc::new(error))
            }
            // PostgreSQL: the server shuts down, or is not up yet; or a statement, such as the wait for the lock, took
            // too long.
            _ if code.starts_with("57P") || code == "57014" => Self::Unavailable(Arc::new(error)),
            _ => Self::Database(Arc::new(error)),
        }
    }
}
