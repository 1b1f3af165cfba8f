//! What can be written of a room.

use entity::room;

use crate::{
    Fault,
    content::{
        input::{Field, Input, input, texts_input},
        names::Find,
        write::State,
    },
};

texts_input! {
    /// The texts of a room in one language.
    RoomTranslationInput {
        /// The name.
        name,
        /// How to find it, what is there. Markdown.
        description,
    }
}

input! {
    /// A room of an event.
    RoomInput: RoomTranslationInput {
        /// Seats.
        capacity: Field<i32>,
        /// Order among the rooms of the event.
        position: Field<i32>,
        /// The guid that schedules exchange.
        guid: Field<String>,
    }
}

impl Input for RoomInput {
    type Entity = room::Entity;

    fn apply(&self, state: &mut State<room::Entity>, find: &Find<'_>, _: &mut Vec<Fault>) {
        let row = &mut state.row;
        row.event_uid = find.event;
        self.capacity.apply(&mut row.capacity);
        self.position.apply_or(&mut row.position, 0);
        self.guid.clone().apply(&mut row.guid);
    }

    fn of(state: &State<room::Entity>) -> Self {
        let row = &state.row;
        Self {
            capacity: Field::known(row.capacity),
            position: Field::Value(row.position),
            guid: Field::known(row.guid.clone()),
            ..Self::default()
        }
    }
}
