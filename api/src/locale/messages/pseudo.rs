//! Pseudo-locales, for testing frontends: English that looks foreign, made on the fly. `en-XA` is accented, about a
//! third longer, and in brackets, so that text that is cut off or was never translated shows; `ar-XB` runs from right to
//! left.

use std::collections::BTreeMap;

use fluent_syntax::ast::{Attribute, Entry, Expression, InlineExpression, Pattern, PatternElement, Resource, Variant};

use crate::locale::Locale;

/// What it is made of.
pub const SOURCE: &str = "en";
/// Accented English.
pub const ACCENTED: &str = "en-XA";
/// Mirrored English.
pub const MIRRORED: &str = "ar-XB";

/// `&thetasym;`, and what is no entity is longer.
const LONGEST_ENTITY: usize = 10;

/// What fills a text up to its length in a longer language.
const FILLING: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// How a text is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pseudo {
    Accented,
    Mirrored,
}

impl Pseudo {
    /// The way of a locale; none when it is a real one.
    pub fn of(locale: &Locale) -> Option<Self> {
        match locale.as_str() {
            ACCENTED => Some(Self::Accented),
            MIRRORED => Some(Self::Mirrored),
            _ => None,
        }
    }

    /// A text of content. Addresses, code and tags in it stay as they are.
    pub fn text(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        for (part, is_text) in parts(text) {
            if is_text { self.letters(part, &mut out) } else { out.push_str(part) }
        }
        match self {
            // Brackets around paragraphs would make lists and headings of Markdown something else.
            Self::Accented if text.contains('\n') => out,
            Self::Accented => format!("[{out}{}]", filling(text.chars().count())),
            Self::Mirrored => out,
        }
    }

    fn letters(self, text: &str, out: &mut String) {
        match self {
            Self::Accented => out.extend(text.chars().map(accented)),
            Self::Mirrored => mirrored(text, out),
        }
    }
}

/// Adds the pseudo-locales to the real ones.
pub fn add(by_locale: &mut BTreeMap<Locale, Vec<(String, Resource<String>)>>) {
    let Some(source) = Locale::parse(SOURCE).and_then(|locale| by_locale.get(&locale).cloned()) else { return };
    for (tag, way) in [(ACCENTED, Pseudo::Accented), (MIRRORED, Pseudo::Mirrored)] {
        let Some(locale) = Locale::parse(tag) else { continue };
        let made = source.iter().map(|(name, resource)| (name.clone(), changed(resource.clone(), way)));
        by_locale.insert(locale, made.collect());
    }
}

fn changed(mut resource: Resource<String>, way: Pseudo) -> Resource<String> {
    // Comments are for translators.
    resource.body.retain(|entry| matches!(entry, Entry::Message(_) | Entry::Term(_)));
    for entry in &mut resource.body {
        match entry {
            Entry::Message(message) => {
                message.value.iter_mut().for_each(|value| whole(value, way));
                attributes(&mut message.attributes, way);
            }
            Entry::Term(term) => {
                pattern(&mut term.value, way);
                attributes(&mut term.attributes, way);
            }
            _ => {}
        }
    }
    resource
}

fn attributes(attributes: &mut [Attribute<String>], way: Pseudo) {
    attributes.iter_mut().for_each(|attribute| whole(&mut attribute.value, way));
}

/// All that a message says.
fn whole(value: &mut Pattern<String>, way: Pseudo) {
    let letters = pattern(value, way);
    if way == Pseudo::Accented {
        value.elements.insert(0, literal("[".to_owned()));
        value.elements.push(literal(format!("{}]", filling(letters))));
    }
}

/// How many letters were changed.
fn pattern(pattern: &mut Pattern<String>, way: Pseudo) -> usize {
    pattern.elements.iter_mut().map(|element| self::element(element, way)).sum()
}

fn element(element: &mut PatternElement<String>, way: Pseudo) -> usize {
    match element {
        PatternElement::TextElement { value } => {
            let mut out = String::with_capacity(value.len() * 2);
            way.letters(value, &mut out);
            let letters = value.chars().count();
            *value = out;
            letters
        }
        PatternElement::Placeable { expression } => self::expression(expression, way),
    }
}

fn expression(expression: &mut Expression<String>, way: Pseudo) -> usize {
    match expression {
        Expression::Select { variants, .. } => {
            let letters = |variant: &mut Variant<String>| pattern(&mut variant.value, way);
            variants.iter_mut().map(letters).max().unwrap_or_default()
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => self::expression(expression, way),
        Expression::Inline(_) => 0,
    }
}

fn literal(value: String) -> PatternElement<String> {
    PatternElement::Placeable { expression: Expression::Inline(InlineExpression::StringLiteral { value }) }
}

/// Words of about a third of so many letters.
fn filling(letters: usize) -> String {
    let wanted = letters * 35 / 100;
    let mut filling = String::new();
    for word in FILLING.iter().cycle() {
        if filling.len() >= wanted {
            break;
        }
        filling.push(' ');
        filling.push_str(word);
    }
    filling
}

fn accented(letter: char) -> char {
    const PLAIN: &str = "aceghijklnoprstuwyzACEGHIJKLNOPRSTUWYZdD";
    const ACCENTED: &str = "áçéĝĥíĵķļñöþŕšťûŵýžÅÇÉĜĤÎĴĶĻÑÖÞŔŠŢÛŴÝŽðÐ";
    match PLAIN.chars().position(|plain| plain == letter) {
        Some(at) => ACCENTED.chars().nth(at).unwrap_or(letter),
        None => letter,
    }
}

/// Each word under an override of its direction.
fn mirrored(text: &str, out: &mut String) {
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if word.is_empty() {
            out.push_str(piece);
            continue;
        }
        out.push('\u{202e}');
        out.push_str(word);
        out.push('\u{202c}');
        out.push_str(&piece[word.len()..]);
    }
}

/// How many bytes of an address, of code or of a tag a text begins with.
fn untouched(text: &str) -> usize {
    let until = |end: char| text.char_indices().skip(1).find(|(_, letter)| *letter == end).map_or(0, |(at, _)| at + 1);
    match text.as_bytes() {
        [b'h', ..] if text.starts_with("http://") || text.starts_with("https://") => {
            let ends = |letter: char| letter.is_whitespace() || matches!(letter, ')' | '>' | '"');
            text.find(ends).unwrap_or(text.len())
        }
        [b']', b'(', ..] => until(')'),
        [b'`', ..] => until('`'),
        [b'<', ..] => until('>'),
        [b'&', ..] => Some(until(';')).filter(|length| *length <= LONGEST_ENTITY).unwrap_or_default(),
        _ => 0,
    }
}

/// A text in parts: what is read (true), and addresses, code and tags (false).
fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < text.len() {
        let length = untouched(&text[at..]);
        if length == 0 {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        parts.push((&text[from..at], true));
        parts.push((&text[at..at + length], false));
        at += length;
        from = at;
    }
    parts.push((&text[from..], true));
    parts.retain(|(part, _)| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use fluent_syntax::{parser, serializer};

    use super::*;

    #[test]
    fn a_text_is_accented_longer_and_in_brackets() {
        assert_eq!(Pseudo::Accented.text("Hello, world"), "[Ĥéļļö, ŵöŕļð one]");
        assert_eq!(
            Pseudo::Accented.text("See [the site](https://example.org/a) `code`"),
            "[Šéé [ťĥé šíťé](https://example.org/a) `code` one two three four]"
        );
    }

    #[test]
    fn a_mirrored_text_runs_from_right_to_left() {
        assert_eq!(Pseudo::Mirrored.text("Hi you"), "\u{202e}Hi\u{202c} \u{202e}you\u{202c}");
    }

    #[test]
    fn a_message_keeps_its_arguments() {
        let resource = parser::parse("a = Hi { $name }!\n".to_owned()).unwrap();

        let made = serializer::serialize(&changed(resource, Pseudo::Accented));

        assert_eq!(made, "a = { \"[\" }Ĥí { $name }!{ \" one]\" }\n");
    }
}
