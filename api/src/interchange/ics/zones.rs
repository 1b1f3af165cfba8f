//! The zones that a file names. A name of IANA, in whatever disguise, is that zone: its clocks are better known here than
//! to the file. Any other name is what the file defines it to be.

use std::{collections::HashMap, rc::Rc};

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use chrono_tz::Tz;

use super::moment::Moment;
use crate::{
    calendar::parser::{Component, Property},
    interchange::programme::time::zone,
};

/// How many definitions of a file are read, and how many observances of each.
const MOST: usize = 200;

/// Whose clocks a time is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    Named(Tz),
    Defined(Rc<Definition>),
}

/// A `VTIMEZONE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    observances: Vec<Observance>,
}

/// From when on clocks are how far east of UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Observance {
    /// On the clocks as they are before.
    onset: NaiveDateTime,
    /// Further ones.
    dates: Vec<NaiveDateTime>,
    rule: Option<Rule>,
    /// Seconds.
    before: i32,
    since: i32,
}

/// Every year on a day of a month: no zone has other rules.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    month: u32,
    day: Day,
    /// The last instant, which is in UTC as a rule; a day more or less is no matter.
    until: Option<NaiveDateTime>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Day {
    /// The third Sunday; the last one is -1.
    Weekday(i32, Weekday),
    /// The Sunday among these days.
    Among(Vec<u32>, Weekday),
    Of(u32),
}

/// The zones of a calendar.
#[derive(Debug, Default)]
pub struct Zones(HashMap<String, Zone>);

impl Zones {
    /// The zones that a calendar defines, and those that it names and the world knows.
    pub fn of(calendar: &Component) -> Self {
        let mut zones = HashMap::new();
        for definition in calendar.components.iter().filter(|part| part.name == "VTIMEZONE").take(MOST) {
            let Some(name) = definition.property("TZID").map(Property::text) else { continue };
            let location = definition.property("X-LIC-LOCATION").map(Property::text);
            let known = zone(&name).or_else(|| location.as_deref().and_then(zone)).map(Zone::Named);
            let zone = known.or_else(|| Definition::of(definition).map(Rc::new).map(Zone::Defined));
            zones.extend(zone.map(|zone| (name, zone)));
        }
        let mut zones = Self(zones);
        for part in calendar.components.iter().flat_map(|part| &part.properties) {
            let names = part.parameters.iter().filter(|(name, _)| name == "TZID");
            if let Some(name) = names.filter_map(|(_, values)| values.first()).find(|name| zones.get(name).is_none())
                && let Some(zone) = zone(name)
            {
                zones.0.insert(name.clone(), Zone::Named(zone));
            }
        }
        zones
    }

    pub fn get(&self, name: &str) -> Option<&Zone> {
        self.0.get(name)
    }
}

impl Definition {
    fn of(component: &Component) -> Option<Self> {
        let observances: Vec<Observance> = component.components.iter().take(MOST).filter_map(Observance::of).collect();
        (!observances.is_empty()).then_some(Self { observances })
    }

    /// Seconds east of UTC where clocks show this: by the last change before, else as it was before the first.
    pub fn offset(&self, shown: NaiveDateTime) -> i32 {
        let latest = self.observances.iter().filter_map(|known| Some((known.latest(shown)?, known.since)));
        let first = || self.observances.iter().min_by_key(|known| known.onset).map(|known| known.before);
        latest.max_by_key(|(onset, _)| *onset).map(|(_, offset)| offset).or_else(first).unwrap_or_default()
    }
}

impl Observance {
    fn of(component: &Component) -> Option<Self> {
        let local = |property: &Property| Moment::all(property, &Zones::default()).0;
        let onset = local(component.property("DTSTART")?).first()?.shown();
        Some(Self {
            onset,
            dates: component.all("RDATE").flat_map(local).map(|date| date.shown()).take(MOST).collect(),
            rule: component.property("RRULE").and_then(|rule| Rule::parse(&rule.value)),
            before: offset(&component.property("TZOFFSETFROM")?.value)?,
            since: offset(&component.property("TZOFFSETTO")?.value)?,
        })
    }

    /// The last onset that is not after what clocks show.
    fn latest(&self, shown: NaiveDateTime) -> Option<NaiveDateTime> {
        let given = std::iter::once(self.onset).chain(self.dates.iter().copied());
        let of_rule = self.rule.iter().flat_map(|rule| {
            [shown.year(), shown.year() - 1].into_iter().filter_map(|year| rule.in_year(year, self.onset.time()))
        });
        given.chain(of_rule.filter(|onset| *onset > self.onset)).filter(|onset| *onset <= shown).max()
    }
}

impl Rule {
    fn parse(text: &str) -> Option<Self> {
        let parts: HashMap<String, &str> = text
            .split(';')
            .filter_map(|part| part.split_once('='))
            .map(|(k, v)| (k.trim().to_ascii_uppercase(), v.trim()))
            .collect();
        if !parts.get("FREQ")?.eq_ignore_ascii_case("YEARLY") {
            return None;
        }
        let until = parts.get("UNTIL").and_then(|until| {
            let property = Property { value: (*until).to_owned(), ..Property::default() };
            Moment::of(&property, &Zones::default()).map(|until| until.shown())
        });
        let days = parts.get("BYMONTHDAY").map(|days| days.split(',').filter_map(|day| day.parse().ok()).collect());
        let day = match (parts.get("BYDAY").and_then(|day| weekday(day)), days) {
            (Some((0, weekday)), Some(days)) => Day::Among(days, weekday),
            (Some((0, weekday)), None) => Day::Weekday(1, weekday),
            (Some((ordinal, weekday)), _) => Day::Weekday(ordinal, weekday),
            (None, Some(days)) => Day::Of(*days.first()?),
            (None, None) => return None,
        };
        Some(Self { month: parts.get("BYMONTH")?.parse().ok()?, day, until })
    }

    fn in_year(&self, year: i32, time: NaiveTime) -> Option<NaiveDateTime> {
        let first = NaiveDate::from_ymd_opt(year, self.month, 1)?;
        let next_month = first.checked_add_months(chrono::Months::new(1))?;
        let day = match &self.day {
            Day::Of(day) => NaiveDate::from_ymd_opt(year, self.month, *day)?,
            Day::Among(days, weekday) => days
                .iter()
                .filter_map(|day| NaiveDate::from_ymd_opt(year, self.month, *day))
                .find(|day| day.weekday() == *weekday)?,
            Day::Weekday(ordinal, weekday) if *ordinal > 0 => {
                NaiveDate::from_weekday_of_month_opt(year, self.month, *weekday, u8::try_from(*ordinal).ok()?)?
            }
            Day::Weekday(ordinal, weekday) => {
                let last = next_month.pred_opt()?;
                let back = last.weekday().days_since(*weekday) + 7 * u32::try_from(-1 - ordinal).ok()?;
                last.checked_sub_days(Days::new(back.into()))?
            }
        };
        let onset = day.and_time(time);
        self.until.is_none_or(|until| onset.date() <= until.date()).then_some(onset)
    }
}

/// `-1SU`; 0 where no ordinal stands before the day.
fn weekday(text: &str) -> Option<(i32, Weekday)> {
    let text = text.split(',').next()?.trim();
    let (ordinal, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let ordinal = if ordinal.is_empty() { 0 } else { ordinal.parse().ok()? };
    let weekday = match day.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    ((-5..=5).contains(&ordinal)).then_some((ordinal, weekday))
}

/// `+0530`, `-004430`.
fn offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let (sign, digits) = match text.split_at_checked(1)? {
        ("-", digits) => (-1, digits),
        ("+", digits) => (1, digits),
        _ => (1, text),
    };
    let digits: String = digits.chars().filter(|digit| *digit != ':').collect();
    let number = |at: usize| digits.get(at..at + 2).map_or(Some(0), |digits| digits.parse::<i32>().ok());
    let seconds = number(0)? * 3600 + number(2)? * 60 + number(4)?;
    (digits.len() >= 4 && seconds < 24 * 3600).then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parser::parse;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn definition_of_the_file_tells_the_offset() {
        let file = "BEGIN:VTIMEZONE\nTZID:Here\n\
            BEGIN:STANDARD\nDTSTART:19671029T020000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\n\
            TZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\n\
            BEGIN:DAYLIGHT\nDTSTART:19870405T020000\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4;UNTIL=20060402T070000Z\n\
            TZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\n\
            BEGIN:DAYLIGHT\nDTSTART:20070311T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14\n\
            TZOFFSETFROM:-0500\nTZOFFSETTO:-0400\nEND:DAYLIGHT\nEND:VTIMEZONE";
        let definition = Definition::of(&parse(file.as_bytes()).components[0]).unwrap();
        let hours = |text| definition.offset(at(text)) / 3600;

        assert_eq!(hours("1950-01-01T00:00:00"), -4);
        assert_eq!([hours("2005-04-03T01:59:00"), hours("2005-04-03T03:00:00")], [-5, -4]);
        assert_eq!([hours("2025-03-09T01:59:00"), hours("2025-03-09T03:00:00")], [-5, -4]);
        assert_eq!([hours("2025-10-26T01:59:00"), hours("2025-10-26T02:00:00")], [-4, -5]);
    }

    #[test]
    fn offsets_have_many_spellings() {
        let read = ["+0530", "-0330", "+01:00", "0100", "-004430", "+1", "abcd", "", "é"].map(offset);

        assert_eq!(read, [Some(19_800), Some(-12_600), Some(3600), Some(3600), Some(-2670), None, None, None, None]);
    }
}
