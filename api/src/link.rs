//! Links to something elsewhere, as GraphQL shows and takes them.

use async_graphql::{InputObject, SimpleObject};
use entity::value::Links;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::content::input::{Field, field_value};

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

/// A link to something elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, InputObject)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct LinkInput {
    /// The address, `http:` or `https:`.
    pub url: String,
    /// What the link leads to, as a reader sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is, in a word: `slides`, `recording`, `github`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

field_value!(LinkInput);

impl LinkInput {
    /// Puts the links of an input into a column.
    pub fn apply(field: &Field<Vec<Self>>, place: &mut Links) {
        let link = |link: Self| entity::value::Link { url: link.url, title: link.title, kind: link.kind };
        let links = field.clone().map(|links| Links(links.into_iter().map(link).collect()));
        links.apply_or(place, Links::default());
    }

    /// The links of a column, for an input.
    pub fn of(links: &Links) -> Field<Vec<Self>> {
        let link = |link: &entity::value::Link| Self {
            url: link.url.clone(),
            title: link.title.clone(),
            kind: link.kind.clone(),
        };
        Field::Value(links.0.iter().map(link).collect())
    }
}
