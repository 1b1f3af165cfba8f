//! Names of languages and countries (`Intl.DisplayNames`), and which way a language is written.

use icu_experimental::displaynames::{
    DisplayNamesOptions,
    multi::{LanguageDisplayNames, LocaleDisplayNamesFormatter, RegionDisplayNames, ScriptDisplayNames},
};
use icu_locale::LocaleDirectionality;
use icu_locale_core::{LanguageIdentifier, subtags::Region};

use super::{
    Error, Locale, Result, icu_locale,
    memo::{Memo, memo},
};

struct Languages {
    languages: LanguageDisplayNames,
    /// ICU4X has none for a locale that has no names of variants, and such are many.
    tags: Option<LocaleDisplayNamesFormatter>,
}

thread_local! {
    static LANGUAGES: Memo<(), Languages> = Memo::default();
    static REGIONS: Memo<(), RegionDisplayNames> = Memo::default();
}

/// The name of a language in the language of `locale`: `fr-CA` is `Canadian French` in English. None when the tag is
/// not well-formed, or its language has no name there.
pub fn language_name(locale: &Locale, tag: &str) -> Option<String> {
    let named: icu_locale_core::Locale = tag.parse().ok()?;
    let names = memo(&LANGUAGES, locale, &(), || languages(locale)).ok()?;
    let language = names.languages.of(named.id.language)?;
    Some(match &names.tags {
        Some(tags) => tags.of(&named).into_owned(),
        None => with_details(locale, language, &named.id),
    })
}

/// The language, and what makes it a variant in brackets: `galego (Brasil)`.
fn with_details(locale: &Locale, language: &str, id: &LanguageIdentifier) -> String {
    let script = id.script.map(|script| {
        let names = ScriptDisplayNames::try_new((&icu_locale(locale)).into(), DisplayNamesOptions::default());
        names.ok().and_then(|names| names.of(script).map(str::to_owned)).unwrap_or_else(|| script.to_string())
    });
    let region = id.region.map(|region| region_name(locale, region.as_str()).unwrap_or_else(|| region.to_string()));
    match [script, region].into_iter().flatten().collect::<Vec<_>>() {
        details if details.is_empty() => language.to_owned(),
        details => format!("{language} ({})", details.join(", ")),
    }
}

/// The name of a language in itself: `français`.
pub fn autonym(tag: &str) -> Option<String> {
    language_name(&Locale::parse(tag)?, tag)
}

/// The name of a country or another region: `FR`, `419`. None when the code is not well-formed, or has no name.
pub fn region_name(locale: &Locale, code: &str) -> Option<String> {
    let region: Region = code.parse().ok()?;
    let names = memo(&REGIONS, locale, &(), || {
        RegionDisplayNames::try_new((&icu_locale(locale)).into(), DisplayNamesOptions::default())
    });
    names.ok()?.of(region).map(str::to_owned)
}

fn languages(locale: &Locale) -> Result<Languages> {
    let locale = icu_locale(locale);
    let options = DisplayNamesOptions::default();
    Ok(Languages {
        languages: LanguageDisplayNames::try_new((&locale).into(), options).map_err(Error::data)?,
        tags: LocaleDisplayNamesFormatter::try_new((&locale).into(), options).ok(),
    })
}

/// Which way the lines of a language run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// As the `dir` of HTML has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// Which way the script of the locale runs; its likely script, when the tag names none.
pub fn direction(locale: &Locale) -> Direction {
    let id: LanguageIdentifier = icu_locale(locale).id;
    if LocaleDirectionality::new_extended().is_right_to_left(&id) {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_a_name_in_each_language() {
        let french = Locale::parse("fr").unwrap();

        assert_eq!(language_name(&french, "de").as_deref(), Some("allemand"));
        assert_eq!(language_name(&french, "zz"), None);
        assert_eq!(language_name(&french, "no tag"), None);
        assert_eq!(autonym("es").as_deref(), Some("español"));
        assert_eq!(region_name(&french, "DE").as_deref(), Some("Allemagne"));
        assert_eq!(region_name(&french, "ZZZ"), None);
    }

    #[test]
    fn arabic_and_hebrew_run_to_the_left() {
        let of = |tag| direction(&Locale::parse(tag).unwrap()).as_str();

        assert_eq!([of("ar"), of("he"), of("fa"), of("az-Arab")], ["rtl"; 4]);
        assert_eq!([of("en"), of("ja"), of("az")], ["ltr"; 3]);
    }
}
