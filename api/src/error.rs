//! Everything that can go wrong, and its ways out: a stable code, a Fluent message, an HTTP status.

use std::sync::Arc;

use actix_web::http::StatusCode;
use sea_orm::{DbErr, RuntimeErr, sqlx};

use crate::locale::messages::Args;

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
    #[error("unknown locale `{tag}`; known are {known}")]
    UnknownLocale { tag: String, known: String },
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
}

/// A rule that is broken, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` {rule}")]
pub struct Fault {
    pub field: String,
    pub rule: Rule,
}

impl Fault {
    pub fn new(field: &str, rule: Rule) -> Self {
        Self { field: field.to_owned(), rule }
    }
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
    #[error("`{0}` is not a colour of the form #rrggbb")]
    Colour(String),
    #[error("ends before it starts")]
    EndsBeforeStart,
    #[error("is out of range")]
    OutOfRange,
}

/// The stable word that clients branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    BadRequest,
    ValidationFailed,
    NotFound,
    TooComplex,
    Unavailable,
    Internal,
}

impl Code {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::ValidationFailed => "VALIDATION_FAILED",
            Self::NotFound => "NOT_FOUND",
            Self::TooComplex => "TOO_COMPLEX",
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
            Self::NoSuchAddress => Code::NotFound,
            Self::TooComplex { .. } => Code::TooComplex,
            Self::Unavailable(_) | Self::Timeout { .. } => Code::Unavailable,
            Self::Database(_) | Self::Cancelled | Self::Internal(_) => Code::Internal,
            _ => Code::BadRequest,
        }
    }

    /// The status of an HTTP answer that is this error and nothing else.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoSuchAddress => StatusCode::NOT_FOUND,
            Self::MutationOverGet | Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::UnsupportedMediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotAcceptable { .. } => StatusCode::NOT_ACCEPTABLE,
            Self::BodyTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            _ => match self.code() {
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
            Self::FirstAndLast => Some("last"),
            Self::DayWithoutEvent => Some("day"),
            Self::TooManyIds { .. } => Some("ids"),
            Self::TooManyOrders { .. } => Some("orderBy"),
            Self::SearchTooLong { .. } => Some("search"),
            Self::Invalid(faults) => faults.first().map(|fault| fault.field.as_str()),
            _ => None,
        }
    }

    /// The Fluent message of `locales/*/errors.ftl`, and its arguments.
    pub fn message(&self) -> (&'static str, Args) {
        match self {
            Self::InvalidRequest { reason } => ("error-invalid-request", vec![("reason", shortened(reason))]),
            Self::MalformedRequest { reason } => ("error-malformed-request", vec![("reason", shortened(reason))]),
            Self::UnsupportedMediaType { given } => ("error-unsupported-media-type", vec![("given", given.clone())]),
            Self::NotAcceptable { given } => ("error-not-acceptable", vec![("given", given.clone())]),
            Self::BodyTooLarge { limit } => ("error-body-too-large", vec![("limit", limit.to_string())]),
            Self::MethodNotAllowed => ("error-method-not-allowed", vec![]),
            Self::MutationOverGet => ("error-mutation-over-get", vec![]),
            Self::UnknownLocale { tag, known } => {
                ("error-unknown-locale", vec![("tag", tag.clone()), ("known", known.clone())])
            }
            Self::PageSize { argument, given, max } => (
                "error-page-size",
                vec![("argument", (*argument).to_owned()), ("given", given.to_string()), ("max", max.to_string())],
            ),
            Self::FirstAndLast => ("error-first-and-last", vec![]),
            Self::ForeignCursor { argument } => ("error-foreign-cursor", vec![("argument", (*argument).to_owned())]),
            Self::InvalidId { argument, given } => {
                ("error-invalid-id", vec![("argument", (*argument).to_owned()), ("given", given.clone())])
            }
            Self::TooManyIds { given, max } => {
                ("error-too-many-ids", vec![("given", given.to_string()), ("max", max.to_string())])
            }
            Self::TooManyOrders { given, max } => {
                ("error-too-many-orders", vec![("given", given.to_string()), ("max", max.to_string())])
            }
            Self::SearchTooLong { words, letters } => {
                ("error-search-too-long", vec![("words", words.to_string()), ("letters", letters.to_string())])
            }
            Self::DayWithoutEvent => ("error-day-without-event", vec![]),
            Self::TooComplex { what, limit } => {
                ("error-too-complex", vec![("what", what.to_string()), ("limit", limit.to_string())])
            }
            Self::Timeout { limit_ms } => ("error-timeout", vec![("limit", limit_ms.to_string())]),
            Self::NoSuchAddress => ("error-no-such-address", vec![]),
            Self::Unavailable(_) => ("error-unavailable", vec![]),
            Self::Database(_) | Self::Cancelled | Self::Internal(_) => ("error-internal", vec![]),
            Self::Invalid(_) => ("error-invalid-fields", vec![("faults", self.to_string())]),
        }
    }
}

/// What a parser says may quote the whole request.
fn shortened(reason: &str) -> String {
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
            // PostgreSQL: the server shuts down, or is not up yet.
            _ if code.starts_with("57P") => Self::Unavailable(Arc::new(error)),
            _ => Self::Database(Arc::new(error)),
        }
    }
}
