//! What can be written of a company.

use entity::company;

use crate::{
    Fault,
    content::{
        input::{Field, Input, input, texts_input},
        names::Find,
        write::State,
    },
    link::LinkInput,
};

texts_input! {
    /// The texts of a company in one language.
    CompanyTranslationInput {
        /// What it is. Markdown.
        description,
    }
}

input! {
    /// A company, an institution, a community.
    CompanyInput: CompanyTranslationInput {
        /// The name; required on something new.
        name: Field<String>,
        /// Its site.
        website: Field<String>,
        /// The address of its logo.
        logo_url: Field<String>,
        /// Where else to find it, in order.
        links: Field<Vec<LinkInput>>,
    }
}

impl Input for CompanyInput {
    type Entity = company::Entity;

    fn apply(&self, state: &mut State<company::Entity>, _: &Find<'_>, _: &mut Vec<Fault>) {
        let row = &mut state.row;
        self.name.clone().apply_or(&mut row.name, String::new());
        self.website.clone().apply(&mut row.website);
        self.logo_url.clone().apply(&mut row.logo_url);
        LinkInput::apply(&self.links, &mut row.links);
    }

    fn of(state: &State<company::Entity>) -> Self {
        let row = &state.row;
        Self {
            name: Field::Value(row.name.clone()),
            website: Field::known(row.website.clone()),
            logo_url: Field::known(row.logo_url.clone()),
            links: LinkInput::of(&row.links),
            ..Self::default()
        }
    }
}
