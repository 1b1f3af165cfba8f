//! `Accept-Language`: quality values, then lookup (RFC 9110, section 12.5.4; RFC 4647, section 3.4).

use super::{Locale, Locales};

/// The longest header that is looked at; the rest of a longer one is ignored.
const MAX_RANGES: usize = 32;

/// The offered locale that the header likes best; the default when it likes none.
///
/// A language that the header refuses (`q=0`) is never chosen through `*`.
pub fn negotiate<'l>(header: &str, locales: &'l Locales) -> &'l Locale {
    let mut ranges: Vec<(&str, u16)> = header.split(',').take(MAX_RANGES).filter_map(range).collect();
    ranges.sort_by_key(|(_, quality)| std::cmp::Reverse(*quality));

    let refused: Vec<&Locale> =
        ranges.iter().filter(|(_, quality)| *quality == 0).filter_map(|(tag, _)| locales.find(tag)).collect();
    let wanted = ranges.iter().filter(|(_, quality)| *quality > 0).find_map(|(tag, _)| {
        if *tag == "*" {
            let default = std::iter::once(locales.default_locale());
            default.chain(locales.offered()).find(|locale| !refused.contains(locale))
        } else {
            locales.find(tag)
        }
    });
    wanted.unwrap_or_else(|| locales.default_locale())
}

/// A range and its quality in thousandths; none when it is malformed.
fn range(item: &str) -> Option<(&str, u16)> {
    let mut parts = item.split(';').map(str::trim);
    let tag = parts.next().filter(|tag| !tag.is_empty())?;
    let quality = match parts.find_map(|parameter| parameter.strip_prefix("q=").or(parameter.strip_prefix("Q="))) {
        None => 1.0,
        Some(value) => value.trim().parse::<f32>().ok().filter(|quality| (0.0..=1.0).contains(quality))?,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000 by the check above")]
    Some((tag, (quality * 1000.0).round() as u16))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn negotiated(header: &str) -> String {
        let offered = ["en", "fr", "es"].map(|tag| Locale::parse(tag).unwrap()).to_vec();
        let locales = Locales::new(offered, Locale::parse("en").unwrap(), &HashMap::new()).unwrap();
        negotiate(header, &locales).to_string()
    }

    #[test]
    fn quality_counts_and_order_breaks_ties() {
        assert_eq!(negotiated("fr;q=0.1,es;q=0.9"), "es");
        assert_eq!(negotiated("fr,es"), "fr");
        assert_eq!(negotiated("de,pt;q=0.9,es;q=0.2"), "es");
    }

    #[test]
    fn a_region_finds_its_language() {
        assert_eq!(negotiated("fr-CH, de;q=0.9"), "fr");
    }

    #[test]
    fn what_is_not_offered_ends_in_the_default() {
        assert_eq!(negotiated(""), "en");
        assert_eq!(negotiated("de, *;q=0.5"), "en");
        assert_eq!(negotiated("fr;q=2, nonsense;;;"), "en");
    }

    #[test]
    fn a_refused_language_is_not_chosen_by_the_star() {
        assert_eq!(negotiated("en;q=0, *"), "fr");
        assert_eq!(negotiated("fr;q=0"), "en");
    }
}
