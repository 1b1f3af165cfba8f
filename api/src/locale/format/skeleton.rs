//! From the fields that are asked for to the pattern of a locale, as the `DateTimePatternGenerator` and the
//! `DateIntervalInfo` of ICU do it (UTS 35, part 4, sections "Matching Skeletons" and "intervalFormats"): the nearest
//! skeleton that CLDR has, its pattern with the widths asked for, and what is missing appended.

use super::{
    Error, Result,
    cldr::Patterns,
    pattern::{Item, items, with_fields},
};

/// The fields in the order of their letters in a skeleton; an index is a field.
const FIELDS: [&str; 9] = ["G", "yu", "ML", "Ec", "d", "hHK", "m", "s", "vzO"];
const ERA: usize = 0;
const YEAR: usize = 1;
const MONTH: usize = 2;
const WEEKDAY: usize = 3;
const HOUR: usize = 5;
const ZONE: usize = 8;
const DATE_FIELDS: std::ops::Range<usize> = 0..HOUR;
const TIME_FIELDS: std::ops::Range<usize> = HOUR..FIELDS.len();

/// Distances between skeletons, after ICU. A field too much cannot be shown, so it weighs more than a missing one.
const EXTRA_FIELD: i32 = 0x10000;
const MISSING_FIELD: i32 = 0x1000;
/// The same for intervals, where nothing can be appended.
const DIFFERENT_FIELD: i32 = 0x1000;
const TEXT_FOR_NUMBER: i32 = 0x100;

fn field_of(letter: char) -> Option<usize> {
    FIELDS.iter().position(|letters| letters.contains(letter))
}

/// Which fields to show, and how wide: `yMMMMd`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Skeleton([Option<(char, usize)>; FIELDS.len()]);

impl Skeleton {
    /// The fields of a skeleton or a pattern. Of what is in no skeleton here, such as the `a` of a pattern, nothing is
    /// kept.
    pub(super) fn of(pattern: &str) -> Self {
        let mut skeleton = Self::default();
        for item in items(pattern) {
            if let Item::Field(letter, len) = item
                && let Some(field) = field_of(letter)
            {
                skeleton.0[field] = Some((letter, len));
            }
        }
        skeleton
    }

    fn only(&self, fields: std::ops::Range<usize>) -> Self {
        let mut part = Self::default();
        part.0[fields.clone()].copy_from_slice(&self.0[fields]);
        part
    }

    pub(super) fn date(&self) -> Self {
        self.only(DATE_FIELDS)
    }

    pub(super) fn time(&self) -> Self {
        self.only(TIME_FIELDS)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// The letter of the hour.
    pub(super) fn hour(&self) -> Option<char> {
        self.0[HOUR].map(|(letter, _)| letter)
    }

    /// The same with this letter for the hour: `h` for 1 to 12, `H` for 0 to 23, `K` for 0 to 11.
    pub(super) fn with_hour(mut self, letter: char) -> Self {
        self.0[HOUR] = self.0[HOUR].map(|(_, len)| (letter, len));
        self
    }

    /// The same with the field of `letter`, if it has none.
    pub(super) fn with(mut self, letter: char) -> Self {
        if let Some(field) = field_of(letter) {
            self.0[field].get_or_insert((letter, 1));
        }
        self
    }

    fn is_only(&self, field: usize) -> bool {
        self.0.iter().enumerate().all(|(other, shown)| shown.is_some() == (other == field))
    }

    pub(super) fn has(&self, letter: char) -> bool {
        field_of(letter).is_some_and(|field| self.0[field].is_some())
    }

    /// As CLDR writes the keys of intervals: widths that make no difference there are not kept.
    fn normalized(mut self) -> Self {
        for (field, slot) in self.0.iter_mut().enumerate() {
            *slot = slot.map(|(letter, len)| match field {
                YEAR => (letter, len),
                MONTH if len > 2 => (letter, len),
                WEEKDAY if len > 3 => (letter, len),
                _ => (letter, 1),
            });
        }
        self
    }

    fn len_of(&self, letter: char) -> usize {
        field_of(letter).and_then(|field| self.0[field]).map_or(0, |(_, len)| len)
    }
}

impl std::fmt::Display for Skeleton {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().flatten().try_for_each(|(letter, len)| f.write_str(&letter.to_string().repeat(*len)))
    }
}

fn is_numeric(letter: char, len: usize) -> bool {
    kind(letter, len) > 0
}

/// The form of a field as a number; the nearer two numbers, the better may one form stand for the other. From ICU.
fn kind(letter: char, len: usize) -> i32 {
    const NUMERIC: i32 = 0x100;
    const SHORT: i32 = -0x103;
    const LONG: i32 = -0x104;
    const NARROW: i32 = -0x101;
    const STEP: i32 = 0x10;
    let numeric = NUMERIC + i32::try_from(len).unwrap_or(2);
    let text = |shift| {
        shift
            + if len <= 3 {
                SHORT
            } else if len == 4 {
                LONG
            } else {
                NARROW
            }
    };
    match letter {
        'M' if len <= 2 => numeric,
        'L' if len <= 2 => numeric + STEP,
        'L' => text(-STEP),
        'c' => text(-2 * STEP),
        'H' => numeric + 10 * STEP,
        'y' | 'd' | 'h' | 'K' | 'm' | 's' => numeric,
        'v' => text(-2 * STEP),
        'O' => text(-STEP),
        _ => text(0),
    }
}

/// A pattern of CLDR that may serve. One whose skeleton is only what its pattern shows has no say about widths.
struct Candidate {
    skeleton: Skeleton,
    pattern: &'static str,
    is_specified: bool,
}

impl Candidate {
    /// How far it is from the request, and which of the fields asked for it lacks.
    fn distance(&self, request: &Skeleton) -> (i32, Skeleton) {
        let mut missing = Skeleton::default();
        let mut distance = 0;
        for field in 0..FIELDS.len() {
            distance += match (request.0[field], self.skeleton.0[field]) {
                (None, None) => 0,
                (None, Some(_)) => EXTRA_FIELD,
                (wanted, None) => {
                    missing.0[field] = wanted;
                    MISSING_FIELD
                }
                (Some(wanted), Some(found)) => (kind(wanted.0, wanted.1) - kind(found.0, found.1)).abs(),
            };
        }
        (distance, missing)
    }

    /// The pattern, its fields as wide as asked for, unless CLDR says for this very width how wide.
    fn adjusted(&self, request: &Skeleton, hours: Hours) -> String {
        with_fields(self.pattern, |letter, len| {
            let Some((field, (wanted, wanted_len))) =
                field_of(letter).and_then(|field| Some((field, request.0[field]?)))
            else {
                return (letter, len);
            };
            let found_len = self.skeleton.len_of(letter);
            let keeps_len = matches!(letter, 'm' | 's')
                || field == HOUR && hours == Hours::AsInPattern
                || self.is_specified
                    && (found_len == wanted_len || is_numeric(letter, len) != is_numeric(wanted, wanted_len));
            let adjusted = if matches!(field, YEAR | MONTH | WEEKDAY) { letter } else { wanted };
            (adjusted, if keeps_len { len } else { wanted_len })
        })
    }
}

/// In the order of ICU, which takes the first of the nearest: each field alone, the ready-made forms, and what CLDR has
/// by skeleton.
fn candidates(patterns: &Patterns) -> Vec<Candidate> {
    let styles = ["full", "long", "medium", "short"].into_iter();
    let styled = styles.flat_map(|style| [format!("date.{style}"), format!("time.{style}")]);
    let shown = styled.map(|key| patterns.always(&key));
    let mut all: Vec<Candidate> = Vec::new();
    for pattern in ["G", "y", "M", "E", "d", "H", "m", "s", "v"].into_iter().chain(shown) {
        let skeleton = Skeleton::of(pattern);
        if all.iter().all(|known| known.skeleton != skeleton) {
            all.push(Candidate { skeleton, pattern, is_specified: false });
        }
    }
    for key in Patterns::skeletons() {
        let Some(pattern) = patterns.get(key) else { continue };
        let specified = Candidate { skeleton: Skeleton::of(key), pattern, is_specified: true };
        match all.iter_mut().find(|known| known.skeleton == specified.skeleton) {
            Some(known) => *known = specified,
            None => all.push(specified),
        }
    }
    all
}

/// Whether an hour gets the digits asked for, or those that the locale likes. `Intl` wants the first for a single time,
/// and has the second for ranges.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hours {
    AsAsked,
    AsInPattern,
}

/// The pattern of a locale that shows these fields; an error when they make no sense together.
pub(super) fn best_pattern(patterns: &Patterns, request: &Skeleton, hours: Hours) -> Result<String> {
    let candidates = candidates(patterns);
    let (nearest, distance, missing) = nearest(&candidates, request);
    if missing.is_empty() && distance < EXTRA_FIELD {
        return Ok(nearest.adjusted(request, hours));
    }
    let (date, time) = (request.date(), request.time());
    let appended = |part: &Skeleton| appended(patterns, &candidates, part, hours);
    if date.is_empty() || time.is_empty() {
        return appended(request);
    }
    Ok(glued(patterns, request, &appended(&date)?, &appended(&time)?))
}

/// A date and a time as one pattern, the joint chosen by how long the date is.
fn glued(patterns: &Patterns, request: &Skeleton, date: &str, time: &str) -> String {
    let style = match (request.len_of('M'), request.has('E')) {
        (4, true) => "full",
        (4, false) => "long",
        (3, _) => "medium",
        _ => "short",
    };
    patterns.always(&format!("at.{style}")).replace("{1}", date).replace("{0}", time)
}

/// The nearest pattern, and behind it what it lacks, in the way the locale appends. ICU appends any field, as in
/// `2012 (day: 13)`; nobody means that.
fn appended(patterns: &Patterns, candidates: &[Candidate], request: &Skeleton, hours: Hours) -> Result<String> {
    let (found, _, mut missing) = nearest(candidates, request);
    let mut pattern = found.adjusted(request, hours);
    while !missing.is_empty() {
        let (found, _, still_missing) = nearest(candidates, &missing);
        let added = found.adjusted(&missing, hours);
        let item = match Skeleton::of(&added) {
            zone if zone.is_only(ZONE) => "append.Timezone",
            weekday if weekday.is_only(WEEKDAY) => "append.Day-Of-Week",
            era if era.is_only(ERA) => "append.Era",
            _ => return Err(Error::Options("these fields are in no pattern together: one between them is missing")),
        };
        pattern = patterns.always(item).replace("{0}", &pattern).replace("{1}", &added);
        missing = still_missing;
    }
    Ok(pattern)
}

fn nearest<'c>(candidates: &'c [Candidate], request: &Skeleton) -> (&'c Candidate, i32, Skeleton) {
    let measured = candidates.iter().map(|candidate| {
        let (distance, missing) = candidate.distance(request);
        (candidate, distance, missing)
    });
    measured.min_by_key(|(_, distance, _)| *distance).expect("each field alone is a candidate")
}

/// The interval patterns for a skeleton: those of the nearest one that has the same fields.
pub(super) struct Intervals<'p> {
    patterns: &'p Patterns,
    request: Skeleton,
    best: Skeleton,
}

impl<'p> Intervals<'p> {
    /// None when CLDR has none for these fields: seconds, for one.
    pub(super) fn of(patterns: &'p Patterns, request: &Skeleton) -> Option<Self> {
        let request = request.normalized();
        let wanted = if request.0[ZONE].is_some() { request.with_zone('v') } else { request };
        let distance = |key: &&str| interval_distance(&wanted, &Skeleton::of(key));
        let best = Skeleton::of(patterns.interval_skeletons().min_by_key(distance)?);
        (interval_distance(&wanted, &best) < DIFFERENT_FIELD).then_some(Self { patterns, request, best })
    }

    /// The pattern when `letter` is the greatest field that differs. A date that does not show the field gets it:
    /// over the end of a year, `MMMd` becomes `yMMMd`.
    pub(super) fn get(&self, letter: char) -> Option<String> {
        let own =
            self.cell(&self.best, letter).or_else(|| if letter == 'a' { self.cell(&self.best, 'H') } else { None });
        if let Some(pattern) = own {
            return Some(self.widened(&self.request, &self.best, &pattern));
        }
        if self.request.has(letter) || !self.request.time().is_empty() {
            return None;
        }
        let extended = if letter == 'y' && self.request.has('d') { self.request.with('M') } else { self.request };
        let extended = Self::of(self.patterns, &extended.with(letter))?;
        let pattern = extended.cell(&extended.best, letter)?;
        Some(self.widened(&extended.request, &extended.best, &pattern))
    }

    fn cell(&self, skeleton: &Skeleton, letter: char) -> Option<String> {
        match self.patterns.get(&format!("{skeleton}/{letter}"))? {
            "=" => {
                let whole = self.patterns.get(&skeleton.to_string())?;
                Some(self.patterns.always("fallback").replace("{0}", whole).replace("{1}", whole))
            }
            pattern => Some(pattern.to_owned()),
        }
    }

    /// The pattern with names as long as asked for, where they are as CLDR has them in the skeleton.
    fn widened(&self, request: &Skeleton, best: &Skeleton, pattern: &str) -> String {
        with_fields(pattern, |letter, len| {
            let skeleton_letter = if letter == 'L' { 'M' } else { letter };
            let (found, wanted) = (best.len_of(skeleton_letter), request.len_of(skeleton_letter));
            let letter = match request.0[ZONE] {
                Some((zone, _)) if letter == 'v' => zone,
                _ => letter,
            };
            (letter, if found == len && wanted > len { wanted } else { len })
        })
    }
}

impl Skeleton {
    fn with_zone(mut self, letter: char) -> Self {
        self.0[ZONE] = Some((letter, 1));
        self
    }
}

fn interval_distance(wanted: &Skeleton, found: &Skeleton) -> i32 {
    let pairs = wanted.0.iter().zip(&found.0);
    pairs
        .map(|pair| match pair {
            (None, None) => 0,
            (Some((letter, _)), Some((other, _))) if letter != other => DIFFERENT_FIELD,
            (Some((letter, len)), Some((_, other))) if is_numeric(*letter, *len) != is_numeric(*letter, *other) => {
                TEXT_FOR_NUMBER
            }
            (Some((_, len)), Some((_, other))) => i32::try_from(len.abs_diff(*other)).unwrap_or(DIFFERENT_FIELD),
            _ => DIFFERENT_FIELD,
        })
        .sum()
}

/// An interval pattern as its two halves: the second starts at the first field that comes twice.
pub(super) fn halves(pattern: &str) -> (String, String) {
    let mut seen = Vec::new();
    let mut first = String::new();
    let mut second = String::new();
    for item in items(pattern) {
        let text = match item {
            Item::Literal(text) => text.to_owned(),
            Item::Field(letter, len) => {
                let symbol = if letter == 'L' { 'M' } else { letter };
                if second.is_empty() && !seen.contains(&symbol) {
                    seen.push(symbol);
                    letter.to_string().repeat(len)
                } else {
                    second.extend(std::iter::repeat_n(letter, len));
                    continue;
                }
            }
        };
        if second.is_empty() { &mut first } else { &mut second }.push_str(&text);
    }
    (first, second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    fn best(tag: &str, skeleton: &str) -> String {
        best_pattern(&Patterns::of(&Locale::parse(tag).unwrap()), &Skeleton::of(skeleton), Hours::AsAsked).unwrap()
    }

    #[test]
    fn a_pattern_gets_the_widths_that_are_asked_for() {
        assert_eq!(best("fr", "yMMMMd"), "d MMMM y");
        assert_eq!(best("es", "yMMMMd"), "d 'de' MMMM 'de' y");
        assert_eq!(best("de", "yMd"), "d.M.y");
        assert_eq!(best("de", "yMMMd"), "d. MMM y");
        assert_eq!(best("en", "yMMMdEEEE"), "EEEE, MMM d, y");
    }

    #[test]
    fn what_is_missing_is_appended() {
        assert_eq!(best("fr", "yMMMMdHm"), "d MMMM y 'à' HH:mm");
        assert_eq!(best("en", "yMdz"), "M/d/y, z");
    }

    #[test]
    fn an_interval_is_parted_at_the_first_field_that_comes_twice() {
        assert_eq!(halves("d–d MMM y"), ("d–".to_owned(), "d MMM y".to_owned()));
        assert_eq!(halves("d 'd' MMM – d MMM"), ("d 'd' MMM – ".to_owned(), "d MMM".to_owned()));
    }
}
