//! Texts in one language or in several, and how they become translations.

use std::collections::BTreeMap;

use super::{
    language::{self, Stated},
    mentioned,
};
use crate::interchange::{
    clean,
    document::{Field, Translations},
    reading::{Notes, Reason},
};

/// A text as the file has it, or one for each language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(Vec<(Option<String>, String)>);

impl Texts {
    /// The text whose language is not told, else the first with anything in it.
    pub fn first(&self) -> Option<&str> {
        let untold = self.0.iter().find(|(language, text)| language.is_none() && !text.trim().is_empty());
        let any = || self.0.iter().find(|(_, text)| !text.trim().is_empty());
        untold.or_else(any).map(|(_, text)| text.as_str())
    }

    /// All texts, each with the language that the file tells.
    pub fn iter(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        self.0.iter().map(|(language, text)| (language.as_deref(), text.as_str()))
    }

    /// The text in a locale; the one whose language is not told is in every locale.
    pub fn in_locale(&self, locale: &str) -> Option<&str> {
        let is_here = |language: Option<&str>| language.is_none_or(|language| tag(language).as_deref() == Some(locale));
        self.iter().find(|(language, text)| is_here(*language) && !text.trim().is_empty()).map(|(_, text)| text)
    }

    /// The locale that the text was first written in: this one when there is a text in it, else that of the first.
    pub fn locale(texts: Option<&Self>, default: &str) -> String {
        let elsewhere = || {
            let texts = texts.filter(|texts| texts.in_locale(default).is_none())?;
            texts.iter().filter(|(_, text)| !text.trim().is_empty()).find_map(|(language, _)| tag(language?))
        };
        elsewhere().unwrap_or_else(|| default.to_owned())
    }
}

/// The tag of a language, where it is certainly one.
fn tag(raw: &str) -> Option<String> {
    match language::parse(raw).as_slice() {
        [Stated::Language(tag)] => Some(tag.clone()),
        _ => None,
    }
}

impl From<String> for Texts {
    fn from(text: String) -> Self {
        Self(vec![(None, text)])
    }
}

impl From<&str> for Texts {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl FromIterator<(Option<String>, String)> for Texts {
    fn from_iter<I: IntoIterator<Item = (Option<String>, String)>>(texts: I) -> Self {
        Self(texts.into_iter().collect())
    }
}

/// What a field of a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Line,
    Markdown,
}

/// The texts of one thing, gathered field by field.
pub struct Gathered<'a, T> {
    place: &'a str,
    /// The locale of what is in no language of its own.
    locale: String,
    texts: BTreeMap<String, T>,
}

impl<'a, T: Default> Gathered<'a, T> {
    pub fn new(locale: &str, place: &'a str) -> Self {
        Self { place, locale: locale.to_owned(), texts: [(locale.to_owned(), T::default())].into() }
    }

    /// The row of a locale.
    pub fn row(&mut self, locale: &str) -> &mut T {
        self.texts.entry(locale.to_owned()).or_default()
    }

    /// One line in each language; `null` where there is none and other things of the file have one.
    pub fn line(
        &mut self,
        field: &'static str,
        raw: Option<&Texts>,
        is_known: bool,
        place: fn(&mut T) -> &mut Field<String>,
        notes: &mut Notes,
    ) {
        self.put(Form::Line, field, raw, is_known, place, notes);
    }

    /// As [`Gathered::line`], of what was noted before.
    pub fn quiet_line(&mut self, raw: Option<&Texts>, place: fn(&mut T) -> &mut Field<String>) {
        self.line("name", raw, false, place, &mut Notes::default());
    }

    /// As [`Gathered::line`], of any length.
    pub fn markdown(
        &mut self,
        field: &'static str,
        raw: Option<&Texts>,
        is_known: bool,
        place: fn(&mut T) -> &mut Field<String>,
        notes: &mut Notes,
    ) {
        self.put(Form::Markdown, field, raw, is_known, place, notes);
    }

    fn put(
        &mut self,
        form: Form,
        field: &'static str,
        raw: Option<&Texts>,
        is_known: bool,
        place: fn(&mut T) -> &mut Field<String>,
        notes: &mut Notes,
    ) {
        for (language, raw) in raw.into_iter().flat_map(Texts::iter) {
            let Some(locale) = self.locale_of(language, raw, notes) else { continue };
            let text = match form {
                Form::Line => notes.line(field, self.place, Some(raw)),
                Form::Markdown => notes.markdown(field, self.place, Some(raw)),
            };
            if text.is_none() && !self.texts.contains_key(&locale) {
                continue;
            }
            let place = place(self.row(&locale));
            if place.value().is_none() {
                *place = Field::known(text);
            }
        }
        let locale = self.locale.clone();
        let place = place(self.row(&locale));
        if *place == Field::Absent {
            *place = mentioned(None, is_known);
        }
    }

    fn locale_of(&self, language: Option<&str>, raw: &str, notes: &mut Notes) -> Option<String> {
        let Some(language) = language.and_then(clean::token) else { return Some(self.locale.clone()) };
        let locale = tag(language);
        if locale.is_none() && !raw.trim().is_empty() {
            notes.skipped(self.place, Reason::UnknownLanguage { value: language.to_owned() });
        }
        locale
    }
}

impl<T: crate::content::input::Texts> Gathered<'_, T> {
    /// The translations, that of the thing's own locale first.
    pub fn translations(mut self) -> Translations<T> {
        let own = self.texts.remove_entry(&self.locale);
        own.into_iter().chain(self.texts).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::document::RoomTranslationInput;

    fn texts(all: &[(Option<&str>, &str)]) -> Texts {
        all.iter().map(|(language, text)| (language.map(str::to_owned), (*text).to_owned())).collect()
    }

    #[test]
    fn texts_have_the_locale_that_the_file_tells() {
        let mut notes = Notes::default();
        let mut gathered = Gathered::<RoomTranslationInput>::new("fr", "here");
        let name = texts(&[(Some("en"), "Hall"), (None, "Salle"), (Some("de_AT"), "Saal"), (Some("?"), "x")]);

        gathered.line("room", Some(&name), true, |texts| &mut texts.name, &mut notes);
        gathered.markdown("description", None, true, |texts| &mut texts.description, &mut notes);

        let translations = gathered.translations();
        let locales: Vec<_> = translations.0.iter().map(|texts| texts.locale.0.as_str()).collect();
        assert_eq!(locales, ["fr", "de-AT", "en"]);
        assert_eq!(translations["fr"].name, Field::Value("Salle".into()));
        assert_eq!((&translations["fr"].description, &translations["en"].description), (&Field::Null, &Field::Absent));
        assert_eq!(notes.into_vec()[0].reason, Reason::UnknownLanguage { value: "?".into() });
    }

    #[test]
    fn a_thing_is_written_in_a_language_that_it_has() {
        let both = texts(&[(Some("en"), "Hall"), (Some("de"), "Saal")]);

        assert_eq!(Texts::locale(Some(&both), "de"), "de");
        assert_eq!(Texts::locale(Some(&both), "fr"), "en");
        assert_eq!(Texts::locale(Some(&"Salle".into()), "fr"), "fr");
        assert_eq!(Texts::locale(None, "fr"), "fr");
    }
}
