//! Beside the raw value: instants, spans, durations, lists and names as the reader writes them.

use async_graphql::{Context, Enum};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::object::LocaleTag;
use crate::{
    Error, Result,
    context::RequestContext,
    locale::{
        Chain, Locale,
        format::{self, DateTimeOptions, ListType, Style, Width},
    },
};

/// How much a date or a time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DateTimeStyle {
    /// Tuesday, 14 February 2012; 18:30:00 with the name of the time zone.
    Full,
    /// 14 February 2012; 18:30:00 with the time zone.
    Long,
    /// 14 Feb 2012; 18:30:00.
    Medium,
    /// 14/02/2012; 18:30.
    Short,
}

/// How long the words of a duration are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DurationStyle {
    /// 1 hour 30 minutes.
    Long,
    /// 1 hr 30 min.
    Short,
    /// 1h 30m.
    Narrow,
}

impl From<DateTimeStyle> for Style {
    fn from(style: DateTimeStyle) -> Self {
        match style {
            DateTimeStyle::Full => Self::Full,
            DateTimeStyle::Long => Self::Long,
            DateTimeStyle::Medium => Self::Medium,
            DateTimeStyle::Short => Self::Short,
        }
    }
}

impl From<DurationStyle> for Width {
    fn from(style: DurationStyle) -> Self {
        match style {
            DurationStyle::Long => Self::Long,
            DurationStyle::Short => Self::Short,
            DurationStyle::Narrow => Self::Narrow,
        }
    }
}

/// What is said of a date and of a time; neither: both.
#[derive(Clone, Copy, Debug, Default)]
pub struct Styles {
    pub date: Option<DateTimeStyle>,
    pub time: Option<DateTimeStyle>,
}

impl Styles {
    fn options(self) -> DateTimeOptions {
        let Self { date, time } = self;
        let (date, time) = if date.is_none() && time.is_none() {
            (Some(DateTimeStyle::Long), Some(DateTimeStyle::Short))
        } else {
            (date, time)
        };
        DateTimeOptions { date_style: date.map(Style::from), time_style: time.map(Style::from), ..Default::default() }
    }
}

/// Formats for the reader of one field.
pub struct Formatter(Locale);

impl Formatter {
    /// For the reader of a chain, or of the language that the field's argument names.
    pub fn of(ctx: &Context<'_>, chain: &Chain, locale: Option<LocaleTag>) -> Result<Self> {
        let locale = match locale {
            Some(tag) => ctx.locales().require(&tag.0)?,
            None => chain.requested(),
        };
        ctx.request().note_served(locale.as_str());
        Ok(Self::new(locale))
    }

    /// For the reader of a locale.
    pub fn new(locale: &Locale) -> Self {
        Self(locale.real())
    }

    /// An instant, on the clocks of a zone.
    pub fn instant(&self, at: DateTime<Utc>, zone: Tz, styles: Styles) -> Result<String> {
        sound(format::date_time(&self.0, at, zone, &styles.options()))
    }

    /// From one instant to another, on the clocks of a zone; what both have in common is said once.
    pub fn span(&self, from: DateTime<Utc>, until: DateTime<Utc>, zone: Tz, styles: Styles) -> Result<String> {
        sound(format::range(&self.0, from, until, zone, &styles.options()))
    }

    pub fn duration(&self, duration: TimeDelta, style: DurationStyle) -> Result<String> {
        let minutes = u32::try_from(duration.num_minutes()).unwrap_or_default();
        sound(format::duration(&self.0, minutes, style.into()))
    }

    /// “Ana, Luc and Marie”.
    pub fn list(&self, items: &[impl AsRef<str>]) -> Result<String> {
        sound(format::list(&self.0, items, ListType::And, Width::Long))
    }

    /// The names of languages; the tag of one that has none.
    pub fn languages(&self, tags: &[String]) -> Vec<String> {
        tags.iter().map(|tag| format::language_name(&self.0, tag).unwrap_or_else(|| tag.clone())).collect()
    }

    /// The name of a country; its code when it has none.
    pub fn country(&self, code: &str) -> String {
        format::region_name(&self.0, code).unwrap_or_else(|| code.to_owned())
    }
}

fn sound(text: format::Result<String>) -> Result<String> {
    text.map_err(|error| Error::Internal(error.to_string()))
}

/// The zone that an argument names, or the one that goes without saying.
pub fn zone(given: Option<String>, usual: &str) -> Result<Tz> {
    match given {
        Some(given) => given.parse().map_err(|_| Error::UnknownTimeZone { given }),
        None => Ok(usual.parse().unwrap_or(Tz::UTC)),
    }
}

/// The last instant that belongs to a span, so that what ends at midnight ends the day before.
pub fn last(from: DateTime<Utc>, until: DateTime<Utc>) -> DateTime<Utc> {
    from.max(until - TimeDelta::seconds(1))
}

/// A duration as ISO 8601 writes it: `PT1H30M`.
pub fn iso(duration: TimeDelta) -> String {
    let (hours, minutes) = (duration.num_hours(), duration.num_minutes() % 60);
    match (hours, minutes) {
        (0, minutes) => format!("PT{minutes}M"),
        (hours, 0) => format!("PT{hours}H"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_hours_and_minutes() {
        let iso = |minutes| iso(TimeDelta::minutes(minutes));

        assert_eq!([iso(0), iso(45), iso(60), iso(1590)], ["PT0M", "PT45M", "PT1H", "PT26H30M"]);
    }
}
