//! What a cache in front of this server, a CDN, is told: how long it may keep an answer, and by which tags it is to let go
//! of it. Whoever purges it follows the change log: `changes { nodes { touches } }`.

use std::time::Duration;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::{
    cache::{page::Page, tag::Tag, validity::Kept},
    config::CacheTags,
};

/// How long a CDN may keep what nobody tells it to let go of.
const LONGEST: Duration = Duration::from_secs(86_400);
/// Most tags of one answer: with eleven letters and a separator each, they stay below the 16 kB that CDNs take.
const MOST_TAGS: usize = 1_000;

/// Adds the headers for a CDN; `good_for` is how long nothing is due by the clock.
pub fn describe(headers: &mut HeaderMap, answer: &Kept<Page>, manner: CacheTags, good_for: Duration) {
    let (control, tags, separator) = match manner {
        CacheTags::None => return,
        CacheTags::CacheTag => ("cdn-cache-control", "cache-tag", ","),
        CacheTags::SurrogateKey => ("surrogate-control", "surrogate-key", " "),
    };
    let (control, tags) = (HeaderName::from_static(control), HeaderName::from_static(tags));
    let names: Vec<String> = answer.tags().iter().map(Tag::to_string).collect();
    let value = HeaderValue::try_from(names.join(separator)).ok().filter(|_| names.len() <= MOST_TAGS);
    let seconds = good_for.min(LONGEST).as_secs();
    let Some(value) = value else {
        headers.insert(control, HeaderValue::from_static("no-store"));
        return;
    };
    if let Ok(age) = HeaderValue::try_from(format!("max-age={seconds}")) {
        headers.insert(control, age);
    }
    headers.insert(tags, value);
}
