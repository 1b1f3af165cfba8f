//! `GET /events/{slug}/schedule.xml`: the programme as frab, pretalx and c3voc exchange it, for EventFahrplan, Giggity,
//! signs in corridors and recording teams. It is valid by the schema of c3voc, whatever editors wrote.

use actix_web::{HttpRequest, HttpResponse, web};

use super::frab::{
    self, Day, DayRoom, GENERATOR, GENERATOR_VERSION, Reference, Schedule, Session, TIMESLOT, days_and_hours,
};
use crate::{
    export::{self, Export, xml::Xml},
    server::App,
};

/// That of the format, as it is registered: apps look for links of this type, and read whatever they get.
const MEDIA_TYPE: &str = "application/vnd.c3voc.schedule+xml; charset=utf-8";

/// `GET /events/{slug}/schedule.xml`.
pub async fn document(request: HttpRequest, slug: web::Path<String>, app: web::Data<App>) -> HttpResponse {
    export::serve(&request, &app, MEDIA_TYPE, async |export| {
        let schedule = Schedule::of(&slug, export).await?;
        let address = address(&schedule, export);
        Ok(xml(&schedule, address.as_deref()))
    })
    .await
}

/// Where the document is found, when the server knows its own address.
fn address(schedule: &Schedule, export: &Export<'_>) -> Option<String> {
    export.addresses.server()?;
    let path = format!("/events/{}/schedule.xml?locale={}", schedule.slug, export.locale());
    frab::uri(&export.addresses.of_path(&path))
}

/// The document.
fn xml(schedule: &Schedule, address: Option<&str>) -> Vec<u8> {
    let programme = Xml::part(|xml| {
        conference(xml, schedule);
        schedule.days.iter().for_each(|each| day(xml, each));
    });
    let mut document = Xml::document("schedule", &[], |xml| {
        xml.empty("generator", &[("name", GENERATOR), ("version", GENERATOR_VERSION)]);
        optional(xml, "url", address);
        element(xml, "version", &frab::version(&programme));
        xml.raw(&programme);
    });
    document.push(b'\n');
    document
}

/// An element with a text, on a line of its own.
fn element(xml: &mut Xml, name: &str, text: &str) {
    begin_line(xml);
    xml.text(name, &[], text);
}

fn optional(xml: &mut Xml, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        element(xml, name, text);
    }
}

fn begin_line(xml: &mut Xml) {
    xml.raw(b"\n");
}

/// Those that have a value.
fn given<'a, const N: usize>(attributes: [(&'a str, Option<&'a str>); N]) -> Vec<(&'a str, &'a str)> {
    attributes.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The schema knows no subtitle here, no venue and no change of days; the days say when they change.
fn conference(xml: &mut Xml, schedule: &Schedule) {
    begin_line(xml);
    xml.element("conference", &[], |xml| {
        element(xml, "acronym", &schedule.acronym);
        element(xml, "title", &schedule.title);
        element(xml, "start", &schedule.starts_at);
        element(xml, "end", &schedule.ends_at);
        element(xml, "days", &schedule.days.len().to_string());
        element(xml, "timeslot_duration", TIMESLOT);
        element(xml, "time_zone_name", &schedule.time_zone);
        optional(xml, "url", schedule.url.as_deref());
        for track in &schedule.tracks {
            begin_line(xml);
            let attributes =
                given([("name", Some(&track.name)), ("color", track.colour.as_deref()), ("slug", Some(&track.slug))]);
            xml.empty("track", &attributes);
        }
    });
}

fn day(xml: &mut Xml, day: &Day) {
    begin_line(xml);
    let (index, date) = (day.index.to_string(), day.date.to_string());
    let attributes = [("index", index.as_str()), ("date", &date), ("start", &day.starts_at), ("end", &day.ends_at)];
    xml.element("day", &attributes, |xml| day.rooms.iter().for_each(|each| room(xml, each)));
}

fn room(xml: &mut Xml, room: &DayRoom) {
    begin_line(xml);
    let attributes = given([("name", Some(&room.name)), ("guid", room.guid.as_deref())]);
    xml.element("room", &attributes, |xml| room.sessions.iter().for_each(|each| session(xml, each)));
}

fn session(xml: &mut Xml, session: &Session) {
    begin_line(xml);
    let number = session.number.to_string();
    xml.element("event", &[("guid", &session.guid), ("id", &number)], |xml| {
        element(xml, "room", &session.room);
        element(xml, "title", &session.title);
        element(xml, "subtitle", session.subtitle.as_deref().unwrap_or_default());
        element(xml, "type", &session.kind);
        element(xml, "date", &session.date);
        element(xml, "start", &session.start);
        element(xml, "duration", &days_and_hours(session.minutes));
        element(xml, "abstract", session.r#abstract.as_deref().unwrap_or_default());
        optional(xml, "slug", Some(session.slug.as_str()).filter(|slug| is_slug(slug)));
        element(xml, "track", session.track.as_deref().unwrap_or_default());
        persons(xml, session);
        element(xml, "language", session.language.as_deref().unwrap_or_default());
        element(xml, "description", session.description.as_deref().unwrap_or_default());
        recording(xml, session);
        references(xml, "links", "link", &session.links);
        references(xml, "attachments", "attachment", &session.attachments);
        optional(xml, "url", session.url.as_deref());
        optional(xml, "feedback_url", session.feedback_url.as_deref());
    });
}

/// Whether the schema allows a slug: `[a-z0-9_]{4,}-[a-z0-9_-]{4,}`. It may be left out; apps make their own then.
fn is_slug(slug: &str) -> bool {
    slug.split_once('-').is_some_and(|(first, rest)| first.len() >= 4 && rest.len() >= 4)
}

fn persons(xml: &mut Xml, session: &Session) {
    begin_line(xml);
    xml.element("persons", &[], |xml| {
        for person in &session.persons {
            begin_line(xml);
            xml.text("person", &[("id", &person.number.to_string()), ("guid", &person.guid)], &person.name);
        }
    });
}

/// Nobody says under which licence a session is recorded.
fn recording(xml: &mut Xml, session: &Session) {
    begin_line(xml);
    xml.element("recording", &[], |xml| {
        element(xml, "license", "");
        element(xml, "optout", if session.do_not_record { "true" } else { "false" });
        optional(xml, "url", session.recording_url.as_deref());
    });
}

/// Apps show the text of a link, so that there has to be one: the address, when it has no other.
fn references(xml: &mut Xml, list: &str, name: &str, references: &[Reference]) {
    begin_line(xml);
    xml.element(list, &[], |xml| {
        for reference in references {
            begin_line(xml);
            let attributes = given([("href", Some(&reference.address)), ("type", reference.kind.as_deref())]);
            xml.text(name, &attributes, reference.title.as_deref().unwrap_or(&reference.address));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::frab::sample;

    fn written(schedule: &Schedule, address: Option<&str>) -> String {
        String::from_utf8(xml(schedule, address)).unwrap()
    }

    fn without(xml: &str, element: &str) -> String {
        let (before, rest) = xml.split_once(&format!("<{element}>")).unwrap();
        before.to_owned() + rest.split_once(&format!("</{element}>")).unwrap().1
    }

    #[test]
    fn everything_has_its_place_in_the_order_of_the_schema() {
        let xml = written(&sample(), Some("https://api.example/events/harbour-2012/schedule.xml?locale=en"));

        let expected = format!(
            r##"<?xml version="1.0" encoding="UTF-8"?><schedule><generator name="Tribune" version="{GENERATOR_VERSION}"/>
<url>https://api.example/events/harbour-2012/schedule.xml?locale=en</url>

<conference>
<acronym>harbour_2012</acronym>
<title>Harbour</title>
<start>2012-05-04T08:00:00+02:00</start>
<end>2012-05-09T20:00:00+02:00</end>
<days>1</days>
<timeslot_duration>00:05</timeslot_duration>
<time_zone_name>Europe/Berlin</time_zone_name>
<track name="Sea" color="#0a1b2c" slug="sea"/></conference>
<day index="1" date="2012-05-04" start="2012-05-04T04:00:00+02:00" end="2012-05-05T04:00:00+02:00">
<room name="Quay" guid="00000000-0000-0000-0000-000000000002">
<event guid="01900000-0000-7000-8000-000000000001" id="101">
<room>Quay</room>
<title>Opening &amp; welcome</title>
<subtitle>“Hi”</subtitle>
<type>Talk</type>
<date>2012-05-04T10:00:00+02:00</date>
<start>10:00</start>
<duration>4:04:00</duration>
<abstract>Come in.

Sit down.</abstract>
<slug>opening-words</slug>
<track>Sea</track>
<persons>
<person id="7" guid="01900000-0000-7000-8000-000000000007">Ana &lt;b&gt;</person></persons>
<language>de, en</language>
<description></description>
<recording>
<license></license>
<optout>true</optout>
<url>https://harbour.example/video</url></recording>
<links>
<link href="https://zügli.app/" type="github">https://zügli.app/</link>
<link href="https://a/" type="slides">A</link></links>
<attachments>
<attachment href="https://a/b.pdf">https://a/b.pdf</attachment></attachments>
<url>https://harbour.example/opening</url>
<feedback_url>https://harbour.example/feedback</feedback_url></event></room>
<room name="Attic" guid="00000000-0000-0000-0000-000000000001"></room>
<room name="">
<event guid="01900000-0000-7000-8000-000000000002" id="102">
<room></room>
<title>XY</title>
<subtitle></subtitle>
<type>Break</type>
<date>2012-05-04T11:00:00+02:00</date>
<start>11:00</start>
<duration>00:00</duration>
<abstract></abstract>
<track></track>
<persons></persons>
<language></language>
<description></description>
<recording>
<license></license>
<optout>false</optout></recording>
<links></links>
<attachments></attachments></event></room></day></schedule>
"##
        );
        assert_eq!(without(&xml, "version"), expected);
    }

    #[test]
    fn the_version_follows_from_the_programme_alone() {
        let version = |xml: &str| xml.split_once("<version>").unwrap().1.split_once('<').unwrap().0.to_owned();
        let mut other = sample();
        other.days[0].rooms[0].sessions[0].title.push('!');

        let here = written(&sample(), Some("https://api.example/"));

        assert_eq!(version(&here), version(&written(&sample(), None)));
        assert_ne!(version(&here), version(&written(&other, None)));
    }

    #[test]
    fn a_slug_is_left_out_that_the_schema_forbids() {
        assert!(is_slug("opening-words") && is_slug("session-1-data"));
        assert!(!is_slug("the-last-train") && !is_slug("opening") && !is_slug("opening-end"));
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        use crate::interchange::{document::Field, read, reading::Options};

        let xml = written(&sample(), None);
        let reading = read(xml.as_bytes(), &Options::of_locale("en")).unwrap();

        let event = &reading.document.events[0];
        assert_eq!(event.slug.as_deref(), Some("harbour-2012"));
        assert_eq!(event.day_starts_at.value().map(ToString::to_string).as_deref(), Some("04:00:00"));
        assert_eq!(event.rooms.len(), 2);
        let session = &event.sessions[0];
        assert_eq!(session.ends_at.value().map(ToString::to_string).as_deref(), Some("2012-05-08 12:00:00 UTC"));
        assert_eq!(session.slides_url, Field::Value("https://a/".to_owned()));
        let links: Vec<_> =
            session.links.value().unwrap().iter().map(|link| (&*link.url, link.kind.as_deref())).collect();
        assert_eq!(
            links,
            [
                ("https://harbour.example/opening", Some("website")),
                ("https://harbour.example/feedback", Some("feedback")),
                ("https://zügli.app/", Some("github")),
                ("https://a/b.pdf", Some("attachment")),
            ]
        );
        assert!(session.links.value().unwrap().iter().all(|link| link.title.is_none()));
        assert_eq!((&event.sessions[1].room, &event.sessions[1].ends_at), (&Field::Null, &Field::Null));
    }
}
