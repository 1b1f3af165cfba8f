//! iCalendar (RFC 5545), as programs of conferences write it: without zones or with zones of their own, with HTML in
//! texts, with lines that say nothing. Each `VCALENDAR` is an event, those of one name the same; each `VEVENT` a session.
//!
//! - `LOCATION` is the room. `CATEGORIES` are tags; where nothing has more than one of them they are tracks.
//! - People are the names of those who attend, and never their addresses. Whoever organises is left out.
//! - What happens more than once is a session each time, within limits.
//! - A session is known by its `UID`; some programs make these anew each time, so it is also known by its title, start and
//!   room, where no other has the same.

mod moment;
mod recurrence;
mod session;
mod zones;

use std::collections::{HashMap, HashSet};

use chrono_tz::Tz;

use self::{
    moment::Moment,
    recurrence::Recurrences,
    session::{Entry, entries},
    zones::Zones,
};
use super::{
    clean,
    programme::{Event, Programme, Room, Texts, Track, readings, time::zone},
    reading::{NoSchedule, Notes, Options, ReadError, Reading, Reason},
};
use crate::calendar::parser::{Component, Property, parse};

/// What identifiers begin with.
const SOURCE: &str = "ics";

/// Whether a file begins as a calendar does.
pub fn recognises(file: &[u8]) -> bool {
    const BEGIN: &[u8] = b"BEGIN:VCALENDAR";
    file.get(..BEGIN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(BEGIN))
}

/// Reads a file of one or several calendars.
pub fn read(file: &[u8], options: &Options) -> Result<Reading, ReadError> {
    let mut notes = Notes::default();
    let parsed = parse(file);
    if parsed.has_broken_encoding {
        notes.repaired("the file", Reason::BrokenEncoding { encoding: "UTF-8".to_owned() });
    }
    for fault in &parsed.faults {
        notes.skipped(&format!("line {}", fault.line), Reason::BrokenLine { kind: fault.kind });
    }
    let mut recurrences = Recurrences::default();
    let mut programmes: Vec<Programme> = Vec::new();
    let mut by_name: HashMap<Option<String>, usize> = HashMap::new();
    for calendar in &parsed.components {
        if calendar.name != "VCALENDAR" {
            notes.skipped(&format!("line {}", calendar.line), Reason::Ignored { field: calendar.name.clone() });
            continue;
        }
        let programme = programme(calendar, options, &mut recurrences, &mut notes);
        let name = programme.event.title.as_ref().and_then(Texts::first).map(clean::name_key);
        let next = programmes.len();
        match programmes.get_mut(*by_name.entry(name).or_insert(next)) {
            Some(known) => {
                known.sessions.extend(programme.sessions);
                known.rooms.extend(programme.rooms);
            }
            None => programmes.push(programme),
        }
    }
    if programmes.iter().all(|programme| programme.sessions.is_empty()) {
        return Err(ReadError::NotASchedule { problem: NoSchedule::NoEvent });
    }
    programmes.iter_mut().for_each(complete);
    Ok(readings(&programmes, options, notes))
}

fn programme(calendar: &Component, options: &Options, recurrences: &mut Recurrences, notes: &mut Notes) -> Programme {
    let zones = Zones::of(calendar);
    note_unknown(calendar, notes);
    let time_zone = time_zone(calendar, &zones);
    let clocks = time_zone.as_deref().and_then(zone).or(options.time_zone).unwrap_or(Tz::UTC);
    let is_cancelled =
        calendar.property("METHOD").is_some_and(|method| method.value.trim().eq_ignore_ascii_case("CANCEL"));
    let sessions = entries(Entry { calendar, zones: &zones, clocks, is_cancelled }, recurrences, notes);
    let rooms = sessions.iter().filter_map(|session| {
        let name = session.room.clone()?;
        Some(Room { place: session.place.clone(), name: Some(name.into()), ..Room::default() })
    });
    Programme {
        rooms: rooms.collect(),
        event: Event { time_zone, ..event(calendar, notes) },
        sessions,
        ..Programme::of(SOURCE)
    }
}

fn event(calendar: &Component, notes: &mut Notes) -> Event {
    let place = format!("line {}", calendar.line);
    let first = |names: &[&str]| names.iter().find_map(|name| texts(calendar, name));
    let (name, about) = (first(&["NAME", "X-WR-CALNAME"]), first(&["DESCRIPTION", "X-WR-CALDESC"]));
    // What is called nothing else is called by what is said of it, if that is short.
    let short =
        about.clone().filter(|about| about.first().is_some_and(|text| !text.contains('\n') && text.len() < 100));
    let title = name.or(short);
    let said = |texts: &Option<Texts>| texts.as_ref().and_then(Texts::first).map(clean::name_key);
    let description = about.filter(|about| said(&Some(about.clone())) != said(&title));
    let raw = |name: &str| calendar.property(name).map(|property| property.value.trim().to_owned());
    let (latitude, longitude) = place_of_all(calendar, &place, notes);
    Event {
        title,
        description,
        latitude,
        longitude,
        url: raw("URL"),
        cover_url: raw("IMAGE"),
        place,
        ..Event::default()
    }
}

/// Where all of it takes place, when it says so and says the same each time.
fn place_of_all(calendar: &Component, place: &str, notes: &mut Notes) -> (Option<String>, Option<String>) {
    let all = calendar.components.iter().filter_map(|part| part.property("GEO"));
    let all: HashSet<&str> = all.map(|geo| geo.value.trim()).collect();
    match (all.len(), all.iter().next().and_then(|geo| geo.split_once(';'))) {
        (1, Some((latitude, longitude))) => (Some(latitude.to_owned()), Some(longitude.to_owned())),
        (0, _) => (None, None),
        _ => {
            notes.skipped(place, Reason::Ignored { field: "GEO".to_owned() });
            (None, None)
        }
    }
}

/// The zone that the calendar names, else the one that most of it is on.
fn time_zone(calendar: &Component, zones: &Zones) -> Option<String> {
    let told = ["X-WR-TIMEZONE", "TIMEZONE-ID"].into_iter().find_map(|name| calendar.property(name));
    if let Some(told) = told {
        let told = told.text();
        return Some(zone(&told).map_or(told, |zone| zone.name().to_owned()));
    }
    let mut uses: HashMap<&str, usize> = HashMap::new();
    let starts = calendar.components.iter().filter_map(|part| part.property("DTSTART"));
    for zone in starts.filter_map(|start| Moment::of(start, zones)?.zone()) {
        *uses.entry(zone.name()).or_default() += 1;
    }
    let most = uses.into_iter().max_by(|(one, many), (other, more)| many.cmp(more).then(other.cmp(one)));
    most.map(|(zone, _)| zone.to_owned())
}

/// What is the same for all sessions once all are known.
fn complete(programme: &mut Programme) {
    let most = programme.sessions.iter().map(|session| session.tags.as_ref().map_or(0, Vec::len)).max();
    if most == Some(1) {
        for session in &mut programme.sessions {
            session.track = session.tags.take().and_then(|tags| tags.into_iter().next());
        }
        programme.tracks = programme
            .sessions
            .iter()
            .filter_map(|session| {
                let name = session.track.clone()?;
                Some(Track { place: session.place.clone(), name: Some(name.into()), ..Track::default() })
            })
            .collect();
    }
}

/// The texts of all properties of a name, each in the language that it tells.
fn texts(component: &Component, name: &str) -> Option<Texts> {
    let text = |property: &Property| (property.parameter("LANGUAGE").map(str::to_owned), property.text());
    let texts: Vec<(Option<String>, String)> = component.all(name).map(text).collect();
    (!texts.is_empty()).then(|| texts.into_iter().collect())
}

/// Notes what stands in a calendar and has no place in an event, each name once.
fn note_unknown(calendar: &Component, notes: &mut Notes) {
    const KNOWN: &[&str] = &[
        "VERSION",
        "PRODID",
        "CALSCALE",
        "METHOD",
        "UID",
        "NAME",
        "X-WR-CALNAME",
        "DESCRIPTION",
        "X-WR-CALDESC",
        "X-WR-TIMEZONE",
        "TIMEZONE-ID",
        "LAST-MODIFIED",
        "URL",
        "SOURCE",
        "REFRESH-INTERVAL",
        "X-PUBLISHED-TTL",
        "IMAGE",
    ];
    note_unknown_properties(calendar, KNOWN, &format!("line {}", calendar.line), notes);
    for part in calendar.components.iter().filter(|part| !matches!(part.name.as_str(), "VEVENT" | "VTIMEZONE")) {
        notes.skipped(&format!("line {}", part.line), Reason::Ignored { field: part.name.clone() });
    }
}

fn note_unknown_properties(component: &Component, known: &[&str], place: &str, notes: &mut Notes) {
    for property in &component.properties {
        if !known.contains(&property.name.as_str()) && !property.value.trim().is_empty() {
            notes.skipped(place, Reason::Ignored { field: property.name.clone() });
        }
    }
}

#[cfg(test)]
mod tests;
