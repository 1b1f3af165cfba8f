//! The posts of a programme: news, announcements.

use super::{Frame, Names, Post, Programme, Texts, identity, link, mentioned, tags::Tags, time::Clock};
use crate::interchange::{
    clean,
    document::{Field, PostInput, PostTranslationInput},
    reading::{Notes, Options},
};

pub fn posts(
    programme: &Programme,
    frame: &Frame,
    tags: &Tags,
    options: &Options,
    notes: &mut Notes,
) -> Vec<PostInput> {
    let ids = identifiers(&programme.posts, frame);
    // What there is to say of the zone is said once, of the event.
    let clock = Clock::of(programme, options, &mut Notes::default());
    let any = |mentions: fn(&Post) -> bool| programme.posts.iter().any(mentions);
    let (excerpt, body) = (any(|post| post.excerpt.is_some()), any(|post| post.body.is_some()));
    let (has_tags, has_cover) = (any(|post| post.tags.is_some()), any(|post| post.cover_url.is_some()));
    let mut posts = Vec::with_capacity(programme.posts.len());
    for (post, external_ids) in programme.posts.iter().zip(ids) {
        let place = &post.place;
        let locale = Texts::locale(post.title.as_ref(), &frame.locale);
        let mut texts = super::Gathered::<PostTranslationInput>::new(&locale, place);
        texts.line("title", post.title.as_ref(), true, |texts| &mut texts.title, notes);
        texts.markdown("excerpt", post.excerpt.as_ref(), excerpt, |texts| &mut texts.excerpt, notes);
        texts.markdown("body", post.body.as_ref(), body, |texts| &mut texts.body, notes);
        let cover = post.cover_url.as_deref().and_then(|url| link::web(url, frame.base.as_ref(), place, notes));
        let tags = tags.references(post.tags.as_deref().unwrap_or_default());
        posts.push(PostInput {
            external_ids,
            source_locale: Some(locale.as_str().into()),
            translations: texts.translations(),
            place: Some(place.clone()),
            published_at: clock.published(post, notes).map_or(Field::Absent, Field::Value),
            cover_url: mentioned(cover, has_cover),
            tags: mentioned(Some(tags).filter(|tags| !tags.is_empty()), has_tags),
            ..PostInput::default()
        });
    }
    posts
}

/// By id, then by title; what two have in common names neither.
fn identifiers(posts: &[Post], frame: &Frame) -> Vec<Vec<String>> {
    let title = |post: &Post| post.title.as_ref().and_then(Texts::first).and_then(|title| clean::line(title).text);
    let titles: Vec<Option<String>> = posts.iter().map(title).collect();
    let names = Names::of(titles.iter().flatten().map(String::as_str));
    let lists: Vec<Vec<String>> = posts
        .iter()
        .zip(&titles)
        .map(|(post, title)| {
            let id = post.id.as_deref().and_then(clean::token).map(str::to_owned);
            let title = title.as_deref().map(|title| names.key(title));
            id.into_iter().chain(title).map(|name| format!("{}:post:{name}", frame.prefix)).collect()
        })
        .collect();
    let shared = identity::shared(lists.iter().map(Vec::as_slice));
    lists.into_iter().map(|ids| ids.into_iter().filter(|id| !shared.contains(id)).collect()).collect()
}
