//! `GET /sessions/{slug}.ics`, and what all calendars share: which sessions, and what is said of each.

use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::ID;
use entity::{
    event, room, session, session_tag, tag, track,
    value::{AttendanceMode, SessionState},
};
use futures::future::{try_join_all, try_join5};
use uuid::Uuid;

use super::{Participation, Role, SessionFilter, time_zone};
use crate::{
    Error, Result,
    calendar::{Calendar, Conference, Entry, MEDIA_TYPE, Status, Text},
    content::{Content, Localized, Translation, connection::whole_of, list::Via, object::LocaleTag},
    event::of_part,
    export::{self, Export},
    locale::Locale,
    markdown::plain,
    server::App,
};

/// Which sessions of a list a calendar has. All that is given must hold.
#[derive(Debug, Default)]
pub struct Wanted {
    pub track: Option<Uuid>,
    pub room: Option<Uuid>,
    pub speaker: Option<Uuid>,
    pub language: Option<Locale>,
}

/// A session and all that its entry names.
struct Shown {
    session: Localized<session::Entity>,
    event: Localized<event::Entity>,
    room: Option<Localized<room::Entity>>,
    track: Option<Localized<track::Entity>>,
    participations: Vec<Participation>,
    tags: Vec<Localized<tag::Entity>>,
}

/// `GET /sessions/{slug}.ics`.
pub async fn document(request: HttpRequest, slug: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    export::serve(&request, &app, MEDIA_TYPE, async |export| calendar(&slug, export).await).await
}

async fn calendar(slug: &str, export: &Export<'_>) -> Result<String> {
    let session = export.named::<session::Entity>(slug).await?;
    let path = path(session.row().slug.as_str());
    let name = text(&session, |row| row.title.as_deref(), export).unwrap_or_default();
    let entries = entries(vec![session], export).await?;
    // What is not scheduled is in no calendar.
    let zone = entries.first().ok_or(Error::NoSuchAddress)?.zone;
    let url = entries.first().and_then(|entry| entry.url.clone());
    let calendar = Calendar { name, url, zone: Some(zone), entries, ..described(&path, "", export) };
    Ok(calendar.write())
}

/// The path of the calendar of a session.
pub fn path(slug: &str) -> String {
    format!("/sessions/{slug}.ics")
}

/// A calendar with what is the same for all. `filters` is the rest of its query: `&track=law`.
pub fn described(path: &str, filters: &str, export: &Export<'_>) -> Calendar {
    let address = export.addresses.of_path(&format!("{path}?locale={}{filters}", export.locale()));
    Calendar {
        source: export.addresses.server().map(|_| address),
        refresh: Some(chrono::TimeDelta::hours(1)),
        updated_at: export.changed_at(),
        ..Calendar::default()
    }
}

/// The scheduled sessions below a parent, by start.
pub async fn scheduled(
    parent: Uuid,
    via: Via,
    wanted: &Wanted,
    export: &Export<'_>,
) -> Result<Vec<Localized<session::Entity>>> {
    let named = |uid: Option<Uuid>| uid.map(|uid| ID::from(uid.to_string()));
    let filter = SessionFilter {
        track: named(wanted.track),
        room: named(wanted.room),
        speaker: named(wanted.speaker),
        spoken_language: wanted.language.as_ref().map(|language| LocaleTag::from(language.as_str())),
        scheduled: Some(true),
        ..SessionFilter::default()
    };
    whole_of(&export.rows, parent, via, filter, &export.chain).await
}

/// The entries of sessions, those that are not scheduled left out.
pub async fn entries(sessions: Vec<Localized<session::Entity>>, export: &Export<'_>) -> Result<Vec<Entry>> {
    let shown = try_join_all(sessions.into_iter().map(|session| Shown::of(session, export))).await?;
    Ok(shown.iter().filter_map(|shown| shown.entry(export)).collect())
}

/// A text with its language.
pub fn text<E: Content>(
    item: &Localized<E>,
    get: fn(&Translation<E>) -> Option<&str>,
    export: &Export<'_>,
) -> Option<Text> {
    let (locale, text) = export.text_and_locale(item, get)?;
    Some(Text { text, language: Some(locale.to_string()) })
}

impl Shown {
    async fn of(session: Localized<session::Entity>, export: &Export<'_>) -> Result<Self> {
        let (rows, chain, row) = (&export.rows, &export.chain, session.row());
        let (event, room, track, participations, tags) = try_join5(
            of_part(row.event_uid, chain, rows),
            maybe::<room::Entity>(row.room_uid, export),
            maybe::<track::Entity>(row.track_uid, export),
            Participation::of(&session, None, rows),
            rows.joined::<session_tag::Entity>(row.uid),
        )
        .await?;
        let tags = rows.many::<tag::Entity>(tags.iter().map(|row| row.tag_uid), chain).await?;
        let shown = Self { session, event, room, track, participations, tags };
        shown.note(export);
        Ok(shown)
    }

    /// Notes that the document shows all of it.
    fn note(&self, export: &Export<'_>) {
        export.note(&self.session);
        export.note(&self.event);
        self.room.iter().for_each(|room| export.note(room));
        self.track.iter().for_each(|track| export.note(track));
        self.participations.iter().for_each(|participation| export.note(&participation.speaker.0));
        self.tags.iter().for_each(|tag| export.note(tag));
    }

    /// Its entry; none when it is not scheduled.
    fn entry(&self, export: &Export<'_>) -> Option<Entry> {
        let (row, event) = (self.session.row(), self.event.row());
        let is_there = event.attendance_mode != AttendanceMode::Online;
        Some(Entry {
            uid: row.uid.to_string(),
            starts_at: row.starts_at?,
            ends_at: row.ends_at,
            zone: time_zone(event),
            summary: text(&self.session, |row| row.title.as_deref(), export)
                .unwrap_or_else(|| Text { text: row.slug.clone(), language: None }),
            description: self.description(export),
            location: self.location(export),
            geo: event.latitude.zip(event.longitude).filter(|_| is_there),
            url: export.addresses.page_of(&self.session, export.locale()),
            categories: self.categories(export),
            status: match row.state {
                SessionState::Tentative => Status::Tentative,
                SessionState::Confirmed => Status::Confirmed,
                SessionState::Cancelled => Status::Cancelled,
            },
            // Each change has a version of its own, the first of them 1.
            sequence: u32::try_from(row.version.saturating_sub(1)).unwrap_or_default(),
            created_at: row.created_at,
            updated_at: self.changed_at(),
            color: self.track.as_ref().and_then(|track| track.row().colour.clone()),
            image: None,
            conference: row.livestream_url.as_ref().map(|url| Conference {
                url: url.clone(),
                label: Some(said("calendar-livestream", Vec::new(), export)),
            }),
        })
    }

    /// When anything that its entry says last changed.
    fn changed_at(&self) -> chrono::DateTime<chrono::Utc> {
        let named = [
            self.room.as_ref().map(export::changed_at),
            self.track.as_ref().map(export::changed_at),
            // Of the event it has the zone and the place, which change with a version of the event.
            Some(self.event.row().updated_at),
        ];
        let people = self.participations.iter().map(|participation| export::changed_at(&participation.speaker.0));
        let tags = self.tags.iter().map(export::changed_at);
        let all = named.into_iter().flatten().chain(people).chain(tags);
        all.fold(export::changed_at(&self.session), chrono::DateTime::max)
    }

    /// What it is about, and who takes part: plain text.
    fn description(&self, export: &Export<'_>) -> Option<Text> {
        let about = [
            text(&self.session, |row| row.subtitle.as_deref(), export),
            text(&self.session, |row| row.r#abstract.as_deref(), export),
            text(&self.session, |row| row.description.as_deref(), export),
        ];
        let language = about.iter().flatten().find_map(|text| text.language.clone());
        let mut parts: Vec<String> = Vec::new();
        for text in about.iter().flatten().map(|text| plain(&text.text)) {
            // A description often begins with the abstract.
            parts.retain(|part| !text.starts_with(part.as_str()));
            parts.push(text);
        }
        parts.extend(self.people(export));
        parts.retain(|part| !part.is_empty());
        let language = language.or_else(|| Some(export.locale().to_string()));
        (!parts.is_empty()).then(|| Text { text: parts.join("\n\n"), language })
    }

    /// Who takes part, a line each for those who moderate and for the others.
    fn people(&self, export: &Export<'_>) -> Option<String> {
        let line = |id: &'static str, moderates: bool| {
            let people = self.participations.iter().filter(|one| (one.role == Role::Moderator) == moderates);
            let names: Vec<&str> = people.map(|one| one.speaker.0.row().name.as_str()).collect();
            let names = export.formatter().list(&names).ok().filter(|names| !names.is_empty())?;
            Some(said(id, vec![("names", names.into())], export).text)
        };
        let lines: Vec<String> =
            [line("calendar-speakers", false), line("calendar-moderators", true)].into_iter().flatten().collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// The room as it is called, by which programs tell rooms apart; without one, where the event takes place.
    fn location(&self, export: &Export<'_>) -> Option<Text> {
        if let Some(room) = &self.room {
            return text(room, |row| row.name.as_deref(), export);
        }
        let row = self.event.row();
        let venue = text(&self.event, |row| row.venue_name.as_deref(), export);
        let language = venue.as_ref().and_then(|venue| venue.language.clone());
        let parts: Vec<String> =
            [venue.map(|venue| venue.text), row.address.clone(), row.city.clone()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| Text { text: parts.join(", "), language })
    }

    fn categories(&self, export: &Export<'_>) -> Vec<Text> {
        let track = self.track.iter().filter_map(|track| text(track, |row| row.name.as_deref(), export));
        let tags = self.tags.iter().filter_map(|tag| text(tag, |row| row.label.as_deref(), export));
        track.chain(tags).collect()
    }
}

/// What Tribune says, as a text of the reader's language.
pub fn said(id: &'static str, args: crate::locale::messages::Args, export: &Export<'_>) -> Text {
    Text { text: export.say(id, args), language: Some(export.locale().to_string()) }
}

async fn maybe<E: Content>(uid: Option<Uuid>, export: &Export<'_>) -> Result<Option<Localized<E>>> {
    match uid {
        Some(uid) => export.rows.find(uid, &export.chain).await,
        None => Ok(None),
    }
}
