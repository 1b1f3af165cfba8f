//! What can be written of a release.

use entity::release;

use crate::{
    Fault,
    content::{
        input::{Input, input, texts_input},
        names::Find,
        write::State,
    },
};

texts_input! {
    /// The texts of a release in one language.
    ReleaseTranslationInput {
        /// The name: `Version 2`.
        name,
        /// What is new, for readers. Markdown.
        note,
    }
}

input! {
    /// A programme of an event that was announced. It is what was public when the release was published.
    ReleaseInput: ReleaseTranslationInput {}
}

impl Input for ReleaseInput {
    type Entity = release::Entity;

    fn apply(&self, state: &mut State<release::Entity>, find: &Find<'_>, _: &mut Vec<Fault>) {
        state.row.event_uid = find.event;
    }

    fn of(_: &State<release::Entity>) -> Self {
        Self::default()
    }
}
