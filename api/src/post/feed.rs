//! The posts of a feed, for [`super::atom`] and [`super::json_feed`].
//!
//! A feed is in one language: it holds the posts that have a title in it, and nothing of them in another one. With
//! `?fallback=true` it holds all posts, each text in the language that GraphQL would show, and says which that is.

use ammonia::url::form_urlencoded::Serializer;
use async_graphql::ID;
use chrono::{DateTime, Utc};
use entity::{ContentRow, TranslationRow, company, event, post, post_tag, speaker, tag};
use futures::future::{try_join_all, try_join3};
use serde::Deserialize;
use uuid::Uuid;

use super::PostFilter;
use crate::{
    Error, Result,
    content::{
        Content, Localized, Translation,
        cursor::{self, Position},
        list::{ListOf, Listed, Page, PageArgs},
    },
    export::{
        Export,
        atom::{made_of, urn},
    },
    locale::{Chain, Locale},
    markdown,
};

/// Posts of a page.
const PAGE: i32 = 50;

/// What a feed is asked for: its address.
#[derive(Debug, Default, Deserialize)]
pub struct Parameters {
    /// Posts about this event.
    event: Option<String>,
    /// Posts with this tag.
    tag: Option<String>,
    /// Whether posts that are not translated are shown in another language.
    #[serde(default)]
    fallback: bool,
    /// The page after this post, which is older.
    after: Option<String>,
    /// The page before this post, which is younger.
    before: Option<String>,
}

/// Posts, as feed readers show them.
#[derive(Debug)]
pub struct Feed {
    /// `urn:uuid:…`, the same for all its pages and formats.
    pub id: String,
    pub locale: Locale,
    pub title: String,
    /// Who stands for posts that have no author.
    pub author: String,
    pub updated_at: DateTime<Utc>,
    /// The page of the event that it is about.
    pub page_url: Option<String>,
    pub address: Address,
    /// The other languages that it can be had in.
    pub others: Vec<Locale>,
    /// Queries of the pages around this one.
    pub pages: Pages,
    /// The newest first.
    pub entries: Vec<Entry>,
}

/// What tells the addresses of a feed apart from others, whatever its format: part of a query.
#[derive(Debug, Default)]
pub struct Address {
    event: Option<String>,
    tag: Option<String>,
    fallback: bool,
}

/// Where in the list a page begins or ends: `after` or `before`, and a cursor.
pub type Place = (&'static str, String);

/// The pages around one.
#[derive(Debug, Default)]
pub struct Pages {
    /// This one; none for the first.
    pub this: Option<Place>,
    /// Younger posts.
    pub previous: Option<Place>,
    /// Older posts.
    pub next: Option<Place>,
}

impl Address {
    /// The query of the feed in a language, or of one of its pages.
    pub fn query(&self, locale: &Locale, page: Option<&Place>) -> String {
        let mut query = Serializer::new(String::new());
        query.append_pair("locale", locale.as_str());
        let filters = [("event", &self.event), ("tag", &self.tag)];
        query.extend_pairs(filters.iter().filter_map(|(name, value)| Some((name, value.as_deref()?))));
        query.extend_pairs(self.fallback.then_some(("fallback", "true")));
        query.extend_pairs(page);
        query.finish()
    }
}

/// A post in one language.
#[derive(Debug)]
pub struct Entry {
    /// `urn:uuid:…`: another one in each language, since readers take entries with the same id for the same.
    pub id: String,
    pub title: Words,
    /// HTML.
    pub summary: Option<Words>,
    /// The summary as plain text.
    pub summary_text: Option<String>,
    /// HTML.
    pub content: Option<Words>,
    /// Since when it has been public in this language.
    pub published_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// Its page on the site, else where it was first published.
    pub url: Option<String>,
    /// Where it was first published, when that was elsewhere.
    pub first_published_url: Option<String>,
    pub image_url: Option<String>,
    pub author: Option<Author>,
    /// Slug and label.
    pub tags: Vec<(String, Option<String>)>,
    /// Its pages in other languages.
    pub translations: Vec<(Locale, String)>,
}

/// A text in a language.
#[derive(Debug)]
pub struct Words {
    pub locale: Locale,
    pub text: String,
}

/// Who wrote a post: a speaker, else the company that it speaks for.
#[derive(Debug)]
pub struct Author {
    pub name: String,
    /// A page on the site.
    pub url: Option<String>,
    pub image_url: Option<String>,
}

impl Feed {
    /// The feed that `parameters` ask for.
    pub async fn of(parameters: &Parameters, export: &Export<'_>) -> Result<Self> {
        let event = named::<event::Entity>("event", parameters.event.as_ref(), export).await?;
        let tag = named::<tag::Entity>("tag", parameters.tag.as_ref(), export).await?;
        let chain = if parameters.fallback { export.chain.clone() } else { export.chain.own_language() };
        let (entries, pages) = entries(parameters, (event.as_ref(), tag.as_ref()), &chain, export).await?;
        let locale = export.locale().clone();
        let id = id(parameters.fallback, (event.as_ref(), tag.as_ref()), export);
        let title = title(event.as_ref(), tag.as_ref(), export);
        let of_site = export.addresses.host(&locale);
        let of_event = event.as_ref().and_then(|event| export.text(event, |row| row.name.as_deref()));
        let subjects =
            [event.as_ref().map(|event| event.row().updated_at), tag.as_ref().map(|tag| tag.row().updated_at)];
        let updated_at = entries.iter().map(|entry| entry.updated_at).max();
        Ok(Self {
            id: urn(id),
            author: of_event.or(of_site).unwrap_or_else(|| title.clone()),
            title,
            updated_at: updated_at.or(subjects.into_iter().flatten().max()).unwrap_or_default(),
            page_url: event.as_ref().and_then(|event| export.addresses.page_of(event, &locale)),
            address: Address { event: slug(event.as_ref()), tag: slug(tag.as_ref()), fallback: parameters.fallback },
            others: export.instance.locales.offered().iter().filter(|other| **other != locale).cloned().collect(),
            pages,
            entries,
            locale,
        })
    }
}

/// What a parameter names, in the language of the reader or in another one.
async fn named<E: Content>(
    parameter: &'static str,
    name: Option<&String>,
    export: &Export<'_>,
) -> Result<Option<Localized<E>>> {
    let Some(name) = name else { return Ok(None) };
    let found = export.rows.by_reference::<E>(&ID::from(name), &export.chain).await?;
    let found = found.ok_or_else(|| Error::NotFound { argument: parameter, given: name.clone() })?;
    export.note(&found);
    Ok(Some(found))
}

type Subjects<'s> = (Option<&'s Localized<event::Entity>>, Option<&'s Localized<tag::Entity>>);

fn slug<E: Content>(item: Option<&Localized<E>>) -> Option<String> {
    item.map(|item| item.row().slug().to_owned())
}

fn title(
    event: Option<&Localized<event::Entity>>,
    tag: Option<&Localized<tag::Entity>>,
    export: &Export<'_>,
) -> String {
    let name = |event| export.text(event, |row: &Translation<event::Entity>| row.name.as_deref());
    let label = |tag| export.text(tag, |row: &Translation<tag::Entity>| row.label.as_deref());
    let event = event.map(|event| name(event).unwrap_or_else(|| event.row().slug.clone()));
    let tag = tag.map(|tag| label(tag).unwrap_or_else(|| tag.row().slug.clone()));
    match (event, tag, export.addresses.host(export.locale())) {
        (Some(event), Some(tag), _) => {
            export.say("feed-posts-of-event-with-tag", vec![("event", event.into()), ("tag", tag.into())])
        }
        (Some(event), None, _) => export.say("feed-posts-of-event", vec![("event", event.into())]),
        (None, Some(tag), _) => export.say("feed-posts-with-tag", vec![("tag", tag.into())]),
        (None, None, Some(site)) => export.say("feed-posts-of-site", vec![("site", site.into())]),
        (None, None, None) => export.say("feed-posts", vec![]),
    }
}

/// The feed of this database, whatever its address: no other one has it.
fn id(fallback: bool, (event, tag): Subjects<'_>, export: &Export<'_>) -> Uuid {
    let uid = |uid: Option<Uuid>| uid.unwrap_or_default();
    let name = (uid(event.map(|event| event.row().uid)), uid(tag.map(|tag| tag.row().uid)));
    let name = format!("posts {} {fallback} {} {}", export.locale(), name.0, name.1);
    made_of(export.instance.key.sign("feed", &name).as_bytes())
}

async fn entries(
    parameters: &Parameters,
    (event, tag): Subjects<'_>,
    chain: &Chain,
    export: &Export<'_>,
) -> Result<(Vec<Entry>, Pages)> {
    let filter = PostFilter {
        event: event.map(|event| ID::from(event.row().uid)),
        tag: tag.map(|tag| ID::from(tag.row().uid)),
        ..PostFilter::default()
    };
    let order = post::Entity::DEFAULT_ORDER.to_vec();
    let list = ListOf::<post::Entity> { filter, order, chain: chain.clone(), via: None, window: None };
    let list = list.paged::<post::Entity>(page_args(parameters))?;
    let page = export.rows.page::<post::Entity>(list.clone(), None).await?;
    let posts = export.rows.many::<post::Entity>(page.items.iter().map(|item| item.uid), chain).await?;
    let entries = try_join_all(posts.iter().map(|post| entry(post, export))).await?;
    Ok((entries.into_iter().flatten().collect(), pages(parameters, &page, &list.name::<post::Entity>())))
}

fn page_args(parameters: &Parameters) -> PageArgs {
    let is_backward = parameters.before.is_some();
    PageArgs {
        first: (!is_backward).then_some(PAGE),
        after: parameters.after.clone(),
        last: is_backward.then_some(PAGE),
        before: parameters.before.clone(),
    }
}

fn pages(parameters: &Parameters, page: &Page, list: &str) -> Pages {
    let Parameters { after, before, .. } = parameters;
    let place = |name, item: Option<&Position>| item.map(|item| (name, cursor::encode(list, item)));
    let has_next = if before.is_some() { true } else { page.has_more };
    let has_previous = if before.is_some() { page.has_more } else { after.is_some() };
    let given = |name, cursor: &Option<String>| cursor.clone().map(|cursor| (name, cursor));
    Pages {
        this: given("before", before).or_else(|| given("after", after)),
        previous: has_previous.then(|| place("before", page.items.first())).flatten(),
        next: has_next.then(|| place("after", page.items.last())).flatten(),
    }
}

/// None when the reader sees no title.
async fn entry(post: &Localized<post::Entity>, export: &Export<'_>) -> Result<Option<Entry>> {
    let words = |text| export.text_and_locale(post, text).map(|(locale, text)| Words { locale, text });
    let Some(title) = words(|row| row.title.as_deref()) else { return Ok(None) };
    export.note(post);
    let (row, locale) = (post.row(), &title.locale);
    let (speaker, company, tags) = try_join3(
        person::<speaker::Entity>(row.author_uid, post, export),
        person::<company::Entity>(row.company_uid, post, export),
        tags(post, export),
    )
    .await?;
    let page = export.addresses.page_of(post, locale);
    let url = page.or_else(|| row.canonical_url.clone());
    let html = |words: Words| Words { text: markdown::absolute_html(&words.text, url.as_deref()), ..words };
    let excerpt = words(|row| row.excerpt.as_deref());
    let summary_text = excerpt.as_ref().map(|words| markdown::words(&words.text));
    let (summary, content) = (excerpt.map(html), words(|row| row.body.as_deref()).map(html));
    let published_at = published_at(post, locale);
    let shown = [Some(&title), summary.as_ref(), content.as_ref()];
    let changes = shown.into_iter().flatten().filter_map(|words| Some(translation(post, &words.locale)?.updated_at));
    Ok(Some(Entry {
        id: urn(made_of(format!("{} {locale}", row.uid).as_bytes())),
        updated_at: changes.chain([published_at]).max().unwrap_or(published_at),
        published_at,
        first_published_url: row.canonical_url.clone(),
        image_url: row.cover_url.clone(),
        author: speaker
            .map(|speaker| author_of(&speaker, export))
            .or_else(|| company.map(|company| in_the_name_of(&company, export))),
        tags,
        translations: translations(post, locale, export),
        url,
        summary,
        summary_text,
        content,
        title,
    }))
}

/// Who is named, when anybody may see them.
async fn person<E: Content>(
    uid: Option<Uuid>,
    post: &Localized<post::Entity>,
    export: &Export<'_>,
) -> Result<Option<Localized<E>>> {
    let Some(uid) = uid else { return Ok(None) };
    let found = export.rows.get::<E>(uid, &post.chain).await?;
    Ok(found.inspect(|found| export.note(found)))
}

fn author_of(speaker: &Localized<speaker::Entity>, export: &Export<'_>) -> Author {
    let row = speaker.row();
    let url = export.addresses.page_of(speaker, export.locale());
    Author { name: row.name.clone(), url, image_url: row.photo_url.clone() }
}

fn in_the_name_of(company: &Localized<company::Entity>, export: &Export<'_>) -> Author {
    let row = company.row();
    let url = export.addresses.page_of(company, export.locale()).or_else(|| row.website.clone());
    Author { name: row.name.clone(), url, image_url: row.logo_url.clone() }
}

async fn tags(post: &Localized<post::Entity>, export: &Export<'_>) -> Result<Vec<(String, Option<String>)>> {
    let joined = export.rows.joined::<post_tag::Entity>(post.row().uid).await?;
    let found = joined.iter().map(|row| export.rows.get::<tag::Entity>(row.tag_uid, &post.chain));
    let found = try_join_all(found).await?;
    let label = |tag: &Localized<tag::Entity>| {
        export.note(tag);
        (tag.row().slug.clone(), export.text(tag, |row| row.label.as_deref()))
    };
    Ok(found.iter().flatten().map(label).collect())
}

fn translation<'p>(post: &'p Localized<post::Entity>, locale: &Locale) -> Option<&'p Translation<post::Entity>> {
    post.record.translations.iter().find(|row| row.locale() == locale.as_str())
}

/// Since when the post has been public in a language.
fn published_at(post: &Localized<post::Entity>, locale: &Locale) -> DateTime<Utc> {
    let row = post.row();
    let of_text = translation(post, locale).and_then(|row| row.published_at);
    of_text.max(row.published_at).unwrap_or(row.created_at)
}

/// The pages of the post in other languages, when each has one of its own.
fn translations(post: &Localized<post::Entity>, locale: &Locale, export: &Export<'_>) -> Vec<(Locale, String)> {
    if !export.addresses.pages().is_some_and(|pages| pages.tells_languages_apart()) {
        return Vec::new();
    }
    let offered = export.instance.locales.offered().iter();
    let is_title = |text: &&str| !text.is_empty();
    let has_title =
        |other: &&Locale| translation(post, other).and_then(|row| row.title.as_deref()).filter(is_title).is_some();
    let others = offered.filter(|other| *other != locale).filter(has_title);
    others.filter_map(|other| Some((other.clone(), export.addresses.page_of(post, other)?))).collect()
}
