//! What can be written of a session.

use async_graphql::InputObject;
use chrono::{DateTime, Utc};
use entity::{
    participation, room, session, session_tag, speaker, tag, track,
    value::{
        Role as RoleValue, SessionKind as KindValue, SessionLevel as LevelValue, SessionState as StateValue, Words,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Role, SessionKind, SessionLevel, SessionState};
use crate::{
    Fault,
    content::{
        input::{Field, Input, Reference, field_value, input, texts_input},
        names::{Find, References, known, name, named, names},
        write::State,
    },
    link::LinkInput,
};

field_value!(KindValue as SessionKind, LevelValue as SessionLevel, StateValue as SessionState);
field_value!(ParticipationInput);

texts_input! {
    /// The texts of a session in one language.
    SessionTranslationInput {
        /// The title.
        title,
        /// The subtitle.
        subtitle,
        /// What it is about, in short. Markdown.
        r#abstract,
        /// What it is about, at length. Markdown.
        description,
    }
}

input! {
    /// Something that takes place at an event.
    SessionInput: SessionTranslationInput {
        /// A room of the same event.
        room: Field<Reference>,
        /// A track of the same event.
        track: Field<Reference>,
        /// What kind of session it is; a talk when `null`.
        kind: Field<KindValue>,
        /// When it starts; `null` when it is not scheduled yet.
        starts_at: Field<DateTime<Utc>>,
        /// When it ends, exclusive.
        ends_at: Field<DateTime<Utc>>,
        /// Languages spoken in the session (BCP 47).
        spoken_languages: Field<Vec<String>>,
        /// Whom it is for.
        level: Field<LevelValue>,
        /// Whether it takes place; confirmed when `null`.
        state: Field<StateValue>,
        /// Where it is streamed.
        livestream_url: Field<String>,
        /// Where its recording is.
        recording_url: Field<String>,
        /// Where its slides are.
        slides_url: Field<String>,
        /// More about it, in order.
        links: Field<Vec<LinkInput>>,
        /// Whether it must not be recorded.
        do_not_record: Field<bool>,
        /// Whether it is put forward.
        featured: Field<bool>,
        /// The guid that schedules exchange.
        guid: Field<String>,
        /// All who take part, in order.
        speakers: Field<Vec<ParticipationInput>>,
        /// All its tags, in order.
        tags: Field<Vec<Reference>>,
    }
}

/// Somebody takes part in a session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema, InputObject)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ParticipationInput {
    /// Who.
    pub speaker: Reference,
    /// As what; as a speaker when absent.
    #[serde(default)]
    #[graphql(default_with = "Role::Speaker")]
    pub role: Role,
}

impl Input for SessionInput {
    type Entity = session::Entity;

    fn references(&self) -> References<'_> {
        let speakers = self.speakers.value().into_iter().flatten();
        References::default()
            .with::<room::Entity>(name(&self.room))
            .with::<track::Entity>(name(&self.track))
            .with::<speaker::Entity>(speakers.map(|participation| &*participation.speaker))
            .with::<tag::Entity>(names(&self.tags))
    }

    fn apply(&self, state: &mut State<session::Entity>, find: &Find<'_>, faults: &mut Vec<Fault>) {
        let row = &mut state.row;
        row.event_uid = find.event;
        find.apply::<room::Entity>("room", &self.room, &mut row.room_uid, faults);
        find.apply::<track::Entity>("track", &self.track, &mut row.track_uid, faults);
        self.kind.apply_or(&mut row.kind, Default::default());
        self.starts_at.in_micros().apply(&mut row.starts_at);
        self.ends_at.in_micros().apply(&mut row.ends_at);
        self.spoken_languages.clone().map(Words).apply_or(&mut row.spoken_languages, Words::default());
        self.level.apply(&mut row.level);
        self.state.apply_or(&mut row.state, Default::default());
        self.livestream_url.clone().apply(&mut row.livestream_url);
        self.recording_url.clone().apply(&mut row.recording_url);
        self.slides_url.clone().apply(&mut row.slides_url);
        LinkInput::apply(&self.links, &mut row.links);
        self.do_not_record.apply_or(&mut row.do_not_record, false);
        self.featured.apply_or(&mut row.featured, false);
        self.guid.clone().apply(&mut row.guid);

        let session_uid = row.uid;
        if let Some(speakers) = self.speakers.or_empty() {
            let rows = &mut state.relations.participations;
            rows.clear();
            for (at, given) in speakers.iter().enumerate() {
                let field = format!("speakers.{at}.speaker");
                let Some(speaker_uid) = find.one::<speaker::Entity>(&field, &given.speaker, faults) else { continue };
                if rows.iter().all(|row| row.speaker_uid != speaker_uid) {
                    let position = i32::try_from(rows.len()).unwrap_or(i32::MAX);
                    rows.push(participation::Model { session_uid, speaker_uid, role: given.role.into(), position });
                }
            }
        }
        if let Some(tags) = find.all::<tag::Entity>("tags", &self.tags, faults) {
            let tag = |(tag_uid, position)| session_tag::Model { session_uid, tag_uid, position };
            state.relations.tags = tags.into_iter().map(tag).collect();
        }
    }

    fn of(state: &State<session::Entity>) -> Self {
        let (row, relations) = (&state.row, &state.relations);
        let participation = |row: &participation::Model| ParticipationInput {
            speaker: named(row.speaker_uid),
            role: RoleValue::into(row.role),
        };
        Self {
            room: known(row.room_uid),
            track: known(row.track_uid),
            kind: Field::Value(row.kind),
            starts_at: Field::known(row.starts_at),
            ends_at: Field::known(row.ends_at),
            spoken_languages: Field::Value(row.spoken_languages.0.clone()),
            level: Field::known(row.level),
            state: Field::Value(row.state),
            livestream_url: Field::known(row.livestream_url.clone()),
            recording_url: Field::known(row.recording_url.clone()),
            slides_url: Field::known(row.slides_url.clone()),
            links: LinkInput::of(&row.links),
            do_not_record: Field::Value(row.do_not_record),
            featured: Field::Value(row.featured),
            guid: Field::known(row.guid.clone()),
            speakers: Field::Value(relations.participations.iter().map(participation).collect()),
            tags: Field::Value(relations.tags.iter().map(|row| named(row.tag_uid)).collect()),
            ..Self::default()
        }
    }
}
