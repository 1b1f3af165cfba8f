//! Lists of conferences: a flat array of events with name, days and place, as those who collect calls for papers keep
//! them. Each entry is an event of its own. Start at [`read`].

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};
use entity::value::AttendanceMode;

use super::{
    Format, clean,
    document::{EventInput, Field},
    json::Json,
    parts::titled,
    programme::{
        self, Event, Programme, identity,
        language::{self, Stated},
    },
    reading::{Notes, Options, ReadError, Reading, Reason},
};
use crate::content::slug::slugify;

/// Lists of conferences.
pub const FORMAT: Format = Format { recognises, read };

const KNOWN: &[&str] = &["name", "url", "startDate", "endDate", "city", "country", "online", "locales"];

/// How many entries are looked at to see what they are.
const LOOKED_AT: usize = 20;

fn recognises(json: &Json) -> bool {
    json.list().iter().take(LOOKED_AT).any(|item| item.has(&["name", "startDate", "endDate"]))
}

fn read(json: &Json, options: &Options, mut notes: Notes) -> Result<Reading, ReadError> {
    let mut seen = HashSet::new();
    let mut entries = Vec::new();
    for (at, item) in json.list().iter().enumerate() {
        let Some(entry) = entry(at, item, &mut notes) else { continue };
        if entry.identity().is_some_and(|identity| !seen.insert(identity)) {
            notes.skipped(&entry.place, Reason::GivenBefore);
        } else {
            entries.push(entry);
        }
    }
    let programmes: Vec<Programme> = entries.iter().map(|entry| programme(entry, options, &mut notes)).collect();
    let modes: Vec<_> = entries.iter().map(|entry| mode(entry, &mut notes)).collect();
    let mut reading = programme::readings(&programmes, options, notes);
    let names = identifiers(&entries).into_iter().zip(slugs(&entries));
    for ((event, mode), (external_ids, slug)) in reading.document.events.iter_mut().zip(modes).zip(names) {
        let known = EventInput { external_ids, slug, attendance_mode: mode, ..std::mem::take(event) };
        *event = known;
    }
    Ok(reading)
}

/// An entry that has a name.
struct Entry<'a> {
    item: &'a Json,
    place: String,
    name: String,
    start: Option<NaiveDate>,
}

impl Entry<'_> {
    /// Name and first day.
    fn identity(&self) -> Option<(String, NaiveDate)> {
        let slug = clean::slug(&self.name);
        Some((if slug.is_empty() { clean::name_key(&self.name) } else { slug }, self.start?))
    }
}

fn entry<'a>(at: usize, item: &'a Json, notes: &mut Notes) -> Option<Entry<'a>> {
    let raw = item.text("name");
    let place = titled(format!("[{at}]"), raw.as_deref());
    item.note_unknown(KNOWN, &[], &place, notes);
    let Some(name) = raw.and_then(|raw| clean::line(&raw).text) else {
        notes.skipped(&place, Reason::NoName);
        return None;
    };
    let start = item.text("startDate").and_then(|day| NaiveDate::parse_from_str(day.trim(), "%Y-%m-%d").ok());
    Some(Entry { item, place, name, start })
}

fn programme(entry: &Entry, options: &Options, notes: &mut Notes) -> Programme {
    let text = |name| Some(entry.item.text(name).unwrap_or_default());
    let event = Event {
        place: entry.place.clone(),
        title: entry.item.texts("name"),
        start: text("startDate"),
        end: entry.item.text("endDate").filter(|day| !day.trim().is_empty()).or_else(|| text("startDate")),
        city: text("city"),
        country: text("country"),
        url: text("url"),
        language: Some(locale(entry, options, notes)),
        ..Event::default()
    };
    Programme { event, ..Programme::of("list") }
}

/// Name and first day, the surest; then name and year, which stay when a conference is moved. Two editions in one
/// year have only the former.
fn identifiers(entries: &[Entry]) -> Vec<Vec<String>> {
    let ids = |entry: &Entry| {
        let Some((key, start)) = entry.identity() else { return Vec::new() };
        vec![format!("list:{key}:{start}"), format!("list:{key}:{}", start.year())]
    };
    identity::unshared(entries.iter().map(ids).collect())
}

/// `ndc-london-2024`, with month and day where a year has several.
fn slugs(entries: &[Entry]) -> Vec<Option<String>> {
    let by_year = |entry: &Entry| {
        let (name, year) = (slugify(&entry.name), entry.start?.year().to_string());
        Some(if name.contains(&year) { name } else { slugify(&format!("{name} {year}")) })
    };
    let by_day = |entry: &Entry| Some(slugify(&format!("{} {}", entry.name, entry.start?)));
    let unshared = |slug: &dyn Fn(&Entry) -> Option<String>| {
        identity::unshared(entries.iter().map(|entry| slug(entry).into_iter().collect()).collect())
    };
    unshared(&by_year)
        .into_iter()
        .zip(unshared(&by_day))
        .map(|(year, day)| year.into_iter().chain(day).next())
        .collect()
}

/// That of the caller, if the conference is held in it; else the first it is held in. Tribune keeps no others.
fn locale(entry: &Entry, options: &Options, notes: &mut Notes) -> String {
    let mut languages = Vec::new();
    for stated in language::parse(&entry.item.text("locales").unwrap_or_default()) {
        match stated {
            Stated::Language(tag) => languages.push(tag),
            Stated::Unlikely(value) => notes.skipped(&entry.place, Reason::UnlikelyLanguage { value }),
            Stated::Unknown(value) => notes.skipped(&entry.place, Reason::UnknownLanguage { value }),
        }
    }
    if languages.len() > 1 {
        notes.skipped(&entry.place, Reason::Ignored { field: "locales".to_owned() });
    }
    let is_held_in = |locale: &&String| languages.is_empty() || languages.contains(*locale);
    Some(&options.locale).filter(is_held_in).or(languages.first()).unwrap_or(&options.locale).clone()
}

/// A conference online that names a city can be visited there as well.
fn mode(entry: &Entry, notes: &mut Notes) -> Field<AttendanceMode> {
    let has_city = entry.item.text("city").is_some_and(|city| !city.trim().is_empty());
    match (entry.item.truth("online"), has_city) {
        (Some(true), true) => Field::Value(AttendanceMode::Mixed),
        (Some(true), false) => Field::Value(AttendanceMode::Online),
        (Some(false), _) => Field::Value(AttendanceMode::Offline),
        (None, _) => {
            let value = entry.item.text("online").unwrap_or_default();
            if !value.trim().is_empty() {
                notes.skipped(&entry.place, Reason::Unreadable { field: "online", value });
            }
            Field::Absent
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::read;

    fn sample() -> Reading {
        let options = Options { time_zone: Some(chrono_tz::Europe::Berlin), ..Options::of_locale("en") };
        read(include_bytes!("../../../tests/data/list.json"), &options).expect("it is a list")
    }

    #[test]
    fn editions_of_one_year_are_told_apart() {
        let events = sample().document.events;

        let slugs: Vec<_> = events.iter().map(|event| event.slug.as_deref().unwrap_or_default()).collect();
        let expected = ["harbour-days-2027-05-31", "harbour-days-2027-10-04", "tide-conf-2027", "rope-summit-2027", ""];
        assert_eq!(slugs, expected);
        assert_eq!(events[0].external_ids, ["list:harbour-days:2027-05-31"]);
        assert_eq!(events[2].external_ids, ["list:tide-conf-2027:2027-03-27", "list:tide-conf-2027:2027"]);
    }

    #[test]
    fn days_are_whole_and_in_the_zone_given() {
        let events = sample().document.events;

        let times = |at: usize| [&events[at].starts_at, &events[at].ends_at].map(|at| at.value().unwrap().to_rfc3339());
        assert_eq!(times(0), ["2027-05-30T22:00:00+00:00", "2027-06-01T22:00:00+00:00"]);
        // Clocks change on the second day.
        assert_eq!(times(2), ["2027-03-26T23:00:00+00:00", "2027-03-28T22:00:00+00:00"]);
        assert_eq!(events[4].starts_at, Field::Absent);
    }

    #[test]
    fn place_and_language_are_understood() {
        let events = sample().document.events;

        let modes: Vec<_> = events.iter().map(|event| event.attendance_mode.value().copied()).collect();
        let (offline, mixed, online) = (AttendanceMode::Offline, AttendanceMode::Mixed, AttendanceMode::Online);
        assert_eq!(modes, [Some(offline), Some(mixed), Some(online), None, None]);
        let countries: Vec<_> = events.iter().map(|event| event.country.value().cloned().unwrap_or_default()).collect();
        assert_eq!(countries, ["DE", "GB", "", "", ""]);
        let locales: Vec<_> = events.iter().map(|event| event.source_locale.clone().unwrap().0).collect();
        assert_eq!(locales, ["en", "en", "uk", "fr", "en"]);
    }

    #[test]
    fn what_is_left_out_is_named() {
        let notes = sample().notes;

        for reason in [
            Reason::Ignored { field: "cfpUrl".into() },
            Reason::Ignored { field: "locales".into() },
            Reason::GivenBefore,
            Reason::Unreadable { field: "country", value: "Atlantis".into() },
        ] {
            assert!(notes.iter().any(|note| note.reason == reason), "{reason:?}");
        }
    }
}
