//! Dates and times (`Intl.DateTimeFormat`), in the Gregorian calendar.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    Error, Locale, Result, Width,
    cldr::Patterns,
    memo::{Memo, memo},
    pattern::{Formatter, in_zone, with_fields, with_plain_spaces},
    skeleton::{Hours, Skeleton, best_pattern},
};

/// A ready-made form of a date or a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    Full,
    Long,
    Medium,
    Short,
}

impl Style {
    fn key(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Long => "long",
            Self::Medium => "medium",
            Self::Short => "short",
        }
    }
}

/// How a number is shown: as long as it is, or with two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Digits {
    Numeric,
    TwoDigit,
}

impl Digits {
    fn len(self) -> usize {
        match self {
            Self::Numeric => 1,
            Self::TwoDigit => 2,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Month {
    Digits(Digits),
    Name(Width),
}

/// From which to which hour a clock goes: 0 to 11, 1 to 12, 0 to 23. ICU4X has none of 1 to 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HourCycle {
    H11,
    H12,
    H23,
}

impl HourCycle {
    fn letter(self) -> char {
        match self {
            Self::H11 => 'K',
            Self::H12 => 'h',
            Self::H23 => 'H',
        }
    }
}

/// How a zone is named: `CET`, `Central European Standard Time`, `GMT+1`, `GMT+01:00`, `France Time`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ZoneName {
    Short,
    Long,
    ShortOffset,
    LongOffset,
    ShortGeneric,
    LongGeneric,
}

/// Which fields to show, and how. With none, the date in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DateTimeOptions {
    /// With `date_style` or `time_style`, no field may be named.
    pub date_style: Option<Style>,
    pub time_style: Option<Style>,
    pub era: Option<Width>,
    pub year: Option<Digits>,
    pub month: Option<Month>,
    pub weekday: Option<Width>,
    pub day: Option<Digits>,
    pub hour: Option<Digits>,
    pub minute: Option<Digits>,
    pub second: Option<Digits>,
    /// Goes before `hour_cycle`.
    pub hour12: Option<bool>,
    pub hour_cycle: Option<HourCycle>,
    pub time_zone_name: Option<ZoneName>,
}

impl DateTimeOptions {
    /// Year, month and day in numbers: what is shown when nothing is asked for.
    pub const DATE: Self = Self {
        year: Some(Digits::Numeric),
        month: Some(Month::Digits(Digits::Numeric)),
        day: Some(Digits::Numeric),
        ..Self::NONE
    };

    const NONE: Self = Self {
        date_style: None,
        time_style: None,
        era: None,
        year: None,
        month: None,
        weekday: None,
        day: None,
        hour: None,
        minute: None,
        second: None,
        hour12: None,
        hour_cycle: None,
        time_zone_name: None,
    };

    fn has_date_or_time(&self) -> bool {
        let Self { year, month, weekday, day, hour, minute, second, .. } = *self;
        year.is_some()
            || month.is_some()
            || weekday.is_some()
            || [day, hour, minute, second].iter().any(Option::is_some)
    }

    /// With the defaults of `Intl`: an era or a zone alone does not say what to show.
    fn with_defaults(self) -> Self {
        if self.has_date_or_time() {
            return self;
        }
        Self { year: Self::DATE.year, month: Self::DATE.month, day: Self::DATE.day, ..self }
    }

    fn skeleton(&self, hour: char) -> Skeleton {
        let text = |width| match width {
            Width::Long => 4,
            Width::Short => 3,
            Width::Narrow => 5,
        };
        let month = |month| match month {
            Month::Digits(digits) => digits.len(),
            Month::Name(width) => text(width),
        };
        let (zone_letter, zone_len) = match self.time_zone_name {
            None => ('z', 0),
            Some(ZoneName::Short) => ('z', 1),
            Some(ZoneName::Long) => ('z', 4),
            Some(ZoneName::ShortOffset) => ('O', 1),
            Some(ZoneName::LongOffset) => ('O', 4),
            Some(ZoneName::ShortGeneric) => ('v', 1),
            Some(ZoneName::LongGeneric) => ('v', 4),
        };
        let fields = [
            ('G', self.era.map_or(0, text)),
            ('y', self.year.map_or(0, Digits::len)),
            ('M', self.month.map_or(0, month)),
            ('E', self.weekday.map_or(0, text)),
            ('d', self.day.map_or(0, Digits::len)),
            (hour, self.hour.map_or(0, Digits::len)),
            ('m', self.minute.map_or(0, Digits::len)),
            ('s', self.second.map_or(0, Digits::len)),
            (zone_letter, zone_len),
        ];
        Skeleton::of(&fields.map(|(letter, len)| letter.to_string().repeat(len)).concat())
    }

    /// The letter of the hour, if the options say one.
    fn hour_letter(&self) -> Option<char> {
        match self.hour12 {
            Some(true) => Some('h'),
            Some(false) => Some('H'),
            None => self.hour_cycle.map(HourCycle::letter),
        }
    }
}

/// The pattern that shows what the options ask for.
pub(super) fn pattern(patterns: &Patterns, options: &DateTimeOptions) -> Result<String> {
    if options.date_style.is_none() && options.time_style.is_none() {
        let hour = options.hour_letter().unwrap_or(if patterns.always("hour") == "h" { 'h' } else { 'H' });
        let pattern = best_pattern(patterns, &options.with_defaults().skeleton(hour), Hours::AsAsked)?;
        return Ok(with_hour(pattern, hour));
    }
    if options.has_date_or_time() || options.era.is_some() || options.time_zone_name.is_some() {
        return Err(Error::Options("dateStyle and timeStyle go with no option that names a field"));
    }
    let styled = styled(patterns, options);
    let skeleton = Skeleton::of(&styled);
    Ok(match options.hour_letter().filter(|letter| skeleton.hour().is_some_and(|shown| shown != *letter)) {
        None => styled,
        Some(hour) => with_hour(best_pattern(patterns, &skeleton.with_hour(hour), Hours::AsAsked)?, hour),
    })
}

fn styled(patterns: &Patterns, options: &DateTimeOptions) -> String {
    let of = |kind: &str, style: Style| patterns.always(&format!("{kind}.{}", style.key()));
    match (options.date_style, options.time_style) {
        (Some(date), Some(time)) => of("at", date).replace("{1}", of("date", date)).replace("{0}", of("time", time)),
        (Some(date), None) => of("date", date).to_owned(),
        (None, time) => of("time", time.unwrap_or(Style::Medium)).to_owned(),
    }
}

/// CLDR has no patterns of its own for the clock that starts at zero and has two halves: hardly anybody uses it.
fn with_hour(pattern: String, hour: char) -> String {
    match hour {
        'K' => with_fields(&pattern, |letter, len| (if letter == 'h' { hour } else { letter }, len)),
        _ => pattern,
    }
}

thread_local! {
    static FORMATTERS: Memo<DateTimeOptions, Formatter> = Memo::default();
}

/// The instant as a clock in `zone` shows it.
pub fn date_time(locale: &Locale, at: DateTime<Utc>, zone: Tz, options: &DateTimeOptions) -> Result<String> {
    let formatter =
        memo(&FORMATTERS, locale, options, || Formatter::new(locale, &pattern(&Patterns::of(locale), options)?))?;
    formatter.format(&in_zone(at, zone)).map(with_plain_spaces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(tag: &str, options: &DateTimeOptions) -> Result<String> {
        let at = "2012-02-13T17:05:09Z".parse().unwrap();
        date_time(&Locale::parse(tag).unwrap(), at, chrono_tz::Europe::Paris, options)
    }

    #[test]
    fn whatever_is_asked_for_is_a_text_or_an_error() {
        let widths = [None, Some(Width::Long), Some(Width::Narrow)];
        let digits = [None, Some(Digits::Numeric)];
        let zones = [None, Some(ZoneName::Short), Some(ZoneName::LongGeneric), Some(ZoneName::ShortOffset)];
        for tag in ["en", "ja", "ar-EG", "fi"] {
            for number in 0..2_usize.pow(6) * 3 * 3 * 4 {
                let digits = |bit: u32| digits[number >> bit & 1];
                let rest = number >> 6;
                let options = DateTimeOptions {
                    year: digits(0),
                    month: digits(1).map(|_| Month::Name(Width::Long)),
                    day: digits(2),
                    hour: digits(3),
                    minute: digits(4),
                    second: digits(5),
                    weekday: widths[rest % 3],
                    era: widths[rest / 3 % 3],
                    time_zone_name: zones[rest / 9],
                    ..DateTimeOptions::default()
                };
                match formatted(tag, &options) {
                    Ok(text) => assert!(!text.is_empty()),
                    Err(error) => assert!(matches!(error, Error::Options(_)), "{tag} {options:?}: {error}"),
                }
            }
        }
    }

    #[test]
    fn a_style_goes_with_no_field() {
        let options = DateTimeOptions { date_style: Some(Style::Long), ..DateTimeOptions::DATE };

        assert!(matches!(formatted("en", &options), Err(Error::Options(_))));
    }

    #[test]
    fn fields_that_make_no_sense_together_are_an_error() {
        let options = DateTimeOptions { month: None, ..DateTimeOptions::DATE };

        assert!(matches!(formatted("en", &options), Err(Error::Options(_))));
    }

    #[test]
    fn the_hour_is_that_of_the_clock_asked_for() {
        let at = |hour_cycle| DateTimeOptions {
            time_style: Some(Style::Short),
            hour_cycle: Some(hour_cycle),
            ..DateTimeOptions::default()
        };

        assert_eq!(formatted("en", &at(HourCycle::H23)).as_deref(), Ok("18:05"));
        assert_eq!(formatted("fr-CA", &at(HourCycle::H12)).as_deref(), Ok("06 h 05 p.m."));
    }
}
