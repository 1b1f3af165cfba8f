//! From one time to another (`Intl.DateTimeFormat.formatRange`): what both share is said once.
//!
//! ICU4X has a formatter of ranges, but by field set, as for dates (see `cldr.rs`). This one does as the
//! `DateIntervalFormat` of ICU: it takes the greatest field that differs, and the pattern of CLDR for that.

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;

use super::{
    DateTimeOptions, Locale, Result,
    cldr::Patterns,
    date_time,
    memo::{Memo, memo},
    pattern::{Formatter, in_zone, with_plain_spaces},
    skeleton::{Hours, Intervals, Skeleton, best_pattern, halves},
};

/// The greatest field that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Difference {
    Second,
    Minute,
    Hour,
    HalfDay,
    Day,
    Month,
    Year,
}

impl Difference {
    /// None when the two look the same.
    fn between(start: &DateTime<Tz>, end: &DateTime<Tz>) -> Option<Self> {
        let differs = [
            (start.year() != end.year(), Self::Year),
            (start.month() != end.month(), Self::Month),
            (start.day() != end.day(), Self::Day),
            (start.hour() / 12 != end.hour() / 12, Self::HalfDay),
            (start.hour() != end.hour(), Self::Hour),
            (start.minute() != end.minute(), Self::Minute),
            (start.second() != end.second(), Self::Second),
        ];
        differs.into_iter().find_map(|(differs, field)| differs.then_some(field))
    }

    fn letter(self, hour: char) -> char {
        match self {
            Self::Year => 'y',
            Self::Month => 'M',
            Self::Day => 'd',
            Self::HalfDay => 'a',
            Self::Hour => hour,
            Self::Minute => 'm',
            Self::Second => 's',
        }
    }

    /// Whether no field of the skeleton is as small as this one.
    fn is_invisible(self, skeleton: &Skeleton) -> bool {
        let fields = [
            ("s", Self::Second),
            ("m", Self::Minute),
            ("hHkK", Self::Hour),
            ("dE", Self::Day),
            ("M", Self::Month),
            ("y", Self::Year),
        ];
        let smallest = fields.iter().find(|(letters, _)| letters.chars().any(|letter| skeleton.has(letter)));
        smallest.is_none_or(|(_, smallest)| *smallest > self)
    }
}

/// How a range with a given difference is written.
enum Range {
    /// Nothing that is shown differs.
    One(Formatter),
    /// An interval pattern, at the place where its second half begins.
    Halves(Formatter, Formatter),
    /// Start and end whole, joined as the locale joins them.
    Both { each: Formatter, joint: &'static str },
    /// The same day, and two times.
    Times { day: Formatter, time: Formatter, joint: &'static str, glue: &'static str },
}

impl Range {
    fn new(locale: &Locale, options: &DateTimeOptions, difference: Option<Difference>) -> Result<Self> {
        let patterns = &Patterns::of(locale);
        let whole = date_time::pattern(patterns, options)?;
        let formatter = |pattern: &str| Formatter::new(locale, pattern);
        let skeleton = Skeleton::of(&whole);
        let (date, time) = (skeleton.date(), skeleton.time());
        let Some(difference) = difference.filter(|difference| !difference.is_invisible(&skeleton)) else {
            return Ok(Self::One(formatter(&whole)?));
        };

        let parts = if time.is_empty() {
            interval(patterns, &date, difference).map(|pattern| halves(&pattern))
        } else if difference < Difference::Day {
            // The time may be a range; the day is said once, where it is asked for.
            let times = interval(patterns, &time, difference);
            let times = times.map(|times| beside_day(patterns, &date, times)).transpose()?;
            times.map(|pattern| halves(&pattern))
        } else {
            None
        };
        if let Some((first, second)) = parts {
            return Ok(Self::Halves(formatter(&first)?, formatter(&second)?));
        }
        let joint = patterns.always("fallback");
        if difference < Difference::Day && !date.is_empty() && !time.is_empty() {
            let [day, time] = [date, time].map(|part| formatter(&best_pattern(patterns, &part, Hours::AsInPattern)?));
            return Ok(Self::Times { day: day?, time: time?, joint, glue: patterns.always("glue.medium") });
        }
        let each =
            if difference >= Difference::Day && !time.is_empty() { with_day(&skeleton, difference) } else { skeleton };
        Ok(Self::Both { each: formatter(&best_pattern(patterns, &each, Hours::AsInPattern)?)?, joint })
    }

    fn format(&self, start: &DateTime<Tz>, end: &DateTime<Tz>) -> Result<String> {
        let join = |joint: &str, first: &str, second: &str| joint.replace("{0}", first).replace("{1}", second);
        match self {
            Self::One(whole) => whole.format(start).map(with_plain_spaces),
            Self::Halves(first, second) => Ok(first.format(start)? + &second.format(end)?),
            Self::Both { each, joint } => Ok(join(joint, &each.format(start)?, &each.format(end)?)),
            Self::Times { day, time, joint, glue } => {
                let times = join(joint, &time.format(start)?, &time.format(end)?);
                Ok(join(&glue.replace('\'', ""), &times, &day.format(start)?))
            }
        }
    }
}

fn interval(patterns: &Patterns, skeleton: &Skeleton, difference: Difference) -> Option<String> {
    let hour = if matches!(skeleton.hour(), Some('h' | 'K')) { 'h' } else { 'H' };
    Intervals::of(patterns, skeleton)?.get(difference.letter(hour))
}

fn beside_day(patterns: &Patterns, date: &Skeleton, times: String) -> Result<String> {
    if date.is_empty() {
        return Ok(times);
    }
    let date = best_pattern(patterns, date, Hours::AsInPattern)?;
    Ok(patterns.always("glue.medium").replace("{1}", &date).replace("{0}", &times))
}

/// Times on two days need the days: all of the date where none is asked for, else at least what differs.
fn with_day(skeleton: &Skeleton, difference: Difference) -> Skeleton {
    if skeleton.date().is_empty() {
        return skeleton.with('y').with('M').with('d');
    }
    skeleton.with(difference.letter('H'))
}

thread_local! {
    static RANGES: Memo<(DateTimeOptions, Option<Difference>), Range> = Memo::default();
}

/// From `start` to `end`, as clocks in `zone` show them. A single time, if nothing that is shown differs.
pub fn range(
    locale: &Locale,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    zone: Tz,
    options: &DateTimeOptions,
) -> Result<String> {
    let (start, end) = (in_zone(start, zone), in_zone(end, zone));
    let difference = Difference::between(&start, &end);
    let range = memo(&RANGES, locale, &(*options, difference), || Range::new(locale, options, difference))?;
    range.format(&start, &end)
}

#[cfg(test)]
mod tests {
    use super::super::{Digits, Month, Style, Width};
    use super::*;

    fn formatted(tag: &str, start: &str, end: &str, options: &DateTimeOptions) -> String {
        let locale = Locale::parse(tag).unwrap();
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        range(&locale, at(start), at(end), chrono_tz::Europe::Paris, options).unwrap()
    }

    #[test]
    fn what_both_share_is_said_once() {
        let long = DateTimeOptions { month: Some(Month::Name(Width::Long)), ..DateTimeOptions::DATE };
        let french = |start: &str, end: &str| formatted("fr", start, end, &long).replace('\u{2009}', " ");

        assert_eq!(french("2012-02-13T12:00:00Z", "2012-02-17T12:00:00Z"), "13–17 février 2012");
        assert_eq!(french("2012-02-13T12:00:00Z", "2012-03-17T12:00:00Z"), "13 février – 17 mars 2012");
        assert_eq!(french("2012-12-30T12:00:00Z", "2013-01-02T12:00:00Z"), "30 décembre 2012 – 2 janvier 2013");
        assert_eq!(french("2012-02-13T12:00:00Z", "2012-02-13T15:00:00Z"), "13 février 2012");
    }

    #[test]
    fn times_of_one_day_have_one_date_and_those_over_midnight_two() {
        let times =
            DateTimeOptions { hour: Some(Digits::Numeric), minute: Some(Digits::Numeric), ..Default::default() };
        let both =
            DateTimeOptions { date_style: Some(Style::Long), time_style: Some(Style::Short), ..Default::default() };

        assert_eq!(formatted("es", "2012-02-13T17:30:00Z", "2012-02-13T19:00:00Z", &times), "18:30–20:00");
        assert_eq!(
            formatted("en", "2012-02-13T21:30:00Z", "2012-02-14T00:00:00Z", &both),
            "February 13, 2012 at 10:30\u{202f}PM\u{2009}–\u{2009}February 14, 2012 at 1:00\u{202f}AM"
        );
    }
}
