//! How long something takes, in the greatest units that fit.

use super::{ListType, Locale, NumberOptions, NumberStyle, Result, Width, list, number};

/// The units that a duration is told in, and how many minutes each has.
const UNITS: [(&str, u32); 3] = [("day", 24 * 60), ("hour", 60), ("minute", 1)];

/// Days, hours and minutes, as the locale joins units: `1 hour, 30 minutes`. What is zero is left out.
pub fn duration(locale: &Locale, minutes: u32, width: Width) -> Result<String> {
    let mut rest = minutes;
    let mut parts = Vec::new();
    for (unit, len) in UNITS {
        let count = rest / len;
        rest %= len;
        if count > 0 || (minutes == 0 && len == 1) {
            let options = NumberOptions {
                style: NumberStyle::Unit { unit: unit.into(), display: width },
                ..NumberOptions::default()
            };
            parts.push(number(locale, f64::from(count), &options)?);
        }
    }
    list(locale, &parts, ListType::Unit, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(tag: &str, minutes: u32, width: Width) -> String {
        duration(&Locale::parse(tag).unwrap(), minutes, width).unwrap()
    }

    #[test]
    fn units_that_are_zero_are_left_out() {
        assert_eq!(formatted("en", 90, Width::Long), "1 hour, 30 minutes");
        assert_eq!(formatted("en", 120, Width::Long), "2 hours");
        assert_eq!(formatted("en", 0, Width::Long), "0 minutes");
        assert_eq!(formatted("en", 24 * 60 + 5, Width::Narrow), "1d 5m");
        assert_eq!(formatted("fr", 90, Width::Short), "1\u{202f}h et 30\u{a0}min");
    }
}
