//! From a `VEVENT` to a session, or to several.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use entity::value::SessionState;

use super::{moment::Moment, note_unknown_properties, recurrence::Recurrences, texts, zones::Zones};
use crate::{
    calendar::parser::{Component, Property, split, text},
    interchange::{
        clean,
        programme::{Link, Person, Session, Texts, time::iso_duration},
        reading::{Notes, Reason},
    },
};

/// Where entries stand, and what they are read by.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    pub calendar: &'a Component,
    pub zones: &'a Zones,
    /// The clocks of the event.
    pub clocks: Tz,
    /// Whether the whole calendar says that it does not take place.
    pub is_cancelled: bool,
}

/// What the rest of the calendar does not say otherwise: `UID`, and the instant of an occurrence.
type Overridden<'a> = HashMap<&'a str, HashSet<chrono::DateTime<chrono::Utc>>>;

/// The sessions of a calendar, in the order of the file.
pub fn entries(within: Entry, recurrences: &mut Recurrences, notes: &mut Notes) -> Vec<Session> {
    let events: Vec<&Component> = within.calendar.components.iter().filter(|part| part.name == "VEVENT").collect();
    let mut overridden = Overridden::new();
    for event in &events {
        if let (Some(uid), Some(moment)) = (event.property("UID"), recurrence_id(event, within.zones)) {
            overridden.entry(uid.value.trim()).or_default().insert(moment.instant(within.clocks));
        }
    }
    let mut sessions = Vec::with_capacity(events.len());
    for event in events {
        let place = place(event);
        if is_private(event) {
            notes.skipped(&place, Reason::Private);
            continue;
        }
        let whole = session(event, place, within, notes);
        occurrences(event, whole, within, &overridden, recurrences, notes, &mut sessions);
    }
    also_known(&mut sessions);
    sessions
}

/// `event 460@KOLT20 (line 9)`
fn place(event: &Component) -> String {
    let uid = event.property("UID").map(Property::text).unwrap_or_default();
    format!("event {} (line {})", uid.trim(), event.line)
}

fn recurrence_id(event: &Component, zones: &Zones) -> Option<Moment> {
    Moment::of(event.property("RECURRENCE-ID")?, zones)
}

/// Whether it says that it is not for everybody.
fn is_private(event: &Component) -> bool {
    let class = event.property("CLASS").map(|class| class.value.trim().to_ascii_uppercase());
    matches!(class.as_deref(), Some("PRIVATE" | "CONFIDENTIAL"))
}

/// A session with all but its times.
fn session(event: &Component, place: String, within: Entry, notes: &mut Notes) -> Session {
    note_unknown_properties(event, KNOWN, &place, notes);
    for part in &event.components {
        notes.skipped(&place, Reason::Ignored { field: part.name.clone() });
    }
    let location = event.property("LOCATION").map(|location| location.text().trim().to_owned());
    // Where it takes place may be an address on the web.
    let (room, elsewhere) = match location {
        Some(location) if is_of_web(&location) => (None, Some(location)),
        location => (location.filter(|location| !location.is_empty()), None),
    };
    let raw = |name: &str| event.property(name).map(|property| property.value.trim().to_owned());
    Session {
        id: event.property("UID").map(|uid| uid.text().trim().to_owned()).filter(|uid| !uid.is_empty()),
        title: texts(event, "SUMMARY"),
        description: description(event),
        room,
        tags: categories(event),
        state: state(event, within.is_cancelled, &place, notes),
        url: raw("URL"),
        livestream_url: raw("CONFERENCE").or(elsewhere),
        persons: persons(event),
        attachments: attachments(event, &place, notes),
        place,
        ..Session::default()
    }
}

const KNOWN: &[&str] = &[
    "UID",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "CLASS",
    "TRANSP",
    "METHOD",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "SUMMARY",
    "DESCRIPTION",
    "X-ALT-DESC",
    "STYLED-DESCRIPTION",
    "LOCATION",
    "GEO",
    "URL",
    "CATEGORIES",
    "STATUS",
    "ATTENDEE",
    "ATTACH",
    "CONFERENCE",
    "X-MICROSOFT-CDO-BUSYSTATUS",
];

fn is_of_web(text: &str) -> bool {
    let is_word = !text.contains(char::is_whitespace);
    is_word
        && ["http://", "https://"]
            .iter()
            .any(|scheme| text.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)))
}

/// The richest text: what is marked as HTML, else the plain one.
fn description(event: &Component) -> Option<Texts> {
    let is_html = |property: &&Property| {
        property.parameter("FMTTYPE").is_some_and(|kind| kind.eq_ignore_ascii_case("text/html"))
            && !property.value.trim().is_empty()
    };
    let rich = ["STYLED-DESCRIPTION", "X-ALT-DESC"].into_iter().find_map(|name| event.all(name).find(is_html));
    match rich {
        Some(rich) => {
            let language = rich.parameter("LANGUAGE").map(str::to_owned);
            Some([(language, rich.text())].into_iter().collect())
        }
        None => texts(event, "DESCRIPTION"),
    }
}

fn categories(event: &Component) -> Option<Vec<String>> {
    event.property("CATEGORIES")?;
    let all = event.all("CATEGORIES").flat_map(|property| split(&property.value, ',')).map(text);
    let mut seen = HashSet::new();
    let categories = all.filter_map(|category| clean::token(&category).map(str::to_owned));
    Some(categories.filter(|category| seen.insert(category.clone())).collect())
}

fn state(event: &Component, is_cancelled: bool, place: &str, notes: &mut Notes) -> Option<SessionState> {
    if is_cancelled {
        return Some(SessionState::Cancelled);
    }
    let status = event.property("STATUS")?.value.trim().to_ascii_uppercase();
    match status.as_str() {
        "TENTATIVE" => Some(SessionState::Tentative),
        "CONFIRMED" => Some(SessionState::Confirmed),
        "CANCELLED" | "CANCELED" => Some(SessionState::Cancelled),
        "" => None,
        _ => {
            notes.skipped(place, Reason::Unreadable { field: "STATUS", value: status });
            None
        }
    }
}

/// Those who attend, by name alone.
fn persons(event: &Component) -> Vec<Person> {
    let is_person = |attendee: &&Property| {
        let kind = attendee.parameter("CUTYPE").map(str::to_ascii_uppercase);
        matches!(kind.as_deref(), None | Some("INDIVIDUAL" | "UNKNOWN"))
    };
    // Many programs write the address where the name should be.
    let name = |attendee: &Property| attendee.parameter("CN").map(str::to_owned).filter(|name| !name.contains('@'));
    event
        .all("ATTENDEE")
        .filter(is_person)
        .map(|attendee| Person { name: name(attendee), ..Person::default() })
        .collect()
}

fn attachments(event: &Component, place: &str, notes: &mut Notes) -> Option<Vec<Link>> {
    event.property("ATTACH")?;
    let mut attachments = Vec::new();
    for attachment in event.all("ATTACH") {
        if !is_of_web(attachment.value.trim()) {
            notes.skipped(place, Reason::Ignored { field: "ATTACH".to_owned() });
            continue;
        }
        let title = ["FILENAME", "X-FILENAME"].into_iter().find_map(|name| attachment.parameter(name));
        attachments.push(Link { url: Some(attachment.value.clone()), title: title.map(str::to_owned), kind: None });
    }
    Some(attachments)
}

/// Adds the session as often as it takes place.
fn occurrences(
    event: &Component,
    whole: Session,
    within: Entry,
    overridden: &Overridden,
    recurrences: &mut Recurrences,
    notes: &mut Notes,
    sessions: &mut Vec<Session>,
) {
    let (zones, place) = (within.zones, whole.place.clone());
    let start = moment("DTSTART", event, zones, &place, notes);
    let Some(start) = start else { return sessions.push(whole) };
    note_zone(event, zones, &place, notes);
    let length = length(event, &start, within, &place, notes);
    let uid = whole.id.clone();
    let occurrence = |start: &Moment, of: Option<NaiveDateTime>| {
        let id = match (&uid, of) {
            (Some(uid), Some(of)) => Some(format!("{uid}/{}", of.format("%Y%m%dT%H%M%S"))),
            (uid, _) => uid.clone(),
        };
        Session { id, ..timed(&whole, start, length, within.clocks) }
    };
    if let Some(instead_of) = recurrence_id(event, zones) {
        // On the clocks of its start, as the others are numbered.
        let of = match start.zone() {
            Some(zone) => instead_of.instant(within.clocks).with_timezone(&zone).naive_local(),
            None => instead_of.shown(),
        };
        return sessions.push(occurrence(&start, Some(of)));
    }
    let Some(all) = recurrences.of(event, &start, zones, &place, notes) else {
        return sessions.push(occurrence(&start, None));
    };
    let others = overridden.get(event.property("UID").map(|uid| uid.value.trim()).unwrap_or_default());
    for shown in all {
        let start = start.showing(shown);
        let is_said_elsewhere = others.is_some_and(|others| others.contains(&start.instant(within.clocks)));
        if !is_said_elsewhere {
            sessions.push(occurrence(&start, Some(shown)));
        }
    }
}

fn moment(name: &'static str, event: &Component, zones: &Zones, place: &str, notes: &mut Notes) -> Option<Moment> {
    let property = event.property(name)?;
    let moment = Moment::of(property, zones);
    if moment.is_none() {
        notes.skipped(place, Reason::Unreadable { field: name, value: property.value.clone() });
    }
    moment
}

/// A zone that neither the world nor the file knows is that of the event.
fn note_zone(event: &Component, zones: &Zones, place: &str, notes: &mut Notes) {
    let names = ["DTSTART", "DTEND"].into_iter().filter_map(|name| event.property(name)?.parameter("TZID"));
    if let Some(name) = names.into_iter().find(|name| zones.get(name).is_none()) {
        notes.repaired(place, Reason::UnknownTimeZone { name: name.to_owned() });
    }
}

/// How long something lasts.
#[derive(Clone, Copy)]
enum Length {
    Days(i64),
    Time(TimeDelta),
}

/// From `DTEND` or `DURATION`. A day without either lasts that day; a moment without either has no end.
fn length(event: &Component, start: &Moment, within: Entry, place: &str, notes: &mut Notes) -> Option<Length> {
    if let Some(end) = moment("DTEND", event, within.zones, place, notes) {
        return Some(match (start, &end) {
            (Moment::Day(first), Moment::Day(end)) => Length::Days((*end - *first).num_days().max(1)),
            _ => Length::Time(end.instant(within.clocks) - start.instant(within.clocks)),
        });
    }
    let duration = event.property("DURATION").map(|duration| duration.value.trim());
    match (duration, start) {
        (Some(text), _) => {
            let read = iso_duration(text);
            if read.is_none() {
                notes.skipped(place, Reason::Unreadable { field: "DURATION", value: text.to_owned() });
            }
            read.map(|read| match start {
                Moment::Day(_) => Length::Days(read.num_days().max(1)),
                _ => Length::Time(read),
            })
        }
        (None, Moment::Day(_)) => Some(Length::Days(1)),
        (None, _) => None,
    }
}

/// The session, at a time.
fn timed(session: &Session, start: &Moment, length: Option<Length>, clocks: Tz) -> Session {
    let (end, duration) = match (start, length) {
        (Moment::Day(day), Some(Length::Days(days))) => {
            (day.checked_add_signed(TimeDelta::days(days)).map(|end| Moment::Day(end).text()), None)
        }
        (_, Some(Length::Time(length))) => (None, Some(format!("PT{}S", length.num_seconds()))),
        _ => (None, None),
    };
    let zone = start.zone().filter(|zone| *zone != clocks);
    Session {
        date: Some(start.text()),
        end,
        duration: duration.filter(|duration| !duration.contains('-') && duration != "PT0S"),
        time_zone: zone.map(|zone| zone.name().to_owned()),
        ..session.clone()
    }
}

/// Gives each session a further name that no other has, for when its `UID` is another one the next time.
fn also_known(sessions: &mut [Session]) {
    let name = |session: &Session| {
        let title = clean::slug(session.title.as_ref().and_then(Texts::first)?);
        let room = clean::slug(session.room.as_deref().unwrap_or_default());
        Some(format!("at:{}:{title}:{room}", session.date.as_deref()?))
    };
    let mut uses: HashMap<String, usize> = HashMap::new();
    let names: Vec<Option<String>> = sessions.iter().map(name).collect();
    names.iter().flatten().for_each(|name| *uses.entry(name.clone()).or_default() += 1);
    for (session, name) in sessions.iter_mut().zip(names) {
        session.also = name.filter(|name| uses.get(name) == Some(&1));
    }
}
