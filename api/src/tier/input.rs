//! What can be written of a tier.

use entity::tier;

use crate::{
    Fault,
    content::{
        input::{Field, Input, input, texts_input},
        names::Find,
        write::State,
    },
};

texts_input! {
    /// The texts of a tier in one language.
    TierTranslationInput {
        /// The name.
        name,
    }
}

input! {
    /// A rank of sponsors of an event.
    TierInput: TierTranslationInput {
        /// Order among the tiers of the event, the highest first.
        position: Field<i32>,
    }
}

impl Input for TierInput {
    type Entity = tier::Entity;

    fn apply(&self, state: &mut State<tier::Entity>, find: &Find<'_>, _: &mut Vec<Fault>) {
        state.row.event_uid = find.event;
        self.position.apply_or(&mut state.row.position, 0);
    }

    fn of(state: &State<tier::Entity>) -> Self {
        Self { position: Field::Value(state.row.position), ..Self::default() }
    }
}
