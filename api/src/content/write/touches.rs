//! What a change touches: the tags of all that shows the thing, or lists it, as it was or as it is.

use chrono::{DateTime, Utc};
use entity::{ContentRow, TranslationRow};
use sea_orm::ModelTrait;

use super::State;
use crate::{
    cache::tag::{Tag, Touched},
    content::{
        Content,
        relations::{self, Relations},
    },
};

impl<E: Content> State<E> {
    /// What a change at `now` from or to this state touches.
    pub fn touches(&self, now: DateTime<Utc>) -> Touched {
        let parent = E::parent().map(|parent| (parent.uid)(&self.row));
        let named = E::REFERENCES.iter().filter_map(|column| relations::uid(self.row.get(*column)));
        let named = parent.into_iter().chain(named).chain(self.relations.named());
        let own = [Tag::thing(self.row.uid()), Tag::all(E::KIND)];
        let tags = named.flat_map(|uid| [Tag::naming(E::KIND, uid), Tag::named(uid)]).chain(own).collect();
        let publication = self.row.publication();
        let of_translations = self.translations.values().flat_map(|row| [row.published_at(), row.unpublished_at()]);
        let instants = [publication.published_at, publication.unpublished_at].into_iter().chain(of_translations);
        Touched { tags, due_at: instants.flatten().filter(|instant| *instant > now).min() }
    }
}
