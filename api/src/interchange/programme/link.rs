//! Addresses: only those that lead somewhere on the web are kept.

use ammonia::Url;

use super::Link;
use crate::interchange::{
    clean,
    document::LinkInput,
    reading::{Notes, Reason},
};

/// An address with a scheme and a host on the web.
pub fn absolute(raw: &str) -> Option<Url> {
    Url::parse(raw.trim()).ok().filter(is_web)
}

/// An address on the web, as the file has it where it is whole. Anything else is noted.
pub fn web(raw: &str, base: Option<&Url>, place: &str, notes: &mut Notes) -> Option<String> {
    let raw = clean::token(raw)?;
    if let Ok(url) = Url::parse(raw) {
        if is_web(&url) {
            // The parser would write `https://zügli.app` in Punycode; only what no address may hold is changed.
            let is_clean = !raw.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
            return Some(if is_clean { raw.to_owned() } else { url.to_string() });
        }
        // `example.org:8080/talk` parses, with `example.org` for a scheme.
        notes.skipped(place, Reason::NotOnTheWeb { url: raw.to_owned() });
        return None;
    }
    if raw.starts_with("www.") {
        notes.repaired(place, Reason::AddressWithoutScheme { url: raw.to_owned() });
        return absolute(&format!("https://{raw}")).map(String::from);
    }
    let joined = base.and_then(|base| base.join(raw).ok()).filter(is_web);
    if joined.is_none() {
        notes.skipped(place, Reason::RelativeAddress { url: raw.to_owned() });
    }
    joined.map(String::from)
}

/// Those links that lead somewhere on the web.
pub fn links<'a>(
    raws: impl IntoIterator<Item = &'a Link>,
    base: Option<&Url>,
    place: &str,
    notes: &mut Notes,
) -> Vec<LinkInput> {
    let mut links = Vec::new();
    for raw in raws {
        let Some(url) = raw.url.as_deref().and_then(|url| web(url, base, place, notes)) else { continue };
        let title = notes.line("link title", place, raw.title.as_deref());
        let kind = raw.kind.as_deref().and_then(clean::token).map(str::to_owned);
        links.push(LinkInput { url, title, kind });
    }
    links
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str, base: Option<&str>) -> (Option<String>, usize) {
        let mut notes = Notes::default();
        let base = base.and_then(absolute);
        let url = web(raw, base.as_ref(), "here", &mut notes);
        (url, notes.into_vec().len())
    }

    #[test]
    fn whole_addresses_stay_as_they_are() {
        assert_eq!(read(" https://zügli.app ", None), (Some("https://zügli.app".into()), 0));
        assert_eq!(read("", None), (None, 0));
    }

    #[test]
    fn relative_addresses_need_a_base() {
        let base = Some("https://example.org/2025/hub/");

        assert_eq!(read("/media/a.pdf", base), (Some("https://example.org/media/a.pdf".into()), 0));
        assert_eq!(read("a.pdf", base), (Some("https://example.org/2025/hub/a.pdf".into()), 0));
        assert_eq!(read("/media/a.pdf", None), (None, 1));
    }

    #[test]
    fn what_is_not_on_the_web_is_left_out() {
        assert_eq!(read("javascript:alert(1)", None), (None, 1));
        assert_eq!(read("mailto:a@example.org", None), (None, 1));
        assert_eq!(read("www.example.org", None), (Some("https://www.example.org/".into()), 1));
    }
}
