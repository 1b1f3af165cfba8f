//! XML as a tree of elements: the encoding, the limits, and which line an element stands on. Start at [`root`].

use std::{borrow::Cow, collections::BTreeMap, mem};

use quick_xml::{
    Reader,
    encoding::{DetectedEncoding, detect_encoding},
    escape::{escape, partial_escape, resolve_predefined_entity},
    events::{BytesDecl, BytesStart, Event},
};

use crate::interchange::reading::{self, NoSchedule, Notes, ReadError, Reason};

/// Elements nested deeper than this are no schedule.
const DEEPEST: usize = 64;

/// The root element of a file. It is an error when the file is not well-formed.
pub fn root(bytes: &[u8], notes: &mut Notes) -> Result<Element, ReadError> {
    tree(&decode(bytes, notes), notes)
}

/// Text in the encoding that a byte order mark or the declaration tells.
fn decode<'a>(bytes: &'a [u8], notes: &mut Notes) -> Cow<'a, str> {
    let declaration = declaration(bytes);
    let encoding = match detect_encoding(bytes) {
        // What could be read as ASCII so far is not in UTF-16, whatever it declares.
        Some(DetectedEncoding::AsciiCompatible) => {
            let declared = declaration.as_ref().and_then(BytesDecl::encoder);
            declared.filter(|encoding| encoding.is_ascii_compatible())
        }
        detected => detected.map(|detected| detected.encoding()),
    };
    match encoding {
        Some(encoding) if encoding.name() != "UTF-8" => {
            let (text, encoding, is_broken) = encoding.decode(bytes);
            if is_broken {
                notes.repaired("the file", Reason::BrokenEncoding { encoding: encoding.name().to_owned() });
            }
            text
        }
        Some(_) => reading::utf8(bytes, notes),
        None => {
            if let Some(Ok(name)) = declaration.as_ref().and_then(BytesDecl::encoding) {
                notes.repaired("line 1", Reason::UnknownEncoding { name: name.into_owned() });
            }
            reading::utf8(bytes, notes)
        }
    }
}

fn declaration(bytes: &[u8]) -> Option<BytesDecl<'static>> {
    let start = bytes.iter().position(|byte| *byte == b'<')?;
    let end = bytes.windows(2).take(1024).position(|window| window == b"?>")? + 2;
    match Reader::from_str(str::from_utf8(bytes.get(start..end)?).ok()?).read_event() {
        Ok(Event::Decl(declaration)) => Some(declaration.into_owned()),
        _ => None,
    }
}

/// An element with all that is in it.
#[derive(Debug, Default)]
pub struct Element {
    /// Without its prefix.
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    nodes: Vec<Node>,
    /// From 1.
    pub line: usize,
}

#[derive(Debug)]
enum Node {
    Text(String),
    Element(Element),
}

impl Element {
    pub fn children(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children().filter(move |child| child.name == name)
    }

    /// The text of the element. Markup in it is written out: some dialects have XHTML where others escape it.
    pub fn text(&self) -> String {
        if let [Node::Text(text)] = self.nodes.as_slice() {
            return text.clone();
        }
        let has_markup = self.children().next().is_some();
        let mut content = String::new();
        for node in &self.nodes {
            match node {
                Node::Text(text) if has_markup => content.push_str(&partial_escape(text.as_str())),
                Node::Text(text) => content.push_str(text),
                Node::Element(element) => element.write(&mut content),
            }
        }
        content
    }

    fn write(&self, markup: &mut String) {
        markup.push('<');
        markup.push_str(&self.name);
        for (name, value) in &self.attributes {
            markup.push_str(&format!(" {name}=\"{}\"", escape(value.as_str())));
        }
        markup.push('>');
        for node in &self.nodes {
            match node {
                Node::Text(text) => markup.push_str(&partial_escape(text.as_str())),
                Node::Element(element) => element.write(markup),
            }
        }
        if self.name != "br" {
            markup.push_str(&format!("</{}>", self.name));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.iter().all(|node| match node {
            Node::Text(text) => text.trim().is_empty(),
            Node::Element(element) => element.attributes.is_empty() && element.is_empty(),
        })
    }

    /// An attribute, or a child where a dialect has one instead.
    pub fn value(&self, name: &str) -> Option<String> {
        self.attributes.get(name).cloned().or_else(|| self.named(name).next().map(Element::text))
    }

    /// The first child of this name that says something; `Some("")` when there are only empty ones.
    pub fn child_text(&self, name: &'static str, place: &str, notes: &mut Notes) -> Option<String> {
        let mut texts = self.named(name).map(Element::text);
        let mut text = texts.next()?;
        for other in texts.filter(|other| !other.trim().is_empty()) {
            if text.trim().is_empty() {
                text = other;
            } else if other.trim() != text.trim() {
                notes.repaired(place, Reason::Repeated { field: name });
            }
        }
        Some(text)
    }

    /// Notes the children that say something nobody reads.
    pub fn note_unknown(&self, known: &[&str], place: &str, notes: &mut Notes) {
        for child in self.children() {
            if !known.contains(&child.name.as_str()) && !child.is_empty() {
                notes.skipped(place, Reason::Ignored { field: child.name.clone() });
            }
        }
    }
}

/// Where in a text something stands, without counting from the beginning each time.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn line(&mut self, at: u64) -> usize {
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(self.text.len());
        let passed = self.text.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = self.at.max(at);
        self.line
    }

    fn error(&mut self, at: u64, problem: impl ToString) -> ReadError {
        let (line, column) = self.position(at);
        ReadError::Syntax { line, column, problem: problem.to_string() }
    }

    fn position(&mut self, at: u64) -> (usize, usize) {
        let at = self.text.floor_char_boundary(usize::try_from(at).unwrap_or(usize::MAX));
        let before = &self.text[..at];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// The root element. A DTD is passed over: what it defines is never expanded.
fn tree(text: &str, notes: &mut Notes) -> Result<Element, ReadError> {
    let mut reader = Reader::from_str(text);
    let mut lines = Lines { text, at: 0, line: 1 };
    // The document around the root; its name is that of no element.
    let mut open = vec![Element::default()];
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| lines.error(reader.error_position(), error))?;
        let line = lines.line(at);
        match event {
            Event::Start(tag) => {
                if open.len() > DEEPEST {
                    let (line, column) = lines.position(at);
                    return Err(ReadError::TooDeep { line, column, limit: DEEPEST });
                }
                open.push(element(&tag, line, notes).map_err(|problem| lines.error(at, problem))?);
            }
            Event::Empty(tag) => {
                let element = element(&tag, line, notes).map_err(|problem| lines.error(at, problem))?;
                append(&mut open, Node::Element(element));
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    append(&mut open, Node::Element(element));
                }
            }
            Event::Text(content) => append_text(&mut open, &content.xml10_content()),
            Event::CData(content) => append_text(&mut open, &content.xml10_content()),
            Event::GeneralRef(name) => append_text(&mut open, &resolved(&name, line, notes)),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
            Event::Eof => break,
        }
        if let [document] = open.as_mut_slice() {
            check_document(document).map_err(|problem| lines.error(at, problem))?;
        }
    }
    match open.as_mut_slice() {
        [document] => match mem::take(&mut document.nodes).pop() {
            Some(Node::Element(root)) => Ok(root),
            _ => Err(ReadError::NotASchedule { problem: NoSchedule::Empty }),
        },
        [.., unclosed] => {
            let problem = format!("the file ends, and `<{}>` of line {} is not closed", unclosed.name, unclosed.line);
            Err(lines.error(text.len() as u64, problem))
        }
        [] => Err(lines.error(text.len() as u64, "nothing is open")),
    }
}

/// Around the root there is only white space, and there is only one root.
fn check_document(document: &mut Element) -> Result<(), &'static str> {
    document.nodes.retain(|node| !matches!(node, Node::Text(text) if text.trim().is_empty()));
    match document.nodes.as_slice() {
        [] | [Node::Element(_)] => Ok(()),
        [.., Node::Text(_)] => Err("text outside of the root element"),
        _ => Err("a second root element"),
    }
}

fn append(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.nodes.push(node);
    }
}

/// Text comes in pieces, parted by entities and comments.
fn append_text(open: &mut [Element], piece: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.nodes.last_mut() {
        Some(Node::Text(text)) => text.push_str(piece),
        _ => parent.nodes.push(Node::Text(piece.to_owned())),
    }
}

fn element(tag: &BytesStart, line: usize, notes: &mut Notes) -> Result<Element, String> {
    let name = tag.local_name().as_ref().to_owned();
    let mut attributes = BTreeMap::new();
    // Our own check for an attribute given twice does not compare each with each.
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.local_name().as_ref().to_owned();
        let value = unescaped(&attribute.value, line, notes);
        if attributes.insert(attribute.key.as_ref().to_owned(), (key, value)).is_some() {
            return Err(format!("`<{name}>` has an attribute twice"));
        }
    }
    Ok(Element { name, attributes: attributes.into_values().collect(), nodes: Vec::new(), line })
}

fn unescaped(raw: &str, line: usize, notes: &mut Notes) -> String {
    let Some((first, parts)) = raw.split_once('&') else { return raw.to_owned() };
    let mut value = first.to_owned();
    for part in parts.split('&') {
        match part.split_once(';') {
            Some((name, rest)) => {
                value.push_str(&resolved(name, line, notes));
                value.push_str(rest);
            }
            None => value.push_str(&format!("&{part}")),
        }
    }
    value
}

/// What a reference stands for. One that XML does not define stays as it is written.
fn resolved(name: &str, line: usize, notes: &mut Notes) -> String {
    let character = name.strip_prefix('#').and_then(|number| match number.strip_prefix('x') {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
        None => number.parse().ok(),
    });
    if let Some(c) = character.and_then(char::from_u32) {
        return c.to_string();
    }
    if let Some(text) = resolve_predefined_entity(name) {
        return text.to_owned();
    }
    notes.repaired(&format!("line {line}"), Reason::UndefinedEntity { name: name.to_owned() });
    format!("&{name};")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> (Result<Element, ReadError>, usize) {
        let mut notes = Notes::default();
        let root = root(xml.as_bytes(), &mut notes);
        (root, notes.into_vec().len())
    }

    fn text(bytes: &[u8]) -> String {
        root(bytes, &mut Notes::default()).expect("it is well-formed").text()
    }

    fn error(xml: &str) -> String {
        read(xml).0.expect_err("it is not well-formed").to_string()
    }

    #[test]
    fn encodings_are_found() {
        assert_eq!(text("\u{feff}<a>é</a>".as_bytes()), "é");
        assert_eq!(text(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>"), "é");
        assert_eq!(text(b"<?xml version='1.0' encoding='windows-1252'?><a>\x92</a>"), "’");
        let utf16: Vec<u8> = "\u{feff}<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf16), "é");
        assert_eq!(text(b"<a>\xe9</a>"), "\u{fffd}");
        assert_eq!(text(b"<?xml version='1.0' encoding='klingon'?><a>b</a>"), "b");
    }

    #[test]
    fn entities_of_a_dtd_are_never_expanded() {
        let xml = "<!DOCTYPE a [<!ENTITY x \"&y;&y;\"><!ENTITY y \"ha\">]><a b='&x;&amp;'>&x; &#233;&nbsp;</a>";
        let (root, notes) = read(xml);
        let root = root.expect("it is well-formed");

        assert_eq!(root.text(), "&x; é&nbsp;");
        assert_eq!(root.attributes["b"], "&x;&");
        assert_eq!(notes, 2);
    }

    #[test]
    fn text_comes_whole() {
        assert_eq!(text(b"<a>b<!-- c --><![CDATA[<d>]]>\r\ne</a>"), "b<d>\ne");
        assert_eq!(text(b"<a>1 &lt; 2<p>b<br/></p></a>"), "1 &lt; 2<p>b<br></p>");
    }

    #[test]
    fn what_is_not_well_formed_is_an_error_with_its_place() {
        assert!(error("<a>\n <b></a>").starts_with("line 2, column 5: "), "{}", error("<a>\n <b></a>"));
        assert!(error("<a>\n<b>é").contains("`<b>` of line 2"));
        assert!(error("<a b='1' b='2'/>").starts_with("line 1, column 1: "));
        assert!(error("<a/><b/>").contains("second root"));
        assert!(error("<a/> b").contains("outside"));
        assert!(error("<a>b & c</a>").starts_with("line 1"));
        assert!(error("").contains("no element"));
        assert_eq!(
            read(&"<a>".repeat(65)).0.err(),
            Some(ReadError::TooDeep { line: 1, column: 64 * 3 + 1, limit: 64 })
        );
    }
}
