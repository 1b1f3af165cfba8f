//! `GET /posts/feed.atom`: posts for feed readers (RFC 4287, in pages as of RFC 5005).

use actix_web::{HttpRequest, HttpResponse, web};

use super::feed::{Author, Entry, Feed, Place, Words};
use crate::{
    export::{
        self, Addresses,
        atom::{self, Head, MEDIA_TYPE, instant, link, person},
        parameters,
        xml::Xml,
    },
    locale::Locale,
    server::App,
};

pub const PATH: &str = "/posts/feed.atom";

/// `GET /posts/feed.atom`.
pub async fn document(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    export::serve(&request, &app, MEDIA_TYPE, async |export| {
        Ok(written(&Feed::of(&parameters(&request)?, export).await?, export.addresses))
    })
    .await
}

fn written(feed: &Feed, addresses: &Addresses) -> Vec<u8> {
    let head = Head {
        locale: &feed.locale,
        id: &feed.id,
        title: &feed.title,
        updated_at: feed.updated_at,
        author: &feed.author,
    };
    atom::feed(&head, |xml| {
        links(xml, feed, addresses);
        feed.entries.iter().for_each(|post| entry(xml, post, &feed.locale));
    })
}

fn links(xml: &mut Xml, feed: &Feed, addresses: &Addresses) {
    let address = |path: &str, query: String| addresses.of_path(&format!("{path}?{query}"));
    let (locale, this) = (&feed.locale, feed.pages.this.as_ref());
    let page = |page: Option<&Place>| address(PATH, feed.address.query(locale, page));
    if addresses.server().is_some() {
        link(xml, "self", &page(this), &[("type", "application/atom+xml")]);
    }
    if let Some(page) = &feed.page_url {
        link(xml, "alternate", page, &[("type", "text/html"), ("hreflang", locale.as_str())]);
    }
    let json = [("type", "application/feed+json"), ("hreflang", locale.as_str())];
    link(xml, "alternate", &address(super::json_feed::PATH, feed.address.query(locale, None)), &json);
    for other in &feed.others {
        let attributes = [("type", "application/atom+xml"), ("hreflang", other.as_str())];
        link(xml, "alternate", &address(PATH, feed.address.query(other, None)), &attributes);
    }
    let first = this.map(|_| page(None));
    let around = |place: Option<&Place>| place.map(|place| page(Some(place)));
    let (previous, next) = (around(feed.pages.previous.as_ref()), around(feed.pages.next.as_ref()));
    for (rel, page) in [("first", first), ("previous", previous), ("next", next)] {
        if let Some(page) = page {
            link(xml, rel, &page, &[]);
        }
    }
}

fn entry(xml: &mut Xml, post: &Entry, feed: &Locale) {
    let locale = &post.title.locale;
    xml.element("entry", &language(locale, feed), |xml| {
        xml.text("id", &[], &post.id);
        xml.text("title", &[], &post.title.text);
        xml.text("published", &[], &instant(post.published_at));
        xml.text("updated", &[], &instant(post.updated_at));
        if let Some(Author { name, url, .. }) = &post.author {
            person(xml, name, url.as_deref());
        }
        pages(xml, post);
        if let Some(url) = post.first_published_url.as_ref().filter(|url| Some(*url) != post.url.as_ref()) {
            link(xml, "via", url, &[]);
        }
        for (term, label) in &post.tags {
            let label = label.as_deref().map(|label| ("label", label));
            let attributes: Vec<_> = [("term", term.as_str())].into_iter().chain(label).collect();
            xml.empty("category", &attributes);
        }
        texts(xml, post);
    });
}

/// Its page, then its pages in all languages; of several, some readers take the first and some the last, which is its own.
fn pages(xml: &mut Xml, post: &Entry) {
    let Some(own) = &post.url else { return };
    link(xml, "alternate", own, &[("type", "text/html")]);
    if post.translations.is_empty() {
        return;
    }
    let others = post.translations.iter().map(|(locale, url)| (locale, url));
    for (locale, url) in others.chain([(&post.title.locale, own)]) {
        link(xml, "alternate", url, &[("type", "text/html"), ("hreflang", locale.as_str())]);
    }
}

/// What is short is the content when there is nothing else: an entry without a page must have some.
fn texts(xml: &mut Xml, post: &Entry) {
    let locale = &post.title.locale;
    match (&post.summary, &post.content) {
        (Some(summary), Some(content)) => {
            html(xml, "summary", summary, locale);
            html(xml, "content", content, locale);
        }
        (Some(text), None) | (None, Some(text)) => html(xml, "content", text, locale),
        (None, None) => xml.text("content", &[], ""),
    }
}

fn html(xml: &mut Xml, name: &str, words: &Words, around: &Locale) {
    let attributes: Vec<_> = [("type", "html")].into_iter().chain(language(&words.locale, around)).collect();
    xml.text(name, &attributes, &words.text);
}

/// The language of an element, when it is not that around it.
fn language<'l>(locale: &'l Locale, around: &Locale) -> Vec<(&'static str, &'l str)> {
    if locale == around { Vec::new() } else { vec![("xml:lang", locale.as_str())] }
}
