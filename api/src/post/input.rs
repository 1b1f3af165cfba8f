//! What can be written of a post.

use entity::{company, event, post, post_event, post_session, post_tag, session, speaker, tag};

use crate::{
    Fault,
    content::{
        input::{Field, Input, Reference, input, texts_input},
        names::{Find, References, known, name, named, names},
        write::State,
    },
};

texts_input! {
    /// The texts of a post in one language.
    PostTranslationInput {
        /// The title.
        title,
        /// What it says, in short. Markdown.
        excerpt,
        /// All of it. Markdown.
        body,
    }
}

input! {
    /// News, an announcement, a report.
    PostInput: PostTranslationInput {
        /// The speaker who wrote it.
        author: Field<Reference>,
        /// The company that it speaks for.
        company: Field<Reference>,
        /// Where it was first published, when that was elsewhere.
        canonical_url: Field<String>,
        /// The address of its picture.
        cover_url: Field<String>,
        /// Events that it is about, in order.
        events: Field<Vec<Reference>>,
        /// Sessions that it is about, in order.
        sessions: Field<Vec<Reference>>,
        /// All its tags, in order.
        tags: Field<Vec<Reference>>,
    }
}

impl Input for PostInput {
    type Entity = post::Entity;

    fn references(&self) -> References<'_> {
        References::default()
            .with::<speaker::Entity>(name(&self.author))
            .with::<company::Entity>(name(&self.company))
            .with::<event::Entity>(names(&self.events))
            .with::<session::Entity>(names(&self.sessions))
            .with::<tag::Entity>(names(&self.tags))
    }

    fn apply(&self, state: &mut State<post::Entity>, find: &Find<'_>, faults: &mut Vec<Fault>) {
        let row = &mut state.row;
        find.apply::<speaker::Entity>("author", &self.author, &mut row.author_uid, faults);
        find.apply::<company::Entity>("company", &self.company, &mut row.company_uid, faults);
        self.canonical_url.clone().apply(&mut row.canonical_url);
        self.cover_url.clone().apply(&mut row.cover_url);
        let post_uid = row.uid;
        if let Some(events) = find.all::<event::Entity>("events", &self.events, faults) {
            let event = |(event_uid, position)| post_event::Model { post_uid, event_uid, position };
            state.relations.events = events.into_iter().map(event).collect();
        }
        if let Some(sessions) = find.all::<session::Entity>("sessions", &self.sessions, faults) {
            let session = |(session_uid, position)| post_session::Model { post_uid, session_uid, position };
            state.relations.sessions = sessions.into_iter().map(session).collect();
        }
        if let Some(tags) = find.all::<tag::Entity>("tags", &self.tags, faults) {
            let tag = |(tag_uid, position)| post_tag::Model { post_uid, tag_uid, position };
            state.relations.tags = tags.into_iter().map(tag).collect();
        }
    }

    fn of(state: &State<post::Entity>) -> Self {
        let (row, relations) = (&state.row, &state.relations);
        Self {
            author: known(row.author_uid),
            company: known(row.company_uid),
            canonical_url: Field::known(row.canonical_url.clone()),
            cover_url: Field::known(row.cover_url.clone()),
            events: Field::Value(relations.events.iter().map(|row| named(row.event_uid)).collect()),
            sessions: Field::Value(relations.sessions.iter().map(|row| named(row.session_uid)).collect()),
            tags: Field::Value(relations.tags.iter().map(|row| named(row.tag_uid)).collect()),
            ..Self::default()
        }
    }
}
