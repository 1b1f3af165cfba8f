//! XML as documents are written: escaped, and without the characters that XML has not.

use std::borrow::Cow;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

/// A document, or a part of one, in the making.
pub struct Xml(Writer<Vec<u8>>);

/// Attributes by name, in order.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A whole document: its root, with all that `inner` writes.
    pub fn document(root: &str, attributes: Attributes<'_>, inner: impl FnOnce(&mut Self)) -> Vec<u8> {
        let mut xml = Self(Writer::new(Vec::new()));
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.element(root, attributes, inner);
        xml.0.into_inner()
    }

    /// What `inner` writes, as a part of a document.
    pub fn part(inner: impl FnOnce(&mut Self)) -> Vec<u8> {
        let mut xml = Self(Writer::new(Vec::new()));
        inner(&mut xml);
        xml.0.into_inner()
    }

    /// An element, with all that `inner` writes.
    pub fn element(&mut self, name: &str, attributes: Attributes<'_>, inner: impl FnOnce(&mut Self)) {
        self.write(Event::Start(start(name, attributes)));
        inner(self);
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.write(Event::Empty(start(name, attributes)));
    }

    /// An element with a text in it.
    pub fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.element(name, attributes, |xml| xml.write(Event::Text(BytesText::new(&sound(text)))));
    }

    /// A part that was written before.
    pub fn raw(&mut self, part: &[u8]) {
        self.0.get_mut().extend_from_slice(part);
    }

    fn write(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect("memory takes all that is written");
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*sound(value)));
    }
    start
}

/// The text without what no document may hold, escaped or not (XML 1.0, production 2).
fn sound(text: &str) -> Cow<'_, str> {
    let is_none = |letter: char| {
        letter < ' ' && !matches!(letter, '\t' | '\n' | '\r') || matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    if text.contains(is_none) { text.replace(is_none, "").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_sound() {
        let document = Xml::document("a", &[("b", "\"<&\u{1}")], |xml| {
            xml.text("c", &[], "]]> & \u{b}\u{ffff}<é>");
            xml.empty("d", &[]);
        });

        assert_eq!(
            String::from_utf8(document).unwrap(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"&quot;&lt;&amp;\"><c>]]&gt; &amp; &lt;é&gt;</c><d/></a>"
        );
    }
}
