//! What can be written of a tag.

use entity::tag;

use crate::{
    Fault,
    content::{
        input::{Input, input, texts_input},
        names::Find,
        write::State,
    },
};

texts_input! {
    /// The texts of a tag in one language.
    TagTranslationInput {
        /// The word.
        label,
    }
}

input! {
    /// A word that sessions and posts are found by.
    TagInput: TagTranslationInput {}
}

impl Input for TagInput {
    type Entity = tag::Entity;

    fn apply(&self, _: &mut State<tag::Entity>, _: &Find<'_>, _: &mut Vec<Fault>) {}

    fn of(_: &State<tag::Entity>) -> Self {
        Self::default()
    }
}
