//! What happens more than once: `RRULE`, `RDATE`, `EXDATE` (RFC 5545, section 3.8.5). Expanded is what clocks show, since
//! that is what rules are about; which instants that is, is asked of each occurrence.

use std::{collections::BTreeSet, str::FromStr};

use chrono::{NaiveDateTime, TimeZone};
use rrule::{RRule, RRuleSet, Tz as RuleZone, Unvalidated};

use super::{moment::Moment, zones::Zones};
use crate::{
    calendar::parser::{Component, Property},
    interchange::reading::{Notes, Reason},
};

/// How often something may happen; a conference has nothing that happens more often.
const MOST_OCCURRENCES: u16 = 366;
/// How many things of a file may recur: each rule may take a while to say that it never does.
const MOST_RULES: usize = 200;

/// Expands the rules of a file, as many as it may have.
#[derive(Debug)]
pub struct Recurrences {
    left: usize,
}

impl Default for Recurrences {
    fn default() -> Self {
        Self { left: MOST_RULES }
    }
}

impl Recurrences {
    /// When it happens, what clocks show then, in order; none when it happens once, at its start.
    pub fn of(
        &mut self,
        event: &Component,
        start: &Moment,
        zones: &Zones,
        place: &str,
        notes: &mut Notes,
    ) -> Option<BTreeSet<NaiveDateTime>> {
        let rules: Vec<&Property> = event.all("RRULE").collect();
        if rules.is_empty() && event.property("RDATE").is_none() {
            return None;
        }
        let mut shown: BTreeSet<NaiveDateTime> = [start.shown()].into();
        for rule in rules {
            match self.expanded(&rule.value, start, place, notes) {
                Some(dates) => shown.extend(dates),
                None => notes.skipped(place, Reason::Unreadable { field: "RRULE", value: rule.value.clone() }),
            }
        }
        let zone = start.zone();
        let clocks = |moment: &Moment| match (moment, zone) {
            // A date of a rule may be said in UTC, its start on clocks.
            (Moment::Utc(at), Some(zone)) => at.and_utc().with_timezone(&zone).naive_local(),
            _ => moment.shown(),
        };
        shown.extend(dates("RDATE", event, zones, place, notes).iter().map(clocks));
        for except in dates("EXDATE", event, zones, place, notes) {
            match except {
                Moment::Day(day) => shown.retain(|shown| shown.date() != day),
                moment => drop(shown.remove(&clocks(&moment))),
            }
        }
        if shown.len() > usize::from(MOST_OCCURRENCES) {
            notes.skipped(place, Reason::RepeatsTooOften { limit: MOST_OCCURRENCES.into() });
            shown = shown.into_iter().take(MOST_OCCURRENCES.into()).collect();
        }
        Some(shown)
    }

    fn expanded(&mut self, rule: &str, start: &Moment, place: &str, notes: &mut Notes) -> Option<Vec<NaiveDateTime>> {
        let Some(left) = self.left.checked_sub(1) else {
            notes.skipped(place, Reason::RepeatsTooOften { limit: MOST_RULES });
            return Some(Vec::new());
        };
        self.left = left;
        let first = RuleZone::UTC.from_utc_datetime(&start.shown());
        let rule = RRule::<Unvalidated>::from_str(&on_clocks(rule, start)?).ok()?.validate(first).ok()?;
        // One more than is taken, to know whether there are more.
        let found = RRuleSet::new(first).rrule(rule).all(MOST_OCCURRENCES + 1);
        Some(found.dates.iter().map(|date| date.naive_utc()).collect())
    }
}

/// The rule with its end on the clocks of the start, written as if they were those of UTC.
fn on_clocks(rule: &str, start: &Moment) -> Option<String> {
    let part = |part: &str| {
        let Some(until) = part.trim().to_ascii_uppercase().strip_prefix("UNTIL=").map(str::to_owned) else {
            return Some(part.trim().to_owned());
        };
        let property = Property { value: until, ..Property::default() };
        let shown = match (Moment::of(&property, &Zones::default())?, start.zone()) {
            (Moment::Utc(at), Some(zone)) => at.and_utc().with_timezone(&zone).naive_local(),
            // The whole day.
            (Moment::Day(day), _) => day.and_hms_opt(23, 59, 59)?,
            (moment, _) => moment.shown(),
        };
        Some(format!("UNTIL={}", shown.format("%Y%m%dT%H%M%SZ")))
    };
    let parts: Option<Vec<String>> = rule.split(';').filter(|part| !part.trim().is_empty()).map(part).collect();
    Some(parts?.join(";"))
}

fn dates(name: &'static str, event: &Component, zones: &Zones, place: &str, notes: &mut Notes) -> Vec<Moment> {
    let mut dates = Vec::new();
    for property in event.all(name) {
        let (moments, unread) = Moment::all(property, zones);
        dates.extend(moments);
        if unread > 0 {
            notes.skipped(place, Reason::Unreadable { field: name, value: property.value.clone() });
        }
    }
    dates
}
