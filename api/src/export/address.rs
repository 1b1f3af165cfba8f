//! Addresses that documents name: those of this server, and those of the pages that a site shows content on.

use actix_web::http::Uri;
use entity::ContentRow;

use crate::{
    content::{Content, Localized},
    locale::Locale,
};

/// Where this server and the pages of the site are found.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    /// Of this server, as the world sees it, without a slash at its end.
    server: Option<String>,
    pages: Option<PagePattern>,
}

/// The address of a page of the site, with `{locale}`, `{type}` and `{slug}` for what differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePattern(String);

impl PagePattern {
    /// A whole address that tells one page from another; the error says what it lacks.
    pub fn parse(pattern: &str) -> Result<Self, String> {
        web_address(pattern)?;
        match ["{type}", "{slug}"].iter().find(|part| !pattern.contains(**part)) {
            Some(missing) => Err(format!("`{pattern}` lacks {missing}")),
            None => Ok(Self(pattern.to_owned())),
        }
    }

    /// The page of the thing of a type that has this slug.
    pub fn page(&self, locale: &Locale, kind: &str, slug: &str) -> String {
        self.0.replace("{locale}", locale.as_str()).replace("{type}", kind).replace("{slug}", slug)
    }

    /// Whether each language has a page of its own.
    pub fn tells_languages_apart(&self) -> bool {
        self.0.contains("{locale}")
    }

    /// Where the pages in a language are, without a path: `https://conf.example`.
    pub fn origin(&self, locale: &Locale) -> Option<String> {
        let uri: Uri = self.page(locale, "", "").parse().ok()?;
        Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
    }
}

impl Addresses {
    /// The address of the server is one that [`web_address`] accepts.
    pub fn new(server: Option<String>, pages: Option<PagePattern>) -> Self {
        Self { server: server.map(|server| server.trim_end_matches('/').to_owned()), pages }
    }

    /// A path of this server; a whole address when it knows its own.
    pub fn of_path(&self, path: &str) -> String {
        format!("{}{path}", self.server.as_deref().unwrap_or_default())
    }

    /// The address of this server, when it knows it.
    pub fn server(&self) -> Option<&str> {
        self.server.as_deref()
    }

    /// The host that people know the site by, else this server.
    pub fn host(&self, locale: &Locale) -> Option<String> {
        let address = self.pages.as_ref().and_then(|pages| pages.origin(locale)).or_else(|| self.server.clone())?;
        address.parse::<Uri>().ok()?.host().map(str::to_owned)
    }

    /// The pattern of the pages of the site.
    pub fn pages(&self) -> Option<&PagePattern> {
        self.pages.as_ref()
    }

    /// The page of the site that shows a thing in a language: at its slug there, when it has one.
    pub fn page_of<E: Content>(&self, item: &Localized<E>, locale: &Locale) -> Option<String> {
        let pages = self.pages.as_ref()?;
        let own = item.slug_in(locale).unwrap_or_else(|| item.row().slug());
        Some(pages.page(locale, E::KIND, own))
    }
}

/// An address of the web that others can be made from; the error says what is wrong with it.
pub fn web_address(given: &str) -> Result<String, String> {
    let whole = given.replace(['{', '}'], "");
    let uri: Uri = whole.parse().map_err(|_| format!("`{given}` is not an address"))?;
    let is_of_web = matches!(uri.scheme_str(), Some("http" | "https")) && uri.authority().is_some();
    if is_of_web { Ok(given.to_owned()) } else { Err(format!("`{given}` is not of the form https://example.org")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_its_place_in_the_pattern() {
        let pattern = PagePattern::parse("https://conf.example/{locale}/{type}s/{slug}").unwrap();

        let page = pattern.page(&Locale::parse("fr").unwrap(), "session", "ouverture");

        assert_eq!(page, "https://conf.example/fr/sessions/ouverture");
        assert!(pattern.tells_languages_apart());
        assert_eq!(pattern.origin(&Locale::parse("fr").unwrap()).as_deref(), Some("https://conf.example"));
    }

    #[test]
    fn a_site_is_known_by_its_host() {
        let french = Locale::parse("fr").unwrap();
        let of_language = PagePattern::parse("https://{locale}.conf.example:8443/{type}/{slug}").unwrap();
        let server = || Some("http://api.conf.example:8080/v1".to_owned());

        assert_eq!(Addresses::new(server(), Some(of_language)).host(&french).as_deref(), Some("fr.conf.example"));
        assert_eq!(Addresses::new(server(), None).host(&french).as_deref(), Some("api.conf.example"));
        assert_eq!(Addresses::default().host(&french), None);
    }

    #[test]
    fn a_pattern_is_a_whole_address_that_tells_pages_apart() {
        assert!(PagePattern::parse("/{type}/{slug}").is_err());
        assert!(PagePattern::parse("ftp://conf.example/{type}/{slug}").is_err());
        assert!(PagePattern::parse("https://conf.example/{slug}").unwrap_err().contains("{type}"));
    }

    #[test]
    fn a_path_is_whole_when_the_server_knows_its_address() {
        let known = Addresses::new(Some("https://api.conf.example/".to_owned()), None);

        assert_eq!(known.of_path("/events/a/calendar.ics"), "https://api.conf.example/events/a/calendar.ics");
        assert_eq!(Addresses::default().of_path("/events/a/calendar.ics"), "/events/a/calendar.ics");
    }
}
