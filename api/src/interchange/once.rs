//! Tags, companies and people are the same ones in every programme and in every file that is read with others. Start at
//! [`once`].

use std::collections::HashMap;

use super::document::Document;
use crate::content::input::{Fields, Head};

/// Makes one thing of what is told of it in several places. What is told later counts where the first tells nothing.
pub fn once(document: &mut Document) {
    unite(&mut document.tags, |head| slug(head).or_else(|| external_id(head)));
    unite(&mut document.companies, |head| slug(head).or_else(|| external_id(head)));
    // Two people may have one slug, and still be called something else elsewhere.
    unite(&mut document.speakers, |head| external_id(head).or_else(|| slug(head)));
}

/// What others name a thing by.
#[derive(PartialEq, Eq, Hash)]
enum Name {
    Slug(String),
    ExternalId(String),
}

fn slug(head: &Head) -> Option<Name> {
    head.slug.map(|slug| Name::Slug(slug.to_owned()))
}

/// The surest.
fn external_id(head: &Head) -> Option<Name> {
    head.external_ids.first().map(|id| Name::ExternalId(id.clone()))
}

fn unite<I: Fields>(items: &mut Vec<I>, name: fn(&Head) -> Option<Name>) {
    let mut by_name: HashMap<Name, usize> = HashMap::new();
    let mut things: Vec<(I, Vec<I>)> = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        let next = things.len();
        let at = name(&item.head()).map_or(next, |name| *by_name.entry(name).or_insert(next));
        match things.get_mut(at) {
            Some((_, again)) => again.push(item),
            None => things.push((item, Vec::new())),
        }
    }
    for (mut item, again) in things {
        if !again.is_empty() {
            item.complete(again);
        }
        items.push(item);
    }
}
