//! The tags of a programme: words that are the same ones in every programme, and so are known by their slugs.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use super::{Frame, LONGEST_SLUG, Programme};
use crate::interchange::{
    clean,
    document::{Field, Reference, TagInput, TagTranslationInput, Translations},
    reading::Notes,
};

/// The tags of a programme, in order of appearance.
pub struct Tags {
    pub items: Vec<TagInput>,
    ids: HashMap<String, String>,
}

impl Tags {
    /// How a document names tags, each once.
    pub fn references(&self, labels: &[String]) -> Vec<Reference> {
        let (mut references, mut seen) = (Vec::new(), HashSet::new());
        for label in labels.iter().filter_map(|label| clean::line(label).text) {
            let id = self.ids.get(&common_key(&label)).filter(|id| seen.insert(id.as_str()));
            references.extend(id.map(|id| Reference(id.clone())));
        }
        references
    }
}

pub fn tags(programme: &Programme, frame: &Frame, notes: &mut Notes) -> Tags {
    let of_sessions = programme.sessions.iter().map(|session| (&session.place, &session.tags));
    let of_posts = programme.posts.iter().map(|post| (&post.place, &post.tags));
    let mut tags = Tags { items: Vec::new(), ids: HashMap::new() };
    for (place, labels) in of_sessions.chain(of_posts) {
        for label in labels.iter().flatten() {
            let Some(label) = notes.line("tag", place, Some(label)) else { continue };
            let Entry::Vacant(entry) = tags.ids.entry(common_key(&label)) else { continue };
            let (slug, external_ids) = common_identity("tag", entry.key());
            entry.insert(slug.clone().unwrap_or_else(|| external_ids.concat()));
            let texts = TagTranslationInput { label: Field::Value(label), ..TagTranslationInput::default() };
            tags.items.push(TagInput {
                slug,
                external_ids,
                source_locale: Some(frame.locale.as_str().into()),
                translations: Translations::one(&frame.locale, texts),
                place: Some(place.clone()),
                ..TagInput::default()
            });
        }
    }
    tags
}

/// What is the same in all spellings of a name that is known everywhere.
pub fn common_key(name: &str) -> String {
    Some(clean::slug(name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| clean::name_key(name))
}

/// What identifies the thing with such a key in every programme: its slug, else a name of its own.
pub fn common_identity(kind: &str, key: &str) -> (Option<String>, Vec<String>) {
    if clean::slug(key) == key && key.len() <= LONGEST_SLUG {
        (Some(key.to_owned()), Vec::new())
    } else {
        (None, vec![format!("{kind}:{key}")])
    }
}
