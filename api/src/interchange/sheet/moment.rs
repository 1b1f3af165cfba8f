//! Days, times and durations as spreadsheets show them: `31/05/2027 9:30`, `2:30 PM`, `9h30`, `1h15`. Start at
//! [`Days::moment`].

use chrono::{DateTime, NaiveDate};

/// How the days of a table are written, which one cell alone does not always tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// `None` when no cell tells.
    day_first: Option<bool>,
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A day and a time, ISO 8601, with an offset if the cell has one.
    At(String),
    /// A day, ISO 8601.
    Day(String),
    /// A time of day, `HH:MM` or `HH:MM:SS`.
    Time(String),
}

/// Why a cell says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// `5/6/2027`, in a table without any day after the twelfth.
    Ambiguous,
    Unreadable,
}

impl Days {
    /// What all cells together tell.
    pub fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut days = Self::default();
        for (first, second) in cells.filter_map(|cell| two_numbers(cell.split_whitespace().next()?)) {
            if first > 12 {
                days.day_first = Some(true);
            } else if second > 12 {
                days.day_first = Some(false);
            }
        }
        days
    }

    /// What a cell says.
    pub fn moment(self, cell: &str) -> Result<Moment, Unclear> {
        let cell = cell.trim();
        if DateTime::parse_from_rfc3339(cell).is_ok() {
            return Ok(Moment::At(cell.to_owned()));
        }
        if let Some(time) = time(cell) {
            return Ok(Moment::Time(time));
        }
        let end_of_day = cell.find(|c: char| c.is_whitespace() || c == 'T').unwrap_or(cell.len());
        let (day, rest) = cell.split_at(end_of_day);
        let day = self.day(day)?;
        let rest = rest.trim_start_matches('T').trim();
        if rest.is_empty() {
            return Ok(Moment::Day(day));
        }
        if let Some(time) = time(rest) {
            return Ok(Moment::At(format!("{day}T{time}")));
        }
        // An offset behind the time: `2027-05-31 09:30 +02:00`.
        let zoned = format!("{day}T{}", rest.replace(' ', ""));
        let zoned = ["%Y-%m-%dT%H:%M%:z", "%Y-%m-%dT%H:%M:%S%:z"]
            .iter()
            .find_map(|format| DateTime::parse_from_str(&zoned, format).ok());
        zoned.map(|at| Moment::At(at.to_rfc3339())).ok_or(Unclear::Unreadable)
    }

    fn day(self, text: &str) -> Result<String, Unclear> {
        if let Ok(day) = NaiveDate::parse_from_str(&text.replace('/', "-"), "%Y-%m-%d")
            && text.len() <= 10
        {
            return iso(Some(day));
        }
        if text.contains('.') {
            return iso(NaiveDate::parse_from_str(text.trim_end_matches('.'), "%d.%m.%Y").ok());
        }
        let (first, second) = two_numbers(text).ok_or(Unclear::Unreadable)?;
        let format = match self.day_first {
            Some(true) => "%d-%m-%Y",
            Some(false) => "%m-%d-%Y",
            None if first == second => "%d-%m-%Y",
            None => return Err(Unclear::Ambiguous),
        };
        iso(NaiveDate::parse_from_str(&text.replace('/', "-"), format).ok())
    }
}

/// Nobody plans beyond the year 9999, and nobody writes less than four digits of a year without being misread.
fn iso(day: Option<NaiveDate>) -> Result<String, Unclear> {
    let day = day.map(|day| day.to_string()).filter(|day| day.len() == 10 && day.as_str() >= "1900");
    day.ok_or(Unclear::Unreadable)
}

/// The first two of `5/6/2027` or `5-6-2027`.
fn two_numbers(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split(['/', '-']);
    let [Some(first), Some(second), Some(year), None] = [parts.next(), parts.next(), parts.next(), parts.next()] else {
        return None;
    };
    (year.len() == 4).then_some(())?;
    Some((first.parse().ok()?, second.parse().ok()?))
}

/// `9:30`, `09:30:00`, `9h30`, `9h`, `9:30 AM`, `9 pm`.
fn time(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase().replace("a.m.", "am").replace("p.m.", "pm");
    let (text, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(morning), _) => (morning.trim_end(), Some(0)),
        (_, Some(evening)) => (evening.trim_end(), Some(12)),
        _ => (text.as_str(), None),
    };
    let mut numbers = Vec::new();
    for part in text.trim_end_matches('h').split([':', 'h']) {
        numbers.push(part.trim().parse::<u32>().ok().filter(|_| part.trim().len() <= 2)?);
    }
    let [hour, rest @ ..] = numbers.as_slice() else { return None };
    // A number alone is no time.
    let is_one = !rest.is_empty() || half.is_some() || text.ends_with('h');
    let hour = match half {
        Some(_) if !(1..=12).contains(hour) => return None,
        Some(half) => hour % 12 + half,
        None => *hour,
    };
    let minute = rest.first().copied().unwrap_or_default();
    let second = rest.get(1).copied().unwrap_or_default();
    (is_one && rest.len() <= 2 && hour < 48 && minute < 60 && second < 60)
        .then(|| format!("{hour:02}:{minute:02}:{second:02}"))
}

/// `45`, `45 min`, `45'`, `1h15`, `1 h`, `1:15`, `PT45M`, as what every reader understands.
pub fn duration(cell: &str) -> String {
    let text = cell.trim().to_lowercase();
    let minutes = ["minutes", "minutos", "minuten", "min.", "min", "mn", "m", "'", "′"];
    if let Some(number) = minutes.iter().find_map(|unit| text.strip_suffix(unit)) {
        let number = number.trim();
        if number.parse::<u32>().is_ok() {
            return number.to_owned();
        }
        if let Some((hours, minutes)) = number.split_once('h') {
            return format!("{}:{}", hours.trim(), minutes.trim());
        }
    }
    match text.split_once('h') {
        Some((hours, minutes)) if hours.trim().parse::<u32>().is_ok() => match minutes.trim() {
            "" | "our" | "ours" | "eure" | "eures" | "ora" | "oras" => format!("{}:00", hours.trim()),
            minutes => format!("{}:{minutes}", hours.trim()),
        },
        _ => cell.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(days: Days, cell: &str) -> String {
        match days.moment(cell) {
            Ok(Moment::At(at)) => format!("at {at}"),
            Ok(Moment::Day(day)) => format!("day {day}"),
            Ok(Moment::Time(time)) => format!("time {time}"),
            Err(unclear) => format!("{unclear:?}"),
        }
    }

    #[test]
    fn moments_are_read_as_people_write_them() {
        let days = Days::of(["31/05/2027", "1/6/2027 9:00"].into_iter());
        for (cell, expected) in [
            ("2027-05-31", "day 2027-05-31"),
            ("2027/5/31 9:30", "at 2027-05-31T09:30:00"),
            ("2027-05-31T09:30", "at 2027-05-31T09:30:00"),
            ("2027-05-31T09:30:00+02:00", "at 2027-05-31T09:30:00+02:00"),
            ("2027-05-31 09:30 +02:00", "at 2027-05-31T09:30:00+02:00"),
            ("1/6/2027 9h30", "at 2027-06-01T09:30:00"),
            ("31.5.2027", "day 2027-05-31"),
            ("9:30", "time 09:30:00"),
            ("12:15 AM", "time 00:15:00"),
            ("2 p.m.", "time 14:00:00"),
            ("18h", "time 18:00:00"),
            ("25:30", "time 25:30:00"),
            ("13 pm", "Unreadable"),
            ("9", "Unreadable"),
            ("31/02/2027", "Unreadable"),
            ("soon", "Unreadable"),
            ("", "Unreadable"),
        ] {
            assert_eq!(read(days, cell), expected, "{cell}");
        }
    }

    #[test]
    fn a_day_that_may_be_a_month_is_not_guessed() {
        assert_eq!(read(Days::default(), "5/6/2027"), "Ambiguous");
        assert_eq!(read(Days::of(["5/31/2027"].into_iter()), "5/6/2027"), "day 2027-05-06");
        assert_eq!(read(Days::default(), "5/5/2027"), "day 2027-05-05");
    }

    #[test]
    fn durations_have_one_form() {
        for (cell, expected) in [
            ("45", "45"),
            ("45 min", "45"),
            ("45'", "45"),
            ("1h15", "1:15"),
            ("1 h", "1:00"),
            ("1h 5min", "1:5"),
            ("PT45M", "PT45M"),
            ("0:45", "0:45"),
        ] {
            assert_eq!(duration(cell), expected, "{cell}");
        }
    }
}
