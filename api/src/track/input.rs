//! What can be written of a track.

use entity::track;

use crate::{
    Fault,
    content::{
        input::{Field, Input, input, texts_input},
        names::Find,
        write::State,
    },
};

texts_input! {
    /// The texts of a track in one language.
    TrackTranslationInput {
        /// The name.
        name,
        /// What it is about. Markdown.
        description,
    }
}

input! {
    /// A thread through the programme of an event.
    TrackInput: TrackTranslationInput {
        /// Its colour, `#rrggbb`.
        colour: Field<String>,
        /// Order among the tracks of the event.
        position: Field<i32>,
    }
}

impl Input for TrackInput {
    type Entity = track::Entity;

    fn apply(&self, state: &mut State<track::Entity>, find: &Find<'_>, _: &mut Vec<Fault>) {
        let row = &mut state.row;
        row.event_uid = find.event;
        self.colour.clone().apply(&mut row.colour);
        self.position.apply_or(&mut row.position, 0);
    }

    fn of(state: &State<track::Entity>) -> Self {
        let row = &state.row;
        Self { colour: Field::known(row.colour.clone()), position: Field::Value(row.position), ..Self::default() }
    }
}
