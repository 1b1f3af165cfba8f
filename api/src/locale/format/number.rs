//! Numbers, shares, prices and measures (`Intl.NumberFormat`).

use fixed_decimal::{Decimal, SignedRoundingMode, UnsignedRoundingMode};
use icu_decimal::{
    CompactDecimalFormatter, DecimalFormatter,
    options::{CompactDecimalFormatterOptions, DecimalFormatterOptions, GroupingStrategy},
};
use icu_experimental::{
    dimension::{
        currency::{CurrencyType, formatter::CurrencyFormatter},
        percent::formatter::PercentFormatter,
        provider::units::display_names::UnitsDisplayNames,
    },
    measure::category::{Area, Duration, Length, Mass, MeasureUnitCategory, Volume},
    provider::Baked,
};
use icu_plurals::PluralRules;
use icu_provider::{marker::ErasedMarker, prelude::*};

use super::{
    Error, Locale, Result, Width,
    cldr::Patterns,
    icu_locale,
    memo::{Memo, memo},
};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum NumberStyle {
    #[default]
    Decimal,
    /// A share of one: 0.5 is `50%`.
    Percent,
    /// `code` after ISO 4217.
    Currency { code: Box<str>, display: CurrencyDisplay },
    /// One of [`UNITS`].
    Unit { unit: Box<str>, display: Width },
}

/// `US$`, `$`, `USD`, `US dollars`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CurrencyDisplay {
    #[default]
    Symbol,
    NarrowSymbol,
    Code,
    Name,
}

/// Whether large numbers are written out or rounded: `12,345`, `12K`, `12 thousand`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Notation {
    #[default]
    Standard,
    CompactShort,
    CompactLong,
}

/// As in ECMA-402; rounding is half away from zero. Significant digits go before fraction digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NumberOptions {
    pub style: NumberStyle,
    pub notation: Notation,
    /// Always, or never; by default as the locale does.
    pub use_grouping: Option<bool>,
    pub minimum_integer_digits: Option<u8>,
    pub minimum_fraction_digits: Option<u8>,
    pub maximum_fraction_digits: Option<u8>,
    pub minimum_significant_digits: Option<u8>,
    pub maximum_significant_digits: Option<u8>,
}

/// The units that both ECMA-402 and ICU4X know. ICU4X has none of angles, data and temperature yet.
pub const UNITS: [&str; 30] = [
    "acre",
    "hectare",
    "day",
    "hour",
    "microsecond",
    "millisecond",
    "minute",
    "month",
    "nanosecond",
    "second",
    "week",
    "year",
    "centimeter",
    "foot",
    "inch",
    "kilometer",
    "meter",
    "mile",
    "mile-scandinavian",
    "millimeter",
    "yard",
    "gram",
    "kilogram",
    "ounce",
    "pound",
    "stone",
    "fluid-ounce",
    "gallon",
    "liter",
    "milliliter",
];

/// The text of a number in the locale. Infinity is `∞`, and what is no number is `NaN`.
pub fn number(locale: &Locale, value: f64, options: &NumberOptions) -> Result<String> {
    let formatter = memo(&FORMATTERS, locale, options, || NumberFormatter::new(locale, options))?;
    match decimal(value) {
        Some(decimal) => formatter.format(decimal),
        None => formatter.format_symbol(value),
    }
}

/// The number as it will be shown, of which plural rules judge; none when it is not finite.
pub(super) fn rounded(value: f64, options: &NumberOptions) -> Result<Option<Decimal>> {
    // ECMA-402 has plural rules judge the number itself, not its percentage.
    let rounding = Rounding::of(&NumberOptions { style: NumberStyle::Decimal, ..options.clone() })?;
    Ok(decimal(value).map(|mut decimal| {
        rounding.apply(&mut decimal);
        decimal
    }))
}

fn decimal(value: f64) -> Option<Decimal> {
    // The shortest digits that read back as the same number: what `Intl` formats too.
    Decimal::try_from_str(&value.to_string()).ok().filter(|_| value.is_finite())
}

/// How many digits are shown. `minimum_integer` goes with each of them.
#[derive(Clone, Copy)]
struct Rounding {
    digits: ShownDigits,
    minimum_integer: i16,
}

#[derive(Clone, Copy)]
enum ShownDigits {
    Fraction { minimum: i16, maximum: i16 },
    Significant { minimum: i16, maximum: i16 },
}

impl Rounding {
    fn of(options: &NumberOptions) -> Result<Self> {
        let minimum_integer = limited(options.minimum_integer_digits, 1..=21, "minimumIntegerDigits")?.unwrap_or(1);
        let digits = match significant(options)? {
            Some(digits) => digits,
            None => fraction(options)?,
        };
        Ok(Self { digits, minimum_integer })
    }

    fn apply(self, decimal: &mut Decimal) {
        let half_expand = SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand);
        let first = |decimal: &Decimal| decimal.absolute.nonzero_magnitude_start();
        let minimum = match self.digits {
            ShownDigits::Fraction { minimum, maximum } => {
                decimal.round_with_mode(-maximum, half_expand);
                -minimum
            }
            ShownDigits::Significant { minimum, maximum } => {
                decimal.round_with_mode(first(decimal) - maximum + 1, half_expand);
                first(decimal) - minimum + 1
            }
        };
        decimal.absolute.trim_end();
        decimal.absolute.pad_end(minimum.min(0));
        decimal.absolute.pad_start(self.minimum_integer);
    }
}

fn limited(digits: Option<u8>, limits: std::ops::RangeInclusive<u8>, name: &'static str) -> Result<Option<i16>> {
    match digits {
        Some(digits) if !limits.contains(&digits) => Err(Error::OutOfRange(name)),
        digits => Ok(digits.map(i16::from)),
    }
}

fn significant(options: &NumberOptions) -> Result<Option<ShownDigits>> {
    let minimum = limited(options.minimum_significant_digits, 1..=21, "minimumSignificantDigits")?;
    let maximum = limited(options.maximum_significant_digits, 1..=21, "maximumSignificantDigits")?;
    if minimum.is_none() && maximum.is_none() {
        return Ok(None);
    }
    let (minimum, maximum) = (minimum.unwrap_or(1), maximum.unwrap_or(21));
    if minimum > maximum {
        return Err(Error::OutOfRange("maximumSignificantDigits"));
    }
    Ok(Some(ShownDigits::Significant { minimum, maximum }))
}

fn fraction(options: &NumberOptions) -> Result<ShownDigits> {
    let (least, most) = match &options.style {
        _ if options.notation != Notation::Standard => (0, 0),
        NumberStyle::Decimal | NumberStyle::Unit { .. } => (0, 3),
        NumberStyle::Percent => (0, 0),
        NumberStyle::Currency { code, .. } => (currency_digits(code)?, currency_digits(code)?),
    };
    let minimum = limited(options.minimum_fraction_digits, 0..=100, "minimumFractionDigits")?;
    let maximum = limited(options.maximum_fraction_digits, 0..=100, "maximumFractionDigits")?;
    let (minimum, maximum) = match (minimum, maximum) {
        (None, None) => (least, most),
        (Some(minimum), None) => (minimum, most.max(minimum)),
        (None, Some(maximum)) => (least.min(maximum), maximum),
        (Some(minimum), Some(maximum)) if minimum > maximum => return Err(Error::OutOfRange("maximumFractionDigits")),
        (Some(minimum), Some(maximum)) => (minimum, maximum),
    };
    Ok(ShownDigits::Fraction { minimum, maximum })
}

/// How many decimals a currency has; ICU4X knows and does not say, so it is asked to write one.
fn currency_digits(code: &str) -> Result<i16> {
    let currency = currency(code)?;
    let formatter =
        CurrencyFormatter::<DecimalFormatter>::try_new_code(Default::default(), currency, Default::default())
            .map_err(Error::data)?;
    let text = formatter.format_fixed_decimal(&Decimal::from(0)).to_string();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    Ok(i16::try_from(digits).unwrap_or(3) - 1)
}

fn currency(code: &str) -> Result<CurrencyType> {
    CurrencyType::try_from_str(&code.to_ascii_lowercase()).map_err(|_| Error::Currency(code.to_owned()))
}

thread_local! {
    static FORMATTERS: Memo<NumberOptions, NumberFormatter> = Memo::default();
}

type Write = Box<dyn Fn(&Decimal) -> String>;

struct NumberFormatter {
    rounding: Rounding,
    shift: i16,
    form: Form,
}

enum Form {
    /// All that is shown follows from the rounded number.
    Whole(Write),
    /// ICU4X chooses the digits of a price itself. So what it writes is a frame, and the number in it is replaced by
    /// the one with the digits asked for.
    Framed { frame: Write, number_in_frame: Write, number: Write },
    /// A magnitude is chosen, and then the digits of what remains.
    Compact { formatter: Box<CompactDecimalFormatter>, has_digits: bool },
}

impl NumberFormatter {
    fn new(locale: &Locale, options: &NumberOptions) -> Result<Self> {
        let shift = if options.style == NumberStyle::Percent { 2 } else { 0 };
        Ok(Self { rounding: Rounding::of(options)?, shift, form: Form::new(locale, options)? })
    }

    fn format(&self, mut decimal: Decimal) -> Result<String> {
        decimal.absolute.multiply_pow10(self.shift);
        match &self.form {
            Form::Compact { formatter, has_digits: false } => return Ok(formatter.format(&decimal).to_string()),
            Form::Compact { formatter, has_digits: true } => return self.format_compact(formatter, decimal),
            Form::Whole(_) | Form::Framed { .. } => self.rounding.apply(&mut decimal),
        }
        Ok(self.form.write(&decimal))
    }

    /// The number with the digits of the options: the exponent is that of the rounded number, so 999,999 is `1M`.
    fn format_compact(&self, formatter: &CompactDecimalFormatter, decimal: Decimal) -> Result<String> {
        let mut exponent = formatter.compact_exponent_for_magnitude(decimal.absolute.nonzero_magnitude_start());
        loop {
            let mut significand = decimal.clone();
            significand.absolute.multiply_pow10(-i16::from(exponent));
            self.rounding.apply(&mut significand);
            let magnitude = significand.absolute.nonzero_magnitude_start() + i16::from(exponent);
            let wanted = formatter.compact_exponent_for_magnitude(magnitude);
            if wanted <= exponent {
                return Ok(formatter.format_with_exponent(&significand, exponent).map_err(Error::data)?.to_string());
            }
            exponent = wanted;
        }
    }

    fn format_symbol(&self, value: f64) -> Result<String> {
        let symbol = if value.is_nan() { "NaN" } else { "∞" };
        let mut zero = Decimal::from(0);
        if value < 0.0 {
            zero.set_sign(fixed_decimal::Sign::Negative);
        }
        let frame = match &self.form {
            Form::Compact { formatter, .. } => formatter.format(&zero).to_string(),
            form => form.write(&zero),
        };
        // Whatever digits zero has here, from the first to the last is the number.
        let digit = |character: &char| character.is_numeric();
        let first = frame.char_indices().find(|(_, character)| digit(character));
        let last = frame.char_indices().rfind(|(_, character)| digit(character));
        Ok(match (first, last) {
            (Some((start, _)), Some((end, last))) => {
                format!("{}{symbol}{}", &frame[..start], &frame[end + last.len_utf8()..])
            }
            _ => symbol.to_owned(),
        })
    }
}

impl Form {
    fn new(locale: &Locale, options: &NumberOptions) -> Result<Self> {
        let shown = |code: &str, display| match display {
            CurrencyDisplay::Symbol if Patterns::of(locale).has_code_for_symbol(code) => CurrencyDisplay::Code,
            display => display,
        };
        let locale = icu_locale(locale);
        let plain = |grouping| decimal_formatter(&locale, grouping);
        let form = match (&options.style, options.notation) {
            (NumberStyle::Decimal, Notation::Standard) => Self::Whole(plain(options.use_grouping)?),
            (NumberStyle::Decimal, notation) => Self::compact(&locale, notation, options)?,
            (NumberStyle::Percent, Notation::Standard) => Self::Whole(percent(&locale, options.use_grouping)?),
            (NumberStyle::Currency { code, display }, Notation::Standard) => {
                let places = currency_digits(code)?;
                let number_in_frame = plain(None)?;
                Self::Framed {
                    frame: price(&locale, currency(code)?, shown(code, *display))?,
                    number_in_frame: Box::new(move |decimal| {
                        let mut shown = decimal.clone();
                        let rounding = Rounding {
                            digits: ShownDigits::Fraction { minimum: places, maximum: places },
                            minimum_integer: 1,
                        };
                        rounding.apply(&mut shown);
                        number_in_frame(&shown)
                    }),
                    number: plain(options.use_grouping)?,
                }
            }
            (NumberStyle::Currency { code, display }, notation) if !has_digits(options) => {
                Self::Whole(compact_price(&locale, currency(code)?, shown(code, *display), notation)?)
            }
            (NumberStyle::Unit { unit, display }, Notation::Standard) => {
                Self::Whole(measure(&locale, unit, *display, plain(options.use_grouping)?)?)
            }
            (NumberStyle::Currency { .. }, _) => {
                return Err(Error::Options("ICU4X chooses the digits of a compact currency itself"));
            }
            (NumberStyle::Percent | NumberStyle::Unit { .. }, _) => {
                return Err(Error::Options("ICU4X has compact notation of decimals and currencies only"));
            }
        };
        Ok(form)
    }

    fn compact(locale: &icu_locale_core::Locale, notation: Notation, options: &NumberOptions) -> Result<Self> {
        let grouping = options.use_grouping.map_or(GroupingStrategy::Min2, grouping);
        let settings = CompactDecimalFormatterOptions::from(grouping);
        let formatter = match notation {
            Notation::CompactLong => CompactDecimalFormatter::try_new_long(locale.into(), settings),
            _ => CompactDecimalFormatter::try_new_short(locale.into(), settings),
        };
        Ok(Self::Compact { formatter: Box::new(formatter.map_err(Error::data)?), has_digits: has_digits(options) })
    }

    fn write(&self, decimal: &Decimal) -> String {
        match self {
            Self::Whole(write) => write(decimal),
            Self::Framed { frame, number_in_frame, number } => {
                let absolute = Decimal::new(fixed_decimal::Sign::None, decimal.absolute.clone());
                let (framed, wanted) = (number_in_frame(&absolute), number(&absolute));
                let text = frame(decimal);
                if framed == wanted { text } else { text.replacen(&framed, &wanted, 1) }
            }
            Self::Compact { formatter, .. } => formatter.format(decimal).to_string(),
        }
    }
}

fn has_digits(options: &NumberOptions) -> bool {
    let NumberOptions {
        minimum_integer_digits,
        minimum_fraction_digits,
        maximum_fraction_digits,
        minimum_significant_digits,
        maximum_significant_digits,
        ..
    } = options;
    let fraction = minimum_fraction_digits.or(*maximum_fraction_digits);
    minimum_integer_digits.or(fraction).or(*minimum_significant_digits).or(*maximum_significant_digits).is_some()
}

fn grouping(always: bool) -> GroupingStrategy {
    if always { GroupingStrategy::Always } else { GroupingStrategy::Never }
}

fn icu_decimal_formatter(locale: &icu_locale_core::Locale, use_grouping: Option<bool>) -> Result<DecimalFormatter> {
    let mut options = DecimalFormatterOptions::default();
    options.grouping_strategy = use_grouping.map(grouping);
    DecimalFormatter::try_new(locale.into(), options).map_err(Error::data)
}

fn decimal_formatter(locale: &icu_locale_core::Locale, use_grouping: Option<bool>) -> Result<Write> {
    let formatter = icu_decimal_formatter(locale, use_grouping)?;
    Ok(Box::new(move |decimal| formatter.format(decimal).to_string()))
}

fn percent(locale: &icu_locale_core::Locale, use_grouping: Option<bool>) -> Result<Write> {
    let digits = icu_decimal_formatter(locale, use_grouping)?;
    let formatter = PercentFormatter::try_new_with_decimal_formatter(locale.into(), digits, Default::default())
        .map_err(Error::data)?;
    Ok(Box::new(move |decimal| formatter.format(decimal).to_string()))
}

fn price(locale: &icu_locale_core::Locale, currency: CurrencyType, display: CurrencyDisplay) -> Result<Write> {
    type Price = CurrencyFormatter<DecimalFormatter>;
    let (locale, options) = (locale.into(), Default::default());
    let formatter = match display {
        CurrencyDisplay::Symbol => Price::try_new_symbol(locale, currency, options),
        CurrencyDisplay::NarrowSymbol => Price::try_new_symbol_narrow(locale, currency, options),
        CurrencyDisplay::Code => Price::try_new_code(locale, currency, options),
        CurrencyDisplay::Name => Price::try_new_name(locale, currency),
    }
    .map_err(Error::data)?;
    Ok(Box::new(move |decimal| formatter.format_fixed_decimal(decimal).to_string()))
}

fn compact_price(
    locale: &icu_locale_core::Locale,
    currency: CurrencyType,
    display: CurrencyDisplay,
    notation: Notation,
) -> Result<Write> {
    type Price = CurrencyFormatter<CompactDecimalFormatter>;
    let (locale, options) = (locale.into(), Default::default());
    let is_long = notation == Notation::CompactLong;
    let formatter = match (display, is_long) {
        (CurrencyDisplay::Symbol, false) => Price::try_new_compact_symbol(locale, currency, options),
        (CurrencyDisplay::Symbol, true) => Price::try_new_compact_long_symbol(locale, currency, options),
        (CurrencyDisplay::NarrowSymbol, false) => Price::try_new_compact_symbol_narrow(locale, currency, options),
        (CurrencyDisplay::NarrowSymbol, true) => Price::try_new_compact_long_symbol_narrow(locale, currency, options),
        (CurrencyDisplay::Code, false) => Price::try_new_compact_code(locale, currency, options),
        (CurrencyDisplay::Code, true) => Price::try_new_compact_long_code(locale, currency, options),
        (CurrencyDisplay::Name, false) => Price::try_new_compact_name(locale, currency),
        (CurrencyDisplay::Name, true) => Price::try_new_compact_long_name(locale, currency),
    }
    .map_err(Error::data)?;
    Ok(Box::new(move |decimal| formatter.format_fixed_decimal(decimal).to_string()))
}

/// The measure of one of [`UNITS`]; the number in it is written by `number`.
fn measure(locale: &icu_locale_core::Locale, unit: &str, width: Width, number: Write) -> Result<Write> {
    if !UNITS.contains(&unit) {
        return Err(Error::Unit(unit.to_owned()));
    }
    let patterns = match unit {
        "acre" | "hectare" => unit_patterns::<Area>(locale, unit, width)?,
        "gram" | "kilogram" | "ounce" | "pound" | "stone" => unit_patterns::<Mass>(locale, unit, width)?,
        "fluid-ounce" | "gallon" | "liter" | "milliliter" => unit_patterns::<Volume>(locale, unit, width)?,
        "day" | "hour" | "microsecond" | "millisecond" | "minute" | "month" | "nanosecond" | "second" | "week"
        | "year" => unit_patterns::<Duration>(locale, unit, width)?,
        _ => unit_patterns::<Length>(locale, unit, width)?,
    };
    let rules = PluralRules::try_new_cardinal(locale.into()).map_err(Error::data)?;
    Ok(Box::new(move |decimal| patterns.get().get(decimal.into(), &rules).interpolate((number(decimal),)).to_string()))
}

/// The patterns of a unit, one a plural category. ICU4X has formatters for them, but their constructors know few units,
/// and take the pattern of the root for one of a locale that uses the unit less often.
fn unit_patterns<C: MeasureUnitCategory>(
    locale: &icu_locale_core::Locale,
    unit: &str,
    width: Width,
) -> Result<DataPayload<ErasedMarker<UnitsDisplayNames<'static>>>>
where
    Baked: DataProvider<C::DataMarkerCore> + DataProvider<C::DataMarkerExtended> + DataProvider<C::DataMarkerOutlier>,
{
    let width = match width {
        Width::Long => "long",
        Width::Short => "short",
        Width::Narrow => "narrow",
    };
    let name = format!("{width}-{unit}");
    let attributes = DataMarkerAttributes::try_from_str(&name).map_err(|_| Error::Unit(unit.to_owned()))?;
    let locale = DataLocale::from(&locale.id);
    let id = DataIdentifierBorrowed::for_marker_attributes_and_locale(attributes, &locale);
    let request = DataRequest { id, ..Default::default() };
    type Found = std::result::Result<DataResponse<ErasedMarker<UnitsDisplayNames<'static>>>, DataError>;
    // How common a unit is where the locale is spoken decides in which of the three it is.
    let sources: [&dyn Fn() -> Found; 3] = [
        &|| DataProvider::<C::DataMarkerCore>::load(&Baked, request).map(DataResponse::cast),
        &|| DataProvider::<C::DataMarkerExtended>::load(&Baked, request).map(DataResponse::cast),
        &|| DataProvider::<C::DataMarkerOutlier>::load(&Baked, request).map(DataResponse::cast),
    ];
    let mut of_root = None;
    for found in sources.iter().filter_map(|load| load().ok()) {
        if !found.metadata.locale.as_ref().is_some_and(DataLocale::is_unknown) {
            return Ok(found.payload);
        }
        of_root.get_or_insert(found.payload);
    }
    of_root.ok_or_else(|| Error::Unit(unit.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(tag: &str, value: f64, options: &NumberOptions) -> String {
        number(&Locale::parse(tag).unwrap(), value, options).unwrap()
    }

    #[test]
    fn what_is_not_finite_has_a_symbol() {
        let percent = NumberOptions { style: NumberStyle::Percent, ..Default::default() };

        assert_eq!(formatted("en", f64::NAN, &NumberOptions::default()), "NaN");
        assert_eq!(formatted("en", f64::NEG_INFINITY, &percent), "-∞%");
        assert!(formatted("en", f64::MAX, &NumberOptions::default()).starts_with("179,769,313"));
        assert_eq!(formatted("en", f64::MIN_POSITIVE, &NumberOptions::default()), "0");
    }

    #[test]
    fn whatever_is_asked_for_is_a_text_or_an_error() {
        let euros = NumberStyle::Currency { code: "EUR".into(), display: CurrencyDisplay::Name };
        let styles = [NumberStyle::Decimal, NumberStyle::Percent, euros];
        let values = [0.0, -0.0, 1e-320, 0.05, 999_999.5, -1e21, f64::MAX, f64::INFINITY, f64::NAN];
        let digits = [None, Some(0), Some(1), Some(21), Some(100)];
        for (tag, style) in
            ["en", "ar-EG", "hi", "ja"].into_iter().flat_map(|tag| styles.iter().map(move |style| (tag, style)))
        {
            let locale = Locale::parse(tag).unwrap();
            for (index, notation) in (0..125).flat_map(|index| {
                [Notation::Standard, Notation::CompactShort, Notation::CompactLong].map(|notation| (index, notation))
            }) {
                let options = NumberOptions {
                    style: style.clone(),
                    notation,
                    minimum_integer_digits: digits[index % 5],
                    maximum_fraction_digits: digits[index / 5 % 5],
                    maximum_significant_digits: digits[index / 25],
                    ..NumberOptions::default()
                };
                for value in values {
                    match number(&locale, value, &options) {
                        Ok(text) => assert!(!text.is_empty()),
                        Err(Error::Data(error)) => panic!("{tag} {value} {options:?}: {error}"),
                        Err(_) => {}
                    }
                }
            }
        }
    }

    #[test]
    fn every_unit_has_a_name() {
        for unit in UNITS {
            for display in [Width::Long, Width::Short, Width::Narrow] {
                let options =
                    NumberOptions { style: NumberStyle::Unit { unit: unit.into(), display }, ..Default::default() };
                assert!(formatted("fr", 2.0, &options).starts_with('2'), "{unit}");
            }
        }
    }

    #[test]
    fn wrong_options_are_errors() {
        let english = Locale::parse("en").unwrap();
        let euros = |code: &str| NumberOptions {
            style: NumberStyle::Currency { code: code.into(), display: CurrencyDisplay::Symbol },
            ..Default::default()
        };
        let digits = NumberOptions { minimum_integer_digits: Some(99), ..Default::default() };

        assert_eq!(number(&english, 1.0, &euros("euros")), Err(Error::Currency("euros".to_owned())));
        assert_eq!(number(&english, 1.0, &digits), Err(Error::OutOfRange("minimumIntegerDigits")));
    }
}
