//! When something is, as iCalendar writes it (RFC 5545, sections 3.3.4, 3.3.5 and 3.3.6).

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::zones::{Zone, Zones};
use crate::{calendar::parser::Property, interchange::programme::time::instant};

/// A moment, or a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    Day(NaiveDate),
    Utc(NaiveDateTime),
    /// What clocks of a zone show.
    Local(NaiveDateTime, Zone),
    /// What clocks show wherever one is: here, where the event is.
    Floating(NaiveDateTime),
}

impl Moment {
    /// The first value of a property.
    pub fn of(property: &Property, zones: &Zones) -> Option<Self> {
        Self::parse(property.value.split(',').next()?, property, zones)
    }

    /// All values of a property that can be read; of a period, its start. Beside them, how many cannot.
    pub fn all(property: &Property, zones: &Zones) -> (Vec<Self>, usize) {
        let values: Vec<&str> = property.value.split(',').filter(|value| !value.trim().is_empty()).collect();
        let start = |value: &&str| value.split('/').next().and_then(|start| Self::parse(start, property, zones));
        let moments: Vec<Self> = values.iter().filter_map(start).collect();
        let unread = values.len() - moments.len();
        (moments, unread)
    }

    fn parse(value: &str, property: &Property, zones: &Zones) -> Option<Self> {
        // Some programs write ISO 8601 with its separators.
        let value: String = value.trim().chars().filter(|character| !matches!(character, '-' | ':')).collect();
        let (date, time) = match value.split_once(['T', 't', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (value.as_str(), None),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let day =
            NaiveDate::parse_from_str(Some(date).filter(|date| date.len() == 8 && digits(date))?, "%Y%m%d").ok()?;
        let Some(time) = time else { return Some(Self::Day(day)) };
        let (time, is_utc) = match time.strip_suffix(['Z', 'z']) {
            Some(time) => (time, true),
            None => (time, false),
        };
        let at = day.and_time(clock_time(Some(time).filter(|time| digits(time))?)?);
        Some(match property.parameter("TZID").and_then(|name| zones.get(name)) {
            _ if is_utc => Self::Utc(at),
            Some(zone) => Self::Local(at, zone.clone()),
            None => Self::Floating(at),
        })
    }

    /// What clocks show.
    pub fn shown(&self) -> NaiveDateTime {
        match self {
            Self::Day(day) => day.and_time(NaiveTime::MIN),
            Self::Utc(at) | Self::Local(at, _) | Self::Floating(at) => *at,
        }
    }

    /// The same, when the same clocks show something else.
    pub fn showing(&self, shown: NaiveDateTime) -> Self {
        match self {
            Self::Day(_) => Self::Day(shown.date()),
            Self::Utc(_) => Self::Utc(shown),
            Self::Local(_, zone) => Self::Local(shown, zone.clone()),
            Self::Floating(_) => Self::Floating(shown),
        }
    }

    /// The instant. What floats, and a day, is on the clocks of the event.
    pub fn instant(&self, event: Tz) -> DateTime<Utc> {
        match self {
            Self::Utc(at) => at.and_utc(),
            Self::Local(at, Zone::Named(zone)) => on_clocks(*zone, *at),
            Self::Local(at, Zone::Defined(zone)) => {
                offset(zone.offset(*at)).from_local_datetime(at).earliest().map_or(at.and_utc(), |at| at.to_utc())
            }
            Self::Day(_) | Self::Floating(_) => on_clocks(event, self.shown()),
        }
    }

    /// ISO 8601: with an offset where the file defines one.
    pub fn text(&self) -> String {
        match self {
            Self::Day(day) => day.format("%Y-%m-%d").to_string(),
            Self::Utc(at) => at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            Self::Local(at, Zone::Named(_)) | Self::Floating(at) => at.format("%Y-%m-%dT%H:%M:%S").to_string(),
            Self::Local(at, Zone::Defined(zone)) => {
                format!("{}{}", at.format("%Y-%m-%dT%H:%M:%S"), offset(zone.offset(*at)))
            }
        }
    }

    /// The zone that tells what its text means.
    pub fn zone(&self) -> Option<Tz> {
        match self {
            Self::Local(_, Zone::Named(zone)) => Some(*zone),
            _ => None,
        }
    }
}

/// `HHMM` or `HHMMSS`; a leap second is the one before it.
fn clock_time(digits: &str) -> Option<NaiveTime> {
    let number = |at: usize| digits.get(at..at + 2)?.parse::<u32>().ok();
    let second = match digits.len() {
        4 => 0,
        6 => number(4)?.min(59),
        _ => return None,
    };
    NaiveTime::from_hms_opt(number(0)?, number(2)?, second)
}

/// Clocks that never showed it, not even before, are those of UTC.
fn on_clocks(zone: Tz, shown: NaiveDateTime) -> DateTime<Utc> {
    instant(zone, shown).unwrap_or(shown.and_utc())
}

fn offset(seconds_east: i32) -> FixedOffset {
    FixedOffset::east_opt(seconds_east).unwrap_or(FixedOffset::east_opt(0).expect("no offset is an offset"))
}
