//! The values that a message is given, from JSON: what Fluent has no type of its own for is here.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use fluent_bundle::{FluentArgs, FluentValue, types::FluentType};
use intl_memoizer::{IntlLangMemoizer, Memoizable, concurrent};
use serde_json::{Map, Value};
use unic_langid::LanguageIdentifier;

use super::{DateTimeOptions, ListType, Locale, NumberOptions, PluralType, Width, date_time, list, number};

/// From here on Fluent panics when it asks for the plural category of a number.
const MAX_NUMBER: f64 = 1e18;

/// The arguments of a message. A string that is a time (see [`Moment::parse`]) is a [`Moment`], an array a
/// [`ListValue`], a truth value the word `true` or `false`; null and an object are no argument, which is an error where
/// the message uses it.
pub fn arguments(values: &Map<String, Value>) -> FluentArgs<'static> {
    values.iter().filter_map(|(name, value)| Some((name.clone(), argument(value)?))).collect()
}

fn argument(value: &Value) -> Option<FluentValue<'static>> {
    Some(match value {
        Value::Number(number) => number_value(number.as_f64().unwrap_or(f64::NAN)),
        Value::Bool(truth) => truth.to_string().into(),
        Value::String(text) => match Moment::parse(text) {
            Some(moment) => FluentValue::Custom(Box::new(moment)),
            None => text.clone().into(),
        },
        Value::Array(items) => FluentValue::Custom(Box::new(ListValue(items.iter().filter_map(item).collect()))),
        Value::Null | Value::Object(_) => return None,
    })
}

fn item(value: &Value) -> Option<ListItem> {
    match value {
        Value::String(text) => Some(ListItem::Text(text.clone())),
        Value::Number(number) => number.as_f64().map(ListItem::Number),
        Value::Bool(truth) => Some(ListItem::Text(truth.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A number for a message, as Fluent has it where Fluent can.
fn number_value(value: f64) -> FluentValue<'static> {
    if has_plural(value) {
        value.into()
    } else {
        let (options, plural) = Default::default();
        FluentValue::Custom(Box::new(NumberValue { value, options, plural }))
    }
}

/// Whether Fluent can ask for the plural category of this number.
pub(super) fn has_plural(value: f64) -> bool {
    value.abs() < MAX_NUMBER
}

/// A time, and the zone whose clocks show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub at: DateTime<Utc>,
    pub zone: Tz,
}

impl Moment {
    /// A time after RFC 3339, and the name of a zone in brackets behind it, after RFC 9557:
    /// `2012-02-13T18:30:00+01:00[Europe/Paris]`. Without brackets the zone is UTC: an offset is no zone.
    pub fn parse(text: &str) -> Option<Self> {
        let (time, suffix) = text.split_at(text.find('[').unwrap_or(text.len()));
        let at = DateTime::parse_from_rfc3339(time).ok()?.to_utc();
        let mut tags =
            suffix.split_terminator(']').map(|tag| tag.strip_prefix('[').map(|tag| tag.trim_start_matches('!')));
        // A tag with an equals sign is one of a calendar or the like.
        let zone = tags.find(|tag| tag.is_none_or(|tag| !tag.contains('=')));
        let zone = zone.map_or(Some(Tz::UTC), |name| name?.parse().ok())?;
        Some(Self { at, zone })
    }

    /// The time of so many milliseconds since 1970, UTC.
    pub fn from_epoch_ms(milliseconds: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "what is out of range saturates, and is no time then")]
        let at = DateTime::from_timestamp_millis(milliseconds as i64).filter(|_| milliseconds.is_finite())?;
        Some(Self { at, zone: Tz::UTC })
    }
}

/// Several values in one argument.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListValue(pub(super) Vec<ListItem>);

#[derive(Clone, Debug, PartialEq)]
pub(super) enum ListItem {
    Text(String),
    Number(f64),
}

impl<T: Into<String>> FromIterator<T> for ListValue {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().map(|text| ListItem::Text(text.into())).collect())
    }
}

impl ListValue {
    pub(super) fn texts(&self, locale: &Locale) -> super::Result<Vec<String>> {
        let text = |item: &ListItem| match item {
            ListItem::Text(text) => Ok(text.clone()),
            ListItem::Number(value) => number(locale, *value, &NumberOptions::default()),
        };
        self.0.iter().map(text).collect()
    }
}

/// A number that Fluent's own has no place for. It chooses among variants only in messages read by [`super::resource`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NumberValue {
    pub(super) value: f64,
    pub(super) options: NumberOptions,
    pub(super) plural: PluralType,
}

/// A value that stands in a message without a function, in the locale of the bundle.
trait Bare {
    fn text(&self, locale: &Locale) -> super::Result<String>;
}

impl Bare for Moment {
    fn text(&self, locale: &Locale) -> super::Result<String> {
        date_time(locale, self.at, self.zone, &DateTimeOptions::default())
    }
}

impl Bare for ListValue {
    fn text(&self, locale: &Locale) -> super::Result<String> {
        list(locale, &self.texts(locale)?, ListType::And, Width::Long)
    }
}

impl Bare for NumberValue {
    fn text(&self, locale: &Locale) -> super::Result<String> {
        number(locale, self.value, &self.options)
    }
}

/// The locale of a bundle, which Fluent tells only to what its memoizer makes.
struct BundleLocale(Option<Locale>);

impl Memoizable for BundleLocale {
    type Args = ();
    type Error = std::convert::Infallible;

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Self, Self::Error> {
        Ok(Self(Locale::parse(&language.to_string())))
    }
}

/// What `text` makes of the locale of the bundle; nothing, when that fails: such a value has been checked before.
pub(super) fn in_bundle(intls: &IntlLangMemoizer, text: impl FnOnce(&Locale) -> super::Result<String>) -> String {
    let text = |BundleLocale(locale): &BundleLocale| locale.as_ref().and_then(|locale| text(locale).ok());
    intls.with_try_get::<BundleLocale, _, _>((), text).ok().flatten().unwrap_or_default()
}

macro_rules! fluent_type {
    ($($value:ty),*) => {$(
        impl FluentType for $value {
            fn duplicate(&self) -> Box<dyn FluentType + Send> {
                Box::new(self.clone())
            }

            fn as_string(&self, intls: &IntlLangMemoizer) -> Cow<'static, str> {
                in_bundle(intls, |locale| self.text(locale)).into()
            }

            fn as_string_threadsafe(&self, intls: &concurrent::IntlLangMemoizer) -> Cow<'static, str> {
                let text = |BundleLocale(locale): &BundleLocale| self.text(locale.as_ref()?).ok();
                intls.with_try_get::<BundleLocale, _, _>((), text).ok().flatten().unwrap_or_default().into()
            }
        }
    )*};
}

fluent_type!(Moment, ListValue, NumberValue);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_stands_in_brackets() {
        let at = "2012-02-13T17:30:00Z".parse().unwrap();

        let parse = |text| Moment::parse(text).map(|moment| (moment.at, moment.zone.name()));

        assert_eq!(parse("2012-02-13T18:30:00+01:00[Europe/Paris]"), Some((at, "Europe/Paris")));
        assert_eq!(parse("2012-02-13T18:30:00+01:00[!Europe/Paris][u-ca=gregory]"), Some((at, "Europe/Paris")));
        assert_eq!(parse("2012-02-13T18:30:00+01:00[u-ca=gregory]"), Some((at, "UTC")));
        assert_eq!(parse("2012-02-13T18:30:00+01:00"), Some((at, "UTC")));
        assert_eq!(parse("2012-02-13T18:30:00+01:00[Paris]"), None);
        assert_eq!(parse("2012-02-13T18:30:00+01:00 in Paris"), None);
        assert_eq!(parse("2012-02-13"), None);
    }
}
