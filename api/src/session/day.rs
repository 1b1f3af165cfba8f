//! Days of a programme: they last until the event's `day_starts_at` of the next calendar day, on local clocks.

use async_graphql::Context;
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use entity::event;
use uuid::Uuid;

use super::SessionFilter;
use crate::{
    Error, Result,
    content::{Localized, filter::TimeRange},
    context::RequestContext,
    locale::Chain,
};

/// The time zone of an event; UTC when the name is not known, which the write door does not let in.
pub fn time_zone(event: &event::Model) -> Tz {
    event.time_zone.parse().unwrap_or(Tz::UTC)
}

/// The day of the programme that an instant belongs to.
pub fn day_of(instant: DateTime<Utc>, event: &event::Model) -> NaiveDate {
    let local = instant.with_timezone(&time_zone(event)).naive_local();
    if local.time() < event.day_starts_at { local.date() - Days::new(1) } else { local.date() }
}

/// When a day of the programme begins and ends.
pub fn span(day: NaiveDate, event: &event::Model) -> (DateTime<Utc>, DateTime<Utc>) {
    let begins = |day: NaiveDate| instant(day.and_time(event.day_starts_at), time_zone(event));
    (begins(day), begins(day + Days::new(1)))
}

/// The instant of a local time: the first of two when clocks went back, the next one that exists when they
/// went forward over it.
fn instant(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let later = (0..=4)
        .filter_map(|half_hours| zone.from_local_datetime(&(local + TimeDelta::minutes(30 * half_hours))).earliest());
    later.map(|instant| instant.to_utc()).next().unwrap_or_else(|| local.and_utc())
}

/// The filter with its `day` turned into a span of time, by the clocks of the event that the list is one of, or
/// that the filter names.
pub async fn on_day(
    ctx: &Context<'_>,
    mut filter: Option<Box<SessionFilter>>,
    event: Option<Uuid>,
    chain: &Chain,
) -> Result<Option<Box<SessionFilter>>> {
    let Some((filter_by_day, day)) = filter.as_mut().and_then(|filter| filter.day.map(|day| (filter, day))) else {
        return Ok(filter);
    };
    let named: Option<Localized<event::Entity>> = match (&filter_by_day.event, event) {
        (_, Some(event)) => ctx.rows().get(event, chain).await?,
        (Some(reference), None) => ctx.rows().by_reference(reference, chain).await?,
        (None, None) => return Err(Error::DayWithoutEvent),
    };
    // An event that cannot be seen has no days, and the filter by event lets no session through anyway.
    filter_by_day.span = named.map(|event| {
        let (from, until) = span(day.0, event.row());
        TimeRange { gte: Some(from.into()), lt: Some(until.into()) }
    });
    Ok(filter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn a_local_time_that_clocks_skip_is_the_next_that_exists() {
        let paris: Tz = "Europe/Paris".parse().unwrap();

        assert_eq!(instant(local("2012-03-25T02:30:00"), paris).to_rfc3339(), "2012-03-25T01:00:00+00:00");
        assert_eq!(instant(local("2012-10-28T02:30:00"), paris).to_rfc3339(), "2012-10-28T00:30:00+00:00");
        assert_eq!(instant(local("2012-02-14T04:00:00"), paris).to_rfc3339(), "2012-02-14T03:00:00+00:00");
    }
}
