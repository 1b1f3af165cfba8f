//! The functions that messages may call: `{ DATETIME($start, dateStyle: "long") }`.
//!
//! Names and options are those of fluent.js and ECMA-402, so that a page and the server read the same messages. What
//! goes wrong in a function is seen in the text, as `DATETIME()`, and kept for [`take_errors`]: Fluent has no way to
//! tell it.

use std::{borrow::Borrow, cell::RefCell};

use chrono::{DateTime, Utc};
use fluent_bundle::{
    FluentArgs, FluentBundle, FluentError, FluentResource, FluentValue,
    types::{FluentNumber, FluentNumberCurrencyDisplayStyle, FluentNumberOptions, FluentNumberStyle, FluentNumberType},
};
use intl_memoizer::IntlLangMemoizer;

use super::{
    CurrencyDisplay, Error, ListValue, Locale, Moment, Notation, NumberOptions, NumberStyle, PluralType,
    arguments::{NumberValue, has_plural, in_bundle},
    date_time, language_name, list, number,
    options::{self, Options},
    range, region_name, relative, relative_between, variants,
};

/// A function, and the names of the options that it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    pub name: &'static str,
    pub options: &'static [&'static str],
}

/// All that [`add_functions`] adds for messages to call.
pub const FUNCTIONS: [Function; 7] = [
    Function { name: "NUMBER", options: options::NUMBER },
    Function { name: "DATETIME", options: options::DATETIME },
    Function { name: "RANGE", options: options::DATETIME },
    Function { name: "RELATIVE", options: options::RELATIVE },
    Function { name: "LIST", options: options::LIST },
    Function { name: "LANGUAGE", options: &[] },
    Function { name: "COUNTRY", options: &[] },
];

/// What is wrong with a call in a message, or with the value that it was given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FunctionError {
    #[error("{function} has no option `{option}`")]
    UnknownOption { function: &'static str, option: String },
    #[error("{function} cannot take `{value}` as option `{option}`")]
    WrongOption { function: &'static str, option: &'static str, value: String },
    #[error("{function} needs {needed}")]
    WrongValue { function: &'static str, needed: &'static str },
    #[error("{function}: {error}")]
    Format { function: &'static str, error: Error },
}

/// What is wrong with a message: as Fluent tells it, or as a function does.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    #[error(transparent)]
    Fluent(#[from] FluentError),
    #[error(transparent)]
    Function(#[from] FunctionError),
}

/// How many errors are kept until someone takes them.
const MAX_ERRORS: usize = 100;

thread_local! {
    static ERRORS: RefCell<Vec<FunctionError>> = const { RefCell::new(Vec::new()) };
}

/// What went wrong in functions on this thread since this was last asked.
pub fn take_errors() -> Vec<FunctionError> {
    ERRORS.take()
}

/// The text of a pattern, and all that is wrong with it.
pub fn format_pattern<R: Borrow<FluentResource>>(
    bundle: &FluentBundle<R>,
    pattern: &fluent_syntax::ast::Pattern<&str>,
    args: Option<&FluentArgs<'_>>,
    errors: &mut Vec<MessageError>,
) -> String {
    take_errors();
    let mut fluent_errors = Vec::new();
    let text = bundle.format_pattern(pattern, args, &mut fluent_errors).into_owned();
    errors.extend(fluent_errors.into_iter().map(MessageError::from));
    errors.extend(take_errors().into_iter().map(MessageError::from));
    text
}

/// Adds the functions to a bundle, and has it write numbers and times that stand alone as its locale does.
///
/// `locale` is that of the bundle. `now` is what `RELATIVE` counts from. A bundle has its functions once: a second
/// time is an error of Fluent.
pub fn add_functions<R>(
    bundle: &mut FluentBundle<R>,
    locale: &Locale,
    now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
) -> Result<(), FluentError> {
    bundle.set_formatter(Some(bare));
    let mut add = |name: &'static str, call: Call| {
        let locale = locale.clone();
        bundle.add_function(name, move |values, named| checked(call(&locale, values, named)))
    };
    add("NUMBER", number_function)?;
    add("DATETIME", date_time_function)?;
    add("RANGE", range_function)?;
    add("LIST", list_function)?;
    add("LANGUAGE", language_function)?;
    add("COUNTRY", country_function)?;
    add(variants::NAME, |locale, values, _| variants::variant_function(locale, values))?;
    let locale = locale.clone();
    bundle.add_function("RELATIVE", move |values, named| checked(relative_function(&locale, values, named, &now)))
}

type Called = Result<FluentValue<'static>, FunctionError>;
type Call = fn(&Locale, &[FluentValue<'_>], &FluentArgs<'_>) -> Called;

fn checked(called: Called) -> FluentValue<'static> {
    called.unwrap_or_else(|error| {
        ERRORS.with_borrow_mut(|errors| {
            if errors.len() < MAX_ERRORS {
                errors.push(error);
            }
        });
        FluentValue::Error
    })
}

/// A text made by `function`, or its error.
fn written(function: &'static str, text: super::Result<String>) -> Called {
    text.map(FluentValue::from).map_err(|error| FunctionError::Format { function, error })
}

/// A value that stands in a message without a function. Fluent writes numbers in the way of no language.
fn bare(value: &FluentValue<'_>, intls: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    Some(in_bundle(intls, |locale| super::number(locale, number.value, &of_fluent(&number.options))))
}

fn number_function(locale: &Locale, values: &[FluentValue<'_>], named: &FluentArgs<'_>) -> Called {
    const NAME: &str = "NUMBER";
    let named = Options::new(NAME, named, options::NUMBER)?;
    let wrong = FunctionError::WrongValue { function: NAME, needed: "a number" };
    let (value, base) = match values {
        [FluentValue::Number(number)] => (number.value, of_fluent(&number.options)),
        [FluentValue::Custom(custom)] => match custom.as_any().downcast_ref::<NumberValue>() {
            Some(number) => (number.value, number.options.clone()),
            None => return Err(wrong),
        },
        _ => return Err(wrong),
    };
    let (options, plural) = (named.number(base)?, named.plural_type()?);
    // Written once to find out whether it can be: what is returned is written later, when there is nobody to tell.
    number(locale, value, &options).map_err(|error| FunctionError::Format { function: NAME, error })?;
    Ok(match to_fluent(&options, plural).filter(|_| has_plural(value)) {
        Some(fluent_options) => FluentNumber::new(value, fluent_options).into(),
        None => FluentValue::Custom(Box::new(NumberValue { value, options, plural })),
    })
}

pub(super) fn of_fluent(options: &FluentNumberOptions) -> NumberOptions {
    let digits = |digits: Option<usize>| digits.and_then(|digits| u8::try_from(digits).ok());
    NumberOptions {
        style: match (options.style, &options.currency) {
            (FluentNumberStyle::Percent, _) => NumberStyle::Percent,
            (FluentNumberStyle::Currency, Some(code)) => NumberStyle::Currency {
                code: code.as_str().into(),
                display: match options.currency_display {
                    FluentNumberCurrencyDisplayStyle::Symbol => CurrencyDisplay::Symbol,
                    FluentNumberCurrencyDisplayStyle::Code => CurrencyDisplay::Code,
                    FluentNumberCurrencyDisplayStyle::Name => CurrencyDisplay::Name,
                },
            },
            _ => NumberStyle::Decimal,
        },
        notation: Notation::Standard,
        use_grouping: if options.use_grouping { None } else { Some(false) },
        minimum_integer_digits: digits(options.minimum_integer_digits),
        minimum_fraction_digits: digits(options.minimum_fraction_digits),
        maximum_fraction_digits: digits(options.maximum_fraction_digits),
        minimum_significant_digits: digits(options.minimum_significant_digits),
        maximum_significant_digits: digits(options.maximum_significant_digits),
    }
}

/// The options as Fluent has them, which knows no units, no compact notation and no narrow symbols.
fn to_fluent(options: &NumberOptions, plural: PluralType) -> Option<FluentNumberOptions> {
    let (style, currency, display) = match &options.style {
        NumberStyle::Decimal => (FluentNumberStyle::Decimal, None, CurrencyDisplay::Symbol),
        NumberStyle::Percent => (FluentNumberStyle::Percent, None, CurrencyDisplay::Symbol),
        NumberStyle::Currency { code, display } => (FluentNumberStyle::Currency, Some(code.to_string()), *display),
        NumberStyle::Unit { .. } => return None,
    };
    let currency_display = match display {
        CurrencyDisplay::Symbol => FluentNumberCurrencyDisplayStyle::Symbol,
        CurrencyDisplay::Code => FluentNumberCurrencyDisplayStyle::Code,
        CurrencyDisplay::Name => FluentNumberCurrencyDisplayStyle::Name,
        CurrencyDisplay::NarrowSymbol => return None,
    };
    (options.notation == Notation::Standard).then(|| FluentNumberOptions {
        r#type: match plural {
            PluralType::Cardinal => FluentNumberType::Cardinal,
            PluralType::Ordinal => FluentNumberType::Ordinal,
        },
        style,
        currency,
        currency_display,
        use_grouping: options.use_grouping != Some(false),
        minimum_integer_digits: options.minimum_integer_digits.map(usize::from),
        minimum_fraction_digits: options.minimum_fraction_digits.map(usize::from),
        maximum_fraction_digits: options.maximum_fraction_digits.map(usize::from),
        minimum_significant_digits: options.minimum_significant_digits.map(usize::from),
        maximum_significant_digits: options.maximum_significant_digits.map(usize::from),
    })
}

/// A value as a time: one, the text of one, or milliseconds since 1970.
fn moment(function: &'static str, value: &FluentValue<'_>) -> Result<Moment, FunctionError> {
    let moment = match value {
        FluentValue::Custom(custom) => custom.as_any().downcast_ref::<Moment>().copied(),
        FluentValue::String(text) => Moment::parse(text),
        FluentValue::Number(number) => Moment::from_epoch_ms(number.value),
        FluentValue::None | FluentValue::Error => None,
    };
    moment.ok_or(FunctionError::WrongValue { function, needed: "a time (RFC 3339) or milliseconds since 1970" })
}

fn date_time_function(locale: &Locale, values: &[FluentValue<'_>], named: &FluentArgs<'_>) -> Called {
    const NAME: &str = "DATETIME";
    let named = Options::new(NAME, named, options::DATETIME)?;
    let [value] = values else {
        return Err(FunctionError::WrongValue { function: NAME, needed: "one time" });
    };
    let Moment { at, zone } = moment(NAME, value)?;
    written(NAME, date_time(locale, at, named.zone()?.unwrap_or(zone), &named.date_time()?))
}

/// The zone is that of the start, unless the message says another one.
fn range_function(locale: &Locale, values: &[FluentValue<'_>], named: &FluentArgs<'_>) -> Called {
    const NAME: &str = "RANGE";
    let named = Options::new(NAME, named, options::DATETIME)?;
    let [start, end] = values else {
        return Err(FunctionError::WrongValue { function: NAME, needed: "a start and an end" });
    };
    let (start, end) = (moment(NAME, start)?, moment(NAME, end)?);
    let zone = named.zone()?.unwrap_or(start.zone);
    written(NAME, range(locale, start.at, end.at, zone, &named.date_time()?))
}

/// Of a number and a unit, or of one time as seen at another: now, if none is given.
fn relative_function(
    locale: &Locale,
    values: &[FluentValue<'_>],
    named: &FluentArgs<'_>,
    now: &dyn Fn() -> DateTime<Utc>,
) -> Called {
    const NAME: &str = "RELATIVE";
    let (unit, options) = Options::new(NAME, named, options::RELATIVE)?.relative()?;
    let text = match (values, unit) {
        ([FluentValue::Number(number)], Some(unit)) => relative(locale, number.value, unit, options),
        ([when], None) => relative_between(locale, moment(NAME, when)?.at, now(), options),
        ([when, now], None) => relative_between(locale, moment(NAME, when)?.at, moment(NAME, now)?.at, options),
        _ => {
            let needed = "a number and a unit, or one or two times and no unit";
            return Err(FunctionError::WrongValue { function: NAME, needed });
        }
    };
    written(NAME, text)
}

/// Of lists, or of single values: `LIST($hosts, $guest)`.
fn list_function(locale: &Locale, values: &[FluentValue<'_>], named: &FluentArgs<'_>) -> Called {
    const NAME: &str = "LIST";
    let (kind, width) = Options::new(NAME, named, options::LIST)?.list()?;
    let mut texts = Vec::new();
    for value in values {
        let item = match value {
            FluentValue::String(text) => Ok(vec![text.to_string()]),
            FluentValue::Number(value) => {
                number(locale, value.value, &of_fluent(&value.options)).map(|text| vec![text])
            }
            FluentValue::Custom(custom) => match custom.as_any().downcast_ref::<ListValue>() {
                Some(list) => list.texts(locale),
                None => return Err(FunctionError::WrongValue { function: NAME, needed: "a list" }),
            },
            FluentValue::None | FluentValue::Error => {
                return Err(FunctionError::WrongValue { function: NAME, needed: "a list" });
            }
        };
        texts.extend(item.map_err(|error| FunctionError::Format { function: NAME, error })?);
    }
    written(NAME, list(locale, &texts, kind, width))
}

fn language_function(locale: &Locale, values: &[FluentValue<'_>], named: &FluentArgs<'_>) -> Called {
    const NAME: &str = "LANGUAGE";
    let wrong = FunctionError::WrongValue { function: NAME, needed: "a language tag (BCP 47)" };
    Options::new(NAME, named, &[])?;
    let [FluentValue::String(tag)] = values else { return Err(wrong) };
    // A tag without a name stands for itself.
    let tag = Locale::parse(tag).ok_or(wrong)?;
    Ok(language_name(locale, tag.as_str()).unwrap_or_else(|| tag.to_string()).into())
}

fn country_function(locale: &Locale, values: &[FluentValue<'_>], named: &FluentArgs<'_>) -> Called {
    const NAME: &str = "COUNTRY";
    let wrong = FunctionError::WrongValue { function: NAME, needed: "a region code (ISO 3166)" };
    Options::new(NAME, named, &[])?;
    let [FluentValue::String(code)] = values else { return Err(wrong) };
    let region: icu_locale_core::subtags::Region = code.parse().map_err(|_| wrong)?;
    Ok(region_name(locale, region.as_str()).unwrap_or_else(|| region.to_string()).into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{arguments, resource};
    use super::*;

    fn bundle(tag: &str, ftl: &str) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new(vec![tag.parse().unwrap()]);
        bundle.set_use_isolating(false);
        let now = || "2012-02-13T12:00:00Z".parse().unwrap();
        add_functions(&mut bundle, &Locale::parse(tag).unwrap(), now).unwrap();
        bundle
            .add_resource(
                resource(format!(
                    "m = {ftl}
"
                ))
                .unwrap(),
            )
            .unwrap();
        bundle
    }

    fn formatted(tag: &str, ftl: &str, args: serde_json::Value) -> (String, Vec<String>) {
        let bundle = bundle(tag, ftl);
        let args = arguments(args.as_object().unwrap());
        let mut errors = Vec::new();
        let pattern = bundle.get_message("m").unwrap().value().unwrap();
        let text = format_pattern(&bundle, pattern, Some(&args), &mut errors);
        (text, errors.iter().map(ToString::to_string).collect())
    }

    fn text(tag: &str, ftl: &str, args: serde_json::Value) -> String {
        let (text, errors) = formatted(tag, ftl, args);
        assert_eq!(errors, Vec::<String>::new());
        text
    }

    fn error(ftl: &str, args: serde_json::Value) -> String {
        let (text, errors) = formatted("en", ftl, args);
        assert!(text.ends_with("()"), "{text}");
        errors.join("; ")
    }

    #[test]
    fn values_that_stand_alone_are_those_of_the_locale() {
        assert_eq!(text("de", "{ $n } Leute", json!({ "n": 12_345 })), "12.345 Leute");
        assert_eq!(text("en", "{ $n }", json!({ "n": 1e300 })).len(), 401);
        assert_eq!(text("fr", "{ $at }", json!({ "at": "2012-02-13T23:30:00Z[Europe/Paris]" })), "14/02/2012");
        assert_eq!(text("es", "{ $who }", json!({ "who": ["Ana", "Íñigo", 3] })), "Ana, Íñigo y 3");
        assert_eq!(text("en", "{ $is }", json!({ "is": true })), "true");
    }

    #[test]
    fn a_number_chooses_a_variant() {
        let ordinal = "{ NUMBER($n, type: \"ordinal\") ->\n [one] { $n }st\n [two] { $n }nd\n *[other] { $n }th\n }";
        let whole = "{ NUMBER($n, maximumFractionDigits: 0) ->\n [one] one\n *[other] many\n }";
        let exact = "{ NUMBER($n, style: \"unit\", unit: \"day\") ->\n [0] none\n [one] one\n *[other] many\n }";

        assert_eq!(text("en", ordinal, json!({ "n": 22 })), "22nd");
        assert_eq!(text("en", ordinal, json!({ "n": 1_001 })), "1,001st");
        assert_eq!(text("en", whole, json!({ "n": 1.2 })), "one");
        assert_eq!(text("en", whole, json!({ "n": 1e300 })), "many");
        assert_eq!(text("en", exact, json!({ "n": 0 })), "none");
        assert_eq!(text("en", exact, json!({ "n": 1 })), "one");
        assert_eq!(text("en", "{ NUMBER($n, minimumFractionDigits: 1) }", json!({ "n": 1 })), "1.0");
    }

    #[test]
    fn plural_rules_are_those_of_icu4x() {
        let few = "{ $n ->\n [few] few\n [many] many\n *[other] other\n }";

        assert_eq!(text("ar", few, json!({ "n": 103 })), "few");
        assert_eq!(text("lt", few, json!({ "n": 22 })), "few");
        assert_eq!(text("fr", few, json!({ "n": 1_000_000 })), "many");
        assert_eq!(text("fr", few, json!({ "n": "many" })), "many");
    }

    #[test]
    fn times_are_read_in_each_form() {
        let ftl = "{ DATETIME($at, dateStyle: \"long\", timeStyle: \"short\") }";
        let berlin = "{ DATETIME($at, dateStyle: \"long\", timeStyle: \"short\", timeZone: \"Europe/Berlin\") }";
        let expected = "13 février 2012 à 18:30";

        assert_eq!(text("fr", ftl, json!({ "at": "2012-02-13T18:30:00+01:00[Europe/Paris]" })), expected);
        assert_eq!(text("fr", berlin, json!({ "at": "2012-02-13T12:30:00-05:00" })), expected);
        assert_eq!(text("fr", ftl, json!({ "at": 1_329_157_800_000_i64 })), expected);
        assert_eq!(
            text(
                "fr",
                "{ RANGE($a, $b, hour: \"numeric\", minute: \"numeric\") }",
                json!({
                    "a": "2012-02-13T18:30:00+01:00[Europe/Paris]",
                    "b": "2012-02-13T20:00:00+01:00[Europe/Paris]",
                })
            ),
            "18:30\u{2009}–\u{2009}20:00"
        );
    }

    #[test]
    fn a_time_is_seen_from_now_or_from_another() {
        let at = json!({ "at": "2012-02-14T12:00:00Z", "now": "2012-02-07T12:00:00Z", "n": -3 });

        assert_eq!(text("fr", "{ RELATIVE($at, numeric: \"auto\") }", at.clone()), "demain");
        assert_eq!(text("fr", "{ RELATIVE($at, $now) }", at.clone()), "dans 1 semaine");
        assert_eq!(text("en", "{ RELATIVE($n, unit: \"minute\", style: \"short\") }", at), "3 min. ago");
    }

    #[test]
    fn names_and_lists() {
        let args = json!({ "tag": "de", "code": "DE", "who": ["Ana", "Bo"], "guest": "Cy", "other": "qaa" });

        assert_eq!(text("fr", "{ LANGUAGE($tag) } ({ COUNTRY($code) })", args.clone()), "allemand (Allemagne)");
        assert_eq!(text("en", "{ LIST($who, $guest, type: \"or\") }", args.clone()), "Ana, Bo, or Cy");
        assert_eq!(text("en", "{ LANGUAGE($other) }", args), "qaa");
    }

    #[test]
    fn what_is_wrong_is_told_by_name() {
        let args = || json!({ "n": 1, "s": "soon" });

        assert_eq!(error("{ NUMBER($n, colour: \"red\") }", args()), "NUMBER has no option `colour`");
        assert_eq!(error("{ NUMBER($n, style: \"odd\") }", args()), "NUMBER cannot take `odd` as option `style`");
        assert_eq!(error("{ NUMBER($n, style: \"currency\") }", args()), "NUMBER cannot take `` as option `currency`");
        assert_eq!(error("{ NUMBER($s) }", args()), "NUMBER needs a number");
        assert_eq!(error("{ NUMBER() }", args()), "NUMBER needs a number");
        assert_eq!(
            error("{ NUMBER($n, minimumFractionDigits: 99) }", args()),
            "NUMBER cannot take `99` as option `minimumFractionDigits`"
        );
        assert_eq!(error("{ DATETIME($s) }", args()), "DATETIME needs a time (RFC 3339) or milliseconds since 1970");
        assert_eq!(error("{ RANGE($n) }", args()), "RANGE needs a start and an end");
        assert_eq!(error("{ LANGUAGE($n) }", args()), "LANGUAGE needs a language tag (BCP 47)");
        assert!(error("{ DATETIME($n, dateStyle: \"long\", year: \"numeric\") }", args()).contains("dateStyle"));
        assert!(error("{ LIST($nobody) }", args()).contains("nobody"));
    }

    #[test]
    fn every_function_is_listed() {
        let mut bundle = bundle("en", "text");
        for function in FUNCTIONS {
            let twice = bundle.add_function(function.name, |_, _| FluentValue::None);
            assert!(twice.is_err(), "{}", function.name);
        }
    }
}
