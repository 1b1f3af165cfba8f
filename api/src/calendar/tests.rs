//! What is written is read again with the same values, and every instant with it.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::{
    Calendar, Conference, Entry, Status, Text,
    parser::{Component, Property, parse},
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn text(text: &str, language: &str) -> Text {
    Text { text: text.to_owned(), language: Some(language.to_owned()) }
}

fn entry(zone: &str, starts_at: &str, ends_at: &str) -> Entry {
    Entry {
        uid: "1@tribune.example".to_owned(),
        starts_at: at(starts_at),
        ends_at: Some(at(ends_at)),
        zone: zone.parse().unwrap(),
        summary: text("Émancipation, ou surveillance ?", "fr"),
        description: None,
        location: None,
        geo: None,
        url: None,
        categories: Vec::new(),
        status: Status::Confirmed,
        sequence: 0,
        created_at: at("2012-01-01T00:00:00Z"),
        updated_at: at("2012-02-01T10:20:30.5Z"),
        color: None,
        image: None,
        conference: None,
    }
}

/// The only component of a file, and it has no fault.
fn read(file: &str) -> Component {
    let parsed = parse(file.as_bytes());
    assert_eq!((parsed.faults.len(), parsed.components.len()), (0, 1), "{file}");
    parsed.components.into_iter().next().unwrap()
}

fn part<'c>(calendar: &'c Component, name: &'c str) -> impl Iterator<Item = &'c Component> {
    calendar.components.iter().filter(move |component| component.name == name)
}

fn local(property: &Property) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(property.value.trim_end_matches('Z'), "%Y%m%dT%H%M%S").unwrap()
}

fn seconds(property: &Property) -> i64 {
    let value = &property.value;
    let number = |at: usize| value.get(at..at + 2).map_or(0, |digits| digits.parse::<i64>().unwrap());
    let seconds = number(1) * 3600 + number(3) * 60 + number(5);
    if value.starts_with('-') { -seconds } else { seconds }
}

/// The instant of a property by the zone in the file alone: the last observance whose onset is not after it.
fn instant(calendar: &Component, property: &Property) -> DateTime<Utc> {
    let shown = local(property);
    let Some(zone) = property.parameter("TZID") else {
        assert!(property.value.ends_with('Z'));
        return shown.and_utc();
    };
    let zone = part(calendar, "VTIMEZONE").find(|known| known.property("TZID").unwrap().value == zone).unwrap();
    let observance = zone
        .components
        .iter()
        .filter(|observance| local(observance.property("DTSTART").unwrap()) <= shown)
        .max_by_key(|observance| local(observance.property("DTSTART").unwrap()))
        .unwrap();
    (shown - chrono::TimeDelta::seconds(seconds(observance.property("TZOFFSETTO").unwrap()))).and_utc()
}

/// The written times of the first entry: `DTSTART` and `DTEND` with their zones.
fn times(calendar: &Component) -> Vec<String> {
    let event = part(calendar, "VEVENT").next().unwrap();
    let write = |name| {
        let property = event.property(name)?;
        Some(format!(
            "{}{}",
            property.parameter("TZID").map_or(String::new(), |zone| format!("{zone} ")),
            property.value
        ))
    };
    ["DTSTART", "DTEND"].into_iter().filter_map(write).collect()
}

fn written(zone: &str, starts_at: &str, ends_at: &str) -> Vec<String> {
    let entries = vec![entry(zone, starts_at, ends_at)];
    let calendar = read(&Calendar { entries: entries.clone(), ..Calendar::default() }.write());
    for (event, entry) in part(&calendar, "VEVENT").zip(&entries) {
        assert_eq!(instant(&calendar, event.property("DTSTART").unwrap()), entry.starts_at, "{zone}");
        assert_eq!(Some(instant(&calendar, event.property("DTEND").unwrap())), entry.ends_at, "{zone}");
    }
    times(&calendar)
}

#[test]
fn a_calendar_is_written_as_the_standard_says() {
    let description = "Première ligne ; une virgule, deux.\n\nOratrices : Ana, Zoë";
    let calendar = Calendar {
        uid: "event@tribune.example".to_owned(),
        name: text("Rencontres 2012", "fr"),
        description: Some(text("Liberté, égalité", "fr")),
        zone: Some(Tz::Europe__Paris),
        url: Some("https://rencontres.example/2012".to_owned()),
        source: Some("https://api.example/events/2012/calendar.ics?locale=fr".to_owned()),
        refresh: Some(chrono::TimeDelta::hours(1)),
        color: Some("#ff6348".to_owned()),
        image: Some("https://rencontres.example/a,b.png".to_owned()),
        updated_at: Some(at("2012-02-01T10:20:30Z")),
        entries: vec![Entry {
            description: Some(text(description, "fr")),
            location: Some(text("Salle \"A\", 1er étage", "fr")),
            geo: Some((48.85, 2.35)),
            url: Some("https://rencontres.example/2012/a?b=c,d;e".to_owned()),
            categories: vec![text("Droits, libertés", "fr"), text("Réseau", "fr")],
            status: Status::Cancelled,
            sequence: 3,
            conference: Some(Conference {
                url: "https://stream.example/a".to_owned(),
                label: Some(text("Direct : « Émancipation »", "fr")),
            }),
            ..entry("Europe/Paris", "2012-02-14T17:30:00Z", "2012-02-14T19:00:00Z")
        }],
    };

    let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Tribune//Tribune//EN
CALSCALE:GREGORIAN
UID:event@tribune.example
NAME;LANGUAGE=fr:Rencontres 2012
X-WR-CALNAME;LANGUAGE=fr:Rencontres 2012
DESCRIPTION;LANGUAGE=fr:Liberté\\, égalité
X-WR-CALDESC;LANGUAGE=fr:Liberté\\, égalité
X-WR-TIMEZONE:Europe/Paris
LAST-MODIFIED:20120201T102030Z
URL:https://rencontres.example/2012
SOURCE;VALUE=URI:https://api.example/events/2012/calendar.ics?locale=fr
REFRESH-INTERVAL;VALUE=DURATION:PT3600S
X-PUBLISHED-TTL:PT3600S
COLOR:tomato
IMAGE;VALUE=URI;DISPLAY=BADGE:https://rencontres.example/a,b.png
BEGIN:VTIMEZONE
TZID:Europe/Paris
X-LIC-LOCATION:Europe/Paris
BEGIN:STANDARD
DTSTART:20111030T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20120325T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20121028T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1@tribune.example
DTSTAMP:20120201T102030Z
CREATED:20120101T000000Z
LAST-MODIFIED:20120201T102030Z
SEQUENCE:3
DTSTART;TZID=Europe/Paris:20120214T183000
DTEND;TZID=Europe/Paris:20120214T200000
SUMMARY;LANGUAGE=fr:Émancipation\\, ou surveillance ?
DESCRIPTION;LANGUAGE=fr:Première ligne \\; une virgule\\, deux.\\n\\nOratrices
  : Ana\\, Zoë
LOCATION;LANGUAGE=fr:Salle \"A\"\\, 1er étage
GEO:48.850000;2.350000
URL:https://rencontres.example/2012/a?b=c,d;e
CATEGORIES;LANGUAGE=fr:Droits\\, libertés
CATEGORIES;LANGUAGE=fr:Réseau
STATUS:CANCELLED
CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=\"Direct : « Émancipation »\";LAN
 GUAGE=fr:https://stream.example/a
END:VEVENT
END:VCALENDAR
";
    assert_eq!(calendar.write().replace("\r\n", "\n"), expected);
    assert_eq!(calendar.write().matches('\n').count(), calendar.write().matches("\r\n").count());
}

#[test]
fn local_times_are_written_with_their_zone() {
    let all = [
        written("Asia/Kathmandu", "2025-05-01T04:15:00Z", "2025-05-01T05:00:00Z"),
        written("America/Sao_Paulo", "2025-12-01T12:00:00Z", "2025-12-01T13:00:00Z"),
        written("Europe/Paris", "2025-03-30T00:30:00Z", "2025-03-30T01:30:00Z"),
    ];

    assert_eq!(
        all,
        [
            ["Asia/Kathmandu 20250501T100000", "Asia/Kathmandu 20250501T104500"],
            ["America/Sao_Paulo 20251201T090000", "America/Sao_Paulo 20251201T100000"],
            ["Europe/Paris 20250330T013000", "Europe/Paris 20250330T033000"],
        ]
    );
}

#[test]
fn an_hour_that_exists_twice_is_written_in_utc() {
    let all = [
        // Two hours from 01:30, summer time: they end at 02:30, winter time.
        written("Europe/Paris", "2025-10-25T23:30:00Z", "2025-10-26T01:30:00Z"),
        written("Europe/Paris", "2025-10-26T00:30:00Z", "2025-10-26T03:00:00Z"),
        // Half an hour that exists twice.
        written("Australia/Lord_Howe", "2025-04-05T14:00:00Z", "2025-04-05T15:15:00Z"),
        written("Africa/Casablanca", "2025-02-23T02:10:00Z", "2025-02-23T04:00:00Z"),
    ];

    assert_eq!(
        all,
        [
            ["20251025T233000Z", "20251026T013000Z"],
            ["20251026T003000Z", "20251026T030000Z"],
            ["20250405T140000Z", "20250405T151500Z"],
            ["20250223T021000Z", "20250223T040000Z"],
        ]
    );
}

#[test]
fn local_times_on_both_sides_of_a_change_are_right() {
    written("Europe/Paris", "2025-10-25T20:00:00Z", "2025-10-26T06:00:00Z");
    written("Europe/Paris", "2025-03-29T20:00:00Z", "2025-03-30T06:00:00Z");
    written("Australia/Lord_Howe", "2025-04-05T10:00:00Z", "2025-04-05T20:00:00Z");
    written("Australia/Lord_Howe", "2025-10-04T10:00:00Z", "2025-10-04T20:00:00Z");
    written("Africa/Casablanca", "2025-02-22T20:00:00Z", "2025-02-23T08:00:00Z");
    written("Africa/Casablanca", "2025-04-05T20:00:00Z", "2025-04-06T08:00:00Z");
    written("Europe/Dublin", "2025-10-25T20:00:00Z", "2025-10-26T06:00:00Z");
}

#[test]
fn utc_needs_no_zone() {
    let entries = vec![entry("UTC", "2025-01-01T10:00:00Z", "2025-01-01T11:00:00Z")];
    let calendar = read(&Calendar { entries, ..Calendar::default() }.write());

    assert_eq!(times(&calendar), ["20250101T100000Z", "20250101T110000Z"]);
    assert_eq!(part(&calendar, "VTIMEZONE").count(), 0);
}

#[test]
fn a_session_that_has_no_end_has_none() {
    let entries = vec![Entry { ends_at: None, ..entry("UTC", "2025-01-01T10:00:00Z", "2025-01-01T11:00:00Z") }];

    assert_eq!(times(&read(&Calendar { entries, ..Calendar::default() }.write())), ["20250101T100000Z"]);
}

#[test]
fn each_zone_is_defined_once() {
    let entries = vec![
        entry("Europe/Paris", "2025-01-01T10:00:00Z", "2025-01-01T11:00:00Z"),
        entry("Asia/Kathmandu", "2025-01-01T10:00:00Z", "2025-01-01T11:00:00Z"),
        entry("Europe/Paris", "2028-01-01T10:00:00Z", "2028-01-01T11:00:00Z"),
    ];
    let calendar = read(&Calendar { entries, ..Calendar::default() }.write());

    let zones: Vec<(&str, usize)> = part(&calendar, "VTIMEZONE")
        .map(|zone| (zone.property("TZID").unwrap().value.as_str(), zone.components.len()))
        .collect();
    assert_eq!(zones, [("Asia/Kathmandu", 1), ("Europe/Paris", 9)]);
}

#[test]
fn calendars_of_any_length_are_written() {
    let entries = vec![entry("Europe/Paris", "0001-01-01T10:00:00Z", "9999-12-31T23:59:00Z")];

    assert!(Calendar { entries, ..Calendar::default() }.write().len() < 20_000);
}

const ZONES: [&str; 9] = [
    "Europe/Paris",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Europe/Dublin",
    "America/St_Johns",
    "Pacific/Apia",
    "UTC",
];

prop_compose! {
    fn any_text()(text in "[^\u{0}-\u{1f}\u{7f}]{0,120}(\n[a-z,;\\\\\":]{0,50})?", language in proptest::option::of("[a-z]{2}")) -> Text {
        Text { text, language }
    }
}

prop_compose! {
    fn any_entry()(
        zone in prop::sample::select(&ZONES[..]),
        start in 0i64..2_200_000_000,
        seconds in proptest::option::of(0i64..400_000),
        (uid, sequence) in ("[a-z0-9@.-]{1,90}", any::<u32>()),
        (summary, description, location) in (any_text(), proptest::option::of(any_text()), proptest::option::of(any_text())),
        categories in proptest::collection::vec(any_text(), 0..3),
    ) -> Entry {
        let starts_at = Utc.timestamp_opt(start, 0).unwrap();
        let ends_at = seconds.map(|seconds| starts_at + chrono::TimeDelta::seconds(seconds));
        Entry {
            uid, starts_at, ends_at, summary, description, location, categories, sequence,
            zone: zone.parse().unwrap(),
            ..entry("UTC", "2012-01-01T00:00:00Z", "2012-01-01T00:00:00Z")
        }
    }
}

fn text_of(property: &Property) -> Text {
    Text { text: property.text(), language: property.parameter("LANGUAGE").map(str::to_owned) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(name in any_text(), entries in proptest::collection::vec(any_entry(), 0..4)) {
        let file = Calendar { name: name.clone(), entries: entries.clone(), ..Calendar::default() }.write();
        prop_assert!(file.split("\r\n").all(|line| line.len() <= 75));

        let calendar = read(&file);
        prop_assert_eq!(text_of(calendar.property("NAME").unwrap()), name);
        prop_assert_eq!(part(&calendar, "VEVENT").count(), entries.len());
        for (event, entry) in part(&calendar, "VEVENT").zip(&entries) {
            prop_assert_eq!(&event.property("UID").unwrap().value, &entry.uid);
            prop_assert_eq!(&event.property("SEQUENCE").unwrap().value, &entry.sequence.to_string());
            prop_assert_eq!(instant(&calendar, event.property("DTSTART").unwrap()), entry.starts_at);
            let ends_at = event.property("DTEND").map(|end| instant(&calendar, end));
            prop_assert_eq!(ends_at, entry.ends_at.filter(|ends_at| *ends_at > entry.starts_at));
            prop_assert_eq!(text_of(event.property("SUMMARY").unwrap()), entry.summary.clone());
            prop_assert_eq!(event.property("DESCRIPTION").map(text_of), entry.description.clone());
            prop_assert_eq!(event.property("LOCATION").map(text_of), entry.location.clone());
            prop_assert_eq!(event.all("CATEGORIES").map(text_of).collect::<Vec<_>>(), entry.categories.clone());
        }
    }
}
