//! The date and interval patterns of CLDR, as far as `skeleton.rs` needs them. ICU4X has patterns of its own, but only
//! for its field sets, which know one length for all fields; `Intl` chooses by skeleton, and so has to this module.

use std::{collections::HashMap, sync::LazyLock};

use icu_locale_fallback::LocaleFallbacker;

use super::{Locale, icu_locale};

/// Written by `cldr/patterns.mjs`, which says how to read it.
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("cldr/patterns.tsv")));

struct Table {
    keys: Vec<&'static str>,
    columns: HashMap<&'static str, usize>,
    rows: HashMap<&'static str, Vec<&'static str>>,
}

impl Table {
    fn parse(text: &'static str) -> Self {
        let mut lines = text.lines().map(|line| line.split('\t'));
        let keys: Vec<_> = lines.next().into_iter().flatten().skip(1).collect();
        let columns = keys.iter().enumerate().map(|(column, key)| (*key, column)).collect();
        let rows = lines.filter_map(|mut cells| Some((cells.next()?, cells.flat_map(cell).collect()))).collect();
        Self { keys, columns, rows }
    }
}

/// The cells that are written as one: `+12` is twelve empty ones.
fn cell(text: &'static str) -> impl Iterator<Item = &'static str> {
    match text.strip_prefix('+').and_then(|count| count.parse().ok()) {
        Some(count) => std::iter::repeat_n("", count),
        None => std::iter::repeat_n(text, 1),
    }
}

/// The patterns of a locale, and of its parents where it has none of its own.
pub(super) struct Patterns(Vec<&'static [&'static str]>);

impl Patterns {
    pub(super) fn of(locale: &Locale) -> Self {
        let mut parents =
            LocaleFallbacker::new().for_config(Default::default()).fallback_for((&icu_locale(locale).id).into());
        let mut rows = Vec::new();
        loop {
            rows.extend(TABLE.rows.get(parents.get().to_string().as_str()).map(Vec::as_slice));
            if parents.get().is_unknown() {
                return Self(rows);
            }
            parents.step();
        }
    }

    /// What CLDR says of `key`: a skeleton, `skeleton/field` of an interval, `date.long` and the like.
    pub(super) fn get(&self, key: &str) -> Option<&'static str> {
        let column = *TABLE.columns.get(key)?;
        let cell = self.0.iter().filter_map(|row| row.get(column).copied()).find(|cell| !cell.is_empty())?;
        (cell != "-").then_some(cell)
    }

    /// As [`Patterns::get`], of what all locales inherit from the root.
    pub(super) fn always(&self, key: &str) -> &'static str {
        self.get(key).unwrap_or_default()
    }

    /// Whether the locale has this code where others have a symbol.
    pub(super) fn has_code_for_symbol(&self, currency: &str) -> bool {
        self.get("codes").is_some_and(|codes| codes.split(' ').any(|code| code.eq_ignore_ascii_case(currency)))
    }

    /// The available skeletons, which every lookup by nearness goes through.
    pub(super) fn skeletons() -> impl Iterator<Item = &'static str> {
        let is_skeleton = |key: &&str| !key.contains(['.', '/']) && !["hour", "fallback", "codes"].contains(key);
        TABLE.keys.iter().copied().filter(is_skeleton)
    }

    /// The skeletons that have interval patterns here.
    pub(super) fn interval_skeletons(&self) -> impl Iterator<Item = &'static str> {
        let own = TABLE.keys.iter().filter(|key| key.contains('/') && self.get(key).is_some());
        own.filter_map(|key| Some(key.split_once('/')?.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(tag: &str) -> Patterns {
        Patterns::of(&Locale::parse(tag).unwrap())
    }

    #[test]
    fn a_locale_inherits_from_its_parents() {
        assert_eq!(patterns("fr").get("yMMMMd"), None);
        assert_eq!(patterns("fr").get("date.long"), Some("d MMMM y"));
        assert_eq!(patterns("fr-LU").get("date.long"), Some("d MMMM y"));
        assert_eq!(patterns("en-AU").get("date.long"), Some("d MMMM y"));
        assert_eq!(patterns("es-MX").get("hour"), Some("h"));
        assert_eq!(patterns("tlh").get("date.short"), Some("y-MM-dd"));
    }

    #[test]
    fn chinese_of_taiwan_is_traditional() {
        assert_eq!(patterns("zh-TW").always("time.short"), patterns("zh-Hant").always("time.short"));
    }
}
