//! `GET /sitemap.xml`: the pages of the site for search engines, each with its like in other languages (sitemaps.org).
//! When there are more than one file may hold, it is an index of `/sitemap-1.xml` and so on.

use std::{ops::RangeInclusive, sync::Arc};

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use entity::{company, event, post, session, speaker};
use futures::future::try_join5;

use crate::{
    Error, Result,
    content::{Content, outline::Outline},
    export::{self, Export, PagePattern, atom::instant, xml::Xml},
    locale::{Locale, Locales},
    server::App,
};

const XML: &str = "application/xml; charset=utf-8";
const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
const XHTML: (&str, &str) = ("xmlns:xhtml", "http://www.w3.org/1999/xhtml");

/// What a file may hold.
#[derive(Clone, Copy)]
struct Bounds {
    pages: usize,
    bytes: usize,
}

/// Those of the protocol; what is around the pages takes some bytes too.
const BOUNDS: Bounds = Bounds { pages: 50_000, bytes: 50 * 1024 * 1024 - 1024 };

/// A page of the site.
#[derive(Debug, PartialEq, Eq)]
struct Page {
    address: String,
    changed_at: DateTime<Utc>,
    /// The same in other languages and in this one, and where readers of none of them go (`x-default`).
    alternates: Arc<[(String, String)]>,
}

/// A file of pages.
#[derive(Debug, Default)]
struct Part {
    /// Elements `url`.
    pages: Vec<u8>,
    count: usize,
    bytes: usize,
    changed_at: Option<DateTime<Utc>>,
}

/// `GET /sitemap.xml`.
pub async fn document(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    export::serve(&request, &app, XML, async |export| {
        let pattern = pattern(export)?;
        let pages = pages(pattern, export).await?;
        let parts = parts(pages.iter(), BOUNDS, 1..=1);
        Ok(match &parts[..] {
            [all] => part(all),
            parts => index(parts, &address(pattern, export)),
        })
    })
    .await
}

/// `GET /sitemap-{number}.xml`.
pub async fn numbered(request: HttpRequest, number: web::Path<usize>, app: web::Data<App>) -> HttpResponse {
    export::serve(&request, &app, XML, async |export| {
        let pages = pages(pattern(export)?, export).await?;
        let parts = parts(pages.iter(), BOUNDS, *number..=*number);
        let at = number.checked_sub(1).ok_or(Error::NoSuchAddress)?;
        Ok(part(parts.get(at).ok_or(Error::NoSuchAddress)?))
    })
    .await
}

fn pattern<'e>(export: &'e Export<'_>) -> Result<&'e PagePattern> {
    export.note_all_languages();
    export.addresses.pages().ok_or(Error::NoPages)
}

/// Where the files are found: at this server, or at the site, which shows them as its own.
fn address(pattern: &PagePattern, export: &Export<'_>) -> String {
    let of_site = || pattern.origin(export.instance.locales.default_locale());
    export.addresses.server().map(str::to_owned).or_else(of_site).unwrap_or_default()
}

/// The pages of all that anybody may see.
async fn pages(pattern: &PagePattern, export: &Export<'_>) -> Result<Vec<Page>> {
    let (events, sessions, speakers, companies, posts) = try_join5(
        of_type::<event::Entity>(pattern, export),
        of_type::<session::Entity>(pattern, export),
        of_type::<speaker::Entity>(pattern, export),
        of_type::<company::Entity>(pattern, export),
        of_type::<post::Entity>(pattern, export),
    )
    .await?;
    let pages: Vec<Page> = [events, sessions, speakers, companies, posts].into_iter().flatten().collect();
    pages.iter().for_each(|page| export.note_change(page.changed_at));
    Ok(pages)
}

async fn of_type<E: Content>(pattern: &PagePattern, export: &Export<'_>) -> Result<Vec<Page>> {
    let outlines = export.rows.outlines::<E>().await?;
    Ok(outlines.iter().flat_map(|outline| pages_of(outline, E::KIND, pattern, &export.instance.locales)).collect())
}

/// The pages of a thing: one in each offered language that it has texts in; in the default language when it has none,
/// and when all languages share a page.
fn pages_of(outline: &Outline, kind: &str, pattern: &PagePattern, locales: &Locales) -> Vec<Page> {
    let default = locales.default_locale();
    let own = |locale: &Locale| outline.languages.iter().find(|language| language.locale == locale.as_str());
    let address = |locale: &Locale| {
        let slug = own(locale).and_then(|language| language.slug.as_ref()).unwrap_or(&outline.slug);
        pattern.page(locale, kind, slug)
    };
    let of_own: Vec<&Locale> = locales.offered().iter().filter(|locale| own(locale).is_some()).collect();
    if of_own.is_empty() || !pattern.tells_languages_apart() {
        return vec![Page { address: address(default), changed_at: outline.changed_at, alternates: Arc::default() }];
    }
    let usual = locales.chain(default).locales().iter().find(|locale| of_own.contains(locale)).unwrap_or(of_own[0]);
    let alternates = of_own.iter().map(|locale| (locale.to_string(), address(locale)));
    let alternates: Arc<[_]> = alternates.chain([("x-default".to_owned(), address(usual))]).collect();
    let page = |locale: &&Locale| {
        let published_at = own(locale).and_then(|language| language.published_at);
        let changed_at = published_at.map_or(outline.changed_at, |at| at.max(outline.changed_at));
        Page { address: address(locale), changed_at, alternates: alternates.clone() }
    };
    of_own.iter().map(page).collect()
}

/// The files that hold the pages, at least one. Those that are wanted (from 1) are written; of the others it is known
/// what they would hold.
fn parts<'p>(pages: impl Iterator<Item = &'p Page>, bounds: Bounds, wanted: RangeInclusive<usize>) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    for page in pages {
        let written = Xml::part(|xml| element(xml, page));
        let is_full = |part: &Part| part.count >= bounds.pages || part.bytes + written.len() > bounds.bytes;
        if parts.last().is_some_and(is_full) {
            parts.push(Part::default());
        }
        let number = parts.len();
        if let Some(part) = parts.last_mut() {
            part.count += 1;
            part.bytes += written.len();
            part.changed_at = part.changed_at.max(Some(page.changed_at));
            if wanted.contains(&number) {
                part.pages.extend(written);
            }
        }
    }
    parts
}

fn element(xml: &mut Xml, page: &Page) {
    xml.element("url", &[], |xml| {
        xml.text("loc", &[], &page.address);
        xml.text("lastmod", &[], &instant(page.changed_at));
        for (language, address) in &*page.alternates {
            xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", language), ("href", address)]);
        }
    });
}

fn part(part: &Part) -> Vec<u8> {
    Xml::document("urlset", &[NAMESPACE, XHTML], |xml| xml.raw(&part.pages))
}

fn index(parts: &[Part], address: &str) -> Vec<u8> {
    Xml::document("sitemapindex", &[NAMESPACE], |xml| {
        for (at, part) in parts.iter().enumerate() {
            xml.element("sitemap", &[], |xml| {
                xml.text("loc", &[], &format!("{address}/sitemap-{}.xml", at + 1));
                if let Some(changed_at) = part.changed_at {
                    xml.text("lastmod", &[], &instant(changed_at));
                }
            });
        }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use uuid::Uuid;

    use super::*;
    use crate::content::outline::Language;

    const NOW: DateTime<Utc> = DateTime::from_timestamp(1_000, 0).unwrap();

    fn locales() -> Locales {
        let locale = |tag| Locale::parse(tag).unwrap();
        Locales::new(["en", "fr", "es"].map(locale).to_vec(), locale("en"), &HashMap::new()).unwrap()
    }

    fn outline(languages: &[(&str, Option<&str>)]) -> Outline {
        let language = |(locale, slug): &(&str, Option<&str>)| Language {
            locale: (*locale).to_owned(),
            slug: slug.map(str::to_owned),
            published_at: None,
        };
        let languages = languages.iter().map(language).collect();
        Outline { uid: Uuid::nil(), slug: "opening".to_owned(), changed_at: NOW, languages }
    }

    fn pages(languages: &[(&str, Option<&str>)], pattern: &str) -> Vec<Page> {
        pages_of(&outline(languages), "session", &PagePattern::parse(pattern).unwrap(), &locales())
    }

    #[test]
    fn a_thing_has_a_page_in_each_language_that_it_has_texts_in() {
        let pages =
            pages(&[("fr", Some("ouverture")), ("it", None), ("es", None)], "https://c.ex/{locale}/{type}/{slug}");

        let (french, spanish) = ("https://c.ex/fr/session/ouverture", "https://c.ex/es/session/opening");
        assert_eq!(pages.iter().map(|page| &*page.address).collect::<Vec<_>>(), [french, spanish]);
        let alternates = [("fr", french), ("es", spanish), ("x-default", french)];
        let alternates = alternates.map(|(language, address)| (language.to_owned(), address.to_owned()));
        assert!(pages.iter().all(|page| *page.alternates == alternates), "{pages:?}");
    }

    #[test]
    fn a_page_for_all_languages_stands_once() {
        let shared = pages(&[("en", None), ("fr", Some("ouverture"))], "https://c.ex/{type}/{slug}");
        let without_texts = pages(&[], "https://c.ex/{locale}/{type}/{slug}");

        assert_eq!((shared.len(), &*shared[0].address), (1, "https://c.ex/session/opening"));
        assert_eq!((without_texts.len(), &*without_texts[0].address), (1, "https://c.ex/en/session/opening"));
        assert!(shared[0].alternates.is_empty() && without_texts[0].alternates.is_empty());
    }

    #[test]
    fn no_file_holds_more_than_it_may() {
        let page =
            |number| Page { address: format!("https://c.ex/{number}"), changed_at: NOW, alternates: Arc::default() };
        let pages: Vec<Page> = (10..20).map(page).collect();
        let length = Xml::part(|xml| element(xml, &pages[0])).len();

        let by_count = parts(pages.iter(), Bounds { pages: 4, bytes: 10_000 }, 2..=2);
        let by_bytes = parts(pages.iter(), Bounds { pages: 100, bytes: 3 * length }, 1..=9);
        let none = parts([].iter(), BOUNDS, 1..=1);

        assert_eq!(by_count.iter().map(|part| part.count).collect::<Vec<_>>(), [4, 4, 2]);
        assert_eq!(by_count.iter().map(|part| part.pages.len()).collect::<Vec<_>>(), [0, 4 * length, 0]);
        assert_eq!(by_bytes.iter().map(|part| part.count).collect::<Vec<_>>(), [3, 3, 3, 1]);
        assert_eq!((none.len(), none[0].count), (1, 0));
        let index = String::from_utf8(index(&by_count, "https://api.c.ex")).unwrap();
        assert!(index.contains("<loc>https://api.c.ex/sitemap-3.xml</loc><lastmod>1970-01-01T00:16:40Z</lastmod>"));
    }
}
