//! Scalars of the contract, in the forms that clients expect.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike, NaiveDate, NaiveTime, SecondsFormat, SubsecRound, Utc};

/// What is said of a date that is not [in range](is_in_range).
const OUT_OF_RANGE: &str = "the year is not between 1 and 9998";

/// Whether both databases can keep the date, and calculate with it: the years 1 to 9998.
pub fn is_in_range(date: NaiveDate) -> bool {
    (1..=9998).contains(&date.year())
}

/// An instant in UTC, ISO 8601: `2012-02-14T18:00:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// An instant, ISO 8601 in UTC: `2012-02-14T18:00:00Z`. On the way in any offset will do.
#[Scalar(specified_by_url = "https://scalars.graphql.org/andimarek/date-time")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let instant = chrono::DateTime::parse_from_rfc3339(text)?.to_utc().trunc_subsecs(6);
        if is_in_range(instant.date_naive()) { Ok(Self(instant)) } else { Err(InputValueError::custom(OUT_OF_RANGE)) }
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl std::fmt::Display for DateTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl From<chrono::DateTime<Utc>> for DateTime {
    fn from(instant: chrono::DateTime<Utc>) -> Self {
        Self(instant)
    }
}

impl From<DateTime> for chrono::DateTime<Utc> {
    fn from(instant: DateTime) -> Self {
        instant.0
    }
}

/// A calendar date, ISO 8601: `2012-02-14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub NaiveDate);

/// A calendar date, ISO 8601: `2012-02-14`.
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let date = text.parse()?;
        if is_in_range(date) { Ok(Self(date)) } else { Err(InputValueError::custom(OUT_OF_RANGE)) }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A time of day, `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub NaiveTime);

/// A time of day on a clock of the event's time zone: `04:00`.
#[Scalar]
impl ScalarType for Time {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let time = NaiveTime::parse_from_str(text, "%H:%M").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S"))?;
        Ok(Self(time))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.format("%H:%M").to_string())
    }
}

impl From<NaiveTime> for Time {
    fn from(time: NaiveTime) -> Self {
        Self(time)
    }
}

impl From<Time> for NaiveTime {
    fn from(time: Time) -> Self {
        time.0
    }
}
