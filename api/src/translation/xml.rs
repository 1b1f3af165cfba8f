//! XML as trees of elements, one for each part of a file, since that of all would take twenty times as much memory as
//! the file. It is read to the letter: what is not well-formed is an error with its place, and there are no entities
//! but XML's own. Start at [`read`].

use std::borrow::Cow;

use quick_xml::{
    NsReader, Reader, XmlVersion,
    encoding::{DetectedEncoding, decode, detect_encoding},
    escape::resolve_predefined_entity,
    events::{BytesDecl, BytesRef, BytesStart, Event},
    name::{NamespaceResolver, ResolveResult},
};

use super::catalogue::{ReadError, check_size, position, syntax};

/// Elements nested deeper than this are no text for translators.
const DEEPEST: usize = 64;

/// The namespaces whose names we know, and how they are told apart in [`Element::name`].
const PREFIXES: &[(&str, &str)] = &[
    ("urn:oasis:names:tc:xliff:document:2.0", ""),
    ("urn:oasis:names:tc:xliff:document:2.2", ""),
    ("urn:oasis:names:tc:xliff:matches:2.0", "mtc:"),
    ("urn:oasis:names:tc:xliff:sizerestriction:2.0", "slr:"),
];

/// An element with all that is in it.
#[derive(Debug)]
pub struct Element {
    /// `unit`, `mtc:match`; `{urn:other}name` in a namespace that is none of [`PREFIXES`].
    pub name: String,
    /// By name.
    attributes: Vec<(String, String)>,
    pub nodes: Vec<Node>,
    /// From 1.
    pub line: usize,
}

#[derive(Debug)]
pub enum Node {
    Text(String),
    Element(Element),
}

impl Element {
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn named(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.children().filter(move |child| child.name == name)
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let at = self.attributes.binary_search_by(|(key, _)| key.as_str().cmp(name)).ok()?;
        Some(&self.attributes[at].1)
    }

    /// The text right inside, not that of the elements inside.
    pub fn text(&self) -> String {
        let texts = self.nodes.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        texts.collect()
    }
}

/// Reads a file. Each element of this name is handed over with all that is in it; of the others there remains the root,
/// with its attributes.
pub fn read(bytes: &[u8], part: &str, each: impl FnMut(Element)) -> Result<Element, ReadError> {
    check_size(bytes)?;
    let text = decoded(bytes)?;
    let parts = Parts { part, each, open: Vec::new(), root: None };
    parts.read(text.strip_prefix('\u{feff}').unwrap_or(&text))
}

/// Text in the encoding that a byte order mark or the declaration tells.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let encoding = match detect_encoding(bytes) {
        Some(DetectedEncoding::AsciiCompatible) => match declaration(bytes) {
            Some(declaration) if declaration.encoding().is_some() => {
                // What could be read as ASCII so far is not in UTF-16, whatever it declares.
                let declared = declaration.encoder().filter(|encoding| encoding.is_ascii_compatible());
                Some(declared.ok_or_else(|| broken("the encoding that it declares"))?)
            }
            _ => None,
        },
        detected => detected.map(|detected| detected.encoding()),
    };
    match encoding {
        Some(encoding) => decode(bytes, encoding).map_err(|_| broken(encoding.name())),
        None => str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| broken("UTF-8")),
    }
}

fn broken(encoding: &str) -> ReadError {
    ReadError::BrokenEncoding { encoding: encoding.to_owned() }
}

fn declaration(bytes: &[u8]) -> Option<BytesDecl<'static>> {
    let end = bytes.windows(2).take(1024).position(|window| window == b"?>")? + 2;
    match Reader::from_str(str::from_utf8(&bytes[..end]).ok()?).read_event() {
        Ok(Event::Decl(declaration)) => Some(declaration.into_owned()),
        _ => None,
    }
}

/// Reads elements, and keeps those that are in one of the parts.
struct Parts<'a, F> {
    part: &'a str,
    each: F,
    open: Vec<Element>,
    root: Option<Element>,
}

impl<F: FnMut(Element)> Parts<'_, F> {
    fn read(mut self, text: &str) -> Result<Element, ReadError> {
        let mut reader = NsReader::from_str(text);
        let mut lines = Lines { text, at: 0, line: 1 };
        loop {
            let at = offset(reader.buffer_position());
            let event = reader.read_event();
            let event = event.map_err(|error| syntax(text, offset(reader.error_position()), error))?;
            let fail = |problem: String| syntax(text, at, problem);
            match event {
                Event::Start(_) if self.open.len() == DEEPEST => {
                    let (line, column) = position(text, at);
                    return Err(ReadError::TooDeep { line, column, limit: DEEPEST });
                }
                Event::Start(tag) => self.open.push(element(&tag, reader.resolver(), lines.line(at)).map_err(fail)?),
                Event::Empty(tag) => {
                    let element = element(&tag, reader.resolver(), lines.line(at)).map_err(fail)?;
                    self.close(element).map_err(fail)?;
                }
                Event::End(_) => {
                    if let Some(element) = self.open.pop() {
                        self.close(element).map_err(fail)?;
                    }
                }
                Event::Text(content) => self.append(&content.xml10_content()).map_err(fail)?,
                Event::CData(content) => self.append(&content.xml10_content()).map_err(fail)?,
                Event::GeneralRef(name) => self.append(&resolved(&name).map_err(fail)?).map_err(fail)?,
                Event::DocType(_) => {
                    let (line, column) = position(text, at);
                    return Err(ReadError::DocumentType { line, column });
                }
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
                Event::Eof => break,
            }
        }
        let end = |problem| syntax(text, text.len(), problem);
        match self.open.pop() {
            Some(unclosed) => {
                let name = unclosed.name.trim_start_matches("{}");
                Err(end(format!("the file ends, and `<{name}>` of line {} is not closed", unclosed.line)))
            }
            None => self.root.ok_or_else(|| end("there is no element".to_owned())),
        }
    }

    fn is_in_part(&self) -> bool {
        self.open.iter().any(|element| element.name == self.part)
    }

    fn close(&mut self, element: Element) -> Result<(), String> {
        let is_in_part = self.is_in_part();
        match self.open.last_mut() {
            Some(parent) if is_in_part => parent.nodes.push(Node::Element(element)),
            Some(_) if element.name == self.part => (self.each)(element),
            Some(_) => {}
            None if self.root.is_some() => return Err("there is a second root element".to_owned()),
            None => self.root = Some(element),
        }
        Ok(())
    }

    /// Text comes in pieces, parted by references and comments.
    fn append(&mut self, piece: &str) -> Result<(), String> {
        let is_in_part = self.is_in_part();
        let Some(parent) = self.open.last_mut() else {
            return match piece.trim_matches([' ', '\t', '\r', '\n']) {
                "" => Ok(()),
                _ => Err("there is text outside of the root element".to_owned()),
            };
        };
        match parent.nodes.last_mut() {
            _ if !is_in_part => {}
            Some(Node::Text(text)) => text.push_str(piece),
            _ => parent.nodes.push(Node::Text(piece.to_owned())),
        }
        Ok(())
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// Lines of places that come one after another, without counting from the beginning each time.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn line(&mut self, at: usize) -> usize {
        let passed = self.text.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = self.at.max(at);
        self.line
    }
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(character.to_string());
    }
    let text = resolve_predefined_entity(reference);
    text.map(str::to_owned).ok_or_else(|| format!("`&{};` is not defined", &**reference))
}

fn element(tag: &BytesStart<'_>, namespaces: &NamespaceResolver, line: usize) -> Result<Element, String> {
    let (namespace, name) = namespaces.resolve_element(tag.name());
    let name = full_name(&namespace, name.as_ref())?;
    let mut attributes = Vec::new();
    // Our own check for an attribute given twice does not compare each with each.
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let (namespace, key) = namespaces.resolve_attribute(attribute.key);
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        let key = match namespace {
            ResolveResult::Unbound => key.as_ref().to_owned(),
            namespace => full_name(&namespace, key.as_ref())?,
        };
        attributes.push((key, value.into_owned()));
    }
    attributes.sort_unstable();
    if attributes.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(format!("`<{name}>` has an attribute twice"));
    }
    Ok(Element { name, attributes, nodes: Vec::new(), line })
}

fn full_name(namespace: &ResolveResult<'_>, name: &str) -> Result<String, String> {
    let namespace = match namespace {
        ResolveResult::Bound(namespace) => namespace.as_ref(),
        ResolveResult::Unbound => "",
        ResolveResult::Unknown(prefix) => return Err(format!("the prefix `{prefix}` is not declared")),
    };
    Ok(match PREFIXES.iter().find(|(known, _)| *known == namespace) {
        Some((_, prefix)) => format!("{prefix}{name}"),
        None => format!("{{{namespace}}}{name}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const XLIFF: &str = "urn:oasis:names:tc:xliff:document:2.0";

    /// The root element with all that is in it.
    fn root(bytes: &[u8]) -> Result<Element, ReadError> {
        read(bytes, "{}a", |_| {})
    }

    fn error(xml: &str) -> String {
        root(xml.as_bytes()).expect_err("it is not well-formed").to_string()
    }

    #[test]
    fn parts_are_handed_over_one_by_one() {
        let mut parts = Vec::new();
        let root = read(b"<r b='c'>d<a>1<e><a>2</a></e></a><e><a>3</a></e></r>", "{}a", |part| parts.push(part));

        let root = root.expect("it is well-formed");
        assert_eq!((root.attribute("b"), root.nodes.len()), (Some("c"), 0));
        assert_eq!(parts.iter().map(Element::text).collect::<Vec<_>>(), ["1", "3"]);
        assert_eq!(parts[0].children().count(), 1);
    }

    #[test]
    fn names_are_those_of_the_namespace() {
        let xml = format!(
            "<x:unit xmlns:x='{XLIFF}' xmlns='urn:other' xmlns:s='urn:oasis:names:tc:xliff:sizerestriction:2.0'>\
             <x:segment id='1' s:sizeInfo='2'/><segment/></x:unit>"
        );
        let unit = read(xml.as_bytes(), "unit", |_| {}).expect("it is well-formed");

        let names: Vec<_> = unit.children().map(|child| child.name.as_str()).collect();
        assert_eq!(names, ["segment", "{urn:other}segment"]);
        let segment = unit.named("segment").next().expect("it is there");
        assert_eq!((segment.attribute("id"), segment.attribute("slr:sizeInfo")), (Some("1"), Some("2")));
    }

    #[test]
    fn encodings_are_found() {
        let text = |bytes: &[u8]| root(bytes).map(|root| root.text());
        let utf16: Vec<u8> = "\u{feff}<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();

        assert_eq!(text("\u{feff}<a>é</a>".as_bytes()), Ok("é".to_owned()));
        assert_eq!(text(&utf16), Ok("é".to_owned()));
        assert_eq!(text(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>"), Ok("é".to_owned()));
        assert_eq!(text(b"<a>\xe9</a>"), Err(broken("UTF-8")));
        assert!(text(b"<?xml version='1.0' encoding='klingon'?><a/>").is_err());
    }

    #[test]
    fn text_is_read_to_the_letter() {
        let root =
            root(b"<a b=' c\n&#10;&lt;'>d\r\n&#13;<!-- e --><![CDATA[<f> &amp;]]>&#x1;</a>").expect("it is fine");

        assert_eq!(root.text(), "d\n\r<f> &amp;\u{1}");
        assert_eq!(root.attribute("b"), Some(" c \n<"));
    }

    #[test]
    fn a_document_type_is_refused() {
        let xml = b"<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x \"&y;&y;\"><!ENTITY y \"ha\">]><a>&x;</a>";

        assert_eq!(root(xml).err(), Some(ReadError::DocumentType { line: 2, column: 1 }));
        assert_eq!(error("<a>\n &x;</a>"), "line 2, column 2: `&x;` is not defined");
        assert!(error("<a b='&x;'/>").starts_with("line 1, column 1: "));
    }

    #[test]
    fn what_is_not_well_formed_is_an_error_with_its_place() {
        assert!(error("<a>\n <b></a>").starts_with("line 2, column 5: "), "{}", error("<a>\n <b></a>"));
        assert!(error("<a>\n<b>é").contains("`<b>` of line 2"));
        assert!(error("<a b='1' b='2'/>").starts_with("line 1, column 1: "));
        assert!(error("<a/><b/>").contains("second root"));
        assert!(error("<a/> b").contains("outside"));
        assert!(error("<a>b & c</a>").starts_with("line 1"));
        assert!(error("<x:a/>").contains("prefix `x`"));
        assert!(error("").contains("no element"));
        let too_deep = ReadError::TooDeep { line: 1, column: 64 * 3 + 1, limit: 64 };
        assert_eq!(root("<a>".repeat(65).as_bytes()).err(), Some(too_deep));
    }
}
