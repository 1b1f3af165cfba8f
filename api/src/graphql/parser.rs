//! Documents that are asked again, with other variables: parsed, and held against the limits, once.

use std::sync::Arc;

use async_graphql::parser::{parse_query, types::ExecutableDocument};
use quick_cache::{Weighter, sync};

use crate::{Error, Result, cache::seen::Seen, limits::Limits};

/// How many bytes of documents are kept, about.
const CAPACITY_BYTES: u64 = 8 << 20;
/// How many bytes a parsed document takes for one of its text, about.
const BYTES_PER_LETTER: usize = 16;
/// How many documents are kept, about.
const DOCUMENTS: usize = 4096;

/// The document that a text is, when it is one within the limits.
pub fn parse(text: &str, limits: &Limits) -> Result<ExecutableDocument> {
    let invalid = |reason: String| Error::InvalidRequest { reason };
    let document = parse_query(text).map_err(|error| invalid(error.to_string()))?;
    limits.check(&document)?;
    if has_nul(text) {
        return Err(nul());
    }
    Ok(document)
}

/// Whether a text in the document holds U+0000, as it is or escaped.
fn has_nul(document: &str) -> bool {
    let is_escape = |at: usize| {
        let before = document[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        before % 2 == 0
    };
    document.contains('\0') || document.match_indices("\\u0000").any(|(at, _)| is_escape(at))
}

/// A text holds U+0000, which PostgreSQL cannot even compare with.
pub fn nul() -> Error {
    Error::InvalidRequest { reason: "a text holds the character U+0000".to_owned() }
}

/// Parses documents, and keeps those that come again.
pub struct Parser {
    limits: Limits,
    parsed: sync::Cache<Box<str>, Arc<ExecutableDocument>, Weight>,
    seen: Seen,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Box<str>, Arc<ExecutableDocument>> for Weight {
    fn weight(&self, text: &Box<str>, _: &Arc<ExecutableDocument>) -> u64 {
        u64::try_from(text.len() * BYTES_PER_LETTER).unwrap_or(u64::MAX)
    }
}

impl Parser {
    pub fn new(limits: Limits) -> Self {
        Self { limits, parsed: sync::Cache::with_weighter(DOCUMENTS, CAPACITY_BYTES, Weight), seen: Seen::default() }
    }

    /// As [`parse`], once for a text that comes again.
    pub fn parse(&self, text: &str) -> Result<ExecutableDocument> {
        if let Some(document) = self.parsed.get(text) {
            return Ok((*document).clone());
        }
        let document = parse(text, &self.limits)?;
        if self.seen.again(text) {
            self.parsed.insert(text.into(), Arc::new(document.clone()));
        }
        Ok(document)
    }
}
