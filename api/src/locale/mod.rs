//! Which language is asked for, which are tried when it has no text, and which was served.
//!
//! The rule of fallback stands in `localize` for rows in memory, and once more as SQL in `content::sql` for
//! filters and order; a property test holds the two together.

pub mod collation;
pub mod format;
pub mod ftl;
pub mod messages;
mod negotiation;
pub mod query;

use std::{borrow::Borrow, collections::HashMap, fmt, sync::Arc};

use entity::TranslationRow;
use icu_locale_core::LanguageIdentifier;

use crate::{Error, Result};

/// A language tag (BCP 47) in canonical form: `fr`, `fr-CA`, `zh-Hant`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locale(Arc<str>);

impl Locale {
    /// None when the tag is not well-formed.
    pub fn parse(tag: &str) -> Option<Self> {
        let identifier: LanguageIdentifier = tag.trim().parse().ok()?;
        (!identifier.language.is_unknown()).then(|| Self(identifier.to_string().into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The locale whose rules it follows: itself, or the source of a pseudo-locale.
    pub fn real(&self) -> Self {
        match messages::pseudo::Pseudo::of(self) {
            Some(_) => Self(messages::pseudo::SOURCE.into()),
            None => self.clone(),
        }
    }

    /// The tag without its last subtag: `fr` for `fr-CA` (RFC 4647, section 3.4).
    fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('-').map(|(parent, _)| Self(parent.into()))
    }

    /// The tag and what it is truncated to, the most exact first.
    fn lookup(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self.clone()), Self::parent)
    }
}

impl Borrow<str> for Locale {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Locales to try, best first. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Chain(Arc<Steps>);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Steps {
    /// The one asked for, then the ones to try; never empty.
    locales: Vec<Locale>,
    /// Set when the caller gave the chain: then nothing else is tried after it.
    closed: bool,
}

impl Chain {
    fn open(locales: Vec<Locale>) -> Self {
        Self(Arc::new(Steps { locales, closed: false }))
    }

    /// `requested`, then `fallback`, and never anything else.
    pub fn closed(requested: Locale, fallback: impl IntoIterator<Item = Locale>) -> Self {
        let mut locales = vec![requested];
        for locale in fallback {
            if !locales.contains(&locale) {
                locales.push(locale);
            }
        }
        Self(Arc::new(Steps { locales, closed: true }))
    }

    /// Closed: the locale that was asked for, what it is truncated to, and no other language.
    pub fn own_language(&self) -> Self {
        Self::closed(self.requested().clone(), self.requested().real().lookup())
    }

    /// The locale that was asked for.
    pub fn requested(&self) -> &Locale {
        &self.0.locales[0]
    }

    /// The locales of the chain, the requested one first.
    pub fn locales(&self) -> &[Locale] {
        &self.0.locales
    }

    /// Whether only the locales of the chain may be served; otherwise any other locale comes after them.
    pub fn is_closed(&self) -> bool {
        self.0.closed
    }
}

/// The locale and the text that a reader of `chain` sees: for this field, the first locale of the chain that
/// has text; when the chain is open, then the first other locale by tag. An empty text is a missing one.
///
/// `translations` are in the order of their tags.
pub fn localize<'t, T: TranslationRow>(
    chain: &Chain,
    translations: &'t [T],
    text: impl Fn(&'t T) -> Option<&'t str>,
) -> Option<(&'t str, &'t str)> {
    let shown = |row: &'t T| text(row).filter(|text| !text.is_empty()).map(|text| (row.locale(), text));
    let in_chain = chain
        .locales()
        .iter()
        .find_map(|locale| translations.iter().find(|row| row.locale() == locale.as_str()).and_then(shown));
    in_chain.or_else(|| if chain.is_closed() { None } else { translations.iter().find_map(shown) })
}

/// The locales that are offered, and what each falls back to.
#[derive(Clone, Debug)]
pub struct Locales {
    offered: Vec<Locale>,
    default: Locale,
    chains: HashMap<Locale, Chain>,
    collators: collation::Collators,
}

impl Locales {
    /// `fallback` names, for a locale, what is tried before the default one.
    pub fn new(
        offered: Vec<Locale>,
        default: Locale,
        fallback: &HashMap<Locale, Vec<Locale>>,
    ) -> std::result::Result<Self, String> {
        if !offered.contains(&default) {
            return Err(format!("the default locale `{default}` is not among the locales"));
        }
        if let Some(stranger) =
            fallback.iter().flat_map(|(from, to)| std::iter::once(from).chain(to)).find(|tag| !offered.contains(tag))
        {
            return Err(format!("the fallback names `{stranger}`, which is not among the locales"));
        }
        let chains = offered.iter().map(|locale| (locale.clone(), chain(locale, &default, fallback))).collect();
        let collators = collation::Collators::new(&offered)?;
        Ok(Self { offered, default, chains, collators })
    }

    /// The same, keeping sort keys also for the readers of `others`: those whom another server of the same
    /// database serves.
    pub fn sorting_also_for(&self, others: impl IntoIterator<Item = Locale>) -> std::result::Result<Self, String> {
        let sorted_for: Vec<Locale> = self.offered.iter().cloned().chain(others).collect();
        Ok(Self { collators: collation::Collators::new(&sorted_for)?, ..self.clone() })
    }

    /// All that are offered, in the order of the configuration.
    pub fn offered(&self) -> &[Locale] {
        &self.offered
    }

    pub fn default_locale(&self) -> &Locale {
        &self.default
    }

    pub fn collators(&self) -> &collation::Collators {
        &self.collators
    }

    /// The offered locale that serves `tag`: itself, or what it is truncated to (`fr` for `fr-CA`).
    pub fn find(&self, tag: &str) -> Option<&Locale> {
        Locale::parse(tag)?.lookup().find_map(|tag| self.offered.iter().find(|offered| **offered == tag))
    }

    /// As [`Locales::find`], with the error that a caller sees.
    pub fn require(&self, tag: &str) -> Result<&Locale> {
        self.find(tag).ok_or_else(|| Error::UnknownLocale {
            tag: tag.to_owned(),
            known: self.offered.iter().map(Locale::as_str).collect::<Vec<_>>().join(", "),
        })
    }

    /// The offered locale that suits an `Accept-Language` header best.
    pub fn negotiate(&self, accept_language: &str) -> &Locale {
        negotiation::negotiate(accept_language, self)
    }

    /// The chain of an offered locale; of any other, that of the default.
    pub fn chain(&self, locale: &Locale) -> &Chain {
        self.chains.get(locale).unwrap_or_else(|| &self.chains[&self.default])
    }
}

/// `locale`, what it is truncated to, what the configuration says of each, and the default at the end.
fn chain(locale: &Locale, default: &Locale, fallback: &HashMap<Locale, Vec<Locale>>) -> Chain {
    let mut locales: Vec<Locale> = locale.lookup().collect();
    for step in locale.lookup() {
        locales.extend(fallback.get(&step).into_iter().flatten().cloned());
    }
    locales.push(default.clone());
    let mut seen = std::collections::HashSet::new();
    locales.retain(|locale| seen.insert(locale.clone()));
    Chain::open(locales)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(tag: &str) -> Locale {
        Locale::parse(tag).unwrap()
    }

    fn locales() -> Locales {
        let fallback = HashMap::from([(locale("ca"), vec![locale("es"), locale("fr")])]);
        Locales::new(["en", "fr", "fr-CA", "es", "ca"].map(locale).to_vec(), locale("en"), &fallback).unwrap()
    }

    fn tags(chain: &Chain) -> Vec<&str> {
        chain.locales().iter().map(Locale::as_str).collect()
    }

    #[test]
    fn a_tag_is_canonical() {
        assert_eq!(locale("FR-ca").as_str(), "fr-CA");
        assert_eq!(Locale::parse("french!"), None);
        assert_eq!(Locale::parse(""), None);
    }

    #[test]
    fn a_chain_goes_from_region_to_language_to_configuration_to_default() {
        let locales = locales();

        assert_eq!(tags(locales.chain(&locale("fr-CA"))), ["fr-CA", "fr", "en"]);
        assert_eq!(tags(locales.chain(&locale("ca"))), ["ca", "es", "fr", "en"]);
        assert_eq!(tags(locales.chain(&locale("en"))), ["en"]);
    }

    #[test]
    fn the_own_language_of_a_chain_has_no_other() {
        let locales = locales();
        let own = |tag| locales.chain(&locale(tag)).own_language();

        assert!(own("fr-CA").is_closed());
        assert_eq!(tags(&own("fr-CA")), ["fr-CA", "fr"]);
        assert_eq!(tags(&own("ca")), ["ca"]);
        assert_eq!(tags(&Chain::open(vec![locale("ar-XB")]).own_language()), ["ar-XB", "en"], "what it is made of");
    }

    #[test]
    fn an_unknown_region_finds_its_language() {
        let locales = locales();

        assert_eq!(locales.find("es-MX"), Some(&locale("es")));
        assert_eq!(locales.find("pt-BR"), None);
    }

    #[test]
    fn a_chain_that_names_a_stranger_is_refused() {
        let fallback = HashMap::from([(locale("en"), vec![locale("de")])]);

        let refused = Locales::new(vec![locale("en")], locale("en"), &fallback).unwrap_err();

        assert!(refused.contains("`de`"), "{refused}");
    }
}
