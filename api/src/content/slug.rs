//! Slugs: `[a-z0-9-]`, made from a title when none is given.

/// The longest slug that is made; addresses stay readable.
const MAX_LENGTH: usize = 80;

/// A slug from any text, transliterated: `Débat : L’Œuvre` → `debat-l-oeuvre`. Empty when nothing is left.
pub fn slugify(text: &str) -> String {
    let plain = deunicode::deunicode(text).to_lowercase();
    let mut slug = String::with_capacity(plain.len());
    for word in plain.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !slug.is_empty() {
            if slug.len() + 1 + word.len() > MAX_LENGTH {
                break;
            }
            slug.push('-');
        }
        slug.extend(word.chars().take(MAX_LENGTH));
    }
    slug
}

/// Whether a text may be used as a slug as it is.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 200
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// `wanted`, or the first of `wanted-2`, `wanted-3`, … that is not taken.
pub fn free(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2_u32..).map(|number| format!("{wanted}-{number}"));
    std::iter::once(wanted.to_owned())
        .chain(numbered)
        .find(|slug| !is_taken(slug))
        .expect("there are more numbers than slugs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_title_becomes_an_address() {
        assert_eq!(slugify("Débat : L’Œuvre — ¿Qué?"), "debat-l-oeuvre-que");
        assert_eq!(slugify("  北京  "), "bei-jing");
        assert_eq!(slugify("!!!"), "");
        assert!(slugify(&"word ".repeat(60)).len() <= MAX_LENGTH);
        assert!(is_slug(&slugify(&"x".repeat(500))));
    }

    #[test]
    fn a_taken_slug_is_numbered() {
        assert_eq!(free("talk", |slug| ["talk", "talk-2"].contains(&slug)), "talk-3");
    }
}
