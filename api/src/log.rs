//! Pages of what has one order and is no content: the audit log, the change log, the revisions of a thing, and
//! accounts.

use std::{borrow::Cow, fmt::Display, str::FromStr};

use async_graphql::{Object, OutputType, TypeName};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

use crate::{
    Error, Result,
    content::{connection::PageInfo, list},
};

/// What is listed on such pages.
pub trait Placed: OutputType + Clone {
    /// What rows are ordered by; no two have the same.
    type Place: Display + FromStr;

    /// Its place, which a cursor names.
    fn place(&self) -> Self::Place;
}

/// A row of a log.
pub trait LogEntry: OutputType + Clone {
    /// Its number, which is its place.
    fn number(&self) -> i64;
}

impl<T: LogEntry> Placed for T {
    type Place = i64;

    fn place(&self) -> i64 {
        self.number()
    }
}

/// Which rows a client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stretch<P = i64> {
    /// How many.
    pub size: u64,
    /// Those beyond this place.
    pub after: Option<P>,
}

impl<P: FromStr> Stretch<P> {
    pub fn of(first: Option<i32>, after: Option<&str>) -> Result<Self> {
        let number = |cursor: &str| {
            let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
            text.strip_prefix("log:")?.parse().ok()
        };
        let foreign = Error::ForeignCursor { argument: "after" };
        let after = after.map(|cursor| number(cursor).ok_or(foreign)).transpose()?;
        Ok(Self { size: list::size("first", first.unwrap_or(list::DEFAULT_PAGE))?, after })
    }
}

/// A page.
pub struct Log<T> {
    entries: Vec<T>,
    has_next_page: bool,
    has_previous_page: bool,
}

impl<T: Placed> Log<T> {
    /// `found` are the rows of the stretch, and one more when there are more.
    pub fn new(stretch: Stretch<T::Place>, mut found: Vec<T>) -> Self {
        let size = usize::try_from(stretch.size).unwrap_or(usize::MAX);
        let has_next_page = found.len() > size;
        found.truncate(size);
        Self { entries: found, has_next_page, has_previous_page: stretch.after.is_some() }
    }

    fn cursor(entry: &T) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(format!("log:{}", entry.place()))
    }
}

impl<T: Placed> TypeName for Log<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

/// A page of a list in one order (Relay Cursor Connections). A page holds 20 entries when `first` is not given, at most 100.
#[Object(name_type)]
impl<T: Placed> Log<T> {
    /// The entries of the page.
    async fn nodes(&self) -> &[T] {
        &self.entries
    }

    /// The entries of the page, each with its cursor.
    async fn edges(&self) -> Vec<LogEdge<T>> {
        self.entries.iter().cloned().map(LogEdge).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.has_next_page,
            has_previous_page: self.has_previous_page,
            start_cursor: self.entries.first().map(Self::cursor),
            end_cursor: self.entries.last().map(Self::cursor),
        }
    }
}

/// An entry of a page.
pub struct LogEdge<T>(T);

impl<T: Placed> TypeName for LogEdge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}

/// An entry of a page, with its place in the list.
#[Object(name_type)]
impl<T: Placed> LogEdge<T> {
    /// The place of the entry, for `after`.
    async fn cursor(&self) -> String {
        Log::cursor(&self.0)
    }

    /// The entry.
    async fn node(&self) -> &T {
        &self.0
    }
}
