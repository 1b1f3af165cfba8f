//! `GET /events/{slug}/changes.json`: what changed of a programme, for apps that tell their readers.

use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::ID;
use chrono::{DateTime, Utc};
use entity::{event, room, session, speaker, value::SessionState};
use futures::future::{try_join, try_join_all};
use serde::{Deserialize, Serialize};

use super::{
    Release,
    changes::{self, ProgrammeChange, SessionSnapshot},
};
use crate::{
    Result,
    content::{Localized, past::Span},
    export::{self, Export, JSON, parameters},
    server::App,
};

/// The address as it is asked: instants, or releases by slug or uid.
#[derive(Deserialize)]
pub struct Parameters {
    since: Option<String>,
    until: Option<String>,
}

/// What changed, as it is sent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    event: String,
    locale: String,
    since: DateTime<Utc>,
    /// Null: now.
    until: Option<DateTime<Utc>>,
    /// What to ask for next time: nothing that is told here is told again.
    cursor: DateTime<Utc>,
    changes: Vec<Change>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    kind: &'static str,
    at: DateTime<Utc>,
    /// The uid of the session.
    session: String,
    slug: Option<String>,
    page_url: Option<String>,
    before: Option<Snapshot>,
    after: Option<Snapshot>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    pub title: Option<String>,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    pub room: Option<String>,
    pub speakers: Vec<String>,
    pub spoken_languages: Vec<String>,
    state: SessionState,
}

/// `GET /events/{slug}/changes.json`.
pub async fn json(request: HttpRequest, slug: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    export::serve(&request, &app, JSON, async |export| document(&slug, &parameters(&request)?, export).await).await
}

async fn document(slug: &str, parameters: &Parameters, export: &Export<'_>) -> Result<String> {
    let event = export.named::<event::Entity>(slug).await?;
    let (span, changes) = asked(&event, parameters, export).await?;
    let cursor = changes.iter().map(|change| change.at.0).fold(span.since, Ord::max);
    let document = Document {
        event: event.row().uid.to_string(),
        locale: export.locale().to_string(),
        since: span.since,
        until: span.until,
        cursor,
        changes: try_join_all(changes.iter().map(|change| told_of(change, export))).await?,
    };
    export::json(&document)
}

/// The span of time that an address means, and what changed in it.
pub async fn asked(
    event: &Localized<event::Entity>,
    parameters: &Parameters,
    export: &Export<'_>,
) -> Result<(Span, Vec<ProgrammeChange>)> {
    let (uid, rows) = (event.row().uid, &export.rows);
    let releases = Release::of_event(uid, &export.chain, rows).await?;
    releases.iter().for_each(|release| export.note(&release.0));
    let instant = |argument, given: &Option<String>| given.as_deref().map(|given| moment(&releases, argument, given));
    let span = Span {
        since: instant("since", &parameters.since).transpose()?.unwrap_or_else(|| super::latest(&releases)),
        until: instant("until", &parameters.until).transpose()?,
    };
    Ok((span, changes::of_event(uid, span, &export.chain, rows).await?))
}

/// An instant, or that of a release.
fn moment(releases: &[Release], argument: &'static str, given: &str) -> Result<DateTime<Utc>> {
    match DateTime::parse_from_rfc3339(given) {
        Ok(instant) => Ok(instant.to_utc()),
        Err(_) => super::instant(releases, argument, &ID::from(given)),
    }
}

async fn told_of(change: &ProgrammeChange, export: &Export<'_>) -> Result<Change> {
    let session = change.session.as_ref().map(|session| &session.0);
    session.into_iter().for_each(|session| export.note(session));
    let (before, after) =
        try_join(snapshot(change.before.as_ref(), export), snapshot(change.after.as_ref(), export)).await?;
    Ok(Change {
        kind: change.kind.word(),
        at: change.at.0,
        session: change.session_uid.to_string(),
        slug: session.map(|session| session.row().slug.clone()),
        page_url: session.and_then(|session| export.addresses.page_of(session, export.locale())),
        before,
        after,
    })
}

/// A session as it was at one end, in the words of the reader.
pub async fn snapshot(snapshot: Option<&SessionSnapshot>, export: &Export<'_>) -> Result<Option<Snapshot>> {
    let Some(SessionSnapshot { session, speakers }) = snapshot else { return Ok(None) };
    let row: &session::Model = session.row();
    let (rows, chain) = (&export.rows, &export.chain);
    let (rooms, speakers) = try_join(
        rows.many::<room::Entity>(row.room_uid, chain),
        rows.many::<speaker::Entity>(speakers.iter().copied(), chain),
    )
    .await?;
    Ok(Some(Snapshot {
        title: export.text(session, |row| row.title.as_deref()),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        room: rooms.first().and_then(|room| export.text(room, |row| row.name.as_deref())),
        speakers: speakers.iter().map(|speaker| speaker.row().name.clone()).collect(),
        spoken_languages: row.spoken_languages.0.clone(),
        state: row.state,
    }))
}
