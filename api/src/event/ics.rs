//! `GET /events/{slug}/calendar.ics`: the programme in calendars, whole or some of it; that of a track and of a room; and
//! the QR code that leads to it.

use actix_web::{HttpRequest, HttpResponse, web};
use async_graphql::ID;
use entity::{ContentRow, TranslationRow, event, room, speaker, track};
use png::{BitDepth, ColorType, Encoder};
use qrcode::{Color, QrCode, render::svg};

use crate::{
    Error, Fault, Result, Rule,
    calendar::{Calendar, MEDIA_TYPE, Text},
    content::{
        Localized,
        connection::whole,
        list::{Listed, Via},
        object::referred,
    },
    export::{self, Export},
    locale::Locale,
    markdown::plain,
    server::App,
    session::{
        ics::{Wanted, described, entries, said, scheduled, text},
        time_zone,
    },
};

const SVG: &str = "image/svg+xml";
const PNG: &str = "image/png";
/// Pixels of a module of a QR code.
const MODULE: usize = 8;
/// Modules of nothing around it.
const QUIET: usize = 4;

/// What an address asks for, beside the language: names as they are given.
#[derive(Debug, Default)]
struct Parameters {
    track: Option<String>,
    room: Option<String>,
    speaker: Option<String>,
    language: Option<String>,
}

impl Parameters {
    fn of(request: &HttpRequest) -> Result<Self> {
        let mut parameters = Self::default();
        for (name, value) in pairs(request) {
            let field = match name.as_str() {
                "track" => &mut parameters.track,
                "room" => &mut parameters.room,
                "speaker" => &mut parameters.speaker,
                "language" => &mut parameters.language,
                "locale" => continue,
                _ => {
                    let known = "language, locale, room, speaker, track".to_owned();
                    return Err(Error::UnknownParameter { given: name, known });
                }
            };
            if field.replace(value.clone()).is_some() {
                return Err(Error::Invalid(vec![Fault::new(name, Rule::GivenTwice(value))]));
            }
        }
        Ok(parameters)
    }
}

fn pairs(request: &HttpRequest) -> Vec<(String, String)> {
    web::Query::from_query(request.query_string()).map(web::Query::into_inner).unwrap_or_default()
}

/// The sessions that a calendar has, and how it says so.
#[derive(Default)]
struct Selection {
    wanted: Wanted,
    track: Option<Localized<track::Entity>>,
    room: Option<Localized<room::Entity>>,
    /// The same as a query: `&track=law`.
    filters: String,
    count: usize,
}

impl Selection {
    async fn of(parameters: Parameters, event: &Localized<event::Entity>, export: &Export<'_>) -> Result<Self> {
        let mut selection = Self::default();
        if let Some(given) = parameters.track {
            let track = part::<track::Entity>(event, &given, export).await?.ok_or(unknown("track", given))?;
            selection.select("track", &track.row().slug);
            selection.wanted.track = Some(track.row().uid);
            selection.track = Some(track);
        }
        if let Some(given) = parameters.room {
            let room = part::<room::Entity>(event, &given, export).await?.ok_or(unknown("room", given))?;
            selection.select("room", &room.row().slug);
            selection.wanted.room = Some(room.row().uid);
            selection.room = Some(room);
        }
        if let Some(given) = parameters.speaker {
            let found = export.rows.by_reference::<speaker::Entity>(&ID::from(given.as_str()), &export.chain).await?;
            let speaker = found.ok_or(unknown("speaker", given))?;
            selection.select("speaker", &speaker.row().slug);
            selection.wanted.speaker = Some(speaker.row().uid);
        }
        if let Some(given) = parameters.language {
            let language = Locale::parse(&given)
                .ok_or_else(|| Error::Invalid(vec![Fault::new("language", Rule::Locale(given.clone()))]))?;
            selection.select("language", language.as_str());
            selection.wanted.language = Some(language);
        }
        Ok(selection)
    }

    fn select(&mut self, name: &str, value: &str) {
        self.filters.push_str(&format!("&{name}={value}"));
        self.count += 1;
    }
}

fn unknown(argument: &'static str, given: String) -> Error {
    Error::NotFound { argument, given }
}

/// The part of an event that an address names by its slug there, by that of a translation, by its uid or id.
async fn part<E: Listed>(
    event: &Localized<event::Entity>,
    name: &str,
    export: &Export<'_>,
) -> Result<Option<Localized<E>>> {
    let uid = referred::<E>(&ID::from(name));
    let is_named = |item: &Localized<E>| {
        let translations = &item.record.translations;
        item.row().slug() == name
            || uid == Some(item.row().uid())
            || translations.iter().any(|translation| translation.slug() == Some(name))
    };
    let parts = whole::<E>(&export.rows, event.row().uid, Via::Column("event_uid"), &export.chain).await?;
    Ok(parts.into_iter().find(is_named))
}

/// `GET /events/{slug}/calendar.ics`, with `?track=`, `?room=`, `?speaker=`, `?language=` for some of it.
pub async fn document(request: HttpRequest, slug: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    let make = async |export: &Export<'_>| {
        let event = export.named::<event::Entity>(&slug).await?;
        let selection = Selection::of(Parameters::of(&request)?, &event, export).await?;
        let (sessions, path) = (Via::Column("event_uid"), path(&event.row().slug));
        let sessions = scheduled(event.row().uid, sessions, &selection.wanted, export).await?;
        let entries = entries(sessions, export).await?;
        let name = name(&event, &selection, export);
        // What is selected by an address has no name but that.
        let uid = if selection.count == 0 { event.row().uid.to_string() } else { String::new() };
        let calendar = Calendar { uid, name, entries, ..of_event(&event, &path, &selection.filters, export) };
        Ok(calendar.write())
    };
    export::serve(&request, &app, MEDIA_TYPE, make).await
}

/// `GET /events/{slug}/tracks/{track}.ics`.
pub async fn of_track(request: HttpRequest, address: web::Path<(String, String)>, app: web::Data<App>) -> HttpResponse {
    let make = async |export: &Export<'_>| {
        let event = export.named::<event::Entity>(&address.0).await?;
        let track = part::<track::Entity>(&event, &address.1, export).await?.ok_or(Error::NoSuchAddress)?;
        export.note(&track);
        let (uid, path) = (track.row().uid, track_path(&event.row().slug, &track.row().slug));
        let sessions = scheduled(uid, Via::Column("track_uid"), &Wanted::default(), export).await?;
        let entries = entries(sessions, export).await?;
        let color = track.row().colour.clone();
        let name = name(&event, &Selection { track: Some(track), count: 1, ..Selection::default() }, export);
        let calendar = Calendar { uid: uid.to_string(), name, entries, color, ..of_event(&event, &path, "", export) };
        Ok(calendar.write())
    };
    export::serve(&request, &app, MEDIA_TYPE, make).await
}

/// `GET /events/{slug}/rooms/{room}.ics`.
pub async fn of_room(request: HttpRequest, address: web::Path<(String, String)>, app: web::Data<App>) -> HttpResponse {
    let make = async |export: &Export<'_>| {
        let event = export.named::<event::Entity>(&address.0).await?;
        let room = part::<room::Entity>(&event, &address.1, export).await?.ok_or(Error::NoSuchAddress)?;
        export.note(&room);
        let (uid, path) = (room.row().uid, room_path(&event.row().slug, &room.row().slug));
        let sessions = scheduled(uid, Via::Column("room_uid"), &Wanted::default(), export).await?;
        let entries = entries(sessions, export).await?;
        let name = name(&event, &Selection { room: Some(room), count: 1, ..Selection::default() }, export);
        let calendar = Calendar { uid: uid.to_string(), name, entries, ..of_event(&event, &path, "", export) };
        Ok(calendar.write())
    };
    export::serve(&request, &app, MEDIA_TYPE, make).await
}

/// The path of the calendar of an event.
pub fn path(event: &str) -> String {
    format!("/events/{event}/calendar.ics")
}

/// The path of the calendar of a track.
pub fn track_path(event: &str, track: &str) -> String {
    format!("/events/{event}/tracks/{track}.ics")
}

/// The path of the calendar of a room.
pub fn room_path(event: &str, room: &str) -> String {
    format!("/events/{event}/rooms/{room}.ics")
}

/// What calendars of an event say of it.
fn of_event(event: &Localized<event::Entity>, path: &str, filters: &str, export: &Export<'_>) -> Calendar {
    let row = event.row();
    let described = described(path, filters, export);
    Calendar {
        description: text(event, |row| row.tagline.as_deref(), export)
            .or_else(|| text(event, |row| row.description.as_deref(), export))
            .map(|text| Text { text: plain(&text.text), ..text }),
        zone: Some(time_zone(row)),
        url: export.addresses.page_of(event, export.locale()).or_else(|| row.website.clone()),
        image: row.cover_url.clone(),
        ..described
    }
}

/// The name of the event, with that of the only track or room.
fn name(event: &Localized<event::Entity>, selection: &Selection, export: &Export<'_>) -> Text {
    let whole = text(event, |row| row.name.as_deref(), export);
    let whole = whole.unwrap_or_else(|| Text { text: event.row().slug.clone(), language: None });
    let track = selection.track.as_ref().and_then(|track| text(track, |row| row.name.as_deref(), export));
    let room = selection.room.as_ref().and_then(|room| text(room, |row| row.name.as_deref(), export));
    match track.or(room).filter(|_| selection.count == 1) {
        Some(part) => {
            let args = vec![("event", whole.text.into()), ("part", part.text.into())];
            said("calendar-name-part", args, export)
        }
        None => whole,
    }
}

/// `GET /events/{slug}/calendar.svg`: the QR code of the address of the calendar.
pub async fn qr_svg(request: HttpRequest, slug: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    let make = async |export: &Export<'_>| {
        let code = code(&slug, export).await?;
        let side = u32::try_from(MODULE).unwrap_or(1);
        Ok(code.render::<svg::Color>().module_dimensions(side, side).build())
    };
    export::serve(&request, &app, SVG, make).await
}

/// `GET /events/{slug}/calendar.png`: the same in pixels.
pub async fn qr_png(request: HttpRequest, slug: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    let make = async |export: &Export<'_>| {
        let code = code(&slug, export).await?;
        png(&code).map_err(|error| Error::Internal(error.to_string()))
    };
    export::serve(&request, &app, PNG, make).await
}

/// The code of the address, with the language when it was asked for; none when the server does not know its own.
async fn code(slug: &str, export: &Export<'_>) -> Result<QrCode> {
    let event = export.named::<event::Entity>(slug).await?;
    let server = export.addresses.server().ok_or(Error::NoSuchAddress)?;
    let query = if export.language_is_given { format!("?locale={}", export.locale()) } else { String::new() };
    let address = format!("{server}{}{query}", path(&event.row().slug));
    QrCode::new(address).map_err(|error| Error::Internal(error.to_string()))
}

/// A code as a picture of one bit a pixel.
fn png(code: &QrCode) -> Result<Vec<u8>, png::EncodingError> {
    let modules = code.width();
    let side = (modules + 2 * QUIET) * MODULE;
    let colors = code.to_colors();
    let module = |pixel: usize| (pixel / MODULE).checked_sub(QUIET).filter(|module| *module < modules);
    let is_dark = |x, y| match (module(x), module(y)) {
        (Some(x), Some(y)) => colors[y * modules + x] == Color::Dark,
        _ => false,
    };
    let mut pixels = Vec::with_capacity(side.div_ceil(8) * side);
    for y in 0..side {
        for byte in 0..side.div_ceil(8) {
            let bit = |bit: usize| if is_dark(byte * 8 + bit, y) { 0 } else { 0x80_u8 >> bit };
            pixels.push((0..8).map(bit).fold(0, |bits, bit| bits | bit));
        }
    }
    let side = u32::try_from(side).unwrap_or(u32::MAX);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, side, side);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_the_modules_of_the_code() {
        let code = QrCode::new("https://api.conf.example/events/2012/calendar.ics").unwrap();
        let file = png(&code).unwrap();

        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        let line = info.line_size;
        let is_dark = |x: usize, y: usize| pixels[y * line + x / 8] & (0x80 >> (x % 8)) == 0;
        let colors = code.to_colors();
        for (at, color) in colors.iter().enumerate() {
            let (x, y) = ((at % code.width() + QUIET) * MODULE + 3, (at / code.width() + QUIET) * MODULE + 3);
            assert_eq!(is_dark(x, y), *color == Color::Dark);
        }
        assert!((0..info.width as usize).all(|x| !is_dark(x, 0)));
    }
}
