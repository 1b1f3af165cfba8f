//! How the items of a document become content: which field goes where.

use chrono::{DateTime, NaiveTime, SubsecRound};
use entity::{
    company, event, participation, post, post_event, post_session, post_tag, room, series, session, session_tag,
    speaker, sponsorship, tag, tier, track,
    value::{Links, Words},
};
use sea_orm::ModelTrait;
use uuid::Uuid;

use super::{
    document::{self, Field, Item, Texts},
    names::Names,
};
use crate::content::{Content, Translation, write::State};

/// An item that becomes content of one type.
pub trait Importable: Item<Texts: Texts> {
    type Entity: Content;

    /// Whether a slug is identity also for a thing that has names elsewhere.
    const SLUG_IDENTIFIES: bool = false;

    /// The names that the item refers to, for looking them up beforehand.
    fn references(&self) -> References<'_>;

    /// Puts the item's own fields into the row, and its relations. What a name does not find is told to `lost`.
    fn apply(&self, state: &mut State<Self::Entity>, find: &Find<'_>, lost: &mut Vec<String>);
}

/// Names by type.
#[derive(Default)]
pub struct References<'i> {
    pub series: Vec<&'i str>,
    pub companies: Vec<&'i str>,
    pub speakers: Vec<&'i str>,
    pub tags: Vec<&'i str>,
    pub events: Vec<&'i str>,
    pub sessions: Vec<&'i str>,
    pub rooms: Vec<&'i str>,
    pub tracks: Vec<&'i str>,
    pub tiers: Vec<&'i str>,
}

/// Finds what names mean, in the event that the item is part of.
pub struct Find<'n> {
    pub names: &'n Names,
    /// The nil uid for what is part of no event.
    pub event: Uuid,
}

impl Find<'_> {
    fn one<E: Content>(&self, name: &str, lost: &mut Vec<String>) -> Option<Uuid> {
        let scope = if E::SLUG_IN_PARENT { self.event } else { Uuid::nil() };
        let found = self.names.get::<E>(scope, name);
        if found.is_none() {
            lost.push(format!("{} `{name}`", E::KIND));
        }
        found
    }

    fn apply<E: Content>(&self, field: &Field<String>, place: &mut Option<Uuid>, lost: &mut Vec<String>) {
        match field {
            Field::Absent => {}
            Field::Null => *place = None,
            Field::Value(name) => *place = self.one::<E>(name, lost),
        }
    }

    /// The uids of a list of names, each once, with their places in it.
    fn all<E: Content>(&self, names: &[String], lost: &mut Vec<String>) -> Vec<(Uuid, i32)> {
        let mut uids: Vec<Uuid> = Vec::with_capacity(names.len());
        for uid in names.iter().filter_map(|name| self.one::<E>(name, lost)) {
            if !uids.contains(&uid) {
                uids.push(uid);
            }
        }
        uids.into_iter().zip(0..).collect()
    }
}

/// Puts the texts of one locale into its row.
pub fn apply_texts<E: Content>(texts: &impl Texts, row: &mut Translation<E>) {
    for text in E::TEXTS {
        let name = sea_orm::IdenStatic::as_str(&text.column);
        let given = match texts.text(name) {
            None | Some(Field::Absent) => continue,
            Some(Field::Null) => None,
            Some(Field::Value(text)) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        };
        row.set(text.column, given.into());
    }
}

/// A list of names, none when the field is absent.
fn names(field: &Field<Vec<String>>) -> Vec<&str> {
    field.value().into_iter().flatten().map(String::as_str).collect()
}

fn name(field: &Field<String>) -> Vec<&str> {
    field.value().map(String::as_str).into_iter().collect()
}

fn words(field: &Field<Vec<String>>, place: &mut Words) {
    field.clone().map(Words).apply_or(place, Words::default());
}

fn links(field: &Field<Vec<document::Link>>, place: &mut Links) {
    field.clone().map(Links).apply_or(place, Links::default());
}

impl Importable for document::Tag {
    type Entity = tag::Entity;

    fn references(&self) -> References<'_> {
        References::default()
    }

    fn apply(&self, _: &mut State<tag::Entity>, _: &Find<'_>, _: &mut Vec<String>) {}
}

impl Importable for document::Series {
    type Entity = series::Entity;

    fn references(&self) -> References<'_> {
        References::default()
    }

    fn apply(&self, _: &mut State<series::Entity>, _: &Find<'_>, _: &mut Vec<String>) {}
}

impl Importable for document::Company {
    type Entity = company::Entity;

    fn references(&self) -> References<'_> {
        References::default()
    }

    fn apply(&self, state: &mut State<company::Entity>, _: &Find<'_>, _: &mut Vec<String>) {
        let row = &mut state.row;
        self.name.clone().apply_or(&mut row.name, String::new());
        self.website.clone().apply(&mut row.website);
        self.logo_url.clone().apply(&mut row.logo_url);
        links(&self.links, &mut row.links);
    }
}

impl Importable for document::Speaker {
    type Entity = speaker::Entity;

    fn references(&self) -> References<'_> {
        References { companies: name(&self.company), ..References::default() }
    }

    fn apply(&self, state: &mut State<speaker::Entity>, find: &Find<'_>, lost: &mut Vec<String>) {
        let row = &mut state.row;
        self.name.clone().apply_or(&mut row.name, String::new());
        self.pronouns.clone().apply(&mut row.pronouns);
        find.apply::<company::Entity>(&self.company, &mut row.company_uid, lost);
        self.photo_url.clone().apply(&mut row.photo_url);
        links(&self.links, &mut row.links);
        words(&self.languages, &mut row.languages);
    }
}

impl Importable for document::Event {
    type Entity = event::Entity;
    const SLUG_IDENTIFIES: bool = true;

    fn references(&self) -> References<'_> {
        let sponsorships = || self.sponsorships.value().into_iter().flatten();
        References {
            series: name(&self.series),
            companies: sponsorships().map(|sponsorship| sponsorship.company.as_str()).collect(),
            ..References::default()
        }
    }

    fn apply(&self, state: &mut State<event::Entity>, find: &Find<'_>, lost: &mut Vec<String>) {
        let is_new = state.row.uid.is_nil();
        let row = &mut state.row;
        find.apply::<series::Entity>(&self.series, &mut row.series_uid, lost);
        self.edition.apply(&mut row.edition);
        self.starts_at.in_micros().apply_or(&mut row.starts_at, DateTime::UNIX_EPOCH);
        self.ends_at.in_micros().apply_or(&mut row.ends_at, DateTime::UNIX_EPOCH);
        self.time_zone.clone().apply_or(&mut row.time_zone, String::new());
        let four = NaiveTime::from_hms_opt(4, 0, 0).unwrap_or_default();
        if is_new {
            row.day_starts_at = four;
        }
        self.day_starts_at.map(|time| time.trunc_subsecs(0)).apply_or(&mut row.day_starts_at, four);
        self.attendance_mode.apply_or(&mut row.attendance_mode, Default::default());
        self.address.clone().apply(&mut row.address);
        self.city.clone().apply(&mut row.city);
        self.country.clone().apply(&mut row.country);
        self.latitude.apply(&mut row.latitude);
        self.longitude.apply(&mut row.longitude);
        words(&self.hashtags, &mut row.hashtags);
        self.website.clone().apply(&mut row.website);
        self.livestream_url.clone().apply(&mut row.livestream_url);
        self.cover_url.clone().apply(&mut row.cover_url);
    }
}

impl document::Event {
    /// The sponsorships, which need the tiers that need the event.
    pub fn apply_sponsorships(&self, state: &mut State<event::Entity>, find: &Find<'_>, lost: &mut Vec<String>) {
        let Field::Value(sponsorships) = &self.sponsorships else {
            if self.sponsorships == Field::Null {
                state.relations.sponsorships.clear();
            }
            return;
        };
        let event_uid = state.row.uid;
        state.relations.sponsorships.clear();
        for sponsorship in sponsorships {
            let Some(company_uid) = find.one::<company::Entity>(&sponsorship.company, lost) else { continue };
            let tier_uid = sponsorship.tier.as_ref().and_then(|tier| find.one::<tier::Entity>(tier, lost));
            let rows = &mut state.relations.sponsorships;
            if rows.iter().all(|row| row.company_uid != company_uid) {
                let position = i32::try_from(rows.len()).unwrap_or(i32::MAX);
                rows.push(sponsorship::Model { event_uid, company_uid, tier_uid, position });
            }
        }
    }
}

impl Importable for document::Room {
    type Entity = room::Entity;

    fn references(&self) -> References<'_> {
        References::default()
    }

    fn apply(&self, state: &mut State<room::Entity>, find: &Find<'_>, _: &mut Vec<String>) {
        let row = &mut state.row;
        row.event_uid = find.event;
        self.capacity.apply(&mut row.capacity);
        self.position.apply_or(&mut row.position, 0);
        self.guid.clone().apply(&mut row.guid);
    }
}

impl Importable for document::Track {
    type Entity = track::Entity;

    fn references(&self) -> References<'_> {
        References::default()
    }

    fn apply(&self, state: &mut State<track::Entity>, find: &Find<'_>, _: &mut Vec<String>) {
        let row = &mut state.row;
        row.event_uid = find.event;
        self.colour.clone().apply(&mut row.colour);
        self.position.apply_or(&mut row.position, 0);
    }
}

impl Importable for document::Tier {
    type Entity = tier::Entity;

    fn references(&self) -> References<'_> {
        References::default()
    }

    fn apply(&self, state: &mut State<tier::Entity>, find: &Find<'_>, _: &mut Vec<String>) {
        state.row.event_uid = find.event;
        self.position.apply_or(&mut state.row.position, 0);
    }
}

impl Importable for document::Session {
    type Entity = session::Entity;

    fn references(&self) -> References<'_> {
        let speakers = self.speakers.value().into_iter().flatten();
        References {
            rooms: name(&self.room),
            tracks: name(&self.track),
            speakers: speakers.map(|participation| participation.speaker.as_str()).collect(),
            tags: names(&self.tags),
            ..References::default()
        }
    }

    fn apply(&self, state: &mut State<session::Entity>, find: &Find<'_>, lost: &mut Vec<String>) {
        let row = &mut state.row;
        row.event_uid = find.event;
        find.apply::<room::Entity>(&self.room, &mut row.room_uid, lost);
        find.apply::<track::Entity>(&self.track, &mut row.track_uid, lost);
        self.kind.apply_or(&mut row.kind, Default::default());
        self.starts_at.in_micros().apply(&mut row.starts_at);
        self.ends_at.in_micros().apply(&mut row.ends_at);
        words(&self.spoken_languages, &mut row.spoken_languages);
        self.level.apply(&mut row.level);
        self.state.apply_or(&mut row.state, Default::default());
        self.livestream_url.clone().apply(&mut row.livestream_url);
        self.recording_url.clone().apply(&mut row.recording_url);
        self.slides_url.clone().apply(&mut row.slides_url);
        links(&self.links, &mut row.links);
        self.do_not_record.apply_or(&mut row.do_not_record, false);
        self.featured.apply_or(&mut row.featured, false);
        self.guid.clone().apply(&mut row.guid);

        let session_uid = row.uid;
        if let Some(speakers) = self.speakers.or_empty() {
            let rows = &mut state.relations.participations;
            rows.clear();
            for given in speakers {
                let Some(speaker_uid) = find.one::<speaker::Entity>(&given.speaker, lost) else { continue };
                if rows.iter().all(|row| row.speaker_uid != speaker_uid) {
                    let position = i32::try_from(rows.len()).unwrap_or(i32::MAX);
                    rows.push(participation::Model { session_uid, speaker_uid, role: given.role, position });
                }
            }
        }
        if let Some(tags) = self.tags.or_empty() {
            let tags = find.all::<tag::Entity>(tags, lost).into_iter();
            state.relations.tags =
                tags.map(|(tag_uid, position)| session_tag::Model { session_uid, tag_uid, position }).collect();
        }
    }
}

impl Importable for document::Post {
    type Entity = post::Entity;

    fn references(&self) -> References<'_> {
        References {
            speakers: name(&self.author),
            companies: name(&self.company),
            events: names(&self.events),
            sessions: names(&self.sessions),
            tags: names(&self.tags),
            ..References::default()
        }
    }

    fn apply(&self, state: &mut State<post::Entity>, find: &Find<'_>, lost: &mut Vec<String>) {
        let row = &mut state.row;
        find.apply::<speaker::Entity>(&self.author, &mut row.author_uid, lost);
        find.apply::<company::Entity>(&self.company, &mut row.company_uid, lost);
        self.canonical_url.clone().apply(&mut row.canonical_url);
        self.cover_url.clone().apply(&mut row.cover_url);
        let post_uid = row.uid;
        if let Some(events) = self.events.or_empty() {
            let events = find.all::<event::Entity>(events, lost).into_iter();
            state.relations.events =
                events.map(|(event_uid, position)| post_event::Model { post_uid, event_uid, position }).collect();
        }
        if let Some(sessions) = self.sessions.or_empty() {
            let sessions = find.all::<session::Entity>(sessions, lost).into_iter();
            state.relations.sessions = sessions
                .map(|(session_uid, position)| post_session::Model { post_uid, session_uid, position })
                .collect();
        }
        if let Some(tags) = self.tags.or_empty() {
            let tags = find.all::<tag::Entity>(tags, lost).into_iter();
            state.relations.tags =
                tags.map(|(tag_uid, position)| post_tag::Model { post_uid, tag_uid, position }).collect();
        }
    }
}
