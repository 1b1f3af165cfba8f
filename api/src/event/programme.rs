//! An event with all that belongs to it, as anybody may see it in one language: what its documents are written from.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use entity::{
    ContentRow, company, event, participation, room, session, session_tag, speaker, sponsorship, tag, tier, track,
    value::Role,
};
use futures::future::{try_join, try_join_all, try_join5};
use uuid::Uuid;

use crate::{
    Result,
    content::{Content, Localized, connection::whole, list::Via},
    export::Export,
};

/// An event with all that belongs to it.
pub struct Programme {
    pub event: Localized<event::Entity>,
    /// In order.
    pub rooms: Items<room::Entity>,
    /// In order.
    pub tracks: Items<track::Entity>,
    /// Sponsor tiers, the highest first.
    pub tiers: Items<tier::Entity>,
    /// By start; what is not scheduled comes last.
    pub sessions: Vec<Session>,
    /// Whoever takes part in a session, in the order of their first one.
    pub speakers: Items<speaker::Entity>,
    /// Sponsors in order, then whom speakers work for.
    pub companies: Items<company::Entity>,
    /// What sessions are found by.
    pub tags: Items<tag::Entity>,
    /// Who supports the event, in order.
    pub sponsorships: Vec<sponsorship::Model>,
}

/// A session with what it names.
pub struct Session {
    pub content: Localized<session::Entity>,
    /// Who takes part, in order; whoever is hidden is not among them.
    pub participations: Vec<(Role, Uuid)>,
    /// Its tags, in order.
    pub tags: Vec<Uuid>,
}

/// Things of one type in an order, found by their uid.
pub struct Items<E: Content> {
    items: Vec<Localized<E>>,
    places: HashMap<Uuid, usize>,
}

impl<E: Content> Items<E> {
    fn new(items: Vec<Localized<E>>) -> Self {
        let places = items.iter().enumerate().map(|(place, item)| (item.row().uid(), place)).collect();
        Self { items, places }
    }

    pub fn get(&self, uid: Uuid) -> Option<&Localized<E>> {
        self.items.get(*self.places.get(&uid)?)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Localized<E>> {
        self.items.iter()
    }

    /// What something names, when anybody may see it.
    pub fn seen(&self, named: Option<Uuid>) -> Option<Uuid> {
        named.filter(|uid| self.places.contains_key(uid))
    }

    /// These, then what `uids` name besides, in the order in which it is named first.
    pub async fn with(&self, uids: impl Iterator<Item = Uuid>, export: &Export<'_>) -> Result<Self> {
        let others = each::<E>(uids.filter(|uid| self.get(*uid).is_none()), export).await?;
        others.iter().for_each(|item| export.note(item));
        Ok(Self::new(self.iter().chain(others.iter()).cloned().collect()))
    }
}

impl Session {
    pub fn row(&self) -> &session::Model {
        self.content.row()
    }
}

impl Programme {
    /// The programme of the event that an address names.
    pub async fn named(name: &str, export: &Export<'_>) -> Result<Self> {
        let event = export.named::<event::Entity>(name).await?;
        let (rows, uid, chain) = (&export.rows, event.row().uid, &event.chain);
        let via = Via::Column("event_uid");
        let (sessions, rooms, tracks, tiers, sponsorships) = try_join5(
            whole::<session::Entity>(rows, uid, via, chain),
            whole(rows, uid, via, chain),
            whole(rows, uid, via, chain),
            whole(rows, uid, via, chain),
            rows.joined::<sponsorship::Entity>(uid),
        )
        .await?;
        let joined = sessions.iter().map(|session| joined(session.row().uid, export));
        let joined = try_join_all(joined).await?;
        let of_sessions =
            joined.iter().flat_map(|(participations, _)| participations.iter().map(|row| row.speaker_uid));
        let of_them = joined.iter().flat_map(|(_, tags)| tags.iter().map(|row| row.tag_uid));
        let (speakers, tags) =
            try_join(each::<speaker::Entity>(of_sessions, export), each::<tag::Entity>(of_them, export)).await?;
        let of_event = sponsorships.iter().map(|row| row.company_uid);
        let employers = speakers.iter().filter_map(|speaker| speaker.row().company_uid);
        let companies: Items<company::Entity> = each(of_event.chain(employers), export).await?;
        let sponsorships = sponsorships.iter().filter(|row| companies.get(row.company_uid).is_some());
        let session = |(content, (participations, of_session)): (_, Joined)| Session {
            content,
            participations: participations
                .iter()
                .filter(|row| speakers.get(row.speaker_uid).is_some())
                .map(|row| (row.role, row.speaker_uid))
                .collect(),
            tags: of_session.iter().map(|row| row.tag_uid).filter(|uid| tags.get(*uid).is_some()).collect(),
        };
        let programme = Self {
            rooms: Items::new(rooms),
            tracks: Items::new(tracks),
            tiers: Items::new(tiers),
            sessions: sessions.into_iter().zip(joined).map(session).collect(),
            sponsorships: sponsorships.cloned().collect(),
            event,
            speakers,
            companies,
            tags,
        };
        programme.note(export);
        Ok(programme)
    }

    /// Notes that a document shows all of it.
    fn note(&self, export: &Export<'_>) {
        export.note(&self.event);
        self.sessions.iter().for_each(|session| export.note(&session.content));
        self.rooms.iter().for_each(|item| export.note(item));
        self.tracks.iter().for_each(|item| export.note(item));
        self.tiers.iter().for_each(|item| export.note(item));
        self.speakers.iter().for_each(|item| export.note(item));
        self.companies.iter().for_each(|item| export.note(item));
        self.tags.iter().for_each(|item| export.note(item));
    }
}

type Joined = (Arc<Vec<participation::Model>>, Arc<Vec<session_tag::Model>>);

/// What a session names.
async fn joined(session: Uuid, export: &Export<'_>) -> Result<Joined> {
    let participations = export.rows.joined::<participation::Entity>(session);
    try_join(participations, export.rows.joined::<session_tag::Entity>(session)).await
}

/// What `uids` name, each once, in the order in which they are named first.
async fn each<E: Content>(uids: impl Iterator<Item = Uuid>, export: &Export<'_>) -> Result<Items<E>> {
    let mut seen = HashSet::new();
    let uids: Vec<Uuid> = uids.filter(|uid| seen.insert(*uid)).collect();
    Ok(Items::new(export.rows.many::<E>(uids, &export.chain).await?))
}
