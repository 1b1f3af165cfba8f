//! How long ago, or in how long (`Intl.RelativeTimeFormat`).

use chrono::{DateTime, Utc};
use icu_experimental::relativetime::{
    RelativeTimeFormatter as Formatter, RelativeTimeFormatterOptions, options::Numeric as IcuNumeric,
};

use super::{
    Error, Locale, NumberOptions, Result, Width, icu_locale,
    memo::{Memo, memo},
    number,
};

/// Whether there may be words for some numbers: `1 day ago`, or `yesterday`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Numeric {
    #[default]
    Always,
    Auto,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RelativeUnit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RelativeOptions {
    pub numeric: Numeric,
    pub style: Width,
}

thread_local! {
    static FORMATTERS: Memo<(RelativeUnit, RelativeOptions), Formatter> = Memo::default();
}

/// `value` units from now; ago, when it is negative.
pub fn relative(locale: &Locale, value: f64, unit: RelativeUnit, options: RelativeOptions) -> Result<String> {
    let decimal = number::rounded(value, &NumberOptions::default())?.ok_or(Error::OutOfRange("number"))?;
    let formatter = memo(&FORMATTERS, locale, &(unit, options), || new(locale, unit, options))?;
    Ok(formatter.format(decimal).to_string())
}

/// Each unit that a span of time is told in, and its length in seconds. A month is a twelfth of a mean year.
const UNITS: [(RelativeUnit, f64); 7] = [
    (RelativeUnit::Second, 1.0),
    (RelativeUnit::Minute, 60.0),
    (RelativeUnit::Hour, 3_600.0),
    (RelativeUnit::Day, 86_400.0),
    (RelativeUnit::Week, 604_800.0),
    (RelativeUnit::Month, 2_629_746.0),
    (RelativeUnit::Year, 31_556_952.0),
];

/// The time `at` as seen at `now`, in the greatest unit of which there is one: up to 59 seconds, 59 minutes, 23 hours,
/// 6 days, 4 weeks, 11 months, then years. Halves are rounded away from now, and before the unit is chosen: 59.5
/// minutes are an hour.
pub fn relative_between(
    locale: &Locale,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
    options: RelativeOptions,
) -> Result<String> {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of 285,000 years are exact")]
    let seconds = (at - now).num_milliseconds() as f64 / 1_000.0;
    let (value, unit) = natural(seconds);
    relative(locale, value, unit, options)
}

fn natural(seconds: f64) -> (f64, RelativeUnit) {
    let mut units = UNITS.windows(2);
    let fits = units.find(|pair| (seconds / pair[0].1).round().abs() * pair[0].1 < pair[1].1);
    let (unit, len) = fits.map_or(UNITS[UNITS.len() - 1], |pair| pair[0]);
    ((seconds / len).round(), unit)
}

fn new(locale: &Locale, unit: RelativeUnit, options: RelativeOptions) -> Result<Formatter> {
    let numeric = match options.numeric {
        Numeric::Always => IcuNumeric::Always,
        Numeric::Auto => IcuNumeric::Auto,
    };
    let preferences = (&icu_locale(locale)).into();
    let make = match (unit, options.style) {
        (RelativeUnit::Second, Width::Long) => Formatter::try_new_long_second,
        (RelativeUnit::Second, Width::Short) => Formatter::try_new_short_second,
        (RelativeUnit::Second, Width::Narrow) => Formatter::try_new_narrow_second,
        (RelativeUnit::Minute, Width::Long) => Formatter::try_new_long_minute,
        (RelativeUnit::Minute, Width::Short) => Formatter::try_new_short_minute,
        (RelativeUnit::Minute, Width::Narrow) => Formatter::try_new_narrow_minute,
        (RelativeUnit::Hour, Width::Long) => Formatter::try_new_long_hour,
        (RelativeUnit::Hour, Width::Short) => Formatter::try_new_short_hour,
        (RelativeUnit::Hour, Width::Narrow) => Formatter::try_new_narrow_hour,
        (RelativeUnit::Day, Width::Long) => Formatter::try_new_long_day,
        (RelativeUnit::Day, Width::Short) => Formatter::try_new_short_day,
        (RelativeUnit::Day, Width::Narrow) => Formatter::try_new_narrow_day,
        (RelativeUnit::Week, Width::Long) => Formatter::try_new_long_week,
        (RelativeUnit::Week, Width::Short) => Formatter::try_new_short_week,
        (RelativeUnit::Week, Width::Narrow) => Formatter::try_new_narrow_week,
        (RelativeUnit::Month, Width::Long) => Formatter::try_new_long_month,
        (RelativeUnit::Month, Width::Short) => Formatter::try_new_short_month,
        (RelativeUnit::Month, Width::Narrow) => Formatter::try_new_narrow_month,
        (RelativeUnit::Quarter, Width::Long) => Formatter::try_new_long_quarter,
        (RelativeUnit::Quarter, Width::Short) => Formatter::try_new_short_quarter,
        (RelativeUnit::Quarter, Width::Narrow) => Formatter::try_new_narrow_quarter,
        (RelativeUnit::Year, Width::Long) => Formatter::try_new_long_year,
        (RelativeUnit::Year, Width::Short) => Formatter::try_new_short_year,
        (RelativeUnit::Year, Width::Narrow) => Formatter::try_new_narrow_year,
    };
    make(preferences, RelativeTimeFormatterOptions::default().with_numeric(numeric)).map_err(Error::data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_is_the_greatest_of_which_there_is_one() {
        assert_eq!(natural(59.4), (59.0, RelativeUnit::Second));
        assert_eq!(natural(-59.6), (-1.0, RelativeUnit::Minute));
        assert_eq!(natural(3_599.0), (1.0, RelativeUnit::Hour));
        assert_eq!(natural(86_400.0 * 6.0), (6.0, RelativeUnit::Day));
        assert_eq!(natural(86_400.0 * 7.0), (1.0, RelativeUnit::Week));
        assert_eq!(natural(86_400.0 * 45.0), (1.0, RelativeUnit::Month));
        assert_eq!(natural(-86_400.0 * 800.0), (-2.0, RelativeUnit::Year));
    }
}
