//! Which form of a word goes with a number (`Intl.PluralRules`).

use icu_plurals::{PluralCategory, PluralRules};

use super::{
    Error, Locale, NumberOptions, Result, icu_locale,
    memo::{Memo, memo},
    number,
};

/// How many, or which one: `2 days`, `the 2nd day`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PluralType {
    #[default]
    Cardinal,
    Ordinal,
}

thread_local! {
    static RULES: Memo<PluralType, PluralRules> = Memo::default();
}

fn rules(locale: &Locale, kind: PluralType) -> Result<std::rc::Rc<PluralRules>> {
    memo(&RULES, locale, &kind, || {
        let preferences = (&icu_locale(locale)).into();
        match kind {
            PluralType::Cardinal => PluralRules::try_new_cardinal(preferences),
            PluralType::Ordinal => PluralRules::try_new_ordinal(preferences),
        }
        .map_err(Error::data)
    })
}

/// The category of a number, as CLDR names it. The digits of the options count: `1.0` is not `1` in English.
pub fn plural_category(locale: &Locale, value: f64, kind: PluralType, options: &NumberOptions) -> Result<&'static str> {
    let Some(decimal) = number::rounded(value, options)? else {
        return Ok(name(PluralCategory::Other));
    };
    Ok(name(rules(locale, kind)?.category_for(&decimal)))
}

/// The categories that a locale knows, in the order of CLDR: those that a message has to have words for.
pub fn plural_categories(locale: &Locale, kind: PluralType) -> Result<Vec<&'static str>> {
    let rules = rules(locale, kind)?;
    let known: Vec<PluralCategory> = rules.categories().collect();
    Ok(CATEGORIES.into_iter().filter(|category| known.contains(category)).map(name).collect())
}

/// In the order of CLDR; that of ICU4X is another one.
const CATEGORIES: [PluralCategory; 6] = [
    PluralCategory::Zero,
    PluralCategory::One,
    PluralCategory::Two,
    PluralCategory::Few,
    PluralCategory::Many,
    PluralCategory::Other,
];

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn categories(tag: &str, kind: PluralType) -> Vec<&'static str> {
        plural_categories(&Locale::parse(tag).unwrap(), kind).unwrap()
    }

    #[test]
    fn each_language_has_categories_of_its_own() {
        assert_eq!(categories("en", PluralType::Cardinal), ["one", "other"]);
        assert_eq!(categories("fr", PluralType::Cardinal), ["one", "many", "other"]);
        assert_eq!(categories("ar", PluralType::Cardinal), ["zero", "one", "two", "few", "many", "other"]);
        assert_eq!(categories("en", PluralType::Ordinal), ["one", "two", "few", "other"]);
    }
}
