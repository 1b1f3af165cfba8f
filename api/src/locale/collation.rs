//! Titles as bytes that SQL can order and page by: ICU4X sort keys, the same on both databases.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::Locale as IcuLocale;

use super::Locale;

/// Keys of one release of the collation data do not compare with those of another: change this with the
/// release of `icu_collator`, and the keys are made anew at the next start.
const DATA: &str = "icu_collator 2.4";

/// The collator of each locale that keys are kept for.
#[derive(Clone, Debug)]
pub struct Collators(Arc<HashMap<Locale, CollatorBorrowed<'static>>>);

impl Collators {
    pub(super) fn new(locales: &[Locale]) -> Result<Self, String> {
        let collator = |locale: &Locale| {
            let tag: IcuLocale = locale.as_str().parse().map_err(|error| format!("`{locale}`: {error}"))?;
            let collator = CollatorBorrowed::try_new((&tag).into(), CollatorOptions::default())
                .map_err(|error| format!("no collation for `{locale}`: {error}"))?;
            Ok((locale.clone(), collator))
        };
        // A pseudo-locale sorts as its source.
        let locales = locales.iter().map(Locale::real).collect::<HashSet<_>>();
        Ok(Self(Arc::new(locales.iter().map(collator).collect::<Result<_, String>>()?)))
    }

    /// The key of a text for the readers of each locale.
    pub fn sort_keys(&self, text: &str) -> impl Iterator<Item = (&Locale, Vec<u8>)> {
        self.0.iter().map(move |(locale, collator)| {
            let mut key = Vec::new();
            let Ok(()) = collator.write_sort_key_to(text, &mut key);
            (locale, key)
        })
    }

    /// The locales in a fingerprint.
    pub fn locales_of(fingerprint: &str) -> impl Iterator<Item = Locale> {
        let locales = fingerprint.split_once(": ").map_or("", |(_, locales)| locales);
        locales.split(", ").filter_map(Locale::parse)
    }

    /// Names the data and the locales that keys were made with; other keys are out of date.
    pub fn fingerprint(&self) -> String {
        let mut locales: Vec<&str> = self.0.keys().map(Locale::as_str).collect();
        locales.sort_unstable();
        format!("{DATA}: {}", locales.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(locale: &str, mut texts: Vec<&'static str>) -> Vec<&'static str> {
        let locale = Locale::parse(locale).unwrap();
        let collators = Collators::new(std::slice::from_ref(&locale)).unwrap();
        texts.sort_by_cached_key(|text| collators.sort_keys(text).next().unwrap().1);
        texts
    }

    #[test]
    fn accents_stay_beside_their_letter() {
        assert_eq!(
            sorted("fr", vec!["zoo", "Étude", "etude", "eta", "œuvre", "ou"]),
            ["eta", "etude", "Étude", "œuvre", "ou", "zoo"]
        );
    }

    #[test]
    fn spanish_has_a_letter_after_n() {
        assert_eq!(sorted("es", vec!["ñandú", "nube", "oca", "número"]), ["nube", "número", "ñandú", "oca"]);
        assert_eq!(sorted("en", vec!["nube", "ñandú"]), ["ñandú", "nube"]);
    }
}
