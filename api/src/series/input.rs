//! What can be written of a series.

use entity::series;

use crate::{
    Fault,
    content::{
        input::{Input, input, texts_input},
        names::Find,
        write::State,
    },
};

texts_input! {
    /// The texts of a series in one language.
    SeriesTranslationInput {
        /// The name.
        name,
        /// What it is about. Markdown.
        description,
    }
}

input! {
    /// What an event is an edition of.
    SeriesInput: SeriesTranslationInput {}
}

impl Input for SeriesInput {
    type Entity = series::Entity;

    fn apply(&self, _: &mut State<series::Entity>, _: &Find<'_>, _: &mut Vec<Fault>) {}

    fn of(_: &State<series::Entity>) -> Self {
        Self::default()
    }
}
