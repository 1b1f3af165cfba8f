//! Countries as people write them: `fr`, `France`, `U.S.A.`.

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    interchange::{
        clean,
        reading::{Notes, Reason},
    },
    locale::{Locale, format::region_name},
};

/// Names that no locale has for them.
const ALSO: &[(&str, &str)] = &[
    ("usa", "US"),
    ("u-s-a", "US"),
    ("u-s", "US"),
    ("united-states-of-america", "US"),
    ("uk", "GB"),
    ("u-k", "GB"),
    ("great-britain", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("northern-ireland", "GB"),
    ("czech-republic", "CZ"),
    ("holland", "NL"),
    ("the-netherlands", "NL"),
    ("turkey", "TR"),
    ("south-korea", "KR"),
    ("hong-kong", "HK"),
    ("uae", "AE"),
    ("u-a-e", "AE"),
    ("republic-of-ireland", "IE"),
    ("republic-of-korea", "KR"),
    ("viet-nam", "VN"),
    ("russian-federation", "RU"),
    ("ivory-coast", "CI"),
    ("macedonia", "MK"),
];

/// Regions of CLDR that are no countries of ISO 3166-1.
const NO_COUNTRIES: &str = "AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ";

/// The languages that names of countries are known in.
const LOCALES: [&str; 6] = ["en", "fr", "es", "de", "pt", "it"];

/// The code of a country (ISO 3166-1 alpha-2).
pub fn code(raw: &str, place: &str, notes: &mut Notes) -> Option<String> {
    let name = notes.line("country", place, Some(raw))?;
    let slug = clean::slug(&name);
    let code = CODES.get(&slug).cloned();
    if code.is_none() {
        notes.skipped(place, Reason::Unreadable { field: "country", value: name });
    }
    code
}

/// Codes by themselves and by names, as slugs.
static CODES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let locales: Vec<Locale> = LOCALES.iter().filter_map(|tag| Locale::parse(tag)).collect();
    let mut codes: HashMap<String, String> =
        ALSO.iter().map(|(name, code)| ((*name).to_owned(), (*code).to_owned())).collect();
    for code in ('A'..='Z').flat_map(|first| ('A'..='Z').map(move |second| format!("{first}{second}"))) {
        if NO_COUNTRIES.split(' ').any(|other| other == code) {
            continue;
        }
        for name in locales.iter().filter_map(|locale| region_name(locale, &code)) {
            codes.insert(code.to_lowercase(), code.clone());
            codes.entry(clean::slug(&name)).or_insert_with(|| code.clone());
        }
    }
    codes
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_code_and_name() {
        let mut notes = Notes::default();
        let mut read = |raw| code(raw, "here", &mut notes);

        for (raw, code) in [
            ("fr", "FR"),
            ("France", "FR"),
            ("Alemania", "DE"),
            ("U.S.A.", "US"),
            ("U.K.", "GB"),
            ("Côte d’Ivoire", "CI"),
            ("Brasil", "BR"),
        ] {
            assert_eq!(read(raw).as_deref(), Some(code), "{raw}");
        }
        assert_eq!(read("Atlantis"), None);
        assert_eq!(read("EU"), None);
        assert_eq!(read(""), None);
        assert_eq!(notes.into_vec().len(), 2);
    }
}
