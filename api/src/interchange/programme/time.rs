//! When things take place. Real files have no zone, no offset, an offset that lies, or UTC beside local times;
//! the rules here are those of Giggity (a zoned `date` wins), and one more: an offset that contradicts both the
//! zone and the local `start` lies. Start at [`Clock::interval`].

use chrono::{
    DateTime, Duration, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc,
};
use chrono_tz::{TZ_VARIANTS, Tz};
use icu_time::zone::{WindowsParser, iana::IanaParserExtended};

use super::{Post, Programme, Session};
use crate::interchange::{
    clean,
    document::{Field, SessionInput},
    reading::{Notes, Options, Reason},
};

/// frab writes 09:00 as the hour from which a programme is shown; no day of a programme begins that late.
const HOUR_OF_DISPLAY: u32 = 9;

/// No session lasts a year; a longer one is a slip.
const LONGEST: Duration = Duration::days(365);

/// What a `date` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    Zoned(DateTime<FixedOffset>),
    Local(NaiveDateTime),
    Day(NaiveDate),
}

/// The time zone and the days of an event.
#[derive(Clone, Copy)]
pub struct Clock {
    /// Named by the file, or given by the caller.
    zone: Option<Tz>,
    day_change: Option<NaiveTime>,
}

impl Clock {
    pub fn of(programme: &Programme, options: &Options, notes: &mut Notes) -> Self {
        let event = &programme.event;
        let place = &event.place;
        let named = event.time_zone.as_deref().and_then(clean::token).and_then(|name| {
            let zone = zone(name);
            match zone {
                None => notes.repaired(place, Reason::UnknownTimeZone { name: name.to_owned() }),
                Some(zone) if zone.name() == name => {}
                Some(zone) => {
                    let zone = zone.name().to_owned();
                    notes.repaired(place, Reason::TimeZoneSpelling { name: name.to_owned(), zone });
                }
            }
            zone
        });
        let zone = named.or(options.time_zone);
        if zone.is_none() {
            notes.repaired(place, Reason::NoTimeZone);
        }
        let day_change = event.day_change.as_deref().and_then(clean::token).and_then(|raw| {
            let time = since_midnight(raw).map(|time| NaiveTime::MIN.overflowing_add_signed(time).0);
            if time.is_none() {
                notes.skipped(place, Reason::Unreadable { field: "day_change", value: raw.to_owned() });
            }
            time
        });
        Self { zone, day_change: day_change.or_else(|| common_start(&programme.spans)) }
    }

    /// The zone of the event; UTC when nobody knows it.
    pub fn zone(&self) -> Tz {
        self.zone.unwrap_or(Tz::UTC)
    }

    pub fn day_starts_at(&self) -> Field<NaiveTime> {
        match self.day_change {
            Some(time) if time.hour() < HOUR_OF_DISPLAY => Field::Value(time),
            _ => Field::Absent,
        }
    }

    /// When a session starts and ends.
    pub fn interval(&self, session: &Session, notes: &mut Notes) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let clock = self.of_session(session, notes);
        let Some(start) = clock.start(session, notes) else { return (None, None) };
        let end = match session.end.as_deref().and_then(clean::token) {
            Some(end) if session.duration.as_deref().and_then(clean::token).is_none() => {
                clock.end(end, start, &session.place, notes)
            }
            _ => after(start, session, notes),
        };
        (Some(start), end)
    }

    /// In the zone that the session names, where it names one.
    fn of_session(&self, session: &Session, notes: &mut Notes) -> Self {
        let Some(name) = session.time_zone.as_deref().and_then(clean::token) else { return *self };
        match zone(name) {
            Some(zone) => Self { zone: Some(zone), ..*self },
            None => {
                notes.repaired(&session.place, Reason::UnknownTimeZone { name: name.to_owned() });
                *self
            }
        }
    }

    /// When a post was published.
    pub fn published(&self, post: &Post, notes: &mut Notes) -> Option<DateTime<Utc>> {
        let moment = self.read("published", post.published.as_deref(), &post.place, notes, moment)?;
        self.instant(moment, 0, &post.place, notes)
    }

    /// A moment, or a time of the day of the start; before the start it is one of the day after.
    fn end(&self, raw: &str, start: DateTime<Utc>, place: &str, notes: &mut Notes) -> Option<DateTime<Utc>> {
        let end = match (moment(raw), since_midnight(raw)) {
            (Some(moment), _) => self.instant(moment, 0, place, notes),
            (None, Some(time)) => {
                let local = start.with_timezone(&self.zone()).naive_local();
                let end = local.date().and_time(NaiveTime::MIN).checked_add_signed(time)?;
                let end = if end <= local { end.checked_add_signed(Duration::days(1))? } else { end };
                self.local(end, place, notes)
            }
            (None, None) => None,
        };
        let in_order = end.filter(|end| start < *end && *end - start <= LONGEST);
        match (in_order, end) {
            (None, Some(end)) if end <= start => {
                notes.skipped(place, Reason::EndBeforeStart { value: raw.to_owned() });
            }
            (None, _) => notes.skipped(place, Reason::Unreadable { field: "end", value: raw.to_owned() }),
            (Some(_), _) => {}
        }
        in_order
    }

    /// When the event starts and ends: as the file says, and at least as long as there are sessions.
    pub fn event_times(
        &self,
        programme: &Programme,
        sessions: &[SessionInput],
        notes: &mut Notes,
    ) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let event = &programme.event;
        let place = &event.place;
        let days = || programme.days.iter().filter_map(|day| moment(day));
        let starts = sessions.iter().filter_map(|session| session.starts_at.value().copied());
        let ends = sessions.iter().filter_map(|session| session.ends_at.value().or(session.starts_at.value()).copied());

        let told = self.told("start", event.start.as_deref(), 0, place, notes);
        let start = told.or_else(|| days().filter_map(|day| self.instant(day, 0, place, notes)).min());
        let first = starts.min();
        let starts_at = [start, first].into_iter().flatten().min();
        if start.is_some() && starts_at != start {
            notes.repaired(place, Reason::EventWidened { field: "start" });
        }
        let told = self.told("end", event.end.as_deref(), 1, place, notes);
        let end = told.or_else(|| days().filter_map(|day| self.instant(day, 1, place, notes)).max());
        let ends_at = [end, ends.max(), starts_at].into_iter().flatten().max();
        if end.is_some() && ends_at != end {
            notes.repaired(place, Reason::EventWidened { field: "end" });
        }
        (starts_at, ends_at)
    }

    fn told(
        &self,
        field: &'static str,
        raw: Option<&str>,
        days: i64,
        place: &str,
        notes: &mut Notes,
    ) -> Option<DateTime<Utc>> {
        let told = raw.and_then(clean::token);
        let moment = told.and_then(moment);
        match (told, moment) {
            (_, Some(moment)) => self.instant(moment, days, place, notes),
            (Some(value), None) => {
                notes.repaired(place, Reason::Unreadable { field, value: value.to_owned() });
                None
            }
            (None, None) => {
                notes.repaired(place, Reason::NoEventTime { field });
                None
            }
        }
    }

    /// A whole day begins at midnight, and ends as many days later; anything else is a moment.
    fn instant(&self, moment: Moment, days: i64, place: &str, notes: &mut Notes) -> Option<DateTime<Utc>> {
        match moment {
            Moment::Zoned(date) => Some(date.to_utc()),
            Moment::Local(local) => self.local(local, place, notes),
            Moment::Day(day) => {
                let midnight = day.and_time(NaiveTime::MIN).checked_add_signed(Duration::days(days))?;
                self.local(midnight, place, notes)
            }
        }
    }

    fn start(&self, session: &Session, notes: &mut Notes) -> Option<DateTime<Utc>> {
        let place = &session.place;
        let start = self.read("start", session.start.as_deref(), place, notes, since_midnight);
        match self.read("date", session.date.as_deref(), place, notes, moment) {
            Some(Moment::Zoned(date)) => Some(self.zoned(date, start, session, notes)),
            Some(Moment::Local(local)) => self.local(local, place, notes),
            Some(Moment::Day(day)) => {
                // What ends on a day, and starts on one, lasts whole days.
                let ends_on_day = || matches!(session.end.as_deref().and_then(moment), Some(Moment::Day(_)));
                let start = start.or_else(|| ends_on_day().then(Duration::zero));
                self.on_day(day, start, place, notes)
            }
            None => {
                let day = match self.read("date", session.day.as_deref(), place, notes, moment) {
                    Some(Moment::Day(day)) => Some(day),
                    Some(Moment::Local(local)) => Some(local.date()),
                    Some(Moment::Zoned(date)) => Some(date.date_naive()),
                    None => None,
                };
                let Some(day) = day else {
                    notes.skipped(place, Reason::NoStart);
                    return None;
                };
                let is_after_midnight =
                    start.zip(self.day_change).is_some_and(|(start, change)| start < change - NaiveTime::MIN);
                let start = if is_after_midnight { start.map(|start| start + Duration::days(1)) } else { start };
                self.on_day(day, start, place, notes)
            }
        }
    }

    /// A `date` with an offset wins, unless the offset lies.
    fn zoned(
        &self,
        date: DateTime<FixedOffset>,
        start: Option<Duration>,
        session: &Session,
        notes: &mut Notes,
    ) -> DateTime<Utc> {
        let place = &session.place;
        let Some(zone) = self.zone else {
            if date.offset().local_minus_utc() == 0 {
                notes.repaired(place, Reason::OffsetUnproven);
            }
            return date.to_utc();
        };
        let written = date.naive_local();
        let here = date.with_timezone(&zone).naive_local();
        let Some(start) = start.filter(|start| !is_at(*start, here)) else { return date.to_utc() };
        if is_at(start, written) {
            if zone == Tz::UTC {
                // UTC is what a zone is called that nobody has set; an offset that somebody has set says more.
                notes.repaired(place, Reason::ZoneContradictsOffset { offset: date.offset().to_string() });
                return date.to_utc();
            }
            let (offset, zone) = (date.offset().to_string(), zone.name().to_owned());
            notes.repaired(place, Reason::OffsetContradictsZone { offset, zone });
            return self.local(written, place, notes).unwrap_or_else(|| date.to_utc());
        }
        let text = |raw: &Option<String>| raw.clone().unwrap_or_default();
        let reason = Reason::StartContradictsDate { date: text(&session.date), start: text(&session.start) };
        notes.repaired(place, reason);
        date.to_utc()
    }

    fn on_day(&self, day: NaiveDate, start: Option<Duration>, place: &str, notes: &mut Notes) -> Option<DateTime<Utc>> {
        let Some(start) = start else {
            notes.skipped(place, Reason::NoStart);
            return None;
        };
        self.local(day.and_time(NaiveTime::MIN).checked_add_signed(start)?, place, notes)
    }

    /// A local time of the event, as [`instant`] has it. One that does not exist once is noted.
    fn local(&self, local: NaiveDateTime, place: &str, notes: &mut Notes) -> Option<DateTime<Utc>> {
        let zone = self.zone();
        let (text, name) = (local.format("%Y-%m-%d %H:%M").to_string(), zone.name().to_owned());
        match zone.from_local_datetime(&local) {
            MappedLocalTime::Single(_) => {}
            MappedLocalTime::Ambiguous(..) => {
                notes.repaired(place, Reason::TimeExistsTwice { local: text, zone: name })
            }
            MappedLocalTime::None => notes.repaired(place, Reason::TimeDoesNotExist { local: text, zone: name }),
        }
        instant(zone, local)
    }

    fn read<T>(
        &self,
        field: &'static str,
        raw: Option<&str>,
        place: &str,
        notes: &mut Notes,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let raw = raw.and_then(clean::token)?;
        let parsed = parse(raw);
        if parsed.is_none() {
            notes.skipped(place, Reason::Unreadable { field, value: raw.to_owned() });
        }
        parsed
    }
}

/// The instant at which clocks of a zone show this (RFC 5545): of one that they show twice the earlier; what they do not
/// show is as much later as they are put forward.
pub fn instant(zone: Tz, local: NaiveDateTime) -> Option<DateTime<Utc>> {
    if let Some(at) = zone.from_local_datetime(&local).earliest() {
        return Some(at.to_utc());
    }
    // The offset before the gap, which may be a whole day long (Samoa, 2011).
    let before = (1..=48).find_map(|hours| {
        let local = local.checked_sub_signed(Duration::hours(hours))?;
        zone.from_local_datetime(&local).latest()
    })?;
    Some((local.checked_sub_signed(before.naive_local() - before.naive_utc())?).and_utc())
}

/// The end of a session that lasts so long.
fn after(start: DateTime<Utc>, session: &Session, notes: &mut Notes) -> Option<DateTime<Utc>> {
    let raw = session.duration.as_deref().and_then(clean::token);
    let end = raw.and_then(duration).and_then(|duration| start.checked_add_signed(duration));
    match (end, raw) {
        (Some(_), _) => {}
        (None, None) => notes.skipped(&session.place, Reason::NoDuration),
        (None, Some(raw)) => {
            notes.skipped(&session.place, Reason::Unreadable { field: "duration", value: raw.to_owned() });
        }
    }
    end
}

/// The zone that a name means: `Europe/Paris`, `US / Eastern`, `europe/berlin`,
/// `/freeassociation.example/Europe/Paris`, `Romance Standard Time`.
pub fn zone(name: &str) -> Option<Tz> {
    name.parse().ok().or_else(|| disguised_zone(name))
}

fn disguised_zone(name: &str) -> Option<Tz> {
    let name = name.trim().trim_matches('"').trim_start_matches('/');
    let parts: Vec<String> = name.split('/').map(|part| part.trim().replace(' ', "_")).collect();
    let of_iana = |name: &str| TZ_VARIANTS.into_iter().find(|zone| zone.name().eq_ignore_ascii_case(name));
    // The end of a path that names something: three parts, two, or the whole.
    let ends = [parts.len(), 3, 2]
        .into_iter()
        .filter_map(|count| Some(parts.get(parts.len().checked_sub(count)?..)?.join("/")));
    ends.into_iter().find_map(|end| of_iana(&end)).or_else(|| of_windows(name))
}

fn of_windows(name: &str) -> Option<Tz> {
    let wanted = WindowsParser::new().parse(name, None)?;
    let found = IanaParserExtended::new().iter().find(|zone| zone.time_zone == wanted)?;
    found.canonical.parse().ok()
}

fn moment(raw: &str) -> Option<Moment> {
    let raw = raw.trim().replacen(' ', "T", 1);
    if let Ok(day) = NaiveDate::parse_from_str(&raw, "%Y-%m-%d") {
        return Some(Moment::Day(day));
    }
    if let Ok(date) = DateTime::parse_from_rfc3339(&raw) {
        return Some(Moment::Zoned(date));
    }
    let zoned = ["%Y-%m-%dT%H:%M%#z", "%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%:z"];
    if let Some(date) = zoned.iter().find_map(|format| DateTime::parse_from_str(&raw, format).ok()) {
        return Some(Moment::Zoned(date));
    }
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    local.iter().find_map(|format| NaiveDateTime::parse_from_str(&raw, format).ok()).map(Moment::Local)
}

/// The local time at which every day begins and the one before it ends, or a minute after that, as pretalx has it. Days
/// that do not last until the next one are hours of opening.
fn common_start(spans: &[(String, String)]) -> Option<NaiveTime> {
    let local = |raw: &str| match moment(raw)? {
        Moment::Zoned(at) => Some(at.naive_local().time()),
        Moment::Local(at) => Some(at.time()),
        Moment::Day(_) => None,
    };
    let start = |(from, until): &(String, String)| {
        let (from, until) = (local(from)?, local(until)?);
        let gap = from.overflowing_sub_signed(until - NaiveTime::MIN).0;
        (gap.num_seconds_from_midnight() <= 60).then_some(from)
    };
    let mut starts = spans.iter().map(start);
    let first = starts.next()??;
    starts.all(|start| start == Some(first)).then_some(first)
}

/// `HH:MM` or `HH:MM:SS` after midnight; `25:30` is half past one of the following day.
fn since_midnight(raw: &str) -> Option<Duration> {
    let [hours, minutes, seconds] = numbers(raw)?;
    let time = clock_time(0, hours, minutes, seconds)?;
    (hours < 48 && minutes < 60 && seconds < 60).then_some(time)
}

/// Whether a local time shows on the clock as this `start`.
fn is_at(start: Duration, local: NaiveDateTime) -> bool {
    start.num_minutes() % (24 * 60) == i64::from(local.hour() * 60 + local.minute())
}

/// `HH:MM`, `HH:MM:SS`, `D:HH:MM` (pretalx, from a day on), whole minutes, or ISO 8601 `PT1H30M`.
fn duration(raw: &str) -> Option<Duration> {
    let duration = if raw.starts_with(['P', 'p']) {
        iso_duration(raw)?
    } else if raw.contains(':') {
        let [first, second, third] = numbers(raw)?;
        // Python writes a duration as `1:30:00`, pretalx one of days as `1:02:00`: days have one digit, are not 0,
        // and what follows them are hours.
        let has_days = raw.matches(':').count() == 2 && raw.find(':') == Some(1) && first > 0 && second < 24;
        if has_days { clock_time(first, second, third, 0)? } else { clock_time(0, first, second, third)? }
    } else {
        Duration::try_minutes(raw.parse().ok()?)?
    };
    (duration > Duration::zero() && duration <= LONGEST).then_some(duration)
}

/// The two or three numbers between colons; the third is 0 when it is not there.
fn numbers(raw: &str) -> Option<[i64; 3]> {
    let mut numbers = [0; 3];
    let parts: Vec<_> = raw.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    for (number, part) in numbers.iter_mut().zip(parts) {
        *number = part.trim().parse::<u32>().ok()?.into();
    }
    Some(numbers)
}

fn clock_time(days: i64, hours: i64, minutes: i64, seconds: i64) -> Option<Duration> {
    Duration::try_seconds(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
}

/// ISO 8601: `PT1H30M`, `P1W`, `+P1DT2H`. Nothing lasts less than nothing.
pub fn iso_duration(raw: &str) -> Option<Duration> {
    let raw = raw.strip_prefix('+').unwrap_or(raw).to_ascii_uppercase();
    let mut seconds = 0_i64;
    let mut number = String::new();
    let mut is_time = false;
    for c in raw.strip_prefix('P')?.chars() {
        let unit = match c {
            '0'..='9' => {
                number.push(c);
                continue;
            }
            'T' if number.is_empty() => {
                is_time = true;
                continue;
            }
            // Some programs write `PT1D`.
            'W' => 7 * 24 * 3600,
            'D' => 24 * 3600,
            'H' if is_time => 3600,
            'M' if is_time => 60,
            'S' if is_time => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(unit)?)?;
        number.clear();
    }
    number.is_empty().then(|| Duration::try_seconds(seconds))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::programme::Event;

    /// A session of a programme, and what became of it: start, end, number of notes.
    struct Sample<'a> {
        zone: Option<&'a str>,
        day_change: &'a str,
        day: &'a str,
        date: Option<&'a str>,
        start: &'a str,
        duration: &'a str,
    }

    const FOSDEM: Sample = Sample {
        zone: Some("Europe/Brussels"),
        day_change: "09:00:00",
        day: "2024-02-03",
        date: None,
        start: "09:30",
        duration: "00:20",
    };

    impl Sample<'_> {
        fn read(&self) -> (String, String, usize) {
            let own = |text: &str| Some(text.to_owned());
            let event =
                Event { time_zone: self.zone.map(str::to_owned), day_change: own(self.day_change), ..Event::default() };
            let programme = Programme { event, ..Programme::default() };
            let options = Options::of_locale("en");
            let clock = Clock::of(&programme, &options, &mut Notes::default());
            let session = Session {
                day: own(self.day),
                date: self.date.map(str::to_owned),
                start: own(self.start),
                duration: own(self.duration),
                ..Session::default()
            };
            let mut notes = Notes::default();
            let (start, end) = clock.interval(&session, &mut notes);
            let text =
                |time: Option<DateTime<Utc>>| time.map(|time| time.format("%dT%H:%M").to_string()).unwrap_or_default();
            (text(start), text(end), notes.into_vec().len())
        }
    }

    fn result(start: &str, end: &str, notes: usize) -> (String, String, usize) {
        (start.to_owned(), end.to_owned(), notes)
    }

    #[test]
    fn local_times_are_of_the_day_until_the_day_changes() {
        assert_eq!(FOSDEM.read(), result("03T08:30", "03T08:50", 0));
        assert_eq!(Sample { start: "09:00", ..FOSDEM }.read(), result("03T08:00", "03T08:20", 0));
        assert_eq!(Sample { start: "01:15", day_change: "04:00", ..FOSDEM }.read(), result("04T00:15", "04T00:35", 0));
        assert_eq!(Sample { start: "25:15", day_change: "", ..FOSDEM }.read(), result("04T00:15", "04T00:35", 0));
        assert_eq!(Sample { day: "", ..FOSDEM }.read(), result("", "", 1));
        assert_eq!(Sample { start: "soon", ..FOSDEM }.read(), result("", "", 2));
    }

    #[test]
    fn zoned_date_wins_unless_its_offset_lies() {
        let debconf23 = Sample { date: Some("2024-02-03T08:30:00+00:00"), day: "2024-02-02", ..FOSDEM };
        let debconf17 = Sample { date: Some("2024-02-03T09:30:00+00:00"), ..FOSDEM };
        let contradiction = Sample { date: Some("2024-02-03T12:00:00+00:00"), ..FOSDEM };

        assert_eq!(debconf23.read(), result("03T08:30", "03T08:50", 0));
        assert_eq!(debconf17.read(), result("03T08:30", "03T08:50", 1));
        assert_eq!(contradiction.read(), result("03T12:00", "03T12:20", 1));
        let right = Sample { date: Some("2024-02-03T09:30:00+01:00"), ..FOSDEM };
        assert_eq!(right.read(), result("03T08:30", "03T08:50", 0));
        assert_eq!(Sample { start: "11:00", ..right }.read(), result("03T08:30", "03T08:50", 1));
        assert_eq!(Sample { zone: None, ..debconf17 }.read(), result("03T09:30", "03T09:50", 1));
        assert_eq!(Sample { date: Some("2024-02-03 09:30"), ..FOSDEM }.read(), result("03T08:30", "03T08:50", 0));
    }

    #[test]
    fn hours_of_summer_time_are_decided_and_noted() {
        let summer = Sample { zone: Some("Europe/Paris"), day_change: "", duration: "PT1H", ..FOSDEM };

        assert_eq!(Sample { day: "2025-10-26", start: "02:30", ..summer }.read(), result("26T00:30", "26T01:30", 1));
        assert_eq!(Sample { day: "2025-03-30", start: "02:30", ..summer }.read(), result("30T01:30", "30T02:30", 1));
    }

    #[test]
    fn sessions_end_at_a_moment_or_a_time_of_day() {
        let event = Event { time_zone: Some("Europe/Paris".into()), ..Event::default() };
        let programme = Programme { event, ..Programme::default() };
        let clock = Clock::of(&programme, &Options::of_locale("en"), &mut Notes::default());
        let read = |date: &str, end: &str, zone: Option<&str>| {
            let own = |text: &str| Some(text.to_owned());
            let time_zone = zone.map(str::to_owned);
            let session = Session { date: own(date), end: own(end), time_zone, ..Session::default() };
            let mut notes = Notes::default();
            let (start, end) = clock.interval(&session, &mut notes);
            let text = |time: DateTime<Utc>| time.format("%dT%H:%M").to_string();
            (start.map(text).unwrap_or_default(), end.map(text).unwrap_or_default(), notes.into_vec().len())
        };

        assert_eq!(read("2025-05-10T09:00:00", "2025-05-10T09:45", None), result("10T07:00", "10T07:45", 0));
        assert_eq!(read("2025-05-10T09:00Z", "2025-05-10T11:45+02:00", None), result("10T09:00", "10T09:45", 0));
        assert_eq!(read("2025-05-10T23:00", "00:30", None), result("10T21:00", "10T22:30", 0));
        assert_eq!(read("2025-05-10T09:00", "08:00", Some("Asia/Tokyo")), result("10T00:00", "10T23:00", 0));
        assert_eq!(read("2025-05-10", "2025-05-12", None), result("09T22:00", "11T22:00", 0));
        assert_eq!(read("2025-05-10T09:00", "2025-05-10T08:00", None), result("10T07:00", "", 1));
        assert_eq!(read("2025-05-10T09:00", "noon", Some("Nowhere")), result("10T07:00", "", 2));
    }

    #[test]
    fn durations_have_many_forms() {
        let minutes = |raw| duration(raw).map(|duration| duration.num_minutes());

        for (raw, expected) in [("00:45", 45), ("01:30:00", 90), ("1:30:00", 90), ("1:02:00", 26 * 60), ("0:20:00", 20)]
        {
            assert_eq!(minutes(raw), Some(expected), "{raw}");
        }
        for (raw, expected) in [("PT45M", 45), ("P1DT1H", 25 * 60), ("45", 45)] {
            assert_eq!(minutes(raw), Some(expected), "{raw}");
        }
        for raw in ["00:00", "", "soon", "P", "PT", "99999999:00", "-1", "PT99999999999999999999H"] {
            assert_eq!(minutes(raw), None, "{raw}");
        }
        assert_eq!(Sample { duration: "", ..FOSDEM }.read(), result("03T08:30", "", 1));
    }

    #[test]
    fn zones_are_known_by_careless_names() {
        assert_eq!(zone("US / Eastern"), Some(Tz::US__Eastern));
        assert_eq!(zone("europe/berlin"), Some(Tz::Europe__Berlin));
        assert_eq!(zone("America/New York"), Some(Tz::America__New_York));
        assert_eq!(zone("Middle-earth"), None);
    }

    #[test]
    fn names_in_disguise_are_names_of_iana() {
        let names = [
            "Europe/Paris",
            "europe/paris",
            "/citadel.example/20210101_1/Europe/Paris",
            "/softwarestudio.example/Tzfile/America/Argentina/Ushuaia",
            "America/New York",
            "Romance Standard Time",
            "CET",
            "US/Eastern",
        ];
        let expected = [
            "Europe/Paris",
            "Europe/Paris",
            "Europe/Paris",
            "America/Argentina/Ushuaia",
            "America/New_York",
            "Europe/Paris",
            "CET",
            "US/Eastern",
        ];

        assert_eq!(names.map(|name| zone(name).map_or("none", |zone| zone.name())), expected);
        assert_eq!(["", "/", "Customized Time Zone", "GMT+0100 (Standard)"].map(zone), [None; 4]);
    }

    #[test]
    fn days_that_follow_one_another_tell_when_they_change() {
        let change = |spans: &[(&str, &str)]| {
            let spans: Vec<_> = spans.iter().map(|(from, until)| ((*from).to_owned(), (*until).to_owned())).collect();
            common_start(&spans).map(|time| time.to_string())
        };
        let night = ("2025-10-25T04:00:00+02:00", "2025-10-26T04:00:00+01:00");
        let pretalx = ("2025-10-26T04:00:00+01:00", "2025-10-27T03:59:00+01:00");

        assert_eq!(change(&[night, pretalx]).as_deref(), Some("04:00:00"));
        assert_eq!(change(&[("2025-10-25T00:00:00Z", "2025-10-25T23:59:00Z")]).as_deref(), Some("00:00:00"));
        assert_eq!(change(&[night, ("2025-10-26T06:00:00+01:00", "2025-10-27T06:00:00+01:00")]), None);
        assert_eq!(change(&[("2025-10-25T08:00:00+02:00", "2025-10-25T18:00:00+02:00")]), None);
        assert_eq!(change(&[]), None);
    }
}
