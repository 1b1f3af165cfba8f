//! `GET /events/{slug}/bundle.json`: all that an app shows of an event, in one document for each language, to be kept on
//! a phone. The JSON Schema of it is `api/bundle.schema.json` (`tribune schema --bundle`).

use actix_web::{HttpRequest, HttpResponse, web};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveTime, Utc};
use entity::{
    ContentRow, company, event, post, room, speaker, tag, tier, track,
    value::{AttendanceMode, Link, Role, SessionKind, SessionLevel, SessionState},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    programme::{Items, Programme, Session},
    versions::Versions,
};
use crate::{
    Error, Result,
    content::{
        Content, Localized,
        connection::whole,
        list::{Via, pairs},
    },
    export::{self, Export, JSON, parameters},
    server::App,
};

/// Bytes of a hash that tell one version from another.
const HASH: usize = 16;

/// The address as it is asked.
#[derive(Deserialize)]
struct Parameters {
    /// Only the version is wanted.
    hash: Option<String>,
    /// Only what differs from this version is wanted.
    since: Option<String>,
}

/// All that an app shows of an event, in one language.
///
/// Things name each other by `uid`, as in GraphQL. Texts are Markdown where GraphQL says so, and in the language of the
/// reader, or in another one when there is none. What `?since` answers with makes of the earlier bundle the present one:
/// its things replace those with the same `uid`, or are added, and what is `gone` is dropped; all else is whole.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Bundle {
    /// What tells this from any other state. `?hash` answers with it alone, `?since=VERSION` with what differs.
    version: String,
    /// Whether this is all there is. Else the lists of things with a uid have only those that are new or differ.
    complete: bool,
    /// The uids of what is not to be shown any more.
    gone: Vec<Uuid>,
    #[serde(flatten)]
    content: BundleContent,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundleContent {
    /// The language that was asked for (BCP 47).
    locale: String,
    event: BundleEvent,
    /// In order.
    rooms: Vec<BundleRoom>,
    /// In order.
    tracks: Vec<BundleTrack>,
    /// By start; what is not scheduled comes last.
    sessions: Vec<BundleSession>,
    /// In the order of their first session, then those who wrote posts.
    speakers: Vec<BundleSpeaker>,
    /// Sponsors in order, then whom speakers work for, then those that posts speak for.
    companies: Vec<BundleCompany>,
    /// The ranks of sponsors, the highest first.
    tiers: Vec<BundleTier>,
    /// Who supports the event, in order.
    sponsorships: Vec<BundleSponsorship>,
    tags: Vec<BundleTag>,
    /// The newest first.
    posts: Vec<BundlePost>,
}

/// What every thing has.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Head {
    uid: Uuid,
    slug: String,
    /// Its page on the site, when the server knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    page_url: Option<String>,
    /// When what is seen of it last changed.
    changed_at: DateTime<Utc>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundleEvent {
    #[serde(flatten)]
    head: Head,
    name: Option<String>,
    tagline: Option<String>,
    description: Option<String>,
    venue_name: Option<String>,
    address: Option<String>,
    city: Option<String>,
    /// ISO 3166-1 alpha-2.
    country: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    starts_at: DateTime<Utc>,
    /// Exclusive.
    ends_at: DateTime<Utc>,
    /// IANA name; all local times of the event are in it.
    time_zone: String,
    /// Local time at which a day of the programme begins.
    day_starts_at: NaiveTime,
    attendance_mode: AttendanceMode,
    hashtags: Vec<String>,
    website: Option<String>,
    livestream_url: Option<String>,
    cover_url: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundleRoom {
    #[serde(flatten)]
    head: Head,
    /// Order among the rooms.
    position: i32,
    name: Option<String>,
    description: Option<String>,
    /// Seats.
    capacity: Option<i32>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundleTrack {
    #[serde(flatten)]
    head: Head,
    /// Order among the tracks.
    position: i32,
    name: Option<String>,
    description: Option<String>,
    /// `#rrggbb`.
    colour: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundleSession {
    #[serde(flatten)]
    head: Head,
    title: Option<String>,
    subtitle: Option<String>,
    r#abstract: Option<String>,
    description: Option<String>,
    kind: SessionKind,
    state: SessionState,
    level: Option<SessionLevel>,
    /// Null: not scheduled yet.
    starts_at: Option<DateTime<Utc>>,
    /// Exclusive.
    ends_at: Option<DateTime<Utc>>,
    room: Option<Uuid>,
    track: Option<Uuid>,
    /// BCP 47.
    spoken_languages: Vec<String>,
    speakers: Vec<BundleParticipation>,
    tags: Vec<Uuid>,
    livestream_url: Option<String>,
    recording_url: Option<String>,
    slides_url: Option<String>,
    links: Vec<Link>,
    do_not_record: bool,
    featured: bool,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundleParticipation {
    speaker: Uuid,
    role: Role,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundleSpeaker {
    #[serde(flatten)]
    head: Head,
    name: String,
    pronouns: Option<String>,
    job_title: Option<String>,
    bio: Option<String>,
    /// Whom the speaker works for.
    company: Option<Uuid>,
    photo_url: Option<String>,
    links: Vec<Link>,
    /// BCP 47.
    languages: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundleCompany {
    #[serde(flatten)]
    head: Head,
    name: String,
    description: Option<String>,
    website: Option<String>,
    logo_url: Option<String>,
    links: Vec<Link>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundleTier {
    #[serde(flatten)]
    head: Head,
    /// Order among the tiers.
    position: i32,
    name: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundleSponsorship {
    company: Uuid,
    tier: Option<Uuid>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundleTag {
    #[serde(flatten)]
    head: Head,
    label: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct BundlePost {
    #[serde(flatten)]
    head: Head,
    title: Option<String>,
    excerpt: Option<String>,
    body: Option<String>,
    published_at: Option<DateTime<Utc>>,
    /// A speaker.
    author: Option<Uuid>,
    /// The company that it speaks for.
    company: Option<Uuid>,
    cover_url: Option<String>,
    /// Where it was first published, when that was elsewhere.
    canonical_url: Option<String>,
}

/// `GET /events/{slug}/bundle.json`.
pub async fn document(request: HttpRequest, slug: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    export::serve(&request, &app, JSON, async |export| {
        bundle(&slug, &parameters(&request)?, &app.bundles, export).await
    })
    .await
}

async fn bundle(event: &str, parameters: &Parameters, versions: &Versions, export: &Export<'_>) -> Result<String> {
    let programme = Programme::named(event, export).await?;
    let event = programme.event.row().uid;
    let content = content(&programme, export).await?;
    let bundle = Bundle { version: String::new(), complete: true, gone: Vec::new(), content };
    let mut bundle = serde_json::to_value(&bundle).map_err(|error| Error::Internal(error.to_string()))?;
    let version = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(bundle.to_string())[..HASH]);
    if parameters.hash.is_some() {
        return Ok(json!({ "version": version }).to_string());
    }
    bundle["version"] = version.into();
    let items = versions.keep(event, &bundle);
    if let Some(since) = &parameters.since {
        versions.reduce(event, since, &items, &mut bundle);
    }
    Ok(bundle.to_string())
}

async fn content(programme: &Programme, export: &Export<'_>) -> Result<BundleContent> {
    let event = &programme.event;
    let via = Via::Pairs("post_event", "post", |_| pairs("post_event", "post_uid", "event_uid"));
    let posts = whole::<post::Entity>(&export.rows, event.row().uid, via, &export.chain).await?;
    posts.iter().for_each(|post| export.note(post));
    let authors = posts.iter().filter_map(|post| post.row().author_uid);
    let speakers = programme.speakers.with(authors, export).await?;
    let employers = speakers.iter().map(|speaker| speaker.row().company_uid);
    let companies = employers.chain(posts.iter().map(|post| post.row().company_uid)).flatten();
    let companies = programme.companies.with(companies, export).await?;
    Ok(BundleContent {
        locale: export.locale().to_string(),
        event: of_event(event, export),
        rooms: programme.rooms.iter().map(|room| of_room(room, export)).collect(),
        tracks: programme.tracks.iter().map(|track| of_track(track, export)).collect(),
        sessions: programme.sessions.iter().map(|session| of_session(session, programme, export)).collect(),
        speakers: speakers.iter().map(|speaker| of_speaker(speaker, &companies, export)).collect(),
        companies: companies.iter().map(|company| of_company(company, export)).collect(),
        tiers: programme.tiers.iter().map(|tier| of_tier(tier, export)).collect(),
        sponsorships: programme
            .sponsorships
            .iter()
            .map(|row| BundleSponsorship { company: row.company_uid, tier: programme.tiers.seen(row.tier_uid) })
            .collect(),
        tags: programme.tags.iter().map(|tag| of_tag(tag, export)).collect(),
        posts: posts.iter().map(|post| of_post(post, &speakers, &companies, export)).collect(),
    })
}

fn head<E: Content>(item: &Localized<E>, export: &Export<'_>) -> Head {
    Head {
        uid: item.row().uid(),
        slug: item.row().slug().to_owned(),
        page_url: export.addresses.page_of(item, export.locale()),
        changed_at: export::changed_at(item),
    }
}

fn of_event(event: &Localized<event::Entity>, export: &Export<'_>) -> BundleEvent {
    let row = event.row().clone();
    BundleEvent {
        head: head(event, export),
        name: export.text(event, |row| row.name.as_deref()),
        tagline: export.text(event, |row| row.tagline.as_deref()),
        description: export.text(event, |row| row.description.as_deref()),
        venue_name: export.text(event, |row| row.venue_name.as_deref()),
        address: row.address,
        city: row.city,
        country: row.country,
        latitude: row.latitude,
        longitude: row.longitude,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        time_zone: row.time_zone,
        day_starts_at: row.day_starts_at,
        attendance_mode: row.attendance_mode,
        hashtags: row.hashtags.0,
        website: row.website,
        livestream_url: row.livestream_url,
        cover_url: row.cover_url,
    }
}

fn of_room(room: &Localized<room::Entity>, export: &Export<'_>) -> BundleRoom {
    BundleRoom {
        head: head(room, export),
        position: room.row().position,
        name: export.text(room, |row| row.name.as_deref()),
        description: export.text(room, |row| row.description.as_deref()),
        capacity: room.row().capacity,
    }
}

fn of_track(track: &Localized<track::Entity>, export: &Export<'_>) -> BundleTrack {
    BundleTrack {
        head: head(track, export),
        position: track.row().position,
        name: export.text(track, |row| row.name.as_deref()),
        description: export.text(track, |row| row.description.as_deref()),
        colour: track.row().colour.clone(),
    }
}

fn of_session(session: &Session, programme: &Programme, export: &Export<'_>) -> BundleSession {
    let (content, row) = (&session.content, session.row().clone());
    let speakers = session.participations.iter().map(|(role, speaker)| (*role, *speaker));
    BundleSession {
        head: head(content, export),
        title: export.text(content, |row| row.title.as_deref()),
        subtitle: export.text(content, |row| row.subtitle.as_deref()),
        r#abstract: export.text(content, |row| row.r#abstract.as_deref()),
        description: export.text(content, |row| row.description.as_deref()),
        kind: row.kind,
        state: row.state,
        level: row.level,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        room: programme.rooms.seen(row.room_uid),
        track: programme.tracks.seen(row.track_uid),
        spoken_languages: row.spoken_languages.0,
        speakers: speakers.map(|(role, speaker)| BundleParticipation { speaker, role }).collect(),
        tags: session.tags.clone(),
        livestream_url: row.livestream_url,
        recording_url: row.recording_url,
        slides_url: row.slides_url,
        links: row.links.0,
        do_not_record: row.do_not_record,
        featured: row.featured,
    }
}

fn of_speaker(
    speaker: &Localized<speaker::Entity>,
    companies: &Items<company::Entity>,
    export: &Export<'_>,
) -> BundleSpeaker {
    let row = speaker.row().clone();
    BundleSpeaker {
        head: head(speaker, export),
        name: row.name,
        pronouns: row.pronouns,
        job_title: export.text(speaker, |row| row.job_title.as_deref()),
        bio: export.text(speaker, |row| row.bio.as_deref()),
        company: companies.seen(row.company_uid),
        photo_url: row.photo_url,
        links: row.links.0,
        languages: row.languages.0,
    }
}

fn of_company(company: &Localized<company::Entity>, export: &Export<'_>) -> BundleCompany {
    let row = company.row().clone();
    BundleCompany {
        head: head(company, export),
        name: row.name,
        description: export.text(company, |row| row.description.as_deref()),
        website: row.website,
        logo_url: row.logo_url,
        links: row.links.0,
    }
}

fn of_tier(tier: &Localized<tier::Entity>, export: &Export<'_>) -> BundleTier {
    BundleTier {
        head: head(tier, export),
        position: tier.row().position,
        name: export.text(tier, |row| row.name.as_deref()),
    }
}

fn of_tag(tag: &Localized<tag::Entity>, export: &Export<'_>) -> BundleTag {
    BundleTag { head: head(tag, export), label: export.text(tag, |row| row.label.as_deref()) }
}

fn of_post(
    post: &Localized<post::Entity>,
    speakers: &Items<speaker::Entity>,
    companies: &Items<company::Entity>,
    export: &Export<'_>,
) -> BundlePost {
    let row = post.row().clone();
    BundlePost {
        head: head(post, export),
        title: export.text(post, |row| row.title.as_deref()),
        excerpt: export.text(post, |row| row.excerpt.as_deref()),
        body: export.text(post, |row| row.body.as_deref()),
        published_at: row.published_at,
        author: speakers.seen(row.author_uid),
        company: companies.seen(row.company_uid),
        cover_url: row.cover_url,
        canonical_url: row.canonical_url,
    }
}

/// The JSON Schema of a bundle: `api/bundle.schema.json`.
pub fn schema() -> String {
    serde_json::to_string_pretty(&schemars::schema_for!(Bundle)).expect("a schema is plain JSON") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_file_is_that_of_the_code() {
        let committed = include_str!("../../bundle.schema.json");

        assert_eq!(committed, schema(), "`make schema` writes it");
    }
}
