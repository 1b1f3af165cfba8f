//! The named arguments of a Fluent function as options. They are literals in a message, so what is wrong with them is
//! wrong with the message, and is told by name.

use chrono_tz::Tz;
use fluent_bundle::{FluentArgs, FluentValue};

use super::{
    CurrencyDisplay, DateTimeOptions, Digits, HourCycle, ListType, Month, Notation, NumberOptions, NumberStyle,
    Numeric, PluralType, RelativeOptions, RelativeUnit, Style, Width, ZoneName, functions::FunctionError,
};

type Result<T> = std::result::Result<T, FunctionError>;

pub(super) const NUMBER: &[&str] = &[
    "type",
    "style",
    "currency",
    "currencyDisplay",
    "unit",
    "unitDisplay",
    "notation",
    "compactDisplay",
    "useGrouping",
    "minimumIntegerDigits",
    "minimumFractionDigits",
    "maximumFractionDigits",
    "minimumSignificantDigits",
    "maximumSignificantDigits",
];
pub(super) const DATETIME: &[&str] = &[
    "dateStyle",
    "timeStyle",
    "era",
    "year",
    "month",
    "weekday",
    "day",
    "hour",
    "minute",
    "second",
    "hour12",
    "hourCycle",
    "timeZoneName",
    "timeZone",
];
pub(super) const LIST: &[&str] = &["type", "style"];
pub(super) const RELATIVE: &[&str] = &["unit", "numeric", "style"];

const WIDTHS: &[(&str, Width)] = &[("long", Width::Long), ("short", Width::Short), ("narrow", Width::Narrow)];
const STYLES: &[(&str, Style)] =
    &[("full", Style::Full), ("long", Style::Long), ("medium", Style::Medium), ("short", Style::Short)];
const DIGITS: &[(&str, Digits)] = &[("numeric", Digits::Numeric), ("2-digit", Digits::TwoDigit)];
const TRUTHS: &[(&str, bool)] = &[("true", true), ("false", false)];

/// The named arguments of one call.
pub(super) struct Options<'a> {
    function: &'static str,
    arguments: &'a FluentArgs<'a>,
}

impl<'a> Options<'a> {
    /// The arguments, when all of them are `known`.
    pub(super) fn new(function: &'static str, arguments: &'a FluentArgs<'a>, known: &[&str]) -> Result<Self> {
        match arguments.iter().find(|(name, _)| !known.contains(name)) {
            Some((name, _)) => Err(FunctionError::UnknownOption { function, option: name.to_owned() }),
            None => Ok(Self { function, arguments }),
        }
    }

    fn text(&self, option: &'static str) -> Result<Option<&str>> {
        match self.arguments.get(option) {
            None => Ok(None),
            Some(FluentValue::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(option)),
        }
    }

    fn word<T: Copy>(&self, option: &'static str, words: &[(&str, T)]) -> Result<Option<T>> {
        let Some(text) = self.text(option)? else { return Ok(None) };
        let known = words.iter().find(|(word, _)| *word == text);
        known.map(|(_, meaning)| Some(*meaning)).ok_or_else(|| self.wrong(option))
    }

    fn digits(&self, option: &'static str, maximum: f64) -> Result<Option<u8>> {
        match self.arguments.get(option) {
            None => Ok(None),
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number up to 21")]
            Some(FluentValue::Number(number))
                if number.value.fract() == 0.0 && (0.0..=maximum).contains(&number.value) =>
            {
                Ok(Some(number.value as u8))
            }
            Some(_) => Err(self.wrong(option)),
        }
    }

    fn wrong(&self, option: &'static str) -> FunctionError {
        let value = match self.arguments.get(option) {
            Some(FluentValue::String(text)) => text.to_string(),
            Some(FluentValue::Number(number)) => number.value.to_string(),
            _ => String::new(),
        };
        FunctionError::WrongOption { function: self.function, option, value }
    }

    pub(super) fn plural_type(&self) -> Result<PluralType> {
        let types = &[("cardinal", PluralType::Cardinal), ("ordinal", PluralType::Ordinal)];
        Ok(self.word("type", types)?.unwrap_or_default())
    }

    /// The options of a number; those that are not named are of `base`.
    pub(super) fn number(&self, base: NumberOptions) -> Result<NumberOptions> {
        /// Fluent computes with so many decimals when it looks for a plural category, and panics with more.
        const MAX_FRACTION: f64 = 15.0;
        const MAX_DIGITS: f64 = 21.0;
        let fraction =
            (self.digits("minimumFractionDigits", MAX_FRACTION)?, self.digits("maximumFractionDigits", MAX_FRACTION)?);
        Ok(NumberOptions {
            style: self.number_style(base.style)?,
            notation: self.notation()?.unwrap_or(base.notation),
            // As in ECMA-402, the word `true` is not the value: it leaves grouping to the locale.
            use_grouping: match self.word("useGrouping", TRUTHS)? {
                Some(true) => None,
                Some(false) => Some(false),
                None => base.use_grouping,
            },
            minimum_integer_digits: self.digits("minimumIntegerDigits", MAX_DIGITS)?.or(base.minimum_integer_digits),
            minimum_fraction_digits: fraction.0.or(base.minimum_fraction_digits),
            maximum_fraction_digits: fraction.1.or(base.maximum_fraction_digits),
            minimum_significant_digits: self
                .digits("minimumSignificantDigits", MAX_DIGITS)?
                .or(base.minimum_significant_digits),
            maximum_significant_digits: self
                .digits("maximumSignificantDigits", MAX_DIGITS)?
                .or(base.maximum_significant_digits),
        })
    }

    fn number_style(&self, base: NumberStyle) -> Result<NumberStyle> {
        let displays = &[
            ("symbol", CurrencyDisplay::Symbol),
            ("narrowSymbol", CurrencyDisplay::NarrowSymbol),
            ("code", CurrencyDisplay::Code),
            ("name", CurrencyDisplay::Name),
        ];
        let (base_code, base_display) = match &base {
            NumberStyle::Currency { code, display } => (Some(code.clone()), *display),
            _ => (None, CurrencyDisplay::default()),
        };
        let code = self.text("currency")?.map(Into::into).or(base_code);
        let display = self.word("currencyDisplay", displays)?.unwrap_or(base_display);
        let unit = self.text("unit")?.map(Into::into);
        let width = self.word("unitDisplay", WIDTHS)?.unwrap_or(Width::Short);
        match self.text("style")? {
            None => Ok(base),
            Some("decimal") => Ok(NumberStyle::Decimal),
            Some("percent") => Ok(NumberStyle::Percent),
            Some("currency") => {
                code.map(|code| NumberStyle::Currency { code, display }).ok_or_else(|| self.wrong("currency"))
            }
            Some("unit") => {
                unit.map(|unit| NumberStyle::Unit { unit, display: width }).ok_or_else(|| self.wrong("unit"))
            }
            Some(_) => Err(self.wrong("style")),
        }
    }

    fn notation(&self) -> Result<Option<Notation>> {
        let is_long = self.word("compactDisplay", &[("short", false), ("long", true)])?.unwrap_or_default();
        let compact = if is_long { Notation::CompactLong } else { Notation::CompactShort };
        self.word("notation", &[("standard", Notation::Standard), ("compact", compact)])
    }

    pub(super) fn date_time(&self) -> Result<DateTimeOptions> {
        let months: Vec<(&str, Month)> = DIGITS
            .iter()
            .map(|(word, digits)| (*word, Month::Digits(*digits)))
            .chain(WIDTHS.iter().map(|(word, width)| (*word, Month::Name(*width))))
            .collect();
        let cycles = &[("h11", HourCycle::H11), ("h12", HourCycle::H12), ("h23", HourCycle::H23)];
        let zones = &[
            ("short", ZoneName::Short),
            ("long", ZoneName::Long),
            ("shortOffset", ZoneName::ShortOffset),
            ("longOffset", ZoneName::LongOffset),
            ("shortGeneric", ZoneName::ShortGeneric),
            ("longGeneric", ZoneName::LongGeneric),
        ];
        Ok(DateTimeOptions {
            date_style: self.word("dateStyle", STYLES)?,
            time_style: self.word("timeStyle", STYLES)?,
            era: self.word("era", WIDTHS)?,
            year: self.word("year", DIGITS)?,
            month: self.word("month", &months)?,
            weekday: self.word("weekday", WIDTHS)?,
            day: self.word("day", DIGITS)?,
            hour: self.word("hour", DIGITS)?,
            minute: self.word("minute", DIGITS)?,
            second: self.word("second", DIGITS)?,
            hour12: self.word("hour12", TRUTHS)?,
            hour_cycle: self.word("hourCycle", cycles)?,
            time_zone_name: self.word("timeZoneName", zones)?,
        })
    }

    pub(super) fn zone(&self) -> Result<Option<Tz>> {
        let Some(name) = self.text("timeZone")? else { return Ok(None) };
        name.parse().map(Some).map_err(|_| self.wrong("timeZone"))
    }

    pub(super) fn list(&self) -> Result<(ListType, Width)> {
        let types = &[
            ("and", ListType::And),
            ("or", ListType::Or),
            ("unit", ListType::Unit),
            ("conjunction", ListType::And),
            ("disjunction", ListType::Or),
        ];
        Ok((self.word("type", types)?.unwrap_or_default(), self.word("style", WIDTHS)?.unwrap_or_default()))
    }

    pub(super) fn relative(&self) -> Result<(Option<RelativeUnit>, RelativeOptions)> {
        let units = &[
            ("second", RelativeUnit::Second),
            ("minute", RelativeUnit::Minute),
            ("hour", RelativeUnit::Hour),
            ("day", RelativeUnit::Day),
            ("week", RelativeUnit::Week),
            ("month", RelativeUnit::Month),
            ("quarter", RelativeUnit::Quarter),
            ("year", RelativeUnit::Year),
        ];
        let numeric = self.word("numeric", &[("always", Numeric::Always), ("auto", Numeric::Auto)])?;
        let style = self.word("style", WIDTHS)?.unwrap_or_default();
        Ok((self.word("unit", units)?, RelativeOptions { numeric: numeric.unwrap_or_default(), style }))
    }
}
