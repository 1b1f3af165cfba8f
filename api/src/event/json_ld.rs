//! `GET /events/{slug}/event.jsonld`: the event for search engines, in the words of schema.org, to be pasted into the
//! page of the event.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, SecondsFormat, Utc};
use entity::{
    company, event, room, series, speaker,
    value::{AttendanceMode, SessionState},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::programme::{Programme, Session};
use crate::{
    content::Localized,
    export::{self, Export},
    markdown,
    server::App,
    session::time_zone,
};

const JSON_LD: &str = "application/ld+json";
const CONTEXT: &str = "https://schema.org";

/// `GET /events/{slug}/event.jsonld`.
pub async fn document(request: HttpRequest, slug: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    export::serve(&request, &app, JSON_LD, async |export| {
        let programme = Programme::named(&slug, export).await?;
        let series = match programme.event.row().series_uid {
            Some(uid) => export.rows.get::<series::Entity>(uid, &export.chain).await?,
            None => None,
        };
        series.iter().for_each(|series| export.note(series));
        let mut document = Describing { programme: &programme, export }.event(series.as_ref());
        document["@context"] = CONTEXT.into();
        export::json(&document).map(|json| inert(&json))
    })
    .await
}

/// The same JSON, without what could end the element of a page that it is pasted into.
fn inert(json: &str) -> String {
    let mut inert = String::with_capacity(json.len());
    for letter in json.chars() {
        // Outside of its texts, JSON has none of them.
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => inert.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => inert.push(letter),
        }
    }
    inert
}

/// A thing of schema.org: what has no value is left out.
fn thing<const N: usize>(kind: &str, uid: Option<Uuid>, properties: [(&str, Value); N]) -> Value {
    let head = [("@type", json!(kind)), ("@id", json!(uid.map(|uid| uid.urn().to_string())))];
    let is_there = |value: &Value| match value {
        Value::Null => false,
        Value::Array(list) => !list.is_empty(),
        _ => true,
    };
    let properties = head.into_iter().chain(properties).filter(|(_, value)| is_there(value));
    Value::Object(properties.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

/// A word of schema.org as a value.
fn term(word: &str) -> Value {
    format!("{CONTEXT}/{word}").into()
}

/// A list of one as the one.
fn one_or_all(mut list: Vec<Value>) -> Value {
    if list.len() == 1 { list.remove(0) } else { list.into() }
}

/// Says in the words of schema.org what a programme is.
struct Describing<'p> {
    programme: &'p Programme,
    export: &'p Export<'p>,
}

impl Describing<'_> {
    fn row(&self) -> &event::Model {
        self.programme.event.row()
    }

    fn event(&self, series: Option<&Localized<series::Entity>>) -> Value {
        let (programme, row, export) = (self.programme, self.row(), self.export);
        let description = export.text(&programme.event, |row| row.description.as_deref());
        let tagline = export.text(&programme.event, |row| row.tagline.as_deref());
        let languages = programme.sessions.iter().flat_map(|session| session.row().spoken_languages.0.iter());
        let mut languages: Vec<&String> = languages.collect();
        languages.sort_unstable();
        languages.dedup();
        let sponsors = programme.sponsorships.iter().filter_map(|row| programme.companies.get(row.company_uid));
        let named = |speaker: &Localized<speaker::Entity>| {
            thing("Person", Some(speaker.row().uid), [("name", json!(speaker.row().name))])
        };
        thing(
            "Event",
            Some(row.uid),
            [
                ("name", json!(self.name())),
                ("description", json!(description.map(|text| markdown::words(&text)).or(tagline))),
                ("url", json!(self.page())),
                ("image", json!(row.cover_url)),
                ("startDate", self.instant(row.starts_at)),
                ("endDate", self.instant(row.ends_at)),
                ("eventStatus", term("EventScheduled")),
                ("eventAttendanceMode", self.attendance_mode()),
                ("location", self.location(None, row.livestream_url.as_ref())),
                ("inLanguage", json!(languages)),
                ("keywords", json!(row.hashtags.0)),
                ("superEvent", series.map_or(Value::Null, |series| self.series(series))),
                ("sponsor", sponsors.map(|company| self.organization(company)).collect()),
                ("performer", programme.speakers.iter().map(named).collect()),
                ("subEvent", programme.sessions.iter().map(|session| self.session(session)).collect()),
            ],
        )
    }

    fn name(&self) -> String {
        let name = self.export.text(&self.programme.event, |row| row.name.as_deref());
        name.unwrap_or_else(|| self.row().slug.clone())
    }

    fn page(&self) -> Option<String> {
        let page = self.export.addresses.page_of(&self.programme.event, self.export.locale());
        page.or_else(|| self.row().website.clone())
    }

    /// An instant on the clocks of the event.
    fn instant(&self, at: DateTime<Utc>) -> Value {
        at.with_timezone(&time_zone(self.row())).to_rfc3339_opts(SecondsFormat::Secs, false).into()
    }

    fn attendance_mode(&self) -> Value {
        term(match self.row().attendance_mode {
            AttendanceMode::Offline => "OfflineEventAttendanceMode",
            AttendanceMode::Online => "OnlineEventAttendanceMode",
            AttendanceMode::Mixed => "MixedEventAttendanceMode",
        })
    }

    /// Where it takes place: in a room or at the venue, on the web, or both.
    fn location(&self, room: Option<&Localized<room::Entity>>, stream: Option<&String>) -> Value {
        let place = || match room {
            Some(room) => self.room(room),
            None => self.venue(),
        };
        let web = || {
            let url = stream.cloned().or_else(|| self.page());
            thing("VirtualLocation", None, [("url", json!(url))])
        };
        match self.row().attendance_mode {
            AttendanceMode::Offline => place(),
            AttendanceMode::Online => web(),
            AttendanceMode::Mixed => json!([place(), web()]),
        }
    }

    /// A place has a name, whatever else is known of it: that of the event, when it has none of its own.
    fn venue(&self) -> Value {
        let row = self.row();
        let name = self.export.text(&self.programme.event, |row| row.venue_name.as_deref());
        let geo = row.latitude.zip(row.longitude).map(|(latitude, longitude)| {
            thing("GeoCoordinates", None, [("latitude", json!(latitude)), ("longitude", json!(longitude))])
        });
        let name = name.or_else(|| row.city.clone()).unwrap_or_else(|| self.name());
        thing("Place", None, [("name", json!(name)), ("address", self.address()), ("geo", json!(geo))])
    }

    fn address(&self) -> Value {
        let event::Model { address, city, country, .. } = self.row();
        if address.is_none() && city.is_none() && country.is_none() {
            return Value::Null;
        }
        let parts =
            [("streetAddress", json!(address)), ("addressLocality", json!(city)), ("addressCountry", json!(country))];
        thing("PostalAddress", None, parts)
    }

    fn room(&self, room: &Localized<room::Entity>) -> Value {
        let row = room.row();
        let name = self.export.text(room, |row| row.name.as_deref());
        thing(
            "Place",
            Some(row.uid),
            [
                ("name", json!(name.unwrap_or_else(|| row.slug.clone()))),
                ("address", self.address()),
                ("maximumAttendeeCapacity", json!(row.capacity)),
                ("containedInPlace", self.venue()),
            ],
        )
    }

    fn series(&self, series: &Localized<series::Entity>) -> Value {
        let name = self.export.text(series, |row| row.name.as_deref());
        let page = self.export.addresses.page_of(series, self.export.locale());
        thing("EventSeries", Some(series.row().uid), [("name", json!(name)), ("url", json!(page))])
    }

    fn session(&self, session: &Session) -> Value {
        let (content, row, export, programme) = (&session.content, session.row(), self.export, self.programme);
        let title = export.text(content, |row| row.title.as_deref());
        let short = export.text(content, |row| row.r#abstract.as_deref());
        let description = short.or_else(|| export.text(content, |row| row.description.as_deref()));
        let is_cancelled = row.state == SessionState::Cancelled;
        let room = row.room_uid.and_then(|uid| programme.rooms.get(uid));
        let stream = row.livestream_url.as_ref().or(self.row().livestream_url.as_ref());
        let speakers = session.participations.iter().filter_map(|(_, uid)| programme.speakers.get(*uid));
        let instant = |at: Option<DateTime<Utc>>| at.map(|at| self.instant(at));
        thing(
            "Event",
            Some(row.uid),
            [
                ("name", json!(title.unwrap_or_else(|| row.slug.clone()))),
                ("description", json!(description.map(|text| markdown::words(&text)))),
                ("url", json!(export.addresses.page_of(content, export.locale()))),
                ("startDate", json!(instant(row.starts_at))),
                ("endDate", json!(instant(row.ends_at))),
                ("eventStatus", term(if is_cancelled { "EventCancelled" } else { "EventScheduled" })),
                ("eventAttendanceMode", self.attendance_mode()),
                ("location", self.location(room, stream)),
                ("inLanguage", one_or_all(row.spoken_languages.0.iter().map(|tag| json!(tag)).collect())),
                ("keywords", json!(self.keywords(session))),
                ("performer", speakers.map(|speaker| self.person(speaker)).collect()),
            ],
        )
    }

    /// The words that a session is found by: its track, its tags.
    fn keywords(&self, session: &Session) -> Vec<String> {
        let (programme, export) = (self.programme, self.export);
        let track = session.row().track_uid.and_then(|uid| programme.tracks.get(uid));
        let track = track.and_then(|track| export.text(track, |row| row.name.as_deref()));
        let tags = session.tags.iter().filter_map(|uid| programme.tags.get(*uid));
        let labels = tags.filter_map(|tag| export.text(tag, |row| row.label.as_deref()));
        track.into_iter().chain(labels).collect()
    }

    fn person(&self, speaker: &Localized<speaker::Entity>) -> Value {
        let (row, export) = (speaker.row(), self.export);
        let company = row.company_uid.and_then(|uid| self.programme.companies.get(uid));
        thing(
            "Person",
            Some(row.uid),
            [
                ("name", json!(row.name)),
                ("jobTitle", json!(export.text(speaker, |row| row.job_title.as_deref()))),
                ("worksFor", company.map_or(Value::Null, |company| self.organization(company))),
                ("image", json!(row.photo_url)),
                ("url", json!(export.addresses.page_of(speaker, export.locale()))),
                ("sameAs", row.links.0.iter().map(|link| json!(link.url)).collect()),
                ("knowsLanguage", json!(row.languages.0)),
            ],
        )
    }

    fn organization(&self, company: &Localized<company::Entity>) -> Value {
        let row = company.row();
        let page = self.export.addresses.page_of(company, self.export.locale());
        thing(
            "Organization",
            Some(row.uid),
            [
                ("name", json!(row.name)),
                ("url", json!(row.website.clone().or(page))),
                ("logo", json!(row.logo_url)),
                ("sameAs", row.links.0.iter().map(|link| json!(link.url)).collect()),
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_end_the_script_that_it_stands_in() {
        let value = json!({ "name": "</script><!-- & \u{2028}\"" });

        let json = inert(&value.to_string());

        assert!(!json.contains(['<', '>', '&', '\u{2028}']), "{json}");
        assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), value);
    }

    #[test]
    fn what_has_no_value_is_left_out() {
        let made = thing("Event", None, [("name", json!("a")), ("image", Value::Null), ("performer", json!([]))]);

        assert_eq!(made, json!({ "@type": "Event", "name": "a" }));
    }
}
