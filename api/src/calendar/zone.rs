//! Time zones of calendars: the changes of clocks that a `VTIMEZONE` names, and times on those clocks.

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Timelike, Utc,
};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

use super::Entry;

/// The zones that have no clocks of their own: their times are written with a `Z`.
const UTC_ZONES: [&str; 8] = ["UTC", "UCT", "Universal", "Zulu", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu"];
/// How far back the last change before a calendar is looked for: clocks that changed before have not changed since.
const BACK_DAYS: i64 = 400;
/// How many years of changes are named: nobody knows more of them, and no calendar is longer.
const LONGEST_SPAN: i32 = 100;

/// What clocks show from an instant on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observance {
    /// The first instant, on the clocks as they were before.
    pub onset: NaiveDateTime,
    /// Seconds east of UTC before it.
    pub from: i32,
    /// Seconds east of UTC since.
    pub to: i32,
    /// `CEST`.
    pub name: String,
    /// Whether it is the later of two.
    pub is_daylight: bool,
}

/// When an entry takes place, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    pub start: String,
    pub end: Option<String>,
    /// Whose clocks show these times. None: UTC.
    pub zone: Option<Tz>,
}

impl Times {
    /// On the clocks of the zone where they say which instant it is. An hour that clocks show twice is written in UTC, since
    /// there is no way to say which one is meant, and programs take a `DURATION` across it for what clocks show.
    pub fn of(entry: &Entry) -> Self {
        let ends_at = entry.ends_at.filter(|ends_at| *ends_at > entry.starts_at);
        let start = on_clocks(entry.zone, entry.starts_at);
        let end = ends_at.map(|ends_at| on_clocks(entry.zone, ends_at));
        match (start, end) {
            (Some(start), None) => Self { start, end: None, zone: Some(entry.zone) },
            (Some(start), Some(Some(end))) => Self { start, end: Some(end), zone: Some(entry.zone) },
            _ => Self { start: utc(entry.starts_at), end: ends_at.map(utc), zone: None },
        }
    }

    pub const fn are_local(&self) -> bool {
        self.zone.is_some()
    }
}

/// What clocks show at an instant, if they show it then and never else.
fn on_clocks(zone: Tz, at: DateTime<Utc>) -> Option<String> {
    if UTC_ZONES.contains(&zone.name()) {
        return None;
    }
    let shown = at.with_timezone(&zone).naive_local();
    matches!(zone.from_local_datetime(&shown), LocalResult::Single(_)).then(|| local(shown))
}

/// `20120214T183000Z`.
pub fn utc(at: DateTime<Utc>) -> String {
    local(at.naive_utc()) + "Z"
}

/// `20120214T183000`.
pub fn local(at: NaiveDateTime) -> String {
    // A year has four digits here, whatever it is.
    let year = at.year().clamp(0, 9999);
    let (date, time) = (at.date(), at.time());
    format!("{year:04}{:02}{:02}T{:02}{:02}{:02}", date.month(), date.day(), time.hour(), time.minute(), time.second())
}

/// `+0530`; with seconds where there are any.
pub fn offset(seconds_east: i32) -> String {
    let sign = if seconds_east < 0 { '-' } else { '+' };
    let seconds = seconds_east.unsigned_abs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match seconds {
        0 => format!("{sign}{hours:02}{minutes:02}"),
        seconds => format!("{sign}{hours:02}{minutes:02}{seconds:02}"),
    }
}

/// The whole years around two instants, so that a session more seldom changes what is said of the zone.
pub fn span(from: DateTime<Utc>, until: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let first = from.year().clamp(1, 9900);
    let last = until.year().clamp(first, first + LONGEST_SPAN);
    let new_year = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN).and_utc();
    (new_year(first), new_year(last + 1))
}

/// What a zone's clocks show at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    offset: i32,
    /// How much of the offset is for the summer; negative where the winter is the exception.
    saving: i64,
    name: String,
}

impl Shown {
    fn at(zone: Tz, at: DateTime<Utc>) -> Self {
        let offset = zone.offset_from_utc_datetime(&at.naive_utc());
        let east = offset.fix().local_minus_utc();
        Self {
            offset: east,
            saving: offset.dst_offset().num_seconds(),
            name: offset.abbreviation().map_or_else(|| self::offset(east), str::to_owned),
        }
    }

    /// Whether these clocks are ahead of others that the zone has.
    fn is_daylight(&self, before: &Self) -> bool {
        match self.saving == before.saving {
            // The zone itself has moved, or only its name is another one.
            true => self.saving > 0,
            false => self.offset > before.offset,
        }
    }
}

/// All changes of a zone's clocks between two instants, and before them the last one before. There is always one.
pub fn observances(zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Observance> {
    let observance = |(at, before, after): &(DateTime<Utc>, Shown, Shown)| Observance {
        onset: at.naive_utc() + TimeDelta::seconds(before.offset.into()),
        from: before.offset,
        to: after.offset,
        name: after.name.clone(),
        is_daylight: after.is_daylight(before),
    };
    let changes = changes(zone, from - TimeDelta::days(BACK_DAYS), until);
    let earlier = changes.iter().take_while(|(at, ..)| *at <= from).count();
    let first = match earlier.checked_sub(1) {
        Some(last) => observance(&changes[last]),
        None => unchanged(&Shown::at(zone, from)),
    };
    std::iter::once(first).chain(changes[earlier..].iter().map(observance)).collect()
}

/// Clocks that have not changed for as long as anybody looks.
fn unchanged(shown: &Shown) -> Observance {
    Observance {
        onset: DateTime::UNIX_EPOCH.naive_utc(),
        from: shown.offset,
        to: shown.offset,
        name: shown.name.clone(),
        is_daylight: shown.saving > 0,
    }
}

/// The instants at which clocks change, with what they show before and after. No two are within a day.
fn changes(zone: Tz, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<(DateTime<Utc>, Shown, Shown)> {
    let mut changes = Vec::new();
    let (mut at, mut shown) = (from, Shown::at(zone, from));
    while at < until {
        let next = at + TimeDelta::days(1);
        let then = Shown::at(zone, next);
        if then != shown {
            changes.push((instant_of_change(zone, at, next, &shown), shown, then.clone()));
        }
        (at, shown) = (next, then);
    }
    changes
}

/// The first second at which clocks no longer show what they showed.
fn instant_of_change(zone: Tz, before: DateTime<Utc>, after: DateTime<Utc>, shown: &Shown) -> DateTime<Utc> {
    let (mut before, mut after) = (before.timestamp(), after.timestamp());
    let instant = |second| DateTime::from_timestamp(second, 0).unwrap_or_default();
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        match Shown::at(zone, instant(middle)) == *shown {
            true => before = middle,
            false => after = middle,
        }
    }
    instant(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// `20251026T030000 +0200 +0100 CET`, with a `*` for daylight.
    fn written(zone: &str, year: i32) -> Vec<String> {
        let (from, until) = (at(&format!("{year}-01-01T00:00:00Z")), at(&format!("{}-01-01T00:00:00Z", year + 1)));
        let write = |o: Observance| {
            let star = if o.is_daylight { " *" } else { "" };
            format!("{} {} {} {}{star}", local(o.onset), offset(o.from), offset(o.to), o.name)
        };
        observances(zone.parse().unwrap(), from, until).into_iter().map(write).collect()
    }

    #[test]
    fn paris_changes_twice_a_year() {
        assert_eq!(
            written("Europe/Paris", 2025),
            [
                "20241027T030000 +0200 +0100 CET",
                "20250330T020000 +0100 +0200 CEST *",
                "20251026T030000 +0200 +0100 CET"
            ]
        );
    }

    #[test]
    fn lord_howe_changes_by_half_an_hour() {
        assert_eq!(
            written("Australia/Lord_Howe", 2025),
            [
                "20241006T020000 +1030 +1100 +1100 *",
                "20250406T020000 +1100 +1030 +1030",
                "20251005T020000 +1030 +1100 +1100 *"
            ]
        );
    }

    #[test]
    fn what_is_later_is_daylight_even_where_the_winter_is_the_exception() {
        assert_eq!(
            written("Europe/Dublin", 2025),
            ["20241027T020000 +0100 +0000 GMT", "20250330T010000 +0000 +0100 IST *", "20251026T020000 +0100 +0000 GMT"]
        );
        let casablanca = written("Africa/Casablanca", 2025);
        assert!(casablanca.iter().any(|line| line.starts_with("20250223T030000 +0100 +0000")), "{casablanca:?}");
        assert!(casablanca.iter().any(|line| line.starts_with("20250406T020000 +0000 +0100")), "{casablanca:?}");
        assert_eq!(casablanca.len(), 3);
    }

    #[test]
    fn zones_that_do_not_change_have_one_observance() {
        assert_eq!(written("America/Sao_Paulo", 2025), ["19700101T000000 -0300 -0300 -0300"]);
        assert_eq!(written("Asia/Kathmandu", 2025), ["19700101T000000 +0545 +0545 +0545"]);
    }

    #[test]
    fn a_zone_that_gave_up_summer_time_is_standard_since() {
        assert_eq!(
            written("America/Sao_Paulo", 2019),
            ["20181104T000000 -0300 -0200 -0200 *", "20190217T000000 -0200 -0300 -0300"]
        );
    }

    #[test]
    fn offsets_have_signs_and_seconds() {
        let all = [0, 3600, -12_600, 20_700, -2670].map(offset);

        assert_eq!(all, ["+0000", "+0100", "-0330", "+0545", "-004430"]);
    }

    #[test]
    fn what_clocks_show_twice_is_said_in_utc() {
        let paris = Tz::Europe__Paris;

        assert_eq!(on_clocks(paris, at("2025-10-25T23:30:00Z")).as_deref(), Some("20251026T013000"));
        assert_eq!(on_clocks(paris, at("2025-10-26T00:30:00Z")), None);
        assert_eq!(on_clocks(paris, at("2025-10-26T01:30:00Z")), None);
        assert_eq!(on_clocks(paris, at("2025-10-26T02:30:00Z")).as_deref(), Some("20251026T033000"));
        assert_eq!(on_clocks(Tz::Etc__UTC, at("2025-10-26T02:30:00Z")), None);
    }
}
