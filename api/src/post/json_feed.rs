//! `GET /posts/feed.json`: posts for feed readers (JSON Feed 1.1).

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};

use super::feed::{self, Entry, Feed};
use crate::{
    export::{self, Addresses, parameters},
    locale::Locale,
    server::App,
};

pub const PATH: &str = "/posts/feed.json";
const JSON_FEED: &str = "application/feed+json; charset=utf-8";
const VERSION: &str = "https://jsonfeed.org/version/1.1";

#[derive(Serialize)]
struct Document<'f> {
    version: &'static str,
    title: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<&'f str>,
    /// Like the next, whole or not at all: there is nothing to see it from.
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    language: &'f str,
    authors: [Author<'f>; 1],
    items: Vec<Item<'f>>,
    /// Our extension.
    _tribune: Translations<'f>,
}

#[derive(Serialize)]
struct Item<'f> {
    id: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'f str>,
    /// Where it was first published.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'f str>,
    title: &'f str,
    content_html: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'f str>,
    #[serde(serialize_with = "instant")]
    date_published: DateTime<Utc>,
    #[serde(serialize_with = "instant")]
    date_modified: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<[Author<'f>; 1]>,
    tags: Vec<&'f str>,
    /// That of the text.
    language: &'f str,
    /// Our extension.
    _tribune: Translations<'f>,
}

#[derive(Serialize)]
struct Author<'f> {
    name: &'f str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<&'f str>,
}

/// What JSON Feed has no word for.
#[derive(Serialize)]
struct Translations<'f> {
    /// The same in other languages.
    translations: Vec<Translation<'f>>,
}

#[derive(Serialize)]
struct Translation<'f> {
    language: &'f str,
    url: String,
}

/// `GET /posts/feed.json`.
pub async fn document(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    export::serve(&request, &app, JSON_FEED, async |export| {
        let feed = Feed::of(&parameters(&request)?, export).await?;
        export::json(&json(&feed, export.addresses))
    })
    .await
}

fn json<'f>(feed: &'f Feed, addresses: &Addresses) -> Document<'f> {
    let whole = |query: String| addresses.server().map(|_| addresses.of_path(&format!("{PATH}?{query}")));
    let query = |locale: &Locale, page| feed.address.query(locale, page);
    let next = feed.pages.next.as_ref();
    let others = feed.others.iter();
    let translation =
        |other: &'f Locale| Some(Translation { language: other.as_str(), url: whole(query(other, None))? });
    Document {
        version: VERSION,
        title: &feed.title,
        home_page_url: feed.page_url.as_deref(),
        feed_url: whole(query(&feed.locale, feed.pages.this.as_ref())),
        next_url: next.and_then(|next| whole(query(&feed.locale, Some(next)))),
        language: feed.locale.as_str(),
        authors: [Author { name: &feed.author, url: None, avatar: None }],
        items: feed.entries.iter().map(item).collect(),
        _tribune: Translations { translations: others.filter_map(translation).collect() },
    }
}

fn item(post: &Entry) -> Item<'_> {
    let content = post.content.as_ref().or(post.summary.as_ref());
    let first_published = post.first_published_url.as_ref().filter(|url| Some(*url) != post.url.as_ref());
    Item {
        id: &post.id,
        url: post.url.as_deref(),
        external_url: first_published.map(String::as_str),
        title: &post.title.text,
        content_html: content.map_or("", |words| &words.text),
        summary: post.summary_text.as_deref(),
        image: post.image_url.as_deref(),
        date_published: post.published_at,
        date_modified: post.updated_at,
        authors: post.author.as_ref().map(|author| [by(author)]),
        tags: post.tags.iter().map(|(slug, label)| label.as_ref().unwrap_or(slug).as_str()).collect(),
        language: content.map_or(&post.title, |words| words).locale.as_str(),
        _tribune: Translations { translations: post.translations.iter().map(translation).collect() },
    }
}

fn by(author: &feed::Author) -> Author<'_> {
    Author { name: &author.name, url: author.url.as_deref(), avatar: author.image_url.as_deref() }
}

fn translation((locale, url): &(Locale, String)) -> Translation<'_> {
    Translation { language: locale.as_str(), url: url.clone() }
}

fn instant<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&export::atom::instant(*at))
}
