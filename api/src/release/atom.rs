//! `GET /events/{slug}/changes.atom`: what changed of a programme, for feed readers (RFC 4287). Each change is an entry, so
//! that a session that is moved twice is news twice.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::{event, room, speaker};

use super::{
    changes::{ProgrammeChange, ProgrammeChangeKind, SessionSnapshot},
    document::{Parameters, asked},
};
use crate::{
    Error, Result,
    content::formatted::Styles,
    export::{
        self, Export,
        atom::{MEDIA_TYPE, NAMESPACE, instant, link, made_of, person, urn},
        xml::Xml,
    },
    server::App,
};

/// Entries of a feed, the latest of all changes.
const MOST: usize = 100;

/// A change as a reader sees it.
struct Entry {
    id: String,
    title: String,
    updated_at: DateTime<Utc>,
    page_url: Option<String>,
    /// `term`: the word for the kind.
    kind: &'static str,
    text: String,
}

/// `GET /events/{slug}/changes.atom`.
pub async fn document(request: HttpRequest, slug: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    let Ok(parameters) = web::Query::<Parameters>::from_query(request.query_string()) else {
        return app.refuse(&request, &Error::NoSuchAddress);
    };
    export::serve(&request, &app, MEDIA_TYPE, async |export| atom(&slug, &parameters, export).await).await
}

async fn atom(slug: &str, parameters: &Parameters, export: &Export<'_>) -> Result<Vec<u8>> {
    let event = export.named::<event::Entity>(slug).await?;
    let (span, mut changes) = asked(&event, parameters, export).await?;
    changes.sort_by_key(|change| std::cmp::Reverse(change.at));
    changes.truncate(MOST);
    let zone = event.row().time_zone.parse().unwrap_or(Tz::UTC);
    let mut entries = Vec::with_capacity(changes.len());
    for change in &changes {
        entries.push(entry(change, zone, export).await?);
    }
    let name = export.text(&event, |row| row.name.as_deref()).unwrap_or_default();
    let title = export.say("feed-changes-of-event", vec![("event", name.clone().into())]);
    let updated_at =
        entries.iter().map(|entry| entry.updated_at).max().unwrap_or(span.since.max(event.row().updated_at));
    let locale = export.locale().as_str();
    let path = format!("/events/{}/changes.atom?locale={locale}", event.row().slug);
    Ok(Xml::document("feed", &[("xmlns", NAMESPACE), ("xml:lang", locale)], |xml| {
        xml.text("id", &[], &urn(made_of(format!("changes {} {locale}", event.row().uid).as_bytes())));
        xml.text("title", &[], &title);
        xml.text("updated", &[], &instant(updated_at));
        person(xml, &name, None);
        xml.text("generator", &[("version", env!("CARGO_PKG_VERSION"))], "Tribune");
        if export.addresses.server().is_some() {
            link(xml, "self", &export.addresses.of_path(&path), &[("type", "application/atom+xml")]);
        }
        if let Some(page) = export.addresses.page_of(&event, export.locale()) {
            link(xml, "alternate", &page, &[("type", "text/html"), ("hreflang", locale)]);
        }
        entries.iter().for_each(|entry| write(xml, entry));
    }))
}

fn write(xml: &mut Xml, entry: &Entry) {
    xml.element("entry", &[], |xml| {
        xml.text("id", &[], &entry.id);
        xml.text("title", &[], &entry.title);
        xml.text("updated", &[], &instant(entry.updated_at));
        if let Some(page) = &entry.page_url {
            link(xml, "alternate", page, &[("type", "text/html")]);
        }
        xml.empty("category", &[("term", entry.kind)]);
        xml.text("content", &[], &entry.text);
    });
}

async fn entry(change: &ProgrammeChange, zone: Tz, export: &Export<'_>) -> Result<Entry> {
    let session = change.session.as_ref().map(|session| &session.0);
    session.into_iter().for_each(|session| export.note(session));
    export.note_change(change.at.0);
    let shown = change.after.as_ref().or(change.before.as_ref());
    let title = shown.and_then(|shown| export.text(&shown.session, |row| row.title.as_deref())).unwrap_or_default();
    let before = told(change.before.as_ref(), change.kind, zone, export).await?;
    let after = told(change.after.as_ref(), change.kind, zone, export).await?;
    let text = match (before, after) {
        (Some(before), Some(after)) if before != after => {
            export.say("change-from-to", vec![("before", before.into()), ("after", after.into())])
        }
        (before, after) => after.or(before).unwrap_or_default(),
    };
    let word = change.kind.word();
    let name = format!("{word} {} {} {}", *change.session_uid, change.at.0.timestamp_micros(), export.locale());
    Ok(Entry {
        id: urn(made_of(name.as_bytes())),
        title: export.say(message(change.kind), vec![("title", title.into())]),
        updated_at: change.at.0,
        page_url: session.and_then(|session| export.addresses.page_of(session, export.locale())),
        kind: word,
        text,
    })
}

/// The Fluent message of a kind of change.
fn message(kind: ProgrammeChangeKind) -> &'static str {
    match kind {
        ProgrammeChangeKind::Added => "change-added",
        ProgrammeChangeKind::Cancelled => "change-cancelled",
        ProgrammeChangeKind::MovedInTime => "change-moved-in-time",
        ProgrammeChangeKind::MovedInRoom => "change-moved-in-room",
        ProgrammeChangeKind::Retitled => "change-retitled",
        ProgrammeChangeKind::SpeakersChanged => "change-speakers",
        ProgrammeChangeKind::LanguageChanged => "change-language",
        ProgrammeChangeKind::TextChanged => "change-text",
    }
}

/// What a kind of change is about, as it was at one end.
async fn told(
    snapshot: Option<&SessionSnapshot>,
    kind: ProgrammeChangeKind,
    zone: Tz,
    export: &Export<'_>,
) -> Result<Option<String>> {
    let Some(SessionSnapshot { session, speakers }) = snapshot else { return Ok(None) };
    let (row, formatter) = (session.row(), export.formatter());
    Ok(match kind {
        ProgrammeChangeKind::Added | ProgrammeChangeKind::Cancelled | ProgrammeChangeKind::MovedInTime => {
            match (row.starts_at, row.ends_at) {
                (Some(from), Some(until)) => Some(formatter.span(from, until, zone, Styles::default())?),
                (Some(from), None) => Some(formatter.instant(from, zone, Styles::default())?),
                (None, _) => None,
            }
        }
        ProgrammeChangeKind::MovedInRoom => match row.room_uid {
            Some(uid) => {
                let room = export.rows.get::<room::Entity>(uid, &export.chain).await?;
                room.and_then(|room| export.text(&room, |row| row.name.as_deref()))
            }
            None => None,
        },
        ProgrammeChangeKind::Retitled => export.text(session, |row| row.title.as_deref()),
        ProgrammeChangeKind::SpeakersChanged => {
            let speakers = export.rows.many::<speaker::Entity>(speakers.iter().copied(), &export.chain).await?;
            let names: Vec<&str> = speakers.iter().map(|speaker| speaker.row().name.as_str()).collect();
            if names.is_empty() { None } else { Some(formatter.list(&names)?) }
        }
        ProgrammeChangeKind::LanguageChanged => {
            let names = formatter.languages(&row.spoken_languages.0);
            if names.is_empty() { None } else { Some(formatter.list(&names)?) }
        }
        // As it is now: what was corrected does not live on.
        ProgrammeChangeKind::TextChanged => export.text(session, |row| row.r#abstract.as_deref()),
    })
}
