//! Links to something elsewhere, as GraphQL shows them.

use async_graphql::SimpleObject;
use entity::value::Links;

/// A link to something elsewhere.
#[derive(Clone, Debug, SimpleObject)]
pub struct Link {
    /// The address, `http:` or `https:`.
    url: String,
    /// What it leads to, as a reader sees it.
    title: Option<String>,
    /// What it is, in a word: `slides`, `recording`, `github`, …
    kind: Option<String>,
}

impl Link {
    pub fn list(links: &Links) -> Vec<Self> {
        let link = |link: &entity::value::Link| Self {
            url: link.url.clone(),
            title: link.title.clone(),
            kind: link.kind.clone(),
        };
        links.0.iter().map(link).collect()
    }
}
