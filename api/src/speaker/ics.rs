//! `GET /speakers/{slug}.ics`: all public sessions of a speaker, of whichever event.

use actix_web::{HttpRequest, HttpResponse, web};
use entity::speaker;

use crate::{
    Result,
    calendar::{Calendar, MEDIA_TYPE, Text},
    content::list::{Via, pairs},
    export::{self, Export},
    server::App,
    session::ics::{Wanted, described, entries, scheduled},
};

/// `GET /speakers/{slug}.ics`.
pub async fn document(request: HttpRequest, slug: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    export::serve(&request, &app, MEDIA_TYPE, async |export| calendar(&slug, export).await).await
}

async fn calendar(slug: &str, export: &Export<'_>) -> Result<String> {
    let speaker = export.named::<speaker::Entity>(slug).await?;
    let row = speaker.row();
    let via = Via::Pairs("participation", "session", |_| pairs("participation", "session_uid", "speaker_uid"));
    let sessions = scheduled(row.uid, via, &Wanted::default(), export).await?;
    let calendar = Calendar {
        uid: row.uid.to_string(),
        name: Text { text: row.name.clone(), language: None },
        url: export.addresses.page_of(&speaker, export.locale()),
        image: row.photo_url.clone(),
        entries: entries(sessions, export).await?,
        ..described(&path(&row.slug), "", export)
    };
    Ok(calendar.write())
}

/// The path of the calendar of a speaker.
pub fn path(slug: &str) -> String {
    format!("/speakers/{slug}.ics")
}
