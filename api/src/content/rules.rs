//! The rules that a written row must hold, gathered: each call adds a fault when its rule is broken.

use ammonia::Url;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::value::{Link, Links, Words};

use super::Form;
use crate::{Fault, Rule, locale::Locale};

/// Most items of a list in a row: links, languages, hashtags.
const MOST: usize = 100;

/// The faults of a row.
#[derive(Debug, Default)]
pub struct Rules(Vec<Fault>);

impl Rules {
    pub fn faults(self) -> Vec<Fault> {
        self.0
    }

    fn require(mut self, holds: bool, field: &str, rule: impl FnOnce() -> Rule) -> Self {
        if !holds {
            self.0.push(Fault::new(field, rule()));
        }
        self
    }

    pub fn url(self, field: &str, url: Option<&String>) -> Self {
        match url {
            None => self,
            Some(url) => self.require(is_web_address(url), field, || Rule::Url(url.clone())),
        }
    }

    pub fn links(self, links: &Links) -> Self {
        let link = |rules: Self, (at, link): (usize, &Link)| rules.url(&format!("links.{at}.url"), Some(&link.url));
        links.0.iter().enumerate().fold(self.few("links", links.0.len()), link)
    }

    pub fn languages(self, field: &str, tags: &Words) -> Self {
        let tag = |rules: Self, (at, tag): (usize, &String)| {
            rules.require(Locale::parse(tag).is_some(), &format!("{field}.{at}"), || Rule::Locale(tag.clone()))
        };
        tags.0.iter().enumerate().fold(self.few(field, tags.0.len()), tag)
    }

    /// A list that a page can show.
    pub fn few(self, field: &str, count: usize) -> Self {
        self.require(count <= MOST, field, || Rule::TooMany { max: MOST })
    }

    pub fn time_zone(self, field: &str, name: &str) -> Self {
        self.require(name.parse::<Tz>().is_ok(), field, || match name {
            "" => Rule::Required,
            _ => Rule::TimeZone(name.to_owned()),
        })
    }

    pub fn country(self, field: &str, country: Option<&String>) -> Self {
        let is_country =
            |country: &String| country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_uppercase());
        match country {
            None => self,
            Some(country) => self.require(is_country(country), field, || Rule::Country(country.clone())),
        }
    }

    /// A name: one line, neither empty nor endless.
    pub fn line(self, field: &str, text: &str) -> Self {
        let max = Form::Line.max();
        self.require(!text.contains(['\n', '\r']), field, || Rule::NotOneLine).require(
            text.chars().count() <= max,
            field,
            || Rule::TooLong { max },
        )
    }

    pub fn colour(self, field: &str, colour: Option<&String>) -> Self {
        let is_colour = |colour: &String| {
            colour
                .strip_prefix('#')
                .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|digit| digit.is_ascii_hexdigit()))
        };
        match colour {
            None => self,
            Some(colour) => self.require(is_colour(colour), field, || Rule::Colour(colour.clone())),
        }
    }

    /// An instant that was never given is the first of 1970.
    pub fn given(self, field: &str, instant: DateTime<Utc>) -> Self {
        self.require(instant != DateTime::UNIX_EPOCH, field, || Rule::Required)
    }

    pub fn in_order(self, field: &str, starts_at: Option<DateTime<Utc>>, ends_at: Option<DateTime<Utc>>) -> Self {
        let holds = starts_at.zip(ends_at).is_none_or(|(starts_at, ends_at)| starts_at <= ends_at);
        self.require(holds, field, || Rule::EndsBeforeStart)
    }

    pub fn between(self, field: &str, value: Option<f64>, least: f64, most: f64) -> Self {
        self.require(value.is_none_or(|value| (least..=most).contains(&value)), field, || Rule::OutOfRange)
    }
}

fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_broken_rule_names_its_field() {
        let noon = DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(12);
        let rules = Rules::default()
            .url("website", Some(&"javascript:alert(1)".to_owned()))
            .url("cover_url", Some(&"https://tribune.example/é".to_owned()))
            .time_zone("time_zone", "Europe/Lutetia")
            .colour("colour", Some(&"#12345".to_owned()))
            .given("starts_at", DateTime::UNIX_EPOCH)
            .in_order("ends_at", Some(noon), Some(DateTime::UNIX_EPOCH))
            .languages("languages", &Words(vec!["fr-CA".to_owned(), "french!".to_owned()]))
            .between("latitude", Some(91.0), -90.0, 90.0);

        let fields: Vec<String> = rules.faults().into_iter().map(|fault| fault.field).collect();

        assert_eq!(fields, ["website", "timeZone", "colour", "startsAt", "endsAt", "languages.1", "latitude"]);
    }
}
