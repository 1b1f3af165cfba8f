//! A pattern of CLDR (`d 'de' MMMM`), apart and as ICU4X formats it.

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;
use icu_calendar::Gregorian;
use icu_datetime::{
    fieldsets::enums::CompositeFieldSet,
    input::{Date, Time, TimeZoneInfo, UtcOffset, ZonedDateTime},
    pattern::{DateTimePattern, FixedCalendarDateTimeNames},
};
use icu_time::zone::{TimeZone, models::AtTime};

use super::{Error, Locale, Result, icu_locale};

/// A part of a pattern: literal text with its quotes, or a field and its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item<'p> {
    Literal(&'p str),
    Field(char, usize),
}

/// The parts of a pattern, in order. Each quoted text and each other character is a literal of its own.
pub(super) fn items(pattern: &str) -> impl Iterator<Item = Item<'_>> {
    let mut rest = pattern;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let len = match first {
            '\'' => rest[1..].find('\'').map_or(rest.len(), |end| end + 2),
            letter if letter.is_ascii_alphabetic() => rest.find(|other| other != letter).unwrap_or(rest.len()),
            other => other.len_utf8(),
        };
        let (item, after) = rest.split_at(len);
        rest = after;
        Some(if first.is_ascii_alphabetic() { Item::Field(first, len) } else { Item::Literal(item) })
    })
}

/// The pattern with each field replaced by what `adjust` makes of its letter and length.
pub(super) fn with_fields(pattern: &str, mut adjust: impl FnMut(char, usize) -> (char, usize)) -> String {
    let mut adjusted = String::with_capacity(pattern.len() + 4);
    for item in items(pattern) {
        match item {
            Item::Literal(text) => adjusted.push_str(text),
            Item::Field(letter, len) => {
                let (letter, len) = adjust(letter, len);
                adjusted.extend(std::iter::repeat_n(letter, len));
            }
        }
    }
    adjusted
}

/// A pattern with the names of a locale that it needs.
pub(super) struct Formatter {
    names: FixedCalendarDateTimeNames<Gregorian, CompositeFieldSet>,
    pattern: DateTimePattern,
    has_zone: bool,
}

impl Formatter {
    pub(super) fn new(locale: &Locale, pattern: &str) -> Result<Self> {
        let has_zone = items(pattern).any(|item| matches!(item, Item::Field('z' | 'v' | 'O', _)));
        let pattern = DateTimePattern::try_from_pattern_str(pattern).map_err(Error::data)?;
        let mut names = FixedCalendarDateTimeNames::try_new((&icu_locale(locale)).into()).map_err(Error::data)?;
        names.include_for_pattern(&pattern).map_err(Error::data)?;
        Ok(Self { names, pattern, has_zone })
    }

    pub(super) fn format(&self, at: &DateTime<Tz>) -> Result<String> {
        let input = civil(at, self.has_zone)?;
        let formatted = self.names.with_pattern_unchecked(&self.pattern).format(&input);
        // What is written is checked: a name that was not loaded is an error, and Display would hide it.
        let mut text = String::new();
        match writeable::TryWriteable::try_write_to(&formatted, &mut text) {
            Ok(Ok(())) => Ok(text),
            Ok(Err(error)) => Err(Error::data(error)),
            Err(error) => Err(Error::data(error)),
        }
    }
}

/// What a clock and a calendar on a wall of the zone show; ICU4X formats that, not instants. The zone is looked up by
/// name only for a pattern that shows it.
fn civil(at: &DateTime<Tz>, with_zone: bool) -> Result<ZonedDateTime<Gregorian, TimeZoneInfo<AtTime>>> {
    let out_of_range = |_| Error::OutOfRange("date");
    let narrow = |number: u32| u8::try_from(number).map_err(|_| Error::OutOfRange("date"));
    let date = Date::try_new_gregorian(at.year(), narrow(at.month())?, narrow(at.day())?)
        .map_err(|_| Error::OutOfRange("date"))?;
    let time =
        Time::try_new(narrow(at.hour())?, narrow(at.minute())?, narrow(at.second())?, 0).map_err(out_of_range)?;
    let zone = if with_zone { TimeZone::from_iana_id(at.timezone().name()) } else { TimeZone::UNKNOWN };
    let offset = chrono::Offset::fix(at.offset()).local_minus_utc();
    let zone = zone
        .with_offset(UtcOffset::try_from_seconds(offset).ok())
        .at_date_time(icu_datetime::input::DateTime { date, time });
    Ok(ZonedDateTime { date, time, zone })
}

/// CLDR has a narrow no-break space before `PM`. Programs that read times stumbled over it, so all browsers write a
/// space there, in single times and not in ranges; and the server writes what they do.
pub(super) fn with_plain_spaces(text: String) -> String {
    if text.contains('\u{202f}') { text.replace('\u{202f}', " ") } else { text }
}

/// The instant, as seen in the zone.
pub(super) fn in_zone(at: DateTime<Utc>, zone: Tz) -> DateTime<Tz> {
    at.with_timezone(&zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_comes_apart() {
        let parts: Vec<_> = items("d 'de' MMMM").collect();

        assert_eq!(
            parts,
            [Item::Field('d', 1), Item::Literal(" "), Item::Literal("'de'"), Item::Literal(" "), Item::Field('M', 4)]
        );
        assert_eq!(with_fields("d 'de' MMMM", |letter, _| (letter, 2)), "dd 'de' MM");
    }
}
