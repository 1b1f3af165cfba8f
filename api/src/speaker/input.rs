//! What can be written of a speaker.

use entity::{company, speaker, value::Words};

use crate::{
    Fault,
    content::{
        input::{Field, Input, Reference, input, texts_input},
        names::{Find, References, known, name},
        write::State,
    },
    link::LinkInput,
};

texts_input! {
    /// The texts of a speaker in one language.
    SpeakerTranslationInput {
        /// What the speaker does, in a few words.
        job_title,
        /// Who the speaker is. Markdown.
        bio,
    }
}

input! {
    /// A person who speaks, moderates or writes.
    SpeakerInput: SpeakerTranslationInput {
        /// The name; required on something new.
        name: Field<String>,
        /// How to speak of them.
        pronouns: Field<String>,
        /// Whom they work for.
        company: Field<Reference>,
        /// The address of a portrait.
        photo_url: Field<String>,
        /// Where else to find them, in order.
        links: Field<Vec<LinkInput>>,
        /// Languages that the speaker speaks (BCP 47).
        languages: Field<Vec<String>>,
    }
}

impl Input for SpeakerInput {
    type Entity = speaker::Entity;

    fn references(&self) -> References<'_> {
        References::default().with::<company::Entity>(name(&self.company))
    }

    fn apply(&self, state: &mut State<speaker::Entity>, find: &Find<'_>, faults: &mut Vec<Fault>) {
        let row = &mut state.row;
        self.name.clone().apply_or(&mut row.name, String::new());
        self.pronouns.clone().apply(&mut row.pronouns);
        find.apply::<company::Entity>("company", &self.company, &mut row.company_uid, faults);
        self.photo_url.clone().apply(&mut row.photo_url);
        LinkInput::apply(&self.links, &mut row.links);
        self.languages.clone().map(Words).apply_or(&mut row.languages, Words::default());
    }

    fn of(state: &State<speaker::Entity>) -> Self {
        let row = &state.row;
        Self {
            name: Field::Value(row.name.clone()),
            pronouns: Field::known(row.pronouns.clone()),
            company: known(row.company_uid),
            photo_url: Field::known(row.photo_url.clone()),
            links: LinkInput::of(&row.links),
            languages: Field::Value(row.languages.0.clone()),
            ..Self::default()
        }
    }
}
