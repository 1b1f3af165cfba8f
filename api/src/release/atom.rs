//! `GET /events/{slug}/changes.atom`: what changed of a programme, for feed readers (RFC 4287). Each change is an entry, so
//! that a session that is moved twice is news twice.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::event;
use futures::future::{try_join, try_join_all};

use super::{
    changes::{ProgrammeChange, ProgrammeChangeKind},
    document::{Parameters, Snapshot, asked, snapshot},
};
use crate::{
    Result,
    content::formatted::Styles,
    export::{
        self, Export,
        atom::{self, Head, MEDIA_TYPE, instant, link, made_of, urn},
        parameters,
        xml::Xml,
    },
    server::App,
    session::time_zone,
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
    export::serve(&request, &app, MEDIA_TYPE, async |export| feed(&slug, &parameters(&request)?, export).await).await
}

async fn feed(slug: &str, parameters: &Parameters, export: &Export<'_>) -> Result<Vec<u8>> {
    let event = export.named::<event::Entity>(slug).await?;
    let (span, mut changes) = asked(&event, parameters, export).await?;
    changes.sort_by_key(|change| std::cmp::Reverse(change.at));
    changes.truncate(MOST);
    let zone = time_zone(event.row());
    let entries = try_join_all(changes.iter().map(|change| entry(change, zone, export))).await?;
    let name = export.text(&event, |row| row.name.as_deref()).unwrap_or_default();
    let title = export.say("feed-changes-of-event", vec![("event", name.clone().into())]);
    let updated_at =
        entries.iter().map(|entry| entry.updated_at).max().unwrap_or(span.since.max(event.row().updated_at));
    let locale = export.locale().as_str();
    let path = format!("/events/{}/changes.atom?locale={locale}", event.row().slug);
    let id = urn(made_of(format!("changes {} {locale}", event.row().uid).as_bytes()));
    let head = Head { locale: export.locale(), id: &id, title: &title, updated_at, author: &name };
    Ok(atom::feed(&head, |xml| {
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
    let (before, after) =
        try_join(snapshot(change.before.as_ref(), export), snapshot(change.after.as_ref(), export)).await?;
    let told = |snapshot| told(snapshot, change.kind, zone, export);
    let text = match (told(before)?, told(after)?) {
        _ if change.kind == ProgrammeChangeKind::TextChanged => {
            // As it is now.
            shown.and_then(|shown| export.text(&shown.session, |row| row.r#abstract.as_deref())).unwrap_or_default()
        }
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
fn told(
    snapshot: Option<Snapshot>,
    kind: ProgrammeChangeKind,
    zone: Tz,
    export: &Export<'_>,
) -> Result<Option<String>> {
    let Some(snapshot) = snapshot else { return Ok(None) };
    let formatter = export.formatter();
    let list = |names: &[String]| (!names.is_empty()).then(|| formatter.list(names)).transpose();
    match kind {
        ProgrammeChangeKind::Added | ProgrammeChangeKind::Cancelled | ProgrammeChangeKind::MovedInTime => {
            let written = |from| match snapshot.ends_at {
                Some(until) => formatter.span(from, until, zone, Styles::default()),
                None => formatter.instant(from, zone, Styles::default()),
            };
            snapshot.starts_at.map(written).transpose()
        }
        ProgrammeChangeKind::MovedInRoom => Ok(snapshot.room),
        ProgrammeChangeKind::Retitled => Ok(snapshot.title),
        ProgrammeChangeKind::SpeakersChanged => list(&snapshot.speakers),
        ProgrammeChangeKind::LanguageChanged => list(&formatter.languages(&snapshot.spoken_languages)),
        // What was corrected does not live on.
        ProgrammeChangeKind::TextChanged => Ok(None),
    }
}
