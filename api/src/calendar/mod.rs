//! iCalendar (RFC 5545, with the additions of RFC 7986): a `Calendar` of plain values becomes text, and text becomes
//! components again. What the values are of, nobody here knows.
//!
//! Start at `Calendar::write`. Its bytes follow from its values alone: it reads no clock.

mod color;
mod line;
pub mod parser;
mod zone;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use self::{
    line::Lines,
    zone::{Times, observances, span},
};

/// The media type of a calendar.
pub const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";
/// Without a version: a calendar is the same whichever version wrote it.
const PRODUCT: &str = "-//Tribune//Tribune//EN";

/// A calendar as it is published.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendar {
    /// What it is, however often it is read.
    pub uid: String,
    pub name: Text,
    pub description: Option<Text>,
    /// Whose clocks most of it is on.
    pub zone: Option<Tz>,
    /// Where people read about it.
    pub url: Option<String>,
    /// Where it is read again.
    pub source: Option<String>,
    /// How long one may wait before one reads it again.
    pub refresh: Option<TimeDelta>,
    /// `#RRGGBB`.
    pub color: Option<String>,
    /// The address of a picture.
    pub image: Option<String>,
    /// When anything in it was last changed.
    pub updated_at: Option<DateTime<Utc>>,
    pub entries: Vec<Entry>,
}

/// Something that takes place: a `VEVENT`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is, in whichever calendar it stands.
    pub uid: String,
    pub starts_at: DateTime<Utc>,
    /// Exclusive.
    pub ends_at: Option<DateTime<Utc>>,
    /// Whose clocks it is on.
    pub zone: Tz,
    pub summary: Text,
    /// Plain text.
    pub description: Option<Text>,
    pub location: Option<Text>,
    /// Latitude and longitude, degrees.
    pub geo: Option<(f64, f64)>,
    /// Where people read about it.
    pub url: Option<String>,
    pub categories: Vec<Text>,
    pub status: Status,
    /// Grows with each change.
    pub sequence: u32,
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// `#RRGGBB`.
    pub color: Option<String>,
    /// The address of a picture.
    pub image: Option<String>,
    pub conference: Option<Conference>,
}

/// A text, and the language that it is in (BCP 47).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    pub language: Option<String>,
}

/// Where it can be seen from afar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conference {
    pub url: String,
    /// What a reader sees instead of the address.
    pub label: Option<Text>,
}

/// Whether it takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    Tentative,
    #[default]
    Confirmed,
    Cancelled,
}

impl Status {
    const fn word(self) -> &'static str {
        match self {
            Self::Tentative => "TENTATIVE",
            Self::Confirmed => "CONFIRMED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

impl Calendar {
    /// The calendar as RFC 5545 writes it.
    pub fn write(&self) -> String {
        let mut lines = Lines::default();
        lines.begin("VCALENDAR");
        self.head(&mut lines);
        let times: Vec<Times> = self.entries.iter().map(Times::of).collect();
        for (zone, from, until) in zones(&self.entries, &times) {
            time_zone(&mut lines, zone, from, until);
        }
        for (entry, times) in self.entries.iter().zip(times) {
            entry.write(&mut lines, times);
        }
        lines.end("VCALENDAR");
        lines.into_text()
    }

    fn head(&self, lines: &mut Lines) {
        lines.property("VERSION").raw("2.0");
        lines.property("PRODID").text(PRODUCT);
        lines.property("CALSCALE").raw("GREGORIAN");
        if !self.uid.is_empty() {
            lines.property("UID").text(&self.uid);
        }
        // The old names are those that most programs know.
        for name in ["NAME", "X-WR-CALNAME"] {
            lines.localised(name, &self.name);
        }
        if let Some(description) = &self.description {
            for name in ["DESCRIPTION", "X-WR-CALDESC"] {
                lines.localised(name, description);
            }
        }
        if let Some(zone) = self.zone {
            lines.property("X-WR-TIMEZONE").text(zone.name());
        }
        if let Some(updated_at) = self.updated_at {
            lines.property("LAST-MODIFIED").raw(&zone::utc(updated_at));
        }
        if let Some(url) = &self.url {
            lines.property("URL").raw(url);
        }
        if let Some(source) = &self.source {
            lines.property("SOURCE").parameter("VALUE", "URI").raw(source);
        }
        if let Some(refresh) = self.refresh {
            lines.property("REFRESH-INTERVAL").parameter("VALUE", "DURATION").raw(&refresh.to_string());
            lines.property("X-PUBLISHED-TTL").raw(&refresh.to_string());
        }
        if let Some(color) = self.color.as_deref().and_then(color::name) {
            lines.property("COLOR").raw(color);
        }
        lines.image(self.image.as_deref());
    }
}

/// The zones whose clocks entries are on, each with the first and the last instant.
fn zones(entries: &[Entry], times: &[Times]) -> Vec<(Tz, DateTime<Utc>, DateTime<Utc>)> {
    let mut zones: Vec<(Tz, DateTime<Utc>, DateTime<Utc>)> = Vec::new();
    for entry in entries.iter().zip(times).filter(|(_, times)| times.are_local()).map(|(entry, _)| entry) {
        let (from, until) = (entry.starts_at, entry.ends_at.unwrap_or(entry.starts_at));
        match zones.iter_mut().find(|(zone, ..)| *zone == entry.zone) {
            Some((_, first, last)) => (*first, *last) = (from.min(*first), until.max(*last)),
            None => zones.push((entry.zone, from, until)),
        }
    }
    zones.sort_by_key(|(zone, ..)| zone.name());
    zones
}

fn time_zone(lines: &mut Lines, zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) {
    lines.begin("VTIMEZONE");
    lines.property("TZID").text(zone.name());
    lines.property("X-LIC-LOCATION").text(zone.name());
    let (from, until) = span(from, until);
    for observance in observances(zone, from, until) {
        let kind = if observance.is_daylight { "DAYLIGHT" } else { "STANDARD" };
        lines.begin(kind);
        lines.property("DTSTART").raw(&zone::local(observance.onset));
        lines.property("TZOFFSETFROM").raw(&zone::offset(observance.from));
        lines.property("TZOFFSETTO").raw(&zone::offset(observance.to));
        lines.property("TZNAME").text(&observance.name);
        lines.end(kind);
    }
    lines.end("VTIMEZONE");
}

impl Entry {
    fn write(&self, lines: &mut Lines, times: Times) {
        lines.begin("VEVENT");
        lines.property("UID").text(&self.uid);
        lines.property("DTSTAMP").raw(&zone::utc(self.updated_at));
        lines.property("CREATED").raw(&zone::utc(self.created_at));
        lines.property("LAST-MODIFIED").raw(&zone::utc(self.updated_at));
        lines.property("SEQUENCE").raw(&self.sequence.to_string());
        for (name, value) in [("DTSTART", Some(times.start)), ("DTEND", times.end)] {
            match (value, times.zone) {
                (Some(value), Some(zone)) => lines.property(name).parameter("TZID", zone.name()).raw(&value),
                (Some(value), None) => lines.property(name).raw(&value),
                (None, _) => {}
            }
        }
        lines.localised("SUMMARY", &self.summary);
        for (name, text) in [("DESCRIPTION", &self.description), ("LOCATION", &self.location)] {
            if let Some(text) = text {
                lines.localised(name, text);
            }
        }
        if let Some((latitude, longitude)) = self.geo {
            lines.property("GEO").raw(&format!("{latitude:.6};{longitude:.6}"));
        }
        if let Some(url) = &self.url {
            lines.property("URL").raw(url);
        }
        for category in &self.categories {
            lines.localised("CATEGORIES", category);
        }
        lines.property("STATUS").raw(self.status.word());
        if let Some(color) = self.color.as_deref().and_then(color::name) {
            lines.property("COLOR").raw(color);
        }
        lines.image(self.image.as_deref());
        if let Some(conference) = &self.conference {
            lines.conference(conference);
        }
        lines.end("VEVENT");
    }
}

#[cfg(test)]
mod tests;
